//! The two bridges: whom to invite to the edition, and which tools to accompany after it.

use super::load::{self, Bridges, Named, Tool};
use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::hackathon::load::ProjectShown;
use crate::routes::{Ask, View};
use crate::ui::Line;
use crate::ui::card::{ActionTag, ButtonLink};
use crate::ui::fields::{Form, Submit, TextArea};
use crate::workshops::opening::pages::forms::columns;
use crate::workshops::opening::session::Session;
use domain::accounts::Action;
use domain::hackathon::{Grip, Sign};
use domain::ids::ProjectId;
use domain::text::{Lang, Words};
use domain::workshops::Entry;
use leptos::prelude::*;
use texts::dates;

/// How many seats a session about a tool has at first.
const SEATS: &str = "6";

/// `/hackathon/passages`
pub async fn bridges(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let told = load::bridges(&ask.request).await?;
    let title = texts::bridge::title(lang);
    let content = match &told {
        None => view! { <p>{texts::hackathon::none(lang)}</p> }.into_any(),
        Some(told) => {
            view! { <p class="muted">{told.edition.title.to_string()}</p> {before(&ask, told)} {after(&ask, told)} }
                .into_any()
        }
    };
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Hackathon name=texts::action::hackathon(lang) /></p>
            <h1>{title}</h1>
            <p class="lead">{texts::bridge::lead(lang)}</p>
            {content}
            <p><a href=ask.href("/hackathon")>{texts::hackathon::see_edition(lang)}</a></p>
        </div>
    };
    Ok(View::new(title, body))
}

fn before(ask: &Ask, told: &Bridges) -> AnyView {
    let lang = ask.lang();
    let list = match told.outgrown.is_empty() {
        _ if !told.edition.looks_for_projects() => {
            view! { <p>{texts::bridge::not_now(lang)}</p> }.into_any()
        }
        true => view! { <p>{texts::bridge::nobody(lang)}</p> }.into_any(),
        false => {
            let each = told.outgrown.iter().map(|one| outgrown(ask, one)).collect_view();
            view! { <ul class="people">{each}</ul> }.into_any()
        }
    };
    view! {
        <section aria-labelledby="before">
            <h2 id="before">{texts::bridge::before(lang)}</h2>
            <p class="muted">{texts::bridge::before_lead(lang)}</p>
            {list}
        </section>
    }
    .into_any()
}

/// A fact, in words.
fn sign(lang: Lang, sign: &Sign) -> String {
    let count = i64::from;
    match sign {
        Sign::SmallDevelopment { at, redone: true } => {
            texts::bridge::redone(lang, dates::date(lang, *at))
        }
        Sign::SmallDevelopment { at, redone: false } => {
            texts::bridge::small(lang, dates::date(lang, *at))
        }
        Sign::SeenThere { at } => texts::bridge::seen(lang, dates::date(lang, *at)),
        Sign::Learnt { sessions, themes } => {
            let themes: Vec<_> = themes
                .iter()
                .map(|(theme, times)| format!("{} ({times})", theme_title(lang, theme)))
                .collect();
            let sessions = texts::bridge::learnt(lang, count(*sessions));
            format!("{sessions}{}{}", texts::bridge::colon(lang), themes.join(", "))
        }
        Sign::Helps { sessions: 0 } => texts::bridge::helps(lang).to_owned(),
        Sign::Helps { sessions } => texts::bridge::helped(lang, count(*sessions)),
        Sign::NewNeed { at } => texts::bridge::new_need(lang, dates::date(lang, *at)),
    }
}

fn outgrown(ask: &Ask, Named { told, name, own }: &Named) -> AnyView {
    let lang = ask.lang();
    let journey = told.journey.to_string();
    let href = ask.href(&format!("/parcours/{journey}"));
    let signs = told.signs.iter().map(|one| view! { <li>{sign(lang, one)}</li> }).collect_view();
    let ripe =
        told.ripe.then(|| view! { " " <span class="chip">{texts::bridge::ripe(lang)}</span> });
    let door = if *own {
        view! { <p class="muted">{texts::bridge::own(lang)}</p> }.into_any()
    } else if told.waits {
        view! { <p class="muted">{texts::bridge::waits(lang)}</p> }.into_any()
    } else {
        let hidden = vec![("journey".to_owned(), journey.clone())];
        view! {
            <details>
                <summary>{texts::bridge::propose(lang)}</summary>
                <Form
                    name="propose_edition"
                    command=ask.request.command()
                    key=journey
                    hidden=hidden
                >
                    <TextArea
                        name="reason"
                        label=texts::bridge::reason(lang)
                        hint=texts::bridge::reason_hint(lang)
                        rows=2
                        at_most=Words::MAX
                    />
                    <p class="actions"><Submit label=texts::bridge::send(lang) /></p>
                </Form>
            </details>
        }
        .into_any()
    };
    view! {
        <li>
            <b><a href=href>{name.clone()}</a></b>
            {ripe}
            <ul>{signs}</ul>
            {door}
        </li>
    }
    .into_any()
}

