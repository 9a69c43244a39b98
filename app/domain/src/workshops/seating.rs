//! The seats of one date: who has one, who is offered one, who came.

use super::{
    CancelledBy, Claim, Entry, EntryKind, HELD_FOR, Level, Registration, Role, Seat, Seats,
};
use crate::accounts::OrganizerHat;
use crate::act::{Act, Broken, Change, NextStep, Outcome, Refusal, RefusalReason};
use crate::ids::{AssociationId, JourneyId, RegistrationId, SlotId};
use crate::journey::EventKind;
use crate::text::Name;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An entry with every registration for it, read under the lock of its row: what seats are decided on.
#[derive(Clone, Debug, PartialEq)]
pub struct Seating {
    pub entry: Entry,
    pub registrations: Vec<Registration>,
}

/// What an association asks at a date.
#[derive(Clone, Debug)]
pub struct Asked {
    pub association: AssociationId,
    pub journey: JourneyId,
    pub claim: Claim,
    pub role: Role,
    /// Who comes, a seat each.
    pub people: Vec<Option<Name>>,
    /// Besides those who come already.
    pub more: bool,
    /// Who finds no seat waits for one. Otherwise one is held elsewhere.
    pub wait: bool,
}

impl Asked {
    /// How many people at once.
    pub const AT_ONCE: usize = 4;

