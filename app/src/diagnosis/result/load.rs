//! What the result's page shows, and what follows from giving it back.

use crate::diagnosis::load::name;
use crate::error::AppError;
use crate::orientation::load::{Known, dates};
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::accounts::{Action, Bearer, Judge, Purpose};
use domain::act::Outcome;
use domain::diagnosis::{Answers, Diagnosis, Questionnaire, Verdict};
use domain::ids::{DiagnosisId, OrientationId};
use domain::orientation::{Cause, Offer, State};
use domain::workshops::HELD_FOR;
use std::sync::Arc;
use store::{Tx, WriteError};

/// Ends an interview: the verdict of its answers, with the orientation that follows from it.
pub async fn give_back(
    tx: &Tx<'_>,
    judge: &Judge,
    diagnosis: &Diagnosis,
    answers: &Answers,
) -> Result<Outcome<Verdict>, WriteError> {
    let given = diagnosis.give_back(tx.act(), judge, answers, None)?;
    let verdict = given.answer;
    if !verdict.orients() {
        return Ok(given);
    }
    let known = Known::read(&diagnosis.questionnaire.read(answers));
    let dates = match verdict.date() {
        Some(kind) => dates(tx, kind, known.theme.as_deref(), &known.levels).await?,
        None => Vec::new(),
    };
    let cause = Cause::Diagnosis(diagnosis.id);
    let offer = Offer::new(diagnosis.journey, diagnosis.association, Action::Hackathon, cause);
    Ok(given.and(offer.about(known.theme).open(tx.act(), &dates)))
}

/// A diagnosis given back, with what came of it.
pub struct Given {
    pub diagnosis: Diagnosis,
    pub answers: Answers,
    pub association: String,
    /// The first diagnosis of the journey, if this is a later one.
    pub first: Option<(Arc<Questionnaire>, Answers)>,
    /// The orientation that followed, if it is still to be answered.
    pub open: Option<OrientationId>,
    /// For who leads the desk: the path by which the association answers without account, and until when.
    pub link: Option<(String, DateTime<Utc>)>,
    /// Who asks is a member of the association.
    pub own: bool,
}

/// For the association, volunteers, organizers and who accompanies it.
///
/// Errors: `SignIn`; `NotFound` for anybody else.
pub async fn given(request: &Request, id: DiagnosisId) -> Result<Given, AppError> {
    let actor = &request.actor;
    let fail = |error| request.answer(error);
    let rows = request.read();
    actor.signed()?;
    let found = rows.diagnosis(id).await.map_err(fail)?;
    let (diagnosis, voices) = found.ok_or(AppError::NotFound)?;
    let answers = voices.together();
    let own = actor.member_of(diagnosis.association).is_ok();
    if !own {
        crate::journey::load::may_follow(request, diagnosis.journey).await?;
    }
    let all = rows.diagnoses(diagnosis.journey).await.map_err(fail)?;
    let first = all.into_iter().find(|(d, _)| d.given_back.is_some());
    let first = first
        .filter(|(d, _)| d.id != diagnosis.id)
        .map(|(d, voices)| (d.questionnaire, voices.together()));
    let orientations = rows.orientations(diagnosis.journey).await.map_err(fail)?;
    let open = orientations
        .into_iter()
        .find(|o| o.state == State::Open && o.cause == Cause::Diagnosis(diagnosis.id));
    let link = open.as_ref().filter(|_| actor.volunteer().is_ok()).map(|open| {
        let until = open.opened_at + HELD_FOR;
        let purpose = Purpose::AnswerOrientation(open.id);
        let token = crate::links::sign(&request.state.link_key, &Bearer { purpose, until });
        (format!("/lien/{token}"), until)
    });
    Ok(Given {
        association: name(request, diagnosis.association).await?,
        open: open.map(|open| open.id),
        diagnosis,
        answers,
        first,
        link,
        own,
    })
}
