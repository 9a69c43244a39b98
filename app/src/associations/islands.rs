//! "This association may be here already", told while it is typed. The server compares; nothing is decided here, and the
//! form says the same once it is sent.

use super::api::{Looks, likely_associations};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use std::time::Duration;
use web_sys::HtmlInputElement;

/// How long typing must rest before the server is asked.
const REST: Duration = Duration::from_millis(400);

/// Listens to the fields of a form that describe an association, and tells which ones it may be.
#[island]
pub fn LiveAlike(
    /// The name of the form: its fields' ids begin with it.
    form: String,
    /// The name of the field that holds an address.
    email: String,
    lang: String,
    /// The association that the form is about, if it is there already.
    except: String,
    title: String,
) -> impl IntoView {
    let found = RwSignal::new(Vec::<Looks>::new());
    // Only the last question is answered.
    let asked = StoredValue::new(0_u32);
    let names = ["association".to_owned(), "rna".to_owned(), "siret".to_owned(), email];
    let ids = StoredValue::new(names.map(|name| format!("{form}-{name}")));
    let about = StoredValue::new((lang, except));
    let ask = move || {
        let number = asked.with_value(|n| n.wrapping_add(1));
        asked.set_value(number);
        let ask_now = move || {
            if asked.with_value(|n| *n != number) {
                return;
            }
            let [association, rna, siret, email] =
                ids.with_value(|ids| ids.each_ref().map(|id| typed(id)));
            let (lang, except) = about.get_value();
            spawn_local(async move {
                let answer =
                    likely_associations(lang, except, association, rna, siret, email).await;
                // No answer is no news: the form says it again.
                if let (Ok(looks), true) = (answer, asked.with_value(|n| *n == number)) {
                    found.set(looks);
                }
            });
        };
        set_timeout(ask_now, REST);
    };
    Effect::new(move |_| {
        let handle = window_event_listener(ev::input, move |event| {
            let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            if ids.with_value(|ids| ids.contains(&input.id())) {
                ask();
            }
        });
        on_cleanup(move || handle.remove());
    });
    let items = move || {
        let item = |looks: Looks| match looks.href {
            Some(href) => {
                view! { <li><a href=href target="_blank">{looks.text}</a></li> }.into_any()
            }
            None => view! { <li>{looks.text}</li> }.into_any(),
        };
        found.get().into_iter().map(item).collect_view()
    };
    view! {
        <div aria-live="polite">
            <div class="notice" hidden=move || found.with(Vec::is_empty)>
                <p class="title">{title}</p>
                <ul>{items}</ul>
            </div>
        </div>
    }
}

/// What a field holds. Empty: there is none.
fn typed(id: &str) -> String {
    let field = document().get_element_by_id(id);
    let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    field.map(|field| field.value()).unwrap_or_default()
}
