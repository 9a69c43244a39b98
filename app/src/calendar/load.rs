//! What calendars and news are told.

use crate::error::AppError;
use crate::request::Request;
use crate::routes::{Ask, href};
use crate::workshops::load::Wanted;
use chrono::Duration;
use domain::calendar::{BACK, is_public};
use domain::workshops::Entry;

/// How far ahead they look.
const AHEAD: Duration = Duration::days(400);

/// The dates that everybody may know, recent or to come, soonest first: those that the page of the agenda would show
/// with the same query.
pub async fn dates(ask: &Ask) -> Result<Vec<Entry>, AppError> {
    let (request, now) = (&ask.request, ask.request.now);
    let wanted = Wanted::from_code(ask.query("genre"));
    let theme = store::questionnaire().theme(ask.query("theme"));
    let agenda = request.read().agenda(now - BACK, now + AHEAD, now).await;
    let agenda = agenda.map_err(|error| request.answer(error))?;
    let dates = agenda.into_iter().map(|at| at.entry).filter(|at| is_public(at, now));
    let dates = dates.filter(|at| wanted.is_none_or(|wanted| wanted.takes(at)));
    let on_theme = |at: &Entry| theme.is_none_or(|t| at.theme.as_ref() == Some(&t.key));
    Ok(dates.filter(on_theme).collect())
}

/// The whole address of one of our pages.
pub fn address(request: &Request, path: &str) -> String {
    format!("{}{}", request.state.public_url, href(request.lang, path))
}
