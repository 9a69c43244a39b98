//! A page for each part of the draft: one thing at a time.

use super::conditions::{About, choices as boxes};
use super::{found, gone, not_there, or_key, steps};
use crate::error::AppError;
use crate::questionnaire::load::{self, Shown};
use crate::questionnaire::typed::{NEW, numbered};
use crate::questionnaire::words::{self, DRAFT, part};
use crate::routes::{Ask, View};
use crate::ui::card::ButtonLink;
use crate::ui::fields::{Checkbox, Form, RadioGroup, Select, Submit, TextArea};
use domain::diagnosis::{
    Choice, Fact, Part, Place, Question, Questionnaire, Recommendation, Refusals, TOLD_FROM,
    VALUE_MAX, Verdict, WhyNot,
};
use domain::text::{Bilingual, Lang};
use leptos::prelude::*;
use texts::questionnaire as say;

/// The draft and a part of it; no part, of what is new. `Err`: a page instead, for there is no draft, or not this part.
///
/// Errors: `SignIn`, `NotYours`, `NotFound`.
async fn open<T>(
    ask: &Ask,
    key: &str,
    find: impl FnOnce(&Questionnaire) -> Option<T>,
) -> Result<Result<(Shown, Option<T>), View>, AppError> {
    let Some(shown) = load::draft(&ask.request).await? else { return Ok(Err(gone(ask))) };
    let known = find(&shown.draft.questionnaire);
    if known.is_none() && key != NEW {
        return not_there(ask).map(Err);
    }
    Ok(Ok((shown, known)))
}

/// The same, of a part of a part: the outer one is there.
async fn open_within<P, T>(
    ask: &Ask,
    key: &str,
    find: impl FnOnce(&Questionnaire) -> Option<(P, Option<T>)>,
) -> Result<Result<(Shown, P, Option<T>), View>, AppError> {
    let is_there = |(_, known): &(P, Option<T>)| known.is_some() || key == NEW;
    Ok(match open(ask, "", |q| find(q).filter(is_there)).await? {
        Ok((shown, Some((of, known)))) => Ok((shown, of, known)),
        Ok((_, None)) => Err(not_there(ask)?),
        Err(page) => Err(page),
    })
}

/// A page of a part: what it is, what is found there, its form, then the rest.
fn page(
    ask: &Ask,
    shown: &Shown,
    place: Option<&Place>,
    kind: &str,
    words: &str,
    rest: impl IntoView + 'static,
) -> View {
    let lang = ask.lang();
    let within = |at: &Place| place.is_some_and(|place| at == place);
    let place = place.cloned();
    let arranged = place.as_ref().map(|place| arrange(ask, shown, place));
    let title = if words.trim().is_empty() { kind } else { words };
    let kind = (title != kind).then(|| view! { <p class="muted">{kind.to_owned()}</p> });
    let body = view! {
        <div class="wrap">
            <p><a href=ask.href(DRAFT)>{say::back_draft(lang)}</a></p>
            {kind}
            <h1>{title.to_owned()}</h1>
            {steps(ask, "/part")}
            {found(lang, shown, within)}
            {rest}
            {arranged}
        </div>
    };
    View::new(title, body)
}

/// Moving a part among its neighbours, or taking it out.
fn arrange(ask: &Ask, shown: &Shown, place: &Place) -> AnyView {
    let lang = ask.lang();
    view! {
        <section aria-labelledby="arrange">
            <h2 id="arrange">{say::arrange(lang)}</h2>
            {buttons(ask, shown, place, None)}
        </section>
    }
    .into_any()
}

/// Three buttons. In a list, what they move names their group.
fn buttons(ask: &Ask, shown: &Shown, place: &Place, of: Option<&str>) -> AnyView {
    let lang = ask.lang();
    let part = place.code();
    let hidden = vec![
        ("seen".to_owned(), told(shown.draft.questionnaire.mark_held(place))),
        ("part".to_owned(), part.clone()),
    ];
    let (role, of) = (of.map(|_| "group"), of.map(str::to_owned));
    view! {
        <div role=role aria-label=of>
            <Form name="arrange_draft" command=ask.request.command() key=part hidden=hidden>
                <p class="actions">
                    <Submit label=say::up(lang) quiet=true name="how" value="up" />
                    " "
                    <Submit label=say::down(lang) quiet=true name="how" value="down" />
                    " "
                    <Submit label=say::remove(lang) quiet=true name="how" value="remove" />
                </p>
            </Form>
        </div>
    }
    .into_any()
}

