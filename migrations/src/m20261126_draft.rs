//! The next version of the questionnaire, while organizers prepare it.

use crate::shape::{Shape, create, key};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            key("id"),           // there is one: next
            text("content"),     // JSON
            uuid("base_id"),     // the version that it was begun from
            integer("revision"), // how many times it was saved
            timestamp_with_time_zone("begun_at"),
            uuid("begun_by"),
            timestamp_with_time_zone("saved_at"),
            uuid("saved_by"),
        ];
        let shape = Shape("questionnaire_draft", columns, &[("base_id", "questionnaire")]);
        create(manager, vec![shape]).await
    }
}
