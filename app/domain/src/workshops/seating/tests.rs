//! Seats: who has one, who is told where else there is one, who came.

use super::*;
use crate::act::Broken;
use crate::testing::{act, day, entry, events, id, seat, seats, session};
use chrono::Duration;

const US: u128 = 1;
const GIVEN_BACK: Seat = Seat::Cancelled(CancelledBy::Association);

fn register(
    seating: &Seating,
    on: i64,
    elsewhere: &[Seating],
) -> Result<Outcome<Result<Seated, Refusal>>, Broken> {
    seating.register(&act(day(on)), &Asked::one(id(US), id(US)), elsewhere)
}

fn seated(id: RegistrationId) -> Result<Seated, Refusal> {
    Ok(Seated { registered: vec![id], waiting: Vec::new() })
}

#[test]
fn workshops_free_seats_are_those_neither_held_nor_registered() {
    let held = |until| Seat::Held { until: day(until) };
    for (name, states, free) in [
        ("nobody", vec![], 3),
        ("registered", vec![Seat::Registered, Seat::Registered], 1),
        ("given back", vec![Seat::Registered, GIVEN_BACK], 2),
        ("held", vec![Seat::Registered, held(6)], 1),
        ("held until this very moment", vec![Seat::Registered, held(5)], 2),
        ("held until before", vec![held(4), held(4), held(4)], 3),
        ("more than there are", vec![Seat::Registered; 5], 0),
    ] {
        let mut seating = session(40, 30, 3, 0);
        seating.registrations =
            states.into_iter().enumerate().map(|(i, s)| seat(40, 500 + i as u128, s)).collect();
        assert_eq!(seating.free(day(5)), free, "{name}");
    }
}

#[test]
fn workshops_a_seat_is_taken_and_told_on_the_journey() {
    let follow_up = {
        let mut seating = session(43, 30, 2, 0);
        seating.entry.level = Some(Level::FollowUp);
        seating
    };
    let meeting =
        Seating { entry: entry(10, EntryKind::InfoMeeting, day(30), 2), registrations: vec![] };
    let encounter =
        Seating { entry: entry(11, EntryKind::Encounter, day(30), 2), registrations: vec![] };
    for (seating, kind) in [
        (session(40, 30, 2, 1), EventKind::SeatTaken),
        (follow_up, EventKind::FollowUpBooked),
        (meeting, EventKind::MeetingBooked),
        (encounter, EventKind::EncounterBooked),
    ] {
        let free = seating.free(day(1));
        let outcome = register(&seating, 1, &[]).expect("there is room");
        assert_eq!(events(&outcome), [kind]);
        assert_eq!(seats(&outcome).len(), 1);
        assert_eq!(outcome.answer, seated(seats(&outcome)[0].id));
        assert_eq!(seating.after(&outcome).free(day(1)), free - 1);
    }
}

#[test]
fn workshops_who_has_a_seat_does_not_take_another() {
    let seating = session(40, 30, 5, 0);
    let once = register(&seating, 1, &[]).expect("there is room");
    let seating = seating.after(&once);
    assert_eq!(register(&seating, 2, &[]), Err(Broken::AlreadyRegistered));
    assert_eq!(seating.free(day(2)), 4);

    // After giving it back, the seat may be taken again.
    let mine = seats(&once)[0].id;
    let seating = seating.clone().after(&seating.cancel(&act(day(3)), mine).expect("it is ours"));
    assert_eq!(seating.free(day(3)), 5);
    let again = register(&seating, 4, &[]).expect("there is room");
    let seating = seating.after(&again);
    assert_eq!(seating.free(day(4)), 4);

    // The old seat given back once more leaves the new one alone.
    let twice = seating.cancel(&act(day(5)), mine).expect("it was ours");
    assert_eq!(twice, Outcome::of(()));
}

#[test]
fn workshops_nobody_registers_once_it_has_begun_nor_for_a_weekend() {
    let weekend =
        Seating { entry: entry(12, EntryKind::Weekend, day(30), 50), registrations: vec![] };
    for (name, seating, on, may) in [
        ("the day before", session(40, 30, 5, 0), 29, true),
        ("as it begins", session(40, 30, 5, 0), 30, false),
        ("the day after", session(40, 30, 5, 0), 31, false),
        ("full and past", session(40, 30, 5, 5), 31, false),
        ("a weekend has teams, not seats", weekend, 1, false),
    ] {
        assert_eq!(
            register(&seating, on, &[]).err(),
            (!may).then_some(Broken::EntryPast),
            "{name}"
        );
        assert_eq!(
            seating.hold(&act(day(on)), id(US), id(US), Claim::None).is_some(),
            may,
            "{name}: held"
        );
    }
}

