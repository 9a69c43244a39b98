//! What the pages of privacy show.

use crate::error::AppError;
use crate::request::Request;
use domain::audit::AuditKind;
use domain::ids::{AssociationId, PageId, PersonId};
use std::collections::BTreeMap;
use store::AuditLine;
use uuid::Uuid;

/// How many lines of the audit log a page shows.
pub const LINES: usize = 50;

/// A part of the audit log, with the names that its ids lead to today.
pub struct Log {
    pub lines: Vec<AuditLine>,
    /// Where older lines begin, if there are any.
    pub older: Option<i64>,
    pub people: BTreeMap<PersonId, String>,
    pub associations: BTreeMap<AssociationId, String>,
    pub pages: BTreeMap<PageId, String>,
}

/// The audit log, newest first: of one kind or of all, before a line or the last ones.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn log(
    request: &Request,
    kind: Option<AuditKind>,
    before: Option<i64>,
) -> Result<Log, AppError> {
    let administrator = request.actor.administrator()?;
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let at_most = LINES as u64 + 1;
    let lines = rows.audit_lines(&administrator, kind, before, at_most).await;
    let mut lines = lines.map_err(fail)?;
    let more = lines.len() > LINES;
    lines.truncate(LINES);
    let subjects: Vec<Uuid> = lines.iter().filter_map(|line| line.said.subject).collect();
    let actors = lines.iter().filter_map(|line| line.said.actor);
    let people = actors.chain(subjects.iter().map(|id| PersonId(*id)));
    Ok(Log {
        older: lines.last().filter(|_| more).map(|line| line.seq),
        people: rows.person_names(people).await.map_err(fail)?,
        associations: rows.association_names().await.map_err(fail)?,
        pages: rows.page_titles(subjects.iter().map(|id| PageId(*id))).await.map_err(fail)?,
        lines,
    })
}

impl Log {
    /// Who or what a line is about, by the name that it has today. None: it is no more.
    pub fn subject(&self, line: &AuditLine) -> Option<&str> {
        let id = line.said.subject?;
        let person = self.people.get(&PersonId(id));
        let other = || self.associations.get(&AssociationId(id)).or(self.pages.get(&PageId(id)));
        person.or_else(other).map(String::as_str)
    }
}
