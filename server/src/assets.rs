//! What browsers fetch beside pages: style, scripts, fonts, icons. Kept in memory with their compressed forms, and
//! named after their content by `cargo xtask`, so that a browser never asks twice.

use anyhow::Context;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path as Param, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// All assets of the product.
#[derive(Default)]
pub struct Assets {
    /// From the name that the code knows (`app.css`) to the file (`app.ab12cd34.css`).
    names: HashMap<String, String>,
    files: HashMap<String, File>,
}

/// One file, and what of it was compressed when it was built.
struct File {
    kind: &'static str,
    plain: Bytes,
    br: Option<Bytes>,
    gz: Option<Bytes>,
}

/// A file that the executable carries, as `cargo xtask build` lists it.
#[cfg(feature = "embed")]
struct Embedded {
    name: &'static str,
    hashed: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

#[cfg(feature = "embed")]
const EMBEDDED: &[Embedded] = include!(concat!(env!("SAVOIRS_SITE_DIR"), "/embedded.rs"));

impl Assets {
    /// Reads a folder that `cargo xtask` built.
    ///
    /// Errors: no list of assets there, or a file of the list is missing.
    pub fn from_dir(folder: &Path) -> anyhow::Result<Self> {
        let list = fs::read(folder.join("assets.json")).context("assets.json")?;
        let names: HashMap<String, String> =
            serde_json::from_slice(&list).context("assets.json")?;
        let mut files = HashMap::new();
        for hashed in names.values() {
            let form = |extension: &str| {
                fs::read(folder.join(format!("{hashed}.{extension}"))).ok().map(Bytes::from)
            };
            let plain = fs::read(folder.join(hashed)).with_context(|| hashed.clone())?.into();
            let file = File { kind: kind(hashed), plain, br: form("br"), gz: form("gz") };
            files.insert(hashed.clone(), file);
        }
        Ok(Self { names, files })
    }

    /// The assets inside this executable. None: it was built without.
    #[cfg(feature = "embed")]
    pub fn embedded() -> Option<Self> {
        let mut assets = Self::none();
        for file in EMBEDDED {
            assets.names.insert(file.name.to_owned(), file.hashed.to_owned());
            let forms = File {
                kind: kind(file.hashed),
                plain: Bytes::from_static(file.plain),
                br: file.br.map(Bytes::from_static),
                gz: file.gz.map(Bytes::from_static),
            };
            assets.files.insert(file.hashed.to_owned(), forms);
        }
        Some(assets)
    }

    /// The assets inside this executable. None: it was built without.
    #[cfg(not(feature = "embed"))]
    pub fn embedded() -> Option<Self> {
        None
    }

    /// No asset at all, for tests that look at pages only.
    pub fn none() -> Self {
        Self { names: HashMap::new(), files: HashMap::new() }
    }

    /// The address of an asset. One that does not exist gets an address all the same, which answers 404.
    pub fn url(&self, name: &str) -> String {
        let file = self.names.get(name).map_or(name, String::as_str);
        format!("/assets/{file}")
    }

    /// Answers `/assets/…`, and the worker.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route("/assets/{file}", get(answer))
            .route(WORKER, get(worker))
            .with_state(self)
    }
}

/// The script that keeps pages. Where it stands, it may keep any; under one name, browsers find the next version.
pub const WORKER: &str = "/worker.js";

