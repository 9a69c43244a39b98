//! What became of each page and each file: told on the way, and kept in a file.

use domain::wiki::dokuwiki::Tree;
use std::fmt::{self, Display};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It came whole.
    Kept,
    /// It came, and something of it is not here as it was there.
    Adapted,
    /// It did not come.
    Lost,
}

impl Fate {
    fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Adapted => "adapted",
            Self::Lost => "lost",
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub fate: Fate,
    /// A page, a file, or a place in the folder.
    pub what: String,
    pub why: String,
}

impl Told {
    pub fn new(fate: Fate, tree: Tree, name: &str, why: impl Display) -> Self {
        let kind = match tree {
            Tree::Pages => "page",
            Tree::Media => "file",
        };
        Self { fate, what: format!("{kind} {name}"), why: why.to_string() }
    }

    /// Of what has no name in the wiki.
    pub fn place(fate: Fate, path: &str, why: impl Display) -> Self {
        Self { fate, what: path.to_owned(), why: why.to_string() }
    }
}

impl Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A hostile name moves no cursor and ends no line.
        let plain = |said: &str| said.replace(|c: char| c.is_control(), "\u{fffd}");
        let (fate, what, why) = (self.fate.word(), plain(&self.what), plain(&self.why));
        write!(f, "{fate:<8} {what}: {why}")
    }
}

/// How many of each there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub pages: usize,
    pub revisions: usize,
    pub files: usize,
    pub versions: usize,
    pub adapted: usize,
    pub lost: usize,
}

impl Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pages, revisions, files, versions, adapted, lost } = self;
        write!(
            f,
            "{pages} pages, {revisions} revisions, {files} files, {versions} versions of files; "
        )?;
        write!(f, "{adapted} lines tell of what was adapted, {lost} of what was lost")
    }
}

/// Writes each line as it comes, and says how far it is.
pub struct Report<W: Write> {
    to: W,
    pub totals: Totals,
    /// How many pages and files there are to go through.
    expected: usize,
}

impl Report<BufWriter<File>> {
    /// Errors: the file cannot be written.
    pub fn open(path: &Path, expected: usize) -> io::Result<Self> {
        Ok(Self::new(BufWriter::new(File::create(path)?), expected))
    }
}

impl<W: Write> Report<W> {
    pub fn new(to: W, expected: usize) -> Self {
        Self { to, totals: Totals::default(), expected }
    }

    /// Errors: the report cannot be written.
    pub fn tell(&mut self, told: &Told) -> io::Result<()> {
        match told.fate {
            Fate::Kept => {}
            Fate::Adapted => self.totals.adapted += 1,
            Fate::Lost => self.totals.lost += 1,
        }
        writeln!(self.to, "{told}")?;
        // Who closes what is printed to still has the file.
        writeln!(io::stdout(), "{told}").ok();
        Ok(())
    }

    /// One page or file more is done, with so many states of it.
    pub fn went_through(&mut self, tree: Tree, states: usize) {
        let (things, all_states) = match tree {
            Tree::Pages => (&mut self.totals.pages, &mut self.totals.revisions),
            Tree::Media => (&mut self.totals.files, &mut self.totals.versions),
        };
        *things += 1;
        *all_states += states;
        say_how_far(self.totals.pages + self.totals.files, self.expected);
    }

    /// The last line. Errors: the report cannot be written.
    pub fn end(mut self, said: impl Display) -> io::Result<Totals> {
        let totals = self.totals;
        writeln!(self.to, "{said}: {totals}")?;
        self.to.flush()?;
        writeln!(io::stdout(), "{said}: {totals}").ok();
        Ok(totals)
    }
}

/// A bar where somebody looks, a line at each tenth where it is kept.
fn say_how_far(done: usize, expected: usize) {
    const WIDTH: usize = 40;
    let mut to = io::stderr();
    let looked_at = to.is_terminal();
    let step = (expected / if looked_at { 100 } else { 10 }).max(1);
    if !done.is_multiple_of(step) && done != expected {
        return;
    }
    let filled = (done * WIDTH / expected.max(1)).min(WIDTH);
    let (bar, rest) = ("#".repeat(filled), "-".repeat(WIDTH - filled));
    let (begin, end) = match (looked_at, done == expected) {
        (true, false) => ("\r", ""),
        (true, true) => ("\r", "\n"),
        (false, _) => ("", "\n"),
    };
    write!(to, "{begin}[{bar}{rest}] {done} of {expected} pages and files{end}").ok();
}
