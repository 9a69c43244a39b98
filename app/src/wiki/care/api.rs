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
    use domain::wiki::care::{Reason, Reported};

    let request = current()?;
    let page: PageId = id(&page)?;
    let mut faults = Faults::default();
    let reason = faults.take("reason", Reason::from_code(&reason).ok_or(Fault::Choice));
    let words = faults.take("words", unless_empty(&words, Words::parse));
    let (Some(reason), Some(words)) = (reason, words) else { return Err(faults.into()) };
    let (slug, reported) = request
        .write(&command, (page, reason, words), |tx, (page, reason, words)| {
            Box::pin(async move {
                let page = reading(tx, page).await?;
                let open = tx.reports_on(page.id).await?;
                let outcome = page.report(tx.act(), reason, words, &open);
                Ok(with_news(tx, outcome).await?.map(|reported| (page.slug, reported)))
            })
        })
        .await?;
    let said = match reported {
        Reported::PassedOn => "page_reported",
        Reported::Enough => "page_reported_enough",
    };
    Ok(Done::saying(format!("/wiki/{slug}"), said))
}

/// Takes a story down, with a word to its association on why: for who organizes the wiki.
#[server(prefix = "/api", endpoint = "take_story_down")]
pub async fn take_story_down(
    #[server(default)] command: String,
    #[server(default)] testimony: String,
    #[server(default)] why: String,
) -> Result<Done, AppError> {
    use crate::mail::written;
    use crate::request::{current, id};
    use domain::accounts::Action;
    use domain::ids::TestimonyId;
    use domain::mail::{Letter, News, Reader};
    use domain::text::Words;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Wiki)?;
    let testimony: TestimonyId = id(&testimony)?;
    let why = Words::parse(&why).map_err(|fault| AppError::field("why", fault))?;
    request
        .wearing(&organizer)
        .write(&command, (testimony, why), |tx, (testimony, why)| {
            Box::pin(async move {
                let organizer = tx.actor().organizer_of(Action::Wiki)?;
                let testimony = tx.testimony(testimony).await?.ok_or(WriteError::Missing)?;
                let page = tx.page(testimony.page).await?.ok_or(WriteError::Missing)?;
                let down = testimony.take_down(tx.act(), &organizer, &page)?;
                let (id, at) = (testimony.id, tx.act().at);
                let letter = Letter::StoryTakenDown { testimony: id, why, at };
                let told = News { to: Reader::Association(testimony.association), letter };
                written(tx, down, vec![told]).await
            })
        })
        .await?;
    Ok(Done::saying("/pages/a-soigner", "story_taken_down"))
}

/// A question is no idea for a workshop any more: for who organizes workshops.
#[server(prefix = "/api", endpoint = "set_question_aside")]
pub async fn set_question_aside(
    #[server(default)] command: String,
    #[server(default)] question: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::accounts::Action;
    use domain::ids::QuestionId;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Workshops)?;
    let question: QuestionId = id(&question)?;
    request
        .wearing(&organizer)
        .write(&command, question, |tx, question| {
            Box::pin(async move {
                let organizer = tx.actor().organizer_of(Action::Workshops)?;
                let question = tx.question(question).await?.ok_or(WriteError::Missing)?;
                super::load::reading(tx, question.page).await?;
                Ok(question.set_aside(tx.act(), &organizer))
            })
        })
        .await?;
    Ok(Done::saying("/ateliers/demande", "question_aside"))
}

/// Says that a report was seen to: for who takes care of the page.
#[server(prefix = "/api", endpoint = "close_report")]
pub async fn close_report(
    #[server(default)] command: String,
    #[server(default)] report: String,
) -> Result<Done, AppError> {
    use super::load::caretaker_of;
    use crate::request::{current, id};
    use domain::ids::ReportId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let report: ReportId = id(&report)?;
    request
        .write(&command, report, |tx, report| {
            Box::pin(async move {
                let report = tx.report(report).await?.ok_or(WriteError::Missing)?;
                let page = tx.page(report.page).await?.ok_or(WriteError::Missing)?;
                let caretaker = caretaker_of(tx, &page).await?;
                Ok(report.close(&tx.act().wearing(&caretaker), &caretaker))
            })
        })
        .await?;
    Ok(Done::saying("/pages/a-soigner", "report_closed"))
}
