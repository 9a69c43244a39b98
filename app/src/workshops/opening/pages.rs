//! What one can learn; and, for organizers, the forms that prepare it.

pub mod forms;

use super::load;
use super::session::Session;
use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::{Do, line};
use crate::ui::card::{ActionTag, ButtonLink};
use crate::ui::table::{Row, Table};
use crate::wiki::spaces::door::door;
use crate::workshops::demand::load as demand;
use crate::workshops::pages::place;
use domain::accounts::Action;
use domain::ids::{EntryId, WorkshopId};
use domain::text::Lang;
use domain::wiki::Around;
use domain::workshops::{Claim, Entry, Level, Mark, Seat, Seating, Workshop};
use forms::Wishing;
use leptos::prelude::*;
use store::AgendaEntry;
use texts::dates;

/// How many next dates the list names.
const DATES: usize = 2;

/// `/ateliers`
pub async fn workshops(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let all = load::workshops(&ask.request).await?;
    let list = if all.is_empty() {
        view! { <p>{texts::workshop::nothing(lang)}</p> }.into_any()
    } else {
        let headers = [
            texts::workshop::what(lang),
            texts::agenda::theme(lang),
            texts::workshop::next_dates(lang),
        ];
        let rows = all.iter().map(|(workshop, dates)| workshop_row(&ask, workshop, dates));
        view! {
            <Table
                caption=texts::workshop::title(lang)
                headers=headers.map(str::to_owned).to_vec()
                rows=rows.collect()
            />
        }
        .into_any()
    };
    let prepare = load::prepares(&ask.request).then(|| {
        let (new, label) = (ask.href("/ateliers/nouveau"), texts::opening::prepare(lang));
        let demand = ask.href("/ateliers/demande");
        view! {
            <p class="actions">
                <ButtonLink href=demand label=texts::demand::title(lang) />
                " "
                <ButtonLink href=new label=label quiet=true />
            </p>
        }
    });
    let body = view! {
        <div class="wrap">
            <h1>{texts::workshop::title(lang)}</h1>
            <p class="lead">{texts::workshop::lead(lang)}</p>
            {list}
            {prepare}
        </div>
    };
    Ok(View {
        title: texts::workshop::title(lang).to_owned(),
        description: texts::workshop::lead(lang).to_owned(),
        body: body.into_any(),
    })
}

fn workshop_row(ask: &Ask, workshop: &Workshop, dates: &[AgendaEntry]) -> Row {
    let lang = ask.lang();
    let what = view! {
        <a href=ask.href(&format!("/atelier/{}", workshop.id))>{workshop.title.to_string()}</a>
        <br />
        <span class="muted small">{workshop.summary.to_string()}</span>
    };
    let about = view! {
        {theme_title(lang, &workshop.theme)}
        <br />
        <span class="muted small">{texts::level::of(lang, workshop.level.code())}</span>
    };
    let date = |at: &AgendaEntry| {
        let href = ask.href(&format!("/agenda/{}", at.entry.id));
        view! { <a class="unbroken" href=href>{dates::day(lang, at.entry.starts_at)}</a> <br /> }
    };
    let more = dates.len().saturating_sub(DATES);
    let more = (more > 0).then(|| {
        let told = texts::workshop::more_dates(lang, i64::try_from(more).unwrap_or(i64::MAX));
        view! { <span class="muted small">{told}</span> }
    });
    let next = match dates.is_empty() {
        true => view! { <span class="muted">{texts::workshop::no_date(lang)}</span> }.into_any(),
        false => view! { {dates.iter().take(DATES).map(date).collect_view()} {more} }.into_any(),
    };
    Row::new(vec![what.into_any(), about.into_any(), next]).on(line(Action::Workshops))
}

