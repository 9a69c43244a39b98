//! Which pages a page leads to: for what leads here, for pages that are wanted, and for those that nothing leads to.

use super::markup::{Block, Document, Inline, Item, List, Target};
use std::collections::BTreeSet;

/// The addresses of the pages that this one leads to.
pub fn links(document: &Document) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    blocks(&document.blocks, &mut found);
    found
}

fn blocks(content: &[Block], found: &mut BTreeSet<String>) {
    for block in content {
        match block {
            Block::Heading { title: content, .. } | Block::Paragraph(content) => {
                inlines(content, found)
            }
            Block::List(content) => list(content, found),
            Block::Quote(content) => blocks(content, found),
            Block::Table(table) => {
                table.rows.iter().flatten().for_each(|cell| inlines(&cell.content, found));
            }
            Block::Rule | Block::Code { .. } => {}
        }
    }
}

fn list(content: &List, found: &mut BTreeSet<String>) {
    for Item { content, lists } in &content.items {
        inlines(content, found);
        lists.iter().for_each(|deeper| list(deeper, found));
    }
}

fn inlines(content: &[Inline], found: &mut BTreeSet<String>) {
    for inline in content {
        match inline {
            Inline::Link(link) => {
                if let Target::Page { slug, .. } = &link.target
                    && !slug.is_empty()
                {
                    found.insert(slug.clone());
                }
                inlines(&link.label, found);
            }
            Inline::Styled { content, .. } | Inline::Footnote(content) => inlines(content, found),
            Inline::Text(_) | Inline::Break | Inline::Media(_) => {}
        }
    }
}
