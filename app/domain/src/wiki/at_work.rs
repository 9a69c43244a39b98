//! Who has a page open to write it: told to those who may write it too, so that two do not do the same work without knowing.
//! It holds nobody back: what both write is put together when it is saved.

use super::{Page, WriterHat};
use crate::accounts::Denied;
use crate::act::{Act, Change, Outcome};
use crate::ids::{PageId, PersonId};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How often a browser says that a page is open still, in seconds.
pub const SAID_EVERY: u32 = 20;
/// How long that holds: a browser that is busy, or that the network left for a moment, has said it three times.
pub const HOLDS_FOR: Duration = Duration::seconds(60);

/// Somebody who has a page open to write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtWork {
    pub page: PageId,
    pub who: PersonId,
    /// When their browser last said so.
    pub at: DateTime<Utc>,
}

impl AtWork {
    /// Whether it holds still.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.at + HOLDS_FOR > now
    }
}

impl Page {
    /// Notes that who acts has this page open to write it, or has it no more.
    ///
    /// Errors: `NotYours`, where the proof is of another space.
    pub fn open_to_write(
        &self,
        act: &Act,
        writer: &WriterHat,
        leaves: bool,
    ) -> Result<Outcome<()>, Denied> {
        let who = act.who.person().ok_or(Denied::SignIn)?;
        if writer.space() != self.space {
            return Err(Denied::NotYours);
        }
        Ok(Outcome::of(()).change(match leaves {
            true => Change::AtWorkOver(self.id, who),
            false => Change::AtWork(AtWork { page: self.id, who, at: act.at }),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    #[test]
    fn wiki_who_has_a_page_open_says_so_again_and_again() {
        let said = AtWork { page: id(1), who: id(2), at: day(0) };
        for (seconds, holds) in [(0, true), (59, true), (60, false), (3_600, false)] {
            assert_eq!(said.holds(day(0) + Duration::seconds(seconds)), holds, "{seconds}");
        }
        let three_times = Duration::seconds(i64::from(SAID_EVERY) * 3);
        assert!(three_times <= HOLDS_FOR);
    }
}
