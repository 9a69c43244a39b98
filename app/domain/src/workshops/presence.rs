//! Who came: noted person by person, set right later; what was noted stays, with when and by whom.

use super::{Asked, EntryKind, Presence, Registration, Role, Seat, Seating};
use crate::accounts::MemberHat;
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{CommandId, EntryId, JourneyId, NotedId, PersonId, RegistrationId, UnnamedId};
use crate::journey::{EventKind, Journey};
use crate::text::{Fault, Name};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// What was noted of one seat, once. The last one stands; those before it stay as they were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Noted {
    pub id: NotedId,
    pub entry: EntryId,
    pub registration: RegistrationId,
    pub presence: Presence,
    /// When it happened: the date's beginning.
    pub occurred_at: DateTime<Utc>,
    /// When somebody noted it, with a network or without.
    pub noted_at: DateTime<Utc>,
    /// When it came here.
    pub recorded_at: DateTime<Utc>,
    pub by: Option<PersonId>,
    /// As whom.
    pub hat: String,
    pub command: CommandId,
    /// What it sets right.
    pub corrects: Option<NotedId>,
}

/// Somebody who came and was counted without a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unnamed {
    /// That of the submission which counted them.
    pub id: UnnamedId,
    pub entry: EntryId,
    pub code: Code,
    pub noted_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    pub by: Option<PersonId>,
    /// As whom.
    pub hat: String,
    /// The seat that it became, once its person said whose it is.
    pub claimed: Option<(RegistrationId, DateTime<Utc>)>,
    /// When it was said that nobody more had come. The row stays: the same submission, sent late, counts nobody again.
    pub taken_back: Option<DateTime<Utc>>,
}

impl Unnamed {
    /// Whether it stands for somebody who has no seat.
    pub fn counts(&self) -> bool {
        self.claimed.is_none() && self.taken_back.is_none()
    }
}

/// Where presence stands at one seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    ToBeNoted,
    Noted(Presence),
    /// The date was not held.
    CalledOff,
}

impl Came {
    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::ToBeNoted => "to_be_noted",
            Self::Noted(presence) => presence.code(),
            Self::CalledOff => "called_off",
        }
    }
}

/// What one who was counted without a name says later: eight signs, none of which is heard or read as another's
/// neighbour (Crockford's base 32). It is the end of the submission's id, so that it is known without a network.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Code(String);

impl Code {
    const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const LENGTH: usize = 8;
    /// How long after its date it may be used.
    pub const GOOD_FOR: Duration = Duration::days(60);

    /// The code of who is counted by this submission, whose id must be drawn at random.
    pub fn of(command: CommandId) -> Self {
        let bits = command.0.as_u128();
        let sign = |n: usize| char::from(Self::SIGNS[(bits >> (5 * n)) as usize % 32]);
        Self((0..Self::LENGTH).rev().map(sign).collect())
    }

    /// As people write it: in either case, with blanks or hyphens, O for 0, I or L for 1.
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        let signs = typed.chars().filter(|c| c.is_alphanumeric());
        let sign = |c: char| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        let signs: String = signs.map(sign).collect();
        let known = |c: char| Self::SIGNS.iter().any(|sign| char::from(*sign) == c);
        match signs.is_empty() {
            true => Err(Fault::Missing),
            false if signs.len() == Self::LENGTH && signs.chars().all(known) => Ok(Self(signs)),
            false => Err(Fault::Code),
        }
    }

    /// Taken as it was stored.
    pub fn stored(code: String) -> Self {
        Self(code)
    }

    /// The eight signs, for the database.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In two halves, to be read out.
    pub fn spoken(&self) -> String {
        let half = Self::LENGTH / 2;
        format!("{}-{}", &self.0[..half], &self.0[half..])
    }
}

/// What somebody notes of a seat, and when they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noting {
    pub registration: RegistrationId,
    pub presence: Presence,
    pub at: DateTime<Utc>,
}

