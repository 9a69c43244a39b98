//! Who came: what is told on the journey, set right, walked in, counted without a name.

use super::*;
use crate::accounts::{Action, Actor, COOPAXIS, Hat};
use crate::testing::signed;
use crate::testing::{OURS, Story, act, day, entry, events, everyone, id, seat, seats, session};
use crate::workshops::Entry;
use proptest::prelude::*;

const US: u128 = 1;

fn noting(registration: RegistrationId, presence: Presence, at: DateTime<Utc>) -> Noting {
    Noting { registration, presence, at }
}

/// Notes at that moment what is noted then.
fn note(
    seating: &Seating,
    story: &Story,
    before: Option<&Noted>,
    seat: RegistrationId,
    presence: Presence,
    at: DateTime<Utc>,
) -> Result<Outcome<Seating>, Broken> {
    seating.note_presence(&act(at), &story.journey(), before, noting(seat, presence, at))
}

fn noted<T>(outcome: &Outcome<T>) -> Vec<Noted> {
    let noted = |change: &Change| match change {
        Change::Noted(noted) => Some(noted.clone()),
        _ => None,
    };
    outcome.changes.iter().filter_map(noted).collect()
}

fn facts<T>(outcome: &Outcome<T>) -> Vec<crate::journey::Event> {
    let fact = |change: &Change| match change {
        Change::Event(event) => Some(event.clone()),
        _ => None,
    };
    outcome.changes.iter().filter_map(fact).collect()
}

fn attended() -> EventKind {
    EventKind::SessionAttended("collaboration".to_owned())
}

fn ours() -> Seating {
    Seating { registrations: vec![seat(40, US, Seat::Registered)], ..session(40, 30, 5, 0) }
}

#[test]
fn workshops_presence_is_noted_from_the_beginning_on() {
    let meeting = |kind| Seating {
        entry: entry(10, kind, day(30), 5),
        registrations: vec![seat(10, US, Seat::Registered)],
    };
    let info = || meeting(EntryKind::InfoMeeting);
    let encounter = || meeting(EntryKind::Encounter);
    let reception = || meeting(EntryKind::Reception);
    for (seating, presence, kind) in [
        (info(), Presence::Present, EventKind::MeetingAttended),
        (info(), Presence::Absent, EventKind::MeetingMissed),
        (info(), Presence::Excused, EventKind::MeetingMissed),
        (encounter(), Presence::Present, EventKind::EncounterAttended),
        (encounter(), Presence::Absent, EventKind::EncounterMissed),
        (reception(), Presence::Present, EventKind::ReceptionAttended),
        (reception(), Presence::Absent, EventKind::ReceptionMissed),
        (ours(), Presence::Present, attended()),
        (ours(), Presence::Absent, EventKind::SessionMissed),
        (ours(), Presence::Excused, EventKind::SessionMissed),
    ] {
        let (mine, story) = (seating.registrations[0].id, Story::of(US));
        let before = day(30) - Duration::seconds(1);
        let early = note(&seating, &story, None, mine, presence, before);
        assert_eq!(early.map(drop), Err(Broken::TooEarly));
        let told = note(&seating, &story, None, mine, presence, day(31)).expect("it has begun");
        assert_eq!(events(&told), [kind]);
        assert_eq!(seats(&told)[0].presence, Some(presence));
        assert_eq!(told.answer, seating.clone().after(&told));
        // It happened at the session, and was noted, and recorded, a day later.
        assert_eq!(facts(&told)[0].occurred_at, day(30));
        assert_eq!(facts(&told)[0].recorded_at, day(31));
        let line = noted(&told).pop().expect("a line");
        assert_eq!((line.occurred_at, line.noted_at, line.by), (day(30), day(31), Some(id(900))));

        let same = note(&told.answer, &story, Some(&line), mine, presence, day(31));
        assert_eq!(same.expect("nothing new").changes, [], "{presence:?}");
        assert_eq!(told.answer.cancel(&act(day(31)), mine), Err(Broken::OutOfOrder));
    }
}

