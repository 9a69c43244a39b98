//! Finding: what a text and a question have in common, whatever the form of their words, their accents, and small slips.
//!
//! All of the analysis is here. A database is told stems, as words parted by blanks, and compares them letter by letter: so
//! that both find the same.

mod marking;
mod near;
mod stopping;

pub use marking::{Piece, marked, snippet};
pub use near::{Ends, ends, nearest};

use crate::ids::{AssociationId, SpaceId};
use crate::text::folded;
use frostem::{Algorithm, Stemmer};
use std::collections::BTreeSet;
use stopping::stops;
use uuid::Uuid;

/// Names this analysis, and what is found by it. What was indexed by another is indexed again.
pub const ANALYSIS: &str = "4";

/// How many words of a question are looked for: the first ones.
pub const WORDS_MAX: usize = 12;
/// How many characters of a question are read.
pub const ASKED_MAX: usize = 200;
/// Nobody looks for longer words.
const LETTERS_MAX: usize = 60;

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A page of the wiki.
    Page,
    /// A page that tells an association's story.
    Testimony,
    Workshop,
    /// What a project has made.
    Tool,
    Association,
}

impl Kind {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 5] =
        [Self::Page, Self::Testimony, Self::Workshop, Self::Tool, Self::Association];

    /// The name in the database, in addresses and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Testimony => "testimony",
            Self::Workshop => "workshop",
            Self::Tool => "tool",
            Self::Association => "association",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Something that can be found, as it is shown now.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub kind: Kind,
    pub id: Uuid,
    /// A path of the product, without its language.
    pub address: String,
    pub title: String,
    /// Without marks.
    pub text: String,
    /// Who may read in that space may find it. None: it stands in none.
    pub space: Option<SpaceId>,
    /// Whose tool it is: its people and those who help at hackathons may find it. None: it is no tool.
    pub association: Option<AssociationId>,
}

impl Document {
    /// What of its title is compared: all of its words.
    pub fn title_stems(&self) -> String {
        indexed(words(&self.title))
    }

    /// What of its text is compared: those of its words that tell something.
    pub fn stems(&self) -> String {
        indexed(words(&self.text).filter(|word| !stops(&folded(word))))
    }

    /// Its words as they are written, in lower case: what a slip may be mended to.
    pub fn vocabulary(&self) -> BTreeSet<String> {
        let all = words(&self.title).chain(words(&self.text));
        all.map(str::to_lowercase).filter(|word| !stops(&folded(word))).collect()
    }
}

fn indexed<'t>(words: impl Iterator<Item = &'t str>) -> String {
    let mut stems = String::new();
    for stem in words.flat_map(|word| stems_of(word).0.into_iter().flatten()) {
        if !stems.is_empty() {
            stems.push(' ');
        }
        stems.push_str(&stem);
    }
    stems
}

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    pub words: Vec<Word>,
    /// More was asked than is looked for.
    pub cut: bool,
}

/// A word that is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As it was typed, in lower case.
    pub typed: String,
    /// What it is found by: one of these.
    pub stems: Stems,
}

