//! Hand-overs: always with someone who must answer, and never a no without what comes instead.

use super::*;
use crate::accounts::{Actor, AnswererHat, Bearer, Purpose};
use crate::journey::What;
use crate::testing::{OURS, Story, act, crew, day, entry, events, everyone, id, seats, session};
use crate::workshops::Seat;
use proptest::prelude::*;

fn offer() -> Offer {
    Offer::new(id(OURS), id(OURS), Action::Hackathon, Cause::Diagnosis(id(20)))
        .about(Some("collaboration".to_owned()))
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
        ("nowhere", vec![], Place::WIKI, None),
        ("all full", vec![session(40, 30, 1, 1), session(41, 31, 0, 0)], Place::WIKI, None),
        ("past", vec![session(40, 0, 5, 0)], Place::WIKI, None),
        (
            "the first",
            vec![session(40, 30, 1, 0), session(41, 31, 9, 0)],
            Place::WORKSHOPS,
            Some(40),
        ),
        (
            "the second",
            vec![session(40, 30, 1, 1), session(41, 31, 9, 0)],
            Place::WORKSHOPS,
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
        [EventKind::OrientationAccepted(Place::WORKSHOPS), EventKind::SeatTaken],
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
    assert_eq!(events(&accepted), [EventKind::OrientationAccepted(Place::WIKI)]);
    assert_eq!(seats(&accepted), []);
    let [read] = &orientations(&accepted)[..] else { panic!("{accepted:?}") };
    assert_eq!(read.state, State::Honoured { at: day(2) }, "reading needs nobody else");
    assert_eq!(read.ball(), None);
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
        assert_eq!(orientation.to, Place::WIKI);
    }
}

