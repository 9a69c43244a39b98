//! What DokuWiki's plugins would read, found by its look. Without them it is kept as typed and shown as such: nothing
//! of it is lost, and a report of what was moved in can name it.

use std::collections::HashMap;

/// How long a tag, and what stands between `~~`, may be, in bytes.
const LONGEST: usize = 256;

/// Tags of DokuWiki itself: where they are not closed, they are words.
const OWN: [&str; 6] = ["code", "file", "nowiki", "del", "sub", "sup"];

/// Plugins between whose tags the page goes on: only the tags are kept apart.
const AROUND: [&str; 22] = [
    "WRAP", "wrap", "block", "BLOCK", "div", "DIV", "span", "SPAN", "inline", "INLINE", "box",
    "note", "columns", "column", "hidden", "center", "left", "right", "color", "folded", "tabs",
    "fs",
];

/// A tag that may be a plugin's.
pub(super) struct Tag<'s> {
    name: &'s str,
    closes: bool,
    /// It holds more than its name.
    told: bool,
    /// Where it ends.
    pub(super) end: usize,
}

impl Tag<'_> {
    /// Whether it is a plugin's, alone in a line of text: a bare word between brackets is more often somebody's own, and
    /// is shown alike.
    pub(super) fn stands_alone(&self) -> bool {
        self.told || AROUND.contains(&self.name)
    }
}

/// `<name …>` or `</name>` at this place.
pub(super) fn tag(text: &str, at: usize) -> Option<Tag<'_>> {
    let inside = text.get(at..)?.strip_prefix('<')?;
    let (inside, closes) = match inside.strip_prefix('/') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let name = name(inside)?;
    let after = &inside[name.len()..];
    let rest = after.bytes().take(LONGEST).take_while(|byte| !b"<>\n".contains(byte)).count();
    let closed = after.as_bytes().get(rest) == Some(&b'>');
    let bounded = rest == 0 || after.starts_with([' ', '\t', '/']);
    let end = text.len() - after.len() + rest + 1;
    (closed && bounded && !OWN.contains(&name)).then_some(Tag { name, closes, told: rest > 0, end })
}

fn name(text: &str) -> Option<&str> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-".contains(byte);
    let length = text.bytes().take(LONGEST).take_while(part).count();
    let name = &text[..length];
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
}

/// Whether `{{…}}` holds `name>…`.
pub(super) fn in_braces(content: &str) -> bool {
    name(content).is_some_and(|name| content[name.len()..].starts_with('>'))
}

/// What stands between `~~` and `~~` at this place: it begins with a capital letter.
pub(super) fn between_waves(text: &str, at: usize) -> Option<&str> {
    let inside = text.get(at..)?.strip_prefix("~~")?;
    let length = inside.bytes().take(LONGEST).take_while(|byte| !b"~\n".contains(byte)).count();
    let content = inside.get(..length)?;
    let capital = content.starts_with(|c: char| c.is_ascii_uppercase());
    (capital && inside[length..].starts_with("~~")).then_some(content)
}

/// What closes the tag that begins `typed`, if whole lines may stand between the two.
pub(super) fn closing_of(typed: &str) -> Option<String> {
    tag(typed, 0).filter(may_hold_lines).map(|tag| format!("</{}>", tag.name))
}

fn may_hold_lines(tag: &Tag) -> bool {
    !tag.closes && !AROUND.contains(&tag.name)
}

/// Finds the lines that a plugin would read. Closing tags are looked for once, all together: else a page of
/// openings, each by another name, would be read again for each.
#[derive(Default)]
pub(super) struct Finder<'s> {
    /// Where each name is closed, in the order of the page.
    closings: Option<HashMap<&'s str, Vec<usize>>>,
}

impl<'s> Finder<'s> {
    /// Where `<name …>…</name>` ends that begins here and runs over several lines. Always ask about the same text.
    pub(super) fn end(&mut self, text: &'s str, at: usize) -> Option<usize> {
        let tag = tag(text, at).filter(may_hold_lines)?;
        let closings = self.closings.get_or_insert_with(|| closings(text));
        let places = closings.get(tag.name)?;
        let close = *places.get(places.partition_point(|place| *place < tag.end))?;
        let lines = text[tag.end..close].contains('\n');
        lines.then_some(close + tag.name.len() + "</>".len())
    }
}

fn closings(text: &str) -> HashMap<&str, Vec<usize>> {
    let mut closings: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, _) in text.match_indices("</") {
        let name = name(&text[place + 2..]);
        let name = name.filter(|name| text[place + 2 + name.len()..].starts_with('>'));
        if let Some(name) = name {
            closings.entry(name).or_default().push(place);
        }
    }
    closings
}
