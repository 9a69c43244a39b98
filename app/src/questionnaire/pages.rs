//! The questionnaire for organizers: what is published, the draft and its parts.

mod conditions;
mod parts;
mod trying;

pub use parts::{choice, question, recommendation, rule, rung, theme};
pub use trying::{check, text, trial};

use super::load::{self, Front, Line, Shown};
use super::words::{self, DRAFT};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::{ButtonLink, Notice};
use crate::ui::fields::{Checkbox, Form, Returned, Submit};
use crate::ui::table::{Row, Table};
use domain::diagnosis::{Finding, Place, Question, Questionnaire, Severity};
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;
use texts::questionnaire as say;

/// `/questionnaire`
pub async fn front(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let Front { published, versions, draft } = load::front(&ask.request).await?;
    let now = match versions.first() {
        Some(line) => format!("{}, {}", say::version(lang, line.number), told_line(lang, line)),
        None => say::version(lang, published.questionnaire.version),
    };
    let body = view! {
        <div class="wrap">
            <h1>{say::title(lang)}</h1>
            <p class="lead">{say::lead(lang)}</p>
            <section aria-labelledby="now">
                <h2 id="now">{say::now(lang)}</h2>
                <p><b>{now}</b></p>
                <p>{counts(lang, &published.questionnaire)}</p>
            </section>
            <section aria-labelledby="draft">
                <h2 id="draft">{say::draft(lang)}</h2>
                {match draft {
                    Some(shown) => running(&ask, &shown),
                    None => view! {
                        <p>{say::open_lead(lang)}</p>
                        <Do name="open_draft" request=ask.request.clone() label=say::open(lang) />
                    }
                    .into_any(),
                }}
            </section>
            <section aria-labelledby="history">
                <h2 id="history">{say::history(lang)}</h2>
                <p>{say::history_lead(lang)}</p>
                {history(&ask, versions)}
            </section>
        </div>
    };
    Ok(View::new(say::title(lang), body))
}

fn counts(lang: Lang, q: &Questionnaire) -> String {
    let (themes, questions) = (q.themes.len(), q.questions.len());
    say::counts(lang, themes, questions, q.recommendations.len(), q.rules.len())
}

fn told_line(lang: Lang, line: &Line) -> String {
    match &line.by {
        Some(name) => say::published_by(lang, dates::date(lang, line.at), name),
        None => say::shipped(lang).to_owned(),
    }
}

fn history(ask: &Ask, versions: Vec<Line>) -> AnyView {
    let lang = ask.lang();
    let row = |line: Line| {
        let file = view! {
            <Do
                name="export_questionnaire"
                request=ask.request.clone()
                label=say::download(lang)
                quiet=true
                hidden=vec![("version", line.id.to_string())]
            />
        };
        let number = say::version(lang, line.number);
        Row::new(vec![number.into_any(), told_line(lang, &line).into_any(), file.into_any()])
    };
    let headers = [say::title(lang), say::when(lang), say::file(lang)];
    view! {
        <Table
            caption=say::history(lang)
            headers=headers.map(str::to_owned).to_vec()
            rows=versions.into_iter().map(row).collect()
        />
    }
    .into_any()
}

/// The draft that runs, and the way out of it.
fn running(ask: &Ask, shown: &Shown) -> AnyView {
    let lang = ask.lang();
    let seen = shown.draft.revision.to_string();
    view! {
        {told_draft(lang, shown)}
        <p class="actions"><ButtonLink href=ask.href(DRAFT) label=say::go_on(lang) /></p>
        <details>
            <summary>{say::discard(lang)}</summary>
            <p>{say::discard_lead(lang)}</p>
            <Form
                name="discard_draft"
                command=ask.request.command()
                hidden=vec![("seen".to_owned(), seen)]
            >
                <Checkbox name="sure" label=say::discard_sure(lang) required=true />
                <p class="actions"><Submit label=say::discard(lang) quiet=true /></p>
            </Form>
        </details>
    }
    .into_any()
}

fn told_draft(lang: Lang, shown: &Shown) -> AnyView {
    let draft = &shown.draft;
    let begun = say::draft_begun(lang, dates::moment(lang, draft.begun_at), &shown.begun_by);
    let saved = (draft.revision > 1)
        .then(|| say::draft_saved(lang, dates::moment(lang, draft.saved_at), &shown.saved_by));
    let old = shown.old.then(|| view! { <Notice><p>{say::draft_base(lang)}</p></Notice> });
    view! { <p class="muted">{begun} " " {saved}</p> {old} }.into_any()
}

