//! The wiki: the seed's own page, and testimonies from draft to published.

use crate::house::House;
use crate::html::tags;
use domain::text::Lang;
use domain::wiki::TestimonyState;
use server::demo::{BRUNO, LUCIE, NADIA, TESTIMONY};

const FR: Lang = Lang::Fr;

#[tokio::test(flavor = "multi_thread")]
async fn wiki_the_page_of_the_programme_is_drawn_from_its_source() {
    let house = House::demo().await;
    let page = house.visitor().get("/wiki/dispositif_savoirs_communs").await.expect(200);
    let page =
        page.must_say("Le dispositif Savoirs Communs vise à faire coopérer les associations");
    // No mark of the source is left.
    for mark in ["====", "**", "[[", "]]", "//Une association"] {
        assert!(!page.says(mark), "« {mark} » is left: {}", page.words());
    }
    let tags = tags(&page.body);
    let has = |name: &str, words: &str| tags.iter().any(|t| t.name == name && t.words() == words);
    assert!(has("h1", "Le dispositif Savoirs Communs"));
    assert!(
        tags.iter().any(|t| t.name == "h2" && t.words().starts_with("Un dispositif en 3 actions"))
    );
    assert!(tags.iter().any(|t| ["b", "strong"].contains(&t.name)));
    assert!(tags.iter().any(|t| ["i", "em"].contains(&t.name)));
    assert!(tags.iter().filter(|t| t.name == "li").count() >= 6);
    let links = page.links();
    for link in ["/wiki/accueil", "/wiki/ateliers_savoirs_communs", "http://paloaltours.org"] {
        assert!(links.iter().any(|l| l == link), "{link}: {links:?}");
    }
    assert!(page.says(texts::wiki::contents(FR)) && links.iter().any(|l| l.starts_with('#')));
    // Pages that it leads to exist.
    for link in links.iter().filter(|link| link.starts_with("/wiki/")) {
        house.visitor().get(link).await.expect(200);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_testimony_goes_from_a_draft_of_true_facts_to_everybody() {
    let house = House::demo().await;
    let bruno = house.signed_in(BRUNO).await;
    let project = house.rows().projects_of(house.journey(BRUNO).await.head.id).await;
    let project = project.expect("it reads").remove(0);
    let id = project.id.to_string();
    bruno
        .fill_in("/parcours", "sign_handover", &[])
        .await
        .leads_to("/parcours?dit=handover_signed");
    let used = [("project", id.as_str()), ("used", "yes")];
    bruno.post("/parcours", "say_in_use", &used).await.leads_to("/parcours?dit=tool_in_use");

    let path = bruno.post("/parcours", "begin_testimony", &[]).await.next();
    let page = bruno.get(&path).await.expect(200);
    let form = page.form("write_testimony");
    let draft = form.value("source").expect("a draft").to_owned();
    let needs = house.rows().needs(house.journey(BRUNO).await.head.id).await.expect("it reads");
    for fact in [needs[0].words.as_str(), project.title.as_str(), "La Ressourcerie de la Gloriette"]
    {
        assert!(draft.contains(fact), "the draft forgets « {fact} »: {draft}");
    }
    // Beginning again opens the same.
    assert_eq!(bruno.post("/parcours", "begin_testimony", &[]).await.next(), path);

    // Saved, only its author sees it.
    let title = "Nos dépôts <b>arrivent</b> à l’heure";
    let text =
        format!("{draft}\n\n**Merci** <script>alert(1)</script> [[javascript:alert(1)|ici]]");
    let typed = [("title", title), ("source", text.as_str())];
    let done = bruno.fill(&page, &form, &typed).await;
    done.leads_to(&format!("{path}?dit=testimony_saved"));
    let told = house.rows().testimonies_of(house.journey(BRUNO).await.head.id).await;
    let told = told.expect("it reads").remove(0);
    assert_eq!(told.state, TestimonyState::Sketched);
    let slug = house.rows().page(told.page).await.expect("it reads").expect("it is").slug;
    let public = format!("/wiki/{slug}");
    let visitor = house.visitor();
    visitor.get(&public).await.expect(404);
    visitor.get("/temoignages").await.expect(200).must_not_say(title);
    let lucie = house.signed_in(LUCIE).await;
    lucie.get(&path).await.expect(404);

    // Published, everybody does, and what was typed is text.
    let page = bruno.get(&path).await.expect(200);
    let form = page.form("write_testimony");
    let next = bruno.fill(&page, &form, &[("publish", "yes")]).await.next();
    assert!(next.ends_with("?dit=testimony_published"), "{next}");
    let shown = visitor.get(&next).await.expect(200).must_say("alert(1)");
    assert!(!shown.body.contains("<script") && !shown.body.contains("<b>arrivent"));
    assert!(shown.links().iter().all(|link| !link.contains("javascript")));
    assert!(shown.links().contains(&format!("/rejoindre?inspire={}", told.id)));
    visitor.get(&public).await.expect(200);
    visitor.get("/temoignages").await.expect(200).must_say(title);

    // Saving again changes nothing of what everybody sees.
    let page = bruno.get(&path).await.expect(200);
    let form = page.form("write_testimony");
    let typed = [("source", "Un brouillon à part")];
    bruno.fill(&page, &form, &typed).await.expect(303);
    visitor.get(&public).await.expect(200).must_not_say("Un brouillon à part");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_published_testimony_counts_whom_it_inspired() {
    let house = House::demo().await;
    let told = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    let told = told.expect("it reads").remove(0);
    let before = house.rows().inspired_by(told.id).await.expect("it reads");
    assert_eq!(before, 1, "La Maraude des Halles");
    let slug = house.rows().page(told.page).await.expect("it reads").expect("it is").slug;
    let page = house.visitor().get(&format!("/wiki/{slug}")).await.expect(200).must_say(TESTIMONY);
    let us_too = page.links().into_iter().find(|link| link.starts_with("/rejoindre?inspire="));
    let typed = crate::accounts::NEWCOMER;
    house.visitor().fill_in(&us_too.expect("a way"), "join", &typed).await.expect(303);
    assert_eq!(house.rows().inspired_by(told.id).await.expect("it reads"), 2);
    house.close().await;
}