/// What the form of a part saw of it, and more.
fn hidden(shown: &Shown, place: Option<&Place>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let seen = place.and_then(|place| shown.draft.questionnaire.mark(place));
    let seen = ("seen".to_owned(), told(seen));
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    std::iter::once(seen).chain(more).collect()
}

/// A mark in a form. Of what is new there is none.
fn told(mark: Option<u64>) -> String {
    mark.map(|mark| mark.to_string()).unwrap_or_default()
}

/// A text in both languages, side by side where there is room. Made inside its form.
fn both(lang: Lang, name: &str, label: &str, hint: &str, text: Option<&Bilingual>) -> AnyView {
    let (fr, en) = text.map(|text| (text.fr.clone(), text.en.clone())).unwrap_or_default();
    view! {
        <div class="both">
            <TextArea
                name=format!("{name}_fr")
                label=say::fr(lang, label)
                hint=hint
                value=fr
                rows=2
                required=true
            />
            <TextArea
                name=format!("{name}_en")
                label=say::en(lang, label)
                hint=hint
                value=en
                rows=2
                required=true
            />
        </div>
    }
    .into_any()
}

fn save(lang: Lang) -> AnyView {
    view! { <p class="actions"><Submit label=say::save(lang) /></p> }.into_any()
}

fn theme_select(lang: Lang, q: &Questionnaire, chosen: &str) -> AnyView {
    let theme = |theme: &domain::diagnosis::Theme| {
        (theme.key.clone(), or_key(theme.title.get(lang), &theme.key).to_owned())
    };
    let options = q.themes.iter().map(theme).collect();
    view! {
        <Select name="theme" label=say::theme(lang) options=options value=chosen required=true />
    }
    .into_any()
}

/// `/questionnaire/brouillon/theme/{theme}`
pub async fn theme(ask: Ask) -> Result<View, AppError> {
    let (lang, key) = (ask.lang(), ask.param("theme").to_owned());
    let (shown, theme) = match open(&ask, &key, |q| q.theme(&key).cloned()).await? {
        Ok(open) => open,
        Err(page) => return Ok(page),
    };
    let place = theme.as_ref().map(|theme| Place::Theme(theme.key.clone()));
    let words = theme.as_ref().map(|theme| theme.title.get(lang).to_owned());
    let form = {
        let theme = theme.clone();
        view! {
            <Form
                name="save_theme"
                command=ask.request.command()
                hidden=hidden(&shown, place.as_ref(), &[("theme", &key)])
            >
                {both(lang, "title", part(lang, Part::Title), "", theme.as_ref().map(|t| &t.title))}
                {both(lang, "short", part(lang, Part::Short), "", theme.as_ref().map(|t| &t.short))}
                {save(lang)}
            </Form>
        }
    };
    let kind = if theme.is_some() { say::theme(lang) } else { say::theme_new(lang) };
    Ok(page(&ask, &shown, place.as_ref(), kind, &words.unwrap_or_default(), form))
}

/// `/questionnaire/brouillon/question/{question}`: `?theme=` for a new one.
pub async fn question(ask: Ask) -> Result<View, AppError> {
    let (lang, key) = (ask.lang(), ask.param("question").to_owned());
    let (shown, known) = match open(&ask, &key, |q| q.question(&key).cloned()).await? {
        Ok(open) => open,
        Err(page) => return Ok(page),
    };
    let q = shown.draft.questionnaire.clone();
    let place = known.as_ref().map(|question| Place::Question(question.key.clone()));
    let words = known.as_ref().map(|question| question.text.get(lang).to_owned());
    let at = q.questions.iter().position(|question| question.key == key);
    let before = at.unwrap_or(q.questions.len());
    let theme = known.as_ref().map_or(ask.query("theme").to_owned(), |known| known.theme.clone());
    let choices = known.as_ref().map(|question| choices(&ask, &shown, question));
    let fields = {
        let known = known.clone();
        move || question_fields(lang, &q, known.as_ref(), &theme, before)
    };
    let rest = view! {
        <p>{say::question_lead(lang)}</p>
        <Form
            name="save_question"
            command=ask.request.command()
            hidden=hidden(&shown, place.as_ref(), &[("question", &key)])
        >
            {fields()}
            {save(lang)}
        </Form>
        {choices}
    };
    let kind = if known.is_some() { say::question(lang) } else { say::question_new(lang) };
    Ok(page(&ask, &shown, place.as_ref(), kind, &words.unwrap_or_default(), rest))
}

