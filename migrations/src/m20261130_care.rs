//! Caring for pages: when somebody said that one is still true, what readers ask, what they report.

use crate::shape::{Index, Shape, create, index};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] =
    &[("page_question", &["page_id"], false), ("page_report", &["page_id"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let moment = timestamp_with_time_zone;
        let checked = vec![pk_uuid("page_id"), moment("at"), uuid_null("by_id")];
        let question = vec![
            pk_uuid("id"),
            uuid("page_id"),
            text("words"),
            uuid_null("by_id"),
            moment("at"),
            text_null("answer"),
            uuid_null("answered_by"),
            timestamp_with_time_zone_null("answered_at"),
        ];
        let report = vec![
            pk_uuid("id"),
            uuid("page_id"),
            string("reason"), // obsolete, duplicate, abuse
            text_null("words"),
            uuid_null("by_id"), // null: a visitor, or somebody who has gone
            moment("at"),
            timestamp_with_time_zone_null("closed_at"),
            uuid_null("closed_by"),
        ];
        create(
            manager,
            vec![
                Shape("page_checked", checked, &[("page_id", "page")]),
                Shape("page_question", question, &[("page_id", "page")]),
                Shape("page_report", report, &[("page_id", "page")]),
            ],
        )
        .await?;
        index(manager, INDEXES).await
    }
}
