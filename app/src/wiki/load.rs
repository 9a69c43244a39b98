//! What the wiki's pages show.

pub use super::draw::Known;

use super::care::load::{Care, care};
use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::ids::TestimonyId;
use domain::wiki::fact::Facts;
use domain::wiki::markup::{Document, parse};
use domain::wiki::{Page, Space, Testimony, TestimonyState, links};
use store::{Listed, Reach};

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
    pub space: Space,
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
    pub care: Care,
}

/// Who testifies on a page, and what it started.
pub struct Told {
    pub id: TestimonyId,
    pub association: String,
    pub at: DateTime<Utc>,
    /// How many journeys it inspired.
    pub inspired: u64,
}

/// A space, with its pages that changed last.
pub struct Indexed {
    pub listed: Listed,
    pub pages: Vec<Page>,
}

/// How many pages of a space the wiki's own page names.
const INDEXED: u64 = 8;

/// The spaces that who asks may read and that hold a page, each with those that changed last.
pub async fn index(request: &Request) -> Result<Vec<Indexed>, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let reach = rows.reach().await.map_err(fail)?;
    let shown = |space: &Space| space.shows(&request.actor, &reach.circles);
    let shown = reach.spaces.iter().filter(|space| shown(space)).cloned().collect();
    let mut index = Vec::new();
    for listed in rows.listed(shown).await.map_err(fail)? {
        if listed.pages > 0 {
            let pages = rows.last_written(listed.space.id, INDEXED).await.map_err(fail)?;
            index.push(Indexed { listed, pages });
        }
    }
    Ok(index)
}

/// The addresses of the pages that this one leads to, and that who asks may read.
pub async fn known(request: &Request, document: &Document, slug: &str) -> Result<Known, AppError> {
    let rows = request.read();
    let reach = rows.reach().await.map_err(|e| request.answer(e))?;
    rows.known_among(links(document, slug), &reach).await.map_err(|e| request.answer(e))
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
    let (space, reach) = readable(request, &page).await?;
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
    let care = care(request, &page, &revision, &space, &reach.circles).await?;
    let document = parse(revision.source.as_str());
    Ok(Shown {
        care,
        known: rows.known_among(links(&document, &page.slug), &reach).await.map_err(fail)?,
        document,
        at: revision.at,
        number: revision.number,
        writes: space.writer(&request.actor, &reach.circles).is_ok(),
        remembers: space.remembers(&request.actor, &reach.circles),
        space,
        page,
        testimony,
        facts,
    })
}

/// The space of a page that who asks may read, and all that they may.
async fn readable(request: &Request, page: &Page) -> Result<(Space, Reach), AppError> {
    let reach = request.read().reach().await.map_err(|error| request.answer(error))?;
    let space = reach.space(page.space).cloned().ok_or(AppError::NotFound)?;
    let shown = space.shows(&request.actor, &reach.circles);
    shown.then_some((space, reach)).ok_or(AppError::NotFound)
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
