//! Writing a page: nothing that somebody saved is ever replaced, and nothing that was typed is lost.

use super::merge::{merge, one_side};
use super::{CaretakerHat, Page, Revision, RevisionKind, Space, WriterHat};
use crate::accounts::Denied;
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{PageId, PersonId, RevisionId};
use crate::mail::{Addressee, Letter};
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
    /// Its author alone sees it: it is a draft.
    Kept,
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
        self.page(act, writer, slug, edit, None)
    }

    /// The same, as a draft of who acts.
    ///
    /// Errors: `SignIn`.
    pub fn draft(
        &self,
        act: &Act,
        writer: &WriterHat,
        slug: String,
        edit: Edit,
    ) -> Result<Outcome<Saved>, Denied> {
        let author = act.who.signed()?.person;
        Ok(self.page(act, writer, slug, edit, Some(author)))
    }

    fn page(
        &self,
        act: &Act,
        writer: &WriterHat,
        slug: String,
        edit: Edit,
        draft: Option<PersonId>,
    ) -> Outcome<Saved> {
        let id = PageId(act.id());
        let Edit { title, source, summary, .. } = edit;
        let revision = Revision { summary, ..Revision::first(act, id, title.clone(), source) };
        let page = Page { id, space: self.id, slug, title, published: None, draft };
        page.put(writer, self, revision)
    }
}

impl Page {
    /// Saves what was written over `read`, the revision that its author had before their eyes; `head` is the newest. What
    /// somebody else saved meanwhile stays: both are put together.
    ///
    /// Errors: `BothChanged`, both have changed the same words, or together they are longer than a page may be; `PutAway`.
    pub fn save(
        &self,
        act: &Act,
        writer: &WriterHat,
        space: &Space,
        head: &Revision,
        read: &Revision,
        edit: Edit,
    ) -> Result<Outcome<Saved>, Broken> {
        self.there(writer, head)?;
        let Edit { title, source, summary, minor } = edit;
        let meanwhile = read.number != head.number;
        let (title, source) = match meanwhile {
            true => together(read, head, title, source)?,
            false => (title, source),
        };
        // Saved as it is, a page that was put away comes back, and one that was given back is to be read over again.
        let aside = RevisionKind::ASIDE.contains(&head.kind);
        if (&title, &source) == (&head.title, &head.source) && !aside {
            return Ok(Outcome::of(Saved::Same));
        }
        let kind = if minor { RevisionKind::Minor } else { RevisionKind::Edited };
        let over = meanwhile.then_some(read.id);
        let next = Revision { kind, summary, read: over, ..head.next(act, title, source) };
        let mut saved = self.put(writer, space, next);
        // Who reads over may mend what waits: its author hears, as if it had been left as it was.
        if saved.answer == Saved::Shown && self.waits(head) {
            saved = told(act, head, saved, Letter::PageShown { revision: head.id });
        }
        let merged = |saved| match saved {
            Saved::Shown if meanwhile => Saved::Merged,
            saved => saved,
        };
        Ok(saved.map(merged))
    }

    /// Brings an earlier state back, as one more.
    ///
    /// Errors: `PutAway`; `OutOfOrder`, no text is left of it.
    pub fn restore(
        &self,
        act: &Act,
        writer: &WriterHat,
        space: &Space,
        head: &Revision,
        earlier: &Revision,
    ) -> Result<Outcome<Saved>, Broken> {
        self.there(writer, head)?;
        if earlier.is_empty() {
            return Err(Broken::OutOfOrder);
        }
        let next = head.next(act, earlier.title.clone(), earlier.source.clone());
        Ok(self.put(writer, space, Revision { kind: RevisionKind::Restored, ..next }))
    }

    /// What was put away for a reason does not come back because somebody writes it: who may put it away decides.
    ///
    /// Errors: `PutAway`.
    fn there(&self, writer: &WriterHat, head: &Revision) -> Result<(), Broken> {
        let away = head.kind == RevisionKind::Archived && !writer.reviews();
        if away { Err(Broken::PutAway) } else { Ok(()) }
    }

    /// Whether its newest state is to be read over before it is shown. A draft is not, nor what was put away or given back.
    pub fn waits(&self, head: &Revision) -> bool {
        let aside = RevisionKind::ASIDE.contains(&head.kind);
        self.draft.is_none() && self.published != Some(head.id) && !aside
    }

