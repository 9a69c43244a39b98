//! Telling workshops, opening their sessions, changing one.

use super::session::Session;
use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Saves a workshop, or a new one: `requires[theme]` and `leads_to[theme]` are levels. A new one may be made of a reader's
/// `question`, which is an idea for one no more.
#[server(prefix = "/api", endpoint = "save_workshop")]
pub async fn save_workshop(
    #[server(default)] command: String,
    #[server(default)] workshop: String,
    #[server(default)] seen: String,
    #[server(default)] question: String,
    #[server(default)] title: String,
    #[server(default)] theme: String,
    #[server(default)] level: String,
    #[server(default)] summary: String,
    #[server(default)] teaches: String,
    #[server(default)] materials: String,
    #[server(default)] requires: BTreeMap<String, String>,
    #[server(default)] leads_to: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use super::load::typed;
    use crate::request::{current, id};
    use domain::accounts::Action;
    use domain::ids::{QuestionId, WorkshopId};
    use domain::text::{Fault, Faults, Title, Words, unless_empty};
    use domain::workshops::{Level, Programme, as_seen};
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Workshops)?;
    let known: Option<WorkshopId> = if workshop.is_empty() { None } else { Some(id(&workshop)?) };
    let saw: Option<u64> = seen.parse().ok();
    let question: Option<QuestionId> =
        if question.is_empty() { None } else { Some(id(&question)?) };
    let mut faults = Faults::default();
    let title = faults.take("title", Title::parse(&title));
    let theme = store::last_published().theme(&theme).map(|theme| theme.key.clone());
    let theme = faults.take("theme", theme.ok_or(Fault::Choice));
    let level = faults.take("level", Level::from_code(&level).ok_or(Fault::Choice));
    let summary = faults.take("summary", Words::parse(&summary));
    let teaches = faults.take("teaches", typed::lines(&teaches));
    let materials = faults.take("materials", unless_empty(&materials, Words::parse));
    let requires = typed::marks(&mut faults, "requires", &requires);
    let leads_to = typed::marks(&mut faults, "leads_to", &leads_to);
    let (Some(title), Some(theme), Some(level), Some(summary), Some(teaches), Some(materials)) =
        (title, theme, level, summary, teaches, materials)
    else {
        return Err(faults.into());
    };
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let programme =
        Programme { title, theme, level, summary, requires, leads_to, teaches, materials };
    let workshop = request
        .wearing(&organizer)
        .write(&command, (known, saw, programme, question), move |tx, asked| {
            Box::pin(async move {
                let (known, saw, programme, question) = asked;
                let Some(known) = known else {
                    let begun = programme.begin(tx.act(), &organizer);
                    let question = match question {
                        Some(question) => tx.question(question).await?,
                        None => None,
                    };
                    return Ok(match question {
                        Some(question) => begun.and(question.set_aside(tx.act(), &organizer)),
                        None => begun,
                    });
                };
                let sessions = tx.sessions_of(known, tx.act().at).await?;
                let known = tx.workshop(known).await?.ok_or(WriteError::Missing)?;
                as_seen(known.mark(), saw)?;
                Ok(programme.tell(tx.act(), &organizer, &known, &sessions))
            })
        })
        .await?;
    Ok(Done::saying(format!("/atelier/{workshop}"), "workshop_saved"))
}

