//! Creating a page, saving it, bringing an earlier state back, putting it away.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Creates a page; with `draft` = `yes`, one that its author alone sees. Without an `address`, its own is made of the title;
/// one that ends with a colon, ends with the title. `preview` = `yes` only shows what was typed.
#[server(prefix = "/api", endpoint = "create_page")]
pub async fn create_page(
    #[server(default)] command: String,
    #[server(default)] address: String,
    #[server(default)] title: String,
    #[server(default)] source: String,
    #[server(default)] summary: String,
    #[server(default)] preview: String,
    #[server(default)] draft: String,
) -> Result<Done, AppError> {
    use super::load::{address as read_address, edit, free_place};
    use crate::request::current;
    use domain::text::Faults;

    let request = current()?;
    request.actor.signed()?;
    if preview == "yes" {
        return Ok(Done::again());
    }
    let mut faults = Faults::default();
    let edit = edit(&title, &source, &summary, "", &mut faults);
    // The title says what the address does not. Made of one that is missing, it is not what is to be mended.
    let typed = match address.trim() {
        "" => title.clone(),
        begun if begun.ends_with(':') && !title.trim().is_empty() => {
            format!("{begun}{}", title.replace([':', ';'], " "))
        }
        whole => whole.to_owned(),
    };
    let slug = match typed.trim() {
        "" => None,
        typed => faults.take("address", read_address(typed)),
    };
    let (Some(edit), Some(slug)) = (edit, slug) else { return Err(faults.into()) };
    let (saved, slug) = request
        .write(&command, (slug, edit, draft == "yes"), move |tx, (slug, edit, draft)| {
            Box::pin(async move {
                let (space, writer) = free_place(tx, &slug, None).await?;
                let act = tx.act().wearing(&writer);
                let created = match draft {
                    true => space.draft(&act, &writer, slug.clone(), edit)?,
                    false => space.create(&act, &writer, slug.clone(), edit),
                };
                Ok(created.map(|saved| (saved, slug)))
            })
        })
        .await?;
    Ok(super::load::said(saved, &slug, None))
}

/// Shows in the editor a page that comes from elsewhere, pasted or sent as a file: nothing is kept of it.
#[server(prefix = "/api", endpoint = "bring_page")]
pub async fn bring_page(
    #[server(default)] command: String,
    #[server(default)] written: String,
    #[server(default)] brought: String,
) -> Result<Done, AppError> {
    use super::bring::Syntax;
    use crate::request::current;
    use domain::text::{Fault, Faults, Source};

    let request = current()?;
    request.actor.signed()?;
    let _ = command;
    let mut faults = Faults::default();
    faults.take("written", Syntax::from_code(&written).ok_or(Fault::Choice));
    faults.take("brought", Source::parse(&brought));
    if faults.is_empty() { Ok(Done::again()) } else { Err(faults.into()) }
}

/// Saves a page as a change of the `revision` that its author had before their eyes. `preview` = `yes` only shows what was
/// typed. With a `part`, the source is that part's. Where somebody else had changed the same words of `base` meanwhile,
/// `choice` says of each what stays, or that its `words` do; the source is the whole page's then.
#[server(prefix = "/api", endpoint = "save_page")]
pub async fn save_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
    #[server(default)] revision: String,
    #[server(default)] title: String,
    #[server(default)] source: String,
    #[server(default)] summary: String,
    #[server(default)] minor: String,
    #[server(default)] preview: String,
    #[server(default)] part: String,
    #[server(default)] base: String,
    #[server(default)] choice: BTreeMap<String, String>,
    #[server(default)] words: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use super::load::{Decided, edit, whole, writer_of};
    use crate::request::{current, id};
    use domain::ids::{PageId, RevisionId};
    use domain::text::Faults;
    use domain::wiki::{Edit, Part};
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let (page, read): (PageId, RevisionId) = (id(&page)?, id(&revision)?);
    if preview == "yes" {
        return Ok(Done::again());
    }
    let mut faults = Faults::default();
    let Some(edit) = edit(&title, &source, &summary, &minor, &mut faults) else {
        return Err(faults.into());
    };
    let base: Option<RevisionId> = if base.is_empty() { None } else { Some(id(&base)?) };
    let part: Option<Part> = if part.is_empty() { None } else { Some(id(&part)?) };
    let asked = (page, read, edit, part, base.map(|base| (base, Decided { choice, words })));
    let (saved, slug, anchor) = request
        .write(&command, asked, move |tx, (page, read, edit, part, decided)| {
            Box::pin(async move {
                let page = tx.page(page).await?.ok_or(WriteError::Missing)?;
                let (space, writer) = writer_of(tx, &page).await?;
                let head = tx.last_revision(page.id).await?.ok_or(WriteError::Missing)?;
                let read = tx.revision(read).await?.filter(|read| read.page == page.id);
                let read = read.ok_or(WriteError::Missing)?;
                let edit = match decided {
                    Some((base, decided)) => {
                        let base = tx.revision(base).await?.filter(|base| base.page == page.id);
                        let base = base.ok_or(WriteError::Missing)?;
                        let text = decided.text(&base, &read, edit.source.as_str());
                        Edit { source: text.map_err(WriteError::Faults)?, ..edit }
                    }
                    None => match &part {
                        Some(part) => {
                            let source = whole(&read, part, edit.source.as_str())?;
                            Edit { source, ..edit }
                        }
                        None => edit,
                    },
                };
                let anchor = part.and_then(|part| part.anchor_in(edit.source.as_str()));
                let act = tx.act().wearing(&writer);
                let saved = page.save(&act, &writer, &space, &head, &read, edit)?;
                Ok(saved.map(|saved| (saved, page.slug, anchor)))
            })
        })
        .await?;
    Ok(super::load::said(saved, &slug, anchor))
}

