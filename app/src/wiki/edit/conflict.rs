//! Two people have changed the same words: each passage as both found it, as it was saved meanwhile and as it was typed, to
//! be decided by who saved second. Nothing that they typed is lost.

use super::compare::runs;
use super::load::{Decided, Written};
use super::pages::licence;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::Line;
use crate::ui::card::ActionTag;
use crate::ui::fields::{
    Checkbox, Choice, Form, RadioGroup, Returned, SafeTextarea, Submit, TextField,
};
use domain::ids::RevisionId;
use domain::text::{Lang, Source};
use domain::wiki::diff::{Run, Side, words};
use domain::wiki::merge::{Conflict, merge};
use domain::wiki::{Part, Revision, section};
use leptos::prelude::*;
use std::collections::BTreeMap;

const FORM: &str = "save_page";

/// What meets: what both began from, what was saved since, what was typed.
struct Meets {
    base: Revision,
    mine: String,
}

/// The page of the conflict, if what came back is one.
pub async fn conflict(ask: &Ask, written: &Written) -> Result<Option<View>, AppError> {
    let Some(returned) = use_context::<Returned>() else { return Ok(None) };
    let Some(meets) = meets(ask, written, &returned).await? else { return Ok(None) };
    let lang = ask.lang();
    let head = &written.head;
    let merged = merge(meets.base.source.as_str(), head.source.as_str(), &meets.mine);
    let passages: Vec<_> = merged.conflicts().collect();
    let count = passages.len();
    let passages = passages.into_iter().enumerate().map(|(place, conflict)| {
        let title = texts::conflict::passage(lang, place + 1, count);
        let title = match &conflict.under {
            Some(under) => format!("{title}, {}", texts::compare::under(lang, under)),
            None => title,
        };
        passage(lang, title, conflict, Decided::name(head, place), &returned)
    });
    let passages = passages.collect_view();
    let lead = match count {
        0 => texts::conflict::title(lang),
        _ => texts::conflict::lead(lang),
    };
    let (mine, licence) = (meets.mine.clone(), licence(lang, &written.space));
    let title = texts::edit::edit_title(lang, written.page.title.as_str());
    let mut hidden = vec![
        ("page".to_owned(), written.page.id.to_string()),
        ("base".to_owned(), meets.base.id.to_string()),
        ("revision".to_owned(), head.id.to_string()),
        ("source".to_owned(), meets.mine),
    ];
    // Where to come back to, once the whole is saved.
    let part = returned.typed(FORM, "part").map(|part| ("part".to_owned(), part.to_owned()));
    hidden.extend(part);
    let command = ask.request.command();
    // Nobody else's: they are as they were typed.
    let summary = returned.typed(FORM, "summary").unwrap_or_default().to_owned();
    let minor = returned.typed(FORM, "minor").is_some();
    let was = head.title.to_string();
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{title.clone()}</h1>
            <Form name=FORM command=command hidden=hidden>
                <p class="lead">{lead}</p>
                {passages}
                <TextField name="title" label=texts::edit::page_title(lang) value=was required=true />
                <TextField
                    name="summary"
                    label=texts::edit::summary(lang)
                    hint=texts::edit::summary_hint(lang)
                    value=summary
                />
                <Checkbox name="minor" label=texts::edit::minor(lang) checked=minor />
                <p class="muted small">{licence}</p>
                <p class="actions"><Submit label=texts::edit::save(lang) /></p>
            </Form>
            <details>
                <summary>{texts::conflict::whole(lang)}</summary>
                <pre class="source"><code>{mine}</code></pre>
            </details>
        </div>
    };
    Ok(Some(View::new(title, body)))
}

