//! The journey: an append-only list of facts, replayed into what is done, what comes next, and why.
//!
//! Ids only, never a person's name or words. It is never a status column, and it is re-entrant: the same
//! association meets the hackathon twice.

mod event;
mod need;

pub use event::{Event, EventKind};
pub use need::{Need, state_need};

use crate::accounts::Action;
use crate::diagnosis::{Key, Verdict};
use crate::ids::{AssociationId, EntryId, JourneyId, PartnerId, TestimonyId, VisitId};
use crate::orientation::Place;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A journey's root row: locked before an append, so that order is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JourneyHead {
    pub id: JourneyId,
    pub association: AssociationId,
    /// The testimony whose "Nous aussi" started it.
    pub inspired_by: Option<TestimonyId>,
    pub opened_at: DateTime<Utc>,
}

/// The stations of the line map: where an association stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Question,
    Meeting,
    Diagnosis,
    Workshop,
    Helping,
    Project,
    Delivered,
    InUse,
    Told,
}

impl Step {
    /// All of them, in the order of the line map.
    pub const ALL: [Self; 9] = [
        Self::Question,
        Self::Meeting,
        Self::Diagnosis,
        Self::Workshop,
        Self::Helping,
        Self::Project,
        Self::Delivered,
        Self::InUse,
        Self::Told,
    ];

    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Meeting => "meeting",
            Self::Diagnosis => "diagnosis",
            Self::Workshop => "workshop",
            Self::Helping => "helping",
            Self::Project => "project",
            Self::Delivered => "delivered",
            Self::InUse => "in_use",
            Self::Told => "told",
        }
    }

    /// The line that it lies on. None: before any line.
    pub fn line(self) -> Option<Action> {
        match self {
            Self::Question | Self::Meeting | Self::Diagnosis => None,
            Self::Workshop | Self::Helping | Self::InUse => Some(Action::Workshops),
            Self::Project | Self::Delivered => Some(Action::Hackathon),
            Self::Told => Some(Action::Wiki),
        }
    }
}

/// Who has the ball.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ball {
    Association,
    Volunteers,
    Organizers(Action),
    /// A partner outside.
    Partner(PartnerId),
}

/// What comes next, as a fact that pages turn into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    ChooseMeeting,
    ComeToMeeting,
    ComeToReception,
    /// A volunteer will say that they come.
    VisitAnswer,
    /// A volunteer comes.
    Visit,
    Diagnosis,
    FinishDiagnosis,
    AnswerOrientation,
    /// Who receives an orientation is about to answer.
    ReceiverAnswer,
    ChooseWorkshop,
    ComeToWorkshop,
    AnswerInvitation,
    FindSomeoneToHelp,
    KeepHelping,
    SecondDiagnosis,
    MeetAgain,
    SubmitProject,
    Selection,
    Team,
    Weekend,
    SignHandover,
    BookFollowUp,
    ComeToFollowUp,
    SayInUse,
    Testify,
    FinishTestimony,
    NewNeed,
}

