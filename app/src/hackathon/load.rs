//! What the hackathon's pages show and its units decide on.

use super::draft::draft;
use crate::error::AppError;
use crate::journey::load::may_follow;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::accounts::{Action, Actor, Judge, OrganizerHat, VolunteerHat};
use domain::act::Act;
use domain::diagnosis::Verdict;
use domain::hackathon::{Edition, Offer, Phase, Project, ProjectState, Pulse, Skill, opens_all};
use domain::ids::{CommandId, DiagnosisId, JourneyId, OfferId, PersonId, ProjectId};
use domain::journey::{EventKind, Journey, Need};
use std::collections::BTreeMap;
use store::{Tx, WriteError};
use uuid::Uuid;

/// A project with its edition, both locked.
pub async fn project_and_edition(
    tx: &Tx<'_>,
    project: ProjectId,
) -> Result<(Project, Edition), WriteError> {
    let project = tx.project(project).await?.ok_or(WriteError::Missing)?;
    let edition = tx.edition(project.edition).await?.ok_or(WriteError::Missing)?;
    Ok((project, edition))
}

/// An act that is only tried, to know whether its button should be offered: the rules stay in the domain, and what
/// they would change is dropped.
fn trial(request: &Request) -> Act {
    Act::new(request.actor.clone(), request.now, CommandId(Uuid::now_v7()), Uuid::now_v7)
}

// ---- The edition

/// The edition's page, for who asks.
pub struct EditionShown {
    pub edition: Edition,
    /// Those that this person may see, by title.
    pub projects: Vec<Listed>,
    /// For an organizer of the hackathon.
    pub organizing: Option<Organizing>,
    /// For a volunteer.
    pub volunteering: Option<Volunteering>,
    /// For a member of an association: whether its project may be submitted now.
    pub may_submit: Option<bool>,
}

/// A project in the edition's list.
pub struct Listed {
    pub id: ProjectId,
    pub title: String,
    pub association: String,
    pub state: ProjectState,
    /// Whether its own page would open.
    pub opens: bool,
}

/// What an organizer has in hand.
pub struct Organizing {
    /// How many volunteers offered each skill.
    pub skills: Vec<(Skill, usize)>,
    /// The projects that this phase must answer before the next one begins.
    pub awaiting: Vec<ProjectId>,
    pub may_advance: bool,
}

/// A volunteer before the edition.
pub struct Volunteering {
    /// What they offered already.
    pub skill: Option<Skill>,
    /// The project whose team they joined.
    pub team: Option<(ProjectId, String)>,
    /// Whether offers are still taken.
    pub open: bool,
}

/// The edition that runs, or the last. None: there was none yet.
pub async fn edition(request: &Request) -> Result<Option<EditionShown>, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let Some(edition) = rows.current_edition().await.map_err(fail)? else { return Ok(None) };
    let projects = rows.projects_in(edition.id).await.map_err(fail)?;
    let names = rows.association_names().await.map_err(fail)?;
    let offers = rows.offers(edition.id).await.map_err(fail)?;
    let actor = &request.actor;
    let listed = |project: &Project| Listed {
        id: project.id,
        title: project.title.to_string(),
        association: names.get(&project.association).cloned().unwrap_or_default(),
        state: project.state,
        opens: opens(actor, project),
    };
    let organizer = actor.organizer_of(Action::Hackathon).ok();
    let volunteer = actor.volunteer().ok();
    Ok(Some(EditionShown {
        projects: projects.iter().filter(|p| lists(actor, p)).map(listed).collect(),
        organizing: organizer.map(|hat| organizing(request, &hat, &edition, &projects, &offers)),
        volunteering: volunteer.map(|hat| volunteering(&hat, &edition, &projects, &offers)),
        may_submit: may_submit(request, &edition).await?,
        edition,
    }))
}

/// Whether this person finds the project in the list. Everybody sees what was selected; what was not, or not yet, is
/// the affair of the association and of those who organize.
fn lists(actor: &Actor, project: &Project) -> bool {
    let public = !matches!(project.state, ProjectState::Submitted | ProjectState::Oriented);
    public
        || actor.organizer_of(Action::Hackathon).is_ok()
        || actor.member_of(project.association).is_ok()
}

