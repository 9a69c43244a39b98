//! DokuWiki's markup, read into a small tree that pages draw as they like.
//!
//! Reading is total: any text is a document, what is not understood stays as typed, and nothing is ever taken
//! for HTML. It takes time in proportion to the text, and no tree is deeper than [`MAX_DEPTH`] lists or quotes,
//! whatever was typed. The rules are DokuWiki's own (<https://www.dokuwiki.org/wiki:syntax>), except that a
//! mark which is never closed, or closed at once, is text, and that titles and labels may hold marks.
//!
//! In reading order: the tree (here), [`blocks`] cuts a page into its blocks, [`tokens`] and [`inline`] read the marks
//! inside them, [`address`], [`interwiki`] and [`media`] say where links lead and what pictures are, [`symbols`] what a
//! few characters stand for, [`plugins`] and [`verbatim`] find what is not to be read at all.
//! [`mod@print`] writes a tree down again, [`words`] tells what it says without marks; [`mod@cut`] cuts a source where
//! its blocks begin.

mod address;
mod blocks;
pub mod cut;
mod inline;
mod interwiki;
mod media;
mod plugins;
mod print;
mod symbols;
#[cfg(test)]
pub(super) mod tests;
mod tokens;
mod verbatim;
mod words;

pub use address::{resolve, slug};
pub use interwiki::address as interwiki;
pub use print::print;
pub use symbols::{Shown, shown};
pub use words::{all_text, plain_text};

use super::fact::FactKind;
use serde::{Deserialize, Serialize};

/// How many lists or quotes can stand in one another. What is deeper is drawn at this depth.
pub const MAX_DEPTH: usize = 16;

/// What some programs write before the first line of a file.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

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
        /// Of the file that it would make, `<code php example.php>`.
        name: Option<String>,
        text: String,
    },
    Table(Table),
    /// Lines that a plugin of DokuWiki would read, `<name …>…</name>`, as typed.
    Plugin(String),
    /// Where a testimony shows a true fact of its journey, `~~FAIT:besoin~~` alone on its line: what the fact says is no
    /// part of the text.
    Fact(FactKind),
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

impl Inline {
    /// Plain words, with the symbols that pages read in them.
    pub fn words(words: &str) -> Vec<Self> {
        plain(words)
    }
}

/// What people write as `...` stays so when it is written down: it needs no marks around it.
fn plain(words: &str) -> Vec<Inline> {
    let (mut content, mut begun, mut at) = (Vec::new(), 0, 0);
    while at < words.len() {
        let Some(length) = symbols::length(words, at) else {
            at += 1;
            continue;
        };
        content.extend((begun < at).then(|| Inline::Text(words[begun..at].to_owned())));
        content.push(Inline::Symbol(words[at..at + length].to_owned()));
        at += length;
        begun = at;
    }
    content.extend((begun < at).then(|| Inline::Text(words[begun..].to_owned())));
    content
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
    /// Characters that stand for others, as typed: [`shown`] says what to show. Never in a title or a label.
    Symbol(String),
    /// What a page asks for about itself: nothing is shown in its place. Never in a title or a label.
    Setting(Setting),
    /// News of another site. Never in a title or a label.
    Feed(Feed),
    /// What a plugin of DokuWiki would read, as typed: `<name …>`, `</name>`, `{{name>…}}`, `~~NAME…~~`. Never in a
    /// title or a label.
    Plugin(String),
}

/// What a page asks for about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Setting {
    /// `~~NOTOC~~`: no table of contents.
    NoContents,
    /// `~~NOCACHE~~`: to be drawn anew for each reader, which ours always seem to be.
    NoCache,
}

/// `{{rss>address options}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// A URL that begins with `http://` or `https://`.
    pub address: String,
    /// How many, in which order, with what: as typed.
    pub options: String,
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
///
/// A page draws a link of the last two only where [`interwiki`] knows the other wiki: else it shows what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A page of this wiki.
    Page {
        /// As [`slug`] makes it, from the page that holds the link: [`resolve`] says which page it is. Empty: that page.
        slug: String,
        /// The anchor of a heading.
        section: Option<String>,
    },
    /// A URL that begins with `http://`, `https://` or `mailto:`.
    External(String),
    /// An e-mail address.
    Mail(String),
    /// A page of another wiki, `[[wp>Tours]]`.
    Interwiki {
        /// Its shortcut, in lower case, known or not.
        wiki: String,
        page: String,
    },
    /// A folder that Windows shares, `\\\\server\folder`.
    Share(String),
}

/// `{{file?200x100&nolink|alternative text}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub source: MediaSource,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    pub align: Option<Align>,
    pub linking: Linking,
    /// Plain text.
    pub alt: Option<String>,
}

/// Whether a picture or a file is shown, and where it leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Linking {
    /// Shown; it leads to what is known of it.
    #[default]
    Details,
    /// Shown; it leads to the file itself, `?direct`.
    Direct,
    /// Shown; it leads nowhere, `?nolink`.
    Nowhere,
    /// A link to the file, `?linkonly`.
    LinkOnly,
}

/// What a file is, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    Picture,
    Video,
    Sound,
    Document,
}

/// Where a picture or a file comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaSource {
    /// A file of this wiki, named as pages are.
    File(String),
    /// A URL that begins with `http://` or `https://`.
    External(String),
}
