//! True facts of a journey, as live blocks of a testimony: what the association has read and agreed to tell, in these
//! words or in its own. The text of a page only says where a fact stands (`~~FAIT:besoin~~`), so that nothing of it is
//! left anywhere once the consent is withdrawn: neither in earlier states of the page, nor in what leaves with them.
//!
//! A fact is kept as it was read when it was agreed to. What happens later on the journey is another one, which nobody
//! has agreed to yet: it is proposed, and not shown.

use super::markup::{Block, Document};
use crate::accounts::TellerHat;
use crate::act::{Act, Change, Outcome};
use crate::associations::Size;
use crate::diagnosis::Key;
use crate::ids::{PersonId, TestimonyId};
use crate::text::{Bilingual, Name, Title, Words};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// Its town.
    Place,
    /// How many people make it live.
    Size,
    /// What the association said first.
    Need,
    /// How far it was, theme by theme, and how far it is.
    Diagnosis,
    /// What its workshops were about.
    Themes,
    Workshops,
    Project,
    /// Since when its tool is in use.
    Use,
}

impl FactKind {
    /// All of them, in the order of a journey.
    pub const ALL: [Self; 8] = [
        Self::Place,
        Self::Size,
        Self::Need,
        Self::Themes,
        Self::Workshops,
        Self::Project,
        Self::Diagnosis,
        Self::Use,
    ];

