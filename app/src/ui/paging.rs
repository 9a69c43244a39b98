//! The way through a list that takes several pages.

use leptos::prelude::*;

/// The ways to the pages before and after, each an address and what it says. None: there is neither.
pub fn neighbours(
    before: Option<(String, &'static str)>,
    after: Option<(String, &'static str)>,
) -> Option<AnyView> {
    let way = |rel: &'static str, (to, label): (String, &'static str)| {
        view! { <a class="button quiet" rel=rel href=to>{label}</a> }
    };
    let either = before.is_some() || after.is_some();
    let before = before.map(|to| way("prev", to));
    let after = after.map(|to| way("next", to));
    either.then(|| view! { <p class="actions">{before} " " {after}</p> }.into_any())
}
