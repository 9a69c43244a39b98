//! Called off: each is told, and has a seat elsewhere where there is one.

use super::*;
use crate::accounts::Action;
use crate::act::Refusal;
use crate::testing::{act, day, everyone, id, seat, session};
use crate::workshops::Role;

fn organizer() -> OrganizerHat {
    everyone().organizer_of(Action::Workshops).expect("every hat")
}

fn of(association: u128, number: u32, state: Seat) -> Registration {
    let seat = seat(40, 500 + u128::from(number), state);
    Registration { association: id(association), number, ..seat }
}

fn at(seats: Vec<Registration>) -> Seating {
    Seating { registrations: seats, ..session(40, 30, 5, 0) }
}

fn called_off(at: &Seating, on: i64, elsewhere: &[Seating]) -> Outcome<Vec<Displaced>> {
    at.call_off(&act(day(on)), &organizer(), elsewhere).expect("it is called off")
}

#[test]
fn workshops_whoever_counts_on_a_date_called_off_is_displaced() {
    let until = day(20);
    let helps = Registration { role: Role::Helps, ..of(7, 7, Seat::Registered) };
    let given = Seat::Cancelled(CancelledBy::Association);
    let all = vec![
        of(1, 1, Seat::Waiting),
        of(2, 2, Seat::Registered),
        of(3, 3, Seat::Held { until }),
        of(4, 4, Seat::Offered { until }),
        of(5, 5, given),
        of(6, 6, Seat::Held { until: day(4) }),
        helps,
    ];
    let elsewhere = [session(41, 40, 5, 2), session(42, 50, 3, 1)];
    let off = called_off(&at(all), 5, &elsewhere);
    let told: Vec<_> = off.answer.iter().map(|d| d.seat.association).collect();
    // Who had a seat comes first, in the order asked; who gave it back or let it go does not come.
    assert_eq!(told, [2, 3, 4, 7, 1].map(id));
    let there: Vec<_> =
        off.answer.iter().map(|d| d.instead.as_ref().map(|held| held.entry)).collect();
    // Who helps takes no seat.
    assert_eq!(there, [41, 41, 41, 41, 42].map(|n| Some(id(n))));
    assert!(off.answer.iter().flat_map(|d| &d.instead).all(|h| h.state.until().is_some()));
    // The journey of who had a seat says so.
    let events = off.changes.iter().filter(|change| match change {
        Change::Event(event) => event.kind == EventKind::DateCalledOff,
        _ => false,
    });
    assert_eq!(events.count(), 2);
    let Some(Change::Entry(entry)) = off.changes.first() else { panic!("the date first") };
    assert_eq!((entry.called_off, entry.sequence), (Some(day(5)), 1));
}

#[test]
fn workshops_a_date_called_off_displaces_nobody_into_a_seat_that_they_have_or_that_is_not_free() {
    let mut there = session(41, 40, 9, 0);
    there.registrations =
        vec![Registration { association: id(2), ..seat(41, 800, Seat::Registered) }];
    let full = session(42, 50, 2, 2);
    let mut hidden = session(43, 60, 5, 0);
    hidden.entry.published_at = Some(day(20));
    let two = at(vec![of(2, 1, Seat::Registered), of(3, 2, Seat::Registered)]);
    let off = called_off(&two, 5, &[full, hidden, there]);
    let held: Vec<_> =
        off.answer.iter().map(|d| d.instead.as_ref().map(|held| held.entry)).collect();
    assert_eq!(held, [None, Some(id(41))]);
    // Two people of one association both have one.
    let both = at(vec![of(2, 1, Seat::Registered), of(2, 2, Seat::Registered)]);
    let off = called_off(&both, 5, &[session(41, 40, 9, 0)]);
    assert!(off.answer.iter().all(|d| d.instead.is_some()), "{:?}", off.answer);
}

#[test]
fn workshops_a_date_is_called_off_once_and_before_it_ends_and_its_host_hears() {
    let mut hosted = at(vec![]);
    hosted.entry.host = Some(id(7));
    let off = called_off(&hosted, 5, &[]);
    let letters = off.changes.iter().filter(|change| matches!(change, Change::Mail(_))).count();
    assert_eq!(letters, 1);
    let again = Seating {
        entry: Entry { called_off: Some(day(4)), ..hosted.entry.clone() },
        ..hosted.clone()
    };
    let refused = |at: &Seating, on| at.call_off(&act(day(on)), &organizer(), &[]).map(drop);
    assert_eq!(refused(&again, 5), Err(Broken::CalledOff));
    assert_eq!(refused(&hosted, 31), Err(Broken::EntryPast));
    // Nobody takes a seat there any more: elsewhere, one is held.
    let asked = Asked::one(id(9), id(9));
    let answer = again.register(&act(day(5)), &asked, &[session(41, 40, 3, 0)]).expect("answered");
    let refusal: Refusal = answer.answer.expect_err("it is called off");
    assert!(matches!(refusal.next(), crate::act::NextStep::HeldSeat { .. }), "{refusal:?}");
}
