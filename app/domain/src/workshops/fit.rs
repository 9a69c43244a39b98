//! For whom a workshop is: those who are ready for it, and do not master it yet.

use super::{Level, Workshop};
use crate::diagnosis::{Key, Levels};
use serde::{Deserialize, Serialize};

/// A level of a theme, out of 3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    pub theme: Key,
    pub level: f64,
}

/// Where an association stands before a mark. None: its level is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub mark: Mark,
    pub level: Option<f64>,
}

/// Whether a workshop is for an association, and what says so.
#[derive(Clone, Debug, PartialEq)]
pub enum Fit {
    /// It is ready, by what the workshop asks for, and does not master what it leads to.
    ForThem { ready: Vec<Standing>, to_learn: Vec<Standing> },
    /// This should come first.
    NotReady(Vec<Standing>),
    /// It masters this already.
    Mastered(Vec<Standing>),
}

impl Fit {
    /// Whether the association may be sent there.
    pub fn is_for_them(&self) -> bool {
        matches!(self, Self::ForThem { .. })
    }
}

/// Where those who come stand on a theme, counted: nobody is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mix {
    pub beginning: u32,
    pub on_the_way: u32,
    pub at_ease: u32,
    /// No diagnosis has told.
    pub unknown: u32,
}

impl Mix {
    /// By the levels of their last diagnoses, out of 3.
    pub fn of(levels: impl IntoIterator<Item = Option<f64>>) -> Self {
        let mut mix = Self::default();
        for level in levels {
            *match level {
                None => &mut mix.unknown,
                Some(level) if level < 1.0 => &mut mix.beginning,
                Some(level) if level < 2.0 => &mut mix.on_the_way,
                Some(_) => &mut mix.at_ease,
            } += 1;
        }
        mix
    }
}

impl Workshop {
    /// For whom it is, by the levels of a diagnosis: every prerequisite is reached, and every goal is at most where the
    /// workshop leads. Nobody is sent where they would be lost: a prerequisite of which nothing is known is not reached.
    /// What is not known to be mastered may be learnt. (The triggers of Pix, features.md §3.9.)
    pub fn fit(&self, levels: &Levels) -> Fit {
        let standing = |mark: &Mark| Standing {
            mark: mark.clone(),
            level: levels.get(&mark.theme).copied().flatten(),
        };
        let ready: Vec<_> = self.requires.iter().map(standing).collect();
        let to_learn: Vec<_> = self.leads_to.iter().map(standing).collect();
        let missing = |s: &Standing| s.level.is_none_or(|level| level < s.mark.level);
        let mastered = |s: &Standing| s.level.is_some_and(|level| level > s.mark.level);
        if ready.iter().any(missing) {
            return Fit::NotReady(ready.into_iter().filter(missing).collect());
        }
        if to_learn.iter().any(mastered) {
            return Fit::Mastered(to_learn.into_iter().filter(mastered).collect());
        }
        Fit::ForThem { ready, to_learn }
    }

    /// Why it is for an association: its last diagnosis advises the theme, and says that it is ready. None: it is not, or
    /// it follows a tool of its own.
    pub fn suits(&self, levels: &Levels, advised: &[Key]) -> Option<Fit> {
        let advised = self.level != Level::FollowUp && advised.contains(&self.theme);
        Some(self.fit(levels)).filter(|fit| advised && fit.is_for_them())
    }
}

/// Reads marks from how the database keeps them: `theme:level`, with blanks between. None: they are no such thing.
pub fn read_marks(kept: &str) -> Option<Vec<Mark>> {
    let mark = |one: &str| {
        let (theme, level) = one.split_once(':')?;
        let level: f64 = level.parse().ok().filter(|level| (0.0..=3.0).contains(level))?;
        (!theme.is_empty()).then(|| Mark { theme: theme.to_owned(), level })
    };
    kept.split_whitespace().map(mark).collect()
}

/// How the database keeps marks.
pub fn write_marks(marks: &[Mark]) -> String {
    let marks: Vec<_> = marks.iter().map(|m| format!("{}:{}", m.theme, m.level)).collect();
    marks.join(" ")
}

#[cfg(test)]
mod tests;
