//! What is kept of people: why, until when, who sees it, and what becomes of it when they leave. One table of rules,
//! which exports, erasure, the nightly cleaning and the public page all follow.

mod matter;
mod schedule;
mod tables;

pub use matter::{Matter, Span, Until};
pub use schedule::{BEGUN, Due, INACTIVE, Notice, Schedule};
pub use tables::{Column, Holds, PURGES, Purge, TABLES, Table, Whose, table};

use crate::accounts::Membership;
use crate::act::{Act, Broken, Change, Outcome};
use crate::audit::AuditKind;
use crate::ids::{AssociationId, PersonId};
use serde::{Deserialize, Serialize};

/// An association that a person acts for, as it stands when they leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Left {
    pub association: AssociationId,
    /// The programme writes to this person.
    pub referent: bool,
    /// Its other people, who has been there longest first.
    pub others: Vec<Membership>,
}

impl Left {
    /// Others act for it, and nobody among them is its referent.
    pub fn waits_for_a_referent(&self) -> bool {
        self.referent && !self.others.is_empty() && self.others.iter().all(|other| !other.referent)
    }
}

/// Erases an account at its person's wish. What they wrote for everybody stays, signed « former member ».
///
/// Errors: `HandOverFirst`, somebody else of an association must become its referent before; `LastAdministrator`.
pub fn erase(
    act: &Act,
    person: PersonId,
    left: &[Left],
    last_administrator: bool,
) -> Result<Outcome<()>, Broken> {
    if left.iter().any(Left::waits_for_a_referent) {
        return Err(Broken::HandOverFirst);
    }
    if last_administrator {
        return Err(Broken::LastAdministrator);
    }
    Ok(gone(act, person))
}

fn gone(act: &Act, person: PersonId) -> Outcome<()> {
    Outcome::of(()).change(Change::Erased(person)).audit(act, AuditKind::Erased, person)
}

/// Erases an account that nobody has used for so long, after its warnings. Who has been longest in an association that
/// waits for a referent becomes it. The last administrator's account stays.
pub fn let_go(act: &Act, person: PersonId, left: &[Left], last_administrator: bool) -> Outcome<()> {
    if last_administrator {
        return Outcome::of(());
    }
    let mut outcome = gone(act, person);
    let waiting = left.iter().filter(|left| left.waits_for_a_referent());
    for next in waiting.filter_map(|left| left.others.first()) {
        outcome = outcome
            .change(Change::Membership(Membership { referent: true, ..next.clone() }))
            .audit(act, AuditKind::RightGiven, next.person);
    }
    outcome
}

#[cfg(test)]
mod tests;
