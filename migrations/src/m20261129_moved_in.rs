//! Media files of the wiki, and what came with a wiki that moved in and has no other place here.

use crate::shape::{Index, Shape, create, index, key};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[
    ("media", &["name"], true),
    ("media_version", &["media_id"], false),
    ("moved_file", &["page_id"], false),
    ("moved_file", &["media_id"], false),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let media = vec![
            pk_uuid("id"),
            string("name"),     // its address, unique: namespaces parted by `:`
            uuid_null("shown"), // the version shown; null: it was deleted
        ];
        let version = vec![
            pk_uuid("id"),
            uuid("media_id"),
            string_null("author"), // by name, as it was noted where it came from
            string_null("summary"),
            timestamp_with_time_zone("at"),
            blob_null("bytes"), // null: it was deleted
        ];
        let file = vec![
            key("path"),                 // in DokuWiki's data folder
            uuid_null("page_id"),        // the page that it goes with
            uuid_null("media_id"),       // or the media file
            uuid_null("state_id"),       // the revision, or the version, that it was
            blob_null("bytes"),          // unpacked; null: those of its state
            big_integer_null("written"), // when, in seconds since 1970, where that matters
        ];
        let shapes = vec![
            Shape("media", media, &[]),
            Shape("media_version", version, &[("media_id", "media")]),
            Shape("moved_file", file, &[("page_id", "page"), ("media_id", "media")]),
        ];
        create(manager, shapes).await?;
        index(manager, INDEXES).await
    }
}
