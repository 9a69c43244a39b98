//! Noting who came: those who are registered, those who walk in, those who say no name; and claiming these later.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Notes who came to a date, as its host or an organizer of its action: `presence[registration]=present`.
#[server(prefix = "/api", endpoint = "note_presence")]
pub async fn note_presence(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] presence: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use super::load::presence_noted;
    use crate::request::{choice, current, id};
    use domain::act::Outcome;
    use domain::ids::{EntryId, RegistrationId};
    use domain::workshops::{Noting, Presence};
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let entry: EntryId = id(&entry)?;
    let noted: Result<Vec<(RegistrationId, Presence)>, AppError> = presence
        .iter()
        .filter(|(_, code)| !code.is_empty())
        .map(|(seat, code)| {
            let registration: RegistrationId = id(seat)?;
            let presence = choice(&format!("presence[{seat}]"), Presence::from_code(code), code)?;
            Ok((registration, presence))
        })
        .collect();
    request
        .write(&command, (entry, noted?), |tx, (entry, noted)| {
            Box::pin(async move {
                let at = tx.act().at;
                let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                let hat = seating.entry.presence_by(tx.actor())?;
                let mut outcome = Outcome::of(seating);
                for (registration, presence) in noted {
                    let noting = Noting { registration, presence, at };
                    outcome = presence_noted(tx, &hat, outcome, noting).await?;
                }
                Ok(outcome.map(|_| ()))
            })
        })
        .await?;
    Ok(Done::saying(format!("/presences/{entry}"), "presence_noted"))
}

/// The same of one seat, as it is pressed. `at` is when, in milliseconds of 1970: there may have been no network then.
#[server(prefix = "/api", endpoint = "mark_presence")]
pub async fn mark_presence(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] registration: String,
    #[server(default)] presence: String,
    #[server(default)] at: String,
) -> Result<Done, AppError> {
    use super::load::{moment, presence_noted};
    use crate::request::{choice, current, id};
    use domain::act::Outcome;
    use domain::ids::{EntryId, RegistrationId};
    use domain::workshops::{Noting, Presence};
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let (entry, seat): (EntryId, RegistrationId) = (id(&entry)?, id(&registration)?);
    let presence = choice("presence", Presence::from_code(&presence), &presence)?;
    request
        .write(&command, (entry, seat, presence, moment(&at)), |tx, asked| {
            Box::pin(async move {
                let (entry, registration, presence, at) = asked;
                let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                let hat = seating.entry.presence_by(tx.actor())?;
                let noting = Noting { registration, presence, at: at.unwrap_or(tx.act().at) };
                let noted = presence_noted(tx, &hat, Outcome::of(seating), noting).await?;
                Ok(noted.map(|_| ()))
            })
        })
        .await?;
    Ok(Done::saying(format!("/presences/{entry}"), "presence_noted"))
}

