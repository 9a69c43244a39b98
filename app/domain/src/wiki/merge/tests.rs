//! What merging gives on one page, then its laws on made-up pages and made-up edits, then on what nobody would type.

use super::*;
use crate::wiki::markup::tests::{SEED, marked_text};
use proptest::prelude::*;
use std::collections::BTreeSet;

const PAGE: &str = "====== Le four ======

Il chauffe vite. Il est **au garage**.
La clé est chez Zoé. On rend la clé le soir.

===== Matériel =====

  * une pelle
  * un gant

^ Jour ^ Heure ^
| lundi | 18 h |
| mardi | 20 h |

Merci à toutes et à tous.";

/// The page with these words put for others.
fn page(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(PAGE.to_owned(), |page, (from, to)| {
        assert!(page.contains(from), "{from}");
        page.replace(from, to)
    })
}

#[track_caller]
fn merges(theirs: &[(&str, &str)], mine: &[(&str, &str)]) {
    let both = page(&[theirs, mine].concat());
    let merged = merge(PAGE, &page(theirs), &page(mine));
    let conflicts: Vec<_> = merged.conflicts().collect();
    assert_eq!(merged.whole().map(|text| text.trim_end().to_owned()), Some(both), "{conflicts:?}");
}

#[track_caller]
fn conflict(theirs: &[(&str, &str)], mine: &[(&str, &str)]) -> Conflict {
    let merged = merge(PAGE, &page(theirs), &page(mine));
    assert_eq!(merged.whole(), None);
    let conflicts: Vec<_> = merged.conflicts().collect();
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    conflicts[0].clone()
}

#[test]
fn wiki_what_each_has_changed_is_taken() {
    merges(&[("Le four", "Le grand four")], &[("Merci", "Merci encore")]);
    merges(&[("une pelle", "deux pelles")], &[("un gant", "des gants")]);
    merges(&[("18 h", "19 h")], &[("mardi | 20 h", "jeudi | 21 h")]);
    merges(&[("  * un gant\n", "  * un gant\n  * un seau\n")], &[("une pelle", "une pelle large")]);
    merges(&[("  * un gant\n", "")], &[("  * une pelle\n", "  * une pelle\n  * un seau\n")]);
    merges(
        &[("===== Matériel =====", "===== Outils =====")],
        &[("\n\n^ Jour", "\n\nLes heures :\n\n^ Jour")],
    );
}

#[test]
fn wiki_other_sentences_cells_and_lines_of_one_piece_are_merged() {
    merges(&[("chauffe vite", "chauffe lentement")], &[("le soir", "le matin")]);
    merges(&[("lundi", "jeudi")], &[("18 h", "19 h")]);
    merges(
        &[(" On rend la clé le soir.", "")],
        &[("Il chauffe vite.", "Il chauffe vite et bien.")],
    );
}

#[test]
fn wiki_one_sentence_changed_on_both_sides_is_for_a_person() {
    let met = conflict(&[("chez Zoé", "chez Ali")], &[("La clé est", "La clé bleue est")]);
    assert_eq!(met.under.as_deref(), Some("Le four"));
    assert!(
        met.base.is_some_and(|text| text.starts_with("Il chauffe") && text.ends_with("le soir."))
    );
    assert!(met.theirs.is_some_and(|text| text.contains("chez Ali")));
    assert!(met.mine.is_some_and(|text| text.contains("clé bleue")));
    let met = conflict(&[("  * un gant\n", "")], &[("un gant", "des gants")]);
    let (base, mine) = (Some("  * un gant".to_owned()), Some("  * des gants".to_owned()));
    let under = Some("Matériel".to_owned());
    assert_eq!(met, Conflict { under, base, theirs: None, mine });
}

#[test]
fn wiki_marks_that_cross_are_for_a_person() {
    let base = "Un. Deux. Trois. Quatre.";
    let merged = merge(base, "**Un. Deux. Trois.** Quatre.", "Un. //Deux. Trois. Quatre.//");
    assert_eq!(merged.whole(), None);
    let merged = merge(base, "**Un.** Deux. Trois. Quatre.", "Un. Deux. Trois. //Quatre.//");
    assert_eq!(merged.whole().as_deref(), Some("**Un.** Deux. Trois. //Quatre.//\n"));
}

