//! Who runs the dates while people ask: says anew how many may come, keeps seats and opens them, moves a date, calls one
//! off.

use super::crowd::{Chance, Doors};
use super::town::Town;
use crate::html;
use chrono::{Duration, Utc};
use domain::ids::EntryId;
use domain::paris;
use std::sync::Arc;

/// Between one thing and the next.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(10);

/// What they asked, and what was answered.
#[derive(Clone, Copy, Debug)]
pub struct Ran {
    pub entry: EntryId,
    pub what: Run,
    pub status: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// So many seats, and so many of them kept.
    Seats {
        total: usize,
        kept: usize,
    },
    CallOff,
}

/// Works while people ask: `made` tells how often they did.
pub async fn run(
    town: Arc<Town>,
    doors: Doors,
    made: impl Fn() -> usize,
    operations: usize,
) -> Vec<Ran> {
    let http = super::crowd::browser();
    let mut chance = Chance::new(u64::MAX);
    let mut ran = Vec::new();
    let mut doomed = town.doomed.iter().enumerate().peekable();
    let mut rooms: Vec<_> = town.lasting.iter().map(|date| date.room).collect();
    let mut hours = vec![(0, "18:00"); town.lasting.len()];
    while made() < operations {
        let due = doomed.next_if(|(n, _)| made() >= (n + 1) * operations / 4);
        let (what, entry, path, fields) = match due {
            Some((_, entry)) => {
                (Run::CallOff, *entry, "/api/call_off_session", vec![("entry", entry.to_string())])
            }
            None => {
                let n = chance.below(town.lasting.len());
                let entry = town.lasting[n].entry;
                let moves = chance.below(10) == 0;
                let (later, from) = match (moves, hours[n]) {
                    (false, stands) => stands,
                    (true, (later, "18:00")) => (1 - later, "17:30"),
                    (true, (later, _)) => (later, "18:00"),
                };
                // More, then fewer, which may be refused: nobody is to lose a seat.
                let total = match ran.len() % 2 {
                    0 => rooms[n] + 1 + chance.below(3),
                    _ => 1 + chance.below(rooms[n]),
                };
                let kept = if chance.below(2) == 0 { 0 } else { 1 + chance.below(total) };
                let day = |days| paris::day(Utc::now() + Duration::days(days)).to_string();
                let form = format!("/agenda/{entry}/modifier");
                let form = doors.page(&http, &mut chance, &town.organizer, &form).await;
                let fields = vec![
                    ("entry", entry.to_string()),
                    ("seen", seen(&form)),
                    ("title", "Partager un agenda".to_owned()),
                    ("day", day(40 + later)),
                    ("from", from.to_owned()),
                    ("to", "20:00".to_owned()),
                    ("place", "Maison des associations".to_owned()),
                    ("seats", total.to_string()),
                    ("kept_seats", kept.to_string()),
                    ("kept_until", day(30)),
                    ("offer_hours", "1".to_owned()),
                ];
                hours[n] = (later, from);
                (Run::Seats { total, kept }, entry, "/api/edit_session", fields)
            }
        };
        let status = doors.post(&http, &mut chance, &town.organizer, path, fields).await;
        if let (Run::Seats { total, .. }, 200) = (what, status)
            && let Some(n) = town.lasting.iter().position(|date| date.entry == entry)
        {
            rooms[n] = total;
        }
        ran.push(Ran { entry, what, status });
        tokio::time::sleep(PAUSE).await;
    }
    ran
}

/// What the form of a date says of how it stood.
fn seen(page: &str) -> String {
    let form = html::forms(page).into_iter().find(|form| form.is("edit_session"));
    let form = form.expect("a date that lasts can be changed");
    form.value("seen").expect("how it stands").to_owned()
}
