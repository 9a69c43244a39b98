//! What the pages of presence show, and what its units decide on.

use crate::error::AppError;
use crate::exchange::load::{Meetings, meetings};
use crate::links::sign;
use crate::orientation::load::known_of;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::accounts::{Actor, Worn};
use domain::act::{Act, Change, Outcome};
use domain::ids::{AssociationId, EntryId, PersonId, RegistrationId};
use domain::journey::Journey;
use domain::mentoring::invite;
use domain::text::{Fault, Faults, Lang, Name, Source, Title, slug};
use domain::workshops::{
    Entry, Knows, Mix, Noted, Noting, Presence, QUESTIONS, Registration, Role, SaidAfter, Seat,
    Seating, Unnamed,
};
use std::collections::{BTreeMap, BTreeSet};
use store::{Tx, WriteError};

/// A date with those who come, for who notes presence.
pub struct Attendance {
    pub entry: Entry,
    /// Those who have a seat, with the names of their associations, in their order.
    pub seats: Vec<(Registration, String)>,
    pub unnamed: Vec<Unnamed>,
    /// All that was noted, first to last.
    pub noted: Vec<Noted>,
    /// Who noted it, by name.
    pub people: BTreeMap<PersonId, String>,
    /// Every association's name, for those who walk in.
    pub known: Vec<String>,
    /// Where those who come stand on the theme of the date, if it has one.
    pub mix: Option<Mix>,
    /// What they ask for, in their words, with their association's name.
    pub needs: Vec<(String, String)>,
    /// Who of them should meet.
    pub meetings: Meetings,
    /// The title and the address of its notes.
    pub notes: Option<(String, String)>,
    /// What was asked of those who came, and how many answered what, in the order of [`Knows::ALL`].
    pub answers: Vec<(String, [usize; 3])>,
}

impl Attendance {
    /// How many are noted as present, those without a name included.
    pub fn present(&self) -> usize {
        let came = |(seat, _): &&(Registration, String)| seat.presence == Some(Presence::Present);
        let unnamed = self.unnamed.iter().filter(|one| one.counts());
        self.seats.iter().filter(came).count() + unnamed.count()
    }
}

/// Errors: `NotFound`, also for a reception day, where each hour has its own; `SignIn`, `NotYours`.
pub async fn attendance(request: &Request, id: EntryId) -> Result<Attendance, AppError> {
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let seating = rows.seating(id).await.map_err(fail)?;
    let seating = seating.filter(|at| at.entry.kind.has_seats() && !at.entry.kind.has_slots());
    let Seating { entry, registrations } = seating.ok_or(AppError::NotFound)?;
    entry.presence_by(&request.actor)?;
    let names = rows.association_names().await.map_err(fail)?;
    let registered = registrations.into_iter().filter(|seat| seat.state == Seat::Registered);
    let named = registered.map(|seat| {
        let name = names.get(&seat.association).cloned().unwrap_or_default();
        (seat, name)
    });
    let mut seats: Vec<_> = named.collect();
    let order = |(seat, name): &(Registration, String)| {
        (name.to_lowercase(), seat.attendee.as_ref().map(Name::to_string), seat.number)
    };
    seats.sort_by_cached_key(order);
    let noted = rows.noted_at(id).await.map_err(fail)?;
    let people = rows.person_names(noted.iter().filter_map(|n| n.by)).await.map_err(fail)?;
    let sitting: Vec<_> = seats.iter().map(|(seat, _)| seat.clone()).collect();
    let meetings = meetings(request, &entry, &sitting, &names).await?;
    let mut known: Vec<_> = names.into_values().collect();
    known.sort_by_cached_key(|name| name.to_lowercase());
    known.dedup();
    let unnamed = rows.unnamed_at(id).await.map_err(fail)?;
    let learn = seats.iter().filter(|(seat, _)| seat.role == Role::Learns);
    let mut learners: Vec<_> = learn.map(|(seat, name)| (seat.journey, name)).collect();
    // Several may come for one.
    let mut seen = BTreeSet::new();
    learners.retain(|(journey, _)| seen.insert(*journey));
    let journeys: Vec<_> = learners.iter().map(|(journey, _)| *journey).collect();
    let asked = rows.needs_of(&journeys).await.map_err(fail)?.into_iter();
    let last: BTreeMap<_, _> = asked.map(|need| (need.journey, need.words.to_string())).collect();
    let said = learners.iter().filter_map(|(journey, name)| {
        last.get(journey).map(|words| ((*name).clone(), words.clone()))
    });
    let needs = said.collect();
    let mix = match &entry.theme {
        Some(theme) => {
            let known = known_of(&rows, &journeys).await.map_err(|error| request.answer(error))?;
            let level = |journey| known.get(journey)?.levels.get(theme).copied().flatten();
            Some(Mix::of(journeys.iter().map(level)))
        }
        None => None,
    };
    let notes = notes(request, id).await?;
    let ids: Vec<_> = seats.iter().map(|(seat, _)| seat.id).collect();
    let said = rows.said_after(&ids).await.map_err(|error| request.answer(error))?;
    let count = |question: usize, knows: Knows| {
        said.iter().filter(|one| one.question == question && one.knows == knows).count()
    };
    let asked = questions(request, &entry).await?.into_iter().enumerate();
    let answers = asked.map(|(n, text)| (text, Knows::ALL.map(|knows| count(n, knows))));
    let answers = answers.filter(|_| !said.is_empty()).collect();
    Ok(Attendance {
        entry,
        seats,
        unnamed,
        noted,
        people,
        known,
        mix,
        needs,
        meetings,
        notes,
        answers,
    })
}

