//! What the two bridges show, and their units decide on.

use crate::error::AppError;
use crate::request::Request;
use chrono::Duration;
use domain::accounts::Action;
use domain::hackathon::{Edition, Grip, Outgrown, Project, outgrown};
use domain::ids::{JourneyId, PersonId, ProjectId};
use domain::journey::Journey;
use domain::workshops::{Entry, Level, Workshop};
use std::collections::BTreeMap;
use store::{Rows, WriteError};

/// How long after its tool was delivered, or signed, an association is accompanied.
const ACCOMPANIED: Duration = Duration::days(365);

/// The edition that runs, or the last, and the tools of those before.
pub struct Bridges {
    pub edition: Edition,
    pub outgrown: Vec<Named>,
    pub tools: Vec<Tool>,
}

/// An association whose needs have outgrown workshops.
pub struct Named {
    pub told: Outgrown,
    pub name: String,
    /// Who asks acts for it: others judge.
    pub own: bool,
}

/// A tool that was delivered, and where its association stands with it.
pub struct Tool {
    pub project: Project,
    pub association: String,
    pub grip: Grip,
    /// The session.
    pub entry: Option<Entry>,
}

/// In as many statements however many they are. None: there was no edition yet.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn bridges(request: &Request) -> Result<Option<Bridges>, AppError> {
    let organizer = request.actor.organizer_of(Action::Hackathon)?;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let Some(edition) = rows.current_edition().await.map_err(fail)? else { return Ok(None) };
    let journeys = rows.journeys().await.map_err(fail)?;
    let names = rows.association_names().await.map_err(fail)?;
    let since = request.now - ACCOMPANIED;
    let projects = rows.delivered_since(&organizer, since).await.map_err(fail)?;
    let invited = rows.tool_orientations(&organizer).await.map_err(fail)?;
    let of: BTreeMap<JourneyId, &Journey> = journeys.iter().map(|j| (j.head.id, j)).collect();
    let gripped: Vec<(Project, Grip)> = projects
        .into_iter()
        .filter_map(|project| {
            let grip = project.grip(of.get(&project.journey)?, &invited)?;
            Some((project, grip))
        })
        .collect();
    let sessions: Vec<_> = gripped.iter().filter_map(|(_, grip)| grip.entry()).collect();
    let sessions = rows.entries_among(&sessions).await.map_err(fail)?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let mut tools: Vec<_> = gripped
        .into_iter()
        .map(|(project, grip)| Tool {
            association: name(project.association),
            entry: grip.entry().and_then(|entry| sessions.get(&entry).cloned()),
            project,
            grip,
        })
        .collect();
    tools.sort_by_key(|tool| tool.grip != Grip::None);
    let named = |told: Outgrown| Named {
        name: name(told.association),
        own: request.actor.member_of(told.association).is_ok(),
        told,
    };
    let outgrown = match edition.looks_for_projects() {
        true => outgrown(&journeys).into_iter().map(named).collect(),
        false => Vec::new(),
    };
    Ok(Some(Bridges { edition, outgrown, tools }))
}

/// Where the association of a project stands with its tool, and the session. None: there is no tool yet.
pub async fn grip(
    request: &Request,
    project: &Project,
) -> Result<Option<(Grip, Option<Entry>)>, AppError> {
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let Some(journey) = rows.journey(project.journey).await.map_err(fail)? else {
        return Ok(None);
    };
    let orientations = rows.orientations(project.journey).await.map_err(fail)?;
    let Some(grip) = project.grip(&journey, &orientations) else { return Ok(None) };
    let entry = match grip.entry() {
        Some(entry) => rows.entry(entry).await.map_err(fail)?,
        None => None,
    };
    Ok(Some((grip, entry)))
}

/// The workshop that follows tools. None: there is none yet.
pub async fn workshop_of_tools(rows: &Rows<'_>) -> Result<Option<Workshop>, WriteError> {
    let workshops = rows.workshops().await?.into_iter();
    Ok(workshops.into_iter().find(|workshop| workshop.level == Level::FollowUp))
}

/// What the form that opens a session for a tool begins with.
pub struct Beginning {
    pub project: Project,
    pub association: String,
    pub hosts: Vec<(PersonId, String)>,
}

/// Errors: `SignIn`, `NotYours`, `NotFound`.
pub async fn beginning(request: &Request, id: ProjectId) -> Result<Beginning, AppError> {
    request.actor.organizer_of(Action::Hackathon)?;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let project = rows.project(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let association = rows.association(project.association).await.map_err(fail)?;
    Ok(Beginning {
        association: association.map(|a| a.name.to_string()).unwrap_or_default(),
        hosts: rows.who_may_host().await.map_err(fail)?,
        project,
    })
}
