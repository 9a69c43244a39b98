//! The source of a page cut where its blocks begin, so that pages can be compared and merged without being written
//! anew: a piece is a block, or one line of a list, of a quote or of a table, as its author typed it.
//!
//! Nothing is left out: what leads, then each piece and its gap, are the source.

use super::blocks::{Line, Scanner};
use super::{BYTE_ORDER_MARK, Block, Inline, all_text, blocks, plain_text};
use std::borrow::Cow;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Heading,
    Rule,
    Code,
    /// Code by its indent.
    Indented,
    /// Lines for a plugin.
    Plugin,
    /// Where a fact of the journey is told.
    Fact,
    Item,
    /// A line of a quote.
    Quote,
    /// A row of a table.
    Row,
    Paragraph,
}

/// One block, or one line of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'s> {
    pub kind: Kind,
    /// As typed, without its last line end.
    pub text: &'s str,
    /// What follows it: its line end and the blank lines behind. Empty: what comes next goes on upon its line.
    pub gap: &'s str,
}

/// A source in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut<'s> {
    /// The blank lines before the first piece.
    pub lead: &'s str,
    pub pieces: Vec<Piece<'s>>,
}

/// A source as it is cut and compared: line ends of one kind, one behind the last line too, and no mark of the file.
pub fn plain_lines(source: &str) -> Cow<'_, str> {
    let source = source.strip_prefix(BYTE_ORDER_MARK).unwrap_or(source);
    let mut lines = match source.contains('\r') {
        true => Cow::Owned(source.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(source),
    };
    if !lines.is_empty() && !lines.ends_with('\n') {
        lines.to_mut().push('\n');
    }
    lines
}

/// Cuts a source. Line ends must be `\n`: see [`plain_lines`].
pub fn cut(source: &str) -> Cut<'_> {
    let mut scanner = Scanner::new(source);
    let mut starts = Vec::new();
    while let Some(line) = scanner.line() {
        let start = scanner.at();
        let kind = match line {
            Line::Blank => None,
            Line::Heading => Some(Kind::Heading),
            Line::Rule => Some(Kind::Rule),
            Line::Code => Some(Kind::Code),
            Line::Indented => Some(Kind::Indented),
            Line::Plugin => Some(Kind::Plugin),
            Line::Fact(_) => Some(Kind::Fact),
            Line::Item => Some(Kind::Item),
            Line::Quote => Some(Kind::Quote),
            Line::Row => Some(Kind::Row),
            Line::Text => Some(Kind::Paragraph),
        };
        match line {
            Line::Blank | Line::Heading | Line::Rule | Line::Fact(_) => scanner.skip_line(),
            Line::Code => drop(scanner.take_code()),
            Line::Indented => drop(scanner.take_indented()),
            Line::Plugin => drop(scanner.take_plugin()),
            Line::Item | Line::Quote | Line::Row => drop(scanner.take_line(line)),
            Line::Text => drop(scanner.take_lines(line)),
        }
        starts.extend(kind.map(|kind| (kind, start, scanner.at().min(source.len()))));
    }
    let next = starts.iter().map(|(_, start, _)| *start).skip(1).chain([source.len()]);
    let pieces = starts.iter().zip(next).map(|(&(kind, start, end), next)| {
        let text = source[start..end].trim_end_matches('\n');
        Piece { kind, text, gap: &source[start + text.len()..next] }
    });
    let lead = starts.first().map_or(source.len(), |(_, start, _)| *start);
    Cut { lead: &source[..lead], pieces: pieces.collect() }
}

impl<'s> Cut<'s> {
    /// The pieces as typed, to be compared.
    pub fn texts(&self) -> Vec<&'s str> {
        self.pieces.iter().map(|piece| piece.text).collect()
    }
}

impl Piece<'_> {
    /// What it is, read alone.
    pub fn read(&self) -> Vec<Block> {
        blocks::parse(self.text)
    }
}

/// The words of blocks, as they are read: cells are parted by `|`, all else by line ends.
pub fn words_of(blocks: &[Block]) -> String {
    words_by(blocks, plain_text)
}

