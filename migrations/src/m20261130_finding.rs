//! What can be found: each document once, as it is shown, and the words that it is found by. It is made of what other tables
//! hold, by `store::finding`, which fills it at the first start.

use crate::shape::{Index, Shape, create, index, key};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] =
    &[("found_word", &["plain"], false), ("found_word", &["backward"], false)];

/// SQLite compares in an index of its own, which follows the table that it is of.
const SQLITE: &[&str] = &[
    "CREATE VIRTUAL TABLE found_index USING fts5(title_stems, stems, content='found_text', \
     content_rowid='number', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER found_text_in AFTER INSERT ON found_text BEGIN \
     INSERT INTO found_index(rowid, title_stems, stems) VALUES (new.number, new.title_stems, new.stems); END",
    "CREATE TRIGGER found_text_out AFTER DELETE ON found_text BEGIN \
     INSERT INTO found_index(found_index, rowid, title_stems, stems) \
     VALUES ('delete', old.number, old.title_stems, old.stems); END",
    "CREATE TRIGGER found_text_changed AFTER UPDATE OF number, title_stems, stems ON found_text BEGIN \
     INSERT INTO found_index(found_index, rowid, title_stems, stems) \
     VALUES ('delete', old.number, old.title_stems, old.stems); \
     INSERT INTO found_index(rowid, title_stems, stems) VALUES (new.number, new.title_stems, new.stems); END",
];

/// PostgreSQL computes what it compares; words are looked up by their first letters, in one order everywhere.
const POSTGRES: &[&str] = &[
    "ALTER TABLE found_text ADD COLUMN compared tsvector GENERATED ALWAYS AS \
     (setweight(to_tsvector('simple', title_stems), 'A') || setweight(to_tsvector('simple', stems), 'D')) STORED",
    "CREATE INDEX found_text_compared ON found_text USING gin (compared)",
    "ALTER TABLE found_word ALTER COLUMN plain TYPE varchar COLLATE \"C\"",
    "ALTER TABLE found_word ALTER COLUMN backward TYPE varchar COLLATE \"C\"",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let number = || {
            let mut number = big_integer("number");
            number.primary_key();
            number // drawn from the id of what it is
        };
        let found = vec![
            number(),
            string("kind"), // page, testimony, workshop, tool, association
            uuid("subject_id"),
            string("address"), // a path of the product
            string("title"),
            uuid_null("space_id"),       // who may read in it may find it
            uuid_null("association_id"), // whose tool it is: not for everybody
        ];
        let text_of = vec![
            number(),
            text("body"), // without marks
            text("title_stems"),
            text("stems"),
        ];
        let word = vec![
            key("word"),          // as written, in lower case
            string("plain"),      // without accents
            string("backward"),   // the same, from its last letter
            big_integer("texts"), // how many documents hold it; none: it is not kept
        ];
        create(
            manager,
            vec![
                Shape("found", found, &[]),
                Shape("found_text", text_of, &[]),
                Shape("found_word", word, &[]),
            ],
        )
        .await?;
        index(manager, INDEXES).await?;
        let own = match manager.get_database_backend() {
            DatabaseBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        for statement in own {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
