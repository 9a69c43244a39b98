//! What becomes of results, on stage.

use super::stage::{Scene, text};
use app::diagnosis::result::load as result;
use domain::accounts::Joined;
use domain::diagnosis::Said;
use domain::text::Words;
use store::WriteError;

impl Scene<'_> {
    /// Says what became of an advice of an association's first diagnosis: that of this place, from 0.
    pub async fn says_of_advice(self, who: Joined, place: usize, said: Said) -> anyhow::Result<()> {
        self.play((who.journey, place, said), |tx, (journey, place, said)| {
            Box::pin(async move {
                let first = tx.diagnoses(journey).await?.into_iter().next();
                let (diagnosis, voices) = first.ok_or(WriteError::Missing)?;
                let answers = voices.together();
                let advice = diagnosis.questionnaire.read(&answers).advice();
                let advice = advice.get(place).ok_or(WriteError::Missing)?;
                let code = format!("{}:{}", advice.recommendation.key, advice.rung);
                result::say(tx, diagnosis.id, &code, said).await
            })
        })
        .await
    }

    /// Notes how things went since an association's first diagnosis.
    pub async fn takes_stock(self, who: Joined, words: &str) -> anyhow::Result<()> {
        self.play((who.journey, text(Words::parse(words))?), |tx, (journey, words)| {
            Box::pin(async move {
                let first = tx.diagnoses(journey).await?.into_iter().next();
                let (diagnosis, _) = first.ok_or(WriteError::Missing)?;
                result::review(tx, diagnosis.id, tx.act().at, words).await
            })
        })
        .await
    }
}
