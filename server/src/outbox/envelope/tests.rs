//! Whatever people type stays text in letters too, read as HTML parsers and mail servers read them.

#[path = "../../../tests/it/dom.rs"]
mod dom;

use super::*;
use app::mail::Item;
use dom::{Piece, pieces};
use domain::ids::MailId;
use domain::mail::{Addressee, Urgency};
use domain::text::{Email, Lang, Source};
use std::collections::BTreeMap;

/// The list, as the product keeps it, on one line where it may have several.
fn payloads() -> Vec<String> {
    let list: Vec<String> =
        serde_json::from_str(include_str!("../../../tests/it/payloads.json")).expect("texts");
    let kept = list.iter().filter_map(|payload| Source::parse(payload).ok());
    kept.map(|payload| payload.as_str().replace('\n', " ")).collect()
}

/// A letter that says this everywhere, each time with the place where it stands.
fn letter(payload: &str) -> Told {
    let at = |place: &str| format!("{payload}⁅{place}⁆");
    Told {
        to: Email::parse("amina@example.org").expect("an address"),
        lang: Lang::Fr,
        subject: at("subject"),
        paragraphs: vec![at("first"), at("second")],
        button: Some((at("button"), "https://house.example/a?b=c&d=\"e".to_owned())),
        after: vec![at("after")],
        items: vec![Item {
            title: at("title"),
            text: at("text"),
            link: Some((at("link"), "https://house.example/b".to_owned())),
        }],
        footer: at("footer"),
        more: (at("more"), "https://house.example/c".to_owned()),
        unsubscribe: Some("https://house.example/d".to_owned()),
    }
}

#[test]
fn what_people_type_is_text_in_every_letter() {
    let payloads = payloads();
    assert!(payloads.len() >= 500, "{}", payloads.len());
    for payload in &payloads {
        let mut told = BTreeMap::new();
        for piece in pieces(&html(&letter(payload))) {
            match piece {
                Piece::Element(name) => {
                    assert!(ELEMENTS.contains(&name.as_str()), "<{name}>: {payload}")
                }
                Piece::Attribute(element, name, value) => {
                    let known = ["lang", "charset", "name", "content", "style", "href"];
                    assert!(known.contains(&name.as_str()), "<{element} {name}>: {payload}");
                    assert!(!value.contains('⁅'), "<{element} {name}={value}>");
                    let ours = name != "href" || value.starts_with("https://house.example/");
                    assert!(ours, "{value}");
                }
                Piece::Comment(text) => panic!("<!--{text}-->: {payload}"),
                Piece::Text(element, text) => {
                    if let Some((before, mark)) = text.split_once('⁅') {
                        assert_eq!(before, payload, "in {element}");
                        *told.entry(mark.to_owned()).or_insert(0) += 1;
                    }
                }
            }
        }
        // The subject is the title of the document, and its heading.
        let places =
            ["after", "button", "first", "footer", "link", "more", "second", "text", "title"];
        let once = places.map(|place| (format!("{place}⁆"), 1));
        let expected = once.into_iter().chain([("subject⁆".to_owned(), 2)]).collect();
        assert_eq!(told, expected, "{payload}");
    }
}

#[test]
fn what_people_type_is_no_header_of_a_letter() {
    let from: Mailbox = "Savoirs Communs <bonjour@house.example>".parse().expect("a mailbox");
    let subjects = payloads().into_iter().chain(
        ["a\r\nBcc: b@example.org", "a\nBcc: b@example.org\n\nb", "a\rBcc: b@example.org"]
            .map(str::to_owned),
    );
    for subject in subjects {
        let told = Told { subject: subject.clone(), ..letter("x") };
        let at = chrono::DateTime::UNIX_EPOCH;
        let mail = Mail {
            id: MailId(uuid::Uuid::nil()),
            to: Addressee::Address(told.to.clone(), Lang::Fr),
            letter: None,
            urgency: Urgency::Now,
            dedup_key: String::new(),
            made_at: at,
            due_at: at,
        };
        let sent = message("https://house.example", &from, &mail, &told).expect("a letter");
        let sent = String::from_utf8_lossy(&sent.formatted()).into_owned();
        let (head, _) = sent.split_once("\r\n\r\n").expect("a head and a body");
        let known = [
            "From",
            "To",
            "Subject",
            "Message-ID",
            "Date",
            "Auto-Submitted",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "MIME-Version",
            "Content-Type",
        ];
        for line in head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])) {
            let name = line.split(':').next().unwrap_or_default();
            assert!(known.contains(&name), "{subject:?}: {line}");
            assert!(!line.contains(['\r', '\n', '\0']), "{line:?}");
        }
    }
}

/// What letters are made of.
const ELEMENTS: &[&str] = &[
    "html", "head", "meta", "title", "body", "main", "h1", "h2", "p", "strong", "small", "a", "hr",
    "footer", "br",
];
