//! Looking through published stories: by what their associations agreed to tell, and by nothing else.
//!
//! A fact that is told in other words is read on the page and is no filter: what it says is the association's.

use super::fact::{Fact, FactKind, Facts};
use crate::associations::Size;
use crate::text::folded;
use std::collections::BTreeMap;

/// What stories may be told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    Theme,
    /// What a project has made.
    Tool,
    /// How many people make the association live.
    Size,
    /// Its town.
    Place,
}

impl Facet {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 4] = [Self::Theme, Self::Tool, Self::Size, Self::Place];

    /// The name in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Tool => "outil",
            Self::Size => "taille",
            Self::Place => "lieu",
        }
    }

    /// What the facts of a story say of it: keys of themes, codes of sizes, names.
    pub fn of(self, facts: &Facts) -> Vec<String> {
        let kind = match self {
            Self::Theme => FactKind::Themes,
            Self::Tool => FactKind::Project,
            Self::Size => FactKind::Size,
            Self::Place => FactKind::Place,
        };
        match facts.fact(kind) {
            Some(Fact::Themes(all)) => all.iter().map(|topic| topic.key.clone()).collect(),
            Some(Fact::Project { title, .. }) => vec![title.to_string()],
            Some(Fact::Size(size)) => vec![size.code().to_owned()],
            Some(Fact::Place(town)) => vec![town.to_string()],
            _ => Vec::new(),
        }
    }

    /// Where a value stands among the others: sizes from the smallest, names by their letters.
    fn place(self, value: &str) -> (usize, String) {
        let of_size = Size::ALL.into_iter().position(|size| size.code() == value);
        match self {
            Self::Size => (of_size.unwrap_or(Size::ALL.len()), String::new()),
            Self::Theme | Self::Tool | Self::Place => (0, folded(value)),
        }
    }
}

/// Which stories are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter(BTreeMap<Facet, String>);

