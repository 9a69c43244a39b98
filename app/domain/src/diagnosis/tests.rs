//! The shipped questionnaire, and the laws of its reading.

mod kinds;
mod laws;
mod made;

use super::*;
use crate::accounts::Judge;
use crate::act::Broken;
use crate::journey::EventKind;
use crate::testing::{act, crew, day, events, everyone};
use crate::text::Bilingual;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

pub(super) static SHIPPED: LazyLock<Questionnaire> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/questionnaire.toml")).expect("the file can be read")
});

/// What a sample answers: one choice, or several.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Given {
    One(Key),
    Several(BTreeSet<Key>),
}

pub(super) static SAMPLES: LazyLock<BTreeMap<String, Answers>> = LazyLock::new(|| {
    let sets: BTreeMap<String, BTreeMap<Key, Given>> =
        toml::from_str(include_str!("samples.toml")).expect("the samples can be read");
    let answer = |given| match given {
        Given::One(key) => Answer::choice(key),
        Given::Several(keys) => Answer::Chosen(keys),
    };
    let answers = |set: BTreeMap<Key, Given>| set.into_iter().map(|(q, given)| (q, answer(given)));
    sets.into_iter().map(|(name, set)| (name, answers(set).collect())).collect()
});

/// What is wrong with its form. What it asks, says or advises may be of no use all the same.
fn malformed(questionnaire: &Questionnaire) -> Vec<Finding> {
    let of_use = |finding: &Finding| {
        matches!(
            finding.problem,
            Problem::NeverAsked
                | Problem::NeverSpeaks
                | Problem::Shadowed { .. }
                | Problem::NeverReached
                | Problem::BehindFirstRung
                | Problem::FewUsual(_)
                | Problem::AsksNothing
                | Problem::NamesNoAnswer
                | Problem::NoBecause
                | Problem::UsualIgnores
                | Problem::EarlyTheme(_)
                | Problem::Count { .. }
        )
    };
    questionnaire.findings().into_iter().filter(|finding| !of_use(finding)).collect()
}

#[test]
fn diagnosis_the_shipped_questionnaire_has_no_mistake() {
    let refuses = |f: &Finding| f.problem.severity() == Severity::Refuses;
    let findings: Vec<_> = SHIPPED.findings().into_iter().filter(refuses).collect();
    assert_eq!(findings, []);
    assert_eq!(SHIPPED.themes.len(), 8);
    assert!(SHIPPED.questions.len() >= 40, "{} questions", SHIPPED.questions.len());
}

#[test]
fn diagnosis_the_shipped_questionnaire_speaks_both_languages() {
    let q = &*SHIPPED;
    let mut texts: Vec<(String, &Bilingual)> = Vec::new();
    for theme in &q.themes {
        texts.extend([(theme.key.clone(), &theme.title), (theme.key.clone(), &theme.short)]);
    }
    for question in &q.questions {
        texts.extend(
            [Some(&question.text), question.help.as_ref()]
                .into_iter()
                .flatten()
                .map(|t| (question.key.clone(), t)),
        );
        for choice in &question.choices {
            let at = format!("{}, {}", question.key, choice.key);
            texts.extend(
                [Some(&choice.text), choice.because.as_ref()]
                    .into_iter()
                    .flatten()
                    .map(|t| (at.clone(), t)),
            );
        }
    }
    for r in &q.recommendations {
        let told = r.rungs.iter().flat_map(|rung| [&rung.text, &rung.why, &rung.how]);
        texts.extend(told.map(|text| (r.key.clone(), text)));
    }
    texts.extend(q.rules.iter().enumerate().map(|(i, rule)| (format!("rule {i}"), &rule.summary)));
    assert!(texts.len() > 400, "only {} texts were looked at", texts.len());
    for (at, text) in texts {
        for (lang, text) in [("fr", &text.fr), ("en", &text.en)] {
            assert!(!text.trim().is_empty(), "{at}: nothing in {lang}");
            assert_eq!(text.trim(), text, "{at}: outer blanks in {lang}");
        }
    }
}

