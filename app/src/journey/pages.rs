//! "Mon parcours": done, now, next and why.

use super::load::{self, Diagnoses, Mentor, Other, Shown};
use crate::diagnosis::load::theme_title;
use crate::diagnosis::result::pages::levels as theme_levels;
use crate::error::AppError;
use crate::orientation::load::Hand;
use crate::routes::{Ask, View};
use crate::shell::{Do, line, line_names};
use crate::ui::card::{ButtonLink, NextStep, Notice};
use crate::ui::fields::{Form, Select, Submit, TextArea};
use crate::ui::linemap::{LineList, Stop, StopState};
use crate::workshops::load::Dated;
use crate::workshops::seats::{in_short, leave};
use domain::ids::JourneyId;
use domain::journey::{Ball, Event, EventKind, HELP, Journey, Next, Step, What};
use domain::mentoring::State;
use domain::orientation::Place;
use domain::text::{Lang, Words};
use domain::workshops::Seat;
use leptos::prelude::*;
use texts::dates;

/// How many stops that may come are drawn.
const AHEAD: usize = 3;

/// `/parcours`
pub async fn own(ask: Ask) -> Result<View, AppError> {
    let shown = load::own(&ask.request).await?;
    Ok(view(&ask, shown))
}

/// `/parcours/{journey}`
pub async fn other(ask: Ask) -> Result<View, AppError> {
    let id: JourneyId = ask.id("journey")?;
    Ok(match load::other(&ask.request, id).await? {
        Other::Whole(shown) => view(&ask, *shown),
        Other::Summary { association, journey, next } => summary(&ask, association, &journey, next),
    })
}

/// What an organizer of another action needs for a hand-over, and no more.
fn summary(ask: &Ask, association: String, journey: &Journey, next: Next) -> View {
    let lang = ask.lang();
    let since = dates::date(lang, journey.head.opened_at);
    let waits = match next.ball {
        Ball::Association => texts::desk::ball_association(lang),
        Ball::Volunteers => texts::desk::ball_volunteers(lang),
        Ball::Organizers(action) => texts::action::of(lang, action.code()),
        Ball::Partner(_) => texts::place::partner(lang),
    };
    let handed = |event: &&Event| event.kind.handed_to().is_some();
    let passages = journey.counted().filter(handed).map(|event| {
        let on = event.kind.line().map(line);
        let stop = Stop::new(StopState::Done, event_title(lang, &event.kind)).on(on);
        stop.when(when(lang, event, false))
    });
    let body = view! {
        <div class="wrap narrow">
            <h1>{association.clone()}</h1>
            <p class="muted">{texts::journey::since(lang, &association, since)}</p>
            <Notice><p>{texts::journey::summary(lang)}</p></Notice>
            <dl class="facts">
                <div>
                    <dt>{texts::journey::stands(lang)}</dt>
                    <dd>{texts::step::of(lang, journey.step().code())}</dd>
                </div>
                <div>
                    <dt>{texts::journey::next(lang)}</dt>
                    <dd>{texts::what::of(lang, next.what.code())}</dd>
                </div>
                <div>
                    <dt>{texts::desk::ball(lang)}</dt>
                    <dd>{waits} ", " {texts::journey::waits_since(lang, dates::date(lang, next.since))}</dd>
                </div>
            </dl>
            <section aria-labelledby="passages">
                <h2 id="passages">{texts::journey::passages(lang)}</h2>
                <LineList stops=passages.collect() names=line_names(lang) here=texts::journey::here(lang) />
            </section>
            <p class="actions">
                <ButtonLink href=ask.href("/bureau") label=texts::nav::desk(lang) quiet=true />
            </p>
        </div>
    };
    View::new(association, body)
}

