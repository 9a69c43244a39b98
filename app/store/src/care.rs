//! What readers ask and report of pages, as rows.

use crate::entities::{asked_to_check, page_checked, page_question, page_report};
use crate::rows::{Loaded, unknown};
use domain::ids::{PageId, PersonId, QuestionId, ReportId};
use domain::text::Words;
use domain::wiki::care::{Answer, AskedToCheck, Checked, Question, Reason, Report};

pub(crate) fn checked_row(checked: Checked) -> page_checked::Model {
    let by_id = checked.by.map(|by| by.0);
    page_checked::Model { page_id: checked.page.0, at: checked.at, by_id }
}

pub(crate) fn asked_row(asked: AskedToCheck) -> asked_to_check::Model {
    asked_to_check::Model { person_id: asked.person.0, at: asked.at }
}

pub(crate) fn question_row(question: Question) -> page_question::Model {
    let (answer, answered_by, answered_at) = match question.answer {
        Some(Answer { words, by, at }) => (Some(words.to_string()), by.map(|by| by.0), Some(at)),
        None => (None, None, None),
    };
    page_question::Model {
        id: question.id.0,
        page_id: question.page.0,
        words: question.words.to_string(),
        by_id: question.by.map(|by| by.0),
        at: question.at,
        answer,
        answered_by,
        answered_at,
        aside_at: question.aside,
    }
}

pub(crate) fn report_row(report: Report) -> page_report::Model {
    page_report::Model {
        id: report.id.0,
        page_id: report.page.0,
        reason: report.reason.code().to_owned(),
        words: report.words.map(|words| words.to_string()),
        by_id: report.by.map(|by| by.0),
        at: report.at,
        closed_at: report.closed.map(|(at, _)| at),
        closed_by: report.closed.and_then(|(_, by)| by).map(|by| by.0),
    }
}

pub(crate) fn question(row: page_question::Model) -> Question {
    let by = row.answered_by.map(PersonId);
    let answer = row.answer.zip(row.answered_at);
    Question {
        id: QuestionId(row.id),
        page: PageId(row.page_id),
        words: Words::stored(row.words),
        by: row.by_id.map(PersonId),
        at: row.at,
        answer: answer.map(|(words, at)| Answer { words: Words::stored(words), by, at }),
        aside: row.aside_at,
    }
}

pub(crate) fn report(row: page_report::Model) -> Loaded<Report> {
    Ok(Report {
        id: ReportId(row.id),
        page: PageId(row.page_id),
        reason: Reason::from_code(&row.reason).ok_or_else(|| unknown("reason", &row.reason))?,
        words: row.words.map(Words::stored),
        by: row.by_id.map(PersonId),
        at: row.at,
        closed: row.closed_at.map(|at| (at, row.closed_by.map(PersonId))),
    })
}
