//! Guessing passwords is slowed down, wherever the processes are; nobody is locked out by others; and nobody learns
//! who has an account.

use crate::accounts::{NEWCOMER, claims};
use crate::house::{Answer, Client, FORM, House, encoded};
use app::caller::Network;
use domain::accounts::Person;
use domain::act::Change;
use domain::text::{Fault, Lang};
use reqwest::Method;
use server::demo::{CAMILLE, LUCIE, NADIA, PASSWORD, VICTOR};
use std::sync::Arc;
use std::sync::atomic::Ordering;

const FR: Lang = Lang::Fr;
const WRONG: &str = "pas le bon mot de passe";

/// A house behind a proxy that it trusts: stories choose where they come from.
async fn behind_a_proxy() -> House {
    House::demo_with(trust).await
}

fn trust(state: &mut app::request::State) {
    state.proxies = Arc::new([Network::parse("127.0.0.1").expect("an address")]);
}

async fn tries(client: &Client, from: &str, email: &str, password: &str) -> Answer {
    let fields = [("form", "sign_in"), ("email", email), ("password", password)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let headers =
        [("content-type", FORM), ("sec-fetch-site", "same-origin"), ("x-forwarded-for", from)];
    client.send(Method::POST, "/connexion", &headers, encoded(&fields)).await
}

/// Five failures, then no more.
async fn fails(house: &House, from: &str, email: &str) {
    for _ in 0..5 {
        let told = tries(&house.visitor(), from, email, WRONG).await.expect(422);
        assert_eq!(told.fault("password"), Some(texts::fault(FR, Fault::Credentials)));
    }
    tries(&house.visitor(), from, email, WRONG).await.expect(429);
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_who_guesses_a_password_waits_and_the_victim_does_not() {
    let house = behind_a_proxy().await;
    let (here, there) = ("203.0.113.7", "198.51.100.9");
    // Lucie has a browser with which she signs in, and signs out.
    let lucie = house.visitor();
    tries(&lucie, there, LUCIE, PASSWORD).await.expect(303);
    lucie.fill_in("/deconnexion", "sign_out", &[]).await.next();
    fails(&house, here, LUCIE).await;
    let mut watch = house.watch().await;
    for password in [WRONG, PASSWORD] {
        // Even with the right one, which would tell the guesser so.
        let told = tries(&house.visitor(), here, LUCIE, password).await.expect(429);
        assert_eq!(told.header("retry-after"), "60");
        let told = told.must_say(texts::error::too_often(FR));
        // What was typed is kept, but the password.
        assert_eq!(told.form("sign_in").value("email"), Some(LUCIE));
        assert_eq!(told.form("sign_in").value("password"), Some(""));
        assert!(told.headers.get("set-cookie").is_none());
    }
    watch.nothing_changed("asking again before the time").await;
    // Nobody else is concerned: another account from there, the same one from elsewhere.
    tries(&house.visitor(), here, NADIA, PASSWORD).await.expect(303);
    tries(&house.visitor(), there, LUCIE, PASSWORD).await.expect(303);
    // Nor is her own browser, even from there, however often she mistypes.
    for _ in 0..7 {
        tries(&lucie, here, LUCIE, WRONG).await.expect(422);
    }
    tries(&lucie, here, LUCIE, PASSWORD).await.expect(303);
    // It is known for her account alone.
    lucie.keep_cookie(None);
    fails(&house, here, VICTOR).await;
    tries(&lucie, here, VICTOR, PASSWORD).await.expect(429);
    // Waiting as long as told is enough.
    house.pass_seconds(59);
    tries(&house.visitor(), here, LUCIE, PASSWORD).await.expect(429);
    house.pass_seconds(1);
    tries(&house.visitor(), here, LUCIE, PASSWORD).await.expect(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_twenty_failures_from_one_address_are_enough() {
    let house = behind_a_proxy().await;
    let here = "203.0.113.7";
    for n in 0..20 {
        tries(&house.visitor(), here, &format!("{n}@example.org"), WRONG).await.expect(422);
    }
    tries(&house.visitor(), here, LUCIE, PASSWORD).await.expect(429);
    // Who comes from elsewhere signs in; the header of who is no proxy would not have helped.
    tries(&house.visitor(), "203.0.113.8", LUCIE, PASSWORD).await.expect(303);
    tries(&house.visitor(), "203.0.113.8, 203.0.113.7", LUCIE, PASSWORD).await.expect(429);
    // An island that calls the function hears the same.
    let called = house.visitor();
    let fields = [("email", LUCIE), ("password", PASSWORD)].map(|(n, v)| (n.into(), v.into()));
    let headers =
        [("content-type", FORM), ("sec-fetch-site", "same-origin"), ("x-forwarded-for", here)];
    let told = called.send(Method::POST, "/api/sign_in", &headers, encoded(&fields)).await;
    let told = told.expect(429);
    assert_eq!(told.header("retry-after"), "60");
    assert!(told.body.starts_with("{\"TooOften\""), "{}", told.body);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_success_does_not_count_and_tries_at_once_do() {
    let house = behind_a_proxy().await;
    let here = "203.0.113.7";
    for _ in 0..25 {
        tries(&house.visitor(), here, LUCIE, PASSWORD).await.expect(303);
    }
    let rows = house.census().await;
    assert_eq!(rows["sign_in_try"], 0);
    // At once, no more pass than one by one.
    let visitors: Vec<_> = (0..12).map(|_| house.visitor()).collect();
    let mut at_once = Vec::new();
    for visitor in visitors {
        at_once.push(tokio::spawn(async move { tries(&visitor, here, LUCIE, WRONG).await.status }));
    }
    let mut told = Vec::new();
    for one in at_once {
        told.push(one.await.expect("it ends"));
    }
    told.sort_unstable();
    assert_eq!(told, [[422; 5].as_slice(), &[429; 7]].concat());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_several_processes_count_failures_together() {
    let Some(house) = House::demo_on_postgres().await else {
        return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
    };
    let other = house.second_process().await;
    let typed = [("email", LUCIE), ("password", WRONG)];
    let mut at_once = Vec::new();
    for n in 0..12 {
        let visitor = if n % 2 == 0 { house.visitor() } else { other.visitor() };
        at_once.push(tokio::spawn(async move {
            visitor.post("/connexion", "sign_in", &typed).await.status
        }));
    }
    let mut told = Vec::new();
    for one in at_once {
        told.push(one.await.expect("it ends"));
    }
    told.sort_unstable();
    assert_eq!(told, [[422; 5].as_slice(), &[429; 7]].concat());
    for process in [&house, &other] {
        process.visitor().post("/connexion", "sign_in", &typed).await.expect(429);
    }
    // A browser that one process knows is known to the other.
    house.pass_seconds(60);
    other.pass_seconds(60);
    let lucie = house.signed_in(LUCIE).await;
    for _ in 0..5 {
        other.visitor().post("/connexion", "sign_in", &typed).await.expect(422);
    }
    other.visitor().post("/connexion", "sign_in", &typed).await.expect(429);
    let device = lucie.cookies();
    let fields = [("form", "sign_in"), ("email", LUCIE), ("password", PASSWORD)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let headers =
        [("content-type", FORM), ("sec-fetch-site", "same-origin"), ("cookie", device.as_str())];
    other.visitor().send(Method::POST, "/connexion", &headers, encoded(&fields)).await.expect(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_known_browser_holds_a_cookie_that_nobody_can_forge() {
    let house = behind_a_proxy().await;
    let here = "203.0.113.7";
    let lucie = house.visitor();
    let done = tries(&lucie, here, LUCIE, PASSWORD).await.expect(303);
    let set: Vec<_> = done.headers.get_all("set-cookie").iter().collect();
    assert_eq!(set.len(), 2, "{set:?}");
    let device = set[1].to_str().expect("a text");
    let (pair, rules) = device.split_once("; ").expect("a cookie has rules");
    assert_eq!(rules, "Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
    let value = pair.strip_prefix("device=").expect("its name");
    let person = house.person(LUCIE).await.id.to_string();
    assert!(!value.contains(&person) && !value.contains('@'));
    fails(&house, here, LUCIE).await;
    let knows = async |device: &str| {
        let fields = [("form", "sign_in"), ("email", LUCIE), ("password", WRONG)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let cookie = format!("device={device}");
        let headers = [
            ("content-type", FORM),
            ("sec-fetch-site", "same-origin"),
            ("x-forwarded-for", here),
            ("cookie", cookie.as_str()),
        ];
        let visitor = house.visitor();
        visitor.send(Method::POST, "/connexion", &headers, encoded(&fields)).await.status == 422
    };
    assert!(knows(value).await);
    for at in 0..value.len() - 1 {
        let mut forged = value.to_owned();
        let other = if &value[at..=at] == "A" { "B" } else { "A" };
        forged.replace_range(at..=at, other);
        assert!(!knows(&forged).await, "at {at}");
    }
    for forged in ["", ".", "x", "....", &"A".repeat(32), &value[..20], &"AAAA.".repeat(2_000)] {
        assert!(!knows(forged).await, "{forged}");
    }
    // Who shares a browser is known in it too, and it is known for five accounts, the last ones.
    let both = house.visitor();
    tries(&both, here, NADIA, PASSWORD).await.expect(303);
    tries(&both, "198.51.100.9", LUCIE, PASSWORD).await.expect(303);
    let kept = both.cookies();
    let kept = kept.split("; ").find_map(|c| c.strip_prefix("device=")).expect("the cookie");
    assert_eq!(kept.split('.').count(), 2);
    assert!(knows(kept).await);
    tries(&both, "198.51.100.9", LUCIE, PASSWORD).await.expect(303);
    let again = both.cookies();
    assert_eq!(again.split('.').count(), 2, "once for each account: {again}");
    // After a year, it is forgotten.
    house.pass_days(365);
    fails(&house, here, LUCIE).await;
    assert!(!knows(value).await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_the_same_work_and_the_same_answer_whoever_exists() {
    let house = behind_a_proxy().await;
    // Somebody who has an account, and no password: who signs in by mail.
    let unhashed = Person { password_hash: None, ..house.person(CAMILLE).await };
    house.remember(Change::Person(unhashed)).await;
    let accounts = ["personne@example.org", LUCIE, CAMILLE];
    let (mut work, mut bodies) = (Vec::new(), Vec::new());
    for (n, email) in accounts.into_iter().enumerate() {
        let from = format!("203.0.113.{n}");
        for _ in 0..6 {
            let before = house.state.hashings.load(Ordering::SeqCst);
            let told = tries(&house.visitor(), &from, email, WRONG).await;
            let hashed = house.state.hashings.load(Ordering::SeqCst) - before;
            work.push((told.status, hashed));
            // The page of the demo names some of the cast.
            let body = accounts.iter().fold(told.body, |body, email| body.replace(email, "…"));
            bodies.push(without_ids(&body));
        }
    }
    // One for each failure, none for who must wait: for all three alike.
    let one = [[(422, 1); 5].as_slice(), &[(429, 0)]].concat();
    assert_eq!(work, [one.clone(), one.clone(), one].concat());
    let (first, others) = bodies.split_at(6);
    assert_eq!(others, [first, first].concat());
    // Asking for a link, or for another password: no work for anybody, and the same way on.
    for (path, form) in [("/connexion", "ask_link"), ("/connexion/oubli", "ask_reset")] {
        let mut told = Vec::new();
        for email in accounts {
            let before = house.state.hashings.load(Ordering::SeqCst);
            let answer = house.visitor().post(path, form, &[("email", email)]).await.expect(303);
            let hashed = house.state.hashings.load(Ordering::SeqCst) - before;
            let headers = answer.headers.keys().map(|name| name.as_str().to_owned());
            let headers: Vec<_> = headers.collect();
            told.push((hashed, headers, answer.body.clone(), answer.next()));
        }
        assert_eq!(told[0].0, 0, "{form}");
        assert!(told.iter().all(|answer| *answer == told[0]), "{form}: {told:?}");
    }
    house.close().await;
}

/// A page without the ids of its forms, which are always new.
fn without_ids(page: &str) -> String {
    let known = |part: &str| uuid::Uuid::parse_str(part).is_err();
    page.split('"').filter(|part| known(part)).collect::<Vec<_>>().join("\"")
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_visitor_never_gets_a_cookie_and_joining_makes_the_browser_known() {
    let house = behind_a_proxy().await;
    let here = "203.0.113.7";
    let visitor = house.visitor();
    tries(&visitor, here, LUCIE, WRONG).await.expect(422);
    assert_eq!(visitor.cookies(), "");
    visitor.fill_in("/rejoindre", "join", &NEWCOMER).await.next();
    assert_eq!(visitor.cookies(), "");
    claims(&house, &visitor, "aicha@example.org").await;
    assert!(visitor.cookies().contains("device="));
    // Over TLS, it is bound to the host.
    let house = House::demo_with(|state| state.secure = true).await;
    let lucie = house.signed_in(LUCIE).await;
    assert!(lucie.cookies().contains("__Host-device="), "{}", lucie.cookies());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_those_who_ask_at_once_are_each_known_as_who_they_are() {
    let house = House::demo().await;
    let mut at_once = Vec::new();
    for email in [LUCIE, VICTOR, CAMILLE, NADIA] {
        let client = Arc::new(house.signed_in(email).await);
        let name = house.person(email).await.name;
        for _ in 0..12 {
            let (client, name) = (Arc::clone(&client), name.to_string());
            at_once.push(tokio::spawn(async move {
                let page = client.get("/compte").await.expect(200);
                assert_eq!(page.form("change_details").value("name"), Some(name.as_str()));
            }));
            let visitor = house.visitor();
            at_once.push(tokio::spawn(async move {
                visitor.get("/compte").await.expect(401);
            }));
        }
    }
    for one in at_once {
        one.await.expect("known as who they are");
    }
    house.close().await;
}
