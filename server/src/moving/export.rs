//! `savoirs-communs export dokuwiki`: what was moved in leaves byte for byte, and what was written here leaves after it, as
//! DokuWiki would have kept it.

use super::folder::Tree;
use super::report::{Fate, Report, Told, Totals};
use super::writing::Writing;
use crate::config::Export;
use crate::to_itself;
use anyhow::Context;
use domain::accounts::Actor;
use domain::ids::{PageId, PersonId, VersionId};
use domain::wiki::dokuwiki::{Kind, Line, names};
use domain::wiki::moving::{Media, MovedFile, Owner};
use domain::wiki::{Audience, Page, Revision, RevisionKind, Space};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use store::{Rows, Store};

/// Writes a DokuWiki data folder.
///
/// Errors: a folder that is not empty, a database that another process uses, a full disk, in one line.
pub async fn export(config: &Export) -> anyhow::Result<Totals> {
    let store = to_itself(Store::open(&config.data.database_url).await)?;
    let to = Writing::begin(&config.folder)?;
    let rows = store.read(&Actor::Job);
    let (pages, media) = (rows.page_ids().await?, rows.all_media().await?);
    let cannot = || format!("cannot write the report in {}", config.report.display());
    let report = Report::open(&config.report, pages.len() + media.len()).with_context(cannot)?;
    let spaces = rows.spaces().await?;
    let recent = Default::default();
    let mut leaving = Leaving { rows, spaces, names: BTreeMap::new(), recent, to, report };
    for page in pages {
        leaving.page(page).await?;
    }
    for media in media {
        leaving.media(&media).await?;
    }
    leaving.recent_changes()?;
    leaving.report.end("written").with_context(cannot)
}

/// Lines, with the second that they begin with.
type Recent = Vec<(i64, Vec<u8>)>;
/// How many changes DokuWiki's list of recent ones begins with.
const RECENT_MAX: usize = 1_000;

struct Leaving<'s> {
    rows: Rows<'s>,
    spaces: Vec<Space>,
    /// Of those who wrote here.
    names: BTreeMap<PersonId, String>,
    /// What was noted of changes, by second: of pages, and of media files.
    recent: [Recent; 2],
    to: Writing,
    report: Report<BufWriter<File>>,
}

