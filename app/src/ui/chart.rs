//! Charts: drawn by the server, with the same figures in words beside.

use super::{Line, classes, some};
use leptos::prelude::*;

/// How far one theme is, out of 3: told in words, never as a number.
pub struct ThemeLine {
    pub title: String,
    /// Where it was; None: not known, or nothing compares.
    pub first: Option<f64>,
    /// Where it is; None: not known.
    pub now: Option<f64>,
    /// Where it is, in words.
    pub level: String,
    /// What has changed, in words, and out of what. Empty: there is nothing to compare with.
    pub since: String,
    pub compared: String,
    /// What is known of it, in words. Empty: not told here.
    pub known: String,
}

/// What stands above the columns.
pub struct ThemeHeaders {
    pub theme: String,
    pub level: String,
    pub since: String,
    pub known: String,
    /// The names of the four stops of each line.
    pub stops: [String; 4],
}

/// Where the stops 0 and 3 of a theme lie.
const START: f64 = 14.0;
const END: f64 = 286.0;
const MIDDLE: &str = "14";

/// The place of a level on its line, in units of the drawing.
fn place(level: f64) -> String {
    format!("{:.1}", START + (END - START) * (level / 3.0).clamp(0.0, 1.0))
}

/// A line from one level to another.
fn way(class: &'static str, from: f64, to: f64) -> AnyView {
    let d = format!("M{} {MIDDLE}H{}", place(from), place(to));
    view! { <path class=class d=d></path> }.into_any()
}

/// One line of the map: behind is drawn through, ahead is dotted, a ring where it was, saffron where it is.
fn line(first: Option<f64>, now: Option<f64>) -> AnyView {
    let stops: Vec<_> = (0..4_u8)
        .map(|level| {
            let passed = now.is_some_and(|now| now >= f64::from(level));
            let class = classes(&[("stop", true), ("ahead", !passed)]);
            view! { <circle class=class cx=place(f64::from(level)) cy=MIDDLE r="5"></circle> }
        })
        .collect();
    let behind = now.map(|now| way("behind", 0.0, now));
    let moved = first.zip(now).map(|(first, now)| way("moved", first, now));
    let was =
        first.map(|level| view! { <circle class="was" cx=place(level) cy=MIDDLE r="7"></circle> });
    let is = now.map(|level| {
        view! {
            <circle class="halo" cx=place(level) cy=MIDDLE r="13"></circle>
            <circle class="is" cx=place(level) cy=MIDDLE r="8"></circle>
        }
    });
    view! {
        <svg viewBox="0 0 300 28" aria-hidden="true">
            {way("ahead", 0.0, 3.0)}
            {behind}
            {moved}
            {stops}
            {was}
            {is}
        </svg>
    }
    .into_any()
}

