//! The organizers' desk: who waits for whom, how many stand where, what to note.

use super::islands::{EVERYBODY, Filtered, shows};
use super::load::{self, Date, Desk, Wait};
use crate::associations;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::line;
use crate::ui::Line;
use crate::ui::card::{ActionTag, ButtonLink, Notice};
use crate::ui::chart::{Figure, Figures};
use crate::ui::linemap::{Flow, FlowMap, FlowTexts, Station};
use crate::ui::table::{Row, Table};
use domain::accounts::{Action, Hat};
use domain::journey::{Ball, Step};
use domain::text::Lang;
use leptos::prelude::*;
use std::collections::BTreeMap;
use texts::dates;

/// `/bureau`: `?balle=` shows those who wait for one side.
pub async fn desk(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let desk = load::desk(&ask.request).await?;
    let for_us = desk.waits.iter().filter(|wait| wait.waiting.for_the_programme()).count();
    let heading = match for_us {
        0 => texts::desk::heading_none(lang).to_owned(),
        n => texts::desk::heading(lang, number(n)),
    };
    let alone = associations::load::alone(&ask.request).await?;
    let alone = (alone > 0).then(|| {
        let href = ask.href("/associations/doublons");
        view! { <Notice><p><a href=href>{texts::twins::alone(lang, number(alone))}</a></p></Notice> }
    });
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=line(desk.action) name=texts::action::of(lang, desk.action.code()) /></p>
            <h1>{heading}</h1>
            <p class="lead">{texts::desk::lead(lang)}</p>
            <p class="muted">{texts::desk::own_part(lang)}</p>
            {alone}
            <section aria-labelledby="waiting">
                <h2 id="waiting">{texts::desk::waiting(lang)}</h2>
                {waiting(&ask, &desk)}
            </section>
            <div class="two">
                <section aria-labelledby="steps">
                    <h2 id="steps">{texts::desk::steps(lang, number(desk.journeys))}</h2>
                    {map(lang, &desk)}
                    <p class="small muted">{texts::desk::map_note(lang)}</p>
                </section>
                <div class="stack">
                    <section aria-labelledby="dates">
                        <h2 id="dates">{texts::desk::dates(lang)}</h2>
                        {own_dates(&ask, &desk.dates)}
                    </section>
                    <section aria-labelledby="elsewhere">
                        <h2 id="elsewhere">{texts::desk::elsewhere(lang)}</h2>
                        {doors(&ask)}
                    </section>
                </div>
            </div>
            <section aria-labelledby="year">
                <h2 id="year">{texts::desk::year(lang)}</h2>
                <Figures figures=figures(lang, &desk) />
            </section>
        </div>
    };
    Ok(View::new(texts::desk::title(lang), body))
}

/// A count, for a text that tells numbers.
fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

// ---- Who waits

fn waiting(ask: &Ask, desk: &Desk) -> AnyView {
    let lang = ask.lang();
    let (waits, carriers) = (&desk.waits, &desk.carriers);
    if waits.is_empty() {
        return view! {
            <p>{texts::desk::nobody(lang)}</p>
            <p class="actions">{agenda(ask)}</p>
        }
        .into_any();
    }
    let asked = ask.query("balle");
    let filters = [
        (EVERYBODY, texts::desk::all(lang)),
        ("association", texts::desk::by_association(lang)),
        ("volunteers", texts::desk::by_volunteers(lang)),
        ("organizers", texts::desk::by_organizers(lang)),
        ("partners", texts::desk::by_partners(lang)),
    ];
    let chosen =
        filters.iter().find(|(code, _)| *code == asked).map_or(EVERYBODY, |(code, _)| *code);
    let told = |filter: &str| {
        let shown = waits.iter().filter(|w| shows(filter, ball_code(w.waiting.next.ball))).count();
        match shown {
            0 => texts::desk::none_of_these(lang).to_owned(),
            shown => texts::desk::shown(lang, number(shown)),
        }
    };
    let button = |(code, label): (&'static str, &'static str)| {
        let current = code == chosen;
        let class = if current { "button" } else { "button quiet" };
        let pressed = if current { "true" } else { "false" };
        view! {
            <li>
                <button name="balle" value=code class=class aria-pressed=pressed data-told=told(code)>
                    {label}
                </button>
            </li>
        }
    };
    let buttons = filters.map(button).collect_view();
    let now_told = told(chosen);
    let headers = [
        texts::desk::association(lang),
        texts::desk::what(lang),
        texts::desk::ball(lang),
        texts::desk::since(lang),
        texts::desk::wait(lang),
    ];
    let headers = headers.map(str::to_owned).to_vec();
    let rows: Vec<Row> = waits.iter().map(|wait| row(ask, wait, carriers, chosen)).collect();
    view! {
        <Filtered>
            <form method="get" aria-label=texts::desk::filter(lang)>
                <p class="small muted">{texts::desk::filter(lang)}</p>
                <ul class="filters">{buttons}</ul>
            </form>
            <p class="small muted" role="status" data-tells="">{now_told}</p>
            <Table caption=texts::desk::waiting(lang) headers=headers rows=rows />
        </Filtered>
    }
    .into_any()
}

