//! How presence is kept: what was noted is appended, and never replaced.

use crate::entities::{noted, said_after, unnamed};
use crate::error::WriteError;
use domain::workshops::{Noted, SaidAfter, Unnamed};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, IntoActiveModel};

pub(crate) async fn append(db: &DatabaseTransaction, n: Noted) -> Result<(), WriteError> {
    let row = noted::Model {
        id: n.id.0,
        entry_id: n.entry.0,
        registration_id: n.registration.0,
        presence: n.presence.code().to_owned(),
        occurred_at: n.occurred_at,
        noted_at: n.noted_at,
        recorded_at: n.recorded_at,
        by_id: n.by.map(|p| p.0),
        hat: n.hat,
        command_id: n.command.0,
        corrects: n.corrects.map(|n| n.0),
    };
    row.into_active_model().reset_all().insert(db).await?;
    Ok(())
}

pub(crate) fn unnamed(u: Unnamed) -> unnamed::Model {
    unnamed::Model {
        id: u.id.0,
        entry_id: u.entry.0,
        code: u.code.as_str().to_owned(),
        noted_at: u.noted_at,
        recorded_at: u.recorded_at,
        by_id: u.by.map(|p| p.0),
        hat: u.hat,
        registration_id: u.claimed.map(|(seat, _)| seat.0),
        claimed_at: u.claimed.map(|(_, at)| at),
        taken_back_at: u.taken_back,
    }
}

pub(crate) fn said_after(said: SaidAfter) -> said_after::Model {
    let question = i32::try_from(said.question).unwrap_or(i32::MAX);
    said_after::Model {
        id: format!("{}:{question}", said.registration),
        registration_id: said.registration.0,
        question,
        knows: said.knows.code().to_owned(),
        at: said.at,
    }
}
