//! What is kept of people, and who has not come for long.

use super::*;
use crate::privacy::{Kept, export_association, export_person};
use domain::associations::Crew;
use domain::audit::AuditKind;

impl Rows<'_> {
    /// Everything about who asks. Errors also where nobody has signed in.
    pub async fn everything_about(&self, person: PersonId) -> Loaded<Vec<Kept>> {
        export_person(&self.db, person).await
    }

    /// An association's record and its whole journey.
    pub async fn everything_of(&self, association: AssociationId) -> Loaded<Vec<Kept>> {
        export_association(&self.db, association).await
    }

    /// The people of each association that a person acts for, locked for a unit.
    pub async fn crews_of(&self, person: PersonId) -> Loaded<Vec<Crew>> {
        let own = membership::Entity::find()
            .filter(membership::Column::PersonId.eq(person.0))
            .order_by_asc(membership::Column::Since);
        let mut crews = Vec::new();
        for own in own.all(&self.db).await? {
            crews.extend(self.crew(AssociationId(own.association_id)).await?);
        }
        Ok(crews)
    }

    /// Whether this person administers the instance, and nobody else does.
    pub async fn is_last_administrator(&self, person: PersonId) -> Loaded<bool> {
        let all = hat::Entity::find().filter(hat::Column::Code.eq("administrator"));
        // Locked: two who leave at the same time do not both go.
        let all = self.root(all).all(&self.db).await?;
        Ok(!all.is_empty() && all.iter().all(|hat| hat.person_id == person.0))
    }

    /// When each account was last signed in to, or else made.
    pub async fn last_seen(&self) -> Loaded<BTreeMap<PersonId, DateTime<Utc>>> {
        let accounts: Vec<(Uuid, DateTime<Utc>)> = person::Entity::find()
            .select_only()
            .columns([person::Column::Id, person::Column::CreatedAt])
            .into_tuple()
            .all(&self.db)
            .await?;
        let signed_in: Vec<(Option<Uuid>, DateTime<Utc>)> = audit::Entity::find()
            .filter(audit::Column::Kind.eq(AuditKind::SignedIn.code()))
            .select_only()
            .column(audit::Column::Subject)
            .column_as(audit::Column::At.max(), "at")
            .group_by(audit::Column::Subject)
            .into_tuple()
            .all(&self.db)
            .await?;
        let signed: BTreeMap<Option<Uuid>, DateTime<Utc>> = signed_in.into_iter().collect();
        let seen = |(id, made): (Uuid, DateTime<Utc>)| {
            let last = signed.get(&Some(id)).copied().unwrap_or(made);
            (PersonId(id), last.max(made))
        };
        Ok(accounts.into_iter().map(seen).collect())
    }

    /// When warnings were written, about whom.
    pub async fn notices(&self) -> Loaded<BTreeMap<Uuid, Vec<DateTime<Utc>>>> {
        let rows = notice::Entity::find().order_by_asc(notice::Column::At).all(&self.db).await?;
        let mut notices: BTreeMap<Uuid, Vec<DateTime<Utc>>> = BTreeMap::new();
        for row in rows {
            notices.entry(row.about).or_default().push(row.at);
        }
        Ok(notices)
    }
}
