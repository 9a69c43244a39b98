//! True facts of a journey: read from it, and drawn. The same drawing serves in the hands of who writes and on the page.

use crate::diagnosis::load::theme_title;
use crate::diagnosis::result::load::first_and_last;
use crate::diagnosis::result::pages::way;
use chrono::{DateTime, Utc};
use domain::hackathon::{Project, ProjectState};
use domain::journey::Journey;
use domain::text::{Bilingual, Lang, Name};
use domain::wiki::fact::{Attended, Fact, FactKind, Facts, Levels, Telling, ThemeLevel, Topic};
use domain::wiki::sought::in_use_since;
use domain::workshops::{Entry, EntryKind, Presence};
use leptos::prelude::*;
use std::collections::BTreeMap;
use store::{Rows, WriteError};
use texts::dates;
use texts::journey_fact as t;

// ---- Read ----

/// What the journey tells today, in the order of a journey.
pub async fn known(
    rows: &Rows<'_>,
    journey: &Journey,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, WriteError> {
    let id = journey.head.id;
    let association = rows.association(journey.head.association).await?;
    let place = association.as_ref().and_then(|one| one.city.as_deref());
    let place = place.and_then(|town| Name::parse(town).ok()).map(Fact::Place);
    let size = association.and_then(|one| one.about.size).map(Fact::Size);
    let need = rows.needs(id).await?.into_iter().next();
    let need = need.map(|need| Fact::Need { words: need.words, at: need.at });
    let (workshops, themes) = attended(rows, journey).await?;
    let workshops = Some(workshops).filter(|all| !all.is_empty());
    let themes = Some(themes).filter(|all| !all.is_empty());
    let project = match rows.projects_of(id).await?.pop().filter(was_made) {
        Some(project) => rows.edition(project.edition).await?.map(|edition| Fact::Project {
            title: project.title,
            edition: edition.title,
            at: edition.weekend_from,
        }),
        None => None,
    };
    let levels = levels(rows, journey).await?.map(Fact::Diagnosis);
    let used = in_use_since(journey).map(|since| Fact::Use { since, until: now });
    let (themes, workshops) = (themes.map(Fact::Themes), workshops.map(Fact::Workshops));
    let all = [place, size, need, themes, workshops, project, levels, used];
    Ok(all.into_iter().flatten().collect())
}

/// Whether the weekend worked on it: a project only submitted is no part of the story yet.
fn was_made(project: &Project) -> bool {
    use ProjectState::{Delivered, Signed};
    matches!(project.state, Delivered | Signed)
}

/// The sessions where the association was present, each once, and what they were about.
async fn attended(
    rows: &Rows<'_>,
    journey: &Journey,
) -> Result<(Vec<Attended>, Vec<Topic>), WriteError> {
    let seats = rows.registrations_of(journey.head.id).await?;
    let came = seats.into_iter().filter(|(seat, entry)| {
        seat.presence == Some(Presence::Present) && entry.kind == EntryKind::WorkshopSession
    });
    let mut came: Vec<_> = came.map(|(_, entry)| entry).collect();
    came.sort_by(|a, b| (a.starts_at, a.title.as_str()).cmp(&(b.starts_at, b.title.as_str())));
    let mut themes: Vec<Topic> = Vec::new();
    for key in came.iter().filter_map(|entry| entry.theme.clone()) {
        if !themes.iter().any(|topic| topic.key == key) {
            let title = |lang| theme_title(lang, &key);
            let title = Bilingual { fr: title(Lang::Fr), en: title(Lang::En) };
            themes.push(Topic { key, title });
        }
    }
    let attended = |entry: Entry| Attended { title: entry.title, at: entry.starts_at };
    let mut all: Vec<_> = came.into_iter().map(attended).collect();
    all.dedup();
    Ok((all, themes))
}

/// Theme by theme, over what compares. None: no diagnosis was given back, or it knows nothing.
async fn levels(rows: &Rows<'_>, journey: &Journey) -> Result<Option<Levels>, WriteError> {
    let Some((first, last, voices)) = first_and_last(rows, journey.head.id).await? else {
        return Ok(None);
    };
    let Some(last_at) = last.given_back.as_ref().map(|back| back.at) else { return Ok(None) };
    let answers = voices.together();
    let questionnaire = &last.questionnaire;
    let reading = questionnaire.read(&answers);
    let progress = first.as_ref().map(|first| first.until(questionnaire, &answers));
    let theme = |theme: &domain::diagnosis::Theme| {
        let since = progress.iter().flatten().find(|progress| progress.theme == theme.key);
        let moved = since.and_then(|progress| progress.moved);
        let now = moved.map(|(_, now)| now).or(reading.level(&theme.key));
        let (theme, first) = (theme.short.clone(), moved.map(|(then, _)| then));
        now.map(|_| ThemeLevel { theme, first, now })
    };
    let themes: Vec<_> = questionnaire.themes.iter().filter_map(theme).collect();
    let first_at = first.map(|first| first.at);
    Ok((!themes.is_empty()).then_some(Levels { first_at, last_at, themes }))
}

// ---- Drawn ----

/// The facts that are told, each ready for its place.
pub fn drawn(lang: Lang, facts: &Facts) -> BTreeMap<FactKind, AnyView> {
    let draw = |kind| Some((kind, telling(lang, kind, facts.get(kind)?)?));
    FactKind::ALL.into_iter().filter_map(draw).collect()
}

/// One fact as it is told. None: it is told to nobody.
pub fn telling(lang: Lang, kind: FactKind, telling: &Telling) -> Option<AnyView> {
    match telling {
        Telling::AsIs(told) => Some(fact(lang, told)),
        Telling::Reworded(words) => {
            let words = view! { <p class="words">{words.to_string()}</p> };
            Some(framed(t::of(lang, kind.code()).to_owned(), words))
        }
        Telling::Hidden => None,
    }
}

/// One fact, as the journey tells it.
pub fn fact(lang: Lang, fact: &Fact) -> AnyView {
    let title = t::of(lang, fact.kind().code()).to_owned();
    match fact {
        Fact::Place(town) => framed(title, view! { <p>{town.to_string()}</p> }),
        Fact::Size(size) => framed(title, view! { <p>{texts::size::of(lang, size.code())}</p> }),
        Fact::Themes(all) => {
            let item = |one: &Topic| view! { <li>{one.title.get(lang).to_owned()}</li> };
            framed(title, view! { <ul>{all.iter().map(item).collect_view()}</ul> })
        }
        Fact::Need { words, at } => {
            let said = t::need_said(lang, dates::date(lang, *at));
            let words = words.to_string();
            framed(said, view! { <blockquote><p class="words">{words}</p></blockquote> })
        }
        Fact::Workshops(all) => {
            let item = |one: &Attended| {
                let at = dates::date(lang, one.at);
                view! { <li>{one.title.to_string()} <span class="muted">{format!(", {at}")}</span></li> }
            };
            framed(title, view! { <ul>{all.iter().map(item).collect_view()}</ul> })
        }
        Fact::Project { title: project, edition, at } => {
            let made = t::made(lang, edition.as_str(), dates::date(lang, *at));
            framed(title, view! { <p class="big">{project.to_string()}</p> <p>{made}</p> })
        }
        Fact::Diagnosis(levels) => {
            let from = levels.first_at.map(|at| dates::date(lang, at));
            let to = dates::date(lang, levels.last_at);
            let told = match &from {
                Some(from) => t::levels_moved(lang, from, to),
                None => t::levels_once(lang, to),
            };
            let lines = levels.themes.iter();
            let lines = lines.map(|one| (one.theme.get(lang).to_owned(), one.first, one.now));
            framed(told.clone(), way(lang, told, from, lines.collect()))
        }
        Fact::Use { since, .. } => {
            let months = i64::from(fact.months().unwrap_or_default());
            let told = match months {
                0 => t::used_new(lang).to_owned(),
                n => t::used(lang, n),
            };
            let since = t::used_since(lang, dates::date(lang, *since));
            framed(title, view! { <p class="big">{told}</p> <p>{since}</p> })
        }
    }
}

fn framed(title: String, told: impl IntoView + 'static) -> AnyView {
    view! { <figure class="fact"><figcaption>{title}</figcaption>{told}</figure> }.into_any()
}
