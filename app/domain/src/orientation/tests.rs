//! Hand-overs: always with someone who must answer, and never a no without what comes instead.

use super::*;
use crate::accounts::{Actor, AnswererHat, Bearer, Purpose};
use crate::testing::{OURS, act, day, events, everyone, id, seats, session};
use crate::workshops::Seat;

fn offer() -> Offer {
    Offer {
        journey: id(OURS),
        association: id(OURS),
        from: Action::Hackathon,
        theme: Some("collaboration".to_owned()),
        cause: Cause::Diagnosis(id(20)),
    }
}

fn hat(orientation: &Orientation) -> AnswererHat {
    everyone().answerer(orientation.id, id(OURS), day(1)).expect("everyone is a member")
}

/// The orientations that an outcome changes, as they now are.
fn orientations<T>(outcome: &Outcome<T>) -> Vec<Orientation> {
    let one = |change: &Change| match change {
        Change::Orientation(o) => Some(o.clone()),
        _ => None,
    };
    outcome.changes.iter().filter_map(one).collect()
}

#[test]
fn orientation_leads_to_the_first_session_with_a_seat_else_to_testimonies() {
    for (name, sessions, to, entry) in [
        ("nowhere", vec![], Action::Wiki, None),
        ("all full", vec![session(40, 30, 1, 1), session(41, 31, 0, 0)], Action::Wiki, None),
        ("past", vec![session(40, 0, 5, 0)], Action::Wiki, None),
        (
            "the first",
            vec![session(40, 30, 1, 0), session(41, 31, 9, 0)],
            Action::Workshops,
            Some(40),
        ),
        (
            "the second",
            vec![session(40, 30, 1, 1), session(41, 31, 9, 0)],
            Action::Workshops,
            Some(41),
        ),
    ] {
        let opened = offer().open(&act(day(1)), &sessions);
        let orientation = &opened.answer;
        assert_eq!((orientation.to, orientation.entry), (to, entry.map(id)), "{name}");
        assert_eq!(orientation.state, State::Open, "{name}");
        assert_eq!(events(&opened), [EventKind::OrientationOpened(to)], "{name}");
        let held: Vec<_> = seats(&opened).iter().map(|s| s.id).collect();
        assert_eq!(held, Vec::from_iter(orientation.registration), "{name}: the seat held");
    }
}

#[test]
fn orientation_accepting_turns_the_held_seat_into_a_registration() {
    let workshop = session(40, 30, 1, 0);
    let opened = offer().open(&act(day(1)), std::slice::from_ref(&workshop));
    let (orientation, workshop) = (opened.answer.clone(), workshop.after(&opened));
    assert_eq!(workshop.free(day(2)), 0, "held");
    let accepted =
        orientation.accept(&act(day(2)), &hat(&orientation), Some(&workshop)).expect("it is open");
    assert_eq!(
        events(&accepted),
        [EventKind::OrientationAccepted(Action::Workshops), EventKind::SeatTaken],
        "the seat is the last word: they are to come"
    );
    assert_eq!(seats(&accepted)[0].state, Seat::Registered);
    let accepted = orientations(&accepted).remove(0);
    assert_eq!(accepted.state, State::Accepted { at: day(2) });

    let honoured = accepted.honour(&act(day(30))).expect("they came");
    let Change::Orientation(honoured) = honoured else { panic!("{honoured:?}") };
    assert_eq!(honoured.state, State::Honoured { at: day(30) });
    assert_eq!(honoured.honour(&act(day(31))), None, "once");
    assert_eq!(orientation.honour(&act(day(31))), None, "not before they said yes");
}

#[test]
fn orientation_towards_the_wiki_is_accepted_without_a_seat() {
    let orientation = offer().open(&act(day(1)), &[]).answer;
    let accepted = orientation.accept(&act(day(2)), &hat(&orientation), None).expect("it is open");
    assert_eq!(events(&accepted), [EventKind::OrientationAccepted(Action::Wiki)]);
    assert_eq!(seats(&accepted), []);
}

