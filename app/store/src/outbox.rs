//! The outbox: letters written with the change that they tell of.

use crate::apply::to_json;
use crate::entities::mail;
use crate::error::WriteError;
use crate::rows::{Loaded, from_json, lang, unknown};
use domain::ids::{MailId, PersonId};
use domain::mail::{Addressee, Mail, Urgency};
use domain::text::{Email, Lang};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

/// Writes a letter, unless one with its key was written before.
pub(crate) async fn write(db: &DatabaseTransaction, letter: Mail) -> Result<(), WriteError> {
    let (person_id, address, lang) = match letter.to {
        // The language is the account's, as it is when the letter leaves.
        Addressee::Person(person) => (Some(person.0), None, Lang::Fr),
        Addressee::Address(email, lang) => (None, Some(email.as_str().to_owned()), lang),
    };
    let row = mail::Model {
        id: letter.id.0,
        dedup_key: letter.dedup_key,
        person_id,
        address,
        lang: lang.code().to_owned(),
        kind: letter.letter.as_ref().map(|l| l.code().to_owned()).unwrap_or_default(),
        letter: letter.letter.as_ref().map(to_json).transpose()?,
        urgency: letter.urgency.code().to_owned(),
        made_at: letter.made_at,
        due_at: letter.due_at,
        tries: 0,
        sent_at: None,
        dead_at: None,
        error: None,
    };
    let once = OnConflict::column(mail::Column::DedupKey).do_nothing().to_owned();
    let row = row.into_active_model().reset_all();
    mail::Entity::insert(row).on_conflict(once).exec_without_returning(db).await?;
    Ok(())
}

/// A row as the domain knows it.
pub(crate) fn mail(row: mail::Model) -> Loaded<Mail> {
    let to = match (row.person_id, row.address) {
        (Some(person), _) => Addressee::Person(PersonId(person)),
        (None, Some(address)) => Addressee::Address(Email::stored(address), lang(&row.lang)),
        (None, None) => return Err(unknown("addressee", &row.id.to_string())),
    };
    let urgency = Urgency::from_code(&row.urgency);
    Ok(Mail {
        id: MailId(row.id),
        to,
        letter: row.letter.as_deref().map(from_json).transpose()?,
        urgency: urgency.ok_or_else(|| unknown("urgency", &row.urgency))?,
        dedup_key: row.dedup_key,
        made_at: row.made_at,
        due_at: row.due_at,
    })
}
