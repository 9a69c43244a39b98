//! The whole service as one router, buildable in a test.

use crate::assets::Assets;
use crate::guard;
use crate::limits::BODY_MAX;
use crate::page::{self, Server};
use crate::shelf::Shelf;
use crate::who::Who;
use app::request::State;
use app::routes::routes;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use domain::text::Lang;
use std::any::Any;
use std::sync::Arc;
use tower_http::catch_panic::{CatchPanicLayer, ResponseForPanic};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// Everything that this process answers.
pub fn router(state: State, assets: Arc<Assets>) -> Router {
    let server = Arc::new(Server {
        state: state.clone(),
        assets: Arc::clone(&assets),
        routes: routes(),
        shelf: Shelf::default(),
        who: Who::default(),
    });
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
    let router = router
        .merge(Arc::clone(&assets).router())
        .fallback(move |request: Request| page::not_found(Arc::clone(&not_found), request));
    behind_the_walls(router, state, assets)
}

/// What all answers pass, errors and files included.
fn behind_the_walls(router: Router, state: State, assets: Arc<Assets>) -> Router {
    router
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(
            CompressionLayer::new().compress_when(
                // Assets are compressed once, when they are built.
                SizeAbove::new(512)
                    .and(NotForContentType::new("application/wasm"))
                    .and(NotForContentType::new("font/"))
                    // Neither are files that somebody sent: most are already.
                    .and(NotForContentType::new("image/"))
                    .and(NotForContentType::new("application/octet-stream"))
                    .and(NotForContentType::new("text/css"))
                    .and(NotForContentType::new("text/javascript")),
            ),
        )
        .layer(catch_panics(assets))
        .layer(from_fn_with_state(state, guard::protect))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::read;
    use axum::http::Request;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_panic_is_told_on_a_page_with_its_number() -> anyhow::Result<()> {
        let file = std::env::temp_dir().join(format!("savoirs-{}.sqlite", uuid::Uuid::now_v7()));
        let store = store::Store::open(&format!("sqlite:{}", file.display())).await?;
        let state = crate::open_state(store, false, "http://house.example").await?;
        let broken = || async { StatusCode::from_u16(1).expect("what never fails") };
        let router = Router::new().route("/", get(broken));
        let router = behind_the_walls(router, state, Arc::default());
        let answer = router.oneshot(Request::new(Body::empty())).await?;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let policy = answer.headers().get("content-security-policy");
        assert!(policy.is_some_and(|policy| policy.as_bytes().starts_with(b"default-src 'none'")));
        let page = read(answer.into_body()).await.unwrap_or_default();
        let page = String::from_utf8_lossy(&page).into_owned();
        for lang in [Lang::Fr, Lang::En] {
            assert!(page.contains(texts::error::correlation(lang)), "{page}");
        }
        assert!(!page.contains("what never fails"), "{page}");
        for end in ["", "-wal", "-shm", ".lock"] {
            std::fs::remove_file(format!("{}{end}", file.display())).ok();
        }
        Ok(())
    }
}
