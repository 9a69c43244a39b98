//! Answering an orientation, as a member of the association or as who receives it, or with a signed link.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Says yes: the held seat becomes a registration, or the ball goes to who receives the association.
#[server(prefix = "/api", endpoint = "accept_orientation")]
pub async fn accept_orientation(
    #[server(default)] command: String,
    #[server(default)] orientation: String,
) -> Result<Done, AppError> {
    use super::load::{after_answer, to_answer};
    use crate::request::{current, id};
    use domain::ids::OrientationId;

    let request = current()?;
    let id: OrientationId = id(&orientation)?;
    let seated = request
        .write(&command, id, move |tx, id| {
            Box::pin(async move {
                let (orientation, hat, seating) = to_answer(tx, id).await?;
                let accepted =
                    orientation.accept(&tx.act().wearing(&hat), &hat, seating.as_ref())?;
                Ok(accepted.map(|()| orientation.registration.is_some()))
            })
        })
        .await?;
    let said = if seated { "orientation_accepted" } else { "orientation_agreed" };
    Ok(Done::saying(after_answer(&request), said))
}

/// Says no, with a reason; what comes instead is opened at once.
#[server(prefix = "/api", endpoint = "decline_orientation")]
pub async fn decline_orientation(
    #[server(default)] command: String,
    #[server(default)] orientation: String,
    #[server(default)] reason: String,
) -> Result<Done, AppError> {
    use super::load::{after_answer, instead, to_answer};
    use crate::request::{choice, current, id};
    use domain::ids::OrientationId;
    use domain::orientation::{DeclineReason, End};

    let request = current()?;
    let id: OrientationId = id(&orientation)?;
    let known = DeclineReason::OF_ASSOCIATION.into_iter().find(|known| known.code() == reason);
    let reason = choice("reason", known, &reason)?;
    request
        .write(&command, (id, reason), move |tx, (id, reason)| {
            Box::pin(async move {
                let (orientation, hat, seating) = to_answer(tx, id).await?;
                let end = End::Declined(reason);
                let others = instead(tx, &orientation, end, seating.as_ref()).await?;
                let act = tx.act().wearing(&hat);
                let declined =
                    orientation.decline(&act, &hat, reason, seating.as_ref(), &others)?;
                Ok(declined.map(|next| next.id))
            })
        })
        .await?;
    Ok(Done::saying(after_answer(&request), "orientation_declined"))
}

/// Whoever receives an association says whether they take it in hand; if not, what comes next is opened at once.
#[server(prefix = "/api", endpoint = "receive_orientation")]
pub async fn receive_orientation(
    #[server(default)] command: String,
    #[server(default)] orientation: String,
    #[server(default)] answer: String,
) -> Result<Done, AppError> {
    use super::load::{instead, to_receive};
    use crate::request::{choice, current, id};
    use domain::accounts::Actor;
    use domain::ids::OrientationId;
    use domain::orientation::{End, ReceiverAnswer};

    let request = current()?;
    let id: OrientationId = id(&orientation)?;
    let answer = choice("answer", ReceiverAnswer::from_code(&answer), &answer)?;
    request
        .write(&command, (id, answer), move |tx, (id, answer)| {
            Box::pin(async move {
                let (orientation, hat) = to_receive(tx, id).await?;
                let others = match answer {
                    ReceiverAnswer::Taken => Vec::new(),
                    ReceiverAnswer::Declined(reason) => {
                        instead(tx, &orientation, End::Declined(reason), None).await?
                    }
                };
                let act = tx.act().wearing(&hat);
                let received = orientation.receive(&act, &hat, answer, &others)?;
                Ok(received.map(|next| next.map(|next| next.id)))
            })
        })
        .await?;
    let next = match request.actor {
        Actor::Bearer(_) => "/".to_owned(),
        _ => format!("/orientation/{id}"),
    };
    Ok(Done::saying(next, "orientation_received"))
}

