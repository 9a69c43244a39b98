//! The pages of volunteers: offering help, one's own commitment, the requests.

use super::load;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::{ButtonLink, Notice};
use crate::ui::fields::{Checkbox, Choice, Form, RadioGroup, Submit, TextField};
use domain::hackathon::Skill;
use domain::text::Lang;
use domain::volunteering::{CHARTER, Commitment, HOURS_MAX, Instead, State};
use leptos::prelude::*;
use texts::dates;

/// `/aider`
pub async fn help(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let own = load::own(&ask.request).await?;
    let signed = ask.request.actor.signed().is_ok();
    let requests = ask.request.actor.recruiter().is_ok().then(|| {
        let href = ask.href("/aider/demandes");
        view! { <p><a href=href>{texts::help::requests(lang)}</a></p> }
    });
    let offer = if signed { offer(&ask, own.as_ref()) } else { visitor(&ask) };
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::help::title(lang)}</h1>
            <p class="lead">{texts::help::lead(lang)}</p>
            {requests}
            {own.as_ref().map(|own| stands(&ask, own))}
            {charter(lang, own.as_ref())}
            {offer}
            {own.as_ref().map(|own| leaving(&ask, own))}
        </div>
    };
    Ok(View {
        title: texts::help::title(lang).to_owned(),
        description: texts::help::lead(lang).to_owned(),
        body: body.into_any(),
    })
}

/// Where the request or the commitment stands, and what comes next.
fn stands(ask: &Ask, own: &Commitment) -> AnyView {
    let (lang, since) = (ask.lang(), dates::date(ask.lang(), own.since));
    let (told, next) = match own.state {
        State::Asked => (texts::help::told_asked(lang, since), None),
        State::Accepted => (
            texts::help::told_accepted(lang, since),
            Some(("/diagnostics", texts::nav::diagnoses(lang))),
        ),
        State::Stopped => (texts::help::told_stopped(lang, since), None),
        State::Answered(instead) => {
            let path = match instead {
                Instead::Meeting => "/agenda?genre=info_meeting",
                Instead::Encounter => "/agenda?genre=encounter",
                Instead::NextEdition => "/hackathon",
            };
            let told = texts::help_told::of(lang, instead.code()).to_owned();
            (told, Some((path, texts::refusal::see_agenda(lang))))
        }
    };
    let next = next.map(|(path, label)| {
        let href = ask.href(path);
        view! { <p class="actions"><ButtonLink href=href label=label quiet=true /></p> }
    });
    let paused = own.paused_until.filter(|_| own.is_paused(ask.request.now)).map(|until| {
        let told = texts::help::told_paused(lang, dates::date(lang, until));
        view! {
            <p>{told}</p>
            <Do name="pause_help" request=ask.request.clone() label=texts::help::resume(lang) />
        }
    });
    view! { <Notice><p>{told}</p> {next} {paused}</Notice> }.into_any()
}

