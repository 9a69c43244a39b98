//! A journey's beginning: by who has an account, or without one, to be claimed later by a link in a letter.

use super::{Association, AssociationKind, Membership, Person};
use crate::act::{Act, Change, Outcome};
use crate::associations::{About, Crew, mail_domain};
use crate::audit::AuditKind;
use crate::diagnosis::Key;
use crate::ids::{AssociationId, BegunId, JourneyId, PersonId, TestimonyId};
use crate::journey::{EventKind, JourneyHead, Need};
use crate::text::{Email, Lang, Name, Rna, Siret, Words};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a newcomer tells, parsed: enough to begin a journey.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Newcomer {
    pub person: Name,
    pub email: Email,
    pub lang: Lang,
    pub association: Name,
    pub kind: AssociationKind,
    pub city: Option<String>,
    pub rna: Option<Rna>,
    pub siret: Option<Siret>,
    pub need: Words,
    /// Themes that matter to it.
    pub themes: Vec<Key>,
    /// The testimony that gave the wish, if one did.
    pub inspired_by: Option<TestimonyId>,
}

/// What joining made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    pub person: PersonId,
    pub association: AssociationId,
    pub journey: JourneyId,
}

/// A journey begun without an account: who may claim it, and who did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    pub id: BegunId,
    pub name: Name,
    pub email: Email,
    pub lang: Lang,
    pub journey: JourneyId,
    pub at: DateTime<Utc>,
    pub claimed_at: Option<DateTime<Utc>>,
    /// Who claimed it.
    pub person: Option<PersonId>,
}

impl Newcomer {
    /// Begins the journey of an association for which nobody acts yet.
    pub fn begin(self, act: &Act) -> Outcome<(Begun, AssociationId)> {
        let (name, email, lang) = (self.person.clone(), self.email.clone(), self.lang);
        let (at, id) = (act.at, act.id().into());
        let opened = self.open(act);
        let (association, journey) = opened.answer;
        let begun = Begun { id, name, email, lang, journey, at, claimed_at: None, person: None };
        opened.change(Change::Begun(begun.clone())).map(|_| (begun, association))
    }

    /// The account alone, and the need: for who asks to come into an association that is there already.
    pub fn account(self, act: &Act) -> (Person, Words) {
        let account = Person {
            id: act.id().into(),
            name: self.person,
            email: self.email,
            password_hash: None,
            lang: self.lang,
            created_at: act.at,
        };
        (account, self.need)
    }

    /// Begins the journey of an association for which this person acts from now on.
    pub fn join(self, act: &Act, person: PersonId) -> Outcome<Joined> {
        let opened = self.open(act);
        let (association, journey) = opened.answer;
        let joined = Joined { person, association, journey };
        referent(opened, act, person, association).map(|_| joined)
    }

    /// The association and its journey, with the need kept verbatim.
    fn open(self, act: &Act) -> Outcome<(AssociationId, JourneyId)> {
        let (association, journey) = (AssociationId(act.id()), JourneyId(act.id()));
        let need = Need { id: act.id().into(), journey, words: self.need, at: act.at };
        let (mail_domain, themes) = (mail_domain(&self.email), self.themes);
        let about = About { mail_domain, themes, ..About::default() };
        let mut outcome = Outcome::of((association, journey))
            .change(Change::Association(Association {
                id: association,
                name: self.association,
                kind: self.kind,
                city: self.city,
                rna: self.rna,
                siret: self.siret,
                about,
                created_at: act.at,
            }))
            .change(Change::Journey(JourneyHead {
                id: journey,
                association,
                inspired_by: self.inspired_by,
                opened_at: act.at,
            }))
            .change(Change::Need(need.clone()));
        if let Some(testimony) = self.inspired_by {
            outcome = outcome.event(act, journey, EventKind::Inspired, testimony.0);
        }
        outcome.event(act, journey, EventKind::NeedStated, need.id.0)
    }
}

impl Begun {
    /// Its link was opened in the letter box of its address: `known`, who has an account there, or else a new account
    /// acts for the journey's association, as its referent unless it has one since (its record may have become another's,
    /// which has people). Claimed again, it is whose it was.
    pub fn claim(self, act: &Act, crew: &Crew, known: Option<Person>) -> Outcome<PersonId> {
        if let Some(person) = self.person {
            return Outcome::of(person);
        }
        let mut outcome = Outcome::of(());
        let person = match known {
            Some(known) => known.id,
            None => {
                let id = PersonId(act.id());
                outcome = outcome.change(Change::Person(Person {
                    id,
                    name: self.name.clone(),
                    email: self.email.clone(),
                    password_hash: None,
                    lang: self.lang,
                    created_at: act.at,
                }));
                id
            }
        };
        let claimed = Self { claimed_at: Some(act.at), person: Some(person), ..self };
        outcome.and(crew.enter(act, person)).change(Change::Begun(claimed)).map(|()| person)
    }
}

