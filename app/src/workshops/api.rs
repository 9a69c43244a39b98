//! Taking seats, waiting for one, giving them back.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Takes seats for people of one's association, up to four at once, named or not. When none is free, they wait in line
/// if they asked to (`wait`); otherwise another date is offered, with a held seat where there is one. `more`: besides
/// those who come already. What they can show and look for may be said with it.
#[server(prefix = "/api", endpoint = "register")]
pub async fn register(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] people: BTreeMap<String, String>,
    #[server(default)] role: String,
    #[server(default)] more: String,
    #[server(default)] wait: String,
    #[server(default)] shows: String,
    #[server(default)] shows_theme: String,
    #[server(default)] seeks: String,
    #[server(default)] seeks_theme: String,
) -> Result<Done, AppError> {
    use super::load::{claim, elsewhere};
    use crate::exchange::load::{read, said_with};
    use crate::request::{choice, current, id};
    use domain::act::Broken;
    use domain::ids::EntryId;
    use domain::text::{Faults, Name};
    use domain::workshops::{Asked, Role};
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let entry: EntryId = id(&entry)?;
    let role = if role.is_empty() { Role::Learns.code() } else { &role };
    let role = choice("role", Role::from_code(role), role)?;
    let mut faults = Faults::default();
    let typed = people.iter().filter(|(_, name)| !name.trim().is_empty()).take(Asked::AT_ONCE);
    let mut names: Vec<Option<Name>> =
        typed.map(|(n, name)| faults.take(&format!("people[{n}]"), Name::parse(name))).collect();
    if !faults.is_empty() {
        return Err(faults.into());
    }
    if names.is_empty() {
        names.push(None);
    }
    let said = read([&shows, &shows_theme], [&seeks, &seeks_theme])?;
    let (more, wait) = (!more.is_empty(), !wait.is_empty());
    let seated = request
        .wearing(&member)
        .write(&command, (entry, names, role, more, wait, said), move |tx, input| {
            Box::pin(async move {
                let (entry, people, role, more, wait, said) = input;
                let association = member.association();
                let seating = tx.seating(entry).await?;
                let seen = seating.filter(|s| s.entry.seen_by(tx.actor(), tx.act().at));
                let seating = seen.ok_or(WriteError::Missing)?;
                let journey = tx.journey_of(association).await?.ok_or(WriteError::Missing)?;
                if !role.is_open(&seating.entry, &journey) {
                    return Err(Broken::CriteriaNotMet.into());
                }
                let elsewhere = elsewhere(tx, &seating).await?;
                let claim = claim(tx, &journey, &seating.entry, tx.act().at).await?;
                let asked = Asked {
                    claim,
                    role,
                    people,
                    more,
                    wait,
                    ..Asked::one(association, journey.head.id)
                };
                let seated = seating.register(tx.act(), &asked, &elsewhere)?;
                if said.is_empty() || seated.answer.is_err() {
                    return Ok(seated);
                }
                // Of one who is named it is said by name; of several, by their association.
                let who = <[_; 1]>::try_from(asked.people).ok().and_then(|[who]| who);
                let (act, at) = (tx.act(), &seating.entry);
                Ok(seated.and(said_with(tx, act, at, association, who.as_ref(), said).await?))
            })
        })
        .await??;
    let here = format!("/agenda/{entry}");
    Ok(match (seated.registered.is_empty(), seated.waiting.is_empty()) {
        (true, _) => Done::saying(here, "waiting"),
        (false, false) => Done::saying(here, "registered_in_part"),
        (false, true) if more => Done::saying(here, "registered"),
        (false, true) => Done::saying("/parcours", "registered"),
    })
}

/// Says yes to a seat that is held or offered, as a member of its association or by its link.
#[server(prefix = "/api", endpoint = "accept_seat")]
pub async fn accept_seat(
    #[server(default)] command: String,
    #[server(default)] registration: String,
) -> Result<Done, AppError> {
    use super::load::{after_seat, to_answer};
    use crate::request::{current, id};
    use domain::ids::RegistrationId;

    let request = current()?;
    let seat: RegistrationId = id(&registration)?;
    request
        .write(&command, seat, move |tx, id| {
            Box::pin(async move {
                let (seating, hat) = to_answer(tx, id).await?;
                Ok(seating.confirm_held(&tx.act().wearing(&hat), id)?.map(|_| ()))
            })
        })
        .await?;
    Ok(Done::saying(after_seat(&request), "registered"))
}

/// Gives a seat back, or leaves the waiting list, as a member of its association or by its link.
#[server(prefix = "/api", endpoint = "cancel_seat")]
pub async fn cancel_seat(
    #[server(default)] command: String,
    #[server(default)] registration: String,
) -> Result<Done, AppError> {
    use super::load::{after_seat, to_answer};
    use crate::request::{current, id};
    use domain::ids::RegistrationId;
    use domain::workshops::Seat;

    let request = current()?;
    let seat: RegistrationId = id(&registration)?;
    let waited = request
        .write(&command, seat, move |tx, id| {
            Box::pin(async move {
                let (seating, hat) = to_answer(tx, id).await?;
                let waited = seating.registration(id).is_some_and(|s| s.state == Seat::Waiting);
                Ok(seating.cancel(&tx.act().wearing(&hat), id)?.map(|()| waited))
            })
        })
        .await?;
    let said = if waited { "line_left" } else { "seat_given_back" };
    Ok(Done::saying(after_seat(&request), said))
}

/// Says who comes in a seat of one's association: another person, or whoever it sends.
#[server(prefix = "/api", endpoint = "name_seat")]
pub async fn name_seat(
    #[server(default)] command: String,
    #[server(default)] registration: String,
    #[server(default)] name: String,
) -> Result<Done, AppError> {
    use super::load::to_answer;
    use crate::request::{current, id};
    use domain::ids::RegistrationId;
    use domain::text::{Fault, Name};

    let request = current()?;
    request.actor.member()?;
    let seat: RegistrationId = id(&registration)?;
    let name = match Name::parse(&name) {
        Err(Fault::Missing) => None,
        name => Some(name.map_err(|fault| AppError::field("name", fault))?),
    };
    let entry = request
        .write(&command, (seat, name), move |tx, (id, name)| {
            Box::pin(async move {
                let (seating, hat) = to_answer(tx, id).await?;
                let named = seating.name(&tx.act().wearing(&hat), id, name)?;
                Ok(named.map(|()| seating.entry.id))
            })
        })
        .await?;
    Ok(Done::saying(format!("/agenda/{entry}"), "seat_named"))
}
