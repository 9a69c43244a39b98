//! The facts that a journey is made of.

use crate::accounts::Action;
use crate::diagnosis::{Key, Verdict};
use crate::ids::{CommandId, EventId, JourneyId, PersonId};
use crate::orientation::Place;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub id: EventId,
    pub journey: JourneyId,
    pub kind: EventKind,
    pub occurred_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    pub actor: Option<PersonId>,
    /// As whom.
    pub hat: String,
    pub command: CommandId,
    /// What it refers to.
    pub subject: Uuid,
    /// The event that it sets right.
    pub corrects: Option<EventId>,
}

/// What can happen on a journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// A testimony gave the wish.
    Inspired,
    NeedStated,
    MeetingBooked,
    MeetingAttended,
    MeetingMissed,
    /// A slot of a reception day.
    ReceptionBooked,
    ReceptionAttended,
    ReceptionMissed,
    /// A diagnosis is asked for elsewhere than at a reception day.
    VisitAsked,
    /// A volunteer will come.
    VisitTaken,
    /// They cannot, after all.
    VisitGivenBack,
    /// The association asks for it no more.
    VisitWithdrawn,
    DiagnosisStarted,
    DiagnosisGivenBack(Verdict),
    /// Somebody of the programme noted how things went since.
    DiagnosisReviewed,
    OrientationOpened(Place),
    OrientationAccepted(Place),
    /// By the association, or by who should have received it.
    OrientationDeclined(Place),
    /// It said yes: who receives it has the ball.
    HandedOver(Place),
    /// Who receives it has taken it in hand. That it came to a date is a fact of its own.
    OrientationHonoured(Place),
    /// Nobody answered, or came, in time.
    OrientationExpired(Place),
    SeatTaken,
    SeatGivenBack,
    /// The date where it had a seat will not be held.
    DateCalledOff,
    /// Present at a session on this theme.
    SessionAttended(Key),
    SessionMissed,
    /// Helped at a session on this theme: a mentoring meeting, and an act towards helping others.
    SessionHelped(Key),
    /// A seat at one of the Wiki's encounters: those are not workshops.
    EncounterBooked,
    EncounterAttended,
    EncounterMissed,
    InvitedToHelp,
    BecameMentor,
    /// Accompanies another association.
    HelpStarted,
    /// Is accompanied by another association.
    Accompanied,
    /// A meeting of a mentoring, on both journeys.
    MentoringMet,
    ProjectSubmitted,
    ProjectSelected,
    ProjectOriented,
    TeamFormed,
    ToolDelivered,
    HandoverSigned,
    FollowUpBooked,
    ToolInUse,
    ToolNotInUse,
    TestimonyBegun,
    TestimonyPublished,
}

