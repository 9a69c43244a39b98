//! Other wikis and sites that a few letters name: those of DokuWiki's own list that lead to a web page, without
//! their advertisements. The tree keeps the shortcut, known or not.

/// Where pages of a known wiki are.
enum Place {
    /// The name as written, behind this.
    Name(&'static str),
    /// The name as one piece of an address, behind this.
    Piece(&'static str),
}

use Place::{Name, Piece};

const KNOWN: [(&str, Place); 15] = [
    ("wp", Name("https://en.wikipedia.org/wiki/")),
    ("wpfr", Name("https://fr.wikipedia.org/wiki/")),
    ("wpde", Name("https://de.wikipedia.org/wiki/")),
    ("wpes", Name("https://es.wikipedia.org/wiki/")),
    ("wppl", Name("https://pl.wikipedia.org/wiki/")),
    ("wpjp", Name("https://ja.wikipedia.org/wiki/")),
    ("wpru", Name("https://ru.wikipedia.org/wiki/")),
    ("wpmeta", Name("https://meta.wikipedia.org/wiki/")),
    ("doku", Piece("https://www.dokuwiki.org/")),
    ("rfc", Piece("https://datatracker.ietf.org/doc/html/rfc")),
    ("man", Piece("https://man.cx/")),
    ("amazon", Piece("https://www.amazon.com/dp/")),
    ("amazon.de", Piece("https://www.amazon.de/dp/")),
    ("phpfn", Name("https://www.php.net/")),
    ("google", Piece("https://www.google.com/search?q=")),
];

/// The address of a page of another wiki, if its shortcut is known: it always begins with `https://`.
pub fn address(wiki: &str, page: &str) -> Option<String> {
    let (_, place) = KNOWN.iter().find(|(known, _)| *known == wiki)?;
    let (page, section) = page.split_once('#').unwrap_or((page, ""));
    let (mut address, kept): (_, &[u8]) = match place {
        Name(before) => (before.to_string(), b"-._~/:?&=,;()!*'@+"),
        Piece(before) => (before.to_string(), b"-._~"),
    };
    add(page, kept, &mut address);
    if !section.is_empty() {
        address.push('#');
        add(section, b"-._~", &mut address);
    }
    Some(address)
}

/// Letters, digits and what is kept; all else by its bytes.
fn add(words: &str, kept: &[u8], address: &mut String) {
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// `wiki>page` as typed in a link: the shortcut, in lower case, and the page.
pub(super) fn parts(typed: &str) -> Option<(String, &str)> {
    let (wiki, page) = typed.split_once('>')?;
    let named = !wiki.is_empty() && wiki.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
    let page = page.trim();
    (named && !page.is_empty() && !page.contains(char::is_control))
        .then(|| (wiki.to_ascii_lowercase(), page))
}
