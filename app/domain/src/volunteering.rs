//! A volunteer's commitment: what they offer, the charter that they accepted, and what was answered.

use crate::accounts::{Actor, Denied, Grant, Hat, Worn};
use crate::act::{Act, Broken, Change, Outcome};
use crate::audit::AuditKind;
use crate::hackathon::Skill;
use crate::ids::PersonId;
use crate::mail::{Addressee, Letter};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The version of the charter that is accepted today. Its words are in the catalogue; who accepted an older one is
/// asked again.
pub const CHARTER: u32 = 1;

/// The most hours a month that one may promise.
pub const HOURS_MAX: u32 = 60;

/// What a person offers to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub skills: Vec<Skill>,
    /// Towns or quarters, in their own words.
    pub areas: Option<String>,
    /// A month.
    pub hours: u32,
}

/// A person's offer to help the programme, as it now is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    pub person: PersonId,
    pub promise: Promise,
    /// The version of the charter that they accepted, and when.
    pub charter: u32,
    pub charter_at: DateTime<Utc>,
    /// No work is proposed to them until then.
    pub paused_until: Option<DateTime<Utc>>,
    pub state: State,
    /// When it came to this state.
    pub since: DateTime<Utc>,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Waits for an answer.
    Asked,
    Accepted,
    /// Not now: what they can do instead. There is no answer without.
    Answered(Instead),
    /// They stopped.
    Stopped,
}

/// What a person can do instead, when their help cannot be taken now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instead {
    /// Come to an information meeting, to get to know each other.
    Meeting,
    /// Come to an encounter of the wiki, where associations tell.
    Encounter,
    /// Ask again when the next edition begins.
    NextEdition,
}

impl Instead {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 3] = [Self::Meeting, Self::Encounter, Self::NextEdition];

    /// The name in the database, in forms and of its texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Encounter => "encounter",
            Self::NextEdition => "next_edition",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|i| i.code() == code)
    }
}

/// Answers requests to help: any organizer, and administrators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recruiter {
    person: PersonId,
    code: &'static str,
}

impl Worn for Recruiter {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Actor {
    /// The proof of answering requests to help. Errors: `SignIn`, `NotYours`.
    pub fn recruiter(&self) -> Result<Recruiter, Denied> {
        if let Ok(organizer) = self.organizer() {
            return Ok(Recruiter { person: organizer.person(), code: organizer.code() });
        }
        let administrator = self.administrator()?;
        Ok(Recruiter { person: administrator.person(), code: administrator.code() })
    }
}

impl Commitment {
    /// Offers to help, or changes the offer; the charter is accepted with it. `before` is what was offered last.
    pub fn offer(
        act: &Act,
        person: PersonId,
        before: Option<&Self>,
        promise: Promise,
    ) -> Outcome<()> {
        let accepted = before.filter(|before| before.state == State::Accepted);
        let (state, since) =
            accepted.map_or((State::Asked, act.at), |before| (before.state, before.since));
        Outcome::of(()).change(Change::Commitment(Self {
            person,
            promise,
            charter: CHARTER,
            charter_at: act.at,
            paused_until: accepted.and_then(|before| before.paused_until),
            state,
            since,
        }))
    }

    /// Takes the help: the person is a volunteer from now on, and told so.
    ///
    /// Errors: `OwnRequest`, `OutOfOrder`.
    pub fn accept(self, act: &Act, recruiter: &Recruiter) -> Result<Outcome<()>, Broken> {
        let person = self.judged_by(recruiter)?;
        let grant = Grant { person, hat: Hat::Volunteer, at: act.at, by: Some(recruiter.person) };
        let accepted = Self { state: State::Accepted, since: act.at, ..self };
        Ok(Outcome::of(())
            .change(Change::Commitment(accepted))
            .change(Change::Grant(grant))
            .audit(act, AuditKind::RightGiven, person)
            .mail(act, Addressee::Person(person), Letter::HelpAccepted))
    }

    /// Cannot take the help now, and says what the person can do instead.
    ///
    /// Errors: `OwnRequest`, `OutOfOrder`.
    pub fn answer(
        self,
        act: &Act,
        recruiter: &Recruiter,
        instead: Instead,
    ) -> Result<Outcome<()>, Broken> {
        let person = self.judged_by(recruiter)?;
        let answered = Self { state: State::Answered(instead), since: act.at, ..self };
        let letter = Letter::HelpAnswered { instead };
        Ok(Outcome::of(()).change(Change::Commitment(answered)).mail(
            act,
            Addressee::Person(person),
            letter,
        ))
    }

    /// No work is proposed until that day; None: again from now on.
    ///
    /// Errors: `OutOfOrder`, they are no volunteer.
    pub fn pause(self, until: Option<DateTime<Utc>>) -> Result<Outcome<()>, Broken> {
        self.must_be(State::Accepted)?;
        Ok(Outcome::of(()).change(Change::Commitment(Self { paused_until: until, ..self })))
    }

    /// Stops: the hat goes at once. Coming back is asking again.
    ///
    /// Errors: `OutOfOrder`, stopped already.
    pub fn stop(self, act: &Act) -> Result<Outcome<()>, Broken> {
        if self.state == State::Stopped {
            return Err(Broken::OutOfOrder);
        }
        let (person, was) = (self.person, self.state);
        let stopped = Self { state: State::Stopped, since: act.at, paused_until: None, ..self };
        let outcome = Outcome::of(()).change(Change::Commitment(stopped));
        if was != State::Accepted {
            return Ok(outcome);
        }
        Ok(outcome.change(Change::GrantTaken(person, Hat::Volunteer)).audit(
            act,
            AuditKind::RightTaken,
            person,
        ))
    }

