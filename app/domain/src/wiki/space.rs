//! Spaces: the parts of the wiki, each with who reads it, who writes in it, and whether it is read over before it is shown.

use crate::accounts::{Action, Actor, Denied, Hat, Worn};
use crate::ids::{AssociationId, ProjectId, SpaceId, WorkshopId};
use crate::text::{Summary, Title};
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

/// What the wiki itself is called in addresses.
const COMMON: &str = "wiki";

/// A namespace of the wiki and its rights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Space {
    pub id: SpaceId,
    /// What the addresses of its pages begin with: `ateliers` for `ateliers:notes`. Empty: the wiki itself. Unique.
    pub namespace: String,
    pub title: Title,
    /// What it is for.
    pub purpose: Option<Summary>,
    pub reads: Audience,
    pub writes: Audience,
    /// Whether what is written in it is read by an organizer before it is shown.
    pub reviewed: bool,
    /// Whose people are its own, beside those who joined.
    pub around: Around,
}

/// What a space is around. Its people are the space's for as long as they are people of that: nobody keeps a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Around {
    /// Nothing else: its people are those who joined.
    Itself,
    /// Those who act for it. Others join with theirs: a circle of associations.
    Association(AssociationId),
    /// Those who run its sessions or organize workshops, and the associations that have a seat there.
    Workshop(WorkshopId),
    /// The project's team, its association, and those who organize the hackathon.
    Team(ProjectId),
}

impl Around {
    /// The name of its texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Association(_) => "association",
            Self::Workshop(_) => "workshop",
            Self::Team(_) => "team",
        }
    }

    /// What who asks is to a space around this, whether or not it was opened.
    fn part(self, actor: &Actor, circles: &Circles) -> Option<Belonging> {
        let organizes = |action| actor.organizer_of(action).is_ok();
        let (keeps, takes_part) = match self {
            Self::Itself => (false, false),
            Self::Association(association) => (actor.has(Hat::Member(association)), false),
            Self::Workshop(workshop) => (
                organizes(Action::Workshops) || circles.runs.contains(&workshop),
                circles.attends.contains(&workshop),
            ),
            Self::Team(project) => {
                (organizes(Action::Hackathon) || circles.makes.contains(&project), false)
            }
        };
        match takes_part {
            _ if keeps => Some(Belonging::Keeper),
            true => Some(Belonging::Member),
            false => None,
        }
    }

    /// Who may open the space of work of this.
    ///
    /// Errors: `SignIn`; `NotYours`; `Hidden`, where what it would be around is itself private.
    pub fn opener(self, actor: &Actor, circles: &Circles) -> Result<KeeperHat, Denied> {
        actor.signed()?;
        match self.part(actor, circles) {
            Some(Belonging::Keeper) => Ok(KeeperHat { code: actor.hat_code() }),
            _ if matches!(self, Self::Itself | Self::Workshop(_)) => Err(Denied::NotYours),
            _ => Err(Denied::Hidden),
        }
    }
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

/// What ties somebody to spaces, as things stand now. Which associations they act for is in their hats.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circles {
    /// The spaces that they joined, or an association of theirs.
    pub joined: BTreeSet<SpaceId>,
    /// The workshops of which they run a session.
    pub runs: BTreeSet<WorkshopId>,
    /// The workshops where an association of theirs has a seat.
    pub attends: BTreeSet<WorkshopId>,
    /// The projects whose team they are in, or that an association of theirs brought.
    pub makes: BTreeSet<ProjectId>,
}

/// What somebody is to a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Belonging {
    /// One of its people.
    Member,
    /// One of those around whom it is: they look after it.
    Keeper,
}

/// Looks after a space: says what it is for and whose, and who joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeeperHat {
    code: &'static str,
}

impl Worn for KeeperHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

/// Takes care of the pages of a space: reads over what waits to be shown, sees to what is reported of them, puts them away and
/// brings them back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaretakerHat {
    code: &'static str,
}

