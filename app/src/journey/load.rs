//! What a journey's page shows.

use crate::diagnosis::result::load::{First, first_and_last};
use crate::error::AppError;
use crate::orientation::load::{Hand, hand};
use crate::request::Request;
use crate::wiki::load::story_of;
use crate::workshops::load::{Dated, to_come};
use domain::accounts::{Association, Denied, Sight};
use domain::diagnosis::{Questionnaire, Voices};
use domain::ids::{DiagnosisId, JourneyId, MentoringId, TestimonyId};
use domain::journey::{Journey, Need, Next};
use domain::mentoring::{Mentoring, State};
use domain::wiki::TestimonyState;
use std::sync::Arc;

/// A journey with all that its page tells.
pub struct Shown {
    pub journey: Journey,
    pub next: Next,
    pub association: Association,
    /// First to last, in the association's own words.
    pub needs: Vec<Need>,
    /// Seats at dates to come, soonest first, and those waited for with their place in the line.
    pub dates: Vec<Dated>,
    /// The first and the last diagnosis given back.
    pub diagnoses: Option<Diagnoses>,
    pub mentors: Vec<Mentor>,
    /// The titles and pages of the testimonies that gave it the wish, those still published.
    pub inspired_by: Vec<(String, String)>,
    /// Its own published testimonies.
    pub testimonies: Vec<Told>,
    /// Those that it has begun to write, and not published.
    pub sketched: Vec<TestimonyId>,
    /// Who asks acts for the association.
    pub own: bool,
    /// Where who asks may hand it over.
    pub hand: Option<Hand>,
    /// And does so here: on the page of the journey that the current hat follows.
    pub here: bool,
}

/// Diagnoses given back.
pub struct Diagnoses {
    pub last: DiagnosisId,
    pub questionnaire: Arc<Questionnaire>,
    pub voices: Voices,
    /// None: there was only one.
    pub first: Option<First>,
}

/// Who accompanies the association, or offers to.
pub struct Mentor {
    pub mentoring: MentoringId,
    pub person: String,
    pub association: String,
    pub mentoring_state: State,
    pub next_meeting: Option<chrono::DateTime<chrono::Utc>>,
}

/// A published testimony and what it started.
pub struct Told {
    pub id: TestimonyId,
    pub slug: String,
    pub title: String,
    /// How many journeys it inspired.
    pub inspired: u64,
}

/// The journey of one's own association.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn own(request: &Request) -> Result<Shown, AppError> {
    let member = request.actor.member()?;
    let journey = request.read().journey_of(member.association()).await;
    let journey = journey.map_err(|error| request.answer(error))?.ok_or(AppError::NotFound)?;
    let shown = shown(request, journey, true).await?;
    Ok(Shown { here: true, ..shown })
}

