//! Login sessions: a cookie that holds a random token, a row that holds its hash.

use super::throttle::{self, remember_device};
use crate::associations::load::ask_likeliest;
use crate::error::{AppError, Done};
use crate::links::sign;
use crate::passwords::{fresh_token, token_hash};
use crate::request::Request;
use axum::http::{HeaderName, HeaderValue, header::SET_COOKIE};
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{
    Account, Bearer, Begun, Errand, FreshToken, Hat, LoginSession, Newcomer, OneUseLink, Person,
    Purpose, SIGNED_IN_FOR, no_account,
};
use domain::act::Outcome;
use domain::associations::Sketch;
use domain::ids::{AssociationId, BegunId, PersonId};
use domain::text::{Email, Fault, Lang};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use serde::{Deserialize, Serialize};
use store::{Tx, WriteError};
use uuid::Uuid;

/// The cookie's name. `__Host-` binds it to this host, and browsers take it over TLS only.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

/// Signs in on this device, with a token that no one else has had. The session that it had before ends.
pub async fn open_session(request: &Request, person: PersonId) -> Result<(), AppError> {
    let token = fresh_token();
    // Of the real time: whoever moves the demo's stays signed in.
    let now = (request.state.clock)();
    let session = LoginSession {
        id: Uuid::now_v7().into(),
        token_hash: token_hash(&token),
        person,
        device: request.device,
        since: now,
        until: now + SIGNED_IN_FOR,
        wearing: None,
    };
    let before = request.token_hash.clone();
    request
        .write(&request.command(), (session, before), |tx, (session, before)| {
            Box::pin(async move { Ok(session.open(tx.act(), before)) })
        })
        .await?;
    set_cookie(request, cookie_name(request.state.secure), &token, SIGNED_IN_FOR.num_seconds());
    remember_device(request, person);
    Ok(())
}

/// Who came in by a mailed link.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entered {
    pub person: PersonId,
    /// Where to go on; home, if nothing is said.
    pub done: Option<Done>,
    pub at: DateTime<Utc>,
}

/// Signs in who has used up a mailed link. The same button pressed twice is one entry; sent again after a minute, from a
/// browser's history, it is none.
///
/// Errors: `LinkSpent`.
pub async fn come_in(request: &Request, entered: Entered) -> Result<Done, AppError> {
    if request.now - entered.at > Duration::minutes(1) {
        return Err(AppError::LinkSpent);
    }
    open_session(request, entered.person).await?;
    let hats = request.read().hats(entered.person).await.map_err(|e| request.answer(e))?;
    Ok(entered.done.unwrap_or_else(|| Done::at(home_of(&hats))))
}

/// Sends a link to the account of this address; without one, a letter that says so.
pub async fn send_link(
    tx: &Tx<'_>,
    token: FreshToken,
    email: Email,
    lang: Lang,
    errand: impl FnOnce(PersonId) -> Errand,
) -> Result<Outcome<()>, WriteError> {
    let Some(person) = tx.person_by_email(&email).await? else {
        if let Some(begun) = tx.begun_with(&email).await? {
            return send_claim(tx, token, begun).await;
        }
        let key = crate::passwords::token_hash(email.as_str());
        return Ok(no_account(tx.act(), email, lang, &key));
    };
    let known = tx.links_of(person.id, tx.act().at).await?;
    Ok(OneUseLink::send(tx.act(), token, errand(person.id), &known, lang))
}

/// Sends the link that makes a journey, begun without an account, that of who reads its address.
pub async fn send_claim(
    tx: &Tx<'_>,
    token: FreshToken,
    begun: Begun,
) -> Result<Outcome<()>, WriteError> {
    let known = tx.links_to(&begun.email, tx.act().at).await?;
    let errand = Errand::Claim { begun: begun.id, email: begun.email };
    Ok(OneUseLink::send(tx.act(), token, errand, &known, begun.lang))
}

/// Asks to come into the association that seems to be there already. A new address has its account from now on, and a link
/// that opens it; who has an account signs in first, for nobody asks in another's name.
pub async fn ask_in(
    tx: &Tx<'_>,
    token: FreshToken,
    by: Option<PersonId>,
    newcomer: Newcomer,
    sketch: &Sketch,
) -> Result<Outcome<()>, WriteError> {
    let (email, lang) = (newcomer.email.clone(), newcomer.lang);
    if by.is_none() && tx.person_by_email(&email).await?.is_some() {
        let next = Some("/rejoindre".to_owned());
        return send_link(tx, token, email, lang, |person| Errand::SignIn { person, next }).await;
    }
    let (account, words) = newcomer.account(tx.act());
    let account = match by {
        Some(person) => tx.person(person).await?.ok_or(WriteError::Missing)?,
        None => account,
    };
    let person = account.id;
    let asked = ask_likeliest(tx, account, sketch, words).await?.map(drop);
    if by.is_some() {
        return Ok(asked);
    }
    let errand = Errand::SignIn { person, next: None };
    Ok(asked.and(OneUseLink::send(tx.act(), token, errand, &[], lang)))
}

/// On this device, the person acts for the association from now on.
pub async fn worn_here(
    tx: &Tx<'_>,
    token_hash: Option<String>,
    association: AssociationId,
) -> Result<Outcome<()>, WriteError> {
    let Some(hash) = token_hash else { return Ok(Outcome::of(())) };
    let hat = Hat::Member(association);
    let session = tx.login_session(&hash).await?;
    Ok(session.map_or(Ok(Outcome::of(())), |session| session.wear(&[hat], hat))?)
}

