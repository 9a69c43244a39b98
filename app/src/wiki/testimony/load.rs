//! What writing a testimony needs to know.

use super::facts;
use crate::error::AppError;
use crate::links::sign;
use crate::request::Request;
use crate::wiki::load::{Files, Known, known};
use chrono::{DateTime, Utc};
use domain::accounts::{Actor, Bearer, Denied, Purpose, TellerHat};
use domain::act::Outcome;
use domain::ids::TestimonyId;
use domain::journey::Journey;
use domain::mail::{Letter, News, Reader};
use domain::text::{Fault, Faults, Lang, Source, Title, Words, unless_empty};
use domain::wiki::fact::{Consent, Fact, FactKind, Facts, Telling};
use domain::wiki::guide::{Guide, Question, both};
use domain::wiki::markup::{Block, Document, parse, print};
use domain::wiki::sought::{Due, Sought, due};
use domain::wiki::{Page, Revision, Testimony};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Rows, Tx, WriteError};
use texts::dates;

/// The heading under which a question is answered.
pub fn heading(lang: Lang) -> impl Fn(Question) -> &'static str {
    move |question| texts::story::of(lang, question.code())
}

/// The question that a heading asks, in either language.
pub fn asks(words: &str) -> Option<Question> {
    let named = |question: &Question| {
        [Lang::Fr, Lang::En].into_iter().any(|lang| heading(lang)(*question) == words)
    };
    Question::ALL.into_iter().find(named)
}

/// A title and a first line, in the language of who asks. They tell no fact: all else is for the association to say.
///
/// Errors: `Missing` if the association is gone; those of loading.
pub async fn draft(
    tx: &Tx<'_>,
    lang: Lang,
    journey: &Journey,
) -> Result<(Title, Source), WriteError> {
    let association = tx.association(journey.head.association).await?.ok_or(WriteError::Missing)?;
    let name = association.name.as_str();
    let title = texts::draft::title(lang, name);
    let begun = dates::date(lang, journey.head.opened_at);
    let blocks = vec![Block::paragraph(&texts::draft::intro(lang, name, begun))];
    let title = Title::parse(&cut(&title, Title::MAX)).map_err(fault("title"))?;
    let source = cut(&print(&Document { blocks }), Source::MAX);
    Ok((title, Source::parse(&source).map_err(fault("beginning"))?))
}

fn fault(field: &str) -> impl Fn(Fault) -> WriteError {
    move |fault| WriteError::Faults(Faults::one(field, fault))
}

/// At most `max` characters, the last of them "…" if some were left out.
fn cut(text: &str, max: u32) -> String {
    let max = max as usize;
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(max - 1).collect();
    cut.push('…');
    cut
}

/// Whether who asks could tell a story at all: signed in for an association, or holding a link.
pub fn may_tell(request: &Request) -> Result<(), Denied> {
    match request.actor {
        Actor::Bearer(_) => Ok(()),
        _ => request.actor.member().map(drop),
    }
}

/// What the link of who asks was sent for. None: there is no link, or it is for something else.
pub async fn sought_of(rows: &Rows<'_>) -> Result<Option<Sought>, WriteError> {
    match rows.actor() {
        Actor::Bearer(Bearer { purpose: Purpose::Testify(id), .. }) => Ok(rows.sought(*id).await?),
        _ => Ok(None),
    }
}

/// The proof that who acts may write this testimony.
pub async fn teller_of(tx: &Tx<'_>, testimony: &Testimony) -> Result<TellerHat, WriteError> {
    let sought = sought_of(tx).await?;
    let (id, association) = (testimony.id, testimony.association);
    Ok(tx.actor().teller(id, association, sought.as_ref(), tx.act().at)?)
}

/// Where a testimony is written: by the link that who asks holds, or signed in.
pub fn place(request: &Request, testimony: TestimonyId) -> String {
    match &request.actor {
        Actor::Bearer(bearer) => format!("/temoigner/{}", sign(&request.state.link_key, bearer)),
        _ => format!("/temoignage/{testimony}"),
    }
}

/// Asks for their stories those who have used their tool for months, and notes it: what is to be written, to whom.
pub async fn ask_today(
    tx: &Tx<'_>,
    outcome: Outcome<()>,
) -> Result<(Outcome<()>, Vec<News>), WriteError> {
    let before = tx.all_sought().await?;
    let (mut outcome, mut told) = (outcome, Vec::new());
    for journey in tx.journeys().await? {
        let association = journey.head.association;
        let before = before.get(&association).map(Vec::as_slice).unwrap_or_default();
        let Some(due) = due(tx.act().at, &journey, before) else { continue };
        let again = matches!(due, Due::Remind(_));
        let noted = due.note(tx.act(), &journey);
        let letter = Letter::TestimonyAsked { association, sought: Some(noted.answer.id), again };
        told.push(News { to: Reader::Association(association), letter });
        outcome = outcome.and(noted);
    }
    Ok((outcome, told))
}

