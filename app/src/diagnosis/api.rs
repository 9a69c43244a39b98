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
    use crate::request::{current, id};
    use domain::act::Broken;
    use domain::diagnosis::Diagnosis;
    use domain::ids::JourneyId;
    use store::WriteError;

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let journey: JourneyId = id(&journey)?;
    let diagnosis = request
        .write(&command, journey, move |tx, journey| {
            Box::pin(async move {
                let journey = tx.journey(journey).await?.ok_or(WriteError::Missing)?;
                if !journey.may_be_diagnosed() {
                    return Err(Broken::OutOfOrder.into());
                }
                let diagnoses = tx.diagnoses(journey.head.id).await?;
                let running = diagnoses.iter().map(|(d, _)| d).find(|d| d.given_back.is_none());
                let questionnaire = store::questionnaire().clone();
                let head = &journey.head;
                let (journey, association) = (head.id, head.association);
                Ok(Diagnosis::open(
                    tx.act(),
                    &volunteer,
                    journey,
                    association,
                    running,
                    questionnaire,
                )?)
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
    use crate::request::{current, id};
    use domain::diagnosis::{Answer, Answers};
    use domain::ids::DiagnosisId;
    use store::WriteError;

    let request = current()?;
    request.actor.volunteer()?;
    let id: DiagnosisId = id(diagnosis)?;
    let read = |choice: &String| match choice.as_str() {
        "?" => Answer::DontKnow,
        key => Answer::Choice(key.to_owned()),
    };
    let answers: Answers = answers.iter().map(|(q, c)| (q.clone(), read(c))).collect();
    request
        .write(command, (id, answers), |tx, (id, answers)| {
            Box::pin(async move {
                let (diagnosis, _) = tx.diagnosis(id).await?.ok_or(WriteError::Missing)?;
                Ok(diagnosis.answer(tx.act(), &answers)?)
            })
        })
        .await
}

/// Ends the interview; the verdict opens the orientation that follows from it.
#[server(prefix = "/api", endpoint = "give_back")]
pub async fn give_back(
    #[server(default)] command: String,
    #[server(default)] diagnosis: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::accounts::Action;
    use domain::diagnosis::Verdict;
    use domain::ids::DiagnosisId;
    use domain::orientation::{Cause, Offer};
    use domain::workshops::EntryKind;
    use store::WriteError;

    let request = current()?;
    request.actor.volunteer()?;
    let id: DiagnosisId = id(&diagnosis)?;
    request
        .write(&command, id, |tx, id| {
            Box::pin(async move {
                let (diagnosis, answers) = tx.diagnosis(id).await?.ok_or(WriteError::Missing)?;
                let given = diagnosis.give_back(tx.act(), &answers)?;
                let theme = diagnosis.questionnaire.theme_to_learn(&answers).map(str::to_owned);
                let now = tx.act().at;
                let sessions = match given.answer {
                    // The need becomes a project: nothing to hand over yet.
                    Verdict::SmallDevelopment => return Ok(given),
                    Verdict::Learning => {
                        let kind = EntryKind::WorkshopSession;
                        tx.seatings_to_come(kind, theme.as_deref(), now).await?
                    }
                    Verdict::TooLittleKnown => {
                        tx.seatings_to_come(EntryKind::InfoMeeting, None, now).await?
                    }
                    Verdict::OtherHelp | Verdict::Later => Vec::new(),
                };
                let offer = Offer {
                    journey: diagnosis.journey,
                    association: diagnosis.association,
                    from: Action::Hackathon,
                    theme,
                    cause: Cause::Diagnosis(diagnosis.id),
                };
                Ok(given.and(offer.open(tx.act(), &sessions)))
            })
        })
        .await?;
    Ok(Done::saying(format!("/diagnostic/{id}/resultat"), "given_back"))
}
