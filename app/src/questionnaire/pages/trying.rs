//! Before publishing: what the checker finds, what past diagnoses would become, the whole as a text.

use super::{gone, number, steps};
use crate::error::AppError;
use crate::questionnaire::load::{self, FILE_MAX, Past, Tried};
use crate::questionnaire::words::{self, DRAFT};
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::{ButtonLink, Card, Notice};
use crate::ui::fields::{FileField, Form, Returned, Submit, TextArea};
use domain::diagnosis::{Advice, Finding, Judgement, Place, Questionnaire, Severity, Trial};
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;
use texts::questionnaire as say;

/// `/questionnaire/brouillon/verifier`
pub async fn check(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let Some(shown) = load::draft(&ask.request).await? else { return Ok(gone(&ask)) };
    let q = &shown.draft.questionnaire;
    let (refusing, others): (Vec<Finding>, Vec<Finding>) =
        shown.findings.iter().cloned().partition(|f| f.problem.severity() == Severity::Refuses);
    let refuses = match refusing.len() {
        0 => view! {
            <Notice><p>{say::check_good(lang)}</p></Notice>
            <p class="actions">
                <ButtonLink href=ask.href(&format!("{DRAFT}/essayer")) label=say::step_try(lang) />
            </p>
        }
        .into_any(),
        n => view! {
            <section aria-labelledby="refuses">
                <h2 id="refuses">{say::check_refuses(lang, number(n))}</h2>
                {list(&ask, q, &refusing)}
            </section>
        }
        .into_any(),
    };
    let others = (!others.is_empty()).then(|| {
        view! {
            <section aria-labelledby="look">
                <h2 id="look">{say::check_look(lang, number(others.len()))}</h2>
                <p>{say::check_look_lead(lang)}</p>
                {list(&ask, q, &others)}
            </section>
        }
    });
    let body = view! {
        <div class="wrap">
            <p><a href=ask.href(DRAFT)>{say::back_draft(lang)}</a></p>
            <h1>{say::check_title(lang)}</h1>
            {steps(&ask, "/verifier")}
            {refuses}
            {others}
        </div>
    };
    Ok(View::new(say::check_title(lang), body))
}

/// Findings, each with the way to where it is mended.
fn list(ask: &Ask, q: &Questionnaire, findings: &[Finding]) -> AnyView {
    let lang = ask.lang();
    let item = |finding: &Finding| {
        let path = match &finding.place {
            Place::Whole => format!("{DRAFT}#recommendations"),
            place => words::path(place),
        };
        let href = ask.href(&path);
        view! {
            <li>
                <a href=href>{words::place(lang, q, &finding.place)}</a>
                <br />
                {words::finding(lang, q, finding)}
            </li>
        }
    };
    view! { <ul class="parts spaced">{findings.iter().map(item).collect_view()}</ul> }.into_any()
}

/// `/questionnaire/brouillon/texte`
pub async fn text(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let Some(shown) = load::draft(&ask.request).await? else { return Ok(gone(&ask)) };
    let typed = use_context::<Returned>().filter(|returned| returned.form == "save_text");
    let typed = typed.and_then(|r| r.typed.into_iter().find(|(name, _)| name == "text"));
    let troubles = typed.map(|(_, text)| load::troubles(lang, &text)).unwrap_or_default();
    let troubles = (!troubles.is_empty()).then(|| {
        let told = troubles.into_iter().map(|trouble| {
            let detail = trouble.detail.map(|said| {
                let before = texts::file_fault::detail(lang);
                view! { <br /> <small class="muted">{before} " " <q lang="en">{said}</q></small> }
            });
            let told = say::text_at(lang, trouble.line, trouble.column, trouble.told);
            view! { <li>{told} {detail}</li> }
        });
        let told: Vec<_> = told.collect();
        view! { <Notice title=say::text_faults(lang)><ol>{told}</ol></Notice> }
    });
    let written = load::file(&shown.draft.questionnaire);
    let seen = shown.draft.revision.to_string();
    let body = view! {
        <div class="wrap">
            <p><a href=ask.href(DRAFT)>{say::back_draft(lang)}</a></p>
            <h1>{say::text_title(lang)}</h1>
            {steps(&ask, "/texte")}
            <p>{say::text_lead(lang)}</p>
            <Do
                name="export_questionnaire"
                request=ask.request.clone()
                label=say::text_download(lang)
                quiet=true
                hidden=vec![("version", "draft".to_owned())]
            />
            {troubles}
            <Form
                name="save_text"
                class="file"
                files=true
                command=ask.request.command()
                hidden=vec![("seen".to_owned(), seen)]
            >
                <FileField
                    name="text"
                    label=say::text_file(lang)
                    hint=say::text_file_hint(lang)
                    accept=".toml,.txt,text/plain"
                />
                <TextArea
                    name="text"
                    label=say::text(lang)
                    value=written
                    rows=30
                    at_most=FILE_MAX
                    required=true
                />
                <p class="actions"><Submit label=say::save(lang) /></p>
            </Form>
        </div>
    };
    Ok(View::new(say::text_title(lang), body))
}

