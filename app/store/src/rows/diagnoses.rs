//! Questionnaires, interviews and their answers.

use super::*;
use crate::questionnaires::{NEXT, Version};
use domain::diagnosis::{Answers, Draft, Editor};
use sea_orm::{ExprTrait, FromQueryResult, QueryTrait};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

/// Questionnaires read before: a published one never changes, and reading one from its JSON takes longer than all that
/// is asked of it.
static READ: LazyLock<RwLock<HashMap<QuestionnaireId, Arc<Questionnaire>>>> =
    LazyLock::new(RwLock::default);

/// The version published last, as far as this process has seen.
static LAST: RwLock<Option<Arc<Questionnaire>>> = RwLock::new(None);

/// The questionnaire published last, as far as this process has seen: for titles of themes, in sentences made far from
/// the database. What is decided on is [`Rows::published`].
pub fn last_published() -> Arc<Questionnaire> {
    let last = LAST.read().unwrap_or_else(|poisoned| poisoned.into_inner());
    last.clone().unwrap_or_else(|| Arc::clone(crate::seed::questionnaire()))
}

/// See [`Rows::answering`].
pub struct Answering {
    pub diagnosis: Diagnosis,
    pub stands: Vec<StoredAnswer>,
    /// Whether who asks acts for the association.
    pub acts: bool,
}

