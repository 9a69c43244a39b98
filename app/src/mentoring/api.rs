//! Accepting to help, offering to accompany, noting a meeting.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Says yes to the invitation to help others.
#[server(prefix = "/api", endpoint = "accept_invitation")]
pub async fn accept_invitation(#[server(default)] command: String) -> Result<Done, AppError> {
    use crate::request::current;
    use domain::mentoring::accept_invitation;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    request
        .wearing(&member)
        .write(&command, member.association(), move |tx, association| {
            Box::pin(async move {
                let journey = tx.journey_of(association).await?.ok_or(WriteError::Missing)?;
                Ok(accept_invitation(tx.act(), &member, &journey)?)
            })
        })
        .await?;
    Ok(Done::saying("/mentorat", "became_mentor"))
}

/// Offers to accompany an association; it will answer.
#[server(prefix = "/api", endpoint = "propose_mentoring")]
pub async fn propose_mentoring(
    #[server(default)] command: String,
    #[server(default)] journey: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::ids::JourneyId;
    use domain::mentoring::propose;
    use store::WriteError;

    let request = current()?;
    let mentor = request.actor.mentor()?;
    let member = request.actor.member()?;
    let helped: JourneyId = id(&journey)?;
    request
        .wearing(&mentor)
        .write(&command, helped, move |tx, helped| {
            Box::pin(async move {
                let helper = tx.journey_of(member.association()).await?;
                let helper = helper.ok_or(WriteError::Missing)?;
                let helped = tx.journey(helped).await?.ok_or(WriteError::Missing)?;
                Ok(propose(tx.act(), &mentor, &helper, &helped)?)
            })
        })
        .await?;
    Ok(Done::saying("/mentorat", "mentoring_proposed"))
}

/// The association says yes to who offers to accompany it.
#[server(prefix = "/api", endpoint = "accept_mentoring")]
pub async fn accept_mentoring(
    #[server(default)] command: String,
    #[server(default)] mentoring: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::ids::MentoringId;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let mentoring: MentoringId = id(&mentoring)?;
    request
        .wearing(&member)
        .write(&command, mentoring, move |tx, id| {
            Box::pin(async move {
                let mentoring = tx.mentoring(id).await?.ok_or(WriteError::Missing)?;
                let member = tx.actor().member_for(mentoring.helped)?;
                let helped = tx.journey(mentoring.helped_journey).await?;
                let helped = helped.ok_or(WriteError::Missing)?;
                Ok(mentoring.accept(tx.act(), &member, &helped)?)
            })
        })
        .await?;
    Ok(Done::saying("/parcours", "mentoring_accepted"))
}

/// Notes a meeting that took place, and the date of the next.
#[server(prefix = "/api", endpoint = "note_meeting")]
pub async fn note_meeting(
    #[server(default)] command: String,
    #[server(default)] mentoring: String,
    #[server(default)] met_at: String,
    #[server(default)] note: String,
    #[server(default)] next: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::ids::MentoringId;
    use domain::text::{Fault, Faults, Words, optional};
    use store::WriteError;
    use texts::dates::{input_date, parse_date};

    let request = current()?;
    let mentor = request.actor.mentor()?;
    let mentoring: MentoringId = id(&mentoring)?;
    let mut faults = Faults::default();
    let fault = if met_at.trim().is_empty() { Fault::Missing } else { Fault::Date };
    let met_at = faults.take("met_at", parse_date(&met_at).ok_or(fault));
    let note = faults.take("note", optional(&note, Words::MAX)).flatten().map(Words::stored);
    let next = if next.trim().is_empty() {
        None
    } else {
        faults.take("next", parse_date(&next).ok_or(Fault::Date))
    };
    if let (Some(met_at), Some(next)) = (met_at, next)
        && next <= met_at
    {
        faults.0.push(("next".to_owned(), Fault::Order));
    }
    let (Some(met_at), true) = (met_at, faults.is_empty()) else { return Err(faults.into()) };
    request
        .wearing(&mentor)
        .write(&command, (mentoring, met_at, note, next), move |tx, (id, met_at, note, next)| {
            Box::pin(async move {
                let mentoring = tx.mentoring(id).await?;
                let mentoring = mentoring.filter(|m| m.mentor == mentor.person());
                let mentoring = mentoring.ok_or(WriteError::Missing)?;
                // A day is typed as its noon: today's is not in the future.
                let now = tx.act().at;
                let met_at = if input_date(met_at) == input_date(now) { now } else { met_at };
                Ok(mentoring.note_meeting(tx.act(), &mentor, met_at, note, next)?)
            })
        })
        .await?;
    Ok(Done::saying("/mentorat", "meeting_noted"))
}