#[test]
fn workshops_full_never_comes_without_a_next_step() {
    let full = session(40, 30, 2, 2);
    let mine_already = {
        let mut seating = session(44, 31, 5, 0);
        seating.registrations.push(seat(44, US, Seat::Registered));
        seating
    };
    for (name, elsewhere, held_at) in [
        ("nowhere else", vec![], None),
        ("the same date among the others", vec![session(40, 30, 9, 0)], None),
        ("another one full", vec![session(41, 31, 1, 1)], None),
        ("another one past", vec![session(41, 0, 9, 0)], None),
        ("one with a seat", vec![session(41, 31, 2, 1)], Some(41)),
        (
            "the first with a seat",
            vec![session(41, 31, 1, 1), session(42, 32, 2, 0), session(43, 33, 2, 0)],
            Some(42),
        ),
        ("not where we have a seat", vec![mine_already.clone(), session(45, 33, 2, 0)], Some(45)),
        ("only where we have a seat", vec![mine_already], None),
    ] {
        let outcome = register(&full, 1, &elsewhere).expect("asking is allowed");
        assert_eq!(events(&outcome), [], "{name}: no seat was taken");
        let refusal = outcome.answer.clone().expect_err("it is full");
        assert_eq!(refusal.reason(), &RefusalReason::Full(id(40)), "{name}");
        match (refusal.next(), held_at) {
            (NextStep::Agenda, None) => assert_eq!(seats(&outcome), [], "{name}"),
            (NextStep::HeldSeat { entry, registration, until }, Some(at)) => {
                assert_eq!(*entry, id(at), "{name}");
                assert_eq!(*until, day(1) + HELD_FOR, "{name}");
                let held = &seats(&outcome)[0];
                assert_eq!(
                    (held.id, held.state),
                    (*registration, Seat::Held { until: *until }),
                    "{name}"
                );
            }
            (next, _) => panic!("{name}: {next:?}"),
        }
    }
}

#[test]
fn workshops_a_full_date_keeps_one_seat_elsewhere_however_often_it_is_asked() {
    let full = session(40, 30, 2, 2);
    let elsewhere = [session(41, 31, 5, 0), session(42, 32, 5, 0)];
    let first = register(&full, 1, &elsewhere).expect("asking is allowed");
    let [near, far] = elsewhere;
    let again = register(&full, 2, &[near.after(&first), far]).expect("asking is allowed");
    assert_eq!(seats(&again), [], "nothing more is held");
    assert_eq!(again.answer, first.answer, "the same seat, until the same day");
}

#[test]
fn workshops_an_association_has_one_seat_at_a_date() {
    // Its held seat expired, and it took one from the agenda; then it accepts the old offer.
    let mut seating = session(40, 30, 5, 0);
    let held = seat(40, US, Seat::Held { until: day(9) });
    seating.registrations.push(held.clone());
    let taken = register(&seating, 10, &[]).expect("there is room");
    let seating = seating.after(&taken);
    let done = seating.confirm_held(&act(day(11)), held.id).expect("it has a seat");
    assert_eq!((seated(done.answer), seats(&done)), (taken.answer.clone(), vec![]));
    // Declining it gives back nothing that the journey knows.
    let declined = seating.cancel(&act(day(11)), held.id).expect("it was held");
    assert_eq!(events(&declined), []);
    assert_eq!(seating.after(&declined).free(day(11)), 4);
}

#[test]
fn workshops_a_seat_is_given_back_before_the_date_begins() {
    let taken = register(&session(40, 30, 5, 0), 1, &[]).expect("there is room");
    let seating = session(40, 30, 5, 0).after(&taken);
    let mine = seats(&taken)[0].id;
    assert!(seating.cancel(&act(day(29)), mine).is_ok());
    assert_eq!(seating.cancel(&act(day(30)), mine), Err(Broken::EntryPast));
}

#[test]
fn workshops_a_held_seat_is_kept_eight_days_and_never_beyond_the_date() {
    for (on, until) in [(1, 9), (22, 30), (25, 30)] {
        let held = session(40, 30, 1, 0)
            .hold(&act(day(on)), id(US), id(US), Claim::None)
            .expect("there is room");
        assert_eq!(held.answer.state, Seat::Held { until: day(until) }, "held on day {on}");
        let seating = session(40, 30, 1, 0).after(&held);
        assert_eq!(seating.free(day(until) - Duration::seconds(1)), 0);
        assert_eq!(seating.free(day(until)), 1, "it frees itself");
    }
}

#[test]
fn workshops_a_held_seat_is_confirmed_while_there_is_room() {
    let held = seat(40, US, Seat::Held { until: day(9) });
    let mine = held.id;
    let with = |seats: u32, taken: u32, state: Seat| {
        let mut seating = session(40, 30, seats, taken);
        seating.registrations.push(Registration { state, ..held.clone() });
        seating
    };
    let until = Seat::Held { until: day(9) };
    for (name, seating, on, expected) in [
        ("in time, the last seat", with(2, 1, until), 5, Ok(1)),
        // It was given back by then, and is taken again.
        ("late, and room", with(3, 1, until), 10, Ok(2)),
        ("late, and full", with(2, 2, until), 10, Err(Broken::SeatReleased)),
        ("twice changes nothing", with(2, 0, Seat::Registered), 5, Ok(0)),
        ("given back", with(2, 0, GIVEN_BACK), 5, Err(Broken::SeatReleased)),
        ("past", with(2, 0, until), 31, Err(Broken::EntryPast)),
        ("not at this date", session(40, 30, 2, 0), 5, Err(Broken::SeatReleased)),
    ] {
        let done = seating.confirm_held(&act(day(on)), mine);
        assert_eq!(done.as_ref().map(|o| seats(o).len()).map_err(|e| *e), expected, "{name}");
        if let Ok(done) = done {
            assert_eq!(done.answer, mine, "{name}");
            assert!(
                seating
                    .after(&done)
                    .registration(mine)
                    .is_some_and(|r| r.state == Seat::Registered)
            );
        }
    }
    // Registering where a seat is held for us takes that very seat.
    let seating = with(2, 1, until);
    let outcome = register(&seating, 5, &[]).expect("it is held for us");
    assert_eq!(outcome.answer, seated(mine));
    assert_eq!(seating.after(&outcome).registrations.len(), 2);
}
