//! A tree written down again in DokuWiki's markup: what [`super::parse`] reads back as the same tree.
//!
//! Words that would be read as marks are written between `%%` or `<nowiki>`. Which ones is not guessed: a piece is
//! printed, read again, and printed with more care if it does not come back as it was.

use super::{
    Align, BYTE_ORDER_MARK, Block, Cell, Document, Inline, Link, Linking, List, MAX_DEPTH, Media,
    MediaSource, Setting, Style, Table, Target, address, blocks, plugins, tokens,
};

/// Writes a page. [`super::parse`] gives the same tree back, if it gave this one.
pub fn print(document: &Document) -> String {
    let mut printed = String::new();
    for block in &document.blocks {
        if !printed.is_empty() {
            printed.push('\n');
        }
        printed.push_str(&self::block(block));
    }
    // The first one is taken for that of the file.
    if printed.starts_with(BYTE_ORDER_MARK) {
        printed.insert(0, BYTE_ORDER_MARK);
    }
    printed
}

/// How much of the words is protected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// Nothing: what is never closed is no mark.
    None,
    /// What reads as a mark by itself.
    Marks,
    /// The first and the last character too: they may make a mark with what stands beside them.
    Ends,
    /// All of it.
    All,
}

impl Care {
    const RISING: [Self; 4] = [Self::None, Self::Marks, Self::Ends, Self::All];
}

/// What may stand further down, and closes what a block has only seemed to open.
const CLOSINGS: &str = "\n</code> </file> </nowiki>";

/// What reads as nothing, and keeps apart what stands on either side.
const NOTHING: &str = "<nowiki></nowiki>";

/// One block and its line end.
fn block(block: &Block) -> String {
    // Where a heading leads depends on those before it: alone, it would be another.
    let same = |read: &Block| match (read, block) {
        (Block::Heading { level, title, .. }, Block::Heading { level: own, title: words, .. }) => {
            (level, title) == (own, words)
        }
        (read, own) => read == own,
    };
    let closing = match block {
        Block::Paragraph(content) => match content.first() {
            Some(Inline::Plugin(typed)) => plugins::closing_of(typed).unwrap_or_default(),
            _ => String::new(),
        },
        _ => String::new(),
    };
    let mut printed = String::new();
    for care in Care::RISING {
        printed = with_care(block, care);
        let read = blocks::parse(&format!("{printed}{CLOSINGS} {closing}\n"));
        if matches!(&read[..], [read, Block::Paragraph(_)] if same(read)) {
            break;
        }
    }
    printed
}

fn with_care(block: &Block, care: Care) -> String {
    let mut to = Printer { care, monospace: false, text: String::new() };
    match block {
        Block::Heading { level, title, .. } => {
            let marks = "=".repeat(usize::from(7 - level));
            to.text = format!("{marks} ");
            to.content(title);
            to.text.push_str(&format!(" {marks}\n"));
        }
        Block::Paragraph(content) => {
            // Alone on its line, it may be read as the mark of a fact.
            let plugin = matches!(content.first(), Some(Inline::Plugin(_)));
            to.text.push_str(if plugin && care != Care::None { NOTHING } else { "" });
            to.content(content);
            to.text.push('\n');
        }
        Block::List(list) => to.list(list, 1),
        Block::Quote(blocks) => to.quote(blocks, 1),
        Block::Rule => to.text.push_str("----\n"),
        Block::Code { language, name, text } => {
            to.code(language.as_deref(), name.as_deref(), text);
        }
        Block::Plugin(typed) => to.text = format!("{typed}\n"),
        Block::Fact(kind) => to.text = format!("{}\n", kind.mark()),
        Block::Table(table) => to.table(table),
    }
    to.text
}

struct Printer {
    care: Care,
    /// Inside `''`.
    monospace: bool,
    text: String,
}

impl Printer {
    // ---- Blocks ----

    fn code(&mut self, language: Option<&str>, name: Option<&str>, text: &str) {
        let attributes = match (language, name) {
            (None, None) => String::new(),
            (Some(language), None) => format!(" {language}"),
            (language, Some(name)) => format!(" {} {name}", language.unwrap_or("-")),
        };
        match tag_for(text) {
            Some(tag) => {
                self.text.push_str(&format!("<{tag}{attributes}>\n{text}\n</{tag}>\n"));
            }
            None => text.split('\n').for_each(|line| self.text.push_str(&format!("  {line}\n"))),
        }
    }

