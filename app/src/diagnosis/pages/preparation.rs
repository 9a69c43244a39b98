//! `/parcours/preparation` and, without an account, `/debut/{token}/preparation`: an association answers alone.

use super::interview::{Screen, part};
use crate::diagnosis::load::{self, Preparation};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::card::ButtonLink;
use leptos::prelude::*;

/// The questionnaire, for who answers before any interview.
pub async fn preparation(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let prepared = load::preparation(&ask.request).await?;
    let Preparation { association, questionnaire, given, seen, proposals, .. } = prepared;
    let reading = questionnaire.read(&given);
    let part = part(&ask, &questionnaire);
    let screen = Screen {
        ask: &ask,
        path: ask.path.clone(),
        form: "prepare_answers",
        hidden: Vec::new(),
        own: &given,
        seen: &seen,
        prepared: None,
        proposals,
        reading: &reading,
        part: &part,
    };
    let (themes, form) = (screen.themes(), screen.form());
    let (known, asked) = reading.progress();
    let title = texts::diagnosis::prepare_title(lang);
    let back = ask.href(ask.path.trim_end_matches("/preparation"));
    let body = view! {
        <div class="wrap">
            <h1>{title}</h1>
            <p class="muted">{association}</p>
            <p class="lead">{texts::diagnosis::prepare_lead(lang)}</p>
            <div class="interview">
                <nav aria-label=texts::diagnosis::themes(lang)>{themes}</nav>
                <div>{form}</div>
                <aside id="give-back" aria-label=title>
                    <p>{texts::diagnosis::prepared_count(lang, known, asked)}</p>
                    <p class="small">{texts::diagnosis::prepare_why(lang)}</p>
                    <p><ButtonLink href=back label=texts::diagnosis::prepare_back(lang) quiet=true /></p>
                </aside>
            </div>
        </div>
    };
    Ok(View::new(title, body))
}
