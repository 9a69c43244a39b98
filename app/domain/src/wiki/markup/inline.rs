//! The marks inside a line of text, paired: the second of two passes, both linear. A style is never open twice, which
//! bounds the depth of the tree by the number of styles.

use super::tokens::{Lexer, Mark, Place, Token};
use super::{Align, Inline};

/// The text of a paragraph, an item, a cell.
pub(super) fn parse(text: &str) -> Vec<Inline> {
    parse_in(Place::Flow, text)
}

/// The text of a heading, which holds no footnote.
pub(super) fn parse_title(text: &str) -> Vec<Inline> {
    parse_in(Place::Title, text)
}

/// The words of a link.
pub(super) fn parse_label(text: &str) -> Vec<Inline> {
    parse_in(Place::Label, text)
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

fn parse_in(place: Place, text: &str) -> Vec<Inline> {
    let tokens = Lexer::new(place, text).tokens();
    let notes_ahead = tokens.iter().filter(|token| matches!(token, Token::NoteEnd)).count();
    Pairing { tokens: tokens.into_iter(), notes_ahead }.run(false)
}

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
            _ => self.current().push(Inline::Text(text.to_owned())),
        }
    }

    fn current(&mut self) -> &mut Vec<Inline> {
        self.open.last_mut().map_or(&mut self.closed, |open| &mut open.content)
    }
}
