//! Orientation: a hand-over from one action to another, or to a partner outside, with someone who must answer.
//!
//! The association answers first: nothing about it goes anywhere without its yes. Then either it has a seat and comes,
//! or whoever receives it has the ball. What is declined, or expires, opens what comes next: nobody is left without a
//! next step.

mod flows;
mod partner;

pub use flows::{FEW, Flows, Passed, Waiting, flows, waiting};
pub use partner::{Card, Partner, Support};

use crate::accounts::{Action, AnswererHat, Judge, ReceiverHat};
use crate::act::{Act, Broken, Change, Outcome};
use crate::diagnosis::Key;
use crate::ids::{
    AssociationId, DiagnosisId, EntryId, JourneyId, OrientationId, PartnerId, ProjectId,
    RegistrationId,
};
use crate::journey::{Ball, EventKind, Journey};
use crate::text::Words;
use crate::workshops::{Claim, Entry, EntryKind, HELD_FOR, Registration, Seating};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How long after a date who came may still be noted: hosts do it when they find the time, and nobody who came is to be
/// asked again meanwhile.
pub const NOTED_WITHIN: Duration = Duration::days(30);

/// An end of a hand-over: one of the three actions, or a partner outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Action(Action),
    Partner(PartnerId),
}

impl Place {
    pub const WIKI: Self = Self::Action(Action::Wiki);
    pub const WORKSHOPS: Self = Self::Action(Action::Workshops);
    pub const HACKATHON: Self = Self::Action(Action::Hackathon);

    /// The name in the database and in forms: an action's, or `partner:` and its id.
    pub fn code(self) -> String {
        match self {
            Self::Action(action) => action.code().to_owned(),
            Self::Partner(partner) => format!("partner:{partner}"),
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.strip_prefix("partner:") {
            Some(partner) => partner.parse().ok().map(Self::Partner),
            None => Action::from_code(code).map(Self::Action),
        }
    }

    /// None: outside the programme.
    pub fn action(self) -> Option<Action> {
        match self {
            Self::Action(action) => Some(action),
            Self::Partner(_) => None,
        }
    }

    /// Who answers there.
    pub fn receiver(self) -> Ball {
        match self {
            Self::Action(action) => Ball::Organizers(action),
            Self::Partner(partner) => Ball::Partner(partner),
        }
    }
}

impl From<Action> for Place {
    fn from(action: Action) -> Self {
        Self::Action(action)
    }
}

/// A hand-over offered to an association.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Orientation {
    pub id: OrientationId,
    pub journey: JourneyId,
    pub association: AssociationId,
    pub from: Place,
    pub to: Place,
    pub theme: Option<Key>,
    /// The date offered, and the seat held there.
    pub entry: Option<EntryId>,
    pub registration: Option<RegistrationId>,
    pub cause: Cause,
    /// Why, in the words of who hands over.
    pub reason: Option<Words>,
    pub opened_at: DateTime<Utc>,
    pub state: State,
}

/// What led to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    Diagnosis(DiagnosisId),
    /// The project was not selected.
    Project(ProjectId),
    /// The tool that was made is to be learnt.
    Tool(ProjectId),
    /// The need was seen to outgrow this date.
    Date(EntryId),
    /// Somebody who follows the journey decided so.
    Followed(JourneyId),
    /// The orientation before was declined.
    Declined(OrientationId),
    /// The orientation before had no answer in time, or nobody came.
    Expired(OrientationId),
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// The association has not answered.
    Open,
    /// It said yes.
    Accepted { at: DateTime<Utc> },
    /// Never without what comes instead.
    Declined { at: DateTime<Utc>, reason: DeclineReason, next: OrientationId },
    /// The association came, or is in the hands of who received it.
    Honoured { at: DateTime<Utc> },
    /// Its date passed: never without what comes instead, either.
    Expired { at: DateTime<Utc>, next: OrientationId },
}

/// Why it is declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    // The association's.
    Date,
    Place,
    NotOurNeed,
    NoTime,
    // Those of who would receive it.
    OutsideField,
    Full,
    Unreachable,
    TooEarly,
}

impl DeclineReason {
    /// Those of an association, in the order that people read.
    pub const OF_ASSOCIATION: [Self; 4] = [Self::Date, Self::Place, Self::NotOurNeed, Self::NoTime];
    /// Those of who would receive it.
    pub const OF_RECEIVER: [Self; 4] =
        [Self::OutsideField, Self::Full, Self::Unreachable, Self::TooEarly];

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::OF_ASSOCIATION.into_iter().chain(Self::OF_RECEIVER)
    }

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Place => "place",
            Self::NotOurNeed => "not_our_need",
            Self::NoTime => "no_time",
            Self::OutsideField => "outside_field",
            Self::Full => "full",
            Self::Unreachable => "unreachable",
            Self::TooEarly => "too_early",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|r| r.code() == code)
    }
}

