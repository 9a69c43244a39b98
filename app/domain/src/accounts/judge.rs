//! Conflicts of interest: nobody judges what their own association asks.
//!
//! Judgements are decisions of the programme on an association: the diagnosis, which project is selected or oriented,
//! which volunteers a project gets. Facts that others have seen too (who came, that a tool was delivered) are not.

use super::{OrganizerHat, VolunteerHat, Worn};
use crate::act::Broken;
use crate::associations::Crew;
use crate::ids::{AssociationId, PersonId};

/// A hat under which the programme judges.
pub trait Judging: Worn {
    /// Who wears it.
    fn judge(&self) -> PersonId;
}

impl Judging for OrganizerHat {
    fn judge(&self) -> PersonId {
        self.person()
    }
}

impl Judging for VolunteerHat {
    fn judge(&self) -> PersonId {
        self.person()
    }
}

/// The proof that this person may judge what this association asks: they have no part in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judge {
    person: PersonId,
    association: AssociationId,
}

impl Judge {
    /// `crew` is who acts for the association that is judged.
    ///
    /// Errors: `OwnAssociation`.
    pub fn of(hat: &impl Judging, crew: &Crew) -> Result<Self, Broken> {
        let (person, association) = (hat.judge(), crew.association);
        match crew.member(person) {
            Some(_) => Err(Broken::OwnAssociation),
            None => Ok(Self { person, association }),
        }
    }

    /// The same, for who is asked of alone: `acts`, whether they act for the association.
    ///
    /// Errors: `OwnAssociation`.
    pub fn unless(
        hat: &impl Judging,
        association: AssociationId,
        acts: bool,
    ) -> Result<Self, Broken> {
        let person = hat.judge();
        if acts { Err(Broken::OwnAssociation) } else { Ok(Self { person, association }) }
    }

    /// Who judges.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Errors: `OwnAssociation`, the proof is about another association.
    pub fn on(&self, association: AssociationId) -> Result<(), Broken> {
        (self.association == association).then_some(()).ok_or(Broken::OwnAssociation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Action, Membership};
    use crate::testing::{crew, day, everyone, id};

    #[test]
    fn accounts_nobody_judges_their_own_association() {
        let organizer = everyone().organizer_of(Action::Hackathon).expect("everyone is one");
        let volunteer = everyone().volunteer().expect("everyone is one");
        let member =
            |person| Membership { person, association: id(5), referent: false, since: day(0) };
        let stranger = crew(5, vec![member(id(77))]);
        assert!(Judge::of(&organizer, &stranger).is_ok_and(|judge| judge.on(id(5)).is_ok()));
        assert!(Judge::of(&volunteer, &stranger).is_ok_and(|judge| judge.on(id(6)).is_err()));
        let own = crew(5, vec![member(id(77)), member(organizer.person())]);
        assert_eq!(Judge::of(&organizer, &own), Err(Broken::OwnAssociation));
        assert_eq!(Judge::of(&volunteer, &own), Err(Broken::OwnAssociation));
    }
}
