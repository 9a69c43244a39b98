//! What holds for every text and every tree, tried on generated ones: a few thousand each day, and ten million by
//! `cargo xtask prove` (`WIKI_INPUTS` says how many). A text is read without an accident, in time that grows as it does;
//! it is printed as something that reads the same; a tree that can be written down comes back as it was.

mod kinds;
mod random;
mod trees;

use super::super::{Document, parse, print};
use super::well_formed;
use kinds::Kinds;
use random::Random;
use std::time::{Duration, Instant};

/// What wiki texts are made of, and what breaks them.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "**", "//", "__", "''", "<del>", "</del>", "<sub>", "</sub>", "<sup>", "</sup>", "((", "))",
    "[[", "]]", "|", "{{", "}}", "?200x100", "?nolink", "?linkonly&50", "?", "&", "%%", "<nowiki>", "</nowiki>",
    "<code>", "<code php>", "<code - a.php>", "</code>", "<file>", "<file php b.php [x]>", "</file>",
    "\\\\ ", "\\\\", "\n", "\n\n", "\r\n", "\t", "\n  * ", "\n  - ", "\n    * ", "\n      - ", "\n> ", "\n>> ", "\n>",
    "\n====== ", " ======\n", "\n== ", " ==\n", "\n----\n", "\n| ", "\n^ ", " ^ ", " || ", " | ::: | ", ":::",
    "\n  ", "\n\t", " ", "  ", "http://exemple.org", "www.exemple.org", "http:", "a@b.org", "<a@b.org>",
    "page:une", "[[page:une", "[[page:une#la fin]]", "[[wp>Tours]]", "[[\\\\serveur\\docs]]", "wp>", "{{a.png}}",
    "{{rss>http://x.org/f 5 date}}", "{{tag>a b}}", "{{rss>", "~~NOTOC~~", "~~NOCACHE~~", "~~DISCUSSION~~", "~~",
    "<WRAP round>", "</WRAP>", "<x y>", "\n<x>\n", "</x>", "\n</x>\n", "->", "<->", "<=", "--", "---", "...", "(c)", "640x480",
    ":-)", ":-/", "=)", "m(", "^_^", "FIXME", "LOL", "#", "*", "/", "_", "'", "%", "(", ")", "[", "]", "=", "-", ">",
    "<", "~", "x", "\\", "mot", "é", "œuvre", "日", "1", ",", "\"", "\0", "\u{a0}", "\u{feff}",
];

/// How many inputs are tried where `WIKI_INPUTS` does not say.
const INPUTS: u64 = 4_000;
/// Begins what is tried: `WIKI_SEED` says otherwise.
const SEED: u64 = 0x5eed_0006;
/// Nobody waits longer for them.
const LASTS_MOST: Duration = Duration::from_secs(3_600);
/// Of a thousand inputs, how many trees of each kind there are at least.
const EACH_KIND: u64 = 1;

#[test]
fn wiki_laws_hold_for_generated_inputs() {
    let told = |name: &str| std::env::var(name).ok().and_then(|told| told.parse().ok());
    let (wanted, seed) = (told("WIKI_INPUTS").unwrap_or(INPUTS), told("WIKI_SEED").unwrap_or(SEED));
    let begun = Instant::now();
    let halves: Vec<(u64, Kinds)> = std::thread::scope(|scope| {
        let half = |number: u64| {
            let inputs = wanted.div_ceil(2);
            move || try_inputs(inputs, seed + number, begun + LASTS_MOST)
        };
        let halves = [scope.spawn(half(0)), scope.spawn(half(1))];
        halves.map(|half| half.join().expect("a law does not hold")).into()
    });
    let (mut tried, mut kinds) = (0, Kinds::default());
    for (inputs, met) in halves {
        tried += inputs;
        kinds.add(&met);
    }
    println!("  seed {seed}: {tried} inputs in {:.1} s", begun.elapsed().as_secs_f64());
    assert!(tried >= wanted, "{tried} of {wanted} in an hour");
    let rare = kinds.rarer_than(tried * EACH_KIND / 1_000);
    assert!(rare.is_empty(), "hardly met: {rare:?}");
}

