//! An association's story: a page that it writes alone, and that nobody else reads before it says so.

use super::editing::{Saved, together};
use super::space::TESTIMONIES;
use super::{Page, Revision};
use crate::accounts::{OrganizerHat, TellerHat};
use crate::act::{Act, Broken, Change, Outcome};
use crate::audit::AuditKind;
use crate::ids::{AssociationId, JourneyId, PageId, PersonId, ProjectId, TestimonyId};
use crate::journey::{EventKind, Journey};
use crate::text::{Source, Title, slug};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An association's story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Testimony {
    pub id: TestimonyId,
    pub journey: JourneyId,
    pub association: AssociationId,
    pub project: Option<ProjectId>,
    pub page: PageId,
    pub state: TestimonyState,
    /// When it came to this state.
    pub since: DateTime<Utc>,
}

/// Where a testimony stands. How many journeys it has inspired is counted from these journeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestimonyState {
    /// Its association writes it, or has taken it back.
    Sketched,
    /// Published by the association itself, which is its consent.
    Published,
}

impl TestimonyState {
    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sketched => "sketched",
            Self::Published => "published",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Sketched, Self::Published].into_iter().find(|s| s.code() == code)
    }
}

/// Begins a testimony from a draft made of true facts. Beginning again opens the one that is there, unless it told
/// another story: an association may testify of its workshops, then of its tool.
pub fn begin_testimony(
    act: &Act,
    teller: &TellerHat,
    journey: &Journey,
    project: Option<ProjectId>,
    before: Option<&Testimony>,
    (title, draft): (Title, Source),
) -> Result<Outcome<TestimonyId>, Broken> {
    let same_story = |t: &&Testimony| t.state == TestimonyState::Sketched || t.project == project;
    if let Some(before) = before.filter(same_story) {
        return Ok(Outcome::of(before.id));
    }
    if !journey.may_testify() {
        return Err(Broken::OutOfOrder);
    }
    let own = (journey.head.id, teller.association());
    let begun = sketch(act, act.who.person(), own, project, (title, draft));
    let testimony = begun.answer;
    Ok(begun.event(act, journey.head.id, EventKind::TestimonyBegun, testimony.0))
}

/// A story of an association, and the draft of its text, which nobody else reads. `by`: its author, where somebody of the
/// association begins it.
pub(super) fn sketch(
    act: &Act,
    by: Option<PersonId>,
    (journey, association): (JourneyId, AssociationId),
    project: Option<ProjectId>,
    (title, draft): (Title, Source),
) -> Outcome<TestimonyId> {
    let page_id = PageId(act.id());
    let testimony = Testimony {
        id: act.id().into(),
        journey,
        association,
        project,
        page: page_id,
        state: TestimonyState::Sketched,
        since: act.at,
    };
    let slug = testimony_slug(&title, page_id);
    let revision = Revision { by, ..Revision::first(act, page_id, title.clone(), draft) };
    let page = Page { id: page_id, space: TESTIMONIES, slug, title, published: None, draft: None };
    Outcome::of(testimony.id)
        .change(Change::Page(page))
        .change(Change::Revision(revision))
        .change(Change::Testimony(testimony))
}

/// An address that no other page has: the draft's title, which tells whose story it is and no fact of it, then the end of
/// the page's id. An address stays, whatever is told no more.
fn testimony_slug(title: &Title, page: PageId) -> String {
    let end = page.0.simple().to_string();
    let title = slug(title.as_str());
    let title = if title.is_empty() { "temoignage" } else { &title };
    format!("temoignages:{title}_{}", &end[end.len() - 6..])
}

impl Testimony {
    /// Saves what the association wrote over `read`, the revision that it had before its eyes; `head` is the newest. What
    /// others of it saved meanwhile stays. With `publish`, shows it to everybody: until then nobody else sees a word of it,
    /// nor its title.
    ///
    /// Errors: `BothChanged`, somebody else has changed the same words.
    pub fn write(
        &self,
        act: &Act,
        _teller: &TellerHat,
        page: &Page,
        (read, head): (&Revision, &Revision),
        (title, source): (Title, Source),
        publish: bool,
    ) -> Result<Outcome<Saved>, Broken> {
        let meanwhile = read.number != head.number;
        let (title, source) = match meanwhile {
            true => together(read, head, title, source)?,
            false => (title, source),
        };
        let over = meanwhile.then_some(read.id);
        let revision = Revision { read: over, ..head.next(act, title.clone(), source) };
        let shown = if publish { Some(revision.id) } else { page.published };
        let title = if publish || page.published.is_none() { title } else { page.title.clone() };
        let first_time = publish && self.state == TestimonyState::Sketched;
        let page = Page { title, published: shown, ..page.clone() };
        let leads_to = revision.leads_to(&page.slug);
        let saved = if meanwhile { Saved::Merged } else { Saved::Shown };
        let mut outcome =
            Outcome::of(saved).change(Change::Page(page)).change(Change::Revision(revision));
        if publish {
            outcome = outcome.change(leads_to);
        }
        if first_time {
            let state = TestimonyState::Published;
            outcome = outcome
                .event(act, self.journey, EventKind::TestimonyPublished, self.id.0)
                .change(Change::Testimony(Self { state, since: act.at, ..self.clone() }))
                .audit(act, AuditKind::Published, self.page);
        }
        Ok(outcome)
    }

    /// Takes it back: nobody else reads it any more. It stays its association's, which may publish it again.
    ///
    /// Errors: `OutOfOrder`, it is not published.
    pub fn withdraw(
        &self,
        act: &Act,
        _teller: &TellerHat,
        page: &Page,
    ) -> Result<Outcome<()>, Broken> {
        self.hide(act, page)
    }

    /// Takes it down: the same, decided by who organizes the wiki. Its association is told why.
    ///
    /// Errors: `OutOfOrder`, it is not published.
    pub fn take_down(
        &self,
        act: &Act,
        _organizer: &OrganizerHat,
        page: &Page,
    ) -> Result<Outcome<()>, Broken> {
        self.hide(act, page)
    }

    fn hide(&self, act: &Act, page: &Page) -> Result<Outcome<()>, Broken> {
        if self.state != TestimonyState::Published {
            return Err(Broken::OutOfOrder);
        }
        let state = TestimonyState::Sketched;
        Ok(Outcome::of(())
            .change(Change::Page(Page { published: None, ..page.clone() }))
            .change(Change::PageLinks(page.id, Vec::new()))
            .change(Change::Testimony(Self { state, since: act.at, ..self.clone() }))
            .audit(act, AuditKind::Withdrawn, self.page))
    }
}
