//! The organizers' reading of the orientations: how many passed between places, and which ones wait.

use super::{Orientation, Place, State};
use crate::accounts::Action;
use crate::journey::Ball;
use crate::workshops::Entry;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

/// Fewer associations than this are not counted out: a number so small tells on somebody.
pub const FEW: u32 = 3;

/// How many passed, as it may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Passed {
    /// Some, fewer than [`FEW`].
    Few,
    Of(u32),
}

/// How many associations were handed over within the last year, from where (None: a partner outside) to where. Partners
/// are one place: their names would tell what an association needed.
pub type Flows = BTreeMap<(Option<Action>, Option<Action>), Passed>;

/// Counts those who said yes to an orientation opened within the 365 days before `now`, each association once between two
/// places.
pub fn flows(orientations: &[Orientation], now: DateTime<Utc>) -> Flows {
    let since = now - Duration::days(365);
    let mut passed: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for one in orientations.iter().filter(|one| one.opened_at >= since && one.is_passage()) {
        let who = passed.entry((one.from.action(), one.to.action())).or_default();
        if !who.contains(&one.association) {
            who.push(one.association);
        }
    }
    let told = |who: Vec<_>| match u32::try_from(who.len()).unwrap_or(u32::MAX) {
        n if n < FEW => Passed::Few,
        n => Passed::Of(n),
    };
    passed.into_iter().map(|(way, who)| (way, told(who))).collect()
}

/// An orientation that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub orientation: Orientation,
    pub ball: Ball,
    pub since: DateTime<Utc>,
    /// None: as long as it takes.
    pub until: Option<DateTime<Utc>>,
}

/// The orientations that wait, each with the date that it offers: the longest wait first.
pub fn waiting(orientations: Vec<(Orientation, Option<Entry>)>) -> Vec<Waiting> {
    let waits = |(orientation, date): (Orientation, Option<Entry>)| {
        let (ball, since) = orientation.ball()?;
        let until = orientation.until(date.as_ref());
        Some(Waiting { orientation, ball, since, until })
    };
    let mut waiting: Vec<_> = orientations.into_iter().filter_map(waits).collect();
    waiting.sort_by_key(|one| one.since);
    waiting
}

impl Orientation {
    /// Whether the association passed, or passes, from one place to another.
    fn is_passage(&self) -> bool {
        let yes = matches!(self.state, State::Accepted { .. } | State::Honoured { .. });
        yes && self.from != self.to
    }

    /// Whether an organizer of this action gave it or receives it.
    pub fn concerns(&self, action: Action) -> bool {
        [self.from, self.to].contains(&Place::Action(action))
    }
}
