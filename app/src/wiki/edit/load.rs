//! What writing a page needs to know.

use super::api::Since;
use crate::error::{AppError, Done};
use crate::request::Request;
use crate::routes::Ask;
use crate::ui::fields::Returned;
use domain::ids::{PageId, RevisionId};
use domain::text::{Fault, Faults, Lang, Source, Summary, Title, unless_empty};
use domain::wiki::markup::slug;
use domain::wiki::merge::{Choice, merge};
use domain::wiki::{
    CaretakerHat, Edit, Naming, Page, Part, Revision, Saved, Space, WriterHat, section,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Tx, WriteError};

/// The most characters of an address.
const ADDRESS_MAX: u32 = 200;

/// An address as typed, or a title that one is made of.
pub fn address(typed: &str) -> Result<String, Fault> {
    let slug = slug(typed);
    match slug.chars().count() {
        0 => Err(Fault::Missing),
        long if long > ADDRESS_MAX as usize => Err(Fault::TooLong { max: ADDRESS_MAX }),
        _ => Ok(slug),
    }
}

/// What an author typed, if nothing of it is to be mended.
pub fn edit(
    title: &str,
    source: &str,
    summary: &str,
    minor: &str,
    faults: &mut Faults,
) -> Option<Edit> {
    let title = faults.take("title", Title::parse(title));
    let source = faults.take("source", Source::parse(source));
    let summary = faults.take("summary", unless_empty(summary, Summary::parse));
    Some(Edit { title: title?, source: source?, summary: summary?, minor: minor == "yes" })
}

/// The whole page, where its author wrote a part of what they had read.
pub fn whole(read: &Revision, part: &Part, typed: &str) -> Result<Source, WriteError> {
    let section = section(read.source.as_str(), part).ok_or(WriteError::Missing)?;
    let whole = Source::parse(&section.put_back(typed));
    whole.map_err(|fault| WriteError::Faults(Faults::one("source", fault)))
}

/// What is said once it was saved, at the part that was written.
pub fn said(saved: Saved, slug: &str, anchor: Option<String>) -> Done {
    let said = match saved {
        Saved::Shown => "page_saved",
        Saved::Merged => "page_merged",
        Saved::ToBeRead => "page_to_be_read",
        Saved::Same => "page_same",
        Saved::Kept => "page_draft_kept",
    };
    let to = match saved {
        // Where its author finds it: others do not see it yet.
        Saved::ToBeRead => format!("/wiki/{slug}/modifier"),
        _ => format!("/wiki/{slug}{}", anchor.map(|at| format!("#{at}")).unwrap_or_default()),
    };
    Done::saying(to, said)
}

/// The space of a page, and the proof that who acts may write in it.
pub async fn writer_of(tx: &Tx<'_>, page: &Page) -> Result<(Space, WriterHat), WriteError> {
    let reach = tx.reach().await?;
    let space = reach.space(page.space).ok_or(WriteError::Missing)?;
    let writer = space.writer_of(page, tx.actor(), &reach.circles)?;
    Ok((space.clone(), writer))
}

/// A page, locked, the proof that who acts takes care of it, and its newest state.
pub async fn cared_for(
    tx: &Tx<'_>,
    page: PageId,
) -> Result<(Page, CaretakerHat, Revision), WriteError> {
    let page = tx.page(page).await?.ok_or(WriteError::Missing)?;
    let caretaker = writer_of(tx, &page).await?.1.caretaker()?;
    let head = tx.last_revision(page.id).await?.ok_or(WriteError::Missing)?;
    Ok((page, caretaker, head))
}

/// The space where a page of this address is to stand, locked, and the proof that who acts may write in it; `page` may have
/// had the address before.
///
/// Errors: `address` is `Occupied`.
pub async fn free_place(
    tx: &Tx<'_>,
    slug: &str,
    page: Option<&Page>,
) -> Result<(Space, WriterHat), WriteError> {
    let reach = tx.reach().await?;
    let of = Space::of(&reach.spaces, slug).ok_or(WriteError::Missing)?;
    let space = tx.space(of.id).await?.ok_or(WriteError::Missing)?;
    let writer = space.writer(tx.actor(), &reach.circles)?;
    let own = |other: &Page| page.is_some_and(|page| page.id == other.id);
    let there = tx.page_by_slug(slug).await?.filter(|other| !own(other));
    let once = tx.page_once_at(slug).await?.filter(|other| !own(other));
    if there.is_some() || once.is_some() {
        return Err(WriteError::Faults(Faults::one("address", Fault::Occupied)));
    }
    Ok((space, writer))
}

