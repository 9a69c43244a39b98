//! The addresses that calendars follow, and those that attest presences, as rows.

use crate::apply::put;
use crate::entities::{attestation, calendar_feed};
use crate::error::WriteError;
use domain::calendar::{Attestation, Feed};
use domain::ids::{AssociationId, AttestationId, FeedId, PersonId, RegistrationId};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

/// There is one for each person and association, and one for the person alone.
pub(crate) fn key(person: PersonId, association: Option<AssociationId>) -> String {
    match association {
        Some(association) => format!("{person}:{association}"),
        None => person.to_string(),
    }
}

pub(crate) fn row(feed: Feed) -> calendar_feed::Model {
    calendar_feed::Model {
        id: key(feed.person, feed.association),
        person_id: feed.person.0,
        association_id: feed.association.map(|association| association.0),
        address: feed.id.0,
        since: feed.since,
    }
}

pub(crate) fn feed(row: calendar_feed::Model) -> Feed {
    Feed {
        person: PersonId(row.person_id),
        association: row.association_id.map(AssociationId),
        id: FeedId(row.address),
        since: row.since,
    }
}

pub(crate) fn attestation_row(one: Attestation) -> attestation::Model {
    attestation::Model {
        registration_id: one.seat.0,
        address: one.address.map(|address| address.0),
        since: one.since,
        by_id: one.by.map(|by| by.0),
    }
}

pub(crate) fn attestation(row: attestation::Model) -> Attestation {
    Attestation {
        seat: RegistrationId(row.registration_id),
        address: row.address.map(AttestationId),
        since: row.since,
        by: row.by_id.map(PersonId),
    }
}

/// Addresses of an association that is no more follow the one that it became, unless one does already.
pub(crate) async fn merge(
    db: &DatabaseTransaction,
    kept: Uuid,
    gone: Uuid,
) -> Result<(), WriteError> {
    let of = calendar_feed::Entity::find().filter(calendar_feed::Column::AssociationId.eq(gone));
    for old in of.all(db).await? {
        calendar_feed::Entity::delete_by_id(old.id.clone()).exec(db).await?;
        let moved = Feed { association: Some(AssociationId(kept)), ..feed(old) };
        let moved = row(moved);
        if calendar_feed::Entity::find_by_id(moved.id.clone()).one(db).await?.is_none() {
            put(db, moved).await?;
        }
    }
    Ok(())
}
