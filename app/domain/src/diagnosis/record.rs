//! One diagnosis: who leads it, where it stands, what it concluded.

use super::{Answer, Answers, Judgement, Key, Questionnaire, Verdict};
use crate::accounts::Judge;
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{AssociationId, CommandId, DiagnosisId, JourneyId, PersonId};
use crate::journey::EventKind;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One interview at the sorting desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    pub id: DiagnosisId,
    pub journey: JourneyId,
    pub association: AssociationId,
    pub volunteer: PersonId,
    pub started_at: DateTime<Utc>,
    /// The copy of questions and rules that it used; old results never change.
    pub questionnaire: Questionnaire,
    /// When the result was given back, and what it was. None: still in interview.
    pub given_back: Option<GivenBack>,
}

/// A diagnosis's end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GivenBack {
    pub at: DateTime<Utc>,
    pub judgement: Judgement,
}

/// An answer to store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredAnswer {
    pub diagnosis: DiagnosisId,
    pub question: Key,
    pub answer: Answer,
    pub at: DateTime<Utc>,
    pub command: CommandId,
}

impl Diagnosis {
    /// Opens the interview of a journey that has none running.
    pub fn open(
        act: &Act,
        judge: &Judge,
        journey: JourneyId,
        association: AssociationId,
        running: Option<&Diagnosis>,
        questionnaire: Questionnaire,
    ) -> Result<Outcome<DiagnosisId>, Broken> {
        judge.on(association)?;
        if let Some(running) = running {
            // Two volunteers pressing the same button lead one interview.
            return Ok(Outcome::of(running.id));
        }
        let diagnosis = Self {
            id: act.id().into(),
            journey,
            association,
            volunteer: judge.person(),
            started_at: act.at,
            questionnaire,
            given_back: None,
        };
        Ok(Outcome::of(diagnosis.id)
            .event(act, journey, EventKind::DiagnosisStarted, diagnosis.id.0)
            .change(Change::Diagnosis(Box::new(diagnosis))))
    }

    /// Stores answers while the interview runs.
    pub fn answer(&self, act: &Act, judge: &Judge, given: &Answers) -> Result<Outcome<()>, Broken> {
        judge.on(self.association)?;
        if self.given_back.is_some() {
            return Err(Broken::DiagnosisClosed);
        }
        let mut outcome = Outcome::of(());
        for (question, answer) in given {
            if !self.questionnaire.knows(question, answer) {
                return Err(Broken::UnknownAnswer);
            }
            outcome = outcome.change(Change::Answer(StoredAnswer {
                diagnosis: self.id,
                question: question.clone(),
                answer: answer.clone(),
                at: act.at,
                command: act.command,
            }));
        }
        Ok(outcome)
    }

    /// Ends the interview: the verdict of these answers is written down with its reasons.
    pub fn give_back(
        &self,
        act: &Act,
        judge: &Judge,
        answers: &Answers,
    ) -> Result<Outcome<Verdict>, Broken> {
        judge.on(self.association)?;
        if self.given_back.is_some() {
            return Err(Broken::DiagnosisClosed);
        }
        if answers.is_empty() {
            return Err(Broken::NothingAnswered);
        }
        let judgement = self.questionnaire.judge(answers);
        let verdict = judgement.verdict;
        let mut closed = self.clone();
        closed.given_back = Some(GivenBack { at: act.at, judgement });
        Ok(Outcome::of(verdict)
            .event(act, self.journey, EventKind::DiagnosisGivenBack(verdict), self.id.0)
            .change(Change::Diagnosis(Box::new(closed))))
    }
}
