//! How often what everybody sees alike has changed: what is kept of it is as it is while that stays the same.

use crate::rows::Loaded;
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use uuid::Uuid;

/// The channel by which processes on one PostgreSQL database tell each other.
const CHANNEL: &str = "public";
/// How long to wait before asking again a database that does not answer.
const PAUSE: Duration = Duration::from_secs(1);

/// How often, as far as this process knows.
#[derive(Clone, Default)]
pub(crate) struct Public(Arc<Known>);

#[derive(Default)]
struct Known {
    changes: AtomicU64,
    /// The spaces that everybody reads, as they were after so many changes.
    spaces: Mutex<Option<(u64, Vec<Uuid>)>>,
}

impl Public {
    pub(crate) fn changes(&self) -> u64 {
        self.0.changes.load(Ordering::Acquire)
    }

    pub(crate) fn changed(&self) {
        self.0.changes.fetch_add(1, Ordering::Release);
    }

    /// The spaces that everybody reads: `read` anew only once something has changed.
    pub(crate) async fn spaces(
        &self,
        read: impl Future<Output = Loaded<Vec<Uuid>>>,
    ) -> Loaded<Vec<Uuid>> {
        let kept = || self.0.spaces.lock().unwrap_or_else(PoisonError::into_inner);
        // What changes while they are read is seen by the next who ask.
        let now = self.changes();
        if let Some((at, spaces)) = &*kept()
            && *at == now
        {
            return Ok(spaces.clone());
        }
        let spaces = read.await?;
        *kept() = Some((now, spaces.clone()));
        Ok(spaces)
    }

    /// Tells the other processes of what this transaction writes, once it is committed. On SQLite there are none.
    pub(crate) async fn tell(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction.execute_unprepared(&format!("NOTIFY {CHANNEL}")).await?;
        }
        Ok(())
    }

    /// Hears what other processes tell, for as long as anybody asks.
    pub(crate) fn hear(&self, url: &str) {
        let (heard, url) = (Arc::downgrade(&self.0), url.to_owned());
        tokio::spawn(async move {
            while heard.strong_count() > 0 {
                if let Err(error) = listen(&heard, &url).await {
                    tracing::warn!(%error, "changes by other processes are not heard");
                }
                tokio::time::sleep(PAUSE).await;
            }
        });
    }
}

/// Ends with the connection, or once nobody asks any more.
async fn listen(heard: &Weak<Known>, url: &str) -> Result<(), sea_orm::sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // What was told before it listened, or while it did not, is unknown.
        let Some(public) = heard.upgrade().map(Public) else { return Ok(()) };
        public.changed();
        drop(public);
        loop {
            match tokio::time::timeout(PAUSE, listener.try_recv()).await {
                Ok(told) => {
                    told?;
                    break;
                }
                Err(_) if heard.strong_count() == 0 => return Ok(()),
                Err(_) => {}
            }
        }
    }
}
