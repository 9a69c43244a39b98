//! The draft of a project: the need, why the diagnosis concluded as it did, and the answers about the tool. The
//! association reads it over; nothing is submitted by itself.

use domain::diagnosis::{Answer, Diagnosis, Question, Questionnaire, Reason, Voices};
use domain::text::{Lang, Words};

/// The themes whose answers tell what a project would be.
const THEMES: [&str; 2] = ["project", "tool"];

/// `given` is the last diagnosis given back, with its answers. Without one, the draft is the need alone.
pub fn draft(lang: Lang, need: &str, given: Option<&(Diagnosis, Voices)>) -> String {
    let mut parts = vec![need.to_owned()];
    if let Some((diagnosis, voices)) = given {
        let questionnaire = &diagnosis.questionnaire;
        let judgement = diagnosis.given_back.as_ref().map(|given| &given.judgement);
        let reasons = judgement.into_iter().flat_map(|judgement| &judgement.reasons);
        let reasons = reasons.filter_map(|reason| because(lang, questionnaire, reason));
        parts.extend(told(texts::hackathon::draft_reasons(lang), reasons.collect()));
        let answers = voices.together();
        let asked = questionnaire.questions.iter().filter(|q| THEMES.contains(&q.theme.as_str()));
        let answered = asked.filter_map(|question| {
            let answer = chosen(lang, question, answers.get(&question.key)?)?;
            Some(texts::hackathon::draft_answer(lang, question.text.get(lang), answer))
        });
        parts.extend(told(texts::hackathon::draft_answers(lang), answered.collect()));
    }
    let mut draft = String::new();
    let most = usize::try_from(Words::MAX).unwrap_or(usize::MAX);
    // What would be too long is left out, line by line.
    for line in parts.join("\n\n").lines() {
        if draft.chars().count() + line.chars().count() + 1 > most {
            break;
        }
        draft.push_str(line);
        draft.push('\n');
    }
    draft.trim_end().to_owned()
}

fn told(title: &str, lines: Vec<String>) -> Option<String> {
    let lines: Vec<_> = lines.into_iter().map(|line| format!("- {line}")).collect();
    (!lines.is_empty()).then(|| format!("{title}\n{}", lines.join("\n")))
}

/// Question and answer, rather than the reason as it is told to the association: it speaks for itself here.
fn because(lang: Lang, questionnaire: &Questionnaire, reason: &Reason) -> Option<String> {
    match reason {
        Reason::Answered { question, choice } => {
            let question = questionnaire.question(question)?;
            let choice = question.choice(choice)?;
            let answer = choice.text.get(lang);
            Some(texts::hackathon::draft_answer(lang, question.text.get(lang), answer))
        }
        Reason::Level { theme, level } => {
            let theme = questionnaire.theme(theme)?.title.get(lang);
            Some(texts::hackathon::draft_level(lang, theme, texts::decimal(lang, *level)))
        }
        Reason::ToAsk { .. } | Reason::UsualAnswer => None,
    }
}

fn chosen(lang: Lang, question: &Question, answer: &Answer) -> Option<String> {
    let Answer::Chosen(keys) = answer else { return None };
    let texts = keys.iter().filter_map(|key| Some(question.choice(key)?.text.get(lang)));
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}
