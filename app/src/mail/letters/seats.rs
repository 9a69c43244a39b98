//! Letters about one seat, in words. Each holds a link that answers for it without an account.

use super::{Says, Telling};
use crate::calendar::load::seat_path;
use crate::diagnosis::load::theme_title;
use crate::links;
use crate::mail::Told;
use chrono::{DateTime, Utc};
use domain::accounts::{Bearer, Purpose};
use domain::ids::{EntryId, RegistrationId};
use domain::text::Lang;
use domain::workshops::{CancelledBy, Entry, Seat};
use texts::dates;

impl Telling<'_> {
    /// The page where this seat is answered for until then, without an account.
    fn seat_link(&self, id: RegistrationId, until: DateTime<Utc>) -> String {
        let bearer = Bearer { purpose: Purpose::AnswerSeat(id), until };
        format!("/place/{}", links::sign(&self.state.link_key, &bearer))
    }

    pub(super) async fn seat_taken(self, id: RegistrationId) -> Says {
        let (subject, said) = (texts::mail::seat_taken_subject, texts::mail::seat_taken);
        self.expected(id, subject, said, true).await
    }

    pub(super) async fn date_tomorrow(self, id: RegistrationId) -> Says {
        let subject =
            |lang, title: String, _when: String| texts::mail::date_tomorrow_subject(lang, title);
        self.expected(id, subject, texts::mail::date_tomorrow, false).await
    }

    /// A seat that is theirs, and the link that gives it back; with the calendar's file, the first time.
    async fn expected(
        self,
        id: RegistrationId,
        subject: impl Fn(Lang, String, String) -> String,
        said: impl Fn(Lang, String, String, String) -> String,
        with_file: bool,
    ) -> Says {
        let seat = self.seat(id).await?.filter(|(seat, _)| seat.state == Seat::Registered);
        let Some((seat, entry)) = seat else { return Ok(None) };
        let lang = self.blank.lang;
        let name = self.association(seat.association).await?;
        let (title, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
        let said = said(lang, name, title.clone(), when.clone());
        let link = self.url(&self.seat_link(id, entry.starts_at));
        let file = with_file.then(|| {
            let file = self.url(&seat_path(self.state, id, &entry));
            texts::mail::seat_in_calendar(lang, file)
        });
        let after = [texts::mail::seat_taken_after(lang).to_owned()].into_iter().chain(file);
        Ok(Some(Told {
            subject: subject(lang, title, when),
            paragraphs: vec![format!("{said}\n{}", self.place(&entry))],
            button: Some((texts::mail::see_or_give_back(lang).to_owned(), link)),
            after: after.collect(),
            ..self.blank
        }))
    }

    /// A seat that they waited for: to be answered before it passes on.
    pub(super) async fn seat_offered(self, id: RegistrationId) -> Says {
        let Some((seat, entry)) = self.seat(id).await? else { return Ok(None) };
        let Seat::Offered { until } = seat.state else { return Ok(None) };
        if until <= self.state.now() {
            return Ok(None);
        }
        let lang = self.blank.lang;
        let name = self.association(seat.association).await?;
        let (title, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
        let said = texts::mail::seat_offered(lang, name, &title, &when);
        let before = texts::mail::seat_offered_until(lang, dates::moment(lang, until));
        let link = self.url(&self.seat_link(id, until));
        Ok(Some(Told {
            subject: texts::mail::seat_offered_subject(lang, title, when),
            paragraphs: vec![format!("{said}\n{}", self.place(&entry)), before],
            button: Some((texts::mail::answer(lang).to_owned(), link)),
            after: vec![texts::mail::seat_offered_after(lang).to_owned()],
            ..self.blank
        }))
    }

    /// Nobody answered in time. Where an orientation led there, what comes next is told with that.
    pub(super) async fn seat_passed(self, id: RegistrationId) -> Says {
        let silent = Seat::Cancelled(CancelledBy::Silence);
        let seat = self.seat(id).await?.filter(|(seat, _)| seat.state == silent);
        let Some((seat, entry)) = seat else { return Ok(None) };
        let orientations = self.rows.orientations(seat.journey).await?;
        if orientations.iter().any(|o| o.registration == Some(id)) {
            return Ok(None);
        }
        let lang = self.blank.lang;
        let name = self.association(seat.association).await?;
        let (title, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
        let subject = texts::mail::seat_passed_subject(lang, &title);
        let said = texts::mail::seat_passed(lang, name, title, when);
        let button = Some(self.date(&entry));
        Ok(Some(Told { subject, paragraphs: vec![said], button, ..self.blank }))
    }

    /// A session on a theme that was advised: to register, as anybody does.
    pub(super) async fn session_opened(self, id: EntryId) -> Says {
        let (lang, now) = (self.blank.lang, self.state.now());
        let open = |entry: &Entry| now < entry.starts_at && entry.called_off.is_none();
        let Some(entry) = self.rows.entry(id).await?.filter(open) else { return Ok(None) };
        let theme = theme_title(lang, entry.theme.as_deref().unwrap_or_default());
        let (title, when) = (entry.title.to_string(), dates::moment(lang, entry.starts_at));
        let subject = texts::mail::session_opened_subject(lang, &title, &when);
        let said = texts::mail::session_opened(lang, theme, title, when);
        let said = format!("{said}\n{}", self.place(&entry));
        self.asks(
            subject,
            said,
            (texts::mail::session_opened_button(lang), &format!("/agenda/{id}")),
        )
    }
}
