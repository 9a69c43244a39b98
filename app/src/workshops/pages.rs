//! One date of the agenda.

use super::load::{self, Shown};
use super::presence::pages::who;
use super::seats;
use crate::error::AppError;
use crate::exchange::pages::for_host;
use crate::orientation::pages::fit as fit_in_words;
use crate::routes::{Ask, View};
use crate::shell::line;
use crate::ui::card::{ActionTag, ButtonLink, Notice};
use crate::ui::fields::{Form, Submit, TextArea};
use crate::ui::table::Row;
use crate::wiki::encounter::pages::programme;
use domain::ids::EntryId;
use domain::text::{Lang, Title, Words};
use domain::workshops::{Entry, EntryKind, Level, Registration, Workshop};
use leptos::prelude::*;
use texts::dates;

/// A date as a row: when, what and where, how many seats. `for_us`: it is for who looks.
pub fn date_row(ask: &Ask, entry: Entry, free: u32, for_us: bool) -> Row {
    let lang = ask.lang();
    let action = entry.kind.action();
    let when = view! {
        {dates::day(lang, entry.starts_at)}
        <br />
        <span class="muted small">{dates::hour(lang, entry.starts_at)}</span>
    };
    let place = place(&entry);
    let level = entry.level.map(|level| format!(" · {}", texts::level::of(lang, level.code())));
    let for_us = for_us.then(|| {
        let why = texts::seats::for_us_why(lang);
        view! {
            <span class="for-us">
                <b class="chip">{texts::seats::for_us(lang)}</b>
                " "
                <span class="small">{why}</span>
            </span>
        }
    });
    let what = view! {
        <a href=ask.href(&format!("/agenda/{}", entry.id))>{entry.title.to_string()}</a>
        <br />
        <span class="muted small">
            <ActionTag line=line(action) name=texts::entry_kind::of(lang, entry.kind.code()) />
            {level}
            <br />
            {place}
        </span>
        {for_us}
    };
    let seats = how_many(lang, &entry, free);
    Row::new(vec![when.into_any(), what.into_any(), seats.into_any()]).on(line(action))
}

/// Where it is, and how one gets in.
pub fn place(entry: &Entry) -> String {
    match entry.access.as_deref().filter(|access| !access.is_empty()) {
        Some(access) => format!("{} · {access}", entry.place),
        None => entry.place.to_string(),
    }
}

/// What is done at a workshop, and what one can do afterwards.
fn about(lang: Lang, workshop: &Workshop) -> impl IntoView + use<> {
    let can = |line: &Title| view! { <li>{line.to_string()}</li> };
    let teaches = (!workshop.teaches.is_empty()).then(|| {
        view! {
            <h3>{texts::seats::teaches(lang)}</h3>
            <ul>{workshop.teaches.iter().map(can).collect_view()}</ul>
        }
    });
    view! {
        <section aria-labelledby="about">
            <h2 id="about">{texts::agenda::about(lang)}</h2>
            <p class="words">{workshop.summary.to_string()}</p>
            {teaches}
        </section>
    }
}

fn how_many(lang: Lang, entry: &Entry, free: u32) -> String {
    match free {
        _ if entry.called_off.is_some() => texts::agenda::called_off(lang).to_owned(),
        _ if !entry.kind.has_seats() => texts::agenda::teams(lang).to_owned(),
        0 => texts::agenda::full(lang).to_owned(),
        free => texts::agenda::free(lang, i64::from(free)),
    }
}

/// How many are free and, of those that are kept, how many and until when.
fn seats_told(lang: Lang, shown: &Shown) -> String {
    let free = how_many(lang, &shown.entry, shown.free);
    match shown.entry.seats.kept.filter(|_| shown.kept > 0) {
        Some(kept) => {
            let seats = texts::seats::kept(lang, i64::from(shown.kept));
            texts::seats::free_and_kept(lang, free, seats, dates::day(lang, kept.until))
        }
        None => free,
    }
}

