//! What the mentor's desk shows.

use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::accounts::{MentorHat, Sight};
use domain::ids::{AssociationId, JourneyId};
use domain::journey::{Journey, Step};
use domain::mentoring::{Meeting, Mentoring, State};
use std::collections::BTreeMap;

/// The names of associations.
type Names = BTreeMap<AssociationId, String>;

/// Whom a mentor accompanies, and who could use a hand.
pub struct Desk {
    /// Those accompanied first, then those who have not answered yet.
    pub followed: Vec<Followed>,
    /// Those without news for longest first.
    pub candidates: Vec<Candidate>,
    /// Who asks acts for an association: one offers to accompany on behalf of one.
    pub may_offer: bool,
}

/// An association accompanied, or to which it was offered.
pub struct Followed {
    pub mentoring: Mentoring,
    pub association: String,
    /// First to last.
    pub meetings: Vec<Meeting>,
    /// Who asks may see its journey.
    pub open: bool,
}

/// An association that nobody accompanies.
pub struct Candidate {
    pub journey: JourneyId,
    pub association: String,
    pub step: Step,
    /// When anything last happened on its journey.
    pub last: DateTime<Utc>,
}

/// The desk of who asks.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn desk(request: &Request) -> Result<Desk, AppError> {
    let mentor = request.actor.mentor()?;
    let names = request.read().association_names().await;
    let names = names.map_err(|error| request.answer(error))?;
    let followed = followed(request, &mentor, &names).await?;
    let candidates = candidates(request, &followed, &names).await?;
    Ok(Desk { followed, candidates, may_offer: request.actor.member().is_ok() })
}

async fn followed(
    request: &Request,
    mentor: &MentorHat,
    names: &Names,
) -> Result<Vec<Followed>, AppError> {
    let (rows, actor) = (request.read(), &request.actor);
    let fail = |error| request.answer(error);
    let sees = async |journey| {
        let journey = rows.journey(journey).await.map_err(fail)?;
        Ok::<_, AppError>(journey.is_some_and(|j| actor.sight(&j) == Ok(Sight::Whole)))
    };
    let mut followed = Vec::new();
    for mentoring in rows.mentorings_by(mentor).await.map_err(fail)? {
        followed.push(Followed {
            association: names.get(&mentoring.helped).cloned().unwrap_or_default(),
            meetings: rows.meetings(mentoring.id).await.map_err(fail)?,
            open: mentoring.state == State::Accepted || sees(mentoring.helped_journey).await?,
            mentoring,
        });
    }
    followed.sort_by_key(|f| f.mentoring.state != State::Accepted);
    Ok(followed)
}

async fn candidates(
    request: &Request,
    followed: &[Followed],
    names: &Names,
) -> Result<Vec<Candidate>, AppError> {
    let journeys = request.read().journeys().await;
    let journeys = journeys.map_err(|error| request.answer(error))?;
    let own = |journey: &Journey| request.actor.member_of(journey.head.association).is_ok();
    let asked =
        |journey: &Journey| followed.iter().any(|f| f.mentoring.helped_journey == journey.head.id);
    let candidate = |journey: Journey| Candidate {
        journey: journey.head.id,
        association: names.get(&journey.head.association).cloned().unwrap_or_default(),
        step: journey.step(),
        last: journey.last(),
    };
    let could = journeys.into_iter().filter(|j| could_use_help(j) && !own(j) && !asked(j));
    let mut candidates: Vec<_> = could.map(candidate).collect();
    candidates.sort_by_key(|candidate| candidate.last);
    Ok(candidates)
}

/// Alone, and on the way to or at the workshops: who helps others, or has a tool on its way, is followed otherwise.
fn could_use_help(journey: &Journey) -> bool {
    journey.step() < Step::Helping && !journey.is_accompanied() && !journey.is_mentor()
}
