//! The sentences of the questionnaire's pages: findings, conditions, reasons, mistakes of a file.

use domain::diagnosis::{Condition, Fact, Finding, Part, Place, Problem, Questionnaire, Reason};
use domain::text::Lang;
use store::{FileFault, FileProblem};

/// A mistake of a file, told.
pub struct Trouble {
    pub line: usize,
    pub column: usize,
    /// What it is, and what to do.
    pub told: String,
    /// What the parser says of it, which is English in every language.
    pub detail: Option<String>,
}

/// A mistake of a file, and what to do.
pub fn trouble(lang: Lang, fault: FileFault) -> Trouble {
    use texts::file_fault as say;
    let (told, detail) = match fault.problem {
        FileProblem::Syntax { what, said } => (say::of(lang, what.code()).to_owned(), Some(said)),
        FileProblem::Kind { expected, said } => {
            (say::of(lang, expected.code()).to_owned(), Some(said))
        }
        FileProblem::UnknownName(name) => (say::unknown_name(lang, name), None),
        FileProblem::MissingName(name) => (say::missing_name(lang, name), None),
        FileProblem::UnknownWord { word, among } => {
            (say::unknown_word(lang, word, among.join(", ")), None)
        }
        FileProblem::NoCondition => (say::no_condition(lang).to_owned(), None),
        FileProblem::Found(finding) => (finding_in_file(lang, &finding), None),
    };
    let detail = detail.map(|said| said.split_whitespace().collect::<Vec<_>>().join(" "));
    Trouble { line: fault.line, column: fault.column, told, detail }
}

/// In a file, a finding is told with the keys that stand there.
fn finding_in_file(lang: Lang, finding: &Finding) -> String {
    problem(lang, &finding.problem, &|key| key.to_owned())
}

/// A finding, told with the words of the questionnaire.
pub fn finding(lang: Lang, questionnaire: &Questionnaire, finding: &Finding) -> String {
    problem(lang, &finding.problem, &|key| {
        let question = questionnaire.question(key).map(|q| q.text.get(lang));
        let theme = questionnaire.theme(key).map(|theme| theme.title.get(lang));
        let told = question.or(theme).filter(|told| !told.trim().is_empty());
        told.unwrap_or(key).to_owned()
    })
}

fn problem(lang: Lang, problem: &Problem, name: &dyn Fn(&str) -> String) -> String {
    use texts::finding as say;
    match problem {
        Problem::BadKey => say::bad_key(lang).to_owned(),
        Problem::Twice => say::twice(lang).to_owned(),
        Problem::UnknownTheme(key) => say::unknown_theme(lang, key),
        Problem::UnknownQuestion(key) => say::unknown_question(lang, key),
        Problem::UnknownChoice { question, choice } => {
            say::unknown_choice(lang, name(question), choice)
        }
        Problem::NoText { part: missing, lang: Lang::Fr } => {
            say::no_text_fr(lang, part(lang, *missing))
        }
        Problem::NoText { part: missing, lang: Lang::En } => {
            say::no_text_en(lang, part(lang, *missing))
        }
        Problem::EmptyTheme => say::empty_theme(lang).to_owned(),
        Problem::FewChoices => say::few_choices(lang).to_owned(),
        Problem::AloneInSingle => say::alone_in_single(lang).to_owned(),
        Problem::Value(value) => say::value(lang, value),
        Problem::Weight(weight) => say::weight(lang, weight),
        Problem::OtherTheme { parent } => say::other_theme(lang, name(parent)),
        Problem::Later { on } => say::later(lang, name(on)),
        Problem::LaterTheme(theme) => say::later_theme(lang, name(theme)),
        Problem::EarlyTheme(theme) => say::early_theme(lang, name(theme)),
        Problem::NamesNoChoice(question) => say::names_no_choice(lang, name(question)),
        Problem::Level(level) => say::level(lang, decimal(lang, *level)),
        Problem::Count { count, among } => say::count(lang, count, among),
        Problem::FillNotTaken { to } => say::fill_not_taken(lang, name(to)),
        Problem::FillEarlier { to } => say::fill_earlier(lang, name(to)),
        Problem::Rungs => say::rungs(lang).to_owned(),
        Problem::NoCondition => say::no_condition(lang).to_owned(),
        Problem::NeverAsked => say::never_asked(lang).to_owned(),
        Problem::NeverSpeaks => say::never_speaks(lang).to_owned(),
        Problem::Shadowed { by } => match &by[..] {
            [one] => say::shadowed(lang, one + 1),
            several => {
                let numbers: Vec<String> = several.iter().map(|by| (by + 1).to_string()).collect();
                say::shadowed_by_several(lang, numbers.join(", "))
            }
        },
        Problem::NeverReached => say::never_reached(lang).to_owned(),
        Problem::BehindFirstRung => say::behind_first_rung(lang).to_owned(),
        Problem::UsualIgnores => say::usual_ignores(lang).to_owned(),
        Problem::AsksNothing => say::asks_nothing(lang).to_owned(),
        Problem::NamesNoAnswer => say::names_no_answer(lang).to_owned(),
        Problem::NoBecause => say::no_because(lang).to_owned(),
        Problem::FewUsual(count) => say::few_usual(lang, count),
    }
}

/// What a text of the questionnaire is called.
pub fn part(lang: Lang, part: Part) -> &'static str {
    texts::questionnaire_part::of(lang, part.code())
}

/// What is known of an association.
pub fn fact(lang: Lang, fact: Fact) -> &'static str {
    texts::questionnaire_fact::of(lang, &fact.code().replace('.', "_"))
}

/// A number with its decimal mark.
pub fn decimal(lang: Lang, number: f64) -> String {
    let told = number.to_string();
    if lang == Lang::Fr { told.replace('.', ",") } else { told }
}