/// `/agenda/{entry}`
pub async fn entry(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: EntryId = ask.id("entry")?;
    let shown = load::entry(&ask.request, id).await?;
    let Shown { entry, .. } = &shown;
    let action = entry.kind.action();
    let when = texts::agenda::at(
        lang,
        dates::day(lang, entry.starts_at),
        dates::hour(lang, entry.starts_at),
        dates::hour(lang, entry.ends_at),
    );
    let fact = |term: &str, told: Option<String>| {
        let term = term.to_owned();
        told.filter(|told| !told.is_empty())
            .map(|told| view! { <div><dt>{term}</dt> <dd>{told}</dd></div> })
    };
    let level = entry.level.map(|level: Level| texts::level::of(lang, level.code()).to_owned());
    let fit = shown.ours.as_ref().and_then(|ours| ours.fit.clone());
    let for_us = fit.map(|reasons| {
        view! {
            <Notice title=texts::seats::for_us_title(lang)>
                <p>{texts::seats::for_us_why(lang)}</p>
                {fit_in_words(lang, Some(&reasons))}
            </Notice>
        }
    });
    let about = shown.workshop.as_ref().map(|workshop| about(lang, workshop));
    let comes =
        |ours: &load::Ours| ours.seats.iter().any(|own| own.seat.takes_seat(ask.request.now));
    let inside = shown.people.is_some() || shown.ours.as_ref().is_some_and(comes);
    let online = entry.link.clone().filter(|_| inside).map(|link| {
        let term = texts::seats::online(lang);
        let told = match link.starts_with("https://") {
            true => {
                let href = link.clone();
                view! { <a href=href>{link}</a> }.into_any()
            }
            false => link.into_any(),
        };
        view! { <div><dt>{term}</dt> <dd>{told}</dd></div> }
    });
    let (seat, presences) = match entry.kind.has_slots() {
        true => (crate::reception::pages::booking(&ask, id).await?, None),
        false => (seats::seats(&ask, &shown), presences(&ask, &shown)),
    };
    let notes = super::presence::load::notes(&ask.request, id).await?.map(|(title, path)| {
        let href = ask.href(&path);
        view! { <p><b>{texts::presences::notes(lang)}</b> " " <a href=href>{title}</a></p> }
    });
    let words =
        entry.words.as_ref().map(|words| view! { <p class="words">{words.to_string()}</p> });
    let programme = programme(&ask, entry).await?;
    let seats = (ask.request.now < entry.starts_at).then(|| seats_told(lang, &shown));
    let title = entry.title.to_string();
    let body = view! {
        <div class="wrap narrow">
            <p>
                <ActionTag
                    line=line(action)
                    name=texts::entry_kind::of(lang, entry.kind.code())
                />
            </p>
            <h1>{title.clone()}</h1>
            <p class="lead">{when.clone()}</p>
            {entry.called_off.map(|_| called_off(&ask, shown.instead.as_ref()))}
            <dl class="facts">
                {fact(texts::agenda::place(lang), Some(entry.place.to_string()))}
                {fact(texts::agenda::access(lang), entry.access.clone())}
                {fact(texts::seats::hosts(lang), Some(shown.hosts.join(", ")))}
                {fact(texts::agenda::theme(lang), shown.theme.clone())}
                {fact(texts::agenda::level(lang), level)}
                {fact(texts::seats::bring(lang), entry.bring.as_ref().map(ToString::to_string))}
                {online}
                {fact(texts::agenda::seats(lang), seats)}
            </dl>
            {words}
            {programme}
            {for_us}
            {seat}
            {about}
            {super::opening::pages::from_date(&ask, entry)}
            {presences}
            {notes}
            {outgrown(&ask, &shown)}
        </div>
    };
    Ok(View { title, description: when, body: body.into_any() })
}

/// It will not be held; where one goes instead.
fn called_off(ask: &Ask, instead: Option<&Entry>) -> impl IntoView + use<> {
    let lang = ask.lang();
    let next = instead.map(|next| {
        let href = ask.href(&format!("/agenda/{}", next.id));
        let when = dates::moment(lang, next.starts_at);
        view! { <p>{texts::seats::next_date(lang)} " " <a href=href>{when}</a></p> }
    });
    view! {
        <Notice>
            <p>{texts::seats::called_off(lang)}</p>
            {next}
        </Notice>
    }
}

/// Who is registered and who waits, for those who note presence.
fn presences(ask: &Ask, shown: &Shown) -> Option<AnyView> {
    let lang = ask.lang();
    let people = shown.people.as_ref()?;
    let comes = |(seat, name): &(Registration, String)| view! { <li>{who(lang, seat, name)}</li> };
    let names = people.registered.iter().map(comes);
    let body = match people.registered.is_empty() {
        true => view! { <p>{texts::agenda::nobody(lang)}</p> }.into_any(),
        false => view! { <ul class="people">{names.collect_view()}</ul> }.into_any(),
    };
    let waits = |(own, name): &(load::Own, String)| {
        view! {
            <li>
                {who(lang, &own.seat, name)} " "
                <span class="muted">{seats::of_others(lang, own)}</span>
            </li>
        }
    };
    let line = (!people.awaited.is_empty()).then(|| {
        view! {
            <h3>{texts::seats::line(lang)}</h3>
            <p class="muted">{texts::seats::line_why(lang, seats::hours(lang, &shown.entry))}</p>
            <ol class="people">{people.awaited.iter().map(waits).collect_view()}</ol>
        }
    });
    let href = ask.href(&format!("/presences/{}", shown.entry.id));
    Some(
        view! {
            <section aria-labelledby="presences">
                <h2 id="presences">{texts::agenda::presences(lang)}</h2>
                {body}
                {line}
                <p class="actions">
                    <ButtonLink href=href label=texts::presences::open(lang) quiet=true />
                </p>
            </section>
            {for_host(lang, &people.meetings)}
        }
        .into_any(),
    )
}

/// A need that outgrows workshops: its association is oriented to the hackathon in two presses.
fn outgrown(ask: &Ask, shown: &Shown) -> Option<AnyView> {
    let lang = ask.lang();
    let at = &shown.entry;
    // Several may come for one.
    let mut came: Vec<_> = shown.people.as_ref()?.registered.iter().collect();
    came.dedup_by_key(|(seat, _)| seat.association);
    if came.is_empty() || at.kind != EntryKind::WorkshopSession || ask.request.now < at.starts_at {
        return None;
    }
    let one = |(seat, name): &&(Registration, String)| {
        let association = seat.association.to_string();
        let hidden = vec![("entry", at.id.to_string()), ("association", association.clone())];
        let hidden: Vec<_> = hidden.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
        view! {
            <li>
                <details>
                    <summary>{name.clone()}</summary>
                    <Form
                        name="orient_from_date"
                        command=ask.request.command()
                        key=association
                        hidden=hidden
                    >
                        <TextArea
                            name="reason"
                            label=texts::orient::outgrown_reason(lang)
                            rows=2
                            at_most=Words::MAX
                        />
                        <p class="actions">
                            <Submit label=texts::orient::to_hackathon(lang) quiet=true />
                        </p>
                    </Form>
                </details>
            </li>
        }
    };
    Some(
        view! {
            <section aria-labelledby="outgrown">
                <h2 id="outgrown">{texts::orient::outgrown(lang)}</h2>
                <p class="muted">{texts::orient::outgrown_why(lang)}</p>
                <ul class="people">{came.iter().map(one).collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}
