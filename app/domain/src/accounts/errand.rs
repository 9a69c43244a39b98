//! Links that serve once, sent by mail. Opening one shows a button, so that mail scanners consume nothing; pressing it
//! uses it up.

use crate::accounts::Denied;
use crate::act::{Act, Change, Outcome};
use crate::ids::PersonId;
use crate::text::Email;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// What a one-use link is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// Signs this person in.
    SignIn { person: PersonId },
}

impl Errand {
    /// How long the link works.
    pub fn lasts(&self) -> Duration {
        match self {
            Self::SignIn { .. } => Duration::minutes(15),
        }
    }

    /// Whose account it is about, if it is about one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::SignIn { person } => Some(*person),
        }
    }

    /// The address that it is about, if it is about one.
    pub fn email(&self) -> Option<&Email> {
        match self {
            Self::SignIn { .. } => None,
        }
    }
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
    /// Makes the link; the token itself goes into a letter, and nowhere else.
    pub fn open(act: &Act, token_hash: String, errand: Errand) -> Outcome<()> {
        let until = act.at + errand.lasts();
        let link = Self { token_hash, errand, made_at: act.at, until, used_at: None };
        Outcome::of(()).change(Change::OneUseLink(link))
    }

    /// What it is for, while it works. Errors: `LinkExpired`, its date is past or it has served.
    pub fn good(&self, now: DateTime<Utc>) -> Result<&Errand, Denied> {
        if self.used_at.is_some() || now >= self.until {
            return Err(Denied::LinkExpired);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, day, id};

    #[test]
    fn accounts_a_one_use_link_serves_once_until_its_date() {
        let errand = Errand::SignIn { person: id(7) };
        let outcome = OneUseLink::open(&act(day(0)), "hash".to_owned(), errand.clone());
        let [Change::OneUseLink(link)] = &outcome.changes[..] else { panic!("{outcome:?}") };
        let minute = |n| day(0) + Duration::minutes(n);
        assert_eq!(link.good(minute(14)), Ok(&errand));
        assert_eq!(link.good(minute(15)), Err(Denied::LinkExpired));
        assert_eq!(link.clone().use_up(&act(minute(15))).map(|_| ()), Err(Denied::LinkExpired));
        let used = link.clone().use_up(&act(minute(14))).expect("it works");
        assert_eq!(used.answer, errand);
        let [Change::OneUseLink(link)] = &used.changes[..] else { panic!("{used:?}") };
        assert_eq!(link.good(minute(14)), Err(Denied::LinkExpired));
    }
}
