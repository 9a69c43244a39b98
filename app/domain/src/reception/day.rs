//! A reception day: slots that associations choose, volunteers who are there, and who comes without a slot.

use super::{Duty, ReceptionChange};
use crate::accounts::{Association, AssociationKind, Begun, OrganizerHat};
use crate::act::{Act, Broken, Change, NextStep, Outcome, Refusal, RefusalReason};
use crate::associations::{About, mail_domain};
use crate::ids::{AssociationId, EntryId, JourneyId, PersonId, RegistrationId, SlotId};
use crate::journey::{EventKind, JourneyHead};
use crate::mail::{Addressee, Letter, Urgency};
use crate::paris;
use crate::text::{Email, Lang, Name, Title};
use crate::workshops::{Entry, EntryKind, HELD_FOR, Presence, Registration, Seat, Seating};
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
        let opened = Outcome::of(entry).change(Change::Entry(Entry {
            id: entry,
            kind: EntryKind::Reception,
            workshop: None,
            edition: None,
            theme: None,
            level: None,
            title: self.title.clone(),
            place: self.place.clone(),
            access: self.access.clone(),
            starts_at: self.starts_at,
            ends_at: at(self.slots),
            seats: self.slots,
            host: None,
        }));
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

    /// Those that nobody has, and that have not begun.
    pub fn free(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(move |slot| now < slot.starts_at && self.is_free(slot, now))
    }

    fn is_free(&self, slot: &Slot, now: DateTime<Utc>) -> bool {
        self.seating.at_slot(slot.id, now).is_none()
    }

    /// Takes a slot, or changes to it. Where another association has it, the nearest free one is held instead: of this
    /// day, else of the first of `elsewhere` that has one.
    ///
    /// Errors: `EntryPast`, `AlreadyRegistered`.
    pub fn book(
        &self,
        act: &Act,
        slot: &Slot,
        association: AssociationId,
        journey: JourneyId,
        elsewhere: &[Self],
    ) -> Result<Outcome<Result<RegistrationId, Refusal>>, Broken> {
        if act.at >= slot.starts_at {
            return Err(Broken::EntryPast);
        }
        let own = self.seating.of(association, act.at);
        if let Some(seat) = own.filter(|seat| seat.slot == Some(slot.id)) {
            return match seat.state {
                Seat::Held { .. } => Ok(self.seating.confirm(act, seat).map(Ok)),
                _ => Err(Broken::AlreadyRegistered),
            };
        }
        if !self.is_free(slot, act.at) {
            return Ok(self.instead(act, slot, own, (association, journey), elsewhere));
        }
        let given = own.map_or(Outcome::of(()), |seat| given_back(act, seat));
        let taken = self.seat(act, slot, (association, journey), Seat::Registered);
        let taken = self.seating.seat_taken(act, taken);
        let id = taken.answer;
        Ok(given.and(taken).map(|()| Ok(id)))
    }

    /// What is offered to who asked for a slot that another association has.
    fn instead(
        &self,
        act: &Act,
        wanted: &Slot,
        own: Option<&Registration>,
        whose: (AssociationId, JourneyId),
        elsewhere: &[Self],
    ) -> Outcome<Result<RegistrationId, Refusal>> {
        let at = self.seating.entry.id;
        let nearest = self.free(act.at).min_by_key(|slot| {
            let apart = slot.starts_at - wanted.starts_at;
            (apart.num_minutes().abs(), slot.starts_at)
        });
        let reason = match nearest {
            Some(_) => RefusalReason::SlotTaken(at),
            None => RefusalReason::Full(at),
        };
        if own.is_some() {
            return Outcome::of(Err(Refusal::new(reason, NextStep::OtherSlots(at))));
        }
        let others = || elsewhere.iter().filter(|day| day.seating.entry.id != at);
        // Asked again, the same slot is kept: one press, one slot.
        let kept = others().find_map(|day| day.seating.held_by(whose.0, act.at).cloned());
        let held = match (nearest, kept) {
            (Some(slot), _) => Some(self.hold(act, slot, whose)),
            (None, Some(kept)) => Some(Outcome::of(kept)),
            (None, None) => others()
                .filter(|day| day.seating.of(whose.0, act.at).is_none())
                .find_map(|day| Some(day.hold(act, day.free(act.at).next()?, whose))),
        };
        let Some(held) = held else {
            return Outcome::of(Err(Refusal::new(reason, NextStep::Visit)));
        };
        held.map(|seat| {
            let until = match seat.state {
                Seat::Held { until } => until,
                _ => act.at,
            };
            let (entry, registration) = (seat.entry, seat.id);
            Err(Refusal::new(reason, NextStep::HeldSeat { entry, registration, until }))
        })
    }

    fn hold(
        &self,
        act: &Act,
        slot: &Slot,
        whose: (AssociationId, JourneyId),
    ) -> Outcome<Registration> {
        let until = (act.at + HELD_FOR).min(slot.starts_at);
        let seat = self.seat(act, slot, whose, Seat::Held { until });
        Outcome::of(seat.clone()).change(Change::Registration(seat))
    }

    fn seat(
        &self,
        act: &Act,
        slot: &Slot,
        (association, journey): (AssociationId, JourneyId),
        state: Seat,
    ) -> Registration {
        Registration {
            id: act.id().into(),
            entry: self.seating.entry.id,
            association,
            journey,
            state,
            since: act.at,
            presence: None,
            slot: Some(slot.id),
        }
    }

    /// An association is at the door, and is welcomed: in its own slot, in the next free one, or in a new one after the
    /// last. It is noted as present.
    ///
    /// Errors: `TooEarly` or `EntryPast` on another day.
    pub fn walk_in(
        &self,
        act: &Act,
        association: AssociationId,
        journey: JourneyId,
    ) -> Result<Outcome<RegistrationId>, Broken> {
        let entry = &self.seating.entry;
        match paris::day(act.at).cmp(&paris::day(entry.starts_at)) {
            Ordering::Less => return Err(Broken::TooEarly),
            Ordering::Greater => return Err(Broken::EntryPast),
            Ordering::Equal => {}
        }
        let (made, seat) = match self.seating.of(association, act.at) {
            Some(own) if own.presence == Some(Presence::Present) => return Ok(Outcome::of(own.id)),
            Some(own) => (Outcome::of(()), own.in_state(Seat::Registered, own.since)),
            None => {
                let open = |slot: &&Slot| act.at < slot.ends_at && self.is_free(slot, act.at);
                let (made, slot) = match self.slots.iter().find(open) {
                    Some(slot) => (Outcome::of(()), slot.clone()),
                    None => self.after_the_last(act),
                };
                (made, self.seat(act, &slot, (association, journey), Seat::Registered))
            }
        };
        let present = Registration { presence: Some(Presence::Present), ..seat };
        let id = present.id;
        Ok(made
            .event(act, present.journey, EventKind::ReceptionAttended, entry.id.0)
            .change(Change::Registration(present))
            .map(|()| id))
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
        let (seats, until) = (entry.seats + 1, entry.ends_at.max(ends_at));
        let longer = Entry { seats, ends_at: until, ..entry.clone() };
        let made = Outcome::of(())
            .change(Change::Entry(longer))
            .change(ReceptionChange::Slot(slot.clone()).into());
        (made, slot)
    }

    /// Says which volunteers are there, and who leads in which slot. Who is newly there is told.
    ///
    /// Errors: `NotOnDuty`, who leads in a slot is not there.
    pub fn staff(
        &self,
        act: &Act,
        by: &OrganizerHat,
        there: &[PersonId],
        leads: &[(SlotId, Option<PersonId>)],
    ) -> Result<Outcome<()>, Broken> {
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
                let led = Slot { volunteer, ..slot.clone() };
                outcome = outcome.change(ReceptionChange::Slot(led).into());
            }
        }
        Ok(outcome)
    }

    /// Tells those who are there, the day before.
    pub fn remind(&self, act: &Act) -> Outcome<()> {
        let entry = self.seating.entry.id;
        self.duties.iter().fold(Outcome::of(()), |outcome, person| {
            let (key, to) = (format!("duty_tomorrow:{entry}:{person}"), Addressee::Person(*person));
            outcome.mail_once(act, key, to, Letter::DutyTomorrow { entry }, Urgency::Now)
        })
    }
}

/// Gives a slot back, for another.
fn given_back(act: &Act, seat: &Registration) -> Outcome<()> {
    let given = Change::Registration(seat.in_state(Seat::Cancelled, act.at));
    let outcome = Outcome::of(()).change(given);
    match seat.state {
        Seat::Registered => {
            outcome.event(act, seat.journey, EventKind::SeatGivenBack, seat.entry.0)
        }
        _ => outcome,
    }
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
