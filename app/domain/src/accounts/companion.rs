//! Who follows an association once its diagnosis is given back: itself, a volunteer, who accompanies it.

use super::{Actor, Denied, Judging, MemberHat, MentorHat, VolunteerHat, Worn};
use crate::ids::{AssociationId, PersonId};
use crate::mentoring::{Mentoring, State};

/// Says what became of an advice; unless it acts for the association itself, notes how things went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompanionHat {
    person: PersonId,
    association: AssociationId,
    code: &'static str,
}

impl CompanionHat {
    /// What the check has proven: for which association.
    pub fn association(&self) -> AssociationId {
        self.association
    }

    /// Who.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Whether it is the association's own.
    pub fn is_own(&self) -> bool {
        self.code == MemberHat::CODE
    }
}

impl Worn for CompanionHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Judging for CompanionHat {
    fn judge(&self) -> PersonId {
        self.person
    }
}

impl Actor {
    /// The proof of following this association; `mentorings` are those that it has. Who has a part in it acts for it, and
    /// who accompanies it does so as a mentor, whatever their other hats.
    ///
    /// Errors: `SignIn`; `NotYours`, an organizer reads only; `Hidden` for anybody else, whether it exists is private.
    pub fn companion(
        &self,
        association: AssociationId,
        mentorings: &[Mentoring],
    ) -> Result<CompanionHat, Denied> {
        let person = self.signed()?.person;
        let hat = |code| CompanionHat { person, association, code };
        let accompanies = |m: &Mentoring| {
            m.helped == association && m.mentor == person && m.state == State::Accepted
        };
        if self.member_of(association).is_ok() {
            Ok(hat(MemberHat::CODE))
        } else if self.mentor().is_ok() && mentorings.iter().any(accompanies) {
            Ok(hat(MentorHat::CODE))
        } else if self.volunteer().is_ok() {
            Ok(hat(VolunteerHat::CODE))
        } else if self.organizer().is_ok() {
            Err(Denied::NotYours)
        } else {
            Err(Denied::Hidden)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Action, COOPAXIS, Hat};
    use crate::testing::{day, id, signed};

    #[test]
    fn accounts_its_own_people_volunteers_and_its_mentor_follow_an_association() {
        let mentoring = |mentor: u128, helped: u128, state| Mentoring {
            id: id(60),
            mentor: id(mentor),
            helper: id(9),
            helper_journey: id(9),
            helped: id(helped),
            helped_journey: id(helped),
            state,
            since: day(0),
            next_meeting: None,
        };
        let (ours, theirs) = (Hat::Member(id(5)), Hat::Member(id(6)));
        let organizer = Hat::Organizer(Action::Workshops, COOPAXIS);
        let accepted = mentoring(1, 5, State::Accepted);
        type Case<'a> = (&'a [Hat], &'a [Mentoring], Result<&'static str, Denied>);
        let cases: [Case; 11] = [
            (&[ours], &[], Ok("member")),
            (&[Hat::Volunteer], &[], Ok("volunteer")),
            // A volunteer of the association acts for it.
            (&[Hat::Volunteer, ours], &[], Ok("member")),
            (&[Hat::Mentor], std::slice::from_ref(&accepted), Ok("mentor")),
            (&[Hat::Volunteer, Hat::Mentor], std::slice::from_ref(&accepted), Ok("mentor")),
            (&[Hat::Mentor], &[mentoring(1, 5, State::Proposed)], Err(Denied::Hidden)),
            (&[Hat::Mentor], &[mentoring(2, 5, State::Accepted)], Err(Denied::Hidden)),
            (&[Hat::Mentor], &[mentoring(1, 6, State::Accepted)], Err(Denied::Hidden)),
            // No longer a mentor.
            (&[theirs], std::slice::from_ref(&accepted), Err(Denied::Hidden)),
            (&[organizer], &[], Err(Denied::NotYours)),
            (&[Hat::Administrator], &[], Err(Denied::Hidden)),
        ];
        for (hats, mentorings, expected) in cases {
            let hat = signed(1, hats).companion(id(5), mentorings);
            assert_eq!(hat.map(|hat| hat.code()), expected, "{hats:?}");
            if let Ok(hat) = hat {
                assert_eq!((hat.person(), hat.association()), (id(1), id(5)));
                assert_eq!(hat.is_own(), expected == Ok("member"));
            }
        }
        assert_eq!(Actor::Anonymous.companion(id(5), &[]), Err(Denied::SignIn));
    }
}
