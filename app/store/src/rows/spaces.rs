//! Spaces, who reads them, and their people.

use super::*;
use domain::text::Summary;
use domain::wiki::people::{Invited, Joined, Joiner};
use domain::wiki::{Around, Audience, Circles, Space};
use sea_orm::{ExprTrait as _, FromQueryResult};

/// The spaces, and what ties who asks to them: read once for all that one page shows.
pub struct Reach {
    /// By namespace.
    pub spaces: Vec<Space>,
    pub circles: Circles,
}

/// A space in a list, with what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub space: Space,
    /// How many pages are shown there.
    pub pages: u32,
    /// When one of them was last written.
    pub changed: Option<DateTime<Utc>>,
}

/// What ties a person to spaces. Which workshops and projects have a space is not asked: who may open one has these ties
/// before there is one.
const TIES: &str = "\
SELECT 'joined' AS tie, space_id AS at FROM wiki_space_person WHERE person_id = $1 \
UNION SELECT 'joined', j.space_id FROM wiki_space_association AS j \
JOIN membership AS m ON m.association_id = j.association_id WHERE m.person_id = $1 \
UNION SELECT 'runs', workshop_id FROM entry WHERE workshop_id IS NOT NULL AND host_id = $1 \
UNION SELECT 'runs', workshop_id FROM entry WHERE workshop_id IS NOT NULL AND co_host_id = $1 \
UNION SELECT 'runs', workshop_id FROM entry WHERE workshop_id IS NOT NULL AND other_host_id = $1 \
UNION SELECT 'attends', e.workshop_id FROM membership AS m \
JOIN registration AS r ON r.association_id = m.association_id AND r.state = 'registered' \
JOIN entry AS e ON e.id = r.entry_id AND e.workshop_id IS NOT NULL WHERE m.person_id = $1 \
UNION SELECT 'makes', project_id FROM offer WHERE project_id IS NOT NULL AND person_id = $1 \
UNION SELECT 'makes', p.id FROM membership AS m \
JOIN project AS p ON p.association_id = m.association_id WHERE m.person_id = $1";

/// Who looks after a space by what it is around; who organizes that is told apart.
const KEEPERS: &str = "\
SELECT m.person_id AS person FROM wiki_space AS s JOIN membership AS m \
ON m.association_id = s.association_id WHERE s.id = $1 \
UNION SELECT e.host_id FROM wiki_space AS s JOIN entry AS e ON e.workshop_id = s.workshop_id WHERE s.id = $1 \
UNION SELECT e.co_host_id FROM wiki_space AS s JOIN entry AS e ON e.workshop_id = s.workshop_id WHERE s.id = $1 \
UNION SELECT e.other_host_id FROM wiki_space AS s JOIN entry AS e ON e.workshop_id = s.workshop_id WHERE s.id = $1 \
UNION SELECT o.person_id FROM wiki_space AS s JOIN offer AS o ON o.project_id = s.project_id WHERE s.id = $1 \
UNION SELECT m.person_id FROM wiki_space AS s JOIN project AS p ON p.id = s.project_id \
JOIN membership AS m ON m.association_id = p.association_id WHERE s.id = $1";

/// Who else is of a space by what it is around.
const ATTENDING: &str = "\
SELECT m.person_id AS person FROM wiki_space AS s JOIN entry AS e ON e.workshop_id = s.workshop_id \
JOIN registration AS r ON r.entry_id = e.id AND r.state = 'registered' \
JOIN membership AS m ON m.association_id = r.association_id WHERE s.id = $1";

/// Who joined a space, alone or with an association.
const JOINED: &str = "\
SELECT person_id AS person FROM wiki_space_person WHERE space_id = $1 \
UNION SELECT m.person_id FROM wiki_space_association AS j \
JOIN membership AS m ON m.association_id = j.association_id WHERE j.space_id = $1";

impl Reach {
    /// The spaces that are shown to who asks. This is the one condition on what anybody may read of the wiki:
    /// `space_id IN (…)`, of pages that are published.
    pub fn shown(&self, actor: &Actor) -> Vec<Uuid> {
        self.reaching(actor, Space::shows)
    }

