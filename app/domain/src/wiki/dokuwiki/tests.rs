//! Names, lines and histories: cases from real folders, and laws.

use super::names::{self, BadName, Packing, Tree};
use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn wiki_a_path_of_a_data_folder_names_a_page() {
    for (path, name) in [
        ("start", "start"),
        ("wiki/syntax", "wiki:syntax"),
        ("association/l%27%C3%A9t%C3%A9", "association:l'été"),
        ("été", "été"),
        ("v1.2", "v1.2"),
        // Begins no encoded letter: as it is.
        ("100%", "100%"),
        ("%5l]t%5l]", "%5l]t%5l]"),
    ] {
        assert_eq!(names::name(path).as_deref(), Ok(name), "{path}");
    }
    for (path, why) in [
        ("", BadName::Forbidden),
        ("..", BadName::Forbidden),
        ("a/../b", BadName::Forbidden),
        ("%2E%2E/b", BadName::Forbidden),
        ("a%2Fb", BadName::Forbidden),
        ("a%3Ab", BadName::Forbidden),
        ("a%00", BadName::Forbidden),
        ("a%5Cb", BadName::Forbidden),
        ("a\u{1b}[2J", BadName::Forbidden),
        ("%FF", BadName::NotText),
    ] {
        assert_eq!(names::name(path), Err(why), "{path}");
    }
    assert_eq!(names::name(&"é".repeat(401)), Err(BadName::TooLong));
    assert_eq!(names::name(&"%F0%9F%8E%89".repeat(201)), Err(BadName::TooLong));
}

#[test]
fn wiki_a_name_is_written_as_dokuwiki_writes_it() {
    for (name, path) in [
        ("start", "start"),
        ("wiki:syntax", "wiki/syntax"),
        ("association:l'été", "association/l%27%C3%A9t%C3%A9"),
        ("v1.2-b_c", "v1.2-b_c"),
    ] {
        assert_eq!(names::path(name), path);
    }
    for (path, inside) in [
        ("a/b", true),
        ("a/..b", true),
        ("a/../b", false),
        ("/etc/passwd", false),
        ("a//b", false),
        ("./a", false),
        ("a\\b", false),
        ("", false),
    ] {
        assert_eq!(names::stays_inside(path), inside, "{path}");
    }
}

#[test]
fn wiki_an_old_text_says_of_what_page_and_when() {
    let old = names::old_text;
    assert_eq!(old("start.1700000000.txt.gz"), Some(("start", 1_700_000_000, Packing::Gzip)));
    assert_eq!(old("v1.2.1700000000.txt"), Some(("v1.2", 1_700_000_000, Packing::Plain)));
    assert_eq!(old("a.0.txt.bz2"), Some(("a", 0, Packing::Bzip2)));
    for strange in [
        "start.txt.gz",
        "start..txt.gz",
        ".1700000000.txt.gz",
        "start.-5.txt.gz",
        "start.1e9.txt.gz",
        "start.99999999999999999999.txt.gz",
        "start.253402300800.txt.gz",
        "_dummy",
    ] {
        assert_eq!(old(strange), None, "{strange}");
    }
    let media = |file: &str| names::old_media(file);
    assert_eq!(media("plan.1700000000.svg"), Some(("plan.svg".to_owned(), 1_700_000_000)));
    assert_eq!(media("plan.svg"), None);
    assert_eq!(names::old_media_file("plan.svg", 17).as_deref(), Some("plan.17.svg"));
    assert_eq!(names::old_media_file("plan", 17), None);
}

#[test]
fn wiki_each_file_of_a_data_folder_goes_with_a_page_or_a_file() {
    use Tree::{Media, Pages};
    for (tree, file, path, at) in [
        (Pages, "pages/a/b.txt", Some("a/b"), None),
        (Pages, "attic/a/b.17.txt.gz", Some("a/b"), Some(17)),
        (Pages, "attic/a/b.17.txt.bz2", Some("a/b"), Some(17)),
        (Pages, "meta/a/b.changes", Some("a/b"), None),
        (Pages, "media/a/b.png", None, None),
        (Pages, "attic/b.gz", None, None),
        (Media, "media/a/b.png", Some("a/b.png"), None),
        (Media, "media_attic/a/b.17.png", Some("a/b.png"), Some(17)),
        (Media, "media_meta/a/b.png.changes", Some("a/b.png"), None),
        (Media, "media_attic/a.17.b/png", None, None),
    ] {
        assert_eq!(tree.stem(file).as_deref(), path, "{file}");
        assert_eq!(tree.kept_at(file), at, "{file}");
    }
    assert_eq!(Pages.shown("a/b"), "pages/a/b.txt");
    assert_eq!(Media.noted("a/b.png"), "media_meta/a/b.png.changes");
    assert_eq!(Pages.kept("a/b", 17).as_deref(), Some("attic/a/b.17.txt.gz"));
    assert_eq!(Media.kept("a/b.png", 17).as_deref(), Some("media_attic/a/b.17.png"));
    for nowhere in ["b", "a.b/c", ".png", "a/.png", "b."] {
        assert_eq!(Media.kept(nowhere, 17), None, "{nowhere}");
    }
    for (tree, name, other) in [
        (Pages, "v1.2", "v1.2_2"),
        (Media, "a:plan.png", "a:plan_2.png"),
        (Media, "a.b:plan", "a.b:plan_2"),
        (Media, ".png", ".png_2"),
    ] {
        assert_eq!(names::numbered(tree, name, 2), other);
    }
}

