//! Reception days and visits: what is put is read back equal, and putting it again replaces it.

use crate::base::{Base, day, fresh, name, put, session, settle};
use crate::on_each_database;
use crate::round_trip::{person, rows, words};
use chrono::Duration;
use domain::accounts::Membership;
use domain::act::Change;
use domain::ids::*;
use domain::journey::{Event, EventKind};
use domain::reception::{Call, Duty, ReceptionChange, Slot, Visit, VisitState};
use domain::text::Email;
use domain::workshops::{Entry, EntryKind, Registration, Seat};

on_each_database!(
    reception_days_with_their_slots_and_duties,
    reception_visits_in_every_state,
    reception_journeys_are_read_together,
);

fn reception(n: i64) -> Entry {
    let kind = EntryKind::Reception;
    Entry { kind, theme: None, level: None, ..session(fresh(), n, 3) }
}

async fn reception_days_with_their_slots_and_duties(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let entry = reception(10);
    put(store, vec![Change::Entry(entry.clone()), Change::Entry(reception(20))]).await;
    let read = async || rows(store).reception(entry.id).await.expect("read").expect("there");
    assert_eq!((read().await.slots, read().await.duties), (Vec::new(), Vec::new()));
    let (first, second) = (person(store).await, person(store).await);
    let slot = |n: i32, volunteer| {
        let starts_at = entry.starts_at + Duration::minutes(20) * n;
        let ends_at = starts_at + Duration::minutes(20);
        Slot { id: fresh(), entry: entry.id, starts_at, ends_at, volunteer }
    };
    let (late, early) = (slot(1, Some(first)), slot(0, None));
    for slot in [&late, &early] {
        put(store, vec![ReceptionChange::Slot(slot.clone()).into()]).await;
        assert_eq!(rows(store).slot(slot.id).await.expect("read").as_ref(), Some(slot));
    }
    assert_eq!(read().await.slots, [early.clone(), late.clone()], "by their hour");
    let early = Slot { volunteer: Some(second), ..early };
    let late = Slot { volunteer: None, ..late };
    let changes = [&early, &late].map(|slot| ReceptionChange::Slot(slot.clone()).into());
    put(store, changes.to_vec()).await;
    assert_eq!(read().await.slots, [early.clone(), late]);
    // Who is there, first said first; said twice is said once.
    for (who, at) in [(second, day(1)), (first, day(2)), (second, day(3))] {
        let duty = Duty { entry: entry.id, person: who, at, by: Some(first) };
        put(store, vec![ReceptionChange::OnDuty(duty).into()]).await;
    }
    assert_eq!(read().await.duties, [first, second]);
    put(store, vec![ReceptionChange::OffDuty(entry.id, first).into()]).await;
    assert_eq!(read().await.duties, [second]);
    // A seat at a slot has its hour; the day keeps its own.
    let own = (ours, journey);
    let seat = Registration::new(fresh(), entry.id, own, Seat::Registered, day(2));
    let seat = Registration { slot: Some(early.id), ..seat };
    put(store, vec![Change::Registration(seat.clone())]).await;
    assert_eq!(read().await.seating.registrations, std::slice::from_ref(&seat));
    let own = Entry { starts_at: early.starts_at, ends_at: early.ends_at, ..entry.clone() };
    assert_eq!(rows(store).dated_seat(seat.id).await.expect("read"), Some((seat, own)));
    // Called off, it is still there, and said so.
    let off = Entry { called_off: Some(day(5)), ..entry.clone() };
    put(store, vec![Change::Entry(off.clone())]).await;
    assert_eq!(read().await.seating.entry, off);
    let days = async |from| rows(store).receptions_from(from).await.expect("read").len();
    assert_eq!((days(day(0)).await, days(entry.ends_at).await, days(day(30)).await), (2, 1, 0));
    let other = session(fresh(), 12, 3);
    put(store, vec![Change::Entry(other.clone())]).await;
    assert!(rows(store).reception(other.id).await.expect("read").is_none(), "of another kind");
    assert_eq!(rows(store).slot(fresh()).await.expect("read"), None);
}

