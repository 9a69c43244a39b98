//! What has changed between two states of a page: for people, piece by piece and word by word; for the rest, by line.

use super::align::{differences, pairs};
use super::markup::cut::{Cut, Kind, Piece, all_words_of, cut, plain_lines};
use std::collections::HashMap;

/// One thing that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the heading above it says.
    pub under: Option<String>,
    pub kind: Kind,
    pub what: What,
}

/// What has become of a piece. Words are told as they are read, without marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Added(String),
    Removed(String),
    /// The very same stands elsewhere: it was under this heading.
    Moved {
        words: String,
        from: Option<String>,
    },
    Words(Vec<Run>),
    /// The words are the same: marks or links have changed. As typed.
    Marks(Vec<Run>),
}

/// A stretch of two texts, which both hold or one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub side: Side,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Both,
    Old,
    New,
}

impl Change {
    /// The one word that has become another, where that is all that has changed.
    pub fn one_word(&self) -> Option<(&str, &str)> {
        let What::Words(runs) = &self.what else { return None };
        let mut changed = runs.iter().filter(|run| run.side != Side::Both);
        let is_word = |text: &str| text.chars().all(char::is_alphanumeric);
        match (changed.next(), changed.next(), changed.next()) {
            (
                Some(Run { side: Side::Old, text: old }),
                Some(Run { side: Side::New, text: new }),
                None,
            ) if is_word(old) && is_word(new) => Some((old, new)),
            _ => None,
        }
    }
}

/// What has changed, from top to bottom. Nothing: the two read alike.
pub fn changes(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (plain_lines(old), plain_lines(new));
    let (old, new) = (cut(&old), cut(&new));
    let steps = steps(&old, &new);
    let mut moved = Moved::among(&steps);
    let (mut under_old, mut under_new) = (None, None);
    let mut changes = Vec::new();
    for (before, after) in steps {
        let under = if after.is_some() { &under_new } else { &under_old };
        let what = match (before, after) {
            (Some(before), Some(after)) => changed(before, after),
            (Some(before), None) if moved.away(before) => None,
            (Some(before), None) => Some(What::Removed(read(before))),
            (None, Some(after)) => Some(match moved.here(after) {
                Some(from) => What::Moved { words: read(after), from },
                None => What::Added(read(after)),
            }),
            (None, None) => None,
        };
        let kind = after.or(before).map(|piece| piece.kind);
        changes.extend(kind.zip(what).map(|(kind, what)| Change {
            under: under.clone(),
            kind,
            what,
        }));
        let heading = |piece: Option<Piece>| piece.filter(|p| p.kind == Kind::Heading).map(read);
        under_old = heading(before).or(under_old);
        under_new = heading(after).or(under_new);
    }
    changes
}

/// A piece of either, once.
type Step<'s> = (Option<Piece<'s>>, Option<Piece<'s>>);

fn steps<'s>(old: &Cut<'s>, new: &Cut<'s>) -> Vec<Step<'s>> {
    let piece = |cut: &Cut<'s>, place: Option<usize>| place.map(|place| cut.pieces[place]);
    let pairs = pairs(&old.texts(), &new.texts()).into_iter();
    pairs.map(|(i, j)| (piece(old, i), piece(new, j))).collect()
}

fn read(piece: Piece) -> String {
    all_words_of(&piece.read())
}

fn changed(before: Piece, after: Piece) -> Option<What> {
    if before.text == after.text {
        return None;
    }
    let (old, new) = (read(before), read(after));
    if old != new {
        Some(What::Words(words(&old, &new)))
    } else if before.read() != after.read() || before.kind == Kind::Row {
        Some(What::Marks(words(before.text, after.text)))
    } else {
        None
    }
}

/// What stands at another place, word for word.
#[derive(Default)]
struct Moved<'s> {
    /// How many of a text have gone elsewhere.
    away: HashMap<&'s str, usize>,
    /// The headings that they were under.
    from: HashMap<&'s str, Vec<Option<String>>>,
}

