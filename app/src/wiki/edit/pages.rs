//! A new page, and a page being written.

use super::bring::{Brought, Syntax};
use super::conflict::conflict;
use super::load::{asked, at_work, came_back, place, written};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::Line;
use crate::ui::card::{ActionTag, Notice};
use crate::ui::fields::{
    Checkbox, Choice, FileField, Form, RadioGroup, Returned, Submit, TextArea, TextField,
};
use crate::wiki::draw::Drawing;
use crate::wiki::editor::{Editor, Ready, Writing, ready};
use crate::wiki::load::known;
use crate::wiki::templates;
use crate::wiki::views::previewed;
use domain::text::{Lang, Source, Summary, Title};
use domain::wiki::markup::{parse, slug};
use domain::wiki::{Audience, Page, Revision, RevisionKind, Space};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// `/pages/nouvelle`: `adresse` is where, or `espace` in which space, `titre` what it is called, if a link said so.
pub async fn new(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let mut address = slug(ask.query("adresse"));
    let space = ask.query("espace");
    if !space.is_empty() {
        let space = crate::wiki::spaces::load::found(&ask.request, space).await?.space;
        // What stands in it begins so; the title says the rest.
        address =
            if space.namespace.is_empty() { address } else { format!("{}:", space.namespace) };
    }
    let (space, writer) = place(&ask.request, &address).await?;
    let read_first = space.reviewed && !writer.reviews();
    let preview = preview(&ask, "create_page", "").await?;
    let command = ask.request.command();
    let (asks, help, licence) = (ask.clone(), help(&ask, &space), licence(lang, &space));
    let brought = brought();
    let begun = templates::load::begun(&ask.request).await?;
    let title = brought.as_ref().and_then(|brought| brought.title.clone());
    let title = title.or(begun.as_ref().map(|(title, _)| title.clone()));
    let title = title.unwrap_or_else(|| ask.query("titre").to_owned());
    let told = match (&brought, &begun) {
        (Some(brought), _) => Some(told(lang, brought).into_any()),
        (None, Some(_)) => {
            Some(view! { <Notice>{texts::template::begun(lang)}</Notice> }.into_any())
        }
        (None, None) => None,
    };
    let source = brought.map(|brought| brought.source).or(begun.map(|(_, text)| text));
    let source = source.unwrap_or_default();
    let ways = match told {
        Some(_) => None,
        None => {
            let offered = templates::load::offered(&ask.request, &address).await?;
            Some((templates::pages::begin(&ask, &offered), bring(&ask)))
        }
    };
    let writing = Writing { form: "create_page", ..writing(lang, source, &space) };
    let editor = ready(&ask, writing).await;
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{texts::edit::new_title(lang)}</h1>
            <p class="lead">{texts::edit::new_lead(lang)}</p>
            {ways} {told} {preview}
            <Form name="create_page" command=command class="page-form">
                {fields(&asks, Some(title), editor)}
                <TextField
                    name="address"
                    label=texts::edit::address(lang)
                    hint=texts::edit::address_hint(lang)
                    value=address
                />
                {ends(&asks, Ends::New, read_first, licence)}
            </Form>
            {help}
        </div>
    };
    Ok(View::new(texts::edit::new_title(lang), body))
}

/// The page that was pasted or sent, if it can be read.
fn brought() -> Option<Brought> {
    let returned = use_context::<Returned>().filter(|returned| returned.faults.is_empty())?;
    let typed = |name: &str| returned.typed("bring_page", name);
    let text = typed("brought").filter(|text| !text.trim().is_empty())?;
    let text = text.replace("\r\n", "\n");
    Some(Syntax::from_code(typed("written")?)?.bring(&text))
}

/// What became of it: nothing is kept yet, and what could not be brought as it was.
fn told(lang: Lang, brought: &Brought) -> impl IntoView + use<> {
    let losses = brought.told.iter().map(|told| {
        view! { <li>{texts::brought::of(lang, told.code())}</li> }
    });
    let losses = (!brought.told.is_empty()).then(|| {
        view! {
            <p>{texts::edit::brought_but(lang)}</p>
            <ul>{losses.collect_view()}</ul>
        }
    });
    view! {
        <div class="notice" role="status">
            <p class="title">{texts::edit::brought(lang)}</p>
            {losses}
        </div>
    }
}

