//! Joining, signing in and out, hats, the first administrator.

mod account;
mod begun;
mod links;

use crate::house::{Answer, Client, House, fresh};
use crate::html::tags;
use app::passwords::token_hash;
use chrono::{DateTime, Utc};
use domain::accounts::{Action, AssociationKind, Errand, Hat, OneUseLink, PALO_ALTOURS};
use domain::act::{Change, Setting};
use domain::text::{Email, Fault, Lang};
use domain::workshops::Seat;
use server::demo::{ADA, CAMILLE, DENIS, LUCIE, MONA, NADIA, PASSWORD, TESTIMONY, VICTOR};

const FR: Lang = Lang::Fr;

/// What a newcomer types.
pub const NEWCOMER: [(&str, &str); 9] = [
    ("need", "On ne sait plus qui vient quand.\r\nQue faire ?"),
    ("association", "Les Jardins d’Aïcha & <cie>"),
    ("kind", "informal"),
    ("city", "Tours"),
    ("rna", "w372 012 345"),
    ("siret", "732 829 320 00074"),
    ("name", "Aïcha Morin"),
    ("email", "Aicha@Example.org"),
    ("agree", "yes"),
];

/// Begins a journey without an account; the path of the page that looks after it.
pub async fn begins(visitor: &Client, path: &str, typed: &[(&str, &str)]) -> String {
    let next = visitor.fill_in(path, "join", typed).await.next();
    assert!(next.starts_with("/debut/") && !next.contains("dit="), "{next}");
    next
}

/// Opens the last letter to this address, and claims the journey that was begun with it.
pub async fn claims(house: &House, client: &Client, email: &str) {
    let path = house.letter_path(email).await;
    client.fill_in(&path, "enter", &[]).await.leads_to("/parcours?dit=joined");
}

/// Puts a one-use link in somebody's letter box, good until then; the path where it leads.
pub async fn mailed(house: &House, token: &str, errand: Errand, until: DateTime<Utc>) -> String {
    let (token_hash, made_at) = (token_hash(token), house.now());
    let link = OneUseLink { token_hash, errand, made_at, until, used_at: None };
    house.remember(Change::OneUseLink(link)).await;
    format!("/entrer/{token}")
}

/// The path of a one-use link that makes a new instance's first administrator, as the instance prints it.
pub async fn first_link(house: &House) -> String {
    let token = fresh();
    let kept = Change::Setting(Setting::FirstAdministrator, Some(token_hash(&token)));
    house.remember(kept).await;
    format!("/premier-compte/{token}")
}

