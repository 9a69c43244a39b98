//! Hand-overs from one action to another.

use super::*;

impl Rows<'_> {
    /// One orientation, locked for a unit.
    pub async fn orientation(&self, id: OrientationId) -> Loaded<Option<Orientation>> {
        let row = self.root(orientation::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(orientation).transpose()
    }

    /// The orientations of a journey, first to last.
    pub async fn orientations(&self, journey: JourneyId) -> Loaded<Vec<Orientation>> {
        let rows = orientation::Entity::find()
            .filter(orientation::Column::JourneyId.eq(journey.0))
            .order_by_asc(orientation::Column::OpenedAt)
            .order_by_asc(orientation::Column::Id);
        rows.all(&self.db).await?.into_iter().map(orientation).collect()
    }
}

fn orientation(row: orientation::Model) -> Loaded<Orientation> {
    let action = |code: &str| Action::from_code(code).ok_or_else(|| unknown("action", code));
    let cause = match row.cause.as_str() {
        "diagnosis" => Cause::Diagnosis(DiagnosisId(row.cause_id)),
        "project" => Cause::Project(ProjectId(row.cause_id)),
        "declined" => Cause::Declined(OrientationId(row.cause_id)),
        other => return Err(unknown("cause", other)),
    };
    let reason = row.decline_reason.as_deref().and_then(DeclineReason::from_code);
    let state = match (row.state.as_str(), row.state_at, reason, row.next_id) {
        ("open", ..) => OrientationState::Open,
        ("accepted", Some(at), ..) => OrientationState::Accepted { at },
        ("honoured", Some(at), ..) => OrientationState::Honoured { at },
        ("declined", Some(at), Some(reason), Some(next)) => {
            OrientationState::Declined { at, reason, next: OrientationId(next) }
        }
        _ => return Err(unknown("state", &row.state)),
    };
    Ok(Orientation {
        id: OrientationId(row.id),
        journey: JourneyId(row.journey_id),
        association: AssociationId(row.association_id),
        from: action(&row.from_action)?,
        to: action(&row.to_action)?,
        theme: row.theme,
        entry: row.entry_id.map(EntryId),
        registration: row.registration_id.map(RegistrationId),
        cause,
        opened_at: row.opened_at,
        state,
    })
}
