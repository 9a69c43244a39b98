//! The database: one door for writes, scoped reads. Native only.
//!
//! A write is a unit: it loads under locks, lets `domain` decide, and gives back an `Outcome` that this crate alone
//! applies. A unit can be run again. On SQLite one writer runs units and commits many at once;
//! on PostgreSQL each is a transaction.

mod apply;
mod associations;
mod calendars;
mod chain;
mod connect;
mod crew;
mod door;
mod entities;
mod error;
mod exchanges;
mod file;
mod jobs;
mod outbox;
mod partners;
mod presence;
mod privacy;
mod public;
mod questionnaires;
mod reception;
mod results;
mod rows;
mod seed;
mod tries;
mod volunteers;
mod wiki;
mod workshops;

pub use chain::Whole;
pub use connect::{Store, sqlite_file};
pub use door::Tx;
pub use error::{AuditError, OpenError, WriteError};
pub use file::{FileFault, FileProblem, Kind, Syntax, read_questionnaire, write_questionnaire};
pub use privacy::Kept;
pub use questionnaires::Version;
pub use rows::{AgendaEntry, Answering, AuditLine, LastResult, Posted, Rows, Step, last_published};
pub use seed::{questionnaire, questionnaire_id};

/// Whether units lock what they load. A build that does not is found wrong by the history of seats.
const LOCKS: bool = !cfg!(feature = "race-mutant");
