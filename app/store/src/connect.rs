//! Opening a database by its URL.

use crate::associations::fill_keys;
use crate::chain::{self, Whole};
use crate::door::Writer;
use crate::entities::hat;
use crate::error::{AuditError, OpenError};
use crate::finding;
use crate::public::Public;
use crate::rows::Rows;
use crate::seed;
use domain::accounts::Actor;
use migrations::Migrator;
use sea_orm::sea_query::Value;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend,
    EntityTrait, QueryFilter, Statement,
};
use sea_orm_migration::MigratorTrait;
use std::fs::{File, OpenOptions, TryLockError};
use std::num::NonZero;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// An open database.
#[derive(Clone)]
pub struct Store {
    /// Reads only, on SQLite.
    pub(crate) pool: DatabaseConnection,
    pub(crate) writer: Writer,
    pub(crate) public: Public,
    /// Held as long as the file is used.
    _lock: Option<Arc<File>>,
}

/// How many SQLite connections read, at least and at most: two for each core, as the file is mostly in memory. More would only
/// take turns, each with a memory of its own to fill.
const READERS: RangeInclusive<u32> = 4..=8;
/// How much of the file each SQLite connection keeps in memory: 8 MB, four times what it would, for a search reads many pages
/// of its index.
const CACHE: &str = "-8192";
/// What PostgreSQL's default of 100 connections leaves to a few processes.
const POSTGRES_CONNECTIONS: u32 = 20;