/// Whether the project's page opens for this person. A mentor reaches it from the journey that they follow.
fn opens(actor: &Actor, project: &Project) -> bool {
    opens_all(actor) || actor.member_of(project.association).is_ok()
}

fn organizing(
    request: &Request,
    organizer: &OrganizerHat,
    edition: &Edition,
    projects: &[Project],
    offers: &[Offer],
) -> Organizing {
    let offered = |skill: Skill| offers.iter().filter(|o| o.skill == skill).count();
    let awaiting = projects.iter().filter(|p| awaits(edition.phase, p.state)).map(|p| p.id);
    Organizing {
        skills: Skill::ALL.map(|skill| (skill, offered(skill))).to_vec(),
        awaiting: awaiting.collect(),
        may_advance: edition.advance(&trial(request), organizer, projects).is_ok(),
    }
}

/// Whether a project of this state is what organizers are busy with in this phase.
fn awaits(phase: Phase, state: ProjectState) -> bool {
    matches!(
        (phase, state),
        (Phase::Selection, ProjectState::Submitted)
            | (Phase::Teams, ProjectState::Selected)
            | (Phase::Weekend, ProjectState::Staffed)
    )
}

fn volunteering(
    volunteer: &VolunteerHat,
    edition: &Edition,
    projects: &[Project],
    offers: &[Offer],
) -> Volunteering {
    let offer = offers.iter().find(|o| o.person == volunteer.person());
    let joined = offer.and_then(|offer| projects.iter().find(|p| Some(p.id) == offer.project));
    Volunteering {
        skill: offer.map(|offer| offer.skill),
        team: joined.map(|project| (project.id, project.title.to_string())),
        open: edition.takes_offers(),
    }
}

async fn may_submit(request: &Request, edition: &Edition) -> Result<Option<bool>, AppError> {
    let Ok(member) = request.actor.member() else { return Ok(None) };
    let journey = request.read().journey_of(member.association()).await;
    let journey = journey.map_err(|error| request.answer(error))?;
    let ripe = journey.is_some_and(|journey| journey.may_submit());
    Ok(Some(ripe && edition.takes_projects(request.now)))
}

// ---- A project to submit

/// The page where a member submits the project that their need has become.
pub struct Proposal {
    pub edition: Option<Edition>,
    /// The last need, in the association's own words.
    pub need: Option<Need>,
    /// The last verdict given back, and where to read it.
    pub verdict: Option<(Verdict, DateTime<Utc>)>,
    pub diagnosis: Option<DiagnosisId>,
    /// The need, the reasons and the answers, to be read over.
    pub draft: String,
    pub standing: Standing,
}

/// Whether a project may be submitted and, if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// No edition takes projects now.
    Closed,
    /// One is on its way already.
    Running(ProjectId),
    /// The last diagnosis did not conclude that a small development is missing, or there was none.
    NotRipe,
}

/// What a member may submit.
///
/// Errors: `SignIn`, `NotYours`; `NotFound` without a journey.
pub async fn proposal(request: &Request) -> Result<Proposal, AppError> {
    let member = request.actor.member()?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let journey = rows.journey_of(member.association()).await.map_err(fail)?;
    let journey = journey.ok_or(AppError::NotFound)?;
    let edition = rows.current_edition().await.map_err(fail)?;
    let projects = rows.projects_of(journey.head.id).await.map_err(fail)?;
    let diagnoses = rows.diagnoses(journey.head.id).await.map_err(fail)?;
    let given_back = diagnoses.iter().rev().find(|(diagnosis, _)| diagnosis.given_back.is_some());
    let needs = rows.needs(journey.head.id).await.map_err(fail)?;
    let words = needs.last().map(|need| need.words.to_string()).unwrap_or_default();
    Ok(Proposal {
        standing: standing(request, &journey, edition.as_ref(), projects.last()),
        edition,
        need: needs.into_iter().next_back(),
        verdict: journey.verdict(),
        diagnosis: given_back.map(|(diagnosis, _)| diagnosis.id),
        draft: draft(request.lang, &words, given_back),
    })
}

