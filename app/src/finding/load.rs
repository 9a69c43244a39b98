//! What answers a question.

use crate::error::AppError;
use crate::request::Request;
use domain::finding::{Kind, Question};
use store::{Hits, Wanted, Window};

/// How many answers a page shows.
pub const PAGE: u64 = 10;
/// Nobody reads further.
const PAGES_MAX: u64 = 100;

/// What was found, and for which words.
pub struct Answer {
    /// As it was read.
    pub asked: Question,
    /// What was looked for in its place: no text has one of its words, and this was likely meant.
    pub meant: Option<Question>,
    /// No text has all of the words: these have some.
    pub partly: bool,
    pub hits: Hits,
    /// From 1.
    pub page: u64,
}

impl Answer {
    /// The words that were looked for in the end.
    pub fn looked_for(&self) -> &Question {
        self.meant.as_ref().unwrap_or(&self.asked)
    }
}

/// Answers what was typed. Slips are mended, and some of the words are better than nothing, only where nothing has them all.
pub async fn answer(
    request: &Request,
    typed: &str,
    kind: Option<Kind>,
    page: &str,
) -> Result<Answer, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let page = page.parse().unwrap_or(1).clamp(1, PAGES_MAX);
    let window = Window { kind, skip: (page - 1) * PAGE, most: PAGE };
    let asked = Question::read(typed);
    let hits = rows.find(&asked, Wanted::All, window).await.map_err(fail)?;
    let mut answer = Answer { asked, meant: None, partly: false, hits, page };
    if answer.hits.total() > 0 || answer.asked.is_empty() {
        return Ok(answer);
    }
    answer.meant = rows.mended(&answer.asked).await.map_err(fail)?;
    if let Some(meant) = &answer.meant {
        answer.hits = rows.find(meant, Wanted::All, window).await.map_err(fail)?;
    }
    if answer.hits.total() == 0 && answer.looked_for().words.len() > 1 {
        answer.hits = rows.find(answer.looked_for(), Wanted::Any, window).await.map_err(fail)?;
        answer.partly = answer.hits.total() > 0;
    }
    Ok(answer)
}
