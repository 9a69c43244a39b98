//! People, associations, hats: who acts, and the one place that says who may do what.
//!
//! A hat type (`MemberHat`, `OrganizerHat`…) has private fields and comes only from a check here, so that
//! a function that takes one cannot be called by forgetting the check.

mod account;
mod begun;
mod carrier;
mod companion;
mod errand;
mod handing;
mod judge;
mod session;
mod sight;
pub mod throttle;

pub use account::Account;
pub use begun::{Begun, Joined, Newcomer};
pub use carrier::{COOPAXIS, Carrier, Carrying, PALO_ALTOURS};
pub use companion::CompanionHat;
pub use errand::{Errand, FreshToken, OneUseLink, no_account};
pub use handing::{OrienterHat, ReceiverHat};
pub use judge::{Judge, Judging};
pub use session::{Browser, Device, LoginSession, SIGNED_IN_FOR, System};
pub use sight::Sight;

use crate::act::{Act, Broken, Change, Outcome};
use crate::associations::About;
use crate::audit::AuditKind;
use crate::ids::{
    AssociationId, AttestationId, BegunId, CallId, CarrierId, DraftLinkId, FeedId, OrientationId,
    PersonId, RegistrationId, SoughtId, TestimonyId,
};
use crate::mail::List;
use crate::text::{Email, Lang, Name, Rna, Siret};
use crate::wiki::sought::Sought;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
    /// Of an action, for a carrier of it.
    Organizer(Action, CarrierId),
    Administrator,
}

impl Hat {
    /// The name in the database and in forms: what it is, then what for.
    pub fn code(self) -> String {
        match self {
            Self::Member(association) => format!("member:{association}"),
            Self::Organizer(action, carrier) => format!("organizer:{}:{carrier}", action.code()),
            Self::Volunteer | Self::Mentor | Self::Administrator => self.kind().to_owned(),
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        let (kind, of) = code.split_once(':').unwrap_or((code, ""));
        match (kind, of) {
            ("member", of) => of.parse().ok().map(Self::Member),
            ("organizer", of) => {
                let (action, carrier) = of.split_once(':')?;
                Some(Self::Organizer(Action::from_code(action)?, carrier.parse().ok()?))
            }
            ("volunteer", "") => Some(Self::Volunteer),
            ("mentor", "") => Some(Self::Mentor),
            ("administrator", "") => Some(Self::Administrator),
            _ => None,
        }
    }

    /// What it is, whatever for: what facts are recorded under.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Member(_) => MemberHat::CODE,
            Self::Volunteer => VolunteerHat::CODE,
            Self::Mentor => MentorHat::CODE,
            Self::Organizer(..) => OrganizerHat::CODE,
            Self::Administrator => AdministratorHat::CODE,
        }
    }
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

/// A person signed in, with every hat that they have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signed {
    pub person: PersonId,
    pub name: String,
    pub hats: Vec<Hat>,
    /// The hat chosen on this device. What one may do is asked of all of them: only what pages show first follows it.
    pub wearing: Option<Hat>,
}

impl Signed {
    /// The hat worn now: the one chosen, while they have it; otherwise the first.
    pub fn current(&self) -> Option<Hat> {
        let chosen = self.wearing.filter(|hat| self.hats.contains(hat));
        chosen.or_else(|| self.hats.first().copied())
    }

    /// Every hat, the current one first.
    fn by_choice(&self) -> impl Iterator<Item = Hat> {
        self.current().into_iter().chain(self.hats.iter().copied())
    }
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
    /// Receive this orientation: say, without an account, whether the association is taken in hand.
    ReceiveOrientation(OrientationId),
    /// Stop these letters to this person.
    Unsubscribe(PersonId, List),
    /// Look after a journey begun without an account, until it is claimed.
    Begin(BegunId),
    /// Answer whether one can make a visit, as the volunteer who was asked.
    AnswerCall(CallId),
    /// Follow what this address tells.
    Follow(FeedId),
    /// Have this seat in one's calendar.
    KeepSeat(RegistrationId),
    /// Take this seat, or give it back.
    AnswerSeat(RegistrationId),
    /// Say, without an account, what was learnt at the session where somebody came in this seat.
    Evaluate(RegistrationId),
    /// Tell, without an account, the story that a letter asked for.
    Testify(SoughtId),
    /// Read the draft that this link was made for.
    ReadDraft(DraftLinkId),
    /// Verify that somebody was present in this seat: their association, and who came if so is said.
    Attest(AttestationId, bool),
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

/// The proof that somebody wears a hat, and what facts are recorded under.
pub trait Worn {
    /// As whom.
    fn code(&self) -> &'static str;
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
        impl $name { const CODE: &'static str = $code; }
        impl Worn for $name { fn code(&self) -> &'static str { Self::CODE } }
    )+};
}

hats! {
    /// Acts for this association.
    MemberHat "member" { person: PersonId, association: AssociationId }
    /// Runs diagnoses, offers time.
    VolunteerHat "volunteer" { person: PersonId }
    /// Accompanies associations.
    MentorHat "mentor" { person: PersonId }
    /// Runs this action, for this carrier.
    OrganizerHat "organizer" { person: PersonId, action: Action, carrier: CarrierId }
    /// Gives hats; in demo mode, moves time.
    AdministratorHat "administrator" { person: PersonId }
    /// May stop these letters to this person: holds the link that was in one.
    SubscriberHat "subscriber" { person: PersonId, list: List }
    /// Has begun this journey without an account: holds its link.
    BeginnerHat "beginner" { begun: BegunId }
}

/// May answer this orientation: a member of its association, or who holds its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswererHat {
    orientation: OrientationId,
    code: &'static str,
}

