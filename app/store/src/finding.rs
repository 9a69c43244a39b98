//! What can be found, kept as what is shown changes: in the same transaction, from what the other tables then hold.

use crate::associations::association;
use crate::entities::*;
use crate::error::WriteError;
use crate::rows::{Loaded, consent};
use domain::accounts::Association;
use domain::act::Change;
use domain::associations::{Field, Sight};
use domain::finding::{ANALYSIS, Document, Kind};
use domain::hackathon::ProjectState;
use domain::ids::{AssociationId, SpaceId};
use domain::text::{Source, folded};
use domain::wiki::TestimonyState;
use domain::wiki::fact::{Facts, searchable};
use domain::wiki::markup::parse;
use domain::wiki::template;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, TransactionTrait,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many rows a statement inserts: databases bound the values that it takes.
const ROWS_MAX: usize = 200;
/// Where an instance notes by which analysis it was indexed.
const SETTING: &str = "finding";
/// One process at a time indexes all.
const LOCK: &str = "SELECT pg_advisory_xact_lock(20261130)";

/// What may be a document, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Page(Uuid),
    Workshop(Uuid),
    Tool(Uuid),
    Association(Uuid),
    /// All the tools of an association.
    Tools(Uuid),
    /// The page that tells this testimony.
    Story(Uuid),
}

/// What documents these changes may change.
pub(crate) fn touched(changes: &[Change]) -> BTreeSet<Subject> {
    let mut touched = BTreeSet::new();
    for change in changes {
        match change {
            Change::Page(page) => touched.extend([Subject::Page(page.id.0)]),
            Change::Revision(revision) => touched.extend([Subject::Page(revision.page.0)]),
            // A testimony makes the name of its association public.
            Change::Testimony(testimony) => touched.extend([
                Subject::Page(testimony.page.0),
                Subject::Association(testimony.association.0),
            ]),
            Change::Consent(consent) => touched.extend([Subject::Story(consent.testimony.0)]),
            Change::Workshop(workshop) => touched.extend([Subject::Workshop(workshop.id.0)]),
            Change::Project(project) => touched.extend([Subject::Tool(project.id.0)]),
            Change::Association(one) => touched.extend([Subject::Association(one.id.0)]),
            Change::Merge(merge) => touched.extend([
                Subject::Association(merge.kept.id.0),
                Subject::Association(merge.gone_was.id.0),
                Subject::Tools(merge.kept.id.0),
            ]),
            _ => {}
        }
    }
    touched
}

/// Makes what is kept of these as they now are.
pub(crate) async fn refresh(
    db: &DatabaseTransaction,
    touched: BTreeSet<Subject>,
) -> Result<(), WriteError> {
    for subject in touched {
        match subject {
            Subject::Tools(association) => {
                for tool in tools_of(db, association).await? {
                    keep(db, Subject::Tool(tool)).await?;
                }
            }
            Subject::Story(testimony) => {
                let told = testimony::Entity::find_by_id(testimony).one(db).await?;
                if let Some(told) = told {
                    keep(db, Subject::Page(told.page_id)).await?;
                }
            }
            one => keep(db, one).await?,
        }
    }
    Ok(())
}

/// Puts SQLite's index in order: of the many pieces that were written one by one it makes one, which takes a third less time to
/// search, and what was only marked as gone is taken out. PostgreSQL does this by itself.
pub(crate) async fn sweep(db: &DatabaseTransaction) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Sqlite {
        let all = "INSERT INTO found_index(found_index) VALUES ('optimize')";
        db.execute_unprepared(all).await?;
    }
    Ok(())
}

/// Indexes all that is there, if another analysis did before, or none.
pub(crate) async fn fill(db: &DatabaseConnection) -> Result<(), DbErr> {
    if by_this_analysis(db).await? {
        return Ok(());
    }
    let transaction = db.begin().await?;
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared(LOCK).await?;
    }
    // Another process may have done it meanwhile.
    if !by_this_analysis(&transaction).await? {
        again(&transaction).await?;
        let row = setting::Model { key: SETTING.to_owned(), value: ANALYSIS.to_owned() };
        let noted = OnConflict::column(setting::Column::Key)
            .update_column(setting::Column::Value)
            .to_owned();
        let row = setting::Entity::insert(row.into_active_model().reset_all());
        row.on_conflict(noted).exec_without_returning(&transaction).await?;
    }
    transaction.commit().await
}

async fn by_this_analysis(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let noted = setting::Entity::find_by_id(SETTING.to_owned()).one(db).await?;
    Ok(noted.is_some_and(|noted| noted.value == ANALYSIS))
}

