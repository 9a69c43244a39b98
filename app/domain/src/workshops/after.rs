//! After a session: its notes, which everybody may read.

use super::Entry;
use crate::accounts::PresenceHat;
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{EntryId, PageId};
use crate::text::{Source, Title, slug};
use crate::wiki::{Page, Revision};
use serde::{Deserialize, Serialize};

/// The notes of a session: a page of the wiki.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionNotes {
    pub entry: EntryId,
    pub page: PageId,
}

impl Entry {
    /// Publishes what was noted during a session, in one step; `before`: the page that it has already.
    ///
    /// Errors: `TooEarly`.
    pub fn publish_notes(
        &self,
        act: &Act,
        _by: &PresenceHat,
        before: Option<&Page>,
        title: Title,
        source: Source,
    ) -> Result<Outcome<String>, Broken> {
        if act.at < self.starts_at {
            return Err(Broken::TooEarly);
        }
        let id = before.map_or_else(|| PageId(act.id()), |page| page.id);
        let revision = Revision {
            id: act.id().into(),
            page: id,
            title: title.clone(),
            source,
            by: act.who.person(),
            at: act.at,
        };
        let end = id.0.simple().to_string();
        let new = || format!("ateliers:{}_{}", slug(title.as_str()), &end[end.len() - 6..]);
        let slug = before.map_or_else(new, |page| page.slug.clone());
        let page = Page { id, slug: slug.clone(), title, published: Some(revision.id) };
        Ok(Outcome::of(slug)
            .change(Change::Page(page))
            .change(Change::Revision(revision))
            .change(Change::SessionNotes(SessionNotes { entry: self.id, page: id })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, day, entry, everyone, title};
    use crate::workshops::EntryKind;

    #[test]
    fn workshops_notes_of_a_session_are_one_page_whoever_writes() {
        let at = entry(40, EntryKind::WorkshopSession, day(30), 5);
        let hat = at.presence_by(&everyone()).expect("an organizer");
        let source = || Source::parse("Des notes.").expect("a text");
        let early = at.publish_notes(&act(day(29)), &hat, None, title("Notes"), source());
        assert_eq!(early.map(drop), Err(Broken::TooEarly));
        let first = at.publish_notes(&act(day(31)), &hat, None, title("Notes"), source());
        let first = first.expect("published");
        let Some(Change::Page(page)) = first.changes.first() else { panic!("{first:?}") };
        assert!(page.published.is_some() && first.answer.starts_with("ateliers:notes_"));
        let again = at.publish_notes(&act(day(32)), &hat, Some(page), title("Autres"), source());
        assert_eq!(again.expect("again").answer, first.answer);
    }
}
