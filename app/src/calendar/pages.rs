//! What pages say of calendars: a line or a section of theirs.

use crate::routes::Ask;
use leptos::prelude::*;

/// The agenda's addresses for calendars and for readers of news, with the query that its page was asked.
pub fn addresses(ask: &Ask) -> impl IntoView + use<> {
    let lang = ask.lang();
    let query: Vec<_> = ["genre", "theme"]
        .into_iter()
        .filter(|name| !ask.query(name).is_empty() && is_code(ask.query(name)))
        .map(|name| format!("{name}={}", ask.query(name)))
        .collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let at = |file: &str| format!("{}{query}", ask.href(file));
    view! {
        <p class="small muted">
            {texts::feeds::elsewhere(lang)} " "
            <a href=at("/agenda.ics") download>{texts::feeds::as_calendar(lang)}</a>
            " · "
            <a href=at("/agenda.atom") download type="application/atom+xml">
                {texts::feeds::as_news(lang)}
            </a>
        </p>
    }
}

/// As the agenda's own links are made of.
fn is_code(typed: &str) -> bool {
    typed.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
