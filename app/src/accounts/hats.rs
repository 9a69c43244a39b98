//! Hats in words, and the page where one is chosen.

use super::load;
use crate::error::AppError;
use crate::routes::{Ask, View, href};
use crate::shell::Do;
use domain::accounts::{Hat, Signed};
use domain::text::Lang;
use leptos::prelude::*;

/// A hat in plain words; `behalf` is the name of whom it acts for.
pub fn told(lang: Lang, hat: Hat, behalf: Option<&str>) -> String {
    match hat {
        Hat::Member(_) => behalf.unwrap_or_default().to_owned(),
        Hat::Organizer(action) => {
            let what = texts::as_whom::of(lang, action.code());
            let carrier = texts::carrier::of(lang, action.code());
            format!("{what}, {carrier}")
        }
        Hat::Volunteer | Hat::Mentor | Hat::Administrator => {
            texts::as_whom::of(lang, hat.kind()).to_owned()
        }
    }
}

/// Who is there and as whom, for the header; with several hats, the way to another.
pub fn who(ask: &Ask, signed: &Signed) -> AnyView {
    let lang = ask.lang();
    let behalf = ask.request.behalf.as_deref();
    let hat = signed.current().map(|hat| {
        view! { <small><i>" · "</i>{told(lang, hat, behalf)}</small> }
    });
    let other = (signed.hats.len() > 1).then(|| {
        view! { <a href=href(lang, "/roles")>{texts::nav::roles(lang)}</a> }
    });
    view! {
        <span class="who"><b>{signed.name.clone()}</b> {hat}</span>
        {other}
    }
    .into_any()
}

/// `/roles`: one button a hat.
pub async fn page(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let signed = ask.request.actor.signed()?;
    let current = signed.current();
    let item = |(hat, behalf): (Hat, Option<String>)| {
        let kind = texts::role::of(lang, hat.kind());
        let name = told(lang, hat, behalf.as_deref());
        let door = if Some(hat) == current {
            view! { <p class="chip">{texts::roles::current(lang)}</p> }.into_any()
        } else {
            let hidden = vec![("hat", hat.code())];
            let (request, label) = (ask.request.clone(), texts::roles::wear(lang, &name));
            view! { <Do name="wear_hat" request=request label=label hidden=hidden quiet=true /> }
                .into_any()
        };
        view! { <li><b>{name}</b> <p class="muted small">{kind}</p> {door}</li> }
    };
    let hats = load::own_hats(&ask.request).await?;
    let list = if hats.is_empty() {
        view! { <p>{texts::roles::none(lang)}</p> }.into_any()
    } else {
        view! { <ul class="people hats">{hats.into_iter().map(item).collect_view()}</ul> }
            .into_any()
    };
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::roles::title(lang)}</h1>
            <p class="lead">{texts::roles::lead(lang)}</p>
            {list}
        </div>
    };
    Ok(View {
        title: texts::roles::title(lang).to_owned(),
        description: String::new(),
        body: body.into_any(),
    })
}