fn view(ask: &Ask, shown: Shown) -> View {
    let lang = ask.lang();
    let association = shown.association.name.to_string();
    let title =
        if shown.own { texts::journey::title(lang).to_owned() } else { association.clone() };
    let opened = dates::date(lang, shown.journey.head.opened_at);
    let inspired = shown.inspired_by.iter().cloned().map(|(title, slug)| {
        let href = ask.href(&format!("/wiki/{slug}"));
        view! { <p class="muted"><a href=href>{texts::journey::inspired(lang, title)}</a></p> }
    });
    let inspired = inspired.collect_view();
    let here =
        if shown.own { texts::journey::you_are_here(lang) } else { texts::journey::here(lang) };
    let stops = stops(ask, &shown);
    let record = ask.href(&format!("/association/{}", shown.association.id));
    let elsewhere = (shown.own && !shown.here).then(|| elsewhere(ask, &shown));
    let body = view! {
        <div class="wrap">
            <h1>{title.clone()}</h1>
            <p class="muted">{texts::journey::since(lang, association, opened)}</p>
            <p><a href=record>{texts::association::record_and_people(lang)}</a></p>
            {inspired}
            {elsewhere}
            {next_step(ask, &shown)}
            <div class="two">
                <section aria-labelledby="done">
                    <h2 id="done">{texts::journey::done(lang)}</h2>
                    <LineList stops=stops names=line_names(lang) here=here />
                </section>
                <div class="stack">
                    {need(lang, &shown)}
                    {shown.here.then(|| prepare(ask))}
                    {to_come(ask, &shown.dates, shown.own)}
                    {shown.diagnoses.as_ref().map(|diagnoses| levels(ask, diagnoses))}
                    {sessions(lang, &shown)}
                    {mentors(ask, &shown)}
                    {testimonies(ask, &shown)}
                    {shown.hand.as_ref().map(|hand| hand_over(ask, &shown, hand))}
                    {shown.here.then(|| new_need(ask))}
                </div>
            </div>
        </div>
    };
    View::new(title, body)
}

/// Answers can be given before an interview, and beside it.
fn prepare(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    let href = ask.href("/parcours/preparation");
    view! {
        <section aria-labelledby="prepare">
            <h2 id="prepare">{texts::diagnosis::prepare_title(lang)}</h2>
            <p><a href=href>{texts::diagnosis::prepare_link(lang)}</a></p>
        </section>
    }
    .into_any()
}

/// Where one acts for this association: on one's own journey, once in its role.
fn elsewhere(ask: &Ask, shown: &Shown) -> AnyView {
    let lang = ask.lang();
    let member = ask.request.actor.member().map(|hat| hat.association());
    let current = member.ok() == Some(shown.association.id);
    let (path, label) = if current {
        ("/parcours", texts::journey::act_here(lang))
    } else {
        ("/roles", texts::nav::roles(lang))
    };
    let href = ask.href(path);
    view! {
        <Notice>
            <p>{texts::journey::act_elsewhere(lang)} " " <a href=href>{label}</a></p>
        </Notice>
    }
    .into_any()
}

// ---- Next

fn next_step(ask: &Ask, shown: &Shown) -> AnyView {
    let lang = ask.lang();
    if let Some(seat) = to_answer(ask, shown) {
        return seat;
    }
    let next = shown.next;
    let code = next.what.code();
    let since = dates::date(lang, next.since);
    let waits = match next.ball {
        Ball::Association => texts::journey::ball_association(lang, since),
        Ball::Volunteers => texts::journey::ball_volunteers(lang, since),
        Ball::Organizers(action) => {
            texts::journey::ball_organizers(lang, texts::action::of(lang, action.code()), since)
        }
        Ball::Partner(_) => texts::journey::ball_partner(lang, since),
    };
    // "C'est à vous" is said to the association only.
    let waits = if shown.own || next.ball != Ball::Association { waits } else { String::new() };
    let doors = match next.ball {
        _ if shown.here => Some(doors(ask, next)),
        Ball::Organizers(action)
            if next.what == What::ReceiverAnswer
                && ask.request.actor.organizer_of(action).is_ok() =>
        {
            let href = format!("/orientation/{}", next.subject.unwrap_or_default());
            let label = texts::mail::answer(lang);
            Some(view! { <ButtonLink href=ask.href(&href) label=label /> }.into_any())
        }
        _ => None,
    };
    view! {
        <NextStep
            kicker=texts::journey::next(lang)
            title=texts::what::of(lang, code)
            why=texts::why::of(lang, code)
            waits=waits
            line=next.what.line().map(line)
        >
            {doors}
        </NextStep>
    }
    .into_any()
}

