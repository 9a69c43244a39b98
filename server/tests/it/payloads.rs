//! Whatever people type stays text: a list of hostile texts through every text that the product keeps or gives back,
//! read as a browser's parser reads it.
//!
//! The whole database is poisoned: each column that holds what people type gets the whole list, in every row. Every
//! page is then opened, and every form sent with it. A new column, form or route fails here until it is known.

use crate::accounts::first_link;
use crate::calendar::readable;
use crate::dom::{Piece, pieces};
use crate::house::{Answer, Client, House, fresh};
use crate::html::{Form, Tag, forms, tags};
use crate::pages::{Visit, visits};
use crate::wiki_review::guides;
use app::routes::routes;
use domain::text::Source;
use domain::workshops::EntryKind;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use server::demo::{BRUNO, CAMILLE, FATOU, GASPARD, HENRI, LUCIE, NADIA, VERA, VICTOR, YANNICK};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// What people type and we keep, column by column: `table.column`. The place in the list names it in marks.
const TYPED: &[&str] = &[
    "person.name",
    "association.name",
    "association.city",
    "association.object",
    "association.street",
    "join_request.words",
    "need.words",
    "workshop.title",
    "workshop.summary",
    "workshop.teaches",
    "workshop.materials",
    "entry.title",
    "entry.place",
    "entry.access",
    "entry.link",
    "entry.bring",
    "entry.words",
    "talk.title",
    "talk.words",
    "registration.attendee",
    "exchange.who",
    "exchange.words",
    "meeting.note",
    "edition.title",
    "project.title",
    "project.summary",
    "page.title",
    "revision.title",
    "revision.source",
    "revision.summary",
    "revision.author",
    "testimony_fact.words",
    "page_question.words",
    "page_question.answer",
    "page_report.words",
    "media_version.author",
    "media_version.summary",
    "wiki_space.title",
    "wiki_space.purpose",
    "media.alt",
    "begun.name",
    "carrier.name",
    "volunteer.areas",
    "orientation.reason",
    "partner.name",
    "partner.helps_with",
    "partner.area",
    "visit.words",
    "visit.area",
    "advice_said.words",
    "review.words",
    "diagnosis.decided_why",
    "questionnaire_draft.content",
    "found.title",
    "found_text.body",
];

/// What no page shows yet.
const UNSEEN: &[&str] = &[
    // The account's name is shown, once it is claimed.
    "begun.name",
    // Passages of it are shown: see `what_is_found_is_text`.
    "found_text.body",
];

/// Columns whose texts the product makes, or that are checked letter by letter: codes, hashes, addresses, numbers.
const MADE: &str = include_str!("columns_made.txt");

/// The hostile texts, as the product keeps them. Those of the list that it keeps alike are one.
static PAYLOADS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let list: Vec<String> =
        serde_json::from_str(include_str!("payloads.json")).expect("a list of texts");
    let mut kept = Vec::new();
    for payload in list {
        let payload = Source::parse(&payload).map(|text| text.as_str().to_owned());
        kept.extend(payload.ok().filter(|payload| !kept.contains(payload)));
    }
    kept
});

/// A payload, and a mark after it that says which it is and where it was typed.
fn marked(column: usize, n: usize) -> String {
    format!("{}⁅{column}.{n}⁆", PAYLOADS[n])
}

/// Some of them, as one text.
fn joined(column: usize, payloads: &[usize]) -> String {
    payloads.iter().map(|n| marked(column, *n)).collect::<Vec<_>>().join("\n")
}

/// All of them, as one text.
fn all(column: usize) -> String {
    joined(column, &(0..PAYLOADS.len()).collect::<Vec<_>>())
}

/// A page of the wiki: each payload to be read as it is, then as markup, which has no mark.
fn source(column: usize) -> String {
    let mut source = String::new();
    for (n, payload) in PAYLOADS.iter().enumerate().filter(|(_, p)| !p.contains("</code>")) {
        source.push_str(&format!("<code>\n{}\n</code>\n\n", marked(column, n)));
        assert!(payload.len() < 10_000);
    }
    for payload in PAYLOADS.iter() {
        source.push_str(payload);
        source.push_str("\n\n");
    }
    source
}

