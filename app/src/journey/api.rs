//! Stating a need.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// States a new need on the journey of one's association, kept verbatim.
#[server(prefix = "/api", endpoint = "state_need")]
pub async fn state_need(
    #[server(default)] command: String,
    #[server(default)] need: String,
) -> Result<Done, AppError> {
    use crate::request::current;
    use domain::journey::state_need;
    use domain::text::Words;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let words = Words::parse(&need).map_err(|fault| AppError::field("need", fault))?;
    request
        .wearing(&member)
        .write(&command, words, move |tx, words| {
            Box::pin(async move {
                let journey = tx.journey_of(member.association()).await?;
                let journey = journey.ok_or(WriteError::Missing)?;
                Ok(state_need(tx.act(), &member, &journey, words))
            })
        })
        .await?;
    Ok(Done::saying("/parcours", "need_stated"))
}
