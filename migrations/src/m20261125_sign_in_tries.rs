//! Tries to sign in by password, counted for a minute.

use crate::shape::{Index, Shape, create, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn shapes() -> Vec<Shape> {
    vec![Shape(
        "sign_in_try",
        vec![
            pk_uuid("id"),
            string("from_hash"), // keyed hash of the address that it comes from
            string("account_hash"), // keyed hash of the address typed
            timestamp_with_time_zone("at"),
        ],
        &[],
    )]
}

const INDEXES: &[Index] =
    &[("sign_in_try", &["from_hash", "at"], false), ("sign_in_try", &["at"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, shapes()).await?;
        index(manager, INDEXES).await
    }
}
