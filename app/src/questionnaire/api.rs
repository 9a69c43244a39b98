//! Preparing the next questionnaire: opening a draft, changing its parts, publishing it.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use {
    super::{load, typed, words},
    crate::request::{Request, choice, current, id},
    domain::act::{Broken, Outcome},
    domain::diagnosis::*,
    domain::ids::QuestionnaireId,
    domain::text::{Bilingual, Faults},
    serde::{Serialize, de::DeserializeOwned},
    store::WriteError,
};

/// Rows of a form by their number, each with its fields.
type Rows = BTreeMap<String, BTreeMap<String, String>>;

/// Opens a draft of the next version, or goes on with the one that is there.
#[server(prefix = "/api", endpoint = "open_draft")]
pub async fn open_draft(#[server(default)] command: String) -> Result<Done, AppError> {
    let request = current()?;
    let editor = request.actor.editor()?;
    request
        .wearing(&editor)
        .write(&command, (), move |tx, ()| {
            Box::pin(async move {
                let running = tx.draft(&editor).await?;
                let published = tx.published().await?;
                Ok(Draft::open(tx.act(), &editor, running.as_ref(), &published))
            })
        })
        .await?;
    Ok(Done::saying(words::DRAFT, "draft_begun"))
}

/// Gives the draft up: what was prepared is lost, and the form says that one knows.
#[server(prefix = "/api", endpoint = "discard_draft")]
pub async fn discard_draft(
    #[server(default)] command: String,
    #[server(default)] seen: String,
    #[server(default)] sure: String,
) -> Result<Done, AppError> {
    use domain::text::Fault;

    let request = current()?;
    let editor = request.actor.editor()?;
    if sure != "yes" {
        return Err(AppError::field("sure", Fault::Consent));
    }
    request
        .wearing(&editor)
        .write(&command, revision(&seen)?, move |tx, seen| {
            Box::pin(async move {
                let draft = tx.draft(&editor).await?.ok_or(Broken::DraftChanged)?;
                Ok(draft.discard(seen)?)
            })
        })
        .await?;
    Ok(Done::saying("/questionnaire", "draft_discarded"))
}

/// Publishes the draft, if nothing in it refuses.
#[server(prefix = "/api", endpoint = "publish_draft")]
pub async fn publish_draft(
    #[server(default)] command: String,
    #[server(default)] seen: String,
) -> Result<Done, AppError> {
    let request = current()?;
    let editor = request.actor.editor()?;
    request
        .wearing(&editor)
        .write(&command, revision(&seen)?, move |tx, seen| {
            Box::pin(async move {
                let draft = tx.draft(&editor).await?.ok_or(Broken::DraftChanged)?;
                let last = tx.published().await?;
                let id = store::questionnaire_id(&draft.after(&last))?;
                Ok(draft.publish(tx.act(), &editor, seen, &last, id)?)
            })
        })
        .await?;
    Ok(Done::saying("/questionnaire", "draft_published"))
}

/// Hands out a published version, or the draft (`version` is `draft`), as a file.
#[server(prefix = "/api", endpoint = "export_questionnaire")]
pub async fn export_questionnaire(#[server(default)] version: String) -> Result<Done, AppError> {
    use crate::error::Download;

    let request = current()?;
    let editor = request.actor.editor()?;
    let fail = |error| request.answer(error);
    let rows = request.read();
    let (name, body) = if version == "draft" {
        let draft = rows.draft(&editor).await.map_err(fail)?.ok_or(AppError::NotFound)?;
        ("questionnaire-draft.toml".to_owned(), load::file(&draft.questionnaire))
    } else {
        let version: QuestionnaireId = id(&version)?;
        let found = rows.version(&editor, version).await.map_err(fail)?;
        let found = found.ok_or(AppError::NotFound)?;
        (format!("questionnaire-{}.toml", found.version), load::file(&found))
    };
    let kind = "application/toml; charset=utf-8".to_owned();
    Ok(Done::download(Download { name, kind, body }))
}

