//! What happened since the result was given back, and the form of a talk about it.

use crate::diagnosis::result::load::Given;
use crate::journey::pages::event_title;
use crate::routes::Ask;
use crate::shell::{line, line_names};
use crate::ui::fields::{Form, Submit, TextArea, TextField};
use crate::ui::linemap::{LineList, Stop, StopState};
use chrono::{DateTime, Utc};
use domain::diagnosis::{GivenBack, Said};
use domain::journey::EventKind;
use domain::text::Words;
use leptos::prelude::*;
use texts::dates;
use texts::result as t;

/// « Depuis »: facts of the journey, advice that is done, talks.
pub fn since(ask: &Ask, given: &Given, back: &GivenBack) -> AnyView {
    let lang = ask.lang();
    let mut stops: Vec<(DateTime<Utc>, Stop)> = Vec::new();
    for fact in &given.life.facts {
        // A talk is told with its words.
        if fact.kind != EventKind::DiagnosisReviewed {
            let stop = Stop::new(StopState::Done, event_title(lang, &fact.kind));
            stops.push((fact.occurred_at, stop.on(fact.kind.line().map(line))));
        }
    }
    let questionnaire = &given.diagnosis.questionnaire;
    for said in given.life.said.iter().filter(|said| said.said == Said::Done) {
        let recommendation = questionnaire.recommendation(&said.recommendation);
        if let Some(rung) = recommendation.and_then(|r| r.rungs.get(said.rung)) {
            let told = t::advice_done(lang, rung.text.get(lang));
            stops.push((said.at, Stop::new(StopState::Done, told)));
        }
    }
    for review in &given.life.reviews {
        let words = review.words.to_string();
        let words = view! { <blockquote><p class="words">{words}</p></blockquote> };
        stops.push((review.met_at, Stop::new(StopState::Done, t::review(lang)).detail(words)));
    }
    stops.sort_by_key(|(at, _)| *at);
    let dated = |(at, stop): (DateTime<Utc>, Stop)| stop.when(dates::date(lang, at));
    let list = if stops.is_empty() {
        view! { <p>{t::nothing_since(lang)}</p> }.into_any()
    } else {
        let begin = (back.at, Stop::new(StopState::Done, t::given_back(lang)));
        let stops = [begin].into_iter().chain(stops).map(dated).collect();
        view! { <LineList stops=stops names=line_names(lang) /> }.into_any()
    };
    view! {
        <section aria-labelledby="since">
            <h2 id="since">{t::since(lang)}</h2>
            <p class="muted">{t::since_lead(lang)}</p>
            {list}
            {note_review(ask, given)}
        </section>
    }
    .into_any()
}

/// For a volunteer or who accompanies the association, while this is its last result.
fn note_review(ask: &Ask, given: &Given) -> Option<AnyView> {
    let lang = ask.lang();
    let may = given.companion.is_some_and(|hat| !hat.is_own());
    (may && given.life.redone().is_none()).then(|| {
        let today = dates::input_date(ask.request.now);
        view! {
            <section class="on-screen" aria-labelledby="review">
                <h3 id="review">{t::review_title(lang)}</h3>
                <p class="small">{t::review_lead(lang)}</p>
                <Form
                    name="note_review"
                    command=ask.request.command()
                    hidden=vec![("diagnosis".to_owned(), given.diagnosis.id.to_string())]
                >
                    <TextField
                        name="met_at"
                        kind="date"
                        label=t::review_day(lang)
                        value=today.clone()
                        max=today
                        required=true
                    />
                    <TextArea
                        name="words"
                        label=t::review_words(lang)
                        required=true
                        at_most=Words::MAX
                    />
                    <p class="actions"><Submit label=t::review_send(lang) quiet=true /></p>
                </Form>
            </section>
        }
        .into_any()
    })
}
