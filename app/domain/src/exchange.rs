//! "Je sais faire, je cherche": what those who come to a session can show each other, and which of them should meet.
//!
//! It is said once, for an association, and known at each session where it has a seat.

mod directory;
mod pairing;

pub use directory::{ASKED_AT_MOST, Asking, Listing, Search, WINDOW};
pub use pairing::{Affinity, Sought, sought};

use crate::act::{Act, Broken, Change, Outcome};
use crate::diagnosis::Key;
use crate::ids::{AssociationId, ExchangeId, PersonId};
use crate::text::{Name, Title, folded};
use crate::workshops::{Entry, EntryKind, Registration};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How much an association says at once: few lines, that people read.
pub const MOST: usize = 12;

/// Which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// "Je sais faire."
    Shows,
    /// "Je cherche."
    Seeks,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Shows, Self::Seeks];

    /// The name in the database, in forms and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Shows => "shows",
            Self::Seeks => "seeks",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.code() == code)
    }
}

/// A line as it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub side: Side,
    /// A theme of the questionnaire, where there is one that fits.
    pub theme: Option<Key>,
    pub words: Title,
}

/// One thing that an association can show, or looks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    pub id: ExchangeId,
    pub association: AssociationId,
    /// The person of whom it was said, by the name that their seats have. None: whoever the association sends.
    pub who: Option<Name>,
    pub side: Side,
    pub theme: Option<Key>,
    pub words: Title,
    pub at: DateTime<Utc>,
    /// Who wrote it. None: who holds the link of a seat, or has gone.
    pub by: Option<PersonId>,
}

impl Exchange {
    /// Whether it is said of who sits there: of this person, or of the association as a whole.
    pub fn comes_with(&self, seat: &Registration) -> bool {
        let named = |who: &Name| seat.attendee.as_ref().is_some_and(|name| same(name, who));
        seat.association == self.association && self.who.as_ref().is_none_or(named)
    }

    /// Takes it back: nothing is kept of it.
    pub fn take_back(&self) -> Outcome<()> {
        Outcome::of(()).change(Change::ExchangeGone(self.id))
    }
}

/// Whether people say there what they can show: at workshops, which are "tournés vers la mise en pratique,
/// l’apprentissage et le partage" (the programme's own text).
pub fn is_open(at: &Entry) -> bool {
    at.kind == EntryKind::WorkshopSession
}

/// Says these lines for an association. What it said already (`known`) is said once.
///
/// Errors: `SaidEnough`.
pub fn say(
    act: &Act,
    association: AssociationId,
    who: Option<&Name>,
    typed: Vec<Typed>,
    known: &[Exchange],
) -> Result<Outcome<()>, Broken> {
    let mut lines: Vec<Exchange> = Vec::new();
    for Typed { side, theme, words } in typed {
        let again = |one: &Exchange| {
            one.side == side
                && one.theme == theme
                && folded(one.words.as_str()) == folded(words.as_str())
                && one.who.as_ref().map(|name| folded(name.as_str()))
                    == who.map(|name| folded(name.as_str()))
        };
        if !known.iter().chain(&lines).any(again) {
            let (id, at, by) = (act.id().into(), act.at, act.who.person());
            let who = who.cloned();
            lines.push(Exchange { id, association, who, side, theme, words, at, by });
        }
    }
    if !lines.is_empty() && known.len() + lines.len() > MOST {
        return Err(Broken::SaidEnough);
    }
    Ok(lines.into_iter().fold(Outcome::of(()), |said, line| said.change(Change::Exchange(line))))
}

fn same(one: &Name, other: &Name) -> bool {
    folded(one.as_str()) == folded(other.as_str())
}

#[cfg(test)]
mod tests;
