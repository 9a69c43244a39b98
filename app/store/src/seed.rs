//! What every new instance holds.

use crate::apply::to_json;
use crate::entities::questionnaire;
use crate::error::WriteError;
use crate::file::read_questionnaire;
use chrono::DateTime;
use domain::diagnosis::{Published, Questionnaire};
use domain::ids::QuestionnaireId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter,
};
use sha2::{Digest, Sha256};
use std::sync::{Arc, LazyLock};

/// The questionnaire that ships with the product. Checked by a test; organizers may publish another.
pub fn questionnaire() -> &'static Arc<Questionnaire> {
    static SHIPPED: LazyLock<Arc<Questionnaire>> = LazyLock::new(|| {
        let text = include_str!("../../domain/data/questionnaire.toml");
        Arc::new(read_questionnaire(text).expect("the shipped questionnaire is checked by a test"))
    });
    &SHIPPED
}

/// The id of a questionnaire, drawn from its content: the same in every process, and another as soon as a word changes.
///
/// Errors: it cannot be written as JSON.
pub fn questionnaire_id(questionnaire: &Questionnaire) -> Result<QuestionnaireId, DbErr> {
    let digest = Sha256::digest(to_json(questionnaire)?);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Ok(QuestionnaireId(uuid::Builder::from_custom_bytes(bytes).into_uuid()))
}

/// Publishes the shipped questionnaire where organizers have published none of their own.
pub(crate) async fn ship(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let own = questionnaire::Column::PublishedBy.is_not_null();
    if questionnaire::Entity::find().filter(own).count(db).await? > 0 {
        return Ok(());
    }
    let shipped = questionnaire();
    let (id, at) = (questionnaire_id(shipped)?, DateTime::UNIX_EPOCH);
    insert(db, Published { id, questionnaire: Arc::clone(shipped), at, by: None }).await
}

/// Adds a version; one of the same content is there once.
pub(crate) async fn publish(
    db: &impl ConnectionTrait,
    published: Published,
) -> Result<(), WriteError> {
    Ok(insert(db, published).await?)
}

async fn insert(db: &impl ConnectionTrait, published: Published) -> Result<(), DbErr> {
    let Published { id, questionnaire, at, by } = published;
    let row = questionnaire::Model {
        id: id.0,
        number: i32::try_from(questionnaire.version).map_err(|e| DbErr::Type(e.to_string()))?,
        content: to_json(&*questionnaire)?,
        published_at: at,
        published_by: by.map(|person| person.0),
    };
    let once = OnConflict::column(questionnaire::Column::Id).do_nothing().to_owned();
    let insert = questionnaire::Entity::insert(row.into_active_model().reset_all());
    insert.on_conflict(once).exec_without_returning(db).await?;
    Ok(())
}
