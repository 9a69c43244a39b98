//! An act and what follows from it. Domain functions decide; the store alone applies their [`Outcome`].

use crate::accounts::throttle::Try;
use crate::accounts::{
    Actor, Association, Begun, Carrier, Carrying, Grant, Hat, LoginSession, Membership, OneUseLink,
    Person, Worn,
};
use crate::associations::{CrewChange, Merge};
use crate::audit::Audit;
use crate::calendar::{Attestation, Feed};
use crate::diagnosis::{AdviceSaid, Diagnosis, Draft, Published, Review, StoredAnswer};
use crate::exchange::{Asking, Exchange, Listing};
use crate::hackathon::{Edition, Offer, Project, Pulse};
use crate::ids::{
    AssociationId, BegunId, CommandId, EntryId, EventId, ExchangeId, JourneyId, PageId, PersonId,
    QuestionId, RegistrationId, TalkId,
};
use crate::jobs::Job;
use crate::journey::{Event, EventKind, JourneyHead, Need};
use crate::mail::{Delivery, Mail, Preferences};
use crate::mentoring::{Meeting, Mentoring};
use crate::orientation::{Orientation, Partner};
use crate::privacy::Notice;
use crate::reception::ReceptionChange;
use crate::volunteering::Commitment;
use crate::wiki::at_work::AtWork;
use crate::wiki::care::{AskedToCheck, Checked, Question, Report};
use crate::wiki::draft::DraftChange;
use crate::wiki::encounter::Talk;
use crate::wiki::fact::Consent;
use crate::wiki::moving::{Media, MovedFile, Version};
use crate::wiki::people::CircleChange;
use crate::wiki::sought::Sought;
use crate::wiki::{Page, Revision, Space, Testimony};
use crate::workshops::{Entry, Noted, Registration, SaidAfter, SessionNotes, Unnamed, Workshop};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Who acts, when, by which submission. Time and new identifiers come from outside: `domain` has neither.
#[derive(Clone)]
pub struct Act {
    pub who: Actor,
    pub at: DateTime<Utc>,
    pub command: CommandId,
    /// As whom, where a permission check has proven it. None: the current hat of who acts.
    hat: Option<&'static str>,
    ids: Arc<dyn Fn() -> Uuid + Send + Sync>,
}

impl Act {
    /// `ids` gives a fresh identifier at each call.
    pub fn new(
        who: Actor,
        at: DateTime<Utc>,
        command: CommandId,
        ids: impl Fn() -> Uuid + Send + Sync + 'static,
    ) -> Self {
        Self { who, at, command, hat: None, ids: Arc::new(ids) }
    }

    /// The same act, done as the hat that a check has proven.
    pub fn wearing(&self, proof: &impl Worn) -> Self {
        self.recorded_as(proof.code())
    }

    /// The same act, recorded under this name of a proven hat.
    pub fn recorded_as(&self, hat: &'static str) -> Self {
        Self { hat: Some(hat), ..self.clone() }
    }

    /// As whom: for the facts of a journey.
    pub fn hat(&self) -> &'static str {
        self.hat.unwrap_or_else(|| self.who.hat_code())
    }

    /// A fresh identifier.
    pub fn id(&self) -> Uuid {
        (self.ids)()
    }
}

/// What a decision changes, and the answer to who asked.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an outcome changes nothing until the store applies it"]
pub struct Outcome<T> {
    pub answer: T,
    pub changes: Vec<Change>,
}

impl<T> Outcome<T> {
    /// An answer that changes nothing by itself.
    pub fn of(answer: T) -> Self {
        Self { answer, changes: Vec::new() }
    }

    /// Adds a change after the others: the store applies them in this order.
    pub fn change(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }

    /// Notes a fact on a journey. `subject` is what it refers to.
    pub fn event(self, act: &Act, journey: JourneyId, kind: EventKind, subject: Uuid) -> Self {
        self.event_at(act, journey, kind, subject, act.at, None)
    }

