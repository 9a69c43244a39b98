//! Preparing: days by the clocks of Paris, what follows a change, who is told.

use super::*;
use crate::accounts::Action;
use crate::testing::{act, day, everyone, id, session, title, words};
use crate::workshops::{Registration, Seat};

fn organizer() -> OrganizerHat {
    everyone().organizer_of(Action::Workshops).expect("every hat")
}

fn on(day: &str) -> NaiveDate {
    day.parse().expect("a day")
}

fn clock(time: &str) -> NaiveTime {
    time.parse().expect("an hour")
}

fn utc(moment: &str) -> DateTime<Utc> {
    moment.parse().expect("a moment")
}

fn workshop() -> Workshop {
    Workshop {
        id: id(70),
        title: title("Une seule liste"),
        theme: "members".to_owned(),
        level: Level::Beginner,
        summary: words("Réunir"),
        requires: Vec::new(),
        leads_to: Vec::new(),
        teaches: Vec::new(),
        materials: None,
    }
}

fn told(seats: u32) -> Told {
    Told {
        title: title("Une seule liste"),
        place: Name::stored("Tours".to_owned()),
        access: None,
        link: None,
        bring: None,
        words: None,
        host: None,
        co_hosts: Vec::new(),
        seats: Seats::plain(seats),
        published_at: None,
    }
}

fn of(seating: &Seating) -> Told {
    let at = seating.entry.clone();
    Told {
        title: at.title,
        place: at.place,
        access: at.access,
        link: at.link,
        bring: at.bring,
        words: at.words,
        host: at.host,
        co_hosts: at.co_hosts.clone(),
        seats: at.seats,
        published_at: at.published_at,
    }
}

#[test]
fn workshops_a_rhythm_counts_from_its_first_day() {
    use Rhythm::*;
    for (rhythm, first, days) in [
        (Once, "2026-12-01", vec!["2026-12-01"]),
        (Weekly, "2026-12-24", vec!["2026-12-24", "2026-12-31", "2027-01-07"]),
        (EveryTwoWeeks, "2028-02-15", vec!["2028-02-15", "2028-02-29", "2028-03-14"]),
        // A short month shortens no other; 29 February comes every four years.
        (MonthlyOnDate, "2027-12-31", vec!["2027-12-31", "2028-01-31", "2028-02-29"]),
        (MonthlyOnDate, "2027-01-31", vec!["2027-01-31", "2027-02-28", "2027-03-31"]),
        (MonthlyOnDate, "2028-02-29", vec!["2028-02-29", "2028-03-29", "2028-04-29"]),
        // The second Tuesday; the fifth Thursday, or the last.
        (MonthlyOnWeekday, "2026-12-08", vec!["2026-12-08", "2027-01-12", "2027-02-09"]),
        (MonthlyOnWeekday, "2026-12-31", vec!["2026-12-31", "2027-01-28", "2027-02-25"]),
        (MonthlyOnWeekday, "2028-02-29", vec!["2028-02-29", "2028-03-28", "2028-04-25"]),
    ] {
        let expected: Vec<_> = days.into_iter().map(on).collect();
        assert_eq!(rhythm.days(on(first), 3), expected, "{rhythm:?} from {first}");
        assert_eq!(Rhythm::from_code(rhythm.code()), Some(rhythm));
    }
    assert_eq!(Rhythm::from_code("?"), None);
}

#[test]
fn workshops_hours_are_those_of_the_clocks_of_paris() {
    for (day, from, to, begins, ends) in [
        ("2026-12-01", "18:00", "20:00", "2026-12-01T17:00:00Z", "2026-12-01T19:00:00Z"),
        ("2027-06-01", "18:00", "20:00", "2027-06-01T16:00:00Z", "2027-06-01T18:00:00Z"),
        // It crosses midnight, and the end of the year.
        ("2026-12-31", "22:00", "01:30", "2026-12-31T21:00:00Z", "2027-01-01T00:30:00Z"),
        // The clocks go back: the night is an hour longer; then forward: an hour shorter.
        ("2026-10-24", "23:00", "05:00", "2026-10-24T21:00:00Z", "2026-10-25T04:00:00Z"),
        ("2027-03-27", "23:00", "05:00", "2027-03-27T22:00:00Z", "2027-03-28T03:00:00Z"),
        ("2028-02-29", "09:15", "12:00", "2028-02-29T08:15:00Z", "2028-02-29T11:00:00Z"),
    ] {
        let hours = Hours { day: on(day), from: clock(from), to: clock(to) };
        let moments = (utc(begins), utc(ends));
        assert_eq!(hours.moments(), moments, "{day} {from}");
        assert_eq!(Hours::of(moments.0, moments.1), hours, "{day} {from}");
    }
}

