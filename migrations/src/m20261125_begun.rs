//! Journeys begun without an account.

use crate::shape::{Index, Shape, create, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[("begun", &["email"], false), ("begun", &["person_id"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            pk_uuid("id"),
            string("name"),
            string("email"), // where the link that claims it was sent
            string("lang"),
            uuid("journey_id"),
            timestamp_with_time_zone("at"),
            timestamp_with_time_zone_null("claimed_at"),
            uuid_null("person_id"), // who claimed it
        ];
        create(manager, vec![Shape("begun", columns, &[("journey_id", "journey")])]).await?;
        index(manager, INDEXES).await
    }
}
