//! The links that attest a presence, where their owner has withdrawn those of before.

use crate::shape::{Shape, create, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let attestation = vec![
            pk_uuid("registration_id"), // the seat whose first links are good no more
            uuid_null("address"),       // what its links are made of now; null: there are none
            timestamp_with_time_zone("since"),
            uuid_null("by_id"), // who withdrew or renewed them
        ];
        let to_seat = &[("registration_id", "registration")];
        create(manager, vec![Shape("attestation", attestation, to_seat)]).await?;
        index(manager, &[("attestation", &["address"], true)]).await
    }
}