/// What stands in the way is told in the order in which the association can do something about it.
fn standing(
    request: &Request,
    journey: &Journey,
    edition: Option<&Edition>,
    last: Option<&Project>,
) -> Standing {
    let open = edition.is_some_and(|edition| edition.takes_projects(request.now));
    match (journey.may_submit(), last) {
        (true, _) if open => Standing::Open,
        (true, _) => Standing::Closed,
        // It is ripe: only the project before stands in the way.
        (false, Some(last)) if journey.is_ripe() => Standing::Running(last.id),
        (false, _) => Standing::NotRipe,
    }
}

/// How long a title made from a need may be, in characters.
const TITLE: usize = 80;

/// A first title for a project: the need's first sentence, cut between words if it is long.
pub fn first_title(need: &str) -> String {
    let line = need.lines().next().unwrap_or_default().trim();
    let sentence = line.split_inclusive(". ").next().unwrap_or_default();
    let sentence = sentence.trim().trim_end_matches('.');
    if sentence.chars().count() <= TITLE {
        return sentence.to_owned();
    }
    let mut title = String::new();
    for word in sentence.split_whitespace() {
        let space = usize::from(!title.is_empty());
        if title.chars().count() + space + word.chars().count() >= TITLE {
            break;
        }
        if space == 1 {
            title.push(' ');
        }
        title.push_str(word);
    }
    // One endless word is cut where it must be.
    if title.is_empty() {
        title = sentence.chars().take(TITLE - 1).collect();
    }
    title.push('…');
    title
}

// ---- One project

/// A project with all that its page tells.
pub struct ProjectShown {
    pub project: Project,
    pub edition: Edition,
    pub association: String,
    /// The need that it answers, in the association's own words.
    pub need: Option<Need>,
    /// When it came to each state.
    pub dates: BTreeMap<&'static str, DateTime<Utc>>,
    pub team: Vec<Teammate>,
    /// First to last.
    pub pulses: Vec<Pulse>,
    /// What who asks may do now.
    pub may: May,
    /// Who asks acts for the association.
    pub own: bool,
    pub journey: JourneyId,
}

/// A volunteer who offered their weekend.
pub struct Teammate {
    pub offer: OfferId,
    pub name: String,
    pub skill: Skill,
}

/// What who asks may do with a project as things stand.
#[derive(Default)]
pub struct May {
    pub select: bool,
    pub orient: bool,
    /// The free volunteers; None: it is not the moment, or not theirs to do.
    pub staff: Option<Vec<Teammate>>,
    pub deliver: bool,
    /// Send its association to learn the tool.
    pub learn: bool,
    pub sign: bool,
    /// It is theirs to judge, but of their own association: the other organizers, by name.
    pub conflict: Option<Vec<String>>,
}

/// A project, for its association and for those who may follow its journey: volunteers, organizers, its mentor.
///
/// Errors: `SignIn`; `NotFound` for anybody else.
pub async fn project(request: &Request, id: ProjectId) -> Result<ProjectShown, AppError> {
    request.actor.signed()?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let project = rows.project(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let own = request.actor.member_of(project.association).is_ok();
    if !own {
        may_follow(request, project.journey).await?;
    }
    let edition = rows.edition(project.edition).await.map_err(fail)?;
    let edition = edition.ok_or(AppError::NotFound)?;
    let association = rows.association(project.association).await.map_err(fail)?;
    let needs = rows.needs(project.journey).await.map_err(fail)?;
    let journey = rows.journey(project.journey).await.map_err(fail)?;
    let offers = rows.offers(project.edition).await.map_err(fail)?;
    let names = rows.person_names(offers.iter().map(|o| o.person)).await.map_err(fail)?;
    let of_team = offers.iter().filter(|o| o.project == Some(project.id));
    Ok(ProjectShown {
        association: association.map(|a| a.name.to_string()).unwrap_or_default(),
        need: needs.into_iter().find(|need| need.id == project.need),
        dates: journey.map(|journey| dates_of(&journey, id)).unwrap_or_default(),
        team: of_team.map(|offer| teammate(offer, &names)).collect(),
        pulses: rows.pulses(id).await.map_err(fail)?,
        may: may(request, &project, &edition, &offers, &names).await?,
        own,
        journey: project.journey,
        project,
        edition,
    })
}

fn teammate(offer: &Offer, names: &BTreeMap<PersonId, String>) -> Teammate {
    Teammate {
        offer: offer.id,
        name: names.get(&offer.person).cloned().unwrap_or_default(),
        skill: offer.skill,
    }
}

/// When the project came to each state, by the state's code.
fn dates_of(journey: &Journey, project: ProjectId) -> BTreeMap<&'static str, DateTime<Utc>> {
    let of_project = journey.counted().filter(|event| event.subject == project.0);
    let dated = of_project.filter_map(|e| Some((state_of(&e.kind)?.code(), e.occurred_at)));
    dated.collect()
}

