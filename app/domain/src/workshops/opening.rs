//! What organizers prepare: workshops, and the sessions where they are held.

use super::{Entry, EntryKind, Kept, Level, Mark, Seat, Seating, Seats, Workshop};
use crate::accounts::OrganizerHat;
use crate::act::{Act, Broken, Change, Outcome};
use crate::diagnosis::{Key, mark};
use crate::ids::{EntryId, PersonId, WorkshopId};
use crate::paris;
use crate::text::{Name, Title, Words};
use chrono::{DateTime, Datelike, Days, Duration, Months, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// A workshop as an organizer tells it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Programme {
    pub title: Title,
    pub theme: Key,
    pub level: Level,
    pub summary: Words,
    pub requires: Vec<Mark>,
    pub leads_to: Vec<Mark>,
    pub teaches: Vec<Title>,
    pub materials: Option<Words>,
}

impl Programme {
    /// How many lines may say what one learns.
    pub const TEACHES: usize = 12;

    /// A new workshop.
    pub fn begin(self, act: &Act, _by: &OrganizerHat) -> Outcome<WorkshopId> {
        let workshop = self.of(act.id().into());
        Outcome::of(workshop.id).change(Change::Workshop(workshop))
    }

    /// Tells a workshop anew. Its sessions to come follow: those that bear its title bear the new one.
    pub fn tell(
        self,
        act: &Act,
        _by: &OrganizerHat,
        known: &Workshop,
        sessions: &[Seating],
    ) -> Outcome<WorkshopId> {
        let workshop = self.of(known.id);
        let mut told = Outcome::of(workshop.id);
        let to_come = sessions.iter().map(|session| &session.entry);
        for old in to_come.filter(|at| at.workshop == Some(known.id) && act.at < at.starts_at) {
            let titled = old.title == known.title;
            let title = if titled { workshop.title.clone() } else { old.title.clone() };
            let (theme, level) = (Some(workshop.theme.clone()), Some(workshop.level));
            let new = old.as_calendars_know(act.at, Entry { title, theme, level, ..old.clone() });
            if new != *old {
                told = told.change(Change::Entry(new));
            }
        }
        told.change(Change::Workshop(workshop))
    }

    fn of(self, id: WorkshopId) -> Workshop {
        Workshop {
            id,
            title: self.title,
            theme: self.theme,
            level: self.level,
            summary: self.summary,
            requires: self.requires,
            leads_to: self.leads_to,
            teaches: self.teaches,
            materials: self.materials,
        }
    }
}

/// A session as an organizer tells it, but for its day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Told {
    pub title: Title,
    pub place: Name,
    pub access: Option<String>,
    pub link: Option<String>,
    pub bring: Option<Words>,
    /// What is said of it first.
    pub words: Option<Words>,
    pub host: Option<PersonId>,
    pub co_hosts: Vec<PersonId>,
    pub seats: Seats,
    pub published_at: Option<DateTime<Utc>>,
}

impl Told {
    /// How many seats a session may have.
    pub const SEATS: RangeInclusive<u32> = 1..=500;
    /// How long an offer may wait for its answer.
    pub const HOURS: RangeInclusive<u32> = 1..=336;

    pub(crate) fn on(self, entry: Entry) -> Entry {
        Entry {
            title: self.title,
            place: self.place,
            access: self.access,
            link: self.link,
            bring: self.bring,
            words: self.words,
            host: self.host,
            co_hosts: self.co_hosts,
            seats: self.seats,
            published_at: self.published_at,
            ..entry
        }
    }
}

/// From when to when, by the clocks of Paris.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    pub day: NaiveDate,
    pub from: NaiveTime,
    /// Of the day after, where it is no later than `from`.
    pub to: NaiveTime,
}

impl Hours {
    /// When it begins and when it ends.
    pub fn moments(self) -> (DateTime<Utc>, DateTime<Utc>) {
        let last = match self.to > self.from {
            true => self.day,
            false => self.day.checked_add_days(Days::new(1)).unwrap_or(self.day),
        };
        (paris::at(self.day, self.from), paris::at(last, self.to))
    }