/// Found among millions of inputs.
#[test]
fn wiki_what_once_did_not_come_back_does() {
    for source in [
        // A plugin would hold two lines, which the end of a file far behind keeps together.
        ">> {{rss><file>\n  {{a.png}}<file php b.php [x]></file>",
        ">> {{rss><file php b.php [x]>\n>{{tag>a b}}\\\\ </file>",
        // The dots that a section loses leave what stood beside them.
        "[[#a ... b]] [[c#a . . b]]",
    ] {
        assert_eq!(comes_back(source), Ok(()));
    }
}

/// How many were tried before it was too late, and the kinds that trees were made of.
fn try_inputs(inputs: u64, seed: u64, until: Instant) -> (u64, Kinds) {
    let mut random = Random::new(seed);
    let mut kinds = Kinds::default();
    for tried in 0..inputs {
        if tried % 1_024 == 0 && Instant::now() > until {
            return (tried, kinds);
        }
        if random.below(3) == 0 {
            let tree = trees::document(&mut random);
            kinds.count(&tree);
            let printed = print(&tree);
            assert!(parse(&printed) == tree, "{}", told(&tree, &printed, &parse(&printed)));
        } else {
            let pieces = text(&mut random);
            if comes_back(&pieces.concat()).is_err() {
                let pieces = smallest(pieces);
                let source = pieces.concat();
                panic!("{:?}", comes_back(&source).err());
            }
        }
    }
    (inputs, kinds)
}

fn text(random: &mut Random) -> Vec<&'static str> {
    let length = random.below(40);
    (0..length).map(|_| *random.pick(PIECES)).collect()
}

/// A text that is read comes back as it was, whatever it was.
fn comes_back(source: &str) -> Result<(), String> {
    let read = parse(source);
    let printed = print(&read);
    match parse(&printed) {
        _ if !well_formed(&read) => Err(format!("{source:?} is read as {read:?}")),
        again if again != read => Err(format!("{source:?}\n{}", told(&read, &printed, &again))),
        _ => Ok(()),
    }
}

fn told(tree: &Document, printed: &str, read: &Document) -> String {
    format!("{tree:?}\nis printed as {printed:?}\nread as {read:?}")
}

