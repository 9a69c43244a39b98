//! Spaces: who knows of them, who writes in them, how people come and go.

use crate::house::{Client, House};
use domain::text::{Fault, Lang};
use domain::wiki::{Around, Space};
use server::demo::{
    ADA, BRUNO, CAMILLE, CIRCLE, DENIS, FATOU, GASPARD, INES, JEANNE, LUCIE, PAUL, VERA, VICTOR,
};
use std::collections::{BTreeMap, BTreeSet};
use tokio::task::JoinSet;

const FR: Lang = Lang::Fr;

/// What is written in the circle of the cast.
const TITLE: &str = "Qui apporte quoi";
const NAME: &str = "Fêtes de quartier";

fn page() -> String {
    format!("/wiki/{CIRCLE}:qui_apporte_quoi")
}

fn circle() -> String {
    format!("/espaces/{CIRCLE}")
}

/// Nothing tells of the circle, nor of what is written there.
async fn knows_nothing(client: &Client, who: &str, signed: bool) {
    for end in ["", "/historique", "/version/1", "/comparer", "/liens"] {
        client.get(&format!("{}{end}", page())).await.expect(404);
    }
    let closed = if signed { 404 } else { 401 };
    client.get(&format!("{}/modifier", page())).await.expect(closed);
    client.get(&circle()).await.expect(closed);
    client.get(&format!("/pages/recentes?espace={CIRCLE}")).await.expect(404);
    client.get(&format!("/pages/recentes.atom?espace={CIRCLE}")).await.expect(404);
    for path in [
        "/wiki",
        "/espaces",
        "/espaces/wiki",
        "/pages/recentes",
        "/pages/recentes.atom",
        "/pages/a-relier",
        "/wiki/accueil/liens",
    ] {
        let page = client.get(path).await.expect(200);
        for told in [TITLE, NAME, CIRCLE] {
            assert!(!page.body.contains(told), "{who} on {path}: {told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_closed_space_is_known_to_its_people_alone() {
    let house = House::demo().await;
    let gaspard = house.signed_in(GASPARD).await;
    // It leads to a page of everybody's, which does not tell of it.
    let more = [("source", "Voir [[:accueil]] et [[:nulle_part]]."), ("summary", "Secret")];
    gaspard.fill_in(&format!("{}/modifier", page()), "save_page", &more).await.next();
    gaspard.get("/wiki/accueil/liens").await.expect(200).must_say(TITLE);
    gaspard.get("/pages/a-relier").await.expect(200).must_say("nulle_part");
    let visitor = house.visitor();
    knows_nothing(&visitor, "a visitor", false).await;
    let told = visitor.get("/pages/a-relier").await.expect(200);
    assert!(!told.says("nulle_part"));
    for who in [LUCIE, VICTOR, CAMILLE, PAUL, ADA] {
        knows_nothing(&house.signed_in(who).await, who, true).await;
    }
    // Who acts for one of its associations is of it; who was asked learns what it is, and no more.
    for who in [JEANNE, FATOU] {
        let client = house.signed_in(who).await;
        client.get(&page()).await.expect(200).must_say(TITLE);
        client.get("/pages/recentes").await.expect(200).must_say(TITLE);
        client.get(&circle()).await.expect(200).must_say(TITLE);
    }
    let ines = house.signed_in(INES).await;
    ines.get(&circle()).await.expect(200).must_say(NAME).must_not_say(TITLE);
    ines.get(&page()).await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_people_come_into_a_space_by_invitation_and_go() {
    let house = House::demo().await;
    let (gaspard, ines) = (house.signed_in(GASPARD).await, house.signed_in(INES).await);
    let people = format!("{}/personnes", circle());
    let told = gaspard.get(&people).await.expect(200);
    told.must_say("Épicerie du Menneton").must_say(INES);
    ines.get("/espaces").await.expect(200).must_say(NAME);
    let joined = ines.fill_in(&circle(), "join_space", &[("answer", "join")]).await;
    joined.leads_to(&format!("{}?dit=space_joined", circle()));
    ines.get(&page()).await.expect(200);
    // Who joined writes and asks others; whose it is alone sends away.
    let asked = [("email", "karim@example.org")];
    ines.fill_in(&people, "invite_to_space", &asked).await.expect(303);
    let ines_id = house.person(INES).await.id.to_string();
    let fatous = house.association(FATOU).await.to_string();
    let away = [("space", CIRCLE), ("association", fatous.as_str())];
    ines.post(&people, "part_from_space", &away).await.expect(403);
    ines.get(&format!("{}/modifier", circle())).await.expect(403);
    gaspard.post(&people, "part_from_space", &away).await.expect(303);
    house.signed_in(FATOU).await.get(&page()).await.expect(404);
    let leaves = [("space", CIRCLE), ("person", ines_id.as_str())];
    ines.post(&people, "part_from_space", &leaves).await.leads_to("/espaces?dit=space_left");
    ines.get(&page()).await.expect(404);
    // Asked again, they have the letter already; taken back and sent anew, it is one a day.
    let again = gaspard.fill_in(&people, "invite_to_space", &asked).await;
    again.leads_to(&format!("{people}?dit=space_invited_before"));
    let back = [("space", CIRCLE), ("address", asked[0].1)];
    gaspard.post(&people, "uninvite_from_space", &back).await.expect(303);
    gaspard.fill_in(&people, "invite_to_space", &asked).await.expect(303);
    let letters = house.letters_to("karim@example.org").await;
    let invited = letters.iter().filter(|letter| letter.subject.contains(NAME)).count();
    assert_eq!(invited, 1, "{letters:?}");
    // Told wrong, it says so and keeps what was typed.
    let told = gaspard.fill_in(&people, "invite_to_space", &[("email", "karim@")]).await;
    let told = told.expect(422);
    assert_eq!(told.fault("email"), Some(texts::fault(FR, Fault::Email)));
    assert_eq!(told.form("invite_to_space").value("email"), Some("karim@"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_space_of_work_opened_by_two_at_once_is_one_on_sqlite() {
    opened_by_two_at_once(House::demo().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_space_of_work_opened_by_two_at_once_is_one_on_postgres() {
    if let Some(house) = House::demo_on_postgres().await {
        opened_by_two_at_once(house).await;
    }
}

/// Both are led to the same one, whoever came first; two workshops whose spaces would be called alike have one each.
async fn opened_by_two_at_once(house: House) {
    let theirs = house.common_session().await.workshop.expect("a session of a workshop");
    let another = house.date(|date| date.workshop.is_some_and(|workshop| workshop != theirs)).await;
    let others = another.workshop.expect("another workshop");
    let mut ready = Vec::new();
    for workshop in [theirs, others].repeat(3) {
        let camille = house.signed_in(CAMILLE).await;
        let page = camille.get(&format!("/espaces/ouvrir/atelier/{workshop}")).await.expect(200);
        ready.push((workshop, camille, page));
    }
    let mut race = JoinSet::new();
    for (workshop, camille, page) in ready {
        race.spawn(async move {
            let typed = [("title", "Nos notes")];
            let opened = camille.fill(&page, &page.form("open_space"), &typed).await;
            (workshop, opened.expect(303).next())
        });
    }
    let mut led: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for (workshop, to) in race.join_all().await {
        led.entry(workshop).or_default().insert(to);
    }
    let doors: BTreeSet<_> = led.values().flatten().collect();
    assert!(led.values().all(|to| to.len() == 1) && doors.len() == 2, "{led:?}");
    let spaces = house.rows().spaces().await.expect("it reads");
    for workshop in [theirs, others] {
        let of = |space: &&Space| space.around == Around::Workshop(workshop);
        assert_eq!(spaces.iter().filter(of).count(), 1);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_an_association_leaves_by_itself() {
    let house = House::demo().await;
    let (fatou, ines) = (house.signed_in(FATOU).await, house.signed_in(INES).await);
    let people = format!("{}/personnes", circle());
    let fatous = house.association(FATOU).await.to_string();
    let leaves = [("space", CIRCLE), ("association", fatous.as_str())];
    // Nobody leaves for others.
    ines.fill_in(&circle(), "join_space", &[("answer", "join")]).await.expect(303);
    ines.post(&people, "part_from_space", &leaves).await.expect(403);
    let label = texts::space::leave_with(FR, "Épicerie du Menneton");
    let label = label.split("Épicerie").next().expect("it begins").trim().to_owned();
    let told = fatou.get(&people).await.expect(200).must_say(&label);
    let left = fatou.fill(&told, &told.form("part_from_space"), &[]).await;
    left.leads_to("/espaces?dit=space_left");
    fatou.get(&page()).await.expect(404);
    ines.get(&page()).await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_who_looks_after_a_space_puts_its_pages_away() {
    let house = House::demo().await;
    let (gaspard, fatou) = (house.signed_in(GASPARD).await, house.signed_in(FATOU).await);
    let edit = format!("{}/modifier", page());
    // It says who reads it, and promises it to nobody else.
    gaspard.get(&page()).await.expect(200).must_say(texts::page_read_by::circle(FR));
    let written = gaspard.get(&edit).await.expect(200).must_say(texts::page_read_by::circle(FR));
    written.must_not_say(texts::edit::licence(FR));
    let open = gaspard.get("/wiki/accueil/modifier").await.expect(200);
    open.must_say(texts::edit::licence(FR)).must_not_say(texts::page_read_by::circle(FR));

    assert!(!fatou.get(&edit).await.expect(200).has_form("archive_page"));
    let away = gaspard.fill_in(&edit, "archive_page", &[("why", "Un numéro privé")]).await;
    away.leads_to(&format!("{}/historique?dit=page_archived", page()));
    let told = fatou.get(&page()).await.expect(200).must_say(texts::edit::waiting_away(FR));
    assert!(!told.links().contains(&edit), "she cannot bring it back");
    house.visitor().get(&page()).await.expect(404);
    fatou.fill_in(&edit, "save_page", &[]).await.expect(409);
    house.signed_in(CAMILLE).await.get(&edit).await.expect(404);
    gaspard.fill_in(&edit, "save_page", &[]).await.expect(303);
    fatou.get(&page()).await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_workshop_and_a_team_open_their_space_of_work() {
    let house = House::demo().await;
    let session = house.common_session().await;
    let workshop = session.workshop.expect("a session of a workshop");
    let (camille, gaspard) = (house.signed_in(CAMILLE).await, house.signed_in(GASPARD).await);
    let (lucie, vera) = (house.signed_in(LUCIE).await, house.signed_in(VERA).await);
    let at = format!("/atelier/{workshop}");
    let open = format!("/espaces/ouvrir/atelier/{workshop}");
    assert!(camille.get(&at).await.expect(200).links().contains(&open));
    // Who has a seat there does not open it, and neither does who has nothing to do with it.
    for client in [&gaspard, &lucie] {
        client.get(&open).await.expect(403);
        assert!(!client.get(&at).await.expect(200).links().contains(&open));
    }
    let opened = vera.fill_in(&open, "open_space", &[("title", "Une liste à nous")]).await;
    let space = "/espaces/espaces:une_liste_a_nous";
    opened.leads_to(&format!("{space}?dit=space_opened"));
    // Opened once: who comes second is led there.
    let again = [("kind", "atelier"), ("of", &workshop.to_string()), ("title", "Une autre")];
    let again = camille.post(&open, "open_space", &again).await;
    again.leads_to(&format!("{space}?dit=space_opened"));
    for client in [&camille, &gaspard, &vera] {
        assert!(client.get(&at).await.expect(200).links().contains(&space.to_owned()));
        let shown = client.get(space).await.expect(200);
        assert!(shown.links().contains(&at));
    }
    for client in [&lucie, &house.signed_in(PAUL).await] {
        client.get(space).await.expect(404);
        assert!(!client.get(&at).await.expect(200).links().contains(&space.to_owned()));
    }
    // A page written from there stands there.
    let typed = [("title", "Nos colonnes : lesquelles"), ("source", "Nom, **prénom**.")];
    let written =
        gaspard.fill_in("/pages/nouvelle?espace=espaces:une_liste_a_nous", "create_page", &typed);
    let to = written.await.next();
    assert!(to.starts_with("/wiki/espaces:une_liste_a_nous:nos_colonnes"), "{to}");
    vera.get(&to).await.expect(200);
    lucie.get(to.split('?').next().unwrap_or_default()).await.expect(404);

    // A team's: the association that brought the project, those who make it, those who organize the hackathon.
    let project = house.rows().projects_of(house.journey(BRUNO).await.head.id).await;
    let project = project.expect("it reads").remove(0).id;
    let open = format!("/espaces/ouvrir/projet/{project}");
    let (bruno, paul) = (house.signed_in(BRUNO).await, house.signed_in(PAUL).await);
    lucie.get(&open).await.expect(404);
    let opened = bruno.fill_in(&open, "open_space", &[("title", "Nos dépôts")]).await.next();
    assert!(opened.starts_with("/espaces/espaces:nos_depots"), "{opened}");
    for client in [&bruno, &paul] {
        client.get(&opened).await.expect(200);
        let page = client.get(&format!("/projet/{project}")).await.expect(200);
        assert!(page.links().contains(&"/espaces/espaces:nos_depots".to_owned()));
    }
    // Denis makes another.
    for client in [&camille, &lucie, &house.signed_in(DENIS).await] {
        let path = opened.split('?').next().unwrap_or_default();
        let seen = client.get(path).await.status;
        assert!([200, 404].contains(&seen), "{seen}");
    }
    lucie.get("/espaces/espaces:nos_depots").await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_an_organizer_makes_a_space_of_pages_that_are_there() {
    let house = House::demo().await;
    let (camille, lucie) = (house.signed_in(CAMILLE).await, house.signed_in(LUCIE).await);
    let page = [("title", "La perceuse"), ("address", "outils:perceuse"), ("source", "Un mot.")];
    lucie.fill_in("/pages/nouvelle", "create_page", &page).await.next();
    let charter = [
        ("title", "Outils"),
        ("purpose", "Se prêter des outils"),
        ("namespace", "Outils"),
        ("reads", "everybody"),
        ("writes", "circle"),
    ];
    let made = camille.fill_in("/espaces/nouveau", "make_space", &charter).await;
    made.leads_to("/espaces/outils?dit=space_made");
    let visitor = house.visitor();
    visitor.get("/espaces/outils").await.expect(200).must_say("La perceuse");
    visitor.get("/wiki").await.expect(200).must_say("Se prêter des outils");
    assert!(!visitor.get("/espaces/wiki").await.expect(200).says("La perceuse"));
    // Its pages are its people's to write, and the organizers'.
    lucie.get("/wiki/outils:perceuse/modifier").await.expect(403);
    camille.get("/wiki/outils:perceuse/modifier").await.expect(200);
    // What is wrong is said beside its field, and the rest kept.
    for (field, value, fault) in [
        ("namespace", "outils", Fault::Taken),
        ("namespace", "nouveau", Fault::Taken),
        ("namespace", "  ", Fault::Missing),
        ("title", "", Fault::Missing),
        ("reads", "nobody", Fault::Choice),
        ("writes", "everybody", Fault::Choice),
    ] {
        let mut typed = charter.to_vec();
        typed.retain(|(name, _)| *name != field);
        typed.push((field, value));
        let told = camille.post("/espaces/nouveau", "make_space", &typed).await.expect(422);
        assert_eq!(told.fault(field), Some(texts::fault(FR, fault)), "{field} = {value}");
        let kept = told.form("make_space");
        assert_eq!(kept.value("purpose"), Some("Se prêter des outils"));
    }
    // Closed, it is its people's: who closed it stays one of them, and nobody else knows of it any more.
    let closed = [("reads", "circle"), ("writes", "circle")];
    camille.fill_in("/espaces/outils/modifier", "change_space", &closed).await.expect(303);
    visitor.get("/wiki/outils:perceuse").await.expect(404);
    for path in ["/recherche?q=perceuse", "/recherche/propositions?q=perceuse"] {
        for (client, finds) in [(&visitor, false), (&lucie, false), (&camille, true)] {
            let found = client.get(path).await.expect(200);
            assert_eq!(found.body.contains("/wiki/outils:perceuse"), finds, "{path}");
        }
    }
    house.close().await;
}
