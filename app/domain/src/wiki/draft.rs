//! Drafts: a page that its author alone sees, until it is published or thrown away. Whoever holds its link reads it, too.
//!
//! Nobody else is told of a draft, those who organize the wiki included: a text that is read over somebody's shoulder is
//! not begun. What a link shows to anybody is another matter: while there is one, who organizes the wiki may look at what
//! it shows, at the draft's own address, and take the link back. They can neither change nor publish it.
//!
//! A published page begins its history with what was published: what its author wrote before, and took out again, was for
//! nobody.

use super::{Page, Revision, RevisionKind, Saved, Space, WriterHat};
use crate::accounts::{Action, Actor, Bearer, Denied, Purpose, Worn};
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{DraftLinkId, PageId, PersonId, RevisionId};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How long a link shows a draft.
pub const SHARED_FOR: Duration = Duration::days(30);

/// The link by which a draft is read without an account. A draft has one at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftLink {
    /// What the link is signed for.
    pub id: DraftLinkId,
    pub page: PageId,
    pub by: PersonId,
    pub at: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

impl DraftLink {
    /// Whether it still leads there.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        now < self.until
    }
}

/// What becomes of a draft beside its text.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftChange {
    /// In the place of the link of before, which leads nowhere any more.
    Shared(DraftLink),
    /// Its link leads nowhere any more.
    Unshared(PageId),
    /// It is a page like others: nothing is kept of what it said before this state, nor of its link.
    Published(PageId, RevisionId),
    /// Nothing is kept of it.
    Discarded(PageId),
}

/// As whom somebody sees a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Who writes it.
    Author,
    /// Who organizes the wiki, while a link shows it.
    Organizer,
    /// Who holds its link.
    Holder,
}

/// Sees a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftHat {
    sees: Sees,
    person: Option<PersonId>,
    code: &'static str,
}

impl DraftHat {
    /// What the check has proven: as whom.
    pub fn sees(&self) -> Sees {
        self.sees
    }

    /// The proof that it is their own.
    ///
    /// Errors: `NotYours`, for who only reads it.
    pub fn author(&self) -> Result<PersonId, Denied> {
        self.person.filter(|_| self.sees == Sees::Author).ok_or(Denied::NotYours)
    }
}

impl Worn for DraftHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Space {
    /// Who may write this page of it: as [`Self::writer`] says; a draft, its author alone.
    ///
    /// Errors: `SignIn`; `Hidden`, where it is not shown to who asks; `NotYours`.
    pub fn writer_of(
        &self,
        page: &Page,
        actor: &Actor,
        circles: &super::Circles,
    ) -> Result<WriterHat, Denied> {
        actor.signed()?;
        if page.is_kept_from(actor) {
            return Err(Denied::Hidden);
        }
        self.writer(actor, circles)
    }
}

impl Page {
    /// Whether it is a draft of somebody else's.
    pub fn is_kept_from(&self, actor: &Actor) -> bool {
        self.draft.is_some_and(|author| actor.person() != Some(author))
    }

    /// Who sees this draft: its author; who organizes the wiki, while its `link` shows it; who holds that link.
    ///
    /// Errors: `Hidden`, also for a page that is no draft; `LinkExpired`, by another link, or one that leads nowhere any
    /// more.
    pub fn draft_seen(
        &self,
        actor: &Actor,
        link: Option<&DraftLink>,
        now: DateTime<Utc>,
    ) -> Result<DraftHat, Denied> {
        let link = link.filter(|link| link.page == self.id && link.is_open(now));
        let sees = match actor {
            Actor::Bearer(Bearer { purpose: Purpose::ReadDraft(id), until }) => {
                let good = self.draft.is_some() && now < *until;
                link.filter(|link| good && link.id == *id).map(|_| Sees::Holder)
            }
            Actor::Person(_) if self.draft.is_none() => None,
            Actor::Person(_) if !self.is_kept_from(actor) => Some(Sees::Author),
            Actor::Person(_) if actor.organizer_of(Action::Wiki).is_ok() => {
                link.map(|_| Sees::Organizer)
            }
            _ => None,
        };
        let no = match actor {
            Actor::Bearer(_) => Denied::LinkExpired,
            _ => Denied::Hidden,
        };
        let hat = |sees| DraftHat { sees, person: actor.person(), code: actor.hat_code() };
        sees.map(hat).ok_or(no)
    }

    /// Makes a link by which anybody reads this draft.
    ///
    /// Errors: `NotYours`, for who only reads it.
    pub fn share(&self, act: &Act, hat: &DraftHat) -> Result<Outcome<()>, Denied> {
        let (by, until) = (hat.author()?, act.at + SHARED_FOR);
        let link = DraftLink { id: act.id().into(), page: self.id, by, at: act.at, until };
        Ok(Outcome::of(()).change(Change::PageDraft(DraftChange::Shared(link))))
    }

