//! The agenda: dates to come, looked for by kind, theme, level, place, day and access, as a list or as a month.

use super::load::{self, Found, Listed, Wanted};
use super::pages::date_row;
use super::search::{Search, next, previous};
use crate::diagnosis::load::theme_choices;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::line;
use crate::ui::fields::{Select, Submit, TextField};
use crate::ui::table::Table;
use chrono::{Datelike, NaiveDate};
use domain::paris;
use domain::workshops::Level;
use leptos::prelude::*;
use texts::dates;

/// `/agenda`
pub async fn agenda(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let search = Search::read(&ask);
    let found = load::agenda(&ask.request, &search).await?;
    let kinds = [None].into_iter().chain(Wanted::ALL.into_iter().map(Some));
    let kinds = kinds.map(|kind| kind_link(&ask, &search, kind)).collect_view();
    let look = look(&ask, &search, &found);
    let none = found.dates.is_empty();
    let dates = match search.month {
        Some(month) => calendar(&ask, &search, month, &found.dates),
        None if none => ().into_any(),
        None => list(&ask, found.dates),
    };
    let nothing = none.then(|| view! { <p>{texts::agenda::nothing(lang)}</p> });
    let soon =
        search.is_empty().then(|| view! { <p class="muted">{texts::agenda::soon(lang)}</p> });
    let body = view! {
        <div class="wrap">
            <h1>{texts::agenda::title(lang)}</h1>
            <p class="lead">
                {texts::agenda::lead(lang)} " "
                <a href=ask.href("/ateliers")>{texts::workshop::all(lang)}</a>
            </p>
            <nav aria-label=texts::agenda::filter(lang)><ul class="filters">{kinds}</ul></nav>
            {crate::wiki::encounter::pages::door(&ask)}
            {look}
            {shapes(&ask, &search)}
            {soon}
            {nothing}
            {dates}
            {crate::exchange::directory::link(&ask)}
            {crate::calendar::pages::addresses(&ask)}
        </div>
    };
    Ok(View {
        title: texts::agenda::title(lang).to_owned(),
        description: texts::agenda::lead(lang).to_owned(),
        body: body.into_any(),
    })
}

fn kind_link(ask: &Ask, search: &Search, kind: Option<Wanted>) -> impl IntoView + use<> {
    let lang = ask.lang();
    let label = match kind {
        None => texts::agenda::all(lang),
        Some(Wanted::FollowUp) => texts::agenda::follow_up(lang),
        Some(Wanted::Kind(kind)) => texts::entry_kind::of(lang, kind.code()),
    };
    let current = search.kind == kind;
    let href = ask.href(&Search { kind, ..search.clone() }.path());
    view! { <li><a href=href aria-current=current.then_some("true")>{label}</a></li> }
}

/// What else one may look for. It opens by itself once something is chosen, and keeps it.
fn look(ask: &Ask, search: &Search, found: &Found) -> AnyView {
    let lang = ask.lang();
    let any = || (String::new(), texts::agenda::any(lang).to_owned());
    let levels = Level::ALL
        .map(|level| (level.code().to_owned(), texts::level::of(lang, level.code()).to_owned()));
    let mut places = found.places.clone();
    if !search.place.is_empty() && !places.contains(&search.place) {
        places.push(search.place.clone());
    }
    let places = places.into_iter().map(|place| (place.clone(), place));
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let kept = [
        ("genre", search.kind.map(|kind| kind.code().to_owned())),
        ("mois", search.month.map(|month| month.format("%Y-%m").to_string())),
    ];
    let kept = kept.map(|(name, value)| {
        value.map(|value| view! { <input type="hidden" name=name value=value /> })
    });
    let plain = search.is_plain();
    let all = (!plain).then(|| {
        let search = Search { kind: search.kind, month: search.month, ..Search::default() };
        view! { <a href=ask.href(&search.path())>{texts::agenda::forget(lang)}</a> }
    });
    // A month says which days.
    let days = search.month.is_none().then(|| {
        let (from, to) = (day(search.from), day(search.to));
        view! {
            <TextField name="du" label=texts::agenda::from(lang) kind="date" value=from required=true />
            <TextField name="au" label=texts::agenda::to(lang) kind="date" value=to required=true />
        }
    });
    view! {
        <details class="look" open=!plain>
            <summary>{texts::agenda::look(lang)}</summary>
            <form method="get" aria-label=texts::agenda::look(lang) novalidate=true>
                {kept.to_vec()}
                <Select
                    name="theme"
                    label=texts::agenda::theme(lang)
                    options=theme_choices(lang, texts::agenda::any(lang))
                    value=search.theme.clone().unwrap_or_default()
                    required=true
                />
                <Select
                    name="niveau"
                    label=texts::agenda::level(lang)
                    options=[any()].into_iter().chain(levels).collect()
                    value=search.level.map(Level::code).unwrap_or_default()
                    required=true
                />
                <Select
                    name="lieu"
                    label=texts::agenda::place(lang)
                    options=[any()].into_iter().chain(places).collect()
                    value=search.place.clone()
                    required=true
                />
                <TextField
                    name="acces"
                    label=texts::agenda::access_words(lang)
                    hint=texts::agenda::access_hint(lang)
                    value=search.access.clone()
                    required=true
                />
                {days}
                <p class="actions"><Submit label=texts::agenda::search(lang) /> " " {all}</p>
            </form>
        </details>
    }
    .into_any()
}

