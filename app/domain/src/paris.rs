//! The programme's own calendar: days, weeks and hours in Paris.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, Timelike, Utc};

/// How far its clocks are ahead of UTC: two hours from the last Sunday of March to the last of October, at one o'clock
/// UTC; one hour otherwise (directive 2000/84/EC).
fn ahead(at: DateTime<Utc>) -> Duration {
    let change = |month| {
        let last = NaiveDate::from_ymd_opt(at.year(), month, 31).unwrap_or_default();
        let since = u64::from(last.weekday().num_days_from_sunday());
        midnight(last.checked_sub_days(Days::new(since)).unwrap_or(last)) + Duration::hours(1)
    };
    Duration::hours(if (change(3)..change(10)).contains(&at) { 2 } else { 1 })
}

/// In UTC.
fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// The day that it is there.
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    (at + ahead(at)).date_naive()
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

/// What the clocks there show, to the minute.
pub fn time(at: DateTime<Utc>) -> NaiveTime {
    let local = (at + ahead(at)).time();
    NaiveTime::from_hms_opt(local.hour(), local.minute(), 0).unwrap_or_default()
}

/// That hour of that day: the first, where the clocks have it twice; the next, where they skip it.
pub fn hour(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    in_utc(midnight(day) + Duration::hours(hour.into()))
}

/// When the clocks there show this: the first time, where they do twice; an hour later, where they skip it.
pub fn at(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    in_utc(day.and_time(time).and_utc())
}

fn in_utc(local: DateTime<Utc>) -> DateTime<Utc> {
    let summer = local - Duration::hours(2);
    if ahead(summer) == Duration::hours(2) { summer } else { local - Duration::hours(1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use chrono_tz::Europe::Paris;

    #[test]
    fn mail_clocks_of_paris_are_those_of_the_tables() {
        let mut at: DateTime<Utc> = "2024-01-01T00:00:00Z".parse().expect("a moment");
        for _ in 0..24 * 366 * 8 {
            assert_eq!(day(at), at.with_timezone(&Paris).date_naive(), "{at}");
            at += Duration::hours(1);
        }
        let begin = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day");
        for on in begin.iter_days().take(366 * 8) {
            for h in 0..24 {
                let local = on.and_hms_opt(h, 0, 0).expect("an hour");
                let skipped = local + Duration::hours(1);
                let known = Paris.from_local_datetime(&local).earliest();
                let known = known.or_else(|| Paris.from_local_datetime(&skipped).earliest());
                assert_eq!(Some(hour(on, h)), known.map(|at| at.with_timezone(&Utc)), "{on} {h}");
            }
        }
    }
}
