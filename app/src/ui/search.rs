//! The field in which one looks for something: it asks an address, and works without scripts.

use super::classes;
use leptos::prelude::*;

/// A field and its button.
#[component]
pub fn SearchField(
    /// The page that answers.
    #[prop(into)]
    action: String,
    /// What it is for.
    #[prop(into)]
    label: String,
    /// What its button says.
    #[prop(into)]
    button: String,
    /// What was typed.
    #[prop(optional, into)]
    value: String,
    /// What answers while one types, for the script of the page. Empty: nothing does.
    #[prop(optional, into)]
    suggestions: String,
    /// On the frame of every page: its label is read aloud, and its button is a sign.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let id = if small { "search" } else { "q" };
    let suggestions = (!suggestions.is_empty()).then_some(suggestions);
    let sign = small.then(|| {
        view! {
            <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
                <circle class="lens" cx="8.5" cy="8.5" r="5.5"></circle>
                <path class="lens" d="M12.5 12.5l5 5"></path>
            </svg>
        }
    });
    view! {
        <form class=classes(&[("search", true), ("small", small)]) role="search" method="get" action=action>
            <label for=id class=small.then_some("hidden")>{label}</label>
            <input
                id=id
                type="search"
                name="q"
                value=value
                autocomplete="off"
                enterkeyhint="search"
                data-suggestions=suggestions
            />
            <button>{sign} <span class=small.then_some("hidden")>{button}</span></button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;

    #[test]
    fn what_was_typed_stays_in_the_field_as_text() {
        let html = html(|| {
            let value = "\"><script>".to_owned();
            view! { <SearchField action="/recherche" label="Quoi ?" button="Chercher" value=value /> }.into_any()
        });
        assert!(html.contains("value=\"&quot;&gt;&lt;script&gt;\""), "{html}");
        assert!(html.contains("method=\"get\"") && html.contains("<label for=\"q\""), "{html}");
    }
}
