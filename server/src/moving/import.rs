//! `savoirs-communs import dokuwiki`: each lot of states is one unit, and ids are drawn from what is moved in. So whatever
//! stopped it, it goes on where it was; and once it is done, doing it again changes nothing.

use super::export::called;
use super::folder::Folder;
use super::gather::{self, Part};
use super::otherwise::otherwise;
use super::reading::{self, State};
use super::report::{Fate, Report, Told, Totals};
use crate::config::Import;
use crate::to_itself;
use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::accounts::Actor;
use domain::act::{Act, Change, Outcome};
use domain::ids::{CommandId, MediaId, PageId, SpaceId};
use domain::text::{Name, Source, Summary, Title};
use domain::wiki::dokuwiki::{Kind, Line, Text, Tree, names};
use domain::wiki::moving::{
    Arrived, Arriving, MovedFile, Owner, Version, media_arrives, page_arrives,
};
use domain::wiki::{ROOT, Revision, RevisionKind, Space, markup};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::Arc;
use store::{Store, Tx, WriteError};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use uuid::Uuid;

/// How many parts wait to be moved in.
const WAITING: usize = 8;
/// How many are being moved in at once: those that are share a commit.
const AT_ONCE: usize = 16;

/// Moves a data folder in, or tells what that would do. What is dated later than `now` is dated so.
///
/// Errors: no such folder, a database that another process uses, a report that cannot be written, in one line.
pub async fn import(config: &Import, now: DateTime<Utc>) -> anyhow::Result<Totals> {
    let folder = Arc::new(Folder::open(&config.folder)?);
    let store = match config.dry_run {
        true => None,
        false => Some(to_itself(Store::open(&config.data.database_url).await)?),
    };
    let expected = gather::count(&folder);
    let cannot = || format!("cannot write the report in {}", config.report.display());
    let report = Report::open(&config.report, expected).with_context(cannot)?;
    let (sender, mut parts) = mpsc::channel(WAITING);
    let room = Arc::new(Semaphore::new(gather::ROOM));
    let reading = tokio::task::spawn_blocking(move || gather::gather(&folder, &sender, &room));
    let mut moving =
        Moving { store, now, report, sent: VecDeque::new(), so_far: Arrived::default() };
    while let Some(part) = parts.recv().await {
        match part {
            Ok(part) => moving.send(part).await?,
            Err(left_out) => {
                moving.settle(0).await?;
                moving.report.tell(&left_out).with_context(cannot)?;
            }
        }
    }
    moving.settle(0).await?;
    reading.await?;
    if let Some(store) = &moving.store {
        sweep(store, now).await?;
    }
    let said = match config.dry_run {
        true => "this is what would be moved in",
        false => "moved in",
    };
    moving.report.end(said).with_context(cannot)
}

/// What is under way.
struct Moving<W: Write> {
    /// None: nothing is to be moved.
    store: Option<Store>,
    now: DateTime<Utc>,
    report: Report<W>,
    /// First to last.
    sent: VecDeque<Sent>,
    /// What became of the parts of before of the same thing.
    so_far: Arrived,
}

/// A part that is being moved in.
struct Sent {
    tree: Tree,
    path: String,
    name: String,
    told: Vec<Told>,
    /// With the last part: how many states there are in all, and whether anything is shown.
    end: Option<(usize, bool)>,
    arrived: Option<JoinHandle<Result<Arrived, WriteError>>>,
}

impl<W: Write> Moving<W> {
    async fn send(&mut self, mut part: Part) -> anyhow::Result<()> {
        // The parts of one thing follow each other; others go beside each other.
        if self.sent.back().is_some_and(|last| (last.tree, &last.path) == (part.tree, &part.path)) {
            self.settle(0).await?;
        }
        let end = part.end.as_ref().map(|end| (end.states, end.shown.is_some()));
        let mut sent = Sent {
            tree: part.tree,
            path: part.path.clone(),
            name: part.name.clone(),
            told: std::mem::take(&mut part.told),
            end,
            arrived: None,
        };
        sent.told.extend(adapted(&part));
        let held = part.held.take();
        if let Some(store) = self.store.clone() {
            let act = Act::new(Actor::Job, self.now, CommandId(Uuid::now_v7()), Uuid::now_v7);
            sent.arrived = Some(match part.tree {
                Tree::Pages => {
                    let page = Arc::new(page(part, self.now));
                    tokio::spawn(async move {
                        let arrived = move_page(&store, act, page).await;
                        drop(held);
                        arrived
                    })
                }
                Tree::Media => {
                    let media = Arc::new(media(part, self.now));
                    tokio::spawn(async move {
                        let arrived = move_media(&store, act, media).await;
                        drop(held);
                        arrived
                    })
                }
            });
        }
        self.sent.push_back(sent);
        self.settle(AT_ONCE).await
    }

