//! What a story has started: the journeys that were begun after it was read, and the stories that they told in turn.
//!
//! A journey is its association's. It is named here by the story that it has published, and by nothing else: as long as it
//! tells none, it is one of so many.

use crate::ids::{JourneyId, TestimonyId};
use std::collections::BTreeSet;

/// A journey said that a story gave the wish for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Inspiration {
    pub by: TestimonyId,
    pub journey: JourneyId,
}

/// A published story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub id: TestimonyId,
    pub journey: JourneyId,
    pub association: String,
    pub title: String,
    /// The address of its page.
    pub slug: String,
}

/// A story, and what it has started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    pub story: Told,
    /// How many journeys it started that have told no story yet.
    pub quiet: usize,
    /// The stories of the others.
    pub led_to: Vec<Branch>,
}

/// How far down a story is followed: each that stands deeper has a page that goes on.
pub const DEEP: usize = 4;

impl Branch {
    /// What this story has started, among these. Each story stands once, though several gave the wish for it.
    pub fn grow(story: Told, inspired: &[Inspiration], told: &[Told]) -> Self {
        let mut seen = BTreeSet::from([story.id]);
        grow(story, inspired, told, &mut seen, DEEP)
    }

    /// How many journeys it has started by itself.
    pub fn started(&self) -> usize {
        let journeys: BTreeSet<_> = self.led_to.iter().map(|branch| branch.story.journey).collect();
        self.quiet + journeys.len()
    }
}

fn grow(
    story: Told,
    inspired: &[Inspiration],
    told: &[Told],
    seen: &mut BTreeSet<TestimonyId>,
    deep: usize,
) -> Branch {
    if deep == 0 {
        return Branch { story, quiet: 0, led_to: Vec::new() };
    }
    let journeys = inspired.iter().filter(|one| one.by == story.id).map(|one| one.journey);
    // Its own journey may have found the wish again in what it has told.
    let journeys: BTreeSet<_> = journeys.filter(|journey| *journey != story.journey).collect();
    let (mut quiet, mut next) = (0, Vec::new());
    for journey in journeys {
        let stories: Vec<_> = told.iter().filter(|one| one.journey == journey).collect();
        if stories.is_empty() {
            quiet += 1;
        }
        next.extend(stories.into_iter().filter(|one| seen.insert(one.id)).cloned());
    }
    let led_to = next.into_iter().map(|one| grow(one, inspired, told, seen, deep - 1)).collect();
    Branch { story, quiet, led_to }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::id;
    use proptest::prelude::*;

    fn told(n: u128, journey: u128) -> Told {
        let name = format!("Association {journey}");
        let (title, slug) = (format!("Récit {n}"), format!("recit_{n}"));
        Told { id: id(n), journey: id(journey), association: name, title, slug }
    }

    fn by(n: u128, journey: u128) -> Inspiration {
        Inspiration { by: id(n), journey: id(journey) }
    }

    /// Each story, how deep it stands, and how many quiet journeys it started.
    fn drawn(branch: &Branch, deep: usize) -> Vec<(String, usize, usize)> {
        let mut all = vec![(branch.story.title.clone(), deep, branch.quiet)];
        branch.led_to.iter().for_each(|branch| all.extend(drawn(branch, deep + 1)));
        all
    }

    fn expected(all: &[(&str, usize, usize)]) -> Vec<(String, usize, usize)> {
        all.iter().map(|(title, deep, quiet)| ((*title).to_owned(), *deep, *quiet)).collect()
    }

    #[test]
    fn wiki_a_story_leads_to_journeys_that_tell_theirs_or_not_yet() {
        let inspired = [by(1, 12), by(1, 13), by(1, 14), by(2, 15), by(9, 16)];
        let all = [told(1, 11), told(2, 12), told(3, 15)];
        let branch = Branch::grow(told(1, 11), &inspired, &all);
        let tree = [("Récit 1", 0, 2), ("Récit 2", 1, 0), ("Récit 3", 2, 0)];
        assert_eq!(drawn(&branch, 0), expected(&tree));
        assert_eq!(branch.started(), 3);
        // It has told two stories: one journey.
        let twice = [told(1, 11), told(2, 12), told(4, 12)];
        assert_eq!(Branch::grow(told(1, 11), &[by(1, 12)], &twice).started(), 1);
        assert_eq!(Branch::grow(told(1, 11), &[], &all).started(), 0);
    }

    #[test]
    fn wiki_stories_that_led_to_each_other_end() {
        let inspired = [by(1, 12), by(2, 11), by(1, 11), by(2, 13)];
        let all = [told(1, 11), told(2, 12), told(3, 11)];
        let branch = Branch::grow(told(1, 11), &inspired, &all);
        let tree = [("Récit 1", 0, 0), ("Récit 2", 1, 1), ("Récit 3", 2, 0)];
        assert_eq!(drawn(&branch, 0), expected(&tree));
    }

    proptest! {
        #[test]
        fn wiki_each_story_stands_once_and_not_too_deep(
            edges in prop::collection::vec((0u128..8, 20u128..28), 0..60),
        ) {
            let inspired: Vec<_> = edges.into_iter().map(|(n, journey)| by(n, journey)).collect();
            let all: Vec<_> = (0..8).map(|n| told(n, 20 + n)).collect();
            let drawn = drawn(&Branch::grow(told(0, 20), &inspired, &all), 0);
            let titles: BTreeSet<_> = drawn.iter().map(|(title, ..)| title).collect();
            prop_assert_eq!(titles.len(), drawn.len());
            prop_assert!(drawn.iter().all(|(_, deep, _)| *deep <= DEEP));
        }
    }
}
