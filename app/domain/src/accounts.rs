//! People, associations, hats: who acts, and the one place that says who may do what.
//!
//! A hat type (`MemberHat`, `OrganizerHat`…) has private fields and comes only from a check here, so that
//! a function that takes one cannot be called by forgetting the check.

mod errand;
mod session;
pub mod throttle;

pub use errand::{Errand, FreshToken, OneUseLink, no_account};
pub use session::{Browser, Device, LoginSession, SIGNED_IN_FOR, System};

use crate::act::{Act, Change, Outcome};
use crate::associations::{About, mail_domain};
use crate::ids::{AssociationId, JourneyId, OrientationId, PersonId};
use crate::journey::{EventKind, JourneyHead, Need};
use crate::mail::List;
use crate::text::{Email, Lang, Name, Rna, Siret, Words};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The three actions of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Wiki,
    Workshops,
    Hackathon,
}

impl Action {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 3] = [Self::Workshops, Self::Hackathon, Self::Wiki];

    /// The name in the database and in class names.
    pub fn code(self) -> &'static str {
        match self {
            Self::Wiki => "wiki",
            Self::Workshops => "workshops",
            Self::Hackathon => "hackathon",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }
}

/// A hat that a person can wear. One person may wear several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Hat {
    Member(AssociationId),
    Volunteer,
    Mentor,
    Organizer(Action),
    Administrator,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Actor {
    Anonymous,
    /// Signed in.
    Person(Signed),
    /// Holds a signed link.
    Bearer(Bearer),
    /// The product itself.
    Job,
}

/// A person signed in, with every hat they wear.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signed {
    pub person: PersonId,
    pub name: String,
    pub hats: Vec<Hat>,
}

/// What a signed link allows: one purpose, on one object, until a date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bearer {
    pub purpose: Purpose,
    pub until: DateTime<Utc>,
}

/// What a signed link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// Answer this orientation without an account.
    AnswerOrientation(OrientationId),
    /// Stop these letters to this person.
    Unsubscribe(PersonId, List),
}

/// Why an act is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Denied {
    /// Signing in may be enough.
    #[error("sign in first")]
    SignIn,
    /// Another hat is needed.
    #[error("this is not yours to do")]
    NotYours,
    /// Whether it exists is itself private.
    #[error("not found")]
    Hidden,
    /// The link's date has passed, or it is for something else.
    #[error("this link no longer works")]
    LinkExpired,
    /// A one-use link has served, or its date has passed, or there never was one.
    #[error("this link has served")]
    LinkSpent,
    /// Too many tries: the next one may be made then.
    #[error("too many tries")]
    TooOften { until: DateTime<Utc> },
}

/// The proof that somebody wears a hat, and what journeys call it.
pub trait Worn {
    const CODE: &'static str;
}

