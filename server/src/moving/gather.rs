//! Goes through a folder on a thread of its own, and hands over what it reads part by part: however large a folder is, a
//! few parts are in memory at a time.

use super::folder::{Folder, Met, Thing};
use super::reading::{Read, State};
use super::report::{Fate, Told};
use domain::wiki::dokuwiki::{Line, Tree};
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::mpsc::Sender;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many states a part has at most.
const STATES_MAX: usize = 200;
/// How many bytes a part has about, at most.
const BYTES_MAX: usize = 4_000_000;

/// How many KiB the parts that are handed over and not moved in yet hold about, at most.
pub const ROOM: usize = 64 * 1024;

/// Some states of one page or one file, in order. The parts of one follow each other.
pub struct Part {
    pub tree: Tree,
    /// In the folder, without what ends it.
    pub path: String,
    /// Namespaces parted by `:`.
    pub name: String,
    pub states: Vec<(State, Option<Line>)>,
    /// With the last part alone.
    pub end: Option<End>,
    pub told: Vec<Told>,
    /// The room that it takes, until it is moved in.
    pub held: Option<OwnedSemaphorePermit>,
}

/// What goes with the last part.
pub struct End {
    /// The bytes that are shown, and the second at which their file was written. None: it was deleted.
    pub shown: Option<(Vec<u8>, i64)>,
    /// Other files that go with it, by their paths in the folder.
    pub beside: Vec<(String, Vec<u8>)>,
    /// How many states it has in all.
    pub states: usize,
}

/// How many pages and files there are.
pub fn count(folder: &Folder) -> usize {
    let trees = [Tree::Pages, Tree::Media].into_iter();
    trees.flat_map(|tree| folder.walk(tree)).filter(|met| matches!(met, Met::Thing(_))).count()
}

/// Reads everything, pages first. It ends early when nobody hears it any more.
pub fn gather(folder: &Folder, to: &Sender<Result<Part, Told>>, room: &Arc<Semaphore>) {
    let to = &Handing { to, room };
    for tree in [Tree::Pages, Tree::Media] {
        for met in folder.walk(tree) {
            let heard = match met {
                Met::Thing(thing) => hand_over(folder, tree, &thing, to),
                Met::LeftOut(path, why) => to.tell(vec![Told::place(Fate::Lost, &path, why)]),
            };
            if !heard {
                return;
            }
        }
    }
}

/// To whom it is handed over.
struct Handing<'h> {
    to: &'h Sender<Result<Part, Told>>,
    room: &'h Arc<Semaphore>,
}

impl Handing<'_> {
    /// False: nobody hears.
    fn tell(&self, told: Vec<Told>) -> bool {
        told.into_iter().all(|told| self.to.blocking_send(Err(told)).is_ok())
    }

    /// Waits until there is room. False: nobody hears.
    fn part(&self, mut part: Part) -> bool {
        let kib = u32::try_from(part.weight() / 1024 + 1).unwrap_or(u32::MAX).min(ROOM as u32);
        let held = Handle::current().block_on(Arc::clone(self.room).acquire_many_owned(kib));
        part.held = held.ok();
        self.to.blocking_send(Ok(part)).is_ok()
    }
}

impl Part {
    /// In bytes.
    fn weight(&self) -> usize {
        let states: usize = self.states.iter().map(|(state, _)| state.bytes.len()).sum();
        let end = self.end.as_ref().map_or(0, |end| {
            let shown = end.shown.as_ref().map_or(0, |(bytes, _)| bytes.len());
            shown + end.beside.iter().map(|(_, bytes)| bytes.len()).sum::<usize>()
        });
        states + end
    }
}

/// Hands over one thing. False: nobody hears.
fn hand_over(folder: &Folder, tree: Tree, thing: &Thing, to: &Handing<'_>) -> bool {
    let (mut told, mut unread) = (Vec::new(), Vec::new());
    let Some(read) = Read::of(folder, tree, thing, &mut told) else { return to.tell(told) };
    let part = |states, told| {
        let (path, name) = (thing.path.clone(), read.name.clone());
        Part { tree, path, name, states, end: None, told, held: None }
    };
    let (mut states, mut bytes, mut all) = (Vec::new(), 0, 0);
    for state in read.states(&mut unread) {
        let line = state.step.line.and_then(|place| read.lines.get(place)).cloned();
        // The last part is never empty, for it tells what is shown.
        if states.len() >= STATES_MAX || bytes >= BYTES_MAX {
            all += states.len();
            bytes = 0;
            let full = part(std::mem::take(&mut states), std::mem::take(&mut told));
            if !to.part(full) {
                return false;
            }
        }
        bytes += state.bytes.len();
        states.push((state, line));
    }
    told.extend(unread);
    all += states.len();
    if states.is_empty() {
        return to.tell(told);
    }
    let mut last = part(states, told);
    last.end = Some(End { shown: read.shown, beside: read.beside, states: all });
    to.part(last)
}
