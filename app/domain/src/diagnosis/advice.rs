//! The next actions: few, small, each with the answers that caused it.

use super::{Condition, Judgement, Key, Reading, Reason, Recommendation, Rung};
use std::collections::BTreeMap;

/// A recommendation that holds, on its rung, with its causes.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice<'q> {
    pub recommendation: &'q Recommendation,
    /// Which of its rungs, counted from 0.
    pub rung: usize,
    /// Never none.
    pub causes: Vec<Reason>,
}

/// The most next actions given at once: more would not be done.
pub const ADVICE_MAX: usize = 6;
/// The fewest: those that fit anybody complete the others.
pub const ADVICE_MIN: usize = 3;
/// The most of one theme, so that no theme takes all the places.
const OF_A_THEME: u32 = 2;

impl<'q> Advice<'q> {
    /// What is advised. None is not to be seen: the rung is one of the recommendation's own.
    pub fn rung(&self) -> Option<&'q Rung> {
        self.recommendation.rungs.get(self.rung)
    }
}

impl Recommendation {
    /// The rung for these answers: the first of its rungs that holds. None: not for them.
    fn rung_for(&self, reading: &Reading) -> Option<usize> {
        let holds = |rung: &Rung| !rung.when.is_empty() && reading.all_hold(&rung.when);
        self.rungs.iter().position(holds)
    }
}

impl<'q> Reading<'q> {
    /// A few next actions: first those that answer what the verdict was read from, then those of the least
    /// advanced themes, first rungs first. Fewer than three are completed by what fits anybody.
    pub fn advice(&self) -> Vec<Advice<'q>> {
        self.advice_after(&self.judge())
    }

    /// The same, where it is already judged.
    pub fn advice_after(&self, judgement: &Judgement) -> Vec<Advice<'q>> {
        let read: Vec<&Key> = (self.rule(judgement).map_or(&[][..], |rule| &rule.when).iter())
            .flat_map(Condition::questions)
            .collect();
        let of_verdict = |when: &[Condition]| {
            when.iter().flat_map(Condition::questions).any(|q| read.contains(&q))
        };
        let mut holding: Vec<(Advice, bool, f64)> = Vec::new();
        for recommendation in self.questionnaire.recommendations.iter().filter(|r| !r.usual) {
            let Some(rung) = recommendation.rung_for(self) else { continue };
            let when = &recommendation.rungs[rung].when;
            let causes = self.reasons(when);
            let advice = Advice { recommendation, rung, causes };
            holding.push((advice, !of_verdict(when), self.distance(&recommendation.theme)));
        }
        // A stable sort keeps the file's own order within a theme.
        holding.sort_by(|(one, a, x), (other, b, y)| {
            a.cmp(b).then(x.total_cmp(y)).then(one.rung.cmp(&other.rung))
        });
        let mut given: BTreeMap<&str, u32> = BTreeMap::new();
        holding.retain(|(advice, ..)| {
            let n = given.entry(&advice.recommendation.theme).or_default();
            *n += 1;
            *n <= OF_A_THEME
        });
        let mut advice: Vec<Advice> = holding.into_iter().map(|(advice, ..)| advice).collect();
        advice.truncate(ADVICE_MAX);
        let missing = ADVICE_MIN.saturating_sub(advice.len());
        advice.extend(self.usual().into_iter().take(missing));
        advice
    }

    /// What fits anybody, the least advanced themes first.
    fn usual(&self) -> Vec<Advice<'q>> {
        let usual = self.questionnaire.recommendations.iter().filter(|r| r.usual);
        let mut usual: Vec<&Recommendation> = usual.collect();
        usual.sort_by(|a, b| self.distance(&a.theme).total_cmp(&self.distance(&b.theme)));
        let advised = |recommendation: &'q Recommendation| Advice {
            recommendation,
            rung: 0,
            causes: self.reasons_of_theme(&recommendation.theme),
        };
        usual.into_iter().map(advised).collect()
    }

    /// How far a theme is; one of which nothing is known comes last.
    fn distance(&self, theme: &str) -> f64 {
        self.level(theme).unwrap_or(f64::from(super::VALUE_MAX))
    }

    /// The themes that workshops teach among the advice, in the order in which to learn them: first those of the answers
    /// behind the verdict.
    pub fn themes_to_learn(&self) -> Vec<&'q str> {
        let judgement = self.judge();
        let of_reasons: Vec<&str> = judgement
            .reasons
            .iter()
            .filter_map(|reason| match reason {
                Reason::Answered { question, .. } => {
                    Some(self.questionnaire.question(question)?.theme.as_str())
                }
                Reason::Level { theme, .. } => Some(self.questionnaire.theme(theme)?.key.as_str()),
                Reason::ToAsk { .. } | Reason::UsualAnswer => None,
            })
            .collect();
        let mut themes: Vec<&str> = Vec::new();
        for advice in self.advice_after(&judgement) {
            for theme in &advice.recommendation.workshops {
                if !themes.contains(&theme.as_str()) {
                    themes.push(theme);
                }
            }
        }
        themes.sort_by_key(|theme| !of_reasons.contains(theme));
        themes
    }

    /// The theme that workshops should start with. None: no workshop teaches what is advised.
    pub fn theme_to_learn(&self) -> Option<&'q str> {
        self.themes_to_learn().first().copied()
    }
}
