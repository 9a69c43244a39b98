//! What the agenda's pages show and its units decide on.

use super::search::Search;
use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::exchange::load::{Meetings, meetings};
use crate::orientation::load::known;
use crate::request::Request;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{MemberHat, SeatHat};
use domain::exchange::{Exchange, is_open};
use domain::ids::{EntryId, JourneyId, RegistrationId, WorkshopId};
use domain::journey::Journey;
use domain::paris;
use domain::workshops::{
    Claim, Entry, EntryKind, Fit, InLine, Level, Registration, Role, Seat, Seating, Workshop,
};
use std::collections::BTreeSet;
use store::{AgendaEntry, Rows, Tx, WriteError};

/// What a visitor looks for in the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Kind(EntryKind),
    /// Workshop sessions that help to get to grips with a tool.
    FollowUp,
}

impl Wanted {
    /// All of them, in the order of the filters.
    pub const ALL: [Self; 6] = [
        Self::Kind(EntryKind::InfoMeeting),
        Self::Kind(EntryKind::Reception),
        Self::Kind(EntryKind::WorkshopSession),
        Self::FollowUp,
        Self::Kind(EntryKind::Encounter),
        Self::Kind(EntryKind::Weekend),
    ];

    /// Reads what the page's links ask; anything else asks for everything.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "follow_up" => Some(Self::FollowUp),
            code => EntryKind::from_code(code).map(Self::Kind),
        }
    }

    /// The name in the agenda's links.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.code(),
            Self::FollowUp => "follow_up",
        }
    }

    /// Whether this date is one.
    pub fn takes(self, entry: &Entry) -> bool {
        match self {
            Self::Kind(kind) => entry.kind == kind,
            Self::FollowUp => entry.level == Some(Level::FollowUp),
        }
    }
}

/// How far ahead the agenda looks: for everything, and for one kind of date.
const AHEAD: (Duration, Duration) = (Duration::days(120), Duration::days(400));

/// The dates of a search.
pub struct Found {
    /// Soonest first.
    pub dates: Vec<Listed>,
    /// Where the dates to come are, whatever is looked for.
    pub places: Vec<String>,
}

/// A date of the agenda, for who looks.
pub struct Listed {
    pub entry: Entry,
    pub free: u32,
    /// Their last diagnosis says that it is for them.
    pub for_us: bool,
}

/// The dates to come that are looked for.
pub async fn agenda(request: &Request, search: &Search) -> Result<Found, AppError> {
    let (rows, now) = (request.read(), request.now);
    let ahead = if search.is_empty() { AHEAD.0 } else { AHEAD.1 };
    let (first, last) = search.bounds();
    let from = first.map_or(now, |day| now.max(paris::hour(day, 0)));
    let to = last.map(|day| paris::hour(day, 0) + Duration::days(2));
    let to = to.unwrap_or(now + ahead).max(now + ahead);
    let agenda = rows.agenda(now.min(from), to, now).await;
    let agenda = agenda.map_err(|error| request.answer(error))?;
    let places: BTreeSet<_> = agenda.iter().map(|at| at.entry.place.to_string()).collect();
    let ours = ours_to_learn(request).await?;
    let found = agenda.into_iter().filter(|at| search.takes(&at.entry));
    let dates = found.map(|AgendaEntry { entry, free }| {
        let for_us = entry.workshop.is_some_and(|workshop| ours.contains(&workshop));
        Listed { entry, free, for_us }
    });
    Ok(Found { dates: dates.collect(), places: places.into_iter().collect() })
}

/// The workshops that are for the association of who looks, by its last diagnosis.
async fn ours_to_learn(request: &Request) -> Result<Vec<WorkshopId>, AppError> {
    let Ok(member) = request.actor.member() else { return Ok(Vec::new()) };
    let rows = request.read();
    let fail = |error| request.answer(error);
    let Some(journey) = rows.journey_of(member.association()).await.map_err(fail)? else {
        return Ok(Vec::new());
    };
    let known = known(&rows, journey.head.id).await.map_err(|error| request.answer(error))?;
    let workshops = rows.workshops().await.map_err(fail)?.into_iter();
    let ours = workshops.filter(|w| w.suits(&known.levels, &known.themes).is_some());
    Ok(ours.map(|workshop| workshop.id).collect())
}

/// One date, as who asks may see it.
pub struct Shown {
    pub entry: Entry,
    pub free: u32,
    /// Of the free ones, those that are kept for associations that are oriented there.
    pub kept: u32,
    /// How many wait for a seat.
    pub waiting: usize,
    /// The theme's title.
    pub theme: Option<String>,
    /// What is done there.
    pub workshop: Option<Workshop>,
    /// Where one goes instead of what is called off: the next date of the same workshop, or of the same kind.
    pub instead: Option<Entry>,
    /// The association for which who asks may take seats.
    pub ours: Option<Ours>,
    /// Who runs it, by name; for who has signed in.
    pub hosts: Vec<String>,
    /// Who comes and who waits; for those who note presence.
    pub people: Option<People>,
}

