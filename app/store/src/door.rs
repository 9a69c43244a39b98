//! The one door for writes.

use crate::apply::{apply, to_json};
use crate::connect::Store;
use crate::entities::command;
use crate::error::{OpenError, WriteError};
use crate::finding;
use crate::public::Public;
use crate::rows::{Rows, from_json};
use domain::act::{Act, Change, Outcome};
use futures::future::BoxFuture;
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::io;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};

/// A unit at work: who acts, and loads that lock what they load.
pub struct Tx<'t> {
    act: &'t Act,
    rows: Rows<'t>,
}

impl Tx<'_> {
    /// Who acts, when, by which submission.
    pub fn act(&self) -> &Act {
        self.act
    }
}

impl<'t> Deref for Tx<'t> {
    type Target = Rows<'t>;

    fn deref(&self) -> &Rows<'t> {
        &self.rows
    }
}

/// How units reach the database.
#[derive(Clone)]
pub(crate) enum Writer {
    /// One task runs them all, and commits many at once.
    Queue(mpsc::Sender<Box<dyn Waiting>>),
    /// Each is a transaction of its own.
    Each(DatabaseConnection),
}

/// How many units one commit may carry: enough to share its fsync, few enough to answer soon.
const COMMIT_MAX: usize = 64;
/// How many may wait before callers are made to.
const QUEUE: usize = 1024;
/// How often a unit that lost to another is run again.
const TRIES: u32 = 8;

impl Store {
    /// Runs a unit: `decide` loads through [`Tx`], under locks, and gives the outcome to apply. It may be run more
    /// than once. `input` is what was asked; the same command id with the same input is answered as the first time.
    ///
    /// Errors: those of `decide`, nothing changed; `CommandReused` for a known command id with other content.
    pub async fn write<I, T, F>(&self, act: Act, input: I, decide: F) -> Result<T, WriteError>
    where
        I: Serialize + Clone + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> Fn(&'t Tx<'t>, I) -> BoxFuture<'t, Result<Outcome<T>, WriteError>>
            + Send
            + Sync
            + 'static,
    {
        let digest = digest(&act, &input)?;
        self.run(act, input, Some(digest), decide).await
    }

    /// Runs a unit that finds in what it loads whether its command was done, and then changes nothing: the door keeps no
    /// memory of it. For what is written at every press of a key, in one upsert that carries the command id.
    ///
    /// Errors: those of `decide`, nothing changed.
    pub async fn write_again<I, T, F>(&self, act: Act, input: I, decide: F) -> Result<T, WriteError>
    where
        I: Clone + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> Fn(&'t Tx<'t>, I) -> BoxFuture<'t, Result<Outcome<T>, WriteError>>
            + Send
            + Sync
            + 'static,
    {
        self.run(act, input, None, decide).await
    }

    async fn run<I, T, F>(
        &self,
        act: Act,
        input: I,
        digest: Option<String>,
        decide: F,
    ) -> Result<T, WriteError>
    where
        I: Clone + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> Fn(&'t Tx<'t>, I) -> BoxFuture<'t, Result<Outcome<T>, WriteError>>
            + Send
            + Sync
            + 'static,
    {
        let (shown, public) = (AtomicBool::new(false), self.public.clone());
        let unit = Arc::new(Unit { act, input, digest, decide, shown, public });
        let mut tries = 0;
        loop {
            let result = match &self.writer {
                Writer::Each(pool) => unit.alone(pool.begin().await?).await,
                Writer::Queue(queue) => {
                    let (reply, answered) = oneshot::channel();
                    let result = Err(stopped().into());
                    let waiting = Box::new(Queued { unit: Arc::clone(&unit), result, reply });
                    queue.send(waiting).await.map_err(|_| stopped())?;
                    answered.await.map_err(|_| stopped())?
                }
            };
            match result {
                Err(error) if error.may_pass_again() && tries < TRIES => {
                    tries += 1;
                    tokio::task::yield_now().await;
                }
                result => return result,
            }
        }
    }
}

/// What must be the same for a command id to be the same command: who asks, and what.
fn digest<I: Serialize>(act: &Act, input: &I) -> Result<String, WriteError> {
    let content = serde_json::to_vec(&(act.who.person(), std::any::type_name::<I>(), input))
        .map_err(|e| DbErr::Json(e.to_string()))?;
    Ok(sha256(content))
}

/// SHA-256, in hexadecimal.
pub fn sha256(content: impl AsRef<[u8]>) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Unit<I, F> {
    act: Act,
    input: I,
    /// None: the unit itself knows what was done.
    digest: Option<String>,
    decide: F,
    /// What it wrote when it was last run is shown to everybody.
    shown: AtomicBool,
    public: Public,
}