/// The same failure with as few pieces as can be.
fn smallest(mut pieces: Vec<&'static str>) -> Vec<&'static str> {
    let mut place = 0;
    while place < pieces.len() {
        let mut fewer = pieces.clone();
        fewer.remove(place);
        if comes_back(&fewer.concat()).is_err() {
            (pieces, place) = (fewer, 0);
        } else {
            place += 1;
        }
    }
    pieces
}

// ---- Time ----

/// Each of these would be slow, or overflow the stack, if reading were quadratic or recursive without bound.
#[rustfmt::skip]
const HOSTILE: &[&str] = &[
    "[[", "]]", "[[a|", "[[a]", "[", "{{", "{{a>", "((", "))", "(( ))", "**", "** ", "**a", "//a__b''", "**a//b**",
    "<del>", "<del>a", "<sub><sup><del>", "</sub>", "%%", "%", "<nowiki>", "<code ", "<code>", "<code>\n",
    "<code>x</code>", "<code>\n</code>", "<code>\n</code> a", "a <code>\n</code>", "<file><code>", "<", "<a@", "<a ",
    "<a>", "<a>\n", "<a>\n</a>", "</a>", "<a>\n</a> b", "</", "~~", "~~A", "~~A~~", "http://", "http://a//", "http://__",
    "www.", "www.a", "h", "w", "\\\\", ">", ">\n>>\n", "> a\n", "|", "|a", "| a |\n", "^ a ^^\n| ::: ||\n", "| [[a|\n",
    "  * a\n", "  * a\n    - b\n", "  - ", "  \n", "  a\n", "\n", " ", "=", "==", "== a ==\n", "== a\n",
    "== a1 ==\n== a ==\n", "----\n", "--", "-", ".", "1x", "1", "x", ":-", "m(", "F", "é", "\r", "\r\n", "\0",
];

/// Shapes that no repetition makes: each name is closed far away, or never.
fn mixed(bytes: usize) -> Vec<(&'static str, String)> {
    let count = bytes / 8;
    let each = |piece: &dyn Fn(usize) -> String| (0..count).map(piece).collect::<String>();
    let names = each(&|n| format!("<a{n}>\n"));
    let closed = format!("{names}{}", each(&|n| format!("</a{n}>\n")));
    let line = format!("{}</a> {}", "<a>\n".repeat(count), "b".repeat(bytes));
    let note = format!("{}{}", "((a".repeat(count), "))".repeat(count));
    vec![("names never closed", names), ("names closed", closed), ("line", line), ("notes", note)]
}

fn shapes(bytes: usize) -> Vec<(&'static str, String)> {
    let repeated = HOSTILE.iter().map(|piece| (*piece, piece.repeat(bytes / piece.len())));
    repeated.chain(mixed(bytes)).collect()
}

fn time(source: &str) -> Duration {
    let begun = Instant::now();
    let document = parse(source);
    let elapsed = begun.elapsed();
    drop(document);
    elapsed
}

/// A text 32 times as long takes about as long as 32 texts; were reading quadratic, 32 times as long: what else the machine
/// does at the moment cannot hide the difference.
#[test]
fn wiki_reading_takes_time_in_proportion() {
    const BYTES: usize = 4_000;
    const TIMES: usize = 32;
    for ((name, short), (_, long)) in shapes(BYTES).iter().zip(&shapes(TIMES * BYTES)) {
        // Beside as many short ones: what takes as long is interrupted as often.
        let ratio = |_| {
            let short: Duration = (0..TIMES).map(|_| time(short)).sum();
            time(long).as_secs_f64() / short.as_secs_f64()
        };
        let linear = (0..3).map(ratio).find(|ratio| *ratio < 8.0);
        assert!(linear.is_some(), "{name:?} takes {:.1} times as long", ratio(0));
    }
}

#[test]
#[ignore = "for an optimised build: `cargo xtask prove` runs it"]
fn wiki_ten_megabytes_are_read_in_a_second() {
    const BYTES: usize = 10_000_000;
    let seed = include_str!("../dispositif.dokuwiki.txt");
    let page = ("a page", seed.repeat(BYTES / seed.len()));
    let deep = |name, piece: &dyn Fn(usize) -> String| {
        (name, (1..=100_000).map(piece).collect::<String>())
    };
    // A list of that depth is five thousand million blanks long: it deepens until its line is as long as a page may be.
    let lists = deep("lists", &|n| format!("{}* a\n", "  ".repeat(n.min(60))));
    let nested = ["**", "//", "__", "''", "<del>", "<sub>", "<sup>", "((", "[[a|", "<a>"].concat();
    let nested = ("marks", nested.repeat(100_000));
    let quotes = ("quotes", format!("{}a\n{}b", ">".repeat(100_000), ">>\n>\n".repeat(100_000)));
    let few =
        ["[[", "{{", "((", "<a>\n", "%%", "<code>", "| a ", "  * a\n", "> a\n", "--", "1x", "m("];
    let repeated = few.map(|piece| (piece, piece.repeat(BYTES / piece.len())));
    for (name, source) in [page, lists, nested, quotes].into_iter().chain(repeated) {
        let best = (0..3).map(|_| time(&source)).min().unwrap_or_default();
        let megabytes = source.len() as f64 / 1e6;
        println!("  {name:?}: {megabytes:.1} MB in {:.3} s", best.as_secs_f64());
        assert!(best < Duration::from_secs(1), "{name:?} takes {best:?}");
    }
}