    /// The name in the database, in forms and in the catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Size => "size",
            Self::Need => "need",
            Self::Diagnosis => "diagnosis",
            Self::Themes => "themes",
            Self::Workshops => "workshops",
            Self::Project => "project",
            Self::Use => "in_use",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The name in the text of a page, behind `~~FAIT:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Place => "lieu",
            Self::Size => "taille",
            Self::Need => "besoin",
            Self::Diagnosis => "diagnostic",
            Self::Themes => "sujets",
            Self::Workshops => "ateliers",
            Self::Project => "projet",
            Self::Use => "usage",
        }
    }

    /// The whole mark.
    pub fn mark(self) -> String {
        format!("~~FAIT:{}~~", self.name())
    }

    /// Reads [`Self::mark`] back. None: it is another.
    pub fn from_mark(mark: &str) -> Option<Self> {
        let name = mark.strip_prefix("~~FAIT:")?.strip_suffix("~~")?;
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One fact, as it was read from the journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    Place(Name),
    Size(Size),
    Need {
        words: Words,
        at: DateTime<Utc>,
    },
    Diagnosis(Levels),
    /// Those of the sessions where it came, in the order that it met them.
    Themes(Vec<Topic>),
    /// The sessions where it came, first to last.
    Workshops(Vec<Attended>),
    Project {
        title: Title,
        edition: Title,
        at: DateTime<Utc>,
    },
    Use {
        since: DateTime<Utc>,
        /// When it was read: months are counted until then.
        until: DateTime<Utc>,
    },
}

/// A theme of the questionnaire, by the name that it had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    pub key: Key,
    pub title: Bilingual,
}

/// A session where somebody of the association came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attended {
    pub title: Title,
    pub at: DateTime<Utc>,
}

/// How far an association was, theme by theme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Levels {
    /// When the first diagnosis was given back. None: there was only one.
    pub first_at: Option<DateTime<Utc>>,
    pub last_at: DateTime<Utc>,
    pub themes: Vec<ThemeLevel>,
}

/// One theme, out of 3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThemeLevel {
    pub theme: Bilingual,
    /// None: it was not known, or nothing compares.
    pub first: Option<f64>,
    pub now: Option<f64>,
}

impl Fact {
    /// What it is about.
    pub fn kind(&self) -> FactKind {
        match self {
            Self::Place(_) => FactKind::Place,
            Self::Size(_) => FactKind::Size,
            Self::Need { .. } => FactKind::Need,
            Self::Diagnosis(_) => FactKind::Diagnosis,
            Self::Themes(_) => FactKind::Themes,
            Self::Workshops(_) => FactKind::Workshops,
            Self::Project { .. } => FactKind::Project,
            Self::Use { .. } => FactKind::Use,
        }
    }

    /// Whether it tells the same: months go by and change nothing of it.
    pub fn tells_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Use { since, .. }, Self::Use { since: other, .. }) => since == other,
            _ => self == other,
        }
    }

    /// Whole months of use. None: it is about something else.
    pub fn months(&self) -> Option<u32> {
        match self {
            Self::Use { since, until } => Some(months_between(*since, *until)),
            _ => None,
        }
    }

    /// What people may look for in it.
    fn words(&self) -> String {
        match self {
            Self::Need { words, .. } => words.to_string(),
            Self::Place(town) => town.to_string(),
            Self::Size(_) | Self::Diagnosis(_) | Self::Use { .. } => String::new(),
            Self::Themes(all) => {
                all.iter().map(|one| one.title.fr.as_str()).collect::<Vec<_>>().join("\n")
            }
            Self::Workshops(all) => {
                all.iter().map(|one| one.title.as_str()).collect::<Vec<_>>().join("\n")
            }
            Self::Project { title, .. } => title.to_string(),
        }
    }
}

/// Whole months from one moment to another, by the calendar.
pub fn months_between(from: DateTime<Utc>, to: DateTime<Utc>) -> u32 {
    let mut months = 0;
    while let Some(next) = from.checked_add_months(chrono::Months::new(months + 1)) {
        if next > to {
            break;
        }
        months += 1;
    }
    months
}

/// What the association makes of a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    AsIs(Fact),
    /// In its own words.
    Reworded(Words),
    /// It is told to nobody, and nothing of it is kept here.
    Hidden,
}

impl Telling {
    /// The name in the database and in forms.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AsIs(_) => "as_is",
            Self::Reworded(_) => "reworded",
            Self::Hidden => "hidden",
        }
    }

    /// The names of all of them, in the order that people read.
    pub const CODES: [&'static str; 3] = ["as_is", "reworded", "hidden"];
}

/// What was agreed to of one fact of a testimony, when, and by whom: said again, it replaces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    pub testimony: TestimonyId,
    pub kind: FactKind,
    pub telling: Telling,
    pub at: DateTime<Utc>,
    /// None: who held the link of the letter, or an account that was deleted.
    pub by: Option<PersonId>,
}

/// The facts of one testimony that are told: those with a consent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(BTreeMap<FactKind, Telling>);

impl Facts {
    /// Those of these that are told.
    pub fn new(tellings: impl IntoIterator<Item = (FactKind, Telling)>) -> Self {
        let told = tellings.into_iter().filter(|(_, telling)| *telling != Telling::Hidden);
        Self(told.collect())
    }

    /// Those that were agreed to.
    pub fn told(consents: impl IntoIterator<Item = Consent>) -> Self {
        Self::new(consents.into_iter().map(|consent| (consent.kind, consent.telling)))
    }

    /// None: it is not told.
    pub fn get(&self, kind: FactKind) -> Option<&Telling> {
        self.0.get(&kind)
    }

    /// Those of them that a page shows: the text says where.
    pub fn on(mut self, document: &Document) -> Self {
        self.0.retain(|kind, _| document.blocks.contains(&Block::Fact(*kind)));
        self
    }

    /// What is told of it, as the journey tells it. None: it is told in other words, or not at all.
    pub fn fact(&self, kind: FactKind) -> Option<&Fact> {
        match self.get(kind)? {
            Telling::AsIs(fact) => Some(fact),
            Telling::Reworded(_) | Telling::Hidden => None,
        }
    }

    /// What is told of it, in words. Empty: nothing.
    pub fn words(&self, kind: FactKind) -> String {
        match self.get(kind) {
            Some(Telling::AsIs(fact)) => fact.words(),
            Some(Telling::Reworded(words)) => words.to_string(),
            Some(Telling::Hidden) | None => String::new(),
        }
    }
}

/// All that may be looked for in a page: its words and those of the facts that it shows, agreed to as they are. Nothing of
/// a fact without a consent is in it.
pub fn searchable(document: &Document, facts: &Facts) -> String {
    let mut text = document.text();
    for block in &document.blocks {
        if let Block::Fact(kind) = block {
            text.push_str(&facts.words(*kind));
            text.push('\n');
        }
    }
    text
}

/// What is agreed to of facts, where it is not what was agreed to `before`: who and when stay with what has not changed.
pub fn consent(
    act: &Act,
    _teller: &TellerHat,
    testimony: TestimonyId,
    before: &[Consent],
    tellings: impl IntoIterator<Item = (FactKind, Telling)>,
) -> Outcome<()> {
    let said = |kind| before.iter().find(|consent| consent.kind == kind);
    let same = |one: &Telling, other: &Telling| match (one, other) {
        (Telling::AsIs(one), Telling::AsIs(other)) => one.tells_the_same(other),
        _ => one == other,
    };
    let mut outcome = Outcome::of(());
    for (kind, telling) in tellings {
        if said(kind).is_some_and(|consent| same(&consent.telling, &telling)) {
            continue;
        }
        let (at, by) = (act.at, act.who.person());
        outcome = outcome.change(Change::Consent(Consent { testimony, kind, telling, at, by }));
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Hat;
    use crate::testing::*;
    use crate::wiki::markup::parse;

    fn need(text: &str) -> Telling {
        Telling::AsIs(Fact::Need { words: words(text), at: day(1) })
    }

    fn teller() -> TellerHat {
        signed(9, &[Hat::Member(id(1))]).teller(id(7), id(1), None, day(1)).expect("a member")
    }

    fn said(outcome: &Outcome<()>) -> Vec<Consent> {
        let consents = outcome.changes.iter().filter_map(|change| match change {
            Change::Consent(consent) => Some(consent.clone()),
            _ => None,
        });
        consents.collect()
    }

    #[test]
    fn wiki_a_mark_of_a_fact_is_read_back_and_no_other() {
        for kind in FactKind::ALL {
            assert_eq!(FactKind::from_mark(&kind.mark()), Some(kind));
            assert_eq!(FactKind::from_code(kind.code()), Some(kind));
            let read = parse(&format!("Un.\n{}\nDeux.", kind.mark()));
            assert!(matches!(&read.blocks[..], [_, Block::Fact(read), _] if *read == kind));
        }
        for other in ["~~FAIT:autre~~", "~~FAIT~~", "~~NOTOC~~", "Un ~~FAIT:besoin~~"] {
            assert!(!matches!(parse(other).blocks[..], [Block::Fact(_)]), "{other}");
        }
    }

    #[test]
    fn wiki_a_consent_says_who_and_when_and_stays_what_it_was() {
        let first =
            consent(&act(day(1)), &teller(), id(7), &[], [(FactKind::Need, need("Un site"))]);
        let kept = said(&first);
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].at, kept[0].testimony), (day(1), id(7)));
        // Said again, it is that of the first day.
        let again =
            consent(&act(day(9)), &teller(), id(7), &kept, [(FactKind::Need, need("Un site"))]);
        assert_eq!(said(&again), []);
        let hidden =
            consent(&act(day(9)), &teller(), id(7), &kept, [(FactKind::Need, Telling::Hidden)]);
        assert_eq!(said(&hidden).first().map(|consent| consent.at), Some(day(9)));
        // Months go by: it is the same fact.
        let used = |until| Telling::AsIs(Fact::Use { since: day(0), until });
        let kept =
            said(&consent(&act(day(1)), &teller(), id(7), &[], [(FactKind::Use, used(day(1)))]));
        let later =
            consent(&act(day(90)), &teller(), id(7), &kept, [(FactKind::Use, used(day(90)))]);
        assert_eq!(said(&later), []);
    }

    #[test]
    fn wiki_only_what_was_agreed_to_is_told_and_searched() {
        let read = parse("Nous.\n\n~~FAIT:besoin~~\n\n~~FAIT:projet~~");
        let consents = [(FactKind::Need, need("Un site")), (FactKind::Project, Telling::Hidden)];
        let consents = said(&consent(&act(day(1)), &teller(), id(7), &[], consents));
        assert_eq!(searchable(&read, &Facts::told(consents.clone())).trim(), "Nous.\nUn site");
        assert_eq!(searchable(&read, &Facts::default()).trim(), "Nous.");
        assert!(!read.text().contains("FAIT"));
        assert_eq!(Facts::told(consents).get(FactKind::Project), None);
    }

    #[test]
    fn wiki_months_of_use_are_whole_ones() {
        let at = |text: &str| text.parse().expect("a moment");
        for (from, to, months) in [
            ("2026-01-31T10:00:00Z", "2026-02-27T10:00:00Z", 0),
            ("2026-01-31T10:00:00Z", "2026-02-28T10:00:00Z", 1),
            ("2026-01-15T10:00:00Z", "2027-01-15T09:00:00Z", 11),
            ("2026-01-15T10:00:00Z", "2025-01-15T10:00:00Z", 0),
        ] {
            assert_eq!(months_between(at(from), at(to)), months, "{from} {to}");
        }
    }
}
