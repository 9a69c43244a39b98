//! Two records of one association become one, without losing a fact.
//!
//! The one that stays takes all that the other had. Things as they now are (seats, diagnoses, projects…) change hands.
//! Facts are append-only, and stay where they were written: the other's journey becomes a part of the one that stays, and
//! both are read as one ([`crate::journey::Journey::replay_all`]). Moving events would have meant numbering them anew.

use super::letters::{Said, letter};
use super::{About, Crew, Field};
use crate::accounts::{Association, Membership};
use crate::act::{Act, Broken, Change, Outcome};
use crate::audit::AuditKind;
use crate::ids::{AssociationId, PersonId};
use crate::mail::Addressee;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// From which of the two a field is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Kept,
    Gone,
}

impl Side {
    /// The name in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Gone => "gone",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Kept, Self::Gone].into_iter().find(|s| s.code() == code)
    }
}

/// What the store does to make two associations one.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// The one that stays, as it now is.
    pub kept: Association,
    /// Both as they were: kept as a fact.
    pub kept_was: Association,
    pub gone_was: Association,
    pub at: DateTime<Utc>,
    pub by: Option<PersonId>,
    /// Everybody who acts for it from now on.
    pub members: Vec<Membership>,
}

/// Makes `gone` an alias of `kept`. `from` says from which each field is taken; what is public of it stays so, and
/// nothing else becomes so. Members of both are members; the referent is the kept one's or, if it has none, the other's.
///
/// Errors: `SameRecord`.
pub fn merge(
    act: &Act,
    (kept, crew): (Association, &Crew),
    (gone, other): (Association, &Crew),
    from: impl Fn(Field) -> Side,
) -> Result<Outcome<AssociationId>, Broken> {
    if kept.id == gone.id {
        return Err(Broken::SameRecord);
    }
    let members = united(kept.id, &crew.members, &other.members);
    let told = other.members.iter().map(|m| m.person);
    let id = kept.id;
    let merge = Merge {
        kept: chosen(&kept, &gone, from),
        at: act.at,
        by: act.who.person(),
        members,
        gone_was: gone.clone(),
        kept_was: kept,
    };
    let outcome = Outcome::of(id).change(Change::Merge(Box::new(merge))).audit(
        act,
        AuditKind::Merged,
        gone.id,
    );
    Ok(told.fold(outcome, |outcome, person| {
        outcome.mail(act, Addressee::Person(person), letter(id, Said::Merged))
    }))
}

/// The record made of two.
fn chosen(kept: &Association, gone: &Association, from: impl Fn(Field) -> Side) -> Association {
    let of = |field| match from(field) {
        Side::Kept => kept,
        Side::Gone => gone,
    };
    let shown = Field::ALL.into_iter().filter(|f| of(*f).about.shown.contains(f)).collect();
    let about = About {
        object: of(Field::Object).about.object.clone(),
        street: of(Field::Address).about.street.clone(),
        postcode: of(Field::Address).about.postcode.clone(),
        themes: of(Field::Themes).about.themes.clone(),
        size: of(Field::Size).about.size,
        website: of(Field::Website).about.website.clone(),
        contact: of(Field::Contact).about.contact.clone(),
        mail_domain: kept.about.mail_domain.clone().or_else(|| gone.about.mail_domain.clone()),
        shown,
    };
    Association {
        id: kept.id,
        name: of(Field::Name).name.clone(),
        kind: of(Field::Name).kind,
        city: of(Field::Town).city.clone(),
        rna: of(Field::Rna).rna.clone(),
        siret: of(Field::Siret).siret.clone(),
        about,
        created_at: kept.created_at.min(gone.created_at),
    }
}

/// The members of both, each once, since the first time; one referent at most.
fn united(
    association: AssociationId,
    ours: &[Membership],
    theirs: &[Membership],
) -> Vec<Membership> {
    let led = ours.iter().any(|m| m.referent);
    let mut all: Vec<Membership> = ours.to_vec();
    for member in theirs {
        let referent = member.referent && !led;
        match all.iter_mut().find(|m| m.person == member.person) {
            Some(known) => {
                known.since = known.since.min(member.since);
                known.referent |= referent;
            }
            None => all.push(Membership { association, referent, ..member.clone() }),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::associations::tests::named;
    use crate::testing::{act, day, id};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn crew(n: u128, people: &[(u128, bool)]) -> Crew {
        let member = |(person, referent): &(u128, bool)| Membership {
            person: id(*person),
            association: id(n),
            referent: *referent,
            since: day(i64::try_from(*person).unwrap_or(0)),
        };
        Crew {
            association: id(n),
            members: people.iter().map(member).collect(),
            invitations: Vec::new(),
            requests: Vec::new(),
            offer: None,
            takeover: None,
        }
    }

    #[test]
    fn associations_each_field_comes_from_the_side_that_was_chosen_and_no_more_is_public() {
        let (mut ours, mut theirs) = (named(1, "Rives"), named(2, "L’Amicale des Rives"));
        ours.about.shown = vec![Field::Name, Field::Town];
        ours.city = Some("Tours".into());
        theirs.city = Some("La Riche".into());
        theirs.about.street = Some("3 quai".into());
        theirs.about.postcode = Some("37520".into());
        theirs.about.shown = vec![Field::Address];
        let from = |field| match field {
            Field::Name | Field::Address => Side::Gone,
            _ => Side::Kept,
        };
        let (one, two) = (crew(1, &[(10, true)]), crew(2, &[(20, true)]));
        let outcome = merge(&act(day(9)), (ours.clone(), &one), (theirs.clone(), &two), from);
        let outcome = outcome.expect("two records");
        let Some(Change::Merge(merge)) = outcome.changes.first() else { panic!("{outcome:?}") };
        assert_eq!(merge.kept.name, theirs.name);
        assert_eq!(merge.kept.city, ours.city);
        assert_eq!(merge.kept.about.street, theirs.about.street);
        assert_eq!(merge.kept.about.shown, [Field::Town, Field::Address], "their name was private");
        assert_eq!((&merge.kept_was, &merge.gone_was), (&ours, &theirs));
        let same = super::merge(&act(day(9)), (ours.clone(), &one), (ours, &one), from);
        assert_eq!(same.map(|_| ()), Err(Broken::SameRecord));
    }

    proptest! {
        #[test]
        fn associations_nobody_is_lost_and_one_leads(
            ours in prop::collection::btree_map(0u128..6, Just(()), 0..5),
            theirs in prop::collection::btree_map(0u128..6, Just(()), 0..5),
            led in any::<(bool, bool)>(),
        ) {
            let of = |people: &std::collections::BTreeMap<u128, ()>, led: bool| -> Vec<(u128, bool)> {
                people.keys().enumerate().map(|(i, p)| (*p, led && i == 0)).collect()
            };
            let (one, two) = (crew(1, &of(&ours, led.0)), crew(2, &of(&theirs, led.1)));
            let all = united(id(1), &one.members, &two.members);
            let people: BTreeSet<PersonId> = all.iter().map(|m| m.person).collect();
            prop_assert_eq!(people.len(), all.len(), "each once");
            let expected: BTreeSet<PersonId> =
                one.members.iter().chain(&two.members).map(|m| m.person).collect();
            prop_assert_eq!(people, expected);
            prop_assert!(all.iter().all(|m| m.association == id(1)));
            let referents = all.iter().filter(|m| m.referent).count();
            let any = one.members.iter().chain(&two.members).any(|m| m.referent);
            prop_assert_eq!(referents, usize::from(any));
        }
    }
}
