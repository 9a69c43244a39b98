//! Two hands on one answer: what somebody else stored while this one was on its way. Server and browser ask the same.

use super::{Answer, Answers, Key};
use crate::ids::CommandId;
use serde::{Deserialize, Serialize};

/// An answer on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saying {
    pub question: Key,
    /// None: what was answered is taken back.
    pub answer: Option<Answer>,
    /// The submission whose answer its author saw. None: none.
    pub seen: Option<CommandId>,
}

impl Saying {
    /// The first answers to their questions.
    pub fn first(answers: Answers) -> Vec<Self> {
        let first = |(question, answer)| Self { question, answer: Some(answer), seen: None };
        answers.into_iter().map(first).collect()
    }

    /// Answers as they are once these are stored.
    pub fn note(said: Vec<Self>, answers: &mut Answers) {
        for Self { question, answer, .. } in said {
            match answer {
                Some(answer) => _ = answers.insert(question, answer),
                None => _ = answers.remove(&question),
            }
        }
    }
}

/// An answer that stands, where another was to be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub question: Key,
    /// By its code. Empty: it was taken back.
    pub answer: String,
    pub command: CommandId,
}

/// How an answer meets the one that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// It takes the place of what its author saw, or says the same.
    Fits,
    /// It is there: sent again, or not changed.
    Stands,
    /// Somebody else answered otherwise meanwhile.
    Crosses,
}

/// `stands` and `seen` are submissions: the one whose answer stands, and the one whose answer its author saw. `same`: what
/// stands says what this answer says.
pub fn meet(
    stands: Option<CommandId>,
    same: bool,
    seen: Option<CommandId>,
    command: CommandId,
) -> Meeting {
    match stands {
        Some(stands) if stands == command || (seen == Some(stands) && same) => Meeting::Stands,
        Some(stands) if seen != Some(stands) && !same => Meeting::Crosses,
        _ => Meeting::Fits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn diagnosis_an_answer_takes_the_place_of_what_its_author_saw_and_of_nothing_else() {
        let [mine, theirs, before] = [1, 2, 3].map(|n| Some(CommandId(Uuid::from_u128(n))));
        let command = CommandId(Uuid::from_u128(1));
        for (stands, same, seen, meeting) in [
            (None, false, None, Meeting::Fits),
            (before, false, before, Meeting::Fits),
            (before, true, before, Meeting::Stands),
            // The answer to the first sending was lost.
            (mine, true, None, Meeting::Stands),
            (mine, true, before, Meeting::Stands),
            (theirs, false, None, Meeting::Crosses),
            (theirs, false, before, Meeting::Crosses),
            // They say the same: who answers next has seen this one.
            (theirs, true, before, Meeting::Fits),
            // What was seen is there no more: nothing is lost.
            (None, false, before, Meeting::Fits),
        ] {
            assert_eq!(meet(stands, same, seen, command), meeting, "{stands:?} {same} {seen:?}");
        }
    }
}