    /// What the clocks of Paris showed.
    pub fn of(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self { day: paris::day(from), from: paris::time(from), to: paris::time(to) }
    }
}

/// How often a session comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    Once,
    Weekly,
    EveryTwoWeeks,
    /// The second Tuesday, and the like; the last, where a month has no fifth.
    MonthlyOnWeekday,
    /// The 29th, and the like; the last day, where a month is too short.
    MonthlyOnDate,
}

impl Rhythm {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 5] = [
        Self::Once,
        Self::Weekly,
        Self::EveryTwoWeeks,
        Self::MonthlyOnWeekday,
        Self::MonthlyOnDate,
    ];
    /// How many times a series may be held.
    pub const TIMES: RangeInclusive<u32> = 2..=24;

    /// The name in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Weekly => "weekly",
            Self::EveryTwoWeeks => "every_two_weeks",
            Self::MonthlyOnWeekday => "monthly_on_weekday",
            Self::MonthlyOnDate => "monthly_on_date",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rhythm| rhythm.code() == code)
    }

    /// The days on which it is held, `times` in all, counted from the first: a short month shortens no other.
    pub fn days(self, first: NaiveDate, times: u32) -> Vec<NaiveDate> {
        let times = if self == Self::Once { 1 } else { times };
        (0..times).filter_map(|n| self.nth(first, n)).collect()
    }

    fn nth(self, first: NaiveDate, n: u32) -> Option<NaiveDate> {
        match self {
            Self::Once => Some(first),
            Self::Weekly => first.checked_add_days(Days::new(u64::from(n) * 7)),
            Self::EveryTwoWeeks => first.checked_add_days(Days::new(u64::from(n) * 14)),
            Self::MonthlyOnDate => first.checked_add_months(Months::new(n)),
            Self::MonthlyOnWeekday => {
                let month = first.with_day(1)?.checked_add_months(Months::new(n))?;
                let rank = u8::try_from(first.day0() / 7 + 1).ok()?;
                let on = |rank| {
                    let (year, month) = (month.year(), month.month());
                    NaiveDate::from_weekday_of_month_opt(year, month, first.weekday(), rank)
                };
                on(rank).or_else(|| on(rank - 1))
            }
        }
    }
}

/// Sessions of a workshop about to be opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Series {
    pub told: Told,
    pub hours: Hours,
    pub rhythm: Rhythm,
    /// How often in all.
    pub times: u32,
}

impl Series {
    /// Puts them in the agenda, each at the same hour by the clocks of Paris.
    ///
    /// Errors: `EntryPast`, the first has begun.
    pub fn open(
        self,
        act: &Act,
        _by: &OrganizerHat,
        workshop: &Workshop,
    ) -> Result<Outcome<Vec<EntryId>>, Broken> {
        let mut opened = Outcome::of(Vec::new());
        for day in self.rhythm.days(self.hours.day, self.times) {
            let (starts_at, ends_at) = Hours { day, ..self.hours }.moments();
            if starts_at <= act.at {
                return Err(Broken::EntryPast);
            }
            let (kind, title) = (EntryKind::WorkshopSession, self.told.title.clone());
            let (place, hours) = (self.told.place.clone(), (starts_at, ends_at));
            let session = Entry::new(act.id().into(), kind, title, place, hours, 0);
            let told = self.told.clone().put_off(starts_at - self.hours.moments().0);
            let session = told.on(Entry {
                workshop: Some(workshop.id),
                theme: Some(workshop.theme.clone()),
                level: Some(workshop.level),
                ..session
            });
            opened.answer.push(session.id);
            opened = opened.change(Change::Entry(session));
        }
        Ok(opened)
    }
}

impl Told {
    /// Puts an encounter in the agenda, at these hours.
    ///
    /// Errors: `EntryPast`, it has begun.
    pub fn open_encounter(
        self,
        act: &Act,
        _by: &OrganizerHat,
        hours: Hours,
    ) -> Result<Outcome<EntryId>, Broken> {
        let (starts_at, ends_at) = hours.moments();
        if starts_at <= act.at {
            return Err(Broken::EntryPast);
        }
        let (title, place) = (self.title.clone(), self.place.clone());
        let (kind, hours) = (EntryKind::Encounter, (starts_at, ends_at));
        let entry = self.on(Entry::new(act.id().into(), kind, title, place, hours, 0));
        Ok(Outcome::of(entry.id).change(Change::Entry(entry)))
    }

