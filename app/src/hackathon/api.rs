//! Projects, offers, the edition's phases, the hand-over.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Brings the association's need to the open edition.
#[server(prefix = "/api", endpoint = "submit_project")]
pub async fn submit_project(
    #[server(default)] command: String,
    #[server(default)] title: String,
    #[server(default)] summary: String,
) -> Result<Done, AppError> {
    use crate::request::current;
    use domain::act::Broken;
    use domain::hackathon::submit;
    use domain::text::{Faults, Title, Words};
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let mut faults = Faults::default();
    let title = faults.take("title", Title::parse(&title));
    let summary = faults.take("summary", Words::parse(&summary));
    let (Some(title), Some(summary)) = (title, summary) else { return Err(faults.into()) };
    request
        .wearing(&member)
        .write(&command, (title, summary), move |tx, (title, summary)| {
            Box::pin(async move {
                let edition = tx.current_edition().await?.ok_or(Broken::EditionClosed)?;
                let edition = tx.edition(edition.id).await?.ok_or(Broken::EditionClosed)?;
                let journey = tx.journey_of(member.association()).await?;
                let journey = journey.ok_or(WriteError::Missing)?;
                let needs = tx.needs(journey.head.id).await?;
                let need = needs.last().ok_or(WriteError::Missing)?.id;
                Ok(submit(tx.act(), &member, &journey, &edition, need, title, summary)?)
            })
        })
        .await?;
    Ok(Done::saying("/parcours", "project_submitted"))
}

/// A volunteer offers their weekend and a skill to an edition.
#[server(prefix = "/api", endpoint = "offer_weekend")]
pub async fn offer_weekend(
    #[server(default)] command: String,
    #[server(default)] edition: String,
    #[server(default)] skill: String,
) -> Result<Done, AppError> {
    use crate::request::{choice, current, id};
    use domain::hackathon::{Skill, offer_weekend};
    use domain::ids::EditionId;
    use store::WriteError;

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let edition: EditionId = id(&edition)?;
    let skill = choice("skill", Skill::from_code(&skill), &skill)?;
    request
        .wearing(&volunteer)
        .write(&command, (edition, skill), move |tx, (edition, skill)| {
            Box::pin(async move {
                let edition = tx.edition(edition).await?.ok_or(WriteError::Missing)?;
                let offers = tx.offers(edition.id).await?;
                let before = offers.iter().find(|o| o.person == volunteer.person());
                Ok(offer_weekend(tx.act(), &volunteer, &edition, before, skill)?)
            })
        })
        .await?;
    Ok(Done::saying("/hackathon", "weekend_offered"))
}

/// Moves the edition on to its next phase.
#[server(prefix = "/api", endpoint = "advance_edition")]
pub async fn advance_edition(
    #[server(default)] command: String,
    #[server(default)] edition: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::accounts::Action;
    use domain::ids::EditionId;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Hackathon)?;
    let edition: EditionId = id(&edition)?;
    request
        .wearing(&organizer)
        .write(&command, edition, move |tx, edition| {
            Box::pin(async move {
                let edition = tx.edition(edition).await?.ok_or(WriteError::Missing)?;
                let projects = tx.projects_in(edition.id).await?;
                Ok(edition.advance(tx.act(), &organizer, &projects)?)
            })
        })
        .await?;
    Ok(Done::saying("/hackathon", "edition_advanced"))
}