#[test]
fn wiki_a_line_of_changes_is_read() {
    let line = "1700000000\t192.0.2.7\tR\twiki:syntax\tmarie\tRetour à la version d’avant\t1690000000\t-12";
    let read = Line::parse(line).expect("a line");
    assert_eq!(read.kind, Kind::Restored);
    assert_eq!((read.at, read.grown), (1_700_000_000, Some(-12)));
    assert_eq!((read.user.as_str(), read.extra.as_str()), ("marie", "1690000000"));
    assert_eq!(read.to_string(), line);
    // As versions before 2016 wrote it, and one of a plugin.
    let old = Line::parse("1200000000\t192.0.2.7\tC\tstart\t\tcreated\t").expect("a line");
    assert_eq!((old.kind, old.grown, old.user.as_str()), (Kind::Created, None, ""));
    let plugin = Line::parse("1200000000\t192.0.2.7\tCC\tstart\tjo\t\t").expect("a line");
    assert_eq!(plugin.kind, Kind::Edited);
    for nothing in ["", "\t\t", "hier\tici\tE\tstart", "-5\tici\tE\tstart", "1200000000"] {
        assert_eq!(Line::parse(nothing), None, "{nothing}");
    }
    let (lines, unread) = changes::read(b"1\ta\tE\tx\tz\xff\t\t\n\nhier\n2\ta\te\tx\t\t\t");
    assert_eq!((lines.len(), unread), (2, 1));
    assert_eq!(lines[0].user, "z\u{fffd}");
}

fn line(at: i64, kind: Kind) -> Line {
    let said = || String::new();
    let name = "start".to_owned();
    let (address, user) = ("192.0.2.7".to_owned(), "marie".to_owned());
    Line { at, address, kind, name, user, summary: said(), extra: said(), grown: None }
}

/// The steps as a person would note them: second, where the text is, with a line or not.
fn steps(
    lines: &[(i64, Kind)],
    kept: &[i64],
    current: Option<(i64, bool)>,
) -> (Vec<(i64, Text, bool)>, Vec<Oddity>) {
    let lines: Vec<Line> = lines.iter().map(|(at, kind)| line(*at, *kind)).collect();
    let kept: BTreeSet<i64> = kept.iter().copied().collect();
    let current = current.map(|(modified, is_newest_kept)| Current { modified, is_newest_kept });
    let (steps, odd) = history(Found { lines: &lines, kept: &kept, current });
    (steps.into_iter().map(|s| (s.at, s.text, s.line.is_some())).collect(), odd)
}

