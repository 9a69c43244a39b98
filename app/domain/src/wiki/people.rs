//! Spaces are made, opened around what has people, looked after; people are invited, join and leave.

use super::space::{Around, Audience, KeeperHat, Space, WriterHat};
use crate::accounts::{Hat, MemberHat, OrganizerHat, Signed};
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{AssociationId, PersonId, SpaceId};
use crate::mail::{Addressee, Letter, Urgency};
use crate::paris;
use crate::text::{Email, Lang, Summary, Title};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How many invitations to one space may wait: the product is not there to write to the whole town.
pub const SPACE_INVITATIONS_MAX: usize = 30;

/// How long who was asked to join a space is left alone.
pub const INVITED_AGAIN_AFTER: Duration = Duration::days(7);
/// How many spaces the associations of one person may have: a workshop and a team have one each.
pub const SPACES_MAX: usize = 20;

/// What is said of a space, by who looks after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charter {
    pub title: Title,
    pub purpose: Option<Summary>,
    pub reads: Audience,
    pub writes: Audience,
    pub reviewed: bool,
}

impl Charter {
    /// Of a space that is its people's own.
    pub fn closed(title: Title, purpose: Option<Summary>) -> Self {
        let (reads, writes) = (Audience::Circle, Audience::Circle);
        Self { title, purpose, reads, writes, reviewed: false }
    }
}

/// Somebody is asked to join a space: whoever reads this address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub space: SpaceId,
    pub email: Email,
    pub at: DateTime<Utc>,
    pub by: Option<PersonId>,
}

/// Who joined a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Joiner {
    Person(PersonId),
    /// Everybody who acts for it, as long as they do.
    Association(AssociationId),
}

/// Somebody joined a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    pub space: SpaceId,
    pub who: Joiner,
    pub at: DateTime<Utc>,
    /// Who brought them in.
    pub by: Option<PersonId>,
}

/// One change of who joined a space, or may soon.
#[derive(Clone, Debug, PartialEq)]
pub enum CircleChange {
    Invited(Invited),
    /// Answered, or taken back.
    InvitationOver(SpaceId, Email),
    Joined(Joined),
    Left(SpaceId, Joiner),
    /// The pages and the files of another space whose addresses begin as this one's stand in it from now on.
    TakesIn {
        space: SpaceId,
        namespace: String,
        from: SpaceId,
    },
}

impl Space {
    /// A space of the common wiki, whose pages stood in `from` until now. Who makes one that is its people's own is the
    /// first of them.
    pub fn make(
        act: &Act,
        organizer: &OrganizerHat,
        (namespace, from): (String, SpaceId),
        charter: Charter,
    ) -> Outcome<String> {
        let takes = |space| CircleChange::TakesIn { space, namespace: namespace.clone(), from };
        let space = Self::begin(act, namespace.clone(), Around::Itself, charter);
        let id = space.id;
        let first = space.reads == Audience::Circle || space.writes == Audience::Circle;
        let who = Joiner::Person(organizer.person());
        let joined = Joined { space: id, who, at: act.at, by: act.who.person() };
        let outcome = Outcome::of(namespace.clone())
            .change(Change::Space(space))
            .change(Change::Circle(takes(id)));
        if first { outcome.change(Change::Circle(CircleChange::Joined(joined))) } else { outcome }
    }

    /// Opens the space of work of what it is around: its people's own, until they say otherwise. `spaces`: those that there
    /// are.
    ///
    /// Errors: `SpacesEnough`, the associations of who asks have many already.
    pub fn open(
        act: &Act,
        _opener: &KeeperHat,
        (namespace, spaces): (String, &[Self]),
        around: Around,
        (title, purpose): (Title, Option<Summary>),
    ) -> Result<Outcome<String>, Broken> {
        let own = |around: Around| match around {
            Around::Association(association) => act.who.has(Hat::Member(association)),
            Around::Itself | Around::Workshop(_) | Around::Team(_) => false,
        };
        if own(around) && spaces.iter().filter(|space| own(space.around)).count() >= SPACES_MAX {
            return Err(Broken::SpacesEnough);
        }
        let charter = Charter::closed(title, purpose);
        let space = Self::begin(act, namespace.clone(), around, charter);
        Ok(Outcome::of(namespace).change(Change::Space(space)))
    }

    fn begin(act: &Act, namespace: String, around: Around, charter: Charter) -> Self {
        let space = Self {
            id: SpaceId(act.id()),
            namespace,
            title: charter.title.clone(),
            purpose: None,
            reads: Audience::Circle,
            writes: Audience::Circle,
            reviewed: false,
            around,
        };
        space.told(charter)
    }

