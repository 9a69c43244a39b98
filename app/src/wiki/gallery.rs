//! `/temoignages`: published stories, looked through by what their associations agreed to tell.

use super::load::{self, Story};
use super::pages::us_too;
use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::routes::{Ask, View, asking};
use crate::ui::Line;
use crate::ui::fields::{Select, Submit, TextField};
use crate::ui::paging::neighbours;
use domain::finding::{Kind, Question};
use domain::text::Lang;
use domain::wiki::fact::{FactKind, Facts};
use domain::wiki::gallery::{Facet, Filter, first_words};
use leptos::prelude::*;
use std::collections::BTreeSet;
use store::{Wanted, Window};
use texts::dates;
use texts::gallery as t;

/// How many stories a page shows.
const CARDS: usize = 24;
/// The page itself.
const PATH: &str = "/temoignages";
/// What is looked for in words, in the address.
const WORDS: &str = "besoin";

/// What was asked, and what answers it.
struct Shelf {
    typed: String,
    filter: Filter,
    /// What was looked for in its place, because no story has those words.
    meant: Option<String>,
    /// The facts of all stories that have the words, whatever else is wanted: what may be chosen.
    facts: Vec<Facts>,
    /// Those that have all that is wanted, newest first.
    stories: Vec<Story>,
    /// How many there are at all.
    all: usize,
}

/// `/temoignages`
pub async fn page(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shelf = shelf(&ask).await?;
    let list = match (shelf.all, shelf.stories.len()) {
        (0, _) => nothing_yet(&ask),
        (_, 0) => nothing_so(&ask),
        _ => {
            let pages: Vec<_> = shelf.stories.chunks(CARDS).collect();
            let page = ask.query("page").parse().unwrap_or(1).clamp(1, pages.len());
            let cards = pages[page - 1].iter().map(|story| card(&ask, story)).collect_view();
            let more = more(&ask, page, page < pages.len());
            view! { <ul class="cards stories">{cards}</ul> {more} }.into_any()
        }
    };
    let look = (shelf.all > 0).then(|| look(&ask, &shelf));
    let body = view! {
        <div class="wrap">
            <h1>{texts::wiki::testimonies(lang)}</h1>
            <p class="lead">{texts::wiki::testimonies_lead(lang)}</p>
            <p><a href=ask.href("/rencontres")>{texts::encounter::see_all(lang)}</a></p>
            {look}
            {list}
        </div>
    };
    Ok(View {
        title: texts::wiki::testimonies(lang).to_owned(),
        description: texts::wiki::testimonies_description(lang).to_owned(),
        body: body.into_any(),
    })
}

async fn shelf(ask: &Ask) -> Result<Shelf, AppError> {
    let typed = ask.query(WORDS).trim().to_owned();
    let filter = Filter::read(|facet| ask.query(facet.code()).to_owned());
    let mut stories = load::stories(&ask.request).await?;
    let all = stories.len();
    let (meant, found) = found(ask, &Question::read(&typed)).await?;
    if let Some(found) = found {
        stories.retain(|story| found.contains(&format!("/wiki/{}", story.slug)));
    }
    let facts = stories.iter().map(|story| story.facts.clone()).collect();
    stories.retain(|story| filter.takes(&story.facts));
    Ok(Shelf { typed, filter, meant, facts, stories, all })
}

/// The addresses of the stories that have these words, in whatever form: in their text, or in a fact that is told there.
/// None: nothing is looked for. Where no story has them, small slips are mended.
async fn found(
    ask: &Ask,
    question: &Question,
) -> Result<(Option<String>, Option<BTreeSet<String>>), AppError> {
    if question.is_empty() {
        return Ok((None, None));
    }
    let rows = ask.request.read();
    let fail = |error| ask.request.answer(error);
    let window = Window { kind: Some(Kind::Testimony), skip: 0, most: load::STORIES_MAX };
    let mut hits = rows.find(question, Wanted::All, window).await.map_err(fail)?.hits;
    let mut meant = None;
    if hits.is_empty()
        && let Some(mended) = rows.mended(question).await.map_err(fail)?
    {
        hits = rows.find(&mended, Wanted::All, window).await.map_err(fail)?.hits;
        meant = Some(mended.typed()).filter(|_| !hits.is_empty());
    }
    Ok((meant, Some(hits.into_iter().map(|hit| hit.address).collect())))
}

// ---- Drawn