    /// Waits until no more than so many are under way, and tells what became of the others, in order.
    async fn settle(&mut self, most: usize) -> anyhow::Result<()> {
        while self.sent.len() > most {
            let Some(sent) = self.sent.pop_front() else { break };
            let Sent { tree, name, told, end, arrived, .. } = sent;
            for told in &told {
                self.report.tell(told)?;
            }
            if let Some(arrived) = arrived {
                let arrived = arrived.await?.with_context(|| format!("cannot move {name} in"))?;
                self.so_far.new += arrived.new;
                self.so_far.otherwise += arrived.otherwise;
                self.so_far.changed_here |= arrived.changed_here;
                self.so_far.slug = arrived.slug;
            }
            if let Some(end) = end {
                let arrived = std::mem::take(&mut self.so_far);
                self.tell(tree, &name, end, &arrived)?;
            }
        }
        Ok(())
    }

    fn tell(
        &mut self,
        tree: Tree,
        name: &str,
        (states, shown): (usize, bool),
        arrived: &Arrived,
    ) -> io::Result<()> {
        self.report.went_through(tree, states);
        let mut tell = |fate, why: String| self.report.tell(&Told::new(fate, tree, name, why));
        let moved = self.store.is_some();
        let slug = if moved { arrived.slug.clone() } else { markup::slug(name) };
        if slug != name {
            tell(Fate::Adapted, format!("its address here is {slug}"))?;
        }
        if arrived.otherwise > 0 {
            let n = arrived.otherwise;
            let why = format!(
                "{n} of its states are not as when they were first moved in, and these stay"
            );
            tell(Fate::Lost, why)?;
        }
        if arrived.changed_here {
            tell(Fate::Adapted, "it was changed here since, and goes on showing that".to_owned())?;
        }
        let called = called(tree);
        let new = if moved { format!(", {} new here", arrived.new) } else { String::new() };
        let deleted = if shown { "" } else { ", the last of which deleted it" };
        tell(Fate::Kept, format!("{states} {called}{new}{deleted}"))
    }
}

/// What of a part is not here as it was there.
fn adapted(part: &Part) -> Vec<Told> {
    if part.tree != Tree::Pages {
        return Vec::new();
    }
    let mut adapted = Vec::new();
    let not_text = |(state, _): &&(State, Option<Line>)| std::str::from_utf8(&state.bytes).is_err();
    let unreadable = part.states.iter().filter(not_text).count();
    if unreadable > 0 {
        adapted.push(format!(
            "{unreadable} revisions hold what is no UTF-8: it is kept, and shown as well as can be"
        ));
    }
    let shown = part.end.as_ref().is_some_and(|end| end.shown.is_some());
    if let Some((last, _)) = part.states.last().filter(|_| shown) {
        let source = reading::source(&last.bytes);
        if source.chars().count() > Source::MAX as usize {
            let max = Source::MAX;
            adapted.push(format!(
                "it is longer than the {max} characters of a page that is changed here"
            ));
        }
        adapted.extend(otherwise(&source));
    }
    let tell = |why| Told::new(Fate::Adapted, part.tree, &part.name, why);
    adapted.into_iter().map(tell).collect()
}

