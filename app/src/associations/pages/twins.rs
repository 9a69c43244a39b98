//! Records that may be one: the organizers compare two, and make them one.

use crate::associations::load::{self, Beside};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::fields::{Choice, Form, RadioGroup, Submit};
use domain::associations::{Field, Reason};
use domain::ids::AssociationId;
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;

/// `/associations/doublons`
pub async fn twins(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let desk = load::desk(&ask.request).await?;
    let waiting: Vec<_> = (desk.takeovers.iter())
        .map(|(takeover, name)| {
            let href = ask.href(&load::people_path(takeover.association));
            let told = match takeover.taken {
                None => texts::twins::asked(lang, dates::date(lang, takeover.asked_at)),
                Some((_, at)) => texts::twins::taken(lang, dates::date(lang, at)),
            };
            view! { <li><a href=href>{name.clone()}</a> " · " {told}</li> }.into_any()
        })
        .collect();
    let waiting = if waiting.is_empty() {
        view! { <p>{texts::twins::nobody(lang)}</p> }.into_any()
    } else {
        view! { <ul class="people">{waiting}</ul> }.into_any()
    };
    let pairs: Vec<_> = (desk.pairs.iter())
        .map(|pair| {
            let (one, other) = (&pair.one, &pair.other);
            let href = ask.href(&format!("/associations/doublons/{}/{}", one.id, other.id));
            let why = reasons(lang, &pair.reasons);
            view! {
                <li>
                    <b>{one.name.to_string()}</b>
                    " · "
                    <b>{other.name.to_string()}</b>
                    <br />
                    <span class="muted small">{why}</span>
                    <br />
                    <a href=href>{texts::twins::compare(lang)}</a>
                </li>
            }
            .into_any()
        })
        .collect();
    let pairs = if pairs.is_empty() {
        view! { <p>{texts::twins::none(lang)}</p> }.into_any()
    } else {
        view! { <ul class="people">{pairs}</ul> }.into_any()
    };
    let body = view! {
        <div class="wrap">
            <h1>{texts::twins::title(lang)}</h1>
            <section aria-labelledby="waiting">
                <h2 id="waiting">{texts::twins::waiting(lang)}</h2>
                {waiting}
            </section>
            <section aria-labelledby="pairs">
                <h2 id="pairs">{texts::twins::pairs(lang)}</h2>
                <p>{texts::twins::lead(lang)}</p>
                {pairs}
            </section>
        </div>
    };
    let title = texts::twins::title(lang).to_owned();
    Ok(View::new(title, body))
}

/// Why two look like one, in one line.
pub(super) fn reasons(lang: Lang, reasons: &[Reason]) -> String {
    let told: Vec<_> = reasons.iter().map(|r| texts::likeness::of(lang, r.code())).collect();
    told.join(" · ")
}

/// `/associations/doublons/{kept}/{gone}`
pub async fn compare(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let (kept, gone): (AssociationId, AssociationId) = (ask.id("kept")?, ask.id("gone")?);
    let (ours, theirs) = load::beside(&ask.request, kept, gone).await?;
    let title = texts::twins::compare_title(
        lang,
        ours.association.name.as_str(),
        theirs.association.name.as_str(),
    );
    let other_way = ask.href(&format!("/associations/doublons/{gone}/{kept}"));
    let hidden = vec![("kept".to_owned(), kept.to_string()), ("gone".to_owned(), gone.to_string())];
    let facts = [(texts::twins::kept(lang), &ours), (texts::twins::gone(lang), &theirs)];
    let facts: Vec<_> =
        facts.into_iter().map(|(role, beside)| counts(&ask, role, beside)).collect();
    let body = view! {
        <div class="wrap narrow">
            <h1>{title.clone()}</h1>
            <p class="lead">{texts::twins::compare_lead(lang)}</p>
            <div class="two">{facts}</div>
            <p><a href=other_way>{texts::twins::other_way(lang)}</a></p>
            <Form name="merge_associations" command=ask.request.command() hidden=hidden>
                {choices(lang, &ours, &theirs)}
                <p>{texts::twins::for_good(lang)}</p>
                <p class="actions"><Submit label=texts::twins::merge(lang) /></p>
            </Form>
        </div>
    };
    Ok(View::new(title, body))
}

/// What one of the two has, in numbers.
fn counts(ask: &Ask, role: &'static str, beside: &Beside) -> AnyView {
    let lang = ask.lang();
    let href = ask.href(&format!("/association/{}", beside.association.id));
    let since = dates::date(lang, beside.association.created_at);
    view! {
        <section>
            <h2><a href=href>{beside.association.name.to_string()}</a></h2>
            <p><span class="chip">{role}</span></p>
            <ul>
                <li>{texts::twins::since(lang, since)}</li>
                <li>{texts::twins::members(lang, beside.members)}</li>
                <li>{texts::twins::facts(lang, beside.facts)}</li>
            </ul>
        </section>
    }
    .into_any()
}

/// Where the two differ, which one stays.
fn choices(lang: Lang, ours: &Beside, theirs: &Beside) -> AnyView {
    let texts_of = |beside: &Beside, field| load::told_of(lang, &beside.association, field);
    let group = |field: Field| {
        let (our, their) = (texts_of(ours, field), texts_of(theirs, field));
        if our == their {
            return None;
        }
        let told = |text: &Option<String>| {
            text.clone().unwrap_or_else(|| texts::twins::nothing(lang).to_owned())
        };
        let value = if our.is_some() { "kept" } else { "gone" };
        let options = vec![Choice::new("kept", told(&our)), Choice::new("gone", told(&their))];
        Some(
            view! {
                <RadioGroup
                    name=format!("from[{}]", field.code())
                    legend=texts::record_field::of(lang, field.code())
                    options=options
                    value=value
                    required=true
                />
            }
            .into_any(),
        )
    };
    let groups: Vec<AnyView> = Field::ALL.into_iter().filter_map(group).collect();
    view! { {groups} }.into_any()
}