fn after(ask: &Ask, told: &Bridges) -> AnyView {
    let lang = ask.lang();
    let list = match told.tools.is_empty() {
        true => view! { <p>{texts::bridge::no_tool(lang)}</p> }.into_any(),
        false => {
            let each = told.tools.iter().map(|one| tool(ask, one)).collect_view();
            view! { <ul class="people">{each}</ul> }.into_any()
        }
    };
    view! {
        <section aria-labelledby="after">
            <h2 id="after">{texts::bridge::after(lang)}</h2>
            <p class="muted">{texts::bridge::after_lead(lang)}</p>
            {list}
        </section>
    }
    .into_any()
}

fn tool(ask: &Ask, tool: &Tool) -> AnyView {
    let id = tool.project.id;
    let href = ask.href(&format!("/projet/{id}"));
    view! {
        <li>
            <b><a href=href>{tool.project.title.to_string()}</a></b>
            " "
            <span class="muted small">{tool.association.clone()}</span>
            {gripped(ask, id, tool.grip, tool.entry.as_ref(), true)}
        </li>
    }
    .into_any()
}

/// Where the association stands with its tool and, for who opens sessions, the way to one.
fn gripped(
    ask: &Ask,
    project: ProjectId,
    grip: Grip,
    entry: Option<&Entry>,
    opens: bool,
) -> AnyView {
    let lang = ask.lang();
    let told = match grip {
        Grip::None => texts::bridge::none(lang),
        Grip::Invited(_) => texts::bridge::invited(lang),
        Grip::Booked(_) => texts::bridge::booked(lang),
        Grip::Came(_) => texts::bridge::came(lang),
    };
    let session = entry.map(|entry| {
        let href = ask.href(&format!("/agenda/{}", entry.id));
        let day = dates::day(lang, entry.starts_at);
        view! { " " <a href=href>{entry.title.to_string()} " · " {day}</a> }
    });
    let open = (opens && grip == Grip::None).then(|| {
        let href = ask.href(&format!("/projet/{project}/prise-en-main"));
        view! { <p class="actions"><ButtonLink href=href label=texts::bridge::open(lang) quiet=true /></p> }
    });
    view! { <p>{told} {session}</p> {open} }.into_any()
}

/// On the page of a project: where its tool is learnt.
pub async fn on_project(ask: &Ask, shown: &ProjectShown) -> Result<Option<AnyView>, AppError> {
    let lang = ask.lang();
    let Some((grip, entry)) = load::grip(&ask.request, &shown.project).await? else {
        return Ok(None);
    };
    let opens = ask.request.actor.organizer_of(Action::Hackathon).is_ok();
    Ok(Some(
        view! {
            <section aria-labelledby="grip">
                <h2 id="grip">{texts::bridge::grip(lang)}</h2>
                {gripped(ask, shown.project.id, grip, entry.as_ref(), opens)}
            </section>
        }
        .into_any(),
    ))
}

/// `/projet/{project}/prise-en-main`
pub async fn follow_up(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: ProjectId = ask.id("project")?;
    let begins = load::beginning(&ask.request, id).await?;
    let tool = begins.project.title.to_string();
    let title = texts::bridge::open_title(lang, &tool);
    let session = Session {
        seats: SEATS.to_owned(),
        ..Session::titled(&texts::bridge::session_title(lang, &tool))
    };
    let hidden = vec![("project".to_owned(), id.to_string())];
    let back = ask.href(&format!("/projet/{id}"));
    let lead = texts::bridge::open_lead(lang, &begins.association);
    let body = view! {
        <div class="wrap">
            <h1>{title.clone()}</h1>
            <p class="lead">{lead}</p>
            <Form
                name="open_follow_up"
                command=ask.request.command()
                hidden=hidden
                class="opening"
            >
                {columns(lang, session, begins.hosts, || ().into_any())}
                <p class="actions"><Submit label=texts::bridge::open_send(lang) /></p>
            </Form>
            <p><a href=back>{texts::bridge::see_project(lang)}</a></p>
        </div>
    };
    Ok(View::new(title, body))
}