/// What a form sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Typed {
    title: Title,
    beginning: String,
    answers: Vec<String>,
    tell: BTreeMap<FactKind, Choice>,
}

/// What is made of one fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Choice {
    /// As it was agreed to before or, for the first time, as the journey tells it.
    AsIs,
    /// As the journey tells it now.
    Renewed,
    Reworded(Words),
    Hidden,
}

impl Typed {
    /// Reads what was typed: answers in the order of [`Question::ALL`].
    pub fn read(
        title: &str,
        beginning: &str,
        answers: [String; 4],
        tell: &BTreeMap<String, String>,
        words: &BTreeMap<String, String>,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let title = faults.take("title", Title::parse(title));
        let mut chosen = BTreeMap::new();
        for (name, choice) in tell.iter().filter(|(_, choice)| !choice.is_empty()) {
            let typed = words.get(name).map(String::as_str).unwrap_or_default();
            match Choice::read(choice, typed) {
                Ok(choice) => chosen.extend(FactKind::from_code(name).map(|kind| (kind, choice))),
                Err((field, fault)) => faults.0.push((format!("{field}[{name}]"), fault)),
            }
        }
        let mut text = |field: &str, typed: &str| {
            let read = faults.take(field, unless_empty(typed, Source::parse));
            read.map(|text| text.map_or_else(String::new, |text| text.to_string()))
        };
        let beginning = text("beginning", beginning);
        let answers = Question::ALL.iter().zip(&answers);
        let answers: Vec<_> = answers.map(|(asked, typed)| text(asked.code(), typed)).collect();
        match (title, beginning, answers.into_iter().collect()) {
            (Some(title), Some(beginning), Some(answers)) if faults.is_empty() => {
                Ok(Self { title, beginning, answers, tell: chosen })
            }
            _ => Err(faults),
        }
    }

    /// What is agreed to of each fact that something is said of: the journey is asked, not the form.
    pub async fn tellings(
        &self,
        rows: &Rows<'_>,
        testimony: &Testimony,
        before: &[Consent],
        now: DateTime<Utc>,
    ) -> Result<BTreeMap<FactKind, Telling>, WriteError> {
        let journey = rows.journey(testimony.journey).await?.ok_or(WriteError::Missing)?;
        let today = facts::known(rows, &journey, now).await?;
        let today: BTreeMap<_, _> = today.into_iter().map(|fact| (fact.kind(), fact)).collect();
        let telling = |(kind, choice): (&FactKind, &Choice)| {
            let kept = before.iter().find(|consent| consent.kind == *kind);
            let as_it_is = || today.get(kind).cloned().map(Telling::AsIs);
            let telling = match choice {
                Choice::Hidden => Some(Telling::Hidden),
                Choice::Reworded(words) => Some(Telling::Reworded(words.clone())),
                Choice::Renewed => as_it_is(),
                Choice::AsIs => match kept.map(|consent| &consent.telling) {
                    Some(told @ Telling::AsIs(_)) => Some(told.clone()),
                    _ => as_it_is(),
                },
            };
            telling.map(|telling| (*kind, telling))
        };
        Ok(self.tell.iter().filter_map(telling).collect())
    }

    /// The text, as a change of the one that its author had read: its answers, and a place for each fact that is told.
    pub fn text(&self, lang: Lang, read: &Revision, told: &Facts) -> String {
        let answers = Question::ALL.into_iter().zip(self.answers.iter().cloned()).collect();
        let told: Vec<_> = FactKind::ALL.into_iter().filter(|k| told.get(*k).is_some()).collect();
        let guide = Guide::read(read.source.as_str(), asks);
        guide.with(self.beginning.clone(), answers).telling(&told).print(heading(lang))
    }

    /// The title and the text, to be stored.
    pub fn said(
        &self,
        lang: Lang,
        read: &Revision,
        told: &Facts,
    ) -> Result<(Title, Source), WriteError> {
        let source = Source::parse(&self.text(lang, read, told)).map_err(fault("before"))?;
        Ok((self.title.clone(), source))
    }
}

impl Choice {
    /// Errors: the field to mend, and what is wrong with it.
    fn read(choice: &str, words: &str) -> Result<Self, (&'static str, Fault)> {
        match choice {
            "as_is" => Ok(Self::AsIs),
            "renewed" => Ok(Self::Renewed),
            "hidden" => Ok(Self::Hidden),
            "reworded" => Words::parse(words).map(Self::Reworded).map_err(|fault| ("words", fault)),
            _ => Err(("tell", Fault::Choice)),
        }
    }
}

