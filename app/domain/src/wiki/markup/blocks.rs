//! A page cut into its blocks. Each line says by its beginning what it is; lines of one kind make one block.

use super::address::Anchors;
use super::verbatim::{Finder, Kind, Verbatim};
use super::{Block, Cell, FactKind, Inline, Item, List, MAX_DEPTH, Table, inline, plugins, tokens};

/// The blocks of a page. Line ends must be `\n`.
pub(super) fn parse(source: &str) -> Vec<Block> {
    let mut scanner = Scanner::new(source);
    let mut anchors = Anchors::default();
    let mut blocks = Vec::new();
    while let Some(line) = scanner.line() {
        match line {
            Line::Blank => scanner.skip_line(),
            Line::Heading => {
                blocks.extend(heading(scanner.typed_line(), &mut anchors));
                scanner.skip_line();
            }
            Line::Rule => {
                scanner.skip_line();
                blocks.push(Block::Rule);
            }
            Line::Fact(kind) => {
                scanner.skip_line();
                blocks.push(Block::Fact(kind));
            }
            Line::Code => blocks.extend(scanner.take_code()),
            Line::Plugin => blocks.extend(scanner.take_plugin()),
            Line::Indented => blocks.push(indented_code(&scanner.take_indented())),
            Line::Item => {
                let items: Vec<_> =
                    scanner.take_lines(line).into_iter().filter_map(ItemLine::parse).collect();
                blocks.extend(lists(&items, 1).into_iter().map(Block::List));
            }
            Line::Quote => {
                let lines: Vec<_> =
                    scanner.take_lines(line).into_iter().map(QuoteLine::parse).collect();
                blocks.push(Block::Quote(quote(&lines, 1)));
            }
            Line::Row => blocks.push(Block::Table(table(&scanner.take_lines(line)))),
            Line::Text => blocks.push(paragraph(&scanner.take_lines(line))),
        }
    }
    blocks
}

/// What a line is, from its beginning.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Blank,
    /// `== … ==`
    Heading,
    /// `----`
    Rule,
    /// `~~FAIT:…~~`
    Fact(FactKind),
    /// `<code>` or `<file>`, on lines of its own.
    Code,
    /// `<name …>`, closed on another line.
    Plugin,
    /// `  * ` or `  - `
    Item,
    /// Two spaces or a tab, and no list mark.
    Indented,
    /// `>`
    Quote,
    /// `^` or `|`
    Row,
    Text,
}

