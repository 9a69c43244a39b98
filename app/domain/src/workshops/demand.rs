//! What associations were advised to learn and have had no occasion to: theme by theme, area by area, and which workshops
//! to open next.

use super::{Entry, EntryKind, Level, Seat, Seating, Workshop};
use crate::diagnosis::{Key, Levels, NextAction, Reading, Said};
use crate::ids::{AssociationId, EntryId, JourneyId, PersonId, WorkshopId};
use crate::journey::{EventKind, Journey};
use crate::mail::{Letter, News, Reader};
use crate::orientation::{DeclineReason, Orientation, Place, State};
use crate::text::slug;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// From how many wishes on an area has a session of its own: fewer are gathered, theme by theme.
pub const ENOUGH: usize = 3;

/// What the last diagnosis of an association advises to learn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advised {
    /// When it was given back. None: there was none.
    pub at: Option<DateTime<Utc>>,
    pub themes: Vec<Key>,
    pub levels: Levels,
}

impl Reading<'_> {
    /// The themes of workshops that teach what is advised and was neither done nor refused since.
    pub fn themes_wanted(&self, actions: &[NextAction<'_>]) -> Vec<Key> {
        let over = |action: &&NextAction<'_>| {
            let said = action.said.as_ref().map(|said| &said.said);
            matches!(said, Some(Said::Done | Said::Refused { .. }))
        };
        let taught = |action: &NextAction<'_>, theme: &str| {
            action.recommendation.workshops.iter().any(|taught| taught == theme)
        };
        let open = |theme: &&str| {
            actions.iter().filter(|action| taught(action, theme)).any(|action| !over(&action))
        };
        self.themes_to_learn().into_iter().filter(open).map(str::to_owned).collect()
    }
}

/// A theme that an association was advised to learn, where nothing has come of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    pub association: AssociationId,
    pub journey: JourneyId,
    pub theme: Key,
    /// The town of the association.
    pub area: Option<String>,
    pub since: DateTime<Utc>,
    /// It waits for a seat at a session that is full.
    pub waits: bool,
    /// Its levels, by the same diagnosis.
    pub levels: Levels,
}

impl Wish {
    /// What a journey still wishes: each theme of its advice, or of an orientation to workshops, for which it has no seat
    /// to come and where it did not come since. `sessions` are those to come.
    pub fn of(
        journey: &Journey,
        area: Option<&str>,
        advised: &Advised,
        orientations: &[Orientation],
        sessions: &[Seating],
        now: DateTime<Utc>,
    ) -> Vec<Self> {
        let mut since: BTreeMap<&Key, DateTime<Utc>> = BTreeMap::new();
        if let Some(at) = advised.at {
            since.extend(advised.themes.iter().map(|theme| (theme, at)));
        }
        for orientation in orientations.iter().filter(|o| o.to == Place::WORKSHOPS) {
            let Some(theme) = &orientation.theme else { continue };
            match orientation.state {
                State::Declined {
                    reason: DeclineReason::NotOurNeed | DeclineReason::NoTime,
                    ..
                } => {
                    since.remove(theme);
                }
                _ => {
                    let at = since.entry(theme).or_insert(orientation.opened_at);
                    *at = (*at).min(orientation.opened_at);
                }
            }
        }
        let own = journey.head.association;
        let wish = |(theme, since): (&Key, DateTime<Utc>)| {
            let came = |kind: &EventKind| matches!(kind, EventKind::SessionAttended(t) | EventKind::SessionHelped(t) if t == theme);
            let came = journey.counted().any(|e| e.occurred_at >= since && came(&e.kind));
            let about = sessions.iter().filter(|at| is_about(&at.entry, theme));
            let seats = about.flat_map(|at| &at.registrations).filter(|s| s.association == own);
            let (sits, waits) = seats.fold((false, false), |(sits, waits), seat| {
                (sits || seat.takes_seat(now), waits || seat.state == Seat::Waiting)
            });
            (!came && !sits).then(|| Self {
                association: own,
                journey: journey.head.id,
                theme: theme.clone(),
                area: area.map(str::to_owned),
                since,
                waits,
                levels: advised.levels.clone(),
            })
        };
        since.into_iter().filter_map(wish).collect()
    }

