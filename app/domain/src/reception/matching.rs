//! To whom a visit is proposed: volunteers who may make it, the least busy first, then the nearest.

use crate::hackathon::Skill;
use crate::ids::PersonId;
use crate::text::slug;
use crate::volunteering::{CHARTER, Commitment, State};
use chrono::{DateTime, Duration, Utc};

/// The most diagnoses that one volunteer leads, or has accepted to lead, within [`LOAD_OVER`].
pub const DIAGNOSES_MAX: u32 = 2;

/// Over how long they are counted.
pub const LOAD_OVER: Duration = Duration::days(30);

/// What a diagnosis asks for: to listen, with method.
pub const SKILL: Skill = Skill::Specialist;

/// A volunteer, as far as a visit to one association goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub commitment: Commitment,
    /// Diagnoses led or accepted within the last [`LOAD_OVER`].
    pub load: u32,
    /// Acts for the association that asks.
    pub own: bool,
}

/// Why a visit is not proposed to a volunteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    NotVolunteer,
    /// They have not accepted the charter as it now is.
    Charter,
    Enough,
    Own,
    Paused,
    Skill,
    Far,
}

impl Unfit {
    /// All of them, in the order in which they are looked at.
    pub const ALL: [Self; 7] = [
        Self::NotVolunteer,
        Self::Charter,
        Self::Enough,
        Self::Own,
        Self::Paused,
        Self::Skill,
        Self::Far,
    ];

    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotVolunteer => "not_volunteer",
            Self::Charter => "charter",
            Self::Enough => "enough",
            Self::Own => "own",
            Self::Paused => "paused",
            Self::Skill => "skill",
            Self::Far => "far",
        }
    }
}

impl Candidate {
    /// Why they may not make a visit at all, wherever it is. None: they may.
    pub fn cannot(&self) -> Option<Unfit> {
        let offered = &self.commitment;
        if offered.state != State::Accepted {
            Some(Unfit::NotVolunteer)
        } else if offered.charter != CHARTER {
            Some(Unfit::Charter)
        } else if self.load >= DIAGNOSES_MAX {
            Some(Unfit::Enough)
        } else {
            self.own.then_some(Unfit::Own)
        }
    }

    /// Why a visit in that area is not proposed to them now. None: it is.
    pub fn why_not(&self, area: &str, now: DateTime<Utc>) -> Option<Unfit> {
        let able = self.commitment.promise.skills.contains(&SKILL);
        self.cannot()
            .or_else(|| self.commitment.is_paused(now).then_some(Unfit::Paused))
            .or_else(|| (!able).then_some(Unfit::Skill))
            .or_else(|| (!self.goes_to(area)).then_some(Unfit::Far))
    }

    /// Who has named no place goes anywhere.
    fn goes_to(&self, area: &str) -> bool {
        self.commitment.promise.areas.as_deref().is_none_or(|areas| is_near(areas, area))
    }
}

/// Those to whom a visit in that area is proposed: the least busy first, then those who have named the place, then by
/// their id, so that the same volunteers always come in the same order.
pub fn matching(candidates: &[Candidate], area: &str, now: DateTime<Utc>) -> Vec<PersonId> {
    let fit = candidates.iter().filter(|candidate| candidate.why_not(area, now).is_none());
    let mut fit: Vec<_> = fit
        .map(|candidate| {
            let anywhere = candidate.commitment.promise.areas.is_none();
            (candidate.load, anywhere, candidate.commitment.person)
        })
        .collect();
    fit.sort_unstable();
    fit.into_iter().map(|(.., person)| person).collect()
}

/// Whether two descriptions of where one is name a same place: a town, a quarter or a postcode in common. The number of
/// a département names every postcode in it. Accents, capitals and small words do not count.
pub fn is_near(areas: &str, area: &str) -> bool {
    let (areas, area) = (places(areas), places(area));
    areas.iter().any(|one| area.iter().any(|other| names(one, other) || names(other, one)))
}

/// A département names its postcodes; all else names itself.
fn names(one: &str, other: &str) -> bool {
    let numbers = [one, other].iter().all(|text| text.bytes().all(|b| b.is_ascii_digit()));
    one == other || numbers && one.len() == 2 && other.len() == 5 && other.starts_with(one)
}

/// Words that many names of places share.
const SMALL: [&str; 24] = [
    "le", "la", "les", "l", "de", "du", "des", "d", "et", "en", "au", "aux", "a", "sur", "sous",
    "pres", "st", "ste", "saint", "sainte", "nord", "sud", "est", "ouest",
];

fn places(typed: &str) -> Vec<String> {
    let words = typed.split(|c: char| !c.is_alphanumeric()).map(slug);
    words.filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str())).collect()
}

#[cfg(test)]
mod tests;
