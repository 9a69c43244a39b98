//! The next actions: each says why, how, the answers that led to it, and what became of it.

use super::told;
use crate::diagnosis::load::theme_title;
use crate::diagnosis::pages::words;
use crate::diagnosis::result::load::{Given, advice_code};
use crate::routes::Ask;
use crate::shell::Do;
use crate::ui::fields::{Choice, Form, RadioGroup, Returned, Submit, TextArea};
use domain::diagnosis::{AdviceSaid, NextAction, Said, WhyNot};
use domain::text::{Lang, Words};
use leptos::prelude::*;
use texts::dates;
use texts::result as t;

/// The list, first rungs with the rung that follows them once they are done.
pub fn actions(ask: &Ask, given: &Given) -> Option<AnyView> {
    let lang = ask.lang();
    let reading = given.diagnosis.questionnaire.read(&given.answers);
    let actions = reading.next_actions(&given.life.said);
    if actions.is_empty() {
        return None;
    }
    let title = if given.own { t::actions(lang) } else { t::actions_theirs(lang) };
    let items: Vec<_> = actions.iter().map(|action| item(ask, given, action)).collect();
    Some(
        view! {
            <section aria-labelledby="advice">
                <h2 id="advice">{title}</h2>
                <p class="muted">{t::actions_lead(lang)}</p>
                <ol class="next-actions">{items}</ol>
            </section>
        }
        .into_any(),
    )
}

fn item(ask: &Ask, given: &Given, action: &NextAction) -> AnyView {
    let lang = ask.lang();
    let Some(rung) = action.rung() else { return ().into_any() };
    let causes = if action.then {
        vec![view! { <li>{t::then_because(lang)}</li> }.into_any()]
    } else {
        told(&words(lang), given, &action.causes)
    };
    let kicker = action.then.then(|| view! { <p class="kicker">{t::then(lang)}</p> });
    let class = match &action.said {
        None if action.then => "then",
        None => "open",
        Some(AdviceSaid { said: Said::Refused { .. }, .. }) => "aside",
        Some(_) => "done",
    };
    view! {
        <li class=class>
            {kicker}
            <h3>{rung.text.get(lang).to_owned()}</h3>
            {became(lang, action.said.as_ref())}
            <dl>
                <div><dt>{t::why(lang)}</dt> <dd>{rung.why.get(lang).to_owned()}</dd></div>
                <div><dt>{t::how(lang)}</dt> <dd>{rung.how.get(lang).to_owned()}</dd></div>
                <div>
                    <dt>{t::causes(lang)}</dt>
                    <dd><ul>{causes}</ul></dd>
                </div>
                {workshops(ask, given, action)}
            </dl>
            {doors(ask, given, action)}
        </li>
    }
    .into_any()
}

/// What was said of it: when, as whom, in which words.
fn became(lang: Lang, said: Option<&AdviceSaid>) -> Option<AnyView> {
    let last = said?;
    let on = dates::date(lang, last.at);
    let (told, words) = match &last.said {
        Said::Done => (t::done_on(lang, on), None),
        Said::Refused { reason, words } => {
            let reason = texts::refused_because::of(lang, reason.code());
            (t::refused_on(lang, on, reason), words.as_ref().map(ToString::to_string))
        }
        Said::TakenBack => return None,
    };
    let by = texts::fact_by::of(lang, &last.hat);
    let words = words.map(|words| view! { <blockquote><p class="words">{words}</p></blockquote> });
    Some(
        view! {
            <p class="became"><b>{told}</b> " " <span class="muted small">{by}</span></p>
            {words}
        }
        .into_any(),
    )
}

/// The workshops that teach it, with the next date that has room.
fn workshops(ask: &Ask, given: &Given, action: &NextAction) -> Option<AnyView> {
    let lang = ask.lang();
    let themes = &action.recommendation.workshops;
    if themes.is_empty() {
        return None;
    }
    let link = |theme: &String| {
        let href = ask.href(&format!("/agenda?genre=workshop_session&theme={theme}"));
        let label = t::workshop_theme(lang, theme_title(lang, theme));
        let next = match given.sessions.get(theme) {
            None => t::no_session(lang).to_owned(),
            Some((entry, free)) => {
                let next = t::next_session(lang, dates::moment(lang, entry.starts_at));
                format!("{next}, {}", t::seats_left(lang, i64::from(*free)))
            }
        };
        view! { <dd><a href=href>{label}</a> " · " {next}</dd> }
    };
    Some(
        view! {
            <div>
                <dt>{t::workshop(lang)}</dt>
                {themes.iter().map(link).collect_view()}
            </div>
        }
        .into_any(),
    )
}

/// What may be said of it, by who follows the association, while this is its last result.
fn doors(ask: &Ask, given: &Given, action: &NextAction) -> Option<AnyView> {
    let lang = ask.lang();
    if given.companion.is_none() || given.life.redone().is_some() {
        return None;
    }
    let code = advice_code(action);
    let diagnosis = given.diagnosis.id.to_string();
    let act = |name: &'static str, label: &'static str| {
        let hidden = vec![("advice", code.clone()), ("diagnosis", diagnosis.clone())];
        view! { <Do name=name request=ask.request.clone() label=label quiet=true hidden=hidden /> }
    };
    if action.said.is_some() {
        let back = act("take_back_advice", t::take_back(lang));
        return Some(view! { <div class="actions on-screen">{back}</div> }.into_any());
    }
    let reasons = WhyNot::ALL
        .map(|reason| Choice::new(reason.code(), texts::refused_because::of(lang, reason.code())));
    let returned = use_context::<Returned>();
    let open = returned.is_some_and(|r| r.form == "refuse_advice" && r.key == code);
    Some(
        view! {
            <div class="actions on-screen">
                {act("finish_advice", t::done(lang))}
                <details open=open>
                    <summary>{t::refuse_open(lang)}</summary>
                    <Form
                        name="refuse_advice"
                        command=ask.request.command()
                        key=code.clone()
                        hidden=vec![
                            ("advice".to_owned(), code.clone()),
                            ("diagnosis".to_owned(), diagnosis.clone()),
                        ]
                    >
                        <RadioGroup
                            name="reason"
                            legend=t::refuse_why(lang)
                            options=reasons.to_vec()
                            required=true
                        />
                        <TextArea
                            name="words"
                            label=t::refuse_words(lang)
                            rows=2
                            at_most=Words::MAX
                        />
                        <p class="actions"><Submit label=t::refuse(lang) quiet=true /></p>
                    </Form>
                </details>
            </div>
        }
        .into_any(),
    )
}