/// What the receiver answers: they take the association in hand, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceiverAnswer {
    Taken,
    Declined(DeclineReason),
}

impl ReceiverAnswer {
    /// All of them, in the order that people read.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Taken].into_iter().chain(DeclineReason::OF_RECEIVER.map(Self::Declined))
    }

    /// The name in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Declined(reason) => reason.code(),
        }
    }

    /// Reads [`Self::code`] back. None: no such answer of a receiver.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|answer| answer.code() == code)
    }
}

/// A hand-over about to be made: for whom, where from, why.
#[derive(Clone, Debug)]
pub struct Offer {
    pub journey: JourneyId,
    pub association: AssociationId,
    pub from: Place,
    pub theme: Option<Key>,
    pub cause: Cause,
    pub reason: Option<Words>,
}

impl Offer {
    /// A hand-over from there, about no theme yet.
    pub fn new(
        journey: JourneyId,
        association: AssociationId,
        from: impl Into<Place>,
        cause: Cause,
    ) -> Self {
        Self { journey, association, from: from.into(), theme: None, cause, reason: None }
    }

    /// About this theme.
    pub fn about(self, theme: Option<Key>) -> Self {
        Self { theme, ..self }
    }

    /// For this reason, in words.
    pub fn because(self, reason: Option<Words>) -> Self {
        Self { reason, ..self }
    }

    /// Orients to the first of `dates` that has a seat, and holds it; without one, to the wiki's testimonies, where
    /// there is always room. It is about the theme of its date, where that has one.
    pub fn open(self, act: &Act, dates: &[Seating]) -> Outcome<Orientation> {
        match self.held(act, dates) {
            Some(held) => self.at(act, held),
            None => self.to(act, Place::WIKI, None),
        }
    }

    /// Orients to where somebody who follows the association sends it. At one of `dates` there, where there is a seat,
    /// one is held; otherwise those who receive it find how.
    ///
    /// Errors: `OwnAssociation`; `OrientationOpen`, another one waits for its answer; `OutOfOrder`, it leads nowhere
    /// else, or to the hackathon while a project runs.
    pub fn send(
        self,
        act: &Act,
        judge: &Judge,
        journey: &Journey,
        to: Place,
        dates: &[Seating],
    ) -> Result<Outcome<Orientation>, Broken> {
        judge.on(self.association)?;
        if journey.is_handed_over() {
            return Err(Broken::OrientationOpen);
        }
        if to == self.from || (to == Place::HACKATHON && journey.project_runs()) {
            return Err(Broken::OutOfOrder);
        }
        Ok(match self.held(act, dates).filter(|held| held.place == to) {
            Some(held) => self.at(act, held),
            None => self.to(act, to, None),
        })
    }

    fn held(&self, act: &Act, dates: &[Seating]) -> Option<Held> {
        dates.iter().find_map(|date| {
            let seat = date.hold(act, self.association, self.journey, Claim::Oriented)?;
            let (place, theme) = (date.entry.kind.action().into(), date.entry.theme.clone());
            Some(Held { place, theme, seat })
        })
    }

    fn at(self, act: &Act, Held { place, theme, seat }: Held) -> Outcome<Orientation> {
        let theme = theme.or_else(|| self.theme.clone());
        self.about(theme).to(act, place, Some(seat.answer.clone())).and(seat)
    }

    fn to(self, act: &Act, to: Place, seat: Option<Registration>) -> Outcome<Orientation> {
        let orientation = Orientation {
            id: act.id().into(),
            journey: self.journey,
            association: self.association,
            from: self.from,
            to,
            theme: self.theme,
            entry: seat.as_ref().map(|s| s.entry),
            registration: seat.map(|s| s.id),
            cause: self.cause,
            reason: self.reason,
            opened_at: act.at,
            state: State::Open,
        };
        Outcome::of(orientation.clone())
            .event(act, self.journey, EventKind::OrientationOpened(to), orientation.id.0)
            .change(Change::Orientation(orientation))
    }
}

/// A seat held at a date, and what the date is about.
struct Held {
    place: Place,
    theme: Option<Key>,
    seat: Outcome<Registration>,
}

/// How an orientation ends without having been honoured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Declined(DeclineReason),
    Expired,
}

