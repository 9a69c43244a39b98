//! Files of the wiki: sent with a plain form, shown in pages, given to who may see them and able to do nothing there.

use crate::dom::{Piece, pieces};
use crate::house::{Answer, Client, House};
use domain::act::Change;
use domain::ids::{MediaId, VersionId};
use domain::text::{Fault, Lang};
use domain::wiki::files::{FILE_MIB, Media, SPACE_MIB, Version};
use domain::wiki::{Audience, ROOT};
use reqwest::Method;
use server::demo::{ADA, CAMILLE, CIRCLE, FATOU, GASPARD, INES, LUCIE};
use uuid::Uuid;

const FR: Lang = Lang::Fr;
const COMMON: &str = "/espaces/wiki/fichiers";
const INERT: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// A camera's note, which nobody is to find.
const PLACE: &[u8] = b"48.8583N 2.2945E";

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("short").to_be_bytes();
    [&length[..], kind, content, &[0; 4]].concat()
}

/// A picture that says where it was taken.
fn png(pixels: &[u8]) -> Vec<u8> {
    let chunks = [
        chunk(b"IHDR", &[0; 13]),
        chunk(b"tEXt", PLACE),
        chunk(b"IDAT", pixels),
        chunk(b"IEND", b""),
    ];
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunks.concat()].concat()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

async fn sends(client: &Client, typed: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
    client.send_file((COMMON, "send_file"), typed, file).await
}

/// What a browser is given: to show, or only to keep; in both cases it can do nothing.
#[track_caller]
fn given(answer: &Answer, picture: Option<&str>) {
    let (kind, how) = picture.map_or(("application/octet-stream", "attachment"), |k| (k, "inline"));
    assert_eq!(answer.header("content-type"), kind, "{}", answer.path);
    assert!(answer.header("content-disposition").starts_with(how), "{}", answer.path);
    assert_eq!(answer.header("content-security-policy"), INERT, "{}", answer.path);
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{}", answer.path);
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
}

