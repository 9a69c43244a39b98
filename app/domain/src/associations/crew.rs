//! Who acts for an association: coming in, leaving, and the referent's role, which never falls to nobody. All of it is
//! decided under the lock of the association's row, so that two who leave at once cannot both be right.

use super::letters::{Said, letter};
use crate::accounts::{Actor, Denied, FreshToken, Membership, OrganizerHat, Worn};
use crate::act::{Act, Broken, Change, Outcome};
use crate::audit::AuditKind;
use crate::ids::{AssociationId, InvitationId, PersonId};
use crate::mail::Addressee;
use crate::text::{Email, Lang, Words};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How long an invitation waits for its answer.
pub const INVITED_FOR: Duration = Duration::days(14);

/// How many invitations of one association may wait: the product is not there to write to the whole town.
pub const INVITATIONS_MAX: usize = 20;

/// A place offered to whoever reads this address. Its token is in a letter, and only a hash of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    pub association: AssociationId,
    pub email: Email,
    pub by: Option<PersonId>,
    pub at: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub token_hash: String,
}

/// Somebody asks to act for an association.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequest {
    pub person: PersonId,
    pub association: AssociationId,
    pub words: Option<Words>,
    pub at: DateTime<Utc>,
}

/// The referent's role, offered to a member who has not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferentOffer {
    pub association: AssociationId,
    pub to: PersonId,
    pub by: PersonId,
    pub at: DateTime<Utc>,
}

/// A referent leaves, and no member follows: the organizers are asked, then one of them looks after the association
/// until it has a referent again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takeover {
    pub association: AssociationId,
    pub asked_at: DateTime<Utc>,
    pub taken: Option<(PersonId, DateTime<Utc>)>,
}

/// One change of who acts for an association.
#[derive(Clone, Debug, PartialEq)]
pub enum CrewChange {
    /// The membership's row goes, so that nothing of the person stays there; the audit log keeps the fact.
    Left(PersonId, AssociationId),
    Invited(Invitation),
    /// Answered, or taken back.
    InvitationOver(InvitationId),
    Asked(JoinRequest),
    RequestOver(PersonId, AssociationId),
    ReferentOffered(ReferentOffer),
    OfferOver(AssociationId),
    Takeover(Takeover),
    TakeoverOver(AssociationId),
}

/// Everybody who acts for an association, or may soon. As loaded, under its lock.
#[derive(Clone, Debug)]
pub struct Crew {
    pub association: AssociationId,
    /// The oldest first.
    pub members: Vec<Membership>,
    pub invitations: Vec<Invitation>,
    pub requests: Vec<JoinRequest>,
    pub offer: Option<ReferentOffer>,
    pub takeover: Option<Takeover>,
}

/// May let people in: any member or, once it is taken over, any organizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeper {
    person: PersonId,
    code: &'static str,
}

/// May send members away and hand the role over: the referent or, once it is taken over, any organizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    person: PersonId,
    code: &'static str,
}

impl Worn for Keeper {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Worn for Lead {
    fn code(&self) -> &'static str {
        self.code
    }
}

impl Crew {
    /// Of an association for which nobody acts yet.
    pub fn nobody(association: AssociationId) -> Self {
        let (members, invitations, requests) = Default::default();
        Self { association, members, invitations, requests, offer: None, takeover: None }
    }

    /// Errors: `SignIn`; `Hidden` for who may not even know of it; `NotYours` for an organizer.
    pub fn keeper(&self, actor: &Actor) -> Result<Keeper, Denied> {
        match actor.member_of(self.association) {
            // Who has just left still wears the hat: the lock knows better.
            Ok(member) => {
                let (person, code) = (member.person(), member.code());
                self.member(person).map(|_| Keeper { person, code }).ok_or(Denied::Hidden)
            }
            Err(Denied::NotYours) => {
                let organizer = actor.organizer().map_err(|_| Denied::Hidden)?;
                let (person, code) = (organizer.person(), organizer.code());
                self.is_taken_over().then_some(Keeper { person, code }).ok_or(Denied::NotYours)
            }
            Err(denied) => Err(denied),
        }
    }

