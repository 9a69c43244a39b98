//! The two bridges between workshops and the hackathon. Before an edition: "repérer les associations qui ont des besoins
//! plus avancés, et les envoyer vers cette action". After it: "les accompagner dans la prise en main de l'outil qui a été
//! développé pour elles" (the programme's own text).

use super::{Edition, Phase, Project, ProjectState};
use crate::accounts::{Judge, OrganizerHat};
use crate::act::{Act, Broken, Change, Outcome};
use crate::diagnosis::{Key, Verdict};
use crate::ids::{AssociationId, EntryId, JourneyId};
use crate::journey::{EventKind, Journey};
use crate::orientation::{Cause, Offer, Orientation, Place, State};
use crate::text::Words;
use crate::workshops::{Entry, EntryKind, Hours, Level, Seating, Told, Workshop};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// A fact that says that a need has outgrown workshops.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    /// A diagnosis concluded that a small development is missing; whether it was done again to say so.
    SmallDevelopment { at: DateTime<Utc>, redone: bool },
    /// Who saw it at a workshop oriented it to the hackathon, which has not answered.
    SeenThere { at: DateTime<Utc> },
    /// It came to so many sessions, by theme.
    Learnt { sessions: u32, themes: BTreeMap<Key, u32> },
    /// It helps others, or has helped at so many sessions.
    Helps { sessions: u32 },
    /// It came back with a new need once it had come to workshops.
    NewNeed { at: DateTime<Utc> },
}

/// An association whose needs have outgrown workshops.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgrown {
    pub association: AssociationId,
    pub journey: JourneyId,
    /// Never none, what says most first.
    pub signs: Vec<Sign>,
    /// It may submit its project already.
    pub ripe: bool,
    /// An orientation waits for an answer: it cannot be invited meanwhile.
    pub waits: bool,
}

impl Edition {
    /// Whether associations are looked for.
    pub fn looks_for_projects(&self) -> bool {
        matches!(self.phase, Phase::Call | Phase::Selection)
    }
}

/// Those whose needs have outgrown workshops, those of whom most says so first, then the longest on their way. None has a
/// project that runs.
pub fn outgrown(journeys: &[Journey]) -> Vec<Outgrown> {
    let mut all: Vec<_> = journeys.iter().filter_map(|j| Some((outgrew(j)?, j.last()))).collect();
    all.sort_by_key(|(one, last)| (std::cmp::Reverse((one.ripe, one.signs.len())), *last));
    all.into_iter().map(|(one, _)| one).collect()
}

/// A need outgrows workshops once a diagnosis or somebody there says so; or once its association, by its acts, may help
/// others.
fn outgrew(journey: &Journey) -> Option<Outgrown> {
    if journey.project_runs() {
        return None;
    }
    let (sessions, themes) = journey.sessions();
    let (mut diagnoses, mut came, mut helped) = (0_u32, false, 0);
    let (mut seen, mut needed) = (None, None);
    for event in journey.counted() {
        let at = event.occurred_at;
        match event.kind {
            EventKind::DiagnosisGivenBack(_) => diagnoses += 1,
            EventKind::SessionAttended(_) => came = true,
            EventKind::SessionHelped(_) => {
                came = true;
                helped += 1;
            }
            EventKind::NeedStated if came => needed = Some(at),
            EventKind::OrientationOpened(Place::HACKATHON) if came => seen = Some(at),
            EventKind::OrientationDeclined(Place::HACKATHON)
            | EventKind::OrientationExpired(Place::HACKATHON)
            | EventKind::ProjectSubmitted => {
                seen = None;
                needed = None;
            }
            _ => {}
        }
    }
    let small = match journey.verdict() {
        Some((Verdict::SmallDevelopment, at)) => Some(at),
        _ => None,
    };
    if small.is_none() && seen.is_none() && !journey.may_help() {
        return None;
    }
    let small = small.map(|at| Sign::SmallDevelopment { at, redone: diagnoses > 1 });
    let learnt = Sign::Learnt { sessions, themes: themes.clone() };
    let signs = [
        small,
        seen.map(|at| Sign::SeenThere { at }),
        (sessions > 0).then_some(learnt),
        (helped > 0 || journey.helps()).then_some(Sign::Helps { sessions: helped }),
        needed.map(|at| Sign::NewNeed { at }),
    ];
    Some(Outgrown {
        association: journey.head.association,
        journey: journey.head.id,
        signs: signs.into_iter().flatten().collect(),
        ripe: journey.may_submit(),
        waits: journey.is_handed_over(),
    })
}

