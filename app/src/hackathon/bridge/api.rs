//! Proposing an edition to who outgrew workshops; opening a session for a tool that was delivered.

use crate::error::{AppError, Done};
use crate::workshops::opening::session::Session;
use leptos::prelude::*;

/// Proposes the edition to an association whose needs have outgrown workshops: it is oriented, and answers.
#[server(prefix = "/api", endpoint = "propose_edition")]
pub async fn propose_edition(
    #[server(default)] command: String,
    #[server(default)] journey: String,
    #[server(default)] reason: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id, judging};
    use domain::accounts::Action;
    use domain::act::Broken;
    use domain::ids::JourneyId;
    use domain::text::{Words, unless_empty};
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Hackathon)?;
    let journey: JourneyId = id(&journey)?;
    let words = unless_empty(&reason, Words::parse);
    let words = words.map_err(|fault| AppError::field("reason", fault))?;
    request
        .wearing(&organizer)
        .write(&command, (journey, words), move |tx, (journey, words)| {
            Box::pin(async move {
                let journey = tx.journey(journey).await?.ok_or(WriteError::Missing)?;
                let judge = judging(tx, &organizer, journey.head.association).await?;
                let edition = tx.current_edition().await?.ok_or(Broken::EditionClosed)?;
                let sent = edition.propose(tx.act(), &judge, &journey, words)?;
                Ok(sent.map(|orientation| orientation.id))
            })
        })
        .await?;
    Ok(Done::saying("/hackathon/passages", "edition_proposed"))
}

/// Opens a session to get to grips with a tool: a seat is held for its association, which is invited.
#[server(prefix = "/api", endpoint = "open_follow_up")]
pub async fn open_follow_up(
    #[server(default)] command: String,
    #[server(default)] project: String,
    #[server(flatten)] session: Session,
) -> Result<Done, AppError> {
    use super::load::workshop_of_tools;
    use crate::request::{current, id, judging};
    use crate::workshops::opening::load::may_host;
    use domain::accounts::Action;
    use domain::ids::ProjectId;
    use domain::text::Faults;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Hackathon)?;
    let project: ProjectId = id(&project)?;
    let mut faults = Faults::default();
    let Some(told) = session.read(&mut faults, request.now) else {
        return Err(faults.into());
    };
    request
        .wearing(&organizer)
        .write(&command, (project, told), move |tx, (project, (told, hours))| {
            Box::pin(async move {
                let project = tx.project(project).await?.ok_or(WriteError::Missing)?;
                let judge = judging(tx, &organizer, project.association).await?;
                let journey = tx.journey(project.journey).await?.ok_or(WriteError::Missing)?;
                may_host(tx, &told, None).await?;
                let workshop = workshop_of_tools(tx).await?;
                let (act, by) = (tx.act(), &organizer);
                Ok(project.open_follow_up(
                    act,
                    (by, &judge),
                    &journey,
                    told,
                    hours,
                    workshop.as_ref(),
                )?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/projet/{project}"), "follow_up_opened"))
}