/// A list, or a month.
fn shapes(ask: &Ask, search: &Search) -> impl IntoView + use<> {
    let lang = ask.lang();
    let today = paris::day(ask.request.now);
    let month = search.from.unwrap_or(today).with_day(1);
    let link = |month: Option<NaiveDate>, label: &'static str| {
        let href = ask.href(&Search { month, ..search.clone() }.path());
        let current = month.is_some() == search.month.is_some();
        view! { <li><a href=href aria-current=current.then_some("true")>{label}</a></li> }
    };
    view! {
        <nav aria-label=texts::agenda::shape(lang)>
            <ul class="filters">
                {link(None, texts::agenda::as_list(lang))}
                {link(search.month.or(month), texts::agenda::as_month(lang))}
            </ul>
        </nav>
    }
}

fn list(ask: &Ask, dates: Vec<Listed>) -> AnyView {
    let lang = ask.lang();
    let headers =
        [texts::agenda::when(lang), texts::agenda::what(lang), texts::agenda::seats(lang)];
    let rows = dates.into_iter().map(|at| date_row(ask, at.entry, at.free, at.for_us)).collect();
    view! {
        <Table
            caption=texts::agenda::title(lang)
            headers=headers.map(str::to_owned).to_vec()
            rows=rows
        />
    }
    .into_any()
}

/// A month: a table of its days where there is room, a list of those with a date where there is not.
fn calendar(ask: &Ask, search: &Search, month: NaiveDate, found: &[Listed]) -> AnyView {
    let lang = ask.lang();
    let go = |month: Option<NaiveDate>, label: &'static str| {
        month.map(|month| {
            let href = ask.href(&Search { month: Some(month), ..search.clone() }.path());
            view! {
                <li>
                    <a href=href>{label} " " {dates::month_of(lang, month)}</a>
                </li>
            }
        })
    };
    let head: Vec<_> = dates::weekdays(lang)
        .into_iter()
        .map(|day| view! { <th scope="col" role="columnheader">{day}</th> })
        .collect();
    let first = paris::monday(paris::hour(month, 12));
    let weeks = first.iter_weeks().take_while(|monday| next(month).is_some_and(|n| *monday < n));
    let weeks = weeks.map(|monday| {
        let days = monday.iter_days().take(7).map(|day| cell(ask, month, day, found));
        view! { <tr role="row">{days.collect_view()}</tr> }
    });
    view! {
        <nav aria-label=texts::agenda::months(lang)>
            <ul class="filters">
                {go(previous(month), texts::agenda::before(lang))}
                {go(next(month), texts::agenda::after(lang))}
            </ul>
        </nav>
        <table class="month" role="table">
            <caption>{dates::month_of(lang, month)}</caption>
            <thead role="rowgroup"><tr role="row">{head}</tr></thead>
            <tbody role="rowgroup">{weeks.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// One day, with what happens then.
fn cell(ask: &Ask, month: NaiveDate, day: NaiveDate, found: &[Listed]) -> AnyView {
    let lang = ask.lang();
    if day.month() != month.month() {
        return view! { <td role="cell" class="none"></td> }.into_any();
    }
    let then = found.iter().filter(|at| paris::day(at.entry.starts_at) == day);
    let then: Vec<_> = then
        .map(|Listed { entry, for_us, .. }| {
            let href = ask.href(&format!("/agenda/{}", entry.id));
            let for_us = for_us.then(|| view! { <b class="chip">{texts::seats::for_us(lang)}</b> });
            view! {
                <li class=line(entry.kind.action()).class()>
                    {dates::hour(lang, entry.starts_at)} " "
                    <a href=href>{entry.title.to_string()}</a> " " {for_us}
                </li>
            }
        })
        .collect();
    let class = if then.is_empty() { "none" } else { "some" };
    let list = (!then.is_empty()).then(|| view! { <ul>{then}</ul> });
    view! {
        <td role="cell" class=class>
            <b class="number">{day.day()}</b>
            <b class="whole">{dates::day(lang, paris::hour(day, 12))}</b>
            {list}
        </td>
    }
    .into_any()
}
