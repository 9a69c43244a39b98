//! What is typed in the forms of preparation, read.

use crate::workshops::opening::session::Session;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use domain::associations::Website;
use domain::ids::PersonId;
use domain::paris;
use domain::text::{Fault, Faults, Name, Title, Words, optional, unless_empty};
use domain::workshops::{Hours, Kept, Mark, Programme, Seats, Told};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// What one learns, a line each.
pub fn lines(typed: &str) -> Result<Vec<Title>, Fault> {
    let lines = typed.lines().map(|line| line.trim().trim_start_matches(['-', '*', '•']).trim());
    let lines: Result<Vec<_>, _> =
        lines.filter(|line| !line.is_empty()).map(Title::parse).collect();
    let lines = lines?;
    match u8::try_from(Programme::TEACHES) {
        Ok(max) if lines.len() > Programme::TEACHES => Err(Fault::Lines { max }),
        _ => Ok(lines),
    }
}

/// Levels theme by theme: empty ones are none. A theme that the page does not offer is left out.
pub fn marks(faults: &mut Faults, name: &str, typed: &BTreeMap<String, String>) -> Vec<Mark> {
    let offered = store::last_published();
    let filled = typed
        .iter()
        .filter(|(theme, level)| offered.theme(theme).is_some() && !level.trim().is_empty());
    let mark = |(theme, level): (&String, &String)| {
        let level: Option<f64> = level.trim().replace(',', ".").parse().ok();
        let level = level.filter(|level| (0.0..=3.0).contains(level));
        let level = level.ok_or(Fault::Range { min: 0, max: 3 });
        let level = faults.take(&format!("{name}[{theme}]"), level)?;
        Some(Mark { theme: theme.clone(), level })
    };
    filled.filter_map(mark).collect()
}

/// A whole number within bounds.
pub fn number(typed: &str, allowed: RangeInclusive<u32>) -> Result<u32, Fault> {
    let number = typed.trim().parse().ok().filter(|n| allowed.contains(n));
    number.ok_or(if typed.trim().is_empty() { Fault::Missing } else { Fault::Number })
}

fn day(typed: &str) -> Result<NaiveDate, Fault> {
    // The calendar of the programme: what is further is a slip of the finger.
    const YEARS: RangeInclusive<i32> = 2020..=2120;
    if typed.trim().is_empty() {
        return Err(Fault::Missing);
    }
    let day = NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok();
    day.filter(|day| YEARS.contains(&day.year())).ok_or(Fault::Date)
}

fn clock(typed: &str) -> Result<NaiveTime, Fault> {
    if typed.trim().is_empty() {
        return Err(Fault::Missing);
    }
    NaiveTime::parse_from_str(typed.trim(), "%H:%M").map_err(|_| Fault::Hour)
}

/// When a day ends in Paris.
fn end_of(day: NaiveDate) -> DateTime<Utc> {
    paris::at(day.checked_add_days(Days::new(1)).unwrap_or(day), NaiveTime::MIN)
}

impl Session {
    /// What it tells. None: there are faults.
    pub fn read(&self, faults: &mut Faults, now: DateTime<Utc>) -> Option<(Told, Hours)> {
        let title = faults.take("title", Title::parse(&self.title));
        let hours = self.hours(faults, now);
        let place = faults.take("place", Name::parse(&self.place));
        let access = faults.take("access", optional(&self.access, Name::MAX));
        let link = faults.take("link", unless_empty(&self.link, Website::parse));
        let bring = faults.take("bring", unless_empty(&self.bring, Words::parse));
        let words = faults.take("words", unless_empty(&self.words, Words::parse));
        let host = match self.host.as_str() {
            "" => Some(None),
            host => {
                faults.take("host", host.parse::<PersonId>().map(Some).map_err(|_| Fault::Choice))
            }
        };
        let co_hosts = self.co_hosts(faults);
        let seats = self.seats(faults, hours);
        let published_at = self.published(faults, hours);
        let told = Told {
            title: title?,
            place: place?,
            access: access?,
            link: link?.map(|link| link.as_str().to_owned()),
            bring: bring?,
            words: words?,
            host: host?,
            co_hosts: co_hosts?,
            seats: seats?,
            published_at: published_at?,
        };
        Some((told, hours?))
    }

    /// Who runs it with its host, each once.
    fn co_hosts(&self, faults: &mut Faults) -> Option<Vec<PersonId>> {
        let mut hosts = Vec::new();
        for (field, typed) in [("co_host", &self.co_host), ("other_host", &self.other_host)] {
            let person =
                unless_empty(typed, |typed| typed.parse::<PersonId>().map_err(|_| Fault::Choice));
            if let Some(person) = faults.take(field, person)?
                && *typed != self.host
                && !hosts.contains(&person)
            {
                hosts.push(person);
            }
        }
        Some(hosts)
    }

    fn hours(&self, faults: &mut Faults, now: DateTime<Utc>) -> Option<Hours> {
        let day = faults.take("day", day(&self.day));
        let (from, to) =
            (faults.take("from", clock(&self.from)), faults.take("to", clock(&self.to)));
        let hours = Hours { day: day?, from: from?, to: to? };
        let to_come = if hours.moments().0 > now { Ok(hours) } else { Err(Fault::Past) };
        faults.take("day", to_come)
    }

    fn seats(&self, faults: &mut Faults, hours: Option<Hours>) -> Option<Seats> {
        let total = faults.take("seats", number(&self.seats, Told::SEATS));
        let offer_hours = faults.take("offer_hours", number(&self.offer_hours, Told::HOURS));
        let kept = match self.kept_seats.trim() {
            "" | "0" => Some(None),
            typed => {
                let most = total.unwrap_or(*Told::SEATS.end());
                let seats = faults.take("kept_seats", number(typed, 1..=most));
                let until = day(&self.kept_until).map(end_of);
                let begins = hours.map(|hours| hours.moments().0);
                let until = until.map(|until| begins.map_or(until, |begins| until.min(begins)));
                let until = faults.take("kept_until", until);
                seats.zip(until).map(|(seats, until)| Some(Kept { seats, until }))
            }
        };
        let freely = self.freely == "yes";
        Some(Seats { total: total?, kept: kept?, freely, offer_hours: offer_hours? })
    }

    fn published(
        &self,
        faults: &mut Faults,
        hours: Option<Hours>,
    ) -> Option<Option<DateTime<Utc>>> {
        let on = faults.take("published_on", unless_empty(&self.published_on, day))?;
        let at = on.map(|day| paris::at(day, NaiveTime::MIN));
        let late = at.zip(hours).is_some_and(|(at, hours)| at > hours.moments().0);
        faults.take("published_on", if late { Err(Fault::Late) } else { Ok(at) })
    }
}
