//! Reading a set of answers: what is asked, how far each theme is, the verdict, its reasons, the advice.

use super::{Choice, Condition, Key, Question, Questionnaire, Recommendation, Rule, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One answer. "Je ne sais pas" is an answer, and counts for nothing, neither up nor down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Choice(Key),
    DontKnow,
}

/// The answers of one diagnosis, by question.
pub type Answers = BTreeMap<Key, Answer>;

/// A theme's mean of the values answered, out of 3. None: nothing known yet.
pub type Levels = BTreeMap<Key, Option<f64>>;

/// Why a verdict was given, as facts that the page turns into words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// This answer was given.
    Answered { question: Key, choice: Key },
    /// The theme stands at this level, out of 3.
    Level { theme: Key, level: f64 },
    /// This is not known, and would help.
    ToAsk { question: Key },
    /// Nothing points to a development: most needs ask for little of it (the programme's own text).
    UsualAnswer,
}

/// A verdict with what led to it. It always has a reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    pub verdict: Verdict,
    /// Which rule spoke, counted from 0. None: the usual answer.
    pub rule: Option<usize>,
    pub reasons: Vec<Reason>,
}

/// The most next actions given at once: more would not be done.
pub const ADVICE_MAX: usize = 6;
/// The most reasons told at once.
pub const REASONS_MAX: usize = 5;

impl Questionnaire {
    /// The questions to ask, given what is answered: those whose conditions hold.
    pub fn asked(&self, answers: &Answers) -> impl Iterator<Item = &Question> {
        let answers = self.relevant(answers);
        self.questions.iter().filter(move |q| self.all_hold(&q.asked_if, &answers))
    }

    /// Only the answers that count: to a question which is asked, with a choice that it has.
    pub fn relevant(&self, answers: &Answers) -> Answers {
        // In the file's order: what a hidden question opened is hidden too.
        let mut kept = Answers::new();
        for question in self.questions.iter() {
            if let Some(answer) = answers.get(&question.key)
                && self.knows(&question.key, answer)
                && self.all_hold(&question.asked_if, &kept)
            {
                kept.insert(question.key.clone(), answer.clone());
            }
        }
        kept
    }

    /// Whether the question exists and offers this answer.
    pub fn knows(&self, question: &str, answer: &Answer) -> bool {
        match (self.question(question), answer) {
            (None, _) => false,
            (Some(_), Answer::DontKnow) => true,
            (Some(question), Answer::Choice(key)) => question.choice(key).is_some(),
        }
    }

    /// How far each theme is, from the answers that count.
    pub fn levels(&self, answers: &Answers) -> Levels {
        let answers = &self.relevant(answers);
        self.themes.iter().map(|t| (t.key.clone(), self.level(&t.key, answers))).collect()
    }

    fn level(&self, theme: &str, answers: &Answers) -> Option<f64> {
        let values: Vec<u32> = self
            .questions_of(theme)
            .filter_map(|q| self.chosen(&q.key, answers)?.value)
            .map(u32::from)
            .collect();
        let sum: u32 = values.iter().sum();
        (!values.is_empty()).then(|| f64::from(sum) / values.len() as f64)
    }

    fn chosen(&self, question: &str, answers: &Answers) -> Option<&Choice> {
        match answers.get(question)? {
            Answer::Choice(key) => self.question(question)?.choice(key),
            Answer::DontKnow => None,
        }
    }

    fn holds(&self, condition: &Condition, answers: &Answers) -> bool {
        match condition {
            Condition::Answered { question, any_of } => {
                self.chosen(question, answers).is_some_and(|c| any_of.contains(&c.key))
            }
            Condition::Below { theme, below } => {
                self.level(theme, answers).is_some_and(|level| level < *below)
            }
            Condition::AtLeast { theme, at_least } => {
                self.level(theme, answers).is_some_and(|level| level >= *at_least)
            }
            Condition::Unknown { unknown_among, count } => {
                self.unknown(unknown_among, answers).count() >= *count as usize
            }
        }
    }

    fn all_hold(&self, conditions: &[Condition], answers: &Answers) -> bool {
        conditions.iter().all(|c| self.holds(c, answers))
    }

