//! One who was counted without a name, by mistake, is taken back.

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
        let taken_back = timestamp_with_time_zone_null("taken_back_at"); // null: it counts
        add(manager, "unnamed", vec![taken_back]).await
    }
}
