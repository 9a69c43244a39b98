//! The result of a diagnosis: what the page says to who asked, and to who was not there.

use super::load::{self, Given};
use crate::diagnosis::pages::words;
use crate::diagnosis::words::one_decimal;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::card::{ButtonLink, Notice};
use crate::ui::chart::{ThemeBar, ThemeBars};
use crate::ui::fields::SubmitOf;
use domain::diagnosis::{Answers, GivenBack, Questionnaire};
use domain::ids::DiagnosisId;
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;

/// Ends the interview, with the answers of the form of this id: what stands at the end of its page.
pub fn give_back_section(lang: Lang, form: &'static str) -> AnyView {
    view! {
        <section aria-labelledby="give-back">
            <h2 id="give-back">{texts::diagnosis::give_back(lang)}</h2>
            <p class="small">{texts::diagnosis::give_back_why(lang)}</p>
            <SubmitOf form=form function="give_back" label=texts::diagnosis::give_back(lang) />
        </section>
    }
    .into_any()
}

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
    let (words, judgement) = (words(lang), &back.judgement);
    let questionnaire = &given.diagnosis.questionnaire;
    let reasons = judgement.reasons.iter().filter_map(|reason| words.reason(questionnaire, reason));
    let reasons = reasons.map(|reason| view! { <li>{reason}</li> }).collect_view();
    let advice: Vec<_> = (questionnaire.read(&given.answers).advice().into_iter())
        .filter_map(|advice| advice.rung())
        .map(|advice| {
            view! {
                <li>
                    <b>{advice.text.get(lang).to_owned()}</b>
                    <br />
                    <span class="muted">
                        {texts::diagnosis::why_advice(lang)} " " {advice.why.get(lang).to_owned()}
                    </span>
                </li>
            }
        })
        .collect();
    let advice = (!advice.is_empty()).then(|| {
        view! {
            <section aria-labelledby="advice">
                <h2 id="advice">{texts::diagnosis::small_steps(lang)}</h2>
                <ol class="recommendations">{advice}</ol>
            </section>
        }
    });
    let levels = match given.first {
        Some(_) => texts::diagnosis::levels_compared(lang),
        None => texts::diagnosis::levels(lang),
    };
    let first = given.first.as_ref().map(|(questionnaire, answers)| (&**questionnaire, answers));
    let bars = bars(lang, questionnaire, &given.answers, first);
    view! {
        <div class="wrap narrow">
            <p class="muted">
                {texts::diagnosis::result_of(lang, &given.association, dates::date(lang, back.at))}
            </p>
            <h1>{texts::diagnosis::result_title(lang)}</h1>
            <div class=format!("verdict {}", judgement.verdict.code())>
                <p class="word">{words.title(judgement)}</p>
                {words.summary(questionnaire, judgement).map(|summary| view! { <p>{summary}</p> })}
                <h2>{texts::diagnosis::because(lang)}</h2>
                <ul class="why">{reasons}</ul>
            </div>
            {follow(ask, given)}
            {advice}
            <section aria-labelledby="levels">
                <h2 id="levels">{levels}</h2>
                <ThemeBars bars=bars />
            </section>
        </div>
    }
    .into_any()
}

/// How far each theme is; with a first diagnosis, how far it was.
pub fn bars(
    lang: Lang,
    questionnaire: &Questionnaire,
    answers: &Answers,
    first: Option<(&Questionnaire, &Answers)>,
) -> Vec<ThemeBar> {
    let now = questionnaire.read(answers).levels();
    let first = first.map(|(questionnaire, answers)| questionnaire.read(answers).levels());
    let bar = |theme: &domain::diagnosis::Theme| {
        let level = now.get(&theme.key).copied().flatten();
        let before = first.as_ref().and_then(|levels| levels.get(&theme.key).copied().flatten());
        let told = |level| one_decimal(lang, level);
        let words = match (before, level) {
            (Some(before), Some(now)) => texts::journey::from_to(lang, told(before), told(now)),
            (None, Some(now)) => texts::journey::now_only(lang, told(now)),
            (_, None) => texts::journey::unknown(lang).to_owned(),
        };
        ThemeBar { title: theme.short.get(lang).to_owned(), first: before, now: level, words }
    };
    questionnaire.themes.iter().map(bar).collect()
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
        <section aria-labelledby="follow">
            <h2 id="follow">{texts::diagnosis::follow(lang)}</h2>
            {link}
            <p class="actions">
                {answer}
                <ButtonLink href=ask.href(&journey) label=label quiet=quiet />
            </p>
        </section>
    }
    .into_any()
}
