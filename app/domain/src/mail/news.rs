//! Who is written what, when. What needs somebody today leaves at once; all else waits for Monday's letter.

use crate::accounts::{Action, Hat};
use crate::act::{Act, Change, Outcome};
use crate::dashboard::Desk;
use crate::hackathon::ProjectState;
use crate::ids::{AssociationId, BegunId, JourneyId, PageId, PartnerId, PersonId};
use crate::journey::{Ball, EventKind, Journey, What};
use crate::mail::{Letter, List, Preferences};
use crate::mentoring;
use crate::orientation::{self, Orientation, Place, State, Waiting};
use crate::paris;
use crate::reception::{ReceptionChange, VisitState};
use crate::wiki::care::{ASKED_AGAIN_AFTER, AskedToCheck, Reason};
use crate::workshops::{CancelledBy, Entry, EntryKind, Presence, Registration, Seat};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub to: Reader,
    pub letter: Letter,
}

/// To whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Those of its people whom the programme writes to.
    Association(AssociationId),
    /// The organizers of an action, but those who act for this association.
    Organizers(Action, AssociationId),
    Partner(PartnerId),
    /// Who began a journey without an account, while nobody has claimed it.
    Begun(BegunId),
    /// Those of its people whom the programme writes to or, while nobody has claimed its journey, who began it.
    Journey(AssociationId, JourneyId),
    /// Who wrote a page and may still read it, or who takes care of it where they have gone.
    Authors(PageId),
    /// Who takes care of a page: of what only some read, they alone are told.
    Caretakers(PageId),
    Person(PersonId),
}

impl Reader {
    /// Who answers for a place.
    fn receiving(orientation: &Orientation) -> Self {
        match orientation.to {
            Place::Action(action) => Self::Organizers(action, orientation.association),
            Place::Partner(partner) => Self::Partner(partner),
        }
    }
}

impl News {
    fn of(association: AssociationId, letter: Letter) -> Option<Self> {
        Some(Self { to: Reader::Association(association), letter })
    }
}

/// What a change made at that moment tells at once, to whom.
pub fn news(at: DateTime<Utc>, changes: &[Change]) -> Vec<News> {
    changes.iter().filter_map(|change| news_of(at, change)).collect()
}

fn news_of(at: DateTime<Utc>, change: &Change) -> Option<News> {
    match change {
        Change::Orientation(o) => news_of_orientation(at, o),
        // Presence is noted on the same seat, later.
        Change::Registration(r) if r.since == at && r.presence.is_none() => news_of_seat(r),
        Change::Reception(ReceptionChange::Visit(v)) if v.since == at => match v.state {
            VisitState::Taken(by) => {
                News::of(v.association, Letter::VisitTaken { visit: v.id, by })
            }
            _ => None,
        },
        Change::Mentoring(m) if m.state == mentoring::State::Proposed && m.since == at => {
            News::of(m.helped, Letter::MentoringOffered { mentoring: m.id })
        }
        Change::Project(p) if p.since == at => match p.state {
            ProjectState::Selected => {
                News::of(p.association, Letter::ProjectSelected { project: p.id })
            }
            ProjectState::Delivered => {
                News::of(p.association, Letter::ToolDelivered { project: p.id })
            }
            // Oriented: the orientation that is opened with it says so.
            _ => None,
        },
        Change::Question(q) => match (&q.answer, q.by) {
            (None, _) => Some(News {
                to: Reader::Authors(q.page),
                letter: Letter::PageAsked { question: q.id },
            }),
            (Some(answer), Some(asked)) if answer.by != q.by => Some(News {
                to: Reader::Person(asked),
                letter: Letter::PageAnswered { question: q.id },
            }),
            (Some(_), _) => None,
        },
        // Who wrote it knows best whether it is still true; all else is for who takes care of it.
        Change::Report(r) if r.closed.is_none() => Some(News {
            to: match r.reason {
                Reason::Obsolete => Reader::Authors(r.page),
                Reason::Duplicate | Reason::Abuse => Reader::Caretakers(r.page),
            },
            letter: Letter::PageReported { report: r.id },
        }),
        _ => None,
    }
}

fn news_of_seat(seat: &Registration) -> Option<News> {
    let registration = seat.id;
    let letter = match seat.state {
        Seat::Registered => Letter::SeatTaken { registration },
        Seat::Offered { .. } => Letter::SeatOffered { registration },
        Seat::Cancelled(CancelledBy::Silence) => Letter::SeatPassed { registration },
        Seat::Held { .. } | Seat::Waiting | Seat::Cancelled(_) => return None,
    };
    Some(News { to: Reader::Journey(seat.association, seat.journey), letter })
}

