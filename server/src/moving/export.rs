//! `savoirs-communs export dokuwiki`: what was moved in leaves byte for byte, and what was written here leaves after it, as
//! DokuWiki would have kept it. One text, or one file, is in memory at a time.

use super::report::{Fate, Report, Told, Totals};
use super::writing::{Put, Writing};
use crate::config::Export;
use crate::to_itself;
use anyhow::Context;
use domain::accounts::Actor;
use domain::ids::{MediaId, PageId, RevisionId, SpaceId, VersionId};
use domain::wiki::dokuwiki::{Content, Kind, Leaving, Line, Tree, leave, names};
use domain::wiki::markup::{self, Block};
use domain::wiki::moving::{MovedFile, Owner};
use domain::wiki::{Audience, Page, RevisionKind, Space};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufWriter;
use store::{Left, RevisionLine, Rows, Store, VersionLine};
use uuid::Uuid;

/// Writes a DokuWiki data folder.
///
/// Errors: a folder that is not empty, a database that another process uses, a full disk, in one line.
pub async fn export(config: &Export) -> anyhow::Result<Totals> {
    let store = to_itself(Store::open(&config.data.database_url).await)?;
    let to = Writing::begin(&config.folder)?;
    let rows = store.read(&Actor::Job);
    let (mut pages, mut media) = (rows.page_ids().await?, rows.all_media().await?);
    // What moved in has its own paths: what was made here takes none of those.
    let moved = rows.moved_in().await?;
    pages.sort_by_key(|page| !moved.0.contains(page));
    media.sort_by_key(|media| !moved.1.contains(&media.id));
    let cannot = || format!("cannot write the report in {}", config.report.display());
    let report = Report::open(&config.report, pages.len() + media.len()).with_context(cannot)?;
    let spaces = rows.spaces().await?;
    let (recent, taken) = Default::default();
    let mut out = Out { rows, spaces, recent, taken, unshown: [0; 2], to, report };
    for page in pages {
        out.page(page).await?;
    }
    for media in media {
        out.media(media.id).await?;
    }
    out.end()?;
    out.report.end("written").with_context(cannot)
}

/// Lines, with the second that they begin with.
type Recent = Vec<(i64, Vec<u8>)>;
/// How many changes DokuWiki's list of recent ones begins with.
const RECENT_MAX: usize = 1_000;
/// More versions than any file has.
const VERSIONS_MAX: u64 = u32::MAX as u64;

struct Out<'s> {
    rows: Rows<'s>,
    spaces: Vec<Space>,
    /// What was noted of changes, by second: of pages, and of media files.
    recent: [Recent; 2],
    /// The paths that are taken: of pages, and of media files.
    taken: [BTreeSet<String>; 2],
    /// How many are shown to nobody here, and stay.
    unshown: [usize; 2],
    to: Writing,
    report: Report<BufWriter<File>>,
}

/// What of a page, or of a file, is to leave.
struct Going {
    tree: Tree,
    /// Its address here.
    slug: String,
    space: Option<Space>,
    states: Vec<Leaving>,
    shown: Option<Uuid>,
    files: Vec<MovedFile>,
    /// What else is to be told of it.
    told: Vec<String>,
}

