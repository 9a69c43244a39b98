//! Orientation: a hand-over from one action to another, with someone who must answer.

use crate::accounts::{Action, AnswererHat};
use crate::act::{Act, Broken, Change, Outcome};
use crate::diagnosis::Key;
use crate::ids::{
    AssociationId, DiagnosisId, EntryId, JourneyId, OrientationId, ProjectId, RegistrationId,
};
use crate::journey::EventKind;
use crate::workshops::{Registration, Seating};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A hand-over offered to an association, which must answer it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Orientation {
    pub id: OrientationId,
    pub journey: JourneyId,
    pub association: AssociationId,
    pub from: Action,
    pub to: Action,
    pub theme: Option<Key>,
    /// The date offered, and the seat held there.
    pub entry: Option<EntryId>,
    pub registration: Option<RegistrationId>,
    pub cause: Cause,
    pub opened_at: DateTime<Utc>,
    pub state: State,
}

/// What led to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    Diagnosis(DiagnosisId),
    /// The project was not selected.
    Project(ProjectId),
    /// The orientation before was declined.
    Declined(OrientationId),
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    Open,
    Accepted {
        at: DateTime<Utc>,
    },
    /// Never without what comes instead.
    Declined {
        at: DateTime<Utc>,
        reason: DeclineReason,
        next: OrientationId,
    },
    /// The association came.
    Honoured {
        at: DateTime<Utc>,
    },
}

/// Why an association declines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    Date,
    Place,
    NotOurNeed,
    NoTime,
}

impl DeclineReason {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 4] = [Self::Date, Self::Place, Self::NotOurNeed, Self::NoTime];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Place => "place",
            Self::NotOurNeed => "not_our_need",
            Self::NoTime => "no_time",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// A hand-over about to be made: what, for whom, why.
#[derive(Clone, Debug)]
pub struct Offer {
    pub journey: JourneyId,
    pub association: AssociationId,
    pub from: Action,
    pub theme: Option<Key>,
    pub cause: Cause,
}

impl Offer {
    /// Orients to the first of `sessions` that has a seat, and holds it; without one, to the wiki's testimonies,
    /// where there is always room.
    pub fn open(self, act: &Act, sessions: &[Seating]) -> Outcome<Orientation> {
        let held = sessions.iter().find_map(|s| s.hold(act, self.association, self.journey));
        match held {
            Some(held) => {
                let seat = held.answer.clone();
                let at = sessions.iter().find(|s| s.entry.id == seat.entry);
                let to = at.map_or(Action::Workshops, |s| s.entry.kind.action());
                self.to(act, to, Some(seat)).and(held)
            }
            None => self.to(act, Action::Wiki, None),
        }
    }

    fn to(self, act: &Act, to: Action, seat: Option<Registration>) -> Outcome<Orientation> {
        let orientation = Orientation {
            id: act.id().into(),
            journey: self.journey,
            association: self.association,
            from: self.from,
            to,
            theme: self.theme,
            entry: seat.as_ref().map(|s| s.entry),
            registration: seat.map(|s| s.id),
            cause: self.cause,
            opened_at: act.at,
            state: State::Open,
        };
        Outcome::of(orientation.clone())
            .event(act, self.journey, EventKind::OrientationOpened(to), orientation.id.0)
            .change(Change::Orientation(orientation))
    }
}

impl Orientation {
    /// Says yes: the held seat becomes a registration. `seating` is that of the entry offered.
    pub fn accept(
        &self,
        act: &Act,
        _hat: &AnswererHat,
        seating: Option<&Seating>,
    ) -> Result<Outcome<()>, Broken> {
        self.must_be_open()?;
        let seat = match (seating, self.registration) {
            (Some(seating), Some(registration)) => {
                seating.confirm_held(act, registration)?.map(|_| ())
            }
            _ => Outcome::of(()),
        };
        let accepted = Self { state: State::Accepted { at: act.at }, ..self.clone() };
        Ok(Outcome::of(())
            .event(act, self.journey, EventKind::OrientationAccepted(self.to), self.id.0)
            .change(Change::Orientation(accepted))
            .and(seat))
    }

    /// Says no, with a reason; the next orientation is opened at once. `seating` is that of the entry offered,
    /// `others` the sessions to offer instead.
    pub fn decline(
        &self,
        act: &Act,
        _hat: &AnswererHat,
        reason: DeclineReason,
        seating: Option<&Seating>,
        others: &[Seating],
    ) -> Result<Outcome<Orientation>, Broken> {
        self.must_be_open()?;
        let released = match (seating, self.registration) {
            (Some(seating), Some(registration)) => seating.cancel(act, registration)?,
            _ => Outcome::of(()),
        };
        let others: Vec<Seating> = match reason {
            // Somewhere or some time else may do.
            DeclineReason::Date | DeclineReason::Place => {
                others.iter().filter(|o| Some(o.entry.id) != self.entry).cloned().collect()
            }
            DeclineReason::NotOurNeed | DeclineReason::NoTime => Vec::new(),
        };
        let declined_event = EventKind::OrientationDeclined(self.to);
        let next = Offer {
            journey: self.journey,
            association: self.association,
            from: self.to,
            theme: self.theme.clone(),
            cause: Cause::Declined(self.id),
        };
        let mut outcome = Outcome::of(()).event(act, self.journey, declined_event, self.id.0);
        let next = next.open(act, &others);
        let orientation = next.answer.clone();
        let state = State::Declined { at: act.at, reason, next: orientation.id };
        outcome = outcome
            .change(Change::Orientation(Self { state, ..self.clone() }))
            .and(released)
            .and(next);
        Ok(outcome.map(|()| orientation))
    }

    /// The association came to the date that it had accepted.
    pub fn honour(&self, act: &Act) -> Option<Change> {
        matches!(self.state, State::Accepted { .. }).then(|| {
            Change::Orientation(Self { state: State::Honoured { at: act.at }, ..self.clone() })
        })
    }

    fn must_be_open(&self) -> Result<(), Broken> {
        (self.state == State::Open).then_some(()).ok_or(Broken::AlreadyAnswered)
    }
}

#[cfg(test)]
mod tests;