#[test]
fn diagnosis_every_choice_that_a_rule_names_can_be_told_as_a_reason() {
    let told = SHIPPED.rules.iter().flat_map(|r| &r.when);
    for condition in told {
        let Condition::Answered { question, any_of } = condition else { continue };
        let question = SHIPPED.question(question).expect("no mistake in the file");
        for key in any_of {
            let choice = question.choice(key).expect("no mistake in the file");
            assert!(choice.because.is_some(), "{}, {key} has no « because »", question.key);
        }
    }
}

#[test]
fn diagnosis_the_samples_get_their_verdicts() {
    let told = [
        ("beginner", Verdict::Learning),
        ("later", Verdict::Later),
        ("other_help", Verdict::OtherHelp),
        ("year_later", Verdict::SmallDevelopment),
    ];
    assert!(SAMPLES.keys().eq(told.map(|(name, _)| name)), "each sample has its verdict here");
    for (name, verdict) in told {
        let answers = &SAMPLES[name];
        assert!(
            answers.iter().all(|(q, a)| SHIPPED.knows(q, a)),
            "{name} answers what is not asked"
        );
        let judgement = SHIPPED.read(answers).judge();
        assert_eq!(judgement.verdict, verdict, "{name}");
        assert!(judgement.rule.is_some(), "{name}: a rule speaks, not the default");
        assert!(judgement.reasons.len() <= REASONS_MAX);
        let (known, asked) = SHIPPED.read(answers).progress();
        assert_eq!(known, asked, "{name} answers everything asked");
    }
    assert!(
        SHIPPED.read(&SAMPLES["beginner"]).theme_to_learn().is_some(),
        "a beginner has a workshop to go to"
    );
}

#[test]
fn diagnosis_i_do_not_know_is_an_answer_and_so_is_one_that_another_filled_in() {
    let progress = |pairs: &[(&str, Answer)]| {
        let answers: Answers =
            pairs.iter().map(|(key, answer)| ((*key).to_owned(), answer.clone())).collect();
        let reading = SHIPPED.read(&answers);
        let left: Vec<_> = reading.left(&answers).map(|q| q.key.as_str()).collect();
        assert_eq!(left.contains(&"ease"), !answers.contains_key("ease"));
        (reading.progress_of("skills", &answers), reading.progress().0, left.len())
    };
    let ((none, asked), known, left) = progress(&[]);
    assert_eq!((none, known), (0, 0));
    assert_eq!(progress(&[("ease", Answer::DontKnow)]), ((1, asked), 0, left - 1));
    assert_eq!(progress(&[("ease", Answer::choice("half"))]), ((1, asked), 1, left - 1));
    assert_eq!(progress(&[("ease", Answer::choice("starting"))]), ((2, asked), 2, left - 2));
}

#[test]
fn diagnosis_without_answers_too_little_is_known() {
    let judgement = SHIPPED.read(&Answers::new()).judge();
    assert_eq!(judgement.verdict, Verdict::TooLittleKnown);
    assert!(judgement.reasons.iter().all(|r| matches!(r, Reason::ToAsk { .. })));
}

#[test]
fn diagnosis_verdicts_are_read_back_from_their_codes() {
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
    }
    assert_eq!(Verdict::from_code("perhaps"), None);
}

/// An answer to any question of the shipped questionnaire.
fn any_answer() -> impl Strategy<Value = (Key, Answer)> {
    (0..SHIPPED.questions.len(), any::<prop::sample::Index>()).prop_map(|(q, at)| {
        let question = &SHIPPED.questions[q];
        let answer = match at.index(question.choices.len() + 1) {
            0 => Answer::DontKnow,
            i => Answer::choice(question.choices[i - 1].key.clone()),
        };
        (question.key.clone(), answer)
    })
}

/// Sets near the samples, so that every rule has its chance: some sample, with some answers changed or taken away.
fn any_answers() -> impl Strategy<Value = Answers> {
    let names: Vec<Option<String>> = SAMPLES.keys().cloned().map(Some).chain([None]).collect();
    let changed = prop::collection::vec(any_answer(), 0..40);
    let taken_away = prop::collection::vec(any_answer(), 0..20);
    (prop::sample::select(names), changed, taken_away).prop_map(|(name, changed, taken_away)| {
        let mut answers = name.map(|name| SAMPLES[&name].clone()).unwrap_or_default();
        answers.retain(|q, _| !taken_away.iter().any(|(away, _)| away == q));
        answers.extend(changed);
        answers
    })
}