/// Forgets the index, and makes it again.
async fn again(db: &DatabaseTransaction) -> Result<(), DbErr> {
    found::Entity::delete_many().exec(db).await?;
    found_text::Entity::delete_many().exec(db).await?;
    found_word::Entity::delete_many().exec(db).await?;
    let pages = page::Entity::find().select_only().column(page::Column::Id);
    let workshops = workshop::Entity::find().select_only().column(workshop::Column::Id);
    let tools = project::Entity::find().select_only().column(project::Column::Id);
    let associations = association::Entity::find().select_only().column(association::Column::Id);
    let mut all: Vec<Subject> = Vec::new();
    all.extend(pages.into_tuple::<Uuid>().all(db).await?.into_iter().map(Subject::Page));
    all.extend(workshops.into_tuple::<Uuid>().all(db).await?.into_iter().map(Subject::Workshop));
    all.extend(tools.into_tuple::<Uuid>().all(db).await?.into_iter().map(Subject::Tool));
    let associations = associations.into_tuple::<Uuid>().all(db).await?;
    all.extend(associations.into_iter().map(Subject::Association));
    for subject in all {
        keep(db, subject).await?;
    }
    sweep(db).await
}

/// Keeps one document as it now is; what is not shown is not kept.
async fn keep(db: &DatabaseTransaction, subject: Subject) -> Result<(), DbErr> {
    let number = number(subject);
    let now = document(db, subject).await?;
    let before = kept(db, number).await?;
    let now = now.map(|now| rows(number, now));
    match (&before, &now) {
        (None, None) => return Ok(()),
        (Some(before), Some((found, text, _))) if (&before.0, &before.1) == (found, text) => {
            return Ok(());
        }
        (Some(_), None) => {
            found::Entity::delete_by_id(number).exec(db).await?;
            found_text::Entity::delete_by_id(number).exec(db).await?;
        }
        (_, Some((found, text, _))) => {
            put(db, found.clone(), text.clone()).await?;
        }
    }
    let words = |document: Document| document.vocabulary();
    let before = before.map(|(found, text)| words(as_kept(found, text))).unwrap_or_default();
    let now = now.map(|(.., words)| words).unwrap_or_default();
    forget(db, before.difference(&now).cloned().collect()).await?;
    learn(db, now.difference(&before).cloned().collect()).await
}

type Row = (found::Model, found_text::Model);

async fn kept(db: &DatabaseTransaction, number: i64) -> Loaded<Option<Row>> {
    let row = found::Entity::find_by_id(number).one(db).await?;
    let Some(found) = row else { return Ok(None) };
    let text = found_text::Entity::find_by_id(number).one(db).await?;
    Ok(text.map(|text| (found, text)))
}

fn rows(number: i64, document: Document) -> (found::Model, found_text::Model, BTreeSet<String>) {
    let words = document.vocabulary();
    let (title_stems, stems) = (document.title_stems(), document.stems());
    let Document { kind, id, address, title, text, space, association } = document;
    let found = found::Model {
        number,
        kind: kind.code().to_owned(),
        subject_id: id,
        address,
        title,
        space_id: space.map(|space| space.0),
        association_id: association.map(|association| association.0),
    };
    (found, found_text::Model { number, body: text, title_stems, stems }, words)
}

fn as_kept(found: found::Model, text: found_text::Model) -> Document {
    Document {
        kind: Kind::from_code(&found.kind).unwrap_or(Kind::Page),
        id: found.subject_id,
        address: found.address,
        title: found.title,
        text: text.body,
        space: found.space_id.map(SpaceId),
        association: found.association_id.map(AssociationId),
    }
}

async fn put(
    db: &DatabaseTransaction,
    found: found::Model,
    text: found_text::Model,
) -> Result<(), DbErr> {
    crate::apply::put_row(db, found).await?;
    crate::apply::put_row(db, text).await
}

/// One text more holds each of these words.
async fn learn(db: &DatabaseTransaction, words: Vec<String>) -> Result<(), DbErr> {
    // In the order of the set: two units that learn the same words wait for each other, and no more.
    for some in words.chunks(ROWS_MAX) {
        let rows = some.iter().map(|word| {
            let plain = folded(word);
            let backward = plain.chars().rev().collect();
            let row = found_word::Model { word: word.clone(), plain, backward, texts: 1 };
            row.into_active_model().reset_all()
        });
        let more = Expr::col((found_word::Entity, found_word::Column::Texts)).add(1);
        let once = OnConflict::column(found_word::Column::Word)
            .value(found_word::Column::Texts, more)
            .to_owned();
        found_word::Entity::insert_many(rows).on_conflict(once).exec_without_returning(db).await?;
    }
    Ok(())
}

/// One text less holds each of these words. What no text holds is nowhere.
async fn forget(db: &DatabaseTransaction, words: Vec<String>) -> Result<(), DbErr> {
    for some in words.chunks(ROWS_MAX) {
        let those = || found_word::Column::Word.is_in(some.iter().map(String::as_str));
        found_word::Entity::update_many()
            .col_expr(found_word::Column::Texts, Expr::col(found_word::Column::Texts).sub(1))
            .filter(those())
            .exec(db)
            .await?;
        let gone = Query::delete()
            .from_table(found_word::Entity)
            .and_where(those())
            .and_where(found_word::Column::Texts.lte(0))
            .to_owned();
        db.execute(&gone).await?;
    }
    Ok(())
}

