//! Looks for a page, or for a file, while its title is typed, and writes what leads to it, or shows it.

use super::calling;
use super::field::{Field, call, put_text, text_of};
use crate::dom;
use crate::wiki::islands::Handed;
use domain::wiki::tools::{address_from, file, link};
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

/// A dialog of the page. Its `data-picker` says what it looks for, as its button's `data-pick` does; its `data-from`, whom
/// it asks.
pub struct Picker {
    handed: Rc<Handed>,
    field: Rc<Field>,
    dialog: Element,
    input: Element,
    /// Where one says what a picture shows. None: it looks for pages.
    shows: Option<Element>,
    /// The picture that one says it of.
    picture: RefCell<String>,
    /// What was selected as it was opened.
    selected: RefCell<Range<usize>>,
    timer: Cell<Option<TimeoutHandle>>,
    /// Only the last question is answered.
    asked: Cell<u32>,
}

impl Picker {
    /// Each opens when its button is pressed.
    pub fn begin(handed: &Rc<Handed>, field: &Rc<Field>) {
        for dialog in dom::all("[data-picker]") {
            let Some(input) = inside(&dialog, "[data-picker-field]") else { continue };
            let picker = Rc::new(Self {
                handed: Rc::clone(handed),
                field: Rc::clone(field),
                shows: inside(&dialog, "[data-picker-shows]"),
                dialog,
                input,
                picture: RefCell::default(),
                selected: RefCell::new(0..0),
                timer: Cell::default(),
                asked: Cell::default(),
            });
            for (event, act) in [
                ("click", Self::clicked as fn(&Rc<Self>, &Event)),
                ("input", Self::typed),
                ("keydown", Self::pressed),
                ("focus", Self::back),
            ] {
                let picker = Rc::clone(&picker);
                dom::on(event, move |event| act(&picker, &event));
            }
        }
    }

    /// What this is about, if it happened in this dialog.
    fn around(&self, event: &Event, selector: &str) -> Option<Element> {
        dom::around(event, selector).filter(|found| self.dialog.contains(Some(found.as_ref())))
    }

    fn tell(&self, at: &str, text: &str) {
        if let Some(at) = inside(&self.dialog, at) {
            at.set_text_content(Some(text));
        }
    }

    fn clicked(self: &Rc<Self>, event: &Event) {
        let own = |pick: &Element| {
            dom::attribute(pick, "data-pick") == dom::attribute(&self.dialog, "data-picker")
        };
        if dom::around(event, "[data-pick]").filter(own).is_some() {
            self.open();
        } else if let Some(found) = self.around(event, "[data-found]") {
            self.choose(&found);
        } else if self.around(event, "[data-picker-put]").is_some() {
            self.put_picture();
        } else if self.around(event, "[data-picker-close]").is_some() {
            self.close();
        }
    }

    fn open(self: &Rc<Self>) {
        let text = self.field.text();
        let selected = self.field.selected(&text);
        let words = text[selected.clone()].trim();
        // Files are not called as one speaks of them.
        let none = self.shows.is_some() || words.len() > TITLE_MAX || words.contains('\n');
        put_text(&self.input, "value", if none { "" } else { words });
        *self.selected.borrow_mut() = selected;
        self.ask_what_it_shows(false);
        let _ = call(&self.dialog, "showModal", &[]);
        let _ = call(&self.input, "select", &[]);
        self.ask();
    }

    fn close(&self) {
        let _ = call(&self.dialog, "close", &[]);
    }

    fn typed(self: &Rc<Self>, event: &Event) {
        if self.around(event, "[data-picker-field]").is_none() {
            return;
        }
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        let picker = Rc::clone(self);
        self.timer.set(set_timeout_with_handle(move || picker.ask(), REST).ok());
    }

    /// Somebody comes back to this window: there may be one more.
    fn back(self: &Rc<Self>, _: &Event) {
        if self.dialog.has_attribute("open") {
            self.ask();
        }
    }