    /// Shows what waited to be read over, as it was `read`, and tells its author.
    ///
    /// Errors: `ReadMeanwhile`, its author has written more since; `OutOfOrder`, nothing waits.
    pub fn approve(
        &self,
        act: &Act,
        _caretaker: &CaretakerHat,
        head: &Revision,
        read: RevisionId,
    ) -> Result<Outcome<()>, Broken> {
        self.read_over(head, read)?;
        let page = Self { title: head.title.clone(), published: Some(head.id), ..self.clone() };
        let shown = Outcome::of(()).change(Change::Page(page)).change(head.leads_to(&self.slug));
        Ok(told(act, head, shown, Letter::PageShown { revision: head.id }))
    }

    /// Gives what waited back to its author, who is told `why`: what everybody sees stays as it is, and so does the text.
    ///
    /// Errors: as [`Self::approve`].
    pub fn give_back(
        &self,
        act: &Act,
        _caretaker: &CaretakerHat,
        head: &Revision,
        read: RevisionId,
        why: Summary,
    ) -> Result<Outcome<()>, Broken> {
        self.read_over(head, read)?;
        let next = head.next(act, head.title.clone(), head.source.clone());
        let next = Revision { kind: RevisionKind::GivenBack, summary: Some(why), ..next };
        let letter = Letter::PageGivenBack { revision: next.id };
        Ok(told(act, head, Outcome::of(()).change(Change::Revision(next)), letter))
    }

    /// Leaves nothing of what an earlier state said, nor of why, but who wrote it and when: what harms somebody is not kept
    /// because a wiki keeps everything.
    ///
    /// Errors: `OutOfOrder`, the page shows it or begins at it; it moved in, and leaves as it came; nothing is left of it.
    pub fn forget(
        &self,
        _caretaker: &CaretakerHat,
        head: &Revision,
        earlier: Revision,
    ) -> Result<Outcome<()>, Broken> {
        let shown = earlier.id == head.id || self.published == Some(earlier.id);
        if shown || earlier.by.is_none() || earlier.is_empty() {
            return Err(Broken::OutOfOrder);
        }
        let (source, title) = (Source::stored(String::new()), self.title.clone());
        let left = Revision { source, title, summary: None, ..earlier };
        Ok(Outcome::of(()).change(Change::Revision(left)))
    }

    fn read_over(&self, head: &Revision, read: RevisionId) -> Result<(), Broken> {
        if head.id != read {
            return Err(Broken::ReadMeanwhile);
        }
        if self.waits(head) { Ok(()) } else { Err(Broken::OutOfOrder) }
    }

    /// Puts the page away: nobody finds it any more; its history stays, and who may put it away brings it back.
    ///
    /// Errors: `OutOfOrder`, it was put away before, or nobody finds it yet.
    pub fn archive(
        &self,
        act: &Act,
        _caretaker: &CaretakerHat,
        head: &Revision,
        why: Option<Summary>,
    ) -> Result<Outcome<()>, Broken> {
        if head.kind == RevisionKind::Archived || self.draft.is_some() {
            return Err(Broken::OutOfOrder);
        }
        let next = head.next(act, head.title.clone(), head.source.clone());
        let next = Revision { kind: RevisionKind::Archived, summary: why, ..next };
        Ok(Outcome::of(())
            .change(Change::Page(Self { published: None, ..self.clone() }))
            .change(Change::Revision(next))
            .change(Change::PageLinks(self.id, Vec::new())))
    }

    /// The revision, shown unless it is a draft's, or to be read over first. A page that nobody sees yet follows its newest
    /// title.
    pub(super) fn put(
        &self,
        writer: &WriterHat,
        space: &Space,
        revision: Revision,
    ) -> Outcome<Saved> {
        let shown = self.draft.is_none() && (!space.reviewed || writer.reviews());
        let said = match self.draft {
            Some(_) => Saved::Kept,
            None if shown => Saved::Shown,
            None => Saved::ToBeRead,
        };
        // Reading the whole page again is for what is shown.
        let leads_to = shown.then(|| revision.leads_to(&self.slug));
        let mut page = self.clone();
        if shown {
            page.published = Some(revision.id);
        }
        if shown || self.published.is_none() {
            page.title = revision.title.clone();
        }
        let outcome =
            Outcome::of(said).change(Change::Page(page)).change(Change::Revision(revision));
        leads_to.into_iter().fold(outcome, Outcome::change)
    }
}

/// Its author is told, unless it is who decides.
fn told<T>(act: &Act, head: &Revision, outcome: Outcome<T>, letter: Letter) -> Outcome<T> {
    match head.by.filter(|by| act.who.person() != Some(*by)) {
        Some(author) => outcome.mail(act, Addressee::Person(author), letter),
        None => outcome,
    }
}