/// A questionnaire, one of whose texts is the whole list.
fn questionnaire(column: usize) -> String {
    let mut questionnaire = domain::diagnosis::Questionnaire::clone(store::questionnaire());
    questionnaire.themes[0].title.fr = all(column);
    serde_json::to_string(&questionnaire).expect("it can be written")
}

/// Columns of a line or two: what is longer than people may type there is left out.
const SHORT: &[&str] =
    &["name", "title", "place", "access", "city", "street", "areas", "area", "attendee", "who"];

/// Columns that pages show row after row: rows share the list of texts, so that pages stay light.
const LISTED: &[&str] =
    &["association.name", "entry.title", "entry.place", "entry.access", "person.name"];
const SHARES: usize = 4;

/// Which payloads a row of a column holds.
fn share(name: &str, row: usize) -> Vec<usize> {
    let (_, field) = name.split_once('.').expect("table.column");
    let shares = if LISTED.contains(&name) { SHARES } else { 1 };
    let one_line = |n: &usize| field != "teaches" || !PAYLOADS[*n].contains(['\n', '\r']);
    let short = |n: &usize| !SHORT.contains(&field) || PAYLOADS[*n].chars().count() <= 120;
    let fits = |n: &usize| short(n) && one_line(n);
    (0..PAYLOADS.len()).filter(fits).filter(|n| n % shares == row % shares).collect()
}

/// Writes the list into every typed column.
async fn poison(house: &House) {
    for (column, name) in TYPED.iter().enumerate() {
        let (table, field) = name.split_once('.').expect("table.column");
        for row in 0..SHARES {
            let texts = share(name, row);
            let text = match field {
                "source" => source(column),
                "content" => questionnaire(column),
                _ => joined(column, &texts),
            };
            let text = text.replace('\'', "''");
            let sql = format!(
                "UPDATE \"{table}\" SET \"{field}\" = '{text}' WHERE rowid % {SHARES} = {row}"
            );
            house.accident(&sql).await;
        }
    }
}

/// Which payloads a page held, each whole, in one text or one value.
fn held(at: &str, pieces: &[Piece], scripts: usize) -> BTreeSet<(usize, usize)> {
    let mut held = BTreeSet::new();
    let mut found = 0;
    for piece in pieces {
        match piece {
            Piece::Element(name) if name == "script" => found += 1,
            Piece::Element(name) => {
                let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
                assert!(plain && ELEMENTS.contains(&name.as_str()), "{at}: <{name}>");
            }
            Piece::Attribute(element, name, value) => {
                assert!(!name.starts_with("on") && name != "style", "{at}: <{element} {name}>");
                let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "-:".contains(c));
                assert!(plain, "{at}: <{element} {name}>");
                if ["href", "src", "action", "formaction", "data", "srcdoc"]
                    .contains(&name.as_str())
                {
                    leads_nowhere_odd(at, element, name, value);
                }
                held.extend(whole(at, value));
            }
            Piece::Text(_, text) => held.extend(whole(at, text)),
            // Its own marks between texts.
            Piece::Comment(text) => {
                assert!(text.len() < 4 || text == "<() />", "{at}: <!--{text}-->");
            }
        }
    }
    assert_eq!(found, scripts, "{at}: scripts");
    held
}

/// The payloads that a text holds: where one's mark stands, the whole of it does.
fn whole(at: &str, text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (end, _) in text.match_indices('⁅') {
        let mark = &text[end..];
        let told = mark.split('⁆').next().and_then(|told| told.strip_prefix('⁅'));
        let (column, n) = told.and_then(|told| told.split_once('.')).expect("a mark of ours");
        let column: usize = column.parse().expect("a number");
        let n: usize = n.parse().expect("a number");
        let payload = PAYLOADS[n].as_str();
        assert!(text[..end].ends_with(payload), "{at}: {payload:?} of {column} is cut");
        found.push((column, n));
    }
    found
}

