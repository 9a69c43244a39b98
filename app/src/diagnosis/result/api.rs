//! Giving the result back, and what becomes of it.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Ends the interview, with the answers of the page that the volunteer leaves; the verdict opens the orientation that
/// follows from it.
#[server(prefix = "/api", endpoint = "give_back")]
pub async fn give_back(
    #[server(default)] command: String,
    #[server(default)] diagnosis: String,
    #[server(default)] answers: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use super::load::give_back;
    use crate::diagnosis::load::read_answers;
    use crate::request::{current, id, judging};
    use domain::ids::DiagnosisId;
    use store::WriteError;

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let id: DiagnosisId = id(&diagnosis)?;
    request
        .wearing(&volunteer)
        .write(&command, (id, read_answers(&answers)), move |tx, (id, last)| {
            Box::pin(async move {
                let found = tx.diagnosis(id).await?;
                let (diagnosis, voices) = found.ok_or(WriteError::Missing)?;
                let mut answers = voices.together();
                let judge = judging(tx, &volunteer, diagnosis.association).await?;
                let stored = diagnosis.answer(tx.act(), &judge, &last)?;
                answers.extend(last);
                let given = give_back(tx, &judge, &diagnosis, &answers).await?;
                Ok(stored.and(given))
            })
        })
        .await?;
    Ok(Done::saying(format!("/diagnostic/{id}/resultat"), "given_back"))
}