/// The ways through a draft, the current one marked; on the page of a part, the one it belongs to.
fn steps(ask: &Ask, current: &str) -> AnyView {
    let lang = ask.lang();
    let item = |(path, label): (&str, &'static str)| {
        let here = match (path, current) {
            ("", "/part") => Some("true"),
            _ => (path == current).then_some("page"),
        };
        let href = ask.href(&format!("{DRAFT}{path}"));
        view! { <li><a href=href aria-current=here>{label}</a></li> }
    };
    let items = [
        ("", say::step_edit(lang)),
        ("/verifier", say::step_check(lang)),
        ("/essayer", say::step_try(lang)),
        ("/texte", say::step_text(lang)),
    ];
    view! {
        <nav class="steps-nav" aria-label=say::steps(lang)>
            <ul>{items.map(item).into_iter().collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// `/questionnaire/brouillon`: everything in it, each with its page.
pub async fn draft(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let Some(shown) = load::draft(&ask.request).await? else { return Ok(gone(&ask)) };
    let q = &shown.draft.questionnaire;
    let findings = &shown.findings;
    let new = |path: &str, label: &'static str| {
        let href = ask.href(&format!("{DRAFT}/{path}/+"));
        view! { <p class="actions"><ButtonLink href=href label=label quiet=true /></p> }
    };
    let body = view! {
        <div class="wrap">
            <p><a href=ask.href("/questionnaire")>{say::back(lang)}</a></p>
            <h1>{say::draft_title(lang)}</h1>
            {told_draft(lang, &shown)}
            {steps(&ask, "")}
            <p>{counts(lang, q)}</p>
            <section aria-labelledby="themes">
                <h2 id="themes">{say::themes(lang)}</h2>
                {themes(&ask, q, findings)}
                {new("theme", say::add_theme(lang))}
            </section>
            <section aria-labelledby="recommendations">
                <h2 id="recommendations">{say::recommendations(lang)}</h2>
                {recommendations(&ask, q, findings)}
                {new("conseil", say::add_recommendation(lang))}
            </section>
            <section aria-labelledby="rules">
                <h2 id="rules">{say::rules(lang)}</h2>
                <p>{say::rules_lead(lang)}</p>
                {rules(&ask, q, findings)}
                {new("regle", say::add_rule(lang))}
            </section>
        </div>
    };
    Ok(View::new(say::draft_title(lang), body))
}

/// The words of a part or, as long as it has none, its key.
fn or_key<'t>(words: &'t str, key: &'t str) -> &'t str {
    if words.trim().is_empty() { key } else { words }
}

/// How many findings refuse within a part.
fn mark(lang: Lang, findings: &[Finding], within: impl Fn(&Place) -> bool) -> Option<AnyView> {
    let refuses = |f: &&Finding| f.problem.severity() == Severity::Refuses && within(&f.place);
    let count = findings.iter().filter(refuses).count();
    (count > 0).then(|| view! { " " <b class="chip">{say::mend(lang)}</b> }.into_any())
}

fn themes(ask: &Ask, q: &Questionnaire, findings: &[Finding]) -> AnyView {
    let lang = ask.lang();
    let question = |question: &Question| {
        let href = ask.href(&words::path(&Place::Question(question.key.clone())));
        let kind = if question.opened_by.is_some() {
            Some(say::sub_question(lang))
        } else {
            (!question.asked_if.is_empty()).then(|| say::conditional(lang))
        };
        let count = say::answers_count(lang, number(question.choices.len()));
        let told = [Some(count), kind.map(str::to_owned)].into_iter().flatten();
        let told = told.collect::<Vec<_>>().join(" · ");
        let within = |place: &Place| match place {
            Place::Question(key) => *key == question.key,
            Place::Choice { question: key, .. } => *key == question.key,
            _ => false,
        };
        view! {
            <li class=question.opened_by.is_some().then_some("sub")>
                <a href=href>{or_key(question.text.get(lang), &question.key).to_owned()}</a>
                " "
                <span class="muted small">{told}</span>
                {mark(lang, findings, within)}
            </li>
        }
    };
    let theme = |theme: &domain::diagnosis::Theme| {
        let place = Place::Theme(theme.key.clone());
        let href = ask.href(&words::path(&place));
        let add = ask.href(&format!("{DRAFT}/question/+?theme={}", theme.key));
        let questions = q.questions_of(&theme.key).map(question).collect_view();
        let title = or_key(theme.title.get(lang), &theme.key).to_owned();
        let marked = mark(lang, findings, |at| *at == place);
        view! {
            <details>
                <summary>{title} {marked}</summary>
                <ol class="parts">{questions}</ol>
                <p class="actions">
                    <ButtonLink href=add label=say::add_question(lang) quiet=true />
                    " "
                    <ButtonLink href=href label=say::edit_theme(lang) quiet=true />
                </p>
            </details>
        }
    };
    q.themes.iter().map(theme).collect_view().into_any()
}

fn recommendations(ask: &Ask, q: &Questionnaire, findings: &[Finding]) -> AnyView {
    let lang = ask.lang();
    let item = |r: &domain::diagnosis::Recommendation| {
        let href = ask.href(&words::path(&Place::Recommendation(r.key.clone())));
        let words = r.rungs.first().map_or("", |rung| rung.text.get(lang));
        let usual =
            r.usual.then(|| view! { " " <span class="muted small">{say::usual(lang)}</span> });
        let within = |place: &Place| match place {
            Place::Recommendation(key) => *key == r.key,
            Place::Rung { recommendation: key, .. } => *key == r.key,
            _ => false,
        };
        view! {
            <li>
                <a href=href>{or_key(words, &r.key).to_owned()}</a>
                {usual}
                {mark(lang, findings, within)}
            </li>
        }
    };
    let theme = |theme: &domain::diagnosis::Theme| {
        let of = q.recommendations.iter().filter(|r| r.theme == theme.key);
        let of: Vec<_> = of.map(item).collect();
        let title = or_key(theme.short.get(lang), &theme.key).to_owned();
        view! {
            <details>
                <summary>{title} " " <span class="muted small">{of.len()}</span></summary>
                <ol class="parts">{of}</ol>
            </details>
        }
    };
    q.themes.iter().map(theme).collect_view().into_any()
}

fn rules(ask: &Ask, q: &Questionnaire, findings: &[Finding]) -> AnyView {
    let lang = ask.lang();
    let item = |(i, rule): (usize, &domain::diagnosis::Rule)| {
        let place = Place::Rule(i);
        let href = ask.href(&words::path(&place));
        let verdict = texts::verdict_title::of(lang, rule.verdict.code());
        let marked = mark(lang, findings, |at| *at == place);
        view! {
            <li>
                <b>{verdict}</b>
                " "
                <a href=href>{or_key(rule.summary.get(lang), &say::rule(lang, i + 1)).to_owned()}</a>
                {marked}
            </li>
        }
    };
    let items = q.rules.iter().enumerate().map(item).collect_view();
    view! { <ol class="parts numbered">{items}</ol> }.into_any()
}

/// A count, for a text that tells numbers.
fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// There is no draft any more, or not this part of it: what was typed is shown, to be copied.
fn gone(ask: &Ask) -> View {
    let lang = ask.lang();
    let typed = use_context::<Returned>().unwrap_or_default().typed;
    let words = |(_, text): &(String, String)| text.trim().contains(char::is_whitespace);
    let typed: Vec<_> = typed.into_iter().filter(words).collect();
    let kept = (!typed.is_empty()).then(|| {
        let texts = typed.into_iter().map(|(_, text)| view! { <p class="words">{text}</p> });
        view! { <p>{say::typed_kept(lang)}</p> <blockquote>{texts.collect_view()}</blockquote> }
    });
    let body = view! {
        <div class="wrap narrow">
            <h1>{say::no_draft(lang)}</h1>
            <p class="lead">{say::no_draft_lead(lang)}</p>
            {kept}
            <p class="actions">
                <ButtonLink href=ask.href("/questionnaire") label=say::back(lang) />
            </p>
        </div>
    };
    View::new(say::no_draft(lang), body)
}

/// A part that is not in the draft. Errors: `NotFound`, unless a form was sent about it: what it held is shown.
fn not_there(ask: &Ask) -> Result<View, AppError> {
    let sent = use_context::<Returned>().is_some_and(|returned| !returned.form.is_empty());
    if sent { Ok(gone(ask)) } else { Err(AppError::NotFound) }
}

/// What is found in a part, at the top of its page.
fn found(lang: Lang, shown: &Shown, within: impl Fn(&Place) -> bool) -> Option<AnyView> {
    let q = &shown.draft.questionnaire;
    let found = shown.findings.iter().filter(|f| within(&f.place));
    let told = found.map(|f| view! { <li>{words::finding(lang, q, f)}</li> });
    let told: Vec<_> = told.collect();
    (!told.is_empty())
        .then(|| view! { <Notice title=say::here(lang)><ul>{told}</ul></Notice> }.into_any())
}
