//! The editor of a page: a field that works alone, and what an island brings to life around it.

use super::islands::{Handed, LiveEditor, Words};
use crate::routes::Ask;
use crate::ui::fields::{Returned, TextArea};
use crate::wiki::load::Known;
use crate::wiki::views::WRITTEN_IN;
use domain::packed::pack;
use domain::text::Lang;
use domain::wiki::markup::parse;
use domain::wiki::tools::Tool;
use domain::wiki::{Part, links};
use leptos::prelude::*;

/// The keys that go with some buttons.
const KEYS: [(Tool, &str); 2] = [(Tool::Bold, "b"), (Tool::Italic, "i")];

/// What an editor is told.
pub struct Writing {
    /// The form that it stands in.
    pub form: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub source: String,
    pub rows: u32,
    /// The id of the page. Empty: a new one.
    pub id: String,
    /// Who else writes it now, in words. Empty: nobody.
    pub at_work: String,
    /// The page that links lead from. Empty: a new one.
    pub page: String,
    /// None: the whole page is written.
    pub part: Option<Part>,
    /// Where the files of its space are: a path.
    pub files: String,
}

/// An editor that is ready to be drawn, inside its form.
pub struct Ready {
    lang: Lang,
    handed: Handed,
    writing: Writing,
    pickers: [Picker; 2],
}

/// Finds what the editor is to know.
pub async fn ready(ask: &Ask, writing: Writing) -> Ready {
    let lang = ask.lang();
    let returned = use_context::<Returned>().unwrap_or_default();
    let back = returned.typed(writing.form, "source");
    let text = back.unwrap_or(&writing.source);
    let leads = links(&parse(text), &writing.page);
    // The preview of a page that cannot be read tells its links as those that lead nowhere.
    let rows = ask.request.read();
    let known = match rows.reach().await {
        Ok(reach) => rows.known_among(leads, &reach).await.unwrap_or_default(),
        Err(_) => Known::default(),
    };
    // A page keeps its drafts when it is given another address.
    let of = if writing.id.is_empty() { ask.path.clone() } else { format!("page:{}", writing.id) };
    let handed = Handed {
        owner: ask.request.actor.owner().map(|owner| owner.to_string()).unwrap_or_default(),
        of: match &writing.part {
            Some(part) => format!("{of}#{}", part.anchor),
            None => of,
        },
        id: writing.id.clone(),
        page: writing.page.clone(),
        known,
        lang: lang.code().to_owned(),
        back: back.is_some(),
        words: Words {
            sample: texts::editor::sample(lang).to_owned(),
            begun: texts::editor::begun(lang, "{when}"),
            kept: texts::editor::kept(lang, "{when}"),
            not_sent: texts::editor::not_sent(lang).to_owned(),
            saved: texts::editor::saved(lang, "{name}"),
            crossed: texts::editor::crossed(lang, "{name}"),
            taken: texts::editor::taken(lang).to_owned(),
            somebody: texts::editor::somebody(lang).to_owned(),
        },
    };
    let pages = Picker {
        kind: "page",
        from: ask.href("/recherche/propositions?genre=wiki&"),
        key: Some("k"),
        name: texts::editor::link(lang),
        title: texts::editor::link_title(lang),
        which: texts::editor::link_which(lang),
        close: texts::editor::link_close(lang),
        send: None,
    };
    let send = ask.href(&writing.files);
    let files = Picker {
        kind: "file",
        from: format!("{send}/propositions?"),
        key: None,
        name: texts::editor::file(lang),
        title: texts::editor::file_title(lang),
        which: texts::editor::file_which(lang),
        close: texts::editor::file_close(lang),
        send: Some(format!("{send}#add")),
    };
    Ready { lang, handed, writing, pickers: [pages, files] }
}

