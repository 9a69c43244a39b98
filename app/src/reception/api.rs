//! Opening reception days, booking a slot, welcoming who comes; asking for a visit, accepting it, choosing who makes it.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use {
    domain::act::Outcome,
    domain::reception::{Call, CalledHat},
    std::pin::Pin,
};

/// What is decided of a call.
#[cfg(feature = "ssr")]
type Decided<'t> =
    Pin<Box<dyn Future<Output = Result<Outcome<()>, store::WriteError>> + Send + 't>>;

/// Puts a reception day in the agenda, with its slots.
#[server(prefix = "/api", endpoint = "open_reception")]
pub async fn open_reception(
    #[server(default)] command: String,
    #[server(default)] title: String,
    #[server(default)] place: String,
    #[server(default)] access: String,
    #[server(default)] starts_at: String,
    #[server(default)] slots: String,
    #[server(default)] minutes: String,
) -> Result<Done, AppError> {
    use crate::request::current;
    use domain::reception::Opening;
    use domain::text::{Fault, Faults, Name, Title, optional};
    use texts::dates::parse_moment;

    let request = current()?;
    let organizer = request.actor.organizer()?;
    let mut faults = Faults::default();
    let title = faults.take("title", Title::parse(&title));
    let place = faults.take("place", Name::parse(&place));
    let access = faults.take("access", optional(&access, Name::MAX));
    let moment = match parse_moment(&starts_at) {
        None if starts_at.trim().is_empty() => Err(Fault::Missing),
        None => Err(Fault::Date),
        Some(at) if at <= request.now => Err(Fault::Order),
        Some(at) => Ok(at),
    };
    let starts_at = faults.take("starts_at", moment);
    let number = |typed: &str, allowed: std::ops::RangeInclusive<u32>| {
        let typed = typed.trim().parse().ok().filter(|n| allowed.contains(n));
        typed.ok_or(Fault::Number)
    };
    let slots = faults.take("slots", number(&slots, Opening::SLOTS));
    let minutes = faults.take("minutes", number(&minutes, Opening::MINUTES));
    let (Some(title), Some(place), Some(access), Some(starts_at), Some(slots), Some(minutes)) =
        (title, place, access, starts_at, slots, minutes)
    else {
        return Err(faults.into());
    };
    let opening = Opening { title, place, access, starts_at, slots, minutes };
    let entry = request
        .wearing(&organizer)
        .write(&command, opening, move |tx, opening| {
            Box::pin(async move { Ok(opening.open(tx.act(), &organizer)?) })
        })
        .await?;
    Ok(Done::saying(format!("/accueil/{entry}"), "reception_opened"))
}

/// Takes a slot for one's association, or changes to it; where it is not to be had, a near one is held.
#[server(prefix = "/api", endpoint = "book_slot")]
pub async fn book_slot(
    #[server(default)] command: String,
    #[server(default)] slot: String,
) -> Result<Done, AppError> {
    use super::load::{books_for, day_of};
    use crate::accounts::session::begun_path;
    use crate::request::{current, id};
    use domain::accounts::Denied;
    use domain::ids::SlotId;

    let request = current()?;
    let (request, next) = match request.actor.beginner(request.now) {
        Ok(hat) => (request.wearing(&hat), begun_path(&request, hat.begun())),
        Err(Denied::Hidden) => (request.wearing(&request.actor.member()?), "/parcours".to_owned()),
        Err(denied) => return Err(denied.into()),
    };
    let slot: SlotId = id(&slot)?;
    request
        .write(&command, slot, |tx, slot| {
            Box::pin(async move {
                let (day, slot, elsewhere) = day_of(tx, slot).await?;
                let guest = books_for(tx).await?;
                Ok(day.book(tx.act(), &slot, &guest, &elsewhere)?)
            })
        })
        .await??;
    Ok(Done::saying(next, "slot_booked"))
}