/// Why a unit gave no answer.
enum Failed {
    /// It was decided so: nothing was written.
    Decided(WriteError),
    /// The database failed, or the outcome could not be applied whole: what was written must not stay.
    Midway(WriteError),
}

impl Failed {
    fn error(self) -> WriteError {
        let (Self::Decided(error) | Self::Midway(error)) = self;
        error
    }
}

impl From<WriteError> for Failed {
    fn from(error: WriteError) -> Self {
        match error {
            // After some of its errors, SQLite has ended the transaction.
            WriteError::Database(_) => Self::Midway(error),
            _ => Self::Decided(error),
        }
    }
}

impl<I, F> Unit<I, F> {
    /// Runs in a transaction of its own. An error rolls it back.
    async fn alone<T>(&self, transaction: DatabaseTransaction) -> Result<T, WriteError>
    where
        I: Clone,
        T: Serialize + DeserializeOwned,
        F: for<'t> Fn(&'t Tx<'t>, I) -> BoxFuture<'t, Result<Outcome<T>, WriteError>>,
    {
        match self.run(&transaction).await {
            Ok(answer) => {
                transaction.commit().await?;
                self.committed();
                Ok(answer)
            }
            Err(failed) => {
                transaction.rollback().await?;
                Err(failed.error())
            }
        }
    }

    /// What everybody sees has changed, if it is that which it wrote. Said where it is committed: who asked may have left.
    fn committed(&self) {
        if self.shown.load(Ordering::Relaxed) {
            self.public.changed();
        }
    }

    /// Decides, then writes what was decided, and only then.
    async fn run<T>(&self, transaction: &DatabaseTransaction) -> Result<T, Failed>
    where
        I: Clone,
        T: Serialize + DeserializeOwned,
        F: for<'t> Fn(&'t Tx<'t>, I) -> BoxFuture<'t, Result<Outcome<T>, WriteError>>,
    {
        if let Some(answer) = self.known(transaction).await? {
            return Ok(answer);
        }
        let tx = Tx { act: &self.act, rows: Rows::locking(transaction, &self.act.who) };
        let outcome = match (self.decide)(&tx, self.input.clone()).await {
            Ok(outcome) => outcome,
            Err(error @ WriteError::Database(_)) => return Err(error.into()),
            // Where units run beside each other, the same command may have been done while this one waited for a lock:
            // what stands in its way is then its own doing.
            Err(error) => return self.known(transaction).await?.ok_or(Failed::Decided(error)),
        };
        self.apply(transaction, outcome).await.map_err(Failed::Midway)
    }

    /// The first answer of this command, if it was done.
    async fn known<T>(&self, transaction: &DatabaseTransaction) -> Result<Option<T>, WriteError>
    where
        T: DeserializeOwned,
    {
        let Some(digest) = &self.digest else { return Ok(None) };
        let known = command::Entity::find_by_id(self.act.command.0).one(transaction).await?;
        match known {
            Some(known) if known.digest != *digest => Err(WriteError::CommandReused),
            Some(known) => Ok(Some(from_json(&known.answer)?)),
            None => Ok(None),
        }
    }

    async fn apply<T>(
        &self,
        transaction: &DatabaseTransaction,
        outcome: Outcome<T>,
    ) -> Result<T, WriteError>
    where
        T: Serialize,
    {
        let shown = outcome.changes.iter().any(Change::is_public);
        self.shown.store(shown, Ordering::Relaxed);
        if shown {
            Public::tell(transaction).await?;
        }
        let touched = finding::touched(&outcome.changes);
        for change in outcome.changes {
            // It writes one thing of many: kept off the stack.
            Box::pin(apply(transaction, change)).await?;
        }
        if !touched.is_empty() {
            Box::pin(finding::refresh(transaction, touched)).await?;
        }
        let Some(digest) = self.digest.clone() else { return Ok(outcome.answer) };
        let known = command::Model {
            id: self.act.command.0,
            digest,
            answer: to_json(&outcome.answer)?,
            at: self.act.at,
            person_id: self.act.who.person().map(|p| p.0),
        };
        let known = known.into_active_model().reset_all();
        command::Entity::insert(known).exec_without_returning(transaction).await?;
        Ok(outcome.answer)
    }
}

/// A unit that waits for the one writer: run as often as need be, answered once.
pub(crate) trait Waiting: Send {
    /// Runs it, and keeps what it comes to. False: it failed midway, and the transaction must be rolled back.
    fn run<'t>(&'t mut self, transaction: &'t DatabaseTransaction) -> BoxFuture<'t, bool>;

