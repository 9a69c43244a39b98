//! The design system: what looks, and knows no association. Rendered by the server; texts come finished.

pub mod card;
pub mod chart;
pub mod document;
pub mod fields;
pub mod layout;
pub mod lineage;
pub mod linemap;
pub mod paging;
pub mod sankey;
pub mod search;
pub mod table;

/// A line of the map: an action of the programme. Colour means the action, and its name stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Wiki,
    Workshops,
    Hackathon,
}

impl Line {
    /// The class that carries its colour.
    pub fn class(self) -> &'static str {
        match self {
            Self::Wiki => "wiki",
            Self::Workshops => "workshops",
            Self::Hackathon => "hackathon",
        }
    }
}

/// Text made safe inside an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The classes that apply, or no attribute at all.
fn classes(given: &[(&str, bool)]) -> Option<String> {
    let applied: Vec<_> = given
        .iter()
        .filter(|(name, applies)| *applies && !name.is_empty())
        .map(|(name, _)| *name)
        .collect();
    (!applied.is_empty()).then(|| applied.join(" "))
}

/// A text, unless it is empty.
fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The HTML of a view, without the marks that hydration leaves.
    pub(super) fn html(view: impl FnOnce() -> leptos::prelude::AnyView) -> String {
        use leptos::prelude::*;
        let html = Owner::new().with(|| view().to_html());
        html.replace("<!>", "")
    }

    #[test]
    fn what_could_end_a_text_or_an_attribute_is_escaped() {
        assert_eq!(
            escape("<b a='1' c=\"2\">é & </b>"),
            "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;é &amp; &lt;/b&gt;"
        );
    }

    #[test]
    fn no_class_means_no_attribute() {
        assert_eq!(
            classes(&[("a", true), ("", true), ("b", false), ("c", true)]).as_deref(),
            Some("a c")
        );
        assert_eq!(classes(&[("a", false)]), None);
    }
}