impl Filter {
    /// Reads what was asked; nothing asked of a facet is nothing wanted of it.
    pub fn read(asked: impl Fn(Facet) -> String) -> Self {
        let chosen = Facet::ALL.into_iter().map(|facet| (facet, asked(facet).trim().to_owned()));
        Self(chosen.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// Whether everything is taken.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wanted of one facet. Empty: nothing.
    pub fn chosen(&self, facet: Facet) -> &str {
        self.0.get(&facet).map_or("", String::as_str)
    }

    /// Whether a story with these facts is among those looked for.
    pub fn takes(&self, facts: &Facts) -> bool {
        self.takes_but(None, facts)
    }

    /// The same, whatever is wanted of one facet.
    fn takes_but(&self, spared: Option<Facet>, facts: &Facts) -> bool {
        let wanted = self.0.iter().filter(|(facet, _)| Some(**facet) != spared);
        wanted
            .into_iter()
            .all(|(facet, value)| facet.of(facts).iter().any(|told| folded(told) == folded(value)))
    }

    /// What may be chosen of one facet, with how many stories that leaves: whatever is chosen of the others is kept, so
    /// that what is offered is never without an answer. What is chosen is offered too.
    pub fn choices(&self, facet: Facet, all: &[Facts]) -> Vec<(String, usize)> {
        let mut counted: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for facts in all.iter().filter(|facts| self.takes_but(Some(facet), facts)) {
            for value in facet.of(facts) {
                counted.entry(folded(&value)).or_insert((value, 0)).1 += 1;
            }
        }
        let chosen = self.chosen(facet);
        if !chosen.is_empty() {
            counted.entry(folded(chosen)).or_insert((chosen.to_owned(), 0));
        }
        let mut choices: Vec<_> = counted.into_values().collect();
        choices.sort_by_cached_key(|(value, _)| facet.place(value));
        choices
    }
}

/// About how many characters of a text are shown where it is only named.
const FIRST: usize = 160;

/// The first words of a text: its first line, cut between two words where it is long.
pub fn first_words(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim_end();
    let Some((end, _)) = line.char_indices().nth(FIRST) else { return line.to_owned() };
    let cut = line[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", line[..cut].trim_end_matches(|c: char| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;
    use crate::text::{Bilingual, Name};
    use crate::wiki::fact::{Telling, Topic};
    use crate::wiki::markup::parse;

    fn place(town: &str) -> (FactKind, Telling) {
        let fact = Fact::Place(Name::stored(town.to_owned()));
        (FactKind::Place, Telling::AsIs(fact))
    }

    fn themes(keys: &[&str]) -> (FactKind, Telling) {
        let topic = |key: &&str| Topic {
            key: (*key).to_owned(),
            title: Bilingual { fr: (*key).to_owned(), en: (*key).to_owned() },
        };
        let fact = Fact::Themes(keys.iter().map(topic).collect());
        (FactKind::Themes, Telling::AsIs(fact))
    }

    fn size(size: Size) -> (FactKind, Telling) {
        (FactKind::Size, Telling::AsIs(Fact::Size(size)))
    }

    fn shelf() -> Vec<Facts> {
        vec![
            Facts::new([place("Tours"), themes(&["members", "data"]), size(Size::UpTo50)]),
            Facts::new([place("La Riche"), themes(&["members"]), size(Size::UpTo10)]),
            Facts::new([place("TOURS"), size(Size::More)]),
            // Told in other words, or not at all: it is no filter.
            Facts::new([(FactKind::Place, Telling::Reworded(words("Tours, quelque part")))]),
            Facts::new([(FactKind::Place, Telling::Hidden)]),
        ]
    }

    fn filter(asked: &[(Facet, &str)]) -> Filter {
        Filter::read(|facet| {
            let found = asked.iter().find(|(asked, _)| *asked == facet);
            found.map_or(String::new(), |(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn wiki_stories_are_looked_through_by_what_is_told_of_them() {
        for (asked, taken) in [
            (&[][..], vec![0, 1, 2, 3, 4]),
            (&[(Facet::Place, "tours")], vec![0, 2]),
            (&[(Facet::Place, " Tours "), (Facet::Theme, "data")], vec![0]),
            (&[(Facet::Theme, "members")], vec![0, 1]),
            (&[(Facet::Size, "up_to_10")], vec![1]),
            (&[(Facet::Size, "up_to_10"), (Facet::Place, "Tours")], vec![]),
            (&[(Facet::Tool, "Un agenda")], vec![]),
            (&[(Facet::Theme, "  ")], vec![0, 1, 2, 3, 4]),
        ] {
            let filter = filter(asked);
            let all = shelf();
            let found = (0..all.len()).filter(|n| filter.takes(&all[*n])).collect::<Vec<_>>();
            assert_eq!(found, taken, "{asked:?}");
        }
    }

    #[test]
    fn wiki_first_words_are_whole_ones() {
        assert_eq!(first_words("  Un agenda.\nEt le reste."), "Un agenda.");
        assert_eq!(first_words(""), "");
        let long = format!("{} fin", "été ".repeat(60));
        let cut = first_words(&long);
        assert!(cut.ends_with("été…") && cut.chars().count() <= FIRST + 1, "{cut}");
        let endless = first_words(&"é".repeat(500));
        assert_eq!(endless.chars().count(), FIRST + 1);
    }

    #[test]
    fn wiki_what_is_offered_has_an_answer() {
        let all = shelf();
        let offered = |filter: &Filter, facet| filter.choices(facet, &all);
        let told = |told: &[(&str, usize)]| -> Vec<_> {
            told.iter().map(|(value, n)| ((*value).to_owned(), *n)).collect()
        };
        let none = Filter::default();
        assert_eq!(offered(&none, Facet::Place), told(&[("La Riche", 1), ("Tours", 2)]));
        let sizes = [("up_to_10", 1), ("up_to_50", 1), ("more", 1)];
        assert_eq!(offered(&none, Facet::Size), told(&sizes), "from the smallest");
        // Each is offered under what is chosen of the others, and stays to be chosen otherwise.
        let in_tours = filter(&[(Facet::Place, "Tours")]);
        assert_eq!(offered(&in_tours, Facet::Theme), told(&[("data", 1), ("members", 1)]));
        assert_eq!(offered(&in_tours, Facet::Place), told(&[("La Riche", 1), ("Tours", 2)]));
        let nowhere = filter(&[(Facet::Place, "Nantes")]);
        assert!(offered(&nowhere, Facet::Theme).is_empty());
        assert!(offered(&nowhere, Facet::Place).contains(&("Nantes".to_owned(), 0)));
        for facet in Facet::ALL {
            for (value, count) in offered(&in_tours, facet) {
                let mut chosen = in_tours.clone();
                chosen.0.insert(facet, value);
                assert_eq!(all.iter().filter(|facts| chosen.takes(facts)).count(), count);
            }
        }
    }

    #[test]
    fn wiki_a_fact_that_a_page_does_not_show_is_no_filter() {
        let facts = Facts::new([place("Tours"), size(Size::More)]);
        let shown = facts.on(&parse("Nous.\n\n~~FAIT:taille~~"));
        assert!(!filter(&[(Facet::Place, "Tours")]).takes(&shown));
        assert!(filter(&[(Facet::Size, "more")]).takes(&shown));
    }
}
