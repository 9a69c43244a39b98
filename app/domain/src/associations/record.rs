//! An association's record, public or not field by field.

use super::Sketch;
use crate::accounts::{Association, AssociationKind};
use crate::act::{Change, Outcome};
use crate::diagnosis::Key;
use crate::text::{Email, Fault, Name, Rna, Siret, Words, bounded};
use serde::{Deserialize, Serialize};

/// What an association tells about itself, beside its name and numbers. All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// What it does.
    pub object: Option<Words>,
    pub street: Option<String>,
    pub postcode: Option<String>,
    /// Themes of the questionnaire, as workshops have them.
    pub themes: Vec<Key>,
    pub website: Option<Website>,
    pub contact: Option<Email>,
    pub size: Option<Size>,
    /// The host of its people's addresses, where it is its own: see [`super::mail_domain`].
    pub mail_domain: Option<String>,
    /// What everybody may see, once the name is among it.
    pub shown: Vec<Field>,
}

/// How many people make an association live, members and volunteers together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Size {
    #[serde(rename = "up_to_10")]
    UpTo10,
    #[serde(rename = "up_to_50")]
    UpTo50,
    #[serde(rename = "up_to_200")]
    UpTo200,
    #[serde(rename = "more")]
    More,
}

impl Size {
    /// All of them, from the smallest.
    pub const ALL: [Self; 4] = [Self::UpTo10, Self::UpTo50, Self::UpTo200, Self::More];

    /// The name in the database, in forms and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::UpTo10 => "up_to_10",
            Self::UpTo50 => "up_to_50",
            Self::UpTo200 => "up_to_200",
            Self::More => "more",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.code() == code)
    }
}

/// All that a record tells, as its form sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub name: Name,
    pub kind: AssociationKind,
    pub city: Option<String>,
    pub rna: Option<Rna>,
    pub siret: Option<Siret>,
    pub about: About,
}

/// One thing that a record tells, public or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Name,
    Object,
    Themes,
    Size,
    Town,
    /// Street and postcode.
    Address,
    Website,
    Contact,
    Rna,
    Siret,
}

impl Field {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::Object,
        Self::Themes,
        Self::Size,
        Self::Town,
        Self::Address,
        Self::Website,
        Self::Contact,
        Self::Rna,
        Self::Siret,
    ];

    /// The name in the database, in forms and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Object => "object",
            Self::Themes => "themes",
            Self::Size => "size",
            Self::Town => "town",
            Self::Address => "address",
            Self::Website => "website",
            Self::Contact => "contact",
            Self::Rna => "rna",
            Self::Siret => "siret",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }
}

/// Who looks at a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Anybody.
    Stranger,
    /// A volunteer, or its mentor: what helps to accompany, and neither where to knock nor registration numbers.
    Follower,
    /// Its members and the organizers.
    Whole,
}

impl Association {
    /// Takes what its members now tell, and answers what it is compared by from now on. The mail domain that it joined
    /// with stays, unless its contact has one.
    pub fn rewritten(self, record: Record) -> Outcome<Sketch> {
        let Record { name, kind, city, rna, siret, about } = record;
        let mail_domain = about.mail_domain.clone().or(self.about.mail_domain);
        let about = About { mail_domain, ..about };
        let rewritten = Self { name, kind, city, rna, siret, about, ..self };
        Outcome::of(rewritten.sketch()).change(Change::Association(rewritten))
    }

    /// Says that these themes matter to it too.
    pub fn following(mut self, themes: Vec<Key>) -> Outcome<()> {
        for theme in themes {
            if !self.about.themes.contains(&theme) {
                self.about.themes.push(theme);
            }
        }
        Outcome::of(()).change(Change::Association(self))
    }

    /// What is seen of it. Nothing is public without the name; a published testimony has made the name public
    /// (`told`).
    pub fn sees(&self, sight: Sight, field: Field, told: bool) -> bool {
        let shown = |field| self.about.shown.contains(&field);
        let named = told || shown(Field::Name);
        let public = named && (field == Field::Name || shown(field));
        match sight {
            Sight::Whole => true,
            Sight::Follower => {
                public || !matches!(field, Field::Address | Field::Rna | Field::Siret)
            }
            Sight::Stranger => public,
        }
    }
}

/// The address of a web site. Only `http` and `https`: a link of another kind could run something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Website(String);

impl Website {
    /// The most characters it may hold.
    pub const MAX: u32 = 300;

    /// `https://` may be left out. Errors: `Website`, `Missing`, `TooLong`.
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        let text = bounded(typed, Self::MAX)?;
        let (scheme, rest) = text.split_once("://").unwrap_or(("https", &text));
        let scheme = scheme.to_ascii_lowercase();
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let plain = |c: char| c.is_alphanumeric() || c == '-';
        let good_host =
            host.contains('.') && host.split('.').all(|l| !l.is_empty() && l.chars().all(plain));
        let good = matches!(scheme.as_str(), "http" | "https")
            && good_host
            && !rest.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
        if good { Ok(Self(format!("{scheme}://{rest}"))) } else { Err(Fault::Website) }
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database gives back, checked when it went in.
    pub fn stored(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::associations::tests::named;

    #[test]
    fn associations_a_field_is_seen_by_whom_it_is_for() {
        let mut ours = named(1, "Les Rives");
        let sees = |a: &Association, sight, field| a.sees(sight, field, false);
        for field in Field::ALL {
            assert!(!sees(&ours, Sight::Stranger, field), "{field:?} is private until said");
            assert!(sees(&ours, Sight::Whole, field));
            let kept = matches!(field, Field::Address | Field::Rna | Field::Siret);
            assert_eq!(sees(&ours, Sight::Follower, field), !kept, "{field:?}");
        }
        ours.about.shown = vec![Field::Rna];
        assert!(!sees(&ours, Sight::Stranger, Field::Rna), "nothing is public without the name");
        ours.about.shown.push(Field::Name);
        for field in Field::ALL {
            let public = matches!(field, Field::Name | Field::Rna);
            assert_eq!(sees(&ours, Sight::Stranger, field), public, "{field:?}");
        }
        assert!(sees(&ours, Sight::Follower, Field::Rna), "what is public is for everybody");
        ours.about.shown = vec![Field::Town];
        assert!(ours.sees(Sight::Stranger, Field::Name, true), "a testimony has told it");
        assert!(ours.sees(Sight::Stranger, Field::Town, true));
        assert!(!ours.sees(Sight::Stranger, Field::Contact, true));
    }

    #[test]
    fn associations_a_web_site_is_one() {
        for (typed, kept) in [
            ("amicale.example", "https://amicale.example"),
            (" HTTP://www.rives.example/qui?a=b#c ", "http://www.rives.example/qui?a=b#c"),
            ("https://été.example/", "https://été.example/"),
        ] {
            assert_eq!(Website::parse(typed).as_ref().map(Website::as_str), Ok(kept));
        }
        for typed in [
            "javascript://a.b/%0aalert(1)",
            "data:text/html,x",
            "rives",
            "https://",
            "a.b c",
            "a@b.fr",
        ] {
            assert_eq!(Website::parse(typed), Err(Fault::Website), "{typed}");
        }
    }
}
