//! The way of a letter out of the outbox: taken by one process, tried, tried again later, left or given up.

use crate::accounts::AdministratorHat;
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::MailId;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How long one process may be at a letter before another believes it dead. Longer than any talk with a mail server.
pub const LEASE: Duration = Duration::minutes(5);

/// How often a letter is tried before it is given up: for two days.
pub const TRIES: u32 = 10;

/// Where a letter stands on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub mail: MailId,
    /// How often it was begun.
    pub tries: u32,
    /// Not before.
    pub due_at: DateTime<Utc>,
    pub stage: Stage,
    /// What the last try met: a code, never an address.
    pub error: Option<String>,
}

/// What is being done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    Waiting,
    /// A process is at it, until then.
    Claimed {
        until: DateTime<Utc>,
    },
    /// It left, and what it said is forgotten.
    Sent {
        at: DateTime<Utc>,
    },
    /// Given up.
    Dead {
        at: DateTime<Utc>,
    },
}

/// Why a try failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// For administrators: a code, never an address.
    pub code: String,
    /// Trying again would be of no use.
    pub for_good: bool,
}

/// How long to wait after so many tries: one minute, then four times longer each time, twelve hours at most.
pub fn wait(tries: u32) -> Duration {
    let minutes = 4_i64.checked_pow(tries.saturating_sub(1)).unwrap_or(i64::MAX);
    Duration::minutes(minutes.min(12 * 60))
}

impl Delivery {
    /// Takes it, for this process.
    pub fn claim(self, act: &Act) -> Outcome<MailId> {
        let (mail, tries) = (self.mail, self.tries + 1);
        let stage = Stage::Claimed { until: act.at + LEASE };
        Outcome::of(mail).change(Change::Delivery(Self { tries, stage, ..self }))
    }

    /// The mail server has it, or nobody wants it any more.
    pub fn sent(self, act: &Act) -> Outcome<()> {
        if self.is_over() {
            return Outcome::of(());
        }
        let stage = Stage::Sent { at: act.at };
        Outcome::of(()).change(Change::Delivery(Self { stage, error: None, ..self }))
    }

    /// The try failed: it waits for the next, or is given up.
    pub fn failed(self, act: &Act, failure: Failure) -> Outcome<()> {
        if self.is_over() {
            return Outcome::of(());
        }
        let last = failure.for_good || self.tries >= TRIES;
        let stage = if last { Stage::Dead { at: act.at } } else { Stage::Waiting };
        let due_at = act.at + wait(self.tries);
        let error = Some(failure.code);
        Outcome::of(()).change(Change::Delivery(Self { stage, due_at, error, ..self }))
    }

    /// The process that took it is gone: it waits again.
    pub fn release(self) -> Change {
        Change::Delivery(Self { stage: Stage::Waiting, ..self })
    }

    /// An administrator has it tried again.
    pub fn again(
        self,
        act: &Act,
        _administrator: &AdministratorHat,
    ) -> Result<Outcome<()>, Broken> {
        if !matches!(self.stage, Stage::Dead { .. }) {
            return Err(Broken::OutOfOrder);
        }
        let (tries, due_at, stage) = (0, act.at, Stage::Waiting);
        Ok(Outcome::of(()).change(Change::Delivery(Self { tries, due_at, stage, ..self })))
    }

    /// Another process was at it too, and has ended it.
    fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Sent { .. } | Stage::Dead { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, day, id};

    fn waiting() -> Delivery {
        Delivery { mail: id(1), tries: 0, due_at: day(0), stage: Stage::Waiting, error: None }
    }

    fn after(outcome: Outcome<()>) -> Delivery {
        let [Change::Delivery(delivery)] = &outcome.changes[..] else { panic!("{outcome:?}") };
        delivery.clone()
    }

    fn claimed(delivery: Delivery, at: DateTime<Utc>) -> Delivery {
        after(delivery.claim(&act(at)).map(|_| ()))
    }

    fn failure(for_good: bool) -> Failure {
        Failure { code: "smtp 451".to_owned(), for_good }
    }

    #[test]
    fn mail_is_tried_again_ever_later_then_given_up() {
        let (mut letter, mut now, mut waits) = (waiting(), day(0), Vec::new());
        loop {
            letter = after(claimed(letter, now).failed(&act(now), failure(false)));
            if letter.stage != Stage::Waiting {
                break;
            }
            waits.push((letter.due_at - now).num_minutes());
            now = letter.due_at;
        }
        assert_eq!(waits, [1, 4, 16, 64, 256, 720, 720, 720, 720]);
        assert_eq!((letter.stage, letter.tries), (Stage::Dead { at: now }, TRIES));
        assert_eq!(letter.error.as_deref(), Some("smtp 451"));
    }

    #[test]
    fn mail_that_no_server_will_take_is_given_up_at_once() {
        let letter = after(claimed(waiting(), day(0)).failed(&act(day(0)), failure(true)));
        assert_eq!((letter.stage, letter.tries), (Stage::Dead { at: day(0) }, 1));
    }

    #[test]
    fn mail_that_has_left_stays_so() {
        let sent = after(claimed(waiting(), day(0)).sent(&act(day(0))));
        assert_eq!(sent.stage, Stage::Sent { at: day(0) });
        assert_eq!(sent.clone().failed(&act(day(1)), failure(true)), Outcome::of(()));
        assert_eq!(sent.sent(&act(day(1))), Outcome::of(()));
    }
}
