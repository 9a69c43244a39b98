//! Scheduled work: one row a key.

use crate::entities::job;
use crate::error::WriteError;
use crate::rows::{Loaded, unknown};
use domain::jobs::{Job, JobKind};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

/// Writes it down, unless its key is known.
pub(crate) async fn plan(db: &DatabaseTransaction, planned: Job) -> Result<(), WriteError> {
    let once = OnConflict::column(job::Column::Key).do_nothing().to_owned();
    let row = model(planned).into_active_model().reset_all();
    job::Entity::insert(row).on_conflict(once).exec_without_returning(db).await?;
    Ok(())
}

pub(crate) fn model(job: Job) -> job::Model {
    job::Model {
        key: job.key,
        kind: job.kind.code().to_owned(),
        due_at: job.due_at,
        tries: i32::try_from(job.tries).unwrap_or(i32::MAX),
        claimed_until: job.claimed_until,
        done_at: job.done_at,
    }
}

/// A row as the domain knows it.
pub(crate) fn job(row: job::Model) -> Loaded<Job> {
    Ok(Job {
        key: row.key,
        kind: JobKind::from_code(&row.kind).ok_or_else(|| unknown("job", &row.kind))?,
        due_at: row.due_at,
        tries: row.tries.unsigned_abs(),
        claimed_until: row.claimed_until,
        done_at: row.done_at,
    })
}
