//! Encounters and their programmes.

use super::*;
use domain::wiki::encounter::{Encounter, Talk, TalkState};
use sea_orm::QueryTrait;

/// An association that may be asked to tell its story: somebody acts for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teller {
    pub association: AssociationId,
    pub name: String,
    /// It has published a story.
    pub published: bool,
}

impl Rows<'_> {
    /// An encounter with its programme; its date is locked for a unit. None: it is no encounter.
    pub async fn encounter(&self, entry: EntryId) -> Loaded<Option<Encounter>> {
        let Some(at) = self.seating(entry).await? else { return Ok(None) };
        if at.entry.kind != EntryKind::Encounter {
            return Ok(None);
        }
        Ok(Some(Encounter { entry: at.entry, talks: self.talks(entry).await? }))
    }

    /// The encounters that begin between two moments, soonest first, with their programmes: those that who asks may see.
    pub async fn encounters(
        &self,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> Loaded<Vec<Encounter>> {
        let found = entry::Entity::find()
            .filter(entry::Column::Kind.eq(EntryKind::Encounter.code()))
            .filter(entry::Column::StartsAt.gte(from))
            .filter(entry::Column::StartsAt.lt(to))
            .order_by_asc(entry::Column::StartsAt);
        let found = found.all(&self.db).await?.into_iter().map(workshops::entry);
        let mut entries = found.collect::<Loaded<Vec<Entry>>>()?;
        entries.retain(|entry| entry.seen_by(self.actor(), now));
        let talks = talk::Entity::find()
            .filter(talk::Column::EntryId.is_in(entries.iter().map(|entry| entry.id.0)))
            .order_by_asc(talk::Column::Rank)
            .order_by_asc(talk::Column::Id);
        let mut programmes: BTreeMap<EntryId, Vec<Talk>> = BTreeMap::new();
        for row in talks.all(&self.db).await? {
            let talk = talk(row)?;
            programmes.entry(talk.entry).or_default().push(talk);
        }
        let with_talks = |entry: Entry| Encounter {
            talks: programmes.remove(&entry.id).unwrap_or_default(),
            entry,
        };
        Ok(entries.into_iter().map(with_talks).collect())
    }

    /// The programme of an encounter, in its order.
    pub async fn talks(&self, entry: EntryId) -> Loaded<Vec<Talk>> {
        let talks = talk::Entity::find()
            .filter(talk::Column::EntryId.eq(entry.0))
            .order_by_asc(talk::Column::Rank)
            .order_by_asc(talk::Column::Id);
        talks.all(&self.db).await?.into_iter().map(talk).collect()
    }

    /// One talk of a programme. It is not locked: [`Self::encounter`] locks its date.
    pub async fn talk(&self, id: TalkId) -> Loaded<Option<Talk>> {
        talk::Entity::find_by_id(id.0).one(&self.db).await?.map(talk).transpose()
    }

    /// Whom an organizer may ask to tell, by name.
    pub async fn tellers(&self, _organizer: &OrganizerHat) -> Loaded<Vec<Teller>> {
        let referents = membership::Entity::find()
            .filter(membership::Column::Referent.eq(true))
            .select_only()
            .column(membership::Column::AssociationId);
        let found = association::Entity::find()
            .filter(association::Column::Id.in_subquery(referents.into_query()))
            .select_only()
            .column(association::Column::Id)
            .column(association::Column::Name)
            .order_by_asc(association::Column::Name);
        let found = found.into_tuple::<(Uuid, String)>().all(&self.db).await?;
        let published = testimony::Entity::find()
            .filter(testimony::Column::State.eq(TestimonyState::Published.code()))
            .select_only()
            .column(testimony::Column::AssociationId);
        let published: BTreeSet<Uuid> =
            published.into_tuple().all(&self.db).await?.into_iter().collect();
        let teller = |(id, name)| Teller {
            association: AssociationId(id),
            name,
            published: published.contains(&id),
        };
        Ok(found.into_iter().map(teller).collect())
    }
}

fn talk(row: talk::Model) -> Loaded<Talk> {
    Ok(Talk {
        id: TalkId(row.id),
        entry: EntryId(row.entry_id),
        association: AssociationId(row.association_id),
        title: Title::stored(row.title),
        words: row.words.map(Words::stored),
        minutes: row.minutes.unsigned_abs(),
        rank: row.rank.unsigned_abs(),
        state: TalkState::from_code(&row.state).ok_or_else(|| unknown("state", &row.state))?,
        since: row.since,
        testimony: row.testimony_id.map(TestimonyId),
    })
}