/// Brings the state of this number back, as one more.
#[server(prefix = "/api", endpoint = "restore_page")]
pub async fn restore_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
    #[server(default)] number: String,
) -> Result<Done, AppError> {
    use super::load::writer_of;
    use crate::request::{current, id};
    use domain::ids::PageId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let (page, number): (PageId, u32) = (id(&page)?, id(&number)?);
    let (saved, slug) = request
        .write(&command, (page, number), move |tx, (page, number)| {
            Box::pin(async move {
                let page = tx.page(page).await?.ok_or(WriteError::Missing)?;
                let (space, writer) = writer_of(tx, &page).await?;
                let head = tx.last_revision(page.id).await?.ok_or(WriteError::Missing)?;
                let earlier = tx.numbered_revision(page.id, number).await?;
                let earlier = earlier.ok_or(WriteError::Missing)?;
                let act = tx.act().wearing(&writer);
                let saved = page.restore(&act, &writer, &space, &head, &earlier)?;
                Ok(saved.map(|saved| (saved, page.slug)))
            })
        })
        .await?;
    Ok(super::load::said(saved, &slug, None))
}

/// Leaves nothing of the text of the state of this number: for who reads over what is written there.
#[server(prefix = "/api", endpoint = "forget_text")]
pub async fn forget_text(
    #[server(default)] command: String,
    #[server(default)] page: String,
    #[server(default)] number: String,
) -> Result<Done, AppError> {
    use super::load::cared_for;
    use crate::request::{current, id};
    use domain::ids::PageId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let (page, number): (PageId, u32) = (id(&page)?, id(&number)?);
    let slug = request
        .write(&command, (page, number), move |tx, (page, number)| {
            Box::pin(async move {
                let (page, caretaker, head) = cared_for(tx, page).await?;
                let earlier = tx.numbered_revision(page.id, number).await?;
                let earlier = earlier.ok_or(WriteError::Missing)?;
                Ok(page.forget(&caretaker, &head, earlier)?.map(|()| page.slug))
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}/version/{number}"), "text_forgotten"))
}

/// Shows what waited to be read over, if it is still the `revision` that was read: for who reads over what is written there.
#[server(prefix = "/api", endpoint = "approve_page")]
pub async fn approve_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
    #[server(default)] revision: String,
) -> Result<Done, AppError> {
    use super::load::cared_for;
    use crate::request::{current, id};
    use domain::ids::{PageId, RevisionId};

    let request = current()?;
    request.actor.signed()?;
    let (page, read): (PageId, RevisionId) = (id(&page)?, id(&revision)?);
    let slug = request
        .write(&command, (page, read), move |tx, (page, read)| {
            Box::pin(async move {
                let (page, caretaker, head) = cared_for(tx, page).await?;
                let act = tx.act().wearing(&caretaker);
                Ok(page.approve(&act, &caretaker, &head, read)?.map(|()| page.slug))
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}"), "page_saved"))
}

/// Gives what waited to be read over back to its author, with a word on `why`, if it is still the `revision` that was read:
/// for who reads over what is written there.
#[server(prefix = "/api", endpoint = "give_page_back")]
pub async fn give_page_back(
    #[server(default)] command: String,
    #[server(default)] page: String,
    #[server(default)] revision: String,
    #[server(default)] why: String,
) -> Result<Done, AppError> {
    use super::load::cared_for;
    use crate::request::{current, id};
    use domain::ids::{PageId, RevisionId};
    use domain::text::Summary;

    let request = current()?;
    request.actor.signed()?;
    let (page, read): (PageId, RevisionId) = (id(&page)?, id(&revision)?);
    let why = Summary::parse(&why).map_err(|fault| AppError::field("why", fault))?;
    let slug = request
        .write(&command, (page, read, why), move |tx, (page, read, why)| {
            Box::pin(async move {
                let (page, caretaker, head) = cared_for(tx, page).await?;
                let act = tx.act().wearing(&caretaker);
                Ok(page.give_back(&act, &caretaker, &head, read, why)?.map(|()| page.slug))
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}/modifier"), "page_given_back"))
}

/// Puts a page away, with a word on why: for who reads over what is written there.
#[server(prefix = "/api", endpoint = "archive_page")]
pub async fn archive_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
    #[server(default)] why: String,
) -> Result<Done, AppError> {
    use super::load::cared_for;
    use crate::request::{current, id};
    use domain::ids::PageId;
    use domain::text::{Faults, Summary, unless_empty};

    let request = current()?;
    request.actor.signed()?;
    let page: PageId = id(&page)?;
    let mut faults = Faults::default();
    let Some(why) = faults.take("why", unless_empty(&why, Summary::parse)) else {
        return Err(faults.into());
    };
    let slug = request
        .write(&command, (page, why), move |tx, (page, why)| {
            Box::pin(async move {
                let (page, caretaker, head) = cared_for(tx, page).await?;
                let act = tx.act().wearing(&caretaker);
                Ok(page.archive(&act, &caretaker, &head, why)?.map(|()| page.slug))
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}/historique"), "page_archived"))
}

/// Gives a page another address; the one it had leads on to it, and the links of pages that one may write are mended.
#[server(prefix = "/api", endpoint = "rename_page")]
pub async fn rename_page(
    #[server(default)] command: String,
    #[server(default)] page: String,
    #[server(default)] address: String,
) -> Result<Done, AppError> {
    use super::load::{address as read_address, free_place, naming, writer_of};
    use crate::request::{current, id};
    use domain::ids::PageId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let page: PageId = id(&page)?;
    let to = read_address(&address).map_err(|fault| AppError::field("address", fault))?;
    let slug = request
        .write(&command, (page, to), move |tx, (page, to)| {
            Box::pin(async move {
                let page = tx.page(page).await?.ok_or(WriteError::Missing)?;
                writer_of(tx, &page).await?;
                let (_, writer) = free_place(tx, &to, Some(&page)).await?;
                let naming = naming(tx, &page).await?;
                let act = tx.act().wearing(&writer);
                Ok(page.rename(&act, &writer, to, &naming)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/wiki/{slug}"), "page_renamed"))
}

/// Says that who asks has a page open to write it, or `leaves` it, and answers who else has it open: words of this `lang`,
/// none where nobody has.
#[server(prefix = "/api", endpoint = "at_work")]
pub async fn at_work(
    #[server(default)] page: String,
    #[server(default)] leaves: String,
    #[server(default)] lang: String,
) -> Result<String, AppError> {
    use super::load::{told_at_work, writer_of};
    use crate::request::{current, id};
    use domain::ids::PageId;
    use domain::text::Lang;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let page: PageId = id(&page)?;
    let lang = if lang == Lang::En.code() { Lang::En } else { Lang::Fr };
    let said = (page, leaves == "yes");
    let command = request.command();
    let others = request.write_again(&command, said, move |tx, (page, leaves)| {
        Box::pin(async move {
            let page = tx.page(page).await?.ok_or(WriteError::Missing)?;
            let (_, writer) = writer_of(tx, &page).await?;
            let others = tx.at_work(&writer, page.id, tx.act().at).await?;
            Ok(page.open_to_write(tx.act(), &writer, leaves)?.map(|()| others))
        })
    });
    Ok(told_at_work(lang, &others.await?))
}

/// What somebody saved while a page was being written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Since {
    /// The state of the page that it made.
    pub revision: String,
    /// Who saved it. None: it was moved in, or they are gone.
    pub by: Option<String>,
    /// The title, as who asks found it, then as it is.
    pub titles: [String; 2],
    /// The text, likewise.
    pub sources: [String; 2],
}

/// What was saved of a page since the `revision` that is being changed, if who asks has not `seen` that state already. It
/// changes nothing.
#[server(prefix = "/api", endpoint = "saved_since")]
pub async fn saved_since(
    #[server(default)] page: String,
    #[server(default)] revision: String,
    #[server(default)] seen: String,
) -> Result<Option<Since>, AppError> {
    use crate::request::{current, id};
    use domain::ids::{PageId, RevisionId};

    let request = current()?;
    request.actor.signed()?;
    let (page, read): (PageId, RevisionId) = (id(&page)?, id(&revision)?);
    super::load::since(&request, page, read, &seen).await
}

/// Which of the pages at these addresses, one on each line, are there for who asks. It changes nothing.
#[server(prefix = "/api", endpoint = "known_pages")]
pub async fn known_pages(#[server(default)] names: String) -> Result<String, AppError> {
    use crate::request::current;

    /// Our pages ask for no more at once.
    const NAMES_MAX: usize = 500;

    let request = current()?;
    let rows = request.read();
    let names = names.lines().take(NAMES_MAX).map(str::to_owned).collect();
    let reach = rows.reach().await.map_err(|error| request.answer(error))?;
    let known = rows.known_among(names, &reach).await.map_err(|error| request.answer(error))?;
    Ok(known.into_iter().collect::<Vec<_>>().join("\n"))
}
