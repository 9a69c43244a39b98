//! What the hand-over page sums up.

use super::{People, people};
use crate::error::AppError;
use crate::orientation::load::place_name;
use crate::request::Request;
use crate::workshops::load::{Dated, to_come};
use chrono::{DateTime, Utc};
use domain::hackathon::{Project, ProjectState};
use domain::ids::{AssociationId, JourneyId, OrientationId, ProjectId, TestimonyId};
use domain::journey::{Journey, Need, Next};
use domain::mentoring::{Mentoring, State as Mentored};
use domain::orientation::State;
use domain::wiki::TestimonyState;

/// All that whoever takes over must know.
pub struct HandOver {
    pub people: People,
    pub journey: Option<Journey>,
    pub next: Option<Next>,
    pub owed: Vec<Owed>,
    pub needs: Vec<Need>,
    /// Who accompanies it, and from which association.
    pub mentors: Vec<(String, String)>,
    pub projects: Vec<Project>,
    /// Published: title and slug.
    pub testimonies: Vec<(String, String)>,
}

/// One thing that somebody waits for.
pub enum Owed {
    Orientation {
        id: OrientationId,
        to: String,
        since: DateTime<Utc>,
    },
    Seat(Box<Dated>),
    Signature {
        project: ProjectId,
        title: String,
    },
    /// A meeting with the association that it helps, or that helps it. None: to be set.
    Meeting {
        other: String,
        helping: bool,
        at: Option<DateTime<Utc>>,
    },
    /// People who ask to come in.
    Requests(i64),
    /// Begun, not published.
    Testimony {
        id: TestimonyId,
        title: String,
    },
}

/// Errors: as [`people`].
pub async fn handover(request: &Request, id: AssociationId) -> Result<HandOver, AppError> {
    let people = people(request, id).await?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let journey = rows.journey_of(id).await.map_err(fail)?;
    let mut sheet = HandOver {
        next: journey.as_ref().map(|journey| journey.next(request.now)),
        people,
        journey: None,
        owed: Vec::new(),
        needs: Vec::new(),
        mentors: Vec::new(),
        projects: Vec::new(),
        testimonies: Vec::new(),
    };
    let asking = sheet.people.crew.requests.len();
    if let Some(journey) = journey {
        told(request, journey.head.id, &mut sheet).await?;
        mentorings(request, id, journey.head.id, &mut sheet).await?;
        sheet.journey = Some(journey);
    }
    if asking > 0 {
        sheet.owed.push(Owed::Requests(i64::try_from(asking).unwrap_or(i64::MAX)));
    }
    Ok(sheet)
}

/// What hangs on the journey: what is to be answered, where a seat waits, projects, testimonies.
async fn told(request: &Request, journey: JourneyId, sheet: &mut HandOver) -> Result<(), AppError> {
    let (rows, now) = (request.read(), request.now);
    let fail = |error| request.answer(error);
    sheet.needs = rows.needs(journey).await.map_err(fail)?;
    for orientation in rows.orientations(journey).await.map_err(fail)? {
        if orientation.state == State::Open {
            let to = place_name(&rows, request.lang, orientation.to).await;
            let to = to.map_err(|error| request.answer(error))?;
            let (id, since) = (orientation.id, orientation.opened_at);
            sheet.owed.push(Owed::Orientation { id, to, since });
        }
    }
    let seats = to_come(&rows, journey, now).await.map_err(|error| request.answer(error))?;
    sheet.owed.extend(seats.into_iter().map(|dated| Owed::Seat(Box::new(dated))));
    sheet.projects = rows.projects_of(journey).await.map_err(fail)?;
    for project in &sheet.projects {
        if project.state == ProjectState::Delivered {
            let title = project.title.to_string();
            sheet.owed.push(Owed::Signature { project: project.id, title });
        }
    }
    for testimony in rows.testimonies_of(journey).await.map_err(fail)? {
        let Some(page) = rows.page(testimony.page).await.map_err(fail)? else { continue };
        let title = page.title.to_string();
        if testimony.state == TestimonyState::Published {
            sheet.testimonies.push((title, page.slug));
        } else {
            sheet.owed.push(Owed::Testimony { id: testimony.id, title });
        }
    }
    Ok(())
}

/// Who helps it, whom it helps, and when they meet next.
async fn mentorings(
    request: &Request,
    id: AssociationId,
    journey: JourneyId,
    sheet: &mut HandOver,
) -> Result<(), AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let names = rows.association_names().await.map_err(fail)?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let helped = rows.mentorings_of(journey).await.map_err(fail)?;
    let helping = rows.mentorings_from(id).await.map_err(fail)?;
    let people = rows.person_names(helped.iter().map(|m| m.mentor)).await.map_err(fail)?;
    let running = |m: &Mentoring| m.state == Mentored::Accepted;
    for mentoring in helped.iter().filter(|m| running(m)) {
        let person = people.get(&mentoring.mentor).cloned().unwrap_or_default();
        sheet.mentors.push((person, name(mentoring.helper)));
        let (other, at) = (name(mentoring.helper), mentoring.next_meeting);
        sheet.owed.push(Owed::Meeting { other, helping: false, at });
    }
    for mentoring in helping.iter().filter(|m| running(m)) {
        let (other, at) = (name(mentoring.helped), mentoring.next_meeting);
        sheet.owed.push(Owed::Meeting { other, helping: true, at });
    }
    Ok(())
}
