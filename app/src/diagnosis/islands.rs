//! The live verdict: it moves in the browser while answers change, by the code that the server stores with.

use super::api::save_answer;
use domain::diagnosis::{Answer, Answers, Judgement, Questionnaire, Reason};
use domain::text::Lang;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use web_sys::{Element, HtmlInputElement};

/// The words around a verdict, finished but for what stands between braces.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Words {
    pub lang: Lang,
    /// By the code of the verdict.
    pub titles: Vec<(String, String)>,
    pub so_far: String,
    pub because: String,
    pub small_steps: String,
    /// `{known}`, `{asked}`
    pub answered: String,
    /// `{question}`, `{choice}`
    pub reason_answer: String,
    /// `{theme}`, `{level}`
    pub reason_level: String,
    /// `{question}`
    pub reason_ask: String,
    pub reason_usual: String,
    pub saving: String,
    pub saved: String,
    pub not_saved: String,
}

/// What an input of the interview is called: `answers[question]`. Its value is a choice, or `?`: "je ne sais pas".
fn question_of(name: &str) -> Option<&str> {
    name.strip_prefix("answers[")?.strip_suffix(']')
}

impl Words {
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
        judgement
            .rule
            .and_then(|i| questionnaire.rules.get(i))
            .map(|rule| rule.summary.get(self.lang).to_owned())
    }
}

/// "1,5" or "1.5"; "2" stays "2".
pub fn one_decimal(lang: Lang, number: f64) -> String {
    let told = format!("{number:.1}");
    let told = told.strip_suffix(".0").unwrap_or(&told);
    if lang == Lang::Fr { told.replace('.', ",") } else { told.to_owned() }
}

/// Where saving stands.
#[derive(Clone, Copy, PartialEq)]
enum Saving {
    Nothing,
    Running,
    Done,
    Failed,
}

/// What the answers say for now. In the browser it follows the page's form: each answer is stored as it is given, one
/// after the other, and questions that an answer opens are shown.
#[island]
pub fn LiveVerdict(
    diagnosis: String,
    questionnaire: Questionnaire,
    answers: Answers,
    words: Words,
) -> impl IntoView {
    let given = RwSignal::new(answers);
    let saving = RwSignal::new(Saving::Nothing);
    let queue = StoredValue::new(VecDeque::<(String, String)>::new());
    let questionnaire = StoredValue::new(questionnaire);
    let words = StoredValue::new(words);

    let save_all = move || {
        let diagnosis = diagnosis.clone();
        if saving.get_untracked() == Saving::Running {
            return;
        }
        saving.set(Saving::Running);
        spawn_local(async move {
            while let Some((question, choice)) = queue.with_value(|queue| queue.front().cloned()) {
                let command = fresh_id();
                if save_answer(command, diagnosis.clone(), question, choice).await.is_err() {
                    // It stays in the queue: the next answer tries again, and the form's button saves the whole page.
                    saving.set(Saving::Failed);
                    return;
                }
                queue.update_value(|queue| {
                    queue.pop_front();
                });
            }
            saving.set(Saving::Done);
        });
    };
    let answered = move |question: &str, choice: String| {
        given.update(|answers| match Answer::from_code(&choice) {
            Some(answer) => _ = answers.insert(question.to_owned(), answer),
            None => _ = answers.remove(question),
        });
        queue.update_value(|queue| queue.push_back((question.to_owned(), choice)));
        save_all();
    };
    Effect::new(move |_| {
        let answered = answered.clone();
        let handle = window_event_listener(ev::change, move |event| {
            let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            if let Some(question) = question_of(&input.name()) {
                answered(question, input.value());
            }
        });
        on_cleanup(move || handle.remove());
    });
    Effect::new(move |_| {
        given.with(|answers| questionnaire.with_value(|q| show_asked(q, answers)));
    });

    let state = move || {
        words.with_value(|words| match saving.get() {
            Saving::Nothing => String::new(),
            Saving::Running => words.saving.clone(),
            Saving::Done => words.saved.clone(),
            Saving::Failed => words.not_saved.clone(),
        })
    };
    view! {
        <div class="live">
            {move || {
                given.with(|answers| {
                    questionnaire.with_value(|q| words.with_value(|words| reading(q, answers, words)))
                })
            }}
            <p class="saving small" role="status">{state}</p>
        </div>
    }
}

/// The verdict, its reasons and the next small steps.
fn reading(questionnaire: &Questionnaire, answers: &Answers, words: &Words) -> AnyView {
    let lang = words.lang;
    let read = questionnaire.read(answers);
    let judgement = read.judge();
    let reasons: Vec<_> = (judgement.reasons.iter())
        .filter_map(|reason| words.reason(questionnaire, reason))
        .map(|reason| view! { <li>{reason}</li> })
        .collect();
    let advice: Vec<_> = (read.advice().into_iter().take(3))
        .filter_map(|advice| Some(advice.rung()?.text.get(lang).to_owned()))
        .map(|advice| view! { <li>{advice}</li> })
        .collect();
    let summary = words.summary(questionnaire, &judgement);
    let (known, asked) = read.progress();
    let progress = words
        .answered
        .replace("{known}", &known.to_string())
        .replace("{asked}", &asked.to_string());
    let small_steps = (!advice.is_empty()).then(|| {
        let title = words.small_steps.clone();
        view! { <h3>{title}</h3> <ul>{advice}</ul> }
    });
    view! {
        <div class=format!("verdict {}", judgement.verdict.code())>
            <p class="kicker">{words.so_far.clone()}</p>
            <p class="word" aria-live="polite">{words.title(&judgement)}</p>
            {summary.map(|summary| view! { <p>{summary}</p> })}
            <h3>{words.because.clone()}</h3>
            <ul class="why">{reasons}</ul>
            {small_steps}
            <p class="muted small">{progress}</p>
        </div>
    }
    .into_any()
}

/// Shows the questions that these answers open, and hides those that they close.
fn show_asked(questionnaire: &Questionnaire, answers: &Answers) {
    let reading = questionnaire.read(answers);
    let Ok(questions) = document().query_selector_all("[data-question]") else { return };
    for i in 0..questions.length() {
        let element = questions.get(i).and_then(|node| node.dyn_into::<Element>().ok());
        let Some(element) = element else { continue };
        let key = element.get_attribute("data-question").unwrap_or_default();
        // Setting an attribute of an element that is there cannot fail.
        let _ = element.toggle_attribute_with_force("hidden", !reading.asks(&key));
    }
}

/// A command id made in the browser: random, as the server's own.
fn fresh_id() -> String {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        // A browser without randomness gives zeros: the server then refuses the second answer, and says so.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}