fn row(ask: &Ask, wait: &Wait, carriers: &BTreeMap<Action, String>, chosen: &str) -> Row {
    let (lang, now) = (ask.lang(), ask.request.now);
    let Wait { waiting, .. } = wait;
    let next = waiting.next;
    let ball = match next.ball {
        Ball::Association => texts::desk::ball_association(lang).to_owned(),
        Ball::Volunteers => texts::desk::ball_volunteers(lang).to_owned(),
        Ball::Organizers(action) => {
            let code = action.code();
            let carrier = carriers.get(&action).map(String::as_str).unwrap_or_default();
            let action = texts::action::of(lang, code);
            texts::desk::ball_organizers(lang, action, carrier)
        }
        Ball::Partner(_) => texts::place::partner(lang).to_owned(),
    };
    let action = waiting.action().map(|action| {
        let name = texts::action::of(lang, action.code());
        view! { " " <ActionTag line=line(action) name=name /> }
    });
    let what = texts::waits::of(lang, next.what.code());
    let days = match waiting.days(now) {
        0 => texts::desk::today(lang).to_owned(),
        days => texts::desk::days(lang, days),
    };
    let late = waiting.is_late(now);
    let class = if late { "wait late" } else { "wait" };
    let late = late.then(|| view! { " " <span class="small">{texts::desk::late(lang)}</span> });
    let journey = ask.href(&format!("/parcours/{}", wait.journey));
    let code = ball_code(next.ball);
    Row::new(vec![
        view! { <a href=journey>{wait.association.clone()}</a> }.into_any(),
        view! { {what} {action} }.into_any(),
        ball.into_any(),
        dates::date(lang, next.since).into_any(),
        view! { <span class=class>{days}</span> {late} }.into_any(),
    ])
    .filed(code, !shows(chosen, code))
}

/// What the address and the filters call who has the ball.
fn ball_code(ball: Ball) -> &'static str {
    match ball {
        Ball::Association => "association",
        Ball::Volunteers => "volunteers",
        Ball::Organizers(_) => "organizers",
        Ball::Partner(_) => "partners",
    }
}

// ---- Where they stand

/// The stations with how many stand there, and the ways with how many went.
fn map(lang: Lang, desk: &Desk) -> AnyView {
    let station = |step: Step| {
        let (column, row) = place(step);
        Station {
            name: texts::step::of(lang, step.code()).to_owned(),
            count: desk.told.steps.get(&step).copied().unwrap_or_default(),
            line: step.line().map(line),
            column,
            row,
        }
    };
    let at = |step: Step| Step::ALL.iter().position(|s| *s == step);
    let flows = desk.told.flows.iter().filter_map(|((from, to), count)| {
        Some(Flow { from: at(*from)?, to: at(*to)?, count: *count })
    });
    let texts = FlowTexts {
        title: texts::desk::map(lang).to_owned(),
        as_table: texts::desk::as_table(lang).to_owned(),
        station: texts::desk::station(lang).to_owned(),
        standing: texts::desk::standing(lang).to_owned(),
        from: texts::desk::from(lang).to_owned(),
        to: texts::desk::to(lang).to_owned(),
        passed: texts::desk::passed(lang).to_owned(),
    };
    let stations = Step::ALL.map(station).to_vec();
    view! { <FlowMap texts=texts stations=stations flows=flows.collect() /> }.into_any()
}

