//! The programme's story, replayed event by event, and the ways off it.

use super::EventKind as E;
use super::*;
use crate::act::Change;
use crate::orientation::Place;
use crate::testing::{Story, act, day, events, everyone, id, words};
use proptest::prelude::*;

const ASSOCIATION: Ball = Ball::Association;
const VOLUNTEERS: Ball = Ball::Volunteers;
const HACKATHON: Ball = Ball::Organizers(Action::Hackathon);

fn attended(theme: &str) -> EventKind {
    E::SessionAttended(theme.to_owned())
}

/// Every kind, with every detail that it can carry.
fn kinds() -> Vec<EventKind> {
    let mut kinds = vec![
        E::Inspired,
        E::NeedStated,
        E::MeetingBooked,
        E::MeetingAttended,
        E::MeetingMissed,
        E::ReceptionBooked,
        E::ReceptionAttended,
        E::ReceptionMissed,
        E::VisitAsked,
        E::VisitTaken,
        E::VisitGivenBack,
        E::VisitWithdrawn,
        E::DiagnosisStarted,
        E::SeatTaken,
        E::SeatGivenBack,
        E::DateCalledOff,
        attended("collaboration"),
        // A date without a theme: an encounter.
        attended(""),
        E::SessionMissed,
        E::SessionHelped("data".to_owned()),
        E::InvitedToHelp,
        E::BecameMentor,
        E::HelpStarted,
        E::Accompanied,
        E::MentoringMet,
        E::DiagnosisReviewed,
        E::ProjectSubmitted,
        E::ProjectSelected,
        E::ProjectOriented,
        E::TeamFormed,
        E::ToolDelivered,
        E::HandoverSigned,
        E::FollowUpBooked,
        E::ToolInUse,
        E::ToolNotInUse,
        E::TestimonyBegun,
        E::TestimonyPublished,
    ];
    kinds.extend(Verdict::ALL.map(E::DiagnosisGivenBack));
    for place in Action::ALL.map(Place::Action).into_iter().chain([Place::Partner(id(7))]) {
        kinds.extend([
            E::OrientationOpened(place),
            E::OrientationAccepted(place),
            E::OrientationDeclined(place),
            E::HandedOver(place),
            E::OrientationHonoured(place),
            E::OrientationExpired(place),
        ]);
    }
    kinds
}

#[test]
fn journey_every_kind_of_event_is_read_back_from_its_code() {
    let mut codes = std::collections::HashSet::new();
    for kind in kinds() {
        let code = kind.code();
        assert_eq!(EventKind::from_code(&code), Some(kind), "« {code} »");
        assert!(codes.insert(code.clone()), "two kinds are written « {code} »");
    }
}

#[test]
fn journey_codes_of_a_newer_version_are_left_alone() {
    for code in [
        "",
        "flown",
        "diagnosis_given_back",
        "diagnosis_given_back:perhaps",
        "orientation_opened:zoo",
    ] {
        assert_eq!(EventKind::from_code(code), None, "« {code} »");
    }
}

#[test]
fn journey_stations_have_codes_of_their_own() {
    let steps: std::collections::HashSet<_> = Step::ALL.iter().map(|s| s.code()).collect();
    assert_eq!(steps.len(), Step::ALL.len());
}

/// What happens, then where it stands, what comes next, who has the ball, what it concerns.
type Line = (i64, EventKind, u128, Step, What, Ball, Option<u128>);

fn tell(mut story: Story, lines: Vec<Line>) -> Story {
    for (on, kind, subject, step, what, ball, concerns) in lines {
        let told = format!("day {on}, after {kind:?}");
        story = story.on(on, kind, subject);
        let journey = story.journey();
        let next = journey.next(day(on));
        assert_eq!(journey.step(), step, "{told}: step");
        assert_eq!((next.what, next.ball), (what, ball), "{told}: next");
        assert_eq!(next.subject, concerns.map(id), "{told}: subject");
        assert!(next.since <= day(on), "{told}: nobody waits since a day to come");
    }
    story
}

