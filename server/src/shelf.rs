//! Pages that everybody sees alike, kept as bytes until something that they show changes. What is kept serves only
//! visitors without our cookie.

use crate::file::{known, tag};
use app::request::State;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::HashMap;
use std::future::Future;
use std::io::Write;
use std::sync::{Arc, RwLock};
use tokio::sync::Mutex;

/// How long a page may be shown although time goes by: dates begin, and seats are held until then.
const FRESH: Duration = Duration::seconds(30);
/// How many bytes are kept. Beyond, all are made again: addresses are typed by anybody.
const BYTES_MAX: usize = 64 << 20;

/// The pages of this process.
#[derive(Default)]
pub struct Shelf {
    kept: RwLock<Kept>,
    /// One at a time makes a page again; the others wait for it.
    making: Mutex<()>,
}

#[derive(Default)]
struct Kept {
    pages: HashMap<String, Arc<Page>>,
    /// Of all of them.
    bytes: usize,
}

impl Kept {
    fn put(&mut self, address: &str, page: Arc<Page>) {
        if self.bytes + page.bytes() > BYTES_MAX {
            *self = Self::default();
        }
        self.bytes += page.bytes();
        if let Some(before) = self.pages.insert(address.to_owned(), page) {
            self.bytes -= before.bytes();
        }
    }
}

struct Page {
    /// See [`store::Store::public_changes`].
    changes: u64,
    until: DateTime<Utc>,
    tag: String,
    plain: Bytes,
    gzip: Bytes,
}

impl Shelf {
    /// The page of this address: the one that is kept, or what `make` answers, which is kept if it is a page.
    pub async fn page<F>(
        &self,
        state: &State,
        address: &str,
        headers: &HeaderMap,
        make: impl FnOnce() -> F,
    ) -> Response
    where
        F: Future<Output = Response>,
    {
        if let Some(page) = self.kept(state, address) {
            return page.answer(headers);
        }
        let _making = self.making.lock().await;
        if let Some(page) = self.kept(state, address) {
            return page.answer(headers);
        }
        // What changes while it is made is seen by the next who ask.
        let (changes, until) = (state.store.public_changes(), state.now() + FRESH);
        let made = make().await;
        if made.status() != StatusCode::OK {
            return made;
        }
        let Ok(plain) = axum::body::to_bytes(made.into_body(), usize::MAX).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let page = Arc::new(Page::of(changes, until, plain));
        let answer = page.answer(headers);
        self.kept.write().unwrap_or_else(|poisoned| poisoned.into_inner()).put(address, page);
        answer
    }

    fn kept(&self, state: &State, address: &str) -> Option<Arc<Page>> {
        let kept = self.kept.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        let page = kept.pages.get(address)?;
        let as_it_is = page.changes == state.store.public_changes() && state.now() < page.until;
        as_it_is.then(|| Arc::clone(page))
    }
}

impl Page {
    fn of(changes: u64, until: DateTime<Utc>, plain: Bytes) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        let gzip = encoder.write_all(&plain).and_then(|()| encoder.finish());
        Self {
            changes,
            until,
            tag: tag(&plain),
            gzip: gzip.map(Bytes::from).unwrap_or_default(),
            plain,
        }
    }

    fn bytes(&self) -> usize {
        self.plain.len() + self.gzip.len()
    }

    fn answer(&self, headers: &HeaderMap) -> Response {
        let encodings = headers.get_all(header::ACCEPT_ENCODING).iter();
        let mut encodings = encodings.filter_map(|value| value.to_str().ok());
        let takes_gzip = encodings.any(|value| {
            value.split(',').any(|one| one.split(';').next().unwrap_or_default().trim() == "gzip")
        });
        let kept = [
            (header::ETAG, self.tag.as_str()),
            (header::CACHE_CONTROL, "no-cache"),
            (header::VARY, "Cookie, Accept-Encoding"),
        ];
        if known(headers, &self.tag) {
            return (StatusCode::NOT_MODIFIED, kept).into_response();
        }
        let html = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
        if takes_gzip && !self.gzip.is_empty() {
            let gzip = [(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
            return (kept, html, gzip, Body::from(self.gzip.clone())).into_response();
        }
        (kept, html, Body::from(self.plain.clone())).into_response()
    }
}
