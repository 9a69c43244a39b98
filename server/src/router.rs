//! The whole service as one router, buildable in a test.

use crate::assets::Assets;
use crate::guard;
use crate::page::{self, Server};
use app::request::State;
use app::routes::routes;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Router, body};
use domain::text::Lang;
use std::any::Any;
use std::sync::Arc;
use tower_http::catch_panic::{CatchPanicLayer, ResponseForPanic};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// The largest body: a wiki page of 200,000 characters, percent-encoded at worst.
pub const BODY_MAX: usize = 2 * 1024 * 1024;

/// Everything that this process answers.
pub fn router(state: State, assets: Arc<Assets>) -> Router {
    let server = Arc::new(Server { state, assets: Arc::clone(&assets), routes: routes() });
    let mut router = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", {
            let server = Arc::clone(&server);
            get(move || ready(Arc::clone(&server)))
        })
        .route("/api/{*function}", {
            let server = Arc::clone(&server);
            post(move |request| page::server_function(Arc::clone(&server), request))
        });
    for i in 0..server.routes.len() {
        let path = server.routes[i].path;
        for (lang, path) in
            [(Lang::Fr, path.to_owned()), (Lang::En, app::routes::href(Lang::En, path))]
        {
            let server = Arc::clone(&server);
            router = router.route(
                &path,
                any(move |request: Request| page::page(Arc::clone(&server), i, lang, request)),
            );
        }
    }
    let not_found = Arc::clone(&server);
    router
        .merge(assets.router())
        .fallback(move |request: Request| page::not_found(Arc::clone(&not_found), request))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(
            CompressionLayer::new().compress_when(
                // Assets are compressed once, when they are built.
                SizeAbove::new(512)
                    .and(NotForContentType::new("application/wasm"))
                    .and(NotForContentType::new("font/"))
                    .and(NotForContentType::new("text/css"))
                    .and(NotForContentType::new("text/javascript")),
            ),
        )
        .layer(catch_panics(Arc::clone(&server.assets)))
        .layer(from_fn(guard::protect))
}

/// A panic is a fault of ours, told on a page with its number.
fn catch_panics(
    assets: Arc<Assets>,
) -> CatchPanicLayer<impl ResponseForPanic<ResponseBody = Body>> {
    CatchPanicLayer::custom(move |_: Box<dyn Any + Send>| page::panicked(&assets))
}

/// Whether this process can serve: the database answers.
async fn ready(server: Arc<Server>) -> Response {
    match server.state.store.ready().await {
        Ok(()) => "ready".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
        }
    }
}

/// Reads a body of at most [`BODY_MAX`] bytes. None: it is larger, or broke off.
pub(crate) async fn read_body(body: Body) -> Option<body::Bytes> {
    body::to_bytes(body, BODY_MAX).await.ok()
}

/// Whether the body is a form.
pub(crate) fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    kind.is_some_and(|k| k.starts_with("application/x-www-form-urlencoded"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_panic_is_told_on_a_page_with_its_number() -> anyhow::Result<()> {
        let broken = || async { StatusCode::from_u16(1).expect("what never fails") };
        let router = Router::new().route("/", get(broken)).layer(catch_panics(Arc::default()));
        let answer = router.oneshot(Request::new(Body::empty())).await?;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let page = read_body(answer.into_body()).await.unwrap_or_default();
        let page = String::from_utf8_lossy(&page).into_owned();
        for lang in [Lang::Fr, Lang::En] {
            assert!(page.contains(texts::error::correlation(lang)), "{page}");
        }
        assert!(!page.contains("what never fails"), "{page}");
        Ok(())
    }
}
