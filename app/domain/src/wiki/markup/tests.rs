//! The programme's own page, then one table of samples for each family of marks, then what nobody would type.

mod laws;

use super::*;
use proptest::prelude::*;

/// The page that the product comes from.
pub(in crate::wiki) const SEED: &str = include_str!("dispositif.dokuwiki.txt");

// ---- The programme's own page ----

#[test]
fn the_seed_is_read_whole() {
    let document = parse(SEED);
    let sketch: Vec<String> = document.blocks.iter().map(sketch).collect();
    let kinds: Vec<_> = sketch.iter().map(|s| s.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(
        kinds.join(" "),
        "h2 p h3 p list h3 p list p p p p p p h3 p",
        "a heading, its text, three parts, two lists, and the story told in five paragraphs"
    );
    let text = sketch.join("\n");
    assert_eq!(text.matches(" -> ").count(), 6, "links");
    for mark in ["**", "//Une", ". //", "[[", "]]", "=="] {
        assert!(!text.contains(mark), "{mark} is left in {text}");
    }
}

#[test]
fn the_seed_has_a_title_a_summary_and_contents() {
    let document = parse(SEED);
    assert_eq!(document.title().as_deref(), Some("Le dispositif Savoirs Communs"));
    let summary = document.first_paragraph();
    assert!(summary.is_some_and(|s| s.starts_with("Le dispositif Savoirs Communs vise à faire")));
    let contents: Vec<_> =
        document.contents().into_iter().map(|e| (e.level, e.anchor, e.title)).collect();
    let expected = [
        (2, "le_dispositif_savoirs_communs", "Le dispositif Savoirs Communs"),
        (3, "un_dispositif_en_3_actions", "Un dispositif en 3 actions"),
        (3, "des_actions_qui_se_completent", "Des actions qui se complètent"),
        (3, "un_projet_ne_de_la_cooperation", "Un projet né de la coopération"),
    ];
    assert_eq!(contents, expected.map(|(l, a, t)| (l, a.to_owned(), t.to_owned())));
}

#[test]
fn the_story_is_five_italic_paragraphs() {
    let document = parse(SEED);
    let story: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(content) => match content.as_slice() {
                [Inline::Styled { style: Style::Italic, content }] => Some(plain_text(content)),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let beginnings = [
        "Une association se pose des questions",
        "Cependant, lors du diagnostic",
        "Ce format lui convient",
        "Par ailleurs, elle a muri",
        "Après quelques mois d'utilisation",
    ];
    assert_eq!(story.len(), beginnings.len());
    for (paragraph, beginning) in story.iter().zip(beginnings) {
        assert!(paragraph.starts_with(beginning), "{paragraph}");
    }
}

#[test]
fn a_bold_text_holds_a_link_inside_an_item() {
    let document = parse(
        "  * **Le [[accueil|Wiki Savoirs Communs]]** porté par [[http://blog.coopaxis.fr/|CoopAxis]].",
    );
    let bold = vec![text("Le "), link(page("accueil"), "Wiki Savoirs Communs")];
    let content = vec![
        Inline::Styled { style: Style::Bold, content: bold },
        text(" porté par "),
        link(Target::External("http://blog.coopaxis.fr/".to_owned()), "CoopAxis"),
        text("."),
    ];
    let items = vec![Item { content, lists: vec![] }];
    assert_eq!(document.blocks, [Block::List(List { ordered: false, items })]);
}

#[test]
fn a_tree_can_be_sent_to_the_browser() {
    let document = parse(SEED);
    let sent = serde_json::to_string(&document).expect("a tree can be written");
    let received: Document = serde_json::from_str(&sent).expect("and read");
    assert_eq!(received, document);
}

// ---- Samples ----

#[test]
fn blocks() {
    check(&[
        ("", ""),
        ("   \n \t \n", ""),
        ("a\nb\n\n\nc", "p a b / p c"),
        ("a\r\nb\r\n\r\n  * c\r\n", "p a b / list * c"),
        ("\u{feff}== a ==", "h5 a"),
        // Headings: the marks on the left count, two are enough on the right.
        (
            "======a======\n=====b==\n====c===\n===  d ====\n==e==",
            "h1 a / h2 b / h3 c / h4 d / h5 e",
        ),
        ("========= a ==", "h1 a"),
        (" == a **b** == ", "h5 a {Bold b}"),
        ("== a = b ==", "h5 a = b"),
        ("== a ((b)) ==", "h5 a ((b))"),
        ("= a =", "p = a ="),
        ("== a =", "p == a ="),
        ("======", "p ======"),
        ("== ==", "p == =="),
        // Lists.
        ("text\n  * a\n  * b\nafter", "p text / list * a * b / p after"),
        ("  * a\n    - b\n    - c\n      * d\n  * e", "list * a [1. b 1. c [* d]] * e"),
        ("  * a\n  - b", "list * a / list 1. b"),
        ("    * a\n  * b\n        * c\n    * d", "list * a * b [* c] * d"),
        ("\t* a\n\t\t* b", "list * a [* b]"),
        ("  *a\n\n  *b", "list * a / list * b"),
        (" * a", "p * a"),
        ("  * <code>\nx\n</code> y\n  * z", "list * {Monospace x} y * z"),
        // Quotes keep their lines.
        ("> a\n>b\n>> c\n> d", "quote(p a⏎b / quote(p c) / p d)"),
        // Rules.
        ("a\n----\nb\n ------ \n---", "p a / rule / p b / rule / p `---`"),
        // Code.
        ("  a **b**\n    c\n  * d\ne", "code:a **b**|  c|* d / p e"),
        ("<code php x.php>\n== a ==\n\n  * b\n</code>\nc", "code(php) x.php:== a ==||  * b / p c"),
        ("<file>x</file>", "code:x"),
        ("a <code>x</code> b", "p a {Monospace x} b"),
        ("<code>x</code> b", "p {Monospace x} b"),
        ("a : <code>\nx\n</code> b", "p a : / code:x / p b"),
        ("<code>a", "p <code>a"),
        ("<codes>a</code>", "p <codes>a</code>"),
        ("a %%<code>%% b\n\nc</code>", "p a <code> b / p c</code>"),
        ("100%% a\n\n100%% b", "p 100%% a / p 100%% b"),
        ("a <nowiki>\n\n== b ==\n</nowiki> c", "p a \n\n== b ==\n c"),
    ]);
}

#[test]
fn tables() {
    check(&[
        ("^ a ^ b ^\n| c | d |", "table ^a ^b / |c |d"),
        ("^ a | b |", "table ^a |b"),
        ("| a | b", "table |a |b"),
        ("|  a|  b  |c  |", "table |a Right |b Center |c Left"),
        ("^ a ^^ b ^", "table ^a x2 ^b"),
        ("| a | b |\n| ::: | c |\n|:::| d |", "table |a y3 |b / |c / |d"),
        ("| a ||\n| ::: | ::: |\n| ::: || e |", "table |a x2 y3 /  / |e"),
        ("| ::: | a |", "table | |a"),
        ("|| a |", "table | |a"),
        ("| [[p|x]] | %%|%% | **b | c** |", "table |<x -> p> || |**b |c**"),
    ]);
}

#[test]
fn styles() {
    check(&[
        ("**a** //b// __c__ ''d''", "p {Bold a} {Italic b} {Underlined c} {Monospace d}"),
        ("<del>a</del><sub>b</sub><sup>c</sup>", "p {Deleted a}{Subscript b}{Superscript c}"),
        ("**a //b __c__// d**", "p {Bold a {Italic b {Underlined c}} d}"),
        ("**a\nb**", "p {Bold a b}"),
        // What is not closed, crosses or is empty stays as typed.
        ("**a", "p **a"),
        ("a** //b", "p a** //b"),
        ("**a\n\nb**", "p **a / p b**"),
        ("**a //b** c//", "p {Bold a //b} c//"),
        ("</del>a<del>", "p </del>a<del>"),
        ("<del>a<del>b</del>", "p {Deleted a<del>b}"),
        ("**** ____", "p **** ____"),
        ("<b>a</b> <script>alert(1)</script> &lt;", "p <b>a</b> <script>alert(1)</script> &lt;"),
        ("%%**a**%% <nowiki>//b//</nowiki> %%c", "p **a** //b// %%c"),
        (r"a\\ b\\", "p a⏎b⏎"),
        ("a\\\\\nb", "p a⏎b"),
        (r"\\server\x", r"p \\server\x"),
        ("a((b **c** [[d]]))", "p a((b {Bold c} <d -> d>))"),
        ("((a ((b)) c))", "p ((a ((b)) c))"),
        ("((a **b)) c**", "p ((a **b)) c**"),
        ("a)) ((b (())", "p a)) ((b (())"),
    ]);
}

#[test]
fn footnotes_do_not_nest() {
    let Some(Block::Paragraph(content)) = parse("((a ((b)) c))").blocks.pop() else { panic!() };
    assert_eq!(content, [Inline::Footnote(vec![text("a ((b")]), text(" c))")]);
    let Some(Block::Paragraph(content)) = parse("((%%%%)) ((").blocks.pop() else { panic!() };
    assert_eq!(content, [text("(()) ((")]);
}

#[test]
fn links() {
    check(&[
        (
            "[[Ateliers Savoirs Communs]]",
            "p <Ateliers Savoirs Communs -> ateliers_savoirs_communs>",
        ),
        ("[[a:Été#L'idée|voir //ici//]]", "p <voir {Italic ici} -> a:ete#l_idee>"),
        ("[[a:b]] [[a:b#c]] [[#d]] [[a:]]", "p <b -> a:b> <c -> a:b#c> <d -> #d> <a -> a:start>"),
        ("[[a|]] [[a|%%%%]] [[ a | b ]]", "p <a -> a> <a -> a> <b -> a>"),
        ("[[Qui sommes-nous ?]]", "p <Qui sommes-nous ? -> qui_sommes-nous>"),
        ("[[a|b [c]]] [[[d]]]", "p <b [c] -> a> [<d -> d>]"),
        ("[[a|b [[c]]", "p [[a|b <c -> c>"),
        ("[[a|b\nc]]", "p <b c -> a>"),
        ("**[[a**b|c]]", "p **<c -> a_b>"),
        ("[[a|http://b.org ((c)) [[d]", "p [[a|<http://b.org -> http://b.org> ((c)) [[d]"),
        ("[[a|http://b.org ((c))]]", "p <http://b.org ((c)) -> a>"),
        ("[[a|{{b.png|c}}]]", "p <{{b.png c}} -> a>"),
        (
            "[[m@x.org]] [[m@x.org|moi]] <m@x.org>",
            "p <m@x.org -> @m@x.org> <moi -> @m@x.org> <m@x.org -> @m@x.org>",
        ),
        ("[[mailto:m@x.org?subject=a b|c]]", "p <c -> mailto:m@x.org?subject=a%20b>"),
        ("[[HTTPS://x.org/é à|a]]", "p <a -> HTTPS://x.org/é%20à>"),
        (
            "{{a:b.png?200x50&nolink|c}} {{ d.png}} {{http://x.org/e.png }}",
            "p {{a:b.png 200 50 Nowhere c}} {{d.png Right}} {{http://x.org/e.png Left}}",
        ),
    ]);
}

#[test]
fn links_lead_from_where_they_stand() {
    check(&[
        (
            "[[:a|x]] [[.a|x]] [[..a|x]] [[.:a:b|x]] [[..:..:a:b|x]]",
            "p <x -> :a> <x -> a> <x -> ..:a> <x -> .:a:b> <x -> ..:..:a:b>",
        ),
        (
            "[[:a:b|x]] {{:c.png}} {{.:d.png}} [[..:|x]]",
            "p <x -> a:b> {{:c.png}} {{d.png}} [[..:|x]]",
        ),
    ]);
    for (name, page, expected) in [
        ("a", "accueil", "a"),
        ("a", "n:m:p", "n:m:a"),
        (":a", "n:m:p", "a"),
        ("a:b", "n:m:p", "a:b"),
        (".:a:b", "n:m:p", "n:m:a:b"),
        ("..:a", "n:m:p", "n:a"),
        ("..:..:..:a:b", "n:m:p", "a:b"),
        ("", "n:m:p", "n:m:p"),
    ] {
        assert_eq!(resolve(name, page), expected, "{name} on {page}");
    }
}

#[test]
fn addresses_in_a_text() {
    check(&[
        (
            "voir http://x.org/a_b//c, ici",
            "p voir <http://x.org/a_b//c -> http://x.org/a_b//c>, ici",
        ),
        ("//voir http://x.org.//", "p {Italic voir <http://x.org -> http://x.org>.}"),
        (
            "**http://x.org** (https://y.org)",
            "p {Bold <http://x.org -> http://x.org>} (<https://y.org -> https://y.org>)",
        ),
        ("ftp://x.org et //b//", "p ftp://x.org et {Italic b}"),
        ("//Exemple :// **b**://c//", "p {Italic Exemple :} {Bold b}:{Italic c}"),
        ("http:// xhttp://x.org http", "p http:// xhttp://x.org http"),
        ("http://a__b__c.org", "p <http://a__b__c.org -> http://a__b__c.org>"),
        ("ééhttp héhttp://é.fr", "p ééhttp héhttp://é.fr"),
    ]);
}

#[test]
fn symbols() {
    check(&[
        ("a -> b <-> c --- d -- e... f", "p a `->` b `<->` c `---` d `--` e`...` f"),
        ("<= <=> >> << => <- (c)(tm) (r)", "p `<=` `<=>` `>>` `<<` `=>` `<-` `(c)``(tm)` `(r)`"),
        ("640x480 2X3, 0x10 10x 1x2x3 a1x2 00x1", "p `640x480` `2X3`, 0x10 10x 1x2x3 a1x2 `00x1`"),
        (":-) m( 8-) ^_^ :-)a a:-) LOLA LOL", "p `:-)` `m(` `8-)` `^_^` :-)a a:-) LOLA `LOL`"),
        ("FIXME: DELETEME fixme", "p `FIXME`: `DELETEME` fixme"),
        ("**->** ''--'' %%->%% [[a|->]]", "p {Bold `->`} {Monospace `--`} -> <-> -> a>"),
        ("== a -> b ==", "h5 a -> b"),
        ("| :-| | a^_^b |", "table |`:-|` |a ^_ ^b"),
        ("\"a\" 'b'", "p \"a\" 'b'"),
    ]);
    assert_eq!(shown("640X480").text(), "640×480");
    assert_eq!(shown("->"), Shown::Character("→".into()));
    assert_eq!(shown("FIXME"), Shown::Reminder("FIXME"));
}

#[test]
fn other_wikis_and_shared_folders() {
    check(&[
        ("[[wp>Tours]] [[WPfr> Été#Lieux |là]]", "p <Tours -> wp>Tours> <là -> wpfr>Été#Lieux>"),
        ("[[perso.fr>a>b]] [[é>b]]", "p <a>b -> perso.fr>a>b> <é>b -> e_b>"),
        (
            r"[[\\serveur\mes docs|ici]] [[\\serveur]]",
            r"p <ici -> \\serveur\mes docs> <\\serveur -> serveur>",
        ),
        ("[[javascript>alert(1)]]", "p <alert(1) -> javascript>alert(1)>"),
        (
            "www.exemple.org, www.a (www.b.fr/c?d.) awww.a.b",
            "p <www.exemple.org -> http://www.exemple.org>, www.a (<www.b.fr/c?d -> http://www.b.fr/c?d>.) awww.a.b",
        ),
    ]);
    let known = [
        (
            "wp",
            "Été à Tours#La gare",
            "https://en.wikipedia.org/wiki/%C3%89t%C3%A9%20%C3%A0%20Tours#La%20gare",
        ),
        ("doku", "config:typography", "https://www.dokuwiki.org/config%3Atypography"),
        ("rfc", "2822", "https://datatracker.ietf.org/doc/html/rfc2822"),
    ];
    for (wiki, page, address) in known {
        assert_eq!(interwiki(wiki, page).as_deref(), Some(address));
    }
    for unknown in ["javascript", "callto", "tel", "skype", "user", "perso"] {
        assert_eq!(interwiki(unknown, "x"), None, "{unknown}");
    }
}

#[test]
fn pictures_and_files() {
    check(&[
        ("{{a.png?100&right}} {{ a.png?left |b}}", "p {{a.png 100 Right}} {{a.png Left b}}"),
        (
            "{{a.png?linkonly}} {{a.png?direct&20x10}}",
            "p {{a.png LinkOnly}} {{a.png 20 10 Direct}}",
        ),
        ("{{a.png?nocache}} {{a.png?x}} {{a.png?200x}}", "p {{a.png}} {{a.png}} {{a.png}}"),
        (
            "{{http://x.org/a?id=3}} {{http://x.org/a?id=3?20}}",
            "p {{http://x.org/a?id=3}} {{http://x.org/a?id=3 20}}",
        ),
    ]);
    let of = |source: &str| match parse(source).blocks.as_slice() {
        [Block::Paragraph(content)] => match content.as_slice() {
            [Inline::Media(media)] => (media.kind(), media.name().to_owned()),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(of("{{a:b.PNG}}"), (MediaKind::Picture, "b.png".to_owned()));
    assert_eq!(of("{{http://x.org/a/b.mp3?x.png}}"), (MediaKind::Sound, "b.mp3".to_owned()));
    assert_eq!(of("{{film.webm}}").0, MediaKind::Video);
    assert_eq!(of("{{rapport.pdf}}").0, MediaKind::Document);
}

#[test]
fn what_a_page_asks_for_and_what_a_plugin_reads() {
    check(&[
        ("~~NOTOC~~ a ~~NOCACHE~~", "p !NoContents a !NoCache"),
        ("~~notoc~~ ~~DISCUSSION~~ ~~ a ~~", "p ~~notoc~~ `~~DISCUSSION~~` ~~ a ~~"),
        ("== ~~NOTOC~~ <x> ==", "h5 ~~NOTOC~~ <x>"),
        ("{{rss>http://x.org/f  5  date }}", "p feed(http://x.org/f 5 date)"),
        ("{{rss>javascript:a}} {{tag>a b}}", "p `{{rss>javascript:a}}` `{{tag>a b}}`"),
        ("<WRAP round>\n  * a\n</WRAP>", "p `<WRAP round>` / list * a / p `</WRAP>`"),
        ("<x>a</x> <x a=\"b\"/> a < b > c <3>", "p <x>a</x> `<x a=\"b\"/>` a < b > c <3>"),
        ("<x y>\na -> **b\n\n</x> c\n<x>", "plugin <x y>|a -> **b||</x> / p c <x>"),
        ("a\n<x>\n</x>\nb", "p a / plugin <x>|</x> / p b"),
        ("<code a> <del>", "p <code a> <del>"),
        ("| <x a=\"|\"> | b |", "table |`<x a=\"|\">` |b"),
    ]);
}

#[test]
fn code_has_a_language_and_a_name() {
    check(&[
        ("<code php [n=\"1\"] a b.php>x</code>", "code(php) a b.php:x"),
        ("<file - a.txt [n]>x</file>", "code a.txt:x"),
        ("<code [n]>x</code>", "code:x"),
    ]);
}

#[test]
fn a_page_has_words() {
    let document = parse(
        "== T ==\n**a** [[x|b]]((note)) -> ~~NOTOC~~<x y>\n\n  * c\n    * d\n> e\n\n| f | g |\n\n  code\n\n<x>\nz\n</x>\n",
    );
    assert_eq!(document.text(), "T\na b (note) → \nc\nd\ne\nf\ng\ncode\n");
    assert_eq!(document.contents(), []);
}

/// Whatever a link could do but lead to a page, a site or a mailbox: it stays as typed.
#[test]
fn no_link_runs_anything() {
    for typed in [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        ":javascript:alert(1)",
        ";javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "ftp://x.org",
        "file:///etc/passwd",
        "http:",
        "http://",
        "http:x",
        "https:///x",
        "mailto:x",
        "mailto:javascript:x",
        "http://x.org/\u{1}",
        "",
        " ",
        "???",
        ":",
    ] {
        for source in [format!("[[{typed}]]"), format!("[[{typed}|label]]")] {
            assert!(!sketch_all(&source).contains(" -> "), "{source:?} is a link");
        }
        assert!(
            !sketch_all(&format!("{{{{{typed}|x}}}}")).contains("javascript:alert(1) x"),
            "{typed}"
        );
    }
    assert_eq!(sketch_all("[[javascript:alert(1)|**a**]]"), "p [[javascript:alert(1)|**a**]]");
}

#[test]
fn anchors_are_unique() {
    let document = parse(
        "== A ==\n== a ==\n== a1 ==\n== A! ==\n== 2026 ==\n== 3 Été : l’œuvre ==\n== ? ==\n== ? ==",
    );
    let anchors: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Heading { anchor, .. } => Some(anchor.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        anchors,
        ["a", "a1", "a11", "a2", "section2026", "etel_oeuvre", "section", "section1"]
    );
    assert_eq!(document.contents(), [], "headings of the fifth level only");
}

#[test]
fn slugs_are_dokuwikis() {
    for (name, expected) in [
        ("Le dispositif Savoirs Communs", "le_dispositif_savoirs_communs"),
        ("  L'Été à l’œuvre !! ", "l_ete_a_l_oeuvre"),
        ("Association : Maison;Été", "association:maison:ete"),
        ("::a::._b:", "a:b"),
        ("week-end v1.2", "week-end_v1.2"),
        ("a/b\\c*d", "a_b_c_d"),
        ("E\u{301}te\u{301}", "ete"),
        ("İ日本", "i日本"),
        ("?!", ""),
    ] {
        assert_eq!(slug(name), expected, "{name}");
        assert_eq!(slug(expected), expected, "a slug is its own slug");
    }
}

#[test]
fn summaries_skip_what_says_nothing() {
    let document = parse(
        "== %%%% ==\n{{a.png}}\n\n  code\n> quote\n\n**Un** [[x|lien]]((note))\\\\ {{b.png|vu}}\n\n== T ==",
    );
    assert_eq!(document.title().as_deref(), Some("T"));
    assert_eq!(document.first_paragraph().as_deref(), Some("Un lien vu"));
    assert_eq!(parse("").title(), None);
    assert_eq!(parse("").first_paragraph(), None);
}

// ---- What nobody would type ----

#[test]
fn a_megabyte_of_unclosed_links_is_text() {
    let source = "[[".repeat(500_000);
    assert_eq!(parse(&source).blocks, [Block::Paragraph(vec![text(&source)])]);
}

#[test]
fn depth_is_bounded() {
    let list: String = (1..1_000).map(|n| format!("{}* a\n", "  ".repeat(n))).collect();
    let quote: String = (1..1_000).map(|n| format!("{} a\n", ">".repeat(n))).collect();
    for source in [list, quote] {
        assert_eq!(depth(&parse(&source).blocks), MAX_DEPTH);
    }
    let marks =
        ["**", "//", "__", "''", "<del>", "<sub>", "<sup>", "((", "[[a|"].concat().repeat(10_000);
    assert_eq!(parse(&marks).blocks.len(), 1);
}

/// Marks and words thrown together: closer to real pages than letters at random.
pub(in crate::wiki) fn marked_text() -> impl Strategy<Value = String> {
    let pieces = [
        "**",
        "//",
        "__",
        "''",
        "[[",
        "]]",
        "{{",
        "}}",
        "((",
        "))",
        "|",
        "^",
        ">",
        "  * ",
        "  - ",
        "  ",
        "\n",
        "\n\n",
        "==",
        "----",
        "%%",
        "<code>",
        "</code>",
        "<nowiki>",
        "</nowiki>",
        "<del>",
        "</del>",
        "\\\\",
        "http://",
        "x.org",
        "a@b.fr",
        "é",
        "mot",
        " ",
        ":::",
        "#",
        "?",
        "\r\n",
        "\t",
        "日",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60).prop_map(|p| p.concat())
}

proptest! {
    #[test]
    fn any_text_is_a_page(source in any::<String>()) {
        prop_assert!(well_formed(&parse(&source)));
    }

    #[test]
    fn words_without_marks_are_kept(words in prop::collection::vec("[a-zé][a-wyzA-WYZéàœ0-9«»,;!?’]{1,12}", 1..40), lines in 1usize..5) {
        let source: Vec<_> = words.chunks(words.len().div_ceil(lines)).map(|line| line.join(" ")).collect();
        let document = parse(&source.join("\n"));
        prop_assert_eq!(document.blocks.len(), 1);
        prop_assert_eq!(document.first_paragraph(), Some(words.join(" ")));
    }

    #[test]
    fn a_slug_is_stable(name in any::<String>()) {
        let once = slug(&name);
        prop_assert_eq!(slug(&once), once.clone());
        prop_assert!(!once.contains(|c: char| c.is_whitespace() || "/?#\"'<>&".contains(c)), "{}", once);
    }
}

// ---- Helpers ----

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn page(slug: &str) -> Target {
    Target::Page { slug: slug.to_owned(), section: None }
}

fn link(target: Target, label: &str) -> Inline {
    Inline::Link(Link { target, label: vec![text(label)] })
}

fn check(samples: &[(&str, &str)]) {
    for (source, expected) in samples {
        assert_eq!(sketch_all(source), *expected, "{source:?}");
    }
}

fn sketch_all(source: &str) -> String {
    parse(source).blocks.iter().map(sketch).collect::<Vec<_>>().join(" / ")
}

/// A block on one line, for people to read.
fn sketch(block: &Block) -> String {
    match block {
        Block::Heading { level, title, .. } => format!("h{level} {}", sketch_text(title)),
        Block::Paragraph(content) => format!("p {}", sketch_text(content)),
        Block::List(list) => format!("list {}", sketch_list(list)),
        Block::Quote(blocks) => {
            format!("quote({})", blocks.iter().map(sketch).collect::<Vec<_>>().join(" / "))
        }
        Block::Rule => "rule".to_owned(),
        Block::Code { language, name, text } => {
            let language = language.as_ref().map(|l| format!("({l})")).unwrap_or_default();
            let name = name.as_ref().map(|n| format!(" {n}")).unwrap_or_default();
            format!("code{language}{name}:{}", text.replace('\n', "|"))
        }
        Block::Plugin(typed) => format!("plugin {}", typed.replace('\n', "|")),
        Block::Fact(kind) => format!("fact {}", kind.code()),
        Block::Table(table) => {
            let rows: Vec<_> = table.rows.iter().map(|row| sketch_row(row)).collect();
            format!("table {}", rows.join(" / "))
        }
    }
}

fn sketch_list(list: &List) -> String {
    let mark = if list.ordered { "1." } else { "*" };
    let items = list.items.iter().map(|item| {
        let nested: Vec<_> =
            item.lists.iter().map(|list| format!(" [{}]", sketch_list(list))).collect();
        format!("{mark} {}{}", sketch_text(&item.content), nested.concat())
    });
    items.collect::<Vec<_>>().join(" ")
}

fn sketch_row(row: &[Cell]) -> String {
    let cells = row.iter().map(|cell| {
        let mut sketch =
            format!("{}{}", if cell.header { '^' } else { '|' }, sketch_text(&cell.content));
        if let Some(align) = cell.align {
            sketch += &format!(" {align:?}");
        }
        if cell.colspan > 1 {
            sketch += &format!(" x{}", cell.colspan);
        }
        if cell.rowspan > 1 {
            sketch += &format!(" y{}", cell.rowspan);
        }
        sketch
    });
    cells.collect::<Vec<_>>().join(" ")
}

fn sketch_text(content: &[Inline]) -> String {
    let sketches = content.iter().map(|inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Styled { style, content } => format!("{{{style:?} {}}}", sketch_text(content)),
        Inline::Break => "⏎".to_owned(),
        Inline::Link(link) => {
            let target = match &link.target {
                Target::Page { slug, section: None } => slug.clone(),
                Target::Page { slug, section: Some(section) } => format!("{slug}#{section}"),
                Target::External(url) => url.clone(),
                Target::Mail(address) => format!("@{address}"),
                Target::Interwiki { wiki, page } => format!("{wiki}>{page}"),
                Target::Share(path) => path.clone(),
            };
            format!("<{} -> {target}>", sketch_text(&link.label))
        }
        Inline::Media(media) => {
            let (MediaSource::File(source) | MediaSource::External(source)) = &media.source;
            let sizes =
                [media.width, media.height].into_iter().flatten().map(|size| size.to_string());
            let align = media.align.map(|align| format!("{align:?}"));
            let linking = Some(media.linking).filter(|linking| *linking != Linking::Details);
            let linking = linking.map(|linking| format!("{linking:?}"));
            let parts = std::iter::once(source.clone())
                .chain(sizes)
                .chain(align)
                .chain(linking)
                .chain(media.alt.clone());
            format!("{{{{{}}}}}", parts.collect::<Vec<_>>().join(" "))
        }
        Inline::Footnote(note) => format!("(({}))", sketch_text(note)),
        Inline::Symbol(typed) => format!("`{typed}`"),
        Inline::Setting(setting) => format!("!{setting:?}"),
        Inline::Feed(Feed { address, options }) => format!("feed({address} {options})"),
        Inline::Plugin(typed) => format!("`{typed}`"),
    });
    sketches.collect()
}

/// How many lists or quotes stand in one another.
fn depth(blocks: &[Block]) -> usize {
    let depths = blocks.iter().map(|block| match block {
        Block::List(list) => list_depth(list),
        Block::Quote(blocks) => 1 + depth(blocks),
        _ => 0,
    });
    depths.max().unwrap_or(0)
}

fn list_depth(list: &List) -> usize {
    let nested = list.items.iter().flat_map(|item| &item.lists).map(list_depth);
    1 + nested.max().unwrap_or(0)
}

/// What the tree promises in its doc comments.
fn well_formed(document: &Document) -> bool {
    let anchors: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { anchor, .. } => Some(anchor),
            _ => None,
        })
        .collect();
    let unique: std::collections::HashSet<_> = anchors.iter().collect();
    unique.len() == anchors.len()
        && depth(&document.blocks) <= MAX_DEPTH
        && document.blocks.iter().all(block_well_formed)
}

fn block_well_formed(block: &Block) -> bool {
    match block {
        Block::Heading { level, anchor, title } => {
            (1..=5).contains(level) && !anchor.is_empty() && text_well_formed(title, &[])
        }
        Block::Paragraph(content) => text_well_formed(content, &[]),
        Block::List(list) => list_well_formed(list),
        Block::Quote(blocks) => blocks.iter().all(|block| {
            matches!(block, Block::Paragraph(_) | Block::Quote(_)) && block_well_formed(block)
        }),
        Block::Rule | Block::Code { .. } | Block::Plugin(_) | Block::Fact(_) => true,
        Block::Table(table) => table.rows.iter().flatten().all(|cell| {
            cell.colspan > 0 && cell.rowspan > 0 && text_well_formed(&cell.content, &[])
        }),
    }
}

fn list_well_formed(list: &List) -> bool {
    !list.items.is_empty()
        && list.items.iter().all(|item| {
            text_well_formed(&item.content, &[]) && item.lists.iter().all(list_well_formed)
        })
}

fn text_well_formed(content: &[Inline], within: &[Style]) -> bool {
    let apart = content.windows(2).all(|two| !matches!(two, [Inline::Text(_), Inline::Text(_)]));
    apart
        && content.iter().all(|inline| match inline {
            Inline::Text(text) => !text.is_empty(),
            Inline::Styled { style, content } => {
                let deeper: Vec<_> = within.iter().copied().chain([*style]).collect();
                let code = *style == Style::Monospace && matches!(**content, [Inline::Text(_)]);
                !content.is_empty()
                    && (code || !within.contains(style))
                    && text_well_formed(content, &deeper)
            }
            Inline::Break | Inline::Media(_) | Inline::Setting(_) | Inline::Feed(_) => true,
            Inline::Symbol(typed) | Inline::Plugin(typed) => !typed.is_empty(),
            Inline::Link(link) => {
                let flat = |i: &Inline| !matches!(i, Inline::Link(_) | Inline::Footnote(_));
                !link.label.is_empty()
                    && link.label.iter().all(flat)
                    && text_well_formed(&link.label, &[])
            }
            Inline::Footnote(note) => !note.is_empty() && text_well_formed(note, &[]),
        })
}
