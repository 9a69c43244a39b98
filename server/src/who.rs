//! Who asks. While one read is under way, those who come wait for the next, which reads for all of them: a statement is a
//! hop to the thread of a connection and back, which takes longer than the rows that it reads.

use app::request::State;
use domain::accounts::{Actor, Signed};
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::WriteError;
use tokio::sync::oneshot;

/// Those who wait to be known.
#[derive(Default)]
pub struct Who {
    waiting: Mutex<Vec<Asked>>,
    /// Held by the one who reads.
    reading: tokio::sync::Mutex<()>,
}

struct Asked {
    token_hash: String,
    found: oneshot::Sender<Option<Signed>>,
}

impl Who {
    /// Who has signed in with this token, read after this was called. Errors: the database's.
    pub async fn signed(
        &self,
        state: &State,
        token_hash: &str,
    ) -> Result<Option<Signed>, WriteError> {
        let (found, mut told) = oneshot::channel();
        self.waiting().push(Asked { token_hash: token_hash.to_owned(), found });
        let told = tokio::select! {
            biased;
            told = &mut told => told,
            _reading = self.reading.lock() => {
                self.read(state).await?;
                told.await
            }
        };
        match told {
            Ok(signed) => Ok(signed),
            // Whoever read for us was cut off.
            Err(_) => {
                let rows = state.store.read(&Actor::Anonymous);
                let signed = rows.signed(token_hash, (state.clock)()).await?;
                Ok(signed.map(|(signed, _)| signed))
            }
        }
    }

    /// Reads for all who wait.
    async fn read(&self, state: &State) -> Result<(), WriteError> {
        let all = std::mem::take(&mut *self.waiting());
        let mut hashes: Vec<&str> = all.iter().map(|asked| asked.token_hash.as_str()).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let signed =
            state.store.read(&Actor::Anonymous).all_signed(&hashes, (state.clock)()).await?;
        for Asked { token_hash, found } in all {
            let who = signed.get(&token_hash).map(|(signed, _)| signed.clone());
            // Who asked may have gone.
            found.send(who).ok();
        }
        Ok(())
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Asked>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
