//! A questionnaire tried on answers that were given to another, before it is published.

use super::{Advice, Answers, Judgement, Questionnaire};

/// What two questionnaires say of the same answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial<'q> {
    pub before: Judgement,
    pub after: Judgement,
    /// Advice that is no longer given, or not on this rung.
    pub gone: Vec<Advice<'q>>,
    /// Advice that was not given, or not on this rung.
    pub new: Vec<Advice<'q>>,
    /// How many answers the new one cannot read: the question or the choice is no more.
    pub unread: usize,
}

impl<'q> Trial<'q> {
    /// Reads the answers with both.
    pub fn of(before: &'q Questionnaire, after: &'q Questionnaire, answers: &Answers) -> Self {
        let (then, now) = (before.read(answers), after.read(answers));
        let (before_judged, after_judged) = (then.judge(), now.judge());
        let (old, new) = (then.advice_after(&before_judged), now.advice_after(&after_judged));
        let same = |a: &Advice, b: &Advice| {
            a.recommendation.key == b.recommendation.key && a.rung == b.rung
        };
        let without = |all: &[Advice<'q>], others: &[Advice<'q>]| -> Vec<Advice<'q>> {
            all.iter().filter(|a| !others.iter().any(|b| same(a, b))).cloned().collect()
        };
        let unread = answers
            .iter()
            .filter(|(question, answer)| {
                before.knows(question, answer) && !after.knows(question, answer)
            })
            .count();
        Self {
            before: before_judged,
            after: after_judged,
            gone: without(&old, &new),
            new: without(&new, &old),
            unread,
        }
    }

    /// Whether another verdict would be given.
    pub fn changes_verdict(&self) -> bool {
        self.before.verdict != self.after.verdict
    }

    /// Whether other advice would be given.
    pub fn changes_advice(&self) -> bool {
        !self.gone.is_empty() || !self.new.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::tests::{SAMPLES, SHIPPED};
    use crate::diagnosis::{Condition, Verdict};

    #[test]
    fn diagnosis_the_same_questionnaire_changes_nothing() {
        for answers in SAMPLES.values() {
            let trial = Trial::of(&SHIPPED, &SHIPPED, answers);
            assert!(!trial.changes_verdict() && !trial.changes_advice() && trial.unread == 0);
        }
    }

    #[test]
    fn diagnosis_a_trial_tells_whose_verdict_and_advice_would_change() {
        let answers = &SAMPLES["later"];
        let judgement = SHIPPED.read(answers).judge();
        let mut other = SHIPPED.clone();
        other.rules[judgement.rule.expect("a rule speaks")].verdict = Verdict::OtherHelp;
        let trial = Trial::of(&SHIPPED, &other, answers);
        assert!(trial.changes_verdict());
        assert_eq!(
            (trial.before.verdict, trial.after.verdict),
            (Verdict::Later, Verdict::OtherHelp)
        );
        assert!(!trial.after.reasons.is_empty() && !trial.changes_advice());

        let advice = SHIPPED.read(answers).advice();
        let first = advice.first().expect("an action").recommendation.key.clone();
        let mut other = SHIPPED.clone();
        other.recommendations.retain(|r| r.key != first);
        let trial = Trial::of(&SHIPPED, &other, answers);
        assert!(trial.changes_advice() && !trial.changes_verdict());
        assert_eq!(trial.gone[0].recommendation.key, first);
        assert!(!trial.gone[0].causes.is_empty());
    }

    #[test]
    fn diagnosis_answers_to_what_is_no_more_are_counted() {
        let answers = &SAMPLES["beginner"];
        let mut other = SHIPPED.clone();
        let gone = answers.keys().next().expect("an answer").clone();
        other.questions.retain(|q| q.key != gone);
        other.rules.retain(|r| !r.when.iter().flat_map(Condition::questions).any(|q| *q == gone));
        assert_eq!(Trial::of(&SHIPPED, &other, answers).unread, 1);
    }
}
