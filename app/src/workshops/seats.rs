//! What one does about seats at one date: take them, wait, accept, name who comes, give back.

use super::load::{self, Ours, Own, Shown};
use super::pages::place;
use crate::calendar::pages::seat_file;
use crate::error::AppError;
use crate::exchange::pages::{with_first_seat, with_seat};
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::{ButtonLink, Notice};
use crate::ui::fields::{Form, Returned, Submit, TextField};
use domain::accounts::{Actor, Purpose};
use domain::text::Lang;
use domain::workshops::{Asked, Entry, EntryKind, InLine, Presence, Registration, Role, Seat};
use leptos::prelude::*;
use texts::dates;

/// What who looks may do about seats.
pub fn seats(ask: &Ask, shown: &Shown) -> AnyView {
    let lang = ask.lang();
    let entry = &shown.entry;
    if entry.kind == EntryKind::Weekend {
        let href = ask.href("/hackathon");
        return view! {
            <p>{texts::agenda::weekend(lang)}</p>
            <p class="actions"><ButtonLink href=href label=texts::agenda::see_hackathon(lang) /></p>
        }
        .into_any();
    }
    if ask.request.now >= entry.starts_at {
        let came = |own: &&Own| own.seat.presence == Some(Presence::Present);
        let claim = shown.ours.as_ref().map(|ours| {
            let (to, label) = match ours.seats.iter().find(came) {
                Some(own) => (format!("/apres/{}", own.seat.id), texts::after::ask(lang)),
                None => ("/presence".to_owned(), texts::presences::claim_past(lang)),
            };
            view! { <p><a href=ask.href(&to)>{label}</a></p> }
        });
        return view! { <p>{texts::agenda::past(lang)}</p> {claim} }.into_any();
    }
    match &shown.ours {
        Some(ours) => of_ours(ask, shown, ours),
        // Hosts and volunteers have nothing to take here; nor has anybody, at a date that is called off.
        None if ask.request.actor.signed().is_ok() || entry.called_off.is_some() => ().into_any(),
        None => join_first(ask, entry),
    }
}

fn join_first(ask: &Ask, entry: &Entry) -> AnyView {
    let lang = ask.lang();
    let meeting = entry.kind == EntryKind::InfoMeeting;
    let join =
        if meeting { format!("/rejoindre?reunion={}", entry.id) } else { "/rejoindre".into() };
    let sign_in = ask.href(&format!("/connexion?suite=/agenda/{}", entry.id));
    view! {
        <p>{texts::agenda::join_first(lang)}</p>
        <p class="actions">
            <ButtonLink href=ask.href(&join) label=texts::agenda::join(lang) />
            " "
            <ButtonLink href=sign_in label=texts::nav::sign_in(lang) quiet=true />
        </p>
    }
    .into_any()
}

fn of_ours(ask: &Ask, shown: &Shown, ours: &Ours) -> AnyView {
    let lang = ask.lang();
    let called_off = shown.entry.called_off.is_some();
    if ours.seats.is_empty() {
        return take(ask, shown, ours);
    }
    let own = ours.seats.iter().map(|own| one(ask, shown, ours, own)).collect_view();
    let more = (!called_off).then(|| more(ask, shown, ours));
    view! {
        <section aria-labelledby="seats">
            <h2 id="seats">{texts::seats::yours(lang, &ours.name)}</h2>
            <ul class="own-seats">{own}</ul>
            {more}
        </section>
    }
    .into_any()
}

