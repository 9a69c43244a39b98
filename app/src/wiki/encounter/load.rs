//! What the programme of an encounter shows, and its units decide on.

use crate::error::AppError;
use crate::request::Request;
use chrono::Duration;
use domain::accounts::Action;
use domain::ids::{AssociationId, TalkId};
use domain::mail::{Letter, News, Reader};
use domain::text::{Fault, Faults, Lang};
use domain::wiki::encounter::{Encounter, Talk};
use domain::workshops::{Entry, EntryKind};
use std::collections::BTreeMap;
use store::{Teller, Tx, WriteError};
use texts::dates;

/// An encounter and its programme, for who asks.
pub struct Shown {
    pub encounter: Encounter,
    /// Of those who tell, or are asked to.
    pub names: BTreeMap<AssociationId, String>,
    /// Whom one may still ask, those who have published a story first; for who prepares it.
    pub tellers: Option<Vec<Teller>>,
}

impl Shown {
    /// The name of who tells.
    pub fn name(&self, talk: &Talk) -> String {
        self.names.get(&talk.association).cloned().unwrap_or_default()
    }
}

/// The programme of a date. None: it is no encounter.
pub async fn programme(request: &Request, entry: &Entry) -> Result<Option<Shown>, AppError> {
    if entry.kind != EntryKind::Encounter {
        return Ok(None);
    }
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let talks = rows.talks(entry.id).await.map_err(fail)?;
    let asked: Vec<_> = talks.iter().map(|talk| talk.association).collect();
    let names = rows.names_of(asked).await.map_err(fail)?;
    let tellers = match request.actor.organizer_of(Action::Wiki) {
        Ok(organizer) => {
            let mut tellers = rows.tellers(&organizer).await.map_err(fail)?;
            tellers.retain(|teller| !names.contains_key(&teller.association));
            tellers.sort_by_cached_key(|teller| (!teller.published, teller.name.to_lowercase()));
            Some(tellers)
        }
        Err(_) => None,
    };
    let encounter = Encounter { entry: entry.clone(), talks };
    Ok(Some(Shown { encounter, names, tellers }))
}

/// How far back and ahead encounters are listed.
const AROUND: (Duration, Duration) = (Duration::days(800), Duration::days(400));

/// Encounters, those to come and those that have begun, each from the nearest on, for who asks.
pub struct Listed {
    pub to_come: Vec<Shown>,
    pub past: Vec<Shown>,
}

/// The encounters around now.
pub async fn listed(request: &Request) -> Result<Listed, AppError> {
    let (rows, now, fail) = (request.read(), request.now, |error| request.answer(error));
    let found = rows.encounters((now - AROUND.0, now + AROUND.1), now).await.map_err(fail)?;
    let tellers = found.iter().flat_map(|at| at.told().map(|talk| talk.association));
    let tellers: Vec<_> = tellers.collect();
    let names = rows.names_of(tellers).await.map_err(fail)?;
    let shown = |encounter: Encounter| {
        let own = encounter.told().map(|talk| talk.association);
        let names = own.filter_map(|id| Some((id, names.get(&id)?.clone()))).collect();
        Shown { encounter, names, tellers: None }
    };
    let (to_come, mut past): (Vec<_>, Vec<_>) =
        found.into_iter().map(shown).partition(|at| now < at.encounter.entry.starts_at);
    past.reverse();
    Ok(Listed { to_come, past })
}

/// A talk and its encounter, whose date is locked. Errors: `Missing`.
pub async fn talk(tx: &Tx<'_>, id: TalkId) -> Result<(Encounter, Talk), WriteError> {
    let entry = tx.talk(id).await?.ok_or(WriteError::Missing)?.entry;
    let encounter = tx.encounter(entry).await?.ok_or(WriteError::Missing)?;
    let talk = encounter.talk(id).cloned().ok_or(WriteError::Missing)?;
    Ok((encounter, talk))
}

/// Whether an association may be asked: a letter reaches somebody of it, and it has a journey to tell of.
///
/// Errors: the field to mend.
pub async fn may_ask(tx: &Tx<'_>, association: AssociationId) -> Result<(), WriteError> {
    let reached = !tx.referents(association).await?.is_empty();
    let found = reached && tx.journey_of(association).await?.is_some();
    let fault = || WriteError::Faults(Faults::one("association", Fault::Choice));
    found.then_some(()).ok_or_else(fault)
}

/// What is told to those who tell at a date that changes, or are asked to. Empty, where it is no encounter.
pub async fn told_changed(tx: &Tx<'_>, before: &Entry) -> Result<Vec<News>, WriteError> {
    if before.kind != EntryKind::Encounter {
        return Ok(Vec::new());
    }
    let encounter = Encounter { entry: before.clone(), talks: tx.talks(before.id).await? };
    // It grows with the change.
    let sequence = before.sequence + 1;
    let news = |talk: &Talk| News {
        to: Reader::Association(talk.association),
        letter: Letter::TalkChanged { talk: talk.id, sequence },
    };
    Ok(encounter.concerned().map(news).collect())
}

/// Above what was noted: where and when.
pub fn heading(lang: Lang, at: &Entry) -> String {
    texts::encounter::notes_heading(lang, at.title.as_str(), dates::date(lang, at.starts_at))
}
