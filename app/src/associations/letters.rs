//! Letters about an association, in words.

use domain::associations::Said;
use domain::ids::AssociationId;
use domain::text::Lang;
use store::{Rows, WriteError};

/// What a letter says, and where it leads.
pub struct Words {
    pub subject: String,
    pub words: String,
    /// Of the button.
    pub label: &'static str,
    /// Without its language.
    pub path: String,
    pub after: Vec<String>,
}

/// A letter about an association, in words. None: the association is no more.
pub async fn words(
    rows: &Rows<'_>,
    lang: Lang,
    association: AssociationId,
    said: &Said,
) -> Result<Option<Words>, WriteError> {
    let kept = rows.alias_of(association).await?.unwrap_or(association);
    let Some(record) = rows.association(kept).await? else { return Ok(None) };
    let name = record.name.as_str();
    let person = match said.person() {
        Some(person) => rows.person_names([person]).await?.remove(&person),
        None => None,
    };
    // Who has gone since is somebody all the same.
    let person = person.unwrap_or_else(|| texts::crew_letter::somebody(lang).to_owned());
    let (subject, words) = sentence(lang, said, name, &person);
    let (label, path) = match said {
        Said::Invited { token, .. } => {
            (texts::crew_letter::see_invitation(lang), format!("/invitation/{token}"))
        }
        Said::Accepted | Said::Merged => {
            (texts::crew_letter::see_journey(lang), "/parcours".to_owned())
        }
        Said::NotAccepted | Said::Removed => {
            (texts::crew_letter::see_agenda(lang), "/agenda".to_owned())
        }
        _ => (texts::crew_letter::see_people(lang), format!("/association/{kept}/membres")),
    };
    let after = match said {
        Said::Invited { .. } => vec![texts::crew_letter::invited_after(lang).to_owned()],
        _ => Vec::new(),
    };
    Ok(Some(Words { subject, words, label, path, after }))
}

/// The subject and the sentence.
fn sentence(lang: Lang, said: &Said, name: &str, person: &str) -> (String, String) {
    use texts::crew_letter as t;
    match said {
        Said::Invited { .. } => {
            (t::invited_subject(lang, person, name), t::invited(lang, person, name))
        }
        Said::Asks { .. } => (t::asks_subject(lang, person, name), t::asks(lang, person, name)),
        Said::Accepted => (t::accepted_subject(lang, name), t::accepted(lang, name)),
        Said::NotAccepted => (t::not_accepted_subject(lang, name), t::not_accepted(lang, name)),
        Said::Joined { .. } => {
            (t::joined_subject(lang, person, name), t::joined(lang, person, name))
        }
        Said::Left { .. } => (t::left_subject(lang, person, name), t::left(lang, person, name)),
        Said::Removed => (t::removed_subject(lang, name), t::removed(lang, name)),
        Said::RoleOffered { .. } => {
            (t::role_offered_subject(lang, name), t::role_offered(lang, person, name))
        }
        Said::RoleTakenBack => {
            (t::role_taken_back_subject(lang, name), t::role_taken_back(lang, name))
        }
        Said::RoleAccepted { .. } => {
            (t::role_accepted_subject(lang, person, name), t::role_accepted(lang, person, name))
        }
        Said::RoleDeclined { .. } => {
            (t::role_declined_subject(lang, name), t::role_declined(lang, person, name))
        }
        Said::TakenOver { .. } => {
            (t::taken_over_subject(lang, name), t::taken_over(lang, person, name))
        }
        Said::Merged => (t::merged_subject(lang, name), t::merged(lang, name)),
    }
}
