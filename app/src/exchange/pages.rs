//! "Je sais faire, je cherche": where it is said, and who should meet.

use super::load::{self, Meetings, Told};
use crate::associations::load::to_change;
use crate::diagnosis::load::{theme_choices, theme_title};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::ButtonLink;
use crate::ui::fields::{Form, Select, Submit, TextField};
use domain::exchange::{Exchange, MOST, Side};
use domain::ids::AssociationId;
use domain::text::Lang;
use domain::workshops::Registration;
use leptos::prelude::*;

/// The two lines, each with a theme. Made inside a form, where fields are told what came back.
pub fn fields(lang: Lang) -> impl IntoView {
    let themes = theme_choices(lang, texts::exchange::any_theme(lang));
    let one = |side: Side, hint: &'static str| {
        let theme = format!("{}_theme", side.code());
        view! {
            <div class="said">
                <TextField
                    name=side.code()
                    label=texts::exchange::of(lang, side.code())
                    hint=hint
                    autocomplete="off"
                />
                <Select
                    name=theme
                    label=texts::exchange::theme(lang)
                    options=themes.clone()
                    required=true
                />
            </div>
        }
    };
    view! {
        {one(Side::Shows, texts::exchange::shows_hint(lang))}
        {one(Side::Seeks, texts::exchange::seeks_hint(lang))}
    }
}

/// The same lines among those of a first seat: nobody needs them to come.
pub fn with_first_seat(lang: Lang, known: &[Exchange]) -> AnyView {
    let known = (!known.is_empty()).then(|| {
        view! { <p>{texts::exchange::known(lang)}</p> {lines(lang, known)} }
    });
    view! {
        <details class="who">
            <summary>{texts::exchange::title(lang)}</summary>
            <p class="hint">{texts::exchange::with_seat(lang)}</p>
            {known}
            {fields(lang)}
        </details>
    }
    .into_any()
}

/// What is said of who has this seat, and the form that says more.
pub fn with_seat(ask: &Ask, seat: &Registration, said: &[Exchange]) -> AnyView {
    let lang = ask.lang();
    let own: Vec<_> = said.iter().filter(|line| line.comes_with(seat)).cloned().collect();
    let registration = seat.id.to_string();
    let hidden = vec![("registration".to_owned(), registration.clone())];
    let title = match own.len() {
        0 => texts::exchange::title(lang).to_owned(),
        n => texts::exchange::title_so_many(lang, i64::try_from(n).unwrap_or(i64::MAX)),
    };
    view! {
        <details>
            <summary>{title}</summary>
            <p class="hint">{texts::exchange::with_seat(lang)}</p>
            {with_buttons(ask, &own, Some(&registration))}
            <Form
                name="say_with_seat"
                command=ask.request.command()
                key=registration
                hidden=hidden
            >
                {fields(lang)}
                <p class="actions"><Submit label=texts::exchange::say(lang) quiet=true /></p>
            </Form>
        </details>
    }
    .into_any()
}

/// Lines, as they were said.
fn lines(lang: Lang, said: &[Exchange]) -> impl IntoView + use<> {
    let one = |line: &Exchange| view! { <li>{in_words(lang, line)}</li> };
    view! { <ul class="people">{said.iter().map(one).collect_view()}</ul> }
}

/// "Je sais faire : une affiche", its theme, and of whom.
fn in_words(lang: Lang, line: &Exchange) -> impl IntoView + use<> {
    let side = texts::exchange::of(lang, line.side.code());
    let theme = line.theme.as_deref().map(|key| theme_title(lang, key));
    let who = line.who.as_ref().map(ToString::to_string);
    let more: Vec<_> = theme.into_iter().chain(who).collect();
    let more = (!more.is_empty()).then(|| {
        view! { " " <span class="muted small">{more.join(" · ")}</span> }
    });
    view! {
        <span class="muted">{side}</span>
        " "
        <b>{line.words.to_string()}</b>
        {more}
    }
}