impl AnswererHat {
    /// What the check has proven: for what.
    pub fn orientation(&self) -> OrientationId {
        self.orientation
    }
}

impl Worn for AnswererHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

/// Answers for a seat: a member of its association, or who holds its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatHat {
    code: &'static str,
}

impl Worn for SeatHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

/// Says what was learnt at a session: a member of the association that came, or who holds its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvaluatorHat {
    code: &'static str,
}

impl Worn for EvaluatorHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

/// Tells a story of this association: one of its members, or who holds the link of the letter that asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TellerHat {
    association: AssociationId,
    code: &'static str,
}

impl TellerHat {
    /// What the check has proven: whose story.
    pub fn association(&self) -> AssociationId {
        self.association
    }
}

impl Worn for TellerHat {
    fn code(&self) -> &'static str {
        self.code
    }
}

/// Notes who came to a date: its host, or an organizer of its action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresenceHat {
    code: &'static str,
}

impl Worn for PresenceHat {
    fn code(&self) -> &'static str {
        self.code
    }
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

    /// Whose what a browser keeps is: a person, or a journey begun without an account. None: nobody's.
    pub fn owner(&self) -> Option<Uuid> {
        match self {
            Self::Person(signed) => Some(signed.person.0),
            Self::Bearer(Bearer { purpose: Purpose::Begin(begun), .. }) => Some(begun.0),
            _ => None,
        }
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

    /// The association that this person acts for: that of the current hat, if it is one; otherwise the first.
    pub fn member(&self) -> Result<MemberHat, Denied> {
        let association = self.signed()?.by_choice().find_map(|hat| match hat {
            Hat::Member(association) => Some(association),
            _ => None,
        });
        association.ok_or(Denied::NotYours).and_then(|a| self.member_of(a))
    }

    /// The proof of acting for the association that something belongs to: whichever of theirs it is, so that a link
    /// from a letter works whatever the current hat. What others have is their own affair.
    ///
    /// Errors: `SignIn`; `NotYours`, they act for no association; `Hidden`, for another.
    pub fn member_for(&self, association: AssociationId) -> Result<MemberHat, Denied> {
        self.member()?;
        self.member_of(association).map_err(|_| Denied::Hidden)
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
        let signed = self.signed()?;
        let carrier = signed.by_choice().find_map(|hat| match hat {
            Hat::Organizer(of, carrier) if of == action => Some(carrier),
            _ => None,
        });
        let carrier = carrier.ok_or(Denied::NotYours)?;
        Ok(OrganizerHat { person: signed.person, action, carrier })
    }

    /// An organizer, of whichever action: that of the current hat, if it is one; otherwise the first.
    pub fn organizer(&self) -> Result<OrganizerHat, Denied> {
        let action = self.signed()?.by_choice().find_map(|hat| match hat {
            Hat::Organizer(action, _) => Some(action),
            _ => None,
        });
        action.ok_or(Denied::NotYours).and_then(|action| self.organizer_of(action))
    }

    /// Who may note presence at a date of this action, which `host` runs.
    ///
    /// Errors: `SignIn`, `NotYours`.
    pub fn presence(&self, action: Action, host: Option<PersonId>) -> Result<PresenceHat, Denied> {
        if host == Some(self.signed()?.person) {
            return Ok(PresenceHat { code: "host" });
        }
        self.organizer_of(action).map(|organizer| PresenceHat { code: organizer.code() })
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
                let hat = AnswererHat { orientation, code: self.hat_code() };
                good.then_some(hat).ok_or(Denied::LinkExpired)
            }
            _ => {
                let member = self.member_of(association).map_err(|denied| {
                    // Whether another association was oriented is its own affair.
                    if denied == Denied::NotYours { Denied::Hidden } else { denied }
                })?;
                Ok(AnswererHat { orientation, code: member.code() })
            }
        }
    }

    /// Who may answer for a seat of `association`.
    ///
    /// Errors: `LinkExpired`, also for a link that is for something else; those of [`Self::member_for`].
    pub fn seated(
        &self,
        seat: RegistrationId,
        association: AssociationId,
        now: DateTime<Utc>,
    ) -> Result<SeatHat, Denied> {
        match self {
            Self::Bearer(Bearer { purpose, until }) => {
                let good = *purpose == Purpose::AnswerSeat(seat) && now < *until;
                good.then_some(SeatHat { code: self.hat_code() }).ok_or(Denied::LinkExpired)
            }
            _ => self.member_for(association).map(|member| SeatHat { code: member.code() }),
        }
    }

    /// Who may say what was learnt by those who came in this seat, of `association`.
    ///
    /// Errors: `LinkExpired`, also for a link that is for something else; those of [`Self::member_for`].
    pub fn evaluator(
        &self,
        seat: RegistrationId,
        association: AssociationId,
        now: DateTime<Utc>,
    ) -> Result<EvaluatorHat, Denied> {
        match self {
            Self::Bearer(Bearer { purpose, until }) => {
                let good = *purpose == Purpose::Evaluate(seat) && now < *until;
                good.then_some(EvaluatorHat { code: self.hat_code() }).ok_or(Denied::LinkExpired)
            }
            _ => self.member_for(association).map(|member| EvaluatorHat { code: member.code() }),
        }
    }

    /// Who may write this testimony, of `association`. `sought` is what the link was sent for, if it is by a link.
    ///
    /// Errors: `LinkExpired`, also for a link that leads to another story; those of [`Self::member_for`].
    pub fn teller(
        &self,
        testimony: TestimonyId,
        association: AssociationId,
        sought: Option<&Sought>,
        now: DateTime<Utc>,
    ) -> Result<TellerHat, Denied> {
        match self {
            Self::Bearer(_) => {
                let sought = sought.filter(|sought| sought.testimony == Some(testimony));
                self.sought(sought.ok_or(Denied::LinkExpired)?, now)
            }
            _ => self
                .member_for(association)
                .map(|member| TellerHat { association, code: member.code() }),
        }
    }

    /// Who begins a story: a member of an association, or who holds the link of the letter that asked for it.
    ///
    /// Errors: those of [`Self::member`] and [`Self::sought`].
    pub fn begins_story(
        &self,
        sought: Option<&Sought>,
        now: DateTime<Utc>,
    ) -> Result<TellerHat, Denied> {
        match self {
            Self::Bearer(_) => self.sought(sought.ok_or(Denied::LinkExpired)?, now),
            _ => self
                .member()
                .map(|member| TellerHat { association: member.association(), code: member.code() }),
        }
    }

    /// Who answers a letter that asked for a story: its link's holder, while it works.
    ///
    /// Errors: `LinkExpired`, also for a link that is for something else; `Hidden` without one.
    pub fn sought(&self, sought: &Sought, now: DateTime<Utc>) -> Result<TellerHat, Denied> {
        let Self::Bearer(Bearer { purpose, until }) = self else { return Err(Denied::Hidden) };
        let good = *purpose == Purpose::Testify(sought.id) && now < *until && sought.is_open(now);
        let hat = TellerHat { association: sought.association, code: self.hat_code() };
        good.then_some(hat).ok_or(Denied::LinkExpired)
    }

    /// Who may stop letters without signing in. Errors: `LinkExpired`, also for a link that is for something else;
    /// `Hidden` without one.
    pub fn subscriber(&self, now: DateTime<Utc>) -> Result<SubscriberHat, Denied> {
        match self {
            Self::Bearer(Bearer { purpose: Purpose::Unsubscribe(person, list), until })
                if now < *until =>
            {
                Ok(SubscriberHat { person: *person, list: *list })
            }
            Self::Bearer(_) => Err(Denied::LinkExpired),
            _ => Err(Denied::Hidden),
        }
    }

    /// The proof of holding the link of a journey begun without an account.
    ///
    /// Errors: `LinkExpired`; `Hidden` for who holds none.
    pub fn beginner(&self, now: DateTime<Utc>) -> Result<BeginnerHat, Denied> {
        match self {
            Self::Bearer(Bearer { purpose: Purpose::Begin(begun), until }) => {
                (now < *until).then_some(BeginnerHat { begun: *begun }).ok_or(Denied::LinkExpired)
            }
            Self::Bearer(_) => Err(Denied::LinkExpired),
            _ => Err(Denied::Hidden),
        }
    }

    /// As whom an act is recorded that no check has proven a hat for: the current one.
    pub fn hat_code(&self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Bearer(_) => "bearer",
            Self::Job => "job",
            Self::Person(signed) => signed.current().map_or("person", Hat::kind),
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

impl Grant {
    /// Gives a hat.
    pub fn give(act: &Act, by: &AdministratorHat, person: PersonId, hat: Hat) -> Outcome<()> {
        let grant = Self { person, hat, at: act.at, by: Some(by.person()) };
        Outcome::of(()).change(Change::Grant(grant)).audit(act, AuditKind::RightGiven, person)
    }

    /// Takes a hat back. `last` is whether this person is the last administrator.
    ///
    /// Errors: `LastAdministrator`.
    pub fn take(
        act: &Act,
        _by: &AdministratorHat,
        person: PersonId,
        hat: Hat,
        last: bool,
    ) -> Result<Outcome<()>, Broken> {
        if last && hat == Hat::Administrator {
            return Err(Broken::LastAdministrator);
        }
        let taken = Outcome::of(()).change(Change::GrantTaken(person, hat));
        Ok(taken.audit(act, AuditKind::RightTaken, person))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(hats: &[Hat]) -> Actor {
        Actor::Person(Signed {
            person: PersonId(Uuid::from_u128(1)),
            name: "Amina".into(),
            hats: hats.to_vec(),
            wearing: None,
        })
    }

    #[test]
    fn accounts_what_a_browser_keeps_is_a_person_s_or_that_of_a_journey_begun() {
        let until = DateTime::UNIX_EPOCH;
        let bearer = |purpose| Actor::Bearer(Bearer { purpose, until });
        let n = Uuid::from_u128;
        for (actor, owner) in [
            (signed(&[]), Some(n(1))),
            (bearer(Purpose::Begin(BegunId(n(7)))), Some(n(7))),
            (bearer(Purpose::AnswerOrientation(OrientationId(n(7)))), None),
            (Actor::Anonymous, None),
            (Actor::Job, None),
        ] {
            assert_eq!(actor.owner(), owner, "{actor:?}");
        }
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
        let organizer = signed(&[Hat::Organizer(Action::Hackathon, PALO_ALTOURS)]);
        assert!(organizer.organizer_of(Action::Hackathon).is_ok());
        assert!(organizer.organizer_of(Action::Workshops).is_err());
        assert!(organizer.organizer().is_ok());
    }

    #[test]
    fn accounts_the_current_hat_comes_first_and_forbids_nothing() {
        let (one, two) = (AssociationId(Uuid::from_u128(2)), AssociationId(Uuid::from_u128(3)));
        let hats = [
            Hat::Member(one),
            Hat::Member(two),
            Hat::Organizer(Action::Workshops, COOPAXIS),
            Hat::Organizer(Action::Wiki, COOPAXIS),
        ];
        let wearing = |wearing| match signed(&hats) {
            Actor::Person(signed) => Actor::Person(Signed { wearing, ..signed }),
            other => other,
        };
        for (chosen, acts_for, organizes, recorded) in [
            (None, one, Action::Workshops, "member"),
            (Some(hats[1]), two, Action::Workshops, "member"),
            (Some(hats[3]), one, Action::Wiki, "organizer"),
            // No longer theirs.
            (Some(Hat::Volunteer), one, Action::Workshops, "member"),
        ] {
            let actor = wearing(chosen);
            assert_eq!(actor.member().map(|hat| hat.association()), Ok(acts_for), "{chosen:?}");
            assert_eq!(actor.organizer().map(|hat| hat.action()), Ok(organizes), "{chosen:?}");
            assert_eq!(actor.hat_code(), recorded, "{chosen:?}");
            assert!(actor.member_for(one).is_ok() && actor.member_for(two).is_ok());
            assert!(hats.iter().all(|hat| actor.has(*hat)));
        }
        let theirs = AssociationId(Uuid::from_u128(4));
        assert_eq!(signed(&hats).member_for(theirs), Err(Denied::Hidden));
        assert_eq!(signed(&[Hat::Mentor]).member_for(one), Err(Denied::NotYours));
        assert_eq!(Actor::Anonymous.member_for(one), Err(Denied::SignIn));
    }

    #[test]
    fn accounts_a_hat_is_read_back_from_its_code() {
        let organizers = Action::ALL.map(|action| Hat::Organizer(action, COOPAXIS));
        let member = Hat::Member(AssociationId(Uuid::from_u128(2)));
        for hat in
            [member, Hat::Volunteer, Hat::Mentor, Hat::Administrator].iter().chain(&organizers)
        {
            assert_eq!(Hat::from_code(&hat.code()), Some(*hat));
        }
        for code in [
            "",
            "queen",
            "member",
            "member:x",
            "organizer",
            "organizer:wiki",
            "organizer:wiki:x",
            "volunteer:x",
        ] {
            assert_eq!(Hat::from_code(code), None, "{code}");
        }
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
