//! The hackathon: an edition, the projects submitted to it, the volunteers who offer their weekend, and the
//! hand-over that the association signs.

mod bridge;

pub use bridge::{Grip, Outgrown, Sign, outgrown};

use crate::accounts::{Action, Actor, Judge, MemberHat, OrganizerHat, VolunteerHat};
use crate::act::{Act, Broken, Change, Outcome};
use crate::diagnosis::Key;
use crate::ids::{
    AssociationId, EditionId, JourneyId, NeedId, OfferId, PersonId, ProjectId, PulseId,
};
use crate::journey::{EventKind, Journey};
use crate::orientation::{self, Cause, Orientation, Place};
use crate::text::{Title, Words};
use crate::workshops::Seating;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Whether the page of every project opens for who asks: they run the hackathon, or help. Those of a project's association
/// open theirs.
pub fn opens_all(actor: &Actor) -> bool {
    actor.organizer_of(Action::Hackathon).is_ok() || actor.volunteer().is_ok()
}

/// One year of the hackathon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    pub id: EditionId,
    pub title: Title,
    pub phase: Phase,
    /// When it came to this phase.
    pub since: DateTime<Utc>,
    /// The last moment to submit a project.
    pub call_until: DateTime<Utc>,
    pub weekend_from: DateTime<Utc>,
    pub weekend_to: DateTime<Utc>,
}

/// Where an edition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Associations submit their projects; volunteers offer their weekend.
    Call,
    /// Organizers choose.
    Selection,
    /// Volunteers and projects find each other.
    Teams,
    Weekend,
    /// Six months of looking whether the tools live.
    FollowUp,
}

impl Phase {
    /// All of them, in the order in which they follow each other.
    pub const ALL: [Self; 5] =
        [Self::Call, Self::Selection, Self::Teams, Self::Weekend, Self::FollowUp];

    /// The name in the database and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Selection => "selection",
            Self::Teams => "teams",
            Self::Weekend => "weekend",
            Self::FollowUp => "follow_up",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.code() == code)
    }

    /// The phase after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|p| *p > self)
    }
}

impl Edition {
    /// Whether a project may be submitted now.
    pub fn takes_projects(&self, now: DateTime<Utc>) -> bool {
        self.phase == Phase::Call && now < self.call_until
    }

    /// Whether a volunteer may offer their weekend: until teams are formed.
    pub fn takes_offers(&self) -> bool {
        self.phase <= Phase::Teams
    }

    /// Moves on to the next phase, once every project of this one has its answer.
    pub fn advance(
        &self,
        act: &Act,
        _organizer: &OrganizerHat,
        projects: &[Project],
    ) -> Result<Outcome<Phase>, Broken> {
        let next = self.phase.next().ok_or(Broken::OutOfOrder)?;
        let waits = |state: ProjectState| projects.iter().any(|p| p.state == state);
        let left = match self.phase {
            Phase::Call => false,
            Phase::Selection => waits(ProjectState::Submitted),
            Phase::Teams => waits(ProjectState::Selected),
            Phase::Weekend => waits(ProjectState::Staffed) || act.at < self.weekend_from,
            Phase::FollowUp => true,
        };
        if left {
            return Err(Broken::OutOfOrder);
        }
        let moved = Self { phase: next, since: act.at, ..self.clone() };
        Ok(Outcome::of(next).change(Change::Edition(moved)))
    }
}

/// What an association brings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Project {
    pub id: ProjectId,
    pub edition: EditionId,
    pub journey: JourneyId,
    pub association: AssociationId,
    pub need: NeedId,
    pub title: Title,
    pub summary: Words,
    pub state: ProjectState,
    /// When it came to this state.
    pub since: DateTime<Utc>,
}

/// Where a project stands. Its making (need, ripening) is the journey's; its use is told by [`Pulse`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectState {
    Submitted,
    Selected,
    /// Not selected, and oriented elsewhere.
    Oriented,
    Staffed,
    Delivered,
    /// The association signed the hand-over.
    Signed,
}

