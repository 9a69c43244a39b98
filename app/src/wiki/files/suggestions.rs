//! `/espaces/{space}/fichiers/propositions`: the files of a space, for the editor of a page.

use super::pages::{size, within};
use crate::error::{AppError, Download};
use crate::routes::Ask;
use domain::text::folded;
use domain::wiki::files::{end_of, is_picture};
use serde::Serialize;
use store::FileLine;

/// How many are proposed: a list that one looks through.
const MOST: usize = 24;
/// How many files of a space are looked through, by address.
const LOOKED_THROUGH: u64 = 2_000;

/// What is proposed, in words that are finished.
#[derive(Serialize)]
struct Proposed {
    /// How many there are.
    told: String,
    found: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Suggestion {
    title: String,
    /// Of what kind it is, and how large.
    note: String,
    href: String,
    /// Where the picture is. Empty: it is none.
    picture: String,
    /// What it shows, as it was said when it was sent.
    shows: String,
}

/// Those whose name, or what they show, holds `q`.
pub async fn suggestions(ask: Ask) -> Result<Download, AppError> {
    let lang = ask.lang();
    let found = crate::wiki::spaces::load::found(&ask.request, ask.param("space")).await?;
    let files = ask.request.read().files_in(found.space.id, 0, LOOKED_THROUGH).await;
    let (files, _) = files.map_err(|error| ask.request.answer(error))?;
    let asked = folded(ask.query("q").trim());
    let fits = |line: &FileLine| {
        let shows = line.media.alt.as_ref().map(ToString::to_string).unwrap_or_default();
        let holds = |text: &str| folded(text).contains(&asked);
        holds(within(&found.space, &line.media.name)) || holds(&shows)
    };
    let fitting: Vec<_> = files.iter().filter(|line| fits(line)).collect();
    let one = |line: &&FileLine| {
        let media = &line.media;
        let href = format!("/fichiers/{}", media.name);
        let end = end_of(&media.name).unwrap_or_default().to_uppercase();
        Suggestion {
            title: within(&found.space, &media.name).to_owned(),
            note: format!("{end} · {}", size(lang, line.size)),
            picture: if is_picture(&media.name) { href.clone() } else { String::new() },
            href,
            shows: media.alt.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    };
    let more = fitting.len().saturating_sub(MOST);
    let told = match (fitting.len(), more) {
        (0, _) if files.is_empty() => texts::files::none(lang).to_owned(),
        (0, _) => texts::editor::file_none(lang).to_owned(),
        (all, 0) => texts::files::many(lang, i64::try_from(all).unwrap_or(i64::MAX)),
        (_, more) => texts::editor::file_more(lang, i64::try_from(more).unwrap_or(i64::MAX)),
    };
    let found = fitting.iter().take(MOST).map(one).collect();
    let body = serde_json::to_string(&Proposed { told, found });
    Ok(Download {
        name: "propositions.json".to_owned(),
        kind: "application/json".to_owned(),
        body: body.map_err(|error| AppError::Unexpected(error.to_string()))?,
    })
}
