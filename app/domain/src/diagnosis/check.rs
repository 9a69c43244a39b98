//! What would make a questionnaire lie or stumble, each with its place and how much it matters.

mod reach;
mod search;
#[cfg(test)]
mod tests;

use super::{
    ADVICE_MIN, Answer, Choice, Condition, Key, Question, Questionnaire, RUNGS_MAX, Recommendation,
    Rung, VALUE_MAX, Verdict,
};
use crate::text::{Bilingual, Lang};
use reach::Reach;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The questionnaire is not published as long as it is there.
    Refuses,
    /// Somebody should look at it, and may leave it as it is.
    ToLookAt,
}

/// Where a finding is to be mended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    Whole,
    Theme(Key),
    Question(Key),
    Choice {
        question: Key,
        choice: Key,
    },
    Recommendation(Key),
    /// A rung of a recommendation, counted from 0.
    Rung {
        recommendation: Key,
        rung: usize,
    },
    /// Counted from 0.
    Rule(usize),
}

/// Something to mend.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub place: Place,
    pub problem: Problem,
}

/// What is wrong. Keys are told as the file writes them: the page turns them into words.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// A key that answers could not be told by: see [`is_key`].
    BadKey,
    /// Another of the same kind has the same key.
    Twice,
    UnknownTheme(Key),
    UnknownQuestion(Key),
    UnknownChoice {
        question: Key,
        choice: Key,
    },
    /// Nothing in this language.
    NoText {
        part: Part,
        lang: Lang,
    },
    EmptyTheme,
    FewChoices,
    /// A choice that excludes the others, where only one is taken anyway.
    AloneInSingle,
    Value(u8),
    Weight(u8),
    OtherTheme {
        parent: Key,
    },
    /// It depends on a question that does not come before it.
    Later {
        on: Key,
    },
    /// It depends on how far a theme is, before any of that theme's questions.
    LaterTheme(Key),
    /// The same, before the last of them: the mean is not whole yet.
    EarlyTheme(Key),
    /// A condition on a question names no choice.
    NamesNoChoice(Key),
    /// A level that is not between 0 and 3.
    Level(f64),
    /// So many unknown answers among these cannot be counted.
    Count {
        count: u32,
        among: usize,
    },
    FillNotTaken {
        to: Key,
    },
    FillEarlier {
        to: Key,
    },
    Rungs,
    NoCondition,
    /// Its conditions cannot hold together.
    NeverAsked,
    /// The same, of a rule.
    NeverSpeaks,
    /// Whenever it would speak, one of these earlier rules speaks first.
    Shadowed {
        by: Vec<usize>,
    },
    /// The conditions of a rung cannot hold together.
    NeverReached,
    /// Whenever it would hold, the first rung holds.
    BehindFirstRung,
    /// What fits anybody is given on its first rung, whatever the conditions.
    UsualIgnores,
    /// A rule says that too little is known, and no condition names questions to ask.
    AsksNothing,
    /// A rule gives a verdict, and no condition names an answer.
    NamesNoAnswer,
    /// A condition names it, and it cannot be told as a reason.
    NoBecause,
    /// Too few recommendations that fit anybody.
    FewUsual(usize),
}

/// A text of a questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    Short,
    Text,
    Help,
    Because,
    Why,
    How,
    Summary,
}

impl Part {
    /// All of them, so that a test finds a text for each.
    pub const ALL: [Self; 8] = [
        Self::Title,
        Self::Short,
        Self::Text,
        Self::Help,
        Self::Because,
        Self::Why,
        Self::How,
        Self::Summary,
    ];

    /// The name in the file, and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Short => "short",
            Self::Text => "text",
            Self::Help => "help",
            Self::Because => "because",
            Self::Why => "why",
            Self::How => "how",
            Self::Summary => "summary",
        }
    }
}

impl Problem {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            Self::AloneInSingle | Self::EarlyTheme(_) | Self::UsualIgnores | Self::NoBecause => {
                Severity::ToLookAt
            }
            _ => Severity::Refuses,
        }
    }
}

/// The longest key, in characters.
pub const KEY_MAX: usize = 60;

/// Whether a key can be told in forms, in addresses and in stored answers: small letters, digits and `_`.
pub fn is_key(key: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (1..=KEY_MAX).contains(&key.len()) && key.chars().all(plain)
}

