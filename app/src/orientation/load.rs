//! What orientation pages show and their units decide on.

use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::request::{Request, judging};
use chrono::{DateTime, Utc};
use domain::accounts::{Action, Actor, AnswererHat, Denied, ReceiverHat};
use domain::act::Outcome;
use domain::diagnosis::{Diagnosis, Key, Levels, Reading, Voices};
use domain::ids::{EntryId, JourneyId, OrientationId};
use domain::journey::Journey;
use domain::mentoring::Mentoring;
use domain::orientation::{End, Orientation, Place, State};
use domain::text::Lang;
use domain::workshops::{Entry, EntryKind, Fit, Seat, Seating, Workshop};
use std::collections::BTreeMap;
use store::{Rows, Tx, WriteError};

/// A place in words: an action's name, or a partner's.
pub async fn place_name(rows: &Rows<'_>, lang: Lang, place: Place) -> Result<String, WriteError> {
    Ok(match place {
        Place::Action(action) => texts::action::of(lang, action.code()).to_owned(),
        Place::Partner(id) => match rows.partner(id).await? {
            Some(partner) => partner.name.to_string(),
            None => texts::place::partner(lang).to_owned(),
        },
    })
}

/// What the last diagnosis given back tells of an association.
#[derive(Default)]
pub struct Known {
    pub levels: Levels,
    /// What it should learn, first to last.
    pub themes: Vec<Key>,
}

/// Reads the last diagnosis given back on a journey. Nothing is known without one.
pub async fn known(rows: &Rows<'_>, journey: JourneyId) -> Result<Known, WriteError> {
    Ok(known_of(rows, &[journey]).await?.remove(&journey).unwrap_or_default())
}

/// The same of several journeys: those without one are missing.
pub async fn known_of(
    rows: &Rows<'_>,
    journeys: &[JourneyId],
) -> Result<BTreeMap<JourneyId, Known>, WriteError> {
    let mut last = BTreeMap::new();
    for (diagnosis, voices) in rows.diagnoses_of(journeys).await? {
        if diagnosis.given_back.is_some() {
            last.insert(diagnosis.journey, (diagnosis, voices));
        }
    }
    let read = |(diagnosis, voices): (Diagnosis, Voices)| {
        Known::read(&diagnosis.questionnaire.read(&voices.together()))
    };
    Ok(last.into_iter().map(|(journey, last)| (journey, read(last))).collect())
}

impl Known {
    /// What a reading of answers tells.
    pub fn read(reading: &Reading<'_>) -> Self {
        let themes = reading.themes_to_learn().into_iter().map(str::to_owned).collect();
        Self { levels: reading.levels(), themes }
    }

    /// What it should learn first.
    pub fn theme(&self) -> Option<Key> {
        self.themes.first().cloned()
    }
}

/// The dates of a kind where an association may be sent, locked: those on these themes first, in their order. Of
/// workshops, those for which it is ready and which it does not master yet.
pub async fn dates(
    tx: &Tx<'_>,
    kind: EntryKind,
    themes: &[Key],
    levels: &Levels,
) -> Result<Vec<Seating>, WriteError> {
    let themes = if kind == EntryKind::WorkshopSession { themes } else { &[] };
    let mut dates = tx.seatings_to_come(kind, themes, false, tx.act().at).await?;
    if kind == EntryKind::WorkshopSession {
        let workshops = tx.workshops().await?;
        dates.retain(|date| {
            taught(&workshops, &date.entry).is_none_or(|w| w.fit(levels).is_for_them())
        });
    }
    Ok(dates)
}

/// The dates where an association may have a seat at a place. None are needed where somebody answers.
pub async fn dates_there(
    tx: &Tx<'_>,
    place: Place,
    known: &Known,
) -> Result<Vec<Seating>, WriteError> {
    let kind = match place {
        Place::WORKSHOPS => EntryKind::WorkshopSession,
        Place::WIKI => EntryKind::Encounter,
        Place::HACKATHON | Place::Partner(_) => return Ok(Vec::new()),
    };
    dates(tx, kind, &known.themes, &known.levels).await
}

/// The mentoring by which who acts accompanies the association of a journey, if they do.
pub async fn mentoring(
    rows: &Rows<'_>,
    journey: &Journey,
) -> Result<Option<Mentoring>, WriteError> {
    let Ok(mentor) = rows.actor().mentor() else { return Ok(None) };
    let theirs = rows.mentorings_by(&mentor).await?;
    Ok(theirs.into_iter().find(|m| m.helped_journey == journey.head.id))
}

