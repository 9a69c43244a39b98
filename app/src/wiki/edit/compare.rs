//! Two states of a page side by side, in words and by line.

use super::history::past;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::Line;
use crate::ui::card::ActionTag;
use domain::text::Lang;
use domain::wiki::Revision;
use domain::wiki::diff::{Change, Run, Side, What, changes, lines, words};
use domain::wiki::markup::cut::Kind;
use leptos::prelude::*;
use texts::dates;

/// How many equal lines are shown around a line that has changed.
const AROUND: usize = 2;

/// `/wiki/{slug}/comparer`: `de` and `a` are the numbers of two states; without them, the newest and the one before.
pub async fn compare(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let past = past(&ask.request, ask.param("slug")).await?;
    let number = |name: &str| ask.query(name).parse::<u32>().ok();
    let to = number("a").unwrap_or(past.newest);
    let from = number("de").unwrap_or(to.saturating_sub(1).max(1));
    let rows = ask.request.read();
    let state = async |number: u32| -> Result<Revision, AppError> {
        let found = rows.numbered_revision(past.page.id, number).await;
        let found = found.map_err(|error| ask.request.answer(error))?;
        found.filter(|found| found.number <= past.newest).ok_or(AppError::NotFound)
    };
    let (old, new) = (state(from).await?, state(to).await?);
    let renamed = (old.title != new.title).then(|| {
        let words = words(old.title.as_str(), new.title.as_str());
        view! {
            <ul class="changes">
                <li>
                    <p class="change">{texts::compare::title_changed(lang)}</p>
                    <blockquote class="changed">{runs(lang, &words)}</blockquote>
                </li>
            </ul>
        }
    });
    let left = !old.is_empty() && !new.is_empty();
    let told = if left {
        let told = changes(old.source.as_str(), new.source.as_str());
        (!told.is_empty() || renamed.is_none()).then(|| in_words(lang, &told))
    } else {
        Some(view! { <p>{texts::history::nothing_left(lang)}</p> }.into_any())
    };
    let by_line = (left && old.source != new.source)
        .then(|| by_line(lang, &lines(old.source.as_str(), new.source.as_str())));
    let page = past.page.title.to_string();
    let title = texts::compare::title(lang, &page);
    let version = |state: &Revision| {
        let to = ask.href(&format!("/wiki/{}/version/{}", past.page.slug, state.number));
        let told = texts::compare::version(lang, state.number, dates::moment(lang, state.at));
        view! { <a href=to>{told}</a> }
    };
    let field = |name: &'static str, label: &'static str, value: u32| {
        view! {
            <div class="field">
                <label for=format!("compare-{name}")>{label}</label>
                <input id=format!("compare-{name}") name=name type="number" min="1" max=past.newest value=value />
            </div>
        }
    };
    let others = (past.newest > 2).then(|| {
        view! {
            <form method="get" class="inline-form" aria-label=texts::compare::others(lang)>
                {field("de", texts::compare::from(lang), from)}
                {field("a", texts::compare::to(lang), to)}
                <button class="button quiet">{texts::compare::compare(lang)}</button>
            </form>
        }
    });
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{title.clone()}</h1>
            <p class="lead">{version(&old)} " → " {version(&new)}</p>
            <p><a href=ask.href(&format!("/wiki/{}/historique", past.page.slug))>{texts::history::all(lang)}</a></p>
            {renamed} {told} {by_line} {others}
        </div>
    };
    Ok(View::new(title, body))
}

/// What has changed, in words, from top to bottom.
pub fn in_words(lang: Lang, changes: &[Change]) -> AnyView {
    if changes.is_empty() {
        return view! { <p>{texts::compare::nothing(lang)}</p> }.into_any();
    }
    let changes = changes.iter().map(|change| {
        let told = match (&change.under, told(lang, change)) {
            (Some(under), told) => format!("{told} {}", texts::compare::under(lang, under)),
            (None, told) => told,
        };
        let words = match &change.what {
            What::Added(words) => runs(lang, &[run(Side::New, words)]),
            What::Removed(words) => runs(lang, &[run(Side::Old, words)]),
            What::Moved { words, .. } => runs(lang, &[run(Side::Both, words)]),
            What::Words(words) | What::Marks(words) => runs(lang, words),
        };
        let from = match &change.what {
            What::Moved { from: Some(from), .. } if change.under.as_ref() != Some(from) => {
                Some(view! { <p class="muted small">{texts::compare::was_under(lang, from)}</p> })
            }
            _ => None,
        };
        view! {
            <li>
                <p class="change">{told}</p>
                <blockquote class="changed">{words}</blockquote>
                {from}
            </li>
        }
    });
    view! {
        <p class="muted small">{texts::compare::legend(lang)}</p>
        <ul class="changes">{changes.collect_view()}</ul>
    }
    .into_any()
}