/// The first seats. Where none is free: to wait, or another date.
fn take(ask: &Ask, shown: &Shown, ours: &Ours) -> AnyView {
    let lang = ask.lang();
    let (name, waiting) = (ours.name.clone(), shown.waiting);
    let (may_sit, off) = (ours.may_sit, shown.entry.called_off.is_some());
    let offer = hours(lang, &shown.entry);
    let (helps, said) = (ours.may_help && !off, ours.said.clone());
    // Made inside the form, where fields are told what came back.
    let inside = move || {
        // The answer above tells of another date already.
        let refused = use_context::<Returned>().is_some_and(|r| r.refusal.is_some());
        let full = (!may_sit && !off).then(|| {
            let waiting = match waiting {
                0 => texts::seats::nobody_waits(lang).to_owned(),
                n => texts::seats::wait(lang, i64::try_from(n).unwrap_or(i64::MAX)),
            };
            let title =
                if refused { texts::seats::or_wait(lang) } else { texts::seats::full(lang) };
            view! {
                <h2 id="full">{title}</h2>
                <p>{waiting} " " {texts::seats::full_why(lang, &offer)}</p>
            }
        });
        let who = (!off).then(|| who(lang));
        let said = said.as_ref().filter(|_| !off).map(|said| with_first_seat(lang, said));
        let buttons = match (may_sit, off) {
            (_, true) => view! { <Submit label=texts::seats::elsewhere(lang) /> }.into_any(),
            (true, _) => {
                view! { <Submit label=texts::agenda::register(lang, name.clone()) /> }.into_any()
            }
            (false, _) => view! {
                <Submit label=texts::seats::join_line(lang) name="wait" value="yes" />
                {(!refused)
                    .then(|| view! { <Submit label=texts::seats::elsewhere(lang) quiet=true /> })}
            }
            .into_any(),
        };
        view! {
            {full}
            {who}
            {said}
            <p class="actions">{buttons}</p>
            {helps.then(|| help(lang))}
        }
    };
    let hidden = vec![("entry".to_owned(), shown.entry.id.to_string())];
    view! {
        <Form name="register" command=ask.request.command() hidden=hidden>
            {inside()}
        </Form>
    }
    .into_any()
}

/// Those who have learnt may come to help.
fn help(lang: Lang) -> impl IntoView {
    view! {
        <p>{texts::seats::may_help(lang)}</p>
        <p class="actions">
            <Submit
                label=texts::seats::help(lang)
                quiet=true
                name="role"
                value=Role::Helps.code()
            />
        </p>
    }
}

/// Names, for who likes to give them: one seat each.
fn who(lang: Lang) -> impl IntoView {
    let name = |n: usize| {
        let label = texts::seats::person(lang, n.to_string());
        view! { <TextField name=format!("people[{n}]") label=label autocomplete="off" /> }
    };
    view! {
        <details class="who">
            <summary>{texts::seats::who(lang)}</summary>
            <p class="hint">{texts::seats::who_hint(lang)}</p>
            {(1..=Asked::AT_ONCE).map(name).collect_view()}
        </details>
    }
}

/// One more person, besides those who have a seat or wait.
fn more(ask: &Ask, shown: &Shown, ours: &Ours) -> AnyView {
    let lang = ask.lang();
    let hidden =
        [("entry", shown.entry.id.to_string()), ("more", "yes".into()), ("wait", "yes".into())];
    let hidden = hidden.map(|(name, value)| (name.to_owned(), value)).to_vec();
    let label = match ours.may_sit {
        true => texts::seats::one_more(lang),
        false => texts::seats::one_more_waits(lang),
    };
    let helps = ours.may_help;
    let inside = move || {
        view! {
            <TextField name="people[1]" label=texts::seats::name(lang) autocomplete="off" />
            <p class="actions"><Submit label=label quiet=true /></p>
            {helps.then(|| help(lang))}
        }
    };
    view! {
        <details>
            <summary>{texts::seats::more(lang)}</summary>
            <Form name="register" command=ask.request.command() key="more" hidden=hidden>
                {inside()}
            </Form>
        </details>
    }
    .into_any()
}

