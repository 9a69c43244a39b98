//! Taking a seat, giving it back.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Takes a seat for one's association; when none is free, another date is offered, with a held seat where there is one.
#[server(prefix = "/api", endpoint = "register")]
pub async fn register(
    #[server(default)] command: String,
    #[server(default)] entry: String,
) -> Result<Done, AppError> {
    use super::load::{claim, elsewhere};
    use crate::request::{current, id};
    use domain::ids::EntryId;
    use domain::workshops::Asked;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let entry: EntryId = id(&entry)?;
    request
        .wearing(&member)
        .write(&command, entry, move |tx, entry| {
            Box::pin(async move {
                let association = member.association();
                let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                let journey = tx.journey_of(association).await?.ok_or(WriteError::Missing)?;
                let elsewhere = elsewhere(tx, &seating).await?;
                let claim = claim(tx, &journey, &seating.entry).await?;
                let asked = Asked { claim, ..Asked::one(association, journey.head.id) };
                Ok(seating.register(tx.act(), &asked, &elsewhere)?)
            })
        })
        .await??;
    Ok(Done::saying("/parcours", "registered"))
}

/// Gives a seat back.
#[server(prefix = "/api", endpoint = "cancel_seat")]
pub async fn cancel_seat(
    #[server(default)] command: String,
    #[server(default)] registration: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::ids::RegistrationId;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let seat: RegistrationId = id(&registration)?;
    request
        .wearing(&member)
        .write(&command, seat, move |tx, id| {
            Box::pin(async move {
                let seat = tx.registration(id).await?.ok_or(WriteError::Missing)?;
                tx.actor().member_for(seat.association)?;
                let seating = tx.seating(seat.entry).await?.ok_or(WriteError::Missing)?;
                Ok(seating.cancel(tx.act(), id)?)
            })
        })
        .await?;
    Ok(Done::saying("/parcours", "seat_given_back"))
}