#[test]
fn orientation_is_answered_once() {
    let open = offer().open(&act(day(1)), &[]).answer;
    for state in [
        State::Accepted { at: day(2) },
        State::Honoured { at: day(2) },
        State::Declined { at: day(2), reason: DeclineReason::Date, next: id(99) },
        State::Expired { at: day(2), next: id(99) },
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
    for reason in DeclineReason::all() {
        assert_eq!(DeclineReason::from_code(reason.code()), Some(reason));
    }
    assert_eq!(DeclineReason::from_code("?"), None);
}

// ---- Who receives it

fn hand_over(to: Place, dates: &[Seating]) -> Outcome<Orientation> {
    let journey = Story::learner(OURS, &["data"]).journey();
    let judge = Judge::of(&everyone().volunteer().expect("one"), &crew(OURS, Vec::new()));
    let offer = Offer::new(id(OURS), id(OURS), Action::Workshops, Cause::Followed(id(OURS)));
    let sent = offer.send(&act(day(20)), &judge.expect("no part in it"), &journey, to, dates);
    sent.expect("it may be handed over")
}

fn receiver(of: &Orientation) -> ReceiverHat {
    let purpose = Purpose::ReceiveOrientation(of.id);
    let bearer = Actor::Bearer(Bearer { purpose, until: day(90) });
    bearer.receiver(of.id, of.to, day(21)).expect("the link is good")
}

fn accepted(orientation: &Orientation) -> Orientation {
    let done = orientation.accept(&act(day(21)), &hat(orientation), None).expect("it is open");
    orientations(&done).remove(0)
}

#[test]
fn orientation_tells_who_has_the_ball_and_until_when() {
    let seated = hand_over(Place::HACKATHON, &[meeting(60, 40, 3)]).answer;
    let date = entry(60, EntryKind::InfoMeeting, day(40), 3);
    let partner = Place::Partner(id(7));
    let wiki = hand_over(Place::WIKI, &[]).answer;
    let hackathon = hand_over(Place::HACKATHON, &[]).answer;
    let outside = hand_over(partner, &[]).answer;
    let yes = State::Accepted { at: day(21) };
    let at = |orientation: &Orientation, state| Orientation { state, ..orientation.clone() };
    let (ours, hackathons) = (Ball::Association, Ball::Organizers(Action::Hackathon));
    for (name, orientation, date, ball, until) in [
        ("open", hackathon.clone(), None, Some((ours, day(20))), Some(day(28))),
        ("open, with a seat", seated.clone(), Some(&date), Some((ours, day(20))), Some(day(28))),
        ("open, to read", wiki.clone(), None, Some((ours, day(20))), None),
        ("a yes", at(&hackathon, yes), None, Some((hackathons, day(21))), Some(day(29))),
        (
            "a yes to a seat",
            at(&seated, yes),
            Some(&date),
            Some((ours, day(21))),
            Some(date.ends_at + NOTED_WITHIN),
        ),
        (
            "a yes to a partner",
            at(&outside, yes),
            None,
            Some((Ball::Partner(id(7)), day(21))),
            Some(day(29)),
        ),
        ("honoured", at(&outside, State::Honoured { at: day(22) }), None, None, None),
        ("expired", at(&outside, State::Expired { at: day(22), next: id(9) }), None, None, None),
    ] {
        assert_eq!(orientation.ball(), ball, "{name}");
        assert_eq!(orientation.until(date), until, "{name}");
    }
    // A seat is held no longer than its date.
    let soon = entry(60, EntryKind::InfoMeeting, day(23), 3);
    assert_eq!(seated.until(Some(&soon)), Some(day(23)));
}

fn meeting(n: u128, on: i64, seats: u32) -> Seating {
    let entry = entry(n, EntryKind::InfoMeeting, day(on), seats);
    Seating { entry, registrations: Vec::new() }
}

#[test]
fn orientation_is_received_once_the_association_has_said_yes() {
    for to in [Place::HACKATHON, Place::WORKSHOPS, Place::Partner(id(7))] {
        let orientation = hand_over(Place::Partner(id(6)), &[]).answer;
        let orientation = Orientation { to, ..orientation };
        let hat = receiver(&orientation);
        let early = orientation.receive(&act(day(21)), &hat, ReceiverAnswer::Taken, &[]);
        assert_eq!(early.err(), Some(Broken::OutOfOrder), "{to:?}");
        let yes = accepted(&orientation);
        let taken = yes.receive(&act(day(22)), &hat, ReceiverAnswer::Taken, &[]).expect("it waits");
        assert_eq!(events(&taken), [EventKind::OrientationHonoured(to)]);
        let taken = orientations(&taken).remove(0);
        assert_eq!(taken.state, State::Honoured { at: day(22) }, "{to:?}");
        for answer in ReceiverAnswer::all() {
            let again = taken.receive(&act(day(23)), &hat, answer, &[]);
            assert_eq!(again.err(), Some(Broken::AlreadyAnswered), "{to:?}");
        }
    }
    // Who has only to come is received there.
    let seated = hand_over(Place::HACKATHON, &[meeting(60, 40, 3)]).answer;
    let seated = Orientation { state: State::Accepted { at: day(21) }, ..seated };
    let early = seated.receive(&act(day(22)), &receiver(&seated), ReceiverAnswer::Taken, &[]);
    assert_eq!(early.err(), Some(Broken::OutOfOrder));
}

#[test]
fn orientation_each_side_has_its_own_reasons() {
    let open = hand_over(Place::HACKATHON, &[]).answer;
    let yes = accepted(&open);
    for reason in DeclineReason::OF_RECEIVER {
        let declined = open.decline(&act(day(21)), &hat(&open), reason, None, &[]);
        assert_eq!(declined.err(), Some(Broken::UnknownAnswer), "{reason:?}");
    }
    for reason in DeclineReason::OF_ASSOCIATION {
        let declined =
            yes.receive(&act(day(22)), &receiver(&yes), ReceiverAnswer::Declined(reason), &[]);
        assert_eq!(declined.err(), Some(Broken::UnknownAnswer), "{reason:?}");
        assert_eq!(ReceiverAnswer::from_code(reason.code()), None);
    }
    for answer in ReceiverAnswer::all() {
        assert_eq!(ReceiverAnswer::from_code(answer.code()), Some(answer));
    }
}

#[test]
fn orientation_is_handed_over_one_at_a_time_and_somewhere_else() {
    let member = |person| crate::accounts::Membership {
        person,
        association: id(OURS),
        referent: true,
        since: day(0),
    };
    let volunteer = everyone().volunteer().expect("one");
    let judge = Judge::of(&volunteer, &crew(OURS, vec![member(id(77))])).expect("no part in it");
    let learner = Story::learner(OURS, &["data"]);
    let runs = learner.clone().on(30, EventKind::ProjectSubmitted, 60);
    let open = |to| learner.clone().on(31, EventKind::OrientationOpened(to), 90);
    let received = open(Place::HACKATHON)
        .on(32, EventKind::OrientationAccepted(Place::HACKATHON), 90)
        .on(32, EventKind::HandedOver(Place::HACKATHON), 90);
    let taken = received.clone().on(33, EventKind::OrientationHonoured(Place::HACKATHON), 90);
    let partner = Place::Partner(id(7));
    for (name, story, to, expected) in [
        ("to where it comes from", learner.clone(), Place::WORKSHOPS, Some(Broken::OutOfOrder)),
        ("while a project runs", runs.clone(), Place::HACKATHON, Some(Broken::OutOfOrder)),
        ("outside, while a project runs", runs, partner, None),
        ("while another waits", open(partner), Place::HACKATHON, Some(Broken::OrientationOpen)),
        ("while stories may be read", open(Place::WIKI), Place::HACKATHON, None),
        ("before it is received", received, partner, Some(Broken::OrientationOpen)),
        ("once it is received", taken, partner, None),
    ] {
        let offer = Offer::new(id(OURS), id(OURS), Action::Workshops, Cause::Followed(id(OURS)));
        let sent = offer.send(&act(day(40)), &judge, &story.journey(), to, &[]);
        assert_eq!(sent.err(), expected, "{name}");
    }
    // Nobody hands over another association than the one that they may judge.
    let other = Offer::new(id(5), id(5), Action::Workshops, Cause::Followed(id(5)));
    let sent = other.send(&act(day(40)), &judge, &learner.journey(), partner, &[]);
    assert_eq!(sent.err(), Some(Broken::OwnAssociation));
}

#[test]
fn orientation_that_nobody_answers_expires_and_opens_what_comes_next() {
    let dates = [meeting(70, 75, 3)];
    let workshop = session(40, 30, 1, 0);
    let opened = offer().open(&act(day(1)), std::slice::from_ref(&workshop));
    let (held, workshop) = (opened.answer.clone(), workshop.after(&opened));
    let silent = hand_over(Place::Partner(id(7)), &[]).answer;
    let unanswered = Orientation { state: State::Accepted { at: day(21) }, ..silent.clone() };
    let missed = Orientation { state: State::Accepted { at: day(2) }, ..held.clone() };
    for (name, orientation, seating, until, to) in [
        ("a held seat", &held, Some(&workshop), day(9), Place::WIKI),
        ("a proposal", &silent, None, day(28), Place::WIKI),
        ("a partner", &unanswered, None, day(29), Place::HACKATHON),
        (
            "a date where nobody came",
            &missed,
            Some(&workshop),
            workshop.entry.ends_at + NOTED_WITHIN,
            Place::HACKATHON,
        ),
    ] {
        let before = until - Duration::seconds(1);
        assert_eq!(orientation.expire(&act(before), seating, &dates), None, "{name}");
        let done = orientation.expire(&act(until), seating, &dates).expect(name);
        let next = &done.answer;
        assert_eq!((next.to, next.state), (to, State::Open), "{name}");
        assert_eq!(next.cause, Cause::Expired(orientation.id), "{name}");
        let state = State::Expired { at: until, next: next.id };
        let changed = orientations(&done);
        assert!(changed.iter().any(|o| o.id == orientation.id && o.state == state), "{name}");
        assert!(changed.contains(next), "{name}");
        let told =
            [EventKind::OrientationExpired(orientation.to), EventKind::OrientationOpened(next.to)];
        assert_eq!(events(&done), told, "{name}");
        let expired = Orientation { state, ..orientation.clone() };
        assert_eq!(expired.expire(&act(day(200)), seating, &dates), None, "{name}: once");
    }
    // Others' stories wait as long as it takes.
    let read = hand_over(Place::WIKI, &[]).answer;
    assert_eq!(read.expire(&act(day(900)), None, &dates), None);
}

#[test]
fn orientation_kinds_of_place_are_read_back_from_their_codes() {
    let places = Action::ALL.map(Place::Action).into_iter().chain([Place::Partner(id(7))]);
    for place in places {
        assert_eq!(Place::from_code(&place.code()), Some(place));
    }
    for code in ["", "partner", "partner:", "partner:x", "nowhere"] {
        assert_eq!(Place::from_code(code), None, "{code}");
    }
    for support in Support::ALL {
        assert_eq!(Support::from_code(support.code()), Some(support));
    }
}

// ---- What always holds

/// What may happen to an orientation: who answers what, or how many days pass.
#[derive(Clone, Copy, Debug)]
enum Happens {
    Accepted,
    Declined(DeclineReason),
    Received(ReceiverAnswer),
    Came,
    Passes(i64),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        Just(Happens::Accepted),
        Just(Happens::Came),
        proptest::sample::select(DeclineReason::all().collect::<Vec<_>>())
            .prop_map(Happens::Declined),
        proptest::sample::select(ReceiverAnswer::all().collect::<Vec<_>>())
            .prop_map(Happens::Received),
        (1..12i64).prop_map(Happens::Passes),
    ]
}