impl Worn for CaretakerHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

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

    /// Whether what they write needs no reading over.
    pub fn reviews(&self) -> bool {
        self.reviews
    }

    /// The proof that they take care of what others write.
    ///
    /// Errors: `NotYours`.
    pub fn caretaker(&self) -> Result<CaretakerHat, Denied> {
        self.reviews.then_some(CaretakerHat { code: self.code }).ok_or(Denied::NotYours)
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

    /// What its own address ends with, under `/espaces/`.
    pub fn door(&self) -> &str {
        if self.namespace.is_empty() { COMMON } else { &self.namespace }
    }

    /// Whether a space of this namespace may be: some are the addresses of something else.
    pub fn may_be_called(namespace: &str) -> bool {
        ![COMMON, "nouveau", "ouvrir"].contains(&namespace)
    }

    /// What who asks is to it. None: nothing.
    pub fn part(&self, actor: &Actor, circles: &Circles) -> Option<Belonging> {
        actor.person()?;
        let joined = circles.joined.contains(&self.id).then_some(Belonging::Member);
        self.around.part(actor, circles).max(joined)
    }

    /// Whether who asks may read its pages. The product itself reads everything.
    pub fn shows(&self, actor: &Actor, circles: &Circles) -> bool {
        if *actor == Actor::Job {
            return true;
        }
        match self.reads {
            Audience::Everybody => true,
            Audience::Accounts => actor.person().is_some(),
            Audience::Circle => self.part(actor, circles).is_some(),
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
                self.part(actor, circles).is_some() || (organizes && self.reads != Audience::Circle)
            }
            Audience::Nobody => false,
        };
        let reviews = self.caretaker(actor, circles).is_ok();
        let hat = WriterHat { space: self.id, reviews, code: actor.hat_code() };
        may.then_some(hat).ok_or(Denied::NotYours)
    }

    /// Who looks after it: those around whom it is, and those who organize the wiki wherever it is not others' own.
    ///
    /// Errors: `SignIn`; `Hidden`, where it is not shown to who asks; `NotYours`.
    pub fn keeper(&self, actor: &Actor, circles: &Circles) -> Result<KeeperHat, Denied> {
        actor.signed()?;
        if !self.shows(actor, circles) {
            return Err(Denied::Hidden);
        }
        let organizes = actor.organizer_of(Action::Wiki).is_ok();
        let common = self.around == Around::Itself || self.reads != Audience::Circle;
        let keeps = self.part(actor, circles) == Some(Belonging::Keeper) || (organizes && common);
        keeps.then_some(KeeperHat { code: actor.hat_code() }).ok_or(Denied::NotYours)
    }

    /// Who takes care of its pages: who looks after it where its people alone read them, who organizes the wiki elsewhere.
    ///
    /// Errors: `SignIn`; `Hidden`, where it is not shown to who asks; `NotYours`.
    pub fn caretaker(&self, actor: &Actor, circles: &Circles) -> Result<CaretakerHat, Denied> {
        let code = match self.reads {
            Audience::Circle => self.keeper(actor, circles)?.code,
            _ => actor.organizer_of(Action::Wiki)?.code(),
        };
        Ok(CaretakerHat { code })
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
            purpose: None,
            reads,
            writes,
            reviewed: false,
            around: Around::Association(id(US)),
        }
    }

    #[test]
    fn wiki_a_space_is_read_and_written_by_its_audiences() {
        use Audience::{Accounts, Circle, Everybody, Nobody};
        let none = Circles::default();
        let named = Circles { joined: [id(70)].into(), ..none.clone() };
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
    fn wiki_a_space_is_its_peoples_for_as_long_as_they_are_people_of_what_it_is_around() {
        use Belonging::{Keeper, Member};
        let none = Circles::default();
        let joined = Circles { joined: [id(70)].into(), ..none.clone() };
        let runs = Circles { runs: [id(2)].into(), ..none.clone() };
        let attends = Circles { attends: [id(2)].into(), ..none.clone() };
        let makes = Circles { makes: [id(3)].into(), ..none.clone() };
        let plain = signed(5, &[Hat::Volunteer]);
        let organizer = |action| signed(6, &[Hat::Organizer(action, COOPAXIS)]);
        let who = [
            (Actor::Anonymous, &joined),
            (plain.clone(), &none),
            (plain.clone(), &joined),
            (plain.clone(), &runs),
            (plain.clone(), &attends),
            (plain, &makes),
            (signed(5, &[Hat::Member(id(US))]), &none),
            (signed(5, &[Hat::Member(id(US + 1))]), &none),
            (organizer(Action::Workshops), &none),
            (organizer(Action::Hackathon), &none),
            (organizer(Action::Wiki), &none),
        ];
        let (no, of, keeps) = (None, Some(Member), Some(Keeper));
        let cases = [
            (Around::Itself, [no, no, of, no, no, no, no, no, no, no, no]),
            (Around::Association(id(US)), [no, no, of, no, no, no, keeps, no, no, no, no]),
            (Around::Workshop(id(2)), [no, no, of, keeps, of, no, no, no, keeps, no, no]),
            (Around::Workshop(id(3)), [no, no, of, no, no, no, no, no, keeps, no, no]),
            (Around::Team(id(3)), [no, no, of, no, no, keeps, no, no, no, keeps, no]),
            (Around::Team(id(2)), [no, no, of, no, no, no, no, no, no, keeps, no]),
        ];
        for (around, parts) in cases {
            let space = Space { around, ..space(Audience::Circle, Audience::Circle) };
            for ((actor, circles), part) in who.iter().zip(parts) {
                let at = format!("{around:?} {actor:?} {circles:?}");
                assert_eq!(space.part(actor, circles), part, "{at}");
                // Its own people, and nobody else, know of it, write in it, and are told what changed.
                assert_eq!(space.shows(actor, circles), part.is_some(), "{at}");
                assert_eq!(space.remembers(actor, circles), part.is_some(), "{at}");
                assert_eq!(space.writer(actor, circles).is_ok(), part.is_some(), "{at}");
                assert_eq!(space.keeper(actor, circles).is_ok(), part == keeps, "{at}");
                assert_eq!(space.caretaker(actor, circles).is_ok(), part == keeps, "{at}");
            }
        }
        // What is read by more than its people is looked after by those who organize the wiki, too.
        let open = space(Audience::Everybody, Audience::Circle);
        let keeper = |actor: &Actor| open.keeper(actor, &none).map(drop);
        assert_eq!(keeper(&organizer(Action::Wiki)), Ok(()));
        assert_eq!(keeper(&organizer(Action::Hackathon)), Err(Denied::NotYours));
        assert_eq!(keeper(&Actor::Anonymous), Err(Denied::SignIn));
        // What is done to pages that others read, too, is for them alone.
        let ours = signed(5, &[Hat::Member(id(US))]);
        assert!(open.keeper(&ours, &none).is_ok());
        let caretaker = |actor: &Actor| open.caretaker(actor, &none).map(drop);
        assert_eq!(caretaker(&ours), Err(Denied::NotYours));
        assert_eq!(caretaker(&organizer(Action::Wiki)), Ok(()));
        assert_eq!(caretaker(&Actor::Anonymous), Err(Denied::SignIn));
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
