//! What the tests of this crate share: days, ids, people, dates with seats, journeys told event by event.

use crate::accounts::{Action, Actor, COOPAXIS, Hat, Membership, Signed};
use crate::act::{Act, Change, Outcome};
use crate::associations::Crew;
use crate::ids::{AssociationId, EventId, JourneyId};
use crate::journey::{Event, EventKind, Journey, JourneyHead};
use crate::text::{Name, Title, Words};
use crate::wiki::{Around, Audience, ROOT, Space};
use crate::workshops::{Entry, EntryKind, Level, Registration, Seat, Seating};
use chrono::{DateTime, Duration, Utc};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// The association for which [`everyone`] acts.
pub const OURS: u128 = 1;

/// The id of this number, of whatever type is asked for.
pub fn id<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(n).into()
}

/// A moment, in days from the beginning of the story.
pub fn day(n: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Duration::days(20_000 + n)
}

/// A title, taken as good.
pub fn title(text: &str) -> Title {
    Title::stored(text.to_owned())
}

/// Words, taken as good.
pub fn words(text: &str) -> Words {
    Words::stored(text.to_owned())
}

/// Somebody who has signed in and wears these hats.
pub fn signed(person: u128, hats: &[Hat]) -> Actor {
    Actor::Person(Signed {
        person: id(person),
        name: "Amina".to_owned(),
        hats: hats.to_vec(),
        wearing: None,
    })
}

/// Someone who wears every hat, so that a test may take the one that it needs.
pub fn everyone() -> Actor {
    let mut hats = vec![Hat::Member(id(OURS)), Hat::Volunteer, Hat::Mentor, Hat::Administrator];
    hats.extend(Action::ALL.map(|action| Hat::Organizer(action, COOPAXIS)));
    signed(900, &hats)
}

/// The wiki itself.
pub fn common(reviewed: bool) -> Space {
    Space {
        id: ROOT,
        namespace: String::new(),
        title: title("Wiki"),
        purpose: None,
        reads: Audience::Everybody,
        writes: Audience::Accounts,
        reviewed,
        around: Around::Itself,
    }
}

/// An association in the hands of these people.
pub fn crew(association: u128, members: Vec<Membership>) -> Crew {
    let association = id(association);
    Crew {
        association,
        members,
        invitations: Vec::new(),
        requests: Vec::new(),
        offer: None,
        takeover: None,
    }
}

/// An act of [`everyone`] on this day, with fresh ids.
pub fn act(at: DateTime<Utc>) -> Act {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let fresh = || Uuid::from_u128((1 << 100) + u128::from(NEXT.fetch_add(1, Ordering::Relaxed)));
    Act::new(everyone(), at, fresh().into(), fresh)
}

/// The events that an outcome notes, in order.
pub fn events<T>(outcome: &Outcome<T>) -> Vec<EventKind> {
    let event = |change: &Change| match change {
        Change::Event(event) => Some(event.kind.clone()),
        _ => None,
    };
    outcome.changes.iter().filter_map(event).collect()
}

/// The seats that an outcome changes.
pub fn seats<T>(outcome: &Outcome<T>) -> Vec<Registration> {
    let seat = |change: &Change| match change {
        Change::Registration(seat) => Some(seat.clone()),
        _ => None,
    };
    outcome.changes.iter().filter_map(seat).collect()
}

/// A date of two hours.
pub fn entry(n: u128, kind: EntryKind, starts_at: DateTime<Utc>, seats: u32) -> Entry {
    let at = "Maison des associations".to_owned();
    let hours = (starts_at, starts_at + Duration::hours(2));
    let session = kind == EntryKind::WorkshopSession;
    Entry {
        theme: session.then(|| "collaboration".to_owned()),
        level: session.then_some(Level::Beginner),
        ..Entry::new(id(n), kind, title("Partager un agenda"), Name::stored(at), hours, seats)
    }
}

/// A workshop session on that day, with seats taken by associations numbered from 500.
pub fn session(n: u128, on: i64, seats: u32, taken: u32) -> Seating {
    let entry = entry(n, EntryKind::WorkshopSession, day(on), seats);
    let registrations =
        (0..taken).map(|i| seat(n, 500 + u128::from(i), Seat::Registered)).collect();
    Seating { entry, registrations }
}

/// A seat of this association at this date; its id tells both.
pub fn seat(entry: u128, association: u128, state: Seat) -> Registration {
    let own = (id(association), id(association));
    Registration::new(id(entry * 10_000 + association), id(entry), own, state, day(0))
}

impl Seating {
    /// The seating once the outcome is applied: as the store would load it next.
    pub fn after<T>(mut self, outcome: &Outcome<T>) -> Self {
        for seat in seats(outcome).into_iter().filter(|s| s.entry == self.entry.id) {
            self.registrations.retain(|r| r.id != seat.id);
            self.registrations.push(seat);
        }
        self
    }
}

/// A journey told event by event.
#[derive(Clone)]
pub struct Story {
    head: JourneyHead,
    events: Vec<Event>,
}

impl Story {
    /// A story without events. The journey has the number of its association, and opens on day 0.
    pub fn of(association: u128) -> Self {
        let head = JourneyHead {
            id: JourneyId(Uuid::from_u128(association)),
            association: AssociationId(Uuid::from_u128(association)),
            inspired_by: None,
            opened_at: day(0),
        };
        Self { head, events: Vec::new() }
    }

    /// What happened on that day, and what it refers to.
    pub fn on(mut self, on: i64, kind: EventKind, subject: u128) -> Self {
        self.events.push(Event {
            id: EventId(Uuid::from_u128(self.events.len() as u128)),
            journey: self.head.id,
            kind,
            occurred_at: day(on),
            recorded_at: day(on),
            actor: None,
            hat: "member".to_owned(),
            command: id(0),
            subject: id(subject),
            corrects: None,
        });
        self
    }

    /// An event that an outcome noted.
    pub fn add(&mut self, event: Event) {
        self.events.push(event);
    }

    /// The last event sets an earlier one right, counted from 0.
    pub fn correcting(mut self, earlier: u128) -> Self {
        if let Some(last) = self.events.last_mut() {
            last.corrects = Some(id(earlier));
        }
        self
    }

    /// The journey that the story makes, replayed.
    pub fn journey(&self) -> Journey {
        Journey::replay(self.head.clone(), self.events.clone())
    }

    /// Came to a meeting, was told to learn, went to so many sessions, on one theme after another.
    pub fn learner(association: u128, themes: &[&str]) -> Self {
        let mut story = Self::of(association)
            .on(0, EventKind::NeedStated, 2)
            .on(1, EventKind::MeetingBooked, 10)
            .on(5, EventKind::MeetingAttended, 10)
            .on(6, EventKind::DiagnosisStarted, 20)
            .on(6, EventKind::DiagnosisGivenBack(crate::diagnosis::Verdict::Learning), 20);
        for (i, theme) in themes.iter().enumerate() {
            let (on, entry) = (7 + 2 * i as i64, 40 + i as u128);
            story = story.on(on, EventKind::SeatTaken, entry).on(
                on + 1,
                EventKind::SessionAttended((*theme).to_owned()),
                entry,
            );
        }
        story
    }
}
