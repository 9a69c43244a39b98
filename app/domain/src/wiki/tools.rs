//! What the buttons of the editor do to a text: marks around words, before lines, on lines of their own.

use super::markup::resolve;
use std::ops::Range;

/// A button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    Bold,
    Italic,
    Heading,
    List,
    Quote,
    Code,
    Table,
}

impl Tool {
    /// All of them, as they stand.
    pub const ALL: [Self; 7] =
        [Self::Bold, Self::Italic, Self::Heading, Self::List, Self::Quote, Self::Code, Self::Table];

    /// The name in the page and in the catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::Bold => "bold",
            Self::Italic => "italic",
            Self::Heading => "heading",
            Self::List => "list",
            Self::Quote => "quote",
            Self::Code => "code",
            Self::Table => "table",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.code() == code)
    }
}

/// One replacement in a text, and what is selected then. Bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub replaced: Range<usize>,
    pub by: String,
    /// In the text once it is changed.
    pub selected: Range<usize>,
}

/// What pressing a button does where this much of a text is selected; pressed again, it takes the marks away. `word` is
/// written where nothing is selected.
pub fn change(tool: Tool, text: &str, selected: Range<usize>, word: &str) -> Change {
    match tool {
        Tool::Bold => around(text, selected, "**", word),
        Tool::Italic => around(text, selected, "//", word),
        Tool::Heading => heading(text, selected, word),
        Tool::List => before(text, selected, "  * ", word),
        Tool::Quote => before(text, selected, "> ", word),
        Tool::Code => code(text, selected, word),
        Tool::Table => table(text, selected, word),
    }
}

/// A link to `address`; it shows what is selected, or `title`.
pub fn link(text: &str, selected: Range<usize>, address: &str, title: &str) -> Change {
    let selected = trimmed(text, selected);
    let label = if selected.is_empty() { title } else { &text[selected.clone()] };
    let label = plain(label, ['[', ']']);
    put(selected, format!("[[{address}|{}]]", label.trim()), 0, 0)
}

/// The file at `address`, in the place of what is selected: a picture that shows what `words` say, or a link of these words.
pub fn file(text: &str, selected: Range<usize>, address: &str, words: &str) -> Change {
    let words = plain(words, ['{', '}']);
    let told = match words.trim() {
        "" => String::new(),
        words => format!("|{words}"),
    };
    put(trimmed(text, selected), format!("{{{{{address}{told}}}}}"), 0, 0)
}

/// Words that are no marks where they are to stand.
fn plain(words: &str, marks: [char; 2]) -> String {
    words.chars().filter(|c| !marks.contains(c) && !matches!(c, '|' | '\n')).collect()
}

/// What a link on the page at `page` writes to lead to the one at `slug`, wherever its page may be moved to.
pub fn address_from(slug: &str, page: &str) -> String {
    // Without a name of a space, an address is of the one that its page stands in.
    if resolve(slug, page) == slug && !page.is_empty() {
        slug.to_owned()
    } else {
        format!(":{slug}")
    }
}

/// All of what is written is selected, but so many bytes at either end.
fn put(replaced: Range<usize>, by: String, left: usize, right: usize) -> Change {
    let selected = replaced.start + left..replaced.start + by.len() - right;
    Change { replaced, by, selected }
}

/// Without the blanks at its ends.
fn trimmed(text: &str, selected: Range<usize>) -> Range<usize> {
    let inner = &text[selected.clone()];
    let start = selected.start + inner.len() - inner.trim_start().len();
    if inner.trim().is_empty() {
        selected.end..selected.end
    } else {
        start..start + inner.trim().len()
    }
}

/// The whole lines that are selected, without the last one's end.
fn lines(text: &str, selected: &Range<usize>) -> Range<usize> {
    let start = text[..selected.start].rfind('\n').map_or(0, |at| at + 1);
    // A line whose end alone is selected is one; the one behind it is not.
    let last = if text[selected.clone()].ends_with('\n') { selected.end - 1 } else { selected.end };
    let last = last.max(start);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    start..end
}

