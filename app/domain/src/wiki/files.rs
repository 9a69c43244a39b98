//! Files of the wiki: pictures and documents, each with its versions. What a browser shows in a page is known by its bytes,
//! never by its name; everything else is only ever kept by who asks for it.

mod strip;

use super::markup::slug;
use super::{KeeperHat, Space, WriterHat};
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{MediaId, PersonId, SpaceId, VersionId};
use crate::text::{Fault, Summary};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The most bytes of a file, in MiB.
pub const FILE_MIB: u32 = 10;
/// The most bytes that people put in one space, all versions together, in MiB.
pub const SPACE_MIB: u32 = 500;

const MIB: u64 = 1 << 20;

/// A picture or a document of the wiki. What it is, is in its versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Media {
    pub id: MediaId,
    /// Its address, unique: namespaces parted by `:`.
    pub name: String,
    /// Whose it is: who reads the space sees it.
    pub space: SpaceId,
    /// What it shows, for who does not see it.
    pub alt: Option<Summary>,
    /// The version shown. None: it was deleted.
    pub shown: Option<VersionId>,
}

/// One state of a media file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    pub id: VersionId,
    pub media: MediaId,
    /// Who put it there, as it was noted where it came from.
    pub author: Option<String>,
    pub summary: Option<String>,
    /// Who put it there. None: it moved in, or the account is no more.
    pub by: Option<PersonId>,
    pub at: DateTime<Utc>,
    /// None: the file was deleted then or, with a `hash`, what it was is forgotten.
    pub bytes: Option<Vec<u8>>,
    /// Of its bytes as they were sent: SHA-256, in hexadecimal. None: it moved in, or the file was deleted then.
    pub hash: Option<String>,
}

/// A kind of picture that browsers show in a page and that cannot do anything there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Png,
    Jpeg,
    Gif,
    Webp,
}

impl Picture {
    /// What these bytes are. None: not a picture that is shown.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
        match bytes {
            _ if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Some(Self::Png),
            _ if bytes.starts_with(b"\xff\xd8\xff") => Some(Self::Jpeg),
            _ if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") => Some(Self::Gif),
            _ if webp => Some(Self::Webp),
            _ => None,
        }
    }

    /// The media type.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }

    /// The same picture without what cameras and programs add to it: places, moments, names, thumbnails. How a photo is to
    /// be turned stays. None: it is not whole.
    pub fn stripped(self, bytes: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Png => strip::png(bytes),
            Self::Jpeg => strip::jpeg(bytes),
            Self::Gif => strip::gif(bytes),
            Self::Webp => strip::webp(bytes),
        }
    }
}

/// The ends of names of pictures that are shown.
const PICTURES: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];
/// The ends of names of documents that are kept.
const DOCUMENTS: [&str; 24] = [
    "svg", "pdf", "odt", "ods", "odp", "odg", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "rtf",
    "txt", "md", "csv", "ics", "vcf", "gpx", "mp3", "ogg", "opus", "wav", "zip",
];

/// The ends of names that may be sent, as a form offers them.
pub fn accepted() -> impl Iterator<Item = &'static str> {
    PICTURES.into_iter().chain(DOCUMENTS)
}

/// How a file's name ends, in small letters.
pub fn end_of(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, end)| end.to_lowercase())
}

/// Whether a file is a picture, by how its name ends.
pub fn is_picture(name: &str) -> bool {
    end_of(name).is_some_and(|end| PICTURES.contains(&end.as_str()))
}

/// A file as somebody sends it.
#[derive(Clone, Debug, PartialEq)]
pub struct SentFile {
    pub bytes: Vec<u8>,
    pub hash: String,
}

impl SentFile {
    /// A file of this name. `hash` is of what was sent; what is kept of a picture is the picture alone.
    ///
    /// Errors: `Missing`, it is empty; `Heavy`; `Kind`, not one that is kept, or not what its name says.
    pub fn read(name: &str, bytes: Vec<u8>, hash: String) -> Result<Self, Fault> {
        if bytes.is_empty() {
            return Err(Fault::Missing);
        }
        if bytes.len() as u64 > u64::from(FILE_MIB) * MIB {
            return Err(Fault::Heavy { mib: FILE_MIB });
        }
        let end = end_of(name).unwrap_or_default();
        if !accepted().any(|accepted| accepted == end) {
            return Err(Fault::Kind);
        }
        let bytes = match (Picture::of(&bytes), is_picture(name)) {
            (Some(picture), true) => picture.stripped(&bytes).ok_or(Fault::Kind)?,
            (None, false) => bytes,
            _ => return Err(Fault::Kind),
        };
        Ok(Self { bytes, hash })
    }
}

/// What a browser is given of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// What it may be shown as. None: it is only ever kept by who asks for it.
    pub picture: Option<Picture>,
    pub bytes: Vec<u8>,
}

/// The most characters of a file's address.
const ADDRESS_MAX: u32 = 200;

/// The name that a browser gives to a file, without its folders.
fn own_name(sent: &str) -> &str {
    sent.rsplit(['/', '\\']).next().unwrap_or(sent)
}

