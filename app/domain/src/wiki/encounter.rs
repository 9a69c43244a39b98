//! Encounters: days where associations tell their story. The date, its seats and who came are the agenda's; here is who
//! tells what, in which order, for how long, and what becomes of what was noted.
//!
//! Who tells is asked first, and shown once they have said yes. What is noted while they tell is theirs: it becomes a draft
//! that they alone read, and publish or not.

use super::Revision;
use super::guide::{Guide, Question};
use super::testimony::{Testimony, TestimonyState, sketch};
use crate::accounts::{MemberHat, OrganizerHat, PresenceHat};
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{AssociationId, EntryId, JourneyId, TalkId, TestimonyId};
use crate::text::{Fault, Source, Title, Words};
use crate::workshops::{Entry, EntryKind};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// An association tells its story at an encounter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    pub id: TalkId,
    pub entry: EntryId,
    pub association: AssociationId,
    /// What it tells: as it was asked, then as the association says.
    pub title: Title,
    /// What the association said with its answer, to who prepares the encounter and nobody else.
    pub words: Option<Words>,
    /// How long it has.
    pub minutes: u32,
    /// The lower, the earlier.
    pub rank: u32,
    pub state: TalkState,
    /// When it came to this state.
    pub since: DateTime<Utc>,
    /// The draft to which what was noted went.
    pub testimony: Option<TestimonyId>,
}

impl Talk {
    /// How many minutes one may have.
    pub const MINUTES: RangeInclusive<u32> = 5..=180;
    /// How many one has, unless somebody says otherwise.
    pub const USUAL: u32 = 20;
}

/// What the association said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TalkState {
    /// It has not answered.
    Asked,
    Accepted,
    Declined,
}

impl TalkState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Asked, Self::Accepted, Self::Declined];

    /// The name in the database, and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What an association answers to who asks it to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// It tells, under this title. None: it does not.
    pub tells: Option<Title>,
    /// A word with it.
    pub words: Option<Words>,
}

/// Where an organizer puts a talk of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arranging {
    /// Where it is: only how long it lasts is told.
    There,
    Earlier,
    Later,
    /// It is taken out.
    Away,
}

impl Arranging {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 4] = [Self::There, Self::Earlier, Self::Later, Self::Away];

    /// The name in forms, and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Earlier => "earlier",
            Self::Later => "later",
            Self::Away => "away",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.code() == code)
    }
}

/// An encounter and its programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Encounter {
    pub entry: Entry,
    /// In their order.
    pub talks: Vec<Talk>,
}

/// A story that its association is writing, and the newest state of its text.
pub type Sketched<'a> = (&'a Testimony, &'a Revision);

impl Encounter {
    /// How many may tell in one day.
    pub const TALKS: usize = 20;

    /// One talk of its programme.
    pub fn talk(&self, id: TalkId) -> Option<&Talk> {
        self.talks.iter().find(|talk| talk.id == id)
    }

    /// What the programme says to everybody: those who said yes.
    pub fn told(&self) -> impl Iterator<Item = &Talk> {
        self.talks.iter().filter(|talk| talk.state == TalkState::Accepted)
    }

    /// Those who are told where the day changes: all but those who said no.
    pub fn concerned(&self) -> impl Iterator<Item = &Talk> {
        self.talks.iter().filter(|talk| talk.state != TalkState::Declined)
    }

    /// Whether one may still be asked to tell there, and answer.
    ///
    /// Errors: `CalledOff`; `EntryPast`, it has begun.
    pub fn to_come(&self, now: DateTime<Utc>) -> Result<(), Broken> {
        if self.entry.called_off.is_some() {
            return Err(Broken::CalledOff);
        }
        (now < self.entry.starts_at).then_some(()).ok_or(Broken::EntryPast)
    }

