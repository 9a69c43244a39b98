//! Each kind of question, answer and condition, one by one.

use super::{answered, answers, malformed, question, small, two};
use crate::diagnosis::*;

/// Answers, told as they are sent.
fn sent(answers: &[(&str, &str)]) -> Answers {
    let read = |(q, code): &(&str, &str)| Some(((*q).to_owned(), Answer::from_code(code)?));
    answers.iter().filter_map(read).collect()
}

fn choice(key: &str, value: Option<u8>) -> Choice {
    let (text, key) = (two(key), key.to_owned());
    let (fills, known_by) = (Vec::new(), Vec::new());
    Choice { key, text, value, because: None, alone: false, fills, known_by }
}

fn level(questionnaire: &Questionnaire, answers: &[(&str, &str)]) -> Option<f64> {
    questionnaire.read(&sent(answers)).level("web")
}

fn below(below: f64) -> Condition {
    Condition::Below { theme: "web".to_owned(), below }
}

fn at_least(at_least: f64) -> Condition {
    Condition::AtLeast { theme: "web".to_owned(), at_least }
}

fn unknown(among: &[&str], count: u32) -> Condition {
    let unknown_among = among.iter().map(|key| (*key).to_owned()).collect();
    Condition::Unknown { unknown_among, count }
}

#[test]
fn diagnosis_an_answer_is_read_back_from_its_text() {
    for (code, told) in [("?", "?"), (" ? ", "?"), ("b a", "a b"), ("a  a", "a"), ("a", "a")] {
        let answer = Answer::from_code(code).expect("an answer");
        assert_eq!(answer.code(), told);
        assert_eq!(String::from(answer.clone()), told);
        assert_eq!(Answer::try_from(told.to_owned()), Ok(answer));
    }
    for nothing in ["", "  "] {
        assert_eq!(Answer::from_code(nothing), None);
        assert_eq!(Answer::try_from(nothing.to_owned()), Err(NoAnswer));
    }
    assert!(Answer::choice("a").names("a"));
    assert!(!Answer::choice("a").names("b") && !Answer::DontKnow.names("?"));
    for voice in Voice::ALL {
        assert_eq!(Voice::from_code(voice.code()), Some(voice));
    }
    assert_eq!(Voice::from_code("crowd"), None);
}

#[test]
fn diagnosis_several_choices_add_up_to_three_at_most() {
    let mut q = small();
    q.questions[0].multiple = true;
    q.questions[0].choices =
        vec![choice("a", Some(1)), choice("b", Some(2)), choice("c", Some(2)), choice("d", None)];
    q.questions[0].choices.push(Choice { alone: true, ..choice("none", Some(0)) });
    q.questions.truncate(1);
    for (answer, expected) in [
        ("a", Some(1.0)),
        ("a b", Some(3.0)),
        ("a b c", Some(3.0)),
        ("d", None),
        ("a d", Some(1.0)),
        ("none", Some(0.0)),
        // Nothing of it, and one of it: that is no answer.
        ("a none", None),
        ("a nowhere", None),
        ("?", None),
        ("", None),
    ] {
        assert_eq!(level(&q, &[("site", answer)]), expected, "« {answer} »");
    }
    assert!(q.questions[0].takes(&Answer::DontKnow));
    assert!(!q.questions[0].takes(&Answer::Chosen(Default::default())), "nothing is no answer");
    q.questions[0].multiple = false;
    assert_eq!(level(&q, &[("site", "a b")]), None, "two answers to a question that takes one");
}

#[test]
fn diagnosis_weights_say_how_much_a_question_counts() {
    let mut q = small();
    let all = [("site", "yes"), ("fresh", "yes"), ("many", "no")];
    for (weights, expected) in [
        ([1, 1, 1], Some(2.0)),
        ([1, 1, 2], Some(1.5)),
        ([0, 0, 1], Some(0.0)),
        ([3, 0, 0], Some(3.0)),
        ([0, 0, 0], None),
    ] {
        for (question, weight) in q.questions.iter_mut().zip(weights) {
            question.weight = weight;
        }
        assert_eq!(level(&q, &all), expected, "{weights:?}");
    }
}

