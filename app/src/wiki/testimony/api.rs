//! Beginning a testimony, declining to, writing it, publishing it, taking it back.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Begins a testimony, or opens the one already begun.
#[server(prefix = "/api", endpoint = "begin_testimony")]
pub async fn begin_testimony(#[server(default)] command: String) -> Result<Done, AppError> {
    use super::load::{draft, may_tell, place, sought_of};
    use crate::request::current;
    use domain::wiki::begin_testimony;
    use store::WriteError;

    let request = current()?;
    may_tell(&request)?;
    let lang = request.lang;
    let testimony = request
        .write(&command, (), move |tx, ()| {
            Box::pin(async move {
                let sought = sought_of(tx).await?;
                let teller = tx.actor().begins_story(sought.as_ref(), tx.act().at)?;
                let act = tx.act().wearing(&teller);
                let journey = tx.journey_of(teller.association()).await?;
                let journey = journey.ok_or(WriteError::Missing)?;
                let id = journey.head.id;
                let projects = tx.projects_of(id).await?;
                let before = tx.testimonies_of(id).await?;
                let said = draft(tx, lang, &journey).await?;
                let (project, before) = (projects.last().map(|p| p.id), before.last());
                let begun = begin_testimony(&act, &teller, &journey, project, before, said)?;
                Ok(match sought {
                    Some(sought) => {
                        let by_link = sought.begun(&act, begun.answer);
                        begun.and(by_link)
                    }
                    None => begun,
                })
            })
        })
        .await?;
    Ok(Done::at(place(&request, testimony)))
}

/// Declines a letter that asked for a story: `answer` = `not_now` or `never`.
#[server(prefix = "/api", endpoint = "decline_story")]
pub async fn decline_story(
    #[server(default)] command: String,
    #[server(default)] answer: String,
) -> Result<Done, AppError> {
    use super::load::{may_tell, sought_of};
    use crate::request::{choice, current};
    use domain::accounts::Denied;
    use domain::wiki::sought::Answer;
    use store::WriteError;

    let request = current()?;
    may_tell(&request)?;
    let declined = [Answer::NotNow, Answer::Never].into_iter().find(|a| a.code() == answer);
    let answer = choice("answer", declined, &answer)?;
    request
        .write(&command, answer, |tx, answer| {
            Box::pin(async move {
                let sought = sought_of(tx).await?;
                let sought = sought.ok_or(WriteError::Denied(Denied::LinkExpired))?;
                let teller = tx.actor().sought(&sought, tx.act().at)?;
                Ok(sought.decline(&tx.act().wearing(&teller), &teller, answer)?)
            })
        })
        .await?;
    let said = if answer == Answer::Never { "story_never" } else { "story_not_now" };
    Ok(Done::saying("/temoignages", said))
}

/// Ends the link by which a testimony is written without an account.
#[server(prefix = "/api", endpoint = "end_story_link")]
pub async fn end_story_link(
    #[server(default)] command: String,
    #[server(default)] testimony: String,
) -> Result<Done, AppError> {
    use super::load::{may_tell, teller_of};
    use crate::request::{current, id};
    use domain::accounts::Actor;
    use domain::ids::TestimonyId;
    use store::WriteError;

    let request = current()?;
    may_tell(&request)?;
    let testimony: TestimonyId = id(&testimony)?;
    request
        .write(&command, testimony, |tx, testimony| {
            Box::pin(async move {
                let testimony = tx.testimony(testimony).await?.ok_or(WriteError::Missing)?;
                let teller = teller_of(tx, &testimony).await?;
                let sought = tx.sought_for(testimony.id).await?.ok_or(WriteError::Missing)?;
                Ok(sought.end(&tx.act().wearing(&teller), &teller))
            })
        })
        .await?;
    Ok(match &request.actor {
        Actor::Bearer(_) => Done::saying("/temoignages", "story_link_ended"),
        _ => Done::saying(format!("/temoignage/{testimony}"), "story_link_ended"),
    })
}

