//! Looks for a page while its title is typed, and writes the link to it.

use super::calling;
use super::field::{Field, call, put_text, text_of};
use crate::dom;
use crate::wiki::islands::Handed;
use domain::wiki::tools::{address_from, link};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::set_timeout_with_handle;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;
use std::time::Duration;
use web_sys::{Element, Event, HtmlElement};

/// How long typing must rest before the server is asked.
const REST: Duration = Duration::from_millis(200);
/// More of what is selected is no title.
const TITLE_MAX: usize = 80;

/// The dialog of the page.
pub struct Picker {
    handed: Rc<Handed>,
    field: Rc<Field>,
    dialog: Element,
    input: Element,
    /// What was selected as it was opened.
    selected: RefCell<Range<usize>>,
    timer: Cell<Option<TimeoutHandle>>,
    /// Only the last question is answered.
    asked: Cell<u32>,
}

impl Picker {
    /// Opens when its button is pressed.
    pub fn begin(handed: &Rc<Handed>, field: &Rc<Field>) {
        let (Some(dialog), Some(input)) =
            (dom::one("[data-picker]"), dom::one("[data-picker-field]"))
        else {
            return;
        };
        let picker = Rc::new(Self {
            handed: Rc::clone(handed),
            field: Rc::clone(field),
            dialog,
            input,
            selected: RefCell::new(0..0),
            timer: Cell::default(),
            asked: Cell::default(),
        });
        for (event, act) in [
            ("click", Self::clicked as fn(&Rc<Self>, &Event)),
            ("input", Self::typed),
            ("keydown", Self::pressed),
        ] {
            let picker = Rc::clone(&picker);
            dom::on(event, move |event| act(&picker, &event));
        }
    }

    fn clicked(self: &Rc<Self>, event: &Event) {
        if dom::around(event, "[data-pick]").is_some() {
            self.open();
        } else if let Some(found) = dom::around(event, "[data-found]") {
            self.take(&dom::attribute(&found, "data-found"), &text_of(&found, "textContent"));
        } else if dom::around(event, "[data-picker-close]").is_some() {
            self.close();
        }
    }

    fn open(self: &Rc<Self>) {
        let text = self.field.text();
        let selected = self.field.selected(&text);
        let words = text[selected.clone()].trim();
        let title = if words.len() > TITLE_MAX || words.contains('\n') { "" } else { words };
        put_text(&self.input, "value", title);
        *self.selected.borrow_mut() = selected;
        let _ = call(&self.dialog, "showModal", &[]);
        let _ = call(&self.input, "select", &[]);
        self.ask();
    }

    fn close(&self) {
        let _ = call(&self.dialog, "close", &[]);
    }

    fn typed(self: &Rc<Self>, event: &Event) {
        if dom::around(event, "[data-picker-field]").is_none() {
            return;
        }
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        let picker = Rc::clone(self);
        self.timer.set(set_timeout_with_handle(move || picker.ask(), REST).ok());
    }

    /// The arrows go from the field into the list and back; entering sends no form.
    fn pressed(self: &Rc<Self>, event: &Event) {
        if dom::around(event, "[data-picker]").is_none() {
            return;
        }
        let found = dom::all("[data-found]");
        let here = dom::around(event, "[data-found]");
        let at = here.as_ref().and_then(|here| found.iter().position(|one| one == here));
        let to = match (&*text_of(event, "key"), at) {
            ("ArrowDown", at) => found.get(at.map_or(0, |at| at + 1)),
            ("ArrowUp", Some(at)) => Some(at.checked_sub(1).map_or(&self.input, |at| &found[at])),
            ("Enter", None) if dom::around(event, "[data-picker-field]").is_some() => {
                event.prevent_default();
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to.and_then(|to| to.dyn_ref::<HtmlElement>()) {
            let _ = to.focus();
        }
    }

    fn ask(self: &Rc<Self>) {
        let number = self.asked.get().wrapping_add(1);
        self.asked.set(number);
        let typed = text_of(&self.input, "value");
        let picker = Rc::clone(self);
        spawn_local(async move {
            let query = calling::fields(&[("genre", "wiki"), ("q", typed.trim())]);
            let Ok(query) = query else { return };
            let from = format!("{}?{query}", picker.handed.suggestions);
            // No answer is no news: the next letter asks again.
            let Ok(proposed) = calling::get(&from).await else { return };
            if picker.asked.get() == number {
                picker.tell(!typed.trim().is_empty(), &proposed);
            }
        });
    }

    fn tell(&self, asked: bool, proposed: &JsValue) {
        let told = if asked { text_of(proposed, "told") } else { String::new() };
        dom::tell("[data-picker-told]", &told);
        let Some(list) = dom::one("[data-picker-found]") else { return };
        list.set_text_content(None);
        for one in calling::items(proposed, "found") {
            let href = text_of(&one, "href");
            let (Some((_, slug)), Some(button), Some(item)) = (
                href.split_once("/wiki/"),
                dom::made("button", &text_of(&one, "title")),
                dom::made("li", ""),
            ) else {
                continue;
            };
            dom::set(&button, "type", "button");
            dom::set(&button, "data-found", slug);
            dom::put(&item, Some(button));
            dom::put(&list, Some(item));
        }
    }

    fn take(&self, slug: &str, title: &str) {
        self.close();
        let text = self.field.text();
        let selected = self.selected.borrow().clone();
        // The text may have changed under the dialog, if only by another script.
        let selected = if text.get(selected.clone()).is_some() { selected } else { 0..0 };
        let address = address_from(slug, &self.handed.page);
        self.field.change(&text, &link(&text, selected, &address, title));
    }
}
