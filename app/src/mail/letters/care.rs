//! Letters on what readers ask and report of pages, on what becomes of what waited to be read over, and on pages that nobody has looked at for long.

use super::{Says, Telling};
use crate::mail::Told;
use domain::ids::{PersonId, QuestionId, ReportId, RevisionId};
use domain::wiki::{Audience, Page};
use store::WriteError;

impl Telling<'_> {
    pub(super) async fn page_asked(self, id: QuestionId) -> Says {
        let question = self.rows.question(id).await?.filter(|q| q.answer.is_none());
        let Some(question) = question else { return Ok(None) };
        let Some(page) = self.rows.page(question.page).await? else { return Ok(None) };
        let lang = self.blank.lang;
        let title = page.title.to_string();
        let mut paragraphs = vec![texts::mail::page_asked(lang, &title)];
        paragraphs.extend(self.said_of(&page, Some(question.words)).await?);
        let path = format!("/wiki/{}/questions", page.slug);
        let button = Some((texts::mail::page_asked_button(lang).to_owned(), self.url(&path)));
        Ok(Some(Told {
            subject: texts::mail::page_asked_subject(lang, title),
            paragraphs,
            button,
            after: vec![texts::mail::page_asked_after(lang).to_owned()],
            ..self.blank
        }))
    }

    pub(super) async fn page_answered(self, id: QuestionId) -> Says {
        let Some(question) = self.rows.question(id).await? else { return Ok(None) };
        let Some(answer) = question.answer else { return Ok(None) };
        let Some(page) = self.rows.page(question.page).await? else { return Ok(None) };
        let lang = self.blank.lang;
        let title = page.title.to_string();
        let path = format!("/wiki/{}/questions", page.slug);
        let button = Some((texts::mail::page_answered_button(lang).to_owned(), self.url(&path)));
        let mut paragraphs = vec![texts::mail::page_answered(lang, &title)];
        paragraphs.extend(self.said_of(&page, Some(question.words)).await?);
        paragraphs.extend(self.said_of(&page, Some(answer.words)).await?);
        Ok(Some(Told {
            subject: texts::mail::page_answered_subject(lang, title),
            paragraphs,
            button,
            ..self.blank
        }))
    }

    pub(super) async fn page_reported(self, id: ReportId) -> Says {
        let report = self.rows.report(id).await?.filter(|report| report.closed.is_none());
        let Some(report) = report else { return Ok(None) };
        let Some(page) = self.rows.page(report.page).await? else { return Ok(None) };
        let lang = self.blank.lang;
        let title = page.title.to_string();
        let reason = texts::report_reason::of(lang, report.reason.code());
        let mut paragraphs = vec![texts::mail::page_reported(lang, &title, reason)];
        paragraphs.extend(self.said_of(&page, report.words).await?);
        let button = (texts::mail::page_reported_button(lang), "/pages/a-soigner");
        Ok(Some(Told {
            subject: texts::mail::page_reported_subject(lang, title),
            paragraphs,
            button: Some((button.0.to_owned(), self.url(button.1))),
            ..self.blank
        }))
    }

    pub(super) async fn page_shown(self, id: RevisionId) -> Says {
        let Some(revision) = self.rows.revision(id).await? else { return Ok(None) };
        let Some(page) = self.rows.page(revision.page).await? else { return Ok(None) };
        let (lang, title) = (self.blank.lang, revision.title.to_string());
        self.asks(
            texts::mail::page_shown_subject(lang, &title),
            texts::mail::page_shown(lang, &title),
            (texts::mail::page_shown_button(lang), &format!("/wiki/{}", page.slug)),
        )
    }

    pub(super) async fn page_given_back(self, id: RevisionId) -> Says {
        let Some(revision) = self.rows.revision(id).await? else { return Ok(None) };
        let Some(page) = self.rows.page(revision.page).await? else { return Ok(None) };
        // Somebody has seen to it since.
        if self.rows.last_revision(page.id).await?.is_none_or(|head| head.id != id) {
            return Ok(None);
        }
        let (lang, title) = (self.blank.lang, revision.title.to_string());
        let mut paragraphs = vec![texts::mail::page_given_back(lang, &title)];
        paragraphs.extend(self.said_of(&page, revision.summary).await?);
        let edit = self.url(&format!("/wiki/{}/modifier", page.slug));
        Ok(Some(Told {
            subject: texts::mail::page_given_back_subject(lang, title),
            paragraphs,
            button: Some((texts::mail::page_given_back_button(lang).to_owned(), edit)),
            after: vec![texts::mail::page_given_back_after(lang).to_owned()],
            ..self.blank
        }))
    }

    pub(super) async fn pages_to_check(self, person: PersonId) -> Says {
        let asked = self.rows.answering_for_unchecked(self.state.now()).await?;
        if !asked.iter().any(|(one, _)| *one == person) {
            return Ok(None);
        }
        let lang = self.blank.lang;
        self.asks(
            texts::mail::pages_to_check_subject(lang).to_owned(),
            texts::mail::pages_to_check(lang).to_owned(),
            (texts::mail::pages_to_check_button(lang), "/pages/a-soigner"),
        )
    }

    /// What somebody said of a page. Where only some read it, it is not sent about.
    async fn said_of(
        &self,
        page: &Page,
        words: Option<impl ToString>,
    ) -> Result<Option<String>, WriteError> {
        let space = self.rows.space(page.space).await?;
        let open = space.is_some_and(|space| space.reads != Audience::Circle);
        Ok(words.filter(|_| open).map(|words| words.to_string()))
    }
}
