//! What the sorting desk's pages show.

use super::api::Typed;
use super::islands::Part;
use super::saving::Seen;
use crate::accounts::session::begun_path;
use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::accounts::{Actor, Judge, VolunteerHat};
use domain::act::{Broken, Outcome};
use domain::diagnosis::{
    Answer, Answers, Diagnosis, Fact, Key, Preparer, Proposal, Questionnaire, Saying, Standing,
    StoredAnswer, Voice, Voices,
};
use domain::ids::{AssociationId, DiagnosisId, JourneyId};
use domain::journey::{Journey, What};
use domain::text::{Fault, Faults, Lang};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Answering, Rows, Tx, WriteError};

/// The title of a theme, in words; its key, should an old diagnosis name a theme that is no more.
pub fn theme_title(lang: Lang, key: &str) -> String {
    let published = store::last_published();
    // What it no longer names keeps the title that it was shipped with.
    let theme = published.theme(key).or_else(|| store::questionnaire().theme(key));
    theme.map_or_else(|| key.to_owned(), |theme| theme.title.get(lang).to_owned())
}

/// Those that were ticked. Boxes are the page's own: an unknown one was never offered.
pub fn offered_themes(ticked: BTreeMap<String, String>) -> Vec<Key> {
    let offered = store::last_published();
    ticked.into_keys().filter(|key| offered.theme(key).is_some()).collect()
}

/// What a field that asks for a theme offers: keys and titles, after what stands for none.
pub fn theme_choices(lang: Lang, none: &str) -> Vec<(String, String)> {
    let none = (String::new(), none.to_owned());
    let themes = store::questionnaire().themes.iter();
    let themes = themes.map(|theme| (theme.key.clone(), theme.title.get(lang).to_owned()));
    [none].into_iter().chain(themes).collect()
}

/// An association at the desk.
pub struct Visitor {
    pub journey: JourneyId,
    pub association: String,
    /// Its last need, in its own words.
    pub need: String,
    /// Since when it waits, or since the last diagnosis.
    pub since: DateTime<Utc>,
    /// The interview that runs.
    pub running: Option<DiagnosisId>,
    /// Who asks acts for it, and so may not lead its diagnosis.
    pub own: bool,
}

/// Who is at the desk.
#[derive(Default)]
pub struct Desk {
    pub waiting: Vec<Visitor>,
    pub running: Vec<Visitor>,
    /// Met before: their situation may have changed. Those for whom the journey says so come first.
    pub others: Vec<Visitor>,
}

/// The desk, for volunteers; who waits longest comes first.
pub async fn desk(request: &Request) -> Result<Desk, AppError> {
    request.actor.volunteer()?;
    let fail = |error| request.answer(error);
    let rows = request.read();
    let names = rows.association_names().await.map_err(fail)?;
    let mut desk = Desk::default();
    for journey in rows.journeys().await.map_err(fail)? {
        if !journey.may_be_diagnosed() {
            continue;
        }
        let next = journey.next(request.now);
        let needs = rows.needs(journey.head.id).await.map_err(fail)?;
        let running = next.subject.filter(|_| next.what == What::FinishDiagnosis);
        let visitor = Visitor {
            journey: journey.head.id,
            association: names.get(&journey.head.association).cloned().unwrap_or_default(),
            need: needs.last().map(|need| need.words.to_string()).unwrap_or_default(),
            since: next.since,
            running: running.map(DiagnosisId),
            own: request.actor.member_of(journey.head.association).is_ok(),
        };
        match next.what {
            What::Diagnosis => desk.waiting.push(visitor),
            What::FinishDiagnosis => desk.running.push(visitor),
            What::SecondDiagnosis => desk.others.insert(0, visitor),
            _ => desk.others.push(last_met(visitor, &journey)),
        }
    }
    desk.waiting.sort_by_key(|visitor| visitor.since);
    desk.running.sort_by_key(|visitor| visitor.since);
    Ok(desk)
}

fn last_met(visitor: Visitor, journey: &Journey) -> Visitor {
    let since = journey.verdict().map_or(visitor.since, |(_, at)| at);
    Visitor { since, ..visitor }
}

/// One answer, as it was sent.
pub fn saying(question: String, code: &str, seen: &str) -> Saying {
    Saying { question, answer: Answer::from_code(code), seen: seen.parse().ok() }
}

