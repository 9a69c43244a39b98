//! Made-up sets of answers, the same for the same number everywhere, and how each is read: what proves that the server and
//! the browser conclude alike, and what is timed. Never shipped.

use domain::diagnosis::{Answer, Answers, Question, Questionnaire};
use std::collections::BTreeSet;

/// Numbers that look random and are the same everywhere: SplitMix64 (Steele, Lea and Flood, 2014).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to `end`, which is not reached.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or_default()
    }
}

/// The answers of this number: from hardly any to all, with "je ne sais pas", and now and then one that is not to be had.
pub fn answers(questionnaire: &Questionnaire, number: u64) -> Answers {
    let mut draw = Draw(number);
    let known_of_10 = draw.below(11);
    let mut answers = Answers::new();
    for question in &questionnaire.questions {
        if draw.below(10) < known_of_10 {
            answers.insert(question.key.clone(), answer(question, &mut draw));
        }
    }
    answers
}

fn answer(question: &Question, draw: &mut Draw) -> Answer {
    match draw.below(12) {
        0 => Answer::DontKnow,
        1 => Answer::choice("nowhere"),
        some => {
            let many = if question.multiple || some == 2 { 1 + draw.below(3) } else { 1 };
            let mut keys = BTreeSet::new();
            for _ in 0..many {
                keys.insert(question.choices[draw.below(question.choices.len())].key.clone());
            }
            Answer::Chosen(keys)
        }
    }
}

/// All that is concluded from a set of answers, in one line.
pub fn told(questionnaire: &Questionnaire, answers: &Answers) -> String {
    let reading = questionnaire.read(answers);
    let asked: Vec<&str> = reading.asked().iter().map(|q| q.key.as_str()).collect();
    let advice: Vec<_> =
        reading.advice().into_iter().map(|a| (&a.recommendation.key, a.rung, a.causes)).collect();
    let (judged, levels) = (reading.judge(), reading.levels());
    format!("{judged:?} {levels:?} {advice:?} {:?} {asked:?}", reading.themes_to_learn())
}

/// The readings of this many sets, a line each.
pub fn readings(questionnaire: &Questionnaire, count: u64) -> String {
    let lines = (0..count).map(|number| told(questionnaire, &answers(questionnaire, number)));
    lines.map(|line| line + "\n").collect()
}

/// Concludes from this many sets as a page does when an answer changes; how many rules spoke, so that nothing is left out.
pub fn conclude(questionnaire: &Questionnaire, sets: &[Answers]) -> usize {
    let concluded = sets.iter().map(|answers| {
        let reading = questionnaire.read(answers);
        usize::from(reading.judge().rule.is_some()) + reading.advice().len()
    });
    concluded.sum()
}

/// What a browser calls.
mod browser {
    use super::{Answers, Questionnaire, answers, conclude, readings};
    use wasm_bindgen::prelude::*;

    /// A questionnaire, with sets of answers to time.
    #[wasm_bindgen]
    pub struct Proof {
        questionnaire: Questionnaire,
        sets: Vec<Answers>,
    }

    #[wasm_bindgen]
    impl Proof {
        /// Errors: it is no questionnaire.
        #[wasm_bindgen(constructor)]
        pub fn new(questionnaire: &str, sets: u32) -> Result<Proof, JsError> {
            let questionnaire: Questionnaire = serde_json::from_str(questionnaire)?;
            let sets = (0..u64::from(sets)).map(|n| answers(&questionnaire, n)).collect();
            Ok(Self { questionnaire, sets })
        }

        /// The readings of this many sets, a line each.
        pub fn readings(&self, count: u32) -> String {
            readings(&self.questionnaire, u64::from(count))
        }

        /// Concludes from every set once.
        pub fn conclude(&self) -> usize {
            conclude(&self.questionnaire, &self.sets)
        }
    }
}
