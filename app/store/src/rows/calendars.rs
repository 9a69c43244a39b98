//! What calendars are told.

use super::*;
use crate::calendars::feed;
use domain::calendar::Feed;

impl Rows<'_> {
    /// What this address is made for. None: it was renewed or closed.
    pub async fn feed(&self, id: FeedId) -> Loaded<Option<Feed>> {
        let found = calendar_feed::Entity::find().filter(calendar_feed::Column::Address.eq(id.0));
        Ok(found.one(&self.db).await?.map(feed))
    }

    /// The addresses of this person.
    pub async fn feeds_of(&self, person: PersonId) -> Loaded<Vec<Feed>> {
        let own = calendar_feed::Entity::find()
            .filter(calendar_feed::Column::PersonId.eq(person.0))
            .order_by_asc(calendar_feed::Column::Id);
        Ok(own.all(&self.db).await?.into_iter().map(feed).collect())
    }

    /// The seats of these associations with their dates, soonest first, at dates that end after this moment.
    pub async fn seats_of(
        &self,
        associations: &[AssociationId],
        since: DateTime<Utc>,
    ) -> Loaded<Vec<(Registration, Entry)>> {
        let ids = associations.iter().map(|association| association.0);
        let rows = registration::Entity::find()
            .filter(registration::Column::AssociationId.is_in(ids))
            .order_by_asc(registration::Column::Id);
        let seats = self.with_dates(rows.all(&self.db).await?).await?;
        Ok(seats.into_iter().filter(|(_, at)| at.ends_at > since).collect())
    }

    /// The dates that this person runs, soonest first, that end after this moment.
    pub async fn hosted_by(&self, person: PersonId, since: DateTime<Utc>) -> Loaded<Vec<Entry>> {
        let rows = entry::Entity::find()
            .filter(entry::Column::HostId.eq(person.0))
            .filter(entry::Column::EndsAt.gt(since))
            .order_by_asc(entry::Column::StartsAt);
        rows.all(&self.db).await?.into_iter().map(workshops::entry).collect()
    }
}
