//! One part of a page, written alone: a heading and all that stands under it, deeper headings included. It is cut out of
//! the source and put back into it, so that the rest of the page stays as it was typed, byte for byte.

use super::align::pairs;
use super::markup::cut::{Kind, Piece, cut, plain_lines};
use super::markup::{BYTE_ORDER_MARK, Block, parse, plain_text};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Which part of one state of a page: by its heading's name, and by its place, which must agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Of its heading.
    pub anchor: String,
    /// Of its heading among those of the page, from 0.
    pub place: usize,
}

/// As an address says it: `parcours.2`. An anchor holds no point.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.anchor, self.place)
    }
}

/// It names no part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPart;

impl FromStr for Part {
    type Err = NoPart;

    fn from_str(typed: &str) -> Result<Self, NoPart> {
        let (anchor, place) = typed.rsplit_once('.').ok_or(NoPart)?;
        let place = place.parse().map_err(|_| NoPart)?;
        if anchor.is_empty() { Err(NoPart) } else { Ok(Self { anchor: anchor.to_owned(), place }) }
    }
}

/// A part cut out of its page. Together the three are the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<'s> {
    /// What its heading says.
    pub title: String,
    pub before: &'s str,
    /// Without the blanks behind it.
    pub text: &'s str,
    pub after: &'s str,
}

struct Heading {
    level: u8,
    anchor: String,
    title: String,
    /// Bytes of the source.
    start: usize,
}

/// Cuts a part out. None: this source holds no such part.
pub fn section<'s>(source: &'s str, part: &Part) -> Option<Section<'s>> {
    let headings = headings(source);
    let found = headings.get(part.place).filter(|found| found.anchor == part.anchor)?;
    let next = headings[part.place + 1..].iter().find(|next| next.level <= found.level);
    let end = next.map_or(source.len(), |next| next.start);
    let (before, rest) = source.split_at_checked(found.start)?;
    let text = rest.get(..end - found.start)?.trim_end();
    Some(Section { title: found.title.clone(), before, text, after: &rest[text.len()..] })
}

impl Section<'_> {
    /// The page, with what was written in its place.
    pub fn put_back(&self, text: &str) -> String {
        let text = text.trim_end();
        let blank = |c| matches!(c, ' ' | '\t');
        let parted = self.after.trim_start_matches(blank).starts_with(['\n', '\r']);
        // What goes on upon its line would be read as a piece of it.
        let apart = if parted || self.after.is_empty() || text == self.text { "" } else { "\n\n" };
        [self.before, text, apart, self.after].concat()
    }
}

impl Part {
    /// What has become of it where others have written since. None: nothing, it is gone.
    pub fn now(&self, then: &str, now: &str) -> Option<Self> {
        section(then, self)?;
        let (then, plain) = (plain_lines(then), plain_lines(now));
        let (then, plain) = (cut(&then), cut(&plain));
        let is_heading = |piece: &Piece<'_>| piece.kind == Kind::Heading;
        let own = then.pieces.iter().enumerate().filter(|(_, piece)| is_heading(piece));
        let own = own.map(|(at, _)| at).nth(self.place)?;
        let pairs = pairs(&then.texts(), &plain.texts());
        let at = pairs.into_iter().find(|(old, _)| *old == Some(own))?.1?;
        let place = plain.pieces[..at].iter().filter(|piece| is_heading(piece)).count();
        let is_still = plain.pieces.get(at).is_some_and(is_heading);
        let anchor = headings(now).into_iter().nth(place).filter(|_| is_still)?.anchor;
        Some(Self { anchor, place })
    }

    /// The anchor of what now stands there.
    pub fn anchor_in(&self, source: &str) -> Option<String> {
        headings(source).into_iter().nth(self.place).map(|heading| heading.anchor)
    }
}

/// The headings of a page, from top to bottom.
fn headings(source: &str) -> Vec<Heading> {
    let plain = plain_lines(source);
    let cut = cut(&plain);
    let mut typed = Typed::new(source);
    let mut starts = Vec::new();
    let mut at = cut.lead.len();
    for piece in &cut.pieces {
        starts.extend((piece.kind == Kind::Heading).then(|| typed.place(at)));
        at += piece.text.len() + piece.gap.len();
    }
    let read = parse(source).blocks.into_iter().filter_map(|block| match block {
        Block::Heading { level, anchor, title } => Some((level, anchor, plain_text(&title))),
        _ => None,
    });
    read.zip(starts)
        .map(|((level, anchor, title), start)| Heading { level, anchor, title, start })
        .collect()
}

/// Walks down a source to the places of its plain lines.
struct Typed<'s> {
    bytes: &'s [u8],
    /// Bytes walked, as typed and in plain lines.
    walked: (usize, usize),
}

