//! Orientations lead anywhere, with a reason in words; partners outside receive some; workshops say whom they are for.

use crate::shape::{Shape, add, create};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn shapes() -> Vec<Shape> {
    vec![Shape(
        "partner",
        vec![
            pk_uuid("id"),
            string("name"),
            text("helps_with"),
            string_null("area"),
            string("support"), // orientation, information, generalist, specialist
            string("contact"), // lower case
            timestamp_with_time_zone("since"),
            timestamp_with_time_zone_null("until"), // null: still
        ],
        &[],
    )]
}

/// An action's code, or `partner:` and its id.
const RENAMED: [(&str, &str); 2] = [("from_action", "from_place"), ("to_action", "to_place")];

/// What the workshops of before ask for and lead to, by their level.
const MARKS: [&str; 2] = [
    "UPDATE workshop SET leads_to = theme || ':2' WHERE level = 'beginner'",
    "UPDATE workshop SET requires = theme || ':1', leads_to = theme || ':2.5' WHERE level = 'intermediate'",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, shapes()).await?;
        for (before, now) in RENAMED {
            let renamed = Table::alter().table("orientation").rename_column(before, now).to_owned();
            manager.alter_table(renamed).await?;
        }
        add(manager, "orientation", vec![text_null("reason")]).await?;
        // Levels of themes, `theme:level`, with blanks between.
        let marks = |name| {
            let mut column = string(name);
            column.default("");
            column
        };
        add(manager, "workshop", vec![marks("requires"), marks("leads_to")]).await?;
        for statement in MARKS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
