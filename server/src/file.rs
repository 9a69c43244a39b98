//! What other programs than browsers fetch, and files that somebody sent: each at an address, asked again only when it has
//! changed.

use crate::page::Server;
use app::error::Download;
use app::routes::{Ask, FileFn, Stored, StoredFn};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::wiki::files::Picture;
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

/// A file that somebody sent can do nothing, even opened alone.
const INERT: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";
/// What is only ever kept has no kind that a browser might open.
const ANY: &str = "application/octet-stream";
/// Only the browser of who was given it keeps it: others may not see it, and one day it may be nobody's to see.
const FIXED: &str = "private, max-age=31536000, immutable";

impl Server {
    /// Answers a file that somebody sent, or 304 to who has it.
    pub async fn stored(&self, stored: &StoredFn, ask: Ask, headers: &HeaderMap) -> Response {
        let found = match stored(ask.clone()).await {
            Ok(found) => found,
            Err(error) => return self.error(&ask, &error),
        };
        let Stored { name, tag, fixed, given } = found;
        let tag = format!("W/\"{tag}\"");
        let mut answer = match known(headers, &tag) {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => match given.await {
                Ok(given) => {
                    let kind = given.picture.map_or(ANY, Picture::kind);
                    let how = if given.picture.is_some() { "inline" } else { "attachment" };
                    let told = [
                        (header::CONTENT_TYPE, kind.to_owned()),
                        (header::CONTENT_DISPOSITION, disposition(how, &name)),
                    ];
                    (told, given.bytes).into_response()
                }
                Err(error) => return self.error(&ask, &error),
            },
        };
        let cache = if fixed { FIXED } else { "no-cache" };
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(INERT));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::VARY, HeaderValue::from_static("Cookie"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        answer
    }
}

/// As RFC 6266 writes a name of any letters, beside one that every browser reads.
fn disposition(how: &str, name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let ascii: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        match char::from(byte) {
            c if plain(c) => encoded.push(c),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiki_a_file_of_any_name_is_called_so() {
        for (name, told) in [
            ("plan.png", "attachment; filename=\"plan.png\"; filename*=UTF-8''plan.png"),
            (
                "план.png",
                "attachment; filename=\"____.png\"; filename*=UTF-8''%D0%BF%D0%BB%D0%B0%D0%BD.png",
            ),
            ("a\"\r\n.txt", "attachment; filename=\"a___.txt\"; filename*=UTF-8''a%22%0D%0A.txt"),
        ] {
            assert_eq!(disposition("attachment", name), told);
        }
    }
}
