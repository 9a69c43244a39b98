//! What is given up after a while is warned of first: how often, and when.

use super::Span;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Two warnings, then the end, counted from when it was last used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub warnings: [Span; 2],
    pub end: Span,
}

/// An account that nobody signs in to. Its peers keep theirs for one year (la Coop numérique) to three (JeVeuxAider:
/// features.md §3.2, §4.12), and the CNIL counts three after a last contact (quality.md): an association comes back from
/// one year to the next, and two years hold that.
pub const INACTIVE: Schedule =
    Schedule { warnings: [Span::Months(22), Span::Months(23)], end: Span::Months(24) };

/// A journey begun without an account that nobody claims. La Coop numérique writes at 7, 30, 60 and 90 days, and forgets at
/// 105 (features.md §3.2): here it is sooner, for nobody has agreed to anything yet.
pub const BEGUN: Schedule =
    Schedule { warnings: [Span::Days(7), Span::Days(20)], end: Span::Days(30) };

/// A warning that was written, about a person or a journey begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub about: Uuid,
    pub at: DateTime<Utc>,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Nothing,
    /// Write the first or the second warning; it ends then, if nothing happens.
    Warn {
        ends: DateTime<Utc>,
    },
    End,
}

impl Schedule {
    /// What is due for what was last used `since`. Warnings written before that no longer count; those that were written
    /// late push back what follows: nobody is given less time after a warning than the schedule gives.
    pub fn due(
        &self,
        since: DateTime<Utc>,
        warned: impl IntoIterator<Item = DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Due {
        let [first, second] = self.warnings;
        let steps = [first, second, self.end].map(|span| span.after(since));
        let (mut written, mut last) = (0, None);
        for at in warned.into_iter().filter(|at| *at > since) {
            (written, last) = (written + 1, last.max(Some(at)));
        }
        let next = written.min(2);
        let behind = |step: usize, at: DateTime<Utc>| (at - steps[step]).max(Duration::zero());
        let late = last.map_or(Duration::zero(), |last| behind(next.max(1) - 1, last));
        if now < steps[next] + late {
            Due::Nothing
        } else if next == 2 {
            Due::End
        } else {
            Due::Warn { ends: steps[2] + late.max(behind(next, now)) }
        }
    }
}
