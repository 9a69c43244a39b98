//! What associations can show each other, and which of them are in the directory.

use super::*;
use domain::exchange::{Asking, Exchange, Listing, Side};

impl Rows<'_> {
    /// What these associations say, first to last.
    pub async fn exchanges_of(
        &self,
        associations: impl IntoIterator<Item = AssociationId>,
    ) -> Loaded<Vec<Exchange>> {
        let ids: BTreeSet<_> = associations.into_iter().map(|association| association.0).collect();
        let rows = exchange::Entity::find()
            .filter(exchange::Column::AssociationId.is_in(ids))
            .order_by_asc(exchange::Column::At)
            .order_by_asc(exchange::Column::Id);
        rows.all(&self.db).await?.into_iter().map(exchange).collect()
    }

    /// What one association says: units lock it, so that it does not say too much at once.
    pub async fn exchanges_to_change(&self, id: AssociationId) -> Loaded<Vec<Exchange>> {
        self.root(association::Entity::find_by_id(id.0)).one(&self.db).await?;
        self.exchanges_of([id]).await
    }

    /// One line. None: it was taken back.
    pub async fn exchange(&self, id: ExchangeId) -> Loaded<Option<Exchange>> {
        let row = exchange::Entity::find_by_id(id.0).one(&self.db).await?;
        row.map(exchange).transpose()
    }

    /// Since when an association is in the directory. None: it is not.
    pub async fn listing(&self, id: AssociationId) -> Loaded<Option<Listing>> {
        let row = listing::Entity::find_by_id(id.0).one(&self.db).await?;
        Ok(row.map(listing))
    }

    /// Every association of the directory.
    pub async fn listings(&self) -> Loaded<Vec<Listing>> {
        let rows = listing::Entity::find().order_by_asc(listing::Column::AssociationId);
        Ok(rows.all(&self.db).await?.into_iter().map(listing).collect())
    }

    /// The letters that this person wrote from the directory since then; units lock their account.
    pub async fn asked_by(&self, person: PersonId, since: DateTime<Utc>) -> Loaded<Vec<Asking>> {
        self.person(person).await?;
        let rows = asking::Entity::find()
            .filter(asking::Column::PersonId.eq(person.0))
            .filter(asking::Column::At.gt(since));
        let asking = |row: asking::Model| Asking {
            id: AskingId(row.id),
            by: PersonId(row.person_id),
            to: AssociationId(row.to_id),
            at: row.at,
        };
        Ok(rows.all(&self.db).await?.into_iter().map(asking).collect())
    }
}

fn listing(row: listing::Model) -> Listing {
    let by = row.by_id.map(PersonId);
    Listing { association: AssociationId(row.association_id), since: row.since, by }
}

fn exchange(row: exchange::Model) -> Loaded<Exchange> {
    Ok(Exchange {
        id: ExchangeId(row.id),
        association: AssociationId(row.association_id),
        who: row.who.map(Name::stored),
        side: Side::from_code(&row.side).ok_or_else(|| unknown("side", &row.side))?,
        theme: row.theme,
        words: Title::stored(row.words),
        at: row.at,
        by: row.by_id.map(PersonId),
    })
}
