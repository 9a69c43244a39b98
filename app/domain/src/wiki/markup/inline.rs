//! The marks inside a line of text. Two passes, both linear: the lexer cuts the text into tokens, then the marks
//! are paired. A style is never open twice, which bounds the depth of the tree by the number of styles.

use super::verbatim::{Finder, Kind, Search};
use super::{Align, Inline, Link, Media, Style, address};

/// The text of a paragraph, an item, a cell.
pub(super) fn parse(text: &str) -> Vec<Inline> {
    parse_in(Place::Flow, text)
}

/// The text of a heading, which holds no footnote.
pub(super) fn parse_title(text: &str) -> Vec<Inline> {
    parse_in(Place::Title, text)
}

/// The cells of a table's row as typed, each with the `^` or `|` before it: separators inside links, media and
/// verbatim text are not separators.
pub(super) fn cut_cells(row: &str) -> Vec<(char, &str)> {
    let mut lexer = Lexer::new(Place::Flow, row);
    let mut cells = Vec::new();
    let mut begun: Option<(char, usize)> = None;
    while let Some(byte) = row.as_bytes().get(lexer.at) {
        if matches!(byte, b'^' | b'|') {
            cells.extend(begun.map(|(mark, start)| (mark, &row[start..lexer.at])));
            begun = Some((char::from(*byte), lexer.at + 1));
            lexer.at += 1;
        } else {
            lexer.at = lexer.token().map_or(lexer.at + 1, |(_, end)| end);
        }
    }
    // What follows the last separator is a cell only if the author forgot to close it.
    let last = begun.map(|(mark, start)| (mark, &row[start..]));
    cells.extend(last.filter(|(_, text)| !text.trim().is_empty()));
    cells
}

/// Finds links and media, whose inside is read apart.
pub(super) struct Wholes<'s>(Lexer<'s>);

impl<'s> Wholes<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self(Lexer::new(Place::Flow, text))
    }

    /// Where the one that begins here ends. Ask from the beginning of the text to its end.
    pub(super) fn end(&mut self, at: usize) -> Option<usize> {
        self.0.at = at;
        let (_, end) = self.0.token()?;
        Some(end)
    }
}

/// Words cut into what is plain (true) and what reads as a mark, a link or the like.
pub(super) fn pieces(words: &str) -> Vec<(&str, bool)> {
    let mut lexer = Lexer::new(Place::Flow, words);
    let (mut pieces, mut plain) = (Vec::new(), 0);
    while lexer.at < words.len() {
        let Some((_, end)) = lexer.token() else {
            lexer.at += 1;
            continue;
        };
        pieces.extend([(&words[plain..lexer.at], true), (&words[lexer.at..end], false)]);
        (lexer.at, plain) = (end, end);
    }
    pieces.push((&words[plain..], true));
    pieces
}

fn parse_in(place: Place, text: &str) -> Vec<Inline> {
    let tokens = Lexer::new(place, text).tokens();
    let notes_ahead = tokens.iter().filter(|token| matches!(token, Token::NoteEnd)).count();
    Pairing { tokens: tokens.into_iter(), notes_ahead }.run(false)
}

/// Where a text stands, which decides what it may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Flow,
    /// No footnotes.
    Title,
    /// No footnotes, no links.
    Label,
}

enum Token<'s> {
    Text(&'s str),
    Mark(&'static Mark),
    NoteStart,
    NoteEnd,
    Whole(Inline),
}

struct Mark {
    typed: &'static str,
    style: Style,
    opens: bool,
    closes: bool,
}

const fn both(typed: &'static str, style: Style) -> Mark {
    Mark { typed, style, opens: true, closes: true }
}

const fn opening(typed: &'static str, style: Style) -> Mark {
    Mark { typed, style, opens: true, closes: false }
}

const fn closing(typed: &'static str, style: Style) -> Mark {
    Mark { typed, style, opens: false, closes: true }
}

static MARKS: [Mark; 10] = [
    both("**", Style::Bold),
    both("//", Style::Italic),
    both("__", Style::Underlined),
    both("''", Style::Monospace),
    opening("<del>", Style::Deleted),
    closing("</del>", Style::Deleted),
    opening("<sub>", Style::Subscript),
    closing("</sub>", Style::Subscript),
    opening("<sup>", Style::Superscript),
    closing("</sup>", Style::Superscript),
];

// ---- First pass: tokens ----

/// How far the `>` of `<mail@x.org>` may be, in bytes.
const LONGEST_MAIL: usize = 256;

struct Lexer<'s> {
    place: Place,
    text: &'s str,
    /// Bytes read so far.
    at: usize,
    verbatim: Finder,
    link_start: Search,
    link_end: Search,
    media_end: Search,
}

