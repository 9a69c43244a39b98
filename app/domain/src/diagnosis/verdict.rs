//! The verdict, and why.

use super::{Condition, Counted, Key, Reading, Rule, Verdict};
use serde::{Deserialize, Serialize};

/// Why a verdict was given or an action advised, as facts that the page turns into words.
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

/// A verdict with what led to it. It always has a reason that names answers; too little known names questions to ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    pub verdict: Verdict,
    /// Which rule spoke, counted from 0. None: the usual answer.
    pub rule: Option<usize>,
    pub reasons: Vec<Reason>,
}

/// The most reasons told at once.
pub const REASONS_MAX: usize = 5;
/// The most answers named for a theme's level, or for a verdict that no rule gave.
const NAMED_MAX: usize = 3;

impl<'q> Reading<'q> {
    /// The verdict of the first rule that holds, or learning: "souvent les besoins demandent peu de
    /// développement, mais plus de l'apprentissage" (the programme's own text). Of nothing, nothing is concluded.
    pub fn judge(&self) -> Judgement {
        let rules = self.questionnaire.rules.iter().enumerate();
        let spoke = rules.into_iter().find(|(_, r)| !r.when.is_empty() && self.all_hold(&r.when));
        let (verdict, rule, mut reasons) = match spoke {
            Some((i, rule)) => (rule.verdict, Some(i), self.reasons(&rule.when)),
            None if self.all_counted().next().is_none() => {
                (Verdict::TooLittleKnown, None, Vec::new())
            }
            None => (Verdict::Learning, None, vec![Reason::UsualAnswer]),
        };
        let named = |reason: &Reason| match verdict {
            Verdict::TooLittleKnown => matches!(reason, Reason::ToAsk { .. }),
            _ => matches!(reason, Reason::Answered { .. }),
        };
        if !reasons.iter().any(named) {
            reasons.truncate(REASONS_MAX - 1);
            match verdict {
                Verdict::TooLittleKnown => reasons.extend(self.to_ask().map(to_ask)),
                _ => {
                    reasons.extend(lowest(self.all_counted().collect()).into_iter().take(NAMED_MAX))
                }
            }
        }
        reasons.truncate(REASONS_MAX);
        Judgement { verdict, rule, reasons }
    }

    /// The rule that gave a verdict.
    pub fn rule(&self, judgement: &Judgement) -> Option<&'q Rule> {
        self.questionnaire.rules.get(judgement.rule?)
    }

    /// Why these conditions hold, each said once.
    pub fn reasons(&self, conditions: &[Condition]) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for reason in conditions.iter().flat_map(|condition| self.reasons_of(condition)) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons
    }

    fn reasons_of(&self, condition: &Condition) -> Vec<Reason> {
        match condition {
            Condition::Answered { question, any_of } => {
                let counted = self.counted(question).into_iter();
                let reasons = counted.flat_map(answered);
                reasons
                    .filter(
                        |r| matches!(r, Reason::Answered { choice, .. } if any_of.contains(choice)),
                    )
                    .collect()
            }
            Condition::Below { theme, .. } => self.reasons_of_level(theme, lowest),
            Condition::AtLeast { theme, .. } => self.reasons_of_level(theme, highest),
            Condition::Unknown { unknown_among, .. } => unknown_among
                .iter()
                .filter(|key| self.counted(key).is_none())
                .map(|key| Reason::ToAsk { question: key.clone() })
                .collect(),
        }
    }

    /// A theme's level, then the answers that make it what it is.
    fn reasons_of_level(
        &self,
        theme: &Key,
        order: fn(Vec<&Counted>) -> Vec<Reason>,
    ) -> Vec<Reason> {
        let level = self.level(theme).map(|level| Reason::Level { theme: theme.clone(), level });
        level.into_iter().chain(order(self.valued(theme)).into_iter().take(NAMED_MAX - 1)).collect()
    }

    /// What there is to say of a theme: its lowest answers, or else what to ask.
    pub fn reasons_of_theme(&self, theme: &str) -> Vec<Reason> {
        let mut reasons = lowest(self.valued(theme));
        if reasons.is_empty() {
            reasons = self.to_ask().filter(|q| q.theme == theme).map(to_ask).collect();
        }
        reasons.truncate(NAMED_MAX - 1);
        if reasons.is_empty() { vec![Reason::UsualAnswer] } else { reasons }
    }

    fn valued(&self, theme: &str) -> Vec<&Counted<'q>> {
        self.all_counted().filter(|c| c.question.theme == theme && c.value().is_some()).collect()
    }
}

fn to_ask(question: &super::Question) -> Reason {
    Reason::ToAsk { question: question.key.clone() }
}

fn answered(counted: &Counted) -> Vec<Reason> {
    let question = &counted.question.key;
    let reason = |choice: &&super::Choice| Reason::Answered {
        question: question.clone(),
        choice: choice.key.clone(),
    };
    counted.choices.iter().map(reason).collect()
}

/// The answers, those of least value first; those without a value last.
fn lowest(mut counted: Vec<&Counted>) -> Vec<Reason> {
    counted.sort_by_key(|c| c.value().unwrap_or(u8::MAX));
    counted.into_iter().flat_map(answered).collect()
}

/// The answers, those of most value first.
fn highest(mut counted: Vec<&Counted>) -> Vec<Reason> {
    counted.sort_by_key(|c| std::cmp::Reverse(c.value()));
    counted.into_iter().flat_map(answered).collect()
}
