//! Lists of pages: what leads to one, those that are wanted, those that nothing leads to.

use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::Line;
use crate::ui::card::ActionTag;
use domain::wiki::{Page, Space};
use leptos::prelude::*;

/// Whether a page is told by its title alone among these: its address then says nothing more.
pub fn is_told_apart(page: &Page, pages: &[Page]) -> bool {
    pages.iter().filter(|other| other.title == page.title).count() < 2
}

fn list(ask: &Ask, pages: &[Page]) -> impl IntoView + use<> {
    let item = |page: &Page| {
        let to = ask.href(&format!("/wiki/{}", page.slug));
        let address = (!is_told_apart(page, pages)).then(|| {
            view! { " " <span class="muted small">{page.slug.clone()}</span> }
        });
        view! { <li><a href=to>{page.title.to_string()}</a> {address}</li> }
    };
    view! { <ul>{pages.iter().map(item).collect_view()}</ul> }
}

/// `/wiki/{slug}/liens`: what leads here.
pub async fn leading(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = super::load::shown(&ask.request, ask.param("slug")).await?;
    let from = ask.request.read().leading_to(&shown.page).await;
    let from = from.map_err(|error| ask.request.answer(error))?;
    let title = texts::lists::leading(lang, shown.page.title.as_str());
    let told = if from.is_empty() {
        view! { <p>{texts::lists::leading_none(lang)}</p> }.into_any()
    } else {
        list(&ask, &from).into_any()
    };
    let back = ask.href(&format!("/wiki/{}", shown.page.slug));
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{title.clone()}</h1>
            <p><a href=back>{texts::history::back(lang)}</a></p>
            {told}
        </div>
    };
    Ok(View::new(title, body))
}

/// `/pages/a-relier`: pages that are wanted, and pages that nothing leads to.
pub async fn loose(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let rows = ask.request.read();
    let fail = |error| ask.request.answer(error);
    let wanted = rows.wanted_pages(LOOSE).await.map_err(fail)?;
    let orphans = rows.orphan_pages(LOOSE).await.map_err(fail)?;
    let reach = rows.reach().await.map_err(fail)?;
    let writes = |slug: &str| {
        let space = Space::of(&reach.spaces, slug);
        space.is_some_and(|space| space.writer(&ask.request.actor, &reach.circles).is_ok())
    };
    let want = |(slug, pages): &(String, u32)| {
        let write = writes(slug).then(|| {
            let to = ask.href(&format!("/pages/nouvelle?adresse={slug}"));
            let which = slug.clone();
            view! { " " <a href=to>{texts::lists::write(lang)} <span class="hidden">" " {which}</span></a> }
        });
        let asked = texts::lists::asked(lang, i64::from(*pages));
        view! { <li><b>{slug.clone()}</b> " · " {asked} {write}</li> }
    };
    let wanted_list = if wanted.is_empty() {
        view! { <p>{texts::lists::wanted_none(lang)}</p> }.into_any()
    } else {
        view! { <ul>{wanted.iter().map(want).collect_view()}</ul> }.into_any()
    };
    let orphan_list = if orphans.is_empty() {
        view! { <p>{texts::lists::orphans_none(lang)}</p> }.into_any()
    } else {
        list(&ask, &orphans).into_any()
    };
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{texts::lists::loose(lang)}</h1>
            <section aria-labelledby="wanted">
                <h2 id="wanted">{texts::lists::wanted(lang)}</h2>
                <p class="muted">{texts::lists::wanted_why(lang)}</p>
                {wanted_list}
            </section>
            <section aria-labelledby="orphans">
                <h2 id="orphans">{texts::lists::orphans(lang)}</h2>
                <p class="muted">{texts::lists::orphans_why(lang)}</p>
                {orphan_list}
            </section>
        </div>
    };
    Ok(View::new(texts::lists::loose(lang), body))
}

/// The most of each that are told.
const LOOSE: u64 = 100;
