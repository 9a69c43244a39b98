//! Keeps what is typed on this device, offers it back, and forgets it once the server has it.

use super::calling::post;
use super::field::{Field, call, made, property, put_text, text_of};
use crate::dom;
use crate::drafts::{Draft, Drafts};
use crate::wiki::islands::Handed;
use domain::wiki::diff::{Run, Side, lines};
use domain::wiki::tools::Change;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{set_timeout_with_handle, window};
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use web_sys::js_sys::{Date, Object, Reflect};
use web_sys::{Element, Event, HtmlFormElement};

/// How long typing must rest before it is kept.
const REST: Duration = Duration::from_millis(500);
/// What a draft gives back beside the text: what was typed, and which state of the page it is a change of.
const FIELDS: [&str; 5] = ["title", "summary", "address", "revision", "part"];

/// What is being written here.
pub struct Drafting {
    handed: Rc<Handed>,
    field: Rc<Field>,
    drafts: Drafts,
    /// When this page was opened.
    begun: u64,
    timer: Cell<Option<TimeoutHandle>>,
    /// It is on its way to the server, or there.
    leaving: Cell<bool>,
    offered: RefCell<Option<Draft>>,
}

impl Drafting {
    /// Offers what was begun before, and keeps what is typed from now on.
    pub fn begin(handed: &Rc<Handed>, field: &Rc<Field>) {
        let drafts = Drafts { owner: handed.owner.clone(), of: handed.of.clone() };
        let drafting = Rc::new(Self {
            handed: Rc::clone(handed),
            field: Rc::clone(field),
            drafts,
            begun: now(),
            timer: Cell::default(),
            leaving: Cell::default(),
            offered: RefCell::default(),
        });
        let before = Rc::clone(&drafting);
        // A browser that keeps nothing has nothing to offer.
        spawn_local(async move { _ = before.offer().await });
        for (event, act) in [
            ("input", Self::typed as fn(&Rc<Self>, Event)),
            ("pagehide", Self::left),
            ("visibilitychange", Self::left),
            ("submit", Self::submitted),
            ("click", Self::clicked),
        ] {
            let drafting = Rc::clone(&drafting);
            dom::on(event, move |event| act(&drafting, event));
        }
    }

    async fn offer(&self) -> Result<(), JsValue> {
        let Some(draft) = self.drafts.newest().await? else { return Ok(()) };
        let (typed, now) = (plain(&draft.field("source")), plain(&self.field.text()));
        // What came back holds it already.
        if self.handed.back {
            return Ok(());
        }
        if typed == now {
            return self.drafts.forget(None).await;
        }
        let when = self.handed.words.begun.replace("{when}", &told(&self.handed, draft.at, "long"));
        dom::tell("[data-begun]", &when);
        for lines in dom::all("[data-draft-lines]") {
            lines.set_text_content(None);
            for (tag, mark, changed) in changed(&now, &typed) {
                dom::put(&lines, dom::made(tag, &format!("{mark} {changed}\n")));
            }
        }
        *self.offered.borrow_mut() = Some(draft);
        self.show_offer(true);
        Ok(())
    }

    fn show_offer(&self, shown: bool) {
        for offer in dom::all("[data-draft]") {
            dom::switch(&offer, "hidden", !shown);
        }
    }

    fn typed(self: &Rc<Self>, event: Event) {
        let form = self.field.form();
        if form.is_none() || dom::around(&event, "form") != form.map(Element::from) {
            return;
        }
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        let drafting = Rc::clone(self);
        let keep = move || drafting.keep();
        self.timer.set(set_timeout_with_handle(keep, REST).ok());
    }

