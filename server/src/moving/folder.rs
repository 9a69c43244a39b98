//! Reading a DokuWiki data folder. Nothing outside of it is read: links are not followed, whatever they lead to. What
//! cannot be read is told, and the rest is read all the same. One namespace's names and one text are in memory at a time.

use anyhow::{Context, bail};
use bzip2::read::MultiBzDecoder;
use domain::wiki::dokuwiki::Tree;
use domain::wiki::dokuwiki::names::{self, Packing};
use flate2::read::MultiGzDecoder;
use std::collections::{BTreeMap, VecDeque};
use std::fs::{self, DirEntry, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The largest text that is read, unpacked: what the wiki's own reader is promised to read within a second.
pub const TEXT_MAX: u64 = 10_000_000;
/// The largest media file that is read.
pub const FILE_MAX: u64 = 64_000_000;
/// How deep namespaces are followed.
const DEPTH_MAX: usize = 32;

/// The most bytes of what a tree shows.
fn max(tree: Tree) -> u64 {
    match tree {
        Tree::Pages => TEXT_MAX,
        Tree::Media => FILE_MAX,
    }
}

/// A page or a media file, as it was found: nothing of it is read yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thing {
    /// In its tree, as the file system has it, without what ends it: `association/l%27%C3%A9t%C3%A9`.
    pub path: String,
    /// Whether it is shown now.
    pub shown: bool,
    /// What was kept of it, by second.
    pub old: BTreeMap<i64, Packing>,
    /// Whether its changes were noted.
    pub noted: bool,
    /// The endings of other files beside its notes, such as `meta`.
    pub beside: Vec<String>,
}

/// What a walk through a tree comes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Met {
    Thing(Thing),
    /// What is left out: where, and why.
    LeftOut(String, &'static str),
}

/// Why a file gives nothing.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    #[error("it is larger than {} MB, unpacked", .0 / 1_000_000)]
    TooLarge(u64),
    #[error("it is damaged: {0}")]
    Damaged(io::Error),
    #[error("it is not a file")]
    NoFile,
    #[error("it cannot be read: {0}")]
    Failed(#[from] io::Error),
}

/// A data folder.
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Opens a data folder, or the `data` folder of a wiki.
    ///
    /// Errors: what is no such folder, in one line.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let root =
            path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
        for root in [root.join("data"), root] {
            if root.join("pages").is_dir() {
                return Ok(Self { root });
            }
        }
        bail!("{} is no DokuWiki data folder: it has no folder named pages", path.display())
    }

    /// Goes through a tree, namespace by namespace.
    pub fn walk(&self, tree: Tree) -> Walk<'_> {
        let top = Waiting { path: String::new(), within: [true; 3] };
        Walk { folder: self, tree, waiting: vec![top], met: VecDeque::new() }
    }

    /// What is shown now, and the second at which its file says that it was written.
    ///
    /// Errors: it gives nothing.
    pub fn shown(&self, tree: Tree, thing: &Thing) -> Result<(Vec<u8>, i64), Unread> {
        let [shown, ..] = tree.folders();
        let path = self.root.join(shown).join(format!("{}{}", thing.path, tree.ending()));
        let file = open(&path)?;
        let written = file.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let bytes = read(file, max(tree))?;
        Ok((bytes, i64::try_from(written.as_secs()).unwrap_or_default()))
    }

    /// Where in its tree's folder of old ones it is kept as it was at this second. None: it is not.
    pub fn old_path(&self, tree: Tree, thing: &Thing, at: i64) -> Option<String> {
        let packing = thing.old.get(&at)?;
        match tree {
            Tree::Pages => Some(format!("{}.{at}{}", thing.path, packing.ending())),
            Tree::Media => names::old_media_file(&thing.path, at),
        }
    }

    /// What was shown under this second.
    ///
    /// Errors: it gives nothing.
    pub fn old(&self, tree: Tree, thing: &Thing, at: i64) -> Result<Vec<u8>, Unread> {
        let [_, old, _] = tree.folders();
        let path = self.old_path(tree, thing, at).ok_or(Unread::NoFile)?;
        let file = open(&self.root.join(old).join(path))?;
        let unpacked = match thing.old.get(&at) {
            Some(Packing::Gzip) => read(MultiGzDecoder::new(file), max(tree)),
            Some(Packing::Bzip2) => read(MultiBzDecoder::new(file), max(tree)),
            _ => return read(file, max(tree)),
        };
        unpacked.map_err(|error| match error {
            Unread::Failed(error) => Unread::Damaged(error),
            error => error,
        })
    }

    /// A file beside it, by its ending: `changes` is what was noted of its changes.
    ///
    /// Errors: it gives nothing.
    pub fn beside(&self, tree: Tree, thing: &Thing, ending: &str) -> Result<Vec<u8>, Unread> {
        let [.., notes] = tree.folders();
        read(open(&self.root.join(notes).join(format!("{}.{ending}", thing.path)))?, TEXT_MAX)
    }
}

/// Opens a file, and nothing that leads elsewhere or waits for somebody.
fn open(path: &Path) -> Result<File, Unread> {
    let is_file = fs::symlink_metadata(path)?.is_file();
    if is_file { Ok(File::open(path)?) } else { Err(Unread::NoFile) }
}

