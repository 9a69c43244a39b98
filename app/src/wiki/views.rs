//! Makes views of what is drawn of a page: all of its text goes through the renderer's escaping.

use super::draw::{Drawn, Element};
use domain::wiki::fact::FactKind;
use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use std::collections::BTreeMap;

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
