//! A visit: a diagnosis asked for elsewhere than at a reception day. The first volunteer who accepts makes it; where
//! nobody does, organizers choose one.

use super::{Candidate, ReceptionChange, Unfit};
use crate::accounts::{Actor, Denied, Judge, Judging, Purpose, Worn};
use crate::act::{Act, Broken, Outcome};
use crate::associations::Crew;
use crate::ids::{AssociationId, CallId, JourneyId, PersonId, VisitId};
use crate::journey::{EventKind, Journey};
use crate::mail::{Addressee, Letter};
use crate::text::{Name, Words};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How long volunteers have to answer. Then organizers see to it.
pub const ANSWERED_WITHIN: Duration = Duration::days(5);

/// What an association asks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wish {
    /// When and where, in its own words.
    pub words: Words,
    /// The town, the quarter or the postcode: what volunteers are chosen by.
    pub area: Name,
}

/// A diagnosis asked for elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub id: VisitId,
    pub journey: JourneyId,
    pub association: AssociationId,
    pub words: Words,
    pub area: Name,
    pub asked_at: DateTime<Utc>,
    pub state: VisitState,
    /// When it came to this state.
    pub since: DateTime<Utc>,
}

/// Where it stands. Once its diagnosis has begun, the journey waits for it no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VisitState {
    /// Volunteers are asked.
    Asked,
    /// Nobody was, could, or answered in time: organizers choose.
    WithOrganizers,
    /// This volunteer comes.
    Taken(PersonId),
    /// The association asks for it no more.
    Withdrawn,
}

impl VisitState {
    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::WithOrganizers => "with_organizers",
            Self::Taken(_) => "taken",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A volunteer was asked whether they can make a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    pub id: CallId,
    pub visit: VisitId,
    pub person: PersonId,
    pub at: DateTime<Utc>,
    /// They cannot.
    pub declined_at: Option<DateTime<Utc>>,
}

/// Answers a call: the volunteer who was asked, signed in or by the link in their letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalledHat {
    person: PersonId,
    code: &'static str,
}

impl Worn for CalledHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Judging for CalledHat {
    fn judge(&self) -> PersonId {
        self.person
    }
}

impl Actor {
    /// The proof of having been asked. Errors: `SignIn`, `NotYours`; `Hidden`, somebody else was; `LinkExpired`.
    pub fn called(&self, call: &Call, now: DateTime<Utc>) -> Result<CalledHat, Denied> {
        if let Self::Bearer(bearer) = self {
            let good = bearer.purpose == Purpose::AnswerCall(call.id) && now < bearer.until;
            let hat = CalledHat { person: call.person, code: self.hat_code() };
            return good.then_some(hat).ok_or(Denied::LinkExpired);
        }
        let volunteer = self.volunteer()?;
        let hat = CalledHat { person: call.person, code: volunteer.code() };
        (volunteer.person() == call.person).then_some(hat).ok_or(Denied::Hidden)
    }
}

impl Visit {
    /// Whether its journey waits for it: it was neither made nor withdrawn.
    pub fn is_awaited(&self, journey: &Journey) -> bool {
        journey.visit().is_some_and(|(visit, _)| visit == self.id)
    }

    /// Asks for a visit; `called` are the volunteers to whom it is proposed, of [`super::matching`]. Where there are
    /// none, organizers see to it at once.
    ///
    /// Errors: `VisitAsked`.
    pub fn ask(
        act: &Act,
        journey: &Journey,
        wish: Wish,
        called: &[PersonId],
    ) -> Result<Outcome<Self>, Broken> {
        if journey.visit().is_some() {
            return Err(Broken::VisitAsked);
        }
        let state = if called.is_empty() { VisitState::WithOrganizers } else { VisitState::Asked };
        let visit = Self {
            id: act.id().into(),
            journey: journey.head.id,
            association: journey.head.association,
            words: wish.words,
            area: wish.area,
            asked_at: act.at,
            state,
            since: act.at,
        };
        let asked = Outcome::of(visit.clone())
            .event(act, visit.journey, EventKind::VisitAsked, visit.id.0)
            .change(ReceptionChange::Visit(visit.clone()).into());
        Ok(called.iter().fold(asked, |asked, person| {
            let (id, at) = (act.id().into(), act.at);
            let call = Call { id, visit: visit.id, person: *person, at, declined_at: None };
            let (to, letter) = (Addressee::Person(*person), Letter::VisitProposed { call: id });
            asked.change(ReceptionChange::Call(call).into()).mail(act, to, letter)
        }))
    }

