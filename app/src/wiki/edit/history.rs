//! How a page came to be: its states, one of them, and what changed lately in the whole wiki.

use crate::error::{AppError, Download};
use crate::request::Request;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::Line;
use crate::ui::card::ActionTag;
use crate::wiki::draw::Drawing;
use crate::wiki::load::known;
use crate::wiki::views::previewed;
use domain::calendar::{News, Piece};
use domain::ids::RevisionId;
use domain::wiki::markup::parse;
use domain::wiki::{Page, Revision, Space, template};
use leptos::prelude::*;
use std::collections::BTreeMap;
use store::Step;
use texts::dates;

/// How many states a page of history tells.
const STEPS: u64 = 50;
/// How many changes readers of news are told.
const NEWS: u64 = 30;

/// A page whose past may be told.
pub struct Past {
    pub page: Page,
    /// Whether who asks writes it, too.
    pub writes: bool,
    /// Whether who asks may leave nothing of what it said.
    pub forgets: bool,
    /// The number of the newest state that who asks may see.
    pub newest: u32,
}

/// Errors: `NotFound`, also where the page, or what it was before, is private.
pub async fn past(request: &Request, slug: &str) -> Result<Past, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let page = rows.page_by_slug(slug).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let reach = rows.reach().await.map_err(fail)?;
    let space = reach.space(page.space).ok_or(AppError::NotFound)?;
    // Its author has their draft back, wherever it stands.
    let own = page.draft.is_some() && !page.is_kept_from(&request.actor);
    let told = page.draft.is_none() && space.remembers(&request.actor, &reach.circles);
    if !own && !told {
        return Err(AppError::NotFound);
    }
    let writer = space.writer_of(&page, &request.actor, &reach.circles).ok();
    let (writes, forgets) = (writer.is_some(), writer.is_some_and(|writer| writer.reviews()));
    let newest = match page.published {
        _ if own || writes => rows.last_revision(page.id).await.map_err(fail)?,
        Some(shown) => rows.revision(shown).await.map_err(fail)?,
        None => None,
    };
    let newest = newest.ok_or(AppError::NotFound)?.number;
    Ok(Past { page, writes, forgets, newest })
}

/// `/wiki/{slug}/historique`: `avant` is the number that the next ones come before.
pub async fn history(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let past = past(&ask.request, ask.param("slug")).await?;
    let before = ask.query("avant").parse().unwrap_or(u32::MAX).min(past.newest.saturating_add(1));
    let steps = ask.request.read().history(past.page.id, before, STEPS).await;
    let steps = steps.map_err(|error| ask.request.answer(error))?;
    let older = steps.last().map(|step| step.number).filter(|number| *number > 1);
    let older = older.map(|number| {
        let to = ask.href(&format!("/wiki/{}/historique?avant={number}", past.page.slug));
        view! { <p><a href=to rel="next">{texts::history::older(lang)}</a></p> }
    });
    let list = steps.iter().map(|step| line(&ask, step, false)).collect_view();
    let title = texts::history::title(lang, past.page.title.as_str());
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{title.clone()}</h1>
            <p><a href=ask.href(&format!("/wiki/{}", past.page.slug))>{texts::history::back(lang)}</a></p>
            <ol class="history" reversed>{list}</ol>
            {older}
        </div>
    };
    Ok(View::new(title, body))
}

