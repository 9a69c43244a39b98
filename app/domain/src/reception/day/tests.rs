//! A reception day, decided on as it fills.

use super::*;
use crate::accounts::Action;
use crate::accounts::Membership;
use crate::testing::{act, crew, day, events, everyone, id, seats, title};
use crate::workshops::Claim;
use proptest::prelude::*;

fn opened(slots: u32, on: DateTime<Utc>) -> ReceptionDay {
    let organizer = everyone().organizer_of(Action::Hackathon).expect("everyone is one");
    let opening = Opening {
        title: title("Journée d’accueil"),
        place: Name::stored("Tours".to_owned()),
        access: None,
        starts_at: on,
        slots,
        minutes: 30,
    };
    let outcome = opening.open(&act(day(0)), &organizer).expect("it is to come");
    let mut made = None;
    let mut all = Vec::new();
    for change in outcome.changes {
        match change {
            Change::Entry(entry) => made = Some(entry),
            Change::Reception(ReceptionChange::Slot(slot)) => all.push(slot),
            other => panic!("{other:?}"),
        }
    }
    let entry = made.expect("a day");
    ReceptionDay {
        seating: Seating { entry, registrations: Vec::new() },
        slots: all,
        duties: Vec::new(),
    }
}

impl ReceptionDay {
    /// As the store would load it next.
    fn after<T>(self, outcome: &Outcome<T>) -> Self {
        let mut next = Self { seating: self.seating.after(outcome), ..self };
        let this = next.seating.entry.id;
        for change in &outcome.changes {
            match change {
                Change::Entry(entry) if entry.id == this => next.seating.entry = entry.clone(),
                Change::Reception(ReceptionChange::Slot(slot)) if slot.entry == this => {
                    next.slots.retain(|other| other.id != slot.id);
                    next.slots.push(slot.clone());
                    next.slots.sort_by_key(|slot| slot.starts_at);
                }
                Change::Reception(ReceptionChange::OnDuty(duty)) => next.duties.push(duty.person),
                Change::Reception(ReceptionChange::OffDuty(_, person)) => {
                    next.duties.retain(|other| other != person);
                }
                _ => {}
            }
        }
        next
    }

    fn takes(
        &self,
        at: DateTime<Utc>,
        nth: usize,
        who: u128,
        elsewhere: &[Self],
    ) -> Result<Outcome<Result<RegistrationId, Refusal>>, Broken> {
        self.book(&act(at), &self.slots[nth], &guest(who), elsewhere)
    }

    fn with(self, nth: usize, who: u128) -> Self {
        let taken = self.takes(day(1), nth, who, &[]).expect("allowed");
        assert!(taken.answer.is_ok());
        self.after(&taken)
    }
}

/// An association of that number, for which the person of that number acts.
fn guest(who: u128) -> Guest {
    Guest { crew: acting(who, who), journey: id(who) }
}

/// An association for which this person acts.
fn acting(association: u128, person: u128) -> Crew {
    let (person, since) = (id(person), day(0));
    crew(
        association,
        vec![Membership { person, association: id(association), referent: true, since }],
    )
}

fn letters<T>(outcome: &Outcome<T>) -> usize {
    outcome.changes.iter().filter(|change| matches!(change, Change::Mail(_))).count()
}

const ON: i64 = 10;

#[test]
fn reception_a_day_has_its_slots_one_after_the_other() {
    let day_ = opened(4, day(ON));
    assert_eq!((day_.slots.len(), day_.seating.entry.seats.total), (4, 4));
    assert_eq!(day_.slots[0].starts_at, day(ON));
    assert!(day_.slots.windows(2).all(|two| two[0].ends_at == two[1].starts_at));
    assert_eq!(day_.seating.entry.ends_at, day_.slots[3].ends_at);
    assert_eq!(day_.seating.entry.kind.action(), Action::Hackathon);
    let organizer = everyone().organizer().expect("everyone is one");
    let past = Opening {
        title: title("…"),
        place: Name::stored("…".to_owned()),
        access: None,
        starts_at: day(0),
        slots: 1,
        minutes: 30,
    };
    assert_eq!(past.open(&act(day(0)), &organizer).map(drop), Err(Broken::EntryPast));
}

