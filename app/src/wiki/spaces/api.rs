//! Making a space, opening one around what has people, looking after it, asking people to join.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Makes a space of the common wiki: for who organizes it.
#[server(prefix = "/api", endpoint = "make_space")]
pub async fn make_space(
    #[server(default)] command: String,
    #[server(default)] namespace: String,
    #[server(default)] title: String,
    #[server(default)] purpose: String,
    #[server(default)] reads: String,
    #[server(default)] writes: String,
    #[server(default)] reviewed: String,
) -> Result<Done, AppError> {
    use super::load::{charter, parent};
    use crate::request::current;
    use crate::wiki::edit::load::address;
    use domain::accounts::Action;
    use domain::text::{Fault, Faults};
    use domain::wiki::Space;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Wiki)?;
    let mut faults = Faults::default();
    let charter = charter((&title, &purpose), (&reads, &writes, &reviewed), &mut faults);
    let free = |namespace: String| {
        Space::may_be_called(&namespace).then_some(namespace).ok_or(Fault::Taken)
    };
    let namespace = faults.take("namespace", address(&namespace).and_then(free));
    let (Some(charter), Some(namespace)) = (charter, namespace) else { return Err(faults.into()) };
    let door = request
        .wearing(&organizer)
        .write(&command, (namespace, charter), move |tx, (namespace, charter)| {
            Box::pin(async move {
                let from = parent(tx, &namespace).await?.id;
                Ok(Space::make(tx.act(), &organizer, (namespace, from), charter))
            })
        })
        .await?;
    Ok(Done::saying(format!("/espaces/{door}"), "space_made"))
}

