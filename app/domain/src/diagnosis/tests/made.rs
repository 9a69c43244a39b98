//! Made-up questionnaires without a mistake, with every kind of question and condition, and answers to them.

use super::{answered, malformed, two};
use crate::diagnosis::*;
use proptest::prelude::*;
use proptest::test_runner::TestRng;
use std::collections::BTreeSet;

/// A questionnaire with answers to it.
#[derive(Clone, Debug)]
pub struct Case {
    pub questionnaire: Questionnaire,
    pub answers: Answers,
}

/// Any of them.
pub fn case() -> impl Strategy<Value = Case> {
    Just(()).prop_perturb(|(), rng| {
        let mut make = Make { rng };
        let questionnaire = make.questionnaire();
        let answers = make.answers(&questionnaire);
        Case { questionnaire, answers }
    })
}

struct Make {
    rng: TestRng,
}

impl Make {
    /// A number from 0 up to `end`, which is not reached.
    fn below(&mut self, end: usize) -> usize {
        self.rng.random_range(0..end)
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn questionnaire(&mut self) -> Questionnaire {
        let themes: Vec<Theme> = (0..1 + self.below(3))
            .map(|n| Theme { key: format!("t{n}"), title: two("T"), short: two("T") })
            .collect();
        let mut questions: Vec<Question> = Vec::new();
        for n in 0..themes.len() + self.below(9) {
            let question = self.question(n, &themes, &questions);
            questions.push(question);
        }
        self.fill_in(&mut questions);
        let mut made = Questionnaire {
            version: 1,
            themes,
            questions,
            recommendations: Vec::new(),
            rules: Vec::new(),
        };
        for n in 0..self.below(12) {
            let recommendation = self.recommendation(n, &made);
            made.recommendations.push(recommendation);
        }
        for _ in 0..self.below(6) {
            let verdict = Verdict::ALL[self.below(Verdict::ALL.len())];
            let when = self.conditions(&made);
            made.rules.push(Rule { verdict, when, summary: two("R") });
        }
        assert_eq!(malformed(&made), [], "{made:#?}");
        made
    }

    /// The first of each theme is open to all, so that no theme is empty.
    fn question(&mut self, n: usize, themes: &[Theme], before: &[Question]) -> Question {
        let theme = themes.get(n).unwrap_or(&themes[self.below(themes.len())]).key.clone();
        let multiple = self.one_in(3);
        let choices = (0..2 + self.below(3)).map(|n| Choice {
            key: format!("c{n}"),
            text: two("C"),
            value: (!self.one_in(4)).then(|| self.below(4) as u8),
            because: None,
            alone: multiple && n == 1 && self.one_in(2),
            fills: Vec::new(),
            known_by: Vec::new(),
        });
        let choices = choices.collect();
        let mut question = Question {
            key: format!("q{n}"),
            theme: theme.clone(),
            text: two("Q"),
            help: None,
            multiple,
            weight: [1, 1, 1, 0, 2, 3][self.below(6)],
            opened_by: None,
            asked_if: Vec::new(),
            choices,
        };
        if n >= themes.len() {
            let siblings: Vec<&Question> = before.iter().filter(|q| q.theme == theme).collect();
            if self.one_in(3) && !siblings.is_empty() {
                let parent = siblings[self.below(siblings.len())];
                let any_of = self.some_choices(parent);
                question.opened_by = Some(Opening { question: parent.key.clone(), any_of });
            }
            if self.one_in(3) && !before.is_empty() {
                let on = &before[self.below(before.len())];
                let any_of = self.some_choices(on);
                question.asked_if = vec![Condition::Answered { question: on.key.clone(), any_of }];
            }
        }
        question
    }

    fn some_choices(&mut self, question: &Question) -> Vec<Key> {
        let mut some: BTreeSet<Key> = BTreeSet::new();
        for _ in 0..1 + self.below(2) {
            some.insert(question.choices[self.below(question.choices.len())].key.clone());
        }
        some.into_iter().collect()
    }

    fn fill_in(&mut self, questions: &mut [Question]) {
        for i in 0..questions.len().saturating_sub(1) {
            if self.one_in(3) {
                let to = i + 1 + self.below(questions.len() - i - 1);
                let choices = vec![questions[to].choices[0].key.clone()];
                let fill = Fill { question: questions[to].key.clone(), choices };
                let at = self.below(questions[i].choices.len());
                questions[i].choices[at].fills.push(fill);
            }
        }
    }

    fn recommendation(&mut self, n: usize, made: &Questionnaire) -> Recommendation {
        let theme = made.themes[self.below(made.themes.len())].key.clone();
        let usual = self.one_in(3);
        let rungs = (0..1 + self.below(2)).map(|_| Rung {
            when: if usual { Vec::new() } else { self.conditions(made) },
            text: two("A"),
            why: two("P"),
            how: two("H"),
        });
        let rungs = rungs.collect();
        let workshops = if self.one_in(2) { vec![theme.clone()] } else { Vec::new() };
        Recommendation { key: format!("r{n}"), theme, workshops, usual, rungs }
    }

    fn conditions(&mut self, made: &Questionnaire) -> Vec<Condition> {
        (0..1 + self.below(2)).map(|_| self.condition(made)).collect()
    }

    fn condition(&mut self, made: &Questionnaire) -> Condition {
        let question = &made.questions[self.below(made.questions.len())];
        let theme = made.themes[self.below(made.themes.len())].key.clone();
        let level = self.below(7) as f64 / 2.0;
        match self.below(6) {
            0 => Condition::Below { theme, below: level },
            1 => Condition::AtLeast { theme, at_least: level },
            2 => {
                let unknown_among = made.questions.iter().take(3).map(|q| q.key.clone()).collect();
                Condition::Unknown { unknown_among, count: 1 + self.below(3) as u32 }
            }
            3 => answered(&question.key, &question.choices[0].key),
            _ => {
                let any_of = self.some_choices(question);
                Condition::Answered { question: question.key.clone(), any_of }
            }
        }
    }

    fn answers(&mut self, made: &Questionnaire) -> Answers {
        let known = self.below(5);
        let mut answers = Answers::new();
        for question in &made.questions {
            if self.below(4) < known {
                answers.insert(question.key.clone(), self.answer(question));
            }
        }
        answers
    }

    fn answer(&mut self, question: &Question) -> Answer {
        match self.below(10) {
            0 => Answer::DontKnow,
            1 => Answer::choice("nowhere"),
            2 => Answer::Chosen(self.some_choices(question).into_iter().collect()),
            _ => {
                let many = if question.multiple { 1 + self.below(3) } else { 1 };
                let keys = (0..many).map(|_| self.below(question.choices.len()));
                Answer::Chosen(keys.map(|i| question.choices[i].key.clone()).collect())
            }
        }
    }
}
