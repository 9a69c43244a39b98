//! Spaces: the parts of the wiki, each with who reads it, who writes in it, and whether it is read over before it is shown.

use crate::accounts::{Action, Actor, Denied, Hat, Worn};
use crate::ids::{AssociationId, PersonId, SpaceId};
use crate::text::Title;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The wiki itself: what stands in no other space.
pub const ROOT: SpaceId = SpaceId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0011));
/// The associations' stories, each written by its own.
pub const TESTIMONIES: SpaceId =
    SpaceId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0012));
/// What was noted at workshops.
pub const WORKSHOPS: SpaceId = SpaceId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0013));

/// A namespace of the wiki and its rights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Space {
    pub id: SpaceId,
    /// What the addresses of its pages begin with: `ateliers` for `ateliers:notes`. Empty: the wiki itself. Unique.
    pub namespace: String,
    pub title: Title,
    pub reads: Audience,
    pub writes: Audience,
    /// Whether what is written in it is read by an organizer before it is shown.
    pub reviewed: bool,
    /// The association whose people are its circle, beside those who were named.
    pub association: Option<AssociationId>,
}

/// Who reads, or writes, in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Audience {
    /// With or without an account. Nobody writes without one.
    Everybody,
    /// Whoever has an account.
    Accounts,
    /// The people of the space.
    Circle,
    /// Nobody here: its pages are written where they come from.
    Nobody,
}

impl Audience {
    /// All of them, from the widest.
    pub const ALL: [Self; 4] = [Self::Everybody, Self::Accounts, Self::Circle, Self::Nobody];

    /// The name in the database and in the catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Accounts => "accounts",
            Self::Circle => "circle",
            Self::Nobody => "nobody",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.code() == code)
    }
}

/// Somebody who was named as one of the people of a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Included {
    pub space: SpaceId,
    pub person: PersonId,
    pub at: DateTime<Utc>,
    /// Who named them.
    pub by: Option<PersonId>,
}

/// The spaces in whose circle somebody was named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circles(pub BTreeSet<SpaceId>);

/// May write in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriterHat {
    space: SpaceId,
    reviews: bool,
    code: &'static str,
}

impl WriterHat {
    /// What the check has proven: where.
    pub fn space(&self) -> SpaceId {
        self.space
    }

    /// Whether what they write needs no reading over: they organize the wiki.
    pub fn reviews(&self) -> bool {
        self.reviews
    }
}

impl Worn for WriterHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Space {
    /// The most specific of these spaces that a page of this address stands in. None: not even the wiki itself is there.
    pub fn of<'s>(spaces: &'s [Self], slug: &str) -> Option<&'s Self> {
        let holds = |space: &&Self| {
            let rest = slug.strip_prefix(space.namespace.as_str());
            rest.is_some_and(|rest| space.namespace.is_empty() || rest.starts_with(':'))
        };
        spaces.iter().filter(holds).max_by_key(|space| space.namespace.len())
    }

    /// Whether who asks is one of its people.
    pub fn includes(&self, actor: &Actor, circles: &Circles) -> bool {
        let acts_for = |association| actor.has(Hat::Member(association));
        actor.person().is_some()
            && (circles.0.contains(&self.id) || self.association.is_some_and(acts_for))
    }

    /// Whether who asks may read its pages. The product itself reads everything.
    pub fn shows(&self, actor: &Actor, circles: &Circles) -> bool {
        if *actor == Actor::Job {
            return true;
        }
        match self.reads {
            Audience::Everybody => true,
            Audience::Accounts => actor.person().is_some(),
            Audience::Circle => self.includes(actor, circles),
            Audience::Nobody => false,
        }
    }

    /// Whether who asks may see how its pages came to be, not only what they say: where nobody writes here, what was
    /// written before is its authors' own affair.
    pub fn remembers(&self, actor: &Actor, circles: &Circles) -> bool {
        self.writes != Audience::Nobody && self.shows(actor, circles)
    }

    /// Who may write in it: its audience, and those who organize the wiki wherever it is not its circle's own.
    ///
    /// Errors: `SignIn`; `Hidden`, where it is not shown to who asks; `NotYours`.
    pub fn writer(&self, actor: &Actor, circles: &Circles) -> Result<WriterHat, Denied> {
        actor.signed()?;
        if !self.shows(actor, circles) {
            return Err(Denied::Hidden);
        }
        let organizes = actor.organizer_of(Action::Wiki).is_ok();
        let may = match self.writes {
            Audience::Everybody | Audience::Accounts => true,
            Audience::Circle => {
                self.includes(actor, circles) || (organizes && self.reads != Audience::Circle)
            }
            Audience::Nobody => false,
        };
        let hat = WriterHat { space: self.id, reviews: organizes, code: actor.hat_code() };
        may.then_some(hat).ok_or(Denied::NotYours)
    }
}