impl Orientation {
    /// Whether it sends the association to this date: to it, or to what it is about, while it lasts.
    pub fn leads_to(&self, date: &Entry) -> bool {
        let lasts = matches!(self.state, State::Open | State::Accepted { .. });
        let about = self.theme.is_some() && self.theme == date.theme;
        let there = self.entry == Some(date.id) || self.to == date.kind.action().into() && about;
        lasts && there
    }

    /// Its date is called off: it leads to the seat that is held instead or, without one, to who receives it there.
    /// None: it led to another seat, or is over.
    pub fn reseated(
        &self,
        act: &Act,
        off: RegistrationId,
        instead: Option<&Registration>,
    ) -> Option<Change> {
        let state = match self.state {
            State::Open => State::Open,
            State::Accepted { .. } => State::Accepted { at: act.at },
            State::Declined { .. } | State::Honoured { .. } | State::Expired { .. } => return None,
        };
        let (entry, registration) = (instead.map(|s| s.entry), instead.map(|s| s.id));
        let reseated = Self { entry, registration, state, ..self.clone() };
        (self.registration == Some(off)).then_some(Change::Orientation(reseated))
    }

    /// Who has the ball, and since when. None: it is over.
    pub fn ball(&self) -> Option<(Ball, DateTime<Utc>)> {
        match self.state {
            State::Open => Some((Ball::Association, self.opened_at)),
            // The seat is theirs: they have only to come.
            State::Accepted { at } if self.registration.is_some() => Some((Ball::Association, at)),
            State::Accepted { at } => Some((self.to.receiver(), at)),
            State::Declined { .. } | State::Honoured { .. } | State::Expired { .. } => None,
        }
    }

    /// Until when whoever has the ball may answer; `date` is the one offered. None: it is over, or waits as long as it
    /// takes, for other associations' stories are always there.
    pub fn until(&self, date: Option<&Entry>) -> Option<DateTime<Utc>> {
        match (self.state, date) {
            (State::Open, Some(date)) => Some((self.opened_at + HELD_FOR).min(date.starts_at)),
            (State::Open, None) if self.to == Place::WIKI => None,
            (State::Open, None) => Some(self.opened_at + HELD_FOR),
            (State::Accepted { .. }, Some(date)) => Some(date.ends_at + NOTED_WITHIN),
            (State::Accepted { at }, None) => Some(at + HELD_FOR),
            _ => None,
        }
    }

    /// The kind of date to offer instead; `date` is the one offered now. None: the wiki's testimonies.
    pub fn instead(&self, end: End, date: Option<&Entry>) -> Option<EntryKind> {
        use DeclineReason as R;
        let same = date.map_or(EntryKind::WorkshopSession, |date| date.kind);
        match (end, self.state) {
            // Somewhere or some time else may do.
            (End::Declined(R::Date | R::Place), _) => Some(same),
            (End::Declined(R::NotOurNeed | R::NoTime), _) => None,
            // Whoever should have received it did not: it is listened to again.
            (End::Declined(_), _) => Some(EntryKind::InfoMeeting),
            (End::Expired, State::Accepted { .. }) if self.registration.is_some() => Some(same),
            (End::Expired, State::Accepted { .. }) => Some(EntryKind::InfoMeeting),
            // Silence is not pressed.
            (End::Expired, _) => None,
        }
    }

    /// Says yes: the held seat becomes a registration, or the ball goes to who receives it. `seating` is that of the
    /// date offered.
    pub fn accept(
        &self,
        act: &Act,
        _hat: &AnswererHat,
        seating: Option<&Seating>,
    ) -> Result<Outcome<()>, Broken> {
        self.must_be_open()?;
        let seat = match (seating, self.registration) {
            (Some(seating), Some(registration)) => {
                seating.confirm_held(act, registration)?.map(|_| ())
            }
            // Reading needs nobody else.
            _ if self.to == Place::WIKI => Outcome::of(()),
            _ => {
                Outcome::of(()).event(act, self.journey, EventKind::HandedOver(self.to), self.id.0)
            }
        };
        let reads = self.to == Place::WIKI && self.registration.is_none();
        let state =
            if reads { State::Honoured { at: act.at } } else { State::Accepted { at: act.at } };
        Ok(Outcome::of(())
            .event(act, self.journey, EventKind::OrientationAccepted(self.to), self.id.0)
            .change(self.now(state))
            .and(seat))
    }