    /// Tells its caller what it came to when it was last run, once that was committed or rolled back.
    fn answer(self: Box<Self>, committed: Result<(), Arc<DbErr>>);
}

struct Queued<I, T, F> {
    unit: Arc<Unit<I, F>>,
    result: Result<T, WriteError>,
    reply: oneshot::Sender<Result<T, WriteError>>,
}

impl<I, T, F> Waiting for Queued<I, T, F>
where
    I: Clone + Send + Sync,
    T: Serialize + DeserializeOwned + Send,
    F: for<'t> Fn(&'t Tx<'t>, I) -> BoxFuture<'t, Result<Outcome<T>, WriteError>> + Send + Sync,
{
    fn run<'t>(&'t mut self, transaction: &'t DatabaseTransaction) -> BoxFuture<'t, bool> {
        Box::pin(async move {
            let ran = self.unit.run(transaction).await;
            let whole = !matches!(ran, Err(Failed::Midway(_)));
            self.result = ran.map_err(Failed::error);
            whole
        })
    }

    fn answer(self: Box<Self>, committed: Result<(), Arc<DbErr>>) {
        let lost = |error: Arc<DbErr>| DbErr::Custom(error.to_string()).into();
        let result = self.result.and_then(|answer| committed.map(|()| answer).map_err(lost));
        if result.is_ok() {
            self.unit.committed();
        }
        // A caller who has left needs no answer.
        self.reply.send(result).ok();
    }
}

fn stopped() -> DbErr {
    DbErr::Custom("the writer has stopped".to_owned())
}

impl Writer {
    /// The one writer of a SQLite file, and its connection. All writes wait for it, and it waits for nothing but the
    /// database: on a thread of its own, no request that is served meanwhile comes between one statement and the next.
    ///
    /// Errors: those of `open`; the system gives no thread.
    pub(crate) async fn queue(
        open: impl Future<Output = Result<DatabaseConnection, OpenError>> + Send + 'static,
    ) -> Result<(Self, DatabaseConnection), OpenError> {
        let no_thread = |error: io::Error| DbErr::Custom(format!("no thread to write: {error}"));
        let runtime = Builder::new_current_thread().enable_time().build().map_err(no_thread)?;
        let (sender, mut waiting) = mpsc::channel(QUEUE);
        let (opened, connection) = oneshot::channel();
        let run = async move {
            let db = match open.await {
                Ok(db) => db,
                failed => return opened.send(failed).map_or((), drop),
            };
            opened.send(Ok(db.clone())).ok();
            while let Some(first) = waiting.recv().await {
                let mut lot = vec![first];
                while lot.len() < COMMIT_MAX
                    && let Ok(next) = waiting.try_recv()
                {
                    lot.push(next);
                }
                commit(&db, lot).await;
            }
        };
        let thread = thread::Builder::new().name("writer".to_owned()).spawn(move || {
            stay_on_one_processor();
            runtime.block_on(run);
        });
        thread.map_err(no_thread)?;
        let db = connection.await.map_err(|_| stopped())??;
        Ok((Self::Queue(sender), db))
    }
}

/// Keeps this thread, and those that it begins, on one processor. Every statement goes from the writer to the thread of
/// its connection and back, and to wake one that sleeps on another processor takes longer than most statements.
fn stay_on_one_processor() {
    let Some(processors) = core_affinity::get_core_ids() else { return };
    // Those who serve several files on one machine do not crowd one processor.
    let chosen = std::process::id() as usize % processors.len().max(1);
    if let Some(processor) = processors.get(chosen) {
        core_affinity::set_for_current(*processor);
    }
}

/// Runs a lot in one transaction, then answers each of its units: who is answered is on disk.
///
/// A unit that was refused has written nothing, so none needs a savepoint, which would cost as much as the unit itself. One
/// that fails midway is rare, and spoils the lot: all of it is rolled back, and each unit is run again alone.
async fn commit(db: &DatabaseConnection, mut lot: Vec<Box<dyn Waiting>>) {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    // A unit that cannot be begun is dropped, and with it its reply: its caller hears that the writer has stopped.
    let transaction = match db.begin_with_options(options).await {
        Ok(transaction) => transaction,
        Err(error) => return tracing::error!(%error, "cannot begin a transaction"),
    };
    let mut whole = true;
    for unit in &mut lot {
        whole = unit.run(&transaction).await;
        if !whole {
            break;
        }
    }
    let ended = if whole { transaction.commit().await } else { transaction.rollback().await };
    if whole || lot.len() == 1 {
        let ended = ended.map_err(Arc::new);
        lot.into_iter().for_each(|unit| unit.answer(ended.clone()));
    } else {
        for unit in lot {
            Box::pin(commit(db, vec![unit])).await;
        }
    }
}
