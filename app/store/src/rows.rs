//! Loading: the same loads serve pages, which only read, and units, which lock the root row of what they load.
//!
//! Every load is made for an actor, whom [`Rows`] holds; loads of what is private take the proof that it may be seen,
//! or are made by units and pages that have checked it.

use crate::apply::hat_from_code;
use crate::entities::*;
use chrono::{DateTime, Utc};
use domain::accounts::*;
use domain::act::Setting;
use domain::diagnosis::{Answer, Answers, Diagnosis, GivenBack};
use domain::hackathon::{Edition, Offer, Phase, Project, ProjectState, Pulse, Skill};
use domain::ids::*;
use domain::journey::{Event, EventKind, Journey, JourneyHead, Need};
use domain::mail::Mail;
use domain::mentoring::{Meeting, Mentoring, State as MentoringState};
use domain::orientation::{Cause, DeclineReason, Orientation, State as OrientationState};
use domain::text::{Email, Lang, Name, Rna, Siret, Source, Title, Words};
use domain::wiki::{Page, Revision, Testimony, TestimonyState};
use domain::workshops::{Entry, EntryKind, Level, Presence, Registration, Seat, Seating, Workshop};
use sea_orm::sea_query::Value;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseConnection, DatabaseExecutor,
    DatabaseTransaction, DbBackend, DbErr, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select, Statement,
};
use std::collections::BTreeMap;

/// Loads, for one actor.
pub struct Rows<'c> {
    db: DatabaseExecutor<'c>,
    actor: &'c Actor,
    locking: bool,
}

/// A date and how many seats are free there.
#[derive(Clone, Debug)]
pub struct AgendaEntry {
    pub entry: Entry,
    pub free: u32,
}

pub(crate) type Loaded<T> = Result<T, DbErr>;

/// A code that this program does not know: written by a newer one.
pub(crate) fn unknown(what: &str, code: &str) -> DbErr {
    DbErr::Type(format!("unknown {what} « {code} »"))
}

impl<'c> Rows<'c> {
    pub(crate) fn reading(db: &'c DatabaseConnection, actor: &'c Actor) -> Self {
        Self { db: db.into(), actor, locking: false }
    }

    pub(crate) fn locking(db: &'c DatabaseTransaction, actor: &'c Actor) -> Self {
        Self { db: db.into(), actor, locking: true }
    }

    /// For whom these loads are made.
    pub fn actor(&self) -> &Actor {
        self.actor
    }

    /// The root row of what a unit decides on: locked there, plain elsewhere. (SQLite has one writer, and no row locks.)
    fn root<E: EntityTrait>(&self, select: Select<E>) -> Select<E> {
        if self.locking { select.lock_exclusive() } else { select }
    }

    /// None: not set, or forgotten.
    pub async fn setting(&self, setting: Setting) -> Loaded<Option<String>> {
        let row = setting::Entity::find_by_id(setting.code().to_owned()).one(&self.db).await?;
        Ok(row.map(|r| r.value))
    }

    // --- letters and links
    /// A link that serves once, locked for a unit, whether it still works or not.
    pub async fn one_use_link(&self, token_hash: &str) -> Loaded<Option<OneUseLink>> {
        let found = one_use_link::Entity::find_by_id(token_hash.to_owned());
        let Some(row) = self.root(found).one(&self.db).await? else { return Ok(None) };
        let json = |e: serde_json::Error| DbErr::Json(e.to_string());
        Ok(Some(OneUseLink {
            token_hash: row.token_hash,
            errand: serde_json::from_str(&row.errand).map_err(json)?,
            made_at: row.made_at,
            until: row.until,
            used_at: row.used_at,
        }))
    }

    /// Every letter that has not left, first written first.
    pub async fn waiting_mails(&self) -> Loaded<Vec<Mail>> {
        let rows = mail::Entity::find()
            .filter(mail::Column::SentAt.is_null())
            .order_by_asc(mail::Column::MadeAt)
            .order_by_asc(mail::Column::Id);
        rows.all(&self.db).await?.into_iter().map(crate::outbox::mail).collect()
    }

    // --- accounts
    /// Who holds this login session, while it lasts.
    pub async fn signed(
        &self,
        token_hash: &str,
        now: DateTime<Utc>,
    ) -> Loaded<Option<(Signed, Lang)>> {
        let session =
            login_session::Entity::find_by_id(token_hash.to_owned()).one(&self.db).await?;
        let Some(session) = session.filter(|s| now < s.until) else { return Ok(None) };
        let Some(person) = self.person(PersonId(session.person_id)).await? else { return Ok(None) };
        let hats = self.hats(person.id).await?;
        let signed = Signed { person: person.id, name: person.name.to_string(), hats };
        Ok(Some((signed, person.lang)))
    }