pub(super) struct Scanner<'s> {
    text: &'s str,
    /// Bytes read so far: the beginning of a line, or what follows code on its line.
    at: usize,
    verbatim: Finder,
    plugins: plugins::Finder<'s>,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { text, at: 0, verbatim: Finder::new(), plugins: plugins::Finder::default() }
    }

    /// Bytes read so far, or one more behind a last line without its end.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What the next line is. None: there is none.
    pub(super) fn line(&mut self) -> Option<Line> {
        if self.at >= self.text.len() {
            return None;
        }
        let line = self.typed_line();
        let trimmed = line.trim();
        Some(if trimmed.is_empty() {
            Line::Blank
        } else if heading_parts(line).is_some() {
            Line::Heading
        } else if trimmed.len() >= 4 && trimmed.bytes().all(|byte| byte == b'-') {
            Line::Rule
        } else if ItemLine::parse(line).is_some() {
            Line::Item
        } else if is_indented(line) {
            Line::Indented
        } else if let Some(kind) = FactKind::from_mark(trimmed) {
            Line::Fact(kind)
        } else if line.starts_with('>') {
            Line::Quote
        } else if line.starts_with(['^', '|']) {
            Line::Row
        } else if self.code().is_some() {
            Line::Code
        } else if self.plugin().is_some() {
            Line::Plugin
        } else {
            Line::Text
        })
    }

    /// The next line up to its end, however it is to be read.
    fn typed_line(&self) -> &'s str {
        &self.text[self.at..self.end_of_line(self.at)]
    }

    fn end_of_line(&self, from: usize) -> usize {
        self.text[from..].find('\n').map_or(self.text.len(), |length| from + length)
    }

    pub(super) fn skip_line(&mut self) {
        self.at = self.end_of_line(self.at) + 1;
    }

    /// All lines from here on that are of this kind.
    pub(super) fn take_lines(&mut self, kind: Line) -> Vec<&'s str> {
        let mut lines = Vec::new();
        while self.line() == Some(kind) {
            lines.push(self.take_line(kind));
        }
        lines
    }

    /// One line, with the following ones if verbatim text runs over them. In a paragraph, code of several lines
    /// ends the line: it is a block of its own.
    pub(super) fn take_line(&mut self, kind: Line) -> &'s str {
        let start = self.at;
        let mut end = self.end_of_line(start);
        let mut from = start;
        // Where the text begins in which links and media are looked for.
        let (mut begun, mut wholes) = (start, tokens::Wholes::new(&self.text[start..end]));
        while let Some(found) = self.text[from..end].find(['<', '%', '[', '{', '~']) {
            let open = from + found;
            let percent = self.text[open..].starts_with('%');
            let piece = self.verbatim.at(self.text, open);
            // `%%` stays on its line: a stray one must not swallow the page.
            let Some(piece) = piece.filter(|piece| !percent || piece.end <= end) else {
                // What stands in a link, a picture, a tag opens nothing.
                let whole = wholes.end(open - begun).filter(|_| !percent);
                from = whole.map_or(open + 1, |end| begun + end);
                continue;
            };
            if piece.end > end {
                if kind == Line::Text && matches!(piece.kind, Kind::Code { .. }) {
                    self.at = open;
                    return &self.text[start..open];
                }
                end = self.end_of_line(piece.end);
                (begun, wholes) = (piece.end, tokens::Wholes::new(&self.text[piece.end..end]));
            }
            from = piece.end;
        }
        self.at = end + 1;
        &self.text[start..end]
    }

    /// The code that begins the next line, if it is a block: it runs over several lines, or fills its own.
    fn code(&mut self) -> Option<Verbatim<'s>> {
        let line = self.typed_line();
        let piece = self.verbatim.at(self.text, self.at + line.len() - line.trim_start().len())?;
        let Kind::Code { .. } = piece.kind else { return None };
        let after = &self.text[piece.end..self.end_of_line(piece.end)];
        (piece.content.contains('\n') || after.trim().is_empty()).then_some(piece)
    }

    pub(super) fn take_code(&mut self) -> Option<Block> {
        let piece = self.code()?;
        let Kind::Code { language, name } = piece.kind else { return None };
        self.go_on_behind(piece.end);
        let text = piece.content.strip_prefix('\n').unwrap_or(piece.content);
        let text = text.strip_suffix('\n').unwrap_or(text).to_owned();
        let [language, name] = [language, name].map(|named| named.map(str::to_owned));
        Some(Block::Code { language, name, text })
    }

    /// Where the lines of a plugin that the next line begins, and where they end.
    fn plugin(&mut self) -> Option<(usize, usize)> {
        let line = self.typed_line();
        let start = self.at + line.len() - line.trim_start().len();
        Some((start, self.plugins.end(self.text, start)?))
    }

    pub(super) fn take_plugin(&mut self) -> Option<Block> {
        let (start, end) = self.plugin()?;
        self.go_on_behind(end);
        Some(Block::Plugin(self.text[start..end].to_owned()))
    }

    /// What follows on the line is a line of its own.
    fn go_on_behind(&mut self, end: usize) {
        let after = self.text[end..].trim_start_matches([' ', '\t']);
        self.at = self.text.len() - after.strip_prefix('\n').unwrap_or(after).len();
    }

    /// Once begun, indented code takes all that is indented, list marks included.
    pub(super) fn take_indented(&mut self) -> Vec<&'s str> {
        let mut lines = Vec::new();
        while self.at < self.text.len() && is_indented(self.typed_line()) {
            lines.push(self.typed_line());
            self.skip_line();
        }
        lines
    }
}

fn is_indented(line: &str) -> bool {
    line.starts_with("  ") || line.starts_with('\t')
}

// ---- Headings, paragraphs, code ----

/// Six marks are the first level, two the fifth. Two are enough on the right, as in DokuWiki.
fn heading(line: &str, anchors: &mut Anchors) -> Option<Block> {
    let (marks, title) = heading_parts(line)?;
    let title = inline::parse_title(title);
    let level = 7 - marks.clamp(2, 6) as u8;
    Some(Block::Heading { level, anchor: anchors.give(&super::plain_text(&title)), title })
}

/// How many `=` stand on the left, and the title between them.
fn heading_parts(line: &str) -> Option<(usize, &str)> {
    if is_indented(line) {
        return None;
    }
    let line = line.trim();
    let right = line.trim_start_matches('=');
    let marks = line.len() - right.len();
    let title = right.trim_end_matches('=');
    let closed = right.len() - title.len() >= 2;
    let title = title.trim();
    (marks >= 2 && closed && !title.is_empty()).then_some((marks, title))
}

fn paragraph(lines: &[&str]) -> Block {
    let lines: Vec<_> = lines.iter().map(|line| line.trim()).collect();
    Block::Paragraph(inline::parse(&lines.join(" ")))
}

