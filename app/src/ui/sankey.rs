//! How many passed from some places to others: bands between two rows of stops, as wide as what they carry, with the same
//! figures as a table. Lying where there is room, standing on a narrow screen.

use super::linemap::wrapped;
use super::table::{Row, Table};
use super::{Line, classes};
use leptos::prelude::*;

/// A place that bands leave and reach.
#[derive(Clone, Debug)]
pub struct Place {
    pub name: String,
    pub line: Option<Line>,
}

/// What passed from one place to another, by their places in the list.
#[derive(Clone, Debug)]
pub struct Band {
    pub from: usize,
    pub to: usize,
    /// How wide it is drawn, in what is counted.
    pub weight: u32,
    /// The figure, as it may be told: in the drawing, and in the table.
    pub short: String,
    pub told: String,
    /// Not counted out: drawn dashed.
    pub vague: bool,
}

/// The words around.
#[derive(Clone, Debug, Default)]
pub struct SankeyTexts {
    /// Names the drawing and its table.
    pub title: String,
    pub from: String,
    pub to: String,
    pub passed: String,
}

/// The drawing, twice, and its table beside.
#[component]
pub fn Sankey(texts: SankeyTexts, places: Vec<Place>, bands: Vec<Band>) -> impl IntoView {
    let rows = bands
        .iter()
        .filter_map(|band| Some((places.get(band.from)?, places.get(band.to)?, band)))
        .map(|(from, to, band)| {
            Row::of_texts([from.name.clone(), to.name.clone(), band.told.clone()])
        })
        .collect();
    let headers = vec![texts.from.clone(), texts.to.clone(), texts.passed.clone()];
    view! {
        <figure class="sankey">
            {drawing(&texts, &places, &bands, false)}
            {drawing(&texts, &places, &bands, true)}
            <Table caption=texts.title headers=headers rows=rows figures=vec![2] />
        </figure>
    }
}

/// The length that the stops of one side share, and what parts them.
const LENGTH: f64 = 320.0;
const GAP: f64 = 26.0;
/// The most that one thing counted is drawn wide, and the least that a band is.
const WIDEST: f64 = 14.0;
const LEAST: f64 = 5.0;
/// How thick a stop is.
const THICK: f64 = 14.0;

/// Where the stops of one side and the bands on it lie, along that side.
struct Side {
    /// The middle and the length of each stop.
    stops: Vec<(f64, f64)>,
    /// The middle of each band.
    bands: Vec<f64>,
}

fn widths(bands: &[Band]) -> Vec<f64> {
    let total: u32 = bands.iter().map(|band| band.weight).sum();
    let unit = (LENGTH / f64::from(total.max(1))).min(WIDEST);
    bands.iter().map(|band| (f64::from(band.weight) * unit).max(LEAST)).collect()
}

/// `end` tells the stop of a band on this side; bands lie in the order of their other ends, so that few cross.
fn side(
    count: usize,
    bands: &[Band],
    widths: &[f64],
    end: fn(&Band) -> usize,
    other: fn(&Band) -> usize,
) -> Side {
    let mut side = Side { stops: Vec::new(), bands: vec![0.0; bands.len()] };
    let mut at = 0.0;
    for stop in 0..count {
        let mut here: Vec<usize> = (0..bands.len()).filter(|i| end(&bands[*i]) == stop).collect();
        here.sort_by_key(|i| other(&bands[*i]));
        let begun = at;
        for i in here {
            side.bands[i] = at + widths[i] / 2.0;
            at += widths[i];
        }
        at = at.max(begun + THICK);
        side.stops.push(((begun + at) / 2.0, at - begun));
        at += GAP;
    }
    side
}