impl Out<'_> {
    async fn page(&mut self, id: PageId) -> anyhow::Result<()> {
        let Some(page) = self.rows.page(id).await? else { return Ok(()) };
        let files = self.rows.moved_files(Owner::Page(id)).await?;
        let lines = self.rows.revisions_of(id).await?;
        let archived = lines.last().is_some_and(|line| line.kind == RevisionKind::Archived);
        if files.is_empty() && page.published.is_none() && !archived {
            return self.stays(Tree::Pages);
        }
        let space = self.space(page.space);
        let shown = lines.iter().find(|line| page.published == Some(line.id));
        let last = if archived { u32::MAX } else { shown.map_or(0, |shown| shown.number) };
        let (all, moved) = (lines.len(), !files.is_empty());
        let own = |line: &RevisionLine| !moved || line.here;
        let forgotten = |line: &RevisionLine| line.here && line.size == 0;
        let gone = lines.iter().filter(|line| forgotten(line)).count();
        let leaves = |line: &RevisionLine| {
            !own(line)
                || line.number <= last
                    && may_leave(&page, space.as_ref(), line.id)
                    && !forgotten(line)
        };
        let states: Vec<_> = lines
            .into_iter()
            .filter(|line| leaves(line))
            .map(|line| Leaving { own: own(&line), ..revision(line) })
            .collect();
        if states.is_empty() {
            return self.stays(Tree::Pages);
        }
        let mut told = Vec::new();
        if gone > 0 {
            told.push(format!(
                "{gone} of its revisions were forgotten here: nothing is left of them"
            ));
        }
        if states.len() + gone < all {
            let kept = all - gone - states.len();
            told.push(format!(
                "{kept} of its revisions are shown to nobody but their authors here, and stay"
            ));
        }
        if let Some(published) = page.published
            && self.holds_facts(published).await?
        {
            told.push("what its association agreed to tell is shown here alone: a mark stands where it is".to_owned());
        }
        let shown = page.published.map(|published| published.0);
        self.write(Going { tree: Tree::Pages, slug: page.slug, space, states, shown, files, told })
            .await
    }

    async fn holds_facts(&self, published: RevisionId) -> anyhow::Result<bool> {
        let Some(revision) = self.rows.revision(published).await? else { return Ok(false) };
        let tree = markup::parse(revision.source.as_str());
        Ok(tree.blocks.iter().any(|block| matches!(block, Block::Fact(_))))
    }

    async fn media(&mut self, id: MediaId) -> anyhow::Result<()> {
        let Some(media) = self.rows.media(id).await? else { return Ok(()) };
        let files = self.rows.moved_files(Owner::Media(media.id)).await?;
        let mut lines = self.rows.versions_of(media.id, VERSIONS_MAX).await?;
        lines.reverse();
        // What somebody puts here while this one leaves comes too late.
        let shown = lines.iter().position(|line| media.shown == Some(line.id));
        let mut place = 0;
        lines.retain(|line| {
            place += 1;
            !line.here || shown.is_none_or(|shown| place <= shown + 1)
        });
        let space = self.space(media.space);
        let mut told = Vec::new();
        let forgotten = lines.iter().filter(|line| line.left == Left::Forgotten).count();
        if forgotten > 0 {
            told.push(format!(
                "{forgotten} of its versions were forgotten here: nothing is left of them"
            ));
        }
        let withdrawn = media.shown.is_none();
        let remembered = space.as_ref().is_some_and(|space| space.writes != Audience::Nobody);
        let leaves = |line: &VersionLine| match line.left {
            _ if !line.here => true,
            Left::Forgotten => false,
            // What moved in leaves all the same, with a line that says that it was deleted.
            Left::Deleted => remembered && !(withdrawn && files.is_empty()),
            Left::All => !withdrawn && (media.shown == Some(line.id) || remembered),
        };
        let all = lines.len() - forgotten;
        let mut states: Vec<Leaving> = Vec::new();
        for line in lines.into_iter().filter(leaves) {
            let first = states.is_empty();
            states.push(version(line, first));
        }
        if states.is_empty() {
            return self.stays(Tree::Media);
        }
        if states.len() < all {
            let kept = all - states.len();
            told.push(format!("{kept} of its versions are shown to nobody here, and stay"));
        }
        if withdrawn && states.iter().any(|state| state.own) {
            told.push("it was deleted here".to_owned());
        }
        if let Some(alt) = &media.alt {
            told.push(format!("a data folder has no place for what it shows: {alt}"));
        }
        let shown = media.shown.map(|shown| shown.0);
        let slug = media.name.clone();
        self.write(Going { tree: Tree::Media, slug, space, states, shown, files, told }).await
    }

    fn space(&self, id: SpaceId) -> Option<Space> {
        self.spaces.iter().find(|space| space.id == id).cloned()
    }

    /// One that nobody is shown stays here: how many there are is told, not which.
    fn stays(&mut self, tree: Tree) -> anyhow::Result<()> {
        self.unshown[place(tree)] += 1;
        self.report.went_through(tree, 0);
        Ok(())
    }

    async fn write(&mut self, going: Going) -> anyhow::Result<()> {
        let Going { tree, slug, space, states, shown, files, mut told } = going;
        let of = place(tree);
        let path = files.iter().find_map(|file| tree.stem(&file.path));
        let path = path.unwrap_or_else(|| self.free(tree, &slug));
        self.taken[of].insert(path.clone());
        let name = names::name(&path).unwrap_or_else(|_| slug.clone());
        let (all, own) = (states.len(), states.iter().filter(|state| state.own).count());
        let left = leave(tree, (&path, &name), &states, shown, files);
        let mut without_place = left.without_place;
        for file in left.files {
            let bytes = match file.content {
                Content::Bytes(bytes) => bytes,
                Content::Of(state) => self.held(tree, state).await?,
            };
            note(&mut self.recent[of], &file.path, &bytes);
            let put = self.to.put(&file.path, &bytes, file.written)?;
            without_place += usize::from(put == Put::NoPlace);
        }
        self.report.went_through(tree, all);
        if markup::slug(&name) != slug {
            told.insert(0, format!("its address here is {slug}"));
        }
        if let Some(reads) = space.map(|space| space.reads).filter(|r| *r != Audience::Everybody) {
            told.push(format!(
                "it is for {} here, and a data folder holds no rights",
                reads.code()
            ));
        }
        if without_place > 0 {
            let why = format!("{without_place} of its files have no place in a data folder");
            self.report.tell(&Told::new(Fate::Lost, tree, &name, why))?;
        }
        for why in told {
            self.report.tell(&Told::new(Fate::Adapted, tree, &name, why))?;
        }
        let called = called(tree);
        let why = format!("{all} {called}, {own} of them written here");
        Ok(self.report.tell(&Told::new(Fate::Kept, tree, &name, why))?)
    }

    /// A path that nothing has yet.
    fn free(&self, tree: Tree, slug: &str) -> String {
        let numbered = (2..).map(|number| names::path(&names::numbered(tree, slug, number)));
        let mut paths = std::iter::once(names::path(slug)).chain(numbered);
        let free = paths.find(|path| !self.taken[place(tree)].contains(path));
        free.unwrap_or_else(|| names::path(slug))
    }

    /// What a state holds.
    async fn held(&self, tree: Tree, state: Uuid) -> anyhow::Result<Vec<u8>> {
        Ok(match tree {
            Tree::Pages => {
                let revision = self.rows.revision(RevisionId(state)).await?;
                revision.map(|revision| revision.source.as_str().into()).unwrap_or_default()
            }
            Tree::Media => {
                let version = self.rows.media_version(VersionId(state)).await?;
                version.and_then(|version| version.bytes).unwrap_or_default()
            }
        })
    }

    /// DokuWiki's own lists of what has changed lately, which it makes of these lines; and how much stays here.
    fn end(&mut self) -> anyhow::Result<()> {
        let lists = ["meta/_dokuwiki.changes", "meta/_media.changes"];
        for (path, lines) in lists.into_iter().zip(&self.recent) {
            let bytes: Vec<u8> = lines.iter().flat_map(|(_, line)| line).copied().collect();
            self.to.put(path, &bytes, None)?;
        }
        for (called, unshown) in ["pages", "files"].into_iter().zip(self.unshown) {
            if unshown > 0 {
                let why = format!("{unshown} are not shown here, and stay");
                self.report.tell(&Told::place(Fate::Lost, called, why))?;
            }
        }
        Ok(())
    }
}

