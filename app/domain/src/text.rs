//! Texts that people type, parsed once at the edge: a value of these types is already good.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A language of the product. French is the programme's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Fr,
    En,
}

impl Lang {
    /// The code for `lang="…"`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }
}

/// The same text in both languages, for content that is data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    pub fr: String,
    pub en: String,
}

impl Bilingual {
    /// The text in this language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

/// What is wrong with one field. The page turns it into a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    Missing,
    /// More characters than allowed.
    TooLong {
        max: u32,
    },
    /// Fewer characters than needed.
    TooShort {
        min: u32,
    },
    Email,
    Rna,
    Siret,
    /// Not the address of a web site.
    Website,
    /// Looks like another that exists: to be looked at once.
    Likely,
    Date,
    Number,
    /// A value that the page does not offer.
    Choice,
    /// No such code was given.
    Code,
    /// Of several choices, one goes with no other.
    Together,
    /// Somebody else answered otherwise, which was not seen yet.
    Crossed,
    /// A date that must come later than another.
    Order,
    /// Somebody's account has it.
    Account,
    /// A name that something else has, or that is kept for something else.
    Taken,
    /// The address of another page, maybe of somebody's draft.
    Occupied,
    /// What it is already.
    Same,
    /// A box that must be ticked.
    Consent,
    /// Not the right password for this address.
    Credentials,
    /// A file with mistakes, which the page lists.
    File,
    /// A file that holds no text.
    NotText,
    /// A file of more bytes than allowed.
    Heavy {
        mib: u32,
    },
    /// A file of a kind that is not kept, or that is not what its name says.
    Kind,
    /// A number outside of these.
    Range {
        min: u8,
        max: u8,
    },
    /// More lines than allowed.
    Lines {
        max: u8,
    },
    /// Not an hour of the day.
    Hour,
    /// A date that has passed.
    Past,
    /// A date that must come before the session.
    Late,
}

/// Every fault of a form, field by field, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faults(pub Vec<(String, Fault)>);

impl Faults {
    /// A single fault. `field` is the name of the input.
    pub fn one(field: &str, fault: Fault) -> Self {
        Self(vec![(field.to_owned(), fault)])
    }

    /// Keeps the value, or notes what is wrong with it and goes on, so that a person sees all faults at once.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, Fault>) -> Option<T> {
        parsed.map_err(|fault| self.0.push((field.to_owned(), fault))).ok()
    }

    /// Whether nothing is to be mended.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The text without its outer blanks, with line ends made one; a fault if it is empty or longer than `max` characters.
/// Control characters are left out: no keyboard types them. With a NUL among them, it is no text.
pub fn bounded(typed: &str, max: u32) -> Result<String, Fault> {
    within(typed, max, str::trim)
}

/// Without the empty lines at both ends. In a page, blanks that begin a line make it an item of a list.
fn without_empty_lines(text: &str) -> &str {
    let text = text.trim_end();
    let blanks = &text[..text.len() - text.trim_start().len()];
    &text[blanks.rfind('\n').map_or(0, |end| end + 1)..]
}

fn within(typed: &str, max: u32, trim: fn(&str) -> &str) -> Result<String, Fault> {
    if typed.contains('\0') {
        return Err(Fault::NotText);
    }
    let typed = typed.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |c: &char| matches!(c, '\n' | '\t') || !c.is_control();
    let text = trim(&typed.chars().filter(kept).collect::<String>()).to_owned();
    if text.is_empty() {
        return Err(Fault::Missing);
    }
    if text.chars().count() > max as usize {
        return Err(Fault::TooLong { max });
    }
    Ok(text)
}

/// As [`bounded`], but an empty text is no text.
pub fn optional(typed: &str, max: u32) -> Result<Option<String>, Fault> {
    match bounded(typed, max) {
        Err(Fault::Missing) => Ok(None),
        other => other.map(Some),
    }
}

/// Parses a field that may stay empty, and whose form is strict.
pub fn unless_empty<T>(
    typed: &str,
    parse: fn(&str) -> Result<T, Fault>,
) -> Result<Option<T>, Fault> {
    if typed.trim().is_empty() { Ok(None) } else { parse(typed).map(Some) }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident <= $max:literal, $trim:expr);+ $(;)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The most characters it may hold.
            pub const MAX: u32 = $max;

            /// Errors: `Missing`, `TooLong`, `NotText`.
            pub fn parse(typed: &str) -> Result<Self, Fault> {
                within(typed, Self::MAX, $trim).map(Self)
            }
            /// The text, without blanks around it.
            pub fn as_str(&self) -> &str { &self.0 }
            /// What the database gives back, checked when it went in.
            pub fn stored(text: String) -> Self { Self(text) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
    )+};
}

