//! A draft at its own address, as its link shows it, and in the list of its author.

use super::load::{self, Shown, link_addresses};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::wiki::draw::Drawing;
use crate::wiki::views::{Said, said};
use domain::wiki::draft::{DraftLink, Sees};
use leptos::prelude::*;
use std::collections::BTreeMap;
use store::DraftLine;
use texts::dates;

/// `/wiki/{slug}`, where a draft is.
pub async fn at(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = load::at(&ask.request, ask.param("slug")).await?;
    let told = match (&shown.sees, &shown.link) {
        (Sees::Author, _) => own(&ask, &shown).into_any(),
        (_, Some(link)) => watched(&ask, &shown, link).into_any(),
        (_, None) => return Err(AppError::NotFound),
    };
    let written = texts::page_draft::written(lang, dates::moment(lang, shown.at));
    Ok(drawn(&ask, shown, told, Some(written)))
}

/// `/brouillon/{token}`
pub async fn by_link(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = load::by_link(&ask.request).await?;
    let until = shown.link.as_ref().ok_or(AppError::LinkExpired)?.until;
    let until = texts::page_draft::reads_until(lang, dates::moment(lang, until));
    let told = view! {
        <section class="notice" aria-labelledby="draft-told">
            <p class="title" id="draft-told">{whose(&ask, &shown)}</p>
            <p>{texts::page_draft::reads(lang)} " " {until}</p>
        </section>
    };
    Ok(drawn(&ask, shown, told.into_any(), None))
}

/// What it says, under what is told of it.
fn drawn(ask: &Ask, shown: Shown, told: AnyView, written: Option<String>) -> View {
    let lang = ask.lang();
    let title = shown.page.title.to_string();
    let slug = &shown.page.slug;
    let drawing = Drawing::new(lang, &shown.known).showing(&shown.files).on(slug);
    let Said { h1, below } =
        said(drawing, &shown.document, &shown.page.title, &mut BTreeMap::new());
    let written = written.map(|written| view! { <p class="muted small">{written}</p> });
    let body = view! {
        <div class="wrap">
            <article>
                {told}
                {h1}
                {below}
                {written}
            </article>
        </div>
    };
    View::new(title, body)
}

fn whose(ask: &Ask, shown: &Shown) -> String {
    let lang = ask.lang();
    match &shown.author {
        Some(author) => texts::page_draft::whose(lang, author),
        None => texts::page_draft::nobodys(lang).to_owned(),
    }
}

/// What its author is told, and may do.
fn own(ask: &Ask, shown: &Shown) -> impl IntoView + use<> {
    let lang = ask.lang();
    let page = shown.page.id.to_string();
    let button = |name: &'static str, label: &'static str, quiet: bool| {
        let hidden = vec![("page", page.clone())];
        view! { <Do name=name request=ask.request.clone() label=label quiet=quiet hidden=hidden /> }
    };
    let slug = &shown.page.slug;
    let (edit, past) = (format!("/wiki/{slug}/modifier"), format!("/wiki/{slug}/historique"));
    let (title, why) = match &shown.link {
        Some(link) => {
            let until = dates::moment(lang, link.until);
            (texts::page_draft::shared(lang, until), texts::page_draft::shared_why(lang))
        }
        None => (texts::page_draft::alone(lang).to_owned(), texts::page_draft::alone_why(lang)),
    };
    let first = match shown.writes {
        true => {
            let reviewed = shown.reviewed.then(|| texts::page_draft::reviewed(lang));
            view! {
                <p>{texts::page_draft::publish_why(lang)} " " {reviewed}</p>
                <div class="actions">
                    {button("publish_page", texts::page_draft::publish(lang), false)}
                    <a class="button quiet" href=ask.href(&edit)>{texts::page_draft::edit(lang)}</a>
                </div>
            }
            .into_any()
        }
        false => view! { <p>{texts::page_draft::no_writer(lang)}</p> }.into_any(),
    };
    let sharing = match &shown.link {
        Some(link) => {
            let (path, address) = link_addresses(&ask.request, link);
            view! {
                <p>{texts::page_draft::link_why(lang)}</p>
                <p><a href=ask.href(&path)><code>{address}</code></a></p>
                <div class="actions">
                    {button("unshare_page", texts::page_draft::unshare(lang), true)}
                    {button("share_page", texts::page_draft::share_again(lang), true)}
                </div>
                <p class="small muted">{texts::page_draft::share_again_why(lang)}</p>
            }
            .into_any()
        }
        None => view! {
            <p>{texts::page_draft::share_why(lang)}</p>
            <div class="actions">{button("share_page", texts::page_draft::share_do(lang), true)}</div>
        }
        .into_any(),
    };
    let open = shown.link.is_some();
    view! {
        <section class="notice" aria-labelledby="draft-told">
            <p class="title" id="draft-told">{title}</p>
            <p>{why}</p>
            {first}
            <details open=open>
                <summary>{texts::page_draft::share(lang)}</summary>
                {sharing}
            </details>
            <details>
                <summary>{texts::page_draft::discard(lang)}</summary>
                <p>{texts::page_draft::discard_why(lang)}</p>
                <div class="actions">
                    {button("discard_page", texts::page_draft::discard_do(lang), true)}
                </div>
            </details>
            <p class="small"><a href=ask.href(&past)>{texts::page_draft::past(lang)}</a></p>
        </section>
    }
}

/// What who organizes the wiki is told, while a link shows it to others.
fn watched(ask: &Ask, shown: &Shown, link: &DraftLink) -> impl IntoView + use<> {
    let lang = ask.lang();
    let until = dates::moment(lang, link.until);
    let label = texts::page_draft::unshare(lang);
    let hidden = vec![("page", shown.page.id.to_string())];
    view! {
        <section class="notice" aria-labelledby="draft-told">
            <p class="title" id="draft-told">{whose(ask, shown)}</p>
            <p>{texts::page_draft::watched(lang, until)}</p>
            <div class="actions">
                <Do name="unshare_page" request=ask.request.clone() label=label quiet=true hidden=hidden />
            </div>
        </section>
    }
}

/// The part of the wiki's own page that tells one's drafts. Nothing, where there is none.
pub fn list(ask: &Ask, drafts: &[DraftLine]) -> Option<impl IntoView + use<>> {
    let lang = ask.lang();
    let line = |draft: &DraftLine| {
        let to = ask.href(&format!("/wiki/{}", draft.page.slug));
        let changed = texts::page_draft::changed(lang, dates::moment(lang, draft.changed));
        let shared = draft.shared_until.filter(|until| ask.request.now < *until).map(|until| {
            let until = texts::page_draft::shared_until(lang, dates::date(lang, until));
            view! { " · " {until} }
        });
        view! {
            <li>
                <a href=to>{draft.page.title.to_string()}</a>
                " " <span class="muted small">{changed} {shared}</span>
            </li>
        }
    };
    (!drafts.is_empty()).then(|| {
        view! {
            <section id="brouillons" aria-labelledby="drafts">
                <h2 id="drafts">{texts::page_draft::own(lang)}</h2>
                <p class="muted">{texts::page_draft::own_why(lang)}</p>
                <ul>{drafts.iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}