    fn list(&mut self, list: &List, depth: usize) {
        let mark = if list.ordered { '-' } else { '*' };
        for item in &list.items {
            self.text.push_str(&"  ".repeat(depth));
            self.text.push_str(&format!("{mark} "));
            self.inlines(&item.content);
            self.text.push('\n');
            item.lists.iter().for_each(|nested| self.list(nested, depth + 1));
        }
    }

    fn quote(&mut self, blocks: &[Block], depth: usize) {
        let mark = ">".repeat(depth.min(MAX_DEPTH));
        for block in blocks {
            match block {
                Block::Quote(deeper) => self.quote(deeper, depth + 1),
                Block::Paragraph(content) => {
                    for line in content.split(|inline| *inline == Inline::Break) {
                        self.text.push_str(&format!("{mark} "));
                        self.inlines(line);
                        self.text.push('\n');
                    }
                }
                _ => {}
            }
        }
    }

    fn table(&mut self, table: &Table) {
        // For each column, how many rows more the cell above covers.
        let mut covered: Vec<u32> = Vec::new();
        for row in &table.rows {
            let mut cells = row.iter();
            let mut column = 0;
            let mut last = '|';
            loop {
                if let Some(rows) = covered.get_mut(column).filter(|rows| **rows > 0) {
                    *rows -= 1;
                    self.text.push_str("| ::: ");
                    (last, column) = ('|', column + 1);
                    continue;
                }
                let Some(cell) = cells.next() else { break };
                last = if cell.header { '^' } else { '|' };
                self.cell(last, cell);
                let end = column + cell.colspan as usize;
                covered.resize(covered.len().max(end), 0);
                covered[column..end].fill(cell.rowspan - 1);
                column = end;
            }
            self.text.push(last);
            self.text.push('\n');
        }
    }

    fn cell(&mut self, mark: char, cell: &Cell) {
        let (before, after) = match cell.align {
            None => (" ", " "),
            Some(Align::Left) => (" ", "  "),
            Some(Align::Right) => ("  ", " "),
            Some(Align::Center) => ("  ", "  "),
        };
        self.text.push(mark);
        self.text.push_str(before);
        if !cell.content.is_empty() {
            self.inlines(&cell.content);
            // The blank after a line break would count as one that aligns.
            if cell.content.last() == Some(&Inline::Break) {
                self.text.pop();
            }
            self.text.push_str(after);
        }
        for _ in 1..cell.colspan {
            self.text.push(mark);
        }
    }

    // ---- What lines are made of ----

    /// A paragraph or a title, which is there even when it says nothing.
    fn content(&mut self, content: &[Inline]) {
        match content {
            [] => self.text.push_str(NOTHING),
            // What begins a line may say what the line is.
            [first, ..] if self.care == Care::All && !matches!(first, Inline::Text(_)) => {
                self.text.push_str(NOTHING);
                self.inlines(content);
            }
            content => self.inlines(content),
        }
    }

    fn inlines(&mut self, content: &[Inline]) {
        let mut before: Option<&Inline> = None;
        for inline in content {
            // Two that touch may make a third.
            if let (Care::All, Some(Inline::Symbol(_)), Inline::Symbol(_)) =
                (self.care, before, inline)
            {
                self.text.push_str(NOTHING);
            }
            self.inline(inline);
            before = Some(inline);
        }
    }

