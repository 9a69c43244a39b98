//! The two bridges: table by table.

use super::*;
use crate::accounts::Action;
use crate::testing::{OURS, Story, act, crew, day, events, everyone, id, seats, title, words};
use crate::text::Name;
use crate::workshops::Seats;
use chrono::NaiveTime;

fn edition(phase: Phase) -> Edition {
    Edition {
        id: id(3),
        title: title("Édition"),
        phase,
        since: day(0),
        call_until: day(80),
        weekend_from: day(90),
        weekend_to: day(92),
    }
}

fn judge(association: u128) -> Judge {
    let organizer = everyone().organizer_of(Action::Hackathon).expect("everyone is one");
    Judge::of(&organizer, &crew(association, Vec::new())).expect("a stranger")
}

fn small() -> EventKind {
    EventKind::DiagnosisGivenBack(Verdict::SmallDevelopment)
}

#[test]
fn hackathon_lists_those_whose_needs_have_outgrown_workshops() {
    let learner = |themes: &[&str]| Story::learner(OURS, themes);
    let grown = || learner(&["data", "web", "data"]);
    let to_hackathon = EventKind::OrientationOpened(Place::HACKATHON);
    let refused = EventKind::OrientationDeclined(Place::HACKATHON);
    for (name, story, expected) in [
        ("nothing", Story::of(OURS), None),
        ("learns", learner(&["data"]), None),
        ("enough, on one theme", learner(&["data", "data", "data"]), None),
        ("grown", grown(), Some(1)),
        ("grown, and helps", grown().on(20, EventKind::HelpStarted, 60), Some(2)),
        (
            "a new need",
            learner(&["data"]).on(20, EventKind::NeedStated, 61).on(21, to_hackathon.clone(), 62),
            Some(3),
        ),
        ("seen by who ran it", learner(&["data"]).on(20, to_hackathon.clone(), 62), Some(2)),
        (
            "seen, and declined",
            learner(&["data"]).on(20, to_hackathon.clone(), 62).on(21, refused, 62),
            None,
        ),
        ("from the desk, without a workshop", Story::of(OURS).on(20, to_hackathon, 62), None),
        ("a first diagnosis", Story::of(OURS).on(6, small(), 20), Some(1)),
        ("a second one", grown().on(30, small(), 63), Some(2)),
        (
            "its project runs",
            grown().on(30, small(), 63).on(31, EventKind::ProjectSubmitted, 64),
            None,
        ),
        (
            "its project was not selected",
            grown().on(31, EventKind::ProjectSubmitted, 64).on(32, EventKind::ProjectOriented, 64),
            Some(1),
        ),
    ] {
        let listed = outgrown(&[story.journey()]);
        assert_eq!(listed.first().map(|one| one.signs.len()), expected, "{name}: {listed:?}");
    }
    let redone = outgrown(&[grown().on(30, small(), 63).journey()]);
    assert_eq!(redone[0].signs[0], Sign::SmallDevelopment { at: day(30), redone: true });
    assert!(redone[0].ripe && !redone[0].waits);
}

#[test]
fn hackathon_those_who_are_ripe_come_first() {
    let ripe = Story::of(7).on(6, small(), 20).journey();
    let grown = Story::learner(8, &["data", "web", "data"]).on(9, EventKind::HelpStarted, 60);
    let both = Story::learner(9, &["data"]).on(30, small(), 63).journey();
    let listed = outgrown(&[grown.journey(), ripe, both]);
    let order: Vec<_> = listed.iter().map(|one| one.association).collect();
    assert_eq!(order, [id(9), id(7), id(8)]);
}

#[test]
fn hackathon_an_edition_is_proposed_and_the_association_answers() {
    let grown = Story::learner(OURS, &["data", "web", "data"]);
    let journey = grown.journey();
    let propose = |phase, journey: &Journey| {
        edition(phase).propose(&act(day(40)), &judge(OURS), journey, Some(words("Parce que")))
    };
    let sent = propose(Phase::Call, &journey).expect("proposed");
    assert_eq!(events(&sent), [EventKind::OrientationOpened(Place::HACKATHON)]);
    assert_eq!((sent.answer.from, sent.answer.to), (Place::WORKSHOPS, Place::HACKATHON));
    assert!(propose(Phase::Selection, &journey).is_ok());
    for phase in [Phase::Teams, Phase::Weekend, Phase::FollowUp] {
        assert_eq!(propose(phase, &journey).map(drop), Err(Broken::EditionClosed));
    }
    let learner = Story::learner(OURS, &["data"]).journey();
    assert_eq!(propose(Phase::Call, &learner).map(drop), Err(Broken::CriteriaNotMet));
    let waits = grown.on(30, EventKind::OrientationOpened(Place::WORKSHOPS), 70).journey();
    assert_eq!(propose(Phase::Call, &waits).map(drop), Err(Broken::OrientationOpen));
    let other = edition(Phase::Call).propose(&act(day(40)), &judge(77), &journey, None);
    assert_eq!(other.map(drop), Err(Broken::OwnAssociation));
}

