//! Who has a page open to write it.

use super::*;
use domain::wiki::WriterHat;
use domain::wiki::at_work::HOLDS_FOR;

impl Rows<'_> {
    /// The names of those who have this page open to write it, but for who asks: for those who may write it too.
    pub async fn at_work(
        &self,
        _writer: &WriterHat,
        page: PageId,
        now: DateTime<Utc>,
    ) -> Loaded<Vec<String>> {
        let who = page_at_work::Entity::find()
            .filter(page_at_work::Column::PageId.eq(page.0))
            .filter(page_at_work::Column::At.gt(now - HOLDS_FOR))
            .select_only()
            .column(page_at_work::Column::PersonId);
        let who: Vec<Uuid> = who.into_tuple().all(&self.db).await?;
        let others =
            who.into_iter().map(PersonId).filter(|who| Some(*who) != self.actor().person());
        let others: Vec<_> = others.collect();
        if others.is_empty() {
            return Ok(Vec::new());
        }
        let mut names: Vec<_> = self.person_names(others).await?.into_values().collect();
        names.sort();
        Ok(names)
    }
}
