//! Journeys, replayed, and their needs.

use super::*;

impl Rows<'_> {
    /// A journey, replayed.
    pub async fn journey(&self, id: JourneyId) -> Loaded<Option<Journey>> {
        let row = self.root(journey::Entity::find_by_id(id.0)).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        let events = event::Entity::find()
            .filter(event::Column::JourneyId.eq(id.0))
            .order_by_asc(event::Column::Seq);
        let events = events.all(&self.db).await?.into_iter().filter_map(event).collect();
        Ok(Some(Journey::replay(journey_head(row), events)))
    }

    /// The journey of an association: its last, should it have several.
    pub async fn journey_of(&self, association: AssociationId) -> Loaded<Option<Journey>> {
        let row = journey::Entity::find()
            .filter(journey::Column::AssociationId.eq(association.0))
            .order_by_desc(journey::Column::OpenedAt)
            .one(&self.db)
            .await?;
        match row {
            Some(row) => self.journey(JourneyId(row.id)).await,
            None => Ok(None),
        }
    }

    /// Every journey, in two queries.
    pub async fn journeys(&self) -> Loaded<Vec<Journey>> {
        let rows = journey::Entity::find().order_by_asc(journey::Column::OpenedAt).all(&self.db);
        let rows = rows.await?;
        let mut events: BTreeMap<JourneyId, Vec<Event>> = BTreeMap::new();
        let all = event::Entity::find()
            .order_by_asc(event::Column::JourneyId)
            .order_by_asc(event::Column::Seq);
        for event in all.all(&self.db).await?.into_iter().filter_map(event) {
            events.entry(event.journey).or_default().push(event);
        }
        let replay = |row| {
            let head = journey_head(row);
            let events = events.remove(&head.id).unwrap_or_default();
            Journey::replay(head, events)
        };
        Ok(rows.into_iter().map(replay).collect())
    }

    /// How many journeys a testimony has started.
    pub async fn inspired_by(&self, testimony: TestimonyId) -> Loaded<u64> {
        journey::Entity::find()
            .filter(journey::Column::InspiredBy.eq(testimony.0))
            .count(&self.db)
            .await
    }

    /// The needs stated on a journey, first to last.
    pub async fn needs(&self, journey: JourneyId) -> Loaded<Vec<Need>> {
        let rows = need::Entity::find()
            .filter(need::Column::JourneyId.eq(journey.0))
            .order_by_asc(need::Column::At);
        let need = |n: need::Model| Need {
            id: NeedId(n.id),
            journey: JourneyId(n.journey_id),
            words: Words::stored(n.words),
            at: n.at,
        };
        Ok(rows.all(&self.db).await?.into_iter().map(need).collect())
    }
}

fn journey_head(row: journey::Model) -> JourneyHead {
    JourneyHead {
        id: JourneyId(row.id),
        association: AssociationId(row.association_id),
        inspired_by: row.inspired_by.map(TestimonyId),
        opened_at: row.opened_at,
    }
}

/// None: a kind written by a newer program, which this one leaves alone.
fn event(row: event::Model) -> Option<Event> {
    Some(Event {
        id: EventId(row.id),
        journey: JourneyId(row.journey_id),
        kind: EventKind::from_code(&row.kind)?,
        occurred_at: row.occurred_at,
        recorded_at: row.recorded_at,
        actor: row.actor_id.map(PersonId),
        hat: row.hat,
        command: CommandId(row.command_id),
        subject: row.subject,
        corrects: row.corrects.map(EventId),
    })
}