impl ProjectState {
    /// All of them, in the order in which they may come.
    pub const ALL: [Self; 6] = [
        Self::Submitted,
        Self::Selected,
        Self::Oriented,
        Self::Staffed,
        Self::Delivered,
        Self::Signed,
    ];

    /// The name in the database and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Selected => "selected",
            Self::Oriented => "oriented",
            Self::Staffed => "staffed",
            Self::Delivered => "delivered",
            Self::Signed => "signed",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// What a volunteer brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skill {
    Developer,
    Designer,
    /// "Des spécialistes du numérique" (the programme's own text).
    Specialist,
}

impl Skill {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 3] = [Self::Developer, Self::Designer, Self::Specialist];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Developer => "developer",
            Self::Designer => "designer",
            Self::Specialist => "specialist",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// A volunteer's weekend, offered to an edition, and the project whose team they joined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    pub id: OfferId,
    pub edition: EditionId,
    pub person: PersonId,
    pub skill: Skill,
    pub project: Option<ProjectId>,
    pub at: DateTime<Utc>,
}

/// "Is the tool still used?", answered in one tap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pulse {
    pub id: PulseId,
    pub project: ProjectId,
    pub used: bool,
    pub at: DateTime<Utc>,
}

/// Brings the need to the open edition, without retyping.
pub fn submit(
    act: &Act,
    member: &MemberHat,
    journey: &Journey,
    edition: &Edition,
    need: NeedId,
    title: Title,
    summary: Words,
) -> Result<Outcome<ProjectId>, Broken> {
    if !edition.takes_projects(act.at) {
        return Err(Broken::EditionClosed);
    }
    if !journey.may_submit() {
        return Err(Broken::OutOfOrder);
    }
    let project = Project {
        id: act.id().into(),
        edition: edition.id,
        journey: journey.head.id,
        association: member.association(),
        need,
        title,
        summary,
        state: ProjectState::Submitted,
        since: act.at,
    };
    Ok(Outcome::of(project.id)
        .event(act, journey.head.id, EventKind::ProjectSubmitted, project.id.0)
        .change(Change::Project(project)))
}

/// Offers one's weekend. Offering again changes the skill.
pub fn offer_weekend(
    act: &Act,
    volunteer: &VolunteerHat,
    edition: &Edition,
    before: Option<&Offer>,
    skill: Skill,
) -> Result<Outcome<OfferId>, Broken> {
    if !edition.takes_offers() {
        return Err(Broken::EditionClosed);
    }
    let offer = match before {
        Some(before) => Offer { skill, ..before.clone() },
        None => Offer {
            id: act.id().into(),
            edition: edition.id,
            person: volunteer.person(),
            skill,
            project: None,
            at: act.at,
        },
    };
    Ok(Outcome::of(offer.id).change(Change::Offer(offer)))
}

impl Project {
    fn to(&self, state: ProjectState, act: &Act) -> Change {
        Change::Project(Self { state, since: act.at, ..self.clone() })
    }

    fn must_be(&self, state: ProjectState) -> Result<(), Broken> {
        (self.state == state).then_some(()).ok_or(Broken::OutOfOrder)
    }

    /// Organizers select it.
    pub fn select(
        &self,
        act: &Act,
        judge: &Judge,
        edition: &Edition,
    ) -> Result<Outcome<()>, Broken> {
        judge.on(self.association)?;
        self.must_be(ProjectState::Submitted)?;
        if edition.phase != Phase::Selection {
            return Err(Broken::EditionClosed);
        }
        Ok(Outcome::of(())
            .event(act, self.journey, EventKind::ProjectSelected, self.id.0)
            .change(self.to(ProjectState::Selected, act)))
    }

    /// Organizers do not select it: it is oriented, with a next step and, where one is free, a held seat.
    pub fn orient(
        &self,
        act: &Act,
        judge: &Judge,
        edition: &Edition,
        theme: Option<Key>,
        sessions: &[Seating],
    ) -> Result<Outcome<Orientation>, Broken> {
        judge.on(self.association)?;
        self.must_be(ProjectState::Submitted)?;
        if edition.phase != Phase::Selection {
            return Err(Broken::EditionClosed);
        }
        let cause = Cause::Project(self.id);
        let offer =
            orientation::Offer::new(self.journey, self.association, Action::Hackathon, cause);
        let decided = Outcome::of(())
            .event(act, self.journey, EventKind::ProjectOriented, self.id.0)
            .change(self.to(ProjectState::Oriented, act));
        let orientation = offer.about(theme).open(act, sessions);
        let answer = orientation.answer.clone();
        Ok(decided.and(orientation).map(|()| answer))
    }

