//! Reception days with their slots and volunteers, and visits for associations that cannot come.

use crate::shape::{Index, Shape, add, create, index, key};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn shapes() -> Vec<Shape> {
    vec![
        // Whose it is stands in registration.slot_id: decided under the lock of the entry's row.
        Shape(
            "slot",
            vec![
                pk_uuid("id"),
                uuid("entry_id"),
                timestamp_with_time_zone("starts_at"),
                timestamp_with_time_zone("ends_at"),
                uuid_null("volunteer_id"), // who leads; null: whoever is free
            ],
            &[("entry_id", "entry"), ("volunteer_id", "person")],
        ),
        // Volunteers who are there on a reception day.
        Shape(
            "duty",
            vec![
                key("id"), // entry:person
                uuid("entry_id"),
                uuid("person_id"),
                timestamp_with_time_zone("at"),
                uuid_null("by_id"), // the organizer
            ],
            &[("entry_id", "entry"), ("person_id", "person")],
        ),
        Shape(
            "visit",
            vec![
                pk_uuid("id"),
                uuid("journey_id"),
                uuid("association_id"),
                text("words"), // when and where, in the association's own
                string("area"),
                timestamp_with_time_zone("asked_at"),
                string("state"), // asked, with_organizers, taken, withdrawn
                timestamp_with_time_zone("since"),
                uuid_null("volunteer_id"), // with taken
            ],
            &[("journey_id", "journey"), ("association_id", "association")],
        ),
        // Volunteers who were asked.
        Shape(
            "visit_call",
            vec![
                pk_uuid("id"),
                uuid("visit_id"),
                uuid("person_id"),
                timestamp_with_time_zone("at"),
                timestamp_with_time_zone_null("declined_at"),
            ],
            &[("visit_id", "visit"), ("person_id", "person")],
        ),
    ]
}

const INDEXES: &[Index] = &[
    ("slot", &["entry_id"], false),
    ("duty", &["entry_id"], false),
    ("duty", &["person_id"], false),
    ("visit", &["journey_id"], false),
    ("visit", &["state"], false),
    ("visit_call", &["visit_id"], false),
    ("visit_call", &["person_id"], false),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, shapes()).await?;
        add(manager, "registration", vec![uuid_null("slot_id")]).await?; // at a reception day
        index(manager, INDEXES).await
    }
}