    /// Seats are kept until as long before each session as before the first.
    fn put_off(mut self, later: Duration) -> Self {
        self.seats.kept = self.seats.kept.map(|kept| Kept { until: kept.until + later, ..kept });
        self
    }
}

impl Entry {
    /// The same date as changed at that moment: it is newer where anything that calendars hold of it has changed, and its
    /// sequence grows where that changes what people do (RFC 5545).
    pub(crate) fn as_calendars_know(&self, now: DateTime<Utc>, changed: Self) -> Self {
        let held = |at: &Self| {
            let (hours, off) = ((at.starts_at, at.ends_at), at.called_off.is_some());
            (hours, at.title.clone(), at.place.clone(), at.link.clone(), off)
        };
        let told = |at: &Self| (at.access.clone(), at.bring.clone(), at.words.clone(), at.level);
        let (same, as_told) = (held(self) == held(&changed), told(self) == told(&changed));
        let sequence = self.sequence + u32::from(!same);
        let changed_at = if same && as_told { self.changed_at } else { Some(now) };
        Self { sequence, changed_at, ..changed }
    }

    /// Whether those who come must hear of the change: another time, or another place.
    fn has_moved(&self, before: &Self) -> bool {
        let where_and_when =
            |at: &Self| (at.starts_at, at.ends_at, at.place.clone(), at.link.clone());
        where_and_when(self) != where_and_when(before)
    }
}

/// A date that was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// It is held at another time or place: those who come are told.
    pub moved: bool,
}

impl Seating {
    /// Tells a date anew. Nobody who has a seat loses it; what waits for an answer waits until it begins, at most.
    ///
    /// Errors: `EntryPast`, it has begun, or would have; `CalledOff`; `OutOfOrder`, each seat has its own hour;
    /// `SeatsTaken`, more have a seat than there would be.
    pub fn edit(
        &self,
        act: &Act,
        by: &OrganizerHat,
        told: Told,
        hours: Hours,
    ) -> Result<Outcome<Edited>, Broken> {
        if self.entry.called_off.is_some() {
            return Err(Broken::CalledOff);
        }
        if act.at >= self.entry.starts_at {
            return Err(Broken::EntryPast);
        }
        let (seats, (starts_at, ends_at)) = (told.seats.clone(), hours.moments());
        let entry = told.on(Entry { starts_at, ends_at, ..self.entry.clone() });
        let entry = self.entry.as_calendars_know(act.at, entry);
        let edited = Edited { moved: entry.has_moved(&self.entry) };
        let mut here = Self { entry, ..self.clone() };
        let mut shortened = Outcome::of(edited);
        for seat in
            here.registrations.iter_mut().filter(|seat| seat.state.until() > Some(starts_at))
        {
            seat.state = match seat.state {
                Seat::Held { .. } => Seat::Held { until: starts_at },
                _ => Seat::Offered { until: starts_at },
            };
            shortened = shortened.change(Change::Registration(seat.clone()));
        }
        Ok(shortened.and(here.set_seats(act, by, seats)?))
    }
}

impl Entry {
    /// What tells this version from others: see [`as_seen`].
    pub fn mark(&self) -> u64 {
        mark(self)
    }
}

impl Workshop {
    /// What tells this version from others: see [`as_seen`].
    pub fn mark(&self) -> u64 {
        mark(self)
    }
}

/// Whether what is about to change is what its editor saw, by their marks: otherwise somebody's changes would be lost.
///
/// Errors: `SavedMeanwhile`.
pub fn as_seen(stands: u64, saw: Option<u64>) -> Result<(), Broken> {
    (saw == Some(stands)).then_some(()).ok_or(Broken::SavedMeanwhile)
}

#[cfg(test)]
mod tests;