fn question_fields(
    lang: Lang,
    q: &Questionnaire,
    known: Option<&Question>,
    theme: &str,
    before: usize,
) -> AnyView {
    let about = About { lang, questionnaire: q, before };
    let weight = known.map_or(1, |known| known.weight);
    let weights = (0..=VALUE_MAX).map(|n| (n.to_string(), n.to_string())).collect();
    let conditions = known.map_or(&[][..], |known| &known.asked_if);
    view! {
        {both(lang, "text", part(lang, Part::Text), "", known.map(|k| &k.text))}
        {both(lang, "help", say::help(lang), "", known.and_then(|k| k.help.as_ref()))}
        {theme_select(lang, q, theme)}
        <Checkbox
            name="multiple"
            label=say::multiple(lang)
            hint=say::multiple_hint(lang)
            checked=known.is_some_and(|known| known.multiple)
        />
        <Select
            name="weight"
            label=say::weight(lang)
            hint=say::weight_hint(lang)
            options=weights
            value=weight.to_string()
            required=true
        />
        {opening(lang, q, known, theme, before)}
        {about.conditions(say::asked_if(lang), say::asked_if_hint(lang), conditions)}
    }
    .into_any()
}

/// What opens a sub-question: an earlier question of its theme, then some of its choices.
fn opening(
    lang: Lang,
    q: &Questionnaire,
    known: Option<&Question>,
    theme: &str,
    before: usize,
) -> AnyView {
    let opened = known.and_then(|known| known.opened_by.as_ref());
    let parent = opened.map(|opening| opening.question.clone()).unwrap_or_default();
    let earlier = q.questions.iter().take(before).filter(|q| q.theme == theme || q.key == parent);
    let earlier = earlier.map(|q| (q.key.clone(), or_key(q.text.get(lang), &q.key).to_owned()));
    let none = (String::new(), say::opened_by_none(lang).to_owned());
    let options: Vec<_> = std::iter::once(none).chain(earlier).collect();
    let of = opened.map(|opening| {
        let choices = boxes(lang, q, "opening", &opening.question, &opening.any_of);
        view! {
            <fieldset class="condition">
                <legend>{say::opening(lang)}</legend>
                {choices}
            </fieldset>
        }
    });
    let later = if of.is_none() { say::opening_later(lang) } else { Default::default() };
    let hint = [say::opened_by_hint(lang), later].join(" ");
    view! {
        <div class="conditions">
            <Select
                name="opened_by"
                label=say::opened_by(lang)
                hint=hint.trim()
                options=options
                value=parent
                required=true
            />
            {of}
        </div>
    }
    .into_any()
}

/// The choices of a question, each with its page.
fn choices(ask: &Ask, shown: &Shown, question: &Question) -> AnyView {
    let lang = ask.lang();
    let item = |choice: &Choice| {
        let place = Place::Choice { question: question.key.clone(), choice: choice.key.clone() };
        let words = or_key(choice.text.get(lang), &choice.key).to_owned();
        let value = match choice.value {
            Some(value) => format!("{} {value}", say::value(lang)),
            None => say::value_none(lang).to_owned(),
        };
        let href = ask.href(&words::path(&place));
        let moves = buttons(ask, shown, &place, Some(&words));
        view! {
            <li>
                <a href=href>{words}</a>
                " "
                <span class="muted small">{value}</span>
                {found(lang, shown, |at| *at == place)}
                {moves}
            </li>
        }
    };
    let items: Vec<_> = question.choices.iter().map(item).collect();
    let list = match items.is_empty() {
        true => view! { <p>{say::no_choice(lang)}</p> }.into_any(),
        false => view! { <ol class="parts spaced">{items}</ol> }.into_any(),
    };
    let add = ask.href(&format!("{DRAFT}/question/{}/+", question.key));
    view! {
        <section aria-labelledby="choices">
            <h2 id="choices">{say::choices(lang)}</h2>
            {list}
            <p class="actions"><ButtonLink href=add label=say::add_choice(lang) quiet=true /></p>
        </section>
    }
    .into_any()
}