/// `/atelier/{workshop}`
pub async fn workshop(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: WorkshopId = ask.id("workshop")?;
    let (workshop, sessions) = load::workshop(&ask.request, id).await?;
    let prepares = load::prepares(&ask.request);
    let space = door(&ask, Around::Workshop(id)).await?;
    let level = texts::level::of(lang, workshop.level.code());
    let teaches = (!workshop.teaches.is_empty()).then(|| {
        let lines = workshop.teaches.iter().map(|line| view! { <li>{line.to_string()}</li> });
        view! {
            <section aria-labelledby="teaches">
                <h2 id="teaches">{texts::workshop::teaches(lang)}</h2>
                <ul>{lines.collect_view()}</ul>
            </section>
        }
    });
    let materials = workshop.materials.as_ref().map(|materials| {
        view! {
            <section aria-labelledby="materials">
                <h2 id="materials">{texts::workshop::materials(lang)}</h2>
                <p class="words">{materials.to_string()}</p>
            </section>
        }
    });
    let list = match sessions.is_empty() {
        true => view! {
            <p>
                {texts::workshop::no_session(lang)} " "
                <a href=ask.href("/agenda")>{texts::desk::see_agenda(lang)}</a>
            </p>
        }
        .into_any(),
        false => sessions_table(&ask, &sessions, prepares),
    };
    let prepare = prepares.then(|| {
        let (edit, open) = (
            ask.href(&format!("/atelier/{id}/modifier")),
            ask.href(&format!("/atelier/{id}/seance")),
        );
        view! {
            <p class="actions">
                <ButtonLink href=open label=texts::opening::open(lang) />
                " "
                <ButtonLink href=edit label=texts::opening::edit(lang) quiet=true />
            </p>
        }
    });
    let (title, summary) = (workshop.title.to_string(), workshop.summary.to_string());
    let body = view! {
        <div class="wrap">
            <p>
                <ActionTag line=line(Action::Workshops) name=texts::workshop::kicker(lang) />
                " · " {theme_title(lang, &workshop.theme)} " · " {level}
            </p>
            <h1>{title.clone()}</h1>
            <p class="lead words">{summary.clone()}</p>
            {prepare}
            {space}
            {teaches}
            {before(lang, &workshop)}
            {materials}
            <section aria-labelledby="sessions">
                <h2 id="sessions">{texts::workshop::sessions(lang)}</h2>
                {list}
            </section>
            <p><a href=ask.href("/ateliers")>{texts::workshop::all(lang)}</a></p>
        </div>
    };
    Ok(View { title, description: summary, body: body.into_any() })
}

/// What to know before, and for whom it is, in words.
fn before(lang: Lang, workshop: &Workshop) -> AnyView {
    let told = |mark: &Mark, say: fn(Lang, &str, String) -> String| {
        let told = say(lang, level_in_words(lang, mark.level), theme_title(lang, &mark.theme));
        view! { <li>{told}</li> }
    };
    let requires = match workshop.requires.is_empty() {
        true => view! { <li>{texts::workshop::before_nothing(lang)}</li> }.into_any(),
        false => (workshop.requires.iter())
            .map(|mark| {
                told(mark, |l, level, theme| texts::workshop::before_level(l, level, theme))
            })
            .collect_view()
            .into_any(),
    };
    let leads_to = (workshop.leads_to.iter())
        .map(|mark| told(mark, |l, level, theme| texts::workshop::leads_to(l, level, theme)))
        .collect_view();
    view! {
        <section aria-labelledby="before">
            <h2 id="before">{texts::workshop::before(lang)}</h2>
            <ul>{requires} {leads_to}</ul>
        </section>
    }
    .into_any()
}

/// A level out of 3: nobody reads a number there.
fn level_in_words(lang: Lang, level: f64) -> &'static str {
    match level {
        level if level <= 0.75 => texts::level_word::some(lang),
        level if level <= 1.5 => texts::level_word::basics(lang),
        level if level <= 2.25 => texts::level_word::practice(lang),
        _ => texts::level_word::ease(lang),
    }
}

fn sessions_table(ask: &Ask, sessions: &[Seating], prepares: bool) -> AnyView {
    let lang = ask.lang();
    let mut headers =
        vec![texts::agenda::when(lang), texts::agenda::place(lang), texts::agenda::seats(lang)];
    if prepares {
        headers.push(texts::diagnosis::action(lang));
    }
    let rows = sessions.iter().map(|at| session_row(ask, at, prepares)).collect();
    view! {
        <Table
            caption=texts::workshop::sessions(lang)
            headers=headers.into_iter().map(str::to_owned).collect()
            rows=rows
        />
    }
    .into_any()
}

