//! The pages of accounts: joining, signing in and out, administration.

use super::hats::named;
use super::session::local_path;
use super::{load, us_too};
use crate::associations;
use crate::associations::pages::{alike_notice, live, typed_sketch};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::card::Notice;
use crate::ui::fields::{Checkbox, Choice, Form, RadioGroup, Select, Submit, TextArea, TextField};
use crate::ui::table::{Row, Table};
use domain::accounts::{AssociationKind, Errand, Hat, Person};
use domain::ids::TestimonyId;
use domain::text::{Lang, Words};
use domain::workshops::Entry;
use leptos::prelude::*;
use texts::dates;

/// `/rejoindre`: the need first, for that is what one comes with.
pub async fn join(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let from: Option<TestimonyId> = ask.query("inspire").parse().ok();
    let inspired = match from {
        Some(from) => us_too::wish(&ask, from).await?,
        None => None,
    };
    if let Some(wish) = &inspired
        && let Some(ours) = us_too::ours(&ask, wish).await?
    {
        return Ok(ours);
    }
    let from = inspired.as_ref().map(|wish| wish.id.to_string()).unwrap_or_default();
    let (need, need_hint) = match &inspired {
        Some(wish) => (wish.begins(lang), texts::us_too::begun(lang)),
        None => (String::new(), texts::join::need_hint(lang)),
    };
    let subjects = inspired.clone();
    let inspired = inspired.map(|wish| us_too::told(&ask, &wish));
    let alike = match typed_sketch("join", "email") {
        Some(sketch) => associations::load::alike(&ask.request, &sketch, None).await?,
        None => Vec::new(),
    };
    let meetings = load::meetings(&ask.request).await?;
    let mut meetings: Vec<Choice> =
        meetings.into_iter().map(|(entry, free)| meeting(lang, &entry, free)).collect();
    meetings.push(Choice::new("", texts::join::later(lang)));
    let (command, chosen) = (ask.request.command(), ask.query("reunion").to_owned());
    let kinds = AssociationKind::ALL.map(|kind| (kind.code(), texts::join::of(lang, kind.code())));
    let known = ask.request.actor.signed().ok().map(|signed| signed.name.clone());
    let have_account = known.is_none().then(|| {
        view! {
            <p>
                {texts::join::have_account(lang)} " "
                <a href=ask.href("/connexion")>{texts::nav::sign_in(lang)}</a>
            </p>
        }
    });
    // Inside the form, whose fields know it.
    let you = move || {
        let who = match known {
            Some(name) => view! { <p>{texts::join::as_whom(lang, name)}</p> }.into_any(),
            None => view! {
                <TextField
                    name="name"
                    label=texts::join::name(lang)
                    autocomplete="name"
                    required=true
                />
                <TextField
                    name="email"
                    kind="email"
                    label=texts::join::email(lang)
                    hint=texts::join::email_hint(lang)
                    autocomplete="email"
                    required=true
                />
            }
            .into_any(),
        };
        view! {
            <section aria-labelledby="you">
                <h2 id="you">{texts::join::you(lang)}</h2>
                {who}
                <Checkbox name="agree" label=texts::join::agree(lang) required=true />
            </section>
        }
    };
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::join::title(lang)}</h1>
            <p class="lead">{texts::join::lead(lang)}</p>
            {inspired}
            <Form
                name="join"
                command=command
                hidden=vec![("inspired_by".to_owned(), from)]
            >
                <section aria-labelledby="need">
                    <h2 id="need">{texts::join::your_need(lang)}</h2>
                    <TextArea
                        name="need"
                        label=texts::join::need(lang)
                        hint=need_hint
                        value=need
                        rows=6
                        required=true
                        at_most=Words::MAX
                    />
                </section>
                <section aria-labelledby="association">
                    <h2 id="association">{texts::join::your_association(lang)}</h2>
                    <TextField
                        name="association"
                        label=texts::join::association(lang)
                        autocomplete="organization"
                        required=true
                    />
                    <RadioGroup
                        name="kind"
                        legend=texts::join::kind(lang)
                        options=kinds.map(Choice::from).to_vec()
                        value="non_profit"
                        required=true
                    />
                    <TextField
                        name="city"
                        label=texts::join::city(lang)
                        autocomplete="address-level2"
                    />
                    <TextField
                        name="rna"
                        label=texts::join::rna(lang)
                        hint=texts::join::rna_hint(lang)
                    />
                    <TextField
                        name="siret"
                        label=texts::join::siret(lang)
                        hint=texts::join::siret_hint(lang)
                        inputmode="numeric"
                    />
                    {live(&ask, "join", "email", None)}
                    {subjects.and_then(|wish| us_too::subjects(lang, &wish))}
                </section>
                <section aria-labelledby="meeting">
                    <h2 id="meeting">{texts::join::meeting_title(lang)}</h2>
                    <RadioGroup
                        name="meeting"
                        legend=texts::join::meeting(lang)
                        options=meetings
                        value=chosen
                        required=true
                    />
                </section>
                {you()}
                {if alike.is_empty() {
                    view! { <p class="actions"><Submit label=texts::join::send(lang) /></p> }.into_any()
                } else {
                    alike_notice(&ask, &alike, true)
                }}
            </Form>
            {have_account}
        </div>
    };
    Ok(View {
        title: texts::join::title(lang).to_owned(),
        description: texts::join::lead(lang).to_owned(),
        body: body.into_any(),
    })
}