/// A seat waits for an answer, and not for ever: that comes before everything. One that an orientation holds is answered
/// with it.
fn to_answer(ask: &Ask, shown: &Shown) -> Option<AnyView> {
    let lang = ask.lang();
    let oriented = shown.next.what == What::AnswerOrientation;
    let waits = shown.dates.iter().filter(|dated| match dated.seat.state {
        Seat::Offered { .. } => true,
        Seat::Held { .. } => !oriented,
        _ => false,
    });
    let first = waits.min_by_key(|dated| (dated.seat.state.until(), dated.entry.starts_at))?;
    let Dated { seat, entry, .. } = first;
    let (name, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
    let (title, why) = match seat.state {
        Seat::Held { until } => {
            let association = shown.association.name.as_str();
            let why = texts::agenda::held(lang, association, dates::day(lang, until));
            (texts::seats::held_title(lang, name, when), why)
        }
        state => {
            let until = state.until().unwrap_or(entry.starts_at);
            let why = texts::seats::offered(lang, dates::moment(lang, until));
            (texts::seats::offered_title(lang, name, when), why)
        }
    };
    let hidden = || vec![("registration", seat.id.to_string())];
    let buttons = shown.here.then(|| {
        // An hour of a reception day is confirmed, or changed for another, among the others.
        if seat.slot.is_some() {
            let (href, label) = (format!("/agenda/{}", entry.id), texts::seats::held_hour(lang));
            return view! { <ButtonLink href=ask.href(&href) label=label /> }.into_any();
        }
        let (accept, decline) = (texts::seats::accept(lang), leave(lang, seat.state));
        view! {
            <Do name="accept_seat" request=ask.request.clone() label=accept hidden=hidden() />
            <Do
                name="cancel_seat"
                request=ask.request.clone()
                label=decline
                quiet=true
                hidden=hidden()
            />
        }
        .into_any()
    });
    Some(
        view! {
            <NextStep
                kicker=texts::journey::next(lang)
                title=title
                why=why
                line=line(entry.kind.action())
            >
                {buttons}
            </NextStep>
        }
        .into_any(),
    )
}

/// What the association can press to take its next step.
fn doors(ask: &Ask, next: Next) -> AnyView {
    let lang = ask.lang();
    let subject = next.subject.map(|id| id.to_string()).unwrap_or_default();
    let label = texts::go::of(lang, next.what.code());
    let go = |path: String| view! { <ButtonLink href=ask.href(&path) label=label /> }.into_any();
    let act = |name: &'static str, hidden: Vec<(&'static str, String)>| {
        let request = ask.request.clone();
        view! { <Do name=name request=request label=label hidden=hidden /> }.into_any()
    };
    match next.what {
        What::ChooseMeeting | What::MeetAgain | What::SecondDiagnosis => {
            go("/agenda?genre=info_meeting".to_owned())
        }
        What::ComeToMeeting | What::ComeToReception | What::ComeToWorkshop => go(format!("/agenda/{subject}")),
        What::AnswerOrientation => go(format!("/orientation/{subject}")),
        What::ChooseWorkshop => go("/agenda?genre=workshop_session".to_owned()),
        What::AnswerInvitation => act("accept_invitation", Vec::new()),
        What::FindSomeoneToHelp | What::KeepHelping => go("/mentorat".to_owned()),
        What::SubmitProject => go("/projet".to_owned()),
        What::Selection | What::Team | What::Weekend => {
            let href = ask.href(&format!("/projet/{subject}"));
            view! { <ButtonLink href=href label=texts::go::selection(lang) quiet=true /> }.into_any()
        }
        What::SignHandover => act("sign_handover", vec![("project", subject)]),
        What::BookFollowUp => go("/agenda?genre=follow_up".to_owned()),
        What::ComeToFollowUp => {
            let href = ask.href(&format!("/agenda/{subject}"));
            view! { <ButtonLink href=href label=texts::go::come_to_workshop(lang) /> }.into_any()
        }
        What::SayInUse => say_in_use(ask, subject),
        What::Testify => act("begin_testimony", Vec::new()),
        What::FinishTestimony => go(format!("/temoignage/{subject}")),
        What::NewNeed => {
            view! { <a class="button quiet" href="#new-need">{texts::journey::need_title(lang)}</a> }
                .into_any()
        }
        What::ReceiverAnswer => {
            let href = ask.href(&format!("/orientation/{subject}"));
            view! { <ButtonLink href=href label=label quiet=true /> }.into_any()
        }
        What::Diagnosis => {
            let label = texts::journey::choose_slot(lang);
            let href = ask.href("/agenda?genre=reception");
            view! { <ButtonLink href=href label=label /> }.into_any()
        }
        What::VisitAnswer | What::Visit => go("/visite".to_owned()),
        What::FinishDiagnosis => ().into_any(),
    }
}

