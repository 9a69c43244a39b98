//! The result of a diagnosis: a page that lives on, and that is read on paper by who was not there.

mod actions;
mod giving_back;
mod levels;
mod since;
mod unknown;

pub use giving_back::give_back_section;
pub use levels::{levels, way};

use super::load::{self, Given};
use crate::diagnosis::pages::words;
use crate::diagnosis::words::Words;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::card::{ButtonLink, Notice};
use domain::diagnosis::{GivenBack, Reason};
use domain::ids::DiagnosisId;
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;

/// `/diagnostic/{diagnosis}/resultat`
pub async fn result(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: DiagnosisId = ask.id("diagnosis")?;
    let given = load::given(&ask.request, id).await?;
    let title = texts::diagnosis::result_title(lang).to_owned();
    let body = match &given.diagnosis.given_back {
        Some(back) => given_back(&ask, &given, back),
        None => view! {
            <div class="wrap narrow">
                <h1>{title.clone()}</h1>
                <p class="lead">{texts::diagnosis::not_given_back(lang)}</p>
            </div>
        }
        .into_any(),
    };
    Ok(View::new(title, body))
}

fn given_back(ask: &Ask, given: &Given, back: &GivenBack) -> AnyView {
    let lang = ask.lang();
    let (stage, since) = given.diagnosis.stage(&given.life);
    let stage = texts::stage::of(lang, stage.code());
    let redone = given.life.redone().map(|(id, at)| {
        let href = ask.href(&format!("/diagnostic/{id}/resultat"));
        let told = texts::result::redone(lang, dates::date(lang, at));
        view! {
            <Notice>
                <p>{told} " " <a href=href>{texts::result::see_new(lang)}</a></p>
            </Notice>
        }
    });
    let first = given.first.as_ref();
    view! {
        <div class="wrap narrow result">
            <p class="muted">
                {texts::diagnosis::result_of(lang, &given.association, dates::date(lang, back.at))}
            </p>
            <h1>{texts::diagnosis::result_title(lang)}</h1>
            <p class="small muted">{texts::result::led(lang, dates::date(lang, back.at))}</p>
            <p class="stage">
                <b>{texts::result::stands_since(lang, stage, dates::date(lang, since))}</b>
            </p>
            {redone}
            {asked(lang, given)}
            {verdict(lang, given, back)}
            {follow(ask, given)}
            {actions::actions(ask, given)}
            {levels(lang, &given.diagnosis.questionnaire, &given.voices, first, true)}
            {unknown::unknown(lang, given)}
            {since::since(ask, given, back)}
            {meanings(ask, given, back)}
        </div>
    }
    .into_any()
}

/// What the association asked for, kept verbatim.
fn asked(lang: Lang, given: &Given) -> Option<AnyView> {
    let need = given.need.as_ref()?;
    let (words, on) = (need.words.to_string(), dates::date(lang, need.at));
    let title =
        if given.own { texts::result::asked(lang) } else { texts::result::asked_theirs(lang) };
    Some(
        view! {
            <section aria-labelledby="asked">
                <h2 id="asked">{title}</h2>
                <blockquote class="need"><p class="words">{words}</p></blockquote>
                <p class="muted small">{texts::result::asked_on(lang, on)}</p>
            </section>
        }
        .into_any(),
    )
}

/// Reasons in words.
fn told(words: &Words, given: &Given, reasons: &[Reason]) -> Vec<AnyView> {
    let questionnaire = &given.diagnosis.questionnaire;
    let told = reasons.iter().filter_map(|reason| words.reason(questionnaire, reason));
    told.map(|reason| view! { <li>{reason}</li> }.into_any()).collect()
}

