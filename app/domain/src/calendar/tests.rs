//! What is written is read back by parsers of others.

use super::*;
use crate::paris;
use crate::testing::{day, id, title, words};
use crate::text::Name;
use crate::workshops::{CancelledBy, EntryKind};
use atom_syndication::Feed;
use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{CalendarDateTime, Component, DatePerhapsTime, EventLike};
use proptest::prelude::*;
use std::str::FromStr;

fn date(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Entry {
    let place = Name::stored("Le Bateau Ivre".to_owned());
    let hours = (starts_at, ends_at);
    Entry::new(id(1), EntryKind::WorkshopSession, title("Atelier"), place, hours, 8)
}

fn seat(state: Seat, since: DateTime<Utc>) -> Registration {
    Registration::new(id(2), id(1), (id(3), id(4)), state, since)
}

fn written(event: Event) -> String {
    Calendar { name: "Savoirs Communs".to_owned(), events: vec![event] }.text()
}

fn read(text: &str) -> icalendar::Event {
    let calendar = icalendar::Calendar::from_str(text).expect("a calendar");
    let mut events = calendar.events().cloned();
    let event = events.next().expect("an event");
    assert_eq!(events.next(), None);
    event
}

fn utc(told: Option<DatePerhapsTime>) -> DateTime<Utc> {
    match told {
        Some(DatePerhapsTime::DateTime(CalendarDateTime::Utc(at))) => at,
        other => panic!("{other:?} is no moment"),
    }
}

#[test]
fn calendar_moments_are_the_same_whatever_the_clocks() {
    let at = |y, m, d, h| paris::hour(NaiveDate::from_ymd_opt(y, m, d).expect("a day"), h);
    for (from, to, told) in [
        // Summer, winter; the night when clocks go forward, and the one when they go back.
        (at(2027, 7, 1, 18), at(2027, 7, 1, 20), ["20270701T160000Z", "20270701T180000Z"]),
        (at(2027, 1, 7, 18), at(2027, 1, 7, 20), ["20270107T170000Z", "20270107T190000Z"]),
        (at(2027, 3, 28, 1), at(2027, 3, 28, 4), ["20270328T000000Z", "20270328T020000Z"]),
        (at(2027, 10, 31, 1), at(2027, 10, 31, 4), ["20271030T230000Z", "20271031T030000Z"]),
        // A leap day; from one day, and one year, to the next.
        (at(2028, 2, 29, 10), at(2028, 2, 29, 12), ["20280229T090000Z", "20280229T110000Z"]),
        (at(2028, 2, 28, 22), at(2028, 2, 29, 1), ["20280228T210000Z", "20280229T000000Z"]),
        (at(2026, 12, 31, 22), at(2027, 1, 1, 2), ["20261231T210000Z", "20270101T010000Z"]),
    ] {
        let text = written(Event::of_date(&date(from, to)));
        assert!(text.contains(&format!("DTSTART:{}\r\n", told[0])), "{text}");
        assert!(text.contains(&format!("DTEND:{}\r\n", told[1])), "{text}");
        let event = read(&text);
        assert_eq!((utc(event.get_start()), utc(event.get_end())), (from, to));
    }
    assert!(!written(Event::of_date(&date(day(1), day(1)))).contains("DTEND"));
}

#[test]
fn calendar_a_date_that_was_edited_is_newer() {
    let at = Entry { published_at: Some(day(-4)), ..date(day(1), day(2)) };
    let same = at.as_calendars_know(day(0), at.clone());
    assert_eq!(same, at, "nothing that calendars hold has changed");
    for (edited, sequence) in [
        (Entry { place: Name::stored("La Passerelle".to_owned()), ..at.clone() }, 1),
        (Entry { access: Some("De plain-pied".to_owned()), ..at.clone() }, 0),
        (Entry { words: Some(words("On vient écouter.")), ..at.clone() }, 0),
        (Entry { title: title("Un autre titre"), ..at.clone() }, 1),
        (Entry { ends_at: day(3), ..at.clone() }, 1),
    ] {
        let edited = at.as_calendars_know(day(0), edited);
        let text = written(Event::of_date(&edited));
        assert!(text.contains("LAST-MODIFIED:") && text.contains("DTSTAMP:"), "{text}");
        let event = read(&text);
        assert_eq!((event.get_sequence(), event.get_timestamp()), (Some(sequence), Some(day(0))));
        // A seat there is told anew too.
        let held = Event::of_seat(&seat(Seat::Registered, day(-1)), &edited, day(0));
        let held = held.expect("a seat");
        assert_eq!((held.sequence, held.stamp), (sequence, day(0)));
    }
}

#[test]
fn calendar_a_date_called_off_is_told_so_and_counts_as_a_change() {
    let at = Entry { sequence: 3, published_at: Some(day(-4)), ..date(day(1), day(2)) };
    let before = Event::of_date(&at);
    let event = read(&written(before.clone()));
    assert_eq!(event.get_status(), Some(icalendar::EventStatus::Confirmed));
    assert_eq!((event.get_sequence(), event.get_timestamp()), (Some(3), Some(day(-4))));
    let off = Event::of_date(&Entry { called_off: Some(day(0)), ..at });
    let event = read(&written(off.clone()));
    assert_eq!(event.get_status(), Some(icalendar::EventStatus::Cancelled));
    assert_eq!((event.get_sequence(), event.get_timestamp()), (Some(4), Some(day(0))));
    assert_eq!((off.uid, event.get_uid()), (before.uid.clone(), Some(before.uid.as_str())));
}

#[test]
fn calendar_a_seat_is_told_as_it_stands() {
    let (at, now, later) = (date(day(10), day(11)), day(1), day(3));
    let told = |state| Event::of_seat(&seat(state, day(0)), &at, now).map(|event| event.status);
    assert_eq!(told(Seat::Registered), Some(Status::Confirmed));
    assert_eq!(told(Seat::Held { until: later }), Some(Status::Tentative));
    assert_eq!(told(Seat::Offered { until: later }), Some(Status::Tentative));
    assert_eq!(told(Seat::Offered { until: now }), Some(Status::Cancelled));
    assert_eq!(told(Seat::Waiting), None);
    for by in CancelledBy::ALL {
        assert_eq!(told(Seat::Cancelled(by)), Some(Status::Cancelled));
    }
    let off = Entry { called_off: Some(now), ..at.clone() };
    let gone = Event::of_seat(&seat(Seat::Registered, day(0)), &off, now).expect("it is told");
    let there = Event::of_seat(&seat(Seat::Registered, day(0)), &at, now).expect("it is told");
    assert_eq!(gone.status, Status::Cancelled);
    assert!(gone.sequence > there.sequence && gone.uid == there.uid);
}

#[test]
fn calendar_what_was_given_back_is_told_for_a_while() {
    let at = date(day(10), day(11));
    let given = seat(Seat::Cancelled(CancelledBy::Association), day(0));
    let last = day(0) + TOLD_FOR;
    let told = |now| Event::of_seat(&given, &at, now).is_some();
    assert!(told(day(0)) && told(last - Duration::seconds(1)) && !told(last));
}

#[test]
fn calendar_each_change_of_a_seat_has_a_higher_sequence() {
    let at = Entry { sequence: 5, ..date(day(10), day(11)) };
    let offered = seat(Seat::Offered { until: day(2) }, day(1));
    let mut last = 0;
    for (seat, now) in [
        (offered.clone(), day(1)),
        // Nobody answered: it lapses by itself, then is given back, which calendars need not hear twice.
        (offered.clone(), day(2)),
        (offered.in_state(Seat::Cancelled(CancelledBy::Silence), day(2)), day(2)),
        (offered.in_state(Seat::Registered, day(3)).in_state(Seat::Registered, day(4)), day(4)),
    ] {
        let event = Event::of_seat(&seat, &at, now).expect("it is told");
        assert!(event.sequence >= last, "{event:?} after {last}");
        last = event.sequence;
    }
    assert_eq!(last, 7);
}

#[test]
fn calendar_dates_are_public_once_they_are_published() {
    let at = date(day(10), day(11));
    assert!(is_public(&at, day(0)));
    let at = Entry { published_at: Some(day(1)), ..at };
    assert!(!is_public(&at, day(0)) && is_public(&at, day(1)));
}

#[test]
fn calendar_ids_tell_when_they_were_made() {
    let at = DateTime::from_timestamp(1_800_000_000, 0).expect("a moment");
    let stamp = uuid::Timestamp::from_unix_time(1_800_000_000, 0, 0, 0);
    let made = uuid::Builder::from_unix_timestamp_millis(stamp.to_unix().0 * 1000, &[7; 10]);
    assert_eq!(made_at(made.into_uuid()), at);
    assert_eq!(made_at(uuid::Uuid::from_u128(7)), DateTime::UNIX_EPOCH);
}

/// As calendars read it: lines end alike, and what cannot be shown is left out.
fn shown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
}

