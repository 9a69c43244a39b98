//! Draws a wiki page that has been read. All text goes through the renderer's escaping: no HTML is ever made here.
//! Blocks are drawn here, what lines are made of in [`inline`].

mod inline;

use domain::text::Lang;
use domain::wiki::Part;
use domain::wiki::fact::FactKind;
use domain::wiki::markup::{
    Align, Block, Cell, Document, Entry, Inline, Item, List, Table, plain_text,
};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The slugs of the pages that who reads may read.
pub type Known = BTreeSet<String>;

/// The heading that names the page.
#[derive(Clone, Copy)]
pub struct PageHeading<'d> {
    pub anchor: &'d str,
    pub title: &'d [Inline],
}

/// The page's own title and what follows it, if the page begins with a heading that no other one equals. Else the
/// page is named by its row, and its headings are all sections.
pub fn drawn_title(document: &Document) -> (Option<PageHeading<'_>>, &[Block]) {
    let [Block::Heading { level: first, anchor, title }, rest @ ..] = document.blocks.as_slice()
    else {
        return (None, &document.blocks);
    };
    let alone = rest.iter().all(|block| match block {
        Block::Heading { level, .. } => level > first,
        _ => true,
    });
    if alone { (Some(PageHeading { anchor, title }), rest) } else { (None, &document.blocks) }
}

/// One page being drawn.
pub struct Drawing<'a> {
    lang: Lang,
    known: &'a Known,
    /// The slug of the page: links lead from there.
    page: &'a str,
    /// Begins every id, so that a text shown inside another page shares none with it.
    prefix: &'static str,
    /// The level of the heading above the text.
    above: usize,
    /// The levels, as typed, of the sections that are open.
    open: Vec<u8>,
    notes: Vec<AnyView>,
    tables: usize,
    /// Inside the words of a link, which hold no other.
    in_link: bool,
    /// How many headings have been drawn.
    headings: usize,
    /// It is drawn as it is typed: pages that are not known may be there.
    typed: bool,
    /// Where the parts of the page are written. None: who reads it does not write it.
    writing: Option<String>,
    /// The facts that are told, each drawn for its place.
    facts: BTreeMap<FactKind, AnyView>,
}

impl<'a> Drawing<'a> {
    /// A page of its own, in no namespace unless [`Self::on`] says so.
    pub fn new(lang: Lang, known: &'a Known) -> Self {
        Self {
            lang,
            known,
            page: "",
            prefix: "",
            above: 1,
            open: Vec::new(),
            notes: Vec::new(),
            tables: 0,
            in_link: false,
            headings: 0,
            typed: false,
            writing: None,
            facts: BTreeMap::new(),
        }
    }

    /// A text that is being typed, right under the title of its page, where nobody knows of each link whether it leads
    /// somewhere.
    pub fn typed(self) -> Self {
        Self { typed: true, above: 1, ..self }
    }

    /// With a way to write each part: `to` is the address that it is added to.
    pub fn written_at(self, to: Option<String>) -> Self {
        Self { writing: to, ..self }
    }

    /// The page at this slug.
    pub fn on(self, page: &'a str) -> Self {
        Self { page, ..self }
    }

    /// With these facts in their places: what has no consent is not among them, and leaves no trace.
    pub fn telling(self, facts: BTreeMap<FactKind, AnyView>) -> Self {
        Self { facts, ..self }
    }

    /// A text under an `<h3>` of another page.
    pub fn preview(lang: Lang, known: &'a Known) -> Self {
        Self { prefix: "preview__", above: 3, ..Self::new(lang, known) }
    }

    /// The id of a heading. Two underscores never come from a heading, so they keep ours apart.
    fn id(&self, anchor: &str) -> String {
        // The layout's own id.
        let end = if anchor == "main" { "__" } else { "" };
        format!("{}{anchor}{end}", self.prefix)
    }

    /// The level at which to draw a heading: one more than the section around it, whatever its author skipped.
    fn level(&mut self, typed: u8) -> usize {
        while self.open.last().is_some_and(|open| *open >= typed) {
            self.open.pop();
        }
        self.open.push(typed);
        (self.above + self.open.len()).min(6)
    }

    /// A heading, with the way to write what stands under it. The first one of the page may name it.
    fn part(&mut self, level: usize, anchor: &str, title: &[Inline]) -> AnyView {
        let place = self.headings;
        let heading = self.heading(level, anchor, title);
        let Some(to) = &self.writing else { return heading };
        let part = Part { anchor: anchor.to_owned(), place };
        let to = format!("{to}partie={part}");
        let named = texts::wiki::part(self.lang, plain_text(title).trim());
        view! {
            <div class="part">
                {heading}
                <a href=to>{texts::wiki::edit_part(self.lang)} <span class="hidden">" " {named}</span></a>
            </div>
        }
        .into_any()
    }

    /// A heading at this very level: 1 to 5, or `<h6>`. `anchor` is as the page gave it.
    pub fn heading(&mut self, level: usize, anchor: &str, title: &[Inline]) -> AnyView {
        self.headings += 1;
        let id = self.id(anchor);
        let title = self.inlines(title);
        match level {
            1 => view! { <h1 id=id>{title}</h1> }.into_any(),
            2 => view! { <h2 id=id>{title}</h2> }.into_any(),
            3 => view! { <h3 id=id>{title}</h3> }.into_any(),
            4 => view! { <h4 id=id>{title}</h4> }.into_any(),
            5 => view! { <h5 id=id>{title}</h5> }.into_any(),
            _ => view! { <h6 id=id>{title}</h6> }.into_any(),
        }
    }

