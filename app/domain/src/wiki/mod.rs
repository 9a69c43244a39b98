//! The wiki: pages, their revisions, the spaces that say whose they are, and the testimonies that start other journeys.

mod align;
pub mod at_work;
pub mod care;
pub mod diff;
pub mod dokuwiki;
pub mod draft;
mod editing;
pub mod encounter;
pub mod fact;
pub mod files;
pub mod gallery;
pub mod guide;
pub mod lineage;
mod links;
pub mod markup;
pub mod merge;
pub mod moving;
pub mod people;
mod renaming;
mod section;
pub mod sought;
mod space;
pub mod template;
mod testimony;
pub mod tools;

pub use editing::{Edit, Saved};
pub use links::{files_of, links};
pub use renaming::Naming;
pub use section::{Part, Section, section};
pub use space::{
    Around, Audience, Belonging, CaretakerHat, Circles, KeeperHat, ROOT, Space, TESTIMONIES,
    WORKSHOPS, WriterHat,
};
pub use testimony::{Testimony, TestimonyState, begin_testimony};

use crate::act::{Act, Change};
use crate::ids::{PageId, PersonId, RevisionId, SpaceId};
use crate::text::{Name, Source, Summary, Title};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A page of the wiki. What it says is in its revisions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    pub id: PageId,
    /// Who reads and writes it.
    pub space: SpaceId,
    /// Its address under `/wiki/`, unique.
    pub slug: String,
    pub title: Title,
    /// The revision shown. None: a page to be read before it is shown, or one that was put away, which those who write in
    /// its space see; or a draft.
    pub published: Option<RevisionId>,
    /// Whose draft it is: see [`draft`]. None: it is no draft, or no more.
    pub draft: Option<PersonId>,
}

/// One state of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    pub id: RevisionId,
    pub page: PageId,
    /// 1 for the first state of the page; each comes after the one before.
    pub number: u32,
    pub kind: RevisionKind,
    /// The page's title, once this state of it is shown.
    pub title: Title,
    /// In DokuWiki's markup.
    pub source: Source,
    /// Why, in its author's words.
    pub summary: Option<Summary>,
    /// Who wrote it. None: the product, or somebody who has no account here.
    pub by: Option<PersonId>,
    /// Who wrote it elsewhere, by name: it came with the wiki that it was written in.
    pub author: Option<Name>,
    pub at: DateTime<Utc>,
    /// What its author had read, where somebody else had saved another meanwhile: this one holds both.
    pub read: Option<RevisionId>,
}

/// What a revision did to its page: DokuWiki's five kinds, and one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RevisionKind {
    Created,
    Edited,
    /// A slip was mended: those who follow the page need not be told.
    Minor,
    /// The page was put away.
    Archived,
    /// An earlier state came back.
    Restored,
    /// Who read it over gave it back to its author, to be changed before it is shown: the summary says what.
    GivenBack,
}

impl RevisionKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Created, Self::Edited, Self::Minor, Self::Archived, Self::Restored, Self::GivenBack];

    /// Those after which a page waits for nobody who reads it over, until somebody saves it again.
    pub const ASIDE: [Self; 2] = [Self::Archived, Self::GivenBack];

    /// The name in the database and in the catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Edited => "edited",
            Self::Minor => "minor",
            Self::Archived => "archived",
            Self::Restored => "restored",
            Self::GivenBack => "given_back",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Revision {
    /// The first state of a page.
    pub fn first(act: &Act, page: PageId, title: Title, source: Source) -> Self {
        Self {
            id: act.id().into(),
            page,
            number: 1,
            kind: RevisionKind::Created,
            title,
            source,
            summary: None,
            by: act.who.person(),
            author: None,
            at: act.at,
            read: None,
        }
    }

    /// The state that comes after this one.
    pub fn next(&self, act: &Act, title: Title, source: Source) -> Self {
        let number = self.number.saturating_add(1);
        let kind = RevisionKind::Edited;
        Self { number, kind, ..Self::first(act, self.page, title, source) }
    }

    /// Whether no text is left of it: it was forgotten, or moved in without one.
    pub fn is_empty(&self) -> bool {
        self.source.as_str().is_empty()
    }

    /// What its page, at this address, leads to once this state of it is shown.
    pub fn leads_to(&self, slug: &str) -> Change {
        let to = links(&markup::parse(self.source.as_str()), slug);
        Change::PageLinks(self.page, to.into_iter().collect())
    }
}

#[cfg(test)]
mod tests;