#[test]
fn reception_a_slot_is_taken_and_changed() {
    let empty = opened(3, day(ON));
    let taken = empty.takes(day(1), 0, 1, &[]).expect("allowed");
    assert_eq!(events(&taken), [EventKind::ReceptionBooked]);
    let first = empty.after(&taken);
    assert_eq!(first.takes(day(1), 0, 1, &[]).map(drop), Err(Broken::AlreadyRegistered));
    let moved = first.takes(day(2), 2, 1, &[]).expect("allowed");
    assert_eq!(events(&moved), [EventKind::SeatGivenBack, EventKind::ReceptionBooked]);
    let moved = first.after(&moved);
    let free: Vec<_> = moved.free(day(2)).map(|slot| slot.id).collect();
    assert_eq!(free, [moved.slots[0].id, moved.slots[1].id]);
    assert_eq!(moved.seating.free(day(2)), 2);
    // Once it has begun, a slot is not for choosing any more.
    assert_eq!(moved.takes(day(ON), 0, 2, &[]).map(drop), Err(Broken::EntryPast));
    assert!(moved.takes(day(ON), 1, 2, &[]).is_ok());
    // Reception days have no seats without an hour.
    let plain = moved.seating.register(&act(day(2)), &Asked::one(id(3), id(3)), &[]);
    assert_eq!(plain.map(drop), Err(Broken::OutOfOrder));
    assert_eq!(moved.seating.hold(&act(day(2)), id(3), id(3), Claim::None), None);
}

#[test]
fn reception_who_comes_too_late_has_the_nearest_slot_held() {
    let day_ = opened(4, day(ON)).with(0, 1).with(2, 2);
    let refused = day_.takes(day(1), 2, 3, &[]).expect("allowed");
    let refusal = refused.answer.clone().expect_err("it is taken");
    assert_eq!(refusal.reason(), &RefusalReason::SlotTaken(day_.seating.entry.id));
    let [held] = &seats(&refused)[..] else { panic!("{refused:?}") };
    // The one before and the one after are as near: the sooner.
    assert_eq!(held.slot, Some(day_.slots[1].id));
    assert_eq!(held.state, Seat::Held { until: day(1) + HELD_FOR });
    let day_ = day_.after(&refused);
    // It counts for others, and one press confirms it.
    assert_eq!(day_.free(day(1)).count(), 1);
    let confirmed = day_.takes(day(2), 1, 3, &[]).expect("allowed");
    assert_eq!(events(&confirmed), [EventKind::ReceptionBooked]);
    // Past its date, another may have it; then it is not confirmed any more.
    let late = day(1) + HELD_FOR;
    let other = day_.takes(late, 1, 4, &[]).expect("allowed");
    assert!(other.answer.is_ok());
    let gone = day_.after(&other).seating.confirm_held(&act(late), held.id);
    assert_eq!(gone.map(drop), Err(Broken::SeatReleased));
}

#[test]
fn reception_a_full_day_leads_to_another_or_to_a_visit() {
    let full = opened(1, day(ON)).with(0, 1);
    let other = opened(2, day(ON + 20)).with(0, 1);
    let refused = full.takes(day(1), 0, 2, std::slice::from_ref(&other)).expect("allowed");
    let refusal = refused.answer.clone().expect_err("it is full");
    assert_eq!(refusal.reason(), &RefusalReason::Full(full.seating.entry.id));
    let NextStep::HeldSeat { entry, .. } = refusal.next() else { panic!("{refusal:?}") };
    assert_eq!(*entry, other.seating.entry.id);
    assert_eq!(seats(&refused)[0].slot, Some(other.slots[1].id));
    // Asked again, the same is kept.
    let held = other.clone().after(&refused);
    let again = full.takes(day(1), 0, 2, &[held]).expect("allowed");
    assert_eq!(seats(&again), []);
    assert_eq!(again.answer, refused.answer);
    // Nothing anywhere.
    let refused = full.takes(day(1), 0, 2, &[other.with(1, 5)]).expect("allowed");
    let refusal = refused.answer.expect_err("it is full");
    assert_eq!(refusal.next(), &NextStep::Visit);
    // Who has a slot that day keeps it, and has no second one held.
    let two = opened(2, day(ON)).with(0, 1).with(1, 2);
    let refused = two.takes(day(1), 1, 1, &[]).expect("allowed");
    assert_eq!(seats(&refused), []);
    let refusal = refused.answer.expect_err("it is taken");
    assert_eq!(refusal.next(), &NextStep::OtherSlots(two.seating.entry.id));
}

