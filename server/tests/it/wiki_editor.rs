//! Writing pages of the wiki: a part alone, what is looked at first.

use crate::house::{Client, House};
use app::wiki::edit::api::Since;
use domain::text::{Fault, Lang};
use domain::wiki::at_work::HOLDS_FOR;
use server::demo::{CIRCLE, GASPARD, LUCIE, VICTOR};

const FR: Lang = Lang::Fr;
const PAGE: &str = "Avant.\n\n===== Lieu =====\n\nIci.\n\n==== Accès ====\n\nÀ pied.\n\n===== Matériel =====\n\nUne pelle.\n\n===== Matériel =====\n\nUn gant.";

/// A page of several parts, `/wiki/le_four`, which it returns.
async fn page_of_parts(author: &Client) -> &'static str {
    let page = [("title", "Le four"), ("source", PAGE)];
    author.fill_in("/pages/nouvelle", "create_page", &page).await.next();
    "/wiki/le_four"
}

async fn source(author: &Client, path: &str) -> String {
    let page = author.get(&format!("{path}/modifier")).await.expect(200);
    page.form("save_page").value("source").expect("a source").to_owned()
}

/// The way to write this part, as the page shows it.
async fn way(author: &Client, path: &str, part: &str) -> String {
    let links = author.get(path).await.expect(200).links();
    let way = links.iter().find(|link| link.contains(&format!("partie={part}.")));
    way.unwrap_or_else(|| panic!("no way to {part}: {links:?}")).clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_part_is_written_alone_and_one_comes_back_to_it() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let path = page_of_parts(&lucie).await;
    let visitor = house.visitor();
    assert!(!visitor.get(path).await.expect(200).says(texts::wiki::edit_part(FR)));
    let way = way(&lucie, path, "acces").await;
    let opened = lucie.get(&way).await.expect(200).must_say("«\u{a0}Accès\u{a0}»");
    let form = opened.form("save_page");
    assert_eq!(form.value("source"), Some("==== Accès ====\n\nÀ pied."));
    // What is done with a whole page is not done here.
    assert!(!opened.says(texts::edit::rename(FR)));
    // Looked at first, it is still that part.
    let typed = [("source", "==== Venir ====\n\nEn **tram**."), ("preview", "yes")];
    let seen = lucie.fill(&opened, &form, &typed).await.expect(200).must_say("En tram.");
    assert!(!seen.says("Une pelle."));
    let form = seen.form("save_page");
    assert_eq!(form.value("source"), Some("==== Venir ====\n\nEn **tram**."));
    let done = lucie.fill(&seen, &form, &[]).await;
    done.leads_to(&format!("{path}?dit=page_saved#venir"));
    let expected = PAGE.replace("==== Accès ====\n\nÀ pied.", "==== Venir ====\n\nEn **tram**.");
    assert_eq!(source(&lucie, path).await, expected);
    // Empty, or in a part that the page never had, what was typed comes back.
    let form = opened.form("save_page");
    lucie.fill(&opened, &form, &[("source", " ")]).await.expect(422);
    let other = [("part", "nulle_part.7"), ("source", "Des mots")];
    let told = lucie.fill(&opened, &form, &other).await.expect(404);
    assert_eq!(told.form("save_page").value("source"), Some("Des mots"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_part_is_the_same_whatever_others_write_above() {
    let house = House::demo().await;
    let (lucie, victor) = (house.signed_in(LUCIE).await, house.signed_in(VICTOR).await);
    let path = page_of_parts(&lucie).await;
    let edit = format!("{path}/modifier");
    let (way, gone) = (way(&lucie, path, "materiel1").await, way(&lucie, path, "acces").await);
    let opened = lucie.get(&way).await.expect(200);
    let form = opened.form("save_page");
    // Another writes one more of that name above, and takes a part away.
    let other = PAGE.replace("Avant.", "Avant.\n\n===== Matériel =====\n\nUne brouette.");
    let other = other.replace("==== Accès ====\n\nÀ pied.\n\n", "");
    victor.fill_in(&edit, "save_page", &[("source", &other)]).await.next();
    // The page that was being read leads to the same part still; what is gone is told.
    let again = lucie.get(&way).await.expect(200).form("save_page");
    assert_eq!(again.value("source"), Some("===== Matériel =====\n\nUn gant."));
    let told = lucie.get(&gone).await.expect(200).must_say(texts::edit::part_gone(FR));
    assert_eq!(told.form("save_page").value("source"), Some(&*other));
    // What was opened before is put together with it.
    let typed = [("source", "===== Matériel =====\n\nDix gants.")];
    let done = lucie.fill(&opened, &form, &typed).await;
    done.leads_to(&format!("{path}?dit=page_merged#materiel1"));
    assert_eq!(source(&lucie, path).await, other.replace("Un gant.", "Dix gants."));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_who_wrote_a_part_second_decides_of_the_same_words() {
    let house = House::demo().await;
    let (lucie, victor) = (house.signed_in(LUCIE).await, house.signed_in(VICTOR).await);
    let path = page_of_parts(&lucie).await;
    let way = way(&lucie, path, "acces").await;
    let (one, two) = (lucie.get(&way).await.expect(200), victor.get(&way).await.expect(200));
    let first = [("source", "==== Accès ====\n\nEn bus.")];
    lucie.fill(&one, &one.form("save_page"), &first).await.next();
    let second = [("source", "==== Accès ====\n\nEn tram."), ("summary", "Pourquoi")];
    let told = victor.fill(&two, &two.form("save_page"), &second).await.expect(409);
    let told = told.must_say("En bus").must_say(texts::broken::both_changed(FR));
    let form = told.form("save_page");
    let mine = PAGE.replace("À pied.", "En tram.");
    assert_eq!((form.value("source"), form.value("summary")), (Some(&*mine), Some("Pourquoi")));
    let done = victor.fill(&told, &form, &[("choice[2-0]", "mine")]).await;
    done.leads_to(&format!("{path}?dit=page_saved#acces"));
    assert_eq!(source(&lucie, path).await, mine);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_what_was_looked_at_first_is_a_change_of_what_was_read() {
    let house = House::demo().await;
    let (lucie, victor) = (house.signed_in(LUCIE).await, house.signed_in(VICTOR).await);
    let path = page_of_parts(&lucie).await;
    let edit = format!("{path}/modifier");
    let opened = lucie.get(&edit).await.expect(200);
    let mine = PAGE.replace("Un gant.", "Dix gants.");
    // Another saves before she looks: what they wrote stays.
    let theirs = PAGE.replace("À pied.", "En bus.");
    victor.fill_in(&edit, "save_page", &[("source", &theirs)]).await.next();
    let typed = [("source", &*mine), ("preview", "yes")];
    let seen = lucie.fill(&opened, &opened.form("save_page"), &typed).await.expect(200);
    let done = lucie.fill(&seen, &seen.form("save_page"), &[]).await;
    done.leads_to(&format!("{path}?dit=page_merged"));
    assert_eq!(source(&lucie, path).await, mine.replace("À pied.", "En bus."));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_page_from_elsewhere_is_put_in_the_editor_and_not_kept() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let mut watch = house.watch().await;
    let new = "/pages/nouvelle";
    let bring = async |written: &str, brought: &str| {
        let typed = [("written", written), ("brought", brought)];
        lucie.fill_in(new, "bring_page", &typed).await
    };
    let shown = bring("markdown", "# Le four\n\nUn **mot** <i>cru</i>.").await.expect(200);
    let shown = shown.must_say(texts::edit::brought(FR)).must_say(texts::brought::html(FR));
    assert!(!shown.body.contains("<i>cru"));
    let form = shown.form("create_page");
    assert_eq!(form.value("title"), Some("Le four"));
    let source = form.value("source").expect("a text").to_owned();
    assert!(source.starts_with("====== Le four ======\n\nUn **mot**"), "{source}");
    let plain = bring("plain", "Bonjour,\n- du pain\n- du **sel**").await.expect(200);
    let words = "Bonjour,\n\n  * du pain\n  * du %%**%%sel%%**%%\n";
    assert_eq!(plain.form("create_page").value("source"), Some(words));
    let shown_as_it_is = bring("dokuwiki", "== Un ==\n  * deux").await.expect(200);
    let same = shown_as_it_is.form("create_page");
    assert_eq!(same.value("source"), Some("== Un ==\n  * deux"));
    // What is no text, empty, or too long is told beside its field, and comes back where it can.
    for (text, fault) in [
        ("", Fault::Missing),
        ("un\0deux", Fault::NotText),
        (&*"a".repeat(200_001), Fault::TooLong { max: 200_000 }),
    ] {
        let told = bring("markdown", text).await.expect(422);
        assert_eq!(told.fault("brought"), Some(texts::fault(FR, fault)));
        assert!(text.contains('\0') || told.form("bring_page").value("brought") == Some(text));
    }
    bring("html", "un").await.expect(422);
    // As a file: what is no text is told, whatever its name says, and what was typed beside it comes back.
    for bytes in [b"\x89PNG\r\n\x1a\n\0".as_slice(), b"L'\xe9t\xe9", b"un\0deux", b"\xff\xfeu\0n\0"]
    {
        let typed = [("written", "markdown"), ("brought", "# Un")];
        let file = ("page.md", bytes);
        let told = lucie.send_file_in("brought", (new, "bring_page"), &typed, file).await;
        let told = told.expect(422);
        assert_eq!(told.fault("brought"), Some(texts::fault(FR, Fault::NotText)), "{bytes:?}");
        assert_eq!(told.form("bring_page").value("brought"), Some("# Un"), "{bytes:?}");
    }
    let large = vec![b'a'; server::limits::BODY_MAX + 1];
    let sent = lucie.send_file_in("brought", (new, "bring_page"), &[], ("a.md", &large)).await;
    sent.expect(413);
    let file = ("a.md", "\u{feff}# Été\r\n\r\n- un\r\n".as_bytes());
    let written = [("written", "markdown")];
    let sent = lucie.send_file_in("brought", (new, "bring_page"), &written, file).await;
    let sent = sent.expect(200);
    let form = sent.form("create_page");
    let source = Some("====== Été ======\n\n  * un\n");
    assert_eq!((form.value("title"), form.value("source")), (Some("Été"), source));
    watch.nothing_changed("bringing a page").await;
    // Once it was read over, it is saved as any other.
    lucie.fill(&sent, &form, &[]).await.leads_to("/wiki/ete?dit=page_saved");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_which_pages_are_there_is_told_to_who_may_read_them() {
    let house = House::demo().await;
    let closed = format!("{CIRCLE}:qui_apporte_quoi");
    let names = format!("accueil\nnulle_part\n{closed}\n\n\u{0}");
    let asked = [("names", names.as_str())];
    let both = format!("\"accueil\\n{closed}\"");
    for (client, known) in [
        (house.visitor(), "\"accueil\""),
        (house.signed_in(LUCIE).await, "\"accueil\""),
        (house.signed_in(GASPARD).await, &*both),
    ] {
        assert_eq!(client.call("known_pages", &asked).await.expect(200).body, known);
    }
    let many = "x\n".repeat(50_000);
    house.visitor().call("known_pages", &[("names", &many)]).await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_what_was_saved_since_is_told_to_who_writes_the_page() {
    let house = House::demo().await;
    let (lucie, victor) = (house.signed_in(LUCIE).await, house.signed_in(VICTOR).await);
    let page = house.rows().page_by_slug("accueil").await.expect("it reads").expect("it is");
    let read = house.rows().last_revision(page.id).await.expect("it reads").expect("a text");
    let (id, found) = (page.id.to_string(), read.id.to_string());
    let asks = async |client: &Client, seen: &str| {
        let asked = [("page", &*id), ("revision", &*found), ("seen", seen)];
        client.call("saved_since", &asked).await
    };
    assert_eq!(asks(&lucie, "").await.expect(200).body, "null");
    let text = format!("{}\nUne phrase de plus.", read.source.as_str());
    let edit = "/wiki/accueil/modifier";
    victor.fill_in(edit, "save_page", &[("source", &*text), ("title", "Bienvenue")]).await.next();
    let told = asks(&lucie, "").await.expect(200).body;
    let since: Since = serde_json::from_str(&told).expect("what was saved");
    let head = house.rows().last_revision(page.id).await.expect("it reads").expect("a text");
    assert_eq!(since.by.as_deref(), Some("Victor Lemaire"));
    assert_eq!(since.titles, [read.title.to_string(), "Bienvenue".to_owned()]);
    assert_eq!(since.sources, [read.source.to_string(), head.source.to_string()]);
    // What one has seen is not sent again.
    assert_eq!(since.revision, head.id.to_string());
    assert_eq!(asks(&lucie, &since.revision).await.expect(200).body, "null");
    // Whoever may not write there learns nothing, and of another page no text is told.
    asks(&house.visitor(), "").await.expect(401);
    let closed = format!("{CIRCLE}:qui_apporte_quoi");
    let closed = house.rows().page_by_slug(&closed).await.expect("it reads").expect("it is");
    let (closed, found) = (closed.id.to_string(), found.as_str());
    let odd = [(&*closed, found), (&*id, &*closed), ("", found), (&*id, ""), ("x", "x")];
    for (page, revision) in odd {
        let asked = [("page", page), ("revision", revision)];
        lucie.call("saved_since", &asked).await.expect(404);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_who_has_a_page_open_is_told_to_who_opens_it_too() {
    let house = House::demo().await;
    let (lucie, victor) = (house.signed_in(LUCIE).await, house.signed_in(VICTOR).await);
    let page = house.rows().page_by_slug("accueil").await.expect("it reads").expect("it is");
    let page = page.id.to_string();
    let says = async |client: &Client, leaves: &str| {
        client.call("at_work", &[("page", &*page), ("leaves", leaves)]).await.expect(200).body
    };
    let edit = "/wiki/accueil/modifier";
    // Opening the page tells nobody: the browser does, and again.
    let told = texts::editor::at_work(FR, "Lucie");
    lucie.get(edit).await.expect(200);
    assert!(!victor.get(edit).await.expect(200).says("modifie aussi"));
    assert_eq!(says(&lucie, "").await, "\"\"");
    assert_eq!(says(&lucie, "").await, "\"\"");
    let named = says(&victor, "").await;
    assert!(named.contains("modifie aussi cette page") && named.contains("Lucie"), "{named}");
    assert!(victor.get(edit).await.expect(200).says("modifie aussi"), "{told}");
    assert!(says(&lucie, "").await.contains("Victor"));
    // In English, as its page.
    let english = [("page", &*page), ("lang", "en")];
    assert!(lucie.call("at_work", &english).await.expect(200).body.contains("is editing"));
    // Who leaves is told no more, nor who has not said it again.
    says(&lucie, "yes").await;
    assert_eq!(says(&victor, "").await, "\"\"");
    house.pass_seconds(HOLDS_FOR.num_seconds() + 1);
    assert_eq!(says(&lucie, "").await, "\"\"");
    // Whoever may not write there learns nothing, and is not told.
    let closed = format!("{CIRCLE}:qui_apporte_quoi");
    let closed = house.rows().page_by_slug(&closed).await.expect("it reads").expect("it is");
    let closed = closed.id.to_string();
    let gaspard = house.signed_in(GASPARD).await;
    gaspard.call("at_work", &[("page", &*closed)]).await.expect(200);
    lucie.call("at_work", &[("page", &*closed)]).await.expect(404);
    house.visitor().call("at_work", &[("page", &*page)]).await.expect(401);
    for odd in ["", "x", "00000000-0000-7000-8000-000000000000"] {
        lucie.call("at_work", &[("page", odd)]).await.expect(404);
    }
    house.close().await;
}