/// Opens the space of work of a workshop, of a project's team or of an association: for who looks after it.
#[server(prefix = "/api", endpoint = "open_space")]
pub async fn open_space(
    #[server(default)] command: String,
    #[server(default)] kind: String,
    #[server(default)] of: String,
    #[server(default)] title: String,
    #[server(default)] purpose: String,
) -> Result<Done, AppError> {
    use super::load::{around as read_around, free_namespace, openable};
    use crate::request::current;
    use domain::act::Outcome;
    use domain::text::{Faults, Summary, Title, unless_empty};
    use domain::wiki::Space;

    let request = current()?;
    request.actor.signed()?;
    let around = read_around(&kind, &of)?;
    openable(&request, around).await?;
    let mut faults = Faults::default();
    let title = faults.take("title", Title::parse(&title));
    let purpose = faults.take("purpose", unless_empty(&purpose, Summary::parse));
    let (Some(title), Some(purpose)) = (title, purpose) else { return Err(faults.into()) };
    let door = request
        .write(&command, (around, title, purpose), move |tx, (around, title, purpose)| {
            Box::pin(async move {
                let opener = around.opener(tx.actor(), &tx.circles().await?)?;
                // A workshop and a team have one: who opens it second is led there.
                if let Some(opened) = tx.space_around(around).await? {
                    return Ok(Outcome::of(opened.namespace));
                }
                let namespace = free_namespace(tx, &title).await?;
                let act = tx.act().wearing(&opener);
                let place = (namespace, tx.spaces().await?);
                let place = (place.0, &place.1[..]);
                Ok(Space::open(&act, &opener, place, around, (title, purpose))?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/espaces/{door}"), "space_opened"))
}

/// Says otherwise what a space is for and whose it is.
#[server(prefix = "/api", endpoint = "change_space")]
pub async fn change_space(
    #[server(default)] command: String,
    #[server(default)] space: String,
    #[server(default)] title: String,
    #[server(default)] purpose: String,
    #[server(default)] reads: String,
    #[server(default)] writes: String,
    #[server(default)] reviewed: String,
) -> Result<Done, AppError> {
    use super::load::{charter, kept, reached};
    use crate::request::current;
    use domain::text::Faults;
    use domain::wiki::Audience;

    let request = current()?;
    let kept = kept(&request, &space).await?.space;
    let door = kept.door().to_owned();
    let mut faults = Faults::default();
    // Where pages are written elsewhere, nobody is asked who reads and writes.
    let (reads, writes) = match kept.writes {
        Audience::Nobody => (Audience::Everybody.code(), Audience::Circle.code()),
        _ => (reads.as_str(), writes.as_str()),
    };
    let charter = charter((&title, &purpose), (reads, writes, &reviewed), &mut faults);
    let Some(charter) = charter else { return Err(faults.into()) };
    request
        .write(&command, (door.clone(), charter), move |tx, (door, charter)| {
            Box::pin(async move {
                let (space, circles) = reached(tx, &door).await?;
                let keeper = space.keeper(tx.actor(), &circles)?;
                Ok(space.change(&tx.act().wearing(&keeper), &keeper, charter))
            })
        })
        .await?;
    Ok(Done::saying(format!("/espaces/{door}"), "space_changed"))
}

/// Asks whoever reads an address to join a space: for who writes in it and is one of its people.
#[server(prefix = "/api", endpoint = "invite_to_space")]
pub async fn invite_to_space(
    #[server(default)] command: String,
    #[server(default)] space: String,
    #[server(default)] email: String,
) -> Result<Done, AppError> {
    use super::load::{people, reached};
    use crate::request::current;
    use domain::accounts::Denied;
    use domain::text::Email;

    let request = current()?;
    let door = people(&request, &space).await?.found.space.door().to_owned();
    let email = Email::parse(&email).map_err(|fault| AppError::field("email", fault))?;
    let lang = request.lang;
    let leaves = request
        .write(&command, (door.clone(), email), move |tx, (door, email)| {
            Box::pin(async move {
                let (space, circles) = reached(tx, &door).await?;
                let writer = space.writer(tx.actor(), &circles)?;
                let of = space.part(tx.actor(), &circles).is_some();
                if !of && space.keeper(tx.actor(), &circles).is_err() {
                    return Err(Denied::NotYours.into());
                }
                let waiting = tx.invited_to(space.id).await?;
                Ok(space.invite(tx.act(), &writer, (email, lang), &waiting)?)
            })
        })
        .await?;
    let said = if leaves { "space_invited" } else { "space_invited_before" };
    Ok(Done::saying(format!("/espaces/{door}/personnes"), said))
}

/// Takes an invitation back.
#[server(prefix = "/api", endpoint = "uninvite_from_space")]
pub async fn uninvite_from_space(
    #[server(default)] command: String,
    #[server(default)] space: String,
    #[server(default)] address: String,
) -> Result<Done, AppError> {
    use super::load::{kept, reached};
    use crate::request::current;
    use domain::text::Email;

    let request = current()?;
    let door = kept(&request, &space).await?.space.door().to_owned();
    let email = Email::parse(&address).map_err(|_| AppError::NotFound)?;
    request
        .write(&command, (door.clone(), email), move |tx, (door, email)| {
            Box::pin(async move {
                let (space, circles) = reached(tx, &door).await?;
                let keeper = space.keeper(tx.actor(), &circles)?;
                Ok(space.uninvite(&keeper, email))
            })
        })
        .await?;
    Ok(Done::saying(format!("/espaces/{door}/personnes"), "space_uninvited"))
}

/// Answers an invitation: `answer` = `join`, alone or with everybody who acts for the association `with`; or `decline`.
#[server(prefix = "/api", endpoint = "join_space")]
pub async fn join_space(
    #[server(default)] command: String,
    #[server(default)] space: String,
    #[server(default)] answer: String,
    #[server(default)] with: String,
) -> Result<Done, AppError> {
    use super::load::invitation;
    use crate::request::{choice, current, id};
    use domain::ids::AssociationId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let invited = invitation(&request, &space).await?;
    let of = invited.ok_or(AppError::NotFound)?.space;
    let door = of.door().to_owned();
    let joins = match answer.as_str() {
        "join" => Some(true),
        "decline" => Some(false),
        _ => None,
    };
    let joins = choice("answer", joins, &answer)?;
    let with: Option<AssociationId> = match with.as_str() {
        "" | "alone" => None,
        with => Some(id(with)?),
    };
    let with =
        with.map(|with| request.actor.member_for(with)).transpose()?.map(|m| m.association());
    let of = of.id;
    request
        .write(&command, (of, joins, with), move |tx, (of, joins, with)| {
            Box::pin(async move {
                let space = tx.space(of).await?.ok_or(WriteError::Missing)?;
                let mine = tx.own_invitations().await?.into_iter();
                let mine = { mine }.find(|invited| invited.space == of);
                let mine = mine.ok_or(WriteError::Missing)?;
                if !joins {
                    return Ok(space.decline(mine));
                }
                let with = with.map(|with| tx.actor().member_for(with)).transpose()?;
                Ok(space.join(tx.act(), tx.actor().signed()?, mine, with.as_ref()))
            })
        })
        .await?;
    Ok(match joins {
        true => Done::saying(format!("/espaces/{door}"), "space_joined"),
        false => Done::saying("/espaces", "space_declined"),
    })
}

/// A `person`, or an `association`, that joined is one of its people no more: who is, or acts for it, leaves by themselves.
#[server(prefix = "/api", endpoint = "part_from_space")]
pub async fn part_from_space(
    #[server(default)] command: String,
    #[server(default)] space: String,
    #[server(default)] person: String,
    #[server(default)] association: String,
) -> Result<Done, AppError> {
    use super::load::{found, reached};
    use crate::request::{current, id};
    use domain::wiki::people::Joiner;
    use store::WriteError;

    let request = current()?;
    let me = request.actor.signed()?.person;
    let door = found(&request, &space).await?.space.door().to_owned();
    let who = match association.as_str() {
        "" => Joiner::Person(id(&person)?),
        association => Joiner::Association(id(association)?),
    };
    let own = match who {
        Joiner::Person(person) => person == me,
        Joiner::Association(association) => request.actor.member_for(association).is_ok(),
    };
    request
        .write(&command, (door.clone(), who), move |tx, (door, who)| {
            Box::pin(async move {
                let (space, circles) = reached(tx, &door).await?;
                let joined = tx.joined(space.id).await?;
                if !joined.iter().any(|(joined, _)| joined.who == who) {
                    return Err(WriteError::Missing);
                }
                match who {
                    Joiner::Person(person) if person == me => {
                        return Ok(space.leave(tx.actor().signed()?));
                    }
                    Joiner::Association(association) => {
                        if let Ok(member) = tx.actor().member_for(association) {
                            return Ok(space.leave_with(&member));
                        }
                    }
                    Joiner::Person(_) => {}
                }
                let keeper = space.keeper(tx.actor(), &circles)?;
                Ok(space.part_with(&keeper, who))
            })
        })
        .await?;
    Ok(match own {
        true => Done::saying("/espaces", "space_left"),
        false => Done::saying(format!("/espaces/{door}/personnes"), "space_parted"),
    })
}
