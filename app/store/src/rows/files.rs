//! Files of the wiki, and their versions.

use super::spaces::Reach;
use super::*;
use domain::text::Summary;
use domain::wiki::files::{Media, Version};
use domain::wiki::{Space, WriterHat};
use sea_orm::{ExprTrait as _, FromQueryResult, QueryTrait};

/// A file in a list: all but its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct FileLine {
    pub media: Media,
    /// In bytes, of the version shown.
    pub size: u64,
    pub at: DateTime<Utc>,
    /// By name, who put the version shown there: an account's, or one of where it came from.
    pub author: Option<String>,
    /// How many versions it has.
    pub versions: u32,
}

/// One version of a file, without its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionLine {
    pub id: VersionId,
    pub at: DateTime<Utc>,
    /// In bytes.
    pub size: u64,
    pub left: Left,
    /// By name: an account's, or one of where it came from.
    pub author: Option<String>,
    /// Why, as it was noted where it came from.
    pub summary: Option<String>,
    /// It was put there here, not moved in.
    pub here: bool,
}

/// What is left of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// What it was.
    All,
    /// The file was deleted then.
    Deleted,
    /// It was a file, which is forgotten.
    Forgotten,
}

impl Rows<'_> {
    /// One media file, locked for a unit.
    pub async fn media(&self, id: MediaId) -> Loaded<Option<Media>> {
        Ok(self.root(media::Entity::find_by_id(id.0)).one(&self.db).await?.map(media))
    }

    /// The media file that has this address.
    pub async fn media_by_name(&self, name: &str) -> Loaded<Option<Media>> {
        let row = media::Entity::find().filter(media::Column::Name.eq(name));
        Ok(row.one(&self.db).await?.map(media))
    }

    /// Every media file, by its address.
    pub async fn all_media(&self) -> Loaded<Vec<Media>> {
        let rows = media::Entity::find().order_by_asc(media::Column::Name);
        Ok(rows.all(&self.db).await?.into_iter().map(media).collect())
    }

    /// One state of a media file.
    pub async fn media_version(&self, id: VersionId) -> Loaded<Option<Version>> {
        Ok(media_version::Entity::find_by_id(id.0).one(&self.db).await?.map(version))
    }

    /// The files shown in a space, by address, from this place on, at most so many, and how many there are. The space is one
    /// that who asks may read.
    pub async fn files_in(
        &self,
        space: SpaceId,
        from: u64,
        most: u64,
    ) -> Loaded<(Vec<FileLine>, u64)> {
        let files = media::Entity::find()
            .filter(media::Column::SpaceId.eq(space.0))
            .filter(media::Column::Shown.is_not_null());
        let many = files.clone().count(&self.db).await?;
        let mut some = files
            .column(media_version::Column::Size)
            .column(media_version::Column::At)
            .column(media_version::Column::Author)
            .column_as(person::Column::Name, "person")
            .order_by_asc(media::Column::Name)
            .offset(from)
            .limit(most);
        QueryTrait::query(&mut some)
            .inner_join(
                media_version::Entity,
                same(media_version::Column::Id, media::Column::Shown),
            )
            .left_join(person::Entity, same(person::Column::Id, media_version::Column::ById));
        let rows = some.into_model::<FileRow>().all(&self.db).await?;
        let versions = self.version_counts(rows.iter().map(|row| row.id).collect()).await?;
        let line = |row: FileRow| {
            let versions = versions.get(&row.id).copied().unwrap_or_default();
            file_line(row, versions)
        };
        Ok((rows.into_iter().map(line).collect(), many))
    }

    async fn version_counts(&self, of: Vec<Uuid>) -> Loaded<BTreeMap<Uuid, u32>> {
        let counts = media_version::Entity::find()
            .select_only()
            .column(media_version::Column::MediaId)
            .column_as(media_version::Column::Id.count(), "versions")
            .filter(media_version::Column::MediaId.is_in(of))
            .group_by(media_version::Column::MediaId);
        let counts = counts.into_tuple::<(Uuid, i64)>().all(&self.db).await?;
        let count = |(id, n)| (id, u32::try_from(n).unwrap_or(u32::MAX));
        Ok(counts.into_iter().map(count).collect())
    }

    /// The files of a space that were deleted, by address, at most so many: for who may bring them back.
    pub async fn deleted_in(
        &self,
        _writer: &WriterHat,
        space: SpaceId,
        most: u64,
    ) -> Loaded<Vec<Media>> {
        let rows = media::Entity::find()
            .filter(media::Column::SpaceId.eq(space.0))
            .filter(media::Column::Shown.is_null())
            .order_by_asc(media::Column::Name)
            .limit(most);
        Ok(rows.all(&self.db).await?.into_iter().map(media).collect())
    }

    /// Those of these addresses whose files are shown to who asks, of whom this is the reach, each with what it shows.
    pub async fn files_among(
        &self,
        names: BTreeSet<String>,
        reach: &Reach,
    ) -> Loaded<BTreeMap<String, Option<String>>> {
        let shown = reach.shown(self.actor());
        let mut known = BTreeMap::new();
        let names: Vec<String> = names.into_iter().collect();
        for some in names.chunks(500) {
            let rows = media::Entity::find()
                .filter(media::Column::Name.is_in(some.iter().map(String::as_str)))
                .filter(media::Column::Shown.is_not_null())
                .filter(media::Column::SpaceId.is_in(shown.clone()));
            let rows = rows.all(&self.db).await?;
            known.extend(rows.into_iter().map(|row| (row.name, row.alt)));
        }
        Ok(known)
    }

    /// The versions of a file, the last first, at most so many.
    pub async fn versions_of(&self, media: MediaId, most: u64) -> Loaded<Vec<VersionLine>> {
        use media_version::Column::{At, Author, ById, Bytes, Hash, Id, MediaId, Size, Summary};
        let mut rows = media_version::Entity::find()
            .select_only()
            .columns([Id, At, Size, Author, Summary, Hash, ById])
            .column(person::Column::Name)
            .column_as(Bytes.is_null(), "gone")
            .filter(MediaId.eq(media.0))
            .order_by_desc(At)
            .order_by_desc(Id)
            .limit(most);
        QueryTrait::query(&mut rows).left_join(person::Entity, same(person::Column::Id, ById));
        let rows = rows.into_model::<VersionRow>().all(&self.db).await?;
        Ok(rows.into_iter().map(version_line).collect())
    }

    /// How many bytes people have put in a space, all versions together. What moved in is not counted.
    pub async fn used_in(&self, space: SpaceId) -> Loaded<u64> {
        let sizes = media_version::Column::Size.sum();
        let mut used = media_version::Entity::find()
            .select_only()
            .expr(sizes.cast_as("bigint"))
            .filter(media::Column::SpaceId.eq(space.0))
            .filter(media_version::Column::Hash.is_not_null());
        QueryTrait::query(&mut used)
            .inner_join(media::Entity, same(media::Column::Id, media_version::Column::MediaId));
        let used = used.into_tuple::<Option<i64>>().one(&self.db).await?.flatten();
        Ok(used.and_then(|used| u64::try_from(used).ok()).unwrap_or_default())
    }

    /// The file that is shown in a space and is, byte for byte, what somebody sends.
    pub async fn same_file(&self, space: &Space, hash: &str) -> Loaded<Option<Media>> {
        let mut row = media::Entity::find()
            .filter(media::Column::SpaceId.eq(space.id.0))
            .filter(media_version::Column::Hash.eq(hash));
        QueryTrait::query(&mut row).inner_join(
            media_version::Entity,
            same(media_version::Column::Id, media::Column::Shown),
        );
        Ok(row.one(&self.db).await?.map(media))
    }
}