    /// Every hat of a person; membership first.
    pub async fn hats(&self, person: PersonId) -> Loaded<Vec<Hat>> {
        let memberships = membership::Entity::find()
            .filter(membership::Column::PersonId.eq(person.0))
            .order_by_asc(membership::Column::Since);
        let others = hat::Entity::find()
            .filter(hat::Column::PersonId.eq(person.0))
            .order_by_asc(hat::Column::At);
        let member = memberships.all(&self.db).await?.into_iter();
        let others = others.all(&self.db).await?;
        let member = member.map(|m| Hat::Member(AssociationId(m.association_id)));
        Ok(member.chain(others.iter().filter_map(|h| hat_from_code(&h.code))).collect())
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

    /// One association, locked for a unit.
    pub async fn association(&self, id: AssociationId) -> Loaded<Option<Association>> {
        let row = self.root(association::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(association).transpose()
    }

    /// Every association's name.
    pub async fn association_names(&self) -> Loaded<BTreeMap<AssociationId, String>> {
        let rows = association::Entity::find().all(&self.db).await?;
        Ok(rows.into_iter().map(|a| (AssociationId(a.id), a.name)).collect())
    }

    // --- journeys
    /// A journey, replayed.
    pub async fn journey(&self, id: JourneyId) -> Loaded<Option<Journey>> {
        let row = self.root(journey::Entity::find_by_id(id.0)).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        let events = event::Entity::find()
            .filter(event::Column::JourneyId.eq(id.0))
            .order_by_asc(event::Column::Seq);
        let events = events.all(&self.db).await?.into_iter().filter_map(event).collect();
        Ok(Some(Journey::replay(journey_head(row), events)))
    }

    /// The journey of an association: its last, should it have several.
    pub async fn journey_of(&self, association: AssociationId) -> Loaded<Option<Journey>> {
        let row = journey::Entity::find()
            .filter(journey::Column::AssociationId.eq(association.0))
            .order_by_desc(journey::Column::OpenedAt)
            .one(&self.db)
            .await?;
        match row {
            Some(row) => self.journey(JourneyId(row.id)).await,
            None => Ok(None),
        }
    }

    /// Every journey, in two queries.
    pub async fn journeys(&self) -> Loaded<Vec<Journey>> {
        let rows = journey::Entity::find().order_by_asc(journey::Column::OpenedAt).all(&self.db);
        let rows = rows.await?;
        let mut events: BTreeMap<JourneyId, Vec<Event>> = BTreeMap::new();
        let all = event::Entity::find()
            .order_by_asc(event::Column::JourneyId)
            .order_by_asc(event::Column::Seq);
        for event in all.all(&self.db).await?.into_iter().filter_map(event) {
            events.entry(event.journey).or_default().push(event);
        }
        let replay = |row| {
            let head = journey_head(row);
            let events = events.remove(&head.id).unwrap_or_default();
            Journey::replay(head, events)
        };
        Ok(rows.into_iter().map(replay).collect())
    }

    /// How many journeys a testimony has started.
    pub async fn inspired_by(&self, testimony: TestimonyId) -> Loaded<u64> {
        journey::Entity::find()
            .filter(journey::Column::InspiredBy.eq(testimony.0))
            .count(&self.db)
            .await
    }

    /// The needs stated on a journey, first to last.
    pub async fn needs(&self, journey: JourneyId) -> Loaded<Vec<Need>> {
        let rows = need::Entity::find()
            .filter(need::Column::JourneyId.eq(journey.0))
            .order_by_asc(need::Column::At);
        let need = |n: need::Model| Need {
            id: NeedId(n.id),
            journey: JourneyId(n.journey_id),
            words: Words::stored(n.words),
            at: n.at,
        };
        Ok(rows.all(&self.db).await?.into_iter().map(need).collect())
    }

    // --- agenda and seats
    /// Dates that begin between two moments, with their free seats, soonest first.
    pub async fn agenda(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Loaded<Vec<AgendaEntry>> {
        let entries = entry::Entity::find()
            .filter(entry::Column::StartsAt.gte(from))
            .filter(entry::Column::StartsAt.lt(to))
            .order_by_asc(entry::Column::StartsAt);
        let entries = entries.all(&self.db).await?;
        let ids: Vec<_> = entries.iter().map(|e| e.id).collect();
        let taken = registration::Entity::find().filter(registration::Column::EntryId.is_in(ids));
        let mut registrations: BTreeMap<EntryId, Vec<Registration>> = BTreeMap::new();
        for row in taken.all(&self.db).await? {
            let seat = registration(row)?;
            registrations.entry(seat.entry).or_default().push(seat);
        }
        let with_seats = |row| {
            let entry = entry(row)?;
            let registrations = registrations.remove(&entry.id).unwrap_or_default();
            let seating = Seating { entry, registrations };
            Ok(AgendaEntry { free: seating.free(now), entry: seating.entry })
        };
        entries.into_iter().map(with_seats).collect()
    }

    /// A date with every registration for it: what seats are decided on.
    pub async fn seating(&self, id: EntryId) -> Loaded<Option<Seating>> {
        self.lock_dates(
            "SELECT pg_advisory_xact_lock(20261125, hashtext(kind)) FROM entry WHERE id = $1",
            id.0,
        )
        .await?;
        self.seating_locked(id).await
    }

    /// On PostgreSQL, units that decide on seats of one kind of date come one after another. Who finds a date full
    /// looks at the others: row locks alone would be taken in as many orders as there are full dates, and deadlock.
    async fn lock_dates(&self, sql: &str, value: impl Into<Value>) -> Loaded<()> {
        let backend = self.db.get_database_backend();
        if self.locking && backend == DbBackend::Postgres {
            let lock = Statement::from_sql_and_values(backend, sql, [value.into()]);
            self.db.query_one_raw(lock).await?;
        }
        Ok(())
    }

    async fn seating_locked(&self, id: EntryId) -> Loaded<Option<Seating>> {
        let row = self.root(entry::Entity::find_by_id(id.0)).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        let registrations = registration::Entity::find()
            .filter(registration::Column::EntryId.eq(id.0))
            .order_by_asc(registration::Column::Since)
            .order_by_asc(registration::Column::Id)
            .all(&self.db)
            .await?;
        let registrations = registrations.into_iter().map(registration).collect::<Loaded<_>>()?;
        Ok(Some(Seating { entry: entry(row)?, registrations }))
    }

    /// The next dates of a kind, this theme's first, then the soonest: follow-ups, or all others. Units lock each.
    pub async fn seatings_to_come(
        &self,
        kind: EntryKind,
        theme: Option<&str>,
        follow_up: bool,
        now: DateTime<Utc>,
    ) -> Loaded<Vec<Seating>> {
        const LOOKED_AT: u64 = 12;
        self.lock_dates("SELECT pg_advisory_xact_lock(20261125, hashtext($1))", kind.code())
            .await?;
        let level = entry::Column::Level;
        let level = match follow_up {
            true => Condition::all().add(level.eq(Level::FollowUp.code())),
            false => Condition::any().add(level.is_null()).add(level.ne(Level::FollowUp.code())),
        };
        let to_come = entry::Entity::find()
            .filter(entry::Column::Kind.eq(kind.code()))
            .filter(entry::Column::StartsAt.gt(now))
            .filter(level)
            .order_by(entry::Column::StartsAt, Order::Asc)
            .limit(LOOKED_AT);
        // The theme's own dates first, however far they are.
        let mut rows = match theme {
            Some(theme) => {
                to_come.clone().filter(entry::Column::Theme.eq(theme)).all(&self.db).await?
            }
            None => Vec::new(),
        };
        let soonest = to_come.all(&self.db).await?.into_iter();
        rows.extend(soonest.filter(|r| theme.is_none() || r.theme.as_deref() != theme));
        let mut seatings = Vec::with_capacity(rows.len());
        for row in rows {
            seatings.extend(self.seating_locked(EntryId(row.id)).await?);
        }
        Ok(seatings)
    }

    /// One seat. It is not locked: [`Self::seating`] locks its date.
    pub async fn registration(&self, id: RegistrationId) -> Loaded<Option<Registration>> {
        let row = registration::Entity::find_by_id(id.0).one(&self.db).await?;
        row.map(registration).transpose()
    }

    /// The seats of a journey with their dates, soonest first.
    pub async fn registrations_of(&self, journey: JourneyId) -> Loaded<Vec<(Registration, Entry)>> {
        let rows =
            registration::Entity::find().filter(registration::Column::JourneyId.eq(journey.0));
        let mut seats = Vec::new();
        for row in rows.all(&self.db).await? {
            let seat = registration(row)?;
            let at = entry::Entity::find_by_id(seat.entry.0).one(&self.db).await?;
            if let Some(at) = at {
                seats.push((seat, entry(at)?));
            }
        }
        seats.sort_by_key(|(_, entry)| entry.starts_at);
        Ok(seats)
    }

    /// Every workshop, by title.
    pub async fn workshops(&self) -> Loaded<Vec<Workshop>> {
        let rows = workshop::Entity::find().order_by_asc(workshop::Column::Title);
        rows.all(&self.db).await?.into_iter().map(workshop).collect()
    }

    /// One workshop. Its dates are entries.
    pub async fn workshop(&self, id: WorkshopId) -> Loaded<Option<Workshop>> {
        let row = workshop::Entity::find_by_id(id.0).one(&self.db).await?;
        row.map(workshop).transpose()
    }

    /// One diagnosis with its answers, locked for a unit.
    pub async fn diagnosis(&self, id: DiagnosisId) -> Loaded<Option<(Diagnosis, Answers)>> {
        let row = self.root(diagnosis::Entity::find_by_id(id.0)).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        let answers = self.answers(id).await?;
        Ok(Some((diagnosis(row)?, answers)))
    }

    /// The diagnoses of a journey with their answers, first to last.
    pub async fn diagnoses(&self, journey: JourneyId) -> Loaded<Vec<(Diagnosis, Answers)>> {
        let rows = diagnosis::Entity::find()
            .filter(diagnosis::Column::JourneyId.eq(journey.0))
            .order_by_asc(diagnosis::Column::StartedAt);
        let mut diagnoses = Vec::new();
        for row in rows.all(&self.db).await? {
            let answers = self.answers(DiagnosisId(row.id)).await?;
            diagnoses.push((diagnosis(row)?, answers));
        }
        Ok(diagnoses)
    }

    async fn answers(&self, diagnosis: DiagnosisId) -> Loaded<Answers> {
        let rows = answer::Entity::find().filter(answer::Column::DiagnosisId.eq(diagnosis.0));
        let answer = |row: answer::Model| {
            let answer = row.choice.map_or(Answer::DontKnow, Answer::Choice);
            (row.question, answer)
        };
        Ok(rows.all(&self.db).await?.into_iter().map(answer).collect())
    }

    /// One orientation, locked for a unit.
    pub async fn orientation(&self, id: OrientationId) -> Loaded<Option<Orientation>> {
        let row = self.root(orientation::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(orientation).transpose()
    }

    /// The orientations of a journey, first to last.
    pub async fn orientations(&self, journey: JourneyId) -> Loaded<Vec<Orientation>> {
        let rows = orientation::Entity::find()
            .filter(orientation::Column::JourneyId.eq(journey.0))
            .order_by_asc(orientation::Column::OpenedAt)
            .order_by_asc(orientation::Column::Id);
        rows.all(&self.db).await?.into_iter().map(orientation).collect()
    }

    /// One mentoring, locked for a unit; its meetings are apart.
    pub async fn mentoring(&self, id: MentoringId) -> Loaded<Option<Mentoring>> {
        let row = self.root(mentoring::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(mentoring).transpose()
    }

    /// Those whom a mentor accompanies, or has offered to.
    pub async fn mentorings_by(&self, mentor: &MentorHat) -> Loaded<Vec<Mentoring>> {
        let rows = mentoring::Entity::find()
            .filter(mentoring::Column::MentorId.eq(mentor.person().0))
            .order_by_asc(mentoring::Column::Since);
        rows.all(&self.db).await?.into_iter().map(mentoring).collect()
    }

    /// Those who accompany an association, or have offered to.
    pub async fn mentorings_of(&self, helped: JourneyId) -> Loaded<Vec<Mentoring>> {
        let rows = mentoring::Entity::find()
            .filter(mentoring::Column::HelpedJourneyId.eq(helped.0))
            .order_by_asc(mentoring::Column::Since);
        rows.all(&self.db).await?.into_iter().map(mentoring).collect()
    }

    /// The meetings of a mentoring, first to last.
    pub async fn meetings(&self, mentoring: MentoringId) -> Loaded<Vec<Meeting>> {
        let rows = meeting::Entity::find()
            .filter(meeting::Column::MentoringId.eq(mentoring.0))
            .order_by_asc(meeting::Column::MetAt);
        let meeting = |row: meeting::Model| Meeting {
            id: MeetingId(row.id),
            mentoring,
            met_at: row.met_at,
            note: row.note.map(Words::stored),
        };
        Ok(rows.all(&self.db).await?.into_iter().map(meeting).collect())
    }

    // --- hackathon
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

    // --- wiki
    /// The page at this address, published or not. It is not locked.
    pub async fn page_by_slug(&self, slug: &str) -> Loaded<Option<Page>> {
        let row = page::Entity::find().filter(page::Column::Slug.eq(slug)).one(&self.db).await?;
        Ok(row.map(page))
    }

    /// One page, locked for a unit, published or not.
    pub async fn page(&self, id: PageId) -> Loaded<Option<Page>> {
        Ok(self.root(page::Entity::find_by_id(id.0)).one(&self.db).await?.map(page))
    }

    /// Every page shown to everybody, by title.
    pub async fn published_pages(&self) -> Loaded<Vec<Page>> {
        let rows = page::Entity::find()
            .filter(page::Column::Published.is_not_null())
            .order_by_asc(page::Column::Title);
        Ok(rows.all(&self.db).await?.into_iter().map(page).collect())
    }

    /// One state of a page, published or not.
    pub async fn revision(&self, id: RevisionId) -> Loaded<Option<Revision>> {
        Ok(revision::Entity::find_by_id(id.0).one(&self.db).await?.map(revision))
    }

    /// The newest state of a page, published or not.
    pub async fn last_revision(&self, page: PageId) -> Loaded<Option<Revision>> {
        let newest = revision::Entity::find()
            .filter(revision::Column::PageId.eq(page.0))
            .order_by_desc(revision::Column::At)
            .order_by_desc(revision::Column::Id);
        Ok(newest.one(&self.db).await?.map(revision))
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

    /// Published testimonies with their pages, newest first.
    pub async fn published_testimonies(&self) -> Loaded<Vec<(Testimony, Page)>> {
        let rows = testimony::Entity::find()
            .filter(testimony::Column::State.eq(TestimonyState::Published.code()))
            .order_by_desc(testimony::Column::Since);
        let mut testimonies = Vec::new();
        for row in rows.all(&self.db).await? {
            let testimony = testimony(row)?;
            let on = page::Entity::find_by_id(testimony.page.0).one(&self.db).await?;
            if let Some(on) = on {
                testimonies.push((testimony, page(on)));
            }
        }
        Ok(testimonies)
    }
}

// --- rows to domain

pub(crate) fn lang(code: &str) -> Lang {
    if code == "en" { Lang::En } else { Lang::Fr }
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

fn association(row: association::Model) -> Loaded<Association> {
    Ok(Association {
        id: AssociationId(row.id),
        name: Name::stored(row.name),
        kind: AssociationKind::from_code(&row.kind).ok_or_else(|| unknown("kind", &row.kind))?,
        city: row.city,
        rna: row.rna.map(Rna::stored),
        siret: row.siret.map(Siret::stored),
        created_at: row.created_at,
    })
}

fn journey_head(row: journey::Model) -> JourneyHead {
    JourneyHead {
        id: JourneyId(row.id),
        association: AssociationId(row.association_id),
        inspired_by: row.inspired_by.map(TestimonyId),
        opened_at: row.opened_at,
    }
}

/// None: a kind written by a newer program, which this one leaves alone.
fn event(row: event::Model) -> Option<Event> {
    Some(Event {
        id: EventId(row.id),
        journey: JourneyId(row.journey_id),
        kind: EventKind::from_code(&row.kind)?,
        occurred_at: row.occurred_at,
        recorded_at: row.recorded_at,
        actor: row.actor_id.map(PersonId),
        hat: row.hat,
        command: CommandId(row.command_id),
        subject: row.subject,
        corrects: row.corrects.map(EventId),
    })
}

fn workshop(row: workshop::Model) -> Loaded<Workshop> {
    Ok(Workshop {
        id: WorkshopId(row.id),
        title: Title::stored(row.title),
        theme: row.theme,
        level: Level::from_code(&row.level).ok_or_else(|| unknown("level", &row.level))?,
        summary: Words::stored(row.summary),
    })
}

fn entry(row: entry::Model) -> Loaded<Entry> {
    let level = |code: String| Level::from_code(&code).ok_or_else(|| unknown("level", &code));
    Ok(Entry {
        id: EntryId(row.id),
        kind: EntryKind::from_code(&row.kind).ok_or_else(|| unknown("kind", &row.kind))?,
        workshop: row.workshop_id.map(WorkshopId),
        edition: row.edition_id.map(EditionId),
        theme: row.theme,
        level: row.level.map(level).transpose()?,
        title: Title::stored(row.title),
        place: Name::stored(row.place),
        access: row.access,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        seats: row.seats.unsigned_abs(),
        host: row.host_id.map(PersonId),
    })
}

fn registration(row: registration::Model) -> Loaded<Registration> {
    let state = match (row.state.as_str(), row.held_until) {
        ("held", Some(until)) => Seat::Held { until },
        ("registered", _) => Seat::Registered,
        ("cancelled", _) => Seat::Cancelled,
        _ => return Err(unknown("state", &row.state)),
    };
    let presence =
        |code: String| Presence::from_code(&code).ok_or_else(|| unknown("presence", &code));
    Ok(Registration {
        id: RegistrationId(row.id),
        entry: EntryId(row.entry_id),
        association: AssociationId(row.association_id),
        journey: JourneyId(row.journey_id),
        state,
        since: row.since,
        presence: row.presence.map(presence).transpose()?,
    })
}

fn diagnosis(row: diagnosis::Model) -> Loaded<Diagnosis> {
    let json = |e: serde_json::Error| DbErr::Json(e.to_string());
    let given_back = match (row.given_back_at, row.judgement) {
        (Some(at), Some(judgement)) => {
            Some(GivenBack { at, judgement: serde_json::from_str(&judgement).map_err(json)? })
        }
        _ => None,
    };
    Ok(Diagnosis {
        id: DiagnosisId(row.id),
        journey: JourneyId(row.journey_id),
        association: AssociationId(row.association_id),
        volunteer: PersonId(row.volunteer_id),
        started_at: row.started_at,
        questionnaire: serde_json::from_str(&row.questionnaire).map_err(json)?,
        given_back,
    })
}

fn orientation(row: orientation::Model) -> Loaded<Orientation> {
    let action = |code: &str| Action::from_code(code).ok_or_else(|| unknown("action", code));
    let cause = match row.cause.as_str() {
        "diagnosis" => Cause::Diagnosis(DiagnosisId(row.cause_id)),
        "project" => Cause::Project(ProjectId(row.cause_id)),
        "declined" => Cause::Declined(OrientationId(row.cause_id)),
        other => return Err(unknown("cause", other)),
    };
    let reason = row.decline_reason.as_deref().and_then(DeclineReason::from_code);
    let state = match (row.state.as_str(), row.state_at, reason, row.next_id) {
        ("open", ..) => OrientationState::Open,
        ("accepted", Some(at), ..) => OrientationState::Accepted { at },
        ("honoured", Some(at), ..) => OrientationState::Honoured { at },
        ("declined", Some(at), Some(reason), Some(next)) => {
            OrientationState::Declined { at, reason, next: OrientationId(next) }
        }
        _ => return Err(unknown("state", &row.state)),
    };
    Ok(Orientation {
        id: OrientationId(row.id),
        journey: JourneyId(row.journey_id),
        association: AssociationId(row.association_id),
        from: action(&row.from_action)?,
        to: action(&row.to_action)?,
        theme: row.theme,
        entry: row.entry_id.map(EntryId),
        registration: row.registration_id.map(RegistrationId),
        cause,
        opened_at: row.opened_at,
        state,
    })
}

fn mentoring(row: mentoring::Model) -> Loaded<Mentoring> {
    let state = MentoringState::from_code(&row.state);
    Ok(Mentoring {
        id: MentoringId(row.id),
        mentor: PersonId(row.mentor_id),
        helper: AssociationId(row.helper_id),
        helper_journey: JourneyId(row.helper_journey_id),
        helped: AssociationId(row.helped_id),
        helped_journey: JourneyId(row.helped_journey_id),
        state: state.ok_or_else(|| unknown("state", &row.state))?,
        since: row.since,
        next_meeting: row.next_meeting,
    })
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

fn page(row: page::Model) -> Page {
    Page {
        id: PageId(row.id),
        slug: row.slug,
        title: Title::stored(row.title),
        published: row.published.map(RevisionId),
    }
}

fn revision(row: revision::Model) -> Revision {
    Revision {
        id: RevisionId(row.id),
        page: PageId(row.page_id),
        title: Title::stored(row.title),
        source: Source::stored(row.source),
        by: row.by_id.map(PersonId),
        at: row.at,
    }
}

fn testimony(row: testimony::Model) -> Loaded<Testimony> {
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
