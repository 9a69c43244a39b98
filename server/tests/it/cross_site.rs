//! What a page from elsewhere can send with our cookie changes nothing, on every endpoint.

use crate::house::{Answer, Client, FORM, House, encoded, fresh};
use crate::rights::{self, Crowd};
use app::routes::{href, routes};
use domain::text::Lang;
use reqwest::Method;
use server::demo::{ADA, AMINA};
use std::collections::BTreeSet;

const FR: Lang = Lang::Fr;

/// A form of a page or a function of an island, as who may send it, filled in well.
struct Target {
    key: String,
    path: String,
    fields: Vec<(String, String)>,
    /// Who sends it: a place in the crowd.
    who: (usize, usize),
    /// Its page is one that a signed link opens.
    by_link: bool,
}

/// Every endpoint that the cookie opens; and the functions behind them.
async fn targets(house: &House) -> (Vec<Target>, BTreeSet<String>) {
    let sendings = rights::sendings(house).await;
    let (mut targets, mut functions) = (Vec::new(), BTreeSet::new());
    for (n, line) in rights::table().iter().enumerate() {
        let sent = &sendings[&line.key];
        let Some((form, given)) = &sent.form else { continue };
        functions.insert(format!("/api/{form}"));
        let signed = routes().iter().any(|r| r.path == sent.route && r.signed_link);
        let allowed = (1..10).find(|column| line.cells[*column] == "ok");
        let mut fields = vec![("form".to_owned(), form.clone()), ("command".to_owned(), fresh())];
        fields.extend(given.iter().cloned());
        let path = if signed || sent.call {
            format!("/api/{form}")
        } else {
            sent.path.replace("{token}", "AAAA")
        };
        let who = (n, allowed.unwrap_or(9));
        targets.push(Target { key: line.key.clone(), path, fields, who, by_link: signed });
    }
    (targets, functions)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_site_sends_changes_nothing_anywhere() {
    let house = House::demo().await;
    let mut crowd = Crowd::into(&house).await;
    let (targets, functions) = targets(&house).await;
    let registered = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned());
    assert_eq!(registered.collect::<BTreeSet<_>>(), functions, "a function that nobody tries");
    assert!(targets.len() > 30, "{}", targets.len());

    // Signing in writes: everybody is there before anything is watched.
    let lines = rights::table();
    for target in &targets {
        crowd.who(&house, &lines[target.who.0], target.who.1).await;
    }
    let mut watch = house.watch().await;
    let census = house.census().await;
    for target in &targets {
        let client = crowd.who(&house, &lines[target.who.0], target.who.1).await;
        assert!(client.cookie().is_some(), "{}", target.key);
        attacked(&house, client, target).await;
        watch.nothing_changed(&target.key).await;
    }
    assert_eq!(house.census().await, census);
    // And each of them would have passed, coming from us: a right or a rule answers, not the guard.
    for target in targets.iter().filter(|target| !target.key.ends_with("sign_out")) {
        let client = crowd.who(&house, &lines[target.who.0], target.who.1).await;
        let answer = client.post_fields(&target.path, &target.fields).await;
        let told = format!("{}: {} {}", target.key, answer.status, answer.words());
        let guarded =
            answer.body.contains("CrossSite") || answer.says(texts::error::cross_site(FR));
        assert!(!guarded && ![405, 415].contains(&answer.status), "{told}");
        // What a link alone opens is no right of who signs in.
        assert!(answer.status != 403 || target.by_link, "{told}");
    }
    watch.something_changed("what comes from our pages").await;
    house.close().await;
}