#[test]
fn diagnosis_an_answer_may_fill_in_others() {
    let mut q = small();
    for question in &mut q.questions {
        question.asked_if.clear();
    }
    let fill =
        |to: &str, key: &str| Fill { question: to.to_owned(), choices: vec![key.to_owned()] };
    q.questions[0].choices[0].fills = vec![fill("fresh", "no"), fill("many", "no")];
    q.questions[1].choices[0].fills = vec![fill("many", "yes")];
    assert_eq!(malformed(&q), []);
    for (given, fresh, many) in [
        (&[("site", "no")][..], "site no", "site no"),
        // The first asked is heard.
        (&[("fresh", "no")], "", "fresh no"),
        (&[("site", "no"), ("fresh", "yes")], "", "site no"),
        (&[("site", "no"), ("many", "?")], "site no", "site no"),
        (&[("site", "yes")], "", ""),
    ] {
        let answers = sent(given);
        let reading = q.read(&answers);
        let source = |key: &str| {
            let source = reading.counted(key).and_then(|counted| counted.filled_by);
            source.map(|s| format!("{} {}", s.question.key, s.choice.key)).unwrap_or_default()
        };
        assert_eq!((source("fresh").as_str(), source("many").as_str()), (fresh, many), "{given:?}");
    }
    // What is filled in counts, and is a cause, as if it were answered.
    assert_eq!(level(&q, &[("site", "no")]), Some(0.0));
    assert_eq!(q.read(&sent(&[("site", "no")])).judge().verdict, Verdict::Later);
    // A question that is not asked is not filled in either.
    q.questions[2].asked_if = vec![answered("fresh", "yes")];
    assert!(q.read(&sent(&[("site", "no")])).counted("many").is_none());
}

#[test]
fn diagnosis_a_sub_question_is_asked_under_the_answer_that_opens_it() {
    let mut q = small();
    q.questions[1].asked_if.clear();
    q.questions[1].opened_by =
        Some(Opening { question: "site".to_owned(), any_of: vec!["yes".to_owned()] });
    assert_eq!(malformed(&q), []);
    for (site, asked) in [("yes", true), ("no", false), ("?", false), ("", false)] {
        assert_eq!(q.read(&sent(&[("site", site)])).asks("fresh"), asked, "« {site} »");
    }
    assert_eq!(q.questions[1].conditions(), [answered("site", "yes")]);
}

#[test]
fn diagnosis_each_condition_holds_where_it_says() {
    let q = small();
    let half = &[("site", "yes"), ("fresh", "no")][..];
    for (condition, given, holds) in [
        (answered("site", "yes"), half, true),
        (answered("site", "no"), half, false),
        (answered("site", "no"), &[], false),
        (below(1.6), half, true),
        (below(1.5), half, false),
        (below(3.0), &[], false),
        (at_least(1.5), half, true),
        (at_least(1.6), half, false),
        (at_least(0.0), &[], false),
        (unknown(&["site", "fresh"], 1), half, false),
        (unknown(&["site", "many"], 1), half, true),
        (unknown(&["site", "many"], 2), half, false),
        (unknown(&["site", "many"], 2), &[("site", "?")], true),
    ] {
        assert_eq!(q.read(&sent(given)).holds(&condition), holds, "{condition:?} of {given:?}");
    }
}

#[test]
fn diagnosis_reasons_name_the_answers_behind_a_level() {
    let mut q = small();
    for question in &mut q.questions {
        question.asked_if.clear();
    }
    let reason = |question: &str, choice: &str| Reason::Answered {
        question: question.to_owned(),
        choice: choice.to_owned(),
    };
    let to_ask = |question: &str| Reason::ToAsk { question: question.to_owned() };
    let mixed = sent(&[("site", "yes"), ("fresh", "no"), ("many", "yes")]);
    let at = Reason::Level { theme: "web".to_owned(), level: 2.0 };
    for (condition, expected) in [
        (below(3.0), vec![at.clone(), reason("fresh", "no"), reason("site", "yes")]),
        (at_least(1.0), vec![at, reason("site", "yes"), reason("many", "yes")]),
        (answered("site", "yes"), vec![reason("site", "yes")]),
        (answered("site", "no"), vec![]),
    ] {
        assert_eq!(q.read(&mixed).reasons(&[condition]), expected);
    }
    let twice = q.read(&mixed).reasons(&[answered("site", "yes"), answered("site", "yes")]);
    assert_eq!(twice, [reason("site", "yes")]);
    let none = Answers::new();
    assert_eq!(
        q.read(&none).reasons(&[unknown(&["site", "many"], 1)]),
        [to_ask("site"), to_ask("many")]
    );
    // Of a theme: its lowest answers, else what to ask, else that it is the usual answer.
    assert_eq!(
        q.read(&mixed).reasons_of_theme("web"),
        [reason("fresh", "no"), reason("site", "yes")]
    );
    assert_eq!(q.read(&none).reasons_of_theme("web"), [to_ask("site"), to_ask("fresh")]);
    assert_eq!(q.read(&none).reasons_of_theme("nowhere"), [Reason::UsualAnswer]);
}