/// Where one pastes or sends a page that was written elsewhere.
fn bring(ask: &Ask) -> impl IntoView + use<> {
    let lang = ask.lang();
    let command = ask.request.command();
    let open = use_context::<Returned>().is_some_and(|returned| returned.form == "bring_page");
    let choice =
        |syntax: Syntax| Choice::new(syntax.code(), texts::syntax::of(lang, syntax.code()));
    let options: Vec<_> = Syntax::ALL.into_iter().map(choice).collect();
    view! {
        <details class="bring" open=open>
            <summary>{texts::edit::bring(lang)}</summary>
            <Form name="bring_page" command=command files=true>
                <RadioGroup
                    name="written"
                    legend=texts::edit::bring_how(lang)
                    options=options
                    value=Syntax::Plain.code()
                    required=true
                    inline=true
                />
                <TextArea name="brought" label=texts::edit::bring_paste(lang) rows=6 />
                <FileField
                    name="brought"
                    label=texts::edit::bring_file(lang)
                    hint=texts::edit::bring_file_hint(lang)
                    accept=".md,.markdown,.txt,text/plain,text/markdown"
                />
                <p class="actions"><Submit label=texts::edit::bring_do(lang) quiet=true /></p>
            </Form>
        </details>
    }
}

/// `/wiki/{slug}/modifier`
pub async fn edit(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let written = written(&ask.request, ask.param("slug")).await?;
    if let Some(conflict) = conflict(&ask, &written).await? {
        return Ok(conflict);
    }
    let (page, head) = (&written.page, &written.head);
    let returned = use_context::<Returned>().unwrap_or_default();
    if page.slug != ask.param("slug") && returned.form.is_empty() {
        return Err(AppError::Moved(format!("/wiki/{}/modifier", page.slug)));
    }
    let opened = match came_back(&ask, &written, &returned).await? {
        Some(opened) => opened,
        None => asked(&ask, &written).await?,
    };
    let preview = preview(&ask, "save_page", ask.param("slug")).await?;
    let waits = match head.kind {
        _ if page.draft.is_some() => Some(texts::page_draft::editing(lang)),
        RevisionKind::Archived if written.writer.reviews() => Some(texts::edit::put_away(lang)),
        RevisionKind::Archived => Some(texts::edit::put_away_by_others(lang)),
        _ if page.waits(head) => Some(texts::edit::waits(lang)),
        _ => None,
    };
    let looked_after = written.writer.reviews() && page.draft.is_none();
    // What was asked of its author comes back, whatever became of the page meanwhile.
    let asks_back = returned.form == "give_page_back";
    let read_over = (looked_after && (page.waits(head) || asks_back))
        .then(|| read_over(&ask, head, page.waits(head), asks_back));
    let asked_for = match (&head.kind, &head.summary) {
        (RevisionKind::GivenBack, Some(why)) => {
            Some(given_back(lang, why, written.writer.reviews()))
        }
        _ => None,
    };
    let changes = match page.published.filter(|shown| *shown != head.id) {
        Some(shown) => {
            let shown = ask.request.read().revision(shown).await;
            shown.map_err(|error| ask.request.answer(error))?.map(|shown| {
                let between = format!("de={}&a={}", shown.number, head.number);
                let to = ask.href(&format!("/wiki/{}/comparer?{between}", page.slug));
                view! { <p><a href=to>{texts::edit::changes(lang)}</a></p> }
            })
        }
        None => None,
    };
    let waits = waits.map(|told| view! { <Notice>{told}</Notice> });
    let gone = opened.gone.then(|| view! { <Notice>{texts::edit::part_gone(lang)}</Notice> });
    let title = texts::edit::edit_title(lang, page.title.as_str());
    let read_first = written.space.reviewed && !written.writer.reviews();
    let ends_of = if page.draft.is_some() { Ends::Draft } else { Ends::Page };
    let command = ask.request.command();
    let (asks, help) = (ask.clone(), help(&ask, &written.space));
    let licence = licence(lang, &written.space);
    let mut hidden = vec![
        ("page".to_owned(), page.id.to_string()),
        ("revision".to_owned(), opened.base.id.to_string()),
    ];
    let was = opened.base.title.to_string();
    let (page_slug, part) = (page.slug.clone(), opened.part.clone());
    let (id, at_work) = (page.id.to_string(), at_work(&ask.request, &written).await?);
    let writing = writing(lang, opened.source.clone(), &written.space);
    let writing = Writing { page: page_slug, part, id, at_work, ..writing };
    let editor = ready(&ask, writing).await;
    // What is done with a whole page is done where one writes all of it.
    let (under, named, of_page) = match &opened.part {
        Some(part) => {
            hidden.push(("part".to_owned(), part.to_string()));
            hidden.push(("title".to_owned(), was));
            let whole = ask.href(&format!("/wiki/{}/modifier", page.slug));
            let under = view! {
                <p class="lead">
                    {texts::edit::part(lang, &opened.under)} " "
                    <a href=whole>{texts::edit::whole(lang)}</a>
                </p>
            };
            (Some(under), None, None)
        }
        None => {
            let archive = looked_after.then(|| archive(&ask, page.id.to_string()));
            let rename = rename(&ask, page);
            (None, Some(was), Some(view! { {rename} {archive} }))
        }
    };
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{title.clone()}</h1>
            {under} {gone} {waits} {asked_for} {changes} {read_over} {preview}
            <Form name="save_page" command=command class="page-form" hidden=hidden>
                {fields(&asks, named, editor)}
                {summary(lang)}
                <Checkbox name="minor" label=texts::edit::minor(lang) />
                {ends(&asks, ends_of, read_first, licence)}
            </Form>
            {help} {of_page}
        </div>
    };
    Ok(View::new(title, body))
}

