//! A visit, from being asked for to being made.

use super::*;
use crate::accounts::{Bearer, Hat, Membership};
use crate::act::Change;
use crate::reception::DIAGNOSES_MAX;
use crate::testing::{Story, act, crew, day, events, id, signed, words};
use crate::volunteering::{CHARTER, Commitment, Promise, State};

fn journey() -> Journey {
    Story::of(5).on(0, EventKind::NeedStated, 2).journey()
}

fn wish() -> Wish {
    Wish { words: words("Un soir, à Chinon."), area: Name::stored("Chinon".to_owned()) }
}

fn asked(called: &[PersonId]) -> Outcome<Visit> {
    Visit::ask(&act(day(1)), &journey(), wish(), called).expect("may be asked")
}

fn kept<T>(outcome: &Outcome<T>) -> Visit {
    let visit = outcome.changes.iter().rev().find_map(|change| match change {
        Change::Reception(ReceptionChange::Visit(visit)) => Some(visit.clone()),
        _ => None,
    });
    visit.expect("a visit")
}

fn calls<T>(outcome: &Outcome<T>) -> Vec<Call> {
    let call = |change: &Change| match change {
        Change::Reception(ReceptionChange::Call(call)) => Some(*call),
        _ => None,
    };
    outcome.changes.iter().filter_map(call).collect()
}

fn letters<T>(outcome: &Outcome<T>) -> usize {
    outcome.changes.iter().filter(|change| matches!(change, Change::Mail(_))).count()
}

fn candidate(person: u128, load: u32) -> Candidate {
    Candidate {
        commitment: Commitment {
            person: id(person),
            promise: Promise { skills: Vec::new(), areas: None, hours: 2 },
            charter: CHARTER,
            charter_at: day(0),
            paused_until: None,
            state: State::Accepted,
            since: day(0),
        },
        load,
        own: false,
    }
}

fn judge(person: u128) -> Judge {
    let volunteer = signed(person, &[Hat::Volunteer]).volunteer().expect("is one");
    Judge::of(&volunteer, &crew(5, Vec::new())).expect("no part in it")
}

fn take(visit: &Visit, person: u128, load: u32) -> Result<Outcome<()>, Broken> {
    visit.clone().take(&act(day(2)), &judge(person), &candidate(person, load))
}

#[test]
fn reception_a_visit_is_proposed_or_goes_to_organizers() {
    let called = asked(&[id(7), id(8)]);
    assert_eq!(events(&called), [EventKind::VisitAsked]);
    assert_eq!(
        (kept(&called).state, calls(&called).len(), letters(&called)),
        (VisitState::Asked, 2, 2)
    );
    let nobody = asked(&[]);
    assert_eq!((kept(&nobody).state, letters(&nobody)), (VisitState::WithOrganizers, 0));
    // One at a time.
    let waiting = Story::of(5).on(0, EventKind::VisitAsked, 3).journey();
    let again = Visit::ask(&act(day(1)), &waiting, wish(), &[]);
    assert_eq!(again.map(drop), Err(Broken::VisitAsked));
}

#[test]
fn reception_the_first_who_accepts_makes_the_visit() {
    let visit = kept(&asked(&[id(7), id(8)]));
    let taken = take(&visit, 7, 0).expect("may be taken");
    assert_eq!(events(&taken), [EventKind::VisitTaken]);
    let visit = kept(&taken);
    assert_eq!((visit.state, visit.since), (VisitState::Taken(id(7)), day(2)));
    assert_eq!(take(&visit, 8, 0).map(drop), Err(Broken::VisitTaken));
    assert_eq!(take(&visit, 7, 0).expect("theirs already").changes, []);
    // Nobody beyond the load, nobody who stopped, nobody of the association.
    let open = kept(&asked(&[id(7)]));
    assert_eq!(take(&open, 7, DIAGNOSES_MAX).map(drop), Err(Broken::EnoughDiagnoses));
    let mut stopped = candidate(7, 0);
    stopped.commitment.state = State::Stopped;
    let refused = open.clone().take(&act(day(2)), &judge(7), &stopped);
    assert_eq!(refused.map(drop), Err(Broken::OutOfOrder));
    let own = Candidate { own: true, ..candidate(7, 0) };
    let refused = open.clone().take(&act(day(2)), &judge(7), &own);
    assert_eq!(refused.map(drop), Err(Broken::OwnAssociation));
    let volunteer = signed(7, &[Hat::Volunteer]).volunteer().expect("is one");
    let elsewhere = Judge::of(&volunteer, &crew(6, Vec::new())).expect("no part in it");
    let refused = open.take(&act(day(2)), &elsewhere, &candidate(7, 0));
    assert_eq!(refused.map(drop), Err(Broken::OwnAssociation));
}

