//! What associations agree to tell of their journey, fact by fact.

use crate::shape::{Index, Shape, create, index, key};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[("testimony_fact", &["testimony_id"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let fact = vec![
            key("id"), // testimony:kind
            uuid("testimony_id"),
            string("kind"),       // need, workshops, project, diagnosis, in_use
            string("telling"),    // as_is, reworded, hidden
            text_null("value"), // as it was read when it was agreed to, in JSON; nothing unless it is told as it is
            string_null("words"), // in the association's own words; nothing unless it was reworded
            timestamp_with_time_zone("at"),
            uuid_null("by_id"), // nobody: who held the link of the letter
        ];
        let to = &[("testimony_id", "testimony")];
        create(manager, vec![Shape("testimony_fact", fact, to)]).await?;
        index(manager, INDEXES).await
    }
}
