//! Caring for pages: whether what they say is still true, what readers ask of those who wrote them, what they report.

use super::{CaretakerHat, Circles, Page, Space, TESTIMONIES, WORKSHOPS};
use crate::accounts::{Actor, Denied, OrganizerHat, Worn};
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{PageId, PersonId, QuestionId, ReportId};
use crate::text::Words;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How long what a page says is taken for true. Then those who wrote it are asked.
pub const TRUE_FOR: Duration = Duration::days(365);
/// How long a question waits for those who wrote the page. Then it is shown to who plans workshops.
pub const ANSWERED_WITHIN: Duration = Duration::days(14);
/// How many of those who wrote a page are written to: the last ones who may still read it.
pub const AUTHORS_MAX: usize = 3;
/// How long who was asked whether their pages are still true is left alone.
pub const ASKED_AGAIN_AFTER: Duration = Duration::days(90);
/// How many questions of one page may wait for an answer.
pub const QUESTIONS_MAX: usize = 10;
/// How many reports of one page may wait: more would say nothing more.
pub const REPORTS_MAX: usize = 10;

/// Somebody's word that what a page says is still true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub page: PageId,
    pub at: DateTime<Utc>,
    pub by: Option<PersonId>,
}

/// Somebody was asked whether pages are still true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedToCheck {
    pub person: PersonId,
    pub at: DateTime<Utc>,
}

/// Something that a reader asks. It stays with the page, and so does its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    pub id: QuestionId,
    pub page: PageId,
    pub words: Words,
    /// Who asked. The page does not name them. None: they have gone.
    pub by: Option<PersonId>,
    pub at: DateTime<Utc>,
    pub answer: Option<Answer>,
    /// Since when it is no idea for a workshop: it was made one, or set aside.
    pub aside: Option<DateTime<Utc>>,
}

/// What who wrote the page says to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub words: Words,
    pub by: Option<PersonId>,
    pub at: DateTime<Utc>,
}

/// Something that a reader, with or without an account, says is wrong with a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub id: ReportId,
    pub page: PageId,
    pub reason: Reason,
    pub words: Option<Words>,
    pub by: Option<PersonId>,
    pub at: DateTime<Utc>,
    /// Seen to, by whom and when.
    pub closed: Option<(DateTime<Utc>, Option<PersonId>)>,
}

/// What is wrong with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// It is true no more.
    Obsolete,
    /// Another page says it.
    Duplicate,
    /// It harms somebody, or should not be there.
    Abuse,
}

/// What became of what a reader reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reported {
    /// Somebody will look.
    PassedOn,
    /// So many have said so that nothing more is kept: somebody looks already.
    Enough,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Obsolete, Self::Duplicate, Self::Abuse];

    /// The name in the database, in forms and in the catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::Obsolete => "obsolete",
            Self::Duplicate => "duplicate",
            Self::Abuse => "abuse",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Speaks for a page: has written it, or may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoiceHat {
    page: PageId,
    code: &'static str,
}

impl Worn for VoiceHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Space {
    /// Whether time makes its pages doubtful. Stories, and what was noted at workshops, tell what happened.
    pub fn ages(&self) -> bool {
        ![TESTIMONIES, WORKSHOPS].contains(&self.id)
    }

    /// Who speaks for one of its pages: who has written it (`wrote`), or may. Of a draft, nothing is said.
    ///
    /// Errors: `SignIn`; `Hidden`, where it is not shown to who asks; `NotYours`.
    pub fn voice(
        &self,
        actor: &Actor,
        circles: &Circles,
        page: &Page,
        wrote: bool,
    ) -> Result<VoiceHat, Denied> {
        let writes = self.writer(actor, circles);
        if page.draft.is_some() {
            return Err(Denied::Hidden);
        }
        match writes {
            Err(Denied::NotYours) if wrote => {}
            writes => drop(writes?),
        }
        Ok(VoiceHat { page: page.id, code: actor.hat_code() })
    }
}

/// Since when nobody has said that a page is true, where that is too long: `shown_at` is when what it says was written.
pub fn unchecked_since(
    now: DateTime<Utc>,
    shown_at: DateTime<Utc>,
    checked_at: Option<DateTime<Utc>>,
) -> Option<DateTime<Utc>> {
    let last = checked_at.map_or(shown_at, |checked| checked.max(shown_at));
    (now >= last + TRUE_FOR).then_some(last)
}

impl Page {
    /// Says that what it says is still true.
    pub fn check(&self, act: &Act, _voice: &VoiceHat) -> Outcome<()> {
        let checked = Checked { page: self.id, at: act.at, by: act.who.person() };
        Outcome::of(()).change(Change::Checked(checked))
    }