proptest! {
    #[test]
    fn diagnosis_the_order_of_answers_does_not_matter(answers in any_answers(), shuffled in any::<prop::sample::Index>()) {
        let mut order: Vec<_> = answers.clone().into_iter().collect();
        if !order.is_empty() {
            let middle = shuffled.index(order.len());
            order.rotate_left(middle);
            order[..].reverse();
        }
        let mut other = Answers::new();
        for (question, answer) in order {
            other.insert(question, answer);
            // What is shown on the way leaves no trace.
            SHIPPED.read(&other).judge();
        }
        prop_assert_eq!(SHIPPED.read(&other).judge(), SHIPPED.read(&answers).judge());
        prop_assert_eq!(SHIPPED.read(&other).levels(), SHIPPED.read(&answers).levels());
        prop_assert_eq!(SHIPPED.read(&other).advice(), SHIPPED.read(&answers).advice());
    }

    #[test]
    fn diagnosis_not_knowing_is_as_no_answer(answers in any_answers()) {
        let mut said = answers.clone();
        said.retain(|_, answer| *answer != Answer::DontKnow);
        let mut told = said.clone();
        for question in &SHIPPED.questions {
            told.entry(question.key.clone()).or_insert(Answer::DontKnow);
        }
        for other in [&answers, &told] {
            prop_assert_eq!(SHIPPED.read(other).judge(), SHIPPED.read(&said).judge());
            prop_assert_eq!(SHIPPED.read(other).levels(), SHIPPED.read(&said).levels());
            prop_assert_eq!(SHIPPED.read(other).advice(), SHIPPED.read(&said).advice());
            prop_assert_eq!(SHIPPED.read(other).theme_to_learn(), SHIPPED.read(&said).theme_to_learn());
        }
    }

    #[test]
    fn diagnosis_a_better_answer_never_lowers_its_theme(answers in any_answers(), q in any::<prop::sample::Index>()) {
        // A question that opens others may add their values: those are not one answer made better.
        let opens = |key: &Key| SHIPPED.questions.iter().flat_map(|q| q.conditions()).any(|c| c.questions().contains(key));
        let valued: Vec<_> = SHIPPED.questions.iter().filter(|q| !opens(&q.key) && q.choices.iter().any(|c| c.value.is_some())).collect();
        let question = valued[q.index(valued.len())];
        let mut choices: Vec<_> = question.choices.iter().filter(|c| c.value.is_some()).collect();
        choices.sort_by_key(|c| c.value);
        let mut before: Option<f64> = None;
        for choice in choices {
            let mut with = answers.clone();
            with.insert(question.key.clone(), Answer::choice(choice.key.clone()));
            let level = SHIPPED.read(&with).levels()[&question.theme];
            prop_assert!(level.is_none_or(|l| (0.0..=3.0).contains(&l)));
            prop_assert!(before <= level, "{}: {before:?}, then {level:?} with {}", question.key, choice.key);
            before = level;
        }
    }

    #[test]
    fn diagnosis_every_verdict_has_a_reason_that_names_answers(answers in any_answers()) {
        let reading = SHIPPED.read(&answers);
        let judgement = reading.judge();
        let named = |reason: &Reason| match judgement.verdict {
            Verdict::TooLittleKnown => matches!(reason, Reason::ToAsk { .. }),
            _ => matches!(reason, Reason::Answered { .. }),
        };
        prop_assert!(judgement.reasons.iter().any(named), "{judgement:?}");
        prop_assert!(judgement.reasons.len() <= REASONS_MAX);
        let advice = reading.advice();
        for reason in judgement.reasons.iter().chain(advice.iter().flat_map(|a| &a.causes)) {
            match reason {
                Reason::Answered { question, choice } => {
                    let counted = reading.counted(question);
                    prop_assert!(counted.is_some_and(|c| c.choices.iter().any(|c| c.key == *choice)), "a reason that nobody gave");
                }
                Reason::ToAsk { question } => prop_assert!(reading.counted(question).is_none(), "known already"),
                Reason::Level { theme, level } => prop_assert_eq!(reading.level(theme), Some(*level)),
                Reason::UsualAnswer => {}
            }
        }
    }

    #[test]
    fn diagnosis_answers_to_what_is_not_asked_change_nothing(answers in any_answers(), extra in prop::collection::vec("[a-z_]{3,12}", 1..5)) {
        let mut more = answers.clone();
        let asked: Vec<Key> = SHIPPED.read(&answers).asked().iter().map(|q| q.key.clone()).collect();
        for question in SHIPPED.questions.iter().filter(|q| !asked.contains(&q.key)) {
            more.insert(question.key.clone(), Answer::choice(question.choices[0].key.clone()));
        }
        for key in extra {
            more.insert(format!("no_{key}"), Answer::choice("yes".to_owned()));
        }
        more.entry("need_words".to_owned()).or_insert(Answer::choice("no_such_choice".to_owned()));
        prop_assert_eq!(SHIPPED.read(&more).judge(), SHIPPED.read(&answers).judge());
        prop_assert_eq!(SHIPPED.read(&more).levels(), SHIPPED.read(&answers).levels());
        prop_assert_eq!(SHIPPED.read(&more).advice(), SHIPPED.read(&answers).advice());
        prop_assert_eq!(SHIPPED.read(&more).progress(), SHIPPED.read(&answers).progress());
    }

    #[test]
    fn diagnosis_advice_is_short_and_spread(answers in any_answers()) {
        let advice = SHIPPED.read(&answers).advice();
        prop_assert!(advice.len() <= ADVICE_MAX);
        for theme in &SHIPPED.themes {
            prop_assert!(advice.iter().filter(|a| a.recommendation.theme == theme.key && !a.recommendation.usual).count() <= 2, "{}", theme.key);
        }
        let keys: std::collections::BTreeSet<_> = advice.iter().map(|a| &a.recommendation.key).collect();
        prop_assert_eq!(keys.len(), advice.len(), "said once");
    }
}