/// What a person decided where two people had changed the same words. Each choice is named by the state that they saw and
/// by its place, so that a choice is never taken for that of another conflict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    pub choice: BTreeMap<String, String>,
    pub words: BTreeMap<String, String>,
}

impl Decided {
    /// The name of a choice.
    pub fn name(seen: &Revision, place: usize) -> String {
        format!("{}-{place}", seen.number)
    }

    /// The text, once what was written over `base` and what was `seen` saved meanwhile are put together.
    pub fn text(&self, base: &Revision, seen: &Revision, mine: &str) -> Result<Source, Faults> {
        let merged = merge(base.source.as_str(), seen.source.as_str(), mine);
        let mut faults = Faults::default();
        let mut choices = Vec::new();
        for place in 0..merged.conflicts().count() {
            let name = Self::name(seen, place);
            let typed = |typed: &BTreeMap<String, String>| typed.get(&name).cloned();
            let words = typed(&self.words).unwrap_or_default();
            let choice = Choice::parse(&typed(&self.choice).unwrap_or_default(), &words);
            let field = format!("choice[{name}]");
            choices.extend(faults.take(&field, choice.ok_or(Fault::Missing)));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let text = merged.decide(&choices).unwrap_or_default();
        Source::parse(&text).map_err(|fault| Faults::one("source", fault))
    }
}

/// A page in the hands of who may write it.
pub struct Written {
    pub page: Page,
    pub space: Space,
    pub writer: WriterHat,
    /// Its newest state, shown or not.
    pub head: Revision,
}

/// A page to be written, which may have another address by now: what its author typed comes back to where they typed it.
///
/// Errors: `SignIn`, `NotYours`; `NotFound`, also where whether it exists is private.
pub async fn written(request: &Request, slug: &str) -> Result<Written, AppError> {
    request.actor.signed()?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let page = match rows.page_by_slug(slug).await.map_err(fail)? {
        Some(page) => page,
        None => rows.page_once_at(slug).await.map_err(fail)?.ok_or(AppError::NotFound)?,
    };
    let reach = rows.reach().await.map_err(fail)?;
    let space = reach.space(page.space).cloned().ok_or(AppError::NotFound)?;
    let writer = space.writer_of(&page, &request.actor, &reach.circles)?;
    let head = rows.last_revision(page.id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    Ok(Written { page, space, writer, head })
}

/// Who else has a page open to write it, in words. Empty: nobody.
pub async fn at_work(request: &Request, written: &Written) -> Result<String, AppError> {
    let names = request.read().at_work(&written.writer, written.page.id, request.now).await;
    Ok(told_at_work(request.lang, &names.map_err(|error| request.answer(error))?))
}

/// The same, of these names.
pub fn told_at_work(lang: Lang, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => texts::editor::at_work(lang, one),
        several => texts::editor::several_at_work(lang, several.join(", ")),
    }
}

/// What was saved of a page since this state of it. None: nothing but what is `seen`.
///
/// Errors: `NotYours`; `NotFound`, also where whether it exists is private.
pub async fn since(
    request: &Request,
    page: PageId,
    read: RevisionId,
    seen: &str,
) -> Result<Option<Since>, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let page = rows.page(page).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let reach = rows.reach().await.map_err(fail)?;
    let space = reach.space(page.space).ok_or(AppError::NotFound)?;
    space.writer_of(&page, &request.actor, &reach.circles)?;
    let head = rows.last_revision(page.id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    if head.id == read || head.id.to_string() == seen {
        return Ok(None);
    }
    let read = rows.revision(read).await.map_err(fail)?.filter(|read| read.page == page.id);
    let read = read.ok_or(AppError::NotFound)?;
    let names = rows.person_names(head.by).await.map_err(fail)?;
    Ok(Some(Since {
        revision: head.id.to_string(),
        by: names.into_values().next().or(head.author.map(|name| name.to_string())),
        titles: [read.title, head.title].map(|title| title.to_string()),
        sources: [read.source, head.source].map(|source| source.to_string()),
    }))
}

/// What of a page is being written, as its author found it.
pub struct Opened {
    /// The state of the page that it is a change of.
    pub base: Revision,
    /// None: the whole page.
    pub part: Option<Part>,
    /// What the heading of the part says.
    pub under: String,
    pub source: String,
    /// The part that was asked for is there no more.
    pub gone: bool,
}

impl Opened {
    fn whole(base: Revision) -> Self {
        let (part, under, source) = (None, String::new(), base.source.to_string());
        Self { base, part, under, source, gone: false }
    }

