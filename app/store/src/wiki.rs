//! The wiki, as rows.

use crate::apply::to_json;
use crate::entities::{
    media, media_version, moved_file, page, page_link, revision, testimony, testimony_fact,
    testimony_sought, wiki_space, wiki_space_person,
};
use crate::error::WriteError;
use domain::ids::{PageId, PersonId, SpaceId};
use domain::wiki::fact::{Consent, Telling};
use domain::wiki::moving::{Media, MovedFile, Owner, Version};
use domain::wiki::sought::Sought;
use domain::wiki::{Included, Page, Revision, Space, Testimony};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};

/// How many rows a statement inserts: databases bound the values that it takes.
const ROWS_MAX: usize = 200;

pub(crate) fn space_row(space: Space) -> wiki_space::Model {
    wiki_space::Model {
        id: space.id.0,
        namespace: space.namespace,
        title: space.title.to_string(),
        reads: space.reads.code().to_owned(),
        writes: space.writes.code().to_owned(),
        reviewed: space.reviewed,
        association_id: space.association.map(|a| a.0),
    }
}

pub(crate) fn included_row(one: Included) -> wiki_space_person::Model {
    wiki_space_person::Model {
        id: included_key(one.space, one.person),
        space_id: one.space.0,
        person_id: one.person.0,
        at: one.at,
        by_id: one.by.map(|by| by.0),
    }
}

/// A person is in a circle once.
pub(crate) fn included_key(space: SpaceId, person: PersonId) -> String {
    format!("{space}:{person}")
}

pub(crate) fn page_row(page: Page) -> page::Model {
    page::Model {
        id: page.id.0,
        slug: page.slug,
        title: page.title.to_string(),
        published: page.published.map(|r| r.0),
        space_id: page.space.0,
    }
}

pub(crate) fn revision_row(revision: Revision) -> revision::Model {
    revision::Model {
        id: revision.id.0,
        page_id: revision.page.0,
        title: revision.title.to_string(),
        source: revision.source.to_string(),
        by_id: revision.by.map(|p| p.0),
        at: revision.at,
        number: i32::try_from(revision.number).unwrap_or(i32::MAX),
        kind: revision.kind.code().to_owned(),
        summary: revision.summary.map(|s| s.to_string()),
        author: revision.author.map(|a| a.to_string()),
        read_id: revision.read.map(|r| r.0),
    }
}

pub(crate) fn testimony_row(testimony: Testimony) -> testimony::Model {
    testimony::Model {
        id: testimony.id.0,
        journey_id: testimony.journey.0,
        association_id: testimony.association.0,
        project_id: testimony.project.map(|p| p.0),
        page_id: testimony.page.0,
        state: testimony.state.code().to_owned(),
        since: testimony.since,
    }
}

pub(crate) fn sought_row(sought: Sought) -> testimony_sought::Model {
    testimony_sought::Model {
        id: sought.id.0,
        journey_id: sought.journey.0,
        association_id: sought.association.0,
        asked_at: sought.asked_at,
        reminded_at: sought.reminded_at,
        answer: sought.answer.map(|(answer, _)| answer.code().to_owned()),
        answered_at: sought.answer.map(|(_, at)| at),
        testimony_id: sought.testimony.map(|t| t.0),
    }
}

/// Nothing is kept of what is hidden.
pub(crate) fn consent_row(consent: Consent) -> Result<testimony_fact::Model, WriteError> {
    let (value, words) = match &consent.telling {
        Telling::AsIs(fact) => (Some(to_json(fact)?), None),
        Telling::Reworded(words) => (None, Some(words.to_string())),
        Telling::Hidden => (None, None),
    };
    Ok(testimony_fact::Model {
        id: format!("{}:{}", consent.testimony, consent.kind.code()),
        testimony_id: consent.testimony.0,
        kind: consent.kind.code().to_owned(),
        telling: consent.telling.code().to_owned(),
        value,
        words,
        at: consent.at,
        by_id: consent.by.map(|by| by.0),
    })
}

pub(crate) fn media_row(media: Media) -> media::Model {
    media::Model { id: media.id.0, name: media.name, shown: media.shown.map(|v| v.0) }
}

pub(crate) fn version_row(version: Version) -> media_version::Model {
    media_version::Model {
        id: version.id.0,
        media_id: version.media.0,
        author: version.author,
        summary: version.summary,
        at: version.at,
        bytes: version.bytes,
    }
}

pub(crate) fn moved_file_row(file: MovedFile) -> moved_file::Model {
    let (page_id, media_id) = match file.of {
        Owner::Page(page) => (Some(page.0), None),
        Owner::Media(media) => (None, Some(media.0)),
    };
    moved_file::Model {
        path: file.path,
        page_id,
        media_id,
        state_id: file.state,
        bytes: file.bytes,
        written: file.written,
    }
}

/// The page leads there, and nowhere else.
pub(crate) async fn lead(
    db: &DatabaseTransaction,
    page: PageId,
    to: Vec<String>,
) -> Result<(), WriteError> {
    page_link::Entity::delete_many().filter(page_link::Column::PageId.eq(page.0)).exec(db).await?;
    for some in to.chunks(ROWS_MAX) {
        let rows = some.iter().map(|target| {
            let id = format!("{page}:{target}");
            let row = page_link::Model { id, page_id: page.0, target: target.clone() };
            row.into_active_model().reset_all()
        });
        page_link::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}