/// The same, each with the button that takes it back.
fn with_buttons(ask: &Ask, said: &[Exchange], seat: Option<&str>) -> Option<AnyView> {
    let lang = ask.lang();
    let one = |line: &Exchange| {
        let mut hidden = vec![("exchange", line.id.to_string())];
        hidden.extend(seat.map(|seat| ("registration", seat.to_owned())));
        view! {
            <li>
                <p>{in_words(lang, line)}</p>
                <Do
                    name="take_back_exchange"
                    request=ask.request.clone()
                    label=texts::exchange::take_back(lang)
                    quiet=true
                    hidden=hidden
                />
            </li>
        }
    };
    let list = || view! { <ul class="said-lines">{said.iter().map(one).collect_view()}</ul> };
    (!said.is_empty()).then(|| list().into_any())
}

/// Who should meet, for who leads the session. Nothing, where nobody said anything.
pub fn for_host(lang: Lang, meetings: &Meetings) -> Option<AnyView> {
    let one = |(seeks, shown): &(Told, Vec<Told>)| {
        let answers = match shown.is_empty() {
            true => view! { <p class="muted">{texts::exchange::nobody(lang)}</p> }.into_any(),
            false => {
                let shown = shown.iter().map(|shows| view! { <li>{told(lang, shows)}</li> });
                view! { <ul>{shown.collect_view()}</ul> }.into_any()
            }
        };
        let shows = (!shown.is_empty())
            .then(|| view! { <p class="muted small">{texts::exchange::can_show(lang)}</p> });
        view! {
            <li>
                <p><span class="muted small">{texts::exchange::looks_for(lang)}</span></p>
                <p>{told(lang, seeks)}</p>
                {shows}
                {answers}
            </li>
        }
    };
    let more = (!meetings.more.is_empty()).then(|| {
        let more = meetings.more.iter().map(|shows| view! { <li>{told(lang, shows)}</li> });
        view! {
            <h3>{texts::exchange::also_shown(lang)}</h3>
            <ul class="people">{more.collect_view()}</ul>
        }
    });
    (!meetings.is_empty()).then(|| {
        view! {
            <section aria-labelledby="meetings">
                <h2 id="meetings">{texts::exchange::pairs(lang)}</h2>
                <p class="muted">{texts::exchange::pairs_lead(lang)}</p>
                <ul class="meetings">{meetings.sought.iter().map(one).collect_view()}</ul>
                {more}
            </section>
        }
        .into_any()
    })
}

/// "une affiche", then who.
fn told(lang: Lang, line: &Told) -> impl IntoView + use<> {
    let who = match line.people.is_empty() {
        true => line.association.clone(),
        false => texts::presences::person(lang, line.people.join(", "), &line.association),
    };
    let theme = line.theme.clone().map(|theme| format!(" · {theme}"));
    view! {
        <b>{line.words.clone()}</b>
        " "
        <span class="muted small">{who} {theme}</span>
    }
}

/// `/association/{association}/echanges`
pub async fn own(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: AssociationId = ask.id("association")?;
    let name = to_change(&ask.request, id).await?.association.name.to_string();
    let said = load::own(&ask.request, id).await?;
    let consent = super::directory::consent(&ask, id).await?;
    let hidden = vec![("association".to_owned(), id.to_string())];
    let more = if said.len() < MOST {
        view! {
            <Form name="say_exchange" command=ask.request.command() hidden=hidden>
                {fields(lang)}
                <p class="actions"><Submit label=texts::exchange::say(lang) /></p>
            </Form>
        }
        .into_any()
    } else {
        view! { <p>{texts::broken::said_enough(lang)}</p> }.into_any()
    };
    let record = ask.href(&format!("/association/{id}"));
    let title = texts::exchange::own_title(lang);
    let body = view! {
        <div class="wrap narrow">
            <p class="kicker">{name}</p>
            <h1>{title}</h1>
            <p class="lead">{texts::exchange::own_lead(lang)}</p>
            {with_buttons(&ask, &said, None)}
            <section aria-labelledby="say">
                <h2 id="say">{texts::exchange::more(lang)}</h2>
                {more}
            </section>
            {consent}
            <p class="actions">
                <ButtonLink href=record label=texts::exchange::back(lang) quiet=true />
            </p>
        </div>
    };
    Ok(View::new(title, body))
}
