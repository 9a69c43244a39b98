//! A page that comes from elsewhere, as its author pastes it or sends its file: read here, shown in the editor to be checked,
//! and kept by nobody until it is saved. Markdown becomes the tree of our pages, which is then written down; what a tree
//! cannot say is told, and its words stay.

use domain::wiki::markup::cut::words_of;
use domain::wiki::markup::{
    Align, Block, Cell, Document, Inline, Item, Link, List, MAX_DEPTH, Media, MediaSource, Style,
    Table, Target, parse, plain_text, print, slug,
};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeSet, HashMap};

/// What could not be brought as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// HTML, left as typed.
    Html,
    /// A picture beside the file, of which we have the name only.
    Picture,
    /// A link that leads nowhere from here.
    Link,
    /// Blocks inside an item of a list, a quote, a cell or a note: their words alone.
    Flat,
    /// A footnote that nothing calls, put at the end.
    Note,
    /// It could not be read as Markdown without losing words: all of it is shown as typed.
    Unread,
}

impl Told {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Html, Self::Picture, Self::Link, Self::Flat, Self::Note, Self::Unread];

    /// The name in the catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Picture => "picture",
            Self::Link => "link",
            Self::Flat => "flat",
            Self::Note => "note",
            Self::Unread => "unread",
        }
    }
}

/// How a page was written elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// No marks: a mail, what a word processor copies.
    Plain,
    Markdown,
    DokuWiki,
}

impl Syntax {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Markdown, Self::DokuWiki];

    /// The name in a form and in the catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Markdown => "markdown",
            Self::DokuWiki => "dokuwiki",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|syntax| syntax.code() == code)
    }

    /// The page, in our markup.
    pub fn bring(self, text: &str) -> Brought {
        match self {
            Self::Plain => from_plain(text),
            Self::Markdown => from_markdown(text),
            Self::DokuWiki => from_dokuwiki(text),
        }
    }
}

/// A page brought from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// What its first heading says.
    pub title: Option<String>,
    pub source: String,
    pub told: BTreeSet<Told>,
}

/// What begins a line that is one of a list, where no marks are known.
const DOTS: [&str; 6] = ["- ", "– ", "* ", "• ", "•\t", "·\t"];

/// A text without marks: its lines stay lines, and what looks like a mark stays a word.
fn from_plain(text: &str) -> Brought {
    let mut blocks: Vec<Block> = Vec::new();
    let mut apart = true;
    for line in text.lines().map(str::trim) {
        let item = DOTS.iter().find_map(|dot| line.strip_prefix(dot)).map(str::trim_start);
        match (item.filter(|item| !item.is_empty()), blocks.last_mut()) {
            _ if line.is_empty() => {}
            (Some(item), Some(Block::List(list))) => {
                list.items.push(Item { content: typed(item), lists: Vec::new() });
            }
            (Some(item), _) => {
                let items = vec![Item { content: typed(item), lists: Vec::new() }];
                blocks.push(Block::List(List { ordered: false, items }));
            }
            (None, Some(Block::Paragraph(content))) if !apart => {
                content.push(Inline::Break);
                content.extend(typed(line));
            }
            (None, _) => blocks.push(paragraph(line)),
        }
        apart = line.is_empty();
    }
    Brought { title: None, source: print(&Document { blocks }), told: BTreeSet::new() }
}

/// A page in our own markup: as it is.
fn from_dokuwiki(text: &str) -> Brought {
    let title = title(&parse(text));
    Brought { title, source: text.to_owned(), told: BTreeSet::new() }
}

/// A page in Markdown, as GitHub and most programs read it.
fn from_markdown(text: &str) -> Brought {
    // Notes may be called before they stand.
    let mut notes = Reading::default();
    parser(text).for_each(|event| notes.event(event));
    let mut reading = Reading { notes: notes.found, ..Reading::default() };
    let mut parser = parser(text);
    parser.by_ref().for_each(|event| reading.event(event));
    let definitions = parser.reference_definitions().iter();
    let definitions = definitions.map(|(name, to)| (name.to_owned(), to.dest.to_string()));
    let definitions: Vec<_> = definitions.collect();
    let (words, mut told) = (std::mem::take(&mut reading.words), std::mem::take(&mut reading.told));
    let mut document = Document { blocks: reading.end(&mut told) };
    let mut source = print(&document);
    let unused = definitions.into_iter().filter(|(_, to)| !source.contains(to.as_str()));
    let unused: Vec<_> = unused.map(|(name, to)| paragraph(&format!("{name} : {to}"))).collect();
    if !unused.is_empty() {
        told.insert(Told::Link);
        document.blocks.extend(unused);
        source = print(&document);
    }
    if !holds(&source, &words) {
        told = BTreeSet::from([Told::Unread]);
        let text = text.to_owned();
        let code = Block::Code { language: None, name: None, text };
        source = print(&Document { blocks: vec![code] });
    }
    Brought { title: title(&parse(&source)), source, told }
}