/// Opens a session of a workshop, or several.
#[server(prefix = "/api", endpoint = "open_sessions")]
pub async fn open_sessions(
    #[server(default)] command: String,
    #[server(default)] workshop: String,
    #[server(flatten)] session: Session,
    #[server(default)] rhythm: String,
    #[server(default)] times: String,
    #[server(default)] tell: String,
    #[server(default)] area: String,
) -> Result<Done, AppError> {
    use super::load::{may_host, opened, typed};
    use crate::mail::written;
    use crate::request::{current, id};
    use crate::workshops::demand::load::to_tell;
    use domain::accounts::Action;
    use domain::ids::WorkshopId;
    use domain::text::{Fault, Faults};
    use domain::workshops::{Rhythm, Series};
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Workshops)?;
    let workshop: WorkshopId = id(&workshop)?;
    let mut faults = Faults::default();
    let session = session.read(&mut faults, request.now);
    let rhythm = faults.take("rhythm", Rhythm::from_code(&rhythm).ok_or(Fault::Choice));
    let times = match rhythm {
        None | Some(Rhythm::Once) => Some(1),
        Some(_) => faults.take("times", typed::number(&times, Rhythm::TIMES)),
    };
    let (Some((told, hours)), Some(rhythm), Some(times)) = (session, rhythm, times) else {
        return Err(faults.into());
    };
    let series = Series { told, hours, rhythm, times };
    // Who is told is no part of what is decided: it is read before, for it reads much.
    let wishes = match tell == "yes" {
        true => to_tell(&request, &organizer, workshop, &area).await?,
        false => Vec::new(),
    };
    request
        .wearing(&organizer)
        .write(&command, (workshop, series), move |tx, (workshop, series)| {
            let wishes = wishes.clone();
            Box::pin(async move {
                let workshop = tx.workshop(workshop).await?.ok_or(WriteError::Missing)?;
                may_host(tx, &series.told, None).await?;
                let sessions = series.open(tx.act(), &organizer, &workshop)?;
                let told = opened(&sessions.changes, &wishes, tx.act().at);
                written(tx, sessions.map(|ids| ids.len()), told).await
            })
        })
        .await?;
    Ok(Done::saying(format!("/atelier/{workshop}"), "sessions_opened"))
}

/// Changes a date of one's action.
#[server(prefix = "/api", endpoint = "edit_session")]
pub async fn edit_session(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] seen: String,
    #[server(flatten)] session: Session,
) -> Result<Done, AppError> {
    use super::load::{may_host, runs, told_moved};
    use crate::mail::written;
    use crate::request::{current, id};
    use crate::wiki::encounter::load::told_changed;
    use domain::ids::EntryId;
    use domain::text::Faults;
    use domain::workshops::as_seen;

    let request = current()?;
    let organizer = request.actor.organizer()?;
    let entry: EntryId = id(&entry)?;
    let saw: Option<u64> = seen.parse().ok();
    let mut faults = Faults::default();
    let Some((told, hours)) = session.read(&mut faults, request.now) else {
        return Err(faults.into());
    };
    request
        .wearing(&organizer)
        .write(&command, (entry, saw, told, hours), |tx, (entry, saw, told, hours)| {
            Box::pin(async move {
                let (seating, organizer) = runs(tx, entry).await?;
                may_host(tx, &told, Some(&seating.entry)).await?;
                let act = tx.act().wearing(&organizer);
                let edited = seating.edit(&act, &organizer, told, hours)?;
                as_seen(seating.entry.mark(), saw)?;
                let mut told = Vec::new();
                if edited.answer.moved {
                    told.extend(told_moved(tx, &seating).await?);
                    told.extend(told_changed(tx, &seating.entry).await?);
                }
                written(tx, edited, told).await
            })
        })
        .await?;
    Ok(Done::saying(format!("/agenda/{entry}"), "session_saved"))
}

/// A date will not be held: a seat is held elsewhere for who was to come, and everybody is told.
#[server(prefix = "/api", endpoint = "call_off_session")]
pub async fn call_off_session(
    #[server(default)] command: String,
    #[server(default)] entry: String,
) -> Result<Done, AppError> {
    use super::load::{instead_of, reseated, runs, told_displaced};
    use crate::mail::written;
    use crate::request::{current, id};
    use crate::wiki::encounter::load::told_changed;
    use domain::ids::EntryId;

    let request = current()?;
    let organizer = request.actor.organizer()?;
    let entry: EntryId = id(&entry)?;
    request
        .wearing(&organizer)
        .write(&command, entry, |tx, entry| {
            Box::pin(async move {
                let (seating, organizer) = runs(tx, entry).await?;
                let elsewhere = instead_of(tx, &seating.entry).await?;
                let act = tx.act().wearing(&organizer);
                let off = seating.call_off(&act, &organizer, &elsewhere)?;
                let mut told = told_displaced(tx, &off.answer).await?;
                told.extend(told_changed(tx, &seating.entry).await?);
                let off = reseated(tx, off).await?;
                written(tx, off.map(drop), told).await
            })
        })
        .await?;
    Ok(Done::saying(format!("/agenda/{entry}"), "session_called_off"))
}
