//! The agenda and its seats.

use super::*;
use domain::reception::Slot;
use sea_orm::QueryTrait;

/// A date and how many seats are free there.
#[derive(Clone, Debug)]
pub struct AgendaEntry {
    pub entry: Entry,
    pub free: u32,
}

impl Rows<'_> {
    /// Dates that begin between two moments, with their free seats, soonest first: those that who asks may see.
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
        let seatings = self.with_seats(entries.all(&self.db).await?).await?.into_iter();
        let seen = seatings.filter(|seating| seating.entry.seen_by(self.actor(), now));
        let free = |at: Seating| AgendaEntry { free: at.free(now), entry: at.entry };
        Ok(seen.map(free).collect())
    }

    /// These dates with their seats, in this order; not locked.
    pub(super) async fn with_seats(&self, entries: Vec<entry::Model>) -> Loaded<Vec<Seating>> {
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
            Ok(Seating { entry, registrations })
        };
        entries.into_iter().map(with_seats).collect()
    }

    /// The sessions of a workshop that have not ended, soonest first; those that are not published too. Units lock
    /// each.
    pub async fn sessions_of(
        &self,
        workshop: WorkshopId,
        now: DateTime<Utc>,
    ) -> Loaded<Vec<Seating>> {
        let kind = EntryKind::WorkshopSession.code();
        self.lock_dates("SELECT pg_advisory_xact_lock(20261125, hashtext($1))", kind).await?;
        let rows = entry::Entity::find()
            .filter(entry::Column::WorkshopId.eq(workshop.0))
            .filter(entry::Column::EndsAt.gt(now))
            .order_by_asc(entry::Column::StartsAt);
        self.with_seats(self.root(rows).all(&self.db).await?).await
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

    /// The next dates of a kind, those on these themes first, theme by theme, then the soonest: follow-ups, or all
    /// others. Units lock each.
    pub async fn seatings_to_come(
        &self,
        kind: EntryKind,
        themes: &[Key],
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
        let published = entry::Column::PublishedAt;
        let to_come = entry::Entity::find()
            .filter(entry::Column::Kind.eq(kind.code()))
            .filter(entry::Column::StartsAt.gt(now))
            .filter(Condition::any().add(published.is_null()).add(published.lte(now)))
            .filter(level)
            .order_by(entry::Column::StartsAt, Order::Asc)
            .limit(LOOKED_AT);
        // A theme's own dates first, however far they are.
        let mut rows = Vec::new();
        for theme in themes {
            let own = to_come.clone().filter(entry::Column::Theme.eq(theme.as_str()));
            rows.extend(own.all(&self.db).await?);
        }
        let on_them = |row: &entry::Model| row.theme.as_ref().is_some_and(|t| themes.contains(t));
        let soonest = to_come.all(&self.db).await?.into_iter();
        rows.extend(soonest.filter(|row| !on_them(row)));
        let mut seatings = Vec::with_capacity(rows.len());
        for row in rows {
            seatings.extend(self.seating_locked(EntryId(row.id)).await?);
        }
        Ok(seatings)
    }

    /// One date, without its seats, and not locked.
    pub async fn entry(&self, id: EntryId) -> Loaded<Option<Entry>> {
        let row = entry::Entity::find_by_id(id.0).one(&self.db).await?;
        row.map(entry).transpose()
    }

    /// These dates, without their seats, and not locked.
    pub async fn entries_among(&self, ids: &[EntryId]) -> Loaded<BTreeMap<EntryId, Entry>> {
        let ids = ids.iter().map(|id| id.0);
        let rows = entry::Entity::find().filter(entry::Column::Id.is_in(ids)).all(&self.db);
        let read = |row| entry(row).map(|entry| (entry.id, entry));
        rows.await?.into_iter().map(read).collect()
    }

    /// One seat. It is not locked: [`Self::seating`] locks its date.
    pub async fn registration(&self, id: RegistrationId) -> Loaded<Option<Registration>> {
        let row = registration::Entity::find_by_id(id.0).one(&self.db).await?;
        row.map(registration).transpose()
    }

    /// The seats taken at dates that begin between two moments, and those held until between them, with their dates.
    pub async fn seats_between(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Loaded<Vec<(Registration, Entry)>> {
        let dates = entry::Entity::find().filter(entry::Column::StartsAt.between(from, to));
        let dates: Vec<_> = dates.all(&self.db).await?.into_iter().map(|e| e.id).collect();
        let rows = registration::Entity::find().filter(
            Condition::any()
                .add(registration::Column::EntryId.is_in(dates))
                .add(registration::Column::HeldUntil.between(from, to)),
        );
        self.with_dates(rows).await
    }

    /// The dates where time has changed who has a seat: nobody answered for one, or those that were kept are free while
    /// somebody waits. What is due is decided under each date's lock ([`Seating::settle`]).
    pub async fn seatings_due(&self, now: DateTime<Utc>) -> Loaded<Vec<EntryId>> {
        use registration::Column;
        let silent = Condition::all()
            .add(Column::State.is_in(["held", "offered"]))
            .add(Column::HeldUntil.lte(now));
        let freed = entry::Entity::find()
            .select_only()
            .column(entry::Column::Id)
            .filter(entry::Column::KeptUntil.lte(now))
            .filter(entry::Column::StartsAt.gt(now));
        let freed = Condition::all()
            .add(Column::State.eq("waiting"))
            .add(Column::EntryId.in_subquery(freed.into_query()));
        let due = registration::Entity::find()
            .select_only()
            .column(Column::EntryId)
            .distinct()
            .filter(Condition::any().add(silent).add(freed));
        let due: Vec<Uuid> = due.into_tuple().all(&self.db).await?;
        Ok(due.into_iter().map(EntryId).collect())
    }

    /// One seat with its date, as [`Self::registrations_of`] gives them.
    pub async fn dated_seat(&self, id: RegistrationId) -> Loaded<Option<(Registration, Entry)>> {
        Ok(self.with_dates(registration::Entity::find_by_id(id.0)).await?.pop())
    }

    /// The seats of a journey with their dates, soonest first. At a reception day, the hours are those of its slot.
    pub async fn registrations_of(&self, journey: JourneyId) -> Loaded<Vec<(Registration, Entry)>> {
        let rows =
            registration::Entity::find().filter(registration::Column::JourneyId.eq(journey.0));
        self.with_dates(rows).await
    }

    /// These seats with their dates, soonest first.
    pub(super) async fn with_dates(
        &self,
        seats: Select<registration::Entity>,
    ) -> Loaded<Vec<(Registration, Entry)>> {
        let mut dated = seats.select_also(entry::Entity);
        let date = same(entry::Column::Id, registration::Column::EntryId);
        QueryTrait::query(&mut dated).inner_join(entry::Entity, date);
        let rows = dated.all(&self.db).await?;
        let slots = self.slots(rows.iter().filter_map(|(row, _)| row.slot_id)).await?;
        let mut seats = Vec::new();
        for (row, at) in rows {
            let (seat, Some(at)) = (registration(row)?, at) else { continue };
            let at = entry(at)?;
            let at = match seat.slot.and_then(|slot| slots.get(&slot).cloned()) {
                Some(Slot { starts_at, ends_at, .. }) => Entry { starts_at, ends_at, ..at },
                None => at,
            };
            seats.push((seat, at));
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
}

fn workshop(row: workshop::Model) -> Loaded<Workshop> {
    let marks = |kept: &str| read_marks(kept).ok_or_else(|| unknown("mark", kept));
    Ok(Workshop {
        id: WorkshopId(row.id),
        title: Title::stored(row.title),
        theme: row.theme,
        level: Level::from_code(&row.level).ok_or_else(|| unknown("level", &row.level))?,
        summary: Words::stored(row.summary),
        requires: marks(&row.requires)?,
        leads_to: marks(&row.leads_to)?,
        teaches: row.teaches.lines().map(|line| Title::stored(line.to_owned())).collect(),
        materials: row.materials.map(Words::stored),
    })
}

pub(super) fn entry(row: entry::Model) -> Loaded<Entry> {
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
        link: row.link,
        bring: row.bring.map(Words::stored),
        words: row.words.map(Words::stored),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        seats: Seats {
            total: row.seats.unsigned_abs(),
            kept: row
                .kept_seats
                .zip(row.kept_until)
                .map(|(seats, until)| Kept { seats: seats.unsigned_abs(), until }),
            freely: row.seats_freely,
            offer_hours: row.offer_hours.unsigned_abs(),
        },
        host: row.host_id.map(PersonId),
        co_hosts: row.co_host_id.into_iter().chain(row.other_host_id).map(PersonId).collect(),
        published_at: row.published_at,
        called_off: row.called_off_at,
        sequence: row.sequence.unsigned_abs(),
        changed_at: row.changed_at,
    })
}

fn registration(row: registration::Model) -> Loaded<Registration> {
    let state = match (row.state.as_str(), row.held_until) {
        ("held", Some(until)) => Seat::Held { until },
        ("registered", _) => Seat::Registered,
        ("waiting", _) => Seat::Waiting,
        ("offered", Some(until)) => Seat::Offered { until },
        ("cancelled", _) => {
            // Who gave it back was not noted at first: it was always the association.
            let by = row.cancelled_by.as_deref().and_then(CancelledBy::from_code);
            Seat::Cancelled(by.unwrap_or(CancelledBy::Association))
        }
        _ => return Err(unknown("state", &row.state)),
    };
    let presence =
        |code: String| Presence::from_code(&code).ok_or_else(|| unknown("presence", &code));
    Ok(Registration {
        id: RegistrationId(row.id),
        entry: EntryId(row.entry_id),
        association: AssociationId(row.association_id),
        journey: JourneyId(row.journey_id),
        attendee: row.attendee.map(Name::stored),
        role: Role::from_code(&row.role).ok_or_else(|| unknown("role", &row.role))?,
        claim: Claim::from_code(&row.claim).ok_or_else(|| unknown("claim", &row.claim))?,
        number: row.number.unsigned_abs(),
        state,
        since: row.since,
        sequence: row.sequence.unsigned_abs(),
        presence: row.presence.map(presence).transpose()?,
        slot: row.slot_id.map(SlotId),
    })
}