fn news_of_orientation(at: DateTime<Utc>, o: &Orientation) -> Option<News> {
    let (orientation, without_seat) = (o.id, o.registration.is_none() && o.to != Place::WIKI);
    match o.state {
        State::Open if o.opened_at == at => {
            News::of(o.association, Letter::OrientationOpened { orientation })
        }
        State::Accepted { at: then } if then == at && without_seat => Some(News {
            to: Reader::receiving(o),
            letter: Letter::OrientationReceived { orientation },
        }),
        State::Honoured { at: then } if then == at && without_seat => {
            News::of(o.association, Letter::OrientationHonoured { orientation })
        }
        // Declined, or expired: the one that is opened with it says so.
        _ => None,
    }
}

/// What the day's job tells of the orientations that wait: to who has the ball, when the date is near. Seats have
/// reminders of their own.
pub fn waits(now: DateTime<Utc>, waiting: &[Waiting]) -> Vec<News> {
    let near = |w: &&Waiting| {
        w.until.is_some_and(|until| now < until && until - now <= orientation::REMINDED_BEFORE)
    };
    let reminder = |w: &Waiting| {
        let o = &w.orientation;
        let orientation = o.id;
        match w.ball {
            _ if o.registration.is_some() => None,
            Ball::Association => News::of(o.association, Letter::OrientationWaits { orientation }),
            Ball::Organizers(_) | Ball::Partner(_) => Some(News {
                to: Reader::receiving(o),
                letter: Letter::ReceiverAwaited { orientation },
            }),
            Ball::Volunteers => None,
        }
    };
    waiting.iter().filter(near).filter_map(reminder).collect()
}

/// Those whom the programme writes to for an association: `known`, as changes about to be made leave them.
pub fn referents(
    association: AssociationId,
    known: Vec<PersonId>,
    changes: &[Change],
) -> Vec<PersonId> {
    let mut referents = known;
    for change in changes {
        let Change::Membership(member) = change else { continue };
        if member.association == association {
            referents.retain(|person| *person != member.person);
            referents.extend(member.referent.then_some(member.person));
        }
    }
    referents
}

/// What the day's job asks of those who answer for pages (`people`, with when each was last asked) that nobody has said are
/// true for long. Whoever was asked lately is left alone, and that they are asked is noted.
pub fn to_check(act: &Act, people: Vec<(PersonId, Option<DateTime<Utc>>)>) -> Outcome<Vec<News>> {
    let left_alone = |last: DateTime<Utc>| act.at < last + ASKED_AGAIN_AFTER;
    let on = paris::day(act.at).to_string();
    let mut outcome = Outcome::of(Vec::new());
    for (person, last) in people {
        if last.is_some_and(left_alone) {
            continue;
        }
        let letter = Letter::PagesToCheck { person, on: on.clone() };
        outcome.answer.push(News { to: Reader::Person(person), letter });
        outcome = outcome.change(Change::AskedToCheck(AskedToCheck { person, at: act.at }));
    }
    outcome
}

/// How many days before a held seat is freed people are told.
const BEFORE_FREED: i64 = 2;

/// How far ahead seats are looked at for [`reminders`].
pub const REMINDED_AHEAD: Duration = Duration::days(BEFORE_FREED + 1);

/// What the day's job tells of the seats to come.
pub fn reminders(now: DateTime<Utc>, seats: &[(Registration, Entry)]) -> Vec<News> {
    let in_days = |at| (paris::day(at) - paris::day(now)).num_days();
    let reminder = |(seat, entry): &(Registration, Entry)| {
        let registration = seat.id;
        let letter = match seat.state {
            Seat::Registered if seat.presence.is_none() && in_days(entry.starts_at) == 1 => {
                Letter::DateTomorrow { registration }
            }
            Seat::Registered
                if seat.presence == Some(Presence::Present)
                    && entry.kind == EntryKind::WorkshopSession
                    && in_days(entry.starts_at) == -1 =>
            {
                Letter::HowWasIt { registration }
            }
            Seat::Held { until } if now < until && in_days(until) <= BEFORE_FREED => {
                Letter::HeldSeatEnds { registration }
            }
            _ => return None,
        };
        News::of(seat.association, letter)
    };
    seats.iter().filter_map(reminder).collect()
}

/// How far back those who came are looked for: the whole of yesterday.
pub const ASKED_AFTER: Duration = Duration::hours(36);

/// A tool that was said to be used is asked about again after that time.
const STILL_USED_AFTER: Duration = Duration::days(90);

