//! What is too much is refused at once: told raw, over a socket, for no client would send it.

use crate::house::{FORM, House, fresh};
use domain::text::Lang;
use reqwest::Method;
use server::demo::{BEATRICE, LUCIE, VICTOR};
use server::limits::{BODY_MAX, BRACKETS_MAX, FIELDS_MAX};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const FR: Lang = Lang::Fr;

/// The beginning of a form sent by one of our pages.
fn head(house: &House, path: &str, rest: &str) -> String {
    let (_, host) = house.url.split_once("//").expect("an address");
    format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\n{rest}",
        house.url
    )
}

/// Sends this much, and no more; reads the answer that comes back. The other side of the socket stays open: what answers
/// has not waited for the rest.
async fn raw(house: &House, sent: &str) -> String {
    let address = house.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(sent.as_bytes()).await.ok();
    let (mut answer, mut heard) = (Vec::new(), [0; 4096]);
    while !is_whole(&answer) {
        match stream.read(&mut heard).await {
            Ok(0) | Err(_) => break,
            Ok(n) => answer.extend_from_slice(&heard[..n]),
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// Whether an answer has come to its end, which it tells itself.
fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer).into_owned();
    let Some((head, _)) = text.split_once("\r\n\r\n") else { return false };
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    let length = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.and_then(|(_, length)| length.parse::<usize>().ok());
    length.is_some_and(|length| answer.len() >= head.len() + 4 + length)
}

#[track_caller]
fn answers(answer: &str, status: u16, sent: &str) {
    let short: String = sent.chars().take(200).collect();
    let told: String = answer.chars().take(300).collect();
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{short}: {told}");
}

/// A body that stops coming.
pub async fn slow_body(house: &House, origin: &str) -> String {
    let sent = head(house, "/connexion", "content-length: 100\r\n\r\nform=sign_in&em");
    raw(house, &sent.replace(&format!("origin: {}", house.url), &format!("origin: {origin}"))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declared_length_over_the_limit_is_refused_unread() {
    let house = House::demo().await;
    let mut watch = house.watch().await;
    for path in ["/connexion", "/en/connexion", "/parcours", "/api/sign_in", "/api/state_need"] {
        for length in [BODY_MAX + 1, 1 << 40, 1 << 60] {
            let sent = head(&house, path, &format!("content-length: {length}\r\n\r\n"));
            answers(&raw(&house, &sent).await, 413, &sent);
            let sent =
                sent.replace("connection: close", "connection: close\r\nexpect: 100-continue");
            answers(&raw(&house, &sent).await, 413, &sent);
        }
        // Nor is what is no form waited for.
        let sent = head(&house, path, "content-length: 100\r\n\r\n");
        let sent = sent.replace("application/x-www-form-urlencoded", "application/json");
        answers(&raw(&house, &sent).await, 415, &sent);
        // Nor what another site sends.
        let sent = head(&house, path, "content-length: 100\r\n\r\n");
        let sent =
            sent.replace(&format!("origin: {}", house.url), "origin: https://ailleurs.example");
        answers(&raw(&house, &sent).await, 403, &sent);
    }
    let sent = head(&house, "/nulle-part", "content-length: 99999999999\r\n\r\n");
    answers(&raw(&house, &sent).await, 404, &sent);
    watch.nothing_changed("bodies that were not read").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_much_hears_why_it_is_refused() {
    let house = House::demo().await;
    // A browser sends all of a form before it listens: a connection cut off meanwhile would be all that it shows.
    for (length, kind, origin, status) in [
        (BODY_MAX, FORM, "https://ailleurs.example", 403),
        (2 * BODY_MAX, FORM, house.url.as_str(), 413),
        (BODY_MAX, "multipart/form-data; boundary=x", house.url.as_str(), 415),
    ] {
        for path in ["/connexion", "/api/sign_in"] {
            let sent = head(&house, path, &format!("content-length: {length}\r\n\r\n"));
            let sent =
                sent.replace(&format!("origin: {}", house.url), &format!("origin: {origin}"));
            let sent = sent.replace(FORM, kind) + &"a".repeat(length);
            let address = house.url.trim_start_matches("http://");
            let mut stream = TcpStream::connect(address).await.expect("it listens");
            stream.write_all(sent.as_bytes()).await.expect("all of it is heard");
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.expect("nothing is cut off");
            answers(&String::from_utf8_lossy(&answer), status, &sent);
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_without_a_length_is_read_up_to_the_limit() {
    let house = House::demo().await;
    for path in ["/connexion", "/api/sign_in"] {
        let mut sent = head(&house, path, "transfer-encoding: chunked\r\n\r\n");
        let chunk = format!("10000\r\n{}\r\n", "a".repeat(0x10000));
        // The end never comes.
        sent.push_str(&chunk.repeat(BODY_MAX / 0x10000 + 1));
        answers(&raw(&house, &sent).await, 413, &sent);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_and_brackets_are_counted() {
    let house = House::demo().await;
    let many = "a=b&".repeat(FIELDS_MAX) + "form=sign_in";
    let deep = "a".to_owned() + &"[b]".repeat(BRACKETS_MAX + 1) + "=c&form=sign_in";
    let deeper = "%5B".repeat(100_000) + "=c&form=sign_in";
    for path in ["/connexion", "/api/sign_in"] {
        for body in [&many, &deep, &deeper] {
            let rest = format!("content-length: {}\r\n\r\n{body}", body.len());
            let sent = head(&house, path, &rest);
            answers(&raw(&house, &sent).await, 413, &sent);
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_coming_is_given_up() {
    let house = House::demo_with(|state| state.patience = Duration::from_millis(200)).await;
    let answer = slow_body(&house, &house.url).await;
    answers(&answer, 408, "a slow body");
    assert!(answer.contains(texts::error::too_slow(FR)), "{answer}");
    let sent = head(&house, "/api/sign_in", "content-length: 100\r\n\r\nemail=");
    answers(&raw(&house, &sent).await, 408, &sent);
    // What comes whole is in no hurry.
    let sent = head(&house, "/connexion", "content-length: 12\r\n\r\nform=sign_in");
    answers(&raw(&house, &sent).await, 422, &sent);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_and_addresses_have_a_size() {
    let house = House::demo().await;
    let ask = |path: &str, headers: &str| {
        format!("GET {path} HTTP/1.1\r\nhost: house.example\r\nconnection: close\r\n{headers}\r\n")
    };
    let many: String = (0..200).map(|n| format!("x-{n}: y\r\n")).collect();
    let long = format!("cookie: session={}\r\n", "a".repeat(1 << 20));
    for headers in [many, long] {
        let sent = ask("/agenda", &headers);
        answers(&raw(&house, &sent).await, 431, &sent);
    }
    let sent = ask(&format!("/agenda?{}", "a".repeat(1 << 17)), "");
    answers(&raw(&house, &sent).await, 414, &sent);
    // A query that no page of ours has is an address like any other.
    let query = "a[b][c][d][e][f]=g&".repeat(2_000);
    let sent = ask(&format!("/agenda?{query}"), "");
    answers(&raw(&house, &sent).await, 200, &sent);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_page_sends_is_not_understood() {
    let house = House::demo().await;
    let victor = house.signed_in(VICTOR).await;
    let lucie = house.signed_in(LUCIE).await;
    let running = house.rows().diagnoses(house.journey(BEATRICE).await.head.id).await;
    let diagnosis = format!("/diagnostic/{}", running.expect("it reads")[0].0.id);
    let id = fresh();
    let ours = house.url.clone();
    let mut watch = house.watch().await;
    let need = format!("form=state_need&command={id}&need=x");
    for (client, path, kind, body) in [
        (&lucie, "/parcours", FORM, Vec::new()),
        (&lucie, "/parcours", FORM, b"need=x".to_vec()),
        (&lucie, "/parcours", FORM, b"form=no_such_form&need=x".to_vec()),
        // A form of another page, even to an administrator's ends.
        (
            &lucie,
            "/parcours",
            FORM,
            b"form=give_hat&email=lucie@example.org&hat=administrator".to_vec(),
        ),
        (&lucie, "/agenda", FORM, need.clone().into_bytes()),
        (&lucie, "/parcours", FORM, b"form=\xff\xfe&need=x".to_vec()),
        (&lucie, "/parcours", FORM, b"form=state_need&command=x&need=x".to_vec()),
        (&lucie, "/parcours", FORM, b"form=state_need&need=x".to_vec()),
        (&lucie, "/parcours", FORM, format!("form=state_need&command={id}&need[a]=b").into_bytes()),
        (&victor, diagnosis.as_str(), FORM, b"form=save_answers&answers[a][b]=x".to_vec()),
    ] {
        let headers = [("content-type", kind), ("origin", ours.as_str())];
        let sent = String::from_utf8_lossy(&body).into_owned();
        let answer = client.send(Method::POST, path, &headers, body).await;
        assert_eq!(answer.status, 400, "{path} {kind} {sent}: {}", answer.words());
        answer.must_say(texts::error::malformed(FR));
        watch.nothing_changed(&sent).await;
    }
    // What is no form at all is not read.
    for (kind, body) in [
        ("application/json", &br#"{"form":"state_need","need":"x"}"#[..]),
        ("text/plain", need.as_bytes()),
        ("multipart/form-data; boundary=x", need.as_bytes()),
    ] {
        let headers = [("content-type", kind), ("origin", ours.as_str())];
        let answer = lucie.send(Method::POST, "/parcours", &headers, body.to_vec()).await;
        answer.expect(415).must_say(texts::error::not_a_form(FR));
        watch.nothing_changed(kind).await;
    }
    // Islands' functions hear the same.
    for body in [&b"need[a]=b"[..], b"command=x&need=y", b"\xff"] {
        let headers = [("content-type", FORM), ("origin", ours.as_str())];
        let answer = lucie.send(Method::POST, "/api/state_need", &headers, body.to_vec()).await;
        assert_eq!(answer.status, 400, "{}: {}", String::from_utf8_lossy(body), answer.body);
    }
    watch.nothing_changed("what islands do not send").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_has_a_size() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let mut watch = house.watch().await;
    let huge = "a".repeat(BODY_MAX + 1);
    let answer = lucie.post("/parcours", "state_need", &[("need", &huge)]).await.expect(413);
    answer.must_say(texts::error::too_large(FR));
    lucie.call("state_need", &[("command", &fresh()), ("need", &huge)]).await.expect(413);
    // Just below, it is read, and told what is wrong with it.
    let large = "a".repeat(BODY_MAX - 1_000);
    lucie.post("/parcours", "state_need", &[("need", &large)]).await.expect(422);
    // Few bytes, but more fields than any form has.
    let many: Vec<_> = (0..600).map(|n| (format!("f{n}"), String::new())).collect();
    let mut fields = vec![("form".to_owned(), "state_need".to_owned())];
    fields.extend(many);
    lucie.post_fields("/parcours", &fields).await.expect(413);
    watch.nothing_changed("bodies too large").await;
    house.close().await;
}
