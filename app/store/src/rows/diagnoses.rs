//! Interviews and their answers.

use super::*;

impl Rows<'_> {
    /// One diagnosis with its answers, locked for a unit.
    pub async fn diagnosis(&self, id: DiagnosisId) -> Loaded<Option<(Diagnosis, Answers)>> {
        let row = self.root(diagnosis::Entity::find_by_id(id.0)).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        let answers = self.answers(id).await?;
        Ok(Some((diagnosis(row)?, answers)))
    }

    /// The diagnoses of a journey with their answers, first to last.
    pub async fn diagnoses(&self, journey: JourneyId) -> Loaded<Vec<(Diagnosis, Answers)>> {
        let rows = diagnosis::Entity::find()
            .filter(diagnosis::Column::JourneyId.eq(journey.0))
            .order_by_asc(diagnosis::Column::StartedAt);
        let mut diagnoses = Vec::new();
        for row in rows.all(&self.db).await? {
            let answers = self.answers(DiagnosisId(row.id)).await?;
            diagnoses.push((diagnosis(row)?, answers));
        }
        Ok(diagnoses)
    }

    async fn answers(&self, diagnosis: DiagnosisId) -> Loaded<Answers> {
        let rows = answer::Entity::find().filter(answer::Column::DiagnosisId.eq(diagnosis.0));
        let answer = |row: answer::Model| {
            let answer = row.choice.map_or(Answer::DontKnow, Answer::Choice);
            (row.question, answer)
        };
        Ok(rows.all(&self.db).await?.into_iter().map(answer).collect())
    }
}

fn diagnosis(row: diagnosis::Model) -> Loaded<Diagnosis> {
    let given_back = match (row.given_back_at, row.judgement) {
        (Some(at), Some(judgement)) => Some(GivenBack { at, judgement: from_json(&judgement)? }),
        _ => None,
    };
    Ok(Diagnosis {
        id: DiagnosisId(row.id),
        journey: JourneyId(row.journey_id),
        association: AssociationId(row.association_id),
        volunteer: PersonId(row.volunteer_id),
        started_at: row.started_at,
        questionnaire: from_json(&row.questionnaire)?,
        given_back,
    })
}
