//! Draws a wiki page that has been read. All text goes through the renderer's escaping: no HTML is ever made here.

use super::load::Known;
use crate::routes::href;
use domain::text::Lang;
use domain::wiki::markup::{
    Align, Block, Cell, Document, Inline, Item, Link, List, Media, MediaSource, Style, Table,
    Target,
};
use leptos::prelude::*;

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
    /// Begins every id, so that a text shown inside another page shares none with it.
    prefix: &'static str,
    /// The level of the heading above the text.
    above: usize,
    /// The levels, as typed, of the sections that are open.
    open: Vec<u8>,
    notes: Vec<AnyView>,
    tables: usize,
}

impl<'a> Drawing<'a> {
    /// A page of its own.
    pub fn new(lang: Lang, known: &'a Known) -> Self {
        Self { lang, known, prefix: "", above: 1, open: Vec::new(), notes: Vec::new(), tables: 0 }
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

    /// A heading at this very level: 1 to 5, or `<h6>`. `anchor` is as the page gave it.
    pub fn heading(&mut self, level: usize, anchor: &str, title: &[Inline]) -> AnyView {
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
        let entry = |entry: domain::wiki::markup::Entry| {
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
                self.heading(level, anchor, title)
            }
            Block::Paragraph(content) => view! { <p>{self.inlines(content)}</p> }.into_any(),
            Block::List(list) => self.list(list),
            Block::Quote(blocks) => {
                view! { <blockquote>{self.blocks(blocks)}</blockquote> }.into_any()
            }
            Block::Rule => view! { <hr /> }.into_any(),
            Block::Code { text, .. } => view! { <pre><code>{text.clone()}</code></pre> }.into_any(),
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

    fn inlines(&mut self, content: &[Inline]) -> AnyView {
        content.iter().map(|inline| self.inline(inline)).collect_view().into_any()
    }

    fn inline(&mut self, inline: &Inline) -> AnyView {
        match inline {
            Inline::Text(text) => text.clone().into_any(),
            Inline::Styled { style, content } => self.styled(*style, content),
            Inline::Break => view! { <br /> }.into_any(),
            Inline::Link(link) => self.link(link),
            Inline::Media(media) => self.media(media),
            Inline::Footnote(content) => self.footnote(content),
        }
    }

    fn styled(&mut self, style: Style, content: &[Inline]) -> AnyView {
        let content = self.inlines(content);
        match style {
            Style::Bold => view! { <strong>{content}</strong> }.into_any(),
            Style::Italic => view! { <em>{content}</em> }.into_any(),
            Style::Underlined => view! { <u>{content}</u> }.into_any(),
            Style::Monospace => view! { <code>{content}</code> }.into_any(),
            Style::Deleted => view! { <del>{content}</del> }.into_any(),
            Style::Subscript => view! { <sub>{content}</sub> }.into_any(),
            Style::Superscript => view! { <sup>{content}</sup> }.into_any(),
        }
    }

    fn link(&mut self, link: &Link) -> AnyView {
        let label = self.inlines(&link.label);
        match &link.target {
            Target::Page { slug, section } => {
                let section = section.as_deref();
                let to = if slug.is_empty() {
                    format!("#{}", section.map_or_else(|| "main".to_owned(), |s| self.id(s)))
                } else if self.known.contains(slug) {
                    let section = section.map(|s| format!("#{s}")).unwrap_or_default();
                    href(self.lang, &format!("/wiki/{slug}{section}"))
                } else {
                    return view! { <span class="missing">{label}</span> }.into_any();
                };
                view! { <a href=to>{label}</a> }.into_any()
            }
            Target::External(url) => external(url.clone(), label),
            Target::Mail(address) => {
                view! { <a href=format!("mailto:{address}")>{label}</a> }.into_any()
            }
        }
    }

    /// A picture elsewhere is a link: no page makes its readers' browsers ask a third party. Files are not kept here.
    fn media(&self, media: &Media) -> AnyView {
        let alt = media.alt.clone().filter(|alt| !alt.trim().is_empty());
        let label = alt.unwrap_or_else(|| texts::wiki::picture(self.lang).to_owned());
        match &media.source {
            MediaSource::External(url) => external(url.clone(), label.into_any()),
            MediaSource::File(_) => view! { <span class="missing">{label}</span> }.into_any(),
        }
    }

    fn footnote(&mut self, content: &[Inline]) -> AnyView {
        // Its place is taken first: a note may call another.
        let index = self.notes.len();
        self.notes.push(().into_any());
        let number = index + 1;
        let note = format!("{}note__{number}", self.prefix);
        let call = format!("{}call__{number}", self.prefix);
        let text = self.inlines(content);
        let back = texts::wiki::back(self.lang, number);
        self.notes[index] = view! {
            <li id=note.clone()>
                {text} " " <a href=format!("#{call}") aria-label=back>"↩"</a>
            </li>
        }
        .into_any();
        let label = texts::wiki::note(self.lang, number);
        view! { <sup><a id=call href=format!("#{note}") aria-label=label>{number}</a></sup> }
            .into_any()
    }
}

fn external(url: String, label: AnyView) -> AnyView {
    view! { <a class="external" rel="noopener" href=url>{label}</a> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::wiki::markup::parse;

    fn draw(source: &str) -> String {
        Owner::new().with(|| {
            let known = Known::from(["accueil".to_owned()]);
            let document = parse(source);
            let mut drawing = Drawing::new(Lang::Fr, &known);
            let (_, blocks) = drawn_title(&document);
            let text = drawing.blocks(blocks);
            let notes = drawing.notes();
            let html = view! { {text} {notes} }.to_html();
            html.replace("<!>", "")
        })
    }

    #[test]
    fn wiki_text_is_never_taken_for_html() {
        let html = draw(
            "<script>alert(1)</script> [[javascript:alert(1)|**<b>**]]\n\n<code>\n</pre><img>\n</code>",
        );
        assert!(
            !html.contains("<script") && !html.contains("<img") && !html.contains("<b>"),
            "{html}"
        );
        assert!(!html.contains("href=\"javascript"), "{html}");
    }

    #[test]
    fn wiki_headings_follow_one_another_whatever_was_skipped() {
        let html = draw(
            "====== Titre ======\n== Loin ==\n==== Moins ====\n=== Dedans ===\n===== Haut =====",
        );
        for heading in
            ["<h2 id=\"loin\"", "<h2 id=\"moins\"", "<h3 id=\"dedans\"", "<h2 id=\"haut\""]
        {
            assert!(html.contains(heading), "{heading} in {html}");
        }
        assert!(!html.contains("Titre"), "the page's heading is drawn apart: {html}");
        assert!(draw("== Un ==\n== Deux ==").contains("<h2 id=\"un\""));
    }

    #[test]
    fn wiki_links_lead_to_pages_that_exist_and_notes_come_back() {
        let html =
            draw("[[accueil|Ici]] [[Nulle part]] [[https://exemple.fr|Là]] mot((la **note**))");
        assert!(html.contains("href=\"/wiki/accueil\""), "{html}");
        assert!(html.contains("class=\"missing\""), "{html}");
        assert!(html.contains("rel=\"noopener\""), "{html}");
        assert!(html.contains("href=\"#note__1\"") && html.contains("href=\"#call__1\""), "{html}");
    }
}
