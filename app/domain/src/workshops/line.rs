//! The waiting list: who is next, why, and what is offered when a seat becomes free.

use super::{CancelledBy, Entry, Registration, Role, Seat, Seating};
use crate::act::{Act, Change, Outcome};
use crate::ids::{AssociationId, RegistrationId};
use crate::journey::{EventKind, Journey};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// What puts an association before others that wait; the first comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// A diagnosis, or another action, sent it there.
    Oriented,
    /// It waited in vain before, twice or more.
    TurnedAway,
    /// It has never been at a workshop.
    FirstTime,
    None,
}

impl Claim {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::Oriented, Self::TurnedAway, Self::FirstTime, Self::None];

    /// How often one waits in vain before it counts.
    const VAINLY: usize = 2;

    /// The name in the database and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Oriented => "oriented",
            Self::TurnedAway => "turned_away",
            Self::FirstTime => "first_time",
            Self::None => "none",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|claim| claim.code() == code)
    }

    /// By what the journey tells and by the seats that it asked for so far. `oriented`: an orientation to this theme
    /// is open or accepted.
    pub fn of(
        oriented: bool,
        journey: &Journey,
        asked: &[(Registration, Entry)],
        now: DateTime<Utc>,
    ) -> Self {
        let in_vain = |(seat, at): &&(Registration, Entry)| {
            seat.state == Seat::Waiting && at.starts_at <= now && at.called_off.is_none()
        };
        let came = journey.counted().any(|e| matches!(e.kind, EventKind::SessionAttended(_)));
        match () {
            () if oriented => Self::Oriented,
            () if asked.iter().filter(in_vain).count() >= Self::VAINLY => Self::TurnedAway,
            () if !came => Self::FirstTime,
            () => Self::None,
        }
    }
}

/// Where somebody stands in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InLine {
    /// From 1 on.
    pub rank: usize,
    pub of: usize,
    pub why: Why,
}

/// What explains a rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Before those who asked sooner.
    Claim(Claim),
    /// The association has a seat already: those without one come first.
    SecondSeat,
    /// In the order in which they asked.
    Order,
}

impl Why {
    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Claim(claim) => claim.code(),
            Self::SecondSeat => "second_seat",
            Self::Order => "order",
        }
    }
}

/// What one goes by in the line: the least comes first.
type Turn = (usize, Claim, u32);

impl Seating {
    /// Those who wait, the next one first: associations without a seat before those that have one, then by what they
    /// may claim, then in the order in which they asked.
    pub fn line(&self, now: DateTime<Utc>) -> Vec<&Registration> {
        let mut line: Vec<_> = self.waiting().map(|seat| (self.turn(seat, now), seat)).collect();
        line.sort_by_key(|(turn, _)| *turn);
        line.into_iter().map(|(_, seat)| seat).collect()
    }

    /// Where this one stands in the line, and why. None: it does not wait.
    pub fn place(&self, id: RegistrationId, now: DateTime<Utc>) -> Option<InLine> {
        let line = self.line(now);
        let rank = line.iter().position(|seat| seat.id == id)? + 1;
        let why = match self.turn(line[rank - 1], now) {
            (1.., ..) => Why::SecondSeat,
            (_, Claim::None, _) => Why::Order,
            (_, claim, _) => Why::Claim(claim),
        };
        Some(InLine { rank, of: line.len(), why })
    }

    fn waiting(&self) -> impl Iterator<Item = &Registration> {
        self.registrations.iter().filter(|seat| seat.state == Seat::Waiting)
    }

    fn turn(&self, seat: &Registration, now: DateTime<Utc>) -> Turn {
        let before = match self.entry.seats.freely {
            true => 0,
            false => {
                let sooner = |other: &&Registration| {
                    other.association == seat.association && other.number < seat.number
                };
                self.seats_of(seat.association, now) + self.waiting().filter(sooner).count()
            }
        };
        (before, seat.claim, seat.number)
    }

    fn seats_of(&self, association: AssociationId, now: DateTime<Utc>) -> usize {
        let own = |seat: &&Registration| seat.association == association;
        self.learners(now).filter(own).count()
    }

    /// Those whose seats count.
    pub(super) fn learners(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Registration> {
        let counts = move |seat: &&Registration| seat.takes_seat(now) && seat.role == Role::Learns;
        self.registrations.iter().filter(counts)
    }

    /// Seats that this one could have now, were it the next: those that are kept are for who was oriented there.
    pub fn free_for(&self, claim: Claim, now: DateTime<Utc>) -> u32 {
        if self.entry.called_off.is_some() {
            return 0;
        }
        let count = |seats: usize| u32::try_from(seats).unwrap_or(u32::MAX);
        let free = self.entry.seats.total.saturating_sub(count(self.learners(now).count()));
        match self.entry.seats.kept.filter(|kept| now < kept.until) {
            Some(kept) if claim != Claim::Oriented => {
                let used = self.learners(now).filter(|seat| seat.claim == Claim::Oriented);
                free.saturating_sub(kept.seats.saturating_sub(count(used.count())))
            }
            _ => free,
        }
    }

    /// Whether an association may sit down at once: a seat is free and, should it have one already, nobody waits for
    /// their first.
    pub fn may_sit(&self, who: AssociationId, claim: Claim, now: DateTime<Utc>) -> bool {
        let has_one = self.seats_of(who, now) > 0;
        let others = || self.waiting().any(|seat| self.seats_of(seat.association, now) == 0);
        let fair = self.entry.seats.freely || !has_one || !others();
        self.free_for(claim, now) > 0 && fair
    }

    /// Sets right what time has changed, and what a change has freed: seats that nobody answered for are given back,
    /// and each free seat is offered to the next in line. The answer is the seating as it is then. Whatever frees a
    /// seat ends here, so that none is ever free beside somebody who waits for it.
    pub fn settle(&self, act: &Act) -> Outcome<Self> {
        let mut here = Outcome::of(self.clone());
        for seat in &self.registrations {
            if seat.state.until().is_some_and(|until| until <= act.at) {
                let silent = Seat::Cancelled(CancelledBy::Silence);
                here = here.then(|here| here.put(seat.in_state(silent, act.at)));
            }
        }
        while let Some(next) = here.answer.next_in_line(act.at) {
            let offered = Seat::Offered { until: self.offered_until(act.at) };
            here = here.then(|here| here.put(next.in_state(offered, act.at)));
        }
        here
    }

    fn next_in_line(&self, now: DateTime<Utc>) -> Option<Registration> {
        let open = now < self.entry.starts_at;
        let mut line = self.line(now).into_iter().filter(|_| open);
        line.find(|seat| self.free_for(seat.claim, now) > 0).cloned()
    }

    /// An offer lasts as long as the date says, and at most a quarter of the time that is left: who is silent never
    /// keeps the room empty.
    fn offered_until(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let left = ((self.entry.starts_at - now) / 4).max(Duration::seconds(1));
        now + Duration::hours(self.entry.seats.offer_hours.into()).min(left)
    }

    /// The seating with this registration as it now is, and the change that writes it.
    pub(super) fn put(&self, seat: Registration) -> Outcome<Self> {
        Outcome::of(self.with(seat.clone())).change(Change::Registration(seat))
    }

    pub(super) fn with(&self, seat: Registration) -> Self {
        let mut here = self.clone();
        here.registrations.retain(|one| one.id != seat.id);
        here.registrations.push(seat);
        here
    }
}

#[cfg(test)]
mod tests;