/// The pictures of a page: where each is, and what is said of it.
fn pictures(page: &Answer) -> Vec<(String, String)> {
    let mut pictures: Vec<(String, String)> = Vec::new();
    for piece in pieces(&page.body) {
        match piece {
            Piece::Element(name) if name == "img" => pictures.push(Default::default()),
            Piece::Attribute(element, name, value) if element == "img" => {
                let last = pictures.last_mut().expect("a picture");
                match name.as_str() {
                    "src" => last.0 = value,
                    "alt" => last.1 = value,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    pictures
}

async fn writes(client: &Client, title: &str, source: &str) -> String {
    let typed = [("title", title), ("source", source)];
    let to = client.fill_in("/pages/nouvelle", "create_page", &typed).await.next();
    to.split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_files_are_sent_and_shown_on_sqlite() {
    are_sent_and_shown(House::demo().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_files_are_sent_and_shown_on_postgres() {
    if let Some(house) = House::demo_on_postgres().await {
        are_sent_and_shown(house).await;
    }
}

async fn are_sent_and_shown(house: House) {
    let (lucie, visitor) = (house.signed_in(LUCIE).await, house.visitor());
    let page = writes(&lucie, "Notre four", "Le voici : {{:four.png|}}").await;
    assert_eq!(pictures(&visitor.get(&page).await.expect(200)), []);
    let alt = "Le four, porte ouverte";
    let sent = sends(&lucie, &[("alt", alt)], ("Four.PNG", &png(b"one"))).await;
    sent.leads_to("/fichiers/four.png/versions?dit=file_kept");
    // The page shows it at once, to everybody.
    let shown = visitor.get(&page).await.expect(200);
    assert_eq!(pictures(&shown), [("/fichiers/four.png".to_owned(), alt.to_owned())]);
    let first = visitor.get("/fichiers/four.png").await.expect(200);
    given(&first, Some("image/png"));
    assert!(holds(&first.bytes, b"one") && !holds(&first.bytes, PLACE));
    // Asked again, it is not sent twice.
    let tag = first.header("etag").to_owned();
    let again = [("if-none-match", tag.as_str())];
    let again = visitor.send(Method::GET, "/fichiers/four.png", &again, Vec::new()).await;
    assert_eq!((again.expect(304).bytes.len(), first.header("cache-control")), (0, "no-cache"));
    let told = lucie.get("/fichiers/four.png/versions").await.expect(200);
    told.must_say("{{:four.png}}").must_say("Lucie");
    let told = visitor.get("/fichiers/four.png/versions").await.expect(200).must_not_say("Lucie");
    assert!(!told.has_form("change_file") && !told.has_form("delete_file"));
    visitor.get(COMMON).await.expect(200).must_say("four.png").must_not_say("Lucie");

    // The same name: its next version, and the one before stays.
    house.pass_seconds(1);
    let sent = sends(&lucie, &[], ("four.png", &png(b"two"))).await;
    sent.leads_to("/fichiers/four.png/versions?dit=file_version");
    let second = visitor.get("/fichiers/four.png").await.expect(200);
    assert!(holds(&second.bytes, b"two") && second.header("etag") != tag);
    // The same file: it is there already.
    let sent = sends(&lucie, &[("alt", "x"), ("name", "autre")], ("b.png", &png(b"two"))).await;
    sent.leads_to("/fichiers/four.png/versions?dit=file_same");
    let media = house.rows().media_by_name("four.png").await.expect("it reads").expect("one");
    let versions = house.rows().versions_of(media.id, 9).await.expect("it reads");
    assert_eq!(versions.len(), 2);
    let old = versions[1].id.to_string();
    let at = format!("/fichiers/four.png/version/{old}");
    let earlier = visitor.get(&at).await.expect(200);
    given(&earlier, Some("image/png"));
    assert_eq!(earlier.header("cache-control"), "private, max-age=31536000, immutable");
    assert!(holds(&earlier.bytes, b"one"));
    visitor.get("/fichiers/autre.png/version/x").await.expect(404);

    // Brought back, deleted, brought back again.
    let fields = [("media", &*media.id.to_string()), ("version", &*old)];
    let of = "/fichiers/four.png/versions";
    house.pass_seconds(1);
    lucie.post(of, "restore_file", &fields).await.leads_to(&format!("{of}?dit=file_restored"));
    assert!(holds(&visitor.get("/fichiers/four.png").await.expect(200).bytes, b"one"));
    house.pass_seconds(1);
    lucie.post(of, "delete_file", &fields[..1]).await.leads_to(&format!("{of}?dit=file_deleted"));
    for gone in ["/fichiers/four.png", of, &at] {
        visitor.get(gone).await.expect(404);
    }
    assert_eq!(pictures(&visitor.get(&page).await.expect(200)), []);
    visitor.get(COMMON).await.expect(200).must_not_say("four.png");
    lucie.get(COMMON).await.expect(200).must_say("four.png");
    lucie.post(of, "delete_file", &fields[..1]).await.expect(409);
    house.pass_seconds(1);
    lucie.post(of, "restore_file", &fields).await.expect(303);
    assert_eq!(pictures(&visitor.get(&page).await.expect(200)).len(), 1);

    // Who looks after the space forgets what it was; who writes does not.
    lucie.post(of, "forget_version", &fields).await.expect(403);
    let camille = house.signed_in(CAMILLE).await;
    camille.post(of, "forget_version", &fields).await.expect(303);
    visitor.get(&at).await.expect(404);
    lucie.post(of, "restore_file", &fields).await.expect(409);
    camille.get(of).await.expect(200).must_say(texts::files::was_forgotten(FR));

    // Said otherwise, without sending it again.
    let said = lucie.fill_in(of, "change_file", &[("alt", "Le four, fermé")]).await;
    said.leads_to(&format!("{of}?dit=file_changed"));
    let other = ("x.jpg", png(b"three"));
    let changed = lucie.send_file((of, "change_file"), &[], (other.0, &other.1)).await;
    changed.expect(303);
    assert!(holds(&visitor.get("/fichiers/four.png").await.expect(200).bytes, b"three"));
    let shown = visitor.get(&page).await.expect(200);
    assert_eq!(pictures(&shown)[0].1, "Le four, fermé");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_files_that_could_act_are_only_ever_kept() {
    let house = House::demo().await;
    let (lucie, visitor) = (house.signed_in(LUCIE).await, house.visitor());
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    for (name, bytes) in [
        ("logo.svg", &svg[..]),
        ("note.txt", b"<script>alert(1)</script>"),
        ("carte.pdf", b"%PDF-1.7 /JS"),
        ("budget.csv", b"=1+1"),
    ] {
        sends(&lucie, &[], (name, bytes)).await.expect(303);
        let answer = visitor.get(&format!("/fichiers/{name}")).await.expect(200);
        given(&answer, None);
        assert_eq!(answer.bytes, bytes, "{name}");
    }
    let page = writes(&lucie, "Dessins", "{{:logo.svg|Logo}} {{:carte.pdf|La carte}}").await;
    let page = visitor.get(&page).await.expect(200);
    assert_eq!(pictures(&page), []);
    for to in ["/fichiers/logo.svg", "/fichiers/carte.pdf"] {
        assert!(page.links().contains(&to.to_owned()), "{to}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_files_moved_in_are_given_without_where_they_were_taken() {
    let house = House::demo().await;
    let kept = |n: u128, name: &str, bytes: Vec<u8>| {
        let (media, id) = (MediaId(Uuid::from_u128(n)), VersionId(Uuid::from_u128(n)));
        let (author, at, name) = (Some("anna".to_owned()), house.now(), name.to_owned());
        let bytes = Some(bytes);
        let version = Version { id, media, author, summary: None, by: None, at, bytes, hash: None };
        let media = Media { id: media, name, space: ROOT, alt: None, shown: Some(id) };
        [Change::Media(media), Change::Version(version)]
    };
    let files = [
        (901, "wiki:photo.png", png(b"pixels"), Some("image/png")),
        (902, "wiki:faux.png", b"<script>alert(1)</script>".to_vec(), None),
        (903, "wiki:plan.svg", b"<svg onload='alert(1)'/>".to_vec(), None),
    ];
    for (n, name, bytes, picture) in files {
        for change in kept(n, name, bytes) {
            house.remember(change).await;
        }
        let answer = house.visitor().get(&format!("/fichiers/{name}")).await.expect(200);
        given(&answer, picture);
        assert!(!holds(&answer.bytes, PLACE), "{name}");
    }
    // They count for nothing in the room that is left, and nobody makes room by forgetting them.
    let all = format!("{SPACE_MIB} Mo");
    let camille = house.signed_in(CAMILLE).await;
    camille.get(COMMON).await.expect(200).must_say(&format!("Il reste {all} sur {all}"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_files_that_cannot_be_kept_are_refused_with_words() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let mut watch = house.watch().await;
    let heavy = vec![b'a'; ((FILE_MIB as usize) << 20) + 1];
    let long = "é".repeat(301);
    let typed = [("alt", "Le four"), ("name", "four")];
    let picture = png(b"one");
    let fault = |fault| Some(texts::fault(FR, fault));
    for (typed, file, status, field, told) in [
        (&typed[..], ("", &b""[..]), 422, "file", Fault::Missing),
        (&typed, ("vide.txt", b""), 422, "file", Fault::Missing),
        (&typed, ("a.txt", &heavy), 413, "file", Fault::Heavy { mib: FILE_MIB }),
        (&typed, ("a.exe", b"MZ"), 422, "file", Fault::Kind),
        (&typed, ("a.png", b"<html>"), 422, "file", Fault::Kind),
        (&typed, ("a.pdf", &picture), 422, "file", Fault::Kind),
        (&typed, ("sans", b"x"), 422, "file", Fault::Kind),
        (&typed[1..], ("a.png", &picture), 422, "alt", Fault::Missing),
        (&[("alt", &*long)], ("a.png", &picture), 422, "alt", Fault::TooLong { max: 300 }),
        (&[("name", &*long)], ("a.txt", b"x"), 422, "name", Fault::TooLong { max: 200 }),
    ] {
        let answer = sends(&lucie, typed, file).await.expect(status);
        assert_eq!(answer.fault(field), fault(told), "{file:?}", file = file.0);
        let form = answer.form("send_file");
        for (name, value) in typed {
            assert_eq!(form.value(name), Some(*value), "{name} of {}", file.0);
        }
        watch.nothing_changed(file.0).await;
    }
    // A form without a file, and a call, say the same.
    let none = lucie.post(COMMON, "send_file", &[("space", "wiki")]).await.expect(422);
    assert_eq!(none.fault("file"), fault(Fault::Missing));
    lucie.call("send_file", &[("space", "wiki")]).await.expect(422);
    let kind = "multipart/form-data; boundary=b";
    let headers = [("origin", lucie.origin.as_str()), ("content-type", kind)];
    lucie.send(Method::POST, COMMON, &headers, b"--b--".to_vec()).await.expect(400);
    watch.nothing_changed("what is no form").await;

    // A space that is full says what to do, and keeps what was typed.
    let room = u64::from(SPACE_MIB) << 20;
    sends(&lucie, &[], ("premier.txt", b"x")).await.expect(303);
    house.accident(&format!("UPDATE media_version SET size = {room} WHERE hash IS NOT NULL")).await;
    watch.something_changed("it is full").await;
    let answer = sends(&lucie, &[("name", "second")], ("a.txt", b"y")).await.expect(409);
    let answer = answer.must_say(texts::broken::no_room(FR));
    assert_eq!(answer.form("send_file").value("name"), Some("second"));
    watch.nothing_changed("no room").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_files_of_a_closed_space_are_its_peoples() {
    let house = House::demo().await;
    let plan = format!("/fichiers/{CIRCLE}:plan.png");
    let versions = format!("{plan}/versions");
    let list = format!("/espaces/{CIRCLE}/fichiers");
    let page = format!("/wiki/{CIRCLE}:qui_apporte_quoi");
    for who in [GASPARD, FATOU] {
        let client = house.signed_in(who).await;
        given(&client.get(&plan).await.expect(200), Some("image/png"));
        client.get(&list).await.expect(200).must_say("materiel.csv");
        assert_eq!(pictures(&client.get(&page).await.expect(200))[0].0, plan);
    }
    let media = house.rows().media_by_name(&format!("{CIRCLE}:plan.png")).await;
    let media = media.expect("it reads").expect("the plan");
    let shown = media.shown.expect("it is shown");
    let outside = [house.visitor(), house.signed_in(LUCIE).await, house.signed_in(INES).await];
    let others = [house.signed_in(CAMILLE).await, house.signed_in(ADA).await];
    for client in outside.iter().chain(&others) {
        for path in [&plan, &versions, &list, &format!("{plan}/version/{shown}")] {
            client.get(path).await.expect(404);
        }
    }
    // A page of everybody's shows it to its people alone.
    let gaspard = house.signed_in(GASPARD).await;
    let source = format!("{{{{{CIRCLE}:plan.png|La place}}}}");
    let open = writes(&gaspard, "La place", &source).await;
    assert_eq!(pictures(&gaspard.get(&open).await.expect(200)).len(), 1);
    assert_eq!(pictures(&house.visitor().get(&open).await.expect(200)), []);
    // A file cannot be sent into another's space by its name, nor found under another's address.
    let lucie = &outside[1];
    let name = format!("{CIRCLE}:plan.png");
    sends(lucie, &[("name", &name)], ("a.txt", b"x")).await.expect(303);
    let now = house.rows().media_by_name(&media.name).await.expect("it reads").expect("it stays");
    assert_eq!(now.shown, Some(shown));
    let fields = [("media", &*media.id.to_string())];
    for client in outside.iter().skip(1).chain(&others) {
        client.post("/fichiers/a.txt/versions", "delete_file", &fields).await.expect(404);
    }
    // Opened to readers, its files are read; closed again, they are not.
    let space = house.rows().spaces().await.expect("it reads");
    let space = space.into_iter().find(|space| space.namespace == CIRCLE).expect("the circle");
    let opened = domain::wiki::Space { reads: Audience::Everybody, ..space.clone() };
    house.remember(Change::Space(opened)).await;
    house.visitor().get(&plan).await.expect(200);
    house.visitor().get(&list).await.expect(200);
    house.remember(Change::Space(space)).await;
    house.visitor().get(&plan).await.expect(404);
    house.close().await;
}
