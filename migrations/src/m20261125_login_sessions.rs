//! Login sessions that their person can tell apart, and end.

use crate::shape::{Index, add, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[("login_session", &["id"], true)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Of those open so far the device is not known: everybody signs in once more.
        manager.execute(Query::delete().from_table("login_session").to_owned()).await?;
        // Always written; a column that is added must be nullable.
        let columns = vec![
            uuid_null("id"),       // names it on a page: the token's hash is shown to nobody
            string_null("device"), // browser and system, in codes
        ];
        add(manager, "login_session", columns).await?;
        index(manager, INDEXES).await
    }
}