fn places() -> impl Strategy<Value = Place> {
    let places = [Place::WIKI, Place::HACKATHON, Place::Partner(id(7)), Place::Partner(id(8))];
    proptest::sample::select(places.to_vec())
}

proptest! {
    /// Whatever is answered, by whom, in whatever order, and however much time passes: what was declined or expired has
    /// a successor that waits or has ended in its turn; at the end one is honoured, or somebody has the ball; what is
    /// refused changes nothing; and seats are never oversold.
    #[test]
    fn orientation_declined_or_expired_always_leaves_a_next_step(
        to in places(),
        room in 0..3u32,
        story in proptest::collection::vec(happens(), 0..24),
    ) {
        let mut dates: Vec<_> = (0..3).map(|n| meeting(70 + n, 40 + 20 * n as i64, room)).collect();
        let opened = hand_over(to, &dates);
        let mut known = std::collections::BTreeMap::new();
        let mut journey = Story::of(OURS);
        let mut last = opened.answer.id;
        let mut today = day(20);
        let mut apply = |outcome: &Outcome<()>, dates: &mut Vec<Seating>, last: &mut OrientationId| {
            for seating in dates.iter_mut() {
                *seating = seating.clone().after(outcome);
            }
            for change in &outcome.changes {
                match change {
                    Change::Orientation(o) => {
                        if o.state == State::Open { *last = o.id; }
                        known.insert(o.id, o.clone());
                    }
                    Change::Event(event) => journey.add(event.clone()),
                    _ => {}
                }
            }
            (known.clone(), journey.journey())
        };
        let (mut all, mut path) = apply(&opened.map(drop), &mut dates, &mut last);
        for one in story {
            let current: Orientation = all[&last].clone();
            let date = current.entry.and_then(|entry| dates.iter().find(|d| d.entry.id == entry));
            let act = act(today);
            let outcome = match one {
                Happens::Accepted => current.accept(&act, &hat(&current), date).ok(),
                Happens::Declined(reason) => {
                    let done = current.decline(&act, &hat(&current), reason, date, &dates);
                    done.ok().map(|done| done.map(drop))
                }
                Happens::Received(answer) => {
                    let done = current.receive(&act, &receiver(&current), answer, &dates);
                    done.ok().map(|done| done.map(drop))
                }
                Happens::Came => {
                    let came = current.registration.and_then(|_| current.honour(&act));
                    came.map(|change| Outcome::of(()).change(change))
                }
                Happens::Passes(days) => {
                    today += Duration::days(days);
                    current.expire(&crate::testing::act(today), date, &dates).map(|done| done.map(drop))
                }
            };
            if let Some(outcome) = outcome {
                (all, path) = apply(&outcome, &mut dates, &mut last);
            }
            for orientation in all.values() {
                match orientation.state {
                    State::Declined { next, .. } | State::Expired { next, .. } => {
                        let next = &all[&next];
                        prop_assert!(
                            [Cause::Declined(orientation.id), Cause::Expired(orientation.id)]
                                .contains(&next.cause)
                        );
                        prop_assert_eq!(next.from, orientation.to);
                    }
                    State::Honoured { .. } => prop_assert_eq!(orientation.ball(), None),
                    State::Open | State::Accepted { .. } => {
                        prop_assert!(orientation.ball().is_some());
                        prop_assert_eq!(orientation.id, last, "one at a time");
                    }
                }
            }
            for date in &dates {
                let taken = date.registrations.iter().filter(|r| r.takes_seat(today)).count();
                prop_assert!(taken <= date.entry.seats.total as usize);
            }
            // The journey says the same of who has the ball as the orientation itself.
            let current = &all[&last];
            if current.state == State::Open {
                prop_assert_eq!(path.next(today).what, What::AnswerOrientation);
                prop_assert_eq!(path.next(today).subject, Some(last.0));
            }
            let handed = matches!(current.state, State::Accepted { .. }) && current.entry.is_none();
            if handed {
                prop_assert_eq!(Some((path.next(today).ball, path.next(today).since)), current.ball());
            }
        }
    }
}

