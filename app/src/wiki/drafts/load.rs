//! What is known of drafts, by those who see them.

use crate::calendar::load::address;
use crate::error::AppError;
use crate::links::sign;
use crate::request::Request;
use crate::wiki::load::{Files, Known};
use chrono::{DateTime, Utc};
use domain::accounts::{Actor, Bearer, Purpose};
use domain::ids::PageId;
use domain::wiki::draft::{DraftHat, DraftLink, Sees};
use domain::wiki::markup::{Document, parse};
use domain::wiki::{Page, Space, files_of, links};
use store::{DraftLine, Tx, WriteError};

/// How many drafts their author's list tells.
const DRAFTS: u64 = 50;

/// A draft, as who asks sees it.
pub struct Shown {
    pub page: Page,
    pub space: Space,
    pub sees: Sees,
    pub document: Document,
    /// When it was last written.
    pub at: DateTime<Utc>,
    pub known: Known,
    pub files: Files,
    /// Whether who asks may write in its space, too.
    pub writes: bool,
    /// Whether it is read over before it is shown, once it is published.
    pub reviewed: bool,
    /// By name. None: its author goes by none any more.
    pub author: Option<String>,
    /// The link that shows it, while it does.
    pub link: Option<DraftLink>,
}

/// A draft at its own address.
///
/// Errors: `NotFound`, also where whether it exists is private.
pub async fn at(request: &Request, slug: &str) -> Result<Shown, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let page = rows.page_by_slug(slug).await.map_err(fail)?;
    let page = page.filter(|page| page.draft.is_some()).ok_or(AppError::NotFound)?;
    let link = rows.draft_link_of(page.id).await.map_err(fail)?;
    shown(request, page, link).await
}

/// The draft that the link which was opened shows.
///
/// Errors: `LinkExpired`, also where the link was taken back, or is for something else.
pub async fn by_link(request: &Request) -> Result<Shown, AppError> {
    let Actor::Bearer(Bearer { purpose: Purpose::ReadDraft(id), .. }) = request.actor else {
        return Err(AppError::LinkExpired);
    };
    let rows = request.read();
    let fail = |error| request.answer(error);
    let link = rows.draft_link(id).await.map_err(fail)?.ok_or(AppError::LinkExpired)?;
    let page = rows.page(link.page).await.map_err(fail)?.ok_or(AppError::LinkExpired)?;
    shown(request, page, Some(link)).await
}

async fn shown(request: &Request, page: Page, link: Option<DraftLink>) -> Result<Shown, AppError> {
    let hat = page.draft_seen(&request.actor, link.as_ref(), request.now)?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let reach = rows.reach().await.map_err(fail)?;
    let space = reach.space(page.space).cloned().ok_or(AppError::NotFound)?;
    let head = rows.last_revision(page.id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let names = rows.person_names(page.draft).await.map_err(fail)?;
    let document = parse(head.source.as_str());
    let writer = space.writer_of(&page, &request.actor, &reach.circles);
    Ok(Shown {
        // Of what it leads to and shows, who reads it is told what they could see anyway.
        known: rows.known_among(links(&document, &page.slug), &reach).await.map_err(fail)?,
        files: rows.files_among(files_of(&document, &page.slug), &reach).await.map_err(fail)?,
        reviewed: space.reviewed && !writer.is_ok_and(|writer| writer.reviews()),
        writes: writer.is_ok(),
        author: page.draft.and_then(|author| names.get(&author).cloned()),
        link: link.filter(|link| link.is_open(request.now)),
        sees: hat.sees(),
        at: head.at,
        document,
        space,
        page,
    })
}

/// The path that shows a draft, and its whole address.
pub fn link_addresses(request: &Request, link: &DraftLink) -> (String, String) {
    let bearer = Bearer { purpose: Purpose::ReadDraft(link.id), until: link.until };
    let path = format!("/brouillon/{}", sign(&request.state.link_key, &bearer));
    let whole = address(request, &path);
    (path, whole)
}

/// One's own drafts, the one written last first.
pub async fn own(request: &Request) -> Result<Vec<DraftLine>, AppError> {
    request.read().own_drafts(DRAFTS).await.map_err(|error| request.answer(error))
}

/// A draft that who acts sees, locked.
pub async fn seen(tx: &Tx<'_>, page: PageId) -> Result<(Page, DraftHat), WriteError> {
    let page = tx.page(page).await?.ok_or(WriteError::Missing)?;
    let link = tx.draft_link_of(page.id).await?;
    let hat = page.draft_seen(tx.actor(), link.as_ref(), tx.act().at)?;
    Ok((page, hat))
}