/// A partner must be one to whom associations are oriented still.
pub async fn partner_kept(tx: &Tx<'_>, place: Place) -> Result<(), WriteError> {
    let Place::Partner(partner) = place else { return Ok(()) };
    let partner = tx.partner(partner).await?;
    partner.filter(|p| p.until.is_none()).map(drop).ok_or(WriteError::Missing)
}

/// Where who looks at a journey may hand its association over.
pub struct Hand {
    pub from: Action,
    /// Codes and names, in the order that people read.
    pub places: Vec<(String, String)>,
    /// A hand-over waits already.
    pub waits: bool,
}

/// None: it is not theirs to do.
pub async fn hand(request: &Request, journey: &Journey) -> Result<Option<Hand>, AppError> {
    let fail = |error| request.answer(error);
    let rows = request.read();
    let mentoring = mentoring(&rows, journey).await.map_err(fail)?;
    let Ok(hat) = request.actor.orienter(journey, mentoring.as_ref()) else { return Ok(None) };
    // Nobody judges what their own association asks.
    if request.actor.member_of(hat.association()).is_ok() {
        return Ok(None);
    }
    let actions = Action::ALL.into_iter().filter(|action| *action != hat.from());
    let mut places: Vec<_> = actions
        .filter(|action| *action != Action::Hackathon || !journey.project_runs())
        .map(|a| (a.code().to_owned(), texts::action::of(request.lang, a.code()).to_owned()))
        .collect();
    let partners = rows.partners().await.map_err(|error| request.answer(error))?;
    let kept = partners.into_iter().filter(|partner| partner.until.is_none());
    places.extend(kept.map(|p| (Place::Partner(p.id).code(), p.name.to_string())));
    Ok(Some(Hand { from: hat.from(), places, waits: journey.is_handed_over() }))
}

/// The workshop that a date belongs to.
fn taught<'w>(workshops: &'w [Workshop], date: &Entry) -> Option<&'w Workshop> {
    workshops.iter().find(|workshop| Some(workshop.id) == date.workshop)
}

/// The dates to offer instead of an orientation that ends.
pub async fn instead(
    tx: &Tx<'_>,
    orientation: &Orientation,
    end: End,
    seating: Option<&Seating>,
) -> Result<Vec<Seating>, WriteError> {
    let Some(kind) = orientation.instead(end, seating.map(|s| &s.entry)) else {
        return Ok(Vec::new());
    };
    let known = known(tx, orientation.journey).await?;
    let others = known.themes.iter().filter(|theme| Some(*theme) != orientation.theme.as_ref());
    let themes: Vec<Key> = orientation.theme.iter().chain(others).cloned().collect();
    dates(tx, kind, &themes, &known.levels).await
}

/// An orientation with the proof that the actor may answer it, and the seating of the date offered.
pub async fn to_answer(
    tx: &Tx<'_>,
    id: OrientationId,
) -> Result<(Orientation, AnswererHat, Option<Seating>), WriteError> {
    let orientation = tx.orientation(id).await?.ok_or(WriteError::Missing)?;
    let hat = tx.actor().answerer(id, orientation.association, tx.act().at)?;
    let seating = seating(tx, orientation.entry).await?;
    Ok((orientation, hat, seating))
}

/// An orientation with the proof that the actor may receive it. Nobody receives their own association.
pub async fn to_receive(
    tx: &Tx<'_>,
    id: OrientationId,
) -> Result<(Orientation, ReceiverHat), WriteError> {
    let orientation = tx.orientation(id).await?.ok_or(WriteError::Missing)?;
    let hat = tx.actor().receiver(id, orientation.to, tx.act().at)?;
    let organizer = orientation.to.action().and_then(|action| tx.actor().organizer_of(action).ok());
    if let Some(organizer) = organizer {
        judging(tx, &organizer, orientation.association).await?;
    }
    Ok((orientation, hat))
}

