//! Rules that can be followed, warnings that come in time, accounts that may go.

use super::*;
use crate::accounts::Membership;
use crate::associations::{CrewChange, Takeover};
use crate::testing::{act, day, id};
use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn privacy_every_rule_can_be_followed() {
    let mut seen = BTreeSet::new();
    for table in TABLES {
        let columns: BTreeSet<_> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(columns.len(), table.columns.len(), "{} names a column twice", table.name);
        match table.whose {
            Whose::Person => {
                let found = table.holding(&[Holds::Person, Holds::Address]).count();
                assert!(found > 0, "nothing says whose the rows of {} are", table.name);
            }
            Whose::Association(paths) => {
                assert!(!paths.is_empty() || table.name == "association");
                for (column, from, theirs) in paths {
                    assert!(columns.contains(column), "{} has no {column}", table.name);
                    let from = super::table(from).expect("a table");
                    assert!(from.columns.iter().any(|c| c.name == *theirs), "{theirs}");
                }
            }
            Whose::Programme => {}
        }
        // A fingerprint alone tells nobody whose it is, and no one's row is found by it.
        let owned = table.holding(&[Holds::Person, Holds::Address]).count() > 0;
        assert_eq!(owned, table.whose == Whose::Person, "{}", table.name);
        assert!(seen.insert(table.name), "{} stands here twice", table.name);
    }
    for purge in PURGES {
        let table = table(purge.table).expect("a table");
        let dates: Vec<_> = table.holding(&[Holds::Date]).collect();
        assert!(dates.contains(&purge.column), "{purge:?}");
        assert!(purge.before(day(0)).is_some(), "{purge:?}");
    }
}

#[test]
fn privacy_a_matter_is_told_only_if_something_of_it_is_kept() {
    let kept: BTreeSet<_> = TABLES.iter().flat_map(|t| t.columns).map(|c| c.matter).collect();
    let told: BTreeSet<_> = Matter::ALL.iter().copied().collect();
    assert_eq!(kept, told);
}

/// Three days: warned on the first and the second.
const SHORT: Schedule = Schedule { warnings: [Span::Days(1), Span::Days(2)], end: Span::Days(4) };

#[test]
fn privacy_two_warnings_come_before_the_end() {
    for (warned, now, due) in [
        (vec![], 0, Due::Nothing),
        (vec![], 1, Due::Warn { ends: day(4) }),
        (vec![1], 1, Due::Nothing),
        (vec![1], 2, Due::Warn { ends: day(4) }),
        (vec![1, 2], 3, Due::Nothing),
        (vec![1, 2], 4, Due::End),
        // Nobody ran the job for ten days: what follows is as far apart as ever.
        (vec![], 11, Due::Warn { ends: day(14) }),
        (vec![11], 11, Due::Nothing),
        (vec![11], 12, Due::Warn { ends: day(14) }),
        (vec![11, 12], 13, Due::Nothing),
        (vec![11, 12], 14, Due::End),
        (vec![1, 9], 10, Due::Nothing),
        (vec![1, 9], 11, Due::End),
        // Warned before it was last used: that was another time.
        (vec![-9, -8], 4, Due::Warn { ends: day(7) }),
    ] {
        let told = SHORT.due(day(0), warned.iter().map(|n| day(*n)), day(now));
        assert_eq!(told, due, "{warned:?}, day {now}");
    }
}

proptest! {
    #[test]
    fn privacy_nobody_has_less_time_than_promised(nights in proptest::collection::btree_set(0_i64..2_000, 1..60)) {
        let since = day(0);
        for schedule in [INACTIVE, BEGUN] {
            let mut warned: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::new();
            for night in &nights {
                let now = since + Duration::days(*night);
                match schedule.due(since, warned.iter().map(|(at, _)| *at), now) {
                    Due::Nothing => {}
                    Due::Warn { ends } => warned.push((now, ends)),
                    Due::End => {
                        prop_assert_eq!(warned.len(), 2);
                        prop_assert!(now >= schedule.end.after(since));
                        // Not before what the last warning told.
                        prop_assert!(now >= warned[1].1);
                        let promised = schedule.end.after(since) - schedule.warnings[1].after(since);
                        prop_assert!(now - warned[1].0 >= promised);
                        break;
                    }
                }
            }
        }
    }
}

/// An association of this person, with one other member or none.
fn crew(referent: bool, other: Option<bool>, taken_over: bool) -> Crew {
    let member = |person, referent| Membership {
        person: id(person),
        association: id(2),
        referent,
        since: day(-5),
    };
    let taken = taken_over.then(|| (id(9), day(-1)));
    Crew {
        association: id(2),
        members: [member(7, referent)].into_iter().chain(other.map(|r| member(8, r))).collect(),
        invitations: Vec::new(),
        requests: Vec::new(),
        offer: None,
        takeover: taken.map(|taken| Takeover {
            association: id(2),
            asked_at: day(-2),
            taken: Some(taken),
        }),
    }
}

#[test]
fn privacy_an_account_is_erased_once_its_associations_have_a_referent() {
    let erased = |crews: &[Crew], last| erase(&act(day(0)), id(7), crews, last);
    let changes = erased(&[], false).expect("it may").changes;
    let [Change::Erased(who), Change::Audit(line)] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!((*who, line.kind, line.subject), (id(7), AuditKind::Erased, Some(who.0)));
    for (referent, other, taken_over, allowed) in [
        (true, Some(false), false, false),
        (true, Some(true), false, true),
        (false, Some(false), false, true),
        (true, Some(false), true, true),
        // Nobody to hand over to: the organizers take over.
        (true, None, false, true),
    ] {
        let crew = crew(referent, other, taken_over);
        assert_eq!(must_hand_over(&crew, id(7)), !allowed, "{crew:?}");
        let told = erased(std::slice::from_ref(&crew), false).map(|_| ());
        assert_eq!(told, if allowed { Ok(()) } else { Err(Broken::HandOverFirst) }, "{crew:?}");
    }
    assert_eq!(erased(&[], true).map(|_| ()), Err(Broken::LastAdministrator));
}

#[test]
fn privacy_an_account_that_nobody_uses_is_not_held_back() {
    let orphaned = [crew(true, Some(false), false)];
    assert_eq!(let_go(&act(day(0)), id(7), &orphaned, true).changes, []);
    let changes = let_go(&act(day(0)), id(7), &orphaned, false).changes;
    let asked = |change: &Change| matches!(change, Change::Crew(CrewChange::Takeover(_)));
    assert!(changes.iter().any(asked), "the organizers are asked: {changes:?}");
    assert!(changes.contains(&Change::Erased(id(7))));
}
