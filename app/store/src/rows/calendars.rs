//! What calendars are told.

use super::*;
use crate::calendars::{attestation, feed};
use domain::calendar::{Attestation, Feed};

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

    /// Those of these seats whose first links were withdrawn.
    pub async fn attestations_of(
        &self,
        seats: impl IntoIterator<Item = RegistrationId>,
    ) -> Loaded<BTreeMap<RegistrationId, Attestation>> {
        let seats = seats.into_iter().map(|seat| seat.0);
        let rows =
            attestation::Entity::find().filter(attestation::Column::RegistrationId.is_in(seats));
        let rows = rows.all(&self.db).await?.into_iter().map(attestation);
        Ok(rows.map(|one| (one.seat, one)).collect())
    }

    /// The seat that a link made of this attests. None: it was withdrawn.
    pub async fn attested_seat(&self, address: AttestationId) -> Loaded<Option<RegistrationId>> {
        let known = attestation::Entity::find().filter(
            Condition::any()
                .add(attestation::Column::Address.eq(address.0))
                .add(attestation::Column::RegistrationId.eq(address.0)),
        );
        let known = known.one(&self.db).await?.map(attestation);
        Ok(match known {
            Some(known) => (known.address == Some(address)).then_some(known.seat),
            None => Some(RegistrationId(address.0)),
        })
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
        let seats = self.with_dates(rows).await?;
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
