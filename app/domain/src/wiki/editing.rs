//! Writing a page: nothing that somebody saved is ever replaced, and nothing that was typed is lost.

use super::merge::{merge, one_side};
use super::{Page, Revision, RevisionKind, Space, WriterHat};
use crate::accounts::OrganizerHat;
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::PageId;
use crate::text::{Source, Summary, Title};
use serde::{Deserialize, Serialize};

/// What an author sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    pub title: Title,
    pub source: Source,
    pub summary: Option<Summary>,
    pub minor: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saved {
    /// Everybody who may read the page sees it.
    Shown,
    /// An organizer reads it first.
    ToBeRead,
    /// As [`Self::Shown`], with what somebody else had saved meanwhile.
    Merged,
    /// It says what the page said already.
    Same,
}

impl Space {
    /// A new page of this space.
    pub fn create(
        &self,
        act: &Act,
        writer: &WriterHat,
        slug: String,
        edit: Edit,
    ) -> Outcome<Saved> {
        let id = PageId(act.id());
        let Edit { title, source, summary, .. } = edit;
        let revision = Revision { summary, ..Revision::first(act, id, title.clone(), source) };
        let page = Page { id, space: self.id, slug, title, published: None };
        page.put(writer, self, revision)
    }
}

impl Page {
    /// Saves what was written over `read`, the revision that its author had before their eyes; `head` is the newest. What
    /// somebody else saved meanwhile stays: both are put together.
    ///
    /// Errors: `BothChanged`, both have changed the same words, or together they are longer than a page may be.
    pub fn save(
        &self,
        act: &Act,
        writer: &WriterHat,
        space: &Space,
        head: &Revision,
        read: &Revision,
        edit: Edit,
    ) -> Result<Outcome<Saved>, Broken> {
        let Edit { title, source, summary, minor } = edit;
        let meanwhile = read.number != head.number;
        let (title, source) = match meanwhile {
            true => together(read, head, title, source)?,
            false => (title, source),
        };
        let put_away = head.kind == RevisionKind::Archived;
        if (&title, &source) == (&head.title, &head.source) && !put_away {
            return Ok(Outcome::of(Saved::Same));
        }
        let kind = if minor { RevisionKind::Minor } else { RevisionKind::Edited };
        let over = meanwhile.then_some(read.id);
        let next = Revision { kind, summary, read: over, ..head.next(act, title, source) };
        let saved = self.put(writer, space, next);
        let merged = |saved| match saved {
            Saved::Shown if meanwhile => Saved::Merged,
            saved => saved,
        };
        Ok(saved.map(merged))
    }

    /// Brings an earlier state back, as one more.
    pub fn restore(
        &self,
        act: &Act,
        writer: &WriterHat,
        space: &Space,
        head: &Revision,
        earlier: &Revision,
    ) -> Outcome<Saved> {
        let next = head.next(act, earlier.title.clone(), earlier.source.clone());
        self.put(writer, space, Revision { kind: RevisionKind::Restored, ..next })
    }

    /// Shows what waited to be read over.
    ///
    /// Errors: `OutOfOrder`, nothing waits.
    pub fn approve(
        &self,
        _organizer: &OrganizerHat,
        head: &Revision,
    ) -> Result<Outcome<()>, Broken> {
        if self.published == Some(head.id) || head.kind == RevisionKind::Archived {
            return Err(Broken::OutOfOrder);
        }
        let page = Self { title: head.title.clone(), published: Some(head.id), ..self.clone() };
        Ok(Outcome::of(()).change(Change::Page(page)).change(head.leads_to(&self.slug)))
    }

    /// Puts the page away: nobody finds it any more; its history stays, and brings it back.
    ///
    /// Errors: `OutOfOrder`, it was put away before.
    pub fn archive(
        &self,
        act: &Act,
        _organizer: &OrganizerHat,
        head: &Revision,
        why: Option<Summary>,
    ) -> Result<Outcome<()>, Broken> {
        if head.kind == RevisionKind::Archived {
            return Err(Broken::OutOfOrder);
        }
        let next = head.next(act, head.title.clone(), head.source.clone());
        let next = Revision { kind: RevisionKind::Archived, summary: why, ..next };
        Ok(Outcome::of(())
            .change(Change::Page(Self { published: None, ..self.clone() }))
            .change(Change::Revision(next))
            .change(Change::PageLinks(self.id, Vec::new())))
    }

    /// The revision, shown unless it is to be read over first. A page that nobody sees yet follows its newest title.
    fn put(&self, writer: &WriterHat, space: &Space, revision: Revision) -> Outcome<Saved> {
        let shown = !space.reviewed || writer.reviews();
        let (mut page, leads_to) = (self.clone(), revision.leads_to(&self.slug));
        if shown {
            page.published = Some(revision.id);
        }
        if shown || self.published.is_none() {
            page.title = revision.title.clone();
        }
        let outcome = Outcome::of(if shown { Saved::Shown } else { Saved::ToBeRead })
            .change(Change::Page(page))
            .change(Change::Revision(revision));
        if shown { outcome.change(leads_to) } else { outcome }
    }
}

/// What was saved meanwhile and what was written, both over `read`.
fn together(
    read: &Revision,
    head: &Revision,
    title: Title,
    source: Source,
) -> Result<(Title, Source), Broken> {
    let merged = merge(read.source.as_str(), head.source.as_str(), source.as_str());
    let title = one_side(&read.title, &head.title, &title).ok_or(Broken::BothChanged)?;
    let source = merged.whole().ok_or(Broken::BothChanged)?;
    let source = Source::parse(&source).map_err(|_| Broken::BothChanged)?;
    Ok((title.clone(), source))
}