/// Only to our own pages, to others by HTTP, to a mailbox.
fn leads_nowhere_odd(at: &str, element: &str, name: &str, value: &str) {
    let own = value.starts_with('/') && !value.starts_with("//") || value.starts_with('#');
    let others = ["https://", "http://", "mailto:"].iter().any(|start| value.starts_with(start));
    let good = own || (others && element == "a");
    assert!(good, "{at}: <{element} {name}={value:?}>");
}

/// What our pages are made of.
const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "link",
    "body",
    "header",
    "nav",
    "main",
    "footer",
    "section",
    "article",
    "aside",
    "div",
    "dialog",
    "p",
    "span",
    "a",
    "b",
    "i",
    "em",
    "strong",
    "small",
    "u",
    "s",
    "del",
    "ins",
    "sub",
    "sup",
    "code",
    "pre",
    "blockquote",
    "hr",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "form",
    "fieldset",
    "legend",
    "label",
    "input",
    "textarea",
    "select",
    "option",
    "datalist",
    "button",
    "svg",
    "g",
    "path",
    "circle",
    "line",
    "rect",
    "text",
    "tspan",
    "desc",
    "details",
    "summary",
    "q",
    "figure",
    "figcaption",
    "img",
    "time",
    "mark",
    "leptos-island",
    "leptos-children",
];

