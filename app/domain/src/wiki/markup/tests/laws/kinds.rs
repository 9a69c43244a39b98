//! The kinds of nodes that generated trees are made of, so that none is left untried.

use super::super::super::{Block, Cell, Document, Inline, Linking, List, Target};
use std::collections::BTreeMap;

#[rustfmt::skip]
const ALL: [&str; 33] = [
    "aligned cell", "break", "code", "empty row", "external", "fact", "feed", "footnote", "heading", "interwiki", "list", "mail",
    "media", "media option", "merged columns", "merged rows", "named code", "nested list", "nested style", "page",
    "paragraph", "picture in a link", "plugin", "plugin lines", "quote", "quote in quote", "rule", "section", "setting",
    "share", "styled", "symbol", "text",
];

/// How often each was met.
#[derive(Default)]
pub(super) struct Kinds(BTreeMap<&'static str, u64>);

impl Kinds {
    pub(super) fn count(&mut self, document: &Document) {
        self.blocks(&document.blocks);
    }

    pub(super) fn add(&mut self, other: &Self) {
        other.0.iter().for_each(|(kind, met)| *self.0.entry(kind).or_default() += met);
    }

    pub(super) fn rarer_than(&self, least: u64) -> Vec<&'static str> {
        assert!(self.0.keys().all(|kind| ALL.contains(kind)), "one is not in the list");
        ALL.into_iter().filter(|kind| self.0.get(kind).is_none_or(|met| *met < least)).collect()
    }

    fn met(&mut self, kind: &'static str) {
        *self.0.entry(kind).or_default() += 1;
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { title, .. } => {
                    self.met("heading");
                    self.inlines(title);
                }
                Block::Paragraph(content) => {
                    self.met("paragraph");
                    self.inlines(content);
                }
                Block::List(list) => self.list(list, "list"),
                Block::Quote(quoted) => {
                    self.met("quote");
                    let deeper = quoted.iter().filter(|block| matches!(block, Block::Quote(_)));
                    deeper.for_each(|_| self.met("quote in quote"));
                    self.blocks(quoted);
                }
                Block::Rule => self.met("rule"),
                Block::Code { name: None, .. } => self.met("code"),
                Block::Code { name: Some(_), .. } => self.met("named code"),
                Block::Plugin(_) => self.met("plugin lines"),
                Block::Fact(_) => self.met("fact"),
                Block::Table(table) => table.rows.iter().for_each(|row| self.row(row)),
            }
        }
    }

    fn list(&mut self, list: &List, kind: &'static str) {
        self.met(kind);
        for item in &list.items {
            self.inlines(&item.content);
            item.lists.iter().for_each(|list| self.list(list, "nested list"));
        }
    }

    fn row(&mut self, row: &[Cell]) {
        if row.is_empty() {
            self.met("empty row");
        }
        for cell in row {
            let is = [
                ("aligned cell", cell.align.is_some()),
                ("merged columns", cell.colspan > 1),
                ("merged rows", cell.rowspan > 1),
            ];
            is.into_iter().filter(|(_, is)| *is).for_each(|(kind, _)| self.met(kind));
            self.inlines(&cell.content);
        }
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text(_) => self.met("text"),
                Inline::Styled { content, .. } => {
                    self.met("styled");
                    if content.iter().any(|inline| matches!(inline, Inline::Styled { .. })) {
                        self.met("nested style");
                    }
                    self.inlines(content);
                }
                Inline::Break => self.met("break"),
                Inline::Link(link) => {
                    self.met(target(&link.target));
                    if link.label.iter().any(|inline| matches!(inline, Inline::Media(_))) {
                        self.met("picture in a link");
                    }
                    self.inlines(&link.label);
                }
                Inline::Media(media) => {
                    self.met("media");
                    if media.linking != Linking::Details {
                        self.met("media option");
                    }
                }
                Inline::Footnote(content) => {
                    self.met("footnote");
                    self.inlines(content);
                }
                Inline::Symbol(_) => self.met("symbol"),
                Inline::Setting(_) => self.met("setting"),
                Inline::Feed(_) => self.met("feed"),
                Inline::Plugin(_) => self.met("plugin"),
            }
        }
    }
}

fn target(target: &Target) -> &'static str {
    match target {
        Target::Page { section: None, .. } => "page",
        Target::Page { .. } => "section",
        Target::External(_) => "external",
        Target::Mail(_) => "mail",
        Target::Interwiki { .. } => "interwiki",
        Target::Share(_) => "share",
    }
}