const LEARNING: EventKind = E::DiagnosisGivenBack(Verdict::Learning);
const SMALL: EventKind = E::DiagnosisGivenBack(Verdict::SmallDevelopment);
const TO_WORKSHOPS: EventKind = E::OrientationOpened(Place::WORKSHOPS);

/// From the first need to helping another association.
fn until_helping() -> Story {
    use {Step as S, What as W};
    tell(
        Story::of(1),
        vec![
            (0, E::NeedStated, 2, S::Question, W::ChooseMeeting, ASSOCIATION, None),
            (1, E::MeetingBooked, 10, S::Meeting, W::ComeToMeeting, ASSOCIATION, Some(10)),
            (5, E::MeetingAttended, 10, S::Meeting, W::Diagnosis, VOLUNTEERS, None),
            (6, E::DiagnosisStarted, 20, S::Diagnosis, W::FinishDiagnosis, VOLUNTEERS, Some(20)),
            (6, LEARNING, 20, S::Diagnosis, W::ChooseWorkshop, ASSOCIATION, None),
            (6, TO_WORKSHOPS, 30, S::Diagnosis, W::AnswerOrientation, ASSOCIATION, Some(30)),
            (
                8,
                E::OrientationAccepted(Place::WORKSHOPS),
                30,
                S::Workshop,
                W::ChooseWorkshop,
                ASSOCIATION,
                None,
            ),
            (8, E::SeatTaken, 40, S::Workshop, W::ComeToWorkshop, ASSOCIATION, Some(40)),
            (15, attended("collaboration"), 40, S::Workshop, W::ChooseWorkshop, ASSOCIATION, None),
            (16, E::SeatTaken, 41, S::Workshop, W::ComeToWorkshop, ASSOCIATION, Some(41)),
            (22, attended("collaboration"), 41, S::Workshop, W::ChooseWorkshop, ASSOCIATION, None),
            (23, E::SeatTaken, 42, S::Workshop, W::ComeToWorkshop, ASSOCIATION, Some(42)),
            (29, attended("data"), 42, S::Workshop, W::ChooseWorkshop, ASSOCIATION, None),
            (29, E::InvitedToHelp, 1, S::Workshop, W::AnswerInvitation, ASSOCIATION, None),
            (30, E::BecameMentor, 900, S::Workshop, W::FindSomeoneToHelp, ASSOCIATION, None),
            (33, E::HelpStarted, 50, S::Helping, W::KeepHelping, ASSOCIATION, Some(50)),
            (40, E::MentoringMet, 50, S::Helping, W::KeepHelping, ASSOCIATION, Some(50)),
        ],
    )
}

/// From a second diagnosis to a published testimony.
fn until_told(story: Story, from: i64, project: u128) -> Story {
    use {Step as S, What as W};
    let entry = project + 1_000;
    tell(
        story,
        vec![
            (
                from,
                E::ProjectSubmitted,
                project,
                S::Project,
                W::Selection,
                HACKATHON,
                Some(project),
            ),
            (from + 5, E::ProjectSelected, project, S::Project, W::Team, HACKATHON, Some(project)),
            (from + 9, E::TeamFormed, project, S::Project, W::Weekend, HACKATHON, Some(project)),
            (
                from + 15,
                E::ToolDelivered,
                project,
                S::Delivered,
                W::SignHandover,
                ASSOCIATION,
                Some(project),
            ),
            (
                from + 16,
                E::HandoverSigned,
                project,
                S::Delivered,
                W::BookFollowUp,
                ASSOCIATION,
                Some(project),
            ),
            (
                from + 17,
                E::FollowUpBooked,
                entry,
                S::Delivered,
                W::ComeToFollowUp,
                ASSOCIATION,
                Some(entry),
            ),
            (
                from + 25,
                attended("tool"),
                entry,
                S::Delivered,
                W::SayInUse,
                ASSOCIATION,
                Some(project),
            ),
            (from + 45, E::ToolInUse, project, S::InUse, W::Testify, ASSOCIATION, Some(project)),
            (from + 50, E::TestimonyBegun, 70, S::InUse, W::FinishTestimony, ASSOCIATION, Some(70)),
            (from + 51, E::TestimonyPublished, 70, S::Told, W::NewNeed, ASSOCIATION, Some(project)),
        ],
    )
}

