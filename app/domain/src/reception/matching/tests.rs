//! Who is asked, in which order.

use super::*;
use crate::testing::{day, id};
use crate::volunteering::{Instead, Promise};
use proptest::prelude::*;

fn volunteer(person: u128, load: u32, areas: Option<&str>) -> Candidate {
    let promise = Promise { skills: vec![SKILL], areas: areas.map(str::to_owned), hours: 4 };
    Candidate {
        commitment: Commitment {
            person: id(person),
            promise,
            charter: CHARTER,
            charter_at: day(0),
            paused_until: None,
            state: State::Accepted,
            since: day(0),
        },
        load,
        own: false,
    }
}

fn people(numbers: &[u128]) -> Vec<PersonId> {
    numbers.iter().map(|n| id(*n)).collect()
}

#[test]
fn reception_a_place_is_named_by_a_town_a_quarter_or_a_postcode() {
    for (areas, area, near) in [
        ("Tours", "tours", true),
        ("Joué, La Riche", "37520 La Riche", true),
        ("Tours Nord, Saint-Cyr", "SAINT-CYR-SUR-LOIRE", true),
        ("Saint-Cyr", "Saint-Genouph", false),
        ("37000", "37000 Tours", true),
        ("37", "37520", true),
        ("75", "37520", false),
        ("37520", "37", true),
        ("3", "37520", false),
        ("Le Sanitas", "quartier du Sanitas", true),
        ("Fondettes", "Fondettés", true),
        ("La Riche", "La Ville-aux-Dames", false),
        ("", "Tours", false),
        ("la", "la", false),
    ] {
        assert_eq!(is_near(areas, area), near, "{areas} / {area}");
        assert_eq!(is_near(area, areas), near, "{area} / {areas}");
    }
}

#[test]
fn reception_a_visit_goes_to_those_who_may_and_can() {
    let at = |candidate: Candidate, area| candidate.why_not(area, day(40));
    let good = || volunteer(1, 1, Some("Tours"));
    let with = |change: fn(&mut Candidate)| {
        let mut changed = good();
        change(&mut changed);
        changed
    };
    for (candidate, why) in [
        (good(), None),
        (with(|c| c.commitment.state = State::Asked), Some(Unfit::NotVolunteer)),
        (with(|c| c.commitment.state = State::Stopped), Some(Unfit::NotVolunteer)),
        (
            with(|c| c.commitment.state = State::Answered(Instead::Meeting)),
            Some(Unfit::NotVolunteer),
        ),
        (with(|c| c.commitment.charter = CHARTER - 1), Some(Unfit::Charter)),
        (with(|c| c.load = DIAGNOSES_MAX), Some(Unfit::Enough)),
        (with(|c| c.own = true), Some(Unfit::Own)),
        (with(|c| c.commitment.paused_until = Some(day(41))), Some(Unfit::Paused)),
        (with(|c| c.commitment.paused_until = Some(day(40))), None),
        (with(|c| c.commitment.promise.skills.clear()), Some(Unfit::Skill)),
        (with(|c| c.commitment.promise.areas = Some("Chinon".to_owned())), Some(Unfit::Far)),
        (with(|c| c.commitment.promise.areas = None), None),
    ] {
        assert_eq!(at(candidate.clone(), "Tours"), why, "{candidate:?}");
    }
    // Who pauses, or lives far away, may still say yes to what they were asked before.
    let paused = with(|c| c.commitment.paused_until = Some(day(90)));
    assert_eq!((paused.cannot(), paused.why_not("Tours", day(40))), (None, Some(Unfit::Paused)));
    let codes: std::collections::BTreeSet<_> = Unfit::ALL.map(Unfit::code).into();
    assert_eq!(codes.len(), Unfit::ALL.len());
}

#[test]
fn reception_the_least_busy_come_first_then_those_who_named_the_place() {
    let all = [
        volunteer(5, 1, Some("Tours")),
        volunteer(4, 0, None),
        volunteer(3, 0, Some("Tours, La Riche")),
        volunteer(2, 2, Some("Tours")),
        volunteer(1, 0, Some("Chinon")),
    ];
    assert_eq!(matching(&all, "37000 Tours", day(1)), people(&[3, 4, 5]));
    assert_eq!(matching(&all, "Chinon", day(1)), people(&[1, 4]));
    assert_eq!(matching(&[], "Tours", day(1)), []);
}

prop_compose! {
    fn any_candidate()(
        person in 0u128..40,
        load in 0u32..4,
        areas in prop::option::of(prop::sample::select(vec!["Tours", "Chinon", "37", "37000"])),
        charter in 0u32..=CHARTER,
        paused in prop::option::of(0i64..80),
        state in prop::sample::select(vec![State::Asked, State::Accepted, State::Stopped]),
        able in any::<bool>(),
        own in any::<bool>(),
    ) -> Candidate {
        let mut candidate = volunteer(person, load, areas);
        candidate.own = own;
        candidate.commitment.charter = charter;
        candidate.commitment.state = state;
        candidate.commitment.paused_until = paused.map(day);
        if !able {
            candidate.commitment.promise.skills.clear();
        }
        candidate
    }
}

/// One for each person.
fn crowd() -> impl Strategy<Value = Vec<Candidate>> {
    prop::collection::vec(any_candidate(), 0..30).prop_map(|mut all| {
        all.sort_by_key(|candidate| candidate.commitment.person);
        all.dedup_by_key(|candidate| candidate.commitment.person);
        all
    })
}

proptest! {
    #[test]
    fn reception_nobody_beyond_the_load_nobody_paused_nobody_of_the_association(all in crowd()) {
        let asked = matching(&all, "37000 Tours", day(40));
        for candidate in &all {
            let offered = &candidate.commitment;
            let fits = candidate.load < DIAGNOSES_MAX
                && !candidate.own
                && offered.state == State::Accepted
                && offered.charter == CHARTER
                && offered.paused_until.is_none_or(|until| until <= day(40))
                && offered.promise.skills.contains(&SKILL)
                && offered.promise.areas.as_deref() != Some("Chinon");
            prop_assert_eq!(asked.contains(&offered.person), fits, "{:?}", candidate);
        }
        let loads: Vec<_> = asked
            .iter()
            .filter_map(|person| all.iter().find(|c| c.commitment.person == *person))
            .map(|c| (c.load, c.commitment.promise.areas.is_none()))
            .collect();
        prop_assert!(loads.is_sorted(), "{:?}", loads);
    }

    #[test]
    fn reception_the_order_in_which_volunteers_are_read_changes_nothing(
        all in crowd(),
        by in any::<u64>(),
    ) {
        let mut other = all.clone();
        other.sort_by_key(|c| c.commitment.person.0.as_u128().wrapping_mul(u128::from(by | 1)) % 97);
        prop_assert_eq!(matching(&all, "Tours", day(40)), matching(&other, "Tours", day(40)));
    }

    #[test]
    fn reception_near_is_near_both_ways(one in "[a-zA-Z0-9éè ,-]{0,24}", other in "[a-zA-Z0-9éè ,-]{0,24}") {
        prop_assert_eq!(is_near(&one, &other), is_near(&other, &one));
    }
}