fn around(text: &str, selected: Range<usize>, mark: &str, word: &str) -> Change {
    let selected = trimmed(text, selected);
    let (start, end, long) = (selected.start, selected.end, mark.len());
    let inner = &text[selected.clone()];
    if inner.is_empty() {
        return put(selected, format!("{mark}{word}{mark}"), long, long);
    }
    if text[..start].ends_with(mark) && text[end..].starts_with(mark) {
        return put(start - long..end + long, inner.to_owned(), 0, 0);
    }
    let bare = inner.strip_prefix(mark).and_then(|inner| inner.strip_suffix(mark));
    if let Some(bare) = bare.filter(|bare| !bare.is_empty() && !bare.contains(mark)) {
        return put(selected.clone(), bare.to_owned(), 0, 0);
    }
    if !inner.contains('\n') {
        return put(selected.clone(), format!("{mark}{inner}{mark}"), long, long);
    }
    // The blanks that begin an item are its mark.
    let begun = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let start = if text[begun..start].trim().is_empty() { begun } else { start };
    let (selected, inner) = (start..end, &text[start..end]);
    // No mark reaches over the end of a block.
    let line = |line: &str| {
        let begun = ["  * ", "  - ", "> "].into_iter().find(|begun| line.starts_with(begun));
        let (begun, words) = line.split_at(begun.map_or(0, str::len));
        match words.trim() {
            "" => line.to_owned(),
            words => format!("{begun}{mark}{words}{mark}"),
        }
    };
    let by = inner.split('\n').map(line).collect::<Vec<_>>().join("\n");
    put(selected.clone(), by, 0, 0)
}

fn before(text: &str, selected: Range<usize>, mark: &str, word: &str) -> Change {
    let whole = lines(text, &selected);
    let inner = &text[whole.clone()];
    if inner.trim().is_empty() {
        return put(whole, format!("{mark}{word}"), mark.len(), 0);
    }
    let mut full = inner.split('\n').filter(|line| !line.trim().is_empty());
    let marked = full.all(|line| line.starts_with(mark));
    let line = |line: &str| match line.strip_prefix(mark) {
        _ if line.trim().is_empty() => line.to_owned(),
        Some(bare) if marked => bare.to_owned(),
        Some(_) => line.to_owned(),
        None => format!("{mark}{}", line.trim_start()),
    };
    let by = inner.split('\n').map(line).collect::<Vec<_>>().join("\n");
    put(whole.clone(), by, 0, 0)
}

fn heading(text: &str, selected: Range<usize>, word: &str) -> Change {
    let start = selected.start;
    let line = lines(text, &(start..start));
    let inner = text[line.clone()].trim();
    if inner.is_empty() {
        return put(line, format!("==== {word} ===="), 5, 5);
    }
    let bare = inner.trim_matches('=').trim();
    if bare != inner && !bare.is_empty() {
        return put(line, bare.to_owned(), 0, 0);
    }
    put(line, format!("==== {inner} ===="), 5, 5)
}

fn code(text: &str, selected: Range<usize>, word: &str) -> Change {
    let selected = trimmed(text, selected);
    if !text[selected.clone()].contains('\n') {
        return around(text, selected, "''", word);
    }
    let whole = lines(text, &selected);
    let inner = &text[whole.clone()];
    let bare = inner.strip_prefix("<code>\n").and_then(|inner| inner.strip_suffix("\n</code>"));
    match bare {
        Some(bare) => put(whole.clone(), bare.to_owned(), 0, 0),
        None => put(whole.clone(), format!("<code>\n{inner}\n</code>"), 7, 8),
    }
}

/// Behind the lines that are selected, or in the place of an empty one.
fn table(text: &str, selected: Range<usize>, word: &str) -> Change {
    let line = lines(text, &selected);
    let table = format!("^ {word} ^ {word} ^\n| … | … |\n| … | … |");
    let (at, left) = if text[line.clone()].trim().is_empty() {
        (line, "")
    } else {
        (line.end..line.end, "\n\n")
    };
    let right =
        if text[at.end..].is_empty() || text[at.end..].starts_with("\n\n") { "" } else { "\n" };
    let first = left.len() + 2;
    let selected = at.start + first..at.start + first + word.len();
    Change { replaced: at, by: format!("{left}{table}{right}"), selected }
}

#[cfg(test)]
mod tests {
    use super::super::markup::parse;
    use super::super::markup::tests::marked_text;
    use super::*;
    use crate::wiki::markup::{Block, Inline, Style};
    use proptest::prelude::*;

    fn done(text: &str, change: &Change) -> String {
        [&text[..change.replaced.start], &change.by, &text[change.replaced.end..]].concat()
    }

    /// `[` and `]` stand around what is selected.
    fn pressed(tool: Tool, marked: &str) -> String {
        let start = marked.find('[').expect("a beginning");
        let end = marked.find(']').expect("an end") - 1;
        let text = marked.replace(['[', ']'], "");
        let change = change(tool, &text, start..end, "texte");
        let mut text = done(&text, &change);
        text.insert(change.selected.end, ']');
        text.insert(change.selected.start, '[');
        text
    }

