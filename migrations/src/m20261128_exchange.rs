//! What associations can show each other, which of them are in the directory, and who wrote to whom from there.

use crate::shape::{Index, Shape, create, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TO_ASSOCIATION: &[(&str, &str)] = &[("association_id", "association")];

const INDEXES: &[Index] =
    &[("exchange", &["association_id"], false), ("asking", &["person_id"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let moment = timestamp_with_time_zone;
        let exchange = vec![
            pk_uuid("id"),
            uuid("association_id"),
            string_null("who"), // of whom it is said; null: of whoever the association sends
            string("side"),     // shows, seeks
            string_null("theme"), // of the questionnaire
            text("words"),
            moment("at"),
            uuid_null("by_id"), // who wrote it; null: by the link of a seat
        ];
        let listing = vec![
            pk_uuid("association_id"), // it is in the directory,
            moment("since"),
            uuid_null("by_id"), // because this person said so
        ];
        let asking = vec![
            pk_uuid("id"),
            uuid("person_id"), // who wrote, from the directory,
            uuid("to_id"),     // to that association,
            moment("at"),      // then: so that nobody writes too often
        ];
        create(
            manager,
            vec![
                Shape("exchange", exchange, TO_ASSOCIATION),
                Shape("listing", listing, TO_ASSOCIATION),
                Shape("asking", asking, &[("person_id", "person")]),
            ],
        )
        .await?;
        index(manager, INDEXES).await
    }
}
