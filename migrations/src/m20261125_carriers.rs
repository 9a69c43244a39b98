//! Carriers, and which of them runs which action. Organizers organize for one.

use crate::shape::{Index, Shape, create, index, key};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::prelude::Uuid;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Those of the programme's own text, under the ids of `domain::accounts`, and the actions that they run.
const FIRST: [(u128, &str, &[&str]); 2] = [
    (0x0193_0000_0000_7000_8000_0000_0000_0001, "CoopAxis", &["wiki", "workshops"]),
    (0x0193_0000_0000_7000_8000_0000_0000_0002, "PALO ALTOURS", &["hackathon"]),
];

fn shapes() -> Vec<Shape> {
    vec![
        Shape(
            "carrier",
            vec![pk_uuid("id"), string("name"), timestamp_with_time_zone("created_at")],
            &[],
        ),
        Shape(
            "carrying",
            vec![
                key("id"), // action:carrier
                string("action"),
                uuid("carrier_id"),
                timestamp_with_time_zone("since"),
                timestamp_with_time_zone_null("until"), // null: still
            ],
            &[("carrier_id", "carrier")],
        ),
    ]
}

const INDEXES: &[Index] = &[("carrying", &["action"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, shapes()).await?;
        index(manager, INDEXES).await?;
        for (id, name, actions) in FIRST {
            let id = Uuid::from_u128(id);
            let now = Expr::current_timestamp();
            let mut carrier = Query::insert();
            carrier.into_table("carrier").columns(["id", "name", "created_at"]);
            carrier.values_panic([id.into(), name.into(), now.clone()]);
            manager.exec_stmt(carrier).await?;
            for action in actions {
                let mut carrying = Query::insert();
                carrying.into_table("carrying").columns(["id", "action", "carrier_id", "since"]);
                let key = format!("{action}:{id}");
                carrying.values_panic([key.into(), (*action).into(), id.into(), now.clone()]);
                manager.exec_stmt(carrying).await?;
                // Who organized this action does so for its carrier.
                let changed = format!(
                    "UPDATE hat SET id = id || ':{id}', code = code || ':{id}' \
                     WHERE code = 'organizer:{action}'"
                );
                manager.get_connection().execute_unprepared(&changed).await?;
            }
        }
        Ok(())
    }
}