// --- a small questionnaire, in which questions open one another

fn two(text: &str) -> Bilingual {
    Bilingual { fr: text.to_owned(), en: text.to_owned() }
}

fn answered(question: &str, choice: &str) -> Condition {
    Condition::Answered { question: question.to_owned(), any_of: vec![choice.to_owned()] }
}

fn question(key: &str, asked_if: Vec<Condition>) -> Question {
    let choice = |key: &str, value| Choice {
        key: key.to_owned(),
        text: two(key),
        value: Some(value),
        because: None,
        alone: false,
        fills: vec![],
        known_by: vec![],
    };
    Question {
        key: key.to_owned(),
        theme: "web".to_owned(),
        text: two(key),
        help: None,
        multiple: false,
        weight: 1,
        opened_by: None,
        asked_if,
        choices: vec![choice("no", 0), choice("yes", 3)],
    }
}

/// A site; if there is one, is it up to date; if it is, who does it.
fn small() -> Questionnaire {
    Questionnaire {
        version: 1,
        themes: vec![Theme { key: "web".to_owned(), title: two("Web"), short: two("Web") }],
        questions: vec![
            question("site", vec![]),
            question("fresh", vec![answered("site", "yes")]),
            question("many", vec![answered("fresh", "yes")]),
        ],
        recommendations: vec![Recommendation {
            key: "open".to_owned(),
            theme: "web".to_owned(),
            workshops: vec!["web".to_owned()],
            usual: false,
            rungs: vec![Rung {
                when: vec![answered("site", "no")],
                text: two("Ouvrir une page"),
                why: two("On vous cherche"),
                how: two("Choisissez trois phrases"),
            }],
        }],
        rules: vec![Rule {
            verdict: Verdict::Later,
            when: vec![answered("many", "no")],
            summary: two("Plus tard"),
        }],
    }
}

fn answers(given: &[(&str, &str)]) -> Answers {
    given.iter().map(|(q, c)| ((*q).to_owned(), Answer::choice((*c).to_owned()))).collect()
}

