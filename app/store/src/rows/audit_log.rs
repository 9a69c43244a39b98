//! The audit log, for those who may read it.

use super::*;
use domain::audit::{Audit, AuditKind};

/// A line of the log, with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    pub seq: i64,
    pub said: Audit,
}

impl Rows<'_> {
    /// Lines of the audit log, newest first: of one kind or of all, those before a line or the last ones.
    pub async fn audit_lines(
        &self,
        _administrator: &AdministratorHat,
        kind: Option<AuditKind>,
        before: Option<i64>,
        at_most: u64,
    ) -> Loaded<Vec<AuditLine>> {
        let mut lines = audit::Entity::find().order_by_desc(audit::Column::Seq).limit(at_most);
        if let Some(kind) = kind {
            lines = lines.filter(audit::Column::Kind.eq(kind.code()));
        }
        if let Some(before) = before {
            lines = lines.filter(audit::Column::Seq.lt(before));
        }
        let line = |row: audit::Model| {
            let kind = AuditKind::from_code(&row.kind);
            let kind = kind.ok_or_else(|| unknown("kind", &row.kind))?;
            let actor = row.actor_id.map(PersonId);
            let said = Audit { at: row.at, kind, actor, hat: row.hat, subject: row.subject };
            Ok(AuditLine { seq: row.seq, said })
        };
        lines.all(&self.db).await?.into_iter().map(line).collect()
    }

    /// The titles of these pages; ids that are no page's, or a draft's, are left out.
    pub async fn page_titles(
        &self,
        ids: impl IntoIterator<Item = PageId>,
    ) -> Loaded<BTreeMap<PageId, String>> {
        let ids: Vec<_> = ids.into_iter().map(|p| p.0).collect();
        let pages = page::Entity::find().filter(page::Column::Id.is_in(ids));
        let rows = pages.filter(page::Column::DraftById.is_null()).all(&self.db).await?;
        Ok(rows.into_iter().map(|p| (PageId(p.id), p.title)).collect())
    }
}
