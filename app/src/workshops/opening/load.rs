//! What the pages of preparation show, and their units decide on.

pub mod typed;

use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{Action, OrganizerHat};
use domain::act::{Change, Outcome};
use domain::ids::{BegunId, EntryId, PersonId, WorkshopId};
use domain::mail::{Letter, News, Reader};
use domain::text::{Fault, Faults};
use domain::workshops::demand::{self, Wish};
use domain::workshops::{Displaced, Entry, Level, Registration, Seating, Told, Workshop};
use store::{AgendaEntry, Rows, Tx, WriteError};

/// How far ahead the list of workshops looks for their next dates.
const AHEAD: Duration = Duration::days(400);

/// Every workshop with its next dates, soonest first.
pub async fn workshops(request: &Request) -> Result<Vec<(Workshop, Vec<AgendaEntry>)>, AppError> {
    let (rows, now, fail) = (request.read(), request.now, |error| request.answer(error));
    let workshops = rows.workshops().await.map_err(fail)?;
    let mut agenda = rows.agenda(now, now + AHEAD, now).await.map_err(fail)?;
    agenda.retain(|date| date.entry.called_off.is_none());
    let mut all = Vec::with_capacity(workshops.len());
    for workshop in workshops {
        let own = |date: &&AgendaEntry| date.entry.workshop == Some(workshop.id);
        let dates = agenda.iter().filter(own).cloned().collect();
        all.push((workshop, dates));
    }
    Ok(all)
}

/// A workshop with its sessions that have not ended; who does not run workshops sees those that are published.
pub async fn workshop(
    request: &Request,
    id: WorkshopId,
) -> Result<(Workshop, Vec<Seating>), AppError> {
    let (rows, now, fail) = (request.read(), request.now, |error| request.answer(error));
    let workshop = rows.workshop(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let mut sessions = rows.sessions_of(id, now).await.map_err(fail)?;
    if !prepares(request) {
        sessions.retain(|at| at.entry.is_public(now) && at.entry.called_off.is_none());
    }
    Ok((workshop, sessions))
}

/// Whether who asks prepares workshops.
pub fn prepares(request: &Request) -> bool {
    request.actor.organizer_of(Action::Workshops).is_ok()
}

/// A date that who acts may change, under its lock. Errors: `Missing`, it has no seats of its own to tell.
pub async fn runs(tx: &Tx<'_>, entry: EntryId) -> Result<(Seating, OrganizerHat), WriteError> {
    let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
    let organizer = tx.actor().organizer_of(seating.entry.kind.action())?;
    Ok((seating, organizer))
}

/// A date, for who may change it. Errors: `SignIn`, `NotYours`, `NotFound`.
pub async fn to_change(request: &Request, id: EntryId) -> Result<Seating, AppError> {
    request.actor.organizer()?;
    let seating = request.read().seating(id).await.map_err(|error| request.answer(error))?;
    let seating = seating.filter(|at| has_form(&at.entry)).ok_or(AppError::NotFound)?;
    request.actor.organizer_of(seating.entry.kind.action())?;
    Ok(seating)
}

/// Where seats are held when a date is called off, locked: of a session, those of the same workshop first, then of the
/// same theme.
pub async fn instead_of(tx: &Tx<'_>, entry: &Entry) -> Result<Vec<Seating>, WriteError> {
    let (theme, follow_up) = (entry.theme.as_slice(), entry.level == Some(Level::FollowUp));
    let mut others = tx.seatings_to_come(entry.kind, theme, follow_up, tx.act().at).await?;
    others.retain(|other| other.entry.theme == entry.theme);
    others.sort_by_key(|other| (other.entry.workshop != entry.workshop, other.entry.starts_at));
    Ok(others)
}

/// The orientations that led to a date that is called off lead to what is held instead.
pub async fn reseated(
    tx: &Tx<'_>,
    mut outcome: Outcome<Vec<Displaced>>,
) -> Result<Outcome<Vec<Displaced>>, WriteError> {
    for Displaced { seat, instead } in outcome.answer.clone() {
        for orientation in tx.orientations(seat.journey).await? {
            if let Some(change) = orientation.reseated(tx.act(), seat.id, instead.as_ref()) {
                outcome = outcome.change(change);
            }
        }
    }
    Ok(outcome)
}

/// What is told to the associations whose date is called off.
pub async fn told_displaced(tx: &Tx<'_>, displaced: &[Displaced]) -> Result<Vec<News>, WriteError> {
    let mut told = Vec::new();
    for Displaced { seat, instead } in displaced {
        let (registration, instead) = (seat.id, instead.as_ref().map(|held| held.id));
        let letter = |begun| Letter::DateCalledOff { registration, instead, begun };
        told.push(to_who_comes(tx, seat, letter).await?);
    }
    Ok(told)
}

/// What is told to those who come to a date that is held at another time or place.
pub async fn told_moved(tx: &Tx<'_>, seating: &Seating) -> Result<Vec<News>, WriteError> {
    let mut told = Vec::new();
    // It grows with the change.
    let sequence = seating.entry.sequence + 1;
    for registration in seating.counting_on(tx.act().at) {
        let Some(seat) = seating.registration(registration) else { continue };
        let letter = |_| Letter::DateMoved { registration, sequence };
        told.push(to_who_comes(tx, seat, letter).await?);
    }
    Ok(told)
}

/// To those who act for the association or, where nobody does yet, to who began its journey.
async fn to_who_comes(
    tx: &Tx<'_>,
    seat: &Registration,
    letter: impl Fn(Option<BegunId>) -> Letter,
) -> Result<News, WriteError> {
    Ok(match tx.begun_of(seat.journey).await?.map(|begun| begun.id) {
        Some(begun) => News { to: Reader::Begun(begun), letter: letter(Some(begun)) },
        None => News { to: Reader::Association(seat.association), letter: letter(None) },
    })
}

/// What is told to those who wish it of the first session opened.
pub fn opened(changes: &[Change], wishes: &[Wish], now: DateTime<Utc>) -> Vec<News> {
    let first = changes.iter().find_map(|change| match change {
        Change::Entry(entry) => Some(entry),
        _ => None,
    });
    first.map(|first| demand::told(first, wishes, now)).unwrap_or_default()
}

/// Whether a date is told in this form: reception days and weekends have their own pages.
pub fn has_form(entry: &Entry) -> bool {
    entry.kind.has_seats() && !entry.kind.has_slots()
}

/// Those who run a session are of those who may, or did already.
pub async fn may_host(
    rows: &Rows<'_>,
    told: &Told,
    before: Option<&Entry>,
) -> Result<(), WriteError> {
    let before: Vec<_> = before.into_iter().flat_map(Entry::hosts).collect();
    let mut new: Vec<(&str, PersonId)> = Vec::new();
    new.extend(told.host.map(|host| ("host", host)));
    new.extend(told.co_hosts.iter().map(|host| ("co_host", *host)));
    new.retain(|(_, host)| !before.contains(host));
    if new.is_empty() {
        return Ok(());
    }
    let known: Vec<_> = rows.who_may_host().await?.into_iter().map(|(person, _)| person).collect();
    match new.into_iter().find(|(_, host)| !known.contains(host)) {
        None => Ok(()),
        Some((field, _)) => Err(WriteError::Faults(Faults::one(field, Fault::Choice))),
    }
}
