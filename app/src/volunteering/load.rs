//! What the pages of volunteers show.

use crate::error::AppError;
use crate::request::Request;
use domain::volunteering::Commitment;

/// What who asks has offered. None: nothing yet, or they have not signed in.
pub async fn own(request: &Request) -> Result<Option<Commitment>, AppError> {
    let Some(person) = request.actor.person() else { return Ok(None) };
    request.read().commitment(person).await.map_err(|error| request.answer(error))
}

/// The requests that wait for an answer, the oldest first, with names.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn requests(request: &Request) -> Result<Vec<(Commitment, String)>, AppError> {
    let recruiter = request.actor.recruiter()?;
    let asked = request.read().requests_to_help(&recruiter).await;
    asked.map_err(|error| request.answer(error))
}
