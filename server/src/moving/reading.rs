//! What a folder tells of one page or one file: its states in order, and all that is odd about it.

use super::folder::{Folder, Thing};
use super::report::{Fate, Told};
use chrono::DateTime;
use domain::wiki::dokuwiki::{
    Current, Found, Line, Oddity, Step, Text, Tree, changes, history, names,
};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A page or a file of a folder, ready to be moved in. Its old texts are read one by one.
pub struct Read<'f> {
    folder: &'f Folder,
    tree: Tree,
    thing: &'f Thing,
    /// Its name there, namespaces parted by `:`.
    pub name: String,
    pub lines: Vec<Line>,
    pub steps: Vec<Step>,
    /// What is shown now: its bytes, and the second at which its file was written.
    pub shown: Option<(Vec<u8>, i64)>,
    /// Files beside it that have no other place here, by their paths in the folder: what was noted of its changes first.
    pub beside: Vec<(String, Vec<u8>)>,
}

/// One state of it.
pub struct State {
    pub step: Step,
    /// Where its text is in the folder. None: it has none.
    pub path: Option<String>,
    pub bytes: Vec<u8>,
}

impl<'f> Read<'f> {
    /// Reads all but the old texts. None: it has no name, or there is nothing of it; it was told.
    pub fn of(
        folder: &'f Folder,
        tree: Tree,
        thing: &'f Thing,
        told: &mut Vec<Told>,
    ) -> Option<Self> {
        let [_, _, notes] = tree.folders();
        let name = match names::name(&thing.path) {
            Ok(name) => name,
            Err(why) => {
                told.push(Told::place(Fate::Lost, &thing.path, why));
                return None;
            }
        };
        let mut beside = Vec::new();
        let noted = thing.noted.then_some("changes");
        for ending in noted.into_iter().chain(thing.beside.iter().map(String::as_str)) {
            match folder.beside(tree, thing, ending) {
                Ok(bytes) => beside.push((format!("{notes}/{}.{ending}", thing.path), bytes)),
                Err(why) => {
                    let why = format!("its notes in .{ending}: {why}");
                    told.push(Told::new(Fate::Lost, tree, &name, why));
                }
            }
        }
        let is_changes = |(path, _): &&(String, Vec<u8>)| thing.noted && path.ends_with(".changes");
        let noted = beside.first().filter(is_changes).map(|(_, bytes)| bytes.as_slice());
        let (lines, unread) = changes::read(noted.unwrap_or_default());
        if unread > 0 {
            let why = format!("{unread} lines of its changes say nothing that can be read");
            told.push(Told::new(Fate::Lost, tree, &name, why));
        }
        let shown = thing.shown.then(|| folder.shown(tree, thing)).and_then(|read| {
            let lost =
                |why| told.push(Told::new(Fate::Lost, tree, &name, format!("as it is now: {why}")));
            read.map_err(lost).ok()
        });
        let mut kept: BTreeSet<i64> = thing.old.keys().copied().collect();
        let newest = newest(folder, tree, thing, &mut kept, &name, told);
        let current = shown.as_ref().map(|(bytes, modified)| Current {
            modified: (*modified).clamp(0, names::END_OF_TIME - 1),
            is_newest_kept: newest.as_ref() == Some(bytes),
        });
        let (steps, oddities) = history(Found { lines: &lines, kept: &kept, current });
        told.extend(oddities.into_iter().map(|odd| told_of(odd, tree, &name)));
        if steps.is_empty() {
            let why = "there is no text of it";
            told.push(Told::new(Fate::Lost, tree, &name, why));
            return None;
        }
        Some(Self { folder, tree, thing, name, lines, steps, shown, beside })
    }

    /// Its states, first to last; what of them cannot be read is told. Where a page was deleted, its last text stays.
    pub fn states<'r>(
        &'r self,
        told: &'r mut Vec<Told>,
    ) -> impl Iterator<Item = State> + use<'r, 'f> {
        let [shown, old, _] = self.tree.folders();
        let ends_without =
            self.tree == Tree::Pages && self.steps.iter().any(|s| s.text == Text::None);
        let mut before = Vec::new();
        self.steps.iter().filter_map(move |step| {
            let (path, read) = match step.text {
                Text::Kept => {
                    let file = self.folder.old_path(self.tree, self.thing, step.at)?;
                    let read = self.folder.old(self.tree, self.thing, step.at);
                    (Some(format!("{old}/{file}")), read)
                }
                Text::Current => {
                    let bytes = self.shown.as_ref().map(|(bytes, _)| bytes.clone());
                    let path = format!("{shown}/{}{}", self.thing.path, self.tree.ending());
                    (Some(path), Ok(bytes.unwrap_or_default()))
                }
                Text::None => (None, Ok(before.clone())),
            };
            let lost = |why| {
                let why = format!("as it was on {}: {why}", day(step.at));
                told.push(Told::new(Fate::Lost, self.tree, &self.name, why));
            };
            let bytes = read.map_err(lost).ok()?;
            if ends_without {
                before.clone_from(&bytes);
            }
            Some(State { step: *step, path, bytes })
        })
    }
}

/// The newest old text that can be read: it tells whether what is shown has a copy. Those after it are lost.
fn newest(
    folder: &Folder,
    tree: Tree,
    thing: &Thing,
    kept: &mut BTreeSet<i64>,
    name: &str,
    told: &mut Vec<Told>,
) -> Option<Vec<u8>> {
    while let Some(at) = kept.last().copied() {
        match folder.old(tree, thing, at) {
            Ok(bytes) => return Some(bytes),
            Err(why) => {
                let why = format!("as it was on {}: {why}", day(at));
                told.push(Told::new(Fate::Lost, tree, name, why));
                kept.remove(&at);
            }
        }
    }
    None
}

fn told_of(odd: Oddity, tree: Tree, name: &str) -> Told {
    let (fate, why) = match odd {
        Oddity::NoText(at) => {
            (Fate::Lost, format!("a change of {} was noted, and its text is nowhere", day(at)))
        }
        Oddity::NoLine(at) => {
            (Fate::Adapted, format!("nobody noted who wrote it on {}, nor why", day(at)))
        }
        Oddity::TwoLines(at) => {
            (Fate::Adapted, format!("of several changes noted on {}, the first counts", day(at)))
        }
        Oddity::ChangedOutside(at) => {
            (Fate::Adapted, format!("it was written outside of the wiki, on {}", day(at)))
        }
        Oddity::DeletedOutside(at) => {
            (Fate::Adapted, format!("it went away outside of the wiki, after {}", day(at - 1)))
        }
    };
    Told::new(fate, tree, name, why)
}

/// A second, in words that a person can look for.
pub fn day(at: i64) -> String {
    let said = DateTime::from_timestamp(at, 0).map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string());
    said.unwrap_or_else(|| at.to_string())
}

/// A text as this wiki keeps it: UTF-8, one kind of line ends, no control characters that no keyboard types. The bytes
/// of what was otherwise are kept beside it.
pub fn source(bytes: &[u8]) -> Cow<'_, str> {
    const BYTE_ORDER_MARK: char = '\u{feff}';
    let text = String::from_utf8_lossy(bytes);
    let strange = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if !text.starts_with(BYTE_ORDER_MARK) && !text.contains(strange) {
        return text;
    }
    let text = text.trim_start_matches(BYTE_ORDER_MARK).replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.replace(strange, ""))
}
