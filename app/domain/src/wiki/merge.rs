//! What two people have made of one page, put together so that nothing is lost.
//!
//! The pieces of a page ([`cut`]) are its units: a block, an item of a list, a row of a table. What one side alone
//! has changed, added or removed is taken; what both changed alike is taken once; what both changed otherwise is a
//! [`Conflict`], which a person decides. Inside a paragraph sentences are merged in the same way, inside a row its
//! cells and inside code its lines: if the marks still read as they did, and not otherwise.
//!
//! Sources are merged rather than trees, so that nobody finds a page respelled because a paragraph of it was merged:
//! each piece keeps its author's spelling, byte for byte. Trees judge: two spellings of one tree are no conflict, and
//! what has been put together is read again. Where a piece would be read otherwise beside its new neighbours (a tag
//! that nobody closed, and now is), it is written with the care of [`print`].

use super::align::{Meeting, meetings};
use super::markup::cut::{Cut, Kind, Piece, cut, plain_lines, words_of};
use super::markup::{Document, parse, print};

/// A page put together from two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    lead: String,
    parts: Vec<Part>,
    gaps: Gaps,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Settled(Typed),
    Open(Conflict, Meeting),
}

/// A piece of the page put together.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Typed {
    kind: Kind,
    text: String,
    at: Meeting,
    /// What follows it, where one person has written both.
    gap: Option<String>,
}

/// One piece that two people have changed, each in their own way. None: it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What its heading says.
    pub under: Option<String>,
    /// As both found it.
    pub base: Option<String>,
    /// As it was saved meanwhile.
    pub theirs: Option<String>,
    pub mine: Option<String>,
}

/// What a person decides of a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    Theirs,
    Mine,
    /// Other words; none at all remove the piece.
    Words(String),
}

impl Choice {
    /// Reads what a form sends: `theirs`, `mine`, or `words` with these. None: nothing was chosen.
    pub fn parse(code: &str, words: &str) -> Option<Self> {
        match code {
            "theirs" => Some(Self::Theirs),
            "mine" => Some(Self::Mine),
            "words" => Some(Self::Words(words.to_owned())),
            _ => None,
        }
    }
}

/// Puts together what was saved meanwhile and what was written, both from `base`.
pub fn merge(base: &str, theirs: &str, mine: &str) -> Merged {
    let (base, theirs, mine) = (plain_lines(base), plain_lines(theirs), plain_lines(mine));
    let (base, theirs, mine) = (cut(&base), cut(&theirs), cut(&mine));
    let mut under = None;
    let mut parts = Vec::new();
    for at in meetings(&base.texts(), &theirs.texts(), &mine.texts()) {
        let met = Met {
            base: at.base.map(|place| base.pieces[place]),
            theirs: at.theirs.map(|place| theirs.pieces[place]),
            mine: at.mine.map(|place| mine.pieces[place]),
        };
        let part = met.settle(at, &under);
        if let Some(Part::Settled(Typed { kind: Kind::Heading, text, .. })) = &part {
            under = Some(words_of(&parse(text).blocks));
        }
        parts.extend(part);
    }
    let lead = either(base.lead, theirs.lead, mine.lead).to_owned();
    Merged {
        lead,
        parts,
        gaps: Gaps { base: gaps(&base), theirs: gaps(&theirs), mine: gaps(&mine) },
    }
}

fn gaps(cut: &Cut) -> Vec<String> {
    cut.pieces.iter().map(|piece| piece.gap.to_owned()).collect()
}

/// What one side alone has made of it. None: both have changed it, each in their own way.
pub fn one_side<T: PartialEq>(base: T, theirs: T, mine: T) -> Option<T> {
    if theirs == mine || mine == base {
        Some(theirs)
    } else if theirs == base {
        Some(mine)
    } else {
        None
    }
}

/// Blank lines: where both have changed them, the more.
fn either<'s>(base: &'s str, theirs: &'s str, mine: &'s str) -> &'s str {
    let longer = if mine.len() > theirs.len() { mine } else { theirs };
    one_side(base, theirs, mine).unwrap_or(longer)
}

/// One piece on the three sides.
struct Met<'s> {
    base: Option<Piece<'s>>,
    theirs: Option<Piece<'s>>,
    mine: Option<Piece<'s>>,
}

impl<'s> Met<'s> {
    /// None: it is gone.
    fn settle(&self, at: Meeting, under: &Option<String>) -> Option<Part> {
        let settled = |kind, text| Part::Settled(Typed { kind, text, at, gap: None });
        if let Some(piece) = self.by_one_side() {
            return piece.map(|piece| settled(piece.kind, piece.text.to_owned()));
        }
        if let (Some(base), Some(theirs), Some(mine)) = (self.base, self.theirs, self.mine)
            && let Some(text) = within(base, theirs, mine)
        {
            return Some(settled(base.kind, text));
        }
        let text = |side: Option<Piece>| side.map(|piece| piece.text.to_owned());
        let conflict = Conflict {
            under: under.clone(),
            base: text(self.base),
            theirs: text(self.theirs),
            mine: text(self.mine),
        };
        Some(Part::Open(conflict, at))
    }