    /// The arrows go from the field into the list and back; entering sends no form; leaving leaves, whatever was typed.
    fn pressed(self: &Rc<Self>, event: &Event) {
        if self.around(event, "[data-picker]").is_none() {
            return;
        }
        let found: Vec<_> = dom::all("[data-found]");
        let found: Vec<_> =
            found.iter().filter(|one| self.dialog.contains(Some(one.as_ref()))).collect();
        let here = self.around(event, "[data-found]");
        let at = here.as_ref().and_then(|here| found.iter().position(|one| *one == here));
        let to = match (&*text_of(event, "key"), at) {
            ("ArrowDown", at) => found.get(at.map_or(0, |at| at + 1)).copied(),
            ("ArrowUp", Some(at)) => Some(at.checked_sub(1).map_or(&self.input, |at| found[at])),
            ("Escape", _) => {
                event.prevent_default();
                return self.close();
            }
            ("Enter", None) if self.around(event, "input").is_some() => {
                event.prevent_default();
                if self.around(event, "[data-picker-shows]").is_some() {
                    self.put_picture();
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to {
            focus(to);
        }
    }

    fn ask(self: &Rc<Self>) {
        let number = self.asked.get().wrapping_add(1);
        self.asked.set(number);
        let typed = text_of(&self.input, "value");
        let picker = Rc::clone(self);
        spawn_local(async move {
            let Ok(query) = calling::fields(&[("q", typed.trim())]) else { return };
            let from = dom::attribute(&picker.dialog, "data-from") + &query;
            // No answer is no news: the next letter asks again.
            let Ok(proposed) = calling::get(&from).await else { return };
            if picker.asked.get() == number {
                picker.propose(!typed.trim().is_empty(), &proposed);
            }
        });
    }

    fn propose(&self, asked: bool, proposed: &JsValue) {
        let asked = asked || self.shows.is_some();
        let told = if asked { text_of(proposed, "told") } else { String::new() };
        self.tell("[data-picker-told]", &told);
        let Some(list) = inside(&self.dialog, "[data-picker-found]") else { return };
        list.set_text_content(None);
        for one in calling::items(proposed, "found") {
            let (href, title) = (text_of(&one, "href"), text_of(&one, "title"));
            let (Some((_, address)), Some(button), Some(item)) =
                (href.rsplit_once('/'), dom::made("button", ""), dom::made("li", ""))
            else {
                continue;
            };
            dom::set(&button, "type", "button");
            dom::set(&button, "data-found", address);
            dom::set(&button, "data-shows", &text_of(&one, "shows"));
            let picture = text_of(&one, "picture");
            if let Some(small) = dom::made("img", "").filter(|_| !picture.is_empty()) {
                // Its name stands beside it.
                dom::set(&small, "alt", "");
                dom::set(&small, "src", &picture);
                dom::put(&button, Some(small));
            }
            dom::put(&button, dom::made("span", &title));
            let note = text_of(&one, "note");
            dom::put(&button, dom::made("small", &note).filter(|_| !note.is_empty()));
            dom::put(&item, Some(button));
            dom::put(&list, Some(item));
        }
    }

    fn choose(&self, found: &Element) {
        let part = |name: &str| inside(found, name);
        let title = part("span").and_then(|title| title.text_content()).unwrap_or_default();
        let address = dom::attribute(found, "data-found");
        match (&self.shows, part("img")) {
            (Some(shows), Some(_)) => {
                *self.picture.borrow_mut() = address;
                put_text(shows, "value", &dom::attribute(found, "data-shows"));
                self.tell("[data-picker-chosen]", &title);
                self.ask_what_it_shows(true);
                focus(shows);
            }
            _ => self.take(&address, &title),
        }
    }

    /// One question takes the place of the other.
    fn ask_what_it_shows(&self, asks: bool) {
        for (part, hidden) in [("[data-picker-look]", asks), ("[data-picker-says]", !asks)] {
            if let Some(part) = inside(&self.dialog, part) {
                dom::switch(&part, "hidden", hidden);
            }
        }
    }

    fn put_picture(&self) {
        let words = self.shows.as_ref().map(|shows| text_of(shows, "value")).unwrap_or_default();
        let picture = self.picture.take();
        self.put(|text, selected, from| {
            file(text, selected, &address_from(&picture, from), &words)
        });
    }

    fn take(&self, found: &str, title: &str) {
        let pages = self.shows.is_none();
        self.put(|text, selected, from| {
            let address = address_from(found, from);
            if pages {
                return link(text, selected, &address, title);
            }
            let words = text[selected.clone()].trim();
            let words = if words.is_empty() { title } else { words };
            file(text, selected, &address, words)
        });
    }

    fn put(&self, change: impl FnOnce(&str, Range<usize>, &str) -> domain::wiki::tools::Change) {
        self.close();
        let text = self.field.text();
        let selected = self.selected.borrow().clone();
        // The text may have changed under the dialog, if only by another script.
        let selected = if text.get(selected.clone()).is_some() { selected } else { 0..0 };
        self.field.change(&text, &change(&text, selected, &self.handed.page));
    }
}

fn inside(of: &Element, selector: &str) -> Option<Element> {
    of.query_selector(selector).ok().flatten()
}

fn focus(on: &Element) {
    if let Some(on) = on.dyn_ref::<HtmlElement>() {
        let _ = on.focus();
    }
}
