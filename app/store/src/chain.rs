//! The audit log's chain: each line's hash covers the line before, so that none can be changed, moved or added unseen;
//! a setting remembers the last one, so that none can be removed from the end.

use crate::apply::put;
use crate::door::sha256;
use crate::entities::{audit, setting};
use crate::error::{AuditError, OpenError, WriteError};
use crate::rows::Loaded;
use chrono::{DateTime, Utc};
use domain::audit::Audit;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, EntityTrait, IntoActiveModel, IsolationLevel, QueryFilter, QueryOrder,
    QuerySelect, Statement, TransactionTrait,
};

/// Where the log ends.
const HEAD: &str = "audit_head";
/// The last line that was removed because its time was over: the chain begins after it.
const CUT: &str = "audit_cut";

/// How many lines are checked at a time.
const AT_ONCE: u64 = 1_000;

/// A place in the chain: a line's number, and its hash. The default comes before the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Place {
    seq: i64,
    hash: String,
}

impl Place {
    async fn read(db: &impl ConnectionTrait, key: &str) -> Loaded<Option<Self>> {
        let Some(row) = setting::Entity::find_by_id(key.to_owned()).one(db).await? else {
            return Ok(None);
        };
        let (seq, hash) = row.value.split_once(':').unwrap_or_default();
        let seq = seq.parse().map_err(|_| DbErr::Type(format!("{key} is « {} »", row.value)))?;
        Ok(Some(Self { seq, hash: hash.to_owned() }))
    }

    async fn write(&self, db: &DatabaseTransaction, key: &str) -> Result<(), WriteError> {
        let value = format!("{}:{}", self.seq, self.hash);
        put(db, setting::Model { key: key.to_owned(), value }).await
    }

    fn of(row: &audit::Model) -> Self {
        Self { seq: row.seq, hash: row.hash.clone() }
    }
}

/// On PostgreSQL, units that change the log come one after another.
async fn lock(db: &DatabaseTransaction) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(20261126)";
        db.query_one_raw(Statement::from_string(DbBackend::Postgres, lock)).await?;
    }
    Ok(())
}

/// Takes out the lines before a moment, from the first on, and remembers the last of them: the chain goes on after it.
pub(crate) async fn cut(db: &DatabaseTransaction, before: DateTime<Utc>) -> Result<(), WriteError> {
    lock(db).await?;
    let first_kept = audit::Entity::find()
        .filter(audit::Column::At.gte(before))
        .order_by_asc(audit::Column::Seq)
        .one(db)
        .await?;
    let mut gone = audit::Entity::find().order_by_desc(audit::Column::Seq);
    if let Some(kept) = first_kept {
        gone = gone.filter(audit::Column::Seq.lt(kept.seq));
    }
    let Some(last) = gone.one(db).await? else { return Ok(()) };
    Place::of(&last).write(db, CUT).await?;
    audit::Entity::delete_many().filter(audit::Column::Seq.lte(last.seq)).exec(db).await?;
    Ok(())
}

/// Appends a line.
pub(crate) async fn append(db: &DatabaseTransaction, line: Audit) -> Result<(), WriteError> {
    lock(db).await?;
    let before = Place::read(db, HEAD).await?.unwrap_or_default();
    let mut row = audit::Model {
        seq: before.seq + 1,
        at: line.at,
        kind: line.kind.code().to_owned(),
        actor_id: line.actor.map(|p| p.0),
        hat: line.hat,
        subject: line.subject,
        hash: String::new(),
    };
    row.hash = hash(&row, &before.hash);
    Place::of(&row).write(db, HEAD).await?;
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
    sha256(line)
}

/// An audit log found whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// How many lines it has.
    pub lines: u64,
    /// The number and the hash of the last; 0 and nothing for an empty log. Whoever noted them elsewhere can tell later
    /// that the whole log was not written anew.
    pub last: (i64, String),
}

/// Reads the whole chain, as it is at one moment while servers go on writing.
///
/// Errors: the first line that is not as it was written.
pub(crate) async fn check(db: &DatabaseConnection) -> Result<Whole, AuditError> {
    let one_moment = match db.get_database_backend() {
        DbBackend::Postgres => Some(IsolationLevel::RepeatableRead),
        _ => None,
    };
    let moment = db.begin_with_config(one_moment, None).await.map_err(OpenError::from)?;
    verify(&moment).await
}

async fn verify(db: &DatabaseTransaction) -> Result<Whole, AuditError> {
    let cut = Place::read(db, CUT).await.map_err(OpenError::from)?.unwrap_or_default();
    let head = Place::read(db, HEAD).await.map_err(OpenError::from)?;
    let head = head.unwrap_or_else(|| cut.clone());
    let (mut before, mut lines, mut after) = (cut, 0, i64::MIN);
    loop {
        let rows = audit::Entity::find()
            .filter(audit::Column::Seq.gt(after))
            .order_by_asc(audit::Column::Seq)
            .limit(AT_ONCE);
        let rows = rows.all(db).await.map_err(OpenError::from)?;
        let Some(last) = rows.last() else { break };
        after = last.seq;
        for row in rows {
            follows(&before, &head, &row)?;
            before = Place::of(&row);
            lines += 1;
        }
    }
    if before.seq < head.seq {
        return Err(AuditError::Missing(before.seq + 1));
    }
    if before != head {
        return Err(AuditError::Changed(head.seq));
    }
    Ok(Whole { lines, last: (head.seq, head.hash) })
}

/// Whether a line is the one that comes next.
fn follows(before: &Place, head: &Place, row: &audit::Model) -> Result<(), AuditError> {
    if row.seq > before.seq + 1 && before.seq < head.seq {
        return Err(AuditError::Missing(before.seq + 1));
    }
    if row.seq <= before.seq || row.seq > head.seq {
        return Err(AuditError::Added(row.seq));
    }
    if row.hash != hash(row, &before.hash) {
        return Err(AuditError::Changed(row.seq));
    }
    Ok(())
}
