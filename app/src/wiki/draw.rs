//! Draws a wiki page that has been read, for the server and for browsers alike: see [`drawn`]. No HTML is ever made here.
//! Blocks are drawn here, what lines are made of in [`inline`].

mod drawn;
mod inline;

pub use drawn::{Drawn, Element, element};

use domain::text::Lang;
use domain::wiki::Part;
use domain::wiki::markup::{
    Align, Block, Cell, Document, Entry, Inline, Item, List, Table, plain_text,
};
use std::collections::{BTreeMap, BTreeSet};

/// The slugs of the pages that who reads may read.
pub type Known = BTreeSet<String>;
/// The addresses of the files that who reads may see, each with what it shows.
pub type Files = BTreeMap<String, Option<String>>;

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
    files: Option<&'a Files>,
    /// The slug of the page: links lead from there.
    page: &'a str,
    /// Begins every id, so that a text shown inside another page shares none with it.
    prefix: &'static str,
    /// The level of the heading above the text.
    above: usize,
    /// The levels, as typed, of the sections that are open.
    open: Vec<u8>,
    notes: Vec<Drawn>,
    tables: usize,
    /// Inside the words of a link, which hold no other.
    in_link: bool,
    /// How many headings have been drawn.
    headings: usize,
    /// It is drawn as it is typed: pages that were not asked for may be there. None: all were.
    asked: Option<&'a Known>,
    /// Where the parts of the page are written. None: who reads it does not write it.
    writing: Option<String>,
    /// It is an association's story: elsewhere the mark of a fact is none.
    tells: bool,
}

impl<'a> Drawing<'a> {
    /// A page of its own, in no namespace unless [`Self::on`] says so.
    pub fn new(lang: Lang, known: &'a Known) -> Self {
        Self {
            lang,
            known,
            files: None,
            page: "",
            prefix: "",
            above: 1,
            open: Vec::new(),
            notes: Vec::new(),
            tables: 0,
            in_link: false,
            headings: 0,
            asked: None,
            writing: None,
            tells: false,
        }
    }

    /// An association's story, which tells facts.
    pub fn telling(self) -> Self {
        Self { tells: true, ..self }
    }

    /// A text that is being typed, right under the title of its page: only of the links to these it is known whether they
    /// lead somewhere.
    pub fn typed(self, asked: &'a Known) -> Self {
        Self { asked: Some(asked), above: 1, ..self }
    }

    /// With a way to write each part: `to` is the address that it is added to.
    pub fn written_at(self, to: Option<String>) -> Self {
        Self { writing: to, ..self }
    }

    /// The page at this slug.
    pub fn on(self, page: &'a str) -> Self {
        Self { page, ..self }
    }

    /// With these files in their places.
    pub fn showing(self, files: &'a Files) -> Self {
        Self { files: Some(files), ..self }
    }

    /// A text under an `<h3>` of another page.
    pub fn preview(lang: Lang, known: &'a Known) -> Self {
        Self { prefix: "preview__", above: 3, ..Self::new(lang, known) }
    }