/// The answers of a form. A question that it shows, and to which it sends nothing, has its answer taken back. `keep` is an
/// answer that was proposed: a question and a choice.
pub fn sayings(
    answers: &BTreeMap<String, Typed>,
    seen: &BTreeMap<String, String>,
    keep: &str,
) -> Vec<Saying> {
    let code = |typed: &Typed| match typed {
        Typed::One(choice) => choice.clone(),
        Typed::Several(choices) => choices.join(" "),
    };
    let kept = keep.split_once(' ');
    let questions: BTreeSet<&str> =
        answers.keys().chain(seen.keys()).map(String::as_str).chain(kept.map(|(q, _)| q)).collect();
    let said = |question: &str| {
        let typed = match kept {
            Some((kept, choices)) if kept == question => choices.to_owned(),
            _ => answers.get(question).map(code).unwrap_or_default(),
        };
        saying(question.to_owned(), &typed, seen.get(question).map_or("", String::as_str))
    };
    questions.into_iter().map(said).collect()
}

/// Stores what is noted in an interview, or answers what stands instead.
///
/// Errors: `Missing`; `Broken`; `Faults`, choices that do not go together.
pub async fn answer(
    tx: &Tx<'_>,
    volunteer: &VolunteerHat,
    id: DiagnosisId,
    said: &[Saying],
) -> Result<Outcome<Vec<Standing>>, WriteError> {
    let questions: Vec<Key> = said.iter().map(|said| said.question.clone()).collect();
    let found = tx.answering(id, Voice::Volunteer, &questions).await?;
    let Answering { diagnosis, stands, acts } = found.ok_or(WriteError::Missing)?;
    let judge = Judge::unless(volunteer, diagnosis.association, acts)?;
    together(&diagnosis.questionnaire, said).map_err(WriteError::Faults)?;
    Ok(diagnosis.answer(tx.act(), &judge, &stands, said)?)
}

/// Choices that a question offers, but not beside one another, are for who chose them to mend.
fn together(questionnaire: &Questionnaire, said: &[Saying]) -> Result<(), Faults> {
    let mixed = said.iter().filter(|said| {
        let question = questionnaire.question(&said.question);
        question.zip(said.answer.as_ref()).is_some_and(|(question, answer)| question.mixes(answer))
    });
    let faults = mixed.map(|said| (format!("answers[{}]", said.question), Fault::Together));
    let faults: Vec<_> = faults.collect();
    if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
}

/// Where a button of the interview leads, for an address: a part, or what comes after a question now.
pub async fn part(request: &Request, id: DiagnosisId, then: &str) -> Result<String, AppError> {
    let found = request.read().diagnosis(id).await.map_err(|error| request.answer(error))?;
    let (diagnosis, voices) = found.ok_or(AppError::NotFound)?;
    Ok(part_of(&diagnosis.questionnaire, &voices.together(), then))
}

fn part_of(questionnaire: &Questionnaire, answers: &Answers, then: &str) -> String {
    let plain = |key: &str| key.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    let Some((kind, key)) = then.split_once('=').filter(|(_, key)| plain(key)) else {
        return String::new();
    };
    if kind != "after" {
        return Part::read(then).map(|part| part.query()).unwrap_or_default();
    }
    let reading = questionnaire.read(answers);
    let next = reading.screen_after(key).map(|next| Part::Question(next.key.clone()).query());
    next.unwrap_or_else(|| format!("{}#give-back", Part::Question(key.to_owned()).query()))
}

/// An interview, for the volunteers who lead it.
pub struct Interview {
    pub diagnosis: Diagnosis,
    pub voices: Voices,
    /// The submissions that the interview's answers came with.
    pub seen: Seen,
    /// What is known already, by question.
    pub proposals: BTreeMap<Key, Proposal>,
    pub association: String,
    /// Its last need, in its own words.
    pub need: String,
}

/// Errors: `SignIn`, `NotYours`, `NotFound`; `Broken`, it is about their own association.
pub async fn interview(request: &Request, id: DiagnosisId) -> Result<Interview, AppError> {
    request.actor.volunteer()?;
    let fail = |error| request.answer(error);
    let rows = request.read();
    let found = rows.diagnosis(id).await.map_err(fail)?;
    let (diagnosis, voices) = found.ok_or(AppError::NotFound)?;
    if request.actor.member_of(diagnosis.association).is_ok() {
        return Err(Broken::OwnAssociation.into());
    }
    let (_, seen) = own(request, id, Voice::Volunteer).await?;
    let needs = rows.needs(diagnosis.journey).await.map_err(fail)?;
    let journey = rows.journey(diagnosis.journey).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let facts = facts(request, &journey).await?;
    Ok(Interview {
        proposals: diagnosis.questionnaire.proposals(&facts, &voices.together()),
        association: name(request, diagnosis.association).await?,
        need: needs.last().map(|need| need.words.to_string()).unwrap_or_default(),
        seen,
        diagnosis,
        voices,
    })
}