/// Somebody of the cast who opens a page.
async fn opener(
    house: &House,
    people: &mut BTreeMap<&'static str, Client>,
    who: Option<&'static str>,
) {
    if let Some(email) = who.filter(|email| !people.contains_key(email)) {
        people.insert(email, house.signed_in(email).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_column_is_known() {
    assert!(PAYLOADS.len() >= 500, "{}", PAYLOADS.len());
    let house = House::demo().await;
    let known: BTreeSet<&str> = TYPED.iter().copied().chain(MADE.lines().map(str::trim)).collect();
    let columns = house.text_columns().await;
    let missing: Vec<_> =
        columns.iter().filter(|column| !known.contains(column.as_str())).collect();
    assert!(missing.is_empty(), "does a person type this? {missing:#?}");
    let gone: Vec<_> = known
        .iter()
        .filter(|k| !columns.contains(**k) && !k.is_empty() && !k.starts_with('#'))
        .collect();
    assert!(gone.is_empty(), "there is no such column: {gone:#?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_type_is_text_on_every_page() {
    let house = House::demo().await;
    let visits = visits(&house).await;
    let mut people = BTreeMap::new();
    for visit in &visits {
        opener(&house, &mut people, visit.who).await;
    }
    poison(&house).await;
    let visitor = house.visitor();
    let mut seen = BTreeSet::new();
    let bundles: BTreeSet<_> = routes()
        .iter()
        .filter(|r| r.bundle.is_some() || r.script.is_some())
        .map(|r| r.path)
        .collect();
    let extra =
        EXTRA.iter().map(|(route, who, path)| Visit { route, who: *who, path: (*path).to_owned() });
    // A verdict that was decided against the rules.
    let decided = house.rows().diagnoses(house.journey(YANNICK).await.head.id).await;
    let decided = format!("/diagnostic/{}/resultat", decided.expect("it reads")[0].0.id);
    let route = "/diagnostic/{diagnosis}/resultat";
    // Who has a seat at a date sees more of it.
    let (at, seated) = ("/agenda/{entry}", format!("/agenda/{}", house.meeting().await.id));
    let seated = Visit { route: at, who: Some(HENRI), path: seated };
    // Who prepares an encounter sees more of it.
    let encounter = house.date(|e| e.kind == EntryKind::Encounter).await.id;
    let prepared = Visit { route: at, who: Some(CAMILLE), path: format!("/agenda/{encounter}") };
    let wish = Visit { route: "/rejoindre", who: Some(LUCIE), path: wish(&house).await };
    let extra =
        extra.chain([Visit { route, who: Some(YANNICK), path: decided }, seated, prepared, wish]);
    for Visit { route, who, path } in visits.into_iter().chain(extra) {
        opener(&house, &mut people, who).await;
        let client = who.map_or(&visitor, |who| &people[who]);
        let page = client.get(&path).await.expect(200);
        // Other files are read by who knows how they are written.
        if let Some(file) = routes().iter().find(|file| file.path == route && file.is_file()) {
            if !file.is_stored() {
                readable(&page);
            }
            continue;
        }
        // A file writes quotes and line breaks as TOML does.
        if path.ends_with("/brouillon/texte") {
            neutral(&page);
            continue;
        }
        seen.extend(held(&page.path, &pieces(&page.body), usize::from(bundles.contains(route))));
    }
    let mut wrong = Vec::new();
    for (column, name) in TYPED.iter().enumerate() {
        let shown = (0..SHARES).flat_map(|row| share(name, row));
        let shown =
            shown.filter(|n| *name != "revision.source" || !PAYLOADS[*n].contains("</code>"));
        let missing =
            shown.filter(|n| !seen.contains(&(column, *n))).collect::<BTreeSet<_>>().len();
        match (missing, UNSEEN.contains(name)) {
            (0, false) => {}
            (0, true) => wrong.push(format!("{name} is shown now")),
            (_, true) => {}
            (missing, false) => wrong.push(format!("no page shows {missing} of {name}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    house.close().await;
}

/// Pages that show more than the visits do: what the same route shows others.
const EXTRA: &[(&str, Option<&str>, &str)] = &[
    ("/pages/recentes", Some(LUCIE), "/pages/recentes"),
    ("/recherche", None, "/recherche?q=dispositif"),
    ("/parcours", Some(LUCIE), "/parcours"),
    ("/parcours", Some(FATOU), "/parcours"),
    ("/hackathon", Some(server::demo::PAUL), "/hackathon"),
];

/// The names of the fields of a form in which one types freely, passwords aside.
fn typed_in(html: &str, form: &Form) -> Vec<String> {
    let free = |tag: &Tag<'_>| {
        let kind = tag.get("type").unwrap_or("text");
        let closed = ["hidden", "radio", "checkbox", "submit", "password", "file"];
        tag.name == "textarea" || tag.name == "input" && !closed.contains(&kind)
    };
    let names =
        tags(html).into_iter().filter(free).filter_map(|tag| tag.get("name").map(str::to_owned));
    let names: BTreeSet<_> = names.filter(|name| form.names.contains(name)).collect();
    // Of fields that are alike, `levels[…]`, two tell it all: a form has a size.
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let names = names.into_iter().filter(|name| {
        let stem = name.split('[').next().unwrap_or_default();
        let seen = alike.entry(stem.to_owned()).or_default();
        *seen += 1;
        *seen <= 2
    });
    names.collect()
}

/// Where one does as the cast's published story tells.
async fn wish(house: &House) -> String {
    let story = house.rows().shown_stories(1).await.expect("it reads").remove(0);
    format!("/rejoindre?inspire={}", story.testimony.id)
}

/// Forms in which nothing is typed, or that the visits do not show.
const NOTHING_TYPED: &str = include_str!("forms_without_text.txt");

/// Where Camille reads over what Lucie has written.
async fn waits(house: &House) -> String {
    guides(&house.signed_in(CAMILLE).await).await;
    let page = [("title", "Le four"), ("address", "guides:four"), ("source", "Il chauffe.")];
    let lucie = house.signed_in(LUCIE).await;
    lucie.fill_in("/pages/nouvelle", "create_page", &page).await.next();
    "/wiki/guides:four/modifier".to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_comes_back_as_text_from_every_form() {
    let house = House::demo().await;
    let mut people = BTreeMap::new();
    let visitor = house.visitor();
    let mut tried = BTreeSet::new();
    let mut visits = visits(&house).await;
    for visit in &visits {
        opener(&house, &mut people, visit.who).await;
    }
    let path = "/wiki/accueil/modifier".to_owned();
    visits.push(Visit { route: "/wiki/{slug}/modifier", who: Some(CAMILLE), path });
    visits.push(Visit {
        route: "/wiki/{slug}/modifier",
        who: Some(CAMILLE),
        path: waits(&house).await,
    });
    let told = house.rows().shown_stories(1).await.expect("it reads").remove(0).testimony.page;
    let told = house.rows().page(told).await.expect("it reads").expect("its page").slug;
    let path = format!("/wiki/{told}/signaler");
    visits.push(Visit { route: "/wiki/{slug}/signaler", who: Some(CAMILLE), path });
    let path = "/wiki/ateliers_savoirs_communs/questions".to_owned();
    visits.push(Visit { route: "/wiki/{slug}/questions", who: Some(CAMILLE), path });
    // Who writes a page sees the way to each of its parts.
    let path = "/wiki/accueil".to_owned();
    visits.push(Visit { route: "/wiki/{slug}", who: Some(CAMILLE), path });
    // Who asks to act for an association is nobody of it.
    let record = format!("/association/{}", house.association(NADIA).await);
    visits.push(Visit { route: "/association/{association}", who: Some(LUCIE), path: record });
    visits.push(Visit { route: "/aider", who: Some(VICTOR), path: "/aider".to_owned() });
    visits.push(Visit { route: "/visite", who: Some(LUCIE), path: "/visite".to_owned() });
    // Who may take a seat at a date, and who has one there.
    let meeting = format!("/agenda/{}", house.meeting().await.id);
    for who in [LUCIE, HENRI] {
        visits.push(Visit { route: "/agenda/{entry}", who: Some(who), path: meeting.clone() });
    }
    let session = format!("/agenda/{}", house.common_session().await.id);
    visits.push(Visit { route: "/agenda/{entry}", who: Some(GASPARD), path: session });
    // Who prepares an encounter, and who is asked to tell there.
    let encounter = house.date(|e| e.kind == EntryKind::Encounter).await.id;
    for who in [CAMILLE, BRUNO] {
        let path = format!("/agenda/{encounter}");
        visits.push(Visit { route: "/agenda/{entry}", who: Some(who), path });
    }
    // An association whose journey has begun does as a story tells.
    let path = wish(&house).await;
    visits.push(Visit { route: "/rejoindre", who: Some(LUCIE), path });
    // Who may hand an association over: an organizer, and the host of a date where it came.
    let fatou = house.journey(FATOU).await.head.id;
    let path = format!("/parcours/{fatou}");
    visits.push(Visit { route: "/parcours/{journey}", who: Some(CAMILLE), path });
    let came = house.rows().registrations_of(fatou).await.expect("it reads");
    let came = came.into_iter().find(|(_, date)| date.theme.is_some()).expect("a workshop").1;
    let path = format!("/agenda/{}", came.id);
    visits.push(Visit { route: "/agenda/{entry}", who: Some(VERA), path });
    for visit in &visits {
        opener(&house, &mut people, visit.who).await;
    }
    for Visit { route, who, path } in visits {
        let client = who.map_or(&visitor, |who| &people[who]);
        let page = client.get(&path).await.expect(200);
        let named: Vec<_> = routes()
            .into_iter()
            .find(|r| r.path == route)
            .map(|r| r.forms)
            .into_iter()
            .flatten()
            .map(|f| f.name)
            .collect();
        for form in forms(&page.body) {
            let Some(name) = form.value("form").filter(|name| named.contains(name)) else {
                continue;
            };
            let typed = typed_in(&page.body, &form);
            if typed.is_empty() || !tried.insert((route, name.to_owned())) {
                continue;
            }
            come_back(client, &path, &form, &typed).await;
            if name == "bring_page" {
                is_brought_as_text(client, &path, &form).await;
            }
        }
    }
    // A new instance alone has this one.
    let new = House::new_instance().await;
    let path = first_link(&new).await;
    let page = new.visitor().get(&path).await.expect(200);
    let form = page.form("make_first_administrator");
    come_back(&new.visitor(), &path, &form, &typed_in(&page.body, &form)).await;
    tried.insert(("/premier-compte/{token}", "make_first_administrator".to_owned()));
    new.close().await;
    let table = routes();
    let all = table.iter().flat_map(|r| r.forms.iter().map(|f| format!("{} {}", r.path, f.name)));
    let all: BTreeSet<String> = all.collect();
    let mut known: BTreeSet<String> =
        tried.iter().map(|(route, name)| format!("{route} {name}")).collect();
    known.extend(NOTHING_TYPED.lines().filter(|line| !line.starts_with('#')).map(str::to_owned));
    let missing: Vec<_> = all.difference(&known).collect();
    assert!(missing.is_empty(), "is nothing typed there? {missing:#?}");
    house.close().await;
}

/// What is brought from elsewhere is shown in the editor, and drawn beside it: however it is read, it stays text.
async fn is_brought_as_text(client: &Client, path: &str, form: &Form) {
    for syntax in ["plain", "markdown", "dokuwiki"] {
        // Each alone, as blocks and in a line, for some would hide what comes after them.
        for payloads in PAYLOADS.chunks(25) {
            let apart = payloads.join("\n\n");
            let inside = payloads.iter().map(|p| format!("- un {} mot", p.replace('\n', " ")));
            let inside = inside.collect::<Vec<_>>().join("\n");
            for text in [apart, inside] {
                let typed = [("written", syntax), ("brought", text.as_str())];
                let shown = client.post_fields(path, &form.filled(&typed)).await.expect(200);
                neutral(&shown);
                assert!(shown.has_form("create_page"), "{syntax}");
            }
        }
    }
}

/// Sends the form with the whole list in each field: it is refused, and each field gives the list back.
async fn come_back(client: &Client, path: &str, form: &Form, typed: &[String]) {
    let texts: Vec<String> = (0..typed.len()).map(all).collect();
    let mut filled: Vec<(&str, &str)> =
        typed.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let command = fresh();
    filled.push(("command", &command));
    if form.value("form") == Some("bring_page") {
        // Whatever is text is brought: how it is written must be told.
        filled.push(("written", ""));
    }
    let answer = client.post_fields(path, &form.filled(&filled)).await;
    let at = format!("{path} {:?}", form.value("form"));
    assert!([401, 409, 422].contains(&answer.status), "{at}: {}", answer.status);
    let scripts = answer.body.matches("<script type=\"module\" src=\"/assets/loader.js\"").count();
    let pieces = pieces(&answer.body);
    let seen = held(&at, &pieces, scripts);
    for (column, name) in typed.iter().enumerate() {
        let missing = (0..PAYLOADS.len()).filter(|n| !seen.contains(&(column, *n))).count();
        assert_eq!(missing, 0, "{at}: {name} does not come back");
        // In its one field, whole: browsers read a line break that begins a text field as none.
        let is = |text: &str| text.strip_prefix('\n').unwrap_or(text) == texts[column];
        let fields = pieces.iter().filter(|piece| match piece {
            Piece::Attribute(element, name, value) => {
                element == "input" && name == "value" && is(value)
            }
            Piece::Text(element, text) => element == "textarea" && is(text),
            _ => false,
        });
        assert_eq!(fields.count(), 1, "{at}: {name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_and_queries_repeat_nothing_as_markup() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let query: String = form_urlencoded::byte_serialize(all(0).as_bytes()).collect();
    for name in ["suite", "inspire", "reunion", "dit", "genre", "balle", "q"] {
        // Addresses have a size.
        for part in query.as_bytes().chunks(20_000).map(String::from_utf8_lossy) {
            let part = part.trim_start_matches(|c: char| c != '%');
            for path in ["/connexion", "/rejoindre", "/agenda", "/", "/recherche", "/nulle-part"] {
                let page: Answer = visitor.get(&format!("{path}?{name}={part}")).await;
                neutral(&page);
            }
        }
    }
    for n in 0..PAYLOADS.len() {
        let short: String = PAYLOADS[n].chars().take(300).collect();
        let part: String = form_urlencoded::byte_serialize(short.as_bytes()).collect();
        neutral(&visitor.get(&format!("/wiki/{}", part.replace('+', "%20"))).await);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_differs_what_meets_and_what_is_looked_at_first_is_text() {
    let house = House::demo().await;
    let (lucie, victor) = (house.signed_in(LUCIE).await, house.signed_in(VICTOR).await);
    for (n, payloads) in PAYLOADS.chunks(60).enumerate() {
        // Each by itself, and inside of a sentence that each of them ends otherwise.
        let ends = |end: &str| {
            let both = payloads.iter().map(|payload| {
                format!("{payload}\n\nUn mot {} {end}.", payload.replace(['\n', '\r'], " "))
            });
            both.collect::<Vec<_>>().join("\n\n")
        };
        let [first, theirs, mine] = ["d’abord", "chez eux", "chez moi"].map(ends);
        let title = format!("Essai {n}");
        let page = [("title", title.as_str()), ("source", first.as_str())];
        lucie.fill_in("/pages/nouvelle", "create_page", &page).await.next();
        let path = format!("/wiki/essai_{n}");
        let edit = format!("{path}/modifier");
        let opened = lucie.get(&edit).await.expect(200);
        let form = opened.form("save_page");
        let looks = [("source", mine.as_str()), ("preview", "yes")];
        neutral(&lucie.fill(&opened, &form, &looks).await.expect(200));
        victor.fill_in(&edit, "save_page", &[("source", &theirs)]).await.next();
        for end in ["/comparer", "/historique", "/version/1"] {
            neutral(&lucie.get(&format!("{path}{end}")).await.expect(200));
        }
        let meets = lucie.fill(&opened, &form, &[("source", &mine)]).await.expect(409);
        neutral(&meets);
        assert_eq!(meets.form("save_page").value("source"), Some(mine.trim()));
    }
    house.close().await;
}

/// Nothing of it became markup, whatever became of its marks.
fn neutral(page: &Answer) {
    let at: String = page.path.chars().take(100).collect();
    let loaders = ["loader", "suggest"].map(|name| {
        let script = format!("<script type=\"module\" src=\"/assets/{name}.js\"");
        page.body.matches(&script).count()
    });
    let loaders = loaders.iter().sum::<usize>();
    let pieces = pieces(&page.body);
    let script = |piece: &&Piece| matches!(piece, Piece::Element(name) if name == "script");
    assert_eq!(pieces.iter().filter(script).count(), loaders, "{at}: scripts");
    for piece in pieces {
        match piece {
            Piece::Element(name) if name == "script" => {}
            Piece::Element(name) => {
                assert!(ELEMENTS.contains(&name.as_str()), "{at}: <{name}>");
            }
            Piece::Attribute(element, name, value) => {
                assert!(!name.starts_with("on") && name != "style", "{at}: {name}");
                if ["href", "src", "action"].contains(&name.as_str()) {
                    leads_nowhere_odd(&at, &element, &name, &value);
                }
            }
            // Its own marks between texts.
            Piece::Comment(text) => {
                assert!(text.len() < 4 || text == "<() />", "{at}: <!--{text}-->");
            }
            Piece::Text(..) => {}
        }
    }
}

/// Leaves the poisoned database for the tests in a browser.
#[tokio::test(flavor = "multi_thread")]
async fn the_browser_is_left_the_same_texts() {
    let house = House::demo().await;
    poison(&house).await;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("payloads");
    fs::create_dir_all(&folder).expect("a folder can be made");
    let kept = folder.join("test.sqlite");
    let copy = folder.join(format!("copy-{}", fresh()));
    house.accident(&format!("VACUUM INTO '{}'", copy.display())).await;
    fs::rename(&copy, &kept).expect("it can be put in place");
    let db =
        sea_orm::Database::connect(format!("sqlite:{}", kept.display())).await.expect("it opens");
    let asked = Statement::from_string(DbBackend::Sqlite, "SELECT COUNT(*) AS n FROM person");
    let row = db.query_one_raw(asked).await.expect("it answers").expect("a row");
    assert!(row.try_get::<i64>("", "n").expect("a number") > 10);
    house.close().await;
}