#[test]
fn wiki_what_both_have_done_is_done_once() {
    merges(&[("18 h", "19 h")], &[]);
    let edits = [("18 h", "19 h"), ("  * un gant\n", ""), ("Merci", "Un mot.\n\nMerci")];
    let edited = page(&edits);
    let merged = merge(PAGE, &edited, &edited).whole();
    assert_eq!(merged.map(|text| text.trim_end().to_owned()), Some(edited));
    // One tree in two spellings: theirs stays.
    let merged = merge(
        PAGE,
        &page(&[("  * un gant", "  *   des gants")]),
        &page(&[("un gant", "des gants")]),
    );
    assert!(merged.whole().is_some_and(|text| text.contains("  *   des gants")));
}

#[test]
fn wiki_what_both_add_at_one_place_is_kept_theirs_first() {
    let merged = merge("a", "a\n\nDu pain.", "a\n\nVingt chaises bleues.");
    assert_eq!(merged.whole().as_deref(), Some("a\n\nDu pain.\n\nVingt chaises bleues.\n"));
    let merged = merge("  * a", "  * a\n  * pain", "  * a\n  * sel");
    assert_eq!(merged.whole().as_deref(), Some("  * a\n  * pain\n  * sel\n"));
    // Almost the same words: somebody has to say which.
    let merged = merge("a", "a\n\nIl faut du pain frais.", "a\n\nIl faut du pain sec.");
    assert_eq!(merged.conflicts().count(), 1);
}

#[test]
fn wiki_a_decision_gives_the_page() {
    let merged =
        merge(PAGE, &page(&[("un gant", "deux gants")]), &page(&[("un gant", "dix gants")]));
    assert_eq!(merged.decide(&[]), None);
    let decided = |choice| merged.decide(&[choice]).map(|text| text.trim_end().to_owned());
    assert_eq!(decided(Choice::Theirs), Some(page(&[("un gant", "deux gants")])));
    assert_eq!(decided(Choice::Mine), Some(page(&[("un gant", "dix gants")])));
    let words = "  * douze gants\r\n  * un tablier\r\n";
    let expected = page(&[("un gant", "douze gants\n  * un tablier")]);
    assert_eq!(decided(Choice::Words(words.to_owned())), Some(expected));
    assert_eq!(decided(Choice::Words(" ".to_owned())), Some(page(&[("\n  * un gant", "")])));
}

#[test]
fn wiki_a_tag_that_nobody_closed_closes_nothing() {
    let merged = merge("a\n\nb\n\nc", "a <code>\n\nb\n\nc", "a\n\nb\n\nc </code>").whole();
    let words = merged.map(|text| words_of(&parse(&text).blocks));
    assert_eq!(words.as_deref(), Some("a <code>\nb\nc </code>"));
}

// ---- Laws ----

/// Something one does to a page.
#[derive(Clone, Debug)]
enum Edit {
    Remove(usize),
    /// Before this piece, a paragraph, an item or a row.
    Add(usize, usize, String),
    /// This sentence becomes another.
    Change(usize, usize, String),
    Move(usize, usize),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let words = || prop::collection::vec("[a-z]{3,8}", 1..7).prop_map(|words| words.join(" "));
    let edit = prop_oneof![
        (0..20usize).prop_map(Edit::Remove),
        (0..20usize, 0..4usize, words()).prop_map(|(at, kind, words)| Edit::Add(at, kind, words)),
        (0..20usize, 0..4usize, words())
            .prop_map(|(at, part, words)| Edit::Change(at, part, words)),
        (0..20usize, 0..20usize).prop_map(|(from, to)| Edit::Move(from, to)),
    ];
    prop::collection::vec(edit, 0..5)
}

/// Pieces of a page, for tests: the text and what follows it.
fn pieces(source: &str) -> Vec<(String, String)> {
    let source = plain_lines(source);
    cut(&source).pieces.iter().map(|p| (p.text.to_owned(), p.gap.to_owned())).collect()
}