    /// Asks those who wrote it; `waiting` is how many questions of it wait.
    ///
    /// Errors: `QuestionsWait`, too many do.
    pub fn ask(&self, act: &Act, words: Words, waiting: usize) -> Result<Outcome<()>, Broken> {
        if waiting >= QUESTIONS_MAX {
            return Err(Broken::QuestionsWait);
        }
        let (id, page, by) = (QuestionId(act.id()), self.id, act.who.person());
        let question = Question { id, page, words, by, at: act.at, answer: None, aside: None };
        Ok(Outcome::of(()).change(Change::Question(question)))
    }

    /// Reports it. Of those that wait (`open`), the same by the same person is one; where as many wait as may, nothing more
    /// is kept, and who reports is told so.
    pub fn report(
        &self,
        act: &Act,
        reason: Reason,
        words: Option<Words>,
        open: &[Report],
    ) -> Outcome<Reported> {
        let by = act.who.person();
        let again = |one: &Report| one.reason == reason && one.by == by && one.words == words;
        if open.iter().any(again) {
            return Outcome::of(Reported::PassedOn);
        }
        if open.len() >= REPORTS_MAX {
            return Outcome::of(Reported::Enough);
        }
        let (id, page) = (ReportId(act.id()), self.id);
        let report = Report { id, page, reason, words, by, at: act.at, closed: None };
        Outcome::of(Reported::PassedOn).change(Change::Report(report))
    }
}

impl Question {
    /// Whether it has waited so long that it may be a workshop's matter, and nobody has seen to that.
    pub fn waits_long(&self, now: DateTime<Utc>) -> bool {
        self.answer.is_none() && self.aside.is_none() && now >= self.at + ANSWERED_WITHIN
    }

    /// It is no idea for a workshop any more: one was made of it, or none will be. It goes on waiting for its answer.
    pub fn set_aside(&self, act: &Act, _organizer: &OrganizerHat) -> Outcome<()> {
        let aside = self.aside.or(Some(act.at));
        Outcome::of(()).change(Change::Question(Self { aside, ..self.clone() }))
    }

    /// Answers it, for the page.
    ///
    /// Errors: `AlreadyAnswered`, by other words; `OutOfOrder`, who answers speaks for another page.
    pub fn answer(&self, act: &Act, voice: &VoiceHat, words: Words) -> Result<Outcome<()>, Broken> {
        if voice.page != self.page {
            return Err(Broken::OutOfOrder);
        }
        match &self.answer {
            Some(answer) if answer.words == words => Ok(Outcome::of(())),
            Some(_) => Err(Broken::AlreadyAnswered),
            None => {
                let answer = Answer { words, by: act.who.person(), at: act.at };
                let answered = Self { answer: Some(answer), ..self.clone() };
                Ok(Outcome::of(()).change(Change::Question(answered)))
            }
        }
    }

    /// Takes it away, with its answer: who asked does, or an organizer of the wiki.
    ///
    /// Errors: `SignIn`, `NotYours`.
    pub fn take_away(&self, actor: &Actor) -> Result<Outcome<()>, Denied> {
        let person = actor.signed()?.person;
        if self.by != Some(person) {
            actor.organizer_of(crate::accounts::Action::Wiki)?;
        }
        Ok(Outcome::of(()).change(Change::QuestionGone(self.id)))
    }
}

impl Report {
    /// It was seen to. Twice is once.
    pub fn close(&self, act: &Act, _caretaker: &CaretakerHat) -> Outcome<()> {
        if self.closed.is_some() {
            return Outcome::of(());
        }
        let closed = Some((act.at, act.who.person()));
        Outcome::of(()).change(Change::Report(Self { closed, ..self.clone() }))
    }
}

#[cfg(test)]
mod tests {
    //! Who speaks for a page; what ages; what is asked and reported, once.

    use super::*;
    use crate::accounts::{Action, COOPAXIS, Hat};
    use crate::testing::*;
    use crate::wiki::{Around, Audience};

    fn space(writes: Audience) -> Space {
        Space {
            id: id(70),
            namespace: String::new(),
            title: title("Wiki"),
            reads: Audience::Everybody,
            writes,
            reviewed: false,
            purpose: None,
            around: Around::Itself,
        }
    }

    fn page() -> Page {
        let slug = "page".to_owned();
        Page {
            id: id(80),
            space: id(70),
            slug,
            title: title("Une page"),
            published: None,
            draft: None,
        }
    }

    fn words(said: &str) -> Words {
        Words::parse(said).expect("words")
    }

    #[test]
    fn wiki_who_wrote_a_page_speaks_for_it_even_where_nobody_writes() {
        let (none, page) = (Circles::default(), page());
        let volunteer = signed(5, &[Hat::Volunteer]);
        let voice = |writes, wrote| {
            space(writes).voice(&volunteer, &none, &page, wrote).map(|voice| voice.page)
        };
        assert_eq!(voice(Audience::Accounts, false), Ok(page.id));
        assert_eq!(voice(Audience::Nobody, true), Ok(page.id));
        assert_eq!(voice(Audience::Nobody, false), Err(Denied::NotYours));
        let visitor = space(Audience::Accounts).voice(&Actor::Anonymous, &none, &page, false);
        assert_eq!(visitor, Err(Denied::SignIn));
        // Whoever may not read it any more does not speak for it.
        let hidden = Space { reads: Audience::Circle, ..space(Audience::Circle) };
        assert_eq!(hidden.voice(&volunteer, &none, &page, true), Err(Denied::Hidden));
    }