fn indented_code(lines: &[&str]) -> Block {
    let unindent =
        |line: &&'_ str| line.strip_prefix('\t').unwrap_or_else(|| &line[2..]).to_owned();
    let lines: Vec<String> = lines.iter().map(unindent).collect();
    Block::Code { language: None, name: None, text: lines.join("\n").trim_end().to_owned() }
}

// ---- Lists ----

struct ItemLine<'s> {
    /// Pairs of spaces before the mark.
    indent: usize,
    ordered: bool,
    text: &'s str,
}

impl<'s> ItemLine<'s> {
    fn parse(line: &'s str) -> Option<Self> {
        let marked = line.trim_start_matches([' ', '\t']);
        let blanks = &line[..line.len() - marked.len()];
        let spaces: usize = blanks.bytes().map(|blank| if blank == b'\t' { 2 } else { 1 }).sum();
        let text = marked.strip_prefix(['*', '-'])?;
        (spaces >= 2).then(|| Self {
            indent: spaces / 2,
            ordered: marked.starts_with('-'),
            text: text.trim(),
        })
    }
}

/// The lists that these lines make at one depth. What is indented more than the first line belongs to the item
/// above it; a change of mark begins another list.
fn lists(lines: &[ItemLine], depth: usize) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    let Some(first) = lines.first() else { return lists };
    let is_nested = |line: &&ItemLine| depth < MAX_DEPTH && line.indent > first.indent;
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        let (nested, next) = after.split_at(after.iter().take_while(is_nested).count());
        let item =
            Item { content: inline::parse(line.text), lists: self::lists(nested, depth + 1) };
        match lists.last_mut() {
            Some(list) if list.ordered == line.ordered => list.items.push(item),
            _ => lists.push(List { ordered: line.ordered, items: vec![item] }),
        }
        rest = next;
    }
    lists
}

// ---- Quotes ----

struct QuoteLine<'s> {
    /// How many `>`.
    depth: usize,
    text: &'s str,
}

impl<'s> QuoteLine<'s> {
    fn parse(line: &'s str) -> Self {
        let text = line.trim_start_matches('>');
        Self { depth: (line.len() - text.len()).min(MAX_DEPTH), text: text.trim() }
    }
}

/// The lines of one depth are a paragraph that keeps its line ends; deeper ones are a quote in the quote.
fn quote(lines: &[QuoteLine], depth: usize) -> Vec<Block> {
    let runs = lines.chunk_by(|a, b| (a.depth > depth) == (b.depth > depth));
    runs.map(|run| match run {
        [first, ..] if first.depth > depth => Block::Quote(quote(run, depth + 1)),
        _ => Block::Paragraph(quoted_lines(run)),
    })
    .collect()
}

fn quoted_lines(lines: &[QuoteLine]) -> Vec<Inline> {
    let mut content = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        if place > 0 {
            content.push(Inline::Break);
        }
        content.extend(inline::parse(line.text));
    }
    content
}

// ---- Tables ----

fn table(lines: &[&str]) -> Table {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    // For each column, the row and place of the cell that covers it in the row above.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        let mut row: Vec<Cell> = Vec::new();
        let mut covering: Vec<(usize, usize)> = Vec::new();
        for (mark, text) in tokens::cut_cells(line) {
            let here = (rows.len(), row.len());
            let left = covering.last().copied();
            let over = above.get(covering.len()).copied();
            match (left, over) {
                // Nothing at all between two separators: the cell on the left goes on.
                (Some(cell), _) if text.is_empty() => {
                    if let Some(cell) = row.get_mut(cell.1).filter(|_| cell.0 == here.0) {
                        cell.colspan += 1;
                    }
                    covering.push(cell);
                }
                // `:::`: the cell above goes on.
                (_, Some(cell)) if text.trim() == ":::" => {
                    if left != Some(cell) {
                        rows[cell.0][cell.1].rowspan += 1;
                    }
                    covering.push(cell);
                }
                _ => {
                    row.push(self::cell(mark, text));
                    covering.push(here);
                }
            }
        }
        rows.push(row);
        above = covering;
    }
    Table { rows }
}

fn cell(mark: char, text: &str) -> Cell {
    // `:::` with nothing above to go on.
    let typed = Some(text.trim()).filter(|typed| *typed != ":::").unwrap_or_default();
    let content = inline::parse(typed);
    let wide = |blanks: &str| blanks.len() >= 2;
    let align = inline::align_of(
        wide(&text[..text.len() - text.trim_start().len()]),
        wide(&text[text.trim_end().len()..]),
    );
    let align = align.filter(|_| !content.is_empty());
    Cell { header: mark == '^', align, colspan: 1, rowspan: 1, content }
}