impl Questionnaire {
    /// All that is to be mended or looked at, in the order of the file. None that refuses: it may be published.
    pub fn findings(&self) -> Vec<Finding> {
        let mut check = Check {
            questionnaire: self,
            place: self.questions.iter().enumerate().rev().map(|(i, q)| (&*q.key, i)).collect(),
            findings: Vec::new(),
            named: BTreeSet::new(),
        };
        check.all();
        check.findings
    }

    /// Whether nothing refuses its publication.
    pub fn may_be_published(&self) -> bool {
        self.findings().iter().all(|f| f.problem.severity() != Severity::Refuses)
    }
}

struct Check<'q> {
    questionnaire: &'q Questionnaire,
    /// Where each question stands; of two with one key, the first.
    place: BTreeMap<&'q str, usize>,
    findings: Vec<Finding>,
    /// The choices that rules and rungs name.
    named: BTreeSet<(&'q str, &'q str)>,
}

impl<'q> Check<'q> {
    fn find(&mut self, place: &Place, problem: Problem) {
        self.findings.push(Finding { place: place.clone(), problem });
    }

    fn all(&mut self) {
        let q = self.questionnaire;
        self.note_named();
        // Where a key stands twice, what can be is anybody's guess.
        let sound = self.keys();
        let reach = sound.then(|| Reach::of(q));
        for theme in &q.themes {
            let place = Place::Theme(theme.key.clone());
            self.text(&place, Part::Title, &theme.title);
            self.text(&place, Part::Short, &theme.short);
            if q.questions_of(&theme.key).next().is_none() {
                self.find(&place, Problem::EmptyTheme);
            }
        }
        for (at, question) in q.questions.iter().enumerate() {
            self.question(at, question);
            if reach.as_ref().is_some_and(|reach| reach.is_never_asked(&question.key)) {
                self.find(&Place::Question(question.key.clone()), Problem::NeverAsked);
            }
        }
        for recommendation in &q.recommendations {
            self.recommendation(recommendation, reach.as_ref());
        }
        let usual = q.recommendations.iter().filter(|r| r.usual).count();
        if usual < ADVICE_MIN {
            self.find(&Place::Whole, Problem::FewUsual(usual));
        }
        for number in 0..q.rules.len() {
            self.rule(number, reach.as_ref());
        }
    }

    fn note_named(&mut self) {
        let q = self.questionnaire;
        let rungs = q.recommendations.iter().filter(|r| !r.usual).flat_map(|r| &r.rungs);
        let conditions = q.rules.iter().flat_map(|r| &r.when).chain(rungs.flat_map(|r| &r.when));
        for condition in conditions {
            if let Condition::Answered { question, any_of } = condition {
                self.named.extend(any_of.iter().map(|choice| (&**question, &**choice)));
            }
        }
    }

    /// Whether each key can be told, and tells one thing.
    fn keys(&mut self) -> bool {
        let q = self.questionnaire;
        let before = self.findings.len();
        self.unique(q.themes.iter().map(|t| &t.key), Place::Theme);
        self.unique(q.questions.iter().map(|q| &q.key), Place::Question);
        for question in &q.questions {
            self.unique(question.choices.iter().map(|c| &c.key), |choice| Place::Choice {
                question: question.key.clone(),
                choice,
            });
        }
        self.unique(q.recommendations.iter().map(|r| &r.key), Place::Recommendation);
        self.findings.len() == before
    }

    fn unique(&mut self, keys: impl Iterator<Item = &'q Key>, place: impl Fn(Key) -> Place) {
        let mut seen = BTreeSet::new();
        for key in keys {
            if !is_key(key) {
                self.find(&place(key.clone()), Problem::BadKey);
            }
            if !seen.insert(key) {
                self.find(&place(key.clone()), Problem::Twice);
            }
        }
    }

    fn text(&mut self, place: &Place, part: Part, text: &Bilingual) {
        for lang in [Lang::Fr, Lang::En] {
            if text.get(lang).trim().is_empty() {
                self.find(place, Problem::NoText { part, lang });
            }
        }
    }

    fn theme(&mut self, place: &Place, theme: &Key) {
        if self.questionnaire.theme(theme).is_none() {
            self.find(place, Problem::UnknownTheme(theme.clone()));
        }
    }

