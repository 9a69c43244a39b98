//! What orientation pages show and their units decide on.

use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::accounts::{Actor, AnswererHat};
use domain::ids::OrientationId;
use domain::orientation::Orientation;
use domain::workshops::{Entry, Seat, Seating};
use store::{Tx, WriteError};

/// An orientation with the proof that the actor may answer it, and the seating of the date offered.
pub async fn to_answer(
    tx: &Tx<'_>,
    id: OrientationId,
) -> Result<(Orientation, AnswererHat, Option<Seating>), WriteError> {
    let orientation = tx.orientation(id).await?.ok_or(WriteError::Missing)?;
    let hat = tx.actor().answerer(id, orientation.association, tx.act().at)?;
    let seating = match orientation.entry {
        Some(entry) => tx.seating(entry).await?,
        None => None,
    };
    Ok((orientation, hat, seating))
}

/// Where to go once it is answered: the holder of a link has no journey page to see.
pub fn after_answer(request: &Request) -> &'static str {
    match request.actor {
        Actor::Bearer(_) => "/",
        _ => "/parcours",
    }
}

/// An orientation, for who may answer it.
pub struct Shown {
    pub orientation: Orientation,
    /// The date offered, and until when its seat is held.
    pub offered: Option<(Entry, Option<DateTime<Utc>>)>,
    /// The theme's title.
    pub theme: Option<String>,
}

/// Errors: `SignIn`, `LinkExpired`; `NotFound` for anybody else, because whether it exists is private.
pub async fn shown(request: &Request, id: OrientationId) -> Result<Shown, AppError> {
    let fail = |error| request.answer(error);
    let rows = request.read();
    let orientation = rows.orientation(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    request.actor.answerer(id, orientation.association, request.now)?;
    let seating = match orientation.entry {
        Some(entry) => rows.seating(entry).await.map_err(fail)?,
        None => None,
    };
    let offered = seating.map(|seating| {
        let seat = orientation.registration.and_then(|seat| seating.registration(seat));
        let until = match seat.map(|seat| seat.state) {
            Some(Seat::Held { until }) => Some(until),
            _ => None,
        };
        (seating.entry, until)
    });
    let theme = orientation.theme.as_deref().map(|key| theme_title(request.lang, key));
    Ok(Shown { orientation, offered, theme })
}
