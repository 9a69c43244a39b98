//! Who should meet, and what is said once.

use super::*;
use crate::testing::{act, day, id, title};
use crate::workshops::Seat;
use proptest::prelude::*;

fn said(n: u128, association: u128, side: Side, theme: &str, words: &str) -> Exchange {
    let theme = (!theme.is_empty()).then(|| theme.to_owned());
    let (id, association) = (id(n), id(association));
    Exchange { id, association, who: None, side, theme, words: title(words), at: day(1), by: None }
}

pub(super) fn shows(n: u128, association: u128, theme: &str, words: &str) -> Exchange {
    said(n, association, Side::Shows, theme, words)
}

pub(super) fn seeks(n: u128, association: u128, theme: &str, words: &str) -> Exchange {
    said(n, association, Side::Seeks, theme, words)
}

/// The ids of those who can show each thing that is looked for.
fn pairs(said: &[Exchange]) -> Vec<(ExchangeId, Vec<ExchangeId>)> {
    let all: Vec<_> = said.iter().collect();
    let named = |one: Sought| (one.what.id, one.shown.iter().map(|(shows, _)| shows.id).collect());
    sought(&all).into_iter().map(named).collect()
}

#[test]
fn exchange_words_pair_whatever_their_accents_and_plurals() {
    for (looked_for, shown, together) in [
        ("Une affiche", "les Affiches", true),
        ("nos réseaux sociaux", "RESEAU SOCIAL", true),
        ("un tableau", "Tableaux de bord", true),
        ("le journal", "Faire des journaux", true),
        ("gérer les adhésions", "Adhe\u{301}sion en ligne", true),
        ("site internet", "Refaire le site", true),
        ("日本", "日本 の", false), // Too short to tell.
        ("Une affiche", "Une newsletter", false),
        ("Savoir faire avec nous", "Comment faire avec vous", false),
        ("", "", false),
    ] {
        let met = Affinity::of(&seeks(1, 1, "", looked_for), &shows(2, 2, "", shown));
        assert_eq!(met.is_some(), together, "{looked_for} / {shown}");
    }
}

#[test]
fn exchange_a_theme_counts_before_words_and_ones_own_association_never() {
    let all = [
        seeks(1, 1, "site", "une page de dons"),
        shows(2, 1, "site", "une page de dons"),
        shows(3, 2, "papier", "page de dons"),
        shows(4, 3, "site", "WordPress"),
        shows(5, 4, "site", "page d’accueil"),
        seeks(6, 2, "papier", "une affiche"),
        seeks(7, 3, "", "une affiche"),
    ];
    assert_eq!(
        pairs(&all),
        [(id(1), vec![id(5), id(4), id(3)]), (id(6), vec![]), (id(7), vec![])],
        "who looks for what nobody shows comes last, and is told too"
    );
}

#[test]
fn exchange_what_is_said_of_somebody_comes_with_their_seat() {
    let name = |text: &str| Name::parse(text).ok();
    let seat = |association: u128, who: &str| {
        let new =
            Registration::new(id(9), id(8), (id(association), id(7)), Seat::Registered, day(1));
        Registration { attendee: name(who), ..new }
    };
    let of = |who: &str| Exchange { who: name(who), ..shows(1, 1, "", "une affiche") };
    for (line, seat, comes) in [
        (of(""), seat(1, ""), true),
        (of(""), seat(1, "Zoé"), true),
        (of("Zoé"), seat(1, "ZOE"), true),
        (of("Zoé"), seat(1, "Ana"), false),
        (of("Zoé"), seat(1, ""), false),
        (of(""), seat(2, ""), false),
    ] {
        assert_eq!(line.comes_with(&seat), comes, "{line:?} {seat:?}");
    }
}

#[test]
fn exchange_a_line_is_said_once_and_they_are_few() {
    let typed = |words: &str| Typed { side: Side::Seeks, theme: None, words: title(words) };
    let lines = |typed, known: &[Exchange]| {
        say(&act(day(1)), id(1), None, typed, known).map(|said| said.changes.len())
    };
    let known = [seeks(1, 1, "", "Une affiche")];
    assert_eq!(
        lines(vec![typed("une  AFFICHE"), typed("Un site"), typed("un site")], &known),
        Ok(1)
    );
    let many: Vec<_> = (0..MOST as u128).map(|n| seeks(n, 1, "", &format!("chose {n}"))).collect();
    assert_eq!(lines(vec![typed("une de plus")], &many), Err(Broken::SaidEnough));
    assert_eq!(lines(vec![typed("chose 3")], &many), Ok(0), "it is said already");
    assert_eq!(lines(vec![typed("une de plus")], &many[1..]), Ok(1));
}

fn any_said() -> impl Strategy<Value = Vec<Exchange>> {
    const WORDS: [&str; 6] = ["affiche", "Affiches", "site", "journal", "journaux", "réseau"];
    let one = (0_u128..4, any::<bool>(), 0_usize..3, prop::collection::vec(0_usize..6, 1..3));
    prop::collection::vec(one, 0..12).prop_map(|lines| {
        let line =
            |(n, (association, seeks, theme, words)): (usize, (u128, bool, usize, Vec<usize>))| {
                let side = if seeks { Side::Seeks } else { Side::Shows };
                let words: Vec<_> = words.into_iter().map(|n| WORDS[n]).collect();
                let number = u128::try_from(n).unwrap_or_default() + 1;
                said(number, association, side, ["", "a", "b"][theme], &words.join(" "))
            };
        lines.into_iter().enumerate().map(line).collect()
    })
}

proptest! {
    /// All that is looked for is told once; nobody is sent to themselves; who is named has something to do with it, and
    /// none who would do better is left out.
    #[test]
    fn exchange_everybody_is_sent_to_who_can_best_show(all in any_said()) {
        let lines: Vec<_> = all.iter().collect();
        let sought = sought(&lines);
        let asked = all.iter().filter(|e| e.side == Side::Seeks).count();
        prop_assert_eq!(sought.len(), asked);
        for one in &sought {
            let of = |shows: &Exchange| Affinity::of(one.what, shows);
            let named: Vec<_> = one.shown.iter().map(|(shows, _)| shows.id).collect();
            for (shows, affinity) in &one.shown {
                prop_assert_ne!(shows.association, one.what.association);
                prop_assert_eq!(shows.side, Side::Shows);
                prop_assert_eq!(of(shows), Some(*affinity));
                prop_assert!(affinity.theme || affinity.words > 0);
            }
            let worst = one.shown.last().map(|(_, affinity)| *affinity);
            for other in all.iter().filter(|e| !named.contains(&e.id)) {
                prop_assert!(of(other) <= worst, "{:?} is left out", other);
            }
        }
        let best: Vec<_> = sought.iter().map(|one| one.shown.first().map(|(_, a)| *a)).collect();
        prop_assert!(best.is_sorted_by(|one, next| one >= next));
    }

    /// Neither the order in which they said it, nor capitals, accents and plurals, change who meets whom.
    #[test]
    fn exchange_pairs_do_not_depend_on_how_it_is_written(all in any_said(), turn in 0_usize..12) {
        let mut turned = all.clone();
        turned.rotate_left(turn.min(all.len()));
        prop_assert_eq!(pairs(&all), pairs(&turned));
        let plain: Vec<_> = all
            .iter()
            .map(|one| Exchange { words: title(&folded(one.words.as_str())), ..one.clone() })
            .collect();
        prop_assert_eq!(pairs(&all), pairs(&plain));
    }
}
