//! Who may hand an association over, and who may receive it.

use super::{Action, Actor, Bearer, Denied, Judging, OrganizerHat, Purpose, Sight, Worn};
use crate::ids::{AssociationId, OrientationId, PersonId};
use crate::journey::Journey;
use crate::mentoring::{Mentoring, State};
use crate::orientation::Place;
use crate::workshops::{Registration, Seat, Seating};
use chrono::{DateTime, Utc};

/// May hand this association over, from this action: an organizer who sees the whole of its journey, its mentor, or the
/// host of a date where it has a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrienterHat {
    person: PersonId,
    association: AssociationId,
    from: Action,
    code: &'static str,
}

impl OrienterHat {
    /// What the check has proven: which association.
    pub fn association(&self) -> AssociationId {
        self.association
    }

    /// Which action hands it over.
    pub fn from(&self) -> Action {
        self.from
    }
}

impl Worn for OrienterHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Judging for OrienterHat {
    fn judge(&self) -> PersonId {
        self.person
    }
}

/// May say whether an association that was handed over is taken in hand: an organizer of the action that receives it,
/// or who holds the link of the letter that said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceiverHat {
    orientation: OrientationId,
    code: &'static str,
}

impl ReceiverHat {
    /// What the check has proven: which orientation.
    pub fn orientation(&self) -> OrientationId {
        self.orientation
    }
}

impl Worn for ReceiverHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Actor {
    /// The proof that this person may hand the association of this journey over, by a hat of theirs; `mentoring` is
    /// the one by which they accompany it, if they do. The action of the current hat comes first.
    ///
    /// Errors: `SignIn`; `NotYours`, no hat of theirs does that; `Hidden`, not this journey.
    pub fn orienter(
        &self,
        journey: &Journey,
        mentoring: Option<&Mentoring>,
    ) -> Result<OrienterHat, Denied> {
        let signed = self.signed()?;
        let association = journey.head.association;
        let actions = self.organizer().into_iter().map(|hat| hat.action()).chain(Action::ALL);
        let hats = actions.filter_map(|action| self.organizer_of(action).ok());
        let mut organizes = false;
        for organizer in hats {
            organizes = true;
            if organizer.sight(journey) == Sight::Whole {
                return Ok(OrienterHat::organizing(&organizer, association));
            }
        }
        let accompanies = |m: &&Mentoring| {
            m.helped == association && m.mentor == signed.person && m.state == State::Accepted
        };
        match (self.mentor(), mentoring.filter(accompanies)) {
            (Ok(mentor), Some(_)) => Ok(OrienterHat {
                person: signed.person,
                association,
                from: Action::Workshops,
                code: mentor.code(),
            }),
            (Err(_), _) if !organizes => Err(Denied::NotYours),
            _ => Err(Denied::Hidden),
        }
    }

    /// The proof that this person runs that date, where this association is registered.
    ///
    /// Errors: `SignIn`, `NotYours`; `Hidden`, the association has no seat there.
    pub fn host_of(
        &self,
        seating: &Seating,
        association: AssociationId,
    ) -> Result<OrienterHat, Denied> {
        let code = seating.entry.presence_by(self)?.code();
        let person = self.signed()?.person;
        let theirs =
            |seat: &Registration| seat.association == association && seat.state == Seat::Registered;
        let there = seating.registrations.iter().any(theirs);
        let from = seating.entry.kind.action();
        there.then_some(OrienterHat { person, association, from, code }).ok_or(Denied::Hidden)
    }

    /// Who may receive an orientation that leads there.
    ///
    /// Errors: `SignIn`; `LinkExpired`; `Hidden` for anybody else, because whether it exists is private.
    pub fn receiver(
        &self,
        orientation: OrientationId,
        to: Place,
        now: DateTime<Utc>,
    ) -> Result<ReceiverHat, Denied> {
        if let Self::Bearer(Bearer { purpose, until }) = self {
            let good = *purpose == Purpose::ReceiveOrientation(orientation) && now < *until;
            let hat = ReceiverHat { orientation, code: self.hat_code() };
            return good.then_some(hat).ok_or(Denied::LinkExpired);
        }
        self.signed()?;
        let organizer = to.action().and_then(|action| self.organizer_of(action).ok());
        let hat = organizer.map(|hat| ReceiverHat { orientation, code: hat.code() });
        hat.ok_or(Denied::Hidden)
    }
}

impl OrienterHat {
    fn organizing(organizer: &OrganizerHat, association: AssociationId) -> Self {
        Self {
            person: organizer.person(),
            association,
            from: organizer.action(),
            code: organizer.code(),
        }
    }
}
