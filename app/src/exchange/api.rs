//! Saying what one can show and what one looks for, and taking it back.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Says what who has this seat can show, looks for, or both: as a member of its association, or by its link.
#[server(prefix = "/api", endpoint = "say_with_seat")]
pub async fn say_with_seat(
    #[server(default)] command: String,
    #[server(default)] registration: String,
    #[server(default)] shows: String,
    #[server(default)] shows_theme: String,
    #[server(default)] seeks: String,
    #[server(default)] seeks_theme: String,
) -> Result<Done, AppError> {
    use super::load::{said_with, seat_page, something};
    use crate::request::{current, id};
    use crate::workshops::load::to_answer;
    use domain::accounts::Actor;
    use domain::ids::RegistrationId;
    use store::WriteError;

    let request = current()?;
    if !matches!(request.actor, Actor::Bearer(_)) {
        request.actor.member()?;
    }
    let seat: RegistrationId = id(&registration)?;
    let typed = something([&shows, &shows_theme], [&seeks, &seeks_theme])?;
    let entry = request
        .write(&command, (seat, typed), |tx, (id, typed)| {
            Box::pin(async move {
                let (seating, hat) = to_answer(tx, id).await?;
                let seat = seating.registration(id).ok_or(WriteError::Missing)?;
                let act = tx.act().wearing(&hat);
                let (of, who) = (seat.association, seat.attendee.as_ref());
                Ok(said_with(tx, &act, &seating.entry, of, who, typed).await?.map(|()| seat.entry))
            })
        })
        .await?;
    Ok(Done::saying(seat_page(&request, entry), "exchange_said"))
}

/// Says what an association can show, looks for, or both.
#[server(prefix = "/api", endpoint = "say_exchange")]
pub async fn say_exchange(
    #[server(default)] command: String,
    #[server(default)] association: String,
    #[server(default)] shows: String,
    #[server(default)] shows_theme: String,
    #[server(default)] seeks: String,
    #[server(default)] seeks_theme: String,
) -> Result<Done, AppError> {
    use super::load::{own_page, something};
    use crate::associations::load::own;
    use crate::request::{current, id};
    use domain::exchange::say;
    use domain::ids::AssociationId;

    let request = current()?;
    let association: AssociationId = id(&association)?;
    let member = own(&request.actor, association)?;
    let typed = something([&shows, &shows_theme], [&seeks, &seeks_theme])?;
    request
        .wearing(&member)
        .write(&command, (association, typed), |tx, (association, typed)| {
            Box::pin(async move {
                let known = tx.exchanges_to_change(association).await?;
                Ok(say(tx.act(), association, None, typed, &known)?)
            })
        })
        .await?;
    Ok(Done::saying(own_page(association), "exchange_said"))
}

/// Takes back what was said: as a member of its association or, with the seat that it comes with, by that one's link.
#[server(prefix = "/api", endpoint = "take_back_exchange")]
pub async fn take_back_exchange(
    #[server(default)] command: String,
    #[server(default)] exchange: String,
    #[server(default)] registration: String,
) -> Result<Done, AppError> {
    use super::load::{own_page, seat_page, to_take_back};
    use crate::request::{current, id};
    use domain::accounts::Actor;
    use domain::ids::{ExchangeId, RegistrationId};

    let mut request = current()?;
    if !matches!(request.actor, Actor::Bearer(_)) {
        request = request.wearing(&request.actor.member()?);
    }
    let exchange: ExchangeId = id(&exchange)?;
    let seat: Option<RegistrationId> =
        if registration.is_empty() { None } else { Some(id(&registration)?) };
    let (association, entry) = request
        .write(&command, (exchange, seat), |tx, (id, seat)| {
            Box::pin(async move {
                let (line, entry) = to_take_back(tx, id, seat).await?;
                Ok(line.take_back().map(|()| (line.association, entry)))
            })
        })
        .await?;
    let to = entry.map_or_else(|| own_page(association), |entry| seat_page(&request, entry));
    Ok(Done::saying(to, "exchange_taken_back"))
}

/// Puts an association in the directory: every person who has signed in reads there what it says.
#[server(prefix = "/api", endpoint = "enter_directory")]
pub async fn enter_directory(
    #[server(default)] command: String,
    #[server(default)] association: String,
) -> Result<Done, AppError> {
    use super::load::own_page;
    use crate::associations::load::own;
    use crate::request::{current, id};
    use domain::exchange::Listing;
    use domain::ids::AssociationId;

    let request = current()?;
    let association: AssociationId = id(&association)?;
    let member = own(&request.actor, association)?;
    request
        .wearing(&member)
        .write(&command, association, |tx, association| {
            Box::pin(async move { Ok(Listing::begin(tx.act(), &own(tx.actor(), association)?)) })
        })
        .await?;
    Ok(Done::saying(own_page(association), "directory_entered"))
}

/// Takes an association out of the directory, at once.
#[server(prefix = "/api", endpoint = "leave_directory")]
pub async fn leave_directory(
    #[server(default)] command: String,
    #[server(default)] association: String,
) -> Result<Done, AppError> {
    use super::load::own_page;
    use crate::associations::load::own;
    use crate::request::{current, id};
    use domain::exchange::Listing;
    use domain::ids::AssociationId;

    let request = current()?;
    let association: AssociationId = id(&association)?;
    let member = own(&request.actor, association)?;
    request
        .wearing(&member)
        .write(&command, association, |tx, association| {
            Box::pin(async move { Ok(Listing::end(&own(tx.actor(), association)?)) })
        })
        .await?;
    Ok(Done::saying(own_page(association), "directory_left"))
}

/// Writes to an association of the directory, as a member of another: its referents receive a letter with the words and
/// the address of who wrote them.
#[server(prefix = "/api", endpoint = "ask_association")]
pub async fn ask_association(
    #[server(default)] command: String,
    #[server(default)] association: String,
    #[server(default)] words: String,
) -> Result<Done, AppError> {
    use super::load::sent_to_referents;
    use crate::request::{current, id};
    use domain::exchange::{Asking, WINDOW};
    use domain::ids::AssociationId;
    use domain::text::Words;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let to: AssociationId = id(&association)?;
    let words = Words::parse(&words).map_err(|fault| AppError::field("words", fault))?;
    request
        .wearing(&member)
        .write(&command, (to, words), move |tx, (to, words)| {
            Box::pin(async move {
                let listing = tx.listing(to).await?.ok_or(WriteError::Missing)?;
                let act = tx.act();
                let before = tx.asked_by(member.person(), act.at - WINDOW).await?;
                let asked = Asking::send(act, &member, &listing, words, &before)?;
                sent_to_referents(tx, asked, to).await
            })
        })
        .await?;
    Ok(Done::saying("/annuaire", "asked"))
}