    fn question(&mut self, at: usize, question: &'q Question) {
        let place = Place::Question(question.key.clone());
        self.theme(&place, &question.theme);
        self.text(&place, Part::Text, &question.text);
        if let Some(help) = &question.help {
            self.text(&place, Part::Help, help);
        }
        if question.weight > VALUE_MAX {
            self.find(&place, Problem::Weight(question.weight));
        }
        if question.choices.len() < 2 {
            self.find(&place, Problem::FewChoices);
        }
        if let Some(opening) = &question.opened_by {
            self.answered(&place, &opening.question, &opening.any_of);
            self.comes_before(&place, &opening.question, at);
            let parent = self.questionnaire.question(&opening.question);
            if parent.is_some_and(|parent| parent.theme != question.theme) {
                let parent = opening.question.clone();
                self.find(&place, Problem::OtherTheme { parent });
            }
        }
        self.conditions(&place, &question.asked_if);
        for condition in &question.asked_if {
            for on in condition.questions() {
                self.comes_before(&place, on, at);
            }
            if let Condition::Below { theme, .. } | Condition::AtLeast { theme, .. } = condition {
                self.theme_comes_before(&place, theme, at);
            }
        }
        for choice in &question.choices {
            self.choice(at, question, choice);
        }
    }

    fn comes_before(&mut self, place: &Place, on: &Key, at: usize) {
        if self.place.get(&**on).is_some_and(|on| *on >= at) {
            self.find(place, Problem::Later { on: on.clone() });
        }
    }

    fn theme_comes_before(&mut self, place: &Place, theme: &Key, at: usize) {
        let questions = &self.questionnaire.questions;
        let of = |q: &Question| q.theme == *theme;
        let after = questions.iter().skip(at).any(of);
        match questions.iter().take(at).any(of) {
            false if after => self.find(place, Problem::LaterTheme(theme.clone())),
            true if after => self.find(place, Problem::EarlyTheme(theme.clone())),
            _ => {}
        }
    }

    fn choice(&mut self, at: usize, question: &'q Question, choice: &'q Choice) {
        let place = Place::Choice { question: question.key.clone(), choice: choice.key.clone() };
        self.text(&place, Part::Text, &choice.text);
        match &choice.because {
            Some(because) => self.text(&place, Part::Because, because),
            None if self.named.contains(&(&*question.key, &*choice.key)) => {
                self.find(&place, Problem::NoBecause);
            }
            None => {}
        }
        if let Some(value) = choice.value.filter(|value| *value > VALUE_MAX) {
            self.find(&place, Problem::Value(value));
        }
        if choice.alone && !question.multiple {
            self.find(&place, Problem::AloneInSingle);
        }
        for fill in &choice.fills {
            let to = fill.question.clone();
            let filled = Answer::Chosen(fill.choices.iter().cloned().collect());
            match self.place.get(&*fill.question) {
                None => self.find(&place, Problem::UnknownQuestion(to)),
                Some(earlier) if *earlier <= at => self.find(&place, Problem::FillEarlier { to }),
                Some(_) if !self.questionnaire.knows(&to, &filled) => {
                    self.find(&place, Problem::FillNotTaken { to });
                }
                Some(_) => {}
            }
        }
    }

    fn recommendation(&mut self, recommendation: &'q Recommendation, reach: Option<&Reach<'q>>) {
        let place = Place::Recommendation(recommendation.key.clone());
        self.theme(&place, &recommendation.theme);
        for theme in &recommendation.workshops {
            self.theme(&place, theme);
        }
        if !(1..=RUNGS_MAX).contains(&recommendation.rungs.len()) {
            self.find(&place, Problem::Rungs);
        }
        let ignored = |(i, rung): (usize, &Rung)| i > 0 || !rung.when.is_empty();
        if recommendation.usual && recommendation.rungs.iter().enumerate().any(ignored) {
            self.find(&place, Problem::UsualIgnores);
        }
        for (i, rung) in recommendation.rungs.iter().enumerate() {
            let place = Place::Rung { recommendation: recommendation.key.clone(), rung: i };
            self.text(&place, Part::Text, &rung.text);
            self.text(&place, Part::Why, &rung.why);
            self.text(&place, Part::How, &rung.how);
            self.conditions(&place, &rung.when);
            if recommendation.usual {
                continue;
            }
            if rung.when.is_empty() {
                self.find(&place, Problem::NoCondition);
                continue;
            }
            let Some(reach) = reach else { continue };
            let before = recommendation.rungs[..i].iter().map(|before| (i, &*before.when));
            match self.in_the_way(reach, &rung.when, before) {
                Some(by) if by.is_empty() => self.find(&place, Problem::NeverReached),
                Some(_) => self.find(&place, Problem::BehindFirstRung),
                None => {}
            }
        }
    }

