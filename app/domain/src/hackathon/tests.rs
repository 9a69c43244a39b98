//! An edition goes through its phases in order, and so does each project.

use super::*;
use crate::diagnosis::Verdict;
use crate::testing::{
    OURS, Story, act, crew, day, events, everyone, id, seats, session, title, words,
};

const CALL_UNTIL: i64 = 30;
const WEEKEND: i64 = 60;

fn member() -> MemberHat {
    everyone().member().expect("everyone is a member")
}

fn organizer() -> OrganizerHat {
    everyone().organizer_of(Action::Hackathon).expect("everyone is an organizer")
}

/// Who may judge the project of [`project`].
fn judge() -> Judge {
    let theirs = project(ProjectState::Submitted).association;
    Judge::of(&organizer(), &crew(theirs.0.as_u128(), Vec::new())).expect("no part in it")
}

fn edition(phase: Phase) -> Edition {
    Edition {
        id: id(80),
        title: title("Édition 2026"),
        phase,
        since: day(0),
        call_until: day(CALL_UNTIL),
        weekend_from: day(WEEKEND),
        weekend_to: day(WEEKEND + 2),
    }
}

fn project(state: ProjectState) -> Project {
    Project {
        id: id(60),
        edition: id(80),
        journey: id(OURS),
        association: id(OURS),
        need: id(2),
        title: title("Prêter nos outils"),
        summary: words("Un registre des prêts"),
        state,
        since: day(0),
    }
}

fn offer(n: u128, edition: u128, project: Option<u128>) -> Offer {
    Offer {
        id: id(n),
        edition: id(edition),
        person: id(n),
        skill: Skill::Developer,
        project: project.map(id),
        at: day(1),
    }
}

/// A journey whose second diagnosis says that a small development helps.
fn ripe() -> Story {
    Story::learner(OURS, &["data"]).on(20, EventKind::DiagnosisStarted, 21).on(
        20,
        EventKind::DiagnosisGivenBack(Verdict::SmallDevelopment),
        21,
    )
}

fn project_now<T>(outcome: &Outcome<T>) -> Option<Project> {
    outcome.changes.iter().find_map(|change| match change {
        Change::Project(p) => Some(p.clone()),
        _ => None,
    })
}

#[test]
fn hackathon_phases_follow_one_another() {
    let mut phases = vec![Phase::Call];
    while let Some(next) = phases.last().and_then(|p| p.next()) {
        phases.push(next);
    }
    assert_eq!(phases, Phase::ALL);
}

#[test]
fn hackathon_an_edition_moves_on_once_every_project_has_its_answer() {
    use {Phase as P, ProjectState as S};
    for (phase, states, on, expected) in [
        (P::Call, &[S::Submitted][..], 40, Ok(P::Selection)),
        (P::Call, &[], 1, Ok(P::Selection)),
        (P::Selection, &[S::Selected, S::Submitted], 40, Err(Broken::OutOfOrder)),
        (P::Selection, &[S::Selected, S::Oriented], 40, Ok(P::Teams)),
        (P::Teams, &[S::Selected], 40, Err(Broken::OutOfOrder)),
        (P::Teams, &[S::Staffed, S::Oriented], 40, Ok(P::Weekend)),
        (P::Weekend, &[S::Delivered], WEEKEND - 1, Err(Broken::OutOfOrder)),
        (P::Weekend, &[S::Staffed], WEEKEND + 3, Err(Broken::OutOfOrder)),
        (P::Weekend, &[S::Delivered, S::Signed, S::Oriented], WEEKEND + 3, Ok(P::FollowUp)),
        (P::FollowUp, &[S::Signed], 300, Err(Broken::OutOfOrder)),
    ] {
        let projects: Vec<_> = states.iter().map(|s| project(*s)).collect();
        let done = edition(phase).advance(&act(day(on)), &organizer(), &projects);
        assert_eq!(
            done.as_ref().map(|o| o.answer).map_err(|e| *e),
            expected,
            "{phase:?}, {states:?}, day {on}"
        );
        if let Ok(done) = done {
            let moved = done.changes.iter().find_map(|c| match c {
                Change::Edition(e) => Some((e.phase, e.since)),
                _ => None,
            });
            assert_eq!(moved, Some((done.answer, day(on))));
        }
    }
}

