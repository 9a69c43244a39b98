//! Reception days, at which associations come one by one for a diagnosis, and visits, for those that cannot come.

mod day;
mod matching;
mod visit;

pub use day::{Guest, Opening, ReceptionDay, Slot, WalkIn};
pub use matching::{Candidate, DIAGNOSES_MAX, LOAD_OVER, SKILL, Unfit, is_near, matching};
pub use visit::{ANSWERED_WITHIN, Call, CalledHat, Visit, VisitState, Wish};

use crate::accounts::{Actor, Denied, Worn};
use crate::act::Change;
use crate::ids::{EntryId, PersonId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A volunteer is at the desk on a reception day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    pub entry: EntryId,
    pub person: PersonId,
    pub at: DateTime<Utc>,
    pub by: Option<PersonId>,
}

/// Welcomes associations on a reception day: any volunteer, any organizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Welcomer {
    person: PersonId,
    code: &'static str,
}

impl Welcomer {
    /// Who.
    pub fn person(&self) -> PersonId {
        self.person
    }
}

impl Worn for Welcomer {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Actor {
    /// The proof of welcoming associations. Errors: `SignIn`, `NotYours`.
    pub fn welcomer(&self) -> Result<Welcomer, Denied> {
        if let Ok(volunteer) = self.volunteer() {
            return Ok(Welcomer { person: volunteer.person(), code: volunteer.code() });
        }
        let organizer = self.organizer()?;
        Ok(Welcomer { person: organizer.person(), code: organizer.code() })
    }
}

/// One thing to remember of receptions: the thing as it now is.
#[derive(Clone, Debug, PartialEq)]
pub enum ReceptionChange {
    Slot(Slot),
    OnDuty(Duty),
    /// This person is not at the desk that day.
    OffDuty(EntryId, PersonId),
    Visit(Visit),
    Call(Call),
}

impl From<ReceptionChange> for Change {
    fn from(change: ReceptionChange) -> Self {
        Self::Reception(change)
    }
}
