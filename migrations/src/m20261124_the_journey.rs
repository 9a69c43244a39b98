//! Everything that the journey of §2 of the design needs, from a need to a testimony.
//!
//! Identifiers are UUIDs made by the server (version 7: they sort by time). Moments are UTC. Codes (`kind`, `state`…)
//! are the `code()`s of the domain's enums. Texts are kept as typed, markup included; pages escape them.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A table: its name, columns, then foreign keys (column, table) towards that table's `id`.
struct Shape(&'static str, Vec<ColumnDef>, &'static [(&'static str, &'static str)]);

fn moment(name: &'static str) -> ColumnDef {
    timestamp_with_time_zone(name)
}

fn moment_null(name: &'static str) -> ColumnDef {
    timestamp_with_time_zone_null(name)
}

fn key(name: &'static str) -> ColumnDef {
    let mut column = string(name);
    column.primary_key();
    column
}

/// In an order that foreign keys allow.
fn shapes() -> Vec<Shape> {
    vec![
        // What the instance remembers of itself: signing key, demo mark, the demo's clock.
        Shape("setting", vec![key("key"), text("value")], &[]),
        // The first answer to each submission: the same id again is answered the same.
        Shape(
            "command",
            vec![
                pk_uuid("id"),
                string("digest"), // SHA-256 of who asked and what, in hexadecimal
                text("answer"),   // JSON
                moment("at"),
            ],
            &[],
        ),
        Shape(
            "person",
            vec![
                pk_uuid("id"),
                string("name"),
                string_uniq("email"),         // lower case
                string_null("password_hash"), // argon2id, PHC format
                string("lang"),
                moment("created_at"),
            ],
            &[],
        ),
        // Hats other than membership.
        Shape(
            "hat",
            vec![
                key("id"), // person:code, so that giving a hat twice is one hat
                uuid("person_id"),
                string("code"), // volunteer, mentor, administrator, organizer:<action>
                moment("at"),
                uuid_null("by_id"),
            ],
            &[("person_id", "person")],
        ),
        Shape(
            "login_session",
            vec![
                key("token_hash"), // SHA-256 of the cookie's token
                uuid("person_id"),
                moment("since"),
                moment("until"),
            ],
            &[("person_id", "person")],
        ),
        Shape(
            "association",
            vec![
                pk_uuid("id"),
                string("name"),
                string("kind"),
                string_null("city"),
                string_null("rna"),
                string_null("siret"),
                moment("created_at"),
            ],
            &[],
        ),
        Shape(
            "membership",
            vec![
                key("id"), // person:association
                uuid("person_id"),
                uuid("association_id"),
                boolean("referent"), // the one whom the programme writes to
                moment("since"),
            ],
            &[("person_id", "person"), ("association_id", "association")],
        ),
        Shape(
            "journey",
            vec![
                pk_uuid("id"),
                uuid("association_id"),
                uuid_null("inspired_by"), // the testimony whose "Nous aussi" started it
                moment("opened_at"),
            ],
            &[("association_id", "association")],
        ),
        Shape(
            "need",
            vec![pk_uuid("id"), uuid("journey_id"), text("words"), moment("at")],
            &[("journey_id", "journey")],
        ),
        // Append-only. Ids and codes, never a person's name or words, so that erasure never touches it.
        Shape(
            "event",
            vec![
                pk_uuid("id"),
                uuid("journey_id"),
                integer("seq"), // order within the journey
                string("kind"),
                moment("occurred_at"),
                moment("recorded_at"),
                uuid_null("actor_id"),
                string("hat"), // as whom
                uuid("command_id"),
                uuid("subject"), // what it refers to
                uuid_null("corrects"),
            ],
            &[("journey_id", "journey")],
        ),
        Shape(
            "workshop",
            vec![
                pk_uuid("id"),
                string("title"),
                string("theme"), // a theme of the questionnaire
                string("level"),
                text("summary"),
            ],
            &[],
        ),
        Shape(
            "edition",
            vec![
                pk_uuid("id"),
                string("title"),
                string("phase"),
                moment("since"),
                moment("call_until"),
                moment("weekend_from"),
                moment("weekend_to"),
            ],
            &[],
        ),
        // Every dated thing: information meetings, workshop sessions, encounters, weekends.
        Shape(
            "entry",
            vec![
                pk_uuid("id"),
                string("kind"),
                uuid_null("workshop_id"),
                uuid_null("edition_id"),
                string_null("theme"),
                string_null("level"),
                string("title"),
                string("place"),
                string_null("access"),
                moment("starts_at"),
                moment("ends_at"),
                integer("seats"),
                uuid_null("host_id"),
            ],
            &[("workshop_id", "workshop"), ("edition_id", "edition"), ("host_id", "person")],
        ),
        // A seat. Decided under the lock of its entry's row.
        Shape(
            "registration",
            vec![
                pk_uuid("id"),
                uuid("entry_id"),
                uuid("association_id"),
                uuid("journey_id"),
                string("state"),           // held, registered, cancelled
                moment_null("held_until"), // with held
                moment("since"),
                string_null("presence"), // null: to be noted
            ],
            &[("entry_id", "entry"), ("association_id", "association"), ("journey_id", "journey")],
        ),
        Shape(
            "diagnosis",
            vec![
                pk_uuid("id"),
                uuid("journey_id"),
                uuid("association_id"),
                uuid("volunteer_id"),
                moment("started_at"),
                text("questionnaire"), // JSON: the copy that it used
                moment_null("given_back_at"),
                text_null("judgement"), // JSON: verdict and reasons
            ],
            &[("journey_id", "journey"), ("volunteer_id", "person")],
        ),
        Shape(
            "answer",
            vec![
                key("id"), // diagnosis:question
                uuid("diagnosis_id"),
                string("question"),
                string_null("choice"), // null: "je ne sais pas"
                moment("at"),
                uuid("command_id"),
            ],
            &[("diagnosis_id", "diagnosis")],
        ),
        Shape(
            "orientation",
            vec![
                pk_uuid("id"),
                uuid("journey_id"),
                uuid("association_id"),
                string("from_action"),
                string("to_action"),
                string_null("theme"),
                uuid_null("entry_id"),
                uuid_null("registration_id"), // the seat held
                string("cause"),              // diagnosis, project, declined
                uuid("cause_id"),
                moment("opened_at"),
                string("state"), // open, accepted, declined, honoured
                moment_null("state_at"),
                string_null("decline_reason"),
                uuid_null("next_id"), // with declined: what comes instead
            ],
            &[("journey_id", "journey"), ("association_id", "association")],
        ),
        Shape(
            "mentoring",
            vec![
                pk_uuid("id"),
                uuid("mentor_id"),
                uuid("helper_id"),
                uuid("helper_journey_id"),
                uuid("helped_id"),
                uuid("helped_journey_id"),
                string("state"),
                moment("since"),
                moment_null("next_meeting"),
            ],
            &[("mentor_id", "person"), ("helper_id", "association"), ("helped_id", "association")],
        ),
        Shape(
            "meeting",
            vec![pk_uuid("id"), uuid("mentoring_id"), moment("met_at"), text_null("note")],
            &[("mentoring_id", "mentoring")],
        ),
        Shape(
            "project",
            vec![
                pk_uuid("id"),
                uuid("edition_id"),
                uuid("journey_id"),
                uuid("association_id"),
                uuid("need_id"),
                string("title"),
                text("summary"),
                string("state"),
                moment("since"),
            ],
            &[("edition_id", "edition"), ("journey_id", "journey"), ("need_id", "need")],
        ),
        // A volunteer's weekend, and the team that they joined.
        Shape(
            "offer",
            vec![
                pk_uuid("id"),
                uuid("edition_id"),
                uuid("person_id"),
                string("skill"),
                uuid_null("project_id"),
                moment("at"),
            ],
            &[("edition_id", "edition"), ("person_id", "person"), ("project_id", "project")],
        ),
        Shape(
            "pulse",
            vec![pk_uuid("id"), uuid("project_id"), boolean("used"), moment("at")],
            &[("project_id", "project")],
        ),
        Shape(
            "page",
            vec![
                pk_uuid("id"),
                string_uniq("slug"),
                string("title"),
                uuid_null("published"), // the revision shown
            ],
            &[],
        ),
        Shape(
            "revision",
            vec![
                pk_uuid("id"),
                uuid("page_id"),
                string("title"), // the page's, once this revision is shown
                text("source"),  // DokuWiki markup
                uuid_null("by_id"),
                moment("at"),
            ],
            &[("page_id", "page")],
        ),
        Shape(
            "testimony",
            vec![
                pk_uuid("id"),
                uuid("journey_id"),
                uuid("association_id"),
                uuid_null("project_id"),
                uuid("page_id"),
                string("state"),
                moment("since"),
            ],
            &[("journey_id", "journey"), ("page_id", "page")],
        ),
    ]
}

