//! What the pages of privacy show, and what its units decide on.

use crate::error::AppError;
use crate::request::Request;
use domain::accounts::{Action, Association, Denied, Errand, Sight};
use domain::act::Outcome;
use domain::associations::Crew;
use domain::audit::AuditKind;
use domain::ids::{AssociationId, JourneyId, PageId, PersonId};
use domain::privacy::{erase as decide, must_hand_over};
use std::collections::BTreeMap;
use store::{AuditLine, Tx, WriteError};
use uuid::Uuid;

/// How many lines of the audit log a page shows.
pub const LINES: usize = 50;

/// A part of the audit log, with the names that its ids lead to today.
pub struct Log {
    pub lines: Vec<AuditLine>,
    /// Where older lines begin, if there are any.
    pub older: Option<i64>,
    pub people: BTreeMap<PersonId, String>,
    pub associations: BTreeMap<AssociationId, String>,
    pub pages: BTreeMap<PageId, String>,
}

/// The audit log, newest first: of one kind or of all, before a line or the last ones.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn log(
    request: &Request,
    kind: Option<AuditKind>,
    before: Option<i64>,
) -> Result<Log, AppError> {
    let administrator = request.actor.administrator()?;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let at_most = LINES as u64 + 1;
    let lines = rows.audit_lines(&administrator, kind, before, at_most).await;
    let mut lines = lines.map_err(fail)?;
    let more = lines.len() > LINES;
    lines.truncate(LINES);
    let subjects: Vec<Uuid> = lines.iter().filter_map(|line| line.said.subject).collect();
    let actors = lines.iter().filter_map(|line| line.said.actor);
    let people = actors.chain(subjects.iter().map(|id| PersonId(*id)));
    Ok(Log {
        older: lines.last().filter(|_| more).map(|line| line.seq),
        people: rows.person_names(people).await.map_err(fail)?,
        associations: rows.association_names().await.map_err(fail)?,
        pages: rows.page_titles(subjects.iter().map(|id| PageId(*id))).await.map_err(fail)?,
        lines,
    })
}

impl Log {
    /// Who or what a line is about, by the name that it has today. None: it is no more.
    pub fn subject(&self, line: &AuditLine) -> Option<&str> {
        let id = line.said.subject?;
        let person = self.people.get(&PersonId(id));
        let other = || self.associations.get(&AssociationId(id)).or(self.pages.get(&PageId(id)));
        person.or_else(other).map(String::as_str)
    }
}

/// What somebody may take along: their own data, and the journeys of their associations.
pub struct Own {
    pub journeys: Vec<(JourneyId, String)>,
}

/// Errors: `SignIn`.
pub async fn own(request: &Request) -> Result<Own, AppError> {
    let person = request.actor.signed()?.person;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let names = rows.association_names().await.map_err(fail)?;
    let mut journeys = Vec::new();
    for crew in rows.crews_of(person).await.map_err(fail)? {
        if let Some(journey) = rows.journey_of(crew.association).await.map_err(fail)? {
            let name = names.get(&crew.association).cloned().unwrap_or_default();
            journeys.push((journey.head.id, name));
        }
    }
    Ok(Own { journeys })
}

/// An association whose whole journey who asks may take along, and the request made as who may: its members, and
/// the organizers who see the whole of it.
///
/// Errors: `SignIn`; `NotFound` for anybody else, because whether it exists is private.
pub async fn exportable(
    request: &Request,
    journey: JourneyId,
) -> Result<(Association, Request), AppError> {
    request.actor.signed()?;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let journey = rows.journey(journey).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let id = journey.head.association;
    let organizers = Action::ALL.into_iter().filter_map(|a| request.actor.organizer_of(a).ok());
    let mut seeing = organizers.filter(|hat| hat.sight(&journey) == Sight::Whole);
    let request = match (request.actor.member_of(id), seeing.next()) {
        (Ok(member), _) => request.wearing(&member),
        (_, Some(organizer)) => request.wearing(&organizer),
        _ => return Err(AppError::NotFound),
    };
    let association = rows.association(id).await.map_err(fail)?;
    Ok((association.ok_or(AppError::NotFound)?, request))
}

/// What leaving means for somebody.
pub struct Leaving {
    /// The associations that wait for another referent first.
    pub to_hand_over: Vec<String>,
    /// Those that nobody would act for any more: the organizers take over.
    pub left_alone: Vec<String>,
    pub last_administrator: bool,
    pub has_password: bool,
}

impl Leaving {
    /// Nothing has to be done before.
    pub fn is_free(&self) -> bool {
        self.to_hand_over.is_empty() && !self.last_administrator
    }
}

/// What erasing one's own account means.
///
/// Errors: `SignIn`.
pub async fn leaving(request: &Request) -> Result<Leaving, AppError> {
    let person = request.actor.signed()?.person;
    leaving_of(request, person).await
}

/// What the account of a mailed link would leave behind.
///
/// Errors: `LinkSpent`, its date is past, it has served, or it is for something else.
pub async fn leaving_by_link(request: &Request, token: &str) -> Result<Leaving, AppError> {
    let link = request.read().one_use_link(&crate::passwords::token_hash(token)).await;
    let link = link.map_err(|error| request.answer(error))?.ok_or(AppError::LinkSpent)?;
    match link.good(request.now)? {
        Errand::Erase { person } => leaving_of(request, *person).await,
        _ => Err(AppError::LinkSpent),
    }
}

async fn leaving_of(request: &Request, person: PersonId) -> Result<Leaving, AppError> {
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let account = rows.person(person).await.map_err(fail)?.ok_or(AppError::SignIn)?;
    let names = rows.association_names().await.map_err(fail)?;
    let crews = rows.crews_of(person).await.map_err(fail)?;
    let named = |fits: fn(&Crew, PersonId) -> bool| {
        let fitting = crews.iter().filter(|crew| fits(crew, person));
        fitting.filter_map(|crew| names.get(&crew.association).cloned()).collect()
    };
    Ok(Leaving {
        to_hand_over: named(must_hand_over),
        left_alone: named(|crew, _| crew.members.len() == 1),
        last_administrator: rows.is_last_administrator(person).await.map_err(fail)?,
        has_password: account.password_hash.is_some(),
    })
}

/// Decides whether an account may be erased now, on what is so under the lock.
///
/// Errors: `Missing`, it is no more; those of `domain::privacy::erase`.
pub async fn erase(tx: &Tx<'_>, person: PersonId) -> Result<Outcome<()>, WriteError> {
    tx.person(person).await?.ok_or(Denied::LinkSpent)?;
    let crews = tx.crews_of(person).await?;
    let last_administrator = tx.is_last_administrator(person).await?;
    Ok(decide(tx.act(), person, &crews, last_administrator)?)
}

/// What was erased leaves the database's own log too. A failure is told in our log: the nightly job does it again.
pub async fn empty_log(request: &Request) {
    if let Err(error) = request.state.store.empty_log().await {
        tracing::warn!(%error, "the database's log could not be emptied");
    }
}