/// "Is the tool useful to you?", answered by one press.
fn say_in_use(ask: &Ask, project: String) -> AnyView {
    let lang = ask.lang();
    view! {
        <Form
            name="say_in_use"
            command=ask.request.command()
            hidden=vec![("project".to_owned(), project)]
        >
            <p class="actions">
                <Submit label=texts::journey::yes_used(lang) name="used" value="yes" />
                " "
                <Submit label=texts::journey::not_used(lang) name="used" value="no" quiet=true />
            </p>
        </Form>
    }
    .into_any()
}

// ---- Done

fn stops(ask: &Ask, shown: &Shown) -> Vec<Stop> {
    let lang = ask.lang();
    let events: Vec<&Event> = shown.journey.counted().collect();
    // What led to a later fact about the same thing is told by that fact.
    let told = |(i, event): &(usize, &&Event)| {
        let later = &events[i + 1..];
        !leads_elsewhere(&event.kind) || later.iter().all(|e| e.subject != event.subject)
    };
    let told: Vec<&Event> = events.iter().enumerate().filter(told).map(|(_, e)| *e).collect();
    let last = told.len().saturating_sub(1);
    let done = told.into_iter().enumerate().map(|(i, event)| {
        let state = if i == last { StopState::Here } else { StopState::Done };
        let stop = Stop::new(state, event_title(lang, &event.kind))
            .when(when(lang, event, shown.own))
            .on(event.kind.line().map(line));
        match detail(ask, event) {
            Some(detail) => stop.detail(detail),
            None => stop,
        }
    });
    let step = shown.journey.step();
    let ahead = Step::ALL.into_iter().filter(|s| *s > step).take(AHEAD).map(|step| {
        Stop::new(StopState::Next, texts::step::of(lang, step.code()))
            .when(texts::journey::may_come(lang))
            .on(step.line().map(line))
    });
    done.chain(ahead).collect()
}

/// The day of a fact, and as whom it was noted; an association knows its own acts.
fn when(lang: Lang, event: &Event, own: bool) -> String {
    let day = dates::date(lang, event.occurred_at);
    let by = texts::fact_by::of(lang, &event.hat);
    if by == texts::MISSING || own && event.hat == "member" {
        return day;
    }
    format!("{day}, {by}")
}

/// Whether a fact only leads to another one about the same thing.
fn leads_elsewhere(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::MeetingBooked
            | EventKind::SeatTaken
            | EventKind::ReceptionBooked
            | EventKind::VisitAsked
            | EventKind::FollowUpBooked
            | EventKind::EncounterBooked
            | EventKind::DiagnosisStarted
            | EventKind::OrientationOpened(_)
            | EventKind::HandedOver(_)
            | EventKind::TestimonyBegun
    )
}

/// A fact in words.
pub fn event_title(lang: Lang, kind: &EventKind) -> String {
    let action = |to: &Place| match to.action() {
        Some(action) => texts::action::of(lang, action.code()),
        // Its name may tell what was needed: the orientation's own page says it to those who may know.
        None => texts::place::partner(lang),
    };
    match kind {
        EventKind::DiagnosisGivenBack(verdict) => {
            texts::stop::diagnosis_given_back(lang, texts::verdict::of(lang, verdict.code()))
        }
        EventKind::OrientationOpened(to) => texts::stop::orientation_opened(lang, action(to)),
        EventKind::OrientationAccepted(to) => texts::stop::orientation_accepted(lang, action(to)),
        EventKind::OrientationDeclined(to) => texts::stop::orientation_declined(lang, action(to)),
        EventKind::HandedOver(to) => texts::stop::handed_over(lang, action(to)),
        EventKind::OrientationHonoured(to) => texts::stop::orientation_honoured(lang, action(to)),
        EventKind::OrientationExpired(to) => texts::stop::orientation_expired(lang, action(to)),
        EventKind::SessionHelped(theme) => {
            texts::stop::session_helped(lang, theme_title(lang, theme))
        }
        EventKind::SessionAttended(theme) => {
            texts::stop::session_attended(lang, theme_title(lang, theme))
        }
        kind => texts::stop::of(lang, &kind.code()).to_owned(),
    }
}

