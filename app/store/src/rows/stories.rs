//! Published stories, as they are looked through, and what they have started.

use super::*;
use domain::wiki::fact::Facts;
use domain::wiki::lineage::{DEEP, Inspiration, Told};
use sea_orm::QueryTrait;

/// A published story.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownStory {
    pub testimony: Testimony,
    pub page: Page,
    /// As published.
    pub source: Source,
    /// By name.
    pub association: String,
    /// What its association agreed to tell.
    pub facts: Facts,
}

/// An event of a journey that a story started, whose index knows these alone.
const INSPIRED: &str = "kind = 'inspired'";

impl Rows<'_> {
    /// Published stories, newest first, at most so many.
    pub async fn shown_stories(&self, most: u64) -> Loaded<Vec<ShownStory>> {
        self.stories(published().limit(most)).await
    }

    /// One story, if it is published.
    pub async fn shown_story(&self, id: TestimonyId) -> Loaded<Option<ShownStory>> {
        let one = published().filter(testimony::Column::Id.eq(id.0));
        Ok(self.stories(one).await?.pop())
    }

    async fn stories(&self, which: Select<testimony::Entity>) -> Loaded<Vec<ShownStory>> {
        let of = |column: testimony::Column| {
            which.clone().select_only().column(column).into_query().to_owned()
        };
        let on = page::Column::Id.in_subquery(of(testimony::Column::PageId));
        let pages = page::Entity::find().filter(on.clone()).all(&self.db).await?;
        let mut pages: BTreeMap<_, _> = pages.into_iter().map(|row| (row.id, row)).collect();
        let texts = page::Entity::find().filter(on).select_only().column(page::Column::Published);
        let texts = revision::Entity::find()
            .filter(revision::Column::Id.in_subquery(texts.into_query()))
            .select_only()
            .column(revision::Column::Id)
            .column(revision::Column::Source);
        let texts = texts.into_tuple::<(Uuid, String)>().all(&self.db).await?;
        let texts: BTreeMap<_, _> = texts.into_iter().collect();
        let names = association::Column::Id.in_subquery(of(testimony::Column::AssociationId));
        let names = association::Entity::find()
            .filter(names)
            .select_only()
            .column(association::Column::Id)
            .column(association::Column::Name);
        let names = names.into_tuple::<(Uuid, String)>().all(&self.db).await?;
        let names: BTreeMap<_, _> = names.into_iter().collect();
        let told = testimony_fact::Column::TestimonyId.in_subquery(of(testimony::Column::Id));
        let told = testimony_fact::Entity::find().filter(told).all(&self.db).await?;
        let mut consents: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in told {
            consents.entry(row.testimony_id).or_default().push(wiki::consent(row)?);
        }
        let mut stories = Vec::new();
        for row in which.all(&self.db).await? {
            let page = pages.remove(&row.page_id);
            let source = page.as_ref().and_then(|page| texts.get(&page.published?));
            // One that was taken back meanwhile is none.
            let (Some(page), Some(source)) = (page, source) else { continue };
            stories.push(ShownStory {
                source: Source::stored(source.clone()),
                page: wiki::page(page),
                association: names.get(&row.association_id).cloned().unwrap_or_default(),
                facts: Facts::told(consents.remove(&row.id).unwrap_or_default()),
                testimony: wiki::testimony(row)?,
            });
        }
        Ok(stories)
    }

    /// How many journeys a testimony has started.
    pub async fn inspired_by(&self, testimony: TestimonyId) -> Loaded<u64> {
        let journeys: BTreeSet<_> = self
            .started_by(&[testimony], &self.parts().await?)
            .await?
            .into_iter()
            .map(|one| one.journey)
            .collect();
        Ok(u64::try_from(journeys.len()).unwrap_or(u64::MAX))
    }

    /// What a published story has started, as far down as it is followed: the journeys, and the stories that they have
    /// published.
    pub async fn led_to(&self, from: TestimonyId) -> Loaded<(Vec<Inspiration>, Vec<Told>)> {
        let parts = self.parts().await?;
        let (mut inspired, mut told) = (Vec::new(), BTreeMap::new());
        let mut next = vec![from];
        for _ in 0..DEEP {
            let started = self.started_by(&next, &parts).await?;
            let journeys: BTreeSet<_> = started.iter().map(|one| one.journey.0).collect();
            inspired.extend(started);
            let stories = self.told_on(&journeys, &parts).await?;
            next = stories.iter().map(|one| one.id).filter(|id| !told.contains_key(id)).collect();
            told.extend(stories.into_iter().map(|one| (one.id, one)));
            if next.is_empty() {
                break;
            }
        }
        Ok((inspired, told.into_values().collect()))
    }

    /// The journeys that these stories started. One that has become a part of another is that other.
    async fn started_by(
        &self,
        stories: &[TestimonyId],
        parts: &BTreeMap<Uuid, Uuid>,
    ) -> Loaded<Vec<Inspiration>> {
        let rows = event::Entity::find()
            .filter(Expr::cust(INSPIRED))
            .filter(event::Column::Subject.is_in(stories.iter().map(|one| one.0)))
            .select_only()
            .column(event::Column::Subject)
            .column(event::Column::JourneyId)
            .into_tuple::<(Uuid, Uuid)>();
        let rows = rows.all(&self.db).await?.into_iter().map(|(by, journey)| Inspiration {
            by: TestimonyId(by),
            journey: JourneyId(parts.get(&journey).copied().unwrap_or(journey)),
        });
        Ok(rows.collect())
    }

    /// The stories published on these journeys and their parts, first to last.
    async fn told_on(
        &self,
        journeys: &BTreeSet<Uuid>,
        parts: &BTreeMap<Uuid, Uuid>,
    ) -> Loaded<Vec<Told>> {
        let parts = parts.iter().filter(|(_, whole)| journeys.contains(*whole));
        let mut all = journeys.clone();
        all.extend(parts.clone().map(|(part, _)| *part));
        let whole: BTreeMap<_, _> = parts.map(|(part, whole)| (*part, *whole)).collect();
        let mut rows = testimony::Entity::find()
            .filter(testimony::Column::State.eq(TestimonyState::Published.code()))
            .filter(testimony::Column::JourneyId.is_in(all))
            .filter(page::Column::Published.is_not_null())
            .order_by_asc(testimony::Column::Since)
            .select_only()
            .column(testimony::Column::Id)
            .column(testimony::Column::JourneyId)
            .column(association::Column::Name)
            .column(page::Column::Title)
            .column(page::Column::Slug);
        QueryTrait::query(&mut rows)
            .inner_join(page::Entity, same(page::Column::Id, testimony::Column::PageId))
            .inner_join(
                association::Entity,
                same(association::Column::Id, testimony::Column::AssociationId),
            );
        let rows = rows.into_tuple::<(Uuid, Uuid, String, String, String)>();
        let told = rows.all(&self.db).await?.into_iter();
        let told = told.map(|(id, journey, association, title, slug)| Told {
            id: TestimonyId(id),
            journey: JourneyId(whole.get(&journey).copied().unwrap_or(journey)),
            association,
            title,
            slug,
        });
        Ok(told.collect())
    }
}

/// Published testimonies, newest first.
fn published() -> Select<testimony::Entity> {
    testimony::Entity::find()
        .filter(testimony::Column::State.eq(TestimonyState::Published.code()))
        .order_by_desc(testimony::Column::Since)
        .order_by_desc(testimony::Column::Id)
}