texts! {
    /// The name of a person, an association or a place.
    Name <= 120, str::trim;
    /// The title of a project, a page or a date.
    Title <= 160, str::trim;
    /// A few sentences: a need in its owner's own words, a note.
    Words <= 4_000, str::trim;
    /// Why something was changed, on one line.
    Summary <= 300, str::trim;
    /// A whole page, in DokuWiki's markup.
    Source <= 200_000, without_empty_lines;
}

/// An e-mail address, lower-cased.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// RFC 5321 §4.5.3.1.3.
    pub const MAX: u32 = 254;

    /// Accepts what mail servers accept in practice: one `@`, a dotted host, no blanks. Only a mail can prove more.
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        let text = bounded(typed, Self::MAX)?.to_lowercase();
        let (local, host) = text.rsplit_once('@').ok_or(Fault::Email)?;
        let plain =
            |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c);
        let labels_good = host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
        let good = !local.is_empty()
            && local.len() <= 64
            && local.chars().all(plain)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && host.contains('.')
            && labels_good;
        good.then_some(Self(text)).ok_or(Fault::Email)
    }

    /// The address, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database gives back, checked when it went in.
    pub fn stored(text: String) -> Self {
        Self(text)
    }
}

/// The number of an association in the French national register: `W` and nine digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rna(String);

impl Rna {
    /// Blanks between the digits and a small `w` are accepted. Errors: `Rna`.
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        let text = compact(typed).to_uppercase();
        let digits = text.strip_prefix('W').ok_or(Fault::Rna)?;
        let good = digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit());
        good.then_some(Self(text)).ok_or(Fault::Rna)
    }

    /// `W` and nine digits, without blanks.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database gives back, checked when it went in.
    pub fn stored(text: String) -> Self {
        Self(text)
    }
}

/// The number of an establishment: fourteen digits that satisfy Luhn's sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Siret(String);

impl Siret {
    /// Blanks between the digits are accepted. Errors: `Siret`.
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        let text = compact(typed);
        let good = text.len() == 14
            && text.bytes().all(|b| b.is_ascii_digit())
            && luhn(&text).is_multiple_of(10);
        good.then_some(Self(text)).ok_or(Fault::Siret)
    }

    /// Fourteen digits, without blanks.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database gives back, checked when it went in.
    pub fn stored(text: String) -> Self {
        Self(text)
    }
}

/// Luhn's sum: every second digit from the right counts double.
fn luhn(digits: &str) -> u32 {
    digits
        .bytes()
        .rev()
        .map(|b| u32::from(b - b'0'))
        .enumerate()
        .map(|(i, d)| if i % 2 == 0 { d } else { d * 2 })
        .map(|d| if d > 9 { d - 9 } else { d })
        .sum()
}

fn compact(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A password as typed. Never shown, logged or serialised.
pub struct Password(String);

impl Password {
    /// Long rather than odd: a few words are remembered more easily than symbols.
    pub const MIN: u32 = 12;
    /// Beyond this, hashing costs more than it protects.
    pub const MAX: u32 = 256;

    /// Kept as typed, blanks included; lengths are in characters. Errors: `Missing`, `TooShort`, `TooLong`.
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        match typed.chars().count() as u32 {
            0 => Err(Fault::Missing),
            n if n < Self::MIN => Err(Fault::TooShort { min: Self::MIN }),
            n if n > Self::MAX => Err(Fault::TooLong { max: Self::MAX }),
            _ => Ok(Self(typed.to_owned())),
        }
    }

    /// The password in clear, for hashing it only.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// A text made fit for a URL: lower case, no accents, words joined by `_` as DokuWiki does.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match fold(c) {
            Some(folded) => slug.push_str(folded),
            None if c.is_ascii_alphanumeric() => slug.push(c),
            None if !slug.ends_with('_') => slug.push('_'),
            None => {}
        }
    }
    let slug = slug.trim_matches('_');
    slug.chars().take(80).collect()
}

