//! Small slips: which words that are there somebody may have meant.

use crate::text::{distance, folded};

/// What a word that is near another begins or ends with: a slip spares one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ends {
    pub start: String,
    /// From its last letter to its first.
    pub end: String,
    /// How many letters it has.
    pub letters: usize,
    /// How many of them may be wrong.
    pub slips: usize,
}

/// Where to look for words near this one. None: it is too short to tell what was meant.
pub fn ends(word: &str) -> Option<Ends> {
    let letters: Vec<char> = folded(word).chars().collect();
    let slips = allowed(letters.len())?;
    let spared = letters.len() / (slips + 1);
    Some(Ends {
        start: letters.iter().take(spared).collect(),
        end: letters.iter().rev().take(spared).collect(),
        letters: letters.len(),
        slips,
    })
}

/// How many letters of a word may be wrong.
fn allowed(letters: usize) -> Option<usize> {
    match letters {
        0..4 => None,
        4..8 => Some(1),
        _ => Some(2),
    }
}

/// Those of these words that somebody may have meant, each with how many texts have it: the nearest first, then the
/// commonest.
pub fn nearest(word: &str, among: Vec<(String, i64)>) -> Vec<String> {
    let plain = folded(word);
    let Some(most) = allowed(plain.chars().count()) else { return Vec::new() };
    let told = among.into_iter().filter_map(|(one, texts)| {
        let slips = distance(&plain, &folded(&one), most);
        (slips <= most).then_some((slips, -texts, one))
    });
    let mut near: Vec<_> = told.collect();
    near.sort();
    near.into_iter().map(|(.., one)| one).collect()
}
