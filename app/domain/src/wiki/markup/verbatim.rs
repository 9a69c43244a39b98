//! What is shown as typed: `<code>`, `<file>`, `<nowiki>` and `%%`. Marks inside are not marks.

/// Where a closing mark next stands. The answer is remembered, so that a text full of marks that are never
/// closed is still read in linear time, as long as the questions move forward.
pub(super) struct Search {
    mark: &'static str,
    /// The last question and its answer.
    known: Option<(usize, Option<usize>)>,
}

impl Search {
    pub(super) fn new(mark: &'static str) -> Self {
        Self { mark, known: None }
    }

    /// The first place of the mark in `text` at `from` or after. Always ask about the same text.
    pub(super) fn next(&mut self, text: &str, from: usize) -> Option<usize> {
        if let Some((asked, found)) = self.known
            && asked <= from
            && found.is_none_or(|place| place >= from)
        {
            return found;
        }
        let found =
            text.get(from..).and_then(|rest| rest.find(self.mark)).map(|place| from + place);
        self.known = Some((from, found));
        found
    }
}

/// A piece of text shown as typed.
pub(super) struct Verbatim<'s> {
    pub(super) kind: Kind<'s>,
    pub(super) content: &'s str,
    /// Where the text goes on behind the closing mark.
    pub(super) end: usize,
}

pub(super) enum Kind<'s> {
    /// `<code>` and `<file>`.
    Code { language: Option<&'s str>, name: Option<&'s str> },
    /// `<nowiki>` and `%%`: text like any other.
    Plain,
}

/// Finds the verbatim pieces of one text.
pub(super) struct Finder {
    code: Search,
    file: Search,
    nowiki: Search,
    percent: Search,
}

impl Finder {
    pub(super) fn new() -> Self {
        Self {
            code: Search::new("</code>"),
            file: Search::new("</file>"),
            nowiki: Search::new("</nowiki>"),
            percent: Search::new("%%"),
        }
    }

    /// The piece that opens exactly at `at`, if it is closed too.
    pub(super) fn at<'s>(&mut self, text: &'s str, at: usize) -> Option<Verbatim<'s>> {
        let rest = text.get(at..)?;
        if rest.starts_with("<code") {
            tagged(&mut self.code, text, at)
        } else if rest.starts_with("<file") {
            tagged(&mut self.file, text, at)
        } else if rest.starts_with("<nowiki>") {
            between(&mut self.nowiki, text, at + "<nowiki>".len())
        } else if rest.starts_with("%%") {
            between(&mut self.percent, text, at + "%%".len())
        } else {
            None
        }
    }
}

/// How far the `>` of `<code language file.ext>` may be, in bytes.
const LONGEST_TAG: usize = 256;

/// `<code …>…</code>` or `<file …>…</file>`: the two names are equally long.
fn tagged<'s>(closing: &mut Search, text: &'s str, at: usize) -> Option<Verbatim<'s>> {
    let named = at + "<code".len();
    let tag = text.as_bytes()[named..].iter().take(LONGEST_TAG);
    let tag_end = named + tag.take_while(|byte| !b"<>\n".contains(byte)).count();
    let attributes = text.get(named..tag_end).filter(|_| text[tag_end..].starts_with('>'))?;
    if !attributes.is_empty() && !attributes.starts_with([' ', '\t']) {
        return None;
    }
    let mut piece = between(closing, text, tag_end + 1)?;
    // `[…]` says how DokuWiki would number and colour the lines.
    let (before, after) = attributes.split_once('[').unwrap_or((attributes, ""));
    let after = after.split_once(']').map_or("", |(_, after)| after).trim();
    let (before, after) =
        if before.trim().is_empty() { (after, "") } else { (before.trim(), after) };
    let (language, name) = before.split_once(char::is_whitespace).unwrap_or((before, after));
    let said = |word: &'s str| Some(word.trim()).filter(|word| !word.is_empty());
    piece.kind = Kind::Code {
        language: said(language).filter(|language| *language != "-"),
        name: said(name),
    };
    Some(piece)
}

fn between<'s>(closing: &mut Search, text: &'s str, start: usize) -> Option<Verbatim<'s>> {
    let stop = closing.next(text, start)?;
    let end = stop + closing.mark.len();
    Some(Verbatim { kind: Kind::Plain, content: &text[start..stop], end })
}
