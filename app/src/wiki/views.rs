//! Makes views of what is drawn of a page: all of its text goes through the renderer's escaping.

use super::draw::{Drawing, Drawn, Element, drawn_title, element as holding};
use domain::text::{Lang, Title};
use domain::wiki::fact::FactKind;
use domain::wiki::markup::Document;
use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The language in which the programme's people write, whatever that of the page around their words.
pub const WRITTEN_IN: Lang = Lang::Fr;

/// What a wiki page says, apart: its name, and what stands under it.
pub struct Said {
    pub h1: AnyView,
    /// The table of contents, and the text.
    pub below: AnyView,
}

/// Draws a whole page. Its first heading names it, if it is one for all the rest; otherwise its title does.
pub fn said(
    mut drawing: Drawing,
    document: &Document,
    title: &Title,
    facts: &mut BTreeMap<FactKind, AnyView>,
) -> Said {
    let (heading, blocks) = drawn_title(document);
    let h1 = match heading {
        Some(heading) => drawing.heading(1, heading.anchor, heading.title),
        None => holding("h1", Drawn::from(title.as_str())),
    };
    let contents = drawing.contents(document, heading.map(|heading| heading.anchor)).map(view);
    let text = telling(drawing.text(blocks), facts);
    Said {
        h1: view(h1.with("lang", WRITTEN_IN.code())),
        below: view! { {contents} <WikiText>{text}</WikiText> }.into_any(),
    }
}

/// A text that is looked at under an `<h2>`, under its title unless it says it itself.
pub fn previewed(
    drawing: Drawing,
    document: &Document,
    title: &str,
    facts: &mut BTreeMap<FactKind, AnyView>,
) -> AnyView {
    let says = drawn_title(document).0.is_some();
    let mut drawing = if says { drawing.titled() } else { drawing };
    let title = (!says).then(|| view! { <h3>{title.to_owned()}</h3> });
    let text = telling(drawing.text(&document.blocks), facts);
    view! { <WikiText>{title} {text}</WikiText> }.into_any()
}

/// What people wrote, drawn.
#[component]
pub fn WikiText(children: Children) -> impl IntoView {
    view! { <div class="wiki-text" lang=WRITTEN_IN.code()>{children()}</div> }
}

/// A view of what tells no fact.
pub fn view(drawn: impl Into<Vec<Drawn>>) -> AnyView {
    telling(drawn, &mut BTreeMap::new())
}

/// A view with these facts in their places: what has no consent is not among them, and leaves no trace.
pub fn telling(drawn: impl Into<Vec<Drawn>>, facts: &mut BTreeMap<FactKind, AnyView>) -> AnyView {
    let one = |drawn: Drawn| match drawn {
        Drawn::Text(text) => text.into_any(),
        Drawn::Element(one) => element(one, facts),
        Drawn::Fact(kind) => facts.remove(&kind).into_any(),
    };
    drawn.into().into_iter().map(one).collect::<Vec<_>>().into_any()
}

fn element(of: Element, facts: &mut BTreeMap<FactKind, AnyView>) -> AnyView {
    let attribute = |(name, value): (&'static str, String)| -> AnyAttribute {
        custom_attribute(name, value).into_any_attr()
    };
    let attributes: Vec<_> = of.attributes.into_iter().map(attribute).collect();
    match of.name {
        "br" => html::br().into_any(),
        "hr" => html::hr().into_any(),
        "img" => html::img().add_any_attr(attributes).into_any(),
        // Of any name: each of its own type would be many times the code.
        name => {
            let inside = telling(of.inside, facts);
            html::custom(name).child(inside).add_any_attr(attributes).into_any()
        }
    }
}
