//! iCalendar (RFC 5545), written. Moments are told in UTC: no date repeats itself by a rule, so a moment is enough, every
//! calendar shows it at the hour of who reads it, and no table of clocks of ours can grow old in theirs.

use super::Event;
use chrono::{DateTime, Utc};

/// What one address or one file tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// How calendars call it.
    pub name: String,
    pub events: Vec<Event>,
}

impl Calendar {
    /// The whole text, in UTF-8.
    pub fn text(&self) -> String {
        let mut lines = Lines::default();
        lines.plain("BEGIN", "VCALENDAR");
        lines.plain("VERSION", "2.0");
        lines.plain("PRODID", "-//Savoirs Communs//Agenda//FR");
        lines.plain("CALSCALE", "GREGORIAN");
        // The second of each pair is for those who do not know RFC 7986 yet.
        lines.text("NAME", &self.name);
        lines.text("X-WR-CALNAME", &self.name);
        lines.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        lines.plain("X-PUBLISHED-TTL", "PT1H");
        for event in &self.events {
            lines.event(event);
        }
        lines.plain("END", "VCALENDAR");
        lines.0
    }
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn event(&mut self, event: &Event) {
        self.plain("BEGIN", "VEVENT");
        self.text("UID", &event.uid);
        self.plain("DTSTAMP", &moment(event.stamp));
        self.plain("LAST-MODIFIED", &moment(event.stamp));
        self.plain("SEQUENCE", &event.sequence.to_string());
        self.plain("DTSTART", &moment(event.starts_at));
        // An end is later than its beginning, or is not told (§3.8.2.2).
        if event.ends_at > event.starts_at {
            self.plain("DTEND", &moment(event.ends_at));
        }
        self.plain("STATUS", event.status.code());
        self.text("SUMMARY", &event.summary);
        for (name, told) in [("LOCATION", &event.place), ("DESCRIPTION", &event.description)] {
            if !told.is_empty() {
                self.text(name, told);
            }
        }
        if !event.url.is_empty() {
            self.plain("URL", &event.url);
        }
        self.plain("END", "VEVENT");
    }

    /// A text (§3.3.11).
    fn text(&mut self, name: &str, told: &str) {
        self.plain(name, &escaped(told));
    }

    /// A value that is ours, folded at 75 bytes, never inside a letter (§3.1).
    fn plain(&mut self, name: &str, value: &str) {
        const LONGEST: usize = 75;
        let mut length = 0;
        for letter in format!("{name}:{value}").chars().filter(|letter| !letter.is_control()) {
            if length + letter.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn escaped(told: &str) -> String {
    let mut escaped = String::with_capacity(told.len());
    for letter in told.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}
