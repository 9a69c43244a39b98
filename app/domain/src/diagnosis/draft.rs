//! The next version of the questionnaire, prepared by organizers: one draft at a time, then its publication.

use super::{
    Choice, Key, Place, Published, Question, Questionnaire, Recommendation, Theme, is_key,
};
use crate::accounts::{Actor, Denied, Worn};
use crate::act::{Act, Broken, Change, Outcome};
use crate::audit::AuditKind;
use crate::ids::{PersonId, QuestionnaireId};
use crate::text::slug;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Prepares and publishes questionnaires: the sorting desk serves all three actions, so any organizer may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Editor {
    person: PersonId,
    code: &'static str,
}

impl Worn for Editor {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Editor {
    /// Who edits.
    pub fn person(&self) -> PersonId {
        self.person
    }
}

impl Actor {
    /// The proof of preparing questionnaires. Errors: `SignIn`, `NotYours`.
    pub fn editor(&self) -> Result<Editor, Denied> {
        let organizer = self.organizer()?;
        Ok(Editor { person: organizer.person(), code: organizer.code() })
    }
}

/// The version being prepared.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub questionnaire: Questionnaire,
    /// The published version that it was begun from.
    pub base: QuestionnaireId,
    /// Counts the times that it was saved: who replaces or ends the whole says which one they saw.
    pub revision: u32,
    pub begun_at: DateTime<Utc>,
    pub begun_by: PersonId,
    pub saved_at: DateTime<Utc>,
    pub saved_by: PersonId,
}

impl Draft {
    /// Begins a draft from what is published. Where one is there already, that one goes on.
    pub fn open(
        act: &Act,
        editor: &Editor,
        running: Option<&Self>,
        published: &Published,
    ) -> Outcome<()> {
        if running.is_some() {
            return Outcome::of(());
        }
        Outcome::of(()).change(Change::Draft(Box::new(Self {
            questionnaire: Questionnaire::clone(&published.questionnaire),
            base: published.id,
            revision: 1,
            begun_at: act.at,
            begun_by: editor.person,
            saved_at: act.at,
            saved_by: editor.person,
        })))
    }

    /// Keeps the draft as it now is.
    ///
    /// Errors: `DraftChanged`, somebody else changed meanwhile what was seen. What they changed beside it is kept, too.
    pub fn save(
        &self,
        act: &Act,
        editor: &Editor,
        saw: &Saw,
        questionnaire: Questionnaire,
    ) -> Result<Outcome<()>, Broken> {
        let questions = &self.questionnaire;
        match saw {
            Saw::Whole(revision) => self.is_as_seen(*revision)?,
            Saw::Part(place, mark) if questions.mark(place) != Some(*mark) => {
                return Err(Broken::DraftChanged);
            }
            Saw::Held(place, mark) if questions.mark_held(place) != Some(*mark) => {
                return Err(Broken::DraftChanged);
            }
            Saw::Part(..) | Saw::Held(..) | Saw::Nothing => {}
        }
        Ok(Outcome::of(()).change(Change::Draft(Box::new(Self {
            questionnaire,
            revision: self.revision.saturating_add(1),
            saved_at: act.at,
            saved_by: editor.person,
            ..self.clone()
        }))))
    }

    /// Gives the draft up. Errors: `DraftChanged`.
    pub fn discard(&self, seen: u32) -> Result<Outcome<()>, Broken> {
        self.is_as_seen(seen)?;
        Ok(Outcome::of(()).change(Change::DraftGone))
    }

    /// What would be published after this version.
    pub fn after(&self, last: &Published) -> Questionnaire {
        let version = last.questionnaire.version.saturating_add(1);
        Questionnaire { version, ..self.questionnaire.clone() }
    }

    /// Publishes the draft: diagnoses that begin from now on use it, and the others keep theirs. `id` is drawn from what
    /// [`Self::after`] says.
    ///
    /// Errors: `DraftChanged`; `DraftRefused`, something is still to be mended.
    pub fn publish(
        &self,
        act: &Act,
        editor: &Editor,
        seen: u32,
        last: &Published,
        id: QuestionnaireId,
    ) -> Result<Outcome<u32>, Broken> {
        self.is_as_seen(seen)?;
        if !self.questionnaire.may_be_published() {
            return Err(Broken::DraftRefused);
        }
        let questionnaire = self.after(last);
        let version = questionnaire.version;
        let (questionnaire, at) = (Arc::new(questionnaire), act.at);
        let published = Published { id, questionnaire, at, by: Some(editor.person) };
        Ok(Outcome::of(version)
            .change(Change::Questionnaire(published))
            .change(Change::DraftGone)
            .audit(act, AuditKind::Published, id))
    }

