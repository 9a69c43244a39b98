//! One spoilt questionnaire for each kind of finding; and what is called impossible never happens.

use crate::diagnosis::*;
use crate::text::{Bilingual, Lang};
use proptest::prelude::*;

/// Nothing is to be said of this one.
const GOOD: &str = r#"
version = 1
theme = [
  { key = "web", title = { fr = "Web", en = "Web" }, short = { fr = "Web", en = "Web" } },
  { key = "tool", title = { fr = "Outil", en = "Tool" }, short = { fr = "Outil", en = "Tool" } },
]
recommendation = [
  { key = "page", theme = "web", workshops = ["web"], rung = [
    { when = [{ question = "site", any_of = ["no"] }], text = { fr = "Une page", en = "A page" }, why = { fr = "a", en = "a" }, how = { fr = "b", en = "b" } },
    { when = [{ theme = "web", at_least = 2.0 }], text = { fr = "Deux", en = "Two" }, why = { fr = "a", en = "a" }, how = { fr = "b", en = "b" } },
  ] },
  { key = "meet", theme = "web", usual = true, rung = [{ text = { fr = "a", en = "a" }, why = { fr = "a", en = "a" }, how = { fr = "b", en = "b" } }] },
  { key = "read", theme = "web", usual = true, rung = [{ text = { fr = "a", en = "a" }, why = { fr = "a", en = "a" }, how = { fr = "b", en = "b" } }] },
  { key = "tell", theme = "tool", usual = true, rung = [{ text = { fr = "a", en = "a" }, why = { fr = "a", en = "a" }, how = { fr = "b", en = "b" } }] },
]
rule = [
  { verdict = "too_little_known", when = [{ unknown_among = ["site", "where"], count = 2 }], summary = { fr = "a", en = "a" } },
  { verdict = "later", when = [{ question = "fresh", any_of = ["no"] }, { theme = "web", below = 2.0 }], summary = { fr = "a", en = "a" } },
  { verdict = "small_development", when = [{ question = "where", any_of = ["paper"] }], summary = { fr = "a", en = "a" } },
]

[[question]]
key = "site"
theme = "web"
text = { fr = "Un site ?", en = "A site?" }
choice = [
  { key = "no", value = 0, text = { fr = "Non", en = "No" }, because = { fr = "non", en = "no" }, fills = [{ question = "where", choices = ["paper"] }] },
  { key = "yes", value = 3, text = { fr = "Oui", en = "Yes" }, because = { fr = "oui", en = "yes" } },
]

[[question]]
key = "fresh"
theme = "web"
opened_by = { question = "site", any_of = ["yes"] }
text = { fr = "À jour ?", en = "Up to date?" }
choice = [
  { key = "no", value = 0, text = { fr = "Non", en = "No" }, because = { fr = "non", en = "no" } },
  { key = "yes", value = 3, text = { fr = "Oui", en = "Yes" }, because = { fr = "oui", en = "yes" } },
]

[[question]]
key = "where"
theme = "tool"
multiple = true
asked_if = [{ theme = "web", below = 3.0 }]
text = { fr = "Où ?", en = "Where?" }
choice = [
  { key = "paper", value = 1, text = { fr = "a", en = "a" }, because = { fr = "a", en = "a" } },
  { key = "sheet", value = 1, text = { fr = "a", en = "a" }, because = { fr = "a", en = "a" } },
  { key = "none", value = 0, alone = true, text = { fr = "a", en = "a" }, because = { fr = "a", en = "a" } },
]
"#;

fn good() -> Questionnaire {
    toml::from_str(GOOD).expect("it can be read")
}

fn answered(question: &str, choices: &[&str]) -> Condition {
    let any_of = choices.iter().map(|choice| (*choice).to_owned()).collect();
    Condition::Answered { question: question.to_owned(), any_of }
}

fn below(theme: &str, below: f64) -> Condition {
    Condition::Below { theme: theme.to_owned(), below }
}

fn at_least(theme: &str, at_least: f64) -> Condition {
    Condition::AtLeast { theme: theme.to_owned(), at_least }
}

fn unknown(among: &[&str], count: u32) -> Condition {
    let unknown_among = among.iter().map(|key| (*key).to_owned()).collect();
    Condition::Unknown { unknown_among, count }
}

fn question(key: &str) -> Place {
    Place::Question(key.to_owned())
}

fn choice(question: &str, choice: &str) -> Place {
    Place::Choice { question: question.to_owned(), choice: choice.to_owned() }
}

