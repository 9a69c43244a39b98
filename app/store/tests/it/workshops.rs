//! Workshops, dates and seats are read back as they were put; what is due is found.

use crate::base::{Base, day, fresh, name, put, session, settle, title};
use crate::on_each_database;
use crate::round_trip::{edition, person, rows, words};
use domain::act::Change;
use domain::hackathon::Phase;
use domain::workshops::*;

on_each_database!(
    workshops_agenda,
    workshops_seats_in_every_state,
    workshops_what_time_has_changed,
);

async fn workshops_agenda(base: &Base) {
    let store = &base.store;
    let host = person(store).await;
    for (i, level) in Level::ALL.into_iter().enumerate() {
        let workshop = Workshop {
            id: fresh(),
            title: title("Partager un agenda"),
            theme: "collaboration".into(),
            level,
            summary: words(),
            requires: vec![Mark { theme: "skills".into(), level: 1.0 }],
            leads_to: vec![
                Mark { theme: "collaboration".into(), level: 2.5 },
                Mark { theme: "data".into(), level: 0.0 },
            ],
            teaches: vec![title("Partager un agenda"), title("Inviter")],
            materials: Some(words()),
        };
        put(store, vec![Change::Workshop(workshop.clone())]).await;
        assert_eq!(rows(store).workshop(workshop.id).await.expect("read"), Some(workshop.clone()));
        assert_eq!(rows(store).workshops().await.expect("read").len(), i + 1);
        let entry =
            Entry { workshop: Some(workshop.id), level: Some(level), ..session(fresh(), 10, 8) };
        put(store, vec![Change::Entry(entry.clone())]).await;
        assert_eq!(
            rows(store).seating(entry.id).await.expect("read").map(|s| s.entry),
            Some(entry)
        );
    }
    let edition = edition(Phase::Call);
    put(store, vec![Change::Edition(edition.clone())]).await;
    for (i, kind) in EntryKind::ALL.into_iter().enumerate() {
        let bare = Entry { kind, theme: None, level: None, ..session(fresh(), 20 + i as i64, 0) };
        let full = Entry {
            edition: Some(edition.id),
            access: Some("de plain-pied".into()),
            host: Some(host),
            link: Some("https://visio.example/agenda".into()),
            bring: Some(words()),
            words: Some(words()),
            seats: Seats {
                kept: Some(Kept { seats: 20, until: day(3) }),
                freely: true,
                offer_hours: 48,
                ..Seats::plain(400)
            },
            published_at: Some(day(1)),
            sequence: 3,
            ..bare.clone()
        };
        for entry in [bare, full] {
            put(store, vec![Change::Entry(entry.clone())]).await;
            let agenda =
                rows(store).agenda(entry.starts_at, entry.ends_at, day(1)).await.expect("read");
            assert_eq!(agenda.len(), 1, "{kind:?}");
            let kept = entry.seats.kept.map_or(0, |kept| kept.seats);
            assert_eq!((&agenda[0].entry, agenda[0].free), (&entry, entry.seats.total - kept));
            let before = rows(store).agenda(day(0), entry.starts_at, day(1)).await.expect("read");
            assert!(before.iter().all(|e| e.entry.id != entry.id), "the end is not included");
        }
    }
    // Offered: to come, not the follow-up, the theme asked for first.
    let to_come = rows(store)
        .seatings_to_come(EntryKind::WorkshopSession, &["data".to_owned()], false, day(1))
        .await
        .expect("read");
    assert!(to_come.iter().all(|s| s.entry.level != Some(Level::FollowUp)));
    assert_eq!(to_come.len(), 3, "two levels, and the one without");
    let data = Entry { theme: Some("data".into()), ..session(fresh(), 50, 1) };
    put(store, vec![Change::Entry(data.clone())]).await;
    let to_come = rows(store)
        .seatings_to_come(EntryKind::WorkshopSession, &["data".to_owned()], false, day(1))
        .await
        .expect("read");
    assert_eq!(to_come.first().map(|s| s.entry.id), Some(data.id));
    // Theme by theme, whatever their days; then the others.
    let ranked = ["data".to_owned(), "collaboration".to_owned()];
    let to_come = rows(store)
        .seatings_to_come(EntryKind::WorkshopSession, &ranked, false, day(1))
        .await
        .expect("read");
    let themes: Vec<_> = to_come.iter().map(|s| s.entry.theme.as_deref()).collect();
    let rank = |theme: &Option<&str>| match theme {
        Some("data") => 0,
        Some("collaboration") => 1,
        _ => 2,
    };
    assert!(themes.is_sorted_by_key(rank) && themes.len() == 4, "{themes:?}");
    let past = rows(store)
        .seatings_to_come(EntryKind::WorkshopSession, &[], false, day(50))
        .await
        .expect("read");
    assert!(past.is_empty(), "what begins now is no longer to come");
}