    /// By what was typed, else by what is read. The outer None: it is for a person to decide.
    fn by_one_side(&self) -> Option<Option<Piece<'s>>> {
        let typed = |side: Option<Piece<'s>>| side.map(|piece| piece.text);
        let same = |one: Option<Piece<'s>>, other: Option<Piece<'s>>| match (one, other) {
            (Some(one), Some(other)) => reads_the_same(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        if let Some(text) = one_side(typed(self.base), typed(self.theirs), typed(self.mine)) {
            return Some(if text == typed(self.theirs) { self.theirs } else { self.mine });
        }
        if same(self.theirs, self.mine) || same(self.mine, self.base) {
            Some(self.theirs)
        } else if same(self.theirs, self.base) {
            Some(self.mine)
        } else {
            None
        }
    }
}

/// Whether two spellings mean one thing. A row is its spelling: what it covers is said by the rows beside it, and the
/// depth of an item by its indent.
fn reads_the_same(one: Piece, other: Piece) -> bool {
    let indent = |piece: Piece| piece.text.len() - piece.text.trim_start().len();
    match (one.kind, other.kind) {
        (Kind::Row, _) | (_, Kind::Row) => one.text == other.text,
        (Kind::Item, Kind::Item) => indent(one) == indent(other) && one.read() == other.read(),
        _ => one.read() == other.read(),
    }
}

// ---- Inside a piece ----

/// Both have changed other sentences (cells, lines) of it, and no mark was cut: what is read is what the same merge
/// makes of what both had read.
fn within(base: Piece, theirs: Piece, mine: Piece) -> Option<String> {
    if base.kind != theirs.kind || base.kind != mine.kind {
        return None;
    }
    let text = by_parts(base.kind, base.text, theirs.text, mine.text)?;
    let read = |piece: Piece| words_of(&piece.read());
    let expected = by_parts(base.kind, &read(base), &read(theirs), &read(mine))?;
    let merged = cut(&text);
    let [piece] = merged.pieces.as_slice() else { return None };
    (piece.kind == base.kind && read(*piece) == expected).then_some(text)
}

/// None: both have changed one part, or have added some at one place.
fn by_parts(kind: Kind, base: &str, theirs: &str, mine: &str) -> Option<String> {
    let (base, theirs, mine) = (parts(kind, base), parts(kind, theirs), parts(kind, mine));
    let mut text = String::new();
    // Who has added parts just before.
    let mut added: Option<&str> = None;
    for met in meetings(&base, &theirs, &mine) {
        let by = match (met.base, met.theirs, met.mine) {
            (None, Some(_), None) => Some("theirs"),
            (None, None, Some(_)) => Some("mine"),
            _ => None,
        };
        if added.is_some() && by.is_some() && added != by {
            return None;
        }
        added = by;
        let part =
            |parts: &[&'_ str], place: Option<usize>| place.map(|place| parts[place].to_owned());
        text.extend(one_side(
            part(&base, met.base),
            part(&theirs, met.theirs),
            part(&mine, met.mine),
        )?);
    }
    Some(text)
}

/// The sentences of a text, the cells of a row, the lines of code: each with the blanks or the mark before it.
fn parts(kind: Kind, text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = rest.split_at(match kind {
            Kind::Row => first_place(rest, |c| matches!(c, '|' | '^')),
            Kind::Code | Kind::Indented | Kind::Plugin => first_place(rest, |c| c == '\n'),
            _ => sentence(rest),
        });
        parts.push(part);
        rest = after;
    }
    parts
}

/// Where such a character first stands, the first one aside.
fn first_place(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.char_indices().skip(1).find(|(_, c)| is(*c)).map_or(text.len(), |(place, _)| place)
}

/// Where the first sentence ends: behind its point, and the marks and quotation marks that close upon it.
fn sentence(text: &str) -> usize {
    let mut ended = false;
    let mut begun = false;
    for (place, c) in text.char_indices() {
        match c {
            c if c.is_whitespace() && ended && begun => return place,
            '.' | '!' | '?' | '…' => ended = true,
            '*' | '/' | '_' | '\'' | ')' | '"' | '”' | '’' | '»' | '\u{a0}' => {}
            c => {
                begun |= !c.is_whitespace();
                ended = false;
            }
        }
    }
    text.len()
}

// ---- Together ----

impl Merged {
    /// What a person has to decide, from top to bottom.
    pub fn conflicts(&self) -> impl Iterator<Item = &Conflict> {
        self.parts.iter().filter_map(|part| match part {
            Part::Open(conflict, _) => Some(conflict),
            Part::Settled(_) => None,
        })
    }

