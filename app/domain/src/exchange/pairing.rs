//! Who can show what another looks for.

use super::{Exchange, Side};
use crate::text::folded;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The most that are named for one thing that is looked for: a host introduces people, and reads no list.
const NAMED: usize = 3;

/// Words that say nothing of what is shown, in their stem.
const EMPTY: &[&str] = &[
    "about",
    "aider",
    "and",
    "apprendre",
    "avec",
    "bien",
    "can",
    "cette",
    "chez",
    "comment",
    "creer",
    "dan",
    "des",
    "elle",
    "entre",
    "est",
    "faire",
    "fait",
    "for",
    "from",
    "get",
    "how",
    "learn",
    "les",
    "leur",
    "make",
    "mes",
    "mettre",
    "montrer",
    "nos",
    "notre",
    "nou",
    "our",
    "par",
    "pas",
    "plu",
    "pour",
    "quand",
    "que",
    "qui",
    "quoi",
    "san",
    "savoir",
    "ses",
    "show",
    "son",
    "sont",
    "sou",
    "sur",
    "the",
    "tou",
    "tout",
    "une",
    "use",
    "using",
    "utiliser",
    "vos",
    "votre",
    "vou",
    "with",
    "you",
    "your",
];

/// How well what is shown answers what is looked for. A theme tells more than a word: it was chosen for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Affinity {
    /// On the same theme.
    pub theme: bool,
    /// How many words they share, but for accents and plurals.
    pub words: usize,
}

impl Affinity {
    /// None: they have nothing to do with each other, or are of one association, whose people meet without us.
    pub fn of(seeks: &Exchange, shows: &Exchange) -> Option<Self> {
        let sides = seeks.side == Side::Seeks && shows.side == Side::Shows;
        let theme = seeks.theme.is_some() && seeks.theme == shows.theme;
        let theirs = telling(shows.words.as_str());
        let words = telling(seeks.words.as_str()).intersection(&theirs).count();
        let near = sides && seeks.association != shows.association && (theme || words > 0);
        near.then_some(Self { theme, words })
    }
}

/// Something that is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Sought<'a> {
    pub what: &'a Exchange,
    /// Who can show it: the best answers, best first. Empty: nobody there.
    pub shown: Vec<(&'a Exchange, Affinity)>,
}

/// All that is looked for, with who can show it; those who should meet first come first.
pub fn sought<'a>(said: &[&'a Exchange]) -> Vec<Sought<'a>> {
    let one = |what: &&'a Exchange| {
        let answers = said.iter().filter_map(|shows| Some((*shows, Affinity::of(what, shows)?)));
        let mut shown: Vec<_> = answers.collect();
        shown.sort_by_key(|(shows, affinity)| (Reverse(*affinity), shows.at, shows.id));
        shown.truncate(NAMED);
        Sought { what, shown }
    };
    let mut sought: Vec<_> = said.iter().filter(|e| e.side == Side::Seeks).map(one).collect();
    let best = |sought: &Sought| sought.shown.first().map(|(_, affinity)| *affinity);
    sought.sort_by_key(|one| (Reverse(best(one)), one.what.at, one.what.id));
    sought
}

/// The words that say what it is about.
fn telling(text: &str) -> BTreeSet<String> {
    let words = folded(text);
    let stems = words.split(' ').map(stem).filter(|stem| stem.chars().count() > 2);
    stems.filter(|stem| !EMPTY.contains(&stem.as_str())).collect()
}

/// A word without the mark of its plural: "tableaux" and "tableau", "journaux" and "journal" are one.
fn stem(word: &str) -> String {
    if word.chars().count() < 4 {
        return word.to_owned();
    }
    let one = word.strip_suffix(['s', 'x']).unwrap_or(word);
    match one.strip_suffix("al") {
        Some(root) => format!("{root}au"),
        None => one.to_owned(),
    }
}
