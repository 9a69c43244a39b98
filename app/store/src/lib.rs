//! The database: one door for writes, scoped reads. Native only.
//!
//! A write is a unit: it loads under locks, lets `domain` decide, and gives back an `Outcome` that this crate alone
//! applies. A unit can be run again. On SQLite one writer runs units and commits many at once;
//! on PostgreSQL each is a transaction.

mod apply;
mod associations;
mod calendars;
mod care;
mod chain;
mod connect;
mod crew;
mod door;
mod drafts;
mod entities;
mod error;
mod exchanges;
mod file;
mod finding;
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
pub use door::{Tx, sha256};
pub use error::{AuditError, OpenError, WriteError};
pub use file::{FileFault, FileProblem, Kind, Syntax, read_questionnaire, write_questionnaire};
pub use privacy::Kept;
pub use questionnaires::Version;
pub use rows::{
    AgendaEntry, Answering, AuditLine, DraftLine, FileLine, Hit, Hits, LastResult, Left, Listed,
    Posted, Reach, RevisionLine, Rows, ShownStory, Step, Teller, Tended, Unchecked, VersionLine,
    Wanted, Window, last_published,
};
pub use seed::{questionnaire, questionnaire_id};

use std::sync::LazyLock;

/// Whether units lock what they load. Where an unoptimised build is told not to, the history of seats finds it wrong: that
/// test is tested so. What is shipped cannot be told.
static LOCKS: LazyLock<bool> =
    LazyLock::new(|| !cfg!(debug_assertions) || std::env::var_os("WITHOUT_LOCKS").is_none());