/// What is told once these tellings are agreed to.
pub fn told(before: &[Consent], tellings: &BTreeMap<FactKind, Telling>) -> Facts {
    let kept = before.iter().filter(|consent| !tellings.contains_key(&consent.kind));
    let kept = kept.map(|consent| (consent.kind, consent.telling.clone()));
    Facts::new(kept.chain(tellings.iter().map(|(kind, telling)| (*kind, telling.clone()))))
}

/// A testimony in its author's hands.
pub struct Written {
    pub testimony: Testimony,
    pub page: Page,
    /// Its newest state, published or not.
    pub head: Revision,
    pub guide: Guide,
    pub facts: Vec<Proposed>,
    pub consents: Vec<Consent>,
    /// Until when a link lets somebody write it without an account. None: there is none.
    pub link_until: Option<DateTime<Utc>>,
}

/// A fact that may be told.
pub struct Proposed {
    pub kind: FactKind,
    /// As the journey tells it now. None: it tells it no more.
    pub today: Option<Fact>,
    /// What was agreed to before.
    pub kept: Option<Consent>,
}

/// A testimony, for the association that writes it.
///
/// Errors: `SignIn`; `NotFound` for anybody else, because whether it exists is private.
pub async fn written(request: &Request, id: TestimonyId) -> Result<Written, AppError> {
    let (rows, fail) = (request.read(), |error| request.answer(error));
    may_tell(request).map_err(|denied| match denied {
        Denied::SignIn => AppError::SignIn,
        _ => AppError::NotFound,
    })?;
    let testimony = rows.testimony(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let by_link = sought_of(&rows).await.map_err(|error| request.answer(error))?;
    let (actor, now) = (&request.actor, request.now);
    actor.teller(testimony.id, testimony.association, by_link.as_ref(), now)?;
    let sought = rows.sought_for(testimony.id).await.map_err(fail)?;
    let link_until = sought.filter(|sought| sought.is_open(now)).map(|sought| sought.until());
    let page = rows.page(testimony.page).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let head = rows.last_revision(page.id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let journey = rows.journey(testimony.journey).await.map_err(fail)?;
    let journey = journey.ok_or(AppError::NotFound)?;
    let consents = rows.consents(testimony.id).await.map_err(fail)?;
    let today = facts::known(&rows, &journey, request.now).await;
    let today = today.map_err(|error| request.answer(error))?;
    let proposed = |kind| {
        let today = today.iter().find(|fact| fact.kind() == kind).cloned();
        let kept = consents.iter().find(|consent| consent.kind == kind).cloned();
        (today.is_some() || kept.is_some()).then_some(Proposed { kind, today, kept })
    };
    let facts = FactKind::ALL.into_iter().filter_map(proposed).collect();
    let guide = Guide::read(head.source.as_str(), asks);
    Ok(Written { testimony, page, head, guide, facts, consents, link_until })
}

impl Proposed {
    /// What was agreed to, where the journey now tells something else.
    pub fn news(&self) -> Option<&Fact> {
        let told = match self.kept.as_ref().map(|consent| &consent.telling) {
            Some(Telling::AsIs(told)) => told,
            _ => return None,
        };
        self.today.as_ref().filter(|today| !told.tells_the_same(today))
    }
}

impl Written {
    /// What each field is called, and what it holds now.
    pub fn texts(&self) -> Vec<(&'static str, String)> {
        texts_of(&self.guide)
    }

    /// What was typed over an earlier state that somebody else has changed since: field by field, what both wrote is put
    /// together, but for those where they changed the same words.
    pub fn both(&self, read: &Revision, typed: &mut [(String, String)]) {
        let read = texts_of(&Guide::read(read.source.as_str(), asks));
        let mine = typed.iter_mut().filter_map(|(name, mine)| {
            let place = read.iter().position(|(field, _)| field == name)?;
            Some((place, mine))
        });
        let head = self.texts();
        mine.for_each(|(place, mine)| *mine = both(&read[place].1, &head[place].1, mine));
    }

    /// A text of it as it would be read.
    pub async fn read_as(
        &self,
        request: &Request,
        source: &str,
    ) -> Result<(Document, Known, Files), AppError> {
        let document = parse(source);
        let (known, files) = known(request, &document, &self.page.slug).await?;
        Ok((document, known, files))
    }
}

fn texts_of(guide: &Guide) -> Vec<(&'static str, String)> {
    let answers = Question::ALL.map(|asked| (asked.code(), guide.answer(asked).to_owned()));
    [("beginning", guide.beginning.clone())].into_iter().chain(answers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiki_a_draft_title_is_never_too_long() {
        assert_eq!(cut("Épicerie", 8), "Épicerie");
        assert_eq!(cut("Épiceries", 8), "Épiceri…");
    }
}
