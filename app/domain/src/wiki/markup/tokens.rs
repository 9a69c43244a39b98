//! A line of text cut into tokens: the first of two passes, both linear. [`super::inline`] pairs the marks.

use super::verbatim::{Finder, Kind, Search};
use super::{Feed, Inline, Link, MediaSource, Setting, Style};
use super::{address, inline, media, plugins, symbols};

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

/// Where a text stands, which decides what it may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Flow,
    /// No footnotes, no symbols, nothing for plugins: DokuWiki reads titles and labels as plain words.
    Title,
    /// No links either.
    Label,
}

pub(super) enum Token<'s> {
    Text(&'s str),
    Mark(&'static Mark),
    NoteStart,
    NoteEnd,
    Whole(Inline),
}

pub(super) struct Mark {
    pub(super) typed: &'static str,
    pub(super) style: Style,
    pub(super) opens: bool,
    pub(super) closes: bool,
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

/// How far the `>` of `<mail@x.org>` may be, in bytes.
const LONGEST_MAIL: usize = 256;

pub(super) struct Lexer<'s> {
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
    pub(super) fn new(place: Place, text: &'s str) -> Self {
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

    pub(super) fn tokens(mut self) -> Vec<Token<'s>> {
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
            b'<' => {
                let own = self.verbatim().or_else(|| self.mail()).or_else(|| self.mark());
                own.or_else(|| self.symbol()).or_else(|| self.tag())
            }
            b'*' | b'_' | b'\'' => self.mark(),
            b'/' if !self.after_scheme() => self.mark(),
            b'\\' => self.line_break(),
            b'h' | b'H' | b'w' | b'W' => self.url(),
            b'[' => self.link(),
            b'{' => self.braces(),
            b'(' => self.fixed("((", Token::NoteStart).or_else(|| self.symbol()),
            b')' => self.fixed("))", Token::NoteEnd),
            b'~' => self.waves(),
            b'-'
            | b'='
            | b'>'
            | b'.'
            | b':'
            | b';'
            | b'^'
            | b'm'
            | b'L'
            | b'F'
            | b'D'
            | b'0'..=b'9' => self.symbol(),
            _ => None,
        }
    }

    fn rest(&self) -> &'s str {
        &self.text[self.at..]
    }

    fn fixed(&self, typed: &str, token: Token<'s>) -> Option<(Token<'s>, usize)> {
        let begins = self.place == Place::Flow && self.rest().starts_with(typed);
        begins.then_some((token, self.at + typed.len()))
    }

    fn symbol(&self) -> Option<(Token<'s>, usize)> {
        let in_flow = self.place == Place::Flow;
        let end = self.at + in_flow.then(|| symbols::length(self.text, self.at)).flatten()?;
        Some((Token::Whole(Inline::Symbol(self.text[self.at..end].to_owned())), end))
    }

    /// `<name …>` of a plugin, or the tags of one that is known by its name.
    fn tag(&self) -> Option<(Token<'s>, usize)> {
        let in_flow = self.place == Place::Flow;
        let tag = in_flow.then(|| plugins::tag(self.text, self.at)).flatten()?;
        tag.stands_alone().then(|| (self.plugin(tag.end), tag.end))
    }

    /// `~~NOTOC~~` and the like.
    fn waves(&self) -> Option<(Token<'s>, usize)> {
        let in_flow = self.place == Place::Flow;
        let content = in_flow.then(|| plugins::between_waves(self.text, self.at)).flatten()?;
        let end = self.at + content.len() + 4;
        let token = match content {
            "NOTOC" => Token::Whole(Inline::Setting(Setting::NoContents)),
            "NOCACHE" => Token::Whole(Inline::Setting(Setting::NoCache)),
            _ => self.plugin(end),
        };
        Some((token, end))
    }

    /// From here to `end`, what only a plugin could read.
    fn plugin(&self, end: usize) -> Token<'s> {
        Token::Whole(Inline::Plugin(self.text[self.at..end].to_owned()))
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

    /// A bare `http://…`, `https://…` or `www.…`.
    fn url(&self) -> Option<(Token<'s>, usize)> {
        let before = self.text[..self.at].chars().next_back();
        if self.place == Place::Label || before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let rest = self.rest();
        let begun = ["http://", "https://", "www."].into_iter().find(|begun| {
            rest.get(..begun.len()).is_some_and(|start| start.eq_ignore_ascii_case(begun))
        })?;
        let part_of_url = |c: char| c.is_alphanumeric() || "/#~:.?+=&%@!-_,;".contains(c);
        let after = &rest[begun.len()..];
        let after = &after[..after.find(|c| !part_of_url(c)).unwrap_or(after.len())];
        let after = without_closing(after);
        let url = &rest[..begun.len() + after.len()];
        let end = self.at + url.len();
        if begun != "www." {
            return Some((unlabelled_link(url)?, end));
        }
        // `www.x` is nobody's, and what follows `//` is the end of another address.
        let named = after.split('/').next().is_some_and(|host| host.contains('.'));
        let begins = named && !after.starts_with('.') && !matches!(before, Some('/' | '\\'));
        let target = begins.then(|| address::target(&format!("http://{url}"))).flatten()?;
        Some((Token::Whole(Inline::Link(Link { target, label: vec![text(url)] })), end))
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

    /// `{{file}}`, `{{file?200x100|alternative text}}`; blanks inside the braces align it. Also `{{rss>address}}`, and
    /// `{{name>…}}` of a plugin.
    fn braces(&mut self) -> Option<(Token<'s>, usize)> {
        self.rest().strip_prefix("{{")?;
        let close = self.media_end.next(self.text, self.at + 2)?;
        let content = &self.text[self.at + 2..close];
        let end = close + 2;
        let token = if plugins::in_braces(content) {
            match feed(content) {
                // A line end is there only for the sake of what is shown as typed beside it: it holds no plugin together.
                _ if self.place != Place::Flow || content.contains('\n') => None,
                Some(feed) => Some(Token::Whole(Inline::Feed(feed))),
                None => Some(self.plugin(end)),
            }
        } else {
            media::parse(content).map(|media| Token::Whole(Inline::Media(media)))
        };
        Some((token.unwrap_or(Token::Text(&self.text[self.at..end])), end))
    }
}

/// `rss>address options`.
fn feed(content: &str) -> Option<Feed> {
    let typed = content.strip_prefix("rss>")?.trim();
    let (address, options) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    match address::media(address)? {
        MediaSource::External(address) => Some(Feed {
            address,
            options: options.split_whitespace().collect::<Vec<_>>().join(" "),
        }),
        MediaSource::File(_) => None,
    }
}

/// A link whose label may be left out, or be without words.
fn labelled_link<'s>(typed: &str, label: &str) -> Option<Token<'s>> {
    let target = address::target(typed)?;
    let label = match inline::parse_label(label.trim()) {
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

/// The end of a bare URL without the punctuation and the closing marks of the sentence around it.
fn without_closing(url: &str) -> &str {
    let punctuation = ['.', ':', '?', '-', ';', ',', '!'];
    let mut url = url.trim_end_matches(punctuation);
    while let Some(shorter) = url.strip_suffix("//").or_else(|| url.strip_suffix("__")) {
        url = shorter.trim_end_matches(punctuation);
    }
    url
}
