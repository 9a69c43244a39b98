//! Drafts of pages, for those who see them.

use super::*;
use crate::drafts::link;
use domain::wiki::draft::DraftLink;
use sea_orm::QueryTrait;

/// A draft in the list of its author.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftLine {
    pub page: Page,
    /// When it was last written.
    pub changed: DateTime<Utc>,
    /// Until when its link shows it, if it has one.
    pub shared_until: Option<DateTime<Utc>>,
}

impl Rows<'_> {
    /// The link of this draft, in use or not. None: it has none, or is no draft.
    pub async fn draft_link_of(&self, page: PageId) -> Loaded<Option<DraftLink>> {
        let row = draft_link::Entity::find().filter(draft_link::Column::PageId.eq(page.0));
        Ok(row.one(&self.db).await?.map(link))
    }

    /// The link that an address is signed for. None: it was taken back.
    pub async fn draft_link(&self, id: DraftLinkId) -> Loaded<Option<DraftLink>> {
        Ok(draft_link::Entity::find_by_id(id.0).one(&self.db).await?.map(link))
    }

    /// The drafts of who asks, the one that they wrote last first, at most so many.
    pub async fn own_drafts(&self, most: u64) -> Loaded<Vec<DraftLine>> {
        let Some(person) = self.actor().person() else { return Ok(Vec::new()) };
        let changed = revision::Column::At.max();
        let mut rows = page::Entity::find()
            .select_only()
            .column(page::Column::Id)
            .column_as(changed.clone(), "changed")
            .column_as(draft_link::Column::Until.max(), "shared_until")
            .filter(page::Column::DraftById.eq(person.0))
            .group_by(page::Column::Id)
            .order_by_desc(changed)
            .limit(most);
        QueryTrait::query(&mut rows)
            .inner_join(revision::Entity, same(revision::Column::PageId, page::Column::Id))
            .left_join(draft_link::Entity, same(draft_link::Column::PageId, page::Column::Id));
        type Row = (Uuid, DateTime<Utc>, Option<DateTime<Utc>>);
        let rows = rows.into_tuple::<Row>().all(&self.db).await?;
        let pages = self.pages_by_id(rows.iter().map(|row| PageId(row.0))).await?;
        let line = |(id, changed, shared_until): Row| {
            let page = pages.get(&PageId(id))?.clone();
            Some(DraftLine { page, changed, shared_until })
        };
        Ok(rows.into_iter().filter_map(line).collect())
    }
}