/// The field `source`, for the markup of the wiki. Its page needs the bundle `wiki`, and holds one of them.
#[component]
pub fn Editor(of: Ready) -> impl IntoView {
    let Ready { lang, handed, writing, pickers } = of;
    let tools = Tool::ALL.into_iter().enumerate().map(|(place, tool)| {
        let key = KEYS.into_iter().find(|(of, _)| *of == tool).map(|(_, key)| key);
        let label = texts::editor_tool::of(lang, tool.code());
        let title = key.map(|key| texts::editor::shortcut(lang, label, key.to_uppercase()));
        view! {
            <button
                type="button"
                data-tool=tool.code()
                data-key=key
                title=title
                aria-keyshortcuts=key.map(|key| format!("Control+{key}"))
                tabindex=if place == 0 { "0" } else { "-1" }
            >
                {label}
            </button>
        }
    });
    let picks = pickers.iter().map(|picker| {
        let (name, key) = (picker.name, picker.key);
        view! {
            <button
                type="button"
                data-pick=picker.kind
                data-key=key
                title=key.map(|key| texts::editor::shortcut(lang, name, key.to_uppercase()))
                aria-keyshortcuts=key.map(|key| format!("Control+{key}"))
                aria-haspopup="dialog"
                tabindex="-1"
            >
                {name}
            </button>
        }
    });
    let picks = picks.collect_view();
    let dialogs = pickers.into_iter().map(|picker| dialog(lang, picker)).collect_view();
    let (label, hint) = (writing.label, writing.hint);
    let (source, rows, at_work) = (writing.source, writing.rows, writing.at_work);
    let alone = at_work.is_empty();
    view! {
        <div class="editor">
            <LiveEditor>
                <span data-editor=pack(&handed) hidden></span>
            </LiveEditor>
            <div role="status"><p class="notice" data-at-work hidden=alone>{at_work}</p></div>
            <div class="notice" data-meanwhile-frame hidden>
                <div role="status"><p data-meanwhile hidden></p></div>
                <p class="actions">
                    <button type="button" class="button quiet" data-meanwhile-take hidden>
                        {texts::editor::take_saved(lang)}
                    </button>
                </p>
            </div>
            <section class="notice" data-draft hidden aria-labelledby="draft__title">
                <p class="title" id="draft__title" data-begun></p>
                <details class="by-line">
                    <summary>{texts::editor::difference(lang)}</summary>
                    <p class="muted small">{texts::compare::lines_legend(lang)}</p>
                    <pre tabindex="0" data-draft-lines></pre>
                </details>
                <p class="actions">
                    <button type="button" class="button" data-draft-take>{texts::editor::take(lang)}</button>
                    " "
                    <button type="button" class="button quiet" data-draft-forget>
                        {texts::editor::forget(lang)}
                    </button>
                </p>
            </section>
            <div class="sides-by">
                <div>
                    <div role="toolbar" class="tools" aria-label=texts::editor::tools(lang) hidden>
                        {tools.collect_view()}
                        {picks}
                    </div>
                    <TextArea name="source" label=label hint=hint value=source rows=rows required=true />
                    <p class="muted small" data-kept hidden></p>
                    <p class="fault" role="alert" data-not-sent hidden></p>
                </div>
                <details class="live" open=true data-live hidden>
                    <summary>{texts::editor::live(lang)}</summary>
                    <div class="wiki-text" lang=WRITTEN_IN.code() data-drawn></div>
                    <p class="muted">{texts::editor::nothing_yet(lang)}</p>
                </details>
            </div>
            {dialogs}
        </div>
    }
}

/// Where one looks for what a text leads to, or shows.
struct Picker {
    /// What it looks for, in the page.
    kind: &'static str,
    /// Whom it asks: an address that a field is added to.
    from: String,
    /// The key that goes with its button.
    key: Option<&'static str>,
    /// Its button.
    name: &'static str,
    title: &'static str,
    /// What one types.
    which: &'static str,
    close: &'static str,
    /// Where files are sent from. None: it looks for something else, and asks nothing of pictures.
    send: Option<String>,
}

fn dialog(lang: Lang, of: Picker) -> impl IntoView {
    let (title, field) = (format!("pick-{}", of.kind), format!("pick-{}-field", of.kind));
    let labelled = title.clone();
    let shows = of.send.is_some().then(|| {
        view! {
            <div data-picker-says hidden>
                <p><b data-picker-chosen></b></p>
                <label for="pick-shows">{texts::editor::file_shows(lang)}</label>
                <p class="muted small" id="pick-shows-hint">{texts::editor::file_shows_hint(lang)}</p>
                <input
                    id="pick-shows"
                    type="text"
                    autocomplete="off"
                    aria-describedby="pick-shows-hint"
                    data-picker-shows
                />
                <p class="actions">
                    <button type="button" class="button" data-picker-put>
                        {texts::editor::file_put(lang)}
                    </button>
                </p>
            </div>
        }
    });
    let send = of.send.map(|to| {
        view! { <p><a href=to target="_blank">{texts::editor::file_send(lang)}</a></p> }
    });
    view! {
        <dialog class="picker" data-picker=of.kind data-from=of.from aria-labelledby=labelled>
            <p class="title" id=title>{of.title}</p>
            <div data-picker-look>
                <label for=field.clone()>{of.which}</label>
                <input id=field type="search" autocomplete="off" data-picker-field />
                <p class="muted small" role="status" data-picker-told></p>
                <ul class="plain" data-picker-found></ul>
                {send}
            </div>
            {shows}
            <p class="actions">
                <button type="button" class="button quiet" data-picker-close>{of.close}</button>
            </p>
        </dialog>
    }
}
