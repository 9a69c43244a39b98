//! Which pages a page leads to: for what leads here, for pages that are wanted, and for those that nothing leads to.

use super::markup::{Document, Inline, Target, resolve};
use std::collections::BTreeSet;

/// The addresses of the pages that the one at `page` leads to.
pub fn links(document: &Document, page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    document.each_inline(&mut |inline| {
        if let Inline::Link(link) = inline
            && let Target::Page { slug, .. } = &link.target
            && !slug.is_empty()
        {
            found.insert(resolve(slug, page));
        }
    });
    found
}
