//! Login sessions: a cookie that holds a random token, a row that holds its hash.

use super::throttle::remember_device;
use crate::error::AppError;
use crate::passwords::{fresh_token, token_hash};
use crate::request::Request;
use axum::http::{HeaderValue, header::SET_COOKIE};
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{Action, Hat, LoginSession, SIGNED_IN_FOR};
use domain::act::Outcome;
use domain::ids::PersonId;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use serde::{Deserialize, Serialize};
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
    /// A path of the product; home, if none.
    pub next: Option<String>,
    pub at: DateTime<Utc>,
}

impl Entered {
    /// Whether it is still the same gesture: a second press of the button answers the first, for a minute.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now - self.at <= Duration::minutes(1)
    }
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
    set_cookie(request, cookie_name(request.state.secure), "", 0);
    Ok(())
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
        Hat::Organizer(_) => "/bureau",
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

/// The hats that an administrator gives.
pub const HATS: [Hat; 6] = [
    Hat::Volunteer,
    Hat::Mentor,
    Hat::Organizer(Action::Workshops),
    Hat::Organizer(Action::Hackathon),
    Hat::Organizer(Action::Wiki),
    Hat::Administrator,
];

/// The name of a hat in forms and texts.
pub fn hat_code(hat: &Hat) -> String {
    match hat {
        Hat::Member(_) => "member".to_owned(),
        Hat::Volunteer => "volunteer".to_owned(),
        Hat::Mentor => "mentor".to_owned(),
        Hat::Organizer(action) => format!("organizer_{}", action.code()),
        Hat::Administrator => "administrator".to_owned(),
    }
}

/// Reads the name of a hat that may be given.
pub fn hat_from_code(code: &str) -> Option<Hat> {
    HATS.into_iter().find(|hat| hat_code(hat) == code)
}
