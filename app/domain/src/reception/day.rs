//! A reception day: slots that associations choose, volunteers who are there, and who comes without a slot.

use super::{Duty, ReceptionChange};
use crate::accounts::{Association, AssociationKind, Begun, OrganizerHat};
use crate::act::{Act, Broken, Change, NextStep, Outcome, Refusal, RefusalReason};
use crate::associations::{About, Crew, mail_domain};
use crate::ids::{AssociationId, EntryId, JourneyId, PersonId, RegistrationId, SlotId};
use crate::journey::{EventKind, JourneyHead};
use crate::mail::{Addressee, Letter, Urgency};
use crate::paris;
use crate::text::{Email, Lang, Name, Title};
use crate::workshops::{
    Asked, CancelledBy, Displaced, Entry, EntryKind, HELD_FOR, Presence, Registration, Seat,
    Seating, Seats,
};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::ops::RangeInclusive;

/// A stretch of the day, for one association.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub id: SlotId,
    pub entry: EntryId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// Who leads the diagnosis. None: whoever of those who are there is free.
    pub volunteer: Option<PersonId>,
}

/// A day about to be opened: slots of one length, one after the other.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opening {
    pub title: Title,
    pub place: Name,
    pub access: Option<String>,
    pub starts_at: DateTime<Utc>,
    pub slots: u32,
    /// Of a slot.
    pub minutes: u32,
}

impl Opening {
    /// How many slots a day may have.
    pub const SLOTS: RangeInclusive<u32> = 1..=24;
    /// How long they may be.
    pub const MINUTES: RangeInclusive<u32> = 15..=180;

    /// Puts the day in the agenda.
    ///
    /// Errors: `EntryPast`.
    pub fn open(self, act: &Act, _by: &OrganizerHat) -> Result<Outcome<EntryId>, Broken> {
        if self.starts_at <= act.at {
            return Err(Broken::EntryPast);
        }
        let entry = EntryId(act.id());
        let at = |n: u32| self.starts_at + Duration::minutes((n * self.minutes).into());
        let slots = (0..self.slots).map(|n| Slot {
            id: act.id().into(),
            entry,
            starts_at: at(n),
            ends_at: at(n + 1),
            volunteer: None,
        });
        let (from, to) = (self.starts_at, at(self.slots));
        let (kind, title, place) = (EntryKind::Reception, self.title.clone(), self.place.clone());
        let day = Entry::new(entry, kind, title, place, (from, to), self.slots);
        let day = Entry { access: self.access.clone(), ..day };
        let opened = Outcome::of(entry).change(Change::Entry(day));
        Ok(slots.fold(opened, |opened, slot| opened.change(ReceptionChange::Slot(slot).into())))
    }
}

/// A reception day with all that is decided on, read under the lock of its row.
#[derive(Clone, Debug)]
pub struct ReceptionDay {
    pub seating: Seating,
    /// By their hour.
    pub slots: Vec<Slot>,
    /// The volunteers who are there.
    pub duties: Vec<PersonId>,
}

