//! The agenda and its seats: one allocation for information meetings, workshop sessions and encounters.

mod after;
mod calling_off;
pub mod demand;
mod fit;
mod line;
mod opening;
mod presence;
mod seating;

pub use after::{ASKED_FOR, Knows, QUESTIONS, SaidAfter, SessionNotes};
pub use calling_off::Displaced;
pub use fit::{Fit, Mark, Mix, Standing, read_marks, write_marks};
pub use line::{Claim, InLine, Why};
pub use opening::{Edited, Hours, Programme, Rhythm, Series, Told, as_seen};
pub use presence::{Came, Code, Noted, Noting, Unnamed};
pub use seating::{Asked, Seated, Seating};

use crate::accounts::{Action, Actor, Denied, PresenceHat};
use crate::diagnosis::Key;
use crate::ids::{
    AssociationId, EditionId, EntryId, JourneyId, PersonId, RegistrationId, SlotId, WorkshopId,
};
use crate::journey::Journey;
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
    /// What one can do afterwards, a line each: asked of those who came.
    pub teaches: Vec<Title>,
    /// Slides, exercises, addresses: what stays with it from one session to the next.
    pub materials: Option<Words>,
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
    /// Where it is held online: for those who have a seat.
    pub link: Option<String>,
    /// What to bring.
    pub bring: Option<Words>,
    /// What is said of it first.
    pub words: Option<Words>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub seats: Seats,
    /// Who runs it and notes presence. None: its action's organizers.
    pub host: Option<PersonId>,
    /// Who runs it with them, as much as they do: [`Entry::CO_HOSTS`] at most.
    pub co_hosts: Vec<PersonId>,
    /// From when on everybody sees it. None: since it was made.
    pub published_at: Option<DateTime<Utc>>,
    /// It will not be held.
    pub called_off: Option<DateTime<Utc>>,
    /// How often what calendars hold of it has changed (RFC 5545, SEQUENCE).
    pub sequence: u32,
    /// When it last did. None: it has not, as far as is known.
    pub changed_at: Option<DateTime<Utc>>,
}

/// How many may come, and who comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    /// What the room holds: those who help stand beside it.
    pub total: u32,
    /// Of these, some are for associations that were oriented there.
    pub kept: Option<Kept>,
    /// An association may have a second seat while another waits for its first.
    pub freely: bool,
    /// How long a seat that is offered waits for its answer, in hours.
    pub offer_hours: u32,
}

/// Seats that free themselves on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub seats: u32,
    pub until: DateTime<Utc>,
}

impl Seats {
    /// How long a seat is offered, unless somebody says otherwise.
    pub const OFFER_HOURS: u32 = 24;

    /// So many, for everybody alike.
    pub fn plain(total: u32) -> Self {
        Self { total, kept: None, freely: false, offer_hours: Self::OFFER_HOURS }
    }
}

