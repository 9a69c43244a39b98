//! Links that serve once, sent by mail. Opening one shows a button, so that mail scanners consume nothing; pressing it
//! uses it up.

use crate::accounts::Denied;
use crate::act::{Act, Change, Outcome};
use crate::ids::{BegunId, PersonId};
use crate::mail::{Addressee, Letter, Urgency};
use crate::text::{Email, Lang};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// What a one-use link is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// Signs this person in, and goes to this path of the product; to their home, if none.
    SignIn { person: PersonId, next: Option<String> },
    /// Lets this person, who has forgotten their password, choose another.
    Reset { person: PersonId },
    /// Makes this address, whose letter box it is in, that of the account.
    Address { person: PersonId, email: Email },
    /// Makes a journey that was begun without an account that of who reads this address.
    Claim { begun: BegunId, email: Email },
    /// Erases this person's account.
    Erase { person: PersonId },
}

impl Errand {
    /// How long the link works.
    pub fn lasts(&self) -> Duration {
        match self {
            Self::SignIn { .. } | Self::Erase { .. } => Duration::minutes(15),
            Self::Reset { .. } => Duration::hours(1),
            Self::Address { .. } => Duration::days(1),
            Self::Claim { .. } => Duration::days(30),
        }
    }

    /// Whose account it is about, if it is about one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::SignIn { person, .. }
            | Self::Reset { person }
            | Self::Address { person, .. }
            | Self::Erase { person } => Some(*person),
            Self::Claim { .. } => None,
        }
    }

    /// The address that it is about, if it is about one.
    pub fn email(&self) -> Option<&Email> {
        match self {
            Self::SignIn { .. } | Self::Reset { .. } | Self::Erase { .. } => None,
            Self::Address { email, .. } | Self::Claim { email, .. } => Some(email),
        }
    }

    /// The letter that carries the link, and to whom.
    fn letter(&self, token: String, lang: Lang) -> (Addressee, Letter) {
        match self {
            Self::SignIn { person, .. } => (Addressee::Person(*person), Letter::SignIn { token }),
            Self::Reset { person } => (Addressee::Person(*person), Letter::Reset { token }),
            Self::Address { email, .. } => {
                (Addressee::Address(email.clone(), lang), Letter::Address { token })
            }
            Self::Claim { email, .. } => {
                (Addressee::Address(email.clone(), lang), Letter::Claim { token })
            }
            Self::Erase { person } => (Addressee::Person(*person), Letter::Erase { token }),
        }
    }
}

/// A token that nobody can guess, and the hash under which it is kept.
#[derive(Clone)]
pub struct FreshToken {
    pub secret: String,
    pub hash: String,
}

/// A link that serves once, until a date. Only a hash of its token is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneUseLink {
    pub token_hash: String,
    pub errand: Errand,
    pub made_at: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
}

impl OneUseLink {
    /// How many links for the same errand may reach one letter box within an hour, and wait there: whoever asks for more,
    /// perhaps in another's name, only fills it.
    pub const WAITING_MAX: usize = 3;

    /// Makes the link and the letter that carries it, unless enough of them wait. The token itself goes into the letter,
    /// and nowhere else. `known` are the links about the same person or address.
    /// `lang` is for who is not written to as a person.
    pub fn send(
        act: &Act,
        token: FreshToken,
        errand: Errand,
        known: &[Self],
        lang: Lang,
    ) -> Outcome<()> {
        let hour = act.at - Duration::hours(1);
        let same = |link: &&Self| link.made_at > hour && link.good(act.at) == Ok(&errand);
        if known.iter().filter(same).count() >= Self::WAITING_MAX {
            return Outcome::of(());
        }
        let until = act.at + errand.lasts();
        let (to, letter) = errand.letter(token.secret, lang);
        let link = Self { token_hash: token.hash, errand, made_at: act.at, until, used_at: None };
        Outcome::of(()).change(Change::OneUseLink(link)).mail(act, to, letter)
    }

    /// What it is for, while it works. Errors: `LinkSpent`, its date is past or it has served.
    pub fn good(&self, now: DateTime<Utc>) -> Result<&Errand, Denied> {
        if self.used_at.is_some() || now >= self.until {
            return Err(Denied::LinkSpent);
        }
        Ok(&self.errand)
    }

    /// Uses it up. Errors: as [`Self::good`].
    pub fn use_up(self, act: &Act) -> Result<Outcome<Errand>, Denied> {
        let errand = self.good(act.at)?.clone();
        let used = Self { used_at: Some(act.at), ..self };
        Ok(Outcome::of(errand).change(Change::OneUseLink(used)))
    }
}

/// Somebody asked to sign in with an address that has no account: it is told there, and nowhere else, so that nobody learns
/// who has one. At most once an hour, for whoever asks may not be who reads. `key` stands for the address, without telling it.
pub fn no_account(act: &Act, email: Email, lang: Lang, key: &str) -> Outcome<()> {
    let key = format!("no_account {key} {}", act.at.format("%Y-%m-%dT%H"));
    let to = Addressee::Address(email, lang);
    Outcome::of(()).mail_once(act, key, to, Letter::NoAccount, Urgency::Now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, day, id};

    fn token(n: usize) -> FreshToken {
        FreshToken { secret: format!("secret {n}"), hash: format!("hash {n}") }
    }

    #[test]
    fn accounts_a_one_use_link_serves_once_until_its_date() {
        let errand = Errand::SignIn { person: id(7), next: None };
        let outcome = OneUseLink::send(&act(day(0)), token(1), errand.clone(), &[], Lang::Fr);
        let [Change::OneUseLink(link), Change::Mail(mail)] = &outcome.changes[..] else {
            panic!("{outcome:?}")
        };
        assert_eq!(link.token_hash, "hash 1");
        assert_eq!(mail.letter, Some(Letter::SignIn { token: "secret 1".to_owned() }));
        assert_eq!(mail.to, Addressee::Person(id(7)));
        let minute = |n| day(0) + Duration::minutes(n);
        assert_eq!(link.good(minute(14)), Ok(&errand));
        assert_eq!(link.good(minute(15)), Err(Denied::LinkSpent));
        assert_eq!(link.clone().use_up(&act(minute(15))).map(|_| ()), Err(Denied::LinkSpent));
        let used = link.clone().use_up(&act(minute(14))).expect("it works");
        assert_eq!(used.answer, errand);
        let [Change::OneUseLink(link)] = &used.changes[..] else { panic!("{used:?}") };
        assert_eq!(link.good(minute(14)), Err(Denied::LinkSpent));
    }

    #[test]
    fn accounts_no_more_than_three_links_wait_in_a_letter_box() {
        let errand = Errand::SignIn { person: id(7), next: None };
        let mut known = Vec::new();
        let send = |minute, known: &[OneUseLink]| {
            let at = day(0) + Duration::minutes(minute);
            OneUseLink::send(&act(at), token(known.len()), errand.clone(), known, Lang::Fr).changes
        };
        for n in 0..3 {
            let changes = send(n, &known);
            let [Change::OneUseLink(link), _] = &changes[..] else { panic!("{changes:?}") };
            known.push(link.clone());
        }
        assert_eq!(send(14, &known), []);
        // One is past its date, or has served: there is room again.
        assert_eq!(send(15, &known).len(), 2);
        known[1].used_at = Some(day(0));
        assert_eq!(send(14, &known).len(), 2);
    }
}
