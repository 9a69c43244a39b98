//! Editions, projects, weekends offered, proofs of use.

use super::*;

impl Rows<'_> {
    /// The edition that runs, or the last.
    pub async fn current_edition(&self) -> Loaded<Option<Edition>> {
        let row = edition::Entity::find().order_by_desc(edition::Column::WeekendFrom);
        row.one(&self.db).await?.map(edition).transpose()
    }

    /// One edition, locked for a unit.
    pub async fn edition(&self, id: EditionId) -> Loaded<Option<Edition>> {
        let row = self.root(edition::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(edition).transpose()
    }

    /// The projects of an edition, by title.
    pub async fn projects_in(&self, edition: EditionId) -> Loaded<Vec<Project>> {
        let rows = project::Entity::find()
            .filter(project::Column::EditionId.eq(edition.0))
            .order_by_asc(project::Column::Title);
        rows.all(&self.db).await?.into_iter().map(project).collect()
    }

    /// The projects whose tool was delivered or signed since a moment, of whichever edition, by title.
    pub async fn delivered_since(
        &self,
        _organizer: &OrganizerHat,
        since: DateTime<Utc>,
    ) -> Loaded<Vec<Project>> {
        let states = [ProjectState::Delivered, ProjectState::Signed].map(ProjectState::code);
        let rows = project::Entity::find()
            .filter(project::Column::State.is_in(states))
            .filter(project::Column::Since.gte(since))
            .order_by_asc(project::Column::Title);
        rows.all(&self.db).await?.into_iter().map(project).collect()
    }

    /// One project, locked for a unit.
    pub async fn project(&self, id: ProjectId) -> Loaded<Option<Project>> {
        let row = self.root(project::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(project).transpose()
    }

    /// The projects of a journey, first to last.
    pub async fn projects_of(&self, journey: JourneyId) -> Loaded<Vec<Project>> {
        // The id tells the order in which they were made.
        let rows = project::Entity::find()
            .filter(project::Column::JourneyId.eq(journey.0))
            .order_by_asc(project::Column::Id);
        rows.all(&self.db).await?.into_iter().map(project).collect()
    }

    /// The weekends offered to an edition, first to last.
    pub async fn offers(&self, edition: EditionId) -> Loaded<Vec<Offer>> {
        let rows = offer::Entity::find()
            .filter(offer::Column::EditionId.eq(edition.0))
            .order_by_asc(offer::Column::At);
        rows.all(&self.db).await?.into_iter().map(offer).collect()
    }

    /// The answers about the tool of a project, first to last.
    pub async fn pulses(&self, project: ProjectId) -> Loaded<Vec<Pulse>> {
        let rows = pulse::Entity::find()
            .filter(pulse::Column::ProjectId.eq(project.0))
            .order_by_asc(pulse::Column::At);
        let pulse =
            |row: pulse::Model| Pulse { id: PulseId(row.id), project, used: row.used, at: row.at };
        Ok(rows.all(&self.db).await?.into_iter().map(pulse).collect())
    }
}

fn edition(row: edition::Model) -> Loaded<Edition> {
    Ok(Edition {
        id: EditionId(row.id),
        title: Title::stored(row.title),
        phase: Phase::from_code(&row.phase).ok_or_else(|| unknown("phase", &row.phase))?,
        since: row.since,
        call_until: row.call_until,
        weekend_from: row.weekend_from,
        weekend_to: row.weekend_to,
    })
}

fn project(row: project::Model) -> Loaded<Project> {
    Ok(Project {
        id: ProjectId(row.id),
        edition: EditionId(row.edition_id),
        journey: JourneyId(row.journey_id),
        association: AssociationId(row.association_id),
        need: NeedId(row.need_id),
        title: Title::stored(row.title),
        summary: Words::stored(row.summary),
        state: ProjectState::from_code(&row.state).ok_or_else(|| unknown("state", &row.state))?,
        since: row.since,
    })
}

fn offer(row: offer::Model) -> Loaded<Offer> {
    Ok(Offer {
        id: OfferId(row.id),
        edition: EditionId(row.edition_id),
        person: PersonId(row.person_id),
        skill: Skill::from_code(&row.skill).ok_or_else(|| unknown("skill", &row.skill))?,
        project: row.project_id.map(ProjectId),
        at: row.at,
    })
}
