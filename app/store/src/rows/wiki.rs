//! Pages, revisions, testimonies.

use super::*;

impl Rows<'_> {
    /// The page at this address, published or not. It is not locked.
    pub async fn page_by_slug(&self, slug: &str) -> Loaded<Option<Page>> {
        let row = page::Entity::find().filter(page::Column::Slug.eq(slug)).one(&self.db).await?;
        Ok(row.map(page))
    }

    /// One page, locked for a unit, published or not.
    pub async fn page(&self, id: PageId) -> Loaded<Option<Page>> {
        Ok(self.root(page::Entity::find_by_id(id.0)).one(&self.db).await?.map(page))
    }

    /// Every page shown to everybody, by title.
    pub async fn published_pages(&self) -> Loaded<Vec<Page>> {
        let rows = page::Entity::find()
            .filter(page::Column::Published.is_not_null())
            .order_by_asc(page::Column::Title);
        Ok(rows.all(&self.db).await?.into_iter().map(page).collect())
    }

    /// One state of a page, published or not.
    pub async fn revision(&self, id: RevisionId) -> Loaded<Option<Revision>> {
        Ok(revision::Entity::find_by_id(id.0).one(&self.db).await?.map(revision))
    }

    /// The newest state of a page, published or not.
    pub async fn last_revision(&self, page: PageId) -> Loaded<Option<Revision>> {
        let newest = revision::Entity::find()
            .filter(revision::Column::PageId.eq(page.0))
            .order_by_desc(revision::Column::At)
            .order_by_desc(revision::Column::Id);
        Ok(newest.one(&self.db).await?.map(revision))
    }

    /// One testimony, locked for a unit, published or not.
    pub async fn testimony(&self, id: TestimonyId) -> Loaded<Option<Testimony>> {
        let row = self.root(testimony::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(testimony).transpose()
    }

    /// The testimony that a page tells. None: an ordinary page.
    pub async fn testimony_on(&self, page: PageId) -> Loaded<Option<Testimony>> {
        let row = testimony::Entity::find().filter(testimony::Column::PageId.eq(page.0));
        row.one(&self.db).await?.map(testimony).transpose()
    }

    /// The testimonies of a journey, first to last.
    pub async fn testimonies_of(&self, journey: JourneyId) -> Loaded<Vec<Testimony>> {
        let rows = testimony::Entity::find()
            .filter(testimony::Column::JourneyId.eq(journey.0))
            .order_by_asc(testimony::Column::Id);
        rows.all(&self.db).await?.into_iter().map(testimony).collect()
    }

    /// Published testimonies with their pages, newest first.
    pub async fn published_testimonies(&self) -> Loaded<Vec<(Testimony, Page)>> {
        let rows = testimony::Entity::find()
            .filter(testimony::Column::State.eq(TestimonyState::Published.code()))
            .order_by_desc(testimony::Column::Since);
        let mut testimonies = Vec::new();
        for row in rows.all(&self.db).await? {
            let testimony = testimony(row)?;
            let on = page::Entity::find_by_id(testimony.page.0).one(&self.db).await?;
            if let Some(on) = on {
                testimonies.push((testimony, page(on)));
            }
        }
        Ok(testimonies)
    }
}

fn page(row: page::Model) -> Page {
    Page {
        id: PageId(row.id),
        slug: row.slug,
        title: Title::stored(row.title),
        published: row.published.map(RevisionId),
    }
}

fn revision(row: revision::Model) -> Revision {
    Revision {
        id: RevisionId(row.id),
        page: PageId(row.page_id),
        title: Title::stored(row.title),
        source: Source::stored(row.source),
        by: row.by_id.map(PersonId),
        at: row.at,
    }
}

fn testimony(row: testimony::Model) -> Loaded<Testimony> {
    let state = TestimonyState::from_code(&row.state);
    Ok(Testimony {
        id: TestimonyId(row.id),
        journey: JourneyId(row.journey_id),
        association: AssociationId(row.association_id),
        project: row.project_id.map(ProjectId),
        page: PageId(row.page_id),
        state: state.ok_or_else(|| unknown("state", &row.state))?,
        since: row.since,
    })
}