fn parser(text: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    Parser::new_ext(text, options)
}

fn title(document: &Document) -> Option<String> {
    document.blocks.iter().find_map(|block| match block {
        Block::Heading { title, .. } => Some(plain_text(title)),
        _ => None,
    })
}

/// Whether all letters and figures are there, each as often.
fn holds(source: &str, words: &str) -> bool {
    let mut letters: HashMap<char, usize> = HashMap::new();
    source.chars().for_each(|c| *letters.entry(c).or_default() += 1);
    words.chars().filter(|c| c.is_alphanumeric()).all(|c| {
        letters.get_mut(&c).is_some_and(|left| {
            let some = *left > 0;
            *left = left.saturating_sub(1);
            some
        })
    })
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(typed(words))
}

/// Words as our pages read them: addresses of the web lead there, three points are three points.
fn typed(words: &str) -> Vec<Inline> {
    let mut content = Vec::new();
    let mut plain = String::new();
    for piece in words.split_inclusive(char::is_whitespace) {
        let address = piece.trim_end();
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'']);
        let web = ["http://", "https://"].iter().any(|start| {
            address.strip_prefix(start).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        });
        if web && !address.contains(['[', ']', '|', '<', '>', '*', '_', '`']) {
            content.extend(Inline::words(&std::mem::take(&mut plain)));
            let label = vec![Inline::Text(address.to_owned())];
            let target = Target::External(address.to_owned());
            content.push(Inline::Link(Link { target, label }));
            plain.push_str(&piece[address.len()..]);
        } else {
            plain.push_str(piece);
        }
    }
    content.extend(Inline::words(&plain));
    content
}

/// What is being read.
enum Kind {
    Root,
    Paragraph,
    Heading(u8),
    Quote,
    List {
        ordered: bool,
        items: Vec<Item>,
    },
    Item,
    Styled(Style),
    /// It adds nothing to what stands in it.
    Bare,
    Link {
        to: String,
        title: String,
    },
    Image {
        to: String,
    },
    Code {
        language: Option<String>,
        text: String,
    },
    Html(String),
    Table {
        aligns: Vec<Option<Align>>,
        rows: Vec<Vec<Cell>>,
    },
    Row {
        header: bool,
        cells: Vec<Cell>,
    },
    Cell,
    Note(String),
}

struct Frame {
    kind: Kind,
    blocks: Vec<Block>,
    content: Vec<Inline>,
}

impl Frame {
    fn of(kind: Kind) -> Self {
        Self { kind, blocks: Vec::new(), content: Vec::new() }
    }
}

/// A page read event by event: no depth of nesting is a depth of calls.
struct Reading {
    open: Vec<Frame>,
    /// What each note says.
    notes: HashMap<String, Vec<Inline>>,
    /// The notes that were met.
    found: HashMap<String, Vec<Inline>>,
    called: BTreeSet<String>,
    /// All that was read, to be found again.
    words: String,
    told: BTreeSet<Told>,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            open: vec![Frame::of(Kind::Root)],
            notes: HashMap::new(),
            found: HashMap::new(),
            called: BTreeSet::new(),
            words: String::new(),
            told: BTreeSet::new(),
        }
    }
}

impl Reading {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => {
                let kind = self.kind(tag);
                self.open.push(Frame::of(kind));
            }
            Event::End(end) => self.close(end),
            Event::Text(text) => {
                self.words.push_str(&text);
                match self.open.last_mut().map(|frame| &mut frame.kind) {
                    Some(Kind::Code { text: code, .. } | Kind::Html(code)) => code.push_str(&text),
                    _ => self.text(&text),
                }
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.words.push_str(&text);
                let plain = self.is_open(|kind| matches!(kind, Kind::Heading(_)));
                match text.trim() {
                    "" => {}
                    _ if plain => self.text(&text),
                    text => {
                        let content = vec![Inline::Text(text.replace('\n', " "))];
                        self.inline(Inline::Styled { style: Style::Monospace, content });
                    }
                }
            }
            Event::Html(text) | Event::InlineHtml(text) => self.html(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => self.block(Block::Rule),
            Event::TaskListMarker(done) => self.text(if done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(name) => self.call(&name),
        }
    }