/// Makes the first administrator of a new instance with its one-use link; the link's path too.
pub async fn first_administrator(house: &House) -> (Client, String) {
    let path = first_link(house).await;
    let client = house.visitor();
    let typed = [
        ("name", "Ada Première"),
        ("email", "premiere@example.org"),
        ("password", "quatre mots bien choisis"),
    ];
    let done = client.fill_in(&path, "make_first_administrator", &typed).await;
    done.leads_to("/administration?dit=administrator_made");
    (client, path)
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_newcomer_tells_a_need_and_takes_a_seat() {
    let house = House::demo().await;
    let meeting = house.meeting().await;
    let visitor = house.visitor();
    let page = visitor.get(&format!("/rejoindre?reunion={}", meeting.id)).await.expect(200);
    let form = page.form("join");
    assert_eq!(form.value("meeting"), Some(meeting.id.to_string().as_str()));
    let next = visitor.fill(&page, &form, &NEWCOMER).await.next();
    assert!(next.starts_with("/debut/"), "{next}");
    claims(&house, &visitor, "aicha@example.org").await;
    let page = visitor.get("/parcours?dit=joined").await.expect(200);
    // The need is kept word for word, and markup in a name is a name.
    let page = page
        .must_say(texts::said::joined(FR))
        .must_say("On ne sait plus qui vient quand. Que faire ?")
        .must_say("Les Jardins d’Aïcha & <cie>");
    assert!(!page.body.contains("<cie>"));

    let email = "aicha@example.org";
    let association = house.rows().association(house.association(email).await).await;
    let association = association.expect("it reads").expect("it is");
    assert_eq!(association.kind, AssociationKind::Informal);
    assert_eq!(association.rna.as_ref().map(|rna| rna.as_str()), Some("W372012345"));
    assert_eq!(association.siret.as_ref().map(|siret| siret.as_str()), Some("73282932000074"));
    let journey = house.journey(email).await;
    let needs = house.rows().needs(journey.head.id).await.expect("it reads");
    assert_eq!(needs[0].words.as_str(), "On ne sait plus qui vient quand.\nQue faire ?");
    let seating = house.seating(&meeting).await;
    let seat = seating.registrations.iter().find(|r| r.association == association.id);
    assert_eq!(seat.expect("a seat").state, Seat::Registered);

    // She comes back another day, on another device.
    let other = house.visitor();
    let typed = [("email", " AICHA@example.org ")];
    other.fill_in("/connexion", "ask_link", &typed).await.leads_to("/connexion/lien");
    let path = house.letter_path("aicha@example.org").await;
    other.fill_in(&path, "enter", &[]).await.leads_to("/parcours");
    other.get("/parcours").await.expect(200).must_say("Aïcha Morin");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_double_click_begins_one_journey() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let page = visitor.get("/rejoindre").await.expect(200);
    let form = page.form("join");
    let first = visitor.fill(&page, &form, &NEWCOMER).await.next();
    let names = async || house.rows().association_names().await.expect("it reads").len();
    let before = names().await;
    let second = house.visitor();
    assert_eq!(second.fill(&page, &form, &NEWCOMER).await.next(), first);
    assert_eq!(names().await, before);
    assert_eq!(house.letters_to("aicha@example.org").await.len(), 1);
    // Sent again with something else in it, it is not the same.
    let other = NEWCOMER.map(|(name, typed)| match name {
        "need" => (name, "Autre chose"),
        _ => (name, typed),
    });
    house.visitor().fill(&page, &form, &other).await.expect(409);
    assert_eq!(names().await, before);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_what_was_typed_outlives_the_login_session() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let page = lucie.get("/parcours").await.expect(200);
    let need = "Un long texte, </textarea> & tout ce qu’il faut garder.";
    let filled = page.form("state_need").filled(&[("need", need)]);
    let told = house.visitor().post_fields("/parcours", &filled).await.expect(401);
    let told = told.must_say(need);
    // Back again, she sends what the page kept.
    let kept = told.form("state_need");
    assert_eq!(kept.value("need"), Some(need));
    lucie.fill(&page, &kept, &[]).await.leads_to("/parcours?dit=need_stated");
    // A password is never sent back.
    let typed = [("form", "state_need"), ("need", "x"), ("password", "douze caracteres")];
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    house.visitor().post_fields("/parcours", &typed).await.expect(401).must_not_say("douze");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_nous_aussi_links_a_new_journey_to_the_testimony() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let page = visitor.get("/temoignages").await.expect(200).must_say(TESTIMONY);
    let us_too = page.links().into_iter().find(|link| link.starts_with("/rejoindre?inspire="));
    let page = visitor.get(&us_too.expect("a way to do the same")).await.expect(200);
    let page = page.must_say(&texts::join::inspired(FR, TESTIMONY));
    let form = page.form("join");
    visitor.fill(&page, &form, &NEWCOMER).await.expect(303);
    claims(&house, &visitor, "aicha@example.org").await;
    let testimony = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    let inspired = house.journey("aicha@example.org").await.head.inspired_by;
    assert_eq!(inspired, Some(testimony.expect("it reads")[0].id));
    visitor.get("/parcours").await.expect(200).must_say(TESTIMONY);
    // One that does not exist inspires nobody, and nothing breaks.
    let page = house.visitor().get(&format!("/rejoindre?inspire={}", fresh())).await.expect(200);
    assert_eq!(page.form("join").value("inspired_by"), Some(""));
    house.visitor().get("/rejoindre?inspire=%22%3E%3Cscript%3E").await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_signing_in_leads_home_and_never_elsewhere() {
    let house = House::demo().await;
    for (who, home) in [
        (LUCIE, "/parcours"),
        (VICTOR, "/diagnostics"),
        (CAMILLE, "/bureau"),
        (ADA, "/administration"),
        (MONA, "/parcours"),
    ] {
        let typed = [("email", who), ("password", PASSWORD)];
        let client = house.visitor();
        client.fill_in("/connexion", "sign_in", &typed).await.leads_to(home);
        client.get(home).await.expect(200);
    }
    let typed = [("email", LUCIE), ("password", PASSWORD)];
    for (suite, next) in [
        ("/agenda", "/agenda"),
        ("/en/agenda", "/agenda"),
        ("https://ailleurs.example", "/parcours"),
        ("//ailleurs.example", "/parcours"),
        ("/en//ailleurs.example", "/parcours"),
        ("/en/en//ailleurs.example", "/parcours"),
        ("/%09/ailleurs.example", "/parcours"),
        ("/%5Cailleurs.example", "/parcours"),
        ("/%0d%0aset-cookie:a=b", "/parcours"),
    ] {
        let path = format!("/connexion?suite={suite}");
        let done = house.visitor().fill_in(&path, "sign_in", &typed).await.leads_to(next);
        assert!(done.header("set-cookie").starts_with("session="), "{suite}");
    }
    // A field that another page filled is no more trusted.
    for next in [
        "//ailleurs.example",
        "/en//ailleurs.example",
        "https://ailleurs.example",
        "/\\ailleurs.example",
    ] {
        let typed = [("email", LUCIE), ("password", PASSWORD), ("next", next)];
        house.visitor().post("/connexion", "sign_in", &typed).await.leads_to("/parcours");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_the_cookie_is_ours_alone_and_ends() {
    let house = House::demo().await;
    // None for who has not signed in.
    let visitor = house.visitor();
    for path in ["/", "/agenda", "/rejoindre", "/connexion", "/nulle-part", "/parcours"] {
        let page = visitor.get(path).await;
        assert!(page.headers.get("set-cookie").is_none(), "{path}");
    }
    let typed = [("email", LUCIE), ("password", "pas le bon mot de passe")];
    let refused = visitor.fill_in("/connexion", "sign_in", &typed).await.expect(422);
    assert!(refused.headers.get("set-cookie").is_none());

    let typed = [("email", LUCIE), ("password", PASSWORD)];
    let done = visitor.fill_in("/connexion", "sign_in", &typed).await;
    let set = done.header("set-cookie").to_owned();
    let (pair, rules) = set.split_once("; ").expect("a cookie has rules");
    let token = pair.strip_prefix("session=").expect("its name");
    assert!(token.len() >= 43, "{token} can be guessed");
    let rules: Vec<_> = rules.split("; ").collect();
    for rule in ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=2592000"] {
        assert!(rules.contains(&rule), "{set}");
    }
    assert!(!rules.contains(&"Secure"), "there is no TLS here: {set}");
    let page = visitor.get("/parcours").await.expect(200);
    assert_eq!(page.header("cache-control"), "no-store");
    // Two devices have two tokens.
    let other = house.signed_in(LUCIE).await;
    assert_ne!(other.cookie(), visitor.cookie());

    // Signed out, a copy of the cookie is worth nothing; the other device stays.
    let copy = visitor.cookie();
    let done = visitor.fill_in("/deconnexion", "sign_out", &[]).await;
    let done = done.leads_to("/?dit=signed_out");
    assert!(done.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(visitor.cookie(), None);
    visitor.keep_cookie(copy);
    visitor.get("/parcours").await.expect(401);
    other.get("/parcours").await.expect(200);
    // A forged one is nobody's.
    visitor.keep_cookie(Some("session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()));
    visitor.get("/parcours").await.expect(401);
    visitor.get("/agenda").await.expect(200);
    // After thirty days, one signs in again.
    house.pass_days(29);
    other.get("/parcours").await.expect(200);
    house.pass_days(1);
    other.get("/parcours").await.expect(401);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_over_tls_the_cookie_is_bound_to_the_host() {
    let house = House::demo_with(|state| state.secure = true).await;
    let client = house.visitor();
    let typed = [("email", LUCIE), ("password", PASSWORD)];
    let done = client.fill_in("/connexion", "sign_in", &typed).await.expect(303);
    let set = done.header("set-cookie");
    assert!(set.starts_with("__Host-session=") && set.ends_with("; Secure"), "{set}");
    client.get("/parcours").await.expect(200);
    let plain = client.cookie().expect("it was set").replace("__Host-", "");
    client.keep_cookie(Some(plain));
    client.get("/parcours").await.expect(401);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_wrong_password_says_no_more_than_a_wrong_address() {
    let house = House::demo().await;
    let mut told = Vec::new();
    let before = house.census().await;
    for email in [LUCIE, "personne@example.org"] {
        let typed = [("email", email), ("password", "pas le bon mot de passe")];
        let refused = house.visitor().fill_in("/connexion", "sign_in", &typed).await.expect(422);
        assert_eq!(refused.fault("password"), Some(texts::fault(FR, Fault::Credentials)));
        assert_eq!(refused.form("sign_in").value("email"), Some(email));
        assert_eq!(refused.form("sign_in").value("password"), Some(""));
        assert!(!refused.body.contains("pas le bon"));
        told.push(refused.words());
    }
    assert_eq!(told[0], told[1]);
    // They are counted, and that is all.
    let after = house.census().await;
    let changed = after.iter().filter(|(table, rows)| before[*table] != **rows);
    let changed: Vec<_> = changed.map(|(table, _)| table.as_str()).collect();
    assert_eq!(changed, ["command", "sign_in_try"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_an_administrator_gives_hats() {
    let house = House::demo().await;
    let ada = house.signed_in(ADA).await;
    let denis = house.signed_in(DENIS).await;
    denis.get("/bureau").await.expect(403);
    let hat = Hat::Organizer(Action::Hackathon, PALO_ALTOURS).code();
    let typed = [("email", DENIS), ("hat", hat.as_str())];
    let done = ada.fill_in("/administration", "give_hat", &typed).await;
    let page = ada.get(&done.leads_to("/administration?dit=hat_given").next()).await.expect(200);
    let rows: Vec<_> =
        tags(&page.body).iter().filter(|t| t.name == "tr").map(|t| t.words()).collect();
    let row = rows.iter().find(|row| row.contains(DENIS)).expect("his row");
    let named = format!("{}, PALO ALTOURS", texts::hat::organizer_hackathon(FR));
    assert!(row.contains(&named), "{row}");
    // At once, without signing in again.
    denis.get("/bureau").await.expect(200);
    // Those who are not administrators give none, not even to themselves.
    let mut watch = house.watch().await;
    let typed = [("email", CAMILLE), ("hat", "administrator")];
    denis.post("/administration", "give_hat", &typed).await.expect(403);
    house.visitor().post("/administration", "give_hat", &typed).await.expect(401);
    watch.nothing_changed("hats that are not theirs to give").await;
    let camille = house.rows().hats(house.person(CAMILLE).await.id).await.expect("it reads");
    assert!(!camille.contains(&Hat::Administrator));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_the_first_administrator_is_made_once() {
    let house = House::new_instance().await;
    house.visitor().get(&format!("/premier-compte/{}", fresh())).await.expect(404);
    let (administrator, path) = first_administrator(&house).await;
    administrator.get("/administration").await.expect(200).must_say("Ada Première");
    let email = Email::parse("premiere@example.org").expect("an address");
    let person = house.rows().person_by_email(&email).await.expect("it reads").expect("she is");
    assert_eq!(house.rows().hats(person.id).await.expect("it reads"), [Hat::Administrator]);
    // The link served.
    let mut watch = house.watch().await;
    let visitor = house.visitor();
    visitor.get(&path).await.expect(404).must_say(texts::error::not_found(FR));
    let token = path.rsplit('/').next().expect("a token");
    let typed = [
        ("token", token),
        ("name", "Eve"),
        ("email", "eve@example.org"),
        ("password", "quatre mots bien choisis"),
    ];
    for token in [token, "", "x"] {
        let typed = typed.map(|(n, v)| (n, if n == "token" { token } else { v }));
        let answer: Answer = visitor.post(&path, "make_first_administrator", &typed).await;
        answer.expect(404);
    }
    assert_eq!(visitor.cookie(), None);
    watch.nothing_changed("a link that has served").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_the_demo_says_how_to_come_in_and_a_real_instance_does_not() {
    let demo = House::demo().await;
    let page = demo.visitor().get("/connexion").await.expect(200);
    page.must_say(PASSWORD).must_say(CAMILLE);
    let real = House::new_instance().await;
    let page = real.visitor().get("/connexion").await.expect(200);
    page.must_not_say(PASSWORD).must_not_say(CAMILLE);
    real.close().await;
    demo.close().await;
}
