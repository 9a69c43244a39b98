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

    /// What storing answers needs, and no more: the diagnosis, locked for a unit, and what stands for these questions in a
    /// voice.
    pub async fn answering(
        &self,
        id: DiagnosisId,
        voice: Voice,
        questions: &[Key],
    ) -> Loaded<Option<(Diagnosis, Vec<StoredAnswer>)>> {
        let row = self.root(diagnosis::Entity::find_by_id(id.0)).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        let ids = questions.iter().map(|question| answer_id(id, voice, question));
        let rows =
            answer::Entity::find().filter(answer::Column::Id.is_in(ids)).all(&self.db).await?;
        let stands = rows.into_iter().map(stored).collect::<Loaded<_>>()?;
        Ok(Some((self.whole(row).await?, stands)))
    }

    /// Every answer of a diagnosis as it was stored, both voices, those taken back too.
    pub async fn stored_answers(&self, id: DiagnosisId) -> Loaded<Vec<StoredAnswer>> {
        let rows = answer::Entity::find().filter(answer::Column::DiagnosisId.eq(id.0));
        rows.all(&self.db).await?.into_iter().map(stored).collect()
    }

    async fn voices(&self, diagnosis: DiagnosisId) -> Loaded<Voices> {
        let mut voices = Voices::default();
        for StoredAnswer { voice, question, answer, .. } in self.stored_answers(diagnosis).await? {
            if let Some(answer) = answer {
                voices.of_mut(voice).insert(question, answer);
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

/// An answer has one row: its voice's last word on the question.
pub(crate) fn answer_id(diagnosis: DiagnosisId, voice: Voice, question: &str) -> String {
    format!("{diagnosis}:{}:{question}", voice.code())
}

fn stored(row: answer::Model) -> Loaded<StoredAnswer> {
    Ok(StoredAnswer {
        diagnosis: DiagnosisId(row.diagnosis_id),
        voice: Voice::from_code(&row.voice).ok_or_else(|| unknown("voice", &row.voice))?,
        question: row.question,
        answer: row.given.as_deref().and_then(Answer::from_code),
        at: row.at,
        command: CommandId(row.command_id),
    })
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