#[test]
fn hackathon_a_project_is_submitted_during_the_call_by_who_is_ripe() {
    let running = ripe().on(21, EventKind::ProjectSubmitted, 59);
    let back = running.clone().on(22, EventKind::ProjectOriented, 59);
    for (name, story, phase, on, refused) in [
        ("in time", ripe(), Phase::Call, 25, None),
        (
            "the last moment has passed",
            ripe(),
            Phase::Call,
            CALL_UNTIL,
            Some(Broken::EditionClosed),
        ),
        ("the call is over", ripe(), Phase::Selection, 25, Some(Broken::EditionClosed)),
        (
            "told to learn",
            Story::learner(OURS, &["data"]),
            Phase::Call,
            25,
            Some(Broken::OutOfOrder),
        ),
        ("never listened to", Story::of(OURS), Phase::Call, 25, Some(Broken::OutOfOrder)),
        ("one runs already", running, Phase::Call, 25, Some(Broken::OutOfOrder)),
        ("not selected last time", back, Phase::Call, 25, None),
    ] {
        let done = submit(
            &act(day(on)),
            &member(),
            &story.journey(),
            &edition(phase),
            id(2),
            title("Prêter nos outils"),
            words("Un registre"),
        );
        assert_eq!(done.as_ref().err().copied(), refused, "{name}");
        if let Ok(done) = done {
            assert_eq!(events(&done), [EventKind::ProjectSubmitted]);
            let made = project_now(&done).expect("it is stored");
            assert_eq!(
                (made.id, made.state, made.need),
                (done.answer, ProjectState::Submitted, id(2))
            );
        }
    }
}

