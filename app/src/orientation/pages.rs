//! An orientation: what is offered, and the answer.

use super::load::{self, Shown};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::{Do, line};
use crate::ui::card::{ActionTag, ButtonLink, NextStep};
use crate::ui::fields::{Choice, Form, RadioGroup, Submit};
use crate::workshops::pages::place;
use domain::accounts::{Actor, Purpose};
use domain::ids::OrientationId;
use domain::orientation::{DeclineReason, State};
use leptos::prelude::*;
use texts::dates;

/// `/orientation/{orientation}`, for a member of the association.
pub async fn orientation(ask: Ask) -> Result<View, AppError> {
    let id: OrientationId = ask.id("orientation")?;
    let shown = load::shown(&ask.request, id).await?;
    Ok(view(&ask, shown))
}

/// `/lien/{token}`: the same, for who holds the link.
pub async fn by_link(ask: Ask) -> Result<View, AppError> {
    let Actor::Bearer(bearer) = &ask.request.actor else { return Err(AppError::NotFound) };
    let Purpose::AnswerOrientation(id) = bearer.purpose else { return Err(AppError::NotFound) };
    let shown = load::shown(&ask.request, id).await?;
    Ok(view(&ask, shown))
}

fn view(ask: &Ask, shown: Shown) -> View {
    let lang = ask.lang();
    let title = texts::orientation::title(lang);
    let by_link = matches!(ask.request.actor, Actor::Bearer(_));
    let (from, to) = (shown.orientation.from, shown.orientation.to);
    let named = |code| texts::action::of(lang, code);
    let from = texts::orientation::from(lang, named(from.code()));
    let theme =
        shown.theme.clone().map(|theme| view! { <p>{texts::orientation::theme(lang, theme)}</p> });
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=line(to) name=named(to.code()) /></p>
            <h1>{title}</h1>
            <p class="muted">{from}</p>
            {by_link.then(|| view! { <p class="muted">{texts::orientation::by_link(lang)}</p> })}
            {theme}
            {answer(ask, shown, by_link)}
        </div>
    };
    View::new(title, body)
}

/// What is offered with the ways to answer, or what was answered.
fn answer(ask: &Ask, shown: Shown, by_link: bool) -> AnyView {
    let lang = ask.lang();
    let answered = match shown.orientation.state {
        State::Open => None,
        State::Accepted { .. } => Some(texts::orientation::answered_accepted(lang)),
        State::Honoured { .. } => Some(texts::orientation::answered_honoured(lang)),
        State::Declined { .. } => Some(texts::orientation::answered_declined(lang)),
    };
    if let Some(answered) = answered {
        let journey = (!by_link).then(|| {
            let href = ask.href("/parcours");
            view! {
                <p class="actions">
                    <ButtonLink href=href label=texts::orientation::see_journey(lang) />
                </p>
            }
        });
        return view! { <p class="lead">{answered}</p> {journey} }.into_any();
    }
    let id = shown.orientation.id;
    let (title, offer, waits, accept) = match shown.offered {
        Some((entry, until)) => {
            let what = entry.title.to_string();
            let when = dates::moment(lang, entry.starts_at);
            let offer = format!(
                "{} {}",
                texts::orientation::seat(lang, when),
                texts::orientation::place(lang, place(&entry))
            );
            let until = until.map(|until| texts::orientation::until(lang, dates::day(lang, until)));
            (what, offer, until.unwrap_or_default(), texts::orientation::accept(lang))
        }
        None => (
            texts::orientation::read(lang).to_owned(),
            texts::orientation::wiki(lang).to_owned(),
            String::new(),
            texts::orientation::accept_wiki(lang),
        ),
    };
    let (request, command) = (ask.request.clone(), ask.request.command());
    let reasons = DeclineReason::ALL
        .map(|r| Choice::new(r.code(), texts::decline_reason::of(lang, r.code())));
    view! {
        <NextStep
            kicker=texts::journey::next(lang)
            title=title
            why=offer
            waits=waits
            line=line(shown.orientation.to)
        >
            <Do
                name="accept_orientation"
                request=request
                label=accept
                hidden=vec![("orientation", id.to_string())]
            />
        </NextStep>
        <section aria-labelledby="decline">
            <h2 id="decline">{texts::orientation::decline_title(lang)}</h2>
            <Form
                name="decline_orientation"
                command=command
                hidden=vec![("orientation".to_owned(), id.to_string())]
            >
                <RadioGroup
                    name="reason"
                    legend=texts::orientation::reason(lang)
                    options=reasons.to_vec()
                    required=true
                />
                <p class="actions"><Submit label=texts::orientation::decline(lang) quiet=true /></p>
            </Form>
            <p class="muted">{texts::orientation::no_answer(lang)}</p>
        </section>
    }
    .into_any()
}
