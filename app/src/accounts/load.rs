//! What the pages of accounts show.

use crate::error::AppError;
use crate::passwords::token_hash;
use crate::request::Request;
use crate::workshops::load::{Dated, to_come};
use chrono::Duration;
use domain::accounts::{Action, Begun, Carrier, Errand, Hat, LoginSession, Person};
use domain::act::Setting;
use domain::journey::Need;
use domain::reception::ReceptionDay;
use domain::workshops::{Entry, EntryKind};

/// How far ahead a newcomer is shown information meetings.
const AHEAD: Duration = Duration::days(120);

/// How many of them.
const MEETINGS: usize = 5;

/// The next information meetings, soonest first, with their free seats.
pub async fn meetings(request: &Request) -> Result<Vec<(Entry, u32)>, AppError> {
    let now = request.now;
    let agenda = request.read().agenda(now, now + AHEAD, now).await;
    let agenda = agenda.map_err(|error| request.answer(error))?;
    let meetings = agenda.into_iter().filter(|at| at.entry.kind == EntryKind::InfoMeeting);
    Ok(meetings.take(MEETINGS).map(|at| (at.entry, at.free)).collect())
}

/// The hats of who asks, with the name of whom each acts for.
///
/// Errors: `SignIn`.
pub async fn own_hats(request: &Request) -> Result<Vec<(Hat, Option<String>)>, AppError> {
    let mut hats = Vec::new();
    for hat in &request.actor.signed()?.hats {
        let behalf = request.read().behalf(*hat).await;
        hats.push((*hat, behalf.map_err(|error| request.answer(error))?));
    }
    Ok(hats)
}

/// The hats that an administrator gives, with the name of whom each acts for.
pub async fn hats_to_give(request: &Request) -> Result<Vec<(Hat, Option<String>)>, AppError> {
    let mut hats = vec![(Hat::Volunteer, None), (Hat::Mentor, None)];
    let rows = request.read();
    let fail = |error| request.answer(error);
    let carriers = rows.carriers().await.map_err(fail)?;
    let carryings = rows.carryings().await.map_err(fail)?;
    for action in Action::ALL {
        let running = carryings.iter().filter(|c| c.action == action && c.until.is_none());
        hats.extend(running.map(|c| {
            let carrier = carriers.iter().find(|carrier| carrier.id == c.carrier);
            let name = carrier.map(|carrier| carrier.name.to_string());
            (Hat::Organizer(action, c.carrier), name)
        }));
    }
    hats.push((Hat::Administrator, None));
    Ok(hats)
}

/// A carrier, and the actions that it runs today.
pub struct CarrierShown {
    pub carrier: Carrier,
    pub runs: Vec<Action>,
}

/// Every carrier. For administrators.
pub async fn carriers(request: &Request) -> Result<Vec<CarrierShown>, AppError> {
    request.actor.administrator()?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let carryings = rows.carryings().await.map_err(fail)?;
    let carriers = rows.carriers().await.map_err(fail)?.into_iter();
    let runs = |carrier: &Carrier, action: Action| {
        let mut of = carryings.iter().filter(|c| c.carrier == carrier.id);
        of.any(|c| c.action == action && c.until.is_none())
    };
    let shown = carriers.map(|carrier| {
        let runs = Action::ALL.into_iter().filter(|action| runs(&carrier, *action)).collect();
        CarrierShown { carrier, runs }
    });
    Ok(shown.collect())
}

/// Everybody who has an account. For administrators.
pub async fn people(request: &Request) -> Result<Vec<(Person, Vec<Hat>)>, AppError> {
    let administrator = request.actor.administrator()?;
    request.read().people(&administrator).await.map_err(|error| request.answer(error))
}

/// Errors: `NotFound`, unless `token` is that of the link which this instance printed and nobody has used.
pub async fn first_administrator(request: &Request, token: &str) -> Result<(), AppError> {
    let expected = request.read().setting(Setting::FirstAdministrator).await;
    let expected = expected.map_err(|error| request.answer(error))?;
    (expected == Some(token_hash(token))).then_some(()).ok_or(AppError::NotFound)
}

/// What a mailed link is for, and whose account it is about. Nothing is used up.
///
/// Errors: `LinkSpent`, also for a link that never was.
pub async fn mailed_link(
    request: &Request,
    token: &str,
) -> Result<(Errand, Option<Person>), AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let link = rows.one_use_link(&token_hash(token)).await.map_err(fail)?;
    let link = link.ok_or(AppError::LinkSpent)?;
    let errand = link.good(request.now)?.clone();
    let person = match errand.person() {
        Some(person) => rows.person(person).await.map_err(fail)?,
        None => None,
    };
    Ok((errand, person))
}

/// An account, for whose it is.
pub struct Own {
    pub person: Person,
    /// Where they are signed in, newest first.
    pub sessions: Vec<LoginSession>,
}

/// One's own account. Errors: `SignIn`.
pub async fn own(request: &Request) -> Result<Own, AppError> {
    let id = request.actor.signed()?.person;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    // Of the real time, as the sessions themselves.
    let sessions = rows.login_sessions(id, (request.state.clock)()).await.map_err(fail)?;
    let person = rows.person(id).await.map_err(fail)?.ok_or(AppError::SignIn)?;
    Ok(Own { person, sessions })
}

/// A journey begun without an account, for who holds its link.
pub struct Begin {
    pub begun: Begun,
    pub association: String,
    pub needs: Vec<Need>,
    /// Seats at dates to come, soonest first.
    pub dates: Vec<Dated>,
    /// The next reception days where an hour is free, soonest first.
    pub days: Vec<ReceptionDay>,
}

/// How many reception days are shown, so that the page stays short.
const DAYS_SHOWN: usize = 3;

/// Errors: `LinkExpired`; `NotFound` for who holds no link, or once it is forgotten.
pub async fn begin(request: &Request) -> Result<Begin, AppError> {
    let hat = request.actor.beginner(request.now)?;
    let (rows, now, fail) = (request.read(), request.now, |error| request.answer(error));
    let begun = rows.begun(hat.begun()).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let journey = rows.journey(begun.journey).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let association = rows.association(journey.head.association).await.map_err(fail)?;
    let dates = to_come(&rows, begun.journey, now).await.map_err(|error| request.answer(error))?;
    let days = rows.receptions_from(now).await.map_err(fail)?.into_iter();
    Ok(Begin {
        association: association.map(|a| a.name.to_string()).unwrap_or_default(),
        needs: rows.needs(begun.journey).await.map_err(fail)?,
        dates,
        days: days.filter(|day| day.free(now).next().is_some()).take(DAYS_SHOWN).collect(),
        begun,
    })
}