fn project(state: ProjectState) -> Project {
    Project {
        id: id(64),
        edition: id(3),
        journey: id(OURS),
        association: id(OURS),
        need: id(2),
        title: title("Un outil"),
        summary: words("Il prête."),
        state,
        since: day(92),
    }
}

fn story() -> Story {
    Story::of(OURS).on(6, small(), 20).on(31, EventKind::ProjectSubmitted, 64).on(
        91,
        EventKind::ToolDelivered,
        64,
    )
}

#[test]
fn hackathon_a_tool_is_learnt_at_a_session_or_none_is_meant_for_it() {
    let booked = || story().on(93, EventKind::FollowUpBooked, 40);
    let came = EventKind::SessionAttended("tool".to_owned());
    for (name, story, expected) in [
        ("delivered", story(), Grip::None),
        (
            "before it",
            Story::of(OURS).on(3, EventKind::FollowUpBooked, 39).on(
                91,
                EventKind::ToolDelivered,
                64,
            ),
            Grip::None,
        ),
        ("booked", booked(), Grip::Booked(id(40))),
        ("given back", booked().on(94, EventKind::SeatGivenBack, 40), Grip::None),
        ("missed", booked().on(95, EventKind::SessionMissed, 40), Grip::None),
        ("called off", booked().on(95, EventKind::DateCalledOff, 40), Grip::None),
        ("came", booked().on(95, came.clone(), 40), Grip::Came(id(40))),
        ("came elsewhere", booked().on(95, came, 41), Grip::Booked(id(40))),
    ] {
        let delivered = project(ProjectState::Delivered);
        assert_eq!(delivered.grip(&story.journey(), &[]), Some(expected), "{name}");
    }
    assert_eq!(project(ProjectState::Staffed).grip(&story().journey(), &[]), None);
}

#[test]
fn hackathon_a_follow_up_opens_with_a_seat_held_for_the_tool_s_association() {
    let told = || Told {
        title: title("Prise en main"),
        place: Name::stored("Ici".to_owned()),
        access: None,
        link: None,
        bring: None,
        words: None,
        host: None,
        co_hosts: Vec::new(),
        seats: Seats::plain(4),
        published_at: None,
    };
    let hour = |h| NaiveTime::from_hms_opt(h, 0, 0).expect("an hour");
    let hours = |n| Hours { day: day(n).date_naive(), from: hour(18), to: hour(20) };
    let organizer = everyone().organizer_of(Action::Hackathon).expect("everyone is one");
    let open = |project: &Project, journey: &Journey, on| {
        project.open_follow_up(
            &act(day(95)),
            (&organizer, &judge(OURS)),
            journey,
            told(),
            hours(on),
            None,
        )
    };
    let delivered = project(ProjectState::Signed);
    let opened = open(&delivered, &story().journey(), 100).expect("opened");
    let [held] = &seats(&opened)[..] else { panic!("{opened:?}") };
    assert_eq!((held.entry, held.association), (opened.answer, id(OURS)));
    assert!(matches!(opened.changes[0], Change::Entry(ref e) if e.level == Some(Level::FollowUp)));
    let orientation = opened.changes.iter().find_map(|change| match change {
        Change::Orientation(orientation) => Some(orientation.clone()),
        _ => None,
    });
    let orientation = orientation.expect("it is invited");
    assert_eq!(orientation.cause, Cause::Tool(delivered.id));
    let grip = delivered.grip(&story().journey(), &[orientation]);
    assert_eq!(grip, Some(Grip::Invited(opened.answer)));
    assert_eq!(open(&delivered, &story().journey(), 94).map(drop), Err(Broken::EntryPast));
    let early = open(&project(ProjectState::Staffed), &story().journey(), 100);
    assert_eq!(early.map(drop), Err(Broken::OutOfOrder));
    let comes = story().on(93, EventKind::FollowUpBooked, 40).journey();
    assert_eq!(open(&delivered, &comes, 100).map(drop), Err(Broken::AlreadyRegistered));
}
