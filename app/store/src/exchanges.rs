//! What associations can show each other, as rows.

use crate::entities::{asking, exchange, listing};
use crate::error::WriteError;
use domain::exchange::{Asking, Exchange, Listing};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

pub(crate) fn row(exchange: Exchange) -> exchange::Model {
    exchange::Model {
        id: exchange.id.0,
        association_id: exchange.association.0,
        who: exchange.who.map(|who| who.to_string()),
        side: exchange.side.code().to_owned(),
        theme: exchange.theme,
        words: exchange.words.to_string(),
        at: exchange.at,
        by_id: exchange.by.map(|by| by.0),
    }
}

pub(crate) fn listing_row(listing: Listing) -> listing::Model {
    listing::Model {
        association_id: listing.association.0,
        since: listing.since,
        by_id: listing.by.map(|by| by.0),
    }
}

pub(crate) fn asking_row(one: Asking) -> asking::Model {
    asking::Model { id: one.id.0, person_id: one.by.0, to_id: one.to.0, at: one.at }
}

/// What the association that is no more said is said by the one that it became. That one stays in the directory only if
/// both were there: nobody is put there by a merge.
pub(crate) async fn merge(
    db: &DatabaseTransaction,
    kept: Uuid,
    gone: Uuid,
) -> Result<(), WriteError> {
    let moved = exchange::Entity::update_many()
        .col_expr(exchange::Column::AssociationId, Expr::value(kept))
        .filter(exchange::Column::AssociationId.eq(gone))
        .exec(db)
        .await?;
    let was_there = listing::Entity::delete_by_id(gone).exec(db).await?.rows_affected > 0;
    if moved.rows_affected > 0 && !was_there {
        listing::Entity::delete_by_id(kept).exec(db).await?;
    }
    Ok(())
}
