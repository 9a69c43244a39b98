//! Beginning a testimony, writing it, publishing it.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Begins a testimony from a draft made of true facts of the journey, or opens the one already begun.
#[server(prefix = "/api", endpoint = "begin_testimony")]
pub async fn begin_testimony(#[server(default)] command: String) -> Result<Done, AppError> {
    use super::draft::draft;
    use crate::request::current;
    use domain::wiki::begin_testimony;
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let lang = request.lang;
    let testimony = request
        .wearing(&member)
        .write(&command, member.association(), move |tx, association| {
            Box::pin(async move {
                let journey = tx.journey_of(association).await?.ok_or(WriteError::Missing)?;
                let id = journey.head.id;
                let projects = tx.projects_of(id).await?;
                let before = tx.testimonies_of(id).await?;
                let (title, source) = draft(tx, lang, &journey).await?;
                let project = projects.last().map(|p| p.id);
                let act = tx.act();
                Ok(begin_testimony(act, &member, &journey, project, before.last(), title, source)?)
            })
        })
        .await?;
    Ok(Done::at(format!("/temoignage/{testimony}")))
}

/// Saves what the association wrote; `publish` = `yes` shows it to everybody, which is its consent.
#[server(prefix = "/api", endpoint = "write_testimony")]
pub async fn write_testimony(
    #[server(default)] command: String,
    #[server(default)] testimony: String,
    #[server(default)] revision: String,
    #[server(default)] title: String,
    #[server(default)] source: String,
    #[server(default)] publish: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::ids::{RevisionId, TestimonyId};
    use domain::text::{Faults, Source, Title};
    use store::WriteError;

    let request = current()?;
    let member = request.actor.member()?;
    let testimony: TestimonyId = id(&testimony)?;
    let read: RevisionId = id(&revision)?;
    let mut faults = Faults::default();
    let title = faults.take("title", Title::parse(&title));
    let source = faults.take("source", Source::parse(&source));
    let (Some(title), Some(source)) = (title, source) else { return Err(faults.into()) };
    let publish = publish == "yes";
    let slug = request
        .wearing(&member)
        .write(&command, (testimony, read, title, source, publish), move |tx, asked| {
            Box::pin(async move {
                let (testimony, read, title, source, publish) = asked;
                let testimony = tx.testimony(testimony).await?.ok_or(WriteError::Missing)?;
                let member = tx.actor().member_for(testimony.association)?;
                let page = tx.page(testimony.page).await?.ok_or(WriteError::Missing)?;
                let last = tx.last_revision(page.id).await?.ok_or(WriteError::Missing)?;
                let slug = page.slug.clone();
                let read = (read, &last);
                let written =
                    testimony.write(tx.act(), &member, &page, read, title, source, publish)?;
                Ok(written.map(|()| slug))
            })
        })
        .await?;
    Ok(if publish {
        Done::saying(format!("/wiki/{slug}"), "testimony_published")
    } else {
        Done::saying(format!("/temoignage/{testimony}"), "testimony_saved")
    })
}