/// Reads to the end, if that comes soon enough: some small files unpack without end.
fn read(from: impl Read, max: u64) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    from.take(max + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max { Err(Unread::TooLarge(max)) } else { Ok(bytes) }
}

/// A walk through one tree of a folder.
pub struct Walk<'f> {
    folder: &'f Folder,
    tree: Tree,
    waiting: Vec<Waiting>,
    met: VecDeque<Met>,
}

/// A namespace to come: its path, and which of the tree's folders have it. One may have a link where another has a
/// folder.
struct Waiting {
    path: String,
    within: [bool; 3],
}

impl Iterator for Walk<'_> {
    type Item = Met;

    fn next(&mut self) -> Option<Met> {
        while self.met.is_empty() {
            let namespace = self.waiting.pop()?;
            self.enter(&namespace);
        }
        self.met.pop_front()
    }
}

/// What is in one namespace.
#[derive(Default)]
struct Namespace {
    things: BTreeMap<String, Thing>,
    deeper: BTreeMap<String, [bool; 3]>,
}

impl Namespace {
    fn thing(&mut self, namespace: &str, name: &str) -> &mut Thing {
        let thing = self.things.entry(name.to_owned());
        thing.or_insert_with(|| Thing { path: join(namespace, name), ..Thing::default() })
    }
}

impl Walk<'_> {
    fn enter(&mut self, Waiting { path: namespace, within }: &Waiting) {
        let mut found = Namespace::default();
        for place in (0..3).filter(|place| within[*place]) {
            let folder = self.tree.folders()[place];
            let here = join(folder, namespace);
            let path = self.folder.root.join(&here);
            let is_folder = fs::symlink_metadata(&path).map(|about| about.is_dir());
            let entries = match is_folder {
                Ok(true) => fs::read_dir(&path),
                Ok(false) => {
                    self.leave_out(here, "it is not a folder");
                    continue;
                }
                // Nothing was ever kept, or noted.
                Err(_) => continue,
            };
            let Ok(entries) = entries else {
                self.leave_out(here, "it cannot be read");
                continue;
            };
            for entry in entries {
                let Ok(entry) = entry else {
                    self.leave_out(here.clone(), "some of it cannot be read");
                    continue;
                };
                if let Err(why) = sort(self.tree, place, namespace, &entry, &mut found) {
                    self.leave_out(join(&here, &entry.file_name().to_string_lossy()), why);
                }
            }
        }
        self.met.extend(found.things.into_values().map(Met::Thing));
        for (deeper, within) in found.deeper.into_iter().rev() {
            let path = join(namespace, &deeper);
            if path.split('/').count() > DEPTH_MAX {
                self.leave_out(path, "it is too deep");
            } else {
                self.waiting.push(Waiting { path, within });
            }
        }
    }

    fn leave_out(&mut self, path: String, why: &'static str) {
        self.met.push_back(Met::LeftOut(path, why));
    }
}

/// A path within a path; either may be empty.
fn join(namespace: &str, name: &str) -> String {
    let parted = !namespace.is_empty() && !name.is_empty();
    format!("{namespace}{}{name}", if parted { "/" } else { "" })
}

/// Places of a tree's folders.
const SHOWN: usize = 0;
const OLD: usize = 1;

/// Puts one entry where it belongs. Errors: why it is left out.
fn sort(
    tree: Tree,
    place: usize,
    namespace: &str,
    entry: &DirEntry,
    found: &mut Namespace,
) -> Result<(), &'static str> {
    let name = entry.file_name();
    let name = name.to_str().ok_or("its name is not a text")?;
    let kind = entry.file_type().map_err(|_| "it cannot be read")?;
    // What DokuWiki keeps for itself, and what servers do: no page has such a name.
    if name.starts_with('.') || name == "_dummy" {
        return Ok(());
    }
    if tree == Tree::Pages && name.starts_with('_') {
        return match name {
            _ if place != SHOWN => Ok(()),
            "_template.txt" | "__template.txt" => Err("it is what new pages begin as, no page"),
            _ => Err("no page's name begins with _"),
        };
    }
    if kind.is_dir() {
        found.deeper.entry(name.to_owned()).or_default()[place] = true;
        return Ok(());
    }
    if kind.is_symlink() {
        return Err("it is a link, and links are not followed");
    }
    if !kind.is_file() {
        return Err("it is neither a file nor a folder");
    }
    if place == SHOWN {
        let name = name.strip_suffix(tree.ending()).ok_or("it is not a page")?;
        found.thing(namespace, name).shown = true;
    } else if place == OLD && tree == Tree::Pages {
        let (name, at, packing) = names::old_text(name).ok_or("its name does not say when")?;
        // Of two, DokuWiki reads the one that gzip has packed.
        let kept = found.thing(namespace, name).old.entry(at).or_insert(packing);
        *kept = if packing == Packing::Gzip { packing } else { *kept };
    } else if place == OLD {
        let (name, at) = names::old_media(name).ok_or("its name does not say when")?;
        found.thing(namespace, &name).old.insert(at, Packing::Plain);
    } else {
        match name.rsplit_once('.').ok_or("it is beside no page")? {
            (name, "changes") => found.thing(namespace, name).noted = true,
            // Made again by itself.
            (_, "indexed") => {}
            (name, ending) => found.thing(namespace, name).beside.push(ending.to_owned()),
        }
    }
    Ok(())
}
