//! Who came to a date: what was noted, and those counted without a name.

use super::*;

impl Rows<'_> {
    /// All that was noted at a date, first to last as it came here.
    pub async fn noted_at(&self, entry: EntryId) -> Loaded<Vec<Noted>> {
        let rows = noted::Entity::find()
            .filter(noted::Column::EntryId.eq(entry.0))
            .order_by_asc(noted::Column::RecordedAt)
            .order_by_asc(noted::Column::Id);
        rows.all(&self.db).await?.into_iter().map(noted).collect()
    }

    /// What stands of who came in a seat. It is not locked: [`Self::seating`] locks its date.
    pub async fn last_noted(&self, seat: RegistrationId) -> Loaded<Option<Noted>> {
        let last = noted::Entity::find()
            .filter(noted::Column::RegistrationId.eq(seat.0))
            .order_by_desc(noted::Column::RecordedAt)
            .order_by_desc(noted::Column::Id);
        last.one(&self.db).await?.map(noted).transpose()
    }

    /// Those counted without a name at a date, first to last.
    pub async fn unnamed_at(&self, entry: EntryId) -> Loaded<Vec<Unnamed>> {
        let rows = unnamed::Entity::find()
            .filter(unnamed::Column::EntryId.eq(entry.0))
            .order_by_asc(unnamed::Column::NotedAt)
            .order_by_asc(unnamed::Column::Id);
        Ok(rows.all(&self.db).await?.into_iter().map(unnamed).collect())
    }

    /// Who was counted without a name and given this code. It is not locked: [`Self::seating`] locks its date.
    pub async fn unnamed(&self, code: &Code) -> Loaded<Option<Unnamed>> {
        let row = unnamed::Entity::find().filter(unnamed::Column::Code.eq(code.as_str()));
        Ok(row.one(&self.db).await?.map(unnamed))
    }

    /// What those who came in these seats say of their session.
    pub async fn said_after(&self, seats: &[RegistrationId]) -> Loaded<Vec<SaidAfter>> {
        let seats = seats.iter().map(|seat| seat.0);
        let rows = said_after::Entity::find()
            .filter(said_after::Column::RegistrationId.is_in(seats))
            .order_by_asc(said_after::Column::Id);
        let said = |row: said_after::Model| {
            let knows =
                Knows::from_code(&row.knows).ok_or_else(|| unknown("answer", &row.knows))?;
            let question = usize::try_from(row.question).unwrap_or_default();
            let registration = RegistrationId(row.registration_id);
            Ok(SaidAfter { registration, question, knows, at: row.at })
        };
        rows.all(&self.db).await?.into_iter().map(said).collect()
    }

    /// The wiki's page that holds the notes of a date.
    pub async fn notes_of(&self, entry: EntryId) -> Loaded<Option<Page>> {
        let row = session_notes::Entity::find_by_id(entry.0).one(&self.db).await?;
        match row {
            Some(row) => self.page(PageId(row.page_id)).await,
            None => Ok(None),
        }
    }

    /// The sessions to which both sides of a mentoring came, one of them to help, as meetings of it.
    pub(super) async fn helped_at(&self, mentoring: &mentoring::Model) -> Loaded<Vec<Meeting>> {
        let present = |journey: Uuid| {
            registration::Entity::find()
                .filter(registration::Column::JourneyId.eq(journey))
                .filter(registration::Column::Presence.eq(Presence::Present.code()))
        };
        let helps = registration::Column::Role.eq(Role::Helps.code());
        let helper = present(mentoring.helper_journey_id).filter(helps).all(&self.db).await?;
        let helper: BTreeMap<_, _> = helper.into_iter().map(|row| (row.entry_id, row.id)).collect();
        if helper.is_empty() {
            return Ok(Vec::new());
        }
        let helped = present(mentoring.helped_journey_id)
            .filter(registration::Column::EntryId.is_in(helper.keys().copied()));
        let both = helped.all(&self.db).await?.into_iter().map(|row| row.entry_id);
        let dates = entry::Entity::find()
            .filter(entry::Column::Id.is_in(both))
            .filter(entry::Column::StartsAt.gte(mentoring.since));
        let meeting = |date: entry::Model| Meeting {
            id: MeetingId(helper.get(&date.id).copied().unwrap_or(date.id)),
            mentoring: MentoringId(mentoring.id),
            met_at: date.starts_at,
            note: None,
        };
        Ok(dates.all(&self.db).await?.into_iter().map(meeting).collect())
    }
}

fn noted(row: noted::Model) -> Loaded<Noted> {
    let presence = Presence::from_code(&row.presence);
    Ok(Noted {
        id: NotedId(row.id),
        entry: EntryId(row.entry_id),
        registration: RegistrationId(row.registration_id),
        presence: presence.ok_or_else(|| unknown("presence", &row.presence))?,
        occurred_at: row.occurred_at,
        noted_at: row.noted_at,
        recorded_at: row.recorded_at,
        by: row.by_id.map(PersonId),
        hat: row.hat,
        command: CommandId(row.command_id),
        corrects: row.corrects.map(NotedId),
    })
}

fn unnamed(row: unnamed::Model) -> Unnamed {
    Unnamed {
        id: UnnamedId(row.id),
        entry: EntryId(row.entry_id),
        code: Code::stored(row.code),
        noted_at: row.noted_at,
        recorded_at: row.recorded_at,
        by: row.by_id.map(PersonId),
        hat: row.hat,
        claimed: row.registration_id.map(RegistrationId).zip(row.claimed_at),
        taken_back: row.taken_back_at,
    }
}