#[test]
fn workshops_presence_set_right_says_what_it_corrects() {
    let (seating, mut story) = (ours(), Story::of(US));
    let mine = seating.registrations[0].id;
    let first = note(&seating, &story, None, mine, Presence::Absent, day(31)).expect("noted");
    facts(&first).into_iter().for_each(|event| story.add(event));
    let stands = noted(&first).pop().expect("a line");
    let right = note(&first.answer, &story, Some(&stands), mine, Presence::Present, day(32));
    let right = right.expect("set right");
    assert_eq!(events(&right), [attended()]);
    assert_eq!(facts(&right)[0].corrects, Some(facts(&first)[0].id));
    assert_eq!(facts(&right)[0].occurred_at, day(30));
    assert_eq!(noted(&right)[0].corrects, Some(stands.id));
    facts(&right).into_iter().for_each(|event| story.add(event));
    assert_eq!(story.journey().sessions().0, 1);
}

#[test]
fn workshops_what_was_noted_without_a_network_says_when() {
    let (seating, story) = (ours(), Story::of(US));
    let mine = seating.registrations[0].id;
    // The browser's clock may be wrong: nothing was noted before the date, nor later than now.
    for (said, kept) in [(day(31), day(31)), (day(1), day(30)), (day(99), day(33))] {
        let told = noting(mine, Presence::Absent, said);
        let told = seating.note_presence(&act(day(33)), &story.journey(), None, told);
        let line = noted(&told.expect("noted")).pop().expect("a line");
        assert_eq!((line.noted_at, line.recorded_at), (kept, day(33)));
    }
}

#[test]
fn workshops_an_association_came_if_anybody_of_it_did() {
    let two = |role| {
        let other = Registration { role, ..seat(40, 7, Seat::Registered) };
        let other = Registration { association: id(US), journey: id(US), ..other };
        Seating { registrations: vec![seat(40, US, Seat::Registered), other], ..ours() }
    };
    use Presence::{Absent, Present};
    let helped = || EventKind::SessionHelped("collaboration".to_owned());
    let missed = || EventKind::SessionMissed;
    for (role, marks, told) in [
        (Role::Learns, [(0, Present), (1, Absent)], vec![attended()]),
        (Role::Learns, [(0, Absent), (1, Present)], vec![missed(), attended()]),
        (Role::Learns, [(0, Present), (1, Present)], vec![attended()]),
        (Role::Learns, [(0, Absent), (1, Absent)], vec![missed()]),
        (Role::Helps, [(0, Absent), (1, Present)], vec![missed(), helped()]),
        (Role::Helps, [(1, Present), (0, Present)], vec![helped(), attended()]),
        (Role::Helps, [(1, Present), (0, Absent)], vec![helped()]),
        (Role::Helps, [(1, Present), (1, Absent)], vec![helped(), missed()]),
    ] {
        let (mut here, mut story, mut facts_told) = (two(role), Story::of(US), Vec::new());
        for (n, (who, presence)) in marks.into_iter().enumerate() {
            let (mine, at) = (two(role).registrations[who].id, day(31 + n as i64));
            let outcome = note(&here, &story, None, mine, presence, at).expect("noted");
            facts_told.extend(events(&outcome));
            facts(&outcome).into_iter().for_each(|event| story.add(event));
            here = outcome.answer;
        }
        assert_eq!(facts_told, told, "{role:?} {marks:?}");
        // Whatever was noted meanwhile, the journey counts what stands.
        let came = matches!(told.last(), Some(EventKind::SessionAttended(_)));
        assert_eq!(story.journey().sessions().0, u32::from(came), "{role:?} {marks:?}");
    }
}