/// What one voice has said in a diagnosis, and the submission that each answer came with: of those taken back, too.
async fn own(
    request: &Request,
    id: DiagnosisId,
    voice: Voice,
) -> Result<(Answers, Seen), AppError> {
    let stored = request.read().stored_answers(id).await;
    let stored = stored.map_err(|error| request.answer(error))?.into_iter();
    let own: Vec<StoredAnswer> = stored.filter(|stored| stored.voice == voice).collect();
    let seen = own.iter().map(|stored| (stored.question.clone(), stored.command)).collect();
    let given = own.into_iter().filter_map(|stored| Some((stored.question, stored.answer?)));
    Ok((given.collect(), seen))
}

/// What is known of an association already.
async fn facts(request: &Request, journey: &Journey) -> Result<BTreeSet<Fact>, AppError> {
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let crew = rows.crew(journey.head.association).await.map_err(fail)?;
    let association = rows.association(journey.head.association).await.map_err(fail)?;
    let people = crew.map_or(0, |crew| crew.members.len());
    Ok(association.map(|association| Fact::of(&association, journey, people)).unwrap_or_default())
}

/// A preparation, for the association that prepares.
pub struct Preparation {
    pub of: Prepared,
    pub association: String,
    pub questionnaire: Arc<Questionnaire>,
    pub given: Answers,
    pub seen: Seen,
    pub proposals: BTreeMap<Key, Proposal>,
}

/// Which preparation is answered: whatever hat is worn, and whatever has happened, when its answers arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    pub journey: JourneyId,
    /// The last diagnosis given back when its questions were shown.
    pub after: Option<DiagnosisId>,
}

impl Prepared {
    /// As a page sends it.
    ///
    /// Errors: `NotFound`.
    pub fn read(journey: &str, after: &str) -> Result<Self, AppError> {
        use crate::request::id;
        let after = Some(after).filter(|after| !after.is_empty()).map(id).transpose()?;
        Ok(Self { journey: id(journey)?, after })
    }

    /// As a page keeps it.
    pub fn fields(self) -> Vec<(String, String)> {
        let after = self.after.map(|after| after.to_string()).unwrap_or_default();
        vec![("journey".to_owned(), self.journey.to_string()), ("after".to_owned(), after)]
    }
}

/// Who prepares, with a link or as a member, and the page where they do.
///
/// Errors: `SignIn`, `NotYours`, `LinkExpired`.
pub fn preparing() -> Result<(Request, String), AppError> {
    let request = crate::request::current()?;
    Ok(match &request.actor {
        Actor::Bearer(_) => {
            let hat = request.actor.beginner(request.now)?;
            (request.wearing(&hat), format!("{}/preparation", begun_path(&request, hat.begun())))
        }
        _ => (request.wearing(&request.actor.member()?), "/parcours/preparation".to_owned()),
    })
}

/// Who answers for an association, and its journey, under lock in a unit. `journey`: which one is prepared. None: that of
/// the link or of the current hat.
///
/// Errors: `SignIn`, `NotYours`; with a link `LinkExpired`, `LinkSpent`.
async fn preparer(
    rows: &Rows<'_>,
    now: DateTime<Utc>,
    journey: Option<JourneyId>,
) -> Result<(Preparer, Journey), WriteError> {
    let actor = rows.actor();
    if matches!(actor, Actor::Bearer(_)) {
        let hat = actor.beginner(now)?;
        let begun = rows.begun(hat.begun()).await?.ok_or(WriteError::Missing)?;
        let journey = rows.journey(journey.unwrap_or(begun.journey)).await?;
        let journey = journey.ok_or(WriteError::Missing)?;
        return Ok((Preparer::beginner(&hat, &begun, &journey.head)?, journey));
    }
    let hat = actor.member()?;
    let found = match journey {
        Some(journey) => rows.journey(journey).await?,
        None => rows.journey_of(hat.association()).await?,
    };
    let journey = found.ok_or(WriteError::Missing)?;
    let hat = actor.member_for(journey.head.association)?;
    Ok((Preparer::member(&hat, &journey.head)?, journey))
}

