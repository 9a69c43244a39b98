//! The agenda and its seats: one allocation for information meetings, workshop sessions and encounters.

mod fit;

pub use fit::{Fit, Mark, Standing, read_marks, write_marks};

use crate::accounts::{Action, Actor, Denied, PresenceHat};
use crate::act::{Act, Broken, Change, NextStep, Outcome, Refusal, RefusalReason};
use crate::diagnosis::Key;
use crate::ids::{
    AssociationId, EditionId, EntryId, JourneyId, PersonId, RegistrationId, SlotId, WorkshopId,
};
use crate::journey::EventKind;
use crate::text::{Name, Title, Words};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How long a seat is kept for who has not answered yet.
pub const HELD_FOR: Duration = Duration::days(8);

/// A theme taught, which has many sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workshop {
    pub id: WorkshopId,
    pub title: Title,
    /// A theme of the questionnaire.
    pub theme: Key,
    pub level: Level,
    pub summary: Words,
    /// The levels to have reached before.
    pub requires: Vec<Mark>,
    /// The levels up to which it leads: who is beyond has nothing to learn there.
    pub leads_to: Vec<Mark>,
}

/// Whom a workshop is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Beginner,
    Intermediate,
    /// For those who leave the hackathon with a tool.
    FollowUp,
}

impl Level {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 3] = [Self::Beginner, Self::Intermediate, Self::FollowUp];

    /// The name in the database and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Beginner => "beginner",
            Self::Intermediate => "intermediate",
            Self::FollowUp => "follow_up",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.code() == code)
    }
}

/// What kind of dated thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    InfoMeeting,
    /// Volunteers welcome associations one by one, for a diagnosis.
    Reception,
    WorkshopSession,
    Encounter,
    Weekend,
}

impl EntryKind {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 5] =
        [Self::InfoMeeting, Self::Reception, Self::WorkshopSession, Self::Encounter, Self::Weekend];

    /// The name in the database and in the agenda's links.
    pub fn code(self) -> &'static str {
        match self {
            Self::InfoMeeting => "info_meeting",
            Self::Reception => "reception",
            Self::WorkshopSession => "workshop_session",
            Self::Encounter => "encounter",
            Self::Weekend => "weekend",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// The action that runs it. The hackathon runs the information meetings, and the reception days that follow them: it
    /// is the one with "la communication la plus générale" (the programme's own text).
    pub fn action(self) -> Action {
        match self {
            Self::InfoMeeting | Self::Reception | Self::Weekend => Action::Hackathon,
            Self::WorkshopSession => Action::Workshops,
            Self::Encounter => Action::Wiki,
        }
    }

    /// Whether an association takes a seat there. The weekend is for selected projects and volunteers.
    pub fn has_seats(self) -> bool {
        self != Self::Weekend
    }

    /// Whether each seat has its own hour, which one chooses: see [`crate::reception`].
    pub fn has_slots(self) -> bool {
        self == Self::Reception
    }
}

/// One dated thing of the agenda.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    pub kind: EntryKind,
    pub workshop: Option<WorkshopId>,
    pub edition: Option<EditionId>,
    pub theme: Option<Key>,
    pub level: Option<Level>,
    pub title: Title,
    pub place: Name,
    /// How to get in: step-free, and the like.
    pub access: Option<String>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub seats: u32,
    /// Who runs it and notes presence. None: its action's organizers.
    pub host: Option<PersonId>,
    /// It will not be held.
    pub called_off: Option<DateTime<Utc>>,
}

impl Entry {
    /// Who may note presence: its host, or an organizer of its action.
    pub fn presence_by(&self, actor: &Actor) -> Result<PresenceHat, Denied> {
        actor.presence(self.kind.action(), self.host)
    }
}

/// A seat at an entry, for an association.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    pub id: RegistrationId,
    pub entry: EntryId,
    pub association: AssociationId,
    pub journey: JourneyId,
    pub state: Seat,
    /// When it came to this state.
    pub since: DateTime<Utc>,
    pub presence: Option<Presence>,
    /// At a reception day: its own stretch of it.
    pub slot: Option<SlotId>,
}

/// Where a seat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seat {
    /// Kept until then for who has not answered yet.
    Held {
        until: DateTime<Utc>,
    },
    Registered,
    /// Given back.
    Cancelled,
}

/// Whether they came. Not noted yet: None beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Present,
    Excused,
    Absent,
}

impl Presence {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 3] = [Self::Present, Self::Excused, Self::Absent];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Excused => "excused",
            Self::Absent => "absent",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.code() == code)
    }
}