    /// The same, of what happened at another moment, or that sets an earlier fact right.
    pub fn event_at(
        self,
        act: &Act,
        journey: JourneyId,
        kind: EventKind,
        subject: Uuid,
        occurred_at: DateTime<Utc>,
        corrects: Option<EventId>,
    ) -> Self {
        self.change(Change::Event(Event {
            id: EventId(act.id()),
            journey,
            kind,
            occurred_at,
            recorded_at: act.at,
            actor: act.who.person(),
            hat: act.hat().to_owned(),
            command: act.command,
            subject,
            corrects,
        }))
    }

    /// This outcome with another's changes after its own.
    pub fn and<U>(mut self, other: Outcome<U>) -> Self {
        self.changes.extend(other.changes);
        self
    }

    /// What is decided next, on this answer: its changes after these.
    pub fn then<U>(mut self, next: impl FnOnce(T) -> Outcome<U>) -> Outcome<U> {
        let next = next(self.answer);
        self.changes.extend(next.changes);
        Outcome { answer: next.answer, changes: self.changes }
    }

    /// The same changes, with another answer.
    pub fn map<U>(self, answer: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { answer: answer(self.answer), changes: self.changes }
    }
}

/// One thing to remember: the thing as it now is. The store replaces what it held under the same id.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Person(Person),
    Grant(Grant),
    /// This person no longer has this hat.
    GrantTaken(PersonId, Hat),
    Carrier(Carrier),
    Carrying(Carrying),
    Commitment(Commitment),
    Association(Association),
    Membership(Membership),
    Crew(CrewChange),
    /// Two records become one.
    Merge(Box<Merge>),
    Journey(JourneyHead),
    Need(Need),
    Event(Event),
    Workshop(Workshop),
    Entry(Entry),
    Registration(Registration),
    /// Appended: nothing that was noted is replaced.
    Noted(Noted),
    Unnamed(Unnamed),
    Attestation(Attestation),
    /// In the place of the one of before.
    Feed(Feed),
    /// This person's, for all that is theirs or for one association.
    FeedClosed(PersonId, Option<AssociationId>),
    Exchange(Exchange),
    /// It was taken back.
    ExchangeGone(ExchangeId),
    Listing(Listing),
    /// This association is in the directory no more.
    ListingOver(AssociationId),
    /// Counted, so that nobody writes too often.
    Asking(Asking),
    SessionNotes(SessionNotes),
    SaidAfter(SaidAfter),
    /// Published once for its content: a second one changes nothing.
    Questionnaire(Published),
    Reception(ReceptionChange),
    /// The one draft of the next questionnaire.
    Draft(Box<Draft>),
    /// It was published, or given up.
    DraftGone,
    Diagnosis(Box<Diagnosis>),
    Answer(StoredAnswer),
    AdviceSaid(AdviceSaid),
    Review(Review),
    Orientation(Orientation),
    Partner(Partner),
    Mentoring(Mentoring),
    Meeting(Meeting),
    Edition(Edition),
    Project(Project),
    Offer(Offer),
    Pulse(Pulse),
    Space(Space),
    /// Who joined it, or may soon.
    Circle(CircleChange),
    Page(Page),
    Revision(Revision),
    /// The pages that this one leads to, as shown now.
    PageLinks(PageId, Vec<String>),
    /// An address that this page had: whoever asks for it is led to where the page is. None: it leads to no other page.
    PageAddress(String, Option<PageId>),
    /// What becomes of a page that its author alone sees.
    PageDraft(DraftChange),
    /// In the place of the one of before; those that no longer hold are forgotten.
    AtWork(AtWork),
    /// This person has this page open no more.
    AtWorkOver(PageId, PersonId),
    /// In the place of the one of before.
    Checked(Checked),
    /// When somebody was last asked to look at pages again: in the place of the one of before.
    AskedToCheck(AskedToCheck),
    Question(Question),
    /// It was taken away.
    QuestionGone(QuestionId),
    Report(Report),
    Testimony(Testimony),
    /// In the place of the one of before: what is told to nobody any more is kept nowhere.
    Consent(Consent),
    Sought(Sought),
    Media(Media),
    Version(Version),
    MovedFile(MovedFile),
    LoginSession(LoginSession),
    /// The login session with this token hash ends.
    LoginSessionEnded(String),
    OneUseLink(OneUseLink),
    Begun(Begun),
    /// Counted; those that no longer count are forgotten.
    SignInTry(Try),
    /// The try with this id was good: it counts no more.
    SignInTryGood(Uuid),
    /// Written once for its key: a second one changes nothing.
    Mail(Mail),
    /// The letter itself stays as it is, until it has left.
    Delivery(Delivery),
    MailPreferences(PersonId, Preferences),
    /// Written once for its key: a second one changes nothing.
    JobPlanned(Job),
    Job(Job),
    /// Appended to the chain.
    Audit(Audit),
    /// Everything that is this person's goes, by the rules of [`crate::privacy::TABLES`].
    Erased(PersonId),
    /// Who began a journey that nobody has claimed is forgotten.
    BegunForgotten(BegunId),
    Talk(Talk),
    /// It was taken out of its programme.
    TalkGone(TalkId),
    /// A warning that was written.
    Notice(Notice),
    /// What is past its time goes, by the rules of [`crate::privacy::PURGES`].
    Purged {
        now: DateTime<Utc>,
        real_time: DateTime<Utc>,
    },
    /// What is searched is put in order: much was written at once.
    Swept,
    /// A setting of the instance; None forgets it.
    Setting(Setting, Option<String>),
}

