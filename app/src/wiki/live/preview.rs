//! The text as it will be read, drawn here by the reader and the drawing that the server uses.

use super::field::{Field, call, property};
use crate::dom;
use crate::wiki::draw::Drawing;
use crate::wiki::islands::Handed;
use domain::wiki::markup::parse;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{
    AnyView, IntoAny, Mountable, Owner, Render, set_timeout_with_handle, window,
};
use leptos::wasm_bindgen::JsCast;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use web_sys::{Element, HtmlElement};

/// How long typing must rest before the text is drawn anew, at least.
const REST: f64 = 250.0;
/// The same, in times of what drawing it took: a long page is drawn when its author thinks.
const RESTS: f64 = 8.0;
/// The longest wait, in milliseconds.
const REST_MAX: f64 = 3_000.0;

/// The place where it is drawn.
pub struct Preview {
    handed: Rc<Handed>,
    field: Rc<Field>,
    frame: Element,
    into: Element,
    /// What stands there, and of which text.
    drawn: RefCell<(String, Option<<AnyView as Render>::State>)>,
    /// Milliseconds that the last drawing took.
    took: Cell<f64>,
    timer: Cell<Option<TimeoutHandle>>,
    /// What is drawn is dropped with it.
    owner: Owner,
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
            took: Cell::default(),
            timer: Cell::default(),
            owner: Owner::new(),
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

    fn draw(&self) {
        let text = self.field.text();
        let folded = !self.frame.has_attribute("open");
        if folded || (self.drawn.borrow().1.is_some() && self.drawn.borrow().0 == text) {
            return;
        }
        let begun = now();
        let document = parse(&text);
        let known = &self.handed.known;
        let state = self.owner.with(|| {
            let mut drawing =
                Drawing::preview(self.handed.lang(), known).on(&self.handed.page).typed();
            let blocks = drawing.blocks(&document.blocks);
            let notes = drawing.notes();
            (blocks, notes).into_any().build()
        });
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
            let mut drawn = self.drawn.borrow_mut();
            if let Some(mut before) = drawn.1.take() {
                before.unmount();
            }
            self.into.set_text_content(None);
            let mut state = state;
            state.mount(&self.into, None);
            *drawn = (text, Some(state));
            hold("");
        }
        self.into.set_scroll_top(place);
        self.took.set(now() - begun);
    }
}

fn now() -> f64 {
    property(&window(), "performance")
        .and_then(|clock| call(&clock, "now", &[]).ok())
        .and_then(|now| now.as_f64())
        .unwrap_or_default()
}
