//! The pages of privacy: what is kept, taking it along, erasing it.

use super::export::Format;
use super::load::{self, Leaving};
use super::told::{About, about, span, told};
use crate::error::AppError;
use crate::request::Request;
use crate::routes::{Ask, View};
use crate::ui::card::Notice;
use crate::ui::fields::{Form, Submit, TextField};
use crate::ui::table::{Row, Table};
use domain::privacy::{INACTIVE, Matter};
use domain::text::Lang;
use leptos::prelude::*;

/// `/vie-privee`: short first, then everything.
pub async fn public(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let short = [
        texts::privacy::short_little(lang),
        texts::privacy::short_seen(lang),
        texts::privacy::short_end(lang),
        texts::privacy::short_yours(lang),
        texts::privacy::short_nobody(lang),
    ];
    let short = short.map(|line| view! { <li>{line}</li> }).into_iter().collect_view();
    let parts = [
        ("you", About::You, texts::privacy::about_you(lang)),
        ("association", About::Association, texts::privacy::about_association(lang)),
        ("site", About::Site, texts::privacy::about_site(lang)),
    ];
    let parts =
        parts.map(|(id, whom, title)| kept(lang, id, whom, title)).into_iter().collect_view();
    let [first, second] = INACTIVE.warnings.map(|warning| span(lang, warning));
    let end = span(lang, INACTIVE.end);
    let body = view! {
        <div class="wrap">
            <h1>{texts::privacy::title(lang)}</h1>
            <p class="lead">{texts::privacy::lead(lang)}</p>
            <section aria-labelledby="short">
                <h2 id="short">{texts::privacy::short(lang)}</h2>
                <ul>{short}</ul>
                <p class="actions">
                    <a class="button" href=ask.href("/compte/donnees")>{texts::privacy::take(lang)}</a>
                    <a class="button quiet" href=ask.href("/compte/supprimer")>{texts::privacy::erase(lang)}</a>
                </p>
            </section>
            <section aria-labelledby="kept">
                <h2 id="kept">{texts::privacy::kept(lang)}</h2>
                {parts}
            </section>
            <section aria-labelledby="inactive">
                <h2 id="inactive">{texts::privacy::inactive(lang)}</h2>
                <p>{texts::privacy::inactive_text(lang, first, second, end)}</p>
            </section>
            <section aria-labelledby="gone">
                <h2 id="gone">{texts::privacy::gone(lang)}</h2>
                <p>{texts::privacy::gone_text(lang)}</p>
            </section>
            <section aria-labelledby="cookie">
                <h2 id="cookie">{texts::privacy::cookie(lang)}</h2>
                <p>{texts::privacy::cookie_text(lang)}</p>
            </section>
            <section aria-labelledby="third">
                <h2 id="third">{texts::privacy::third(lang)}</h2>
                <p>{texts::privacy::third_text(lang)}</p>
            </section>
            <section aria-labelledby="rights">
                <h2 id="rights">{texts::privacy::rights(lang)}</h2>
                <p>{texts::privacy::rights_text(lang)}</p>
            </section>
        </div>
    };
    Ok(View {
        title: texts::privacy::title(lang).to_owned(),
        description: texts::privacy::description(lang).to_owned(),
        body: body.into_any(),
    })
}

fn kept(lang: Lang, id: &'static str, whom: About, title: &'static str) -> impl IntoView + use<> {
    let headers = [
        texts::privacy::what(lang),
        texts::privacy::why(lang),
        texts::privacy::until(lang),
        texts::privacy::seen(lang),
    ];
    let row = |matter: &Matter| {
        let told = told(lang, *matter);
        Row::of_texts([told.what.to_owned(), told.why.to_owned(), told.until, told.seen.to_owned()])
    };
    let rows = Matter::ALL.iter().filter(|matter| about(**matter) == whom).map(row).collect();
    let headers = headers.map(str::to_owned).to_vec();
    view! {
        <h3 id=id>{title}</h3>
        <Table caption=title headers=headers rows=rows />
    }
}

/// `/compte/donnees`
pub async fn own(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let own = load::own(&ask.request).await?;
    let journeys: Vec<_> = (own.journeys.into_iter())
        .map(|(journey, name)| {
            let to = ask.href(&format!("/parcours/{journey}/donnees"));
            view! { <li><a href=to>{texts::export::journey_title(lang, name)}</a></li> }
        })
        .collect();
    let journeys = (!journeys.is_empty()).then(|| {
        view! {
            <section aria-labelledby="journeys">
                <h2 id="journeys">{texts::export::journeys(lang)}</h2>
                <ul>{journeys}</ul>
            </section>
        }
    });
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::export::own_title(lang)}</h1>
            <p class="lead">{texts::export::own_lead(lang)}</p>
            {files(&ask.request, "export_own", Vec::new())}
            <p class="small muted">{texts::export::secrets(lang)}</p>
            {journeys}
            <section aria-labelledby="erase">
                <h2 id="erase">{texts::erase::title(lang)}</h2>
                <p>{texts::erase::door(lang)}</p>
                <p class="actions">
                    <a class="button quiet" href=ask.href("/compte/supprimer")>{texts::erase::title(lang)}</a>
                </p>
            </section>
            <p><a href=ask.href("/vie-privee")>{texts::export::rules(lang)}</a></p>
        </div>
    };
    Ok(View::new(texts::export::own_title(lang), body))
}

