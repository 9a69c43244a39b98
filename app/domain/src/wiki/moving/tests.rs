//! What becomes of what arrives: once, again, changed, and beside what was written here.

use super::*;
use crate::ids::RevisionId;
use crate::ids::VersionId;
use crate::testing::{act, day, id};
use crate::text::Source;
use crate::wiki::{ROOT, RevisionKind};

fn revision(at: u32, text: &str) -> Revision {
    let act = act(day(at.into()));
    let page = PageId(id(1));
    let title = Title::stored("Réunion".to_owned());
    let first = Revision::first(&act, page, title, Source::stored(text.to_owned()));
    Revision { id: id(100 + u128::from(at)), number: 0, by: None, ..first }
}

fn file(path: &str, state: Option<Uuid>) -> MovedFile {
    let of = Owner::Page(PageId(id(1)));
    MovedFile { path: path.to_owned(), of, state, bytes: None, written: None }
}

fn arriving(states: &[u32], shown: bool) -> Arriving<PageId, Revision> {
    let states = states.iter().map(|at| {
        let revision = revision(*at, "[[accueil]]");
        let file = file(&format!("attic/reunion.{at}.txt.gz"), Some(revision.id.0));
        (revision, Some(file))
    });
    let end = Some((shown, vec![file("meta/reunion.changes", None)]));
    Arriving { id: PageId(id(1)), wanted: "reunion".to_owned(), states: states.collect(), end }
}

fn arrives(
    arriving: Arriving<PageId, Revision>,
    standing: &Standing,
    page: Option<Page>,
    head: Option<&Revision>,
) -> Outcome<Arrived> {
    let newest = head.map_or(0, |head| head.number);
    page_arrives(arriving, standing, (page, newest), (ROOT, "reunion".to_owned()))
}

fn standing(states: &[u32]) -> Standing {
    let ids = states.iter().map(|at| id(100 + u128::from(*at)));
    let path = |at: &u32| format!("attic/reunion.{at}.txt.gz");
    let files = states.iter().map(path).zip(ids.clone().map(Some));
    Standing { files: files.collect(), states: ids.collect(), changed_here: false }
}

/// The page as the last change of it leaves it.
fn page_of(outcome: &Outcome<Arrived>) -> Option<Page> {
    outcome.changes.iter().rev().find_map(|change| match change {
        Change::Page(page) => Some(page.clone()),
        _ => None,
    })
}

fn numbers(outcome: &Outcome<Arrived>) -> Vec<u32> {
    let number = |change: &Change| match change {
        Change::Revision(revision) => Some(revision.number),
        _ => None,
    };
    outcome.changes.iter().filter_map(number).collect()
}

#[test]
fn wiki_what_arrives_is_a_page_with_its_states_in_order() {
    let outcome = arrives(arriving(&[1, 2, 3], true), &Standing::default(), None, None);
    assert_eq!(numbers(&outcome), [1, 2, 3]);
    let page = page_of(&outcome).expect("a page");
    assert_eq!((page.slug.as_str(), page.published), ("reunion", Some(RevisionId(id(103)))));
    let links = Change::PageLinks(page.id, vec!["accueil".to_owned()]);
    assert!(outcome.changes.contains(&links));
    assert_eq!(outcome.answer.new, 3);
    // One that was deleted is there, and is not shown.
    let outcome = arrives(arriving(&[1, 2], false), &Standing::default(), None, None);
    assert_eq!(page_of(&outcome).expect("a page").published, None);
}

#[test]
fn wiki_what_arrives_again_changes_nothing() {
    let first = arrives(arriving(&[1, 2], true), &Standing::default(), None, None);
    let page = page_of(&first);
    let head = Revision { number: 2, ..revision(2, "") };
    let again = arrives(arriving(&[1, 2], true), &standing(&[1, 2]), page.clone(), Some(&head));
    assert_eq!((page_of(&again), numbers(&again)), (None, vec![]));
    // What was only begun goes on where it was; what the other wiki has more comes after.
    let more = arrives(arriving(&[1, 2, 3], true), &standing(&[1, 2]), page, Some(&head));
    assert_eq!(numbers(&more), [3]);
    assert_eq!(page_of(&more).expect("a page").published, Some(RevisionId(id(103))));
}

#[test]
fn wiki_what_arrives_replaces_nothing_that_is_here() {
    let first = arrives(arriving(&[1, 2], true), &Standing::default(), None, None);
    let page = page_of(&first);
    // Somebody has written here since.
    let by = Some(id(9));
    let kind = RevisionKind::Edited;
    let head = Revision { number: 3, kind, by, id: id(7), ..revision(2, "") };
    let written = |states: &[u32]| Standing { changed_here: true, ..standing(states) };
    let more = arrives(arriving(&[1, 2, 3], true), &written(&[1, 2]), page.clone(), Some(&head));
    assert!(more.answer.changed_here);
    assert_eq!((page_of(&more), numbers(&more)), (None, vec![4]));
    // However often it is done: what came after what was written here does not hide it.
    let last = Revision { number: 4, ..revision(3, "") };
    let again =
        arrives(arriving(&[1, 2, 3], true), &written(&[1, 2, 3]), page.clone(), Some(&last));
    assert_eq!((page_of(&again), numbers(&again)), (None, vec![]));
    // Another text under the same path: another folder, or one that was tampered with.
    let mut other = standing(&[1, 2]);
    other.files.insert("attic/reunion.3.txt.gz".to_owned(), Some(id(8)));
    let head = Revision { number: 2, ..revision(2, "") };
    let more = arrives(arriving(&[1, 2, 3], true), &other, page, Some(&head));
    assert_eq!((more.answer.otherwise, page_of(&more), numbers(&more)), (1, None, vec![]));
}

#[test]
fn wiki_a_media_file_arrives_once() {
    let media = MediaId(id(2));
    let version = |n: u128| Version {
        id: id(200 + n),
        media,
        author: None,
        summary: None,
        by: None,
        at: day(1),
        bytes: Some(vec![0]),
        hash: None,
    };
    let arriving = |shown| Arriving {
        id: media,
        wanted: "plan.svg".to_owned(),
        states: vec![(version(1), None), (version(2), None)],
        end: Some((shown, vec![])),
    };
    let name = || (ROOT, "plan.svg".to_owned());
    let outcome = media_arrives(arriving(true), &Standing::default(), None, name());
    let shown = Some(VersionId(id(202)));
    let shown = Media { id: media, name: name().1, space: ROOT, alt: None, shown };
    assert_eq!(outcome.changes.last(), Some(&Change::Media(shown.clone())));
    assert_eq!(outcome.answer.new, 2);
    let here = Standing { states: [id(201), id(202)].into(), ..Standing::default() };
    let known = || Some(shown.clone());
    let again = media_arrives(arriving(true), &here, known(), name());
    assert_eq!(again.changes, []);
    let gone = media_arrives(arriving(false), &here, known(), name());
    assert_eq!(gone.changes, [Change::Media(Media { shown: None, ..shown.clone() })]);
    // What somebody put there since stays.
    let here = Standing { changed_here: true, ..here };
    let here = media_arrives(arriving(false), &here, known(), name());
    assert_eq!((here.changes, here.answer.changed_here), (Vec::new(), true));
}
