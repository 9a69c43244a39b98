//! Writing a DokuWiki data folder: a new one, never over what is there.

use anyhow::{Context, bail, ensure};
use bzip2::write::BzEncoder;
use domain::wiki::dokuwiki::names::{self, Packing};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    Written,
    /// Its name, or one of those before it, is that of something else already, or is longer than the disk takes.
    NoPlace,
}

/// A folder that is being written.
pub struct Writing {
    root: PathBuf,
}

impl Writing {
    /// Makes the folder; one that is there must be empty.
    ///
    /// Errors: there is something in it, or it cannot be made, in one line.
    pub fn begin(root: &Path) -> anyhow::Result<Self> {
        let cannot = || format!("cannot write in {}", root.display());
        fs::create_dir_all(root).with_context(cannot)?;
        if fs::read_dir(root).with_context(cannot)?.next().is_some() {
            bail!("there is something in {} already: give a new folder", root.display());
        }
        // DokuWiki wants all of them, whatever they hold.
        for folder in FOLDERS {
            fs::create_dir(root.join(folder)).with_context(cannot)?;
        }
        Ok(Self { root: root.to_owned() })
    }

    /// Writes one file; an old text is packed as the end of its name says. `at` is the second that its file then tells.
    ///
    /// Errors: a path that leads elsewhere, a disk that is full.
    pub fn put(&self, path: &str, bytes: &[u8], at: Option<i64>) -> anyhow::Result<Put> {
        let cannot = || format!("cannot write {path}");
        ensure!(names::stays_inside(path), "{path:?} would not be in the folder");
        let Some(mut file) = self.make(path).with_context(cannot)? else { return Ok(Put::NoPlace) };
        let packing = path.strip_prefix("attic/").and_then(names::old_text);
        match packing.map(|(.., packing)| packing) {
            Some(Packing::Gzip) => {
                let mut packed = GzEncoder::new(&mut file, Compression::default());
                packed.write_all(bytes).and_then(|()| packed.finish().map(drop))
            }
            Some(Packing::Bzip2) => {
                let mut packed = BzEncoder::new(&mut file, bzip2::Compression::best());
                packed.write_all(bytes).and_then(|()| packed.finish().map(drop))
            }
            _ => file.write_all(bytes),
        }
        .with_context(cannot)?;
        if let Some(at) = at.and_then(|at| u64::try_from(at).ok()) {
            file.set_modified(UNIX_EPOCH + Duration::from_secs(at)).with_context(cannot)?;
        }
        Ok(Put::Written)
    }

    /// A new file. None: there is no place for it.
    fn make(&self, path: &str) -> io::Result<Option<File>> {
        use io::ErrorKind::{AlreadyExists, InvalidFilename, IsADirectory, NotADirectory};
        let target = self.root.join(path);
        let made = match target.parent() {
            Some(folder) => fs::create_dir_all(folder),
            None => Ok(()),
        };
        match made.and_then(|()| File::create_new(&target)) {
            Ok(file) => Ok(Some(file)),
            Err(error) => match error.kind() {
                AlreadyExists | NotADirectory | IsADirectory | InvalidFilename => Ok(None),
                _ => Err(error),
            },
        }
    }
}

/// The folders of a data folder.
const FOLDERS: [&str; 11] = [
    "attic",
    "cache",
    "index",
    "locks",
    "media",
    "media_attic",
    "media_meta",
    "meta",
    "pages",
    "tmp",
    "log",
];
