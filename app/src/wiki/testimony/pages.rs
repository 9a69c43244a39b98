//! Telling one's story, in ten minutes: what the journey knows already, a few questions, and how it will be read.

use super::facts;
use super::load::{Proposed, Typed, Written, sought_of, told, written};
use super::steps::{Step, drawn, go_on, opened};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::Line;
use crate::ui::card::ActionTag;
use crate::ui::fields::{Choice, Form, RadioGroup, Returned, Submit, TextArea, TextField};
use crate::wiki::draw::Drawing;
use crate::wiki::views::previewed;
use chrono::{DateTime, Utc};
use domain::ids::{RevisionId, TestimonyId};
use domain::text::{Lang, Words};
use domain::wiki::fact::{Facts, Telling};
use domain::wiki::guide::Question;
use domain::wiki::sought::Sought;
use leptos::prelude::*;
use std::collections::BTreeMap;
use texts::dates;
use texts::telling as t;

const FORM: &str = "write_testimony";

/// `/temoignage/{testimony}`
pub async fn write(ask: Ask) -> Result<View, AppError> {
    let id: TestimonyId = ask.id("testimony")?;
    writing(ask, id).await
}

/// `/temoigner/{token}`: the same, for who holds the link of the letter; first, whether one wants to.
pub async fn by_link(ask: Ask) -> Result<View, AppError> {
    let sought = sought_of(&ask.request.read()).await;
    let sought = sought.map_err(|error| ask.request.answer(error))?.ok_or(AppError::LinkExpired)?;
    ask.request.actor.sought(&sought, ask.request.now)?;
    match sought.testimony {
        Some(id) => writing(ask, id).await,
        None => asked(ask, sought).await,
    }
}

/// Whether one wants to tell one's story: a no is one press away, as a yes is.
async fn asked(ask: Ask, sought: Sought) -> Result<View, AppError> {
    use texts::sought as t;
    let lang = ask.lang();
    let association = ask.request.read().association(sought.association).await;
    let association = association.map_err(|error| ask.request.answer(error))?;
    let association = association.ok_or(AppError::NotFound)?.name.to_string();
    let no = |answer: &str, label: &'static str, why: &'static str| {
        let (request, hidden) = (ask.request.clone(), vec![("answer", answer.to_owned())]);
        view! {
            <li>
                <Do name="decline_story" request=request label=label quiet=true hidden=hidden />
                " " <span class="muted">{why}</span>
            </li>
        }
    };
    let request = ask.request.clone();
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{t::title(lang)}</h1>
            <p class="lead">{t::lead(lang, association)}</p>
            <p>{t::how(lang)}</p>
            <Do name="begin_testimony" request=request label=t::begin(lang) />
            <ul class="plain">
                {no("not_now", t::not_now(lang), t::not_now_why(lang))}
                {no("never", t::never(lang), t::never_why(lang))}
            </ul>
        </div>
    };
    Ok(View::new(t::title(lang), body))
}

