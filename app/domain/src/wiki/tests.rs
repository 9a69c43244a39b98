//! A testimony: one a story, and nobody else's to read before it is published.

use super::*;
use crate::accounts::{Hat, TellerHat};
use crate::act::{Broken, Outcome};
use crate::diagnosis::Verdict;
use crate::ids::{ProjectId, TestimonyId};
use crate::journey::EventKind;
use crate::orientation::Place;
use crate::testing::*;

const US: u128 = 1;

fn ours() -> TellerHat {
    let who = signed(9, &[Hat::Member(id(US))]);
    who.teller(id(70), id(US), None, day(50)).expect("a member")
}

fn text(words: &str) -> Source {
    Source::stored(words.to_owned())
}

fn page_of<T>(outcome: &Outcome<T>) -> Option<Page> {
    outcome.changes.iter().find_map(|change| match change {
        Change::Page(page) => Some(page.clone()),
        _ => None,
    })
}

fn revision_of<T>(outcome: &Outcome<T>) -> Option<Revision> {
    outcome.changes.iter().find_map(|change| match change {
        Change::Revision(revision) => Some(revision.clone()),
        _ => None,
    })
}

fn testimony_of<T>(outcome: &Outcome<T>) -> Option<Testimony> {
    outcome.changes.iter().find_map(|change| match change {
        Change::Testimony(testimony) => Some(testimony.clone()),
        _ => None,
    })
}

fn begun(
    story: &Story,
    project: Option<ProjectId>,
    before: Option<&Testimony>,
) -> Outcome<TestimonyId> {
    let said = (title("Brouillon"), text("Nous…"));
    begin_testimony(&act(day(50)), &ours(), &story.journey(), project, before, said)
        .expect("it has something to tell")
}

#[test]
fn wiki_a_testimony_begun_twice_is_one_until_there_is_another_story() {
    let story = Story::learner(US, &["data", "members", "data"]);
    let first = testimony_of(&begun(&story, None, None)).expect("it is stored");
    let again = begun(&story, None, Some(&first));
    assert_eq!((again.answer, again.changes.len()), (first.id, 0));
    // Told of its workshops, it may tell of its tool.
    let told = Testimony { state: TestimonyState::Published, ..first.clone() };
    assert_eq!(begun(&story, None, Some(&told)).answer, first.id, "the same story");
    let tool = begun(&story, Some(id(60)), Some(&told));
    assert_ne!(tool.answer, first.id);
    assert_eq!(events(&tool), [EventKind::TestimonyBegun]);
    // A sketch is continued, whatever it began from.
    assert_eq!(begun(&story, Some(id(60)), Some(&first)).answer, first.id);
}

#[test]
fn wiki_nothing_of_a_testimony_is_public_before_it_is_published() {
    let story = Story::learner(US, &["data", "members", "data"]);
    let outcome = begun(&story, None, None);
    let (testimony, page) =
        (testimony_of(&outcome).expect("stored"), page_of(&outcome).expect("stored"));
    let head = revision_of(&outcome).expect("stored");
    let write = |testimony: &Testimony, page: &Page, words: &str, publish| {
        let said = (title(words), text(words));
        testimony.write(&act(day(51)), &ours(), page, (&head, &head), said, publish)
    };
    // The title of a draft follows it; nobody sees it.
    let saved = write(&testimony, &page, "Un premier titre", false).expect("it is ours");
    let page = page_of(&saved).expect("stored");
    assert_eq!((page.title.as_str(), page.published), ("Un premier titre", None));
    assert_eq!(events(&saved), []);
    let published = write(&testimony, &page, "Un titre", true).expect("it is ours");
    assert_eq!(events(&published), [EventKind::TestimonyPublished]);
    let (testimony, page) =
        (testimony_of(&published).expect("stored"), page_of(&published).expect("stored"));
    // Saved only, a published page stays as everybody reads it.
    let saved = write(&testimony, &page, "Un titre à discuter", false).expect("it is ours");
    assert_eq!(page_of(&saved), Some(page.clone()));
    let again = write(&testimony, &page, "Un meilleur titre", true).expect("it is ours");
    assert_eq!(page_of(&again).map(|p| p.title), Some(title("Un meilleur titre")));
    assert_eq!(events(&again), [], "it was told once");
    // Taken back, nobody finds it; it may be published again.
    let gone = testimony.withdraw(&act(day(52)), &ours(), &page).expect("published");
    let (sketch, away) = (testimony_of(&gone).expect("stored"), page_of(&gone).expect("stored"));
    assert_eq!((sketch.state, away.published), (TestimonyState::Sketched, None));
    let twice = sketch.withdraw(&act(day(53)), &ours(), &away);
    assert_eq!(twice, Err(Broken::OutOfOrder));
}

