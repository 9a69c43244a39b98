//! The outbox: letters written with the change that they tell of.

use crate::apply::to_json;
use crate::entities::mail;
use crate::error::WriteError;
use crate::rows::{Loaded, from_json, lang, unknown};
use domain::ids::{MailId, PersonId};
use domain::mail::{Addressee, Delivery, Mail, Stage, Urgency};
use domain::text::{Email, Lang};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel};

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
        claimed_until: None,
    };
    let once = OnConflict::column(mail::Column::DedupKey).do_nothing().to_owned();
    let row = row.into_active_model().reset_all();
    mail::Entity::insert(row).on_conflict(once).exec_without_returning(db).await?;
    Ok(())
}

/// Notes where a letter stands. Once it has left, what it said and to whom is forgotten: it may hold a token.
pub(crate) async fn deliver(db: &DatabaseTransaction, at: Delivery) -> Result<(), WriteError> {
    let (mut claimed_until, mut sent_at, mut dead_at) = (None, None, None);
    match at.stage {
        Stage::Waiting => {}
        Stage::Claimed { until } => claimed_until = Some(until),
        Stage::Sent { at } => sent_at = Some(at),
        Stage::Dead { at } => dead_at = Some(at),
    }
    let mut row = mail::ActiveModel {
        id: Unchanged(at.mail.0),
        tries: Set(i32::try_from(at.tries).unwrap_or(i32::MAX)),
        due_at: Set(at.due_at),
        claimed_until: Set(claimed_until),
        sent_at: Set(sent_at),
        dead_at: Set(dead_at),
        error: Set(at.error),
        ..Default::default()
    };
    if sent_at.is_some() {
        (row.letter, row.address) = (Set(None), Set(None));
    }
    match row.update(db).await {
        // Erased meanwhile, with the person whom it was for.
        Ok(_) | Err(DbErr::RecordNotUpdated) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Where a row stands on its way.
pub(crate) fn delivery(row: &mail::Model) -> Delivery {
    let stage = match (row.sent_at, row.dead_at, row.claimed_until) {
        (Some(at), ..) => Stage::Sent { at },
        (_, Some(at), _) => Stage::Dead { at },
        (.., Some(until)) => Stage::Claimed { until },
        _ => Stage::Waiting,
    };
    Delivery {
        mail: MailId(row.id),
        tries: row.tries.unsigned_abs(),
        due_at: row.due_at,
        stage,
        error: row.error.clone(),
    }
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