impl<'s> Typed<'s> {
    fn new(source: &'s str) -> Self {
        let mark = source.starts_with(BYTE_ORDER_MARK);
        let mark = if mark { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        Self { bytes: source.as_bytes(), walked: (mark, 0) }
    }

    /// Where this byte of the plain lines stands. Each must come after the one before.
    fn place(&mut self, plain: usize) -> usize {
        let (typed, walked) = &mut self.walked;
        while *walked < plain && *typed < self.bytes.len() {
            let two = self.bytes[*typed..].starts_with(b"\r\n");
            *typed += if two { 2 } else { 1 };
            *walked += 1;
        }
        *typed
    }
}

#[cfg(test)]
mod tests {
    use super::super::markup::tests::{SEED, marked_text};
    use super::*;
    use proptest::prelude::*;

    fn part(typed: &str) -> Part {
        typed.parse().expect("a part")
    }

    fn all(source: &str) -> Vec<Section<'_>> {
        let parts = headings(source).into_iter().enumerate();
        parts
            .map(|(place, heading)| Part { anchor: heading.anchor, place })
            .map(|part| section(source, &part).expect("it is there"))
            .collect()
    }

    const PAGE: &str = "Avant.\n\n===== Lieu =====\n\nIci.\n\n==== Accès ====\n\nÀ pied.\n\n\n===== Matériel =====\nUne pelle.\n\n===== Matériel =====\nUn gant.\n";

    #[test]
    fn wiki_a_part_holds_what_stands_under_its_heading() {
        let whole = section(PAGE, &part("lieu.0")).expect("it is there");
        assert_eq!(whole.text, "===== Lieu =====\n\nIci.\n\n==== Accès ====\n\nÀ pied.");
        let inside = section(PAGE, &part("acces.1")).expect("it is there");
        assert_eq!((inside.text, &*inside.title), ("==== Accès ====\n\nÀ pied.", "Accès"));
        let put = inside.put_back("==== Accès ====\n\nEn tram.\n");
        assert_eq!(put, PAGE.replace("À pied.", "En tram."));
        assert_eq!(
            part("acces.1").anchor_in(&put.replace("= Accès =", "= Venir =")).as_deref(),
            Some("venir")
        );
        for typed in ["", "lieu", ".0", "lieu.x", "lieu.-1"] {
            assert_eq!(typed.parse::<Part>(), Err(NoPart), "{typed}");
        }
        assert_eq!(part("lieu.0").to_string(), "lieu.0");
    }

    #[test]
    fn wiki_a_part_is_found_where_others_have_written_since() {
        let glove = part("materiel1.3");
        let now = |now: &str| glove.now(PAGE, now).map(|part| part.to_string());
        assert_eq!(now(PAGE).as_deref(), Some("materiel1.3"));
        // Other headings above, of another name, then of the same; then itself under another.
        assert_eq!(now(&format!("== Un ==\n\n{PAGE}")).as_deref(), Some("materiel1.4"));
        assert_eq!(now(&format!("== Matériel ==\n\nX\n\n{PAGE}")).as_deref(), Some("materiel2.4"));
        let renamed =
            PAGE.replace("===== Matériel =====\nUn gant.", "===== Matériel, gants =====\nUn gant.");
        assert_eq!(now(&renamed).as_deref(), Some("materiel_gants.3"));
        // It is gone: nothing else takes its place.
        assert_eq!(now(&PAGE.replace("===== Matériel =====\nUn gant.\n", "")), None);
        assert_eq!(part("lieu.3").now(PAGE, PAGE), None, "there was none");
    }

    #[test]
    fn wiki_what_is_put_back_leaves_the_rest_as_it_was() {
        for source in [SEED.to_owned(), SEED.replace('\n', "\r\n"), format!("\u{feff}{SEED}")] {
            assert!(all(&source).len() > 3);
            for found in all(&source) {
                assert_eq!(found.put_back(found.text), source);
            }
        }
        // Behind code, a heading may stand inside a line.
        let source = "<code>\na\n</code>== b ==\nc\n";
        for found in all(source) {
            assert!(found.put_back("== d ==\ne").starts_with(found.before));
        }
    }

    proptest! {
        #[test]
        fn wiki_every_part_put_back_is_the_source(source in marked_text()) {
            let read = parse(&source).blocks;
            let read = read.iter().filter(|block| matches!(block, Block::Heading { .. })).count();
            let parts = all(&source);
            prop_assert_eq!(parts.len(), read);
            for found in &parts {
                prop_assert_eq!([found.before, found.text, found.after].concat(), source.as_str());
                prop_assert_eq!(found.put_back(found.text), source.as_str());
                // Its heading begins it.
                let first = parse(found.text).blocks.into_iter().next();
                let is_heading = matches!(first, Some(Block::Heading { .. }));
                prop_assert!(is_heading, "{:?}", found.text);
                let other = found.put_back("== autre ==\nmots");
                prop_assert!(other.starts_with(found.before) && other.ends_with(found.after));
            }
        }
    }
}