#[derive(FromQueryResult)]
struct FileRow {
    id: Uuid,
    name: String,
    shown: Option<Uuid>,
    space_id: Uuid,
    alt: Option<String>,
    size: i64,
    at: DateTime<Utc>,
    author: Option<String>,
    person: Option<String>,
}

#[derive(FromQueryResult)]
struct VersionRow {
    id: Uuid,
    at: DateTime<Utc>,
    size: i64,
    author: Option<String>,
    summary: Option<String>,
    hash: Option<String>,
    by_id: Option<Uuid>,
    name: Option<String>,
    gone: bool,
}

fn file_line(row: FileRow, versions: u32) -> FileLine {
    let FileRow { id, name, shown, space_id, alt, size, at, author, person } = row;
    let media = media(media::Model { id, name, shown, space_id, alt });
    let size = u64::try_from(size).unwrap_or_default();
    FileLine { media, size, at, author: author.or(person), versions }
}

fn version_line(row: VersionRow) -> VersionLine {
    VersionLine {
        id: VersionId(row.id),
        at: row.at,
        size: u64::try_from(row.size).unwrap_or_default(),
        left: match (row.gone, row.hash) {
            (false, _) => Left::All,
            (true, None) => Left::Deleted,
            (true, Some(_)) => Left::Forgotten,
        },
        author: row.author.or(row.name),
        summary: row.summary,
        here: row.by_id.is_some(),
    }
}

fn media(row: media::Model) -> Media {
    Media {
        id: MediaId(row.id),
        name: row.name,
        space: SpaceId(row.space_id),
        alt: row.alt.map(Summary::stored),
        shown: row.shown.map(VersionId),
    }
}

fn version(row: media_version::Model) -> Version {
    Version {
        id: VersionId(row.id),
        media: MediaId(row.media_id),
        author: row.author,
        summary: row.summary,
        by: row.by_id.map(PersonId),
        at: row.at,
        bytes: row.bytes,
        hash: row.hash,
    }
}