#[test]
fn wiki_two_of_an_association_write_its_story_at_once() {
    let story = Story::learner(US, &["data", "members", "data"]);
    let outcome = begun(&story, None, None);
    let (testimony, page) =
        (testimony_of(&outcome).expect("stored"), page_of(&outcome).expect("stored"));
    let first = revision_of(&outcome).expect("stored");
    let head = first.next(&act(day(51)), first.title.clone(), text("Nous…\n\nUne fin."));
    let write = |source: &str| {
        let said = (title("Un titre"), text(source));
        testimony.write(&act(day(52)), &ours(), &page, (&first, &head), said, false)
    };
    let both = write("Un début.\n\nNous…").expect("they wrote elsewhere");
    assert_eq!(both.answer, Saved::Merged);
    let both = revision_of(&both).expect("stored");
    assert_eq!(both.source.as_str(), "Un début.\n\nNous…\n\nUne fin.");
    assert_eq!((both.title.as_str(), both.read), ("Un titre", Some(first.id)));
    let head = first.next(&act(day(51)), first.title.clone(), text("Vous…"));
    let said = (title("Un titre"), text("Elles…"));
    let met = testimony.write(&act(day(52)), &ours(), &page, (&first, &head), said, true);
    assert_eq!(met, Err(Broken::BothChanged));
}

#[test]
fn wiki_who_has_nothing_to_tell_yet_does_not_begin() {
    let story =
        Story::learner(US, &["data"]).on(20, EventKind::OrientationAccepted(Place::WIKI), 30);
    let story = story.on(21, EventKind::DiagnosisGivenBack(Verdict::Learning), 20);
    let said = (title("Brouillon"), text("Nous…"));
    let begun = begin_testimony(&act(day(50)), &ours(), &story.journey(), None, None, said);
    assert_eq!(begun, Err(Broken::OutOfOrder));
}

#[test]
fn wiki_who_saves_second_keeps_both_or_decides() {
    let space = common(false);
    let writer = space.writer(&signed(9, &[]), &Circles::default()).expect("they have an account");
    let first = Revision::first(&act(day(1)), id(1), title("Le four"), text("Un.\n\nDeux."));
    let head = first.next(&act(day(2)), title("Le four"), text("Un, donc.\n\nDeux."));
    let (slug, published) = ("le_four".to_owned(), Some(head.id));
    let page =
        Page { id: id(1), space: ROOT, slug, title: title("Le four"), published, draft: None };
    let save = |source: &str| {
        let (title, source) = (title("Le grand four"), text(source));
        let edit = Edit { title, source, summary: None, minor: false };
        page.save(&act(day(3)), &writer, &space, &head, &first, edit)
    };
    let saved = save("Un.\n\nDeux, enfin.").expect("they wrote elsewhere");
    assert_eq!(saved.answer, Saved::Merged);
    let both = revision_of(&saved).expect("it is stored");
    assert_eq!((both.title.as_str(), both.number), ("Le grand four", 3));
    assert_eq!((both.source.as_str(), both.read), ("Un, donc.\n\nDeux, enfin.", Some(first.id)));
    assert_eq!(save("Un seul.\n\nDeux."), Err(Broken::BothChanged));
}