#[test]
fn reception_who_is_at_the_door_is_welcomed_that_day() {
    let on = day(ON) + Duration::hours(8);
    let day_ = opened(2, on).with(1, 1);
    let come = |day_: &ReceptionDay, at, who| day_.walk_in(&act(at), &guest(who));
    assert_eq!(come(&day_, day(ON - 1), 2).map(drop), Err(Broken::TooEarly));
    assert_eq!(come(&day_, day(ON + 1), 2).map(drop), Err(Broken::EntryPast));
    // In its own slot.
    let own = come(&day_, on, 1).expect("welcomed");
    assert_eq!(events(&own), [EventKind::ReceptionAttended]);
    assert_eq!(seats(&own)[0].slot, Some(day_.slots[1].id));
    // In the next free one, which may have begun.
    let next = come(&day_, on + Duration::minutes(10), 2).expect("welcomed");
    let [seat] = &seats(&next)[..] else { panic!("{next:?}") };
    assert_eq!((seat.slot, seat.presence), (Some(day_.slots[0].id), Some(Presence::Present)));
    let day_ = day_.after(&next);
    assert_eq!(seats(&come(&day_, on, 2).expect("welcomed twice")), []);
    // After the last.
    let more = come(&day_, on, 3).expect("welcomed");
    let day_ = day_.after(&more);
    assert_eq!((day_.slots.len(), day_.seating.entry.seats.total), (3, 3));
    assert_eq!(day_.slots[2].starts_at, day_.slots[1].ends_at);
    assert_eq!(day_.seating.entry.ends_at, day_.slots[2].ends_at);
    // Late in the day, not before now.
    let late = on + Duration::hours(5);
    let more = come(&day_, late, 4).expect("welcomed");
    assert_eq!(day_.after(&more).slots[3].starts_at, late);
}

#[test]
fn reception_volunteers_are_put_at_the_desk_and_told() {
    let organizer = everyone().organizer().expect("everyone is one");
    let day_ = opened(2, day(ON));
    let slot = |nth: usize, who: u128| vec![(day_.slots[nth].id, Some(id(who)))];
    let staffed = day_.staff(&act(day(1)), &organizer, &[id(7), id(8)], &slot(0, 7), &[]);
    let staffed = staffed.expect("both are there");
    assert_eq!(letters(&staffed), 2);
    let day_ = day_.clone().after(&staffed);
    assert_eq!((day_.duties.clone(), day_.slots[0].volunteer), (vec![id(7), id(8)], Some(id(7))));
    assert_eq!(letters(&day_.remind(&act(day(ON - 1)))), 2);
    // Said again, nothing changes and nobody is told twice.
    let again = day_.staff(&act(day(2)), &organizer, &[id(7), id(8)], &[], &[]).expect("the same");
    assert_eq!(again.changes, []);
    // Who leaves leads no more.
    let left = day_.staff(&act(day(2)), &organizer, &[id(8)], &[], &[]).expect("one is there");
    let left = day_.clone().after(&left);
    assert_eq!((left.duties, left.slots[0].volunteer), (vec![id(8)], None));
    let absent = day_.staff(&act(day(2)), &organizer, &[id(8)], &slot(1, 7), &[]);
    assert_eq!(absent, Err(Broken::NotOnDuty));
}