#[test]
fn diagnosis_reasons_of_a_theme_are_its_own_answers_that_are_worth_something() {
    let mut q = small();
    q.themes.push(Theme { key: "money".to_owned(), title: two("M"), short: two("M") });
    for question in &mut q.questions {
        question.asked_if.clear();
    }
    q.questions[1].choices[0].value = None;
    q.questions[2].theme = "money".to_owned();
    assert_eq!(malformed(&q), []);
    let answers = sent(&[("site", "yes"), ("fresh", "no"), ("many", "no")]);
    let reading = q.read(&answers);
    let reason = |question: &str, choice: &str| Reason::Answered {
        question: question.to_owned(),
        choice: choice.to_owned(),
    };
    assert_eq!(reading.reasons_of_theme("web"), [reason("site", "yes")]);
    assert_eq!(reading.reasons_of_theme("money"), [reason("many", "no")]);
    let level = Reason::Level { theme: "web".to_owned(), level: 3.0 };
    assert_eq!(reading.reasons(&[at_least(1.0)]), [level, reason("site", "yes")]);
}

#[test]
fn diagnosis_without_a_rule_the_answers_themselves_are_the_reasons() {
    let mut q = small();
    q.rules.clear();
    let judged = |answers: &[(&str, &str)]| q.read(&sent(answers)).judge();
    let reason = |question: &str, choice: &str| Reason::Answered {
        question: question.to_owned(),
        choice: choice.to_owned(),
    };
    let nothing = judged(&[]);
    assert_eq!(nothing.verdict, Verdict::TooLittleKnown);
    assert_eq!(nothing.reasons, [Reason::ToAsk { question: "site".to_owned() }]);
    let some = judged(&[("site", "yes"), ("fresh", "no")]);
    assert_eq!((some.verdict, some.rule), (Verdict::Learning, None));
    assert_eq!(some.reasons, [Reason::UsualAnswer, reason("fresh", "no"), reason("site", "yes")]);
    // A rule that asks only what is not known names answers all the same, or what to ask.
    q.rules = vec![Rule {
        verdict: Verdict::OtherHelp,
        when: vec![unknown(&["many"], 1)],
        summary: two("Autre"),
    }];
    let other = q.read(&sent(&[("site", "no")])).judge();
    assert_eq!(
        other.reasons,
        [Reason::ToAsk { question: "many".to_owned() }, reason("site", "no")]
    );
    q.rules[0].verdict = Verdict::TooLittleKnown;
    q.rules[0].when = vec![answered("site", "yes")];
    let little = q.read(&sent(&[("site", "yes")])).judge();
    assert_eq!(
        little.reasons,
        [reason("site", "yes"), Reason::ToAsk { question: "fresh".to_owned() }]
    );
}

#[test]
fn diagnosis_the_second_rung_is_for_who_has_climbed_the_first() {
    let mut q = small();
    let rung = |when| Rung { when, text: two("A"), why: two("P"), how: two("H") };
    q.recommendations[0].rungs =
        vec![rung(vec![answered("site", "no")]), rung(vec![answered("site", "yes")])];
    q.recommendations.push(Recommendation {
        key: "anybody".to_owned(),
        theme: "web".to_owned(),
        workshops: Vec::new(),
        usual: true,
        rungs: vec![rung(Vec::new())],
    });
    assert_eq!(malformed(&q), []);
    for (site, expected) in [
        ("no", &[("open", 0), ("anybody", 0)][..]),
        ("yes", &[("open", 1), ("anybody", 0)]),
        ("?", &[("anybody", 0)]),
    ] {
        let answers = sent(&[("site", site)]);
        let reading = q.read(&answers);
        let advice = reading.advice();
        let told: Vec<_> = advice.iter().map(|a| (a.recommendation.key.as_str(), a.rung)).collect();
        assert_eq!(told, expected, "« {site} »");
        assert!(advice.iter().all(|a| a.rung() == a.recommendation.rungs.get(a.rung)));
    }
}