    /// Asks an association to tell its story there: it comes last, unless somebody puts it elsewhere.
    ///
    /// Errors: `OutOfOrder`, it is no encounter; those of [`Self::to_come`]; `AskedToTell`, already; `ProgrammeFull`.
    pub fn ask(
        &self,
        act: &Act,
        _by: &OrganizerHat,
        association: AssociationId,
        title: Title,
        minutes: u32,
    ) -> Result<Outcome<TalkId>, Broken> {
        if self.entry.kind != EntryKind::Encounter {
            return Err(Broken::OutOfOrder);
        }
        self.to_come(act.at)?;
        if self.talks.iter().any(|talk| talk.association == association) {
            return Err(Broken::AskedToTell);
        }
        if self.talks.len() >= Self::TALKS {
            return Err(Broken::ProgrammeFull);
        }
        let talk = Talk {
            id: act.id().into(),
            entry: self.entry.id,
            association,
            title,
            words: None,
            minutes,
            rank: self.talks.iter().map(|talk| talk.rank + 1).max().unwrap_or_default(),
            state: TalkState::Asked,
            since: act.at,
            testimony: None,
        };
        Ok(Outcome::of(talk.id).change(Change::Talk(talk)))
    }

    /// Says how long a talk lasts, and puts it earlier or later, or takes it out. Where there is nothing before or after
    /// it, it stays.
    ///
    /// Errors: those of [`Self::may_go`], to take it out.
    pub fn arrange(
        &self,
        act: &Act,
        _by: &OrganizerHat,
        talk: &Talk,
        how: Arranging,
        minutes: u32,
    ) -> Result<Outcome<()>, Broken> {
        let at = self.talks.iter().position(|one| one.id == talk.id);
        let other = match how {
            Arranging::Away => {
                self.may_go(talk, act.at)?;
                return Ok(Outcome::of(()).change(Change::TalkGone(talk.id)));
            }
            Arranging::There => None,
            Arranging::Earlier => at.and_then(|at| self.talks.get(at.checked_sub(1)?)),
            Arranging::Later => at.and_then(|at| self.talks.get(at + 1)),
        };
        let rank = other.map_or(talk.rank, |other| other.rank);
        let moved = Talk { minutes, rank, ..talk.clone() };
        let outcome = Outcome::of(()).change(Change::Talk(moved));
        Ok(match other {
            Some(other) => outcome.change(Change::Talk(Talk { rank: talk.rank, ..other.clone() })),
            None => outcome,
        })
    }

    /// Whether a talk may be taken out of the programme. What an association agreed to is not taken back without it; once
    /// the day has come, who did not tell was not there.
    ///
    /// Errors: `SaidYes`, or it has told.
    pub fn may_go(&self, talk: &Talk, now: DateTime<Utc>) -> Result<(), Broken> {
        let agreed = talk.state == TalkState::Accepted && self.to_come(now).is_ok();
        let stays = agreed || talk.testimony.is_some();
        (!stays).then_some(()).ok_or(Broken::SaidYes)
    }

    /// The association says whether it tells its story there; until it begins, it may say otherwise.
    ///
    /// Errors: those of [`Self::to_come`].
    pub fn answer(
        &self,
        act: &Act,
        _member: &MemberHat,
        talk: &Talk,
        said: Answer,
    ) -> Result<Outcome<()>, Broken> {
        self.to_come(act.at)?;
        let state = if said.tells.is_some() { TalkState::Accepted } else { TalkState::Declined };
        let title = said.tells.unwrap_or_else(|| talk.title.clone());
        let since = if state == talk.state { talk.since } else { act.at };
        let answered = Talk { title, words: said.words, state, since, ..talk.clone() };
        Ok(Outcome::of(()).change(Change::Talk(answered)))
    }

    /// Whether what is noted of a talk may be given to its association.
    ///
    /// Errors: `OutOfOrder`, it has not said yes, or nobody told anything; `TooEarly`.
    pub fn takes_notes(&self, talk: &Talk, now: DateTime<Utc>) -> Result<(), Broken> {
        if talk.state != TalkState::Accepted || self.entry.called_off.is_some() {
            return Err(Broken::OutOfOrder);
        }
        (now >= self.entry.starts_at).then_some(()).ok_or(Broken::TooEarly)
    }

    /// How many of those who told were given nothing of what was noted.
    pub fn without_notes(&self, now: DateTime<Utc>) -> usize {
        let waits = |talk: &&Talk| talk.testimony.is_none() && self.takes_notes(talk, now).is_ok();
        self.talks.iter().filter(waits).count()
    }