/// What an association has prepared.
pub async fn preparation(request: &Request) -> Result<Preparation, AppError> {
    let rows = request.read();
    let found = preparer(&rows, request.now, None).await;
    let (preparer, journey) = found.map_err(|error| request.answer(error))?;
    let fail = |error| request.answer(error);
    let all = rows.diagnoses(preparer.journey()).await.map_err(fail)?;
    let all: Vec<Diagnosis> = all.into_iter().map(|(diagnosis, _)| diagnosis).collect();
    let (questionnaire, given, seen) = match Diagnosis::running(&all) {
        Some(running) => {
            let (given, seen) = own(request, running.id, Voice::Association).await?;
            (Arc::clone(&running.questionnaire), given, seen)
        }
        None => {
            let published = rows.published().await.map_err(fail)?;
            (published.questionnaire, Answers::new(), Seen::new())
        }
    };
    let facts = facts(request, &journey).await?;
    let after = Diagnosis::last_given_back(&all);
    Ok(Preparation {
        of: Prepared { journey: preparer.journey(), after },
        association: name(request, journey.head.association).await?,
        proposals: questionnaire.proposals(&facts, &given),
        questionnaire,
        given,
        seen,
    })
}

/// Stores what an association prepares, or answers what stands instead.
///
/// Errors: as `preparer` has them; `Broken`; `Faults`, choices that do not go together.
pub async fn prepare(
    tx: &Tx<'_>,
    of: Prepared,
    said: &[Saying],
) -> Result<Outcome<Vec<Standing>>, WriteError> {
    let (act, Prepared { journey, after }) = (tx.act(), of);
    let (preparer, _) = preparer(tx, act.at, Some(journey)).await?;
    let all: Vec<Diagnosis> = tx.diagnoses(journey).await?.into_iter().map(|(d, _)| d).collect();
    let running = Diagnosis::running(&all);
    let published = tx.published().await?;
    let questions: Vec<Key> = said.iter().map(|said| said.question.clone()).collect();
    let stands = match running {
        Some(running) => tx.answering(running.id, Voice::Association, &questions).await?,
        None => None,
    };
    let stands = stands.map(|answering| answering.stands).unwrap_or_default();
    let questionnaire = running.map_or(&published.questionnaire, |d| &d.questionnaire);
    together(questionnaire, said).map_err(WriteError::Faults)?;
    Ok(Diagnosis::prepare(act, &preparer, &all, after, &published, &stands, said)?)
}

/// Where a button of a preparation leads.
pub async fn prepared_part(request: &Request, then: &str) -> Result<String, AppError> {
    let Preparation { questionnaire, given, .. } = preparation(request).await?;
    Ok(part_of(&questionnaire, &given, then))
}

/// The name of an association.
pub async fn name(request: &Request, id: AssociationId) -> Result<String, AppError> {
    let association = request.read().association(id).await;
    let association = association.map_err(|error| request.answer(error))?;
    Ok(association.map(|association| association.name.to_string()).unwrap_or_default())
}

/// The questionnaire as the browser reads it: in one language, and without what only the page tells.
pub fn for_browser(mut questionnaire: Questionnaire, lang: Lang) -> Questionnaire {
    for question in &mut questionnaire.questions {
        question.help = None;
        question.choices.iter_mut().for_each(|choice| choice.known_by.clear());
    }
    let themes = questionnaire.themes.iter_mut().flat_map(|t| [&mut t.title, &mut t.short]);
    let mut rungs: Vec<_> =
        questionnaire.recommendations.iter_mut().flat_map(|r| &mut r.rungs).collect();
    for text in rungs.iter_mut().flat_map(|rung| [&mut rung.why, &mut rung.how]) {
        text.fr.clear();
        text.en.clear();
    }
    let advice = rungs.into_iter().map(|rung| &mut rung.text);
    let rules = questionnaire.rules.iter_mut().map(|r| &mut r.summary);
    let questions = questionnaire.questions.iter_mut().flat_map(|q| {
        let choices = q.choices.iter_mut().flat_map(|c| [Some(&mut c.text), c.because.as_mut()]);
        std::iter::once(Some(&mut q.text)).chain(choices).flatten()
    });
    for text in themes.chain(advice).chain(rules).chain(questions) {
        match lang {
            Lang::Fr => text.en.clear(),
            Lang::En => text.fr.clear(),
        }
    }
    questionnaire
}