#[test]
fn workshops_a_series_keeps_its_hour_when_the_clocks_change() {
    let hours = Hours { day: on("2026-10-20"), from: clock("18:00"), to: clock("20:00") };
    let kept = Kept { seats: 2, until: utc("2026-10-13T16:00:00Z") };
    let seats = Seats { kept: Some(kept), ..Seats::plain(8) };
    let told = Told { seats, ..told(8) };
    let series = Series { told, hours, rhythm: Rhythm::Weekly, times: 2 };
    let act = act(utc("2026-10-01T10:00:00Z"));
    let opened = series.clone().open(&act, &organizer(), &workshop()).expect("it opens");
    let sessions: Vec<_> = opened
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Entry(entry) => Some(entry),
            _ => None,
        })
        .collect();
    let begins: Vec<_> = sessions.iter().map(|session| session.starts_at).collect();
    assert_eq!(begins, [utc("2026-10-20T16:00:00Z"), utc("2026-10-27T17:00:00Z")]);
    let until: Vec<_> = sessions.iter().filter_map(|s| s.seats.kept).map(|k| k.until).collect();
    assert_eq!(until, [utc("2026-10-13T16:00:00Z"), utc("2026-10-20T17:00:00Z")]);
    assert!(sessions.iter().all(|s| s.theme.as_deref() == Some("members")));
    assert_eq!(opened.answer.len(), 2);
    let late = crate::testing::act(utc("2026-10-20T16:00:00Z"));
    assert_eq!(series.open(&late, &organizer(), &workshop()), Err(Broken::EntryPast));
}

#[test]
fn workshops_a_change_is_told_to_calendars_and_people_only_where_they_hold_it() {
    let before = session(40, 30, 3, 0);
    let hours = Hours::of(before.entry.starts_at, before.entry.ends_at);
    let later = Hours { to: clock("23:59"), ..hours };
    let same = of(&before);
    let bring = Told { bring: Some(words("Un ordinateur")), ..same.clone() };
    let titled = Told { title: title("Autre"), ..same.clone() };
    let place = Told { place: Name::stored("Ailleurs".to_owned()), ..same.clone() };
    for (name, told, hours, sequence, moved) in [
        ("nothing", same.clone(), hours, 0, false),
        ("what to bring", bring, hours, 0, false),
        ("another title", titled, hours, 1, false),
        ("another place", place, hours, 1, true),
        ("longer", same, later, 1, true),
    ] {
        let edited = before.edit(&act(day(5)), &organizer(), told, hours).expect("it is edited");
        assert_eq!(edited.answer.moved, moved, "{name}");
        let Some(Change::Entry(entry)) = edited.changes.first() else { panic!("{name}") };
        assert_eq!(entry.sequence, sequence, "{name}");
    }
}

#[test]
fn workshops_editing_takes_nobody_s_seat_and_fills_those_that_it_adds() {
    let mut full = session(40, 30, 1, 1);
    let waits = Registration { number: 2, ..crate::testing::seat(40, 900, Seat::Waiting) };
    full.registrations.push(waits);
    let hours = Hours::of(full.entry.starts_at, full.entry.ends_at);
    let edit = |at: &Seating, seats, on| {
        let told = Told { seats: Seats::plain(seats), ..of(at) };
        at.edit(&act(day(on)), &organizer(), told, hours)
    };
    let more = edit(&full, 2, 5).expect("one more seat");
    let offered = more.changes.iter().any(|change| match change {
        Change::Registration(seat) => matches!(seat.state, Seat::Offered { .. }),
        _ => false,
    });
    assert!(offered, "{:?}", more.changes);
    let two = session(40, 30, 3, 2);
    assert_eq!(edit(&two, 1, 5).map(drop), Err(Broken::SeatsTaken));
    assert_eq!(edit(&two, 3, 31).map(drop), Err(Broken::EntryPast));
    let mut off = two;
    off.entry.called_off = Some(day(4));
    assert_eq!(edit(&off, 3, 5).map(drop), Err(Broken::CalledOff));
}

