//! Characters that stand for others: arrows and dashes, faces, and the two words that ask for work. DokuWiki's own
//! lists. The tree keeps what was typed; a page shows the character that it stands for, which screen readers name.
//!
//! Quotes stay as typed: which ones are right depends on the language and on what stands around them.

use std::borrow::Cow;

/// What to show for a symbol.
#[derive(Debug, PartialEq, Eq)]
pub enum Shown<'s> {
    /// This, in the middle of the words.
    Character(Cow<'s, str>),
    /// A word that asks for work on the page.
    Reminder(&'s str),
}

impl Shown<'_> {
    /// As words.
    pub fn text(&self) -> &str {
        match self {
            Self::Character(text) => text,
            Self::Reminder(word) => word,
        }
    }
}

/// Of those that begin alike, the longest stands first.
const SIGNS: [(&str, &str); 14] = [
    ("<->", "↔"),
    ("->", "→"),
    ("<-", "←"),
    ("<=>", "⇔"),
    ("=>", "⇒"),
    ("<=", "⇐"),
    (">>", "»"),
    ("<<", "«"),
    ("---", "—"),
    ("--", "–"),
    ("(c)", "©"),
    ("(tm)", "™"),
    ("(r)", "®"),
    ("...", "…"),
];

/// They stand apart from letters and digits.
const FACES: [(&str, &str); 22] = [
    ("8-)", "😎"),
    ("8-O", "😲"),
    ("8-o", "😲"),
    (":-(", "🙁"),
    (":-)", "🙂"),
    ("=)", "😊"),
    (":-/", "😕"),
    (":-\\", "🫤"),
    (":-?", "🤔"),
    (":-D", "😀"),
    (":-P", "😛"),
    (":-O", "😮"),
    (":-o", "😮"),
    (":-x", "🤐"),
    (":-X", "🤐"),
    (":-|", "😐"),
    (";-)", "😉"),
    ("m(", "🤦"),
    ("^_^", "😄"),
    (":?:", "❓"),
    (":!:", "❗"),
    ("LOL", "😂"),
];

/// They, too.
const REMINDERS: [&str; 2] = ["FIXME", "DELETEME"];

/// What to show for characters that were read as a symbol.
pub fn shown(typed: &str) -> Shown<'_> {
    let known = SIGNS.iter().chain(&FACES).find(|(known, _)| *known == typed);
    match known {
        Some((_, character)) => Shown::Character(Cow::Borrowed(character)),
        None if REMINDERS.contains(&typed) => Shown::Reminder(typed),
        None => Shown::Character(typed.replace(['x', 'X'], "×").into()),
    }
}

/// How long the symbol is that begins at `at`, if one does.
pub(super) fn length(text: &str, at: usize) -> Option<usize> {
    let (before, rest) = text.split_at_checked(at)?;
    let first = rest.as_bytes().first()?;
    let begins = |typed: &str| typed.as_bytes().first() == Some(first) && rest.starts_with(typed);
    let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    // Asked first: else a long number would be read again from each of its digits.
    let begins_word = !in_word(before.chars().next_back());
    let apart = |length: usize| begins_word && !in_word(rest[length..].chars().next());
    let faces = FACES.iter().map(|(typed, _)| *typed).chain(REMINDERS);
    let face = faces.filter(|typed| begins(typed)).map(str::len).find(|length| apart(*length));
    let sign = || SIGNS.iter().find(|(typed, _)| begins(typed)).map(|(typed, _)| typed.len());
    let product = || begins_word.then(|| product(rest)).flatten().filter(|length| apart(*length));
    face.or_else(sign).or_else(product)
}

/// How long `640x480` is. DokuWiki's: a number of one digit is not 0, which begins `0x10`.
fn product(rest: &str) -> Option<usize> {
    let digits = |from: usize| {
        rest.as_bytes()[from..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let left = digits(0);
    let by = rest.as_bytes().get(left).is_some_and(|byte| matches!(byte, b'x' | b'X'));
    if left == 0 || !by || &rest[..left] == "0" {
        return None;
    }
    let right = digits(left + 1);
    (right > 0).then_some(left + 1 + right)
}
