//! How a volunteer's commitment is kept.

use crate::entities::volunteer::Model;
use crate::rows::{Loaded, unknown};
use domain::hackathon::Skill;
use domain::ids::PersonId;
use domain::volunteering::{Commitment, Instead, Promise, State};

/// As a row.
pub fn row(kept: Commitment) -> Model {
    let (state, answer) = match kept.state {
        State::Asked => ("asked", None),
        State::Accepted => ("accepted", None),
        State::Answered(instead) => ("answered", Some(instead.code().to_owned())),
        State::Stopped => ("stopped", None),
    };
    let skills: Vec<_> = kept.promise.skills.iter().map(|skill| skill.code()).collect();
    Model {
        person_id: kept.person.0,
        charter: i32::try_from(kept.charter).unwrap_or(i32::MAX),
        charter_at: kept.charter_at,
        skills: skills.join(" "),
        areas: kept.promise.areas,
        hours: i32::try_from(kept.promise.hours).unwrap_or(i32::MAX),
        paused_until: kept.paused_until,
        state: state.to_owned(),
        answer,
        since: kept.since,
    }
}

/// From its row.
pub fn commitment(row: Model) -> Loaded<Commitment> {
    let answer = row.answer.as_deref().and_then(Instead::from_code);
    let state = match (row.state.as_str(), answer) {
        ("asked", _) => State::Asked,
        ("accepted", _) => State::Accepted,
        ("answered", Some(instead)) => State::Answered(instead),
        ("stopped", _) => State::Stopped,
        (other, _) => return Err(unknown("state", other)),
    };
    Ok(Commitment {
        person: PersonId(row.person_id),
        promise: Promise {
            skills: row.skills.split_whitespace().filter_map(Skill::from_code).collect(),
            areas: row.areas,
            hours: u32::try_from(row.hours).unwrap_or_default(),
        },
        charter: u32::try_from(row.charter).unwrap_or_default(),
        charter_at: row.charter_at,
        paused_until: row.paused_until,
        state,
        since: row.since,
    })
}
