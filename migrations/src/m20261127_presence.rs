//! Who came: each thing noted is a row, which later ones correct; people counted without a name.

use crate::shape::{Index, Shape, create, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TO_DATE_AND_SEAT: &[(&str, &str)] =
    &[("entry_id", "entry"), ("registration_id", "registration")];

const INDEXES: &[Index] = &[
    ("noted", &["entry_id"], false),
    ("noted", &["registration_id", "noted_at"], false),
    // What a submission says of a seat is noted once.
    ("noted", &["command_id", "registration_id"], true),
    ("unnamed", &["entry_id"], false),
    ("unnamed", &["code"], true),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let moment = timestamp_with_time_zone;
        let noted = vec![
            pk_uuid("id"),
            uuid("entry_id"),
            uuid("registration_id"),
            string("presence"),    // present, excused, absent
            moment("occurred_at"), // when the date began
            moment("noted_at"),    // when somebody noted it, with a network or without
            moment("recorded_at"), // when it came here
            uuid_null("by_id"),    // who noted it,
            string("hat"),         // and as whom
            uuid("command_id"),
            uuid_null("corrects"), // the row that stood before
        ];
        let unnamed = vec![
            pk_uuid("id"), // that of the submission; the code is its end
            uuid("entry_id"),
            string("code"),
            moment("noted_at"),
            moment("recorded_at"),
            uuid_null("by_id"),
            string("hat"),
            uuid_null("registration_id"), // the seat that it became,
            timestamp_with_time_zone_null("claimed_at"), // then
        ];
        create(
            manager,
            vec![
                Shape("noted", noted, TO_DATE_AND_SEAT),
                Shape("unnamed", unnamed, TO_DATE_AND_SEAT),
            ],
        )
        .await?;
        index(manager, INDEXES).await
    }
}
