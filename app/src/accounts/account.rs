//! `/compte`: one's own account, and the devices where one is signed in.

use super::load::{self, Own};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::fields::{Choice, Form, RadioGroup, Submit, TextField};
use crate::ui::table::{Row, Table};
use domain::accounts::{LoginSession, Person};
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;

/// `/compte`
pub async fn page(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let Own { person, sessions } = load::own(&ask.request).await?;
    let body = view! {
        <div class="wrap">
            <h1>{texts::account::title(lang)}</h1>
            <div class="two">
                <div class="stack">
                    {details(&ask, &person)}
                    {address(&ask, &person)}
                </div>
                <div class="stack">{password(&ask, &person)} {devices(&ask, sessions)}</div>
            </div>
            <section aria-labelledby="data">
                <h2 id="data">{texts::export::own_title(lang)}</h2>
                <p>{texts::export::own_lead(lang)}</p>
                <p class="actions">
                    <a class="button quiet" href=ask.href("/compte/donnees")>{texts::privacy::take(lang)}</a>
                    <a class="button quiet" href=ask.href("/compte/supprimer")>{texts::privacy::erase(lang)}</a>
                </p>
            </section>
        </div>
    };
    Ok(View::new(texts::account::title(lang), body))
}

fn details(ask: &Ask, person: &Person) -> impl IntoView + use<> {
    let lang = ask.lang();
    let langs = [Lang::Fr, Lang::En]
        .map(|lang_of| Choice::new(lang_of.code(), texts::account::of(lang, lang_of.code())));
    let (name, chosen) = (person.name.to_string(), person.lang.code());
    view! {
        <section aria-labelledby="you">
            <h2 id="you">{texts::account::you(lang)}</h2>
            <Form name="change_details" command=ask.request.command()>
                <TextField
                    name="name"
                    label=texts::account::name(lang)
                    autocomplete="name"
                    value=name
                    required=true
                />
                <RadioGroup
                    name="lang"
                    legend=texts::account::language(lang)
                    options=langs.to_vec()
                    value=chosen
                    required=true
                />
                <p class="actions"><Submit label=texts::account::save(lang) quiet=true /></p>
            </Form>
            <p><a href=ask.href("/compte/courrier")>{texts::outbox::preferences(lang)}</a></p>
            {crate::calendar::pages::own_link(ask)}
            <p><a href=ask.href("/wiki#brouillons")>{texts::page_draft::own(lang)}</a></p>
            {crate::exchange::directory::link(ask)}
        </section>
    }
}

fn address(ask: &Ask, person: &Person) -> impl IntoView + use<> {
    let lang = ask.lang();
    let known = person.password_hash.is_some();
    view! {
        <section aria-labelledby="address">
            <h2 id="address">{texts::account::address(lang)}</h2>
            <p>{texts::account::address_now(lang, person.email.as_str())}</p>
            <Form name="ask_address" command=ask.request.command()>
                <TextField
                    name="email"
                    kind="email"
                    label=texts::account::new_address(lang)
                    hint=texts::account::address_hint(lang)
                    autocomplete="email"
                    required=true
                />
                {known.then(|| present(lang))}
                <p class="actions"><Submit label=texts::account::ask_address(lang) quiet=true /></p>
            </Form>
        </section>
    }
}

fn password(ask: &Ask, person: &Person) -> impl IntoView + use<> {
    let lang = ask.lang();
    let known = person.password_hash.is_some();
    view! {
        <section aria-labelledby="password">
            <h2 id="password">{texts::account::password(lang)}</h2>
            {(!known).then(|| view! { <p>{texts::account::no_password(lang)}</p> })}
            <Form name="change_password" command=ask.request.command()>
                {known.then(|| present(lang))}
                <TextField
                    name="new_password"
                    kind="password"
                    label=texts::account::new_password(lang)
                    hint=texts::join::password_hint(lang)
                    autocomplete="new-password"
                    required=true
                />
                <p class="actions">
                    <Submit label=texts::account::change_password(lang) quiet=true />
                </p>
            </Form>
        </section>
    }
}

/// Asks for the present password.
fn present(lang: Lang) -> impl IntoView {
    view! {
        <TextField
            name="password"
            kind="password"
            label=texts::account::present(lang)
            autocomplete="current-password"
            required=true
        />
    }
}

fn devices(ask: &Ask, sessions: Vec<LoginSession>) -> impl IntoView + use<> {
    let lang = ask.lang();
    let headers = [
        texts::account::device_column(lang),
        texts::account::since(lang),
        texts::account::action(lang),
    ];
    let rows = sessions.into_iter().map(|session| device(ask, session)).collect();
    view! {
        <section aria-labelledby="devices">
            <h2 id="devices">{texts::account::devices(lang)}</h2>
            <p>{texts::account::devices_lead(lang)}</p>
            <Table
                caption=texts::account::devices(lang)
                headers=headers.map(str::to_owned).to_vec()
                rows=rows
            />
            <p class="actions">
                <Do
                    name="sign_out_everywhere"
                    request=ask.request.clone()
                    label=texts::account::everywhere(lang)
                    quiet=true
                />
            </p>
        </section>
    }
}

fn device(ask: &Ask, session: LoginSession) -> Row {
    let lang = ask.lang();
    let (browser, system) = (session.device.browser.code(), session.device.system.code());
    let (browser, system) = (texts::browser::of(lang, browser), texts::system::of(lang, system));
    let name = texts::account::device(lang, browser, system);
    let here = ask.request.token_hash.as_ref() == Some(&session.token_hash);
    let action = if here {
        view! { <span class="muted">{texts::account::this_one(lang)}</span> }.into_any()
    } else {
        let hidden = vec![("session", session.id.to_string())];
        let label = texts::account::end(lang);
        view! {
            <Do name="end_session" request=ask.request.clone() label=label quiet=true hidden=hidden />
        }
        .into_any()
    };
    Row::new(vec![name.into_any(), dates::moment(lang, session.since).into_any(), action])
}
