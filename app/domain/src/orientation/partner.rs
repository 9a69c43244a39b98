//! Partners outside: who helps with what the programme does not.

use crate::accounts::OrganizerHat;
use crate::act::{Act, Change, Outcome};
use crate::ids::PartnerId;
use crate::text::{Email, Lang, Name, Words};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A local body that helps associations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partner {
    pub id: PartnerId,
    pub name: Name,
    /// What they help with.
    pub helps_with: Words,
    /// Where.
    pub area: Option<String>,
    pub support: Support,
    /// Where they are written to, and in which language.
    pub contact: Email,
    pub lang: Lang,
    pub since: DateTime<Utc>,
    /// No association is oriented there any more since then.
    pub until: Option<DateTime<Utc>>,
}

/// How far their help goes: the four levels of Guid'Asso, the State's own network for associations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    Orientation,
    Information,
    Generalist,
    Specialist,
}

impl Support {
    /// All of them, from the lightest.
    pub const ALL: [Self; 4] =
        [Self::Orientation, Self::Information, Self::Generalist, Self::Specialist];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Orientation => "orientation",
            Self::Information => "information",
            Self::Generalist => "generalist",
            Self::Specialist => "specialist",
        }
    }

    /// Reads [`Self::code`] back. None: no such level.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// What organizers say of a partner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub name: Name,
    pub helps_with: Words,
    pub area: Option<String>,
    pub support: Support,
    pub contact: Email,
    pub lang: Lang,
}

impl Partner {
    /// Writes a partner down, or sets right what is said of `known`.
    pub fn save(
        act: &Act,
        _organizer: &OrganizerHat,
        known: Option<&Self>,
        card: Card,
    ) -> Outcome<PartnerId> {
        let partner = Self {
            id: known.map_or_else(|| act.id().into(), |known| known.id),
            name: card.name,
            helps_with: card.helps_with,
            area: card.area,
            support: card.support,
            contact: card.contact,
            lang: card.lang,
            since: known.map_or(act.at, |known| known.since),
            until: known.and_then(|known| known.until),
        };
        Outcome::of(partner.id).change(Change::Partner(partner))
    }

    /// Orients nobody there any more, or again. What was handed over is theirs to answer all the same.
    pub fn keep(&self, act: &Act, _organizer: &OrganizerHat, keep: bool) -> Outcome<()> {
        let until = if keep { None } else { Some(self.until.unwrap_or(act.at)) };
        Outcome::of(()).change(Change::Partner(Self { until, ..self.clone() }))
    }
}
