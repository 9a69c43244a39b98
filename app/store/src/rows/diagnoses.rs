//! Questionnaires, interviews and their answers.

use super::*;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

/// Questionnaires read before: a published one never changes, and reading one from its JSON takes longer than all that
/// is asked of it.
static READ: LazyLock<RwLock<HashMap<QuestionnaireId, Arc<Questionnaire>>>> =
    LazyLock::new(RwLock::default);

impl Rows<'_> {
    /// The questionnaire that new diagnoses use: the last published.
    pub async fn published(&self) -> Loaded<Published> {
        let last = questionnaire::Entity::find()
            .order_by_desc(questionnaire::Column::Number)
            .order_by_desc(questionnaire::Column::PublishedAt)
            .order_by_desc(questionnaire::Column::Id);
        let row = last.one(&self.db).await?;
        published(row.ok_or_else(|| DbErr::RecordNotFound("a questionnaire".to_owned()))?)
    }

    async fn questionnaire(&self, id: QuestionnaireId) -> Loaded<Arc<Questionnaire>> {
        if let Some(known) = known(id) {
            return Ok(known);
        }
        let row = questionnaire::Entity::find_by_id(id.0).one(&self.db).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound(format!("questionnaire {id}")))?;
        Ok(published(row)?.questionnaire)
    }

    /// One diagnosis with its answers, locked for a unit.
    pub async fn diagnosis(&self, id: DiagnosisId) -> Loaded<Option<(Diagnosis, Voices)>> {
        let row = self.root(diagnosis::Entity::find_by_id(id.0)).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some((self.whole(row).await?, self.voices(id).await?)))
    }

    /// The diagnoses of a journey with their answers, first to last.
    pub async fn diagnoses(&self, journey: JourneyId) -> Loaded<Vec<(Diagnosis, Voices)>> {
        let rows = diagnosis::Entity::find()
            .filter(diagnosis::Column::JourneyId.eq(journey.0))
            .order_by_asc(diagnosis::Column::BegunAt)
            .order_by_asc(diagnosis::Column::Id);
        let mut diagnoses = Vec::new();
        for row in rows.all(&self.db).await? {
            let voices = self.voices(DiagnosisId(row.id)).await?;
            diagnoses.push((self.whole(row).await?, voices));
        }
        Ok(diagnoses)
    }

    async fn voices(&self, diagnosis: DiagnosisId) -> Loaded<Voices> {
        let rows = answer::Entity::find().filter(answer::Column::DiagnosisId.eq(diagnosis.0));
        let mut voices = Voices::default();
        for row in rows.all(&self.db).await? {
            let voice = Voice::from_code(&row.voice).ok_or_else(|| unknown("voice", &row.voice))?;
            if let Some(answer) = row.given.as_deref().and_then(Answer::from_code) {
                voices.of_mut(voice).insert(row.question, answer);
            }
        }
        Ok(voices)
    }

    async fn whole(&self, row: diagnosis::Model) -> Loaded<Diagnosis> {
        let given_back = match (row.given_back_at, row.judgement) {
            (Some(at), Some(judgement)) => {
                let decided = match (row.decided_verdict, row.decided_why, row.decided_by) {
                    (Some(verdict), Some(why), Some(by)) => Some(Decision {
                        verdict: Verdict::from_code(&verdict)
                            .ok_or_else(|| unknown("verdict", &verdict))?,
                        why: Words::stored(why),
                        by: PersonId(by),
                    }),
                    _ => None,
                };
                Some(GivenBack { at, judgement: from_json(&judgement)?, decided })
            }
            _ => None,
        };
        let led = row.volunteer_id.zip(row.led_since);
        let version = QuestionnaireId(row.questionnaire_id);
        Ok(Diagnosis {
            id: DiagnosisId(row.id),
            journey: JourneyId(row.journey_id),
            association: AssociationId(row.association_id),
            begun_at: row.begun_at,
            led: led.map(|(by, since)| Led { by: PersonId(by), since }),
            version,
            questionnaire: self.questionnaire(version).await?,
            given_back,
        })
    }
}

fn known(id: QuestionnaireId) -> Option<Arc<Questionnaire>> {
    // A thread that failed while it held the lock left a map that is still true.
    READ.read().unwrap_or_else(|poisoned| poisoned.into_inner()).get(&id).cloned()
}

fn published(row: questionnaire::Model) -> Loaded<Published> {
    let id = QuestionnaireId(row.id);
    let questionnaire = match known(id) {
        Some(known) => known,
        None => {
            let read: Arc<Questionnaire> = Arc::new(from_json(&row.content)?);
            let mut all = READ.write().unwrap_or_else(|poisoned| poisoned.into_inner());
            Arc::clone(all.entry(id).or_insert(read))
        }
    };
    let (at, by) = (row.published_at, row.published_by.map(PersonId));
    Ok(Published { id, questionnaire, at, by })
}
