//! What was moved in.

use super::*;
use domain::wiki::RevisionKind;
use domain::wiki::moving::{MovedFile, Owner, Standing};
use sea_orm::{FromQueryResult, QueryTrait};

/// One state of a page, without its text.
#[derive(Clone, Debug, PartialEq)]
pub struct RevisionLine {
    pub id: RevisionId,
    pub number: u32,
    pub kind: RevisionKind,
    pub at: DateTime<Utc>,
    /// By name: an account's, or one of where it was written. None: the product, or an account that was deleted.
    pub author: Option<String>,
    pub summary: Option<String>,
    /// Of its text, in bytes.
    pub size: u64,
    /// It has an author here: it did not move in.
    pub here: bool,
}

impl Rows<'_> {
    /// What of a page was moved in, for a unit that moves it in.
    pub async fn standing(&self, owner: Owner) -> Loaded<Standing> {
        let files = moved_file::Entity::find()
            .filter(goes_with(owner))
            .select_only()
            .columns([moved_file::Column::Path, moved_file::Column::StateId]);
        let states: Vec<(Uuid, Option<Uuid>)> = match owner {
            Owner::Page(page) => {
                revision::Entity::find()
                    .filter(revision::Column::PageId.eq(page.0))
                    .select_only()
                    .columns([revision::Column::Id, revision::Column::ById])
                    .into_tuple()
                    .all(&self.db)
                    .await?
            }
            Owner::Media(media) => {
                media_version::Entity::find()
                    .filter(media_version::Column::MediaId.eq(media.0))
                    .select_only()
                    .columns([media_version::Column::Id, media_version::Column::ById])
                    .into_tuple()
                    .all(&self.db)
                    .await?
            }
        };
        let files = files.into_tuple::<(String, Option<Uuid>)>().all(&self.db).await?;
        // What is moved in is signed by a name alone.
        let changed_here = states.iter().any(|(_, by)| by.is_some());
        let states = states.into_iter().map(|(state, _)| state).collect();
        Ok(Standing { files: files.into_iter().collect(), states, changed_here })
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

    /// Which pages and media files moved in.
    pub async fn moved_in(&self) -> Loaded<(BTreeSet<PageId>, BTreeSet<MediaId>)> {
        let of = |column: moved_file::Column| {
            let rows = moved_file::Entity::find().select_only().column(column);
            rows.filter(column.is_not_null()).distinct().into_tuple::<Uuid>()
        };
        let pages = of(moved_file::Column::PageId).all(&self.db).await?;
        let media = of(moved_file::Column::MediaId).all(&self.db).await?;
        let (pages, media) = (pages.into_iter().map(PageId), media.into_iter().map(MediaId));
        Ok((pages.collect(), media.collect()))
    }

    /// Every state of a page, first to last.
    pub async fn revisions_of(&self, page: PageId) -> Loaded<Vec<RevisionLine>> {
        use revision::Column::{At, Author, ById, Id, Kind, Number, PageId, Summary};
        let mut rows = revision::Entity::find()
            .select_only()
            .columns([Id, Number, Kind, At, Author, Summary, ById])
            .column(person::Column::Name)
            .column_as(Expr::cust("CAST(octet_length(source) AS bigint)"), "size")
            .filter(PageId.eq(page.0))
            .order_by_asc(Number);
        QueryTrait::query(&mut rows).left_join(person::Entity, same(person::Column::Id, ById));
        let rows = rows.into_model::<RevisionRow>().all(&self.db).await?;
        rows.into_iter().map(revision_line).collect()
    }

    /// Keeps a space as it is until the unit ends, where units run beside each other: nobody changes it meanwhile, nor makes
    /// another of a part of it. Others may do so too. False: this unit runs alone, and had not to wait.
    pub async fn hold(&self, space: SpaceId) -> Loaded<bool> {
        let beside = self.locking && self.db.get_database_backend() != DbBackend::Sqlite;
        if beside {
            wiki_space::Entity::find_by_id(space.0).lock_shared().one(&self.db).await?;
        }
        Ok(beside)
    }
}

#[derive(FromQueryResult)]
struct RevisionRow {
    id: Uuid,
    number: i32,
    kind: String,
    at: DateTime<Utc>,
    author: Option<String>,
    summary: Option<String>,
    by_id: Option<Uuid>,
    name: Option<String>,
    size: i64,
}

fn revision_line(row: RevisionRow) -> Loaded<RevisionLine> {
    let kind = RevisionKind::from_code(&row.kind);
    Ok(RevisionLine {
        id: RevisionId(row.id),
        number: u32::try_from(row.number).unwrap_or_default(),
        kind: kind.ok_or_else(|| unknown("kind", &row.kind))?,
        at: row.at,
        author: row.author.or(row.name),
        summary: row.summary,
        size: u64::try_from(row.size).unwrap_or_default(),
        here: row.by_id.is_some(),
    })
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
