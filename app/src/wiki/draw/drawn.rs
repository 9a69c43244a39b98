//! What is drawn of a page, wherever it will stand: elements and texts, no HTML. The server makes views of it
//! (`wiki::views`), a browser makes elements (`wiki::live::preview`).

use domain::wiki::fact::FactKind;

/// A piece of what is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawn {
    Text(String),
    Element(Element),
    /// The place where a fact is told.
    Fact(FactKind),
}

/// An element of HTML.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    pub name: &'static str,
    pub attributes: Vec<(&'static str, String)>,
    pub inside: Vec<Drawn>,
}

/// An element that holds these.
pub fn element(name: &'static str, inside: impl Into<Vec<Drawn>>) -> Element {
    Element { name, attributes: Vec::new(), inside: inside.into() }
}

impl Element {
    /// The same, with an attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }
}

impl From<Element> for Drawn {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<String> for Drawn {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Drawn {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Drawn> for Vec<Drawn> {
    fn from(one: Drawn) -> Self {
        vec![one]
    }
}

impl From<Element> for Vec<Drawn> {
    fn from(one: Element) -> Self {
        vec![one.into()]
    }
}
