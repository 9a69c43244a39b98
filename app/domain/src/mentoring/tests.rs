//! Who may help, whom, and what is noted of it.

use super::*;
use crate::accounts::{Actor, Hat};
use crate::testing::{OURS, Story, act, day, events, everyone, signed, words};

const THREE: &[&str] = &["data", "data", "members"];

fn member() -> MemberHat {
    everyone().member().expect("everyone is a member")
}

fn mentor() -> MentorHat {
    everyone().mentor().expect("everyone is a mentor")
}

fn mentoring<T>(outcome: &Outcome<T>) -> Option<Mentoring> {
    outcome.changes.iter().find_map(|change| match change {
        Change::Mentoring(m) => Some(m.clone()),
        _ => None,
    })
}

fn proposed() -> Mentoring {
    let (helper, helped) =
        (Story::learner(OURS, THREE).journey(), Story::learner(2, &[]).journey());
    let outcome = propose(&act(day(40)), &mentor(), &helper, &helped).expect("it may be proposed");
    assert_eq!(events(&outcome), [], "nothing happened yet: the other answers first");
    let mentoring = mentoring(&outcome).expect("it is stored");
    assert_eq!(mentoring.id, outcome.answer);
    mentoring
}

#[test]
fn mentoring_invitation_follows_from_acts_once() {
    let invited = Story::learner(OURS, THREE).on(30, EventKind::InvitedToHelp, OURS);
    for (name, story, expected) in [
        ("two sessions", Story::learner(OURS, &["data", "members"]), 0),
        ("one theme", Story::learner(OURS, &["data", "data", "data"]), 0),
        ("three on two themes", Story::learner(OURS, THREE), 1),
        ("invited before", invited, 0),
    ] {
        let outcome = invite(&act(day(31)), &story.journey());
        assert_eq!(events(&outcome), vec![EventKind::InvitedToHelp; expected], "{name}");
    }
}

#[test]
fn mentoring_saying_yes_to_the_invitation_gives_the_hat() {
    let mentor = Story::learner(OURS, THREE).on(30, EventKind::BecameMentor, 900);
    for (name, story, refused) in [
        ("a beginner", Story::learner(OURS, &["data"]), Some(Broken::CriteriaNotMet)),
        ("one who may", Story::learner(OURS, THREE), None),
        ("a mentor already", mentor, Some(Broken::AlreadyAnswered)),
    ] {
        let done = accept_invitation(&act(day(31)), &member(), &story.journey());
        assert_eq!(done.as_ref().err().copied(), refused, "{name}");
        if let Ok(done) = done {
            assert_eq!(events(&done), [EventKind::BecameMentor]);
            let given = done.changes.iter().any(|c| matches!(c, Change::Grant(g) if g.hat == Hat::Mentor && g.person == member().person()));
            assert!(given, "{name}: the person wears the hat");
        }
    }
}

#[test]
fn mentoring_is_proposed_to_another_whom_nobody_accompanies() {
    let helper = Story::learner(OURS, THREE).journey();
    let accompanied = Story::learner(2, &[]).on(20, EventKind::Accompanied, 50);
    for (name, helped, refused) in [
        ("another", Story::learner(2, &[]), None),
        ("a newcomer", Story::of(3), None),
        ("oneself", Story::learner(OURS, &[]), Some(Broken::Oneself)),
        ("accompanied already", accompanied, Some(Broken::AlreadyAnswered)),
    ] {
        let done = propose(&act(day(40)), &mentor(), &helper, &helped.journey());
        assert_eq!(done.err(), refused, "{name}");
    }
}

#[test]
fn mentoring_starts_when_the_other_says_yes() {
    let proposed = proposed();
    assert_eq!(proposed.state, State::Proposed);
    let helped = Story::learner(2, &[]);
    let accompanied = helped.clone().on(20, EventKind::Accompanied, 50).journey();
    assert_eq!(
        proposed.accept(&act(day(41)), &member(), &accompanied),
        Err(Broken::AlreadyAnswered),
        "one helps it already"
    );
    let helped = helped.journey();
    let outcome = proposed.accept(&act(day(41)), &member(), &helped).expect("it was proposed");
    assert_eq!(events(&outcome), [EventKind::Accompanied, EventKind::HelpStarted]);
    let on = |kind: &EventKind| {
        outcome.changes.iter().find_map(|change| match change {
            Change::Event(e) if e.kind == *kind => Some(e.journey),
            _ => None,
        })
    };
    assert_eq!(
        on(&EventKind::Accompanied),
        Some(proposed.helped_journey),
        "told on the right journey"
    );
    assert_eq!(
        on(&EventKind::HelpStarted),
        Some(proposed.helper_journey),
        "told on the right journey"
    );
    let accepted = mentoring(&outcome).expect("it is stored");
    assert_eq!((accepted.state, accepted.since), (State::Accepted, day(41)));
    assert_eq!(accepted.accept(&act(day(42)), &member(), &helped), Err(Broken::AlreadyAnswered));
}

#[test]
fn mentoring_meetings_are_noted_by_its_mentor_once_they_took_place() {
    let accepted = Mentoring { state: State::Accepted, ..proposed() };
    let other = signed(7, &[Hat::Mentor]).mentor().expect("a mentor too");
    for (name, running, who, met, refused) in [
        ("as it should", &accepted, mentor(), day(50), None),
        ("right now", &accepted, mentor(), day(51), None),
        ("a meeting to come", &accepted, mentor(), day(52), Some(Broken::TooEarly)),
        ("another mentor", &accepted, other, day(50), Some(Broken::OutOfOrder)),
        ("not accepted yet", &proposed(), mentor(), day(50), Some(Broken::OutOfOrder)),
    ] {
        let note = Some(words("Un agenda partagé, enfin"));
        let done = running.note_meeting(&act(day(51)), &who, met, note.clone(), Some(day(60)));
        assert_eq!(done.as_ref().err().copied(), refused, "{name}");
        let Ok(done) = done else { continue };
        assert_eq!(
            events(&done),
            [EventKind::MentoringMet, EventKind::MentoringMet],
            "on both journeys"
        );
        let journeys: std::collections::BTreeSet<_> = done
            .changes
            .iter()
            .filter_map(|c| match c {
                Change::Event(e) => Some(e.journey),
                _ => None,
            })
            .collect();
        assert_eq!(journeys.len(), 2, "{name}");
        let kept = done
            .changes
            .iter()
            .any(|c| matches!(c, Change::Meeting(m) if m.met_at == met && m.note == note));
        assert!(kept, "{name}: the note is kept");
        assert_eq!(mentoring(&done).and_then(|m| m.next_meeting), Some(day(60)), "{name}");
    }
}

#[test]
fn mentoring_needs_the_hat() {
    for (name, actor, may) in [
        ("a mentor", signed(1, &[Hat::Mentor]), true),
        ("a volunteer", signed(1, &[Hat::Volunteer]), false),
        ("nobody", Actor::Anonymous, false),
    ] {
        assert_eq!(actor.mentor().is_ok(), may, "{name}");
    }
}

#[test]
fn mentoring_states_are_read_back_from_their_codes() {
    for state in [State::Proposed, State::Accepted] {
        assert_eq!(State::from_code(state.code()), Some(state));
    }
    assert_eq!(State::from_code("?"), None);
}