    /// Says no, with a reason; the next orientation is opened at once. `seating` is that of the date offered, `others`
    /// the dates to offer instead.
    ///
    /// Errors: `AlreadyAnswered`; `UnknownAnswer`, this reason is not one of an association.
    pub fn decline(
        &self,
        act: &Act,
        _hat: &AnswererHat,
        reason: DeclineReason,
        seating: Option<&Seating>,
        others: &[Seating],
    ) -> Result<Outcome<Orientation>, Broken> {
        self.must_be_open()?;
        if !DeclineReason::OF_ASSOCIATION.contains(&reason) {
            return Err(Broken::UnknownAnswer);
        }
        self.end(act, End::Declined(reason), seating, others)
    }

    /// Whoever receives it answers: the association is in their hands, or not, and then what comes next is opened at
    /// once: at the first of `others` that has a seat. The answer is the next orientation.
    ///
    /// Errors: `OutOfOrder`, the association has not said yes, or has only to come; `AlreadyAnswered`;
    /// `UnknownAnswer`, this reason is not one of a receiver.
    pub fn receive(
        &self,
        act: &Act,
        _hat: &ReceiverHat,
        answer: ReceiverAnswer,
        others: &[Seating],
    ) -> Result<Outcome<Option<Orientation>>, Broken> {
        match self.state {
            State::Accepted { .. } if self.registration.is_none() => {}
            State::Open | State::Accepted { .. } => return Err(Broken::OutOfOrder),
            _ => return Err(Broken::AlreadyAnswered),
        }
        match answer {
            ReceiverAnswer::Taken => Ok(Outcome::of(None)
                .event(act, self.journey, EventKind::OrientationHonoured(self.to), self.id.0)
                .change(self.now(State::Honoured { at: act.at }))),
            ReceiverAnswer::Declined(reason) if DeclineReason::OF_RECEIVER.contains(&reason) => {
                Ok(self.end(act, End::Declined(reason), None, others)?.map(Some))
            }
            ReceiverAnswer::Declined(_) => Err(Broken::UnknownAnswer),
        }
    }

    /// The association came to the date that it had accepted.
    pub fn honour(&self, act: &Act) -> Option<Change> {
        matches!(self.state, State::Accepted { .. })
            .then(|| self.now(State::Honoured { at: act.at }))
    }

    /// Closes it once its date has passed, and opens what comes next; `seating` is that of the date offered, `others`
    /// the dates to offer instead. None: it still waits, or is over.
    pub fn expire(
        &self,
        act: &Act,
        seating: Option<&Seating>,
        others: &[Seating],
    ) -> Option<Outcome<Orientation>> {
        let until = self.until(seating.map(|seating| &seating.entry))?;
        // A seat held then is free by itself; one that was taken tells who was awaited.
        (until <= act.at).then(|| self.end(act, End::Expired, None, others).ok()).flatten()
    }

    /// Ends it, and opens what comes instead.
    fn end(
        &self,
        act: &Act,
        end: End,
        seating: Option<&Seating>,
        others: &[Seating],
    ) -> Result<Outcome<Orientation>, Broken> {
        let released = match (seating, self.registration) {
            (Some(seating), Some(registration)) => seating.cancel(act, registration)?,
            _ => Outcome::of(()),
        };
        let date = seating.map(|seating| &seating.entry);
        let others: Vec<Seating> = match self.instead(end, date) {
            Some(_) => others.iter().filter(|o| Some(o.entry.id) != self.entry).cloned().collect(),
            None => Vec::new(),
        };
        let (event, cause) = match end {
            End::Declined(_) => (EventKind::OrientationDeclined(self.to), Cause::Declined(self.id)),
            End::Expired => (EventKind::OrientationExpired(self.to), Cause::Expired(self.id)),
        };
        let offer = Offer::new(self.journey, self.association, self.to, cause);
        let next = offer.about(self.theme.clone()).open(act, &others);
        let (at, id) = (act.at, next.answer.id);
        let state = match end {
            End::Declined(reason) => State::Declined { at, reason, next: id },
            End::Expired => State::Expired { at, next: id },
        };
        let orientation = next.answer.clone();
        Ok(Outcome::of(orientation)
            .event(act, self.journey, event, self.id.0)
            .change(self.now(state))
            .and(released)
            .and(next))
    }

    fn now(&self, state: State) -> Change {
        Change::Orientation(Self { state, ..self.clone() })
    }

    fn must_be_open(&self) -> Result<(), Broken> {
        (self.state == State::Open).then_some(()).ok_or(Broken::AlreadyAnswered)
    }
}

/// How long before its date passes people are told that something waits for their answer.
pub const REMINDED_BEFORE: Duration = Duration::days(2);

#[cfg(test)]
mod tests;