/// Sends it in every way that a browser lets another site do, and in a few more.
async fn attacked(house: &House, client: &Client, target: &Target) {
    let ours = house.url.as_str();
    let (neighbour, tls) = (format!("{ours}0"), ours.replace("http:", "https:"));
    let function = format!("/api/{}", target.fields[0].1);
    let body = encoded(&target.fields);
    let told = |answer: &Answer, how: &dyn std::fmt::Debug| {
        format!("{} at {} by {how:?}: {}", target.key, answer.path, answer.status)
    };
    let paths = BTreeSet::from([target.path.as_str(), function.as_str()]);
    for path in paths {
        // A form, a fetch, an image: from elsewhere, from a neighbour, from who hides where they are.
        for from in [
            &[("origin", "https://ailleurs.example"), ("sec-fetch-site", "cross-site")][..],
            &[("origin", "https://ailleurs.example")],
            &[("origin", "null"), ("sec-fetch-site", "cross-site")],
            &[("origin", "null")],
            &[("origin", &neighbour), ("sec-fetch-site", "same-site")],
            &[("origin", &neighbour)],
            &[("origin", &tls)],
            &[("origin", ours), ("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("referer", ours)],
            &[],
        ] {
            for kind in [FORM, "text/plain"] {
                let mut headers = from.to_vec();
                headers.push(("content-type", kind));
                let answer = client.send(Method::POST, path, &headers, body.clone()).await;
                assert_eq!(answer.status, 403, "{}", told(&answer, &headers));
            }
        }
        // Not even from our pages: what is no form, whatever it holds.
        let of = |path: &str| target.key.split(' ').nth(1) == Some(path);
        let files = path == target.path
            && routes().iter().any(|route| (route.files || route.uploads) && of(route.path));
        let kinds = ["text/plain", "multipart/form-data; boundary=x", "application/json", ""];
        for kind in kinds.into_iter().filter(|kind| !files || !kind.starts_with("multipart")) {
            let headers = [("origin", ours), ("content-type", kind)];
            let answer = client.send(Method::POST, path, &headers, body.clone()).await;
            assert_eq!(answer.status, 415, "{}", told(&answer, &headers));
        }
        for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS, Method::TRACE] {
            let headers = [("origin", ours), ("content-type", FORM)];
            let answer = client.send(method.clone(), path, &headers, body.clone()).await;
            assert_eq!(answer.status, 405, "{}", told(&answer, &method));
        }
        // Opening a page is no write, whatever its query says.
        let asked = format!("{path}?{}", String::from_utf8_lossy(&body));
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("origin", ours), ("x-http-method-override", "POST")],
        ] {
            for method in [Method::GET, Method::HEAD] {
                let answer = client.send(method, &asked, headers, Vec::new()).await;
                let expected =
                    if path.starts_with("/api/") { &[405][..] } else { &[200, 404, 410] };
                assert!(
                    expected.contains(&answer.status),
                    "{}",
                    told(&answer, headers_of(&headers))
                );
            }
        }
        // No socket is opened for another site; asking for one is no write either.
        for (from, expected) in
            [(&[("origin", "https://ailleurs.example")][..], &[403][..]), (&[], &[403])]
        {
            let mut headers = vec![("upgrade", "websocket"), ("connection", "upgrade")];
            headers.extend([
                ("sec-websocket-version", "13"),
                ("sec-websocket-key", "x3JJHMbDL1EzLkh9GBhXDw=="),
            ]);
            headers.extend_from_slice(from);
            let answer = client.send(Method::GET, &asked, &headers, Vec::new()).await;
            assert!(expected.contains(&answer.status), "{}", told(&answer, headers_of(&from)));
            headers.push(("content-type", FORM));
            let answer = client.send(Method::POST, path, &headers, body.clone()).await;
            assert_eq!(answer.status, 403, "{}", told(&answer, headers_of(&from)));
        }
    }
    // In the other language too.
    if !target.path.starts_with("/api/") {
        let headers = [("origin", "https://ailleurs.example"), ("content-type", FORM)];
        let path = href(Lang::En, &target.path);
        client.send(Method::POST, &path, &headers, body.clone()).await.expect(403);
    }
}

fn headers_of<'h>(headers: &'h &[(&str, &str)]) -> &'h dyn std::fmt::Debug {
    headers
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_link_never_reads_the_cookie() {
    let house = House::demo().await;
    let people = [house.signed_in(AMINA).await, house.signed_in(ADA).await];
    let lines = rights::table();
    let sendings = rights::sendings(&house).await;
    let mut tried = 0;
    for route in routes().into_iter().filter(|route| route.signed_link) {
        let links = rights::links_of(&house, route.path).await.expect("its links");
        let mut watch = house.watch().await;
        let at = |token: &str| route.path.replace("{token}", token);
        for token in [&links.good, &links.expired, &links.other, "AAAA"] {
            // Everybody sees the same page, and nobody's name stands on it.
            let page = house.visitor().get(&at(token)).await;
            for client in &people {
                let seen = client.get(&at(token)).await;
                assert_eq!(
                    (seen.status, seen.words()),
                    (page.status, page.words()),
                    "{}",
                    seen.path
                );
                assert!(seen.headers.get("set-cookie").is_none());
            }
        }
        // A cookie opens nothing that the link does not.
        for form in &route.forms {
            let key = format!("POST {} {}", route.path, form.name);
            let (_, given) = sendings[&key].form.as_ref().expect("its fields");
            let line = lines.iter().find(|line| line.key == key).expect("its line");
            let good = [(&links.expired, 11), (&links.other, 12)];
            for (token, column) in good {
                let refused: u16 = line.cells[column].parse().expect("a status");
                for client in &people {
                    let mut fields = vec![("form".to_owned(), form.name.to_owned())];
                    fields.push(("command".to_owned(), fresh()));
                    fields.extend(given.iter().cloned());
                    client.post_fields(&at(token), &fields).await.expect(refused);
                    tried += 1;
                }
            }
        }
        watch.nothing_changed(route.path).await;
    }
    assert!(tried > 0);
    house.close().await;
}
