//! Letters that wait, links that serve once.

use super::*;

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

    /// Every letter that has not left, first written first.
    pub async fn waiting_mails(&self) -> Loaded<Vec<Mail>> {
        let rows = mail::Entity::find()
            .filter(mail::Column::SentAt.is_null())
            .order_by_asc(mail::Column::MadeAt)
            .order_by_asc(mail::Column::Id);
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