/// `/questionnaire/brouillon/question/{question}/{choice}`
pub async fn choice(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let (question, key) = (ask.param("question").to_owned(), ask.param("choice").to_owned());
    let find = |q: &Questionnaire| {
        let of = q.question(&question)?;
        Some((of.clone(), of.choice(&key).cloned()))
    };
    let (shown, of, known) = match open_within(&ask, &key, find).await? {
        Ok(open) => open,
        Err(page) => return Ok(page),
    };
    let q = shown.draft.questionnaire.clone();
    let place = known
        .as_ref()
        .map(|known| Place::Choice { question: question.clone(), choice: known.key.clone() });
    let words = known.as_ref().map(|choice| choice.text.get(lang).to_owned());
    let at = q.questions.iter().position(|q| q.key == question).unwrap_or_default();
    let back = ask.href(&words::path(&Place::Question(question.clone())));
    let fields = {
        let known = known.clone();
        move || choice_fields(lang, &q, known.as_ref(), at)
    };
    let rest = view! {
        <p>
            {say::question(lang)} " "
            <a href=back>{or_key(of.text.get(lang), &of.key).to_owned()}</a>
        </p>
        <Form
            name="save_choice"
            command=ask.request.command()
            hidden=hidden(&shown, place.as_ref(), &[("question", &question), ("choice", &key)])
        >
            {fields()}
            {save(lang)}
        </Form>
    };
    let kind = if known.is_some() { say::choice(lang) } else { say::choice_new(lang) };
    Ok(page(&ask, &shown, place.as_ref(), kind, &words.unwrap_or_default(), rest))
}

fn choice_fields(lang: Lang, q: &Questionnaire, known: Option<&Choice>, at: usize) -> AnyView {
    let about = About { lang, questionnaire: q, before: at + 1 };
    let none = (String::new(), say::value_none(lang).to_owned());
    let values = (0..=VALUE_MAX).map(|n| (n.to_string(), n.to_string()));
    let values = std::iter::once(none).chain(values).collect();
    let value = known.and_then(|known| known.value).map(|value| value.to_string());
    let fact = |fact: Fact| {
        let checked = known.is_some_and(|known| known.known_by.contains(&fact));
        view! {
            <Checkbox
                name=format!("facts[{}]", fact.code())
                label=words::fact(lang, fact)
                value="on"
                checked=checked
            />
        }
    };
    view! {
        {both(lang, "text", part(lang, Part::Text), "", known.map(|k| &k.text))}
        {both(
            lang,
            "because",
            say::because(lang),
            say::because_hint(lang),
            known.and_then(|k| k.because.as_ref()),
        )}
        <Select
            name="value"
            label=say::value(lang)
            hint=say::value_hint(lang)
            options=values
            value=value.unwrap_or_default()
            required=true
        />
        <Checkbox
            name="alone"
            label=say::alone(lang)
            hint=say::alone_hint(lang)
            checked=known.is_some_and(|known| known.alone)
        />
        {about.fills(known.map_or(&[][..], |known| &known.fills))}
        <details>
            <summary>{say::facts(lang)}</summary>
            <fieldset class="field">
                <legend>{say::facts(lang)}</legend>
                <p class="hint">{say::facts_hint(lang)}</p>
                {Fact::ALL.map(fact).into_iter().collect_view()}
            </fieldset>
        </details>
    }
    .into_any()
}

/// `/questionnaire/brouillon/conseil/{recommendation}`
pub async fn recommendation(ask: Ask) -> Result<View, AppError> {
    let (lang, key) = (ask.lang(), ask.param("recommendation").to_owned());
    let (shown, known) = match open(&ask, &key, |q| q.recommendation(&key).cloned()).await? {
        Ok(open) => open,
        Err(page) => return Ok(page),
    };
    let q = shown.draft.questionnaire.clone();
    let place = known.as_ref().map(|known| Place::Recommendation(known.key.clone()));
    let first = known.as_ref().and_then(|known| known.rungs.first());
    let words = first.map(|first| first.text.get(lang).to_owned());
    let rungs = known.as_ref().map(|known| rungs(&ask, &shown, known));
    let fields = {
        let known = known.clone();
        move || recommendation_fields(lang, &q, known.as_ref())
    };
    let refused = match &known {
        Some(known) => Some(refusals(lang, load::refusals(&ask.request, &known.key).await?)),
        None => None,
    };
    let rest = view! {
        <Form
            name="save_recommendation"
            command=ask.request.command()
            hidden=hidden(&shown, place.as_ref(), &[("recommendation", &key)])
        >
            {fields()}
            {save(lang)}
        </Form>
        {rungs}
        {refused}
    };
    let kind =
        if known.is_some() { say::recommendation(lang) } else { say::recommendation_new(lang) };
    Ok(page(&ask, &shown, place.as_ref(), kind, &words.unwrap_or_default(), rest))
}

