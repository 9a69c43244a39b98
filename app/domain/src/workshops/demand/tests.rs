//! What is wanted: table by table, then the laws.

use super::*;
use crate::accounts::Action;
use crate::orientation::Cause;
use crate::testing::{Story, day, id, seat, session, title, words};
use proptest::prelude::*;

const THEME: &str = "collaboration";

fn advised(on: i64) -> Advised {
    Advised { at: Some(day(on)), themes: vec![THEME.to_owned()], levels: Levels::new() }
}

fn orientation(on: i64, state: State) -> Orientation {
    let offer = crate::orientation::Offer::new(id(1), id(1), Action::Hackathon, Cause::Tool(id(9)));
    let offer = offer.about(Some(THEME.to_owned()));
    let sessions = [session(70, on + 9, 3, 0)];
    let opened = offer.open(&crate::testing::act(day(on)), &sessions).answer;
    Orientation { registration: None, entry: None, state, ..opened }
}

fn declined(reason: DeclineReason) -> State {
    State::Declined { at: day(12), reason, next: id(8) }
}

/// A session with this seat of association 1.
fn with(mut at: Seating, state: Seat) -> Seating {
    at.registrations.push(seat(40, 1, state));
    at
}

#[test]
fn workshops_demand_is_what_was_advised_and_nothing_came_of() {
    let now = day(20);
    let later = session(40, 30, 5, 0);
    let held = |until| with(later.clone(), Seat::Held { until: day(until) });
    let off = Seating {
        entry: Entry { called_off: Some(day(15)), ..later.entry.clone() },
        ..with(later.clone(), Seat::Registered)
    };
    let follow_up = Seating {
        entry: Entry { level: Some(Level::FollowUp), ..later.entry.clone() },
        ..with(later.clone(), Seat::Registered)
    };
    let other = Seating {
        entry: Entry { theme: Some("data".to_owned()), ..later.entry.clone() },
        ..with(later.clone(), Seat::Registered)
    };
    let came = |on, kind| Story::of(1).on(on, kind, 33).journey();
    let learnt = EventKind::SessionAttended(THEME.to_owned());
    let helped = EventKind::SessionHelped(THEME.to_owned());
    let new = || Story::of(1).journey();
    let none = Advised::default;
    for (name, journey, advised, orientations, sessions, expected) in [
        ("nothing is known", new(), none(), vec![], vec![], None),
        ("advised", new(), advised(10), vec![], vec![later.clone()], Some((10, false))),
        ("came since", came(11, learnt.clone()), advised(10), vec![], vec![], None),
        ("helped since", came(11, helped), advised(10), vec![], vec![], None),
        ("came before", came(9, learnt), advised(10), vec![], vec![], Some((10, false))),
        (
            "registered",
            new(),
            advised(10),
            vec![],
            vec![with(later.clone(), Seat::Registered)],
            None,
        ),
        ("held", new(), advised(10), vec![], vec![held(25)], None),
        ("held no more", new(), advised(10), vec![], vec![held(19)], Some((10, false))),
        (
            "waits",
            new(),
            advised(10),
            vec![],
            vec![with(later.clone(), Seat::Waiting)],
            Some((10, true)),
        ),
        ("called off", new(), advised(10), vec![], vec![off], Some((10, false))),
        ("a follow-up", new(), advised(10), vec![], vec![follow_up], Some((10, false))),
        ("another theme", new(), advised(10), vec![], vec![other], Some((10, false))),
        ("oriented", new(), none(), vec![orientation(8, State::Open)], vec![], Some((8, false))),
        (
            "both: the first",
            new(),
            advised(10),
            vec![orientation(8, State::Open)],
            vec![],
            Some((8, false)),
        ),
        (
            "another date, please",
            new(),
            none(),
            vec![orientation(8, declined(DeclineReason::Date))],
            vec![],
            Some((8, false)),
        ),
        (
            "not their need",
            new(),
            advised(10),
            vec![orientation(8, declined(DeclineReason::NotOurNeed))],
            vec![],
            None,
        ),
    ] {
        let wishes = Wish::of(&journey, Some("Tours"), &advised, &orientations, &sessions, now);
        let told = wishes.first().map(|wish| (wish.since, wish.waits));
        assert_eq!(told, expected.map(|(since, waits)| (day(since), waits)), "{name}");
        assert!(wishes.len() < 2, "{name}");
    }
}

fn wish(association: u128, theme: &str, area: Option<&str>, since: i64) -> Wish {
    Wish {
        association: id(association),
        journey: id(association),
        theme: theme.to_owned(),
        area: area.map(str::to_owned),
        since: day(since),
        waits: false,
        levels: Levels::new(),
    }
}

fn workshop(n: u128, theme: &str, level: Level) -> Workshop {
    Workshop {
        id: id(n),
        title: title("Un atelier"),
        theme: theme.to_owned(),
        level,
        summary: words("Ce qu’on y apprend"),
        requires: Vec::new(),
        leads_to: Vec::new(),
        teaches: Vec::new(),
        materials: None,
    }
}

