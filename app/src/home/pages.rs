//! The pages that present the programme.

use super::load::{self, AgendaEntry};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::line;
use crate::ui::Line;
use crate::ui::card::{ActionTag, Card};
use crate::ui::linemap::{JourneyMap, MapTexts};
use crate::ui::table::Table;
use crate::wiki::load::Story;
use crate::workshops::pages::date_row;
use domain::accounts::Action;
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;

/// `/`
pub async fn home(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let home = load::home(&ask.request).await?;
    let story = home.story.map(|story| story_card(&ask, story));
    let body = view! {
        <div class="wrap hero">
            <h1>{texts::home::heading(lang)}</h1>
            <p class="lead">{texts::home::lead(lang)}</p>
            <p class="actions">
                <a class="button" href=ask.href("/rejoindre")>{texts::home::need(lang)}</a>
                " "
                <a class="button quiet" href=ask.href("/agenda")>{texts::home::see_dates(lang)}</a>
            </p>
            <JourneyMap texts=map_texts(lang) />
        </div>
        <div class="wrap">
            <section aria-labelledby="actions">
                <h2 id="actions">{texts::home::actions(lang)}</h2>
                <ul class="cards">{Action::ALL.map(|action| action_card(lang, action, home.carriers.get(&action))).collect_view()}</ul>
            </section>
            <div class="two">
                <section aria-labelledby="dates">
                    <h2 id="dates">{texts::home::dates(lang)}</h2>
                    {next_dates(&ask, home.dates)}
                </section>
                {story}
            </div>
        </div>
    };
    Ok(View {
        title: texts::home::title(lang).to_owned(),
        description: texts::home::description(lang).to_owned(),
        body: body.into_any(),
    })
}

fn map_texts(lang: Lang) -> MapTexts {
    MapTexts {
        title: texts::home::map_title(lang).to_owned(),
        description: texts::home::map_description(lang).to_owned(),
        question: texts::home::map_question(lang).to_owned(),
        meeting: texts::home::map_meeting(lang).to_owned(),
        diagnosis: texts::home::map_diagnosis(lang).to_owned(),
        workshop: texts::home::map_workshop(lang).to_owned(),
        helping: texts::home::map_helping(lang).to_owned(),
        project: texts::home::map_project(lang).to_owned(),
        weekend: texts::home::map_weekend(lang).to_owned(),
        delivered: texts::home::map_delivered(lang).to_owned(),
        handover: texts::home::map_handover(lang).to_owned(),
        testimony: texts::home::map_testimony(lang).to_owned(),
        again: texts::home::map_again(lang).to_owned(),
        workshops_line: texts::action::workshops(lang).to_owned(),
        hackathon_line: texts::action::hackathon(lang).to_owned(),
        wiki_line: texts::action::wiki(lang).to_owned(),
    }
}

/// One of the three actions: what one does there, and who runs it.
fn action_card(lang: Lang, action: Action, carrier: Option<&String>) -> impl IntoView + use<> {
    let code = action.code();
    let carrier = carrier.map(String::as_str).unwrap_or_default();
    let (title, text, by) = match action {
        Action::Workshops => (
            texts::home::workshops_title(lang),
            texts::home::workshops_text(lang),
            texts::home::workshops_by(lang, carrier),
        ),
        Action::Hackathon => (
            texts::home::hackathon_title(lang),
            texts::home::hackathon_text(lang),
            texts::home::hackathon_by(lang, carrier),
        ),
        Action::Wiki => (
            texts::home::wiki_title(lang),
            texts::home::wiki_text(lang),
            texts::home::wiki_by(lang, carrier),
        ),
    };
    view! {
        <li class=format!("card line {}", line(action).class())>
            <p><ActionTag line=line(action) name=texts::action::of(lang, code) /></p>
            <h3>{title}</h3>
            <p>{text}</p>
            <p class="muted small">{by}</p>
        </li>
    }
}