impl What {
    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::ChooseMeeting => "choose_meeting",
            Self::ComeToMeeting => "come_to_meeting",
            Self::ComeToReception => "come_to_reception",
            Self::VisitAnswer => "visit_answer",
            Self::Visit => "visit",
            Self::Diagnosis => "diagnosis",
            Self::FinishDiagnosis => "finish_diagnosis",
            Self::AnswerOrientation => "answer_orientation",
            Self::ReceiverAnswer => "receiver_answer",
            Self::ChooseWorkshop => "choose_workshop",
            Self::ComeToWorkshop => "come_to_workshop",
            Self::AnswerInvitation => "answer_invitation",
            Self::FindSomeoneToHelp => "find_someone_to_help",
            Self::KeepHelping => "keep_helping",
            Self::SecondDiagnosis => "second_diagnosis",
            Self::MeetAgain => "meet_again",
            Self::SubmitProject => "submit_project",
            Self::Selection => "selection",
            Self::Team => "team",
            Self::Weekend => "weekend",
            Self::SignHandover => "sign_handover",
            Self::BookFollowUp => "book_follow_up",
            Self::ComeToFollowUp => "come_to_follow_up",
            Self::SayInUse => "say_in_use",
            Self::Testify => "testify",
            Self::FinishTestimony => "finish_testimony",
            Self::NewNeed => "new_need",
        }
    }

    /// The line on which it happens.
    pub fn line(self) -> Option<Action> {
        match self {
            Self::ChooseMeeting
            | Self::ComeToMeeting
            | Self::ComeToReception
            | Self::VisitAnswer
            | Self::Visit
            | Self::Diagnosis
            | Self::FinishDiagnosis
            | Self::SecondDiagnosis
            | Self::MeetAgain
            | Self::AnswerOrientation
            | Self::ReceiverAnswer
            | Self::NewNeed => None,
            Self::ChooseWorkshop
            | Self::ComeToWorkshop
            | Self::AnswerInvitation
            | Self::FindSomeoneToHelp
            | Self::KeepHelping
            | Self::BookFollowUp
            | Self::ComeToFollowUp
            | Self::SayInUse => Some(Action::Workshops),
            Self::SubmitProject
            | Self::Selection
            | Self::Team
            | Self::Weekend
            | Self::SignHandover => Some(Action::Hackathon),
            Self::Testify | Self::FinishTestimony => Some(Action::Wiki),
        }
    }
}

/// The best next step: what, who has the ball and since when, and what it concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    pub what: What,
    pub ball: Ball,
    pub since: DateTime<Utc>,
    /// The entry, orientation, project… that it concerns.
    pub subject: Option<Uuid>,
}

/// What an association must have done to be invited to help others. Visible on its page, so that nobody wonders.
pub struct HelpCriteria {
    pub sessions: u32,
    pub themes: u32,
}

/// "Elle participe à plusieurs d'entre eux" (the programme's own text): three sessions, on two themes.
pub const HELP: HelpCriteria = HelpCriteria { sessions: 3, themes: 2 };

/// How long after a diagnosis a second one tells something new.
pub const SECOND_DIAGNOSIS_AFTER: Duration = Duration::days(60);

/// A journey replayed.
#[derive(Clone, Debug)]
pub struct Journey {
    pub head: JourneyHead,
    pub events: Vec<Event>,
    standing: Standing,
}

/// What the facts add up to.
#[derive(Clone, Debug, Default)]
struct Standing {
    meeting: Stay,
    reception: Stay,
    /// A diagnosis asked for elsewhere, since when, and whether a volunteer will come.
    visit: Option<(VisitId, DateTime<Utc>, bool)>,
    /// When it last came to an information meeting or a reception day about this need. Another booking does not undo it.
    met: Option<DateTime<Utc>>,
    diagnosis: DiagnosisStanding,
    diagnoses: u32,
    /// The orientations that wait for its answer, first to last.
    orientations: Vec<(Place, Uuid, DateTime<Utc>)>,
    /// Where the association was last oriented, and accepted to go.
    accepted: Option<Place>,
    /// Who is about to receive it.
    receiving: Option<(Place, Uuid, DateTime<Utc>)>,
    /// Since when the hackathon's organizers have taken its need in hand, for a project.
    taken: Option<DateTime<Utc>>,
    session: Stay,
    sessions: u32,
    sessions_since_diagnosis: u32,
    themes: BTreeMap<Key, u32>,
    /// Sessions at which it helped, by theme: acts, but nothing learnt.
    helped: BTreeMap<Key, u32>,
    invited: Option<DateTime<Utc>>,
    mentor: Option<DateTime<Utc>>,
    helping: Option<(Uuid, DateTime<Utc>)>,
    accompanied: Option<Uuid>,
    project: Option<(ProjectStanding, Uuid, DateTime<Utc>)>,
    follow_up: Stay,
    in_use: Option<(bool, DateTime<Utc>)>,
    testimony: Option<(bool, Uuid, DateTime<Utc>)>,
    /// A new need or diagnosis after the story was told, which no project has answered yet.
    reopened: bool,
}

