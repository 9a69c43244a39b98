//! Reception days and visits, as rows.

use crate::apply::put;
use crate::entities::{duty, slot, visit, visit_call};
use crate::error::WriteError;
use crate::rows::{Loaded, unknown};
use domain::ids::*;
use domain::reception::{Call, ReceptionChange, Slot, Visit, VisitState};
use domain::text::{Name, Words};
use sea_orm::{DatabaseTransaction, EntityTrait};

fn on_duty(entry: EntryId, person: PersonId) -> String {
    format!("{entry}:{person}")
}

/// Writes one change.
pub(crate) async fn apply(
    db: &DatabaseTransaction,
    change: ReceptionChange,
) -> Result<(), WriteError> {
    match change {
        ReceptionChange::Slot(s) => {
            let row = slot::Model {
                id: s.id.0,
                entry_id: s.entry.0,
                starts_at: s.starts_at,
                ends_at: s.ends_at,
                volunteer_id: s.volunteer.map(|p| p.0),
            };
            put(db, row).await
        }
        ReceptionChange::OnDuty(d) => {
            let row = duty::Model {
                id: on_duty(d.entry, d.person),
                entry_id: d.entry.0,
                person_id: d.person.0,
                at: d.at,
                by_id: d.by.map(|p| p.0),
            };
            put(db, row).await
        }
        ReceptionChange::OffDuty(entry, person) => {
            duty::Entity::delete_by_id(on_duty(entry, person)).exec(db).await?;
            Ok(())
        }
        ReceptionChange::Visit(v) => {
            let volunteer = match v.state {
                VisitState::Taken(person) => Some(person.0),
                _ => None,
            };
            let row = visit::Model {
                id: v.id.0,
                journey_id: v.journey.0,
                association_id: v.association.0,
                words: v.words.to_string(),
                area: v.area.to_string(),
                asked_at: v.asked_at,
                state: v.state.code().to_owned(),
                since: v.since,
                volunteer_id: volunteer,
            };
            put(db, row).await
        }
        ReceptionChange::Call(c) => {
            let row = visit_call::Model {
                id: c.id.0,
                visit_id: c.visit.0,
                person_id: c.person.0,
                at: c.at,
                declined_at: c.declined_at,
            };
            put(db, row).await
        }
    }
}

pub(crate) fn slot(row: slot::Model) -> Slot {
    Slot {
        id: SlotId(row.id),
        entry: EntryId(row.entry_id),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        volunteer: row.volunteer_id.map(PersonId),
    }
}

pub(crate) fn visit(row: visit::Model) -> Loaded<Visit> {
    let state = match (row.state.as_str(), row.volunteer_id) {
        ("asked", _) => VisitState::Asked,
        ("with_organizers", _) => VisitState::WithOrganizers,
        ("taken", Some(person)) => VisitState::Taken(PersonId(person)),
        ("withdrawn", _) => VisitState::Withdrawn,
        (other, _) => return Err(unknown("state", other)),
    };
    Ok(Visit {
        id: VisitId(row.id),
        journey: JourneyId(row.journey_id),
        association: AssociationId(row.association_id),
        words: Words::stored(row.words),
        area: Name::stored(row.area),
        asked_at: row.asked_at,
        state,
        since: row.since,
    })
}

pub(crate) fn call(row: visit_call::Model) -> Call {
    Call {
        id: CallId(row.id),
        visit: VisitId(row.visit_id),
        person: PersonId(row.person_id),
        at: row.at,
        declined_at: row.declined_at,
    }
}