    #[test]
    fn wiki_a_page_is_doubtful_a_year_after_its_last_word() {
        let (written, year) = (day(1), TRUE_FOR);
        let last = Some(written);
        assert_eq!(unchecked_since(written + year - Duration::seconds(1), written, None), None);
        assert_eq!(unchecked_since(written + year, written, None), last);
        let checked = written + Duration::days(100);
        assert_eq!(unchecked_since(written + year, written, Some(checked)), None);
        assert_eq!(unchecked_since(checked + year, written, Some(checked)), Some(checked));
        // It was changed after somebody had checked it.
        assert_eq!(unchecked_since(checked + year, checked, last), Some(checked));
        assert!(space(Audience::Accounts).ages());
        assert!(!Space { id: TESTIMONIES, ..space(Audience::Nobody) }.ages());
    }

    #[test]
    fn wiki_a_question_is_answered_once_and_taken_away_by_who_asked() {
        let (page, asked) = (page(), act(day(1)));
        let outcome = page.ask(&asked, words("Et le samedi ?"), 0).expect("it is asked");
        let [Change::Question(question)] = &outcome.changes[..] else { panic!("a question") };
        assert_eq!(page.ask(&asked, words("Et ?"), QUESTIONS_MAX), Err(Broken::QuestionsWait));
        assert!(!question.waits_long(day(1)));
        assert!(question.waits_long(day(1) + ANSWERED_WITHIN));

        let organizer = signed(6, &[Hat::Organizer(Action::Workshops, COOPAXIS)]);
        let organizer = organizer.organizer_of(Action::Workshops).expect("an organizer");
        let aside = question.set_aside(&act(day(20)), &organizer);
        let [Change::Question(aside)] = &aside.changes[..] else { panic!("set aside") };
        assert!(!aside.waits_long(day(1) + ANSWERED_WITHIN * 2));
        assert_eq!(aside.answer, None, "it still waits under its page");

        let author = signed(5, &[Hat::Volunteer]);
        let voice = space(Audience::Accounts).voice(&author, &Circles::default(), &page, false);
        let voice = voice.expect("a voice");
        let answered = question.answer(&act(day(2)), &voice, words("Aussi.")).expect("answered");
        let [Change::Question(answered)] = &answered.changes[..] else { panic!("an answer") };
        assert!(!answered.waits_long(day(1) + ANSWERED_WITHIN));
        let again = answered.answer(&act(day(3)), &voice, words("Aussi."));
        assert_eq!(again.expect("the same").changes, []);
        let other = answered.answer(&act(day(3)), &voice, words("Non."));
        assert_eq!(other, Err(Broken::AlreadyAnswered));

        let of = Question { by: Some(id(5)), ..answered.clone() };
        assert!(of.take_away(&author).is_ok());
        assert_eq!(of.take_away(&signed(6, &[Hat::Volunteer])), Err(Denied::NotYours));
        assert!(of.take_away(&signed(6, &[Hat::Organizer(Action::Wiki, COOPAXIS)])).is_ok());
        assert_eq!(of.take_away(&Actor::Anonymous), Err(Denied::SignIn));
    }

    #[test]
    fn wiki_the_same_report_is_one_and_closed_once() {
        let (page, at) = (page(), act(day(1)));
        let reported = page.report(&at, Reason::Obsolete, Some(words("L’adresse")), &[]);
        let [Change::Report(report)] = &reported.changes[..] else { panic!("a report") };
        let open = [report.clone()];
        let again = page.report(&at, Reason::Obsolete, Some(words("L’adresse")), &open);
        assert_eq!((again.answer, again.changes.len()), (Reported::PassedOn, 0));
        assert_eq!(page.report(&at, Reason::Abuse, None, &open).changes.len(), 1);
        let many = vec![report.clone(); REPORTS_MAX];
        let more = page.report(&at, Reason::Duplicate, None, &many);
        assert_eq!((more.answer, more.changes.len()), (Reported::Enough, 0));

        let organizer = signed(6, &[Hat::Organizer(Action::Wiki, COOPAXIS)]);
        let space = space(Audience::Accounts);
        let organizer = space.caretaker(&organizer, &Circles::default()).expect("they see to it");
        let closed = report.close(&act(day(2)), &organizer);
        let [Change::Report(closed)] = &closed.changes[..] else { panic!("closed") };
        assert_eq!(closed.close(&act(day(3)), &organizer).changes, []);
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(reason));
        }
    }
}
