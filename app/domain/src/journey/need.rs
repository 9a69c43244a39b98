//! What an association asks for, and which stories gave it the wish.

use super::{EventKind, Journey};
use crate::accounts::MemberHat;
use crate::act::{Act, Change, Outcome};
use crate::ids::{JourneyId, NeedId, TestimonyId};
use crate::text::Words;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the association asked for, kept verbatim to the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Need {
    pub id: NeedId,
    pub journey: JourneyId,
    pub words: Words,
    pub at: DateTime<Utc>,
}

/// States a need: a first one, or the one that brings an association back. `inspired_by`: the testimony that gave the
/// wish, which is told once.
pub fn state_need(
    act: &Act,
    _member: &MemberHat,
    journey: &Journey,
    words: Words,
    inspired_by: Option<TestimonyId>,
) -> Outcome<NeedId> {
    let need = Need { id: act.id().into(), journey: journey.head.id, words, at: act.at };
    let mut outcome = Outcome::of(need.id);
    if let Some(testimony) = inspired_by.filter(|one| !journey.inspired_by().contains(one)) {
        outcome = outcome.event(act, journey.head.id, EventKind::Inspired, testimony.0);
    }
    outcome.event(act, journey.head.id, EventKind::NeedStated, need.id.0).change(Change::Need(need))
}

impl Journey {
    /// The testimonies that gave it the wish, first to last.
    pub fn inspired_by(&self) -> Vec<TestimonyId> {
        let inspired = self.counted().filter(|event| event.kind == EventKind::Inspired);
        let mut all = Vec::new();
        for testimony in inspired.map(|event| TestimonyId(event.subject)) {
            if !all.contains(&testimony) {
                all.push(testimony);
            }
        }
        all
    }
}
