//! What the home page shows: the next dates, the newest story.

use crate::error::AppError;
use crate::request::Request;
use crate::wiki::load::{Story, newest_story};
use chrono::Duration;
use domain::accounts::Action;
use domain::workshops::EntryKind;
use std::collections::BTreeMap;
pub use store::AgendaEntry;

/// How far ahead the home page looks, so that a yearly weekend is in sight.
const AHEAD: Duration = Duration::days(400);

/// How many dates it shows.
const DATES: usize = 6;

/// What the home page shows.
pub struct Home {
    /// Who runs each action, by name.
    pub carriers: BTreeMap<Action, String>,
    pub dates: Vec<AgendaEntry>,
    pub story: Option<Story>,
}

/// Reads what the home page shows. Errors: `Unexpected`.
pub async fn home(request: &Request) -> Result<Home, AppError> {
    let now = request.now;
    let agenda = request.read().agenda(now, now + AHEAD, now).await;
    let mut agenda = agenda.map_err(|error| request.answer(error))?;
    agenda.retain(|date| date.entry.called_off.is_none());
    Ok(Home {
        carriers: carriers(request).await?,
        dates: next_dates(agenda, DATES),
        story: newest_story(request).await?,
    })
}

/// Who runs each action, by name.
pub async fn carriers(request: &Request) -> Result<BTreeMap<Action, String>, AppError> {
    request.read().carrier_names().await.map_err(|error| request.answer(error))
}

/// The soonest `count` dates, but each kind at least once if there is room: a far weekend counts as much as the next
/// workshop for who wants to know what exists. Soonest first, as `dates` must be.
pub fn next_dates(dates: Vec<AgendaEntry>, count: usize) -> Vec<AgendaEntry> {
    let first = |kind: EntryKind| dates.iter().position(|date| date.entry.kind == kind);
    let mut kept: Vec<usize> = EntryKind::ALL.into_iter().filter_map(first).collect();
    kept.sort_unstable();
    kept.truncate(count);
    for index in 0..dates.len() {
        if kept.len() < count && !kept.contains(&index) {
            kept.push(index);
        }
    }
    let chosen = dates.into_iter().enumerate().filter(|(index, _)| kept.contains(index));
    chosen.map(|(_, date)| date).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use domain::ids::EntryId;
    use domain::text::{Name, Title};
    use domain::workshops::Entry;
    use uuid::Uuid;

    fn date(day: i64, kind: EntryKind) -> AgendaEntry {
        let starts_at = DateTime::from_timestamp(day * 86_400, 0).unwrap_or_default();
        let (title, place) =
            (Title::stored("Une date".to_owned()), Name::stored("Tours".to_owned()));
        let id = EntryId(Uuid::from_u128(day.unsigned_abs().into()));
        let entry = Entry::new(id, kind, title, place, (starts_at, starts_at), 12);
        AgendaEntry { entry, free: 12 }
    }

    fn days(dates: Vec<AgendaEntry>, count: usize) -> Vec<i64> {
        next_dates(dates, count).iter().map(|d| d.entry.starts_at.timestamp() / 86_400).collect()
    }

    #[test]
    fn home_shows_each_kind_once_and_the_soonest_besides() {
        use EntryKind::{Encounter, InfoMeeting, Weekend, WorkshopSession};
        let mut dates: Vec<AgendaEntry> = (1..=8).map(|day| date(day, WorkshopSession)).collect();
        dates.extend([date(20, InfoMeeting), date(21, InfoMeeting), date(300, Weekend)]);
        assert_eq!(days(dates.clone(), 6), [1, 2, 3, 4, 20, 300]);
        dates.insert(8, date(9, Encounter));
        assert_eq!(days(dates.clone(), 6), [1, 2, 3, 9, 20, 300]);
        assert_eq!(days(dates, 2), [1, 9]);
        assert_eq!(days(vec![date(5, Weekend)], 6), [5]);
        assert!(days(Vec::new(), 6).is_empty());
    }
}
