//! Writing a DokuWiki data folder: a new one, never over what is there.

use anyhow::{Context, bail, ensure};
use domain::wiki::dokuwiki::names;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

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

    /// Writes one file; a name that ends in `.gz` is packed. `at` is the second that its file then tells.
    ///
    /// Errors: a path that leads elsewhere, one that is written already, a disk that is full.
    pub fn put(&self, path: &str, bytes: &[u8], at: Option<i64>) -> anyhow::Result<()> {
        let cannot = || format!("cannot write {path}");
        ensure!(names::stays_inside(path), "{path:?} would not be in the folder");
        let target = self.root.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).with_context(cannot)?;
        }
        let packed;
        let bytes = match path.ends_with(".gz") && path.starts_with("attic/") {
            true => {
                packed = pack(bytes).with_context(cannot)?;
                packed.as_slice()
            }
            false => bytes,
        };
        let mut file = File::create_new(&target).with_context(cannot)?;
        file.write_all(bytes).with_context(cannot)?;
        if let Some(at) = at.and_then(|at| u64::try_from(at).ok()) {
            file.set_modified(UNIX_EPOCH + Duration::from_secs(at)).with_context(cannot)?;
        }
        Ok(())
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

fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes)?;
    packed.finish()
}