/// One change, in a line. With `of`, it says which page.
pub fn line(ask: &Ask, step: &Step, of: bool) -> impl IntoView + use<> {
    let lang = ask.lang();
    let to = ask.href(&format!("/wiki/{}/version/{}", step.slug, step.number));
    let what = texts::revision_kind::of(lang, step.kind.code());
    let title = of.then(|| {
        let page = ask.href(&format!("/wiki/{}", step.slug));
        let model = template::kind(&step.slug);
        let model = model.map(|_| view! { {texts::template::one(lang)} " · " });
        view! { <a href=page class="of">{step.title.to_string()}</a> " · " {model} }
    });
    let merged = step.merged.then(|| view! { " · " {texts::history::merged(lang)} });
    let hidden = texts::history::of_page(lang, step.title.as_str());
    let compare = (step.number > 1).then(|| {
        let (before, slug) = (step.number - 1, &step.slug);
        let to = format!("/wiki/{slug}/comparer?de={before}&a={}", step.number);
        let which = texts::compare::which(lang, step.title.as_str(), dates::moment(lang, step.at));
        view! {
            " · "
            <a href=ask.href(&to)>
                {texts::compare::see(lang)} <span class="hidden">" " {which}</span>
            </a>
        }
    });
    view! {
        <li>
            <p class="when">
                {title}
                <a href=to>{dates::moment(lang, step.at)} <span class="hidden">" " {hidden}</span></a>
                " · " {what} {by(ask, step)} {merged} {compare}
            </p>
            {step.summary.as_ref().map(|why| view! { <p class="why">{why.to_string()}</p> })}
        </li>
    }
}

/// Who wrote it, for who has signed in: names of people are not for everybody.
fn by(ask: &Ask, step: &Step) -> Option<impl IntoView + use<>> {
    let author = step.author.clone().filter(|_| ask.request.actor.signed().is_ok());
    author.map(|author| view! { " · " {author} })
}

/// For who reads over what is written there: nothing is left of what a state of a page said.
fn forget(ask: &Ask, revision: &Revision) -> impl IntoView + use<> {
    let lang = ask.lang();
    let hidden = vec![("page", revision.page.to_string()), ("number", revision.number.to_string())];
    let label = texts::history::forget(lang);
    view! {
        <details class="put-away">
            <summary>{label}</summary>
            <p>{texts::history::forget_why(lang)}</p>
            <Do name="forget_text" request=ask.request.clone() label=label quiet=true hidden=hidden />
        </details>
    }
}

/// `/wiki/{slug}/version/{number}`
pub async fn version(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let past = past(&ask.request, ask.param("slug")).await?;
    let number: u32 = ask.id("number")?;
    let rows = ask.request.read();
    let fail = |error| ask.request.answer(error);
    let found = rows.numbered_revision(past.page.id, number).await.map_err(fail)?;
    let found = found.filter(|r| r.number <= past.newest).ok_or(AppError::NotFound)?;
    let document = parse(found.source.as_str());
    let (known, files) = known(&ask.request, &document, &past.page.slug).await?;
    let drawing = Drawing::preview(lang, &known).on(&past.page.slug).showing(&files);
    let text = match found.is_empty() {
        true => view! { <p>{texts::history::nothing_left(lang)}</p> }.into_any(),
        false => previewed(drawing, &document, found.title.as_str(), &mut BTreeMap::new()),
    };
    let at = |number: u32| ask.href(&format!("/wiki/{}/version/{number}", past.page.slug));
    let before = (number > 1).then(|| {
        view! { <a href=at(number - 1) rel="prev">{texts::history::before(lang)}</a> " · " }
    });
    let after = (number < past.newest).then(|| {
        view! { <a href=at(number + 1) rel="next">{texts::history::after(lang)}</a> " · " }
    });
    let compare = (number > 1).then(|| {
        let to = format!("/wiki/{}/comparer?de={}&a={number}", past.page.slug, number - 1);
        view! { <a href=ask.href(&to)>{texts::compare::see(lang)}</a> " · " }
    });
    let earlier = number < past.newest && !found.is_empty();
    let forgets = past.forgets && found.by.is_some() && past.page.published != Some(found.id);
    let forget = (earlier && forgets).then(|| forget(&ask, &found));
    let restore = (past.writes && earlier).then(|| {
        let hidden = vec![("page", past.page.id.to_string()), ("number", number.to_string())];
        let label = texts::history::restore(lang);
        view! { <Do name="restore_page" request=ask.request.clone() label=label quiet=true hidden=hidden /> }
    });
    let title = texts::history::version(lang, found.title.as_str(), number);
    let when = texts::history::when(lang, dates::moment(lang, found.at));
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{title.clone()}</h1>
            <p class="lead">{when}</p>
            {found.summary.map(|why| view! { <p class="why">{why.to_string()}</p> })}
            <p>
                {before} {after} {compare}
                <a href=ask.href(&format!("/wiki/{}/historique", past.page.slug))>{texts::history::all(lang)}</a>
            </p>
            {restore}
            <section aria-labelledby="version__title">
                <h2 id="version__title">{texts::history::text(lang)}</h2>
                {text}
            </section>
            <details>
                <summary>{texts::history::source(lang)}</summary>
                <pre class="source"><code>{found.source.to_string()}</code></pre>
            </details>
            {forget}
        </div>
    };
    Ok(View::new(title, body))
}

