//! What was noted during a session: a page of the wiki.

use crate::shape::{Shape, create};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let notes = vec![pk_uuid("entry_id"), uuid("page_id")]; // a page for a date
        let to = &[("entry_id", "entry"), ("page_id", "page")];
        create(manager, vec![Shape("session_notes", notes, to)]).await
    }
}
