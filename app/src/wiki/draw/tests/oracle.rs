//! What DokuWiki's own renderer makes of a text, beside what we make of it: its words, its structure, its links.
//! Where they differ, `oracle/differences.txt` says so, and why; a difference that it does not tell fails.

mod outline;

use super::super::*;
use crate::wiki::views::view;
use domain::wiki::markup::{Link, Media, MediaSource, Target, parse, resolve};
use leptos::prelude::*;
use outline::{Whose, outline};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

/// Where Debian's package keeps the program and its settings, and the page that shows all of its syntax.
const DOKUWIKI: [&str; 2] = ["/usr/share/dokuwiki", "/etc/dokuwiki"];
const SYNTAX: &str = "/var/lib/dokuwiki/data/pages/wiki/syntax.txt";

/// Texts of ours, each behind a line with its name, `#### name`.
const CORPUS: &str = include_str!("oracle/corpus.txt");
const SEED: &str = include_str!("../../../../domain/src/wiki/markup/dispositif.dokuwiki.txt");
const DIFFERENCES: &str = include_str!("oracle/differences.txt");

#[test]
fn wiki_dokuwiki_reads_as_we_do_but_for_what_is_decided() {
    let pages = pages();
    let theirs = dokuwiki(&pages);
    let decided = Decided::read(DIFFERENCES);
    let mut undecided = String::new();
    for (name, text) in &pages {
        let theirs = outline(Whose::Theirs, &theirs[name]);
        let ours = outline(Whose::Ours, &ours(name, text));
        let differences = differences(&theirs, &ours);
        let known = decided.0.get(name.as_str()).cloned().unwrap_or_default();
        if differences != known {
            undecided.push_str(&format!("#### {name}\n"));
            for difference in &differences {
                let why = if known.contains(difference) { "decided" } else { "UNDECIDED" };
                undecided.push_str(&format!("? {why}\n{difference}"));
            }
        }
    }
    let unknown: Vec<_> =
        decided.0.keys().filter(|name| !pages.iter().any(|(page, _)| page == *name)).collect();
    assert!(unknown.is_empty(), "no such page: {unknown:?}");
    assert!(undecided.is_empty(), "not as oracle/differences.txt tells:\n{undecided}");
}

/// The pages of the corpus, DokuWiki's own, the programme's, and all of ours on one large page.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = CORPUS
        .split("#### ")
        .skip(1)
        .filter_map(|page| page.split_once('\n'))
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    let syntax = fs::read_to_string(SYNTAX).expect("the package dokuwiki is not there");
    pages.push(("wiki:syntax".to_owned(), syntax));
    pages.push(("dispositif".to_owned(), SEED.to_owned()));
    pages.push(("large".to_owned(), [SEED, "\n\n"].concat().repeat(20)));
    pages
}

/// What DokuWiki draws, all pages in one process.
fn dokuwiki(pages: &[(String, String)]) -> BTreeMap<String, String> {
    let own = std::env::temp_dir().join(format!("savoirs-communs-oracle-{}", std::process::id()));
    let script = own.join("render.php");
    fs::create_dir_all(&own).expect("a folder");
    fs::write(own.join("start.php"), include_str!("oracle/start.php")).expect("its beginning");
    fs::write(&script, include_str!("oracle/render.php")).expect("the script");
    let mut php = Command::new("php")
        .arg(&script)
        .args(DOKUWIKI)
        .arg(&own)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("php is not there");
    let pages: BTreeMap<_, _> = pages.iter().map(|(name, text)| (name, text)).collect();
    let sent = serde_json::to_vec(&pages).expect("texts");
    let mut input = php.stdin.take().expect("its input");
    let sending = std::thread::spawn(move || input.write_all(&sent));
    let output = php.wait_with_output().expect("DokuWiki's answer");
    sending.join().expect("no accident").expect("texts are sent");
    fs::remove_dir_all(&own).expect("the folder goes");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&output.stdout));
    })
}

/// What we draw, every page that it leads to and every file that it shows being there.
fn ours(page: &str, text: &str) -> String {
    let document = parse(text);
    let (mut known, mut files) = (BTreeSet::new(), Files::new());
    document.each_inline(&mut |inline| match inline {
        Inline::Link(Link { target: Target::Page { slug, .. }, .. }) => {
            known.insert(resolve(slug, page));
        }
        Inline::Media(Media { source: MediaSource::File(name), .. }) => {
            files.insert(resolve(name, page), None);
        }
        _ => {}
    });
    Owner::new().with(|| {
        let mut drawing =
            Drawing { above: 0, ..Drawing::new(Lang::Fr, &known).on(page).showing(&files) };
        view(drawing.text(&document.blocks)).to_html()
    })
}

// ---- What differs ----

/// By page, the differences that were decided, each as `- theirs` and `+ ours` lines.
struct Decided(BTreeMap<String, Vec<String>>);

impl Decided {
    /// `#### page`, then for each difference `? why`, and its lines.
    fn read(told: &str) -> Self {
        let pages = told.split("#### ").skip(1).filter_map(|page| page.split_once('\n'));
        let differences = |page: &str| {
            let mut differences: Vec<String> = Vec::new();
            for line in page.lines() {
                match (line.strip_prefix("? "), differences.last_mut()) {
                    (Some(why), _) => {
                        assert!(!matches!(why.trim(), "" | "UNDECIDED"), "say why: {page}");
                        differences.push(String::new());
                    }
                    (None, Some(lines)) => lines.push_str(&format!("{line}\n")),
                    (None, None) => panic!("why? {line}"),
                }
            }
            differences
        };
        Self(pages.map(|(name, page)| (name.to_owned(), differences(page))).collect())
    }
}

/// The runs of lines that differ: the longest common lines stay.
fn differences(theirs: &[String], ours: &[String]) -> Vec<String> {
    let same_first = theirs.iter().zip(ours).take_while(|(theirs, ours)| theirs == ours).count();
    let (theirs, ours) = (&theirs[same_first..], &ours[same_first..]);
    let mut common = vec![vec![0_usize; ours.len() + 1]; theirs.len() + 1];
    for (i, their) in theirs.iter().enumerate().rev() {
        for (j, our) in ours.iter().enumerate().rev() {
            common[i][j] = match their == our {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut runs, mut run) = (Vec::new(), [String::new(), String::new()]);
    let (mut i, mut j) = (0, 0);
    while i < theirs.len() || j < ours.len() {
        if i < theirs.len() && j < ours.len() && theirs[i] == ours[j] {
            runs.extend(Some(std::mem::take(&mut run).concat()).filter(|run| !run.is_empty()));
            (i, j) = (i + 1, j + 1);
        } else if j == ours.len() || (i < theirs.len() && common[i + 1][j] >= common[i][j + 1]) {
            run[0].push_str(&format!("- {}\n", theirs[i]));
            i += 1;
        } else {
            run[1].push_str(&format!("+ {}\n", ours[j]));
            j += 1;
        }
    }
    runs.extend(Some(run.concat()).filter(|run| !run.is_empty()));
    runs
}
