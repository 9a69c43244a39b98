//! Spaces: what each is for, what it is around, who was asked to join and who joined with an association; whose each file
//! is; drafts, and the links by which they are shared.

use crate::shape::{Index, Shape, add, create, index, key};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[
    // One space of work for each.
    ("wiki_space", &["workshop_id"], true),
    ("wiki_space", &["project_id"], true),
    ("wiki_space_person", &["space_id"], false),
    ("wiki_space_association", &["space_id"], false),
    ("wiki_space_association", &["association_id"], false),
    ("wiki_space_invitation", &["space_id"], false),
    ("wiki_space_invitation", &["email"], false),
    ("media", &["space_id"], false),
    ("draft_link", &["page_id"], false),
    // What ties people to spaces.
    ("entry", &["host_id"], false),
    ("entry", &["co_host_id"], false),
    ("entry", &["other_host_id"], false),
    ("registration", &["association_id"], false),
    ("offer", &["person_id"], false),
    ("project", &["association_id"], false),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let moment = timestamp_with_time_zone;
        let space = vec![
            string_null("purpose"),   // what it is for
            uuid_null("workshop_id"), // the workshop that it is around
            uuid_null("project_id"),  // or the project, whose team's it is
        ];
        add(manager, "wiki_space", space).await?;
        let joined = vec![
            key("id"), // space:association
            uuid("space_id"),
            uuid("association_id"),
            moment("at"),
            uuid_null("by_id"), // who had asked
        ];
        let invitation = vec![
            key("id"), // space:address
            uuid("space_id"),
            string("email"),
            moment("at"),
            uuid_null("by_id"),
        ];
        let link = vec![
            key("token_hash"), // of what the address ends with
            uuid("page_id"),
            uuid("by_id"),
            moment("at"),
        ];
        create(
            manager,
            vec![
                Shape(
                    "wiki_space_association",
                    joined,
                    &[("space_id", "wiki_space"), ("association_id", "association")],
                ),
                Shape("wiki_space_invitation", invitation, &[("space_id", "wiki_space")]),
                Shape("draft_link", link, &[("page_id", "page")]),
            ],
        )
        .await?;
        // Its author keeps it to those who write in its space.
        add(manager, "page", vec![boolean("draft").default(false).take()]).await?;
        let media = vec![
            uuid_null("space_id"), // whose it is; never null: see below
            string_null("alt"),    // what a picture shows, for who does not see it
        ];
        add(manager, "media", media).await?;
        let version = vec![
            uuid_null("by_id"),                    // who put it there
            big_integer("size").default(0).take(), // in bytes
            string_null("hash"), // of its bytes, SHA-256 in hexadecimal; null: it moved in
        ];
        add(manager, "media_version", version).await?;
        let db = manager.get_connection();
        db.execute_unprepared(
            "UPDATE media SET space_id = (SELECT s.id FROM wiki_space AS s WHERE s.namespace = '' \
             OR substr(media.name, 1, length(s.namespace) + 1) = s.namespace || ':' \
             ORDER BY length(s.namespace) DESC LIMIT 1)",
        )
        .await?;
        db.execute_unprepared("UPDATE media_version SET size = COALESCE(length(bytes), 0)").await?;
        index(manager, INDEXES).await
    }
}
