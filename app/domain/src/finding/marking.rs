//! What of a text is shown to who looks for something in it: the passage that answers best, and its words that were found.

use super::{Question, placed};
use std::collections::BTreeSet;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// It is a word that was looked for.
    pub found: bool,
}

/// About how many bytes a passage has.
const PASSAGE: usize = 220;
/// About how many bytes stand before the first word that was found.
const BEFORE: usize = 60;
/// Words that end further on are not looked at: a passage is shown soon.
const LOOKED_AT: usize = 100_000;

/// A whole text, such as a title, with what was found in it.
pub fn marked(text: &str, question: &Question) -> Vec<Piece> {
    let found: Vec<_> = found_in(text, question).map(|(start, end, _)| (start, end)).collect();
    cut(text, 0, text.len(), &found)
}

/// The passage of a text that has most of what is looked for; its beginning, where it has nothing.
pub fn snippet(text: &str, question: &Question) -> Vec<Piece> {
    let found: Vec<_> = found_in(text, question).collect();
    let mut best = (0, 0);
    for (n, (start, ..)) in found.iter().enumerate() {
        let within = found[n..].iter().take_while(|(_, end, _)| *end <= start + PASSAGE - BEFORE);
        let words = within.map(|(.., word)| word).collect::<BTreeSet<_>>().len();
        if words > best.0 {
            best = (words, *start);
        }
    }
    let from = begins(text, best.1);
    let to = ends(text, from);
    let found: Vec<_> = found.iter().map(|(start, end, _)| (*start, *end)).collect();
    let mut pieces = cut(text, from, to, &found);
    let more = || Piece { text: "…".to_owned(), found: false };
    if !text[..from].trim().is_empty() {
        pieces.insert(0, more());
    }
    if !text[to..].trim().is_empty() {
        pieces.push(more());
    }
    pieces
}

/// Where each word that was looked for begins and ends, and which it is.
fn found_in(text: &str, question: &Question) -> impl Iterator<Item = (usize, usize, usize)> {
    let near = placed(text).take_while(|(start, word)| start + word.len() <= LOOKED_AT);
    near.filter_map(|(start, word)| Some((start, start + word.len(), question.finds(word)?)))
}

fn cut(text: &str, from: usize, to: usize, found: &[(usize, usize)]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = from;
    let mut piece = |start: usize, end: usize, found| {
        if start < end {
            pieces.push(Piece { text: text[start..end].to_owned(), found });
        }
    };
    for (start, end) in found.iter().filter(|(start, end)| from <= *start && *end <= to) {
        piece(at, *start, false);
        piece(*start, *end, true);
        at = *end;
    }
    piece(at, to, false);
    pieces
}

/// Where a passage begins in which something was found there: at a word.
fn begins(text: &str, found: usize) -> usize {
    let from = text.floor_char_boundary(found.saturating_sub(BEFORE));
    if from == 0 {
        return 0;
    }
    let blank = text[from..found].char_indices().find(|(_, c)| c.is_whitespace());
    blank.map_or(found, |(at, c)| from + at + c.len_utf8())
}

/// Where a passage ends that begins there: after a word.
fn ends(text: &str, from: usize) -> usize {
    let to = text.floor_char_boundary(from + PASSAGE);
    if to == text.len() {
        return to;
    }
    text[from..to].rfind(char::is_whitespace).filter(|at| *at > 0).map_or(to, |at| from + at)
}
