//! Conditions in forms: what they are about is chosen, and nothing is typed but numbers.

use crate::questionnaire::typed::{
    AT_LEAST, BELOW, IS, QUESTION, Rows, UNKNOWN, conditions, fills, rows_of,
};
use crate::questionnaire::words;
use crate::ui::fields::{Checkbox, Returned, Select, TextField};
use domain::diagnosis::{Condition, Fill, Key, Question, Questionnaire};
use domain::text::{Faults, Lang};
use leptos::prelude::*;
use texts::questionnaire as say;

/// What conditions may be about: the questions before a place, and the themes.
pub struct About<'q> {
    pub lang: Lang,
    pub questionnaire: &'q Questionnaire,
    /// How many questions come before.
    pub before: usize,
}

impl<'q> About<'q> {
    /// The words of a question.
    fn words(&self, key: &str) -> String {
        let question = self.questionnaire.question(key);
        let words = question.map_or("", |question| question.text.get(self.lang));
        super::or_key(words, key).to_owned()
    }

    fn theme(&self, key: &str) -> String {
        let theme = self.questionnaire.theme(key);
        let words = theme.map_or("", |theme| theme.title.get(self.lang));
        super::or_key(words, key).to_owned()
    }

    fn earlier(&self) -> impl Iterator<Item = &'q Question> {
        self.questionnaire.questions.iter().take(self.before)
    }

    /// The conditions that are there, and a way to add one.
    pub fn conditions(&self, legend: &str, hint: &str, saved: &[Condition]) -> AnyView {
        let read = |rows: &Rows| conditions(&mut Faults::default(), "when", rows, "").ok();
        let (conditions, meanwhile) = came_back("when", saved, read, |one| {
            words::condition(self.lang, self.questionnaire, one)
        });
        let rows = conditions.iter().enumerate().map(|(i, one)| self.condition(i, one));
        let rows: Vec<_> = rows.collect();
        view! {
            <fieldset class="field conditions">
                <legend>{legend.to_owned()}</legend>
                <p class="hint">{hint.to_owned()}</p>
                {meanwhile}
                {rows}
                {self.add()}
            </fieldset>
        }
        .into_any()
    }

    fn condition(&self, i: usize, condition: &Condition) -> AnyView {
        let lang = self.lang;
        let name = |of: &str| format!("when[{i}][{of}]");
        let (kind, of) = match condition {
            Condition::Answered { question, .. } => (QUESTION, question.clone()),
            Condition::Below { theme, .. } => (BELOW, theme.clone()),
            Condition::AtLeast { theme, .. } => (AT_LEAST, theme.clone()),
            Condition::Unknown { .. } => (UNKNOWN, String::new()),
        };
        let (legend, fields) = match condition {
            Condition::Answered { question, any_of } => {
                let boxes =
                    choices(lang, self.questionnaire, &format!("when[{i}]"), question, any_of);
                (say::is_any_of(lang, self.words(question)), boxes)
            }
            Condition::Below { theme, below } => {
                let label = say::below(lang, self.theme(theme));
                (say::condition_number(lang, i + 1), level(lang, name("level"), label, *below))
            }
            Condition::AtLeast { theme, at_least } => {
                let label = say::at_least(lang, self.theme(theme));
                (say::condition_number(lang, i + 1), level(lang, name("level"), label, *at_least))
            }
            Condition::Unknown { unknown_among, count } => {
                (say::unknown(lang).to_owned(), self.unknown(i, unknown_among, *count))
            }
        };
        view! {
            <fieldset class="condition">
                <legend>{legend}</legend>
                <input type="hidden" name=name("kind") value=kind />
                <input type="hidden" name=name("of") value=of />
                {fields}
                <Checkbox name=name("drop") label=say::drop(lang) value="on" />
            </fieldset>
        }
        .into_any()
    }

    fn unknown(&self, i: usize, among: &[Key], count: u32) -> AnyView {
        let lang = self.lang;
        let boxes = among.iter().map(|key| {
            let name = format!("when[{i}][{IS}{key}]");
            view! { <Checkbox name=name label=self.words(key) value="on" checked=true /> }
        });
        let others = self.earlier().filter(|question| !among.contains(&question.key));
        let others = others.map(|question| (question.key.clone(), self.words(&question.key)));
        let nothing = (String::new(), say::none_left(lang).to_owned());
        let options = std::iter::once(nothing).chain(others).collect();
        view! {
            {boxes.collect_view()}
            <Select
                name=format!("when[{i}][plus]")
                label=say::unknown_plus(lang)
                options=options
                required=true
            />
            <TextField
                name=format!("when[{i}][count]")
                label=say::unknown_count(lang)
                inputmode="numeric"
                value=count.to_string()
                required=true
            />
        }
        .into_any()
    }

    fn add(&self) -> AnyView {
        let lang = self.lang;
        let mut options = vec![
            (String::new(), say::none_left(lang).to_owned()),
            (format!("{UNKNOWN}:"), say::condition_unknown(lang).to_owned()),
        ];
        for theme in &self.questionnaire.themes {
            let title = self.theme(&theme.key);
            let key = &theme.key;
            options.push((format!("{BELOW}:{key}"), say::condition_below(lang, &title)));
            options.push((format!("{AT_LEAST}:{key}"), say::condition_at_least(lang, &title)));
        }
        let questions = self.earlier().map(|question| {
            let words = self.words(&question.key);
            (format!("{QUESTION}:{}", question.key), say::condition_question(lang, words))
        });
        options.extend(questions);
        view! {
            <Select
                name="add"
                label=say::condition_add(lang)
                hint=say::condition_add_hint(lang)
                options=options
                required=true
            />
        }
        .into_any()
    }

    /// What a choice fills in of the questions after it, and a way to add one.
    pub fn fills(&self, saved: &[Fill]) -> AnyView {
        let lang = self.lang;
        let read = |rows: &Rows| fills(rows, "").ok();
        let (fills, meanwhile) =
            came_back("fills", saved, read, |fill| say::fill(lang, self.words(&fill.question)));
        let row = |(i, fill): (usize, &Fill)| {
            let name = format!("fills[{i}]");
            let boxes = choices(lang, self.questionnaire, &name, &fill.question, &fill.choices);
            view! {
                <fieldset class="condition">
                    <legend>{say::fill(lang, self.words(&fill.question))}</legend>
                    <input type="hidden" name=format!("{name}[of]") value=fill.question.clone() />
                    {boxes}
                    <Checkbox name=format!("{name}[drop]") label=say::drop_fill(lang) value="on" />
                </fieldset>
            }
        };
        let rows: Vec<_> = fills.iter().enumerate().map(row).collect();
        let filled = |question: &&Question| fills.iter().all(|fill| fill.question != question.key);
        let later = self.questionnaire.questions.iter().skip(self.before).filter(filled);
        let later = later.map(|question| (question.key.clone(), self.words(&question.key)));
        let nothing = (String::new(), say::none_left(lang).to_owned());
        let options = std::iter::once(nothing).chain(later).collect();
        view! {
            <fieldset class="field conditions">
                <legend>{say::fills(lang)}</legend>
                <p class="hint">{say::fills_hint(lang)}</p>
                {meanwhile}
                {rows}
                <Select name="add" label=say::fill_add(lang) options=options required=true />
            </fieldset>
        }
        .into_any()
    }
}