    /// Errors: as [`Self::keeper`], and `NotYours` for a member who is not the referent.
    pub fn lead(&self, actor: &Actor) -> Result<Lead, Denied> {
        let Keeper { person, code } = self.keeper(actor)?;
        let referent = self.member(person).is_some_and(|m| m.referent);
        let looks_after = self.is_taken_over() && actor.organizer().is_ok();
        (referent || looks_after).then_some(Lead { person, code }).ok_or(Denied::NotYours)
    }

    /// The membership of this person.
    pub fn member(&self, person: PersonId) -> Option<&Membership> {
        self.members.iter().find(|m| m.person == person)
    }

    /// The one whom the programme writes to.
    pub fn referent(&self) -> Option<&Membership> {
        self.members.iter().find(|m| m.referent)
    }

    /// Whether an organizer looks after it.
    pub fn is_taken_over(&self) -> bool {
        self.takeover.as_ref().is_some_and(|t| t.taken.is_some())
    }

    /// Whom a letter about it goes to: its referent or, without one, every member.
    fn heard_by(&self) -> impl Iterator<Item = PersonId> {
        let referent = self.referent().map(|m| m.person);
        self.members.iter().map(|m| m.person).filter(move |p| referent.is_none_or(|r| r == *p))
    }

    fn tell<T>(&self, outcome: Outcome<T>, act: &Act, to: PersonId, said: Said) -> Outcome<T> {
        let letter = letter(self.association, said);
        outcome.mail(act, Addressee::Person(to), letter)
    }

    fn tell_lead<T>(&self, outcome: Outcome<T>, act: &Act, said: &Said) -> Outcome<T> {
        let but = act.who.person();
        self.heard_by()
            .filter(|p| Some(*p) != but)
            .fold(outcome, |outcome, to| self.tell(outcome, act, to, said.clone()))
    }

    fn change(change: CrewChange) -> Change {
        Change::Crew(change)
    }

    /// One more member. Without a referent, the newcomer is it, and nobody needs to look after the association any more.
    pub(crate) fn enter(&self, act: &Act, person: PersonId) -> Outcome<()> {
        if self.member(person).is_some() {
            return Outcome::of(());
        }
        let referent = self.referent().is_none();
        let association = self.association;
        let outcome = Outcome::of(())
            .change(Change::Membership(Membership { person, association, referent, since: act.at }))
            .change(Self::change(CrewChange::RequestOver(person, association)))
            .audit(act, AuditKind::RightGiven, person);
        if referent {
            outcome.change(Self::change(CrewChange::TakeoverOver(association)))
        } else {
            outcome
        }
    }

    /// One member less. What was offered to them is over.
    fn exit(&self, act: &Act, person: PersonId) -> Outcome<()> {
        let outcome = Outcome::of(())
            .change(Self::change(CrewChange::Left(person, self.association)))
            .audit(act, AuditKind::RightTaken, person);
        let concerned = |offer: &&ReferentOffer| offer.to == person || offer.by == person;
        match self.offer.as_ref().filter(concerned) {
            Some(_) => outcome.change(Self::change(CrewChange::OfferOver(self.association))),
            None => outcome,
        }
    }

    // ---- Coming in

