//! A drawn page as lines that say what it is made of: one for each heading, paragraph, item, row. What is drawn
//! differently on purpose, everywhere, is made alike here: pictures of other sites, which we never show; notes; addresses; quotes, which
//! stay straight; headings, which we draw one level below the one around them, whatever was skipped.

use domain::wiki::markup::shown;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::cell::Cell;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Theirs,
    Ours,
}

pub(super) fn outline(whose: Whose, html: &str) -> Vec<String> {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut outline = Outline { whose, lines: Vec::new(), open: Vec::new(), calls: Cell::new(0) };
    outline.blocks(&dom.document, "");
    outline.lines
}

struct Outline {
    whose: Whose,
    lines: Vec<String>,
    /// The levels of the headings that are open.
    open: Vec<String>,
    /// How many notes were called: theirs are numbered from one page to the next.
    calls: Cell<usize>,
}

impl Outline {
    /// What this holds, each line begun by the marks of the lists and quotes around it.
    fn blocks(&mut self, node: &Handle, around: &str) {
        for child in node.children.borrow().iter() {
            self.block(child, around);
        }
    }

    fn block(&mut self, node: &Handle, around: &str) {
        let Some(name) = name(node) else {
            let words = collapsed(&self.inline(node));
            return if !words.is_empty() {
                self.lines.push(format!("{around}{words}"))
            };
        };
        let class = attribute(node, "class");
        match name.as_str() {
            "head" => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let title = collapsed(&self.inlines(node));
                self.open.retain(|open| *open < name);
                self.open.push(name);
                let level = self.open.len();
                self.lines.push(format!("{around}h{level} #{} {title}", attribute(node, "id")));
            }
            "ul" => self.blocks(node, &format!("{around}* ")),
            "ol" if class.contains("notes") => self.notes(node),
            "ol" => self.blocks(node, &format!("{around}- ")),
            "li" => self.item(node, around),
            "blockquote" => self.blocks(node, &format!("{around}> ")),
            "tr" => {
                let cells = node.children.borrow();
                let cells: Vec<String> = cells.iter().filter_map(|cell| self.cell(cell)).collect();
                self.lines.push(format!("{around}{}", cells.join(" ")));
            }
            "pre" => {
                let text = text(node).replace('\u{a0}', " ");
                let text = text.trim_end().trim_start_matches('\n').replace('\n', "⏎");
                self.lines.push(format!("{around}pre {text}"));
            }
            "hr" => self.lines.push(format!("{around}hr")),
            "div" if class == "footnotes" => self.notes(node),
            // What can be downloaded has its name above.
            "dt" | "figcaption" => {
                let title = collapsed(&text(node));
                self.lines.push(format!("{around}name {title}"));
            }
            _ if holds_blocks(node) => self.blocks(node, around),
            _ => {
                let words = collapsed(&self.inline(node));
                // Each line of their quotes is one of its own.
                let lines = words.split(if around.contains('>') { "⏎" } else { "\n" });
                let lines = lines.filter(|line| !line.is_empty());
                self.lines.extend(lines.map(|line| format!("{around}{line}")));
            }
        }
    }

    fn item(&mut self, node: &Handle, around: &str) {
        let children = node.children.borrow();
        let is_list = |child: &&Handle| matches!(name(child).as_deref(), Some("ul" | "ol"));
        let words: String = children
            .iter()
            .filter(|child| !is_list(child))
            .map(|child| self.inline(child))
            .collect();
        self.lines.push(format!("{around}{}", collapsed(&words)));
        for list in children.iter().filter(is_list) {
            self.block(list, &" ".repeat(around.len()));
        }
    }

    fn cell(&self, node: &Handle) -> Option<String> {
        let mark = match name(node)?.as_str() {
            "th" => '^',
            "td" => '|',
            _ => return None,
        };
        let merged = |of: &str| match attribute(node, of).as_str() {
            "" | "1" => String::new(),
            n => format!(" {of}={n}"),
        };
        let class = attribute(node, "class");
        let align = ["left", "center", "right"].into_iter().find(|side| {
            class.split(' ').any(|class| class == *side || class == format!("{side}align"))
        });
        let align = align.map(|side| format!(" {side}")).unwrap_or_default();
        let words = collapsed(&self.inlines(node));
        let align = if words.is_empty() { String::new() } else { align };
        Some(format!("{mark}{}{}{align} {words}", merged("colspan"), merged("rowspan")))
    }

    /// Notes at the foot of a page: theirs are called `1)`, ours end with a link back.
    fn notes(&mut self, node: &Handle) {
        // The line above ours.
        if self.whose == Whose::Ours {
            self.lines.pop();
        }
        for note in node.children.borrow().iter().filter(|note| name(note).is_some()) {
            let words = collapsed(&self.inlines(note));
            self.lines.push(format!("note {words}"));
        }
    }

    // ---- Words ----

    fn inlines(&self, node: &Handle) -> String {
        node.children.borrow().iter().map(|child| self.inline(child)).collect()
    }

    fn inline(&self, node: &Handle) -> String {
        if let NodeData::Text { contents } = &node.data {
            return contents.borrow().replace('\u{a0}', " ").replace(['“', '”'], "\"");
        }
        let Some(name) = name(node) else { return String::new() };
        let inside = || self.inlines(node);
        let class = attribute(node, "class");
        match name.as_str() {
            "br" => "⏎".to_owned(),
            "strong" | "u" | "del" | "sub" | "sup" | "em" if class == "u" => {
                format!("u({})", inside())
            }
            "sup" if class.is_empty() && text(node).ends_with(')') && is_back(node) => {
                String::new()
            }
            "sup" if is_call(node) => {
                self.calls.set(self.calls.get() + 1);
                format!("[{}]", self.calls.get())
            }
            "strong" | "em" | "u" | "del" | "sub" | "sup" | "code" if class != "typed" => {
                format!("{name}({})", inside())
            }
            "img" => self.picture(node),
            "a" => self.link(node),
            _ => inside(),
        }
    }

    fn link(&self, node: &Handle) -> String {
        let (class, href) = (attribute(node, "class"), attribute(node, "href"));
        let words = self.inlines(node);
        if class.contains("fn_bot") || href.contains("#call__") {
            return String::new();
        }
        match self.whose {
            Whose::Theirs
                if !href.starts_with("/doku.php")
                    && class.split(' ').any(|class| class == "media") =>
            {
                match media_of(&href) {
                    Some(url) if url.contains("://") => format!("<{url} {}>", bare(&words)),
                    Some(file) if href.contains("/detail.php") => about(&file, &words),
                    Some(file) => itself(&file, &words),
                    None => words,
                }
            }
            Whose::Theirs => {
                let page = href.strip_prefix("/doku.php?id=").unwrap_or(&href);
                format!("<{} {words}>", page)
            }
            Whose::Ours => match href.strip_prefix("/fichiers/") {
                Some(file) => match file.strip_suffix("/versions") {
                    Some(file) => about(file, &words),
                    None => itself(file, &words),
                },
                None => format!("<{} {words}>", href.strip_prefix("/wiki/").unwrap_or(&href)),
            },
        }
    }

    /// Their faces are ours; pictures of other sites, the words that we show instead; those of the wiki, with their size
    /// and their side.
    fn picture(&self, node: &Handle) -> String {
        let (alt, title) = (attribute(node, "alt"), attribute(node, "title"));
        let class = attribute(node, "class");
        if class.contains("smiley") {
            return shown(&alt).text().to_owned();
        }
        let source = attribute(node, "src");
        let media = match self.whose {
            Whose::Theirs => media_of(&source).unwrap_or_default(),
            Whose::Ours => source.trim_start_matches("/fichiers/").to_owned(),
        };
        let name = media.rsplit(['/', ':']).next().unwrap_or_default();
        let words = match (alt.as_str(), title.as_str()) {
            ("", "") => format!("image {name}"),
            ("", title) => title.to_owned(),
            (alt, _) => alt.to_owned(),
        };
        if media.contains("://") {
            return words;
        }
        let side = ["left", "right", "center"].into_iter().find(|side| class.ends_with(side));
        let (width, height) = (attribute(node, "width"), attribute(node, "height"));
        format!("picture({media} {width}x{height} {} {words})", side.unwrap_or("within"))
    }
}