/// Monday's letter to one person: what was `gathered` for them, then what waits for them. None: nothing does, or they
/// do not want it.
pub fn weekly(
    now: DateTime<Utc>,
    hats: &[Hat],
    preferences: Preferences,
    gathered: Vec<Letter>,
    journeys: &[Journey],
    desk: &Desk,
) -> Option<Letter> {
    let mut letters = gathered;
    for hat in hats {
        match *hat {
            Hat::Member(ours) => {
                let journey = journeys.iter().rev().find(|j| j.head.association == ours);
                letters.extend(journey.and_then(|journey| asked(now, journey)));
            }
            Hat::Volunteer => {
                let waits = desk.waiting.iter().any(|w| w.next.ball == Ball::Volunteers);
                letters.extend(waits.then_some(Letter::DiagnosesWait));
            }
            Hat::Organizer(action, _) => {
                let waits = |w: &crate::dashboard::Waiting| {
                    w.for_the_programme() && w.action() == Some(action)
                };
                let waits = desk.waiting.iter().any(waits);
                letters.extend(waits.then_some(Letter::AssociationsWait { action }));
            }
            Hat::Mentor | Hat::Administrator => {}
        }
    }
    (preferences.digest && !letters.is_empty()).then_some(Letter::Digest(letters))
}

/// What an association that has its tool is asked: again each time after twice as long, never every week.
fn asked(now: DateTime<Utc>, journey: &Journey) -> Option<Letter> {
    let next = journey.next(now);
    let project = next.subject.map(Into::into);
    let (letter, since) = match (next.what, project) {
        (What::SayInUse, Some(project)) => (Letter::ToolUsed { project }, next.since),
        _ => {
            let said = journey.counted().filter(|e| e.kind == EventKind::ToolInUse).last()?;
            let since = said.occurred_at + STILL_USED_AFTER;
            (Letter::ToolUsed { project: said.subject.into() }, since)
        }
    };
    let weeks = u64::try_from((now - since).num_weeks()).ok()?;
    (now >= since && (weeks + 1).is_power_of_two()).then_some(letter)
}

impl Letter {
    /// One row for each thing told to each reader, a person or a partner, however often it is written.
    pub fn key(&self, reader: impl Into<Uuid>) -> String {
        let reader = reader.into();
        // Another may come, once the first cannot.
        if let Self::VisitTaken { visit, by } = self {
            return format!("{}:{visit}:{by}:{reader}", self.code());
        }
        // Asked once, and once more.
        if let Self::TestimonyAsked { sought: Some(sought), again, .. } = self {
            let which = if *again { "again" } else { "first" };
            return format!("{}:{sought}:{which}:{reader}", self.code());
        }
        // It may move again.
        if let Self::DateMoved { registration, sequence } = self {
            return format!("{}:{registration}:{sequence}:{reader}", self.code());
        }
        if let Self::TalkChanged { talk, sequence } = self {
            return format!("{}:{talk}:{sequence}:{reader}", self.code());
        }
        // Asked again later.
        if let Self::PagesToCheck { on, .. } = self {
            return format!("{}:{on}:{reader}", self.code());
        }
        // Published again, it may be taken down again.
        if let Self::StoryTakenDown { testimony, at, .. } = self {
            return format!("{}:{testimony}:{}:{reader}", self.code(), at.timestamp_micros());
        }
        let about = match self {
            Self::OrientationOpened { orientation }
            | Self::OrientationWaits { orientation }
            | Self::OrientationReceived { orientation }
            | Self::ReceiverAwaited { orientation }
            | Self::OrientationHonoured { orientation } => orientation.0,
            Self::SeatTaken { registration }
            | Self::HeldSeatEnds { registration }
            | Self::DateCalledOff { registration, .. }
            | Self::HowWasIt { registration }
            | Self::SeatOffered { registration }
            | Self::SeatPassed { registration }
            | Self::DateTomorrow { registration } => registration.0,
            Self::SessionOpened { entry } => entry.0,
            Self::TalkProposed { talk } | Self::NotesGiven { talk } => talk.0,
            Self::MentoringOffered { mentoring } => mentoring.0,
            Self::ProjectSelected { project }
            | Self::ToolDelivered { project }
            | Self::ToolUsed { project } => project.0,
            Self::PageAsked { question } | Self::PageAnswered { question } => question.0,
            Self::PageReported { report } => report.0,
            _ => reader,
        };
        format!("{}:{about}:{reader}", self.code())
    }

    /// Which of the letters that one may do without it is. None: it is essential.
    pub fn list(&self) -> Option<List> {
        match self {
            Self::HeldSeatEnds { .. }
            | Self::DateTomorrow { .. }
            | Self::HowWasIt { .. }
            | Self::TestimonyAsked { .. }
            | Self::DutyTomorrow { .. }
            | Self::SessionOpened { .. }
            | Self::OrientationWaits { .. }
            | Self::PagesToCheck { .. }
            | Self::ReceiverAwaited { .. } => Some(List::Reminders),
            Self::Digest(_) => Some(List::Digest),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