/// Selects a project for the weekend.
#[server(prefix = "/api", endpoint = "select_project")]
pub async fn select_project(
    #[server(default)] command: String,
    #[server(default)] project: String,
) -> Result<Done, AppError> {
    use super::load::project_and_edition;
    use crate::request::{current, id, judging};
    use domain::accounts::Action;
    use domain::ids::ProjectId;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Hackathon)?;
    let project: ProjectId = id(&project)?;
    request
        .wearing(&organizer)
        .write(&command, project, move |tx, project| {
            Box::pin(async move {
                let (project, edition) = project_and_edition(tx, project).await?;
                let judge = judging(tx, &organizer, project.association).await?;
                Ok(project.select(tx.act(), &judge, &edition)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/projet/{project}"), "project_selected"))
}

/// Does not select a project: it is oriented, with a seat held where one is free.
#[server(prefix = "/api", endpoint = "orient_project")]
pub async fn orient_project(
    #[server(default)] command: String,
    #[server(default)] project: String,
) -> Result<Done, AppError> {
    use super::load::project_and_edition;
    use crate::orientation::load::{dates, known};
    use crate::request::{current, id, judging};
    use domain::accounts::Action;
    use domain::ids::ProjectId;
    use domain::workshops::EntryKind;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Hackathon)?;
    let project: ProjectId = id(&project)?;
    request
        .wearing(&organizer)
        .write(&command, project, move |tx, project| {
            Box::pin(async move {
                let (project, edition) = project_and_edition(tx, project).await?;
                let judge = judging(tx, &organizer, project.association).await?;
                let known = known(tx, project.journey).await?;
                let (kind, theme) = (EntryKind::WorkshopSession, known.theme());
                let sessions = dates(tx, kind, &known.themes, &known.levels).await?;
                let oriented = project.orient(tx.act(), &judge, &edition, theme, &sessions)?;
                Ok(oriented.map(|o| o.id))
            })
        })
        .await?;
    Ok(Done::saying(format!("/projet/{project}"), "project_oriented"))
}

/// Gives a selected project its team: `team[offer]=on`.
#[server(prefix = "/api", endpoint = "form_team")]
pub async fn form_team(
    #[server(default)] command: String,
    #[server(default)] project: String,
    #[server(default)] team: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use super::load::project_and_edition;
    use crate::request::{current, id, judging};
    use domain::accounts::Action;
    use domain::ids::{OfferId, ProjectId};
    use domain::text::Fault;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Hackathon)?;
    let project: ProjectId = id(&project)?;
    let team: Vec<OfferId> = team.keys().map(|o| id(o)).collect::<Result<_, _>>()?;
    if team.is_empty() {
        return Err(AppError::field("team", Fault::Missing));
    }
    request
        .wearing(&organizer)
        .write(&command, (project, team), move |tx, (project, team)| {
            Box::pin(async move {
                let (project, edition) = project_and_edition(tx, project).await?;
                let judge = judging(tx, &organizer, project.association).await?;
                let mut offers = tx.offers(edition.id).await?;
                offers.retain(|o| team.contains(&o.id));
                if offers.len() != team.len() {
                    return Err(WriteError::Missing);
                }
                Ok(project.staff(tx.act(), &judge, &edition, &offers)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/projet/{project}"), "team_formed"))
}

/// Notes that the weekend gave a tool.
#[server(prefix = "/api", endpoint = "deliver_tool")]
pub async fn deliver_tool(
    #[server(default)] command: String,
    #[server(default)] project: String,
) -> Result<Done, AppError> {
    use super::load::project_and_edition;
    use crate::request::{current, id};
    use domain::accounts::Action;
    use domain::ids::ProjectId;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Hackathon)?;
    let project: ProjectId = id(&project)?;
    request
        .wearing(&organizer)
        .write(&command, project, move |tx, project| {
            Box::pin(async move {
                let (project, edition) = project_and_edition(tx, project).await?;
                Ok(project.deliver(tx.act(), &organizer, &edition)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/projet/{project}"), "tool_delivered"))
}

/// The association signs the hand-over of its tool.
#[server(prefix = "/api", endpoint = "sign_handover")]
pub async fn sign_handover(
    #[server(default)] command: String,
    #[server(default)] project: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::ids::ProjectId;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let project: ProjectId = id(&project)?;
    request
        .wearing(&member)
        .write(&command, project, move |tx, project| {
            Box::pin(async move {
                let project = tx.project(project).await?.ok_or(WriteError::Missing)?;
                let member = tx.actor().member_for(project.association)?;
                Ok(project.sign(tx.act(), &member)?)
            })
        })
        .await?;
    Ok(Done::saying("/parcours", "handover_signed"))
}

/// Says whether the tool is used: `yes` or `no`.
#[server(prefix = "/api", endpoint = "say_in_use")]
pub async fn say_in_use(
    #[server(default)] command: String,
    #[server(default)] project: String,
    #[server(default)] used: String,
) -> Result<Done, AppError> {
    use crate::request::{choice, current, id};
    use domain::ids::ProjectId;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let project: ProjectId = id(&project)?;
    let yes = match used.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let used = choice("used", yes, &used)?;
    request
        .wearing(&member)
        .write(&command, (project, used), move |tx, (project, used)| {
            Box::pin(async move {
                let project = tx.project(project).await?.ok_or(WriteError::Missing)?;
                let member = tx.actor().member_for(project.association)?;
                Ok(project.pulse(tx.act(), &member, used)?)
            })
        })
        .await?;
    Ok(Done::saying("/parcours", if used { "tool_in_use" } else { "tool_not_in_use" }))
}
