//! The life of results: what was said of advice, talks about how things went.

use super::*;
use crate::results;
use domain::diagnosis::{AdviceSaid, RefusedAdvice, Review};

impl Rows<'_> {
    /// The last word on each advice of a diagnosis.
    pub async fn advice_said(&self, diagnosis: DiagnosisId) -> Loaded<Vec<AdviceSaid>> {
        let rows = advice_said::Entity::find()
            .filter(advice_said::Column::DiagnosisId.eq(diagnosis.0))
            .order_by_asc(advice_said::Column::At)
            .order_by_asc(advice_said::Column::Id);
        rows.all(&self.db).await?.into_iter().map(results::said).collect()
    }

    /// Talks about how things went since a diagnosis, first to last.
    pub async fn reviews(&self, diagnosis: DiagnosisId) -> Loaded<Vec<Review>> {
        let rows = review::Entity::find()
            .filter(review::Column::DiagnosisId.eq(diagnosis.0))
            .order_by_asc(review::Column::MetAt)
            .order_by_asc(review::Column::Id);
        Ok(rows.all(&self.db).await?.into_iter().map(results::reviewed).collect())
    }

    /// The advice that is refused now, of every association; it is told by [`domain::diagnosis::refusals`] only.
    pub async fn refused_advice(&self, _organizer: &OrganizerHat) -> Loaded<Vec<RefusedAdvice>> {
        let refused = advice_said::Entity::find()
            .filter(advice_said::Column::Reason.is_not_null())
            .order_by_asc(advice_said::Column::Id);
        let owners: Vec<(Uuid, Uuid)> = diagnosis::Entity::find()
            .select_only()
            .columns([diagnosis::Column::Id, diagnosis::Column::AssociationId])
            .into_tuple()
            .all(&self.db)
            .await?;
        let owners: BTreeMap<Uuid, Uuid> = owners.into_iter().collect();
        let mut all = Vec::new();
        for row in refused.all(&self.db).await? {
            let (reason, owner) = (results::why_not(&row)?, owners.get(&row.diagnosis_id));
            if let (Some(reason), Some(owner)) = (reason, owner) {
                let (recommendation, association) = (row.recommendation, AssociationId(*owner));
                all.push(RefusedAdvice { recommendation, reason, association });
            }
        }
        Ok(all)
    }
}
