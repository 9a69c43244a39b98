//! What the pages about letters show.

use crate::error::AppError;
use crate::mail::Told;
use crate::request::Request;
use domain::accounts::SubscriberHat;
use domain::ids::MailId;
use domain::mail::{Preferences, Stage};
use std::path::Path;
use store::Posted;

/// How many letters that have left are shown.
const LEFT: u64 = 50;

/// The outbox, for administrators.
pub struct Post {
    /// What waits and what was given up, first written first; then what left, last first.
    pub letters: Vec<(Posted, Option<Told>)>,
    /// Without a mail server, letters are read here.
    pub kept: bool,
}

/// Where letters stand; what they say only where no mail server takes them.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn post(request: &Request) -> Result<Post, AppError> {
    let administrator = request.actor.administrator()?;
    let posted = request.read().posted(&administrator, LEFT).await;
    let posted = posted.map_err(|error| request.answer(error))?;
    let folder = request.state.mail_folder.as_deref();
    let mut letters = Vec::with_capacity(posted.len());
    for letter in posted {
        let told = match (folder, letter.delivery.stage) {
            (Some(folder), Stage::Sent { .. }) => kept(folder, letter.delivery.mail).await,
            _ => None,
        };
        letters.push((letter, told));
    }
    Ok(Post { letters, kept: folder.is_some() })
}

/// None: it said nothing to anybody, or the folder was emptied.
async fn kept(folder: &Path, id: MailId) -> Option<Told> {
    let bytes = tokio::fs::read(folder.join(format!("{id}.json"))).await.ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// What one chose to be written. Errors: `SignIn`.
pub async fn chosen(request: &Request) -> Result<Preferences, AppError> {
    let signed = request.actor.signed()?;
    let wanted = request.read().mail_preferences(signed.person).await;
    wanted.map_err(|error| request.answer(error))
}

/// Whether the letters that a link is for are wanted still. Errors: `LinkExpired`.
pub async fn subscribed(request: &Request) -> Result<(SubscriberHat, bool), AppError> {
    let subscriber = request.actor.subscriber(request.now)?;
    let wanted = request.read().mail_preferences(subscriber.person()).await;
    let wanted = wanted.map_err(|error| request.answer(error))?;
    Ok((subscriber, wanted.has(subscriber.list())))
}
