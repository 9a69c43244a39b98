//! A page as a browser's parser reads it: what became text, what became markup.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// One piece of a page.
#[derive(Debug)]
pub enum Piece {
    Element(String),
    /// The element, the attribute, its value.
    Attribute(String, String, String),
    /// The element that holds it, and the text.
    Text(String, String),
    Comment(String),
}

/// The pieces of a page, in its order.
pub fn pieces(html: &str) -> Vec<Piece> {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut pieces = Vec::new();
    // Deep pages need no deep stack.
    let mut rest: Vec<(Handle, String)> = vec![(dom.document.clone(), String::new())];
    while let Some((node, parent)) = rest.pop() {
        let mut name = parent;
        match &node.data {
            NodeData::Element { name: element, attrs, template_contents, .. } => {
                let within = element.local.to_string();
                pieces.push(Piece::Element(within.clone()));
                for attribute in attrs.borrow().iter() {
                    let (key, value) = (&attribute.name.local, &attribute.value);
                    let (key, value) = (key.to_string(), value.to_string());
                    pieces.push(Piece::Attribute(within.clone(), key, value));
                }
                rest.extend(template_contents.borrow().clone().map(|held| (held, within.clone())));
                name = within;
            }
            NodeData::Text { contents } => {
                pieces.push(Piece::Text(name.clone(), contents.borrow().to_string()));
            }
            NodeData::Comment { contents } => pieces.push(Piece::Comment(contents.to_string())),
            NodeData::ProcessingInstruction { contents, .. } => {
                pieces.push(Piece::Comment(contents.to_string()));
            }
            NodeData::Document | NodeData::Doctype { .. } => {}
        }
        let children = node.children.borrow();
        rest.extend(children.iter().rev().map(|child| (child.clone(), name.clone())));
    }
    pieces
}
