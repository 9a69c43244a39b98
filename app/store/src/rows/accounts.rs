//! People and their hats.

use super::*;
use crate::volunteers;
use domain::volunteering::{Commitment, Recruiter};
use sea_orm::{FromQueryResult, QueryTrait};
use std::collections::HashMap;

impl Rows<'_> {
    /// Who holds this login session, while it lasts: asked at every request, so in one statement.
    pub async fn signed(
        &self,
        token_hash: &str,
        now: DateTime<Utc>,
    ) -> Loaded<Option<(Signed, Lang)>> {
        Ok(self.all_signed(&[token_hash], now).await?.remove(token_hash))
    }

    /// The same, of several tokens at once: each token that is good, with whose it is.
    pub async fn all_signed(
        &self,
        token_hashes: &[&str],
        now: DateTime<Utc>,
    ) -> Loaded<HashMap<String, (Signed, Lang)>> {
        use login_session::Column::{PersonId as Whose, TokenHash, Until, Wearing};
        let Some(last) = token_hashes.last() else { return Ok(HashMap::new()) };
        // Connections keep their statements: few lengths make few of them.
        let length = token_hashes.len().next_power_of_two();
        let tokens = token_hashes.iter().chain(std::iter::repeat(last)).take(length).copied();
        let mut found = login_session::Entity::find()
            .filter(TokenHash.is_in(tokens))
            .select_only()
            .columns([TokenHash, Whose, Until, Wearing])
            .columns([person::Column::Name, person::Column::Lang])
            .column(membership::Column::AssociationId)
            .column(hat::Column::Code)
            .order_by_asc(membership::Column::Since)
            .order_by_asc(hat::Column::At)
            .order_by_desc(hat::Column::Code);
        QueryTrait::query(&mut found)
            .inner_join(person::Entity, same(person::Column::Id, Whose))
            .left_join(membership::Entity, same(membership::Column::PersonId, Whose))
            .left_join(hat::Entity, same(hat::Column::PersonId, Whose));
        let mut rows: HashMap<String, Vec<SignedRow>> = HashMap::new();
        for row in found.into_model::<SignedRow>().all(&self.db).await? {
            rows.entry(row.token_hash.clone()).or_default().push(row);
        }
        let mut all = HashMap::with_capacity(rows.len());
        for (token, rows) in rows {
            let Some(row) = rows.first().filter(|row| now < row.until) else { continue };
            let member = rows.iter().filter_map(|r| r.association_id).map(member);
            let others = rows.iter().filter_map(|r| Hat::from_code(r.code.as_deref()?));
            let signed = Signed {
                person: PersonId(row.person_id),
                name: row.name.clone(),
                hats: self.held(member.chain(others)).await?,
                wearing: row.wearing.as_deref().and_then(Hat::from_code),
            };
            all.insert(token, (signed, lang(&row.lang)));
        }
        Ok(all)
    }

    /// One login session, locked for a unit.
    pub async fn login_session(&self, token_hash: &str) -> Loaded<Option<LoginSession>> {
        let found = login_session::Entity::find_by_id(token_hash.to_owned());
        Ok(self.root(found).one(&self.db).await?.map(login_session))
    }

    /// The login sessions of a person that last, newest first.
    pub async fn login_sessions(
        &self,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Loaded<Vec<LoginSession>> {
        let rows = login_session::Entity::find()
            .filter(login_session::Column::PersonId.eq(person.0))
            .filter(login_session::Column::Until.gt(now))
            .order_by_desc(login_session::Column::Since)
            .order_by_desc(login_session::Column::Id);
        Ok(rows.all(&self.db).await?.into_iter().map(login_session).collect())
    }

    /// Every hat of a person; membership first.
    pub async fn hats(&self, person: PersonId) -> Loaded<Vec<Hat>> {
        let memberships = membership::Entity::find()
            .filter(membership::Column::PersonId.eq(person.0))
            .order_by_asc(membership::Column::Since);
        let others = hat::Entity::find()
            .filter(hat::Column::PersonId.eq(person.0))
            .order_by_asc(hat::Column::At)
            // Given at the same moment: workshops before wiki, as people read.
            .order_by_desc(hat::Column::Code);
        let member = memberships.all(&self.db).await?.into_iter().map(|m| member(m.association_id));
        let others = others.all(&self.db).await?;
        let others = others.iter().filter_map(|h| Hat::from_code(&h.code));
        self.held(member.chain(others)).await
    }

    /// These hats, each once, without those that are held no more: who organizes for a carrier that no longer runs the
    /// action, organizes it no more.
    async fn held(&self, given: impl Iterator<Item = Hat>) -> Loaded<Vec<Hat>> {
        let mut hats = Vec::new();
        for hat in given {
            if !hats.contains(&hat) {
                hats.push(hat);
            }
        }
        if hats.iter().any(|hat| matches!(hat, Hat::Organizer(..))) {
            let running = self.carryings().await?;
            hats.retain(|hat| match hat {
                Hat::Organizer(action, carrier) => running
                    .iter()
                    .any(|c| (c.action, c.carrier) == (*action, *carrier) && c.until.is_none()),
                _ => true,
            });
        }
        Ok(hats)
    }

    /// Who organizes an action, by name.
    pub async fn organizers(&self, action: Action) -> Loaded<Vec<(PersonId, String)>> {
        self.wearers(|hat| matches!(hat, Hat::Organizer(of, _) if of == action)).await
    }

    /// Who may run a workshop session, by name: organizers of workshops, mentors, volunteers.
    pub async fn who_may_host(&self) -> Loaded<Vec<(PersonId, String)>> {
        let hosts = |hat| {
            matches!(hat, Hat::Organizer(Action::Workshops, _) | Hat::Mentor | Hat::Volunteer)
        };
        self.wearers(hosts).await
    }

    async fn wearers(&self, of: impl Fn(Hat) -> bool) -> Loaded<Vec<(PersonId, String)>> {
        let grants = hat::Entity::find().all(&self.db).await?.into_iter();
        let ids = grants.filter(|h| Hat::from_code(&h.code).is_some_and(&of));
        let people = self.person_names(ids.map(|h| PersonId(h.person_id))).await?;
        let mut people: Vec<_> = people.into_iter().collect();
        people.sort_by(|(_, a), (_, b)| a.cmp(b));
        Ok(people)
    }

    /// Whom a hat acts for, by name: an association. None: itself.
    pub async fn behalf(&self, hat: Hat) -> Loaded<Option<String>> {
        Ok(match hat {
            Hat::Member(association) => {
                let row = association::Entity::find_by_id(association.0).one(&self.db).await?;
                row.map(|association| association.name)
            }
            Hat::Organizer(_, carrier) => {
                self.carrier(carrier).await?.map(|carrier| carrier.name.to_string())
            }
            Hat::Volunteer | Hat::Mentor | Hat::Administrator => None,
        })
    }

    /// What a person offered to do, locked for a unit.
    pub async fn commitment(&self, person: PersonId) -> Loaded<Option<Commitment>> {
        let row = self.root(volunteer::Entity::find_by_id(person.0)).one(&self.db).await?;
        row.map(volunteers::commitment).transpose()
    }

    /// The requests to help that wait for an answer, the oldest first, with names.
    pub async fn requests_to_help(
        &self,
        _recruiter: &Recruiter,
    ) -> Loaded<Vec<(Commitment, String)>> {
        let rows = volunteer::Entity::find()
            .filter(volunteer::Column::State.eq("asked"))
            .order_by_asc(volunteer::Column::Since);
        let rows = rows.all(&self.db).await?.into_iter().map(volunteers::commitment);
        let asked: Vec<Commitment> = rows.collect::<Loaded<_>>()?;
        let mut names = self.person_names(asked.iter().map(|c| c.person)).await?;
        let named = |c: Commitment| names.remove(&c.person).map(|name| (c, name));
        Ok(asked.into_iter().filter_map(named).collect())
    }

    /// One carrier, locked for a unit.
    pub async fn carrier(&self, id: CarrierId) -> Loaded<Option<Carrier>> {
        let row = self.root(carrier::Entity::find_by_id(id.0)).one(&self.db).await?;
        Ok(row.map(carrier))
    }

    /// Every carrier, by name.
    pub async fn carriers(&self) -> Loaded<Vec<Carrier>> {
        let rows = carrier::Entity::find().order_by_asc(carrier::Column::Name);
        Ok(rows.all(&self.db).await?.into_iter().map(carrier).collect())
    }

    /// Which carrier runs, or ran, which action; the oldest first.
    pub async fn carryings(&self) -> Loaded<Vec<Carrying>> {
        let rows = carrying::Entity::find()
            .order_by_asc(carrying::Column::Since)
            .order_by_asc(carrying::Column::Id);
        let carrying = |row: carrying::Model| {
            let unknown = || unknown("action", &row.action);
            Ok(Carrying {
                action: Action::from_code(&row.action).ok_or_else(unknown)?,
                carrier: CarrierId(row.carrier_id),
                since: row.since,
                until: row.until,
            })
        };
        rows.all(&self.db).await?.into_iter().map(carrying).collect()
    }

    /// What was said last of this carrier and this action.
    pub async fn carrying(&self, of: Action, by: CarrierId) -> Loaded<Option<Carrying>> {
        let mut all = self.carryings().await?.into_iter();
        Ok(all.rfind(|c| (c.action, c.carrier) == (of, by)))
    }

    /// The names of those who run each action today.
    pub async fn carrier_names(&self) -> Loaded<BTreeMap<Action, String>> {
        let carriers = self.carriers().await?;
        let mut names: BTreeMap<Action, String> = BTreeMap::new();
        for running in self.carryings().await?.iter().filter(|c| c.until.is_none()) {
            let Some(carrier) = carriers.iter().find(|c| c.id == running.carrier) else { continue };
            let told = names.entry(running.action).or_default();
            let between = if told.is_empty() { "" } else { ", " };
            *told = format!("{told}{between}{}", carrier.name);
        }
        Ok(names)
    }

    /// One account, locked for a unit.
    pub async fn person(&self, id: PersonId) -> Loaded<Option<Person>> {
        let row = self.root(person::Entity::find_by_id(id.0)).one(&self.db).await?;
        Ok(row.map(person))
    }

    /// For signing in and for refusing a second account.
    pub async fn person_by_email(&self, email: &Email) -> Loaded<Option<Person>> {
        let found = person::Entity::find().filter(person::Column::Email.eq(email.as_str()));
        Ok(found.one(&self.db).await?.map(person))
    }

    /// The names of these people; ids without an account are left out.
    pub async fn person_names(
        &self,
        ids: impl IntoIterator<Item = PersonId>,
    ) -> Loaded<BTreeMap<PersonId, String>> {
        let ids: Vec<_> = ids.into_iter().map(|p| p.0).collect();
        let rows =
            person::Entity::find().filter(person::Column::Id.is_in(ids)).all(&self.db).await?;
        Ok(rows.into_iter().map(|p| (PersonId(p.id), p.name)).collect())
    }

    /// Every account with its hats, for the administrator who gives them.
    pub async fn people(
        &self,
        _administrator: &AdministratorHat,
    ) -> Loaded<Vec<(Person, Vec<Hat>)>> {
        let rows = person::Entity::find().order_by_asc(person::Column::Name).all(&self.db).await?;
        let mut people = Vec::with_capacity(rows.len());
        for row in rows {
            let hats = self.hats(PersonId(row.id)).await?;
            people.push((person(row), hats));
        }
        Ok(people)
    }
}

/// A login session beside one of the associations that its holder acts for and one of their other hats: a row for each
/// pair of them.
#[derive(FromQueryResult)]
struct SignedRow {
    token_hash: String,
    person_id: Uuid,
    until: DateTime<Utc>,
    wearing: Option<String>,
    name: String,
    lang: String,
    association_id: Option<Uuid>,
    code: Option<String>,
}

fn member(association: Uuid) -> Hat {
    Hat::Member(AssociationId(association))
}

fn carrier(row: carrier::Model) -> Carrier {
    let name = Name::stored(row.name);
    Carrier { id: CarrierId(row.id), name, created_at: row.created_at }
}

fn person(row: person::Model) -> Person {
    Person {
        id: PersonId(row.id),
        name: Name::stored(row.name),
        email: Email::stored(row.email),
        password_hash: row.password_hash,
        lang: lang(&row.lang),
        created_at: row.created_at,
    }
}

fn login_session(row: login_session::Model) -> LoginSession {
    LoginSession {
        id: LoginSessionId(row.id),
        token_hash: row.token_hash,
        person: PersonId(row.person_id),
        device: Device::from_code(&row.device),
        since: row.since,
        until: row.until,
        wearing: row.wearing.as_deref().and_then(Hat::from_code),
    }
}