/// The space that is asked for, if one is, and what its address adds to others.
async fn only(ask: &Ask) -> Result<(Option<Space>, String), AppError> {
    let door = ask.query("espace");
    if door.is_empty() {
        return Ok((None, String::new()));
    }
    let found = crate::wiki::spaces::load::found(&ask.request, door).await?;
    let more = format!("espace={}", found.space.door());
    Ok((Some(found.space), more))
}

/// `/pages/recentes`: `avant` is the last change told, before which the next ones come; `espace`, the space to which they are
/// bound.
pub async fn recent(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let (of, more) = only(&ask).await?;
    let before = ask.query("avant").parse::<RevisionId>().ok();
    let steps = ask.request.read().recent_changes(of.as_ref().map(|of| of.id), before, STEPS).await;
    let steps = steps.map_err(|error| ask.request.answer(error))?;
    let full = steps.len() as u64 == STEPS;
    let older = steps.last().filter(|_| full).map(|step| {
        let to = format!("/pages/recentes?avant={}&{more}", step.revision);
        let to = ask.href(to.trim_end_matches('&'));
        view! { <p><a href=to rel="next">{texts::history::older(lang)}</a></p> }
    });
    let none = steps.is_empty().then(|| view! { <p>{texts::history::none(lang)}</p> });
    let list = steps.iter().map(|step| line(&ask, step, true)).collect_view();
    let feed = ask.href(format!("/pages/recentes.atom?{more}").trim_end_matches('?'));
    let of = of.map(|of| {
        let to = ask.href(&format!("/espaces/{}", of.door()));
        view! { <p class="kicker"><a href=to>{of.title.to_string()}</a></p> }
    });
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            {of}
            <h1>{texts::history::recent(lang)}</h1>
            <p class="lead">{texts::history::recent_lead(lang)}</p>
            <p><a href=feed>{texts::history::feed(lang)}</a></p>
            {none}
            <ul class="history">{list}</ul>
            {older}
        </div>
    };
    Ok(View::new(texts::history::recent(lang), body))
}

/// `/pages/recentes.atom`: the same, as news.
pub async fn news(ask: Ask) -> Result<Download, AppError> {
    let lang = ask.lang();
    let (of, more) = only(&ask).await?;
    let steps = ask.request.read().recent_changes(of.map(|of| of.id), None, NEWS).await;
    let steps = steps.map_err(|error| ask.request.answer(error))?;
    let address = |path: &str| crate::calendar::load::address(&ask.request, path);
    let piece = |step: &Step| -> Piece {
        let what = texts::revision_kind::of(lang, step.kind.code());
        let why = step.summary.as_ref().map(|why| format!(" · {why}")).unwrap_or_default();
        Piece {
            id: format!("urn:uuid:{}", step.revision),
            title: step.title.to_string(),
            updated: step.at,
            page: address(&format!("/wiki/{}/version/{}", step.slug, step.number)),
            summary: format!("{what}{why}"),
        }
    };
    let news = News {
        lang: lang.code().to_owned(),
        title: texts::history::recent(lang).to_owned(),
        address: address(format!("/pages/recentes.atom?{more}").trim_end_matches('?')),
        page: address(format!("/pages/recentes?{more}").trim_end_matches('?')),
        author: texts::feeds::author(lang).to_owned(),
        pieces: steps.iter().map(piece).collect(),
    };
    let kind = crate::calendar::files::ATOM.to_owned();
    Ok(Download { name: "recentes.atom".to_owned(), kind, body: news.text() })
}
