//! The programme's own calendar: days, weeks and hours in Paris.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone, Utc};
use chrono_tz::Europe::Paris;

/// The day that it is there.
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Paris).date_naive()
}

/// The Monday of the week that it is there.
pub fn monday(at: DateTime<Utc>) -> NaiveDate {
    let day = day(at);
    let since = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(since)).unwrap_or(day)
}

/// "2026-W48" (ISO 8601)
pub fn week(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

/// That hour of that day; an hour that the clocks skip is midnight in UTC.
pub fn hour(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    let local = day.and_hms_opt(hour, 0, 0).unwrap_or_default();
    let at = Paris.from_local_datetime(&local).earliest().map(|at| at.with_timezone(&Utc));
    at.unwrap_or_else(|| day.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc())
}
