//! What the wiki's pages show.

pub use super::draw::{Files, Known};

use super::care::load::{Care, care};
use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::ids::{AssociationId, TestimonyId};
use domain::wiki::fact::Facts;
use domain::wiki::lineage::{self, Branch};
use domain::wiki::markup::{Document, parse};
use domain::wiki::{Page, Space, Testimony, TestimonyState, files_of, links};
use store::{Listed, Reach, Rows, ShownStory, WriteError};

/// A published testimony, as its card tells it.
pub struct Story {
    pub id: TestimonyId,
    pub title: String,
    pub slug: String,
    /// Whose it is.
    pub of: AssociationId,
    pub association: String,
    /// When it was published.
    pub at: DateTime<Utc>,
    /// Its first paragraph.
    pub summary: Option<String>,
    /// What its page shows of its association's journey.
    pub facts: Facts,
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
    pub files: Files,
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
    pub started: Branch,
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

/// Of a text at this address, the pages that it leads to and the files that it shows, among those that who asks may see.
pub async fn known(
    request: &Request,
    document: &Document,
    slug: &str,
) -> Result<(Known, Files), AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let reach = rows.reach().await.map_err(fail)?;
    let pages = rows.known_among(links(document, slug), &reach).await.map_err(fail)?;
    let files = rows.files_among(files_of(document, slug), &reach).await.map_err(fail)?;
    Ok((pages, files))
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
            (Some(told(request, testimony, &page).await?), Facts::told(consents))
        }
        None => (None, Facts::default()),
    };
    let care = care(request, &page, &revision, &space, &reach.circles).await?;
    let document = parse(revision.source.as_str());
    Ok(Shown {
        care,
        known: rows.known_among(links(&document, &page.slug), &reach).await.map_err(fail)?,
        files: rows.files_among(files_of(&document, &page.slug), &reach).await.map_err(fail)?,
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

async fn told(request: &Request, testimony: Testimony, page: &Page) -> Result<Told, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let association = rows.association(testimony.association).await.map_err(fail)?;
    let association = association.ok_or(AppError::NotFound)?.name.to_string();
    let (inspired, stories) = rows.led_to(testimony.id).await.map_err(fail)?;
    let journey = rows.journey_head(testimony.journey).await.map_err(fail)?;
    let first = lineage::Told {
        id: testimony.id,
        journey: journey.map_or(testimony.journey, |head| head.id),
        association: association.clone(),
        title: page.title.to_string(),
        slug: page.slug.clone(),
    };
    let started = Branch::grow(first, &inspired, &stories);
    Ok(Told { id: testimony.id, association, at: testimony.since, started })
}

/// How many stories are looked through: the newest.
pub const STORIES_MAX: u64 = 1_000;

/// Published testimonies, newest first.
pub async fn stories(request: &Request) -> Result<Vec<Story>, AppError> {
    let all = request.read().shown_stories(STORIES_MAX).await;
    let all = all.map_err(|error| request.answer(error))?;
    Ok(all.into_iter().map(story).collect())
}

/// The testimony published last.
pub async fn newest_story(request: &Request) -> Result<Option<Story>, AppError> {
    let newest = request.read().shown_stories(1).await;
    Ok(newest.map_err(|error| request.answer(error))?.pop().map(story))
}

/// A published testimony. None: there is none of this id, or it was taken back.
pub async fn story_of(request: &Request, id: TestimonyId) -> Result<Option<Story>, AppError> {
    let found = request.read().shown_story(id).await;
    Ok(found.map_err(|error| request.answer(error))?.map(story))
}

fn story(shown: ShownStory) -> Story {
    let document = parse(shown.source.as_str());
    Story {
        id: shown.testimony.id,
        title: shown.page.title.to_string(),
        slug: shown.page.slug,
        of: shown.testimony.association,
        association: shown.association,
        at: shown.testimony.since,
        summary: document.first_paragraph(),
        facts: shown.facts.on(&document),
    }
}

/// The testimony that gave somebody a wish, if it is published and not their own association's.
pub async fn inspiring(
    rows: &Rows<'_>,
    from: Option<TestimonyId>,
    own: Option<AssociationId>,
) -> Result<Option<TestimonyId>, WriteError> {
    let Some(from) = from else { return Ok(None) };
    let told = rows.testimony(from).await?;
    let told = told.filter(|one| one.state == TestimonyState::Published);
    Ok(told.filter(|one| Some(one.association) != own).map(|one| one.id))
}
