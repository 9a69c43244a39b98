//! Letters that wait, work to be done, links that serve once.

use super::*;
use domain::jobs::Job;
use domain::mail::{Delivery, Preferences, Urgency};
use sea_orm::sea_query::{LockBehavior, LockType, NullOrdering};

/// How many letters that have not left are shown.
const WAITING_SHOWN: u64 = 200;

/// Where a letter stands, without what it says or to whom.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The letter's code.
    pub kind: String,
    pub made_at: DateTime<Utc>,
    pub urgency: Urgency,
    pub delivery: Delivery,
}

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

    /// What was gathered for the weekly letters, first written first.
    pub async fn gathered_mails(&self) -> Loaded<Vec<(Mail, Delivery)>> {
        let rows = unsent()
            .filter(mail::Column::Urgency.eq(Urgency::Digest.code()))
            .order_by_asc(mail::Column::MadeAt)
            .order_by_asc(mail::Column::Id);
        let both = |row: mail::Model| {
            let delivery = crate::outbox::delivery(&row);
            Ok((crate::outbox::mail(row)?, delivery))
        };
        rows.all(&self.db).await?.into_iter().map(both).collect()
    }

    /// Where letters stand: those that have not left, given up first, then the last `left` that have.
    pub async fn posted(&self, _: &AdministratorHat, left: u64) -> Loaded<Vec<Posted>> {
        let waiting = unsent()
            .order_by_with_nulls(mail::Column::DeadAt, Order::Desc, NullOrdering::Last)
            .order_by_asc(mail::Column::MadeAt)
            .limit(WAITING_SHOWN);
        let sent = mail::Entity::find()
            .filter(mail::Column::SentAt.is_not_null())
            .order_by_desc(mail::Column::SentAt)
            .limit(left);
        let mut rows = waiting.all(&self.db).await?;
        rows.extend(sent.all(&self.db).await?);
        let posted = |row: mail::Model| {
            let delivery = crate::outbox::delivery(&row);
            let urgency = Urgency::from_code(&row.urgency);
            let urgency = urgency.ok_or_else(|| unknown("urgency", &row.urgency))?;
            Ok(Posted { kind: row.kind, made_at: row.made_at, urgency, delivery })
        };
        rows.into_iter().map(posted).collect()
    }

    /// What a person wants to be written: all, unless they said otherwise.
    pub async fn mail_preferences(&self, person: PersonId) -> Loaded<Preferences> {
        let row = mail_preference::Entity::find_by_id(person.0).one(&self.db).await?;
        let said = |row: mail_preference::Model| Preferences {
            reminders: row.reminders,
            digest: row.digest,
        };
        Ok(row.map_or_else(Preferences::default, said))
    }

    /// Everybody who has an account, with their hats.
    pub async fn correspondents(&self) -> Loaded<Vec<(PersonId, Vec<Hat>)>> {
        let people = person::Entity::find().order_by_asc(person::Column::Id).all(&self.db).await?;
        let mut all = Vec::with_capacity(people.len());
        for person in people {
            let id = PersonId(person.id);
            all.push((id, self.hats(id).await?));
        }
        Ok(all)
    }

    /// Those whom the programme writes to for an association.
    pub async fn referents(&self, association: AssociationId) -> Loaded<Vec<PersonId>> {
        let rows = membership::Entity::find()
            .filter(membership::Column::AssociationId.eq(association.0))
            .filter(membership::Column::Referent.eq(true))
            .order_by_asc(membership::Column::Since);
        Ok(rows.all(&self.db).await?.into_iter().map(|m| PersonId(m.person_id)).collect())
    }

    /// Those whom the programme writes to for these associations, by name and address.
    pub async fn contacts(
        &self,
        associations: &[AssociationId],
    ) -> Loaded<BTreeMap<AssociationId, Vec<(String, Email)>>> {
        let rows = membership::Entity::find()
            .filter(membership::Column::AssociationId.is_in(associations.iter().map(|a| a.0)))
            .filter(membership::Column::Referent.eq(true))
            .order_by_asc(membership::Column::Since);
        let rows = rows.all(&self.db).await?;
        let people = person::Entity::find()
            .filter(person::Column::Id.is_in(rows.iter().map(|member| member.person_id)));
        let people: BTreeMap<Uuid, person::Model> =
            people.all(&self.db).await?.into_iter().map(|person| (person.id, person)).collect();
        let mut contacts: BTreeMap<AssociationId, Vec<(String, Email)>> = BTreeMap::new();
        for member in rows {
            let Some(person) = people.get(&member.person_id) else { continue };
            let contact = (person.name.clone(), Email::stored(person.email.clone()));
            contacts.entry(AssociationId(member.association_id)).or_default().push(contact);
        }
        Ok(contacts)
    }

    /// Who acts for which of these associations.
    pub async fn members_of(
        &self,
        associations: &[AssociationId],
    ) -> Loaded<BTreeSet<(AssociationId, PersonId)>> {
        let rows = membership::Entity::find()
            .filter(membership::Column::AssociationId.is_in(associations.iter().map(|a| a.0)));
        let rows = rows.all(&self.db).await?.into_iter();
        Ok(rows.map(|m| (AssociationId(m.association_id), PersonId(m.person_id))).collect())
    }

    /// Scheduled work by its key, locked for a unit. None: not planned yet.
    pub async fn job(&self, key: &str) -> Loaded<Option<Job>> {
        let row = self.root(job::Entity::find_by_id(key.to_owned())).one(&self.db).await?;
        row.map(crate::jobs::job).transpose()
    }

    /// The links about this address that still work.
    pub async fn links_to(&self, email: &Email, now: DateTime<Utc>) -> Loaded<Vec<OneUseLink>> {
        let rows = one_use_link::Entity::find()
            .filter(one_use_link::Column::Email.eq(email.as_str()))
            .filter(one_use_link::Column::UsedAt.is_null())
            .filter(one_use_link::Column::Until.gt(now));
        rows.all(&self.db).await?.into_iter().map(one_use_link).collect()
    }

    /// A journey begun without an account, locked for a unit, whether it was claimed or not.
    pub async fn begun(&self, id: BegunId) -> Loaded<Option<Begun>> {
        Ok(self.root(begun::Entity::find_by_id(id.0)).one(&self.db).await?.map(begun))
    }

    /// The last journey begun with this address that nobody has claimed.
    pub async fn begun_with(&self, email: &Email) -> Loaded<Option<Begun>> {
        let found = begun::Entity::find()
            .filter(begun::Column::Email.eq(email.as_str()))
            .filter(begun::Column::ClaimedAt.is_null())
            .order_by_desc(begun::Column::At);
        Ok(found.one(&self.db).await?.map(begun))
    }

    /// Who began this journey without an account, while nobody has claimed it.
    pub async fn begun_of(&self, journey: JourneyId) -> Loaded<Option<Begun>> {
        let found = begun::Entity::find()
            .filter(begun::Column::JourneyId.eq(journey.0))
            .filter(begun::Column::ClaimedAt.is_null());
        Ok(found.one(&self.db).await?.map(begun))
    }

    /// Every journey begun without an account that nobody has claimed.
    pub async fn unclaimed(&self) -> Loaded<Vec<Begun>> {
        let rows = begun::Entity::find().filter(begun::Column::ClaimedAt.is_null());
        Ok(rows.all(&self.db).await?.into_iter().map(begun).collect())
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

fn begun(row: begun::Model) -> Begun {
    Begun {
        id: BegunId(row.id),
        name: Name::stored(row.name),
        email: Email::stored(row.email),
        lang: lang(&row.lang),
        journey: JourneyId(row.journey_id),
        at: row.at,
        claimed_at: row.claimed_at,
        person: row.person_id.map(PersonId),
    }
}
