//! Attestations of presence: pages that print, and that anybody can verify by their address.

use super::load::{self, Attested};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::table::{Row, Table};
use chrono::Duration;
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;

/// `/parcours/attestations`: what was attended, with its hours, and what can be shown to others.
pub async fn own(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let (association, attended) = load::attended(&ask.request).await?;
    let whole = attended.iter().map(|one| one.lasted).sum();
    let list = if attended.is_empty() {
        view! { <p>{texts::attestation::nothing(lang)}</p> }.into_any()
    } else {
        let headers =
            [texts::agenda::when(lang), texts::agenda::what(lang), texts::attestation::hours(lang)];
        let rows = attended.iter().map(|one| row(&ask, one)).collect();
        view! {
            <Table
                caption=texts::attestation::presences_of(lang, &association)
                headers=headers.map(str::to_owned).to_vec()
                rows=rows
            />
            <p>{texts::attestation::whole(lang, lasting(lang, whole))}</p>
            <p class="muted small">{texts::attestation::printed(lang)}</p>
        }
        .into_any()
    };
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::attestation::title(lang)}</h1>
            <p class="lead">{texts::attestation::lead(lang)}</p>
            {list}
        </div>
    };
    Ok(View::new(texts::attestation::title(lang), body))
}

fn row(ask: &Ask, one: &Attested) -> Row {
    let lang = ask.lang();
    let link = |named: bool, label: String| {
        let path = load::attestation_path(&ask.request.state, one, named)?;
        Some(view! { <br /> <a class="small" href=ask.href(&path)>{label}</a> })
    };
    let who = one.attendee.as_deref();
    let named = who.and_then(|who| link(true, texts::attestation::named(lang, who)));
    let (gone, name, label) = match one.address {
        Some(_) => (None, "withdraw_attestation", texts::attestation::withdraw(lang)),
        None => {
            let gone = texts::attestation::withdrawn(lang);
            (Some(gone), "renew_attestation", texts::attestation::renew(lang))
        }
    };
    let hidden = vec![("registration", one.seat.to_string())];
    let what = view! {
        {one.entry.title.to_string()}
        {link(false, texts::attestation::unnamed(lang).to_owned())}
        {named}
        {gone.map(|gone| view! { <br /> <span class="small muted">{gone}</span> })}
        <div class="unprinted">
            <Do name=name request=ask.request.clone() label=label quiet=true hidden=hidden />
        </div>
    };
    let when = dates::day(lang, one.entry.starts_at);
    Row::new(vec![when.into_any(), what.into_any(), lasting(lang, one.lasted).into_any()])
}

/// `/attestation/{token}`: what its holder may show, as things stand now.
pub async fn shown(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let one = load::attestation(&ask.request).await?;
    let at = &one.entry;
    let when = texts::agenda::at(
        lang,
        dates::day(lang, at.starts_at),
        dates::hour(lang, at.starts_at),
        dates::hour(lang, at.ends_at),
    );
    let who = match &one.attendee {
        Some(who) => texts::attestation::person(lang, who, &one.association),
        None => one.association.clone(),
    };
    let address = load::address(&ask.request, &ask.path);
    let fact =
        |term: &'static str, told: String| view! { <div><dt>{term}</dt> <dd>{told}</dd></div> };
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::attestation::one(lang)}</h1>
            <p class="lead">{texts::attestation::attests(lang, who, at.title.as_str())}</p>
            <dl class="facts">
                {fact(texts::agenda::when(lang), when)}
                {fact(texts::agenda::place(lang), at.place.to_string())}
                {fact(texts::attestation::hours(lang), lasting(lang, one.lasted))}
            </dl>
            <p>{texts::attestation::verified(lang, dates::date(lang, ask.request.now))}</p>
            <p class="small">{texts::attestation::verify(lang)} " " <code>{address}</code></p>
        </div>
    };
    Ok(View::new(texts::attestation::one(lang), body))
}

/// "2 h 30"
fn lasting(lang: Lang, span: Duration) -> String {
    match (span.num_hours(), span.num_minutes() % 60) {
        (hours, 0) => texts::attestation::whole_hours(lang, hours),
        (hours, minutes) => texts::attestation::hours_minutes(lang, hours, format!("{minutes:02}")),
    }
}
