//! The one door: the same act once, all of it or nothing, in one order.

use crate::base::{Base, Folder, act, act_of, day, fresh, name, put, settle, title};
use crate::on_each_database;
use domain::accounts::{Actor, Hat, Person, Signed};
use domain::act::{Act, Broken, Change, Outcome, Setting};
use domain::ids::{CommandId, JourneyId, NeedId, PageId};
use domain::journey::{EventKind, Need};
use domain::text::{Email, Lang, Words};
use domain::wiki::{Page, ROOT};
use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use store::{Store, WriteError};
use tokio::sync::Notify;
use uuid::Uuid;

on_each_database!(
    accounts_the_same_command_twice_changes_once,
    accounts_the_same_command_sixteen_times_at_once_changes_once,
    accounts_a_known_command_with_other_content_is_refused,
    accounts_a_command_that_failed_may_be_sent_again,
    accounts_an_error_rolls_everything_back,
    accounts_a_broken_unit_does_not_harm_its_neighbours,
    accounts_a_unit_that_fails_midway_undoes_its_lot_which_is_run_again,
    accounts_an_address_is_given_to_one,
    journey_events_appended_at_once_have_an_order_without_gap,
    journey_needs_stated_at_once_are_all_kept,
);

/// States a need: a unit that makes a new id each time it runs.
async fn state(
    store: &Store,
    act: Act,
    journey: JourneyId,
    words: &str,
) -> Result<NeedId, WriteError> {
    store
        .write(act, (journey, words.to_owned()), |tx, (journey, words)| {
            Box::pin(async move {
                let journey = tx.journey(journey).await?.ok_or(WriteError::Missing)?.head.id;
                let need = Need {
                    id: tx.act().id().into(),
                    journey,
                    words: Words::stored(words),
                    at: tx.act().at,
                };
                Ok(Outcome::of(need.id)
                    .event(tx.act(), journey, EventKind::NeedStated, need.id.0)
                    .change(Change::Need(need)))
            })
        })
        .await
}

/// How many needs and events a journey has.
async fn counted(store: &Store, journey: JourneyId) -> (usize, usize) {
    let rows = store.read(&Actor::Job);
    let needs = rows.needs(journey).await.expect("they can be read");
    let replayed = rows.journey(journey).await.expect("it can be read").expect("it is there");
    (needs.len(), replayed.events.len())
}

async fn accounts_the_same_command_twice_changes_once(base: &Base) {
    let store = base.store.clone();
    let (_, journey) = settle(&store).await;
    let command = fresh();
    let first = state(&store, act_of(command), journey, "Un agenda").await.expect("it is decided");
    let second = state(&store, act_of(command), journey, "Un agenda").await.expect("it is known");
    assert_eq!(first, second);
    assert_eq!(counted(&store, journey).await, (1, 1));
    // Another command with the same content is another act.
    let other = state(&store, act(), journey, "Un agenda").await.expect("it is decided");
    assert_ne!(first, other);
    assert_eq!(counted(&store, journey).await, (2, 2));
}

async fn accounts_the_same_command_sixteen_times_at_once_changes_once(base: &Base) {
    let store = base.store.clone();
    let (_, journey) = settle(&store).await;
    let command: CommandId = fresh();
    let sent: Vec<_> = (0..16)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { state(&store, act_of(command), journey, "Un agenda").await })
        })
        .collect();
    let mut answers = BTreeSet::new();
    for one in sent {
        answers.insert(one.await.expect("no panic").expect("everyone hears the answer"));
    }
    assert_eq!(answers.len(), 1, "one answer for all");
    assert_eq!(counted(&store, journey).await, (1, 1));
    let stored = store.read(&Actor::Job).needs(journey).await.expect("they can be read");
    assert!(answers.contains(&stored[0].id), "and it is the true one");
}

async fn accounts_a_known_command_with_other_content_is_refused(base: &Base) {
    let store = base.store.clone();
    let (_, journey) = settle(&store).await;
    let command = fresh();
    state(&store, act_of(command), journey, "Un agenda").await.expect("it is decided");
    let other = state(&store, act_of(command), journey, "Un site").await;
    assert!(matches!(other, Err(WriteError::CommandReused)), "{other:?}");
    // Nor does a command of somebody else give its answer away.
    let somebody = Actor::Person(Signed {
        person: fresh(),
        name: "Zoé".into(),
        hats: vec![Hat::Volunteer],
        wearing: None,
    });
    let stolen = Act::new(somebody, day(1), command, Uuid::now_v7);
    let stolen = state(&store, stolen, journey, "Un agenda").await;
    assert!(matches!(stolen, Err(WriteError::CommandReused)), "{stolen:?}");
    assert_eq!(counted(&store, journey).await, (1, 1));
}