async fn writing(ask: Ask, id: TestimonyId) -> Result<View, AppError> {
    let lang = ask.lang();
    let written = written(&ask.request, id).await?;
    let returned = use_context::<Returned>().filter(|returned| returned.form == FORM);
    if let Some(returned) = &returned {
        meet(&ask, &written, returned).await?;
    }
    let texts: BTreeMap<_, _> = written.texts().into_iter().collect();
    let said = Question::ALL.iter().any(|asked| !texts[asked.code()].is_empty());
    let done = |step| match step {
        Step::Facts => written.facts.iter().all(|proposed| proposed.kept.is_some()),
        Step::Questions => said,
        Step::Reading => false,
    };
    let opened = opened(&ask, returned.as_ref(), done);
    let looked = returned.filter(|returned| returned.typed(FORM, "preview").is_some());
    let preview = preview(&ask, &written, looked).await?;
    let shown = written.page.published.map(|_| {
        view! {
            <p>
                {t::published(lang)} " "
                <a href=ask.href(&format!("/wiki/{}", written.page.slug))>{t::see(lang)}</a>
            </p>
        }
    });
    let hidden = vec![
        ("testimony".to_owned(), id.to_string()),
        ("revision".to_owned(), written.head.id.to_string()),
    ];
    let command = ask.request.command();
    let withdraw = written.page.published.map(|_| withdraw(&ask, id));
    let link = written.link_until.map(|until| link(&ask, id, until));
    let title = written.head.title.to_string();
    let beginning = texts.get("beginning").cloned().unwrap_or_default();
    let text = move |name: &str| texts.get(name).cloned().unwrap_or_default();
    let facts = written.facts;
    // Inside the form, whose fields know it.
    let question = move |asked: Question| {
        let code = asked.code();
        view! {
            <TextArea
                name=code
                label=texts::asked::of(lang, code)
                hint=texts::asked_hint::of(lang, code)
                value=text(code)
                rows=5
            />
        }
    };
    let questions = move || {
        view! {
            <p class="muted">{t::questions_lead(lang)}</p>
            <TextField
                name="title"
                label=t::page_title(lang)
                hint=t::page_title_hint(lang)
                value=title
                required=true
            />
            <TextArea
                name="beginning"
                label=t::beginning(lang)
                hint=t::beginning_hint(lang)
                value=beginning
                rows=3
            />
            {Question::ALL.map(question).into_iter().collect_view()}
            <p class="actions">
                {go_on(lang, Step::Reading)} " "
                <Submit label=t::look(lang) quiet=true name="preview" value="yes" />
            </p>
        }
    };
    let reading = view! {
        {preview}
        <p>{t::publish_why(lang)}</p>
        <p class="actions">
            <Submit label=t::publish(lang) name="publish" value="yes" />
            " "
            <Submit label=t::save(lang) quiet=true name="next" value=Step::Reading.code() />
        </p>
    };
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{t::title(lang)}</h1>
            <p class="lead">{t::lead(lang)}</p>
            {shown}
            <Form name=FORM command=command hidden=hidden class="telling">
                {drawn(lang, Step::Facts, &opened, facts_section(lang, &facts))}
                {drawn(lang, Step::Questions, &opened, questions())}
                {drawn(lang, Step::Reading, &opened, reading)}
            </Form>
            {withdraw}
            {link}
        </div>
    };
    Ok(View::new(t::title(lang), body))
}

/// Where somebody else of the association saved the same story meanwhile, what both wrote is in the fields.
async fn meet(ask: &Ask, written: &Written, returned: &Returned) -> Result<(), AppError> {
    let read = returned.typed(FORM, "revision").and_then(|typed| typed.parse().ok());
    let Some(read): Option<RevisionId> = read.filter(|_| !returned.meanwhile.is_empty()) else {
        return Ok(());
    };
    let read = ask.request.read().revision(read).await;
    let read = read.map_err(|error| ask.request.answer(error))?;
    if let Some(read) = read.filter(|read| read.page == written.page.id) {
        let mut met = returned.clone();
        written.both(&read, &mut met.typed);
        provide_context(met);
    }
    Ok(())
}

/// What the journey knows, each to be told, reworded or kept to oneself.
fn facts_section(lang: Lang, facts: &[Proposed]) -> AnyView {
    let one = |proposed: &Proposed| {
        let code = proposed.kind.code();
        let kept = proposed.kept.as_ref();
        let told = match (kept.map(|consent| &consent.telling), &proposed.today) {
            (Some(Telling::AsIs(told)), _) => Some(facts::fact(lang, told)),
            (_, Some(today)) => Some(facts::fact(lang, today)),
            (_, None) => None,
        };
        let news = proposed.news().map(|today| {
            view! { <p class="muted">{t::news(lang)}</p> {facts::fact(lang, today)} }
        });
        let mut options: Vec<Choice> = Vec::new();
        let option = |code: &str| Choice::new(code, texts::telling_choice::of(lang, code));
        options.extend(told.is_some().then(|| option("as_is")));
        options.extend(news.is_some().then(|| option("renewed")));
        options.extend(["reworded", "hidden"].map(option));
        let agreed = kept.filter(|consent| consent.telling != Telling::Hidden).map(|consent| {
            let at = dates::date(lang, consent.at);
            view! { <p class="muted small">{t::agreed(lang, at)}</p> }
        });
        let words = match kept.map(|consent| &consent.telling) {
            Some(Telling::Reworded(words)) => words.to_string(),
            _ => String::new(),
        };
        let legend = t::tell(lang, texts::journey_fact::of(lang, code));
        let named = texts::journey_fact::of(lang, code);
        let field = format!("words[{code}]");
        // Where there is nothing in it to be read, it is shown to who chooses to write it.
        let typed = use_context::<Returned>().is_some_and(|returned| {
            returned.typed(FORM, &field).is_some_and(|typed| !typed.is_empty())
        });
        let class = if words.is_empty() && !typed { "own-words" } else { "" };
        view! {
            <div class="proposed">
                {told} {news}
                <RadioGroup
                    name=format!("tell[{code}]")
                    legend=legend
                    options=options
                    value=kept.map(|consent| consent.telling.code()).unwrap_or_default()
                    inline=true
                />
                {agreed}
                <div class=class>
                    <TextArea
                        name=field
                        label=t::own_words(lang, named)
                        value=words
                        rows=2
                        at_most=Words::MAX
                    />
                </div>
            </div>
        }
    };
    let lead = if facts.is_empty() { t::no_facts(lang) } else { t::facts_lead(lang) };
    view! {
        <p class="muted">{lead}</p>
        {facts.iter().map(one).collect_view()}
        <p class="actions">{go_on(lang, Step::Questions)}</p>
    }
    .into_any()
}