fn rung(rung: usize) -> Place {
    Place::Rung { recommendation: "page".to_owned(), rung }
}

fn key(key: &str) -> Key {
    key.to_owned()
}

/// What is spoilt, how, and what is found first.
type Case = (&'static str, fn(&mut Questionnaire), Place, Problem);

fn told(cases: Vec<Case>) {
    for (name, spoil, place, problem) in cases {
        let mut q = good();
        spoil(&mut q);
        let mut found = q.findings().into_iter();
        assert_eq!(found.next(), Some(Finding { place, problem }), "{name}");
        // What rests on it may fall with it.
        let follows = |f: &Finding| {
            matches!(
                f.problem,
                Problem::NeverAsked | Problem::NeverSpeaks | Problem::Shadowed { .. }
            )
        };
        assert_eq!(found.filter(|f| !follows(f)).collect::<Vec<_>>(), [], "{name}");
    }
}

#[test]
fn diagnosis_nothing_is_found_in_a_good_questionnaire() {
    assert_eq!(good().findings(), []);
    assert!(good().may_be_published());
}

#[test]
fn diagnosis_each_mistake_of_form_is_found_at_its_place() {
    let page = || Place::Recommendation(key("page"));
    told(vec![
        (
            "a theme without questions",
            |q| q.themes.push(Theme { key: key("law"), ..q.themes[0].clone() }),
            Place::Theme(key("law")),
            Problem::EmptyTheme,
        ),
        (
            "nothing in English",
            |q| q.themes[0].short.en = " ".to_owned(),
            Place::Theme(key("web")),
            Problem::NoText { part: Part::Short, lang: Lang::En },
        ),
        (
            "a help without French",
            |q| q.questions[0].help = Some(Bilingual { fr: String::new(), en: key("Help") }),
            question("site"),
            Problem::NoText { part: Part::Help, lang: Lang::Fr },
        ),
        (
            "a recommendation of no theme",
            |q| q.recommendations[1].theme = key("law"),
            Place::Recommendation(key("meet")),
            Problem::UnknownTheme(key("law")),
        ),
        (
            "workshops on no theme",
            |q| q.recommendations[0].workshops = vec![key("law")],
            page(),
            Problem::UnknownTheme(key("law")),
        ),
        (
            "one choice",
            |q| q.questions[1].choices.truncate(1),
            question("fresh"),
            Problem::FewChoices,
        ),
        (
            "alone among one",
            |q| q.questions[0].choices[1].alone = true,
            choice("site", "yes"),
            Problem::AloneInSingle,
        ),
        (
            "a value too high",
            |q| q.questions[0].choices[1].value = Some(4),
            choice("site", "yes"),
            Problem::Value(4),
        ),
        ("a weight too high", |q| q.questions[2].weight = 4, question("where"), Problem::Weight(4)),
        (
            "a sub-question of another theme",
            |q| q.questions[1].theme = key("tool"),
            question("fresh"),
            Problem::OtherTheme { parent: key("site") },
        ),
        (
            "a rule on no question",
            |q| q.rules[0].when = vec![unknown(&["site", "nothing"], 1)],
            Place::Rule(0),
            Problem::UnknownQuestion(key("nothing")),
        ),
        (
            "a rung on a choice that is no more",
            |q| q.recommendations[0].rungs[0].when = vec![answered("site", &["no", "maybe"])],
            rung(0),
            Problem::UnknownChoice { question: key("site"), choice: key("maybe") },
        ),
        (
            "a fill of no question",
            |q| q.questions[0].choices[0].fills[0].question = key("nothing"),
            choice("site", "no"),
            Problem::UnknownQuestion(key("nothing")),
        ),
        (
            "a fill that is not taken",
            |q| q.questions[0].choices[0].fills[0].choices = vec![key("paper"), key("none")],
            choice("site", "no"),
            Problem::FillNotTaken { to: key("where") },
        ),
        (
            "a fill of what was asked before",
            |q| {
                let fill = Fill { question: key("site"), choices: vec![key("no")] };
                q.questions[2].choices[1].fills = vec![fill];
            },
            choice("where", "sheet"),
            Problem::FillEarlier { to: key("site") },
        ),
        (
            "no rung",
            |q| q.recommendations[1].rungs.clear(),
            Place::Recommendation(key("meet")),
            Problem::Rungs,
        ),
        (
            "a rung for all",
            |q| q.recommendations[0].rungs[1].when.clear(),
            rung(1),
            Problem::NoCondition,
        ),
        (
            "conditions on what fits anybody",
            |q| q.recommendations[1].rungs[0].when = vec![answered("site", &["no"])],
            Place::Recommendation(key("meet")),
            Problem::UsualIgnores,
        ),
        ("a rule for all", |q| q.rules[1].when.clear(), Place::Rule(1), Problem::NoCondition),
        (
            "a level beyond 3",
            |q| q.rules[2].when.push(below("web", 3.5)),
            Place::Rule(2),
            Problem::Level(3.5),
        ),
        (
            "more unknown than there are",
            |q| q.rules[0].when = vec![unknown(&["site"], 0)],
            Place::Rule(0),
            Problem::Count { count: 0, among: 1 },
        ),
        (
            "a rule that asks nothing",
            |q| q.rules[2].verdict = Verdict::TooLittleKnown,
            Place::Rule(2),
            Problem::AsksNothing,
        ),
        (
            "a verdict without an answer",
            |q| q.rules[0].verdict = Verdict::OtherHelp,
            Place::Rule(0),
            Problem::NamesNoAnswer,
        ),
        (
            "what a rule names cannot be told",
            |q| q.questions[1].choices[0].because = None,
            choice("fresh", "no"),
            Problem::NoBecause,
        ),
        (
            "two recommendations for anybody",
            |q| drop(q.recommendations.pop()),
            Place::Whole,
            Problem::FewUsual(2),
        ),
        (
            "two themes of one key",
            |q| q.themes.push(q.themes[1].clone()),
            Place::Theme(key("tool")),
            Problem::Twice,
        ),
        (
            "two choices of one key",
            |q| {
                let twin = q.questions[0].choices[1].clone();
                q.questions[0].choices.push(twin);
            },
            choice("site", "yes"),
            Problem::Twice,
        ),
        (
            "a key with a blank",
            |q| q.recommendations[0].key = key("a page"),
            Place::Recommendation(key("a page")),
            Problem::BadKey,
        ),
    ]);
}

#[test]
fn diagnosis_what_cannot_be_is_found() {
    told(vec![
        (
            "a question on the mean of a theme that comes partly later",
            |q| q.questions[1].asked_if = vec![at_least("web", 1.0)],
            question("fresh"),
            Problem::EarlyTheme(key("web")),
        ),
        (
            "an answer that the parent rules out",
            |q| q.questions[1].asked_if = vec![answered("site", &["no"])],
            question("fresh"),
            Problem::NeverAsked,
        ),
        (
            "a level that no answers give",
            |q| q.questions[2].asked_if = vec![below("web", 0.0)],
            question("where"),
            Problem::NeverAsked,
        ),
        (
            "levels that exclude each other",
            |q| {
                q.rules[2].when =
                    vec![below("web", 1.0), at_least("web", 2.0), answered("site", &["no"])]
            },
            Place::Rule(2),
            Problem::NeverSpeaks,
        ),
        (
            "a level that the answer rules out",
            |q| q.rules[2].when = vec![answered("fresh", &["yes"]), below("web", 2.5)],
            Place::Rule(2),
            Problem::NeverSpeaks,
        ),
        (
            "a mean that an unlikely answer needs",
            |q| {
                q.recommendations[0].rungs[1].when =
                    vec![answered("site", &["no"]), answered("fresh", &["yes"])]
            },
            rung(1),
            Problem::NeverReached,
        ),
        (
            "unknown and answered",
            |q| {
                q.rules[2].when =
                    vec![answered("where", &["paper"]), unknown(&["where", "site"], 2)]
            },
            Place::Rule(2),
            Problem::NeverSpeaks,
        ),
        (
            "an earlier rule says it all",
            |q| q.rules[2].when = vec![answered("fresh", &["no"]), below("web", 1.75)],
            Place::Rule(2),
            Problem::Shadowed { by: vec![1] },
        ),
        (
            "a first rung for more people",
            |q| {
                q.recommendations[0].rungs[0].when = vec![answered("where", &["paper", "sheet"])];
                q.recommendations[0].rungs[1].when = vec![answered("where", &["paper"])];
            },
            rung(1),
            Problem::BehindFirstRung,
        ),
    ]);
}

#[test]
fn diagnosis_a_rule_that_several_hide_together_is_found() {
    let mut q = good();
    let rule = |when| Rule { verdict: Verdict::Later, when, summary: two() };
    q.rules = vec![
        rule(vec![answered("site", &["no"])]),
        rule(vec![answered("where", &["sheet"])]),
        rule(vec![answered("fresh", &["no"])]),
        rule(vec![answered("fresh", &["yes"])]),
        // Whoever has a site is asked whether it is up to date.
        rule(vec![at_least("web", 2.0), answered("fresh", &["no", "yes"])]),
        // Nothing hides this one: the third question may have no answer.
        rule(vec![answered("site", &["yes"])]),
    ];
    let by = vec![3];
    assert_eq!(
        q.findings(),
        [Finding { place: Place::Rule(4), problem: Problem::Shadowed { by } }]
    );
    q.rules[4].when = vec![answered("fresh", &["no", "yes"]), answered("site", &["yes"])];
    let by = vec![2, 3];
    assert_eq!(
        q.findings(),
        [Finding { place: Place::Rule(4), problem: Problem::Shadowed { by } }]
    );
    // What nobody can look through is said nothing of.
    let choice = |key: String| Choice { key, ..q.questions[2].choices[0].clone() };
    q.questions[2].choices = (0..20).map(|n| choice(format!("c{n}"))).collect();
    q.questions[0].choices[0].fills.clear();
    q.rules[1].when = vec![answered("where", &["c1"])];
    assert_eq!(q.findings(), []);
}

#[test]
fn diagnosis_what_rests_on_the_impossible_is_impossible() {
    let mut q = good();
    q.questions[1].asked_if = vec![answered("site", &["no"])];
    q.questions.push(Question {
        key: key("who"),
        opened_by: Some(Opening { question: key("fresh"), any_of: vec![key("no")] }),
        ..q.questions[1].clone()
    });
    q.questions[3].asked_if.clear();
    q.rules[1].when = vec![answered("who", &["no"])];
    let found: Vec<_> = q.findings();
    let has = |place: Place, problem: Problem| found.contains(&Finding { place, problem });
    assert!(has(question("fresh"), Problem::NeverAsked), "{found:?}");
    assert!(has(question("who"), Problem::NeverAsked), "{found:?}");
    assert!(has(Place::Rule(1), Problem::NeverSpeaks), "{found:?}");
    // Conditions on what comes later, or on nothing, never hold either.
    for (asked_if, told) in [
        (vec![answered("where", &["paper"])], Problem::Later { on: key("where") }),
        (vec![below("tool", 3.0)], Problem::LaterTheme(key("tool"))),
        (vec![answered("site", &[])], Problem::NamesNoChoice(key("site"))),
        (vec![answered("nothing", &["no"])], Problem::UnknownQuestion(key("nothing"))),
    ] {
        let mut q = good();
        q.questions[1].asked_if = asked_if;
        let found = q.findings();
        let of = |problem| found.contains(&Finding { place: question("fresh"), problem });
        assert!(of(told.clone()) && of(Problem::NeverAsked), "{told:?}: {found:?}");
    }
}

#[test]
fn diagnosis_several_choices_may_be_asked_for_together() {
    let mut q = good();
    q.rules[2].when = vec![answered("where", &["paper"]), answered("where", &["sheet"])];
    assert!(q.may_be_published(), "{:?}", q.findings());
    q.rules[2].when = vec![answered("where", &["paper"]), answered("where", &["none"])];
    assert_eq!(
        q.findings().iter().map(|f| &f.problem).collect::<Vec<_>>(),
        [&Problem::NeverSpeaks]
    );
}

// --- any questionnaire, however odd

fn any_key(names: &'static [&'static str]) -> impl Strategy<Value = Key> {
    prop::sample::select(names).prop_map(str::to_owned)
}

