//! What the pages of reception days show and their units decide on.

pub mod visits;

use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::accounts::Actor;
use domain::act::Outcome;
use domain::associations::Crew;
use domain::ids::{AssociationId, EntryId, PersonId, SlotId};
use domain::journey::JourneyHead;
use domain::paris::{day, hour};
use domain::reception::{Guest, ReceptionDay, Slot};
use domain::volunteering::Commitment;
use domain::workshops::Registration;
use std::collections::BTreeMap;
use store::{Rows, Tx, WriteError};

/// The association for which who acts books: their own, or that of the journey that their link looks after.
pub async fn books_for(tx: &Tx<'_>) -> Result<Guest, WriteError> {
    let journey = match tx.actor() {
        Actor::Bearer(_) => {
            let begun = tx.actor().beginner(tx.act().at)?.begun();
            let begun = tx.begun(begun).await?.ok_or(WriteError::Missing)?;
            tx.journey(begun.journey).await?
        }
        actor => tx.journey_of(actor.member()?.association()).await?,
    };
    guest(tx, &journey.ok_or(WriteError::Missing)?.head).await
}

/// An association that comes, with those who act for it.
pub async fn guest(tx: &Tx<'_>, head: &JourneyHead) -> Result<Guest, WriteError> {
    let crew = tx.crew(head.association).await?.ok_or(WriteError::Missing)?;
    Ok(Guest { crew, journey: head.id })
}

/// The day of a slot, and the other days that have not ended: where the association may have a slot, and one may be
/// held instead.
pub async fn day_of(
    tx: &Tx<'_>,
    id: SlotId,
) -> Result<(ReceptionDay, Slot, Vec<ReceptionDay>), WriteError> {
    let entry = tx.slot(id).await?.ok_or(WriteError::Missing)?.entry;
    let day = tx.reception(entry).await?.ok_or(WriteError::Missing)?;
    let slot = day.slot(id).ok_or(WriteError::Missing)?.clone();
    Ok((day, slot, others(tx, entry).await?))
}

/// The days that have not ended, but this one.
pub async fn others(tx: &Tx<'_>, but: EntryId) -> Result<Vec<ReceptionDay>, WriteError> {
    let mut days = tx.receptions_from(tx.act().at).await?;
    days.retain(|day| day.seating.entry.id != but);
    Ok(days)
}

/// Those who act for the associations that have a slot on a day.
pub async fn crews(rows: &Rows<'_>, day: &ReceptionDay) -> Result<Vec<Crew>, WriteError> {
    let mut crews = Vec::new();
    for seat in day.seating.registrations.iter().filter(|seat| !seat.is_cancelled()) {
        crews.extend(rows.crew(seat.association).await?);
    }
    Ok(crews)
}

/// What the daily job does: tells volunteers who are at the desk tomorrow, and organizers of visits that nobody accepts.
pub async fn daily<T>(tx: &Tx<'_>, mut outcome: Outcome<T>) -> Result<Outcome<T>, WriteError> {
    let now = tx.act().at;
    let tomorrow = day(now).succ_opt();
    for reception in tx.receptions_to_come(now).await? {
        if Some(day(reception.seating.entry.starts_at)) == tomorrow {
            outcome = outcome.and(reception.remind(tx.act()));
        }
    }
    visits::unanswered(tx, outcome).await
}

/// A reception day, as an association sees it.
pub struct Booking {
    pub day: ReceptionDay,
    /// The name of the association that who asks acts for, and the seat that it has.
    pub association: Option<String>,
    pub own: Option<Registration>,
}

