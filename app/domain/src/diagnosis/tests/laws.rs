//! Laws of any questionnaire.

use super::made::{Case, case};
use crate::diagnosis::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// All that is concluded.
fn concluded(questionnaire: &Questionnaire, answers: &Answers) -> String {
    let reading = questionnaire.read(answers);
    let advice: Vec<_> =
        reading.advice().into_iter().map(|a| (&a.recommendation.key, a.rung, a.causes)).collect();
    format!("{:?} {:?} {advice:?} {:?}", reading.judge(), reading.levels(), reading.progress())
}

/// The questions asked, and the answers that count but for one question's.
fn beside(reading: &Reading, question: &str) -> (Vec<Key>, Vec<(Key, Vec<Key>)>) {
    let asked = reading.asked().iter().map(|q| q.key.clone()).collect();
    let others = reading.all_counted().filter(|c| c.question.key != question);
    let keys = |c: &Counted| c.choices.iter().map(|choice| choice.key.clone()).collect();
    (asked, others.map(|c| (c.question.key.clone(), keys(c))).collect())
}

/// Every answer that is worth something, from the least to the most; of several choices, one more each time.
fn better_and_better(question: &Question) -> Vec<Answer> {
    let mut choices: Vec<_> = question.choices.iter().filter(|c| c.value.is_some()).collect();
    choices.sort_by_key(|choice| choice.value);
    let answers = choices.iter().enumerate().map(|(i, choice)| {
        if !question.multiple {
            return Answer::choice(choice.key.as_str());
        }
        Answer::Chosen(choices[..=i].iter().map(|c| c.key.clone()).collect())
    });
    answers.filter(|answer| question.takes(answer)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn diagnosis_a_raised_answer_never_lowers_its_theme(Case { questionnaire, answers } in case(), at in any::<prop::sample::Index>()) {
        let question = &questionnaire.questions[at.index(questionnaire.questions.len())];
        let mut before: Option<(f64, _)> = None;
        for answer in better_and_better(question) {
            let mut raised = answers.clone();
            raised.insert(question.key.clone(), answer);
            let reading = questionnaire.read(&raised);
            let (Some(level), beside) = (reading.level(&question.theme), beside(&reading, &question.key)) else { continue };
            prop_assert!((0.0..=3.0).contains(&level));
            if let Some((lower, same)) = &before && *same == beside {
                prop_assert!(*lower <= level, "{} lowered {lower} to {level}", question.key);
            }
            before = Some((level, beside));
        }
    }

    #[test]
    fn diagnosis_an_explicit_answer_beats_a_filled_in_one(Case { questionnaire, answers } in case()) {
        let reading = questionnaire.read(&answers);
        for filled in reading.all_counted().filter(|c| c.filled_by.is_some()) {
            for choice in &filled.question.choices {
                let mut given = answers.clone();
                given.insert(filled.question.key.clone(), Answer::choice(choice.key.as_str()));
                let reading = questionnaire.read(&given);
                let counted = reading.counted(&filled.question.key).expect("it is asked still");
                prop_assert!(counted.filled_by.is_none());
                prop_assert_eq!(&counted.choices, &vec![choice]);
            }
        }
        for counted in reading.all_counted().filter(|c| c.filled_by.is_none()) {
            let keys: BTreeSet<Key> = counted.choices.iter().map(|c| c.key.clone()).collect();
            prop_assert_eq!(answers.get(&counted.question.key), Some(&Answer::Chosen(keys)));
        }
    }

    #[test]
    fn diagnosis_not_knowing_never_changes_anything(Case { questionnaire, answers } in case()) {
        let mut silent = answers.clone();
        silent.retain(|_, answer| *answer != Answer::DontKnow);
        let mut told = silent.clone();
        for question in &questionnaire.questions {
            told.entry(question.key.clone()).or_insert(Answer::DontKnow);
        }
        let concluded_silent = concluded(&questionnaire, &silent);
        prop_assert_eq!(concluded(&questionnaire, &answers), concluded_silent.clone());
        prop_assert_eq!(concluded(&questionnaire, &told), concluded_silent);
    }

    #[test]
    fn diagnosis_only_what_is_asked_and_taken_counts(Case { questionnaire, answers } in case()) {
        let reading = questionnaire.read(&answers);
        for counted in reading.all_counted() {
            prop_assert!(reading.asks(&counted.question.key));
            prop_assert!(!counted.choices.is_empty());
            let alone = counted.choices.iter().any(|choice| choice.alone);
            prop_assert!(counted.choices.len() == 1 || counted.question.multiple && !alone);
        }
        for question in &questionnaire.questions {
            let asked = question.conditions().iter().all(|condition| reading.holds(condition));
            prop_assert_eq!(asked, reading.asks(&question.key), "{}", question.key);
        }
        let (known, asked) = reading.progress();
        prop_assert_eq!(known + reading.to_ask().count(), asked);
        let counts = |(question, answer): &(&Key, &Answer)| reading.asks(question) && questionnaire.knows(question, answer);
        let counted = answers.iter().filter(counts).map(|(q, a)| (q.clone(), a.clone())).collect();
        prop_assert_eq!(concluded(&questionnaire, &counted), concluded(&questionnaire, &answers));
    }

    #[test]
    fn diagnosis_the_first_rule_that_holds_speaks(Case { questionnaire, answers } in case()) {
        let reading = questionnaire.read(&answers);
        let judgement = reading.judge();
        let first = questionnaire.rules.iter().position(|rule| rule.when.iter().all(|c| reading.holds(c)));
        prop_assert_eq!(judgement.rule, first);
        let usual = if reading.all_counted().next().is_some() { Verdict::Learning } else { Verdict::TooLittleKnown };
        prop_assert_eq!(judgement.verdict, first.map_or(usual, |i| questionnaire.rules[i].verdict));
        prop_assert!(judgement.reasons.len() <= REASONS_MAX);
        let may_name = match judgement.verdict {
            Verdict::TooLittleKnown => reading.to_ask().next().is_some(),
            _ => reading.all_counted().next().is_some(),
        };
        let named = judgement.reasons.iter().any(|reason| match judgement.verdict {
            Verdict::TooLittleKnown => matches!(reason, Reason::ToAsk { .. }),
            _ => matches!(reason, Reason::Answered { .. }),
        });
        prop_assert!(named || !may_name, "{judgement:?}");
    }

    #[test]
    fn diagnosis_advice_holds_on_its_rung_and_says_why(Case { questionnaire, answers } in case()) {
        let reading = questionnaire.read(&answers);
        let advice = reading.advice();
        prop_assert!(advice.len() <= ADVICE_MAX);
        let mut said = BTreeSet::new();
        for Advice { recommendation, rung, causes } in &advice {
            prop_assert!(said.insert(&recommendation.key), "said twice");
            prop_assert!(!causes.is_empty());
            if recommendation.usual {
                prop_assert_eq!(*rung, 0);
                continue;
            }
            prop_assert!(recommendation.rungs[*rung].when.iter().all(|c| reading.holds(c)));
            for lower in &recommendation.rungs[..*rung] {
                prop_assert!(!lower.when.iter().all(|c| reading.holds(c)), "the first rung is not climbed");
            }
        }
        let usual = questionnaire.recommendations.iter().filter(|r| r.usual).count();
        let own = advice.iter().filter(|a| !a.recommendation.usual).count();
        prop_assert_eq!(advice.len() - own, ADVICE_MIN.saturating_sub(own).min(usual));
        let taught: BTreeSet<&str> = advice.iter().flat_map(|a| &a.recommendation.workshops).map(String::as_str).collect();
        let learnt = reading.themes_to_learn();
        prop_assert_eq!(learnt.iter().copied().collect::<BTreeSet<_>>(), taught);
        prop_assert_eq!(reading.theme_to_learn(), learnt.first().copied());
    }

    #[test]
    fn diagnosis_what_is_compared_counts_the_same_then_and_now(Case { questionnaire, answers } in case(), Case { answers: others, .. } in case()) {
        // The same questionnaire answered otherwise; nothing of it is left out but what has no answer on one side.
        let (before, now) = (questionnaire.read(&answers), questionnaire.read(&others));
        for progress in now.since(&before) {
            let valued = |reading: &Reading| reading.all_counted().filter(|c| c.question.theme == progress.theme && c.value().is_some() && c.question.weight > 0).map(|c| c.question.key.clone()).collect::<BTreeSet<_>>();
            let (then, today) = (valued(&before), valued(&now));
            prop_assert_eq!(progress.compared, then.intersection(&today).count());
            prop_assert_eq!(progress.left_out, today.difference(&then).count());
            prop_assert_eq!(progress.moved.is_some(), progress.compared > 0);
            prop_assert_eq!(progress.now, now.level(&progress.theme));
        }
        for still in now.since(&now) {
            prop_assert_eq!(still.moved, still.now.map(|level| (level, level)));
        }
    }
}
