//! `/debut/{token}`: a journey begun without an account, for who has just begun it. One thing to do next, said large.

use super::load::{self, Begin};
use crate::error::AppError;
use crate::reception::pages::choose;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::{ButtonLink, NextStep, Notice};
use crate::workshops::load::Dated;
use crate::workshops::pages::place;
use crate::workshops::seats::in_short;
use domain::reception::ReceptionDay;
use domain::workshops::Seat;
use leptos::prelude::*;
use texts::dates;

/// `/debut/{token}`
pub async fn page(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = load::begin(&ask.request).await?;
    let title = texts::begun::title(lang);
    let words = shown.needs.last().map(|need| need.words.to_string());
    let words = words.map(|words| {
        view! { <blockquote class="need"><p class="words">{words}</p></blockquote> }
    });
    let claimed = shown.begun.claimed_at.is_some();
    let body = view! {
        <div class="wrap">
            <h1>{title}</h1>
            <p class="muted">{texts::begun::association(lang, &shown.association)}</p>
            {next(&ask, &shown)}
            <div class="two">
                <section aria-labelledby="need">
                    <h2 id="need">{texts::begun::need(lang)}</h2>
                    {words}
                    <p class="muted small">{texts::begun::need_kept(lang)}</p>
                </section>
                <div class="stack">
                    {(!claimed).then(|| seats(&ask, &shown.dates))}
                    {(!claimed).then(|| appointment(&ask, &shown))}
                    {(!claimed).then(|| prepare(&ask))}
                    <section aria-labelledby="then">
                        <h2 id="then">{texts::begun::then(lang)}</h2>
                        <ol>
                            <li>{texts::begun::then_meeting(lang)}</li>
                            <li>{texts::begun::then_diagnosis(lang)}</li>
                            <li>{texts::begun::then_way(lang)}</li>
                        </ol>
                    </section>
                </div>
            </div>
        </div>
    };
    Ok(View::new(title, body))
}

/// The one thing to do: to open the letter; to sign in, once that is done.
fn next(ask: &Ask, shown: &Begin) -> AnyView {
    let lang = ask.lang();
    let kicker = texts::journey::next(lang);
    if shown.begun.claimed_at.is_some() {
        let (title, why) = (texts::begun::claimed(lang), texts::begun::claimed_why(lang));
        let (href, label) = (ask.href("/connexion"), texts::nav::sign_in(lang));
        return view! {
            <NextStep kicker=kicker title=title why=why><ButtonLink href=href label=label /></NextStep>
        }
        .into_any();
    }
    let why = texts::begun::letter_why(lang, shown.begun.email.as_str());
    let request = ask.request.clone();
    let demo = ask.request.state.demo && ask.request.state.mail_folder.is_some();
    let demo = demo.then(|| view! { <Notice><p>{texts::begun::demo(lang)}</p></Notice> });
    view! {
        <NextStep kicker=kicker title=texts::begun::letter(lang) why=why>
            <p class="muted">{texts::begun::nothing(lang)}</p>
            <Do
                name="send_claim_again"
                request=request
                label=texts::begun::again(lang)
                quiet=true
            />
        </NextStep>
        {demo}
    }
    .into_any()
}

/// The hours of the next reception days: one press takes one, or changes to it.
fn appointment(ask: &Ask, shown: &Begin) -> AnyView {
    let lang = ask.lang();
    let own = shown.dates.iter().map(|dated| &dated.seat).find(|seat| seat.slot.is_some());
    let day = |day: &ReceptionDay| {
        let entry = &day.seating.entry;
        view! {
            <h3>{dates::day(lang, entry.starts_at)}</h3>
            <p class="muted small">{place(entry)}</p>
            {choose(ask, day, own)}
        }
    };
    let lead = match own {
        _ if shown.days.is_empty() => texts::reception::begun_none(lang),
        Some(_) => texts::reception::begun_change(lang),
        None => texts::reception::begun_lead(lang),
    };
    view! {
        <section aria-labelledby="appointment">
            <h2 id="appointment">{texts::reception::begun_title(lang)}</h2>
            <p>{lead}</p>
            {shown.days.iter().map(day).collect_view()}
        </section>
    }
    .into_any()
}

/// Answers can be given before any meeting.
fn prepare(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    let href = ask.href(&format!("{}/preparation", ask.path));
    view! {
        <section aria-labelledby="prepare">
            <h2 id="prepare">{texts::diagnosis::prepare_title(lang)}</h2>
            <p>{texts::diagnosis::prepare_lead(lang)}</p>
            <p><a href=href>{texts::diagnosis::prepare_link(lang)}</a></p>
        </section>
    }
    .into_any()
}

fn seats(ask: &Ask, dates: &[Dated]) -> AnyView {
    let lang = ask.lang();
    let list = if dates.is_empty() {
        view! {
            <p>
                {texts::begun::no_seat(lang)} " "
                <a href=ask.href("/agenda?genre=info_meeting")>{texts::begun::agenda(lang)}</a>
            </p>
        }
        .into_any()
    } else {
        let seats = dates.iter().map(|dated| one(ask, dated));
        view! { <ul class="people">{seats.collect_view()}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="seat">
            <h2 id="seat">{texts::begun::seat(lang)}</h2>
            {list}
        </section>
    }
    .into_any()
}

fn one(ask: &Ask, dated: &Dated) -> impl IntoView + use<> {
    let Dated { seat, entry, place: rank } = dated;
    let lang = ask.lang();
    let answer =
        |answer: &str| vec![("registration", seat.id.to_string()), ("answer", answer.to_owned())];
    let told = match seat.state {
        Seat::Registered => None,
        _ => Some(in_short(lang, seat, *rank)),
    };
    let take = seat.state.until().is_some().then(|| {
        let (request, hidden) = (ask.request.clone(), answer("take"));
        let label = texts::begun::take(lang);
        view! { <Do name="answer_begun_seat" request=request label=label hidden=hidden /> }
    });
    view! {
        <li>
            <b>{dates::moment(lang, entry.starts_at)}</b>
            <br />
            {entry.title.to_string()} ", " {place(entry)}
            <br />
            <span class="muted small">{told}</span>
            <div class="actions">
                {take}
                <Do
                    name="answer_begun_seat"
                    request=ask.request.clone()
                    label=match seat.state { Seat::Waiting => texts::seats::leave(lang), _ => texts::begun::give_back(lang) }
                    quiet=true
                    hidden=answer("give_back")
                />
            </div>
        </li>
    }
}
