//! Drafts of pages: whose each is, and the link that shows it, with its end. What an earlier migration had made ready for
//! them, and nothing used, goes: a token of which only a hash was kept could not be shown again to its author.

use crate::shape::{Index, Shape, add, create, index};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[
    ("page", &["draft_by_id"], false),
    // A draft has one link.
    ("draft_link", &["page_id"], true),
    ("draft_link", &["by_id"], false),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("draft_link").to_owned()).await?;
        let unused = Table::alter().table("page").drop_column("draft").to_owned();
        manager.alter_table(unused).await?;
        // Who wrote it, and alone sees it; null: it is no draft.
        add(manager, "page", vec![uuid_null("draft_by_id")]).await?;
        let link = vec![
            pk_uuid("id"), // what the address is signed for
            uuid("page_id"),
            uuid("by_id"),
            timestamp_with_time_zone("at"),
            timestamp_with_time_zone("until"),
        ];
        create(manager, vec![Shape("draft_link", link, &[("page_id", "page")])]).await?;
        index(manager, INDEXES).await
    }
}
