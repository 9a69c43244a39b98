//! Opening a diagnosis, storing answers, giving the result back.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
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

/// Stores the answers of a page, then goes on to a part of the questionnaire.
#[server(prefix = "/api", endpoint = "save_answers")]
pub async fn save_answers(
    #[server(default)] command: String,
    #[server(default)] diagnosis: String,
    #[server(default)] answers: BTreeMap<String, Typed>,
    #[server(default)] seen: BTreeMap<String, String>,
    #[server(default)] keep: String,
    #[server(default)] then: String,
) -> Result<Done, AppError> {
    use super::load::{answer, part, sayings};
    use crate::request::{current, id};

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let id = id(&diagnosis)?;
    let said = sayings(&answers, &seen, &keep);
    let request = request.wearing(&volunteer);
    let crossed = request.write(&command, (id, said), move |tx, (id, said)| {
        Box::pin(async move { answer(tx, &volunteer, id, &said).await })
    });
    match crossed.await? {
        crossed if crossed.is_empty() => {
            let part = part(&request, id, &then).await?;
            Ok(Done::at(format!("/diagnostic/{id}{part}")))
        }
        crossed => Err(AppError::Crossed(crossed)),
    }
}

/// Stores one answer, from the browser. It is called at every press: what it writes carries the command id, and is all that
/// remembers it.
#[server(prefix = "/api", endpoint = "save_answer")]
pub async fn save_answer(
    command: String,
    diagnosis: String,
    question: String,
    choice: String,
    #[server(default)] seen: String,
) -> Result<(), AppError> {
    use super::load::{answer, saying};
    use crate::request::{current, id};

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let said = vec![saying(question, &choice, &seen)];
    let input = (id(&diagnosis)?, said);
    let request = request.wearing(&volunteer);
    let crossed = request.write_again(&command, input, move |tx, (id, said)| {
        Box::pin(async move { answer(tx, &volunteer, id, &said).await })
    });
    match crossed.await? {
        crossed if crossed.is_empty() => Ok(()),
        crossed => Err(AppError::Crossed(crossed)),
    }
}

/// Stores what an association answers alone, then goes on to a part of the questionnaire.
#[server(prefix = "/api", endpoint = "prepare_answers")]
pub async fn prepare_answers(
    #[server(default)] command: String,
    #[server(default)] journey: String,
    #[server(default)] after: String,
    #[server(default)] answers: BTreeMap<String, Typed>,
    #[server(default)] seen: BTreeMap<String, String>,
    #[server(default)] keep: String,
    #[server(default)] then: String,
) -> Result<Done, AppError> {
    use super::load::{Prepared, prepare, prepared_part, preparing, sayings};

    let (request, page) = preparing()?;
    let input = (Prepared::read(&journey, &after)?, sayings(&answers, &seen, &keep));
    let crossed = request.write(&command, input, |tx, (of, said)| {
        Box::pin(async move { prepare(tx, of, &said).await })
    });
    match crossed.await? {
        crossed if crossed.is_empty() => {
            Ok(Done::at(format!("{page}{}", prepared_part(&request, &then).await?)))
        }
        crossed => Err(AppError::Crossed(crossed)),
    }
}

/// Stores one answer that an association gives alone, from the browser.
#[server(prefix = "/api", endpoint = "prepare_answer")]
pub async fn prepare_answer(
    command: String,
    journey: String,
    #[server(default)] after: String,
    question: String,
    choice: String,
    #[server(default)] seen: String,
) -> Result<(), AppError> {
    use super::load::{Prepared, prepare, preparing, saying};

    let (request, _) = preparing()?;
    let input = (Prepared::read(&journey, &after)?, vec![saying(question, &choice, &seen)]);
    let crossed = request.write_again(&command, input, |tx, (of, said)| {
        Box::pin(async move { prepare(tx, of, &said).await })
    });
    match crossed.await? {
        crossed if crossed.is_empty() => Ok(()),
        crossed => Err(AppError::Crossed(crossed)),
    }
}

/// What a form sends for a question: the choices ticked, or one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Typed {
    One(String),
    Several(Vec<String>),
}
