//! Encounters: what is said of a date first, and who tells their story there.

use crate::shape::{Index, Shape, add, create, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[("talk", &["entry_id"], false), ("talk", &["association_id"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What is said of a date first.
        add(manager, "entry", vec![text_null("words")]).await?;
        let talk = vec![
            pk_uuid("id"),
            uuid("entry_id"),
            uuid("association_id"),
            string("title"),    // what it tells
            text_null("words"), // what it said with its answer
            integer("minutes"), // how long it has
            integer("rank"),    // the lower, the earlier
            string("state"),    // asked, accepted, declined
            timestamp_with_time_zone("since"),
            uuid_null("testimony_id"), // the draft to which what was noted went
        ];
        let to = &[
            ("entry_id", "entry"),
            ("association_id", "association"),
            ("testimony_id", "testimony"),
        ];
        create(manager, vec![Shape("talk", talk, to)]).await?;
        index(manager, INDEXES).await
    }
}
