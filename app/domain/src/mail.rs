//! Letters that the product writes: what is said, as data. `texts` says it in words when it leaves.

mod delivery;
mod news;
mod preferences;

pub use delivery::{Delivery, Failure, LEASE, Stage, TRIES, wait};
pub use news::{
    ASKED_AFTER, News, REMINDED_AHEAD, Reader, news, referents, reminders, to_check, waits, weekly,
};
pub use preferences::{List, Preferences};

use crate::accounts::Action;
use crate::act::{Act, Change, Outcome};
use crate::associations::Said;
use crate::ids::{
    AssociationId, BegunId, CallId, EntryId, MailId, MentoringId, OrientationId, PersonId,
    ProjectId, QuestionId, RegistrationId, ReportId, RevisionId, SoughtId, SpaceId, TalkId,
    TestimonyId, VisitId,
};
use crate::text::{Email, Lang, Words};
use crate::volunteering::Instead;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// What a letter says. Ids rather than names: they are read when it leaves. A token is forgotten once it has left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letter {
    /// A link that signs in, for fifteen minutes.
    SignIn {
        token: String,
    },
    /// Somebody asked to sign in with this address, which has no account.
    NoAccount,
    /// To be answered; without account too, by the link in it.
    OrientationOpened {
        orientation: OrientationId,
    },
    /// Nobody has answered, and its date is near.
    OrientationWaits {
        orientation: OrientationId,
    },
    /// To who receives it: to be answered, without account, by the link in it.
    OrientationReceived {
        orientation: OrientationId,
    },
    /// They have not answered, and its date is near. Named in the database before reception days were.
    #[serde(rename = "reception_waits")]
    ReceiverAwaited {
        orientation: OrientationId,
    },
    /// Who receives it has taken the association in hand.
    OrientationHonoured {
        orientation: OrientationId,
    },
    /// A seat is the association's.
    SeatTaken {
        registration: RegistrationId,
    },
    /// A seat is held, not for long any more.
    HeldSeatEnds {
        registration: RegistrationId,
    },
    DateTomorrow {
        registration: RegistrationId,
    },
    /// To who came to a session, the day after: three questions, to be answered without signing in too.
    HowWasIt {
        registration: RegistrationId,
    },
    /// A seat that they waited for is offered: to be answered, without account, by the link in it.
    SeatOffered {
        registration: RegistrationId,
    },
    /// Nobody answered in time: the seat has passed on.
    SeatPassed {
        registration: RegistrationId,
    },
    /// To be answered.
    MentoringOffered {
        mentoring: MentoringId,
    },
    ProjectSelected {
        project: ProjectId,
    },
    /// To be signed.
    ToolDelivered {
        project: ProjectId,
    },
    /// Is it still used?
    ToolUsed {
        project: ProjectId,
    },
    /// An association has used its tool for months: would it tell its story? `again`: it was asked before.
    TestimonyAsked {
        association: AssociationId,
        /// None: written before stories were asked for one by one.
        #[serde(default)]
        sought: Option<SoughtId>,
        #[serde(default)]
        again: bool,
    },
    /// To an association: would it tell its story at that encounter?
    TalkProposed {
        talk: TalkId,
    },
    /// To an association that tells, or was asked to: the encounter is held at another time or place, or not at all.
    TalkChanged {
        talk: TalkId,
        /// The date's, once changed: it may change again.
        sequence: u32,
    },
    /// To an association: what was noted while it told is in a draft of its own.
    NotesGiven {
        talk: TalkId,
    },
    /// To whoever reads the address: somebody asks them to join a space of the wiki.
    SpaceInvitation {
        space: SpaceId,
        by: PersonId,
    },
    /// To volunteers.
    DiagnosesWait,
    /// To organizers of this action.
    AssociationsWait {
        action: Action,
    },
    /// To a volunteer: they are at the desk of that reception day.
    OnDuty {
        entry: EntryId,
    },
    DutyTomorrow {
        entry: EntryId,
    },
    /// To who was to be at the desk, or to run the date: it will not be held.
    DutyCalledOff {
        entry: EntryId,
    },
    /// To the association that had this seat, or waited for it: that date will not be held. Another one may be held `instead`; `begun`
    /// looks after a journey that nobody has claimed.
    DateCalledOff {
        registration: RegistrationId,
        instead: Option<RegistrationId>,
        begun: Option<BegunId>,
    },
    /// To who has this seat, or waits for one: the date is held at another time or place. `sequence` is the date's.
    DateMoved {
        registration: RegistrationId,
        sequence: u32,
    },
    /// To who wishes to learn what this session teaches: it has just opened.
    SessionOpened {
        entry: EntryId,
    },
    /// To a volunteer: can they make this visit? To be answered, without signing in too.
    VisitProposed {
        call: CallId,
    },
    /// To a volunteer: they were chosen to make it.
    VisitGiven {
        visit: VisitId,
    },
    /// To a volunteer who was to make it.
    VisitWithdrawn {
        visit: VisitId,
    },
    /// To the association: somebody will come.
    VisitTaken {
        visit: VisitId,
        by: PersonId,
    },
    /// To organizers: nobody can make it, or nobody has said.
    VisitUnanswered {
        visit: VisitId,
    },
    /// A volunteer's help is taken.
    HelpAccepted,
    /// It is not, for now: what they can do instead.
    HelpAnswered {
        instead: Instead,
    },
    /// Monday's letter.
    Digest(Vec<Letter>),
    /// Something about an association.
    Association {
        association: AssociationId,
        said: Said,
    },
    /// Somebody wrote to an association (`to`) from the directory, for theirs (`of`).
    Asked {
        of: AssociationId,
        by: PersonId,
        to: AssociationId,
        words: Words,
    },
    /// To who wrote a page: a reader asks something.
    PageAsked {
        question: QuestionId,
    },
    /// To who asked: there is an answer.
    PageAnswered {
        question: QuestionId,
    },
    /// To who takes care of the page, and to who wrote it where it may be true no more.
    PageReported {
        report: ReportId,
    },
    /// To who wrote this state of a page: it was read over, and is shown.
    PageShown {
        revision: RevisionId,
    },
    /// To who wrote what this state of a page gives back, which says why.
    PageGivenBack {
        revision: RevisionId,
    },
    /// To who answers for pages: nobody has said for long that they are true. Asked on this day.
    PagesToCheck {
        person: PersonId,
        #[serde(alias = "quarter")]
        on: String,
    },
    /// To an association: its story was taken down, for this reason.
    StoryTakenDown {
        testimony: TestimonyId,
        why: Words,
        at: DateTime<Utc>,
    },
    /// A link that makes a journey, begun without an account, one's own.
    Claim {
        token: String,
    },
    /// A link that lets one choose a password, for an hour.
    Reset {
        token: String,
    },
    PasswordChanged,
    /// A link that makes the address where it is read that of an account.
    Address {
        token: String,
    },
    /// The account has left this address.
    AddressLeft,
    /// The account has this address from now on.
    AddressTaken,
    /// A link that erases the account, for fifteen minutes.
    Erase {
        token: String,
    },
    /// Nobody has claimed a journey that was begun with this address, which is forgotten on that day; a link that does.
    BegunEnds {
        token: String,
        on: DateTime<Utc>,
    },
    /// Nobody has signed in for long: the account is erased on that day, unless somebody does.
    AccountEnds {
        on: DateTime<Utc>,
    },
}

