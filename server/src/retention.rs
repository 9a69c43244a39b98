//! What the nightly job does: warns of what is about to end, ends it, and takes out what is past its time.

use crate::outbox::act;
use app::passwords::one_use_token;
use app::request::State;
use domain::accounts::{Actor, FreshToken};
use domain::act::{Change, Outcome};
use domain::ids::{BegunId, PersonId};
use domain::mail::{Addressee, Letter, Urgency};
use domain::privacy::{BEGUN, Due, INACTIVE, Notice, forget_begun, let_go, warn_begun};
use store::{Tx, WriteError};

/// Applies the rules of `domain::privacy` to everything that is kept, as they are now.
///
/// Errors: the database fails; what was done is done, and the rest is done the next time.
pub async fn apply_retention(state: &State) -> Result<(), WriteError> {
    // The demo's time is moved by months at a go, and its people stay.
    if !state.demo {
        inactive_accounts(state).await?;
        unclaimed_journeys(state).await?;
    }
    let (now, real_time) = (state.now(), (state.clock)());
    let purged = state.store.write(act(state), now, move |_, now| {
        let purged = Outcome::of(()).change(Change::Purged { now, real_time });
        Box::pin(async move { Ok(purged) })
    });
    purged.await?;
    // What went leaves SQLite's own log too.
    if let Err(error) = state.store.empty_log().await {
        tracing::warn!(%error, "the database's log could not be emptied");
    }
    Ok(())
}

async fn inactive_accounts(state: &State) -> Result<(), WriteError> {
    let rows = state.store.read(&Actor::Job);
    let notices = rows.notices().await?;
    for (person, since) in rows.last_seen().await? {
        let warned = notices.get(&person.0).into_iter().flatten().copied();
        if INACTIVE.due(since, warned, state.now()) != Due::Nothing {
            let done = state.store.write(act(state), person, |tx, person| {
                Box::pin(async move { inactive(tx, person).await })
            });
            done.await?;
        }
    }
    Ok(())
}

/// Warns whose account is about to end, or ends it; decided on what is so under the lock.
async fn inactive(tx: &Tx<'_>, person: PersonId) -> Result<Outcome<()>, WriteError> {
    let nothing = Outcome::of(());
    if tx.person(person).await?.is_none() {
        return Ok(nothing);
    }
    let act = tx.act();
    let Some(since) = tx.last_seen().await?.get(&person).copied() else { return Ok(nothing) };
    let warned = tx.notices().await?.remove(&person.0).unwrap_or_default();
    let warnings = warned.len();
    Ok(match INACTIVE.due(since, warned, act.at) {
        Due::Nothing => nothing,
        Due::Warn { ends } => {
            let key = format!("account_ends {person} {} {warnings}", since.timestamp());
            let letter = Letter::AccountEnds { on: ends };
            nothing.change(Change::Notice(Notice { about: person.0, at: act.at })).mail_once(
                act,
                key,
                Addressee::Person(person),
                letter,
                Urgency::Now,
            )
        }
        Due::End => {
            let crews = tx.crews_of(person).await?;
            let_go(act, person, &crews, tx.is_last_administrator(person).await?)
        }
    })
}

async fn unclaimed_journeys(state: &State) -> Result<(), WriteError> {
    let rows = state.store.read(&Actor::Job);
    let notices = rows.notices().await?;
    for begun in rows.unclaimed().await? {
        let warned = notices.get(&begun.id.0).into_iter().flatten().copied();
        if BEGUN.due(begun.at, warned, state.now()) != Due::Nothing {
            let token = one_use_token();
            let done = state.store.write(act(state), begun.id, move |tx, id| {
                let token = token.clone();
                Box::pin(async move { unclaimed(tx, id, token).await })
            });
            done.await?;
        }
    }
    Ok(())
}

/// Warns who began a journey that they are about to be forgotten, or forgets them and gives back the seats to come.
async fn unclaimed(tx: &Tx<'_>, id: BegunId, token: FreshToken) -> Result<Outcome<()>, WriteError> {
    let begun = tx.begun(id).await?.filter(|begun| begun.claimed_at.is_none());
    let (Some(begun), act) = (begun, tx.act()) else { return Ok(Outcome::of(())) };
    let warned = tx.notices().await?.remove(&id.0).unwrap_or_default();
    Ok(match BEGUN.due(begun.at, warned, act.at) {
        Due::Nothing => Outcome::of(()),
        Due::Warn { ends } => warn_begun(act, &begun, token, ends),
        Due::End => {
            let mut outcome = forget_begun(act, &begun);
            for (seat, at) in tx.registrations_of(begun.journey).await? {
                let to_come = seat.takes_seat(act.at) && at.starts_at > act.at;
                if let (true, Some(seating)) = (to_come, tx.seating(at.id).await?) {
                    outcome = outcome.and(seating.cancel(act, seat.id)?);
                }
            }
            outcome
        }
    })
}