impl<'s> Moved<'s> {
    fn among(steps: &[Step<'s>]) -> Self {
        let mut moved = Self::default();
        let mut added: HashMap<&str, usize> = HashMap::new();
        let mut under = None;
        for step in steps {
            if let (Some(heading), _) = step
                && heading.kind == Kind::Heading
            {
                under = Some(read(*heading));
            }
            match step {
                (Some(piece), None) if piece.text.contains(char::is_alphanumeric) => {
                    moved.from.entry(piece.text).or_default().push(under.clone());
                }
                (None, Some(piece)) => *added.entry(piece.text).or_default() += 1,
                _ => {}
            }
        }
        for (text, from) in &mut moved.from {
            from.truncate(added.get(text).copied().unwrap_or_default());
            from.reverse();
            moved.away.insert(text, from.len());
        }
        moved
    }

    fn away(&mut self, piece: Piece) -> bool {
        let left = self.away.get_mut(piece.text).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    }

    fn here(&mut self, piece: Piece) -> Option<Option<String>> {
        self.from.get_mut(piece.text)?.pop()
    }
}

/// Two texts word by word: the runs of both and of the old one are the old text, those of both and of the new one the
/// new text.
pub fn words(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (tokens(old), tokens(new));
    let mut runs = Vec::new();
    let (mut gone, mut come) = (String::new(), String::new());
    let mut read = 0;
    for (before, after) in differences(&old, &new) {
        let kept = old[read..before.start].concat();
        if !gone.is_empty() && !come.is_empty() && kept.chars().all(char::is_whitespace) {
            // A blank between two words that have changed has changed with them.
            gone.push_str(&kept);
            come.push_str(&kept);
        } else {
            runs.push(Run { side: Side::Old, text: std::mem::take(&mut gone) });
            runs.push(Run { side: Side::New, text: std::mem::take(&mut come) });
            runs.push(Run { side: Side::Both, text: kept });
        }
        gone.push_str(&old[before.clone()].concat());
        come.push_str(&new[after].concat());
        read = before.end;
    }
    runs.push(Run { side: Side::Old, text: gone });
    runs.push(Run { side: Side::New, text: come });
    runs.push(Run { side: Side::Both, text: old[read..].concat() });
    runs.retain(|run| !run.text.is_empty());
    runs
}

/// Two sources line by line, as [`words`] has it word by word.
pub fn lines(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (plain_lines(old), plain_lines(new));
    let old: Vec<_> = old.split_inclusive('\n').collect();
    let new: Vec<_> = new.split_inclusive('\n').collect();
    let run = |side| move |line: &&str| Run { side, text: (*line).to_owned() };
    let mut runs = Vec::with_capacity(old.len().max(new.len()));
    let mut read = 0;
    for (before, after) in differences(&old, &new) {
        runs.extend(old[read..before.start].iter().map(run(Side::Both)));
        read = before.end;
        runs.extend(old[before].iter().map(run(Side::Old)));
        runs.extend(new[after].iter().map(run(Side::New)));
    }
    runs.extend(old[read..].iter().map(run(Side::Both)));
    runs
}

/// Words, blanks, and each other character.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        c if c.is_alphanumeric() => 1,
        c if c.is_whitespace() => 2,
        _ => 0,
    };
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| kind(first) != 0 && kind(c) == kind(first);
        let end = rest.char_indices().skip(1).find(|(_, c)| !same(*c));
        let (token, after) = rest.split_at(end.map_or(rest.len(), |(place, _)| place));
        tokens.push(token);
        rest = after;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wiki::markup::tests::marked_text;
    use proptest::prelude::*;

    /// What one side holds of these runs.
    fn side(runs: &[Run], side: Side) -> String {
        let held = runs.iter().filter(|run| run.side == side || run.side == Side::Both);
        held.map(|run| run.text.as_str()).collect()
    }

    fn told(old: &str, new: &str) -> Vec<String> {
        let runs = |runs: &[Run]| -> String {
            let mark = |run: &Run| match run.side {
                Side::Both => run.text.clone(),
                Side::Old => format!("[-{}-]", run.text),
                Side::New => format!("[+{}+]", run.text),
            };
            runs.iter().map(mark).collect()
        };
        let changes = changes(old, new);
        let told = changes.iter().map(|change| {
            let what = match &change.what {
                What::Added(words) => format!("+ {words}"),
                What::Removed(words) => format!("- {words}"),
                What::Moved { words, from } => format!("{words} was under {from:?}"),
                What::Words(words) => runs(words),
                What::Marks(words) => format!("marks {}", runs(words)),
            };
            format!("{:?} {}: {what}", change.kind, change.under.as_deref().unwrap_or("top"))
        });
        told.collect()
    }

    const PAGE: &str = "====== Le four ======\n\nIl chauffe vite. Il est au garage.\n\n===== Matériel =====\n\n  * une pelle\n  * un gant\n\n| lundi | fermé |\n";

    #[test]
    fn wiki_a_change_is_told_in_words() {
        let changed = [
            (
                "chauffe",
                "cuit",
                "Paragraph Le four: Il [-chauffe-][+cuit+] vite. Il est au garage.",
            ),
            (
                "au garage",
                "dans la cour",
                "Paragraph Le four: Il chauffe vite. Il est [-au garage-][+dans la cour+].",
            ),
            ("  * un gant\n", "", "Item Matériel: - un gant"),
            ("  * un gant\n", "  * un gant\n  * un seau\n", "Item Matériel: + un seau"),
            ("un gant", "deux gants", "Item Matériel: [-un gant-][+deux gants+]"),
            ("lundi", "mardi", "Row Matériel: [-lundi-][+mardi+] | fermé"),
            (
                "vite",
                "**vite**",
                "Paragraph Le four: marks Il chauffe [+**+]vite[+**+]. Il est au garage.",
            ),
        ];
        for (from, to, expected) in changed {
            assert_eq!(told(PAGE, &PAGE.replace(from, to)), [expected]);
        }
        assert_eq!(told(PAGE, &PAGE.replace('\n', "\r\n")), [""; 0]);
        assert_eq!(told(PAGE, &PAGE.replace("\n\n", "\n\n\n")), [""; 0], "blank lines read as one");
        assert_eq!(told("", "a"), ["Paragraph top: + a"]);
    }

    #[test]
    fn wiki_what_changes_in_a_footnote_or_for_a_plugin_is_told_in_words() {
        let changed = [
            ("Un four((de 1950)).", "Un four((de 1960)).", "Un four (de [-1950-][+1960+])."),
            ("Un four.", "Un four((de 1950)).", "Un four[+ (de 1950)+]."),
            ("Un {{plugin>a}} mot.", "Un {{plugin>b}} mot.", "Un {{plugin>[-a-][+b+]}} mot."),
        ];
        for (old, new, expected) in changed {
            assert_eq!(told(old, new), [format!("Paragraph top: {expected}")]);
        }
        assert_eq!(
            told("", "{{plugin>a}} et((un mot))"),
            ["Paragraph top: + {{plugin>a}} et (un mot)"]
        );
    }

    #[test]
    fn wiki_one_word_that_has_become_another_is_told() {
        let word = |from, to| {
            let changes = changes(PAGE, &PAGE.replace(from, to));
            changes.first().and_then(|c| c.one_word().map(|(a, b)| (a.to_owned(), b.to_owned())))
        };
        assert_eq!(word("vite", "lentement"), Some(("vite".to_owned(), "lentement".to_owned())));
        assert_eq!(word("vite", "assez lentement"), None);
        assert_eq!(word("vite.", "vite !"), None);
    }

    #[test]
    fn wiki_what_has_moved_is_told_once() {
        let moved = "====== Le four ======\n\n===== Matériel =====\n\n  * une pelle\n  * un gant\n\nIl chauffe vite. Il est au garage.\n\n| lundi | fermé |\n";
        let expected =
            "Paragraph Matériel: Il chauffe vite. Il est au garage. was under Some(\"Le four\")";
        assert_eq!(told(PAGE, moved), [expected]);
        assert_eq!(
            told(moved, PAGE),
            [expected.replace("Matériel:", "Le four:").replace("(\"Le four", "(\"Matériel")]
        );
    }

    proptest! {
        #[test]
        fn wiki_the_new_is_told_from_the_old(old in marked_text(), new in marked_text()) {
            let runs = words(&old, &new);
            prop_assert_eq!(side(&runs, Side::Old), old.clone());
            prop_assert_eq!(side(&runs, Side::New), new.clone());
            let runs = lines(&old, &new);
            prop_assert_eq!(side(&runs, Side::Old), plain_lines(&old).into_owned());
            prop_assert_eq!(side(&runs, Side::New), plain_lines(&new).into_owned());
            prop_assert_eq!(changes(&old, &old), []);
        }

        #[test]
        fn wiki_each_piece_is_told(old in marked_text(), new in marked_text()) {
            let (old, new) = (plain_lines(&old), plain_lines(&new));
            let (old, new) = (cut(&old), cut(&new));
            let steps = steps(&old, &new);
            let before: Vec<_> = steps.iter().filter_map(|step| step.0).collect();
            let after: Vec<_> = steps.iter().filter_map(|step| step.1).collect();
            prop_assert_eq!(before, old.pieces);
            prop_assert_eq!(after, new.pieces);
        }
    }
}
