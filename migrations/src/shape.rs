//! How a change of the database is told: tables, columns added, indexes.

use sea_orm_migration::prelude::*;

/// A table: its name, columns, then foreign keys (column, table) towards that table's `id`.
pub struct Shape(pub &'static str, pub Vec<ColumnDef>, pub &'static [(&'static str, &'static str)]);

/// What is looked up, and what must be unique: (table, columns, unique).
pub type Index = (&'static str, &'static [&'static str], bool);

/// A key of its own kind, not a UUID.
pub fn key(name: &'static str) -> ColumnDef {
    let mut column = sea_orm_migration::schema::string(name);
    column.primary_key();
    column
}

/// Makes the tables, in an order that foreign keys allow.
pub async fn create(manager: &SchemaManager<'_>, shapes: Vec<Shape>) -> Result<(), DbErr> {
    for Shape(name, columns, references) in shapes {
        let mut table = Table::create();
        table.table(name);
        for column in columns {
            table.col(column);
        }
        for (column, target) in references {
            table.foreign_key(ForeignKey::create().from(name, *column).to(*target, "id"));
        }
        manager.create_table(table).await?;
    }
    Ok(())
}

/// Adds columns to a table, one by one, as SQLite wants it. A column must be nullable or have a default.
pub async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: Vec<ColumnDef>,
) -> Result<(), DbErr> {
    for column in columns {
        manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
    }
    Ok(())
}

/// Makes the indexes.
pub async fn index(manager: &SchemaManager<'_>, indexes: &[Index]) -> Result<(), DbErr> {
    for (table, columns, unique) in indexes {
        let mut index = sea_orm_migration::prelude::Index::create();
        index.table(*table).name(format!("{table}_{}", columns.join("_")));
        for column in *columns {
            index.col(*column);
        }
        if *unique {
            index.unique();
        }
        manager.create_index(index).await?;
    }
    Ok(())
}