#[test]
fn diagnosis_what_a_hidden_question_opened_is_hidden_too() {
    let q = small();
    for (given, kept, asked, verdict, level) in [
        (&[("site", "yes"), ("fresh", "yes"), ("many", "no")][..], 3, 3, Verdict::Later, 2.0),
        (&[("site", "yes"), ("fresh", "no"), ("many", "no")], 2, 2, Verdict::Learning, 1.5),
        // « fresh » was answered before « site » was set right: it no longer counts, nor what it opened.
        (&[("site", "no"), ("fresh", "yes"), ("many", "no")], 1, 1, Verdict::Learning, 0.0),
    ] {
        let given = answers(given);
        assert_eq!(q.read(&given).all_counted().count(), kept, "{given:?}: answers kept");
        assert_eq!(q.read(&given).asked().len(), asked, "{given:?}: questions asked");
        assert_eq!(q.read(&given).judge().verdict, verdict, "{given:?}");
        assert_eq!(q.read(&given).levels()["web"], Some(level), "{given:?}");
    }
}

// --- one diagnosis

#[test]
fn diagnosis_an_interview_runs_then_is_given_back_once() {
    let volunteer = everyone().volunteer().expect("everyone is a volunteer");
    let judge = Judge::of(&volunteer, &crew(1, Vec::new())).expect("no part in it");
    let (journey, association) = (crate::testing::id(1), crate::testing::id(1));
    let published = Published {
        id: crate::testing::id(9),
        questionnaire: std::sync::Arc::new(small()),
        at: day(1),
        by: None,
    };
    let open = |running: Option<&Diagnosis>| {
        Diagnosis::open(&act(day(1)), &judge, journey, association, running, &published)
            .expect("may open")
    };
    let opened = open(None);
    assert_eq!(events(&opened), [EventKind::DiagnosisStarted]);
    let running = opened.changes.iter().find_map(|change| match change {
        crate::act::Change::Diagnosis(d) => Some((**d).clone()),
        _ => None,
    });
    let running = running.expect("a diagnosis is opened");
    let second = open(Some(&running));
    assert_eq!(
        (second.answer, second.changes.len()),
        (running.id, 0),
        "two volunteers lead one interview"
    );

    let said = |pairs: &[(&str, &str)]| Saying::first(answers(pairs));
    let stored = running.answer(&act(day(1)), &judge, &[], &said(&[("site", "no")]));
    assert_eq!(stored.map(|o| o.changes.len()), Ok(1));
    for unknown in [("nothing", "no"), ("site", "maybe")] {
        let refused = running.answer(&act(day(1)), &judge, &[], &said(&[unknown]));
        assert_eq!(refused, Err(Broken::UnknownAnswer));
    }
    assert_eq!(
        running.give_back(&act(day(1)), &judge, &Answers::new(), None),
        Err(Broken::NothingAnswered)
    );

    let given = running
        .give_back(&act(day(1)), &judge, &answers(&[("site", "no")]), None)
        .expect("may be given back");
    assert_eq!(events(&given), [EventKind::DiagnosisGivenBack(Verdict::Learning)]);
    let closed = given.changes.iter().find_map(|change| match change {
        crate::act::Change::Diagnosis(d) => Some((**d).clone()),
        _ => None,
    });
    let closed = closed.expect("the diagnosis is closed");
    let again = answers(&[("site", "yes")]);
    let late = closed.answer(&act(day(2)), &judge, &[], &Saying::first(again.clone()));
    assert_eq!(late, Err(Broken::DiagnosisClosed));
    assert_eq!(closed.give_back(&act(day(2)), &judge, &again, None), Err(Broken::DiagnosisClosed));
}

#[test]
fn diagnosis_a_packed_questionnaire_reads_as_it_was() {
    let packed = crate::packed::pack(&*SHIPPED);
    assert_eq!(crate::packed::unpack::<Questionnaire>(&packed).as_ref(), Some(&*SHIPPED));
}

#[test]
fn diagnosis_a_questionnaire_is_read_back_as_it_was_kept() {
    let text = serde_json::to_string(&*SHIPPED).expect("it can be written");
    let back: Questionnaire = serde_json::from_str(&text).expect("it can be read");
    assert_eq!(back, *SHIPPED);
}
