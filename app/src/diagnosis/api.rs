//! Opening a diagnosis, storing answers, giving the result back.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Opens the interview of an association, or the one that already runs.
#[server(prefix = "/api", endpoint = "open_diagnosis")]
pub async fn open_diagnosis(
    #[server(default)] command: String,
    #[server(default)] journey: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id, judging};
    use domain::act::Broken;
    use domain::diagnosis::Diagnosis;
    use domain::ids::JourneyId;
    use store::WriteError;

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let journey: JourneyId = id(&journey)?;
    let diagnosis = request
        .wearing(&volunteer)
        .write(&command, journey, move |tx, journey| {
            Box::pin(async move {
                let journey = tx.journey(journey).await?.ok_or(WriteError::Missing)?;
                if !journey.may_be_diagnosed() {
                    return Err(Broken::OutOfOrder.into());
                }
                let diagnoses = tx.diagnoses(journey.head.id).await?;
                let running = diagnoses.iter().map(|(d, _)| d).find(|d| d.given_back.is_none());
                let published = tx.published().await?;
                let head = &journey.head;
                let (journey, association) = (head.id, head.association);
                let judge = judging(tx, &volunteer, association).await?;
                Ok(Diagnosis::open(tx.act(), &judge, journey, association, running, &published)?)
            })
        })
        .await?;
    Ok(Done::at(format!("/diagnostic/{diagnosis}")))
}

/// Stores the answers of a page, then goes on to a theme. "je ne sais pas" is the choice `?`.
#[server(prefix = "/api", endpoint = "save_answers")]
pub async fn save_answers(
    #[server(default)] command: String,
    #[server(default)] diagnosis: String,
    #[server(default)] answers: BTreeMap<String, String>,
    #[server(default)] then: String,
) -> Result<Done, AppError> {
    store_answers(&command, &diagnosis, &answers).await?;
    let then = if then.is_empty() { String::new() } else { format!("?theme={then}") };
    Ok(Done::at(format!("/diagnostic/{diagnosis}{then}")))
}

/// Stores one answer, from the browser.
#[server(prefix = "/api", endpoint = "save_answer")]
pub async fn save_answer(
    command: String,
    diagnosis: String,
    question: String,
    choice: String,
) -> Result<(), AppError> {
    store_answers(&command, &diagnosis, &BTreeMap::from([(question, choice)])).await
}

#[cfg(feature = "ssr")]
async fn store_answers(
    command: &str,
    diagnosis: &str,
    answers: &BTreeMap<String, String>,
) -> Result<(), AppError> {
    use super::load::read_answers;
    use crate::request::{current, id, judging};
    use domain::ids::DiagnosisId;
    use store::WriteError;

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let id: DiagnosisId = id(diagnosis)?;
    request
        .wearing(&volunteer)
        .write(command, (id, read_answers(answers)), move |tx, (id, answers)| {
            Box::pin(async move {
                let (diagnosis, _) = tx.diagnosis(id).await?.ok_or(WriteError::Missing)?;
                let judge = judging(tx, &volunteer, diagnosis.association).await?;
                Ok(diagnosis.answer(tx.act(), &judge, &answers)?)
            })
        })
        .await
}