/// Hands an association over from its journey's page, to another action or to a partner, for a reason in words.
#[server(prefix = "/api", endpoint = "orient_association")]
pub async fn orient_association(
    #[server(default)] command: String,
    #[server(default)] journey: String,
    #[server(default)] to: String,
    #[server(default)] reason: String,
) -> Result<Done, AppError> {
    use super::load::{dates_there, known, mentoring, partner_kept};
    use crate::request::{choice, current, id, judging};
    use domain::ids::JourneyId;
    use domain::orientation::{Cause, Offer, Place};
    use domain::text::{Faults, Words};
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let journey: JourneyId = id(&journey)?;
    let mut faults = Faults::default();
    let place = choice("to", Place::from_code(&to), &to);
    let words = faults.take("reason", Words::parse(&reason));
    let (place, words) = match (place, words) {
        (Ok(place), Some(words)) => (place, words),
        (Err(AppError::Faults(mut told)), _) => {
            told.0.extend(faults.0);
            return Err(told.into());
        }
        (Err(error), _) => return Err(error),
        (_, None) => return Err(faults.into()),
    };
    request
        .write(&command, (journey, place, words), move |tx, (journey, place, words)| {
            Box::pin(async move {
                let journey = tx.journey(journey).await?.ok_or(WriteError::Missing)?;
                let mentoring = mentoring(tx, &journey).await?;
                let hat = tx.actor().orienter(&journey, mentoring.as_ref())?;
                let judge = judging(tx, &hat, hat.association()).await?;
                partner_kept(tx, place).await?;
                let known = known(tx, journey.head.id).await?;
                let dates = dates_there(tx, place, &known).await?;
                let cause = Cause::Followed(journey.head.id);
                let offer = Offer::new(journey.head.id, hat.association(), hat.from(), cause);
                let offer = offer.about(known.theme()).because(Some(words));
                let sent = offer.send(&tx.act().wearing(&hat), &judge, &journey, place, &dates)?;
                Ok(sent.map(|orientation| orientation.id))
            })
        })
        .await?;
    Ok(Done::saying(format!("/parcours/{journey}"), "association_oriented"))
}

/// The host of a date, who sees that a need outgrows workshops, orients it to the hackathon.
#[server(prefix = "/api", endpoint = "orient_from_date")]
pub async fn orient_from_date(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] association: String,
    #[server(default)] reason: String,
) -> Result<Done, AppError> {
    use super::load::known;
    use crate::request::{current, id, judging};
    use domain::ids::{AssociationId, EntryId};
    use domain::orientation::{Cause, Offer, Place};
    use domain::text::{Words, unless_empty};
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let (entry, association): (EntryId, AssociationId) = (id(&entry)?, id(&association)?);
    let words = unless_empty(&reason, Words::parse);
    let words = words.map_err(|fault| AppError::field("reason", fault))?;
    request
        .write(&command, (entry, association, words), move |tx, (entry, association, words)| {
            Box::pin(async move {
                let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                let hat = tx.actor().host_of(&seating, association)?;
                let judge = judging(tx, &hat, association).await?;
                let journey = tx.journey_of(association).await?.ok_or(WriteError::Missing)?;
                let known = known(tx, journey.head.id).await?;
                let offer =
                    Offer::new(journey.head.id, association, hat.from(), Cause::Date(entry));
                let offer = offer.about(known.theme()).because(words);
                let act = tx.act().wearing(&hat);
                let sent = offer.send(&act, &judge, &journey, Place::HACKATHON, &[])?;
                Ok(sent.map(|orientation| orientation.id))
            })
        })
        .await?;
    Ok(Done::saying(format!("/agenda/{entry}"), "association_oriented"))
}