impl Letter {
    /// The name in the database, and of its texts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignIn { .. } => "sign_in",
            Self::NoAccount => "no_account",
            Self::OrientationOpened { .. } => "orientation_opened",
            Self::OrientationWaits { .. } => "orientation_waits",
            Self::OrientationReceived { .. } => "orientation_received",
            Self::ReceiverAwaited { .. } => "reception_waits",
            Self::OrientationHonoured { .. } => "orientation_honoured",
            Self::SeatTaken { .. } => "seat_taken",
            Self::HeldSeatEnds { .. } => "held_seat_ends",
            Self::DateTomorrow { .. } => "date_tomorrow",
            Self::HowWasIt { .. } => "how_was_it",
            Self::SeatOffered { .. } => "seat_offered",
            Self::SeatPassed { .. } => "seat_passed",
            Self::MentoringOffered { .. } => "mentoring_offered",
            Self::ProjectSelected { .. } => "project_selected",
            Self::ToolDelivered { .. } => "tool_delivered",
            Self::ToolUsed { .. } => "tool_used",
            Self::TestimonyAsked { .. } => "testimony_asked",
            Self::TalkProposed { .. } => "talk_proposed",
            Self::TalkChanged { .. } => "talk_changed",
            Self::NotesGiven { .. } => "notes_given",
            Self::SpaceInvitation { .. } => "space_invitation",
            Self::DiagnosesWait => "diagnoses_wait",
            Self::AssociationsWait { .. } => "associations_wait",
            Self::OnDuty { .. } => "on_duty",
            Self::DutyTomorrow { .. } => "duty_tomorrow",
            Self::DutyCalledOff { .. } => "duty_called_off",
            Self::DateCalledOff { .. } => "date_called_off",
            Self::DateMoved { .. } => "date_moved",
            Self::SessionOpened { .. } => "session_opened",
            Self::VisitProposed { .. } => "visit_proposed",
            Self::VisitGiven { .. } => "visit_given",
            Self::VisitWithdrawn { .. } => "visit_withdrawn",
            Self::VisitTaken { .. } => "visit_taken",
            Self::VisitUnanswered { .. } => "visit_unanswered",
            Self::HelpAccepted => "help_accepted",
            Self::HelpAnswered { instead: Instead::Meeting } => "help_meeting",
            Self::HelpAnswered { instead: Instead::Encounter } => "help_encounter",
            Self::HelpAnswered { instead: Instead::NextEdition } => "help_next_edition",
            Self::Digest(_) => "digest",
            Self::Association { said, .. } => said.code(),
            Self::Asked { .. } => "asked",
            Self::PageAsked { .. } => "page_asked",
            Self::PageAnswered { .. } => "page_answered",
            Self::PageReported { .. } => "page_reported",
            Self::PageShown { .. } => "page_shown",
            Self::PageGivenBack { .. } => "page_given_back",
            Self::PagesToCheck { .. } => "pages_to_check",
            Self::StoryTakenDown { .. } => "story_taken_down",
            Self::Claim { .. } => "claim",
            Self::Reset { .. } => "reset",
            Self::PasswordChanged => "password_changed",
            Self::Address { .. } => "address",
            Self::AddressLeft => "address_left",
            Self::AddressTaken => "address_taken",
            Self::Erase { .. } => "erase",
            Self::BegunEnds { .. } => "begun_ends",
            Self::AccountEnds { .. } => "account_ends",
        }
    }

    /// How long after it was written it is still worth sending. None: always.
    pub fn lasts(&self) -> Option<Duration> {
        match self {
            Self::SignIn { .. } | Self::Erase { .. } => Some(Duration::minutes(15)),
            Self::Reset { .. } => Some(Duration::hours(1)),
            Self::Claim { .. } => Some(Duration::days(30)),
            Self::Address { .. } => Some(Duration::days(1)),
            _ => None,
        }
    }
}

