//! Who is next, and why.

use super::super::{Asked, Kept, Seated, Seats};
use super::*;
use crate::act::{Broken, Refusal};
use crate::testing::{Story, act, day, entry, everyone, id, seat, seats, session};
use crate::workshops::EntryKind;

fn ask(association: u128, claim: Claim) -> Asked {
    Asked { claim, wait: true, ..Asked::one(id(association), id(association)) }
}

/// The seating once this is asked, and the seat or the place in line that came of it.
fn asked(seating: &Seating, on: i64, asked: &Asked) -> (Seating, Vec<RegistrationId>) {
    let outcome = seating.register(&act(day(on)), asked, &[]).expect("asking is allowed");
    let Ok(Seated { registered, waiting }) = &outcome.answer else { panic!("{outcome:?}") };
    let ids = registered.iter().chain(waiting).copied().collect();
    (seating.clone().after(&outcome), ids)
}

fn state(seating: &Seating, id: RegistrationId) -> Seat {
    seating.registration(id).expect("it is there").state
}

#[test]
fn workshops_a_seat_given_back_is_offered_to_the_next_in_line() {
    let full = session(40, 30, 2, 2);
    let (line, first) = asked(&full, 1, &ask(1, Claim::None));
    let (line, second) = asked(&line, 2, &ask(2, Claim::None));
    assert_eq!([first[0], second[0]].map(|id| state(&line, id)), [Seat::Waiting; 2]);
    let given = line.cancel(&act(day(3)), line.registrations[0].id).expect("it had one");
    let line = line.after(&given);
    let until = day(3) + Duration::hours(24);
    assert_eq!(state(&line, first[0]), Seat::Offered { until });
    assert_eq!((state(&line, second[0]), line.free(day(3))), (Seat::Waiting, 0));
    assert_eq!(line.confirm_held(&act(day(3)), second[0]), Err(Broken::StillWaiting));

    // Silence: it passes on, once.
    let settled = line.settle(&act(until));
    let passed = line.clone().after(&settled);
    assert_eq!(state(&passed, first[0]), Seat::Cancelled(CancelledBy::Silence));
    assert!(matches!(state(&passed, second[0]), Seat::Offered { .. }));
    assert_eq!(passed.settle(&act(until)).changes, [], "all is settled");
    assert_eq!(passed.confirm_held(&act(until), first[0]), Err(Broken::SeatReleased));

    // Accepted in time, without a word too many.
    let accepted = line.confirm_held(&act(day(3)), first[0]).expect("it is offered");
    let line = line.after(&accepted);
    assert_eq!(state(&line, first[0]), Seat::Registered);
    assert_eq!(line.confirm_held(&act(day(3)), first[0]), Ok(Outcome::of(first[0])), "once");

    // Declined: the next is offered it in the same breath.
    let declined = line.cancel(&act(day(4)), first[0]).expect("it is theirs");
    assert!(matches!(state(&line.after(&declined), second[0]), Seat::Offered { .. }));
}

#[test]
fn workshops_who_waits_knows_their_rank_and_why() {
    let mut line = session(40, 30, 2, 2);
    let mut ids = Vec::new();
    for (who, claim) in [
        (1, Claim::None),
        (2, Claim::FirstTime),
        (3, Claim::Oriented),
        (4, Claim::TurnedAway),
        (500, Claim::Oriented), // it has a seat
        (5, Claim::None),
    ] {
        let one = Asked { more: true, ..ask(who, claim) };
        let (next, new) = asked(&line, 1, &one);
        line = next;
        ids.push(new[0]);
    }
    let place = |id| line.place(id, day(1)).map(|place| (place.rank, place.of, place.why));
    let places: Vec<_> = ids.iter().map(|id| place(*id)).collect();
    assert_eq!(
        places,
        [
            Some((4, 6, Why::Order)),
            Some((3, 6, Why::Claim(Claim::FirstTime))),
            Some((1, 6, Why::Claim(Claim::Oriented))),
            Some((2, 6, Why::Claim(Claim::TurnedAway))),
            Some((6, 6, Why::SecondSeat)),
            Some((5, 6, Why::Order)),
        ]
    );
    assert_eq!(line.place(line.registrations[0].id, day(1)), None, "it has a seat");
    // The organizer opens second seats: only what one may claim counts then, and who asked first.
    line.entry.seats.freely = true;
    assert_eq!(line.place(ids[4], day(1)).map(|place| place.rank), Some(2));
}

