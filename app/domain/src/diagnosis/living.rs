//! The life of a result once it is given back: what becomes of each advice, talks about how things went, the diagnosis that
//! replaces it.

use super::{Diagnosis, Judgement, Key, Reading, Reason, Recommendation, Rung, Verdict};
use crate::accounts::{CompanionHat, Judge, Worn};
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{AssociationId, DiagnosisId, PersonId, ReviewId};
use crate::journey::{Event, EventKind, Journey};
use crate::text::{Fault, Words};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Why an advice is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    Already,
    Otherwise,
    NotForUs,
    NoTime,
    Nobody,
    TooHard,
    TooDear,
}

impl WhyNot {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 7] = [
        Self::Already,
        Self::Otherwise,
        Self::NotForUs,
        Self::NoTime,
        Self::Nobody,
        Self::TooHard,
        Self::TooDear,
    ];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Already => "already",
            Self::Otherwise => "otherwise",
            Self::NotForUs => "not_for_us",
            Self::NoTime => "no_time",
            Self::Nobody => "nobody",
            Self::TooHard => "too_hard",
            Self::TooDear => "too_dear",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What is said of an advice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Said {
    Done,
    Refused {
        reason: WhyNot,
        words: Option<Words>,
    },
    /// What was said no longer holds: it is to be done again.
    TakenBack,
}

/// The last word on an advice: who said it, as whom, when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdviceSaid {
    pub diagnosis: DiagnosisId,
    pub recommendation: Key,
    /// Counted from 0.
    pub rung: usize,
    pub said: Said,
    pub at: DateTime<Utc>,
    pub by: PersonId,
    pub hat: String,
}

/// A talk about how things went since the result, noted by a volunteer or by who accompanies the association.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    pub id: ReviewId,
    pub diagnosis: DiagnosisId,
    /// The day they talked.
    pub met_at: DateTime<Utc>,
    pub words: Words,
    pub at: DateTime<Utc>,
    pub by: PersonId,
    pub hat: String,
}

/// An advice as it stands: given with the result, or the rung after one that is done.
#[derive(Clone, Debug, PartialEq)]
pub struct NextAction<'q> {
    pub recommendation: &'q Recommendation,
    /// Counted from 0.
    pub rung: usize,
    /// The answers that led to it. None for a rung that follows another: that one is done.
    pub causes: Vec<Reason>,
    /// What was said and still holds.
    pub said: Option<AdviceSaid>,
    /// It comes after the one before it in the list.
    pub then: bool,
}

impl<'q> NextAction<'q> {
    /// What is advised. None is not to be seen: the rung is one of the recommendation's own.
    pub fn rung(&self) -> Option<&'q Rung> {
        self.recommendation.rungs.get(self.rung)
    }

    fn is_done(&self) -> bool {
        matches!(&self.said, Some(AdviceSaid { said: Said::Done, .. }))
    }
}

impl<'q> Reading<'q> {
    /// The advice with what was said of each, and the second rung of what is done.
    pub fn next_actions(&self, said: &[AdviceSaid]) -> Vec<NextAction<'q>> {
        let last_word = |recommendation: &Recommendation, rung: usize| {
            let of = |s: &&AdviceSaid| s.recommendation == recommendation.key && s.rung == rung;
            said.iter().find(of).filter(|s| s.said != Said::TakenBack).cloned()
        };
        let mut actions = Vec::new();
        for advice in self.advice() {
            let (recommendation, rung, causes) =
                (advice.recommendation, advice.rung, advice.causes);
            let said = last_word(recommendation, rung);
            let first = NextAction { recommendation, rung, causes, said, then: false };
            let second = rung + 1;
            let follows = first.is_done() && second < recommendation.rungs.len();
            actions.push(first);
            if follows {
                let (said, causes) = (last_word(recommendation, second), Vec::new());
                actions.push(NextAction { recommendation, rung: second, causes, said, then: true });
            }
        }
        actions
    }
}

/// Where a diagnosis stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    Prepared,
    InInterview,
    GivenBack,
    InAction,
    Reviewed,
    Redone,
}

impl Stage {
    /// All of them, in the order in which they come.
    pub const ALL: [Self; 6] = [
        Self::Prepared,
        Self::InInterview,
        Self::GivenBack,
        Self::InAction,
        Self::Reviewed,
        Self::Redone,
    ];

    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::InInterview => "in_interview",
            Self::GivenBack => "given_back",
            Self::InAction => "in_action",
            Self::Reviewed => "reviewed",
            Self::Redone => "redone",
        }
    }
}

