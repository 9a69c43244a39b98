//! Several people may run a date.

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
        let hosts = vec![
            uuid_null("co_host_id"),    // who runs it with its host
            uuid_null("other_host_id"), // and one more
        ];
        add(manager, "entry", hosts).await
    }
}