    fn is_as_seen(&self, seen: u32) -> Result<(), Broken> {
        (self.revision == seen).then_some(()).ok_or(Broken::DraftChanged)
    }
}

/// What who changes the draft saw of it, as the page of their form told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saw {
    /// All of it: how many times it was saved.
    Whole(u32),
    /// What the form of a part changes: see [`Questionnaire::mark`].
    Part(Place, u64),
    /// All that a part holds, and where it stands: see [`Questionnaire::mark_held`].
    Held(Place, u64),
    /// Nothing: what is new.
    Nothing,
}

/// A number that changes with what is marked.
pub(crate) fn mark(marked: impl std::fmt::Debug) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{marked:?}").hash(&mut hasher);
    hasher.finish()
}

impl Questionnaire {
    /// A mark of what the form of a part changes: two who change other parts are in nobody's way. None: no such part.
    pub fn mark(&self, place: &Place) -> Option<u64> {
        match place {
            Place::Whole => None,
            Place::Theme(key) => self.theme(key).map(mark),
            Place::Question(key) => {
                let question = self.question(key)?;
                Some(mark(Question { choices: Vec::new(), ..question.clone() }))
            }
            Place::Choice { question, choice } => self.question(question)?.choice(choice).map(mark),
            Place::Recommendation(key) => {
                let recommendation = self.recommendation(key)?;
                Some(mark(Recommendation { rungs: Vec::new(), ..recommendation.clone() }))
            }
            Place::Rung { recommendation, rung } => {
                self.recommendation(recommendation)?.rungs.get(*rung).map(mark)
            }
            Place::Rule(number) => self.rules.get(*number).map(mark),
        }
    }

    /// A mark of all that a part holds and of where it stands: it is moved, or taken out, as it was seen.
    pub fn mark_held(&self, place: &Place) -> Option<u64> {
        let at = |position: Option<usize>, held: Option<u64>| Some(mark((position?, held?)));
        match place {
            Place::Question(key) => {
                let position = self.questions.iter().position(|question| question.key == *key);
                at(position, self.question(key).map(mark))
            }
            Place::Recommendation(key) => {
                let position = self.recommendations.iter().position(|r| r.key == *key);
                at(position, self.recommendation(key).map(mark))
            }
            Place::Theme(key) => {
                at(self.themes.iter().position(|theme| theme.key == *key), self.mark(place))
            }
            Place::Choice { question, choice } => {
                let choices = &self.question(question)?.choices;
                at(choices.iter().position(|c| c.key == *choice), self.mark(place))
            }
            Place::Rung { rung: number, .. } | Place::Rule(number) => {
                at(Some(*number), self.mark(place))
            }
            Place::Whole => None,
        }
    }
}

/// How a part of the questionnaire is arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrange {
    Up,
    Down,
    Remove,
}

impl Arrange {
    /// The name in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Remove => "remove",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Up, Self::Down, Self::Remove].into_iter().find(|a| a.code() == code)
    }
}

impl Place {
    /// Its address in forms and pages.
    pub fn code(&self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Theme(key) => format!("theme:{key}"),
            Self::Question(key) => format!("question:{key}"),
            Self::Choice { question, choice } => format!("choice:{question}:{choice}"),
            Self::Recommendation(key) => format!("recommendation:{key}"),
            Self::Rung { recommendation, rung } => format!("rung:{recommendation}:{rung}"),
            Self::Rule(number) => format!("rule:{number}"),
        }
    }

    /// Reads [`Self::code`] back. None: no such address.
    pub fn from_code(code: &str) -> Option<Self> {
        let mut parts = code.split(':');
        let (kind, of, rest) = (parts.next()?, parts.next()?.to_owned(), parts.next());
        Some(match (kind, rest) {
            ("theme", None) => Self::Theme(of),
            ("question", None) => Self::Question(of),
            ("choice", Some(choice)) => Self::Choice { question: of, choice: choice.to_owned() },
            ("recommendation", None) => Self::Recommendation(of),
            ("rung", Some(rung)) => Self::Rung { recommendation: of, rung: rung.parse().ok()? },
            ("rule", None) => Self::Rule(of.parse().ok()?),
            _ => return None,
        })
    }
}

impl Questionnaire {
    /// Whether there is such a part.
    pub fn has(&self, place: &Place) -> bool {
        match place {
            Place::Whole => true,
            Place::Theme(key) => self.theme(key).is_some(),
            Place::Question(key) => self.question(key).is_some(),
            Place::Choice { question, choice } => {
                self.question(question).is_some_and(|of| of.choice(choice).is_some())
            }
            Place::Recommendation(key) => self.recommendation(key).is_some(),
            Place::Rung { recommendation, rung } => {
                self.recommendation(recommendation).is_some_and(|of| of.rungs.len() > *rung)
            }
            Place::Rule(number) => self.rules.len() > *number,
        }
    }

