//! What led to what: a tree of stops that stands upright, one line a stop, with the same as a list under it.

use super::linemap::wrapped;
use super::{Line, classes};
use leptos::prelude::*;

/// One of those that led to each other, in the order of a tree: each before those that it led to.
#[derive(Clone, Debug, Default)]
pub struct Kin {
    /// How far below the first one it stands.
    pub deep: usize,
    /// Who it is: in the drawing, and before the link in the list.
    pub name: String,
    /// The title and the address of what they tell. None: they tell nothing yet, and the stop is drawn open.
    pub tells: Option<(String, String)>,
    /// The reader stands here.
    pub here: bool,
}

/// The drawing and its list.
#[component]
pub fn Lineage(
    /// Names the drawing.
    #[prop(into)]
    title: String,
    line: Line,
    kin: Vec<Kin>,
) -> impl IntoView {
    view! {
        <figure class="lineage">
            {drawing(title, line, &kin)}
            {list(&kin)}
        </figure>
    }
}

/// How wide the drawing is, and how far each is set in from the one that led to it.
const WIDTH: f64 = 360.0;
const STEP: f64 = 30.0;
/// Where the first stop stands, how big stops are, and how high a line of text is.
const EDGE: f64 = 20.0;
const RADIUS: f64 = 9.0;
const LINE: f64 = 20.0;
/// How far from the middle of its stop a name begins.
const BESIDE: f64 = 24.0;
/// What parts two stops, beside their names.
const GAP: f64 = 18.0;
/// How wide a letter is, about: names are cut into lines that fit.
const LETTER: f64 = 8.6;

/// Where one stands: its stop, the lines of its name.
struct Place {
    x: f64,
    y: f64,
    lines: Vec<String>,
}

fn x(deep: usize) -> f64 {
    EDGE + STEP * deep as f64
}

/// Where each stands, and how high all is.
fn laid(kin: &[Kin]) -> (Vec<Place>, f64) {
    let mut at = 0.0;
    let mut places = Vec::with_capacity(kin.len());
    for one in kin {
        let x = x(one.deep);
        let room = (WIDTH - x - BESIDE) / LETTER;
        let lines = wrapped(&one.name, room.max(8.0) as usize);
        let height = LINE * lines.len().max(1) as f64 + GAP;
        places.push(Place { x, y: at + (LINE + GAP) / 2.0, lines });
        at += height;
    }
    (places, at)
}

/// The one that led to this one: the last before it that stands less deep.
fn parent(kin: &[Kin], n: usize) -> Option<usize> {
    kin[..n].iter().rposition(|before| before.deep < kin[n].deep)
}

fn drawing(title: String, line: Line, kin: &[Kin]) -> AnyView {
    let (places, height) = laid(kin);
    let ways = places.iter().enumerate().filter_map(|(n, to)| {
        let from = &places[parent(kin, n)?];
        let d = format!(
            "M{:.0} {:.0}V{:.0}Q{:.0} {:.0} {:.0} {:.0}H{:.0}",
            from.x,
            from.y,
            to.y - 10.0,
            from.x,
            to.y,
            from.x + 10.0,
            to.y,
            to.x
        );
        let quiet = kin[n].tells.is_none();
        Some(view! { <path class=classes(&[("track", true), ("ahead", quiet)]) d=d></path> })
    });
    let ways: Vec<_> = ways.collect();
    let stops: Vec<_> = kin
        .iter()
        .zip(&places)
        .map(|(one, place)| {
            let (cx, cy) = (format!("{:.0}", place.x), format!("{:.0}", place.y));
            let halo = one.here.then(|| {
                view! { <circle class="halo" cx=cx.clone() cy=cy.clone() r="17"></circle> }
            });
            let class = classes(&[("stop", true), ("ahead", one.tells.is_none())]);
            let left = format!("{:.0}", place.x + BESIDE);
            let first = place.y + 5.0;
            let spans: Vec<_> = (place.lines.iter().cloned())
                .zip(0u32..)
                .map(|(words, n)| {
                    let y = format!("{:.0}", first + LINE * f64::from(n));
                    view! { <tspan x=left.clone() y=y>{words}</tspan> }
                })
                .collect();
            view! {
                {halo}
                <circle class=class cx=cx cy=cy r=format!("{RADIUS:.0}")></circle>
                <text>{spans}</text>
            }
        })
        .collect();
    let view_box = format!("0 0 {WIDTH:.0} {height:.0}");
    view! {
        <svg class=format!("map {}", line.class()) viewBox=view_box role="img" aria-label=title>
            {ways}
            {stops}
        </svg>
    }
    .into_any()
}

/// The same in words: each under the one that led to it.
fn list(kin: &[Kin]) -> AnyView {
    let Some(first) = kin.first() else { return ().into_any() };
    let starts = (0..kin.len()).filter(|n| kin[*n].deep <= first.deep);
    let ends = starts.clone().skip(1).chain([kin.len()]);
    let items: Vec<_> = starts
        .zip(ends)
        .map(|(start, end)| {
            let one = &kin[start];
            let told = match (&one.tells, one.here) {
                (Some((title, _)), true) => view! { " · " <b>{title.clone()}</b> }.into_any(),
                (Some((title, to)), false) => {
                    view! { " · " <a href=to.clone()>{title.clone()}</a> }.into_any()
                }
                (None, _) => ().into_any(),
            };
            let under = list(&kin[start + 1..end]);
            view! { <li>{one.name.clone()} {told} {under}</li> }
        })
        .collect();
    view! { <ul>{items}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;

    fn kin(deep: usize, name: &str, tells: Option<&str>) -> Kin {
        let tells = tells.map(|title| (title.to_owned(), format!("/wiki/{deep}")));
        Kin { deep, name: name.to_owned(), tells, here: deep == 0 }
    }

    fn family() -> Vec<Kin> {
        vec![
            kin(0, "Les Repas", Some("Récit")),
            kin(1, "La Ressourcerie <b> de la Gloriette, à Tours, et ses amis", Some("Suite")),
            kin(2, "Une association", None),
            kin(1, "2 associations", None),
        ]
    }

    #[test]
    fn what_led_to_what_is_drawn_and_told_in_a_list() {
        let html = html(|| {
            view! { <Lineage title="Ce qu’il a fait naître <1>" line=Line::Wiki kin=family() /> }
                .into_any()
        });
        assert_eq!(html.matches("class=\"track").count(), 3, "{html}");
        assert_eq!(html.matches("track ahead").count(), 2, "{html}");
        assert_eq!(html.matches("class=\"halo\"").count(), 1, "{html}");
        assert!(html.contains("<a href=\"/wiki/1\">Suite</a><ul><li>Une association"), "{html}");
        assert!(!html.contains("href=\"/wiki/0\"") && !html.contains("<b> de"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn names_never_lie_on_each_other() {
        let family = family();
        let (places, height) = laid(&family);
        assert!(places[1].lines.len() > 1, "a long name has several lines");
        for pair in places.windows(2) {
            let end = pair[0].y + LINE * (pair[0].lines.len() as f64 - 0.5);
            assert!(end <= pair[1].y - LINE / 2.0);
        }
        assert!(places[3].y < height);
        assert_eq!(
            (0..4).map(|n| parent(&family, n)).collect::<Vec<_>>(),
            [None, Some(0), Some(1), Some(0)]
        );
    }
}