#[test]
fn diagnosis_advice_begins_with_the_verdict_then_with_the_least_advanced() {
    let mut q = small();
    q.themes.push(Theme { key: "money".to_owned(), title: two("M"), short: two("M") });
    q.themes.push(Theme { key: "people".to_owned(), title: two("P"), short: two("P") });
    q.questions = ["a", "b", "c", "d"].map(|key| question(key, Vec::new())).to_vec();
    for (question, theme) in q.questions.iter_mut().zip(["web", "web", "money", "people"]) {
        question.theme = theme.to_owned();
    }
    let rung = |when| Rung { when, text: two("A"), why: two("P"), how: two("H") };
    let advise = |key: &str, theme: &str, rungs: Vec<Vec<Condition>>| Recommendation {
        key: key.to_owned(),
        theme: theme.to_owned(),
        workshops: vec![theme.to_owned()],
        usual: false,
        rungs: rungs.into_iter().map(rung).collect(),
    };
    let no = |key: &str| vec![answered(key, "no")];
    let yes = |key: &str| vec![answered(key, "yes")];
    q.recommendations = vec![
        advise("second", "web", vec![no("a"), yes("a")]),
        advise("first", "web", vec![yes("a")]),
        advise("third", "web", vec![yes("a")]),
        advise("lowest", "money", vec![no("c")]),
        advise("asked", "people", vec![yes("d")]),
    ];
    q.rules = vec![Rule { verdict: Verdict::Later, when: yes("d"), summary: two("R") }];
    assert_eq!(malformed(&q), []);
    let answers = sent(&[("a", "yes"), ("b", "no"), ("c", "no"), ("d", "yes")]);
    let reading = q.read(&answers);
    let told: Vec<_> = reading.advice().iter().map(|a| a.recommendation.key.clone()).collect();
    // Of « web » two at most, the first rungs before the second.
    assert_eq!(told, ["asked", "lowest", "first", "third"]);
    assert_eq!(reading.themes_to_learn(), ["people", "money", "web"]);
    assert_eq!(reading.theme_to_learn(), Some("people"));
}

#[test]
fn diagnosis_both_voices_are_kept_and_their_differences_found() {
    let voices = Voices {
        association: sent(&[("site", "yes"), ("fresh", "yes"), ("many", "?"), ("other", "no")]),
        volunteer: sent(&[("site", "no"), ("fresh", "?"), ("many", "yes")]),
    };
    assert_eq!(voices.contested().collect::<Vec<_>>(), ["site"]);
    let expected = sent(&[("site", "no"), ("fresh", "?"), ("many", "yes"), ("other", "no")]);
    assert_eq!(voices.together(), expected);
    assert_eq!(voices.of(Voice::Association)["site"], Answer::choice("yes"));
    assert_eq!(voices.of(Voice::Volunteer)["site"], Answer::choice("no"));
    let mut other = voices.clone();
    other.of_mut(Voice::Association).remove("site");
    other.of_mut(Voice::Volunteer).remove("fresh");
    assert_eq!((other.association.len(), other.volunteer.len()), (3, 2));
    let mut q = small();
    for question in &mut q.questions {
        question.asked_if.clear();
    }
    let confidence = q.read(&voices.together()).confidence(&voices);
    assert_eq!(confidence["web"], Confidence { known: 1, unknown: 1, contested: 1 });
}

