//! Publishing a draft, showing it by a link, throwing it away.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Makes a draft a page of its space.
#[server(prefix = "/api", endpoint = "publish_page")]
pub async fn publish_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
) -> Result<Done, AppError> {
    use super::load::seen;
    use crate::request::{current, id};
    use crate::wiki::edit::load::{said, writer_of};
    use domain::ids::PageId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let page: PageId = id(&page)?;
    let (saved, slug) = request
        .write(&command, page, |tx, page| {
            Box::pin(async move {
                let (page, hat) = seen(tx, page).await?;
                hat.author()?;
                let (space, writer) = writer_of(tx, &page).await?;
                let head = tx.last_revision(page.id).await?.ok_or(WriteError::Missing)?;
                let act = tx.act().wearing(&writer);
                let published = page.publish(&act, &writer, &space, &head)?;
                Ok(published.map(|saved| (saved, page.slug)))
            })
        })
        .await?;
    Ok(said(saved, &slug, None))
}

/// Makes a link by which anybody reads a draft; the one of before leads nowhere any more.
#[server(prefix = "/api", endpoint = "share_page")]
pub async fn share_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
) -> Result<Done, AppError> {
    use super::load::seen;
    use crate::request::{current, id};
    use domain::ids::PageId;

    let request = current()?;
    request.actor.signed()?;
    let page: PageId = id(&page)?;
    let slug = request
        .write(&command, page, |tx, page| {
            Box::pin(async move {
                let (page, hat) = seen(tx, page).await?;
                Ok(page.share(&tx.act().wearing(&hat), &hat)?.map(|()| page.slug))
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}"), "draft_shared"))
}

/// Takes the link of a draft back: it leads nowhere any more.
#[server(prefix = "/api", endpoint = "unshare_page")]
pub async fn unshare_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
) -> Result<Done, AppError> {
    use super::load::seen;
    use crate::request::{current, id};
    use domain::ids::PageId;
    use domain::wiki::draft::Sees;

    let request = current()?;
    request.actor.signed()?;
    let page: PageId = id(&page)?;
    let (own, slug) = request
        .write(&command, page, |tx, page| {
            Box::pin(async move {
                let (page, hat) = seen(tx, page).await?;
                let own = hat.sees() == Sees::Author;
                Ok(page.unshare(&hat)?.map(|()| (own, page.slug)))
            })
        })
        .await?;
    // Who organizes the wiki sees it no more.
    let next = if own { format!("/wiki/{slug}") } else { "/wiki".to_owned() };
    Ok(Done::saying(next, "draft_unshared"))
}

/// Throws a draft away: nothing is kept of it.
#[server(prefix = "/api", endpoint = "discard_page")]
pub async fn discard_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
) -> Result<Done, AppError> {
    use super::load::seen;
    use crate::request::{current, id};
    use domain::ids::PageId;

    let request = current()?;
    request.actor.signed()?;
    let page: PageId = id(&page)?;
    request
        .write(&command, page, |tx, page| {
            Box::pin(async move {
                let (page, hat) = seen(tx, page).await?;
                Ok(page.discard(&hat)?)
            })
        })
        .await?;
    Ok(Done::saying("/wiki", "page_draft_discarded"))
}