    /// The table of contents, where there is something to choose from.
    pub fn contents(&self, document: &Document, title: Option<&str>) -> Option<AnyView> {
        let entries: Vec<_> =
            document.contents().into_iter().filter(|e| Some(e.anchor.as_str()) != title).collect();
        if entries.len() < 2 {
            return None;
        }
        let top = entries.iter().map(|e| e.level).min().unwrap_or(1);
        let entry = |entry: Entry| {
            let to = format!("#{}", self.id(&entry.anchor));
            let class = format!("level-{}", entry.level - top + 1);
            view! { <li class=class><a href=to>{entry.title}</a></li> }
        };
        let contents = view! {
            <details class="toc" open=true>
                <summary id="toc__title">{texts::wiki::contents(self.lang)}</summary>
                <nav aria-labelledby="toc__title">
                    <ul>{entries.into_iter().map(entry).collect_view()}</ul>
                </nav>
            </details>
        };
        Some(contents.into_any())
    }

    /// Draws the blocks. Footnotes are kept for [`Self::notes`].
    pub fn blocks(&mut self, blocks: &[Block]) -> AnyView {
        blocks.iter().map(|block| self.block(block)).collect_view().into_any()
    }

    /// The footnotes called so far.
    pub fn notes(&mut self) -> Option<AnyView> {
        let notes = std::mem::take(&mut self.notes);
        if notes.is_empty() {
            return None;
        }
        let label = texts::wiki::notes(self.lang);
        let notes = view! {
            <hr />
            <ol class="notes small" aria-label=label>{notes}</ol>
        };
        Some(notes.into_any())
    }

    fn block(&mut self, block: &Block) -> AnyView {
        match block {
            Block::Heading { level, anchor, title } => {
                let level = self.level(*level);
                self.part(level, anchor, title)
            }
            // What only asks for something says nothing.
            Block::Paragraph(content)
                if content.iter().all(|inline| matches!(inline, Inline::Setting(_))) =>
            {
                self.inlines(content)
            }
            Block::Paragraph(content) => view! { <p>{self.inlines(content)}</p> }.into_any(),
            Block::List(list) => self.list(list),
            Block::Quote(blocks) => {
                view! { <blockquote>{self.blocks(blocks)}</blockquote> }.into_any()
            }
            Block::Rule => view! { <hr /> }.into_any(),
            Block::Code { name, text, .. } => typed_lines(name.clone(), text),
            Block::Plugin(typed) => {
                typed_lines(Some(texts::wiki::plugin(self.lang).to_owned()), typed)
            }
            Block::Fact(kind) => self.facts.remove(kind).into_any(),
            Block::Table(table) => self.table(table),
        }
    }

    fn list(&mut self, list: &List) -> AnyView {
        let items = list.items.iter().map(|item| self.item(item)).collect_view();
        if list.ordered {
            view! { <ol>{items}</ol> }.into_any()
        } else {
            view! { <ul>{items}</ul> }.into_any()
        }
    }

    fn item(&mut self, item: &Item) -> AnyView {
        let content = self.inlines(&item.content);
        let lists = item.lists.iter().map(|list| self.list(list)).collect_view();
        view! { <li>{content} {lists}</li> }.into_any()
    }

    fn table(&mut self, table: &Table) -> AnyView {
        self.tables += 1;
        let label = texts::wiki::table(self.lang, self.tables);
        let rows = table.rows.iter().enumerate().map(|(row, cells)| {
            // A row of headers names columns; a header beside plain cells names its row.
            let names_columns = row == 0 && cells.iter().all(|cell| cell.header);
            let cells = cells.iter().map(|cell| self.cell(cell, names_columns)).collect_view();
            view! { <tr>{cells}</tr> }
        });
        let rows = rows.collect_view();
        // Wide tables scroll, which the keyboard must reach.
        view! {
            <div class="scroll" role="region" tabindex="0" aria-label=label>
                <table><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any()
    }

    fn cell(&mut self, cell: &Cell, names_columns: bool) -> AnyView {
        let content = self.inlines(&cell.content);
        let class = cell.align.map(|align| match align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        });
        let span = |n: u32| (n > 1).then(|| n.to_string());
        let (columns, rows) = (span(cell.colspan), span(cell.rowspan));
        if cell.header {
            let scope = if names_columns { "col" } else { "row" };
            view! { <th scope=scope class=class colspan=columns rowspan=rows>{content}</th> }
                .into_any()
        } else {
            view! { <td class=class colspan=columns rowspan=rows>{content}</td> }.into_any()
        }
    }
}

/// Lines shown as typed, under their name if they have one.
fn typed_lines(name: Option<String>, text: &str) -> AnyView {
    let lines = view! { <pre><code>{text.to_owned()}</code></pre> };
    match name {
        Some(name) => {
            view! { <figure class="typed"><figcaption>{name}</figcaption>{lines}</figure> }
                .into_any()
        }
        None => lines.into_any(),
    }
}

#[cfg(test)]
mod tests;
