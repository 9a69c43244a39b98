//! The history of a page or a file, from the texts that were kept and from what was noted of each change. Either may
//! miss: people copy folders, restore some files, write others by hand.

use super::changes::{Kind, Line};
use std::collections::BTreeSet;

/// What a folder holds of one page, or of one file.
#[derive(Clone, Copy, Debug)]
pub struct Found<'f> {
    /// In the order of the file.
    pub lines: &'f [Line],
    /// The seconds under which an old text was kept.
    pub kept: &'f BTreeSet<i64>,
    /// What is shown now. None: it was deleted.
    pub current: Option<Current>,
}

/// What is shown now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Current {
    /// When its file says that it was written: copying a folder may have made that another second.
    pub modified: i64,
    /// Whether it is, byte for byte, what was kept under the newest second.
    pub is_newest_kept: bool,
}

/// Where a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// Among the old ones, under this step's second.
    Kept,
    /// It is what is shown now, and was not kept among the old ones.
    Current,
    /// There is none: it was deleted.
    None,
}

/// One state, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Seconds since 1970; each step's is later than the one's before.
    pub at: i64,
    /// Which line tells of it.
    pub line: Option<usize>,
    pub text: Text,
    /// From here on, nothing is shown. DokuWiki keeps the last text beside a deletion all the same.
    pub deleted: bool,
}

/// What does not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// A change was noted whose text is nowhere.
    NoText(i64),
    /// A text was kept of which nothing was noted: neither who nor why.
    NoLine(i64),
    /// Several changes were noted for one second: the first counts, as in DokuWiki.
    TwoLines(i64),
    /// What is shown was written outside of the wiki.
    ChangedOutside(i64),
    /// It went away outside of the wiki.
    DeletedOutside(i64),
}

/// Puts texts and notes together, first to last. Every text that was kept is one step; the last step is what is shown.
pub fn history(found: Found<'_>) -> (Vec<Step>, Vec<Oddity>) {
    let mut oddities = Vec::new();
    let mut noted: Vec<(i64, usize)> =
        found.lines.iter().enumerate().map(|(place, line)| (line.at, place)).collect();
    noted.sort_unstable();
    noted.dedup_by(|second, first| {
        let same = second.0 == first.0;
        if same && oddities.last() != Some(&Oddity::TwoLines(first.0)) {
            oddities.push(Oddity::TwoLines(first.0));
        }
        same
    });
    let newest_kept = found.kept.last().copied();
    let newest_noted = noted.last().copied();
    // Older versions keep no copy of what is shown: the last change that was noted is then the one that made it.
    let unkept = |at: i64| found.current.is_some() && newest_kept < Some(at);
    let made_current =
        newest_noted.filter(|(at, place)| unkept(*at) && found.lines[*place].kind != Kind::Deleted);
    let mut steps = Vec::with_capacity(noted.len() + 1);
    let mut notes = noted.into_iter().peekable();
    let mut kept = found.kept.iter().copied().peekable();
    loop {
        let at = match (kept.peek(), notes.peek()) {
            (Some(kept), Some((noted, _))) => *kept.min(noted),
            (Some(at), None) | (None, Some((at, _))) => *at,
            (None, None) => break,
        };
        let line = notes.next_if(|(noted, _)| *noted == at).map(|(_, place)| place);
        let is_kept = kept.next_if_eq(&at).is_some();
        let deleted = line.is_some_and(|place| found.lines[place].kind == Kind::Deleted);
        let text = match (is_kept, deleted) {
            (true, _) => Text::Kept,
            (false, true) => Text::None,
            (false, false) if made_current.is_some_and(|(made, _)| made == at) => Text::Current,
            (false, false) => {
                oddities.push(Oddity::NoText(at));
                continue;
            }
        };
        if line.is_none() {
            oddities.push(Oddity::NoLine(at));
        }
        steps.push(Step { at, line, text, deleted });
    }
    let last = steps.last().copied();
    let next = last.map_or(i64::MIN, |last| last.at + 1);
    let shown = last.is_some_and(|last| !last.deleted);
    match found.current {
        Some(current) => {
            let known = made_current.is_some() || shown && current.is_newest_kept;
            if !known {
                let at = current.modified.max(next);
                // A folder where nothing was ever noted was filled by hand: there is nothing odd in it.
                if last.is_some() {
                    oddities.push(Oddity::ChangedOutside(at));
                }
                steps.push(Step { at, line: None, text: Text::Current, deleted: false });
            }
        }
        None if shown => {
            oddities.push(Oddity::DeletedOutside(next));
            steps.push(Step { at: next, line: None, text: Text::None, deleted: true });
        }
        None => {}
    }
    (steps, oddities)
}
