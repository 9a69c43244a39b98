//! Server only: who asks, in which language, when, and the database.

use crate::caller::{Caller, Network};
use crate::error::AppError;
use crate::mail::with_news;
use chrono::{DateTime, Utc};
use domain::accounts::{Actor, Device, Judge, Judging, Worn};
use domain::act::{Act, Outcome};
use domain::ids::{AssociationId, CommandId};
use domain::text::{Fault, Lang};
use leptos::prelude::use_context;
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{Rows, Store, Tx, WriteError};
use tokio::sync::Notify;
use uuid::Uuid;

/// What the whole server shares.
#[derive(Clone)]
pub struct State {
    pub store: Store,
    /// Signs links.
    pub link_key: Arc<[u8]>,
    /// Holds the demo cast only: an administrator may move time.
    pub demo: bool,
    /// How far the demo's time was moved, in seconds.
    pub clock_offset: Arc<AtomicI64>,
    /// The real time, or a test's.
    pub clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// Whether the product is served over TLS: the cookie then says so.
    pub secure: bool,
    /// The address that people type, without a slash at its end: for links in letters.
    pub public_url: Arc<str>,
    /// Where letters are kept as files. None: a mail server takes them.
    pub mail_folder: Option<Arc<Path>>,
    /// Told after each write: letters may wait.
    pub written: Arc<Notify>,
    /// How long the body of a request may take to come.
    pub patience: Duration,
    /// Whose word is taken on where a request comes from.
    pub proxies: Arc<[Network]>,
    /// How many passwords were hashed or verified: the same for an account that exists and for one that does not.
    pub hashings: Arc<AtomicU64>,
}

impl State {
    /// The time for everybody: the clock's, moved forward in the demo.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)() + chrono::Duration::seconds(self.clock_offset.load(Ordering::Relaxed))
    }
}

/// One request.
#[derive(Clone)]
pub struct Request {
    pub state: State,
    pub actor: Actor,
    pub caller: Caller,
    pub lang: Lang,
    pub now: DateTime<Utc>,
    /// Names this request in the log and on an error page.
    pub correlation: Uuid,
    /// The hash of the cookie's token, for signing out.
    pub token_hash: Option<String>,
    /// What it was sent with.
    pub device: Device,
    /// Whom the current hat acts for, by name: for the header.
    pub behalf: Option<String>,
    /// The hat worn for this act, where a check has proven it.
    pub hat: Option<&'static str>,
}

/// A file that came with the form being answered, beside its fields.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// As who sent it calls it. Empty: none was chosen.
    pub name: String,
    bytes: Arc<Mutex<Option<Vec<u8>>>>,
}

impl Upload {
    /// `bytes`: none, if it held more than any file may.
    pub fn new(name: String, bytes: Option<Vec<u8>>) -> Self {
        Self { name, bytes: Arc::new(Mutex::new(bytes)) }
    }

    /// The one that came with this request, if one did.
    pub fn current() -> Self {
        use_context().unwrap_or_default()
    }

    /// Its bytes, once: they are not kept twice. None: it held more than any file may, or they were taken.
    pub fn take(&self) -> Option<Vec<u8>> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A unit's future: it borrows the transaction that it loads through.
pub type Deciding<'t, T> =
    Pin<Box<dyn Future<Output = Result<Outcome<T>, WriteError>> + Send + 't>>;

/// The request being served.
///
/// Errors: `Unexpected`, where none is: a server function called from outside a request.
pub fn current() -> Result<Request, AppError> {
    use_context::<Request>().ok_or_else(|| AppError::Unexpected("no request".to_owned()))
}

impl Request {
    /// Loads for who asks, without locks: nothing may be decided on them.
    pub fn read(&self) -> Rows<'_> {
        self.state.store.read(&self.actor)
    }

    /// The same request, made as this hat: a journey's facts say as whom they were made.
    pub fn wearing(&self, proof: &impl Worn) -> Self {
        Self { hat: Some(proof.code()), ..self.clone() }
    }

    /// A fresh command id, for a form about to be shown.
    pub fn command(&self) -> String {
        Uuid::now_v7().to_string()
    }

    /// Runs a unit through the one door for writes. `command` is the form's; `input` is all that the decision needs.
    pub async fn write<I, T, F>(&self, command: &str, input: I, decide: F) -> Result<T, AppError>
    where
        I: Serialize + Clone + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> Fn(&'t Tx<'t>, I) -> Deciding<'t, T> + Send + Sync + 'static,
    {
        let decide = Arc::new(decide);
        // What changes is told to those whom it concerns, in the same transaction.
        let answer = self.state.store.write(self.act(command)?, input, move |tx, input| {
            let decide = Arc::clone(&decide);
            Box::pin(async move { with_news(tx, decide(tx, input).await?).await })
        });
        let answer = answer.await;
        self.state.written.notify_one();
        answer.map_err(|error| self.answer(error))
    }

    /// The same, for a unit that knows by itself what its command has done, and concerns nobody else.
    pub async fn write_again<I, T, F>(
        &self,
        command: &str,
        input: I,
        decide: F,
    ) -> Result<T, AppError>
    where
        I: Clone + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> Fn(&'t Tx<'t>, I) -> Deciding<'t, T> + Send + Sync + 'static,
    {
        let answer = self.state.store.write_again(self.act(command)?, input, decide).await;
        answer.map_err(|error| self.answer(error))
    }

    fn act(&self, command: &str) -> Result<Act, AppError> {
        let command = CommandId::from_str(command).map_err(|_| AppError::Malformed)?;
        let act = Act::new(self.actor.clone(), self.now, command, Uuid::now_v7);
        Ok(match self.hat {
            Some(hat) => act.recorded_as(hat),
            None => act,
        })
    }

    /// What a page or a function tells of a failed load.
    pub fn answer(&self, error: impl Into<WriteError>) -> AppError {
        match error.into() {
            WriteError::Missing => AppError::NotFound,
            WriteError::Denied(denied) => denied.into(),
            WriteError::Broken(broken) => broken.into(),
            WriteError::Faults(faults) => faults.into(),
            WriteError::CommandReused => AppError::CommandReused,
            WriteError::Database(error) => {
                let correlation = self.correlation;
                tracing::error!(%correlation, %error, "the database failed");
                AppError::Unexpected(correlation.to_string())
            }
        }
    }
}

/// The proof that who acts may judge what this association asks, by the hat that they were let in with.
pub async fn judging(
    tx: &Tx<'_>,
    hat: &impl Judging,
    association: AssociationId,
) -> Result<Judge, WriteError> {
    let crew = tx.crew(association).await?.ok_or(WriteError::Missing)?;
    Ok(Judge::of(hat, &crew)?)
}

/// Reads an id that a page sent; anything else does not exist.
pub fn id<T: FromStr>(typed: &str) -> Result<T, AppError> {
    typed.parse().map_err(|_| AppError::NotFound)
}

/// Reads a choice that a page offered, by its code.
pub fn choice<T>(field: &str, chosen: Option<T>, typed: &str) -> Result<T, AppError> {
    let fault = if typed.is_empty() { Fault::Missing } else { Fault::Choice };
    chosen.ok_or_else(|| AppError::field(field, fault))
}