fn recommendation_fields(lang: Lang, q: &Questionnaire, known: Option<&Recommendation>) -> AnyView {
    let theme = known.map(|known| known.theme.clone()).unwrap_or_default();
    let workshop = |theme: &domain::diagnosis::Theme| {
        let checked = known.is_some_and(|known| known.workshops.contains(&theme.key));
        view! {
            <Checkbox
                name=format!("workshops[{}]", theme.key)
                label=or_key(theme.title.get(lang), &theme.key).to_owned()
                value="on"
                checked=checked
            />
        }
    };
    let words = known.is_none().then(|| both(lang, "text", part(lang, Part::Text), "", None));
    view! {
        {words}
        {theme_select(lang, q, &theme)}
        <fieldset class="field">
            <legend>{say::workshops(lang)}</legend>
            {q.themes.iter().map(workshop).collect_view()}
        </fieldset>
        <Checkbox
            name="usual"
            label=say::usual(lang)
            hint=say::usual_hint(lang)
            checked=known.is_some_and(|known| known.usual)
        />
    }
    .into_any()
}

/// How many associations refuse an advice, and why; small numbers are not told.
fn refusals(lang: Lang, refusals: Option<Refusals>) -> AnyView {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let told = match &refusals {
        None => say::refused_none(lang).to_owned(),
        Some(Refusals { associations: None, .. }) => say::refused_few(lang, count(TOLD_FROM)),
        Some(Refusals { associations: Some(n), .. }) => say::refused_by(lang, count(*n)),
    };
    let reason = |(why, n): (WhyNot, usize)| {
        let why = texts::refused_because::of(lang, why.code());
        view! { <li>{say::refused_reason(lang, why, n)}</li> }
    };
    let reasons: Vec<_> =
        refusals.into_iter().flat_map(|refusals| refusals.reasons).map(reason).collect();
    let reasons = (!reasons.is_empty()).then(|| view! { <ul>{reasons}</ul> });
    view! {
        <section aria-labelledby="refused">
            <h2 id="refused">{say::refused(lang)}</h2>
            <p>{told}</p>
            {reasons}
        </section>
    }
    .into_any()
}

/// The rungs of a recommendation, each with its page.
fn rungs(ask: &Ask, shown: &Shown, of: &Recommendation) -> AnyView {
    let lang = ask.lang();
    let q = &shown.draft.questionnaire;
    let item = |(i, rung): (usize, &domain::diagnosis::Rung)| {
        let place = Place::Rung { recommendation: of.key.clone(), rung: i };
        let words = or_key(rung.text.get(lang), &say::rung(lang, i + 1)).to_owned();
        let href = ask.href(&words::path(&place));
        let moves = buttons(ask, shown, &place, Some(&words));
        view! {
            <li>
                <a href=href>{words}</a>
                {when(lang, q, &rung.when, of.usual)}
                {found(lang, shown, |at| *at == place)}
                {moves}
            </li>
        }
    };
    let items: Vec<_> = of.rungs.iter().enumerate().map(item).collect();
    let full = items.len() >= domain::diagnosis::RUNGS_MAX;
    let list = match items.is_empty() {
        true => view! { <p>{say::no_rung(lang)}</p> }.into_any(),
        false => view! { <ol class="parts spaced">{items}</ol> }.into_any(),
    };
    let add = (!full).then(|| {
        let href = ask.href(&format!("{DRAFT}/conseil/{}/+", of.key));
        view! { <p class="actions"><ButtonLink href=href label=say::add_rung(lang) quiet=true /></p> }
    });
    view! {
        <section aria-labelledby="rungs">
            <h2 id="rungs">{say::rungs(lang)}</h2>
            <p>{say::rungs_lead(lang)}</p>
            {list}
            {add}
        </section>
    }
    .into_any()
}

/// Conditions, as sentences.
fn when(
    lang: Lang,
    q: &Questionnaire,
    conditions: &[domain::diagnosis::Condition],
    usual: bool,
) -> AnyView {
    if conditions.is_empty() {
        let told = if usual { say::for_all(lang) } else { say::no_condition(lang) };
        return view! { <p class="muted small">{told}</p> }.into_any();
    }
    let told = conditions.iter().map(|c| view! { <li>{words::condition(lang, q, c)}</li> });
    view! { <ul class="muted small">{told.collect_view()}</ul> }.into_any()
}