/// Puts what a file says in place of the draft.
#[server(prefix = "/api", endpoint = "save_text")]
pub async fn save_text(
    #[server(default)] command: String,
    #[server(default)] seen: String,
    #[server(default)] text: String,
) -> Result<Done, AppError> {
    let request = editing()?;
    let read = load::read_file(&text).map_err(|fault| AppError::field("text", fault))?;
    let saw = Saw::Whole(revision(&seen)?);
    edit(&request, &command, saw, read, |questionnaire, read| {
        *questionnaire = read;
        Ok(Place::Whole)
    })
    .await?;
    Ok(Done::saying(format!("{}/texte", words::DRAFT), "draft_saved"))
}

/// Saves a theme; `+` is a new one.
#[server(prefix = "/api", endpoint = "save_theme")]
pub async fn save_theme(
    #[server(default)] command: String,
    #[server(default)] seen: String,
    #[server(default)] theme: String,
    #[server(default)] title_fr: String,
    #[server(default)] title_en: String,
    #[server(default)] short_fr: String,
    #[server(default)] short_en: String,
) -> Result<Done, AppError> {
    let request = editing()?;
    let mut faults = Faults::default();
    let title = typed::text(&mut faults, "title", &title_fr, &title_en);
    let short = typed::text(&mut faults, "short", &short_fr, &short_en);
    let (Some(title), Some(short)) = (title, short) else { return Err(faults.into()) };
    let saw = saw(Place::Theme(theme.clone()), &theme, &seen)?;
    let saved = edit(&request, &command, saw, (theme, title, short), |q, typed| {
        let (key, title, short) = typed;
        let keys = q.themes.iter().map(|theme| &theme.key);
        let key = known_or_new(key, &title.fr, keys)?;
        q.put_theme(Theme { key: key.clone(), title, short });
        Ok(Place::Theme(key))
    });
    saved_at(saved.await?)
}

/// Saves a question without its choices; `+` is a new one.
#[server(prefix = "/api", endpoint = "save_question")]
pub async fn save_question(
    #[server(default)] command: String,
    #[server(default)] seen: String,
    #[server(default)] question: String,
    #[server(default)] theme: String,
    #[server(default)] text_fr: String,
    #[server(default)] text_en: String,
    #[server(default)] help_fr: String,
    #[server(default)] help_en: String,
    #[server(default)] multiple: String,
    #[server(default)] weight: String,
    #[server(default)] opened_by: String,
    #[server(default)] opening: BTreeMap<String, String>,
    #[server(default)] when: Rows,
    #[server(default)] add: String,
) -> Result<Done, AppError> {
    let request = editing()?;
    let mut faults = Faults::default();
    let text = typed::text(&mut faults, "text", &text_fr, &text_en);
    let help = typed::text_or_none(&mut faults, "help", &help_fr, &help_en);
    let weight = typed::value(&mut faults, "weight", &weight);
    let asked_if = typed::conditions(&mut faults, "when", &when, &add)?;
    let (Some(text), Some(weight), true) = (text, weight, faults.is_empty()) else {
        return Err(faults.into());
    };
    let opened_by = match opened_by.as_str() {
        "" => None,
        parent => Some(Opening { question: typed::key(parent)?, any_of: typed::chosen(&opening)? }),
    };
    let typed = Question {
        key: question,
        theme: choice("theme", typed::key(&theme).ok(), &theme)?,
        text,
        help,
        multiple: multiple == "yes",
        weight,
        opened_by,
        asked_if,
        choices: Vec::new(),
    };
    let saw = saw(Place::Question(typed.key.clone()), &typed.key, &seen)?;
    let saved = edit(&request, &command, saw, typed, |q, mut typed: Question| {
        if q.theme(&typed.theme).is_none() {
            return Err(WriteError::Missing);
        }
        let keys = q.questions.iter().map(|question| &question.key);
        typed.key = known_or_new(typed.key, &typed.text.fr, keys)?;
        if let Some(before) = q.question(&typed.key) {
            typed.choices.clone_from(&before.choices);
            // Another parent has other choices.
            let parent = |o: &Option<Opening>| o.as_ref().map(|o| o.question.clone());
            if parent(&before.opened_by) != parent(&typed.opened_by)
                && let Some(opening) = &mut typed.opened_by
            {
                opening.any_of.clear();
            }
        }
        let key = typed.key.clone();
        q.put_question(typed);
        Ok(Place::Question(key))
    });
    saved_at(saved.await?)
}

