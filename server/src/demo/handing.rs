//! Where the cast hands associations over, to other actions and to partners.

use super::stage::{Scene, text};
use app::request::judging;
use domain::ids::{AssociationId, JourneyId, PartnerId};
use domain::orientation::{Card, Cause, Offer, Partner, Place, Support};
use domain::text::{Email, Lang, Name, Words};
use domain::workshops::Entry;
use store::WriteError;

impl Scene<'_> {
    /// Writes a partner down: name, what they help with, where, address.
    pub async fn writes_down(
        self,
        (name, helps_with, area, contact): (&str, &str, &str, &str),
        support: Support,
    ) -> anyhow::Result<PartnerId> {
        let card = Card {
            name: text(Name::parse(name))?,
            helps_with: text(Words::parse(helps_with))?,
            area: Some(area.to_owned()),
            support,
            contact: text(Email::parse(contact))?,
            lang: Lang::Fr,
        };
        self.play(card, |tx, card| {
            Box::pin(async move {
                let organizer = tx.actor().organizer()?;
                Ok(Partner::save(&tx.act().wearing(&organizer), &organizer, None, card))
            })
        })
        .await
    }

    /// Hands an association over, from its journey's page.
    pub async fn hands_over(self, who: JourneyId, to: Place, why: &str) -> anyhow::Result<()> {
        self.play((who, to, text(Words::parse(why))?), |tx, (who, to, why)| {
            Box::pin(async move {
                let journey = tx.journey(who).await?.ok_or(WriteError::Missing)?;
                let hat = tx.actor().orienter(&journey, None)?;
                let judge = judging(tx, &hat, hat.association()).await?;
                let cause = Cause::Followed(who);
                let offer = Offer::new(who, hat.association(), hat.from(), cause);
                let offer = offer.because(Some(why));
                Ok(offer.send(&tx.act().wearing(&hat), &judge, &journey, to, &[])?.map(drop))
            })
        })
        .await
    }

    /// The host of a date sends an association to the hackathon.
    pub async fn sees_it_outgrow(
        self,
        at: &Entry,
        who: AssociationId,
        why: &str,
    ) -> anyhow::Result<()> {
        self.play((at.id, who, text(Words::parse(why))?), |tx, (at, who, why)| {
            Box::pin(async move {
                let seating = tx.seating(at).await?.ok_or(WriteError::Missing)?;
                let hat = tx.actor().host_of(&seating, who)?;
                let judge = judging(tx, &hat, who).await?;
                let journey = tx.journey_of(who).await?.ok_or(WriteError::Missing)?;
                let offer = Offer::new(journey.head.id, who, hat.from(), Cause::Date(at));
                let (act, offer) = (tx.act().wearing(&hat), offer.because(Some(why)));
                Ok(offer.send(&act, &judge, &journey, Place::HACKATHON, &[])?.map(drop))
            })
        })
        .await
    }
}
