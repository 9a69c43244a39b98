//! Carriers: who runs an action, which may change over the years.

use super::{Action, AdministratorHat};
use crate::act::{Act, Change, Outcome};
use crate::audit::AuditKind;
use crate::ids::CarrierId;
use crate::text::Name;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The two carriers that every instance begins with, as the programme's own text names them.
pub const COOPAXIS: CarrierId =
    CarrierId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0001));
/// Runs the hackathon.
pub const PALO_ALTOURS: CarrierId =
    CarrierId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0002));

/// An organisation that runs one or several actions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    pub id: CarrierId,
    pub name: Name,
    pub created_at: DateTime<Utc>,
}

/// A carrier runs an action since then. Ended, its organizers no longer organize that action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrying {
    pub action: Action,
    pub carrier: CarrierId,
    pub since: DateTime<Utc>,
    /// None: still.
    pub until: Option<DateTime<Utc>>,
}

impl Carrier {
    /// Adds a carrier, which runs nothing yet.
    pub fn add(act: &Act, _administrator: &AdministratorHat, name: Name) -> Outcome<()> {
        let carrier = Self { id: act.id().into(), name, created_at: act.at };
        Outcome::of(()).change(Change::Carrier(carrier))
    }

    /// Gives it another name.
    pub fn rename(self, _administrator: &AdministratorHat, name: Name) -> Outcome<()> {
        Outcome::of(()).change(Change::Carrier(Self { name, ..self }))
    }
}

impl Carrying {
    /// Says whether the carrier runs the action from now on. `before` is what was said last; saying it again changes
    /// nothing.
    pub fn say(
        act: &Act,
        _administrator: &AdministratorHat,
        before: Option<Self>,
        action: Action,
        carrier: CarrierId,
        runs: bool,
    ) -> Outcome<()> {
        let ran = before.as_ref().is_some_and(|before| before.until.is_none());
        if ran == runs {
            return Outcome::of(());
        }
        let (kind, said) = match before {
            Some(before) if !runs => {
                (AuditKind::RightTaken, Self { until: Some(act.at), ..before })
            }
            _ => (AuditKind::RightGiven, Self { action, carrier, since: act.at, until: None }),
        };
        Outcome::of(()).change(Change::Carrying(said)).audit(act, kind, carrier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, day, everyone};

    #[test]
    fn accounts_a_carrier_runs_an_action_until_it_is_said_to_end() {
        let administrator = everyone().administrator().expect("everyone is one");
        let say = |on, before: Option<Carrying>, runs| {
            let act = act(day(on));
            let said = Carrying::say(&act, &administrator, before, Action::Wiki, COOPAXIS, runs);
            said.changes.into_iter().find_map(|change| match change {
                Change::Carrying(carrying) => Some(carrying),
                _ => None,
            })
        };
        assert_eq!(say(0, None, false), None);
        let runs = say(1, None, true).expect("it begins");
        assert_eq!((runs.since, runs.until), (day(1), None));
        assert_eq!(say(2, Some(runs.clone()), true), None);
        let ended = say(3, Some(runs), false).expect("it ends");
        assert_eq!((ended.since, ended.until), (day(1), Some(day(3))));
        assert_eq!(say(4, Some(ended.clone()), false), None);
        let again = say(5, Some(ended), true).expect("it begins again");
        assert_eq!((again.since, again.until), (day(5), None));
    }
}