    fn place(&self) -> String {
        self.area.as_deref().map(slug).unwrap_or_default()
    }
}

/// Whether a session teaches this theme: follow-ups are about a tool.
fn is_about(at: &Entry, theme: &str) -> bool {
    at.kind == EntryKind::WorkshopSession
        && at.called_off.is_none()
        && at.level != Some(Level::FollowUp)
        && at.theme.as_deref() == Some(theme)
}

/// A theme in an area, and who wishes to learn it.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    pub theme: Key,
    pub area: Option<String>,
    /// Those who have waited longest first.
    pub wishes: Vec<Wish>,
}

impl Demand {
    /// How many wait for a seat.
    pub fn waiting(&self) -> usize {
        self.wishes.iter().filter(|wish| wish.waits).count()
    }

    /// Since when the first of them has waited.
    pub fn since(&self) -> Option<DateTime<Utc>> {
        self.wishes.first().map(|wish| wish.since)
    }

    fn rank(&self) -> (std::cmp::Reverse<usize>, Option<DateTime<Utc>>, Key, Option<String>) {
        let many = std::cmp::Reverse(self.wishes.len());
        (many, self.since(), self.theme.clone(), self.area.clone())
    }
}

/// Wishes gathered by theme and by area, most wanted first. Towns are told apart as they are read, accents and capitals
/// aside.
pub fn demands(wishes: Vec<Wish>) -> Vec<Demand> {
    let mut by: BTreeMap<(Key, String), Vec<Wish>> = BTreeMap::new();
    for wish in wishes {
        by.entry((wish.theme.clone(), wish.place())).or_default().push(wish);
    }
    let demand = |((theme, _), mut wishes): ((Key, String), Vec<Wish>)| {
        wishes.sort_by_key(|wish| (wish.since, wish.journey));
        let area = wishes.first().and_then(|wish| wish.area.clone());
        Demand { theme, area, wishes }
    };
    let mut demands: Vec<_> = by.into_iter().map(demand).collect();
    demands.sort_by_key(Demand::rank);
    demands
}

/// What is to be done for a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A session of this workshop, which is for most of them.
    Open(WorkshopId),
    /// No workshop teaches it: a new one.
    Begin,
    /// This session has room for all of them still: they are to be told.
    Tell { entry: EntryId, free: u32 },
}

/// A session to open next.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The area is where most of them are; those of smaller ones are with them.
    pub demand: Demand,
    pub step: Step,
}

/// What to open next, most wanted first; those whom a session has room for come last. Each wish is in one proposal: an
/// area with enough of them stands alone, the others join the one of their theme where most are.
pub fn proposals(
    demands: &[Demand],
    workshops: &[Workshop],
    sessions: &[Seating],
    now: DateTime<Utc>,
) -> Vec<Proposal> {
    let mut gathered: Vec<Demand> = Vec::new();
    for demand in demands {
        let known = gathered.iter_mut().find(|d| d.theme == demand.theme);
        match known.filter(|_| demand.wishes.len() < ENOUGH) {
            Some(largest) => largest.wishes.extend(demand.wishes.iter().cloned()),
            None => gathered.push(demand.clone()),
        }
    }
    for demand in &mut gathered {
        demand.wishes.sort_by_key(|wish| (wish.since, wish.journey));
    }
    gathered.sort_by_key(Demand::rank);
    let mut room: Vec<(&Entry, u32)> = sessions
        .iter()
        .filter(|at| at.entry.is_public(now) && now < at.entry.starts_at)
        .map(|at| (&at.entry, at.free(now)))
        .collect();
    let propose = |demand: Demand| {
        let many = u32::try_from(demand.wishes.len()).unwrap_or(u32::MAX);
        let there = room.iter_mut().find(|(at, free)| is_about(at, &demand.theme) && *free >= many);
        let step = match there {
            Some((at, free)) => {
                let step = Step::Tell { entry: at.id, free: *free };
                *free -= many;
                step
            }
            None => taught(&demand, workshops).map_or(Step::Begin, Step::Open),
        };
        Proposal { demand, step }
    };
    let mut proposals: Vec<_> = gathered.into_iter().map(propose).collect();
    proposals.sort_by_key(|proposal| matches!(proposal.step, Step::Tell { .. }));
    proposals
}

