//! One diagnosis: who leads it, where it stands, what it concluded.

use super::{
    Answer, Answers, Judgement, Key, Meeting, Questionnaire, Saying, Standing, Verdict, Voice, meet,
};
use crate::accounts::Judge;
use crate::act::{Act, Broken, Change, Outcome};
use crate::audit::AuditKind;
use crate::ids::{AssociationId, CommandId, DiagnosisId, JourneyId, PersonId, QuestionnaireId};
use crate::journey::EventKind;
use crate::text::Words;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A questionnaire as it was published, once and for all: what follows from it never changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    pub id: QuestionnaireId,
    pub questionnaire: Arc<Questionnaire>,
    pub at: DateTime<Utc>,
    /// None: it came with the product.
    pub by: Option<PersonId>,
}

/// One passage at the sorting desk: prepared by the association, led by a volunteer, given back.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    pub id: DiagnosisId,
    pub journey: JourneyId,
    pub association: AssociationId,
    /// When its first answer could be given.
    pub begun_at: DateTime<Utc>,
    /// None: it is only prepared; nobody leads it yet.
    pub led: Option<Led>,
    /// The version of questions and rules that it uses; old results never change.
    pub version: QuestionnaireId,
    pub questionnaire: Arc<Questionnaire>,
    /// When the result was given back, and what it was. None: not yet.
    pub given_back: Option<GivenBack>,
}

/// Who leads an interview, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Led {
    pub by: PersonId,
    pub since: DateTime<Utc>,
}

/// A diagnosis's end.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenBack {
    pub at: DateTime<Utc>,
    /// What the rules say.
    pub judgement: Judgement,
    /// What the volunteer decided against them. None: the rules' verdict stands.
    pub decided: Option<Decision>,
}

/// A verdict that a person gives against the rules', with why in their own words.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub verdict: Verdict,
    pub why: Words,
    pub by: PersonId,
}

/// An answer to store. None: it is taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAnswer {
    pub diagnosis: DiagnosisId,
    pub voice: Voice,
    pub question: Key,
    pub answer: Option<Answer>,
    pub at: DateTime<Utc>,
    pub command: CommandId,
}

impl StoredAnswer {
    fn standing(&self) -> Standing {
        Standing {
            question: self.question.clone(),
            answer: self.answer.as_ref().map(Answer::code).unwrap_or_default(),
            command: self.command,
        }
    }
}

impl GivenBack {
    /// The verdict that stands.
    pub fn verdict(&self) -> Verdict {
        self.decided.as_ref().map_or(self.judgement.verdict, |decided| decided.verdict)
    }
}

impl Diagnosis {
    /// Opens the interview of a journey: that which was prepared, or a new one. Two volunteers who press the same button
    /// lead one interview.
    pub fn open(
        act: &Act,
        judge: &Judge,
        journey: JourneyId,
        association: AssociationId,
        running: Option<&Diagnosis>,
        published: &Published,
    ) -> Result<Outcome<DiagnosisId>, Broken> {
        judge.on(association)?;
        let led = Some(Led { by: judge.person(), since: act.at });
        let opened = match running {
            Some(running) if running.led.is_some() => return Ok(Outcome::of(running.id)),
            Some(prepared) => Self { led, ..prepared.clone() },
            None => Self { led, ..Self::begun(act, journey, association, published) },
        };
        Ok(Outcome::of(opened.id)
            .event(act, journey, EventKind::DiagnosisStarted, opened.id.0)
            .change(Change::Diagnosis(Box::new(opened))))
    }

    /// A diagnosis that nobody leads yet.
    pub(super) fn begun(
        act: &Act,
        journey: JourneyId,
        association: AssociationId,
        published: &Published,
    ) -> Self {
        Self {
            id: act.id().into(),
            journey,
            association,
            begun_at: act.at,
            led: None,
            version: published.id,
            questionnaire: Arc::clone(&published.questionnaire),
            given_back: None,
        }
    }

    /// Stores the interview's answers while it runs. `stands`: what is stored for these questions, in its voice. Where one
    /// crosses another that its author has not seen, nothing is stored, and what stands is answered.
    pub fn answer(
        &self,
        act: &Act,
        judge: &Judge,
        stands: &[StoredAnswer],
        said: &[Saying],
    ) -> Result<Outcome<Vec<Standing>>, Broken> {
        judge.on(self.association)?;
        self.store(act, Voice::Volunteer, stands, said)
    }

    pub(super) fn store(
        &self,
        act: &Act,
        voice: Voice,
        stands: &[StoredAnswer],
        said: &[Saying],
    ) -> Result<Outcome<Vec<Standing>>, Broken> {
        let (mut crossed, mut changes) = (Vec::new(), Vec::new());
        for Saying { question, answer, seen } in said {
            let stands = stands.iter().find(|stored| stored.question == *question);
            let same = stands.is_some_and(|stored| stored.answer == *answer);
            match meet(stands.map(|stored| stored.command), same, *seen, act.command) {
                Meeting::Stands if same => continue,
                // The same submission, with something else in it.
                Meeting::Stands => return Err(Broken::AlreadyAnswered),
                Meeting::Crosses => crossed.extend(stands.map(StoredAnswer::standing)),
                Meeting::Fits => changes.push(Change::Answer(StoredAnswer {
                    diagnosis: self.id,
                    voice,
                    question: question.clone(),
                    answer: answer.clone(),
                    at: act.at,
                    command: act.command,
                })),
            }
            let known = match answer {
                Some(answer) => self.questionnaire.knows(question, answer),
                None => self.questionnaire.question(question).is_some(),
            };
            if !known {
                return Err(Broken::UnknownAnswer);
            }
        }
        if self.given_back.is_some() && !(crossed.is_empty() && changes.is_empty()) {
            return Err(Broken::DiagnosisClosed);
        }
        if !crossed.is_empty() {
            changes.clear();
        }
        Ok(Outcome { answer: crossed, changes })
    }

    /// Ends the interview: the verdict of these answers is written down with its reasons, and beside it the one that the
    /// volunteer decides on instead, with why.
    pub fn give_back(
        &self,
        act: &Act,
        judge: &Judge,
        answers: &Answers,
        instead: Option<(Verdict, Words)>,
    ) -> Result<Outcome<Verdict>, Broken> {
        judge.on(self.association)?;
        if self.given_back.is_some() {
            return Err(Broken::DiagnosisClosed);
        }
        if answers.is_empty() {
            return Err(Broken::NothingAnswered);
        }
        let judgement = self.questionnaire.read(answers).judge();
        let decided = instead
            .filter(|(verdict, _)| *verdict != judgement.verdict)
            .map(|(verdict, why)| Decision { verdict, why, by: judge.person() });
        let back = GivenBack { at: act.at, judgement, decided };
        let verdict = back.verdict();
        let closed = Self { given_back: Some(back), ..self.clone() };
        let decided = closed.given_back.as_ref().is_some_and(|back| back.decided.is_some());
        let given = Outcome::of(verdict)
            .event(act, self.journey, EventKind::DiagnosisGivenBack(verdict), self.id.0)
            .change(Change::Diagnosis(Box::new(closed)));
        Ok(if decided { given.audit(act, AuditKind::VerdictDecided, self.id) } else { given })
    }
}