fn place(tree: Tree) -> usize {
    match tree {
        Tree::Pages => 0,
        Tree::Media => 1,
    }
}

/// What its states are called.
pub(super) fn called(tree: Tree) -> &'static str {
    match tree {
        Tree::Pages => "revisions",
        Tree::Media => "versions",
    }
}

/// Keeps the newest lines of a file of changes. Another file has none.
fn note(recent: &mut Recent, path: &str, bytes: &[u8]) {
    if !path.ends_with(".changes") {
        return;
    }
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    let dated = lines.filter_map(|line| {
        let read = Line::parse(&String::from_utf8_lossy(line))?;
        Some((read.at, line.to_vec()))
    });
    recent.extend(dated);
    recent.sort();
    recent.drain(..recent.len().saturating_sub(RECENT_MAX));
}

/// How a story came to be is its authors' own affair.
fn may_leave(page: &Page, space: Option<&Space>, revision: RevisionId) -> bool {
    page.published == Some(revision) || space.is_some_and(|space| space.writes != Audience::Nobody)
}

fn revision(line: RevisionLine) -> Leaving {
    Leaving {
        id: line.id.0,
        at: line.at.timestamp(),
        kind: kind(line.kind),
        user: line.author.unwrap_or_default(),
        summary: line.summary.unwrap_or_default(),
        size: line.size,
        own: false,
    }
}

fn version(line: VersionLine, first: bool) -> Leaving {
    let kind = match line.left {
        Left::Deleted => Kind::Deleted,
        _ if first => Kind::Created,
        _ => Kind::Edited,
    };
    Leaving {
        id: line.id.0,
        at: line.at.timestamp(),
        kind,
        user: line.author.unwrap_or_default(),
        summary: line.summary.unwrap_or_default(),
        size: line.size,
        own: line.here,
    }
}

fn kind(kind: RevisionKind) -> Kind {
    match kind {
        RevisionKind::Created => Kind::Created,
        // It says what the state before it said.
        RevisionKind::Edited | RevisionKind::GivenBack => Kind::Edited,
        RevisionKind::Minor => Kind::Minor,
        RevisionKind::Archived => Kind::Deleted,
        RevisionKind::Restored => Kind::Restored,
    }
}
