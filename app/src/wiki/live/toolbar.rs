//! The buttons of the editor: one stop of the keyboard, then arrows, as toolbars are.

use super::field::{Field, property, text_of};
use crate::dom;
use crate::wiki::islands::Handed;
use domain::wiki::tools::{Tool, change};
use leptos::wasm_bindgen::JsCast;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement};

/// Shows the buttons, and does what they say.
pub fn begin(handed: &Rc<Handed>, field: &Rc<Field>) {
    for bar in dom::all(".editor [role=toolbar]") {
        dom::switch(&bar, "hidden", false);
    }
    let (words, text) = (Rc::clone(handed), Rc::clone(field));
    dom::on("click", move |event| {
        if let Some(button) = dom::around(&event, ".editor [role=toolbar] button") {
            rove(&button);
            press(&words, &text, &dom::attribute(&button, "data-tool"));
        }
    });
    dom::on("keydown", move |event| {
        if dom::around(&event, "[role=toolbar]").is_some() {
            walk(&event);
        } else if dom::around(&event, ".editor textarea").is_some() {
            shortcut(&event);
        }
    });
}

fn press(handed: &Handed, field: &Field, tool: &str) {
    let Some(tool) = Tool::from_code(tool) else { return };
    let text = field.text();
    field.change(&text, &change(tool, &text, field.selected(&text), &handed.words.sample));
}

/// The shortcuts that people know from elsewhere, and no other: a button says its own.
fn shortcut(event: &Event) {
    let held = |name: &str| property(event, name).is_some_and(|held| held.is_truthy());
    if !(held("ctrlKey") || held("metaKey")) || held("altKey") || held("shiftKey") {
        return;
    }
    let key = text_of(event, "key").to_lowercase();
    for button in dom::all(".editor [data-key]") {
        if dom::attribute(&button, "data-key") == key {
            event.prevent_default();
            if let Some(button) = button.dyn_ref::<HtmlElement>() {
                button.click();
            }
        }
    }
}

/// Arrows go from button to button, and around.
fn walk(event: &Event) {
    let buttons = dom::all(".editor [role=toolbar] button");
    let here = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(at) = buttons.iter().position(|button| Some(button) == here.as_ref()) else { return };
    let to = match &*text_of(event, "key") {
        "ArrowRight" | "ArrowDown" => (at + 1) % buttons.len(),
        "ArrowLeft" | "ArrowUp" => (at + buttons.len() - 1) % buttons.len(),
        "Home" => 0,
        "End" => buttons.len() - 1,
        _ => return,
    };
    event.prevent_default();
    rove(&buttons[to]);
    if let Some(button) = buttons[to].dyn_ref::<HtmlElement>() {
        let _ = button.focus();
    }
}

/// The keyboard comes back to this button.
fn rove(button: &Element) {
    for other in dom::all(".editor [role=toolbar] button") {
        dom::set(&other, "tabindex", if other == *button { "0" } else { "-1" });
    }
}