/// None: what came back, if anything did, was no conflict.
async fn meets(
    ask: &Ask,
    written: &Written,
    returned: &Returned,
) -> Result<Option<Meets>, AppError> {
    let typed = |name: &str| returned.typed(FORM, name).unwrap_or_default();
    let own = |id: &str| {
        let id: Option<RevisionId> = id.parse().ok();
        let rows = ask.request.read();
        async move {
            let Some(id) = id else { return Ok(None) };
            let found = rows.revision(id).await.map_err(|error| ask.request.answer(error))?;
            Ok::<_, AppError>(found.filter(|revision| revision.page == written.page.id))
        }
    };
    let seen = own(typed("revision")).await?;
    let mine: String = typed("source").chars().take(Source::MAX as usize).collect();
    let Some(base) = own(typed("base")).await? else {
        let base = seen.filter(|_| !returned.meanwhile.is_empty());
        let part = typed("part").parse::<Part>().ok();
        return Ok(base.map(|base| {
            let section = part.and_then(|part| section(base.source.as_str(), &part));
            let whole = section.map(|section| section.put_back(mine.trim()));
            Meets { mine: whole.unwrap_or(mine), base }
        }));
    };
    // What was decided stands, where yet another state was saved while they decided.
    if let Some(seen) = seen.filter(|seen| seen.id != written.head.id) {
        let named = |table: &str| -> BTreeMap<String, String> {
            let inside = |name: &str| {
                let inside = name.strip_prefix(table)?.strip_prefix('[')?.strip_suffix(']')?;
                Some(inside.to_owned())
            };
            let typed = returned.typed.iter();
            typed.filter_map(|(name, value)| Some((inside(name)?, value.clone()))).collect()
        };
        let decided = Decided { choice: named("choice"), words: named("words") };
        if let Ok(text) = decided.text(&base, &seen, &mine) {
            return Ok(Some(Meets { base: seen, mine: text.to_string() }));
        }
    }
    Ok(Some(Meets { base, mine }))
}

/// One passage, its three sides, and what to make of it.
fn passage(
    lang: Lang,
    title: String,
    conflict: &Conflict,
    name: String,
    returned: &Returned,
) -> impl IntoView + use<> {
    let choice = |value: &str, label: &str| Choice::new(value, label);
    let options = vec![
        choice("mine", texts::conflict::keep_mine(lang)),
        choice("theirs", texts::conflict::keep_theirs(lang)),
        choice("words", texts::conflict::keep_words(lang)),
    ];
    let field = format!("words[{name}]");
    let own = returned.typed(FORM, &field).map(str::to_owned);
    let own = own.or_else(|| conflict.mine.clone()).or_else(|| conflict.theirs.clone());
    let id = format!("words-{name}");
    let heading = format!("passage-{name}");
    let by = heading.clone();
    view! {
        <section class="passage" aria-labelledby=by>
            <h2 id=heading>{title.clone()}</h2>
            <div class="three-sides">
                {side(lang, texts::conflict::base(lang), &conflict.base, None)}
                {side(lang, texts::conflict::theirs(lang), &conflict.theirs, conflict.base.as_deref())}
                {side(lang, texts::conflict::mine(lang), &conflict.mine, conflict.base.as_deref())}
            </div>
            <RadioGroup
                name=format!("choice[{name}]")
                legend=texts::conflict::choose(lang)
                options=options
                required=true
            />
            <div class="field">
                <label for=id.clone()>{texts::conflict::words(lang, title)}</label>
                <SafeTextarea
                    id=id
                    name=field
                    form=None
                    text=own.unwrap_or_default()
                    rows=4
                    required=false
                    described=None
                    invalid=false
                />
            </div>
        </section>
    }
}

/// One side, with what it changed of what both began from.
fn side(
    lang: Lang,
    title: &'static str,
    text: &Option<String>,
    base: Option<&str>,
) -> impl IntoView + use<> {
    let text = match (text, base) {
        (Some(text), Some(base)) => runs(lang, &words(base, text)),
        (Some(text), None) => runs(lang, &[Run { side: Side::Both, text: text.clone() }]),
        (None, _) => view! { <em>{texts::conflict::nothing(lang)}</em> }.into_any(),
    };
    view! {
        <div>
            <h3>{title}</h3>
            <div class="changed">{text}</div>
        </div>
    }
}