/// A text as it is compared: words in lower case, without accents or signs, one blank between. Letters of other alphabets
/// stay as they are.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // An accent may stand by itself, after its letter.
    for c in
        text.chars().flat_map(char::to_lowercase).filter(|c| !('\u{300}'..='\u{36f}').contains(c))
    {
        match fold(c) {
            Some(letters) => folded.push_str(letters),
            None if c.is_alphanumeric() => folded.push(c),
            None if !folded.ends_with(' ') => folded.push(' '),
            None => {}
        }
    }
    folded.trim().to_owned()
}

/// How many letters must be typed otherwise, or with their neighbour before them, to make one of the other; past `most`, any
/// number above it.
pub fn distance(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut rows: [Vec<usize>; 2] = [Vec::new(), (0..=b.len()).collect()];
    for (i, from) in a.iter().enumerate() {
        let [earlier, before] = &rows;
        let mut row = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let changed = before[j] + usize::from(from != to);
            let mut least = changed.min(before[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *from == b[j - 1] && a[i - 1] == *to {
                least = least.min(earlier[j - 1] + 1);
            }
            row.push(least);
        }
        let [_, before] = rows;
        rows = [before, row];
    }
    rows[1][b.len()]
}

fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => "a",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'î' | 'ï' | 'í' | 'ì' => "i",
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' => "o",
        'ù' | 'û' | 'ü' | 'ú' => "u",
        'ÿ' | 'ý' => "y",
        'ç' => "c",
        'ñ' => "n",
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails() {
        for good in ["a@b.fr", "Amina.Benali+x@Asso-Quai.org", "é@exemple.fr"] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in ["a", "a@b", "@b.fr", "a b@c.fr", "a@b..fr", "a@-b.fr", "a@b@c.fr ,", ".a@b.fr"]
        {
            assert_eq!(Email::parse(bad), Err(Fault::Email), "{bad}");
        }
        assert_eq!(Email::parse(" "), Err(Fault::Missing));
        assert_eq!(
            Email::parse(&format!("{}@b.fr", "a".repeat(300))),
            Err(Fault::TooLong { max: 254 })
        );
    }

    #[test]
    fn register_numbers() {
        assert!(Rna::parse("w372 012 345").is_ok());
        assert_eq!(Rna::parse("W12345678"), Err(Fault::Rna));
        assert_eq!(Rna::parse("372012345"), Err(Fault::Rna));
        // La Poste's head office, a published number.
        assert!(Siret::parse("732 829 320 00074").is_ok());
        assert_eq!(Siret::parse("73282932000075"), Err(Fault::Siret));
        assert_eq!(Siret::parse("7328293200007"), Err(Fault::Siret));
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        assert!(Name::parse(&"é".repeat(120)).is_ok());
        assert_eq!(Name::parse(&"é".repeat(121)), Err(Fault::TooLong { max: 120 }));
        assert_eq!(Name::parse("  \r\n "), Err(Fault::Missing));
        assert_eq!(Name::parse("\u{7f} \u{1}"), Err(Fault::Missing));
        assert_eq!(Name::parse("a\0b"), Err(Fault::NotText));
        let kept = Name::parse("\u{b}ab\u{85}c\td\re\r\nf\u{7f} ");
        assert_eq!(kept.expect("a name").as_str(), "abc\td\ne\nf");
        assert!(matches!(Password::parse("court"), Err(Fault::TooShort { min: 12 })));
    }

    #[test]
    fn wiki_a_page_that_begins_with_a_list_keeps_its_marks() {
        for (typed, kept) in [
            ("  * un\r\n  * deux", "  * un\n  * deux"),
            ("\n \n  - un\n\n ", "  - un"),
            ("\u{a0}\nun", "un"),
            ("un", "un"),
        ] {
            assert_eq!(Source::parse(typed).expect("a text").as_str(), kept, "{typed:?}");
        }
        assert_eq!(Source::parse(" \n \u{a0}"), Err(Fault::Missing));
    }

    #[test]
    fn texts_are_compared_without_accents_capitals_and_signs() {
        assert_eq!(folded("  L’Été à l’ŒUVRE !! "), "l ete a l oeuvre");
        assert_eq!(folded("e\u{301}te\u{301}"), "ete");
        assert_eq!(folded("日本 2"), "日本 2");
    }

    #[test]
    fn slugs() {
        assert_eq!(slug("Le dispositif Savoirs Communs"), "le_dispositif_savoirs_communs");
        assert_eq!(slug("  Été à l’œuvre !! "), "ete_a_l_oeuvre");
        assert_eq!(slug("日本"), "");
    }
}