/// Somebody came without a seat, for an association that is known by this name, or a new one: with an address, the link
/// that claims its journey is sent there.
#[server(prefix = "/api", endpoint = "note_walk_in")]
pub async fn note_walk_in(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] association: String,
    #[server(default)] attendee: String,
    #[server(default)] email: String,
    #[server(default)] other: String,
    #[server(default)] at: String,
) -> Result<Done, AppError> {
    use super::load::{known_as, moment, walked_in};
    use crate::accounts::session::send_claim;
    use crate::associations::load::unlike_others;
    use crate::passwords::one_use_token;
    use crate::request::{current, id};
    use domain::associations::Sketch;
    use domain::ids::EntryId;
    use domain::journey::{Journey, JourneyHead};
    use domain::reception::WalkIn;
    use domain::text::{Email, Faults, Name, unless_empty};
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let entry: EntryId = id(&entry)?;
    let mut faults = Faults::default();
    let name = faults.take("association", Name::parse(&association));
    let attendee = faults.take("attendee", unless_empty(&attendee, Name::parse));
    let email = faults.take("email", unless_empty(&email, Email::parse));
    let (Some(name), Some(attendee), Some(email)) = (name, attendee, email) else {
        return Err(faults.into());
    };
    let new = WalkIn { name, email, lang: request.lang };
    let (token, sure, at) = (one_use_token(), other == "yes", moment(&at));
    request
        .write(&command, (entry, new, attendee, sure, at), move |tx, asked| {
            let token = token.clone();
            Box::pin(async move {
                let (entry, new, attendee, sure, at) = asked;
                let at = at.unwrap_or(tx.act().at);
                let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                let hat = seating.entry.presence_by(tx.actor())?;
                let act = &tx.act().wearing(&hat);
                if let Some(association) = known_as(tx, &new.name, sure).await? {
                    let journey = tx.journey_of(association).await?.ok_or(WriteError::Missing)?;
                    let came = seating.walk_in(act, &journey, attendee, at)?;
                    return walked_in(tx, act, &seating, journey, came).await;
                }
                if !sure {
                    let sketch = Sketch::of(new.name.as_str(), None, None, new.email.as_ref());
                    unlike_others(tx, &sketch, None).await?;
                }
                let begun = new.begin(act);
                let (association, id, claim) = begun.answer.clone();
                let (inspired_by, opened_at) = (None, act.at);
                let head = JourneyHead { id, association, inspired_by, opened_at };
                let journey = Journey::replay(head, Vec::new());
                let came = begun.and(seating.walk_in(act, &journey, attendee, at)?);
                Ok(match claim {
                    Some(claim) => came.and(send_claim(tx, token, claim).await?).map(|_| ()),
                    None => came.map(|_| ()),
                })
            })
        })
        .await?;
    Ok(Done::saying(format!("/presences/{entry}"), "walk_in_noted"))
}

/// Counts one who says no name. The code that they are given is the end of `command`, which must be drawn at random.
#[server(prefix = "/api", endpoint = "count_unnamed")]
pub async fn count_unnamed(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] at: String,
) -> Result<Done, AppError> {
    use super::load::moment;
    use crate::request::{current, id};
    use domain::ids::EntryId;
    use domain::workshops::Code;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let entry: EntryId = id(&entry)?;
    let at = moment(&at);
    request
        .write(&command, (entry, at), |tx, (entry, at)| {
            Box::pin(async move {
                let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                let hat = seating.entry.presence_by(tx.actor())?;
                let act = tx.act().wearing(&hat);
                // Somebody else has this code: nobody draws it by chance.
                if tx.unnamed(&Code::of(act.command)).await?.is_some() {
                    return Err(WriteError::CommandReused);
                }
                Ok(seating.count_unnamed(&act, at.unwrap_or(act.at))?.map(|_| ()))
            })
        })
        .await?;
    Ok(Done::saying(format!("/presences/{entry}"), "unnamed_counted"))
}

