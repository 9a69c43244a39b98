//! How many statements a page reads: as many for sixty sessions and seats as for three.

use crate::house::House;
use chrono::Duration;
use domain::accounts::{Association, AssociationKind};
use domain::act::Change;
use domain::ids::WorkshopId;
use domain::journey::JourneyHead;
use domain::text::{Name, Words};
use domain::workshops::{Entry, Registration, Seat, Seats};
use server::demo::{CAMILLE, GASPARD, PAUL, VERA};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use uuid::Uuid;

fn new<T: From<Uuid>>() -> T {
    Uuid::now_v7().into()
}

/// More sessions of this workshop, and more people at this one.
async fn add(house: &House, session: &Entry, how_many: i64) {
    let now = house.now();
    let sessions = (1..=how_many).map(|n| {
        let later = Duration::days(1) + Duration::hours(n);
        let (starts_at, ends_at) = (session.starts_at + later, session.ends_at + later);
        Change::Entry(Entry { id: new(), starts_at, ends_at, ..session.clone() })
    });
    let mut changes: Vec<_> = sessions.collect();
    let seats = Seats::plain(500);
    changes.push(Change::Entry(Entry { seats, ..session.clone() }));
    for n in 0..how_many {
        let (association, journey) = (new(), new());
        changes.push(Change::Association(Association {
            id: association,
            name: Name::parse(&format!("Association {}", new::<Uuid>())).expect("a name"),
            kind: AssociationKind::NonProfit,
            city: None,
            rna: None,
            siret: None,
            about: Default::default(),
            created_at: now,
        }));
        let head = JourneyHead { id: journey, association, inspired_by: None, opened_at: now };
        changes.push(Change::Journey(head));
        let words = Words::parse("Savoir qui vient.").expect("words");
        changes.push(Change::Need(domain::journey::Need { id: new(), journey, words, at: now }));
        let state = if n % 2 == 0 { Seat::Registered } else { Seat::Waiting };
        let own = (association, journey);
        let seat = Registration::new(new(), session.id, own, state, now);
        let number = 100 + u32::try_from(n).expect("few");
        changes.push(Change::Registration(Registration { number, ..seat }));
    }
    for change in changes {
        house.remember(change).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_pages_read_as_many_statements_however_much_they_show() {
    let read = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&read);
    let house = House::demo_with(|state| {
        state.store.tell_reads(move || {
            count.fetch_add(1, Ordering::SeqCst);
        });
    })
    .await;
    let session = house.common_session().await;
    let workshop: WorkshopId = session.workshop.expect("its workshop");
    let date = format!("/agenda/{}", session.id);
    let (gaspard, camille) = (house.signed_in(GASPARD).await, house.signed_in(CAMILLE).await);
    let (vera, visitor) = (house.signed_in(VERA).await, house.visitor());
    let paul = house.signed_in(PAUL).await;
    let pages = [
        (&visitor, "/agenda".to_owned()),
        (&gaspard, "/agenda".to_owned()),
        (&visitor, "/agenda.ics".to_owned()),
        (&visitor, date.clone()),
        (&gaspard, date.clone()),
        (&camille, date),
        (&visitor, "/ateliers".to_owned()),
        (&visitor, format!("/atelier/{workshop}")),
        (&camille, format!("/atelier/{workshop}")),
        (&camille, "/ateliers/demande".to_owned()),
        (&paul, "/hackathon/passages".to_owned()),
        (&vera, format!("/presences/{}", session.id)),
    ];
    let mut told = Vec::new();
    // What a process reads once and keeps is read by then.
    for (who, page) in &pages {
        who.get(page).await.expect(200);
    }
    for more in [3, 57] {
        add(&house, &session, more).await;
        let mut each = BTreeMap::new();
        for (n, (who, page)) in pages.iter().enumerate() {
            let before = read.load(Ordering::SeqCst);
            who.get(page).await.expect(200);
            each.insert((n, page.clone()), read.load(Ordering::SeqCst) - before);
        }
        told.push(each);
    }
    for ((_, page), statements) in &told[0] {
        println!("{statements} statements: {page}");
    }
    assert!(told[0].values().all(|n| *n > 0), "{:?}", told[0]);
    assert_eq!(told[0], told[1]);
    house.close().await;
}