/// The key of a document: of the last bits of its id, which are drawn, and of what it is.
fn number(subject: Subject) -> i64 {
    let (of, id) = match subject {
        Subject::Page(id) => (0, id),
        Subject::Workshop(id) => (1, id),
        Subject::Tool(id) => (2, id),
        Subject::Association(id) | Subject::Tools(id) | Subject::Story(id) => (3, id),
    };
    let drawn = i64::try_from(id.as_u128() & ((1 << 60) - 1)).unwrap_or_default();
    (of << 60) | drawn
}

/// What is shown of it. None: nothing, or to nobody.
async fn document(db: &DatabaseTransaction, subject: Subject) -> Loaded<Option<Document>> {
    match subject {
        Subject::Page(id) => page_shown(db, id).await,
        Subject::Workshop(id) => {
            let row = workshop::Entity::find_by_id(id).one(db).await?;
            Ok(row.map(|row| Document {
                kind: Kind::Workshop,
                id,
                address: format!("/atelier/{id}"),
                title: row.title,
                text: format!("{}\n{}", row.summary, row.teaches),
                space: None,
                association: None,
            }))
        }
        Subject::Tool(id) => {
            let made = [ProjectState::Delivered, ProjectState::Signed].map(ProjectState::code);
            let row = project::Entity::find_by_id(id).one(db).await?;
            Ok(row.filter(|row| made.contains(&row.state.as_str())).map(|row| Document {
                kind: Kind::Tool,
                id,
                address: format!("/projet/{id}"),
                title: row.title,
                text: row.summary,
                space: None,
                association: Some(AssociationId(row.association_id)),
            }))
        }
        Subject::Association(id) => {
            let row = association::Entity::find_by_id(id).one(db).await?;
            let Some(row) = row else { return Ok(None) };
            let told = testimony::Entity::find()
                .filter(testimony::Column::AssociationId.eq(id))
                .filter(testimony::Column::State.eq(TestimonyState::Published.code()));
            let told = told.count(db).await? > 0;
            Ok(as_everybody_sees(association(row)?, told))
        }
        Subject::Tools(_) | Subject::Story(_) => Ok(None),
    }
}

async fn page_shown(db: &DatabaseTransaction, id: Uuid) -> Loaded<Option<Document>> {
    let Some(page) = page::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let Some(published) = page.published else { return Ok(None) };
    // What pages begin as says nothing yet to who looks for something; it has a list of its own, where pages are made.
    if template::kind(&page.slug).is_some() {
        return Ok(None);
    }
    let source = revision::Entity::find_by_id(published)
        .select_only()
        .column(revision::Column::Source)
        .into_tuple::<String>();
    let Some(source) = source.one(db).await? else { return Ok(None) };
    let tells = testimony::Entity::find()
        .filter(testimony::Column::PageId.eq(id))
        .filter(testimony::Column::State.eq(TestimonyState::Published.code()));
    let tells = tells.one(db).await?;
    let facts = match &tells {
        Some(told) => facts(db, told.id).await?,
        None => Facts::default(),
    };
    Ok(Some(Document {
        kind: if tells.is_some() { Kind::Testimony } else { Kind::Page },
        id,
        address: format!("/wiki/{}", page.slug),
        text: first_of(without(&page.title, searchable(&parse(&source), &facts))),
        title: page.title,
        space: Some(SpaceId(page.space_id)),
        association: None,
    }))
}

/// What is agreed to tell there.
async fn facts(db: &DatabaseTransaction, testimony: Uuid) -> Loaded<Facts> {
    let rows = testimony_fact::Entity::find()
        .filter(testimony_fact::Column::TestimonyId.eq(testimony))
        .order_by_asc(testimony_fact::Column::Id);
    let consents = rows.all(db).await?.into_iter().map(consent).collect::<Loaded<Vec<_>>>()?;
    Ok(Facts::told(consents))
}

/// A page says its title first, as a heading: it is told beside what it says.
fn without(title: &str, text: String) -> String {
    let rest = text.strip_prefix(title).and_then(|rest| rest.strip_prefix('\n'));
    rest.map(str::to_owned).unwrap_or(text)
}

/// As much as a page holds that is written here. One that moved in may be longer, and PostgreSQL compares no more than so
/// many words.
fn first_of(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(Source::MAX as usize) {
        text.truncate(end);
    }
    text
}

/// None: its name is not public, and then nothing is.
fn as_everybody_sees(association: Association, told: bool) -> Option<Document> {
    let sees = |field| association.sees(Sight::Stranger, field, told);
    if !sees(Field::Name) {
        return None;
    }
    let object = association.about.object.as_ref().map(ToString::to_string);
    let told = [
        object.filter(|_| sees(Field::Object)),
        association.city.clone().filter(|_| sees(Field::Town)),
    ];
    Some(Document {
        kind: Kind::Association,
        id: association.id.0,
        address: format!("/association/{}", association.id),
        title: association.name.to_string(),
        text: told.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        space: None,
        association: None,
    })
}

async fn tools_of(db: &DatabaseTransaction, association: Uuid) -> Loaded<Vec<Uuid>> {
    let tools = project::Entity::find()
        .filter(project::Column::AssociationId.eq(association))
        .select_only()
        .column(project::Column::Id);
    tools.into_tuple::<Uuid>().all(db).await
}