#[test]
fn workshops_what_waits_for_an_answer_waits_no_longer_than_until_a_moved_date_begins() {
    let mut at = session(40, 30, 5, 1);
    for (n, state) in [
        (700, Seat::Held { until: day(28) }),
        (701, Seat::Offered { until: day(26) }),
        (702, Seat::Held { until: day(12) }),
    ] {
        at.registrations.push(crate::testing::seat(40, n, state));
    }
    let (earlier, end) = (day(20), day(20) + chrono::Duration::hours(2));
    let moved = at.edit(&act(day(10)), &organizer(), of(&at), Hours::of(earlier, end));
    let moved = moved.expect("moved");
    let after = at.clone().after(&moved);
    let states: Vec<_> = after.registrations.iter().map(|seat| seat.state.until()).collect();
    let begins = Some(earlier);
    assert_eq!(states.iter().filter(|until| **until == begins).count(), 2, "{states:?}");
    assert!(states.contains(&Some(day(12))) && states.iter().all(|until| *until <= begins));
}

#[test]
fn workshops_what_is_changed_is_what_its_editor_saw() {
    let entry = session(40, 30, 5, 1).entry;
    let saw = entry.mark();
    assert_eq!(as_seen(entry.mark(), Some(saw)), Ok(()));
    assert_eq!(as_seen(entry.mark(), None), Err(Broken::SavedMeanwhile));
    let bring = Entry { bring: Some(words("Un ordinateur")), ..entry.clone() };
    let hosts = Entry { co_hosts: vec![crate::testing::id(7)], ..entry };
    for other in [bring, hosts] {
        assert_eq!(as_seen(other.mark(), Some(saw)), Err(Broken::SavedMeanwhile));
    }
    let workshop = workshop();
    let told = Workshop { summary: words("Autrement"), ..workshop.clone() };
    assert_ne!(told.mark(), workshop.mark());
}

#[test]
fn workshops_every_host_notes_who_came() {
    use crate::testing::signed;
    let entry = session(40, 30, 5, 1).entry;
    let [one, two] = [7, 8].map(crate::testing::id);
    let hosted = Entry { host: Some(one), co_hosts: vec![two], ..entry };
    for (person, may) in [(7, true), (8, true), (9, false)] {
        assert_eq!(hosted.presence_by(&signed(person, &[])).is_ok(), may, "{person}");
    }
}

#[test]
fn workshops_sessions_to_come_follow_their_workshop() {
    let known = workshop();
    let programme = |title: &str, theme: &str| Programme {
        title: crate::testing::title(title),
        theme: theme.to_owned(),
        level: known.level,
        summary: known.summary.clone(),
        requires: Vec::new(),
        leads_to: Vec::new(),
        teaches: vec![crate::testing::title("Réunir deux listes")],
        materials: None,
    };
    let at = |n, on, name: &str| {
        let mut seating = session(n, on, 3, 0);
        seating.entry.title = title(name);
        seating.entry.workshop = Some(known.id);
        (seating.entry.theme, seating.entry.level) = (Some(known.theme.clone()), Some(known.level));
        seating
    };
    let sessions =
        [at(40, 30, "Une seule liste"), at(41, 37, "Spécial reçus"), at(42, 2, "Une seule liste")];
    let tell = |p: Programme| {
        let told = p.tell(&act(day(5)), &organizer(), &known, &sessions);
        let entries = told.changes.into_iter().filter_map(|change| match change {
            Change::Entry(entry) => Some((entry.id, entry.title.to_string(), entry.sequence)),
            _ => None,
        });
        entries.collect::<Vec<_>>()
    };
    // What has begun stays as it was; a title of its own stays too.
    let renamed = tell(programme("Nos adhérents", "members"));
    assert_eq!(renamed, [(id(40), "Nos adhérents".to_owned(), 1)]);
    let moved = tell(programme("Une seule liste", "data"));
    assert_eq!(moved.len(), 2);
    assert!(moved.iter().all(|(_, _, sequence)| *sequence == 0), "calendars hold no theme");
}