const THEMES: &[&str] = &["t0", "t1", "t2"];
const QUESTIONS: &[&str] = &["q0", "q1", "q2", "q3", "q4", "q5", "q6"];
const CHOICES: &[&str] = &["a", "b", "c", "d"];

fn any_keys(names: &'static [&'static str]) -> impl Strategy<Value = Vec<Key>> {
    prop::collection::vec(any_key(names), 0..3)
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let level = || prop::sample::select(vec![0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, f64::NAN]);
    prop_oneof![
        4 => (any_key(QUESTIONS), any_keys(CHOICES))
            .prop_map(|(question, any_of)| Condition::Answered { question, any_of }),
        1 => (any_key(THEMES), level()).prop_map(|(theme, below)| Condition::Below { theme, below }),
        1 => (any_key(THEMES), level())
            .prop_map(|(theme, at_least)| Condition::AtLeast { theme, at_least }),
        1 => (any_keys(QUESTIONS), 0_u32..4)
            .prop_map(|(unknown_among, count)| Condition::Unknown { unknown_among, count }),
    ]
}

fn any_conditions() -> impl Strategy<Value = Vec<Condition>> {
    prop::collection::vec(any_condition(), 0..3)
}

fn two() -> Bilingual {
    Bilingual { fr: key("a"), en: key("a") }
}