/// Notes whether an association came to its slot.
#[server(prefix = "/api", endpoint = "note_arrival")]
pub async fn note_arrival(
    #[server(default)] command: String,
    #[server(default)] registration: String,
    #[server(default)] presence: String,
) -> Result<Done, AppError> {
    use crate::request::{choice, current, id};
    use crate::workshops::presence::load::presence_noted;
    use domain::act::Outcome;
    use domain::ids::RegistrationId;
    use domain::workshops::{Noting, Presence};
    use store::WriteError;

    let request = current()?;
    let welcomer = request.actor.welcomer()?;
    let seat: RegistrationId = id(&registration)?;
    let presence = choice("presence", Presence::from_code(&presence), &presence)?;
    let entry = request
        .wearing(&welcomer)
        .write(&command, (seat, presence), move |tx, (id, presence)| {
            Box::pin(async move {
                let seat = tx.registration(id).await?.ok_or(WriteError::Missing)?;
                let day = tx.reception(seat.entry).await?.ok_or(WriteError::Missing)?;
                let noting = Noting { registration: id, presence, at: tx.act().at };
                let seating = Outcome::of(day.seating);
                let noted = presence_noted(tx, &welcomer, seating, noting).await?;
                Ok(noted.map(|_| seat.entry))
            })
        })
        .await?;
    Ok(Done::saying(format!("/accueil/{entry}"), "presence_noted"))
}

/// Welcomes an association that comes without a slot: one that is known, or a new one by its name and, if somebody
/// leaves one, an address, to which the link that claims its journey is sent.
#[server(prefix = "/api", endpoint = "welcome_walk_in")]
pub async fn welcome_walk_in(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] association: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] other: String,
) -> Result<Done, AppError> {
    use super::load::guest;
    use crate::accounts::session::send_claim;
    use crate::associations::load::unlike_others;
    use crate::passwords::one_use_token;
    use crate::request::{current, id};
    use domain::associations::{Crew, Sketch};
    use domain::ids::{AssociationId, EntryId};
    use domain::reception::{Guest, WalkIn};
    use domain::text::{Email, Faults, Name, unless_empty};
    use store::WriteError;

    let request = current()?;
    let welcomer = request.actor.welcomer()?;
    let entry: EntryId = id(&entry)?;
    let known: Option<AssociationId> =
        if association.is_empty() { None } else { Some(id(&association)?) };
    let new = match known {
        Some(_) => None,
        None => {
            let mut faults = Faults::default();
            let name = faults.take("name", Name::parse(&name));
            let email = faults.take("email", unless_empty(&email, Email::parse));
            let (Some(name), Some(email)) = (name, email) else { return Err(faults.into()) };
            Some(WalkIn { name, email, lang: request.lang })
        }
    };
    let (token, sure) = (one_use_token(), other == "yes");
    request
        .wearing(&welcomer)
        .write(&command, (entry, known, new, sure), move |tx, (entry, known, new, sure)| {
            let token = token.clone();
            Box::pin(async move {
                let day = tx.reception(entry).await?.ok_or(WriteError::Missing)?;
                let act = tx.act();
                if let Some(association) = known {
                    let journey = tx.journey_of(association).await?.ok_or(WriteError::Missing)?;
                    return Ok(day.walk_in(act, &guest(tx, &journey.head).await?)?);
                }
                let new = new.ok_or(WriteError::Missing)?;
                if !sure {
                    let sketch = Sketch::of(new.name.as_str(), None, None, new.email.as_ref());
                    unlike_others(tx, &sketch, None).await?;
                }
                let begun = new.begin(act);
                let (association, journey, claim) = begun.answer.clone();
                let seat = day.walk_in(act, &Guest { crew: Crew::nobody(association), journey })?;
                let id = seat.answer;
                let outcome = match claim {
                    Some(claim) => begun.and(seat).and(send_claim(tx, token, claim).await?),
                    None => begun.and(seat),
                };
                Ok(outcome.map(|_| id))
            })
        })
        .await?;
    Ok(Done::saying(format!("/accueil/{entry}"), "walk_in_welcomed"))
}

