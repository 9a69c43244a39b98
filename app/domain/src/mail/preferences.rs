//! What a person wants to be written. Essential letters always pass.

use crate::accounts::SubscriberHat;
use crate::act::{Change, Outcome};
use crate::ids::PersonId;
use crate::mail::Letter;
use serde::{Deserialize, Serialize};

/// Letters that one may do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Of what comes soon.
    Reminders,
    /// Monday's letter.
    Digest,
}

impl List {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Reminders, Self::Digest];

    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reminders => "reminders",
            Self::Digest => "digest",
        }
    }
}

/// What a person wants. Who has said nothing wants all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    pub reminders: bool,
    pub digest: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { reminders: true, digest: true }
    }
}

impl Preferences {
    /// Whether letters of this list are wanted.
    pub fn has(self, list: List) -> bool {
        match list {
            List::Reminders => self.reminders,
            List::Digest => self.digest,
        }
    }

    /// Whether this letter is wanted.
    pub fn wants(self, letter: &Letter) -> bool {
        letter.list().is_none_or(|list| self.has(list))
    }

    /// What a person chooses for themself.
    pub fn choose(self, person: PersonId) -> Outcome<()> {
        Outcome::of(()).change(Change::MailPreferences(person, self))
    }

    /// No more of the list that the link is for; as often as one likes.
    pub fn unsubscribe(self, subscriber: &SubscriberHat) -> Outcome<()> {
        match subscriber.list() {
            List::Reminders => Self { reminders: false, ..self },
            List::Digest => Self { digest: false, ..self },
        }
        .choose(subscriber.person())
    }
}
