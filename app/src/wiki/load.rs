//! What the wiki's pages show.

pub use super::draw::Known;
use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::ids::TestimonyId;
use domain::wiki::fact::Facts;
use domain::wiki::markup::{Document, parse};
use domain::wiki::{Circles, Page, Space, Testimony, TestimonyState, links};

/// A published testimony, as its card tells it.
pub struct Story {
    pub id: TestimonyId,
    pub title: String,
    pub slug: String,
    pub association: String,
    /// When it was published.
    pub at: DateTime<Utc>,
    /// Its first paragraph.
    pub summary: Option<String>,
}

/// A page as published.
pub struct Shown {
    pub page: Page,
    pub document: Document,
    /// When this revision was written.
    pub at: DateTime<Utc>,
    /// The number of this revision.
    pub number: u32,
    pub known: Known,
    /// Whether who asks may write it.
    pub writes: bool,
    /// Whether who asks may see what it was before.
    pub remembers: bool,
    pub testimony: Option<Told>,
    /// What its association agreed to tell of its journey.
    pub facts: Facts,
}

/// Who testifies on a page, and what it started.
pub struct Told {
    pub id: TestimonyId,
    pub association: String,
    pub at: DateTime<Utc>,
    /// How many journeys it inspired.
    pub inspired: u64,
}

/// A table of contents of the wiki: published pages, by title.
pub async fn pages(request: &Request) -> Result<Vec<Page>, AppError> {
    request.read().published_pages().await.map_err(|e| request.answer(e))
}

/// The addresses of the pages that this one leads to, and that who asks may read.
pub async fn known(request: &Request, document: &Document, slug: &str) -> Result<Known, AppError> {
    request.read().known_among(links(document, slug)).await.map_err(|e| request.answer(e))
}

/// Errors: `NotFound` for a page that does not exist, that nobody published, or that is not for who asks; `Moved`, where
/// it had that address before.
pub async fn shown(request: &Request, slug: &str) -> Result<Shown, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let Some(page) = rows.page_by_slug(slug).await.map_err(fail)? else {
        let moved = rows.page_once_at(slug).await.map_err(fail)?.ok_or(AppError::NotFound)?;
        // Whoever may not read it learns nothing of where it went.
        readable(request, &moved).await?;
        return Err(AppError::Moved(format!("/wiki/{}", moved.slug)));
    };
    let (space, circles) = readable(request, &page).await?;
    let published = page.published.ok_or(AppError::NotFound)?;
    let revision = rows.revision(published).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let testimony = rows.testimony_on(page.id).await.map_err(fail)?;
    let (testimony, facts) = match testimony.filter(|t| t.state == TestimonyState::Published) {
        Some(testimony) => {
            let consents = rows.consents(testimony.id).await.map_err(fail)?;
            (Some(told(request, testimony).await?), Facts::told(consents))
        }
        None => (None, Facts::default()),
    };
    let document = parse(revision.source.as_str());
    Ok(Shown {
        known: known(request, &document, &page.slug).await?,
        document,
        at: revision.at,
        number: revision.number,
        writes: space.writer(&request.actor, &circles).is_ok(),
        remembers: space.remembers(&request.actor, &circles),
        page,
        testimony,
        facts,
    })
}

/// The space of a page that who asks may read.
async fn readable(request: &Request, page: &Page) -> Result<(Space, Circles), AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let space = rows.space(page.space).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let circles = rows.circles().await.map_err(fail)?;
    if space.shows(&request.actor, &circles) {
        Ok((space, circles))
    } else {
        Err(AppError::NotFound)
    }
}

async fn told(request: &Request, testimony: Testimony) -> Result<Told, AppError> {
    let rows = request.read();
    let association = rows.association(testimony.association).await;
    let association = association.map_err(|e| request.answer(e))?.ok_or(AppError::NotFound)?;
    let inspired = rows.inspired_by(testimony.id).await.map_err(|e| request.answer(e))?;
    Ok(Told {
        id: testimony.id,
        association: association.name.to_string(),
        at: testimony.since,
        inspired,
    })
}

/// Published testimonies, newest first.
pub async fn stories(request: &Request) -> Result<Vec<Story>, AppError> {
    let all = request.read().published_testimonies().await.map_err(|e| request.answer(e))?;
    let mut stories = Vec::with_capacity(all.len());
    for (testimony, page) in all {
        stories.push(story(request, testimony, page).await?);
    }
    Ok(stories)
}

/// The testimony published last.
pub async fn newest_story(request: &Request) -> Result<Option<Story>, AppError> {
    let all = request.read().published_testimonies().await.map_err(|e| request.answer(e))?;
    match all.into_iter().next() {
        Some((testimony, page)) => Ok(Some(story(request, testimony, page).await?)),
        None => Ok(None),
    }
}

async fn story(request: &Request, testimony: Testimony, page: Page) -> Result<Story, AppError> {
    let rows = request.read();
    let association = rows.association(testimony.association).await;
    let association = association.map_err(|e| request.answer(e))?;
    let revision = match page.published {
        Some(published) => rows.revision(published).await.map_err(|e| request.answer(e))?,
        None => None,
    };
    Ok(Story {
        id: testimony.id,
        title: page.title.to_string(),
        slug: page.slug,
        association: association.map(|a| a.name.to_string()).unwrap_or_default(),
        at: testimony.since,
        summary: revision.and_then(|revision| parse(revision.source.as_str()).first_paragraph()),
    })
}
