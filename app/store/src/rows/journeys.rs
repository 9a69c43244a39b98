//! Journeys, replayed, and their needs.

use super::*;
use uuid::Uuid;

impl Rows<'_> {
    /// A journey, replayed, with those that became parts of it. The id of a part gives the whole.
    pub async fn journey(&self, id: JourneyId) -> Loaded<Option<Journey>> {
        self.replay(journey::Entity::find_by_id(id.0)).await
    }

    /// The head of a journey, without what was written on it. The id of a part gives the whole's.
    pub async fn journey_head(&self, id: JourneyId) -> Loaded<Option<JourneyHead>> {
        let part = journey_alias::Entity::find_by_id(id.0).one(&self.db).await?;
        let whole = part.map_or(id.0, |part| part.kept_id);
        Ok(journey::Entity::find_by_id(whole).one(&self.db).await?.map(journey_head))
    }

    /// The journey of an association, whole: its last, should it have several.
    pub async fn journey_of(&self, association: AssociationId) -> Loaded<Option<Journey>> {
        let own = journey::Entity::find()
            .filter(journey::Column::AssociationId.eq(association.0))
            .order_by_desc(journey::Column::OpenedAt);
        self.replay(own.limit(1)).await
    }

    async fn replay(&self, found: Select<journey::Entity>) -> Loaded<Option<Journey>> {
        let parts = |id: Uuid| {
            use journey_alias::Column::{Id, KeptId};
            let either = Condition::any().add(Id.eq(id)).add(KeptId.eq(id));
            journey_alias::Entity::find().filter(either).all(&self.db)
        };
        let Some(mut row) = self.root(found).one(&self.db).await? else { return Ok(None) };
        let mut aliases = parts(row.id).await?;
        if let Some(part) = aliases.iter().find(|alias| alias.id == row.id) {
            let whole = self.root(journey::Entity::find_by_id(part.kept_id));
            let Some(whole) = whole.one(&self.db).await? else { return Ok(None) };
            (aliases, row) = (parts(whole.id).await?, whole);
        }
        let own = self.events(row.id).await?;
        let mut merged = Vec::new();
        for part in aliases.into_iter().filter(|alias| alias.kept_id == row.id) {
            let head = journey::Entity::find_by_id(part.id).one(&self.db).await?;
            if let Some(head) = head {
                merged.push((journey_head(head), self.events(part.id).await?));
            }
        }
        Ok(Some(Journey::replay_all(journey_head(row), merged, own)))
    }

    /// What was written on one journey, in order.
    async fn events(&self, journey: Uuid) -> Loaded<Vec<Event>> {
        let events = event::Entity::find()
            .filter(event::Column::JourneyId.eq(journey))
            .order_by_asc(event::Column::Seq);
        Ok(events.all(&self.db).await?.into_iter().filter_map(event).collect())
    }

    /// Every journey, whole, in three queries.
    pub async fn journeys(&self) -> Loaded<Vec<Journey>> {
        let rows = journey::Entity::find().order_by_asc(journey::Column::OpenedAt).all(&self.db);
        let rows = rows.await?;
        let events = event::Entity::find()
            .order_by_asc(event::Column::JourneyId)
            .order_by_asc(event::Column::Seq);
        Ok(replayed(rows, events.all(&self.db).await?, &self.parts().await?))
    }

    /// These journeys, in three queries. One that has become a part of another is that other.
    pub async fn journeys_among(&self, ids: &[JourneyId]) -> Loaded<BTreeMap<JourneyId, Journey>> {
        let parts = self.parts().await?;
        let whole = |id: &JourneyId| parts.get(&id.0).copied().unwrap_or(id.0);
        let mut read: BTreeSet<Uuid> = ids.iter().map(whole).collect();
        read.extend(
            parts
                .iter()
                .filter(|(_, kept)| read.contains(*kept))
                .map(|(part, _)| *part)
                .collect::<Vec<_>>(),
        );
        let rows = journey::Entity::find().filter(journey::Column::Id.is_in(read.clone()));
        let events = event::Entity::find()
            .filter(event::Column::JourneyId.is_in(read))
            .order_by_asc(event::Column::JourneyId)
            .order_by_asc(event::Column::Seq);
        let (rows, events) = (rows.all(&self.db).await?, events.all(&self.db).await?);
        let found: BTreeMap<Uuid, Journey> =
            replayed(rows, events, &parts).into_iter().map(|j| (j.head.id.0, j)).collect();
        let asked = ids.iter().filter_map(|id| Some((*id, found.get(&whole(id))?.clone())));
        Ok(asked.collect())
    }

    /// The journeys that have become a part of another, and of which.
    pub(super) async fn parts(&self) -> Loaded<BTreeMap<Uuid, Uuid>> {
        let parts = journey_alias::Entity::find().all(&self.db).await?;
        Ok(parts.into_iter().map(|p| (p.id, p.kept_id)).collect())
    }

    /// The needs stated on a journey, first to last.
    pub async fn needs(&self, journey: JourneyId) -> Loaded<Vec<Need>> {
        self.needs_of(&[journey]).await
    }

    /// Those of several journeys, first to last.
    pub async fn needs_of(&self, journeys: &[JourneyId]) -> Loaded<Vec<Need>> {
        let rows = need::Entity::find()
            .filter(need::Column::JourneyId.is_in(journeys.iter().map(|journey| journey.0)))
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

/// Journeys as their events tell them; those that are a part of another are read with it.
fn replayed(
    rows: Vec<journey::Model>,
    all: Vec<event::Model>,
    parts: &BTreeMap<Uuid, Uuid>,
) -> Vec<Journey> {
    let mut events: BTreeMap<JourneyId, Vec<Event>> = BTreeMap::new();
    for event in all.into_iter().filter_map(event) {
        events.entry(event.journey).or_default().push(event);
    }
    let (merged, whole): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| parts.contains_key(&row.id));
    let mut of: BTreeMap<Uuid, Vec<(JourneyHead, Vec<Event>)>> = BTreeMap::new();
    for row in merged {
        let head = journey_head(row);
        let events = events.remove(&head.id).unwrap_or_default();
        of.entry(parts[&head.id.0]).or_default().push((head, events));
    }
    let replay = |row| {
        let head = journey_head(row);
        let merged = of.remove(&head.id.0).unwrap_or_default();
        let events = events.remove(&head.id).unwrap_or_default();
        Journey::replay_all(head, merged, events)
    };
    whole.into_iter().map(replay).collect()
}
