//! What the organizers' desk shows.

use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::Action;
use domain::dashboard::{self, Waiting};
use domain::ids::{AssociationId, JourneyId};
use domain::journey::Journey;
use domain::workshops::{Entry, Seat, Seating};
use std::collections::BTreeMap;

/// How far back presences are looked for, and how far ahead dates.
const AROUND: (Duration, Duration) = (Duration::days(60), Duration::days(60));

/// How many dates to come are shown.
const TO_COME: usize = 4;

/// The desk at a glance, with the names that it speaks of.
pub struct Desk {
    /// The action of who asks.
    pub action: Action,
    /// Who runs each action, by name.
    pub carriers: BTreeMap<Action, String>,
    pub told: dashboard::Desk,
    /// Those that concern the action of who asks, in the order of `told.waiting`.
    pub waits: Vec<Wait>,
    /// How many journeys there are.
    pub journeys: usize,
    /// Dates with presences to note, then those to come where somebody is registered.
    pub dates: Vec<Date>,
}

/// Someone waiting for someone.
pub struct Wait {
    pub association: String,
    pub journey: JourneyId,
    pub waiting: Waiting,
}

/// A date where who asks notes presence.
pub struct Date {
    pub entry: Entry,
    pub registered: usize,
    /// Registered at a date that has begun, without presence noted.
    pub to_note: usize,
}

/// The desk, for organizers: who waits is what concerns the action that they organize; counts are everybody's.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn desk(request: &Request) -> Result<Desk, AppError> {
    let organizer = request.actor.organizer()?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let names = rows.association_names().await.map_err(fail)?;
    let journeys = rows.journeys().await.map_err(fail)?;
    let told = dashboard::Desk::read(&journeys, request.now);
    // Of several journeys of an association, the last opened is the one that runs.
    let running: BTreeMap<AssociationId, JourneyId> =
        journeys.iter().map(|j| (j.head.association, j.head.id)).collect();
    let by_id: BTreeMap<JourneyId, &Journey> = journeys.iter().map(|j| (j.head.id, j)).collect();
    let wait = |waiting: &Waiting| {
        let journey = by_id.get(running.get(&waiting.association)?)?;
        if !waiting.concerns(&organizer, journey) {
            return None;
        }
        Some(Wait {
            association: names.get(&waiting.association).cloned().unwrap_or_default(),
            journey: *running.get(&waiting.association)?,
            waiting: waiting.clone(),
        })
    };
    Ok(Desk {
        action: organizer.action(),
        carriers: rows.carrier_names().await.map_err(fail)?,
        waits: told.waiting.iter().filter_map(wait).collect(),
        journeys: journeys.len(),
        dates: dates(request).await?,
        told,
    })
}

async fn dates(request: &Request) -> Result<Vec<Date>, AppError> {
    let (rows, now) = (request.read(), request.now);
    let fail = |error| request.answer(error);
    let agenda = rows.agenda(now - AROUND.0, now + AROUND.1, now).await.map_err(fail)?;
    let (mut dates, mut to_come) = (Vec::new(), 0);
    for at in agenda {
        let entry = at.entry;
        if !entry.kind.has_seats() || entry.presence_by(&request.actor).is_err() {
            continue;
        }
        if to_come == TO_COME {
            break;
        }
        let Some(seating) = rows.seating(entry.id).await.map_err(fail)? else { continue };
        let date = Date::read(seating, now);
        let begun = now >= date.entry.starts_at;
        if date.to_note > 0 || (!begun && date.registered > 0) {
            to_come += usize::from(!begun);
            dates.push(date);
        }
    }
    Ok(dates)
}

impl Date {
    fn read(seating: Seating, now: DateTime<Utc>) -> Self {
        let registered = seating.registrations.iter().filter(|r| r.state == Seat::Registered);
        let not_noted = registered.clone().filter(|r| r.presence.is_none()).count();
        let begun = now >= seating.entry.starts_at;
        Self {
            registered: registered.count(),
            to_note: if begun { not_noted } else { 0 },
            entry: seating.entry,
        }
    }
}
