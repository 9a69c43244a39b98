//! Telling those who wish to learn a theme that a session has room for them.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Tells those of an area who wish to learn what a session teaches that it has room: each once.
#[server(prefix = "/api", endpoint = "tell_wishing")]
pub async fn tell_wishing(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] area: String,
) -> Result<Done, AppError> {
    use super::load::of_session;
    use crate::mail::written;
    use crate::request::{current, id};
    use domain::accounts::Action;
    use domain::act::{Broken, Outcome};
    use domain::ids::EntryId;
    use domain::workshops::demand::told;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Workshops)?;
    let entry: EntryId = id(&entry)?;
    let wishes = of_session(&request, &organizer, entry, &area).await?;
    request
        .wearing(&organizer)
        .write(&command, entry, move |tx, entry| {
            let wishes = wishes.clone();
            Box::pin(async move {
                let (entry, now) =
                    (tx.entry(entry).await?.ok_or(WriteError::Missing)?, tx.act().at);
                if now >= entry.starts_at || entry.called_off.is_some() {
                    return Err(Broken::EntryPast.into());
                }
                let told = told(&entry, &wishes, now);
                written(tx, Outcome::of(told.len()), told).await
            })
        })
        .await?;
    Ok(Done::saying("/ateliers/demande", "wishing_told"))
}
