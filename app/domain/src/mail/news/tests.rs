//! Who is written what, when.

use super::*;
use crate::accounts::{Action, COOPAXIS, Membership, PALO_ALTOURS};
use crate::diagnosis::Verdict;
use crate::testing::{Story, day, id};
use crate::workshops::{CancelledBy, EntryKind, Presence};

fn seat(state: Seat) -> Registration {
    Registration { id: id(7), since: day(0), ..crate::testing::seat(8, 1, state) }
}

fn date(starts_at: DateTime<Utc>) -> Entry {
    crate::testing::entry(8, EntryKind::InfoMeeting, starts_at, 5)
}

#[test]
fn mail_tells_at_once_what_a_change_has_just_made() {
    let taken = Letter::SeatTaken { registration: id(7) };
    let told = |change: &Change| news(day(0), std::slice::from_ref(change));
    let registered = seat(Seat::Registered);
    let to = Reader::Journey(registered.association, registered.journey);
    let offered = Letter::SeatOffered { registration: id(7) };
    let passed = Letter::SeatPassed { registration: id(7) };
    for (state, letter) in [
        (Seat::Registered, taken),
        (Seat::Offered { until: day(1) }, offered),
        (Seat::Cancelled(CancelledBy::Silence), passed),
    ] {
        assert_eq!(told(&Change::Registration(seat(state))), [News { to, letter }]);
    }
    for silent in [
        Registration { presence: Some(Presence::Present), ..registered.clone() },
        Registration { since: day(-1), ..registered },
        seat(Seat::Held { until: day(8) }),
        seat(Seat::Waiting),
        seat(Seat::Cancelled(CancelledBy::Association)),
    ] {
        assert_eq!(told(&Change::Registration(silent.clone())), [], "{silent:?}");
    }
}

#[test]
fn mail_reminders_come_by_the_days_of_paris() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
    // Tuesday, eight o'clock in Paris.
    let now = at("2026-11-24T07:00:00Z");
    let tomorrow = Some(Letter::DateTomorrow { registration: id(7) });
    let ends = Some(Letter::HeldSeatEnds { registration: id(7) });
    let far = "2026-12-24T17:00:00Z";
    for (state, starts, expected) in [
        (Seat::Registered, "2026-11-24T17:00:00Z", None),
        (Seat::Registered, "2026-11-24T23:30:00Z", tomorrow.clone()), // half past midnight in Paris
        (Seat::Registered, "2026-11-25T17:00:00Z", tomorrow),
        (Seat::Registered, "2026-11-25T23:30:00Z", None),
        (Seat::Held { until: at("2026-11-24T06:59:59Z") }, far, None),
        (Seat::Held { until: at("2026-11-24T17:00:00Z") }, far, ends.clone()),
        (Seat::Held { until: at("2026-11-26T22:59:59Z") }, far, ends),
        (Seat::Held { until: at("2026-11-26T23:00:00Z") }, far, None),
        (Seat::Cancelled(CancelledBy::Association), "2026-11-25T17:00:00Z", None),
    ] {
        let told = reminders(now, &[(seat(state), date(at(starts)))]);
        let letter = told.into_iter().next().map(|news| news.letter);
        assert_eq!(letter, expected, "{state:?} {starts}");
    }
}

fn delivered() -> Story {
    Story::of(1)
        .on(0, EventKind::ProjectSubmitted, 5)
        .on(1, EventKind::ProjectSelected, 5)
        .on(2, EventKind::TeamFormed, 5)
        .on(3, EventKind::ToolDelivered, 5)
        .on(4, EventKind::HandoverSigned, 5)
        .on(5, EventKind::FollowUpBooked, 6)
        .on(6, EventKind::SessionAttended("x".to_owned()), 6)
}

fn weekly_of(on: i64, hats: &[Hat], preferences: Preferences, story: Story) -> Option<Letter> {
    let journeys = [story.journey()];
    let desk = Desk::read(&journeys, day(on));
    weekly(day(on), hats, preferences, Vec::new(), &journeys, &desk)
}

