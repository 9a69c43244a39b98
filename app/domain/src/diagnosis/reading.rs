//! Reading a set of answers: what is asked, which answers count, how far each theme is.

use super::{Answer, Answers, Choice, Condition, Key, Question, Questionnaire, Voices};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A theme's weighted mean of the values answered, out of 3. None: nothing known yet.
pub type Levels = BTreeMap<Key, Option<f64>>;

/// The most that an answer is worth.
pub const VALUE_MAX: u8 = 3;

/// A set of answers, read with a questionnaire. Reading the same answers again gives the same, whatever their order.
#[derive(Clone, Debug)]
pub struct Reading<'q> {
    pub questionnaire: &'q Questionnaire,
    asked: Vec<&'q Question>,
    counted: BTreeMap<&'q str, Counted<'q>>,
}

/// An answer that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted<'q> {
    pub question: &'q Question,
    /// Never none.
    pub choices: Vec<&'q Choice>,
    /// The answer that filled it in. None: it was given itself.
    pub filled_by: Option<Source<'q>>,
}

/// A choice of a question, which answered another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Source<'q> {
    pub question: &'q Question,
    pub choice: &'q Choice,
}

/// How much is known of a theme, in questions asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confidence {
    /// With an answer that says something, on which nobody differs.
    pub known: u32,
    /// Not answered, or "je ne sais pas".
    pub unknown: u32,
    /// On which the two voices differ.
    pub contested: u32,
}

impl Questionnaire {
    /// Reads answers in the order of the file: what a hidden question would open or fill is left out with it.
    pub fn read<'q>(&'q self, answers: &Answers) -> Reading<'q> {
        let mut steps = Steps::of(self);
        for question in &self.questions {
            steps.meet(question, answers.get(&question.key));
        }
        steps.reading
    }

    /// Whether the question exists and takes this answer.
    pub fn knows(&self, question: &str, answer: &Answer) -> bool {
        self.question(question).is_some_and(|question| question.takes(answer))
    }
}

/// A reading on its way through the questions, with what was filled in of those to come.
#[derive(Clone)]
pub(super) struct Steps<'q> {
    pub(super) reading: Reading<'q>,
    filled: BTreeMap<&'q str, (Vec<&'q Choice>, Source<'q>)>,
}

impl<'q> Steps<'q> {
    /// Before the first question.
    pub(super) fn of(questionnaire: &'q Questionnaire) -> Self {
        let (asked, counted) = Default::default();
        Self { reading: Reading { questionnaire, asked, counted }, filled: BTreeMap::new() }
    }

    /// Asks a question if it is to be asked, and hears its answer.
    pub(super) fn meet(&mut self, question: &'q Question, answer: Option<&Answer>) {
        if !self.reading.is_asked(question) {
            return;
        }
        self.reading.asked.push(question);
        let given = answer.and_then(|answer| question.chosen(answer));
        let (choices, filled_by) = match (given, self.filled.remove(question.key.as_str())) {
            (Some(choices), _) => (choices, None),
            (None, Some((choices, source))) => (choices, Some(source)),
            (None, None) => return,
        };
        for choice in &choices {
            for fill in &choice.fills {
                let to = self.reading.questionnaire.question(&fill.question);
                let answer = Answer::Chosen(fill.choices.iter().cloned().collect());
                if let Some(to) = to
                    && let Some(choices) = to.chosen(&answer)
                {
                    // Two that would fill it differently: the first asked is heard.
                    self.filled.entry(&to.key).or_insert((choices, Source { question, choice }));
                }
            }
        }
        self.reading.counted.insert(&question.key, Counted { question, choices, filled_by });
    }
}

impl Question {
    /// The choices of an answer that says something. None: "je ne sais pas", or no answer to this question.
    fn chosen(&self, answer: &Answer) -> Option<Vec<&Choice>> {
        let Answer::Chosen(keys) = answer else { return None };
        self.takes(answer).then(|| keys.iter().filter_map(|key| self.choice(key)).collect())
    }
}

impl Counted<'_> {
    /// What it is worth, 0 to 3. None: it says something, but not how far one is.
    pub fn value(&self) -> Option<u8> {
        let values = self.choices.iter().filter_map(|choice| choice.value);
        values.reduce(u8::saturating_add).map(|sum| sum.min(VALUE_MAX))
    }

    /// Whether one of its choices is among these.
    pub fn is_any_of(&self, keys: &[Key]) -> bool {
        self.choices.iter().any(|choice| keys.contains(&choice.key))
    }
}

impl<'q> Reading<'q> {
    /// The questions to ask, given what is answered.
    pub fn asked(&self) -> &[&'q Question] {
        &self.asked
    }

    /// Whether a question is to be asked.
    pub fn asks(&self, question: &str) -> bool {
        self.asked.iter().any(|asked| asked.key == question)
    }

