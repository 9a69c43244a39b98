//! Hand-overs from one action to another, or to a partner outside.

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

    /// Those opened since a moment, first to last.
    pub async fn orientations_since(&self, since: DateTime<Utc>) -> Loaded<Vec<Orientation>> {
        let rows = orientation::Entity::find()
            .filter(orientation::Column::OpenedAt.gte(since))
            .order_by_asc(orientation::Column::OpenedAt)
            .order_by_asc(orientation::Column::Id);
        rows.all(&self.db).await?.into_iter().map(orientation).collect()
    }

    /// Those that send the associations of tools to learn them, first to last.
    pub async fn tool_orientations(&self, _organizer: &OrganizerHat) -> Loaded<Vec<Orientation>> {
        let rows = orientation::Entity::find()
            .filter(orientation::Column::Cause.eq("tool"))
            .order_by_asc(orientation::Column::OpenedAt)
            .order_by_asc(orientation::Column::Id);
        rows.all(&self.db).await?.into_iter().map(orientation).collect()
    }

    /// Those that wait for an answer, or for somebody to come, each with the date that it offers.
    pub async fn orientations_waiting(&self) -> Loaded<Vec<(Orientation, Option<Entry>)>> {
        let rows = orientation::Entity::find()
            .filter(orientation::Column::State.is_in(["open", "accepted"]))
            .order_by_asc(orientation::Column::OpenedAt)
            .order_by_asc(orientation::Column::Id);
        let mut waiting = Vec::new();
        for row in rows.all(&self.db).await? {
            let orientation = orientation(row)?;
            let date = match orientation.entry {
                Some(entry) => self.entry(entry).await?,
                None => None,
            };
            waiting.push((orientation, date));
        }
        Ok(waiting)
    }
}

fn orientation(row: orientation::Model) -> Loaded<Orientation> {
    let place = |code: &str| Place::from_code(code).ok_or_else(|| unknown("place", code));
    let cause = match row.cause.as_str() {
        "diagnosis" => Cause::Diagnosis(DiagnosisId(row.cause_id)),
        "project" => Cause::Project(ProjectId(row.cause_id)),
        "tool" => Cause::Tool(ProjectId(row.cause_id)),
        "date" => Cause::Date(EntryId(row.cause_id)),
        "followed" => Cause::Followed(JourneyId(row.cause_id)),
        "declined" => Cause::Declined(OrientationId(row.cause_id)),
        "expired" => Cause::Expired(OrientationId(row.cause_id)),
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
        ("expired", Some(at), _, Some(next)) => {
            OrientationState::Expired { at, next: OrientationId(next) }
        }
        _ => return Err(unknown("state", &row.state)),
    };
    Ok(Orientation {
        id: OrientationId(row.id),
        journey: JourneyId(row.journey_id),
        association: AssociationId(row.association_id),
        from: place(&row.from_place)?,
        to: place(&row.to_place)?,
        theme: row.theme,
        entry: row.entry_id.map(EntryId),
        registration: row.registration_id.map(RegistrationId),
        cause,
        reason: row.reason.map(Words::stored),
        opened_at: row.opened_at,
        state,
    })
}