impl Registration {
    /// Where its presence stands; `held`, whether its date was.
    pub fn came(&self, held: bool) -> Came {
        match self.presence {
            Some(presence) => Came::Noted(presence),
            None if held => Came::ToBeNoted,
            None => Came::CalledOff,
        }
    }
}

impl Seating {
    /// Notes who came, once the meeting has begun. Noting otherwise corrects; `before` is what stands. The answer is the
    /// seating as it is then.
    ///
    /// Errors: `CalledOff`; `TooEarly`; `SeatReleased`, nobody has this seat.
    pub fn note_presence(
        &self,
        act: &Act,
        journey: &Journey,
        before: Option<&Noted>,
        noting: Noting,
    ) -> Result<Outcome<Self>, Broken> {
        self.begun(act)?;
        let seat = self.registration(noting.registration).ok_or(Broken::SeatReleased)?;
        if seat.state != Seat::Registered {
            return Err(Broken::SeatReleased);
        }
        let noted = self.noted(act, before, noting);
        if seat.presence == Some(noting.presence) {
            return Ok(Outcome::of(self.clone()));
        }
        let seat = Registration { presence: Some(noting.presence), ..seat.clone() };
        Ok(self.came_to(act, journey, seat, noted))
    }

    /// Somebody of an association came without a seat, or while they waited for one: they have it now, and are there.
    /// `id` is that of the seat, should it be a new one.
    ///
    /// Errors: `CalledOff`; `TooEarly`.
    pub fn walk_in(
        &self,
        act: &Act,
        journey: &Journey,
        attendee: Option<Name>,
        at: DateTime<Utc>,
    ) -> Result<Outcome<RegistrationId>, Broken> {
        self.begun(act)?;
        let own = (journey.head.association, journey.head.id);
        let theirs = |seat: &&Registration| {
            let same = attendee.is_none() || seat.attendee.is_none() || seat.attendee == attendee;
            seat.journey == own.1 && !seat.is_cancelled() && seat.presence.is_none() && same
        };
        let seat = match self.registrations.iter().find(theirs) {
            Some(seat) if seat.state == Seat::Registered => seat.clone(),
            Some(seat) => seat.in_state(Seat::Registered, act.at),
            None => {
                let seat = self.seat(act, &Asked::one(own.0, own.1), None);
                Registration { state: Seat::Registered, ..seat }
            }
        };
        let attendee = attendee.or(seat.attendee.clone());
        let seat = Registration { attendee, presence: Some(Presence::Present), ..seat };
        let (registration, presence) = (seat.id, Presence::Present);
        let noted = self.noted(act, None, Noting { registration, presence, at });
        Ok(self.came_to(act, journey, seat, noted).map(|_| registration))
    }

    /// Counts one who says no name: the code lets them say later whose they are.
    ///
    /// Errors: `CalledOff`; `TooEarly`.
    pub fn count_unnamed(&self, act: &Act, at: DateTime<Utc>) -> Result<Outcome<Code>, Broken> {
        self.begun(act)?;
        let code = Code::of(act.command);
        let unnamed = Unnamed {
            id: act.command.0.into(),
            entry: self.entry.id,
            code: code.clone(),
            noted_at: self.while_it_lasted(act, at),
            recorded_at: act.at,
            by: act.who.person(),
            hat: act.hat().to_owned(),
            claimed: None,
            taken_back: None,
        };
        Ok(Outcome::of(code).change(Change::Unnamed(unnamed)))
    }

    /// Takes back one who was counted by mistake; their code is worth nothing then.
    ///
    /// Errors: `CodeUsed`, somebody has come with it.
    pub fn take_back(&self, act: &Act, unnamed: &Unnamed) -> Result<Outcome<()>, Broken> {
        if unnamed.claimed.is_some() {
            return Err(Broken::CodeUsed);
        }
        let at = unnamed.taken_back.or(Some(act.at));
        Ok(Outcome::of(()).change(Change::Unnamed(Unnamed { taken_back: at, ..unnamed.clone() })))
    }

