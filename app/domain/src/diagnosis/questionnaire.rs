//! The questionnaire as data: themes, questions, recommendations, verdict rules.

use super::Fact;
use crate::text::Bilingual;
use crate::workshops::EntryKind;
use serde::{Deserialize, Serialize};

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
    /// Takes several choices: their values add up, to 3 at most. Otherwise it takes one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub multiple: bool,
    /// How much it counts in its theme's mean, 0 (not at all) to 3.
    #[serde(default = "usual_weight", skip_serializing_if = "is_usual_weight")]
    pub weight: u8,
    /// A sub-question, shown under the question that opens it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<Opening>,
    /// Asked only when these all hold of earlier answers. Empty: always.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked_if: Vec<Condition>,
    /// "Je ne sais pas" is offered beside them and is never listed.
    #[serde(rename = "choice")]
    pub choices: Vec<Choice>,
}

/// What opens a sub-question: one of these choices of an earlier question of the same theme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    pub question: Key,
    pub any_of: Vec<Key>,
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
    /// "None of this": it excludes the other choices of a question that takes several.
    #[serde(default, skip_serializing_if = "is_false")]
    pub alone: bool,
    /// What it answers elsewhere, unless that is answered itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fills: Vec<Fill>,
    /// What is known of an association that lets this be proposed to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_by: Vec<Fact>,
}

/// The answer that a choice gives to a later question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fill {
    pub question: Key,
    pub choices: Vec<Key>,
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

/// A small next action, on one or two rungs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    pub key: Key,
    pub theme: Key,
    /// The themes of the workshops that teach it. Empty: none does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workshops: Vec<Key>,
    /// Fits anybody: it completes the advice of those for whom little else holds.
    #[serde(default, skip_serializing_if = "is_false")]
    pub usual: bool,
    /// The second is for who has climbed the first.
    #[serde(rename = "rung")]
    pub rungs: Vec<Rung>,
}

/// A rung of a recommendation: what to do, why, and how to begin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// All must hold. Empty only on a usual recommendation.
    #[serde(default)]
    pub when: Vec<Condition>,
    pub text: Bilingual,
    pub why: Bilingual,
    pub how: Bilingual,
}

/// The most rungs that a recommendation has.
pub const RUNGS_MAX: usize = 2;

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

    /// None: the file has no recommendation of this key.
    pub fn recommendation(&self, key: &str) -> Option<&Recommendation> {
        self.recommendations.iter().find(|r| r.key == key)
    }
}

impl Question {
    /// The questions and the theme's means that decide whether it is asked.
    pub fn conditions(&self) -> Vec<Condition> {
        let opened = self.opened_by.iter().map(|opening| Condition::Answered {
            question: opening.question.clone(),
            any_of: opening.any_of.clone(),
        });
        opened.chain(self.asked_if.iter().cloned()).collect()
    }

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

fn is_false(value: &bool) -> bool {
    !value
}

fn usual_weight() -> u8 {
    1
}

fn is_usual_weight(weight: &u8) -> bool {
    *weight == usual_weight()
}