/// Saves a choice of a question; `+` is a new one.
#[server(prefix = "/api", endpoint = "save_choice")]
pub async fn save_choice(
    #[server(default)] command: String,
    #[server(default)] seen: String,
    #[server(default)] question: String,
    #[server(default)] choice: String,
    #[server(default)] text_fr: String,
    #[server(default)] text_en: String,
    #[server(default)] because_fr: String,
    #[server(default)] because_en: String,
    #[server(default)] value: String,
    #[server(default)] alone: String,
    #[server(default)] facts: BTreeMap<String, String>,
    #[server(default)] fills: Rows,
    #[server(default)] add: String,
) -> Result<Done, AppError> {
    let request = editing()?;
    let mut faults = Faults::default();
    let text = typed::text(&mut faults, "text", &text_fr, &text_en);
    let because = typed::text_or_none(&mut faults, "because", &because_fr, &because_en);
    let value = match value.as_str() {
        "" => None,
        typed => typed::value(&mut faults, "value", typed),
    };
    let (Some(text), true) = (text, faults.is_empty()) else { return Err(faults.into()) };
    let known = |fact: &Fact| facts.contains_key(fact.code());
    let typed = Choice {
        key: choice,
        text,
        value,
        because,
        alone: alone == "yes",
        fills: typed::fills(&fills, &add)?,
        known_by: Fact::ALL.into_iter().filter(known).collect(),
    };
    let place = Place::Choice { question: question.clone(), choice: typed.key.clone() };
    let saw = saw(place, &typed.key, &seen)?;
    let saved = edit(&request, &command, saw, (question, typed), |q, (question, mut typed)| {
        let of = q.question(&question).ok_or(WriteError::Missing)?;
        let keys = of.choices.iter().map(|choice| &choice.key);
        typed.key = known_or_new(typed.key, &typed.text.fr, keys)?;
        let choice = typed.key.clone();
        q.put_choice(&question, typed);
        Ok(Place::Choice { question, choice })
    });
    saved_at(saved.await?)
}

/// Saves whom a recommendation is for and where it is learnt. `+` is a new one, with the words of its first rung.
#[server(prefix = "/api", endpoint = "save_recommendation")]
pub async fn save_recommendation(
    #[server(default)] command: String,
    #[server(default)] seen: String,
    #[server(default)] recommendation: String,
    #[server(default)] theme: String,
    #[server(default)] workshops: BTreeMap<String, String>,
    #[server(default)] usual: String,
    #[server(default)] text_fr: String,
    #[server(default)] text_en: String,
) -> Result<Done, AppError> {
    let request = editing()?;
    let theme = choice("theme", typed::key(&theme).ok(), &theme)?;
    let mut faults = Faults::default();
    let text = match recommendation.as_str() {
        typed::NEW => typed::text(&mut faults, "text", &text_fr, &text_en),
        _ => None,
    };
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let workshops: Vec<Key> =
        typed::ticked(&workshops).map(typed::key).collect::<Result<_, _>>()?;
    let saw = saw(Place::Recommendation(recommendation.clone()), &recommendation, &seen)?;
    let typed = (recommendation, theme, workshops, usual == "yes", text);
    let saved = edit(&request, &command, saw, typed, |q, typed| {
        let (key, theme, workshops, usual, text) = typed;
        if std::iter::once(&theme).chain(&workshops).any(|theme| q.theme(theme).is_none()) {
            return Err(WriteError::Missing);
        }
        let keys = q.recommendations.iter().map(|r| &r.key);
        let words = text.as_ref().map(|text| text.fr.clone()).unwrap_or_default();
        let key = known_or_new(key, &words, keys)?;
        let before = q.recommendation(&key).map(|before| before.rungs.clone());
        let none = || Bilingual { fr: String::new(), en: String::new() };
        let first = text.map(|text| Rung { when: Vec::new(), text, why: none(), how: none() });
        let rungs = before.unwrap_or_else(|| first.into_iter().collect());
        q.put_recommendation(Recommendation { key: key.clone(), theme, workshops, usual, rungs });
        Ok(Place::Recommendation(key))
    });
    saved_at(saved.await?)
}

