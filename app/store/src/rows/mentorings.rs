//! One association helping another.

use super::*;

impl Rows<'_> {
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

    /// Those whom an association accompanies, or has offered to.
    pub async fn mentorings_from(&self, helper: AssociationId) -> Loaded<Vec<Mentoring>> {
        let rows = mentoring::Entity::find()
            .filter(mentoring::Column::HelperId.eq(helper.0))
            .order_by_asc(mentoring::Column::Since);
        rows.all(&self.db).await?.into_iter().map(mentoring).collect()
    }

    /// The meetings of a mentoring, first to last: those noted, and the sessions where one helped the other.
    pub async fn meetings(&self, mentoring: MentoringId) -> Loaded<Vec<Meeting>> {
        let rows = meeting::Entity::find()
            .filter(meeting::Column::MentoringId.eq(mentoring.0))
            .order_by_asc(meeting::Column::MetAt);
        let meeting = |row: meeting::Model| Meeting {
            id: MeetingId(row.id),
            mentoring: MentoringId(row.mentoring_id),
            met_at: row.met_at,
            note: row.note.map(Words::stored),
        };
        let mut meetings: Vec<_> = rows.all(&self.db).await?.into_iter().map(meeting).collect();
        if let Some(row) = mentoring::Entity::find_by_id(mentoring.0).one(&self.db).await? {
            meetings.extend(self.helped_at(&row).await?);
        }
        meetings.sort_by_key(|meeting| meeting.met_at);
        Ok(meetings)
    }
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
