//! Who was asked whether pages are still true, and when; questions that are no ideas for a workshop any more.

use crate::shape::{Shape, add, create};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let asked = vec![
            pk_uuid("person_id"),
            timestamp_with_time_zone("at"), // when they were last asked
        ];
        create(manager, vec![Shape("asked_to_check", asked, &[("person_id", "person")])]).await?;
        let aside = timestamp_with_time_zone_null("aside_at"); // null: it may be an idea for a workshop
        add(manager, "page_question", vec![aside]).await
    }
}
