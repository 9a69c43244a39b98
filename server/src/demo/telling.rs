//! Telling one's story, as the cast does.

use super::stage::{Scene, text};
use app::wiki::testimony::{facts, load};
use domain::act::{Change, Outcome};
use domain::associations::Size;
use domain::ids::{ProjectId, TestimonyId};
use domain::text::{Source, Title, Words};
use domain::wiki::begin_testimony;
use domain::wiki::fact::{FactKind, Telling, consent};
use store::WriteError;

impl Scene<'_> {
    /// Says how many people make its association live.
    pub async fn says_its_size(self, size: Size) -> anyhow::Result<()> {
        self.play(size, |tx, size| {
            Box::pin(async move {
                let member = tx.actor().member()?;
                let association = tx.association(member.association()).await?;
                let mut association = association.ok_or(WriteError::Missing)?;
                association.about.size = Some(size);
                Ok(Outcome::of(()).change(Change::Association(association)))
            })
        })
        .await
    }

    /// Begins a testimony on a project.
    pub async fn sketch(
        self,
        project: ProjectId,
        title: &str,
        source: &str,
    ) -> anyhow::Result<TestimonyId> {
        let asked = (project, text(Title::parse(title))?, text(Source::parse(source))?);
        self.play(asked, |tx, (project, title, source)| {
            Box::pin(async move {
                let teller = tx.actor().begins_story(None, tx.act().at)?;
                let journey = tx.journey_of(teller.association()).await?;
                let (act, project) = (tx.act(), Some(project));
                let (journey, said) = (journey.ok_or(WriteError::Missing)?, (title, source));
                Ok(begin_testimony(act, &teller, &journey, project, None, said)?)
            })
        })
        .await
    }

    /// Agrees that the facts of the journey are told, one of them in other words.
    pub async fn agrees_to_tell(
        self,
        testimony: TestimonyId,
        reworded: (FactKind, &str),
    ) -> anyhow::Result<()> {
        let asked = (testimony, reworded.0, text(Words::parse(reworded.1))?);
        self.play(asked, |tx, (testimony, reworded, words)| {
            Box::pin(async move {
                let testimony = tx.testimony(testimony).await?.ok_or(WriteError::Missing)?;
                let teller = load::teller_of(tx, &testimony).await?;
                let journey = tx.journey(testimony.journey).await?.ok_or(WriteError::Missing)?;
                let (act, words) = (tx.act(), Telling::Reworded(words));
                let facts = facts::known(tx, &journey, act.at).await?;
                let tellings = facts.into_iter().map(|fact| match fact.kind() {
                    kind if kind == reworded => (kind, words.clone()),
                    kind => (kind, Telling::AsIs(fact)),
                });
                Ok(consent(act, &teller, testimony.id, &[], tellings))
            })
        })
        .await
    }

    /// Publishes it.
    pub async fn publish(
        self,
        testimony: TestimonyId,
        title: &str,
        source: &str,
    ) -> anyhow::Result<()> {
        let asked = (testimony, text(Title::parse(title))?, text(Source::parse(source))?);
        self.play(asked, |tx, (testimony, title, source)| {
            Box::pin(async move {
                let testimony = tx.testimony(testimony).await?.ok_or(WriteError::Missing)?;
                let teller = load::teller_of(tx, &testimony).await?;
                let page = tx.page(testimony.page).await?.ok_or(WriteError::Missing)?;
                let last = tx.last_revision(page.id).await?.ok_or(WriteError::Missing)?;
                let (states, said) = ((&last, &last), (title, source));
                Ok(testimony.write(tx.act(), &teller, &page, states, said, true)?.map(drop))
            })
        })
        .await
    }
}