    /// Invites whoever reads this address. A second invitation replaces the first.
    ///
    /// Errors: `TooManyInvitations`.
    pub fn invite(
        &self,
        act: &Act,
        keeper: &Keeper,
        (email, lang): (Email, Lang),
        token: FreshToken,
    ) -> Result<Outcome<()>, Broken> {
        let (again, others): (Vec<_>, Vec<_>) =
            self.invitations.iter().partition(|i| i.email == email);
        if others.iter().filter(|i| act.at < i.until).count() >= INVITATIONS_MAX {
            return Err(Broken::TooManyInvitations);
        }
        let over = again.into_iter().fold(Outcome::of(()), |outcome, invitation| {
            outcome.change(Self::change(CrewChange::InvitationOver(invitation.id)))
        });
        let invitation = Invitation {
            id: act.id().into(),
            association: self.association,
            email: email.clone(),
            by: Some(keeper.person),
            at: act.at,
            until: act.at + INVITED_FOR,
            token_hash: token.hash,
        };
        let said = Said::Invited { by: keeper.person, token: token.secret };
        let to = Addressee::Address(email, lang);
        Ok(over.change(Self::change(CrewChange::Invited(invitation))).mail(
            act,
            to,
            letter(self.association, said),
        ))
    }

    /// Takes an invitation back: its link leads nowhere any more.
    pub fn withdraw(&self, _keeper: &Keeper, invitation: InvitationId) -> Option<Outcome<()>> {
        self.invitations.iter().find(|i| i.id == invitation).map(|invitation| {
            Outcome::of(()).change(Self::change(CrewChange::InvitationOver(invitation.id)))
        })
    }

    /// The person who holds the letter comes in, once. Errors: `LinkSpent`, past its date.
    pub fn accept_invitation(
        &self,
        act: &Act,
        invitation: &Invitation,
        person: PersonId,
    ) -> Result<Outcome<()>, Denied> {
        if act.at >= invitation.until {
            return Err(Denied::LinkSpent);
        }
        let entered =
            self.enter(act, person).change(Self::change(CrewChange::InvitationOver(invitation.id)));
        let said = Said::Joined { person };
        let but = self.heard_by().filter(|p| *p != person);
        Ok(but.fold(entered, |outcome, to| self.tell(outcome, act, to, said.clone())))
    }

    /// Somebody asks to come in. The letter about it leaves once a day, however often they ask.
    pub fn ask(
        &self,
        act: &Act,
        person: PersonId,
        words: Option<Words>,
    ) -> Result<Outcome<()>, Broken> {
        if self.member(person).is_some() {
            return Err(Broken::AlreadyMember);
        }
        let association = self.association;
        let request = JoinRequest { person, association, words, at: act.at };
        let asked = Outcome::of(()).change(Self::change(CrewChange::Asked(request)));
        let day = act.at.format("%Y-%m-%d");
        Ok(self.heard_by().fold(asked, |outcome, to| {
            let key = format!("asks to join {association} {person} {to} {day}");
            let letter = letter(association, Said::Asks { person });
            outcome.mail_once(act, key, Addressee::Person(to), letter, crate::mail::Urgency::Now)
        }))
    }

    /// Lets in who asked, or does not. None: nobody of this id asks.
    pub fn answer(
        &self,
        act: &Act,
        _keeper: &Keeper,
        person: PersonId,
        accept: bool,
    ) -> Option<Outcome<()>> {
        let request = self.requests.iter().find(|r| r.person == person)?;
        Some(if accept {
            self.tell(self.enter(act, person), act, person, Said::Accepted)
        } else {
            let over = CrewChange::RequestOver(request.person, self.association);
            let outcome = Outcome::of(()).change(Self::change(over));
            self.tell(outcome, act, person, Said::NotAccepted)
        })
    }

    // ---- Leaving

    /// A member leaves. Errors: `ReferentStays`, the role must be handed over first, or taken over by an organizer.
    pub fn leave(&self, act: &Act, member: &Membership) -> Result<Outcome<()>, Broken> {
        if member.referent {
            return Err(Broken::ReferentStays);
        }
        let said = Said::Left { person: member.person };
        Ok(self.tell_lead(self.exit(act, member.person), act, &said))
    }

    /// The referent sends a member away. None: no such member. Errors: `ReferentStays`.
    pub fn remove(
        &self,
        act: &Act,
        _lead: &Lead,
        person: PersonId,
    ) -> Option<Result<Outcome<()>, Broken>> {
        let member = self.member(person)?;
        if member.referent {
            return Some(Err(Broken::ReferentStays));
        }
        Some(Ok(self.tell(self.exit(act, person), act, person, Said::Removed)))
    }