    /// Moves a part before or after its neighbour, or takes it out. A theme that still has questions stays.
    ///
    /// False: there is no such part, or nowhere to move it to.
    pub fn arrange(&mut self, place: &Place, how: Arrange) -> bool {
        match place {
            Place::Whole => false,
            Place::Theme(key) => {
                let empty = self.questions_of(key).next().is_none();
                if how == Arrange::Remove && !empty {
                    return false;
                }
                let at = self.themes.iter().position(|t| t.key == *key);
                arrange(&mut self.themes, at, how, |_, _| true)
            }
            Place::Question(key) => {
                let at = self.questions.iter().position(|q| q.key == *key);
                arrange(&mut self.questions, at, how, |a: &Question, b| a.theme == b.theme)
            }
            Place::Choice { question, choice } => {
                let question = self.questions.iter_mut().find(|q| q.key == *question);
                question.is_some_and(|question| {
                    let at = question.choices.iter().position(|c| c.key == *choice);
                    arrange(&mut question.choices, at, how, |_, _| true)
                })
            }
            Place::Recommendation(key) => {
                let at = self.recommendations.iter().position(|r| r.key == *key);
                arrange(&mut self.recommendations, at, how, |a, b| a.theme == b.theme)
            }
            Place::Rung { recommendation, rung } => {
                let of = self.recommendations.iter_mut().find(|r| r.key == *recommendation);
                of.is_some_and(|of| arrange(&mut of.rungs, Some(*rung), how, |_, _| true))
            }
            Place::Rule(number) => arrange(&mut self.rules, Some(*number), how, |_, _| true),
        }
    }

    /// A key for something new, drawn from its words, that nothing of its kind has.
    pub fn fresh_key<'a>(words: &str, taken: impl Iterator<Item = &'a Key> + Clone) -> Key {
        let mut key: String = slug(words).chars().take(40).collect();
        if !is_key(&key) {
            key = "new".to_owned();
        }
        let numbered = (2_u32..).map(|n| format!("{key}_{n}"));
        let mut keys = std::iter::once(key.clone()).chain(numbered);
        keys.find(|key| !taken.clone().any(|taken| taken == key)).unwrap_or(key)
    }

    /// Puts a theme in place of the one with its key, or after the others.
    pub fn put_theme(&mut self, theme: Theme) {
        put(&mut self.themes, theme, |a, b| a.key == b.key);
    }

    /// Puts a question in place of the one with its key, or after the others of its theme.
    pub fn put_question(&mut self, question: Question) {
        if self.question(&question.key).is_some() {
            return put(&mut self.questions, question, |a, b| a.key == b.key);
        }
        let last = self.questions.iter().rposition(|q| q.theme == question.theme);
        let at = last.map_or(self.questions.len(), |last| last + 1);
        self.questions.insert(at, question);
    }

    /// Puts a choice in place of the one with its key, or after the others of its question. False: no such question.
    pub fn put_choice(&mut self, question: &str, choice: Choice) -> bool {
        let question = self.questions.iter_mut().find(|q| q.key == question);
        question.map(|q| put(&mut q.choices, choice, |a, b| a.key == b.key)).is_some()
    }

    /// Puts a recommendation in place of the one with its key, or after the others.
    pub fn put_recommendation(&mut self, recommendation: Recommendation) {
        put(&mut self.recommendations, recommendation, |a, b| a.key == b.key);
    }
}

fn put<T>(all: &mut Vec<T>, new: T, same: impl Fn(&T, &T) -> bool) {
    match all.iter_mut().find(|old| same(old, &new)) {
        Some(old) => *old = new,
        None => all.push(new),
    }
}

