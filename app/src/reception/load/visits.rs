//! What the pages of visits show and their units decide on.

use crate::error::AppError;
use crate::links::sign;
use crate::request::{Request, judging};
use chrono::{DateTime, Utc};
use domain::accounts::{Action, Actor, Judging, Purpose};
use domain::act::{Broken, Outcome};
use domain::ids::{AssociationId, CallId, JourneyId, PersonId, VisitId};
use domain::mail::{Addressee, Letter};
use domain::reception::{Call, Candidate, LOAD_OVER, Visit, VisitState};
use domain::text::Email;
use std::collections::BTreeSet;
use store::{Rows, Tx, WriteError};

/// Every volunteer, as far as a visit to this association goes, with their names.
///
/// Errors: `Missing`, no such association.
pub async fn candidates(
    rows: &Rows<'_>,
    association: AssociationId,
    now: DateTime<Utc>,
) -> Result<Vec<(Candidate, String)>, WriteError> {
    let crew = rows.crew(association).await?.ok_or(WriteError::Missing)?;
    let loads = rows.loads(now - LOAD_OVER).await?;
    let volunteers = rows.volunteers().await?.into_iter();
    let candidate = |(commitment, name): (domain::volunteering::Commitment, String)| {
        let person = commitment.person;
        let load = loads.get(&person).copied().unwrap_or_default();
        (Candidate { commitment, load, own: crew.member(person).is_some() }, name)
    };
    Ok(volunteers.map(candidate).collect())
}

/// A visit that its journey waits for, both locked.
///
/// Errors: `Missing`; `VisitOver`, it was made or is asked for no more.
pub async fn awaited(tx: &Tx<'_>, id: VisitId) -> Result<Visit, WriteError> {
    let visit = tx.visit(id).await?.ok_or(WriteError::Missing)?;
    let journey = tx.journey(visit.journey).await?.ok_or(WriteError::Missing)?;
    match visit.is_awaited(&journey) {
        true => Ok(visit),
        false => Err(Broken::VisitOver.into()),
    }
}

/// Where to go once a call is answered: who holds the link in a letter stays there.
pub fn after_answer(request: &Request) -> String {
    match &request.actor {
        Actor::Bearer(bearer) => format!("/visite/{}", sign(&request.state.link_key, bearer)),
        _ => "/visites".to_owned(),
    }
}

/// A volunteer accepts a visit.
pub async fn taken(
    tx: &Tx<'_>,
    hat: &impl Judging,
    visit: VisitId,
) -> Result<Outcome<()>, WriteError> {
    let visit = awaited(tx, visit).await?;
    // Locked, so that who accepts two visits at once is counted once for each.
    let commitment = tx.commitment(hat.judge()).await?.ok_or(Broken::OutOfOrder)?;
    let judge = judging(tx, hat, visit.association).await?;
    let loads = tx.loads(tx.act().at - LOAD_OVER).await?;
    let load = loads.get(&hat.judge()).copied().unwrap_or_default();
    let candidate = Candidate { commitment, load, own: false };
    Ok(visit.take(&tx.act().wearing(hat), &judge, &candidate)?)
}

/// A volunteer says that they cannot make a visit.
pub async fn declined(
    tx: &Tx<'_>,
    hat: &impl Judging,
    call: &Call,
) -> Result<Outcome<()>, WriteError> {
    let visit = awaited(tx, call.visit).await?;
    let (id, calls) = (visit.id, tx.calls(&[visit.id]).await?);
    let declined = visit.decline(&tx.act().wearing(hat), call, &calls);
    match declined.answer {
        true => for_organizers(tx, declined.map(drop), id).await,
        false => Ok(declined.map(drop)),
    }
}

/// The outcome, with a letter to every organizer: it is for them to choose who makes this visit.
pub async fn for_organizers<T>(
    tx: &Tx<'_>,
    mut outcome: Outcome<T>,
    visit: VisitId,
) -> Result<Outcome<T>, WriteError> {
    let mut told = BTreeSet::new();
    for action in Action::ALL {
        for (person, _) in tx.organizers(action).await? {
            if told.insert(person) {
                let (to, letter) = (Addressee::Person(person), Letter::VisitUnanswered { visit });
                outcome = outcome.mail(tx.act(), to, letter);
            }
        }
    }
    Ok(outcome)
}