async fn workshops_seats_in_every_state(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let entry = session(fresh(), 10, 8);
    put(store, vec![Change::Entry(entry.clone())]).await;
    let id = fresh();
    let mut states = vec![Seat::Registered, Seat::Waiting];
    states.extend([Seat::Held { until: day(9) }, Seat::Offered { until: day(9) }]);
    states.extend(CancelledBy::ALL.map(Seat::Cancelled));
    let presences = Presence::ALL.map(Some).into_iter().chain([None]);
    for (state, presence) in states.into_iter().flat_map(|s| presences.clone().map(move |p| (s, p)))
    {
        let seat = Registration {
            attendee: Some(name("Zoé")),
            role: Role::Learns,
            claim: Claim::TurnedAway,
            number: 4,
            sequence: 2,
            presence,
            ..Registration::new(id, entry.id, (ours, journey), state, day(2))
        };
        put(store, vec![Change::Registration(seat.clone())]).await;
        assert_eq!(rows(store).registration(id).await.expect("read"), Some(seat.clone()));
        let seating = rows(store).seating(entry.id).await.expect("read").expect("there");
        assert_eq!(seating.registrations, std::slice::from_ref(&seat));
        let of_journey = rows(store).registrations_of(journey).await.expect("read");
        assert_eq!(of_journey, [(seat.clone(), entry.clone())]);
        let agenda = rows(store).agenda(day(10), day(11), day(3)).await.expect("read");
        assert_eq!(agenda[0].free, if seat.takes_seat(day(3)) { 7 } else { 8 });
    }
}

async fn workshops_what_time_has_changed(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let at = |seats| Entry { seats, ..session(fresh(), 10, 1) };
    let kept =
        |until| Seats { kept: Some(Kept { seats: 1, until: day(until) }), ..Seats::plain(1) };
    let due = async || rows(store).seatings_due(day(5)).await.expect("read");
    for (name, entry, state, is_due) in [
        ("silent", at(Seats::plain(1)), Seat::Held { until: day(5) }, true),
        ("silent too", at(Seats::plain(1)), Seat::Offered { until: day(4) }, true),
        ("may still answer", at(Seats::plain(1)), Seat::Offered { until: day(6) }, false),
        ("waits", at(Seats::plain(1)), Seat::Waiting, false),
        ("waits for what is kept", at(kept(6)), Seat::Waiting, false),
        ("waits for what was kept", at(kept(5)), Seat::Waiting, true),
        ("has a seat", at(kept(5)), Seat::Registered, false),
        ("waited", Entry { starts_at: day(5), ..at(kept(4)) }, Seat::Waiting, false),
    ] {
        let seat = Registration::new(fresh(), entry.id, (ours, journey), state, day(2));
        put(store, vec![Change::Entry(entry.clone()), Change::Registration(seat)]).await;
        assert_eq!(due().await.contains(&entry.id), is_due, "{name}");
    }
    assert_eq!(due().await.len(), 3);
}