#[test]
fn workshops_a_second_seat_comes_once_everybody_has_one() {
    let two = || Asked { people: vec![None, None], ..ask(1, Claim::None) };
    // Nobody waits: both sit down.
    let (open, ids) = asked(&session(40, 30, 5, 1), 1, &two());
    assert_eq!([ids[0], ids[1]].map(|id| state(&open, id)), [Seat::Registered; 2]);
    // One seat for two: the second waits, behind an association that has none.
    let (tight, ids) = asked(&session(40, 30, 2, 1), 1, &two());
    assert_eq!([ids[0], ids[1]].map(|id| state(&tight, id)), [Seat::Registered, Seat::Waiting]);
    let (tight, other) = asked(&tight, 2, &ask(2, Claim::None));
    let larger = Seats { total: 3, ..tight.entry.seats.clone() };
    let by = everyone().organizer_of(crate::accounts::Action::Workshops).expect("organizes");
    let larger = tight.set_seats(&act(day(3)), &by, larger).expect("it is to come");
    let larger = tight.after(&larger);
    assert!(matches!(state(&larger, other[0]), Seat::Offered { .. }));
    assert_eq!(state(&larger, ids[1]), Seat::Waiting);
    // Nobody who has a seat loses it.
    let small = larger.set_seats(&act(day(3)), &by, Seats::plain(2));
    assert_eq!(small, Err(Broken::SeatsTaken));
}

#[test]
fn workshops_seats_kept_for_the_oriented_free_themselves_on_a_date() {
    let mut kept = session(40, 30, 3, 1);
    kept.entry.seats.kept = Some(Kept { seats: 2, until: day(10) });
    assert_eq!((kept.free(day(9)), kept.free_for(Claim::Oriented, day(9))), (0, 2));
    assert_eq!(kept.free(day(10)), 2);
    let (line, plain) = asked(&kept, 1, &ask(1, Claim::FirstTime));
    let (line, oriented) = asked(&line, 2, &ask(2, Claim::Oriented));
    assert_eq!(state(&line, plain[0]), Seat::Waiting, "what is free is not for it");
    assert_eq!(state(&line, oriented[0]), Seat::Registered);
    assert_eq!(line.settle(&act(day(9))).changes, []);
    let settled = line.settle(&act(day(10)));
    assert!(matches!(state(&line.after(&settled), plain[0]), Seat::Offered { .. }));
}

#[test]
fn workshops_who_helps_stands_beside_the_room() {
    let full = session(40, 30, 2, 2);
    let (beside, ids) = asked(&full, 1, &Asked { role: Role::Helps, ..ask(1, Claim::None) });
    assert_eq!((state(&beside, ids[0]), beside.free(day(1))), (Seat::Registered, 0));
    let gone = beside.cancel(&act(day(2)), ids[0]).expect("it was theirs");
    assert_eq!(seats(&gone).len(), 1, "no seat became free");
}

#[test]
fn workshops_an_offer_never_keeps_the_room_empty() {
    let waiting = |on: i64| {
        let mut seating = session(40, 30, 1, 0);
        seating.registrations.push(Registration { number: 1, ..seat(40, 1, Seat::Waiting) });
        let settled = seating.settle(&act(day(on)));
        state(&seating.after(&settled), id(40 * 10_000 + 1))
    };
    assert_eq!(waiting(1), Seat::Offered { until: day(2) });
    assert_eq!(waiting(28), Seat::Offered { until: day(28) + Duration::hours(12) });
    assert_eq!(waiting(30), Seat::Waiting, "it has begun");
}