#[test]
fn wiki_texts_and_lines_make_one_history() {
    use Kind::{Created, Deleted, Edited};
    let both = [(10, Created), (20, Edited)];
    // As versions since 2016 keep it: what is shown has a copy. Its file may have been copied later.
    let whole = (vec![(10, Text::Kept, true), (20, Text::Kept, true)], vec![]);
    assert_eq!(steps(&both, &[10, 20], Some((20, true))), whole);
    assert_eq!(steps(&both, &[10, 20], Some((99, true))), whole);
    // As older ones do.
    let older = (vec![(10, Text::Kept, true), (20, Text::Current, true)], vec![]);
    assert_eq!(steps(&both, &[10], Some((20, false))), older);
    // Written by hand since.
    let by_hand = vec![(10, Text::Kept, true), (20, Text::Kept, true), (30, Text::Current, false)];
    let odd = vec![Oddity::ChangedOutside(30)];
    assert_eq!(steps(&both, &[10, 20], Some((30, false))), (by_hand, odd));
    // Deleted: the last text is kept beside, or not.
    let deleted = [(10, Created), (30, Deleted)];
    let beside = vec![(10, Text::Kept, true), (30, Text::Kept, true)];
    assert_eq!(steps(&deleted, &[10, 30], None), (beside, vec![]));
    let alone = vec![(10, Text::Kept, true), (30, Text::None, true)];
    assert_eq!(steps(&deleted, &[10], None), (alone, vec![]));
    // Its file alone went away.
    let gone = vec![(10, Text::Kept, true), (11, Text::None, false)];
    let odd = vec![Oddity::DeletedOutside(11)];
    assert_eq!(steps(&[(10, Created)], &[10], None), (gone, odd));
    // Deleted, then put back by hand as it was.
    let back = vec![(10, Text::Kept, true), (30, Text::Kept, true), (31, Text::Current, false)];
    let odd = vec![Oddity::ChangedOutside(31)];
    assert_eq!(steps(&deleted, &[10, 30], Some((5, true))), (back, odd));
    // A text without a line, a line without a text, two lines for a second.
    let lines = [(10, Created), (20, Edited), (40, Edited), (40, Edited)];
    let found = vec![(10, Text::Kept, true), (30, Text::Kept, false), (40, Text::Kept, true)];
    let odd = vec![Oddity::TwoLines(40), Oddity::NoText(20), Oddity::NoLine(30)];
    assert_eq!(steps(&lines, &[10, 30, 40], Some((40, true))), (found, odd));
    // A folder filled by hand, and nothing at all.
    let by_hand = (vec![(7, Text::Current, false)], vec![]);
    assert_eq!(steps(&[], &[], Some((7, false))), by_hand);
    assert_eq!(steps(&[], &[], None), (vec![], vec![]));
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Created),
        Just(Kind::Edited),
        Just(Kind::Minor),
        Just(Kind::Deleted),
        Just(Kind::Restored)
    ]
}

proptest! {
    #[test]
    fn wiki_names_come_back_from_their_paths(name in "[\\p{L}\\p{N}_.'!& -]{1,12}(:[a-zé_]{1,8}){0,3}") {
        prop_assume!(names::name(&names::path(&name)).is_ok());
        prop_assert_eq!(names::name(&names::path(&name)), Ok(name.clone()));
        prop_assert!(names::stays_inside(&names::path(&name)));
    }

    #[test]
    fn wiki_any_path_is_a_name_or_a_refusal(path in "(\\PC|[%./:0-9A-F]){0,30}") {
        if let Ok(name) = names::name(&path) {
            prop_assert!(names::stays_inside(&names::path(&name)), "{name}");
        }
        names::old_text(&path);
        names::old_media(&path);
    }

    #[test]
    fn wiki_any_bytes_are_lines(file in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (lines, _) = changes::read(&file);
        for line in lines {
            let said = line.to_string();
            let again = Line::parse(&said).expect("what it writes, it reads");
            prop_assert_eq!(again.to_string(), said);
        }
    }

    #[test]
    fn wiki_every_text_is_one_step_and_the_last_is_what_is_shown(
        noted in proptest::collection::vec((0i64..30, kinds()), 0..12),
        kept in proptest::collection::btree_set(0i64..30, 0..12),
        current in proptest::option::of((0i64..40, any::<bool>())),
    ) {
        let lines: Vec<Line> = noted.iter().map(|(at, kind)| line(*at, *kind)).collect();
        let current = current.map(|(modified, same)| Current {
            modified,
            is_newest_kept: same && !kept.is_empty(),
        });
        let (steps, _) = history(Found { lines: &lines, kept: &kept, current });
        prop_assert!(steps.windows(2).all(|pair| pair[0].at < pair[1].at));
        let texts: BTreeSet<i64> =
            steps.iter().filter(|s| s.text == Text::Kept).map(|s| s.at).collect();
        prop_assert_eq!(&texts, &kept);
        let shown = steps.iter().filter(|step| step.text == Text::Current).count();
        match (current, steps.last()) {
            (None, last) => {
                prop_assert_eq!(shown, 0);
                prop_assert!(last.is_none_or(|last| last.deleted));
            }
            (Some(current), Some(last)) => {
                prop_assert!(!last.deleted);
                let is_last = match last.text {
                    Text::Current => shown == 1,
                    Text::Kept => current.is_newest_kept && Some(&last.at) == kept.last() && shown == 0,
                    Text::None => false,
                };
                prop_assert!(is_last);
            }
            (Some(_), None) => prop_assert!(false, "what is shown is a step"),
        }
    }
}