fn next_dates(ask: &Ask, dates: Vec<AgendaEntry>) -> AnyView {
    let lang = ask.lang();
    if dates.is_empty() {
        return view! { <p>{texts::home::no_dates(lang)}</p> }.into_any();
    }
    let headers = [texts::home::when(lang), texts::home::what(lang), texts::home::seats(lang)]
        .map(str::to_owned)
        .to_vec();
    let rows = dates.into_iter().map(|date| date_row(ask, date.entry, date.free, false)).collect();
    view! {
        <Table caption=texts::home::dates(lang) headers=headers rows=rows />
        <p><a href=ask.href("/agenda")>{texts::home::all_dates(lang)}</a></p>
    }
    .into_any()
}

/// The newest story, and the way to begin one's own from it.
fn story_card(ask: &Ask, story: Story) -> impl IntoView + use<> {
    let lang = ask.lang();
    let told = texts::home::told(lang, &story.association, dates::date(lang, story.at));
    let read = texts::home::read(lang, &story.title);
    let page = ask.href(&format!("/wiki/{}", story.slug));
    let us_too = ask.href(&format!("/rejoindre?inspire={}", story.id));
    view! {
        <section aria-labelledby="story">
            <Card line=Line::Wiki>
                <p><ActionTag line=Line::Wiki name=texts::home::testimony(lang) /></p>
                <h2 id="story">{story.title}</h2>
                <p class="muted small">{told}</p>
                {story.summary.map(|summary| view! { <p>{summary}</p> })}
                <p><a href=page>{read}</a></p>
                <p><a class="button quiet" href=us_too>{texts::home::us_too(lang)}</a></p>
            </Card>
        </section>
    }
}

/// `/a-propos`
pub async fn about(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let carriers = load::carriers(&ask.request).await?;
    let action = |action: Action| {
        let code = action.code();
        let carrier = carriers.get(&action).cloned().unwrap_or_default();
        let text = match action {
            Action::Workshops => texts::about::workshops(lang),
            Action::Hackathon => texts::about::hackathon(lang),
            Action::Wiki => texts::about::wiki(lang),
        };
        let site = match action {
            Action::Workshops | Action::Wiki => "http://blog.coopaxis.fr/",
            Action::Hackathon => "http://paloaltours.org",
        };
        view! {
            <li class=format!("card line {}", line(action).class())>
                <h3>{texts::action::of(lang, code)}</h3>
                <p>{text}</p>
                <p class="muted small">
                    {texts::about::by(lang)} " " <a rel="noopener" href=site>{carrier}</a>
                </p>
            </li>
        }
    };
    let body = view! {
        <div class="wrap">
            <h1>{texts::about::title(lang)}</h1>
            <p class="lead">{texts::about::lead(lang)}</p>
            <section aria-labelledby="actions">
                <h2 id="actions">{texts::about::actions(lang)}</h2>
                <ul class="cards">{Action::ALL.map(action).collect_view()}</ul>
            </section>
            <section aria-labelledby="journey">
                <h2 id="journey">{texts::about::journey(lang)}</h2>
                <p>{texts::about::journey_text(lang)}</p>
                <p>{texts::about::born(lang)}</p>
            </section>
            <section aria-labelledby="licences">
                <h2 id="licences">{texts::about::licences(lang)}</h2>
                <p>
                    {texts::about::content(lang)} " "
                    <a href="https://creativecommons.org/licenses/by-sa/4.0/deed.fr" rel="noopener">"CC BY-SA 4.0"</a>
                    ". " {texts::about::content_why(lang)}
                </p>
                <p>
                    {texts::about::software(lang)} " "
                    <a href="https://www.gnu.org/licenses/agpl-3.0.html" rel="noopener">"AGPL-3.0-or-later"</a>
                    ". " {texts::about::software_why(lang)}
                </p>
            </section>
            <section aria-labelledby="accessibility">
                <h2 id="accessibility">{texts::about::accessibility(lang)}</h2>
                <p>{texts::about::accessibility_text(lang)}</p>
                <p>{texts::about::accessibility_help(lang)}</p>
                <p><a href=ask.href("/agenda")>{texts::about::see_dates(lang)}</a></p>
            </section>
        </div>
    };
    Ok(View {
        title: texts::about::title(lang).to_owned(),
        description: texts::about::description(lang).to_owned(),
        body: body.into_any(),
    })
}
