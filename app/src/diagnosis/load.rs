//! What the sorting desk's pages show.

use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::act::Broken;
use domain::diagnosis::{Answer, Answers, Diagnosis, Questionnaire};
use domain::ids::{AssociationId, DiagnosisId, JourneyId};
use domain::journey::{Journey, What};
use domain::text::Lang;
use std::collections::BTreeMap;

/// The title of a theme, in words; its key, should an old diagnosis name a theme that is no more.
pub fn theme_title(lang: Lang, key: &str) -> String {
    let theme = store::questionnaire().theme(key);
    theme.map_or_else(|| key.to_owned(), |theme| theme.title.get(lang).to_owned())
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

/// The answers of a form: a choice by question, `?` for "je ne sais pas".
pub fn read_answers(typed: &BTreeMap<String, String>) -> Answers {
    let read =
        |(question, code): (&String, &String)| Some((question.clone(), Answer::from_code(code)?));
    typed.iter().filter_map(read).collect()
}

/// An interview, for the volunteers who lead it.
pub struct Interview {
    pub diagnosis: Diagnosis,
    pub answers: Answers,
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
    let answers = voices.together();
    if request.actor.member_of(diagnosis.association).is_ok() {
        return Err(Broken::OwnAssociation.into());
    }
    let needs = rows.needs(diagnosis.journey).await.map_err(fail)?;
    Ok(Interview {
        association: name(request, diagnosis.association).await?,
        need: needs.last().map(|need| need.words.to_string()).unwrap_or_default(),
        diagnosis,
        answers,
    })
}

/// The name of an association.
pub async fn name(request: &Request, id: AssociationId) -> Result<String, AppError> {
    let association = request.read().association(id).await;
    let association = association.map_err(|error| request.answer(error))?;
    Ok(association.map(|association| association.name.to_string()).unwrap_or_default())
}

/// The questionnaire as the browser needs it: in one language, since its text is most of the page's weight.
pub fn in_one_language(mut questionnaire: Questionnaire, lang: Lang) -> Questionnaire {
    let themes = questionnaire.themes.iter_mut().flat_map(|t| [&mut t.title, &mut t.short]);
    let rungs = questionnaire.recommendations.iter_mut().flat_map(|r| &mut r.rungs);
    let advice = rungs.flat_map(|rung| [&mut rung.text, &mut rung.why, &mut rung.how]);
    let rules = questionnaire.rules.iter_mut().map(|r| &mut r.summary);
    let questions = questionnaire.questions.iter_mut().flat_map(|q| {
        let choices = q.choices.iter_mut().flat_map(|c| [Some(&mut c.text), c.because.as_mut()]);
        [Some(&mut q.text), q.help.as_mut()].into_iter().chain(choices).flatten()
    });
    for text in themes.chain(advice).chain(rules).chain(questions) {
        match lang {
            Lang::Fr => text.en.clear(),
            Lang::En => text.fr.clear(),
        }
    }
    questionnaire
}