#[cfg(test)]
mod tests {
    //! Who reads and who writes, whatever the space; and where an address stands.

    use super::*;
    use crate::accounts::COOPAXIS;
    use crate::testing::*;

    const US: u128 = 1;

    fn space(reads: Audience, writes: Audience) -> Space {
        Space {
            id: id(70),
            namespace: "outils".to_owned(),
            title: title("Outils"),
            reads,
            writes,
            reviewed: false,
            association: Some(id(US)),
        }
    }

    #[test]
    fn wiki_a_space_is_read_and_written_by_its_audiences() {
        use Audience::{Accounts, Circle, Everybody, Nobody};
        let (none, named) = (Circles::default(), Circles([id(70)].into()));
        let organizer = signed(6, &[Hat::Organizer(Action::Wiki, COOPAXIS)]);
        let who = [
            (Actor::Anonymous, &none),
            // Of nothing; of the space's association; named; who organizes the wiki.
            (signed(5, &[Hat::Volunteer]), &none),
            (signed(5, &[Hat::Member(id(US))]), &none),
            (signed(5, &[Hat::Volunteer]), &named),
            (organizer, &none),
        ];
        let (no, hidden) = (Err(Denied::NotYours), Err(Denied::Hidden));
        let out = Err(Denied::SignIn);
        let cases = [
            (Everybody, Accounts, [true; 5], [out, Ok(()), Ok(()), Ok(()), Ok(())]),
            (Everybody, Circle, [true; 5], [out, no, Ok(()), Ok(()), Ok(())]),
            (Everybody, Nobody, [true; 5], [out, no, no, no, no]),
            (Accounts, Circle, [false, true, true, true, true], [out, no, Ok(()), Ok(()), Ok(())]),
            (
                Circle,
                Circle,
                [false, false, true, true, false],
                [out, hidden, Ok(()), Ok(()), hidden],
            ),
        ];
        for (reads, writes, shown, written) in cases {
            let space = space(reads, writes);
            for (((actor, circles), shown), written) in who.iter().zip(shown).zip(written) {
                assert_eq!(space.shows(actor, circles), shown, "{reads:?} {actor:?}");
                let writer = space.writer(actor, circles).map(drop);
                assert_eq!(writer, written, "{reads:?} {writes:?} {actor:?}");
                let told = space.remembers(actor, circles);
                assert_eq!(told, shown && writes != Nobody, "{writes:?} {actor:?}");
            }
        }
        assert!(space(Nobody, Nobody).shows(&Actor::Job, &none));
    }

    #[test]
    fn wiki_a_page_stands_in_the_most_specific_space() {
        let named = |namespace: &str| Space {
            namespace: namespace.to_owned(),
            ..space(Audience::Everybody, Audience::Accounts)
        };
        let spaces = [named(""), named("outils"), named("outils:prets")];
        let of = |slug| Space::of(&spaces, slug).map(|space| space.namespace.as_str());
        assert_eq!(of("accueil"), Some(""));
        assert_eq!(of("outils:perceuse"), Some("outils"));
        assert_eq!(of("outils:prets:regles"), Some("outils:prets"));
        assert_eq!(of("outillage"), Some(""));
        assert_eq!(Space::of(&spaces[1..], "accueil"), None);
    }
}