fn detail(ask: &Ask, event: &Event) -> Option<AnyView> {
    let lang = ask.lang();
    let (path, label) = match event.kind {
        EventKind::DiagnosisGivenBack(_) => {
            (format!("/diagnostic/{}/resultat", event.subject), texts::journey::detail(lang))
        }
        EventKind::ProjectSubmitted => {
            (format!("/projet/{}", event.subject), texts::go::selection(lang))
        }
        _ => return None,
    };
    Some(view! { <a class="small" href=ask.href(&path)>{label}</a> }.into_any())
}

// ---- Beside

fn need(lang: Lang, shown: &Shown) -> Option<AnyView> {
    let need = shown.needs.last()?;
    let words = need.words.to_string();
    let title =
        if shown.own { texts::journey::your_need(lang) } else { texts::diagnosis::need(lang) };
    Some(
        view! {
            <section aria-labelledby="need">
                <h2 id="need">{title}</h2>
                <blockquote class="need"><p class="words">{words}</p></blockquote>
                <p class="muted small">{dates::date(lang, need.at)}</p>
            </section>
        }
        .into_any(),
    )
}

fn to_come(ask: &Ask, coming: &[Dated], own: bool) -> AnyView {
    let lang = ask.lang();
    let item = |Dated { seat, entry, place }: &Dated| {
        let state = in_short(lang, seat, *place);
        let href = ask.href(&format!("/agenda/{}", entry.id));
        view! {
            <li>
                <b>{dates::moment(lang, entry.starts_at)}</b>
                <br />
                <a href=href>{entry.title.to_string()}</a>
                " "
                <span class="muted small">{state}</span>
            </li>
        }
    };
    let list = if coming.is_empty() {
        view! {
            <p>
                {texts::journey::no_dates(lang)} " "
                <a href=ask.href("/agenda")>{texts::journey::later(lang)}</a>
            </p>
        }
        .into_any()
    } else {
        view! { <ul class="people">{coming.iter().map(item).collect_view()}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="dates">
            <h2 id="dates">{texts::journey::dates(lang)}</h2>
            {list}
            {own.then(|| crate::calendar::pages::journey_links(ask))}
        </section>
    }
    .into_any()
}

fn levels(ask: &Ask, diagnoses: &Diagnoses) -> AnyView {
    let lang = ask.lang();
    let Diagnoses { last, questionnaire, voices, first } = diagnoses;
    let href = ask.href(&format!("/diagnostic/{last}/resultat"));
    view! {
        {theme_levels(lang, questionnaire, voices, first.as_ref(), false)}
        <p><a href=href>{texts::journey::detail(lang)}</a></p>
    }
    .into_any()
}

/// Sessions by theme, and how far the criteria for helping others are met.
fn sessions(lang: Lang, shown: &Shown) -> Option<AnyView> {
    let ((_, themes), (count, distinct)) = (shown.journey.sessions(), shown.journey.acts());
    if count == 0 {
        return None;
    }
    let by_theme = themes.iter().map(|(theme, n)| {
        let told = texts::journey::sessions(lang, i64::from(*n));
        view! { <li>{theme_title(lang, theme)} " · " {told}</li> }
    });
    let help = (shown.own && !shown.journey.is_mentor()).then(|| {
        view! {
            <h3>{texts::journey::help(lang)}</h3>
            <p>{texts::journey::help_why(lang)}</p>
            <ul>
                <li>{texts::journey::help_sessions(lang, i64::from(count), HELP.sessions)}</li>
                <li>{texts::journey::help_themes(lang, i64::from(distinct), HELP.themes)}</li>
            </ul>
        }
    });
    Some(
        view! {
            <section aria-labelledby="sessions">
                <h2 id="sessions">{texts::journey::sessions_by_theme(lang)}</h2>
                <ul>{by_theme.collect_view()}</ul>
                {help}
            </section>
        }
        .into_any(),
    )
}

fn mentors(ask: &Ask, shown: &Shown) -> AnyView {
    let lang = ask.lang();
    let item = |mentor: &Mentor| {
        let (person, from) = (&mentor.person, &mentor.association);
        match mentor.mentoring_state {
            State::Accepted => {
                let next = mentor.next_meeting.filter(|at| *at >= ask.request.now).map(|at| {
                    let next = texts::journey::next_meeting(lang, dates::date(lang, at));
                    view! { <br /> <span class="muted small">{next}</span> }
                });
                let told = texts::journey::mentor_from(lang, person, from);
                view! { <li>{told} {next}</li> }.into_any()
            }
            State::Proposed => {
                let accept = shown.here.then(|| {
                    view! {
                        <Do
                            name="accept_mentoring"
                            request=ask.request.clone()
                            label=texts::journey::accept_mentor(lang)
                            hidden=vec![("mentoring", mentor.mentoring.to_string())]
                        />
                    }
                });
                let told = texts::journey::mentor_offers(lang, person, from);
                view! { <li>{told} {accept}</li> }.into_any()
            }
        }
    };
    let list = if shown.mentors.is_empty() {
        view! { <p>{texts::journey::no_mentor(lang)}</p> }.into_any()
    } else {
        view! { <ul class="people">{shown.mentors.iter().map(item).collect_view()}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="mentors">
            <h2 id="mentors">{texts::journey::mentors(lang)}</h2>
            {list}
        </section>
    }
    .into_any()
}

fn testimonies(ask: &Ask, shown: &Shown) -> Option<AnyView> {
    let lang = ask.lang();
    let sketched = if shown.own { shown.sketched.as_slice() } else { &[] };
    if shown.testimonies.is_empty() && sketched.is_empty() {
        return None;
    }
    let sketched = sketched.iter().map(|id| {
        let href = ask.href(&format!("/temoignage/{id}"));
        view! { <li><a href=href>{texts::journey::sketched(lang)}</a></li> }
    });
    let sketched = sketched.collect_view();
    let items = shown.testimonies.iter().map(|told| {
        let href = ask.href(&format!("/wiki/{}", told.slug));
        let inspired = i64::try_from(told.inspired).unwrap_or(i64::MAX);
        let inspired = (inspired > 0).then(|| texts::journey::inspired_others(lang, inspired));
        view! { <li><a href=href>{told.title.clone()}</a> " " {inspired}</li> }
    });
    Some(
        view! {
            <section aria-labelledby="testimony">
                <h2 id="testimony">{texts::journey::testimony(lang)}</h2>
                <ul>{sketched} {items.collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}

/// Handing the association over to another action, or to a partner.
fn hand_over(ask: &Ask, shown: &Shown, hand: &Hand) -> AnyView {
    let lang = ask.lang();
    let from = texts::action::of(lang, hand.from.code());
    let form = if hand.waits {
        view! { <p>{texts::orient::waits(lang)}</p> }.into_any()
    } else {
        let journey = shown.journey.head.id.to_string();
        let mut places = vec![(String::new(), texts::orient::choose(lang).to_owned())];
        places.extend(hand.places.clone());
        view! {
            <Form
                name="orient_association"
                command=ask.request.command()
                hidden=vec![("journey".to_owned(), journey)]
            >
                <Select name="to" label=texts::orient::to(lang) options=places required=true />
                <TextArea
                    name="reason"
                    label=texts::orient::reason(lang)
                    hint=texts::orient::reason_hint(lang)
                    rows=3
                    required=true
                    at_most=Words::MAX
                />
                <p class="actions"><Submit label=texts::orient::send(lang) quiet=true /></p>
            </Form>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="hand-over">
            <h2 id="hand-over">{texts::orient::title(lang)}</h2>
            <p class="muted small">{texts::orient::from(lang, from)}</p>
            {form}
        </section>
    }
    .into_any()
}

fn new_need(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    view! {
        <section aria-labelledby="new-need">
            <h2 id="new-need">{texts::journey::need_title(lang)}</h2>
            <Form name="state_need" command=ask.request.command()>
                <TextArea
                    name="need"
                    label=texts::journey::need(lang)
                    required=true
                    at_most=Words::MAX
                />
                <p class="actions"><Submit label=texts::journey::need_send(lang) quiet=true /></p>
            </Form>
        </section>
    }
    .into_any()
}
