//! Which part of one text has become which part of another: parts are the pieces of a page, or the sentences of a
//! paragraph, as typed.
//!
//! Equal parts meet first, by the histogram algorithm of `imara-diff`, in about linear time whatever the texts. What
//! stands between them meets where at least half of the words are the same: that is a part which has changed, rather
//! than one removed and another added.

use imara_diff::{Algorithm, Diff, InternedInput};
use std::cmp::Ordering;
use std::ops::Range;

/// A part of the old text and what it is in the new one. Neither order ever goes back.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// One part, in the text that two people began from, in theirs and in mine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) base: Option<usize>,
    pub(super) theirs: Option<usize>,
    pub(super) mine: Option<usize>,
}

/// The places of two texts where they differ, as parts of either, in order. Between them they are equal.
pub(super) fn differences(old: &[&str], new: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut input = InternedInput::default();
    input.update_before(old.iter().copied());
    input.update_after(new.iter().copied());
    let place = |range: Range<u32>| range.start as usize..range.end as usize;
    let diff = Diff::compute(Algorithm::Histogram, &input);
    diff.hunks().map(|hunk| (place(hunk.before), place(hunk.after))).collect()
}

/// Each part of both texts, once. What was removed comes before what was added at its place.
pub(super) fn pairs(old: &[&str], new: &[&str]) -> Vec<Pair> {
    let equal = |i: Range<usize>, j: Range<usize>| i.zip(j).map(|(i, j)| (Some(i), Some(j)));
    let mut pairs = Vec::with_capacity(old.len().max(new.len()));
    let (mut i, mut j) = (0, 0);
    for (before, after) in differences(old, new) {
        pairs.extend(equal(i..before.start, j..after.start));
        (i, j) = (before.end, after.end);
        pairs.extend(changed(old, new, before, after));
    }
    pairs.extend(equal(i..old.len(), j..new.len()));
    pairs
}

/// Where two people have changed one text: each part of the three, once. What one of them wrote anew meets what stood
/// at its place; of what both added at one place, theirs comes first, unless it is alike.
pub(super) fn meetings(base: &[&str], theirs: &[&str], mine: &[&str]) -> Vec<Meeting> {
    let mut to_theirs = rewritten(&pairs(base, theirs)).into_iter().peekable();
    let mut to_mine = rewritten(&pairs(base, mine)).into_iter().peekable();
    let mut meetings = Vec::with_capacity(to_theirs.len().max(to_mine.len()));
    loop {
        let is_added = |pair: &Pair| pair.0.is_none();
        let by_them: Vec<_> =
            std::iter::from_fn(|| to_theirs.next_if(is_added)).filter_map(|pair| pair.1).collect();
        let by_me: Vec<_> =
            std::iter::from_fn(|| to_mine.next_if(is_added)).filter_map(|pair| pair.1).collect();
        let their_texts: Vec<_> = by_them.iter().map(|&place| theirs[place]).collect();
        let my_texts: Vec<_> = by_me.iter().map(|&place| mine[place]).collect();
        meetings.extend(pairs(&their_texts, &my_texts).into_iter().map(|(t, m)| Meeting {
            base: None,
            theirs: t.map(|place| by_them[place]),
            mine: m.map(|place| by_me[place]),
        }));
        let (Some((base, theirs)), Some((_, mine))) = (to_theirs.next(), to_mine.next()) else {
            return meetings;
        };
        meetings.push(Meeting { base, theirs, mine });
    }
}

/// What was removed meets what was added at its place, one by one, even if they share no word.
fn rewritten(pairs: &[Pair]) -> Vec<Pair> {
    let is_met = |pair: &Pair| matches!(pair, (Some(_), Some(_)));
    let mut met = Vec::with_capacity(pairs.len());
    for run in pairs.chunk_by(|a, b| is_met(a) == is_met(b)) {
        if run.first().is_some_and(is_met) {
            met.extend_from_slice(run);
            continue;
        }
        let mut removed = run.iter().filter_map(|pair| pair.0);
        let mut added = run.iter().filter_map(|pair| pair.1);
        let each = std::iter::from_fn(|| match (removed.next(), added.next()) {
            (None, None) => None,
            pair => Some(pair),
        });
        met.extend(each);
    }
    met
}

