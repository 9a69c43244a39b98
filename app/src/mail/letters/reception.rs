//! Letters about reception days and visits.

use super::{Says, Telling, Told};
use crate::accounts::session::BEGUN_FOR;
use crate::links;
use domain::accounts::{Bearer, Purpose};
use domain::ids::{BegunId, CallId, EntryId, PersonId, RegistrationId, VisitId};
use domain::reception::{ANSWERED_WITHIN, Visit, VisitState};
use domain::workshops::Seat;
use store::WriteError;
use texts::dates;

impl Telling<'_> {
    /// To a volunteer: a day at the desk, which is to come.
    pub(super) async fn duty(self, id: EntryId, tomorrow: bool) -> Says {
        let Some(day) = self.rows.reception(id).await? else { return Ok(None) };
        let entry = &day.seating.entry;
        if entry.starts_at <= self.state.now() || entry.called_off.is_some() {
            return Ok(None);
        }
        let lang = self.blank.lang;
        let (title, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
        let (subject, said) = match tomorrow {
            true => (
                texts::mail::duty_tomorrow_subject(lang, &title),
                texts::mail::duty_tomorrow(lang, &title, when),
            ),
            false => (
                texts::mail::on_duty_subject(lang, &title),
                texts::mail::on_duty(lang, &title, when),
            ),
        };
        let said = format!("{said}\n{}", self.place(entry));
        let path = format!("/accueil/{id}");
        self.asks(subject, said, (texts::mail::on_duty_button(lang), &path))
    }

    /// To a volunteer who was to be at the desk.
    pub(super) async fn duty_called_off(self, id: EntryId) -> Says {
        let Some(entry) = self.rows.entry(id).await? else { return Ok(None) };
        let lang = self.blank.lang;
        let (title, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
        let subject = texts::mail::date_called_off_subject(lang, &title, &when);
        let said = texts::mail::duty_called_off(lang, title, when);
        let button = match entry.kind.has_slots() {
            true => (texts::mail::duty_called_off_button(lang), "/accueils"),
            false => (texts::desk::see_agenda(lang), "/agenda"),
        };
        self.asks(subject, said, button)
    }

    /// To an association: the seat that is held for it instead, or what it can do without one.
    pub(super) async fn date_called_off(
        self,
        had: RegistrationId,
        instead: Option<RegistrationId>,
        begun: Option<BegunId>,
    ) -> Says {
        let Some((seat, entry)) = self.rows.dated_seat(had).await? else { return Ok(None) };
        let lang = self.blank.lang;
        let name = self.association(seat.association).await?;
        let (title, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
        let held = match instead {
            Some(seat) => self.seat(seat).await?,
            None => None,
        };
        let page = begun.map(|begun| {
            let until = self.state.now() + BEGUN_FOR;
            let bearer = Bearer { purpose: Purpose::Begin(begun), until };
            format!("/debut/{}", links::sign(&self.state.link_key, &bearer))
        });
        let subject = texts::mail::date_called_off_subject(lang, &title, &when);
        let (slots, kind, theme) = (entry.kind.has_slots(), entry.kind.code(), entry.theme);
        let mut paragraphs = vec![match slots {
            true => texts::mail::date_called_off(lang, &name, title, when),
            false => texts::mail::session_called_off(lang, &name, title, when),
        }];
        let (label, path) = match held {
            Some((seat, entry)) => {
                paragraphs.push(self.seat_in_words(&name, &entry));
                if let Seat::Held { until } = seat.state {
                    paragraphs.push(texts::mail::answer_before(lang, dates::moment(lang, until)));
                }
                let label = match slots {
                    true => texts::mail::date_called_off_button(lang),
                    false => texts::mail::session_called_off_button(lang),
                };
                (label, format!("/agenda/{}", entry.id))
            }
            None if !slots => {
                paragraphs.push(texts::mail::session_called_off_none(lang).to_owned());
                let theme = theme.map(|theme| format!("&theme={theme}")).unwrap_or_default();
                let dates = format!("/agenda?genre={kind}{theme}");
                (texts::mail::session_called_off_agenda(lang), dates)
            }
            None => {
                paragraphs.push(texts::mail::date_called_off_visit(lang).to_owned());
                (texts::refusal::ask_visit(lang), "/visite".to_owned())
            }
        };
        let path = page.unwrap_or(path);
        let button = Some((label.to_owned(), self.url(&path)));
        Ok(Some(Told { subject, paragraphs, button, ..self.blank }))
    }

    /// To who has a seat, or waits for one: when and where it is now.
    pub(super) async fn date_moved(self, seat: RegistrationId) -> Says {
        let Some((_, entry)) = self.seat(seat).await? else { return Ok(None) };
        if entry.called_off.is_some() {
            return Ok(None);
        }
        let lang = self.blank.lang;
        let (title, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
        let subject = texts::mail::date_moved_subject(lang, &title, &when);
        let said = texts::mail::date_moved(lang, title, when);
        let said = format!("{said}\n{}", self.place(&entry));
        let path = format!("/agenda/{}", entry.id);
        self.asks(subject, said, (texts::mail::see_date(lang), &path))
    }

    async fn told_visit(&self, id: VisitId) -> Result<Option<(Visit, String)>, WriteError> {
        let Some(visit) = self.rows.visit(id).await? else { return Ok(None) };
        let name = self.association(visit.association).await?;
        Ok(Some((visit, name)))
    }

    /// To a volunteer: can they make it? The link in it answers without signing in.
    pub(super) async fn visit_proposed(self, id: CallId) -> Says {
        let Some(call) = self.rows.call(id).await? else { return Ok(None) };
        let Some((visit, name)) = self.told_visit(call.visit).await? else { return Ok(None) };
        if visit.state != VisitState::Asked || call.declined_at.is_some() {
            return Ok(None);
        }
        let lang = self.blank.lang;
        let until = call.at + ANSWERED_WITHIN;
        let bearer = Bearer { purpose: Purpose::AnswerCall(id), until };
        let path = format!("/visite/{}", links::sign(&self.state.link_key, &bearer));
        let subject = texts::mail::visit_proposed_subject(lang, visit.area.to_string());
        let said = texts::mail::visit_proposed(lang, name, visit.area.to_string());
        let after = texts::mail::visit_proposed_after(lang, dates::moment(lang, until));
        let words = visit.words.to_string();
        let told = self.asks(subject, said, (texts::mail::answer(lang), &path))?;
        Ok(told.map(|mut told| {
            told.paragraphs.push(words);
            told.after.push(after);
            told
        }))
    }

    /// To a volunteer who was chosen.
    pub(super) async fn visit_given(self, id: VisitId) -> Says {
        let Some((visit, name)) = self.told_visit(id).await? else { return Ok(None) };
        let VisitState::Taken(_) = visit.state else { return Ok(None) };
        let lang = self.blank.lang;
        let subject = texts::mail::visit_given_subject(lang, &name);
        let said = texts::mail::visit_given(lang, name);
        self.asks(subject, said, (texts::mail::visit_given_button(lang), "/visites"))
    }

    /// To a volunteer who was to come.
    pub(super) async fn visit_withdrawn(self, id: VisitId) -> Says {
        let Some((_, name)) = self.told_visit(id).await? else { return Ok(None) };
        let lang = self.blank.lang;
        let subject = texts::mail::visit_withdrawn_subject(lang, &name);
        let said = texts::mail::visit_withdrawn(lang, name);
        self.asks(subject, said, (texts::mail::visit_given_button(lang), "/visites"))
    }

    /// To the association: who comes.
    pub(super) async fn visit_taken(self, id: VisitId, by: PersonId) -> Says {
        let Some((visit, name)) = self.told_visit(id).await? else { return Ok(None) };
        if visit.state != VisitState::Taken(by) {
            return Ok(None);
        }
        let who = self.rows.person_names([by]).await?.into_values().next();
        let (lang, who) = (self.blank.lang, who.unwrap_or_default());
        let subject = texts::mail::visit_taken_subject(lang).to_owned();
        let said = texts::mail::visit_taken(lang, who, name);
        self.asks(subject, said, (texts::mail::visit_taken_button(lang), "/visite"))
    }

    /// To organizers: nobody has accepted.
    pub(super) async fn visit_unanswered(self, id: VisitId) -> Says {
        let Some((visit, name)) = self.told_visit(id).await? else { return Ok(None) };
        if visit.state != VisitState::WithOrganizers {
            return Ok(None);
        }
        let lang = self.blank.lang;
        let subject = texts::mail::visit_unanswered_subject(lang, &name);
        let since = dates::date(lang, visit.asked_at);
        let said = texts::mail::visit_unanswered(lang, name, since);
        self.asks(subject, said, (texts::mail::visit_unanswered_button(lang), "/visites"))
    }
}
