//! What becomes of each advice of a diagnosis, and talks about how things went since.

use crate::shape::{Index, Shape, create, index, key};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn shapes() -> Vec<Shape> {
    vec![
        // The last word on an advice.
        Shape(
            "advice_said",
            vec![
                key("id"), // diagnosis:recommendation:rung
                uuid("diagnosis_id"),
                string("recommendation"),
                integer("rung"), // counted from 0
                string("said"),  // done, refused, taken_back
                string_null("reason"),
                text_null("words"),
                timestamp_with_time_zone("at"),
                uuid("by_id"),
                string("hat"),
            ],
            &[("diagnosis_id", "diagnosis")],
        ),
        Shape(
            "review",
            vec![
                pk_uuid("id"),
                uuid("diagnosis_id"),
                timestamp_with_time_zone("met_at"), // the day they talked
                text("words"),
                timestamp_with_time_zone("at"), // when it was noted
                uuid("by_id"),
                string("hat"),
            ],
            &[("diagnosis_id", "diagnosis")],
        ),
    ]
}

const INDEXES: &[Index] =
    &[("advice_said", &["diagnosis_id"], false), ("review", &["diagnosis_id"], false)];

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
