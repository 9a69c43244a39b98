//! What the agenda's pages show and its units decide on.

use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::request::Request;
use chrono::Duration;
use domain::ids::EntryId;
use domain::journey::Journey;
use domain::workshops::{Claim, Entry, EntryKind, Level, Registration, Seat, Seating};
use store::{AgendaEntry, Tx, WriteError};

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

    /// Whether they look for this date.
    pub fn takes(self, entry: &Entry) -> bool {
        match self {
            Self::Kind(kind) => entry.kind == kind,
            Self::FollowUp => entry.level == Some(Level::FollowUp),
        }
    }
}

/// How far ahead the agenda looks: for everything, and for one kind of date.
const AHEAD: (Duration, Duration) = (Duration::days(120), Duration::days(400));

/// The dates to come, soonest first; on one theme, if it is named.
pub async fn agenda(
    request: &Request,
    wanted: Option<Wanted>,
    theme: Option<&str>,
) -> Result<Vec<AgendaEntry>, AppError> {
    let now = request.now;
    let ahead = if wanted.is_some() { AHEAD.1 } else { AHEAD.0 };
    let agenda = request.read().agenda(now, now + ahead, now).await;
    let agenda = agenda.map_err(|error| request.answer(error))?;
    let on_theme = |at: &Entry| theme.is_none() || at.theme.as_deref() == theme;
    let takes = |at: &AgendaEntry| {
        wanted.is_none_or(|wanted| wanted.takes(&at.entry)) && on_theme(&at.entry)
    };
    Ok(agenda.into_iter().filter(takes).collect())
}

/// One date, as who asks may see it.
pub struct Shown {
    pub entry: Entry,
    pub free: u32,
    /// The theme's title.
    pub theme: Option<String>,
    /// What one does there.
    pub about: Option<String>,
    /// The name of the association for which who asks may take a seat, and the seat that it has.
    pub association: Option<String>,
    pub seat: Option<Registration>,
    /// Who is registered, by name; for those who note presence.
    pub registered: Option<Vec<(Registration, String)>>,
}

/// Errors: `NotFound`.
pub async fn entry(request: &Request, id: EntryId) -> Result<Shown, AppError> {
    let (rows, now) = (request.read(), request.now);
    let fail = |error| request.answer(error);
    let seating = rows.seating(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let workshop = match seating.entry.workshop {
        Some(workshop) => rows.workshop(workshop).await.map_err(fail)?,
        None => None,
    };
    let mut shown = Shown {
        free: seating.free(now),
        theme: seating.entry.theme.as_deref().map(|key| theme_title(request.lang, key)),
        about: workshop.map(|workshop| workshop.summary.to_string()),
        association: None,
        seat: None,
        registered: None,
        entry: seating.entry,
    };
    let seats: Vec<_> = seating.registrations.into_iter().filter(|s| s.takes_seat(now)).collect();
    if let Ok(member) = request.actor.member() {
        let association = rows.association(member.association()).await.map_err(fail)?;
        shown.association = association.map(|association| association.name.to_string());
        shown.seat = seats.iter().find(|s| s.association == member.association()).cloned();
    }
    if shown.entry.presence_by(&request.actor).is_ok() {
        let names = rows.association_names().await.map_err(fail)?;
        let name = |seat: &Registration| names.get(&seat.association).cloned().unwrap_or_default();
        let mut registered: Vec<_> = seats
            .into_iter()
            .filter(|seat| seat.state == Seat::Registered)
            .map(|seat| {
                let name = name(&seat);
                (seat, name)
            })
            .collect();
        registered.sort_by(|(_, a), (_, b)| a.cmp(b));
        shown.registered = Some(registered);
    }
    Ok(shown)
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
pub async fn claim(tx: &Tx<'_>, journey: &Journey, at: &Entry) -> Result<Claim, WriteError> {
    if at.kind != EntryKind::WorkshopSession {
        return Ok(Claim::None);
    }
    let orientations = tx.orientations(journey.head.id).await?;
    let oriented = orientations.iter().any(|o| o.leads_to(at));
    let asked = tx.registrations_of(journey.head.id).await?;
    Ok(Claim::of(oriented, journey, &asked, tx.act().at))
}