fn until_second_diagnosis() -> Story {
    use {Step as S, What as W};
    tell(
        until_helping(),
        vec![
            (70, E::DiagnosisStarted, 21, S::Helping, W::FinishDiagnosis, VOLUNTEERS, Some(21)),
            (70, SMALL, 21, S::Helping, W::SubmitProject, ASSOCIATION, None),
        ],
    )
}

#[test]
fn journey_the_whole_story_of_the_programme() {
    let helping = until_helping().journey();
    assert!(helping.helps() && helping.is_mentor() && !helping.may_submit());
    assert_eq!(helping.sessions().0, 3);

    let told = until_told(until_second_diagnosis(), 75, 60).journey();
    assert!(told.handover_signed() && told.tool_in_use() && told.may_testify());
    assert!(!told.may_submit(), "the story is told: a new need comes first");
    assert_eq!(told.last(), day(126));
}

#[test]
fn journey_a_second_diagnosis_sixty_days_after_the_first() {
    let journey = until_helping().journey();
    let due = day(6) + SECOND_DIAGNOSIS_AFTER;
    assert_eq!(journey.next(due - Duration::seconds(1)).what, What::KeepHelping);
    let next = journey.next(due);
    assert_eq!((next.what, next.ball, next.since), (What::SecondDiagnosis, VOLUNTEERS, due));
    assert_eq!(journey.next(due + Duration::days(30)).since, due, "they wait since it was due");
}

#[test]
fn journey_a_second_meeting_asks_for_a_second_diagnosis() {
    let story = Story::learner(1, &["data"]).on(12, E::MeetingBooked, 11);
    assert_eq!(story.journey().next(day(12)).what, What::ComeToMeeting);
    let next = story.on(20, E::MeetingAttended, 11).journey().next(day(20));
    assert_eq!((next.what, next.ball), (What::SecondDiagnosis, VOLUNTEERS));
}

#[test]
fn journey_the_same_association_meets_the_hackathon_twice() {
    use {Step as S, What as W};
    let told = until_told(until_second_diagnosis(), 75, 60);
    let again = tell(
        told,
        vec![
            // The first verdict was about the first need: it opens nothing for this one.
            (200, E::NeedStated, 3, S::InUse, W::ChooseMeeting, ASSOCIATION, None),
            (201, E::MeetingBooked, 12, S::InUse, W::ComeToMeeting, ASSOCIATION, Some(12)),
            (205, E::MeetingAttended, 12, S::InUse, W::Diagnosis, VOLUNTEERS, None),
        ],
    );
    assert!(!again.journey().may_submit(), "not before this need was listened to");
    let again = tell(
        again,
        vec![
            (206, E::DiagnosisStarted, 22, S::InUse, W::FinishDiagnosis, VOLUNTEERS, Some(22)),
            (206, SMALL, 22, S::InUse, W::SubmitProject, ASSOCIATION, None),
        ],
    );
    assert!(again.journey().may_submit());
    let submitted = again.clone().on(210, E::ProjectSubmitted, 61).journey();
    assert!(!submitted.may_submit(), "one project at a time");
    // Nothing of the first project speaks for the second.
    until_told(again, 210, 61);
}

#[test]
fn journey_a_testimony_about_workshops_does_not_end_a_project_to_come() {
    let story = Story::learner(1, &["data", "data", "data"]).on(20, E::TestimonyBegun, 70).on(
        21,
        E::TestimonyPublished,
        70,
    );
    assert_eq!(story.journey().step(), Step::Told);
    let story = story.on(80, E::DiagnosisStarted, 21).on(80, SMALL, 21);
    until_told(story, 90, 60);
}

