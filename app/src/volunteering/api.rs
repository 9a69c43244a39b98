//! Offering help, pausing, stopping; answering requests.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Sends a link to who has left a name and an address, with an account if there was none. What the page says is the
/// same for all.
#[server(prefix = "/api", endpoint = "begin_help")]
pub async fn begin_help(
    #[server(default)] command: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
) -> Result<Done, AppError> {
    use crate::accounts::session::send_link;
    use crate::passwords::one_use_token;
    use crate::request::current;
    use domain::accounts::{Errand, OneUseLink, Person};
    use domain::act::{Change, Outcome};
    use domain::ids::PersonId;
    use domain::text::{Email, Faults, Name};

    let request = current()?;
    let mut faults = Faults::default();
    let name = faults.take("name", Name::parse(&name));
    let email = faults.take("email", Email::parse(&email));
    let (Some(name), Some(email)) = (name, email) else { return Err(faults.into()) };
    let (token, lang) = (one_use_token(), request.lang);
    request
        .write(&command, (name, email), move |tx, (name, email)| {
            let token = token.clone();
            let errand = |person| Errand::SignIn { person, next: Some("/aider".to_owned()) };
            Box::pin(async move {
                if tx.person_by_email(&email).await?.is_some() {
                    return send_link(tx, token, email, lang, errand).await;
                }
                let (act, id) = (tx.act(), PersonId(tx.act().id()));
                let created_at = act.at;
                let person = Person { id, name, email, password_hash: None, lang, created_at };
                let sent = OneUseLink::send(act, token, errand(id), &[], lang);
                Ok(Outcome::of(()).change(Change::Person(person)).and(sent))
            })
        })
        .await?;
    Ok(Done::at("/connexion/lien"))
}

/// Offers to help, or changes the offer: `skills[developer]=on`. The charter is accepted with it.
#[server(prefix = "/api", endpoint = "offer_help")]
pub async fn offer_help(
    #[server(default)] command: String,
    #[server(default)] skills: BTreeMap<String, String>,
    #[server(default)] areas: String,
    #[server(default)] hours: String,
    #[server(default)] agree: String,
) -> Result<Done, AppError> {
    use crate::request::current;
    use domain::hackathon::Skill;
    use domain::text::{Fault, Faults, Name, optional};
    use domain::volunteering::{Commitment, HOURS_MAX, Promise};

    let request = current()?;
    let person = request.actor.signed()?.person;
    let mut faults = Faults::default();
    let skills: Option<Vec<Skill>> = skills.keys().map(|code| Skill::from_code(code)).collect();
    let skills = skills.ok_or(AppError::Malformed)?;
    let areas = faults.take("areas", optional(&areas, Name::MAX));
    let typed: Option<u32> = hours.trim().parse().ok();
    let typed = typed.filter(|hours| (1..=HOURS_MAX).contains(hours));
    let hours = faults.take("hours", typed.ok_or(Fault::Number));
    faults.take("agree", (agree == "yes").then_some(()).ok_or(Fault::Consent));
    let (Some(areas), Some(hours), true) = (areas, hours, faults.is_empty()) else {
        return Err(faults.into());
    };
    request
        .write(&command, Promise { skills, areas, hours }, move |tx, promise| {
            Box::pin(async move {
                let before = tx.commitment(person).await?;
                Ok(Commitment::offer(tx.act(), person, before.as_ref(), promise))
            })
        })
        .await?;
    Ok(Done::saying("/aider", "help_offered"))
}

/// Pauses until a day; without one, resumes.
#[server(prefix = "/api", endpoint = "pause_help")]
pub async fn pause_help(
    #[server(default)] command: String,
    #[server(default)] until: String,
) -> Result<Done, AppError> {
    use crate::request::current;
    use domain::text::Fault;
    use store::WriteError;
    use texts::dates::parse_date;

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let until = match until.trim() {
        "" => None,
        typed => {
            let until = parse_date(typed).ok_or(AppError::field("until", Fault::Date))?;
            (until > request.now)
                .then_some(Some(until))
                .ok_or(AppError::field("until", Fault::Order))?
        }
    };
    request
        .wearing(&volunteer)
        .write(&command, until, move |tx, until| {
            Box::pin(async move {
                let offered = tx.commitment(volunteer.person()).await?;
                Ok(offered.ok_or(WriteError::Missing)?.pause(until)?)
            })
        })
        .await?;
    Ok(Done::saying("/aider", if until.is_some() { "help_paused" } else { "help_resumed" }))
}

/// Stops helping, or withdraws the request.
#[server(prefix = "/api", endpoint = "stop_help")]
pub async fn stop_help(#[server(default)] command: String) -> Result<Done, AppError> {
    use crate::request::current;
    use store::WriteError;

    let request = current()?;
    let person = request.actor.signed()?.person;
    request
        .write(&command, person, |tx, person| {
            Box::pin(async move {
                let offered = tx.commitment(person).await?;
                Ok(offered.ok_or(WriteError::Missing)?.stop(tx.act())?)
            })
        })
        .await?;
    Ok(Done::saying("/aider", "help_stopped"))
}

/// Accepts a request to help: the person is a volunteer.
#[server(prefix = "/api", endpoint = "accept_help")]
pub async fn accept_help(
    #[server(default)] command: String,
    #[server(default)] person: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::ids::PersonId;
    use store::WriteError;

    let request = current()?;
    let recruiter = request.actor.recruiter()?;
    let person: PersonId = id(&person)?;
    request
        .wearing(&recruiter)
        .write(&command, person, move |tx, person| {
            Box::pin(async move {
                let asked = tx.commitment(person).await?.ok_or(WriteError::Missing)?;
                Ok(asked.accept(tx.act(), &recruiter)?)
            })
        })
        .await?;
    Ok(Done::saying("/aider/demandes", "help_accepted"))
}

/// Answers a request with what the person can do instead.
#[server(prefix = "/api", endpoint = "answer_help")]
pub async fn answer_help(
    #[server(default)] command: String,
    #[server(default)] person: String,
    #[server(default)] instead: String,
) -> Result<Done, AppError> {
    use crate::request::{choice, current, id};
    use domain::ids::PersonId;
    use domain::volunteering::Instead;
    use store::WriteError;

    let request = current()?;
    let recruiter = request.actor.recruiter()?;
    let person: PersonId = id(&person)?;
    let instead = choice("instead", Instead::from_code(&instead), &instead)?;
    request
        .wearing(&recruiter)
        .write(&command, (person, instead), move |tx, (person, instead)| {
            Box::pin(async move {
                let asked = tx.commitment(person).await?.ok_or(WriteError::Missing)?;
                Ok(asked.answer(tx.act(), &recruiter, instead)?)
            })
        })
        .await?;
    Ok(Done::saying("/aider/demandes", "help_answered"))
}
