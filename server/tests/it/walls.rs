//! The walls that everything stands on, each seen from outside.

use crate::house::{Answer, Client, FORM, House, encoded, fresh};
use crate::html::tags;
use app::links;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{Bearer, Purpose};
use domain::ids::OrientationId;
use domain::orientation::State;
use domain::text::{Fault, Lang, Source, Words};
use domain::workshops::Seat;
use reqwest::Method;
use server::demo::{ADA, AMINA, BEATRICE, CAMILLE, INES, LUCIE, NADIA, SOLENE, VICTOR};
use texts::dates;

const FR: Lang = Lang::Fr;

/// More than 100 kB that a page must take for text.
fn long_and_hostile() -> String {
    let mut text =
        String::from("\n\n</textarea><script>alert('1')</script><b onload=\"x\">&amp;&lt;\n");
    while text.len() < 100_000 {
        text.push_str(
            "Ça ne tient plus : « 40 messages » </form></textarea> \u{1f600} &quot;\u{a0}\n",
        );
    }
    text + "fin"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_gives_back_all_that_was_typed() {
    let house = House::demo().await;
    let text = long_and_hostile();
    let too_long = |lang| texts::fault(lang, Fault::TooLong { max: Words::MAX });
    let mut watch = house.watch().await;
    for (lang, path) in [(Lang::Fr, "/rejoindre"), (Lang::En, "/en/rejoindre")] {
        let hostile = "\"><script>alert(1)</script>";
        let typed = [
            ("need", text.as_str()),
            ("association", hostile),
            ("email", "amina@"),
            ("city", "Tours"),
        ];
        let answer = house.visitor().fill_in(path, "join", &typed).await.expect(422);
        // The page's own loader, and nothing else.
        let loader = "<script type=\"module\" src=\"/assets/loader.js\"";
        let count = |begin: &str| answer.body.matches(begin).count();
        assert_eq!(count("<script"), count(loader), "what was typed became markup");
        assert!(count(loader) <= 1);
        let form = answer.form("join");
        assert_eq!(form.value("need"), Some(text.as_str()));
        for (name, value) in &typed[1..] {
            assert_eq!(form.value(name), Some(*value));
        }
        assert_eq!(answer.fault("need"), Some(too_long(lang)));
        assert_eq!(answer.fault("email"), Some(texts::fault(lang, Fault::Email)));
        assert_eq!(answer.fault("name"), Some(texts::fault(lang, Fault::Missing)));
        assert_eq!(answer.fault("city"), None);
        let answer = answer.must_say(texts::ui::error_summary(lang));
        // The summary takes the focus and leads to each field.
        let links = answer.links();
        assert!(links.contains(&"#join-need".to_owned()), "{links:?}");
        assert!(tags(&answer.body).iter().any(|tag| tag.get("autofocus").is_some()));
    }
    watch.nothing_changed("forms to mend").await;

    // A text that may be that long comes back when another field is refused; and it is kept when none is.
    let nadia = house.signed_in(NADIA).await;
    let testimony = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    let testimony = testimony.expect("it reads").remove(0);
    let path = format!("/temoignage/{}", testimony.id);
    let typed = [("title", ""), ("before", text.as_str())];
    let answer = nadia.fill_in(&path, "write_testimony", &typed).await.expect(422);
    assert!(!answer.body.contains("<script"));
    assert_eq!(answer.form("write_testimony").value("before"), Some(text.as_str()));
    assert_eq!(answer.fault("title"), Some(texts::fault(FR, Fault::Missing)));
    let typed = [("title", "Un <b>titre</b>"), ("before", text.as_str())];
    nadia.fill_in(&path, "write_testimony", &typed).await.next();
    let page = nadia.get(&path).await.expect(200);
    assert!(!page.body.contains("<script") && !page.body.contains("<b>titre"));
    let kept = Source::parse(&text).expect("it is not too long");
    assert_eq!(page.form("write_testimony").value("before"), Some(kept.as_str()));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn islands_load_one_bundle_of_their_own_under_a_policy_without_nonce() {
    let house = House::demo().await;
    let running = house.rows().diagnoses(house.journey(BEATRICE).await.head.id).await;
    let running = format!("/diagnostic/{}", running.expect("it reads")[0].0.id);
    for (who, path, bundle, other) in
        [(VICTOR, running.as_str(), "diagnosis", "desk"), (CAMILLE, "/bureau", "desk", "diagnosis")]
    {
        let page = house.signed_in(who).await.get(path).await.expect(200);
        let tags = tags(&page.body);
        let scripts: Vec<_> = tags.iter().filter(|tag| tag.name == "script").collect();
        assert_eq!(scripts.len(), 1, "{path}");
        assert_eq!(page.body.matches("<script").count(), 1, "{path}");
        assert!(scripts[0].has("type", "module") && scripts[0].has("src", "/assets/loader.js"));
        assert!(scripts[0].has("data-bundle", &format!("/assets/{bundle}.js")), "{path}");
        assert!(scripts[0].has("data-wasm", &format!("/assets/{bundle}_bg.wasm")), "{path}");
        assert_eq!(scripts[0].words(), "", "{path}: an inline script");
        assert!(!page.body.contains(&format!("/assets/{other}")), "{path} names the other bundle");
        assert!(tags.iter().any(|tag| tag.name == "leptos-island"), "{path} has no island");
        strict_policy(&page);
    }
    for (who, path) in
        [(None, "/"), (None, "/agenda"), (Some(VICTOR), "/diagnostics"), (Some(NADIA), "/parcours")]
    {
        let client = match who {
            Some(email) => house.signed_in(email).await,
            None => house.visitor(),
        };
        let page = client.get(path).await.expect(200);
        assert!(!page.body.contains("<script") && !page.body.contains(".wasm"), "{path}");
        strict_policy(&page);
    }
    // Errors and files are under the same policy.
    strict_policy(&house.visitor().get("/nulle-part").await);
    strict_policy(&house.visitor().get("/assets/nulle-part.js").await);
    house.close().await;
}

fn strict_policy(page: &Answer) {
    let policy = page.header("content-security-policy");
    let scripts = policy.split(';').find(|rule| rule.trim().starts_with("script-src"));
    let scripts = scripts.unwrap_or_else(|| panic!("{}: {policy}", page.path));
    let allowed: Vec<_> = scripts.split_ascii_whitespace().skip(1).collect();
    assert_eq!(allowed, ["'self'", "'wasm-unsafe-eval'"], "{}", page.path);
    assert!(policy.contains("default-src 'none'"), "{policy}");
    for never in ["nonce", "unsafe-inline", "'unsafe-eval'", "*", "http:", "https:"] {
        assert!(!policy.contains(never), "{}: {policy}", page.path);
    }
    assert_eq!(page.header("x-content-type-options"), "nosniff");
}

#[tokio::test(flavor = "multi_thread")]
async fn english_is_the_same_product_under_en() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let page = visitor.get("/en/agenda").await.expect(200).must_say(texts::agenda::lead(Lang::En));
    let page = page.must_not_say(texts::agenda::lead(FR));
    assert!(page.links().contains(&"/agenda".to_owned()));
    // Every link of an English page stays in English, but the switch, files and what is elsewhere.
    let strays: Vec<_> = page
        .links()
        .into_iter()
        .filter(|link| link.starts_with('/') && link != "/en" && !link.starts_with("/en/"))
        .filter(|link| link != "/agenda")
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
    // A form leads on in its own language.
    let lucie = house.signed_in(LUCIE).await;
    let done = lucie.fill_in("/en/parcours", "state_need", &[("need", "A shared calendar")]).await;
    let next = done.leads_to("/en/parcours?dit=need_stated").next();
    lucie.get(&next).await.expect(200).must_say(texts::said::need_stated(Lang::En));
    visitor.get("/english").await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_demo_an_administrator_moves_the_time_of_every_page() {
    let house = House::demo().await;
    let meeting = house.meeting().await;
    let link = format!("/agenda/{}", meeting.id);
    let ada = house.signed_in(ADA).await;
    let shows = async |client: &Client| {
        client.get("/agenda?genre=info_meeting").await.expect(200).links().contains(&link)
    };
    assert!(shows(&ada).await && shows(&house.visitor()).await);
    let before = house.now();
    let page = ada.get("/administration").await.expect(200);
    let page = page.must_say(&texts::administration::now(FR, dates::day(FR, before)));
    let form = page.form("move_time");
    let moved = ada.fill(&page, &form, &[("days", "20")]).await;
    moved.leads_to("/administration?dit=time_moved");
    assert_eq!(house.now(), before + Duration::days(20));
    let page = ada.get("/administration").await.expect(200);
    page.must_say(&texts::administration::now(FR, dates::day(FR, house.now())));
    assert!(!shows(&ada).await && !shows(&house.visitor()).await);
    // Sent twice, it moves once.
    ada.fill(&page_of(&ada).await, &form, &[("days", "20")]).await.next();
    assert_eq!(house.now(), before + Duration::days(20));
    // Nobody else.
    let mut others = Vec::new();
    for who in [LUCIE, CAMILLE, VICTOR] {
        others.push(house.signed_in(who).await);
    }
    let mut watch = house.watch().await;
    for other in others {
        other.post("/administration", "move_time", &[("days", "20")]).await.expect(403);
        let command = fresh();
        other.call("move_time", &[("command", &command), ("days", "20")]).await.expect(403);
    }
    house.visitor().post("/administration", "move_time", &[("days", "20")]).await.expect(401);
    watch.nothing_changed("time that is not theirs to move").await;
    assert_eq!(house.now(), before + Duration::days(20));
    house.close().await;
}

async fn page_of(ada: &Client) -> Answer {
    ada.get("/administration").await.expect(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_in_demo_mode_has_no_door_to_time() {
    let house = House::new_instance().await;
    let (administrator, _) = crate::accounts::first_administrator(&house).await;
    let page = administrator.get("/administration").await.expect(200);
    assert!(page.has_form("give_hat") && !page.has_form("move_time"));
    let mut watch = house.watch().await;
    let before = house.now();
    for client in [&administrator, &house.visitor()] {
        for path in ["/administration", "/en/administration"] {
            client.post(path, "move_time", &[("days", "20")]).await.expect(404);
        }
        let command = fresh();
        client.call("move_time", &[("command", &command), ("days", "20")]).await.expect(404);
    }
    assert_eq!(house.now(), before);
    watch.nothing_changed("a door that is not there").await;
    house.close().await;
}

/// The orientation that waits for this person's answer.
async fn waiting_orientation(house: &House, email: &str) -> domain::orientation::Orientation {
    let all = house.rows().orientations(house.journey(email).await.head.id).await;
    all.expect("it reads").into_iter().find(|o| o.state == State::Open).expect("one waits")
}

fn link(house: &House, orientation: OrientationId, until: DateTime<Utc>) -> String {
    let bearer = Bearer { purpose: Purpose::AnswerOrientation(orientation), until };
    format!("/lien/{}", links::sign(&house.state.link_key, &bearer))
}

/// Sends a page's form without any header that tells where it comes from, as a link in a mail may.
async fn press(client: &Client, path: &str, fields: &[(String, String)]) -> Answer {
    client.send(Method::POST, path, &[("content-type", FORM)], encoded(fields)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_a_signed_link_answers_without_account() {
    let house = House::demo().await;
    let orientation = waiting_orientation(&house, AMINA).await;
    let registration = orientation.registration.expect("a seat is held");
    let path = link(&house, orientation.id, house.now() + Duration::days(8));
    // The cookie of somebody else is not read.
    let lucie = house.signed_in(LUCIE).await;
    let mut watch = house.watch().await;
    for client in [&house.visitor(), &lucie] {
        let page = client.get(&path).await.expect(200).must_say(texts::orientation::by_link(FR));
        assert!(!page.says("Lucie Moreau") && !page.body.contains("<script"));
        assert!(page.headers.get("set-cookie").is_none());
    }
    let english = format!("/en{path}");
    house.visitor().get(&english).await.expect(200).must_say(texts::orientation::by_link(Lang::En));
    watch.nothing_changed("looking at the proposal").await;

    let page = lucie.get(&path).await;
    let form = page.form("accept_orientation");
    assert_eq!(form.value("orientation"), Some(orientation.id.to_string().as_str()));
    let done = press(&lucie, &path, &form.fields).await;
    done.leads_to("/?dit=orientation_accepted");
    let after = house.rows().orientation(orientation.id).await.expect("it reads").expect("it is");
    assert!(matches!(after.state, State::Accepted { .. }), "{:?}", after.state);
    let seat = house.rows().registration(registration).await.expect("it reads").expect("it is");
    assert_eq!(seat.state, Seat::Registered);
    assert_eq!(seat.association, house.association(AMINA).await);

    // Pressed again, it is the same act; in a new page, it was answered already.
    watch.something_changed("the answer").await;
    press(&lucie, &path, &form.fields).await.leads_to("/?dit=orientation_accepted");
    let again = form.filled(&[("command", &fresh())]);
    press(&lucie, &path, &again).await.expect(409);
    watch.nothing_changed("a second answer").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_a_signed_link_can_neither_last_nor_be_forged_nor_serve_elsewhere() {
    let house = House::demo().await;
    let amina = waiting_orientation(&house, AMINA).await;
    let solene = waiting_orientation(&house, SOLENE).await;
    let fields = |orientation: OrientationId| {
        vec![
            ("form".to_owned(), "accept_orientation".to_owned()),
            ("command".to_owned(), fresh()),
            ("orientation".to_owned(), orientation.to_string()),
        ]
    };
    let good = link(&house, amina.id, house.now() + Duration::days(8));
    let expired = link(&house, amina.id, house.now());
    let mut forged = good.clone();
    let changed = if forged.as_bytes()[30] == b'A' { "B" } else { "A" };
    forged.replace_range(30..31, changed);
    let cut = good[..good.len() - 10].to_owned();
    let visitor = house.visitor();
    let amina_herself = house.signed_in(AMINA).await;
    let mut watch = house.watch().await;
    let expired_text = texts::error::link_expired(FR);
    for (path, status, said) in [
        (expired, 403, expired_text),
        (forged, 404, texts::error::link_unknown(FR)),
        (cut, 404, texts::error::link_unknown(FR)),
        ("/lien/x".to_owned(), 404, texts::error::link_unknown(FR)),
    ] {
        for client in [&visitor, &amina_herself] {
            client.get(&path).await.expect(status).must_say(said);
            press(client, &path, &fields(amina.id)).await.expect(status);
        }
    }
    // A good link answers for its own object only, whoever holds it.
    press(&visitor, &good, &fields(solene.id)).await.expect(403);
    press(&amina_herself, &good, &fields(solene.id)).await.expect(403);
    // And it is no way to anything else.
    let command = fresh();
    let need = [("form", "state_need"), ("command", command.as_str()), ("need", "x")];
    let need: Vec<_> = need.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec();
    press(&amina_herself, &good, &need).await.expect(400);
    watch.nothing_changed("links that are not good").await;
    // Time passes: a good link ends.
    house.pass_days(8);
    visitor.get(&good).await.expect(403).must_say(expired_text);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_comes_from_our_own_pages() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let ours = house.url.clone();
    let journey = house.journey(LUCIE).await.head.id;
    let fields = |need: &str| {
        let command = fresh();
        let fields = [("form", "state_need"), ("command", command.as_str()), ("need", need)];
        encoded(&fields.map(|(n, v)| (n.to_owned(), v.to_owned())))
    };
    let send = async |headers: &[(&str, &str)], path: &str, need: &str| {
        let mut all = vec![("content-type", FORM)];
        all.extend_from_slice(headers);
        lucie.send(Method::POST, path, &all, fields(need)).await
    };
    let other_port = format!("{ours}0");
    let mut watch = house.watch().await;
    for headers in [
        &[("referer", ours.as_str())][..],
        &[("origin", "https://ailleurs.example")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("origin", other_port.as_str())],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", ours.as_str())],
        &[],
    ] {
        let refused = send(headers, "/parcours", "Un besoin venu d’ailleurs").await;
        assert_eq!(refused.status, 403, "{headers:?}");
        refused.must_say(texts::error::cross_site(FR));
        let refused = send(headers, "/api/state_need", "Un besoin venu d’ailleurs").await;
        assert_eq!(refused.status, 403, "{headers:?} for an island");
    }
    // Signing somebody in from elsewhere is refused too.
    let headers = [("content-type", FORM), ("origin", "https://ailleurs.example")];
    let stranger = house.visitor();
    stranger.send(Method::POST, "/connexion", &headers, fields("x")).await.expect(403);
    watch.nothing_changed("writes from elsewhere").await;
    let before = house.rows().needs(journey).await.expect("it reads").len();
    for headers in [&[("origin", ours.as_str())][..], &[("sec-fetch-site", "same-origin")]] {
        send(headers, "/parcours", "Un besoin bien à nous").await.expect(303);
        send(headers, "/api/state_need", "Un besoin bien à nous").await.expect(200);
    }
    let needs = house.rows().needs(journey).await.expect("it reads");
    assert_eq!(needs.len(), before + 4);
    assert!(needs.iter().all(|need| !need.words.as_str().contains("ailleurs")));
    // No other method does anything.
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        lucie.send(method, "/parcours", &[("origin", &ours)], Vec::new()).await.expect(405);
    }
    assert_eq!(lucie.get("/api/state_need").await.status, 405);
    let head = lucie.send(Method::HEAD, "/parcours", &[], Vec::new()).await.expect(200);
    assert_eq!(head.body, "");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_twice_is_one_act() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let journey = house.journey(LUCIE).await.head.id;
    let needs = async || house.rows().needs(journey).await.expect("it reads").len();
    let before = needs().await;
    let page = lucie.get("/parcours").await.expect(200);
    let form = page.form("state_need");
    let typed = [("need", "Un calendrier commun")];
    let first = lucie.fill(&page, &form, &typed).await.next();
    assert_eq!(needs().await, before + 1);
    let mut watch = house.watch().await;
    let second = lucie.fill(&page, &form, &typed).await.next();
    assert_eq!(first, second);
    assert_eq!(needs().await, before + 1);
    // Typed differently under the same submission: the first counts, and this is said, with what was typed.
    let other = [("need", "Autre chose")];
    let refused = lucie.fill(&page, &form, &other).await.expect(409);
    let refused = refused.must_say(texts::error::command_reused(FR));
    assert_eq!(refused.form("state_need").value("need"), Some("Autre chose"));
    watch.nothing_changed("the same submission").await;
    // What comes back is a new submission, which can be sent.
    let again = refused.form("state_need");
    assert_ne!(again.value("command"), form.value("command"));
    // Nobody else can answer for it either.
    let ines = house.signed_in(INES).await;
    ines.fill(&page, &form, &typed).await.expect(409);
    assert_eq!(needs().await, before + 1);
    lucie.fill(&page, &again, &[]).await.next();
    assert_eq!(needs().await, before + 2);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_island_hears_the_same_as_a_page() {
    let house = House::demo().await;
    let entry = house.meeting().await.id.to_string();
    let command = fresh();
    let arguments = [("command", command.as_str()), ("entry", entry.as_str())];
    let asked = house.visitor().call("register", &arguments).await.expect(401);
    assert_eq!(asked.body, "\"SignIn\"");
    let lucie = house.signed_in(LUCIE).await;
    let done = lucie.call("register", &arguments).await.expect(200);
    assert_eq!(done.body, r#"{"next":"/parcours","said":"registered"}"#);
    assert!(done.header("content-type").starts_with("application/json"));
    assert_eq!(lucie.call("register", &arguments).await.expect(200).body, done.body);
    let again = lucie.call("register", &[("command", &fresh()), ("entry", &entry)]).await;
    assert_eq!(again.expect(409).body, r#"{"Broken":"AlreadyRegistered"}"#);
    let nobody = lucie.call("register", &[("command", &fresh()), ("entry", "x")]).await;
    assert_eq!(nobody.expect(404).body, "\"NotFound\"");
    let unread = lucie.call("register", &[("command", "x"), ("entry", &entry)]).await;
    assert_eq!(unread.expect(400).body, "\"Malformed\"");
    let unknown = lucie.call("no_such_function", &[]).await;
    assert!([400, 404].contains(&unknown.status), "{}", unknown.status);
    house.close().await;
}
