//! What of a page or a file leaves for a data folder: what moved in is where it was, and what was written here comes after
//! it, as DokuWiki would have kept it. It says which files there are; what each state holds is read when it is written.

use super::changes::{self, Kind, Line};
use super::names::Tree;
use crate::wiki::moving::MovedFile;
use std::collections::BTreeSet;
use uuid::Uuid;

/// One state of what leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    pub id: Uuid,
    /// Seconds since 1970.
    pub at: i64,
    pub kind: Kind,
    /// By name, who made it. Empty: nobody knows.
    pub user: String,
    pub summary: String,
    /// In bytes; 0 where nothing is left.
    pub size: u64,
    /// It was written here. What moved in has its files.
    pub own: bool,
}

/// What a file is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Bytes(Vec<u8>),
    /// What this state holds.
    Of(Uuid),
}

/// One file of the data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub content: Content,
    /// The second that its file is to tell, where that matters.
    pub written: Option<i64>,
}

/// What leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    pub files: Vec<File>,
    /// How many states a data folder has no place for: DokuWiki keeps nothing old of a file whose name has no ending.
    pub without_place: usize,
}

/// The files of what has this path and this name there. `states` are in order; `shown` is the one shown now; `files` moved
/// in with it.
pub fn leave(
    tree: Tree,
    (path, name): (&str, &str),
    states: &[Leaving],
    shown: Option<Uuid>,
    files: Vec<MovedFile>,
) -> Left {
    let mut left = Left::default();
    let mut end = End { changes: None, current: None, last: i64::MIN };
    let mut kept: BTreeSet<Uuid> = BTreeSet::new();
    let mut was_current = None;
    for file in files {
        let second = tree.kept_at(&file.path);
        end.last = end.last.max(second.or(file.written).unwrap_or(i64::MIN));
        if file.path == tree.noted(path) {
            let noted = file.bytes.unwrap_or_default();
            let newest = changes::read(&noted).0.iter().map(|line| line.at).max();
            end.last = end.last.max(newest.unwrap_or(i64::MIN));
            end.changes = Some(noted);
        } else if file.path == tree.shown(path) {
            was_current = Some(file);
        } else {
            kept.extend(file.state.filter(|_| second.is_some()));
            let shows = shown.is_some() && file.state == shown && second.is_some();
            let file = as_it_came(file);
            if shows {
                end.current = Some((file.content.clone(), file.written.or(second)));
            }
            left.files.push(file);
        }
    }
    if let Some(file) = was_current {
        let state = states.iter().find(|state| Some(state.id) == file.state);
        match state.filter(|state| Some(state.id) != shown) {
            // It was shown there and is not here: it is an old one now, if it has no copy among them.
            Some(state) if !kept.contains(&state.id) => {
                end.last = end.last.max(state.at);
                left.keep(tree.kept(path, state.at), as_it_came(file).content, state.at);
            }
            Some(_) => {}
            None if shown.is_none() => {}
            None => {
                let File { content, written, .. } = as_it_came(file);
                end.current = Some((content, written));
            }
        }
    }
    let mut before = 0;
    for state in states {
        let size = if state.kind == Kind::Deleted { 0 } else { state.size };
        let grown = i64::try_from(size).unwrap_or(i64::MAX).saturating_sub_unsigned(before);
        before = size;
        if state.own {
            left.add(tree, (path, name), (state, grown), shown, &mut end);
        }
    }
    left.end(tree, path, end);
    left
}

/// What is known once all states were gone through.
struct End {
    changes: Option<Vec<u8>>,
    current: Option<(Content, Option<i64>)>,
    /// The newest second that is taken.
    last: i64,
}

fn as_it_came(MovedFile { path, state, bytes, written, .. }: MovedFile) -> File {
    let content = match (bytes, state) {
        (None, Some(state)) => Content::Of(state),
        (bytes, _) => Content::Bytes(bytes.unwrap_or_default()),
    };
    File { path, content, written }
}

impl Left {
    /// Adds a state that was written here.
    fn add(
        &mut self,
        tree: Tree,
        (path, name): (&str, &str),
        (state, grown): (&Leaving, i64),
        shown: Option<Uuid>,
        end: &mut End,
    ) {
        // DokuWiki tells states apart by their second.
        end.last = state.at.max(end.last.saturating_add(1));
        let line = Line {
            at: end.last,
            address: String::new(),
            kind: state.kind,
            name: name.to_owned(),
            user: state.user.clone(),
            summary: state.summary.clone(),
            extra: String::new(),
            grown: Some(grown),
        };
        let changes = end.changes.get_or_insert_default();
        if !changes.is_empty() && !changes.ends_with(b"\n") {
            changes.push(b'\n');
        }
        changes.extend(format!("{line}\n").bytes());
        let is_shown = shown == Some(state.id);
        if is_shown {
            end.current = Some((Content::Of(state.id), Some(end.last)));
        }
        // Of a page, what is shown has a copy, and so has what was there when it was deleted; of a file, neither.
        let copied = match tree {
            Tree::Pages => true,
            Tree::Media => !is_shown && state.kind != Kind::Deleted,
        };
        if copied {
            self.keep(tree.kept(path, end.last), Content::Of(state.id), end.last);
        }
    }

