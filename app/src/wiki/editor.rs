//! The editor of a page: a field that works alone, and what an island brings to life around it.

use super::islands::{Handed, LiveEditor, Words};
use crate::routes::Ask;
use crate::ui::fields::{Returned, TextArea};
use crate::wiki::load::Known;
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
}

/// An editor that is ready to be drawn, inside its form.
pub struct Ready {
    lang: Lang,
    handed: Handed,
    writing: Writing,
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
        suggestions: ask.href("/recherche/propositions"),
        lang: lang.code().to_owned(),
        back: back.is_some(),
        words: Words {
            sample: texts::editor::sample(lang).to_owned(),
            begun: texts::editor::begun(lang, "{when}"),
            kept: texts::editor::kept(lang, "{when}"),
            not_sent: texts::editor::not_sent(lang).to_owned(),
        },
    };
    Ready { lang, handed, writing }
}

/// The field `source`, for the markup of the wiki. Its page needs the bundle `wiki`, and holds one of them.
#[component]
pub fn Editor(of: Ready) -> impl IntoView {
    let Ready { lang, handed, writing } = of;
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
    let (name, key) = (texts::editor::link(lang), "k");
    let pick = view! {
        <button
            type="button"
            data-pick
            data-key=key
            title=texts::editor::shortcut(lang, name, key.to_uppercase())
            aria-keyshortcuts=format!("Control+{key}")
            aria-haspopup="dialog"
            tabindex="-1"
        >
            {name}
        </button>
    };
    let (label, hint) = (writing.label, writing.hint);
    let (source, rows, at_work) = (writing.source, writing.rows, writing.at_work);
    let alone = at_work.is_empty();
    view! {
        <div class="editor">
            <LiveEditor>
                <span data-editor=pack(&handed) hidden></span>
            </LiveEditor>
            <div role="status"><p class="notice" data-at-work hidden=alone>{at_work}</p></div>
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
                        {pick}
                    </div>
                    <TextArea name="source" label=label hint=hint value=source rows=rows required=true />
                    <p class="muted small" data-kept hidden></p>
                    <p class="fault" role="alert" data-not-sent hidden></p>
                </div>
                <details class="live" open=true data-live hidden>
                    <summary>{texts::editor::live(lang)}</summary>
                    <div class="wiki-text" data-drawn></div>
                </details>
            </div>
            {picker(lang)}
        </div>
    }
}

/// Where one looks for a page to lead to.
fn picker(lang: Lang) -> impl IntoView {
    view! {
        <dialog class="picker" data-picker aria-labelledby="picker__title">
            <p class="title" id="picker__title">{texts::editor::link_title(lang)}</p>
            <label for="picker__field">{texts::editor::link_which(lang)}</label>
            <input id="picker__field" type="search" autocomplete="off" data-picker-field />
            <p class="muted small" role="status" data-picker-told></p>
            <ul class="plain" data-picker-found></ul>
            <p class="actions">
                <button type="button" class="button quiet" data-picker-close>
                    {texts::editor::link_close(lang)}
                </button>
            </p>
        </dialog>
    }
}
