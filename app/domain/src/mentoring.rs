//! Mentoring: one association helping another.

use crate::accounts::{Grant, Hat, MemberHat, MentorHat};
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{AssociationId, JourneyId, MeetingId, MentoringId, PersonId};
use crate::journey::{EventKind, Journey};
use crate::text::Words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One association helping another, through a person of its own: the mentor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mentoring {
    pub id: MentoringId,
    pub mentor: PersonId,
    pub helper: AssociationId,
    pub helper_journey: JourneyId,
    pub helped: AssociationId,
    pub helped_journey: JourneyId,
    pub state: State,
    /// When it came to this state.
    pub since: DateTime<Utc>,
    /// When they meet next, if it is agreed.
    pub next_meeting: Option<DateTime<Utc>>,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Proposed,
    Accepted,
}

impl State {
    /// The name in the database and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Proposed, Self::Accepted].into_iter().find(|s| s.code() == code)
    }
}

/// One meeting, and what was done in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    pub id: MeetingId,
    pub mentoring: MentoringId,
    pub met_at: DateTime<Utc>,
    pub note: Option<Words>,
}

/// The association's acts meet the criteria: it is invited to help. Nothing, if it was already.
pub fn invite(act: &Act, journey: &Journey) -> Outcome<()> {
    let outcome = Outcome::of(());
    if !journey.to_be_invited() {
        return outcome;
    }
    outcome.event(act, journey.head.id, EventKind::InvitedToHelp, journey.head.association.0)
}

/// Says yes to the invitation: the person becomes a mentor.
pub fn accept_invitation(
    act: &Act,
    member: &MemberHat,
    journey: &Journey,
) -> Result<Outcome<()>, Broken> {
    if journey.is_mentor() {
        return Err(Broken::AlreadyAnswered);
    }
    if !journey.may_help() {
        return Err(Broken::CriteriaNotMet);
    }
    Ok(Outcome::of(())
        .event(act, journey.head.id, EventKind::BecameMentor, member.person().0)
        .change(Change::Grant(Grant {
            person: member.person(),
            hat: Hat::Mentor,
            at: act.at,
            by: None,
        })))
}

/// A mentor offers to accompany another association, which will answer.
pub fn propose(
    act: &Act,
    mentor: &MentorHat,
    helper: &Journey,
    helped: &Journey,
) -> Result<Outcome<MentoringId>, Broken> {
    if helper.head.association == helped.head.association {
        return Err(Broken::Oneself);
    }
    if helped.is_accompanied() {
        return Err(Broken::AlreadyAnswered);
    }
    let mentoring = Mentoring {
        id: act.id().into(),
        mentor: mentor.person(),
        helper: helper.head.association,
        helper_journey: helper.head.id,
        helped: helped.head.association,
        helped_journey: helped.head.id,
        state: State::Proposed,
        since: act.at,
        next_meeting: None,
    };
    Ok(Outcome::of(mentoring.id).change(Change::Mentoring(mentoring)))
}

impl Mentoring {
    /// The helped association says yes.
    pub fn accept(
        &self,
        act: &Act,
        _member: &MemberHat,
        helped: &Journey,
    ) -> Result<Outcome<()>, Broken> {
        // One helps it already: two would each count on the other.
        if self.state != State::Proposed || helped.is_accompanied() {
            return Err(Broken::AlreadyAnswered);
        }
        let accepted = Self { state: State::Accepted, since: act.at, ..self.clone() };
        Ok(Outcome::of(())
            .event(act, self.helped_journey, EventKind::Accompanied, self.id.0)
            .event(act, self.helper_journey, EventKind::HelpStarted, self.id.0)
            .change(Change::Mentoring(accepted)))
    }

    /// Notes a meeting that took place, and when the next will be.
    pub fn note_meeting(
        &self,
        act: &Act,
        mentor: &MentorHat,
        met_at: DateTime<Utc>,
        note: Option<Words>,
        next: Option<DateTime<Utc>>,
    ) -> Result<Outcome<()>, Broken> {
        if self.state != State::Accepted || mentor.person() != self.mentor {
            return Err(Broken::OutOfOrder);
        }
        if met_at > act.at {
            return Err(Broken::TooEarly);
        }
        let meeting = Meeting { id: act.id().into(), mentoring: self.id, met_at, note };
        Ok(Outcome::of(())
            .event(act, self.helped_journey, EventKind::MentoringMet, self.id.0)
            .event(act, self.helper_journey, EventKind::MentoringMet, self.id.0)
            .change(Change::Mentoring(Self { next_meeting: next, ..self.clone() }))
            .change(Change::Meeting(meeting)))
    }
}

#[cfg(test)]
mod tests;
