//! All that reading and writing can answer, beside what was asked for.

use domain::accounts::Denied;
use domain::act::Broken;
use domain::text::Faults;
use sea_orm::{DbErr, SqlErr};

/// Why a unit of work changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// What the act is about does not exist.
    #[error("not found")]
    Missing,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Broken(#[from] Broken),
    #[error("some fields are wrong")]
    Faults(Faults),
    /// The command id was used before, with other content.
    #[error("this form was already sent, with something else in it")]
    CommandReused,
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl WriteError {
    /// Whether running the unit again may end well: another one won a lock, or wrote the same key first.
    pub(crate) fn may_pass_again(&self) -> bool {
        let Self::Database(error) = self else { return false };
        if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
            return true;
        }
        // serialization_failure, deadlock_detected
        let text = error.to_string();
        ["40001", "40P01", "deadlock detected", "could not serialize"]
            .iter()
            .any(|sign| text.contains(sign))
    }
}

/// Why a store could not be opened: one line for who starts the server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("DATABASE_URL must begin with sqlite: or postgres:, not « {0} »")]
    Scheme(String),
    #[error("SQLite {0} is too old: 3.51.3 or newer is needed (older ones can corrupt a file)")]
    OldSqlite(String),
    #[error(
        "another server already uses {0}: a SQLite file belongs to one process (use PostgreSQL for several)"
    )]
    Busy(String),
    #[error("cannot use {0}: {1}")]
    File(String, std::io::Error),
    #[error("the database is {0} migrations behind this program")]
    Behind(usize),
    #[error("the database does not answer: {0}")]
    Database(#[from] DbErr),
}

/// Why the audit log cannot be trusted, or not be read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error("line {0} is not as it was written")]
    Changed(i64),
    #[error("line {0} is missing")]
    Missing(i64),
    #[error("line {0} was added")]
    Added(i64),
    #[error(transparent)]
    Unread(#[from] OpenError),
}
