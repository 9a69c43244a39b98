//! A date may be called off: those who had a seat there were told.

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
        // When; null: it is held.
        add(manager, "entry", vec![timestamp_with_time_zone_null("called_off_at")]).await
    }
}
