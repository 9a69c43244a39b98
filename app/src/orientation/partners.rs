//! The partners outside, whom organizers keep a list of.

use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::fields::{Choice, Form, RadioGroup, Select, Submit, TextArea, TextField};
use domain::orientation::{Partner, Support};
use domain::text::{Lang, Words};
use leptos::prelude::*;

/// `/partenaires`
pub async fn page(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    ask.request.actor.organizer()?;
    let partners = ask.request.read().partners().await;
    let partners = partners.map_err(|error| ask.request.answer(error))?;
    let (kept, past): (Vec<_>, Vec<_>) = partners.into_iter().partition(|p| p.until.is_none());
    let list = if kept.is_empty() {
        view! { <p>{texts::partners::nobody(lang)}</p> }.into_any()
    } else {
        let items = kept.iter().map(|partner| one(&ask, partner)).collect_view();
        view! { <ul class="people">{items}</ul> }.into_any()
    };
    let past = (!past.is_empty()).then(|| {
        let items = past.iter().map(|partner| one(&ask, partner)).collect_view();
        view! {
            <section aria-labelledby="past">
                <h2 id="past">{texts::partners::past(lang)}</h2>
                <ul class="people">{items}</ul>
            </section>
        }
    });
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::partners::title(lang)}</h1>
            <p class="lead">{texts::partners::lead(lang)}</p>
            <section aria-labelledby="partners">
                <h2 id="partners">{texts::partners::list(lang)}</h2>
                {list}
            </section>
            <section aria-labelledby="add">
                <h2 id="add">{texts::partners::add(lang)}</h2>
                {form(&ask, None)}
            </section>
            {past}
        </div>
    };
    Ok(View::new(texts::partners::title(lang), body))
}

fn one(ask: &Ask, partner: &Partner) -> AnyView {
    let lang = ask.lang();
    let kept = partner.until.is_none();
    let (keep, label) = if kept {
        ("no", texts::partners::stop(lang))
    } else {
        ("yes", texts::partners::again(lang))
    };
    let told: Vec<String> = [Some(support(lang, partner.support).to_owned()), partner.area.clone()]
        .into_iter()
        .flatten()
        .collect();
    let contact = partner.contact.as_str().to_owned();
    let mailto = format!("mailto:{contact}");
    view! {
        <li>
            <b>{partner.name.to_string()}</b>
            <br />
            <span class="muted small">{told.join(" · ")}</span>
            <p class="words">{partner.helps_with.to_string()}</p>
            <p><a href=mailto>{contact}</a></p>
            <details>
                <summary>{texts::partners::change(lang)}</summary>
                {form(ask, Some(partner))}
                <Do
                    name="keep_partner"
                    request=ask.request.clone()
                    label=label
                    quiet=true
                    hidden=vec![("partner", partner.id.to_string()), ("keep", keep.to_owned())]
                />
            </details>
        </li>
    }
    .into_any()
}

fn support(lang: Lang, support: Support) -> &'static str {
    texts::support::of(lang, support.code())
}

fn form(ask: &Ask, known: Option<&Partner>) -> AnyView {
    let lang = ask.lang();
    let key = known.map(|partner| partner.id.to_string()).unwrap_or_default();
    let hidden = vec![("partner".to_owned(), key.clone()), ("key".to_owned(), key.clone())];
    let hidden = if known.is_some() { hidden } else { Vec::new() };
    let of = |text: fn(&Partner) -> String| known.map(text).unwrap_or_default();
    let (name, helps_with) = (of(|p| p.name.to_string()), of(|p| p.helps_with.to_string()));
    let area = of(|p| p.area.clone().unwrap_or_default());
    let contact = of(|p| p.contact.as_str().to_owned());
    let (level, change) = (known.map_or("", |p| p.support.code()), known.is_some());
    let command = ask.request.command();
    let languages = [(Lang::Fr, texts::account::fr(lang)), (Lang::En, texts::account::en(lang))]
        .map(|(one, name)| (one.code().to_owned(), name.to_owned()));
    let written_in = known.map_or(Lang::Fr, |partner| partner.lang).code().to_owned();
    let levels = Support::ALL.map(|level| Choice::new(level.code(), support(lang, level)));
    view! {
        <Form name="save_partner" command=command key=key hidden=hidden>
            <TextField
                name="name"
                label=texts::partners::name(lang)
                value=name
                required=true
            />
            <TextArea
                name="helps_with"
                label=texts::partners::helps_with(lang)
                hint=texts::partners::helps_with_hint(lang)
                value=helps_with
                rows=3
                required=true
                at_most=Words::MAX
            />
            <RadioGroup
                name="support"
                legend=texts::partners::support(lang)
                options=levels.to_vec()
                value=level
                required=true
            />
            <TextField
                name="area"
                label=texts::partners::area(lang)
                value=area
            />
            <TextField
                name="contact"
                kind="email"
                label=texts::partners::contact(lang)
                hint=texts::partners::contact_hint(lang)
                value=contact
                required=true
            />
            <Select
                name="lang"
                label=texts::account::language(lang)
                options=languages.to_vec()
                value=written_in
                required=true
            />
            <p class="actions">
                <Submit label=texts::partners::save(lang) quiet=change />
            </p>
        </Form>
    }
    .into_any()
}