impl<'s> Lexer<'s> {
    fn new(place: Place, text: &'s str) -> Self {
        Self {
            place,
            text,
            at: 0,
            verbatim: Finder::new(),
            link_start: Search::new("[["),
            link_end: Search::new("]]"),
            media_end: Search::new("}}"),
        }
    }

    fn tokens(mut self) -> Vec<Token<'s>> {
        let mut tokens = Vec::new();
        let mut plain = 0;
        while self.at < self.text.len() {
            let Some((token, end)) = self.token() else {
                self.at += 1;
                continue;
            };
            if plain < self.at {
                tokens.push(Token::Text(&self.text[plain..self.at]));
            }
            tokens.push(token);
            self.at = end;
            plain = end;
        }
        if plain < self.text.len() {
            tokens.push(Token::Text(&self.text[plain..]));
        }
        tokens
    }

    /// The token that begins here, unless it is text, and where it ends. `at` may stand inside a character, which
    /// then begins none.
    fn token(&mut self) -> Option<(Token<'s>, usize)> {
        match self.text.as_bytes().get(self.at)? {
            b'%' => self.verbatim(),
            b'<' => self.verbatim().or_else(|| self.mail()).or_else(|| self.mark()),
            b'*' | b'_' | b'\'' => self.mark(),
            b'/' if !self.after_scheme() => self.mark(),
            b'\\' => self.line_break(),
            b'h' | b'H' => self.url(),
            b'[' => self.link(),
            b'{' => self.media(),
            b'(' if self.place == Place::Flow => self.fixed("((", Token::NoteStart),
            b')' if self.place == Place::Flow => self.fixed("))", Token::NoteEnd),
            _ => None,
        }
    }

    fn rest(&self) -> &'s str {
        &self.text[self.at..]
    }

    fn fixed(&self, typed: &str, token: Token<'s>) -> Option<(Token<'s>, usize)> {
        self.rest().starts_with(typed).then_some((token, self.at + typed.len()))
    }

    fn mark(&self) -> Option<(Token<'s>, usize)> {
        let rest = self.rest();
        let mark = MARKS.iter().find(|mark| rest.starts_with(mark.typed))?;
        Some((Token::Mark(mark), self.at + mark.typed.len()))
    }

    /// Whether a `//` here would be that of an address that is no link, such as `ftp://`.
    fn after_scheme(&self) -> bool {
        let scheme = self.text[..self.at].strip_suffix(':');
        scheme.is_some_and(|name| name.ends_with(|c: char| c.is_ascii_alphanumeric()))
    }

    /// `%%…%%`, `<nowiki>…</nowiki>`; also code in the middle of a line, which is monospace.
    fn verbatim(&mut self) -> Option<(Token<'s>, usize)> {
        let piece = self.verbatim.at(self.text, self.at)?;
        let token = match piece.kind {
            Kind::Code { .. } if !piece.content.trim().is_empty() => Token::Whole(Inline::Styled {
                style: Style::Monospace,
                content: vec![text(piece.content.trim())],
            }),
            _ => Token::Text(piece.content),
        };
        Some((token, piece.end))
    }

    /// `\\` before a blank or the end of the line.
    fn line_break(&self) -> Option<(Token<'s>, usize)> {
        let after = self.rest().strip_prefix(r"\\")?;
        let blank = usize::from(after.starts_with([' ', '\t', '\n']));
        (blank == 1 || after.is_empty())
            .then_some((Token::Whole(Inline::Break), self.at + 2 + blank))
    }

    /// `<mail@x.org>`.
    fn mail(&self) -> Option<(Token<'s>, usize)> {
        let rest = self.rest();
        let inside = rest.bytes().take(LONGEST_MAIL).skip(1);
        let close = 1 + inside.take_while(|byte| !b"<> ".contains(byte)).count();
        let address = rest.get(1..close).filter(|_| rest[close..].starts_with('>'))?;
        if self.place == Place::Label || !address::is_mail(address) {
            return None;
        }
        Some((unlabelled_link(address)?, self.at + close + 1))
    }

    /// A bare `http://…` or `https://…`.
    fn url(&self) -> Option<(Token<'s>, usize)> {
        let before = self.text[..self.at].chars().next_back();
        if self.place == Place::Label || before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let rest = self.rest();
        let scheme = ["http://", "https://"].into_iter().find(|scheme| {
            rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        })?;
        let part_of_url = |c: char| c.is_alphanumeric() || "/#~:.?+=&%@!-_,;".contains(c);
        let after = &rest[scheme.len()..];
        let after = &after[..after.find(|c| !part_of_url(c)).unwrap_or(after.len())];
        let url = &rest[..scheme.len() + without_closing(after).len()];
        Some((unlabelled_link(url)?, self.at + url.len()))
    }

    /// `[[target]]` or `[[target|label]]`.
    fn link(&mut self) -> Option<(Token<'s>, usize)> {
        let inside = self.at + 2;
        // Of `[[[`, the last two count.
        if self.place == Place::Label
            || !self.rest().starts_with("[[")
            || self.rest()[2..].starts_with('[')
        {
            return None;
        }
        let mut close = self.link_end.next(self.text, inside)?;
        if self.link_start.next(self.text, inside).is_some_and(|another| another < close) {
            return None;
        }
        // `[[page|label [note]]]`: the label's own brackets belong to it.
        let count = |c: u8| self.text[inside..close].bytes().filter(|b| *b == c).count();
        let unclosed = count(b'[').saturating_sub(count(b']'));
        let extra =
            self.text[close + 2..].bytes().take(unclosed).take_while(|b| *b == b']').count();
        close += extra;
        let end = close + 2;
        let content = &self.text[inside..close];
        let (typed, label) = content.split_once('|').unwrap_or((content, ""));
        // A target that is refused leaves all of it as text.
        let token = labelled_link(typed, label).unwrap_or(Token::Text(&self.text[self.at..end]));
        Some((token, end))
    }

    /// `{{file}}`, `{{file?200x100|alternative text}}`; blanks inside the braces align it.
    fn media(&mut self) -> Option<(Token<'s>, usize)> {
        self.rest().strip_prefix("{{")?;
        let close = self.media_end.next(self.text, self.at + 2)?;
        let content = &self.text[self.at + 2..close];
        let (typed, alt) = match content.split_once('|') {
            Some((typed, alt)) => (typed, Some(alt.trim()).filter(|alt| !alt.is_empty())),
            None => (content, None),
        };
        let end = close + 2;
        let token = match media(typed, alt) {
            Some(media) => Token::Whole(Inline::Media(media)),
            None => Token::Text(&self.text[self.at..end]),
        };
        Some((token, end))
    }
}

