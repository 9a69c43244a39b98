//! Answers, and whose they are.

use super::{Key, Question};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One answer. "Je ne sais pas" is an answer, and counts for nothing, neither up nor down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Answer {
    /// One choice, or several where the question takes several. Never none.
    Chosen(BTreeSet<Key>),
    DontKnow,
}

/// A text that is no answer: it names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an answer names a choice, or says « ? »")]
pub struct NoAnswer;

/// The answers of one voice, by question.
pub type Answers = BTreeMap<Key, Answer>;

impl Answer {
    /// The code of "je ne sais pas".
    pub const DONT_KNOW: &str = "?";

    /// A single choice.
    pub fn choice(key: impl Into<Key>) -> Self {
        Self::Chosen(BTreeSet::from([key.into()]))
    }

    /// Its text in forms, in the database and on the wire: `?`, or keys between spaces.
    pub fn code(&self) -> String {
        match self {
            Self::DontKnow => Self::DONT_KNOW.to_owned(),
            Self::Chosen(keys) => keys.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
        }
    }

    /// Reads [`Self::code`] back. None: it names nothing, which is how an answer is taken back.
    pub fn from_code(code: &str) -> Option<Self> {
        if code.trim() == Self::DONT_KNOW {
            return Some(Self::DontKnow);
        }
        let keys: BTreeSet<Key> = code.split_whitespace().map(str::to_owned).collect();
        (!keys.is_empty()).then_some(Self::Chosen(keys))
    }

    /// Whether it names this choice.
    pub fn names(&self, choice: &str) -> bool {
        matches!(self, Self::Chosen(keys) if keys.contains(choice))
    }
}

impl From<Answer> for String {
    fn from(answer: Answer) -> Self {
        answer.code()
    }
}

impl TryFrom<String> for Answer {
    type Error = NoAnswer;

    fn try_from(code: String) -> Result<Self, NoAnswer> {
        Self::from_code(&code).ok_or(NoAnswer)
    }
}

impl Question {
    /// Whether it takes this answer: one of its choices, or several where it may, but none beside one that stands alone.
    pub fn takes(&self, answer: &Answer) -> bool {
        let Answer::Chosen(keys) = answer else { return true };
        let choices: Option<Vec<_>> = keys.iter().map(|key| self.choice(key)).collect();
        let Some(choices) = choices else { return false };
        match choices.len() {
            0 => false,
            1 => true,
            _ => self.multiple && choices.iter().all(|choice| !choice.alone),
        }
    }
}

impl Question {
    /// Whether an answer names only what is offered, but together what goes alone.
    pub fn mixes(&self, answer: &Answer) -> bool {
        let Answer::Chosen(keys) = answer else { return false };
        let offered = |key: &Key| key == Answer::DONT_KNOW || self.choice(key).is_some();
        keys.iter().all(offered) && !self.takes(answer)
    }
}

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// The association, preparing alone.
    Association,
    /// What was noted in the interview.
    Volunteer,
}

impl Voice {
    /// Both, the first to speak first.
    pub const ALL: [Self; 2] = [Self::Association, Self::Volunteer];

    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Association => "association",
            Self::Volunteer => "volunteer",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.code() == code)
    }
}

/// Both voices of a diagnosis. Neither ever overwrites the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voices {
    pub association: Answers,
    pub volunteer: Answers,
}

impl Voices {
    /// The answers of one voice.
    pub fn of(&self, voice: Voice) -> &Answers {
        match voice {
            Voice::Association => &self.association,
            Voice::Volunteer => &self.volunteer,
        }
    }

    /// The answers of one voice, to be changed.
    pub fn of_mut(&mut self, voice: Voice) -> &mut Answers {
        match voice {
            Voice::Association => &mut self.association,
            Voice::Volunteer => &mut self.volunteer,
        }
    }

    /// What counts: the interview's answer where there is one, else what was prepared.
    pub fn together(&self) -> Answers {
        let mut together = self.association.clone();
        together.extend(self.volunteer.clone());
        together
    }

    /// What the two see differently: the questions to which both chose, and not the same.
    pub fn contested(&self) -> impl Iterator<Item = &Key> {
        self.association.iter().filter_map(|(question, theirs)| {
            let ours = self.volunteer.get(question)?;
            let both = *theirs != Answer::DontKnow && *ours != Answer::DontKnow;
            (both && theirs != ours).then_some(question)
        })
    }
}
