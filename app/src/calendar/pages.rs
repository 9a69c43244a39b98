//! What pages say of calendars: a line or a section of theirs.

use super::load::{self, Follows};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::workshops::search::Search;
use domain::workshops::{Entry, Registration, Seat};
use leptos::prelude::*;

/// The agenda's addresses for calendars and for readers of news, of what its page was asked, whatever its shape.
pub fn addresses(ask: &Ask) -> impl IntoView + use<> {
    let lang = ask.lang();
    let query = Search { month: None, ..Search::read(ask) }.query();
    let at = |file: &str| format!("{}{query}", ask.href(file));
    let told = match query.is_empty() {
        true => texts::feeds::elsewhere(lang),
        false => texts::feeds::filtered(lang),
    };
    view! {
        <p class="small muted">
            {told} " "
            <a href=at("/agenda.ics") download>{texts::feeds::as_calendar(lang)}</a>
            " · "
            <a href=at("/agenda.atom") download type="application/atom+xml">
                {texts::feeds::as_news(lang)}
            </a>
        </p>
    }
}

/// `/compte/calendriers`: the secret addresses at which one's own calendar follows one's seats.
pub async fn own(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let follows = load::follows(&ask.request).await?;
    let all = follows.into_iter().enumerate().map(|(n, follows)| one(&ask, n, follows));
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::feeds::title(lang)}</h1>
            <p class="lead">{texts::feeds::lead(lang)}</p>
            {all.collect_view()}
            <section aria-labelledby="everybody">
                <h2 id="everybody">{texts::feeds::everybody(lang)}</h2>
                {addresses(&ask)}
            </section>
        </div>
    };
    Ok(View::new(texts::feeds::title(lang), body))
}

fn one(ask: &Ask, n: usize, follows: Follows) -> impl IntoView + use<> {
    let lang = ask.lang();
    let id = format!("calendar-{n}");
    let title = match &follows.name {
        Some(name) => texts::feeds::of_association(lang, name),
        None => texts::feeds::of_person(lang).to_owned(),
    };
    let why = match follows.of {
        Some(_) => texts::feeds::of_association_lead(lang),
        None => texts::feeds::of_person_lead(lang),
    };
    let of = follows.of.map(|of| of.to_string()).unwrap_or_default();
    let button = |name: &'static str, label: &'static str| {
        let hidden = vec![("of", of.clone())];
        view! { <Do name=name request=ask.request.clone() label=label quiet=true hidden=hidden /> }
    };
    let body = match follows.address {
        Some(address) => {
            let calendar = address.split_once("://").map(|(_, rest)| format!("webcal://{rest}"));
            view! {
                <p>{texts::feeds::copy(lang)}</p>
                <p><code>{address}</code></p>
                <p><a href=calendar>{texts::feeds::open(lang)}</a></p>
                <div class="actions">
                    {button("renew_feed", texts::feeds::renew(lang))}
                    {button("close_feed", texts::feeds::close(lang))}
                </div>
                <p class="small muted">{texts::feeds::renew_why(lang)}</p>
            }
            .into_any()
        }
        None => view! {
            <div class="actions">{button("renew_feed", texts::feeds::make(lang))}</div>
        }
        .into_any(),
    };
    view! {
        <section aria-labelledby=id.clone()>
            <h2 id=id.clone()>{title}</h2>
            <p class="muted">{why}</p>
            {body}
        </section>
    }
}

/// A line that leads to one's calendars.
pub fn own_link(ask: &Ask) -> impl IntoView + use<> {
    let lang = ask.lang();
    view! { <p><a href=ask.href("/compte/calendriers")>{texts::feeds::link(lang)}</a></p> }
}

/// Lines of Mon parcours that lead to its calendars and attestations.
pub fn journey_links(ask: &Ask) -> impl IntoView + use<> {
    let attestations = ask.href("/parcours/attestations");
    view! {
        {own_link(ask)}
        <p><a href=attestations>{texts::attestation::title(ask.lang())}</a></p>
    }
}

/// One's seat at this date, as a file: nothing while it waits in line.
pub fn seat_file(ask: &Ask, seat: &Registration, at: &Entry) -> Option<impl IntoView + use<>> {
    let lang = ask.lang();
    let path = ask.href(&load::seat_path(&ask.request.state, seat.id, at));
    (seat.state != Seat::Waiting).then(|| {
        view! { <p class="small"><a href=path download>{texts::feeds::add(lang)}</a></p> }
    })
}
