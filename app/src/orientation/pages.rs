//! An orientation: what is offered, and the answer; the same for who receives the association.

use super::load::{self, Received, Shown, Side};
use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::{Do, line};
use crate::ui::card::{ActionTag, ButtonLink, NextStep};
use crate::ui::fields::{Choice, Form, RadioGroup, Submit};
use crate::workshops::pages::place;
use domain::accounts::{Actor, Purpose};
use domain::ids::OrientationId;
use domain::orientation::{Cause, DeclineReason, Place, ReceiverAnswer, State};
use domain::text::Lang;
use domain::workshops::{Fit, Standing};
use leptos::prelude::*;
use texts::dates;

/// `/orientation/{orientation}`, for a member of the association, and for organizers of the action that receives it.
pub async fn orientation(ask: Ask) -> Result<View, AppError> {
    let id: OrientationId = ask.id("orientation")?;
    let shown = load::shown(&ask.request, id).await?;
    Ok(view(&ask, shown))
}

/// `/lien/{token}`: the same, for who holds the link of one side.
pub async fn by_link(ask: Ask) -> Result<View, AppError> {
    let Actor::Bearer(bearer) = &ask.request.actor else { return Err(AppError::NotFound) };
    let id = match bearer.purpose {
        Purpose::AnswerOrientation(id) | Purpose::ReceiveOrientation(id) => id,
        _ => return Err(AppError::NotFound),
    };
    let shown = load::shown(&ask.request, id).await?;
    Ok(view(&ask, shown))
}

fn view(ask: &Ask, shown: Shown) -> View {
    let lang = ask.lang();
    let by_link = matches!(ask.request.actor, Actor::Bearer(_));
    let to = shown.to.clone();
    let tag = match shown.orientation.to {
        Place::Action(action) => view! { <ActionTag line=line(action) name=to /> }.into_any(),
        Place::Partner(_) => view! { <b class="tag">{to}</b> }.into_any(),
    };
    let theme =
        shown.theme.clone().map(|theme| view! { <p>{texts::orientation::theme(lang, theme)}</p> });
    let reason = shown.orientation.reason.as_ref().map(|words| {
        view! {
            <section aria-labelledby="why">
                <h2 id="why">{texts::orientation::why(lang)}</h2>
                <blockquote><p class="words">{words.to_string()}</p></blockquote>
            </section>
        }
    });
    let (title, from, body) = match &shown.side {
        Side::Association => (
            texts::orientation::title(lang).to_owned(),
            texts::orientation::from(lang, &shown.from),
            view! {
                {theme}
                {fit(lang, shown.fit.as_ref()).map(|reasons| view! {
                    <p>{texts::orientation::for_you(lang)}</p>
                    {reasons}
                })}
                {answer(ask, &shown, by_link)}
                {reason}
            }
            .into_any(),
        ),
        Side::Receiver(received) => (
            texts::orientation::receive_title(lang, &received.association),
            texts::orientation::receive_from(lang, &shown.from),
            view! {
                {theme}
                {reason}
                {receive(ask, &shown, received)}
            }
            .into_any(),
        ),
    };
    let cause = match shown.orientation.cause {
        Cause::Diagnosis(_) | Cause::Followed(_) => None,
        Cause::Project(_) => Some(texts::mail::orientation_project(lang)),
        Cause::Tool(_) => Some(texts::orient::cause_tool(lang)),
        Cause::Date(_) => Some(texts::orient::cause_date(lang)),
        Cause::Declined(_) => Some(texts::orient::cause_declined(lang)),
        Cause::Expired(_) => Some(texts::orient::cause_expired(lang)),
    };
    let cause = cause.filter(|_| matches!(shown.side, Side::Association));
    let by_link =
        by_link.then(|| view! { <p class="muted">{texts::orientation::by_link(lang)}</p> });
    let body = view! {
        <div class="wrap narrow">
            <p>{tag}</p>
            <h1>{title.clone()}</h1>
            <p class="muted">{from} {cause.map(|cause| format!(" {cause}"))}</p>
            {by_link}
            {body}
        </div>
    };
    View::new(title, body)
}

/// Why this workshop, rather than another: a list of reasons.
pub fn fit(lang: Lang, fit: Option<&Fit>) -> Option<AnyView> {
    let Fit::ForThem { ready, to_learn } = fit? else { return None };
    let theme = |standing: &Standing| theme_title(lang, &standing.mark.theme);
    let level = |level: f64| texts::decimal(lang, level);
    let known = ready
        .iter()
        .filter_map(|s| Some(texts::orientation::ready(lang, theme(s), level(s.level?))));
    let learns = to_learn.iter().map(|s| match s.level {
        Some(now) => texts::orientation::to_learn(lang, theme(s), level(now), level(s.mark.level)),
        None => texts::orientation::to_learn_unknown(lang, theme(s)),
    });
    let told: Vec<_> = known.chain(learns).map(|one| view! { <li>{one}</li> }).collect();
    (!told.is_empty()).then(|| view! { <ul>{told}</ul> }.into_any())
}

// ---- The association's side