#[test]
fn reception_an_association_has_one_slot_at_a_time() {
    let first = opened(2, day(ON)).with(0, 1);
    let next = opened(2, day(ON + 20));
    // Another day: the first is given back.
    let moved = next.takes(day(2), 1, 1, std::slice::from_ref(&first)).expect("allowed");
    assert_eq!(events(&moved), [EventKind::SeatGivenBack, EventKind::ReceptionBooked]);
    assert_eq!(first.clone().after(&moved).free(day(2)).count(), 2);
    // What is past, or was come to, is a fact.
    let begun = next.takes(day(ON), 1, 1, std::slice::from_ref(&first)).expect("allowed");
    assert_eq!(events(&begun), [EventKind::ReceptionBooked]);
    let come = first.clone().after(&first.walk_in(&act(day(ON)), &guest(1)).expect("welcomed"));
    assert_eq!(come.takes(day(ON), 1, 1, &[]).map(drop), Err(Broken::AlreadyRegistered));
    // Where the slot is not to be had, it keeps the one that it has.
    let next = next.with(0, 2);
    let refused = next.takes(day(2), 0, 1, std::slice::from_ref(&first)).expect("allowed");
    assert_eq!(refused.changes, []);
    let refusal = refused.answer.expect_err("it is taken");
    assert_eq!(refusal.next(), &NextStep::OtherSlots(next.seating.entry.id));
    // One that is only held moves.
    let full = opened(1, day(ON)).with(0, 5);
    let held = full.takes(day(1), 0, 1, std::slice::from_ref(&next)).expect("allowed");
    let next = next.after(&held);
    let third = opened(2, day(ON + 30)).with(0, 6);
    let refused = third.takes(day(1), 0, 1, std::slice::from_ref(&next)).expect("allowed");
    let states: Vec<_> = seats(&refused).into_iter().map(|s| (s.entry, s.state)).collect();
    let until = day(1) + HELD_FOR;
    assert_eq!(
        states,
        [
            (next.seating.entry.id, Seat::Cancelled(CancelledBy::Association)),
            (third.seating.entry.id, Seat::Held { until })
        ]
    );
}

#[test]
fn reception_nobody_leads_the_diagnosis_of_their_own_association() {
    let organizer = everyone().organizer().expect("everyone is one");
    let lead = |day_: &ReceptionDay, nth: usize, who: u128, crews: &[Crew]| {
        let leads = [(day_.slots[nth].id, Some(id(who)))];
        day_.staff(&act(day(1)), &organizer, &[id(7), id(8)], &leads, crews)
    };
    let day_ = opened(3, day(ON)).with(0, 1);
    // Seven acts for the association that comes, or who chooses does.
    let (theirs, ours) = (acting(1, 7), acting(1, 900));
    let refused = |crew: &Crew, nth| lead(&day_, nth, 7, std::slice::from_ref(crew)).map(drop);
    assert_eq!(refused(&theirs, 0), Err(Broken::OwnAssociation));
    assert_eq!(refused(&ours, 0), Err(Broken::OwnAssociation));
    assert_eq!(refused(&theirs, 1), Ok(()));
    assert_eq!(lead(&day_, 0, 8, std::slice::from_ref(&theirs)).map(drop), Ok(()));
    // Who was to lead there leads no more once their association takes the slot, has it held, or is at the door.
    let led = day_.clone().after(&lead(&day_, 1, 7, &[]).expect("free"));
    let led_after = |outcome: &Outcome<_>| led.clone().after(outcome).slots[1].volunteer;
    let taken = |who| led.takes(day(2), 1, who, &[]).expect("allowed");
    assert_eq!((led_after(&taken(3)), led_after(&taken(7))), (Some(id(7)), None));
    let held = led.takes(day(2), 0, 7, &[]).expect("allowed");
    assert_eq!((seats(&held)[0].slot, led_after(&held)), (Some(led.slots[1].id), None));
    let come = led.walk_in(&act(day(ON)), &guest(7)).expect("welcomed");
    assert_eq!(led.clone().after(&come).slots[1].volunteer, None);
}

