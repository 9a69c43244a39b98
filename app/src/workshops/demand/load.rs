//! What is read of what associations wish to learn.

use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::accounts::{Action, OrganizerHat, Sight};
use domain::diagnosis::Key;
use domain::ids::{AssociationId, EntryId, JourneyId, PersonId, WorkshopId};
use domain::journey::Journey;
use domain::orientation::Orientation;
use domain::text::Words;
use domain::workshops::demand::{
    Advised, Demand, Host, Proposal, Wish, demands, hosts, proposals, wanted,
};
use domain::workshops::{EntryKind, Seating, Workshop};
use std::collections::{BTreeMap, BTreeSet};
use store::LastResult;

/// What is wished, and what can be done about it.
pub struct Wanted {
    pub demands: Vec<Demand>,
    pub proposals: Vec<Proposal>,
    pub workshops: Vec<Workshop>,
    /// Those to come.
    pub sessions: Vec<Seating>,
    journeys: Vec<Journey>,
    towns: BTreeMap<AssociationId, (String, Option<String>)>,
}

/// Who wishes what, and what to open next: in as many statements however many they are.
pub async fn all(request: &Request, organizer: &OrganizerHat) -> Result<Wanted, AppError> {
    let (rows, now, fail) = (request.read(), request.now, |error| request.answer(error));
    let journeys = rows.journeys().await.map_err(fail)?;
    let results = rows.last_results(organizer).await.map_err(fail)?;
    let sessions = rows.sessions_to_come(organizer, now).await.map_err(fail)?;
    let workshops = rows.workshops().await.map_err(fail)?;
    let towns = rows.association_towns().await.map_err(fail)?;
    let since = DateTime::UNIX_EPOCH;
    let mut oriented: BTreeMap<JourneyId, Vec<Orientation>> = BTreeMap::new();
    for orientation in rows.orientations_since(since).await.map_err(fail)? {
        oriented.entry(orientation.journey).or_default().push(orientation);
    }
    let wishes = journeys.iter().flat_map(|journey| {
        let advised = results.get(&journey.head.id).map(advised).unwrap_or_default();
        let town = towns.get(&journey.head.association).and_then(|(_, town)| town.as_deref());
        let oriented = oriented.get(&journey.head.id).map(Vec::as_slice).unwrap_or_default();
        Wish::of(journey, town, &advised, oriented, &sessions, now)
    });
    let demands = demands(wishes.collect());
    let proposals = proposals(&demands, &workshops, &sessions, now);
    Ok(Wanted { demands, proposals, workshops, sessions, journeys, towns })
}

fn advised((diagnosis, voices, said): &LastResult) -> Advised {
    let answers = voices.together();
    let reading = diagnosis.questionnaire.read(&answers);
    Advised {
        at: diagnosis.given_back.as_ref().map(|given| given.at),
        themes: reading.themes_wanted(&reading.next_actions(said)),
        levels: reading.levels(),
    }
}

/// Those who wish to learn what a workshop teaches, by name: of this area, or all.
pub async fn of_workshop(
    request: &Request,
    organizer: &OrganizerHat,
    theme: &str,
    area: &str,
) -> Result<Vec<(Wish, String)>, AppError> {
    let all = all(request, organizer).await?;
    let area = (!area.is_empty()).then_some(area);
    let wishes = wanted(&all.proposals, theme, area).into_iter();
    Ok(wishes
        .map(|wish| {
            let name = all.name(wish.association);
            (wish, name)
        })
        .collect())
}

/// Those to tell that a session of this workshop opens.
pub async fn to_tell(
    request: &Request,
    organizer: &OrganizerHat,
    workshop: WorkshopId,
    area: &str,
) -> Result<Vec<Wish>, AppError> {
    let workshop = request.read().workshop(workshop).await;
    let workshop = workshop.map_err(|error| request.answer(error))?.ok_or(AppError::NotFound)?;
    let wishing = of_workshop(request, organizer, &workshop.theme, area).await?;
    Ok(wishing.into_iter().map(|(wish, _)| wish).collect())
}

