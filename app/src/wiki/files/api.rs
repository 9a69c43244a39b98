//! Sending a file, replacing it, deleting it, bringing an earlier version back, forgetting one.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Keeps the file that comes with the form in a space. Under a `name` that a file of the space has, it is a new version of
/// that one; without a name, it keeps its own.
#[server(prefix = "/api", endpoint = "send_file")]
pub async fn send_file(
    #[server(default)] command: String,
    #[server(default)] space: String,
    #[server(default)] name: String,
    #[server(default)] alt: String,
) -> Result<Done, AppError> {
    use super::load::sent;
    use crate::request::{Upload, current};
    use crate::wiki::spaces::load::{found, reached};
    use domain::act::Outcome;
    use domain::text::{Fault, Faults, Summary, unless_empty};
    use domain::wiki::files::{SentFile, is_picture};
    use std::sync::Arc;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let found = found(&request, &space).await?;
    found.space.writer(&request.actor, &found.circles)?;
    let upload = Upload::current();
    let mut faults = Faults::default();
    let address = match (upload.name.is_empty(), name.trim().is_empty()) {
        // None was chosen: that is what is to be mended.
        (true, true) => Ok(String::new()),
        _ => found.space.file_address(&name, &upload.name),
    };
    let address = faults.take("name", address);
    let alt = faults.take("alt", unless_empty(&alt, Summary::parse));
    let file = faults.take("file", sent(&upload, address.as_deref().unwrap_or(&upload.name)));
    let (Some(address), Some(alt), Some(file)) = (address, alt, file) else {
        return Err(faults.into());
    };
    let (file, door) = (Arc::new(file), found.space.door().to_owned());
    let input = (door, address, alt, file.hash.clone());
    let (said, name) = request
        .write(&command, input, move |tx, (door, address, alt, hash)| {
            let file = Arc::clone(&file);
            Box::pin(async move {
                let (space, circles) = reached(tx, &door).await?;
                let writer = space.writer(tx.actor(), &circles)?;
                if let Some(same) = tx.same_file(&space, &hash).await? {
                    return Ok(Outcome::of(("file_same".to_owned(), same.name)));
                }
                let used = tx.used_in(space.id).await?;
                let act = tx.act().wearing(&writer);
                let file = (SentFile::clone(&file), used);
                let fault = |field, fault| WriteError::Faults(Faults::one(field, fault));
                match tx.media_by_name(&address).await? {
                    Some(media) if media.space != space.id => Err(fault("name", Fault::Taken)),
                    Some(media) => {
                        let alt = alt.or(media.alt.clone());
                        let (file, used) = file;
                        let replaced = media.replace(&act, &writer, alt, (Some(file), used))?;
                        Ok(replaced.map(|()| ("file_version".to_owned(), address)))
                    }
                    None if alt.is_none() && is_picture(&address) => {
                        Err(fault("alt", Fault::Missing))
                    }
                    None => {
                        let kept = space.keep(&act, &writer, address, alt, file)?;
                        Ok(kept.map(|address| ("file_kept".to_owned(), address)))
                    }
                }
            })
        })
        .await?;
    Ok(Done::saying(format!("/fichiers/{name}/versions"), &said))
}

