//! Giving the result back, and what becomes of it.

use crate::diagnosis::api::Typed;
use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Ends the interview, with the answers of the page that the volunteer leaves; the verdict opens the orientation that
/// follows from it.
#[server(prefix = "/api", endpoint = "give_back")]
pub async fn give_back(
    #[server(default)] command: String,
    #[server(default)] diagnosis: String,
    #[server(default)] answers: BTreeMap<String, Typed>,
    #[server(default)] seen: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use super::load::give_back;
    use crate::diagnosis::load::{answer, sayings};
    use crate::request::{current, id, judging};
    use domain::diagnosis::Saying;
    use domain::ids::DiagnosisId;
    use store::WriteError;

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let id: DiagnosisId = id(&diagnosis)?;
    let last = sayings(&answers, &seen, "");
    let request = request.wearing(&volunteer);
    let crossed = request.write(&command, (id, last), move |tx, (id, last)| {
        Box::pin(async move {
            let stored = answer(tx, &volunteer, id, &last).await?;
            if !stored.answer.is_empty() {
                return Ok(stored);
            }
            let (diagnosis, mut voices) = tx.diagnosis(id).await?.ok_or(WriteError::Missing)?;
            Saying::note(last, &mut voices.volunteer);
            let judge = judging(tx, &volunteer, diagnosis.association).await?;
            let given = give_back(tx, &judge, &diagnosis, &voices.together()).await?;
            Ok(stored.and(given))
        })
    });
    match crossed.await? {
        crossed if crossed.is_empty() => {
            Ok(Done::saying(format!("/diagnostic/{id}/resultat"), "given_back"))
        }
        crossed => Err(AppError::Crossed(crossed)),
    }
}
