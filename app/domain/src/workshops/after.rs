//! After a session: do those who came know now what it was to teach? And its notes, which everybody may read.

use super::{Entry, Presence, Registration};
use crate::accounts::{EvaluatorHat, PresenceHat};
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{EntryId, PageId, RegistrationId};
use crate::text::{Source, Title, slug};
use crate::wiki::{Page, Revision, WORKSHOPS};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How many questions are asked: what one answers on a phone, on the way home.
pub const QUESTIONS: usize = 3;
/// How long after a session its questions may be answered by the letter's link.
pub const ASKED_FOR: Duration = Duration::days(30);

/// An answer to "savez-vous maintenant… ?".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Knows {
    Yes,
    Almost,
    NotYet,
}

impl Knows {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Almost, Self::NotYet];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Almost => "almost",
            Self::NotYet => "not_yet",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|knows| knows.code() == code)
    }
}

/// What somebody who came says of one question. Said again, it replaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidAfter {
    pub registration: RegistrationId,
    /// From 0 on, below [`QUESTIONS`].
    pub question: usize,
    pub knows: Knows,
    pub at: DateTime<Utc>,
}

/// The notes of a session: a page of the wiki.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionNotes {
    pub entry: EntryId,
    pub page: PageId,
}

impl Registration {
    /// Answers the questions after a session.
    ///
    /// Errors: `OutOfOrder`, nobody came in this seat; `UnknownAnswer`, there is no such question.
    pub fn say_after(
        &self,
        act: &Act,
        _who: &EvaluatorHat,
        said: &[(usize, Knows)],
    ) -> Result<Outcome<()>, Broken> {
        if self.presence != Some(Presence::Present) {
            return Err(Broken::OutOfOrder);
        }
        if said.iter().any(|(question, _)| *question >= QUESTIONS) {
            return Err(Broken::UnknownAnswer);
        }
        let line = |(question, knows): &(usize, Knows)| {
            let (registration, at) = (self.id, act.at);
            Change::SaidAfter(SaidAfter { registration, question: *question, knows: *knows, at })
        };
        Ok(said.iter().map(line).fold(Outcome::of(()), Outcome::change))
    }
}

impl Entry {
    /// Publishes what was noted during a session, in one step; `before`: the page that it has already.
    ///
    /// Errors: `TooEarly`.
    pub fn publish_notes(
        &self,
        act: &Act,
        _by: &PresenceHat,
        before: Option<(&Page, &Revision)>,
        title: Title,
        source: Source,
    ) -> Result<Outcome<String>, Broken> {
        if act.at < self.starts_at {
            return Err(Broken::TooEarly);
        }
        let (page, revision) = match before {
            None => {
                let id = PageId(act.id());
                let end = id.0.simple().to_string();
                let slug = format!("ateliers:{}_{}", slug(title.as_str()), &end[end.len() - 6..]);
                let revision = Revision::first(act, id, title.clone(), source);
                let published = Some(revision.id);
                (Page { id, space: WORKSHOPS, slug, title, published, draft: None }, revision)
            }
            Some((page, head)) => {
                let revision = head.next(act, title.clone(), source);
                (Page { title, published: Some(revision.id), ..page.clone() }, revision)
            }
        };
        let notes = SessionNotes { entry: self.id, page: page.id };
        let leads_to = revision.leads_to(&page.slug);
        Ok(Outcome::of(page.slug.clone())
            .change(Change::Page(page))
            .change(Change::Revision(revision))
            .change(leads_to)
            .change(Change::SessionNotes(notes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Bearer, Purpose};
    use crate::testing::{act, day, entry, everyone, id, seat, title};
    use crate::workshops::{EntryKind, Seat};

    #[test]
    fn workshops_who_came_says_what_they_know_now() {
        let came =
            Registration { presence: Some(Presence::Present), ..seat(40, 1, Seat::Registered) };
        let hat = everyone().evaluator(came.id, came.association, day(31)).expect("a member");
        let said = came.say_after(&act(day(31)), &hat, &[(0, Knows::Yes), (2, Knows::NotYet)]);
        assert_eq!(said.expect("said").changes.len(), 2);
        let wrong = came.say_after(&act(day(31)), &hat, &[(3, Knows::Yes)]);
        assert_eq!(wrong.map(drop), Err(Broken::UnknownAnswer));
        let missed = Registration { presence: Some(Presence::Absent), ..came.clone() };
        let said = missed.say_after(&act(day(31)), &hat, &[(0, Knows::Yes)]);
        assert_eq!(said.map(drop), Err(Broken::OutOfOrder));
        // The link is for this seat, until a date.
        let bearer = |seat| {
            let (purpose, until) = (Purpose::Evaluate(seat), day(60));
            crate::accounts::Actor::Bearer(Bearer { purpose, until })
        };
        let own = came.association;
        assert!(bearer(came.id).evaluator(came.id, own, day(59)).is_ok());
        assert!(bearer(came.id).evaluator(came.id, own, day(60)).is_err());
        assert!(bearer(id(7)).evaluator(came.id, own, day(59)).is_err());
        assert!(everyone().evaluator(came.id, id(77), day(59)).is_err());
    }

    #[test]
    fn workshops_notes_of_a_session_are_one_page_whoever_writes() {
        let at = entry(40, EntryKind::WorkshopSession, day(30), 5);
        let hat = at.presence_by(&everyone()).expect("an organizer");
        let source = || Source::parse("Des notes.").expect("a text");
        let early = at.publish_notes(&act(day(29)), &hat, None, title("Notes"), source());
        assert_eq!(early.map(drop), Err(Broken::TooEarly));
        let first = at.publish_notes(&act(day(31)), &hat, None, title("Notes"), source());
        let first = first.expect("published");
        let [Change::Page(page), Change::Revision(head), ..] = &first.changes[..] else {
            panic!("{first:?}")
        };
        assert!(page.published.is_some() && first.answer.starts_with("ateliers:notes_"));
        let again =
            at.publish_notes(&act(day(32)), &hat, Some((page, head)), title("Autres"), source());
        let again = again.expect("again");
        assert_eq!(again.answer, first.answer);
        assert!(matches!(&again.changes[1], Change::Revision(next) if next.number == 2));
    }
}