/// A seat of one's own: whose, how it stands, what can be done.
fn one(ask: &Ask, shown: &Shown, ours: &Ours, own: &Own) -> impl IntoView + use<> {
    let lang = ask.lang();
    let seat = &own.seat;
    let registration = || vec![("registration", seat.id.to_string())];
    let request = || ask.request.clone();
    let answer = match seat.state {
        // An orientation may have led there: taking it is as taking any.
        Seat::Held { .. } => Some(
            view! {
                <Do
                    name="register"
                    request=request()
                    label=texts::agenda::confirm(lang, ours.name.clone())
                    hidden=vec![("entry", shown.entry.id.to_string())]
                />
            }
            .into_any(),
        ),
        Seat::Offered { .. } => Some(
            view! {
                <Do
                    name="accept_seat"
                    request=request()
                    label=texts::seats::accept(lang)
                    hidden=registration()
                />
            }
            .into_any(),
        ),
        Seat::Registered | Seat::Waiting | Seat::Cancelled(_) => None,
    };
    view! {
        <li>
            <p class="title">{whose(lang, seat, &ours.name)}</p>
            <p>{state(lang, seat, own.place, &ours.name)}</p>
            <div class="actions">
                {answer}
                <Do
                    name="cancel_seat"
                    request=request()
                    label=leave(lang, seat.state)
                    quiet=true
                    hidden=registration()
                />
            </div>
            {seat_file(ask, seat, &shown.entry)}
            {rename(ask, seat)}
            {ours.said.as_ref().map(|said| with_seat(ask, seat, said))}
        </li>
    }
}

/// Who comes: by name, or whoever the association sends.
fn whose(lang: Lang, seat: &Registration, association: &str) -> String {
    let named = seat.attendee.as_ref().map(ToString::to_string);
    named.unwrap_or_else(|| texts::seats::anyone(lang, association))
}

/// Another person comes.
fn rename(ask: &Ask, seat: &Registration) -> AnyView {
    let (lang, id) = (ask.lang(), seat.id.to_string());
    let name = seat.attendee.as_ref().map(ToString::to_string).unwrap_or_default();
    let hidden = vec![("registration".to_owned(), id.clone())];
    let inside = move || {
        view! {
            <TextField
                name="name"
                label=texts::seats::name(lang)
                value=name.clone()
                autocomplete="off"
            />
            <p class="actions"><Submit label=texts::seats::rename(lang) quiet=true /></p>
        }
    };
    view! {
        <details>
            <summary>{texts::seats::who_comes(lang)}</summary>
            <Form name="name_seat" command=ask.request.command() key=id hidden=hidden>
                {inside()}
            </Form>
        </details>
    }
    .into_any()
}

/// What giving it up is called.
pub fn leave(lang: Lang, state: Seat) -> &'static str {
    match state {
        Seat::Waiting => texts::seats::leave(lang),
        Seat::Offered { .. } => texts::seats::decline(lang),
        Seat::Held { .. } | Seat::Registered | Seat::Cancelled(_) => texts::agenda::give_back(lang),
    }
}

/// How a seat stands, in a sentence or two.
fn state(lang: Lang, seat: &Registration, place: Option<InLine>, name: &str) -> String {
    match (seat.state, place) {
        (Seat::Held { until }, _) => texts::agenda::held(lang, name, dates::day(lang, until)),
        (Seat::Offered { until }, _) => texts::seats::offered(lang, dates::moment(lang, until)),
        (Seat::Waiting, Some(place)) => {
            let why = match place {
                InLine { of: 1, .. } => texts::seats::alone(lang),
                place => texts::seat_why::of(lang, place.why.code()),
            };
            format!("{} {why}", rank(lang, place))
        }
        (Seat::Waiting, None) => texts::seats::waiting(lang).to_owned(),
        (Seat::Registered, _) if seat.role == Role::Helps => texts::seats::helps(lang).to_owned(),
        (Seat::Registered, _) => texts::agenda::yours(lang, name),
        (Seat::Cancelled(_), _) => texts::broken::seat_released(lang).to_owned(),
    }
}

