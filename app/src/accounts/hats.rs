//! Hats in words, and the page where one is chosen.

use super::load::{self, CarrierShown};
use crate::error::AppError;
use crate::routes::{Ask, View, href};
use crate::shell::{Do, line};
use crate::ui::card::ActionTag;
use crate::ui::fields::{Form, Submit, TextField};
use domain::accounts::{Action, Hat, Signed};
use domain::text::Lang;
use leptos::prelude::*;

/// A hat in plain words; `behalf` is the name of whom it acts for.
pub fn told(lang: Lang, hat: Hat, behalf: Option<&str>) -> String {
    match hat {
        Hat::Member(_) => behalf.unwrap_or_default().to_owned(),
        Hat::Organizer(action, _) => {
            let what = texts::as_whom::of(lang, action.code());
            format!("{what}, {}", behalf.unwrap_or_default())
        }
        Hat::Volunteer | Hat::Mentor | Hat::Administrator => {
            texts::as_whom::of(lang, hat.kind()).to_owned()
        }
    }
}

/// A hat as administrators name it.
pub fn named(lang: Lang, hat: Hat, behalf: Option<&str>) -> String {
    match hat {
        Hat::Organizer(action, _) => {
            let code = format!("organizer_{}", action.code());
            format!("{}, {}", texts::hat::of(lang, &code), behalf.unwrap_or_default())
        }
        hat => texts::hat::of(lang, hat.kind()).to_owned(),
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
    Ok(View::new(texts::roles::title(lang), body))
}

/// `/administration/porteurs`: who runs which action.
pub async fn carriers(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = load::carriers(&ask.request).await?;
    let items = shown.into_iter().map(|shown| carrier(&ask, shown)).collect_view();
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::carriers::title(lang)}</h1>
            <p class="lead">{texts::carriers::lead(lang)}</p>
            <ul class="people hats">{items}</ul>
            <section aria-labelledby="add">
                <h2 id="add">{texts::carriers::add(lang)}</h2>
                <Form name="name_carrier" command=ask.request.command()>
                    <TextField name="name" label=texts::carriers::name(lang) required=true />
                    <p class="actions"><Submit label=texts::carriers::add(lang) quiet=true /></p>
                </Form>
            </section>
        </div>
    };
    Ok(View::new(texts::carriers::title(lang), body))
}

fn carrier(ask: &Ask, shown: CarrierShown) -> AnyView {
    let lang = ask.lang();
    let CarrierShown { carrier, runs } = shown;
    let (id, name) = (carrier.id.to_string(), carrier.name.to_string());
    let action = |action: Action| {
        let running = runs.contains(&action);
        let title = texts::action::of(lang, action.code());
        let (label, say) = if running {
            (texts::carriers::end(lang, title), "no")
        } else {
            (texts::carriers::begin(lang, title), "yes")
        };
        let told = if running { texts::carriers::runs(lang) } else { texts::carriers::no(lang) };
        let hidden = [
            ("carrier", id.clone()),
            ("action", action.code().to_owned()),
            ("runs", say.to_owned()),
        ];
        let hidden = hidden.map(|(name, value)| (name.to_owned(), value)).to_vec();
        view! {
            <li>
                <ActionTag line=line(action) name=title /> " · " {told} " "
                <Form
                    name="say_carrying"
                    command=ask.request.command()
                    key=format!("{id}:{}", action.code())
                    hidden=hidden
                    class="inline"
                >
                    <Submit label=label quiet=true />
                </Form>
            </li>
        }
    };
    let actions = Action::ALL.map(action).collect_view();
    let rename = texts::carriers::rename(lang, &name);
    view! {
        <li>
            <b>{name.clone()}</b>
            <ul class="plain">{actions}</ul>
            <details>
                <summary>{rename}</summary>
                <Form
                    name="name_carrier"
                    command=ask.request.command()
                    key=id.clone()
                    hidden=vec![("carrier".to_owned(), id.clone())]
                >
                    <TextField name="name" label=texts::carriers::name(lang) value=name required=true />
                    <p class="actions"><Submit label=texts::carriers::save(lang) quiet=true /></p>
                </Form>
            </details>
        </li>
    }
    .into_any()
}