fn meeting(lang: Lang, entry: &Entry, free: u32) -> Choice {
    let when = dates::moment(lang, entry.starts_at);
    let seats = match free {
        0 => texts::join::full(lang).to_owned(),
        free => texts::join::free(lang, i64::from(free)),
    };
    let hint = format!("{} · {} · {seats}", entry.title, entry.place);
    Choice::new(entry.id.to_string(), when).hint(hint)
}

/// The two fields of a new account.
fn email_and_password(lang: Lang) -> impl IntoView {
    view! {
        <TextField
            name="email"
            kind="email"
            label=texts::join::email(lang)
            autocomplete="email"
            required=true
        />
        {new_password(lang)}
    }
}

fn new_password(lang: Lang) -> impl IntoView {
    view! {
        <TextField
            name="password"
            kind="password"
            label=texts::join::password(lang)
            hint=texts::join::password_hint(lang)
            autocomplete="new-password"
            required=true
        />
    }
}

/// `/connexion`
pub async fn sign_in(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let next = local_path(ask.query("suite")).unwrap_or_default();
    let demo = ask.request.state.demo.then(|| {
        let people = texts::demo::people(lang).split('|').map(|person| {
            view! { <li>{person.trim()}</li> }
        });
        view! {
            <Notice title=texts::demo::title(lang)>
                <p>{texts::demo::password(lang)}</p>
                <ul class="small">{people.collect_view()}</ul>
            </Notice>
        }
    });
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::sign_in::title(lang)}</h1>
            <section aria-labelledby="by-link">
                <h2 id="by-link">{texts::sign_in::by_link(lang)}</h2>
                <p>{texts::sign_in::by_link_lead(lang)}</p>
                <Form
                    name="ask_link"
                    command=ask.request.command()
                    hidden=vec![("next".to_owned(), next.clone())]
                >
                    {email(lang)}
                    <p class="actions"><Submit label=texts::sign_in::ask_link(lang) /></p>
                </Form>
            </section>
            <section aria-labelledby="by-password">
                <h2 id="by-password">{texts::sign_in::by_password(lang)}</h2>
                <Form name="sign_in" command="" hidden=vec![("next".to_owned(), next)]>
                    {email(lang)}
                    <TextField
                        name="password"
                        kind="password"
                        label=texts::sign_in::password(lang)
                        autocomplete="current-password"
                        required=true
                    />
                    <p class="actions"><Submit label=texts::sign_in::send(lang) quiet=true /></p>
                </Form>
                <p><a href=ask.href("/connexion/oubli")>{texts::sign_in::forgot(lang)}</a></p>
            </section>
            <p>
                {texts::sign_in::no_account(lang)} " "
                <a href=ask.href("/rejoindre")>{texts::sign_in::join(lang)}</a>
            </p>
            {demo}
        </div>
    };
    Ok(View::new(texts::sign_in::title(lang), body))
}

/// The address of an account.
fn email(lang: Lang) -> impl IntoView {
    view! {
        <TextField
            name="email"
            kind="email"
            label=texts::sign_in::email(lang)
            autocomplete="username"
            required=true
        />
    }
}

