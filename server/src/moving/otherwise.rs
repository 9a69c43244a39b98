//! What a page shows here otherwise than in DokuWiki, for who moves it in to look at.

use domain::wiki::files::is_picture;
use domain::wiki::markup::{Block, Inline, MediaKind, MediaSource, parse};
use std::collections::BTreeSet;

/// How many plugins are named.
const NAMED: usize = 5;

/// A sentence for each kind of thing.
pub fn otherwise(source: &str) -> Vec<String> {
    let document = parse(source);
    let mut plugins = BTreeSet::new();
    let (mut feeds, mut files) = (0_usize, 0_usize);
    for block in &document.blocks {
        if let Block::Plugin(typed) = block {
            plugins.insert(name(typed));
        }
    }
    document.each_inline(&mut |inline| match inline {
        Inline::Plugin(typed) => {
            plugins.insert(name(typed));
        }
        Inline::Feed(_) => feeds += 1,
        // What could act in a browser, and what is heard or played, is only ever given to be kept.
        Inline::Media(media) => {
            let MediaSource::File(name) = &media.source else { return };
            let shown = media.kind() != MediaKind::Document;
            files += usize::from(shown && !is_picture(name));
        }
        _ => {}
    });
    let mut said = Vec::new();
    if !plugins.is_empty() {
        let more = if plugins.len() > NAMED { "…" } else { "" };
        let named = plugins.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
        said.push(format!("what plugins would read is shown as it is typed: {named}{more}"));
    }
    if feeds > 0 {
        said.push(format!("news of other sites are links to them: {feeds}"));
    }
    if files > 0 {
        said.push(format!("drawings, sounds and films are links to their files: {files}"));
    }
    said
}

/// The plugin that would read it: `gallery` for `{{gallery>…}}`.
fn name(typed: &str) -> &str {
    let typed = typed.trim_start_matches(['<', '/', '{', '~']);
    let end = typed.find(|c: char| !(c.is_alphanumeric() || "_-".contains(c)));
    &typed[..end.unwrap_or(typed.len())]
}

#[cfg(test)]
mod tests {
    use super::otherwise;

    #[test]
    fn wiki_what_is_shown_otherwise_is_told() {
        assert_eq!(otherwise("**plain** text, [[a link]], ~~NOTOC~~"), Vec::<String>::new());
        let told = otherwise(
            "<WRAP info>\nwords\n</WRAP>\n\n{{gallery>a:b}} ~~DISCUSSION~~\n\n{{rss>https://example.org/feed}} \
             {{wiki:plan.png}} {{wiki:plan.svg?20}} {{wiki:mot.MP3}} {{https://example.org/a.svg}}",
        );
        assert_eq!(
            told,
            [
                "what plugins would read is shown as it is typed: DISCUSSION, WRAP, gallery",
                "news of other sites are links to them: 1",
                "drawings, sounds and films are links to their files: 2",
            ]
        );
    }
}