    /// The same, as the charter says. Who writes reads; and where pages are written elsewhere, they stay so.
    fn told(self, charter: Charter) -> Self {
        let Charter { title, purpose, reads, writes, reviewed } = charter;
        let (reads, writes) = match (self.writes, reads) {
            (Audience::Nobody, _) => (self.reads, self.writes),
            (_, Audience::Circle) => (reads, Audience::Circle),
            _ => (reads, writes),
        };
        Self { title, purpose, reads, writes, reviewed, ..self }
    }

    /// Says otherwise what it is for and whose it is. Who closes what is around nothing stays one of its people.
    pub fn change(self, act: &Act, _keeper: &KeeperHat, charter: Charter) -> Outcome<()> {
        let space = self.told(charter);
        let closed = space.around == Around::Itself && space.reads == Audience::Circle;
        let who = act.who.person().filter(|_| closed).map(Joiner::Person);
        let joined = who.map(|who| Joined { space: space.id, who, at: act.at, by: None });
        let outcome = Outcome::of(()).change(Change::Space(space));
        let joined = joined.map(|joined| Change::Circle(CircleChange::Joined(joined)));
        joined.into_iter().fold(outcome, Outcome::change)
    }

    /// Asks whoever reads this address to join. Asking again says it again, a week later; the answer says whether a letter
    /// leaves.
    ///
    /// Errors: `TooManyInvitations`.
    pub fn invite(
        &self,
        act: &Act,
        _writer: &WriterHat,
        (email, lang): (Email, Lang),
        waiting: &[Invited],
    ) -> Result<Outcome<bool>, Broken> {
        let asked = |one: &Invited| one.email == email && act.at < one.at + INVITED_AGAIN_AFTER;
        if waiting.iter().any(asked) {
            return Ok(Outcome::of(false));
        }
        let others = waiting.iter().filter(|invited| invited.email != email).count();
        if others >= SPACE_INVITATIONS_MAX {
            return Err(Broken::TooManyInvitations);
        }
        let by = act.who.person();
        let to = Addressee::Address(email.clone(), lang);
        // Taken back and sent anew, it is one letter a day.
        let key = format!("space_invitation:{}:{}:{}", self.id, email.as_str(), paris::day(act.at));
        let invited = Invited { space: self.id, email, at: act.at, by };
        let outcome = Outcome::of(true).change(Change::Circle(CircleChange::Invited(invited)));
        Ok(match by {
            Some(by) => {
                let letter = Letter::SpaceInvitation { space: self.id, by };
                outcome.mail_once(act, key, to, letter, Urgency::Now)
            }
            None => outcome,
        })
    }

    /// Takes an invitation back.
    pub fn uninvite(&self, _keeper: &KeeperHat, email: Email) -> Outcome<()> {
        Outcome::of(()).change(Change::Circle(CircleChange::InvitationOver(self.id, email)))
    }

    /// Who was asked joins, alone or with everybody who acts for an association of theirs.
    pub fn join(
        &self,
        act: &Act,
        who: &Signed,
        invited: Invited,
        with: Option<&MemberHat>,
    ) -> Outcome<()> {
        let who = match with {
            Some(member) => Joiner::Association(member.association()),
            None => Joiner::Person(who.person),
        };
        let joined = Joined { space: self.id, who, at: act.at, by: invited.by };
        Outcome::of(())
            .change(Change::Circle(CircleChange::Joined(joined)))
            .change(Change::Circle(CircleChange::InvitationOver(self.id, invited.email)))
    }

    /// Who was asked would rather not.
    pub fn decline(&self, invited: Invited) -> Outcome<()> {
        let over = CircleChange::InvitationOver(self.id, invited.email);
        Outcome::of(()).change(Change::Circle(over))
    }

    /// Somebody is one of its people no more.
    pub fn part_with(&self, _keeper: &KeeperHat, who: Joiner) -> Outcome<()> {
        Outcome::of(()).change(Change::Circle(CircleChange::Left(self.id, who)))
    }

    /// Who asks is one of its people no more.
    pub fn leave(&self, who: &Signed) -> Outcome<()> {
        let left = CircleChange::Left(self.id, Joiner::Person(who.person));
        Outcome::of(()).change(Change::Circle(left))
    }

    /// The association of who asks is of it no more.
    pub fn leave_with(&self, member: &MemberHat) -> Outcome<()> {
        let left = CircleChange::Left(self.id, Joiner::Association(member.association()));
        Outcome::of(()).change(Change::Circle(left))
    }
}

#[cfg(test)]
mod tests {
    //! Who joins, and what a charter may not say.

    use super::*;
    use crate::accounts::{Action, COOPAXIS};
    use crate::testing::*;
    use crate::wiki::{Circles, TESTIMONIES};