#[test]
fn workshops_presence_is_for_who_is_registered() {
    let given_back = Seat::Cancelled(crate::workshops::CancelledBy::Association);
    for state in [Seat::Held { until: day(60) }, Seat::Waiting, given_back] {
        let seating = Seating { registrations: vec![seat(40, US, state)], ..ours() };
        let mine = seating.registrations[0].id;
        let told = note(&seating, &Story::of(US), None, mine, Presence::Present, day(31));
        assert_eq!(told.map(drop), Err(Broken::SeatReleased), "{state:?}");
    }
    let nobody = session(40, 30, 5, 0);
    let told = note(&nobody, &Story::of(US), None, id(1), Presence::Present, day(31));
    assert_eq!(told.map(drop), Err(Broken::SeatReleased));
}

#[test]
fn workshops_a_date_called_off_has_no_presence() {
    let off = Entry { called_off: Some(day(29)), ..ours().entry };
    let seating = Seating { entry: off, ..ours() };
    let (mine, journey) = (seating.registrations[0].id, Story::of(US).journey());
    let told = note(&seating, &Story::of(US), None, mine, Presence::Present, day(31));
    assert_eq!(told.map(drop), Err(Broken::CalledOff));
    let walked = seating.walk_in(&act(day(31)), &journey, None, day(31));
    assert_eq!(walked.map(drop), Err(Broken::CalledOff));
    assert_eq!(seating.count_unnamed(&act(day(31)), day(31)).map(drop), Err(Broken::CalledOff));
    assert_eq!(seating.registrations[0].came(false), Came::CalledOff);
    assert_eq!(seating.registrations[0].came(true), Came::ToBeNoted);
}

#[test]
fn workshops_who_walks_in_takes_the_seat_that_waits_for_them_or_a_new_one() {
    let name = |name: &str| Some(Name::stored(name.to_owned()));
    let named = Registration { attendee: name("Rose"), ..seat(40, US, Seat::Registered) };
    let noted_already = Registration { presence: Some(Presence::Present), ..named.clone() };
    let given_back = Seat::Cancelled(crate::workshops::CancelledBy::Association);
    for (what, there, attendee, same) in [
        ("nobody of theirs", seat(40, 7, Seat::Registered), None, false),
        ("registered", seat(40, US, Seat::Registered), None, true),
        ("waiting", seat(40, US, Seat::Waiting), None, true),
        ("offered", seat(40, US, Seat::Offered { until: day(29) }), name("Rose"), true),
        ("given back", seat(40, US, given_back), None, false),
        ("by name", named.clone(), name("Rose"), true),
        ("another name", named, name("Jean"), false),
        ("a second one", noted_already, None, false),
    ] {
        let seating = Seating { registrations: vec![there.clone()], ..session(40, 30, 1, 0) };
        let journey = Story::of(US).journey();
        let came = seating.walk_in(&act(day(31)), &journey, attendee.clone(), day(31));
        let came = came.expect("they are there");
        let taken = seats(&came).pop().expect("a seat");
        assert_eq!(taken.id == there.id, same, "{what}");
        assert_eq!((taken.state, taken.presence), (Seat::Registered, Some(Presence::Present)));
        assert_eq!((taken.association, taken.id), (id(US), came.answer), "{what}");
        assert!(attendee.is_none() || taken.attendee == attendee, "{what}");
        assert_eq!(noted(&came).len(), 1);
    }
    let early = ours().walk_in(&act(day(29)), &Story::of(US).journey(), None, day(29));
    assert_eq!(early.map(drop), Err(Broken::TooEarly));
}