/// The person acts for the association from now on, and is whom the programme writes to.
fn referent<T>(
    outcome: Outcome<T>,
    act: &Act,
    person: PersonId,
    association: AssociationId,
) -> Outcome<T> {
    let membership = Membership { person, association, referent: true, since: act.at };
    outcome.change(Change::Membership(membership)).audit(act, AuditKind::RightGiven, person)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, day, events, id, words};

    fn newcomer() -> Newcomer {
        Newcomer {
            person: Name::stored("Aïcha Morin".to_owned()),
            email: Email::stored("aicha@example.org".to_owned()),
            lang: Lang::En,
            association: Name::stored("Les Jardins".to_owned()),
            kind: AssociationKind::Informal,
            city: None,
            rna: None,
            siret: None,
            need: words("On ne sait plus qui vient quand."),
            themes: Vec::new(),
            inspired_by: Some(id(5)),
        }
    }

    fn people<T>(outcome: &Outcome<T>) -> Vec<&Person> {
        let changes = outcome.changes.iter();
        let people = changes.filter_map(|change| match change {
            Change::Person(person) => Some(person),
            _ => None,
        });
        people.collect()
    }

    fn memberships<T>(outcome: &Outcome<T>) -> Vec<(PersonId, AssociationId, bool)> {
        let member = |change: &Change| match change {
            Change::Membership(m) => Some((m.person, m.association, m.referent)),
            _ => None,
        };
        outcome.changes.iter().filter_map(member).collect()
    }

    #[test]
    fn accounts_a_journey_is_begun_by_nobody_and_claimed_by_a_new_account() {
        let outcome = newcomer().begin(&act(day(0)));
        assert_eq!(events(&outcome), [EventKind::Inspired, EventKind::NeedStated]);
        assert_eq!((people(&outcome).len(), memberships(&outcome).len()), (0, 0));
        let (begun, association) = outcome.answer;
        let claimed = begun.clone().claim(&act(day(3)), &Crew::nobody(association), None);
        let made = people(&claimed)[0];
        assert_eq!((made.id, &made.email, made.lang), (claimed.answer, &begun.email, Lang::En));
        assert_eq!(made.password_hash, None);
        assert_eq!(memberships(&claimed), [(claimed.answer, association, true)]);
        let Some(Change::Begun(kept)) = claimed.changes.last() else { panic!("{claimed:?}") };
        assert_eq!((kept.claimed_at, kept.person), (Some(day(3)), Some(claimed.answer)));
        // Its second letter, opened later, leads to the same account and changes nothing.
        let again = kept.clone().claim(&act(day(4)), &Crew::nobody(association), None);
        assert_eq!((again.answer, again.changes.len()), (claimed.answer, 0));
    }

    #[test]
    fn accounts_a_journey_is_claimed_by_the_account_of_its_address() {
        let (begun, association) = newcomer().begin(&act(day(0))).answer;
        let known = Person {
            id: id(7),
            name: Name::stored("Aïcha".to_owned()),
            email: begun.email.clone(),
            password_hash: Some("hers".to_owned()),
            lang: Lang::Fr,
            created_at: day(-9),
        };
        let claimed = begun.claim(&act(day(1)), &Crew::nobody(association), Some(known));
        assert_eq!(people(&claimed), Vec::<&Person>::new(), "the account is as it was");
        assert_eq!(memberships(&claimed), [(id(7), association, true)]);
    }

    #[test]
    fn accounts_a_journey_claimed_late_takes_nobodys_place() {
        let (begun, association) = newcomer().begin(&act(day(0))).answer;
        let mut crew = Crew::nobody(association);
        crew.members =
            vec![Membership { person: id(8), association, referent: true, since: day(1) }];
        let claimed = begun.claim(&act(day(2)), &crew, None);
        assert_eq!(memberships(&claimed), [(claimed.answer, association, false)]);
    }

    #[test]
    fn accounts_who_is_signed_in_begins_as_a_referent() {
        let outcome = newcomer().join(&act(day(0)), id(7));
        assert_eq!(memberships(&outcome), [(id(7), outcome.answer.association, true)]);
        assert_eq!(events(&outcome), [EventKind::Inspired, EventKind::NeedStated]);
        assert!(!outcome.changes.iter().any(|change| matches!(change, Change::Begun(_))));
    }
}
