//! Writing a page: nothing that somebody saved is ever replaced, and nothing that was typed is lost.

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
    /// Saves what was written over `read`, the revision that its author had before their eyes; `head` is the newest.
    ///
    /// Errors: `SavedMeanwhile`, somebody else saved meanwhile.
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
        let put_away = head.kind == RevisionKind::Archived;
        if (&title, &source) == (&head.title, &head.source) && !put_away {
            return Ok(Outcome::of(Saved::Same));
        }
        if read.number != head.number {
            return Err(Broken::SavedMeanwhile);
        }
        let kind = if minor { RevisionKind::Minor } else { RevisionKind::Edited };
        let next = Revision { kind, summary, ..head.next(act, title, source) };
        Ok(self.put(writer, space, next))
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
        Ok(Outcome::of(()).change(Change::Page(page)).change(head.leads_to()))
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
        let (mut page, leads_to) = (self.clone(), revision.leads_to());
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
