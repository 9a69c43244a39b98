//! What is typed of a session, in each form that tells one.

use serde::{Deserialize, Serialize};

/// A session as it is typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    pub title: String,
    pub day: String,
    pub from: String,
    pub to: String,
    pub place: String,
    pub access: String,
    pub link: String,
    pub bring: String,
    pub words: String,
    pub host: String,
    pub co_host: String,
    pub other_host: String,
    pub seats: String,
    pub kept_seats: String,
    pub kept_until: String,
    pub offer_hours: String,
    pub freely: String,
    pub published_on: String,
}