#[test]
fn workshops_what_one_may_claim_is_read_from_the_journey() {
    let (newcomer, learner) = (Story::of(1).journey(), Story::learner(1, &["collaboration"]));
    let at = |on| entry(40, EntryKind::WorkshopSession, day(on), 5);
    let waited = |on| (seat(40, 1, Seat::Waiting), at(on));
    let off = |on| (seat(40, 1, Seat::Waiting), Entry { called_off: Some(day(0)), ..at(on) });
    for (name, oriented, journey, asked, claim) in [
        ("oriented", true, &newcomer, vec![], Claim::Oriented),
        ("new", false, &newcomer, vec![], Claim::FirstTime),
        ("knows workshops", false, &learner.journey(), vec![], Claim::None),
        ("once", false, &learner.journey(), vec![waited(3)], Claim::None),
        ("twice", false, &learner.journey(), vec![waited(3), waited(4)], Claim::TurnedAway),
        ("still waits", false, &learner.journey(), vec![waited(3), waited(30)], Claim::None),
        ("called off", false, &learner.journey(), vec![waited(3), off(4)], Claim::None),
    ] {
        assert_eq!(Claim::of(oriented, journey, &asked, day(20)), claim, "{name}");
    }
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Step {
        Ask { who: u128, people: usize, claim: Claim, wait: bool },
        Hold(u128),
        Confirm(usize),
        Cancel(usize),
        Seats { total: u32, kept: u32, freely: bool },
        Nothing,
    }

    fn step() -> impl Strategy<Value = Step> {
        let claim = prop::sample::select(Claim::ALL.to_vec());
        prop_oneof![
            4 => (1u128..7, 1usize..3, claim, any::<bool>())
                .prop_map(|(who, people, claim, wait)| Step::Ask { who, people, claim, wait }),
            1 => (1u128..7).prop_map(Step::Hold),
            2 => (0usize..40).prop_map(Step::Confirm),
            3 => (0usize..40).prop_map(Step::Cancel),
            1 => (1u32..6, 0u32..3, any::<bool>())
                .prop_map(|(total, kept, freely)| Step::Seats { total, kept, freely }),
            2 => Just(Step::Nothing),
        ]
    }

    fn done(seating: &Seating, now: DateTime<Utc>, step: &Step, other: &Seating) -> Outcome<()> {
        let act = act(now);
        let nth = |n: usize| match seating.registrations.len() {
            0 => id(0),
            all => seating.registrations[n % all].id,
        };
        let by = everyone().organizer_of(crate::accounts::Action::Workshops).expect("organizes");
        let nothing = || Outcome::of(());
        match *step {
            Step::Ask { who, people, claim, wait } => {
                let one = Asked { people: vec![None; people], wait, ..ask(who, claim) };
                let one = Asked { more: people > 1, ..one };
                let asked = seating.register(&act, &one, std::slice::from_ref(other));
                asked
                    .map_or_else(|_| nothing(), |o: Outcome<Result<Seated, Refusal>>| o.map(|_| ()))
            }
            Step::Hold(who) => {
                let held = seating.hold(&act, id(who), id(who), Claim::Oriented);
                held.map_or_else(nothing, |held| held.map(|_| ()))
            }
            Step::Confirm(n) => {
                seating.confirm_held(&act, nth(n)).map_or_else(|_| nothing(), |o| o.map(|_| ()))
            }
            Step::Cancel(n) => seating.cancel(&act, nth(n)).unwrap_or_else(|_| nothing()),
            Step::Seats { total, kept, freely } => {
                let kept = Some(Kept { seats: kept, until: day(20) });
                let seats = Seats { total, kept, freely, ..Seats::plain(total) };
                seating.set_seats(&act, &by, seats).unwrap_or_else(|_| nothing())
            }
            Step::Nothing => seating.settle(&act).map(|_| ()),
        }
    }

    proptest! {
        /// Whatever is asked in whatever order: nobody sits on another's chair, no chair stays free beside somebody
        /// who may have it, nobody is lost, and nobody is passed over.
        #[test]
        fn workshops_seats_are_never_oversold_and_never_left(
            steps in prop::collection::vec((step(), 0i64..30), 1..60),
        ) {
            let mut here = session(40, 30, 3, 0);
            let mut there = session(41, 31, 2, 0);
            let mut now = day(0);
            let mut known = Vec::<RegistrationId>::new();
            for (step, hours) in steps {
                now = (now + Duration::hours(hours)).min(day(30) - Duration::hours(1));
                let before = here.clone();
                let outcome = done(&here, now, &step, &there);
                for change in &outcome.changes {
                    if let Change::Entry(entry) = change {
                        here.entry = entry.clone();
                    }
                }
                here = here.after(&outcome);
                there = there.after(&outcome);
                // Time alone may leave something to settle: a job does it.
                let settled = here.settle(&act(now));
                here = here.after(&settled);

                let taken = here.learners(now).count();
                prop_assert!(taken <= here.entry.seats.total as usize, "{step:?} oversold");
                for seat in here.line(now) {
                    prop_assert_eq!(here.free_for(seat.claim, now), 0, "a seat is left beside {:?}", seat);
                }
                known.retain(|id| here.registration(*id).is_some());
                prop_assert!(known.len() <= here.registrations.len());
                for seat in &before.registrations {
                    prop_assert!(here.registration(seat.id).is_some(), "{seat:?} is lost");
                }
                let mut numbers: Vec<_> = here.registrations.iter().map(|seat| seat.number).collect();
                numbers.sort_unstable();
                numbers.dedup();
                prop_assert_eq!(numbers.len(), here.registrations.len(), "two have one number");
                // Who was just offered a seat comes before all who still wait, among equals. Who was offered one at the
                // same moment, but before the rules changed, does not.
                let offered = here.registrations.iter().filter(|seat| {
                    let known = before.registration(seat.id).is_some_and(|was| was.state == seat.state);
                    matches!(seat.state, Seat::Offered { .. }) && seat.since == now && !known
                });
                for seat in offered {
                    for waits in here.line(now) {
                        let equals = (seat.claim, seat.association) == (waits.claim, waits.association)
                            || here.entry.seats.freely && seat.claim == waits.claim;
                        prop_assert!(!equals || seat.number < waits.number, "{waits:?} was passed over");
                    }
                }
                known = here.registrations.iter().map(|seat| seat.id).collect();
            }
        }
    }
}