    /// A seat for whoever the association sends.
    pub fn one(association: AssociationId, journey: JourneyId) -> Self {
        let (claim, role, people) = (Claim::None, Role::Learns, vec![None]);
        Self { association, journey, claim, role, people, more: false, wait: false }
    }
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seated {
    /// These have a seat.
    pub registered: Vec<RegistrationId>,
    /// These wait for one.
    pub waiting: Vec<RegistrationId>,
}

impl Seating {
    /// Seats that anybody may take; none once it is called off.
    pub fn free(&self, now: DateTime<Utc>) -> u32 {
        self.free_for(Claim::None, now)
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

    /// Takes seats. Where none is free, who asked waits in line if they want to; otherwise one is held at the first of
    /// `elsewhere` (the same kind of date, later or sooner) that has one.
    ///
    /// Errors: `EntryPast`; `AlreadyRegistered`, `AlreadyWaiting`, it did not ask for more; `OutOfOrder`, each seat of
    /// this date has its own hour.
    pub fn register(
        &self,
        act: &Act,
        asked: &Asked,
        elsewhere: &[Seating],
    ) -> Result<Outcome<Result<Seated, Refusal>>, Broken> {
        self.open_to_come(act.at)?;
        if self.entry.kind.has_slots() {
            return Err(Broken::OutOfOrder);
        }
        let here = self.settle(act);
        if !asked.more {
            if let Some(seat) = here.answer.of(asked.association, act.at).cloned() {
                let seated = Seated { registered: vec![seat.id], ..Seated::default() };
                return match seat.state {
                    Seat::Registered => Err(Broken::AlreadyRegistered),
                    _ => Ok(here.then(|here| here.confirm(act, &seat)).map(|_| Ok(seated))),
                };
            }
            let waits = |r: &&Registration| r.association == asked.association;
            if here.answer.line(act.at).iter().any(waits) {
                return Err(Broken::AlreadyWaiting);
            }
        }
        let (mut here, mut seated) = (here, Seated::default());
        for person in &asked.people {
            let helps = asked.role == Role::Helps;
            let sits = helps || here.answer.may_sit(asked.association, asked.claim, act.at);
            // Somebody of them comes: the others wait for a seat beside theirs.
            let waits = (asked.wait || !seated.registered.is_empty()) && self.is_held();
            if !sits && !waits {
                return Ok(here.then(|here| here.refuse(act, asked, elsewhere)).map(Err));
            }
            let seat = here.answer.seat(act, asked, person.clone());
            let state = if sits { Seat::Registered } else { Seat::Waiting };
            let (id, seat) = (seat.id, Registration { state, ..seat });
            here = match sits {
                true => here.then(|here| here.take(act, seat)),
                false => here.then(|here| here.put(seat)),
            };
            let told = if sits { &mut seated.registered } else { &mut seated.waiting };
            told.push(id);
        }
        Ok(here.map(|_| Ok(seated)))
    }

    fn is_held(&self) -> bool {
        self.entry.called_off.is_none()
    }

    /// Where to go instead.
    fn refuse(&self, act: &Act, asked: &Asked, elsewhere: &[Seating]) -> Outcome<Refusal> {
        let reason = match self.is_held() {
            true => RefusalReason::Full(self.entry.id),
            false => RefusalReason::CalledOff(self.entry.id),
        };
        let others = || elsewhere.iter().filter(|other| other.entry.id != self.entry.id);
        // Asked again, the same seat is kept: one press, one seat.
        let kept = others().find_map(|other| other.held_by(asked.association, act.at));
        let held = kept.map(|seat| Outcome::of(seat.clone())).or_else(|| {
            others().find_map(|o| o.hold(act, asked.association, asked.journey, asked.claim))
        });
        match held {
            Some(held) => held.map(|seat| {
                let until = seat.state.until().unwrap_or(act.at);
                let (entry, registration) = (seat.entry, seat.id);
                Refusal::new(reason, NextStep::HeldSeat { entry, registration, until })
            }),
            None => Outcome::of(Refusal::new(reason, NextStep::Agenda)),
        }
    }

    /// A seat about to be asked, in no state that takes one yet.
    pub(crate) fn seat(&self, act: &Act, asked: &Asked, attendee: Option<Name>) -> Registration {
        let last = self.registrations.iter().map(|seat| seat.number).max().unwrap_or_default();
        let (own, id) = ((asked.association, asked.journey), act.id().into());
        let seat = Registration::new(id, self.entry.id, own, Seat::Waiting, act.at);
        let (role, claim, number) = (asked.role, asked.claim, last + 1);
        Registration { attendee, role, claim, number, ..seat }
    }

    /// Holds a seat for an association that will answer. None: nothing free, already there, or past.
    pub fn hold(
        &self,
        act: &Act,
        association: AssociationId,
        journey: JourneyId,
        claim: Claim,
    ) -> Option<Outcome<Registration>> {
        let asked = Asked { claim, ..Asked::one(association, journey) };
        if self.settle(act).answer.of(association, act.at).is_some() {
            return None;
        }
        Some(self.hold_for(act, &asked, None)?.map(|(_, seat)| seat))
    }

    /// Holds a seat, be it the first of its association or not. The answer is the seating as it is then.
    pub(super) fn hold_for(
        &self,
        act: &Act,
        asked: &Asked,
        attendee: Option<Name>,
    ) -> Option<Outcome<(Self, Registration)>> {
        self.open_to_come(act.at).ok().filter(|()| self.entry.is_public(act.at))?;
        let here = self.settle(act);
        let helps = asked.role == Role::Helps && self.is_held();
        let may = helps || here.answer.may_sit(asked.association, asked.claim, act.at);
        if self.entry.kind.has_slots() || !may {
            return None;
        }
        let until = (act.at + HELD_FOR).min(self.entry.starts_at);
        let seat = here.answer.seat(act, asked, attendee);
        let seat = Registration { state: Seat::Held { until }, ..seat };
        Some(here.then(|here| here.put(seat.clone())).map(|here| (here, seat)))
    }

    /// Turns a seat that is held or offered into a registration, in time or if one is still free. An association that
    /// took another seat there since keeps that one.
    ///
    /// Errors: `EntryPast`; `SeatReleased`, it was given back or has passed on; `StillWaiting`.
    pub fn confirm_held(
        &self,
        act: &Act,
        registration: RegistrationId,
    ) -> Result<Outcome<RegistrationId>, Broken> {
        self.open_to_come(act.at)?;
        let here = self.settle(act);
        let seat = here.answer.registration(registration).ok_or(Broken::SeatReleased)?;
        let since = |other: &&Registration| {
            other.association == seat.association
                && other.takes_seat(act.at)
                && other.number > seat.number
        };
        let since = here.answer.registrations.iter().find(since).filter(|_| seat.is_cancelled());
        let seat = since.unwrap_or(seat).clone();
        match seat.state {
            Seat::Registered => Ok(Outcome::of(seat.id)),
            Seat::Held { .. } | Seat::Offered { .. } => {
                Ok(here.then(|here| here.confirm(act, &seat)))
            }
            Seat::Waiting => Err(Broken::StillWaiting),
            Seat::Cancelled(CancelledBy::Silence) if here.answer.has_room_for(&seat, act.at) => {
                Ok(here.then(|here| here.confirm(act, &seat)))
            }
            Seat::Cancelled(_) => Err(Broken::SeatReleased),
        }
    }

    fn has_room_for(&self, seat: &Registration, now: DateTime<Utc>) -> bool {
        match seat.slot {
            Some(slot) => self.at_slot(slot, now).is_none(),
            None => self.may_sit(seat.association, seat.claim, now),
        }
    }

    /// Who has this slot of a reception day.
    pub fn at_slot(&self, slot: SlotId, now: DateTime<Utc>) -> Option<&Registration> {
        self.registrations.iter().find(|r| r.slot == Some(slot) && r.takes_seat(now))
    }

    /// Gives a seat back, or leaves the line, before the date begins: whoever is next is offered it. A seat that nobody
    /// had yet leaves no trace on the journey.
    ///
    /// Errors: `SeatReleased`, it is of another date; `OutOfOrder`, presence is noted; `EntryPast`.
    pub fn cancel(&self, act: &Act, registration: RegistrationId) -> Result<Outcome<()>, Broken> {
        let seat = self.registration(registration).ok_or(Broken::SeatReleased)?;
        if seat.presence.is_some() {
            return Err(Broken::OutOfOrder);
        }
        if seat.is_cancelled() {
            // Given back already; the association may have taken another seat there since.
            return Ok(Outcome::of(()));
        }
        let had = seat.state == Seat::Registered;
        if had && act.at >= self.entry.starts_at {
            return Err(Broken::EntryPast);
        }
        let given = seat.in_state(Seat::Cancelled(CancelledBy::Association), act.at);
        let given = self.put(given);
        let given = match had {
            true => given.event(act, seat.journey, EventKind::SeatGivenBack, seat.entry.0),
            false => given,
        };
        Ok(given.then(|here| here.settle(act)).map(|_| ()))
    }

    /// Says anew how many may come, and who first. Nobody who has a seat loses it.
    ///
    /// Errors: `EntryPast`; `OutOfOrder`, each seat has its own hour; `SeatsTaken`, more have a seat than there would be.
    pub fn set_seats(
        &self,
        act: &Act,
        _by: &OrganizerHat,
        seats: Seats,
    ) -> Result<Outcome<()>, Broken> {
        self.open_to_come(act.at)?;
        if self.entry.kind.has_slots() {
            return Err(Broken::OutOfOrder);
        }
        if self.learners(act.at).count() > seats.total as usize {
            return Err(Broken::SeatsTaken);
        }
        let entry = Entry { seats, ..self.entry.clone() };
        let here = Self { entry: entry.clone(), ..self.clone() };
        let said = Outcome::of(here).change(Change::Entry(entry));
        Ok(said.then(|here| here.settle(act)).map(|_| ()))
    }

    /// Says who comes in this seat.
    ///
    /// Errors: `SeatReleased`, it is of another date, or was given back; `EntryPast`.
    pub fn name(
        &self,
        act: &Act,
        registration: RegistrationId,
        attendee: Option<Name>,
    ) -> Result<Outcome<()>, Broken> {
        self.open_to_come(act.at)?;
        let seat = self.registration(registration).filter(|seat| !seat.is_cancelled());
        let seat = seat.ok_or(Broken::SeatReleased)?;
        if seat.attendee == attendee {
            return Ok(Outcome::of(()));
        }
        let sequence = seat.sequence + 1;
        let named = Registration { attendee, sequence, ..seat.clone() };
        Ok(self.put(named).map(|_| ()))
    }

    /// The registration of this id, given back or not. None: it is for another date.
    pub fn registration(&self, id: RegistrationId) -> Option<&Registration> {
        self.registrations.iter().find(|r| r.id == id)
    }

    pub(crate) fn confirm(&self, act: &Act, seat: &Registration) -> Outcome<RegistrationId> {
        let seat = seat.in_state(Seat::Registered, act.at);
        let id = seat.id;
        self.take(act, seat).map(|_| id)
    }

    /// Writes a seat that is taken, and tells it on the journey.
    fn take(&self, act: &Act, seat: Registration) -> Outcome<Self> {
        let told = self.seat_taken(act, seat.clone());
        told.map(|_| self.with(seat))
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

#[cfg(test)]
mod tests;