/// `/questionnaire/brouillon/essayer`
pub async fn trial(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let Some(tried) = load::tried(&ask.request).await? else { return Ok(gone(&ask)) };
    let Tried { shown, published, past } = tried;
    let q = &shown.draft.questionnaire;
    let trials: Vec<(&Past, Trial)> = past
        .iter()
        .map(|past| (past, Trial::of(&past.diagnosis.questionnaire, q, &past.answers)))
        .collect();
    let verdicts = trials.iter().filter(|(_, trial)| trial.changes_verdict()).count();
    let advice = |(_, trial): &&(&Past, Trial)| !trial.changes_verdict() && trial.changes_advice();
    let advice = trials.iter().filter(advice).count();
    let same = trials.len() - verdicts - advice;
    let figures = [
        (say::tried(lang), trials.len()),
        (say::other_verdict(lang), verdicts),
        (say::other_advice(lang), advice),
        (say::nothing_else(lang), same),
    ];
    let figures = figures.map(|(told, n)| view! { <div><dt>{told}</dt><dd><b>{n}</b></dd></div> });
    let limit = (trials.len() as u64 >= load::TRIED_MAX)
        .then(|| view! { <p class="muted">{say::at_most(lang, load::TRIED_MAX)}</p> });
    let mut changed: Vec<_> =
        trials.iter().filter(|(_, t)| t.changes_verdict() || t.changes_advice()).collect();
    changed.sort_by_key(|(_, trial)| !trial.changes_verdict());
    let who = if trials.is_empty() {
        view! { <p>{say::try_none(lang)}</p> }.into_any()
    } else if changed.is_empty() {
        view! { <p>{say::nobody_changes(lang)}</p> }.into_any()
    } else {
        let items = changed.iter().map(|(past, trial)| changes(lang, q, past, trial));
        view! { <div class="trials">{items.collect_view()}</div> }.into_any()
    };
    let next = shown.draft.after(&published).version;
    let publish = if q.may_be_published() {
        view! {
            <p>{say::publish_lead(lang)}</p>
            <Do
                name="publish_draft"
                request=ask.request.clone()
                label=say::publish(lang, next)
                hidden=vec![("seen", shown.draft.revision.to_string())]
            />
        }
        .into_any()
    } else {
        let href = ask.href(&format!("{DRAFT}/verifier"));
        view! {
            <p>{say::publish_refused(lang)}</p>
            <p class="actions"><ButtonLink href=href label=say::see_check(lang) /></p>
        }
        .into_any()
    };
    let body = view! {
        <div class="wrap">
            <p><a href=ask.href(DRAFT)>{say::back_draft(lang)}</a></p>
            <h1>{say::try_title(lang)}</h1>
            {steps(&ask, "/essayer")}
            <p>{say::try_lead(lang)}</p>
            <dl class="facts">{figures.into_iter().collect_view()}</dl>
            {limit}
            <section aria-labelledby="who">
                <h2 id="who">{say::who_changes(lang)}</h2>
                {who}
            </section>
            <section aria-labelledby="publish">
                <h2 id="publish">{say::publish(lang, next)}</h2>
                {publish}
            </section>
        </div>
    };
    Ok(View::new(say::try_title(lang), body))
}

/// What would change for one association, and why: answers are told to those who see them.
fn changes(lang: Lang, draft: &Questionnaire, past: &Past, trial: &Trial) -> AnyView {
    let old = &*past.diagnosis.questionnaire;
    let name = past.name.clone().unwrap_or_else(|| say::hidden_name(lang).to_owned());
    let at = past.diagnosis.given_back.as_ref().map(|back| back.at);
    let at = at.map(|at| say::given_back_on(lang, dates::date(lang, at)));
    let told = past.name.is_some();
    let verdict = if trial.changes_verdict() {
        view! {
            <div class="both">
                {side(lang, say::before(lang), old, &trial.before, told)}
                {side(lang, say::after(lang), draft, &trial.after, told)}
            </div>
        }
        .into_any()
    } else {
        let verdict = texts::verdict_title::of(lang, trial.after.verdict.code());
        view! { <p>{say::same_verdict(lang, verdict)}</p> }.into_any()
    };
    let gone = advice(lang, say::advice_gone(lang), old, &trial.gone, told);
    let new = advice(lang, say::advice_new(lang), draft, &trial.new, told);
    let unread = (trial.unread > 0)
        .then(|| view! { <p class="muted">{say::unread(lang, number(trial.unread))}</p> });
    view! {
        <Card>
            <h3>{name}</h3>
            <p class="muted small">{at}</p>
            {verdict}
            {gone}
            {new}
            {unread}
        </Card>
    }
    .into_any()
}

fn side(lang: Lang, when: &str, q: &Questionnaire, judged: &Judgement, told: bool) -> AnyView {
    let verdict = texts::verdict_title::of(lang, judged.verdict.code());
    let reasons = told.then(|| {
        let reasons = judged.reasons.iter().filter_map(|r| words::reason(lang, q, r));
        let reasons = reasons.map(|reason| view! { <li>{reason}</li> }).collect_view();
        view! { <ul class="why">{reasons}</ul> }
    });
    view! {
        <div>
            <p class="muted small">{when.to_owned()}</p>
            <p><b>{verdict}</b></p>
            {reasons}
        </div>
    }
    .into_any()
}

fn advice(
    lang: Lang,
    title: &str,
    q: &Questionnaire,
    all: &[Advice],
    told: bool,
) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let items = all.iter().filter_map(|advice| {
        let rung = advice.rung()?;
        let causes = advice.causes.iter().filter_map(|cause| words::reason(lang, q, cause));
        let causes = causes.filter(|_| told).collect::<Vec<_>>().join(" ; ");
        let causes = (!causes.is_empty())
            .then(|| view! { <br /> <span class="muted small">{causes}</span> });
        Some(view! { <li>{rung.text.get(lang).to_owned()} {causes}</li> })
    });
    let items: Vec<_> = items.collect();
    Some(view! { <h4>{title.to_owned()}</h4> <ul>{items}</ul> }.into_any())
}
