//! What leaves by mail, links that serve once, and the audit log.

use crate::shape::{Index, Shape, create, index, key};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn number(name: &'static str) -> ColumnDef {
    let mut column = big_integer(name);
    column.primary_key();
    column
}

fn shapes() -> Vec<Shape> {
    vec![
        // The outbox: written with the change that it tells of, sent by the worker.
        Shape(
            "mail",
            vec![
                pk_uuid("id"),            // the Message-ID, always the same
                string_uniq("dedup_key"), // one row a key, however often it is asked for
                uuid_null("person_id"),
                string_null("address"), // of who has no account
                string("lang"),
                string("kind"),
                text_null("letter"), // what it says, JSON; forgotten once it has left, for it may hold a token
                string("urgency"),   // now, digest
                timestamp_with_time_zone("made_at"),
                timestamp_with_time_zone("due_at"),
                integer("tries"),
                timestamp_with_time_zone_null("sent_at"),
                timestamp_with_time_zone_null("dead_at"), // given up
                string_null("error"),                     // what the last try met
            ],
            &[],
        ),
        Shape(
            "one_use_link",
            vec![
                key("token_hash"), // SHA-256 of the token, in hexadecimal
                uuid_null("person_id"),
                string_null("email"), // the address that the errand is about, if it has one
                string("errand"),     // JSON
                timestamp_with_time_zone("made_at"),
                timestamp_with_time_zone("until"),
                timestamp_with_time_zone_null("used_at"),
            ],
            &[],
        ),
        // Append-only, ids only. Each row's hash covers the one before: none can be changed or removed unseen.
        Shape(
            "audit",
            vec![
                number("seq"), // from 1, without gaps
                timestamp_with_time_zone("at"),
                string("kind"),
                uuid_null("actor_id"),
                string("hat"),
                uuid_null("subject"),
                string("hash"), // SHA-256 of this row and the hash before, in hexadecimal
            ],
            &[],
        ),
    ]
}

const INDEXES: &[Index] = &[
    ("mail", &["due_at"], false),
    ("mail", &["person_id"], false),
    ("one_use_link", &["person_id"], false),
];

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