/// The rows of a form: those that came back, else those that are saved. Where somebody else saved others meanwhile, these
/// are told.
fn came_back<T: Clone + PartialEq>(
    name: &str,
    saved: &[T],
    read: impl Fn(&Rows) -> Option<Vec<T>>,
    tell: impl Fn(&T) -> String,
) -> (Vec<T>, Option<AnyView>) {
    let returned = use_context::<Returned>().filter(|r| !["", "arrange_draft"].contains(&&*r.form));
    let Some(returned) = returned else { return (saved.to_vec(), None) };
    let Some(back) = read(&rows_of(&returned.typed, name)) else { return (saved.to_vec(), None) };
    let told = Some(returned.meanwhile).filter(|told| !told.is_empty() && back != saved);
    let meanwhile = told.map(|told| {
        let saved: Vec<_> = saved.iter().map(|one| view! { <li>{tell(one)}</li> }).collect();
        let list = if saved.is_empty() {
            view! { " —" }.into_any()
        } else {
            view! { <ul>{saved}</ul> }.into_any()
        };
        view! { <div class="meanwhile"><b>{told}</b> {list}</div> }.into_any()
    });
    (back, meanwhile)
}

/// A box for each choice of a question, and for what is named and no longer offered.
pub fn choices(
    lang: Lang,
    questionnaire: &Questionnaire,
    name: &str,
    question: &str,
    ticked: &[Key],
) -> AnyView {
    let offered = questionnaire.question(question).map_or(&[][..], |q| &q.choices);
    let offered =
        offered.iter().map(|c| (c.key.clone(), super::or_key(c.text.get(lang), &c.key).to_owned()));
    let mut offered: Vec<(Key, String)> = offered.collect();
    for key in ticked {
        if !offered.iter().any(|(offered, _)| offered == key) {
            offered.push((key.clone(), key.clone()));
        }
    }
    let boxes = offered.into_iter().map(|(key, label)| {
        let checked = ticked.contains(&key);
        view! { <Checkbox name=format!("{name}[{IS}{key}]") label=label value="on" checked=checked /> }
    });
    boxes.collect_view().into_any()
}

fn level(lang: Lang, name: String, label: String, level: f64) -> AnyView {
    view! {
        <TextField
            name=name
            label=label
            hint=say::level_hint(lang)
            inputmode="decimal"
            value=words::decimal(lang, level)
            required=true
        />
    }
    .into_any()
}
