//! `/recherche`: what answers a question, by kind, with the words that were found.

use super::load::{self, Answer, PAGE};
use crate::error::AppError;
use crate::routes::{Ask, View, asking, href};
use crate::ui::Line;
use crate::ui::paging::neighbours;
use crate::ui::search::SearchField;
use domain::finding::{Kind, Piece, Question, marked, snippet};
use domain::text::Lang;
use leptos::prelude::*;
use store::Hit;

/// The page that answers.
const PATH: &str = "/recherche";
/// What answers while one types.
const SUGGESTIONS: &str = "/recherche/propositions";

/// `/recherche`
pub async fn search(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let typed = ask.query("q").trim().to_owned();
    let kind = Kind::from_code(ask.query("genre"));
    let answer = load::answer(&ask.request, &typed, kind, ask.query("page")).await?;
    let heading = if typed.is_empty() {
        texts::search::title(lang).to_owned()
    } else {
        texts::search::title_of(lang, shortened(&typed))
    };
    let told = told(lang, &typed, &answer);
    let found = if answer.hits.total() > 0 {
        let which = which(lang, &typed, kind, &answer);
        let list = list(&ask, &answer);
        let more = more(lang, &typed, kind, &answer);
        view! { {which} {list} {more} }.into_any()
    } else {
        elsewhere(&ask, typed.is_empty())
    };
    let body = view! {
        <div class="wrap narrow">
            <h1>{heading.clone()}</h1>
            {field(lang, &typed)}
            {told}
            {found}
        </div>
    };
    Ok(View::new(heading, body))
}

/// The field, with what was typed.
pub fn field(lang: Lang, typed: &str) -> impl IntoView + use<> {
    view! {
        <SearchField
            action=href(lang, PATH)
            label=texts::search::label(lang)
            button=texts::search::button(lang)
            value=typed
            suggestions=href(lang, SUGGESTIONS)
        />
    }
}

/// The field that every page has.
pub fn small_field(lang: Lang) -> impl IntoView + use<> {
    view! {
        <SearchField
            action=href(lang, PATH)
            label=texts::search::site(lang)
            button=texts::search::button(lang)
            small=true
        />
    }
}

/// What was typed may be longer than a title.
fn shortened(typed: &str) -> String {
    match typed.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &typed[..end]),
        None => typed.to_owned(),
    }
}

fn address(lang: Lang, typed: &str, kind: Option<Kind>, page: u64) -> String {
    let page = (page > 1).then(|| page.to_string());
    let parts = [("q", Some(typed)), ("genre", kind.map(Kind::code)), ("page", page.as_deref())];
    let parts = parts.into_iter().filter_map(|(name, value)| Some((name, value?.to_owned())));
    href(lang, PATH) + &asking(&parts.collect())
}

/// How the question was read, where that is not as it was typed.
fn told(lang: Lang, typed: &str, answer: &Answer) -> impl IntoView + use<> {
    let meant = answer.meant.as_ref().map(|meant| {
        let words = meant.typed();
        let to = address(lang, &words, None, 1);
        let (before, after) = (texts::search::meant(lang), texts::search::meant_end(lang));
        view! { <p class="lead" role="status">{before} " " <a href=to>{words}</a> {after}</p> }
    });
    let line = match () {
        () if typed.is_empty() => None,
        () if answer.asked.is_empty() => Some(texts::search::no_word(lang)),
        () if answer.hits.total() == 0 => Some(texts::search::nothing(lang)),
        () if answer.partly => Some(texts::search::partly(lang)),
        () if answer.meant.is_some() => Some(texts::search::mended(lang)),
        () => None,
    };
    let line = line.map(|line| view! { <p role="status">{line}</p> });
    let cut = answer.asked.cut && !answer.asked.is_empty();
    let cut = cut.then(|| view! { <p class="muted">{texts::search::cut(lang)}</p> });
    view! { {meant} {line} {cut} }
}

