//! What associations wish to learn: each load is a fixed number of statements, however many they are.

use super::diagnoses::{speak, stored};
use super::*;
use crate::results;
use domain::diagnosis::AdviceSaid;
use sea_orm::QueryTrait;

/// The last diagnosis of a journey, its answers, and what was said of its advice.
pub type LastResult = (Diagnosis, Voices, Vec<AdviceSaid>);

/// A theme, and those who ran a session on it.
type Hosted = (Key, Option<Uuid>, Option<Uuid>, Option<Uuid>);

impl Rows<'_> {
    /// The workshop sessions that have not begun, with their seats, soonest first; those not published too, none that is
    /// called off.
    pub async fn sessions_to_come(
        &self,
        _organizer: &OrganizerHat,
        now: DateTime<Utc>,
    ) -> Loaded<Vec<Seating>> {
        let rows = entry::Entity::find()
            .filter(entry::Column::Kind.eq(EntryKind::WorkshopSession.code()))
            .filter(entry::Column::CalledOffAt.is_null())
            .filter(entry::Column::StartsAt.gt(now))
            .order_by_asc(entry::Column::StartsAt);
        self.with_seats(rows.all(&self.db).await?).await
    }

    /// The themes of workshop sessions that have been held, with each who ran one.
    pub async fn hosted(
        &self,
        _organizer: &OrganizerHat,
        now: DateTime<Utc>,
    ) -> Loaded<Vec<(Key, PersonId)>> {
        let rows = entry::Entity::find()
            .select_only()
            .columns([
                entry::Column::Theme,
                entry::Column::HostId,
                entry::Column::CoHostId,
                entry::Column::OtherHostId,
            ])
            .filter(entry::Column::Kind.eq(EntryKind::WorkshopSession.code()))
            .filter(entry::Column::CalledOffAt.is_null())
            .filter(entry::Column::StartsAt.lte(now))
            .filter(entry::Column::Theme.is_not_null());
        let rows: Vec<Hosted> = rows.into_tuple().all(&self.db).await?;
        let named = rows.into_iter().flat_map(|(theme, host, second, third)| {
            let hosts = host.into_iter().chain(second).chain(third);
            hosts.map(move |host| (theme.clone(), PersonId(host)))
        });
        Ok(named.collect())
    }

    /// The last result given back on each journey.
    pub async fn last_results(
        &self,
        _organizer: &OrganizerHat,
    ) -> Loaded<BTreeMap<JourneyId, LastResult>> {
        let given =
            || diagnosis::Entity::find().filter(diagnosis::Column::GivenBackAt.is_not_null());
        let ids = || given().select_only().column(diagnosis::Column::Id).into_query();
        let rows = given().order_by_asc(diagnosis::Column::GivenBackAt);
        let last: BTreeMap<Uuid, diagnosis::Model> =
            rows.all(&self.db).await?.into_iter().map(|row| (row.journey_id, row)).collect();
        let answers = answer::Entity::find().filter(answer::Column::DiagnosisId.in_subquery(ids()));
        let mut voices = BTreeMap::<Uuid, Voices>::new();
        for row in answers.all(&self.db).await? {
            speak(voices.entry(row.diagnosis_id).or_default(), stored(row)?);
        }
        let mut said = BTreeMap::<Uuid, Vec<AdviceSaid>>::new();
        for row in advice_said::Entity::find().all(&self.db).await? {
            said.entry(row.diagnosis_id).or_default().push(results::said(row)?);
        }
        let mut results = BTreeMap::new();
        for (journey, row) in last {
            let own = voices.remove(&row.id).unwrap_or_default();
            let said = said.remove(&row.id).unwrap_or_default();
            results.insert(JourneyId(journey), (self.whole(row).await?, own, said));
        }
        Ok(results)
    }

    /// The last need of each of these journeys.
    pub async fn last_needs(&self, journeys: &[JourneyId]) -> Loaded<BTreeMap<JourneyId, Words>> {
        let rows = need::Entity::find()
            .filter(need::Column::JourneyId.is_in(journeys.iter().map(|journey| journey.0)))
            .order_by_asc(need::Column::At);
        let last = rows.all(&self.db).await?.into_iter();
        Ok(last.map(|row| (JourneyId(row.journey_id), Words::stored(row.words))).collect())
    }

    /// Every association's name and town.
    pub async fn association_towns(
        &self,
    ) -> Loaded<BTreeMap<AssociationId, (String, Option<String>)>> {
        let rows = association::Entity::find().all(&self.db).await?;
        Ok(rows.into_iter().map(|a| (AssociationId(a.id), (a.name, a.city))).collect())
    }
}