/// Leads to a file.
fn itself(file: &str, words: &str) -> String {
    format!("<file {file} {words}>")
}

/// Leads to what is told of a file.
fn about(file: &str, words: &str) -> String {
    format!("<about {file} {words}>")
}

/// The words of a link inside a link.
fn bare(words: &str) -> &str {
    words.trim_start_matches('<').trim_end_matches('>')
}

/// The file that one of DokuWiki's addresses asks for.
fn media_of(address: &str) -> Option<String> {
    if !address.contains("/lib/exe/") {
        return Some(address.to_owned()).filter(|address| address.contains("://"));
    }
    let (_, media) = address.split_once("media=")?;
    let media = media.split('&').next()?;
    Some(media.replace("%3A", ":").replace("%2F", "/"))
}

/// Whether this calls a note.
fn is_call(node: &Handle) -> bool {
    let children = node.children.borrow();
    children.iter().any(|child| {
        attribute(child, "class").contains("fn_top") || attribute(child, "id").contains("call__")
    })
}

/// Whether this leads back from a note of theirs.
fn is_back(node: &Handle) -> bool {
    node.children.borrow().iter().any(|child| attribute(child, "class").contains("fn_bot"))
}

fn holds_blocks(node: &Handle) -> bool {
    const BLOCKS: [&str; 19] = [
        "html",
        "body",
        "p",
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "tr",
        "pre",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "div",
        "dt",
        "figure",
    ];
    node.children.borrow().iter().any(|child| {
        name(child).is_some_and(|name| BLOCKS.contains(&name.as_str())) || holds_blocks(child)
    })
}

fn name(node: &Handle) -> Option<String> {
    match &node.data {
        NodeData::Element { name, .. } => Some(name.local.to_string()),
        NodeData::Document => Some("document".to_owned()),
        _ => None,
    }
}

fn attribute(node: &Handle, wanted: &str) -> String {
    let NodeData::Element { attrs, .. } = &node.data else { return String::new() };
    let attrs = attrs.borrow();
    let found = attrs.iter().find(|attribute| &*attribute.name.local == wanted);
    found.map(|attribute| attribute.value.to_string()).unwrap_or_default()
}

/// All text, as it stands.
fn text(node: &Handle) -> String {
    if let NodeData::Text { contents } = &node.data {
        return contents.borrow().to_string();
    }
    node.children.borrow().iter().map(text).collect()
}

fn collapsed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace("⏎ ", "⏎")
}
