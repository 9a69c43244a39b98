//! Guessing passwords is slowed down, and nobody is locked out by others: tries count against the address that they
//! come from, and a browser that has signed in to the account before always passes.

use super::Denied;
use crate::act::{Act, Change, Outcome};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// The most failures at one account from one address, within [`WINDOW`].
pub const PER_ACCOUNT: usize = 5;
/// The most failures from one address, whatever the accounts, within [`WINDOW`].
pub const PER_ADDRESS: usize = 20;
/// How long a failure counts.
pub const WINDOW: Duration = Duration::minutes(1);

/// A try to sign in by password. It counts as a failure until it is known to be good, so that tries made at once are
/// no more than tries made one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    pub id: Uuid,
    /// A keyed hash of where it comes from: neither addresses nor accounts are kept in clear.
    pub from: String,
    /// A keyed hash of the address typed, whether or not it has an account.
    pub account: String,
    pub at: DateTime<Utc>,
}

impl Try {
    /// Counts one more. `recent` are the tries from the same address that count, in any order.
    ///
    /// Errors: `TooOften`, and nothing is counted: waiting is enough, however often one asks meanwhile.
    pub fn count(
        act: &Act,
        from: String,
        account: String,
        recent: &[Self],
    ) -> Result<Outcome<Uuid>, Denied> {
        let counts = |t: &&Self| t.at + WINDOW > act.at;
        let all = recent.iter().filter(counts).map(|t| t.at).collect();
        let here = recent.iter().filter(counts).filter(|t| t.account == account);
        let here = here.map(|t| t.at).collect();
        let until = free_again(here, PER_ACCOUNT).max(free_again(all, PER_ADDRESS));
        if let Some(until) = until {
            return Err(Denied::TooOften { until });
        }
        let one = Self { id: act.id(), from, account, at: act.at };
        Ok(Outcome::of(one.id).change(Change::SignInTry(one)))
    }
}

/// When there are fewer than `max` again. None: there are fewer now.
fn free_again(mut times: Vec<DateTime<Utc>>, max: usize) -> Option<DateTime<Utc>> {
    times.sort_unstable();
    let last = times.len().checked_sub(max)?;
    Some(times[last] + WINDOW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, day};
    use proptest::prelude::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        day(0) + Duration::seconds(seconds)
    }

    fn failed(account: &str, seconds: i64) -> Try {
        let (from, account) = ("here".to_owned(), account.to_owned());
        Try { id: Uuid::nil(), from, account, at: at(seconds) }
    }

    fn asked(account: &str, seconds: i64, recent: &[Try]) -> Result<(), Denied> {
        let outcome = Try::count(&act(at(seconds)), "here".to_owned(), account.to_owned(), recent)?;
        let [Change::SignInTry(one)] = &outcome.changes[..] else { panic!("{outcome:?}") };
        assert_eq!((one.id, one.account.as_str(), one.at), (outcome.answer, account, at(seconds)));
        Ok(())
    }

    #[test]
    fn accounts_five_failures_at_an_account_make_wait() {
        let wait = |seconds| Err(Denied::TooOften { until: at(seconds) });
        let at_one = |times: &[i64]| times.iter().map(|t| failed("a", *t)).collect::<Vec<_>>();
        for (recent, now, told) in [
            (at_one(&[]), 0, Ok(())),
            (at_one(&[0, 1, 2, 3]), 4, Ok(())),
            (at_one(&[0, 1, 2, 3, 4]), 5, wait(60)),
            (at_one(&[4, 3, 2, 1, 0]), 59, wait(60)),
            (at_one(&[0, 1, 2, 3, 4]), 60, Ok(())),
            (at_one(&[0, 1, 2, 3, 4, 60]), 60, wait(61)),
            (at_one(&[0, 0, 0, 0, 0]), 60, Ok(())),
        ] {
            assert_eq!(asked("a", now, &recent), told, "{recent:?} at {now}");
            // Another account is not concerned.
            assert_eq!(asked("b", now, &recent), Ok(()));
        }
    }

    #[test]
    fn accounts_twenty_failures_from_an_address_make_wait() {
        let many: Vec<_> = (0..20).map(|n| failed(&format!("account {n}"), n)).collect();
        assert_eq!(asked("a", 20, &many[1..]), Ok(()));
        assert_eq!(asked("a", 20, &many), Err(Denied::TooOften { until: at(60) }));
        assert_eq!(asked("a", 60, &many), Ok(()));
    }

    proptest! {
        /// However one tries, no minute holds more than the rule says, and waiting as long as told is enough.
        #[test]
        fn accounts_no_minute_holds_more_than_the_rule_says(
            tries in prop::collection::vec((0_i64..8, 0_u8..6), 0..200),
        ) {
            let (mut counted, mut now) = (Vec::<Try>::new(), 0);
            for (later, account) in tries {
                now += later;
                let account = format!("account {account}");
                match asked(&account, now, &counted) {
                    Ok(()) => counted.push(failed(&account, now)),
                    Err(Denied::TooOften { until }) => {
                        prop_assert!(until > at(now) && until <= at(now) + WINDOW);
                        let enough = (until - day(0)).num_seconds();
                        prop_assert_eq!(asked(&account, enough, &counted), Ok(()));
                    }
                    Err(other) => prop_assert!(false, "{other:?}"),
                }
                let within = |t: &&Try| t.at + WINDOW > at(now);
                prop_assert!(counted.iter().filter(within).count() <= PER_ADDRESS);
                let here = |t: &&Try| t.account == account;
                prop_assert!(counted.iter().filter(within).filter(here).count() <= PER_ACCOUNT);
            }
        }
    }
}
