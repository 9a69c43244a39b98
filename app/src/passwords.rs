//! Passwords are hashed with argon2id, off the async threads, two at a time.

use crate::error::AppError;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::accounts::FreshToken;
use domain::text::Password;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Hashing takes 19 MB and tens of milliseconds of a core: more at once would starve the pages.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A hash to verify against when there is no account, so that both answers take the same work.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

fn hash_now(password: &str) -> Option<String> {
    // The defaults are argon2id with OWASP's m=19456, t=2, p=1.
    Argon2::default().hash_password(password.as_bytes()).ok().map(|h| h.to_string())
}

/// The argon2id string to keep.
pub async fn hash(password: Password) -> Result<String, AppError> {
    apart(move || hash_now(password.reveal())).await?.ok_or_else(failed)
}

/// Whether the password is the one that was hashed. Takes as long when there is no hash.
pub async fn verify(typed: String, hash: Option<String>) -> Result<bool, AppError> {
    apart(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let good = PasswordHash::new(&hash)
            .is_ok_and(|h| Argon2::default().verify_password(typed.as_bytes(), &h).is_ok());
        good && known
    })
    .await
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    let place = AT_ONCE.acquire().await.map_err(|_| failed())?;
    // The work goes on when its client hangs up, and so does its place: nobody can start more by leaving early.
    let work = move || {
        let _place = place;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| failed())
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
    Sha256::digest(token.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}