fn charter(lang: Lang, own: Option<&Commitment>) -> AnyView {
    let lines = [
        texts::charter::listen(lang),
        texts::charter::quiet(lang),
        texts::charter::free(lang),
        texts::charter::word(lang),
    ];
    let accepted = own.map(|own| match own.asks_again() {
        true => texts::help::charter_changed(lang).to_owned(),
        false => texts::help::charter_accepted(lang, dates::date(lang, own.charter_at)),
    });
    view! {
        <section aria-labelledby="charter">
            <h2 id="charter">{texts::help::charter(lang)}</h2>
            <ul>{lines.map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            <p class="muted small">
                {texts::help::charter_version(lang, CHARTER.to_string())} " " {accepted}
            </p>
        </section>
    }
    .into_any()
}

fn visitor(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    let sign_in = ask.href("/connexion?suite=/aider");
    view! {
        <section aria-labelledby="visitor">
            <h2 id="visitor">{texts::help::visitor(lang)}</h2>
            <p>{texts::help::visitor_lead(lang)}</p>
            <Form name="begin_help" command=ask.request.command()>
                <TextField name="name" label=texts::help::name(lang) autocomplete="name" required=true />
                <TextField
                    name="email"
                    kind="email"
                    label=texts::help::email(lang)
                    autocomplete="email"
                    required=true
                />
                <p class="actions"><Submit label=texts::help::begin(lang) /></p>
            </Form>
            <p>
                {texts::join::have_account(lang)} " "
                <a href=sign_in>{texts::nav::sign_in(lang)}</a>
            </p>
        </section>
    }
    .into_any()
}

fn offer(ask: &Ask, own: Option<&Commitment>) -> AnyView {
    let lang = ask.lang();
    let promise = own.map(|own| own.promise.clone());
    let known = promise.as_ref().map(|p| p.skills.clone()).unwrap_or_default();
    let skill = |skill: Skill| {
        let code = skill.code();
        view! {
            <Checkbox
                name=format!("skills[{code}]")
                label=texts::skill::of(lang, code)
                hint=texts::skill_hint::of(lang, code)
                value="on"
                checked=known.contains(&skill)
            />
        }
    };
    let skills = Skill::ALL.map(skill).collect_view();
    let send = if own.is_some_and(|own| matches!(own.state, State::Asked | State::Accepted)) {
        texts::help::change(lang)
    } else {
        texts::help::send(lang)
    };
    let areas = promise.as_ref().and_then(|p| p.areas.clone()).unwrap_or_default();
    let hours = promise.map_or(String::new(), |p| p.hours.to_string());
    view! {
        <section aria-labelledby="offer">
            <h2 id="offer">{texts::help::offer(lang)}</h2>
            <Form name="offer_help" command=ask.request.command()>
                <fieldset class="field">
                    <legend>{texts::help::skills(lang)}</legend>
                    {skills}
                </fieldset>
                <TextField
                    name="areas"
                    label=texts::help::areas(lang)
                    hint=texts::help::areas_hint(lang)
                    value=areas
                />
                <TextField
                    name="hours"
                    label=texts::help::hours(lang)
                    hint=texts::help::hours_hint(lang)
                    kind="number"
                    inputmode="numeric"
                    min="1"
                    max=HOURS_MAX.to_string()
                    value=hours
                    required=true
                />
                <Checkbox name="agree" label=texts::help::agree(lang) required=true />
                <p class="actions"><Submit label=send /></p>
            </Form>
        </section>
    }
    .into_any()
}

/// A pause, and the way out.
fn leaving(ask: &Ask, own: &Commitment) -> Option<AnyView> {
    let lang = ask.lang();
    if !matches!(own.state, State::Asked | State::Accepted) {
        return None;
    }
    let pause = (own.state == State::Accepted).then(|| {
        view! {
            <Form name="pause_help" command=ask.request.command()>
                <TextField name="until" kind="date" label=texts::help::until(lang) required=true />
                <p class="actions"><Submit label=texts::help::pause_send(lang) quiet=true /></p>
            </Form>
        }
    });
    Some(
        view! {
            <section aria-labelledby="pause">
                <h2 id="pause">{texts::help::pause(lang)}</h2>
                {pause}
                <Do
                    name="stop_help"
                    request=ask.request.clone()
                    label=texts::help::stop(lang)
                    quiet=true
                />
            </section>
        }
        .into_any(),
    )
}

/// `/aider/demandes`
pub async fn requests(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let asked = load::requests(&ask.request).await?;
    let list = if asked.is_empty() {
        view! { <p>{texts::help::no_request(lang)}</p> }.into_any()
    } else {
        let items = asked.into_iter().map(|(asked, name)| request(&ask, asked, name));
        view! { <ul class="people">{items.collect_view()}</ul> }.into_any()
    };
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::help::requests(lang)}</h1>
            <p class="lead">{texts::help::requests_lead(lang)}</p>
            {list}
        </div>
    };
    Ok(View::new(texts::help::requests(lang), body))
}

fn request(ask: &Ask, asked: Commitment, name: String) -> AnyView {
    let lang = ask.lang();
    let person = asked.person.to_string();
    let on = texts::help::asked_on(lang, dates::date(lang, asked.since));
    let hours = texts::help::per_month(lang, i64::from(asked.promise.hours));
    let skills = asked.promise.skills.iter().map(|skill| texts::skill::of(lang, skill.code()));
    let offered: Vec<String> = skills.map(str::to_owned).chain(asked.promise.areas).collect();
    let own = ask.request.actor.person() == Some(asked.person);
    let doors = if own {
        view! { <p>{texts::broken::own_request(lang)}</p> }.into_any()
    } else {
        let hidden = vec![("person", person.clone())];
        let choices = Instead::ALL.map(|instead| {
            Choice::new(instead.code(), texts::help_instead::of(lang, instead.code()))
        });
        view! {
            <Do
                name="accept_help"
                request=ask.request.clone()
                label=texts::help::accept(lang)
                hidden=hidden
            />
            <details>
                <summary>{texts::help::instead(lang)}</summary>
                <Form
                    name="answer_help"
                    command=ask.request.command()
                    key=person.clone()
                    hidden=vec![("person".to_owned(), person)]
                >
                    <RadioGroup
                        name="instead"
                        legend=texts::help::instead(lang)
                        options=choices.to_vec()
                        required=true
                    />
                    <p class="actions"><Submit label=texts::help::answer(lang) quiet=true /></p>
                </Form>
            </details>
        }
        .into_any()
    };
    view! {
        <li>
            <b>{name}</b> " " <span class="muted small">{on}</span>
            <p>{hours} " · " {offered.join(" · ")}</p>
            {doors}
        </li>
    }
    .into_any()
}

/// For pages of volunteers: the charter has changed since they accepted it.
pub fn charter_again(ask: &Ask, own: Option<&Commitment>) -> Option<AnyView> {
    let lang = ask.lang();
    own.filter(|own| own.asks_again()).map(|_| {
        let href = ask.href("/aider");
        view! {
            <Notice>
                <p>{texts::help::charter_changed(lang)}</p>
                <p><a href=href>{texts::help::read_charter(lang)}</a></p>
            </Notice>
        }
        .into_any()
    })
}
