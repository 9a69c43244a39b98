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
    use crate::accounts::Judge;
    use crate::act::{Broken, Change, Outcome};
    use crate::diagnosis::{Diagnosis, Published, Questionnaire, StoredAnswer, Voice};
    use crate::testing::{act, crew, day, everyone, id};
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

    fn diagnosed<T>(outcome: Outcome<T>) -> Diagnosis {
        let diagnosis = outcome.changes.into_iter().find_map(|change| match change {
            Change::Diagnosis(diagnosis) => Some(*diagnosis),
            _ => None,
        });
        diagnosis.expect("it is changed")
    }

    #[test]
    fn diagnosis_an_answer_that_crosses_another_changes_nothing_and_is_told_what_stands() {
        let shipped =
            toml::from_str::<Questionnaire>(include_str!("../../data/questionnaire.toml"));
        let shipped = std::sync::Arc::new(shipped.expect("it can be read"));
        let published =
            Published { id: id(9), questionnaire: shipped.clone(), at: day(1), by: None };
        let volunteer = everyone().volunteer().expect("everyone is a volunteer");
        let judge = Judge::of(&volunteer, &crew(1, Vec::new())).expect("no part in it");
        let open = Diagnosis::open(&act(day(1)), &judge, id(1), id(1), None, &published);
        let diagnosis = diagnosed(open.expect("may open"));

        let asked = &shipped.questions[0];
        let [one, two] = [0, 1].map(|i| Some(Answer::choice(asked.choices[i].key.clone())));
        let stands = StoredAnswer {
            diagnosis: diagnosis.id,
            voice: Voice::Volunteer,
            question: asked.key.clone(),
            answer: one.clone(),
            at: day(1),
            command: CommandId(Uuid::from_u128(77)),
        };
        let seen = Some(stands.command);
        let now = act(day(2));
        let say = |diagnosis: &Diagnosis, stands: &StoredAnswer, answer: &Option<Answer>, seen| {
            let beside = (shipped.questions[1].key.clone(), Answer::DontKnow);
            let mut said = Saying::first([beside].into());
            said.push(Saying { question: asked.key.clone(), answer: answer.clone(), seen });
            let outcome = diagnosis.answer(&now, &judge, std::slice::from_ref(stands), &said);
            outcome.map(|outcome| (outcome.answer, outcome.changes.len()))
        };
        let told = Standing {
            question: asked.key.clone(),
            answer: asked.choices[0].key.clone(),
            command: stands.command,
        };
        assert_eq!(say(&diagnosis, &stands, &two, None), Ok((vec![told], 0)));
        // What its author saw gives way; what they did not change is left alone; to take back is to answer, too.
        for (answer, changes) in [(&two, 2), (&one, 1), (&None, 2)] {
            let stored = say(&diagnosis, &stands, answer, seen);
            assert_eq!(stored, Ok((Vec::new(), changes)), "{answer:?}");
        }
        // The same submission, with something else in it; and as it was, when the result is given back already.
        let mine = StoredAnswer { command: now.command, ..stands };
        assert_eq!(say(&diagnosis, &mine, &two, None), Err(Broken::AlreadyAnswered));
        let answers = Answers::from([(asked.key.clone(), Answer::DontKnow)]);
        let closed = diagnosis.give_back(&act(day(3)), &judge, &answers, None);
        let closed = diagnosed(closed.expect("may be given back"));
        assert_eq!(say(&closed, &mine, &one, None), Err(Broken::DiagnosisClosed));
        let again = [Saying { question: asked.key.clone(), answer: one, seen: None }];
        let again = closed.answer(&now, &judge, &[mine], &again).expect("it is there");
        assert_eq!((again.answer.len(), again.changes.len()), (0, 0));
    }
}