/// Says who is there, `there[person]=on`, and who leads in which slot, `leads[slot]=person`.
#[server(prefix = "/api", endpoint = "staff_reception")]
pub async fn staff_reception(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] there: BTreeMap<String, String>,
    #[server(default)] leads: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use super::load::crews;
    use crate::request::{current, id};
    use domain::ids::{EntryId, PersonId, SlotId};
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer()?;
    let entry: EntryId = id(&entry)?;
    let there: Result<Vec<PersonId>, AppError> = there.keys().map(|person| id(person)).collect();
    let lead = |(slot, person): (&String, &String)| {
        let person = if person.is_empty() { None } else { Some(id::<PersonId>(person)?) };
        Ok((id::<SlotId>(slot)?, person))
    };
    let leads: Result<Vec<(SlotId, Option<PersonId>)>, AppError> = leads.iter().map(lead).collect();
    request
        .wearing(&organizer)
        .write(&command, (entry, there?, leads?), move |tx, (entry, there, leads)| {
            Box::pin(async move {
                let day = tx.reception(entry).await?.ok_or(WriteError::Missing)?;
                let known = tx.volunteers().await?;
                let is_known = |person: &PersonId| known.iter().any(|(c, _)| c.person == *person);
                if !there.iter().all(is_known) {
                    return Err(WriteError::Missing);
                }
                let crews = crews(tx, &day).await?;
                Ok(day.staff(tx.act(), &organizer, &there, &leads, &crews)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/accueil/{entry}"), "reception_staffed"))
}

/// A day will not be held: slots are held on another for those who had one, and everybody is told.
#[server(prefix = "/api", endpoint = "call_off_reception")]
pub async fn call_off_reception(
    #[server(default)] command: String,
    #[server(default)] entry: String,
) -> Result<Done, AppError> {
    use super::load::{crews, others};
    use crate::mail::written;
    use crate::request::{current, id};
    use crate::workshops::opening::load::told_displaced;
    use domain::ids::EntryId;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer()?;
    let entry: EntryId = id(&entry)?;
    request
        .wearing(&organizer)
        .write(&command, entry, move |tx, entry| {
            Box::pin(async move {
                let day = tx.reception(entry).await?.ok_or(WriteError::Missing)?;
                let (crews, elsewhere) = (crews(tx, &day).await?, others(tx, entry).await?);
                let off = day.call_off(tx.act(), &organizer, &crews, &elsewhere)?;
                let told = told_displaced(tx, &off.answer).await?;
                written(tx, off.map(drop), told).await
            })
        })
        .await?;
    Ok(Done::saying(format!("/accueil/{entry}"), "reception_called_off"))
}

/// Asks for a diagnosis elsewhere than at a reception day.
#[server(prefix = "/api", endpoint = "ask_visit")]
pub async fn ask_visit(
    #[server(default)] command: String,
    #[server(default)] words: String,
    #[server(default)] area: String,
) -> Result<Done, AppError> {
    use super::load::visits::{candidates, for_organizers};
    use crate::request::current;
    use domain::reception::{Candidate, Visit, VisitState, Wish, matching};
    use domain::text::{Faults, Name, Words};
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let mut faults = Faults::default();
    let words = faults.take("words", Words::parse(&words));
    let area = faults.take("area", Name::parse(&area));
    let (Some(words), Some(area)) = (words, area) else { return Err(faults.into()) };
    request
        .wearing(&member)
        .write(&command, Wish { words, area }, move |tx, wish| {
            Box::pin(async move {
                let association = member.association();
                let journey = tx.journey_of(association).await?.ok_or(WriteError::Missing)?;
                let now = tx.act().at;
                let known = candidates(tx, association, now).await?.into_iter();
                let known: Vec<Candidate> = known.map(|(candidate, _)| candidate).collect();
                let called = matching(&known, wish.area.as_str(), now);
                let asked = Visit::ask(tx.act(), &journey, wish, &called)?;
                let (id, state) = (asked.answer.id, asked.answer.state);
                let asked = asked.map(|_| ());
                match state {
                    VisitState::WithOrganizers => for_organizers(tx, asked, id).await,
                    _ => Ok(asked),
                }
            })
        })
        .await?;
    Ok(Done::saying("/visite", "visit_asked"))
}

/// The association asks for its visit no more.
#[server(prefix = "/api", endpoint = "withdraw_visit")]
pub async fn withdraw_visit(
    #[server(default)] command: String,
    #[server(default)] visit: String,
) -> Result<Done, AppError> {
    use super::load::visits::awaited;
    use crate::request::{current, id};
    use domain::ids::VisitId;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let visit: VisitId = id(&visit)?;
    request
        .wearing(&member)
        .write(&command, visit, |tx, id| {
            Box::pin(async move {
                let theirs = tx.visit(id).await?.ok_or(WriteError::Missing)?.association;
                tx.actor().member_for(theirs)?;
                Ok(awaited(tx, id).await?.withdraw(tx.act()))
            })
        })
        .await?;
    Ok(Done::saying("/visite", "visit_withdrawn"))
}

/// Answers a call, by who was asked: the page to go to next.
#[cfg(feature = "ssr")]
async fn answer<D>(command: &str, call: &str, decide: D) -> Result<String, AppError>
where
    D: for<'t> Fn(&'t store::Tx<'t>, CalledHat, Call) -> Decided<'t> + Copy + Send + Sync + 'static,
{
    let request = crate::request::current()?;
    let call: domain::ids::CallId = crate::request::id(call)?;
    request
        .write(command, call, move |tx, id| {
            Box::pin(async move {
                let call = tx.call(id).await?.ok_or(store::WriteError::Missing)?;
                let hat = tx.actor().called(&call, tx.act().at)?;
                decide(tx, hat, call).await
            })
        })
        .await?;
    Ok(super::load::visits::after_answer(&request))
}

/// A volunteer who was asked will make the visit: the first who says so.
#[server(prefix = "/api", endpoint = "accept_visit")]
pub async fn accept_visit(
    #[server(default)] command: String,
    #[server(default)] call: String,
) -> Result<Done, AppError> {
    use super::load::visits::taken;

    let next = answer(&command, &call, |tx, hat, call| {
        Box::pin(async move { taken(tx, &hat, call.visit).await })
    });
    Ok(Done::saying(next.await?, "visit_accepted"))
}

/// A volunteer who was asked cannot.
#[server(prefix = "/api", endpoint = "decline_visit")]
pub async fn decline_visit(
    #[server(default)] command: String,
    #[server(default)] call: String,
) -> Result<Done, AppError> {
    use super::load::visits::declined;

    let next = answer(&command, &call, |tx, hat, call| {
        Box::pin(async move { declined(tx, &hat, &call).await })
    });
    Ok(Done::saying(next.await?, "visit_declined"))
}

/// The volunteer who was to come cannot after all.
#[server(prefix = "/api", endpoint = "give_up_visit")]
pub async fn give_up_visit(
    #[server(default)] command: String,
    #[server(default)] visit: String,
) -> Result<Done, AppError> {
    use super::load::visits::{awaited, for_organizers};
    use crate::request::{current, id};
    use domain::ids::VisitId;

    let request = current()?;
    let volunteer = request.actor.volunteer()?;
    let visit: VisitId = id(&visit)?;
    request
        .wearing(&volunteer)
        .write(&command, visit, move |tx, id| {
            Box::pin(async move {
                let visit = awaited(tx, id).await?;
                let given = visit.give_up(tx.act(), volunteer.person())?;
                for_organizers(tx, given, id).await
            })
        })
        .await?;
    Ok(Done::saying("/visites", "visit_given_up"))
}

/// An organizer chooses who makes a visit.
#[server(prefix = "/api", endpoint = "give_visit")]
pub async fn give_visit(
    #[server(default)] command: String,
    #[server(default)] visit: String,
    #[server(default)] person: String,
) -> Result<Done, AppError> {
    use super::load::visits::awaited;
    use crate::request::{current, id, judging};
    use domain::ids::{PersonId, VisitId};
    use domain::text::Fault;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer()?;
    let visit: VisitId = id(&visit)?;
    if person.is_empty() {
        return Err(AppError::field("person", Fault::Missing));
    }
    let person: PersonId = id(&person)?;
    request
        .wearing(&organizer)
        .write(&command, (visit, person), move |tx, (visit, person)| {
            Box::pin(async move {
                let visit = awaited(tx, visit).await?;
                let known = tx.volunteers().await?;
                if !known.iter().any(|(commitment, _)| commitment.person == person) {
                    return Err(WriteError::Missing);
                }
                let judge = judging(tx, &organizer, visit.association).await?;
                let crew = tx.crew(visit.association).await?.ok_or(WriteError::Missing)?;
                Ok(visit.give(tx.act(), &judge, person, &crew)?)
            })
        })
        .await?;
    Ok(Done::saying("/visites", "visit_given"))
}