    /// Whether work is proposed to them.
    pub fn is_paused(&self, now: DateTime<Utc>) -> bool {
        self.paused_until.is_some_and(|until| now < until)
    }

    /// Whether the charter has changed since they accepted it.
    pub fn asks_again(&self) -> bool {
        self.state == State::Accepted && self.charter < CHARTER
    }

    fn must_be(&self, state: State) -> Result<(), Broken> {
        (self.state == state).then_some(()).ok_or(Broken::OutOfOrder)
    }

    fn judged_by(&self, recruiter: &Recruiter) -> Result<PersonId, Broken> {
        if recruiter.person == self.person {
            return Err(Broken::OwnRequest);
        }
        self.must_be(State::Asked)?;
        Ok(self.person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Action, COOPAXIS};
    use crate::testing::{act, day, id, signed};

    fn promise(hours: u32) -> Promise {
        Promise { skills: vec![Skill::Designer], areas: Some("Tours Nord".to_owned()), hours }
    }

    fn kept(outcome: &Outcome<()>) -> Commitment {
        let kept = outcome.changes.iter().find_map(|change| match change {
            Change::Commitment(commitment) => Some(commitment.clone()),
            _ => None,
        });
        kept.expect("a commitment")
    }

    fn asked() -> Commitment {
        kept(&Commitment::offer(&act(day(0)), id(5), None, promise(3)))
    }

    fn recruiter() -> Recruiter {
        let organizer = signed(9, &[Hat::Organizer(Action::Wiki, COOPAXIS)]);
        organizer.recruiter().expect("an organizer answers")
    }

    #[test]
    fn accounts_a_request_to_help_is_accepted_with_its_hat() {
        let accepted = asked().accept(&act(day(1)), &recruiter()).expect("may be accepted");
        let gives = |change: &Change| matches!(change, Change::Grant(g) if g.hat == Hat::Volunteer);
        assert!(accepted.changes.iter().any(gives));
        assert!(accepted.changes.iter().any(|change| matches!(change, Change::Mail(_))));
        assert!(accepted.changes.iter().any(|change| matches!(change, Change::Audit(_))));
        let volunteer = kept(&accepted);
        assert_eq!((volunteer.state, volunteer.since), (State::Accepted, day(1)));
        let again = volunteer.clone().accept(&act(day(2)), &recruiter());
        assert_eq!(again.map(drop), Err(Broken::OutOfOrder));
        // A changed offer keeps the hat, and the charter is accepted anew.
        let older = Commitment { charter: CHARTER - 1, ..volunteer };
        assert!(older.asks_again());
        let changed = kept(&Commitment::offer(&act(day(9)), id(5), Some(&older), promise(8)));
        assert_eq!((changed.state, changed.since), (State::Accepted, day(1)));
        assert_eq!((changed.charter, changed.charter_at), (CHARTER, day(9)));
        assert!(!changed.asks_again());
    }

    #[test]
    fn accounts_a_request_to_help_is_never_left_with_a_bare_no() {
        for instead in Instead::ALL {
            assert_eq!(Instead::from_code(instead.code()), Some(instead));
            let told =
                asked().answer(&act(day(1)), &recruiter(), instead).expect("may be answered");
            assert!(told.changes.iter().any(|change| matches!(change, Change::Mail(_))));
            assert_eq!(kept(&told).state, State::Answered(instead));
            // They may ask again.
            let again = Commitment::offer(&act(day(2)), id(5), Some(&kept(&told)), promise(1));
            assert_eq!(kept(&again).state, State::Asked);
        }
    }

    #[test]
    fn accounts_nobody_answers_their_own_request() {
        let own = signed(5, &[Hat::Administrator]).recruiter().expect("an administrator answers");
        assert_eq!(asked().accept(&act(day(1)), &own).map(drop), Err(Broken::OwnRequest));
        let answer = asked().answer(&act(day(1)), &own, Instead::Meeting);
        assert_eq!(answer.map(drop), Err(Broken::OwnRequest));
        for hats in [&[][..], &[Hat::Volunteer], &[Hat::Mentor]] {
            assert_eq!(signed(5, hats).recruiter(), Err(Denied::NotYours));
        }
        assert_eq!(Actor::Anonymous.recruiter(), Err(Denied::SignIn));
    }

    #[test]
    fn accounts_a_volunteer_pauses_and_stops() {
        let accepted = asked().accept(&act(day(1)), &recruiter()).expect("may be accepted");
        let volunteer = kept(&accepted);
        let paused = kept(&volunteer.clone().pause(Some(day(30))).expect("may pause"));
        assert!(paused.is_paused(day(29)) && !paused.is_paused(day(30)));
        let back = kept(&paused.clone().pause(None).expect("may come back"));
        assert!(!back.is_paused(day(2)));
        let stopped = paused.stop(&act(day(3))).expect("may stop");
        let taken = Change::GrantTaken(id(5), Hat::Volunteer);
        assert!(stopped.changes.contains(&taken) && kept(&stopped).paused_until.is_none());
        assert_eq!(kept(&stopped).stop(&act(day(4))).map(drop), Err(Broken::OutOfOrder));
        assert_eq!(asked().pause(None).map(drop), Err(Broken::OutOfOrder));
        assert!(!asked().stop(&act(day(1))).expect("may be given up").changes.contains(&taken));
    }
}