impl Change {
    /// Whether pages that every visitor sees alike may tell of it: what is kept of them is then made again.
    pub fn is_public(&self) -> bool {
        use Change::*;
        matches!(
            self,
            Workshop(_)
                | Entry(_)
                | Registration(_)
                | Reception(_)
                | Questionnaire(_)
                | Space(_)
                | Page(_)
                | Media(_)
                | Consent(_)
                | Checked(_)
                | Question(_)
                | QuestionGone(_)
                | Talk(_)
                | TalkGone(_)
                | Event(crate::journey::Event { kind: EventKind::Inspired, .. })
        )
    }
}

/// What an instance remembers of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Setting {
    /// The key that signs links, in hexadecimal.
    LinkKey,
    /// Holds the demo cast, and nothing real: time may be moved.
    Demo,
    /// How far the demo's time was moved forward, in seconds.
    ClockOffset,
    /// The hash of the one-use token that makes the first administrator.
    FirstAdministrator,
}

impl Setting {
    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::LinkKey => "link_key",
            Self::Demo => "demo",
            Self::ClockOffset => "clock_offset",
            Self::FirstAdministrator => "first_administrator",
        }
    }
}

/// A request that the rules do not allow as things stand. Not a decision of the programme: that is a [`Refusal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Broken {
    #[error("the date is past")]
    EntryPast,
    #[error("presence is noted once the meeting has begun")]
    TooEarly,
    #[error("this association has a seat there already")]
    AlreadyRegistered,
    #[error("this association waits for a seat there already")]
    AlreadyWaiting,
    #[error("no seat has become free yet")]
    StillWaiting,
    #[error("more have a seat than there would be")]
    SeatsTaken,
    #[error("this seat was given back")]
    SeatReleased,
    #[error("this code has served")]
    CodeUsed,
    #[error("this code is for a date that is long past")]
    CodePast,
    #[error("the result was already given back")]
    DiagnosisClosed,
    #[error("another diagnosis has replaced this one")]
    DiagnosisRedone,
    #[error("the questionnaire has no such question or answer")]
    UnknownAnswer,
    #[error("no question was answered")]
    NothingAnswered,
    #[error("this was answered already")]
    AlreadyAnswered,
    #[error("another orientation waits for its answer")]
    OrientationOpen,
    #[error("the edition does not take this now")]
    EditionClosed,
    #[error("this does not come next")]
    OutOfOrder,
    #[error("an association cannot accompany itself")]
    Oneself,
    #[error("the criteria are not met yet")]
    CriteriaNotMet,
    #[error("nobody answers their own request")]
    OwnRequest,
    #[error("nobody judges what their own association asks")]
    OwnAssociation,
    #[error("somebody else changed this meanwhile")]
    Changed,
    #[error("somebody else must become the association's referent first")]
    HandOverFirst,
    #[error("nobody else administers this instance")]
    LastAdministrator,
    #[error("an association keeps a referent")]
    ReferentStays,
    #[error("this person acts for the association already")]
    AlreadyMember,
    #[error("too many invitations wait for an answer")]
    TooManyInvitations,
    #[error("this space of the wiki has no room for more")]
    NoRoom,
    #[error("an association cannot become itself")]
    SameRecord,
    #[error("this address has an account already")]
    AddressTaken,
    #[error("somebody has accepted this visit already")]
    VisitTaken,
    #[error("this visit is asked for no more")]
    VisitOver,
    #[error("this association has asked for a visit already")]
    VisitAsked,
    #[error("two diagnoses in thirty days are enough for one volunteer")]
    EnoughDiagnoses,
    #[error("this person is not at the desk that day")]
    NotOnDuty,
    #[error("this date was called off")]
    CalledOff,
    #[error("this association says enough already")]
    SaidEnough,
    #[error("enough was written from the directory for today")]
    AskedEnough,
    #[error("somebody else saved or published the draft meanwhile")]
    DraftChanged,
    #[error("somebody else saved another version meanwhile")]
    SavedMeanwhile,
    #[error("what was read over is not what stands there now")]
    ReadMeanwhile,
    #[error("somebody else changed the same words meanwhile")]
    BothChanged,
    #[error("this page has many questions that wait already")]
    QuestionsWait,
    #[error("this page was put away")]
    PutAway,
    #[error("their associations have many spaces already")]
    SpacesEnough,
    #[error("the draft still has something to mend")]
    DraftRefused,
    #[error("this association is asked to tell there already")]
    AskedToTell,
    #[error("as many tell there as one day holds")]
    ProgrammeFull,
    #[error("this association said that it tells there, or has told")]
    SaidYes,
}