async fn reception_visits_in_every_state(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let volunteer = person(store).await;
    let mut all = Vec::new();
    let states = [
        VisitState::Asked,
        VisitState::WithOrganizers,
        VisitState::Taken(volunteer),
        VisitState::Withdrawn,
    ];
    for (n, state) in (1..).zip(states) {
        let (id, area, asked_at) = (fresh(), name("37000 Tours"), day(10 - n));
        let (association, words) = (ours, words());
        let first = VisitState::Asked;
        let visit =
            Visit { id, journey, association, words, area, asked_at, state: first, since: day(n) };
        let later = Visit { state, since: day(n + 1), ..visit.clone() };
        for visit in [visit, later.clone()] {
            put(store, vec![ReceptionChange::Visit(visit.clone()).into()]).await;
            assert_eq!(rows(store).visit(id).await.expect("read"), Some(visit));
        }
        all.push(later);
    }
    let waiting: Vec<_> = [2, 1, 0].map(|n: usize| all[n].clone()).into();
    assert_eq!(rows(store).visits().await.expect("read"), waiting, "the longest wait first");
    assert_eq!(rows(store).visit(fresh()).await.expect("read"), None);
    // Those who were asked, and those who cannot.
    let call =
        |visit: VisitId, at| Call { id: fresh(), visit, person: volunteer, at, declined_at: None };
    let calls = [call(all[0].id, day(1)), call(all[0].id, day(2)), call(all[1].id, day(3))];
    let declined = Call { declined_at: Some(day(4)), ..calls[1] };
    for call in calls.into_iter().chain([declined]) {
        put(store, vec![ReceptionChange::Call(call).into()]).await;
        assert_eq!(rows(store).call(call.id).await.expect("read"), Some(call));
    }
    let of = async |visits: &[VisitId]| rows(store).calls(visits).await.expect("read");
    assert_eq!(of(&[all[0].id]).await, [calls[0], declined]);
    assert_eq!(of(&[all[0].id, all[1].id]).await, [calls[0], declined, calls[2]]);
    assert_eq!((of(&[]).await, of(&[all[3].id]).await), (Vec::new(), Vec::new()));
    // One accepted within the time counts as a load.
    let loads =
        async |since| rows(store).loads(since).await.expect("read").get(&volunteer).copied();
    assert_eq!((loads(day(3)).await, loads(day(4)).await), (Some(1), None));
}

async fn reception_journeys_are_read_together(base: &Base) {
    let store = &base.store;
    let mut known = Vec::new();
    for n in 0..3 {
        let (association, journey) = settle(store).await;
        let event = Event {
            id: fresh(),
            journey,
            kind: EventKind::NeedStated,
            occurred_at: day(n),
            recorded_at: day(n),
            actor: None,
            hat: "job".to_owned(),
            command: fresh(),
            subject: fresh(),
            corrects: None,
        };
        let (who, referent, since) = (person(store).await, n == 0, day(n));
        let member = Membership { person: who, association, referent, since };
        put(store, vec![Change::Event(event), Change::Membership(member)]).await;
        known.push((association, journey, who));
    }
    let asked = [known[0].1, known[2].1, fresh()];
    let read = rows(store).journeys_among(&asked).await.expect("read");
    assert_eq!(read.len(), 2, "those that there are");
    for id in &asked[..2] {
        let one = rows(store).journey(*id).await.expect("read").expect("there");
        assert_eq!((&read[id].head, &read[id].events), (&one.head, &one.events));
    }
    let whose: Vec<AssociationId> = known.iter().map(|(association, ..)| *association).collect();
    let members = rows(store).members_of(&whose[..2]).await.expect("read");
    let both: Vec<_> = known[..2].iter().map(|(ours, _, who)| (*ours, *who)).collect();
    assert_eq!(members.into_iter().collect::<Vec<_>>(), both);
    // Whom the programme writes to.
    let contacts = rows(store).contacts(&whose).await.expect("read");
    let referent = rows(store).person(known[0].2).await.expect("read").expect("there");
    let told = vec![(referent.name.to_string(), Email::stored(referent.email.as_str().to_owned()))];
    assert_eq!(contacts.into_iter().collect::<Vec<_>>(), [(whose[0], told)]);
}
