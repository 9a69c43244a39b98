//! Who waits for whom, and the filter on it: one pure function, for the server's answer and for the browser's.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A filter that shows everybody.
pub const EVERYBODY: &str = "";

/// One who waits, in finished words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub association: String,
    /// Its journey.
    pub href: String,
    pub what: String,
    /// The action concerned: its class and its name. Empty: none.
    pub line: String,
    pub action: String,
    /// What filters take: `association`, `volunteers`, `organizers`.
    pub ball_code: String,
    pub ball: String,
    pub since: String,
    pub days: String,
    pub late: bool,
}

/// A way to look at the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// [`EVERYBODY`], or the `ball_code` of the rows that it shows.
    pub code: String,
    pub label: String,
    /// How many rows it shows, in words.
    pub told: String,
}

/// The words around the rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Words {
    pub caption: String,
    pub association: String,
    pub what: String,
    pub ball: String,
    pub since: String,
    pub days: String,
    pub late: String,
    pub filter: String,
    /// Said in place of a table without rows.
    pub nobody: String,
}

/// The rows that a filter shows, in their order.
pub fn shown<'r>(rows: &'r [Row], filter: &'r str) -> impl Iterator<Item = &'r Row> {
    rows.iter().filter(move |row| filter == EVERYBODY || row.ball_code == filter)
}

/// The table with its filters. Without scripts each filter asks the server for the same page, filtered; in the
/// browser it answers at once.
#[island]
pub fn WaitingTable(
    rows: Vec<Row>,
    filters: Vec<Filter>,
    words: Words,
    /// The filter that the address asks for.
    chosen: String,
) -> impl IntoView {
    let chosen = RwSignal::new(chosen);
    let legend = words.filter.clone();
    let pills = filters.iter().map(|filter| pill(filter.clone(), chosen)).collect_view();
    let told = move || {
        let now = chosen.get();
        let filter = filters.iter().find(|filter| filter.code == now);
        filter.map(|filter| filter.told.clone()).unwrap_or_default()
    };
    let waiting = move || {
        let now = chosen.get();
        table(shown(&rows, &now), &words)
    };
    view! {
        <form method="get" aria-label=legend.clone()>
            <p class="small muted">{legend.clone()}</p>
            <ul class="filters">{pills}</ul>
        </form>
        <p class="small muted" role="status">{told}</p>
        {waiting}
    }
}

/// A button that sends the form, unless the browser can filter by itself.
fn pill(filter: Filter, chosen: RwSignal<String>) -> impl IntoView {
    let code = StoredValue::new(filter.code.clone());
    let current = move || chosen.with(|chosen| code.with_value(|code| code == chosen));
    let class = move || if current() { "button" } else { "button quiet" };
    let pressed = move || if current() { "true" } else { "false" };
    view! {
        <li>
            <button
                name="balle"
                value=filter.code
                class=class
                aria-pressed=pressed
                on:click=move |event| {
                    event.prevent_default();
                    chosen.set(code.get_value());
                }
            >
                {filter.label}
            </button>
        </li>
    }
}

/// The roles say again what a browser forgets of a table whose rows are laid out as blocks.
fn table<'r>(rows: impl Iterator<Item = &'r Row>, words: &Words) -> AnyView {
    let rows: Vec<_> = rows.map(|row| table_row(row, words)).collect();
    if rows.is_empty() {
        return view! { <p>{words.nobody.clone()}</p> }.into_any();
    }
    let headers = [&words.association, &words.what, &words.ball, &words.since, &words.days];
    let head: Vec<_> = headers
        .into_iter()
        .map(|header| view! { <th scope="col" role="columnheader">{header.clone()}</th> })
        .collect();
    view! {
        <table role="table" class="stacked waiting">
            <caption class="hidden">{words.caption.clone()}</caption>
            <thead role="rowgroup">
                <tr role="row">{head}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn table_row(row: &Row, words: &Words) -> AnyView {
    let action = (!row.action.is_empty()).then(|| {
        let class = format!("tag {}", row.line);
        view! { " " <b class=class>{row.action.clone()}</b> }
    });
    let late = row.late.then(|| view! { " " <span class="small">{words.late.clone()}</span> });
    let wait = if row.late { "wait late" } else { "wait" };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a href=row.href.clone()>{row.association.clone()}</a>
            </th>
            <td role="cell" data-label=words.what.clone()>{row.what.clone()} {action}</td>
            <td role="cell" data-label=words.ball.clone()>{row.ball.clone()}</td>
            <td role="cell" data-label=words.since.clone()>{row.since.clone()}</td>
            <td role="cell" data-label=words.days.clone()>
                <span class=wait>{row.days.clone()}</span>
                {late}
            </td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(association: &str, ball_code: &str) -> Row {
        Row {
            association: association.to_owned(),
            href: String::new(),
            what: String::new(),
            line: String::new(),
            action: String::new(),
            ball_code: ball_code.to_owned(),
            ball: String::new(),
            since: String::new(),
            days: String::new(),
            late: false,
        }
    }

    #[test]
    fn dashboard_a_filter_keeps_the_order_and_shows_its_own_only() {
        let rows = [
            row("Radio Cité", "volunteers"),
            row("Café des langues", "organizers"),
            row("Les Jardins du Quai", "association"),
            row("Le Quai des livres", "volunteers"),
        ];
        let names = |filter: &str| -> Vec<String> {
            shown(&rows, filter).map(|row| row.association.clone()).collect()
        };
        assert_eq!(names(EVERYBODY).len(), rows.len());
        assert_eq!(names("volunteers"), ["Radio Cité", "Le Quai des livres"]);
        assert_eq!(names("association"), ["Les Jardins du Quai"]);
        assert!(names("x").is_empty());
    }
}
