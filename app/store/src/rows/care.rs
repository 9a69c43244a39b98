//! Caring for pages: who wrote them, what is asked and reported of them, what nobody has looked at for long.

use super::wiki::page;
use super::*;
use crate::care::{question, report};
use domain::wiki::care::{AUTHORS_MAX, Question, Report, TRUE_FOR};
use domain::wiki::{Audience, Circles, RevisionKind, Space};
use sea_orm::QueryTrait;
use std::collections::HashMap;

/// A page that nobody has looked at for long.
#[derive(Clone, Debug, PartialEq)]
pub struct Unchecked {
    pub page: Page,
    /// When it was last written, or said to be true.
    pub since: DateTime<Utc>,
}

/// Of which pages something is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tended {
    /// Those that this person, who asks, wrote, and those of which they take care.
    By(PersonId),
    /// All those that are shown to who asks.
    All,
}

impl Rows<'_> {
    /// Those who answer for this page: the last ones who wrote it and may still read it; where there are none, those who
    /// take care of it.
    pub async fn answering_for(&self, page: PageId) -> Loaded<BTreeSet<PersonId>> {
        let this = page::Entity::find_by_id(page.0).select_only().column(page::Column::Id);
        self.people_answering(this.into_query()).await
    }

    async fn people_answering(
        &self,
        pages: sea_orm::sea_query::SelectStatement,
    ) -> Loaded<BTreeSet<PersonId>> {
        let spaces: HashMap<Uuid, Space> =
            self.spaces().await?.into_iter().map(|space| (space.id.0, space)).collect();
        let newest = revision::Column::Number.max();
        let wrote = written()
            .filter(revision::Column::PageId.in_subquery(pages.clone()))
            .column(revision::Column::PageId)
            .column(revision::Column::ById)
            .group_by(revision::Column::PageId)
            .group_by(revision::Column::ById)
            .order_by_desc(newest);
        let mut authors: HashMap<Uuid, Vec<PersonId>> = HashMap::new();
        for (page, author) in wrote.into_tuple::<(Uuid, Uuid)>().all(&self.db).await? {
            authors.entry(page).or_default().push(PersonId(author));
        }
        let pages = page::Entity::find()
            .filter(page::Column::Id.in_subquery(pages))
            .select_only()
            .columns([page::Column::Id, page::Column::SpaceId]);
        let (mut people, mut caring) = (BTreeSet::new(), HashMap::new());
        let mut readers: HashMap<Uuid, BTreeSet<PersonId>> = HashMap::new();
        for (page, space) in pages.into_tuple::<(Uuid, Uuid)>().all(&self.db).await? {
            let Some(of) = spaces.get(&space) else { continue };
            let closed = of.reads == Audience::Circle;
            if closed && !readers.contains_key(&space) {
                readers.insert(space, self.people_of(of).await?);
            }
            let reads = |person: &PersonId| {
                !closed || readers.get(&space).is_some_and(|readers| readers.contains(person))
            };
            let wrote = authors.remove(&page).unwrap_or_default().into_iter();
            let wrote: Vec<_> = wrote.filter(reads).take(AUTHORS_MAX).collect();
            if wrote.is_empty() && !caring.contains_key(&space) {
                caring.insert(space, self.caretakers(of).await?);
            }
            match wrote.is_empty() {
                true => people.extend(caring.get(&space).into_iter().flatten()),
                false => people.extend(wrote),
            }
        }
        Ok(people)
    }

    /// Whether who asks wrote some of this page.
    pub async fn wrote(&self, page: PageId) -> Loaded<bool> {
        let Some(person) = self.actor().person() else { return Ok(false) };
        let row = written()
            .filter(revision::Column::PageId.eq(page.0))
            .filter(revision::Column::ById.eq(person.0))
            .column(revision::Column::Id)
            .limit(1);
        Ok(row.into_tuple::<Uuid>().one(&self.db).await?.is_some())
    }

    /// When somebody last said that this page is true.
    pub async fn checked_at(&self, page: PageId) -> Loaded<Option<DateTime<Utc>>> {
        let row = page_checked::Entity::find_by_id(page.0).one(&self.db).await?;
        Ok(row.map(|row| row.at))
    }

    /// One question, locked for a unit.
    pub async fn question(&self, id: QuestionId) -> Loaded<Option<Question>> {
        let row = self.root(page_question::Entity::find_by_id(id.0)).one(&self.db).await?;
        Ok(row.map(question))
    }

    /// What is asked of this page, first to last.
    pub async fn questions_on(&self, page: PageId) -> Loaded<Vec<Question>> {
        let rows = page_question::Entity::find()
            .filter(page_question::Column::PageId.eq(page.0))
            .order_by_asc(page_question::Column::Id);
        Ok(rows.all(&self.db).await?.into_iter().map(question).collect())
    }

    /// The questions without an answer, with their pages, the oldest first, at most so many.
    pub async fn questions_waiting(&self, of: Tended, most: u64) -> Loaded<Vec<(Question, Page)>> {
        let rows = page_question::Entity::find()
            .filter(page_question::Column::Answer.is_null())
            .filter(page_question::Column::PageId.in_subquery(self.tended(of).await?))
            .order_by_asc(page_question::Column::At)
            .limit(most);
        let questions: Vec<_> = rows.all(&self.db).await?.into_iter().map(question).collect();
        self.with_pages(questions, |question| question.page).await
    }

    /// One report, locked for a unit.
    pub async fn report(&self, id: ReportId) -> Loaded<Option<Report>> {
        let row = self.root(page_report::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(report).transpose()
    }

    /// The reports of this page that nobody has seen to.
    pub async fn reports_on(&self, page: PageId) -> Loaded<Vec<Report>> {
        let rows = page_report::Entity::find()
            .filter(page_report::Column::PageId.eq(page.0))
            .filter(page_report::Column::ClosedAt.is_null());
        rows.all(&self.db).await?.into_iter().map(report).collect()
    }

    /// The reports that nobody has seen to, with their pages, the oldest first, at most so many. What is put away meanwhile
    /// is reported no more; shown again, it is.
    pub async fn reports_waiting(&self, of: Tended, most: u64) -> Loaded<Vec<(Report, Page)>> {
        let rows = page_report::Entity::find()
            .filter(page_report::Column::ClosedAt.is_null())
            .filter(page_report::Column::PageId.in_subquery(self.tended(of).await?))
            .order_by_asc(page_report::Column::At)
            .limit(most);
        let reports = rows.all(&self.db).await?.into_iter().map(report);
        let reports = reports.collect::<Loaded<Vec<_>>>()?;
        self.with_pages(reports, |report| report.page).await
    }

    /// The pages that nobody has looked at for long, the oldest first, at most so many.
    pub async fn unchecked_pages(
        &self,
        of: Tended,
        now: DateTime<Utc>,
        most: u64,
    ) -> Loaded<Vec<Unchecked>> {
        let rows = self.unchecked(now).await?;
        let rows = rows
            .filter(page::Column::Id.in_subquery(self.tended(of).await?))
            .select_only()
            .columns([page::Column::Id])
            .column(revision::Column::At)
            .column_as(page_checked::Column::At, "checked_at")
            .order_by_asc(revision::Column::At)
            .limit(most);
        type Row = (Uuid, DateTime<Utc>, Option<DateTime<Utc>>);
        let rows = rows.into_tuple::<Row>().all(&self.db).await?;
        let pages = self.pages_by_id(rows.iter().map(|row| PageId(row.0))).await?;
        let old = |(id, shown, checked): Row| {
            let page = pages.get(&PageId(id))?.clone();
            Some(Unchecked { page, since: checked.map_or(shown, |at| at.max(shown)) })
        };
        Ok(rows.into_iter().filter_map(old).collect())
    }

    /// Those who answer for pages that nobody has looked at for long, each with when they were last asked to.
    pub async fn answering_for_unchecked(
        &self,
        now: DateTime<Utc>,
    ) -> Loaded<Vec<(PersonId, Option<DateTime<Utc>>)>> {
        let mut unchecked = self.unchecked(now).await?.select_only().column(page::Column::Id);
        let people = self.people_answering(QueryTrait::query(&mut unchecked).take()).await?;
        let asked = asked_to_check::Entity::find().all(&self.db).await?;
        let asked: HashMap<_, _> =
            asked.into_iter().map(|row| (PersonId(row.person_id), row.at)).collect();
        Ok(people.into_iter().map(|one| (one, asked.get(&one).copied())).collect())
    }

    /// The pages whose newest state waits to be read over by who asks, by title, at most so many.
    pub async fn pages_to_read(&self, most: u64) -> Loaded<Vec<Page>> {
        let reviews = |space: &Space, actor: &Actor, circles: &Circles| {
            space.writer(actor, circles).is_ok_and(|writer| writer.reviews())
        };
        // See `Page::waits`.
        let aside = RevisionKind::ASIDE.map(RevisionKind::code);
        self.unshown(reviews, revision::Column::Kind.is_not_in(aside), most).await
    }

    /// The pages that were given back to their authors, of those that who asks may write, by title, at most so many.
    pub async fn pages_given_back(&self, most: u64) -> Loaded<Vec<Page>> {
        let writes =
            |space: &Space, actor: &Actor, circles: &Circles| space.writer(actor, circles).is_ok();
        let given_back = revision::Column::Kind.eq(RevisionKind::GivenBack.code());
        self.unshown(writes, given_back, most).await
    }

    /// The pages of these spaces whose newest state is such, and not shown.
    async fn unshown(
        &self,
        may: impl Fn(&Space, &Actor, &Circles) -> bool,
        kind: sea_orm::sea_query::SimpleExpr,
        most: u64,
    ) -> Loaded<Vec<Page>> {
        let newest =
            "revision.number = (SELECT MAX(n.number) FROM revision AS n WHERE n.page_id = page.id)";
        let mut rows = page::Entity::find()
            .filter(page::Column::SpaceId.is_in(self.reach().await?.reaching(self.actor(), may)))
            .filter(Expr::cust(newest))
            .filter(kind)
            .filter(page::Column::DraftById.is_null())
            .filter(Expr::cust("(page.published IS NULL OR page.published <> revision.id)"))
            .order_by_asc(page::Column::Title)
            .limit(most);
        QueryTrait::query(&mut rows)
            .inner_join(revision::Entity, same(revision::Column::PageId, page::Column::Id));
        Ok(rows.all(&self.db).await?.into_iter().map(page).collect())
    }

    /// The pages whose text, as shown, and whose last check are older than is taken for true.
    async fn unchecked(&self, now: DateTime<Utc>) -> Loaded<Select<page::Entity>> {
        let before = now - TRUE_FOR;
        let ages = |space: &Space, actor: &Actor, circles: &Circles| {
            space.ages() && space.shows(actor, circles)
        };
        let mut rows = page::Entity::find()
            .filter(page::Column::SpaceId.is_in(self.reach().await?.reaching(self.actor(), ages)))
            .filter(revision::Column::At.lte(before))
            .filter(
                Condition::any()
                    .add(page_checked::Column::At.is_null())
                    .add(page_checked::Column::At.lte(before)),
            );
        QueryTrait::query(&mut rows)
            .inner_join(revision::Entity, same(revision::Column::Id, page::Column::Published))
            .left_join(page_checked::Entity, same(page_checked::Column::PageId, page::Column::Id));
        Ok(rows)
    }

    /// The ids of the pages that are listed.
    async fn tended(&self, of: Tended) -> Loaded<sea_orm::sea_query::SelectStatement> {
        let mut rows = page::Entity::find()
            .select_only()
            .column(page::Column::Id)
            .filter(page::Column::Published.is_not_null())
            .filter(
                page::Column::SpaceId
                    .is_in(self.reach().await?.reaching(self.actor(), Space::shows)),
            );
        if let Tended::By(person) = of {
            let theirs = written()
                .filter(revision::Column::ById.eq(person.0))
                .column(revision::Column::PageId)
                .into_query();
            let cares = |space: &Space, actor: &Actor, circles: &Circles| {
                space.caretaker(actor, circles).is_ok()
            };
            let cared = self.reach().await?.reaching(self.actor(), cares);
            let either = Condition::any()
                .add(page::Column::Id.in_subquery(theirs))
                .add(page::Column::SpaceId.is_in(cared));
            rows = rows.filter(either);
        }
        Ok(rows.into_query())
    }

    /// Each of these, with its page.
    async fn with_pages<T>(
        &self,
        all: Vec<T>,
        on: impl Fn(&T) -> PageId,
    ) -> Loaded<Vec<(T, Page)>> {
        let pages = self.pages_by_id(all.iter().map(&on)).await?;
        let with = |one: T| pages.get(&on(&one)).cloned().map(|page| (one, page));
        Ok(all.into_iter().filter_map(with).collect())
    }

    pub(super) async fn pages_by_id(
        &self,
        ids: impl Iterator<Item = PageId>,
    ) -> Loaded<HashMap<PageId, Page>> {
        let ids: BTreeSet<Uuid> = ids.map(|id| id.0).collect();
        let rows = page::Entity::find().filter(page::Column::Id.is_in(ids)).all(&self.db).await?;
        Ok(rows.into_iter().map(page).map(|page| (page.id, page)).collect())
    }
}

/// The states that people with accounts wrote; who mended a slip is no author.
fn written() -> Select<revision::Entity> {
    let kinds = [RevisionKind::Created, RevisionKind::Edited].map(RevisionKind::code);
    revision::Entity::find()
        .select_only()
        .filter(revision::Column::ById.is_not_null())
        .filter(revision::Column::Kind.is_in(kinds))
}