/// Saves a rung of a recommendation, counted from 1; `+` is a new one.
#[server(prefix = "/api", endpoint = "save_rung")]
pub async fn save_rung(
    #[server(default)] command: String,
    #[server(default)] seen: String,
    #[server(default)] recommendation: String,
    #[server(default)] rung: String,
    #[server(default)] text_fr: String,
    #[server(default)] text_en: String,
    #[server(default)] why_fr: String,
    #[server(default)] why_en: String,
    #[server(default)] how_fr: String,
    #[server(default)] how_en: String,
    #[server(default)] when: Rows,
    #[server(default)] add: String,
) -> Result<Done, AppError> {
    let request = editing()?;
    let mut faults = Faults::default();
    let text = typed::text(&mut faults, "text", &text_fr, &text_en);
    let why = typed::text_so_far(&mut faults, "why", &why_fr, &why_en);
    let how = typed::text_so_far(&mut faults, "how", &how_fr, &how_en);
    let when = typed::conditions(&mut faults, "when", &when, &add)?;
    let (Some(text), true) = (text, faults.is_empty()) else { return Err(faults.into()) };
    let (of, at) = (recommendation.clone(), typed::numbered(&rung).unwrap_or(usize::MAX));
    let saw = saw(Place::Rung { recommendation: of, rung: at }, &rung, &seen)?;
    let typed = (recommendation, rung, Rung { when, text, why, how });
    let saved = edit(&request, &command, saw, typed, |q, (recommendation, at, rung)| {
        let of = q.recommendations.iter_mut().find(|r| r.key == recommendation);
        let of = of.ok_or(WriteError::Missing)?;
        let rung = put_at(&mut of.rungs, &at, rung)?;
        Ok(Place::Rung { recommendation, rung })
    });
    saved_at(saved.await?)
}

/// Saves a verdict rule, counted from 1; `+` is a new one.
#[server(prefix = "/api", endpoint = "save_rule")]
pub async fn save_rule(
    #[server(default)] command: String,
    #[server(default)] seen: String,
    #[server(default)] rule: String,
    #[server(default)] verdict: String,
    #[server(default)] summary_fr: String,
    #[server(default)] summary_en: String,
    #[server(default)] when: Rows,
    #[server(default)] add: String,
) -> Result<Done, AppError> {
    let request = editing()?;
    let verdict = choice("verdict", Verdict::from_code(&verdict), &verdict)?;
    let mut faults = Faults::default();
    let summary = typed::text(&mut faults, "summary", &summary_fr, &summary_en);
    let when = typed::conditions(&mut faults, "when", &when, &add)?;
    let (Some(summary), true) = (summary, faults.is_empty()) else { return Err(faults.into()) };
    let place = Place::Rule(typed::numbered(&rule).unwrap_or(usize::MAX));
    let saw = saw(place, &rule, &seen)?;
    let typed = (rule, Rule { verdict, when, summary });
    let saved = edit(&request, &command, saw, typed, |q, (at, rule)| {
        Ok(Place::Rule(put_at(&mut q.rules, &at, rule)?))
    });
    saved_at(saved.await?)
}