impl ReceptionDay {
    /// None: it is of another day.
    pub fn slot(&self, id: SlotId) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.id == id)
    }

    /// Whether this person is at the desk that day.
    pub fn is_on_duty(&self, person: PersonId) -> bool {
        self.seating.entry.called_off.is_none() && self.duties.contains(&person)
    }

    /// Those that nobody has, and that have not begun; none once the day is called off.
    pub fn free(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Slot> {
        let held = self.seating.entry.called_off.is_none();
        self.slots.iter().filter(move |s| held && now < s.starts_at && self.is_free(s, now))
    }

    fn is_free(&self, slot: &Slot, now: DateTime<Utc>) -> bool {
        self.seating.at_slot(slot.id, now).is_none()
    }

    /// The seat of this association whose hour is to come.
    fn to_come(&self, association: AssociationId, now: DateTime<Utc>) -> Option<&Registration> {
        self.seating.of(association, now).filter(|seat| {
            let slot = seat.slot.and_then(|slot| self.slot(slot));
            slot.is_some_and(|slot| now < slot.starts_at)
        })
    }

    /// Takes a slot. An association has one at a time: the one that it had, on this day or of `elsewhere`, is given
    /// back. Where the slot is not to be had, the nearest free one is held instead: of this day, else of the first of
    /// `elsewhere` that has one.
    ///
    /// Errors: `EntryPast`; `AlreadyRegistered`, it has this slot, or was welcomed that day.
    pub fn book(
        &self,
        act: &Act,
        slot: &Slot,
        guest: &Guest,
        elsewhere: &[Self],
    ) -> Result<Outcome<Result<RegistrationId, Refusal>>, Broken> {
        if act.at >= slot.starts_at {
            return Err(Broken::EntryPast);
        }
        let association = guest.association();
        let own = self.seating.of(association, act.at);
        if own.is_some_and(|seat| seat.presence == Some(Presence::Present)) {
            return Err(Broken::AlreadyRegistered);
        }
        if let Some(seat) = own.filter(|seat| seat.slot == Some(slot.id)) {
            return match seat.state {
                Seat::Held { .. } => Ok(self.seating.confirm(act, seat).map(Ok)),
                _ => Err(Broken::AlreadyRegistered),
            };
        }
        let others = elsewhere.iter().filter_map(|day| day.to_come(association, act.at));
        let had: Vec<&Registration> = own.into_iter().chain(others).collect();
        if !self.free(act.at).any(|free| free.id == slot.id) {
            return Ok(self.instead(act, slot, guest, &had, elsewhere));
        }
        let given = given_back(act, &had);
        let taken = self.seat(act, slot, guest, Seat::Registered);
        let id = taken.answer.id;
        let booked = self.seating.seat_taken(act, taken.answer.clone());
        Ok(given.and(booked).and(taken).map(|()| Ok(id)))
    }

    /// What is offered to who asked for a slot that is not to be had. `had` are the seats of who asks.
    fn instead(
        &self,
        act: &Act,
        wanted: &Slot,
        guest: &Guest,
        had: &[&Registration],
        elsewhere: &[Self],
    ) -> Outcome<Result<RegistrationId, Refusal>> {
        let at = self.seating.entry.id;
        let nearest = self.free(act.at).min_by_key(|slot| {
            let apart = slot.starts_at - wanted.starts_at;
            (apart.num_minutes().abs(), slot.starts_at)
        });
        let reason = match nearest {
            _ if self.seating.entry.called_off.is_some() => RefusalReason::CalledOff(at),
            Some(_) => RefusalReason::SlotTaken(at),
            None => RefusalReason::Full(at),
        };
        let keeps = |seat: &&Registration| seat.entry == at || seat.state == Seat::Registered;
        if had.iter().any(keeps) {
            return Outcome::of(Err(Refusal::new(reason, NextStep::OtherSlots(at))));
        }
        let held = match (nearest, had) {
            (Some(slot), _) => {
                let held = self.hold(act, slot, guest);
                let seat = held.answer.clone();
                Some(given_back(act, had).and(held).map(|()| seat))
            }
            // Asked again, the same slot is kept: one press, one slot.
            (None, [kept, ..]) => Some(Outcome::of((*kept).clone())),
            (None, []) => {
                let first = |day: &Self| Some(day.hold(act, day.free(act.at).next()?, guest));
                elsewhere.iter().filter(|day| day.seating.entry.id != at).find_map(first)
            }
        };
        let Some(held) = held else {
            return Outcome::of(Err(Refusal::new(reason, NextStep::Visit)));
        };
        held.map(|seat| {
            let until = seat.state.until().unwrap_or(act.at);
            let (entry, registration) = (seat.entry, seat.id);
            Err(Refusal::new(reason, NextStep::HeldSeat { entry, registration, until }))
        })
    }

    fn hold(&self, act: &Act, slot: &Slot, guest: &Guest) -> Outcome<Registration> {
        let until = (act.at + HELD_FOR).min(slot.starts_at);
        let seat = self.seat(act, slot, guest, Seat::Held { until });
        let held = seat.answer.clone();
        seat.change(Change::Registration(held))
    }

    /// The slot as a seat of this association, not written yet. Who was to lead there and acts for it leads no more.
    fn seat(&self, act: &Act, slot: &Slot, guest: &Guest, state: Seat) -> Outcome<Registration> {
        let asked = Asked::one(guest.association(), guest.journey);
        let seat = self.seating.seat(act, &asked, None);
        let seat = Outcome::of(Registration { state, slot: Some(slot.id), ..seat });
        match slot.volunteer.filter(|leads| guest.crew.member(*leads).is_some()) {
            Some(_) => {
                seat.change(ReceptionChange::Slot(Slot { volunteer: None, ..slot.clone() }).into())
            }
            None => seat,
        }
    }

    /// An association is at the door, and is welcomed: in its own slot, in the next free one, or in a new one after the
    /// last. It is noted as present.
    ///
    /// Errors: `TooEarly` or `EntryPast` on another day; `CalledOff`.
    pub fn walk_in(&self, act: &Act, guest: &Guest) -> Result<Outcome<RegistrationId>, Broken> {
        let entry = &self.seating.entry;
        if entry.called_off.is_some() {
            return Err(Broken::CalledOff);
        }
        match paris::day(act.at).cmp(&paris::day(entry.starts_at)) {
            Ordering::Less => return Err(Broken::TooEarly),
            Ordering::Greater => return Err(Broken::EntryPast),
            Ordering::Equal => {}
        }
        let seat = match self.seating.of(guest.association(), act.at) {
            Some(own) if own.presence == Some(Presence::Present) => return Ok(Outcome::of(own.id)),
            Some(own) => Outcome::of(own.in_state(Seat::Registered, own.since)),
            None => {
                let open = |slot: &&Slot| act.at < slot.ends_at && self.is_free(slot, act.at);
                let (made, slot) = match self.slots.iter().find(open) {
                    Some(slot) => (Outcome::of(()), slot.clone()),
                    None => self.after_the_last(act),
                };
                let seat = self.seat(act, &slot, guest, Seat::Registered);
                let registration = seat.answer.clone();
                made.and(seat).map(|()| registration)
            }
        };
        let present = Registration { presence: Some(Presence::Present), ..seat.answer.clone() };
        let id = present.id;
        Ok(seat
            .event(act, present.journey, EventKind::ReceptionAttended, entry.id.0)
            .change(Change::Registration(present))
            .map(|_| id))
    }

    /// A slot more, for who is there when all are taken.
    fn after_the_last(&self, act: &Act) -> (Outcome<()>, Slot) {
        let entry = &self.seating.entry;
        let (end, length) = match self.slots.last() {
            Some(last) => (last.ends_at, last.ends_at - last.starts_at),
            None => (entry.starts_at, Duration::minutes(30)),
        };
        let (id, starts_at) = (act.id().into(), end.max(act.at));
        let ends_at = starts_at + length;
        let slot = Slot { id, entry: entry.id, starts_at, ends_at, volunteer: None };
        let seats = Seats::plain(entry.seats.total + 1);
        let longer = Entry { seats, ends_at: entry.ends_at.max(ends_at), ..entry.clone() };
        let made = Outcome::of(())
            .change(Change::Entry(longer))
            .change(ReceptionChange::Slot(slot.clone()).into());
        (made, slot)
    }

    /// Says which volunteers are there, and who leads in which slot. Who is newly there is told. `crews` are those of
    /// the associations that come.
    ///
    /// Errors: `CalledOff`; `NotOnDuty`, who leads in a slot is not there; `OwnAssociation`, who leads in a slot, or
    /// chooses who does, acts for the association that has it.
    pub fn staff(
        &self,
        act: &Act,
        by: &OrganizerHat,
        there: &[PersonId],
        leads: &[(SlotId, Option<PersonId>)],
        crews: &[Crew],
    ) -> Result<Outcome<()>, Broken> {
        if self.seating.entry.called_off.is_some() {
            return Err(Broken::CalledOff);
        }
        let entry = self.seating.entry.id;
        let mut outcome = Outcome::of(());
        for gone in self.duties.iter().filter(|person| !there.contains(person)) {
            outcome = outcome.change(ReceptionChange::OffDuty(entry, *gone).into());
        }
        for new in there.iter().filter(|person| !self.duties.contains(person)) {
            let duty = Duty { entry, person: *new, at: act.at, by: Some(by.person()) };
            let (to, letter) = (Addressee::Person(*new), Letter::OnDuty { entry });
            outcome = outcome.change(ReceptionChange::OnDuty(duty).into()).mail(act, to, letter);
        }
        for slot in &self.slots {
            let said = leads.iter().find(|(id, _)| *id == slot.id).map(|(_, who)| *who);
            if said.flatten().is_some_and(|who| !there.contains(&who)) {
                return Err(Broken::NotOnDuty);
            }
            let volunteer = said.unwrap_or(slot.volunteer).filter(|who| there.contains(who));
            if volunteer != slot.volunteer {
                let own = |person| self.comes_for(slot, person, crews, act.at);
                if volunteer.is_some_and(|leads| own(leads) || own(by.person())) {
                    return Err(Broken::OwnAssociation);
                }
                let led = Slot { volunteer, ..slot.clone() };
                outcome = outcome.change(ReceptionChange::Slot(led).into());
            }
        }
        Ok(outcome)
    }

    /// Whether this person acts for the association that has this slot.
    pub fn comes_for(
        &self,
        slot: &Slot,
        person: PersonId,
        crews: &[Crew],
        now: DateTime<Utc>,
    ) -> bool {
        let seat = self.seating.at_slot(slot.id, now);
        let crew = seat.and_then(|seat| crews.iter().find(|c| c.association == seat.association));
        crew.is_some_and(|crew| crew.member(person).is_some())
    }

    /// Calls the day off. Each association that has still to come gives its slot up, and has one held instead: the
    /// first free one of `elsewhere`, where there is one. Who was to be at the desk is told; the answer is for those who
    /// had a slot. `crews` are those of the associations that come.
    ///
    /// Errors: `EntryPast`, it has ended; `CalledOff`, already.
    pub fn call_off(
        &self,
        act: &Act,
        _by: &OrganizerHat,
        crews: &[Crew],
        elsewhere: &[Self],
    ) -> Result<Outcome<Vec<Displaced>>, Broken> {
        let entry = &self.seating.entry;
        let mut outcome = Outcome::of(()).change(Change::Entry(entry.off(act)?));
        let others = elsewhere.iter().filter(|day| day.seating.entry.id != entry.id);
        let mut free = others.flat_map(|day| day.free(act.at).map(move |slot| (day, slot)));
        let mut displaced = Vec::new();
        let coming = self.slots.iter().filter_map(|slot| self.seating.at_slot(slot.id, act.at));
        for seat in coming.filter(|seat| seat.presence.is_none()) {
            outcome = outcome.and(seat.off(act));
            let crew = crews.iter().find(|crew| crew.association == seat.association);
            let crew = crew.cloned().unwrap_or_else(|| Crew::nobody(seat.association));
            let guest = Guest { crew, journey: seat.journey };
            let held = free.next().map(|(day, slot)| day.hold(act, slot, &guest));
            let instead = held.as_ref().map(|held| held.answer.clone());
            outcome = held.into_iter().fold(outcome, Outcome::and);
            displaced.push(Displaced { seat: seat.clone(), instead });
        }
        let told = |all: Outcome<()>, person: &PersonId| {
            let letter = Letter::DutyCalledOff { entry: entry.id };
            all.mail(act, Addressee::Person(*person), letter)
        };
        Ok(self.duties.iter().fold(outcome, told).map(|()| displaced))
    }

    /// Tells those who are there, the day before.
    pub fn remind(&self, act: &Act) -> Outcome<()> {
        let entry = self.seating.entry.id;
        if self.seating.entry.called_off.is_some() {
            return Outcome::of(());
        }
        self.duties.iter().fold(Outcome::of(()), |outcome, person| {
            let (key, to) = (format!("duty_tomorrow:{entry}:{person}"), Addressee::Person(*person));
            outcome.mail_once(act, key, to, Letter::DutyTomorrow { entry }, Urgency::Now)
        })
    }
}

