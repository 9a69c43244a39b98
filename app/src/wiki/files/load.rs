//! What is known of files, for their pages and for who fetches them.

use crate::error::AppError;
use crate::request::{Request, Upload};
use crate::routes::{Ask, Stored};
use crate::wiki::spaces::load::Found;
use domain::ids::{MediaId, VersionId};
use domain::text::Fault;
use domain::wiki::files::{FILE_MIB, Media, SPACE_MIB, SentFile, Version};
use domain::wiki::{Circles, Space, WriterHat};
use store::{FileLine, Tx, VersionLine, WriteError, sha256};

/// How many files one page of a space tells, and how many versions that of a file.
pub const FILES: u64 = 100;
const VERSIONS: u64 = 100;

/// The files of a space.
pub struct Kept {
    pub found: Found,
    pub files: Vec<FileLine>,
    /// How many there are.
    pub many: u64,
    /// Those that were deleted, for who writes here.
    pub deleted: Vec<Media>,
    /// In bytes.
    pub room_left: u64,
}

/// From this place on in their list.
///
/// Errors: `NotFound`, also where whether the space exists is private.
pub async fn kept(request: &Request, door: &str, from: u64) -> Result<Kept, AppError> {
    let found = crate::wiki::spaces::load::found(request, door).await?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let space = &found.space;
    let (files, many) = rows.files_in(space.id, from, FILES).await.map_err(fail)?;
    let deleted = match space.writer(&request.actor, &found.circles) {
        Ok(writer) => rows.deleted_in(&writer, space.id, FILES).await.map_err(fail)?,
        Err(_) => Vec::new(),
    };
    let used = rows.used_in(space.id).await.map_err(fail)?;
    let room_left = (u64::from(SPACE_MIB) << 20).saturating_sub(used);
    Ok(Kept { found, files, many, deleted, room_left })
}

/// A file, and its space, which who asks may read.
pub struct One {
    pub media: Media,
    pub space: Space,
    circles: Circles,
}

impl One {
    /// Errors: `NotFound`, also where whether it exists is private; a deleted one is there for who may bring it back.
    async fn of(request: &Request, media: Option<Media>) -> Result<Self, AppError> {
        let media = media.ok_or(AppError::NotFound)?;
        let reach = request.read().reach().await.map_err(|error| request.answer(error))?;
        let space = reach.space(media.space).cloned().ok_or(AppError::NotFound)?;
        let one = Self { media, space, circles: reach.circles };
        let sees = match one.media.shown {
            Some(_) => one.space.shows(&request.actor, &one.circles),
            None => one.writer(request).is_ok(),
        };
        sees.then_some(one).ok_or(AppError::NotFound)
    }

    async fn named(request: &Request, name: &str) -> Result<Self, AppError> {
        let media = request.read().media_by_name(name).await;
        Self::of(request, media.map_err(|error| request.answer(error))?).await
    }

    fn writer(&self, request: &Request) -> Result<WriterHat, AppError> {
        Ok(self.space.writer(&request.actor, &self.circles)?)
    }

    /// Whether who asks may see what it was before.
    fn remembers(&self, request: &Request) -> bool {
        self.space.remembers(&request.actor, &self.circles)
    }
}

/// A file's page.
pub struct Told {
    pub one: One,
    /// The last first; only the one shown, where what was before is its authors' own affair.
    pub versions: Vec<VersionLine>,
    pub writes: bool,
    pub keeps: bool,
}

/// Errors: as [`One::of`].
pub async fn told(request: &Request, name: &str) -> Result<Told, AppError> {
    let one = One::named(request, name).await?;
    let versions = request.read().versions_of(one.media.id, VERSIONS).await;
    let mut versions = versions.map_err(|error| request.answer(error))?;
    if !one.remembers(request) {
        versions.retain(|version| one.media.shown == Some(version.id));
    }
    let writes = one.writer(request).is_ok();
    let keeps = one.space.keeper(&request.actor, &one.circles).is_ok();
    Ok(Told { one, versions, writes, keeps })
}

/// `/fichiers/{file}`: what it is now.
pub async fn shown(ask: Ask) -> Result<Stored, AppError> {
    let one = One::named(&ask.request, ask.param("file")).await?;
    let version = one.media.shown.ok_or(AppError::NotFound)?;
    Ok(given(ask.request, &one.media, version, false))
}

/// `/fichiers/{file}/version/{version}`: what it was.
pub async fn version(ask: Ask) -> Result<Stored, AppError> {
    let one = One::named(&ask.request, ask.param("file")).await?;
    let version: VersionId = ask.id("version")?;
    if one.media.shown != Some(version) && !one.remembers(&ask.request) {
        return Err(AppError::NotFound);
    }
    Ok(given(ask.request, &one.media, version, true))
}

fn given(request: Request, media: &Media, version: VersionId, fixed: bool) -> Stored {
    let of = media.id;
    let name = media.name.rsplit(':').next().unwrap_or_default().to_owned();
    let given = async move {
        let found = request.read().media_version(version).await;
        let found = found.map_err(|error| request.answer(error))?;
        let found = found.filter(|version| version.media == of);
        found.and_then(|version| version.given()).ok_or(AppError::NotFound)
    };
    Stored { name, tag: version.to_string(), fixed, given: Box::pin(given) }
}

/// What came with the form, for a file of this name.
///
/// Errors: `Missing`; `Heavy`; `Kind`.
pub fn sent(upload: &Upload, name: &str) -> Result<SentFile, Fault> {
    if upload.name.is_empty() {
        return Err(Fault::Missing);
    }
    let bytes = upload.take().ok_or(Fault::Heavy { mib: FILE_MIB })?;
    let hash = sha256(&bytes);
    SentFile::read(name, bytes, hash)
}

/// A file in the hands of who may write in its space.
///
/// Errors: `SignIn`, `NotYours`; `NotFound`, also where whether it exists is private.
pub async fn written(request: &Request, id: MediaId) -> Result<One, AppError> {
    request.actor.signed()?;
    let media = request.read().media(id).await.map_err(|error| request.answer(error))?;
    let one = One::of(request, media).await?;
    one.writer(request)?;
    Ok(one)
}

/// The same in the hands of who looks after its space.
pub async fn looked_after(request: &Request, id: MediaId) -> Result<One, AppError> {
    request.actor.signed()?;
    let media = request.read().media(id).await.map_err(|error| request.answer(error))?;
    let one = One::of(request, media).await?;
    one.space.keeper(&request.actor, &one.circles)?;
    Ok(one)
}

/// A file as it now is, its space, locked, and what ties who acts to it.
pub async fn reached(tx: &Tx<'_>, id: MediaId) -> Result<(Media, Space, Circles), WriteError> {
    let of = tx.media(id).await?.ok_or(WriteError::Missing)?.space;
    let space = tx.space(of).await?.ok_or(WriteError::Missing)?;
    let media = tx.media(id).await?.ok_or(WriteError::Missing)?;
    Ok((media, space, tx.circles().await?))
}

/// A version of a file.
pub async fn version_of(tx: &Tx<'_>, media: &Media, id: VersionId) -> Result<Version, WriteError> {
    let version = tx.media_version(id).await?.filter(|version| version.media == media.id);
    version.ok_or(WriteError::Missing)
}