fn writing(lang: Lang, source: String, space: &Space) -> Writing {
    let (form, label) = ("save_page", texts::edit::source(lang));
    let (id, at_work, page) = Default::default();
    let files = files_of(space);
    Writing { form, label, hint: "", source, rows: 22, id, at_work, page, part: None, files }
}

/// `title`: none where a part of a page is written.
fn fields(ask: &Ask, title: Option<String>, editor: Ready) -> impl IntoView + use<> {
    let lang = ask.lang();
    let label = texts::edit::page_title(lang);
    let title = title
        .map(|title| view! { <TextField name="title" label=label value=title required=true /> });
    view! {
        {title}
        <Editor of=editor />
    }
}

/// Why a page is changed.
fn summary(lang: Lang) -> impl IntoView {
    view! {
        <TextField
            name="summary"
            label=texts::edit::summary(lang)
            hint=texts::edit::summary_hint(lang)
        />
    }
}

/// What becomes of what is saved: everybody may reuse it, unless only some read it.
pub fn licence(lang: Lang, space: &Space) -> &'static str {
    match space.reads {
        Audience::Everybody => texts::edit::licence(lang),
        some => texts::page_read_by::of(lang, some.code()),
    }
}

/// What is being written, for how its form ends.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    New,
    Page,
    Draft,
}

/// `read_first`: somebody reads it over before it is shown.
fn ends(ask: &Ask, of: Ends, read_first: bool, licence: &'static str) -> impl IntoView + use<> {
    let lang = ask.lang();
    let save = match of {
        Ends::Draft => texts::edit::save(lang),
        _ if read_first => texts::edit::propose(lang),
        Ends::New => texts::edit::publish(lang),
        Ends::Page => texts::edit::save(lang),
    };
    let read_first = read_first && of != Ends::Draft;
    let read_first = read_first.then(|| view! { <p>{texts::edit::read_first(lang)}</p> });
    let licence = match of {
        Ends::New | Ends::Page => licence,
        Ends::Draft => texts::page_draft::licence(lang),
    };
    let keep = (of == Ends::New).then(|| {
        let label = texts::page_draft::keep(lang);
        view! { <Submit label=label quiet=true name="draft" value="yes" /> " " }
    });
    let why = (of == Ends::New).then(|| {
        view! { <p class="muted small">{texts::page_draft::keep_why(lang)}</p> }
    });
    view! {
        {read_first}
        <p class="muted small">{licence}</p>
        {why}
        <p class="actions">
            <Submit label=save />
            " "
            {keep}
            <Submit label=texts::edit::preview(lang) quiet=true name="preview" value="yes" />
        </p>
    }
}

/// What was typed, as it would be read. None: nobody asked to see it.
async fn preview(ask: &Ask, form: &str, slug: &str) -> Result<Option<AnyView>, AppError> {
    let lang = ask.lang();
    let Some(returned) = use_context::<Returned>() else { return Ok(None) };
    if returned.typed(form, "preview").is_none() {
        return Ok(None);
    }
    let source: String = returned
        .typed(form, "source")
        .unwrap_or_default()
        .chars()
        .take(Source::MAX as usize)
        .collect();
    let title: String = returned
        .typed(form, "title")
        .unwrap_or_default()
        .chars()
        .take(Title::MAX as usize)
        .collect();
    let document = parse(&source);
    let (known, files) = known(&ask.request, &document, slug).await?;
    let drawing = Drawing::preview(lang, &known).on(slug).showing(&files);
    let text = previewed(drawing, &document, &title, &mut BTreeMap::new());
    let drawn = view! {
        <section class="preview" aria-labelledby="preview__title" tabindex="-1" autofocus=true>
            <h2 id="preview__title">{texts::edit::preview_title(lang)}</h2>
            <p class="muted">{texts::edit::preview_why(lang)}</p>
            {text}
        </section>
    };
    Ok(Some(drawn.into_any()))
}