fn drawing(texts: &SankeyTexts, places: &[Place], bands: &[Band], upright: bool) -> AnyView {
    let widths = widths(bands);
    let from = side(places.len(), bands, &widths, |b| b.from, |b| b.to);
    let to = side(places.len(), bands, &widths, |b| b.to, |b| b.from);
    let long =
        |side: &Side| side.stops.last().map_or(0.0, |(middle, length)| middle + length / 2.0);
    let length = long(&from).max(long(&to));
    // Standing, each stop has a column of its own, wide enough for its name.
    let column = 340.0 / places.len().max(1) as f64;
    let along = |side: &Side, stop: usize, at: f64| {
        if upright { column * (stop as f64 + 0.5) + (at - side.stops[stop].0) } else { 20.0 + at }
    };
    let (first, last) = if upright { (70.0, 310.0) } else { (190.0, 530.0) };
    let point = |across: f64, along: f64| if upright { (along, across) } else { (across, along) };
    let ways = bands.iter().zip(&widths).enumerate().map(|(i, (band, width))| {
        let a = along(&from, band.from, from.bands[i]);
        let b = along(&to, band.to, to.bands[i]);
        let middle = (first + last) / 2.0;
        let [p1, p2, p3, p4] =
            [(first, a), (middle, a), (middle, b), (last, b)].map(|(x, y)| point(x, y));
        let d = format!(
            "M{:.0} {:.0}C{:.0} {:.0} {:.0} {:.0} {:.0} {:.0}",
            p1.0, p1.1, p2.0, p2.1, p3.0, p3.1, p4.0, p4.1
        );
        let line = places.get(band.from).and_then(|place| place.line);
        let class =
            classes(&[("band", true), ("vague", band.vague), (line.map_or("", Line::class), true)]);
        view! { <path class=class d=d stroke-width=format!("{width:.1}")></path> }
    });
    let counts = bands.iter().enumerate().map(|(i, band)| {
        // Beside where it leaves: bands do not cross there.
        let (x, y) = point(first + 26.0, along(&from, band.from, from.bands[i]));
        let y = if upright { y } else { y + 5.0 };
        view! {
            <text class="passed" x=format!("{x:.0}") y=format!("{y:.0}") text-anchor="middle">
                {band.short.clone()}
            </text>
        }
    });
    let stops = |side: &Side, across: f64, before: bool| {
        let stop = |(i, place): (usize, &Place)| {
            let (middle, size) = side.stops[i];
            let (x, y) = point(across, along(side, i, middle));
            let (w, h) = if upright { (size, THICK) } else { (THICK, size) };
            let class = classes(&[("end", true), (place.line.map_or("", Line::class), true)]);
            let words = wrapped(&place.name, 18);
            let lines = words.len() as f64;
            let (anchor, tx, ty) = match (upright, before) {
                (false, true) => ("end", x - 16.0, y + 5.0 - 9.0 * (lines - 1.0)),
                (false, false) => ("start", x + 16.0, y + 5.0 - 9.0 * (lines - 1.0)),
                // Side by side, names have two levels in turn.
                (true, true) => ("middle", x, y - 14.0 - 22.0 * (i % 2) as f64),
                (true, false) => ("middle", x, y + 26.0 + 22.0 * (i % 2) as f64),
            };
            let spans: Vec<_> = words
                .into_iter()
                .zip(0u32..)
                .map(|(word, n)| {
                    let y = format!("{:.0}", ty + 18.0 * f64::from(n));
                    view! { <tspan x=format!("{tx:.0}") y=y>{word}</tspan> }
                })
                .collect();
            view! {
                <rect
                    class=class
                    x=format!("{:.0}", x - w / 2.0)
                    y=format!("{:.0}", y - h / 2.0)
                    width=format!("{w:.0}")
                    height=format!("{h:.0}")
                    rx="6"
                ></rect>
                <text text-anchor=anchor>{spans}</text>
            }
        };
        places.iter().enumerate().map(stop).collect::<Vec<_>>()
    };
    let (class, view_box) = if upright {
        ("map standing", "-8 0 356 366".to_owned())
    } else {
        ("map lying", format!("-10 0 740 {:.0}", length + 40.0))
    };
    let (ways, counts): (Vec<_>, Vec<_>) = (ways.collect(), counts.collect());
    let (lefts, rights) = (stops(&from, first, true), stops(&to, last, false));
    view! {
        <svg class=class viewBox=view_box role="img" aria-label=texts.title.clone()>
            {ways}
            {lefts}
            {rights}
            {counts}
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;

    fn band(from: usize, to: usize, weight: u32) -> Band {
        Band { from, to, weight, short: weight.to_string(), told: weight.to_string(), vague: false }
    }

    #[test]
    fn bands_are_as_wide_as_what_passed_and_told_in_a_table() {
        let html = html(|| {
            let texts = SankeyTexts { title: "Les <passages>".into(), ..Default::default() };
            let place = |name: &str, line| Place { name: name.into(), line };
            let places = vec![
                place("Ateliers", Some(Line::Workshops)),
                place("Hackathon <b>", Some(Line::Hackathon)),
            ];
            let vague = Band {
                vague: true,
                short: "< 3".into(),
                told: "moins de 3".into(),
                ..band(1, 0, 2)
            };
            let bands = vec![band(0, 1, 8), vague];
            view! { <Sankey texts=texts places=places bands=bands /> }.into_any()
        });
        assert_eq!(html.matches("stroke-width=\"112.0\"").count(), 2, "lying and standing: {html}");
        assert_eq!(html.matches("stroke-width=\"28.0\"").count(), 2, "{html}");
        assert_eq!(html.matches("band vague hackathon").count(), 2, "{html}");
        assert!(html.contains("moins de 3") && html.contains("&lt; 3"), "{html}");
        assert!(html.contains("aria-label=\"Les &lt;passages&gt;\"") && !html.contains("<b>"));
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn bands_never_lie_on_each_other_where_they_leave_and_arrive() {
        let bands = [band(0, 1, 9), band(0, 2, 1), band(1, 2, 40), band(3, 2, 1), band(2, 0, 5)];
        let widths = widths(&bands);
        type End = fn(&Band) -> usize;
        let ends: [(End, End); 2] = [(|b| b.from, |b| b.to), (|b| b.to, |b| b.from)];
        for (end, other) in ends {
            let side = side(4, &bands, &widths, end, other);
            let mut at: Vec<_> = side.bands.iter().zip(&widths).collect();
            at.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            for pair in at.windows(2) {
                let ((a, wide), (b, next)) = (pair[0], pair[1]);
                assert!(a + wide / 2.0 <= b - next / 2.0 + 1e-9, "{pair:?}");
            }
        }
    }

    #[test]
    fn nothing_that_passed_is_nothing_drawn() {
        let html = html(|| {
            let places = vec![Place { name: "Ateliers".into(), line: None }];
            view! { <Sankey texts=SankeyTexts::default() places=places bands=Vec::new() /> }
                .into_any()
        });
        assert!(!html.contains("class=\"band"), "{html}");
    }
}