    /// The answer to a question, if one counts.
    pub fn counted(&self, question: &str) -> Option<&Counted<'q>> {
        self.counted.get(question)
    }

    /// The answers that count, in the order of the file.
    pub fn all_counted(&self) -> impl Iterator<Item = &Counted<'q>> {
        self.asked.iter().filter_map(|question| self.counted(&question.key))
    }

    /// The questions asked whose answer says nothing yet, in the order of the file.
    pub fn to_ask(&self) -> impl Iterator<Item = &'q Question> {
        self.asked.iter().copied().filter(|question| self.counted(&question.key).is_none())
    }

    /// Of these, those that have no answer at all among the ones that were read: "je ne sais pas" is one.
    pub fn left<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = &'q Question> + 'a {
        self.to_ask().filter(|question| !answers.contains_key(&question.key))
    }

    /// How many of the questions asked have an answer that says something, and how many are asked.
    pub fn progress(&self) -> (usize, usize) {
        (self.counted.len(), self.asked.len())
    }

    /// How many of a theme's questions have their answer, of whichever kind, and how many are asked.
    pub fn progress_of(&self, theme: &str, answers: &Answers) -> (usize, usize) {
        let asked = self.asked.iter().filter(|question| question.theme == theme).count();
        let left = self.left(answers).filter(|question| question.theme == theme).count();
        (asked - left, asked)
    }

    /// The next question that has a screen of its own: sub-questions are on that of the question that opens them.
    pub fn screen_after(&self, question: &str) -> Option<&'q Question> {
        let questions = self.questionnaire.questions.iter();
        let after = questions.skip_while(|q| q.key != question).skip(1);
        let mut after = after.filter(|q| q.opened_by.is_none());
        after.find(|q| self.asks(&q.key))
    }

    /// The one before.
    pub fn screen_before(&self, question: &str) -> Option<&'q Question> {
        let before = self.questionnaire.questions.iter().take_while(|q| q.key != question);
        before.filter(|q| q.opened_by.is_none() && self.asks(&q.key)).last()
    }

    /// How far each theme is.
    pub fn levels(&self) -> Levels {
        let themes = self.questionnaire.themes.iter();
        themes.map(|theme| (theme.key.clone(), self.level(&theme.key))).collect()
    }

    /// How far a theme is: the mean of its answers' values by their questions' weights. None: nothing known yet.
    pub fn level(&self, theme: &str) -> Option<f64> {
        self.level_over(theme, |_| true)
    }

    /// The same, over some of its questions.
    pub fn level_over(&self, theme: &str, over: impl Fn(&Question) -> bool) -> Option<f64> {
        let (sum, weights) = self.weighed(theme, over);
        (weights > 0).then(|| f64::from(sum) / f64::from(weights))
    }

    /// The sum of its answers' values by their questions' weights, and of those weights.
    pub(super) fn weighed(&self, theme: &str, over: impl Fn(&Question) -> bool) -> (u32, u32) {
        let counted = self.all_counted().filter(|c| c.question.theme == theme && over(c.question));
        let valued = counted.filter_map(|c| Some((c.value()?, c.question.weight)));
        valued.fold((0_u32, 0_u32), |(sum, weights), (value, weight)| {
            let weight = u32::from(weight);
            (sum + u32::from(value) * weight, weights + weight)
        })
    }

    /// How much is known of each theme, given what the two voices see differently.
    pub fn confidence(&self, voices: &Voices) -> BTreeMap<Key, Confidence> {
        let contested: Vec<&Key> = voices.contested().collect();
        let mut all = BTreeMap::<Key, Confidence>::new();
        for question in &self.asked {
            let of_theme = all.entry(question.theme.clone()).or_default();
            let count = match self.counted(&question.key) {
                _ if contested.contains(&&question.key) => &mut of_theme.contested,
                Some(_) => &mut of_theme.known,
                None => &mut of_theme.unknown,
            };
            *count += 1;
        }
        all
    }

    fn is_asked(&self, question: &Question) -> bool {
        let opened = question.opened_by.as_ref().is_none_or(|opening| {
            self.counted(&opening.question).is_some_and(|c| c.is_any_of(&opening.any_of))
        });
        opened && self.all_hold(&question.asked_if)
    }

    /// Whether a condition holds of the answers that count.
    pub fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Answered { question, any_of } => {
                self.counted(question).is_some_and(|c| c.is_any_of(any_of))
            }
            Condition::Below { theme, below } => self.level(theme).is_some_and(|l| l < *below),
            Condition::AtLeast { theme, at_least } => {
                self.level(theme).is_some_and(|l| l >= *at_least)
            }
            Condition::Unknown { unknown_among, count } => {
                let unknown = unknown_among.iter().filter(|key| self.counted(key).is_none());
                unknown.count() >= *count as usize
            }
        }
    }

    /// Whether all of them hold.
    pub fn all_hold(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| self.holds(condition))
    }
}
