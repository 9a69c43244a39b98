//! The secret addresses of one's calendars, and those that attest one's presences.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Makes a secret address for oneself or, where `of` names it, for an association; the one of before dies.
#[server(prefix = "/api", endpoint = "renew_feed")]
pub async fn renew_feed(
    #[server(default)] command: String,
    #[server(default)] of: String,
) -> Result<Done, AppError> {
    use super::load::followed;
    use crate::request::current;
    use domain::calendar::Feed;

    let request = current()?;
    let person = request.actor.signed()?.person;
    let of = followed(&request, &of)?;
    request
        .write(&command, (person, of), |tx, (person, of)| {
            Box::pin(async move {
                if let Some(association) = of {
                    tx.actor().member_for(association)?;
                }
                Ok(Feed::renew(tx.act(), person, of))
            })
        })
        .await?;
    Ok(Done::saying("/compte/calendriers", "feed_renewed"))
}

/// Closes such an address: it leads nowhere any more.
#[server(prefix = "/api", endpoint = "close_feed")]
pub async fn close_feed(
    #[server(default)] command: String,
    #[server(default)] of: String,
) -> Result<Done, AppError> {
    use super::load::followed;
    use crate::request::current;
    use domain::act::{Change, Outcome};

    let request = current()?;
    let person = request.actor.signed()?.person;
    let of = followed(&request, &of)?;
    request
        .write(&command, (person, of), |_, (person, of)| {
            Box::pin(async move { Ok(Outcome::of(()).change(Change::FeedClosed(person, of))) })
        })
        .await?;
    Ok(Done::saying("/compte/calendriers", "feed_closed"))
}

/// Withdraws the links that attest this presence: they lead nowhere any more.
#[server(prefix = "/api", endpoint = "withdraw_attestation")]
pub async fn withdraw_attestation(
    #[server(default)] command: String,
    #[server(default)] registration: String,
) -> Result<Done, AppError> {
    use super::load::to_attest;
    use crate::request::{current, id};
    use domain::calendar::Attestation;
    use domain::ids::RegistrationId;

    let request = current()?;
    let member = request.actor.member()?;
    let seat: RegistrationId = id(&registration)?;
    request
        .wearing(&member)
        .write(&command, seat, |tx, seat| {
            Box::pin(async move {
                Ok(Attestation::withdraw(tx.act(), &to_attest(tx, seat).await?, seat))
            })
        })
        .await?;
    Ok(Done::saying("/parcours/attestations", "attestation_withdrawn"))
}

/// Makes other links in their place: those that were withdrawn stay so.
#[server(prefix = "/api", endpoint = "renew_attestation")]
pub async fn renew_attestation(
    #[server(default)] command: String,
    #[server(default)] registration: String,
) -> Result<Done, AppError> {
    use super::load::to_attest;
    use crate::request::{current, id};
    use domain::calendar::Attestation;
    use domain::ids::RegistrationId;

    let request = current()?;
    let member = request.actor.member()?;
    let seat: RegistrationId = id(&registration)?;
    request
        .wearing(&member)
        .write(&command, seat, |tx, seat| {
            Box::pin(
                async move { Ok(Attestation::renew(tx.act(), &to_attest(tx, seat).await?, seat)) },
            )
        })
        .await?;
    Ok(Done::saying("/parcours/attestations", "attestation_renewed"))
}
