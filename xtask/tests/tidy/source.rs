//! The files of the repository, as rules read them: without comments, with or without what strings hold.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// One file.
pub struct Source {
    /// From the root of the repository, with `/`.
    pub path: String,
    pub text: String,
    /// The product's Rust without comments; empty for tests and for other languages. As long as `text`.
    pub code: String,
    /// The same, without what strings hold.
    pub skeleton: String,
    /// Where the strings stand in `code`, with their quotes.
    pub literals: Vec<Range<usize>>,
}

/// Folders that hold nothing of ours.
const NOT_OURS: [&str; 5] = [".git", "target", "node_modules", "data", "test-results"];

/// The languages that rules are about.
const READ: [&str; 7] = ["rs", "toml", "lock", "css", "js", "ts", "md"];

impl Source {
    /// A file with this text, as if it stood there.
    pub fn new(path: &str, text: &str) -> Self {
        let mut source = Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code: String::new(),
            skeleton: String::new(),
            literals: Vec::new(),
        };
        if source.is_rust() && !source.is_test() {
            source.lex();
        }
        source
    }

    /// Every file of the repository.
    pub fn all() -> Vec<Self> {
        let root = root();
        let mut files = Vec::new();
        collect(&root, &mut files);
        files.sort();
        let read = |file: &PathBuf| {
            let path = file.strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/");
            Some(Self::new(&path, &fs::read_to_string(file).ok()?))
        };
        files.iter().filter_map(read).collect()
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether it is a file of tests: rules for the product do not bind it.
    fn is_test(&self) -> bool {
        let name = self.name();
        let apart = self.path.contains("/tests/");
        apart || name == "tests.rs" || name == "testing.rs"
    }

    /// Whether it stands in one of these folders.
    pub fn within(&self, folders: &[&str]) -> bool {
        folders
            .iter()
            .any(|folder| self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The folder of `app/src` that it stands in. None: elsewhere, or in none.
    pub fn capability(&self) -> Option<&str> {
        self.path.strip_prefix("app/src/")?.split_once('/').map(|(folder, _)| folder)
    }

    /// A fault at a place of the text.
    pub fn fault(&self, at: usize, why: &str) -> String {
        let line = self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        format!("{}:{line}: {why}", self.path)
    }

    /// A fault for each of these words that the code uses. What strings say is no use.
    pub fn uses(&self, words: &[&str], why: &str) -> Vec<String> {
        let each = words.iter().flat_map(|word| {
            let told = format!("{word}: {why}");
            places(&self.skeleton, word).map(move |at| self.fault(at, &told))
        });
        each.collect()
    }

    fn lex(&mut self) {
        let text = product_part(&self.text);
        let mut at = 0;
        while at < text.len() {
            let (token, length) = token(&text[at..], text[..at].chars().next_back());
            let piece = &text[at..at + length];
            match token {
                Token::Code => {
                    self.code.push_str(piece);
                    self.skeleton.push_str(piece);
                }
                Token::Comment => {
                    self.code.push_str(&blank(piece));
                    self.skeleton.push_str(&blank(piece));
                }
                Token::Char => {
                    self.code.push_str(piece);
                    self.skeleton.push_str(&blank(piece));
                }
                Token::Literal => {
                    self.literals.push(at..at + length);
                    self.code.push_str(piece);
                    self.skeleton.push_str(&blank(piece));
                }
            }
            at += length;
        }
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let manifest = manifest.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    manifest.parent().map(Path::to_path_buf).unwrap_or_default()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let read = path.extension().is_some_and(|e| READ.iter().any(|read| e == *read));
        if path.is_dir() && !NOT_OURS.iter().any(|other| name == *other) {
            collect(&path, files);
        } else if path.is_file() && read {
            files.push(path);
        }
    }
}

/// The text up to its module of tests, which ends a file.
fn product_part(text: &str) -> &str {
    let mut tests = text.match_indices("\n#[cfg(test)]\nmod ").map(|(at, _)| at);
    let with_body =
        |at: &usize| text[*at..].lines().nth(2).is_some_and(|module| module.ends_with('{'));
    tests.find(with_body).map_or(text, |at| &text[..at])
}

/// What the next piece of Rust is.
enum Token {
    Code,
    Comment,
    Char,
    Literal,
}

/// The next piece and how long it is. `before` is the character before it.
fn token(rest: &str, before: Option<char>) -> (Token, usize) {
    let to = |end: Option<usize>| end.unwrap_or(rest.len());
    if rest.starts_with("//") {
        return (Token::Comment, to(rest.find('\n')));
    }
    if rest.starts_with("/*") {
        return (Token::Comment, to(rest.find("*/").map(|at| at + 2)));
    }
    if !before.is_some_and(is_word)
        && let Some(length) = raw_string(rest)
    {
        return (Token::Literal, length);
    }
    if rest.starts_with('"') {
        return (Token::Literal, string(rest));
    }
    if let Some(length) = character(rest) {
        return (Token::Char, length);
    }
    (Token::Code, rest.chars().next().map_or(1, char::len_utf8))
}

/// How long the raw string that begins here is.
fn raw_string(rest: &str) -> Option<usize> {
    let marked = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let inside = marked.trim_start_matches('#');
    let end = format!("\"{}", "#".repeat(marked.len() - inside.len()));
    let inside = inside.strip_prefix('"')?;
    let begin = rest.len() - inside.len();
    Some(inside.find(&end).map_or(rest.len(), |at| begin + at + end.len()))
}

/// How long the string that begins here is.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// How long the character literal that begins here is. None: a lifetime, or something else.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    if first == '\\' {
        // `'\''` has a quote that does not end it.
        return inside.get(2..)?.find('\'').map(|at| at + 4);
    }
    let after = first.len_utf8();
    inside[after..].starts_with('\'').then_some(after + 2)
}

/// Spaces, as many as bytes, so that places stay the same.
fn blank(piece: &str) -> String {
    piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

/// Whether a name may hold this character.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where a word stands, not as a part of a longer one.
pub fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let begins = word.chars().next().is_some_and(is_word);
    let ends = word.chars().next_back().is_some_and(is_word);
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back().is_some_and(is_word);
        let after = text[*at + word.len()..].chars().next().is_some_and(is_word);
        !(begins && before || ends && after)
    })
}
