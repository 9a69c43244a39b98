//! What an association does before an interview: it answers alone, and what the programme knows already is proposed to it.

use super::{
    Answer, Answers, Diagnosis, Fact, Key, Published, Questionnaire, Saying, Standing,
    StoredAnswer, Voice,
};
use crate::accounts::{Association, AssociationKind, BeginnerHat, Begun, Denied, MemberHat, Worn};
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{AssociationId, DiagnosisId, JourneyId};
use crate::journey::{EventKind, Journey, JourneyHead};
use std::collections::{BTreeMap, BTreeSet};

/// The proof of answering for an association: as its member, or as who began its journey without an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preparer {
    journey: JourneyId,
    association: AssociationId,
    code: &'static str,
}

impl Preparer {
    /// A member, on the journey of their association.
    ///
    /// Errors: `Hidden`, it is another's.
    pub fn member(hat: &MemberHat, journey: &JourneyHead) -> Result<Self, Denied> {
        if hat.association() != journey.association {
            return Err(Denied::Hidden);
        }
        Ok(Self { journey: journey.id, association: journey.association, code: hat.code() })
    }

    /// Who began a journey without an account, as long as nobody has claimed it.
    ///
    /// Errors: `Hidden`, it is another's; `LinkSpent`, its people sign in now.
    pub fn beginner(
        hat: &BeginnerHat,
        begun: &Begun,
        journey: &JourneyHead,
    ) -> Result<Self, Denied> {
        if hat.begun() != begun.id || begun.journey != journey.id {
            return Err(Denied::Hidden);
        }
        if begun.claimed_at.is_some() {
            return Err(Denied::LinkSpent);
        }
        Ok(Self { journey: journey.id, association: journey.association, code: hat.code() })
    }

    /// The journey that is prepared.
    pub fn journey(&self) -> JourneyId {
        self.journey
    }
}

impl Worn for Preparer {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Diagnosis {
    /// Of a journey's diagnoses, first to last: the one that goes on.
    pub fn running(all: &[Self]) -> Option<&Self> {
        all.iter().find(|diagnosis| diagnosis.given_back.is_none())
    }

    /// Of a journey's diagnoses, first to last: the one after which the next is prepared.
    pub fn last_given_back(all: &[Self]) -> Option<DiagnosisId> {
        all.iter().rfind(|diagnosis| diagnosis.given_back.is_some()).map(|diagnosis| diagnosis.id)
    }

    /// Stores what an association answers alone, in a diagnosis that waits for a volunteer, or beside what one notes
    /// already. `all`: its diagnoses. `after`: the last one given back when the questions were shown.
    ///
    /// Errors: `DiagnosisClosed`, what was answered is over; `UnknownAnswer`.
    pub fn prepare(
        act: &Act,
        preparer: &Preparer,
        all: &[Self],
        after: Option<DiagnosisId>,
        published: &Published,
        stands: &[StoredAnswer],
        said: &[Saying],
    ) -> Result<Outcome<Vec<Standing>>, Broken> {
        if Self::last_given_back(all) != after {
            return Err(Broken::DiagnosisClosed);
        }
        match Self::running(all) {
            Some(running) if running.journey == preparer.journey => {
                running.store(act, Voice::Association, stands, said)
            }
            Some(_) => Err(Broken::OutOfOrder),
            None => {
                let begun = Self::begun(act, preparer.journey, preparer.association, published);
                let stored = begun.store(act, Voice::Association, &[], said)?;
                let mut outcome = Outcome::of(stored.answer);
                outcome.changes.push(Change::Diagnosis(Box::new(begun)));
                outcome.changes.extend(stored.changes);
                Ok(outcome)
            }
        }
    }
}

impl Fact {
    /// What is known of an association: by its record, its journey, and how many act for it.
    pub fn of(association: &Association, journey: &Journey, people: usize) -> BTreeSet<Self> {
        let happened = |kind: fn(&EventKind) -> bool| journey.counted().any(|e| kind(&e.kind));
        let (sessions, _) = journey.sessions();
        let kind = match association.kind {
            AssociationKind::NonProfit => Self::Association,
            AssociationKind::Informal => Self::InformalGroup,
            AssociationKind::Public => Self::PublicInstitution,
        };
        let known = [
            (true, kind),
            (association.about.website.is_some(), Self::Website),
            (sessions > 0, Self::AttendedWorkshops),
            (sessions == 0, Self::NoWorkshop),
            (journey.helps(), Self::HelpsOthers),
            (journey.is_accompanied(), Self::Accompanied),
            (journey.tool_in_use(), Self::ToolInUse),
            (happened(|kind| matches!(kind, EventKind::ProjectSubmitted)), Self::HackathonBefore),
            (people > 1, Self::SeveralPeople),
            (people == 1, Self::OnePerson),
        ];
        known.into_iter().filter_map(|(holds, fact)| holds.then_some(fact)).collect()
    }
}

/// An answer that is proposed, because of what is known. It counts once it is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub answer: Answer,
    /// What lets it be proposed.
    pub because: Fact,
}