/// Another's journey, for those who accompany it.
///
/// Errors: `SignIn`, `NotFound`.
pub async fn other(request: &Request, id: JourneyId) -> Result<Other, AppError> {
    request.actor.signed()?;
    let fail = |error| request.answer(error);
    let journey = request.read().journey(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let own = request.actor.member_of(journey.head.association).is_ok();
    let sight = sight(request, &journey).await?;
    // It became a part of another.
    if journey.head.id != id {
        return Err(AppError::Moved(format!("/parcours/{}", journey.head.id)));
    }
    if sight == Sight::Whole {
        return Ok(Other::Whole(Box::new(shown(request, journey, own).await?)));
    }
    let association = request.read().association(journey.head.association).await.map_err(fail)?;
    let association = association.ok_or(AppError::NotFound)?.name.to_string();
    Ok(Other::Summary { association, next: journey.next(request.now), journey: Box::new(journey) })
}

/// A journey that is not one's own: the whole of it or, for organizers of other actions, what hand-overs need.
pub enum Other {
    Whole(Box<Shown>),
    Summary { association: String, journey: Box<Journey>, next: Next },
}

/// What who asks sees of a journey.
///
/// Errors: `SignIn`; `NotFound` for who sees nothing of it.
async fn sight(request: &Request, journey: &Journey) -> Result<Sight, AppError> {
    let by_hat = request.actor.sight(journey);
    if by_hat == Ok(Sight::Whole) || by_hat == Err(Denied::SignIn) {
        return Ok(by_hat?);
    }
    // Who accompanies it sees the whole of it, whatever else they organize.
    let Ok(mentor) = request.actor.mentor() else { return Ok(by_hat?) };
    let mentorings = request.read().mentorings_by(&mentor).await;
    let mentorings: Vec<Mentoring> = mentorings.map_err(|error| request.answer(error))?;
    let follows = |m: &Mentoring| m.helped_journey == journey.head.id && m.state == State::Accepted;
    if mentorings.iter().any(follows) { Ok(Sight::Whole) } else { Ok(by_hat?) }
}

/// Who may see the whole of a journey that is not theirs: volunteers, organizers to whose action it came, its own mentor.
///
/// Errors: `SignIn`; `NotFound` for anybody else, because whether it exists is private.
pub async fn may_follow(request: &Request, journey: JourneyId) -> Result<(), AppError> {
    request.actor.signed()?;
    let journey = request.read().journey(journey).await;
    let journey = journey.map_err(|error| request.answer(error))?.ok_or(AppError::NotFound)?;
    let whole = sight(request, &journey).await? == Sight::Whole;
    whole.then_some(()).ok_or(AppError::NotFound)
}

async fn shown(request: &Request, journey: Journey, own: bool) -> Result<Shown, AppError> {
    let (rows, now) = (request.read(), request.now);
    let fail = |error| request.answer(error);
    let id = journey.head.id;
    let association = rows.association(journey.head.association).await.map_err(fail)?;
    let dates = to_come(&rows, id, now).await.map_err(|error| request.answer(error))?;
    let (testimonies, sketched) = testimonies(request, id).await?;
    Ok(Shown {
        next: journey.next(now),
        association: association.ok_or(AppError::NotFound)?,
        needs: rows.needs(id).await.map_err(fail)?,
        dates,
        diagnoses: diagnoses(request, id).await?,
        mentors: mentors(request, id).await?,
        inspired_by: inspired_by(request, &journey).await?,
        testimonies,
        sketched,
        hand: hand(request, &journey).await?,
        own,
        here: false,
        journey,
    })
}

async fn diagnoses(request: &Request, id: JourneyId) -> Result<Option<Diagnoses>, AppError> {
    let found = first_and_last(&request.read(), id).await;
    let found = found.map_err(|error| request.answer(error))?;
    Ok(found.map(|(first, last, voices)| Diagnoses {
        last: last.id,
        questionnaire: last.questionnaire,
        voices,
        first,
    }))
}

async fn mentors(request: &Request, id: JourneyId) -> Result<Vec<Mentor>, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let mentorings = rows.mentorings_of(id).await.map_err(fail)?;
    let people = rows.person_names(mentorings.iter().map(|m| m.mentor)).await.map_err(fail)?;
    let former = texts::audit::former(request.lang);
    let mut mentors = Vec::with_capacity(mentorings.len());
    for mentoring in mentorings {
        let association = rows.association(mentoring.helper).await.map_err(fail)?;
        mentors.push(Mentor {
            mentoring: mentoring.id,
            // Who has erased their account still stands there, without a name.
            person: people.get(&mentoring.mentor).cloned().unwrap_or_else(|| former.to_owned()),
            association: association.map(|a| a.name.to_string()).unwrap_or_default(),
            mentoring_state: mentoring.state,
            next_meeting: mentoring.next_meeting,
        });
    }
    Ok(mentors)
}

async fn inspired_by(
    request: &Request,
    journey: &Journey,
) -> Result<Vec<(String, String)>, AppError> {
    let mut found = Vec::new();
    for testimony in journey.inspired_by() {
        if let Some(story) = story_of(request, testimony).await? {
            found.push((story.title, story.slug));
        }
    }
    Ok(found)
}

/// Those that are published, and those that are being written.
async fn testimonies(
    request: &Request,
    id: JourneyId,
) -> Result<(Vec<Told>, Vec<TestimonyId>), AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let (mut told, mut sketched) = (Vec::new(), Vec::new());
    for testimony in rows.testimonies_of(id).await.map_err(fail)? {
        if testimony.state != TestimonyState::Published {
            sketched.push(testimony.id);
            continue;
        }
        if let Some(page) = rows.page(testimony.page).await.map_err(fail)? {
            told.push(Told {
                id: testimony.id,
                slug: page.slug,
                title: page.title.to_string(),
                inspired: rows.inspired_by(testimony.id).await.map_err(fail)?,
            });
        }
    }
    Ok((told, sketched))
}
