//! The text as it will be read, drawn here by the reader and the drawing that the server uses.

use super::calling;
use super::field::{Field, call, property};
use crate::dom;
use crate::wiki::draw::{Drawing, Drawn};
use crate::wiki::islands::Handed;
use domain::wiki::links;
use domain::wiki::markup::parse;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{set_timeout_with_handle, window};
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;
use web_sys::{Element, HtmlElement};

/// How long typing must rest before the text is drawn anew, at least.
const REST: f64 = 250.0;
/// The same, in times of what drawing it took: a long page is drawn when its author thinks.
const RESTS: f64 = 8.0;
/// The longest wait, in milliseconds.
const REST_MAX: f64 = 3_000.0;

/// How many pages are asked for at once; those that are left, with the next drawing.
const ASKED_MAX: usize = 500;

/// The place where it is drawn.
pub struct Preview {
    handed: Rc<Handed>,
    field: Rc<Field>,
    frame: Element,
    into: Element,
    /// The text that stands there.
    drawn: RefCell<Option<String>>,
    /// The pages that the server was asked for, and those that are there.
    asked: RefCell<BTreeSet<String>>,
    known: RefCell<BTreeSet<String>>,
    /// Milliseconds that the last drawing took.
    took: Cell<f64>,
    timer: Cell<Option<TimeoutHandle>>,
}

impl Preview {
    /// Shows it, and follows what is typed.
    pub fn begin(handed: &Rc<Handed>, field: &Rc<Field>) {
        let (Some(frame), Some(into)) = (dom::one("[data-live]"), dom::one("[data-drawn]")) else {
            return;
        };
        dom::switch(&frame, "hidden", false);
        let preview = Rc::new(Self {
            handed: Rc::clone(handed),
            field: Rc::clone(field),
            frame,
            into,
            drawn: RefCell::default(),
            asked: RefCell::new(handed.known.clone()),
            known: RefCell::new(handed.known.clone()),
            took: Cell::default(),
            timer: Cell::default(),
        });
        preview.draw();
        let typed = Rc::clone(&preview);
        dom::on("input", move |event| {
            if dom::around(&event, ".editor textarea").is_some() {
                typed.later();
            }
        });
        // Unfolded, it shows what was typed meanwhile.
        let opened = Rc::clone(&preview);
        dom::on("click", move |event| {
            if dom::around(&event, "[data-live] > summary").is_some() {
                opened.later();
            }
        });
    }

    fn later(self: &Rc<Self>) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        let wait = (self.took.get() * RESTS).clamp(REST, REST_MAX);
        let preview = Rc::clone(self);
        let draw = move || preview.draw();
        self.timer.set(set_timeout_with_handle(draw, Duration::from_millis(wait as u64)).ok());
    }

    fn draw(self: &Rc<Self>) {
        let text = self.field.text();
        let folded = !self.frame.has_attribute("open");
        if folded || self.drawn.borrow().as_ref() == Some(&text) {
            return;
        }
        let begun = now();
        let document = parse(&text);
        self.ask(links(&document, &self.handed.page));
        let (asked, known) = (self.asked.borrow(), self.known.borrow());
        let drawing = Drawing::preview(self.handed.lang(), &known).on(&self.handed.page);
        let drawn = drawing.typed(&asked).text(&document.blocks);
        // The page stays where it is while one text takes the place of the other.
        let place = self.into.scroll_top();
        if let Some(into) = self.into.dyn_ref::<HtmlElement>() {
            let height = format!("{}px", into.offset_height());
            let style = property(into, "style");
            let hold = |value: &str| {
                style
                    .as_ref()
                    .map(|style| call(style, "setProperty", &["min-height".into(), value.into()]))
            };
            hold(&height);
            self.into.set_text_content(None);
            put(&self.into, &drawn);
            hold("");
        }
        *self.drawn.borrow_mut() = Some(text);
        self.into.set_scroll_top(place);
        self.took.set(now() - begun);
    }

    /// Asks which of these pages are there that nobody asked for yet: until it is known, their links lead there.
    fn ask(self: &Rc<Self>, to: BTreeSet<String>) {
        let new = to.difference(&self.asked.borrow()).take(ASKED_MAX).cloned().collect::<Vec<_>>();
        if new.is_empty() {
            return;
        }
        let preview = Rc::clone(self);
        spawn_local(async move {
            let names = new.join("\n");
            let Ok(known) = calling::answer("known_pages", &[("names", &names)]).await else {
                return;
            };
            let known = known.as_string().unwrap_or_default();
            preview.known.borrow_mut().extend(known.lines().map(str::to_owned));
            preview.asked.borrow_mut().extend(new);
            preview.drawn.take();
            preview.draw();
        });
    }
}

/// Makes elements of what is drawn. Texts are texts: nothing is read as HTML.
fn put(into: &Element, drawn: &[Drawn]) {
    for one in drawn {
        match one {
            Drawn::Text(text) => {
                let _ = into.append_with_str_1(text);
            }
            Drawn::Element(one) => {
                let Some(made) = dom::made(one.name, "") else { continue };
                for (name, value) in &one.attributes {
                    dom::set(&made, name, value);
                }
                put(&made, &one.inside);
                dom::put(into, Some(made));
            }
            // What a fact says is no part of the text.
            Drawn::Fact(_) => {}
        }
    }
}

fn now() -> f64 {
    property(&window(), "performance")
        .and_then(|clock| call(&clock, "now", &[]).ok())
        .and_then(|now| now.as_f64())
        .unwrap_or_default()
}