    /// Somebody's account goes. Without a referent left, the organizers are asked to look after the association.
    pub fn without(&self, act: &Act, member: &Membership) -> Outcome<()> {
        let gone = self.exit(act, member.person);
        if !member.referent || self.takeover.is_some() {
            return gone;
        }
        let (association, asked_at) = (self.association, act.at);
        let asked = Takeover { association, asked_at, taken: None };
        gone.change(Self::change(CrewChange::Takeover(asked)))
    }

    // ---- The referent's role

    /// Offers the role to a member. None: no such member. Errors: `Oneself`, it is theirs already.
    pub fn offer_role(
        &self,
        act: &Act,
        lead: &Lead,
        to: PersonId,
    ) -> Option<Result<Outcome<()>, Broken>> {
        let member = self.member(to)?;
        if member.referent {
            return Some(Err(Broken::Oneself));
        }
        let (association, by) = (self.association, lead.person);
        let offer = ReferentOffer { association, to, by, at: act.at };
        let outcome = Outcome::of(()).change(Self::change(CrewChange::ReferentOffered(offer)));
        Some(Ok(self.tell(outcome, act, to, Said::RoleOffered { by })))
    }

    /// The member to whom it is offered takes the role, or not; who offered it takes it back by a no.
    ///
    /// Errors: `OutOfOrder`, nothing is offered; `NotYours`, to another.
    pub fn answer_offer(
        &self,
        act: &Act,
        keeper: &Keeper,
        accept: bool,
    ) -> Result<Result<Outcome<()>, Broken>, Denied> {
        let Some(offer) = &self.offer else { return Ok(Err(Broken::OutOfOrder)) };
        let own = offer.to == keeper.person;
        if !own && (accept || offer.by != keeper.person) {
            return Err(Denied::NotYours);
        }
        let over = Outcome::of(()).change(Self::change(CrewChange::OfferOver(self.association)));
        if !accept {
            let (to, said) = if own {
                (offer.by, Said::RoleDeclined { person: offer.to })
            } else {
                (offer.to, Said::RoleTakenBack)
            };
            return Ok(Ok(self.tell(over, act, to, said)));
        }
        let Some(next) = self.member(offer.to) else { return Ok(Err(Broken::OutOfOrder)) };
        let mut outcome = over;
        for member in self.members.iter().filter(|m| m.referent) {
            let member = Membership { referent: false, ..member.clone() };
            outcome = outcome.audit(act, AuditKind::RightTaken, member.person);
            outcome = outcome.change(Change::Membership(member));
        }
        outcome = outcome
            .change(Change::Membership(Membership { referent: true, ..next.clone() }))
            .change(Self::change(CrewChange::TakeoverOver(self.association)))
            .audit(act, AuditKind::RightGiven, offer.to);
        let said = Said::RoleAccepted { person: offer.to };
        Ok(Ok(self.tell(outcome, act, offer.by, said)))
    }

    /// The referent asks the organizers to look after the association, so as to leave.
    ///
    /// Errors: `AlreadyAnswered`, they were asked.
    pub fn ask_takeover(&self, act: &Act, _lead: &Lead) -> Result<Outcome<()>, Broken> {
        if self.takeover.is_some() {
            return Err(Broken::AlreadyAnswered);
        }
        let asked = Takeover { association: self.association, asked_at: act.at, taken: None };
        Ok(Outcome::of(()).change(Self::change(CrewChange::Takeover(asked))))
    }

