//! One's own account: passwords, addresses, devices.

use super::{FR, mailed};
use crate::house::{Client, House, fresh};
use crate::html::tags;
use chrono::Duration;
use domain::accounts::Errand;
use domain::text::{Fault, Lang};
use server::demo::{INES, LUCIE, PASSWORD};

const CHOSEN: &str = "un autre mot de passe";

async fn signs_in_with(house: &House, email: &str, password: &str) -> u16 {
    let typed = [("email", email), ("password", password)];
    house.visitor().post("/connexion", "sign_in", &typed).await.status
}

async fn subjects(house: &House, email: &str) -> Vec<String> {
    house.letters_to(email).await.into_iter().map(|letter| letter.subject).collect()
}

/// What the page says of each device.
async fn devices(client: &Client) -> Vec<String> {
    let page = client.get("/compte").await.expect(200);
    let rows = tags(&page.body);
    rows.iter().filter(|t| t.name == "tr").skip(1).map(|t| t.words()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_forgotten_password_is_chosen_again() {
    let house = House::demo().await;
    let elsewhere = house.signed_in(LUCIE).await;
    let lucie = house.visitor();
    let page = lucie.get("/connexion").await.expect(200);
    assert!(page.links().contains(&"/connexion/oubli".to_owned()), "{:?}", page.links());
    let sent = lucie.fill_in("/connexion/oubli", "ask_reset", &[("email", LUCIE)]).await;
    sent.leads_to("/connexion/lien");
    let waiting = {
        lucie.fill_in("/connexion", "ask_link", &[("email", LUCIE)]).await.expect(303);
        house.letter_path(LUCIE).await
    };
    assert_eq!(subjects(&house, LUCIE).await[0], texts::mail::reset_subject(FR));
    let (_, url) = house.letters_to(LUCIE).await.remove(0).button.expect("a link");
    let path = url.strip_prefix("http://house.example").expect("ours").to_owned();

    // Looking changes nothing; a password that will not do uses nothing up.
    let mut watch = house.watch().await;
    let page = lucie.get(&path).await.expect(200);
    let form = page.form("reset_password");
    let told = lucie.fill(&page, &form, &[("password", "court")]).await.expect(422);
    assert_eq!(told.fault("password"), Some(texts::fault(FR, Fault::TooShort { min: 12 })));
    lucie
        .post(&path, "enter", &[("token", path.rsplit('/').next().expect("one"))])
        .await
        .expect(410);
    watch.nothing_changed("no password chosen yet").await;
    let done = lucie.fill(&page, &form, &[("password", CHOSEN)]).await;
    let next = done.leads_to("/compte?dit=password_changed").next();
    lucie.get(&next).await.expect(200).must_say(texts::said::password_changed(FR));

    // Every other door is shut: the old password, other devices, the links that waited.
    assert_eq!(signs_in_with(&house, LUCIE, PASSWORD).await, 422);
    assert_eq!(signs_in_with(&house, LUCIE, CHOSEN).await, 303);
    elsewhere.get("/parcours").await.expect(401);
    lucie.get(&waiting).await.expect(410);
    lucie.get(&path).await.expect(410);
    assert_eq!(subjects(&house, LUCIE).await[2], texts::mail::password_changed_subject(FR));
    let noted = house.audited(house.person(LUCIE).await.id).await;
    assert!(noted.contains(&"account_changed".to_owned()), "{noted:?}");
    // Sent again from the history of a shared computer, it chooses nothing and opens nothing.
    house.wait_until(house.now() + Duration::seconds(61));
    let shared = house.visitor();
    let told = shared.fill(&page, &form, &[("password", "encore un autre mot")]).await.expect(410);
    assert_eq!(told.header("set-cookie"), "");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_asking_for_a_new_password_tells_nobody_who_has_an_account() {
    let house = House::demo().await;
    let mut told = Vec::new();
    for email in [LUCIE, "personne@example.org"] {
        let visitor = house.visitor();
        let answer = visitor.fill_in("/connexion/oubli", "ask_reset", &[("email", email)]).await;
        let next = answer.leads_to("/connexion/lien").next();
        told.push(visitor.get(&next).await.words());
    }
    assert_eq!(told[0], told[1]);
    let subjects = subjects(&house, "personne@example.org").await;
    assert_eq!(subjects, [texts::mail::no_account_subject(FR)]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_password_is_changed_with_the_present_one() {
    let house = House::demo().await;
    let (here, elsewhere) = (house.signed_in(LUCIE).await, house.signed_in(LUCIE).await);
    let mut watch = house.watch().await;
    for present in ["", "pas le bon mot de passe"] {
        let typed = [("password", present), ("new_password", CHOSEN)];
        let told = here.fill_in("/compte", "change_password", &typed).await.expect(422);
        assert_eq!(told.fault("password"), Some(texts::fault(FR, Fault::Credentials)));
        assert!(!told.body.contains(CHOSEN), "a password is never sent back");
    }
    watch.nothing_changed("no right to").await;
    let typed = [("password", PASSWORD), ("new_password", CHOSEN)];
    let done = here.fill_in("/compte", "change_password", &typed).await;
    done.leads_to("/compte?dit=password_changed");
    here.get("/parcours").await.expect(200);
    elsewhere.get("/parcours").await.expect(401);
    assert_eq!(signs_in_with(&house, LUCIE, CHOSEN).await, 303);
    assert_eq!(subjects(&house, LUCIE).await, [texts::mail::password_changed_subject(FR)]);

    // What was typed by who is signed out meanwhile is kept, but for passwords.
    let typed =
        [("form", "change_password"), ("password", PASSWORD), ("new_password", "et encore un")];
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let told = elsewhere.post_fields("/compte", &typed).await.expect(401);
    assert!(!told.body.contains(PASSWORD) && !told.body.contains("et encore un"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_who_has_no_password_chooses_one() {
    let house = House::demo().await;
    let mut person = house.person(LUCIE).await;
    person.password_hash = None;
    let errand = Errand::SignIn { person: person.id, next: Some("/compte".to_owned()) };
    house.remember(domain::act::Change::Person(person)).await;
    assert_eq!(signs_in_with(&house, LUCIE, PASSWORD).await, 422);
    let until = house.now() + Duration::minutes(15);
    let path = mailed(&house, &fresh(), errand, until).await;
    let lucie = house.visitor();
    let next = lucie.fill_in(&path, "enter", &[]).await.leads_to("/compte").next();
    let page = lucie.get(&next).await.expect(200).must_say(texts::account::no_password(FR));
    let form = page.form("change_password");
    assert!(!form.names.contains(&"password".to_owned()), "there is none to ask for");
    lucie.fill(&page, &form, &[("new_password", CHOSEN)]).await.expect(303);
    assert_eq!(signs_in_with(&house, LUCIE, CHOSEN).await, 303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_an_address_changes_once_its_link_is_opened_and_both_are_told() {
    const NEW: &str = "lucie@potager.example";
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    for (email, password, field, fault) in [
        ("lucie", PASSWORD, "email", Fault::Email),
        (LUCIE, PASSWORD, "email", Fault::Same),
        (NEW, "pas le bon mot de passe", "password", Fault::Credentials),
    ] {
        let typed = [("email", email), ("password", password)];
        let told = lucie.fill_in("/compte", "ask_address", &typed).await.expect(422);
        assert_eq!(told.fault(field), Some(texts::fault(FR, fault)), "{email}");
    }
    assert_eq!(house.letters_to(NEW).await, []);
    lucie.fill_in("/connexion", "ask_link", &[("email", LUCIE)]).await.expect(303);
    let waiting = house.letter_path(LUCIE).await;
    let typed = [("email", NEW), ("password", PASSWORD)];
    let done = lucie.fill_in("/compte", "ask_address", &typed).await;
    done.leads_to("/compte?dit=address_asked");
    assert_eq!(house.person(LUCIE).await.email.as_str(), LUCIE, "not yet");

    // Opened on another device, where nobody is signed in.
    let path = house.letter_path(NEW).await;
    let telephone = house.visitor();
    telephone.get(&path).await.expect(200).must_say(NEW);
    let done = telephone.fill_in(&path, "enter", &[]).await;
    let next = done.leads_to("/compte?dit=address_changed").next();
    telephone.get(&next).await.expect(200).must_say(NEW);
    assert_eq!(signs_in_with(&house, NEW, PASSWORD).await, 303);
    assert_eq!(signs_in_with(&house, LUCIE, PASSWORD).await, 422);
    telephone.get(&waiting).await.expect(410);
    assert_eq!(
        subjects(&house, LUCIE).await.pop(),
        Some(texts::mail::address_left_subject(FR).to_owned())
    );
    assert_eq!(
        subjects(&house, NEW).await.pop(),
        Some(texts::mail::address_taken_subject(FR).to_owned())
    );
    assert!(
        house.audited(house.person(NEW).await.id).await.contains(&"account_changed".to_owned())
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_an_address_that_has_an_account_is_told_of_by_letter_only() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let typed = [("email", INES), ("password", PASSWORD)];
    lucie.fill_in("/compte", "ask_address", &typed).await.leads_to("/compte?dit=address_asked");
    let path = house.letter_path(INES).await;
    let mut watch = house.watch().await;
    let told = house.visitor().fill_in(&path, "enter", &[]).await.expect(409);
    assert!(told.says(texts::broken::address_taken(FR)));
    watch.nothing_changed("an address that is taken").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_ones_devices_are_listed_and_signed_out() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let telephone = house.visitor();
    let typed = format!("form=sign_in&email={LUCIE}&password={}", PASSWORD.replace(' ', "+"));
    let agent = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";
    let headers = [
        ("origin", house.url.as_str()),
        ("content-type", crate::house::FORM),
        ("user-agent", agent),
    ];
    let door = reqwest::Method::POST;
    telephone.send(door, "/connexion", &headers, typed.into_bytes()).await.expect(303);

    let listed = devices(&lucie).await;
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert!(listed[0].contains(&texts::account::device(FR, "Firefox", "Android")), "{listed:?}");
    assert!(listed[1].contains(texts::account::this_one(FR)), "{listed:?}");
    // What opens them is on no page.
    let page = lucie.get("/compte").await;
    for client in [&lucie, &telephone] {
        let cookie = client.cookie().expect("signed in");
        let token = cookie.split_once('=').expect("a value").1;
        assert!(
            !page.body.contains(token) && !page.body.contains(&app::passwords::token_hash(token))
        );
    }
    // Another's session is nobody else's to end.
    let session = page.form("end_session").value("session").expect("an id").to_owned();
    let ines = house.signed_in(INES).await;
    ines.post("/compte", "end_session", &[("session", &session)]).await.expect(404);
    telephone.get("/parcours").await.expect(200);
    lucie.fill_in("/compte", "end_session", &[]).await.leads_to("/compte?dit=session_ended");
    telephone.get("/parcours").await.expect(401);
    assert_eq!(devices(&lucie).await.len(), 1);

    let other = house.signed_in(LUCIE).await;
    let done = lucie.fill_in("/compte", "sign_out_everywhere", &[]).await;
    let done = done.leads_to("/?dit=signed_out_everywhere");
    assert!(done.header("set-cookie").contains("Max-Age=0"));
    other.get("/parcours").await.expect(401);
    assert_eq!(lucie.cookie(), None);
    ines.get("/parcours").await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_name_and_a_language_are_changed() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let typed = [("name", "Lucie <Moreau> & fille"), ("lang", "en")];
    lucie.fill_in("/compte", "change_details", &typed).await.leads_to("/compte?dit=account_saved");
    let page = lucie.get("/compte").await.expect(200).must_say("Lucie <Moreau> & fille");
    assert_eq!(page.form("change_details").value("lang"), Some("en"));
    // Letters follow.
    lucie.fill_in("/connexion", "ask_link", &[("email", LUCIE)]).await.expect(303);
    let letter = house.letters_to(LUCIE).await.pop().expect("a letter");
    assert_eq!(letter.subject, texts::mail::sign_in_subject(Lang::En));
    for (name, lang, field, fault) in [
        ("", "fr", "name", Fault::Missing),
        ("Lucie", "", "lang", Fault::Choice),
        ("Lucie", "de", "lang", Fault::Choice),
    ] {
        let typed = [("name", name), ("lang", lang)];
        let told = lucie.post("/compte", "change_details", &typed).await.expect(422);
        assert_eq!(told.fault(field), Some(texts::fault(FR, fault)));
    }
    house.close().await;
}
