//! Slows down who guesses passwords, and never who has signed in with this browser before.

use super::session::set_cookie;
use crate::error::AppError;
use crate::links::keyed;
use crate::request::Request;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use domain::accounts::throttle::Try;
use domain::act::{Change, Outcome};
use domain::ids::PersonId;
use domain::text::Email;
use uuid::Uuid;

/// Counts a try to sign in by password as failed, until [`good`] says that it was not. None: it need not be counted,
/// for somebody has signed in to this account with this browser before.
///
/// Errors: `TooOften`.
pub async fn count(
    request: &Request,
    email: &Email,
    person: Option<PersonId>,
) -> Result<Option<Uuid>, AppError> {
    if person.is_some_and(|person| knows(request, person)) {
        return Ok(None);
    }
    let account = keyed(&request.state.link_key, "account", email.as_str().as_bytes());
    guess(request, hash(&account)).await.map(Some)
}

/// Counts a code that somebody typed as a wrong one, until [`good`] says that it was not: codes are guessed as slowly as
/// passwords.
///
/// Errors: `TooOften`.
pub async fn count_code(request: &Request, person: PersonId) -> Result<Uuid, AppError> {
    let account = keyed(&request.state.link_key, "code", person.0.as_bytes());
    guess(request, hash(&account)).await
}

async fn guess(request: &Request, account: String) -> Result<Uuid, AppError> {
    let key = &request.state.link_key;
    let from = hash(&keyed(key, "from", request.caller.place().to_string().as_bytes()));
    let command = request.command();
    let counted = request.write(&command, (from, account), |tx, (from, account)| {
        Box::pin(async move {
            let recent = tx.sign_in_tries(&from, tx.act().at).await?;
            Ok(Try::count(tx.act(), from, account, &recent)?)
        })
    });
    counted.await
}

/// The try was good: it counts no more.
pub async fn good(request: &Request, counted: Option<Uuid>) -> Result<(), AppError> {
    let Some(id) = counted else { return Ok(()) };
    request
        .write(&request.command(), id, |_, id| {
            Box::pin(async move { Ok(Outcome::of(()).change(Change::SignInTryGood(id))) })
        })
        .await
}

fn hash(proof: &[u8; 32]) -> String {
    proof.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How long a browser stays known.
const KNOWN_FOR: Duration = Duration::days(365);
/// For how many accounts.
const ACCOUNTS_MAX: usize = 5;
/// Seconds, then half of the proof.
const SAID: usize = 8;
const ENTRY: usize = SAID + 16;

/// The cookie's name: set at sign-in only, and worth nothing but a place in the queue.
pub fn device_cookie(secure: bool) -> &'static str {
    if secure { "__Host-device" } else { "device" }
}

/// This browser has signed in to this account.
pub fn remember_device(request: &Request, person: PersonId) {
    let said = (request.state.clock)().timestamp().to_be_bytes();
    let mut entry = said.to_vec();
    entry.extend(&proof(request, person, &said)[..ENTRY - SAID]);
    let mut entries = vec![URL_SAFE_NO_PAD.encode(entry)];
    let others = entries_of(request).filter(|other| since(request, person, other).is_none());
    entries.extend(others.take(ACCOUNTS_MAX - 1).map(str::to_owned));
    let name = device_cookie(request.state.secure);
    set_cookie(request, name, &entries.join("."), KNOWN_FOR.num_seconds());
}

fn knows(request: &Request, person: PersonId) -> bool {
    let now = (request.state.clock)();
    let known = entries_of(request).filter_map(|entry| since(request, person, entry));
    known.take(ACCOUNTS_MAX).any(|since| now < since + KNOWN_FOR)
}

fn entries_of(request: &Request) -> impl Iterator<Item = &str> {
    request.caller.device.split('.').filter(|entry| !entry.is_empty()).take(ACCOUNTS_MAX)
}

/// Since when, if the entry is about this account and of our making.
fn since(request: &Request, person: PersonId, entry: &str) -> Option<DateTime<Utc>> {
    let entry = URL_SAFE_NO_PAD.decode(entry).ok()?;
    let (said, told) = entry.split_at_checked(SAID)?;
    // What it opens is a place in the queue: a comparison that takes as long as it matches gives nothing away.
    let ours = told == &proof(request, person, said)[..ENTRY - SAID];
    let seconds = i64::from_be_bytes(said.try_into().ok()?);
    DateTime::from_timestamp(seconds, 0).filter(|_| ours)
}

fn proof(request: &Request, person: PersonId, said: &[u8]) -> [u8; 32] {
    let mut about = person.0.as_bytes().to_vec();
    about.extend(said);
    keyed(&request.state.link_key, "device", &about)
}
