//! The wiki: spaces with their rights and people, revisions in their order with who and why, what leads where, and addresses
//! that pages had before.

use crate::shape::{Index, Shape, add, create, index, key};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::prelude::Uuid;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The first spaces, under the ids of `domain::wiki`: namespace, title, who reads, who writes.
const FIRST: [(u128, &str, &str, &str, &str); 3] = [
    (0x0193_0000_0000_7000_8000_0000_0000_0011, "", "Wiki", "everybody", "accounts"),
    (
        0x0193_0000_0000_7000_8000_0000_0000_0012,
        "temoignages",
        "Témoignages",
        "everybody",
        "nobody",
    ),
    (0x0193_0000_0000_7000_8000_0000_0000_0013, "ateliers", "Ateliers", "everybody", "accounts"),
];

const INDEXES: &[Index] = &[
    ("wiki_space", &["namespace"], true),
    ("wiki_space_person", &["person_id"], false),
    ("page", &["space_id"], false),
    ("revision", &["page_id", "number"], true),
    ("revision", &["at"], false),
    ("page_link", &["target"], false),
    ("page_link", &["page_id"], false),
    ("page_address", &["page_id"], false),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let moment = timestamp_with_time_zone;
        let space = vec![
            pk_uuid("id"),
            string("namespace"), // what its pages' addresses begin with; empty: the wiki itself
            string("title"),
            string("reads"),  // everybody, accounts, circle, nobody
            string("writes"), // as above
            boolean("reviewed"),
            uuid_null("association_id"), // whose people are its circle, beside those named
        ];
        let person = vec![
            key("id"), // space:person
            uuid("space_id"),
            uuid("person_id"),
            moment("at"),
            uuid_null("by_id"),
        ];
        let link = vec![
            key("id"), // page:target
            uuid("page_id"),
            string("target"), // the address of a page, which may not be there
        ];
        let address = vec![
            key("slug"), // an address that it had
            uuid("page_id"),
        ];
        create(
            manager,
            vec![
                Shape("wiki_space", space, &[("association_id", "association")]),
                Shape(
                    "wiki_space_person",
                    person,
                    &[("space_id", "wiki_space"), ("person_id", "person")],
                ),
                Shape("page_link", link, &[("page_id", "page")]),
                Shape("page_address", address, &[("page_id", "page")]),
            ],
        )
        .await?;
        add(manager, "page", vec![uuid_null("space_id")]).await?; // never null: see below
        let revision = vec![
            integer("number").default(0).take(),
            string("kind").default("edited").take(), // created, edited, minor, archived, restored
            string_null("summary"),
            string_null("author"), // by name, who wrote it elsewhere
            uuid_null("read_id"), // the revision that its author had read, where it was not the one before
        ];
        add(manager, "revision", revision).await?;
        for (id, namespace, title, reads, writes) in FIRST {
            let id = Uuid::from_u128(id);
            let mut space = Query::insert();
            space.into_table("wiki_space");
            space.columns(["id", "namespace", "title", "reads", "writes", "reviewed"]);
            space.values_panic([
                id.into(),
                namespace.into(),
                title.into(),
                reads.into(),
                writes.into(),
                false.into(),
            ]);
            manager.exec_stmt(space).await?;
            let mut stands = Query::update();
            stands.table("page").value("space_id", id);
            if !namespace.is_empty() {
                stands.and_where(Expr::col("slug").like(format!("{namespace}:%")));
            }
            manager.exec_stmt(stands).await?;
        }
        let db = manager.get_connection();
        db.execute_unprepared(
            "UPDATE revision SET number = (SELECT COUNT(*) FROM revision AS r WHERE r.page_id = revision.page_id \
             AND (r.at < revision.at OR (r.at = revision.at AND r.id <= revision.id)))",
        )
        .await?;
        db.execute_unprepared("UPDATE revision SET kind = 'created' WHERE number = 1").await?;
        index(manager, INDEXES).await
    }
}