#[test]
fn workshops_who_says_no_name_claims_the_session_once() {
    let member = everyone().member_of(id(OURS)).expect("a member");
    let (seating, journey) = (session(40, 30, 5, 0), Story::of(OURS).journey());
    let counted = seating.count_unnamed(&act(day(30)), day(30)).expect("they are there");
    let [Change::Unnamed(unnamed)] = &counted.changes[..] else { panic!("{counted:?}") };
    assert_eq!(counted.answer, unnamed.code);
    let claim = |unnamed: &Unnamed, on| seating.claim(&act(day(on)), &member, &journey, unnamed);
    let claimed = claim(unnamed, 40).expect("it is theirs");
    assert_eq!(events(&claimed), [attended()]);
    assert_eq!(facts(&claimed)[0].occurred_at, day(30));
    assert_eq!(facts(&claimed)[0].recorded_at, day(40));
    let Some(Change::Unnamed(once)) = claimed.changes.last() else { panic!("{claimed:?}") };
    assert_eq!(once.claimed.map(|(seat, _)| seat), Some(seats(&claimed)[0].id));
    assert_eq!(claim(once, 41).map(drop), Err(Broken::CodeUsed));
    assert_eq!(claim(unnamed, 91).map(drop), Err(Broken::CodePast));
    let mut story = Story::of(OURS);
    facts(&claimed).into_iter().for_each(|event| story.add(event));
    assert_eq!(story.journey().sessions().0, 1);
}

#[test]
fn workshops_codes_are_read_however_they_are_written() {
    let code = Code::of(id(0x0123_4567_89ab_cdef_0011_2233_4455_6677));
    assert_eq!(code.as_str().len(), 8);
    let spoken = code.spoken();
    for typed in [&spoken, &spoken.to_lowercase(), code.as_str(), &spoken.replace('-', " ")] {
        assert_eq!(Code::parse(typed), Ok(code.clone()), "{typed}");
    }
    assert_eq!(Code::parse("olil-0000"), Code::parse("0111 0000"));
    for (typed, fault) in [
        ("", Fault::Missing),
        (" - ", Fault::Missing),
        ("ABC", Fault::Code),
        ("ABCD-EFGHJ", Fault::Code),
        ("UUUU-UUUU", Fault::Code),
        ("éééé-éééé", Fault::Code),
    ] {
        assert_eq!(Code::parse(typed), Err(fault), "{typed}");
    }
}

proptest! {
    /// A code is read back as it is said, and two submissions rarely share one.
    #[test]
    fn workshops_codes_are_said_and_read_back(a: u128, b: u128) {
        let (one, other) = (Code::of(id(a)), Code::of(id(b)));
        prop_assert_eq!(Code::parse(&one.spoken()), Ok(one.clone()));
        prop_assert_eq!(one == other, a % (1 << 40) == b % (1 << 40));
    }
}

#[test]
fn workshops_helping_is_an_act_towards_helping_others() {
    let helped = |n: u128, theme: &str| {
        let kind = EventKind::SessionHelped(theme.to_owned());
        move |story: Story| story.on(20 + n as i64, kind, 40 + n)
    };
    for (acts, may) in [
        (vec![helped(1, "data"), helped(2, "tool"), helped(3, "data")], true),
        (vec![helped(1, "data"), helped(2, "data"), helped(3, "data")], false),
        (vec![helped(1, "data"), helped(2, "tool")], false),
        // Noted again at the same date, it is one act.
        (vec![helped(1, "data"), helped(2, "tool"), helped(2, "tool")], false),
    ] {
        let story = acts.into_iter().fold(Story::of(US), |story, act| act(story));
        assert_eq!(story.journey().may_help(), may);
        assert_eq!(story.journey().sessions().0, 0, "nothing was learnt");
    }
    let both = helped(3, "members")(Story::learner(US, &["data", "tool"]));
    assert!(both.journey().may_help());
}

#[test]
fn workshops_presence_is_noted_by_the_host_or_an_organizer_of_the_action() {
    let hosted = Entry { host: Some(id(7)), ..entry(40, EntryKind::WorkshopSession, day(30), 5) };
    let organizer = |action| signed(8, &[Hat::Organizer(action, COOPAXIS)]);
    for (name, actor, may) in [
        ("the host", signed(7, &[]), true),
        ("an organizer of workshops", organizer(Action::Workshops), true),
        ("another organizer", organizer(Action::Hackathon), false),
        ("a volunteer", signed(9, &[Hat::Volunteer]), false),
        ("nobody", Actor::Anonymous, false),
        ("everyone", everyone(), true),
    ] {
        assert_eq!(hosted.presence_by(&actor).is_ok(), may, "{name}");
    }
}
