//! Moving in: what another wiki's folder holds of a page, or of a media file, becomes ours, once, however often it is done.

pub use super::files::{Media, Version};

use super::{Page, Revision};
use crate::act::{Change, Outcome};
use crate::ids::{MediaId, PageId, SpaceId};
use crate::text::Title;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A file of a DokuWiki data folder that came with a page or a media file: what leaves again is as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MovedFile {
    /// In the folder, unique.
    pub path: String,
    pub of: Owner,
    /// The revision, or the version, that it was.
    pub state: Option<Uuid>,
    /// Unpacked. None: those of its state.
    pub bytes: Option<Vec<u8>>,
    /// When it was written, in seconds since 1970, where that matters.
    pub written: Option<i64>,
}

/// With what a moved file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Owner {
    Page(PageId),
    Media(MediaId),
}

/// Some states of one page or one media file, in order, that are to be moved in.
#[derive(Clone, Debug, PartialEq)]
pub struct Arriving<T, S> {
    pub id: T,
    /// The address that it would have.
    pub wanted: String,
    /// Each with the file that it was.
    pub states: Vec<(S, Option<MovedFile>)>,
    /// With the last ones, whether anything is shown, and the other files.
    pub end: Option<(bool, Vec<MovedFile>)>,
}

/// What is here already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Which states the files that were moved in with it were, by their paths.
    pub files: BTreeMap<String, Option<Uuid>>,
    /// Its states.
    pub states: BTreeSet<Uuid>,
    /// One of them at least was made here, by somebody: what is shown is theirs to say.
    pub changed_here: bool,
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    /// The address that it has.
    pub slug: String,
    /// How many states are new here.
    pub new: usize,
    /// How many are not as they were when they were first moved in: the first ones stay.
    pub otherwise: usize,
    /// It was changed here since it was moved in: it goes on showing that.
    pub changed_here: bool,
}

/// What of it is new here.
struct News<S> {
    states: Vec<S>,
    files: Vec<MovedFile>,
    otherwise: usize,
}

impl Standing {
    fn leave_out<S>(
        &self,
        states: Vec<(S, Option<MovedFile>)>,
        id: impl Fn(&S) -> Uuid,
    ) -> News<S> {
        let mut news = News { states: Vec::new(), files: Vec::new(), otherwise: 0 };
        for (state, file) in states {
            let before = file.as_ref().and_then(|file| self.files.get(&file.path));
            if before.is_some_and(|before| *before != Some(id(&state))) {
                news.otherwise += 1;
            } else if !self.states.contains(&id(&state)) {
                news.states.push(state);
                news.files.extend(file);
            }
        }
        news
    }
}

/// Moves some states of a page in. `slug` is an address that is free, or the page's own; `newest`, the number of its newest
/// state here.
pub fn page_arrives(
    arriving: Arriving<PageId, Revision>,
    standing: &Standing,
    (page, newest): (Option<Page>, u32),
    (space, slug): (SpaceId, String),
) -> Outcome<Arrived> {
    let Arriving { id, states, end, .. } = arriving;
    let shown = states.last().map(|(revision, _)| revision.clone());
    let News { states, mut files, otherwise } =
        standing.leave_out(states, |revision| revision.id.0);
    let changed_here = standing.changed_here;
    let arrived = Arrived { slug: slug.clone(), new: states.len(), otherwise, changed_here };
    let mut outcome = Outcome::of(arrived);
    let page = page.unwrap_or_else(|| {
        let title = shown.as_ref().map(|shown| shown.title.clone());
        let title = title.unwrap_or_else(|| Title::stored(slug.clone()));
        let page = Page { id, space, slug, title, published: None, draft: None };
        outcome.changes.push(Change::Page(page.clone()));
        page
    });
    for (number, revision) in (newest.saturating_add(1)..).zip(states) {
        outcome = outcome.change(Change::Revision(Revision { number, ..revision }));
    }
    if let (Some((is_shown, beside)), Some(last)) = (end, shown) {
        let published = is_shown.then_some(last.id);
        let news = outcome.answer.new > 0 || page.published != published;
        if news && otherwise == 0 && !changed_here {
            let title = last.title.clone();
            let leads_to = if is_shown {
                last.leads_to(&page.slug)
            } else {
                Change::PageLinks(id, Vec::new())
            };
            let page = Page { title, published, ..page };
            outcome = outcome.change(Change::Page(page)).change(leads_to);
        }
        files.extend(beside);
    }
    files.into_iter().fold(outcome, |outcome, file| outcome.change(Change::MovedFile(file)))
}

/// Moves some versions of a media file in. `name` is an address that is free, or its own.
pub fn media_arrives(
    arriving: Arriving<MediaId, Version>,
    standing: &Standing,
    media: Option<Media>,
    (space, name): (SpaceId, String),
) -> Outcome<Arrived> {
    let Arriving { id, states, end, .. } = arriving;
    let last = states.last().map(|(version, _)| version.id);
    let News { states, mut files, otherwise } = standing.leave_out(states, |version| version.id.0);
    let changed_here = standing.changed_here;
    let arrived = Arrived { slug: name.clone(), new: states.len(), otherwise, changed_here };
    let mut outcome = Outcome::of(arrived);
    let media = media.unwrap_or_else(|| {
        let media = Media { id, name, space, alt: None, shown: None };
        outcome.changes.push(Change::Media(media.clone()));
        media
    });
    outcome.changes.extend(states.into_iter().map(Change::Version));
    if let Some((is_shown, beside)) = end {
        let shown = last.filter(|_| is_shown);
        if media.shown != shown && otherwise == 0 && !changed_here {
            outcome = outcome.change(Change::Media(Media { shown, ..media }));
        }
        files.extend(beside);
    }
    files.into_iter().fold(outcome, |outcome, file| outcome.change(Change::MovedFile(file)))
}

#[cfg(test)]
mod tests;