/// Its neighbours are those that stand beside it on its page.
fn arrange<T>(
    all: &mut Vec<T>,
    at: Option<usize>,
    how: Arrange,
    beside: impl Fn(&T, &T) -> bool,
) -> bool {
    let Some(at) = at.filter(|at| *at < all.len()) else { return false };
    let neighbour = |other: &usize| beside(&all[at], &all[*other]);
    let other = match how {
        Arrange::Remove => {
            all.remove(at);
            return true;
        }
        Arrange::Up => (0..at).rev().find(neighbour),
        Arrange::Down => (at + 1..all.len()).find(neighbour),
    };
    other.map(|other| all.swap(at, other)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Action, COOPAXIS, Hat};
    use crate::diagnosis::tests::SHIPPED;
    use crate::testing::{act, day, everyone, id, signed};

    fn published() -> Published {
        let questionnaire = Arc::new(SHIPPED.clone());
        Published { id: id(1), questionnaire, at: day(0), by: None }
    }

    fn draft(outcome: Outcome<()>) -> Draft {
        match &outcome.changes[..] {
            [Change::Draft(draft)] => (**draft).clone(),
            other => panic!("a draft: {other:?}"),
        }
    }

    #[test]
    fn diagnosis_any_organizer_edits_and_nobody_else() {
        for action in Action::ALL {
            assert!(signed(8, &[Hat::Organizer(action, COOPAXIS)]).editor().is_ok());
        }
        for hats in [&[][..], &[Hat::Administrator], &[Hat::Volunteer], &[Hat::Member(id(5))]] {
            assert_eq!(signed(8, hats).editor(), Err(Denied::NotYours), "{hats:?}");
        }
        assert_eq!(Actor::Anonymous.editor(), Err(Denied::SignIn));
    }

    #[test]
    fn diagnosis_one_draft_is_saved_by_who_saw_it_last() {
        let (editor, published) = (everyone().editor().expect("an organizer"), published());
        let begun = draft(Draft::open(&act(day(1)), &editor, None, &published));
        assert_eq!(begun.questionnaire, *published.questionnaire);
        let again = Draft::open(&act(day(2)), &editor, Some(&begun), &published);
        assert_eq!(again.changes, [], "the one that is there goes on");

        let mut changed = begun.questionnaire.clone();
        changed.rules.pop();
        let whole = Saw::Whole;
        let saved = begun.save(&act(day(2)), &editor, &whole(1), changed.clone()).expect("as seen");
        let saved = draft(saved);
        assert_eq!((saved.revision, saved.saved_at, saved.begun_at), (2, day(2), day(1)));
        assert_eq!(saved.questionnaire, changed);
        for stale in [0, 1, 3] {
            let other = begun.questionnaire.clone();
            let told = saved.save(&act(day(3)), &editor, &whole(stale), other);
            assert_eq!(told, Err(Broken::DraftChanged));
            assert_eq!(saved.discard(stale), Err(Broken::DraftChanged));
            let told = saved.publish(&act(day(3)), &editor, stale, &published, id(2));
            assert_eq!(told, Err(Broken::DraftChanged));
        }
        assert_eq!(saved.discard(2).expect("as seen").changes, [Change::DraftGone]);
    }

    #[test]
    fn diagnosis_two_who_change_other_parts_are_in_nobodys_way() {
        let (editor, published) = (everyone().editor().expect("an organizer"), published());
        let begun = draft(Draft::open(&act(day(1)), &editor, None, &published));
        let q = &begun.questionnaire;
        let of = (q.questions[0].key.clone(), q.recommendations[0].key.clone());
        let places = [
            Place::Theme(q.themes[0].key.clone()),
            Place::Question(of.0.clone()),
            Place::Choice { question: of.0.clone(), choice: q.questions[0].choices[0].key.clone() },
            Place::Recommendation(of.1.clone()),
            Place::Rung { recommendation: of.1.clone(), rung: 0 },
            Place::Rule(0),
        ];
        let change = |q: &mut Questionnaire, place: &Place| match place {
            Place::Theme(_) => q.themes[0].title.fr.push('!'),
            Place::Question(_) => q.questions[0].text.fr.push('!'),
            Place::Choice { .. } => q.questions[0].choices[0].text.fr.push('!'),
            Place::Recommendation(_) => q.recommendations[0].usual ^= true,
            Place::Rung { .. } => q.recommendations[0].rungs[0].why.fr.push('!'),
            _ => q.rules[0].summary.fr.push('!'),
        };
        for (i, changed) in places.iter().enumerate() {
            let mut other = q.clone();
            change(&mut other, changed);
            let since = Draft { questionnaire: other.clone(), revision: 2, ..begun.clone() };
            let save = |saw: Saw| since.save(&act(day(2)), &editor, &saw, other.clone());
            for (j, place) in places.iter().enumerate() {
                let saw = Saw::Part(place.clone(), q.mark(place).expect("it is there"));
                assert_eq!(save(saw).is_ok(), i != j, "{place:?} after {changed:?}");
                // What holds the part that changed is not taken out unseen.
                let saw = Saw::Held(place.clone(), q.mark_held(place).expect("it is there"));
                let holds = matches!((i, j), (2, 1) | (4, 3));
                assert_eq!(save(saw).is_ok(), i != j && !holds, "{place:?} after {changed:?}");
            }
            assert!(save(Saw::Nothing).is_ok() && save(Saw::Whole(1)).is_err());
        }
        // What stands elsewhere by now is another part, or another move.
        let mut moved = q.clone();
        assert!(moved.arrange(&Place::Rule(0), Arrange::Down));
        assert_ne!(moved.mark(&Place::Rule(0)), q.mark(&Place::Rule(0)));
        let second = Place::Question(moved.questions[1].key.clone());
        assert!(moved.arrange(&second, Arrange::Up));
        assert_eq!(moved.mark(&second), q.mark(&second));
        assert_ne!(moved.mark_held(&second), q.mark_held(&second));
        for nowhere in [Place::Whole, Place::Theme("no".to_owned()), Place::Rule(99)] {
            assert_eq!((q.mark(&nowhere), q.mark_held(&nowhere)), (None, None));
        }
    }

    #[test]
    fn diagnosis_what_has_a_mistake_is_not_published() {
        let (editor, published) = (everyone().editor().expect("an organizer"), published());
        let mut draft = draft(Draft::open(&act(day(1)), &editor, None, &published));
        let told = draft.publish(&act(day(2)), &editor, 1, &published, id(2)).expect("it is good");
        assert_eq!(told.answer, published.questionnaire.version + 1);
        let [Change::Questionnaire(new), Change::DraftGone, Change::Audit(line)] =
            &told.changes[..]
        else {
            panic!("three changes: {:?}", told.changes)
        };
        assert_eq!((new.id, new.at, new.by), (id(2), day(2), Some(editor.person())));
        assert_eq!(new.questionnaire.questions, draft.questionnaire.questions);
        assert_eq!((line.kind, line.subject), (AuditKind::Published, Some(new.id.into())));

        draft.questionnaire.rules[0].summary.en.clear();
        let told = draft.publish(&act(day(2)), &editor, 1, &published, id(2));
        assert_eq!(told, Err(Broken::DraftRefused));
    }

    #[test]
    fn diagnosis_parts_are_arranged_among_their_neighbours() {
        let q = SHIPPED.clone();
        let places = [
            Place::Theme(q.themes[1].key.clone()),
            Place::Question(q.questions[1].key.clone()),
            Place::Choice {
                question: q.questions[0].key.clone(),
                choice: q.questions[0].choices[1].key.clone(),
            },
            Place::Recommendation(q.recommendations[1].key.clone()),
            Place::Rule(1),
        ];
        for place in places {
            assert_eq!(Place::from_code(&place.code()), Some(place.clone()));
            let mut moved = q.clone();
            let up = moved.arrange(&place, Arrange::Up);
            if up && place != Place::Rule(1) {
                assert_ne!(moved, q, "{place:?}");
                assert!(moved.arrange(&place, Arrange::Down), "{place:?}");
                assert_eq!(moved, q, "{place:?}");
            }
            let mut without = q.clone();
            let full = matches!(place, Place::Theme(_));
            assert_eq!(without.arrange(&place, Arrange::Remove), !full, "{place:?}");
            assert_eq!(without != q, !full, "{place:?}");
        }
        let mut q = q;
        let first = q.questions_of(&q.themes[1].key).next().expect("one").key.clone();
        assert!(!q.arrange(&Place::Question(first), Arrange::Up), "the first of its theme");
        for nothing in [
            "",
            "rule:99",
            "theme:no",
            "question:no",
            "choice:no:no",
            "rung:no:0",
            "rung:no:x",
            "x:y",
        ] {
            let place = Place::from_code(nothing);
            assert!(!place.is_some_and(|place| q.arrange(&place, Arrange::Remove)), "{nothing}");
        }
    }

    #[test]
    fn diagnosis_what_is_new_gets_a_key_of_its_own() {
        let taken = ["un_site", "new", "un_site_2"].map(str::to_owned);
        let fresh = |words| Questionnaire::fresh_key(words, taken.iter());
        assert_eq!(fresh("Un site ?"), "un_site_3");
        assert_eq!(fresh("Été"), "ete");
        assert_eq!(fresh("日本"), "new_2");
        assert!(is_key(&fresh(&"Long ".repeat(50))));
        let mut q = SHIPPED.clone();
        let question = Question { key: "fresh".to_owned(), ..q.questions[0].clone() };
        let count = q.questions_of(&question.theme).count();
        q.put_question(question.clone());
        assert_eq!(q.questions[count], question, "after those of its theme");
        let changed = Question { weight: 3, ..question };
        q.put_question(changed.clone());
        assert_eq!(q.questions[count], changed);
    }
}
