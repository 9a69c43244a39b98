//! What DokuWiki notes of each change: a line of fields parted by tabs, oldest first.

use super::names::second;
use std::fmt;

/// What was done. DokuWiki's letter stands for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Created,
    Edited,
    /// A small edit, which few care to hear of.
    Minor,
    Deleted,
    /// An older text was put back.
    Restored,
}

impl Kind {
    const ALL: [Self; 5] =
        [Self::Created, Self::Edited, Self::Minor, Self::Deleted, Self::Restored];

    /// DokuWiki's letter.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Created => "C",
            Self::Edited => "E",
            Self::Minor => "e",
            Self::Deleted => "D",
            Self::Restored => "R",
        }
    }

    /// Reads [`Self::letter`] back. None: plugins have letters of their own.
    pub fn of(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.letter() == letter)
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Seconds since 1970.
    pub at: i64,
    /// From which address of the network.
    pub address: String,
    pub kind: Kind,
    /// The page or the file, namespaces parted by `:`.
    pub name: String,
    /// The name that they sign in with. Empty: nobody, or outside of DokuWiki.
    pub user: String,
    pub summary: String,
    /// Of a text put back: the second that it is from.
    pub extra: String,
    /// Bytes more than before. Older lines do not say.
    pub grown: Option<i64>,
}

impl Line {
    /// One line, without its end. None: it says neither when nor what.
    pub fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || plain(fields.next().unwrap_or_default()).trim().to_owned();
        let (at, address, kind, name) = (next(), next(), next(), next());
        let (user, summary, extra, grown) = (next(), next(), next(), next());
        Some(Self {
            at: second(&at)?,
            address,
            // DokuWiki shows those of plugins as edits.
            kind: Kind::of(&kind).or((!kind.is_empty()).then_some(Kind::Edited))?,
            name,
            user,
            summary,
            extra,
            grown: grown.parse().ok(),
        })
    }
}

/// As DokuWiki writes it, without the end of the line. No field can hold what parts them.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (address, name, user) = (plain(&self.address), plain(&self.name), plain(&self.user));
        let (summary, extra) = (plain(&self.summary), plain(&self.extra));
        let (at, kind) = (self.at, self.kind.letter());
        write!(f, "{at}\t{address}\t{kind}\t{name}\t{user}\t{summary}\t{extra}\t")?;
        self.grown.map_or(Ok(()), |grown| write!(f, "{grown}"))
    }
}

/// Without what would end a field or a line, or move a terminal's cursor.
fn plain(field: &str) -> String {
    field.replace(|c: char| c.is_control(), " ")
}

/// All the lines of a file, and how many say nothing that can be read. What is not UTF-8 is read as well as can be.
pub fn read(file: &[u8]) -> (Vec<Line>, usize) {
    let (mut lines, mut unread) = (Vec::new(), 0);
    for line in file.split(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(line);
        match Line::parse(&line) {
            Some(line) => lines.push(line),
            None if line.trim().is_empty() => {}
            None => unread += 1,
        }
    }
    (lines, unread)
}