/// A link whose label may be left out, or be without words.
fn labelled_link<'s>(typed: &str, label: &str) -> Option<Token<'s>> {
    let target = address::target(typed)?;
    let label = match parse_in(Place::Label, label.trim()) {
        empty if empty.is_empty() => vec![text(address::default_label(typed, &target))],
        label => label,
    };
    Some(Token::Whole(Inline::Link(Link { target, label })))
}

/// A link that shows its address.
fn unlabelled_link<'s>(typed: &str) -> Option<Token<'s>> {
    let target = address::target(typed)?;
    Some(Token::Whole(Inline::Link(Link { target, label: vec![text(typed)] })))
}

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn media(typed: &str, alt: Option<&str>) -> Option<Media> {
    let (name, options) = typed.rsplit_once('?').unwrap_or((typed, ""));
    let align = align_of(typed.starts_with(' '), typed.ends_with(' '));
    let size = options.split('&').find(|option| option.starts_with(|c: char| c.is_ascii_digit()));
    let mut sides = size.unwrap_or_default().trim().split(['x', 'X']).map(|side| side.parse().ok());
    Some(Media {
        source: address::media(name.trim())?,
        width: sides.next().flatten(),
        height: sides.next().flatten(),
        align,
        alt: alt.map(|alt| alt.replace('\n', " ")),
    })
}

