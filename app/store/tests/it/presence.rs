//! Who came, who said no name, what they know now, what was noted, and the addresses that calendars follow: read back as
//! they were put.

use crate::base::{Base, day, fresh, put, session, settle, title};
use crate::on_each_database;
use crate::round_trip::{person, rows};
use domain::act::Change;
use domain::calendar::Feed;
use domain::ids::{CommandId, NotedId, UnnamedId};
use domain::wiki::{Page, WORKSHOPS};
use domain::workshops::*;

on_each_database!(
    workshops_each_presence_noted,
    workshops_people_without_a_name,
    workshops_what_they_know_after,
    workshops_notes_of_a_session,
    calendar_addresses,
);

async fn workshops_each_presence_noted(base: &Base) {
    let store = &base.store;
    let own = settle(store).await;
    let entry = session(fresh(), 10, 8);
    let seat = Registration::new(fresh(), entry.id, own, Seat::Registered, day(2));
    put(store, vec![Change::Entry(entry.clone()), Change::Registration(seat.clone())]).await;
    let host = person(store).await;
    let mut told: Vec<Noted> = Vec::new();
    for (n, presence) in Presence::ALL.into_iter().enumerate() {
        let noted = Noted {
            id: fresh::<NotedId>(),
            entry: entry.id,
            registration: seat.id,
            presence,
            occurred_at: entry.starts_at,
            noted_at: day(11),
            recorded_at: day(12 + n as i64),
            by: (n > 0).then_some(host),
            hat: "host".to_owned(),
            command: fresh::<CommandId>(),
            corrects: told.last().map(|before| before.id),
        };
        put(store, vec![Change::Noted(noted.clone())]).await;
        told.push(noted);
        assert_eq!(rows(store).last_noted(seat.id).await.expect("read"), told.last().cloned());
    }
    assert_eq!(rows(store).noted_at(entry.id).await.expect("read"), told);
    assert_eq!(rows(store).noted_at(fresh()).await.expect("read"), []);
    assert_eq!(rows(store).last_noted(fresh()).await.expect("read"), None);
}

async fn workshops_people_without_a_name(base: &Base) {
    let store = &base.store;
    let own = settle(store).await;
    let entry = session(fresh(), 10, 8);
    let seat = Registration::new(fresh(), entry.id, own, Seat::Registered, day(2));
    put(store, vec![Change::Entry(entry.clone()), Change::Registration(seat.clone())]).await;
    let id: UnnamedId = fresh();
    let code = Code::of(CommandId(id.0));
    for claimed in [None, Some((seat.id, day(13)))] {
        let unnamed = Unnamed {
            id,
            entry: entry.id,
            code: code.clone(),
            noted_at: day(11),
            recorded_at: day(12),
            by: claimed.is_some().then_some(person(store).await),
            hat: "organizer".to_owned(),
            claimed,
            taken_back: claimed.is_none().then_some(day(14)),
        };
        put(store, vec![Change::Unnamed(unnamed.clone())]).await;
        assert_eq!(rows(store).unnamed(&code).await.expect("read"), Some(unnamed.clone()));
        assert_eq!(rows(store).unnamed_at(entry.id).await.expect("read"), [unnamed]);
    }
    let other = Code::of(fresh());
    assert_eq!(rows(store).unnamed(&other).await.expect("read"), None);
}

async fn workshops_what_they_know_after(base: &Base) {
    let store = &base.store;
    let own = settle(store).await;
    let entry = session(fresh(), 10, 8);
    let seat = Registration::new(fresh(), entry.id, own, Seat::Registered, day(2));
    put(store, vec![Change::Entry(entry), Change::Registration(seat.clone())]).await;
    let said =
        |question, knows, n| SaidAfter { registration: seat.id, question, knows, at: day(n) };
    let all: Vec<_> = (0..QUESTIONS).zip(Knows::ALL).map(|(n, k)| said(n, k, 12)).collect();
    put(store, all.iter().cloned().map(Change::SaidAfter).collect()).await;
    let stands = || async {
        let mut said = rows(store).said_after(&[seat.id, fresh()]).await.expect("read");
        said.sort_by_key(|one| one.question);
        said
    };
    assert_eq!(stands().await, all);
    // Said again, it replaces.
    let again = said(0, Knows::NotYet, 13);
    put(store, vec![Change::SaidAfter(again.clone())]).await;
    assert_eq!(stands().await[0], again);
    assert_eq!(stands().await.len(), QUESTIONS);
    assert_eq!(rows(store).said_after(&[]).await.expect("read"), []);
}

async fn workshops_notes_of_a_session(base: &Base) {
    let store = &base.store;
    let entry = session(fresh(), 10, 8);
    put(store, vec![Change::Entry(entry.clone())]).await;
    assert_eq!(rows(store).notes_of(entry.id).await.expect("read"), None);
    let slug = fresh::<CommandId>().to_string();
    let page = Page {
        id: fresh(),
        space: WORKSHOPS,
        slug,
        title: title("Notes"),
        published: None,
        draft: None,
    };
    let notes = SessionNotes { entry: entry.id, page: page.id };
    put(store, vec![Change::Page(page.clone()), Change::SessionNotes(notes)]).await;
    assert_eq!(rows(store).notes_of(entry.id).await.expect("read"), Some(page));
}

async fn calendar_addresses(base: &Base) {
    let store = &base.store;
    let (who, (ours, _)) = (person(store).await, settle(store).await);
    for association in [None, Some(ours)] {
        let feed = Feed { person: who, association, id: fresh(), since: day(1) };
        put(store, vec![Change::Feed(feed.clone())]).await;
        assert_eq!(rows(store).feed(feed.id).await.expect("read"), Some(feed.clone()));
        // Renewed, the one of before leads nowhere any more.
        let renewed = Feed { id: fresh(), since: day(2), ..feed.clone() };
        put(store, vec![Change::Feed(renewed.clone())]).await;
        assert_eq!(rows(store).feed(feed.id).await.expect("read"), None);
        let all = rows(store).feeds_of(who).await.expect("read");
        assert!(all.contains(&renewed) && !all.contains(&feed), "{all:?}");
    }
    assert_eq!(rows(store).feeds_of(who).await.expect("read").len(), 2);
}
