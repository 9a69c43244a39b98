//! What was moved in.

use super::*;
use domain::wiki::moving::{MovedFile, Owner, Standing};

impl Rows<'_> {
    /// What of a page was moved in, for a unit that moves it in.
    pub async fn standing(&self, owner: Owner) -> Loaded<Standing> {
        let files = moved_file::Entity::find()
            .filter(goes_with(owner))
            .select_only()
            .columns([moved_file::Column::Path, moved_file::Column::StateId]);
        let states = match owner {
            Owner::Page(page) => {
                revision::Entity::find()
                    .filter(revision::Column::PageId.eq(page.0))
                    .select_only()
                    .column(revision::Column::Id)
                    .into_tuple::<Uuid>()
                    .all(&self.db)
                    .await?
            }
            Owner::Media(media) => {
                media_version::Entity::find()
                    .filter(media_version::Column::MediaId.eq(media.0))
                    .select_only()
                    .column(media_version::Column::Id)
                    .into_tuple::<Uuid>()
                    .all(&self.db)
                    .await?
            }
        };
        let files = files.into_tuple::<(String, Option<Uuid>)>().all(&self.db).await?;
        Ok(Standing { files: files.into_iter().collect(), states: states.into_iter().collect() })
    }

    /// The files that were moved in with a page or a media file, by their paths.
    pub async fn moved_files(&self, owner: Owner) -> Loaded<Vec<MovedFile>> {
        let rows = moved_file::Entity::find()
            .filter(goes_with(owner))
            .order_by_asc(moved_file::Column::Path);
        Ok(rows.all(&self.db).await?.into_iter().map(|row| moved_file(owner, row)).collect())
    }

    /// The ids of all pages, whoever reads them, in order.
    pub async fn page_ids(&self) -> Loaded<Vec<PageId>> {
        let rows = page::Entity::find().order_by_asc(page::Column::Slug);
        let ids = rows.select_only().column(page::Column::Id).into_tuple::<Uuid>();
        Ok(ids.all(&self.db).await?.into_iter().map(PageId).collect())
    }

    /// Every state of a page, first to last.
    pub async fn revisions_of(&self, page: PageId) -> Loaded<Vec<Revision>> {
        let rows = revision::Entity::find()
            .filter(revision::Column::PageId.eq(page.0))
            .order_by_asc(revision::Column::Number);
        rows.all(&self.db).await?.into_iter().map(wiki::revision).collect()
    }
}

fn goes_with(owner: Owner) -> Condition {
    Condition::all().add(match owner {
        Owner::Page(page) => moved_file::Column::PageId.eq(page.0),
        Owner::Media(media) => moved_file::Column::MediaId.eq(media.0),
    })
}

fn moved_file(of: Owner, row: moved_file::Model) -> MovedFile {
    let moved_file::Model { path, state_id: state, bytes, written, .. } = row;
    MovedFile { path, of, state, bytes, written }
}