    /// Gives what was noted to who told it; several may have noted. It becomes the new state of the story that the
    /// association writes (`sketched`), or a new story on this journey. Nobody else reads it; who noted it is no author of
    /// it. The journey says nothing of it: an association that has only told aloud has begun no story.
    ///
    /// Errors: those of [`Self::takes_notes`].
    pub fn give_notes(
        &self,
        act: &Act,
        _by: &PresenceHat,
        talk: &Talk,
        journey: JourneyId,
        sketched: Option<Sketched<'_>>,
        source: Source,
    ) -> Result<Outcome<TestimonyId>, Broken> {
        self.takes_notes(talk, act.at)?;
        let given = match sketched {
            Some((testimony, head)) => {
                let next = Revision { by: None, ..head.next(act, head.title.clone(), source) };
                Outcome::of(testimony.id).change(Change::Revision(next))
            }
            None => {
                let said = (talk.title.clone(), source);
                sketch(act, None, (journey, talk.association), None, said)
            }
        };
        let testimony = Some(given.answer);
        Ok(given.change(Change::Talk(Talk { testimony, ..talk.clone() })))
    }
}

/// The story to which notes are added: the last one that its association has not published.
pub fn in_hand(stories: &[Testimony]) -> Option<&Testimony> {
    stories.iter().rfind(|story| story.state == TestimonyState::Sketched)
}

