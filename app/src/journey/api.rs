//! Stating a need.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// States a new need on the journey of one's association, kept verbatim. `inspired_by`: the testimony that gave the wish;
/// `themes[key]`: those of it that matter to the association too.
#[server(prefix = "/api", endpoint = "state_need")]
pub async fn state_need(
    #[server(default)] command: String,
    #[server(default)] need: String,
    #[server(default)] inspired_by: String,
    #[server(default)] themes: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use crate::diagnosis::load::offered_themes;
    use crate::request::{current, id};
    use crate::wiki::load::inspiring;
    use domain::ids::TestimonyId;
    use domain::journey::state_need;
    use domain::text::Words;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let words = Words::parse(&need).map_err(|fault| AppError::field("need", fault))?;
    let from: Option<TestimonyId> =
        if inspired_by.is_empty() { None } else { Some(id(&inspired_by)?) };
    let asked = (words, from, offered_themes(themes));
    request
        .wearing(&member)
        .write(&command, asked, move |tx, (words, from, themes)| {
            Box::pin(async move {
                let own = member.association();
                let journey = tx.journey_of(own).await?.ok_or(WriteError::Missing)?;
                let from = inspiring(tx, from, Some(own)).await?;
                let stated = state_need(tx.act(), &member, &journey, words, from);
                if themes.is_empty() {
                    return Ok(stated);
                }
                let association = tx.association(own).await?.ok_or(WriteError::Missing)?;
                Ok(stated.and(association.following(themes)))
            })
        })
        .await?;
    Ok(Done::saying("/parcours", "need_stated"))
}
