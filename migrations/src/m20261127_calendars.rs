//! Calendars follow one's seats at a secret address.

use crate::shape::{Shape, create, index, key};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            key("id"), // the person, and the association if it is of one
            uuid("person_id"),
            uuid_null("association_id"), // null: all that is theirs
            uuid("address"),             // what the address is made of; another one, once renewed
            timestamp_with_time_zone("since"),
        ];
        let references = &[("person_id", "person"), ("association_id", "association")];
        create(manager, vec![Shape("calendar_feed", columns, references)]).await?;
        index(manager, &[("calendar_feed", &["address"], true)]).await
    }
}