/// What is asked after a session: whether one knows now what its workshop was to teach, then what holds of all.
pub async fn questions(request: &Request, entry: &Entry) -> Result<Vec<String>, AppError> {
    let workshop = match entry.workshop {
        Some(id) => request.read().workshop(id).await.map_err(|error| request.answer(error))?,
        None => None,
    };
    let lang = request.lang;
    let teaches = workshop.map(|workshop| workshop.teaches).unwrap_or_default();
    let own = teaches.iter().map(|what| texts::after::know_now(lang, what.as_str()));
    let all = [texts::after::useful(lang), texts::after::alone(lang), texts::after::share(lang)];
    Ok(own.chain(all.map(str::to_owned)).take(QUESTIONS).collect())
}

/// The questions after a session, for who came.
pub struct After {
    pub seat: Registration,
    pub entry: Entry,
    pub questions: Vec<String>,
    pub said: Vec<SaidAfter>,
}

/// Errors: `NotFound`; `SignIn`, `NotYours`; `LinkExpired`.
pub async fn asked_after(request: &Request, id: RegistrationId) -> Result<After, AppError> {
    if !matches!(request.actor, Actor::Bearer(_)) {
        request.actor.member()?;
    }
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let (seat, entry) = rows.dated_seat(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    request.actor.evaluator(id, seat.association, request.now)?;
    let said = rows.said_after(&[id]).await.map_err(|error| request.answer(error))?;
    let questions = questions(request, &entry).await?;
    Ok(After { seat, entry, questions, said })
}

/// Where the questions of a seat are: by the link that who asks holds, or signed in.
pub fn after(request: &Request, seat: RegistrationId) -> String {
    match &request.actor {
        Actor::Bearer(bearer) => format!("/bilan/{}", sign(&request.state.link_key, bearer)),
        _ => format!("/apres/{seat}"),
    }
}

/// The title and the address of what was noted during a session.
pub async fn notes(request: &Request, id: EntryId) -> Result<Option<(String, String)>, AppError> {
    let page = request.read().notes_of(id).await.map_err(|error| request.answer(error))?;
    Ok(page.map(|page| (page.title.to_string(), format!("/wiki/{}", page.slug))))
}

/// When something was noted: what the browser says, in milliseconds of 1970. None: as it is sent.
pub fn moment(typed: &str) -> Option<DateTime<Utc>> {
    typed.parse().ok().and_then(DateTime::from_timestamp_millis)
}

/// The association known by this name, however it is written. `sure`: another one of the same name is meant.
///
/// Errors: `Faults`, several have it.
pub async fn known_as(
    tx: &Tx<'_>,
    name: &Name,
    sure: bool,
) -> Result<Option<AssociationId>, WriteError> {
    if sure {
        return Ok(None);
    }
    // A name in another script has no slug.
    let plain = |name: &str| Some(slug(name)).filter(|slug| !slug.is_empty());
    let (typed, wanted) = (name.to_string(), plain(name.as_str()));
    let same = |known: &str| known == typed || wanted.is_some() && plain(known) == wanted;
    let names = tx.association_names().await?.into_iter();
    let mut found = names.filter(|(_, known)| same(known)).map(|(id, _)| id);
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(WriteError::Faults(Faults::one("association", Fault::Likely))),
        (one, None) => Ok(one),
    }
}