#[test]
fn reception_a_day_called_off_leaves_nobody_without_a_next_step() {
    let organizer = everyone().organizer().expect("everyone is one");
    let full = opened(1, day(ON)).with(0, 9);
    let day_ = opened(4, day(ON)).with(0, 1).with(2, 2).with(3, 3);
    let staffed = day_.staff(&act(day(1)), &organizer, &[id(7)], &[], &[]).expect("there");
    let day_ = day_.clone().after(&staffed);
    let call = |day_: &ReceptionDay, at, others: &[ReceptionDay]| {
        day_.call_off(&act(at), &organizer, &[acting(2, 7)], others)
    };
    // Two slots are free on the next day; who leads in the second acts for the association that has it held there.
    let next = opened(3, day(ON + 20)).with(0, 8);
    let leads = [(next.slots[2].id, Some(id(7)))];
    let next = next
        .clone()
        .after(&next.staff(&act(day(1)), &organizer, &[id(7)], &leads, &[]).expect("there"));
    let others = [day_.clone(), full, next.clone()];
    let off = call(&day_, day(2), &others).expect("to come");
    let until = day(2) + HELD_FOR;
    let held: Vec<_> = seats(&off)
        .into_iter()
        .filter(|seat| seat.state == Seat::Held { until })
        .map(|seat| (seat.association, seat.slot))
        .collect();
    let slot = |nth: usize| Some(next.slots[nth].id);
    assert_eq!(held, [(id(1), slot(1)), (id(2), slot(2))]);
    assert_eq!(next.clone().after(&off).slots[2].volunteer, None);
    let told: Vec<_> =
        off.answer.iter().map(|d| (d.seat.association, d.instead.is_some())).collect();
    assert_eq!(told, [(id(1), true), (id(2), true), (id(3), false)]);
    assert_eq!(events(&off), [const { EventKind::DateCalledOff }; 3]);
    assert_eq!(letters(&off), 1, "who was to be at the desk");
    // Nothing is done there any more, and who asks is led elsewhere.
    let now = day_.clone().after(&off);
    assert!(now.seating.registrations.iter().all(|seat| !seat.takes_seat(day(2))));
    assert_eq!((now.free(day(2)).count(), now.seating.free(day(2))), (0, 0));
    assert_eq!(call(&now, day(2), &[]).map(drop), Err(Broken::CalledOff));
    assert_eq!(now.walk_in(&act(day(ON)), &guest(4)).map(drop), Err(Broken::CalledOff));
    let staffed = now.staff(&act(day(3)), &organizer, &[id(8)], &[], &[]);
    assert_eq!(staffed, Err(Broken::CalledOff));
    assert_eq!(now.remind(&act(day(ON - 1))).changes, []);
    let other = opened(2, day(ON + 30));
    let refused = now.takes(day(2), 1, 4, std::slice::from_ref(&other)).expect("allowed");
    let refusal = refused.answer.clone().expect_err("it is called off");
    assert_eq!(refusal.reason(), &RefusalReason::CalledOff(now.seating.entry.id));
    assert_eq!(seats(&refused)[0].slot, Some(other.slots[0].id));
    // Even while it runs: who has come has been welcomed.
    let come = day_.clone().after(&day_.walk_in(&act(day(ON)), &guest(1)).expect("welcomed"));
    let off = call(&come, day(ON), &[]).expect("it runs");
    assert_eq!(off.answer.iter().map(|d| d.seat.association).collect::<Vec<_>>(), [id(2), id(3)]);
    assert_eq!(call(&day_, day(ON + 1), &[]).map(drop), Err(Broken::EntryPast));
}

#[test]
fn reception_a_new_association_begins_by_its_name() {
    let named =
        |email| WalkIn { name: Name::stored("Les Ombrelles".to_owned()), email, lang: Lang::Fr };
    let alone = named(None).begin(&act(day(1)));
    assert_eq!((alone.answer.2.clone(), alone.changes.len()), (None, 2));
    let email = Email::stored("a@ombrelles.example".to_owned());
    let claimed = named(Some(email)).begin(&act(day(1)));
    let begun = claimed.answer.2.clone().expect("it can be claimed");
    assert_eq!((begun.journey, claimed.changes.len()), (claimed.answer.1, 3));
}

