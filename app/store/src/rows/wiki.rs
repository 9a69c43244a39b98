//! Pages, revisions, spaces, testimonies.

use super::spaces::Reach;
use super::*;
use domain::text::Summary;
use domain::wiki::fact::{Consent, FactKind, Telling};
use domain::wiki::sought::{Answer as Answered, Sought};
use domain::wiki::template::NAMESPACE;
use domain::wiki::{RevisionKind, Space};
use sea_orm::{ExprTrait as _, FromQueryResult, QueryTrait};

/// One change of one page, for histories: all but its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub revision: RevisionId,
    pub number: u32,
    pub kind: RevisionKind,
    /// The page's title at that time.
    pub title: Title,
    /// The page's address now.
    pub slug: String,
    pub summary: Option<Summary>,
    /// By name: an account's, or one of where it was written. None: the product, or an account that was deleted.
    pub author: Option<String>,
    pub at: DateTime<Utc>,
    /// It holds what two people wrote at the same time.
    pub merged: bool,
}

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

    /// Those of these addresses whose pages are shown to who asks, of whom this is the reach.
    pub async fn known_among(
        &self,
        slugs: BTreeSet<String>,
        reach: &Reach,
    ) -> Loaded<BTreeSet<String>> {
        let shown = reach.shown(self.actor());
        let mut known = BTreeSet::new();
        let slugs: Vec<String> = slugs.into_iter().collect();
        // Databases bound how many values a statement takes.
        for some in slugs.chunks(500) {
            let rows = page::Entity::find()
                .filter(page::Column::Slug.is_in(some.iter().map(String::as_str)))
                .filter(page::Column::Published.is_not_null())
                .filter(page::Column::SpaceId.is_in(shown.clone()))
                .select_only()
                .column(page::Column::Slug);
            known.extend(rows.into_tuple::<String>().all(&self.db).await?);
        }
        Ok(known)
    }

    /// The pages shown to who asks, of whom this is the reach, whose addresses begin with one of these and go no deeper, by
    /// title.
    pub async fn pages_under(&self, begun: &[String], reach: &Reach) -> Loaded<Vec<Page>> {
        let mut under = Condition::any();
        for begun in begun {
            let length = begun.chars().count();
            under = under.add(
                Condition::all()
                    .add(Expr::cust(format!("substr(slug, 1, {length})")).eq(begun.as_str()))
                    .add(Expr::cust(format!("substr(slug, {}) NOT LIKE '%:%'", length + 1))),
            );
        }
        let rows = page::Entity::find()
            .filter(under)
            .filter(page::Column::Published.is_not_null())
            .filter(page::Column::SpaceId.is_in(reach.shown(self.actor())))
            .order_by_asc(page::Column::Title);
        Ok(rows.all(&self.db).await?.into_iter().map(page).collect())
    }

    /// One state of a page, published or not.
    pub async fn revision(&self, id: RevisionId) -> Loaded<Option<Revision>> {
        revision::Entity::find_by_id(id.0).one(&self.db).await?.map(revision).transpose()
    }

    /// The state of a page that has this number.
    pub async fn numbered_revision(&self, page: PageId, number: u32) -> Loaded<Option<Revision>> {
        let row = revision::Entity::find()
            .filter(revision::Column::PageId.eq(page.0))
            .filter(revision::Column::Number.eq(number));
        row.one(&self.db).await?.map(revision).transpose()
    }

    /// The newest state of a page, published or not.
    pub async fn last_revision(&self, page: PageId) -> Loaded<Option<Revision>> {
        let newest = revision::Entity::find()
            .filter(revision::Column::PageId.eq(page.0))
            .order_by_desc(revision::Column::Number);
        newest.one(&self.db).await?.map(revision).transpose()
    }

    /// The states of a page before this number, newest first, at most so many, without their texts, with their authors' names.
    pub async fn history(&self, page: PageId, before: u32, most: u64) -> Loaded<Vec<Step>> {
        let steps = steps().filter(revision::Column::PageId.eq(page.0));
        let before = i32::try_from(before).unwrap_or(i32::MAX);
        let steps = steps
            .filter(revision::Column::Number.lt(before))
            .order_by_desc(revision::Column::Number)
            .limit(most);
        self.steps(steps).await
    }

    /// What changed of the pages shown to who asks, newest first, at most so many; in one space, if it is given. `before`: the
    /// last one told, for many may be of one instant.
    pub async fn recent_changes(
        &self,
        of: Option<SpaceId>,
        before: Option<RevisionId>,
        most: u64,
    ) -> Loaded<Vec<Step>> {
        let mut told = self.reach().await?.reaching(self.actor(), Space::remembers);
        told.retain(|space| of.is_none_or(|of| of.0 == *space));
        let told_at = match before {
            Some(before) => {
                let at = revision::Entity::find_by_id(before.0).select_only();
                let at = at.column(revision::Column::At).into_tuple::<DateTime<Utc>>();
                at.one(&self.db).await?.map(|at| (at, before))
            }
            None => None,
        };
        let earlier = |(at, id): (DateTime<Utc>, RevisionId)| {
            let same = revision::Column::At.eq(at).and(revision::Column::Id.lt(id.0));
            Condition::any().add(revision::Column::At.lt(at)).add(same)
        };
        let steps = steps()
            .filter(page::Column::SpaceId.is_in(told))
            .filter(Expr::cust(SHOWN))
            .filter(Condition::all().add_option(told_at.map(earlier)))
            .order_by_desc(revision::Column::At)
            .order_by_desc(revision::Column::Id)
            .limit(most);
        self.steps(steps).await
    }

    async fn steps(&self, steps: Select<revision::Entity>) -> Loaded<Vec<Step>> {
        let rows = steps.into_model::<StepRow>().all(&self.db).await?;
        rows.into_iter().map(step).collect()
    }

    /// The pages shown to who asks that lead to this page, by whatever address it has had, by title.
    pub async fn leading_to(&self, to: &Page) -> Loaded<Vec<Page>> {
        let once = page_address::Entity::find()
            .filter(page_address::Column::PageId.eq(to.id.0))
            .select_only()
            .column(page_address::Column::Slug)
            .into_query();
        let here = Condition::any()
            .add(page_link::Column::Target.eq(to.slug.as_str()))
            .add(page_link::Column::Target.in_subquery(once));
        let from =
            page_link::Entity::find().filter(here).select_only().column(page_link::Column::PageId);
        let rows = page::Entity::find()
            .filter(page::Column::Id.in_subquery(from.into_query()))
            .filter(page::Column::Published.is_not_null())
            .filter(page::Column::SpaceId.is_in(self.shown_spaces().await?))
            .order_by_asc(page::Column::Title);
        Ok(rows.all(&self.db).await?.into_iter().map(page).collect())
    }

    /// The addresses that pages shown to who asks lead to and that no page has, with how many lead there: the most asked
    /// for first, at most so many.
    pub async fn wanted_pages(&self, most: u64) -> Loaded<Vec<(String, u32)>> {
        let asked = page_link::Column::Id.count();
        let mut wanted = page_link::Entity::find()
            .select_only()
            .column(page_link::Column::Target)
            .column_as(asked.clone(), "asked")
            .filter(page::Column::Published.is_not_null())
            .filter(page::Column::SpaceId.is_in(self.shown_spaces().await?))
            .filter(
                page_link::Column::Target.not_in_subquery(
                    page::Entity::find()
                        .filter(page::Column::Published.is_not_null())
                        .select_only()
                        .column(page::Column::Slug)
                        .into_query(),
                ),
            )
            .filter(
                page_link::Column::Target.not_in_subquery(
                    page_address::Entity::find()
                        .select_only()
                        .column(page_address::Column::Slug)
                        .into_query(),
                ),
            )
            .group_by(page_link::Column::Target)
            .order_by_desc(asked)
            .order_by_asc(page_link::Column::Target)
            .limit(most);
        QueryTrait::query(&mut wanted)
            .inner_join(page::Entity, same(page::Column::Id, page_link::Column::PageId));
        let rows = wanted.into_tuple::<(String, i64)>().all(&self.db).await?;
        Ok(rows.into_iter().map(|(to, n)| (to, u32::try_from(n).unwrap_or(u32::MAX))).collect())
    }

    /// The pages shown to who asks that no other page leads to, by title, at most so many. Stories and notes are reached by
    /// what they tell of, not by links; templates, where one begins a page.
    pub async fn orphan_pages(&self, most: u64) -> Loaded<Vec<Page>> {
        let rows = page::Entity::find()
            .filter(page::Column::Published.is_not_null())
            .filter(
                page::Column::SpaceId
                    .is_in(self.reach().await?.reaching(self.actor(), Space::remembers)),
            )
            .filter(Expr::cust(NO_OTHER_LEADS))
            .filter(no_template())
            .order_by_asc(page::Column::Title)
            .limit(most);
        Ok(rows.all(&self.db).await?.into_iter().map(page).collect())
    }

    /// The page that had this address before it was renamed.
    pub async fn page_once_at(&self, slug: &str) -> Loaded<Option<Page>> {
        let Some(kept) = page_address::Entity::find_by_id(slug.to_owned()).one(&self.db).await?
        else {
            return Ok(None);
        };
        Ok(page::Entity::find_by_id(kept.page_id).one(&self.db).await?.map(page))
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

    /// A story that was asked for, locked for a unit.
    pub async fn sought(&self, id: SoughtId) -> Loaded<Option<Sought>> {
        let row = self.root(testimony_sought::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(sought).transpose()
    }

    /// All that were asked for, of each association, first to last.
    pub async fn all_sought(&self) -> Loaded<BTreeMap<AssociationId, Vec<Sought>>> {
        let rows = testimony_sought::Entity::find().order_by_asc(testimony_sought::Column::AskedAt);
        let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in rows.all(&self.db).await? {
            let sought = sought(row)?;
            all.entry(sought.association).or_default().push(sought);
        }
        Ok(all)
    }

    /// What the last link that leads to this testimony was sent for.
    pub async fn sought_for(&self, testimony: TestimonyId) -> Loaded<Option<Sought>> {
        let row = testimony_sought::Entity::find()
            .filter(testimony_sought::Column::TestimonyId.eq(testimony.0))
            .order_by_desc(testimony_sought::Column::AskedAt);
        row.one(&self.db).await?.map(sought).transpose()
    }

    /// What was agreed to of each fact of a testimony.
    pub async fn consents(&self, testimony: TestimonyId) -> Loaded<Vec<Consent>> {
        let rows = testimony_fact::Entity::find()
            .filter(testimony_fact::Column::TestimonyId.eq(testimony.0))
            .order_by_asc(testimony_fact::Column::Id);
        rows.all(&self.db).await?.into_iter().map(consent).collect()
    }
}

pub(super) fn page(row: page::Model) -> Page {
    Page {
        id: PageId(row.id),
        space: SpaceId(row.space_id),
        slug: row.slug,
        title: Title::stored(row.title),
        published: row.published.map(RevisionId),
        draft: row.draft_by_id.map(PersonId),
    }
}

pub(super) fn revision(row: revision::Model) -> Loaded<Revision> {
    let kind = RevisionKind::from_code(&row.kind).ok_or_else(|| unknown("kind", &row.kind))?;
    Ok(Revision {
        id: RevisionId(row.id),
        page: PageId(row.page_id),
        number: row.number.try_into().unwrap_or_default(),
        kind,
        title: Title::stored(row.title),
        source: Source::stored(row.source),
        summary: row.summary.map(Summary::stored),
        by: row.by_id.map(PersonId),
        author: row.author.map(Name::stored),
        at: row.at,
        read: row.read_id.map(RevisionId),
    })
}

pub(super) fn no_template() -> Expr {
    Expr::cust(format!("slug NOT LIKE '{NAMESPACE}:%' AND slug NOT LIKE '%:{NAMESPACE}:%'"))
}

/// A page that leads to itself is not found by that; one that was renamed is found by the address it had.
const NO_OTHER_LEADS: &str = "page.id NOT IN (\
SELECT p.id FROM page_link AS l JOIN page AS p ON p.slug = l.target WHERE p.id <> l.page_id \
UNION SELECT a.page_id FROM page_link AS l JOIN page_address AS a ON a.slug = l.target \
WHERE a.page_id <> l.page_id)";

/// Not what waits to be read over.
const SHOWN: &str =
    "revision.number <= (SELECT p.number FROM revision AS p WHERE p.id = page.published)";

#[derive(FromQueryResult)]
struct StepRow {
    id: Uuid,
    number: i32,
    kind: String,
    title: String,
    slug: String,
    summary: Option<String>,
    author: Option<String>,
    name: Option<String>,
    at: DateTime<Utc>,
    read_id: Option<Uuid>,
}

/// Revisions with their pages and their authors' names, without their texts.
fn steps() -> Select<revision::Entity> {
    use revision::Column::{At, Author, ById, Id, Kind, Number, PageId, ReadId, Summary, Title};
    let mut steps = revision::Entity::find()
        .select_only()
        .columns([Id, Number, Kind, Title, Summary, Author, At, ReadId])
        .column(page::Column::Slug)
        .column(person::Column::Name);
    QueryTrait::query(&mut steps)
        .inner_join(page::Entity, same(page::Column::Id, PageId))
        .left_join(person::Entity, same(person::Column::Id, ById));
    steps
}

fn step(row: StepRow) -> Loaded<Step> {
    let kind = RevisionKind::from_code(&row.kind).ok_or_else(|| unknown("kind", &row.kind))?;
    Ok(Step {
        revision: RevisionId(row.id),
        number: row.number.try_into().unwrap_or_default(),
        kind,
        title: Title::stored(row.title),
        slug: row.slug,
        summary: row.summary.map(Summary::stored),
        author: row.author.or(row.name),
        at: row.at,
        merged: row.read_id.is_some(),
    })
}

fn sought(row: testimony_sought::Model) -> Loaded<Sought> {
    let answer = |code: String| Answered::from_code(&code).ok_or_else(|| unknown("answer", &code));
    let answer = row.answer.map(answer).transpose()?;
    Ok(Sought {
        id: SoughtId(row.id),
        journey: JourneyId(row.journey_id),
        association: AssociationId(row.association_id),
        asked_at: row.asked_at,
        reminded_at: row.reminded_at,
        answer: answer.zip(row.answered_at),
        testimony: row.testimony_id.map(TestimonyId),
    })
}

pub(crate) fn consent(row: testimony_fact::Model) -> Loaded<Consent> {
    let kind = FactKind::from_code(&row.kind).ok_or_else(|| unknown("kind", &row.kind))?;
    let told = || unknown("telling", &row.telling);
    let telling = match row.telling.as_str() {
        "as_is" => Telling::AsIs(from_json(&row.value.ok_or_else(told)?)?),
        "reworded" => Telling::Reworded(Words::stored(row.words.ok_or_else(told)?)),
        "hidden" => Telling::Hidden,
        _ => return Err(told()),
    };
    Ok(Consent {
        testimony: TestimonyId(row.testimony_id),
        kind,
        telling,
        at: row.at,
        by: row.by_id.map(PersonId),
    })
}

pub(super) fn testimony(row: testimony::Model) -> Loaded<Testimony> {
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