/// Where the files of a space are.
fn files_of(space: &Space) -> String {
    format!("/espaces/{}/fichiers", space.door())
}

/// How to write, in a few lines; the files are those of the space where it is written.
fn help(ask: &Ask, space: &Space) -> impl IntoView + use<> {
    let lang = ask.lang();
    let files = ask.href(&files_of(space));
    let line = |typed: &'static str, what: &'static str| {
        view! { <dt><code>{typed}</code></dt><dd>{what}</dd> }
    };
    view! {
        <details class="markup-help">
            <summary>{texts::edit::help(lang)}</summary>
            <dl>
                {line("==== … ====", texts::edit::help_heading(lang))}
                {line("**…**", texts::edit::help_bold(lang))}
                {line("//…//", texts::edit::help_italic(lang))}
                {line("  * …", texts::edit::help_list(lang))}
                {line("  - …", texts::edit::help_numbers(lang))}
                {line("[[page|…]]", texts::edit::help_page(lang))}
                {line("[[https://…|…]]", texts::edit::help_link(lang))}
                {line("> …", texts::edit::help_quote(lang))}
                {line("^ … ^ … ^", texts::edit::help_header(lang))}
                {line("| … | … |", texts::edit::help_row(lang))}
                {line("((…))", texts::edit::help_note(lang))}
                {line("{{image.png|…}}", texts::edit::help_file(lang))}
            </dl>
            <p><a href=files target="_blank">{texts::edit::help_files(lang)}</a></p>
        </details>
    }
}

fn rename(ask: &Ask, page: &Page) -> impl IntoView + use<> {
    let lang = ask.lang();
    let why = match page.draft {
        Some(_) => texts::page_draft::rename_why(lang),
        None => texts::edit::rename_why(lang),
    };
    let (page, address) = (page.id.to_string(), page.slug.clone());
    let command = ask.request.command();
    let open = use_context::<Returned>().is_some_and(|returned| returned.form == "rename_page");
    view! {
        <details class="rename" open=open>
            <summary>{texts::edit::rename(lang)}</summary>
            <p>{why}</p>
            <Form name="rename_page" command=command hidden=vec![("page".to_owned(), page)]>
                <TextField
                    name="address"
                    label=texts::edit::address(lang)
                    value=address
                    required=true
                />
                <p class="actions"><Submit label=texts::edit::rename_do(lang) quiet=true /></p>
            </Form>
        </details>
    }
}

/// For who reads it over: it is published, or something is asked of its author first.
fn read_over(ask: &Ask, head: &Revision, waits: bool, open: bool) -> impl IntoView + use<> {
    let lang = ask.lang();
    let hidden = [("page", head.page.to_string()), ("revision", head.id.to_string())];
    let back = hidden.clone().map(|(name, id)| (name.to_owned(), id)).to_vec();
    let (label, command) = (texts::edit::approve(lang), ask.request.command());
    let approve = waits.then(|| {
        let hidden = hidden.to_vec();
        view! { <Do name="approve_page" request=ask.request.clone() label=label hidden=hidden /> }
    });
    view! {
        {approve}
        <details open=open>
            <summary>{texts::edit::give_back(lang)}</summary>
            <Form name="give_page_back" command=command hidden=back>
                <TextField
                    name="why"
                    label=texts::edit::give_back_what(lang)
                    hint=texts::edit::give_back_hint(lang)
                    required=true
                />
                <p class="actions"><Submit label=texts::edit::give_back_send(lang) quiet=true /></p>
            </Form>
        </details>
    }
}

/// What was asked of the author of a page before it is shown.
pub fn given_back(lang: Lang, why: &Summary, reviews: bool) -> AnyView {
    let then = match reviews {
        true => texts::edit::given_back_theirs(lang),
        false => texts::edit::given_back_then(lang),
    };
    view! {
        <section class="notice">
            <p>{texts::edit::given_back(lang)}</p>
            <blockquote>{why.to_string()}</blockquote>
            <p>{then}</p>
        </section>
    }
    .into_any()
}

fn archive(ask: &Ask, page: String) -> impl IntoView + use<> {
    let lang = ask.lang();
    let command = ask.request.command();
    view! {
        <details class="put-away">
            <summary>{texts::edit::archive(lang)}</summary>
            <p>{texts::edit::archive_why(lang)}</p>
            <Form name="archive_page" command=command hidden=vec![("page".to_owned(), page)]>
                <TextField name="why" label=texts::edit::why(lang) />
                <p class="actions"><Submit label=texts::edit::archive(lang) quiet=true /></p>
            </Form>
        </details>
    }
}