/// What is looked up, and what must be unique: (table, columns, unique).
const INDEXES: &[(&str, &[&str], bool)] = &[
    ("event", &["journey_id", "seq"], true),
    ("hat", &["person_id"], false),
    ("login_session", &["person_id"], false),
    ("membership", &["person_id"], false),
    ("membership", &["association_id"], false),
    ("journey", &["association_id"], false),
    ("need", &["journey_id"], false),
    ("entry", &["starts_at"], false),
    ("registration", &["entry_id"], false),
    ("registration", &["journey_id"], false),
    ("diagnosis", &["journey_id"], false),
    ("answer", &["diagnosis_id"], false),
    ("orientation", &["journey_id"], false),
    ("mentoring", &["mentor_id"], false),
    ("mentoring", &["helped_journey_id"], false),
    ("meeting", &["mentoring_id"], false),
    ("project", &["edition_id"], false),
    ("project", &["journey_id"], false),
    ("offer", &["edition_id", "person_id"], true),
    ("pulse", &["project_id"], false),
    ("revision", &["page_id"], false),
    ("testimony", &["journey_id"], false),
    ("testimony", &["page_id"], true),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite would otherwise run each statement by itself.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for Shape(name, columns, references) in shapes() {
            let mut table = Table::create();
            table.table(name);
            for column in columns {
                table.col(column);
            }
            for (column, target) in references {
                table.foreign_key(ForeignKey::create().from(name, *column).to(*target, "id"));
            }
            manager.create_table(table).await?;
        }
        for (table, columns, unique) in INDEXES {
            let mut index = Index::create();
            index.table(*table).name(format!("{table}_{}", columns.join("_")));
            for column in *columns {
                index.col(*column);
            }
            if *unique {
                index.unique();
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
