//! Charts: drawn by the server, with the same figures in words beside.

use super::{Line, some};
use leptos::prelude::*;

/// How far one theme is, out of 3.
pub struct ThemeBar {
    pub title: String,
    /// The first time; None: not known, or no first time.
    pub first: Option<f64>,
    /// Now; None: not known.
    pub now: Option<f64>,
    /// The same in words: "de 1 à 3 sur 3".
    pub words: String,
}

/// Where the stops 0 and 3 of a theme lie.
const START: f64 = 12.0;
const END: f64 = 288.0;

/// The place of a level on its line, in units of the drawing.
fn place(level: f64) -> f64 {
    START + (END - START) * (level / 3.0).clamp(0.0, 1.0)
}

/// A short line a theme: a ring where it was, the saffron stop where it is, ink for the way between.
#[component]
pub fn ThemeBars(bars: Vec<ThemeBar>) -> impl IntoView {
    let number = |x: f64| format!("{x:.1}");
    let bar = |bar: ThemeBar| {
        let ticks: Vec<_> = (0..4)
            .map(|level| view! { <circle class="tick" cx=number(place(f64::from(level))) cy="12" r="4"></circle> })
            .collect();
        let way = bar.first.zip(bar.now).map(|(first, now)| {
            let (from, to) = (place(first.min(now)), place(first.max(now)));
            view! { <rect class="way" x=number(from) y="8" width=number(to - from) height="8"></rect> }
        });
        let first = bar.first.map(
            |level| view! { <circle class="was" cx=number(place(level)) cy="12" r="7"></circle> },
        );
        let now = bar.now.map(
            |level| view! { <circle class="is" cx=number(place(level)) cy="12" r="9"></circle> },
        );
        let ground = if bar.now.is_some() { "ground" } else { "ground unknown" };
        view! {
            <li>
                <span class="theme">{bar.title}</span>
                " "
                <span class="words">{bar.words}</span>
                <svg viewBox="0 0 300 24" aria-hidden="true">
                    <path class=ground d="M12 12H288"></path>
                    {ticks}
                    {way}
                    {first}
                    {now}
                </svg>
            </li>
        }
    };
    view! { <ul class="bars">{bars.into_iter().map(bar).collect::<Vec<_>>()}</ul> }
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

    fn bar(first: Option<f64>, now: Option<f64>) -> String {
        html(move || {
            let bars = vec![ThemeBar {
                title: "Données".into(),
                first,
                now,
                words: "de 1 à 3 <sur 3>".into(),
            }];
            view! { <ThemeBars bars=bars /> }.into_any()
        })
    }

    #[test]
    fn the_way_runs_from_the_first_level_to_the_last() {
        let html = bar(Some(0.0), Some(3.0));
        assert!(
            html.contains("x=\"12.0\" y=\"8\" width=\"276.0\" height=\"8\" class=\"way\""),
            "{html}"
        );
        assert!(
            html.contains("cx=\"288.0\" cy=\"12\" r=\"9\" class=\"is\"")
                && html.contains("cx=\"12.0\" cy=\"12\" r=\"7\" class=\"was\""),
            "{html}"
        );
        assert!(html.contains("de 1 à 3 &lt;sur 3&gt;") && html.contains("aria-hidden"), "{html}");
        // Going back is drawn too, never with a negative width.
        assert!(bar(Some(2.0), Some(1.0)).contains("x=\"104.0\" y=\"8\" width=\"92.0\""));
    }

    #[test]
    fn what_is_not_known_is_not_drawn() {
        let html = bar(None, None);
        assert!(
            html.contains("unknown") && !html.contains("way") && !html.contains("\"is\""),
            "{html}"
        );
        assert!(!bar(None, Some(2.0)).contains("class=\"way\""));
        assert!(
            bar(None, Some(9.0)).contains("cx=\"288.0\" cy=\"12\" r=\"9\""),
            "a level stays on its line"
        );
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