/// The story as it will be read: what was typed, if that is what was asked, or else what is saved.
async fn preview(
    ask: &Ask,
    written: &Written,
    looked: Option<Returned>,
) -> Result<AnyView, AppError> {
    let lang = ask.lang();
    let looks = looked.is_some();
    let title = looked.as_ref().and_then(|typed| typed.typed(FORM, "title")).map(str::to_owned);
    let (source, facts, faults) = match looked {
        Some(typed) => typed_so_far(ask, written, &typed).await?,
        None => {
            let facts = Facts::told(written.consents.iter().cloned());
            (written.head.source.to_string(), facts, false)
        }
    };
    let (document, known, files) = written.read_as(&ask.request, &source).await?;
    let drawing = Drawing::preview(lang, &known).showing(&files).on(&written.page.slug);
    let title = title.unwrap_or_else(|| written.head.title.to_string());
    let mut facts = facts::drawn(lang, &facts);
    let text = previewed(drawing.telling(), &document, &title, &mut facts);
    let lead = match (looks, faults) {
        (true, true) => t::look_faults(lang),
        (true, false) => texts::edit::preview_why(lang),
        (false, _) => t::look_saved(lang),
    };
    let tabindex = looks.then_some("-1");
    Ok(view! {
        <div class="preview" tabindex=tabindex autofocus=looks>
            <p class="muted">{lead}</p>
            {text}
        </div>
    }
    .into_any())
}

/// The text and the facts of what was typed; whether something of it is to be mended, and what is saved is shown.
async fn typed_so_far(
    ask: &Ask,
    written: &Written,
    returned: &Returned,
) -> Result<(String, Facts, bool), AppError> {
    let typed = |name: &str| returned.typed(FORM, name).unwrap_or_default().to_owned();
    let named = |table: &str| -> BTreeMap<String, String> {
        let inside = |name: &str| {
            name.strip_prefix(table)?.strip_prefix('[')?.strip_suffix(']').map(str::to_owned)
        };
        let all = returned.typed.iter();
        all.filter_map(|(name, value)| Some((inside(name)?, value.clone()))).collect()
    };
    let answers = Question::ALL.map(|asked| typed(asked.code()));
    let (tell, words) = (named("tell"), named("words"));
    let read = Typed::read(&typed("title"), &typed("beginning"), answers, &tell, &words);
    let Ok(read) = read else {
        let facts = Facts::told(written.consents.iter().cloned());
        return Ok((written.head.source.to_string(), facts, true));
    };
    let rows = ask.request.read();
    let tellings = read.tellings(&rows, &written.testimony, &written.consents, ask.request.now);
    let tellings = tellings.await.map_err(|error| ask.request.answer(error))?;
    let facts = told(&written.consents, &tellings);
    Ok((read.text(ask.lang(), &written.head, &facts), facts, false))
}

/// The link of the letter, to be ended.
fn link(ask: &Ask, id: TestimonyId, until: DateTime<Utc>) -> impl IntoView + use<> {
    use texts::sought as t;
    let lang = ask.lang();
    let (request, hidden) = (ask.request.clone(), vec![("testimony", id.to_string())]);
    let label = t::end_link(lang);
    view! {
        <p class="muted">{t::link(lang, dates::day(lang, until))}</p>
        <Do name="end_story_link" request=request label=label quiet=true hidden=hidden />
    }
}

fn withdraw(ask: &Ask, id: TestimonyId) -> impl IntoView + use<> {
    let lang = ask.lang();
    let request = ask.request.clone();
    let hidden = vec![("testimony", id.to_string())];
    view! {
        <details class="put-away">
            <summary>{t::withdraw(lang)}</summary>
            <p>{t::withdraw_why(lang)}</p>
            <Do
                name="withdraw_testimony"
                request=request
                label=t::withdraw(lang)
                quiet=true
                hidden=hidden
            />
        </details>
    }
}
