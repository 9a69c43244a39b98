//! Loading: the same loads serve pages, which only read, and units, which lock the root row of what they load.
//!
//! Every load is made for an actor, whom [`Rows`] holds; loads of what is private take the proof that it may be seen,
//! or are made by units and pages that have checked it.

mod accounts;
mod associations;
mod at_work;
mod audit_log;
mod calendars;
mod care;
mod demand;
mod diagnoses;
mod drafts;
mod encounters;
mod exchanges;
mod files;
mod finding;
mod hackathon;
mod journeys;
mod letters;
mod mentorings;
mod moved;
mod orientations;
mod partners;
mod presence;
mod privacy;
mod reception;
mod results;
mod spaces;
mod stories;
mod wiki;
mod workshops;

pub use audit_log::AuditLine;
pub use care::{Tended, Unchecked};
pub use demand::LastResult;
pub use diagnoses::Answering;
pub(crate) use diagnoses::answer_id;
pub use diagnoses::last_published;
pub use drafts::DraftLine;
pub use encounters::Teller;
pub use files::{FileLine, Left, VersionLine};
pub use finding::{Hit, Hits, Wanted, Window};
pub use letters::Posted;
pub use moved::RevisionLine;
pub use spaces::{Listed, Reach};
pub use stories::ShownStory;
pub use wiki::Step;
pub(crate) use wiki::consent;
pub use workshops::AgendaEntry;

use crate::entities::*;
use crate::public::Public;
use chrono::{DateTime, Utc};
use domain::accounts::*;
use domain::act::Setting;
use domain::diagnosis::{
    Answer, Decision, Diagnosis, GivenBack, Key, Led, Published, Questionnaire, StoredAnswer,
    Verdict, Voice, Voices,
};
use domain::hackathon::{Edition, Offer, Phase, Project, ProjectState, Pulse, Skill};
use domain::ids::*;
use domain::journey::{Event, EventKind, Journey, JourneyHead, Need};
use domain::mail::Mail;
use domain::mentoring::{Meeting, Mentoring, State as MentoringState};
use domain::orientation::{
    Cause, DeclineReason, Orientation, Partner, Place, State as OrientationState,
};
use domain::text::{Email, Lang, Name, Source, Title, Words};
use domain::wiki::{Page, Revision, Testimony, TestimonyState};
use domain::workshops::{
    CancelledBy, Claim, Code, Entry, EntryKind, Kept, Knows, Level, Noted, Presence, Registration,
    Role, SaidAfter, Seat, Seating, Seats, Unnamed, Workshop, read_marks,
};
use sea_orm::sea_query::{Expr, Value};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseConnection, DatabaseExecutor,
    DatabaseTransaction, DbBackend, DbErr, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select, Statement,
};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Loads, for one actor.
pub struct Rows<'c> {
    pub(crate) db: DatabaseExecutor<'c>,
    actor: &'c Actor,
    pub(crate) locking: bool,
    /// What is kept of what everybody sees. None: it must be read anew.
    public: Option<&'c Public>,
}

pub(crate) type Loaded<T> = Result<T, DbErr>;

/// Reads a value kept as JSON.
pub(crate) fn from_json<T: DeserializeOwned>(kept: &str) -> Loaded<T> {
    serde_json::from_str(kept).map_err(|e| DbErr::Json(e.to_string()))
}

/// A code that this program does not know: written by a newer one.
pub(crate) fn unknown(what: &str, code: &str) -> DbErr {
    DbErr::Type(format!("unknown {what} « {code} »"))
}

impl<'c> Rows<'c> {
    pub(crate) fn reading(
        db: &'c DatabaseConnection,
        actor: &'c Actor,
        public: Option<&'c Public>,
    ) -> Self {
        Self { db: db.into(), actor, locking: false, public }
    }

    pub(crate) fn locking(db: &'c DatabaseTransaction, actor: &'c Actor) -> Self {
        Self { db: db.into(), actor, locking: *crate::LOCKS, public: None }
    }

    /// For whom these loads are made.
    pub fn actor(&self) -> &Actor {
        self.actor
    }

    /// The root row of what a unit decides on: locked there, plain elsewhere. (SQLite has one writer, and no row locks.)
    fn root<E: EntityTrait>(&self, select: Select<E>) -> Select<E> {
        if self.locking { select.lock_exclusive() } else { select }
    }

    /// Waits for the lock of a root row, where there are row locks, when one statement is to read much beside it: a statement
    /// that itself waited would have read the rest as it stood before.
    async fn lock<E: EntityTrait>(&self, row: Select<E>) -> Loaded<()> {
        if self.locking && self.db.get_database_backend() != DbBackend::Sqlite {
            self.root(row).one(&self.db).await?;
        }
        Ok(())
    }

    /// None: not set, or forgotten.
    pub async fn setting(&self, setting: Setting) -> Loaded<Option<String>> {
        let row = setting::Entity::find_by_id(setting.code().to_owned()).one(&self.db).await?;
        Ok(row.map(|r| r.value))
    }
}

/// What two tables are joined on.
fn same(left: impl ColumnTrait, right: impl ColumnTrait) -> Expr {
    sea_orm::ExprTrait::eq(left.into_expr(), right.into_expr())
}

pub(crate) fn lang(code: &str) -> Lang {
    if code == "en" { Lang::En } else { Lang::Fr }
}
