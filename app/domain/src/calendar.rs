//! What the programme tells calendars and readers of news: an event for each date, and for each seat.

mod atom;
mod attestation;
mod feed;
mod ics;

pub use atom::{News, Piece};
pub use attestation::{Attestation, attested};
pub use feed::Feed;
pub use ics::Calendar;

use crate::workshops::{Entry, Registration, Seat};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// How long a seat that was given back is still told, so that calendars take it off.
pub const TOLD_FOR: Duration = Duration::days(60);

/// How far back calendars are told of what has been: those who take a feed for the whole truth keep what they had.
pub const BACK: Duration = Duration::days(90);

/// Whether it will be (RFC 5545, STATUS).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Confirmed,
    /// It waits for an answer.
    Tentative,
    Cancelled,
}

impl Status {
    fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Tentative => "TENTATIVE",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// What calendars hold of a date or of a seat. Its words come from who knows the language.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The same for ever.
    pub uid: String,
    /// Higher after each change.
    pub sequence: u32,
    /// When it last became so, as far as is known.
    pub stamp: DateTime<Utc>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub status: Status,
    pub summary: String,
    pub place: String,
    pub description: String,
    /// Its page.
    pub url: String,
}

impl Event {
    /// A date, as everybody may know it.
    pub fn of_date(at: &Entry) -> Self {
        Self {
            uid: uid("date", at.id.0),
            sequence: changes(at),
            stamp: stamp(at),
            starts_at: at.starts_at,
            ends_at: at.ends_at,
            status: if at.called_off.is_some() { Status::Cancelled } else { Status::Confirmed },
            summary: at.title.to_string(),
            place: at.place.to_string(),
            description: String::new(),
            url: String::new(),
        }
    }

    /// A seat at this date. None: there is nothing to go to yet (it waits in line), or any more, and calendars had the
    /// time to hear of it.
    pub fn of_seat(seat: &Registration, at: &Entry, now: DateTime<Utc>) -> Option<Self> {
        let off = at.called_off.is_some();
        let status = match seat.state {
            Seat::Waiting => return None,
            Seat::Cancelled(_) if now >= seat.since + TOLD_FOR => return None,
            Seat::Cancelled(_) => Status::Cancelled,
            _ if off || !seat.takes_seat(now) => Status::Cancelled,
            Seat::Registered => Status::Confirmed,
            Seat::Held { .. } | Seat::Offered { .. } => Status::Tentative,
        };
        // A seat whose time for an answer has passed is given back in a moment, and that counts as one change more.
        let lapsed = !seat.is_cancelled() && !seat.takes_seat(now);
        Some(Self {
            uid: uid("place", seat.id.0),
            sequence: changes(at) + seat.sequence + u32::from(lapsed),
            stamp: stamp(at).max(seat.since),
            status,
            ..Self::of_date(at)
        })
    }
}

fn uid(what: &str, id: Uuid) -> String {
    format!("{what}-{id}@savoirs-communs")
}

/// Calling off is a change, whoever counts.
fn changes(at: &Entry) -> u32 {
    at.sequence + u32::from(at.called_off.is_some())
}

/// Ids tell when they were made.
pub fn made_at(id: Uuid) -> DateTime<Utc> {
    let (seconds, nanos) = id.get_timestamp().map_or((0, 0), |at| at.to_unix());
    let at = i64::try_from(seconds).ok().and_then(|s| DateTime::from_timestamp(s, nanos));
    at.unwrap_or_default()
}

/// The last moment at which this date is known to have changed.
pub fn stamp(at: &Entry) -> DateTime<Utc> {
    let known = [at.published_at, at.called_off, at.changed_at];
    known.into_iter().flatten().fold(made_at(at.id.0), DateTime::max)
}

/// Whether everybody may know of it.
pub fn is_public(at: &Entry, now: DateTime<Utc>) -> bool {
    at.published_at.is_none_or(|published| published <= now)
}

#[cfg(test)]
mod tests;