fn session_row(ask: &Ask, at: &Seating, prepares: bool) -> Row {
    let (lang, now, entry) = (ask.lang(), ask.request.now, &at.entry);
    let href = ask.href(&format!("/agenda/{}", entry.id));
    let hidden = entry.published_at.filter(|_| !entry.is_public(now)).map(|from| {
        let told = texts::opening::not_yet(lang, dates::date(lang, from));
        view! { <br /> <b class="small">{told}</b> }
    });
    let when = view! {
        <a href=href>{dates::day(lang, entry.starts_at)}</a>
        <br />
        <span class="muted small">{hours(lang, entry)}</span>
        {hidden}
    };
    let seats = match prepares {
        _ if entry.called_off.is_some() => texts::agenda::called_off(lang).to_owned(),
        true => taken(lang, at, now),
        false => match at.free_for(Claim::None, now) {
            0 => texts::agenda::full(lang).to_owned(),
            free => texts::agenda::free(lang, i64::from(free)),
        },
    };
    let mut cells = vec![when.into_any(), place(entry).into_any(), seats.into_any()];
    if prepares {
        cells.push(doors(ask, entry));
    }
    Row::new(cells).on(line(Action::Workshops))
}

fn hours(lang: Lang, entry: &Entry) -> String {
    format!("{} – {}", dates::hour(lang, entry.starts_at), dates::hour(lang, entry.ends_at))
}

/// How many seats are taken, and who waits.
fn taken(lang: Lang, at: &Seating, now: chrono::DateTime<chrono::Utc>) -> String {
    let count = |of: &dyn Fn(&domain::workshops::Registration) -> bool| {
        at.registrations.iter().filter(|seat| of(seat)).count()
    };
    let (taken, waiting) =
        (count(&|seat| seat.takes_seat(now)), count(&|seat| seat.state == Seat::Waiting));
    let taken = texts::opening::taken(lang, taken.to_string(), at.entry.seats.total.to_string());
    match i64::try_from(waiting) {
        Ok(0) | Err(_) => taken,
        Ok(waiting) => format!("{taken} · {}", texts::opening::waiting(lang, waiting)),
    }
}

/// What an organizer does with a session.
fn doors(ask: &Ask, entry: &Entry) -> AnyView {
    let lang = ask.lang();
    let to_come = ask.request.now < entry.starts_at && entry.called_off.is_none();
    let change = to_come.then(|| {
        let href = ask.href(&format!("/agenda/{}/modifier", entry.id));
        view! { <a href=href>{texts::opening::change(lang)}</a> }
    });
    let copy = entry.workshop.map(|workshop| {
        let href = ask.href(&format!("/atelier/{workshop}/seance?copie={}", entry.id));
        view! { <a href=href>{texts::opening::copy(lang)}</a> }
    });
    let between = (change.is_some() && copy.is_some()).then_some(" · ");
    view! { {change} {between} {copy} }.into_any()
}

/// Where a date's page leads: to its workshop and, for who runs it, to what may be changed.
pub fn from_date(ask: &Ask, entry: &Entry) -> Option<AnyView> {
    let lang = ask.lang();
    let workshop = entry.workshop.map(|workshop| {
        let href = ask.href(&format!("/atelier/{workshop}"));
        view! { <a href=href>{texts::workshop::about(lang)}</a> }
    });
    let runs = ask.request.actor.organizer_of(entry.kind.action()).is_ok();
    let doors = (runs && load::has_form(entry)).then(|| doors(ask, entry));
    (workshop.is_some() || doors.is_some()).then(|| {
        let between = (workshop.is_some() && doors.is_some()).then_some(" · ");
        view! { <p>{workshop} {between} {doors}</p> }.into_any()
    })
}

// ---- Organizers

/// `/ateliers/nouveau`: `?theme=` chooses one.
pub async fn new_workshop(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    ask.request.actor.organizer_of(Action::Workshops)?;
    let title = texts::opening::new(lang);
    let body = view! {
        <div class="wrap">
            <h1>{title}</h1>
            {forms::workshop(&ask, None)}
        </div>
    };
    Ok(View::new(title, body))
}