    pub(super) fn reaching(
        &self,
        actor: &Actor,
        may: impl Fn(&Space, &Actor, &Circles) -> bool,
    ) -> Vec<Uuid> {
        let those = self.spaces.iter().filter(|space| may(space, actor, &self.circles));
        those.map(|space| space.id.0).collect()
    }

    /// One of them.
    pub fn space(&self, id: SpaceId) -> Option<&Space> {
        self.spaces.iter().find(|space| space.id == id)
    }
}

impl Rows<'_> {
    /// What who asks may reach, as [`Reach::shown`] says.
    pub async fn reach(&self) -> Loaded<Reach> {
        Ok(Reach { spaces: self.spaces().await?, circles: self.circles().await? })
    }

    /// The spaces that are shown to who asks: see [`Reach::shown`].
    pub(super) async fn shown_spaces(&self) -> Loaded<Vec<Uuid>> {
        let read = async { Ok(self.reach().await?.shown(self.actor())) };
        match self.public {
            Some(public) if *self.actor() == Actor::Anonymous => public.spaces(read).await,
            _ => read.await,
        }
    }

    /// Every space, by its namespace.
    pub async fn spaces(&self) -> Loaded<Vec<Space>> {
        let rows = wiki_space::Entity::find().order_by_asc(wiki_space::Column::Namespace);
        rows.all(&self.db).await?.into_iter().map(space).collect()
    }

    /// One space, locked for a unit: no two pages of it are made at once.
    pub async fn space(&self, id: SpaceId) -> Loaded<Option<Space>> {
        let row = self.root(wiki_space::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(space).transpose()
    }

    /// What ties who asks to spaces.
    pub async fn circles(&self) -> Loaded<Circles> {
        let Some(person) = self.actor().person() else { return Ok(Circles::default()) };
        let backend = self.db.get_database_backend();
        let ties = Statement::from_sql_and_values(backend, TIES, [person.0.into()]);
        let mut circles = Circles::default();
        for Tie { tie, at } in Tie::find_by_statement(ties).all(&self.db).await? {
            match tie.as_str() {
                "joined" => drop(circles.joined.insert(SpaceId(at))),
                "runs" => drop(circles.runs.insert(WorkshopId(at))),
                "attends" => drop(circles.attends.insert(WorkshopId(at))),
                "makes" => drop(circles.makes.insert(ProjectId(at))),
                other => return Err(unknown("tie", other)),
            }
        }
        Ok(circles)
    }

    /// Those of these spaces, with what each holds; templates are no pages of it.
    pub async fn listed(&self, spaces: Vec<Space>) -> Loaded<Vec<Listed>> {
        let ids: Vec<_> = spaces.iter().map(|space| space.id.0).collect();
        let mut held = page::Entity::find()
            .select_only()
            .column(page::Column::SpaceId)
            .column_as(page::Column::Id.count(), "pages")
            .column_as(revision::Column::At.max(), "changed")
            .filter(page::Column::SpaceId.is_in(ids))
            .filter(wiki::no_template())
            .group_by(page::Column::SpaceId);
        sea_orm::QueryTrait::query(&mut held)
            .inner_join(revision::Entity, same(revision::Column::Id, page::Column::Published));
        let held = held.into_tuple::<(Uuid, i64, Option<DateTime<Utc>>)>().all(&self.db).await?;
        let held: BTreeMap<Uuid, (i64, Option<DateTime<Utc>>)> =
            held.into_iter().map(|(space, pages, changed)| (space, (pages, changed))).collect();
        let listed = |space: Space| {
            let (pages, changed) = held.get(&space.id.0).copied().unwrap_or_default();
            Listed { pages: u32::try_from(pages).unwrap_or(u32::MAX), changed, space }
        };
        Ok(spaces.into_iter().map(listed).collect())
    }

    /// The pages that are shown in a space, by title, from this place on, at most so many; and how many there are. The
    /// space is one that who asks may read.
    pub async fn pages_in(&self, space: SpaceId, from: u64, most: u64) -> Loaded<(Vec<Page>, u64)> {
        let pages = page::Entity::find()
            .filter(page::Column::SpaceId.eq(space.0))
            .filter(page::Column::Published.is_not_null())
            .order_by_asc(page::Column::Slug);
        let many = pages.clone().count(&self.db).await?;
        let some = pages.offset(from).limit(most).all(&self.db).await?;
        Ok((some.into_iter().map(wiki::page).collect(), many))
    }

    /// The pages of a space that were written last, but for templates, at most so many. The space is one that who asks may
    /// read.
    pub async fn last_written(&self, space: SpaceId, most: u64) -> Loaded<Vec<Page>> {
        let mut pages = page::Entity::find()
            .filter(page::Column::SpaceId.eq(space.0))
            .filter(wiki::no_template())
            .order_by_desc(revision::Column::At)
            .order_by_asc(page::Column::Slug)
            .limit(most);
        sea_orm::QueryTrait::query(&mut pages)
            .inner_join(revision::Entity, same(revision::Column::Id, page::Column::Published));
        Ok(pages.all(&self.db).await?.into_iter().map(wiki::page).collect())
    }

    /// The pages of a space that are not shown, drafts aside, by title, at most so many: for those who write there.
    pub async fn unshown_in(
        &self,
        _writer: &domain::wiki::WriterHat,
        space: SpaceId,
        most: u64,
    ) -> Loaded<Vec<Page>> {
        let rows = page::Entity::find()
            .filter(page::Column::SpaceId.eq(space.0))
            .filter(page::Column::Published.is_null())
            .filter(page::Column::DraftById.is_null())
            .order_by_asc(page::Column::Title)
            .limit(most);
        Ok(rows.all(&self.db).await?.into_iter().map(wiki::page).collect())
    }

    /// Whether a page's address begins as those of a space of this namespace would.
    pub async fn is_begun(&self, namespace: &str) -> Loaded<bool> {
        let length = namespace.chars().count() + 1;
        let begins = Expr::cust(format!("substr(slug, 1, {length})")).eq(format!("{namespace}:"));
        Ok(page::Entity::find().filter(begins).one(&self.db).await?.is_some())
    }

    /// The people of a space by what it is around, by name; who organizes is one without being told here.
    pub async fn people_around(&self, space: SpaceId) -> Loaded<Vec<(PersonId, String)>> {
        let people = self.somebody(space, &format!("{KEEPERS} UNION {ATTENDING}")).await?;
        let names = self.person_names(people);
        let mut names: Vec<_> = names.await?.into_iter().collect();
        names.sort_by(|(_, a), (_, b)| a.cmp(b));
        Ok(names)
    }

    /// The people of a space, those who organize what it is around included.
    pub(super) async fn people_of(&self, space: &Space) -> Loaded<BTreeSet<PersonId>> {
        let sql = format!("{KEEPERS} UNION {ATTENDING} UNION {JOINED}");
        let mut people = self.somebody(space.id, &sql).await?;
        people.extend(self.organizing(space.around).await?);
        Ok(people)
    }

    /// Who takes care of the pages of a space, as `Space::caretaker` says of who asks.
    pub async fn caretakers(&self, space: &Space) -> Loaded<BTreeSet<PersonId>> {
        let of_wiki = self.organizers(Action::Wiki).await?.into_iter().map(|(person, _)| person);
        Ok(match (space.reads, space.around) {
            (Audience::Circle, Around::Itself) => {
                let people = self.people_of(space).await?;
                of_wiki.filter(|person| people.contains(person)).collect()
            }
            (Audience::Circle, around) => {
                let mut keepers = self.somebody(space.id, KEEPERS).await?;
                keepers.extend(self.organizing(around).await?);
                keepers
            }
            _ => of_wiki.collect(),
        })
    }

    /// Who organizes what a space is around, and so is of it.
    async fn organizing(&self, around: Around) -> Loaded<Vec<PersonId>> {
        let action = match around {
            Around::Workshop(_) => Action::Workshops,
            Around::Team(_) => Action::Hackathon,
            Around::Itself | Around::Association(_) => return Ok(Vec::new()),
        };
        Ok(self.organizers(action).await?.into_iter().map(|(person, _)| person).collect())
    }

    async fn somebody(&self, space: SpaceId, sql: &str) -> Loaded<BTreeSet<PersonId>> {
        let backend = self.db.get_database_backend();
        let people = Statement::from_sql_and_values(backend, sql, [space.0.into()]);
        let people = Somebody::find_by_statement(people).all(&self.db).await?;
        Ok(people.into_iter().filter_map(|a| a.person).map(PersonId).collect())
    }

    /// Who joined a space, the first first, with their names.
    pub async fn joined(&self, of: SpaceId) -> Loaded<Vec<(Joined, String)>> {
        let people = wiki_space_person::Entity::find()
            .filter(wiki_space_person::Column::SpaceId.eq(of.0))
            .all(&self.db)
            .await?;
        let associations = wiki_space_association::Entity::find()
            .filter(wiki_space_association::Column::SpaceId.eq(of.0))
            .all(&self.db)
            .await?;
        let names = self.person_names(people.iter().map(|row| PersonId(row.person_id))).await?;
        let called = match associations.is_empty() {
            true => BTreeMap::new(),
            false => self.association_names().await?,
        };
        let person = |row: wiki_space_person::Model| {
            let (person, by) = (PersonId(row.person_id), row.by_id.map(PersonId));
            let name = names.get(&person).cloned()?;
            Some((Joined { space: of, who: Joiner::Person(person), at: row.at, by }, name))
        };
        let association = |row: wiki_space_association::Model| {
            let (one, by) = (AssociationId(row.association_id), row.by_id.map(PersonId));
            let name = called.get(&one).cloned()?;
            Some((Joined { space: of, who: Joiner::Association(one), at: row.at, by }, name))
        };
        let mut joined: Vec<_> = people.into_iter().filter_map(person).collect();
        joined.extend(associations.into_iter().filter_map(association));
        joined.sort_by_key(|(joined, _)| (joined.at, joined.who));
        Ok(joined)
    }

    /// The invitations to a space that wait for an answer, by address.
    pub async fn invited_to(&self, space: SpaceId) -> Loaded<Vec<Invited>> {
        let rows = wiki_space_invitation::Entity::find()
            .filter(wiki_space_invitation::Column::SpaceId.eq(space.0))
            .order_by_asc(wiki_space_invitation::Column::Email);
        Ok(rows.all(&self.db).await?.into_iter().map(invited).collect())
    }

    /// The spaces that who asks was invited to, the last first.
    pub async fn own_invitations(&self) -> Loaded<Vec<Invited>> {
        let Some(person) = self.actor().person() else { return Ok(Vec::new()) };
        let mut rows = wiki_space_invitation::Entity::find()
            .filter(person::Column::Id.eq(person.0))
            .order_by_desc(wiki_space_invitation::Column::At);
        sea_orm::QueryTrait::query(&mut rows).inner_join(
            person::Entity,
            same(person::Column::Email, wiki_space_invitation::Column::Email),
        );
        Ok(rows.all(&self.db).await?.into_iter().map(invited).collect())
    }

    /// The space of work of a workshop, or of a project's team.
    pub async fn space_around(&self, around: Around) -> Loaded<Option<Space>> {
        let of = match around {
            Around::Workshop(workshop) => wiki_space::Column::WorkshopId.eq(workshop.0),
            Around::Team(project) => wiki_space::Column::ProjectId.eq(project.0),
            Around::Itself | Around::Association(_) => return Ok(None),
        };
        wiki_space::Entity::find().filter(of).one(&self.db).await?.map(space).transpose()
    }
}

#[derive(FromQueryResult)]
struct Tie {
    tie: String,
    at: Uuid,
}

#[derive(FromQueryResult)]
struct Somebody {
    person: Option<Uuid>,
}

fn invited(row: wiki_space_invitation::Model) -> Invited {
    Invited {
        space: SpaceId(row.space_id),
        email: Email::stored(row.email),
        at: row.at,
        by: row.by_id.map(PersonId),
    }
}

fn space(row: wiki_space::Model) -> Loaded<Space> {
    let audience = |code: &str| Audience::from_code(code).ok_or_else(|| unknown("audience", code));
    let around = match (row.association_id, row.workshop_id, row.project_id) {
        (Some(association), ..) => Around::Association(AssociationId(association)),
        (None, Some(workshop), _) => Around::Workshop(WorkshopId(workshop)),
        (None, None, Some(project)) => Around::Team(ProjectId(project)),
        (None, None, None) => Around::Itself,
    };
    Ok(Space {
        id: SpaceId(row.id),
        namespace: row.namespace,
        title: Title::stored(row.title),
        purpose: row.purpose.map(Summary::stored),
        reads: audience(&row.reads)?,
        writes: audience(&row.writes)?,
        reviewed: row.reviewed,
        around,
    })
}
