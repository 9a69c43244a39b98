//! The wiki, as rows.

use crate::apply::{put, to_json};
use crate::entities::{
    found, media, media_version, moved_file, page, page_at_work, page_link, revision, talk,
    testimony, testimony_fact, testimony_sought, wiki_space, wiki_space_association,
    wiki_space_invitation, wiki_space_person,
};
use crate::error::WriteError;
use chrono::{DateTime, Utc};
use domain::ids::{AssociationId, PageId, PersonId, SpaceId};
use domain::wiki::at_work::{AtWork, HOLDS_FOR};
use domain::wiki::encounter::Talk;
use domain::wiki::fact::{Consent, Telling};
use domain::wiki::moving::{Media, MovedFile, Owner, Version};
use domain::wiki::people::{CircleChange, Invited, Joined, Joiner};
use domain::wiki::sought::Sought;
use domain::wiki::{Around, Page, Revision, Space, Testimony};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait as _,
    IntoActiveModel, QueryFilter,
};
use std::fmt::Display;
use uuid::Uuid;

/// How many rows a statement inserts: databases bound the values that it takes.
const ROWS_MAX: usize = 200;

pub(crate) fn space_row(space: Space) -> wiki_space::Model {
    let (association, workshop, project) = match space.around {
        Around::Itself => (None, None, None),
        Around::Association(association) => (Some(association.0), None, None),
        Around::Workshop(workshop) => (None, Some(workshop.0), None),
        Around::Team(project) => (None, None, Some(project.0)),
    };
    wiki_space::Model {
        id: space.id.0,
        namespace: space.namespace,
        title: space.title.to_string(),
        purpose: space.purpose.map(|purpose| purpose.to_string()),
        reads: space.reads.code().to_owned(),
        writes: space.writes.code().to_owned(),
        reviewed: space.reviewed,
        association_id: association,
        workshop_id: workshop,
        project_id: project,
    }
}

/// A person, an association, an address is of a space once.
fn of_space(space: SpaceId, who: impl Display) -> String {
    format!("{space}:{who}")
}

pub(crate) async fn circle(
    db: &DatabaseTransaction,
    change: CircleChange,
) -> Result<(), WriteError> {
    match change {
        CircleChange::Invited(Invited { space, email, at, by }) => {
            let (id, by_id) = (of_space(space, email.as_str()), by.map(|by| by.0));
            let email = email.as_str().to_owned();
            let row = wiki_space_invitation::Model { id, space_id: space.0, email, at, by_id };
            return put(db, row).await;
        }
        CircleChange::InvitationOver(space, email) => {
            let id = of_space(space, email.as_str());
            wiki_space_invitation::Entity::delete_by_id(id).exec(db).await?;
        }
        CircleChange::Joined(Joined { space, who: Joiner::Person(person), at, by }) => {
            let (id, by_id) = (of_space(space, person), by.map(|by| by.0));
            let (space_id, person_id) = (space.0, person.0);
            let row = wiki_space_person::Model { id, space_id, person_id, at, by_id };
            return put(db, row).await;
        }
        CircleChange::Joined(Joined { space, who: Joiner::Association(association), at, by }) => {
            return put(db, association_row(space, association, at, by.map(|by| by.0))).await;
        }
        CircleChange::Left(space, Joiner::Person(person)) => {
            let id = of_space(space, person);
            wiki_space_person::Entity::delete_by_id(id).exec(db).await?;
        }
        CircleChange::Left(space, Joiner::Association(association)) => {
            let id = of_space(space, association);
            wiki_space_association::Entity::delete_by_id(id).exec(db).await?;
        }
        CircleChange::TakesIn { space, namespace, from } => {
            let length = namespace.chars().count() + 1;
            let begins = |column: &str| {
                Expr::cust(format!("substr({column}, 1, {length})")).eq(format!("{namespace}:"))
            };
            page::Entity::update_many()
                .col_expr(page::Column::SpaceId, Expr::value(space.0))
                .filter(page::Column::SpaceId.eq(from.0))
                .filter(begins("slug"))
                .exec(db)
                .await?;
            media::Entity::update_many()
                .col_expr(media::Column::SpaceId, Expr::value(space.0))
                .filter(media::Column::SpaceId.eq(from.0))
                .filter(begins("name"))
                .exec(db)
                .await?;
            // Who may read a page may find it, and nobody else.
            let inside = Query::select()
                .column(page::Column::Id)
                .from(page::Entity)
                .and_where(page::Column::SpaceId.eq(space.0))
                .take();
            found::Entity::update_many()
                .col_expr(found::Column::SpaceId, Expr::value(space.0))
                .filter(found::Column::SpaceId.eq(from.0))
                .filter(found::Column::SubjectId.in_subquery(inside))
                .exec(db)
                .await?;
        }
    }
    Ok(())
}

