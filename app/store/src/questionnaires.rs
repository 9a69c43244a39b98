//! The draft of the next questionnaire, and the versions that were published.

use crate::apply::{put, to_json};
use crate::entities::questionnaire_draft;
use crate::error::WriteError;
use chrono::{DateTime, Utc};
use domain::diagnosis::Draft;
use domain::ids::{PersonId, QuestionnaireId};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait};

/// The key of its one row.
pub(crate) const NEXT: &str = "next";

/// A published version, without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub id: QuestionnaireId,
    pub number: u32,
    pub at: DateTime<Utc>,
    /// None: it came with the product.
    pub by: Option<PersonId>,
}

/// Writes the draft.
pub(crate) async fn keep(db: &DatabaseTransaction, draft: Draft) -> Result<(), WriteError> {
    let row = questionnaire_draft::Model {
        id: NEXT.to_owned(),
        content: to_json(&draft.questionnaire)?,
        base_id: draft.base.0,
        revision: i32::try_from(draft.revision).map_err(|e| DbErr::Type(e.to_string()))?,
        begun_at: draft.begun_at,
        begun_by: draft.begun_by.0,
        saved_at: draft.saved_at,
        saved_by: draft.saved_by.0,
    };
    put(db, row).await
}

/// Takes the draft out.
pub(crate) async fn forget(db: &DatabaseTransaction) -> Result<(), WriteError> {
    questionnaire_draft::Entity::delete_by_id(NEXT).exec(db).await?;
    Ok(())
}
