//! A fresh database for each test, gone with it; and a few hands to write with.

use chrono::{DateTime, Duration, Utc};
use domain::accounts::{Actor, Association, AssociationKind};
use domain::act::{Act, Change, Outcome};
use domain::ids::{AssociationId, EntryId, JourneyId};
use domain::journey::JourneyHead;
use domain::text::{Name, Title};
use domain::workshops::{Entry, EntryKind, Level};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, Database};
use std::path::PathBuf;
use store::{Store, WriteError};
use uuid::Uuid;

/// Tells the same story on each database.
#[macro_export]
macro_rules! on_each_database {
    ($($story:ident),+ $(,)?) => {
        mod on_sqlite {$(
            #[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                let base = $crate::base::Base::sqlite().await;
                super::$story(&base).await;
                base.close().await;
            }
        )+}
        mod on_postgres {$(
            #[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                let Some(base) = $crate::base::Base::postgres().await else {
                    return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
                };
                super::$story(&base).await;
                base.close().await;
            }
        )+}
    };
}

/// A folder of one's own, removed with what is in it.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("savoirs-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        Self(folder)
    }

    /// The URL of a database in it.
    pub fn url(&self) -> String {
        format!("sqlite:{}", self.0.join("test.db").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// An open database, and what to do once the test is over.
pub struct Base {
    pub store: Store,
    pub url: String,
    pub _folder: Option<Folder>,
    /// The maintenance database, from which this one is dropped.
    dropped: Option<String>,
}

impl Base {
    pub async fn sqlite() -> Self {
        let folder = Folder::new();
        let store = Store::open(&folder.url()).await.expect("it opens");
        Self { store, url: folder.url(), _folder: Some(folder), dropped: None }
    }

    /// None: no PostgreSQL to try on.
    pub async fn postgres() -> Option<Self> {
        let (maintenance, url) = empty_database().await?;
        let store = Store::open(&url).await.expect("it opens");
        Some(Self { store, url, _folder: None, dropped: Some(maintenance) })
    }

    /// The order of a journey's events, read past the store, which does not tell it.
    pub async fn seqs(&self, journey: JourneyId) -> Vec<i32> {
        let db = Database::connect(&self.url).await.expect("the database answers");
        let select = Query::select()
            .column("seq")
            .from("event")
            .and_where(Expr::col("journey_id").eq(journey.0))
            .order_by("seq", Order::Asc)
            .to_owned();
        let rows = db.query_all(&select).await.expect("the events can be read");
        db.close().await.expect("it closes");
        rows.iter().map(|row| row.try_get("", "seq").expect("a number")).collect()
    }

    /// How many rows there are of what SQL says after `FROM`, read past the store.
    pub async fn count(&self, of: &str) -> i64 {
        let db = Database::connect(&self.url).await.expect("the database answers");
        let sql = format!("SELECT COUNT(*) AS n FROM {of}");
        let asked = sea_orm::Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(asked).await.expect("it answers").expect("a row");
        db.close().await.expect("it closes");
        row.try_get("", "n").expect("a number")
    }

    /// Runs SQL past the store, as somebody with the keys of the database would.
    pub async fn accident(&self, sql: &str) -> Result<(), sea_orm::DbErr> {
        let db = Database::connect(&self.url).await?;
        let done = db.execute_unprepared(sql).await;
        db.close().await?;
        done.map(|_| ())
    }

    pub async fn close(self) {
        if let Some(maintenance) = &self.dropped {
            drop_database(maintenance, &self.url).await;
        }
    }
}

/// The maintenance database, and a new one. None: no PostgreSQL to try on.
pub async fn empty_database() -> Option<(String, String)> {
    let maintenance = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())?;
    let name = format!("test_{}", Uuid::now_v7().simple());
    run(&maintenance, &format!("CREATE DATABASE {name}")).await;
    let (server, _) = maintenance.rsplit_once('/').expect("postgres://server/database");
    let url = format!("{server}/{name}");
    Some((maintenance, url))
}

/// Drops a database made for a test.
pub async fn drop_database(maintenance: &str, url: &str) {
    let (_, name) = url.rsplit_once('/').expect("postgres://server/database");
    run(maintenance, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn run(url: &str, sql: &str) {
    let db = Database::connect(url).await.expect("TEST_POSTGRES_URL answers");
    db.execute_unprepared(sql).await.expect(sql);
    db.close().await.expect("it closes");
}

/// A moment that both databases keep exactly: in whole microseconds.
pub fn day(n: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Duration::days(20_000 + n) + Duration::microseconds(123_456)
}

pub fn fresh<T: From<Uuid>>() -> T {
    Uuid::now_v7().into()
}

pub fn title(text: &str) -> Title {
    Title::stored(text.to_owned())
}

pub fn name(text: &str) -> Name {
    Name::stored(text.to_owned())
}

/// An act of the product itself, under a new command.
pub fn act() -> Act {
    act_of(fresh())
}

pub fn act_of(command: domain::ids::CommandId) -> Act {
    Act::new(Actor::Job, day(1), command, Uuid::now_v7)
}

/// Applies these changes in one unit.
pub async fn put(store: &Store, changes: Vec<Change>) {
    try_put(store, changes).await.expect("they can be stored");
}

pub async fn try_put(store: &Store, changes: Vec<Change>) -> Result<(), WriteError> {
    let decide = move |_: &store::Tx<'_>| Outcome { answer: (), changes: changes.clone() };
    store
        .write(act(), (), move |tx, ()| {
            let outcome = decide(tx);
            Box::pin(async move { Ok(outcome) })
        })
        .await
}

pub fn association(id: AssociationId) -> Association {
    Association {
        id,
        name: name("Les Jardins d’Amina"),
        kind: AssociationKind::NonProfit,
        city: None,
        rna: None,
        siret: None,
        about: Default::default(),
        created_at: day(0),
    }
}

/// An association with its journey, stored.
pub async fn settle(store: &Store) -> (AssociationId, JourneyId) {
    let (ours, journey) = (fresh(), fresh());
    let head = JourneyHead { id: journey, association: ours, inspired_by: None, opened_at: day(0) };
    put(store, vec![Change::Association(association(ours)), Change::Journey(head)]).await;
    (ours, journey)
}

/// A workshop session, not stored yet.
pub fn session(id: EntryId, on: i64, seats: u32) -> Entry {
    let hours = (day(on), day(on) + Duration::hours(2));
    let (kind, place) = (EntryKind::WorkshopSession, name("Maison des associations"));
    Entry {
        theme: Some("collaboration".to_owned()),
        level: Some(Level::Beginner),
        ..Entry::new(id, kind, title("Partager un agenda"), place, hours, seats)
    }
}