/// The link to a journey begun without an account, for who has just begun it.
pub fn begun_path(request: &Request, begun: BegunId) -> String {
    let until = request.now + BEGUN_FOR;
    let bearer = Bearer { purpose: Purpose::Begin(begun), until };
    format!("/debut/{}", sign(&request.state.link_key, &bearer))
}

/// How long a journey begun without an account is looked after by its link: as long as it can be claimed.
pub const BEGUN_FOR: Duration = Duration::days(30);

/// An account, locked, with what opens it.
pub async fn account(tx: &Tx<'_>, person: PersonId) -> Result<Account, WriteError> {
    Ok(Account {
        person: tx.person(person).await?.ok_or(WriteError::Missing)?,
        // Whether they last is told by the real time, in the demo too: past ones may end once more.
        sessions: tx.login_sessions(person, DateTime::UNIX_EPOCH).await?,
        links: tx.links_of(person, tx.act().at).await?,
    })
}

/// Asks who is signed in for their password, if they have one; its hash.
///
/// Errors: a fault on `password`; `TooOften`.
pub async fn check_password(
    request: &Request,
    id: PersonId,
    typed: String,
) -> Result<Option<String>, AppError> {
    let person = request.read().person(id).await.map_err(|error| request.answer(error))?;
    let Person { email, password_hash: hash, .. } = person.ok_or(AppError::SignIn)?;
    if hash.is_some() {
        let counted = throttle::count(request, &email, Some(id)).await?;
        if !crate::passwords::verify(typed, hash.clone()).await? {
            return Err(AppError::field("password", Fault::Credentials));
        }
        throttle::good(request, counted).await?;
    }
    Ok(hash)
}

/// Signs in who has just made an account. A form sent again answers the account that it made first: whoever sends it
/// from the history of a shared computer must know its password.
///
/// Errors: `CommandReused`, it is another password.
pub async fn open_own_session(
    request: &Request,
    person: PersonId,
    typed: String,
) -> Result<(), AppError> {
    let made = request.read().person(person).await.map_err(|error| request.answer(error))?;
    let hash = made.and_then(|person| person.password_hash);
    if !crate::passwords::verify(typed, hash).await? {
        return Err(AppError::CommandReused);
    }
    open_session(request, person).await
}

/// Signs out on this device: the row goes, so that a copy of the cookie is worth nothing.
pub async fn close_session(request: &Request) -> Result<(), AppError> {
    if let Some(token_hash) = request.token_hash.clone() {
        request
            .write(&request.command(), token_hash, |tx, token_hash| {
                Box::pin(async move {
                    let session = tx.login_session(&token_hash).await?;
                    Ok(session.map_or(Outcome::of(()), |session| session.end(tx.act())))
                })
            })
            .await?;
    }
    forget_cookie(request);
    Ok(())
}

/// This browser is nobody's any more: what it kept of pages goes too.
pub fn forget_cookie(request: &Request) {
    set_cookie(request, cookie_name(request.state.secure), "", 0);
    clear_kept();
}

/// The account is no more: nothing of it stays in this browser.
pub fn forget_browser(request: &Request) {
    let secure = request.state.secure;
    for name in [cookie_name(secure), super::throttle::device_cookie(secure)] {
        set_cookie(request, name, "", 0);
    }
    clear_kept();
}

/// Pages that open without network, and what waits there to be sent: with or without scripts, nothing of it stays. Where the
/// worker of `style/` clears what is one's own, what others have left stays.
fn clear_kept() {
    if let Some(options) = use_context::<ResponseOptions>() {
        let storage = HeaderValue::from_static("\"storage\"");
        options.insert_header(HeaderName::from_static("clear-site-data"), storage);
    }
}

/// Gives the browser a cookie that scripts cannot read, for so many seconds.
pub(super) fn set_cookie(request: &Request, name: &str, value: &str, max_age: i64) {
    let mut cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}");
    if request.state.secure {
        cookie.push_str("; Secure");
    }
    if let (Some(options), Ok(value)) =
        (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie))
    {
        options.append_header(SET_COOKIE, value);
    }
}

/// Where a person with these hats begins: at the home of the first.
pub fn home_of(hats: &[Hat]) -> &'static str {
    hats.first().map_or("/", |hat| home_of_hat(*hat))
}

/// Where one begins with this hat.
pub fn home_of_hat(hat: Hat) -> &'static str {
    match hat {
        Hat::Organizer(..) => "/bureau",
        Hat::Volunteer => "/diagnostics",
        Hat::Member(_) => "/parcours",
        Hat::Mentor => "/mentorat",
        Hat::Administrator => "/administration",
    }
}

/// A path of ours, from a field that anybody could have filled.
pub fn local_path(typed: &str) -> Option<String> {
    let mut path = typed;
    while let Some(rest) = path.strip_prefix("/en").filter(|rest| rest.starts_with('/')) {
        path = rest;
    }
    // Browsers read a backslash as a slash, and skip tabs and line breaks.
    let odd = |c: char| c == '\\' || c.is_control();
    let ours =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(odd) && path.len() < 500;
    ours.then(|| path.to_owned())
}
