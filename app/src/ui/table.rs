//! Tables that stay readable on a narrow screen: there each cell says its header, or the table scrolls in a region
//! that the keyboard reaches.

use super::{Line, classes, some};
use leptos::prelude::*;

/// A table with its caption. Each row has as many cells as there are headers; the first says what the row is about.
#[component]
pub fn Table(
    /// Names the table. Hidden from eyes when a heading says the same, unless `captioned`.
    #[prop(into)]
    caption: String,
    headers: Vec<String>,
    rows: Vec<Row>,
    /// Shows the caption.
    #[prop(optional)]
    captioned: bool,
    /// Many columns of figures: scrolls rather than stacks.
    #[prop(optional)]
    scrolls: bool,
    /// Columns of figures, from 0: set to the right.
    #[prop(optional)]
    figures: Vec<usize>,
) -> impl IntoView {
    let side = |column: usize| figures.contains(&column).then_some("figure");
    // A browser forgets that a table whose rows are laid out as blocks is one: the roles say so again.
    let head: Vec<_> = (headers.iter().enumerate())
        .map(|(column, header)| {
            view! { <th scope="col" role="columnheader" class=side(column)>{header.clone()}</th> }
        })
        .collect();
    let row = |row: Row| {
        let cells: Vec<_> = (row.cells.into_iter().zip(&headers).enumerate())
            .map(|(column, (cell, header))| {
                let label = (!scrolls).then(|| some(header.clone())).flatten();
                if column == 0 {
                    view! { <th scope="row" role="rowheader">{cell}</th> }.into_any()
                } else {
                    view! { <td role="cell" class=side(column) data-label=label>{cell}</td> }
                        .into_any()
                }
            })
            .collect();
        let (filed, hidden) =
            row.filed.map_or((None, false), |(code, hidden)| (Some(code), hidden));
        let class = some(row.class.to_owned());
        view! { <tr role="row" class=class data-filed=filed hidden=hidden>{cells}</tr> }
    };
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    let hidden = classes(&[("hidden", !captioned)]);
    let label = scrolls.then(|| caption.clone());
    let table = view! {
        <table role="table" class=classes(&[("stacked", !scrolls)])>
            <caption class=hidden>{caption}</caption>
            <thead role="rowgroup"><tr role="row">{head}</tr></thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    };
    match label {
        Some(label) => {
            view! { <div class="scroll" role="region" aria-label=label tabindex="0">{table}</div> }
                .into_any()
        }
        None => table.into_any(),
    }
}

/// One row.
pub struct Row {
    /// An action's class, to colour what names it.
    pub class: &'static str,
    pub cells: Vec<AnyView>,
    /// What the filters of the page know it by, and whether they hide it now.
    pub filed: Option<(&'static str, bool)>,
}

impl Row {
    /// A row of these cells, as many as the table has headers.
    pub fn new(cells: Vec<AnyView>) -> Self {
        Self { class: "", cells, filed: None }
    }

    /// A row of plain texts.
    pub fn of_texts<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self::new(cells.into_iter().map(|text| text.into().into_any()).collect())
    }

    /// Lets the filters of the page find it.
    pub fn filed(self, code: &'static str, hidden: bool) -> Self {
        Self { filed: Some((code, hidden)), ..self }
    }

    /// Colours the action that the row names.
    pub fn on(self, line: impl Into<Option<Line>>) -> Self {
        Self { class: line.into().map_or("", Line::class), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;

    fn table(scrolls: bool) -> String {
        html(move || {
            let headers = vec!["Qui".to_owned(), "Depuis <hier>".to_owned()];
            let rows = vec![Row::of_texts(["Radio <Cité>", "19 jours"]).on(Line::Hackathon)];
            view! { <Table caption="Qui attend" headers=headers rows=rows scrolls=scrolls figures=vec![1] /> }
                .into_any()
        })
    }

    #[test]
    fn each_cell_says_its_header_on_a_narrow_screen() {
        let html = table(false);
        assert!(html.contains("<caption class=\"hidden\">Qui attend</caption>"), "{html}");
        assert!(html.contains("data-label=\"Depuis &lt;hier&gt;\""), "{html}");
        assert!(html.contains("<tr role=\"row\" class=\"hackathon\">"), "{html}");
        assert!(
            html.contains("<th scope=\"row\" role=\"rowheader\">Radio &lt;Cité&gt;</th>"),
            "{html}"
        );
        assert!(!html.contains("tabindex"), "{html}");
    }

    #[test]
    fn what_scrolls_is_named_and_reached_by_the_keyboard() {
        let html = table(true);
        assert!(
            html.contains("role=\"region\"") && html.contains("aria-label=\"Qui attend\""),
            "{html}"
        );
        assert!(html.contains("tabindex=\"0\"") && !html.contains("data-label"), "{html}");
    }
}