impl Registration {
    /// Whether it takes a seat now: a held one frees itself on its date.
    pub fn takes_seat(&self, now: DateTime<Utc>) -> bool {
        match self.state {
            Seat::Held { until } => now < until,
            Seat::Registered => true,
            Seat::Cancelled => false,
        }
    }

    pub(crate) fn in_state(&self, state: Seat, at: DateTime<Utc>) -> Self {
        Self { state, since: at, ..self.clone() }
    }
}

/// An entry with every registration for it, read under the lock of its row: what seats are decided on.
#[derive(Clone, Debug)]
pub struct Seating {
    pub entry: Entry,
    pub registrations: Vec<Registration>,
}

impl Seating {
    /// Seats neither held nor registered; none once it is called off.
    pub fn free(&self, now: DateTime<Utc>) -> u32 {
        if self.entry.called_off.is_some() {
            return 0;
        }
        let taken = self.registrations.iter().filter(|r| r.takes_seat(now)).count();
        self.entry.seats.saturating_sub(taken as u32)
    }

    pub(crate) fn of(
        &self,
        association: AssociationId,
        now: DateTime<Utc>,
    ) -> Option<&Registration> {
        self.registrations.iter().find(|r| r.association == association && r.takes_seat(now))
    }

    pub(crate) fn held_by(
        &self,
        association: AssociationId,
        now: DateTime<Utc>,
    ) -> Option<&Registration> {
        self.of(association, now).filter(|seat| matches!(seat.state, Seat::Held { .. }))
    }

    fn open_to_come(&self, now: DateTime<Utc>) -> Result<(), Broken> {
        let open = self.entry.kind.has_seats() && now < self.entry.starts_at;
        open.then_some(()).ok_or(Broken::EntryPast)
    }

    /// Takes a seat. When none is free, one is held at the first of `elsewhere` (the same kind of date, later
    /// or sooner) that has one.
    pub fn register(
        &self,
        act: &Act,
        association: AssociationId,
        journey: JourneyId,
        elsewhere: &[Seating],
    ) -> Result<Outcome<Result<RegistrationId, Refusal>>, Broken> {
        self.open_to_come(act.at)?;
        if self.entry.kind.has_slots() {
            return Err(Broken::OutOfOrder);
        }
        if let Some(seat) = self.of(association, act.at) {
            return match seat.state {
                Seat::Held { .. } => Ok(self.confirm(act, seat).map(Ok)),
                _ => Err(Broken::AlreadyRegistered),
            };
        }
        if self.free(act.at) == 0 {
            let others = || elsewhere.iter().filter(|other| other.entry.id != self.entry.id);
            // Asked again, the same seat is kept: one press, one seat.
            let kept = others().find_map(|other| other.held_by(association, act.at));
            let held = kept
                .map(|seat| Outcome::of(seat.clone()))
                .or_else(|| others().find_map(|other| other.hold(act, association, journey)));
            let reason = RefusalReason::Full(self.entry.id);
            return Ok(match held {
                Some(held) => held.map(|seat| {
                    let until = held_until(&seat, act.at);
                    let (entry, registration) = (seat.entry, seat.id);
                    Err(Refusal::new(reason, NextStep::HeldSeat { entry, registration, until }))
                }),
                None => Outcome::of(Err(Refusal::new(reason, NextStep::Agenda))),
            });
        }
        let seat = Registration {
            id: act.id().into(),
            entry: self.entry.id,
            association,
            journey,
            state: Seat::Registered,
            since: act.at,
            presence: None,
            slot: None,
        };
        Ok(self.seat_taken(act, seat).map(Ok))
    }

    /// Holds a seat for an association that will answer. None: nothing free, already there, or past.
    pub fn hold(
        &self,
        act: &Act,
        association: AssociationId,
        journey: JourneyId,
    ) -> Option<Outcome<Registration>> {
        self.open_to_come(act.at).ok()?;
        if self.entry.kind.has_slots()
            || self.free(act.at) == 0
            || self.of(association, act.at).is_some()
        {
            return None;
        }
        let seat = Registration {
            id: act.id().into(),
            entry: self.entry.id,
            association,
            journey,
            state: Seat::Held { until: (act.at + HELD_FOR).min(self.entry.starts_at) },
            since: act.at,
            presence: None,
            slot: None,
        };
        Some(Outcome::of(seat.clone()).change(Change::Registration(seat)))
    }

    /// Turns a held seat into a registration, while it is held or if one is still free. An association that took
    /// another seat there meanwhile keeps that one.
    pub fn confirm_held(
        &self,
        act: &Act,
        registration: RegistrationId,
    ) -> Result<Outcome<RegistrationId>, Broken> {
        self.open_to_come(act.at)?;
        let seat = self.registration(registration).ok_or(Broken::SeatReleased)?;
        let seat = self.of(seat.association, act.at).unwrap_or(seat);
        match seat.state {
            Seat::Registered => Ok(Outcome::of(seat.id)),
            Seat::Held { .. } if seat.takes_seat(act.at) || self.has_room_for(seat, act.at) => {
                Ok(self.confirm(act, seat))
            }
            _ => Err(Broken::SeatReleased),
        }
    }