/// What happened since a result was given back, until another one was.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// The facts of the journey that move it on, in their order.
    pub facts: Vec<Event>,
    pub said: Vec<AdviceSaid>,
    /// First to last.
    pub reviews: Vec<Review>,
}

impl Life {
    /// The life of this diagnosis on its journey.
    pub fn of(
        diagnosis: DiagnosisId,
        journey: &Journey,
        said: Vec<AdviceSaid>,
        reviews: Vec<Review>,
    ) -> Self {
        let given_back = |e: &&Event| matches!(e.kind, EventKind::DiagnosisGivenBack(_));
        let mut facts = Vec::new();
        let after = journey.counted().skip_while(|e| !given_back(e) || e.subject != diagnosis.0);
        for event in after.skip(1).filter(|event| moves_on(&event.kind)) {
            facts.push(event.clone());
            if given_back(&event) {
                break;
            }
        }
        Self { facts, said, reviews }
    }

    /// The diagnosis that replaced it, and when it was given back.
    pub fn redone(&self) -> Option<(DiagnosisId, DateTime<Utc>)> {
        let redone = |e: &&Event| matches!(e.kind, EventKind::DiagnosisGivenBack(_));
        self.facts.iter().find(redone).map(|e| (DiagnosisId(e.subject), e.occurred_at))
    }

    /// When the association first did something of it.
    fn first_act(&self) -> Option<DateTime<Utc>> {
        let acts = self.facts.iter().filter(|e| {
            use EventKind as E;
            !matches!(
                e.kind,
                E::OrientationDeclined(_) | E::DiagnosisReviewed | E::DiagnosisGivenBack(_)
            )
        });
        let done = self.said.iter().filter(|s| s.said == Said::Done).map(|s| s.at);
        acts.map(|e| e.occurred_at).chain(done).min()
    }
}

/// Whether a fact tells what an association, or the programme with it, has done; seats that are only taken do not.
fn moves_on(kind: &EventKind) -> bool {
    use EventKind as E;
    matches!(
        kind,
        E::MeetingAttended
            | E::ReceptionAttended
            | E::DiagnosisGivenBack(_)
            | E::DiagnosisReviewed
            | E::OrientationAccepted(_)
            | E::OrientationDeclined(_)
            | E::HandedOver(_)
            | E::OrientationHonoured(_)
            | E::SessionAttended(_)
            | E::SessionHelped(_)
            | E::EncounterAttended
            | E::BecameMentor
            | E::HelpStarted
            | E::Accompanied
            | E::MentoringMet
            | E::ProjectSubmitted
            | E::ProjectSelected
            | E::ProjectOriented
            | E::TeamFormed
            | E::ToolDelivered
            | E::HandoverSigned
            | E::ToolInUse
            | E::ToolNotInUse
            | E::TestimonyPublished
    )
}

impl Judgement {
    /// The verdict that a person wants instead of the rules', with why. The same verdict is no other.
    ///
    /// Errors: `Missing`, another verdict without why.
    pub fn instead(
        &self,
        verdict: Option<Verdict>,
        why: Option<Words>,
    ) -> Result<Option<(Verdict, Words)>, Fault> {
        match verdict.filter(|verdict| *verdict != self.verdict) {
            None => Ok(None),
            Some(verdict) => why.map(|why| Some((verdict, why))).ok_or(Fault::Missing),
        }
    }
}

impl Diagnosis {
    /// Where it stands, and since when.
    pub fn stage(&self, life: &Life) -> (Stage, DateTime<Utc>) {
        let Some(back) = &self.given_back else {
            return match self.led {
                Some(led) => (Stage::InInterview, led.since),
                None => (Stage::Prepared, self.begun_at),
            };
        };
        if let Some((_, at)) = life.redone() {
            (Stage::Redone, at)
        } else if let Some(at) = life.reviews.iter().map(|review| review.met_at).max() {
            (Stage::Reviewed, at)
        } else if let Some(at) = life.first_act() {
            (Stage::InAction, at)
        } else {
            (Stage::GivenBack, back.at)
        }
    }