/// Those to tell that a session has room.
///
/// Errors: `NotFound`, it teaches no theme.
pub async fn of_session(
    request: &Request,
    organizer: &OrganizerHat,
    entry: EntryId,
    area: &str,
) -> Result<Vec<Wish>, AppError> {
    let entry = request.read().entry(entry).await.map_err(|error| request.answer(error))?;
    let theme = entry.filter(|at| at.kind == EntryKind::WorkshopSession).and_then(|at| at.theme);
    let theme = theme.ok_or(AppError::NotFound)?;
    let wishing = of_workshop(request, organizer, &theme, area).await?;
    Ok(wishing.into_iter().map(|(wish, _)| wish).collect())
}

impl Wanted {
    /// The association's name.
    pub fn name(&self, id: AssociationId) -> String {
        self.towns.get(&id).map(|(name, _)| name.clone()).unwrap_or_default()
    }

    /// The workshop of this id.
    pub fn workshop(&self, id: WorkshopId) -> Option<&Workshop> {
        self.workshops.iter().find(|workshop| workshop.id == id)
    }

    /// How many seats are free at the sessions to come of a theme.
    pub fn free(&self, theme: &str, now: DateTime<Utc>) -> u32 {
        let on_it = |at: &&Seating| at.entry.theme.as_deref() == Some(theme);
        self.sessions.iter().filter(on_it).map(|at| at.free(now)).sum()
    }
}

/// Somebody who could host.
#[derive(Clone)]
pub struct Hosting {
    pub host: Host,
    pub name: String,
    /// Of an association.
    pub journey: Option<JourneyId>,
}

/// What the page tells besides.
pub struct Told {
    pub wanted: Wanted,
    /// Who could host, theme by theme.
    pub hosts: BTreeMap<Key, Vec<Hosting>>,
    /// The last needs of those who wish, where who asks may read them.
    pub needs: BTreeMap<JourneyId, Words>,
}

/// Errors: `SignIn`, `NotYours`.
pub async fn told(request: &Request) -> Result<Told, AppError> {
    let organizer = request.actor.organizer_of(Action::Workshops)?;
    let wanted = all(request, &organizer).await?;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let hosted = rows.hosted(&organizer, request.now).await.map_err(fail)?;
    let may = rows.who_may_host().await.map_err(fail)?;
    let people: BTreeMap<PersonId, String> = may.into_iter().collect();
    let own: BTreeMap<AssociationId, JourneyId> =
        wanted.journeys.iter().map(|j| (j.head.association, j.head.id)).collect();
    let named = |host: Host| match host {
        Host::Person(person, _) => {
            let name = people.get(&person)?.clone();
            Some(Hosting { host, name, journey: None })
        }
        Host::Association { id, .. } => {
            Some(Hosting { host, name: wanted.name(id), journey: own.get(&id).copied() })
        }
    };
    let mut by_theme = BTreeMap::new();
    for Demand { theme, .. } in &wanted.demands {
        // Who wishes to learn it does not teach it yet.
        let on_theme = wanted.demands.iter().filter(|demand| demand.theme == *theme);
        let wishing: BTreeSet<AssociationId> =
            on_theme.flat_map(|demand| &demand.wishes).map(|wish| wish.association).collect();
        let teaches = |hosting: &Hosting| match hosting.host {
            Host::Person(..) => true,
            Host::Association { id, .. } => !wishing.contains(&id),
        };
        by_theme.entry(theme.clone()).or_insert_with(|| {
            let hosts = hosts(theme, &hosted, &wanted.journeys);
            hosts.into_iter().filter_map(named).filter(teaches).collect()
        });
    }
    let seen = |journey: &&Journey| organizer.sight(journey) == Sight::Whole;
    let wishing = |journey: &&Journey| {
        let all = wanted.demands.iter().flat_map(|demand| &demand.wishes);
        all.into_iter().any(|wish| wish.journey == journey.head.id)
    };
    let seen = wanted.journeys.iter().filter(seen).filter(wishing);
    let seen: Vec<_> = seen.map(|journey| journey.head.id).collect();
    let needs = rows.last_needs(&seen).await.map_err(fail)?;
    Ok(Told { hosts: by_theme, needs, wanted })
}