/// Blanks push a content away from them; on both sides, they center it.
pub(super) fn align_of(blank_before: bool, blank_after: bool) -> Option<Align> {
    match (blank_before, blank_after) {
        (true, true) => Some(Align::Center),
        (true, false) => Some(Align::Right),
        (false, true) => Some(Align::Left),
        (false, false) => None,
    }
}

/// The end of a bare URL without the punctuation and the closing marks of the sentence around it.
fn without_closing(url: &str) -> &str {
    let punctuation = ['.', ':', '?', '-', ';', ',', '!'];
    let mut url = url.trim_end_matches(punctuation);
    while let Some(shorter) = url.strip_suffix("//").or_else(|| url.strip_suffix("__")) {
        url = shorter.trim_end_matches(punctuation);
    }
    url
}

// ---- Second pass: pairs ----

struct Pairing<'s> {
    tokens: std::vec::IntoIter<Token<'s>>,
    /// How many `))` are still to come.
    notes_ahead: usize,
}

impl<'s> Pairing<'s> {
    /// Reads to the end of the text, or of the footnote. There is no footnote inside a footnote.
    fn run(&mut self, in_note: bool) -> Vec<Inline> {
        let mut built = Builder::default();
        while let Some(token) = self.tokens.next() {
            match token {
                Token::Text(text) => built.text(text),
                Token::Whole(inline) => built.push(inline),
                Token::Mark(mark) => built.mark(mark),
                Token::NoteStart if !in_note && self.notes_ahead > 0 => match self.run(true) {
                    note if note.is_empty() => built.text("(())"),
                    note => built.push(Inline::Footnote(note)),
                },
                Token::NoteStart => built.text("(("),
                Token::NoteEnd => {
                    self.notes_ahead -= 1;
                    if in_note {
                        break;
                    }
                    built.text("))");
                }
            }
        }
        built.finish()
    }
}

/// A sequence being built, with the marks that wait for their closing, outermost first.
#[derive(Default)]
struct Builder {
    closed: Vec<Inline>,
    open: Vec<Open>,
}

struct Open {
    mark: &'static Mark,
    content: Vec<Inline>,
}

impl Builder {
    fn mark(&mut self, mark: &'static Mark) {
        let open = self.open.iter().position(|open| open.mark.style == mark.style);
        match open {
            Some(depth) if mark.closes => self.close(depth, mark),
            None if mark.opens => self.open.push(Open { mark, content: Vec::new() }),
            _ => self.text(mark.typed),
        }
    }

    /// Closes the mark at this depth. Those opened since then crossed it: they are text.
    fn close(&mut self, depth: usize, mark: &Mark) {
        while self.open.len() > depth + 1 {
            self.abandon();
        }
        let Some(Open { mark: opening, content }) = self.open.pop() else { return };
        if content.is_empty() {
            self.text(opening.typed);
            self.text(mark.typed);
        } else {
            self.push(Inline::Styled { style: mark.style, content });
        }
    }

    /// Gives back the innermost open mark as text.
    fn abandon(&mut self) {
        let Some(Open { mark, content }) = self.open.pop() else { return };
        self.text(mark.typed);
        for inline in content {
            self.push(inline);
        }
    }

    fn finish(mut self) -> Vec<Inline> {
        while !self.open.is_empty() {
            self.abandon();
        }
        self.closed
    }

    fn push(&mut self, inline: Inline) {
        match inline {
            Inline::Text(text) => self.text(&text),
            other => self.current().push(other),
        }
    }

    fn text(&mut self, text: &str) {
        match self.current().last_mut() {
            _ if text.is_empty() => {}
            Some(Inline::Text(before)) => before.push_str(text),
            _ => self.current().push(self::text(text)),
        }
    }

    fn current(&mut self) -> &mut Vec<Inline> {
        self.open.last_mut().map_or(&mut self.closed, |open| &mut open.content)
    }
}
