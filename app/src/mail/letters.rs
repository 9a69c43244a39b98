//! Letters about journeys, in words. What is true no more when a letter leaves is not said.

mod care;
mod exchange;
mod reception;
mod seats;
mod spaces;
mod story;

use super::Told;
use crate::links;
use crate::orientation::load::place_name;
use crate::request::State;
use crate::routes::href;
use domain::accounts::{Action, Bearer, Purpose};
use domain::dashboard;
use domain::hackathon::{Project, ProjectState};
use domain::ids::{MentoringId, OrientationId, ProjectId, RegistrationId};
use domain::journey::Ball;
use domain::mail::Letter;
use domain::mentoring;
use domain::orientation::{self, Cause, Orientation, Place};
use domain::workshops::{ASKED_FOR, Entry, HELD_FOR, Presence, Registration, Seat};
use store::{Rows, WriteError};
use texts::dates;

/// What is said, and read for it. `blank` is the letter to fill.
pub struct Telling<'r> {
    pub state: &'r State,
    pub rows: &'r Rows<'r>,
    pub blank: Told,
}

type Says = Result<Option<Told>, WriteError>;

impl Telling<'_> {
    /// None: it is no longer so, or nobody waits.
    pub async fn say(self, letter: &Letter) -> Says {
        match letter {
            Letter::OrientationOpened { orientation } => self.orientation(*orientation).await,
            Letter::OrientationWaits { orientation } => self.orientation(*orientation).await,
            Letter::OrientationReceived { orientation }
            | Letter::ReceiverAwaited { orientation } => self.received(*orientation).await,
            Letter::OrientationHonoured { orientation } => self.honoured(*orientation).await,
            Letter::SeatTaken { registration } => self.seat_taken(*registration).await,
            Letter::HeldSeatEnds { registration } => self.held_seat_ends(*registration).await,
            Letter::DateTomorrow { registration } => self.date_tomorrow(*registration).await,
            Letter::HowWasIt { registration } => self.how_was_it(*registration).await,
            Letter::SeatOffered { registration } => self.seat_offered(*registration).await,
            Letter::SeatPassed { registration } => self.seat_passed(*registration).await,
            Letter::MentoringOffered { mentoring } => self.mentoring(*mentoring).await,
            Letter::ProjectSelected { project } => {
                self.project(*project, ProjectState::Selected).await
            }
            Letter::ToolDelivered { project } => {
                self.project(*project, ProjectState::Delivered).await
            }
            Letter::ToolUsed { project } => self.tool_used(*project).await,
            Letter::TestimonyAsked { sought, again, .. } => self.story(*sought, *again).await,
            Letter::TalkProposed { talk } => self.talk_proposed(*talk).await,
            Letter::TalkChanged { talk, .. } => self.talk_changed(*talk).await,
            Letter::NotesGiven { talk } => self.notes_given(*talk).await,
            Letter::SpaceInvitation { space, by } => self.space_invitation(*space, *by).await,
            Letter::DiagnosesWait => self.waiting(None).await,
            Letter::AssociationsWait { action } => self.waiting(Some(*action)).await,
            Letter::OnDuty { entry } => self.duty(*entry, false).await,
            Letter::DutyTomorrow { entry } => self.duty(*entry, true).await,
            Letter::DutyCalledOff { entry } => self.duty_called_off(*entry).await,
            Letter::DateCalledOff { registration, instead, begun } => {
                self.date_called_off(*registration, *instead, *begun).await
            }
            Letter::DateMoved { registration, .. } => self.date_moved(*registration).await,
            Letter::SessionOpened { entry } => self.session_opened(*entry).await,
            Letter::VisitProposed { call } => self.visit_proposed(*call).await,
            Letter::VisitGiven { visit } => self.visit_given(*visit).await,
            Letter::VisitWithdrawn { visit } => self.visit_withdrawn(*visit).await,
            Letter::VisitTaken { visit, by } => self.visit_taken(*visit, *by).await,
            Letter::VisitUnanswered { visit } => self.visit_unanswered(*visit).await,
            Letter::Asked { of, by, to, words } => self.asked(*of, *by, *to, words).await,
            Letter::PageAsked { question } => self.page_asked(*question).await,
            Letter::PageAnswered { question } => self.page_answered(*question).await,
            Letter::PageReported { report } => self.page_reported(*report).await,
            Letter::PageShown { revision } => self.page_shown(*revision).await,
            Letter::PageGivenBack { revision } => self.page_given_back(*revision).await,
            Letter::PagesToCheck { person, .. } => self.pages_to_check(*person).await,
            Letter::StoryTakenDown { testimony, why, .. } => {
                self.story_taken_down(*testimony, why).await
            }
            Letter::SignIn { .. }
            | Letter::Reset { .. }
            | Letter::Claim { .. }
            | Letter::BegunEnds { .. }
            | Letter::Address { .. }
            | Letter::NoAccount
            | Letter::HelpAccepted
            | Letter::HelpAnswered { .. }
            | Letter::PasswordChanged
            | Letter::AddressLeft
            | Letter::AddressTaken
            | Letter::Association { .. }
            | Letter::Digest(_)
            | Letter::Erase { .. }
            | Letter::AccountEnds { .. } => Ok(None),
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{}", self.state.public_url, href(self.blank.lang, path))
    }

    fn asks(self, subject: String, said: String, (label, path): (&str, &str)) -> Says {
        let button = Some((label.to_owned(), self.url(path)));
        Ok(Some(Told { subject, paragraphs: vec![said], button, ..self.blank }))
    }

    async fn association(&self, id: domain::ids::AssociationId) -> Result<String, WriteError> {
        let association = self.rows.association(id).await?;
        Ok(association.map(|a| a.name.to_string()).unwrap_or_default())
    }

    /// A seat with its date, which is to come.
    async fn seat(&self, id: RegistrationId) -> Result<Option<(Registration, Entry)>, WriteError> {
        let seat = self.rows.dated_seat(id).await?;
        Ok(seat.filter(|(_, entry)| self.state.now() < entry.starts_at))
    }

    /// "Une place est gardée…", and where.
    fn seat_in_words(&self, name: &str, entry: &Entry) -> String {
        let lang = self.blank.lang;
        let (title, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
        let held = texts::mail::seat_held(lang, name, title, when);
        format!("{held}\n{}", self.place(entry))
    }

    fn place(&self, entry: &Entry) -> String {
        texts::mail::place(self.blank.lang, crate::workshops::pages::place(entry))
    }

    /// The page where an orientation is answered without an account.
    fn link(&self, orientation: &Orientation) -> String {
        let until = orientation.opened_at + HELD_FOR;
        let bearer = Bearer { purpose: Purpose::AnswerOrientation(orientation.id), until };
        format!("/lien/{}", links::sign(&self.state.link_key, &bearer))
    }

    async fn orientation(self, id: OrientationId) -> Says {
        let orientation = self.rows.orientation(id).await?;
        let open = orientation.filter(|o| o.state == orientation::State::Open);
        let Some(orientation) = open else { return Ok(None) };
        let lang = self.blank.lang;
        let name = self.association(orientation.association).await?;
        let to = place_name(self.rows, lang, orientation.to).await?;
        let mut paragraphs = Vec::new();
        match orientation.cause {
            Cause::Project(_) => paragraphs.push(texts::mail::orientation_project(lang).to_owned()),
            Cause::Tool(_) => paragraphs.push(texts::orient::cause_tool(lang).to_owned()),
            Cause::Date(_) => paragraphs.push(texts::orient::cause_date(lang).to_owned()),
            Cause::Declined(before) | Cause::Expired(before) => {
                paragraphs.extend(self.after(before).await?);
            }
            _ => {}
        }
        paragraphs
            .extend(orientation.reason.as_ref().map(|words| texts::mail::quoted(lang, words)));
        let seat = match orientation.registration {
            Some(seat) => self.seat(seat).await?,
            None => None,
        };
        match &seat {
            Some((seat, entry)) => {
                paragraphs.push(self.seat_in_words(&name, entry));
                if let Seat::Held { until } = seat.state {
                    paragraphs.push(texts::mail::answer_before(lang, dates::moment(lang, until)));
                }
            }
            None if orientation.to == Place::WIKI => {
                paragraphs.push(texts::mail::orientation_wiki(lang, name));
            }
            None => {
                paragraphs.push(texts::mail::orientation_team(lang, name, &to));
                if let Some(until) = orientation.until(None) {
                    let until = dates::moment(lang, until);
                    paragraphs.push(texts::mail::orientation_before(lang, until));
                }
            }
        }
        let button = texts::mail::answer(lang).to_owned();
        Ok(Some(Told {
            subject: texts::mail::orientation_opened_subject(lang, to),
            paragraphs,
            button: Some((button, self.url(&self.link(&orientation)))),
            after: vec![texts::mail::orientation_after(lang).to_owned()],
            ..self.blank
        }))
    }

    /// What became of the orientation before, when it was not the association that said no.
    async fn after(&self, before: OrientationId) -> Result<Option<String>, WriteError> {
        let Some(before) = self.rows.orientation(before).await? else { return Ok(None) };
        let lang = self.blank.lang;
        let whose = place_name(self.rows, lang, before.to).await?;
        Ok(match before.state {
            orientation::State::Declined { reason, .. }
                if orientation::DeclineReason::OF_RECEIVER.contains(&reason) =>
            {
                let reason = texts::decline_reason::of(lang, reason.code());
                Some(texts::mail::orientation_refused(lang, whose, reason))
            }
            orientation::State::Expired { .. } => {
                Some(texts::mail::orientation_expired(lang, whose))
            }
            _ => None,
        })
    }

    /// To who receives an association: who it is, what it asks for, and a link to answer.
    async fn received(self, id: OrientationId) -> Says {
        let orientation = self.rows.orientation(id).await?;
        let waits = orientation.filter(|o| o.ball().is_some_and(|(b, _)| b == o.to.receiver()));
        let Some(orientation) = waits else { return Ok(None) };
        let Some(until) = orientation.until(None).filter(|until| self.state.now() < *until) else {
            return Ok(None);
        };
        let lang = self.blank.lang;
        let name = self.association(orientation.association).await?;
        let from = place_name(self.rows, lang, orientation.from).await?;
        let bearer = Bearer { purpose: Purpose::ReceiveOrientation(id), until };
        let path = format!("/lien/{}", links::sign(&self.state.link_key, &bearer));
        let mut paragraphs = vec![texts::mail::orientation_received(lang, from, &name)];
        paragraphs
            .extend(orientation.reason.as_ref().map(|words| texts::mail::quoted(lang, words)));
        let before = dates::moment(lang, until);
        paragraphs.push(texts::mail::orientation_before(lang, before));
        Ok(Some(Told {
            subject: texts::mail::orientation_received_subject(lang, name),
            paragraphs,
            button: Some((texts::mail::answer(lang).to_owned(), self.url(&path))),
            after: vec![texts::mail::orientation_received_after(lang).to_owned()],
            ..self.blank
        }))
    }

    async fn honoured(self, id: OrientationId) -> Says {
        let orientation = self.rows.orientation(id).await?;
        let taken = orientation.filter(|o| matches!(o.state, orientation::State::Honoured { .. }));
        let Some(orientation) = taken else { return Ok(None) };
        let lang = self.blank.lang;
        let to = place_name(self.rows, lang, orientation.to).await?;
        let name = self.association(orientation.association).await?;
        let subject = texts::mail::orientation_honoured_subject(lang, &to);
        let said = texts::mail::orientation_honoured(lang, to, name);
        self.asks(subject, said, (texts::mail::orientation_honoured_button(lang), "/parcours"))
    }

    fn date(&self, entry: &Entry) -> (String, String) {
        let label = texts::mail::see_date(self.blank.lang).to_owned();
        (label, self.url(&format!("/agenda/{}", entry.id)))
    }

    async fn held_seat_ends(self, id: RegistrationId) -> Says {
        let (lang, now) = (self.blank.lang, self.state.now());
        let Some((seat, entry)) = self.seat(id).await? else { return Ok(None) };
        let Seat::Held { until } = seat.state else { return Ok(None) };
        if until <= now {
            return Ok(None);
        }
        let name = self.association(seat.association).await?;
        let orientations = self.rows.orientations(seat.journey).await?;
        let open =
            |o: &&Orientation| o.registration == Some(id) && o.state == orientation::State::Open;
        let path = match orientations.iter().find(open) {
            Some(orientation) => self.link(orientation),
            None => format!("/agenda/{}", entry.id),
        };
        let day = dates::moment(lang, until);
        Ok(Some(Told {
            subject: texts::mail::held_seat_ends_subject(lang, dates::day(lang, until)),
            paragraphs: vec![
                self.seat_in_words(&name, &entry),
                texts::mail::answer_before(lang, day),
            ],
            button: Some((texts::mail::answer(lang).to_owned(), self.url(&path))),
            ..self.blank
        }))
    }

    /// To who came; three questions, by a link.
    async fn how_was_it(self, id: RegistrationId) -> Says {
        let seat = self.rows.dated_seat(id).await?;
        let seat = seat.filter(|(seat, _)| seat.presence == Some(Presence::Present));
        let Some((_, entry)) = seat else { return Ok(None) };
        if !self.rows.said_after(&[id]).await?.is_empty() {
            return Ok(None);
        }
        let lang = self.blank.lang;
        let until = entry.ends_at + ASKED_FOR;
        let bearer = Bearer { purpose: Purpose::Evaluate(id), until };
        let path = format!("/bilan/{}", links::sign(&self.state.link_key, &bearer));
        let title = entry.title.to_string();
        let subject = texts::mail::how_was_it_subject(lang, &title);
        let said = texts::mail::how_was_it(lang, title);
        self.asks(subject, said, (texts::mail::answer(lang), &path))
    }

    async fn mentoring(self, id: MentoringId) -> Says {
        let mentoring = self.rows.mentoring(id).await?;
        let offered = mentoring.filter(|m| m.state == mentoring::State::Proposed);
        let Some(offered) = offered else { return Ok(None) };
        let lang = self.blank.lang;
        let helper = self.association(offered.helper).await?;
        let helped = self.association(offered.helped).await?;
        let mentor = self.rows.person_names([offered.mentor]).await?;
        let mentor = mentor.into_values().next().unwrap_or_default();
        let said = texts::mail::mentoring_offered(lang, mentor, &helper, helped);
        let subject = texts::mail::mentoring_offered_subject(lang, helper);
        self.asks(subject, said, (texts::mail::answer(lang), "/parcours"))
    }

    /// A project that has come to this state, and is there still.
    async fn project(self, id: ProjectId, state: ProjectState) -> Says {
        let project = self.rows.project(id).await?.filter(|p| p.state == state);
        let Some(Project { title, .. }) = project else { return Ok(None) };
        let (lang, title) = (self.blank.lang, title.to_string());
        let (subject, said, button) = match state {
            ProjectState::Delivered => (
                texts::mail::tool_delivered_subject(lang, &title),
                texts::mail::tool_delivered(lang, title),
                texts::mail::tool_delivered_button(lang),
            ),
            _ => (
                texts::mail::project_selected_subject(lang, &title),
                texts::mail::project_selected(lang, title),
                texts::mail::project_selected_button(lang),
            ),
        };
        self.asks(subject, said, (button, &format!("/projet/{id}")))
    }

    async fn tool_used(self, id: ProjectId) -> Says {
        let project = self.rows.project(id).await?.filter(|p| p.state == ProjectState::Signed);
        let Some(Project { title, .. }) = project else { return Ok(None) };
        let lang = self.blank.lang;
        let subject = texts::mail::tool_used_subject(lang, title.to_string());
        let said = texts::mail::tool_used(lang).to_owned();
        self.asks(subject, said, (texts::mail::answer(lang), "/parcours"))
    }

    /// Who waits for volunteers, or for the organizers of an action.
    async fn waiting(self, action: Option<Action>) -> Says {
        let (lang, now) = (self.blank.lang, self.state.now());
        let journeys = self.rows.journeys().await?;
        let names = self.rows.association_names().await?;
        let desk = dashboard::Desk::read(&journeys, now);
        let theirs = |w: &&dashboard::Waiting| match action {
            Some(action) => w.for_the_programme() && w.action() == Some(action),
            None => w.next.ball == Ball::Volunteers,
        };
        let waiting = desk.waiting.iter().filter(theirs);
        let names: Vec<_> = waiting.filter_map(|w| names.get(&w.association)).cloned().collect();
        let count = i64::try_from(names.len()).unwrap_or(i64::MAX);
        if count == 0 {
            return Ok(None);
        }
        let (subject, button, path) = match action {
            Some(_) => (
                texts::mail::associations_wait_subject(lang, count),
                texts::mail::associations_wait_button(lang),
                "/bureau",
            ),
            None => (
                texts::mail::diagnoses_wait_subject(lang, count),
                texts::mail::diagnoses_wait_button(lang),
                "/diagnostics",
            ),
        };
        self.asks(subject, names.join("\n"), (button, path))
    }
}