/// Saves what the association answered over the `revision` that it had before its eyes, and what it makes of each fact:
/// `tell[need]` = `as_is`, `renewed`, `reworded` (by `words[need]`) or `hidden`. `publish` = `yes` shows it to everybody,
/// which is its consent; `preview` = `yes` only shows what was typed; `next` is the step to go on with.
#[server(prefix = "/api", endpoint = "write_testimony")]
pub async fn write_testimony(
    #[server(default)] command: String,
    #[server(default)] testimony: String,
    #[server(default)] revision: String,
    #[server(default)] title: String,
    #[server(default)] beginning: String,
    #[server(default)] before: String,
    #[server(default)] done: String,
    #[server(default)] after: String,
    #[server(default)] advice: String,
    #[server(default)] tell: BTreeMap<String, String>,
    #[server(default)] words: BTreeMap<String, String>,
    #[server(default)] publish: String,
    #[server(default)] preview: String,
    #[server(default)] next: String,
) -> Result<Done, AppError> {
    use super::load::{Typed, may_tell, place, teller_of, told};
    use super::steps::Step;
    use crate::request::{current, id};
    use domain::ids::{RevisionId, TestimonyId};
    use domain::wiki::Saved;
    use domain::wiki::fact::consent;
    use store::WriteError;

    let request = current()?;
    may_tell(&request)?;
    let (testimony, read): (TestimonyId, RevisionId) = (id(&testimony)?, id(&revision)?);
    if preview == "yes" {
        return Ok(Done::again());
    }
    let typed = Typed::read(&title, &beginning, [before, done, after, advice], &tell, &words)?;
    let (lang, publish) = (request.lang, publish == "yes");
    let asked = (testimony, read, typed, publish);
    let (slug, saved) = request
        .write(&command, asked, move |tx, (testimony, read, typed, publish)| {
            Box::pin(async move {
                let testimony = tx.testimony(testimony).await?.ok_or(WriteError::Missing)?;
                let teller = teller_of(tx, &testimony).await?;
                let page = tx.page(testimony.page).await?.ok_or(WriteError::Missing)?;
                let head = tx.last_revision(page.id).await?.ok_or(WriteError::Missing)?;
                let read = tx.revision(read).await?.filter(|read| read.page == page.id);
                let read = read.ok_or(WriteError::Missing)?;
                let consents = tx.consents(testimony.id).await?;
                let act = tx.act().wearing(&teller);
                let tellings = typed.tellings(tx, &testimony, &consents, act.at).await?;
                let agreed = consent(&act, &teller, testimony.id, &consents, tellings.clone());
                let said = typed.said(lang, &read, &told(&consents, &tellings))?;
                let states = (&read, &head);
                let written = testimony.write(&act, &teller, &page, states, said, publish)?;
                Ok(agreed.then(|()| written).map(|saved| (page.slug, saved)))
            })
        })
        .await?;
    let place = place(&request, testimony);
    let next = Step::from_code(&next).map_or_else(|| place.clone(), |step| step.place(&place));
    Ok(match (publish, saved) {
        (true, _) => Done::saying(format!("/wiki/{slug}"), "testimony_published"),
        (false, Saved::Merged) => Done::saying(next, "testimony_merged"),
        (false, _) => Done::saying(next, "testimony_saved"),
    })
}

/// Takes a published testimony back: nobody else reads it any more.
#[server(prefix = "/api", endpoint = "withdraw_testimony")]
pub async fn withdraw_testimony(
    #[server(default)] command: String,
    #[server(default)] testimony: String,
) -> Result<Done, AppError> {
    use super::load::{may_tell, place, teller_of};
    use crate::request::{current, id};
    use domain::ids::TestimonyId;
    use store::WriteError;

    let request = current()?;
    may_tell(&request)?;
    let testimony: TestimonyId = id(&testimony)?;
    request
        .write(&command, testimony, |tx, testimony| {
            Box::pin(async move {
                let testimony = tx.testimony(testimony).await?.ok_or(WriteError::Missing)?;
                let teller = teller_of(tx, &testimony).await?;
                let page = tx.page(testimony.page).await?.ok_or(WriteError::Missing)?;
                let act = tx.act().wearing(&teller);
                Ok(testimony.withdraw(&act, &teller, &page)?)
            })
        })
        .await?;
    Ok(Done::saying(place(&request, testimony), "testimony_withdrawn"))
}
