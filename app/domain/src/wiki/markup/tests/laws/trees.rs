//! Trees that can be written down, of every kind of node: what reading gives, made without reading.

use super::super::super::address::Anchors;
use super::super::super::{
    Align, Block, Cell, Document, FactKind, Feed, Inline, Item, Link, Linking, List, Media,
    MediaSource, Setting, Style, Table, Target, parse, plain_text,
};
use super::PIECES;
use super::random::Random;

pub(super) fn document(random: &mut Random) -> Document {
    let mut anchors = Anchors::default();
    let blocks = (0..random.below(4)).map(|_| block(random, &mut anchors)).collect();
    Document { blocks }
}

fn block(random: &mut Random, anchors: &mut Anchors) -> Block {
    match random.below(17) {
        0 | 1 => {
            let title = inlines(random, Around::new(Place::Title));
            let level = 1 + u8::try_from(random.below(5)).unwrap_or_default();
            Block::Heading { level, anchor: anchors.give(&plain_text(&title)), title }
        }
        2..=7 => Block::Paragraph(inlines(random, Around::new(Place::Flow))),
        8 | 9 => {
            let ordered = random.once_in(2);
            Block::List(list(random, ordered, 1))
        }
        10 | 11 => Block::Quote(quote(random, 1)),
        12 => Block::Rule,
        13 => code(random),
        14 => Block::Plugin(random.pick(&PLUGIN_LINES).to_string()),
        15 => Block::Fact(*random.pick(&FactKind::ALL)),
        _ => Block::Table(table(random)),
    }
}

const PLUGIN_LINES: [&str; 3] =
    ["<graphviz dot>\na -> b\n\n  * c\n</graphviz>", "<a>\n</a>", "<x y=\"z\">%%</a>\n== b ==</x>"];

fn code(random: &mut Random) -> Block {
    let lines: String = (0..random.below(5)).map(|_| *random.pick(PIECES)).collect();
    let text = lines.replace("</file>", "").replace('\r', "");
    let language = random.pick(&[None, Some("php"), Some("c++")]).map(str::to_owned);
    let name = random.pick(&[None, Some("a.php"), Some("mon fichier.txt")]).map(str::to_owned);
    Block::Code { language, name, text }
}

/// Lists under one item are of the other kind than the one before.
fn list(random: &mut Random, ordered: bool, depth: usize) -> List {
    let item = |random: &mut Random| {
        let lists = if depth < 4 && random.once_in(4) { 1 + random.below(2) } else { 0 };
        let first = random.once_in(2);
        let content = some_inlines(random, Around::new(Place::Flow));
        let lists = (0..lists).map(|n| list(random, first ^ (n == 1), depth + 1)).collect();
        Item { content, lists }
    };
    List { ordered, items: (0..=random.below(3)).map(|_| item(random)).collect() }
}

/// Paragraphs and deeper quotes, in turn.
fn quote(random: &mut Random, depth: usize) -> Vec<Block> {
    let first = depth < 4 && random.once_in(4);
    let deeper = |n: usize| first ^ (n % 2 == 1);
    let length = if depth < 4 { 1 + random.below(3) } else { 1 };
    let block = |n: usize| match deeper(n) {
        true => Block::Quote(quote(random, depth + 1)),
        false => Block::Paragraph(some_inlines(random, Around::new(Place::Flow))),
    };
    (0..length).map(block).collect()
}

/// Cells of any size that fill a grid.
fn table(random: &mut Random) -> Table {
    let (width, height) = (1 + random.below(4), 1 + random.below(4));
    let mut taken = vec![vec![false; width]; height];
    let mut rows = Vec::new();
    for row in 0..height {
        let mut cells = Vec::new();
        for column in 0..width {
            if taken[row][column] {
                continue;
            }
            let free = taken[row][column..].iter().take_while(|taken| !**taken).count();
            let mut size = |most: usize| if random.once_in(3) { 1 + random.below(most) } else { 1 };
            let (columns, lines) = (size(free), size(height - row));
            for line in &mut taken[row..row + lines] {
                line[column..column + columns].fill(true);
            }
            cells.push(cell(random, columns, lines));
        }
        rows.push(cells);
    }
    Table { rows }
}

fn cell(random: &mut Random, columns: usize, lines: usize) -> Cell {
    let content = some_inlines(random, Around::new(Place::Cell));
    let align = [None, Some(Align::Left), Some(Align::Center), Some(Align::Right)];
    Cell {
        header: random.once_in(3),
        align: random.pick(&align).filter(|_| !content.is_empty()),
        colspan: u32::try_from(columns).unwrap_or(1),
        rowspan: u32::try_from(lines).unwrap_or(1),
        content,
    }
}

// ---- What lines are made of ----

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Flow,
    Cell,
    Title,
    Label,
}

/// What a piece stands in.
#[derive(Clone)]
struct Around {
    place: Place,
    styles: Vec<Style>,
    in_note: bool,
}

impl Around {
    fn new(place: Place) -> Self {
        Self { place, styles: Vec::new(), in_note: false }
    }

    fn in_flow(&self) -> bool {
        matches!(self.place, Place::Flow | Place::Cell)
    }
}

/// None, rarely.
fn some_inlines(random: &mut Random, around: Around) -> Vec<Inline> {
    if random.once_in(8) { Vec::new() } else { inlines(random, around) }
}

fn inlines(random: &mut Random, around: Around) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::new();
    for _ in 0..=random.below(4) {
        match (content.last_mut(), inline(random, &around)) {
            (Some(Inline::Text(before)), Inline::Text(words)) => before.push_str(&words),
            (_, inline) => content.push(inline),
        }
    }
    content
}