/// A dated thing on the way: nothing, a seat, or been there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Stay {
    #[default]
    None,
    Booked(Uuid, DateTime<Utc>),
    Attended(DateTime<Utc>),
    Missed(DateTime<Utc>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum DiagnosisStanding {
    #[default]
    None,
    Running(Uuid, DateTime<Utc>),
    GivenBack(Verdict, DateTime<Utc>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ProjectStanding {
    Submitted,
    Oriented,
    Selected,
    Staffed,
    Delivered,
    Signed,
}

impl Journey {
    /// Replays several journeys of one association as one: two records that became one had one each. Their events
    /// stay where they were written, for they are append-only, and are read as they came.
    pub fn replay_all(
        head: JourneyHead,
        merged: Vec<(JourneyHead, Vec<Event>)>,
        own: Vec<Event>,
    ) -> Self {
        let mut head = head;
        let mut all = vec![own];
        for (other, events) in merged {
            head.opened_at = head.opened_at.min(other.opened_at);
            head.inspired_by = head.inspired_by.or(other.inspired_by);
            all.push(events);
        }
        Self::replay(head, interleaved(all))
    }

    /// Replays the events, in order.
    pub fn replay(head: JourneyHead, events: Vec<Event>) -> Self {
        let mut journey = Self { head, events, standing: Standing::default() };
        let mut standing = Standing::default();
        for event in journey.counted() {
            standing.add(event);
        }
        journey.standing = standing;
        journey
    }

    /// The events that nothing set right later. Presence noted again at the same date replaces what was noted.
    pub fn counted(&self) -> impl Iterator<Item = &Event> {
        let set_right = |i: usize, event: &Event| {
            self.events[i + 1..].iter().any(|later| {
                later.corrects == Some(event.id)
                    || later.subject == event.subject
                        && later.kind.is_presence()
                        && event.kind.is_presence()
            })
        };
        self.events.iter().enumerate().filter(move |(i, e)| !set_right(*i, e)).map(|(_, e)| e)
    }

    /// When the association last did, or had done to it, anything.
    pub fn last(&self) -> DateTime<Utc> {
        self.events.last().map_or(self.head.opened_at, |e| e.occurred_at)
    }

    /// Where it stands on the line map.
    pub fn step(&self) -> Step {
        let s = &self.standing;
        use ProjectStanding as P;
        let told = matches!(s.testimony, Some((true, ..)));
        match s.project.map(|p| p.0) {
            _ if told && !s.reopened => Step::Told,
            Some(P::Signed) if matches!(s.in_use, Some((true, _))) => Step::InUse,
            Some(P::Delivered | P::Signed) => Step::Delivered,
            Some(P::Submitted | P::Selected | P::Staffed) => Step::Project,
            Some(P::Oriented) | None if s.helping.is_some() => Step::Helping,
            Some(P::Oriented) | None if s.sessions > 0 || s.accepted == Some(Place::WORKSHOPS) => {
                Step::Workshop
            }
            _ if s.diagnosis != DiagnosisStanding::None => Step::Diagnosis,
            _ if s.welcomed() => Step::Meeting,
            _ => Step::Question,
        }
    }

    /// The best next step, and who has the ball. `now` decides whether a booked date is past and whether a second
    /// diagnosis would tell something new.
    pub fn next(&self, now: DateTime<Utc>) -> Next {
        let s = &self.standing;
        let ours = |what, since| Next { what, ball: Ball::Association, since, subject: None };
        let last = self.last();

        // An answer that somebody waits for comes before everything.
        if let Some((_, orientation, since)) = s.orientations.last().copied() {
            return Next { subject: Some(orientation), ..ours(What::AnswerOrientation, since) };
        }
        if let DiagnosisStanding::Running(id, since) = s.diagnosis {
            let subject = Some(id);
            return Next { what: What::FinishDiagnosis, ball: Ball::Volunteers, since, subject };
        }
        if let (Some((step, project, since)), false) = (s.project, s.reopened)
            && let Some(next) = self.next_of_project(step, project, since)
        {
            return next;
        }
        if let Stay::Booked(entry, since) = s.session {
            return Next { subject: Some(entry), ..ours(What::ComeToWorkshop, since) };
        }
        if let Stay::Booked(entry, since) = s.reception {
            return Next { subject: Some(entry), ..ours(What::ComeToReception, since) };
        }
        if let Some((visit, since, taken)) = s.visit {
            let what = if taken { What::Visit } else { What::VisitAnswer };
            return Next { what, ball: Ball::Volunteers, since, subject: Some(visit.0) };
        }
        if let Some((to, orientation, since)) = s.receiving {
            let (what, ball) = (What::ReceiverAnswer, to.receiver());
            return Next { what, ball, since, subject: Some(orientation) };
        }
        if let Some(since) = s.taken {
            return ours(What::SubmitProject, since);
        }
        match (s.diagnosis, s.meeting) {
            (DiagnosisStanding::None, meeting) => match (s.met, meeting) {
                (Some(since), _) => {
                    Next { what: What::Diagnosis, ball: Ball::Volunteers, since, subject: None }
                }
                (None, Stay::Booked(entry, since)) => {
                    Next { subject: Some(entry), ..ours(What::ComeToMeeting, since) }
                }
                (None, _) => ours(What::ChooseMeeting, last),
            },
            (DiagnosisStanding::GivenBack(Verdict::SmallDevelopment, since), _) => {
                ours(What::SubmitProject, since)
            }
            // They came back to be listened to again.
            (DiagnosisStanding::GivenBack(_, given_back), _)
                if s.met.is_some_and(|at| at > given_back) =>
            {
                let (what, ball) = (What::SecondDiagnosis, Ball::Volunteers);
                Next { what, ball, since: last, subject: None }
            }
            (DiagnosisStanding::GivenBack(..), Stay::Booked(entry, since)) => {
                Next { subject: Some(entry), ..ours(What::ComeToMeeting, since) }
            }
            (DiagnosisStanding::GivenBack(_, since), _) if s.sessions_since_diagnosis == 0 => {
                if s.accepted.is_some_and(|to| to != Place::WORKSHOPS) {
                    ours(What::MeetAgain, since)
                } else {
                    ours(What::ChooseWorkshop, since)
                }
            }
            (DiagnosisStanding::GivenBack(_, given_back), _) => self
                .next_of_learner(given_back, now)
                .unwrap_or_else(|| ours(What::ChooseWorkshop, last)),
            (DiagnosisStanding::Running(..), _) => ours(What::ChooseWorkshop, last),
        }
    }

    fn next_of_learner(&self, given_back: DateTime<Utc>, now: DateTime<Utc>) -> Option<Next> {
        let s = &self.standing;
        let ours = |what, since| Next { what, ball: Ball::Association, since, subject: None };
        if let (Some(since), None) = (s.invited, s.mentor) {
            return Some(ours(What::AnswerInvitation, since));
        }
        if now >= given_back + SECOND_DIAGNOSIS_AFTER && (s.helping.is_some() || self.may_help()) {
            let since = given_back + SECOND_DIAGNOSIS_AFTER;
            return Some(Next {
                what: What::SecondDiagnosis,
                ball: Ball::Volunteers,
                since,
                subject: None,
            });
        }
        match (s.mentor, s.helping) {
            (Some(since), None) => Some(ours(What::FindSomeoneToHelp, since)),
            (_, Some((mentoring, since))) => {
                Some(Next { subject: Some(mentoring), ..ours(What::KeepHelping, since) })
            }
            (None, None) => None,
        }
    }

    fn next_of_project(
        &self,
        step: ProjectStanding,
        project: Uuid,
        since: DateTime<Utc>,
    ) -> Option<Next> {
        let s = &self.standing;
        let subject = Some(project);
        let theirs =
            |what| Next { what, ball: Ball::Organizers(Action::Hackathon), since, subject };
        let ours = |what, since| Next { what, ball: Ball::Association, since, subject };
        Some(match step {
            ProjectStanding::Oriented => return None,
            ProjectStanding::Submitted => theirs(What::Selection),
            ProjectStanding::Selected => theirs(What::Team),
            ProjectStanding::Staffed => theirs(What::Weekend),
            ProjectStanding::Delivered => ours(What::SignHandover, since),
            ProjectStanding::Signed => match (s.follow_up, s.in_use, s.testimony) {
                (_, _, Some((true, _, since))) => ours(What::NewNeed, since),
                (_, _, Some((false, testimony, since))) => {
                    Next { subject: Some(testimony), ..ours(What::FinishTestimony, since) }
                }
                (_, Some((true, since)), None) => ours(What::Testify, since),
                (Stay::None | Stay::Missed(_), _, _) => ours(What::BookFollowUp, since),
                (Stay::Booked(entry, since), _, _) => {
                    Next { subject: Some(entry), ..ours(What::ComeToFollowUp, since) }
                }
                // Still not used after the workshop: another one may help.
                (Stay::Attended(came), Some((false, said)), _) if said >= came => {
                    ours(What::BookFollowUp, said)
                }
                (Stay::Attended(since), _, _) => ours(What::SayInUse, since),
            },
        })
    }

    /// Sessions attended, and how many on each theme.
    pub fn sessions(&self) -> (u32, &BTreeMap<Key, u32>) {
        (self.standing.sessions, &self.standing.themes)
    }

    /// What stands of who came at a date. None: nothing was noted.
    pub fn presence_at(&self, entry: EntryId) -> Option<&Event> {
        self.counted().filter(|e| e.subject == entry.0 && e.kind.is_presence()).last()
    }

    /// Its acts towards helping others: sessions attended, or helped at, and on how many themes.
    pub fn acts(&self) -> (u32, u32) {
        let Standing { sessions, themes, helped, .. } = &self.standing;
        let distinct: BTreeSet<_> = themes.keys().chain(helped.keys()).collect();
        (sessions + helped.values().sum::<u32>(), distinct.len() as u32)
    }

    /// Whether its acts meet the criteria for helping others.
    pub fn may_help(&self) -> bool {
        let (sessions, themes) = self.acts();
        sessions >= HELP.sessions && themes >= HELP.themes
    }

    /// Whether it should be invited to help now: the criteria are met and nobody has asked yet.
    pub fn to_be_invited(&self) -> bool {
        self.may_help() && self.standing.invited.is_none()
    }

    /// Whether it was asked to help others, whatever it answered.
    pub fn invited_to_help(&self) -> bool {
        self.standing.invited.is_some()
    }

    /// Whether it said yes to helping others. [`Self::helps`] tells whether it does.
    pub fn is_mentor(&self) -> bool {
        self.standing.mentor.is_some()
    }

    /// Whether it accompanies, or has accompanied, another association.
    pub fn helps(&self) -> bool {
        self.standing.helping.is_some()
    }

    /// Whether an association already accompanies it.
    pub fn is_accompanied(&self) -> bool {
        self.standing.accompanied.is_some()
    }

    /// Whether a volunteer may open a diagnosis: it came to a meeting or a reception day, a volunteer comes to it, or it
    /// has had one before.
    pub fn may_be_diagnosed(&self) -> bool {
        let s = &self.standing;
        s.met.is_some() || s.diagnoses > 0 || matches!(s.visit, Some((.., true)))
    }

    /// The visit that it waits for, and since when it has waited for an answer or for the volunteer.
    pub fn visit(&self) -> Option<(VisitId, DateTime<Utc>)> {
        self.standing.visit.map(|(visit, since, _)| (visit, since))
    }

    /// The last verdict given back.
    pub fn verdict(&self) -> Option<(Verdict, DateTime<Utc>)> {
        match self.standing.diagnosis {
            DiagnosisStanding::GivenBack(verdict, at) => Some((verdict, at)),
            _ => None,
        }
    }

    /// Whether its need is ripe for the hackathon: the last verdict says so, or its organizers have taken it in hand.
    pub fn is_ripe(&self) -> bool {
        let small = matches!(self.verdict(), Some((Verdict::SmallDevelopment, _)));
        small || self.standing.taken.is_some()
    }

    /// Whether a project of its own is under way.
    pub fn project_runs(&self) -> bool {
        match self.standing.project {
            None | Some((ProjectStanding::Oriented, ..)) => false,
            Some((ProjectStanding::Signed, ..)) => !self.standing.reopened,
            Some(_) => true,
        }
    }

    /// Whether its project may be submitted: its need is ripe, and none runs.
    pub fn may_submit(&self) -> bool {
        self.is_ripe() && !self.project_runs()
    }

    /// Whether a hand-over waits for an answer, its own or that of who receives it. Others' stories wait for nobody.
    pub fn is_handed_over(&self) -> bool {
        let open = self.standing.orientations.iter().any(|(to, ..)| *to != Place::WIKI);
        open || self.standing.receiving.is_some()
    }

    /// Whether its last project ended with a signed hand-over.
    pub fn handover_signed(&self) -> bool {
        matches!(self.standing.project, Some((ProjectStanding::Signed, ..)))
    }

    /// Whether it has a seat at a follow-up.
    pub fn comes_to_follow_up(&self) -> bool {
        matches!(self.standing.follow_up, Stay::Booked(..))
    }

    /// Whether its last answer about the tool was that it is used. False: no answer yet, too.
    pub fn tool_in_use(&self) -> bool {
        matches!(self.standing.in_use, Some((true, _)))
    }

    /// Whether it has something to tell: a tool in use, or three sessions attended.
    pub fn may_testify(&self) -> bool {
        self.tool_in_use() || self.standing.sessions >= HELP.sessions
    }
}

/// Several lists of events as one, in the order in which they were recorded. Each list keeps its own order, which is the
/// truth about it even where clocks disagreed.
fn interleaved(lists: Vec<Vec<Event>>) -> Vec<Event> {
    let mut lists: Vec<_> = lists.into_iter().map(|l| l.into_iter().peekable()).collect();
    let mut all = Vec::new();
    loop {
        let heads = lists.iter_mut().enumerate();
        let heads = heads.filter_map(|(i, list)| Some((list.peek()?.recorded_at, i)));
        let Some((_, first)) = heads.min() else { return all };
        all.extend(lists[first].next());
    }
}

impl Standing {
    fn add(&mut self, event: &Event) {
        let (subject, at) = (event.subject, event.occurred_at);
        match &event.kind {
            EventKind::Inspired | EventKind::MentoringMet | EventKind::DiagnosisReviewed => {}
            EventKind::NeedStated => {
                if self.reopen() {
                    // What was heard and concluded was about another need.
                    self.meeting = Stay::None;
                    self.reception = Stay::None;
                    self.met = None;
                    self.diagnosis = DiagnosisStanding::None;
                    self.taken = None;
                }
            }
            EventKind::MeetingBooked => self.meeting = Stay::Booked(subject, at),
            EventKind::MeetingAttended => {
                self.met = Some(at);
                self.meeting.leave(subject, Stay::Attended(at));
            }
            EventKind::MeetingMissed => self.meeting.leave(subject, Stay::Missed(at)),
            EventKind::ReceptionBooked => self.reception = Stay::Booked(subject, at),
            EventKind::ReceptionAttended => {
                self.met = Some(at);
                self.reception.leave(subject, Stay::Attended(at));
            }
            EventKind::ReceptionMissed => self.reception.leave(subject, Stay::Missed(at)),
            EventKind::VisitAsked | EventKind::VisitGivenBack => {
                self.visit = Some((subject.into(), at, false));
            }
            EventKind::VisitTaken => self.visit = Some((subject.into(), at, true)),
            EventKind::VisitWithdrawn => self.visit = None,
            EventKind::EncounterBooked
            | EventKind::EncounterAttended
            | EventKind::EncounterMissed => {}
            EventKind::DiagnosisStarted => {
                self.reopen();
                self.visit = None;
                self.diagnosis = DiagnosisStanding::Running(subject, at);
            }
            EventKind::DiagnosisGivenBack(verdict) => {
                self.diagnosis = DiagnosisStanding::GivenBack(*verdict, at);
                self.diagnoses += 1;
                self.taken = None;
                self.sessions_since_diagnosis = 0;
            }
            EventKind::OrientationOpened(to) => self.orientations.push((*to, subject, at)),
            EventKind::OrientationAccepted(to) => {
                self.answered(subject);
                self.accepted = Some(*to);
            }
            EventKind::OrientationDeclined(_) | EventKind::OrientationExpired(_) => {
                self.answered(subject);
            }
            EventKind::HandedOver(to) => self.receiving = Some((*to, subject, at)),
            EventKind::OrientationHonoured(to) => {
                self.answered(subject);
                if *to == Place::HACKATHON {
                    self.taken = Some(at);
                }
            }
            EventKind::SeatTaken => self.session = Stay::Booked(subject, at),
            EventKind::FollowUpBooked => self.follow_up = Stay::Booked(subject, at),
            EventKind::SeatGivenBack | EventKind::DateCalledOff => {
                let stays = [
                    &mut self.meeting,
                    &mut self.reception,
                    &mut self.session,
                    &mut self.follow_up,
                ];
                for stay in stays {
                    stay.leave(subject, Stay::None);
                }
            }
            EventKind::SessionAttended(theme) => {
                self.sessions += 1;
                // What is noted late may have been before the diagnosis.
                let before = matches!(self.diagnosis, DiagnosisStanding::GivenBack(_, g) if at < g);
                self.sessions_since_diagnosis += u32::from(!before);
                *self.themes.entry(theme.clone()).or_default() += 1;
                self.session.leave(subject, Stay::Attended(at));
                self.follow_up.leave(subject, Stay::Attended(at));
            }
            EventKind::SessionHelped(theme) => {
                *self.helped.entry(theme.clone()).or_default() += 1;
                self.session.leave(subject, Stay::Attended(at));
                self.follow_up.leave(subject, Stay::Attended(at));
            }
            EventKind::SessionMissed => {
                self.session.leave(subject, Stay::Missed(at));
                self.follow_up.leave(subject, Stay::Missed(at));
            }
            EventKind::InvitedToHelp => self.invited = Some(at),
            EventKind::BecameMentor => self.mentor = Some(at),
            EventKind::HelpStarted => self.helping = Some((subject, at)),
            EventKind::Accompanied => self.accompanied = Some(subject),
            EventKind::ProjectSubmitted => {
                // Another story begins; nothing of the last one speaks for it.
                self.testimony = None;
                self.follow_up = Stay::None;
                self.in_use = None;
                self.reopened = false;
                self.taken = None;
                self.project(ProjectStanding::Submitted, event);
            }
            EventKind::ProjectOriented => self.project(ProjectStanding::Oriented, event),
            EventKind::ProjectSelected => self.project(ProjectStanding::Selected, event),
            EventKind::TeamFormed => self.project(ProjectStanding::Staffed, event),
            EventKind::ToolDelivered => self.project(ProjectStanding::Delivered, event),
            EventKind::HandoverSigned => self.project(ProjectStanding::Signed, event),
            EventKind::ToolInUse => self.in_use = Some((true, at)),
            EventKind::ToolNotInUse => self.in_use = Some((false, at)),
            EventKind::TestimonyBegun => self.testimony = Some((false, subject, at)),
            EventKind::TestimonyPublished => {
                self.testimony = Some((true, subject, at));
                self.reopened = false;
            }
        }
    }

    /// An orientation waits no more.
    fn answered(&mut self, orientation: Uuid) {
        self.orientations.retain(|(_, open, _)| *open != orientation);
        self.receiving = self.receiving.filter(|(_, received, _)| *received != orientation);
    }

    /// Whether the programme has met it, or is about to.
    fn welcomed(&self) -> bool {
        let booked = [self.meeting, self.reception].iter().any(|stay| *stay != Stay::None);
        booked || self.met.is_some() || self.visit.is_some()
    }

    /// Opens the way again once the story is told, or once the tool turned out not to serve; whether it was.
    fn reopen(&mut self) -> bool {
        let told = matches!(self.testimony, Some((true, ..)));
        let signed = matches!(self.project, Some((ProjectStanding::Signed, ..)));
        let useless = signed && matches!(self.in_use, Some((false, _)));
        self.reopened |= told || useless;
        told || useless
    }

    fn project(&mut self, step: ProjectStanding, event: &Event) {
        self.project = Some((step, event.subject, event.occurred_at));
    }
}

impl Stay {
    /// Ends a stay at this entry; others are left alone.
    fn leave(&mut self, entry: Uuid, end: Stay) {
        if matches!(self, Self::Booked(booked, _) if *booked == entry) {
            *self = end;
        }
    }
}

#[cfg(test)]
mod tests;
