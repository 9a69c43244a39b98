//! The desk counts what the journeys tell, and says who has waited longest.

use super::*;
use crate::diagnosis::Verdict;
use crate::journey::EventKind as E;
use crate::orientation::Place;
use crate::testing::{Story, day, id};

fn attended() -> E {
    E::SessionAttended("data".to_owned())
}

/// Waits for a volunteer since day 5.
fn met(association: u128) -> Story {
    Story::of(association).on(1, E::MeetingBooked, 10).on(5, E::MeetingAttended, 10)
}

/// Waits for the hackathon's organizers since that day.
fn submitted(association: u128, on: i64) -> Story {
    met(association)
        .on(6, E::DiagnosisStarted, 20)
        .on(6, E::DiagnosisGivenBack(Verdict::SmallDevelopment), 20)
        .on(on, E::ProjectSubmitted, 60)
}

/// The tool is in use and the story told.
fn told(association: u128) -> Story {
    submitted(association, 8)
        .on(9, E::ProjectSelected, 60)
        .on(10, E::TeamFormed, 60)
        .on(12, E::ToolDelivered, 60)
        .on(13, E::HandoverSigned, 60)
        .on(14, E::ToolInUse, 60)
        .on(15, E::TestimonyPublished, 70)
}

fn desk(stories: &[Story], on: i64) -> Desk {
    let journeys: Vec<_> = stories.iter().map(Story::journey).collect();
    Desk::read(&journeys, day(on))
}

#[test]
fn dashboard_counts_how_many_stand_at_each_station() {
    let stories = [Story::of(1), Story::of(2), met(3), submitted(4, 8), told(5)];
    let desk = desk(&stories, 20);
    for step in Step::ALL {
        let expected = match step {
            Step::Question => 2,
            Step::Meeting | Step::Project | Step::Told => 1,
            _ => 0,
        };
        assert_eq!(desk.steps[&step], expected, "{step:?}");
    }
    assert_eq!(desk.steps.values().sum::<u32>() as usize, stories.len(), "each is somewhere, once");
}

#[test]
fn dashboard_without_journeys_shows_every_station_empty() {
    let desk = desk(&[], 20);
    assert_eq!(desk.steps.len(), Step::ALL.len());
    assert_eq!((desk.waiting.len(), desk.flows.len(), desk.figures), (0, 0, Figures::default()));
}

#[test]
fn dashboard_those_who_wait_for_the_programme_come_first_longest_first() {
    let chooses = Story::of(1).on(0, E::NeedStated, 2);
    let stories = [chooses, submitted(2, 9), met(3), submitted(4, 7), told(5)];
    let desk = desk(&stories, 20);
    let order: Vec<_> = desk.waiting.iter().map(|w| w.association).collect();
    assert_eq!(order, [id(3), id(4), id(2), id(1)], "and who has told the story waits for nobody");
    let programme: Vec<_> = desk.waiting.iter().map(Waiting::for_the_programme).collect();
    assert_eq!(programme, [true, true, true, false]);
    let actions: Vec<_> = desk.waiting.iter().map(Waiting::action).collect();
    assert_eq!(actions, [None, Some(Action::Hackathon), Some(Action::Hackathon), None]);
}

#[test]
fn dashboard_who_has_a_date_is_not_shown_as_waiting() {
    for (name, story, waits) in [
        ("booked a meeting", Story::of(1).on(1, E::MeetingBooked, 10), false),
        ("booked a session", Story::learner(1, &[]).on(8, E::SeatTaken, 40), false),
        ("helps another", Story::learner(1, &["data"]).on(30, E::HelpStarted, 50), false),
        ("must answer", Story::learner(1, &[]).on(8, E::OrientationOpened(Place::WIKI), 30), true),
    ] {
        assert_eq!(!desk(&[story], 31).waiting.is_empty(), waits, "{name}");
    }
}

#[test]
fn dashboard_a_wait_is_long_after_fourteen_days() {
    let desk = desk(&[met(1)], 6);
    let waiting = &desk.waiting[0];
    for (now, days, late) in [
        (day(5), 0, false),
        (day(4), 0, false),
        (day(6) - Duration::seconds(1), 0, false),
        (day(6), 1, false),
        (day(19) - Duration::seconds(1), 13, false),
        (day(19), 14, true),
    ] {
        assert_eq!((waiting.days(now), waiting.is_late(now)), (days, late), "{now}");
    }
}

#[test]
fn dashboard_figures_are_those_of_the_last_year() {
    let learner = Story::learner(1, &["data", "members"]);
    let inspired = Story::of(2).on(3, E::Inspired, 70);
    let stories = [learner, inspired, told(3)];
    let now =
        Figures { welcomed: 3, presences: 2, tools_delivered: 1, tools_in_use: 1, inspired: 1 };
    assert_eq!(desk(&stories, 20).figures, now);
    // A tool that lives is counted as long as it does.
    let later = Figures { tools_in_use: 1, ..Figures::default() };
    assert_eq!(desk(&stories, 400).figures, later);
}

#[test]
fn dashboard_a_presence_set_right_is_not_counted() {
    let story = Story::learner(1, &["data"]).on(9, E::SessionMissed, 40);
    let desk = desk(&[story], 20);
    assert_eq!(desk.figures.presences, 0);
    assert_eq!(desk.flows.get(&(Step::Diagnosis, Step::Workshop)), None);
}

#[test]
fn dashboard_flows_tell_who_passed_from_one_station_to_the_next() {
    let flows =
        desk(&[told(1), told(2), submitted(3, 8), Story::learner(4, &["data", "data"])], 20).flows;
    let expected = [
        ((Step::Question, Step::Meeting), 4),
        ((Step::Meeting, Step::Diagnosis), 4),
        ((Step::Diagnosis, Step::Workshop), 1),
        ((Step::Diagnosis, Step::Project), 2),
        ((Step::Project, Step::Delivered), 2),
        ((Step::Delivered, Step::InUse), 2),
        ((Step::InUse, Step::Told), 2),
    ];
    assert_eq!(flows, BTreeMap::from(expected));
    assert_eq!(desk(&[told(1)], 400).flows, BTreeMap::new(), "of the last year only");
}

#[test]
fn dashboard_a_follow_up_session_is_no_step_back() {
    let story = submitted(1, 8)
        .on(9, E::ProjectSelected, 60)
        .on(12, E::ToolDelivered, 60)
        .on(13, E::HandoverSigned, 60)
        .on(14, attended(), 43)
        .on(15, E::ToolInUse, 60);
    let flows = desk(&[story], 20).flows;
    assert!(!flows.keys().any(|(_, to)| *to == Step::Workshop), "{flows:?}");
    assert_eq!(flows.get(&(Step::Delivered, Step::InUse)), Some(&1));
}