    fn keep(&mut self, place: Option<String>, content: Content, at: i64) {
        match place {
            Some(path) => self.files.push(File { path, content, written: Some(at) }),
            None => self.without_place += 1,
        }
    }

    fn end(&mut self, tree: Tree, path: &str, End { changes, current, .. }: End) {
        if let Some((content, written)) = current {
            self.files.push(File { path: tree.shown(path), content, written });
        }
        if let Some(changes) = changes {
            let (path, content) = (tree.noted(path), Content::Bytes(changes));
            self.files.push(File { path, content, written: None });
        }
    }
}

#[cfg(test)]
mod tests {
    //! Where each state goes, and that what leaves is read back whole.

    use super::super::{Current, Found, Text, history};
    use super::*;
    use crate::ids::PageId;
    use crate::testing::id;
    use crate::wiki::moving::Owner;
    use proptest::prelude::*;

    fn state(n: u128, at: i64, kind: Kind, own: bool) -> Leaving {
        let (user, summary) = ("Nadia".to_owned(), "pourquoi".to_owned());
        let size = if kind == Kind::Deleted { 0 } else { 10 * u64::try_from(n).unwrap_or(0) };
        Leaving { id: id(n), at, kind, user, summary, size, own }
    }

    fn moved(
        path: &str,
        state: Option<u128>,
        bytes: Option<&[u8]>,
        written: Option<i64>,
    ) -> MovedFile {
        MovedFile {
            path: path.to_owned(),
            of: Owner::Page(PageId(id(1))),
            state: state.map(id),
            bytes: bytes.map(<[u8]>::to_vec),
            written,
        }
    }

