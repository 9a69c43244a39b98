//! Passwords are hashed with argon2id, off the async threads, two at a time.

use crate::error::AppError;
use crate::request::current;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::accounts::FreshToken;
use domain::text::Password;
use std::sync::atomic::Ordering;
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Hashing takes 19 MB and tens of milliseconds of a core: more at once would starve the pages.
const AT_ONCE: usize = 2;
/// How many may wait for their turn: no more than a second or two of work. Others are told to come back.
const WAITING: usize = 64;

static QUEUE: LazyLock<Queue> = LazyLock::new(|| Queue::new(AT_ONCE, WAITING));

/// A hash to verify against when there is no account, so that both answers take the same work.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

fn hash_now(password: &str) -> Option<String> {
    // The defaults are argon2id with OWASP's m=19456, t=2, p=1.
    Argon2::default().hash_password(password.as_bytes()).ok().map(|h| h.to_string())
}

/// The argon2id string to keep.
///
/// Errors: `Busy`.
pub async fn hash(password: Password) -> Result<String, AppError> {
    count();
    QUEUE.run(move || hash_now(password.reveal())).await?.ok_or_else(failed)
}

/// Whether the password is the one that was hashed. Takes as long when there is no hash.
///
/// Errors: `Busy`.
pub async fn verify(typed: String, hash: Option<String>) -> Result<bool, AppError> {
    count();
    let verify = move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let good = PasswordHash::new(&hash)
            .is_ok_and(|h| Argon2::default().verify_password(typed.as_bytes(), &h).is_ok());
        good && known
    };
    QUEUE.run(verify).await
}

/// Counts the work, whose it is: whoever asks does the same whether an account exists or not.
fn count() {
    if let Ok(request) = current() {
        request.state.hashings.fetch_add(1, Ordering::Relaxed);
    }
}

/// Work that takes a core: some at once, some waiting, and no more.
struct Queue {
    places: Arc<Semaphore>,
    at_once: Arc<Semaphore>,
}

impl Queue {
    fn new(at_once: usize, waiting: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(at_once + waiting)),
            at_once: Arc::new(Semaphore::new(at_once)),
        }
    }

    /// Errors: `Busy`, at once.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| AppError::Busy)?;
        let turn = Arc::clone(&self.at_once).acquire_owned().await.map_err(|_| failed())?;
        // The work goes on when its client hangs up, and so does its place: nobody can start more by leaving early.
        let work = move || {
            let _held = (place, turn);
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| failed())
    }
}

fn failed() -> AppError {
    AppError::Unexpected("hashing failed".to_owned())
}

/// A token that nobody can guess: 256 bits, safe in a URL and in a cookie.
pub fn fresh_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// A token for a link that serves once.
pub fn one_use_token() -> FreshToken {
    let secret = fresh_token();
    FreshToken { hash: token_hash(&secret), secret }
}

/// The hash under which a token is kept: whoever reads the database cannot use it.
pub fn token_hash(token: &str) -> String {
    store::sha256(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test]
    async fn accounts_hashings_wait_in_a_line_that_ends() {
        let queue = Arc::new(Queue::new(1, 2));
        let mut held = Vec::new();
        let mut runs = Vec::new();
        for n in 0..3 {
            let (end, ended) = mpsc::channel::<()>();
            held.push(end);
            let own = Arc::clone(&queue);
            let work = move || {
                ended.recv().ok();
                n
            };
            runs.push(tokio::spawn(async move { own.run(work).await }));
            // It has taken its place.
            while queue.places.available_permits() > 2 - n {
                tokio::task::yield_now().await;
            }
        }
        assert_eq!(queue.run(|| 3).await, Err(AppError::Busy));
        // Who waits and leaves gives their place to another.
        runs.pop().expect("the last one").abort();
        while queue.places.available_permits() == 0 {
            tokio::task::yield_now().await;
        }
        drop(held);
        for (n, run) in runs.into_iter().enumerate() {
            assert_eq!(run.await.expect("it ends"), Ok(n));
        }
        assert_eq!(queue.run(|| 4).await, Ok(4));
    }
}
