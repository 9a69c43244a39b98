//! What associations tell about themselves, who asks to act for them, which ones became one.

use crate::shape::{Index, Shape, add, create, index, key};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn record() -> Vec<ColumnDef> {
    vec![
        text_null("object"),
        string_null("street"),
        string_null("postcode"),
        string_null("themes"), // themes of the questionnaire, between commas
        string_null("website"),
        string_null("contact"),     // lower case
        string_null("mail_domain"), // of its people's addresses, where it is its own
        string_null("shown"),       // what everybody may see: codes of fields, between commas
        string_null("name_start"),  // how its name begins, without what all names share
    ]
}

fn shapes() -> Vec<Shape> {
    let moment = timestamp_with_time_zone;
    vec![
        // An association that became another: its old URLs lead there.
        Shape(
            "association_alias",
            vec![
                pk_uuid("id"), // the one that is no more
                uuid("kept_id"),
                moment("at"),
                uuid_null("by_id"),
                text("gone"),   // JSON: its record as it was
                text("before"), // JSON: the record of the one that stays, as it was
            ],
            &[("kept_id", "association")],
        ),
        // A journey told as part of another: its events stay where they are.
        Shape(
            "journey_alias",
            vec![pk_uuid("id"), uuid("kept_id"), moment("at")],
            &[("id", "journey"), ("kept_id", "journey")],
        ),
        Shape(
            "join_request",
            vec![
                key("id"), // person:association
                uuid("person_id"),
                uuid("association_id"),
                text_null("words"),
                moment("at"),
            ],
            &[("person_id", "person"), ("association_id", "association")],
        ),
        Shape(
            "invitation",
            vec![
                pk_uuid("id"),
                uuid("association_id"),
                string("email"), // lower case
                uuid_null("by_id"),
                moment("at"),
                moment("until"),
                string_uniq("token_hash"), // SHA-256 of the token in the letter, in hexadecimal
            ],
            &[("association_id", "association")],
        ),
        // The referent's role, offered to another member.
        Shape(
            "referent_offer",
            vec![pk_uuid("association_id"), uuid("to_id"), uuid("by_id"), moment("at")],
            &[("association_id", "association"), ("to_id", "person")],
        ),
        // An association whose referent leaves without another.
        Shape(
            "takeover",
            vec![
                pk_uuid("association_id"),
                moment("asked_at"),
                uuid_null("taken_by"), // the organizer who took it over
                timestamp_with_time_zone_null("taken_at"),
            ],
            &[("association_id", "association")],
        ),
    ]
}

const INDEXES: &[Index] = &[
    ("association", &["name_start"], false),
    ("association", &["rna"], false),
    ("association", &["siret"], false),
    ("association", &["mail_domain"], false),
    ("association_alias", &["kept_id"], false),
    ("journey_alias", &["kept_id"], false),
    ("join_request", &["person_id"], false),
    ("join_request", &["association_id"], false),
    ("invitation", &["association_id"], false),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "association", record()).await?;
        create(manager, shapes()).await?;
        index(manager, INDEXES).await
    }
}
