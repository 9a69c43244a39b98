//! The text of the editor, as the browser holds it.

use crate::dom;
use domain::wiki::tools::Change;
use leptos::prelude::{document, window};
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::ops::Range;
use web_sys::js_sys::{Array, Function, Object, Reflect};
use web_sys::{Element, HtmlElement, HtmlFormElement};

/// What `<textarea>` and `<form>` do by name: the bindings of their types would be built into everything else.
pub fn call(of: &JsValue, name: &str, given: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(of, &name.into())?.dyn_into()?;
    let arguments: Array = given.iter().collect();
    function.apply(of, &arguments)
}

/// An object of a class of the browser's, likewise.
pub fn made(class: &str, of: &[JsValue]) -> Result<JsValue, JsValue> {
    let class: Function = Reflect::get(&window(), &class.into())?.dyn_into()?;
    Reflect::construct(&class, &of.iter().collect::<Array>())
}

/// A property. None: it has none of that name.
pub fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// A property that is a text.
pub fn text_of(of: &JsValue, name: &str) -> String {
    property(of, name).and_then(|value| value.as_string()).unwrap_or_default()
}

/// Sets a property that is a text. Of an element that is there, it cannot fail.
pub fn put_text(of: &JsValue, name: &str, text: &str) {
    let _ = Reflect::set(of, &name.into(), &text.into());
}

/// The `<textarea>` of the editor.
pub struct Field {
    pub area: Element,
}

impl Field {
    /// The one of this page.
    pub fn of_page() -> Option<Self> {
        dom::one(".editor textarea").map(|area| Self { area })
    }

    /// What is in it.
    pub fn text(&self) -> String {
        text_of(&self.area, "value")
    }

    /// Its form.
    pub fn form(&self) -> Option<HtmlFormElement> {
        property(&self.area, "form")?.dyn_into().ok()
    }

    /// The input of that name in its form.
    pub fn input(&self, name: &str) -> Option<JsValue> {
        let found = self.form()?.query_selector(&format!("input[name={name}]")).ok().flatten();
        found.map(JsValue::from)
    }

    /// What is selected, in bytes of this text.
    pub fn selected(&self, text: &str) -> Range<usize> {
        let end = |name: &str| property(&self.area, name).and_then(|at| at.as_f64());
        let place = |at: Option<f64>| byte(text, at.unwrap_or_default() as usize);
        let (start, end) = (place(end("selectionStart")), place(end("selectionEnd")));
        start.min(end)..start.max(end)
    }

    /// Changes the text as typing would, so that it can be undone.
    pub fn change(&self, text: &str, change: &Change) {
        let Change { replaced, by, selected } = change;
        self.focus();
        self.select(units(text, replaced.start), units(text, replaced.end));
        let typed = call(
            &document(),
            "execCommand",
            &["insertText".into(), false.into(), by.as_str().into()],
        );
        // An empty text cannot be inserted, and not every browser knows this old way.
        if !typed.is_ok_and(|typed| typed.is_truthy()) {
            let _ = call(&self.area, "setRangeText", &[by.as_str().into()]);
            self.tell();
        }
        let after = [&text[..replaced.start], by, &text[replaced.end..]].concat();
        self.select(units(&after, selected.start), units(&after, selected.end));
    }

    /// Puts another text there. It cannot be undone.
    pub fn put(&self, text: &str) {
        put_text(&self.area, "value", text);
        self.select(0, 0);
        self.tell();
    }

    /// Puts the cursor there.
    pub fn focus(&self) {
        if let Some(area) = self.area.dyn_ref::<HtmlElement>() {
            let _ = area.focus();
        }
    }

    /// Says to who listens, on the page too, that it has changed: as typing does.
    fn tell(&self) {
        let told = Object::new();
        // Of what is there in every browser, nothing can fail.
        let _ = Reflect::set(&told, &"bubbles".into(), &true.into());
        let event = made("InputEvent", &["input".into(), told.into()]);
        let _ = event.and_then(|event| call(&self.area, "dispatchEvent", &[event]));
    }

    fn select(&self, start: usize, end: usize) {
        let ends = [JsValue::from_f64(start as f64), JsValue::from_f64(end as f64)];
        let _ = call(&self.area, "setSelectionRange", &ends);
    }
}

/// Where so many units of UTF-16, which browsers count by, end.
fn byte(text: &str, units: usize) -> usize {
    let mut left = units;
    for (at, c) in text.char_indices() {
        if left == 0 {
            return at;
        }
        left = left.saturating_sub(c.len_utf16());
    }
    text.len()
}

fn units(text: &str, byte: usize) -> usize {
    text[..byte].chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiki_places_are_counted_as_browsers_do() {
        let text = "é🌱n";
        for (unit, at) in [(0, 0), (1, 2), (3, 6), (4, 7), (9, 7)] {
            assert_eq!(byte(text, unit), at);
            assert_eq!(units(text, at), unit.min(4));
        }
    }
}