impl Questionnaire {
    /// The answers to propose, by question: where one is known, none was given, and it fits.
    pub fn proposals(&self, facts: &BTreeSet<Fact>, answers: &Answers) -> BTreeMap<Key, Proposal> {
        let reading = self.read(answers);
        let mut proposals = BTreeMap::new();
        for question in reading.asked().iter().filter(|q| !answers.contains_key(&q.key)) {
            let known = question.choices.iter().filter_map(|choice| {
                let because = choice.known_by.iter().find(|fact| facts.contains(fact))?;
                Some((choice.key.clone(), *because))
            });
            let (choices, because): (BTreeSet<Key>, Vec<Fact>) = known.unzip();
            let answer = Answer::Chosen(choices);
            if let Some(because) = because.first().copied().filter(|_| question.takes(&answer)) {
                proposals.insert(question.key.clone(), Proposal { answer, because });
            }
        }
        proposals
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::tests::SHIPPED;
    use crate::testing::{OURS, act, day, everyone, id};
    use std::sync::Arc;

    #[test]
    fn diagnosis_what_is_prepared_goes_to_the_one_that_runs_and_to_none_that_is_over() {
        let shipped = Arc::new(SHIPPED.clone());
        let published = Published { id: id(9), questionnaire: shipped, at: day(1), by: None };
        let journey =
            JourneyHead { id: id(1), association: id(OURS), inspired_by: None, opened_at: day(1) };
        let hat = everyone().member().expect("a member");
        let preparer = Preparer::member(&hat, &journey).expect("their journey");
        let others = JourneyHead { association: id(2), ..journey.clone() };
        assert_eq!(Preparer::member(&hat, &others), Err(Denied::Hidden));

        let answer = Answer::choice("clear");
        let said = Saying::first([("need_words".to_owned(), answer)].into());
        let prepare = |all: &[Diagnosis], after| {
            let outcome =
                Diagnosis::prepare(&act(day(2)), &preparer, all, after, &published, &[], &said);
            outcome.map(|outcome| {
                let mut begun = None;
                let mut stored = Vec::new();
                for change in outcome.changes {
                    match change {
                        Change::Diagnosis(diagnosis) => begun = Some(*diagnosis),
                        Change::Answer(answer) => stored.push((answer.voice, answer.diagnosis)),
                        _ => {}
                    }
                }
                (begun, stored)
            })
        };
        // The first answer begins one.
        let (begun, stored) = prepare(&[], None).expect("may begin");
        let first = begun.expect("it begins");
        assert_eq!(stored, [(Voice::Association, first.id)]);
        assert_eq!((first.journey, first.association, first.led), (id(1), id(OURS), None));
        // The others go to it.
        let running = std::slice::from_ref(&first);
        assert_eq!(prepare(running, None), Ok((None, vec![(Voice::Association, first.id)])));
        let elsewhere = Diagnosis { journey: id(7), ..first.clone() };
        assert_eq!(prepare(&[elsewhere], None), Err(Broken::OutOfOrder));
        // Once it is given back, what was meant for it begins no other; what is shown afterwards does.
        let judgement = SHIPPED.read(&Answers::new()).judge();
        let back = super::super::GivenBack { at: day(3), judgement, decided: None };
        let over = Diagnosis { given_back: Some(back), ..first.clone() };
        let after = Some(over.id);
        assert_eq!(prepare(std::slice::from_ref(&over), None), Err(Broken::DiagnosisClosed));
        let (second, _) = prepare(std::slice::from_ref(&over), after).expect("may begin");
        let second = second.expect("it begins");
        let all = [over, second.clone()];
        assert_eq!(Diagnosis::running(&all), Some(&second));
        assert_eq!(prepare(&all, None), Err(Broken::DiagnosisClosed));
        assert_eq!(prepare(&all, after), Ok((None, vec![(Voice::Association, second.id)])));
    }
}