/// What the daily job does: visits that nobody has accepted in time go to organizers.
pub async fn unanswered<T>(tx: &Tx<'_>, mut outcome: Outcome<T>) -> Result<Outcome<T>, WriteError> {
    for visit in tx.visits().await? {
        let visit = match awaited(tx, visit.id).await {
            Err(WriteError::Broken(_)) => continue,
            visit => visit?,
        };
        let id = visit.id;
        if let Some(late) = visit.unanswered(tx.act()) {
            outcome = for_organizers(tx, outcome.and(late), id).await?;
        }
    }
    Ok(outcome)
}

/// An association's own visit, or what it may ask for.
pub struct Own {
    pub visit: Option<Visit>,
    /// Who comes.
    pub volunteer: Option<String>,
    /// Where the association is, as its record says.
    pub area: String,
}

/// Errors: `SignIn`, `NotYours`.
pub async fn own(request: &Request) -> Result<Own, AppError> {
    let member = request.actor.member()?;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let association = member.association();
    let journey = rows.journey_of(association).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let visit = match journey.visit() {
        Some((visit, _)) => rows.visit(visit).await.map_err(fail)?,
        None => None,
    };
    let volunteer = match visit.as_ref().map(|visit| visit.state) {
        Some(VisitState::Taken(person)) => Some(person),
        _ => None,
    };
    let volunteer = rows.person_names(volunteer).await.map_err(fail)?.into_values().next();
    let known = rows.association(association).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let area = [known.about.postcode, known.city].into_iter().flatten().collect::<Vec<_>>();
    Ok(Own { visit, volunteer, area: area.join(" ") })
}

/// A visit that its journey waits for.
#[derive(Clone)]
pub struct Told {
    pub visit: Visit,
    pub association: String,
}

/// Those that their journeys wait for, who has waited longest first.
async fn told(rows: &Rows<'_>) -> Result<Vec<Told>, WriteError> {
    let names = rows.association_names().await?;
    let visits = rows.visits().await?;
    let whose: Vec<JourneyId> = visits.iter().map(|visit| visit.journey).collect();
    let journeys = rows.journeys_among(&whose).await?;
    let waits = |visit: &Visit| journeys.get(&visit.journey).is_some_and(|j| visit.is_awaited(j));
    let told = |visit: Visit| {
        let association = names.get(&visit.association).cloned().unwrap_or_default();
        Told { visit, association }
    };
    Ok(visits.into_iter().filter(waits).map(told).collect())
}

/// A visit proposed to who asks.
pub struct Proposed {
    pub told: Told,
    pub call: CallId,
}

/// A visit that who asks will make, and whom to write to.
pub struct Mine {
    pub told: Told,
    pub contacts: Vec<(String, Email)>,
}

/// For organizers: a visit to be given, and what speaks for each volunteer.
pub struct ToGive {
    pub told: Told,
    pub candidates: Vec<(Candidate, String)>,
}

/// What volunteers and organizers see of visits.
#[derive(Default)]
pub struct Visits {
    /// For a volunteer: how many diagnoses are theirs.
    pub load: Option<u32>,
    pub proposed: Vec<Proposed>,
    pub mine: Vec<Mine>,
    /// For organizers.
    pub to_give: Vec<ToGive>,
    /// Each with who comes, and how many volunteers were asked.
    pub all: Vec<(Told, Option<String>, usize)>,
    /// Every volunteer with how many diagnoses are theirs.
    pub loads: Vec<(Candidate, String)>,
}

/// Errors: `SignIn`, `NotYours`.
pub async fn visits(request: &Request) -> Result<Visits, AppError> {
    request.actor.welcomer()?;
    let rows = request.read();
    let read = read(&rows, &request.actor, request.now).await;
    read.map_err(|error| request.answer(error))
}