/// Says otherwise what a file shows and, if one comes with the form, puts another in its place.
#[server(prefix = "/api", endpoint = "change_file")]
pub async fn change_file(
    #[server(default)] command: String,
    #[server(default)] media: String,
    #[server(default)] alt: String,
) -> Result<Done, AppError> {
    use super::load::{reached, sent, written};
    use crate::request::{Upload, current, id};
    use domain::ids::MediaId;
    use domain::text::{Fault, Faults, Summary, unless_empty};
    use domain::wiki::files::{SentFile, is_picture};
    use std::sync::Arc;

    let request = current()?;
    request.actor.signed()?;
    let media: MediaId = id(&media)?;
    let one = written(&request, media).await?;
    let upload = Upload::current();
    let mut faults = Faults::default();
    let alt = unless_empty(&alt, Summary::parse);
    let alt = match alt {
        Ok(None) if is_picture(&one.media.name) => Err(Fault::Missing),
        alt => alt,
    };
    let alt = faults.take("alt", alt);
    let file = match upload.name.is_empty() {
        true => Some(None),
        false => faults.take("file", sent(&upload, &one.media.name)).map(Some),
    };
    let (Some(alt), Some(file)) = (alt, file) else { return Err(faults.into()) };
    let hash = file.as_ref().map(|file| file.hash.clone());
    let file = Arc::new(file);
    request
        .write(&command, (media, alt, hash), move |tx, (media, alt, _)| {
            let file = Arc::clone(&file);
            Box::pin(async move {
                let (media, space, circles) = reached(tx, media).await?;
                let writer = space.writer(tx.actor(), &circles)?;
                let used = tx.used_in(space.id).await?;
                let file = Option::<SentFile>::clone(&file);
                Ok(media.replace(&tx.act().wearing(&writer), &writer, alt, (file, used))?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/fichiers/{}/versions", one.media.name), "file_changed"))
}

/// Nobody sees a file any more, until an earlier version comes back.
#[server(prefix = "/api", endpoint = "delete_file")]
pub async fn delete_file(
    #[server(default)] command: String,
    #[server(default)] media: String,
) -> Result<Done, AppError> {
    use super::load::{reached, written};
    use crate::request::{current, id};
    use domain::ids::MediaId;

    let request = current()?;
    request.actor.signed()?;
    let media: MediaId = id(&media)?;
    let name = written(&request, media).await?.media.name;
    request
        .write(&command, media, move |tx, media| {
            Box::pin(async move {
                let (media, space, circles) = reached(tx, media).await?;
                let writer = space.writer(tx.actor(), &circles)?;
                Ok(media.delete(&tx.act().wearing(&writer), &writer)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/fichiers/{name}/versions"), "file_deleted"))
}

/// Brings back what an earlier version of a file was.
#[server(prefix = "/api", endpoint = "restore_file")]
pub async fn restore_file(
    #[server(default)] command: String,
    #[server(default)] media: String,
    #[server(default)] version: String,
) -> Result<Done, AppError> {
    use super::load::{reached, version_of, written};
    use crate::request::{current, id};
    use domain::ids::{MediaId, VersionId};
    use store::sha256;

    let request = current()?;
    request.actor.signed()?;
    let (media, version): (MediaId, VersionId) = (id(&media)?, id(&version)?);
    let name = written(&request, media).await?.media.name;
    request
        .write(&command, (media, version), move |tx, (media, version)| {
            Box::pin(async move {
                let (media, space, circles) = reached(tx, media).await?;
                let writer = space.writer(tx.actor(), &circles)?;
                let earlier = version_of(tx, &media, version).await?;
                let hash = earlier.bytes.as_deref().map(sha256).unwrap_or_default();
                let used = tx.used_in(space.id).await?;
                let act = tx.act().wearing(&writer);
                Ok(media.restore(&act, &writer, (earlier, hash), used)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/fichiers/{name}/versions"), "file_restored"))
}

/// Leaves nothing of an earlier version: for who looks after the space.
#[server(prefix = "/api", endpoint = "forget_version")]
pub async fn forget_version(
    #[server(default)] command: String,
    #[server(default)] media: String,
    #[server(default)] version: String,
) -> Result<Done, AppError> {
    use super::load::{looked_after, reached, version_of};
    use crate::request::{current, id};
    use domain::ids::{MediaId, VersionId};

    let request = current()?;
    request.actor.signed()?;
    let (media, version): (MediaId, VersionId) = (id(&media)?, id(&version)?);
    let name = looked_after(&request, media).await?.media.name;
    request
        .write(&command, (media, version), move |tx, (media, version)| {
            Box::pin(async move {
                let (media, space, circles) = reached(tx, media).await?;
                let keeper = space.keeper(tx.actor(), &circles)?;
                Ok(media.forget(&keeper, version_of(tx, &media, version).await?)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/fichiers/{name}/versions"), "version_forgotten"))
}
