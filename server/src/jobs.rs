//! Scheduled work is done: planned in the database at its time, taken by one process, and noted as done.

use crate::outbox::act;
use crate::retention::apply_retention;
use app::mail::{with_news, written};
use app::orientation::load::expired;
use app::reception::load::daily;
use app::request::State;
use app::wiki::testimony::load::ask_today;
use domain::accounts::{Actor, Hat};
use domain::act::Outcome;
use domain::dashboard::Desk;
use domain::ids::PersonId;
use domain::jobs::{Job, JobKind};
use domain::mail::{
    ASKED_AFTER, Addressee, Letter, REMINDED_AHEAD, Urgency, reminders, to_check, waits, weekly,
};
use domain::orientation::waiting;
use std::collections::BTreeMap;
use store::{Tx, WriteError};

/// Does what is due. Another process may be at it: then it is left to that one. What fails is begun again later, and
/// holds nothing else up.
pub async fn run_due(state: &State) {
    for kind in JobKind::ALL {
        if let Err(error) = do_last(state, kind).await {
            tracing::error!(job = kind.code(), %error, "scheduled work waits");
        }
    }
}

/// Does the last that was due of a kind, unless it is done, or being done.
async fn do_last(state: &State, kind: JobKind) -> Result<(), WriteError> {
    let due = kind.last_due(state.now());
    let known = state.store.read(&Actor::Job).job(&due.key).await?;
    if known.as_ref().is_some_and(|job| !job.waits(state.now())) {
        return Ok(());
    }
    if known.is_none() {
        let planned = state
            .store
            .write(act(state), due.clone(), |_, due| Box::pin(async move { Ok(due.plan()) }));
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
    Ok(())
}

/// Does one piece of work. What it writes last notes it as done, in the same transaction, by [`done`].
async fn run(state: &State, job: &Job) -> Result<(), WriteError> {
    let key = job.key.clone();
    match job.kind {
        JobKind::Reminders => {
            let written = state.store.write(act(state), key, |tx, key| {
                Box::pin(async move {
                    let now = tx.act().at;
                    let seats = tx.seats_between(now - ASKED_AFTER, now + REMINDED_AHEAD).await?;
                    let waiting = waiting(tx.orientations_waiting().await?);
                    let asked = to_check(tx.act(), tx.answering_for_unchecked(now).await?);
                    let told = reminders(now, &seats).into_iter().chain(waits(now, &waiting));
                    let told = told.chain(asked.answer.iter().cloned()).collect();
                    let outcome = daily(tx, done(tx, &key).await?).await?.and(asked);
                    written(tx, outcome, told).await
                })
            });
            written.await
        }
        JobKind::Stories => {
            let written = state.store.write(act(state), key, |tx, key| {
                Box::pin(async move {
                    let (outcome, told) = ask_today(tx, done(tx, &key).await?).await?;
                    written(tx, outcome, told).await
                })
            });
            written.await
        }
        JobKind::Orientations => {
            let now = state.now();
            let waiting = state.store.read(&Actor::Job).orientations_waiting().await?;
            for (orientation, date) in waiting {
                if orientation.until(date.as_ref()).is_none_or(|until| now < until) {
                    continue;
                }
                // Each by itself: two may be offered the same last seat.
                let closed = state.store.write(act(state), orientation.id, |tx, id| {
                    Box::pin(async move { with_news(tx, expired(tx, id).await?).await })
                });
                closed.await?;
            }
            let noted = state
                .store
                .write(act(state), key, |tx, key| Box::pin(async move { done(tx, &key).await }));
            noted.await
        }
        JobKind::Retention => {
            apply_retention(state).await?;
            let noted = state
                .store
                .write(act(state), key, |tx, key| Box::pin(async move { done(tx, &key).await }));
            noted.await
        }
        JobKind::WeeklyDigest => {
            let written = state
                .store
                .write(act(state), key, |tx, key| Box::pin(async move { digest(tx, &key).await }));
            written.await
        }
    }
}

/// Monday's letters: what was gathered for each person, and what waits for them.
async fn digest(tx: &Tx<'_>, key: &str) -> Result<Outcome<()>, WriteError> {
    let now = tx.act().at;
    let journeys = tx.journeys().await?;
    let desk = Desk::read(&journeys, now);
    let mut outcome = done(tx, key).await?;
    let mut gathered: BTreeMap<PersonId, Vec<Letter>> = BTreeMap::new();
    for (mail, delivery) in tx.gathered_mails().await? {
        if let (Addressee::Person(person), Some(letter)) = (mail.to, mail.letter) {
            gathered.entry(person).or_default().push(letter);
        }
        outcome = outcome.and(delivery.sent(tx.act()));
    }
    for (person, mut hats) in tx.correspondents().await? {
        if tx.commitment(person).await?.is_some_and(|offered| offered.is_paused(now)) {
            hats.retain(|hat| *hat != Hat::Volunteer);
        }
        let preferences = tx.mail_preferences(person).await?;
        let gathered = gathered.remove(&person).unwrap_or_default();
        let letter = weekly(now, &hats, preferences, gathered, &journeys, &desk);
        let Some(letter) = letter else { continue };
        // One a person and a week.
        let (key, to) = (format!("{key}:{person}"), Addressee::Person(person));
        outcome = outcome.mail_once(tx.act(), key, to, letter, Urgency::Now);
    }
    Ok(outcome)
}

/// Notes a piece of work as done: an outcome to be added to that of its last write.
///
/// Errors: the database fails.
pub async fn done(tx: &Tx<'_>, key: &str) -> Result<Outcome<()>, WriteError> {
    let job = tx.job(key).await?.ok_or(WriteError::Missing)?;
    Ok(job.done(tx.act()))
}
