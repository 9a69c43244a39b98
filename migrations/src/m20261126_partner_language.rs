//! Partners outside are written to in their language.

use crate::shape::add;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // fr, en; those known before were written to in French.
        let lang = string("lang").default("fr").to_owned();
        add(manager, "partner", vec![lang]).await
    }
}