#[test]
fn journey_what_was_missed_is_offered_again() {
    let met = Story::of(1).on(0, E::NeedStated, 2).on(1, E::MeetingBooked, 10);
    let learns = Story::learner(1, &[]).on(8, E::SeatTaken, 40);
    let accepted = Story::learner(1, &[]).on(7, E::OrientationAccepted(Place::WORKSHOPS), 30).on(
        8,
        E::SeatTaken,
        40,
    );
    let signed = until_second_diagnosis()
        .on(75, E::ProjectSubmitted, 60)
        .on(90, E::HandoverSigned, 60)
        .on(91, E::FollowUpBooked, 43);
    for (name, story, kind, subject, step, what) in [
        ("a meeting missed", met.clone(), E::MeetingMissed, 10, Step::Meeting, What::ChooseMeeting),
        ("a meeting given back", met, E::SeatGivenBack, 10, Step::Question, What::ChooseMeeting),
        (
            "a session missed",
            learns.clone(),
            E::SessionMissed,
            40,
            Step::Diagnosis,
            What::ChooseWorkshop,
        ),
        (
            "a session given back",
            learns.clone(),
            E::SeatGivenBack,
            40,
            Step::Diagnosis,
            What::ChooseWorkshop,
        ),
        (
            "another seat given back",
            learns,
            E::SeatGivenBack,
            41,
            Step::Diagnosis,
            What::ComeToWorkshop,
        ),
        ("once oriented", accepted, E::SessionMissed, 40, Step::Workshop, What::ChooseWorkshop),
        (
            "a follow-up missed",
            signed.clone(),
            E::SessionMissed,
            43,
            Step::Delivered,
            What::BookFollowUp,
        ),
        (
            "a follow-up given back",
            signed,
            E::SeatGivenBack,
            43,
            Step::Delivered,
            What::BookFollowUp,
        ),
    ] {
        let journey = story.on(100, kind, subject).journey();
        assert_eq!((journey.step(), journey.next(day(6)).what), (step, what), "{name}");
    }
}

#[test]
fn journey_presence_noted_again_replaces_what_was_noted() {
    let came = || Story::of(1).on(1, E::SeatTaken, 40).on(2, attended("data"), 40);
    for (name, story, sessions) in [
        ("came", came(), 1),
        ("came, then corrected: did not", came().on(3, E::SessionMissed, 40), 0),
        (
            "did not, then corrected: came",
            Story::of(1).on(2, E::SessionMissed, 40).on(3, attended("data"), 40),
            1,
        ),
        ("corrected twice", came().on(3, E::SessionMissed, 40).on(4, attended("data"), 40), 1),
        ("missed another one", came().on(3, E::SessionMissed, 41), 1),
        ("named as a correction", came().on(3, E::SessionMissed, 41).correcting(1), 0),
    ] {
        let journey = story.journey();
        assert_eq!(journey.sessions().0, sessions, "{name}");
        assert_eq!(journey.sessions().1.values().sum::<u32>(), sessions, "{name}: by theme");
    }
    let meeting = Story::of(1).on(1, E::MeetingAttended, 10).on(2, E::MeetingMissed, 10).journey();
    assert!(!meeting.may_be_diagnosed());
}

#[test]
fn journey_a_declined_orientation_leads_to_the_next() {
    use {Step as S, What as W};
    let declined = E::OrientationDeclined(Place::WORKSHOPS);
    let wiki = E::OrientationOpened(Place::WIKI);
    tell(
        Story::learner(1, &[]),
        vec![
            (6, TO_WORKSHOPS, 30, S::Diagnosis, W::AnswerOrientation, ASSOCIATION, Some(30)),
            (7, declined, 30, S::Diagnosis, W::ChooseWorkshop, ASSOCIATION, None),
            (7, wiki, 31, S::Diagnosis, W::AnswerOrientation, ASSOCIATION, Some(31)),
            // Nothing to come to on the wiki: the programme proposes to meet again.
            (
                8,
                E::OrientationAccepted(Place::WIKI),
                31,
                S::Diagnosis,
                W::MeetAgain,
                ASSOCIATION,
                None,
            ),
        ],
    );
}