    fn is_open(&self, is: impl Fn(&Kind) -> bool) -> bool {
        self.open.iter().any(|frame| is(&frame.kind))
    }

    fn kind(&mut self, tag: Tag<'_>) -> Kind {
        let styled = |style| {
            let again = |kind: &Kind| matches!(kind, Kind::Styled(open) if *open == style);
            if self.is_open(again) { Kind::Bare } else { Kind::Styled(style) }
        };
        match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, .. } => Kind::Heading((level as u8).clamp(1, 5)),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::List(first) => Kind::List { ordered: first.is_some(), items: Vec::new() },
            Tag::Item => Kind::Item,
            Tag::Emphasis => styled(Style::Italic),
            Tag::Strong => styled(Style::Bold),
            Tag::Strikethrough => styled(Style::Deleted),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.words.push_str(&title);
                let to = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                Kind::Link { to, title: title.to_string() }
            }
            Tag::Image { dest_url, .. } => Kind::Image { to: dest_url.to_string() },
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(named) => {
                        self.words.push_str(&named);
                        let known = named.chars().all(|c| c.is_ascii_alphanumeric());
                        if !known {
                            self.told.insert(Told::Flat);
                            self.block(paragraph(named.trim()));
                        }
                        (known && !named.is_empty()).then(|| named.to_string())
                    }
                    CodeBlockKind::Indented => None,
                };
                Kind::Code { language, text: String::new() }
            }
            Tag::HtmlBlock => Kind::Html(String::new()),
            // What some programs write of a page before it begins.
            Tag::MetadataBlock(_) => {
                Kind::Code { language: Some("yaml".to_owned()), text: String::new() }
            }
            Tag::Table(aligns) => {
                let align = |align| match align {
                    Alignment::None => None,
                    Alignment::Left => Some(Align::Left),
                    Alignment::Center => Some(Align::Center),
                    Alignment::Right => Some(Align::Right),
                };
                Kind::Table { aligns: aligns.into_iter().map(align).collect(), rows: Vec::new() }
            }
            Tag::TableHead => Kind::Row { header: true, cells: Vec::new() },
            Tag::TableRow => Kind::Row { header: false, cells: Vec::new() },
            Tag::TableCell => Kind::Cell,
            Tag::FootnoteDefinition(name) => Kind::Note(name.to_string()),
            _ => Kind::Bare,
        }
    }

    fn close(&mut self, _: TagEnd) {
        let Some(Frame { kind, blocks, content }) = self.open.pop() else { return };
        let depth =
            |open: &[Frame], is: fn(&Kind) -> bool| open.iter().filter(|f| is(&f.kind)).count();
        match kind {
            Kind::Paragraph if content.is_empty() => {}
            Kind::Paragraph => self.block(Block::Paragraph(content)),
            Kind::Heading(level) => {
                let words = plain_text(&content);
                match words.trim() {
                    "" => {}
                    words => self.block(Block::heading(level, words)),
                }
            }
            Kind::Quote => {
                let deep = depth(&self.open, |kind| matches!(kind, Kind::Quote)) + 1 > MAX_DEPTH;
                match blocks {
                    blocks if deep => blocks.into_iter().for_each(|block| self.block(block)),
                    blocks if blocks.is_empty() => {}
                    blocks => self.block(Block::Quote(blocks)),
                }
            }
            Kind::List { items, .. } if items.is_empty() => {}
            Kind::List { ordered, items } => {
                let deep =
                    depth(&self.open, |kind| matches!(kind, Kind::List { .. })) + 1 > MAX_DEPTH;
                let list = Block::List(List { ordered, items });
                if deep { self.flat(&list) } else { self.block(list) }
            }
            Kind::Item => {
                let lists = blocks.into_iter().filter_map(|block| match block {
                    Block::List(list) => Some(list),
                    _ => None,
                });
                let item = Item { content: trimmed(content), lists: lists.collect() };
                if let Some(Frame { kind: Kind::List { items, .. }, .. }) = self.open.last_mut() {
                    items.push(item);
                }
            }
            Kind::Styled(style) => match trimmed(content) {
                content if content.is_empty() => {}
                content => self.inline(Inline::Styled { style, content }),
            },
            Kind::Bare => content.into_iter().for_each(|inline| self.inline(inline)),
            Kind::Link { to, title } => self.link(&to, &title, content),
            Kind::Image { to } => self.image(&to, &content),
            Kind::Code { language, text } => {
                let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
                self.block(Block::Code { language, name: None, text });
            }
            Kind::Html(text) => {
                let (language, text) = (Some("html".to_owned()), text.trim_end().to_owned());
                self.block(Block::Code { language, name: None, text });
            }
            Kind::Table { rows, .. } if rows.is_empty() => {}
            Kind::Table { rows, .. } => self.block(Block::Table(Table { rows })),
            Kind::Row { cells, .. } => {
                if let Some(Frame { kind: Kind::Table { rows, .. }, .. }) = self.open.last_mut() {
                    rows.push(cells);
                }
            }
            Kind::Cell => self.cell(trimmed(content)),
            Kind::Note(name) => {
                let content = self.joined(blocks, content);
                self.found.entry(name).or_insert(content);
            }
            Kind::Root => self.open.push(Frame { kind, blocks, content }),
        }
    }

    fn cell(&mut self, content: Vec<Inline>) {
        let aligns = self.open.iter().rev().find_map(|frame| match &frame.kind {
            Kind::Table { aligns, .. } => Some(aligns.clone()),
            _ => None,
        });
        if let Some(Frame { kind: Kind::Row { header, cells }, .. }) = self.open.last_mut() {
            let align = aligns.and_then(|aligns| aligns.get(cells.len()).copied().flatten());
            let header = *header;
            cells.push(Cell { header, align, colspan: 1, rowspan: 1, content });
        }
    }

    /// Adds a block to what is open, or its words where no such block can stand.
    fn block(&mut self, block: Block) {
        let Some(frame) = self.open.last_mut() else { return };
        match (&frame.kind, block) {
            (Kind::Root | Kind::Note(_), block) => frame.blocks.push(block),
            (Kind::Quote, block @ (Block::Paragraph(_) | Block::Quote(_))) => {
                frame.blocks.push(block)
            }
            (Kind::Item, block @ Block::List(_)) => frame.blocks.push(block),
            (Kind::Item, Block::Paragraph(content)) => {
                if !frame.content.is_empty() {
                    frame.content.push(Inline::Break);
                }
                frame.content.extend(content);
            }
            (_, block) => self.flat(&block),
        }
    }

    /// The words of a block, line by line.
    fn flat(&mut self, block: &Block) {
        self.told.insert(Told::Flat);
        let words = words_of(std::slice::from_ref(block));
        for line in words.lines().filter(|line| !line.trim().is_empty()) {
            self.block(paragraph(line.trim()));
        }
    }

    /// Blocks as what a note can hold.
    fn joined(&mut self, blocks: Vec<Block>, mut content: Vec<Inline>) -> Vec<Inline> {
        for block in blocks {
            if !content.is_empty() {
                content.push(Inline::Break);
            }
            match block {
                Block::Paragraph(more) => content.extend(more),
                block => {
                    self.told.insert(Told::Flat);
                    let words = words_of(&[block]);
                    content.extend(Inline::words(&words.replace('\n', " ")));
                }
            }
        }
        trimmed(content)
    }

    fn inline(&mut self, inline: Inline) {
        match self.open.last_mut() {
            // It stands in no paragraph of its own.
            Some(Frame { kind: Kind::Root | Kind::Quote | Kind::Note(_), .. }) => {
                self.block(Block::Paragraph(vec![inline]));
            }
            Some(frame) => frame.content.push(inline),
            None => {}
        }
    }

    fn text(&mut self, text: &str) {
        let text = text.replace('\n', " ");
        let bare = self.is_open(|kind| {
            matches!(kind, Kind::Link { .. } | Kind::Image { .. } | Kind::Heading(_))
        });
        let pieces = if bare { vec![Inline::Text(text)] } else { typed(&text) };
        for piece in pieces {
            let content = self.open.last_mut().map(|frame| &mut frame.content);
            match (content.and_then(|content| content.last_mut()), piece) {
                (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
                (_, Inline::Text(text)) if text.is_empty() => {}
                (_, piece) => self.inline(piece),
            }
        }
    }

    fn html(&mut self, text: &str) {
        let line_break =
            ["<br>", "<br/>", "<br />"].iter().any(|tag| text.eq_ignore_ascii_case(tag));
        if line_break {
            self.inline(Inline::Break);
            return;
        }
        self.told.insert(Told::Html);
        self.words.push_str(text);
        match self.open.last_mut().map(|frame| &mut frame.kind) {
            Some(Kind::Html(html)) => html.push_str(text),
            _ => self.text(text),
        }
    }

    fn link(&mut self, to: &str, title: &str, content: Vec<Inline>) {
        let words = plain_text(&content);
        let label = if words.trim().is_empty() { to } else { words.trim() };
        let target = self.target(to);
        let label = label.to_owned();
        match target {
            Some(target) => {
                self.inline(Inline::Link(Link { target, label: vec![Inline::Text(label)] }))
            }
            None => {
                self.told.insert(Told::Link);
                self.text(&if label == to { label } else { format!("{label} ({to})") });
            }
        }
        if !title.is_empty() {
            self.text(&format!(" ({title})"));
        }
    }

    /// None: it leads nowhere from here, or a link is open around it.
    fn target(&self, to: &str) -> Option<Target> {
        let is_plain = |kind: &Kind| matches!(kind, Kind::Heading(_) | Kind::Link { .. });
        if self.is_open(is_plain) {
            return None;
        }
        let web = to.starts_with("http://") || to.starts_with("https://");
        if web && !to.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Some(Target::External(to.to_owned()));
        }
        if let Some(address) = to.strip_prefix("mailto:") {
            let plain = address.contains('@') && !address.contains(['?', ' ', '|', ']']);
            return plain.then(|| Target::Mail(address.to_owned()));
        }
        if to.contains(':') || to.starts_with(['/', '#', '.']) {
            return None;
        }
        // Beside it: a page of the same name may move here too.
        let name = to.strip_suffix(".md").or_else(|| to.strip_suffix(".markdown"))?;
        let slug = slug(&name.replace('/', ":"));
        (!slug.is_empty()).then_some(Target::Page { slug, section: None })
    }

    fn image(&mut self, to: &str, content: &[Inline]) {
        let words = plain_text(content).replace(['|', '}', '{'], " ");
        let alt = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
        let web = to.starts_with("http://") || to.starts_with("https://");
        let plain =
            !to.contains(|c: char| c.is_whitespace() || c.is_control() || "|{}?".contains(c));
        if web
            && plain
            && !self.is_open(|kind| matches!(kind, Kind::Heading(_) | Kind::Link { .. }))
        {
            self.inline(Inline::Media(Media {
                source: MediaSource::External(to.to_owned()),
                width: None,
                height: None,
                align: None,
                linking: Default::default(),
                alt,
            }));
            return;
        }
        self.told.insert(Told::Picture);
        let words = alt.map_or_else(|| to.to_owned(), |alt| format!("{alt} ({to})"));
        self.text(&words);
    }

    fn call(&mut self, name: &str) {
        let no_note = self.is_open(|kind| {
            matches!(
                kind,
                Kind::Heading(_) | Kind::Link { .. } | Kind::Note(_) | Kind::Image { .. }
            )
        });
        let note = self.notes.get(name).filter(|note| !note.is_empty() && !no_note).cloned();
        match note {
            // What is called twice is said once.
            Some(note) if self.called.insert(name.to_owned()) => {
                self.inline(Inline::Footnote(note))
            }
            _ => {
                self.told.extend((!self.notes.is_empty()).then_some(Told::Note));
                self.text(&format!("[^{name}]"));
            }
        }
    }

    /// The page, with what nothing calls at its end.
    fn end(mut self, told: &mut BTreeSet<Told>) -> Vec<Block> {
        let mut blocks = self.open.drain(..).next().map(|root| root.blocks).unwrap_or_default();
        let mut left: Vec<_> =
            self.found.into_iter().filter(|(name, _)| !self.called.contains(name)).collect();
        left.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (name, mut content) in left {
            told.insert(Told::Note);
            content.insert(0, Inline::Text(format!("[^{name}] ")));
            blocks.push(Block::Paragraph(content));
        }
        blocks
    }
}

/// Without blanks and line breaks at its ends.
fn trimmed(mut content: Vec<Inline>) -> Vec<Inline> {
    while let Some(last) = content.last_mut() {
        match last {
            Inline::Text(text) if text.trim().is_empty() => _ = content.pop(),
            Inline::Text(text) => {
                text.truncate(text.trim_end().len());
                break;
            }
            Inline::Break => _ = content.pop(),
            _ => break,
        }
    }
    let blank = |inline: &Inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        inline => *inline == Inline::Break,
    };
    let first = content.iter().take_while(|inline| blank(inline)).count();
    content.drain(..first);
    if let Some(Inline::Text(text)) = content.first_mut() {
        *text = text.trim_start().to_owned();
    }
    content
}

#[cfg(test)]
mod tests;