/// Moves a part up or down among its neighbours, or takes it out.
#[server(prefix = "/api", endpoint = "arrange_draft")]
pub async fn arrange_draft(
    #[server(default)] command: String,
    #[server(default)] seen: String,
    #[server(default)] part: String,
    #[server(default)] how: String,
) -> Result<Done, AppError> {
    let request = editing()?;
    let place = Place::from_code(&part).ok_or(AppError::NotFound)?;
    let how = choice("how", Arrange::from_code(&how), &how)?;
    let input = (place.clone(), how.code().to_owned());
    let saw = Saw::Held(place.clone(), seen_mark(&seen)?);
    edit(&request, &command, saw, input, |questionnaire, (place, how)| {
        let how = Arrange::from_code(&how).ok_or(WriteError::Missing)?;
        if !questionnaire.has(&place) {
            return Err(WriteError::Missing);
        }
        if !questionnaire.arrange(&place, how) {
            return Err(Broken::OutOfOrder.into());
        }
        Ok(place)
    })
    .await?;
    let shown = match (&place, how) {
        (Place::Choice { question, .. }, _) => Place::Question(question.clone()),
        (Place::Rung { recommendation, .. }, _) => Place::Recommendation(recommendation.clone()),
        _ => Place::Whole,
    };
    Ok(Done::saying(words::path(&shown), "draft_saved"))
}

/// The request, made by somebody who may edit: asked before anything that was typed is read.
#[cfg(feature = "ssr")]
fn editing() -> Result<Request, AppError> {
    let request = current()?;
    request.actor.editor()?;
    Ok(request)
}

#[cfg(feature = "ssr")]
fn revision(seen: &str) -> Result<u32, AppError> {
    seen.parse().map_err(|_| AppError::Malformed)
}

#[cfg(feature = "ssr")]
fn seen_mark(seen: &str) -> Result<u64, AppError> {
    seen.parse().map_err(|_| AppError::Malformed)
}

/// What was seen of a part; nothing, of what is new.
#[cfg(feature = "ssr")]
fn saw(place: Place, key: &str, seen: &str) -> Result<Saw, AppError> {
    if key == typed::NEW { Ok(Saw::Nothing) } else { Ok(Saw::Part(place, seen_mark(seen)?)) }
}

/// Changes what was seen of the draft, and saves it.
#[cfg(feature = "ssr")]
async fn edit<I>(
    request: &Request,
    command: &str,
    saw: Saw,
    typed: I,
    change: fn(&mut Questionnaire, I) -> Result<Place, WriteError>,
) -> Result<Place, AppError>
where
    I: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
{
    let editor = request.actor.editor()?;
    request
        .wearing(&editor)
        .write(command, (saw, typed), move |tx, (saw, typed)| {
            Box::pin(async move {
                let draft = tx.draft(&editor).await?.ok_or(Broken::DraftChanged)?;
                let mut questionnaire = draft.questionnaire.clone();
                let place = change(&mut questionnaire, typed)?;
                let saved: Outcome<()> = draft.save(tx.act(), &editor, &saw, questionnaire)?;
                Ok(saved.map(|()| place))
            })
        })
        .await
}

/// Back to the page of what was saved.
#[cfg(feature = "ssr")]
fn saved_at(place: Place) -> Result<Done, AppError> {
    Ok(Done::saying(words::path(&place), "draft_saved"))
}

/// The key of what is there, or one of its own for what is new.
#[cfg(feature = "ssr")]
fn known_or_new<'q>(
    key: Key,
    words: &str,
    mut taken: impl Iterator<Item = &'q Key> + Clone,
) -> Result<Key, WriteError> {
    if key == typed::NEW {
        return Ok(Questionnaire::fresh_key(words, taken));
    }
    if taken.any(|taken| *taken == key) { Ok(key) } else { Err(WriteError::Missing) }
}

/// Puts something in place of the one of this number, counted from 1, or after the others; where it stands, from 0.
#[cfg(feature = "ssr")]
fn put_at<T>(all: &mut Vec<T>, number: &str, new: T) -> Result<usize, WriteError> {
    if number == typed::NEW {
        all.push(new);
        return Ok(all.len() - 1);
    }
    let at = typed::numbered(number).ok_or(WriteError::Missing)?;
    *all.get_mut(at).ok_or(WriteError::Missing)? = new;
    Ok(at)
}