    /// A part of it, if it holds that one.
    fn part(base: Revision, part: Part) -> Self {
        match section(base.source.as_str(), &part) {
            Some(found) => {
                let (under, source) = (found.title.clone(), found.text.to_owned());
                Self { base, part: Some(part), under, source, gone: false }
            }
            None => Self { gone: true, ..Self::whole(base) },
        }
    }
}

/// What the address asks to write: `partie`, of the state numbered `version`; else the whole page.
pub async fn asked(ask: &Ask, written: &Written) -> Result<Opened, AppError> {
    let head = written.head.clone();
    let asked = ask.query("partie");
    if asked.is_empty() {
        return Ok(Opened::whole(head));
    }
    let Ok(part) = asked.parse::<Part>() else {
        return Ok(Opened { gone: true, ..Opened::whole(head) });
    };
    let seen = ask.query("version").parse().ok().filter(|seen| *seen != head.number);
    let Some(seen) = seen else { return Ok(Opened::part(head, part)) };
    let seen = ask.request.read().numbered_revision(written.page.id, seen).await;
    let seen = seen.map_err(|error| ask.request.answer(error))?;
    let now = seen.and_then(|seen| part.now(seen.source.as_str(), head.source.as_str()));
    Ok(match now {
        Some(part) => Opened::part(head, part),
        None => Opened { gone: true, ..Opened::whole(head) },
    })
}

/// What came back is a change of what its author had read, whatever was saved meanwhile.
pub async fn came_back(
    ask: &Ask,
    written: &Written,
    returned: &Returned,
) -> Result<Option<Opened>, AppError> {
    let typed = |name: &str| returned.typed("save_page", name);
    let Some(read) = typed("revision").and_then(|id| id.parse::<RevisionId>().ok()) else {
        return Ok(None);
    };
    let read = ask.request.read().revision(read).await;
    let read = read.map_err(|error| ask.request.answer(error))?;
    let part = typed("part").and_then(|part| part.parse::<Part>().ok());
    let read = read.filter(|read| read.page == written.page.id);
    Ok(read.map(|read| match part {
        Some(part) => Opened::part(read, part),
        None => Opened::whole(read),
    }))
}

/// The space where a page of this address would stand, and the proof that who asks may write in it.
pub async fn place(request: &Request, slug: &str) -> Result<(Space, WriterHat), AppError> {
    request.actor.signed()?;
    let reach = request.read().reach().await.map_err(|error| request.answer(error))?;
    let space = Space::of(&reach.spaces, slug).ok_or(AppError::NotFound)?;
    let writer = space.writer(&request.actor, &reach.circles)?;
    Ok((space.clone(), writer))
}

/// The pages whose links can follow this one, itself included: shown as they stand newest, and written by who acts.
pub async fn naming(tx: &Tx<'_>, page: &Page) -> Result<Vec<Naming>, WriteError> {
    let mut naming = Vec::new();
    let reach = tx.reach().await?;
    let leading = tx.leading_to(page).await?.into_iter().map(|other| other.id);
    for id in std::iter::once(page.id).chain(leading.filter(|id| *id != page.id)) {
        // Locked, and as it is now.
        let Some(other) = tx.page(id).await? else { continue };
        let Some(head) = tx.last_revision(id).await? else { continue };
        let space = reach.space(other.space);
        let writes = space.is_some_and(|of| of.writer(tx.actor(), &reach.circles).is_ok());
        if writes && other.published == Some(head.id) {
            naming.push((other, head));
        }
    }
    Ok(naming)
}
