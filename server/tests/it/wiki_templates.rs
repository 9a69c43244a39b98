//! A page begins as a template, which fills in what is known of it.

use crate::house::House;
use domain::text::{Fault, Lang};
use server::demo::{CIRCLE, GASPARD, LUCIE};

const FR: Lang = Lang::Fr;
const NEW: &str = "/pages/nouvelle";

#[tokio::test(flavor = "multi_thread")]
async fn wiki_templates_are_filled_in_on_sqlite() {
    are_filled_in(House::demo().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_templates_are_filled_in_on_postgres() {
    if let Some(house) = House::demo_on_postgres().await {
        are_filled_in(house).await;
    }
}

async fn are_filled_in(house: House) {
    let lucie = house.signed_in(LUCIE).await;
    let name = house.person(LUCIE).await.name.to_string();
    lucie.get(NEW).await.expect(200).must_say("Compte rendu").must_say("Tutoriel");
    let typed = [("title", "Le composteur"), ("template", "modeles:tutoriel")];
    let begun = lucie.fill_in(NEW, "begin_page", &typed).await.expect(200);
    let begun = begun.must_say(texts::template::begun(FR));
    let form = begun.form("create_page");
    assert_eq!(form.value("title"), Some("Le composteur"));
    let source = form.value("source").expect("a text");
    let date = texts::dates::date(FR, house.now());
    for said in ["«\u{a0}Le composteur\u{a0}»", &name, &date, "==== Pas à pas ===="] {
        assert!(source.contains(said), "{said}: {source}");
    }
    assert!(!source.contains('@'), "{source}");
    // Nothing is kept until it is saved, as any page.
    house.visitor().get("/wiki/le_composteur").await.expect(404);
    lucie.fill(&begun, &form, &[]).await.leads_to("/wiki/le_composteur?dit=page_saved");

    // A circle has its own, beside those of everybody; nobody else knows of them.
    let gaspard = house.signed_in(GASPARD).await;
    let of = format!("{CIRCLE}:modeles:fete");
    let page = [("title", "Fiche de fête"), ("address", of.as_str()), ("source", "@PAGE@ !")];
    gaspard.fill_in(NEW, "create_page", &page).await.next();
    let there = format!("{NEW}?espace={CIRCLE}");
    gaspard.get(&there).await.expect(200).must_say("Fiche de fête").must_say("Tutoriel");
    gaspard.get(NEW).await.expect(200).must_not_say("Fiche de fête");
    let typed = [("title", "Juin"), ("template", of.as_str())];
    let begun = gaspard.fill_in(&there, "begin_page", &typed).await.expect(200);
    assert_eq!(begun.form("create_page").value("source"), Some("Juin !"));
    assert_eq!(begun.form("create_page").value("address"), Some(format!("{CIRCLE}:").as_str()));
    let fault = |fault| Some(texts::fault(FR, fault));
    for (field, template, told) in [
        ("template", of.as_str(), Fault::Choice),
        ("template", "accueil", Fault::Choice),
        ("template", "modeles:", Fault::Choice),
        ("template", "", Fault::Missing),
    ] {
        let typed = [("title", "Juin"), ("template", template)];
        let answer = lucie.post(NEW, "begin_page", &typed).await.expect(422);
        assert_eq!(answer.fault(field), fault(told), "{template}");
        assert_eq!(answer.form("begin_page").value("title"), Some("Juin"));
    }
    let typed = [("title", " "), ("template", "modeles:tutoriel")];
    let answer = lucie.post(NEW, "begin_page", &typed).await.expect(422);
    assert_eq!(answer.fault("title"), fault(Fault::Missing));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_templates_are_no_pages_of_the_index() {
    let house = House::demo().await;
    let index = house.visitor().get("/wiki").await.expect(200);
    let links = index.links();
    assert!(!links.iter().any(|link| link.contains("modeles:")), "{links:?}");
    assert!(links.contains(&"/wiki/accueil".to_owned()), "{links:?}");
    house.close().await;
}
