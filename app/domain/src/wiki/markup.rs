//! DokuWiki's markup, read into a small tree that pages draw as they like.
//!
//! Reading is total: any text is a document, what is not understood stays as typed, and nothing is ever taken
//! for HTML. It takes time in proportion to the text, and no tree is deeper than [`MAX_DEPTH`] lists or quotes,
//! whatever was typed. The rules are DokuWiki's own (<https://www.dokuwiki.org/wiki:syntax>), except that a
//! mark which is never closed, or closed at once, is text, and that titles and labels may hold marks.
//!
//! In reading order: the tree (here), [`blocks`] cuts a page into its blocks, [`inline`] reads the marks inside
//! them, [`address`] says where links lead, [`verbatim`] finds what is not to be read at all.
//! [`mod@print`] writes a tree down again; [`mod@cut`] cuts a source where its blocks begin.

mod address;
mod blocks;
pub mod cut;
mod inline;
mod print;
#[cfg(test)]
pub(super) mod tests;
mod verbatim;

pub use address::slug;
pub use print::print;

use serde::{Deserialize, Serialize};

/// How many lists or quotes can stand in one another. What is deeper is drawn at this depth.
pub const MAX_DEPTH: usize = 16;

/// The deepest heading that a table of contents shows, as DokuWiki does.
const CONTENTS_LEVEL: u8 = 3;

/// What some programs write before the first line of a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a page.
pub fn parse(source: &str) -> Document {
    let source = source.strip_prefix(BYTE_ORDER_MARK).unwrap_or(source);
    let blocks = if source.contains('\r') {
        blocks::parse(&source.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        blocks::parse(source)
    };
    Document { blocks }
}

/// A page that has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub blocks: Vec<Block>,
}

/// One line of a table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1 to 3.
    pub level: u8,
    /// The id of the heading.
    pub anchor: String,
    pub title: String,
}

impl Document {
    /// The table of contents: the headings of levels 1 to 3, in the order of the page.
    pub fn contents(&self) -> Vec<Entry> {
        let headings = self.blocks.iter().filter_map(|block| match block {
            Block::Heading { level, anchor, title } if *level <= CONTENTS_LEVEL => {
                Some(Entry { level: *level, anchor: anchor.clone(), title: plain_text(title) })
            }
            _ => None,
        });
        headings.collect()
    }

    /// The first heading that says something, whatever its level, as plain text.
    pub fn title(&self) -> Option<String> {
        self.blocks.iter().find_map(|block| match block {
            Block::Heading { title, .. } => words(title),
            _ => None,
        })
    }

    /// The first paragraph that says something, as plain text, for summaries.
    pub fn first_paragraph(&self) -> Option<String> {
        self.blocks.iter().find_map(|block| match block {
            Block::Paragraph(content) => words(content),
            _ => None,
        })
    }
}

fn words(content: &[Inline]) -> Option<String> {
    Some(plain_text(content).trim().to_owned()).filter(|text| !text.is_empty())
}

/// What a page is made of, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    Heading {
        /// 1 (`======`) to 5 (`==`).
        level: u8,
        /// Unique on the page.
        anchor: String,
        title: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    List(List),
    /// Holds paragraphs and deeper quotes only.
    Quote(Vec<Block>),
    /// A horizontal line, `----`.
    Rule,
    /// Text shown as typed, line ends included.
    Code {
        /// As named by the author, `<code php>`: not a checked value.
        language: Option<String>,
        text: String,
    },
    Table(Table),
}

/// Blocks made of plain words, whatever marks they hold.
impl Block {
    /// Its anchor is given when the page is read.
    pub fn heading(level: u8, words: &str) -> Self {
        Self::Heading { level, anchor: String::new(), title: plain(words) }
    }

    /// One paragraph.
    pub fn paragraph(words: &str) -> Self {
        Self::Paragraph(plain(words))
    }

    /// Words of somebody, line by line.
    pub fn quote(words: &str) -> Self {
        let mut content = Vec::new();
        for (place, line) in words.lines().enumerate() {
            content.extend((place > 0).then_some(Inline::Break));
            content.extend(plain(line.trim()));
        }
        Self::Quote(vec![Self::Paragraph(content)])
    }

    /// A list without numbers.
    pub fn list(lines: impl IntoIterator<Item = String>) -> Self {
        let item = |line: String| Item { content: plain(&line), lists: Vec::new() };
        Self::List(List { ordered: false, items: lines.into_iter().map(item).collect() })
    }
}

fn plain(words: &str) -> Vec<Inline> {
    let text = Some(words.to_owned()).filter(|words| !words.is_empty());
    text.map(Inline::Text).into_iter().collect()
}

/// Items of one kind and one depth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    pub ordered: bool,
    /// At least one.
    pub items: Vec<Item>,
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub content: Vec<Inline>,
    /// What is nested under this item.
    pub lists: Vec<List>,
}

/// Rows may be of different widths: a page fills them up if it needs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub rows: Vec<Vec<Cell>>,
}

/// One cell of a table, merged with its neighbours or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Begun by `^` rather than `|`.
    pub header: bool,
    pub align: Option<Align>,
    /// Columns, 1 or more.
    pub colspan: u32,
    /// Rows, 1 or more.
    pub rowspan: u32,
    pub content: Vec<Inline>,
}

/// Asked for by the spaces that the author left on either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    Left,
    Center,
    Right,
}

/// What a line of text is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain text, for the page to escape. Never empty; two never touch.
    Text(String),
    /// Never empty, and never inside the same style, except code inside monospace.
    Styled {
        style: Style,
        content: Vec<Inline>,
    },
    /// A line break asked for by `\\`.
    Break,
    Link(Link),
    Media(Media),
    /// `((…))`, at the place of its call.
    Footnote(Vec<Inline>),
}

/// What a pair of marks does to the text between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    Bold,
    Italic,
    Underlined,
    Monospace,
    Deleted,
    Subscript,
    Superscript,
}

/// A link that a page may safely draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub target: Target,
    /// What to show: holds no link and no footnote, and is never empty.
    pub label: Vec<Inline>,
}

/// Where a link leads. There is no other kind: `javascript:`, `ftp://` and the like stay text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A page of this wiki.
    Page {
        /// As [`slug`] makes it. Empty: the page that holds the link.
        slug: String,
        /// The anchor of a heading.
        section: Option<String>,
    },
    /// A URL that begins with `http://`, `https://` or `mailto:`.
    External(String),
    /// An e-mail address.
    Mail(String),
}

/// `{{file?200x100|alternative text}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub source: MediaSource,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    pub align: Option<Align>,
    /// Plain text.
    pub alt: Option<String>,
}

/// Where a picture or a file comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaSource {
    /// A file of this wiki, as [`slug`] makes its name.
    File(String),
    /// A URL that begins with `http://` or `https://`.
    External(String),
}

/// The words alone: no marks, no footnotes; a picture is its alternative text, a line break a space.
pub fn plain_text(content: &[Inline]) -> String {
    let mut text = String::new();
    add_plain_text(content, &mut text);
    text
}

fn add_plain_text(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(words) => text.push_str(words),
            Inline::Styled { content, .. } => add_plain_text(content, text),
            Inline::Break => text.push(' '),
            Inline::Link(link) => add_plain_text(&link.label, text),
            Inline::Media(media) => text.push_str(media.alt.as_deref().unwrap_or_default()),
            Inline::Footnote(_) => {}
        }
    }
}