/// The workshop of a theme that is for most of those who wish to learn it; the easier of two.
fn taught(demand: &Demand, workshops: &[Workshop]) -> Option<WorkshopId> {
    let on_theme = |w: &&Workshop| w.theme == demand.theme && w.level != Level::FollowUp;
    let fits = |w: &Workshop| {
        demand.wishes.iter().filter(|wish| w.fit(&wish.levels).is_for_them()).count()
    };
    let ease = |w: &Workshop| Level::ALL.iter().position(|level| *level == w.level);
    let best =
        workshops.iter().filter(on_theme).min_by_key(|w| (std::cmp::Reverse(fits(w)), ease(w)));
    best.map(|workshop| workshop.id)
}

/// The proposal of a theme for this area. None asked, or no such area: all who wish to learn it.
pub fn wanted(proposals: &[Proposal], theme: &str, area: Option<&str>) -> Vec<Wish> {
    let on_theme = || proposals.iter().map(|p| &p.demand).filter(|d| d.theme == theme);
    let there = |d: &&Demand| area.is_some() && d.area.as_deref() == area;
    match on_theme().find(there) {
        Some(demand) => demand.wishes.clone(),
        None => on_theme().flat_map(|demand| demand.wishes.clone()).collect(),
    }
}

/// What is told to those who wish it once a session opens: nothing before it may be seen.
pub fn told(opened: &Entry, wishes: &[Wish], now: DateTime<Utc>) -> Vec<News> {
    let letter = Letter::SessionOpened { entry: opened.id };
    let news = |wish: &Wish| News {
        to: Reader::Journey(wish.association, wish.journey),
        letter: letter.clone(),
    };
    wishes.iter().filter(|_| opened.is_public(now)).map(news).collect()
}

/// Who could host a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host {
    /// They have hosted so many sessions on it.
    Person(PersonId, u32),
    /// It helped at so many sessions on it, or learnt it at so many and may help others.
    Association { id: AssociationId, helped: u32, learnt: u32, mentor: bool },
}

/// Who could host this theme: those who did before, then the associations that helped there, or grew.
/// `hosted` are dates with their host, whenever they were.
pub fn hosts(theme: &str, hosted: &[(Key, PersonId)], journeys: &[Journey]) -> Vec<Host> {
    let on_it = || hosted.iter().filter(|(of, _)| of == theme);
    let people: BTreeSet<PersonId> = on_it().map(|(_, person)| *person).collect();
    let times = |person: PersonId| on_it().filter(|(_, host)| *host == person).count();
    let mut hosts: Vec<_> = people
        .into_iter()
        .map(|person| Host::Person(person, u32::try_from(times(person)).unwrap_or(u32::MAX)))
        .collect();
    hosts.sort_by_key(|host| match host {
        Host::Person(_, times) => std::cmp::Reverse(*times),
        Host::Association { .. } => std::cmp::Reverse(0),
    });
    let mut grown: Vec<_> = journeys.iter().filter_map(|journey| grew(theme, journey)).collect();
    grown.sort_by_key(|(many, _)| std::cmp::Reverse(*many));
    hosts.extend(grown.into_iter().map(|(_, host)| host));
    hosts
}

fn grew(theme: &str, journey: &Journey) -> Option<((u32, u32), Host)> {
    let (mut helped, mut learnt) = (0, 0);
    for event in journey.counted() {
        match &event.kind {
            EventKind::SessionHelped(of) if of == theme => helped += 1,
            EventKind::SessionAttended(of) if of == theme => learnt += 1,
            _ => {}
        }
    }
    let (id, mentor) = (journey.head.association, journey.is_mentor());
    let may = helped > 0 || learnt > 0 && (mentor || journey.may_help());
    may.then_some(((helped, learnt), Host::Association { id, helped, learnt, mentor }))
}

#[cfg(test)]
mod tests;