    #[test]
    fn wiki_a_space_that_is_its_peoples_own_is_written_by_them_alone() {
        let organizing = signed(6, &[Hat::Organizer(Action::Wiki, COOPAXIS)]);
        let organizer = organizing.organizer_of(Action::Wiki).expect("an organizer");
        let said = Charter { writes: Audience::Accounts, ..Charter::closed(title("Bureau"), None) };
        let of = ("bureau".to_owned(), id(1));
        let made = Space::make(&act(day(1)), &organizer, of, said.clone());
        let [Change::Space(space), Change::Circle(_), Change::Circle(CircleChange::Joined(first))] =
            &made.changes[..]
        else {
            panic!("{:?}", made.changes)
        };
        assert_eq!((space.reads, space.writes), (Audience::Circle, Audience::Circle));
        assert_eq!(first.who, Joiner::Person(id(6)), "who makes it is the first of its people");
        let open = Charter { reads: Audience::Everybody, ..said };
        let made = Space::make(&act(day(1)), &organizer, ("outils".to_owned(), id(1)), open);
        assert_eq!(made.changes.len(), 2, "nobody needs to join");
        // What is written elsewhere stays so.
        let stories = Space { id: TESTIMONIES, writes: Audience::Nobody, ..common(false) };
        let keeper = stories.keeper(&organizing, &Circles::default()).expect("they organize");
        let at = act(day(1));
        let changed = stories.change(&at, &keeper, Charter::closed(title("Récits"), None));
        let [Change::Space(space)] = &changed.changes[..] else { panic!("{:?}", changed.changes) };
        assert_eq!((space.reads, space.writes), (Audience::Everybody, Audience::Nobody));
        assert_eq!(space.title, title("Récits"));
        // Nobody is shut out by closing.
        let changed = common(false).change(&at, &keeper, Charter::closed(title("Wiki"), None));
        assert!(matches!(changed.changes[1], Change::Circle(CircleChange::Joined(_))));
    }

    #[test]
    fn wiki_the_associations_of_one_person_have_so_many_spaces() {
        let around = Around::Association(id(OURS));
        let at = act(day(1));
        let opener = around.opener(&at.who, &Circles::default()).expect("it is theirs");
        let open = |spaces: &[Space], around| {
            let place = ("espaces:a".to_owned(), spaces);
            Space::open(&at, &opener, place, around, (title("A"), None)).map(drop)
        };
        let of = |n| Space { around: Around::Association(id(n)), ..common(false) };
        let mut spaces = vec![of(OURS); SPACES_MAX - 1];
        spaces.push(of(OURS + 1));
        assert_eq!(open(&spaces, around), Ok(()), "others' do not count");
        spaces.push(of(OURS));
        assert_eq!(open(&spaces, around), Err(Broken::SpacesEnough));
        assert_eq!(open(&spaces, Around::Workshop(id(2))), Ok(()), "it has one");
    }

    #[test]
    fn wiki_who_is_asked_joins_alone_or_with_an_association() {
        let person = signed(5, &[Hat::Member(id(OURS))]);
        let (space, at) = (common(false), act(day(1)));
        let writer = space.writer(&person, &Circles::default()).expect("a writer");
        let email = |n: usize| Email::parse(&format!("a{n}@example.org")).expect("an address");
        let one = |n| Invited { space: space.id, email: email(n), at: day(1), by: Some(id(5)) };
        let waiting: Vec<_> = (0..SPACE_INVITATIONS_MAX).map(one).collect();
        let ask = |n| space.invite(&at, &writer, (email(n), Lang::Fr), &waiting).map(drop);
        assert_eq!(ask(SPACE_INVITATIONS_MAX), Err(Broken::TooManyInvitations));
        assert_eq!(ask(3), Ok(()), "asked again");
        // Not twice in a week: they have the letter.
        let ask = |at| {
            let asked = space.invite(&act(at), &writer, (email(3), Lang::Fr), &waiting);
            let asked = asked.expect("there is room");
            (asked.answer, asked.changes.len())
        };
        assert_eq!(ask(day(1) + INVITED_AGAIN_AFTER - Duration::seconds(1)), (false, 0));
        assert_eq!(ask(day(1) + INVITED_AGAIN_AFTER), (true, 2));
        let who = person.signed().expect("signed in");
        let member = person.member().expect("a member");
        for (with, expected) in
            [(None, Joiner::Person(id(5))), (Some(&member), Joiner::Association(id(OURS)))]
        {
            let outcome = space.join(&at, who, one(0), with);
            let [Change::Circle(CircleChange::Joined(joined)), Change::Circle(over)] =
                &outcome.changes[..]
            else {
                panic!("{:?}", outcome.changes)
            };
            assert_eq!((joined.who, joined.by), (expected, Some(id(5))));
            assert_eq!(*over, CircleChange::InvitationOver(space.id, email(0)));
        }
    }
}