#[test]
fn diagnosis_only_what_still_counts_the_same_is_compared() {
    let mut before = small();
    for question in &mut before.questions {
        question.asked_if.clear();
    }
    type Spoil = fn(&mut Question);
    let table: [(&str, Spoil, bool); 7] = [
        ("its words changed", |q| q.text = two("Autrement dit"), true),
        ("a choice's words changed", |q| q.choices[0].text = two("Non"), true),
        ("its choices stand in another order", |q| q.choices.reverse(), true),
        ("a choice is worth something else", |q| q.choices[0].value = Some(1), false),
        ("a choice was added", |q| q.choices.push(choice("some", Some(2))), false),
        ("its weight changed", |q| q.weight = 2, false),
        ("it takes several", |q| q.multiple = true, false),
    ];
    let then = sent(&[("site", "no"), ("fresh", "no"), ("many", "?")]);
    let today = sent(&[("site", "yes"), ("fresh", "no"), ("many", "yes")]);
    for (name, spoil, compared) in table {
        let mut after = before.clone();
        spoil(&mut after.questions[0]);
        let moved = after.read(&today).since(&before.read(&then));
        // « many » had no answer then: it is left out whatever happens to « site ».
        let (levels, n) = if compared { ((0.0, 1.5), 2) } else { ((0.0, 0.0), 1) };
        assert_eq!(moved[0].moved, Some(levels), "{name}");
        assert_eq!((moved[0].compared, moved[0].left_out), (n, 3 - n), "{name}");
    }
    let mut renamed = before.clone();
    renamed.questions[0].key = "page".to_owned();
    assert_eq!(renamed.read(&today).since(&before.read(&then))[0].compared, 1);
    let mut elsewhere = before.questions[0].clone();
    elsewhere.theme = "other".to_owned();
    assert!(!elsewhere.compares_with(&before.questions[0]));
}

#[test]
fn diagnosis_facts_are_read_back_from_their_codes() {
    for fact in Fact::ALL {
        let code = serde_json::to_string(fact.code()).expect("a text");
        assert_eq!(serde_json::from_str::<Fact>(&code).expect("a fact"), fact);
    }
}

#[test]
fn diagnosis_many_reasons_leave_room_for_what_to_ask() {
    let mut q = small();
    q.questions = ["a", "b", "c", "d", "e", "f"].map(|key| question(key, Vec::new())).to_vec();
    q.recommendations.clear();
    let said = ["a", "b", "c", "d", "e"];
    let when = said.map(|key| answered(key, "yes")).to_vec();
    q.rules = vec![Rule { verdict: Verdict::TooLittleKnown, when, summary: two("R") }];
    let answers = sent(&said.map(|key| (key, "yes")));
    let reasons = q.read(&answers).judge().reasons;
    assert_eq!(reasons.len(), REASONS_MAX);
    assert_eq!(reasons[REASONS_MAX - 1], Reason::ToAsk { question: "f".to_owned() });
}

#[test]
fn diagnosis_an_answer_that_mixes_names_what_is_offered_together_with_what_goes_alone() {
    let mut question = small().questions.remove(0);
    question.choices = vec![choice("a", Some(1)), choice("b", Some(2))];
    let of = |keys: &str| Answer::Chosen(keys.split(' ').map(str::to_owned).collect());
    for (multiple, alone, answer, mixes) in [
        (false, false, of("a"), false),
        (false, false, of("a b"), true),
        (true, false, of("a b"), false),
        (true, true, of("a b"), true),
        (true, true, of("a"), false),
        (true, false, of("a ?"), true),
        // What is not offered is another fault.
        (false, false, of("a nowhere"), false),
        (true, true, of("a b nowhere"), false),
        (false, false, Answer::DontKnow, false),
    ] {
        question.multiple = multiple;
        question.choices[0].alone = alone;
        assert_eq!(question.mixes(&answer), mixes, "{multiple} {alone} {answer:?}");
    }
}

#[test]
fn diagnosis_screens_follow_what_is_asked_without_sub_questions() {
    let mut q = small();
    q.questions.insert(1, question("since", vec![]));
    q.questions[1].opened_by =
        Some(Opening { question: "site".to_owned(), any_of: vec!["yes".to_owned()] });
    q.questions.push(question("last", vec![]));
    // Of « fresh » and « many », asked by what was answered, the second is not asked yet.
    let given = answers(&[("site", "yes"), ("since", "yes"), ("fresh", "no")]);
    let reading = q.read(&given);
    let key = |found: Option<&Question>| found.map(|question| question.key.clone());
    for (at, before, after) in [
        ("site", None, Some("fresh")),
        ("since", Some("site"), Some("fresh")),
        ("fresh", Some("site"), Some("last")),
        ("many", Some("fresh"), Some("last")),
        ("last", Some("fresh"), None),
    ] {
        assert_eq!(key(reading.screen_before(at)).as_deref(), before, "before {at}");
        assert_eq!(key(reading.screen_after(at)).as_deref(), after, "after {at}");
    }
}
