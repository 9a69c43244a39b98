//! Telling one's story, as the cast does.

use super::stage::{Scene, text};
use app::wiki::encounter;
use app::wiki::testimony::load::{asks, heading as named};
use app::wiki::testimony::{facts, load};
use domain::accounts::Action;
use domain::act::{Change, Outcome};
use domain::associations::Size;
use domain::ids::{AssociationId, EntryId, ProjectId, TalkId, TestimonyId};
use domain::text::{Faults, Lang, Source, Title, Words};
use domain::wiki::begin_testimony;
use domain::wiki::encounter::{Answer, Talk, in_hand, noted};
use domain::wiki::fact::{FactKind, Telling, consent};
use store::WriteError;

impl Scene<'_> {
    /// Asks an association to tell its story at an encounter.
    pub async fn asks_to_tell(
        self,
        encounter: EntryId,
        association: AssociationId,
        title: &str,
    ) -> anyhow::Result<TalkId> {
        let asked = (encounter, association, text(Title::parse(title))?);
        self.play(asked, |tx, (encounter, association, title)| {
            Box::pin(async move {
                let organizer = tx.actor().organizer_of(Action::Wiki)?;
                let encounter = tx.encounter(encounter).await?.ok_or(WriteError::Missing)?;
                Ok(encounter.ask(tx.act(), &organizer, association, title, Talk::USUAL)?)
            })
        })
        .await
    }

    /// Says that it tells its story there, under another title if there is one.
    pub async fn tells_there(self, talk: TalkId, title: Option<&str>) -> anyhow::Result<()> {
        let title = title.map(Title::parse).transpose();
        self.play((talk, text(title)?), |tx, (talk, title)| {
            Box::pin(async move {
                let (encounter, talk) = encounter::load::talk(tx, talk).await?;
                let member = tx.actor().member_for(talk.association)?;
                let tells = Some(title.unwrap_or_else(|| talk.title.clone()));
                let said = Answer { tells, words: None };
                Ok(encounter.answer(tx.act(), &member, &talk, said)?)
            })
        })
        .await
    }

    /// Gives what was noted of a talk to who told it, whose story is begun.
    pub async fn gives_notes(self, talk: TalkId, notes: &str) -> anyhow::Result<TestimonyId> {
        self.play((talk, notes.to_owned()), |tx, (talk, notes)| {
            Box::pin(async move {
                let (encounter, talk) = encounter::load::talk(tx, talk).await?;
                let hat = encounter.entry.presence_by(tx.actor())?;
                let journey = tx.journey_of(talk.association).await?;
                let journey = journey.ok_or(WriteError::Missing)?.head.id;
                let stories = tx.testimonies_of(journey).await?;
                let story = in_hand(&stories).ok_or(WriteError::Missing)?;
                let head = tx.last_revision(story.page).await?.ok_or(WriteError::Missing)?;
                let heading = encounter::load::heading(Lang::Fr, &encounter.entry);
                let written = Some(&head.source);
                let source = noted(&heading, &notes, written, asks, named(Lang::Fr))
                    .map_err(|fault| WriteError::Faults(Faults::one("notes", fault)))?;
                let sketched = Some((story, &head));
                Ok(encounter.give_notes(tx.act(), &hat, &talk, journey, sketched, source)?)
            })
        })
        .await
    }

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