    fn left(self: &Rc<Self>, _: Event) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
            self.keep();
        }
    }

    fn keep(self: &Rc<Self>) {
        let Some(form) = self.field.form().filter(|_| !self.leaving.get()) else { return };
        self.timer.take();
        let at = now();
        let Ok(body) = encoded(&form) else { return };
        let drafting = Rc::clone(self);
        spawn_local(async move {
            let kept = drafting.drafts.keep(drafting.begun, &Draft { at, body }).await;
            let told = told(&drafting.handed, at, "");
            let kept = kept.map(|()| drafting.handed.words.kept.replace("{when}", &told));
            dom::tell("[data-kept]", &kept.unwrap_or_default());
        });
    }

    /// Sends it once from here, to know whether the server has it: then the form goes on as it does without this, and is
    /// answered alike, for it is one command.
    fn submitted(self: &Rc<Self>, event: Event) {
        let Some(form) = self.field.form() else { return };
        if event.target().and_then(|at| at.dyn_into::<HtmlFormElement>().ok()).as_ref()
            != Some(&form)
        {
            return;
        }
        let button = property(&event, "submitter");
        let named =
            |name: &str| button.as_ref().map(|button| text_of(button, name)).unwrap_or_default();
        let (name, value) = (named("name"), named("value"));
        if name == "preview" {
            self.keep();
            return;
        }
        event.prevent_default();
        if self.leaving.replace(true) {
            return;
        }
        if !name.is_empty()
            && let Some(input) = dom::made("input", "")
        {
            dom::set(&input, "type", "hidden");
            dom::set(&input, "name", &name);
            dom::set(&input, "value", &value);
            dom::put(&form, Some(input));
        }
        let drafting = Rc::clone(self);
        spawn_local(async move {
            let sent = send(&form).await;
            if let Ok(done) = sent {
                if done {
                    // What could not be forgotten is offered again.
                    let _ = drafting.drafts.forget(None).await;
                }
                let _ = form.submit();
                return;
            }
            drafting.leaving.set(false);
            drafting.keep();
            dom::tell("[data-not-sent]", &drafting.handed.words.not_sent);
        });
    }

    fn clicked(self: &Rc<Self>, event: Event) {
        let take = dom::around(&event, "[data-draft-take]").is_some();
        if !take && dom::around(&event, "[data-draft-forget]").is_none() {
            return;
        }
        let Some(draft) = self.offered.borrow_mut().take() else { return };
        self.show_offer(false);
        self.field.focus();
        if take {
            self.take(&draft);
        }
        let drafting = Rc::clone(self);
        spawn_local(async move {
            // What could not be forgotten is offered again.
            let _ = drafting.drafts.forget(Some(drafting.begun)).await;
        });
    }

    fn take(self: &Rc<Self>, draft: &Draft) {
        let (now, typed) = (self.field.text(), plain(&draft.field("source")));
        let selected = typed.len()..typed.len();
        self.field.change(&now, &Change { replaced: 0..now.len(), by: typed, selected });
        for name in FIELDS {
            if let Some(input) = self.field.input(name) {
                put_text(&input, "value", &draft.field(name));
            }
        }
        self.keep();
    }
}

/// The fields of a form, as it sends them.
fn encoded(form: &HtmlFormElement) -> Result<String, JsValue> {
    let fields = made("URLSearchParams", &[made("FormData", &[form.into()])?])?;
    Ok(call(&fields, "toString", &[])?.as_string().unwrap_or_default())
}

/// Whether the server did what was asked, which is to lead elsewhere. Errors: it cannot be reached.
async fn send(form: &HtmlFormElement) -> Result<bool, JsValue> {
    let here = window().location().href()?;
    let answer = post(&here, &encoded(form)?, &[("redirect", "manual".into())]).await?;
    Ok(text_of(&answer, "type") == "opaqueredirect")
}

/// Line ends of one kind, without outer blanks: browsers send other ones than they show.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// Milliseconds of Unix time.
fn now() -> u64 {
    Date::now() as u64
}

/// A moment, as people of this place say it: its day too, where `day` is long.
fn told(handed: &Handed, at: u64, day: &str) -> String {
    let options = Object::new();
    let named = [("dateStyle", day), ("timeStyle", "short")];
    for (name, value) in named.into_iter().filter(|(_, value)| !value.is_empty()) {
        // Of an object of our own, it cannot fail.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    Date::new(&(at as f64).into()).to_locale_string(&handed.lang, &options).into()
}

/// The lines that differ: what the page says, what was typed.
fn changed(page: &str, typed: &str) -> Vec<(&'static str, &'static str, String)> {
    let told = |run: Run| match run.side {
        Side::Both => None,
        Side::Old => Some(("del", "−", run.text.trim_end().to_owned())),
        Side::New => Some(("ins", "+", run.text.trim_end().to_owned())),
    };
    lines(page, typed).into_iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiki_a_draft_tells_the_lines_that_it_changes() {
        let told = |page, typed| -> Vec<String> {
            let lines = changed(page, typed).into_iter();
            lines.map(|(tag, mark, line)| format!("{tag} {mark}{line}")).collect()
        };
        let far = told("a\nb\nc\nd\ne", "a\nx\nc\nd\ny\ne");
        assert_eq!(far, ["del −b", "ins +x", "ins +y"]);
        assert_eq!(told("a\na", "a"), ["del −a"]);
        assert!(told("a", "a").is_empty());
    }
}
