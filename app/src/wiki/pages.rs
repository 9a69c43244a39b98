//! The wiki's pages: what is published, who testifies, and the way to do the same.

use super::care::pages as care;
use super::drafts;
use super::draw::Drawing;
use super::edit::load::{Written, written};
use super::edit::pages::given_back;
use super::load::{self, Indexed, Told};
use super::testimony::facts::drawn;
use super::views::{Said, said};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::Line;
use crate::ui::card::{ButtonLink, Card, Notice};
use crate::ui::lineage::{Kin, Lineage};
use domain::ids::TestimonyId;
use domain::wiki::lineage::Branch;
use domain::wiki::markup::parse;
use domain::wiki::{Audience, RevisionKind};
use leptos::prelude::*;
use std::collections::BTreeMap;
use texts::dates;

/// `/wiki`
pub async fn index(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let spaces = load::index(&ask.request).await?;
    let own = drafts::load::own(&ask.request).await?;
    let own = drafts::pages::list(&ask, &own);
    let signed = ask.request.actor.signed().is_ok();
    let looked_after = signed.then(|| {
        let to = ask.href("/pages/a-soigner");
        view! { " · " <a href=to>{texts::care::title(lang)}</a> }
    });
    let new = signed.then(|| {
        let to = ask.href("/pages/nouvelle");
        view! { " " <a class="button" href=to>{texts::edit::new_title(lang)}</a> }
    });
    let list = if spaces.is_empty() {
        view! { <p>{texts::wiki::no_pages(lang)}</p> }.into_any()
    } else {
        let sections = spaces.iter().map(|indexed| indexed_space(&ask, indexed)).collect_view();
        view! { <div class="spaces">{sections}</div> }.into_any()
    };
    let body = view! {
        <div class="wrap">
            <h1>{texts::wiki::title(lang)}</h1>
            <p class="lead">{texts::wiki::lead(lang)}</p>
            <p class="actions">
                <a class="button quiet" href=ask.href("/temoignages")>{texts::wiki::see_testimonies(lang)}</a>
                {new}
            </p>
            <p>
                <a href=ask.href("/espaces")>{texts::space::all(lang)}</a>
                " · "
                <a href=ask.href("/pages/recentes")>{texts::history::recent(lang)}</a>
                " · "
                <a href=ask.href("/pages/a-relier")>{texts::lists::loose(lang)}</a>
                {looked_after}
            </p>
            {own}
            {list}
        </div>
    };
    Ok(View {
        title: texts::wiki::title(lang).to_owned(),
        description: texts::wiki::description(lang).to_owned(),
        body: body.into_any(),
    })
}

/// A space with its pages that changed last.
fn indexed_space(ask: &Ask, indexed: &Indexed) -> impl IntoView + use<> {
    let lang = ask.lang();
    let space = &indexed.listed.space;
    let id = format!("space-{}", space.id);
    let labelled = id.clone();
    let to = ask.href(&format!("/espaces/{}", space.door()));
    let page = |page: &domain::wiki::Page| {
        view! { <li><a href=ask.href(&format!("/wiki/{}", page.slug))>{page.title.to_string()}</a></li> }
    };
    let many = texts::space::pages(lang, i64::from(indexed.listed.pages));
    let more = (indexed.listed.pages as usize > indexed.pages.len()).then(|| {
        let label = texts::wiki::all_of_space(lang);
        let which = texts::history::of_page(lang, space.title.as_str());
        view! { <p><a href=to.clone()>{label} <span class="hidden">" " {which}</span></a></p> }
    });
    view! {
        <section aria-labelledby=labelled>
            <h2 id=id><a href=to.clone()>{space.title.to_string()}</a></h2>
            {space.purpose.as_ref().map(|purpose| view! { <p>{purpose.to_string()}</p> })}
            <p class="muted small">{many}</p>
            <ul>{indexed.pages.iter().map(page).collect_view()}</ul>
            {more}
        </section>
    }
}