/// The same with all that may change: footnotes too, and what only a plugin could read.
pub fn all_words_of(blocks: &[Block]) -> String {
    words_by(blocks, all_text)
}

/// How a line is read.
type Read = fn(&[Inline]) -> String;

fn words_by(blocks: &[Block], read: Read) -> String {
    let mut words = String::new();
    add_words(blocks, read, &mut words);
    words.truncate(words.trim_end().len());
    words
}

fn add_words(blocks: &[Block], read: Read, to: &mut String) {
    for block in blocks {
        match block {
            Block::Heading { title: content, .. } | Block::Paragraph(content) => {
                add_line(&read(content), to);
            }
            Block::List(list) => add_list(list, read, to),
            Block::Quote(blocks) => add_words(blocks, read, to),
            Block::Rule => add_line("----", to),
            Block::Fact(kind) => add_line(&kind.mark(), to),
            Block::Code { text, .. } | Block::Plugin(text) => add_line(text, to),
            Block::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<_> = row.iter().map(|cell| read(&cell.content)).collect();
                    add_line(&cells.join(" | "), to);
                }
            }
        }
    }
}

fn add_list(list: &super::List, read: Read, to: &mut String) {
    for item in &list.items {
        add_line(&read(&item.content), to);
        item.lists.iter().for_each(|nested| add_list(nested, read, to));
    }
}

fn add_line(line: &str, to: &mut String) {
    to.push_str(line);
    to.push('\n');
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SEED, marked_text};
    use super::*;
    use proptest::prelude::*;

    fn whole(cut: &Cut) -> String {
        let pieces = cut.pieces.iter().flat_map(|piece| [piece.text, piece.gap]);
        [cut.lead].into_iter().chain(pieces).collect()
    }

    #[test]
    fn wiki_a_page_is_cut_where_its_blocks_begin() {
        let source = "\n== a ==\nb\nc\n\n\n  * d\n    - e\n\n| f |\n^ g ^\n> h\n>> i\n  j\n----\nk <code>\nl\n\n</code> m";
        let cut = cut(source);
        let pieces: Vec<_> = cut.pieces.iter().map(|p| (p.kind, p.text, p.gap)).collect();
        assert_eq!(cut.lead, "\n");
        assert_eq!(
            pieces,
            [
                (Kind::Heading, "== a ==", "\n"),
                (Kind::Paragraph, "b\nc", "\n\n\n"),
                (Kind::Item, "  * d", "\n"),
                (Kind::Item, "    - e", "\n\n"),
                (Kind::Row, "| f |", "\n"),
                (Kind::Row, "^ g ^", "\n"),
                (Kind::Quote, "> h", "\n"),
                (Kind::Quote, ">> i", "\n"),
                (Kind::Indented, "  j", "\n"),
                (Kind::Rule, "----", "\n"),
                (Kind::Paragraph, "k ", ""),
                (Kind::Code, "<code>\nl\n\n</code> ", ""),
                (Kind::Paragraph, "m", ""),
            ]
        );
        assert_eq!(whole(&super::cut(SEED)), SEED);
    }

    proptest! {
        #[test]
        fn wiki_pieces_are_the_source(source in marked_text()) {
            let source = plain_lines(&source);
            prop_assert_eq!(whole(&cut(&source)), source.as_ref());
        }

        #[test]
        fn wiki_a_block_read_alone_is_the_block(source in marked_text()) {
            let source = plain_lines(&source);
            let lines = |piece: &&Piece| matches!(piece.kind, Kind::Item | Kind::Quote | Kind::Row);
            let cut = cut(&source);
            // What shares its line with code begins no line of its own.
            prop_assume!(cut.pieces.iter().all(|piece| !piece.gap.is_empty()));
            let alone: Vec<_> =
                cut.pieces.iter().filter(|piece| !lines(piece)).map(|p| words_of(&p.read())).collect();
            let page = blocks::parse(&source);
            let blocks = page.iter().filter(|block| {
                !matches!(block, Block::List(_) | Block::Quote(_) | Block::Table(_))
            });
            let whole: Vec<_> = blocks.map(|block| words_of(std::slice::from_ref(block))).collect();
            prop_assert_eq!(alone, whole);
        }
    }
}
