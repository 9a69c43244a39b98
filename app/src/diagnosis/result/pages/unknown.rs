//! What the result does not rest on: questions without an answer, answers that the two voices give differently.

use crate::diagnosis::islands::contested;
use crate::diagnosis::pages::{words, words_around};
use crate::diagnosis::result::load::Given;
use domain::text::Lang;
use leptos::prelude::*;
use texts::result as t;

/// The topics to talk over, then the questions without an answer, theme by theme.
pub fn unknown(lang: Lang, given: &Given) -> impl IntoView + use<> {
    let (questionnaire, voices) = (&given.diagnosis.questionnaire, &given.voices);
    let (words, around) = (words(lang), words_around(lang));
    let (theirs, ours) = (&voices.association, &voices.volunteer);
    let topics = contested(questionnaire, &words, &around, theirs, ours);
    let topics = (!topics.is_empty()).then(|| {
        let topics = topics.into_iter().map(|topic| view! { <li>{topic}</li> }).collect_view();
        view! {
            <section class="topics" aria-labelledby="topics">
                <h2 id="topics">{t::topics(lang)}</h2>
                <p class="muted">{t::topics_lead(lang)}</p>
                <ul>{topics}</ul>
            </section>
        }
    });
    let reading = questionnaire.read(&given.answers);
    let of_theme = questionnaire.themes.iter().filter_map(|theme| {
        let unknown: Vec<_> = reading.to_ask().filter(|q| q.theme == theme.key).collect();
        let item = |text: &str| view! { <dd>{text.to_owned()}</dd> };
        let items = unknown.iter().map(|question| item(question.text.get(lang))).collect_view();
        let title = theme.short.get(lang).to_owned();
        (!unknown.is_empty()).then(|| view! { <div><dt>{title}</dt> {items}</div> })
    });
    let of_theme: Vec<_> = of_theme.collect();
    let unknown = (!of_theme.is_empty()).then(|| {
        view! {
            <section aria-labelledby="unknown">
                <h2 id="unknown">{t::unknown(lang)}</h2>
                <p class="muted">{t::unknown_lead(lang)}</p>
                <dl class="unknown">{of_theme}</dl>
            </section>
        }
    });
    view! { {topics} {unknown} }
}