    /// Who was counted without a name says for which association they came: once.
    ///
    /// Errors: `CodeUsed`, also when the count was taken back; `CodePast`.
    pub fn claim(
        &self,
        act: &Act,
        _member: &MemberHat,
        journey: &Journey,
        unnamed: &Unnamed,
    ) -> Result<Outcome<()>, Broken> {
        if !unnamed.counts() {
            return Err(Broken::CodeUsed);
        }
        if act.at >= self.entry.ends_at + Code::GOOD_FOR {
            return Err(Broken::CodePast);
        }
        let came = self.walk_in(act, journey, None, act.at)?;
        let claimed = Unnamed { claimed: Some((came.answer, act.at)), ..unnamed.clone() };
        Ok(came.map(|_| ()).change(Change::Unnamed(claimed)))
    }

    fn begun(&self, act: &Act) -> Result<(), Broken> {
        match () {
            () if self.entry.called_off.is_some() => Err(Broken::CalledOff),
            () if act.at < self.entry.starts_at => Err(Broken::TooEarly),
            () => Ok(()),
        }
    }

    /// Clocks of browsers go wrong: nothing was noted before the date began, nor later than now.
    fn while_it_lasted(&self, act: &Act, at: DateTime<Utc>) -> DateTime<Utc> {
        at.min(act.at).max(self.entry.starts_at)
    }

    fn noted(&self, act: &Act, before: Option<&Noted>, noting: Noting) -> Noted {
        Noted {
            id: act.id().into(),
            entry: self.entry.id,
            registration: noting.registration,
            presence: noting.presence,
            occurred_at: self.entry.starts_at,
            noted_at: self.while_it_lasted(act, noting.at),
            recorded_at: act.at,
            by: act.who.person(),
            hat: act.hat().to_owned(),
            command: act.command,
            corrects: before.map(|before| before.id),
        }
    }

    /// Writes a seat whose presence is noted, and tells it on the journey where that changes what it says: an association
    /// came if anybody of it did.
    fn came_to(
        &self,
        act: &Act,
        journey: &Journey,
        seat: Registration,
        noted: Noted,
    ) -> Outcome<Self> {
        let (own, entry) = (seat.journey, &self.entry);
        let (before, here) = (self.told_of(own), self.with(seat.clone()));
        let after = here.told_of(own).filter(|after| Some(after) != before.as_ref());
        let mut outcome = Outcome::of(here);
        if let Some(kind) = after {
            let stood = journey.presence_at(entry.id).map(|event| event.id);
            outcome = outcome.event_at(act, own, kind, entry.id.0, entry.starts_at, stood);
        }
        outcome.change(Change::Registration(seat)).change(Change::Noted(noted))
    }

    /// What a journey is told of this date. None: nothing is noted yet.
    fn told_of(&self, journey: JourneyId) -> Option<EventKind> {
        let own = || self.registrations.iter().filter(|seat| seat.journey == journey);
        let came = |seat: &&Registration| seat.presence == Some(Presence::Present);
        own().find(|seat| seat.presence.is_some())?;
        let helps = own().filter(came).all(|seat| seat.role == Role::Helps);
        let theme = || self.entry.theme.clone().unwrap_or_default();
        Some(match (self.entry.kind, own().any(|seat| came(&seat))) {
            (EntryKind::InfoMeeting, true) => EventKind::MeetingAttended,
            (EntryKind::InfoMeeting, false) => EventKind::MeetingMissed,
            (EntryKind::Reception, true) => EventKind::ReceptionAttended,
            (EntryKind::Reception, false) => EventKind::ReceptionMissed,
            (EntryKind::Encounter, true) => EventKind::EncounterAttended,
            (EntryKind::Encounter, false) => EventKind::EncounterMissed,
            (_, true) if helps => EventKind::SessionHelped(theme()),
            (_, true) => EventKind::SessionAttended(theme()),
            (_, false) => EventKind::SessionMissed,
        })
    }
}

#[cfg(test)]
mod tests;