/// `/questionnaire/brouillon/conseil/{recommendation}/{rung}`
pub async fn rung(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let (key, number) = (ask.param("recommendation").to_owned(), ask.param("rung").to_owned());
    let at = numbered(&number);
    let find = |q: &Questionnaire| {
        let of = q.recommendation(&key)?;
        Some((of.clone(), at.and_then(|at| of.rungs.get(at)).cloned()))
    };
    let (shown, of, known) = match open_within(&ask, &number, find).await? {
        Ok(open) => open,
        Err(page) => return Ok(page),
    };
    let q = shown.draft.questionnaire.clone();
    let place = at.filter(|_| known.is_some());
    let place = place.map(|rung| Place::Rung { recommendation: key.clone(), rung });
    let words = known.as_ref().map(|rung| rung.text.get(lang).to_owned());
    let back = ask.href(&words::path(&Place::Recommendation(key.clone())));
    let first = of.rungs.first().map(|first| first.text.get(lang).to_owned()).unwrap_or_default();
    let fields = {
        let known = known.clone();
        move || {
            let about = About { lang, questionnaire: &q, before: q.questions.len() };
            let when = known.as_ref().map_or(&[][..], |known| &known.when);
            view! {
                {both(lang, "text", part(lang, Part::Text), "", known.as_ref().map(|k| &k.text))}
                {both(lang, "why", part(lang, Part::Why), "", known.as_ref().map(|k| &k.why))}
                {both(lang, "how", part(lang, Part::How), "", known.as_ref().map(|k| &k.how))}
                {about.conditions(say::given_if(lang), say::given_if_hint(lang), when)}
            }
            .into_any()
        }
    };
    let rest = view! {
        <p>
            {say::recommendation(lang)} " " <a href=back>{or_key(&first, &key).to_owned()}</a>
        </p>
        <Form
            name="save_rung"
            command=ask.request.command()
            hidden=hidden(&shown, place.as_ref(), &[("recommendation", &key), ("rung", &number)])
        >
            {fields()}
            {save(lang)}
        </Form>
    };
    let kind = match at.filter(|_| known.is_some()) {
        Some(at) => say::rung(lang, at + 1),
        None => say::rung_new(lang).to_owned(),
    };
    Ok(page(&ask, &shown, place.as_ref(), &kind, &words.unwrap_or_default(), rest))
}

/// `/questionnaire/brouillon/regle/{rule}`
pub async fn rule(ask: Ask) -> Result<View, AppError> {
    let (lang, number) = (ask.lang(), ask.param("rule").to_owned());
    let at = numbered(&number);
    let find = |q: &Questionnaire| at.and_then(|at| q.rules.get(at)).cloned();
    let (shown, known) = match open(&ask, &number, find).await? {
        Ok(open) => open,
        Err(page) => return Ok(page),
    };
    let q = shown.draft.questionnaire.clone();
    let place = at.filter(|_| known.is_some()).map(Place::Rule);
    let words = known.as_ref().map(|rule| rule.summary.get(lang).to_owned());
    let fields = {
        let known = known.clone();
        move || {
            let about = About { lang, questionnaire: &q, before: q.questions.len() };
            let when = known.as_ref().map_or(&[][..], |known| &known.when);
            let option = |verdict: Verdict| {
                let code = verdict.code();
                (code, texts::verdict_title::of(lang, code)).into()
            };
            let value = known.as_ref().map(|known| known.verdict.code()).unwrap_or_default();
            let summary = known.as_ref().map(|known| &known.summary);
            view! {
                <RadioGroup
                    name="verdict"
                    legend=say::verdict(lang)
                    options=Verdict::ALL.map(option).to_vec()
                    value=value
                    required=true
                />
                {both(lang, "summary", part(lang, Part::Summary), "", summary)}
                {about.conditions(say::given_if(lang), say::given_if_hint(lang), when)}
            }
            .into_any()
        }
    };
    let rest = view! {
        <p>{say::rules_lead(lang)}</p>
        <Form
            name="save_rule"
            command=ask.request.command()
            hidden=hidden(&shown, place.as_ref(), &[("rule", &number)])
        >
            {fields()}
            {save(lang)}
        </Form>
    };
    let kind = match at.filter(|_| known.is_some()) {
        Some(at) => say::rule(lang, at + 1),
        None => say::rule_new(lang).to_owned(),
    };
    Ok(page(&ask, &shown, place.as_ref(), &kind, &words.unwrap_or_default(), rest))
}