/// `/wiki/{slug}`
pub async fn page(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = load::shown(&ask.request, ask.param("slug")).await;
    let shown = match shown {
        // To everybody else, a draft is no page.
        Err(AppError::NotFound) if ask.request.actor.signed().is_ok() => {
            return match drafts::pages::at(ask.clone()).await {
                Err(AppError::NotFound) => unshown(ask).await,
                draft => draft,
            };
        }
        shown => shown?,
    };
    let title = shown.page.title.to_string();
    let description = shown.document.first_paragraph().unwrap_or_default();
    let slug = &shown.page.slug;
    let writing = format!("/wiki/{slug}/modifier?version={}&", shown.number);
    let writing = shown.writes.then(|| ask.href(&writing));
    let mut facts = drawn(lang, &shown.facts);
    let mut drawing =
        Drawing::new(lang, &shown.known).showing(&shown.files).on(slug).written_at(writing);
    if shown.testimony.is_some() {
        drawing = drawing.telling();
    }
    let Said { h1, below } = said(drawing, &shown.document, &shown.page.title, &mut facts);
    let written = match shown.space.reads {
        Audience::Everybody => {
            let written = texts::wiki::written(lang, dates::date(lang, shown.at));
            let to = "https://creativecommons.org/licenses/by-sa/4.0/deed.fr";
            view! { {written} " " <a rel="license noopener" href=to>"CC BY-SA 4.0"</a> }.into_any()
        }
        some => {
            let written = texts::wiki::written_for_some(lang, dates::date(lang, shown.at));
            view! { {written} " " {texts::page_read_by::of(lang, some.code())} }.into_any()
        }
    };
    let testimony = shown.testimony.map(|told| testimony(&ask, told));
    // Of the wiki itself, no more is to be said.
    let space = (!shown.space.namespace.is_empty()).then(|| {
        let to = ask.href(&format!("/espaces/{}", shown.space.door()));
        view! { <p class="kicker"><a href=to>{shown.space.title.to_string()}</a></p> }
    });
    let doubt = care::doubt(&ask, &shown.page, &shown.care);
    let asked = care::asked(&ask, &shown.page, &shown.care);
    let door = |there: bool, end: &str, label: &'static str| {
        let to = ask.href(&format!("/wiki/{slug}/{end}"));
        there.then(|| view! { <li><a href=to>{label}</a></li> })
    };
    let files = ask.href(&format!("/espaces/{}/fichiers", shown.space.door()));
    let files = view! { <li><a href=files>{texts::files::title(lang)}</a></li> };
    let doors = view! {
        <nav class="page-doors" aria-label=texts::wiki::doors(lang)>
            <ul>
                {door(shown.writes, "modifier", texts::wiki::edit(lang))}
                {door(shown.remembers, "historique", texts::wiki::history(lang))}
                {door(true, "liens", texts::wiki::leading(lang))}
                {files}
                {door(true, "questions", texts::care::ask_door(lang))}
                {door(true, "signaler", texts::care::report_door(lang))}
            </ul>
        </nav>
    };
    let body = view! {
        <div class="wrap">
            <article>
                {space}
                {h1}
                {doubt}
                {below}
                {testimony}
                {asked}
                <p class="muted small">{written}</p>
                {doors}
            </article>
        </div>
    };
    Ok(View { title, description, body: body.into_any() })
}