fn rank(lang: Lang, place: InLine) -> String {
    texts::seats::rank(lang, place.rank.to_string(), place.of.to_string())
}

/// How a seat at a date to come stands, in a few words: for lists.
pub fn in_short(lang: Lang, seat: &Registration, place: Option<InLine>) -> String {
    match (seat.state, place) {
        (Seat::Held { until }, _) => texts::journey::held(lang, dates::day(lang, until)),
        (Seat::Offered { until }, _) => {
            texts::seats::offered_short(lang, dates::moment(lang, until))
        }
        (Seat::Waiting, Some(place)) => rank(lang, place),
        (Seat::Waiting, None) => texts::seats::waiting(lang).to_owned(),
        (Seat::Registered, _) if seat.role == Role::Helps => texts::seats::helps(lang).to_owned(),
        (Seat::Registered, _) => texts::journey::registered(lang).to_owned(),
        (Seat::Cancelled(_), _) => texts::broken::seat_released(lang).to_owned(),
    }
}

/// How the seat of somebody else stands, for who runs the date.
pub fn of_others(lang: Lang, own: &Own) -> String {
    match (own.seat.state, own.place) {
        (Seat::Held { until }, _) => texts::journey::held(lang, dates::day(lang, until)),
        (Seat::Offered { until }, _) => texts::seats::offered_to(lang, dates::moment(lang, until)),
        (_, Some(InLine { rank, why, .. })) => {
            let why = texts::seat_reason::of(lang, why.code());
            texts::seats::in_line(lang, rank.to_string(), why)
        }
        (_, None) => String::new(),
    }
}

/// How long an offer of this date waits.
pub fn hours(lang: Lang, entry: &Entry) -> String {
    texts::seats::hours(lang, i64::from(entry.seats.offer_hours))
}

/// `/place/{token}`: one seat, for who holds the link of a letter about it.
pub async fn by_link(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let Actor::Bearer(bearer) = &ask.request.actor else { return Err(AppError::NotFound) };
    let Purpose::AnswerSeat(id) = bearer.purpose else { return Err(AppError::LinkExpired) };
    let load::Linked { seat, entry, association, place: rank, said } =
        load::linked(&ask.request, id).await?;
    let hidden = || vec![("registration", seat.id.to_string())];
    let request = || ask.request.clone();
    let over = ask.request.now >= entry.starts_at || matches!(seat.state, Seat::Cancelled(_));
    let accepts = matches!(seat.state, Seat::Offered { .. } | Seat::Held { .. });
    let accept = accepts.then(|| {
        let label = texts::seats::accept(lang);
        view! { <Do name="accept_seat" request=request() label=label hidden=hidden() /> }
    });
    let buttons = (!over).then(|| {
        view! {
            <div class="actions">
                {accept}
                <Do
                    name="cancel_seat"
                    request=request()
                    label=leave(lang, seat.state)
                    quiet=accepts
                    hidden=hidden()
                />
            </div>
        }
    });
    let agenda = over.then(|| {
        let href = ask.href("/agenda");
        view! { <p class="actions"><ButtonLink href=href label=texts::refusal::see_agenda(lang) /></p> }
    });
    let exchange = said.filter(|_| !over).map(|said| with_seat(&ask, &seat, &said));
    let title = entry.title.to_string();
    let date = ask.href(&format!("/agenda/{}", entry.id));
    let body = view! {
        <div class="wrap narrow">
            <h1>{title.clone()}</h1>
            <p class="lead">{dates::moment(lang, entry.starts_at)}</p>
            <p>{place(&entry)}</p>
            <Notice title=whose(lang, &seat, &association)>
                <p>{state(lang, &seat, rank, &association)}</p>
            </Notice>
            {buttons}
            {exchange}
            {agenda}
            <p><a href=date>{texts::mail::see_date(lang)}</a></p>
        </div>
    };
    Ok(View::new(title, body))
}
