//! What is read over before it is shown, and what an author typed for a page that changed under their hands.

use crate::house::{Client, House};
use domain::text::{Fault, Lang};
use server::demo::{CAMILLE, CIRCLE, FATOU, GASPARD, LUCIE, VICTOR};

const FR: Lang = Lang::Fr;

/// Who organizes the wiki opens a space, `guides`, where all may write and what they write is read over first.
pub async fn guides(organizer: &Client) {
    let charter = [
        ("title", "Guides"),
        ("namespace", "guides"),
        ("reads", "everybody"),
        ("writes", "accounts"),
        ("reviewed", "yes"),
    ];
    organizer.fill_in("/espaces/nouveau", "make_space", &charter).await.next();
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_version_is_shown_as_it_was_read_over() {
    let house = House::demo().await;
    let (camille, lucie) = (house.signed_in(CAMILLE).await, house.signed_in(LUCIE).await);
    let visitor = house.visitor();
    guides(&camille).await;
    let page = [("title", "Le four"), ("address", "guides:four"), ("source", "Un.")];
    let path = "/wiki/guides:four";
    let edit = "/wiki/guides:four/modifier";
    // Its author comes back to what they wrote.
    let saved = lucie.fill_in("/pages/nouvelle", "create_page", &page).await;
    saved.leads_to(&format!("{edit}?dit=page_to_be_read"));
    let mine = lucie.get(edit).await.expect(200).must_say(texts::edit::waits(FR));
    assert_eq!(mine.form("save_page").value("source"), Some("Un."));
    assert!(!mine.says(texts::edit::approve(FR)));
    visitor.get(path).await.expect(404);
    // Nobody publishes what they have not read.
    let read = camille.get(edit).await.expect(200);
    let one = read.form("approve_page");
    lucie.fill_in(edit, "save_page", &[("source", "Deux.")]).await.next();
    camille.fill(&read, &one, &[]).await.expect(409).must_say(texts::broken::read_meanwhile(FR));
    visitor.get(path).await.expect(404);
    camille.fill_in(edit, "approve_page", &[]).await.next();
    visitor.get(path).await.expect(200).must_say("Deux.");
    // What waits is told as what it changes; everybody sees the other meanwhile.
    lucie.fill_in(edit, "save_page", &[("source", "Trois.")]).await.next();
    let waits = camille.get(edit).await.expect(200).must_say(texts::edit::changes(FR));
    let links = waits.links();
    let between = format!("{path}/comparer?de=2&a=3");
    assert!(links.contains(&between), "{links:?}");
    camille.get(&between).await.expect(200).must_say("Trois");
    visitor.get(path).await.expect(200).must_say("Deux.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_what_is_asked_before_a_page_is_shown_reaches_its_author() {
    let house = House::demo().await;
    let (camille, lucie) = (house.signed_in(CAMILLE).await, house.signed_in(LUCIE).await);
    guides(&camille).await;
    let page = [("title", "Le four"), ("address", "guides:four"), ("source", "Il chauffe.")];
    let (path, edit) = ("/wiki/guides:four", "/wiki/guides:four/modifier");
    lucie.fill_in("/pages/nouvelle", "create_page", &page).await.next();
    // Something is to be said: a page given back for nothing helps nobody.
    let read = camille.get(edit).await.expect(200);
    let form = read.form("give_page_back");
    let told = camille.fill(&read, &form, &[]).await.expect(422);
    assert_eq!(told.fault("why"), Some(texts::fault(FR, Fault::Missing)));
    // Not what its author has written since.
    lucie.fill_in(edit, "save_page", &[("source", "Il chauffe à 250.")]).await.next();
    let late = camille.fill(&read, &form, &[("why", "À quelle température ?")]).await;
    let late = late.expect(409).must_say(texts::broken::read_meanwhile(FR));
    assert_eq!(late.form("give_page_back").value("why"), Some("À quelle température ?"));
    let why = [("why", "Celsius, ou autre chose ?")];
    let given = camille.fill_in(edit, "give_page_back", &why).await;
    given.leads_to(&format!("{edit}?dit=page_given_back"));
    // It waits for her now: she reads why, in a letter, at its address and where she writes.
    for client in [&camille, &lucie] {
        let cared = client.get("/pages/a-soigner").await.expect(200).must_say("Le four");
        cared.must_say(texts::care::given_back(FR)).must_not_say(texts::care::to_read(FR));
    }
    lucie.get(path).await.expect(200).must_say(why[0].1).must_say(texts::edit::given_back_then(FR));
    camille.get(path).await.expect(200).must_say(texts::edit::given_back_theirs(FR));
    camille.get(edit).await.expect(200).must_not_say(texts::edit::approve(FR));
    let letters = house.letters_to(LUCIE).await;
    let letter = letters.last().expect("a letter");
    assert_eq!(letter.subject, texts::mail::page_given_back_subject(FR, "Le four"));
    assert!(letter.paragraphs.iter().any(|words| words == why[0].1), "{letter:?}");
    let mine = lucie.get(edit).await.expect(200);
    let mine = mine.must_say(texts::edit::given_back(FR)).must_say(why[0].1);
    assert_eq!(mine.form("save_page").value("source"), Some("Il chauffe à 250."));
    let past = lucie.get(&format!("{path}/historique")).await.expect(200);
    past.must_say(why[0].1).must_say(texts::revision_kind::of(FR, "given_back"));
    house.visitor().get(path).await.expect(404);
    // She says more, it is read over again and shown, and she is told.
    lucie.fill_in(edit, "save_page", &[("source", "Il chauffe à 250 °C.")]).await.next();
    camille.get("/pages/a-soigner").await.expect(200).must_say("Le four");
    camille.fill_in(edit, "approve_page", &[]).await.next();
    house.visitor().get(path).await.expect(200).must_say("Il chauffe à 250 °C.");
    let letters = house.letters_to(LUCIE).await;
    let letter = letters.last().expect("a letter");
    assert_eq!(letter.subject, texts::mail::page_shown_subject(FR, "Le four"));
    let (_, to) = letter.button.as_ref().expect("a way there");
    assert!(to.ends_with(path), "{to}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_text_that_harms_somebody_is_forgotten() {
    let house = House::demo().await;
    let (camille, lucie) = (house.signed_in(CAMILLE).await, house.signed_in(LUCIE).await);
    let page = [("title", "Le four"), ("address", "four"), ("source", "Appelez Zoé au 06.")];
    lucie.fill_in("/pages/nouvelle", "create_page", &page).await.next();
    let (edit, first) = ("/wiki/four/modifier", "/wiki/four/version/1");
    // What everybody reads is changed first.
    assert!(!camille.get(first).await.expect(200).has_form("forget_text"));
    let changed = [("source", "Appelez-nous."), ("summary", "Sans Zoé")];
    lucie.fill_in(edit, "save_page", &changed).await.next();
    lucie.fill_in(edit, "save_page", &[("source", "Écrivez-nous.")]).await.next();
    let read = lucie.get(first).await.expect(200).must_say("Zoé");
    assert!(!read.has_form("forget_text") && read.has_form("restore_page"));
    let forgets = camille.fill_in(first, "forget_text", &[]).await;
    forgets.leads_to(&format!("{first}?dit=text_forgotten"));
    let second = "/wiki/four/version/2";
    camille.fill_in(second, "forget_text", &[]).await.next();
    for path in [first, second, "/wiki/four/historique", "/wiki/four/comparer?de=1&a=2"] {
        let told = lucie.get(path).await.expect(200).must_not_say("Zoé");
        assert!(!told.has_form("restore_page") && !told.has_form("forget_text"), "{path}");
    }
    lucie.get(first).await.expect(200).must_say(texts::history::nothing_left(FR));
    lucie.get("/wiki/four").await.expect(200).must_say("Écrivez-nous.");
    let page = house.rows().page_by_slug("four").await.expect("it reads").expect("it is");
    let stored = house.rows().numbered_revision(page.id, 1).await.expect("it reads");
    let stored = stored.expect("its line stays");
    assert!(stored.is_empty() && stored.by.is_some());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_circle_reads_over_and_puts_away_what_is_its_own() {
    let house = House::demo().await;
    let (gaspard, fatou) = (house.signed_in(GASPARD).await, house.signed_in(FATOU).await);
    let space = format!("/espaces/{CIRCLE}/modifier");
    gaspard.fill_in(&space, "change_space", &[("reviewed", "yes")]).await.next();
    let address = format!("{CIRCLE}:courses");
    let page = [("title", "Courses"), ("address", &*address), ("source", "Du pain.")];
    fatou.fill_in("/pages/nouvelle", "create_page", &page).await.next();
    let (path, edit) = (format!("/wiki/{address}"), format!("/wiki/{address}/modifier"));
    // Who may write it sees that it waits; to others, it is not there.
    fatou.get(&path).await.expect(200).must_say(texts::edit::waiting(FR)).must_say("Du pain.");
    house.signed_in(LUCIE).await.get(&path).await.expect(404);
    fatou.get(&edit).await.expect(200).must_not_say(texts::edit::approve(FR));
    let waiting = "/pages/a-soigner";
    fatou.get(waiting).await.expect(200).must_not_say("Courses");
    gaspard.get(waiting).await.expect(200).must_say("Courses");
    gaspard.fill_in(&edit, "approve_page", &[]).await.next();
    fatou.get(&path).await.expect(200).must_say("Du pain.");
    // Who organizes the wiki knows nothing of it.
    house.signed_in(CAMILLE).await.get(&edit).await.expect(404);
    gaspard.fill_in(&edit, "archive_page", &[("why", "Trop tard")]).await.next();
    let away = fatou.get(&path).await.expect(200).must_say(texts::edit::waiting_away(FR));
    away.must_not_say("Du pain.");
    house.signed_in(LUCIE).await.get(&path).await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_what_was_typed_comes_back_whatever_became_of_the_page() {
    let house = House::demo().await;
    let (camille, lucie) = (house.signed_in(CAMILLE).await, house.signed_in(LUCIE).await);
    let victor = house.signed_in(VICTOR).await;
    let page = [("title", "Le four"), ("address", "outils:four"), ("source", "Un.")];
    lucie.fill_in("/pages/nouvelle", "create_page", &page).await.next();
    let edit = "/wiki/outils:four/modifier";
    let opened = lucie.get(edit).await.expect(200);
    let form = opened.form("save_page");
    // It has another address by now: both sides are there, and the form is sent where it was.
    victor.fill_in(edit, "save_page", &[("source", "Deux.")]).await.next();
    victor.fill_in(edit, "rename_page", &[("address", "outils:fournil")]).await.next();
    let typed = [("source", "Mes mots à moi.")];
    let told = lucie.fill(&opened, &form, &typed).await.expect(409);
    let told = told.must_say("Deux").must_say("Mes mots à moi");
    let done = lucie.fill(&told, &told.form("save_page"), &[("choice[2-0]", "mine")]).await;
    done.leads_to("/wiki/outils:fournil?dit=page_saved");
    let moved = lucie.get(edit).await;
    let to = "/wiki/outils:fournil/modifier";
    assert_eq!((moved.status, moved.header("location")), (308, to));
    // It is others' by now: what was typed is shown, to be copied.
    let opened = lucie.get(to).await.expect(200);
    let charter =
        [("title", "Outils"), ("namespace", "outils"), ("reads", "circle"), ("writes", "circle")];
    camille.fill_in("/espaces/nouveau", "make_space", &charter).await.next();
    let told = lucie.fill(&opened, &opened.form("save_page"), &typed).await.expect(404);
    told.must_say(texts::error::typed(FR)).must_say("Mes mots à moi.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_what_is_no_text_comes_back_and_is_not_kept() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let edit = "/wiki/accueil/modifier";
    let opened = lucie.get(edit).await.expect(200);
    let form = opened.form("save_page");
    let mut watch = house.watch().await;
    let told = lucie.fill(&opened, &form, &[("source", "Un\0 mot")]).await.expect(422);
    assert_eq!(told.fault("source"), Some(texts::fault(FR, Fault::NotText)));
    // Neither is what is no UTF-8, percent-encoded or not.
    for broken in [&b"source=Un+mot%FF"[..], b"source=Un+mot\xe9&minor=yes"] {
        let fields = format!(
            "form=save_page&page={}&revision={}&title=Accueil&",
            form.value("page").expect("a page"),
            form.value("revision").expect("a revision"),
        );
        let body = [fields.as_bytes(), broken].concat();
        let told = lucie.post_encoded(edit, body).await.expect(422);
        assert_eq!(told.fault("source"), Some(texts::fault(FR, Fault::NotText)), "{broken:?}");
        assert_eq!(told.form("save_page").value("source"), Some("Un mot\u{fffd}"), "{broken:?}");
    }
    // As many letters as a page may hold, of those that take most bytes, are a page.
    watch.nothing_changed("what is no text").await;
    let longest = "🌱".repeat(200_000);
    lucie.fill(&opened, &form, &[("source", &longest)]).await.expect(303);
    let told = lucie.fill_in(edit, "save_page", &[("source", &format!("{longest}🌱"))]).await;
    let told = told.expect(422);
    assert_eq!(told.fault("source"), Some(texts::fault(FR, Fault::TooLong { max: 200_000 })));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_page_that_is_not_there_can_be_written_at_once() {
    let house = House::demo().await;
    let told = house.visitor().get("/wiki/guides:le_four").await.expect(404);
    assert!(!told.says(texts::error::write_page(FR)));
    let lucie = house.signed_in(LUCIE).await;
    let told = lucie.get("/wiki/guides:le_four").await.expect(404);
    let way = "/pages/nouvelle?adresse=guides:le_four".to_owned();
    assert!(told.links().contains(&way), "{:?}", told.links());
    let new = lucie.get(&way).await.expect(200);
    assert_eq!(new.form("create_page").value("address"), Some("guides:le_four"));
    house.close().await;
}