/// `/parcours/{journey}/donnees`
pub async fn journey(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let journey = ask.id("journey")?;
    let (association, _) = load::exportable(&ask.request, journey).await?;
    let title = texts::export::journey_title(lang, &association.name);
    let hidden = vec![("journey".to_owned(), journey.to_string())];
    let back = ask.href(&format!("/parcours/{journey}"));
    let body = view! {
        <div class="wrap narrow">
            <h1>{title.clone()}</h1>
            <p class="lead">{texts::export::journey_lead(lang)}</p>
            {files(&ask.request, "export_journey", hidden)}
            <p class="small muted">{texts::export::noted(lang)}</p>
            <p><a href=back>{texts::export::back(lang)}</a></p>
        </div>
    };
    Ok(View::new(title, body))
}

/// A button for each kind of file.
fn files(
    request: &Request,
    form: &'static str,
    hidden: Vec<(String, String)>,
) -> impl IntoView + use<> {
    let lang = request.lang;
    let command = request.command();
    let buttons = Format::ALL.map(|format| {
        let (label, class) = match format {
            Format::Html => (texts::export::html(lang), "button"),
            Format::Json => (texts::export::json(lang), "button quiet"),
        };
        view! { <button class=class name="format" value=format.code()>{label}</button> }
    });
    view! {
        <Form name=form command=command hidden=hidden>
            <p class="actions">{buttons.into_iter().collect_view()}</p>
        </Form>
    }
}

/// `/compte/supprimer`: what will go and what will stay, before anything else.
pub async fn erase(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let leaving = load::leaving(&ask.request).await?;
    // A form that is not shown must not be made: it would tell what came back.
    let doors = leaving.is_free().then(|| confirm(&ask.request, leaving.has_password));
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::erase::title(lang)}</h1>
            {what_goes(&ask, &leaving)}
            {doors}
        </div>
    };
    Ok(View::new(texts::erase::title(lang), body))
}

fn confirm(request: &Request, has_password: bool) -> impl IntoView + use<> {
    let lang = request.lang;
    let by_password = has_password.then(|| {
        view! {
            <Form name="erase_account" command=request.command()>
                <TextField
                    name="password"
                    kind="password"
                    label=texts::erase::password(lang)
                    autocomplete="current-password"
                    required=true
                />
                <p class="actions"><Submit label=texts::erase::send(lang) /></p>
            </Form>
            <p>{texts::erase::or(lang)}</p>
        }
    });
    view! {
        <section aria-labelledby="confirm">
            <h2 id="confirm">{texts::erase::confirm(lang)}</h2>
            {by_password}
            <Form name="ask_erasure" command=request.command()>
                <p class="actions"><Submit label=texts::erase::ask_link(lang) quiet=true /></p>
            </Form>
        </section>
    }
}

/// `/supprimer/{token}`
pub async fn erase_by_link(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let token = ask.param("token").to_owned();
    let leaving = load::leaving_by_link(&ask.request, &token).await?;
    let door = leaving.is_free().then(|| {
        let hidden = vec![("token".to_owned(), token)];
        view! {
            <Form name="erase_by_link" command=ask.request.command() hidden=hidden>
                <p class="actions"><Submit label=texts::erase::send(lang) /></p>
            </Form>
        }
    });
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::erase::title(lang)}</h1>
            {what_goes(&ask, &leaving)}
            {door}
        </div>
    };
    Ok(View::new(texts::erase::title(lang), body))
}

fn what_goes(ask: &Ask, leaving: &Leaving) -> impl IntoView + use<> {
    let lang = ask.lang();
    let first: Vec<_> = (leaving.to_hand_over.iter())
        .map(|name| view! { <p>{texts::erase::hand_over(lang, name)}</p> }.into_any())
        .chain(
            leaving
                .last_administrator
                .then(|| view! { <p>{texts::broken::last_administrator(lang)}</p> }.into_any()),
        )
        .collect();
    let first = (!first.is_empty()).then(|| {
        view! { <Notice title=texts::erase::first(lang)>{first}</Notice> }
    });
    let alone: Vec<_> = (leaving.left_alone.iter())
        .map(|name| view! { <li>{texts::erase::left_alone(lang, name)}</li> })
        .collect();
    let goes = [
        texts::erase::goes_account(lang),
        texts::erase::goes_hats(lang),
        texts::erase::goes_letters(lang),
    ];
    let stays = [
        texts::erase::stays_written(lang),
        texts::erase::stays_journey(lang),
        texts::erase::stays_log(lang),
    ];
    let items = |lines: [&'static str; 3]| {
        lines.map(|line| view! { <li>{line}</li> }).into_iter().collect_view()
    };
    view! {
        <p class="lead">{texts::erase::lead(lang)}</p>
        {first}
        <section aria-labelledby="goes">
            <h2 id="goes">{texts::erase::goes(lang)}</h2>
            <ul>{items(goes)}</ul>
        </section>
        <section aria-labelledby="stays">
            <h2 id="stays">{texts::erase::stays(lang)}</h2>
            <ul>{items(stays)} {alone}</ul>
        </section>
        <p>
            {texts::erase::before(lang)} " "
            <a href=ask.href("/compte/donnees")>{texts::export::own_title(lang)}</a>
        </p>
    }
}
