//! The agenda and one's seats, as calendars and readers of news fetch them.

use crate::house::{Answer, Client, House};
use atom_syndication::Feed;
use chrono::{DateTime, Duration, Utc};
use domain::act::Change;
use domain::associations::CrewChange;
use domain::calendar::attested;
use domain::text::{Lang, Name, Words};
use domain::workshops::{Entry, EntryKind, Presence, Registration};
use icalendar::{
    Calendar, CalendarDateTime, Component, DatePerhapsTime, Event, EventLike, EventStatus,
};
use reqwest::Method;
use server::demo::{AMINA, FATOU, GASPARD, LUCIE, VERA};
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
        "application/json" => {
            serde_json::from_str::<serde_json::Value>(&file.body).expect("JSON");
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
    // What the page finds, calendars find; the page leads there.
    for query in
        ["?niveau=beginner&theme=members", "?acces=ascenseur", "?lieu=ailleurs", "?du=2099-01-01"]
    {
        let page = visitor.get(&format!("/agenda{query}")).await.expect(200);
        assert!(
            page.links().contains(&format!("/agenda.ics{query}")),
            "{query}: {:?}",
            page.links()
        );
        let found = events(&visitor.get(&format!("/agenda.ics{query}")).await.expect(200));
        assert!(found.len() < told.len(), "{query}");
        for listed in page.links().iter().filter(|link| link.starts_with("/agenda/")) {
            let url = format!("http://house.example{listed}");
            assert!(found.iter().any(|event| event.get_url() == Some(&*url)), "{query}: {url}");
        }
    }
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

/// The path of the secret address that this page shows first, whole.
fn secret(page: &Answer) -> String {
    let tags = crate::html::tags(&page.body);
    let code = tags.iter().find(|tag| tag.name == "code").map(crate::html::Tag::words);
    let address = code.expect("an address");
    address.strip_prefix("http://house.example").expect("an address of ours").to_owned()
}

/// Makes one's address, or another one. `of`: an association's.
async fn renewed(client: &Client, of: &str) -> String {
    let page = client.get("/compte/calendriers").await.expect(200);
    let form = page.form_on("renew_feed", "of", of);
    let done = client.fill(&page, &form, &[]).await;
    let page = done.leads_to("/compte/calendriers?dit=feed_renewed");
    secret(&client.get(&page.path).await.expect(200))
}

#[tokio::test(flavor = "multi_thread")]
async fn calendar_ones_own_seats_are_followed_at_a_secret_address() {
    let house = House::demo().await;
    let session = house.common_session().await;
    let link = Some("https://visio.example/secret".to_owned());
    house.remember(Change::Entry(Entry { link, ..session.clone() })).await;
    let (amina, visitor) = (house.signed_in(AMINA).await, house.visitor());
    let path = renewed(&amina, "").await;

    // A seat that is kept for her is no certainty; where it is held online is not told yet.
    let file = visitor.get(&path).await.expect(200);
    let told = events(&file);
    let held = of(&told, &session).expect("her seat").clone();
    assert_eq!(held.get_status(), Some(EventStatus::Tentative));
    assert!(!file.body.contains("visio.example"), "{}", file.body);
    // She confirms it, then gives it back: the same event, changed each time.
    let at = format!("/agenda/{}", session.id);
    amina.fill_in(&at, "register", &[]).await.expect(303);
    let told = events(&visitor.get(&path).await.expect(200));
    let taken = of(&told, &session).expect("her seat").clone();
    assert_eq!(taken.get_status(), Some(EventStatus::Confirmed));
    assert_eq!(taken.get_uid(), held.get_uid());
    assert!(taken.get_sequence() > held.get_sequence());
    let words = taken.get_description().expect("what to know");
    assert!(words.contains("https://visio.example/secret"), "{words}");
    amina.fill_in(&at, "cancel_seat", &[]).await.expect(303);
    let told = events(&visitor.get(&path).await.expect(200));
    let given = of(&told, &session).expect("calendars must hear of it").clone();
    assert_eq!(
        (given.get_status(), given.get_uid()),
        (Some(EventStatus::Cancelled), held.get_uid())
    );
    assert!(given.get_sequence() > taken.get_sequence());
    let english = visitor.get(&format!("/en{path}")).await.expect(200);
    assert!(english.body.contains("Called off"), "{}", english.body);

    // It is hers alone, and works for years, until she makes another.
    house.pass_days(5 * 365);
    visitor.get(&path).await.expect(200);
    let amina = house.signed_in(AMINA).await;
    let other = renewed(&amina, "").await;
    assert_ne!(path, other);
    visitor.get(&path).await.expect(410).must_say(texts::error::address_gone(FR));
    visitor.get(&other).await.expect(200);
    let close = amina.get("/compte/calendriers").await.expect(200);
    let form = close.form_on("close_feed", "of", "");
    amina.fill(&close, &form, &[]).await.leads_to("/compte/calendriers?dit=feed_closed");
    visitor.get(&other).await.expect(410);
    // Changed by a letter, or made up, it never was.
    for forged in
        [other.replacen("/calendrier/B", "/calendrier/C", 1), other.replace("places", "x")]
    {
        visitor.get(&forged).await.expect(404);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calendar_an_associations_address_ends_with_the_membership() {
    let house = House::demo().await;
    let cine = house.association(GASPARD).await;
    let gaspard = house.signed_in(GASPARD).await;
    let path = renewed(&gaspard, &cine.to_string()).await;
    let session = house.common_session().await;
    let told = events(&house.visitor().get(&path).await.expect(200));
    let seat = of(&told, &session).expect("its seat");
    let words = seat.get_description().expect("whose it is");
    assert!(words.contains("Le Ciné-Guinguette"), "{words}");
    // Another's association is none of theirs.
    let others = house.association(LUCIE).await.to_string();
    let mut watch = house.watch().await;
    for of in [others.as_str(), "x"] {
        gaspard.post("/compte/calendriers", "renew_feed", &[("of", of)]).await.expect(404);
    }
    watch.nothing_changed("an address of another association").await;
    let left = CrewChange::Left(house.person(GASPARD).await.id, cine);
    house.remember(Change::Crew(left)).await;
    house.visitor().get(&path).await.expect(410).must_say(texts::error::address_gone(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calendar_a_seat_is_a_file_on_its_page_and_in_its_letter() {
    let house = House::demo().await;
    let meeting = house.meeting().await;
    let lucie = house.signed_in(LUCIE).await;
    let at = format!("/agenda/{}", meeting.id);
    let before = lucie.get(&at).await.expect(200);
    assert!(!before.body.contains("/place/"), "there is no seat yet");
    lucie.fill_in(&at, "register", &[]).await.expect(303);
    let page = lucie.get(&at).await.expect(200);
    let path = page.links().into_iter().find(|link| link.starts_with("/place/")).expect("a file");
    let letter = house.letters_to(LUCIE).await.pop().expect("a letter");
    let told = letter.after.iter().any(|told| told.ends_with(&path));
    assert!(told, "{path} in {:?}", letter.after);
    let told = events(&house.visitor().get(&path).await.expect(200));
    assert_eq!(of(&told, &meeting).and_then(Event::get_status), Some(EventStatus::Confirmed));
    // Two months after, nothing is told any more.
    house.wait_until(meeting.ends_at + Duration::days(61));
    house.visitor().get(&path).await.expect(403).must_say(texts::error::link_expired(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calendar_hosts_follow_the_dates_that_they_run() {
    let house = House::demo().await;
    let session = house.common_session().await;
    let vera = house.signed_in(VERA).await;
    let path = renewed(&vera, "").await;
    let told = events(&house.visitor().get(&path).await.expect(200));
    let event = of(&told, &session).expect("hers to run");
    let words = event.get_description().expect("why it is there");
    assert!(words.contains(texts::feeds::you_host(FR)), "{words}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calendar_presence_is_attested_and_verified_by_anybody() {
    let house = House::demo().await;
    let fatou = house.signed_in(FATOU).await;
    let page = fatou.get("/parcours/attestations").await.expect(200);
    assert!(fatou.get("/parcours").await.links().contains(&page.path), "{}", page.path);
    let is = |link: &String| link.starts_with("/attestation/");
    let path = page.links().into_iter().find(is).expect("one to show");
    let association = house.rows().association(house.association(FATOU).await).await;
    let association = association.expect("it reads").expect("hers").name.to_string();
    let shown = house.visitor().get(&path).await.expect(200).must_say(&association);
    shown.must_say(&format!("http://house.example{path}"));
    house.visitor().get(&format!("/en{path}")).await.expect(200).must_say("took part in");
    // Who came is named only by the address that says so.
    let own = house.association(FATOU).await;
    let seats = house.rows().seats_of(&[own], DateTime::UNIX_EPOCH).await.expect("it reads");
    let came = seats.into_iter().find(|(seat, at)| attested(seat, at).is_some()).expect("a seat").0;
    let attendee = Some(Name::stored("Fatou N.".to_owned()));
    house.remember(Change::Registration(Registration { attendee, ..came.clone() })).await;
    let links = fatou.get("/parcours/attestations").await.expect(200).links();
    let mut said = Vec::new();
    for link in links.iter().filter(|link| is(link)) {
        said.push(house.visitor().get(link).await.expect(200).says("Fatou N."));
    }
    assert_eq!(said.iter().filter(|named| **named).count(), 1, "{said:?}");
    assert!(said.len() > 1);

    // Withdrawn by its owner, it is gone, and says so; others may be made, which are not those of before.
    let withdrawn = format!("{}?dit=attestation_withdrawn", page.path);
    let seat = [("registration", came.id.to_string())];
    let seat = [(seat[0].0, seat[0].1.as_str())];
    fatou.post(&page.path, "withdraw_attestation", &seat).await.leads_to(&withdrawn);
    let mine = |link: &String| is(link) && !links.contains(link);
    let (mut gone, mut others) = (Vec::new(), 0);
    for link in links.iter().filter(|link| is(link)) {
        match house.visitor().get(link).await {
            told if told.status == 410 => {
                told.must_say(texts::error::of(FR, "address_gone"));
                gone.push(link.clone());
            }
            told => others += usize::from(told.status == 200),
        }
    }
    assert_eq!((gone.len(), others), (2, said.len() - 2), "both of that seat, and no other");
    fatou.post(&page.path, "renew_attestation", &seat).await.expect(303);
    let renewed = fatou.get(&page.path).await.expect(200).links();
    assert_eq!(renewed.iter().filter(|link| mine(link)).count(), 2);
    for link in renewed.iter().filter(|link| is(link)) {
        house.visitor().get(link).await.expect(200);
        assert!(!gone.contains(link));
    }
    let links = renewed.clone();

    // Changed by a letter, it is told in plain words; set right as absent, nothing attests it any more.
    let (before, last) = path.split_at(path.len() - 20);
    let forged = format!("{before}{}", last.replace(|letter: char| letter != 'A', "A"));
    house.visitor().get(&forged).await.expect(404).must_say(texts::error::link_unknown(FR));
    let presence = Some(Presence::Absent);
    let links: Vec<_> = links.into_iter().filter(is).collect();
    house.remember(Change::Registration(Registration { presence, ..came })).await;
    let mut gone = 0;
    for link in links {
        gone += usize::from(house.visitor().get(&link).await.status == 410);
    }
    assert_eq!(gone, 2, "both of that seat");
    house.close().await;
}
