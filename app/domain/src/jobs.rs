//! Scheduled work: what is done each day or each week, once for all processes.
//!
//! To add a kind: a variant with its name and its rhythm here, and what it does in `server::jobs::run`. A job may be run
//! again after a crash: what it does is done once by the keys of what it writes.

use crate::act::{Act, Change, Outcome};
use crate::paris;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Tells people of what comes soon.
    Reminders,
    /// Closes the orientations whose date has passed, and opens what comes next.
    Orientations,
    /// Asks for their stories those who have used their tool for months.
    Stories,
    /// Writes to each person what waits for the weekly letter.
    WeeklyDigest,
    /// Warns of what is about to end, and takes out what is past its time.
    Retention,
}

/// When it comes back, by Paris's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Every day at this hour.
    Daily(u32),
    /// Every Monday at this hour.
    Mondays(u32),
}

impl JobKind {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Orientations, Self::Reminders, Self::Stories, Self::WeeklyDigest, Self::Retention];

    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Orientations => "orientations",
            Self::Reminders => "reminders",
            Self::Stories => "stories",
            Self::WeeklyDigest => "weekly_digest",
            Self::Retention => "retention",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// When it is done.
    pub fn rhythm(self) -> Rhythm {
        match self {
            Self::Orientations => Rhythm::Daily(5),
            Self::Reminders => Rhythm::Daily(8),
            Self::Stories => Rhythm::Daily(9),
            Self::Retention => Rhythm::Daily(3),
            Self::WeeklyDigest => Rhythm::Mondays(7),
        }
    }

    /// The last time that it was due, not done yet: those before it, if any were missed, are not made up for.
    pub fn last_due(self, now: DateTime<Utc>) -> Job {
        let (code, day) = (self.code(), Duration::days(1));
        let (key, due_at) = match self.rhythm() {
            Rhythm::Daily(hour) => {
                let today = paris::day(now);
                let on = if paris::hour(today, hour) <= now { today } else { today - day };
                (format!("{code}:{on}"), paris::hour(on, hour))
            }
            Rhythm::Mondays(hour) => {
                let monday = paris::monday(now);
                let begun = paris::hour(monday, hour) <= now;
                let on = if begun { monday } else { monday - day * 7 };
                (format!("{code}:{}", paris::week(on)), paris::hour(on, hour))
            }
        };
        Job { key, kind: self, due_at, tries: 0, claimed_until: None, done_at: None }
    }
}

/// One piece of work, at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its kind and its day or week: one row a key, however many processes there are.
    pub key: String,
    pub kind: JobKind,
    pub due_at: DateTime<Utc>,
    /// How often it was begun.
    pub tries: u32,
    /// A process is at it, or it failed and waits.
    pub claimed_until: Option<DateTime<Utc>>,
    pub done_at: Option<DateTime<Utc>>,
}

/// How long one process may be at it before another believes it dead.
const LEASE: Duration = Duration::minutes(10);

impl Job {
    /// Writes it down as to be done, unless its key is known.
    pub fn plan(self) -> Outcome<()> {
        Outcome::of(()).change(Change::JobPlanned(self))
    }

    /// Whether it can be begun now.
    pub fn waits(&self, now: DateTime<Utc>) -> bool {
        self.done_at.is_none()
            && self.due_at <= now
            && self.claimed_until.is_none_or(|until| until <= now)
    }

    /// Takes it, for this process. `false`: it is done, or another is at it.
    pub fn claim(&self, act: &Act) -> Outcome<bool> {
        if !self.waits(act.at) {
            return Outcome::of(false);
        }
        let (tries, claimed_until) = (self.tries + 1, Some(act.at + LEASE));
        let claimed = Self { tries, claimed_until, ..self.clone() };
        Outcome::of(true).change(Change::Job(claimed))
    }

    /// It is done. Noted in the transaction of its last write, it is done once.
    pub fn done(&self, act: &Act) -> Outcome<()> {
        let done = Self { done_at: Some(act.at), claimed_until: None, ..self.clone() };
        Outcome::of(()).change(Change::Job(done))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, day};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn mail_jobs_are_due_by_the_clocks_of_paris() {
        for (kind, now, key, due) in [
            // Tuesday in winter: eight o'clock is seven.
            (
                JobKind::Reminders,
                "2026-11-24T06:59:59Z",
                "reminders:2026-11-23",
                "2026-11-23T07:00:00Z",
            ),
            (
                JobKind::Reminders,
                "2026-11-24T07:00:00Z",
                "reminders:2026-11-24",
                "2026-11-24T07:00:00Z",
            ),
            // In summer it is six, and the day begins at ten in the evening.
            (
                JobKind::Reminders,
                "2026-07-14T06:00:00Z",
                "reminders:2026-07-14",
                "2026-07-14T06:00:00Z",
            ),
            (
                JobKind::Reminders,
                "2026-07-14T22:30:00Z",
                "reminders:2026-07-14",
                "2026-07-14T06:00:00Z",
            ),
            (
                JobKind::WeeklyDigest,
                "2026-11-23T05:59:59Z",
                "weekly_digest:2026-W47",
                "2026-11-16T06:00:00Z",
            ),
            (
                JobKind::WeeklyDigest,
                "2026-11-23T06:00:00Z",
                "weekly_digest:2026-W48",
                "2026-11-23T06:00:00Z",
            ),
            (
                JobKind::WeeklyDigest,
                "2026-11-29T22:00:00Z",
                "weekly_digest:2026-W48",
                "2026-11-23T06:00:00Z",
            ),
            // The first days of January may be of the old year's last week.
            (
                JobKind::WeeklyDigest,
                "2027-01-02T12:00:00Z",
                "weekly_digest:2026-W53",
                "2026-12-28T06:00:00Z",
            ),
        ] {
            let job = kind.last_due(at(now));
            assert_eq!((job.key.as_str(), job.due_at), (key, at(due)), "{now}");
        }
    }

    #[test]
    fn mail_a_job_is_taken_by_one_and_done_once() {
        let job = JobKind::Reminders.last_due(day(0));
        let claimed = job.claim(&act(day(0)));
        assert!(claimed.answer);
        let [Change::Job(claimed)] = &claimed.changes[..] else { panic!("{claimed:?}") };
        assert_eq!(claimed.claim(&act(day(0))), Outcome::of(false));
        // Who took it is believed dead.
        let later = day(0) + LEASE;
        assert!(claimed.waits(later) && claimed.claim(&act(later)).answer);
        let done = claimed.done(&act(later));
        let [Change::Job(done)] = &done.changes[..] else { panic!("{done:?}") };
        assert_eq!(done.claim(&act(day(9))), Outcome::of(false));
    }
}