proptest! {
    #[test]
    fn calendar_any_words_are_read_back(
        summary in "\\PC{1,200}",
        description in "(?s).{1,400}",
        place in "[,;:\\\\\"é🌱 a]{1,120}",
    ) {
        let event = Event {
            summary: summary.clone(),
            description: description.clone(),
            place: place.clone(),
            ..Event::of_date(&date(day(1), day(2)))
        };
        let text = written(event);
        for line in text.split_terminator("\r\n") {
            prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
        }
        prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
        let read = read(&text);
        let told = [read.get_summary(), read.get_location(), read.get_description()];
        for (told, typed) in told.into_iter().zip([summary, place, description]) {
            prop_assert_eq!(told.unwrap_or_default(), shown(&typed));
        }
    }

    #[test]
    fn calendar_any_news_are_read_back(title in "\\PC{1,80}", summary in "(?s).{1,200}") {
        let (page, id) = ("https://a.example/agenda/1?a=1&b=2", "urn:uuid:1");
        let piece = Piece {
            id: id.to_owned(),
            title: title.clone(),
            updated: day(3),
            page: page.to_owned(),
            summary: summary.clone(),
        };
        let news = News {
            lang: "fr".to_owned(),
            title: title.clone(),
            address: "https://a.example/agenda.atom".to_owned(),
            page: "https://a.example/agenda".to_owned(),
            author: "Savoirs Communs".to_owned(),
            pieces: vec![piece],
        };
        let feed = Feed::from_str(&news.text()).expect("a feed");
        prop_assert_eq!(feed.updated().to_utc(), day(3));
        let entry = &feed.entries()[0];
        prop_assert_eq!((entry.id(), entry.links()[0].href()), (id, page));
        let kept = |text: &str| {
            let kept = |letter: &char| !letter.is_control() || "\n\t".contains(*letter);
            let kept: String = text.chars().filter(kept).collect();
            kept.replace(['\u{fffe}', '\u{ffff}'], "")
        };
        prop_assert_eq!(entry.title().as_str(), kept(&title));
        let summary_read = entry.summary().map(|text| text.as_str()).unwrap_or_default();
        prop_assert_eq!(summary_read, kept(&summary));
    }
}
