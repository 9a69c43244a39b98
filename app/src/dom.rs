//! What islands do to a page that the server drew: to change a text or a list takes a tenth of the code that drawing it anew
//! would.

use leptos::prelude::{document, window_event_listener_untyped};
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// The elements that a selector finds, in the order of the page.
pub fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect()
}

/// The first element that a selector finds.
pub fn one(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// An attribute's value. Empty: the element has none of that name.
pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Sets an attribute, or takes it away. Of an element that is there, it cannot fail.
pub fn switch(element: &Element, name: &str, on: bool) {
    let _ = element.toggle_attribute_with_force(name, on);
}

/// Sets an attribute's value.
pub fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Writes a text in every element that a selector finds; those that then hold none are hidden.
pub fn tell(selector: &str, text: &str) {
    for element in all(selector) {
        if element.text_content().as_deref() != Some(text) {
            element.set_text_content(Some(text));
        }
        switch(&element, "hidden", text.is_empty());
    }
}

/// An element of its own, with a text.
pub fn made(tag: &str, text: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    element.set_text_content(Some(text));
    Some(element)
}

/// Puts an element at the end of another.
pub fn put(into: &Element, element: Option<Element>) {
    if let Some(element) = element {
        let _ = into.append_child(&element);
    }
}

/// Writes the items of every list that a selector finds.
pub fn list(selector: &str, items: &[String]) {
    for list in all(selector) {
        list.set_text_content(None);
        items.iter().for_each(|item| put(&list, made("li", item)));
    }
}

/// Listens to an event of the page, for as long as it is open.
pub fn on(event: &str, listen: impl Fn(Event) + 'static) {
    // Its handle is let go of: the page and its islands end together.
    let _ = window_event_listener_untyped(event, listen);
}

/// The closest element around what an event happened to.
pub fn around(event: &Event, selector: &str) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(selector).ok().flatten()
}