fn edited(source: &str, edits: &[Edit]) -> String {
    let mut pieces = pieces(source);
    for edit in edits {
        let at = |n: &usize| n % pieces.len().max(1);
        match edit {
            Edit::Remove(n) if !pieces.is_empty() => drop(pieces.remove(at(n))),
            Edit::Add(n, kind, words) => {
                let text = match kind {
                    0 => format!("  * {words}"),
                    1 => format!("| {words} | a |"),
                    2 => format!("Note : {words}. Fin."),
                    _ => format!("== {words} =="),
                };
                pieces.insert(at(n), (text, "\n\n".to_owned()));
            }
            Edit::Change(n, part, words) if !pieces.is_empty() => {
                let n = at(n);
                let text = pieces[n].0.clone();
                let sentences = super::parts(Kind::Paragraph, &text);
                let part = part % sentences.len();
                let new: Vec<_> = sentences
                    .iter()
                    .enumerate()
                    .map(|(place, sentence)| match place == part {
                        true => sentence.replace(|c: char| c.is_alphabetic(), "") + words,
                        false => (*sentence).to_owned(),
                    })
                    .collect();
                pieces[n].0 = new.concat();
            }
            Edit::Move(from, to) if !pieces.is_empty() => {
                let (from, to) = (at(from), at(to));
                let piece = pieces.remove(from);
                pieces.insert(to.min(pieces.len()), piece);
            }
            _ => {}
        }
    }
    pieces.into_iter().flat_map(|(text, gap)| [text, gap]).collect()
}

/// What people would miss: the words of each piece, sentence by sentence.
fn said(source: &str) -> BTreeSet<String> {
    let source = plain_lines(source);
    let mut said = BTreeSet::new();
    for piece in cut(&source).pieces {
        let words = words_of(&piece.read());
        for part in parts(piece.kind, &words) {
            let words: Vec<_> = part
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect();
            if !words.is_empty() {
                said.insert(words.join(" "));
            }
        }
    }
    said
}

/// The sources of a merge and of its conflicts.
fn kept(merged: &Merged) -> BTreeSet<String> {
    let settled = Merged {
        parts: merged.parts.iter().filter(|p| matches!(p, Part::Settled(_))).cloned().collect(),
        ..merged.clone()
    };
    let mut kept = said(&settled.whole().expect("nothing is open"));
    for conflict in merged.conflicts() {
        for side in [&conflict.theirs, &conflict.mine].into_iter().flatten() {
            kept.extend(said(side));
        }
    }
    kept
}

fn no_end(text: &str) -> String {
    plain_lines(text).trim_end().to_owned()
}

fn whole(merged: &Merged) -> Option<String> {
    merged.whole().map(|text| no_end(&text))
}

