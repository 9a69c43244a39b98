//! How fast the database alone takes the same rows: no server, nobody who asks, nothing decided.

use crate::{CLIENTS, Failed};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{Arguments, AssertSqlSafe, Connection, Row, TypeInfo, ValueRef};
use std::time::Instant;

/// What one table gets.
struct Table {
    insert: String,
    rows: Vec<SqliteArguments>,
}

/// Prints how many registrations a second one connection puts into the first database with all that goes with them,
/// [`CLIENTS`] a commit, then how many rows each is: those that only the second holds, or holds otherwise.
pub async fn measure(before: &str, after: &str) -> Result<(), Failed> {
    // As the store opens it.
    let options = SqliteConnectOptions::new()
        .filename(before)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("mmap_size", "0")
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "memory");
    let mut db = SqliteConnection::connect_with(&options).await?;
    let (registrations, tables) = new_rows(&mut db, after).await?;
    // What a server writes once, when it starts, refers to itself and goes with no registration.
    let (tables, once): (Vec<_>, Vec<_>) =
        tables.into_iter().partition(|table| table.rows.len() >= registrations);
    let mut transaction = db.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("PRAGMA defer_foreign_keys = ON").execute(&mut *transaction).await?;
    for Table { insert, rows } in &once {
        put(&mut transaction, insert, rows).await?;
    }
    transaction.commit().await?;
    let lots = registrations.div_ceil(CLIENTS).max(1);
    let started = Instant::now();
    for lot in 0..lots {
        let mut transaction = db.begin_with("BEGIN IMMEDIATE").await?;
        for Table { insert, rows } in &tables {
            let lot = rows.len() * lot / lots..rows.len() * (lot + 1) / lots;
            put(&mut transaction, insert, &rows[lot]).await?;
        }
        transaction.commit().await?;
    }
    let rate = registrations as f64 / started.elapsed().as_secs_f64();
    let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
    println!("{rate:.0} {:.1}", rows as f64 / registrations.max(1) as f64);
    Ok(())
}

async fn put(
    db: &mut SqliteConnection,
    insert: &str,
    rows: &[SqliteArguments],
) -> Result<(), Failed> {
    for row in rows {
        sqlx::query_with(AssertSqlSafe(insert), row.clone()).execute(&mut *db).await?;
    }
    Ok(())
}

/// How many registrations are new, and what each table gets.
async fn new_rows(db: &mut SqliteConnection, after: &str) -> Result<(usize, Vec<Table>), Failed> {
    sqlx::query("ATTACH ? AS after").bind(after).execute(&mut *db).await?;
    let names = "SELECT name FROM after.sqlite_schema WHERE type = 'table'";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut *db).await?;
    let (mut registrations, mut tables) = (0, Vec::new());
    for name in names {
        let new = format!("SELECT * FROM after.\"{name}\" EXCEPT SELECT * FROM main.\"{name}\"");
        let new = sqlx::query(AssertSqlSafe(new)).fetch_all(&mut *db).await?;
        let Some(first) = new.first() else { continue };
        let places = vec!["?"; first.len()].join(", ");
        let insert = format!("INSERT OR REPLACE INTO \"{name}\" VALUES ({places})");
        let rows = new.iter().map(values).collect::<Result<Vec<_>, _>>()?;
        if name == "registration" {
            registrations = rows.len();
        }
        tables.push(Table { insert, rows });
    }
    sqlx::query("DETACH after").execute(db).await?;
    Ok((registrations, tables))
}

/// The values of a row, as they are stored.
fn values(row: &SqliteRow) -> Result<SqliteArguments, Failed> {
    let mut values = SqliteArguments::default();
    for n in 0..row.len() {
        let kind = row.try_get_raw(n)?.type_info().name().to_owned();
        match kind.as_str() {
            _ if row.try_get_raw(n)?.is_null() => values.add(None::<i64>)?,
            "INTEGER" => values.add(row.try_get_unchecked::<i64, _>(n)?)?,
            "REAL" => values.add(row.try_get_unchecked::<f64, _>(n)?)?,
            "BLOB" => values.add(row.try_get_unchecked::<Vec<u8>, _>(n)?)?,
            _ => values.add(row.try_get_unchecked::<String, _>(n)?)?,
        }
    }
    Ok(values)
}
