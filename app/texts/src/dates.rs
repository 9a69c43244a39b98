//! Moments told to people, in the programme's own time (Europe/Paris).

use super::calendar;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Europe::Paris;
use domain::text::Lang;

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn month(lang: Lang, at: &impl Datelike) -> &'static str {
    calendar::of(lang, MONTHS[at.month0() as usize])
}

/// "jeu. 3 décembre 2026"
pub fn day(lang: Lang, at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&Paris);
    let weekday = calendar::of(lang, WEEKDAYS[at.weekday().num_days_from_monday() as usize]);
    format!("{weekday} {} {} {}", ordinal(lang, at.day()), month(lang, &at), at.year())
}

/// "3 décembre 2026"
pub fn date(lang: Lang, at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&Paris);
    format!("{} {} {}", ordinal(lang, at.day()), month(lang, &at), at.year())
}

/// "décembre 2026"
pub fn month_of(lang: Lang, day: NaiveDate) -> String {
    format!("{} {}", month(lang, &day), day.year())
}

/// The days of the week, from Monday on: "lun."
pub fn weekdays(lang: Lang) -> [&'static str; 7] {
    WEEKDAYS.map(|day| calendar::of(lang, day))
}

/// "18 h 30", "14 h"; "18:30"
pub fn hour(lang: Lang, at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&Paris);
    match (lang, at.minute()) {
        (Lang::Fr, 0) => format!("{}\u{a0}h", at.hour()),
        (Lang::Fr, minute) => format!("{}\u{a0}h\u{a0}{minute:02}", at.hour()),
        (Lang::En, minute) => format!("{}:{minute:02}", at.hour()),
    }
}

/// "jeu. 3 décembre 2026, 18 h 30"
pub fn moment(lang: Lang, at: DateTime<Utc>) -> String {
    format!("{}, {}", day(lang, at), hour(lang, at))
}

fn ordinal(lang: Lang, day: u32) -> String {
    if lang == Lang::Fr && day == 1 { "1er".to_owned() } else { day.to_string() }
}

/// What a `<input type="date">` gives: noon of that day in Paris, so that no time zone moves it. None: no date.
pub fn parse_date(typed: &str) -> Option<DateTime<Utc>> {
    let day = NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok()?;
    in_paris(day.and_hms_opt(12, 0, 0)?)
}

/// What a `<input type="datetime-local">` gives, as Paris's time. None: no moment, or one that the clocks skip.
pub fn parse_moment(typed: &str) -> Option<DateTime<Utc>> {
    in_paris(NaiveDateTime::parse_from_str(typed.trim(), "%Y-%m-%dT%H:%M").ok()?)
}

fn in_paris(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    Some(Paris.from_local_datetime(&local).earliest()?.with_timezone(&Utc))
}

/// The value for a `<input type="date">`.
pub fn input_date(at: DateTime<Utc>) -> String {
    at.with_timezone(&Paris).format("%Y-%m-%d").to_string()
}

/// The value for a `<input type="time">`.
pub fn input_time(at: DateTime<Utc>) -> String {
    at.with_timezone(&Paris).format("%H:%M").to_string()
}
