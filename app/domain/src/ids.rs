//! Identifiers: one type per thing, so that a seat cannot be asked of an association.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> { Uuid::parse_str(s).map(Self) }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid { id.0 }
        }
    )+};
}

ids! {
    /// A human being with an account.
    PersonId,
    /// A non-profit, an informal group or a public institution.
    AssociationId,
    /// A place offered to who reads an address.
    InvitationId,
    /// Who runs one or several actions: CoopAxis, PALO ALTOURS.
    CarrierId,
    /// The timeline of one association across the three actions.
    JourneyId,
    /// One fact on a journey.
    EventId,
    /// What an association asked for, in its own words.
    NeedId,
    /// One submission of one form. The same id twice is the same act.
    CommandId,
    /// A dated thing of the agenda.
    EntryId,
    /// A workshop's theme, which has many sessions.
    WorkshopId,
    /// A seat taken, or held, at an agenda entry.
    RegistrationId,
    /// What was noted, once, of who came in a seat.
    NotedId,
    /// Somebody who came and was counted without a name.
    UnnamedId,
    /// What the links that attest a presence are made of.
    AttestationId,
    /// An address that calendars follow.
    FeedId,
    /// What the link that shows a draft is made of.
    DraftLinkId,
    /// Something that an association can show, or looks for.
    ExchangeId,
    /// A letter written from the directory.
    AskingId,
    /// A stretch of a reception day, for one association.
    SlotId,
    /// A diagnosis asked for elsewhere than at a reception day.
    VisitId,
    /// A volunteer asked whether they can make a visit.
    CallId,
    /// One interview at the sorting desk.
    DiagnosisId,
    /// A published version of the questionnaire, drawn from what it says.
    QuestionnaireId,
    /// A talk about how things went since a diagnosis.
    ReviewId,
    /// A hand-over from one action to another, or to a partner outside.
    OrientationId,
    /// A body outside that helps with what the programme does not.
    PartnerId,
    /// One association helping another.
    MentoringId,
    /// One meeting of a mentoring.
    MeetingId,
    /// One year of the hackathon.
    EditionId,
    /// What an association brings to an edition.
    ProjectId,
    /// A volunteer's weekend, offered to an edition.
    OfferId,
    /// One answer to "is the tool still used?".
    PulseId,
    /// A page of the wiki.
    PageId,
    /// A part of the wiki, with rights of its own.
    SpaceId,
    /// One state of a page.
    RevisionId,
    /// A picture or a document of the wiki.
    MediaId,
    /// One state of a media file.
    VersionId,
    /// Something that a reader asks of a page.
    QuestionId,
    /// Something that a reader says is wrong with a page.
    ReportId,
    /// An association's story.
    TestimonyId,
    /// A story that was asked for.
    SoughtId,
    /// An association that tells its story at an encounter.
    TalkId,
    /// One letter of the outbox.
    MailId,
    /// A journey begun without an account.
    BegunId,
    /// Somebody signed in on one device.
    LoginSessionId,
}