#[test]
fn orientation_declined_always_has_a_successor() {
    let workshop = session(40, 30, 3, 0);
    let opened = offer().open(&act(day(1)), std::slice::from_ref(&workshop));
    let (first, workshop) = (opened.answer.clone(), workshop.after(&opened));
    let full = session(41, 31, 1, 1);
    let room = session(42, 32, 3, 0);
    for (reason, others, entry) in [
        (DeclineReason::Date, vec![workshop.clone(), full.clone(), room.clone()], Some(42)),
        (DeclineReason::Place, vec![room.clone()], Some(42)),
        (DeclineReason::Date, vec![workshop.clone(), full.clone()], None),
        (DeclineReason::Place, vec![], None),
        (DeclineReason::NotOurNeed, vec![room.clone()], None),
        (DeclineReason::NoTime, vec![room.clone()], None),
    ] {
        let at = format!("{reason:?}, {} others", others.len());
        let done = first
            .decline(&act(day(2)), &hat(&first), reason, Some(&workshop), &others)
            .expect("it is open");
        let next = &done.answer;
        assert_eq!(next.cause, Cause::Declined(first.id), "{at}");
        assert_eq!(next.state, State::Open, "{at}");
        assert_eq!(next.entry, entry.map(id), "{at}");
        assert_eq!(next.from, first.to, "{at}");
        assert_eq!((next.journey, next.association), (first.journey, first.association), "{at}");
        let changed = orientations(&done);
        let state = State::Declined { at: day(2), reason, next: next.id };
        assert!(changed.iter().any(|o| o.id == first.id && o.state == state), "{at}: {changed:?}");
        assert!(changed.contains(next), "{at}: the next is stored with it");
        assert_eq!(workshop.clone().after(&done).free(day(2)), 3, "{at}: its seat is free again");
        // The successor is told last: it is what they must answer now.
        assert_eq!(events(&done).last(), Some(&EventKind::OrientationOpened(next.to)), "{at}");
    }
}

#[test]
fn orientation_declined_again_and_again_ends_where_there_is_always_room() {
    let sessions: Vec<_> = (40..43).map(|n| session(n, 30, 1, 0)).collect();
    let mut orientation = offer().open(&act(day(1)), &sessions).answer;
    for _ in 0..6 {
        let done = orientation.decline(
            &act(day(2)),
            &hat(&orientation),
            DeclineReason::NoTime,
            None,
            &sessions,
        );
        orientation = done.expect("a new one is always open").answer;
        assert_eq!(orientation.to, Action::Wiki);
    }
}

#[test]
fn orientation_is_answered_once() {
    let open = offer().open(&act(day(1)), &[]).answer;
    for state in [
        State::Accepted { at: day(2) },
        State::Honoured { at: day(2) },
        State::Declined { at: day(2), reason: DeclineReason::Date, next: id(99) },
    ] {
        let answered = Orientation { state, ..open.clone() };
        let hat = hat(&answered);
        assert_eq!(answered.accept(&act(day(3)), &hat, None), Err(Broken::AlreadyAnswered));
        let declined = answered.decline(&act(day(3)), &hat, DeclineReason::Date, None, &[]);
        assert_eq!(declined.err(), Some(Broken::AlreadyAnswered));
    }
}

#[test]
fn orientation_is_answered_by_link_without_an_account() {
    let orientation = offer().open(&act(day(1)), &[]).answer;
    let bearer = Actor::Bearer(Bearer {
        purpose: Purpose::AnswerOrientation(orientation.id),
        until: day(9),
    });
    let hat =
        bearer.answerer(orientation.id, orientation.association, day(2)).expect("the link is good");
    assert!(orientation.accept(&act(day(2)), &hat, None).is_ok());
}

#[test]
fn orientation_reasons_are_read_back_from_their_codes() {
    for reason in DeclineReason::ALL {
        assert_eq!(DeclineReason::from_code(reason.code()), Some(reason));
    }
    assert_eq!(DeclineReason::from_code("?"), None);
}
