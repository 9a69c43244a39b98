//! Files of the wiki, and their versions.

use super::spaces::Reach;
use super::*;
use domain::text::Summary;
use domain::wiki::Space;
use domain::wiki::files::{Media, Version};
use sea_orm::{ExprTrait as _, FromQueryResult, QueryTrait};

/// A file in a list: all but its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct FileLine {
    pub media: Media,
    /// In bytes, of the version shown.
    pub size: u64,
    pub at: DateTime<Utc>,
}

/// One version of a file, without its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionLine {
    pub id: VersionId,
    pub at: DateTime<Utc>,
    /// In bytes.
    pub size: u64,
    /// Whether the file was deleted then.
    pub deleted: bool,
    /// By name: an account's, or one of where it came from.
    pub author: Option<String>,
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
            .order_by_asc(media::Column::Name)
            .offset(from)
            .limit(most);
        QueryTrait::query(&mut some).inner_join(
            media_version::Entity,
            same(media_version::Column::Id, media::Column::Shown),
        );
        let rows = some.into_model::<FileRow>().all(&self.db).await?;
        Ok((rows.into_iter().map(file_line).collect(), many))
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
        use media_version::Column::{At, Author, ById, Id, MediaId, Size};
        let mut rows = media_version::Entity::find()
            .select_only()
            .columns([Id, At, Size, Author])
            .column(person::Column::Name)
            .column_as(media_version::Column::Bytes.is_null(), "deleted")
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
}

#[derive(FromQueryResult)]
struct VersionRow {
    id: Uuid,
    at: DateTime<Utc>,
    size: i64,
    author: Option<String>,
    name: Option<String>,
    deleted: bool,
}

fn file_line(row: FileRow) -> FileLine {
    let FileRow { id, name, shown, space_id, alt, size, at } = row;
    let media = media(media::Model { id, name, shown, space_id, alt });
    FileLine { media, size: u64::try_from(size).unwrap_or_default(), at }
}

fn version_line(row: VersionRow) -> VersionLine {
    VersionLine {
        id: VersionId(row.id),
        at: row.at,
        size: u64::try_from(row.size).unwrap_or_default(),
        deleted: row.deleted,
        author: row.author.or(row.name),
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