/// Errors: `NotFound`.
pub async fn booking(request: &Request, id: EntryId) -> Result<Booking, AppError> {
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let day = rows.reception(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let (mut association, mut own) = (None, None);
    if let Ok(member) = request.actor.member() {
        let found = rows.association(member.association()).await.map_err(fail)?;
        association = found.map(|association| association.name.to_string());
        let seats = day.seating.registrations.iter();
        let mut theirs = seats.filter(|seat| seat.takes_seat(request.now));
        own = theirs.find(|seat| seat.association == member.association()).cloned();
    }
    Ok(Booking { day, association, own })
}

/// The reception days to come and those of today, with the names of the volunteers.
pub struct Days {
    pub days: Vec<ReceptionDay>,
    pub people: BTreeMap<PersonId, String>,
}

/// Errors: `SignIn`, `NotYours`.
pub async fn days(request: &Request) -> Result<Days, AppError> {
    request.actor.welcomer()?;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let days = rows.receptions_from(today(request.now)).await.map_err(fail)?;
    let people = days.iter().flat_map(|day| day.duties.iter().copied());
    let people = rows.person_names(people).await.map_err(fail)?;
    Ok(Days { days, people })
}

/// When this day began in Paris: a day that has ended is shown until midnight.
fn today(now: DateTime<Utc>) -> DateTime<Utc> {
    hour(day(now), 0)
}

/// A reception day, for those who welcome.
pub struct Desk {
    pub day: ReceptionDay,
    pub associations: BTreeMap<AssociationId, String>,
    pub people: BTreeMap<PersonId, String>,
    /// For organizers: who may be there.
    pub volunteers: Option<Vec<(Commitment, String)>>,
    /// Those who act for the associations that come.
    pub crews: Vec<Crew>,
}

impl Desk {
    /// Who has a slot.
    pub fn at<'d>(
        &'d self,
        slot: &Slot,
        now: DateTime<Utc>,
    ) -> Option<(&'d Registration, &'d str)> {
        let seat = self.day.seating.at_slot(slot.id, now)?;
        let name = self.associations.get(&seat.association).map(String::as_str);
        Some((seat, name.unwrap_or_default()))
    }
}

/// Errors: `SignIn`, `NotYours`, `NotFound`.
pub async fn desk(request: &Request, id: EntryId) -> Result<Desk, AppError> {
    request.actor.welcomer()?;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let day = rows.reception(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let led = day.slots.iter().filter_map(|slot| slot.volunteer);
    let people = rows.person_names(day.duties.iter().copied().chain(led)).await.map_err(fail)?;
    let volunteers = match request.actor.organizer() {
        Ok(_) => Some(rows.volunteers().await.map_err(fail)?),
        Err(_) => None,
    };
    let associations = rows.association_names().await.map_err(fail)?;
    let crews = crews(&rows, &day).await.map_err(|error| request.answer(error))?;
    Ok(Desk { day, associations, people, volunteers, crews })
}

/// A day on which a volunteer is at the desk, with the slots that they lead or that anybody who is there may.
pub struct OwnDay {
    pub entry: EntryId,
    pub title: String,
    pub starts_at: DateTime<Utc>,
    /// When, and which association has it.
    pub slots: Vec<(Slot, String)>,
}

/// The slots to come for who asks.
pub async fn own_days(request: &Request) -> Result<Vec<OwnDay>, AppError> {
    let volunteer = request.actor.volunteer()?.person();
    let (rows, now, fail) = (request.read(), request.now, |error| request.answer(error));
    let days = rows.receptions_from(now).await.map_err(fail)?.into_iter();
    let names = rows.association_names().await.map_err(fail)?;
    let own = days.filter(|day| day.is_on_duty(volunteer)).map(|day| {
        let slots = day.slots.iter().filter(|slot| {
            now < slot.ends_at && slot.volunteer.is_none_or(|leads| leads == volunteer)
        });
        let taken = slots.filter_map(|slot| {
            let seat = day.seating.at_slot(slot.id, now)?;
            Some((slot.clone(), names.get(&seat.association).cloned().unwrap_or_default()))
        });
        OwnDay {
            entry: day.seating.entry.id,
            title: day.seating.entry.title.to_string(),
            starts_at: day.seating.entry.starts_at,
            slots: taken.collect(),
        }
    });
    Ok(own.collect())
}