/// The hackathon's organizers send the association of a tool to a workshop, to learn it.
#[server(prefix = "/api", endpoint = "orient_to_learn")]
pub async fn orient_to_learn(
    #[server(default)] command: String,
    #[server(default)] project: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id, judging};
    use domain::accounts::Action;
    use domain::ids::ProjectId;
    use domain::workshops::EntryKind;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Hackathon)?;
    let project: ProjectId = id(&project)?;
    request
        .wearing(&organizer)
        .write(&command, project, move |tx, project| {
            Box::pin(async move {
                let project = tx.project(project).await?.ok_or(WriteError::Missing)?;
                let judge = judging(tx, &organizer, project.association).await?;
                let journey = tx.journey(project.journey).await?.ok_or(WriteError::Missing)?;
                let (kind, now) = (EntryKind::WorkshopSession, tx.act().at);
                let sessions = tx.seatings_to_come(kind, &[], true, now).await?;
                let sent = project.send_to_learn(tx.act(), &judge, &journey, &sessions)?;
                Ok(sent.map(|orientation| orientation.id))
            })
        })
        .await?;
    Ok(Done::saying(format!("/projet/{project}"), "association_oriented"))
}

/// Writes a partner down, or sets right what is said of one.
#[server(prefix = "/api", endpoint = "save_partner")]
pub async fn save_partner(
    #[server(default)] command: String,
    #[server(default)] partner: String,
    #[server(default)] name: String,
    #[server(default)] helps_with: String,
    #[server(default)] area: String,
    #[server(default)] support: String,
    #[server(default)] contact: String,
    #[server(default)] lang: String,
) -> Result<Done, AppError> {
    use crate::request::{choice, current, id};
    use domain::ids::PartnerId;
    use domain::orientation::{Card, Partner, Support};
    use domain::text::{Email, Fault, Faults, Lang, Name, Words, optional};
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer()?;
    let known: Option<PartnerId> = if partner.is_empty() { None } else { Some(id(&partner)?) };
    let mut faults = Faults::default();
    let name = faults.take("name", Name::parse(&name));
    let helps_with = faults.take("helps_with", Words::parse(&helps_with));
    let area = faults.take("area", optional(&area, Name::MAX));
    let support = match choice("support", Support::from_code(&support), &support) {
        Ok(support) => Some(support),
        Err(AppError::Faults(told)) => {
            faults.0.extend(told.0);
            None
        }
        Err(error) => return Err(error),
    };
    let contact = faults.take("contact", Email::parse(&contact));
    let lang = [Lang::Fr, Lang::En].into_iter().find(|known| known.code() == lang);
    let lang = faults.take("lang", lang.ok_or(Fault::Choice));
    let (Some(name), Some(helps_with), Some(area), Some(support), Some(contact), Some(lang)) =
        (name, helps_with, area, support, contact, lang)
    else {
        return Err(faults.into());
    };
    let card = Card { name, helps_with, area, support, contact, lang };
    request
        .wearing(&organizer)
        .write(&command, (known, card), move |tx, (known, card)| {
            Box::pin(async move {
                let known = match known {
                    Some(known) => Some(tx.partner(known).await?.ok_or(WriteError::Missing)?),
                    None => None,
                };
                Ok(Partner::save(tx.act(), &organizer, known.as_ref(), card))
            })
        })
        .await?;
    Ok(Done::saying("/partenaires", "partner_saved"))
}

/// Orients nobody to a partner any more, or again: `keep=no`, `keep=yes`.
#[server(prefix = "/api", endpoint = "keep_partner")]
pub async fn keep_partner(
    #[server(default)] command: String,
    #[server(default)] partner: String,
    #[server(default)] keep: String,
) -> Result<Done, AppError> {
    use crate::request::{choice, current, id};
    use domain::ids::PartnerId;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer()?;
    let partner: PartnerId = id(&partner)?;
    let wanted = match keep.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let keep = choice("keep", wanted, &keep)?;
    request
        .wearing(&organizer)
        .write(&command, (partner, keep), move |tx, (partner, keep)| {
            Box::pin(async move {
                let partner = tx.partner(partner).await?.ok_or(WriteError::Missing)?;
                Ok(partner.keep(tx.act(), &organizer, keep))
            })
        })
        .await?;
    Ok(Done::saying("/partenaires", "partner_saved"))
}