    fn must_live(&self, life: &Life) -> Result<(), Broken> {
        if self.given_back.is_none() {
            return Err(Broken::OutOfOrder);
        }
        life.redone().map_or(Ok(()), |_| Err(Broken::DiagnosisRedone))
    }

    /// Says what became of an advice: done or refused once, unless that is taken back.
    ///
    /// Errors: `OutOfOrder`, the result is not given back, or the hat is for another association; `DiagnosisRedone`;
    /// `AlreadyAnswered`, something else was said meanwhile.
    pub fn say(
        &self,
        act: &Act,
        hat: &CompanionHat,
        life: &Life,
        action: &NextAction,
        said: Said,
    ) -> Result<Outcome<()>, Broken> {
        if hat.association() != self.association {
            return Err(Broken::OutOfOrder);
        }
        self.must_live(life)?;
        if action.said.is_none() == (said == Said::TakenBack) {
            return Err(Broken::AlreadyAnswered);
        }
        Ok(Outcome::of(()).change(Change::AdviceSaid(AdviceSaid {
            diagnosis: self.id,
            recommendation: action.recommendation.key.clone(),
            rung: action.rung,
            said,
            at: act.at,
            by: hat.person(),
            hat: hat.code().to_owned(),
        })))
    }

    /// The day of a talk about how things went: not before the result, not to come.
    ///
    /// Errors: `Date`, `Order`.
    pub fn day_of_review(
        &self,
        met_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Fault> {
        let given_back = self.given_back.as_ref().map(|back| back.at.date_naive());
        match given_back {
            _ if met_at > now => Err(Fault::Date),
            Some(day) if met_at.date_naive() < day => Err(Fault::Order),
            _ => Ok(met_at),
        }
    }

    /// Notes a talk about how things went. Nobody notes how their own association went.
    ///
    /// Errors: `OwnAssociation`, `OutOfOrder`, `DiagnosisRedone`.
    pub fn review(
        &self,
        act: &Act,
        judge: &Judge,
        life: &Life,
        met_at: DateTime<Utc>,
        words: Words,
    ) -> Result<Outcome<()>, Broken> {
        judge.on(self.association)?;
        self.must_live(life)?;
        let review = Review {
            id: act.id().into(),
            diagnosis: self.id,
            met_at,
            words,
            at: act.at,
            by: judge.person(),
            hat: act.hat().to_owned(),
        };
        Ok(Outcome::of(())
            .event(act, self.journey, EventKind::DiagnosisReviewed, self.id.0)
            .change(Change::Review(review)))
    }
}

/// An advice that an association refuses now.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedAdvice {
    pub recommendation: Key,
    pub reason: WhyNot,
    pub association: AssociationId,
}

/// How associations refuse a recommendation, for those who write it. It names nobody, and tells no number of which
/// somebody could be guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusals {
    pub recommendation: Key,
    /// How many associations. None: fewer than [`TOLD_FROM`].
    pub associations: Option<usize>,
    /// The reasons of at least [`TOLD_FROM`] associations each, the most frequent first.
    pub reasons: Vec<(WhyNot, usize)>,
}

/// The fewest associations of which a number is told.
pub const TOLD_FROM: usize = 3;

/// What is refused, by recommendation: the most refused first.
pub fn refusals(all: &[RefusedAdvice]) -> Vec<Refusals> {
    let mut by: BTreeMap<&Key, BTreeMap<WhyNot, BTreeSet<AssociationId>>> = BTreeMap::new();
    for refused in all {
        let reasons = by.entry(&refused.recommendation).or_default();
        reasons.entry(refused.reason).or_default().insert(refused.association);
    }
    let told = |n: usize| (n >= TOLD_FROM).then_some(n);
    let sum = |(recommendation, reasons): (&Key, BTreeMap<WhyNot, BTreeSet<AssociationId>>)| {
        let everybody: BTreeSet<_> = reasons.values().flatten().collect();
        let each = reasons.iter().filter_map(|(why, who)| Some((*why, told(who.len())?)));
        let mut each: Vec<_> = each.collect();
        each.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let associations = told(everybody.len());
        Refusals { recommendation: recommendation.clone(), associations, reasons: each }
    };
    let mut sums: Vec<_> = by.into_iter().map(sum).collect();
    sums.sort_by_key(|sum| std::cmp::Reverse(sum.associations));
    sums
}

#[cfg(test)]
mod tests;