/// Takes back one who was counted without a name by mistake.
#[server(prefix = "/api", endpoint = "take_back_unnamed")]
pub async fn take_back_unnamed(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] code: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::ids::EntryId;
    use domain::text::{Fault, Faults};
    use domain::workshops::Code;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let entry: EntryId = id(&entry)?;
    let code = Code::parse(&code).map_err(|fault| AppError::field("code", fault))?;
    request
        .write(&command, (entry, code), |tx, (entry, code)| {
            Box::pin(async move {
                let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                let hat = seating.entry.presence_by(tx.actor())?;
                let unnamed = tx.unnamed(&code).await?.filter(|one| one.entry == entry);
                let unknown = || WriteError::Faults(Faults::one("code", Fault::Code));
                let act = tx.act().wearing(&hat);
                Ok(seating.take_back(&act, &unnamed.ok_or_else(unknown)?)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/presences/{entry}"), "unnamed_taken_back"))
}

/// Says for which association one came who was counted without a name.
#[server(prefix = "/api", endpoint = "claim_presence")]
pub async fn claim_presence(
    #[server(default)] command: String,
    #[server(default)] code: String,
) -> Result<Done, AppError> {
    use super::load::walked_in;
    use crate::accounts::throttle;
    use crate::request::current;
    use domain::text::{Fault, Faults};
    use domain::workshops::Code;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let code = Code::parse(&code).map_err(|fault| AppError::field("code", fault))?;
    let tried = throttle::count_code(&request, member.person()).await?;
    request
        .wearing(&member)
        .write(&command, code, move |tx, code| {
            Box::pin(async move {
                let unknown = || WriteError::Faults(Faults::one("code", Fault::Code));
                let date = tx.unnamed(&code).await?.ok_or_else(unknown)?.entry;
                let seating = tx.seating(date).await?.ok_or(WriteError::Missing)?;
                // As it is under the lock of its date.
                let unnamed = tx.unnamed(&code).await?.ok_or_else(unknown)?;
                let journey = tx.journey_of(member.association()).await?;
                let journey = journey.ok_or(WriteError::Missing)?;
                let act = tx.act();
                let claimed = seating.claim(act, &member, &journey, &unnamed)?;
                walked_in(tx, act, &seating, journey, claimed).await
            })
        })
        .await?;
    throttle::good(&request, Some(tried)).await?;
    Ok(Done::saying("/parcours", "presence_claimed"))
}

/// Publishes what was noted during a session as a page of the wiki, with those who wrote it.
#[server(prefix = "/api", endpoint = "publish_notes")]
pub async fn publish_notes(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] title: String,
    #[server(default)] source: String,
    #[server(default)] authors: String,
) -> Result<Done, AppError> {
    use super::load::credited;
    use crate::request::{current, id};
    use domain::ids::EntryId;
    use domain::text::{Faults, Source, Title};
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let (entry, lang): (EntryId, _) = (id(&entry)?, request.lang);
    let mut faults = Faults::default();
    let title = faults.take("title", Title::parse(&title));
    let authors = faults.take("authors", Title::parse(&authors));
    let source = faults.take("source", Source::parse(&source));
    let (Some(title), Some(authors), Some(source)) = (title, authors, source) else {
        return Err(faults.into());
    };
    let slug = request
        .write(&command, (entry, title, source, authors), move |tx, asked| {
            Box::pin(async move {
                let (entry, title, source, authors) = asked;
                let at = tx.seating(entry).await?.ok_or(WriteError::Missing)?.entry;
                let hat = at.presence_by(tx.actor())?;
                let before = match tx.notes_of(entry).await? {
                    Some(page) => tx.last_revision(page.id).await?.map(|head| (page, head)),
                    None => None,
                };
                let before = before.as_ref().map(|(page, head)| (page, head));
                let source = credited(lang, &at, &source, &authors)?;
                let act = tx.act().wearing(&hat);
                Ok(at.publish_notes(&act, &hat, before, title, source)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}"), "notes_published"))
}

/// Says what one knows now, after a session: `knows[question]=yes`, by the link of the letter or signed in.
#[server(prefix = "/api", endpoint = "say_after")]
pub async fn say_after(
    #[server(default)] command: String,
    #[server(default)] registration: String,
    #[server(default)] knows: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use super::load::after;
    use crate::request::{choice, current, id};
    use domain::accounts::Actor;
    use domain::ids::RegistrationId;
    use domain::workshops::Knows;
    use store::WriteError;

    let request = current()?;
    if !matches!(request.actor, Actor::Bearer(_)) {
        request.actor.signed()?;
    }
    let seat: RegistrationId = id(&registration)?;
    let given = knows.iter().filter(|(_, code)| !code.is_empty()).map(|(question, code)| {
        let field = format!("knows[{question}]");
        let knows = choice(&field, Knows::from_code(code), code)?;
        Ok((question.parse::<usize>().map_err(|_| AppError::NotFound)?, knows))
    });
    let given: Result<Vec<(usize, Knows)>, AppError> = given.collect();
    request
        .write(&command, (seat, given?), |tx, (id, given)| {
            Box::pin(async move {
                let seat = tx.registration(id).await?.ok_or(WriteError::Missing)?;
                let who = tx.actor().evaluator(id, seat.association, tx.act().at)?;
                tx.seating(seat.entry).await?.ok_or(WriteError::Missing)?;
                Ok(seat.say_after(tx.act(), &who, &given)?)
            })
        })
        .await?;
    Ok(Done::saying(after(&request, seat), "said_after"))
}