#[test]
fn orientation_flows_count_associations_once_and_tell_on_nobody() {
    let yes = State::Accepted { at: day(21) };
    let one = |n: u128, from: Place, to: Place, state| Orientation {
        id: id(n),
        association: id(n),
        from,
        to,
        state,
        ..hand_over(Place::HACKATHON, &[]).answer
    };
    let (a, b) = (Place::WORKSHOPS, Place::HACKATHON);
    let (one_partner, another) = (Place::Partner(id(7)), Place::Partner(id(8)));
    let mut all = vec![
        one(1, a, b, yes),
        one(2, a, b, State::Honoured { at: day(30) }),
        one(3, a, b, yes),
        one(4, a, b, State::Open),
        one(5, a, b, State::Expired { at: day(30), next: id(9) }),
        one(1, a, one_partner, yes),
        one(2, a, another, yes),
        one(6, b, a, yes),
        one(7, a, a, yes),
        Orientation { opened_at: day(-400), ..one(8, b, a, yes) },
    ];
    all.extend((0..5).map(|_| one(1, a, b, yes)));
    let told = flows(&all, day(40));
    let (workshops, hackathon) = (Some(Action::Workshops), Some(Action::Hackathon));
    let expected = [
        ((workshops, hackathon), Passed::Of(3)),
        ((workshops, None), Passed::Few),
        ((hackathon, workshops), Passed::Few),
    ];
    assert_eq!(told, expected.into_iter().collect());
}

#[test]
fn orientation_those_that_wait_are_told_longest_first() {
    let one = |n: u128, on, state| Orientation {
        id: id(n),
        opened_at: day(on),
        state,
        ..hand_over(Place::HACKATHON, &[]).answer
    };
    let all = vec![
        (one(1, 5, State::Open), None),
        (one(2, 1, State::Accepted { at: day(4) }), None),
        (one(3, 0, State::Honoured { at: day(1) }), None),
    ];
    let told: Vec<_> =
        waiting(all).into_iter().map(|w| (w.orientation.id, w.ball, w.since)).collect();
    let organizers = Ball::Organizers(Action::Hackathon);
    assert_eq!(told, [(id(2), organizers, day(4)), (id(1), Ball::Association, day(5))]);
}