macro_rules! hats {
    ($($(#[$doc:meta])* $name:ident $code:literal { $($field:ident: $kind:ty),+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name { $($field: $kind),+ }
        impl $name { $(
            /// What the check has proven: who, and for what.
            pub fn $field(&self) -> $kind { self.$field }
        )+ }
        impl Worn for $name { const CODE: &'static str = $code; }
    )+};
}

hats! {
    /// Acts for this association.
    MemberHat "member" { person: PersonId, association: AssociationId }
    /// Runs diagnoses, offers time.
    VolunteerHat "volunteer" { person: PersonId }
    /// Accompanies associations.
    MentorHat "mentor" { person: PersonId }
    /// Runs this action.
    OrganizerHat "organizer" { person: PersonId, action: Action }
    /// Gives hats; in demo mode, moves time.
    AdministratorHat "administrator" { person: PersonId }
    /// May answer this orientation: a member of its association, or who holds its link.
    AnswererHat "answerer" { orientation: OrientationId }
    /// May stop these letters to this person: holds the link that was in one.
    SubscriberHat "subscriber" { person: PersonId, list: List }
}

impl Actor {
    /// Who has signed in. Errors: `SignIn`, also for who holds a link, and for a job.
    pub fn signed(&self) -> Result<&Signed, Denied> {
        match self {
            Self::Person(signed) => Ok(signed),
            _ => Err(Denied::SignIn),
        }
    }

    /// None: nobody has signed in.
    pub fn person(&self) -> Option<PersonId> {
        self.signed().ok().map(|s| s.person)
    }

    fn wears(&self, hat: Hat) -> Result<PersonId, Denied> {
        let signed = self.signed()?;
        if signed.hats.contains(&hat) { Ok(signed.person) } else { Err(Denied::NotYours) }
    }

    /// Whether a page should offer this hat's doors.
    pub fn has(&self, hat: Hat) -> bool {
        self.wears(hat).is_ok()
    }

    /// The proof of acting for this association. Errors: `SignIn`, `NotYours`.
    pub fn member_of(&self, association: AssociationId) -> Result<MemberHat, Denied> {
        let person = self.wears(Hat::Member(association))?;
        Ok(MemberHat { person, association })
    }

    /// The association this person acts for: the first, until hats can be chosen.
    pub fn member(&self) -> Result<MemberHat, Denied> {
        let association = self.signed()?.hats.iter().find_map(|hat| match hat {
            Hat::Member(association) => Some(*association),
            _ => None,
        });
        association.ok_or(Denied::NotYours).and_then(|a| self.member_of(a))
    }

    /// The proof of this hat. Errors: `SignIn`, `NotYours`.
    pub fn volunteer(&self) -> Result<VolunteerHat, Denied> {
        Ok(VolunteerHat { person: self.wears(Hat::Volunteer)? })
    }

    /// The proof of this hat. Errors: `SignIn`, `NotYours`.
    pub fn mentor(&self) -> Result<MentorHat, Denied> {
        Ok(MentorHat { person: self.wears(Hat::Mentor)? })
    }

    /// The proof of running this very action. Errors: `SignIn`, `NotYours`.
    pub fn organizer_of(&self, action: Action) -> Result<OrganizerHat, Denied> {
        let person = self.wears(Hat::Organizer(action))?;
        Ok(OrganizerHat { person, action })
    }

    /// An organizer, of whichever action.
    pub fn organizer(&self) -> Result<OrganizerHat, Denied> {
        self.signed()?;
        Action::ALL.iter().find_map(|a| self.organizer_of(*a).ok()).ok_or(Denied::NotYours)
    }

    /// The proof of this hat. Errors: `SignIn`, `NotYours`.
    pub fn administrator(&self) -> Result<AdministratorHat, Denied> {
        Ok(AdministratorHat { person: self.wears(Hat::Administrator)? })
    }

    /// Who may answer an orientation offered to `association`.
    pub fn answerer(
        &self,
        orientation: OrientationId,
        association: AssociationId,
        now: DateTime<Utc>,
    ) -> Result<AnswererHat, Denied> {
        match self {
            Self::Bearer(bearer) => {
                let good =
                    bearer.purpose == Purpose::AnswerOrientation(orientation) && now < bearer.until;
                good.then_some(AnswererHat { orientation }).ok_or(Denied::LinkExpired)
            }
            _ => {
                self.member_of(association).map(|_| AnswererHat { orientation }).map_err(|denied| {
                    // Whether another association was oriented is its own affair.
                    if denied == Denied::NotYours { Denied::Hidden } else { denied }
                })
            }
        }
    }

    /// Who may stop letters without signing in. Errors: `LinkExpired`, also for a link that is for something else.
    pub fn subscriber(&self, now: DateTime<Utc>) -> Result<SubscriberHat, Denied> {
        match self {
            Self::Bearer(Bearer { purpose: Purpose::Unsubscribe(person, list), until })
                if now < *until =>
            {
                Ok(SubscriberHat { person: *person, list: *list })
            }
            _ => Err(Denied::LinkExpired),
        }
    }

    /// The hat that the journey records beside the person's id.
    pub fn hat_code(&self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Bearer(_) => "bearer",
            Self::Job => "job",
            Self::Person(signed) => match signed.hats.first() {
                Some(Hat::Member(_)) => "member",
                Some(Hat::Volunteer) => "volunteer",
                Some(Hat::Mentor) => "mentor",
                Some(Hat::Organizer(_)) => "organizer",
                Some(Hat::Administrator) => "administrator",
                None => "person",
            },
        }
    }
}

/// A human being with an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: Name,
    pub email: Email,
    /// An argon2id string. None: signs in by other means, or not yet.
    pub password_hash: Option<String>,
    pub lang: Lang,
    pub created_at: DateTime<Utc>,
}

/// A hat given to a person, other than membership.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    pub person: PersonId,
    pub hat: Hat,
    pub at: DateTime<Utc>,
    pub by: Option<PersonId>,
}

/// What kind of group it is: informal groups count, and the hackathon serves public institutions too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssociationKind {
    NonProfit,
    Informal,
    Public,
}

impl AssociationKind {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 3] = [Self::NonProfit, Self::Informal, Self::Public];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::NonProfit => "non_profit",
            Self::Informal => "informal",
            Self::Public => "public",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
}

