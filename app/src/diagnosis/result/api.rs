//! Giving the result back, and what becomes of it.

use crate::diagnosis::api::Typed;
use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use {
    crate::request::{current, id},
    domain::diagnosis::Said,
    domain::ids::DiagnosisId,
};

/// Ends the interview, with the answers of the page that the volunteer leaves; the verdict opens the orientation that
/// follows from it. Another verdict than the rules' takes a reason.
#[server(prefix = "/api", endpoint = "give_back")]
pub async fn give_back(
    #[server(default)] command: String,
    #[server(default)] diagnosis: String,
    #[server(default)] answers: BTreeMap<String, Typed>,
    #[server(default)] seen: BTreeMap<String, String>,
    #[server(default)] verdict: String,
    #[server(default)] instead_why: String,
) -> Result<Done, AppError> {
    use super::load::{fault, give_back};
    use crate::diagnosis::load::{answer, sayings};
    use crate::request::{choice, judging};
    use domain::diagnosis::{Saying, Verdict};
    use domain::text::{Fault, Words, optional};
    use store::WriteError;

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let id: DiagnosisId = id(&diagnosis)?;
    let why = optional(&instead_why, Words::MAX).map_err(|f| AppError::field("instead_why", f))?;
    let why = why.map(Words::stored);
    let verdict = match verdict.as_str() {
        // Words that explain nothing would be lost.
        "" if why.is_some() => return Err(AppError::field("verdict", Fault::Missing)),
        "" => None,
        code => Some(choice("verdict", Verdict::from_code(code), code)?),
    };
    let last = sayings(&answers, &seen, "");
    let request = request.wearing(&volunteer);
    let sent = (id, last, verdict, why);
    let crossed = request.write(&command, sent, move |tx, (id, last, verdict, why)| {
        Box::pin(async move {
            let stored = answer(tx, &volunteer, id, &last).await?;
            if !stored.answer.is_empty() {
                return Ok(stored);
            }
            let (diagnosis, mut voices) = tx.diagnosis(id).await?.ok_or(WriteError::Missing)?;
            Saying::note(last, &mut voices.volunteer);
            let judge = judging(tx, &volunteer, diagnosis.association).await?;
            let answers = voices.together();
            let judgement = diagnosis.questionnaire.read(&answers).judge();
            let instead = judgement.instead(verdict, why).map_err(fault("instead_why"))?;
            let given = give_back(tx, &judge, &diagnosis, &answers, instead).await?;
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

/// Says that an advice is done.
#[server(prefix = "/api", endpoint = "finish_advice")]
pub async fn finish_advice(
    #[server(default)] command: String,
    #[server(default)] diagnosis: String,
    #[server(default)] advice: String,
) -> Result<Done, AppError> {
    let result = say(&command, &diagnosis, advice, Said::Done).await?;
    Ok(Done::saying(result, "advice_done"))
}

/// Sets an advice aside, with a reason and, if one likes, one's own words.
#[server(prefix = "/api", endpoint = "refuse_advice")]
pub async fn refuse_advice(
    #[server(default)] command: String,
    #[server(default)] diagnosis: String,
    #[server(default)] advice: String,
    #[server(default)] reason: String,
    #[server(default)] words: String,
) -> Result<Done, AppError> {
    use domain::diagnosis::WhyNot;
    use domain::text::{Fault, Faults, Words, optional};

    current()?.actor.signed()?;
    let mut faults = Faults::default();
    let fault = if reason.is_empty() { Fault::Missing } else { Fault::Choice };
    let reason = faults.take("reason", WhyNot::from_code(&reason).ok_or(fault));
    let words = faults.take("words", optional(&words, Words::MAX)).flatten().map(Words::stored);
    let (Some(reason), true) = (reason, faults.is_empty()) else { return Err(faults.into()) };
    let result = say(&command, &diagnosis, advice, Said::Refused { reason, words }).await?;
    Ok(Done::saying(result, "advice_refused"))
}

/// Takes back what was said of an advice: it is to be done again.
#[server(prefix = "/api", endpoint = "take_back_advice")]
pub async fn take_back_advice(
    #[server(default)] command: String,
    #[server(default)] diagnosis: String,
    #[server(default)] advice: String,
) -> Result<Done, AppError> {
    let result = say(&command, &diagnosis, advice, Said::TakenBack).await?;
    Ok(Done::saying(result, "advice_taken_back"))
}

/// Keeps what is said of an advice. The page of the result.
#[cfg(feature = "ssr")]
async fn say(
    command: &str,
    diagnosis: &str,
    advice: String,
    said: Said,
) -> Result<String, AppError> {
    let request = current()?;
    request.actor.signed()?;
    let id: DiagnosisId = id(diagnosis)?;
    request
        .write(command, (id, advice, said), |tx, (id, advice, said)| {
            Box::pin(async move { super::load::say(tx, id, &advice, said).await })
        })
        .await?;
    Ok(format!("/diagnostic/{id}/resultat"))
}

/// Notes a talk about how things went since the result.
#[server(prefix = "/api", endpoint = "note_review")]
pub async fn note_review(
    #[server(default)] command: String,
    #[server(default)] diagnosis: String,
    #[server(default)] met_at: String,
    #[server(default)] words: String,
) -> Result<Done, AppError> {
    use super::load::review;
    use domain::text::{Fault, Faults, Words};
    use texts::dates::parse_date;

    let request = current()?;
    request.actor.signed()?;
    let id: DiagnosisId = id(&diagnosis)?;
    let mut faults = Faults::default();
    let fault = if met_at.trim().is_empty() { Fault::Missing } else { Fault::Date };
    let met_at = faults.take("met_at", parse_date(&met_at).ok_or(fault));
    let words = faults.take("words", Words::parse(&words));
    let (Some(met_at), Some(words)) = (met_at, words) else { return Err(faults.into()) };
    request
        .write(&command, (id, met_at, words), |tx, (id, met_at, words)| {
            Box::pin(async move { review(tx, id, met_at, words).await })
        })
        .await?;
    Ok(Done::saying(format!("/diagnostic/{id}/resultat"), "review_noted"))
}