    #[test]
    fn wiki_a_button_writes_its_marks_and_takes_them_away() {
        for (tool, before, after) in [
            (Tool::Bold, "un [mot] ici", "un **[mot]** ici"),
            (Tool::Bold, "un **[mot]** ici", "un [mot] ici"),
            (Tool::Bold, "un [**mot**] ici", "un [mot] ici"),
            (Tool::Bold, "un [ mot ]ici", "un  **[mot]** ici"),
            (Tool::Bold, "ici []", "ici **[texte]**"),
            (Tool::Bold, "[  * un\n\n  * deux]", "[  * **un**\n\n  * **deux**]"),
            (Tool::Italic, "[été]", "//[été]//"),
            (Tool::Heading, "un\nde[]ux\n", "un\n==== [deux] ====\n"),
            (Tool::Heading, "===== de[]ux =====", "[deux]"),
            (Tool::Heading, "[]", "==== [texte] ===="),
            (Tool::List, "u[n\n\nde]ux", "[  * un\n\n  * deux]"),
            (Tool::List, "[  * un\n  * deux]", "[un\ndeux]"),
            (Tool::List, "un\n[]\ndeux", "un\n  * [texte]\ndeux"),
            (Tool::Quote, "[un\n]deux", "[> un]\ndeux"),
            (Tool::Code, "[x = 1]", "''[x = 1]''"),
            (Tool::Code, "[a\nb]", "<code>\n[a\nb]\n</code>"),
            (Tool::Code, "[<code>\na\n</code>]", "[a]"),
            (Tool::Table, "[]", "^ [texte] ^ texte ^\n| … | … |\n| … | … |"),
            (Tool::Table, "u[]n\ndeux", "un\n\n^ [texte] ^ texte ^\n| … | … |\n| … | … |\n\ndeux"),
        ] {
            assert_eq!(pressed(tool, before), after, "{tool:?} on {before}");
        }
        let linked = link("vers le site", 5..7, "accueil", "Accueil");
        assert_eq!(done("vers le site", &linked), "vers [[accueil|le]] site");
        assert_eq!(link("", 0..0, "a:b", "Un [titre]|").by, "[[a:b|Un titre]]");
        let shown = file("vers le site", 5..8, "plan.png", "Un {plan}|\n");
        assert_eq!(done("vers le site", &shown), "vers {{plan.png|Un plan}} site");
        assert_eq!(file("", 0..0, ":plan.png", " ").by, "{{:plan.png}}");
        for (slug, page, address) in [
            ("accueil", "notes", "accueil"),
            ("accueil", "ateliers:notes", ":accueil"),
            ("ateliers:plan", "ateliers:notes", "ateliers:plan"),
            // Where a new page will stand is not known yet.
            ("accueil", "", ":accueil"),
        ] {
            assert_eq!(address_from(slug, page), address);
        }
        for tool in Tool::ALL {
            assert_eq!(Tool::from_code(tool.code()), Some(tool));
        }
    }

    #[test]
    fn wiki_marks_are_read_as_what_their_button_says() {
        let read = |tool| parse(&change(tool, "", 0..0, "mot").by).blocks;
        let styled = |style| {
            let content = vec![Inline::Text("mot".to_owned())];
            vec![Block::Paragraph(vec![Inline::Styled { style, content }])]
        };
        assert_eq!(read(Tool::Bold), styled(Style::Bold));
        assert_eq!(read(Tool::Italic), styled(Style::Italic));
        assert_eq!(read(Tool::Code), styled(Style::Monospace));
        assert!(matches!(&read(Tool::Heading)[..], [Block::Heading { level: 3, .. }]));
        assert!(matches!(&read(Tool::List)[..], [Block::List(_)]));
        assert!(matches!(&read(Tool::Quote)[..], [Block::Quote(_)]));
        assert!(matches!(&read(Tool::Table)[..], [Block::Table(_)]));
    }

    proptest! {
        #[test]
        fn wiki_no_button_loses_a_word(
            text in marked_text(),
            (one, two) in (0..300_usize, 0..300_usize),
            tool in 0..Tool::ALL.len(),
        ) {
            let place = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let (one, two) = (place(one.min(two)), place(one.max(two)));
            let change = change(Tool::ALL[tool], &text, one..two, "");
            let after = done(&text, &change);
            let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().replace("code", "");
            prop_assert_eq!(words(&after), words(&text));
            prop_assert!(after.get(change.selected.clone()).is_some());
        }
    }
}
