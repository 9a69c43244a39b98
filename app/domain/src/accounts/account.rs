//! What people change about their own account. Each change of a way to sign in is told by letter, and noted.

use crate::accounts::{LoginSession, OneUseLink, Person};
use crate::act::{Act, Change, Outcome};
use crate::audit::AuditKind;
use crate::mail::{Addressee, Letter};
use crate::text::{Email, Lang, Name};

/// An account with all that opens it: its login sessions that last, and the mailed links that still work.
#[derive(Clone, Debug)]
pub struct Account {
    pub person: Person,
    pub sessions: Vec<LoginSession>,
    pub links: Vec<OneUseLink>,
}

impl Account {
    /// Another name, another language.
    pub fn call(self, name: Name, lang: Lang) -> Outcome<()> {
        Outcome::of(()).change(Change::Person(Person { name, lang, ..self.person }))
    }

    /// Another password. Whoever came in with the old one is out: every login session ends but `kept`, by its token hash,
    /// and links that wait in the letter box work no more.
    pub fn choose_password(self, act: &Act, hash: String, kept: Option<&str>) -> Outcome<()> {
        let id = self.person.id;
        let person = Person { password_hash: Some(hash), ..self.person };
        let outcome = Outcome::of(())
            .change(Change::Person(person))
            .audit(act, AuditKind::AccountChanged, id)
            .mail(act, Addressee::Person(id), Letter::PasswordChanged)
            .and(spent(act, self.links));
        let others = self.sessions.into_iter().filter(|s| Some(s.token_hash.as_str()) != kept);
        others.fold(outcome, |outcome, session| outcome.and(session.end(act)))
    }

    /// Another address, whose letter box was opened. Both are told, and links sent to the old one work no more.
    pub fn move_to(self, act: &Act, email: Email) -> Outcome<()> {
        let id = self.person.id;
        let before = Addressee::Address(self.person.email.clone(), self.person.lang);
        Outcome::of(())
            .change(Change::Person(Person { email, ..self.person }))
            .audit(act, AuditKind::AccountChanged, id)
            .mail(act, before, Letter::AddressLeft)
            .mail(act, Addressee::Person(id), Letter::AddressTaken)
            .and(spent(act, self.links))
    }

    /// Signs out on every device.
    pub fn end_everywhere(self, act: &Act) -> Outcome<()> {
        let all = self.sessions.into_iter();
        all.fold(Outcome::of(()), |outcome, session| outcome.and(session.end(act)))
    }
}

fn spent(act: &Act, links: Vec<OneUseLink>) -> Outcome<()> {
    let used = |link| OneUseLink { used_at: Some(act.at), ..link };
    links
        .into_iter()
        .fold(Outcome::of(()), |outcome, link| outcome.change(Change::OneUseLink(used(link))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Device, Errand};
    use crate::testing::{act, day, id};

    fn account() -> Account {
        let person = Person {
            id: id(7),
            name: Name::stored("Amina".to_owned()),
            email: Email::stored("amina@example.org".to_owned()),
            password_hash: Some("old".to_owned()),
            lang: Lang::Fr,
            created_at: day(0),
        };
        let session = |n: u128| LoginSession {
            id: id(n),
            token_hash: format!("session {n}"),
            person: id(7),
            device: Device::default(),
            wearing: None,
            since: day(0),
            until: day(30),
        };
        let link = OneUseLink {
            token_hash: "link".to_owned(),
            errand: Errand::SignIn { person: id(7), next: None },
            made_at: day(0),
            until: day(1),
            used_at: None,
        };
        Account { person, sessions: vec![session(1), session(2)], links: vec![link] }
    }

    fn ended(outcome: &Outcome<()>) -> Vec<&str> {
        let changes = outcome.changes.iter();
        let hashes = changes.filter_map(|change| match change {
            Change::LoginSessionEnded(hash) => Some(hash.as_str()),
            _ => None,
        });
        hashes.collect()
    }

    fn letters(outcome: &Outcome<()>) -> Vec<(Addressee, Letter)> {
        let letter = |change: &Change| match change {
            Change::Mail(mail) => Some((mail.to.clone(), mail.letter.clone()?)),
            _ => None,
        };
        outcome.changes.iter().filter_map(letter).collect()
    }

    fn links_work(outcome: &Outcome<()>) -> bool {
        outcome.changes.iter().all(|change| match change {
            Change::OneUseLink(link) => link.used_at.is_none(),
            _ => true,
        })
    }

    fn noted(outcome: &Outcome<()>, kind: AuditKind) -> usize {
        let is = |change: &&Change| matches!(change, Change::Audit(line) if line.kind == kind);
        outcome.changes.iter().filter(is).count()
    }

    #[test]
    fn accounts_a_new_password_shuts_every_other_door() {
        for (kept, gone) in
            [(None, vec!["session 1", "session 2"]), (Some("session 2"), vec!["session 1"])]
        {
            let outcome = account().choose_password(&act(day(0)), "new".to_owned(), kept);
            assert_eq!(ended(&outcome), gone);
            assert!(!links_work(&outcome));
            assert_eq!(letters(&outcome), [(Addressee::Person(id(7)), Letter::PasswordChanged)]);
            assert_eq!(noted(&outcome, AuditKind::AccountChanged), 1);
            assert_eq!(noted(&outcome, AuditKind::SignedOut), gone.len());
            let Change::Person(person) = &outcome.changes[0] else { panic!("{outcome:?}") };
            assert_eq!(person.password_hash.as_deref(), Some("new"));
        }
    }

    #[test]
    fn accounts_both_addresses_are_told_of_a_change() {
        let new = Email::stored("amina@rives.example".to_owned());
        let outcome = account().move_to(&act(day(0)), new.clone());
        let old = Addressee::Address(Email::stored("amina@example.org".to_owned()), Lang::Fr);
        let told = [(old, Letter::AddressLeft), (Addressee::Person(id(7)), Letter::AddressTaken)];
        assert_eq!(letters(&outcome), told);
        assert!(!links_work(&outcome));
        assert_eq!(noted(&outcome, AuditKind::AccountChanged), 1);
        let Change::Person(person) = &outcome.changes[0] else { panic!("{outcome:?}") };
        assert_eq!((&person.email, ended(&outcome).len()), (&new, 0));
    }

    #[test]
    fn accounts_signing_out_everywhere_ends_all() {
        let outcome = account().end_everywhere(&act(day(0)));
        assert_eq!(ended(&outcome), ["session 1", "session 2"]);
        assert_eq!(noted(&outcome, AuditKind::SignedOut), 2);
    }
}