    /// What is read apart: no mark around it is open inside.
    fn apart(&mut self, content: &[Inline]) {
        let outside = std::mem::take(&mut self.monospace);
        self.inlines(content);
        self.monospace = outside;
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.words(text),
            Inline::Styled { style, content } => self.styled(*style, content),
            Inline::Break => self.text.push_str("\\\\ "),
            Inline::Link(link) => self.link(link),
            Inline::Media(media) => self.media(media),
            Inline::Footnote(content) => {
                self.text.push_str("((");
                self.apart(content);
                self.text.push_str("))");
            }
            Inline::Symbol(typed) | Inline::Plugin(typed) => self.text.push_str(typed),
            Inline::Setting(Setting::NoContents) => self.text.push_str("~~NOTOC~~"),
            Inline::Setting(Setting::NoCache) => self.text.push_str("~~NOCACHE~~"),
            Inline::Feed(feed) => {
                let options = Some(&feed.options).filter(|options| !options.is_empty());
                let options = options.map(|options| format!(" {options}")).unwrap_or_default();
                self.text.push_str(&format!("{{{{rss>{}{options}}}}}", feed.address));
            }
        }
    }

    fn styled(&mut self, style: Style, content: &[Inline]) {
        let (opening, closing) = match style {
            Style::Bold => ("**", "**"),
            Style::Italic => ("//", "//"),
            Style::Underlined => ("__", "__"),
            Style::Monospace => ("''", "''"),
            Style::Deleted => ("<del>", "</del>"),
            Style::Subscript => ("<sub>", "</sub>"),
            Style::Superscript => ("<sup>", "</sup>"),
        };
        // Nothing but code can be monospace inside monospace.
        if let (true, [Inline::Text(code)]) = (style == Style::Monospace && self.monospace, content)
            && let Some(tag) = tag_for(code)
        {
            return self.text.push_str(&format!("<{tag}>{code}</{tag}>"));
        }
        let outside = self.monospace;
        self.monospace |= style == Style::Monospace;
        self.text.push_str(opening);
        self.inlines(content);
        self.text.push_str(closing);
        self.monospace = outside;
    }

    fn link(&mut self, link: &Link) {
        let typed = match &link.target {
            Target::Page { slug, section: None } => slug.clone(),
            Target::Page { slug, section: Some(section) } => {
                format!("{slug}#{}", address::typed_anchor(section))
            }
            Target::External(url) => url.clone(),
            Target::Mail(address) => address.clone(),
            Target::Interwiki { wiki, page } => format!("{wiki}>{page}"),
            Target::Share(path) => path.clone(),
        };
        let root = from_root(address::target(&typed).as_ref() == Some(&link.target));
        self.text.push_str(&format!("[[{root}{typed}|"));
        self.apart(&link.label);
        self.text.push_str("]]");
    }

    fn media(&mut self, media: &Media) {
        let (before, after) = match media.align {
            None => ("", ""),
            Some(Align::Left) => ("", " "),
            Some(Align::Right) => (" ", ""),
            Some(Align::Center) => (" ", " "),
        };
        let (MediaSource::File(name) | MediaSource::External(name)) = &media.source;
        let side = |side: Option<u32>| side.map(|n| n.to_string()).unwrap_or_default();
        let size = match (media.width, media.height) {
            (width, None) => side(width),
            // A width that was too large to be one.
            (None, height) => format!("{}x{}", u64::from(u32::MAX) + 1, side(height)),
            (width, height) => format!("{}x{}", side(width), side(height)),
        };
        let linking = match media.linking {
            Linking::Details => "",
            Linking::Direct => "direct",
            Linking::Nowhere => "nolink",
            Linking::LinkOnly => "linkonly",
        };
        let both = if size.is_empty() || linking.is_empty() { "" } else { "&" };
        let mut options = format!("{size}{both}{linking}");
        // An address with a `?` of its own is closed by another one.
        if !options.is_empty() || name.contains('?') {
            options.insert(0, '?');
        }
        let alt = media.alt.as_ref().map(|alt| format!("|{alt}")).unwrap_or_default();
        let root = from_root(address::media(name).as_ref() == Some(&media.source));
        self.text.push_str(&format!("{{{{{before}{root}{name}{options}{after}{alt}}}}}"));
    }

    /// Words, with what would be read as marks protected.
    fn words(&mut self, words: &str) {
        match self.care {
            Care::None => self.text.push_str(words),
            Care::Marks => self.unmarked(words),
            Care::Ends => {
                let first = words.chars().next().map_or(0, char::len_utf8);
                let (first, middle) = words.split_at(first);
                let last = middle.chars().next_back().map_or(0, char::len_utf8);
                let (middle, last) = middle.split_at(middle.len() - last);
                self.protected(first);
                self.unmarked(middle);
                self.protected(last);
            }
            Care::All => self.protected(words),
        }
    }

    /// Protects what the lexer takes for something else than words.
    fn unmarked(&mut self, words: &str) {
        for (piece, plain) in tokens::pieces(words) {
            match plain {
                true => self.text.push_str(piece),
                false => self.protected(piece),
            }
        }
    }

    fn protected(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if !words.contains("%%") && !words.contains('\n') && !words.ends_with('%') {
            return self.text.push_str(&format!("%%{words}%%"));
        }
        // The one thing that `<nowiki>` cannot hold is its own end.
        for (place, part) in words.split("</nowiki>").enumerate() {
            if place > 0 {
                self.text.push_str("%%</nowiki>%%");
            }
            if !part.is_empty() {
                self.text.push_str(&format!("<nowiki>{part}</nowiki>"));
            }
        }
    }
}

/// What can hold this text. None: it closes both.
fn tag_for(text: &str) -> Option<&'static str> {
    ["code", "file"].into_iter().find(|tag| !text.contains(&format!("</{tag}>")))
}

/// A namespace called as a scheme is, such as `http`, is one when it is named from the root.
fn from_root(reads_the_same: bool) -> &'static str {
    if reads_the_same { "" } else { ":" }
}

#[cfg(test)]
mod tests;