fn association_row(
    space: SpaceId,
    association: AssociationId,
    at: DateTime<Utc>,
    by_id: Option<Uuid>,
) -> wiki_space_association::Model {
    let (id, space_id) = (of_space(space, association), space.0);
    wiki_space_association::Model { id, space_id, association_id: association.0, at, by_id }
}

/// What the association that is no more had joined, the other has joined.
pub(crate) async fn merge(
    db: &DatabaseTransaction,
    kept: AssociationId,
    gone: Uuid,
) -> Result<(), WriteError> {
    let theirs = wiki_space_association::Entity::find()
        .filter(wiki_space_association::Column::AssociationId.eq(gone));
    for row in theirs.all(db).await? {
        wiki_space_association::Entity::delete_by_id(row.id).exec(db).await?;
        put(db, association_row(SpaceId(row.space_id), kept, row.at, row.by_id)).await?;
    }
    Ok(())
}

pub(crate) fn page_row(page: Page) -> page::Model {
    page::Model {
        id: page.id.0,
        slug: page.slug,
        title: page.title.to_string(),
        published: page.published.map(|r| r.0),
        space_id: page.space.0,
        draft_by_id: page.draft.map(|author| author.0),
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

pub(crate) fn talk_row(talk: Talk) -> talk::Model {
    talk::Model {
        id: talk.id.0,
        entry_id: talk.entry.0,
        association_id: talk.association.0,
        title: talk.title.to_string(),
        words: talk.words.map(|words| words.to_string()),
        minutes: i32::try_from(talk.minutes).unwrap_or(i32::MAX),
        rank: i32::try_from(talk.rank).unwrap_or(i32::MAX),
        state: talk.state.code().to_owned(),
        since: talk.since,
        testimony_id: talk.testimony.map(|testimony| testimony.0),
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
    media::Model {
        id: media.id.0,
        name: media.name,
        shown: media.shown.map(|v| v.0),
        space_id: media.space.0,
        alt: media.alt.map(|alt| alt.to_string()),
    }
}

pub(crate) fn version_row(version: Version) -> media_version::Model {
    media_version::Model {
        id: version.id.0,
        media_id: version.media.0,
        author: version.author,
        summary: version.summary,
        at: version.at,
        by_id: version.by.map(|by| by.0),
        size: version.bytes.as_ref().map_or(0, |b| i64::try_from(b.len()).unwrap_or(i64::MAX)),
        bytes: version.bytes,
        hash: version.hash,
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

/// Somebody has a page open once, in however many windows.
pub(crate) fn at_work_key(page: PageId, who: PersonId) -> String {
    format!("{page}:{who}")
}

pub(crate) async fn at_work(db: &DatabaseTransaction, one: AtWork) -> Result<(), WriteError> {
    let past = page_at_work::Column::At.lte(one.at - HOLDS_FOR);
    page_at_work::Entity::delete_many().filter(past).exec(db).await?;
    let id = at_work_key(one.page, one.who);
    let row = page_at_work::Model { id, page_id: one.page.0, person_id: one.who.0, at: one.at };
    put(db, row).await
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