impl EventKind {
    /// The name in the database; what varies follows a colon.
    pub fn code(&self) -> String {
        let (name, detail) = match self {
            Self::Inspired => ("inspired", None),
            Self::NeedStated => ("need_stated", None),
            Self::MeetingBooked => ("meeting_booked", None),
            Self::MeetingAttended => ("meeting_attended", None),
            Self::MeetingMissed => ("meeting_missed", None),
            Self::ReceptionBooked => ("reception_booked", None),
            Self::ReceptionAttended => ("reception_attended", None),
            Self::ReceptionMissed => ("reception_missed", None),
            Self::VisitAsked => ("visit_asked", None),
            Self::VisitTaken => ("visit_taken", None),
            Self::VisitGivenBack => ("visit_given_back", None),
            Self::VisitWithdrawn => ("visit_withdrawn", None),
            Self::DiagnosisStarted => ("diagnosis_started", None),
            Self::DiagnosisGivenBack(verdict) => ("diagnosis_given_back", Some(verdict.code())),
            Self::OrientationOpened(to) => return towards("orientation_opened", *to),
            Self::OrientationAccepted(to) => return towards("orientation_accepted", *to),
            Self::OrientationDeclined(to) => return towards("orientation_declined", *to),
            Self::HandedOver(to) => return towards("handed_over", *to),
            Self::OrientationHonoured(to) => return towards("orientation_honoured", *to),
            Self::OrientationExpired(to) => return towards("orientation_expired", *to),
            Self::DiagnosisReviewed => ("diagnosis_reviewed", None),
            Self::SeatTaken => ("seat_taken", None),
            Self::SeatGivenBack => ("seat_given_back", None),
            Self::DateCalledOff => ("date_called_off", None),
            Self::SessionAttended(theme) => ("session_attended", Some(theme.as_str())),
            Self::SessionMissed => ("session_missed", None),
            Self::SessionHelped(theme) => ("session_helped", Some(theme.as_str())),
            Self::EncounterBooked => ("encounter_booked", None),
            Self::EncounterAttended => ("encounter_attended", None),
            Self::EncounterMissed => ("encounter_missed", None),
            Self::InvitedToHelp => ("invited_to_help", None),
            Self::BecameMentor => ("became_mentor", None),
            Self::HelpStarted => ("help_started", None),
            Self::Accompanied => ("accompanied", None),
            Self::MentoringMet => ("mentoring_met", None),
            Self::ProjectSubmitted => ("project_submitted", None),
            Self::ProjectSelected => ("project_selected", None),
            Self::ProjectOriented => ("project_oriented", None),
            Self::TeamFormed => ("team_formed", None),
            Self::ToolDelivered => ("tool_delivered", None),
            Self::HandoverSigned => ("handover_signed", None),
            Self::FollowUpBooked => ("follow_up_booked", None),
            Self::ToolInUse => ("tool_in_use", None),
            Self::ToolNotInUse => ("tool_not_in_use", None),
            Self::TestimonyBegun => ("testimony_begun", None),
            Self::TestimonyPublished => ("testimony_published", None),
        };
        match detail {
            Some(detail) => format!("{name}:{detail}"),
            None => name.to_owned(),
        }
    }

    /// Whether it tells who came to a date.
    pub(super) fn is_presence(&self) -> bool {
        matches!(
            self,
            Self::MeetingAttended
                | Self::MeetingMissed
                | Self::ReceptionAttended
                | Self::ReceptionMissed
                | Self::SessionAttended(_)
                | Self::SessionMissed
                | Self::SessionHelped(_)
                | Self::EncounterAttended
                | Self::EncounterMissed
        )
    }

    /// Whether it is about a hand-over, and where to.
    pub fn handed_to(&self) -> Option<Place> {
        match self {
            Self::OrientationOpened(to)
            | Self::OrientationAccepted(to)
            | Self::OrientationDeclined(to)
            | Self::HandedOver(to)
            | Self::OrientationHonoured(to)
            | Self::OrientationExpired(to) => Some(*to),
            _ => None,
        }
    }

    /// The line on which a fact happened.
    pub fn line(&self) -> Option<Action> {
        match self {
            Self::NeedStated
            | Self::MeetingBooked
            | Self::MeetingAttended
            | Self::MeetingMissed
            | Self::ReceptionBooked
            | Self::ReceptionAttended
            | Self::ReceptionMissed
            | Self::VisitAsked
            | Self::VisitTaken
            | Self::VisitGivenBack
            | Self::VisitWithdrawn
            | Self::DiagnosisStarted
            | Self::DiagnosisGivenBack(_)
            | Self::DateCalledOff
            | Self::DiagnosisReviewed => None,
            Self::OrientationOpened(to)
            | Self::OrientationAccepted(to)
            | Self::OrientationDeclined(to)
            | Self::HandedOver(to)
            | Self::OrientationHonoured(to)
            | Self::OrientationExpired(to) => to.action(),
            Self::SeatTaken
            | Self::SeatGivenBack
            | Self::SessionAttended(_)
            | Self::SessionMissed
            | Self::SessionHelped(_)
            | Self::InvitedToHelp
            | Self::BecameMentor
            | Self::HelpStarted
            | Self::Accompanied
            | Self::MentoringMet
            | Self::HandoverSigned
            | Self::FollowUpBooked
            | Self::ToolInUse
            | Self::ToolNotInUse => Some(Action::Workshops),
            Self::ProjectSubmitted
            | Self::ProjectSelected
            | Self::ProjectOriented
            | Self::TeamFormed
            | Self::ToolDelivered => Some(Action::Hackathon),
            Self::Inspired
            | Self::EncounterBooked
            | Self::EncounterAttended
            | Self::EncounterMissed
            | Self::TestimonyBegun
            | Self::TestimonyPublished => Some(Action::Wiki),
        }
    }