#[derive(Clone, Debug)]
enum Move {
    Book(usize, u128),
    GiveBack(u128),
    Come(u128),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        (0usize..4, 1u128..9).prop_map(|(slot, who)| Move::Book(slot, who)),
        (1u128..9).prop_map(Move::GiveBack),
        (1u128..9).prop_map(Move::Come),
    ];
    prop::collection::vec(one, 0..40)
}

proptest! {
    /// Whatever is asked, a slot is one association's, an association has one slot, and nobody at the door is left out.
    #[test]
    fn reception_a_slot_is_for_one_and_nobody_is_left_out(moves in moves()) {
        let on = day(ON) + Duration::hours(9);
        let mut now = opened(4, on);
        // Once somebody is at the door, it is that day.
        let mut clock = on - Duration::hours(1);
        for one in moves {
            match one {
                Move::Book(slot, who) => {
                    if let Ok(outcome) = now.takes(clock, slot, who, &[]) {
                        now = now.after(&outcome);
                    }
                }
                Move::GiveBack(who) => {
                    let own = now.seating.of(id(who), clock).map(|seat| seat.id);
                    let given = own.map(|own| now.seating.cancel(&act(clock), own));
                    if let Some(Ok(outcome)) = given {
                        now = now.after(&outcome);
                    }
                }
                Move::Come(who) => {
                    clock = on;
                    let outcome = now.walk_in(&act(on), &guest(who)).expect("welcomed");
                    now = now.after(&outcome);
                    let own = now.seating.of(id(who), on).expect("it has a slot");
                    prop_assert_eq!(own.presence, Some(Presence::Present));
                }
            }
            let taken: Vec<_> = now
                .seating
                .registrations
                .iter()
                .filter(|seat| seat.takes_seat(clock))
                .collect();
            let mut slots: Vec<_> = taken.iter().map(|seat| seat.slot).collect();
            let mut who: Vec<_> = taken.iter().map(|seat| seat.association).collect();
            slots.sort_unstable();
            who.sort_unstable();
            let (all_slots, all) = (slots.len(), who.len());
            slots.dedup();
            who.dedup();
            prop_assert_eq!((slots.len(), who.len()), (all_slots, all));
            prop_assert_eq!(now.seating.entry.seats.total as usize, now.slots.len());
        }
    }

    /// Over several days, whatever is asked or called off, an association has one slot to come, and nobody whose day is
    /// called off is left without one while there is room.
    #[test]
    fn reception_one_slot_at_a_time_over_all_days(
        moves in prop::collection::vec((0usize..3, 0usize..3, 1u128..7, 0u8..8), 0..40)
    ) {
        let organizer = everyone().organizer().expect("everyone is one");
        let mut days: Vec<_> = (0..3).map(|n| opened(3, day(ON + n))).collect();
        for (on, slot, who, kind) in moves {
            let others = days.clone();
            let outcome = match kind {
                0 => match days[on].call_off(&act(day(1)), &organizer, &[], &others) {
                    Ok(off) => {
                        let room: usize =
                            others.iter().filter(|d| d.seating.entry.id != days[on].seating.entry.id)
                                .map(|d| d.free(day(1)).count()).sum();
                        let held = off.answer.iter().filter(|d| d.instead.is_some()).count();
                        prop_assert_eq!(held, off.answer.len().min(room));
                        off.map(drop)
                    }
                    Err(_) => continue,
                },
                _ => {
                    let others: Vec<_> =
                        others.iter().enumerate().filter(|(n, _)| *n != on).map(|(_, d)| d.clone()).collect();
                    match days[on].takes(day(1), slot, who, &others) {
                        Ok(taken) => taken.map(drop),
                        Err(_) => continue,
                    }
                }
            };
            days = days.into_iter().map(|day_| day_.after(&outcome)).collect();
            for who in 1..7 {
                let own = days.iter().filter(|d| d.to_come(id(who), day(1)).is_some()).count();
                prop_assert!(own <= 1, "{} has {}", who, own);
            }
        }
    }
}