    /// The tool is there: organizers send the association to a workshop, to learn it. `sessions` are follow-ups.
    ///
    /// Errors: `OutOfOrder`, there is no tool yet; `AlreadyRegistered`, it has a seat at one; as
    /// [`orientation::Offer::send`].
    pub fn send_to_learn(
        &self,
        act: &Act,
        judge: &Judge,
        journey: &Journey,
        sessions: &[Seating],
    ) -> Result<Outcome<Orientation>, Broken> {
        judge.on(self.association)?;
        if !matches!(self.state, ProjectState::Delivered | ProjectState::Signed) {
            return Err(Broken::OutOfOrder);
        }
        if journey.comes_to_follow_up() {
            return Err(Broken::AlreadyRegistered);
        }
        let (from, cause) = (Action::Hackathon, Cause::Tool(self.id));
        let offer = orientation::Offer::new(self.journey, self.association, from, cause);
        offer.send(act, judge, journey, Place::WORKSHOPS, sessions)
    }

    /// Organizers give it a team, of volunteers who offered their weekend to this edition.
    pub fn staff(
        &self,
        act: &Act,
        judge: &Judge,
        edition: &Edition,
        team: &[Offer],
    ) -> Result<Outcome<()>, Broken> {
        judge.on(self.association)?;
        self.must_be(ProjectState::Selected)?;
        let free = |offer: &Offer| {
            offer.edition == self.edition && offer.project.is_none_or(|p| p == self.id)
        };
        if edition.phase != Phase::Teams {
            return Err(Broken::EditionClosed);
        }
        if team.is_empty() || !team.iter().all(free) {
            return Err(Broken::OutOfOrder);
        }
        let mut outcome = Outcome::of(())
            .event(act, self.journey, EventKind::TeamFormed, self.id.0)
            .change(self.to(ProjectState::Staffed, act));
        for offer in team {
            outcome =
                outcome.change(Change::Offer(Offer { project: Some(self.id), ..offer.clone() }));
        }
        Ok(outcome)
    }

    /// The weekend gave a tool.
    pub fn deliver(
        &self,
        act: &Act,
        _organizer: &OrganizerHat,
        edition: &Edition,
    ) -> Result<Outcome<()>, Broken> {
        self.must_be(ProjectState::Staffed)?;
        if edition.phase != Phase::Weekend || act.at < edition.weekend_from {
            return Err(Broken::EditionClosed);
        }
        Ok(Outcome::of(())
            .event(act, self.journey, EventKind::ToolDelivered, self.id.0)
            .change(self.to(ProjectState::Delivered, act)))
    }

    /// The association signs the hand-over: "elle a un outil qu'elle arrive facilement à prendre en main".
    pub fn sign(&self, act: &Act, _member: &MemberHat) -> Result<Outcome<()>, Broken> {
        self.must_be(ProjectState::Delivered)?;
        Ok(Outcome::of(())
            .event(act, self.journey, EventKind::HandoverSigned, self.id.0)
            .change(self.to(ProjectState::Signed, act)))
    }

    /// The association says whether the tool is used.
    pub fn pulse(&self, act: &Act, _member: &MemberHat, used: bool) -> Result<Outcome<()>, Broken> {
        self.must_be(ProjectState::Signed)?;
        let kind = if used { EventKind::ToolInUse } else { EventKind::ToolNotInUse };
        Ok(Outcome::of(()).event(act, self.journey, kind, self.id.0).change(Change::Pulse(Pulse {
            id: act.id().into(),
            project: self.id,
            used,
            at: act.at,
        })))
    }
}

#[cfg(test)]
mod tests;
