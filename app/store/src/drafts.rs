//! Drafts of pages, and the links that show them, as rows.

use crate::apply::put;
use crate::entities::{draft_link, page, page_at_work, page_link, revision};
use crate::error::WriteError;
use domain::ids::{DraftLinkId, PageId, PersonId};
use domain::wiki::draft::{DraftChange, DraftLink};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

fn row(link: DraftLink) -> draft_link::Model {
    draft_link::Model {
        id: link.id.0,
        page_id: link.page.0,
        by_id: link.by.0,
        at: link.at,
        until: link.until,
    }
}

pub(crate) fn link(row: draft_link::Model) -> DraftLink {
    DraftLink {
        id: DraftLinkId(row.id),
        page: PageId(row.page_id),
        by: PersonId(row.by_id),
        at: row.at,
        until: row.until,
    }
}

pub(crate) async fn apply(db: &DatabaseTransaction, change: DraftChange) -> Result<(), WriteError> {
    match change {
        DraftChange::Shared(link) => {
            unshare(db, link.page.0).await?;
            put(db, row(link)).await?;
        }
        DraftChange::Unshared(page) => unshare(db, page.0).await?,
        DraftChange::Published(page, state) => {
            unshare(db, page.0).await?;
            let before = revision::Entity::delete_many()
                .filter(revision::Column::PageId.eq(page.0))
                .filter(revision::Column::Id.ne(state.0));
            before.exec(db).await?;
        }
        DraftChange::Discarded(page) => discard(db, page.0).await?,
    }
    Ok(())
}

/// Nobody else has ever seen what goes with its author.
pub(crate) async fn discard_those_of(
    db: &DatabaseTransaction,
    person: PersonId,
) -> Result<(), WriteError> {
    let drafts = page::Entity::find()
        .filter(page::Column::DraftById.eq(person.0))
        .filter(page::Column::Published.is_null())
        .select_only()
        .column(page::Column::Id);
    for draft in drafts.into_tuple::<Uuid>().all(db).await? {
        discard(db, draft).await?;
    }
    Ok(())
}

async fn unshare(db: &DatabaseTransaction, page: Uuid) -> Result<(), DbErr> {
    draft_link::Entity::delete_many().filter(draft_link::Column::PageId.eq(page)).exec(db).await?;
    Ok(())
}

async fn discard(db: &DatabaseTransaction, page: Uuid) -> Result<(), DbErr> {
    unshare(db, page).await?;
    page_at_work::Entity::delete_many()
        .filter(page_at_work::Column::PageId.eq(page))
        .exec(db)
        .await?;
    page_link::Entity::delete_many().filter(page_link::Column::PageId.eq(page)).exec(db).await?;
    revision::Entity::delete_many().filter(revision::Column::PageId.eq(page)).exec(db).await?;
    page::Entity::delete_by_id(page).exec(db).await?;
    Ok(())
}