/// The column of a station, and its row: 0 in the middle, -1 above, 1 below.
fn place(step: Step) -> (u32, i32) {
    match step {
        Step::Question => (0, 0),
        Step::Meeting => (1, 0),
        Step::Diagnosis => (2, 0),
        Step::Workshop => (3, -1),
        Step::Helping => (4, -1),
        Step::Project => (3, 1),
        Step::Delivered => (4, 1),
        Step::InUse => (5, 0),
        Step::Told => (6, 0),
    }
}

fn figures(lang: Lang, desk: &Desk) -> Vec<Figure> {
    let told = desk.told.figures;
    let figure = |label: &str, value: u32, line: Option<Line>| Figure {
        label: label.to_owned(),
        value: value.to_string(),
        line,
    };
    vec![
        figure(texts::desk::welcomed(lang), told.welcomed, None),
        figure(texts::desk::presences(lang), told.presences, Some(Line::Workshops)),
        figure(texts::desk::delivered(lang), told.tools_delivered, Some(Line::Hackathon)),
        figure(texts::desk::in_use(lang), told.tools_in_use, None),
        figure(texts::desk::inspired(lang), told.inspired, Some(Line::Wiki)),
    ]
}

// ---- Beside

fn own_dates(ask: &Ask, dates: &[Date]) -> AnyView {
    let lang = ask.lang();
    if dates.is_empty() {
        return view! {
            <p>{texts::desk::no_dates(lang)}</p>
            <p class="actions">{agenda(ask)}</p>
        }
        .into_any();
    }
    let items = dates.iter().map(|date| own_date(ask, date)).collect_view();
    view! { <ul class="people">{items}</ul> }.into_any()
}

fn own_date(ask: &Ask, date: &Date) -> AnyView {
    let lang = ask.lang();
    let entry = &date.entry;
    let href = ask.href(&format!("/agenda/{}", entry.id));
    let told = match date.to_note {
        0 => texts::desk::registered(lang, number(date.registered)).into_any(),
        n => view! { <b>{texts::desk::to_note(lang, number(n))}</b> }.into_any(),
    };
    view! {
        <li>
            <b>{dates::moment(lang, entry.starts_at)}</b>
            <br />
            <a href=href>{entry.title.to_string()}</a>
            <br />
            <span class="small">
                <ActionTag
                    line=line(entry.kind.action())
                    name=texts::entry_kind::of(lang, entry.kind.code())
                />
                " · "
                {told}
            </span>
        </li>
    }
    .into_any()
}

/// Pages where an organizer goes from here; only those that open.
fn doors(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    let diagnoses = ask.request.actor.has(Hat::Volunteer).then(|| {
        let href = ask.href("/diagnostics");
        view! { <li><a href=href>{texts::desk::see_diagnoses(lang)}</a></li> }
    });
    let demand = ask.request.actor.organizer_of(Action::Workshops).is_ok().then(|| {
        let href = ask.href("/ateliers/demande");
        view! { <li><a href=href>{texts::demand::title(lang)}</a></li> }
    });
    view! {
        <ul>
            <li><a href=ask.href("/hackathon")>{texts::desk::see_hackathon(lang)}</a></li>
            {diagnoses}
            <li><a href=ask.href("/accueils")>{texts::reception::title(lang)}</a></li>
            <li><a href=ask.href("/questionnaire")>{texts::questionnaire::title(lang)}</a></li>
            <li><a href=ask.href("/aider/demandes")>{texts::help::requests(lang)}</a></li>
            <li><a href=ask.href("/ateliers")>{texts::workshop::title(lang)}</a></li>
            {demand}
            <li><a href=ask.href("/rencontres")>{texts::encounter::all(lang)}</a></li>
            <li><a href=ask.href("/agenda")>{texts::desk::see_agenda(lang)}</a></li>
            <li><a href=ask.href("/orientations")>{texts::flows::title(lang)}</a></li>
            <li><a href=ask.href("/partenaires")>{texts::partners::title(lang)}</a></li>
            <li><a href=ask.href("/associations/doublons")>{texts::twins::title(lang)}</a></li>
        </ul>
    }
    .into_any()
}

fn agenda(ask: &Ask) -> AnyView {
    let label = texts::desk::see_agenda(ask.lang());
    view! { <ButtonLink href=ask.href("/agenda") label=label quiet=true /> }.into_any()
}