impl Question {
    /// Reads whatever was typed: signs and operators are none of ours. Words that every text has are looked for only where
    /// there are no others.
    pub fn read(typed: &str) -> Self {
        let long = typed.char_indices().nth(ASKED_MAX).map(|(end, _)| end);
        let all = words(&typed[..long.unwrap_or(typed.len())]);
        let mut question = Self { words: Vec::new(), cut: long.is_some() };
        let (telling, common): (Vec<_>, Vec<_>) = all.partition(|word| !stops(&folded(word)));
        for word in if telling.is_empty() { common } else { telling } {
            let word = Word::of(word);
            if question.words.iter().any(|other| other.stems == word.stems) {
                continue;
            }
            if question.words.len() == WORDS_MAX {
                question.cut = true;
                break;
            }
            question.words.push(word);
        }
        question
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The same, with other words in the place of some.
    pub fn mended(&self, mut mend: impl FnMut(&Word) -> Option<String>) -> Self {
        let words = self.words.iter();
        let mended =
            words.map(|word| mend(word).map_or_else(|| word.clone(), |one| Word::of(&one)));
        Self { words: mended.collect(), cut: self.cut }
    }

    /// Its words, as one would type them.
    pub fn typed(&self) -> String {
        self.words.iter().map(|word| word.typed.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The first of a text's words that are looked for, as it is there, in lower case.
    pub fn first_in(&self, text: &str) -> Option<String> {
        words(text).find(|word| self.finds(word).is_some()).map(str::to_lowercase)
    }

    fn finds(&self, word: &str) -> Option<usize> {
        // Stemming every word of a text would be most of the time that an answer takes, and few begin as one that is looked for.
        let begins = beginning(word);
        if !self.words.iter().any(|looked_for| looked_for.stems.begin(begins)) {
            return None;
        }
        let stems = stems_of(word);
        self.words.iter().position(|looked_for| looked_for.stems.meets(&stems))
    }
}

impl Word {
    fn of(word: &str) -> Self {
        Self { typed: word.to_lowercase(), stems: stems_of(word) }
    }

    /// What a word that is still being typed begins with.
    pub fn begins(&self) -> String {
        folded(&self.typed)
    }
}

/// What all forms of a word have in common: that of the word as it is written and that of the word without its accents,
/// where they differ, so that who leaves accents out finds the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stems([Option<String>; 2]);

impl Stems {
    /// One or two, of small letters and digits.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flatten().map(String::as_str)
    }

    /// Whether one of them may be of a word with such a beginning.
    fn begin(&self, with: Beginning) -> bool {
        self.iter().any(|stem| of_beginning(stem, with))
    }

    fn meets(&self, other: &Self) -> bool {
        self.iter().any(|stem| other.iter().any(|one| one == stem))
    }
}

/// The first letters of a word, as stems have them. None: any.
type Beginning = [Option<char>; 2];

/// What every stem of a word begins with, as far as the stem goes: endings alone are taken away or changed, and of a short word
/// the second letter may be the ending.
fn beginning(word: &str) -> Beginning {
    if let [first, second, _, _, ..] = word.as_bytes()
        && first.is_ascii_alphanumeric()
        && second.is_ascii_alphanumeric()
    {
        return [first, second].map(|letter| Some(char::from(letter.to_ascii_lowercase())));
    }
    let first = word.chars().next().map(|first| folded(first.encode_utf8(&mut [0; 4])));
    [first.and_then(|first| first.chars().next()), None]
}

fn of_beginning(stem: &str, beginning: Beginning) -> bool {
    beginning.iter().zip(stem.chars()).all(|(first, letter)| first.is_none_or(|one| one == letter))
}

fn stems_of(word: &str) -> Stems {
    let french = Stemmer::new(Algorithm::French);
    let word = word.to_lowercase();
    let plain = folded(&word);
    let bare = french.stem(&plain).trim_end_matches('e').to_owned();
    // A word of such letters alone is no form of another.
    let bare = if bare.is_empty() { plain.clone() } else { bare };
    if plain == word {
        return Stems([Some(bare), None]);
    }
    let written = folded(&french.stem(&word));
    Stems([
        Some(bare.clone()),
        Some(written).filter(|written| *written != bare && !written.is_empty()),
    ])
}

/// The words of a text, as written. Apostrophes and hyphens part them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    placed(text).map(|(_, word)| word)
}

/// The words of a text, each with where it begins.
fn placed(text: &str) -> impl Iterator<Item = (usize, &str)> {
    // An accent may stand by itself, after its letter.
    let of_word = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let parts = text.split(move |c: char| !of_word(c));
    let start = text.as_ptr() as usize;
    let placed = parts.map(move |word| (word.as_ptr() as usize - start, word));
    placed.filter(|(_, word)| {
        word.starts_with(char::is_alphanumeric) && word.chars().nth(LETTERS_MAX).is_none()
    })
}

#[cfg(test)]
mod tests;
