//! Reception days and visits.

use super::*;
use crate::reception::{call, slot as slot_of, visit as visit_of};
use crate::volunteers;
use domain::reception::{Call, ReceptionDay, Slot, Visit};
use domain::volunteering::Commitment;

impl Rows<'_> {
    /// One slot. It is not locked: [`Self::reception`] locks its day.
    pub async fn slot(&self, id: SlotId) -> Loaded<Option<Slot>> {
        Ok(slot::Entity::find_by_id(id.0).one(&self.db).await?.map(slot_of))
    }

    /// These slots.
    pub(super) async fn slots(
        &self,
        ids: impl Iterator<Item = Uuid>,
    ) -> Loaded<BTreeMap<SlotId, Slot>> {
        let ids: Vec<Uuid> = ids.collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows = slot::Entity::find().filter(slot::Column::Id.is_in(ids));
        let slots = rows.all(&self.db).await?.into_iter().map(slot_of);
        Ok(slots.map(|slot| (slot.id, slot)).collect())
    }

    /// A reception day with all that is decided on, locked for a unit. None: no date, or one of another kind.
    pub async fn reception(&self, id: EntryId) -> Loaded<Option<ReceptionDay>> {
        let seating = self.seating(id).await?.filter(|s| s.entry.kind == EntryKind::Reception);
        match seating {
            Some(seating) => self.with_slots(seating).await.map(Some),
            None => Ok(None),
        }
    }

    async fn with_slots(&self, seating: Seating) -> Loaded<ReceptionDay> {
        let id = seating.entry.id.0;
        let slots = slot::Entity::find()
            .filter(slot::Column::EntryId.eq(id))
            .order_by_asc(slot::Column::StartsAt)
            .order_by_asc(slot::Column::Id);
        let duties = duty::Entity::find()
            .filter(duty::Column::EntryId.eq(id))
            .order_by_asc(duty::Column::At)
            .order_by_asc(duty::Column::PersonId);
        Ok(ReceptionDay {
            seating,
            slots: slots.all(&self.db).await?.into_iter().map(slot_of).collect(),
            duties: duties
                .all(&self.db)
                .await?
                .into_iter()
                .map(|d| PersonId(d.person_id))
                .collect(),
        })
    }

    /// The next reception days, soonest first. Units lock each.
    pub async fn receptions_to_come(&self, now: DateTime<Utc>) -> Loaded<Vec<ReceptionDay>> {
        let mut days = Vec::new();
        for seating in self.seatings_to_come(EntryKind::Reception, &[], false, now).await? {
            days.push(self.with_slots(seating).await?);
        }
        Ok(days)
    }

    /// The reception days that end after this moment, soonest first: today's too.
    pub async fn receptions_from(&self, from: DateTime<Utc>) -> Loaded<Vec<ReceptionDay>> {
        let rows = entry::Entity::find()
            .filter(entry::Column::Kind.eq(EntryKind::Reception.code()))
            .filter(entry::Column::EndsAt.gt(from))
            .order_by_asc(entry::Column::StartsAt)
            .all(&self.db)
            .await?;
        let mut days = Vec::with_capacity(rows.len());
        for row in rows {
            days.extend(self.reception(EntryId(row.id)).await?);
        }
        Ok(days)
    }

    /// Whose help was accepted, with their names, by name.
    pub async fn volunteers(&self) -> Loaded<Vec<(Commitment, String)>> {
        let rows = volunteer::Entity::find().filter(volunteer::Column::State.eq("accepted"));
        let rows = rows.all(&self.db).await?.into_iter().map(volunteers::commitment);
        let accepted: Vec<Commitment> = rows.collect::<Loaded<_>>()?;
        let mut names = self.person_names(accepted.iter().map(|c| c.person)).await?;
        let named = |c: Commitment| names.remove(&c.person).map(|name| (c, name));
        let mut named: Vec<_> = accepted.into_iter().filter_map(named).collect();
        named.sort_by(|(a, one), (b, other)| (one, a.person).cmp(&(other, b.person)));
        Ok(named)
    }

    /// How many diagnoses each volunteer has led, or accepted to lead, since then. A visit and the diagnosis that came
    /// of it count once.
    pub async fn loads(&self, since: DateTime<Utc>) -> Loaded<BTreeMap<PersonId, u32>> {
        let led = diagnosis::Entity::find().filter(diagnosis::Column::LedSince.gt(since));
        let led = led.all(&self.db).await?;
        let taken = visit::Entity::find()
            .filter(visit::Column::VolunteerId.is_not_null())
            .filter(visit::Column::Since.gt(since));
        let mut loads: BTreeMap<PersonId, u32> = BTreeMap::new();
        for person in led.iter().filter_map(|diagnosis| diagnosis.volunteer_id) {
            *loads.entry(PersonId(person)).or_default() += 1;
        }
        for visit in taken.all(&self.db).await? {
            let Some(person) = visit.volunteer_id else { continue };
            let counted = led.iter().any(|d| {
                d.volunteer_id == Some(person)
                    && d.journey_id == visit.journey_id
                    && d.led_since >= Some(visit.since)
            });
            if !counted {
                *loads.entry(PersonId(person)).or_default() += 1;
            }
        }
        Ok(loads)
    }

    /// One visit, locked for a unit.
    pub async fn visit(&self, id: VisitId) -> Loaded<Option<Visit>> {
        let row = self.root(visit::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(visit_of).transpose()
    }

    /// Every visit that was not withdrawn, who has waited longest first. Some have been made: their journeys tell.
    pub async fn visits(&self) -> Loaded<Vec<Visit>> {
        let rows = visit::Entity::find()
            .filter(visit::Column::State.ne("withdrawn"))
            .order_by_asc(visit::Column::AskedAt)
            .order_by_asc(visit::Column::Id);
        rows.all(&self.db).await?.into_iter().map(visit_of).collect()
    }

    /// A volunteer who was asked.
    pub async fn call(&self, id: CallId) -> Loaded<Option<Call>> {
        Ok(visit_call::Entity::find_by_id(id.0).one(&self.db).await?.map(call))
    }

    /// The volunteers who were asked for these visits.
    pub async fn calls(&self, visits: &[VisitId]) -> Loaded<Vec<Call>> {
        let rows = visit_call::Entity::find()
            .filter(visit_call::Column::VisitId.is_in(visits.iter().map(|visit| visit.0)))
            .order_by_asc(visit_call::Column::Id);
        Ok(rows.all(&self.db).await?.into_iter().map(call).collect())
    }
}
