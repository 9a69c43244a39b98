//! Many ask at once, for few seats.

use crate::base::{Base, act, act_of, day, fresh, put, session, settle};
use crate::on_each_database;
use domain::accounts::Actor;
use domain::act::{Change, NextStep, Refusal, RefusalReason};
use domain::ids::{AssociationId, CommandId, EntryId};
use domain::workshops::{Asked, Seat, Seated};
use std::collections::BTreeSet;
use store::{Store, WriteError};

on_each_database!(
    workshops_sixty_four_race_for_the_last_seat,
    workshops_two_full_dates_asked_crosswise_do_not_block_each_other,
    workshops_a_seat_freed_is_taken_by_one,
);

type Registered = Result<Seated, Refusal>;

/// Takes a seat as the product's own unit does: under the lock of the date, then of those to come.
async fn register(
    store: &Store,
    command: CommandId,
    ours: AssociationId,
    entry: EntryId,
) -> Result<Registered, WriteError> {
    store
        .write(act_of(command), (ours, entry), |tx, (ours, entry)| {
            Box::pin(async move {
                let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                let journey = tx.journey_of(ours).await?.ok_or(WriteError::Missing)?;
                let now = tx.act().at;
                let elsewhere = if seating.free(now) == 0 {
                    let at = &seating.entry;
                    tx.seatings_to_come(at.kind, at.theme.as_slice(), false, now).await?
                } else {
                    Vec::new()
                };
                let asked = Asked::one(ours, journey.head.id);
                Ok(seating.register(tx.act(), &asked, &elsewhere)?)
            })
        })
        .await
}

async fn settled(store: &Store, how_many: usize) -> Vec<AssociationId> {
    let mut ours = Vec::new();
    for _ in 0..how_many {
        ours.push(settle(store).await.0);
    }
    ours
}

async fn taken(store: &Store, entry: EntryId) -> usize {
    let seating = store.read(&Actor::Job).seating(entry).await.expect("it can be read");
    let seating = seating.expect("it is there");
    seating.registrations.iter().filter(|r| r.takes_seat(day(1))).count()
}

async fn workshops_sixty_four_race_for_the_last_seat(base: &Base) {
    let store = base.store.clone();
    const CLIENTS: usize = 64;
    const ELSEWHERE: u32 = 20;
    let (last, other) = (fresh(), fresh());
    put(
        &store,
        vec![Change::Entry(session(last, 10, 2)), Change::Entry(session(other, 20, ELSEWHERE))],
    )
    .await;
    let ours = settled(&store, CLIENTS + 1).await;
    register(&store, fresh(), ours[CLIENTS], last)
        .await
        .expect("it is decided")
        .expect("there is room");

    let race: Vec<_> = ours[..CLIENTS]
        .iter()
        .map(|ours| {
            let (store, ours) = (store.clone(), *ours);
            tokio::spawn(async move { register(&store, fresh(), ours, last).await })
        })
        .collect();
    let (mut registered, mut held, mut agenda) = (0, BTreeSet::new(), 0);
    for client in race {
        match client.await.expect("no panic").expect("nobody hears an error") {
            Ok(_) => registered += 1,
            Err(refusal) => {
                assert_eq!(refusal.reason(), &RefusalReason::Full(last));
                match refusal.next() {
                    NextStep::HeldSeat { entry, registration, .. } => {
                        assert_eq!(*entry, other);
                        assert!(held.insert(*registration), "one seat held for two");
                    }
                    NextStep::Agenda => agenda += 1,
                    other => panic!("{other:?} is for reception days"),
                }
            }
        }
    }
    let elsewhere = ELSEWHERE as usize;
    assert_eq!((registered, held.len(), agenda), (1, elsewhere, CLIENTS - 1 - elsewhere));
    assert_eq!((taken(&store, last).await, taken(&store, other).await), (2, elsewhere));
    // What was answered is what is stored.
    for seat in held {
        let stored = store.read(&Actor::Job).registration(seat).await.expect("it can be read");
        assert!(matches!(stored.map(|s| s.state), Some(Seat::Held { .. })));
    }
}

async fn workshops_two_full_dates_asked_crosswise_do_not_block_each_other(base: &Base) {
    let store = base.store.clone();
    let (one, two, third) = (fresh(), fresh(), fresh());
    put(
        &store,
        vec![
            Change::Entry(session(one, 10, 0)),
            Change::Entry(session(two, 11, 0)),
            Change::Entry(session(third, 12, 16)),
        ],
    )
    .await;
    let ours = settled(&store, 16).await;
    let race: Vec<_> = ours
        .iter()
        .enumerate()
        .map(|(i, ours)| {
            let (store, ours) = (store.clone(), *ours);
            let at = if i % 2 == 0 { two } else { one };
            tokio::spawn(async move { register(&store, fresh(), ours, at).await })
        })
        .collect();
    for client in race {
        let refusal = client
            .await
            .expect("no panic")
            .expect("nobody hears an error")
            .expect_err("it is full");
        assert!(matches!(refusal.next(), NextStep::HeldSeat { entry, .. } if *entry == third));
    }
    assert_eq!(taken(&store, third).await, 16);
}

async fn workshops_a_seat_freed_is_taken_by_one(base: &Base) {
    let store = base.store.clone();
    let entry = fresh();
    put(&store, vec![Change::Entry(session(entry, 10, 1))]).await;
    let ours = settled(&store, 9).await;
    let first = register(&store, fresh(), ours[0], entry)
        .await
        .expect("it is decided")
        .expect("there is room")
        .registered[0];
    store
        .write(act(), (entry, first), |tx, (entry, seat)| {
            Box::pin(async move {
                let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                Ok(seating.cancel(tx.act(), seat)?)
            })
        })
        .await
        .expect("it is given back");
    let race: Vec<_> = ours[1..]
        .iter()
        .map(|ours| {
            let (store, ours) = (store.clone(), *ours);
            tokio::spawn(async move { register(&store, fresh(), ours, entry).await })
        })
        .collect();
    let mut registered = 0;
    for client in race {
        registered += usize::from(client.await.expect("no panic").expect("it is decided").is_ok());
    }
    assert_eq!((registered, taken(&store, entry).await), (1, 1));
}