    /// What makes conditions useless among those read before, each told by a number. Empty: they cannot hold at all. None:
    /// nothing does, or there is too much to try.
    fn in_the_way(
        &self,
        reach: &Reach<'q>,
        wanted: &'q [Condition],
        before: impl Iterator<Item = (usize, &'q [Condition])>,
    ) -> Option<Vec<usize>> {
        if !reach.can_hold(wanted) {
            return Some(Vec::new());
        }
        let mut left = Vec::new();
        for (number, when) in before.filter(|(_, when)| !when.is_empty()) {
            let open = |one: &&Condition| !reach.implies(wanted, std::slice::from_ref(*one));
            let when: Vec<&Condition> = when.iter().filter(open).collect();
            if when.is_empty() {
                return Some(vec![number]);
            }
            left.push((number, when));
        }
        search::in_the_way(self.questionnaire, wanted, left)
    }

    fn rule(&mut self, number: usize, reach: Option<&Reach<'q>>) {
        let place = Place::Rule(number);
        let rules = &self.questionnaire.rules;
        let rule = &rules[number];
        self.text(&place, Part::Summary, &rule.summary);
        self.conditions(&place, &rule.when);
        if rule.when.is_empty() {
            return self.find(&place, Problem::NoCondition);
        }
        let asks = |condition: &Condition| matches!(condition, Condition::Unknown { .. });
        match rule.verdict {
            Verdict::TooLittleKnown if !rule.when.iter().any(asks) => {
                self.find(&place, Problem::AsksNothing);
            }
            Verdict::TooLittleKnown => {}
            _ if rule.when.iter().all(asks) => self.find(&place, Problem::NamesNoAnswer),
            _ => {}
        }
        let Some(reach) = reach else { return };
        let earlier = rules[..number].iter().enumerate().map(|(i, rule)| (i, &*rule.when));
        match self.in_the_way(reach, &rule.when, earlier) {
            Some(by) if by.is_empty() => self.find(&place, Problem::NeverSpeaks),
            Some(by) => self.find(&place, Problem::Shadowed { by }),
            None => {}
        }
    }

    fn conditions(&mut self, place: &Place, conditions: &[Condition]) {
        for condition in conditions {
            match condition {
                Condition::Answered { question, any_of } => self.answered(place, question, any_of),
                Condition::Below { theme, below: level }
                | Condition::AtLeast { theme, at_least: level } => {
                    self.theme(place, theme);
                    if !(0.0..=f64::from(VALUE_MAX)).contains(level) {
                        self.find(place, Problem::Level(*level));
                    }
                }
                Condition::Unknown { unknown_among, count } => {
                    for key in unknown_among {
                        self.known(place, key);
                    }
                    let among = unknown_among.len();
                    if !(1..=among).contains(&(*count as usize)) {
                        self.find(place, Problem::Count { count: *count, among });
                    }
                }
            }
        }
    }

    fn known(&mut self, place: &Place, question: &Key) -> Option<&'q Question> {
        let known = self.questionnaire.question(question);
        if known.is_none() {
            self.find(place, Problem::UnknownQuestion(question.clone()));
        }
        known
    }

    fn answered(&mut self, place: &Place, question: &Key, any_of: &[Key]) {
        let Some(known) = self.known(place, question) else { return };
        if any_of.is_empty() {
            self.find(place, Problem::NamesNoChoice(question.clone()));
        }
        for choice in any_of.iter().filter(|choice| known.choice(choice).is_none()) {
            let (question, choice) = (question.clone(), choice.clone());
            self.find(place, Problem::UnknownChoice { question, choice });
        }
    }
}