    /// Reads [`Self::code`] back. None: written by a newer version.
    pub fn from_code(code: &str) -> Option<Self> {
        let (name, detail) = code.split_once(':').unwrap_or((code, ""));
        let to = || Place::from_code(detail);
        Some(match name {
            "inspired" => Self::Inspired,
            "need_stated" => Self::NeedStated,
            "meeting_booked" => Self::MeetingBooked,
            "meeting_attended" => Self::MeetingAttended,
            "meeting_missed" => Self::MeetingMissed,
            "reception_booked" => Self::ReceptionBooked,
            "reception_attended" => Self::ReceptionAttended,
            "reception_missed" => Self::ReceptionMissed,
            "visit_asked" => Self::VisitAsked,
            "visit_taken" => Self::VisitTaken,
            "visit_given_back" => Self::VisitGivenBack,
            "visit_withdrawn" => Self::VisitWithdrawn,
            "diagnosis_started" => Self::DiagnosisStarted,
            "diagnosis_given_back" => Self::DiagnosisGivenBack(Verdict::from_code(detail)?),
            "orientation_opened" => Self::OrientationOpened(to()?),
            "orientation_accepted" => Self::OrientationAccepted(to()?),
            "orientation_declined" => Self::OrientationDeclined(to()?),
            "handed_over" => Self::HandedOver(to()?),
            "orientation_honoured" => Self::OrientationHonoured(to()?),
            "orientation_expired" => Self::OrientationExpired(to()?),
            "diagnosis_reviewed" => Self::DiagnosisReviewed,
            "seat_taken" => Self::SeatTaken,
            "seat_given_back" => Self::SeatGivenBack,
            "date_called_off" => Self::DateCalledOff,
            "session_attended" => Self::SessionAttended(detail.to_owned()),
            "session_missed" => Self::SessionMissed,
            "session_helped" => Self::SessionHelped(detail.to_owned()),
            "encounter_booked" => Self::EncounterBooked,
            "encounter_attended" => Self::EncounterAttended,
            "encounter_missed" => Self::EncounterMissed,
            "invited_to_help" => Self::InvitedToHelp,
            "became_mentor" => Self::BecameMentor,
            "help_started" => Self::HelpStarted,
            "accompanied" => Self::Accompanied,
            "mentoring_met" => Self::MentoringMet,
            "project_submitted" => Self::ProjectSubmitted,
            "project_selected" => Self::ProjectSelected,
            "project_oriented" => Self::ProjectOriented,
            "team_formed" => Self::TeamFormed,
            "tool_delivered" => Self::ToolDelivered,
            "handover_signed" => Self::HandoverSigned,
            "follow_up_booked" => Self::FollowUpBooked,
            "tool_in_use" => Self::ToolInUse,
            "tool_not_in_use" => Self::ToolNotInUse,
            "testimony_begun" => Self::TestimonyBegun,
            "testimony_published" => Self::TestimonyPublished,
            _ => return None,
        })
    }
}

fn towards(name: &str, to: Place) -> String {
    format!("{name}:{}", to.code())
}
