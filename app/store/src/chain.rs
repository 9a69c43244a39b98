//! The audit log's chain: each line's hash covers the line before, so that none can be changed or removed unseen.

use crate::door::hex;
use crate::entities::audit;
use crate::error::WriteError;
use domain::audit::Audit;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait,
    IntoActiveModel, QueryOrder, Statement,
};
use sha2::{Digest, Sha256};

/// Appends a line. On PostgreSQL, units that append come one after another.
pub(crate) async fn append(db: &DatabaseTransaction, line: Audit) -> Result<(), WriteError> {
    if db.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(20261126)";
        db.query_one_raw(Statement::from_string(DbBackend::Postgres, lock)).await?;
    }
    let last = audit::Entity::find().order_by_desc(audit::Column::Seq).one(db).await?;
    let (seq, before) = last.map_or((1, String::new()), |last| (last.seq + 1, last.hash));
    let mut row = audit::Model {
        seq,
        at: line.at,
        kind: line.kind.code().to_owned(),
        actor_id: line.actor.map(|p| p.0),
        hat: line.hat,
        subject: line.subject,
        hash: String::new(),
    };
    row.hash = hash(&row, &before);
    row.into_active_model().reset_all().insert(db).await?;
    Ok(())
}

/// The hash of a line that follows another.
fn hash(row: &audit::Model, before: &str) -> String {
    let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    // Both databases keep microseconds.
    let at = row.at.timestamp_micros();
    let (actor, subject) = (id(row.actor_id), id(row.subject));
    let line = format!("{before}|{}|{at}|{}|{actor}|{}|{subject}", row.seq, row.kind, row.hat);
    hex(&Sha256::digest(line))
}
