//! What a page says without its marks: its title, its contents, its summary, all of its words.

use super::{Block, Document, Entry, Inline, Item, List, Setting, symbols};

/// The deepest heading that a table of contents shows, as DokuWiki does.
const CONTENTS_LEVEL: u8 = 3;

impl Document {
    /// The table of contents: the headings of levels 1 to 3, in the order of the page. None where the page asks for
    /// none.
    pub fn contents(&self) -> Vec<Entry> {
        if self.asks_for(Setting::NoContents) {
            return Vec::new();
        }
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

    /// All that a reader sees, as plain text, footnotes at the place of their call: a line for each heading, paragraph,
    /// item and cell. What only a plugin could read is left out, and so are facts: they are no part of the text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        each_line(&self.blocks, &mut |line| match line {
            Line::Words(content) => {
                add(content, Notes::Inside, &mut text);
                text.push('\n');
            }
            Line::Code(code) => {
                text.push_str(code);
                text.push('\n');
            }
        });
        text
    }

    /// Every piece of its lines, those around others first, in the order of the page.
    pub fn each_inline<'d>(&'d self, visit: &mut impl FnMut(&'d Inline)) {
        each_line(&self.blocks, &mut |line| {
            if let Line::Words(content) = line {
                each(content, visit);
            }
        });
    }

    fn asks_for(&self, wanted: Setting) -> bool {
        let mut found = false;
        self.each_inline(&mut |inline| found |= *inline == Inline::Setting(wanted));
        found
    }
}

/// The words alone: no marks, no footnotes; a picture is its alternative text, a line break a space.
pub fn plain_text(content: &[Inline]) -> String {
    text_of(content, Notes::Left)
}

/// The same, footnotes at the place of their call, and what only a plugin could read as typed: all that may change.
pub fn all_text(content: &[Inline]) -> String {
    text_of(content, Notes::InsideWithPlugins)
}

fn text_of(content: &[Inline], notes: Notes) -> String {
    let mut text = String::new();
    add(content, notes, &mut text);
    text
}

fn words(content: &[Inline]) -> Option<String> {
    Some(plain_text(content).trim().to_owned()).filter(|text| !text.is_empty())
}

/// What becomes of footnotes, and of what only a plugin could read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notes {
    Left,
    Inside,
    InsideWithPlugins,
}

fn add(content: &[Inline], notes: Notes, text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(words) => text.push_str(words),
            Inline::Symbol(typed) => text.push_str(symbols::shown(typed).text()),
            Inline::Styled { content, .. } => add(content, notes, text),
            Inline::Break => text.push(' '),
            Inline::Link(link) => add(&link.label, notes, text),
            Inline::Media(media) => text.push_str(media.alt.as_deref().unwrap_or_default()),
            Inline::Feed(feed) => text.push_str(&feed.address),
            Inline::Footnote(content) if notes != Notes::Left => {
                text.push_str(" (");
                add(content, notes, text);
                text.push(')');
            }
            Inline::Plugin(typed) if notes == Notes::InsideWithPlugins => text.push_str(typed),
            Inline::Footnote(_) | Inline::Setting(_) | Inline::Plugin(_) => {}
        }
    }
}

/// What blocks are made of.
enum Line<'d> {
    Words(&'d [Inline]),
    Code(&'d str),
}

fn each_line<'d>(blocks: &'d [Block], visit: &mut impl FnMut(Line<'d>)) {
    for block in blocks {
        match block {
            Block::Heading { title: content, .. } | Block::Paragraph(content) => {
                visit(Line::Words(content));
            }
            Block::List(list) => each_item(list, visit),
            Block::Quote(blocks) => each_line(blocks, visit),
            Block::Code { text, .. } => visit(Line::Code(text)),
            Block::Table(table) => {
                table.rows.iter().flatten().for_each(|cell| visit(Line::Words(&cell.content)));
            }
            Block::Rule | Block::Plugin(_) | Block::Fact(_) => {}
        }
    }
}

fn each_item<'d>(list: &'d List, visit: &mut impl FnMut(Line<'d>)) {
    for Item { content, lists } in &list.items {
        visit(Line::Words(content));
        lists.iter().for_each(|list| each_item(list, visit));
    }
}

fn each<'d>(content: &'d [Inline], visit: &mut impl FnMut(&'d Inline)) {
    for inline in content {
        visit(inline);
        match inline {
            Inline::Styled { content, .. } | Inline::Footnote(content) => each(content, visit),
            Inline::Link(link) => each(&link.label, visit),
            _ => {}
        }
    }
}
