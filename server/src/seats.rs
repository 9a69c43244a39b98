//! Seats pass on by themselves: what nobody answered for goes to the next in line, within a second.

use crate::outbox::act;
use app::mail::with_news;
use app::request::State;
use domain::accounts::Actor;
use domain::ids::EntryId;
use std::time::Duration;
use store::WriteError;
use tokio::sync::watch;

/// How often it looks whether time has changed who has a seat: half of the second within which an offer passes on.
const POLL: Duration = Duration::from_millis(500);

/// Works until told to stop. Several processes may: each date is decided on under its lock.
pub async fn work(state: State, mut stopping: watch::Receiver<bool>) {
    loop {
        if let Err(error) = settle_due(&state).await {
            tracing::error!(%error, "seats wait for the database");
        }
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            // The sender gone is told to stop, too.
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// Settles each date where something is due now.
///
/// Errors: the database fails.
pub async fn settle_due(state: &State) -> Result<(), WriteError> {
    let rows = state.store.read(&Actor::Job);
    for date in rows.seatings_due(state.now()).await? {
        // Kept seats may be free and nobody wait for them: what changes nothing is not written.
        let seating = rows.seating(date).await?;
        if seating.is_none_or(|seating| seating.settle(&act(state)).changes.is_empty()) {
            continue;
        }
        settle(state, date).await?;
        state.written.notify_one();
    }
    Ok(())
}

async fn settle(state: &State, date: EntryId) -> Result<(), WriteError> {
    let settled = state.store.write(act(state), date, |tx, date| {
        Box::pin(async move {
            let seating = tx.seating(date).await?.ok_or(WriteError::Missing)?;
            with_news(tx, seating.settle(tx.act()).map(|_| ())).await
        })
    });
    settled.await
}
