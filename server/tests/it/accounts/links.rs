//! Mailed links: signing in without a password.

use super::FR;
use crate::house::{House, fresh};
use chrono::Duration;
use domain::text::Lang;
use server::demo::{CAMILLE, LUCIE, PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_mailed_link_signs_in_once() {
    let house = House::demo().await;
    let lucie = house.visitor();
    let typed = [("email", " Lucie@Example.org ")];
    let sent = lucie.fill_in("/connexion", "ask_link", &typed).await.leads_to("/connexion/lien");
    lucie.get(&sent.next()).await.expect(200).must_say(texts::sign_in::sent(FR));
    let letter = house.letters_to(LUCIE).await.pop().expect("a letter");
    assert_eq!(letter.subject, texts::mail::sign_in_subject(FR));

    // Whatever opens the link uses nothing up: scanners do so before people.
    let path = house.letter_path(LUCIE).await;
    let mut watch = house.watch().await;
    for _ in 0..3 {
        let page = house.visitor().get(&path).await.expect(200).must_say("Bonjour Lucie Moreau.");
        assert_eq!(page.header("set-cookie"), "");
    }
    watch.nothing_changed("looking at a link").await;
    let page = lucie.get(&path).await.expect(200);
    let form = page.form("enter");
    let done = lucie.fill(&page, &form, &[]).await.leads_to("/parcours");
    assert!(done.header("set-cookie").starts_with("session="));
    lucie.get("/parcours").await.expect(200).must_say("Lucie Moreau");

    // The button pressed twice is one entry. Sent again later from the history of a shared computer, it is none.
    let twice = house.visitor();
    twice.fill(&page, &form, &[]).await.leads_to("/parcours");
    twice.get("/parcours").await.expect(200);
    house.wait_until(house.now() + Duration::seconds(61));
    let shared = house.visitor();
    let told = shared.fill(&page, &form, &[]).await.expect(410);
    assert_eq!(told.header("set-cookie"), "");
    // It has served: the page says so, and how to have another.
    let told = shared.get(&path).await.expect(410).must_say(texts::error::link_spent(FR));
    assert!(told.links().contains(&"/connexion".to_owned()), "{:?}", told.links());
    let typed = [("token", path.rsplit('/').next().expect("one"))];
    let told = shared.post(&path, "enter", &typed).await.expect(410);
    assert_eq!(told.header("set-cookie"), "");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_mailed_link_works_for_fifteen_minutes() {
    let house = House::demo().await;
    let lucie = house.visitor();
    lucie.fill_in("/connexion", "ask_link", &[("email", LUCIE)]).await.expect(303);
    let path = house.letter_path(LUCIE).await;
    let page = lucie.get(&path).await.expect(200);
    house.wait_until(house.now() + Duration::minutes(15));
    let mut watch = house.watch().await;
    lucie.get(&path).await.expect(410);
    let told = lucie.fill(&page, &page.form("enter"), &[]).await.expect(410);
    told.must_say(texts::error::link_spent(FR));
    // One that never was is told the same.
    let never = format!("/entrer/{}", fresh());
    lucie.get(&never).await.expect(410).must_say(texts::error::link_spent(FR));
    lucie.post(&never, "enter", &[("token", "x")]).await.expect(410);
    watch.nothing_changed("links that do not work").await;
    assert_eq!(lucie.cookie(), None);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_asking_for_a_link_tells_nobody_who_has_an_account() {
    let house = House::demo().await;
    let mut told = Vec::new();
    for email in [LUCIE, "personne@example.org"] {
        let visitor = house.visitor();
        let answer = visitor.fill_in("/connexion", "ask_link", &[("email", email)]).await;
        let status = answer.status;
        let next = answer.next();
        told.push((status, next.clone(), visitor.get(&next).await.words()));
    }
    assert_eq!(told[0], told[1]);
    // Only that letter box learns that there is none, once an hour.
    let letters = house.letters_to("personne@example.org").await;
    assert_eq!(letters[0].subject, texts::mail::no_account_subject(FR));
    assert!(letters[0].button.as_ref().is_some_and(|(_, url)| url.ends_with("/rejoindre")));
    let ask = async || {
        let typed = [("email", "personne@example.org")];
        house.visitor().fill_in("/en/connexion", "ask_link", &typed).await.expect(303);
        house.letters_to("personne@example.org").await.len()
    };
    assert_eq!(ask().await, 1);
    house.wait_until(house.now() + Duration::hours(1));
    assert_eq!(ask().await, 2);
    // In the language of who asked.
    let letter = house.letters_to("personne@example.org").await.pop().expect("a letter");
    assert_eq!(letter.subject, texts::mail::no_account_subject(Lang::En));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_nobody_fills_a_letter_box_with_links() {
    let house = House::demo().await;
    for _ in 0..5 {
        let asked = house.visitor().fill_in("/connexion", "ask_link", &[("email", LUCIE)]).await;
        asked.leads_to("/connexion/lien");
    }
    assert_eq!(house.letters_to(LUCIE).await.len(), 3);
    // Those that wait still work.
    let path = house.letter_path(LUCIE).await;
    house.visitor().fill_in(&path, "enter", &[]).await.leads_to("/parcours");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_mailed_link_leads_where_one_was_going_and_never_elsewhere() {
    let house = House::demo().await;
    for (suite, next) in [
        ("/agenda", "/agenda"),
        ("/en/agenda", "/agenda"),
        ("//ailleurs.example", "/parcours"),
        ("https://ailleurs.example", "/parcours"),
    ] {
        let lucie = house.visitor();
        let path = format!("/connexion?suite={suite}");
        lucie.fill_in(&path, "ask_link", &[("email", LUCIE)]).await.expect(303);
        let path = house.letter_path(LUCIE).await;
        lucie.fill_in(&path, "enter", &[]).await.leads_to(next);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_signing_in_rotates_the_token_and_is_audited() {
    let house = House::demo().await;
    let client = house.signed_in(LUCIE).await;
    let before = client.cookie();
    // Camille sits down at the same browser: what it held of Lucie's is worth nothing any more.
    client.fill_in("/connexion", "ask_link", &[("email", CAMILLE)]).await.expect(303);
    let path = house.letter_path(CAMILLE).await;
    client.fill_in(&path, "enter", &[]).await.leads_to("/bureau");
    assert_ne!(client.cookie(), before);
    let old = house.visitor();
    old.keep_cookie(before);
    old.get("/parcours").await.expect(401);
    client.get("/bureau").await.expect(200);
    // So by a password.
    let before = client.cookie();
    let typed = [("email", CAMILLE), ("password", PASSWORD)];
    client.fill_in("/connexion", "sign_in", &typed).await.expect(303);
    assert_ne!(client.cookie(), before);
    old.keep_cookie(before);
    old.get("/bureau").await.expect(401);
    client.fill_in("/deconnexion", "sign_out", &[]).await.expect(303);

    let noted = house.audited(house.person(CAMILLE).await.id).await;
    assert_eq!(noted, ["signed_in", "signed_in", "signed_out"]);
    house.close().await;
}
