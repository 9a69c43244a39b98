//! Stories that were asked for, by whom they were declined, and what their links lead to.

use crate::shape::{Index, Shape, create, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[
    ("testimony_sought", &["association_id"], false),
    ("testimony_sought", &["testimony_id"], false),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let moment = timestamp_with_time_zone;
        let moment_null = timestamp_with_time_zone_null;
        let sought = vec![
            pk_uuid("id"),
            uuid("journey_id"),
            uuid("association_id"),
            moment("asked_at"),
            moment_null("reminded_at"),
            string_null("answer"), // begun, not_now, never, ended
            moment_null("answered_at"),
            uuid_null("testimony_id"), // what was begun by it
        ];
        let to = &[
            ("journey_id", "journey"),
            ("association_id", "association"),
            ("testimony_id", "testimony"),
        ];
        create(manager, vec![Shape("testimony_sought", sought, to)]).await?;
        index(manager, INDEXES).await
    }
}