    /// The source, if nothing is to be decided.
    pub fn whole(&self) -> Option<String> {
        self.decide(&[])
    }

    /// The source, once each conflict has its choice, in order. None: some have not.
    pub fn decide(&self, choices: &[Choice]) -> Option<String> {
        let mut choices = choices.iter();
        let mut pieces = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            match part {
                Part::Settled(typed) => pieces.push(typed.clone()),
                Part::Open(conflict, at) => pieces.extend(conflict.decided(choices.next()?, *at)),
            }
        }
        Some(self.join(pieces))
    }

    /// The pieces one under the other. If they are not read as they were, because one opens what another closes, those
    /// that open something are written with care.
    fn join(&self, mut pieces: Vec<Typed>) -> String {
        let joined = self.put_together(&pieces);
        let read = cut(&joined);
        let same =
            |(piece, typed): (&Piece, &Typed)| piece.kind == typed.kind && piece.text == typed.text;
        if read.pieces.len() == pieces.len() && read.pieces.iter().zip(&pieces).all(same) {
            return joined;
        }
        pieces.iter_mut().for_each(Typed::close);
        self.put_together(&pieces)
    }

    fn put_together(&self, pieces: &[Typed]) -> String {
        let mut joined = self.lead.clone();
        for (place, piece) in pieces.iter().enumerate() {
            joined.push_str(&piece.text);
            joined.push_str(match pieces.get(place + 1) {
                Some(next) => self.gaps.between(piece, next),
                None => "\n",
            });
        }
        joined
    }
}

impl Conflict {
    fn decided(&self, choice: &Choice, at: Meeting) -> Vec<Typed> {
        let text = match choice {
            Choice::Theirs => self.theirs.as_deref().unwrap_or_default(),
            Choice::Mine => self.mine.as_deref().unwrap_or_default(),
            Choice::Words(words) => words,
        };
        let text = plain_lines(text);
        let typed = |piece: Piece| Typed {
            kind: piece.kind,
            text: piece.text.to_owned(),
            at,
            gap: Some(piece.gap.to_owned()),
        };
        let mut typed: Vec<_> = cut(&text).pieces.into_iter().map(typed).collect();
        if let Some(last) = typed.last_mut() {
            last.gap = None;
        }
        typed
    }
}

/// What follows each piece of the three sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Gaps {
    base: Vec<String>,
    theirs: Vec<String>,
    mine: Vec<String>,
}

impl Gaps {
    /// What stands between two pieces: what stood there already, or what keeps them apart.
    fn between<'s>(&'s self, one: &'s Typed, next: &Typed) -> &'s str {
        let line =
            matches!(one.kind, Kind::Item | Kind::Quote | Kind::Row) && one.kind == next.kind;
        let apart = if line { "\n" } else { "\n\n" };
        let gap = one.gap.as_deref().or_else(|| self.known(one.at, next.at)).unwrap_or(apart);
        let lines = gap.matches('\n').count();
        let has_lines = |code: &Typed| code.text.contains('\n');
        match (one.kind, next.kind) {
            // They would be one.
            (Kind::Paragraph, Kind::Paragraph) if lines < 2 => "\n\n",
            (Kind::Indented, Kind::Indented | Kind::Item) if lines < 2 => "\n\n",
            // Code of several lines may begin or end inside a line.
            (_, Kind::Code) if has_lines(next) => gap,
            (Kind::Code | Kind::Plugin, _) if has_lines(one) => gap,
            _ if lines < 1 => "\n",
            _ => gap,
        }
    }

    /// Where they were neighbours.
    fn known(&self, one: Meeting, next: Meeting) -> Option<&str> {
        let base = gap(&self.base, one.base, next.base);
        match (gap(&self.theirs, one.theirs, next.theirs), gap(&self.mine, one.mine, next.mine)) {
            (Some(theirs), Some(mine)) => Some(either(base.unwrap_or_default(), theirs, mine)),
            (theirs, mine) => theirs.or(mine).or(base),
        }
    }
}

fn gap(gaps: &[String], one: Option<usize>, next: Option<usize>) -> Option<&str> {
    let one = one.filter(|one| next == Some(one + 1))?;
    gaps.get(one).map(String::as_str)
}

impl Typed {
    /// Writes it so that nothing that follows can close what it only seems to open.
    fn close(&mut self) {
        const CLOSINGS: &str = "\n\n</code> </file> </nowiki>\n";
        let followed = format!("{}{CLOSINGS}", self.text);
        let first = cut(&followed).pieces.first().map(|piece| (piece.kind, piece.text.to_owned()));
        let alone = first == Some((self.kind, self.text.clone()));
        if !alone {
            let indent = self.text.len() - self.text.trim_start().len();
            let written = print(&Document { blocks: parse(&self.text).blocks });
            let written = written.trim_end_matches('\n').trim_start();
            self.text = format!("{}{written}", &self.text[..indent]);
        }
    }
}

#[cfg(test)]
mod tests;