/// The verdict that stands and why; where a person decided against the rules, both.
fn verdict(lang: Lang, given: &Given, back: &GivenBack) -> AnyView {
    let (words, judgement) = (words(lang), &back.judgement);
    let summary = words.summary(&given.diagnosis.questionnaire, judgement);
    let reasons = told(&words, given, &judgement.reasons);
    let code = back.verdict().code();
    let why = match &back.decided {
        None => view! {
            {summary.map(|summary| view! { <p>{summary}</p> })}
            <h3>{texts::diagnosis::because(lang)}</h3>
            <ul class="why">{reasons}</ul>
        }
        .into_any(),
        Some(decided) => {
            let rules = texts::verdict_title::of(lang, judgement.verdict.code());
            view! {
                <h3>{texts::result::decided(lang)}</h3>
                <blockquote><p class="words">{decided.why.to_string()}</p></blockquote>
                <p>{texts::result::rules_said(lang, rules)}</p>
                {summary.map(|summary| view! { <p>{summary}</p> })}
                <h3>{texts::result::rules_because(lang)}</h3>
                <ul class="why">{reasons}</ul>
            }
            .into_any()
        }
    };
    view! {
        <section aria-labelledby="verdict">
            <h2 id="verdict">{texts::result::verdict(lang)}</h2>
            <div class=format!("verdict {code}")>
                <p class="word">{texts::verdict_title::of(lang, code)}</p>
                <p class="muted">{texts::verdict_means::of(lang, code)}</p>
                {why}
            </div>
        </section>
    }
    .into_any()
}

/// What comes after the result.
fn follow(ask: &Ask, given: &Given) -> AnyView {
    let lang = ask.lang();
    let journey = if given.own {
        "/parcours".to_owned()
    } else {
        format!("/parcours/{}", given.diagnosis.journey)
    };
    let label = if given.own {
        texts::orientation::see_journey(lang)
    } else {
        texts::diagnosis::to_journey(lang)
    };
    let link = given.link.clone().map(|(path, until)| {
        view! {
            <Notice>
                <p>{texts::diagnosis::link_for(lang, dates::day(lang, until))}</p>
                <p><a class="token" href=path.clone()>{path.clone()}</a></p>
            </Notice>
        }
    });
    let answer = given.open.filter(|_| given.own).map(|open| {
        let href = ask.href(&format!("/orientation/{open}"));
        view! { <ButtonLink href=href label=texts::go::answer_orientation(lang) /> " " }
    });
    let quiet = answer.is_some();
    view! {
        <section class="on-screen" aria-labelledby="follow">
            <h2 id="follow">{texts::diagnosis::follow(lang)}</h2>
            {link}
            <p class="actions">
                {answer}
                <ButtonLink href=ask.href(&journey) label=label quiet=quiet />
            </p>
            <p class="muted small">{texts::result::to_print(lang)}</p>
        </section>
    }
    .into_any()
}

/// For who was not there: what the words mean, how to go on, where this page is.
fn meanings(ask: &Ask, given: &Given, back: &GivenBack) -> AnyView {
    use texts::result as t;
    let lang = ask.lang();
    let code = back.verdict().code();
    let verdict = texts::verdict_title::of(lang, code);
    let path = ask.href(&format!("/diagnostic/{}/resultat", given.diagnosis.id));
    let url = format!("{}{path}", ask.request.state.public_url);
    let terms = [
        (t::word_diagnosis(lang), t::word_diagnosis_means(lang)),
        (verdict, texts::verdict_means::of(lang, code)),
        (t::word_themes(lang), t::word_themes_means(lang)),
        (t::word_workshop(lang), t::word_workshop_means(lang)),
    ];
    let term = |(term, means)| view! { <div><dt>{term}</dt> <dd>{means}</dd></div> };
    view! {
        <section aria-labelledby="words">
            <h2 id="words">{t::words(lang)}</h2>
            <p class="muted">{t::words_lead(lang)}</p>
            <dl class="glossary">{terms.map(term).collect_view()}</dl>
            <h3>{t::go_on(lang)}</h3>
            <p>{t::go_on_means(lang)}</p>
            <p class="small muted">{t::address(lang, url)}</p>
        </section>
    }
    .into_any()
}
