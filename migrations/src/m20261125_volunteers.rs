//! What volunteers offer, and the charter that they accepted.

use crate::shape::{Index, Shape, create, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn shapes() -> Vec<Shape> {
    vec![Shape(
        "volunteer",
        vec![
            pk_uuid("person_id"),
            integer("charter"), // the version accepted
            timestamp_with_time_zone("charter_at"),
            string("skills"), // codes, with blanks between
            string_null("areas"),
            integer("hours"), // a month
            timestamp_with_time_zone_null("paused_until"),
            string("state"),       // asked, accepted, answered, stopped
            string_null("answer"), // with answered: what they can do instead
            timestamp_with_time_zone("since"),
        ],
        &[("person_id", "person")],
    )]
}

const INDEXES: &[Index] = &[("volunteer", &["state"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, shapes()).await?;
        index(manager, INDEXES).await
    }
}