/// Everything that can be done to a project, tried from every state in every phase.
#[test]
fn hackathon_projects_refuse_what_does_not_come_next() {
    use {Phase as P, ProjectState as S};
    type Try = fn(&Project, &Edition) -> Result<(Vec<EventKind>, Option<Project>), Broken>;
    fn told<T>(outcome: Outcome<T>) -> (Vec<EventKind>, Option<Project>) {
        (events(&outcome), project_now(&outcome))
    }
    /// What is done, from which state, during which phase (if that matters), what it tells, to which state.
    type Row = (&'static str, Try, S, Option<P>, EventKind, S);
    let acts: [Row; 7] = [
        (
            "select",
            |p, e| p.select(&act(day(40)), &judge(), e).map(told),
            S::Submitted,
            Some(P::Selection),
            EventKind::ProjectSelected,
            S::Selected,
        ),
        (
            "orient",
            |p, e| p.orient(&act(day(40)), &judge(), e, None, &[]).map(told),
            S::Submitted,
            Some(P::Selection),
            EventKind::ProjectOriented,
            S::Oriented,
        ),
        (
            "staff",
            |p, e| p.staff(&act(day(50)), &judge(), e, &[offer(1, 80, None)]).map(told),
            S::Selected,
            Some(P::Teams),
            EventKind::TeamFormed,
            S::Staffed,
        ),
        (
            "deliver",
            |p, e| p.deliver(&act(day(WEEKEND + 1)), &organizer(), e).map(told),
            S::Staffed,
            Some(P::Weekend),
            EventKind::ToolDelivered,
            S::Delivered,
        ),
        (
            "sign",
            |p, _| p.sign(&act(day(62)), &member()).map(told),
            S::Delivered,
            None,
            EventKind::HandoverSigned,
            S::Signed,
        ),
        (
            "used",
            |p, _| p.pulse(&act(day(90)), &member(), true).map(told),
            S::Signed,
            None,
            EventKind::ToolInUse,
            S::Signed,
        ),
        (
            "unused",
            |p, _| p.pulse(&act(day(90)), &member(), false).map(told),
            S::Signed,
            None,
            EventKind::ToolNotInUse,
            S::Signed,
        ),
    ];
    for (name, attempt, from, during, kind, to) in acts {
        for state in S::ALL {
            for phase in P::ALL {
                let place = format!("{name}, from {state:?}, during {phase:?}");
                let done = attempt(&project(state), &edition(phase));
                if state != from {
                    assert_eq!(done.err(), Some(Broken::OutOfOrder), "{place}");
                } else if during.is_some_and(|d| d != phase) {
                    assert_eq!(done.err(), Some(Broken::EditionClosed), "{place}");
                } else {
                    let (events, now) = done.expect(&place);
                    assert_eq!(events[0], kind, "{place}");
                    assert_eq!(now.map_or(state, |p| p.state), to, "{place}");
                }
            }
        }
    }
}

#[test]
fn hackathon_a_tool_is_not_delivered_before_the_weekend() {
    let early = act(day(WEEKEND) - chrono::Duration::seconds(1));
    let (staffed, weekend) = (project(ProjectState::Staffed), edition(Phase::Weekend));
    assert_eq!(staffed.deliver(&early, &organizer(), &weekend), Err(Broken::EditionClosed));
    assert!(staffed.deliver(&act(day(WEEKEND)), &organizer(), &weekend).is_ok());
}

#[test]
fn hackathon_a_project_not_selected_is_oriented_with_a_held_seat() {
    let sessions = [session(40, 70, 1, 1), session(41, 71, 2, 0)];
    let theme = Some("collaboration".to_owned());
    let done = project(ProjectState::Submitted)
        .orient(&act(day(40)), &judge(), &edition(Phase::Selection), theme, &sessions)
        .expect("it may be oriented");
    let orientation = &done.answer;
    assert_eq!((orientation.entry, orientation.to), (Some(id(41)), Place::WORKSHOPS));
    assert_eq!(orientation.cause, Cause::Project(id(60)));
    assert_eq!(Some(seats(&done)[0].id), orientation.registration);
    assert_eq!(
        events(&done),
        [EventKind::ProjectOriented, EventKind::OrientationOpened(Place::WORKSHOPS)]
    );
}

#[test]
fn hackathon_a_team_is_made_of_offers_to_this_edition() {
    for (name, team, may) in [
        ("one", vec![offer(1, 80, None)], true),
        ("two", vec![offer(1, 80, None), offer(2, 80, None)], true),
        ("nobody", vec![], false),
        ("of another edition", vec![offer(1, 80, None), offer(2, 79, None)], false),
        ("in another team", vec![offer(1, 80, Some(61))], false),
        ("in this team already", vec![offer(1, 80, Some(60))], true),
    ] {
        let done = project(ProjectState::Selected).staff(
            &act(day(50)),
            &judge(),
            &edition(Phase::Teams),
            &team,
        );
        assert_eq!(done.as_ref().err().copied(), (!may).then_some(Broken::OutOfOrder), "{name}");
        let Ok(done) = done else { continue };
        let joined = done
            .changes
            .iter()
            .filter(|c| matches!(c, Change::Offer(o) if o.project == Some(id(60))));
        assert_eq!(joined.count(), team.len(), "{name}: every one of them joins");
    }
}

#[test]
fn hackathon_a_weekend_is_offered_until_teams_are_formed() {
    let volunteer = everyone().volunteer().expect("everyone is a volunteer");
    for phase in Phase::ALL {
        let done = offer_weekend(&act(day(5)), &volunteer, &edition(phase), None, Skill::Designer);
        let may = matches!(phase, Phase::Call | Phase::Selection | Phase::Teams);
        assert_eq!(done.err(), (!may).then_some(Broken::EditionClosed), "{phase:?}");
    }
    let before = offer(1, 80, Some(60));
    let again = offer_weekend(
        &act(day(5)),
        &volunteer,
        &edition(Phase::Teams),
        Some(&before),
        Skill::Specialist,
    );
    let again = again.expect("it may be changed");
    let changed = Offer { skill: Skill::Specialist, ..before.clone() };
    assert_eq!(again.answer, before.id, "one weekend a person");
    assert_eq!(again.changes, [Change::Offer(changed)], "the team is kept");
}

#[test]
fn hackathon_codes_are_read_back() {
    for phase in Phase::ALL {
        assert_eq!(Phase::from_code(phase.code()), Some(phase));
    }
    for state in ProjectState::ALL {
        assert_eq!(ProjectState::from_code(state.code()), Some(state));
    }
    for skill in Skill::ALL {
        assert_eq!(Skill::from_code(skill.code()), Some(skill));
    }
    assert_eq!(
        (Phase::from_code("?"), ProjectState::from_code("?"), Skill::from_code("?")),
        (None, None, None)
    );
}
