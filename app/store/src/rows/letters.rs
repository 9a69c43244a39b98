//! Letters that wait, work to be done, links that serve once.

use super::*;
use domain::jobs::Job;
use domain::mail::{Delivery, Urgency};
use sea_orm::sea_query::{LockBehavior, LockType};

impl Rows<'_> {
    /// A link that serves once, locked for a unit, whether it still works or not.
    pub async fn one_use_link(&self, token_hash: &str) -> Loaded<Option<OneUseLink>> {
        let found = one_use_link::Entity::find_by_id(token_hash.to_owned());
        self.root(found).one(&self.db).await?.map(one_use_link).transpose()
    }

    /// The links about this person that still work.
    pub async fn links_of(&self, person: PersonId, now: DateTime<Utc>) -> Loaded<Vec<OneUseLink>> {
        let rows = one_use_link::Entity::find()
            .filter(one_use_link::Column::PersonId.eq(person.0))
            .filter(one_use_link::Column::UsedAt.is_null())
            .filter(one_use_link::Column::Until.gt(now));
        rows.all(&self.db).await?.into_iter().map(one_use_link).collect()
    }

    /// One letter, as long as it has not left.
    pub async fn waiting_mail(&self, id: MailId) -> Loaded<Option<Mail>> {
        let found = mail::Entity::find_by_id(id.0).filter(mail::Column::SentAt.is_null());
        found.one(&self.db).await?.map(crate::outbox::mail).transpose()
    }

    /// Where a letter stands on its way, locked for a unit.
    pub async fn delivery(&self, id: MailId) -> Loaded<Option<Delivery>> {
        let row = self.root(mail::Entity::find_by_id(id.0)).one(&self.db).await?;
        Ok(row.as_ref().map(crate::outbox::delivery))
    }

    /// The next letter to send that no process is at. Several processes that take one at once each take another.
    pub async fn due_mail(&self, now: DateTime<Utc>) -> Loaded<Option<Delivery>> {
        let free = Condition::any()
            .add(mail::Column::ClaimedUntil.is_null())
            .add(mail::Column::ClaimedUntil.lte(now));
        let next = unsent()
            .filter(mail::Column::DeadAt.is_null())
            .filter(mail::Column::Urgency.eq(Urgency::Now.code()))
            .filter(mail::Column::DueAt.lte(now))
            .filter(free)
            .order_by_asc(mail::Column::DueAt)
            .order_by_asc(mail::Column::Id)
            .limit(1);
        let next = match self.locking {
            true => next.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked),
            false => next,
        };
        Ok(next.one(&self.db).await?.as_ref().map(crate::outbox::delivery))
    }

    /// Those that a process has taken and not ended.
    pub async fn claimed_mails(&self) -> Loaded<Vec<Delivery>> {
        let rows = unsent().filter(mail::Column::ClaimedUntil.is_not_null());
        Ok(rows.all(&self.db).await?.iter().map(crate::outbox::delivery).collect())
    }

    /// Scheduled work by its key, locked for a unit. None: not planned yet.
    pub async fn job(&self, key: &str) -> Loaded<Option<Job>> {
        let row = self.root(job::Entity::find_by_id(key.to_owned())).one(&self.db).await?;
        row.map(crate::jobs::job).transpose()
    }

    /// Every letter that has not left, first written first.
    pub async fn waiting_mails(&self) -> Loaded<Vec<Mail>> {
        let rows = unsent().order_by_asc(mail::Column::MadeAt).order_by_asc(mail::Column::Id);
        rows.all(&self.db).await?.into_iter().map(crate::outbox::mail).collect()
    }
}

fn one_use_link(row: one_use_link::Model) -> Loaded<OneUseLink> {
    Ok(OneUseLink {
        token_hash: row.token_hash,
        errand: from_json(&row.errand)?,
        made_at: row.made_at,
        until: row.until,
        used_at: row.used_at,
    })
}

fn unsent() -> Select<mail::Entity> {
    mail::Entity::find().filter(mail::Column::SentAt.is_null())
}