/// To whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Addressee {
    /// At the address and in the language of the account, as they are when it leaves.
    Person(PersonId),
    /// Who has no account, or an address that is no longer the account's.
    Address(Email, Lang),
}

/// Whether it waits for the weekly digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Urgency {
    /// Needs the person today.
    Now,
    /// Told once a week, with others.
    Digest,
}

impl Urgency {
    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Digest => "digest",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Now, Self::Digest].into_iter().find(|u| u.code() == code)
    }
}

/// One letter in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its Message-ID, the same at every try.
    pub id: MailId,
    pub to: Addressee,
    /// None: it has left, and what it said is forgotten.
    pub letter: Option<Letter>,
    pub urgency: Urgency,
    /// One row a key, however often and by however many processes it is written.
    pub dedup_key: String,
    pub made_at: DateTime<Utc>,
    /// Not before.
    pub due_at: DateTime<Utc>,
}

impl Mail {
    /// Whether it no longer works, had it left now.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        let lasts = self.letter.as_ref().and_then(Letter::lasts);
        lasts.is_some_and(|lasts| now >= self.made_at + lasts)
    }
}

impl<T> Outcome<T> {
    /// Writes a letter with the change, to leave at once.
    pub fn mail(self, act: &Act, to: Addressee, letter: Letter) -> Self {
        let id = MailId(act.id());
        self.mail_once(act, id.to_string(), to, letter, Urgency::Now)
    }

    /// The same, once for this key: a second one is no letter.
    pub fn mail_once(
        self,
        act: &Act,
        dedup_key: String,
        to: Addressee,
        letter: Letter,
        urgency: Urgency,
    ) -> Self {
        self.change(Change::Mail(Mail {
            id: MailId(act.id()),
            to,
            letter: Some(letter),
            urgency,
            dedup_key,
            made_at: act.at,
            due_at: act.at,
        }))
    }
}
