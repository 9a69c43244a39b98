//! `/recherche/propositions`: titles that begin as what is being typed, for the scripts of a field. Who asks is part of the
//! question, as in every search.

use crate::error::{AppError, Download};
use crate::routes::Ask;
use domain::finding::{Kind, Question};
use serde::Serialize;
use store::{Hit, Wanted, Window};

/// How many titles are proposed: as many as one reads at a glance.
const MOST: u64 = 6;

/// What is proposed, in words that are finished.
#[derive(Serialize)]
struct Proposed {
    /// Names the list.
    label: &'static str,
    /// How many there are: for who does not see the list.
    told: String,
    found: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Suggestion {
    title: String,
    kind: &'static str,
    href: String,
}

/// What `q` begins; only pages of the wiki, their stories included, where `genre` is `wiki`.
pub async fn suggestions(ask: Ask) -> Result<Download, AppError> {
    let (lang, asked) = (ask.lang(), Question::read(ask.query("q").trim()));
    let kinds: &[Option<Kind>] = match ask.query("genre") {
        "wiki" => &[Some(Kind::Page), Some(Kind::Testimony)],
        _ => &[None],
    };
    let mut hits: Vec<Hit> = Vec::new();
    for kind in kinds {
        let window = Window { kind: *kind, skip: 0, most: MOST };
        let found = ask.request.read().find(&asked, Wanted::Begun, window).await;
        hits.extend(found.map_err(|error| ask.request.answer(error))?.hits);
    }
    let one = |hit: Hit| Suggestion {
        title: hit.title,
        kind: texts::found_kind::of(lang, hit.kind.code()),
        href: ask.href(&hit.address),
    };
    let found: Vec<_> = hits.into_iter().take(MOST as usize).map(one).collect();
    let told = match found.len() {
        0 => texts::search::none_suggested(lang).to_owned(),
        some => texts::search::suggested(lang, some as i64),
    };
    let proposed = Proposed { label: texts::search::suggestions(lang), told, found };
    let body = serde_json::to_string(&proposed);
    Ok(Download {
        name: "propositions.json".to_owned(),
        kind: "application/json".to_owned(),
        body: body.map_err(|error| AppError::Unexpected(error.to_string()))?,
    })
}