#[test]
fn journey_a_project_not_selected_learns_and_may_come_back() {
    use {Step as S, What as W};
    let story = Story::learner(1, &[]).on(7, E::DiagnosisStarted, 21).on(7, SMALL, 21);
    let story = tell(
        story,
        vec![
            (8, E::ProjectSubmitted, 60, S::Project, W::Selection, HACKATHON, Some(60)),
            (9, E::ProjectOriented, 60, S::Diagnosis, W::SubmitProject, ASSOCIATION, None),
            (9, TO_WORKSHOPS, 30, S::Diagnosis, W::AnswerOrientation, ASSOCIATION, Some(30)),
            (
                10,
                E::OrientationAccepted(Place::WORKSHOPS),
                30,
                S::Workshop,
                W::SubmitProject,
                ASSOCIATION,
                None,
            ),
            (10, E::SeatTaken, 40, S::Workshop, W::ComeToWorkshop, ASSOCIATION, Some(40)),
        ],
    );
    let story = story.on(15, attended("data"), 40);
    let journey = story.journey();
    assert!(journey.may_submit(), "to the next edition");
    assert_eq!(journey.next(day(15)).what, W::SubmitProject);
}

#[test]
fn journey_helping_needs_three_sessions_on_two_themes() {
    for (themes, may) in [
        (&["data"][..], false),
        (&["data", "members"], false),
        (&["data", "data", "data"], false),
        (&["data", "data", "members"], true),
        (&["data", "members", "skills"], true),
    ] {
        let story = Story::learner(1, themes);
        let journey = story.journey();
        assert_eq!(journey.may_help(), may, "{themes:?}");
        assert_eq!(journey.to_be_invited(), may, "{themes:?}");
        let invited = story.on(30, E::InvitedToHelp, 1).journey();
        assert!(invited.invited_to_help() && !invited.to_be_invited(), "nobody is invited twice");
    }
}

#[test]
fn journey_a_diagnosis_is_for_who_came_to_a_meeting() {
    let booked = Story::of(1).on(1, E::MeetingBooked, 10);
    assert!(!booked.journey().may_be_diagnosed());
    assert!(booked.on(5, E::MeetingAttended, 10).journey().may_be_diagnosed());
    let missed = Story::learner(1, &[]).on(40, E::MeetingMissed, 11);
    assert!(missed.journey().may_be_diagnosed(), "they were known before");
}

#[test]
fn journey_a_meeting_attended_is_not_undone_by_another_booking() {
    let met = Story::of(1).on(1, E::MeetingBooked, 10).on(5, E::MeetingAttended, 10);
    let booked = met.clone().on(6, E::MeetingBooked, 11);
    for (name, story) in [
        ("booked again", booked.clone()),
        ("given back", booked.clone().on(7, E::SeatGivenBack, 11)),
        ("missed", booked.on(20, E::MeetingMissed, 11)),
    ] {
        let journey = story.journey();
        assert!(journey.may_be_diagnosed(), "{name}");
        let next = journey.next(day(21));
        assert_eq!((next.what, next.since), (What::Diagnosis, day(5)), "{name}");
        assert_eq!(journey.step(), Step::Meeting, "{name}");
    }
    // A presence noted late, for another date, leaves the booking alone.
    let late = Story::of(1).on(1, E::MeetingBooked, 10).on(3, E::MeetingMissed, 9);
    assert_eq!(late.journey().next(day(4)).what, What::ComeToMeeting);
}