    /// The same, where its own first heading is the title.
    pub fn titled(self) -> Self {
        Self { above: self.above - 1, ..self }
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
    fn part(&mut self, level: usize, anchor: &str, title: &[Inline]) -> Drawn {
        let place = self.headings;
        let heading = self.heading(level, anchor, title).into();
        let Some(to) = &self.writing else { return heading };
        let part = Part { anchor: anchor.to_owned(), place };
        let to = format!("{to}partie={part}");
        let named = texts::wiki::part(self.lang, plain_text(title).trim());
        let named = element("span", [" ".into(), named.into()]).with("class", "hidden");
        let way = [texts::wiki::edit_part(self.lang).into(), named.into()];
        let way = element("a", way).with("href", to).with("lang", self.lang.code());
        element("div", [heading, way.into()]).with("class", "part").into()
    }

    /// A heading at this very level: 1 to 5, or `<h6>`. `anchor` is as the page gave it.
    pub fn heading(&mut self, level: usize, anchor: &str, title: &[Inline]) -> Element {
        self.headings += 1;
        let name = match level {
            1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        element(name, self.inlines(title)).with("id", self.id(anchor))
    }

    /// The table of contents, where there is something to choose from.
    pub fn contents(&self, document: &Document, title: Option<&str>) -> Option<Drawn> {
        let entries: Vec<_> =
            document.contents().into_iter().filter(|e| Some(e.anchor.as_str()) != title).collect();
        if entries.len() < 2 {
            return None;
        }
        let top = entries.iter().map(|e| e.level).min().unwrap_or(1);
        let entry = |entry: Entry| {
            let to = format!("#{}", self.id(&entry.anchor));
            let class = format!("level-{}", entry.level - top + 1);
            let link = element("a", Drawn::from(entry.title)).with("href", to);
            element("li", link).with("class", class).into()
        };
        let title = Drawn::from(texts::wiki::contents(self.lang));
        let title = element("summary", title).with("id", "toc__title");
        let list = element("ul", entries.into_iter().map(entry).collect::<Vec<_>>());
        let list = element("nav", list).with("aria-labelledby", "toc__title");
        let contents = element("details", [title.into(), list.into()]);
        Some(contents.with("class", "toc").with("open", "").into())
    }

    /// Draws the blocks, then the footnotes that they call.
    pub fn text(&mut self, blocks: &[Block]) -> Vec<Drawn> {
        let mut text = self.blocks(blocks);
        let notes = std::mem::take(&mut self.notes);
        if !notes.is_empty() {
            let notes = element("ol", notes).with("class", "notes small");
            let notes = notes.with("aria-label", texts::wiki::notes(self.lang));
            text.extend([element("hr", []).into(), notes.into()]);
        }
        text
    }

    fn blocks(&mut self, blocks: &[Block]) -> Vec<Drawn> {
        blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Option<Drawn> {
        Some(match block {
            Block::Heading { level, anchor, title } => {
                let level = self.level(*level);
                self.part(level, anchor, title)
            }
            // What only asks for something says nothing.
            Block::Paragraph(content)
                if content.iter().all(|inline| matches!(inline, Inline::Setting(_))) =>
            {
                return None;
            }
            Block::Paragraph(content) => element("p", self.inlines(content)).into(),
            Block::List(list) => self.list(list),
            Block::Quote(blocks) => element("blockquote", self.blocks(blocks)).into(),
            Block::Rule => element("hr", []).into(),
            Block::Code { name, text, .. } => typed_lines(name.clone(), text),
            Block::Plugin(typed) => {
                typed_lines(Some(texts::wiki::plugin(self.lang).to_owned()), typed)
            }
            Block::Fact(kind) if self.tells => Drawn::Fact(*kind),
            Block::Fact(kind) => element("p", self.inlines(&[Inline::Plugin(kind.mark())])).into(),
            Block::Table(table) => self.table(table),
        })
    }

    fn list(&mut self, list: &List) -> Drawn {
        let items: Vec<_> = list.items.iter().map(|item| self.item(item)).collect();
        element(if list.ordered { "ol" } else { "ul" }, items).into()
    }

    fn item(&mut self, item: &Item) -> Drawn {
        let mut content = self.inlines(&item.content);
        content.extend(item.lists.iter().map(|list| self.list(list)));
        element("li", content).into()
    }

    fn table(&mut self, table: &Table) -> Drawn {
        self.tables += 1;
        let label = texts::wiki::table(self.lang, self.tables);
        let rows = table.rows.iter().enumerate().map(|(row, cells)| {
            // A row of headers names columns; a header beside plain cells names its row.
            let names_columns = row == 0 && cells.iter().all(|cell| cell.header);
            let cells: Vec<_> = cells.iter().map(|cell| self.cell(cell, names_columns)).collect();
            element("tr", cells).into()
        });
        let rows: Vec<_> = rows.collect();
        let table = element("table", element("tbody", rows));
        // Wide tables scroll, which the keyboard must reach.
        let table = element("div", table).with("class", "scroll").with("role", "region");
        table.with("tabindex", "0").with("aria-label", label).into()
    }

    fn cell(&mut self, cell: &Cell, names_columns: bool) -> Drawn {
        let mut drawn = element(if cell.header { "th" } else { "td" }, self.inlines(&cell.content));
        if cell.header {
            drawn = drawn.with("scope", if names_columns { "col" } else { "row" });
        }
        if let Some(align) = cell.align {
            drawn = drawn.with(
                "class",
                match align {
                    Align::Left => "left",
                    Align::Center => "center",
                    Align::Right => "right",
                },
            );
        }
        for (name, n) in [("colspan", cell.colspan), ("rowspan", cell.rowspan)] {
            if n > 1 {
                drawn = drawn.with(name, n.to_string());
            }
        }
        drawn.into()
    }
}

/// Lines shown as typed, under their name if they have one.
fn typed_lines(name: Option<String>, text: &str) -> Drawn {
    let lines = Drawn::from(element("pre", element("code", Drawn::from(text))));
    match name {
        Some(name) => {
            let name = element("figcaption", Drawn::from(name)).into();
            element("figure", [name, lines]).with("class", "typed").into()
        }
        None => lines,
    }
}

#[cfg(test)]
mod tests;
