//! Opening a database by its URL.

use crate::base::{Base, Folder, put, settle};
use crate::on_each_database;
use domain::accounts::Actor;
use domain::act::{Change, Setting};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use store::{OpenError, Store};

on_each_database!(
    accounts_a_new_instance_is_ready_and_empty,
    accounts_what_was_written_is_there_after_opening_again
);

#[tokio::test]
async fn accounts_a_sqlite_file_belongs_to_one() {
    let folder = Folder::new();
    let first = Store::open(&folder.url()).await.expect("it opens");
    match Store::open(&folder.url()).await {
        Err(OpenError::Busy(path)) => assert!(folder.url().ends_with(&path)),
        other => panic!("{:?}", other.err()),
    }
    settle(&first).await;
    assert!(matches!(Store::open(&folder.url()).await, Err(OpenError::Busy(_))), "still");
    drop(first);
    let again = Store::open(&folder.url()).await.expect("it is free again");
    assert_eq!(
        again.people().await.expect("they can be counted"),
        1,
        "what was acknowledged is there"
    );
}

/// Without this, SQLite prepares each statement that has a bound `LIMIT` anew each time: see `.cargo/config.toml`.
#[tokio::test]
async fn accounts_sqlite_keeps_statements_prepared() {
    let db = Database::connect("sqlite::memory:").await.expect("it connects");
    let asked = Statement::from_string(DbBackend::Sqlite, "PRAGMA compile_options");
    let built = db.query_all_raw(asked).await.expect("it tells how it was built");
    let built: Vec<String> = built.iter().filter_map(|row| row.try_get_by(0).ok()).collect();
    assert!(built.iter().any(|option| option == "ENABLE_QPSG"), "{built:?}");
}

#[tokio::test]
async fn accounts_other_schemes_are_refused() {
    for (url, scheme) in [
        ("mysql://localhost/x", "mysql"),
        ("file:/tmp/x", "file"),
        ("SQLITE:/tmp/x", "SQLITE"),
        ("savoirs.db", "savoirs.db"),
        ("", ""),
    ] {
        match Store::open(url).await {
            Err(OpenError::Scheme(told)) => assert_eq!(told, scheme),
            other => panic!("« {url} »: {:?}", other.err()),
        }
    }
}

#[tokio::test]
async fn accounts_a_place_that_cannot_hold_a_file_is_told() {
    let opened = Store::open("sqlite:/proc/nowhere/test.db").await;
    assert!(matches!(opened, Err(OpenError::File(..))), "{:?}", opened.err());
}

#[tokio::test]
async fn accounts_folders_are_made_and_both_ways_of_writing_a_path_work() {
    let folder = Folder::new();
    for url in [
        folder.url().replace("test.db", "deep/er/test.db"),
        folder.url().replace("sqlite:", "sqlite://").replace("test.db", "other.db"),
    ] {
        let store = Store::open(&url).await.unwrap_or_else(|e| panic!("{url}: {e}"));
        store.ready().await.expect("it is ready");
    }
}

async fn accounts_a_new_instance_is_ready_and_empty(base: &Base) {
    let store = &base.store;
    store.ready().await.expect("it is ready");
    assert_eq!(store.people().await.expect("they can be counted"), 0);
    settle(store).await;
    assert_eq!(store.people().await.expect("they can be counted"), 1);
}

async fn accounts_what_was_written_is_there_after_opening_again(base: &Base) {
    let (_, journey) = settle(&base.store).await;
    put(&base.store, vec![Change::Setting(Setting::LinkKey, Some("abc".into()))]).await;
    // A second server on PostgreSQL; a reader of the same rows on SQLite.
    let again = if base.url.starts_with("postgres") {
        Store::open(&base.url).await.expect("several may open it")
    } else {
        base.store.clone()
    };
    let rows = again.read(&Actor::Job);
    assert!(rows.journey(journey).await.expect("it can be read").is_some());
    assert_eq!(
        rows.setting(Setting::LinkKey).await.expect("it can be read").as_deref(),
        Some("abc")
    );
    // Both write, neither loses the other's.
    let (one, two) = tokio::join!(settle(&again), settle(&base.store));
    assert_ne!(one, two);
    assert_eq!(again.people().await.expect("they can be counted"), 3);
}