fn inline(random: &mut Random, around: &Around) -> Inline {
    match random.below(16) {
        0 | 1 => styled(random, around),
        2 => Inline::Break,
        3 if around.place != Place::Label => link(random),
        4 => Inline::Media(media(random)),
        5 if around.in_flow() && !around.in_note => {
            let inside = Around { styles: Vec::new(), in_note: true, ..around.clone() };
            Inline::Footnote(inlines(random, inside))
        }
        6 | 7 if around.in_flow() => symbol(random, around.place),
        8 if around.in_flow() => match random.below(6) {
            0 => Inline::Setting(*random.pick(&[Setting::NoContents, Setting::NoCache])),
            1 => Inline::Feed(feed(random)),
            _ => Inline::Plugin(random.pick(&PLUGINS).to_string()),
        },
        _ => Inline::Text(words(random, around.place)),
    }
}

const PLUGINS: [&str; 9] = [
    "~~FAIT:besoin~~",
    "<WRAP center round>",
    "</WRAP>",
    "<graphviz dot>",
    "<x y=\"|\"/>",
    "{{tag>a b}}",
    "{{rss>non}}",
    "~~DISCUSSION~~",
    "~~INFO:a b~~",
];

fn words(random: &mut Random, place: Place) -> String {
    let piece = |random: &mut Random| match *random.pick(PIECES) {
        piece if piece.contains(['\r', '\n', '\u{feff}']) => "mot",
        // Its brackets and braces end it.
        piece if place == Place::Label && piece.contains(['[', ']', '{', '}']) => "label",
        piece => piece,
    };
    (0..=random.below(3)).map(|_| piece(random)).collect()
}

fn styled(random: &mut Random, around: &Around) -> Inline {
    const STYLES: [Style; 7] = [
        Style::Bold,
        Style::Italic,
        Style::Underlined,
        Style::Monospace,
        Style::Deleted,
        Style::Subscript,
        Style::Superscript,
    ];
    let style = *random.pick(&STYLES);
    if around.styles.contains(&style) {
        return Inline::Text("mot".to_owned());
    }
    let mut inside = around.clone();
    inside.styles.push(style);
    Inline::Styled { style, content: inlines(random, inside) }
}

fn link(random: &mut Random) -> Inline {
    let page = |slug: &str, section: Option<&str>| Target::Page {
        slug: slug.to_owned(),
        section: section.map(str::to_owned),
    };
    let interwiki =
        |wiki: &str, page: &str| Target::Interwiki { wiki: wiki.to_owned(), page: page.to_owned() };
    let target = match random.below(14) {
        0 => page("accueil", None),
        1 => page("http:a", None),
        2 => page("a:b", Some("la_fin")),
        10 => page(".:a:b", None),
        11 => page("..:..:a", None),
        3 => page("", Some("ici")),
        4 => Target::External("https://exemple.org/a_b?c=d#e".to_owned()),
        5 => Target::External("mailto:a@b.org?subject=x".to_owned()),
        6 | 7 => Target::Mail("a.b@c-d.org".to_owned()),
        8 => interwiki("wp", "Tours (Indre-et-Loire)"),
        9 => interwiki("inconnu.fr", "a>b"),
        _ => Target::Share(r"\\serveur\mes docs".to_owned()),
    };
    Inline::Link(Link { target, label: inlines(random, Around::new(Place::Label)) })
}

fn media(random: &mut Random) -> Media {
    let source = match random.below(4) {
        0 => MediaSource::External("https://exemple.org/image?id=3".to_owned()),
        1 => MediaSource::External("http://exemple.org/son.mp3".to_owned()),
        2 => MediaSource::File("javascript:a".to_owned()),
        _ => MediaSource::File("a:b.png".to_owned()),
    };
    Media {
        source,
        width: *random.pick(&[None, Some(200), Some(0)]),
        height: *random.pick(&[None, Some(50)]),
        align: *random.pick(&[None, Some(Align::Left), Some(Align::Center), Some(Align::Right)]),
        linking: *random.pick(&[
            Linking::Details,
            Linking::Details,
            Linking::Direct,
            Linking::Nowhere,
            Linking::LinkOnly,
        ]),
        alt: random
            .pick(&[None, Some("vu | de près"), Some("**%%"), Some("((")])
            .map(str::to_owned),
    }
}

fn feed(random: &mut Random) -> Feed {
    let options = random.pick(&["", "5 author date 1h"]).to_string();
    Feed { address: "https://exemple.org/fil?a|b".to_owned(), options }
}

/// A symbol of the page that shows them all, which tells what can be one.
fn symbol(random: &mut Random, place: Place) -> Inline {
    const TYPED: [&str; 22] = [
        "->", "<-", "<->", "=>", "<=", "<=>", "<<", ">>", "--", "---", "...", "(c)", "(tm)",
        "640x480", ":-)", ":-/", ":-|", "8-)", "m(", "LOL", "FIXME", "^_^",
    ];
    let typed = *random.pick(&TYPED);
    // What parts cells is no face.
    let typed = if place == Place::Cell && typed.contains('^') { "->" } else { typed };
    Inline::Symbol(typed.to_owned())
}

/// The generator and the reader agree on what is a symbol.
#[test]
fn wiki_each_symbol_is_read() {
    let mut random = Random::new(1);
    for _ in 0..200 {
        let Inline::Symbol(typed) = symbol(&mut random, Place::Flow) else { continue };
        let read = parse(&format!("a {typed} b"));
        let Some(Block::Paragraph(content)) = read.blocks.first() else { panic!("{read:?}") };
        assert_eq!(content.get(1), Some(&Inline::Symbol(typed)));
    }
}
