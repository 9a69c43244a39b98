//! A space to be made, opened, or said otherwise.

use super::load::{READERS, WRITERS, around, kept, openable};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::Line;
use crate::ui::card::{ActionTag, ButtonLink};
use crate::ui::fields::{Checkbox, Choice, Form, RadioGroup, Submit, TextField};
use domain::accounts::Action;
use domain::wiki::{Audience, Space};
use leptos::prelude::*;

/// `/espaces/nouveau`: for who organizes the wiki.
pub async fn new(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    ask.request.actor.organizer_of(Action::Wiki)?;
    let command = ask.request.command();
    let asks = ask.clone();
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{texts::space::new(lang)}</h1>
            <p class="lead">{texts::space::new_lead(lang)}</p>
            <Form name="make_space" command=command>
                {named(&asks, String::new(), String::new())}
                <TextField
                    name="namespace"
                    label=texts::space::namespace(lang)
                    hint=texts::space::namespace_hint(lang)
                    required=true
                />
                {rights(&asks, Audience::Everybody, Audience::Accounts, false)}
                <p class="actions"><Submit label=texts::space::make(lang) /></p>
            </Form>
        </div>
    };
    Ok(View::new(texts::space::new(lang), body))
}

/// `/espaces/ouvrir/{kind}/{of}`: around an `atelier`, a `projet` or an `association`.
pub async fn open(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    ask.request.actor.signed()?;
    let (kind, id) = (ask.param("kind"), ask.param("of"));
    let around = around(kind, id)?;
    let (about, opened) = openable(&ask.request, around).await?;
    if let Some(opened) = opened {
        return Err(AppError::Moved(format!("/espaces/{}", opened.door())));
    }
    let (command, asks) = (ask.request.command(), ask.clone());
    let hidden = vec![("kind".to_owned(), kind.to_owned()), ("of".to_owned(), id.to_owned())];
    let title = texts::space::open_title(lang, &about.name);
    let (path, name) = (ask.href(&about.path), about.name);
    let body = view! {
        <div class="wrap narrow">
            <p class="kicker"><a href=path>{name.clone()}</a></p>
            <h1>{title.clone()}</h1>
            <p class="lead">{texts::space::open_lead(lang)}</p>
            <p>{texts::space_around::of(lang, around.code())}</p>
            <Form name="open_space" command=command hidden=hidden>
                {named(&asks, name, String::new())}
                <p class="actions"><Submit label=texts::space::open(lang) /></p>
            </Form>
        </div>
    };
    Ok(View::new(title, body))
}

/// `/espaces/{space}/modifier`
pub async fn change(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let space = kept(&ask.request, ask.param("space")).await?.space;
    let (command, asks) = (ask.request.command(), ask.clone());
    let hidden = vec![("space".to_owned(), space.door().to_owned())];
    let title = texts::space::change_title(lang, space.title.as_str());
    let back = ask.href(&format!("/espaces/{}", space.door()));
    let Space { title: called, purpose, reads, writes, reviewed, .. } = space;
    let purpose = purpose.map(|purpose| purpose.to_string()).unwrap_or_default();
    let rights = (writes != Audience::Nobody).then(|| rights(&asks, reads, writes, reviewed));
    let body = view! {
        <div class="wrap narrow">
            <p class="kicker"><a href=back.clone()>{called.to_string()}</a></p>
            <h1>{title.clone()}</h1>
            <Form name="change_space" command=command hidden=hidden>
                {named(&asks, called.to_string(), purpose)}
                {rights}
                <p class="actions">
                    <Submit label=texts::space::save(lang) />
                    " "
                    <ButtonLink href=back label=texts::space::back(lang) quiet=true />
                </p>
            </Form>
        </div>
    };
    Ok(View::new(title, body))
}

fn named(ask: &Ask, title: String, purpose: String) -> impl IntoView + use<> {
    let lang = ask.lang();
    view! {
        <TextField name="title" label=texts::space::name(lang) value=title required=true />
        <TextField
            name="purpose"
            label=texts::space::purpose(lang)
            hint=texts::space::purpose_hint(lang)
            value=purpose
        />
    }
}

fn rights(ask: &Ask, reads: Audience, writes: Audience, reviewed: bool) -> impl IntoView + use<> {
    let lang = ask.lang();
    let choice = |audience: Audience| {
        Choice::new(audience.code(), texts::audience::of(lang, audience.code()))
    };
    view! {
        <RadioGroup
            name="reads"
            legend=texts::space::reads(lang)
            options=READERS.into_iter().map(choice).collect()
            value=reads.code()
            required=true
        />
        <RadioGroup
            name="writes"
            legend=texts::space::writes(lang)
            hint=texts::space::writes_hint(lang)
            options=WRITERS.into_iter().map(choice).collect()
            value=writes.code()
            required=true
        />
        <Checkbox name="reviewed" label=texts::space::reviewed(lang) checked=reviewed />
    }
}