async fn accounts_a_command_that_failed_may_be_sent_again(base: &Base) {
    let store = base.store.clone();
    let (_, journey) = settle(&store).await;
    let command = fresh();
    let missing = state(&store, act_of(command), fresh(), "Un agenda").await;
    assert!(matches!(missing, Err(WriteError::Missing)), "{missing:?}");
    state(&store, act_of(command), journey, "Un agenda")
        .await
        .expect("nothing was done under this id");
    assert_eq!(counted(&store, journey).await, (1, 1));
}

/// Two good changes, then one that the database refuses: a need of a journey that does not exist.
fn half_good(act: &Act, journey: JourneyId) -> Outcome<()> {
    let need =
        |journey| Need { id: fresh(), journey, words: Words::stored("…".into()), at: day(1) };
    Outcome::of(())
        .event(act, journey, EventKind::NeedStated, Uuid::now_v7())
        .change(Change::Setting(Setting::Demo, Some("yes".into())))
        .change(Change::Need(need(journey)))
        .change(Change::Need(need(fresh())))
}

async fn accounts_an_error_rolls_everything_back(base: &Base) {
    let store = base.store.clone();
    let (_, journey) = settle(&store).await;
    let failed = store
        .write(act(), journey, |tx, journey| {
            Box::pin(async move { Ok(half_good(tx.act(), journey)) })
        })
        .await;
    assert!(matches!(failed, Err(WriteError::Database(_))), "{failed:?}");
    let refused: Result<(), _> = store
        .write(act(), journey, |_, _| Box::pin(async move { Err(Broken::OutOfOrder.into()) }))
        .await;
    assert!(matches!(refused, Err(WriteError::Broken(Broken::OutOfOrder))), "{refused:?}");
    assert_eq!(counted(&store, journey).await, (0, 0));
    let setting = store.read(&Actor::Job).setting(Setting::Demo).await.expect("it can be read");
    assert_eq!(setting, None);
}

async fn accounts_a_broken_unit_does_not_harm_its_neighbours(base: &Base) {
    let store = base.store.clone();
    let (_, journey) = settle(&store).await;
    let units: Vec<_> = (0..48)
        .map(|i| {
            let store = store.clone();
            tokio::spawn(async move {
                if i % 3 == 0 {
                    let failed = store.write(act(), journey, |tx, journey| {
                        Box::pin(async move { Ok(half_good(tx.act(), journey)) })
                    });
                    return failed.await.is_err();
                }
                state(&store, act(), journey, "Un agenda").await.is_ok()
            })
        })
        .collect();
    for unit in units {
        assert!(unit.await.expect("no panic"));
    }
    assert_eq!(counted(&store, journey).await, (32, 32));
}

async fn accounts_a_unit_that_fails_midway_undoes_its_lot_which_is_run_again(base: &Base) {
    let store = base.store.clone();
    let (_, journey) = settle(&store).await;
    // One unit keeps the writer busy, so that those that come meanwhile are a lot.
    let (begun, end) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (has_begun, may_end) = (Arc::clone(&begun), Arc::clone(&end));
    let busy = store.write(act(), (), move |_, ()| {
        let (begun, end) = (Arc::clone(&has_begun), Arc::clone(&may_end));
        Box::pin(async move {
            begun.notify_one();
            end.notified().await;
            Ok(Outcome::of(()))
        })
    });
    let runs = Arc::new(AtomicU32::new(0));
    let good = |words: &'static str| {
        let runs = Arc::clone(&runs);
        store.write(act(), journey, move |tx, journey| {
            runs.fetch_add(1, Ordering::Relaxed);
            let need = Need {
                id: tx.act().id().into(),
                journey,
                words: Words::stored(words.to_owned()),
                at: tx.act().at,
            };
            let outcome = Outcome::of(need.id)
                .event(tx.act(), journey, EventKind::NeedStated, need.id.0)
                .change(Change::Need(need));
            Box::pin(async move { Ok(outcome) })
        })
    };
    let spoiled = store.write(act(), journey, |tx, journey| {
        Box::pin(async move { Ok(half_good(tx.act(), journey)) })
    });
    let refused = store.write(act(), (), |_, ()| {
        Box::pin(async move { Err::<Outcome<()>, _>(Broken::OutOfOrder.into()) })
    });
    let lot = async {
        begun.notified().await;
        // Each is asked for in this order before the last lets the first end.
        tokio::join!(good("Un agenda"), refused, spoiled, good("Un site"), async {
            end.notify_one();
        })
    };
    let (busy, (first, refused, spoiled, second, ())) = tokio::join!(busy, lot);
    busy.expect("nothing of the lot touches it");
    assert!(matches!(refused, Err(WriteError::Broken(Broken::OutOfOrder))), "{refused:?}");
    assert!(matches!(spoiled, Err(WriteError::Database(_))), "{spoiled:?}");
    let said = BTreeSet::from([first.expect("it is stored"), second.expect("it is stored")]);
    let kept = store.read(&Actor::Job).needs(journey).await.expect("they can be read");
    assert_eq!(said, kept.iter().map(|need| need.id).collect(), "who is answered is on disk");
    assert_eq!(counted(&store, journey).await, (2, 2), "and nothing else is");
    let setting = store.read(&Actor::Job).setting(Setting::Demo).await.expect("it can be read");
    assert_eq!(setting, None);
    // The first shared the lot that was undone; the second had not been run in it. On PostgreSQL there are no lots.
    let expected = if store.alone() { 3 } else { 2 };
    assert_eq!(runs.load(Ordering::Relaxed), expected);
}

