//! Who has a page of the wiki open to write it, for a minute.

use crate::shape::{Index, Shape, create, index, key};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] =
    &[("page_at_work", &["page_id"], false), ("page_at_work", &["at"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let at_work = vec![
            key("id"), // page:person, for each is there once
            uuid("page_id"),
            uuid("person_id"),
            timestamp_with_time_zone("at"), // when their browser last said so
        ];
        create(manager, vec![Shape("page_at_work", at_work, &[("page_id", "page")])]).await?;
        index(manager, INDEXES).await
    }
}