    /// Takes its link back.
    ///
    /// Errors: `NotYours`, for who holds that link.
    pub fn unshare(&self, hat: &DraftHat) -> Result<Outcome<()>, Denied> {
        match hat.sees {
            Sees::Author | Sees::Organizer => {
                Ok(Outcome::of(()).change(Change::PageDraft(DraftChange::Unshared(self.id))))
            }
            Sees::Holder => Err(Denied::NotYours),
        }
    }

    /// Makes this draft a page of its space, as it now is: shown, unless it is to be read over first.
    ///
    /// Errors: `OutOfOrder`, it is no draft.
    pub fn publish(
        &self,
        act: &Act,
        writer: &WriterHat,
        space: &Space,
        head: &Revision,
    ) -> Result<Outcome<Saved>, Broken> {
        if self.draft.is_none() {
            return Err(Broken::OutOfOrder);
        }
        // Why it was changed while nobody saw it is told to nobody either.
        let first = Revision {
            number: 1,
            kind: RevisionKind::Created,
            summary: None,
            at: act.at,
            read: None,
            ..head.clone()
        };
        let page = Self { draft: None, ..self.clone() };
        Ok(Outcome::of(())
            .change(Change::PageDraft(DraftChange::Published(self.id, first.id)))
            .then(|()| page.put(writer, space, first)))
    }

    /// Throws this draft away.
    ///
    /// Errors: `NotYours`, for who only reads it.
    pub fn discard(&self, hat: &DraftHat) -> Result<Outcome<()>, Denied> {
        hat.author()?;
        Ok(Outcome::of(()).change(Change::PageDraft(DraftChange::Discarded(self.id))))
    }
}

#[cfg(test)]
mod tests {
    //! Who sees a draft, who writes it, what is left of it.

    use super::*;
    use crate::accounts::{COOPAXIS, Hat};
    use crate::testing::*;
    use crate::text::{Source, Summary};
    use crate::wiki::{Circles, Edit};

    const AUTHOR: u128 = 5;

    fn edit(words: &str) -> Edit {
        let source = Source::parse(words).expect("a text");
        let summary = Some(Summary::stored("Sans le nom de Paul".to_owned()));
        Edit { title: title("Une page"), source, summary, minor: false }
    }

    fn author() -> Actor {
        signed(AUTHOR, &[Hat::Volunteer])
    }

    fn acting(on: i64) -> Act {
        let given = act(day(on));
        Act::new(author(), given.at, given.command, move || given.id())
    }

    fn writer(space: &Space) -> WriterHat {
        space.writer(&author(), &Circles::default()).expect("they write there")
    }

    fn begun(space: &Space) -> (Page, Revision) {
        let begun = space.draft(&acting(1), &writer(space), "page".to_owned(), edit("Un."));
        let begun = begun.expect("they have signed in");
        assert_eq!(begun.answer, Saved::Kept);
        written(&begun.changes)
    }

    /// A page and its revision, which lead nowhere that anybody is told.
    fn written(changes: &[Change]) -> (Page, Revision) {
        let [Change::Page(page), Change::Revision(revision)] = changes else {
            panic!("a page and its revision: {changes:?}")
        };
        (page.clone(), revision.clone())
    }

