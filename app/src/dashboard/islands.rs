//! The filter of who waits for whom. The server draws it all, filtered as the address asks; in the browser the filter
//! answers at once, by the same rule.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::Element;

/// A filter that shows everybody.
pub const EVERYBODY: &str = "";

/// Whether a filter shows what is filed under that code.
pub fn shows(filter: &str, filed: &str) -> bool {
    filter == EVERYBODY || filter == filed
}

/// Brings to life the filters of what it holds: buttons named `balle`, with their value and what they tell
/// (`data-told`); rows with `data-filed`; and the place of what is told, `data-tells`.
///
/// It owns no view of its own: a table drawn again in the browser would double the weight of this bundle.
#[island]
pub fn Filtered(children: Children) -> impl IntoView {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::click, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let button = target.and_then(|at| at.closest("button[name=balle]").ok().flatten());
            if let Some(button) = button {
                // Without this island, the button asks the server for the same page, filtered.
                event.prevent_default();
                apply(&button);
            }
        });
        on_cleanup(move || handle.remove());
    });
    children()
}

fn apply(button: &Element) {
    let value = |element: &Element, name: &str| element.get_attribute(name).unwrap_or_default();
    let filter = value(button, "value");
    // Changing an attribute or a class of an element that is there cannot fail.
    for row in all("[data-filed]") {
        let hidden = !shows(&filter, &value(&row, "data-filed"));
        let _ = row.toggle_attribute_with_force("hidden", hidden);
    }
    for other in all("button[name=balle]") {
        let pressed = value(&other, "value") == filter;
        let _ = other.set_attribute("aria-pressed", if pressed { "true" } else { "false" });
        let _ = other.class_list().toggle_with_force("quiet", !pressed);
    }
    for told in all("[data-tells]") {
        told.set_text_content(Some(&value(button, "data-told")));
    }
}

fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashboard_a_filter_shows_its_own_and_everybody_shows_all() {
        for (filter, filed, shown) in [
            (EVERYBODY, "volunteers", true),
            ("volunteers", "volunteers", true),
            ("association", "volunteers", false),
            ("x", "volunteers", false),
        ] {
            assert_eq!(shows(filter, filed), shown, "{filter} {filed}");
        }
    }
}
