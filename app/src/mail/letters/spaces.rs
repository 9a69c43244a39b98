//! Letters about spaces of the wiki.

use super::{Says, Telling};
use crate::mail::Told;
use domain::ids::{PersonId, SpaceId};

impl Telling<'_> {
    /// None: the space, or who asked, is no more.
    pub(super) async fn space_invitation(self, space: SpaceId, by: PersonId) -> Says {
        let (Some(space), Some(person)) =
            (self.rows.space(space).await?, self.rows.person(by).await?)
        else {
            return Ok(None);
        };
        let (lang, person, title) = (self.blank.lang, person.name.as_str(), space.title.as_str());
        let button = texts::mail::space_invitation_button(lang).to_owned();
        Ok(Some(Told {
            subject: texts::mail::space_invitation_subject(lang, person, title),
            paragraphs: vec![texts::mail::space_invitation(lang, person, title)],
            button: Some((button, self.url(&format!("/espaces/{}", space.door())))),
            after: vec![texts::mail::space_invitation_after(lang).to_owned()],
            ..self.blank
        }))
    }
}