    fn link(page: &Page) -> DraftLink {
        let hat = page.draft_seen(&author(), None, day(2)).expect("theirs");
        match &page.share(&acting(2), &hat).expect("theirs").changes[..] {
            [Change::PageDraft(DraftChange::Shared(link))] => link.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn wiki_a_draft_is_seen_by_its_author_by_its_link_and_for_safety() {
        let (page, _) = begun(&common(false));
        let link = link(&page);
        let holder = |id| {
            let purpose = Purpose::ReadDraft(id);
            Actor::Bearer(Bearer { purpose, until: day(2) + SHARED_FOR })
        };
        let elsewhere = Purpose::AnswerSeat(id(1));
        let who = [
            author(),
            signed(6, &[Hat::Volunteer, Hat::Administrator]),
            signed(7, &[Hat::Organizer(Action::Wiki, COOPAXIS)]),
            signed(8, &[Hat::Organizer(Action::Hackathon, COOPAXIS)]),
            Actor::Anonymous,
            Actor::Job,
            holder(link.id),
            holder(id(99)),
            Actor::Bearer(Bearer { purpose: elsewhere, until: day(99) }),
        ];
        use Sees::{Author, Holder, Organizer};
        let (own, no, over) = (Ok(Author), Err(Denied::Hidden), Err(Denied::LinkExpired));
        let published = Page { draft: None, published: Some(id(1)), ..page.clone() };
        let of_another = DraftLink { page: id(98), ..link.clone() };
        let cases = [
            ("shared", &page, Some(&link), 3, [own, no, Ok(Organizer), no, no, no, Ok(Holder)]),
            ("not shared", &page, None, 3, [own, no, no, no, no, no, over]),
            ("taken for another's", &page, Some(&of_another), 3, [own, no, no, no, no, no, over]),
            (
                "the last day",
                &page,
                Some(&link),
                31,
                [own, no, Ok(Organizer), no, no, no, Ok(Holder)],
            ),
            ("too late", &page, Some(&link), 32, [own, no, no, no, no, no, over]),
            ("published", &published, Some(&link), 3, [no, no, no, no, no, no, over]),
        ];
        for (at, page, link, on, expected) in cases {
            let expected = expected.into_iter().chain([over, over]);
            for (actor, expected) in who.iter().zip(expected) {
                let seen = page.draft_seen(actor, link, day(on)).map(|hat| hat.sees());
                assert_eq!(seen, expected, "{at}: {actor:?}");
            }
        }
    }

    #[test]
    fn wiki_a_draft_is_written_shared_and_thrown_away_by_its_author_alone() {
        let space = common(false);
        let (page, _) = begun(&space);
        let link = link(&page);
        let none = Circles::default();
        let organizing = signed(7, &[Hat::Organizer(Action::Wiki, COOPAXIS)]);
        let holder = Purpose::ReadDraft(link.id);
        let holder = Actor::Bearer(Bearer { purpose: holder, until: link.until });
        let (no, hidden) = (Some(Denied::NotYours), Err(Denied::Hidden));
        let cases = [
            (author(), Ok(()), [None, None, None]),
            (organizing, hidden, [no, None, no]),
            (holder, Err(Denied::SignIn), [no, no, no]),
        ];
        for (actor, writes, [shares, unshares, discards]) in cases {
            let written = space.writer_of(&page, &actor, &none).map(drop);
            assert_eq!(written, writes, "{actor:?}");
            let hat = page.draft_seen(&actor, Some(&link), day(3)).expect("they see it");
            assert_eq!(page.share(&acting(3), &hat).err(), shares, "{actor:?}");
            assert_eq!(page.unshare(&hat).err(), unshares, "{actor:?}");
            assert_eq!(page.discard(&hat).err(), discards, "{actor:?}");
        }
        let stranger = signed(6, &[Hat::Volunteer]);
        assert_eq!(space.writer_of(&page, &stranger, &none).map(drop), hidden);
        let published = Page { draft: None, ..page };
        assert_eq!(space.writer_of(&published, &stranger, &none).map(drop), Ok(()));
    }

    #[test]
    fn wiki_a_published_draft_begins_its_history_with_what_is_published() {
        for (reviewed, said) in [(false, Saved::Shown), (true, Saved::ToBeRead)] {
            let space = common(reviewed);
            let (page, first) = begun(&space);
            assert_eq!((page.published, page.draft), (None, Some(id(AUTHOR))));
            let saved =
                page.save(&acting(2), &writer(&space), &space, &first, &first, edit("[[b]]"));
            let saved = saved.expect("saved");
            assert_eq!(saved.answer, Saved::Kept);
            let (page, second) = written(&saved.changes);
            assert_eq!((page.published, second.number), (None, 2));

            let done = page.publish(&acting(9), &writer(&space), &space, &second).expect("theirs");
            assert_eq!(done.answer, said);
            let [Change::PageDraft(over), Change::Page(page), Change::Revision(shown), rest @ ..] =
                &done.changes[..]
            else {
                panic!("{:?}", done.changes)
            };
            assert_eq!(*over, DraftChange::Published(page.id, second.id));
            assert_eq!((shown.id, shown.number, shown.at), (second.id, 1, day(9)));
            assert_eq!((shown.kind, &shown.summary), (RevisionKind::Created, &None));
            assert_eq!(page.draft, None);
            assert_eq!(page.published, (!reviewed).then_some(shown.id));
            // What it leads to is told once it is shown.
            assert_eq!(rest.len(), usize::from(!reviewed));
            let again = page.publish(&acting(9), &writer(&space), &space, shown);
            assert_eq!(again, Err(Broken::OutOfOrder));
        }
    }

    #[test]
    fn wiki_a_draft_changes_its_address_and_nobody_is_told() {
        let space = common(false);
        let (page, first) = begun(&space);
        let to = "ailleurs".to_owned();
        let renamed = page.rename(&acting(2), &writer(&space), to, &[]).expect("another");
        let [Change::Page(renamed)] = &renamed.changes[..] else { panic!("{renamed:?}") };
        assert_eq!((renamed.slug.as_str(), renamed.draft), ("ailleurs", page.draft));
        let organizing = signed(7, &[Hat::Organizer(Action::Wiki, COOPAXIS)]);
        let organizer = space.writer(&organizing, &Circles::default()).expect("one");
        let caretaker = organizer.caretaker().expect("one");
        let approved = page.approve(&acting(7), &caretaker, &first, first.id);
        assert_eq!(approved, Err(Broken::OutOfOrder));
        assert_eq!(page.archive(&acting(2), &caretaker, &first, None), Err(Broken::OutOfOrder));
    }
}