impl Leaving<'_> {
    async fn page(&mut self, id: PageId) -> anyhow::Result<()> {
        let Some(page) = self.rows.page(id).await? else { return Ok(()) };
        let files = self.rows.moved_files(Owner::Page(id)).await?;
        let mut revisions = self.rows.revisions_of(id).await?;
        let space = self.spaces.iter().find(|space| space.id == page.space);
        let archived = revisions.last().is_some_and(|r| r.kind == RevisionKind::Archived);
        let shown = revisions.iter().find(|revision| page.published == Some(revision.id));
        let last = if archived { u32::MAX } else { shown.map_or(0, |shown| shown.number) };
        revisions.retain(|revision| {
            !is_own(revision, &files)
                || revision.number <= last && may_leave(&page, space, revision)
        });
        if files.is_empty() && page.published.is_none() && !archived {
            self.report.went_through(Tree::Pages, 0);
            return Ok(());
        }
        let reads = space.map_or(Audience::Nobody, |space| space.reads);
        for by in revisions.iter().filter_map(|revision| revision.by) {
            if !self.names.contains_key(&by) {
                let name = self.rows.person(by).await?.map(|person| person.name.to_string());
                self.names.insert(by, name.unwrap_or_default());
            }
        }
        let states = revisions.len();
        let left = leave(&page, &revisions, files, &self.names);
        for file in &left.files {
            note(&mut self.recent[0], &file.path, &file.bytes);
            self.to.put(&file.path, &file.bytes, file.written)?;
        }
        self.report.went_through(Tree::Pages, states);
        if reads != Audience::Everybody {
            let why = format!("it is for {} here, and a data folder holds no rights", reads.code());
            self.report.tell(&Told::new(Fate::Adapted, Tree::Pages, &left.name, why))?;
        }
        let why = format!("{states} revisions, {} of them written here", left.own);
        Ok(self.report.tell(&Told::new(Fate::Kept, Tree::Pages, &left.name, why))?)
    }

    /// DokuWiki's own lists of what has changed lately, which it makes of these lines.
    fn recent_changes(&self) -> anyhow::Result<()> {
        let lists = ["meta/_dokuwiki.changes", "meta/_media.changes"];
        for (path, lines) in lists.into_iter().zip(&self.recent) {
            let bytes: Vec<u8> = lines.iter().flat_map(|(_, line)| line).copied().collect();
            self.to.put(path, &bytes, None)?;
        }
        Ok(())
    }

    /// A version is in memory at a time.
    async fn media(&mut self, media: &Media) -> anyhow::Result<()> {
        let files = self.rows.moved_files(Owner::Media(media.id)).await?;
        let versions = files.iter().filter(|file| file.state.is_some()).count();
        for file in files {
            let bytes = match (file.bytes, file.state) {
                (Some(bytes), _) => Some(bytes),
                (None, Some(state)) => self
                    .rows
                    .media_version(VersionId(state))
                    .await?
                    .and_then(|version| version.bytes),
                (None, None) => None,
            };
            let bytes = bytes.unwrap_or_default();
            note(&mut self.recent[1], &file.path, &bytes);
            self.to.put(&file.path, &bytes, file.written)?;
        }
        self.report.went_through(Tree::Media, versions);
        let why = format!("{versions} versions");
        Ok(self.report.tell(&Told::new(Fate::Kept, Tree::Media, &media.name, why))?)
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

/// How a story came to be is its authors' own affair; so is what waits to be read over.
fn may_leave(page: &Page, space: Option<&Space>, revision: &Revision) -> bool {
    page.published == Some(revision.id)
        || space.is_some_and(|space| space.writes != Audience::Nobody)
}

/// Whether it was written here: what was moved in is signed by a name alone.
fn is_own(revision: &Revision, files: &[MovedFile]) -> bool {
    files.is_empty() || revision.by.is_some()
}

/// What a page is in a data folder.
struct Left {
    name: String,
    files: Vec<LeftFile>,
    /// How many of its revisions were written here.
    own: usize,
}

struct LeftFile {
    path: String,
    bytes: Vec<u8>,
    written: Option<i64>,
}

/// Gives the files back that were moved in, and adds what was written here: its texts, and a line for each.
fn leave(
    page: &Page,
    revisions: &[Revision],
    files: Vec<MovedFile>,
    authors: &BTreeMap<PersonId, String>,
) -> Left {
    let own: Vec<bool> = revisions.iter().map(|revision| is_own(revision, &files)).collect();
    let path = files.iter().find_map(stem).unwrap_or_else(|| names::path(&page.slug));
    let name = names::name(&path).unwrap_or_else(|_| page.slug.clone());
    let (pages, notes) = (format!("pages/{path}.txt"), format!("meta/{path}.changes"));
    let source = |file: &MovedFile| {
        let revision = revisions.iter().find(|revision| Some(revision.id.0) == file.state);
        revision.map(|revision| revision.source.as_str().as_bytes().to_vec())
    };
    let (mut left, mut changes, mut shown) = (Vec::new(), Vec::new(), None);
    let mut last = i64::MIN;
    for file in files {
        let bytes = file.bytes.clone().or_else(|| source(&file)).unwrap_or_default();
        let second = file.path.strip_prefix("attic/").and_then(names::old_text);
        let second = second.map(|(_, second, _)| second);
        last = last.max(second.or(file.written).unwrap_or(i64::MIN));
        let is_shown = file.state.is_some() && file.state == page.published.map(|r| r.0);
        if file.path == notes {
            changes = bytes;
            continue;
        }
        if is_shown && (file.path == pages || shown.is_none()) {
            shown = Some((bytes.clone(), file.written.or(second)));
        }
        if file.path != pages {
            left.push(LeftFile { path: file.path, bytes, written: file.written });
        }
    }
    let mut before = 0_i64;
    for (revision, own) in revisions.iter().zip(&own) {
        let text = revision.source.as_str();
        let size = i64::try_from(text.len()).unwrap_or(i64::MAX);
        let grown = size - before;
        before = size;
        if !own {
            continue;
        }
        // DokuWiki tells states of a page apart by their second.
        last = revision.at.timestamp().max(last.saturating_add(1));
        let by = revision.by.and_then(|by| authors.get(&by)).cloned();
        let line = Line {
            at: last,
            address: String::new(),
            kind: kind(revision.kind),
            name: name.clone(),
            user: by.or(revision.author.as_ref().map(ToString::to_string)).unwrap_or_default(),
            summary: revision.summary.as_ref().map(ToString::to_string).unwrap_or_default(),
            extra: String::new(),
            grown: Some(grown),
        };
        if !changes.is_empty() && !changes.ends_with(b"\n") {
            changes.push(b'\n');
        }
        changes.extend(format!("{line}\n").bytes());
        let path = format!("attic/{path}.{last}.txt.gz");
        left.push(LeftFile { path, bytes: text.into(), written: Some(last) });
        if page.published == Some(revision.id) {
            shown = Some((text.into(), Some(last)));
        }
    }
    left.extend(shown.map(|(bytes, written)| LeftFile { path: pages, bytes, written }));
    if !changes.is_empty() {
        left.push(LeftFile { path: notes, bytes: changes, written: None });
    }
    Left { name, files: left, own: own.into_iter().filter(|own| *own).count() }
}

/// The path of the page that a file goes with, as it was in its folder.
fn stem(file: &MovedFile) -> Option<String> {
    if let Some(shown) = file.path.strip_prefix("pages/") {
        return shown.strip_suffix(".txt").map(str::to_owned);
    }
    if let Some(noted) = file.path.strip_prefix("meta/") {
        return noted.rsplit_once('.').map(|(path, _)| path.to_owned());
    }
    let old = file.path.strip_prefix("attic/")?;
    names::old_text(old).map(|(path, ..)| path.to_owned())
}

fn kind(kind: RevisionKind) -> Kind {
    match kind {
        RevisionKind::Created => Kind::Created,
        RevisionKind::Edited => Kind::Edited,
        RevisionKind::Minor => Kind::Minor,
        RevisionKind::Archived => Kind::Deleted,
        RevisionKind::Restored => Kind::Restored,
    }
}