/// How many there are, of which kinds; each is a way to see these alone.
fn which(lang: Lang, typed: &str, kind: Option<Kind>, answer: &Answer) -> impl IntoView + use<> {
    let total = answer.hits.total();
    let link = |of: Option<Kind>| {
        let (label, count) = match of {
            None => (texts::search::all(lang), total),
            Some(one) => {
                let count = answer.hits.counts.get(&one).copied().unwrap_or_default();
                (texts::found_kinds::of(lang, one.code()), count)
            }
        };
        let current = (of == kind).then_some("true");
        let to = address(lang, typed, of, 1);
        (count > 0 || of == kind).then(|| {
            view! { <li><a href=to aria-current=current>{label} " (" {count} ")"</a></li> }
        })
    };
    let kinds = [None].into_iter().chain(Kind::ALL.into_iter().map(Some));
    let kinds = kinds.filter_map(link).collect_view();
    view! { <nav aria-label=texts::search::filter(lang)><ul class="filters">{kinds}</ul></nav> }
}

fn list(ask: &Ask, answer: &Answer) -> AnyView {
    let lang = ask.lang();
    if answer.hits.hits.is_empty() {
        return view! { <p>{texts::search::none_of_these(lang)}</p> }.into_any();
    }
    let hits = answer.hits.hits.iter().map(|hit| one(lang, hit, answer.looked_for()));
    view! { <ol class="found">{hits.collect_view()}</ol> }.into_any()
}

fn one(lang: Lang, hit: &Hit, question: &Question) -> impl IntoView + use<> {
    let title = pieces(marked(&hit.title, question));
    let passage = pieces(in_one_line(snippet(&hit.text, question)));
    let passage = (!hit.text.trim().is_empty()).then(|| view! { <p>{passage}</p> });
    let of = texts::found_kind::of(lang, hit.kind.code());
    let tag = match line(hit.kind) {
        Some(line) => view! { <b class=format!("tag {}", line.class())>{of}</b> }.into_any(),
        None => view! { <b>{of}</b> }.into_any(),
    };
    view! {
        <li>
            <p class="small">{tag}</p>
            <h2><a href=href(lang, &hit.address)>{title}</a></h2>
            {passage}
        </li>
    }
}

/// The action that it is of.
fn line(kind: Kind) -> Option<Line> {
    match kind {
        Kind::Page | Kind::Testimony => Some(Line::Wiki),
        Kind::Workshop => Some(Line::Workshops),
        Kind::Tool => Some(Line::Hackathon),
        Kind::Association => None,
    }
}

/// What stands in lines of its own, such as a heading or an item, is told apart in a passage too.
fn in_one_line(mut pieces: Vec<Piece>) -> Vec<Piece> {
    if let Some(last) = pieces.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    for piece in &mut pieces {
        piece.text = piece.text.replace('\n', " · ");
    }
    pieces
}

fn pieces(pieces: Vec<Piece>) -> AnyView {
    let piece = |Piece { text, found }: Piece| {
        if found { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
    };
    pieces.into_iter().map(piece).collect_view().into_any()
}

/// The way to those before and after.
fn more(lang: Lang, typed: &str, kind: Option<Kind>, answer: &Answer) -> Option<AnyView> {
    let counts = &answer.hits.counts;
    let of =
        kind.map_or(answer.hits.total(), |kind| counts.get(&kind).copied().unwrap_or_default());
    let page = answer.page;
    let to = |page: u64| address(lang, typed, kind, page);
    let before = (page > 1).then(|| (to(page - 1), texts::search::before(lang)));
    neighbours(before, (page * PAGE < of).then(|| (to(page + 1), texts::search::after(lang))))
}

/// Where else to look: nobody is left with nothing.
fn elsewhere(ask: &Ask, nothing_asked: bool) -> AnyView {
    let lang = ask.lang();
    let why = if nothing_asked { texts::search::how(lang) } else { texts::search::try_this(lang) };
    let doors = [
        ("/wiki", texts::search::see_pages(lang)),
        ("/temoignages", texts::search::see_testimonies(lang)),
        ("/ateliers", texts::search::see_workshops(lang)),
        ("/agenda", texts::search::see_agenda(lang)),
    ];
    let door = |(to, label)| view! { <li><a href=ask.href(to)>{label}</a></li> };
    let doors = doors.into_iter().map(door).collect_view();
    view! { <p>{why}</p> <ul>{doors}</ul> }.into_any()
}
