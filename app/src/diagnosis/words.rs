//! What answers say, in words: told by the server when it makes the page, and by the browser when an answer changes.

use domain::diagnosis::{Answers, Judgement, Questionnaire, Reason};
use domain::packed;
use domain::text::Lang;

/// The words around a verdict, finished but for what stands between braces.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    pub lang: Lang,
    /// By the code of the verdict.
    pub titles: Vec<(String, String)>,
    /// `{known}`, `{asked}`, `{left}`
    pub answered: String,
    /// `{question}`, `{choice}`
    pub reason_answer: String,
    /// `{theme}`, `{level}`
    pub reason_level: String,
    /// `{question}`
    pub reason_ask: String,
    pub reason_usual: String,
}

packed! {
    Words { lang, titles, answered, reason_answer, reason_level, reason_ask, reason_usual }
}

/// A reading of answers, in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The verdict, by its code and its title.
    pub code: &'static str,
    pub title: String,
    /// One sentence. Empty: no rule spoke.
    pub summary: String,
    pub reasons: Vec<String>,
    /// The next small actions: the first few.
    pub steps: Vec<String>,
    /// How many answers are known, how many questions are left.
    pub progress: String,
}

/// How many actions are told while answers still change.
const STEPS_TOLD: usize = 3;

impl Words {
    /// What these answers say so far.
    pub fn tell(&self, questionnaire: &Questionnaire, answers: &Answers) -> Told {
        let reading = questionnaire.read(answers);
        let judgement = reading.judge();
        let reasons = judgement.reasons.iter();
        let steps = reading.advice_after(&judgement).into_iter().take(STEPS_TOLD);
        let steps = steps.filter_map(|step| Some(step.rung()?.text.get(self.lang).to_owned()));
        let (known, asked) = reading.progress();
        Told {
            code: judgement.verdict.code(),
            title: self.title(&judgement),
            summary: self.summary(questionnaire, &judgement).unwrap_or_default(),
            reasons: reasons.filter_map(|reason| self.reason(questionnaire, reason)).collect(),
            steps: steps.collect(),
            progress: self
                .answered
                .replace("{known}", &known.to_string())
                .replace("{asked}", &asked.to_string())
                .replace("{left}", &reading.left(answers).count().to_string()),
        }
    }

    /// The heading of a verdict. Empty: the page gave none.
    pub fn title(&self, judgement: &Judgement) -> String {
        let code = judgement.verdict.code();
        let title = self.titles.iter().find(|(verdict, _)| verdict == code);
        title.map(|(_, title)| title.clone()).unwrap_or_default()
    }

    /// A reason as a sentence; none if the questionnaire has lost what it speaks of.
    pub fn reason(&self, questionnaire: &Questionnaire, reason: &Reason) -> Option<String> {
        let lang = self.lang;
        Some(match reason {
            Reason::Answered { question, choice } => {
                let question = questionnaire.question(question)?;
                let choice = question.choice(choice)?;
                match &choice.because {
                    Some(because) => because.get(lang).to_owned(),
                    None => self
                        .reason_answer
                        .replace("{question}", question.text.get(lang))
                        .replace("{choice}", choice.text.get(lang)),
                }
            }
            Reason::Level { theme, level } => {
                let level = one_decimal(lang, *level);
                let theme = questionnaire.theme(theme)?.title.get(lang);
                self.reason_level.replace("{theme}", theme).replace("{level}", &level)
            }
            Reason::ToAsk { question } => {
                let question = questionnaire.question(question)?.text.get(lang);
                self.reason_ask.replace("{question}", question)
            }
            Reason::UsualAnswer => self.reason_usual.clone(),
        })
    }

    /// The verdict's one sentence: its rule's, or the usual answer's.
    pub fn summary(&self, questionnaire: &Questionnaire, judgement: &Judgement) -> Option<String> {
        let rule = judgement.rule.and_then(|i| questionnaire.rules.get(i));
        rule.map(|rule| rule.summary.get(self.lang).to_owned())
    }
}

/// "1,5" or "1.5"; "2" stays "2". For levels: 0 to 3.
pub fn one_decimal(lang: Lang, number: f64) -> String {
    // In whole tenths: to write a fraction, a browser would need 10 kB of code.
    let tenths = (number * 10.0).round() as u32;
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) if lang == Lang::Fr => format!("{whole},{tenth}"),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnosis_levels_are_told_with_one_decimal_where_there_is_one() {
        for (number, fr, en) in
            [(0.0, "0", "0"), (1.5, "1,5", "1.5"), (2.96, "3", "3"), (1.0 / 3.0, "0,3", "0.3")]
        {
            assert_eq!(
                (&*one_decimal(Lang::Fr, number), &*one_decimal(Lang::En, number)),
                (fr, en)
            );
        }
    }
}