#[test]
fn journey_an_encounter_is_no_workshop() {
    let story = Story::learner(1, &["data", "data"]).on(20, E::EncounterBooked, 50).on(
        21,
        E::EncounterAttended,
        50,
    );
    let journey = story.journey();
    assert_eq!(journey.sessions().0, 2);
    assert_eq!(journey.sessions().1.len(), 1);
    assert!(!journey.may_help());
}

#[test]
fn journey_a_follow_up_booked_before_the_signature_counts() {
    let delivered = until_second_diagnosis()
        .on(75, E::ProjectSubmitted, 60)
        .on(89, E::ToolDelivered, 60)
        .on(90, E::FollowUpBooked, 43);
    let signed = delivered.on(91, E::HandoverSigned, 60);
    assert_eq!(signed.journey().next(day(92)).what, What::ComeToFollowUp);
    let came = signed.on(95, E::SessionAttended("tool".into()), 43);
    assert_eq!(came.journey().next(day(96)).what, What::SayInUse);
}

#[test]
fn journey_a_tool_that_does_not_serve_is_no_dead_end() {
    let unused = until_second_diagnosis()
        .on(75, E::ProjectSubmitted, 60)
        .on(90, E::HandoverSigned, 60)
        .on(91, E::FollowUpBooked, 43)
        .on(95, E::SessionAttended("tool".into()), 43)
        .on(96, E::ToolNotInUse, 60);
    assert_eq!(unused.journey().next(day(96)).what, What::BookFollowUp);
    let again = unused.on(120, E::NeedStated, 3);
    assert_eq!(again.journey().next(day(120)).what, What::ChooseMeeting);
    let again = again
        .on(121, E::MeetingBooked, 12)
        .on(125, E::MeetingAttended, 12)
        .on(126, E::DiagnosisStarted, 22)
        .on(126, SMALL, 22);
    assert!(again.journey().may_submit());
}

#[test]
fn journey_a_tool_no_longer_used_is_not_in_use() {
    let signed = until_second_diagnosis()
        .on(75, E::ProjectSubmitted, 60)
        .on(90, E::HandoverSigned, 60)
        .on(95, E::ToolInUse, 60);
    assert_eq!(signed.journey().step(), Step::InUse);
    let journey = signed.on(150, E::ToolNotInUse, 60).journey();
    assert_eq!(journey.step(), Step::Delivered);
    assert!(!journey.tool_in_use());
    assert_eq!(journey.next(day(150)).what, What::BookFollowUp, "somebody looks at it with them");
}

#[test]
fn journey_a_need_is_kept_verbatim() {
    let journey = Story::of(1).journey();
    let member = everyone().member().expect("everyone is a member");
    let asked = "Un agenda partagé.\n  (vite !) <b>";
    let outcome = state_need(&act(day(3)), &member, &journey, words(asked), None);
    assert_eq!(events(&outcome), [E::NeedStated]);
    let kept = outcome.changes.iter().find_map(|change| match change {
        Change::Need(need) => Some((need.id, need.words.as_str())),
        _ => None,
    });
    assert_eq!(kept, Some((outcome.answer, asked)));
}

#[test]
fn journey_a_story_that_gave_the_wish_is_told_once() {
    let member = everyone().member().expect("everyone is a member");
    let journey = Story::of(1).on(0, E::Inspired, 7).on(0, E::NeedStated, 9).journey();
    assert_eq!(journey.inspired_by(), [id(7)]);
    let said = |by| state_need(&act(day(3)), &member, &journey, words("Un agenda"), Some(id(by)));
    assert_eq!(events(&said(7)), [E::NeedStated]);
    assert_eq!(events(&said(8)), [E::Inspired, E::NeedStated]);
}

