//! Which pages a page leads to: for what leads here, for pages that are wanted, and for those that nothing leads to; and
//! which files it shows.

use super::dokuwiki::names;
use super::markup::{Document, Inline, MediaSource, Target, resolve};
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
    // No page has a longer one, and databases look up no longer ones.
    found.retain(|address| address.chars().count() <= names::MAX);
    found
}

/// The addresses of the files of the wiki that the page at `page` shows, or leads to.
pub fn files_of(document: &Document, page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    document.each_inline(&mut |inline| {
        if let Inline::Media(media) = inline
            && let MediaSource::File(name) = &media.source
        {
            found.insert(resolve(name, page));
        }
    });
    found
}
