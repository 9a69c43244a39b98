//! Says that this page is open to be written, and tells who else has it open and what they saved.

use super::calling;
use super::meanwhile::Meanwhile;
use crate::dom;
use crate::wiki::islands::Handed;
use domain::wiki::at_work::SAID_EVERY;
use leptos::prelude::set_interval;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::time::Duration;

/// Says it now, then again and again, each time that one comes back to it, and once it is so no more.
pub fn begin(handed: &Rc<Handed>, meanwhile: &Rc<Meanwhile>) {
    // Nobody else can have a page open that is not there yet.
    if handed.id.is_empty() {
        return;
    }
    let (of, meanwhile) = (Rc::clone(handed), Rc::clone(meanwhile));
    let again = move || {
        say(&of, "");
        let meanwhile = Rc::clone(&meanwhile);
        spawn_local(async move { meanwhile.ask().await });
    };
    again();
    let back = again.clone();
    set_interval(again, Duration::from_secs(SAID_EVERY.into()));
    dom::on("focus", move |_| back());
    let leaving = Rc::clone(handed);
    dom::on("pagehide", move |_| say(&leaving, "yes"));
}

fn say(handed: &Rc<Handed>, leaves: &'static str) {
    let handed = Rc::clone(handed);
    spawn_local(async move {
        let given = [("page", &*handed.id), ("leaves", leaves), ("lang", &*handed.lang)];
        // No answer is no news.
        if let Ok(told) = calling::answer("at_work", &given).await {
            dom::tell("[data-at-work]", &told.as_string().unwrap_or_default());
        }
    });
}
