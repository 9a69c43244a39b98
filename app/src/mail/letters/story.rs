//! The letter that asks an association for its story.

use super::{Says, Telling};
use crate::links::sign;
use crate::mail::Told;
use domain::accounts::{Bearer, Purpose};
use domain::ids::SoughtId;

impl Telling<'_> {
    /// With a link that needs no account; `again`, a reminder. None: it was answered meanwhile.
    pub(super) async fn story(self, sought: Option<SoughtId>, again: bool) -> Says {
        let Some(id) = sought else { return Ok(None) };
        let now = self.state.now();
        let sought = self.rows.sought(id).await?;
        let open = sought.filter(|sought| sought.answer.is_none() && sought.is_open(now));
        let Some(sought) = open else { return Ok(None) };
        let lang = self.blank.lang;
        let name = self.association(sought.association).await?;
        let bearer = Bearer { purpose: Purpose::Testify(id), until: sought.until() };
        let path = format!("/temoigner/{}", sign(&self.state.link_key, &bearer));
        let (subject, said) = match again {
            false => (
                texts::mail::testimony_asked_subject(lang).to_owned(),
                texts::mail::testimony_asked(lang, name),
            ),
            true => (
                texts::mail::testimony_again_subject(lang).to_owned(),
                texts::mail::testimony_again(lang, name),
            ),
        };
        let until = texts::dates::day(lang, sought.until());
        Ok(Some(Told {
            subject,
            paragraphs: vec![said, texts::mail::testimony_how(lang).to_owned()],
            button: Some((texts::mail::testimony_asked_button(lang).to_owned(), self.url(&path))),
            after: vec![texts::mail::testimony_no(lang, until)],
            ..self.blank
        }))
    }
}