/// What a part of the questionnaire is called on pages: what kind of thing it is, and its first words.
pub fn place(lang: Lang, questionnaire: &Questionnaire, place: &Place) -> String {
    use texts::questionnaire as say;
    let told = |kind: &str, words: Option<&str>, key: &str| {
        let words = words.filter(|words| !words.trim().is_empty()).unwrap_or(key);
        texts::questionnaire_place::named(lang, kind, words)
    };
    match place {
        Place::Whole => say::whole(lang).to_owned(),
        Place::Theme(key) => {
            let theme = questionnaire.theme(key).map(|theme| theme.title.get(lang));
            told(say::theme(lang), theme, key)
        }
        Place::Question(key) => {
            let question = questionnaire.question(key).map(|question| question.text.get(lang));
            told(say::question(lang), question, key)
        }
        Place::Choice { question, choice } => {
            let of = questionnaire.question(question).and_then(|q| q.choice(choice));
            told(say::choice(lang), of.map(|choice| choice.text.get(lang)), choice)
        }
        Place::Recommendation(key) => {
            told(say::recommendation(lang), advice(lang, questionnaire, key, 0), key)
        }
        Place::Rung { recommendation: key, rung } => {
            told(&say::rung(lang, rung + 1), advice(lang, questionnaire, key, *rung), key)
        }
        Place::Rule(number) => {
            let rule = questionnaire.rules.get(*number).map(|rule| rule.summary.get(lang));
            told(&say::rule(lang, number + 1), rule, "")
        }
    }
}

fn advice<'q>(
    lang: Lang,
    questionnaire: &'q Questionnaire,
    key: &str,
    rung: usize,
) -> Option<&'q str> {
    let recommendation = questionnaire.recommendation(key)?;
    Some(recommendation.rungs.get(rung)?.text.get(lang))
}

/// The page where a part is edited.
pub fn path(place: &Place) -> String {
    match place {
        Place::Whole => DRAFT.to_owned(),
        Place::Theme(key) => format!("{DRAFT}/theme/{key}"),
        Place::Question(key) => format!("{DRAFT}/question/{key}"),
        Place::Choice { question, choice } => format!("{DRAFT}/question/{question}/{choice}"),
        Place::Recommendation(key) => format!("{DRAFT}/conseil/{key}"),
        Place::Rung { recommendation, rung } => {
            format!("{DRAFT}/conseil/{recommendation}/{}", rung + 1)
        }
        Place::Rule(number) => format!("{DRAFT}/regle/{}", number + 1),
    }
}

/// The page of the draft.
pub const DRAFT: &str = "/questionnaire/brouillon";

/// A condition as a sentence.
pub fn condition(lang: Lang, questionnaire: &Questionnaire, condition: &Condition) -> String {
    use texts::questionnaire as say;
    let theme = |key: &str| {
        let theme = questionnaire.theme(key);
        theme.map_or_else(|| key.to_owned(), |theme| theme.title.get(lang).to_owned())
    };
    match condition {
        Condition::Answered { question: key, any_of } => {
            let question = questionnaire.question(key);
            let choices: Vec<String> = any_of
                .iter()
                .map(|choice| {
                    let of = question.and_then(|question| question.choice(choice));
                    of.map_or_else(|| choice.clone(), |of| of.text.get(lang).to_owned())
                })
                .collect();
            let question = question.map_or(key.as_str(), |question| question.text.get(lang));
            let or = format!(" {} ", say::or(lang));
            say::told_answered(lang, question, choices.join(&or))
        }
        Condition::Below { theme: key, below } => {
            say::told_below(lang, theme(key), decimal(lang, *below))
        }
        Condition::AtLeast { theme: key, at_least } => {
            say::told_at_least(lang, theme(key), decimal(lang, *at_least))
        }
        Condition::Unknown { unknown_among, count } => {
            say::told_unknown(lang, count, unknown_among.len())
        }
    }
}

/// A reason as a sentence; none if the questionnaire has lost what it speaks of.
pub fn reason(lang: Lang, questionnaire: &Questionnaire, reason: &Reason) -> Option<String> {
    Some(match reason {
        Reason::Answered { question, choice } => {
            let question = questionnaire.question(question)?;
            let choice = question.choice(choice)?;
            match &choice.because {
                Some(because) => because.get(lang).to_owned(),
                None => {
                    let (question, choice) = (question.text.get(lang), choice.text.get(lang));
                    texts::diagnosis::reason_answer(lang, question, choice)
                }
            }
        }
        Reason::Level { theme, level } => {
            let level = decimal(lang, (level * 10.0).round() / 10.0);
            texts::diagnosis::reason_level(lang, questionnaire.theme(theme)?.title.get(lang), level)
        }
        Reason::ToAsk { question } => {
            texts::diagnosis::reason_ask(lang, questionnaire.question(question)?.text.get(lang))
        }
        Reason::UsualAnswer => texts::diagnosis::reason_usual(lang).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::{Kind, Syntax};

    #[test]
    fn questionnaire_every_mistake_of_a_file_has_its_text() {
        use Syntax::{Assignment, Brackets, Number, Quotes, Twice};
        let syntax = [Quotes, Brackets, Assignment, Twice, Number, Syntax::Other].map(Syntax::code);
        let kinds = [Kind::Text, Kind::Number, Kind::YesNo, Kind::List, Kind::Group, Kind::Other];
        for code in syntax.into_iter().chain(kinds.map(Kind::code)) {
            for lang in [Lang::Fr, Lang::En] {
                assert_ne!(texts::file_fault::of(lang, code), texts::MISSING, "{code}");
            }
        }
    }
}