/// How many parts are compared each with each. Where there are more, both sides are cut into as many lots.
const LOT: usize = 64;

/// Pairs by their words the parts of a place where none are equal.
fn changed(old: &[&str], new: &[&str], before: Range<usize>, after: Range<usize>) -> Vec<Pair> {
    if before.is_empty() || after.is_empty() {
        return before.map(|i| (Some(i), None)).chain(after.map(|j| (None, Some(j)))).collect();
    }
    let lots = before.len().max(after.len()).div_ceil(LOT);
    let lot = |whole: &Range<usize>, n: usize| {
        let edge = |n: usize| whole.start + whole.len() * n / lots;
        edge(n)..edge(n + 1)
    };
    let mut pairs = Vec::new();
    for n in 0..lots {
        let (before, after) = (lot(&before, n), lot(&after, n));
        let old: Vec<_> = old[before.clone()].iter().map(|text| Words::of(text)).collect();
        let new: Vec<_> = new[after.clone()].iter().map(|text| Words::of(text)).collect();
        pairs.extend(
            best(&old, &new)
                .into_iter()
                .map(|(i, j)| (i.map(|i| before.start + i), j.map(|j| after.start + j))),
        );
    }
    pairs
}

/// The pairs that have the most in common, in order.
fn best(old: &[Words], new: &[Words]) -> Vec<Pair> {
    // For each place of both, what can still be had from there on.
    let width = new.len() + 1;
    let mut had = vec![0; (old.len() + 1) * width];
    let mut common = vec![0; old.len() * new.len()];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let here = old[i].in_common(&new[j]);
            let apart = had[(i + 1) * width + j].max(had[i * width + j + 1]);
            let paired = if here > 0 { here + had[(i + 1) * width + j + 1] } else { 0 };
            had[i * width + j] = apart.max(paired);
            common[i * new.len() + j] = here;
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        let (here, all) = (common[i * new.len() + j], had[i * width + j]);
        if here > 0 && all == here + had[(i + 1) * width + j + 1] {
            pairs.push((Some(i), Some(j)));
            (i, j) = (i + 1, j + 1);
        } else if all == had[(i + 1) * width + j] {
            pairs.push((Some(i), None));
            i += 1;
        } else {
            pairs.push((None, Some(j)));
            j += 1;
        }
    }
    pairs.extend((i..old.len()).map(|i| (Some(i), None)));
    pairs.extend((j..new.len()).map(|j| (None, Some(j))));
    pairs
}

/// The beginnings of the words of a part, sorted: `gant` and `gants` are one.
struct Words<'t>(Vec<&'t str>);

/// How many letters of a word say which it is.
const BEGINNING: usize = 4;

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Self {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let beginning = |word: &'t str| {
            let end = word.char_indices().nth(BEGINNING).map_or(word.len(), |(end, _)| end);
            &word[..end]
        };
        let mut words: Vec<_> = words.map(beginning).collect();
        words.sort_unstable();
        Self(words)
    }

    /// How many words both hold, if these are at least half of their words, else 0.
    fn in_common(&self, other: &Self) -> usize {
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut common = 0;
        while let (Some(a), Some(b)) = (mine.peek(), theirs.peek()) {
            let _read = match a.cmp(b) {
                Ordering::Less => mine.next(),
                Ordering::Greater => theirs.next(),
                Ordering::Equal => {
                    common += 1;
                    mine.next().and(theirs.next())
                }
            };
        }
        if common * 4 >= self.0.len() + other.0.len() { common } else { 0 }
    }
}
