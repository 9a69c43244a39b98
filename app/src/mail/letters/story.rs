//! Letters about an association’s story: one that asks for it, one that says why it was taken down, those of encounters.

use super::{Says, Telling};
use crate::links::sign;
use crate::mail::Told;
use domain::accounts::{Bearer, Purpose};
use domain::ids::{SoughtId, TalkId, TestimonyId};
use domain::text::Words;
use domain::wiki::TestimonyState;
use domain::wiki::encounter::{Encounter, Talk, TalkState};
use store::WriteError;
use texts::dates;

impl Telling<'_> {
    /// With a link that needs no account; `again`, a reminder. None: it was answered meanwhile.
    pub(super) async fn story(self, sought: Option<SoughtId>, again: bool) -> Says {
        let Some(id) = sought else { return Ok(None) };
        let now = self.state.now();
        let sought = self.rows.sought(id).await?;
        let open = sought.filter(|sought| sought.answer.is_none() && sought.is_open(now));
        let Some(sought) = open else { return Ok(None) };
        let lang = self.blank.lang;
        let name = self.association(sought.association).await?;
        let bearer = Bearer { purpose: Purpose::Testify(id), until: sought.until() };
        let path = format!("/temoigner/{}", sign(&self.state.link_key, &bearer));
        let (subject, said) = match again {
            false => (
                texts::mail::testimony_asked_subject(lang).to_owned(),
                texts::mail::testimony_asked(lang, name),
            ),
            true => (
                texts::mail::testimony_again_subject(lang).to_owned(),
                texts::mail::testimony_again(lang, name),
            ),
        };
        let until = texts::dates::day(lang, sought.until());
        Ok(Some(Told {
            subject,
            paragraphs: vec![said, texts::mail::testimony_how(lang).to_owned()],
            button: Some((texts::mail::testimony_asked_button(lang).to_owned(), self.url(&path))),
            after: vec![texts::mail::testimony_no(lang, until)],
            ..self.blank
        }))
    }

    /// Would it tell its story that day? None: it has answered, or the day has come.
    pub(super) async fn talk_proposed(self, id: TalkId) -> Says {
        let Some((talk, encounter)) = self.talk(id).await? else { return Ok(None) };
        let open = talk.state == TalkState::Asked && encounter.to_come(self.state.now()).is_ok();
        if !open {
            return Ok(None);
        }
        let (lang, entry) = (self.blank.lang, encounter.entry);
        let name = self.association(talk.association).await?;
        let when = dates::moment(lang, entry.starts_at);
        let said = texts::mail::talk_proposed(lang, name, entry.title.as_str(), when);
        let said = format!("{said}\n{}", self.place(&entry));
        let about = texts::mail::talk_about(lang, talk.title.as_str(), i64::from(talk.minutes));
        let subject = texts::mail::talk_proposed_subject(lang, entry.title.as_str());
        let path = format!("/agenda/{}", entry.id);
        let told = self.asks(subject, said, (texts::mail::answer(lang), &path))?;
        Ok(told.map(|mut told| {
            told.paragraphs.push(about);
            told.after.push(texts::mail::talk_proposed_after(lang).to_owned());
            told
        }))
    }

    /// The encounter where it tells, or was asked to, is held at another time or place, or not at all. None: it said no
    /// meanwhile, or the day has come.
    pub(super) async fn talk_changed(self, id: TalkId) -> Says {
        let Some((talk, Encounter { entry, .. })) = self.talk(id).await? else { return Ok(None) };
        if talk.state == TalkState::Declined || entry.ends_at <= self.state.now() {
            return Ok(None);
        }
        let (lang, title) = (self.blank.lang, entry.title.as_str());
        let when = dates::moment(lang, entry.starts_at);
        let off = entry.called_off.is_some();
        let subject = match off {
            true => texts::mail::talk_called_off_subject(lang, title, &when),
            false => texts::mail::date_moved_subject(lang, title, &when),
        };
        let said = match off {
            true => texts::mail::talk_called_off(lang, title, &when),
            false => {
                let moved = texts::mail::talk_moved(lang, title, &when);
                format!("{moved}\n{}", self.place(&entry))
            }
        };
        let path = format!("/agenda/{}", entry.id);
        self.asks(subject, said, (texts::mail::see_date(lang), &path))
    }

    /// What was noted while it told is in its hands.
    pub(super) async fn notes_given(self, id: TalkId) -> Says {
        let Some((talk, Encounter { entry, .. })) = self.talk(id).await? else { return Ok(None) };
        let Some(testimony) = talk.testimony else { return Ok(None) };
        let (lang, title) = (self.blank.lang, entry.title.as_str());
        let name = self.association(talk.association).await?;
        let subject = texts::mail::notes_given_subject(lang, title);
        let said = texts::mail::notes_given(lang, name, title);
        let path = format!("/temoignage/{testimony}");
        let told = self.asks(subject, said, (texts::mail::notes_given_button(lang), &path))?;
        Ok(told.map(|mut told| {
            told.after.push(texts::mail::notes_given_after(lang).to_owned());
            told
        }))
    }

    async fn talk(&self, id: TalkId) -> Result<Option<(Talk, Encounter)>, WriteError> {
        let Some(talk) = self.rows.talk(id).await? else { return Ok(None) };
        let encounter = self.rows.encounter(talk.entry).await?;
        Ok(encounter.map(|encounter| (talk, encounter)))
    }
    /// None: it is published again.
    pub(super) async fn story_taken_down(self, id: TestimonyId, why: &Words) -> Says {
        let testimony = self.rows.testimony(id).await?;
        let down = testimony.filter(|one| one.state == TestimonyState::Sketched);
        let Some(testimony) = down else { return Ok(None) };
        let Some(page) = self.rows.page(testimony.page).await? else { return Ok(None) };
        let (lang, title) = (self.blank.lang, page.title.as_str());
        let button = texts::mail::story_taken_down_button(lang).to_owned();
        Ok(Some(Told {
            subject: texts::mail::story_taken_down_subject(lang, title),
            paragraphs: vec![texts::mail::story_taken_down(lang, title), why.to_string()],
            button: Some((button, self.url(&format!("/temoignage/{id}")))),
            after: vec![texts::mail::story_taken_down_after(lang).to_owned()],
            ..self.blank
        }))
    }
}