    fn unknown<'a>(
        &'a self,
        among: &'a [Key],
        answers: &'a Answers,
    ) -> impl Iterator<Item = &'a Key> {
        among.iter().filter(|key| self.chosen(key, answers).is_none())
    }

    /// The verdict of the first rule that holds, or learning: "souvent les besoins demandent peu de
    /// développement, mais plus de l'apprentissage".
    pub fn judge(&self, answers: &Answers) -> Judgement {
        let answers = &self.relevant(answers);
        let spoke = self
            .rules
            .iter()
            .enumerate()
            .find(|(_, rule)| !rule.when.is_empty() && self.all_hold(&rule.when, answers));
        let Some((i, rule)) = spoke else {
            return Judgement {
                verdict: Verdict::Learning,
                rule: None,
                reasons: vec![Reason::UsualAnswer],
            };
        };
        let mut reasons = Vec::new();
        for condition in &rule.when {
            for reason in self.reasons(condition, answers) {
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
        }
        reasons.truncate(REASONS_MAX);
        Judgement { verdict: rule.verdict, rule: Some(i), reasons }
    }

    /// The rule that gave a verdict.
    pub fn rule(&self, judgement: &Judgement) -> Option<&Rule> {
        self.rules.get(judgement.rule?)
    }

    fn reasons(&self, condition: &Condition, answers: &Answers) -> Vec<Reason> {
        match condition {
            Condition::Answered { question, .. } => self
                .chosen(question, answers)
                .map(|c| Reason::Answered { question: question.clone(), choice: c.key.clone() })
                .into_iter()
                .collect(),
            Condition::Below { theme, .. } | Condition::AtLeast { theme, .. } => self
                .level(theme, answers)
                .map(|level| Reason::Level { theme: theme.clone(), level })
                .into_iter()
                .collect(),
            Condition::Unknown { unknown_among, .. } => self
                .unknown(unknown_among, answers)
                .map(|key| Reason::ToAsk { question: key.clone() })
                .collect(),
        }
    }

    /// A few next actions: first those that answer what the verdict was read from, then those of the least
    /// advanced themes.
    pub fn advice(&self, answers: &Answers) -> Vec<&Recommendation> {
        let answers = &self.relevant(answers);
        let judgement = self.judge(answers);
        let read: Vec<&Key> = self
            .rule(&judgement)
            .map_or(&[][..], |rule| &rule.when)
            .iter()
            .flat_map(Condition::questions)
            .collect();
        let of_verdict = |r: &Recommendation| {
            r.when.iter().flat_map(Condition::questions).any(|q| read.contains(&q))
        };
        let mut advice: Vec<(&Recommendation, (bool, f64))> = self
            .recommendations
            .iter()
            .filter(|r| !r.when.is_empty() && self.all_hold(&r.when, answers))
            .map(|r| (r, (!of_verdict(r), self.level(&r.theme, answers).unwrap_or(3.0))))
            .collect();
        // A stable sort keeps the file's own order within a theme.
        advice.sort_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        // No theme takes all the places: at most two of each.
        let mut given: BTreeMap<&str, u32> = BTreeMap::new();
        advice.retain(|(r, _)| {
            let n = given.entry(&r.theme).or_default();
            *n += 1;
            *n <= 2
        });
        advice.into_iter().map(|(r, _)| r).take(ADVICE_MAX).collect()
    }

    /// The theme that workshops should start with: that of the answers behind the verdict if a workshop
    /// teaches something there, else that of the first advice which one teaches.
    pub fn theme_to_learn(&self, answers: &Answers) -> Option<&str> {
        let advice = self.advice(answers);
        let mut taught = advice.iter().filter(|r| r.workshop).map(|r| r.theme.as_str());
        let of_reasons: Vec<&str> = self
            .judge(answers)
            .reasons
            .iter()
            .filter_map(|reason| match reason {
                Reason::Answered { question, .. } => Some(self.question(question)?.theme.as_str()),
                Reason::Level { theme, .. } => Some(self.theme(theme)?.key.as_str()),
                Reason::ToAsk { .. } | Reason::UsualAnswer => None,
            })
            .collect();
        taught.clone().find(|theme| of_reasons.contains(theme)).or_else(|| taught.next())
    }

    /// How many of the questions asked have an answer that says something, and how many are asked.
    pub fn answered(&self, answers: &Answers) -> (usize, usize) {
        let asked: Vec<&Question> = self.asked(answers).collect();
        let known = asked.iter().filter(|q| self.chosen(&q.key, answers).is_some()).count();
        (known, asked.len())
    }
}