fn run(side: Side, text: &str) -> Run {
    Run { side, text: text.to_owned() }
}

/// One sentence, without its point.
fn told(lang: Lang, change: &Change) -> String {
    let piece = piece(lang, change.kind);
    match &change.what {
        What::Added(_) => texts::compare::added(lang, piece),
        What::Removed(_) => texts::compare::removed(lang, piece),
        What::Moved { .. } => texts::compare::moved(lang, piece),
        What::Marks(_) => texts::compare::marks(lang, piece),
        What::Words(_) => match change.one_word() {
            Some((old, new)) => texts::compare::one_word(lang, old, new),
            None => texts::compare::words(lang, piece),
        },
    }
}

/// What a piece is called inside a sentence.
pub fn piece(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Heading => texts::piece::heading(lang),
        Kind::Rule => texts::piece::rule(lang),
        Kind::Code | Kind::Indented | Kind::Plugin => texts::piece::code(lang),
        Kind::Fact => texts::piece::fact(lang),
        Kind::Item => texts::piece::item(lang),
        Kind::Quote => texts::piece::quote(lang),
        Kind::Row => texts::piece::row(lang),
        Kind::Paragraph => texts::piece::paragraph(lang),
    }
}

/// Words as they are, added and removed: marked for eyes, and told for those who do not see it.
pub fn runs(lang: Lang, runs: &[Run]) -> AnyView {
    // Begun and ended: what follows a stroke is not read as struck through.
    let told = |told: &'static str| view! { <span class="hidden">" [" {told} " "</span> };
    let end = || view! { <span class="hidden">"] "</span> };
    let run = |run: &Run| {
        let text = run.text.clone();
        match run.side {
            Side::Both => text.into_any(),
            Side::Old => {
                view! { <del>{told(texts::compare::deleted(lang))} {text} {end()}</del> }.into_any()
            }
            Side::New => view! { <ins>{told(texts::compare::inserted(lang))} {text} {end()}</ins> }
                .into_any(),
        }
    };
    runs.iter().map(run).collect_view().into_any()
}

/// Sources line by line, folded: equal lines stand only around those that have changed.
pub fn by_line(lang: Lang, lines: &[Run]) -> AnyView {
    let stretches: Vec<_> = lines.chunk_by(|a, b| is_same(a) == is_same(b)).collect();
    let last = stretches.len().saturating_sub(1);
    let drawn = stretches.iter().enumerate().map(|(place, stretch)| {
        let before = if place == 0 { 0 } else { AROUND };
        let after = if place == last { 0 } else { AROUND };
        if !stretch.first().is_some_and(is_same) || stretch.len() <= before + after + 1 {
            return stretch.iter().map(line).collect_view().into_any();
        }
        let hidden = stretch.len() - before - after;
        let told = texts::compare::same_lines(lang, i64::try_from(hidden).unwrap_or(i64::MAX));
        view! {
            {stretch[..before].iter().map(line).collect_view()}
            <span class="muted">"… " {told} "\n"</span>
            {stretch[stretch.len() - after..].iter().map(line).collect_view()}
        }
        .into_any()
    });
    view! {
        <details class="by-line">
            <summary>{texts::compare::lines(lang)}</summary>
            <p class="muted small">{texts::compare::lines_legend(lang)}</p>
            <pre tabindex="0">{drawn.collect_view()}</pre>
        </details>
    }
    .into_any()
}

fn is_same(run: &Run) -> bool {
    run.side == Side::Both
}

fn line(run: &Run) -> AnyView {
    let text = run.text.clone();
    match run.side {
        Side::Both => view! { <span>"  " {text}</span> }.into_any(),
        Side::Old => view! { <del>"− " {text}</del> }.into_any(),
        Side::New => view! { <ins>"+ " {text}</ins> }.into_any(),
    }
}
