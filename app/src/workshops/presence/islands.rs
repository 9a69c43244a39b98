//! Presences in the browser: each press is kept here, then sent, in a basement too. The page is the server's; this says on
//! it what it does not know yet.

use crate::dom;
use crate::offline::{State, Write};
use crate::sending::{ProgressTexts, Sending, fresh_id};
use domain::packed;
use domain::packed::unpack;
use domain::workshops::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, js_sys::Date};

/// What the page of presences hands over.
#[derive(Clone, Debug)]
pub struct Handed {
    /// See `Queue::owner`.
    pub owner: String,
    pub entry: String,
    /// The submissions that the page shows already.
    pub shown: BTreeSet<String>,
    pub progress: ProgressTexts,
    /// `{name}`: somebody who walked in is noted here.
    pub noted: String,
    /// `{name}`: the server did not take it.
    pub refused: String,
    /// Puts a line that was read away.
    pub read: String,
}

packed! { Handed { owner, entry, shown, progress, noted, refused, read } }

/// What one form of the page sends, and what becomes of it on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Mark,
    WalkIn,
    Unnamed,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Mark, Self::WalkIn, Self::Unnamed];

    fn url(self) -> &'static str {
        match self {
            Self::Mark => "/api/mark_presence",
            Self::WalkIn => "/api/note_walk_in",
            Self::Unnamed => "/api/count_unnamed",
        }
    }
}

/// Brings to life the forms that it holds.
#[island]
pub fn LivePresences(children: Children) -> impl IntoView {
    Effect::new(|_| {
        let packed = dom::one("[data-presences]").map(|at| dom::attribute(&at, "data-presences"));
        if let Some(handed) = packed.and_then(|packed| unpack(&packed)) {
            Live::begin(handed);
        }
    });
    children()
}

/// Presences that are being noted.
struct Live {
    handed: Handed,
    sending: Rc<Sending>,
    /// The host has pressed the button: once all has left, the page is made anew.
    leaves: Rc<Cell<bool>>,
}

impl Live {
    fn begin(handed: Handed) {
        let (progress, settled) = (handed.progress.clone(), handed.clone());
        let tell = move |told| progress.tell(told);
        let leaves = Rc::new(Cell::new(false));
        let left = Rc::clone(&leaves);
        let sending = Sending::new(&handed.owner, tell, move |all| {
            tell_refused(&settled, all);
            let stored = all.iter().all(|write| write.state == State::Stored);
            if left.replace(false) && stored {
                // Where it cannot be made anew, it stays.
                let _ = window().location().set_search("?dit=presence_noted");
            }
        });
        let live = Rc::new(Self { handed, sending, leaves });
        live.sending.watch();
        let left = Rc::clone(&live);
        spawn_local(async move {
            // A browser that keeps nothing has left nothing.
            let _ = left.show_left().await;
            left.sending.send().await;
        });
        for (event, act) in [
            ("change", Self::changed as fn(&Self, Event)),
            ("submit", Self::submitted),
            ("click", Self::clicked),
        ] {
            let live = Rc::clone(&live);
            dom::on(event, move |event| act(&live, event));
        }
    }

    /// Says on the page what it does not show: it was made before, or nothing has left yet.
    async fn show_left(&self) -> Result<(), JsValue> {
        for (key, write) in self.sending.queue.all().await? {
            let Some(kind) = kind(&self.handed, &write) else { continue };
            let shown = self.handed.shown.contains(&write.field("command"));
            match write.state {
                State::Refused(_) => {}
                State::Stored if shown => self.sending.queue.forget(&key).await?,
                _ if shown => {}
                _ => self.show(kind, &write),
            }
        }
        Ok(())
    }

    fn show(&self, kind: Kind, write: &Write) {
        match kind {
            Kind::Mark => {
                for input in marks_of(write) {
                    if write.field("presence") == input.value() {
                        input.set_checked(true);
                    }
                }
            }
            Kind::WalkIn => {
                let told = self.handed.noted.replace("{name}", &name_of(Kind::WalkIn, write));
                put("[data-walked-in]", dom::made("li", &told));
            }
            Kind::Unnamed => {
                let code = write.field("command").parse().map(|command| Code::of(command).spoken());
                let line = dom::made("li", "");
                if let (Some(line), Ok(code)) = (&line, code) {
                    let code = dom::made("b", &code);
                    code.iter().for_each(|code| dom::set(code, "class", "code"));
                    dom::put(line, code);
                }
                put("[data-codes]", line);
            }
        }
    }

    fn keep(&self, kind: Kind, fields: Vec<(String, String)>) {
        let mut all = vec![
            ("command".to_owned(), fresh_id().to_string()),
            ("entry".to_owned(), self.handed.entry.clone()),
            ("at".to_owned(), format!("{:.0}", Date::now())),
        ];
        all.extend(fields);
        let write = Write::new(kind.url(), &all);
        if kind != Kind::Mark {
            self.show(kind, &write);
        }
        self.sending.keep(write);
    }