fn any_choice() -> impl Strategy<Value = Choice> {
    let fills = prop::collection::vec(
        (any_key(QUESTIONS), any_keys(CHOICES))
            .prop_map(|(question, choices)| Fill { question, choices }),
        0..2,
    );
    (prop::option::of(0_u8..5), any::<bool>(), fills).prop_map(|(value, alone, fills)| Choice {
        key: String::new(),
        text: two(),
        value,
        because: None,
        alone: alone && value == Some(0),
        fills,
        known_by: Vec::new(),
    })
}

fn any_question() -> impl Strategy<Value = Question> {
    let opening = prop::option::weighted(0.4, (any_key(QUESTIONS), any_keys(CHOICES)));
    (
        any_key(THEMES),
        any::<bool>(),
        0_u8..5,
        opening,
        any_conditions(),
        prop::collection::vec(any_choice(), 0..4),
    )
        .prop_map(|(theme, multiple, weight, opening, asked_if, mut choices)| {
            for (choice, key) in choices.iter_mut().zip(CHOICES) {
                choice.key = (*key).to_owned();
            }
            Question {
                key: String::new(),
                theme,
                text: two(),
                help: None,
                multiple,
                weight,
                opened_by: opening.map(|(question, any_of)| Opening { question, any_of }),
                asked_if,
                choices,
            }
        })
}

