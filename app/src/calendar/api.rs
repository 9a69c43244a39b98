//! The secret addresses of one's calendars.

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
