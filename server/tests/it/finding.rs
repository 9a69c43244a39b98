//! Searching, as people do it: in any form of a word, with slips, and without finding what is not for them.

use crate::dom::{Piece, pieces};
use crate::house::{Answer, Client, House};
use domain::act::Change;
use domain::text::Lang;
use server::demo::{BRUNO, CAMILLE, GASPARD, LUCIE, NADIA, VICTOR};

const FR: Lang = Lang::Fr;

async fn asked(client: &Client, typed: &str) -> Answer {
    let query: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
    client.get(&format!("/recherche?q={query}")).await.expect(200)
}

/// The addresses of what was found, in order.
fn found(page: &Answer) -> Vec<String> {
    let list = page.body.split("<ol class=\"found\">").nth(1).unwrap_or_default();
    let list = list.split("</ol>").next().unwrap_or_default();
    list.split("<a href=\"").skip(1).filter_map(|a| Some(a.split('"').next()?.to_owned())).collect()
}

/// The words that are marked.
fn marked(page: &Answer) -> Vec<String> {
    let marked = page.body.split("<mark>").skip(1);
    marked.filter_map(|mark| Some(mark.split('<').next()?.to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn finding_a_page_by_a_form_of_its_words() {
    let house = House::demo().await;
    let visitor = house.visitor();
    for typed in ["dispositif", "les DISPOSITIFS", "\"dispositif\"", "dispositif*", "-dispositif"] {
        let page = asked(&visitor, typed).await;
        assert_eq!(found(&page)[0], "/wiki/dispositif_savoirs_communs", "{typed}");
        assert!(marked(&page).iter().any(|word| word == "dispositif"), "{typed}");
    }
    // A slip, told as such, and the way to ask better.
    let page = asked(&visitor, "dispositiff").await.must_say(texts::search::meant(FR));
    assert!(
        page.links().iter().any(|link| link == "/recherche?q=dispositif"),
        "{:?}",
        page.links()
    );
    assert_eq!(found(&page)[0], "/wiki/dispositif_savoirs_communs");
    // Nothing has both: some have one.
    let page = asked(&visitor, "dispositif xylophone").await.must_say(texts::search::partly(FR));
    assert!(!found(&page).is_empty());
    // What was asked is asked in the other language too.
    let page = asked(&visitor, "l’été").await;
    let there = "/en/recherche?q=l%E2%80%99%C3%A9t%C3%A9";
    assert!(page.links().iter().any(|link| link == there), "{:?}", page.links());
    // Nothing is found, nothing is asked, too much is asked: never an error, and always a way on.
    let page = asked(&visitor, "xylophone").await.must_say(texts::search::nothing(FR));
    assert!(page.links().iter().any(|link| link == "/ateliers"), "{:?}", page.links());
    for typed in [
        "",
        "  ",
        "\0",
        "*",
        "\" OR 1=1 --",
        "(((",
        &"association ".repeat(900),
        &"é".repeat(4_000),
    ] {
        asked(&visitor, typed).await;
    }
    asked(&visitor, "\0 ?!").await.must_say(texts::search::no_word(FR));
    asked(&visitor, &"association ".repeat(90)).await.must_say(texts::search::cut(FR));
    for rest in
        ["&genre=workshop", "&genre=rien", "&page=2", "&page=99999999999999999999", "&page=-1"]
    {
        visitor.get(&format!("/recherche?q=atelier{rest}")).await.expect(200);
    }
    let english = visitor.get("/en/recherche?q=dispositif").await.expect(200);
    assert_eq!(found(&english)[0], "/en/wiki/dispositif_savoirs_communs");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn finding_only_what_is_shown_and_as_soon_as_it_is() {
    let house = House::demo().await;
    let (visitor, camille, nadia) =
        (house.visitor(), house.signed_in(CAMILLE).await, house.signed_in(NADIA).await);
    assert_eq!(found(&asked(&visitor, "zorille").await), [""; 0]);
    let typed = [("title", "Nos zorilles"), ("source", "La zorille aime les tableurs.")];
    let made = camille.fill_in("/pages/nouvelle", "create_page", &typed).await;
    assert_eq!(made.status, 303, "{}", made.words());
    let address = found(&asked(&visitor, "zorille").await);
    assert_eq!(address.len(), 1);
    // An organizer puts it away: it is found no more, by nobody, and its words are not proposed.
    let edit = format!("{}/modifier", address[0]);
    camille.fill_in(&edit, "archive_page", &[]).await;
    for client in [&visitor, &camille, &nadia] {
        let page = asked(client, "zorille").await.must_say(texts::search::nothing(FR));
        assert!(!page.says("tableurs"), "{}", page.words());
        assert!(!asked(client, "zorrille").await.says(texts::search::meant(FR)));
    }
    // Every answer opens for who was given it.
    let (lucie, victor, bruno) =
        (house.signed_in(LUCIE).await, house.signed_in(VICTOR).await, house.signed_in(BRUNO).await);
    let mut opened = 0;
    for client in [&visitor, &nadia, &lucie, &victor, &bruno, &camille] {
        for typed in
            ["association", "atelier", "tableur", "outil", "dépôts", "adhérents", "savoirs"]
        {
            for address in found(&asked(client, typed).await) {
                client.get(&address).await.expect(200);
                opened += 1;
            }
        }
    }
    assert!(opened > 20, "{opened}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn finding_leaves_out_what_pages_begin_as() {
    let house = House::demo().await;
    let (visitor, camille) = (house.visitor(), house.signed_in(CAMILLE).await);
    let template = "/wiki/modeles:compte_rendu";
    visitor.get(template).await.expect(200);
    for client in [&visitor, &camille] {
        let found = found(&asked(client, "compte rendu").await);
        assert!(!found.iter().any(|to| to.contains("modeles:")), "{found:?}");
        let found = proposed(client, "q=compte&genre=wiki").await;
        assert!(!found.iter().any(|(_, to)| to.contains("modeles:")), "{found:?}");
    }
    // Given another address, it is a page as any; and the other way round.
    let edit = "/wiki/modeles:compte_rendu/modifier";
    let renamed = camille.fill_in(edit, "rename_page", &[("address", "notre_compte_rendu")]).await;
    renamed.leads_to("/wiki/notre_compte_rendu?dit=page_renamed");
    let to = "/wiki/notre_compte_rendu".to_owned();
    assert!(found(&asked(&visitor, "compte rendu").await).contains(&to));
    let edit = "/wiki/notre_compte_rendu/modifier";
    camille
        .fill_in(edit, "rename_page", &[("address", "ateliers:modeles:bilan")])
        .await
        .expect(303);
    let found = found(&asked(&visitor, "compte rendu").await);
    assert!(!found.iter().any(|to| to.contains("modeles:") || to.contains("bilan")), "{found:?}");
    house.close().await;
}

/// The titles that are proposed, each with where it leads.
async fn proposed(client: &Client, query: &str) -> Vec<(String, String)> {
    let answer = client.get(&format!("/recherche/propositions?{query}")).await.expect(200);
    let told: serde_json::Value = serde_json::from_str(&answer.body).expect("it is JSON");
    let text = |of: &serde_json::Value| of.as_str().unwrap_or_default().to_owned();
    let found = told["found"].as_array().expect("a list");
    assert!(!text(&told["label"]).is_empty() && !text(&told["told"]).is_empty());
    found.iter().map(|one| (text(&one["title"]), text(&one["href"]))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn finding_titles_are_proposed_to_who_may_read_them() {
    let house = House::demo().await;
    let (visitor, gaspard) = (house.visitor(), house.signed_in(GASPARD).await);
    // What is begun, without its accents, in any case.
    let page = proposed(&visitor, "q=Disposi").await;
    assert!(page.iter().any(|(_, to)| to == "/wiki/dispositif_savoirs_communs"), "{page:?}");
    let english = proposed_in_english(&visitor).await;
    assert!(english.contains("/en/wiki/dispositif_savoirs_communs"), "{english}");
    // A closed space has a title for its own people only.
    assert_eq!(proposed(&visitor, "q=qui+apporte+qu").await, []);
    assert_eq!(proposed(&gaspard, "q=qui+apporte+qu").await[0].0, "Qui apporte quoi");
    // Pages alone, for who writes a link.
    let kinds = proposed(&visitor, "q=a&genre=wiki").await;
    assert!(kinds.iter().all(|(_, to)| to.starts_with("/wiki/")), "{kinds:?}");
    for odd in
        ["", "q=", "q=%00", "q=%22*", "q=(((", "genre=x&q=a", &format!("q={}", "a".repeat(5_000))]
    {
        proposed(&visitor, odd).await;
    }
    for (client, cache) in [(&visitor, "no-cache"), (&gaspard, "private, no-cache")] {
        let answer = client.get("/recherche/propositions?q=a").await.expect(200);
        assert_eq!(answer.header("cache-control"), cache);
        assert_eq!(answer.header("content-type"), "application/json");
    }
    house.close().await;
}

async fn proposed_in_english(client: &Client) -> String {
    client.get("/en/recherche/propositions?q=dispositif").await.expect(200).body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_is_text() {
    let house = House::demo().await;
    let list: Vec<String> =
        serde_json::from_str(include_str!("payloads.json")).expect("a list of texts");
    let page = house.rows().page_by_slug("accueil").await.expect("it reads").expect("a page");
    let last = house.rows().last_revision(page.id).await.expect("it reads").expect("a revision");
    // Hostile texts beside words that are found among them, in a passage each.
    for (n, some) in list.chunks(40).enumerate() {
        let passages: Vec<String> = some
            .iter()
            .enumerate()
            .map(|(m, payload)| format!("zorille{m} {payload} zorille{m}"))
            .collect();
        let source = domain::text::Source::stored(passages.join("\n\n"));
        let number = u32::try_from(n).expect("few") + 100;
        let id = uuid::Uuid::now_v7().into();
        let title = domain::text::Title::stored(some[0].chars().take(160).collect());
        let revision = domain::wiki::Revision { id, number, source, ..last.clone() };
        house.remember(Change::Revision(revision)).await;
        let shown = domain::wiki::Page { published: Some(id), title, ..page.clone() };
        house.remember(Change::Page(shown)).await;
        for (m, payload) in some.iter().enumerate() {
            let answer = asked(&house.visitor(), &format!("zorille{m}")).await;
            // The page has one of its own.
            let own = "<script type=\"module\" src=\"/assets/suggest.js\"></script>";
            assert_eq!(answer.body.matches(own).count(), 1);
            for piece in pieces(&answer.body.replace(own, "")) {
                match piece {
                    Piece::Element(name) => {
                        let bad = [
                            "script", "img", "iframe", "object", "embed", "style", "math", "video",
                            "audio",
                        ];
                        assert!(!bad.contains(&name.as_str()), "<{name}>: {payload:?}");
                    }
                    Piece::Attribute(element, name, _) => {
                        assert!(!name.starts_with("on"), "<{element} {name}>: {payload:?}");
                    }
                    _ => {}
                }
            }
        }
    }
    house.close().await;
}