fn any_questionnaire() -> impl Strategy<Value = Questionnaire> {
    let rule = (prop::sample::select(&Verdict::ALL[..]), any_conditions())
        .prop_map(|(verdict, when)| Rule { verdict, when, summary: two() });
    let rung = any_conditions().prop_map(|when| Rung { when, text: two(), why: two(), how: two() });
    let recommendation = (any_key(THEMES), any::<bool>(), prop::collection::vec(rung, 0..4));
    (
        prop::collection::vec(any_question(), 0..7),
        prop::collection::vec(recommendation, 0..5),
        prop::collection::vec(rule, 0..5),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(mut questions, recommendations, rules, twins)| {
            for (question, key) in questions.iter_mut().zip(QUESTIONS) {
                question.key = (*key).to_owned();
            }
            if let (true, [first, .., last]) = (twins, &mut questions[..]) {
                last.key.clone_from(&first.key);
            }
            let recommendation = |(i, (theme, usual, rungs))| Recommendation {
                key: format!("r{i}"),
                theme,
                workshops: Vec::new(),
                usual,
                rungs,
            };
            let theme = |name: &&str| Theme { key: (*name).to_owned(), title: two(), short: two() };
            Questionnaire {
                version: 1,
                themes: THEMES.iter().map(theme).collect(),
                questions,
                recommendations: recommendations
                    .into_iter()
                    .enumerate()
                    .map(recommendation)
                    .collect(),
                rules,
            }
        })
}