/// `/connexion/lien`: the same for everybody, whether the address has an account or not.
pub async fn link_sent(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::sign_in::sent_title(lang)}</h1>
            <p class="lead">{texts::sign_in::sent(lang)}</p>
            <p>{texts::sign_in::sent_next(lang)}</p>
            <p class="muted">
                {texts::sign_in::sent_nothing(lang)} " "
                <a href=ask.href("/connexion")>{texts::sign_in::sent_again(lang)}</a>
            </p>
        </div>
    };
    Ok(View::new(texts::sign_in::sent_title(lang), body))
}

/// `/entrer/{token}`: what a mailed link opens. Scanners that follow links see a button, and press none.
pub async fn enter(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let token = ask.param("token").to_owned();
    let (errand, person) = load::mailed_link(&ask.request, &token).await?;
    let hidden = vec![("token".to_owned(), token)];
    let command = ask.request.command();
    let (title, lead, form) = match errand {
        Errand::SignIn { .. } => {
            let name = person.map(|person| person.name.to_string()).unwrap_or_default();
            let (title, lead) =
                (texts::sign_in::enter_title(lang), texts::sign_in::hello(lang, name));
            (title, lead, entrance(command, hidden, texts::sign_in::enter(lang)))
        }
        Errand::Address { email, .. } => {
            let lead = texts::sign_in::address_lead(lang, email.as_str());
            let form = entrance(command, hidden, texts::sign_in::address(lang));
            (texts::sign_in::address_title(lang), lead, form)
        }
        Errand::Claim { .. } => {
            let form = entrance(command, hidden, texts::sign_in::claim(lang));
            let lead = texts::sign_in::claim_lead(lang).to_owned();
            (texts::sign_in::claim_title(lang), lead, form)
        }
        // On a page of its own.
        Errand::Erase { .. } => return Err(AppError::LinkSpent),
        Errand::Reset { .. } => {
            let form = view! {
                <Form name="reset_password" command=command hidden=hidden>
                    {new_password(lang)}
                    <p class="actions"><Submit label=texts::sign_in::choose(lang) /></p>
                </Form>
            };
            let lead = texts::sign_in::choose_lead(lang).to_owned();
            (texts::sign_in::choose_title(lang), lead, form.into_any())
        }
    };
    let body = view! {
        <div class="wrap narrow">
            <h1>{title}</h1>
            <p class="lead">{lead}</p>
            {form}
            <p class="muted">{texts::sign_in::once(lang)}</p>
        </div>
    };
    Ok(View::new(title, body))
}

/// The one button of a mailed link's page.
fn entrance(command: String, hidden: Vec<(String, String)>, label: &'static str) -> AnyView {
    view! {
        <Form name="enter" command=command hidden=hidden>
            <p class="actions"><Submit label=label /></p>
        </Form>
    }
    .into_any()
}

/// `/connexion/oubli`
pub async fn forgot(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::sign_in::forgot_title(lang)}</h1>
            <p class="lead">{texts::sign_in::forgot_lead(lang)}</p>
            <Form name="ask_reset" command=ask.request.command()>
                {email(lang)}
                <p class="actions"><Submit label=texts::sign_in::forgot_send(lang) /></p>
            </Form>
        </div>
    };
    Ok(View::new(texts::sign_in::forgot_title(lang), body))
}

/// `/deconnexion`: for who comes there by its address; the header has the same button.
pub async fn sign_out(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::sign_in::sign_out_title(lang)}</h1>
            <p class="lead">{texts::sign_in::sign_out_lead(lang)}</p>
            <Form name="sign_out" command="">
                <p class="actions"><Submit label=texts::nav::sign_out(lang) /></p>
            </Form>
        </div>
    };
    Ok(View::new(texts::sign_in::sign_out_title(lang), body))
}

