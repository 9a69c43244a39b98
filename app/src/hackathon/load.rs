//! What the hackathon's pages show and its units decide on.

use domain::hackathon::{Edition, Project};
use domain::ids::ProjectId;
use store::{Tx, WriteError};

/// A project with its edition, both locked.
pub async fn project_and_edition(
    tx: &Tx<'_>,
    project: ProjectId,
) -> Result<(Project, Edition), WriteError> {
    let project = tx.project(project).await?.ok_or(WriteError::Missing)?;
    let edition = tx.edition(project.edition).await?.ok_or(WriteError::Missing)?;
    Ok((project, edition))
}
