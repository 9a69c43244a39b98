//! Which templates there are, and what a page that begins as one says.

use crate::error::AppError;
use crate::request::Request;
use crate::ui::fields::Returned;
use domain::wiki::Page;
use domain::wiki::template::{Blanks, fill, kind, under};
use leptos::prelude::use_context;
use texts::dates;

/// The form in which one chooses.
pub const FORM: &str = "begin_page";

/// Those for a page of this address that who asks may read, by title.
pub async fn offered(request: &Request, address: &str) -> Result<Vec<Page>, AppError> {
    let rows = request.read();
    let reach = rows.reach().await.map_err(|error| request.answer(error))?;
    rows.pages_under(&under(address), &reach).await.map_err(|error| request.answer(error))
}

/// The template at this address, if there is one for who asks.
pub async fn template(request: &Request, slug: &str) -> Result<Option<Page>, AppError> {
    let Some(kind) = kind(slug) else { return Ok(None) };
    let rows = request.read();
    let reach = rows.reach().await.map_err(|error| request.answer(error))?;
    let there = rows.pages_under(&[kind.to_owned()], &reach).await;
    let there = there.map_err(|error| request.answer(error))?;
    Ok(there.into_iter().find(|page| page.slug == slug))
}

/// A page that begins as the template that was chosen: its title and its text. None: nobody chose one.
pub async fn begun(request: &Request) -> Result<Option<(String, String)>, AppError> {
    let chosen = use_context::<Returned>().filter(|returned| returned.faults.is_empty());
    let Some(chosen) = chosen else { return Ok(None) };
    let typed = |name: &str| chosen.typed(FORM, name).map(|typed| typed.trim().to_owned());
    let (Some(title), Some(slug)) = (typed("title"), typed("template")) else { return Ok(None) };
    let Some(page) = template(request, &slug).await? else { return Ok(None) };
    let Some(shown) = page.published else { return Ok(None) };
    let revision = request.read().revision(shown).await.map_err(|error| request.answer(error))?;
    let Some(revision) = revision else { return Ok(None) };
    let date = dates::date(request.lang, request.now);
    let name = request.actor.signed()?.name.clone();
    let blanks = Blanks { page: &title, date: &date, name: &name };
    let text = fill(revision.source.as_str(), &blanks);
    Ok(Some((title, text)))
}