#[test]
fn reception_a_visit_that_nobody_takes_goes_to_organizers() {
    let outcome = asked(&[id(7), id(8)]);
    let (visit, calls) = (kept(&outcome), calls(&outcome));
    let first = visit.clone().decline(&act(day(2)), &calls[0], &calls);
    assert!(!first.answer, "another may still come");
    let left = [Call { declined_at: Some(day(2)), ..calls[0] }, calls[1]];
    let last = visit.clone().decline(&act(day(3)), &left[1], &left);
    assert!(last.answer);
    assert_eq!(kept(&last).state, VisitState::WithOrganizers);
    let twice = visit.clone().decline(&act(day(3)), &left[0], &left);
    assert_eq!(twice, Outcome::of(false));
    // Nobody answers.
    assert_eq!(visit.clone().unanswered(&act(day(5))), None);
    let late = visit.clone().unanswered(&act(day(6))).expect("five days have passed");
    let late = kept(&late);
    assert_eq!(late.state, VisitState::WithOrganizers);
    assert_eq!(late.clone().unanswered(&act(day(60))), None, "once");
    // Who was asked may still accept.
    assert!(take(&late, 8, 0).is_ok());
}

#[test]
fn reception_organizers_choose_anybody_but_of_the_association() {
    let visit = kept(&asked(&[]));
    let nobody = crew(5, Vec::new());
    let given = visit.clone().give(&act(day(2)), &judge(9), id(7), &nobody).expect("may be given");
    assert_eq!((kept(&given).state, letters(&given)), (VisitState::Taken(id(7)), 1));
    let again = kept(&given).give(&act(day(2)), &judge(9), id(8), &nobody);
    assert_eq!(again.map(drop), Err(Broken::VisitTaken));
    let member = Membership { person: id(7), association: id(5), referent: true, since: day(0) };
    let own = visit.give(&act(day(2)), &judge(9), id(7), &crew(5, vec![member]));
    assert_eq!(own.map(drop), Err(Broken::OwnAssociation));
}

#[test]
fn reception_a_visit_is_given_up_and_called_off() {
    let taken = kept(&take(&kept(&asked(&[id(7)])), 7, 0).expect("may be taken"));
    assert_eq!(taken.clone().give_up(&act(day(3)), id(8)).map(drop), Err(Broken::OutOfOrder));
    let given = taken.clone().give_up(&act(day(3)), id(7)).expect("it was theirs");
    assert_eq!(kept(&given).state, VisitState::WithOrganizers);
    assert_eq!(events(&given), [EventKind::VisitGivenBack]);
    let off = taken.withdraw(&act(day(3)));
    assert_eq!((kept(&off).state, letters(&off)), (VisitState::Withdrawn, 1));
    assert_eq!(take(&kept(&off), 7, 0).map(drop), Err(Broken::VisitOver));
    assert_eq!(kept(&off).withdraw(&act(day(4))).changes, []);
    let nobody = kept(&asked(&[id(7)])).withdraw(&act(day(3)));
    assert_eq!(letters(&nobody), 0);
}

#[test]
fn reception_a_call_is_answered_by_who_was_asked() {
    let call = calls(&asked(&[id(7)]))[0];
    let bearer =
        |call: CallId| Actor::Bearer(Bearer { purpose: Purpose::AnswerCall(call), until: day(6) });
    assert_eq!(bearer(call.id).called(&call, day(5)).map(|hat| hat.judge()), Ok(id(7)));
    assert_eq!(bearer(call.id).called(&call, day(6)), Err(Denied::LinkExpired));
    assert_eq!(bearer(id(99)).called(&call, day(5)), Err(Denied::LinkExpired));
    let volunteer = |person| signed(person, &[Hat::Volunteer]);
    assert!(volunteer(7).called(&call, day(60)).is_ok());
    assert_eq!(volunteer(8).called(&call, day(5)), Err(Denied::Hidden));
    assert_eq!(signed(7, &[]).called(&call, day(5)), Err(Denied::NotYours));
    assert_eq!(Actor::Anonymous.called(&call, day(5)), Err(Denied::SignIn));
}
