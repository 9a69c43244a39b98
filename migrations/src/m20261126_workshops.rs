//! Sessions that people can count on: seats kept and offered, who waits in which order, who comes.

use crate::shape::{Index, add, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[("registration", &["state", "held_until"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let moment = timestamp_with_time_zone_null;
        let workshop = vec![
            text("teaches").default("").take(), // what one can do afterwards, a line each
            text_null("materials"),
        ];
        let entry = vec![
            text_null("link"), // where it is held online
            text_null("bring"),
            integer_null("kept_seats"), // for associations oriented there,
            moment("kept_until"),       // until then
            boolean("seats_freely").default(false).take(), // a second seat before others' first
            integer("offer_hours").default(24).take(),
            moment("published_at"),                // null: since it was made
            integer("sequence").default(0).take(), // RFC 5545
        ];
        let registration = vec![
            text_null("attendee"),
            string("role").default("learns").take(), // learns, helps
            string("claim").default("none").take(),  // oriented, turned_away, first_time, none
            integer("number").default(0).take(),     // the how-manieth asked at its date
            string_null("cancelled_by"),             // association, organizers, silence
            integer("sequence").default(0).take(),   // RFC 5545
        ];
        add(manager, "workshop", workshop).await?;
        add(manager, "entry", entry).await?;
        add(manager, "registration", registration).await?;
        index(manager, INDEXES).await
    }
}
