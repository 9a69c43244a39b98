//! The questionnaire as data: themes, questions, recommendations, verdict rules.

use crate::text::Bilingual;
use crate::workshops::EntryKind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// The names that the file gives to its themes, questions, choices and recommendations.
pub type Key = String;

/// Everything the desk asks and how it concludes. Each diagnosis keeps a copy of the one it used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    pub version: u32,
    #[serde(rename = "theme")]
    pub themes: Vec<Theme>,
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
    #[serde(rename = "recommendation")]
    pub recommendations: Vec<Recommendation>,
    /// Read in order; the first whose conditions all hold gives the verdict. None: learning, the normal answer.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
}

/// What several questions are about, and workshops too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    pub key: Key,
    pub title: Bilingual,
    /// Two or three words for the list of themes.
    pub short: Bilingual,
}

/// One question of the interview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub key: Key,
    pub theme: Key,
    pub text: Bilingual,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Bilingual>,
    /// Shown only when these all hold of earlier answers. Empty: always shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked_if: Vec<Condition>,
    /// "Je ne sais pas" is offered beside them and is never listed.
    #[serde(rename = "choice")]
    pub choices: Vec<Choice>,
}

/// One answer that a question offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub key: Key,
    pub text: Bilingual,
    /// 0 (everything is to be done) to 3 (at ease). None: says something, but not how far one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<u8>,
    /// The answer told as a reason, in the second person: "vous partagez déjà un dossier, mais des versions se perdent".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Bilingual>,
}

/// Something that may hold of a set of answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Condition {
    /// The question's answer is one of these choices.
    Answered { question: Key, any_of: Vec<Key> },
    /// The theme's mean is known and below this, out of 3.
    Below { theme: Key, below: f64 },
    /// The theme's mean is known and at least this, out of 3.
    AtLeast { theme: Key, at_least: f64 },
    /// At least so many of these questions have no answer yet, or "je ne sais pas".
    Unknown { unknown_among: Vec<Key>, count: u32 },
}

/// A small next action with its why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    pub key: Key,
    pub theme: Key,
    pub text: Bilingual,
    pub why: Bilingual,
    /// All must hold.
    pub when: Vec<Condition>,
    /// A workshop on the theme teaches this.
    #[serde(default)]
    pub workshop: bool,
}

/// A way to a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub verdict: Verdict,
    /// All must hold.
    pub when: Vec<Condition>,
    /// One sentence that sums the rule up.
    pub summary: Bilingual,
}

/// What the desk concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Learning,
    SmallDevelopment,
    OtherHelp,
    Later,
    TooLittleKnown,
}

impl Verdict {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 5] = [
        Self::Learning,
        Self::SmallDevelopment,
        Self::OtherHelp,
        Self::Later,
        Self::TooLittleKnown,
    ];

    /// The name in the database and in class names.
    pub fn code(self) -> &'static str {
        match self {
            Self::Learning => "learning",
            Self::SmallDevelopment => "small_development",
            Self::OtherHelp => "other_help",
            Self::Later => "later",
            Self::TooLittleKnown => "too_little_known",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.code() == code)
    }

    /// Whether somebody hands the association over. A small development is its own to submit, as a project.
    pub fn orients(self) -> bool {
        self != Self::SmallDevelopment
    }

    /// The kind of date that helps now. None: other associations' stories do.
    pub fn date(self) -> Option<EntryKind> {
        match self {
            Self::Learning => Some(EntryKind::WorkshopSession),
            Self::TooLittleKnown => Some(EntryKind::InfoMeeting),
            Self::SmallDevelopment | Self::OtherHelp | Self::Later => None,
        }
    }
}

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
    #[error("theme « {key} » has no question")]
    EmptyTheme { key: Key },
    #[error("{at} has no condition: it would always hold")]
    NoCondition { at: String },
}

impl Questionnaire {
    /// None: the file has no theme of this key.
    pub fn theme(&self, key: &str) -> Option<&Theme> {
        self.themes.iter().find(|t| t.key == key)
    }

    /// None: the file has no question of this key.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|q| q.key == key)
    }

    /// The questions of a theme, in the order of the file, whether their conditions hold or not.
    pub fn questions_of<'a>(&'a self, theme: &'a str) -> impl Iterator<Item = &'a Question> {
        self.questions.iter().filter(move |q| q.theme == theme)
    }

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
            self.check_conditions(&question.asked_if, &at, &mut mistakes);
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
            for on in question.asked_if.iter().flat_map(Condition::questions) {
                if place.get(on.as_str()).is_some_and(|on| *on >= i) {
                    mistakes.push(Mistake::Later { key: question.key.clone(), on: on.clone() });
                }
            }
        }
        for recommendation in &self.recommendations {
            let at = format!("recommendation « {} »", recommendation.key);
            self.check_theme(&recommendation.theme, &at, &mut mistakes);
            self.check_conditions(&recommendation.when, &at, &mut mistakes);
            if recommendation.when.is_empty() {
                mistakes.push(Mistake::NoCondition { at });
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

impl Question {
    /// None: the question does not offer it. "Je ne sais pas" is never among the choices.
    pub fn choice(&self, key: &str) -> Option<&Choice> {
        self.choices.iter().find(|c| c.key == key)
    }
}

impl Condition {
    /// The questions that it reads by name.
    pub fn questions(&self) -> &[Key] {
        match self {
            Self::Answered { question, .. } => std::slice::from_ref(question),
            Self::Unknown { unknown_among, .. } => unknown_among,
            Self::Below { .. } | Self::AtLeast { .. } => &[],
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
