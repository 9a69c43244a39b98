//! The hand-over page: all that whoever takes over must know, on one sheet.

use crate::associations::load::{self, HandOver, Owed};
use crate::error::AppError;
use crate::journey::pages::event_title;
use crate::routes::{Ask, View};
use crate::workshops::load::Dated;
use domain::ids::AssociationId;
use domain::text::Lang;
use domain::workshops::Seat;
use leptos::prelude::*;
use texts::dates;

/// `/association/{association}/passation`
pub async fn handover(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: AssociationId = ask.id("association")?;
    let sheet = load::handover(&ask.request, id).await?;
    let name = sheet.people.association.name.to_string();
    let title = texts::handover::title(lang, &name);
    let today = texts::handover::on(lang, dates::day(lang, ask.request.now));
    let owed: Vec<_> = sheet.owed.iter().map(|owed| owed_line(&ask, owed)).collect();
    let owed = if owed.is_empty() {
        view! { <p>{texts::handover::nothing(lang)}</p> }.into_any()
    } else {
        view! { <ul>{owed}</ul> }.into_any()
    };
    let people = ask.href(&load::people_path(id));
    let body = view! {
        <div class="wrap sheet">
            <p class="kicker"><a href=people>{name}</a></p>
            <h1>{title.clone()}</h1>
            <p class="lead">{texts::handover::lead(lang)}</p>
            <p class="muted small">{today}</p>
            <section aria-labelledby="owed">
                <h2 id="owed">{texts::handover::owed(lang)}</h2>
                <p><b>{texts::handover::next(lang)}</b> " " {sheet.next.map(|next| texts::what::of(lang, next.what.code()))}</p>
                {owed}
            </section>
            {contacts(lang, &sheet)}
            {needs(lang, &sheet)}
            {done(&ask, &sheet)}
        </div>
    };
    Ok(View::new(title, body))
}

fn owed_line(ask: &Ask, owed: &Owed) -> AnyView {
    let lang = ask.lang();
    let (text, path) = match owed {
        Owed::Orientation { id, to, since } => {
            let text = texts::handover::orientation(lang, to, dates::date(lang, *since));
            (text, Some(format!("/orientation/{id}")))
        }
        Owed::Seat(dated) => {
            let Dated { seat, entry, .. } = dated.as_ref();
            let (title, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
            let place = entry.place.to_string();
            let text = match seat.state {
                Seat::Held { until } => {
                    texts::handover::held(lang, title, when, place, dates::day(lang, until))
                }
                Seat::Offered { until } => {
                    let until = dates::moment(lang, until);
                    texts::handover::offered(lang, title, when, place, until)
                }
                Seat::Waiting => texts::handover::waiting(lang, title, when, place),
                Seat::Registered | Seat::Cancelled(_) => {
                    texts::handover::seat(lang, title, when, place)
                }
            };
            (text, Some(format!("/agenda/{}", entry.id)))
        }
        Owed::Signature { project, title } => {
            (texts::handover::signature(lang, title), Some(format!("/projet/{project}")))
        }
        Owed::Meeting { other, helping, at } => {
            let when = at.map_or_else(
                || texts::handover::no_date(lang).to_owned(),
                |at| dates::date(lang, at),
            );
            let text = if *helping {
                texts::handover::helps(lang, other, when)
            } else {
                texts::handover::helped(lang, other, when)
            };
            (text, None)
        }
        Owed::Requests(n) => {
            let path = ask.path.replace("/passation", "/membres");
            (texts::handover::requests(lang, *n), Some(path))
        }
        Owed::Testimony { id, title } => {
            (texts::handover::testimony(lang, title), Some(format!("/temoignage/{id}")))
        }
    };
    match path {
        Some(path) => view! { <li><a href=ask.href(&path)>{text}</a></li> }.into_any(),
        None => view! { <li>{text}</li> }.into_any(),
    }
}

fn contacts(lang: Lang, sheet: &HandOver) -> AnyView {
    let members: Vec<_> = (sheet.people.crew.members.iter())
        .map(|member| {
            let email = sheet.people.email(member.person);
            let referent = member.referent.then(|| format!(" ({})", texts::crew::referent(lang)));
            let name = sheet.people.name(lang, member.person);
            view! { <li><b>{name}</b> {referent} " · " {email}</li> }.into_any()
        })
        .collect();
    let mentors: Vec<_> = (sheet.mentors.iter())
        .map(|(person, from)| {
            view! { <li>{texts::journey::mentor_from(lang, person, from)}</li> }.into_any()
        })
        .collect();
    let mentors = (!mentors.is_empty()).then(|| {
        view! {
            <h3>{texts::handover::mentors(lang)}</h3>
            <ul>{mentors}</ul>
        }
    });
    view! {
        <section aria-labelledby="contacts">
            <h2 id="contacts">{texts::handover::contacts(lang)}</h2>
            <ul>{members}</ul>
            {mentors}
        </section>
    }
    .into_any()
}

fn needs(lang: Lang, sheet: &HandOver) -> AnyView {
    let needs: Vec<_> = (sheet.needs.iter())
        .map(|need| {
            let at = dates::date(lang, need.at);
            view! {
                <blockquote class="need"><p class="words">{need.words.to_string()}</p></blockquote>
                <p class="muted small">{at}</p>
            }
            .into_any()
        })
        .collect();
    view! {
        <section aria-labelledby="needs">
            <h2 id="needs">{texts::handover::needs(lang)}</h2>
            {needs}
        </section>
    }
    .into_any()
}

fn done(ask: &Ask, sheet: &HandOver) -> AnyView {
    let lang = ask.lang();
    let facts: Vec<_> = (sheet.journey.iter().flat_map(|journey| journey.counted()))
        .map(|event| {
            let (when, what) =
                (dates::date(lang, event.occurred_at), event_title(lang, &event.kind));
            view! { <li>{when} " · " {what}</li> }.into_any()
        })
        .collect();
    let projects: Vec<_> = (sheet.projects.iter())
        .map(|project| {
            let state = texts::project_state::of(lang, project.state.code());
            view! { <li>{project.title.to_string()} " · " {state}</li> }.into_any()
        })
        .collect();
    let projects = (!projects.is_empty()).then(|| {
        view! {
            <h3>{texts::handover::projects(lang)}</h3>
            <ul>{projects}</ul>
        }
    });
    let testimonies: Vec<_> = (sheet.testimonies.iter())
        .map(|(title, slug)| {
            let href = ask.href(&format!("/wiki/{slug}"));
            view! { <li><a href=href>{title.clone()}</a></li> }.into_any()
        })
        .collect();
    let testimonies = (!testimonies.is_empty()).then(|| {
        view! {
            <h3>{texts::handover::testimonies(lang)}</h3>
            <ul>{testimonies}</ul>
        }
    });
    view! {
        <section aria-labelledby="done">
            <h2 id="done">{texts::handover::done(lang)}</h2>
            <ul>{facts}</ul>
            {projects}
            {testimonies}
        </section>
    }
    .into_any()
}
