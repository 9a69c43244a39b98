//! What one looks for in the agenda, as its address says it: kept from one page to the next.

use super::load::Wanted;
use crate::routes::{Ask, asking};
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::diagnosis::Key;
use domain::paris;
use domain::workshops::{Entry, Level};
use std::collections::BTreeMap;

/// Each part may be missing: then it asks for nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    pub kind: Option<Wanted>,
    pub theme: Option<Key>,
    pub level: Option<Level>,
    /// A place, as dates name it.
    pub place: String,
    /// Words of how one gets in.
    pub access: String,
    /// First and last day, in Paris.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// The first day of the month that is shown as a calendar.
    pub month: Option<NaiveDate>,
}

const DAY: &str = "%Y-%m-%d";

impl Search {
    /// Reads the address; what is none of ours asks for nothing.
    pub fn read(ask: &Ask) -> Self {
        let day = |typed: &str| NaiveDate::parse_from_str(typed.trim(), DAY).ok();
        let short = |typed: &str| typed.trim().chars().take(120).collect::<String>();
        let theme = store::questionnaire().theme(ask.query("theme"));
        Self {
            kind: Wanted::from_code(ask.query("genre")),
            theme: theme.map(|theme| theme.key.clone()),
            level: Level::from_code(ask.query("niveau")),
            place: short(ask.query("lieu")),
            access: short(ask.query("acces")),
            from: day(ask.query("du")),
            to: day(ask.query("au")),
            month: day(&format!("{}-01", ask.query("mois"))).filter(reasonable),
        }
    }

    /// Whether nothing but the kind of date, or a month, is chosen.
    pub fn is_plain(&self) -> bool {
        let kept = Self { kind: self.kind, month: self.month, ..Self::default() };
        kept == *self
    }

    /// Whether it looks for anything: then it looks further ahead.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether this date is looked for.
    pub fn takes(&self, at: &Entry) -> bool {
        let day = paris::day(at.starts_at);
        let access = at.access.as_deref().unwrap_or_default();
        self.kind.is_none_or(|kind| kind.takes(at))
            && (self.theme.is_none() || at.theme == self.theme)
            && (self.level.is_none() || at.level == self.level)
            && (self.place.is_empty() || at.place.as_str() == self.place)
            && plain(&self.access).split_whitespace().all(|word| plain(access).contains(word))
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
            && self.month.is_none_or(|month| same_month(month, day))
    }

    /// The first and the last day that it asks for, if it does.
    pub fn bounds(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let last = self.month.and_then(next).and_then(|next| next.checked_sub_days(Days::new(1)));
        (self.month.or(self.from), last.or(self.to))
    }

    /// The address of the same search.
    pub fn path(&self) -> String {
        format!("/agenda{}", self.query())
    }

    /// What of an address says the same search, from its question mark on. Empty: it asks for nothing.
    pub fn query(&self) -> String {
        let day = |day: Option<NaiveDate>| day.map(|day| day.format(DAY).to_string());
        let parts = [
            ("genre", self.kind.map(|kind| kind.code().to_owned())),
            ("theme", self.theme.clone()),
            ("niveau", self.level.map(|level| level.code().to_owned())),
            ("lieu", Some(self.place.clone())),
            ("acces", Some(self.access.clone())),
            ("du", day(self.from)),
            ("au", day(self.to)),
            ("mois", self.month.map(|month| month.format("%Y-%m").to_string())),
        ];
        let chosen = parts.into_iter().filter_map(|(name, value)| {
            value.filter(|value| !value.is_empty()).map(|value| (name, value))
        });
        let chosen: BTreeMap<_, _> = chosen.collect();
        asking(&chosen)
    }
}

/// Years that people plan for: dates far off have no neighbours to lead to.
fn reasonable(day: &NaiveDate) -> bool {
    (2000..2200).contains(&day.year())
}

fn same_month(one: NaiveDate, other: NaiveDate) -> bool {
    (one.year(), one.month()) == (other.year(), other.month())
}

/// The first day of the next month.
pub fn next(month: NaiveDate) -> Option<NaiveDate> {
    month.checked_add_months(Months::new(1)).filter(reasonable)
}

/// The first day of the month before.
pub fn previous(month: NaiveDate) -> Option<NaiveDate> {
    month.checked_sub_months(Months::new(1)).filter(reasonable)
}

/// As people type who do not mind capitals and accents.
fn plain(text: &str) -> String {
    let letter = |c: char| match c {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        c => c,
    };
    text.to_lowercase().chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::EntryId;
    use domain::text::{Name, Title};
    use domain::workshops::EntryKind;
    use uuid::Uuid;

    fn date(starts: &str) -> Entry {
        let at = starts.parse().expect("a moment");
        let (title, place) = (Title::stored("Une date".into()), Name::stored("Tours".into()));
        let (id, kind) = (EntryId(Uuid::nil()), EntryKind::WorkshopSession);
        let entry = Entry::new(id, kind, title, place, (at, at), 8);
        Entry { access: Some("De plain-pied, boucle magnétique".into()), ..entry }
    }

    #[test]
    fn workshops_days_are_those_of_paris_and_words_mind_no_accent() {
        let day = |text: &str| NaiveDate::parse_from_str(text, DAY).ok();
        // Half past midnight on the first of December, in Paris.
        let at = date("2026-11-30T23:30:00Z");
        let search = |search: Search| search.takes(&at);
        assert!(search(Search { month: day("2026-12-01"), ..Search::default() }));
        assert!(!search(Search { month: day("2026-11-01"), ..Search::default() }));
        assert!(!search(Search { to: day("2026-11-30"), ..Search::default() }));
        assert!(search(Search { from: day("2026-12-01"), ..Search::default() }));
        for (words, found) in
            [("magnetique PLAIN", true), ("plain-pied", true), ("ascenseur", false), ("  ", true)]
        {
            assert_eq!(
                search(Search { access: words.into(), ..Search::default() }),
                found,
                "{words}"
            );
        }
    }
}
