//! A date that will not be held: everybody is told, and nobody is left without a next step.

use super::{Asked, CancelledBy, Entry, Registration, Seat, Seating};
use crate::accounts::OrganizerHat;
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::RegistrationId;
use crate::journey::EventKind;
use crate::mail::{Addressee, Letter};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An association whose date is called off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Displaced {
    /// The seat that it had, or waited for.
    pub seat: Registration,
    /// The one that is held for it at another date. None: no other has room.
    pub instead: Option<Registration>,
}

impl Entry {
    /// The same, called off. Errors: `CalledOff`, already; `EntryPast`, it has ended.
    pub(crate) fn off(&self, act: &Act) -> Result<Self, Broken> {
        if self.called_off.is_some() {
            return Err(Broken::CalledOff);
        }
        if act.at >= self.ends_at {
            return Err(Broken::EntryPast);
        }
        Ok(self.as_calendars_know(act.at, Self { called_off: Some(act.at), ..self.clone() }))
    }
}

impl Registration {
    /// Given back because its date is called off.
    pub(crate) fn off(&self, act: &Act) -> Outcome<()> {
        let off = self.in_state(Seat::Cancelled(CancelledBy::Organizers), act.at);
        let off = Outcome::of(()).change(Change::Registration(off));
        match self.state {
            Seat::Registered => {
                off.event(act, self.journey, EventKind::DateCalledOff, self.entry.0)
            }
            _ => off,
        }
    }

    /// Whether it counts on a date: it has a seat, or waits for one.
    fn counts_on(&self, now: DateTime<Utc>) -> bool {
        let noted = self.presence.is_some();
        (self.takes_seat(now) || self.state == Seat::Waiting) && !noted
    }
}

impl Seating {
    /// Calls a date off. Each seat that was taken, offered or waited for is held at the first of `elsewhere` that has
    /// room, where its association does not come already. Who was to run the date is told; the answer is for those who
    /// were to come.
    ///
    /// Errors: `CalledOff`, already; `EntryPast`, it has ended; `OutOfOrder`, each seat has its own hour.
    pub fn call_off(
        &self,
        act: &Act,
        by: &OrganizerHat,
        elsewhere: &[Self],
    ) -> Result<Outcome<Vec<Displaced>>, Broken> {
        if self.entry.kind.has_slots() {
            return Err(Broken::OutOfOrder);
        }
        let mut outcome = Outcome::of(()).change(Change::Entry(self.entry.off(act)?));
        let mut others: Vec<Self> =
            elsewhere.iter().filter(|other| other.entry.id != self.entry.id).cloned().collect();
        let before = others.clone();
        let comes = |n: usize, seat: &Registration| {
            let own = |other: &&Registration| other.association == seat.association;
            before[n].registrations.iter().filter(own).any(|other| other.counts_on(act.at))
        };
        let mut seats: Vec<_> =
            self.registrations.iter().filter(|seat| seat.counts_on(act.at)).collect();
        seats.sort_by_key(|seat| (seat.state == Seat::Waiting, seat.number));
        let mut displaced = Vec::new();
        for seat in seats {
            outcome = outcome.and(seat.off(act));
            let held = others.iter_mut().enumerate().find_map(|(n, other)| {
                let held = if comes(n, seat) { None } else { other.hold_instead(act, seat) }?;
                *other = held.answer.0.clone();
                Some(held.map(|(_, seat)| seat))
            });
            let instead = held.as_ref().map(|held| held.answer.clone());
            outcome = held.into_iter().fold(outcome, Outcome::and);
            displaced.push(Displaced { seat: seat.clone(), instead });
        }
        for host in self.entry.hosts().filter(|host| *host != by.person()) {
            let letter = Letter::DutyCalledOff { entry: self.entry.id };
            outcome = outcome.mail(act, Addressee::Person(host), letter);
        }
        Ok(outcome.map(|()| displaced))
    }

    /// Holds a seat for who had one elsewhere: the seating is as it is then.
    fn hold_instead(&self, act: &Act, had: &Registration) -> Option<Outcome<(Self, Registration)>> {
        let asked =
            Asked { claim: had.claim, role: had.role, ..Asked::one(had.association, had.journey) };
        self.hold_for(act, &asked, had.attendee.clone())
    }

    /// Who is to be told when it is held at another time or place.
    pub fn counting_on(
        &self,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = RegistrationId> + use<'_> {
        self.registrations.iter().filter(move |seat| seat.counts_on(now)).map(|seat| seat.id)
    }
}

#[cfg(test)]
mod tests;
