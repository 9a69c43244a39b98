//! `/parcours/preparation` and, without an account, `/debut/{token}/preparation`: an association answers alone.

use super::interview::{Screen, part, saving};
use super::words;
use crate::diagnosis::load::{self, Preparation};
use crate::diagnosis::words::Words;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::card::ButtonLink;
use domain::diagnosis::Answers;
use leptos::prelude::*;

/// The questionnaire, for who answers before any interview.
pub async fn preparation(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let prepared = load::preparation(&ask.request).await?;
    let Preparation { of, association, questionnaire, given, seen, proposals } = prepared;
    let reading = questionnaire.read(&given);
    let part = part(&ask, &questionnaire);
    // Who holds a link has nothing else to say who they are.
    let call = match ask.param("token") {
        "" => "/api/prepare_answer".to_owned(),
        token => format!("/api/prepare_answer?link={token}"),
    };
    let screen = Screen {
        ask: &ask,
        path: ask.path.clone(),
        form: "prepare_answers",
        call,
        about: of.fields(),
        own: &given,
        answers: &given,
        seen: &seen,
        prepared: &Answers::new(),
        proposals,
        reading: &reading,
        part: &part,
    };
    let words = Words {
        answered: texts::diagnosis::prepared_count(lang, "{left}", "{asked}"),
        ..words(lang)
    };
    let title = texts::diagnosis::prepare_title(lang);
    let back = ask.href(ask.path.trim_end_matches("/preparation"));
    let left = words.tell(&questionnaire, &given).progress;
    let beside = view! {
        <section aria-labelledby="give-back">
            <h2 id="give-back">{texts::diagnosis::prepared_title(lang)}</h2>
            <p data-told="progress">{left}</p>
            <p class="small">{texts::diagnosis::prepare_why(lang)}</p>
            {saving(&ask)}
            <p><ButtonLink href=back label=texts::diagnosis::prepare_back(lang) quiet=true /></p>
        </section>
    };
    let body = view! {
        <div class="wrap">
            <h1>{title}</h1>
            <p class="muted">{association}</p>
            <p class="lead">{texts::diagnosis::prepare_lead(lang)}</p>
            {screen.live(words, texts::diagnosis::prepared_title(lang), beside)}
        </div>
    };
    Ok(View::new(title, body))
}