/// A page that waits to be shown, or was put away, for who may write it: everybody else is told that there is none.
async fn unshown(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let Written { page, writer, head, .. } =
        written(&ask.request, ask.param("slug")).await.map_err(|error| match error {
            AppError::Unexpected(_) => error,
            _ => AppError::NotFound,
        })?;
    let (document, slug) = (parse(head.source.as_str()), &page.slug);
    let (known, files) = load::known(&ask.request, &document, slug).await?;
    let drawing = Drawing::new(lang, &known).showing(&files).on(slug);
    let Said { h1, below } = said(drawing, &document, &head.title, &mut BTreeMap::new());
    let told = match (head.kind, &head.summary) {
        (RevisionKind::GivenBack, Some(why)) => given_back(lang, why, writer.reviews()),
        (RevisionKind::Archived, _) => {
            view! { <Notice>{texts::edit::waiting_away(lang)}</Notice> }.into_any()
        }
        _ => view! { <Notice>{texts::edit::waiting(lang)}</Notice> }.into_any(),
    };
    let (edit, past) = (format!("/wiki/{slug}/modifier"), format!("/wiki/{slug}/historique"));
    // Who may not bring it back is not sent to write it.
    let edits = (head.kind != RevisionKind::Archived || writer.reviews()).then(|| {
        view! { <ButtonLink href=ask.href(&edit) label=texts::wiki::edit(lang) /> " " }
    });
    let title = head.title.to_string();
    let body = view! {
        <div class="wrap">
            <article>
                {h1} {told}
                <p class="actions">
                    {edits}
                    <a href=ask.href(&past)>{texts::wiki::history(lang)}</a>
                </p>
                {(head.kind != RevisionKind::Archived).then_some(below)}
            </article>
        </div>
    };
    Ok(View::new(title, body))
}

/// Who testifies, what it started, and the way to begin one's own journey from it.
fn testimony(ask: &Ask, told: Told) -> impl IntoView + use<> {
    let lang = ask.lang();
    let started = told.started.started();
    let none = (started == 0).then(|| view! { <p>{texts::wiki::inspired_none(lang)}</p> });
    let by = texts::wiki::told_by(lang, &told.association, dates::date(lang, told.at));
    let us_too = ask.href(&us_too(told.id));
    let lineage = (started > 0).then(|| lineage(ask, &told.started));
    view! {
        <section aria-labelledby="testimony__title">
            <Card line=Line::Wiki>
                <h2 id="testimony__title">{texts::wiki::testimony(lang)}</h2>
                <p>{by}</p>
                {none}
                <p>{texts::wiki::us_too_why(lang)}</p>
                <p><a class="button" href=us_too>{texts::wiki::us_too(lang)}</a></p>
            </Card>
        </section>
        {lineage}
    }
}

/// Where one begins a journey as this story tells it.
pub fn us_too(testimony: TestimonyId) -> String {
    format!("/rejoindre?inspire={testimony}")
}

/// What a story has started: a small picture, and its list.
fn lineage(ask: &Ask, branch: &Branch) -> impl IntoView + use<> {
    let lang = ask.lang();
    let mut kin = Vec::new();
    gather(ask, branch, 0, &mut kin);
    let started = i64::try_from(branch.started()).unwrap_or(i64::MAX);
    view! {
        <section aria-labelledby="lineage__title">
            <h2 id="lineage__title">{texts::lineage::title(lang)}</h2>
            <p>{texts::wiki::inspired(lang, started)}</p>
            <Lineage title=texts::lineage::picture(lang) line=Line::Wiki kin=kin />
        </section>
    }
}

/// A story, the stories that it led to, and how many tell nothing yet.
fn gather(ask: &Ask, branch: &Branch, deep: usize, kin: &mut Vec<Kin>) {
    let (lang, story) = (ask.lang(), &branch.story);
    let to = ask.href(&format!("/wiki/{}", story.slug));
    let tells = Some((story.title.clone(), to));
    kin.push(Kin { deep, name: story.association.clone(), tells, here: deep == 0 });
    for led_to in &branch.led_to {
        gather(ask, led_to, deep + 1, kin);
    }
    if branch.quiet > 0 {
        let quiet = i64::try_from(branch.quiet).unwrap_or(i64::MAX);
        let name = texts::lineage::on_their_way(lang, quiet);
        kin.push(Kin { deep: deep + 1, name, tells: None, here: false });
    }
}
