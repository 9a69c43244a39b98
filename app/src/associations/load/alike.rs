//! Which associations one that is typed may be.

use super::shown;
use crate::error::AppError;
use crate::request::Request;
use domain::accounts::Person;
use domain::act::{Change, Outcome};
use domain::associations::{Field, Reason, Sketch};
use domain::ids::{AssociationId, PersonId};
use domain::text::{Fault, Faults, Words};
use store::{Rows, Tx, WriteError};

/// How many are shown: more tell nothing.
const SHOWN: usize = 5;

/// An association that may be the one typed, as far as who types may know of it.
pub struct Alike {
    /// None: it is private.
    pub known: Option<Known>,
    pub reasons: Vec<Reason>,
}

/// What may be said of it.
pub struct Known {
    pub name: String,
    pub town: Option<String>,
    /// Of its record.
    pub path: String,
}

async fn likely(
    rows: &Rows<'_>,
    sketch: &Sketch,
    except: Option<AssociationId>,
) -> Result<Vec<domain::associations::Likeness>, WriteError> {
    let comparable = rows.comparable(sketch).await?;
    let others = comparable.iter().filter(|a| Some(a.id) != except);
    Ok(sketch.likely_duplicates(others))
}

/// Those that may be the one described, the likeliest first. Of a private one, only that it may be there.
pub async fn alike(
    request: &Request,
    sketch: &Sketch,
    except: Option<AssociationId>,
) -> Result<Vec<Alike>, AppError> {
    let found = likely(&request.read(), sketch, except).await;
    let mut all = Vec::new();
    for likeness in found.map_err(|error| request.answer(error))?.into_iter().take(SHOWN) {
        let known = match shown(request, likeness.association).await {
            Ok(shown) => Some(Known {
                name: shown.association.name.to_string(),
                town: shown.association.city.clone().filter(|_| shown.sees(Field::Town)),
                path: format!("/association/{}", likeness.association),
            }),
            Err(AppError::NotFound) => None,
            Err(error) => return Err(error),
        };
        let reasons = if known.is_some() { likeness.reasons } else { Vec::new() };
        all.push(Alike { known, reasons });
    }
    Ok(all)
}

/// Errors: a fault of the field `association`, where another may be the same.
pub async fn unlike_others(
    tx: &Tx<'_>,
    sketch: &Sketch,
    except: Option<AssociationId>,
) -> Result<(), WriteError> {
    if likely(tx, sketch, except).await?.is_empty() {
        return Ok(());
    }
    Err(WriteError::Faults(Faults::one("association", Fault::Likely)))
}

/// A newcomer has an account, and asks to act for the association that is likeliest the one they described, whether
/// they may know of it or not. Errors: `Missing`, none is like it any more.
pub async fn ask_likeliest(
    tx: &Tx<'_>,
    newcomer: Person,
    sketch: &Sketch,
    words: Words,
) -> Result<Outcome<PersonId>, WriteError> {
    let likeliest = likely(tx, sketch, None).await?.into_iter().next();
    let likeliest = likeliest.ok_or(WriteError::Missing)?.association;
    let crew = super::crew(tx, likeliest).await?;
    let id = newcomer.id;
    let asked = crew.ask(tx.act(), id, Some(words))?;
    Ok(Outcome::of(id).change(Change::Person(newcomer)).and(asked))
}