/// A group that the programme accompanies, whatever its legal form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Association {
    pub id: AssociationId,
    pub name: Name,
    pub kind: AssociationKind,
    pub city: Option<String>,
    pub rna: Option<Rna>,
    pub siret: Option<Siret>,
    pub about: About,
    pub created_at: DateTime<Utc>,
}

/// A person who acts for an association.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    pub person: PersonId,
    pub association: AssociationId,
    /// The one whom the programme writes to.
    pub referent: bool,
    pub since: DateTime<Utc>,
}

/// What a newcomer tells, parsed: enough to begin a journey.
#[derive(Clone, Debug)]
pub struct Newcomer {
    pub person: Name,
    pub email: Email,
    pub password_hash: String,
    pub lang: Lang,
    pub association: Name,
    pub kind: AssociationKind,
    pub city: Option<String>,
    pub rna: Option<Rna>,
    pub siret: Option<Siret>,
    pub need: Words,
    /// The testimony that gave the wish, if one did.
    pub inspired_by: Option<crate::ids::TestimonyId>,
}

/// What joining made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    pub person: PersonId,
    pub association: AssociationId,
    pub journey: JourneyId,
}

impl Newcomer {
    /// Opens the account, the association and its journey, with the need kept verbatim.
    pub fn join(self, act: &Act) -> Outcome<Joined> {
        let joined = Joined {
            person: act.id().into(),
            association: act.id().into(),
            journey: act.id().into(),
        };
        let need =
            Need { id: act.id().into(), journey: joined.journey, words: self.need, at: act.at };
        let about = About { mail_domain: mail_domain(&self.email), ..About::default() };
        let mut outcome = Outcome::of(joined)
            .change(Change::Person(Person {
                id: joined.person,
                name: self.person,
                email: self.email,
                password_hash: Some(self.password_hash),
                lang: self.lang,
                created_at: act.at,
            }))
            .change(Change::Association(Association {
                id: joined.association,
                name: self.association,
                kind: self.kind,
                city: self.city,
                rna: self.rna,
                siret: self.siret,
                about,
                created_at: act.at,
            }))
            .change(Change::Membership(Membership {
                person: joined.person,
                association: joined.association,
                referent: true,
                since: act.at,
            }))
            .change(Change::Journey(JourneyHead {
                id: joined.journey,
                association: joined.association,
                inspired_by: self.inspired_by,
                opened_at: act.at,
            }))
            .change(Change::Need(need.clone()));
        if let Some(testimony) = self.inspired_by {
            outcome = outcome.event(act, joined.journey, EventKind::Inspired, testimony.0);
        }
        outcome.event(act, joined.journey, EventKind::NeedStated, need.id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn signed(hats: &[Hat]) -> Actor {
        Actor::Person(Signed {
            person: PersonId(Uuid::from_u128(1)),
            name: "Amina".into(),
            hats: hats.to_vec(),
        })
    }

    #[test]
    fn accounts_hats_are_checked() {
        let ours = AssociationId(Uuid::from_u128(2));
        let theirs = AssociationId(Uuid::from_u128(3));
        let member = signed(&[Hat::Member(ours)]);
        assert!(member.member_of(ours).is_ok());
        assert_eq!(member.member_of(theirs), Err(Denied::NotYours));
        assert_eq!(member.volunteer().map(|_| ()), Err(Denied::NotYours));
        assert_eq!(Actor::Anonymous.volunteer().map(|_| ()), Err(Denied::SignIn));
        let organizer = signed(&[Hat::Organizer(Action::Hackathon)]);
        assert!(organizer.organizer_of(Action::Hackathon).is_ok());
        assert!(organizer.organizer_of(Action::Workshops).is_err());
        assert!(organizer.organizer().is_ok());
    }

    #[test]
    fn accounts_a_link_is_for_one_object_until_a_date() {
        let (one, other) = (OrientationId(Uuid::from_u128(5)), OrientationId(Uuid::from_u128(6)));
        let association = AssociationId(Uuid::from_u128(2));
        let now = DateTime::from_timestamp(1_000_000, 0).unwrap_or_default();
        let until = now + chrono::Duration::days(8);
        let bearer = Actor::Bearer(Bearer { purpose: Purpose::AnswerOrientation(one), until });
        assert!(bearer.answerer(one, association, now).is_ok());
        assert_eq!(bearer.answerer(other, association, now), Err(Denied::LinkExpired));
        assert_eq!(bearer.answerer(one, association, until), Err(Denied::LinkExpired));
        let stranger = signed(&[Hat::Volunteer]);
        assert_eq!(stranger.answerer(one, association, now), Err(Denied::Hidden));
    }
}
