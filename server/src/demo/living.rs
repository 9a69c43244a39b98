//! Results and what becomes of them, on stage.

use super::answers::Given;
use super::stage::{Scene, text};
use anyhow::bail;
use app::diagnosis::result::load as result;
use app::request::judging;
use chrono::Duration;
use domain::accounts::Joined;
use domain::diagnosis::{Said, Verdict};
use domain::text::Words;
use store::WriteError;

impl Scene<'_> {
    /// Leads a whole diagnosis, to the result that is hoped for and the orientation that follows from it.
    pub async fn diagnose(
        self,
        who: Joined,
        given: &'static Given,
        hoped: Verdict,
    ) -> anyhow::Result<()> {
        let verdict = self.concludes(who, given, None).await?;
        if verdict != hoped {
            bail!("the questionnaire now says {verdict:?} where the demo cast needs {hoped:?}");
        }
        Ok(())
    }

    /// The same, and decides against what the rules say.
    pub async fn decides(
        self,
        who: Joined,
        given: &'static Given,
        verdict: Verdict,
        why: &str,
    ) -> anyhow::Result<()> {
        let why = text(Words::parse(why))?;
        self.concludes(who, given, Some((verdict, why))).await?;
        Ok(())
    }

    async fn concludes(
        self,
        who: Joined,
        given: &'static Given,
        instead: Option<(Verdict, Words)>,
    ) -> anyhow::Result<Verdict> {
        let then = self.after(Duration::hours(1));
        let diagnosis = self.interview(who, given).await?;
        then.play((diagnosis, instead), |tx, (id, instead)| {
            Box::pin(async move {
                let (diagnosis, voices) = tx.diagnosis(id).await?.ok_or(WriteError::Missing)?;
                let answers = voices.together();
                let volunteer = tx.actor().volunteer()?;
                let judge = judging(tx, &volunteer, diagnosis.association).await?;
                result::give_back(tx, &judge, &diagnosis, &answers, instead).await
            })
        })
        .await
    }

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
