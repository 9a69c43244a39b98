//! From one diagnosis to the next: how far each theme moved, over what can be compared.

use super::{Key, Question, Reading};
use serde::{Deserialize, Serialize};

/// How a theme moved between two diagnoses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub theme: Key,
    /// Out of 3, over what was compared. None: nothing could be.
    pub moved: Option<(f64, f64)>,
    /// How far it is now, out of 3, over all that is known. None: nothing is.
    pub now: Option<f64>,
    /// How many answers were compared.
    pub compared: usize,
    /// How many of today's answers were not: the question changed, is new, or had no answer then.
    pub left_out: usize,
}

impl Question {
    /// Whether an answer to one is worth the same as an answer to the other. Words may have changed; what counts has not.
    pub fn compares_with(&self, other: &Self) -> bool {
        let worth = |q: &Self| {
            let mut worth: Vec<_> = q.choices.iter().map(|c| (c.key.clone(), c.value)).collect();
            worth.sort();
            (q.key.clone(), q.theme.clone(), q.multiple, q.weight, worth)
        };
        worth(self) == worth(other)
    }
}

impl Reading<'_> {
    /// How each theme moved since an earlier reading, which may have used another questionnaire: the means are of the
    /// questions that count the same in both and had an answer in both.
    pub fn since(&self, before: &Reading) -> Vec<Progress> {
        let compared = |question: &Question| {
            let valued = |reading: &Reading<'_>| {
                let counted = reading.counted(&question.key).filter(|c| c.value().is_some());
                counted.map(|c| c.question.clone())
            };
            valued(self).zip(valued(before)).is_some_and(|(now, then)| now.compares_with(&then))
        };
        let of_theme = |theme: &super::Theme| {
            let valued = self.all_counted().filter(|c| {
                c.question.theme == theme.key && c.question.weight > 0 && c.value().is_some()
            });
            let (both, alone): (Vec<_>, Vec<_>) = valued.partition(|c| compared(c.question));
            let then = before.level_over(&theme.key, compared);
            let now = self.level_over(&theme.key, compared);
            Progress {
                theme: theme.key.clone(),
                moved: then.zip(now),
                now: self.level(&theme.key),
                compared: both.len(),
                left_out: alone.len(),
            }
        };
        self.questionnaire.themes.iter().map(of_theme).collect()
    }
}
