//! What the result's page shows, what follows from giving it back, and what is decided on its life.

use crate::diagnosis::load::name;
use crate::error::AppError;
use crate::orientation::load::{Known, dates};
use crate::request::{Request, judging};
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{Action, Bearer, CompanionHat, Judge, Purpose};
use domain::act::Outcome;
use domain::diagnosis::{
    Answers, Diagnosis, Life, NextAction, Progress, Questionnaire, Said, Verdict, Voices,
};
use domain::ids::{DiagnosisId, JourneyId, OrientationId};
use domain::journey::Need;
use domain::orientation::{Cause, Offer, State};
use domain::text::{Fault, Faults, Words};
use domain::workshops::{Entry, HELD_FOR, Level};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Rows, Tx, WriteError};
use texts::dates::input_date;

/// Ends an interview: the verdict of its answers, or the one decided on instead, with the orientation that follows from
/// it.
pub async fn give_back(
    tx: &Tx<'_>,
    judge: &Judge,
    diagnosis: &Diagnosis,
    answers: &Answers,
    instead: Option<(Verdict, Words)>,
) -> Result<Outcome<Verdict>, WriteError> {
    let given = diagnosis.give_back(tx.act(), judge, answers, instead)?;
    let verdict = given.answer;
    if !verdict.orients() {
        return Ok(given);
    }
    let known = Known::read(&diagnosis.questionnaire.read(answers));
    let dates = match verdict.date() {
        Some(kind) => dates(tx, kind, &known.themes, &known.levels).await?,
        None => Vec::new(),
    };
    let cause = Cause::Diagnosis(diagnosis.id);
    let offer = Offer::new(diagnosis.journey, diagnosis.association, Action::Hackathon, cause);
    Ok(given.and(offer.about(known.theme()).open(tx.act(), &dates)))
}

/// A field to mend, found once the thing itself was read.
pub fn fault(field: &'static str) -> impl Fn(Fault) -> WriteError {
    move |fault| WriteError::Faults(Faults::one(field, fault))
}

/// What happened since a diagnosis, until the next.
async fn life(rows: &Rows<'_>, diagnosis: &Diagnosis) -> Result<Life, WriteError> {
    let journey = rows.journey(diagnosis.journey).await?.ok_or(WriteError::Missing)?;
    let said = rows.advice_said(diagnosis.id).await?;
    let reviews = rows.reviews(diagnosis.id).await?;
    Ok(Life::of(diagnosis.id, &journey, said, reviews))
}

/// The proof of following the association of this journey.
async fn companion(rows: &Rows<'_>, diagnosis: &Diagnosis) -> Result<CompanionHat, WriteError> {
    let mentorings = rows.mentorings_of(diagnosis.journey).await?;
    Ok(rows.actor().companion(diagnosis.association, &mentorings)?)
}

/// Says what became of an advice, named `recommendation:rung`.
pub async fn say(
    tx: &Tx<'_>,
    id: DiagnosisId,
    advice: &str,
    said: Said,
) -> Result<Outcome<()>, WriteError> {
    let (diagnosis, voices) = tx.diagnosis(id).await?.ok_or(WriteError::Missing)?;
    let hat = companion(tx, &diagnosis).await?;
    let life = life(tx, &diagnosis).await?;
    let answers = voices.together();
    let reading = diagnosis.questionnaire.read(&answers);
    let actions = reading.next_actions(&life.said);
    let action = actions.iter().find(|action| advice_code(action) == advice);
    let action = action.ok_or(WriteError::Missing)?;
    Ok(diagnosis.say(tx.act(), &hat, &life, action, said)?)
}

/// Notes a talk about how things went. A day is typed as its noon: today's is not in the future.
pub async fn review(
    tx: &Tx<'_>,
    id: DiagnosisId,
    met_at: DateTime<Utc>,
    words: Words,
) -> Result<Outcome<()>, WriteError> {
    let (diagnosis, _) = tx.diagnosis(id).await?.ok_or(WriteError::Missing)?;
    let hat = companion(tx, &diagnosis).await?;
    let judge = judging(tx, &hat, diagnosis.association).await?;
    let (act, now) = (tx.act().wearing(&hat), tx.act().at);
    let met_at = if input_date(met_at) == input_date(now) { now } else { met_at };
    let met_at = diagnosis.day_of_review(met_at, now).map_err(fault("met_at"))?;
    let life = life(tx, &diagnosis).await?;
    Ok(diagnosis.review(&act, &judge, &life, met_at, words)?)
}