/// What was noted, under where and when it was told, in what the association has written already: before what it says of what
/// it did. `asks` and `heading` are those of [`Guide`].
///
/// Errors: `TooLong`.
pub fn noted(
    told: &str,
    notes: &str,
    written: Option<&Source>,
    asks: impl Fn(&str) -> Option<Question>,
    heading: impl Fn(Question) -> &'static str,
) -> Result<Source, Fault> {
    let mut guide = Guide::read(written.map_or("", Source::as_str), asks);
    let parts = [told, notes, guide.answer(Question::Done)];
    let parts: Vec<_> =
        parts.into_iter().map(str::trim_end).filter(|part| !part.is_empty()).collect();
    let answer = parts.join("\n\n");
    guide.answers.insert(Question::Done, answer);
    Source::parse(&guide.print(heading))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    fn talk(n: u128, association: u128, rank: u32) -> Talk {
        Talk {
            id: id(n),
            entry: id(40),
            association: id(association),
            title: title("Notre récit"),
            words: None,
            minutes: 20,
            rank,
            state: TalkState::Asked,
            since: day(1),
            testimony: None,
        }
    }

    /// It begins on day 30.
    fn encounter(talks: Vec<Talk>) -> Encounter {
        Encounter { entry: entry(40, EntryKind::Encounter, day(30), 60), talks }
    }

    fn off(at: Encounter) -> Encounter {
        Encounter { entry: Entry { called_off: Some(day(2)), ..at.entry }, ..at }
    }

    fn organizer() -> OrganizerHat {
        everyone().organizer().expect("everyone organizes")
    }

    fn talks<T>(outcome: &Outcome<T>) -> Vec<Talk> {
        let talk = |change: &Change| match change {
            Change::Talk(talk) => Some(talk.clone()),
            _ => None,
        };
        outcome.changes.iter().filter_map(talk).collect()
    }

    #[test]
    fn wiki_who_is_asked_to_tell_comes_last_and_once() {
        let at = encounter(vec![talk(1, 11, 0), talk(2, 12, 7)]);
        let full = encounter((0..20).map(|n| talk(n, 100 + n, 0)).collect());
        let meeting =
            Encounter { entry: entry(40, EntryKind::InfoMeeting, day(30), 9), ..at.clone() };
        for (at, on, association, told) in [
            (&at, 3, 13, Ok(vec![(8, 35, TalkState::Asked)])),
            (&encounter(vec![]), 29, 13, Ok(vec![(0, 35, TalkState::Asked)])),
            (&at, 3, 12, Err(Broken::AskedToTell)),
            (&at, 30, 13, Err(Broken::EntryPast)),
            (&off(at.clone()), 3, 13, Err(Broken::CalledOff)),
            (&full, 3, 13, Err(Broken::ProgrammeFull)),
            (&meeting, 3, 13, Err(Broken::OutOfOrder)),
        ] {
            let (act, by) = (act(day(on)), organizer());
            let asked = at.ask(&act, &by, id(association), title("Notre récit"), 35);
            let asked = asked.map(|outcome| {
                let talks = talks(&outcome).into_iter();
                talks.map(|talk| (talk.rank, talk.minutes, talk.state)).collect::<Vec<_>>()
            });
            assert_eq!(asked, told, "{association} on day {on}");
        }
    }

    #[test]
    fn wiki_a_programme_is_put_in_order() {
        let at = encounter(vec![talk(1, 11, 0), talk(2, 12, 3), talk(3, 13, 4)]);
        for (n, how, told) in [
            (2, Arranging::There, vec![(2, 3, 45)]),
            (2, Arranging::Earlier, vec![(2, 0, 45), (1, 3, 20)]),
            (2, Arranging::Later, vec![(2, 4, 45), (3, 3, 20)]),
            (1, Arranging::Earlier, vec![(1, 0, 45)]),
            (3, Arranging::Later, vec![(3, 4, 45)]),
        ] {
            let talk = at.talk(id(n)).expect("it is there");
            let arranged = at.arrange(&act(day(2)), &organizer(), talk, how, 45).expect("arranged");
            let arranged: Vec<_> =
                talks(&arranged).iter().map(|talk| (talk.id, talk.rank, talk.minutes)).collect();
            let told: Vec<_> = told.into_iter().map(|(n, rank, m)| (id(n), rank, m)).collect();
            assert_eq!(arranged, told, "{n}, {how:?}");
        }
    }

    #[test]
    fn wiki_what_was_agreed_to_is_not_taken_out_before_the_day() {
        let mut yes = Talk { state: TalkState::Accepted, ..talk(1, 11, 0) };
        let no = Talk { state: TalkState::Declined, ..yes.clone() };
        let asked = talk(1, 11, 0);
        let at = encounter(vec![]);
        for (at, talk, on, told) in [
            (&at, &asked, 2, Ok(())),
            (&at, &no, 2, Ok(())),
            (&at, &yes, 29, Err(Broken::SaidYes)),
            (&at, &yes, 30, Ok(())),
            (&off(at.clone()), &yes, 3, Ok(())),
        ] {
            assert_eq!(at.may_go(talk, day(on)), told, "{:?} on day {on}", talk.state);
        }
        yes.testimony = Some(id(70));
        assert_eq!(at.may_go(&yes, day(31)), Err(Broken::SaidYes), "it has told");
        let away = |talk| at.arrange(&act(day(2)), &organizer(), talk, Arranging::Away, 20);
        let gone = away(&asked).expect("taken out");
        assert!(matches!(gone.changes[..], [Change::TalkGone(talk)] if talk == id(1)));
        assert_eq!(away(&yes).map(drop), Err(Broken::SaidYes));
    }

    #[test]
    fn wiki_an_association_says_yes_in_its_words_and_may_say_otherwise_until_it_begins() {
        let (asked, member) = (talk(1, OURS, 0), everyone().member().expect("a member"));
        let accepted = Talk { state: TalkState::Accepted, since: day(2), ..asked.clone() };
        let at = encounter(vec![asked.clone()]);
        let yes = || Answer { tells: Some(title("Nos samedis")), words: Some(words("Avec joie")) };
        let no = || Answer { tells: None, words: None };
        let told = |title: &str, state, since| Ok((title.to_owned(), state, day(since)));
        for (at, talk, on, said, expected) in [
            (&at, &asked, 2, yes(), told("Nos samedis", TalkState::Accepted, 2)),
            (&at, &accepted, 9, yes(), told("Nos samedis", TalkState::Accepted, 2)),
            (&at, &asked, 2, no(), told("Notre récit", TalkState::Declined, 2)),
            (&at, &accepted, 29, no(), told("Notre récit", TalkState::Declined, 29)),
            (&at, &asked, 30, yes(), Err(Broken::EntryPast)),
            (&off(at.clone()), &asked, 3, yes(), Err(Broken::CalledOff)),
        ] {
            let said_words = said.words.clone();
            let answered = at.answer(&act(day(on)), &member, talk, said).map(|outcome| {
                let talk = talks(&outcome).remove(0);
                assert_eq!(talk.words, said_words);
                (talk.title.to_string(), talk.state, talk.since)
            });
            assert_eq!(answered, expected, "on day {on}");
        }
    }

    #[test]
    fn wiki_a_programme_tells_who_said_yes_and_no_change_concerns_who_said_no() {
        let states = TalkState::ALL.into_iter().zip(1..);
        let at = encounter(states.map(|(state, n)| Talk { state, ..talk(n, 10 + n, 0) }).collect());
        assert_eq!(at.told().map(|talk| talk.id).collect::<Vec<_>>(), [id(2)]);
        assert_eq!(at.concerned().map(|talk| talk.id).collect::<Vec<_>>(), [id(1), id(2)]);
    }

    #[test]
    fn wiki_notes_are_given_to_who_told() {
        let yes = Talk { state: TalkState::Accepted, ..talk(1, 11, 0) };
        let given = Talk { testimony: Some(id(70)), ..yes.clone() };
        let at = encounter(vec![]);
        for (at, talk, on, told) in [
            (&at, &yes, 30, Ok(())),
            (&at, &yes, 400, Ok(())),
            (&at, &yes, 29, Err(Broken::TooEarly)),
            (&at, &given, 31, Ok(())),
            (&at, &self::talk(1, 11, 0), 31, Err(Broken::OutOfOrder)),
            (&off(at.clone()), &yes, 31, Err(Broken::OutOfOrder)),
        ] {
            assert_eq!(at.takes_notes(talk, day(on)), told, "on day {on}");
        }
        let at = encounter(vec![yes, given, self::talk(1, 11, 0)]);
        assert_eq!((at.without_notes(day(29)), at.without_notes(day(30))), (0, 1));
    }

    #[test]
    fn wiki_notes_become_a_draft_that_nobody_else_reads() {
        let yes = Talk { state: TalkState::Accepted, ..talk(1, 11, 0) };
        let at = encounter(vec![yes.clone()]);
        let hat = at.entry.presence_by(&everyone()).expect("an organizer");
        let source = |text: &str| Source::parse(text).expect("a text");
        let given = |sketched: Option<Sketched<'_>>, text: &str| {
            at.give_notes(&act(day(31)), &hat, &yes, id(50), sketched, source(text)).expect("given")
        };
        let first = given(None, "Elle raconte.");
        let [Change::Page(page), Change::Revision(head), Change::Testimony(begun), _] =
            &first.changes[..]
        else {
            panic!("{:?}", first.changes)
        };
        assert_eq!(page.published, None);
        assert_eq!((begun.state, begun.association), (TestimonyState::Sketched, id(11)));
        assert_eq!((head.source.as_str(), head.by), ("Elle raconte.", None));
        assert_eq!(talks(&first)[0].testimony, Some(begun.id));
        // A story that is being written goes on.
        let more = given(Some((begun, head)), "Encore.");
        let [Change::Revision(next), Change::Talk(talk)] = &more.changes[..] else {
            panic!("{:?}", more.changes)
        };
        assert_eq!((next.page, next.number, next.by), (page.id, 2, None));
        assert_eq!((more.answer, talk.testimony), (begun.id, Some(begun.id)));
        // What is published is not touched.
        let published = Testimony { state: TestimonyState::Published, ..begun.clone() };
        let stories = [published.clone(), begun.clone(), published.clone()];
        assert_eq!(in_hand(&stories), Some(begun));
        assert_eq!(in_hand(&[published]), None);
    }

    #[test]
    fn wiki_notes_stand_before_what_was_done_under_where_they_were_taken() {
        let name = |question: Question| question.code();
        let asks = |words: &str| Question::ALL.into_iter().find(|one| one.code() == words);
        let text = "Un jardin.\n\n==== before ====\n\nUn cahier.\n\n==== done ====\n\nUn site.";
        let both = "Un jardin.\n\n==== before ====\n\nUn cahier.\n\n\
                    ==== done ====\n\nÀ Tours\n\nUn.\n\nUn site.";
        let written = Source::parse(text).expect("a text");
        for (notes, written, told) in [
            ("  * un\n  * deux\n", None, Ok("==== done ====\n\nÀ Tours\n\n  * un\n  * deux")),
            ("Un.", Some(&written), Ok(both)),
            (&*"é".repeat(200_000), None, Err(Fault::TooLong { max: Source::MAX })),
        ] {
            let noted = noted("À Tours", notes, written, asks, name);
            assert_eq!(noted.as_ref().map(Source::as_str), told.as_ref().copied());
        }
    }
}