fn any_answers() -> impl Strategy<Value = Answers> {
    let answer = (any_key(QUESTIONS), prop::collection::btree_set(any_key(CHOICES), 0..3));
    prop::collection::vec(answer, 0..12).prop_map(|given| {
        let answer = |keys: std::collections::BTreeSet<Key>| match keys.is_empty() {
            true => Answer::DontKnow,
            false => Answer::Chosen(keys),
        };
        given.into_iter().map(|(question, keys)| (question, answer(keys))).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn diagnosis_what_is_called_impossible_never_happens(
        q in any_questionnaire(),
        sets in prop::collection::vec(any_answers(), 20),
    ) {
        let findings = q.findings();
        for answers in &sets {
            let reading = q.read(answers);
            let judgement = reading.judge();
            let advice = reading.advice();
            for Finding { place, problem } in &findings {
                match (place, problem) {
                    (Place::Question(key), Problem::NeverAsked) => {
                        prop_assert!(!reading.asks(key), "{key} is asked with {answers:?}");
                    }
                    (Place::Rule(i), Problem::NeverSpeaks | Problem::Shadowed { .. }) => {
                        prop_assert!(judgement.rule != Some(*i), "rule {i} speaks with {answers:?}");
                    }
                    (Place::Rung { recommendation, rung }, Problem::NeverReached | Problem::BehindFirstRung) => {
                        let given = advice.iter().any(|a| a.recommendation.key == *recommendation && a.rung == *rung);
                        prop_assert!(!given, "{recommendation} {rung} is given with {answers:?}");
                    }
                    _ => {}
                }
            }
        }
    }
}

// --- what can be looked through is known for sure

/// Every answer that a question takes, and none.
fn every_answer(question: &Question) -> Vec<Option<Answer>> {
    let several = |mixture: u32| {
        let keys = question.choices.iter().enumerate().filter(|(i, _)| mixture & (1 << i) != 0);
        Answer::Chosen(keys.map(|(_, choice)| choice.key.clone()).collect())
    };
    let all = (1..1 << question.choices.len()).map(several).filter(|a| question.takes(a));
    all.map(Some).chain([None]).collect()
}

/// Every set of answers to all of it.
fn every_answers(q: &Questionnaire) -> Vec<Answers> {
    let mut sets = vec![Answers::new()];
    for question in &q.questions {
        let with = |set: &Answers, answer: Option<Answer>| {
            let mut set = set.clone();
            set.extend(answer.map(|answer| (question.key.clone(), answer)));
            set
        };
        let answers = every_answer(question);
        sets = sets
            .iter()
            .flat_map(|set| answers.iter().map(|answer| with(set, answer.clone())))
            .collect();
    }
    sets
}

fn small_questionnaire() -> impl Strategy<Value = Questionnaire> {
    any_questionnaire().prop_map(|mut q| {
        q.questions.truncate(3);
        for (question, key) in q.questions.iter_mut().zip(QUESTIONS) {
            question.key = (*key).to_owned();
            question.choices.truncate(3);
        }
        q
    })
}

/// Whether, of some answers, these conditions are the first that hold.
fn is_heard(
    q: &Questionnaire,
    sets: &[Answers],
    before: &[&[Condition]],
    when: &[Condition],
) -> bool {
    let holds = |reading: &Reading, when: &[Condition]| !when.is_empty() && reading.all_hold(when);
    sets.iter().any(|answers| {
        let reading = q.read(answers);
        holds(&reading, when) && !before.iter().any(|before| holds(&reading, before))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn diagnosis_what_can_be_looked_through_is_known_for_sure(q in small_questionnaire()) {
        let (sets, findings) = (every_answers(&q), q.findings());
        let found = |place: &Place, of: fn(&Problem) -> bool| {
            findings.iter().find(|f| f.place == *place && of(&f.problem)).map(|f| &f.problem)
        };
        let whens: Vec<&[Condition]> = q.rules.iter().map(|rule| &*rule.when).collect();
        for (i, when) in whens.iter().enumerate().filter(|(_, when)| !when.is_empty()) {
            let silent = found(&Place::Rule(i), |p| matches!(p, Problem::NeverSpeaks | Problem::Shadowed { .. }));
            prop_assert_eq!(silent.is_none(), is_heard(&q, &sets, &whens[..i], when), "rule {}: {:?}", i, silent);
            let Some(Problem::Shadowed { by }) = silent else { continue };
            // All of those that are named, and no fewer.
            let named = |without: Option<usize>| -> Vec<&[Condition]> {
                by.iter().filter(|n| Some(**n) != without).map(|n| whens[*n]).collect()
            };
            prop_assert!(!is_heard(&q, &sets, &named(None), when), "rule {i} by {by:?}");
            for n in by {
                prop_assert!(is_heard(&q, &sets, &named(Some(*n)), when), "rule {i} by {by:?} but {n}");
            }
        }
        for r in q.recommendations.iter().filter(|r| !r.usual) {
            let whens: Vec<&[Condition]> = r.rungs.iter().map(|rung| &*rung.when).collect();
            for (rung, when) in whens.iter().enumerate().filter(|(_, when)| !when.is_empty()) {
                let place = Place::Rung { recommendation: r.key.clone(), rung };
                let silent = found(&place, |p| matches!(p, Problem::NeverReached | Problem::BehindFirstRung));
                prop_assert_eq!(silent.is_none(), is_heard(&q, &sets, &whens[..rung], when), "{} {}: {:?}", r.key, rung, silent);
            }
        }
    }
}