    /// An organizer looks after the association from now on, and its referent has left.
    ///
    /// Errors: `OutOfOrder`, nobody asked for it, or somebody does so already.
    pub fn take_over(&self, act: &Act, organizer: &OrganizerHat) -> Result<Outcome<()>, Broken> {
        let asked = self.takeover.as_ref().filter(|t| t.taken.is_none());
        let asked = asked.ok_or(Broken::OutOfOrder)?;
        let taken = Takeover { taken: Some((organizer.person(), act.at)), ..asked.clone() };
        let outcome = Outcome::of(()).change(Self::change(CrewChange::Takeover(taken)));
        let outcome = match self.referent() {
            Some(referent) => outcome.and(self.exit(act, referent.person)),
            None => outcome,
        };
        let said = Said::TakenOver { by: organizer.person() };
        let everybody = self.members.iter().map(|m| m.person);
        Ok(everybody.fold(outcome, |outcome, to| self.tell(outcome, act, to, said.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Action, Hat, Signed};
    use crate::testing::{act, day, id};
    use proptest::prelude::*;

    /// People numbered from 1; the first of a crew is its referent.
    fn crew(people: &[u128]) -> Crew {
        let member = |(i, person): (usize, &u128)| Membership {
            person: id(*person),
            association: id(100),
            referent: i == 0,
            since: day(0),
        };
        Crew {
            association: id(100),
            members: people.iter().enumerate().map(member).collect(),
            invitations: Vec::new(),
            requests: Vec::new(),
            offer: None,
            takeover: None,
        }
    }

    fn actor(person: u128, hats: &[Hat]) -> Actor {
        let name = "Amina".to_owned();
        Actor::Person(Signed { person: id(person), name, hats: hats.to_vec(), wearing: None })
    }

    fn member(person: u128) -> Actor {
        actor(person, &[Hat::Member(id(100))])
    }

    /// The crew once an outcome is applied: as the store would load it next.
    fn after<T>(mut crew: Crew, outcome: &Outcome<T>) -> Crew {
        for change in &outcome.changes {
            match change {
                Change::Membership(m) => {
                    crew.members.retain(|known| known.person != m.person);
                    crew.members.push(m.clone());
                }
                Change::Crew(CrewChange::Left(person, _)) => {
                    crew.members.retain(|m| m.person != *person);
                }
                Change::Crew(CrewChange::Invited(i)) => crew.invitations.push(i.clone()),
                Change::Crew(CrewChange::InvitationOver(i)) => {
                    crew.invitations.retain(|known| known.id != *i);
                }
                Change::Crew(CrewChange::Asked(r)) => crew.requests.push(r.clone()),
                Change::Crew(CrewChange::RequestOver(person, _)) => {
                    crew.requests.retain(|r| r.person != *person);
                }
                Change::Crew(CrewChange::ReferentOffered(o)) => crew.offer = Some(o.clone()),
                Change::Crew(CrewChange::OfferOver(_)) => crew.offer = None,
                Change::Crew(CrewChange::Takeover(t)) => crew.takeover = Some(t.clone()),
                Change::Crew(CrewChange::TakeoverOver(_)) => crew.takeover = None,
                _ => {}
            }
        }
        crew
    }

    #[test]
    fn associations_who_may_let_in_and_who_leads() {
        let organizer = actor(9, &[Hat::Organizer(Action::Wiki, crate::accounts::COOPAXIS)]);
        let both = actor(
            2,
            &[Hat::Member(id(100)), Hat::Organizer(Action::Wiki, crate::accounts::COOPAXIS)],
        );
        let crew = crew(&[1, 2]);
        let mut taken = crew.clone();
        taken.members.retain(|m| !m.referent);
        taken.takeover =
            Some(Takeover { association: id(100), asked_at: day(0), taken: Some((id(9), day(1))) });
        for (who, keeps, leads, once_taken) in [
            (&Actor::Anonymous, Err(Denied::SignIn), Err(Denied::SignIn), Err(Denied::SignIn)),
            (
                &actor(5, &[Hat::Volunteer]),
                Err(Denied::Hidden),
                Err(Denied::Hidden),
                Err(Denied::Hidden),
            ),
            // The referent has left by then.
            (&member(1), Ok(()), Ok(()), Err(Denied::Hidden)),
            (&member(2), Ok(()), Err(Denied::NotYours), Err(Denied::NotYours)),
            (&organizer, Err(Denied::NotYours), Err(Denied::NotYours), Ok(())),
            (&both, Ok(()), Err(Denied::NotYours), Ok(())),
        ] {
            assert_eq!(crew.keeper(who).map(drop), keeps, "{who:?}");
            assert_eq!(crew.lead(who).map(drop), leads, "{who:?}");
            assert_eq!(taken.lead(who).map(drop), once_taken, "{who:?}");
        }
    }

    #[test]
    fn associations_invitations_are_few_and_the_last_one_counts() {
        let mut crew = crew(&[1]);
        let keeper = crew.keeper(&member(1)).expect("a member");
        let email = |n: usize| Email::parse(&format!("p{n}@exemple.fr")).expect("an address");
        let token = || FreshToken { secret: "s".to_owned(), hash: "h".to_owned() };
        for n in 0..INVITATIONS_MAX {
            let invited = crew.invite(&act(day(0)), &keeper, (email(n), Lang::Fr), token());
            crew = after(crew, &invited.expect("few wait"));
        }
        assert_eq!(crew.invitations.len(), INVITATIONS_MAX);
        let more = crew.invite(&act(day(1)), &keeper, (email(99), Lang::Fr), token());
        assert_eq!(more.map(drop), Err(Broken::TooManyInvitations));
        let again = crew.invite(&act(day(1)), &keeper, (email(0), Lang::Fr), token());
        assert!(again.is_ok(), "it replaces the one before");
        let past = crew.invite(&act(day(14)), &keeper, (email(99), Lang::Fr), token());
        assert!(past.is_ok(), "those past their date count no more");
        let spent = crew.accept_invitation(&act(day(14)), &crew.invitations[0], id(7));
        assert_eq!(spent.map(drop), Err(Denied::LinkSpent));
    }

    proptest! {
        /// Whatever people do, and in whatever order, an association that has people has one referent; or an organizer
        /// looks after it.
        #[test]
        fn associations_are_never_left_alone(acts in prop::collection::vec((0u8..9, 1u128..5, 1u128..5), 0..60)) {
            let mut crew = crew(&[1, 2, 3]);
            let organizer = actor(9, &[Hat::Organizer(Action::Wiki, crate::accounts::COOPAXIS)]);
            for (what, who, whom) in acts {
                let inside = crew.member(id(who)).cloned();
                let actor = if inside.is_some() { member(who) } else { organizer.clone() };
                let act = act(day(1));
                let (keeper, lead) = (crew.keeper(&actor).ok(), crew.lead(&actor).ok());
                let outcome = match what {
                    0 => inside.and_then(|m| crew.leave(&act, &m).ok()),
                    1 => lead.and_then(|l| crew.remove(&act, &l, id(whom))?.ok()),
                    2 => lead.and_then(|l| crew.offer_role(&act, &l, id(whom))?.ok()),
                    3 | 4 => keeper.and_then(|k| crew.answer_offer(&act, &k, what == 3).ok()?.ok()),
                    5 => lead.and_then(|l| crew.ask_takeover(&act, &l).ok()),
                    6 => organizer.organizer().ok().and_then(|o| crew.take_over(&act, &o).ok()),
                    7 => crew.ask(&act, id(whom), None).ok(),
                    _ => keeper.and_then(|k| crew.answer(&act, &k, id(whom), true)),
                };
                let Some(outcome) = outcome else { continue };
                crew = after(crew, &outcome);
                let referents = crew.members.iter().filter(|m| m.referent).count();
                prop_assert!(referents == 1 || referents == 0 && crew.is_taken_over(), "{:?}", crew);
                if let Some(offer) = &crew.offer {
                    prop_assert!(crew.member(offer.to).is_some(), "offered to who is there");
                }
            }
        }
    }
}