/// An association that comes, with those who act for it: none of them leads its diagnosis.
#[derive(Clone, Debug)]
pub struct Guest {
    pub crew: Crew,
    pub journey: JourneyId,
}

impl Guest {
    /// Which.
    pub fn association(&self) -> AssociationId {
        self.crew.association
    }
}

/// Gives slots back, for another.
fn given_back(act: &Act, seats: &[&Registration]) -> Outcome<()> {
    let mut given = Outcome::of(());
    for seat in seats {
        let back = seat.in_state(Seat::Cancelled(CancelledBy::Association), act.at);
        given = given.change(Change::Registration(back));
        if seat.state == Seat::Registered {
            given = given.event(act, seat.journey, EventKind::SeatGivenBack, seat.entry.0);
        }
    }
    given
}

/// An association that nobody knew comes to the door: its name, and an address if somebody leaves one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WalkIn {
    pub name: Name,
    pub email: Option<Email>,
    pub lang: Lang,
}

impl WalkIn {
    /// Begins its journey. Its need is told in the interview, or later; with an address, it can be claimed.
    pub fn begin(self, act: &Act) -> Outcome<(AssociationId, JourneyId, Option<Begun>)> {
        let (association, journey) = (AssociationId(act.id()), JourneyId(act.id()));
        let mail_domain = self.email.as_ref().and_then(mail_domain);
        let begun = self.email.map(|email| Begun {
            id: act.id().into(),
            name: self.name.clone(),
            email,
            lang: self.lang,
            journey,
            at: act.at,
            claimed_at: None,
            person: None,
        });
        let opened = Outcome::of((association, journey, begun.clone()))
            .change(Change::Association(Association {
                id: association,
                name: self.name,
                kind: AssociationKind::NonProfit,
                city: None,
                rna: None,
                siret: None,
                about: About { mail_domain, ..About::default() },
                created_at: act.at,
            }))
            .change(Change::Journey(JourneyHead {
                id: journey,
                association,
                inspired_by: None,
                opened_at: act.at,
            }));
        match begun {
            Some(begun) => opened.change(Change::Begun(begun)),
            None => opened,
        }
    }
}

#[cfg(test)]
mod tests;