/// A line a theme, each in its row of a table that says the same in words. Where the place is narrow, rows become blocks.
#[component]
pub fn ThemeLines(
    /// Names the table, for ears.
    #[prop(into)]
    caption: String,
    headers: ThemeHeaders,
    lines: Vec<ThemeLine>,
) -> impl IntoView {
    let (since, known) = (
        lines.iter().any(|line| !line.since.is_empty()),
        lines.iter().any(|line| !line.known.is_empty()),
    );
    let head = |text: &str| {
        view! { <th scope="col" role="columnheader">{text.to_owned()}</th> }
    };
    let cell = |label: &str, told: AnyView| {
        view! { <td role="cell" data-label=label.to_owned()>{told}</td> }
    };
    let row = |row: ThemeLine| {
        let told = since.then(|| {
            let compared = some(row.compared)
                .map(|told| view! { <br /> <span class="muted small">{told}</span> });
            cell(&headers.since, view! { {row.since} {compared} }.into_any())
        });
        let known = known.then(|| cell(&headers.known, row.known.into_any()));
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{row.title}</th>
                <td role="cell" class="way">{line(row.first, row.now)} <b>{row.level}</b></td>
                {told}
                {known}
            </tr>
        }
    };
    let rows: Vec<_> = lines.into_iter().map(row).collect();
    let stops = headers.stops.iter().map(|stop| view! { <span>{stop.clone()}</span> });
    view! {
        <div class="theme-lines">
            <table role="table">
                <caption class="hidden">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {head(&headers.theme)}
                        <th scope="col" role="columnheader" class="way">
                            <span class="hidden">{headers.level.clone()}</span>
                            <span class="stops" aria-hidden="true">{stops.collect::<Vec<_>>()}</span>
                        </th>
                        {since.then(|| head(&headers.since))}
                        {known.then(|| head(&headers.known))}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

/// A big number.
pub struct Figure {
    pub label: String,
    pub value: String,
    /// The action that it counts, which the label names.
    pub line: Option<Line>,
}

/// A few big numbers.
#[component]
pub fn Figures(figures: Vec<Figure>) -> impl IntoView {
    let figure = |figure: Figure| {
        let class = some(figure.line.map_or("", Line::class).to_owned());
        view! { <div class=class><dt>{figure.label}</dt><dd>{figure.value}</dd></div> }
    };
    view! { <dl class="figures">{figures.into_iter().map(figure).collect::<Vec<_>>()}</dl> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;

    fn chart(first: Option<f64>, now: Option<f64>, since: &'static str) -> String {
        html(move || {
            let headers = ThemeHeaders {
                theme: "Thème".into(),
                level: "Où vous en êtes".into(),
                since: "Depuis <mars>".into(),
                known: "Ce que l’on en sait".into(),
                stops: ["0", "1", "2", "3"].map(str::to_owned),
            };
            let lines = vec![ThemeLine {
                title: "Données".into(),
                first,
                now,
                level: "en <route>".into(),
                since: since.into(),
                compared: if since.is_empty() { String::new() } else { "3 réponses".into() },
                known: "5 réponses".into(),
            }];
            view! { <ThemeLines caption="Thème par thème" headers=headers lines=lines /> }
                .into_any()
        })
    }

    #[test]
    fn the_way_runs_from_the_first_level_to_the_last() {
        let html = chart(Some(0.0), Some(3.0), "de 0 à 3");
        assert!(html.contains("d=\"M14.0 14H286.0\" class=\"moved\""), "{html}");
        assert!(
            html.contains("cx=\"286.0\" cy=\"14\" r=\"8\" class=\"is\"")
                && html.contains("cx=\"14.0\" cy=\"14\" r=\"7\" class=\"was\""),
            "{html}"
        );
        assert!(html.contains("data-label=\"Depuis &lt;mars&gt;\""), "{html}");
        assert!(html.contains("de 0 à 3") && html.contains("3 réponses"), "{html}");
        // Going back is drawn too.
        let back = chart(Some(2.0), Some(1.0), "de 2 à 1");
        assert!(back.contains("d=\"M195.3 14H104.7\" class=\"moved\""), "{back}");
        assert_eq!(back.matches("class=\"stop ahead\"").count(), 2, "{back}");
    }

    #[test]
    fn what_is_not_known_is_not_drawn() {
        let html = chart(None, None, "");
        assert!(!html.contains("behind") && !html.contains("class=\"is\""), "{html}");
        assert_eq!(html.matches("class=\"stop ahead\"").count(), 4, "{html}");
        assert!(!chart(None, Some(2.0), "").contains("moved"));
        let far = chart(None, Some(9.0), "");
        assert!(far.contains("cx=\"286.0\" cy=\"14\" r=\"8\""), "a level stays on its line");
    }

    #[test]
    fn the_drawing_is_for_eyes_and_the_table_says_the_same() {
        let html = chart(None, Some(2.0), "");
        assert!(html.contains("<caption class=\"hidden\">Thème par thème</caption>"), "{html}");
        assert!(html.contains("<b>en &lt;route&gt;</b>"), "{html}");
        assert_eq!(html.matches("aria-hidden").count(), 2, "{html}");
        // A column that says nothing is not there.
        assert!(!html.contains("Depuis") && html.contains("5 réponses"), "{html}");
        assert_eq!(html.matches("columnheader").count(), 3, "{html}");
    }

    #[test]
    fn a_figure_is_a_term_and_its_number() {
        let html = html(|| {
            let figures = vec![Figure {
                label: "ateliers".into(),
                value: "187".into(),
                line: Some(Line::Workshops),
            }];
            view! { <Figures figures=figures /> }.into_any()
        });
        assert_eq!(
            html,
            "<dl class=\"figures\"><div class=\"workshops\"><dt>ateliers</dt><dd>187</dd></div></dl>"
        );
    }
}