/// What became of it. None: it waits for the association's answer.
fn answered(lang: Lang, shown: &Shown) -> Option<String> {
    let seated = shown.orientation.registration.is_some();
    let read = shown.orientation.to == Place::WIKI && !seated;
    Some(match shown.orientation.state {
        State::Open => return None,
        State::Honoured { .. } if read => texts::orientation::answered_accepted(lang).to_owned(),
        State::Honoured { .. } if seated => texts::orientation::answered_honoured(lang).to_owned(),
        State::Honoured { .. } => texts::orientation::answered_taken(lang, &shown.to),
        State::Accepted { .. } if seated => texts::orientation::answered_accepted(lang).to_owned(),
        State::Accepted { .. } => {
            let until = shown.until.map(|until| dates::day(lang, until)).unwrap_or_default();
            texts::orientation::handed_over(lang, &shown.to, until)
        }
        State::Declined { reason, .. } if DeclineReason::OF_RECEIVER.contains(&reason) => {
            let reason = texts::decline_reason::of(lang, reason.code());
            texts::mail::orientation_refused(lang, &shown.to, reason)
        }
        State::Declined { .. } => texts::orientation::answered_declined(lang).to_owned(),
        State::Expired { .. } => texts::orientation::answered_expired(lang).to_owned(),
    })
}

/// What is offered with the ways to answer, or what was answered.
fn answer(ask: &Ask, shown: &Shown, by_link: bool) -> AnyView {
    let lang = ask.lang();
    if let Some(answered) = answered(lang, shown) {
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
    let (title, offer, waits, accept) = match &shown.offered {
        Some((entry, until)) => {
            let what = entry.title.to_string();
            let when = dates::moment(lang, entry.starts_at);
            let offer = format!(
                "{} {}",
                texts::orientation::seat(lang, when),
                texts::orientation::place(lang, place(entry))
            );
            let until = until.map(|until| texts::orientation::until(lang, dates::day(lang, until)));
            (what, offer, until.unwrap_or_default(), texts::orientation::accept(lang))
        }
        None if shown.orientation.to == Place::WIKI => (
            texts::orientation::read(lang).to_owned(),
            texts::orientation::wiki(lang).to_owned(),
            String::new(),
            texts::orientation::accept_wiki(lang),
        ),
        None => {
            let until = shown.until.map(|until| dates::day(lang, until));
            let until = until.map(|until| texts::orientation::answer_before(lang, until));
            (
                texts::orientation::team_title(lang, &shown.to),
                texts::orientation::team(lang).to_owned(),
                until.unwrap_or_default(),
                texts::orientation::accept_team(lang),
            )
        }
    };
    let (request, command) = (ask.request.clone(), ask.request.command());
    let reasons = DeclineReason::OF_ASSOCIATION
        .map(|r| Choice::new(r.code(), texts::decline_reason::of(lang, r.code())));
    view! {
        <NextStep
            kicker=texts::journey::next(lang)
            title=title
            why=offer
            waits=waits
            line=shown.orientation.to.action().map(line)
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

// ---- The receiver's side

/// Who it is, what it asks for, how to reach it, and one button an answer.
fn receive(ask: &Ask, shown: &Shown, received: &Received) -> AnyView {
    let lang = ask.lang();
    let seated = shown.orientation.registration.is_some();
    let told = match shown.orientation.state {
        State::Open => Some(texts::orientation::receive_wait(lang)),
        State::Accepted { .. } if seated => Some(texts::orientation::receive_comes(lang)),
        State::Accepted { .. } => None,
        State::Honoured { .. } | State::Declined { .. } | State::Expired { .. } => {
            Some(texts::orientation::receive_over(lang))
        }
    };
    let need = received.need.clone().map(|need| {
        view! {
            <section aria-labelledby="need">
                <h2 id="need">{texts::orientation::need(lang)}</h2>
                <blockquote class="need"><p class="words">{need}</p></blockquote>
            </section>
        }
    });
    let contacts = received.contacts.iter().map(|(name, email)| {
        view! { <li>{name.clone()} " · " <a href=format!("mailto:{email}")>{email.clone()}</a></li> }
    });
    let contacts = (!received.contacts.is_empty()).then(|| {
        view! {
            <section aria-labelledby="contact">
                <h2 id="contact">{texts::orientation::contact(lang)}</h2>
                <ul class="people">{contacts.collect_view()}</ul>
            </section>
        }
    });
    let answers = match told {
        Some(told) => view! { <p class="lead">{told}</p> }.into_any(),
        None => answers(ask, shown),
    };
    view! { {need} {contacts} {answers} }.into_any()
}

fn answers(ask: &Ask, shown: &Shown) -> AnyView {
    let lang = ask.lang();
    let hidden = || vec![("orientation".to_owned(), shown.orientation.id.to_string())];
    let until = shown.until.map(|until| {
        let until = texts::orientation::answer_before(lang, dates::day(lang, until));
        view! { <p class="waits">{until}</p> }
    });
    let no = DeclineReason::OF_RECEIVER.map(|reason| {
        let label = texts::decline_reason::of(lang, reason.code());
        view! { <li><Submit label=label name="answer" value=reason.code() quiet=true /></li> }
    });
    let command = ask.request.command();
    view! {
        <section aria-labelledby="receive">
            <h2 id="receive">{texts::orientation::receive_question(lang)}</h2>
            {until}
            <Form name="receive_orientation" command=command hidden=hidden()>
                <p class="actions">
                    <Submit
                        label=texts::orientation::receive_taken(lang)
                        name="answer"
                        value=ReceiverAnswer::Taken.code()
                    />
                </p>
                <p>{texts::orientation::receive_no(lang)}</p>
                <ul class="answers">{no}</ul>
            </Form>
        </section>
    }
    .into_any()
}
