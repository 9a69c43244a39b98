//! A reception day, decided on as it fills.

use super::*;
use crate::accounts::Action;
use crate::testing::{act, day, events, everyone, id, seats, title};
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
        for change in &outcome.changes {
            match change {
                Change::Entry(entry) => next.seating.entry = entry.clone(),
                Change::Reception(ReceptionChange::Slot(slot)) => {
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
        self.book(&act(at), &self.slots[nth], id(who), id(who), elsewhere)
    }

    fn with(self, nth: usize, who: u128) -> Self {
        let taken = self.takes(day(1), nth, who, &[]).expect("allowed");
        assert!(taken.answer.is_ok());
        self.after(&taken)
    }
}

const ON: i64 = 10;

#[test]
fn reception_a_day_has_its_slots_one_after_the_other() {
    let day_ = opened(4, day(ON));
    assert_eq!((day_.slots.len(), day_.seating.entry.seats), (4, 4));
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
    let plain = moved.seating.register(&act(day(2)), id(3), id(3), &[]);
    assert_eq!(plain.map(drop), Err(Broken::OutOfOrder));
    assert_eq!(moved.seating.hold(&act(day(2)), id(3), id(3)), None);
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
    // Who has a slot that day keeps it, and holds no second one.
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
    let come = |day_: &ReceptionDay, at, who| day_.walk_in(&act(at), id(who), id(who));
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
    assert_eq!((day_.slots.len(), day_.seating.entry.seats), (3, 3));
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
    let staffed = day_.staff(&act(day(1)), &organizer, &[id(7), id(8)], &slot(0, 7));
    let staffed = staffed.expect("both are there");
    let told = |outcome: &Outcome<()>| {
        outcome.changes.iter().filter(|change| matches!(change, Change::Mail(_))).count()
    };
    assert_eq!(told(&staffed), 2);
    let day_ = day_.clone().after(&staffed);
    assert_eq!((day_.duties.clone(), day_.slots[0].volunteer), (vec![id(7), id(8)], Some(id(7))));
    assert_eq!(told(&day_.remind(&act(day(ON - 1)))), 2);
    // Said again, nothing changes and nobody is told twice.
    let again = day_.staff(&act(day(2)), &organizer, &[id(7), id(8)], &[]).expect("the same");
    assert_eq!(again.changes, []);
    // Who leaves leads no more.
    let left = day_.staff(&act(day(2)), &organizer, &[id(8)], &[]).expect("one is there");
    let left = day_.clone().after(&left);
    assert_eq!((left.duties, left.slots[0].volunteer), (vec![id(8)], None));
    let absent = day_.staff(&act(day(2)), &organizer, &[id(8)], &slot(1, 7));
    assert_eq!(absent, Err(Broken::NotOnDuty));
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
                    let outcome = now.walk_in(&act(on), id(who), id(who)).expect("welcomed");
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
            prop_assert_eq!(now.seating.entry.seats as usize, now.slots.len());
        }
    }
}
