//! The record of an association, and its form.

use super::load::{self, Shown};
use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::card::ButtonLink;
use crate::ui::fields::{Checkbox, Choice, Form, RadioGroup, Submit, TextArea, TextField};
use domain::accounts::{Association, AssociationKind};
use domain::associations::{Field, Sight};
use domain::ids::AssociationId;
use domain::text::{Lang, Words};
use leptos::prelude::*;

/// `/association/{association}`
pub async fn record(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: AssociationId = ask.id("association")?;
    let shown = load::shown(&ask.request, id).await?;
    let name = shown.association.name.to_string();
    let kind = texts::join::of(lang, shown.association.kind.code());
    let fields = Field::ALL.into_iter().filter(|field| *field != Field::Name);
    let facts: Vec<AnyView> = fields
        .filter(|field| shown.sees(*field))
        .filter_map(|field| fact(lang, &shown, field))
        .collect();
    let facts = if facts.is_empty() {
        view! { <p>{texts::association::empty(lang)}</p> }.into_any()
    } else {
        view! { <dl class="facts">{facts}</dl> }.into_any()
    };
    let note = (shown.sight != Sight::Stranger).then(|| {
        view! { <p class="small muted">{texts::association::private_note(lang)}</p> }
    });
    let title = name.clone();
    let body = view! {
        <div class="wrap">
            <p class="kicker">{texts::association::record(lang)}</p>
            <h1>{name.clone()}</h1>
            <p class="lead">{kind}</p>
            {facts}
            {note}
            {doors(&ask, &shown)}
        </div>
    };
    Ok(View { title, description: String::new(), body: body.into_any() })
}

/// What one field says, and whether everybody sees it. None: it says nothing.
fn fact(lang: Lang, shown: &Shown, field: Field) -> Option<AnyView> {
    let said = said(lang, &shown.association, field)?;
    let seen = (shown.sight != Sight::Stranger).then(|| {
        let seen = if shown.is_public(field) {
            texts::association::public(lang)
        } else {
            texts::association::private(lang)
        };
        view! { " " <span class="chip">{seen}</span> }
    });
    let name = texts::record_field::of(lang, field.code());
    Some(view! { <div><dt>{name}</dt><dd>{said} {seen}</dd></div> }.into_any())
}

fn said(lang: Lang, association: &Association, field: Field) -> Option<AnyView> {
    let about = &association.about;
    let text = match field {
        Field::Name => association.name.to_string(),
        Field::Object => {
            let words = about.object.as_ref()?.to_string();
            return Some(view! { <span class="words">{words}</span> }.into_any());
        }
        Field::Themes if about.themes.is_empty() => return None,
        Field::Themes => {
            let titles: Vec<_> = about.themes.iter().map(|key| theme_title(lang, key)).collect();
            titles.join(", ")
        }
        Field::Town => association.city.clone()?,
        Field::Address => {
            let parts: Vec<&str> = [&about.street, &about.postcode]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
            if parts.is_empty() {
                return None;
            }
            parts.join(", ")
        }
        Field::Website => {
            let url = about.website.as_ref()?.as_str().to_owned();
            let told = url.clone();
            let link = view! { <a rel="noopener nofollow" href=url>{told}</a> };
            return Some(link.into_any());
        }
        Field::Contact => {
            let email = about.contact.as_ref()?.as_str().to_owned();
            let to = format!("mailto:{email}");
            return Some(view! { <a href=to>{email}</a> }.into_any());
        }
        Field::Rna => association.rna.as_ref()?.as_str().to_owned(),
        Field::Siret => association.siret.as_ref()?.as_str().to_owned(),
    };
    Some(text.into_any())
}

/// Where who asks may go from a record.
fn doors(ask: &Ask, shown: &Shown) -> Option<AnyView> {
    let lang = ask.lang();
    let id = shown.association.id;
    let edit = shown.own.then(|| {
        let href = ask.href(&format!("/association/{id}/modifier"));
        view! { <ButtonLink href=href label=texts::association::edit(lang) /> " " }
    });
    let journey = match shown.sight {
        Sight::Stranger => None,
        _ => shown.journey,
    };
    let journey = journey.map(|journey| {
        let path = if shown.own { "/parcours".to_owned() } else { format!("/parcours/{journey}") };
        view! { <ButtonLink href=ask.href(&path) label=texts::association::journey(lang) quiet=true /> }
    });
    (edit.is_some() || journey.is_some())
        .then(|| view! { <p class="actions">{edit} {journey}</p> }.into_any())
}