impl Store {
    /// Opens `sqlite:PATH` (made if missing) or `postgres://…`, and brings its shape up to date.
    ///
    /// Errors: another scheme, a file that another process uses, a database that does not answer.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        match Place::of(url)? {
            Place::File(path) => Self::open_sqlite(path).await,
            Place::Postgres => Self::open_postgres(url).await,
        }
    }

    async fn open_sqlite(path: &str) -> Result<Self, OpenError> {
        let lock = lock_file(path)?;
        let file = path.to_owned();
        let (writer, db) = Writer::queue(async move { sqlite(&file, 1, false).await }).await?;
        refuse_old_sqlite(&db).await?;
        Migrator::up(&db, None).await?;
        seed::ship(&db).await?;
        fill_keys(&db).await?;
        finding::fill(&db).await?;
        let pool = sqlite(path, readers(), true).await?;
        Ok(Self { pool, writer, public: Public::default(), _lock: Some(Arc::new(lock)) })
    }

    async fn open_postgres(url: &str) -> Result<Self, OpenError> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(POSTGRES_CONNECTIONS)
            .min_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .sqlx_logging(false);
        let pool = Database::connect(options).await?;
        // Several processes may start at once: one migrates, the others wait and find it done.
        let one = Database::connect(ConnectOptions::new(url).max_connections(1).to_owned()).await?;
        one.execute_unprepared("SELECT pg_advisory_lock(20261124)").await?;
        let migrated = Migrator::up(&one, None).await;
        one.execute_unprepared("SELECT pg_advisory_unlock(20261124)").await?;
        migrated?;
        seed::ship(&one).await?;
        fill_keys(&one).await?;
        finding::fill(&one).await?;
        one.close().await?;
        let public = Public::default();
        public.hear(url);
        Ok(Self { pool: pool.clone(), writer: Writer::Each(pool), public, _lock: None })
    }

    /// Checks the audit log of a database, and changes nothing in it. PostgreSQL may be in use; a SQLite file may not.
    ///
    /// Errors: the first line that is not as it was written; a file that is not there, or that a server uses.
    pub async fn verify_audit(url: &str) -> Result<Whole, AuditError> {
        let (db, _lock) = match Place::of(url)? {
            Place::File(path) => {
                std::fs::metadata(path).map_err(|error| OpenError::File(path.to_owned(), error))?;
                let lock = lock_file(path)?;
                (sqlite(path, 1, true).await?, Some(lock))
            }
            Place::Postgres => {
                let mut options = ConnectOptions::new(url);
                options.max_connections(1).sqlx_logging(false);
                let db = Database::connect(options).await.map_err(OpenError::from)?;
                let only = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
                db.execute_unprepared(only).await.map_err(OpenError::from)?;
                (db, None)
            }
        };
        chain::check(&db).await
    }

    /// Checks the audit log of this database.
    ///
    /// Errors: the first line that is not as it was written.
    pub async fn audit(&self) -> Result<Whole, AuditError> {
        chain::check(&self.pool).await
    }

    /// Whether no other process can use this database.
    pub fn alone(&self) -> bool {
        matches!(self.writer, Writer::Queue(_))
    }

    /// How often what everybody sees alike has changed, as far as this process knows: on PostgreSQL, others tell it.
    pub fn public_changes(&self) -> u64 {
        self.public.changes()
    }

    /// Reads for this actor.
    pub fn read<'a>(&'a self, actor: &'a Actor) -> Rows<'a> {
        // What another process changes is told a moment later: too late for who may read what.
        Rows::reading(&self.pool, actor, self.alone().then_some(&self.public))
    }

    /// Tells of each statement that is read from now on by this handle and those that are made of it: how many a page
    /// takes is a promise.
    pub fn tell_reads(&mut self, told: impl Fn() + Send + Sync + 'static) {
        self.pool.set_metric_callback(move |_| told());
    }

    /// Moves what is in SQLite's log into its file, and empties the log: what was erased is then nowhere. PostgreSQL
    /// does this by itself.
    ///
    /// Errors: the database does not answer. Readers may hold the log for a while: then the next call empties it.
    pub async fn empty_log(&self) -> Result<(), OpenError> {
        if self.pool.get_database_backend() == DbBackend::Sqlite {
            self.pool.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// Whether the database answers and its shape is the one that this program knows.
    pub async fn ready(&self) -> Result<(), OpenError> {
        self.pool.ping().await?;
        match Migrator::get_pending_migrations_read_only(&self.pool).await?.len() {
            0 => Ok(()),
            pending => Err(OpenError::Behind(pending)),
        }
    }

    /// Whether anybody administers this instance.
    pub async fn has_administrator(&self) -> Result<bool, OpenError> {
        let administrator = hat::Column::Code.eq("administrator");
        Ok(hat::Entity::find().filter(administrator).one(&self.pool).await?.is_some())
    }

    /// How many rows each table that holds people's data has, in all: a new instance has none.
    pub async fn people(&self) -> Result<u64, OpenError> {
        let statement = Statement::from_sql_and_values(
            self.pool.get_database_backend(),
            "SELECT (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM association) AS n",
            Vec::<Value>::new(),
        );
        let row = self.pool.query_one_raw(statement).await?;
        let n: i64 = row.map(|r| r.try_get("", "n")).transpose()?.unwrap_or(0);
        Ok(n.unsigned_abs())
    }
}

/// The file that a URL such as `sqlite:PATH` names. None: it names no file.
pub fn sqlite_file(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    Some(path.split('?').next().unwrap_or(path))
}

/// Where a database is.
enum Place<'u> {
    /// A SQLite file, by its path.
    File(&'u str),
    Postgres,
}

impl<'u> Place<'u> {
    /// Errors: another scheme.
    fn of(url: &'u str) -> Result<Self, OpenError> {
        match (sqlite_file(url), url.split_once(':')) {
            (Some(path), _) => Ok(Self::File(path)),
            (None, Some(("postgres" | "postgresql", _))) => Ok(Self::Postgres),
            (None, other) => Err(OpenError::Scheme(other.map_or(url, |(s, _)| s).to_owned())),
        }
    }
}

fn readers() -> u32 {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let two_each = u32::try_from(cores).unwrap_or(u32::MAX).saturating_mul(2);
    two_each.clamp(*READERS.start(), *READERS.end())
}

async fn sqlite(
    path: &str,
    connections: u32,
    read_only: bool,
) -> Result<DatabaseConnection, OpenError> {
    let mut options = ConnectOptions::new(format!("sqlite:{path}?mode=rwc"));
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        // A file does not go away as a server may: to ask first would take as long as what is asked.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |o| {
            o.journal_mode(SqliteJournalMode::Wal)
                // Acknowledged means on disk.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                .pragma("mmap_size", "0")
                .pragma("cache_size", CACHE)
                // What is erased is overwritten, not only forgotten.
                .pragma("secure_delete", "ON")
                .pragma("query_only", if read_only { "1" } else { "0" })
                .pragma("temp_store", "memory")
        });
    Ok(Database::connect(options).await?)
}

/// A file belongs to one process: two writers' checkpoints are what corrupted files elsewhere.
fn lock_file(path: &str) -> Result<File, OpenError> {
    let failed = |error| OpenError::File(path.to_owned(), error);
    if let Some(folder) = Path::new(path).parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(format!("{path}.lock"))
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::Busy(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

async fn refuse_old_sqlite(db: &DatabaseConnection) -> Result<(), OpenError> {
    let statement = Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version() AS v");
    let row = db.query_one_raw(statement).await?;
    let version: String = row.map(|r| r.try_get("", "v")).transpose()?.unwrap_or_default();
    let numbers: Vec<u32> = version.split('.').filter_map(|n| n.parse().ok()).collect();
    if numbers.as_slice() < [3, 51, 3].as_slice() {
        return Err(OpenError::OldSqlite(version));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