impl Rows<'_> {
    /// The questionnaire that new diagnoses use: the last published.
    pub async fn published(&self) -> Loaded<Published> {
        let last = self.versions_found(1).await?.pop();
        let last = last.ok_or_else(|| DbErr::RecordNotFound("a questionnaire".to_owned()))?;
        let questionnaire = self.questionnaire(last.id).await?;
        let mut seen = LAST.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        *seen = Some(Arc::clone(&questionnaire));
        drop(seen);
        Ok(Published { id: last.id, questionnaire, at: last.at, by: last.by })
    }

    /// The versions published so far, the last first.
    pub async fn versions(&self, _editor: &Editor) -> Loaded<Vec<Version>> {
        self.versions_found(u64::MAX).await
    }

    async fn versions_found(&self, at_most: u64) -> Loaded<Vec<Version>> {
        use questionnaire::Column;
        let found = questionnaire::Entity::find()
            .select_only()
            .columns([Column::Id, Column::Number, Column::PublishedAt, Column::PublishedBy])
            .order_by_desc(Column::Number)
            .order_by_desc(Column::PublishedAt)
            .order_by_desc(Column::Id);
        let found = if at_most == u64::MAX { found } else { found.limit(at_most) };
        let rows: Vec<(Uuid, i32, DateTime<Utc>, Option<Uuid>)> =
            found.into_tuple().all(&self.db).await?;
        let version = |(id, number, at, by): (Uuid, i32, DateTime<Utc>, Option<Uuid>)| Version {
            id: QuestionnaireId(id),
            number: u32::try_from(number).unwrap_or_default(),
            at,
            by: by.map(PersonId),
        };
        Ok(rows.into_iter().map(version).collect())
    }

    /// A published version. None: there is none of this id.
    pub async fn version(
        &self,
        _editor: &Editor,
        id: QuestionnaireId,
    ) -> Loaded<Option<Arc<Questionnaire>>> {
        match self.questionnaire(id).await {
            Ok(found) => Ok(Some(found)),
            Err(DbErr::RecordNotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The draft of the next version, locked for a unit. None: nobody prepares one.
    pub async fn draft(&self, _editor: &Editor) -> Loaded<Option<Draft>> {
        let find = || self.root(questionnaire_draft::Entity::find_by_id(NEXT)).one(&self.db);
        let mut row = find().await?;
        if row.is_none() && self.locking {
            // Two who would both begin one wait here for each other, and the second finds the first's.
            let last = questionnaire::Entity::find()
                .order_by_desc(questionnaire::Column::Number)
                .order_by_desc(questionnaire::Column::Id);
            self.root(last.limit(1)).one(&self.db).await?;
            row = find().await?;
        }
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Draft {
            questionnaire: from_json(&row.content)?,
            base: QuestionnaireId(row.base_id),
            revision: u32::try_from(row.revision).unwrap_or_default(),
            begun_at: row.begun_at,
            begun_by: PersonId(row.begun_by),
            saved_at: row.saved_at,
            saved_by: PersonId(row.saved_by),
        }))
    }

    /// The diagnoses given back with their answers, the last first: to try a draft on. At most so many.
    pub async fn given_back(
        &self,
        _editor: &Editor,
        at_most: u64,
    ) -> Loaded<Vec<(Diagnosis, Answers)>> {
        let rows = diagnosis::Entity::find()
            .filter(diagnosis::Column::GivenBackAt.is_not_null())
            .order_by_desc(diagnosis::Column::GivenBackAt)
            .order_by_desc(diagnosis::Column::Id)
            .limit(at_most);
        let rows = rows.all(&self.db).await?;
        let mut voices = self.voices_of(rows.iter().map(|row| row.id)).await?;
        let mut given = Vec::with_capacity(rows.len());
        for row in rows {
            let answers = voices.remove(&row.id).unwrap_or_default().together();
            if !answers.is_empty() {
                given.push((self.whole(row).await?, answers));
            }
        }
        Ok(given)
    }

    async fn questionnaire(&self, id: QuestionnaireId) -> Loaded<Arc<Questionnaire>> {
        if let Some(known) = known(id) {
            return Ok(known);
        }
        let row = questionnaire::Entity::find_by_id(id.0).one(&self.db).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound(format!("questionnaire {id}")))?;
        let read: Arc<Questionnaire> = Arc::new(from_json(&row.content)?);
        let mut all = READ.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        Ok(Arc::clone(all.entry(id).or_insert(read)))
    }

    /// One diagnosis with its answers, locked for a unit.
    pub async fn diagnosis(&self, id: DiagnosisId) -> Loaded<Option<(Diagnosis, Voices)>> {
        let row = self.root(diagnosis::Entity::find_by_id(id.0)).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some((self.whole(row).await?, self.voices(id).await?)))
    }

    /// The diagnoses of a journey with their answers, first to last.
    pub async fn diagnoses(&self, journey: JourneyId) -> Loaded<Vec<(Diagnosis, Voices)>> {
        self.diagnoses_of(&[journey]).await
    }

    /// Those of several journeys, first to last, in two statements.
    pub async fn diagnoses_of(&self, journeys: &[JourneyId]) -> Loaded<Vec<(Diagnosis, Voices)>> {
        let rows = diagnosis::Entity::find()
            .filter(diagnosis::Column::JourneyId.is_in(journeys.iter().map(|journey| journey.0)))
            .order_by_asc(diagnosis::Column::BegunAt)
            .order_by_asc(diagnosis::Column::Id);
        let rows = rows.all(&self.db).await?;
        let mut voices = self.voices_of(rows.iter().map(|row| row.id)).await?;
        let mut diagnoses = Vec::with_capacity(rows.len());
        for row in rows {
            let voices = voices.remove(&row.id).unwrap_or_default();
            diagnoses.push((self.whole(row).await?, voices));
        }
        Ok(diagnoses)
    }

    async fn voices_of(
        &self,
        diagnoses: impl Iterator<Item = Uuid>,
    ) -> Loaded<BTreeMap<Uuid, Voices>> {
        let of_them = answer::Entity::find().filter(answer::Column::DiagnosisId.is_in(diagnoses));
        let mut voices = BTreeMap::<Uuid, Voices>::new();
        for row in of_them.all(&self.db).await? {
            speak(voices.entry(row.diagnosis_id).or_default(), stored(row)?);
        }
        Ok(voices)
    }

    /// What storing answers needs, and no more, in one statement: the diagnosis, locked for a unit, what stands for these
    /// questions in a voice, and whether who asks acts for the association.
    pub async fn answering(
        &self,
        id: DiagnosisId,
        voice: Voice,
        questions: &[Key],
    ) -> Loaded<Option<Answering>> {
        self.lock(diagnosis::Entity::find_by_id(id.0)).await?;
        let theirs = same(answer::Column::DiagnosisId, diagnosis::Column::Id);
        let ids = questions.iter().map(|question| answer_id(id, voice, question));
        let acts = membership::Entity::find()
            .filter(same(membership::Column::AssociationId, diagnosis::Column::AssociationId))
            .filter(membership::Column::PersonId.eq(self.actor.person().map(|person| person.0)));
        let mut found = diagnosis::Entity::find_by_id(id.0)
            .select_also(answer::Entity)
            .expr_as(Expr::exists(acts.into_query()), "acts");
        QueryTrait::query(&mut found)
            .left_join(answer::Entity, theirs.and(answer::Column::Id.is_in(ids)));
        let (mut asked, mut stands) = (None, Vec::new());
        for row in self.db.query_all(&found.into_query()).await? {
            if let Some(answer) = answer::Model::from_query_result_optional(&row, "B_")? {
                stands.push(stored(answer)?);
            }
            asked = Some(row);
        }
        let Some(row) = asked else { return Ok(None) };
        let diagnosis = self.whole(diagnosis::Model::from_query_result(&row, "A_")?).await?;
        Ok(Some(Answering { diagnosis, stands, acts: row.try_get("", "acts")? }))
    }

    /// Every answer of a diagnosis as it was stored, both voices, those taken back too.
    pub async fn stored_answers(&self, id: DiagnosisId) -> Loaded<Vec<StoredAnswer>> {
        let rows = answer::Entity::find().filter(answer::Column::DiagnosisId.eq(id.0));
        rows.all(&self.db).await?.into_iter().map(stored).collect()
    }

    async fn voices(&self, diagnosis: DiagnosisId) -> Loaded<Voices> {
        let mut voices = Voices::default();
        for given in self.stored_answers(diagnosis).await? {
            speak(&mut voices, given);
        }
        Ok(voices)
    }

    pub(super) async fn whole(&self, row: diagnosis::Model) -> Loaded<Diagnosis> {
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

pub(super) fn stored(row: answer::Model) -> Loaded<StoredAnswer> {
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

/// Adds an answer to the voice that gives it, unless it was taken back.
pub(super) fn speak(voices: &mut Voices, given: StoredAnswer) {
    if let Some(answer) = given.answer {
        voices.of_mut(given.voice).insert(given.question, answer);
    }
}
