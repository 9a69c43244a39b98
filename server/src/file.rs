//! What other programs than browsers fetch: a file at an address, asked again only when it has changed.

use crate::page::Server;
use app::error::Download;
use app::routes::{Ask, FileFn};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leptos::prelude::{Owner, provide_context};
use leptos::reactive::computed::ScopedFuture;
use sha2::{Digest, Sha256};

impl Server {
    /// Answers a file, or 304 to who has it as it is. What went wrong is told on a page, as everywhere.
    pub async fn file(&self, file: &FileFn, ask: Ask, headers: &HeaderMap) -> Response {
        let asking = ask.request.clone();
        let whose = ask.request.actor.owner();
        let made = Owner::new_root(None).with(|| {
            provide_context(asking);
            ScopedFuture::new(file(ask.clone()))
        });
        match made.await {
            Ok(made) => unless_known(made, headers, whose.is_some()),
            Err(error) => self.error(&ask, &error),
        }
    }
}

/// `own`: it may be another for everybody, and no cache on the way keeps it.
fn unless_known(made: Download, headers: &HeaderMap, own: bool) -> Response {
    let tag = tag(made.body.as_bytes());
    let mut answer = match known(headers, &tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => {
            let disposition = format!("inline; filename=\"{}\"", made.name);
            let told =
                [(header::CONTENT_TYPE, made.kind), (header::CONTENT_DISPOSITION, disposition)];
            (told, made.body).into_response()
        }
    };
    let headers = answer.headers_mut();
    let cache = if own { "private, no-cache" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Cookie"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    answer
}

/// Weak: the same words, whether they are compressed on their way or not.
pub fn tag(body: &[u8]) -> String {
    format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..16]))
}

/// Whether who asks has what bears this tag.
pub fn known(headers: &HeaderMap, tag: &str) -> bool {
    let sent = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|sent| sent.to_str().ok());
    sent.flat_map(|sent| sent.split(',')).any(|sent| is(sent.trim(), tag))
}

/// Compared as RFC 9110 §13.1.2 asks: weak or strong, all the same.
fn is(sent: &str, tag: &str) -> bool {
    let bare = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    sent == "*" || bare(sent) == bare(tag)
}
