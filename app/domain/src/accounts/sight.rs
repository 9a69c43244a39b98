//! What organizers see of a journey: one rule, for every page that they open.
//!
//! An organizer belongs to an action. They see the whole of a journey that is being welcomed (its last fact lies on no
//! line yet, or again, and any action may be its next) or that came to their action. Of the others they see a summary:
//! where it stands, who has the ball, and how it was handed over.

use super::{Action, Actor, Denied, OrganizerHat};
use crate::journey::{EventKind, Journey};
use crate::orientation::Place;

/// How much of a journey is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Where it stands, who has the ball, its hand-overs: no words, no answers, no way to reach it.
    Summary,
    Whole,
}

impl Journey {
    /// Whether any fact lies on the line of this action. What gave the wish to begin is before the beginning.
    pub fn came_to(&self, action: Action) -> bool {
        self.counted().any(|e| e.kind != EventKind::Inspired && e.kind.line() == Some(action))
    }

    /// Whether the programme welcomes it: before any line, or come back with a new need.
    pub fn is_welcomed(&self) -> bool {
        let outside = |kind: &EventKind| matches!(kind.handed_to(), Some(Place::Partner(_)));
        let facts = self.counted().filter(|e| e.kind != EventKind::Inspired && !outside(&e.kind));
        facts.last().is_none_or(|event| event.kind.line().is_none())
    }

    fn seen_from(&self, action: Action) -> Sight {
        if self.is_welcomed() || self.came_to(action) { Sight::Whole } else { Sight::Summary }
    }
}

impl OrganizerHat {
    /// What this organizer sees of a journey.
    pub fn sight(&self, journey: &Journey) -> Sight {
        journey.seen_from(self.action())
    }
}

impl Actor {
    /// What a person sees of a journey by their hats: its association and volunteers the whole of it, organizers what
    /// their actions let them. A mentor's sight comes from the mentoring.
    ///
    /// Errors: `SignIn`; `Hidden` for anybody else, because whether it exists is private.
    pub fn sight(&self, journey: &Journey) -> Result<Sight, Denied> {
        self.signed()?;
        if self.member_of(journey.head.association).is_ok() || self.volunteer().is_ok() {
            return Ok(Sight::Whole);
        }
        let actions = Action::ALL.into_iter().filter(|action| self.organizer_of(*action).is_ok());
        actions.map(|action| journey.seen_from(action)).max().ok_or(Denied::Hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{COOPAXIS, Hat};
    use crate::diagnosis::Verdict;
    use crate::testing::{Story, id, signed};

    #[test]
    fn accounts_organizers_see_what_came_to_their_action() {
        use Action::{Hackathon, Wiki, Workshops};
        let begun = Story::of(1).on(0, EventKind::Inspired, 9).on(0, EventKind::NeedStated, 10);
        let met = begun.clone().on(1, EventKind::MeetingAttended, 11);
        let learns = met.clone().on(2, EventKind::DiagnosisGivenBack(Verdict::Learning), 12).on(
            2,
            EventKind::OrientationOpened(Place::WORKSHOPS),
            13,
        );
        let back = learns.clone().on(90, EventKind::NeedStated, 14);
        let submits = back
            .clone()
            .on(91, EventKind::DiagnosisGivenBack(Verdict::SmallDevelopment), 15)
            .on(92, EventKind::ProjectSubmitted, 16);
        for (name, story, whole) in [
            ("a need", begun, vec![Workshops, Hackathon, Wiki]),
            ("a meeting", met, vec![Workshops, Hackathon, Wiki]),
            ("handed to the workshops", learns, vec![Workshops]),
            ("back with a new need", back, vec![Workshops, Hackathon, Wiki]),
            ("at the hackathon", submits, vec![Workshops, Hackathon]),
        ] {
            let journey = story.journey();
            for action in Action::ALL {
                let expected = if whole.contains(&action) { Sight::Whole } else { Sight::Summary };
                let organizer = signed(8, &[Hat::Organizer(action, COOPAXIS)]);
                assert_eq!(organizer.sight(&journey), Ok(expected), "{name}, {action:?}");
                let hat = organizer.organizer().expect("an organizer");
                assert_eq!(hat.sight(&journey), expected, "{name}, {action:?}");
            }
            let both =
                signed(8, &[Hat::Organizer(Wiki, COOPAXIS), Hat::Organizer(Workshops, COOPAXIS)]);
            assert_eq!(both.sight(&journey), Ok(Sight::Whole), "{name}");
            for hat in [Hat::Volunteer, Hat::Member(journey.head.association)] {
                assert_eq!(signed(8, &[hat]).sight(&journey), Ok(Sight::Whole), "{name}, {hat:?}");
            }
            for hats in [&[][..], &[Hat::Member(id(77))], &[Hat::Mentor], &[Hat::Administrator]] {
                assert_eq!(
                    signed(8, hats).sight(&journey),
                    Err(Denied::Hidden),
                    "{name}, {hats:?}"
                );
            }
            assert_eq!(Actor::Anonymous.sight(&journey), Err(Denied::SignIn));
        }
    }
}
