//! The one door for writes.

use crate::apply::apply;
use crate::connect::Store;
use crate::entities::command;
use crate::error::WriteError;
use crate::rows::Rows;
use domain::act::{Act, Outcome};
use futures::future::BoxFuture;
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::ops::Deref;
use std::sync::Arc;
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
    Queue(mpsc::Sender<Run>),
    /// Each is a transaction of its own.
    Each(DatabaseConnection),
}

/// Runs a unit in a savepoint; what comes back answers its caller once the whole lot is committed.
type Run = Box<dyn FnOnce(DatabaseTransaction) -> BoxFuture<'static, Answer> + Send>;
type Answer = Box<dyn FnOnce(Result<(), Arc<DbErr>>) + Send>;

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
        self.run(Unit { act, input, digest: Some(digest), decide }).await
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
        self.run(Unit { act, input, digest: None, decide }).await
    }

    async fn run<I, T, F>(&self, unit: Unit<I, F>) -> Result<T, WriteError>
    where
        I: Clone + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> Fn(&'t Tx<'t>, I) -> BoxFuture<'t, Result<Outcome<T>, WriteError>>
            + Send
            + Sync
            + 'static,
    {
        let unit = Arc::new(unit);
        let mut tries = 0;
        loop {
            let result = match &self.writer {
                Writer::Each(pool) => match unit.run(pool.begin().await?).await {
                    Ok((transaction, answer)) => {
                        transaction.commit().await.map(|()| answer).map_err(Into::into)
                    }
                    Err(error) => Err(error),
                },
                Writer::Queue(queue) => {
                    let (reply, answered) = oneshot::channel();
                    let unit = Arc::clone(&unit);
                    let run: Run = Box::new(move |savepoint| {
                        Box::pin(async move {
                            let result = match unit.run(savepoint).await {
                                Ok((savepoint, answer)) => {
                                    savepoint.commit().await.map(|()| answer).map_err(Into::into)
                                }
                                Err(error) => Err(error),
                            };
                            let answer: Answer = Box::new(move |committed| {
                                let lost = |e: Arc<DbErr>| {
                                    WriteError::Database(DbErr::Custom(e.to_string()))
                                };
                                let result = match (committed, result) {
                                    (_, Err(error)) => Err(error),
                                    (Err(error), Ok(_)) => Err(lost(error)),
                                    (Ok(()), Ok(answer)) => Ok(answer),
                                };
                                // A caller who has left needs no answer.
                                reply.send(result).ok();
                            });
                            answer
                        })
                    });
                    let gone = || DbErr::Custom("the writer has stopped".to_owned());
                    queue.send(run).await.map_err(|_| gone())?;
                    answered.await.map_err(|_| gone())?
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
    Ok(hex(&Sha256::digest(content)))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

struct Unit<I, F> {
    act: Act,
    input: I,
    /// None: the unit itself knows what was done.
    digest: Option<String>,
    decide: F,
}

impl<I, F> Unit<I, F> {
    /// Runs once. An error drops the transaction, which rolls it back.
    async fn run<T>(
        &self,
        transaction: DatabaseTransaction,
    ) -> Result<(DatabaseTransaction, T), WriteError>
    where
        I: Clone,
        T: Serialize + DeserializeOwned,
        F: for<'t> Fn(&'t Tx<'t>, I) -> BoxFuture<'t, Result<Outcome<T>, WriteError>>,
    {
        match self.decide_and_apply(&transaction).await {
            Ok(answer) => Ok((transaction, answer)),
            Err(error) => {
                transaction.rollback().await?;
                Err(error)
            }
        }
    }

    async fn decide_and_apply<T>(&self, transaction: &DatabaseTransaction) -> Result<T, WriteError>
    where
        I: Clone,
        T: Serialize + DeserializeOwned,
        F: for<'t> Fn(&'t Tx<'t>, I) -> BoxFuture<'t, Result<Outcome<T>, WriteError>>,
    {
        let json = |e: serde_json::Error| DbErr::Json(e.to_string());
        let id = self.act.command.0;
        let known = match &self.digest {
            Some(_) => command::Entity::find_by_id(id).one(transaction).await?,
            None => None,
        };
        if let Some(known) = known {
            if Some(&known.digest) != self.digest.as_ref() {
                return Err(WriteError::CommandReused);
            }
            return Ok(serde_json::from_str(&known.answer).map_err(json)?);
        }
        let tx = Tx { act: &self.act, rows: Rows::locking(transaction, &self.act.who) };
        let outcome = (self.decide)(&tx, self.input.clone()).await?;
        for change in outcome.changes {
            // It writes one thing of many: kept off the stack.
            Box::pin(apply(transaction, change)).await?;
        }
        let Some(digest) = self.digest.clone() else { return Ok(outcome.answer) };
        let answer = serde_json::to_string(&outcome.answer).map_err(json)?;
        let known = command::Model {
            id,
            digest,
            answer,
            at: self.act.at,
            person_id: self.act.who.person().map(|p| p.0),
        };
        known.into_active_model().reset_all().insert(transaction).await?;
        Ok(outcome.answer)
    }
}

impl Writer {
    /// The one writer of a SQLite file.
    pub(crate) fn queue(db: DatabaseConnection) -> Self {
        let (sender, mut runs) = mpsc::channel::<Run>(QUEUE);
        tokio::spawn(async move {
            while let Some(first) = runs.recv().await {
                let mut lot = vec![first];
                while lot.len() < COMMIT_MAX
                    && let Ok(run) = runs.try_recv()
                {
                    lot.push(run);
                }
                commit(&db, lot).await;
            }
        });
        Self::Queue(sender)
    }
}

/// Runs each in a savepoint, commits them all, then answers them all: who is answered is on disk.
async fn commit(db: &DatabaseConnection, lot: Vec<Run>) {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    // A unit that cannot be begun is dropped, and with it its reply: its caller hears that the writer has stopped.
    let transaction = match db.begin_with_options(options).await {
        Ok(transaction) => transaction,
        Err(error) => return tracing::error!(%error, "cannot begin a transaction"),
    };
    let mut answers = Vec::with_capacity(lot.len());
    for run in lot {
        match transaction.begin().await {
            Ok(savepoint) => answers.push(run(savepoint).await),
            Err(error) => tracing::error!(%error, "cannot begin a savepoint"),
        }
    }
    let committed = transaction.commit().await.map_err(Arc::new);
    for answer in answers {
        answer(committed.clone());
    }
}