/// As many statements, however many visits wait.
async fn read(rows: &Rows<'_>, actor: &Actor, now: DateTime<Utc>) -> Result<Visits, WriteError> {
    let mut visits = Visits::default();
    let loads = rows.loads(now - LOAD_OVER).await?;
    let load = |person: PersonId| loads.get(&person).copied().unwrap_or_default();
    let all = told(rows).await?;
    let ids: Vec<VisitId> = all.iter().map(|told| told.visit.id).collect();
    let calls = rows.calls(&ids).await?;
    let of = |visit: VisitId| calls.iter().filter(move |call| call.visit == visit);
    if let Ok(volunteer) = actor.volunteer() {
        let me = volunteer.person();
        visits.load = Some(load(me));
        let mine = |told: &&Told| told.visit.state == VisitState::Taken(me);
        let whose: Vec<_> = all.iter().filter(mine).map(|told| told.visit.association).collect();
        let contacts = rows.contacts(&whose).await?;
        for told in &all {
            let mut asked = of(told.visit.id);
            match told.visit.state {
                VisitState::Taken(by) if by == me => {
                    let contacts = contacts.get(&told.visit.association).cloned();
                    let (told, contacts) = (told.clone(), contacts.unwrap_or_default());
                    visits.mine.push(Mine { told, contacts });
                }
                VisitState::Asked | VisitState::WithOrganizers => {
                    let call = asked.find(|c| c.person == me && c.declined_at.is_none());
                    let proposed = |call: &Call| Proposed { told: told.clone(), call: call.id };
                    visits.proposed.extend(call.map(proposed));
                }
                _ => {}
            }
        }
    }
    if actor.organizer().is_err() {
        return Ok(visits);
    }
    let volunteers = rows.volunteers().await?.into_iter();
    visits.loads = volunteers
        .map(|(commitment, name)| {
            let load = load(commitment.person);
            (Candidate { commitment, load, own: false }, name)
        })
        .collect();
    let taken_by = |told: &Told| match told.visit.state {
        VisitState::Taken(person) => Some(person),
        _ => None,
    };
    let names = rows.person_names(all.iter().filter_map(taken_by)).await?;
    let to_give = |told: &&Told| told.visit.state == VisitState::WithOrganizers;
    let whose: Vec<_> = all.iter().filter(to_give).map(|told| told.visit.association).collect();
    let members = rows.members_of(&whose).await?;
    for told in all {
        if to_give(&&told) {
            let own = |person| members.contains(&(told.visit.association, person));
            let candidates = visits.loads.iter().map(|(candidate, name)| {
                let own = own(candidate.commitment.person);
                (Candidate { own, ..candidate.clone() }, name.clone())
            });
            visits.to_give.push(ToGive { candidates: candidates.collect(), told: told.clone() });
        }
        let by = taken_by(&told).and_then(|person| names.get(&person)).cloned();
        let asked = of(told.visit.id).count();
        visits.all.push((told, by, asked));
    }
    Ok(visits)
}

/// What the link in a letter shows.
pub struct ByLink {
    pub call: Call,
    pub told: Told,
    /// Its journey waits for it still.
    pub awaited: bool,
}

/// Errors: `LinkExpired`, a link for something else; `NotFound`.
pub async fn by_link(request: &Request) -> Result<ByLink, AppError> {
    let Actor::Bearer(bearer) = &request.actor else { return Err(AppError::NotFound) };
    let Purpose::AnswerCall(id) = bearer.purpose else { return Err(AppError::LinkExpired) };
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let call = rows.call(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let visit = rows.visit(call.visit).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let journey: JourneyId = visit.journey;
    let journey = rows.journey(journey).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let association = rows.association(visit.association).await.map_err(fail)?;
    let association = association.map(|a| a.name.to_string()).unwrap_or_default();
    let awaited = visit.is_awaited(&journey);
    Ok(ByLink { call, told: Told { visit, association }, awaited })
}