impl Broken {
    /// All of them, so that a test finds a text for each.
    pub const ALL: [Self; 49] = [
        Self::EntryPast,
        Self::TooEarly,
        Self::AlreadyRegistered,
        Self::AlreadyWaiting,
        Self::StillWaiting,
        Self::SeatsTaken,
        Self::SeatReleased,
        Self::CodeUsed,
        Self::CodePast,
        Self::DiagnosisClosed,
        Self::DiagnosisRedone,
        Self::UnknownAnswer,
        Self::NothingAnswered,
        Self::AlreadyAnswered,
        Self::OrientationOpen,
        Self::EditionClosed,
        Self::OutOfOrder,
        Self::Oneself,
        Self::CriteriaNotMet,
        Self::OwnRequest,
        Self::OwnAssociation,
        Self::Changed,
        Self::HandOverFirst,
        Self::LastAdministrator,
        Self::ReferentStays,
        Self::AlreadyMember,
        Self::TooManyInvitations,
        Self::NoRoom,
        Self::SameRecord,
        Self::AddressTaken,
        Self::VisitTaken,
        Self::VisitOver,
        Self::VisitAsked,
        Self::EnoughDiagnoses,
        Self::NotOnDuty,
        Self::CalledOff,
        Self::SaidEnough,
        Self::AskedEnough,
        Self::DraftChanged,
        Self::SavedMeanwhile,
        Self::ReadMeanwhile,
        Self::BothChanged,
        Self::QuestionsWait,
        Self::PutAway,
        Self::SpacesEnough,
        Self::DraftRefused,
        Self::AskedToTell,
        Self::ProgrammeFull,
        Self::SaidYes,
    ];

    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::EntryPast => "entry_past",
            Self::TooEarly => "too_early",
            Self::AlreadyRegistered => "already_registered",
            Self::AlreadyWaiting => "already_waiting",
            Self::StillWaiting => "still_waiting",
            Self::SeatsTaken => "seats_taken",
            Self::SeatReleased => "seat_released",
            Self::CodeUsed => "code_used",
            Self::CodePast => "code_past",
            Self::DiagnosisClosed => "diagnosis_closed",
            Self::DiagnosisRedone => "diagnosis_redone",
            Self::UnknownAnswer => "unknown_answer",
            Self::NothingAnswered => "nothing_answered",
            Self::AlreadyAnswered => "already_answered",
            Self::OrientationOpen => "orientation_open",
            Self::EditionClosed => "edition_closed",
            Self::OutOfOrder => "out_of_order",
            Self::Oneself => "oneself",
            Self::CriteriaNotMet => "criteria_not_met",
            Self::OwnRequest => "own_request",
            Self::OwnAssociation => "own_association",
            Self::Changed => "changed",
            Self::HandOverFirst => "hand_over_first",
            Self::LastAdministrator => "last_administrator",
            Self::ReferentStays => "referent_stays",
            Self::AlreadyMember => "already_member",
            Self::TooManyInvitations => "too_many_invitations",
            Self::NoRoom => "no_room",
            Self::SameRecord => "same_record",
            Self::AddressTaken => "address_taken",
            Self::VisitTaken => "visit_taken",
            Self::VisitOver => "visit_over",
            Self::VisitAsked => "visit_asked",
            Self::EnoughDiagnoses => "enough_diagnoses",
            Self::NotOnDuty => "not_on_duty",
            Self::CalledOff => "called_off",
            Self::SaidEnough => "said_enough",
            Self::AskedEnough => "asked_enough",
            Self::DraftChanged => "draft_changed",
            Self::SavedMeanwhile => "saved_meanwhile",
            Self::ReadMeanwhile => "read_meanwhile",
            Self::BothChanged => "both_changed",
            Self::QuestionsWait => "questions_wait",
            Self::PutAway => "put_away",
            Self::SpacesEnough => "spaces_enough",
            Self::DraftRefused => "draft_refused",
            Self::AskedToTell => "asked_to_tell",
            Self::ProgrammeFull => "programme_full",
            Self::SaidYes => "said_yes",
        }
    }
}

/// A decision of the programme against what was asked. It cannot be built without a next step:
/// nobody is left with a bare "no".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    reason: RefusalReason,
    next: NextStep,
}

impl Refusal {
    /// The only way to build one: the next step cannot be left out.
    pub fn new(reason: RefusalReason, next: NextStep) -> Self {
        Self { reason, next }
    }

    /// What was decided against.
    pub fn reason(&self) -> &RefusalReason {
        &self.reason
    }

    /// Where to go instead.
    pub fn next(&self) -> &NextStep {
        &self.next
    }
}

/// What was decided against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RefusalReason {
    /// No seat is free there.
    Full(EntryId),
    /// Another association has this slot of that day.
    SlotTaken(EntryId),
    /// That day will not be held.
    CalledOff(EntryId),
}

/// Where to go instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum NextStep {
    /// A seat is held there until then, to be confirmed.
    HeldSeat { entry: EntryId, registration: RegistrationId, until: DateTime<Utc> },
    /// No other date has a seat: read what others did meanwhile, and look at the agenda again.
    Agenda,
    /// What the association has on that day stays its own; other slots are free there.
    OtherSlots(EntryId),
    /// No reception day has room: a volunteer comes to the association.
    Visit,
}
