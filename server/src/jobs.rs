//! Scheduled work is done: planned in the database at its time, taken by one process, and noted as done.

use crate::outbox::act;
use app::request::State;
use domain::accounts::Actor;
use domain::act::Outcome;
use domain::jobs::{Job, JobKind};
use store::WriteError;

/// Does what is due. Another process may be at it: then it is left to that one.
///
/// Errors: the database fails; the work is begun again later.
pub async fn run_due(state: &State) -> Result<(), WriteError> {
    for kind in JobKind::ALL {
        let due = kind.last_due(state.now());
        let known = state.store.read(&Actor::Job).job(&due.key).await?;
        if known.as_ref().is_some_and(|job| !job.waits(state.now())) {
            continue;
        }
        if known.is_none() {
            let planned = due.clone();
            let plan = move |_: &store::Tx<'_>| planned.clone().plan();
            let planned = state.store.write(act(state), due.key.clone(), move |tx, _| {
                let outcome = plan(tx);
                Box::pin(async move { Ok(outcome) })
            });
            planned.await?;
        }
        let claimed = state.store.write(act(state), due.key.clone(), |tx, key| {
            Box::pin(async move {
                let job = tx.job(&key).await?.ok_or(WriteError::Missing)?;
                Ok(job.claim(tx.act()))
            })
        });
        if claimed.await? {
            run(state, &due).await?;
            tracing::info!(job = due.key, "scheduled work is done");
        }
    }
    Ok(())
}

/// Does one piece of work. What it writes last notes it as done, in the same transaction, by [`done`].
async fn run(state: &State, job: &Job) -> Result<(), WriteError> {
    let nothing_yet = state.store.write(act(state), job.key.clone(), |tx, key| {
        Box::pin(async move { done(tx, &key).await })
    });
    match job.kind {
        JobKind::Reminders | JobKind::WeeklyDigest => nothing_yet.await,
    }
}

/// Notes a piece of work as done: an outcome to be added to that of its last write.
///
/// Errors: the database fails.
pub async fn done(tx: &store::Tx<'_>, key: &str) -> Result<Outcome<()>, WriteError> {
    let job = tx.job(key).await?.ok_or(WriteError::Missing)?;
    Ok(job.done(tx.act()))
}
