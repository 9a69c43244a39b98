//! Saying that a page is still true, asking those who wrote it, answering, reporting.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Says that what a page says is still true. `back` = `list` leads back to the pages to look after.
#[server(prefix = "/api", endpoint = "check_page")]
pub async fn check_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
    #[server(default)] back: String,
) -> Result<Done, AppError> {
    use super::load::voice_of;
    use crate::request::{current, id};
    use domain::ids::PageId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let page: PageId = id(&page)?;
    let slug = request
        .write(&command, page, |tx, page| {
            Box::pin(async move {
                let page = tx.page(page).await?.ok_or(WriteError::Missing)?;
                let voice = voice_of(tx, &page, &tx.reach().await?).await?;
                Ok(page.check(&tx.act().wearing(&voice), &voice).map(|()| page.slug))
            })
        })
        .await?;
    let to = if back == "list" { "/pages/a-soigner".to_owned() } else { format!("/wiki/{slug}") };
    Ok(Done::saying(to, "page_checked"))
}

/// Asks something of those who wrote a page.
#[server(prefix = "/api", endpoint = "ask_page")]
pub async fn ask_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
    #[server(default)] words: String,
) -> Result<Done, AppError> {
    use super::load::reading;
    use crate::mail::with_news;
    use crate::request::{current, id};
    use domain::ids::PageId;
    use domain::text::Words;

    let request = current()?;
    request.actor.signed()?;
    let page: PageId = id(&page)?;
    let words = Words::parse(&words).map_err(|fault| AppError::field("words", fault))?;
    let slug = request
        .write(&command, (page, words), |tx, (page, words)| {
            Box::pin(async move {
                let page = reading(tx, page).await?;
                let asked = tx.questions_on(page.id).await?;
                let waiting = asked.iter().filter(|question| question.answer.is_none()).count();
                let outcome = page.ask(tx.act(), words, waiting)?;
                Ok(with_news(tx, outcome).await?.map(|()| page.slug))
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}/questions"), "page_asked"))
}

/// Answers a question, for who wrote the page or may.
#[server(prefix = "/api", endpoint = "answer_question")]
pub async fn answer_question(
    #[server(default)] command: String,
    #[server(default)] question: String,
    #[server(default)] words: String,
) -> Result<Done, AppError> {
    use super::load::{reached, voice_of};
    use crate::mail::with_news;
    use crate::request::{current, id};
    use domain::ids::QuestionId;
    use domain::text::Words;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let question: QuestionId = id(&question)?;
    let words = Words::parse(&words).map_err(|fault| AppError::field("words", fault))?;
    let slug = request
        .write(&command, (question, words), |tx, (question, words)| {
            Box::pin(async move {
                let question = tx.question(question).await?.ok_or(WriteError::Missing)?;
                let (page, reach) = reached(tx, question.page).await?;
                let voice = voice_of(tx, &page, &reach).await?;
                let outcome = question.answer(&tx.act().wearing(&voice), &voice, words)?;
                Ok(with_news(tx, outcome).await?.map(|()| page.slug))
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}/questions"), "question_answered"))
}

/// Takes a question away: who asked it, or an organizer of the wiki.
#[server(prefix = "/api", endpoint = "take_question_away")]
pub async fn take_question_away(
    #[server(default)] command: String,
    #[server(default)] question: String,
) -> Result<Done, AppError> {
    use super::load::reading;
    use crate::request::{current, id};
    use domain::ids::QuestionId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let question: QuestionId = id(&question)?;
    let slug = request
        .write(&command, question, |tx, question| {
            Box::pin(async move {
                let question = tx.question(question).await?.ok_or(WriteError::Missing)?;
                let page = reading(tx, question.page).await?;
                Ok(question.take_away(tx.actor())?.map(|()| page.slug))
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}/questions"), "question_gone"))
}

/// Reports a page: with or without an account.
#[server(prefix = "/api", endpoint = "report_page")]
pub async fn report_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
    #[server(default)] reason: String,
    #[server(default)] words: String,
) -> Result<Done, AppError> {
    use super::load::reading;
    use crate::mail::with_news;
    use crate::request::{current, id};
    use domain::ids::PageId;
    use domain::text::{Fault, Faults, Words, unless_empty};
    use domain::wiki::care::Reason;

    let request = current()?;
    let page: PageId = id(&page)?;
    let mut faults = Faults::default();
    let reason = faults.take("reason", Reason::from_code(&reason).ok_or(Fault::Choice));
    let words = faults.take("words", unless_empty(&words, Words::parse));
    let (Some(reason), Some(words)) = (reason, words) else { return Err(faults.into()) };
    let slug = request
        .write(&command, (page, reason, words), |tx, (page, reason, words)| {
            Box::pin(async move {
                let page = reading(tx, page).await?;
                let open = tx.reports_on(page.id).await?;
                let outcome = page.report(tx.act(), reason, words, &open);
                Ok(with_news(tx, outcome).await?.map(|()| page.slug))
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}"), "page_reported"))
}

/// Says that a report was seen to: for who organizes the wiki.
#[server(prefix = "/api", endpoint = "close_report")]
pub async fn close_report(
    #[server(default)] command: String,
    #[server(default)] report: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::accounts::Action;
    use domain::ids::ReportId;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Wiki)?;
    let report: ReportId = id(&report)?;
    request
        .wearing(&organizer)
        .write(&command, report, |tx, report| {
            Box::pin(async move {
                let organizer = tx.actor().organizer_of(Action::Wiki)?;
                let report = tx.report(report).await?.ok_or(WriteError::Missing)?;
                Ok(report.close(tx.act(), &organizer))
            })
        })
        .await?;
    Ok(Done::saying("/pages/a-soigner", "report_closed"))
}
