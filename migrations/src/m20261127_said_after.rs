//! What those who came to a session say of it.

use crate::shape::{Index, Shape, create, index, key};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[("said_after", &["registration_id"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let said = vec![
            key("id"), // registration:question
            uuid("registration_id"),
            integer("question"), // from 0 on
            string("knows"),     // yes, almost, not_yet
            timestamp_with_time_zone("at"),
        ];
        let to = &[("registration_id", "registration")];
        create(manager, vec![Shape("said_after", said, to)]).await?;
        index(manager, INDEXES).await
    }
}