    fn changed(&self, event: Event) {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        let name = input.name();
        let seat = name.strip_prefix("presence[").and_then(|name| name.strip_suffix(']'));
        if let Some(seat) = seat {
            let given = [("registration", seat.to_owned()), ("presence", input.value())];
            self.keep(Kind::Mark, given.map(|(name, value)| (name.to_owned(), value)).to_vec());
        }
    }

    fn submitted(&self, event: Event) {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form else { return };
        match &*value(&form, "form") {
            // All is kept already.
            "note_presence" => {
                event.prevent_default();
                self.leaves.set(true);
                let sending = Rc::clone(&self.sending);
                spawn_local(async move { sending.send().await });
            }
            "count_unnamed" => {
                event.prevent_default();
                self.keep(Kind::Unnamed, Vec::new());
            }
            // What is missing, the server says.
            "note_walk_in" if !value(&form, "association").trim().is_empty() => {
                event.prevent_default();
                let own = ["association", "attendee", "email", "other"];
                let field = |name: &str| (name.to_owned(), value(&form, name));
                self.keep(Kind::WalkIn, own.into_iter().map(field).collect());
                form.reset();
            }
            _ => {}
        }
    }

    /// What was refused is read, and put away.
    fn clicked(&self, event: Event) {
        let Some(button) = dom::around(&event, "[data-read]") else { return };
        let command = dom::attribute(&button, "data-read");
        let sending = Rc::clone(&self.sending);
        spawn_local(async move {
            let all = sending.queue.all().await.unwrap_or_default();
            for (key, _) in all.iter().filter(|(_, write)| write.field("command") == command) {
                // What could not be forgotten is shown again.
                let _ = sending.queue.forget(key).await;
            }
            sending.send().await;
        });
    }
}

/// Which form of this page sent it. None: another page's.
fn kind(handed: &Handed, write: &Write) -> Option<Kind> {
    let here = write.field("entry") == handed.entry;
    Kind::ALL.into_iter().find(|kind| here && kind.url() == write.url)
}

/// Says what the server did not take: nobody finds out later that a presence was lost.
fn tell_refused(handed: &Handed, all: &[Write]) {
    let refused: Vec<_> = all
        .iter()
        .filter(|write| matches!(write.state, State::Refused(_)))
        .filter_map(|write| Some((kind(handed, write)?, write)))
        .collect();
    for list in dom::all("[data-refused]") {
        list.set_text_content(None);
        for (kind, write) in &refused {
            let told = handed.refused.replace("{name}", &name_of(*kind, write));
            let line = dom::made("li", &format!("{told} "));
            let button = dom::made("button", &handed.read);
            if let (Some(line), Some(button)) = (&line, button) {
                dom::set(&button, "type", "button");
                dom::set(&button, "class", "button quiet");
                dom::set(&button, "data-read", &write.field("command"));
                dom::put(line, Some(button));
            }
            dom::put(&list, line);
        }
        dom::switch(&list, "hidden", refused.is_empty());
    }
}

/// Whom a write is about, as the page calls them.
fn name_of(kind: Kind, write: &Write) -> String {
    match kind {
        Kind::Mark => {
            let about = marks_of(write).into_iter().next();
            let around = about.and_then(|input| input.closest("fieldset").ok().flatten());
            let legend = around.and_then(|set| set.query_selector("legend").ok().flatten());
            legend.and_then(|legend| legend.text_content()).unwrap_or_default().trim().to_owned()
        }
        Kind::WalkIn => {
            let names = [write.field("attendee"), write.field("association")];
            names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
        }
        Kind::Unnamed => write
            .field("command")
            .parse()
            .map(|command| Code::of(command).spoken())
            .unwrap_or_default(),
    }
}

/// The buttons of the seat that a write is about.
fn marks_of(write: &Write) -> Vec<HtmlInputElement> {
    let name = format!("presence[{}]", write.field("registration"));
    let found = dom::all("input[type=radio]").into_iter();
    let found = found.filter_map(|input| input.dyn_into::<HtmlInputElement>().ok());
    found.filter(|input| input.name() == name).collect()
}

/// What a form holds in a field: a box that is not ticked, nothing.
fn value(form: &HtmlFormElement, name: &str) -> String {
    let found = form.query_selector(&format!("[name=\"{name}\"]")).ok().flatten();
    let input = found.and_then(|found| found.dyn_into::<HtmlInputElement>().ok());
    let input = input.filter(|input| input.type_() != "checkbox" || input.checked());
    input.map(|input| input.value()).unwrap_or_default()
}

fn put(list: &str, line: Option<Element>) {
    if let Some(list) = dom::one(list) {
        dom::put(&list, line);
    }
}