async fn worker(State(assets): State<Arc<Assets>>, asked: HeaderMap) -> Response {
    let name = assets.names.get("worker.js").cloned().unwrap_or_default();
    let mut response = answer(State(assets), Param(name), asked).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

async fn answer(
    State(assets): State<Arc<Assets>>,
    Param(name): Param<String>,
    asked: HeaderMap,
) -> Response {
    let Some(file) = assets.files.get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (content, encoding) = match (&file.br, &file.gz) {
        (Some(br), _) if accepts(&asked, "br") => (br, Some("br")),
        (_, Some(gz)) if accepts(&asked, "gzip") => (gz, Some("gzip")),
        _ => (&file.plain, None),
    };
    let mut response = Response::new(Body::from(content.clone()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Whether a browser takes this encoding: it names it, and not with a weight of zero.
fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let headers =
        asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    headers.flat_map(|value| value.split(',')).any(|choice| {
        let (name, weight) = choice.split_once(';').unwrap_or((choice, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_ok_and(|weight| weight > 0.0)
    })
}

/// The media type, from the last part of a name.
fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;
    use axum::http::{Method, Request};
    use tower::ServiceExt;

    /// A style sheet in three forms, and a font that has only one.
    fn assets() -> Arc<Assets> {
        let mut assets = Assets::none();
        let style = ("app.css", "app.ab12cd34.css", Some("brotli"), Some("gzip"));
        let font = ("font.woff2", "font.12345678.woff2", None, None);
        for (name, hashed, br, gz) in [style, font] {
            assets.names.insert(name.to_owned(), hashed.to_owned());
            let bytes = |text: &'static str| Bytes::from_static(text.as_bytes());
            let file = File {
                kind: kind(hashed),
                plain: bytes("plain"),
                br: br.map(bytes),
                gz: gz.map(bytes),
            };
            assets.files.insert(hashed.to_owned(), file);
        }
        Arc::new(assets)
    }

    async fn ask(method: Method, path: &str, accepts: &str) -> anyhow::Result<Response> {
        let request =
            Request::builder().method(method).uri(path).header("accept-encoding", accepts);
        Ok(assets().router().oneshot(request.body(Body::empty())?).await?)
    }

    #[test]
    fn assets_are_named_after_their_content() {
        assert_eq!(assets().url("app.css"), "/assets/app.ab12cd34.css");
        assert_eq!(assets().url("other.css"), "/assets/other.css");
        assert_eq!(Assets::none().url("app.css"), "/assets/app.css");
    }

    #[tokio::test]
    async fn assets_are_sent_in_the_best_form_that_a_browser_takes() -> anyhow::Result<()> {
        for (accepts, content, encoding) in [
            ("gzip, deflate, br, zstd", "brotli", Some("br")),
            ("gzip, br;q=0", "gzip", Some("gzip")),
            ("GZIP;q=0.5", "gzip", Some("gzip")),
            ("identity", "plain", None),
            ("", "plain", None),
        ] {
            let response = ask(Method::GET, "/assets/app.ab12cd34.css", accepts).await?;
            assert_eq!(response.status(), StatusCode::OK);
            let header =
                |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
            assert_eq!(header("content-type"), Some("text/css; charset=utf-8"));
            assert_eq!(header("cache-control"), Some("public, max-age=31536000, immutable"));
            assert_eq!(header("vary"), Some("Accept-Encoding"));
            assert_eq!(header("content-encoding"), encoding, "{accepts}");
            assert_eq!(to_bytes(response.into_body(), 100).await?, content, "{accepts}");
        }
        let font = ask(Method::GET, "/assets/font.12345678.woff2", "br").await?;
        assert_eq!(font.headers()["content-type"], "font/woff2");
        assert_eq!(to_bytes(font.into_body(), 100).await?, "plain");
        Ok(())
    }

    #[tokio::test]
    async fn assets_answer_head_and_nothing_else() -> anyhow::Result<()> {
        let head = ask(Method::HEAD, "/assets/app.ab12cd34.css", "br").await?;
        assert_eq!(head.headers()["content-length"], "6");
        assert!(to_bytes(head.into_body(), 100).await?.is_empty());

        let post = ask(Method::POST, "/assets/app.ab12cd34.css", "br").await?;
        assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
        for path in
            ["/assets/app.css", "/assets/assets.json", "/assets/..%2Fassets.json", "/assets/"]
        {
            assert_eq!(
                ask(Method::GET, path, "br").await?.status(),
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        Ok(())
    }

    #[test]
    fn assets_are_read_from_a_folder() -> anyhow::Result<()> {
        let folder =
            std::env::temp_dir().join(format!("savoirs-communs-assets-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("assets.json"), r#"{"app.css": "app.1.css"}"#)?;
        assert!(Assets::from_dir(&folder).is_err(), "a file of the list is missing");
        fs::write(folder.join("app.1.css"), "plain")?;
        fs::write(folder.join("app.1.css.br"), "brotli")?;

        let assets = Assets::from_dir(&folder)?;
        let file = assets.files.get("app.1.css").context("the file")?;
        assert_eq!(
            (&file.plain[..], file.br.as_deref(), file.gz.as_deref()),
            (&b"plain"[..], Some(&b"brotli"[..]), None)
        );
        fs::remove_dir_all(folder)?;
        Ok(())
    }
}
