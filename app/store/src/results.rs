//! How the life of a result is kept.

use crate::entities::{advice_said, review};
use crate::rows::{Loaded, unknown};
use domain::diagnosis::{AdviceSaid, Review, Said, WhyNot};
use domain::ids::{DiagnosisId, PersonId, ReviewId};
use domain::text::Words;

/// As a row.
pub fn advice_said(last: AdviceSaid) -> advice_said::Model {
    let (said, reason, words) = match last.said {
        Said::Done => ("done", None, None),
        Said::Refused { reason, words } => ("refused", Some(reason), words),
        Said::TakenBack => ("taken_back", None, None),
    };
    advice_said::Model {
        id: format!("{}:{}:{}", last.diagnosis, last.recommendation, last.rung),
        diagnosis_id: last.diagnosis.0,
        recommendation: last.recommendation,
        rung: i32::try_from(last.rung).unwrap_or(i32::MAX),
        said: said.to_owned(),
        reason: reason.map(|reason| reason.code().to_owned()),
        words: words.map(|words| words.to_string()),
        at: last.at,
        by_id: last.by.0,
        hat: last.hat,
    }
}

/// Why it was refused, if it was.
pub fn why_not(row: &advice_said::Model) -> Loaded<Option<WhyNot>> {
    let read = |code: &str| WhyNot::from_code(code).ok_or_else(|| unknown("reason", code));
    row.reason.as_deref().map(read).transpose()
}

/// From its row.
pub fn said(row: advice_said::Model) -> Loaded<AdviceSaid> {
    let said = match (row.said.as_str(), why_not(&row)?) {
        ("done", _) => Said::Done,
        ("refused", Some(reason)) => Said::Refused { reason, words: row.words.map(Words::stored) },
        ("taken_back", _) => Said::TakenBack,
        (other, _) => return Err(unknown("word on an advice", other)),
    };
    Ok(AdviceSaid {
        diagnosis: DiagnosisId(row.diagnosis_id),
        recommendation: row.recommendation,
        rung: usize::try_from(row.rung).unwrap_or_default(),
        said,
        at: row.at,
        by: PersonId(row.by_id),
        hat: row.hat,
    })
}

/// As a row.
pub fn review(review: Review) -> review::Model {
    review::Model {
        id: review.id.0,
        diagnosis_id: review.diagnosis.0,
        met_at: review.met_at,
        words: review.words.to_string(),
        at: review.at,
        by_id: review.by.0,
        hat: review.hat,
    }
}

/// From its row.
pub fn reviewed(row: review::Model) -> Review {
    Review {
        id: ReviewId(row.id),
        diagnosis: DiagnosisId(row.diagnosis_id),
        met_at: row.met_at,
        words: Words::stored(row.words),
        at: row.at,
        by: PersonId(row.by_id),
        hat: row.hat,
    }
}