/// Those who have a seat at a date, or wait for one, with the names of their associations.
pub struct People {
    pub registered: Vec<(Registration, String)>,
    /// Those whose seat waits for their answer, then the line, the next one first.
    pub awaited: Vec<(Own, String)>,
    /// Who of the registered should meet.
    pub meetings: Meetings,
}

/// What an association has, and may have, at a date.
pub struct Ours {
    pub name: String,
    /// Its seats and those that it waits for, in the order in which it asked.
    pub seats: Vec<Own>,
    /// Whether it may have a seat, or one more, at once.
    pub may_sit: bool,
    pub may_help: bool,
    /// What it can show and looks for, where that is said.
    pub said: Option<Vec<Exchange>>,
    /// Why this workshop is for it, by its last diagnosis.
    pub fit: Option<Fit>,
}

/// A seat of one's own.
pub struct Own {
    pub seat: Registration,
    /// Its place in the line, while it waits.
    pub place: Option<InLine>,
}

/// Errors: `NotFound`.
pub async fn entry(request: &Request, id: EntryId) -> Result<Shown, AppError> {
    let (rows, now) = (request.read(), request.now);
    let fail = |error| request.answer(error);
    let seating = rows.seating(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let at = &seating.entry;
    if !at.seen_by(&request.actor, now) {
        return Err(AppError::NotFound);
    }
    let workshop = match at.workshop {
        Some(workshop) => rows.workshop(workshop).await.map_err(fail)?,
        None => None,
    };
    let ours = match request.actor.member() {
        Ok(member) => ours(request, &member, &seating, workshop.as_ref()).await?,
        Err(_) => None,
    };
    let people = match at.presence_by(&request.actor) {
        Ok(_) => Some(People::of(request, &seating).await?),
        Err(_) => None,
    };
    let instead = match at.called_off {
        Some(_) => instead(&rows, at, now).await.map_err(|error| request.answer(error))?,
        None => None,
    };
    let mut hosts = Vec::new();
    if request.actor.signed().is_ok() && at.host.is_some() {
        let names = rows.person_names(at.hosts()).await.map_err(fail)?;
        hosts = at.hosts().filter_map(|host| names.get(&host).cloned()).collect();
    }
    let free = seating.free(now);
    Ok(Shown {
        hosts,
        free,
        kept: seating.free_for(Claim::Oriented, now).saturating_sub(free),
        waiting: seating.line(now).len(),
        theme: at.theme.as_deref().map(|key| theme_title(request.lang, key)),
        workshop,
        ours,
        instead,
        people,
        entry: seating.entry,
    })
}

async fn instead(
    rows: &Rows<'_>,
    off: &Entry,
    now: DateTime<Utc>,
) -> Result<Option<Entry>, WriteError> {
    let same = |at: &Entry| {
        let kind = (at.kind, at.workshop) == (off.kind, off.workshop);
        kind && at.called_off.is_none() && now < at.starts_at
    };
    let agenda = rows.agenda(now, now + AHEAD.1, now).await?;
    Ok(agenda.into_iter().map(|at| at.entry).find(same))
}

impl People {
    async fn of(request: &Request, seating: &Seating) -> Result<Self, AppError> {
        let (now, names) = (request.now, request.read().association_names().await);
        let names = names.map_err(|error| request.answer(error))?;
        let name = |seat: &Registration| names.get(&seat.association).cloned().unwrap_or_default();
        let seats = seating.registrations.iter();
        let registered = seats.clone().filter(|seat| seat.state == Seat::Registered);
        let mut registered: Vec<_> = registered.map(|seat| (seat.clone(), name(seat))).collect();
        registered.sort_by(|(one, a), (two, b)| (a, one.number).cmp(&(b, two.number)));
        let sitting: Vec<_> = registered.iter().map(|(seat, _)| seat.clone()).collect();
        let meetings = meetings(request, &seating.entry, &sitting, &names).await?;
        let mut answers: Vec<_> =
            seats.filter(|seat| seat.state.until().is_some() && seat.takes_seat(now)).collect();
        answers.sort_by_key(|seat| seat.state.until());
        let awaited = answers.into_iter().chain(seating.line(now)).map(|seat| {
            (Own { seat: seat.clone(), place: seating.place(seat.id, now) }, name(seat))
        });
        Ok(Self { registered, awaited: awaited.collect(), meetings })
    }
}

async fn ours(
    request: &Request,
    member: &MemberHat,
    seating: &Seating,
    workshop: Option<&Workshop>,
) -> Result<Option<Ours>, AppError> {
    let (rows, now) = (request.read(), request.now);
    let fail = |error| request.answer(error);
    let id = member.association();
    let Some(association) = rows.association(id).await.map_err(fail)? else { return Ok(None) };
    let Some(journey) = rows.journey_of(id).await.map_err(fail)? else { return Ok(None) };
    let claim = claim(&rows, &journey, &seating.entry, now).await;
    let claim = claim.map_err(|error| request.answer(error))?;
    let own = seating.registrations.iter().filter(|seat| {
        seat.association == id && (seat.takes_seat(now) || seat.state == Seat::Waiting)
    });
    let own = own.map(|seat| Own { seat: seat.clone(), place: seating.place(seat.id, now) });
    let mut seats: Vec<_> = own.collect();
    seats.sort_by_key(|own| own.seat.number);
    let fit = match workshop {
        Some(workshop) => {
            let known = known(&rows, journey.head.id).await;
            let known = known.map_err(|error| request.answer(error))?;
            workshop.suits(&known.levels, &known.themes)
        }
        None => None,
    };
    let said = match is_open(&seating.entry) {
        true => Some(rows.exchanges_of([id]).await.map_err(fail)?),
        false => None,
    };
    Ok(Some(Ours {
        fit,
        said,
        name: association.name.to_string(),
        seats,
        may_sit: seating.may_sit(id, claim, now),
        may_help: Role::Helps.is_open(&seating.entry, &journey),
    }))
}

/// A seat, for who holds its link.
pub struct Linked {
    pub seat: Registration,
    /// With the hours of its slot, at a reception day.
    pub entry: Entry,
    pub association: String,
    pub place: Option<InLine>,
    /// What its association can show and looks for, where that is said.
    pub said: Option<Vec<Exchange>>,
}

/// Errors: `NotFound`; `LinkExpired`.
pub async fn linked(request: &Request, id: RegistrationId) -> Result<Linked, AppError> {
    let (rows, now) = (request.read(), request.now);
    let fail = |error| request.answer(error);
    let (seat, entry) = rows.dated_seat(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    request.actor.seated(id, seat.association, now)?;
    let association = rows.association(seat.association).await.map_err(fail)?;
    let place = place(&rows, &seat, now).await.map_err(|error| request.answer(error))?;
    let association = association.map(|a| a.name.to_string()).unwrap_or_default();
    let said = match is_open(&entry) {
        true => Some(rows.exchanges_of([seat.association]).await.map_err(fail)?),
        false => None,
    };
    Ok(Linked { seat, entry, association, place, said })
}

/// A seat with its date and, while it waits, its place in the line.
pub struct Dated {
    pub seat: Registration,
    pub entry: Entry,
    pub place: Option<InLine>,
}

/// What a journey has at dates that are not over, soonest first: seats, and those it waits for.
pub async fn to_come(
    rows: &Rows<'_>,
    journey: JourneyId,
    now: DateTime<Utc>,
) -> Result<Vec<Dated>, WriteError> {
    let mut coming = Vec::new();
    for (seat, entry) in rows.registrations_of(journey).await? {
        let waits = seat.state == Seat::Waiting && now < entry.starts_at;
        if waits || seat.takes_seat(now) && now < entry.ends_at {
            let place = place(rows, &seat, now).await?;
            coming.push(Dated { seat, entry, place });
        }
    }
    Ok(coming)
}

/// The place of a seat in its line. None: it does not wait.
pub async fn place(
    rows: &Rows<'_>,
    seat: &Registration,
    now: DateTime<Utc>,
) -> Result<Option<InLine>, WriteError> {
    if seat.state != Seat::Waiting {
        return Ok(None);
    }
    let seating = rows.seating(seat.entry).await?;
    Ok(seating.and_then(|seating| seating.place(seat.id, now)))
}

/// Where a seat may be kept instead of at this date: other dates of its kind. None is looked for while this one has
/// room.
pub async fn elsewhere(tx: &Tx<'_>, seating: &Seating) -> Result<Vec<Seating>, WriteError> {
    let (at, now) = (&seating.entry, tx.act().at);
    if seating.free(now) > 0 {
        return Ok(Vec::new());
    }
    let follow_up = at.level == Some(Level::FollowUp);
    Ok(tx.seatings_to_come(at.kind, at.theme.as_slice(), follow_up, now).await?)
}

/// What puts an association before others at a session.
pub async fn claim(
    rows: &Rows<'_>,
    journey: &Journey,
    at: &Entry,
    now: DateTime<Utc>,
) -> Result<Claim, WriteError> {
    if at.kind != EntryKind::WorkshopSession {
        return Ok(Claim::None);
    }
    let orientations = rows.orientations(journey.head.id).await?;
    let oriented = orientations.iter().any(|o| o.leads_to(at));
    let asked = rows.registrations_of(journey.head.id).await?;
    Ok(Claim::of(oriented, journey, &asked, now))
}

/// The seats of the date where this one is, locked, and who may answer for it.
pub async fn to_answer(tx: &Tx<'_>, id: RegistrationId) -> Result<(Seating, SeatHat), WriteError> {
    let seat = tx.registration(id).await?.ok_or(WriteError::Missing)?;
    let hat = tx.actor().seated(id, seat.association, tx.act().at)?;
    let seating = tx.seating(seat.entry).await?.ok_or(WriteError::Missing)?;
    Ok((seating, hat))
}

/// Where one goes on once a seat is answered for.
pub fn after_seat(request: &Request) -> &'static str {
    if request.actor.signed().is_ok() { "/parcours" } else { "/" }
}
