//! What would make a questionnaire lie or stumble.

use super::{Answer, Condition, Key, Questionnaire, RUNGS_MAX};
use std::collections::{BTreeMap, HashSet};

/// A mistake in a questionnaire file, told to who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    #[error("two {what} are called « {key} »")]
    Twice { what: &'static str, key: Key },
    #[error("{at} names {what} « {key} », which does not exist")]
    Unknown { at: String, what: &'static str, key: Key },
    #[error("question « {key} » needs at least two choices")]
    FewChoices { key: Key },
    #[error("choice « {choice} » of « {question} » has the value {value}; it must be 0 to 3")]
    Value { question: Key, choice: Key, value: u8 },
    #[error("question « {key} » depends on « {on} », which comes after it")]
    Later { key: Key, on: Key },
    #[error("question « {key} » is opened by « {parent} », which is of another theme")]
    OtherTheme { key: Key, parent: Key },
    #[error("question « {key} » fills in « {to} » with an answer that it does not take")]
    Fill { key: Key, to: Key },
    #[error("question « {key} » fills in « {to} », which does not come after it")]
    FillsEarlier { key: Key, to: Key },
    #[error("recommendation « {key} » needs one or two rungs")]
    Rungs { key: Key },
    #[error("theme « {key} » has no question")]
    EmptyTheme { key: Key },
    #[error("{at} has no condition: it would always hold")]
    NoCondition { at: String },
}

impl Questionnaire {
    /// Every mistake that would make the questionnaire lie or stumble. Empty: it may be used.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        unique("themes", self.themes.iter().map(|t| &t.key), &mut mistakes);
        unique("questions", self.questions.iter().map(|q| &q.key), &mut mistakes);
        unique("recommendations", self.recommendations.iter().map(|r| &r.key), &mut mistakes);
        for theme in &self.themes {
            if self.questions_of(&theme.key).next().is_none() {
                mistakes.push(Mistake::EmptyTheme { key: theme.key.clone() });
            }
        }
        let place: BTreeMap<&str, usize> =
            self.questions.iter().enumerate().map(|(i, q)| (q.key.as_str(), i)).collect();
        for (i, question) in self.questions.iter().enumerate() {
            let at = format!("question « {} »", question.key);
            self.check_theme(&question.theme, &at, &mut mistakes);
            self.check_conditions(&question.conditions(), &at, &mut mistakes);
            unique("choices", question.choices.iter().map(|c| &c.key), &mut mistakes);
            if question.choices.len() < 2 {
                mistakes.push(Mistake::FewChoices { key: question.key.clone() });
            }
            for choice in &question.choices {
                if let Some(value) = choice.value.filter(|v| *v > 3) {
                    let (question, choice) = (question.key.clone(), choice.key.clone());
                    mistakes.push(Mistake::Value { question, choice, value });
                }
            }
            let conditions = question.conditions();
            for on in conditions.iter().flat_map(Condition::questions) {
                if place.get(on.as_str()).is_some_and(|on| *on >= i) {
                    mistakes.push(Mistake::Later { key: question.key.clone(), on: on.clone() });
                }
            }
            if let Some(opening) = &question.opened_by
                && let Some(parent) = self.question(&opening.question)
                && parent.theme != question.theme
            {
                let (key, parent) = (question.key.clone(), parent.key.clone());
                mistakes.push(Mistake::OtherTheme { key, parent });
            }
            for fill in question.choices.iter().flat_map(|choice| &choice.fills) {
                let filled = Answer::Chosen(fill.choices.iter().cloned().collect());
                if !self.knows(&fill.question, &filled) {
                    let (key, to) = (question.key.clone(), fill.question.clone());
                    mistakes.push(Mistake::Fill { key, to });
                } else if place.get(fill.question.as_str()).is_some_and(|to| *to <= i) {
                    let (key, to) = (question.key.clone(), fill.question.clone());
                    mistakes.push(Mistake::FillsEarlier { key, to });
                }
            }
        }
        for recommendation in &self.recommendations {
            let at = format!("recommendation « {} »", recommendation.key);
            self.check_theme(&recommendation.theme, &at, &mut mistakes);
            for theme in &recommendation.workshops {
                self.check_theme(theme, &at, &mut mistakes);
            }
            if !(1..=RUNGS_MAX).contains(&recommendation.rungs.len()) {
                mistakes.push(Mistake::Rungs { key: recommendation.key.clone() });
            }
            for rung in &recommendation.rungs {
                self.check_conditions(&rung.when, &at, &mut mistakes);
                if rung.when.is_empty() && !recommendation.usual {
                    mistakes.push(Mistake::NoCondition { at: at.clone() });
                }
            }
        }
        for (i, rule) in self.rules.iter().enumerate() {
            let at = format!("rule {}", i + 1);
            self.check_conditions(&rule.when, &at, &mut mistakes);
            if rule.when.is_empty() {
                mistakes.push(Mistake::NoCondition { at });
            }
        }
        mistakes
    }

    fn check_theme(&self, key: &Key, at: &str, mistakes: &mut Vec<Mistake>) {
        if self.theme(key).is_none() {
            mistakes.push(Mistake::Unknown {
                at: at.to_owned(),
                what: "the theme",
                key: key.clone(),
            });
        }
    }

    fn check_conditions(&self, conditions: &[Condition], at: &str, mistakes: &mut Vec<Mistake>) {
        for condition in conditions {
            for key in condition.questions() {
                if self.question(key).is_none() {
                    let at = at.to_owned();
                    mistakes.push(Mistake::Unknown { at, what: "the question", key: key.clone() });
                }
            }
            match condition {
                Condition::Below { theme, .. } | Condition::AtLeast { theme, .. } => {
                    self.check_theme(theme, at, mistakes);
                }
                Condition::Answered { question, any_of } => {
                    let Some(question) = self.question(question) else { continue };
                    for key in any_of.iter().filter(|k| question.choice(k).is_none()) {
                        let at = format!("{at}, about « {} »,", question.key);
                        mistakes.push(Mistake::Unknown {
                            at,
                            what: "the choice",
                            key: key.clone(),
                        });
                    }
                }
                Condition::Unknown { .. } => {}
            }
        }
    }
}

fn unique<'a>(
    what: &'static str,
    keys: impl Iterator<Item = &'a Key>,
    mistakes: &mut Vec<Mistake>,
) {
    let mut seen = HashSet::new();
    for key in keys {
        if !seen.insert(key) {
            mistakes.push(Mistake::Twice { what, key: key.clone() });
        }
    }
}
