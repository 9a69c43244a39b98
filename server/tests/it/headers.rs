//! The headers that protect a page stand on every answer: pages, files, functions, errors.

use crate::house::{Answer, FORM, Folder, House, encoded, fresh};
use crate::pages::visits;
use app::request::State;
use app::routes::{href, routes};
use axum::body::Body;
use axum::http::Request;
use domain::text::Lang;
use reqwest::Method;
use reqwest::header::HeaderMap;
use server::assets::Assets;
use server::demo::{LUCIE, NADIA};
use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Fails unless they are all there, once each.
#[track_caller]
fn protected(at: &str, headers: &HeaderMap, secure: bool, hushed: Option<&str>) {
    let one = |name: &str| {
        let values: Vec<_> = headers.get_all(name).iter().collect();
        assert!(values.len() < 2, "{at} has {name} twice");
        values.first().map(|value| value.to_str().expect("a text").to_owned()).unwrap_or_default()
    };
    assert_eq!(one("content-security-policy"), POLICY, "{at}");
    assert_eq!(one("x-content-type-options"), "nosniff", "{at}");
    assert_eq!(one("referrer-policy"), hushed.unwrap_or("same-origin"), "{at}");
    assert_eq!(one("cross-origin-opener-policy"), "same-origin", "{at}");
    assert_eq!(one("cross-origin-resource-policy"), "same-origin", "{at}");
    for power in ["camera=()", "microphone=()", "geolocation=()"] {
        assert!(one("permissions-policy").contains(power), "{at}");
    }
    let hsts = if secure { "max-age=31536000" } else { "" };
    assert_eq!(one("strict-transport-security"), hsts, "{at}");
    if hushed.is_some() {
        assert_eq!(one("x-robots-tag"), "noindex, nofollow", "{at}");
        assert_eq!(one("cache-control"), "no-store", "{at}");
    } else {
        assert_eq!(one("x-robots-tag"), "", "{at}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_protected_over_http() {
    walk(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_protected_over_tls() {
    walk(true).await;
}

/// Asks for all that the product answers, in every way.
async fn walk(secure: bool) {
    let house = House::demo_with(|state: &mut State| {
        state.secure = secure;
        state.patience = Duration::from_millis(100);
    });
    let house = house.await;
    let mut seen = BTreeSet::new();
    let mut look = |answer: Answer, hushed: Option<&str>| {
        protected(&format!("{} {}", answer.status, answer.path), &answer.headers, secure, hushed);
        seen.insert(answer.status);
    };
    let (visitor, lucie, nadia) =
        (house.visitor(), house.signed_in(LUCIE).await, house.signed_in(NADIA).await);
    let visits = visits(&house).await;
    for route in routes() {
        let hushed = match route.path.contains("{token}") {
            true if route.signed_link => Some("no-referrer"),
            true => Some("strict-origin"),
            false => None,
        };
        let mut paths: Vec<_> =
            visits.iter().filter(|v| v.route == route.path).map(|v| v.path.clone()).collect();
        paths.push(route.path.replace(['{', '}'], ""));
        for path in paths {
            for client in [&visitor, &lucie, &nadia] {
                look(client.get(&path).await, hushed);
            }
            look(visitor.get(&href(Lang::En, &path)).await, hushed);
            look(visitor.send(Method::HEAD, &path, &[], Vec::new()).await, hushed);
            look(visitor.send(Method::PUT, &path, &[], Vec::new()).await, hushed);
            look(visitor.send(Method::OPTIONS, &path, &[], Vec::new()).await, hushed);
            look(visitor.send(Method::POST, &path, &[], Vec::new()).await, hushed);
            look(visitor.post(&path, "nothing", &[]).await, hushed);
            for form in &route.forms {
                look(visitor.post(&path, form.name, &[]).await, hushed);
                look(nadia.post(&path, form.name, &[]).await, hushed);
            }
        }
    }
    // What signed Nadia out ended her session: she is not asked any more.
    for (path, _) in leptos::server_fn::axum::server_fn_paths() {
        look(lucie.get(path).await, None);
        look(lucie.call(path.trim_start_matches("/api/"), &[]).await, None);
        look(visitor.send(Method::POST, path, &[], Vec::new()).await, None);
    }
    for path in [
        "/healthz",
        "/readyz",
        "/assets/app.css",
        "/assets/",
        "/nulle-part",
        "/en/nowhere",
        "/api/nothing",
        "/api",
        "//",
        "/%ff",
    ] {
        look(visitor.get(path).await, None);
        look(visitor.send(Method::POST, path, &[("content-type", FORM)], Vec::new()).await, None);
    }
    // Each way to be too much: too large, too slow, no form, from elsewhere, too often.
    let huge = "a".repeat(server::limits::BODY_MAX);
    look(lucie.post("/parcours", "state_need", &[("need", &huge)]).await, None);
    look(lucie.call("state_need", &[("need", &huge)]).await, None);
    let origin = if secure { house.url.replace("http:", "https:") } else { house.url.clone() };
    let fields = encoded(&[("form".to_owned(), "state_need".to_owned())]);
    for headers in [
        &[("origin", origin.as_str()), ("content-type", "text/plain")][..],
        &[("origin", "https://ailleurs.example"), ("content-type", FORM)],
    ] {
        for path in ["/parcours", "/api/state_need"] {
            look(lucie.send(Method::POST, path, headers, fields.clone()).await, None);
        }
    }
    let upgrade = [("upgrade", "websocket"), ("connection", "upgrade")];
    look(visitor.send(Method::GET, "/agenda", &upgrade, Vec::new()).await, None);
    for _ in 0..6 {
        let typed = [("email", "personne@example.org"), ("password", "x")];
        look(visitor.post("/connexion", "sign_in", &typed).await, None);
        look(visitor.call("sign_in", &typed).await, None);
    }
    let slow = crate::limits::slow_body(&house, &origin).await;
    assert!(slow.starts_with("HTTP/1.1 408"), "{slow}");
    assert!(slow.contains("content-security-policy: default-src 'none'"), "{slow}");
    // A fault of ours.
    house.accident("ALTER TABLE entry RENAME TO lost").await;
    look(visitor.get("/agenda?niveau=beginner").await, None);
    let meeting = fresh();
    look(lucie.call("register", &[("command", &meeting), ("entry", &meeting)]).await, None);
    let all = [200, 303, 400, 401, 403, 404, 405, 413, 415, 422, 429, 500];
    let missing: Vec<_> = all.iter().filter(|status| !seen.contains(status)).collect();
    assert!(missing.is_empty(), "nothing answered {missing:?}: {seen:?}");

    // Files that exist.
    let folder = Folder::new();
    let assets = folder.assets();
    fs::write(assets.join("assets.json"), r#"{"app.css":"app.1.css","loader.js":"loader.1.js"}"#)
        .expect("a file can be written");
    for name in ["app.1.css", "loader.1.js"] {
        fs::write(assets.join(name), "/**/").expect("a file can be written");
    }
    let assets = Arc::new(Assets::from_dir(&assets).expect("they are read"));
    let router = server::router::router(house.state.clone(), assets);
    for path in ["/assets/app.1.css", "/assets/loader.1.js"] {
        let asked = Request::get(path).body(Body::empty()).expect("a request");
        let answer = router.clone().oneshot(asked).await.expect("it answers");
        assert_eq!(answer.status(), 200, "{path}");
        protected(path, answer.headers(), secure, None);
    }
    house.close().await;
}
