//! The organizers' reading of the journeys: how many stand at each step, who waits for whom since when, and how
//! many passed from one station to the next.

use crate::accounts::{Action, OrganizerHat, Sight};
use crate::ids::AssociationId;
use crate::journey::{Ball, EventKind, Journey, Next, Step, What};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

/// Beyond this, a wait is shown as long.
pub const LATE_AFTER: Duration = Duration::days(14);

/// Someone waiting for someone.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub association: AssociationId,
    pub next: Next,
}

impl Waiting {
    /// Whole days waited.
    pub fn days(&self, now: DateTime<Utc>) -> i64 {
        (now - self.next.since).num_days().max(0)
    }

    /// Whether the wait has lasted [`LATE_AFTER`] or more.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        now - self.next.since >= LATE_AFTER
    }

    /// Whether the programme (not the association itself, nor a partner) must move.
    pub fn for_the_programme(&self) -> bool {
        matches!(self.next.ball, Ball::Volunteers | Ball::Organizers(_))
    }

    /// Whether it is on the desk of this organizer: the journey came to their action or is being welcomed, or they
    /// handed it over and the answer is awaited.
    pub fn concerns(&self, organizer: &OrganizerHat, journey: &Journey) -> bool {
        organizer.sight(journey) == Sight::Whole
            || organizer.action() == Action::Hackathon && self.next.what == What::AnswerOrientation
    }

    /// The action concerned.
    pub fn action(&self) -> Option<Action> {
        match self.next.ball {
            Ball::Organizers(action) => Some(action),
            Ball::Volunteers | Ball::Association | Ball::Partner(_) => self.next.what.line(),
        }
    }
}

/// The desk at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    /// How many associations stand at each station.
    pub steps: BTreeMap<Step, u32>,
    /// Who waits, longest first: those who wait for the programme, then those for whom it waits.
    pub waiting: Vec<Waiting>,
    /// How many went from one station to another within the last year.
    pub flows: BTreeMap<(Step, Step), u32>,
    pub figures: Figures,
}

/// The last year in four numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub welcomed: u32,
    pub presences: u32,
    pub tools_delivered: u32,
    pub tools_in_use: u32,
    pub inspired: u32,
}

impl Desk {
    /// Reads every journey as it stands `now`. Flows and figures are those of the 365 days before.
    pub fn read(journeys: &[Journey], now: DateTime<Utc>) -> Self {
        let year_ago = now - Duration::days(365);
        let mut steps: BTreeMap<Step, u32> = Step::ALL.into_iter().map(|s| (s, 0)).collect();
        let mut flows = BTreeMap::new();
        let mut figures = Figures::default();
        let mut waiting = Vec::new();
        for journey in journeys {
            *steps.entry(journey.step()).or_default() += 1;
            let next = journey.next(now);
            let quiet = matches!(next.what, What::NewNeed | What::KeepHelping)
                || matches!(
                    next.what,
                    What::ComeToMeeting
                        | What::ComeToReception
                        | What::ComeToWorkshop
                        | What::ComeToFollowUp
                );
            if !quiet {
                waiting.push(Waiting { association: journey.head.association, next });
            }
            figures.add(journey, year_ago);
            for passage in passages(journey, year_ago) {
                *flows.entry(passage).or_default() += 1;
            }
        }
        waiting.sort_by_key(|w| (!w.for_the_programme(), w.next.since));
        Self { steps, waiting, flows, figures }
    }
}

impl Figures {
    fn add(&mut self, journey: &Journey, since: DateTime<Utc>) {
        if journey.head.opened_at >= since {
            self.welcomed += 1;
        }
        for event in journey.counted().filter(|e| e.occurred_at >= since) {
            match event.kind {
                EventKind::SessionAttended(_) => self.presences += 1,
                EventKind::HandoverSigned => self.tools_delivered += 1,
                EventKind::Inspired => self.inspired += 1,
                _ => {}
            }
        }
        if journey.tool_in_use() {
            self.tools_in_use += 1;
        }
    }
}

/// The changes of station that the events tell, each once.
fn passages(journey: &Journey, since: DateTime<Utc>) -> Vec<(Step, Step)> {
    let mut passages = Vec::new();
    let mut at = Step::Question;
    for event in journey.counted() {
        let to = match &event.kind {
            EventKind::MeetingAttended | EventKind::ReceptionAttended => Step::Meeting,
            EventKind::DiagnosisGivenBack(_) => Step::Diagnosis,
            EventKind::SessionAttended(_) if at < Step::Helping => Step::Workshop,
            EventKind::HelpStarted => Step::Helping,
            EventKind::ProjectSelected => Step::Project,
            EventKind::ToolDelivered => Step::Delivered,
            EventKind::ToolInUse => Step::InUse,
            EventKind::TestimonyPublished => Step::Told,
            _ => continue,
        };
        if to != at && event.occurred_at >= since && !passages.contains(&(at, to)) {
            passages.push((at, to));
        }
        at = to;
    }
    passages
}

#[cfg(test)]
mod tests;
