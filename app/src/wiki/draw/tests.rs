//! What is drawn.

mod oracle;

use super::*;
use crate::wiki::views::view;
use domain::wiki::markup::parse;
use leptos::prelude::*;

fn draw(source: &str) -> String {
    Owner::new().with(|| {
        let known = Known::from(["accueil".to_owned()]);
        let document = parse(source);
        let mut drawing = Drawing::new(Lang::Fr, &known);
        let (_, blocks) = drawn_title(&document);
        let html = view(drawing.text(blocks)).to_html();
        html.replace("<!>", "")
    })
}

#[test]
fn wiki_text_is_never_taken_for_html() {
    let html = draw(
        "<script>alert(1)</script> [[javascript:alert(1)|**<b>**]]\n\n<code>\n</pre><img>\n</code>",
    );
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
    assert!(!html.contains("href=\"javascript"), "{html}");
}

#[test]
fn wiki_headings_follow_one_another_whatever_was_skipped() {
    let html =
        draw("====== Titre ======\n== Loin ==\n==== Moins ====\n=== Dedans ===\n===== Haut =====");
    for heading in ["<h2 id=\"loin\"", "<h2 id=\"moins\"", "<h3 id=\"dedans\"", "<h2 id=\"haut\""] {
        assert!(html.contains(heading), "{heading} in {html}");
    }
    assert!(!html.contains("Titre"), "the page's heading is drawn apart: {html}");
    assert!(draw("== Un ==\n== Deux ==").contains("<h2 id=\"un\""));
}

#[test]
fn wiki_links_lead_to_pages_that_exist_and_notes_come_back() {
    let html = draw("[[accueil|Ici]] [[Nulle part]] [[https://exemple.fr|Là]] mot((la **note**))");
    assert!(html.contains("href=\"/wiki/accueil\""), "{html}");
    assert!(html.contains("class=\"missing\""), "{html}");
    assert!(html.contains("rel=\"noopener\""), "{html}");
    assert!(html.contains("href=\"#note__1\"") && html.contains("href=\"#call__1\""), "{html}");
}

#[test]
fn wiki_what_is_known_elsewhere_is_a_link_and_the_rest_is_shown() {
    let html = draw(
        r"[[wpfr>Tours (Indre)]] [[perso>x|ici]] [[\\serveur\docs]] {{rss>https://exemple.fr/fil 5}}",
    );
    assert!(html.contains("href=\"https://fr.wikipedia.org/wiki/Tours%20(Indre)\""), "{html}");
    assert!(html.contains("ici (<code>perso&gt;x</code>)"), "{html}");
    assert!(html.contains(r"<code>\\serveur\docs</code>"), "{html}");
    assert!(html.contains("href=\"https://exemple.fr/fil\""), "{html}");
    assert_eq!(html.matches("<a ").count(), 2, "{html}");
}

#[test]
fn wiki_a_picture_in_a_link_makes_no_other_link() {
    let html =
        draw("[[accueil|{{https://exemple.fr/a.png}}]] {{https://exemple.fr/b.mp4|Le film}}");
    assert_eq!(html.matches("<a ").count(), 2, "{html}");
    assert!(html.contains("href=\"/wiki/accueil\">image a.png</a>"), "{html}");
    assert!(html.contains("Le film"), "{html}");
}