/// Closes an orientation whose date has passed, with what comes next; nothing if it was answered meanwhile.
pub async fn expired(tx: &Tx<'_>, id: OrientationId) -> Result<Outcome<()>, WriteError> {
    let orientation = tx.orientation(id).await?.ok_or(WriteError::Missing)?;
    let seating = seating(tx, orientation.entry).await?;
    let others = instead(tx, &orientation, End::Expired, seating.as_ref()).await?;
    let expired = orientation.expire(tx.act(), seating.as_ref(), &others);
    Ok(expired.map_or_else(|| Outcome::of(()), |expired| expired.map(drop)))
}

async fn seating(rows: &Rows<'_>, entry: Option<EntryId>) -> Result<Option<Seating>, WriteError> {
    match entry {
        Some(entry) => Ok(rows.seating(entry).await?),
        None => Ok(None),
    }
}

/// Where to go once it is answered: the holder of a link has no journey page to see.
pub fn after_answer(request: &Request) -> &'static str {
    match request.actor {
        Actor::Bearer(_) => "/",
        _ => "/parcours",
    }
}

/// An orientation, for who may answer it or receives it.
pub struct Shown {
    pub orientation: Orientation,
    pub from: String,
    pub to: String,
    pub side: Side,
    /// The date offered, and until when its seat is held.
    pub offered: Option<(Entry, Option<DateTime<Utc>>)>,
    /// The theme's title.
    pub theme: Option<String>,
    /// Why the workshop offered is for this association, by its last diagnosis.
    pub fit: Option<Fit>,
    /// Until when who has the ball may answer.
    pub until: Option<DateTime<Utc>>,
}

/// Who looks.
pub enum Side {
    /// The association, or who holds its link.
    Association,
    /// Who receives it.
    Receiver(Box<Received>),
}

/// What who receives an association is told of it.
pub struct Received {
    pub association: String,
    /// What follows is told once the association has said yes, and until it goes elsewhere: its last need, in its own
    /// words, and who can be reached, by name and address.
    pub need: Option<String>,
    pub contacts: Vec<(String, String)>,
}

/// Errors: `SignIn`, `LinkExpired`; `NotFound` for anybody else, because whether it exists is private.
pub async fn shown(request: &Request, id: OrientationId) -> Result<Shown, AppError> {
    let fail = |error| request.answer(error);
    let rows = request.read();
    let found = rows.orientation(id).await.map_err(|error| request.answer(error))?;
    let orientation = found.ok_or(AppError::NotFound)?;
    let (now, lang) = (request.now, request.lang);
    let side = match request.actor.answerer(id, orientation.association, now) {
        Ok(_) => Side::Association,
        Err(Denied::SignIn) => return Err(Denied::SignIn.into()),
        Err(_) => {
            request.actor.receiver(id, orientation.to, now)?;
            Side::Receiver(Box::new(received(&rows, &orientation).await.map_err(fail)?))
        }
    };
    let seating = seating(&rows, orientation.entry).await.map_err(fail)?;
    let workshops = rows.workshops().await.map_err(|error| request.answer(error))?;
    let workshop = seating.as_ref().and_then(|seating| taught(&workshops, &seating.entry));
    let fit = match workshop.filter(|_| matches!(side, Side::Association)) {
        Some(workshop) => {
            let known = known(&rows, orientation.journey).await.map_err(fail)?;
            Some(workshop.fit(&known.levels))
        }
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
    Ok(Shown {
        from: place_name(&rows, lang, orientation.from).await.map_err(fail)?,
        to: place_name(&rows, lang, orientation.to).await.map_err(fail)?,
        side,
        theme: orientation.theme.as_deref().map(|key| theme_title(lang, key)),
        fit,
        until: orientation.until(offered.as_ref().map(|(entry, _)| entry)),
        offered,
        orientation,
    })
}

async fn received(rows: &Rows<'_>, orientation: &Orientation) -> Result<Received, WriteError> {
    let association = rows.association(orientation.association).await?;
    let mut received = Received {
        association: association.map(|a| a.name.to_string()).unwrap_or_default(),
        need: None,
        contacts: Vec::new(),
    };
    if matches!(orientation.state, State::Accepted { .. } | State::Honoured { .. }) {
        let needs = rows.needs(orientation.journey).await?;
        received.need = needs.last().map(|need| need.words.to_string());
        for person in rows.referents(orientation.association).await? {
            if let Some(person) = rows.person(person).await? {
                received.contacts.push((person.name.to_string(), person.email.as_str().to_owned()));
            }
        }
    }
    Ok(received)
}
