//! The wiki: the seed's own page, and testimonies from draft to published.

use crate::house::House;
use crate::html::tags;
use domain::text::Lang;
use domain::wiki::TestimonyState;
use domain::wiki::fact::{FactKind, Facts, Telling, searchable};
use server::demo::{BRUNO, CAMILLE, LUCIE, NADIA, TESTIMONY, VICTOR};

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
    let needs = house.rows().needs(house.journey(BRUNO).await.head.id).await.expect("it reads");
    let need = needs[0].words.to_string();
    let page = page.must_say(&need).must_say(project.title.as_str());
    assert!(
        page.form("write_testimony")
            .value("beginning")
            .is_some_and(|text| { text.contains("La Ressourcerie de la Gloriette") })
    );
    // Beginning again opens the same.
    assert_eq!(bruno.post("/parcours", "begin_testimony", &[]).await.next(), path);

    // Looked at first, nothing is kept; a fact is shown once it is agreed to, and not before.
    let title = "Nos dépôts <b>arrivent</b> à l’heure";
    let typed = [
        ("title", title),
        ("after", "**Merci** <script>alert(1)</script> [[javascript:alert(1)|ici]]"),
        ("tell[need]", "as_is"),
        ("tell[project]", "reworded"),
        ("words[project]", "Un agenda à nous, <i>simple</i>."),
        ("tell[in_use]", "hidden"),
    ];
    let mut watch = house.watch().await;
    let looked = [&typed[..], &[("preview", "yes")]].concat();
    let seen = bruno.fill(&page, &page.form("write_testimony"), &looked).await.expect(200);
    let seen = seen.must_say("Un agenda à nous, <i>simple</i>.").must_say("Merci");
    watch.nothing_changed("looking first").await;

    // Saved, only its author sees it.
    let done = bruno.fill(&seen, &seen.form("write_testimony"), &typed).await;
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
    let shown = visitor.get(&next).await.expect(200).must_say("alert(1)").must_say(&need);
    let shown = shown.must_say("Un agenda à nous, <i>simple</i>.");
    let shown = shown.must_not_say(texts::journey_fact::in_use(FR));
    assert!(!shown.body.contains("<script") && !shown.body.contains("<b>arrivent"));
    assert!(shown.links().iter().all(|link| !link.contains("javascript")));
    assert!(shown.links().contains(&format!("/rejoindre?inspire={}", told.id)));
    visitor.get(&public).await.expect(200);
    visitor.get("/temoignages").await.expect(200).must_say(title);

    // Saving again changes nothing of the text that everybody sees.
    let page = bruno.get(&path).await.expect(200);
    let form = page.form("write_testimony");
    bruno.fill(&page, &form, &[("advice", "Un brouillon à part")]).await.expect(303);
    visitor.get(&public).await.expect(200).must_not_say("Un brouillon à part");
    // Taken back, nobody finds it.
    let gone = bruno.fill_in(&path, "withdraw_testimony", &[]).await;
    gone.leads_to(&format!("{path}?dit=testimony_withdrawn"));
    visitor.get(&public).await.expect(404);
    visitor.get("/temoignages").await.expect(200).must_not_say(title);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_fact_without_consent_is_nowhere() {
    let house = House::demo().await;
    let nadia = house.signed_in(NADIA).await;
    let told = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    let told = told.expect("it reads").remove(0);
    let slug = house.rows().page(told.page).await.expect("it reads").expect("it is").slug;
    let (public, path) = (format!("/wiki/{slug}"), format!("/temoignage/{}", told.id));
    let needs = house.rows().needs(house.journey(NADIA).await.head.id).await.expect("it reads");
    let need = needs[0].words.as_str();
    let visitor = house.visitor();
    // Twice: the second is what is kept of it for everybody.
    for _ in 0..2 {
        let shown = visitor.get(&public).await.expect(200).must_say(need);
        assert!(shown.body.contains("class=\"theme-lines\""), "the way is drawn");
    }
    // Withdrawn, it is empty at once: the page of everybody, what is searched, every state of the text.
    let hidden = [("tell[need]", "hidden"), ("tell[diagnosis]", "hidden")];
    nadia.fill_in(&path, "write_testimony", &hidden).await.next();
    let shown = visitor.get(&public).await.expect(200).must_not_say(need);
    assert!(!shown.body.contains("class=\"theme-lines\""), "the way is drawn no more");
    let rows = house.rows();
    let consents = rows.consents(told.id).await.expect("it reads");
    let kept = |kind| consents.iter().find(|consent| consent.kind == kind);
    let need_kept = kept(FactKind::Need).expect("it was said");
    assert_eq!(need_kept.telling, Telling::Hidden);
    assert_eq!(need_kept.by, Some(house.person(NADIA).await.id));
    let facts = Facts::told(consents.clone());
    let head = rows.last_revision(told.page).await.expect("it reads").expect("it is");
    for number in 1..=head.number {
        let state = rows.numbered_revision(told.page, number).await.expect("it reads");
        let state = state.expect("it is there");
        assert!(!state.source.as_str().contains(need), "state {number}");
        let read = domain::wiki::markup::parse(state.source.as_str());
        assert!(!searchable(&read, &facts).contains(need), "state {number} is searched");
    }
    // Asked for again, it is as the journey tells it.
    nadia
        .fill_in(&path, "write_testimony", &[("tell[need]", "as_is"), ("publish", "yes")])
        .await
        .next();
    visitor.get(&public).await.expect(200).must_say(need);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_two_of_an_association_write_one_story() {
    let house = House::demo().await;
    let nadia = house.signed_in(NADIA).await;
    let told = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    let path = format!("/temoignage/{}", told.expect("it reads").remove(0).id);
    let mut pages = Vec::new();
    for _ in 0..3 {
        pages.push(nadia.get(&path).await.expect(200));
    }
    let [first, second, third] = [0, 1, 2].map(|n: usize| pages[n].form("write_testimony"));
    nadia.fill(&pages[0], &first, &[("before", "Un tableau.")]).await.next();
    // Elsewhere: both stay.
    let done = nadia.fill(&pages[1], &second, &[("advice", "Commencez petit.")]).await;
    done.leads_to(&format!("{path}?dit=testimony_merged"));
    let page = nadia.get(&path).await.expect(200);
    let form = page.form("write_testimony");
    assert_eq!(form.value("before"), Some("Un tableau."));
    assert_eq!(form.value("advice"), Some("Commencez petit."));
    // The same words: both are shown, what was written elsewhere is there, and nothing typed is lost.
    let typed = [("before", "Un cahier.")];
    let met = nadia.fill(&pages[2], &third, &typed).await.expect(409).must_say("Un tableau.");
    let again = met.form("write_testimony");
    assert_eq!(again.value("before"), Some("Un cahier."));
    assert_eq!(again.value("advice"), Some("Commencez petit."));
    nadia.fill(&met, &again, &[]).await.leads_to(&format!("{path}?dit=testimony_saved"));
    let form = nadia.get(&path).await.expect(200).form("write_testimony");
    assert_eq!(form.value("before"), Some("Un cahier."));
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

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_page_is_created_changed_and_brought_back() {
    let house = House::demo().await;
    let (lucie, victor) = (house.signed_in(LUCIE).await, house.signed_in(VICTOR).await);
    let first = [("title", "Prêter des outils"), ("source", "Un **début**. [[accueil]]")];
    lucie
        .fill_in("/pages/nouvelle", "create_page", &first)
        .await
        .leads_to("/wiki/preter_des_outils?dit=page_saved");
    let path = "/wiki/preter_des_outils";
    let visitor = house.visitor();
    visitor.get(path).await.expect(200).must_say("Un début.");
    // What leads where is known at once.
    visitor.get("/wiki/accueil/liens").await.expect(200).must_say("Prêter des outils");
    // Another changes it, and says why.
    let change = [("source", "Un **milieu**. [[une_autre_page]]"), ("summary", "La suite")];
    victor
        .fill_in(&format!("{path}/modifier"), "save_page", &change)
        .await
        .leads_to(&format!("{path}?dit=page_saved"));
    let wanted = visitor.get("/pages/a-relier").await.expect(200);
    assert!(
        wanted.says("une_autre_page") && wanted.says("Prêter des outils"),
        "{}",
        wanted.words()
    );
    let history = visitor.get(&format!("{path}/historique")).await.expect(200).must_say("La suite");
    // Names of people are for who has signed in.
    let name = house.person(VICTOR).await.name.to_string();
    assert!(!history.says(&name));
    lucie.get("/pages/recentes").await.expect(200).must_say(&name);
    visitor.get(&format!("{path}/version/1")).await.expect(200).must_say("Un début.");
    visitor.get(&format!("{path}/version/3")).await.expect(404);
    lucie
        .fill_in(&format!("{path}/version/1"), "restore_page", &[])
        .await
        .leads_to(&format!("{path}?dit=page_saved"));
    visitor.get(path).await.expect(200).must_say("Un début.");
    let feed = visitor.get("/pages/recentes.atom").await.expect(200);
    assert!(feed.body.contains("/wiki/preter_des_outils/version/3"), "{}", feed.body);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_looking_first_keeps_what_was_typed_and_saves_nothing() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let mut watch = house.watch().await;
    let typed = [("title", "À voir"), ("source", "Un **mot** <b>cru</b>"), ("preview", "yes")];
    let seen = lucie.fill_in("/pages/nouvelle", "create_page", &typed).await.expect(200);
    assert!(seen.says(texts::edit::preview_title(FR)) && seen.says("Un mot <b>cru</b>"));
    assert_eq!(seen.form("create_page").value("source"), Some("Un **mot** <b>cru</b>"));
    watch.nothing_changed("looking first").await;
    // Empty, it says what is missing, and keeps the rest.
    let typed = [("title", ""), ("source", "Un texte")];
    let told = lucie.fill_in("/pages/nouvelle", "create_page", &typed).await.expect(422);
    assert_eq!(told.form("create_page").value("source"), Some("Un texte"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_who_saved_second_decides_of_the_same_words() {
    let house = House::demo().await;
    let (lucie, victor) = (house.signed_in(LUCIE).await, house.signed_in(VICTOR).await);
    let path = "/wiki/accueil/modifier";
    let (one, two) = (lucie.get(path).await.expect(200), victor.get(path).await.expect(200));
    let (first, second) = (one.form("save_page"), two.form("save_page"));
    lucie.fill(&one, &first, &[("source", "Le texte de Lucie.")]).await.next();
    let typed = [("source", "Le texte de Victor."), ("summary", "Une raison")];
    let told = victor.fill(&two, &second, &typed).await.expect(409);
    let told = told.must_say("Le texte de Lucie.").must_say(texts::broken::both_changed(FR));
    let again = told.form("save_page");
    assert_eq!(again.value("source"), Some("Le texte de Victor."));
    assert_eq!(again.value("summary"), Some("Une raison"));
    // Nothing is decided for him.
    let told = victor.fill(&told, &again, &[]).await.expect(422);
    let again = told.form("save_page");
    assert_eq!(again.value("source"), Some("Le texte de Victor."));
    // While he decides, she saves once more: he sees that, too, and what he had decided.
    let one = lucie.get(path).await.expect(200);
    lucie.fill(&one, &one.form("save_page"), &[("source", "Lucie encore.")]).await.next();
    let own = [("choice[2-0]", "words"), ("words[2-0]", "Nos deux **textes**.")];
    let told = victor.fill(&told, &again, &own).await.expect(409).must_say("encore");
    let again = told.form("save_page");
    assert_eq!(again.value("source"), Some("Nos deux **textes**."));
    let done = victor.fill(&told, &again, &[("choice[3-0]", "mine")]).await;
    done.leads_to("/wiki/accueil?dit=page_saved");
    let visitor = house.visitor();
    visitor.get("/wiki/accueil").await.expect(200).must_say("Nos deux textes.");
    // What he did is told, in words and by line.
    let told = visitor.get("/wiki/accueil/comparer?de=3&a=4").await.expect(200);
    assert!(told.body.contains("<ins>") && told.body.contains("<del>"));
    told.must_say("Nos deux").must_say("− Lucie encore.").must_say("+ Nos deux **textes**.");
    visitor.get("/wiki/accueil/comparer?de=1&a=9").await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_who_saved_second_keeps_what_the_first_has_changed_elsewhere() {
    let house = House::demo().await;
    let (lucie, victor) = (house.signed_in(LUCIE).await, house.signed_in(VICTOR).await);
    let text = "Premier paragraphe.\n\n  * une pelle\n  * un gant\n\nDernier paragraphe.";
    let page = [("title", "Le four"), ("source", text)];
    lucie.fill_in("/pages/nouvelle", "create_page", &page).await.next();
    let path = "/wiki/le_four/modifier";
    let (one, two) = (lucie.get(path).await.expect(200), victor.get(path).await.expect(200));
    let (first, second) = (one.form("save_page"), two.form("save_page"));
    let (by_lucie, by_victor) =
        (text.replace("un gant", "dix gants"), text.replace("Dernier", "Le dernier"));
    lucie.fill(&one, &first, &[("source", &by_lucie), ("title", "Le grand four")]).await.next();
    let done = victor.fill(&two, &second, &[("source", &by_victor)]).await;
    done.leads_to("/wiki/le_four?dit=page_merged");
    let shown = house.visitor().get("/wiki/le_four?dit=page_merged").await.expect(200);
    shown.must_say("dix gants").must_say("Le dernier").must_say(texts::said::page_merged(FR));
    let history = house.visitor().get("/wiki/le_four/historique").await.expect(200);
    history.must_say(texts::history::merged(FR));
    let head = lucie.get(path).await.expect(200).form("save_page");
    assert_eq!(head.value("source"), Some(by_lucie.replace("Dernier", "Le dernier").as_str()));
    assert_eq!(head.value("title"), Some("Le grand four"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_page_that_was_put_away_comes_back_by_who_may_put_it_away() {
    let house = House::demo().await;
    let (camille, lucie) = (house.signed_in(CAMILLE).await, house.signed_in(LUCIE).await);
    let path = "/wiki/ateliers_savoirs_communs";
    let away = [("why", "Remplacée")];
    camille
        .fill_in(&format!("{path}/modifier"), "archive_page", &away)
        .await
        .leads_to(&format!("{path}/historique?dit=page_archived"));
    let visitor = house.visitor();
    visitor.get(path).await.expect(404);
    visitor.get(&format!("{path}/historique")).await.expect(404);
    assert!(!visitor.get("/wiki").await.expect(200).links().contains(&path.to_owned()));
    // The programme's own page leads there: it is wanted again.
    visitor.get("/pages/a-relier").await.expect(200).must_say("ateliers_savoirs_communs");
    // Only who may put it away brings it back: it was for a reason.
    let page = lucie.get(&format!("{path}/modifier")).await.expect(200);
    let page = page.must_say(texts::edit::put_away_by_others(FR));
    let typed = [("source", "Elle est revenue.")];
    let told = lucie.fill(&page, &page.form("save_page"), &typed).await.expect(409);
    assert_eq!(told.form("save_page").value("source"), Some("Elle est revenue."));
    lucie.fill_in(&format!("{path}/version/1"), "restore_page", &[]).await.expect(409);
    visitor.get(path).await.expect(404);
    camille
        .fill_in(&format!("{path}/modifier"), "save_page", &[])
        .await
        .leads_to(&format!("{path}?dit=page_saved"));
    visitor.get(path).await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_the_mark_of_a_fact_is_shown_as_typed_where_there_is_no_story() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let mark = FactKind::Need.mark();
    let source = format!("Un mot.\n\n{mark}\n");
    let typed = [("title", "Une page ordinaire"), ("source", source.as_str())];
    let looked = [&typed[..], &[("preview", "yes")]].concat();
    let seen = lucie.fill_in("/pages/nouvelle", "create_page", &looked).await.expect(200);
    let preview = tags(&seen.body).into_iter().find(|tag| tag.words() == mark && tag.name == "p");
    assert!(preview.is_some(), "{}", seen.words());
    lucie.fill_in("/pages/nouvelle", "create_page", &typed).await.expect(303);
    house.visitor().get("/wiki/une_page_ordinaire").await.expect(200).must_say(&mark);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_what_leads_to_a_page_is_found_by_the_addresses_it_had() {
    let house = House::demo().await;
    let (lucie, visitor) = (house.signed_in(LUCIE).await, house.visitor());
    let write = async |title: &str, source: &str| {
        let typed = [("title", title), ("source", source)];
        lucie.fill_in("/pages/nouvelle", "create_page", &typed).await.expect(303);
    };
    write("La cible", "Un mot.").await;
    let to = [("address", "cible_neuve")];
    lucie.fill_in("/wiki/la_cible/modifier", "rename_page", &to).await.expect(303);
    write("Elle mène là", "Voir [[la_cible]].").await;
    write("Toute seule", "Voir [[toute_seule]].").await;
    visitor.get("/wiki/cible_neuve/liens").await.expect(200).must_say("Elle mène là");
    let loose = visitor.get("/pages/a-relier").await.expect(200);
    let links = loose.links();
    let listed = |slug: &str| links.contains(&format!("/wiki/{slug}"));
    assert!(!listed("cible_neuve"), "it is led to: {links:?}");
    assert!(listed("toute_seule") && listed("elle_mene_la"), "{links:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_changes_of_one_instant_are_all_told() {
    let house = House::demo().await;
    let (lucie, visitor) = (house.signed_in(LUCIE).await, house.visitor());
    // The clock of this house stands still.
    for n in 0..60 {
        let title = format!("Page numéro {n}.");
        let typed = [("title", title.as_str()), ("source", "Un mot.")];
        lucie.fill_in("/pages/nouvelle", "create_page", &typed).await.expect(303);
    }
    let (mut next, mut told) = (Some("/pages/recentes".to_owned()), String::new());
    for _ in 0..2 {
        let page = visitor.get(&next.expect("a page")).await.expect(200);
        told.push_str(&page.words());
        next = page.links().into_iter().find(|link| link.contains("avant="));
    }
    for n in 0..60 {
        assert!(told.contains(&format!("Page numéro {n}.")), "{n}: {told}");
    }
    visitor.get("/pages/recentes?avant=hier").await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_renamed_page_is_found_by_its_old_address_and_links_follow() {
    let house = House::demo().await;
    let (lucie, visitor) = (house.signed_in(LUCIE).await, house.visitor());
    let path = "/wiki/ateliers_savoirs_communs";
    let to = [("address", "Ateliers:Présentation")];
    lucie
        .fill_in(&format!("{path}/modifier"), "rename_page", &to)
        .await
        .leads_to("/wiki/ateliers:presentation?dit=page_renamed");
    let moved = visitor.get(path).await;
    assert_eq!((moved.status, moved.header("location")), (308, "/wiki/ateliers:presentation"));
    let seed = visitor.get("/wiki/dispositif_savoirs_communs").await.expect(200);
    let links = seed.links();
    assert!(links.contains(&"/wiki/ateliers:presentation".to_owned()), "{links:?}");
    assert!(!links.contains(&path.to_owned()), "{links:?}");
    // Neither an address in use nor one that leads elsewhere is given away.
    for taken in ["accueil", "ateliers_savoirs_communs"] {
        let edit = "/wiki/dispositif_savoirs_communs/modifier";
        let told = lucie.fill_in(edit, "rename_page", &[("address", taken)]).await.expect(422);
        assert_eq!(told.form("rename_page").value("address"), Some(taken));
    }
    // Its own old address is its to take back.
    lucie
        .fill_in("/wiki/ateliers:presentation/modifier", "rename_page", &[("address", &path[6..])])
        .await
        .leads_to(&format!("{path}?dit=page_renamed"));
    visitor.get(path).await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_story_is_told_step_by_step_and_each_saves_it_all() {
    let house = House::demo().await;
    let nadia = house.signed_in(NADIA).await;
    let story = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    let path = format!("/temoignage/{}", story.expect("it reads").remove(0).id);
    let opened = |page: &crate::house::Answer| -> Vec<String> {
        let steps = page.body.split("<details ").skip(1).map(|part| part.split('>').next());
        let steps = steps.flatten().filter(|tag| tag.contains("class=\"step\""));
        let open = steps.filter(|tag| tag.split(' ').any(|word| word == "open"));
        let id = |tag: &str| tag.split("id=\"").nth(1)?.split('"').next().map(str::to_owned);
        open.filter_map(id).collect()
    };
    let typed = [("tell[need]", "hidden"), ("advice", "Commencer petit."), ("next", "questions")];
    let next = nadia.fill_in(&path, "write_testimony", &typed).await.next();
    assert_eq!(next, format!("{path}?etape=questions&dit=testimony_saved#questions"));
    let page = nadia.get(&next).await.expect(200).must_say("Commencer petit.");
    assert_eq!(opened(&page), ["questions"]);
    // What is looked at first is read there; what is to be mended is where it is to be mended.
    let form = page.form("write_testimony");
    let looks = nadia.fill(&page, &form, &[("preview", "yes")]).await.expect(200);
    assert_eq!(opened(&looks), ["reading"]);
    let wrong = [("tell[need]", "reworded"), ("words[need]", ""), ("next", "reading")];
    let told = nadia.fill(&page, &form, &wrong).await.expect(422);
    assert_eq!(opened(&told), ["facts"]);
    let told = nadia.fill(&page, &form, &[("title", ""), ("next", "reading")]).await.expect(422);
    assert_eq!(opened(&told), ["questions"]);
    house.close().await;
}