#[test]
fn mail_asks_ever_more_rarely_whether_a_tool_is_used() {
    let member = [Hat::Member(id(1))];
    let asked =
        |on, story: &Story| weekly_of(on, &member, Preferences::default(), story.clone()).is_some();
    let weeks = |from: i64, story: &Story| -> Vec<i64> {
        (0..20).filter(|week| asked(from + 7 * week, story)).collect()
    };
    assert_eq!(weeks(6, &delivered()), [0, 1, 3, 7, 15]);
    let used = delivered().on(10, EventKind::ToolInUse, 5);
    // Used, it is asked about again after three months, whether its story is told or not.
    assert_eq!(weeks(10, &used)[..2], [13, 14]);
    let told = used.on(11, EventKind::TestimonyBegun, 20).on(12, EventKind::TestimonyPublished, 20);
    assert_eq!(weeks(12, &told)[..2], [13, 14]);
}

#[test]
fn mail_of_the_week_tells_each_hat_who_waits_for_it() {
    let met =
        Story::of(1).on(0, EventKind::MeetingBooked, 10).on(1, EventKind::MeetingAttended, 10);
    let told = |hat, story: &Story| weekly_of(3, &[hat], Preferences::default(), story.clone());
    let submitted = Story::of(1)
        .on(0, EventKind::MeetingAttended, 10)
        .on(1, EventKind::DiagnosisGivenBack(Verdict::SmallDevelopment), 20)
        .on(2, EventKind::ProjectSubmitted, 5);
    let organizers = Letter::AssociationsWait { action: Action::Hackathon };
    for (hat, story, letter) in [
        (Hat::Volunteer, &met, Some(Letter::DiagnosesWait)),
        (Hat::Volunteer, &submitted, None),
        (Hat::Organizer(Action::Hackathon, PALO_ALTOURS), &submitted, Some(organizers)),
        (Hat::Organizer(Action::Wiki, COOPAXIS), &submitted, None),
        (Hat::Administrator, &submitted, None),
        (Hat::Member(id(1)), &met, None),
    ] {
        let expected = letter.map(|letter| Letter::Digest(vec![letter]));
        assert_eq!(told(hat, story), expected, "{hat:?}");
    }
    let unwanted = Preferences { digest: false, reminders: true };
    assert_eq!(weekly_of(3, &[Hat::Volunteer], unwanted, met), None);
}

#[test]
fn mail_goes_to_referents_as_the_change_leaves_them() {
    let member = |person: u128, association: u128, referent| {
        let (person, association) = (id(person), id(association));
        Change::Membership(Membership { person, association, referent, since: day(0) })
    };
    let changes = [member(2, 1, false), member(3, 1, true), member(4, 9, true)];
    let known: Vec<PersonId> = vec![id(2), id(5)];
    let expected: Vec<PersonId> = vec![id(5), id(3)];
    assert_eq!(referents(id(1), known, &changes), expected);
}

#[test]
fn mail_asks_whoever_answers_for_old_pages_again_after_a_time_not_by_the_calendar() {
    use crate::testing::act;
    let asked = |at, last| {
        let outcome = to_check(&act(at), vec![(id(5), last)]);
        assert_eq!(outcome.answer.len(), outcome.changes.len(), "what is asked is noted");
        outcome
            .answer
            .into_iter()
            .map(|news| news.letter.key(id::<PersonId>(5)))
            .collect::<Vec<_>>()
    };
    let first = asked(day(0), None);
    assert_eq!(first.len(), 1);
    // The next day is the next quarter, or the next year: it is one day.
    for days in [1, 30, 89] {
        assert_eq!(asked(day(days), Some(day(0))), [""; 0], "after {days} days");
    }
    let again = asked(day(0) + ASKED_AGAIN_AFTER, Some(day(0)));
    assert_eq!(again.len(), 1);
    assert_ne!(first, again, "each is a letter of its own");
}