#[test]
fn wiki_files_that_may_be_seen_are_shown_where_they_stand() {
    let known = Known::from(["accueil".to_owned()]);
    let said = Some("La place <vue> d’en haut".to_owned());
    let files = Files::from([
        ("fete:plan.png".to_owned(), said),
        ("fete:budget.ods".to_owned(), None),
        ("logo.svg".to_owned(), None),
    ]);
    let draw = |lang, source: &str| {
        Owner::new().with(|| {
            let document = parse(source);
            let mut drawing = Drawing::new(lang, &known).on("fete:page").showing(&files);
            view(drawing.text(&document.blocks)).to_html().replace("<!>", "")
        })
    };
    for (source, drawn) in [
        (
            "{{plan.png?200}}",
            "<p><a class=\"picture\" href=\"/fichiers/fete:plan.png/versions\"><img src=\"/fichiers/fete:plan.png\" \
             alt=\"La place &lt;vue&gt; d’en haut\" width=\"200\" loading=\"lazy\"></a></p>",
        ),
        (
            "{{ :fete:plan.png?nolink|Le plan}}",
            "<p><img src=\"/fichiers/fete:plan.png\" alt=\"Le plan\" class=\"right\" loading=\"lazy\"></p>",
        ),
        (
            "{{plan.png?direct|Le plan}}",
            "<p><a class=\"picture\" href=\"/fichiers/fete:plan.png\"><img src=\"/fichiers/fete:plan.png\" \
             alt=\"Le plan\" loading=\"lazy\"></a></p>",
        ),
        (
            "{{plan.png?linkonly|Le plan}}",
            "<p><a class=\"file\" href=\"/fichiers/fete:plan.png\">Le plan</a></p>",
        ),
        (
            "[[:accueil|{{plan.png|Le plan}}]]",
            "<p><a href=\"/wiki/accueil\"><img src=\"/fichiers/fete:plan.png\" alt=\"Le plan\" loading=\"lazy\"></a></p>",
        ),
        (
            "{{budget.ods}} {{:logo.svg|Le logo}}",
            "<p><a class=\"file\" href=\"/fichiers/fete:budget.ods\">budget.ods</a> \
             <a class=\"file\" href=\"/fichiers/logo.svg\">Le logo</a></p>",
        ),
        ("{{:plan.png|Le plan}}", "<p><span class=\"missing\">Le plan</span></p>"),
        ("[[:accueil|{{:plan.png|Le plan}}]]", "<p><a href=\"/wiki/accueil\">Le plan</a></p>"),
    ] {
        assert_eq!(draw(Lang::Fr, source), drawn, "{source}");
    }
    // Words are in a language, files are not.
    let english = draw(Lang::En, "{{plan.png|Plan}}");
    assert!(english.contains("href=\"/en/fichiers/fete:plan.png/versions\""), "{english}");
    assert!(english.contains("src=\"/fichiers/fete:plan.png\""), "{english}");
}

#[test]
fn wiki_symbols_are_shown_and_reminders_marked() {
    let html = draw("a -> b, 640x480 (c) ;-) FIXME %%->%% ''->''\n\n~~NOTOC~~");
    assert!(html.contains("a → b, 640×480 © 😉 <mark>FIXME</mark> -&gt; <code>→</code>"), "{html}");
    assert_eq!(html.matches("<p>").count(), 1, "{html}");
}

#[test]
fn wiki_what_only_a_plugin_reads_is_shown_as_typed() {
    let html = draw("<WRAP round>**x**</WRAP> {{tag>a b}}\n\n<graphviz>\na -- b\n</graphviz>\n");
    assert!(
        html.contains("<code class=\"typed\">&lt;WRAP round&gt;</code><strong>x</strong>"),
        "{html}"
    );
    assert!(html.contains("{{tag&gt;a b}}"), "{html}");
    assert!(
        html.contains("<pre><code>&lt;graphviz&gt;\na -- b\n&lt;/graphviz&gt;</code></pre>"),
        "{html}"
    );
}

#[test]
fn wiki_a_page_may_ask_for_no_contents() {
    let page = "====== A ======\n===== B =====\n===== C =====\n===== D =====\n";
    let known = Known::new();
    let contents = |source: &str| {
        let document = parse(source);
        Owner::new()
            .with(|| Drawing::new(Lang::Fr, &known).contents(&document, Some("a")).is_some())
    };
    assert!(contents(page));
    assert!(!contents(&format!("{page}texte ~~NOTOC~~")));
}
