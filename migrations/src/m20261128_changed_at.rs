//! When what calendars hold of a date last changed.

use crate::shape::add;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Null: it has not, as far as is known.
        add(manager, "entry", vec![timestamp_with_time_zone_null("changed_at")]).await
    }
}