/// The state that a fact brings a project to.
fn state_of(kind: &EventKind) -> Option<ProjectState> {
    ProjectState::ALL.into_iter().find(|state| *kind == fact_of(*state))
}

/// The fact that brings a project to a state.
pub fn fact_of(state: ProjectState) -> EventKind {
    match state {
        ProjectState::Submitted => EventKind::ProjectSubmitted,
        ProjectState::Selected => EventKind::ProjectSelected,
        ProjectState::Oriented => EventKind::ProjectOriented,
        ProjectState::Staffed => EventKind::TeamFormed,
        ProjectState::Delivered => EventKind::ToolDelivered,
        ProjectState::Signed => EventKind::HandoverSigned,
    }
}

/// Tries each act on the domain.
async fn may(
    request: &Request,
    project: &Project,
    edition: &Edition,
    offers: &[Offer],
    names: &BTreeMap<PersonId, String>,
) -> Result<May, AppError> {
    let act = trial(request);
    let member = request.actor.member_of(project.association).ok();
    let sign = member.is_some_and(|member| project.sign(&act, &member).is_ok());
    let Ok(organizer) = request.actor.organizer_of(Action::Hackathon) else {
        return Ok(May { sign, ..May::default() });
    };
    let free: Vec<Offer> = offers.iter().filter(|o| o.project.is_none()).cloned().collect();
    let staffs = edition.phase == Phase::Teams && project.state == ProjectState::Selected;
    let deliver = project.deliver(&act, &organizer, edition).is_ok();
    let rows = request.read();
    let fail = |error| request.answer(error);
    let journey = rows.journey(project.journey).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let crew = rows.crew(project.association).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let Ok(judge) = Judge::of(&organizer, &crew) else {
        let others = rows.organizers(Action::Hackathon).await.map_err(fail)?.into_iter();
        let others = others.filter(|(person, _)| crew.member(*person).is_none());
        let judged = staffs || awaits(edition.phase, project.state) && !deliver;
        let conflict = judged.then(|| others.map(|(_, name)| name).collect());
        return Ok(May { deliver, sign, conflict, ..May::default() });
    };
    Ok(May {
        select: project.select(&act, &judge, edition).is_ok(),
        orient: project.orient(&act, &judge, edition, None, &[]).is_ok(),
        // Without a free volunteer the rule refuses: the page says so rather than nothing.
        staff: staffs.then(|| free.iter().map(|offer| teammate(offer, names)).collect()),
        deliver,
        learn: project.send_to_learn(&act, &judge, &journey, &[]).is_ok(),
        sign,
        conflict: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hackathon_title_is_the_first_sentence_of_the_need() {
        assert_eq!(first_title("Savoir ce qui est libre. Et quand."), "Savoir ce qui est libre");
        assert_eq!(first_title("Une seule liste\nEt la suite"), "Une seule liste");
        assert_eq!(first_title("Prêter nos costumes."), "Prêter nos costumes");
        assert_eq!(first_title(""), "");
    }

    #[test]
    fn hackathon_title_is_cut_between_words() {
        let long = first_title(&"mot ".repeat(60));
        assert!(long.ends_with(" mot…"), "{long}");
        assert!(long.chars().count() <= TITLE, "{long}");
        let endless = first_title(&"a".repeat(300));
        assert_eq!(endless.chars().count(), TITLE);
    }

    #[test]
    fn hackathon_each_state_of_a_project_has_its_fact() {
        for state in ProjectState::ALL {
            assert_eq!(state_of(&fact_of(state)), Some(state));
        }
        assert_eq!(state_of(&EventKind::NeedStated), None);
    }
}
