//! Every page of the product, opened by who it is for, in both languages.

use crate::accounts::mailed;
use crate::house::{House, fresh};
use crate::html::{Tag, tags};
use app::links;
use app::passwords::token_hash;
use app::routes::{Route, href, routes};
use chrono::{DateTime, Duration};
use domain::accounts::{Bearer, Begun, Errand, Person, Purpose};
use domain::act::Change;
use domain::associations::{CrewChange, Invitation};
use domain::calendar::{Feed, attested};
use domain::ids::{AttestationId, BegunId, FeedId, InvitationId, SoughtId};
use domain::mail::List;
use domain::text::{Email, Lang};
use domain::wiki::sought::{Answer, Sought};
use domain::workshops::EntryKind;
use server::demo::{
    ADA, AMINA, BEATRICE, BRUNO, CAMILLE, CIRCLE, DRAFT, ETIENNE, FATOU, GASPARD, HENRI, KARIM,
    LUCIE, MONA, NADIA, ODETTE, ODILE, PAUL, VERA, VICTOR,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A route of the table, who opens it, and where.
pub struct Visit {
    pub route: &'static str,
    pub who: Option<&'static str>,
    pub path: String,
}

/// One visit for each route. What is missing here is told by the first test.
pub async fn visits(house: &House) -> Vec<Visit> {
    let rows = house.rows();
    let karim = house.journey(KARIM).await.head.id;
    let running = rows.diagnoses(house.journey(BEATRICE).await.head.id).await.expect("it reads");
    let amina = house.journey(AMINA).await.head.id;
    let fatou = house.journey(FATOU).await.head.id;
    let given_back = rows.diagnoses(fatou).await.expect("it reads");
    let came = rows.registrations_of(fatou).await.expect("it reads").into_iter();
    let (came_in, came) = { came }.find(|(_, date)| date.theme.is_some()).expect("a workshop");
    let (came_in, came) = (came_in.id, came.id);
    let orientation = rows.orientations(amina).await.expect("it reads");
    let orientation = orientation.last().expect("Amina was oriented").id;
    let project = rows.projects_of(house.journey(BRUNO).await.head.id).await.expect("it reads");
    let testimony = rows.testimonies_of(house.journey(NADIA).await.head.id).await;
    let testimony = testimony.expect("it reads");
    let until = house.now() + Duration::days(8);
    let bearer = Bearer { purpose: Purpose::AnswerOrientation(orientation), until };
    let token = links::sign(&house.state.link_key, &bearer);
    let (running, given_back) = (running[0].0.id, given_back[0].0.id);
    let meeting = house.meeting().await.id;
    let (project, testimony) = (project[0].id, testimony[0].id);
    let everybody = [
        "/",
        "/agenda",
        "/agenda.ics",
        "/agenda.atom",
        "/ateliers",
        "/rejoindre",
        "/connexion",
        "/connexion/lien",
        "/connexion/oubli",
        "/recherche",
        "/recherche/propositions",
        "/temoignages",
        "/rencontres",
        "/wiki",
        "/hackathon",
        "/a-propos",
        "/aider",
        "/vie-privee",
    ];
    let mut visits: Vec<Visit> = Vec::new();
    let mut visit = |route, who, path: String| visits.push(Visit { route, who, path });
    for path in everybody {
        visit(path, None, path.to_owned());
    }
    visit("/agenda/{entry}", None, format!("/agenda/{meeting}"));
    let session = house.common_session().await;
    let workshop = session.workshop.expect("a session of a workshop");
    visit("/atelier/{workshop}", None, format!("/atelier/{workshop}"));
    for (route, path) in [
        ("/ateliers/nouveau", "/ateliers/nouveau".to_owned()),
        ("/ateliers/demande", "/ateliers/demande".to_owned()),
        ("/atelier/{workshop}/modifier", format!("/atelier/{workshop}/modifier")),
        ("/atelier/{workshop}/seance", format!("/atelier/{workshop}/seance")),
        ("/agenda/{entry}/modifier", format!("/agenda/{}/modifier", session.id)),
    ] {
        visit(route, Some(CAMILLE), path);
    }
    let seed = "/wiki/dispositif_savoirs_communs";
    visit("/wiki/{slug}", None, seed.to_owned());
    visit("/wiki/{slug}/historique", None, format!("{seed}/historique"));
    visit("/wiki/{slug}/version/{number}", None, format!("{seed}/version/1"));
    visit("/wiki/{slug}/comparer", None, format!("{seed}/comparer"));
    visit("/wiki/{slug}/liens", None, format!("{seed}/liens"));
    visit("/wiki/{slug}/questions", None, "/wiki/ateliers_savoirs_communs/questions".to_owned());
    visit("/wiki/{slug}/signaler", None, format!("{seed}/signaler"));
    visit("/pages/a-soigner", Some(CAMILLE), "/pages/a-soigner".to_owned());
    visit("/rencontres/nouvelle", Some(CAMILLE), "/rencontres/nouvelle".to_owned());
    let encounter = house.date(|e| e.kind == EntryKind::Encounter).await.id;
    visit("/agenda/{entry}", None, format!("/agenda/{encounter}"));
    visit("/wiki/{slug}/modifier", Some(LUCIE), format!("{seed}/modifier"));
    visit("/pages/nouvelle", Some(LUCIE), "/pages/nouvelle".to_owned());
    for path in ["/pages/recentes", "/pages/recentes.atom", "/pages/a-relier"] {
        visit(path, None, path.to_owned());
    }
    visit("/espaces", None, "/espaces".to_owned());
    let circle = format!("/espaces/{CIRCLE}");
    let plan = rows.media_by_name(&format!("{CIRCLE}:plan.png")).await;
    let plan = plan.expect("it reads").expect("the plan");
    let first = rows.versions_of(plan.id, 9).await.expect("it reads").last().expect("two").id;
    let plan = format!("/fichiers/{}", plan.name);
    for (route, who, path) in [
        ("/espaces/nouveau", CAMILLE, "/espaces/nouveau".to_owned()),
        ("/espaces/ouvrir/{kind}/{of}", CAMILLE, format!("/espaces/ouvrir/atelier/{workshop}")),
        ("/espaces/{space}", GASPARD, circle.clone()),
        ("/espaces/{space}/modifier", GASPARD, format!("{circle}/modifier")),
        ("/espaces/{space}/personnes", GASPARD, format!("{circle}/personnes")),
        ("/espaces/{space}/fichiers", GASPARD, format!("{circle}/fichiers")),
        (
            "/espaces/{space}/fichiers/propositions",
            GASPARD,
            format!("{circle}/fichiers/propositions"),
        ),
        ("/fichiers/{file}", GASPARD, plan.clone()),
        ("/fichiers/{file}/versions", GASPARD, format!("{plan}/versions")),
        ("/fichiers/{file}/version/{version}", GASPARD, format!("{plan}/version/{first}")),
    ] {
        visit(route, Some(who), path);
    }
    visit("/lien/{token}", None, format!("/lien/{token}"));
    let shared = draft_link(house).await;
    visit("/brouillon/{token}", None, format!("/brouillon/{shared}"));
    let purpose = Purpose::Unsubscribe(house.person(LUCIE).await.id, List::Digest);
    let stop = links::sign(&house.state.link_key, &Bearer { purpose, until });
    visit("/desabonnement/{token}", None, format!("/desabonnement/{stop}"));
    let attested = attestation_link(house).await;
    visit("/attestation/{token}", None, format!("/attestation/{attested}"));
    let [feed, seat] = calendar_links(house).await;
    visit("/calendrier/{token}/places.ics", None, format!("/calendrier/{feed}/places.ics"));
    visit("/place/{token}/place.ics", None, format!("/place/{seat}/place.ics"));
    visit("/entrer/{token}", None, entrance(house).await);
    let begun = Bearer { purpose: Purpose::Begin(begun_by_henri(house).await), until };
    let begun = links::sign(&house.state.link_key, &begun);
    visit("/debut/{token}", None, format!("/debut/{begun}"));
    visit("/debut/{token}/preparation", None, format!("/debut/{begun}/preparation"));
    let purpose = Purpose::AnswerCall(house.call(VICTOR).await.id);
    let call = links::sign(&house.state.link_key, &Bearer { purpose, until });
    let purpose = Purpose::Evaluate(came_in);
    let after = links::sign(&house.state.link_key, &Bearer { purpose, until });
    visit("/bilan/{token}", None, format!("/bilan/{after}"));
    let purpose = Purpose::Testify(sought(house).await);
    let tell = links::sign(&house.state.link_key, &Bearer { purpose, until });
    visit("/temoigner/{token}", None, format!("/temoigner/{tell}"));
    visit("/visite/{token}", None, format!("/visite/{call}"));
    let session = house.common_session().await;
    let seat = house.seating(&session).await.registrations.remove(0).id;
    let purpose = Purpose::AnswerSeat(seat);
    let seat = links::sign(&house.state.link_key, &Bearer { purpose, until });
    visit("/place/{token}", None, format!("/place/{seat}"));
    visit("/supprimer/{token}", None, erasure(house).await);
    for (path, who) in [
        ("/deconnexion", LUCIE),
        ("/compte", LUCIE),
        ("/parcours", NADIA),
        ("/parcours/preparation", NADIA),
        ("/projet", ETIENNE),
        ("/diagnostics", VICTOR),
        ("/accueils", CAMILLE),
        ("/visites", CAMILLE),
        ("/visite", ODILE),
        ("/mentorat", MONA),
        ("/roles", MONA),
        ("/compte/donnees", MONA),
        ("/compte/supprimer", MONA),
        ("/bureau", CAMILLE),
        ("/aider/demandes", CAMILLE),
        ("/administration", ADA),
        ("/administration/courrier", ADA),
        ("/administration/porteurs", ADA),
        ("/administration/journal", ADA),
        ("/compte/courrier", LUCIE),
        ("/presence", LUCIE),
        ("/annuaire", LUCIE),
        ("/compte/calendriers", LUCIE),
        ("/parcours/attestations", FATOU),
    ] {
        visit(path, Some(who), path.to_owned());
    }
    let reception = house.reception().await.seating.entry.id;
    let ours = house.association(FATOU).await;
    let (cine, twin) = (house.association(GASPARD).await, house.association(ODETTE).await);
    let (invited, _) = invited(house, &fresh(), 14).await;
    for (route, who, path) in [
        ("/association/{association}", FATOU, format!("/association/{ours}")),
        ("/association/{association}/modifier", FATOU, format!("/association/{ours}/modifier")),
        ("/association/{association}/membres", GASPARD, format!("/association/{cine}/membres")),
        ("/association/{association}/echanges", FATOU, format!("/association/{ours}/echanges")),
        ("/association/{association}/passation", GASPARD, format!("/association/{cine}/passation")),
        ("/orientations", CAMILLE, "/orientations".to_owned()),
        ("/partenaires", CAMILLE, "/partenaires".to_owned()),
        ("/associations/doublons", CAMILLE, "/associations/doublons".to_owned()),
        (
            "/associations/doublons/{kept}/{gone}",
            CAMILLE,
            format!("/associations/doublons/{cine}/{twin}"),
        ),
        ("/parcours/{journey}", VICTOR, format!("/parcours/{karim}")),
        ("/accueil/{entry}", CAMILLE, format!("/accueil/{reception}")),
        ("/apres/{registration}", FATOU, format!("/apres/{came_in}")),
        ("/presences/{entry}", VERA, format!("/presences/{came}")),
        ("/presences/{entry}/feuille", VERA, format!("/presences/{came}/feuille")),
        ("/parcours/{journey}/donnees", CAMILLE, format!("/parcours/{karim}/donnees")),
        ("/orientation/{orientation}", AMINA, format!("/orientation/{orientation}")),
        ("/projet/{project}", BRUNO, format!("/projet/{project}")),
        ("/projet/{project}/prise-en-main", PAUL, format!("/projet/{project}/prise-en-main")),
        ("/hackathon/passages", PAUL, "/hackathon/passages".to_owned()),
        ("/temoignage/{testimony}", NADIA, format!("/temoignage/{testimony}")),
        ("/diagnostic/{diagnosis}", VICTOR, format!("/diagnostic/{running}")),
        ("/diagnostic/{diagnosis}/resultat", VICTOR, format!("/diagnostic/{given_back}/resultat")),
    ] {
        visit(route, Some(who), path);
    }
    visit("/invitation/{token}", None, invited);
    for (route, path) in questionnaire_pages() {
        visit(route, Some(CAMILLE), path);
    }
    visits
}

/// The pages of the questionnaire and of its draft, which Camille began.
fn questionnaire_pages() -> Vec<(&'static str, String)> {
    let q = store::questionnaire();
    let (theme, question) = (&q.themes[0].key, &q.questions[0]);
    let (choice, advice) = (&question.choices[0].key, &q.recommendations[0].key);
    let question = &question.key;
    let draft = "/questionnaire/brouillon";
    vec![
        ("/questionnaire", "/questionnaire".to_owned()),
        ("/questionnaire/brouillon", draft.to_owned()),
        ("/questionnaire/brouillon/verifier", format!("{draft}/verifier")),
        ("/questionnaire/brouillon/essayer", format!("{draft}/essayer")),
        ("/questionnaire/brouillon/texte", format!("{draft}/texte")),
        ("/questionnaire/brouillon/theme/{theme}", format!("{draft}/theme/{theme}")),
        ("/questionnaire/brouillon/question/{question}", format!("{draft}/question/{question}")),
        (
            "/questionnaire/brouillon/question/{question}/{choice}",
            format!("{draft}/question/{question}/{choice}"),
        ),
        ("/questionnaire/brouillon/conseil/{recommendation}", format!("{draft}/conseil/{advice}")),
        (
            "/questionnaire/brouillon/conseil/{recommendation}/{rung}",
            format!("{draft}/conseil/{advice}/1"),
        ),
        ("/questionnaire/brouillon/regle/{rule}", format!("{draft}/regle/1")),
    ]
}

/// Where an invitation to Le Ciné-Guinguette leads, for so many days from now.
pub async fn invited(house: &House, token: &str, days: i64) -> (String, InvitationId) {
    let id = InvitationId(uuid::Uuid::now_v7());
    let invitation = Invitation {
        id,
        association: house.association(GASPARD).await,
        email: Email::parse("nouvelle@example.org").expect("an address"),
        by: Some(house.person(GASPARD).await.id),
        at: house.now(),
        until: house.now() + Duration::days(days),
        token_hash: token_hash(token),
    };
    house.remember(Change::Crew(CrewChange::Invited(invitation))).await;
    (format!("/invitation/{token}"), id)
}

/// A journey begun without an account, which has a seat: Henri's, as if nobody had claimed it.
pub async fn begun_by_henri(house: &House) -> BegunId {
    let Person { name, email, lang, .. } = house.person(HENRI).await;
    let (id, journey) = (BegunId(Uuid::from_u128(11)), house.journey(HENRI).await.head.id);
    let at = house.now();
    let begun = Begun { id, name, email, lang, journey, at, claimed_at: None, person: None };
    house.remember(Change::Begun(begun)).await;
    id
}

/// A workshop at which Fatou's association was present.
pub async fn attestation_link(house: &House) -> String {
    let association = house.association(FATOU).await;
    let seats = house.rows().seats_of(&[association], DateTime::UNIX_EPOCH).await;
    let mut seats = seats.expect("it reads").into_iter();
    let came = seats.find(|(seat, at)| attested(seat, at).is_some()).expect("they came").0.id;
    let until = house.now() + Duration::days(8);
    let bearer = Bearer { purpose: Purpose::Attest(AttestationId(came.0), false), until };
    links::sign(&house.state.link_key, &bearer)
}

/// The link that shows Lucie's draft.
pub async fn draft_link(house: &House) -> String {
    let draft = house.rows().page_by_slug(DRAFT).await.expect("it reads").expect("her draft").id;
    let link = house.rows().draft_link_of(draft).await.expect("it reads").expect("its link");
    let bearer = Bearer { purpose: Purpose::ReadDraft(link.id), until: link.until };
    links::sign(&house.state.link_key, &bearer)
}

/// The letter by which Nadia's story was asked for, and begun.
pub async fn sought(house: &House) -> SoughtId {
    let id = SoughtId(Uuid::from_u128(13));
    if house.rows().sought(id).await.expect("it reads").is_some() {
        return id;
    }
    let journey = house.journey(NADIA).await.head;
    let told = house.rows().testimonies_of(journey.id).await.expect("it reads").remove(0).id;
    let asked_at = house.now() - Duration::days(1);
    house
        .remember(Change::Sought(Sought {
            id,
            journey: journey.id,
            association: journey.association,
            asked_at,
            reminded_at: None,
            answer: Some((Answer::Begun, asked_at)),
            testimony: Some(told),
        }))
        .await;
    id
}

/// Gaspard's calendar, and his seat at the session about working together.
pub async fn calendar_links(house: &House) -> [String; 2] {
    let (id, until) = (FeedId(Uuid::from_u128(12)), house.now() + Duration::days(8));
    let person = house.person(GASPARD).await.id;
    if house.rows().feed(id).await.expect("it reads").is_none() {
        let feed = Feed { person, association: None, id, since: house.now() };
        house.remember(Change::Feed(feed)).await;
    }
    let session = house.common_session().await;
    let seats = house.seating(&session).await.registrations;
    let association = house.association(GASPARD).await;
    let seat = seats.iter().find(|seat| seat.association == association).expect("his seat").id;
    [Purpose::Follow(id), Purpose::KeepSeat(seat)]
        .map(|purpose| links::sign(&house.state.link_key, &Bearer { purpose, until }))
}

/// Where a link in Lucie's letter box leads.
async fn entrance(house: &House) -> String {
    let errand = Errand::SignIn { person: house.person(LUCIE).await.id, next: None };
    let until = house.now() + errand.lasts();
    mailed(house, &fresh(), errand, until).await
}

/// Where another link in Lucie's letter box leads, which erases her account.
async fn erasure(house: &House) -> String {
    let errand = Errand::Erase { person: house.person(LUCIE).await.id };
    let (token, until) = (fresh(), house.now() + errand.lasts());
    mailed(house, &token, errand, until).await;
    format!("/supprimer/{token}")
}

fn route(pattern: &str) -> Route {
    routes().into_iter().find(|route| route.path == pattern).expect("a route of the table")
}

/// A new instance alone has this one: the stories of accounts open it.
const ELSEWHERE: &str = "/premier-compte/{token}";

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_visited() {
    let house = House::demo().await;
    let visited: BTreeSet<_> = visits(&house).await.iter().map(|visit| visit.route).collect();
    let table: BTreeSet<_> = routes().iter().map(|route| route.path).collect();
    let missing: Vec<_> = table.difference(&visited).filter(|route| **route != ELSEWHERE).collect();
    assert!(missing.is_empty(), "nobody visits {missing:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_whole_in_both_languages() {
    let house = House::demo().await;
    for Visit { route: pattern, who, path } in visits(&house).await {
        if route(pattern).is_file() {
            continue;
        }
        let client = match who {
            Some(email) => house.signed_in(email).await,
            None => house.visitor(),
        };
        for (lang, other) in [(Lang::Fr, Lang::En), (Lang::En, Lang::Fr)] {
            let page = client.get(&href(lang, &path)).await.expect(200);
            let at = page.path.clone();
            let tags = tags(&page.body);
            let named = |name: &'static str| tags.iter().filter(move |tag| tag.name == name);

            let document = named("html").next().expect("a document");
            assert!(document.has("lang", lang.code()), "{at}: {:?}", document.attributes);
            let title = named("title").next().expect("a title").words();
            assert!(!title.is_empty(), "{at} has no title");
            assert!(!page.body.contains(texts::MISSING), "{at}: a text is missing");
            assert_eq!(named("main").count(), 1, "{at}");
            headings_come_in_order(&at, &tags);
            ids_are_unique_and_lead_somewhere(&at, &tags);
            fields_are_labelled(&at, &tags);

            // Nothing that the policy forbids, and no script without an island.
            for tag in &tags {
                let inline =
                    tag.attributes.iter().find(|(n, _)| *n == "style" || n.starts_with("on"));
                assert!(inline.is_none(), "{at}: <{}> has {inline:?}", tag.name);
            }
            assert_eq!(named("style").count(), 0, "{at}");
            let route = route(pattern);
            let scripts = usize::from(route.bundle.is_some()) + usize::from(route.script.is_some());
            assert_eq!(page.body.matches("<script").count(), scripts, "{at}");

            // The same page in the other language, and back.
            let there = href(other, &path);
            let alternate = named("link").find(|link| link.has("rel", "alternate"));
            let alternate = alternate.unwrap_or_else(|| panic!("{at} names no other language"));
            assert!(
                alternate.has("hreflang", other.code()) && alternate.has("href", &there),
                "{at}"
            );
            let switch = named("a").any(|a| a.has("href", &there));
            assert!(switch, "{at} has no link to {there}");
        }
    }
    house.close().await;
}

fn headings_come_in_order(at: &str, tags: &[Tag<'_>]) {
    let levels: Vec<u32> = tags
        .iter()
        .filter_map(|tag| tag.name.strip_prefix('h').and_then(|level| level.parse().ok()))
        .collect();
    assert_eq!(levels.first(), Some(&1), "{at}: the first heading: {levels:?}");
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{at}: {levels:?}");
    let skips = levels.windows(2).any(|two| two[1] > two[0] + 1);
    assert!(!skips, "{at}: a level is skipped: {levels:?}");
}

fn ids_are_unique_and_lead_somewhere(at: &str, tags: &[Tag<'_>]) {
    let mut ids = BTreeSet::new();
    for id in tags.iter().filter_map(|tag| tag.get("id")) {
        assert!(ids.insert(id), "{at}: two have the id {id}");
    }
    let referring = ["for", "aria-labelledby", "aria-describedby", "aria-controls"];
    for tag in tags {
        for told in referring.iter().filter_map(|name| tag.get(name)) {
            for id in told.split_ascii_whitespace() {
                assert!(
                    ids.contains(id),
                    "{at}: <{}> refers to #{id}, which is not there",
                    tag.name
                );
            }
        }
        if let Some(id) = tag.get("href").and_then(|href| href.strip_prefix('#')) {
            assert!(id.is_empty() || ids.contains(id), "{at}: a link leads to #{id}");
        }
    }
}

fn fields_are_labelled(at: &str, tags: &[Tag<'_>]) {
    let labelled: BTreeSet<_> =
        tags.iter().filter(|tag| tag.name == "label").filter_map(|tag| tag.get("for")).collect();
    let fields = tags.iter().filter(|tag| {
        ["input", "select", "textarea"].contains(&tag.name) && !tag.has("type", "hidden")
    });
    for field in fields {
        let named = field.get("id").is_some_and(|id| labelled.contains(id))
            || field.get("aria-label").is_some()
            || field.get("aria-labelledby").is_some();
        assert!(named, "{at}: {:?} has no label", field.attributes);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn walls_opening_pages_never_writes() {
    let house = House::demo().await;
    let visits = visits(&house).await;
    let mut people = Vec::new();
    for visit in visits {
        let client = match visit.who {
            Some(email) => house.signed_in(email).await,
            None => house.visitor(),
        };
        people.push((client, visit.path));
    }
    let mut watch = house.watch().await;
    for (client, path) in &people {
        for lang in [Lang::Fr, Lang::En] {
            client.get(&href(lang, path)).await.expect(200);
        }
        watch.nothing_changed(path).await;
    }
    // And the watch does notice.
    house.visitor().post("/connexion", "sign_in", &[("email", LUCIE), ("password", "x")]).await;
    watch.something_changed("a refused sign-in, which is counted").await;
    house.signed_in(LUCIE).await;
    watch.something_changed("signing in").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_pages_ask_who_is_there_and_who_it_is() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let victor = house.signed_in(VICTOR).await;
    for Visit { route, who, path } in visits(&house).await {
        // Whether a record exists is private, and whether a file does: their stories tell who is shown one.
        let private = ["/deconnexion", "/association/{association}"];
        let of_file = route.contains("/fichiers");
        if who.is_none() || private.contains(&route) || of_file {
            continue;
        }
        let told = house.visitor().get(&path).await.expect(401);
        let told = told.must_say(texts::error::sign_in(Lang::Fr));
        let back = format!("/connexion?suite={path}");
        assert!(told.links().contains(&back), "{path}: {:?}", told.links());
        house.visitor().get(&href(Lang::En, &path)).await.expect(401);
        // Another's journey is hidden from associations; what is for a hat says so.
        let status = match route {
            "/presence" => None,
            "/apres/{registration}" => Some((&lucie, [404, 404])),
            "/parcours" | "/visite" | "/projet" | "/roles" | "/compte" | "/compte/courrier" => None,
            "/compte/calendriers" | "/annuaire" => None,
            "/wiki/{slug}/modifier" | "/pages/nouvelle" | "/pages/a-soigner" => None,
            "/parcours/attestations" => None,
            "/compte/donnees" | "/compte/supprimer" | "/parcours/preparation" => None,
            "/parcours/{journey}/donnees" => Some((&lucie, [404, 404])),
            "/orientation/{orientation}"
            | "/temoignage/{testimony}"
            | "/association/{association}/modifier"
            | "/association/{association}/membres"
            | "/association/{association}/echanges"
            | "/association/{association}/passation"
            | "/espaces/{space}"
            | "/espaces/{space}/modifier"
            | "/espaces/{space}/personnes" => Some((&lucie, [404, 404])),
            _ if who == Some(VICTOR) => Some((&lucie, [403, 404])),
            "/projet/{project}" => Some((&lucie, [403, 404])),
            _ => Some((&lucie, [403, 403])),
        };
        if let Some((client, allowed)) = status {
            let answer = client.get(&path).await;
            assert!(allowed.contains(&answer.status), "{path}: {}", answer.status);
        }
    }
    // A volunteer has no journey of an association.
    victor.get("/parcours").await.expect(403);
    victor.get("/projet").await.expect(403);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_said_plainly() {
    let house = House::demo().await;
    let visitor = house.visitor();
    for path in ["/nulle-part", "/agenda/x", "/wiki/nulle_part", "/agenda/x/y", "/assets/app.js"] {
        visitor.get(path).await.expect(404);
    }
    let page = visitor.get("/nulle-part").await.must_say(texts::error::not_found(Lang::Fr));
    assert!(page.body.contains("<html lang=\"fr\""), "{}", page.body);
    let page = visitor.get("/en/nowhere").await.expect(404);
    assert!(
        page.says(texts::error::not_found(Lang::En)) && page.body.contains("<html lang=\"en\"")
    );
    let nobody = uuid::Uuid::now_v7();
    visitor.get(&format!("/agenda/{nobody}")).await.expect(404);
    let victor = house.signed_in(VICTOR).await;
    for path in ["diagnostic", "parcours"] {
        victor.get(&format!("/{path}/{nobody}")).await.expect(404);
        victor.get(&format!("/{path}/x")).await.expect(404);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unexpected_error_is_a_plain_page_with_a_number() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let page = lucie.get("/agenda").await.expect(200);
    assert!(!page.says(texts::error::unexpected(Lang::Fr)));
    house.accident("ALTER TABLE entry RENAME TO lost").await;
    let page = lucie.get("/agenda").await.expect(500);
    let page = page.must_say(texts::error::unexpected(Lang::Fr));
    let number = tags(&page.body).iter().find(|tag| tag.name == "code").map(Tag::words);
    let number = number.expect("a number to give");
    assert!(uuid::Uuid::parse_str(&number).is_ok(), "{number}");
    for inside in ["entry", "lost", "table", "SQL", "panicked"] {
        let page = page.words();
        assert!(!page.contains(inside), "« {inside} » is nobody's business: {page}");
    }
    // A form meets the same, and so does an island.
    let meeting = uuid::Uuid::now_v7().to_string();
    let sent = lucie.post(&format!("/agenda/{meeting}"), "register", &[("entry", &meeting)]).await;
    sent.expect(500).must_say(texts::error::unexpected(Lang::Fr));
    let called =
        lucie.call("register", &[("command", &crate::house::fresh()), ("entry", &meeting)]).await;
    let called = called.expect(500);
    assert!(!called.body.contains("lost") && !called.body.contains("no such"), "{}", called.body);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_asks_whether_the_server_lives() {
    let house = House::demo().await;
    let visitor = house.visitor();
    assert_eq!(visitor.get("/healthz").await.expect(200).body, "ok");
    assert_eq!(visitor.get("/readyz").await.expect(200).body, "ready");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_is_told_when_the_server_cannot_serve() {
    let house = House::demo().await;
    let visitor = house.visitor();
    visitor.get("/readyz").await.expect(200);
    // A newer program has changed the shape of the database.
    house.accident("INSERT INTO seaql_migrations VALUES ('m20991231_of_tomorrow', 0)").await;
    let told = visitor.get("/readyz").await.expect(503);
    assert_eq!(told.body, "the database does not answer");
    // The process lives all the same: its host has no reason to kill it.
    visitor.get("/healthz").await.expect(200);
    house.accident("DELETE FROM seaql_migrations WHERE version = 'm20991231_of_tomorrow'").await;
    visitor.get("/readyz").await.expect(200);
    house.close().await;
}