/// Notes one presence after others, with what follows from it.
///
/// Errors: `Missing`, the seat is of another date, or of none.
pub async fn presence_noted(
    tx: &Tx<'_>,
    hat: &impl Worn,
    before: Outcome<Seating>,
    noting: Noting,
) -> Result<Outcome<Seating>, WriteError> {
    let act = &tx.act().wearing(hat);
    let seat = before.answer.registration(noting.registration).ok_or(WriteError::Missing)?;
    let (id, journey) = (seat.id, tx.journey(seat.journey).await?.ok_or(WriteError::Missing)?);
    let journey = with(journey, &before);
    let stands = tx.last_noted(id).await?;
    let noted = before.answer.note_presence(act, &journey, stands.as_ref(), noting)?;
    let came = noting.presence == Presence::Present && !noted.changes.is_empty();
    let noted = match came {
        true => followed(tx, act, &before.answer.entry, journey, id, noted).await?,
        false => noted,
    };
    Ok(before.then(|_| noted))
}

/// What follows when somebody came without a seat.
pub async fn walked_in<T>(
    tx: &Tx<'_>,
    act: &Act,
    seating: &Seating,
    journey: Journey,
    came: Outcome<T>,
) -> Result<Outcome<()>, WriteError> {
    let seat = came.changes.iter().find_map(|change| match change {
        Change::Registration(seat) => Some(seat.id),
        _ => None,
    });
    let Some(seat) = seat else { return Ok(came.map(|_| ())) };
    Ok(followed(tx, act, &seating.entry, journey, seat, came).await?.map(|_| ()))
}

/// An association came: the orientation that led there is honoured, and one whose acts meet the criteria is invited to
/// help.
async fn followed<T>(
    tx: &Tx<'_>,
    act: &Act,
    entry: &Entry,
    journey: Journey,
    seat: RegistrationId,
    came: Outcome<T>,
) -> Result<Outcome<T>, WriteError> {
    let mut came = came;
    for orientation in tx.orientations(journey.head.id).await? {
        let led = orientation.registration == Some(seat) || orientation.leads_to(entry);
        if let (true, Some(honoured)) = (led, orientation.honour(act)) {
            came = came.change(honoured);
        }
    }
    let journey = with(journey, &came);
    Ok(came.and(invite(act, &journey)))
}

/// The journey as it will be once the outcome's events are on it.
fn with<T>(journey: Journey, outcome: &Outcome<T>) -> Journey {
    let own = journey.head.id;
    let new = outcome.changes.iter().filter_map(|change| match change {
        Change::Event(event) if event.journey == own => Some(event.clone()),
        _ => None,
    });
    let events = journey.events.into_iter().chain(new).collect();
    Journey::replay(journey.head, events)
}

/// What was noted, with who wrote it and at which session.
///
/// Errors: `Faults`, too long with that.
pub fn credited(
    lang: Lang,
    at: &Entry,
    source: &Source,
    authors: &Title,
) -> Result<Source, WriteError> {
    let date = texts::dates::date(lang, at.starts_at);
    let credit = texts::presences::credit(lang, authors.as_str(), at.title.as_str(), date);
    let whole = format!("{}\n\n----\n\n{credit}", source.as_str());
    Source::parse(&whole).map_err(|fault| WriteError::Faults(Faults::one("source", fault)))
}
