//! A letter that somebody wrote from the directory.

use super::{Says, Telling};
use crate::mail::Told;
use domain::ids::{AssociationId, PersonId};
use domain::text::Words;

impl Telling<'_> {
    /// Who has gone since awaits no answer.
    pub(super) async fn asked(
        self,
        of: AssociationId,
        by: PersonId,
        to: AssociationId,
        words: &Words,
    ) -> Says {
        let Some(person) = self.rows.person(by).await? else { return Ok(None) };
        let lang = self.blank.lang;
        let (theirs, ours) = (self.association(of).await?, self.association(to).await?);
        let said = texts::mail::asked(lang, person.name.as_str(), &theirs, ours);
        let answer = texts::mail::asked_answer(lang, person.email.as_str());
        let path = crate::exchange::load::own_page(to);
        Ok(Some(Told {
            subject: texts::mail::asked_subject(lang, theirs),
            paragraphs: vec![said, words.to_string(), answer],
            button: Some((texts::mail::asked_button(lang).to_owned(), self.url(&path))),
            after: vec![texts::mail::asked_after(lang).to_owned()],
            ..self.blank
        }))
    }
}
