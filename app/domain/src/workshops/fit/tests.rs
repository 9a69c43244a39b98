//! For whom a workshop is: table by table, then the laws.

use super::*;
use crate::testing::{id, title, words};
use crate::workshops::Level;
use proptest::prelude::*;

fn mark(theme: &str, level: f64) -> Mark {
    Mark { theme: theme.to_owned(), level }
}

fn workshop(requires: Vec<Mark>, leads_to: Vec<Mark>) -> Workshop {
    Workshop {
        id: id(1),
        title: title("Un atelier"),
        theme: "data".to_owned(),
        level: Level::Intermediate,
        summary: words("Ce qu’on y apprend"),
        requires,
        leads_to,
        teaches: Vec::new(),
        materials: None,
    }
}

fn levels(known: &[(&str, Option<f64>)]) -> Levels {
    known.iter().map(|(theme, level)| ((*theme).to_owned(), *level)).collect()
}

#[test]
fn workshops_are_for_who_is_ready_and_does_not_master_them_yet() {
    let ours = workshop(vec![mark("skills", 1.0)], vec![mark("data", 2.0), mark("tool", 2.0)]);
    for (name, known, expected) in [
        ("ready, with all to learn", vec![("skills", Some(1.0)), ("data", Some(0.0))], "for them"),
        ("beyond ready", vec![("skills", Some(3.0)), ("data", Some(2.0))], "for them"),
        ("nothing known of the goals", vec![("skills", Some(2.0))], "for them"),
        ("not ready", vec![("skills", Some(0.9)), ("data", Some(0.0))], "not ready"),
        ("nothing known of what it asks for", vec![("data", Some(0.0))], "not ready"),
        ("not known, and said so", vec![("skills", None), ("data", Some(0.0))], "not ready"),
        ("beyond one of the goals", vec![("skills", Some(2.0)), ("tool", Some(2.1))], "mastered"),
        (
            "beyond all of them",
            vec![("skills", Some(2.0)), ("data", Some(3.0)), ("tool", Some(3.0))],
            "mastered",
        ),
        ("neither ready nor in need", vec![("data", Some(3.0))], "not ready"),
        ("nothing known at all", vec![], "not ready"),
    ] {
        let told = match ours.fit(&levels(&known)) {
            Fit::ForThem { .. } => "for them",
            Fit::NotReady(_) => "not ready",
            Fit::Mastered(_) => "mastered",
        };
        assert_eq!(told, expected, "{name}");
    }
    assert!(
        workshop(vec![], vec![]).fit(&Levels::new()).is_for_them(),
        "it asks nothing of anybody"
    );
}

#[test]
fn workshops_say_what_is_missing_or_mastered() {
    let ours = workshop(vec![mark("skills", 1.0), mark("tool", 2.0)], vec![mark("data", 2.0)]);
    let told = ours.fit(&levels(&[("skills", Some(2.0)), ("tool", Some(1.5))]));
    assert_eq!(told, Fit::NotReady(vec![Standing { mark: mark("tool", 2.0), level: Some(1.5) }]));
    let told =
        ours.fit(&levels(&[("skills", Some(2.0)), ("tool", Some(2.0)), ("data", Some(2.5))]));
    assert_eq!(told, Fit::Mastered(vec![Standing { mark: mark("data", 2.0), level: Some(2.5) }]));
    let Fit::ForThem { ready, to_learn } =
        ours.fit(&levels(&[("skills", Some(2.0)), ("tool", Some(2.0))]))
    else {
        panic!("it is for them")
    };
    assert_eq!((ready.len(), to_learn.len(), to_learn[0].level), (2, 1, None));
}

#[test]
fn workshops_marks_are_read_back_as_they_are_kept() {
    for marks in [vec![], vec![mark("data", 2.0)], vec![mark("data", 1.5), mark("tool", 0.25)]] {
        assert_eq!(read_marks(&write_marks(&marks)), Some(marks));
    }
    for wrong in ["data", "data:", ":2", "data:x", "data:4", "data:-1", "data:2 tool", "data:nan"] {
        assert_eq!(read_marks(wrong), None, "{wrong}");
    }
}

const THEMES: [&str; 4] = ["skills", "tool", "data", "members"];

fn known() -> impl Strategy<Value = Levels> {
    let level = prop_oneof![Just(None), (0..=12u8).prop_map(|n| Some(f64::from(n) / 4.0))];
    proptest::collection::vec(level, 4)
        .prop_map(|levels| THEMES.into_iter().map(str::to_owned).zip(levels).collect())
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let one = (0..4usize, 0..=12u8).prop_map(|(n, q)| mark(THEMES[n], f64::from(q) / 4.0));
    proptest::collection::vec(one, 0..3)
}

proptest! {
    /// It is for them if, and only if, each prerequisite is reached and no goal is passed.
    #[test]
    fn workshops_fit_is_what_it_says(requires in marks(), leads_to in marks(), levels in known()) {
        let at = |m: &Mark| levels.get(&m.theme).copied().flatten();
        let expected = requires.iter().all(|m| at(m).is_some_and(|l| l >= m.level))
            && leads_to.iter().all(|m| at(m).is_none_or(|l| l <= m.level));
        prop_assert_eq!(workshop(requires, leads_to).fit(&levels).is_for_them(), expected);
    }

    /// Who makes progress is never less ready, and who has less is never said to master more.
    #[test]
    fn workshops_progress_never_makes_less_ready(
        requires in marks(), leads_to in marks(), levels in known(), theme in 0..4usize, up in 0..=12u8,
    ) {
        let workshop = workshop(requires, leads_to);
        let mut more = levels.clone();
        let now = levels[THEMES[theme]].unwrap_or(0.0);
        more.insert(THEMES[theme].to_owned(), Some((now + f64::from(up) / 4.0).min(3.0)));
        let ready = |levels: &Levels| !matches!(workshop.fit(levels), Fit::NotReady(_));
        prop_assert!(!ready(&levels) || ready(&more));
        let mastered = |levels: &Levels| matches!(workshop.fit(levels), Fit::Mastered(_));
        prop_assert!(!mastered(&levels) || mastered(&more));
    }

    /// Themes that a workshop does not name change nothing.
    #[test]
    fn workshops_other_themes_do_not_matter(requires in marks(), leads_to in marks(), levels in known(), other in known()) {
        let workshop = workshop(requires, leads_to);
        let named = |theme: &str| {
            workshop.requires.iter().chain(&workshop.leads_to).any(|m| m.theme == theme)
        };
        let mixed: Levels = levels
            .iter()
            .map(|(t, l)| (t.clone(), if named(t) { *l } else { other[t.as_str()] }))
            .collect();
        prop_assert_eq!(workshop.fit(&levels), workshop.fit(&mixed));
    }
}

#[test]
fn workshops_the_mix_counts_where_those_who_come_stand() {
    let levels = [None, Some(0.0), Some(0.99), Some(1.0), Some(1.9), Some(2.0), Some(3.0), None];
    let mix = Mix { beginning: 2, on_the_way: 2, at_ease: 2, unknown: 2 };
    assert_eq!(Mix::of(levels), mix);
    assert_eq!(Mix::of([]), Mix::default());
}
