//! The directory of the collective: who is in it because they said so, and how one writes to them.

use super::{Exchange, Side};
use crate::accounts::MemberHat;
use crate::act::{Act, Broken, Change, Outcome};
use crate::diagnosis::Key;
use crate::ids::{AskingId, AssociationId, PersonId};
use crate::mail::Letter;
use crate::text::Words;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How often one may write from the directory within [`WINDOW`]: to all together, and to the same association.
pub const ASKED_AT_MOST: usize = 5;
/// How long a letter counts.
pub const WINDOW: Duration = Duration::days(1);

/// An association's word that it is in the directory: everybody of the programme who has signed in reads there its name,
/// what it can show and what it looks for, and no person's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    pub association: AssociationId,
    pub since: DateTime<Utc>,
    /// Who said so. None: they have gone.
    pub by: Option<PersonId>,
}

impl Listing {
    /// Puts it in: nobody is there unless they say so.
    pub fn begin(act: &Act, member: &MemberHat) -> Outcome<()> {
        let by = Some(member.person());
        let listing = Self { association: member.association(), since: act.at, by };
        Outcome::of(()).change(Change::Listing(listing))
    }

    /// Takes it out, at once.
    pub fn end(member: &MemberHat) -> Outcome<()> {
        Outcome::of(()).change(Change::ListingOver(member.association()))
    }
}

/// What one looks for in the directory. Each part may be missing: then it asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    pub theme: Option<Key>,
    pub side: Option<Side>,
}

impl Search {
    /// Whether this line is looked for.
    pub fn takes(&self, line: &Exchange) -> bool {
        self.side.is_none_or(|side| line.side == side)
            && (self.theme.is_none() || line.theme == self.theme)
    }
}

/// A letter that somebody wrote from the directory. What it said is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    pub id: AskingId,
    pub by: PersonId,
    pub to: AssociationId,
    pub at: DateTime<Utc>,
}

impl Asking {
    /// Writes to an association of the directory, without being told its addresses: the letter tells the address of who
    /// wrote it, who knows that. `before` is what they wrote already. The answer is the letter, for its referents.
    ///
    /// Errors: `Oneself`; `AskedEnough`.
    pub fn send(
        act: &Act,
        member: &MemberHat,
        to: &Listing,
        words: Words,
        before: &[Self],
    ) -> Result<Outcome<Letter>, Broken> {
        if member.association() == to.association {
            return Err(Broken::Oneself);
        }
        let recent = before.iter().filter(|asking| act.at < asking.at + WINDOW);
        let again = recent.clone().any(|asking| asking.to == to.association);
        if again || recent.count() >= ASKED_AT_MOST {
            return Err(Broken::AskedEnough);
        }
        let (id, by) = (AskingId(act.id()), member.person());
        let letter = Letter::Asked { of: member.association(), by, to: to.association, words };
        let asking = Self { id, by, to: to.association, at: act.at };
        Ok(Outcome::of(letter).change(Change::Asking(asking)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tests::{seeks, shows};
    use crate::testing::{OURS, act, day, everyone, id, words};

    #[test]
    fn exchange_the_directory_is_searched_by_theme_and_side() {
        let search = |theme: &str, side| {
            let theme = (!theme.is_empty()).then(|| theme.to_owned());
            Search { theme, side }
        };
        for (search, line, found) in [
            (search("", None), seeks(1, 1, "", "x"), true),
            (search("site", None), shows(1, 1, "site", "x"), true),
            (search("site", None), shows(1, 1, "", "x"), false),
            (search("site", Some(Side::Seeks)), shows(1, 1, "site", "x"), false),
            (search("", Some(Side::Seeks)), seeks(1, 1, "papier", "x"), true),
        ] {
            assert_eq!(search.takes(&line), found, "{search:?} {line:?}");
        }
    }

    #[test]
    fn exchange_nobody_writes_too_often_nor_to_themselves() {
        let member = everyone().member_of(id(OURS)).expect("a member");
        let to = |n| Listing { association: id(n), since: day(0), by: None };
        let wrote = |n, at| Asking { id: id(n), by: member.person(), to: id(100 + n), at };
        let send = |at, listed: &Listing, before: &[Asking]| {
            Asking::send(&act(at), &member, listed, words("Bonjour"), before)
                .map(|sent| sent.changes)
        };
        assert_eq!(send(day(2), &to(OURS), &[]), Err(Broken::Oneself));
        let before: Vec<_> = (0..ASKED_AT_MOST as u128).map(|n| wrote(n, day(2))).collect();
        assert_eq!(send(day(2), &to(200), &before), Err(Broken::AskedEnough));
        assert_eq!(send(day(2), &to(200), &before[1..]).map(|sent| sent.len()), Ok(1));
        assert_eq!(
            send(day(2), &to(101), &before[..2]),
            Err(Broken::AskedEnough),
            "it was written to"
        );
        assert_eq!(send(day(3), &to(101), &before).map(|sent| sent.len()), Ok(1), "a day later");
    }
}
