//! The agenda and one's seats, as calendars and readers of news fetch them.

use crate::house::{Answer, Client, House};
use atom_syndication::Feed;
use chrono::{DateTime, Duration, Utc};
use domain::act::Change;
use domain::text::{Lang, Words};
use domain::workshops::{Entry, EntryKind};
use icalendar::{
    Calendar, CalendarDateTime, Component, DatePerhapsTime, Event, EventLike, EventStatus,
};
use reqwest::Method;
use std::str::FromStr;

const FR: Lang = Lang::Fr;

/// Read by a parser of others, whatever people typed in it.
pub fn readable(file: &Answer) {
    match file.header("content-type") {
        "text/calendar; charset=utf-8" => {
            events(file);
        }
        "application/atom+xml; charset=utf-8" => {
            Feed::from_str(&file.body).expect("a feed");
        }
        other => panic!("{}: {other}", file.path),
    }
}

/// What a calendar tells.
fn events(file: &Answer) -> Vec<Event> {
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8", "{}", file.path);
    for line in file.body.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{}: {line:?}", file.path);
    }
    Calendar::from_str(&file.body).expect("a calendar").events().cloned().collect()
}

/// The one that leads to this date's page.
fn of<'e>(events: &'e [Event], entry: &Entry) -> Option<&'e Event> {
    let page = format!("/agenda/{}", entry.id);
    events.iter().find(|event| event.get_url().is_some_and(|url| url.ends_with(&page)))
}

fn starts(event: &Event) -> DateTime<Utc> {
    match event.get_start() {
        Some(DatePerhapsTime::DateTime(CalendarDateTime::Utc(at))) => at,
        other => panic!("{other:?} is no moment"),
    }
}

/// Asks again, saying what one has.
async fn again(client: &Client, path: &str, tag: &str) -> Answer {
    client.send(Method::GET, path, &[("if-none-match", tag)], Vec::new()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn calendar_the_agenda_is_followed_from_elsewhere() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let session = house.common_session().await;
    let bring = Words::parse("Un ordinateur, « chargé » ;\nvos comptes").expect("words");
    let link = Some("https://visio.example/secret".to_owned());
    let session = Entry { bring: Some(bring), link, ..session };
    house.remember(Change::Entry(session.clone())).await;
    let later = house.meeting().await;
    let published_at = Some(house.now() + Duration::days(1));
    house.remember(Change::Entry(Entry { published_at, ..later.clone() })).await;

    let file = visitor.get("/agenda.ics").await.expect(200);
    let told = events(&file);
    let event = of(&told, &session).expect("the session is told");
    assert_eq!(event.get_summary(), Some(session.title.as_str()));
    assert_eq!(event.get_location(), Some(session.place.as_str()));
    assert_eq!((starts(event), event.get_sequence()), (session.starts_at, Some(session.sequence)));
    assert_eq!(event.get_url(), Some(&*format!("http://house.example/agenda/{}", session.id)));
    let words = event.get_description().expect("what to know");
    assert!(words.contains("Un ordinateur, « chargé » ;\nvos comptes"), "{words}");
    assert!(!file.body.contains("visio.example"), "its address is for those who have a seat");
    assert_eq!(of(&told, &later), None, "it is not published yet");
    let weekends = events(&visitor.get("/agenda.ics?genre=weekend").await.expect(200));
    assert!(!weekends.is_empty() && of(&weekends, &session).is_none());
    let none = events(&visitor.get("/agenda.ics?theme=collaboration").await.expect(200));
    assert!(of(&none, &session).is_some() && none.len() < told.len());
    let english = visitor.get("/en/agenda.ics").await.expect(200);
    let url = format!("http://house.example/en/agenda/{}", session.id);
    let told_in_english = events(&english);
    assert_eq!(of(&told_in_english, &session).and_then(Event::get_url), Some(&*url));

    // Asked again, it is sent again only when it has changed; signed in or not, it is the same.
    let tag = file.header("etag").to_owned();
    let same = again(&visitor, "/agenda.ics", &tag).await.expect(304);
    assert_eq!((same.body.as_str(), same.header("etag")), ("", tag.as_str()));
    again(&visitor, "/agenda.ics", &format!("\"other\", {tag}")).await.expect(304);
    again(&visitor, "/agenda.ics", "\"other\"").await.expect(200);
    house.pass_days(1);
    assert!(of(&events(&again(&visitor, "/agenda.ics", &tag).await.expect(200)), &later).is_some());

    // A date called off is still told, as such.
    let off = Entry { called_off: Some(house.now()), ..session.clone() };
    house.remember(Change::Entry(off)).await;
    let told = events(&visitor.get("/agenda.ics").await.expect(200));
    let event = of(&told, &session).expect("calendars must hear of it");
    assert_eq!(event.get_status(), Some(EventStatus::Cancelled));
    assert!(event.get_sequence() > Some(session.sequence));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calendar_the_agenda_is_read_as_news() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let page = visitor.get("/agenda?genre=encounter").await.expect(200);
    let links = page.links();
    assert!(links.contains(&"/agenda.ics?genre=encounter".to_owned()), "{links:?}");
    let path = links.into_iter().find(|link| link.starts_with("/agenda.atom")).expect("a feed");
    let encounter = house.date(|e| e.kind == EntryKind::Encounter).await;
    let file = visitor.get(&path).await.expect(200);
    assert_eq!(file.header("content-type"), "application/atom+xml; charset=utf-8");
    let feed = Feed::from_str(&file.body).expect("a feed");
    assert_eq!(feed.lang(), Some(FR.code()));
    let page = format!("http://house.example/agenda/{}", encounter.id);
    let told = |e: &&atom_syndication::Entry| e.links().iter().any(|link| link.href() == page);
    let entry = feed.entries().iter().find(told).expect("the encounter");
    assert!(entry.title().as_str().starts_with(encounter.title.as_str()), "{:?}", entry.title());
    assert_eq!(entry.id(), format!("urn:uuid:{}", encounter.id));
    again(&visitor, &path, file.header("etag")).await.expect(304);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calendar_files_are_only_asked_for() {
    let house = House::demo().await;
    let visitor = house.visitor();
    for path in ["/agenda.ics", "/en/agenda.atom"] {
        let head = visitor.send(Method::HEAD, path, &[], Vec::new()).await.expect(200);
        assert!(head.body.is_empty() && !head.header("etag").is_empty());
        for method in [Method::POST, Method::PUT, Method::DELETE] {
            let refused = visitor.send(method, path, &[], Vec::new()).await.expect(405);
            assert_eq!(refused.header("allow"), "GET, HEAD");
        }
    }
    // What goes wrong is told on a page.
    house.accident("ALTER TABLE entry RENAME TO lost").await;
    visitor.get("/agenda.ics").await.expect(500).must_say(texts::error::unexpected(FR));
    house.close().await;
}