/// `/association/{association}/modifier`
pub async fn edit(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: AssociationId = ask.id("association")?;
    let Shown { association, told, .. } = load::to_change(&ask.request, id).await?;
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::association::edit_title(lang)}</h1>
            <p class="lead">{texts::association::edit_lead(lang)}</p>
            <Form
                name="save_record"
                command=ask.request.command()
                hidden=vec![("id".to_owned(), id.to_string())]
            >
                {who(lang, &association)}
                {place(lang, &association)}
                {numbers(lang, &association)}
                {public(lang, &association, told)}
                <p class="actions"><Submit label=texts::association::save(lang) /></p>
            </Form>
        </div>
    };
    Ok(View {
        title: texts::association::edit_title(lang).to_owned(),
        description: String::new(),
        body: body.into_any(),
    })
}

/// What everybody may see, box by box.
fn public(lang: Lang, association: &Association, told: bool) -> AnyView {
    let told = told.then(|| view! { <p>{texts::association::shown_told(lang)}</p> });
    let boxes: Vec<_> = (Field::ALL.iter())
        .map(|field| {
            let name = format!("shown[{}]", field.code());
            let checked = association.about.shown.contains(field);
            let label = texts::record_field::of(lang, field.code());
            view! { <Checkbox name=name value="on" label=label checked=checked /> }.into_any()
        })
        .collect();
    view! {
        <section aria-labelledby="shown">
            <h2 id="shown">{texts::association::shown(lang)}</h2>
            <p>{texts::association::shown_why(lang)}</p>
            {told}
            <div role="group" aria-labelledby="shown" class="boxes">{boxes}</div>
        </section>
    }
    .into_any()
}

fn who(lang: Lang, association: &Association) -> AnyView {
    let about = &association.about;
    let kinds = AssociationKind::ALL.map(|kind| (kind.code(), texts::join::of(lang, kind.code())));
    let themes: Vec<_> = (store::questionnaire().themes.iter())
        .map(|theme| {
            let checked = about.themes.contains(&theme.key);
            let (name, label) = (format!("themes[{}]", theme.key), theme.title.get(lang));
            view! { <Checkbox name=name value="on" label=label checked=checked /> }
        })
        .collect();
    view! {
        <section aria-labelledby="who">
            <h2 id="who">{texts::association::who_you_are(lang)}</h2>
            <TextField
                name="association"
                label=texts::association::name(lang)
                value=association.name.to_string()
                autocomplete="organization"
                required=true
            />
            <RadioGroup
                name="kind"
                legend=texts::join::kind(lang)
                options=kinds.map(Choice::from).to_vec()
                value=association.kind.code()
                required=true
            />
            <TextArea
                name="object"
                label=texts::association::object(lang)
                hint=texts::association::object_hint(lang)
                value=about.object.as_ref().map(Words::to_string).unwrap_or_default()
                at_most=Words::MAX
            />
            <fieldset class="field">
                <legend>{texts::association::themes(lang)}</legend>
                <p class="hint">{texts::association::themes_hint(lang)}</p>
                <div class="boxes">{themes}</div>
            </fieldset>
        </section>
    }
    .into_any()
}

fn place(lang: Lang, association: &Association) -> AnyView {
    let about = &association.about;
    let of = |text: &Option<String>| text.clone().unwrap_or_default();
    view! {
        <section aria-labelledby="where">
            <h2 id="where">{texts::association::where_you_are(lang)}</h2>
            <TextField
                name="street"
                label=texts::association::street(lang)
                value=of(&about.street)
                autocomplete="street-address"
            />
            <TextField
                name="postcode"
                label=texts::association::postcode(lang)
                value=of(&about.postcode)
                autocomplete="postal-code"
            />
            <TextField
                name="city"
                label=texts::association::city(lang)
                value=of(&association.city)
                autocomplete="address-level2"
            />
            <TextField
                name="website"
                label=texts::association::website(lang)
                value=about.website.as_ref().map(|w| w.as_str().to_owned()).unwrap_or_default()
                autocomplete="url"
                inputmode="url"
            />
            <TextField
                name="contact"
                kind="email"
                label=texts::association::contact(lang)
                hint=texts::association::contact_hint(lang)
                value=about.contact.as_ref().map(|c| c.as_str().to_owned()).unwrap_or_default()
            />
        </section>
    }
    .into_any()
}

fn numbers(lang: Lang, association: &Association) -> AnyView {
    let rna = association.rna.as_ref().map(|rna| rna.as_str().to_owned());
    let siret = association.siret.as_ref().map(|siret| siret.as_str().to_owned());
    view! {
        <section aria-labelledby="numbers">
            <h2 id="numbers">{texts::association::numbers(lang)}</h2>
            <p>{texts::association::numbers_why(lang)}</p>
            <TextField
                name="rna"
                label=texts::join::rna(lang)
                hint=texts::join::rna_hint(lang)
                value=rna.unwrap_or_default()
            />
            <TextField
                name="siret"
                label=texts::join::siret(lang)
                hint=texts::join::siret_hint(lang)
                value=siret.unwrap_or_default()
                inputmode="numeric"
            />
        </section>
    }
    .into_any()
}