async fn accounts_an_address_is_given_to_one(base: &Base) {
    let store = base.store.clone();
    let person = || Person {
        id: fresh(),
        name: name("Amina"),
        email: Email::parse("amina@example.org").expect("an address"),
        password_hash: None,
        lang: Lang::Fr,
        created_at: day(0),
    };
    put(&store, vec![Change::Person(person())]).await;
    let again = crate::base::try_put(&store, vec![Change::Person(person())]).await;
    assert!(matches!(again, Err(WriteError::Database(_))), "{again:?}");
    let page = || Page {
        id: PageId(Uuid::now_v7()),
        slug: "accueil".into(),
        space: ROOT,
        title: title("Accueil"),
        published: None,
        draft: None,
    };
    put(&store, vec![Change::Page(page())]).await;
    assert!(
        crate::base::try_put(&store, vec![Change::Page(page())]).await.is_err(),
        "a page's address too"
    );
    // The writer still works after what it refused.
    settle(&store).await;
}

async fn journey_events_appended_at_once_have_an_order_without_gap(base: &Base) {
    let store = base.store.clone();
    const UNITS: usize = 32;
    let (_, journey) = settle(&store).await;
    let (_, other) = settle(&store).await;
    let next = Arc::new(AtomicU32::new(0));
    let units: Vec<_> = (0..UNITS)
        .map(|_| {
            let (store, next) = (store.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                // Nothing but the append takes the journey's lock; two events each.
                let append = store.write(act(), (journey, other), |tx, (journey, other)| {
                    let outcome = Outcome::of(())
                        .event(tx.act(), journey, EventKind::MeetingBooked, Uuid::now_v7())
                        .event(tx.act(), other, EventKind::MeetingBooked, Uuid::now_v7())
                        .event(tx.act(), journey, EventKind::MeetingAttended, Uuid::now_v7());
                    Box::pin(async move { Ok(outcome) })
                });
                append.await.expect("it is appended");
                next.fetch_add(1, Ordering::Relaxed);
            })
        })
        .collect();
    for unit in units {
        unit.await.expect("no panic");
    }
    assert_eq!(next.load(Ordering::Relaxed) as usize, UNITS);
    let rows = store.read(&Actor::Job);
    for (journey, each) in [(journey, 2), (other, 1)] {
        // (journey, seq) is unique and seq is counted under the lock: as many events as appended, none lost.
        let replayed = rows.journey(journey).await.expect("it can be read").expect("it is there");
        assert_eq!(replayed.events.len(), UNITS * each);
        let seqs = base.seqs(journey).await;
        let expected: Vec<i32> = (0..(UNITS * each) as i32).collect();
        assert_eq!(seqs, expected, "0..n without gap");
        if each == 2 {
            // A unit's events stand together, in its own order.
            for pair in replayed.events.chunks(2) {
                assert_eq!(pair[0].command, pair[1].command);
                assert_eq!(
                    (&pair[0].kind, &pair[1].kind),
                    (&EventKind::MeetingBooked, &EventKind::MeetingAttended)
                );
            }
        }
    }
}

async fn journey_needs_stated_at_once_are_all_kept(base: &Base) {
    let store = base.store.clone();
    let (_, journey) = settle(&store).await;
    let units: Vec<_> = (0..32)
        .map(|i| {
            let store = store.clone();
            tokio::spawn(async move { state(&store, act(), journey, &format!("Besoin {i}")).await })
        })
        .collect();
    let mut ids = BTreeSet::new();
    for unit in units {
        ids.insert(unit.await.expect("no panic").expect("it is stored"));
    }
    assert_eq!(ids.len(), 32);
    assert_eq!(counted(&store, journey).await, (32, 32));
}

/// What is kept of pages does not outlive what they show.
#[tokio::test]
async fn wiki_what_everybody_sees_has_changed_although_who_asked_has_left() {
    let folder = Folder::new();
    let store = Store::open(&folder.url()).await.expect("it opens");
    let before = store.public_changes();
    let page = Page {
        id: fresh(),
        slug: "accueil".into(),
        space: ROOT,
        title: title("Accueil"),
        published: None,
        draft: None,
    };
    let mut asking = Box::pin(put(&store, vec![Change::Page(page.clone())]));
    let waits = poll_fn(|context| Poll::Ready(asking.as_mut().poll(context).is_pending())).await;
    assert!(waits, "for the writer");
    drop(asking);
    // Whoever comes next is served after it.
    settle(&store).await;
    let there = store.read(&Actor::Job).page(page.id).await.expect("it reads");
    assert_eq!(there.map(|there| there.id), Some(page.id));
    assert_eq!(store.public_changes(), before + 1);
}
