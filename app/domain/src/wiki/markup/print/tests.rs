//! What is read, printed and read again is the same: whatever was typed, and each kind of node.

use super::super::parse;
use super::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeMap;

/// A text that is read comes back as it was, whatever it was.
fn comes_back(source: &str) -> Result<(), TestCaseError> {
    let read = parse(source);
    let printed = print(&read);
    prop_assert_eq!(parse(&printed), read, "{:?}\nprinted as\n{}", source, printed);
    Ok(())
}

/// What wiki texts are made of, and what breaks them.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "**",
        "//",
        "__",
        "''",
        "<del>",
        "</del>",
        "<sub>",
        "</sub>",
        "<sup>",
        "</sup>",
        "((",
        "))",
        "[[",
        "]]",
        "|",
        "{{",
        "}}",
        "?200x100",
        "?",
        "%%",
        "<nowiki>",
        "</nowiki>",
        "<code>",
        "<code php>",
        "</code>",
        "<file>",
        "</file>",
        "\\\\ ",
        "\\\\",
        "\n",
        "\n\n",
        "\n  * ",
        "\n  - ",
        "\n    * ",
        "\n      - ",
        "\n> ",
        "\n>> ",
        "\n>",
        "\n====== ",
        " ======\n",
        "\n== ",
        " ==\n",
        "\n----\n",
        "\n| ",
        "\n^ ",
        " ^ ",
        " || ",
        " | ::: | ",
        ":::",
        "\n  ",
        "\n\t",
        " ",
        "  ",
        "http://exemple.org",
        "http:",
        "a@b.org",
        "<a@b.org>",
        "page:une",
        "[[page:une",
        "[[page:une#la fin]]",
        "#",
        "*",
        "/",
        "_",
        "'",
        "%",
        "(",
        ")",
        "[",
        "]",
        "=",
        "-",
        ">",
        "<",
        "mot",
        "é",
        "œuvre",
        "1",
        ",",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn wiki_what_is_printed_reads_the_same(source in pieces()) {
        comes_back(&source)?;
    }

    #[test]
    fn wiki_any_text_comes_back(source in ".{0,80}") {
        comes_back(&source)?;
    }
}

/// The property above meets every kind of node.
#[test]
fn wiki_each_kind_of_node_is_printed() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut kinds = BTreeMap::<&str, usize>::new();
    for _ in 0..3_000 {
        let source = pieces().new_tree(&mut runner).expect("a text").current();
        count(&parse(&source).blocks, &mut kinds);
    }
    let met: Vec<&str> =
        kinds.into_iter().filter(|(_, met)| *met >= 5).map(|(kind, _)| kind).collect();
    let all = [
        "break",
        "code",
        "external",
        "footnote",
        "heading",
        "list",
        "mail",
        "media",
        "merged cell",
        "nested list",
        "page",
        "paragraph",
        "quote",
        "quote in quote",
        "rule",
        "styled",
        "table",
        "text",
    ];
    assert_eq!(met, all);
}

fn count(blocks: &[Block], kinds: &mut BTreeMap<&'static str, usize>) {
    let mut met = |kind: &'static str| *kinds.entry(kind).or_default() += 1;
    for block in blocks {
        match block {
            Block::Heading { title, .. } => {
                met("heading");
                count_inlines(title, &mut met);
            }
            Block::Paragraph(content) => {
                met("paragraph");
                count_inlines(content, &mut met);
            }
            Block::List(list) => {
                met("list");
                for item in &list.items {
                    count_inlines(&item.content, &mut met);
                    item.lists.iter().for_each(|_| met("nested list"));
                }
            }
            Block::Quote(quoted) => {
                met("quote");
                quoted
                    .iter()
                    .filter(|b| matches!(b, Block::Quote(_)))
                    .for_each(|_| met("quote in quote"));
            }
            Block::Rule => met("rule"),
            Block::Code { .. } => met("code"),
            Block::Table(table) => {
                met("table");
                let merged = |cell: &&Cell| cell.colspan > 1 || cell.rowspan > 1;
                table.rows.iter().flatten().filter(merged).for_each(|_| met("merged cell"));
            }
        }
    }
}

fn count_inlines(content: &[Inline], met: &mut impl FnMut(&'static str)) {
    for inline in content {
        met(match inline {
            Inline::Text(_) => "text",
            Inline::Styled { .. } => "styled",
            Inline::Break => "break",
            Inline::Link(link) => match link.target {
                Target::Page { .. } => "page",
                Target::External(_) => "external",
                Target::Mail(_) => "mail",
            },
            Inline::Media(_) => "media",
            Inline::Footnote(_) => "footnote",
        });
    }
}

#[test]
fn wiki_a_page_is_printed_as_people_write_it() {
    let source = "\
====== Partager un agenda ======

Nous étions **douze**, //chacun son agenda//. Voir [[atelier:agenda|l'atelier]] \\\\ et la suite.

  * trois bénévoles
    - Léa
    - Omar
  * un cahier

> ça marche
>> depuis quand ?

^ Outil ^ Prix ^
| Nextcloud | gratuit |
";
    assert_eq!(print(&parse(source)), source);
    let words = Document {
        blocks: vec![Block::Paragraph(vec![Inline::Text("**a** [[b]] > 5 %".to_owned())])],
    };
    assert_eq!(print(&words), "%%**%%a%%**%% %%[[b]]%% > 5 %\n");
}