/// What was saved meanwhile and what was written, both over `read`.
pub(super) fn together(
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

#[cfg(test)]
mod tests {
    //! What is shown, what waits to be read over, what comes back.

    use super::*;
    use crate::accounts::{Action, COOPAXIS, Hat};
    use crate::testing::*;
    use crate::wiki::Circles;

    fn edit(words: &str) -> Edit {
        let source = Source::parse(words).expect("a text");
        Edit { title: title("Une page"), source, summary: None, minor: false }
    }

    fn written<T>(outcome: &Outcome<T>) -> (Page, Revision) {
        let [Change::Page(page), Change::Revision(revision), ..] = &outcome.changes[..] else {
            panic!("a page and its revision: {:?}", outcome.changes)
        };
        (page.clone(), revision.clone())
    }

    #[test]
    fn wiki_what_is_read_over_first_is_shown_once_an_organizer_says_so() {
        let (space, at) = (common(true), act(day(1)));
        let author = signed(5, &[Hat::Volunteer]);
        let author = space.writer(&author, &Circles::default()).expect("an author");
        let organizing = signed(6, &[Hat::Organizer(Action::Wiki, COOPAXIS)]);
        let organizer = space.writer(&organizing, &Circles::default()).expect("an organizer");
        let caretaker = organizer.caretaker().expect("a caretaker");
        assert_eq!(author.caretaker(), Err(Denied::NotYours));

        let created = space.create(&at, &author, "page".to_owned(), edit("Un."));
        let (page, first) = written(&created);
        assert_eq!((created.answer, page.published), (Saved::ToBeRead, None));
        let unread = page.approve(&at, &caretaker, &first, id(99));
        assert_eq!(unread, Err(Broken::ReadMeanwhile));
        let approved = page.approve(&at, &caretaker, &first, first.id).expect("it waits");
        let [Change::Page(page), Change::PageLinks(..)] = &approved.changes[..] else {
            panic!("{:?}", approved.changes)
        };
        assert_eq!(page.published, Some(first.id));
        let again = page.approve(&at, &caretaker, &first, first.id);
        assert_eq!(again, Err(Broken::OutOfOrder), "nothing waits");

        // What is shown stays while the next waits; what an organizer writes need not.
        let saved = page.save(&at, &author, &space, &first, &first, edit("Deux."));
        let saved = saved.expect("saved");
        let (after, second) = written(&saved);
        assert_eq!((saved.answer, after.published), (Saved::ToBeRead, Some(first.id)));
        let saved = after.save(&at, &organizer, &space, &second, &second, edit("Trois."));
        let (after, third) = written(&saved.expect("saved"));
        assert_eq!((after.published, third.number), (Some(third.id), 3));
    }

    #[test]
    fn wiki_what_is_given_back_waits_for_its_author_not_for_who_read_it() {
        let space = common(true);
        let by = |n, hat| {
            let actor = signed(n, &[hat]);
            let given = act(day(1));
            (Act::new(actor.clone(), given.at, given.command, move || given.id()), actor)
        };
        let (writes, author) = by(5, Hat::Volunteer);
        let (reads, organizing) = by(6, Hat::Organizer(Action::Wiki, COOPAXIS));
        let author = space.writer(&author, &Circles::default()).expect("an author");
        let organizer = space.writer(&organizing, &Circles::default()).expect("an organizer");
        let caretaker = organizer.caretaker().expect("a caretaker");
        let why = || Summary::parse("Dites d’où vient ce chiffre").expect("words");
        let (page, first) =
            written(&space.create(&writes, &author, "page".to_owned(), edit("Un.")));
        let unread = page.give_back(&reads, &caretaker, &first, id(99), why());
        assert_eq!(unread, Err(Broken::ReadMeanwhile));
        let given = page.give_back(&reads, &caretaker, &first, first.id, why()).expect("it waits");
        let [Change::Revision(back), Change::Mail(mail)] = &given.changes[..] else {
            panic!("{:?}", given.changes)
        };
        assert_eq!((&back.source, back.kind), (&first.source, RevisionKind::GivenBack));
        assert_eq!(back.summary, Some(why()));
        assert_eq!(mail.to, Addressee::Person(id(5)));
        let mended = page.save(&reads, &organizer, &space, &first, &first, edit("Un et demi."));
        let shown = Letter::PageShown { revision: first.id };
        assert!(mended.expect("saved").changes.iter().any(|change| {
            matches!(change, Change::Mail(mail)
                if mail.to == Addressee::Person(id(5)) && mail.letter == Some(shown.clone()))
        }));
        assert!(page.waits(&first) && !page.waits(back));
        assert_eq!(page.approve(&reads, &caretaker, back, back.id), Err(Broken::OutOfOrder));
        // Its author may think that nothing is to be changed.
        let again = page.save(&writes, &author, &space, back, back, edit("Un.")).expect("saved");
        let (page, again) = (page.clone(), written(&again).1);
        assert!(page.waits(&again));
        // Who decides is not written to of their own text.
        let shown = page.approve(&writes, &caretaker, &again, again.id).expect("it waits");
        assert!(!shown.changes.iter().any(|change| matches!(change, Change::Mail(_))));
        let shown = page.approve(&reads, &caretaker, &again, again.id).expect("it waits");
        assert!(shown.changes.iter().any(|change| matches!(change, Change::Mail(_))));
    }

    #[test]
    fn wiki_nothing_is_left_of_what_is_forgotten() {
        let (space, at) = (common(false), act(day(1)));
        let organizing = signed(6, &[Hat::Organizer(Action::Wiki, COOPAXIS)]);
        let writer = space.writer(&organizing, &Circles::default()).expect("a writer");
        let caretaker = writer.caretaker().expect("a caretaker");
        let at = Act::new(organizing, at.at, at.command, move || at.id());
        let (page, first) = written(&space.create(&at, &writer, "page".to_owned(), edit("Un.")));
        let alone = page.forget(&caretaker, &first, first.clone());
        assert_eq!(alone, Err(Broken::OutOfOrder), "it is what the page says");
        let saved = page.save(&at, &writer, &space, &first, &first, edit("Deux."));
        let (page, second) = written(&saved.expect("saved"));
        let moved_in = Revision { by: None, ..first.clone() };
        assert_eq!(page.forget(&caretaker, &second, moved_in), Err(Broken::OutOfOrder));
        let forgotten = page.forget(&caretaker, &second, first.clone()).expect("an earlier one");
        let [Change::Revision(left)] = &forgotten.changes[..] else { panic!("{forgotten:?}") };
        assert!(left.is_empty() && left.summary.is_none());
        assert_eq!((left.id, left.by, left.at), (first.id, first.by, first.at));
        assert_eq!(page.forget(&caretaker, &second, left.clone()), Err(Broken::OutOfOrder));
        let back = page.restore(&at, &writer, &space, &second, left);
        assert_eq!(back, Err(Broken::OutOfOrder));
        // Who had it before their eyes loses nothing of what they write, nor does anybody else.
        let late = page.save(&at, &writer, &space, &second, left, edit("Trois."));
        let (_, both) = written(&late.expect("saved"));
        let both = both.source.to_string();
        assert!(both.contains("Deux.") && both.contains("Trois."), "{both}");
    }

    #[test]
    fn wiki_saving_what_a_page_says_changes_nothing_but_brings_it_back() {
        let (space, at) = (common(false), act(day(1)));
        let organizing = signed(6, &[Hat::Organizer(Action::Wiki, COOPAXIS)]);
        let writer = space.writer(&organizing, &Circles::default()).expect("a writer");
        let caretaker = writer.caretaker().expect("a caretaker");
        let (page, first) = written(&space.create(&at, &writer, "page".to_owned(), edit("Un.")));
        let same = page.save(&at, &writer, &space, &first, &first, edit("Un.")).expect("saved");
        assert_eq!((same.answer, same.changes.len()), (Saved::Same, 0));

        let away = page.archive(&at, &caretaker, &first, None).expect("it is there");
        let (page, away) = written(&away);
        assert_eq!((page.published, away.kind), (None, RevisionKind::Archived));
        assert_eq!(page.archive(&at, &caretaker, &away, None), Err(Broken::OutOfOrder));
        // Not by whoever writes there.
        let other = signed(5, &[Hat::Volunteer]);
        let other = space.writer(&other, &Circles::default()).expect("a writer");
        let back = page.save(&at, &other, &space, &away, &away, edit("Deux."));
        assert_eq!(back, Err(Broken::PutAway));
        let back = page.restore(&at, &other, &space, &away, &first);
        assert_eq!(back, Err(Broken::PutAway));
        let back = page.save(&at, &writer, &space, &away, &away, edit("Un.")).expect("saved");
        let (page, back) = written(&back);
        assert_eq!((page.published, back.number), (Some(back.id), 3));
        // An earlier state comes back as one more.
        let restored = page.restore(&at, &other, &space, &back, &first).expect("it is there");
        assert_eq!(written(&restored).1.kind, RevisionKind::Restored);
    }
}