/// `/administration`
pub async fn administration(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let people = load::people(&ask.request).await?;
    let headers = [
        texts::administration::name(lang),
        texts::administration::email(lang),
        texts::administration::hats(lang),
    ];
    let given = load::hats_to_give(&ask.request).await?;
    let rows = people.into_iter().map(|(person, hats)| person_row(&ask, person, hats, &given));
    let rows = rows.collect();
    let hats: Vec<_> = given
        .iter()
        .map(|(hat, behalf)| (hat.code(), named(lang, *hat, behalf.as_deref())))
        .collect();
    let time = ask.request.state.demo.then(|| time(&ask));
    let body = view! {
        <div class="wrap">
            <h1>{texts::administration::title(lang)}</h1>
            <p><a href=ask.href("/administration/courrier")>{texts::outbox::title(lang)}</a></p>
            <p><a href=ask.href("/administration/journal")>{texts::audit::title(lang)}</a></p>
            <p><a href=ask.href("/administration/porteurs")>{texts::carriers::title(lang)}</a></p>
            {time}
            <section aria-labelledby="give">
                <h2 id="give">{texts::administration::give(lang)}</h2>
                <Form name="give_hat" command=ask.request.command() class="narrow">
                    <TextField
                        name="email"
                        kind="email"
                        label=texts::administration::give_email(lang)
                        required=true
                    />
                    <Select
                        name="hat"
                        label=texts::administration::hat(lang)
                        options=hats
                        required=true
                    />
                    <p class="actions"><Submit label=texts::administration::send(lang) /></p>
                </Form>
            </section>
            <section aria-labelledby="people">
                <h2 id="people">{texts::administration::people(lang)}</h2>
                <Table
                    caption=texts::administration::people(lang)
                    headers=headers.map(str::to_owned).to_vec()
                    rows=rows
                />
            </section>
        </div>
    };
    Ok(View::new(texts::administration::title(lang), body))
}

fn person_row(ask: &Ask, person: Person, hats: Vec<Hat>, given: &[(Hat, Option<String>)]) -> Row {
    let lang = ask.lang();
    let member = hats.iter().any(|hat| matches!(hat, Hat::Member(_)));
    let member = member.then(|| view! { <li>{texts::hat::member(lang)}</li> });
    // Each can be taken back, but membership, which is the association's affair.
    let others = given.iter().filter(|(hat, _)| hats.contains(hat)).map(|(hat, behalf)| {
        let name = named(lang, *hat, behalf.as_deref());
        let label = texts::administration::take(lang, &name);
        let key = format!("{}:{}", person.id, hat.code());
        let hidden =
            [("person", person.id.to_string()), ("hat", hat.code())].map(|(n, v)| (n.to_owned(), v));
        view! {
            <li>
                {name} " "
                <Form name="take_hat" command=ask.request.command() key=key hidden=hidden.to_vec() class="inline">
                    <button class="link small" aria-label=label>{texts::administration::take_short(lang)}</button>
                </Form>
            </li>
        }
    });
    let others = others.collect_view();
    let told = if hats.is_empty() {
        texts::administration::no_hat(lang).into_any()
    } else {
        view! { <ul class="plain">{member} {others}</ul> }.into_any()
    };
    let email = person.email.as_str().to_owned();
    Row::new(vec![person.name.to_string().into_any(), email.into_any(), told])
}

/// The demo's clock, which only an administrator moves.
fn time(ask: &Ask) -> impl IntoView + use<> {
    let lang = ask.lang();
    view! {
        <section aria-labelledby="time">
            <h2 id="time">{texts::administration::time(lang)}</h2>
            <p>{texts::administration::now(lang, dates::day(lang, ask.request.now))}</p>
            <Form name="move_time" command=ask.request.command() class="narrow">
                <TextField
                    name="days"
                    label=texts::administration::days(lang)
                    kind="number"
                    inputmode="numeric"
                    min="1"
                    max="400"
                    value="7"
                    required=true
                />
                <p class="actions">
                    <Submit label=texts::administration::move_time(lang) quiet=true />
                </p>
            </Form>
        </section>
    }
}

/// `/premier-compte/{token}`
pub async fn first_administrator(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let token = ask.param("token").to_owned();
    load::first_administrator(&ask.request, &token).await?;
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::administration::first_title(lang)}</h1>
            <p class="lead">{texts::administration::first_lead(lang)}</p>
            <Form
                name="make_first_administrator"
                command=ask.request.command()
                hidden=vec![("token".to_owned(), token)]
            >
                <TextField
                    name="name"
                    label=texts::join::name(lang)
                    autocomplete="name"
                    required=true
                />
                {email_and_password(lang)}
                <p class="actions"><Submit label=texts::administration::first_send(lang) /></p>
            </Form>
        </div>
    };
    Ok(View::new(texts::administration::first_title(lang), body))
}
