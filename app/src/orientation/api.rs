//! Answering an orientation, as a member of the association or as who receives it, or with a signed link.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Says yes: the held seat becomes a registration, or the ball goes to who receives the association.
#[server(prefix = "/api", endpoint = "accept_orientation")]
pub async fn accept_orientation(
    #[server(default)] command: String,
    #[server(default)] orientation: String,
) -> Result<Done, AppError> {
    use super::load::{after_answer, to_answer};
    use crate::request::{current, id};
    use domain::ids::OrientationId;

    let request = current()?;
    let id: OrientationId = id(&orientation)?;
    let seated = request
        .write(&command, id, move |tx, id| {
            Box::pin(async move {
                let (orientation, hat, seating) = to_answer(tx, id).await?;
                let accepted =
                    orientation.accept(&tx.act().wearing(&hat), &hat, seating.as_ref())?;
                Ok(accepted.map(|()| orientation.registration.is_some()))
            })
        })
        .await?;
    let said = if seated { "orientation_accepted" } else { "orientation_agreed" };
    Ok(Done::saying(after_answer(&request), said))
}

/// Says no, with a reason; what comes instead is opened at once.
#[server(prefix = "/api", endpoint = "decline_orientation")]
pub async fn decline_orientation(
    #[server(default)] command: String,
    #[server(default)] orientation: String,
    #[server(default)] reason: String,
) -> Result<Done, AppError> {
    use super::load::{after_answer, instead, to_answer};
    use crate::request::{choice, current, id};
    use domain::ids::OrientationId;
    use domain::orientation::{DeclineReason, End};

    let request = current()?;
    let id: OrientationId = id(&orientation)?;
    let known = DeclineReason::OF_ASSOCIATION.into_iter().find(|known| known.code() == reason);
    let reason = choice("reason", known, &reason)?;
    request
        .write(&command, (id, reason), move |tx, (id, reason)| {
            Box::pin(async move {
                let (orientation, hat, seating) = to_answer(tx, id).await?;
                let end = End::Declined(reason);
                let others = instead(tx, &orientation, end, seating.as_ref()).await?;
                let act = tx.act().wearing(&hat);
                let declined =
                    orientation.decline(&act, &hat, reason, seating.as_ref(), &others)?;
                Ok(declined.map(|next| next.id))
            })
        })
        .await?;
    Ok(Done::saying(after_answer(&request), "orientation_declined"))
}

/// Whoever receives an association says whether they take it in hand; if not, what comes next is opened at once.
#[server(prefix = "/api", endpoint = "receive_orientation")]
pub async fn receive_orientation(
    #[server(default)] command: String,
    #[server(default)] orientation: String,
    #[server(default)] answer: String,
) -> Result<Done, AppError> {
    use super::load::{instead, to_receive};
    use crate::request::{choice, current, id};
    use domain::accounts::Actor;
    use domain::ids::OrientationId;
    use domain::orientation::{End, Reception};

    let request = current()?;
    let id: OrientationId = id(&orientation)?;
    let reception = choice("answer", Reception::from_code(&answer), &answer)?;
    request
        .write(&command, (id, reception), move |tx, (id, reception)| {
            Box::pin(async move {
                let (orientation, hat) = to_receive(tx, id).await?;
                let others = match reception {
                    Reception::Taken => Vec::new(),
                    Reception::Declined(reason) => {
                        instead(tx, &orientation, End::Declined(reason), None).await?
                    }
                };
                let act = tx.act().wearing(&hat);
                let received = orientation.receive(&act, &hat, reception, &others)?;
                Ok(received.map(|next| next.map(|next| next.id)))
            })
        })
        .await?;
    let next = match request.actor {
        Actor::Bearer(_) => "/".to_owned(),
        _ => format!("/orientation/{id}"),
    };
    Ok(Done::saying(next, "orientation_received"))
}