/// An id drawn from what it names.
fn drawn(parts: &[&[u8]]) -> Uuid {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The id of one state: what it was, when, of which page or file.
fn state_id(tree: Tree, path: &str, state: &State) -> Uuid {
    let [folder, ..] = tree.folders();
    let at = state.step.at.to_be_bytes();
    let deleted: &[u8] = if state.step.deleted { b"deleted" } else { b"" };
    drawn(&[folder.as_bytes(), path.as_bytes(), &at, deleted, &state.bytes])
}

fn moment(at: i64, now: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(at, 0).unwrap_or(now).min(now)
}

/// The first characters of a text that is too long for here. None: there is nothing of it.
fn cut(text: &str, max: u32) -> Option<String> {
    let text: String = text.chars().take(max as usize).collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn page(part: Part, now: DateTime<Utc>) -> Arriving<PageId, Revision> {
    let Part { tree, path, name, states, end, .. } = part;
    let id = PageId(drawn(&[b"page", path.as_bytes()]));
    let wanted = Some(markup::slug(&name)).filter(|slug| !slug.is_empty());
    let wanted = wanted.unwrap_or_else(|| format!("page_{}", &id.0.simple().to_string()[..8]));
    let untitled = name.rsplit(':').next().unwrap_or(&name).replace('_', " ");
    let (mut last, mut last_kept) = (None, None);
    let mut arriving = Vec::with_capacity(states.len());
    for (state, line) in states {
        let state_id = state_id(tree, &path, &state);
        let source = reading::source(&state.bytes);
        let as_is = source.as_bytes() == state.bytes;
        let title = cut(&markup::parse(&source).title().unwrap_or_default(), Title::MAX);
        let title = title.or_else(|| cut(&untitled, Title::MAX)).unwrap_or_else(|| wanted.clone());
        let line = line.as_ref();
        let revision = Revision {
            id: state_id.into(),
            page: id,
            number: 0,
            kind: kind(&state, line),
            title: Title::stored(title),
            source: Source::stored(source.into_owned()),
            summary: line.and_then(|l| cut(&l.summary, Summary::MAX)).map(Summary::stored),
            by: None,
            author: line.and_then(|l| cut(&l.user, Name::MAX)).map(Name::stored),
            at: moment(state.step.at, now),
            read: None,
        };
        let is_current = state.step.text == Text::Current;
        let written = is_current.then(|| end.as_ref()?.shown.as_ref().map(|(_, at)| *at)).flatten();
        let bytes = (!as_is).then_some(state.bytes);
        (last, last_kept) = (Some(state_id), bytes.clone());
        let file = state.path.map(|path| MovedFile {
            path,
            of: Owner::Page(id),
            state: Some(state_id),
            bytes,
            written,
        });
        arriving.push((revision, file));
    }
    let is_copied = arriving
        .last()
        .is_some_and(|(_, file)| file.as_ref().is_some_and(|file| file.path.starts_with("attic/")));
    let end = end.map(|end| {
        let mut files: Vec<MovedFile> =
            end.beside.into_iter().map(beside(Owner::Page(id))).collect();
        let shown = end.shown.is_some();
        if let Some((_, written)) = end.shown.filter(|_| is_copied) {
            files.push(MovedFile {
                path: format!("pages/{path}.txt"),
                of: Owner::Page(id),
                state: last,
                bytes: last_kept,
                written: Some(written),
            });
        }
        (shown, files)
    });
    Arriving { id, wanted, states: arriving, end }
}

fn beside(of: Owner) -> impl Fn((String, Vec<u8>)) -> MovedFile {
    move |(path, bytes)| MovedFile { path, of, state: None, bytes: Some(bytes), written: None }
}

fn kind(state: &State, line: Option<&Line>) -> RevisionKind {
    match line.map(|line| line.kind) {
        _ if state.step.deleted => RevisionKind::Archived,
        Some(Kind::Created) => RevisionKind::Created,
        Some(Kind::Minor) => RevisionKind::Minor,
        Some(Kind::Restored) => RevisionKind::Restored,
        _ => RevisionKind::Edited,
    }
}

fn media(part: Part, now: DateTime<Utc>) -> Arriving<MediaId, Version> {
    let Part { tree, path, name, states, end, .. } = part;
    let id = MediaId(drawn(&[b"media", path.as_bytes()]));
    let wanted = Some(markup::slug(&name)).filter(|slug| !slug.is_empty());
    let wanted = wanted.unwrap_or_else(|| format!("file_{}", &id.0.simple().to_string()[..8]));
    let states = states.into_iter().map(|(state, line)| {
        let state_id = state_id(tree, &path, &state);
        let is_current = state.step.text == Text::Current;
        let written = is_current.then(|| end.as_ref()?.shown.as_ref().map(|(_, at)| *at)).flatten();
        let version = Version {
            id: state_id.into(),
            media: id,
            author: line.as_ref().and_then(|l| cut(&l.user, Name::MAX)),
            summary: line.as_ref().and_then(|l| cut(&l.summary, Summary::MAX)),
            at: moment(state.step.at, now),
            by: None,
            bytes: (!state.step.deleted || state.path.is_some()).then_some(state.bytes),
            hash: None,
        };
        let of = Owner::Media(id);
        let file = state.path.map(|path| MovedFile {
            path,
            of,
            state: Some(state_id),
            bytes: None,
            written,
        });
        (version, file)
    });
    let states = states.collect();
    let end = end.map(|end| {
        let files = end.beside.into_iter().map(beside(Owner::Media(id))).collect();
        (end.shown.is_some(), files)
    });
    Arriving { id, wanted, states, end }
}

/// What was written one by one is searched as one.
async fn sweep(store: &Store, now: DateTime<Utc>) -> Result<(), WriteError> {
    let act = Act::new(Actor::Job, now, CommandId(Uuid::now_v7()), Uuid::now_v7);
    let swept = || async { Ok(Outcome::of(()).change(Change::Swept)) };
    store.write_again(act, (), move |_, ()| Box::pin(swept())).await
}

async fn move_page(
    store: &Store,
    act: Act,
    page: Arc<Arriving<PageId, Revision>>,
) -> Result<Arrived, WriteError> {
    store
        .write_again(act, page, |tx, page| Box::pin(async move { page_unit(tx, &page).await }))
        .await
}

async fn page_unit(
    tx: &Tx<'_>,
    arriving: &Arriving<PageId, Revision>,
) -> Result<Outcome<Arrived>, WriteError> {
    let page = tx.page(arriving.id).await?;
    let (slug, space, newest) = match &page {
        Some(page) => {
            let head = tx.last_revision(page.id).await?;
            (page.slug.clone(), page.space, head.map_or(0, |head| head.number))
        }
        None => {
            let wanted = &arriving.wanted;
            let (mut slug, mut number) = (wanted.clone(), 1);
            // Another command may bring this very page at once: then it has its address already.
            while tx.page_by_slug(&slug).await?.is_some_and(|there| there.id != arriving.id) {
                number += 1;
                slug = names::numbered(Tree::Pages, wanted, number);
            }
            let space = stands_in(tx, &slug).await?;
            (slug, space, 0)
        }
    };
    let standing = tx.standing(Owner::Page(arriving.id)).await?;
    Ok(page_arrives(arriving.clone(), &standing, (page, newest), (space, slug)))
}

/// The space in which something of this address is to stand, which stays as it is until the unit ends.
async fn stands_in(tx: &Tx<'_>, address: &str) -> Result<SpaceId, WriteError> {
    let spaces = tx.spaces().await?;
    let mut space = Space::of(&spaces, address).map_or(ROOT, |space| space.id);
    while tx.hold(space).await? {
        // A closer one may have been made while this one waited.
        let spaces = tx.spaces().await?;
        let now = Space::of(&spaces, address).map_or(ROOT, |space| space.id);
        if now == space {
            return Ok(space);
        }
        space = now;
    }
    Ok(space)
}

async fn move_media(
    store: &Store,
    act: Act,
    media: Arc<Arriving<MediaId, Version>>,
) -> Result<Arrived, WriteError> {
    store
        .write_again(act, media, |tx, media| Box::pin(async move { media_unit(tx, &media).await }))
        .await
}

async fn media_unit(
    tx: &Tx<'_>,
    arriving: &Arriving<MediaId, Version>,
) -> Result<Outcome<Arrived>, WriteError> {
    let media = tx.media(arriving.id).await?;
    let (name, space) = match &media {
        Some(media) => (media.name.clone(), media.space),
        None => {
            let wanted = &arriving.wanted;
            let (mut name, mut number) = (wanted.clone(), 1);
            while tx.media_by_name(&name).await?.is_some_and(|there| there.id != arriving.id) {
                number += 1;
                name = names::numbered(Tree::Media, wanted, number);
            }
            let space = stands_in(tx, &name).await?;
            (name, space)
        }
    };
    let standing = tx.standing(Owner::Media(arriving.id)).await?;
    Ok(media_arrives(arriving.clone(), &standing, media, (space, name)))
}