impl Edition {
    /// The hackathon's organizers propose the edition to an association whose needs have outgrown workshops: it is oriented,
    /// and answers first.
    ///
    /// Errors: `EditionClosed`, none is looked for now; `CriteriaNotMet`, its needs have not; as [`Offer::send`].
    pub fn propose(
        &self,
        act: &Act,
        judge: &Judge,
        journey: &Journey,
        why: Option<Words>,
    ) -> Result<Outcome<Orientation>, Broken> {
        if !self.looks_for_projects() {
            return Err(Broken::EditionClosed);
        }
        if outgrew(journey).is_none() {
            return Err(Broken::CriteriaNotMet);
        }
        let (own, cause) = (journey.head.association, Cause::Followed(journey.head.id));
        let offer = Offer::new(journey.head.id, own, Place::WORKSHOPS, cause).because(why);
        offer.send(act, judge, journey, Place::HACKATHON, &[])
    }
}

/// Where the association of a delivered tool stands with learning it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// No session is meant for it yet.
    None,
    /// It is invited there, and has not answered.
    Invited(EntryId),
    Booked(EntryId),
    Came(EntryId),
}

impl Grip {
    /// The session.
    pub fn entry(self) -> Option<EntryId> {
        match self {
            Self::None => None,
            Self::Invited(entry) | Self::Booked(entry) | Self::Came(entry) => Some(entry),
        }
    }
}

impl Project {
    /// Where its association stands with learning the tool, by its journey and its orientations. None: there is no tool
    /// yet.
    pub fn grip(&self, journey: &Journey, orientations: &[Orientation]) -> Option<Grip> {
        if !matches!(self.state, ProjectState::Delivered | ProjectState::Signed) {
            return None;
        }
        let mut grip = Grip::None;
        let delivered = |kind: &EventKind| *kind == EventKind::ToolDelivered;
        let since = journey.counted().skip_while(|e| e.subject != self.id.0 || !delivered(&e.kind));
        for event in since {
            let entry = EntryId(event.subject);
            let booked = grip.entry() == Some(entry);
            match event.kind {
                EventKind::FollowUpBooked => grip = Grip::Booked(entry),
                EventKind::SessionAttended(_) | EventKind::SessionHelped(_) if booked => {
                    grip = Grip::Came(entry);
                }
                EventKind::SessionMissed | EventKind::SeatGivenBack | EventKind::DateCalledOff
                    if booked =>
                {
                    grip = Grip::None;
                }
                _ => {}
            }
        }
        let open = |o: &&Orientation| {
            o.cause == Cause::Tool(self.id)
                && matches!(o.state, State::Open | State::Accepted { .. })
        };
        let invited = orientations.iter().filter(open).filter_map(|o| o.entry).next_back();
        Some(match (grip, invited) {
            (Grip::None, Some(entry)) => Grip::Invited(entry),
            (grip, _) => grip,
        })
    }

    /// Opens a session to get to grips with its tool, where a seat is held for its association; it is invited.
    ///
    /// Errors: `EntryPast`, it has begun; as [`Project::send_to_learn`].
    pub fn open_follow_up(
        &self,
        act: &Act,
        (_by, judge): (&OrganizerHat, &Judge),
        journey: &Journey,
        told: Told,
        hours: Hours,
        workshop: Option<&Workshop>,
    ) -> Result<Outcome<EntryId>, Broken> {
        let (starts_at, ends_at) = hours.moments();
        if starts_at <= act.at {
            return Err(Broken::EntryPast);
        }
        let (kind, title) = (EntryKind::WorkshopSession, told.title.clone());
        let (place, hours) = (told.place.clone(), (starts_at, ends_at));
        let session = told.on(Entry {
            workshop: workshop.map(|workshop| workshop.id),
            edition: Some(self.edition),
            theme: workshop.map(|workshop| workshop.theme.clone()),
            level: Some(Level::FollowUp),
            ..Entry::new(act.id().into(), kind, title, place, hours, 0)
        });
        let id = session.id;
        let seating = Seating { entry: session.clone(), registrations: Vec::new() };
        let sent = self.send_to_learn(act, judge, journey, &[seating])?;
        Ok(Outcome::of(id).change(Change::Entry(session)).and(sent))
    }
}

#[cfg(test)]
mod tests;
