//! What only the inside can see: the connections themselves.

use super::*;
use uuid::Uuid;

struct Removed(std::path::PathBuf);

impl Drop for Removed {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

async fn opened() -> (Store, Removed) {
    let folder = std::env::temp_dir().join(format!("savoirs-{}", Uuid::now_v7()));
    let url = format!("sqlite:{}", folder.join("test.db").display());
    (Store::open(&url).await.expect("it opens"), Removed(folder))
}

async fn pragma(db: &DatabaseConnection, sql: &'static str) -> String {
    let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await;
    let row = row.expect("it answers").expect("one row");
    row.try_get_by_index::<i64>(0).map_or_else(
        |_| row.try_get_by_index::<String>(0).expect("a number or a text"),
        |n| n.to_string(),
    )
}

#[tokio::test]
async fn accounts_reads_cannot_write_on_sqlite() {
    let (store, _folder) = opened().await;
    for sql in [
        "INSERT INTO setting (\"key\", value) VALUES ('demo', 'yes')",
        "UPDATE setting SET value = 'no'",
        "DELETE FROM setting",
        "CREATE TABLE mine (id INTEGER)",
        "DROP TABLE setting",
    ] {
        let written = store.pool.execute_unprepared(sql).await;
        assert!(written.is_err(), "« {sql} » was let through");
    }
}

#[tokio::test]
async fn accounts_sqlite_is_recent_and_set_for_safety() {
    let (store, _folder) = opened().await;
    let version = pragma(&store.pool, "SELECT sqlite_version()").await;
    let numbers: Vec<u32> = version.split('.').filter_map(|n| n.parse().ok()).collect();
    assert!(numbers.as_slice() >= [3, 51, 3].as_slice(), "{version}");
    for (sql, expected) in [
        ("PRAGMA journal_mode", "wal"),
        ("PRAGMA synchronous", "2"),
        ("PRAGMA foreign_keys", "1"),
        ("PRAGMA busy_timeout", "5000"),
        ("PRAGMA query_only", "1"),
    ] {
        assert_eq!(pragma(&store.pool, sql).await, expected, "{sql}");
    }
}