proptest! {
    /// Two journeys that became one: no fact is lost, and each keeps its order.
    #[test]
    fn journey_parts_read_as_one_keep_every_fact_in_its_order(
        ours in prop::collection::vec(0i64..9, 0..9),
        theirs in prop::collection::vec(0i64..9, 0..9),
    ) {
        let told = |association, mut days: Vec<i64>, clocks_agree: bool| {
            if clocks_agree {
                days.sort_unstable();
            }
            let events = days.into_iter().enumerate();
            let story = events.fold(Story::of(association), |story, (i, on)| {
                story.on(on, E::NeedStated, association * 100 + i as u128)
            });
            story.journey()
        };
        let whole = |ours: &Journey, theirs: &Journey| {
            let merged = vec![(theirs.head.clone(), theirs.events.clone())];
            Journey::replay_all(ours.head.clone(), merged, ours.events.clone())
        };
        let (one, two) = (told(1, ours.clone(), false), told(2, theirs.clone(), false));
        let both = whole(&one, &two);
        for part in [&one, &two] {
            let of_part = |e: &&Event| e.journey == part.head.id;
            let kept: Vec<_> = both.events.iter().filter(of_part).cloned().collect();
            prop_assert_eq!(&kept, &part.events);
        }
        prop_assert_eq!(both.events.len(), one.events.len() + two.events.len());
        let (one, two) = (told(1, ours, true), told(2, theirs, true));
        prop_assert!(whole(&one, &two).events.is_sorted_by_key(|e| e.recorded_at));
    }
}

#[test]
fn journey_a_reception_day_is_a_way_to_be_met() {
    let booked = Story::of(1).on(0, EventKind::NeedStated, 2).on(1, EventKind::ReceptionBooked, 10);
    let next = booked.journey().next(day(2));
    assert_eq!((next.what, next.subject), (What::ComeToReception, Some(id(10))));
    assert_eq!(booked.journey().step(), Step::Meeting);
    assert!(!booked.journey().may_be_diagnosed());
    let came = booked.clone().on(3, EventKind::ReceptionAttended, 10).journey();
    assert_eq!(came.next(day(4)).what, What::Diagnosis);
    assert!(came.may_be_diagnosed());
    let missed = booked.clone().on(3, EventKind::ReceptionMissed, 10).journey();
    assert_eq!(missed.next(day(4)).what, What::ChooseMeeting);
    let given = booked.on(2, EventKind::SeatGivenBack, 10).journey();
    assert_eq!(given.next(day(4)).what, What::ChooseMeeting);
    // Welcomed at the door.
    let walk_in = Story::of(1).on(0, EventKind::ReceptionAttended, 10).journey();
    assert!(walk_in.may_be_diagnosed());
    // A presence noted again replaces the first.
    let twice = Story::of(1)
        .on(0, EventKind::ReceptionAttended, 10)
        .on(0, EventKind::ReceptionMissed, 10)
        .journey();
    assert!(!twice.may_be_diagnosed());
}

#[test]
fn journey_a_visit_is_waited_for_until_the_diagnosis_begins() {
    let asked = Story::of(1).on(0, EventKind::NeedStated, 2).on(1, EventKind::VisitAsked, 10);
    let next = asked.journey().next(day(2));
    assert_eq!((next.what, next.ball), (What::VisitAnswer, Ball::Volunteers));
    assert!(!asked.journey().may_be_diagnosed());
    let taken = asked.clone().on(2, EventKind::VisitTaken, 10);
    assert_eq!(taken.journey().next(day(3)).what, What::Visit);
    assert_eq!(taken.journey().visit(), Some((id(10), day(2))));
    assert!(taken.journey().may_be_diagnosed());
    let given_up = taken.clone().on(3, EventKind::VisitGivenBack, 10).journey();
    assert_eq!(given_up.next(day(4)).what, What::VisitAnswer);
    assert!(!given_up.may_be_diagnosed());
    let off = taken.clone().on(3, EventKind::VisitWithdrawn, 10).journey();
    assert_eq!((off.visit(), off.next(day(4)).what), (None, What::ChooseMeeting));
    let begun = taken.on(3, EventKind::DiagnosisStarted, 20).journey();
    assert_eq!((begun.visit(), begun.next(day(4)).what), (None, What::FinishDiagnosis));
}