impl Entry {
    /// A date of which nothing else is told.
    pub fn new(
        id: EntryId,
        kind: EntryKind,
        title: Title,
        place: Name,
        (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
        seats: u32,
    ) -> Self {
        Self {
            id,
            kind,
            workshop: None,
            edition: None,
            theme: None,
            level: None,
            title,
            place,
            access: None,
            link: None,
            bring: None,
            words: None,
            starts_at,
            ends_at,
            seats: Seats::plain(seats),
            host: None,
            co_hosts: Vec::new(),
            published_at: None,
            called_off: None,
            sequence: 0,
            changed_at: None,
        }
    }

    /// How many may run it beside its host.
    pub const CO_HOSTS: usize = 2;

    /// Those who run it.
    pub fn hosts(&self) -> impl Iterator<Item = PersonId> {
        self.host.into_iter().chain(self.co_hosts.iter().copied())
    }

    /// Whether everybody sees it.
    pub fn is_public(&self, now: DateTime<Utc>) -> bool {
        self.published_at.is_none_or(|at| at <= now)
    }

    /// Whether who looks may see it: everybody once it is published; before, its host and its action's organizers.
    pub fn seen_by(&self, actor: &Actor, now: DateTime<Utc>) -> bool {
        self.is_public(now) || self.presence_by(actor).is_ok()
    }

    /// Who may note presence: one of its hosts, or an organizer of its action.
    pub fn presence_by(&self, actor: &Actor) -> Result<PresenceHat, Denied> {
        let host = self.hosts().find(|host| Some(*host) == actor.person());
        actor.presence(self.kind.action(), host)
    }
}

/// A seat that somebody of an association asked for at a date, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    pub id: RegistrationId,
    pub entry: EntryId,
    pub association: AssociationId,
    pub journey: JourneyId,
    /// Who comes, by name. None: whoever the association sends.
    pub attendee: Option<Name>,
    pub role: Role,
    /// What puts it before others while it waits.
    pub claim: Claim,
    /// The how-manieth asked at this date: who was answered first has the lower one.
    pub number: u32,
    pub state: Seat,
    /// When it came to this state.
    pub since: DateTime<Utc>,
    /// How often what calendars hold of it has changed (RFC 5545, SEQUENCE).
    pub sequence: u32,
    pub presence: Option<Presence>,
    /// At a reception day: its own stretch of it.
    pub slot: Option<SlotId>,
}

/// As what one comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Learns,
    /// Helps others, beside the capacity: mentors, and associations that have grown.
    Helps,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Learns, Self::Helps];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Learns => "learns",
            Self::Helps => "helps",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether an association may come as that: anybody learns; those help, at workshops, whose acts met the criteria.
    pub fn is_open(self, at: &Entry, journey: &Journey) -> bool {
        match self {
            Self::Learns => true,
            Self::Helps => {
                at.kind == EntryKind::WorkshopSession && (journey.may_help() || journey.is_mentor())
            }
        }
    }
}

/// Where a seat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seat {
    /// Kept until then for who has not answered yet.
    Held {
        until: DateTime<Utc>,
    },
    Registered,
    /// None was free.
    Waiting,
    /// One became free: kept until then, then it passes on.
    Offered {
        until: DateTime<Utc>,
    },
    Cancelled(CancelledBy),
}

/// Who gave a seat back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelledBy {
    Association,
    /// The date is called off.
    Organizers,
    /// Nobody answered in time.
    Silence,
}

impl CancelledBy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Association, Self::Organizers, Self::Silence];

    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Association => "association",
            Self::Organizers => "organizers",
            Self::Silence => "silence",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.code() == code)
    }
}

impl Seat {
    /// Until when it is kept for who has not answered. None: it waits for nobody's answer.
    pub fn until(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Held { until } | Self::Offered { until } => Some(until),
            Self::Registered | Self::Waiting | Self::Cancelled(_) => None,
        }
    }
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
    /// The first seat asked at a date, of which nothing else is told.
    pub fn new(
        id: RegistrationId,
        entry: EntryId,
        (association, journey): (AssociationId, JourneyId),
        state: Seat,
        since: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            entry,
            association,
            journey,
            attendee: None,
            role: Role::Learns,
            claim: Claim::None,
            number: 1,
            state,
            since,
            sequence: 0,
            presence: None,
            slot: None,
        }
    }

    /// Whether it takes a seat now: one that waits for an answer frees itself on its date.
    pub fn takes_seat(&self, now: DateTime<Utc>) -> bool {
        match self.state {
            Seat::Held { until } | Seat::Offered { until } => now < until,
            Seat::Registered => true,
            Seat::Waiting | Seat::Cancelled(_) => false,
        }
    }

    /// Given back, by whomever.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.state, Seat::Cancelled(_))
    }

    pub(crate) fn in_state(&self, state: Seat, at: DateTime<Utc>) -> Self {
        Self { state, since: at, sequence: self.sequence + 1, ..self.clone() }
    }
}

#[cfg(test)]
mod tests;