    /// A volunteer will make it. `judge` proves that they have no part in the association; `candidate` is themselves.
    ///
    /// Errors: `VisitTaken` by another, `VisitOver`, `EnoughDiagnoses`, `OwnAssociation`, `OutOfOrder`.
    pub fn take(
        self,
        act: &Act,
        judge: &Judge,
        candidate: &Candidate,
    ) -> Result<Outcome<()>, Broken> {
        judge.on(self.association)?;
        match self.state {
            VisitState::Taken(by) if by == judge.person() => return Ok(Outcome::of(())),
            VisitState::Taken(_) => return Err(Broken::VisitTaken),
            VisitState::Withdrawn => return Err(Broken::VisitOver),
            VisitState::Asked | VisitState::WithOrganizers => {}
        }
        match candidate.cannot() {
            None => Ok(self.taken(act, judge.person())),
            Some(Unfit::Enough) => Err(Broken::EnoughDiagnoses),
            Some(Unfit::Own) => Err(Broken::OwnAssociation),
            Some(_) => Err(Broken::OutOfOrder),
        }
    }

    /// Organizers choose who makes it, whatever their load: they know why.
    ///
    /// Errors: `VisitTaken`, `VisitOver`; `OwnAssociation`, who chooses or who is chosen acts for the association.
    pub fn give(
        self,
        act: &Act,
        judge: &Judge,
        person: PersonId,
        crew: &Crew,
    ) -> Result<Outcome<()>, Broken> {
        judge.on(self.association)?;
        if crew.member(person).is_some() {
            return Err(Broken::OwnAssociation);
        }
        match self.state {
            VisitState::Taken(_) => Err(Broken::VisitTaken),
            VisitState::Withdrawn => Err(Broken::VisitOver),
            VisitState::Asked | VisitState::WithOrganizers => {
                let (to, visit) = (Addressee::Person(person), self.id);
                Ok(self.taken(act, person).mail(act, to, Letter::VisitGiven { visit }))
            }
        }
    }

    fn taken(self, act: &Act, by: PersonId) -> Outcome<()> {
        let (journey, id) = (self.journey, self.id);
        self.put(act, VisitState::Taken(by)).event(act, journey, EventKind::VisitTaken, id.0)
    }

    fn put(self, act: &Act, state: VisitState) -> Outcome<()> {
        let put = Self { state, since: act.at, ..self };
        Outcome::of(()).change(ReceptionChange::Visit(put).into())
    }

    /// A volunteer cannot make it. Once nobody who was asked can, organizers see to it: the answer tells whether they
    /// do from now on. `calls` are all of this visit's.
    pub fn decline(self, act: &Act, call: &Call, calls: &[Call]) -> Outcome<bool> {
        if call.declined_at.is_some() {
            return Outcome::of(false);
        }
        let declined = Call { declined_at: Some(act.at), ..*call };
        let outcome = Outcome::of(()).change(ReceptionChange::Call(declined).into());
        let left = calls.iter().any(|other| other.id != call.id && other.declined_at.is_none());
        if left || self.state != VisitState::Asked {
            return outcome.map(|()| false);
        }
        outcome.and(self.put(act, VisitState::WithOrganizers)).map(|()| true)
    }

    /// Nobody has answered for [`ANSWERED_WITHIN`]: organizers see to it. None: not so.
    pub fn unanswered(self, act: &Act) -> Option<Outcome<()>> {
        let late = self.state == VisitState::Asked && act.at >= self.since + ANSWERED_WITHIN;
        late.then(|| self.put(act, VisitState::WithOrganizers))
    }

    /// The volunteer who was to come cannot after all: organizers see to it.
    ///
    /// Errors: `OutOfOrder`, it is not theirs.
    pub fn give_up(self, act: &Act, person: PersonId) -> Result<Outcome<()>, Broken> {
        if self.state != VisitState::Taken(person) {
            return Err(Broken::OutOfOrder);
        }
        let (journey, id) = (self.journey, self.id);
        let given = self.put(act, VisitState::WithOrganizers);
        Ok(given.event(act, journey, EventKind::VisitGivenBack, id.0))
    }

    /// The association asks for it no more; a volunteer who was to come is told.
    pub fn withdraw(self, act: &Act) -> Outcome<()> {
        if self.state == VisitState::Withdrawn {
            return Outcome::of(());
        }
        let (journey, visit, was) = (self.journey, self.id, self.state);
        let withdrawn = self.put(act, VisitState::Withdrawn);
        let withdrawn = withdrawn.event(act, journey, EventKind::VisitWithdrawn, visit.0);
        match was {
            VisitState::Taken(person) => {
                let to = Addressee::Person(person);
                withdrawn.mail(act, to, Letter::VisitWithdrawn { visit })
            }
            _ => withdrawn,
        }
    }
}

#[cfg(test)]
mod tests;