#[test]
fn workshops_demand_proposes_the_most_wanted_first_and_gathers_small_areas() {
    let wishes = vec![
        wish(1, "data", Some("Tours"), 5),
        wish(2, THEME, Some("Tours"), 6),
        wish(3, THEME, Some("TOURS"), 7),
        wish(4, THEME, Some("Tours"), 8),
        wish(5, THEME, Some("Chinon"), 1),
        wish(6, THEME, None, 9),
        wish(7, "web", Some("Tours"), 2),
    ];
    let demands = demands(wishes);
    let told: Vec<_> =
        demands.iter().map(|d| (d.theme.as_str(), d.area.as_deref(), d.wishes.len())).collect();
    assert_eq!(
        told,
        [
            (THEME, Some("Tours"), 3),
            (THEME, Some("Chinon"), 1),
            ("web", Some("Tours"), 1),
            ("data", Some("Tours"), 1),
            (THEME, None, 1),
        ]
    );
    let workshops = [
        workshop(1, THEME, Level::Intermediate),
        workshop(2, THEME, Level::Beginner),
        workshop(3, THEME, Level::FollowUp),
        workshop(4, "web", Level::FollowUp),
        workshop(5, "data", Level::Beginner),
    ];
    let data = Seating {
        entry: Entry { theme: Some("data".to_owned()), ..session(60, 30, 2, 1).entry },
        ..session(60, 30, 2, 1)
    };
    let proposals = proposals(&demands, &workshops, &[data], day(20));
    let told: Vec<_> = proposals
        .iter()
        .map(|p| (p.demand.theme.as_str(), p.demand.wishes.len(), p.step))
        .collect();
    assert_eq!(
        told,
        [
            (THEME, 5, Step::Open(id(2))),
            ("web", 1, Step::Begin),
            ("data", 1, Step::Tell { entry: id(60), free: 1 }),
        ]
    );
    assert_eq!(wanted(&proposals, THEME, Some("Tours")).len(), 5);
    assert_eq!(wanted(&proposals, THEME, None).len(), 5);
    assert_eq!(wanted(&proposals, "data", Some("Chinon")).len(), 1, "no such area: all");
    assert!(wanted(&proposals, "nothing", None).is_empty());
}

#[test]
fn workshops_demand_names_those_who_hosted_and_those_who_grew() {
    let person = |n| -> PersonId { id(n) };
    let hosted =
        [(THEME, 1), ("data", 2), (THEME, 3), (THEME, 3)].map(|(t, p)| (t.to_owned(), person(p)));
    let grown = Story::learner(10, &[THEME, "data", THEME]).journey();
    let learner = Story::learner(11, &[THEME]).journey();
    let elsewhere = Story::learner(12, &["data", "web", "data"]).journey();
    let helped = Story::of(13).on(3, EventKind::SessionHelped(THEME.to_owned()), 40).journey();
    let hosts = hosts(THEME, &hosted, &[grown, learner, elsewhere, helped]);
    assert_eq!(
        hosts,
        [
            Host::Person(id(3), 2),
            Host::Person(id(1), 1),
            Host::Association { id: id(13), helped: 1, learnt: 0, mentor: false },
            Host::Association { id: id(10), helped: 0, learnt: 2, mentor: false },
        ]
    );
}

#[test]
fn workshops_demand_is_told_of_what_may_be_seen() {
    let opened = session(40, 30, 5, 0).entry;
    let wishes = [wish(1, THEME, None, 1), wish(2, THEME, None, 1)];
    assert_eq!(told(&opened, &wishes, day(20)).len(), 2);
    let later = Entry { published_at: Some(day(25)), ..opened };
    assert!(told(&later, &wishes, day(20)).is_empty());
}

fn some_wishes() -> impl Strategy<Value = Vec<Wish>> {
    let one = (
        0..40u128,
        prop::sample::select(vec![THEME, "data", "web"]),
        prop::option::of(prop::sample::select(vec!["Tours", "tours", "Chinon", "Loches"])),
        0..20i64,
    );
    prop::collection::vec(one, 0..30)
        .prop_map(|all| all.into_iter().map(|(a, t, p, s)| wish(a, t, p, s)).collect())
}

proptest! {
    #[test]
    fn workshops_each_wish_is_in_one_proposal_and_no_seat_is_told_twice(
        wishes in some_wishes(),
        free in 0..6u32,
    ) {
        let demands = demands(wishes.clone());
        let sessions = [session(40, 30, free, 0)];
        let workshops = [workshop(1, THEME, Level::Beginner)];
        let proposals = proposals(&demands, &workshops, &sessions, day(20));
        let key = |w: &Wish| format!("{w:?}");
        let mut all: Vec<_> = wishes.iter().map(key).collect();
        let mut proposed: Vec<_> = proposals.iter().flat_map(|p| &p.demand.wishes).map(key).collect();
        all.sort();
        proposed.sort();
        prop_assert_eq!(all, proposed);
        let told: usize = proposals.iter()
            .filter(|p| matches!(p.step, Step::Tell { .. }))
            .map(|p| p.demand.wishes.len())
            .sum();
        prop_assert!(told <= free as usize);
        for (n, proposal) in proposals.iter().enumerate() {
            let Demand { theme, wishes, .. } = &proposal.demand;
            prop_assert!(wishes.iter().all(|w| w.theme == *theme));
            // Of one theme, only one proposal may be small.
            let small = |p: &Proposal| p.demand.theme == *theme && p.demand.wishes.len() < ENOUGH;
            prop_assert!(proposals.iter().filter(|p| small(p)).count() <= 1);
            let open = |p: &Proposal| !matches!(p.step, Step::Tell { .. });
            if let Some(next) = proposals.get(n + 1).filter(|next| open(next)) {
                prop_assert!(open(proposal) && wishes.len() >= next.demand.wishes.len());
            }
        }
    }
}
