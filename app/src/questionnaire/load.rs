//! What the pages of the questionnaire show.

use super::words::{self, Trouble};
use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::accounts::Sight;
use domain::diagnosis::{Answers, Diagnosis, Draft, Finding, Published, Questionnaire, Refusals};
use domain::ids::{PersonId, QuestionnaireId};
use domain::text::{Fault, Lang, bounded};
use std::collections::BTreeMap;

/// A published version, as a line of the history.
pub struct Line {
    pub id: QuestionnaireId,
    pub number: u32,
    pub at: DateTime<Utc>,
    /// Who published it. None: it came with the product.
    pub by: Option<String>,
}

/// What stands on the first page.
pub struct Front {
    pub published: Published,
    /// The last first.
    pub versions: Vec<Line>,
    pub draft: Option<Shown>,
}

/// The draft, with the names that it tells.
pub struct Shown {
    pub draft: Draft,
    pub begun_by: String,
    pub saved_by: String,
    /// A version was published since it was begun.
    pub old: bool,
    /// What is to be mended or looked at.
    pub findings: Vec<Finding>,
}

/// The published version, its history and the draft.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn front(request: &Request) -> Result<Front, AppError> {
    let editor = request.actor.editor()?;
    let fail = |error| request.answer(error);
    let rows = request.read();
    let published = rows.published().await.map_err(fail)?;
    let mut versions = Vec::new();
    for version in rows.versions(&editor).await.map_err(fail)? {
        let by = match version.by {
            Some(person) => Some(name(request, person).await?),
            None => None,
        };
        versions.push(Line { id: version.id, number: version.number, at: version.at, by });
    }
    Ok(Front { published, versions, draft: draft(request).await? })
}

/// How associations refuse this recommendation. None: none does.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn refusals(
    request: &Request,
    recommendation: &str,
) -> Result<Option<Refusals>, AppError> {
    let organizer = request.actor.organizer()?;
    let all = request.read().refused_advice(&organizer).await;
    let all = all.map_err(|error| request.answer(error))?;
    let told = domain::diagnosis::refusals(&all);
    Ok(told.into_iter().find(|refusals| refusals.recommendation == recommendation))
}

/// The draft. None: nobody prepares one.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn draft(request: &Request) -> Result<Option<Shown>, AppError> {
    let editor = request.actor.editor()?;
    let fail = |error| request.answer(error);
    let rows = request.read();
    let Some(draft) = rows.draft(&editor).await.map_err(fail)? else { return Ok(None) };
    let published = rows.published().await.map_err(fail)?;
    Ok(Some(Shown {
        begun_by: name(request, draft.begun_by).await?,
        saved_by: name(request, draft.saved_by).await?,
        old: published.id != draft.base,
        findings: draft.questionnaire.findings(),
        draft,
    }))
}

async fn name(request: &Request, person: PersonId) -> Result<String, AppError> {
    let person = request.read().person(person).await.map_err(|error| request.answer(error))?;
    let gone = || texts::questionnaire::somebody(request.lang).to_owned();
    Ok(person.map_or_else(gone, |person| person.name.to_string()))
}

/// How many past diagnoses a draft is tried on.
pub const TRIED_MAX: u64 = 300;

/// A diagnosis to try the draft on.
pub struct Past {
    pub diagnosis: Diagnosis,
    pub answers: Answers,
    /// None: who asks sees no name and no answer of it.
    pub name: Option<String>,
}

/// The draft, and the diagnoses given back whose answers can be read.
pub struct Tried {
    pub shown: Shown,
    pub published: Published,
    pub past: Vec<Past>,
}

/// Errors: `SignIn`, `NotYours`.
pub async fn tried(request: &Request) -> Result<Option<Tried>, AppError> {
    let Some(shown) = draft(request).await? else { return Ok(None) };
    let editor = request.actor.editor()?;
    let fail = |error| request.answer(error);
    let rows = request.read();
    let names = rows.association_names().await.map_err(fail)?;
    let journeys = rows.journeys().await.map_err(fail)?;
    let whole: BTreeMap<_, _> = journeys
        .iter()
        .filter(|journey| request.actor.sight(journey) == Ok(Sight::Whole))
        .map(|journey| (journey.head.id, journey.head.association))
        .collect();
    let mut past = Vec::new();
    for (diagnosis, answers) in rows.given_back(&editor, TRIED_MAX).await.map_err(fail)? {
        let association = whole.get(&diagnosis.journey);
        let name = association.and_then(|association| names.get(association)).cloned();
        past.push(Past { diagnosis, answers, name });
    }
    let published = rows.published().await.map_err(fail)?;
    Ok(Some(Tried { shown, published, past }))
}

/// The most characters of a file.
pub const FILE_MAX: u32 = 500_000;

/// Reads a file that was typed or pasted.
///
/// Errors: `Missing`, `TooLong`; `File`, whose troubles [`troubles`] tells.
pub fn read_file(typed: &str) -> Result<Questionnaire, Fault> {
    let text = bounded(typed, FILE_MAX)?;
    store::read_questionnaire(&text).map_err(|_| Fault::File)
}

/// What is to be mended in a file, line by line. Empty: nothing, or it is not even looked at.
pub fn troubles(lang: Lang, typed: &str) -> Vec<Trouble> {
    if typed.trim().is_empty() || typed.chars().count() > FILE_MAX as usize {
        return Vec::new();
    }
    // Lines are counted as they stand in the field.
    let text = typed.replace("\r\n", "\n");
    let faults = store::read_questionnaire(&text).err().unwrap_or_default();
    faults.into_iter().map(|fault| words::trouble(lang, fault)).collect()
}

/// A questionnaire as a file.
pub fn file(questionnaire: &Questionnaire) -> String {
    store::write_questionnaire(questionnaire)
}
