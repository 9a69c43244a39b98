//! How letters leave and scheduled work is done, by several processes; what each person wants to be written.

use crate::shape::{Index, Shape, add, create, index, key};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn shapes() -> Vec<Shape> {
    vec![
        Shape(
            "job",
            vec![
                key("key"), // the kind and its day or week: once for all processes
                string("kind"),
                timestamp_with_time_zone("due_at"),
                integer("tries"), // how often it was begun
                timestamp_with_time_zone_null("claimed_until"), // a process is at it, until then
                timestamp_with_time_zone_null("done_at"),
            ],
            &[],
        ),
        // Who has no row here wants all.
        Shape(
            "mail_preference",
            vec![
                pk_uuid("person_id"),
                boolean("reminders"), // of what comes soon
                boolean("digest"),    // the weekly letter
            ],
            &[("person_id", "person")],
        ),
    ]
}

const INDEXES: &[Index] = &[("mail", &["sent_at", "dead_at", "due_at"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A process is at this letter, until then. Never held in a transaction while it talks to the mail server.
        add(manager, "mail", vec![timestamp_with_time_zone_null("claimed_until")]).await?;
        create(manager, shapes()).await?;
        index(manager, INDEXES).await
    }
}
