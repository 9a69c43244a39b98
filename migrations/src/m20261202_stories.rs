//! How many people make an association live; which journeys a testimony has started is looked up by that testimony.

use crate::shape::add;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Of these events alone: they are few, and all others are written as fast as before.
const INSPIRED: &str = "CREATE INDEX event_inspired ON event (subject) WHERE kind = 'inspired'";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // up_to_10, up_to_50, up_to_200, more. Null: it has not said.
        add(manager, "association", vec![string_null("people")]).await?;
        manager.get_connection().execute_unprepared(INSPIRED).await?;
        Ok(())
    }
}