proptest! {
    #[test]
    fn wiki_merging_loses_nothing(theirs in edits(), mine in edits(), seed in any::<bool>()) {
        let base = if seed { SEED } else { PAGE };
        let (theirs, mine) = (edited(base, &theirs), edited(base, &mine));
        let merged = merge(base, &theirs, &mine);
        let (before, kept) = (said(base), kept(&merged));
        for side in [&theirs, &mine] {
            for words in said(side).difference(&before) {
                prop_assert!(kept.contains(words), "{words:?} is lost of\n{side}\nin {merged:?}");
            }
        }
        // What both have removed is gone.
        let (by_them, by_me) = (said(&theirs), said(&mine));
        if let Some(whole) = merged.whole() {
            let left = said(&whole);
            for words in &before {
                prop_assert!(by_them.contains(words) || by_me.contains(words) || !left.contains(words), "{words}");
            }
        }
    }

    #[test]
    fn wiki_merging_is_the_same_from_either_side(theirs in edits(), mine in edits()) {
        let (theirs, mine) = (edited(PAGE, &theirs), edited(PAGE, &mine));
        let (one, other) = (merge(PAGE, &theirs, &mine), merge(PAGE, &mine, &theirs));
        prop_assert_eq!(kept(&one), kept(&other));
        let mirrored: Vec<_> = other
            .conflicts()
            .map(|c| Conflict { theirs: c.mine.clone(), mine: c.theirs.clone(), ..c.clone() })
            .map(|c| format!("{:?}", (c.base, c.theirs, c.mine)))
            .collect();
        let conflicts: Vec<_> =
            one.conflicts().map(|c| format!("{:?}", (&c.base, &c.theirs, &c.mine))).collect();
        prop_assert_eq!(conflicts, mirrored);
    }

    #[test]
    fn wiki_a_decided_page_is_a_page(theirs in edits(), mine in edits(), choices in prop::collection::vec(0..3usize, 12)) {
        let merged = merge(PAGE, &edited(PAGE, &theirs), &edited(PAGE, &mine));
        let choices: Vec<_> = choices.into_iter().map(|choice| match choice {
            0 => Choice::Theirs,
            1 => Choice::Mine,
            _ => Choice::Words("Mes **mots** à moi.".to_owned()),
        }).collect();
        let decided = merged.decide(&choices);
        if let Some(decided) = &decided {
            let tree = parse(decided);
            prop_assert_eq!(parse(&print(&tree)), tree);
        }
        prop_assert!(decided.is_some() || merged.conflicts().count() > choices.len());
    }

    /// Whatever was typed, what one side alone has changed is what it typed.
    #[test]
    fn wiki_one_side_alone_is_taken_as_it_is(base in marked_text(), other in marked_text()) {
        let other_whole = Some(no_end(&other));
        prop_assert_eq!(whole(&merge(&base, &other, &base)), other_whole.clone());
        prop_assert_eq!(whole(&merge(&base, &base, &other)), other_whole.clone());
        prop_assert_eq!(whole(&merge(&base, &other, &other)), other_whole);
    }

    #[test]
    fn wiki_any_mix_of_marks_is_merged(base in marked_text(), theirs in marked_text(), mine in marked_text()) {
        let merged = merge(&base, &theirs, &mine);
        let choices = vec![Choice::Mine; merged.conflicts().count()];
        let decided = merged.decide(&choices);
        prop_assert!(decided.is_some());
        let tree = parse(&decided.unwrap_or_default());
        prop_assert_eq!(parse(&print(&tree)), tree);
    }
}

// ---- Time ----

/// A quarter of a megabyte, so that a build without optimisation tries it beside all other tests.
const PARAGRAPHS: usize = 4_000;

#[test]
fn wiki_a_long_page_is_merged_in_time() {
    let page = |sentence: &dyn Fn(usize) -> String| -> String {
        (0..PARAGRAPHS).map(|n| sentence(n) + "\n\n").collect()
    };
    let about = |n: usize, word: &str| {
        format!("Le paragraphe {n} parle de {word}. Il le dit à {n} personnes.")
    };
    let base = page(&|n| about(n, "pain"));
    let theirs = page(&|n| about(n, if n % 3 == 0 { "sel" } else { "pain" }));
    let mine = page(&|n| about(n, if n % 3 == 1 { "feu" } else { "pain" }));
    let other = page(&|n| format!("Tout autre chose, {n} et {n}, sans rapport aucun avec rien."));
    let same = page(&|_| "Le même mot, toujours et encore, dans un même paragraphe.".to_owned());
    let words = "mot autre ".repeat(PARAGRAPHS * 6);
    let pages = [
        (&base, &theirs, &mine),
        (&base, &other, &theirs),
        (&base, &same, &theirs),
        (&same, &base, &words),
        (&words, &same, &same),
    ];
    for (place, (base, theirs, mine)) in pages.into_iter().enumerate() {
        let start = std::time::Instant::now();
        let merged = merge(base, theirs, mine);
        let elapsed = start.elapsed();
        println!("{place}: {elapsed:?}, {} conflicts", merged.conflicts().count());
        assert!(elapsed.as_secs() < 5, "{place} took {elapsed:?}");
    }
    assert!(merge(&base, &theirs, &mine).whole().is_some(), "each has changed other paragraphs");
}