/// The name of an advice in forms.
pub fn advice_code(action: &NextAction) -> String {
    format!("{}:{}", action.recommendation.key, action.rung)
}

/// A diagnosis given back, with what came of it.
pub struct Given {
    pub diagnosis: Diagnosis,
    pub voices: Voices,
    pub answers: Answers,
    pub association: String,
    /// What the diagnosis was about, in the association's own words.
    pub need: Option<Need>,
    pub life: Life,
    /// The first diagnosis of the journey, if this is a later one.
    pub first: Option<First>,
    /// The orientation that followed, if it is still to be answered.
    pub open: Option<OrientationId>,
    /// For who leads the desk: the path by which the association answers without account, and until when.
    pub link: Option<(String, DateTime<Utc>)>,
    /// The next session with a free seat on each theme, and how many are free.
    pub sessions: BTreeMap<String, (Entry, u32)>,
    /// Who asks is a member of the association.
    pub own: bool,
    /// Who asks may say what became of it.
    pub companion: Option<CompanionHat>,
}

/// The first diagnosis of a journey, that a later one is compared with.
pub struct First {
    pub questionnaire: Arc<Questionnaire>,
    pub answers: Answers,
    pub at: DateTime<Utc>,
}

impl First {
    /// How each theme moved since.
    pub fn until(&self, questionnaire: &Questionnaire, answers: &Answers) -> Vec<Progress> {
        questionnaire.read(answers).since(&self.questionnaire.read(&self.answers))
    }
}

/// The first and the last diagnosis given back on a journey, the first only where there are several.
pub async fn first_and_last(
    rows: &Rows<'_>,
    journey: JourneyId,
) -> Result<Option<(Option<First>, Diagnosis, Voices)>, WriteError> {
    let all = rows.diagnoses(journey).await?.into_iter();
    let mut given: Vec<_> = all.filter(|(d, _)| d.given_back.is_some()).collect();
    let Some((last, voices)) = given.pop() else { return Ok(None) };
    let first = given.into_iter().next().and_then(|(d, voices)| first(d, voices));
    Ok(Some((first, last, voices)))
}

fn first(diagnosis: Diagnosis, voices: Voices) -> Option<First> {
    let (questionnaire, answers) = (diagnosis.questionnaire, voices.together());
    diagnosis.given_back.map(|back| First { questionnaire, answers, at: back.at })
}

/// How far ahead a session is looked for.
const AHEAD: Duration = Duration::days(400);

/// The next session with a free seat on each theme; those that help to get to grips with a tool are for who has one.
async fn sessions(request: &Request) -> Result<BTreeMap<String, (Entry, u32)>, AppError> {
    let now = request.now;
    let agenda = request.read().agenda(now, now + AHEAD, now).await;
    let mut sessions = BTreeMap::new();
    for at in agenda.map_err(|error| request.answer(error))? {
        let open = at.free > 0 && at.entry.level != Some(Level::FollowUp);
        if let (true, Some(theme)) = (open, at.entry.theme.clone()) {
            sessions.entry(theme).or_insert((at.entry, at.free));
        }
    }
    Ok(sessions)
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
    let own = actor.member_of(diagnosis.association).is_ok();
    if !own {
        crate::journey::load::may_follow(request, diagnosis.journey).await?;
    }
    let all = rows.diagnoses(diagnosis.journey).await.map_err(fail)?;
    let before = all.into_iter().find(|(d, _)| d.given_back.is_some());
    let before = before.filter(|(d, _)| d.id != diagnosis.id && d.begun_at < diagnosis.begun_at);
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
    let told_at = diagnosis.given_back.as_ref().map_or(request.now, |back| back.at);
    let needs = rows.needs(diagnosis.journey).await.map_err(fail)?;
    let life = life(&rows, &diagnosis).await.map_err(|error| request.answer(error))?;
    Ok(Given {
        association: name(request, diagnosis.association).await?,
        need: needs.into_iter().rfind(|need| need.at <= told_at),
        first: before.and_then(|(d, voices)| first(d, voices)),
        open: open.map(|open| open.id),
        companion: companion(&rows, &diagnosis).await.ok(),
        sessions: sessions(request).await?,
        answers: voices.together(),
        voices,
        life,
        diagnosis,
        link,
        own,
    })
}