/// What may be looked for, and how much that leaves.
fn look(ask: &Ask, shelf: &Shelf) -> impl IntoView + use<> {
    let lang = ask.lang();
    let wanted = !shelf.filter.is_empty() || !shelf.typed.is_empty();
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (found, all) = (number(shelf.stories.len()), number(shelf.all));
    let count = if wanted { t::found(lang, found, all) } else { t::count(lang, all) };
    let meant = shelf.meant.clone().map(|meant| view! { <p>{t::meant(lang, meant)}</p> });
    let whole = wanted.then(|| view! { <a href=ask.href(PATH)>{t::all(lang)}</a> });
    let choices = Facet::ALL.into_iter().filter_map(|facet| {
        let offered = shelf.filter.choices(facet, &shelf.facts);
        let option = |(value, n): (String, usize)| {
            let label = format!("{} ({n})", named(lang, facet, &value));
            (value, label)
        };
        let any = (String::new(), texts::agenda::any(lang).to_owned());
        let some = !offered.is_empty();
        let options: Vec<_> = [any].into_iter().chain(offered.into_iter().map(option)).collect();
        // The value as it is offered, however it was typed in the address.
        let chosen = shelf.filter.chosen(facet);
        let same = |value: &str| domain::text::folded(value) == domain::text::folded(chosen);
        let value = options.iter().map(|(value, _)| value).find(|value| same(value)).cloned();
        some.then(|| {
            view! {
                <Select
                    name=facet.code()
                    label=t::of(lang, facet.code())
                    options=options
                    value=value.unwrap_or_default()
                    required=true
                />
            }
        })
    });
    let choices: Vec<_> = choices.collect();
    view! {
        <form method="get" class="gallery-look" aria-label=t::look(lang) novalidate=true>
            <TextField
                name=WORDS
                kind="search"
                label=t::words(lang)
                hint=t::words_hint(lang)
                value=shelf.typed.clone()
                required=true
            />
            {choices}
            <p class="actions"><Submit label=texts::agenda::search(lang) quiet=true /> {whole}</p>
        </form>
        {meant}
        <p role="status"><b>{count}</b></p>
    }
}

/// A value of a facet, as people read it.
fn named(lang: Lang, facet: Facet, value: &str) -> String {
    match facet {
        Facet::Theme => theme_title(lang, value),
        Facet::Size if domain::associations::Size::from_code(value).is_some() => {
            texts::size::of(lang, value).to_owned()
        }
        Facet::Size | Facet::Tool | Facet::Place => value.to_owned(),
    }
}

/// The way to those before and after.
fn more(ask: &Ask, page: usize, goes_on: bool) -> Option<AnyView> {
    let to = |page: usize| {
        let mut query = ask.query.clone();
        query.insert("page".to_owned(), page.to_string());
        ask.href(PATH) + &asking(&query)
    };
    let lang = ask.lang();
    let before = (page > 1).then(|| (to(page - 1), texts::search::before(lang)));
    neighbours(before, goes_on.then(|| (to(page + 1), texts::search::after(lang))))
}

fn card(ask: &Ask, story: &Story) -> impl IntoView + use<> {
    let lang = ask.lang();
    let told = texts::wiki::told(lang, &story.association, dates::date(lang, story.at));
    // Links say the same on every card: what tells them apart is read aloud.
    let which = texts::wiki::read_hidden(lang, &story.title);
    let like = texts::wiki::us_too_hidden(lang, &story.association);
    let need = first_words(&story.facts.words(FactKind::Need));
    let begins = if need.is_empty() {
        story.summary.clone().map(|summary| view! { <p>{summary}</p> }.into_any())
    } else {
        Some(view! { <blockquote><p class="words">{need}</p></blockquote> }.into_any())
    };
    let told_of = Facet::ALL.into_iter().filter_map(|facet| {
        let values = facet.of(&story.facts);
        let names: Vec<_> = values.iter().map(|value| named(lang, facet, value)).collect();
        (!names.is_empty()).then(|| {
            view! { <div><dt>{t::of(lang, facet.code())}</dt> <dd>{names.join(", ")}</dd></div> }
        })
    });
    let told_of: Vec<_> = told_of.collect();
    let told_of = (!told_of.is_empty()).then(|| view! { <dl class="facts small">{told_of}</dl> });
    view! {
        <li class=format!("card line {}", Line::Wiki.class())>
            <h2>{story.title.clone()}</h2>
            <p class="muted small">{told}</p>
            {begins}
            {told_of}
            <p class="actions">
                <a class="button quiet" href=ask.href(&format!("/wiki/{}", story.slug))>
                    {texts::wiki::read(lang)} <span class="hidden">" " {which}</span>
                </a>
                " "
                <a class="button" href=ask.href(&us_too(story.id))>
                    {texts::wiki::us_too(lang)} <span class="hidden">" " {like}</span>
                </a>
            </p>
        </li>
    }
}

/// No story has all that is wanted: what else one can do.
fn nothing_so(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    view! {
        <p>{t::none(lang)}</p>
        <p class="actions">
            <a class="button quiet" href=ask.href(PATH)>{t::all(lang)}</a>
            " "
            <a class="button" href=ask.href("/rejoindre")>{texts::wiki::need(lang)}</a>
        </p>
    }
    .into_any()
}

/// No story is published at all.
fn nothing_yet(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    view! {
        <p>{texts::wiki::no_testimonies(lang)}</p>
        <p><a class="button" href=ask.href("/rejoindre")>{texts::wiki::need(lang)}</a></p>
    }
    .into_any()
}
