//! Stories looked through, what they start, and what is said of that.

use crate::accounts::NEWCOMER;
use crate::house::{Client, House};
use domain::finding::{Kind, Question};
use domain::ids::TestimonyId;
use domain::text::Lang;
use server::demo::{BRUNO, LUCIE, NADIA, TESTIMONY};
use store::{Wanted, Window};

const FR: Lang = Lang::Fr;
/// Words that Nadia's story has only by the need that it tells.
const OF_HER_NEED: &str = "refais";

/// Nadia's story.
async fn story(house: &House) -> TestimonyId {
    let told = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    told.expect("it reads").remove(0).id
}

async fn shown(visitor: &Client, query: &str) -> bool {
    let page = visitor.get(&format!("/temoignages?{query}")).await.expect(200);
    let shown = page.links().iter().any(|link| link.starts_with("/rejoindre?inspire="));
    assert_eq!(shown, page.says(TESTIMONY), "{query}: {}", page.words());
    assert_eq!(shown, !page.says(texts::gallery::none(FR)), "{query}: {}", page.words());
    shown
}

async fn looked_through(house: House) {
    let (visitor, nadia) = (house.visitor(), house.signed_in(NADIA).await);
    let page =
        visitor.get("/temoignages").await.expect(200).must_say(&texts::gallery::count(FR, 1));
    let offered = ["Tours (1)", "Les créneaux du samedi (1)", "De 11 à 50 personnes (1)"];
    offered.iter().for_each(|choice| assert!(page.says(choice), "{}", page.words()));
    for (query, found) in [
        ("", true),
        ("theme=&outil=&taille=&lieu=&besoin=", true),
        ("theme=members", true),
        ("theme=members&lieu=tours&taille=up_to_50&outil=Les+cr%C3%A9neaux+du+samedi", true),
        ("theme=equipment", false),
        ("theme=members&lieu=Nantes", false),
        ("taille=up_to_10", false),
        ("taille=beaucoup", false),
        ("outil=Un+autre", false),
        // In whatever form, without accents, by a slip of the hand.
        ("besoin=les+plannings+d%27un+benevole", true),
        ("besoin=planing", true),
        ("besoin=zorglub", false),
        (&format!("besoin={OF_HER_NEED}"), true),
        (&format!("besoin={OF_HER_NEED}&lieu=Tours"), true),
        (&format!("besoin={OF_HER_NEED}&lieu=Nantes"), false),
    ] {
        assert_eq!(shown(&visitor, query).await, found, "{query}");
    }
    // What was asked stays in the fields, as text.
    let odd = "besoin=%22%3E%3Cscript%3E&lieu=%3Cb%3Eici&theme=%3Ci%3E&taille=%3Cu%3E&outil=%27";
    let page = visitor.get(&format!("/temoignages?{odd}")).await.expect(200);
    assert!(!page.body.contains("<script") && !page.body.contains("<b>ici"));
    let page = visitor.get("/en/temoignages?besoin=zorglub").await.expect(200);
    page.must_say(texts::gallery::none(Lang::En));

    // Withdrawn, a fact is no filter, is not shown, and is not found.
    let path = format!("/temoignage/{}", story(&house).await);
    let hidden = [("tell[need]", "hidden"), ("tell[place]", "hidden"), ("tell[size]", "reworded")];
    let hidden = [&hidden[..], &[("words[size]", "Une petite quarantaine")]].concat();
    nadia.fill_in(&path, "write_testimony", &hidden).await.next();
    let page = visitor.get("/temoignages").await.expect(200);
    assert!(!page.says("Tours (1)") && !page.says("De 11 à 50 personnes"), "{}", page.words());
    assert!(!page.says(OF_HER_NEED) && page.says("Les créneaux du samedi (1)"));
    for query in ["lieu=Tours", "taille=up_to_50", &format!("besoin={OF_HER_NEED}")] {
        assert!(!shown(&visitor, query).await, "{query}");
    }
    let window = Window { kind: Some(Kind::Testimony), skip: 0, most: 9 };
    let question = Question::read(OF_HER_NEED);
    let rows = house.rows();
    let hits = rows.find(&question, Wanted::All, window).await.expect("it reads");
    assert_eq!(hits.total(), 0, "it is searched no more");
    // Told in other words, it is found by these.
    assert!(shown(&visitor, "besoin=quarantaine").await);
    // Agreed to again, it is back.
    nadia.fill_in(&path, "write_testimony", &[("tell[place]", "as_is")]).await.next();
    assert!(shown(&visitor, "lieu=Tours").await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_stories_are_looked_through_by_what_is_told() {
    looked_through(House::demo().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_stories_are_looked_through_on_postgres_too() {
    let Some(house) = House::demo_on_postgres().await else { return };
    looked_through(house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_us_too_begins_with_the_first_words_of_the_story() {
    let house = House::demo().await;
    let story = story(&house).await;
    let visitor = house.visitor();
    let path = format!("/rejoindre?inspire={story}");
    let page = visitor.get(&path).await.expect(200).must_say(texts::us_too::begun(FR));
    let form = page.form("join");
    let begun = form.value("need").expect("a field").to_owned();
    assert!(begun.contains("Les Repas du Quartier") && begun.contains(OF_HER_NEED), "{begun}");
    assert_eq!(form.value("themes[members]"), Some("on"), "what it is about is ticked");
    // What was typed is kept, and so is where it comes from.
    let typed = [("need", "Nous aussi, mais à vélo."), ("association", "")];
    let back = visitor.fill(&page, &form, &typed).await.expect(422);
    let again = back.form("join");
    assert_eq!(again.value("need"), Some("Nous aussi, mais à vélo."));
    assert_eq!(again.value("inspired_by"), Some(story.to_string().as_str()));
    visitor.fill(&back, &again, &NEWCOMER).await.expect(303);
    crate::accounts::claims(&house, &visitor, "aicha@example.org").await;
    let journey = house.journey("aicha@example.org").await;
    assert_eq!(journey.inspired_by(), [story]);
    let association = house.rows().association(journey.head.association).await;
    let association = association.expect("it reads").expect("it is");
    assert!(association.about.themes.contains(&"members".to_owned()));
    visitor.get("/parcours").await.expect(200).must_say(TESTIMONY);
    // Without the first words, for they are told no more.
    let nadia = house.signed_in(NADIA).await;
    let hidden = [("tell[need]", "hidden"), ("tell[themes]", "hidden")];
    nadia.fill_in(&format!("/temoignage/{story}"), "write_testimony", &hidden).await.next();
    let page = house.visitor().get(&path).await.expect(200);
    let form = page.form("join");
    assert!(!form.value("need").expect("a field").contains(OF_HER_NEED));
    assert!(!form.names.iter().any(|name| name.starts_with("themes")));
    // Her own story gives her no wish.
    let page = nadia.get(&path).await.expect(200);
    assert!(page.has_form("join") && !page.has_form("state_need"));
    house.close().await;
}

/// An association whose journey has begun finds the wish in a story.
async fn wishes(client: &Client, path: &str, need: &str) {
    let page = client.get(path).await.expect(200);
    let form = page.form("state_need");
    assert!(form.value("need").is_some_and(|begun| begun.contains("Les Repas du Quartier")));
    let back = client.fill(&page, &form, &[("need", "")]).await.expect(422);
    let again = back.form("state_need");
    client.fill(&back, &again, &[("need", need)]).await.leads_to("/parcours?dit=need_stated");
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_us_too_adds_a_need_to_a_journey_that_has_begun() {
    let house = House::demo().await;
    let story = story(&house).await;
    let lucie = house.signed_in(LUCIE).await;
    let path = format!("/rejoindre?inspire={story}");
    wishes(&lucie, &path, "Nous aussi, pour l’arrosage.").await;
    wishes(&lucie, &path, "Et pour les clés.").await;
    let journey = house.journey(LUCIE).await;
    assert_eq!(journey.inspired_by(), [story], "told once");
    let needs = house.rows().needs(journey.head.id).await.expect("it reads");
    assert_eq!(needs.last().map(|need| need.words.as_str()), Some("Et pour les clés."));
    lucie.get("/parcours").await.expect(200).must_say(&texts::journey::inspired(FR, TESTIMONY));
    let another = lucie.get(&format!("{path}&autre=oui")).await.expect(200);
    assert!(another.has_form("join") && !another.has_form("state_need"));
    // What is not there inspires nothing; who acts for nobody states no need.
    let made_up = [("need", "Un besoin"), ("inspired_by", &*crate::house::fresh())];
    lucie.post("/rejoindre", "state_need", &made_up).await.expect(303);
    assert_eq!(house.journey(LUCIE).await.inspired_by(), [story]);
    lucie
        .post("/rejoindre", "state_need", &[("need", "x"), ("inspired_by", "?")])
        .await
        .expect(404);
    house.visitor().post("/rejoindre", "state_need", &made_up).await.expect(401);
    house.close().await;
}

async fn lineage(house: House) {
    let story = story(&house).await;
    let page = house.rows().shown_story(story).await.expect("it reads").expect("it is").page;
    let public = format!("/wiki/{}", page.slug);
    let (visitor, bruno) = (house.visitor(), house.signed_in(BRUNO).await);
    let one = texts::lineage::on_their_way(FR, 1);
    let told = visitor.get(&public).await.expect(200).must_say(&one);
    assert!(told.body.contains("class=\"lineage\"") && told.body.contains("role=\"img\""));
    told.must_not_say("La Maraude des Halles");
    // Another finds the wish there, and tells it.
    wishes(&bruno, &format!("/rejoindre?inspire={story}"), "Nous aussi, pour les dépôts.").await;
    let two = texts::lineage::on_their_way(FR, 2);
    let told = visitor.get(&public).await.expect(200).must_say(&two);
    let told = told.must_say(&texts::wiki::inspired(FR, 2));
    told.must_not_say("La Ressourcerie de la Gloriette");
    bruno.fill_in("/parcours", "sign_handover", &[]).await.expect(303);
    let path = bruno.post("/parcours", "begin_testimony", &[]).await.next();
    let typed = [("title", "Nos <b>dépôts</b>"), ("publish", "yes")];
    let own = bruno.fill_in(&path, "write_testimony", &typed).await.next();
    let own = own.split('?').next().expect("a path").to_owned();
    let told = visitor.get(&public).await.expect(200).must_say(&one).must_say("Nos <b>dépôts</b>");
    let told = told.must_say("La Ressourcerie de la Gloriette");
    assert!(told.links().contains(&own) && !told.body.contains("<b>dépôts"));
    // From its own page, it has started nothing yet.
    visitor.get(&own).await.expect(200).must_say(texts::wiki::inspired_none(FR));
    // Taken back, it is one of so many again.
    bruno.fill_in(&path, "withdraw_testimony", &[]).await.expect(303);
    let told = visitor.get(&public).await.expect(200).must_say(&two);
    told.must_not_say("La Ressourcerie de la Gloriette").must_not_say("Nos <b>dépôts</b>");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_story_shows_what_it_started_and_names_only_who_tells() {
    lineage(House::demo().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_story_shows_what_it_started_on_postgres_too() {
    let Some(house) = House::demo_on_postgres().await else { return };
    lineage(house).await;
}
