//! The record of an association, and its form.

mod alike;
mod handover;
mod people;
mod twins;

pub use alike::{alike_notice, live, told, typed_sketch};
pub use handover::handover;
pub use people::{invitation, people};
pub use twins::{compare, twins};

use super::load::{self, Shown};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::card::ButtonLink;
use crate::ui::fields::{Checkbox, Choice, Form, RadioGroup, Select, Submit, TextArea, TextField};
use crate::wiki::spaces::door::door;
use domain::accounts::{Association, AssociationKind};
use domain::associations::{Field, Sight, Size};
use domain::ids::AssociationId;
use domain::text::{Lang, Words};
use domain::wiki::Around;
use leptos::prelude::*;
use texts::dates;

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
    let space = door(&ask, Around::Association(id)).await?;
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
            {space}
        </div>
    };
    Ok(View::new(title, body))
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
    let text = load::told_of(lang, association, field)?;
    let told = text.clone();
    Some(match field {
        Field::Object => view! { <span class="words">{text}</span> }.into_any(),
        Field::Website => view! { <a rel="noopener nofollow" href=told>{text}</a> }.into_any(),
        Field::Contact => view! { <a href=format!("mailto:{told}")>{text}</a> }.into_any(),
        _ => text.into_any(),
    })
}

/// Where who asks may go from a record.
fn doors(ask: &Ask, shown: &Shown) -> Option<AnyView> {
    let lang = ask.lang();
    let id = shown.association.id;
    if shown.sight == Sight::Stranger {
        return asking(ask, shown);
    }
    let link = |path: String, label: &'static str, quiet: bool| {
        view! { <ButtonLink href=ask.href(&path) label=label quiet=quiet /> " " }.into_any()
    };
    let edit = shown.own.then(|| {
        link(format!("/association/{id}/modifier"), texts::association::edit(lang), false)
    });
    let people = (shown.own || ask.request.actor.organizer().is_ok())
        .then(|| link(load::people_path(id), texts::association::people(lang), true));
    let exchange = shown
        .own
        .then(|| link(crate::exchange::load::own_page(id), texts::exchange::own_title(lang), true));
    let journey = shown.journey.map(|journey| {
        let path = if shown.own { "/parcours".to_owned() } else { format!("/parcours/{journey}") };
        link(path, texts::association::journey(lang), true)
    });
    Some(view! { <p class="actions">{edit} {people} {exchange} {journey}</p> }.into_any())
}

/// Asking to act for it: for who has signed in, once.
fn asking(ask: &Ask, shown: &Shown) -> Option<AnyView> {
    let lang = ask.lang();
    ask.request.actor.person()?;
    let body = match &shown.asked {
        Some(asked) => {
            let told = texts::crew::ask_waits(lang, dates::date(lang, asked.at));
            view! { <p>{told}</p> }.into_any()
        }
        None => {
            let hidden = vec![("association".to_owned(), shown.association.id.to_string())];
            view! {
                <Form name="ask_to_join" command=ask.request.command() hidden=hidden class="narrow">
                    <TextArea
                        name="words"
                        label=texts::crew::ask_words(lang)
                        rows=3
                        at_most=Words::MAX
                    />
                    <p class="actions"><Submit label=texts::crew::ask_send(lang) quiet=true /></p>
                </Form>
            }
            .into_any()
        }
    };
    Some(
        view! {
            <section aria-labelledby="ask">
                <h2 id="ask">{texts::crew::ask_title(lang)}</h2>
                {body}
            </section>
        }
        .into_any(),
    )
}

/// `/association/{association}/modifier`
pub async fn edit(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: AssociationId = ask.id("association")?;
    let Shown { association, told, .. } = load::to_change(&ask.request, id).await?;
    let alike = match typed_sketch("save_record", "contact") {
        Some(sketch) => load::alike(&ask.request, &sketch, Some(id)).await?,
        None => Vec::new(),
    };
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
                {live(&ask, "save_record", "contact", Some(id))}
                {place(lang, &association)}
                {numbers(lang, &association)}
                {public(lang, &association, told)}
                {if alike.is_empty() {
                    view! {
                        <p class="actions"><Submit label=texts::association::save(lang) /></p>
                    }
                    .into_any()
                } else {
                    alike_notice(&ask, &alike, false)
                }}
            </Form>
        </div>
    };
    Ok(View::new(texts::association::edit_title(lang), body))
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
    let themes: Vec<_> = (store::last_published().themes.iter())
        .map(|theme| {
            let checked = about.themes.contains(&theme.key);
            let (name, label) = (format!("themes[{}]", theme.key), theme.title.get(lang));
            view! { <Checkbox name=name value="on" label=label checked=checked /> }
        })
        .collect();
    let sizes = Size::ALL.map(|size| (size.code(), texts::size::of(lang, size.code())));
    let sizes = [("", texts::association::size_unsaid(lang))].into_iter().chain(sizes);
    let sizes = sizes.map(|(code, label)| (code.to_owned(), label.to_owned())).collect();
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
            <Select
                name="size"
                label=texts::association::size(lang)
                hint=texts::association::size_hint(lang)
                options=sizes
                value=about.size.map(Size::code).unwrap_or_default()
            />
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