impl Space {
    /// The address here of a file that is sent under its own name, or under one that was typed for it.
    ///
    /// Errors: `TooLong`; `Missing`, no letter of it can be kept.
    pub fn file_address(&self, typed: &str, sent: &str) -> Result<String, Fault> {
        let own = own_name(sent).trim();
        let name = match (typed.trim(), end_of(own)) {
            ("", _) => own.to_owned(),
            (typed, Some(end)) if end_of(typed).as_ref() != Some(&end) => format!("{typed}.{end}"),
            (typed, _) => typed.to_owned(),
        };
        let name = slug(&name.replace([':', ';'], " "));
        if name.is_empty() {
            return Err(Fault::Missing);
        }
        let address =
            if self.namespace.is_empty() { name } else { format!("{}:{name}", self.namespace) };
        let long = address.chars().count() > ADDRESS_MAX as usize;
        if long { Err(Fault::TooLong { max: ADDRESS_MAX }) } else { Ok(address) }
    }

    /// Keeps a new file here. `used`: how many bytes people have put in this space; it may not have room for more.
    ///
    /// Errors: `NoRoom`.
    pub fn keep(
        &self,
        act: &Act,
        _writer: &WriterHat,
        name: String,
        alt: Option<Summary>,
        (file, used): (SentFile, u64),
    ) -> Result<Outcome<String>, Broken> {
        room(&file, used)?;
        let id = MediaId(act.id());
        let version = Version::of(act, id, Some(file));
        let media = Media { id, name: name.clone(), space: self.id, alt, shown: Some(version.id) };
        Ok(Outcome::of(name).change(Change::Media(media)).change(Change::Version(version)))
    }
}

impl Media {
    /// Says otherwise what it shows and, with a `file`, is that from now on: what it was stays in its history.
    ///
    /// Errors: `NoRoom`.
    pub fn replace(
        self,
        act: &Act,
        _writer: &WriterHat,
        alt: Option<Summary>,
        (file, used): (Option<SentFile>, u64),
    ) -> Result<Outcome<()>, Broken> {
        let Some(file) = file else {
            return Ok(Outcome::of(()).change(Change::Media(Self { alt, ..self })));
        };
        room(&file, used)?;
        let version = Version::of(act, self.id, Some(file));
        let media = Self { alt, shown: Some(version.id), ..self };
        Ok(Outcome::of(()).change(Change::Media(media)).change(Change::Version(version)))
    }

    /// Nobody sees it any more; what it was stays in its history.
    ///
    /// Errors: `OutOfOrder`, it was deleted before.
    pub fn delete(self, act: &Act, _writer: &WriterHat) -> Result<Outcome<()>, Broken> {
        if self.shown.is_none() {
            return Err(Broken::OutOfOrder);
        }
        let version = Version::of(act, self.id, None);
        let media = Self { shown: None, ..self };
        Ok(Outcome::of(()).change(Change::Media(media)).change(Change::Version(version)))
    }
}

impl Media {
    /// Brings back what an earlier version was, as one more; `hash` is of its bytes.
    ///
    /// Errors: `NoRoom`; `OutOfOrder`, nothing is left of it, or it is the one shown.
    pub fn restore(
        self,
        act: &Act,
        writer: &WriterHat,
        (earlier, hash): (Version, String),
        used: u64,
    ) -> Result<Outcome<()>, Broken> {
        let bytes = earlier.bytes.filter(|_| self.shown != Some(earlier.id));
        let file = SentFile { bytes: bytes.ok_or(Broken::OutOfOrder)?, hash };
        let alt = self.alt.clone();
        self.replace(act, writer, alt, (Some(file), used))
    }

    /// Nothing is left of what a version was but who put it there, and when: it makes room, and nobody sees it again.
    ///
    /// Errors: `OutOfOrder`, it is the one shown, or moved in: what moved in leaves again as it came.
    pub fn forget(&self, _keeper: &KeeperHat, version: Version) -> Result<Outcome<()>, Broken> {
        let may = self.shown != Some(version.id) && version.hash.is_some();
        if !may || version.bytes.is_none() {
            return Err(Broken::OutOfOrder);
        }
        Ok(Outcome::of(()).change(Change::Version(Version { bytes: None, ..version })))
    }
}

impl Version {
    /// What a browser is given of it: a picture as such, without what cameras add; anything else, as it is, to be kept.
    /// None: nothing is left of it.
    pub fn given(self) -> Option<Given> {
        let bytes = self.bytes?;
        let picture = Picture::of(&bytes);
        // What was sent here was stripped then.
        let stripped = match picture {
            Some(picture) if self.hash.is_none() => picture.stripped(&bytes),
            Some(_) => return Some(Given { picture, bytes }),
            None => None,
        };
        Some(match stripped {
            Some(bytes) => Given { picture, bytes },
            None => Given { picture: None, bytes },
        })
    }

    fn of(act: &Act, media: MediaId, file: Option<SentFile>) -> Self {
        let (bytes, hash) = file.map(|file| (file.bytes, file.hash)).unzip();
        Self {
            id: VersionId(act.id()),
            media,
            author: None,
            summary: None,
            by: act.who.person(),
            at: act.at,
            bytes,
            hash,
        }
    }
}

fn room(file: &SentFile, used: u64) -> Result<(), Broken> {
    let whole = used.saturating_add(file.bytes.len() as u64);
    if whole > u64::from(SPACE_MIB) * MIB { Err(Broken::NoRoom) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
