//! Answering an orientation, as a member of the association or with a signed link.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Says yes: the held seat becomes a registration.
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
    request
        .write(&command, id, move |tx, id| {
            Box::pin(async move {
                let (orientation, hat, seating) = to_answer(tx, id).await?;
                Ok(orientation.accept(&tx.act().wearing(&hat), &hat, seating.as_ref())?)
            })
        })
        .await?;
    Ok(Done::saying(after_answer(&request), "orientation_accepted"))
}

/// Says no, with a reason; what comes instead is opened at once.
#[server(prefix = "/api", endpoint = "decline_orientation")]
pub async fn decline_orientation(
    #[server(default)] command: String,
    #[server(default)] orientation: String,
    #[server(default)] reason: String,
) -> Result<Done, AppError> {
    use super::load::{after_answer, to_answer};
    use crate::request::{choice, current, id};
    use domain::ids::OrientationId;
    use domain::orientation::DeclineReason;
    use domain::workshops::EntryKind;

    let request = current()?;
    let id: OrientationId = id(&orientation)?;
    let reason = choice("reason", DeclineReason::from_code(&reason), &reason)?;
    request
        .write(&command, (id, reason), move |tx, (id, reason)| {
            Box::pin(async move {
                let (orientation, hat, seating) = to_answer(tx, id).await?;
                // Another date of the same kind.
                let kind = seating.as_ref().map_or(EntryKind::WorkshopSession, |s| s.entry.kind);
                let theme = orientation.theme.as_deref();
                let theme = theme.filter(|_| kind == EntryKind::WorkshopSession);
                let others = tx.seatings_to_come(kind, theme, false, tx.act().at).await?;
                let act = tx.act().wearing(&hat);
                let declined =
                    orientation.decline(&act, &hat, reason, seating.as_ref(), &others)?;
                Ok(declined.map(|next| next.id))
            })
        })
        .await?;
    Ok(Done::saying(after_answer(&request), "orientation_declined"))
}