    fn has_room_for(&self, seat: &Registration, now: DateTime<Utc>) -> bool {
        match seat.slot {
            Some(slot) => self.at_slot(slot, now).is_none(),
            None => self.free(now) > 0,
        }
    }

    /// Who has this slot of a reception day.
    pub fn at_slot(&self, slot: SlotId, now: DateTime<Utc>) -> Option<&Registration> {
        self.registrations.iter().find(|r| r.slot == Some(slot) && r.takes_seat(now))
    }

    /// Gives a seat back, before the date begins. A seat that was only held leaves no trace on the journey.
    pub fn cancel(&self, act: &Act, registration: RegistrationId) -> Result<Outcome<()>, Broken> {
        let seat = self.registration(registration).ok_or(Broken::SeatReleased)?;
        if seat.presence.is_some() {
            return Err(Broken::OutOfOrder);
        }
        if seat.state == Seat::Cancelled {
            // Given back already; the association may have taken another seat there since.
            return Ok(Outcome::of(()));
        }
        let given =
            Outcome::of(()).change(Change::Registration(seat.in_state(Seat::Cancelled, act.at)));
        if seat.state != Seat::Registered {
            return Ok(given);
        }
        if act.at >= self.entry.starts_at {
            return Err(Broken::EntryPast);
        }
        Ok(given.event(act, seat.journey, EventKind::SeatGivenBack, seat.entry.0))
    }

    /// Notes who came, once the meeting has begun. Noting again corrects.
    pub fn note_presence(
        &self,
        act: &Act,
        registration: RegistrationId,
        presence: Presence,
    ) -> Result<Outcome<()>, Broken> {
        if act.at < self.entry.starts_at {
            return Err(Broken::TooEarly);
        }
        let seat = self.registration(registration).ok_or(Broken::SeatReleased)?;
        if seat.state != Seat::Registered {
            return Err(Broken::SeatReleased);
        }
        if seat.presence == Some(presence) {
            return Ok(Outcome::of(()));
        }
        let kind = match (self.entry.kind, presence) {
            (EntryKind::InfoMeeting, Presence::Present) => EventKind::MeetingAttended,
            (EntryKind::InfoMeeting, _) => EventKind::MeetingMissed,
            (EntryKind::Reception, Presence::Present) => EventKind::ReceptionAttended,
            (EntryKind::Reception, _) => EventKind::ReceptionMissed,
            (EntryKind::Encounter, Presence::Present) => EventKind::EncounterAttended,
            (EntryKind::Encounter, _) => EventKind::EncounterMissed,
            (_, Presence::Present) => {
                EventKind::SessionAttended(self.entry.theme.clone().unwrap_or_default())
            }
            (_, _) => EventKind::SessionMissed,
        };
        let noted = Registration { presence: Some(presence), ..seat.clone() };
        Ok(Outcome::of(())
            .event(act, seat.journey, kind, self.entry.id.0)
            .change(Change::Registration(noted)))
    }

    /// The registration of this id, given back or not. None: it is for another date.
    pub fn registration(&self, id: RegistrationId) -> Option<&Registration> {
        self.registrations.iter().find(|r| r.id == id)
    }

    pub(crate) fn confirm(&self, act: &Act, seat: &Registration) -> Outcome<RegistrationId> {
        self.seat_taken(act, seat.in_state(Seat::Registered, act.at))
    }

    pub(crate) fn seat_taken(&self, act: &Act, seat: Registration) -> Outcome<RegistrationId> {
        let kind = match (self.entry.kind, self.entry.level) {
            (EntryKind::InfoMeeting, _) => EventKind::MeetingBooked,
            (EntryKind::Reception, _) => EventKind::ReceptionBooked,
            (EntryKind::Encounter, _) => EventKind::EncounterBooked,
            (_, Some(Level::FollowUp)) => EventKind::FollowUpBooked,
            (_, _) => EventKind::SeatTaken,
        };
        Outcome::of(seat.id)
            .event(act, seat.journey, kind, self.entry.id.0)
            .change(Change::Registration(seat))
    }
}

fn held_until(seat: &Registration, otherwise: DateTime<Utc>) -> DateTime<Utc> {
    match seat.state {
        Seat::Held { until } => until,
        _ => otherwise,
    }
}

#[cfg(test)]
mod tests;
