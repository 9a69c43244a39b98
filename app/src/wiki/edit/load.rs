//! What writing a page needs to know.

use crate::error::{AppError, Done};
use crate::request::Request;
use domain::text::{Fault, Faults, Source, Summary, Title, unless_empty};
use domain::wiki::markup::slug;
use domain::wiki::merge::{Choice, merge};
use domain::wiki::{Edit, Naming, Page, Revision, Saved, Space, WriterHat};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Tx, WriteError};

/// The most characters of an address.
const ADDRESS_MAX: u32 = 200;

/// An address as typed, or a title that one is made of.
pub fn address(typed: &str) -> Result<String, Fault> {
    let slug = slug(typed);
    match slug.chars().count() {
        0 => Err(Fault::Missing),
        long if long > ADDRESS_MAX as usize => Err(Fault::TooLong { max: ADDRESS_MAX }),
        _ => Ok(slug),
    }
}

/// What an author typed, if nothing of it is to be mended.
pub fn edit(
    title: &str,
    source: &str,
    summary: &str,
    minor: &str,
    faults: &mut Faults,
) -> Option<Edit> {
    let title = faults.take("title", Title::parse(title));
    let source = faults.take("source", Source::parse(source));
    let summary = faults.take("summary", unless_empty(summary, Summary::parse));
    Some(Edit { title: title?, source: source?, summary: summary?, minor: minor == "yes" })
}

/// What is said once it was saved.
pub fn said(saved: Saved, slug: &str) -> Done {
    let said = match saved {
        Saved::Shown => "page_saved",
        Saved::Merged => "page_merged",
        Saved::ToBeRead => "page_to_be_read",
        Saved::Same => "page_same",
    };
    Done::saying(format!("/wiki/{slug}"), said)
}

/// The proof that who acts may write in this space.
pub async fn writer_at(tx: &Tx<'_>, space: &Space) -> Result<WriterHat, WriteError> {
    Ok(space.writer(tx.actor(), &tx.circles().await?)?)
}

/// The space of a page, and the proof that who acts may write in it.
pub async fn writer_of(tx: &Tx<'_>, page: &Page) -> Result<(Space, WriterHat), WriteError> {
    let space = tx.space(page.space).await?.ok_or(WriteError::Missing)?;
    let writer = writer_at(tx, &space).await?;
    Ok((space, writer))
}

/// What a person decided where two people had changed the same words. Each choice is named by the state that they saw and
/// by its place, so that a choice is never taken for that of another conflict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    pub choice: BTreeMap<String, String>,
    pub words: BTreeMap<String, String>,
}

impl Decided {
    /// The name of a choice.
    pub fn name(seen: &Revision, place: usize) -> String {
        format!("{}-{place}", seen.number)
    }

    /// The text, once what was written over `base` and what was `seen` saved meanwhile are put together.
    pub fn text(&self, base: &Revision, seen: &Revision, mine: &str) -> Result<Source, Faults> {
        let merged = merge(base.source.as_str(), seen.source.as_str(), mine);
        let mut faults = Faults::default();
        let mut choices = Vec::new();
        for place in 0..merged.conflicts().count() {
            let name = Self::name(seen, place);
            let typed = |typed: &BTreeMap<String, String>| typed.get(&name).cloned();
            let words = typed(&self.words).unwrap_or_default();
            let choice = Choice::parse(&typed(&self.choice).unwrap_or_default(), &words);
            let field = format!("choice[{name}]");
            choices.extend(faults.take(&field, choice.ok_or(Fault::Missing)));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let text = merged.decide(&choices).unwrap_or_default();
        Source::parse(&text).map_err(|fault| Faults::one("source", fault))
    }
}

/// A page in the hands of who may write it.
pub struct Written {
    pub page: Page,
    pub space: Space,
    pub writer: WriterHat,
    /// Its newest state, shown or not.
    pub head: Revision,
}

/// A page to be written.
///
/// Errors: `SignIn`, `NotYours`; `NotFound`, also where whether it exists is private.
pub async fn written(request: &Request, slug: &str) -> Result<Written, AppError> {
    request.actor.signed()?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let page = rows.page_by_slug(slug).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let space = rows.space(page.space).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let writer = space.writer(&request.actor, &rows.circles().await.map_err(fail)?)?;
    let head = rows.last_revision(page.id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    Ok(Written { page, space, writer, head })
}

/// The space where a page of this address would stand, and the proof that who asks may write in it.
pub async fn place(request: &Request, slug: &str) -> Result<(Space, WriterHat), AppError> {
    request.actor.signed()?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let spaces = rows.spaces().await.map_err(fail)?;
    let space = Space::of(&spaces, slug).ok_or(AppError::NotFound)?;
    let writer = space.writer(&request.actor, &rows.circles().await.map_err(fail)?)?;
    Ok((space.clone(), writer))
}

/// The pages whose links can follow this one, itself included: shown as they stand newest, and written by who acts.
pub async fn naming(tx: &Tx<'_>, page: &Page) -> Result<Vec<Naming>, WriteError> {
    let mut naming = Vec::new();
    let leading = tx.leading_to(&page.slug).await?.into_iter().map(|other| other.id);
    for id in std::iter::once(page.id).chain(leading.filter(|id| *id != page.id)) {
        // Locked, and as it is now.
        let Some(other) = tx.page(id).await? else { continue };
        let Some(head) = tx.last_revision(id).await? else { continue };
        let writes = writer_of(tx, &other).await.is_ok();
        if writes && other.published == Some(head.id) {
            naming.push((other, head));
        }
    }
    Ok(naming)
}