    /// Each file's path, and the number of the state that it holds.
    fn places(left: &Left) -> Vec<(&str, Option<u128>)> {
        let place = |file: &'_ File| match &file.content {
            Content::Of(state) => Some(state.as_u128()),
            Content::Bytes(_) => None,
        };
        let mut places: Vec<_> =
            left.files.iter().map(|file| (file.path.as_str(), place(file))).collect();
        places.sort_unstable();
        places
    }

    fn noted(left: &Left) -> String {
        let noted = left.files.iter().find(|file| file.path.ends_with(".changes"));
        match noted.map(|file| &file.content) {
            Some(Content::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            _ => String::new(),
        }
    }

    #[test]
    fn wiki_a_page_written_here_leaves_with_a_copy_of_each_state() {
        let states = [state(1, 10, Kind::Created, true), state(2, 10, Kind::Edited, true)];
        let left = leave(Tree::Pages, ("a/b", "a:b"), &states, Some(id(2)), Vec::new());
        let all = [
            ("attic/a/b.10.txt.gz", Some(1)),
            ("attic/a/b.11.txt.gz", Some(2)),
            ("meta/a/b.changes", None),
            ("pages/a/b.txt", Some(2)),
        ];
        assert_eq!(places(&left), all);
        let lines = "10\t\tC\ta:b\tNadia\tpourquoi\t\t10\n11\t\tE\ta:b\tNadia\tpourquoi\t\t10\n";
        assert_eq!(noted(&left), lines);
    }

    #[test]
    fn wiki_a_file_put_here_leaves_as_dokuwiki_keeps_files() {
        let states = [
            state(1, 10, Kind::Created, true),
            state(2, 20, Kind::Edited, true),
            state(3, 30, Kind::Deleted, true),
            state(4, 40, Kind::Restored, true),
        ];
        let left = leave(Tree::Media, ("a/b.png", "a:b.png"), &states, Some(id(4)), Vec::new());
        let all = [
            ("media/a/b.png", Some(4)),
            ("media_attic/a/b.10.png", Some(1)),
            ("media_attic/a/b.20.png", Some(2)),
            ("media_meta/a/b.png.changes", None),
        ];
        assert_eq!(places(&left), all);
        let grown: Vec<_> = changes::read(noted(&left).as_bytes()).0;
        let grown: Vec<_> = grown.iter().map(|line| (line.at, line.grown)).collect();
        assert_eq!(grown, [(10, Some(10)), (20, Some(10)), (30, Some(-20)), (40, Some(40))]);
    }

    #[test]
    fn wiki_what_was_shown_there_and_is_not_here_becomes_an_old_one() {
        // As DokuWiki keeps files, and as older versions kept pages: what is shown has no copy.
        let states = [state(1, 10, Kind::Created, false), state(2, 20, Kind::Edited, true)];
        for (tree, path, files, all) in [
            (
                Tree::Media,
                "b.png",
                vec![moved("media/b.png", Some(1), None, Some(10))],
                vec![
                    ("media/b.png", Some(2)),
                    ("media_attic/b.10.png", Some(1)),
                    ("media_meta/b.png.changes", None),
                ],
            ),
            (
                Tree::Pages,
                "b",
                vec![moved("pages/b.txt", Some(1), Some(b"\xff"), Some(10))],
                vec![
                    ("attic/b.10.txt.gz", None),
                    ("attic/b.20.txt.gz", Some(2)),
                    ("meta/b.changes", None),
                    ("pages/b.txt", Some(2)),
                ],
            ),
            // A copy is not kept twice.
            (
                Tree::Pages,
                "b",
                vec![
                    moved("attic/b.10.txt.gz", Some(1), None, None),
                    moved("pages/b.txt", Some(1), None, Some(10)),
                ],
                vec![
                    ("attic/b.10.txt.gz", Some(1)),
                    ("attic/b.20.txt.gz", Some(2)),
                    ("meta/b.changes", None),
                    ("pages/b.txt", Some(2)),
                ],
            ),
        ] {
            let left = leave(tree, (path, path), &states, Some(id(2)), files);
            assert_eq!((places(&left), left.without_place), (all, 0), "{tree:?}");
        }
        // There is no place for it, and that is counted.
        let files = vec![moved("media/sans", Some(1), None, Some(10))];
        let left = leave(Tree::Media, ("sans", "sans"), &states, Some(id(2)), files);
        assert_eq!(left.without_place, 1);
        // Deleted here: nothing is shown, and what came is still there.
        let states = [state(1, 10, Kind::Created, false), state(2, 20, Kind::Deleted, true)];
        let files = vec![
            moved("media/b.png", Some(1), None, Some(10)),
            moved("media_meta/b.png.changes", None, Some(b"10\t\tC\tb.png\tjo\t\t\t"), None),
        ];
        let left = leave(Tree::Media, ("b.png", "b.png"), &states, None, files);
        assert_eq!(
            places(&left),
            [("media_attic/b.10.png", Some(1)), ("media_meta/b.png.changes", None)]
        );
        assert_eq!(noted(&left).lines().count(), 2);
    }

    #[test]
    fn wiki_what_moved_in_and_was_not_touched_leaves_as_it_came() {
        let states = [state(1, 10, Kind::Created, false), state(2, 20, Kind::Deleted, false)];
        let files = vec![
            moved("attic/b.10.txt.gz", Some(1), None, None),
            moved("meta/b.changes", None, Some(b"hier\n\xff"), None),
            moved("meta/b.meta", None, Some(b"a:0:{}"), None),
        ];
        let left = leave(Tree::Pages, ("b", "b"), &states, None, files.clone());
        let mut came: Vec<_> = files.into_iter().map(as_it_came).collect();
        let mut leaves = left.files;
        came.sort_by(|one, other| one.path.cmp(&other.path));
        leaves.sort_by(|one, other| one.path.cmp(&other.path));
        assert_eq!(leaves, came);
    }

    fn kinds() -> impl Strategy<Value = Kind> {
        use Kind::{Created, Deleted, Edited, Minor, Restored};
        proptest::sample::select(vec![Created, Edited, Minor, Deleted, Restored])
    }

    proptest! {
        #[test]
        fn wiki_what_leaves_is_read_back_whole(
            all in proptest::collection::vec((0i64..40, kinds()), 1..12),
            media in any::<bool>(),
        ) {
            let tree = if media { Tree::Media } else { Tree::Pages };
            let states: Vec<_> = (1..)
                .zip(&all)
                .map(|(n, (at, kind))| state(n, *at, *kind, true))
                .collect();
            let last = states.last().filter(|last| last.kind != Kind::Deleted);
            let shown = last.map(|last| last.id);
            let left = leave(tree, ("b.png", "b.png"), &states, shown, Vec::new());
            let (lines, unread) = changes::read(noted(&left).as_bytes());
            prop_assert_eq!(unread, 0);
            let kept: BTreeSet<i64> =
                left.files.iter().filter_map(|file| tree.kept_at(&file.path)).collect();
            let current = left.files.iter().find(|file| file.path == tree.shown("b.png"));
            let current = current.map(|file| Current {
                modified: file.written.unwrap_or(0),
                is_newest_kept: tree == Tree::Pages,
            });
            let (steps, odd) = history(Found { lines: &lines, kept: &kept, current });
            prop_assert_eq!(odd, Vec::new());
            prop_assert_eq!(steps.len(), states.len());
            for (step, state) in steps.iter().zip(&states) {
                prop_assert_eq!(step.deleted, state.kind == Kind::Deleted);
                // Each text is where its step says.
                let path = match step.text {
                    Text::Kept => tree.kept("b.png", step.at),
                    Text::Current => Some(tree.shown("b.png")),
                    Text::None => None,
                };
                let held = path.map(|path| {
                    let file = left.files.iter().find(|file| file.path == path);
                    file.map(|file| file.content.clone())
                });
                let nothing = tree == Tree::Media && step.deleted;
                prop_assert_eq!(held, (!nothing).then_some(Some(Content::Of(state.id))));
            }
        }
    }
}