/// `/atelier/{workshop}/modifier`
pub async fn edit_workshop(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    ask.request.actor.organizer_of(Action::Workshops)?;
    let (workshop, _) = load::workshop(&ask.request, ask.id("workshop")?).await?;
    let title = texts::opening::edit_title(lang, workshop.title.as_str());
    let body = view! {
        <div class="wrap">
            <h1>{title.clone()}</h1>
            <p class="muted">{texts::opening::follow(lang)}</p>
            {forms::workshop(&ask, Some(&workshop))}
        </div>
    };
    Ok(View::new(title, body))
}

/// `/atelier/{workshop}/seance`: `?copie=` begins with what another session told; `?zone=`, `?anime=` and `?pour=` with
/// where, by whom and for how many it is wished.
pub async fn open_sessions(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let organizer = ask.request.actor.organizer_of(Action::Workshops)?;
    let fail = |error| ask.request.answer(error);
    let (workshop, _) = load::workshop(&ask.request, ask.id("workshop")?).await?;
    let rows = ask.request.read();
    let copied = match ask.query("copie").parse::<EntryId>() {
        Ok(entry) => rows.entry(entry).await.map_err(fail)?,
        Err(_) => None,
    };
    let copied = copied.filter(|entry| entry.workshop == Some(workshop.id));
    let hosts = rows.who_may_host().await.map_err(fail)?;
    let told = copied.as_ref().map(|entry| {
        let told = texts::opening::copied(lang, dates::date(lang, entry.starts_at));
        view! { <p class="muted">{told}</p> }
    });
    let session = match &copied {
        Some(entry) => Session::copy(entry),
        None => Session::of(&workshop).wished(&ask),
    };
    let area = ask.query("zone").to_owned();
    let wishing = match workshop.level {
        Level::FollowUp => Vec::new(),
        _ => demand::of_workshop(&ask.request, &organizer, &workshop.theme, &area).await?,
    };
    let wishing = Wishing { area, names: wishing.into_iter().map(|(_, name)| name).collect() };
    let title = texts::opening::open_title(lang, workshop.title.as_str());
    let body = view! {
        <div class="wrap">
            <h1>{title.clone()}</h1>
            {told}
            {forms::open(&ask, workshop.id, session, hosts, wishing)}
        </div>
    };
    Ok(View::new(title, body))
}

/// `/agenda/{entry}/modifier`
pub async fn edit_session(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: EntryId = ask.id("entry")?;
    let seating = load::to_change(&ask.request, id).await?;
    let hosts = ask.request.read().who_may_host().await;
    let hosts = hosts.map_err(|error| ask.request.answer(error))?;
    let entry = &seating.entry;
    let now = ask.request.now;
    let form = match now < entry.starts_at {
        _ if entry.called_off.is_some() => {
            view! { <p>{texts::opening::called_off(lang)}</p> }.into_any()
        }
        true => view! {
            <p class="muted">{texts::opening::moved_lead(lang)}</p>
            {forms::edit(&ask, entry, hosts)}
        }
        .into_any(),
        false => view! { <p>{texts::agenda::past(lang)}</p> }.into_any(),
    };
    let call_off = (entry.called_off.is_none() && now < entry.ends_at).then(|| {
        view! {
            <details>
                <summary>{texts::opening::call_off(lang)}</summary>
                <p>{texts::opening::call_off_lead(lang)}</p>
                <Do
                    name="call_off_session"
                    request=ask.request.clone()
                    label=texts::opening::call_off_send(lang)
                    quiet=true
                    hidden=vec![("entry", id.to_string())]
                />
            </details>
        }
    });
    let title = texts::opening::edit_title(lang, entry.title.as_str());
    let when = format!("{}, {}", dates::day(lang, entry.starts_at), hours(lang, entry));
    let body = view! {
        <div class="wrap">
            <h1>{title.clone()}</h1>
            <p><a href=ask.href(&format!("/agenda/{id}"))>{when}</a></p>
            {form}
            {call_off}
        </div>
    };
    Ok(View::new(title, body))
}

/// The levels that may be chosen, with their names.
fn levels(lang: Lang) -> Vec<(String, String)> {
    let named =
        |level: Level| (level.code().to_owned(), texts::level::of(lang, level.code()).to_owned());
    Level::ALL.map(named).to_vec()
}
