//! What is brought is read as it was, and no word is lost.

use super::*;
use proptest::prelude::*;

#[test]
fn wiki_markdown_is_brought_into_our_markup() {
    for (markdown, source) in [
        ("# Le four", "====== Le four ======\n"),
        (
            "Un **mot** et *un autre*, ~~non~~, `code`.",
            "Un **mot** et //un autre//, <del>non</del>, \'\'code\'\'.\n",
        ),
        ("a\nb  \nc", "a b\\\\ c\n"),
        ("- un\n- deux\n  1. trois", "  * un\n  * deux\n    - trois\n"),
        ("- [x] fait", "  * ☑ fait\n"),
        ("> cité", "> cité\n"),
        ("---", "----\n"),
        ("```rust\nlet a;\n```", "<code rust>\nlet a;\n</code>\n"),
        ("| a | b |\n|---|--:|\n| c | d |", "^ a ^  b ^\n| c |  d |\n"),
        ("[ici](https://x.org/a)", "[[https://x.org/a|ici]]\n"),
        ("[là](autre_page.md)", "[[autre_page|là]]\n"),
        ("![le four](https://x.org/a.png)", "{{https://x.org/a.png|le four}}\n"),
        ("un[^n]\n\n[^n]: note", "un((note))\n"),
        // Lists: of both kinds, deep, in parts.
        (
            "1. un\n   - deux\n     1. trois\n2. quatre",
            "  - un\n    * deux\n      - trois\n  - quatre\n",
        ),
        ("- un\n\n  encore\n- deux", "  * un\\\\ encore\n  * deux\n"),
        ("    let a;\n    let b;", "<code>\nlet a;\nlet b;\n</code>\n"),
        ("``a ` b``", "''a ` b''\n"),
        // Links and pictures, told apart from where they stand.
        ("[ici][a]\n\n[a]: https://x.org/a", "[[https://x.org/a|ici]]\n"),
        ("![four][p]\n\n[p]: https://x.org/a.png", "{{https://x.org/a.png|four}}\n"),
        ("un[^n] et[^m]\n\n[^n]: **note**\n[^m]: deux", "un((**note**)) et((deux))\n"),
        (
            "---\ntitre: Le four\n---\n\n# Le four",
            "<code yaml>\ntitre: Le four\n</code>\n\n====== Le four ======\n",
        ),
    ] {
        let brought = from_markdown(markdown);
        assert_eq!((&*brought.source, brought.told.len()), (source, 0), "{markdown}");
    }
    assert_eq!(from_markdown("Un\n\n## Deux **mots**").title.as_deref(), Some("Deux mots"));
    assert_eq!(from_dokuwiki("== Un ==\n").title.as_deref(), Some("Un"));
}

#[test]
fn wiki_a_text_without_marks_stays_as_it_reads() {
    for (text, source) in [
        ("Bonjour,\nle four\n\n\nchauffe.", "Bonjour,\\\\ le four\n\nchauffe.\n"),
        (
            "À prendre :\n- du pain\n• du **sel**\n\n- une nappe",
            "À prendre :\n\n  * du pain\n  * du %%**%%sel%%**%%\n  * une nappe\n",
        ),
        ("https://x.org/a", "[[https://x.org/a|https://x.org/a]]\n"),
    ] {
        assert_eq!(from_plain(text).source, source, "{text}");
    }
}

proptest! {
    // Faces, such as `:-o`, are faces here too: no such sign is drawn.
    #[test]
    fn wiki_a_text_without_marks_loses_no_letter(text in "[a-zé /*_'•|^=<>\\[\\]{}~%\n-]{0,80}") {
        let brought = from_plain(&text);
        let read = words_of(&parse(&brought.source).blocks);
        let letters = |words: &str| words.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&read), letters(&text), "{:?}", brought.source);
    }
}

#[test]
fn wiki_what_is_brought_says_the_same() {
    for (markdown, words) in [
        // Tables: words with marks, empty cells, a bar that is typed.
        (
            "| **a** | |\n|:-:|---|\n| [x](https://x.org) `c` | d \\| e |",
            &["a", "x c", "d | e"][..],
        ),
        // Marks of our own are words there.
        ("[[un]] //deux// ((trois)) {{quatre}}", &["[[un]] //deux// ((trois)) {{quatre}}"]),
        ("&eacute;t&eacute; &lt;b&gt; \\*mot\\*", &["été <b> *mot*"]),
        ("<https://x.org/a> <a@x.org> https://x.org/b, et", &["x.org/a", "a@x.org", "x.org/b, et"]),
        ("> un\n> > deux\n\n1) trois", &["un", "deux", "trois"]),
    ] {
        let brought = from_markdown(markdown);
        let read = words_of(&parse(&brought.source).blocks);
        assert!(brought.told.is_empty(), "{markdown}: {brought:?}");
        for word in words {
            assert!(read.contains(word), "{markdown}: {brought:?} {read}");
        }
    }
    let linked = from_markdown("<a@x.org>");
    let mut found = false;
    parse(&linked.source).each_inline(&mut |inline| {
        found |= matches!(inline, Inline::Link(Link { target: Target::Mail(_), .. }));
    });
    assert!(found, "{linked:?}");
}

#[test]
fn wiki_what_cannot_be_brought_is_told_and_its_words_stay() {
    for (markdown, told, left) in [
        ("<div>bloc</div>", Told::Html, "<div>bloc</div>"),
        ("un <b>mot</b>", Told::Html, "mot"),
        ("![plan](plan.png)", Told::Picture, "plan (plan.png)"),
        ("[x](javascript:alert)", Told::Link, "javascript:alert"),
        ("[x]: https://y.org/z", Told::Link, "https://y.org/z"),
        ("- un\n\n  ```\n  code\n  ```", Told::Flat, "code"),
        ("[^seule]: une note\n\nun", Told::Note, "une note"),
    ] {
        let brought = from_markdown(markdown);
        assert!(brought.told.contains(&told), "{markdown}: {brought:?}");
        assert!(brought.source.contains(left), "{markdown}: {brought:?}");
    }
    // However deep, it is read.
    let deep = format!("{}fond", "> ".repeat(20_000));
    assert!(from_markdown(&deep).source.contains("fond"));
}

fn markdown() -> impl Strategy<Value = String> {
    let pieces = [
        "# ",
        "## ",
        "- ",
        "  - ",
        "1. ",
        "> ",
        "**",
        "*",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "](a.md)",
        "](https://x.org)",
        "![",
        "[^1]",
        "[^1]: ",
        "| ",
        "|---|---|\n",
        "<b>",
        "</b>",
        "<!-- ",
        " -->",
        "---\n",
        "  \n",
        "\n",
        "\n\n",
        " ",
        "mot",
        "été",
        "%%",
        "//",
        "((",
        "))",
        "[[",
        "]]",
        "{{",
        "}}",
        "<code>",
        "</code>",
        "==",
        "\\",
        "&amp;",
        "    ",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn wiki_no_word_of_markdown_is_lost(text in markdown()) {
        let brought = from_markdown(&text);
        let read = words_of(&parse(&brought.source).blocks);
        for word in ["mot", "été"] {
            let count = |text: &str| text.matches(word).count();
            // What would be read as marks is written letter by letter, between these.
            let typed = brought.source.replace("%%", "").replace("<nowiki>", "").replace("</nowiki>", "");
            let left = count(&read).max(count(&typed));
            prop_assert!(left >= count(&text), "{brought:?}");
        }
    }
}
