//! The line map: each action is a line with its colour, stops are steps, a double ring is a change of line, saffron is
//! "you are here". The same drawing serves the home page, a journey and the organizers' flows.

use super::{Line, classes, some};
use leptos::prelude::*;

/// The names of the lines, as they stand beside their colours.
#[derive(Clone, Debug, Default)]
pub struct LineNames {
    pub wiki: String,
    pub workshops: String,
    pub hackathon: String,
}

impl LineNames {
    fn of(&self, line: Line) -> &str {
        match line {
            Line::Wiki => &self.wiki,
            Line::Workshops => &self.workshops,
            Line::Hackathon => &self.hackathon,
        }
    }
}

/// The line that joins two stops. A line runs until it reaches a stop of another line; but the Wiki comes to fetch a story
/// where it is.
fn between(from: Option<Line>, to: Option<Line>) -> Option<Line> {
    if to == Some(Line::Wiki) { to } else { from.or(to) }
}

/// Words in lines of so many characters at most, where they can be cut.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

// ---- The programme's map

/// The words of the programme's map.
#[derive(Clone, Debug, Default)]
pub struct MapTexts {
    pub title: String,
    pub description: String,
    pub question: String,
    pub meeting: String,
    pub diagnosis: String,
    pub workshop: String,
    pub helping: String,
    pub project: String,
    pub weekend: String,
    pub delivered: String,
    pub handover: String,
    pub testimony: String,
    /// Where the Wiki line leads back to the first stop.
    pub again: String,
    pub workshops_line: String,
    pub hackathon_line: String,
    pub wiki_line: String,
}

/// A stop of the programme's map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapStop {
    Question,
    Meeting,
    Diagnosis,
    Workshop,
    Helping,
    Project,
    Weekend,
    Delivered,
    Handover,
    Testimony,
}

/// Where a name stands from its stop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    /// Above and to the left: a line leaves on the right.
    AboveLeft,
    /// Above and to the right: a line comes from the left.
    AboveRight,
    Below,
}

use MapStop as M;
/// Each stop of the drawing: its place, and where its name goes. The workshop stands twice: one goes to several.
const STOPS: [(M, u32, u32, Side); 11] = [
    (M::Question, 60, 210, Side::Above),
    (M::Meeting, 208, 210, Side::Below),
    (M::Diagnosis, 370, 210, Side::AboveLeft),
    (M::Workshop, 520, 110, Side::Above),
    (M::Workshop, 640, 110, Side::Above),
    (M::Helping, 760, 110, Side::Above),
    (M::Project, 520, 310, Side::Below),
    (M::Weekend, 640, 310, Side::Below),
    (M::Delivered, 760, 310, Side::Below),
    (M::Handover, 910, 210, Side::AboveRight),
    (M::Testimony, 1040, 210, Side::Below),
];

impl MapStop {
    fn name(self, texts: &MapTexts) -> &str {
        match self {
            M::Question => &texts.question,
            M::Meeting => &texts.meeting,
            M::Diagnosis => &texts.diagnosis,
            M::Workshop => &texts.workshop,
            M::Helping => &texts.helping,
            M::Project => &texts.project,
            M::Weekend => &texts.weekend,
            M::Delivered => &texts.delivered,
            M::Handover => &texts.handover,
            M::Testimony => &texts.testimony,
        }
    }

    fn is_change(self) -> bool {
        matches!(self, M::Diagnosis | M::Handover)
    }
}

/// The programme's map: a drawing where there is room, a list that stands upright where there is not.
#[component]
pub fn JourneyMap(
    texts: MapTexts,
    /// Who looks stands there, and the words that say so.
    #[prop(default = None, into)]
    here: Option<(MapStop, String)>,
) -> impl IntoView {
    let upright = upright(&texts, here.as_ref());
    view! {
        <figure class="map-wide">{wide(&texts, here.as_ref())}</figure>
        <div class="map-upright">{upright}</div>
    }
}

fn wide(t: &MapTexts, here: Option<&(MapStop, String)>) -> AnyView {
    let mut workshops_drawn = 0;
    let stops: Vec<_> = STOPS
        .into_iter()
        .map(|(stop, x, y, side)| {
            // Of the two workshops, the first is the stop.
            workshops_drawn += u32::from(stop == M::Workshop);
            let first = stop != M::Workshop || workshops_drawn == 1;
            let said = here.filter(|(at, _)| *at == stop && first).map(|(_, said)| said.as_str());
            let ring = stop.is_change().then(|| view! { <circle class="ring" cx=x cy=y r="10"></circle> });
            let radius = if stop.is_change() { "18" } else { "11" };
            let halo = said.map(|_| view! { <circle class="halo" cx=x cy=y r="25"></circle> });
            view! {
                {halo}
                <circle class=classes(&[("stop", true), ("here", said.is_some())]) cx=x cy=y r=radius></circle>
                {ring}
                {name(stop.name(t), said, x, y, side, stop.is_change())}
            }
        })
        .collect();
    view! {
        <svg class="map" viewBox="0 0 1140 440" role="img" aria-labelledby="map-title map-description">
            <title id="map-title">{t.title.clone()}</title>
            <desc id="map-description">{t.description.clone()}</desc>
            <path class="track" d="M60 210H370"></path>
            <path class="track wiki" d="M910 210H1064Q1104 210 1104 250V364Q1104 404 1064 404H100Q60 404 60 364V210"></path>
            <path class="track hackathon" d="M370 210L446 286Q470 310 504 310H776Q810 310 834 286L910 210"></path>
            <path class="track workshops" d="M370 210L446 134Q470 110 504 110H776Q810 110 834 134L910 210"></path>
            <path class="track workshops dotted" d="M520 132V296"></path>
            <path class="chevrons" d="M1097 296l7 7 7-7M836 397l-7 7 7 7M276 397l-7 7 7 7M53 326l7-7 7 7"></path>
            {stops}
            {badge(Line::Workshops, &t.workshops_line, 652, 158)}
            {badge(Line::Hackathon, &t.hackathon_line, 652, 262)}
            {badge(Line::Wiki, &t.wiki_line, 1104, 356)}
            <text class="again" x="552" y="388" text-anchor="middle">{t.again.clone()}</text>
        </svg>
    }
    .into_any()
}

/// A line's name on its colour, around a point.
fn badge(line: Line, name: &str, x: u32, y: u32) -> AnyView {
    let width = 26.0 + 9.4 * name.chars().count() as f64;
    let left = format!("{:.0}", f64::from(x) - width / 2.0);
    view! {
        <g class=format!("badge {}", line.class())>
            <rect x=left y=y - 14 width=format!("{width:.0}") height="28" rx="14"></rect>
            <text x=x y=y + 6 text-anchor="middle">{name.to_owned()}</text>
        </g>
    }
    .into_any()
}

/// A stop's name, on as many lines as it needs, and "you are here" under it.
fn name(text: &str, here: Option<&str>, x: u32, y: u32, side: Side, big: bool) -> AnyView {
    let lines = wrapped(text, 14);
    let gap = if big { 32 } else { 26 } + if here.is_some() { 6 } else { 0 };
    let (anchor, x) = match side {
        Side::Above | Side::Below => ("middle", x),
        Side::AboveLeft => ("end", x + 16),
        Side::AboveRight => ("start", x - 16),
    };
    let count = (lines.len() + usize::from(here.is_some())) as u32;
    let first =
        if side == Side::Below { y + gap + 14 } else { (y + 22).saturating_sub(gap + 22 * count) };
    let spans: Vec<_> = (lines.into_iter().map(|line| (line, None)))
        .chain(here.map(|here| (here.to_owned(), Some("small"))))
        .zip(0u32..)
        .map(|((line, class), i)| view! { <tspan class=class x=x y=first + 22 * i>{line}</tspan> })
        .collect();
    view! { <text text-anchor=anchor>{spans}</text> }.into_any()
}

/// The same, standing: after the diagnosis two lines run side by side, until the hand-over.
fn upright(t: &MapTexts, here: Option<&(MapStop, String)>) -> AnyView {
    let stops = [
        ("trunk", M::Question, None),
        ("trunk", M::Meeting, None),
        ("split", M::Diagnosis, None),
        ("left", M::Workshop, Some((Line::Workshops, &t.workshops_line))),
        ("left", M::Helping, None),
        ("right", M::Project, Some((Line::Hackathon, &t.hackathon_line))),
        ("right", M::Weekend, None),
        ("right", M::Delivered, None),
        ("join", M::Handover, None),
        ("told", M::Testimony, Some((Line::Wiki, &t.wiki_line))),
    ];
    let stops: Vec<_> = stops
        .into_iter()
        .map(|(place, stop, line)| {
            let here = here.filter(|(at, _)| *at == stop).map(|(_, said)| said.clone());
            let class = classes(&[(place, true), ("here", here.is_some())]);
            let current = here.is_some().then_some("step");
            let line = line.map(|(line, name)| {
                view! { <b class=format!("badge {}", line.class())>{name.clone()}</b> " " }
            });
            let here = here.map(|here| view! { " " <span class="you">{here}</span> });
            view! { <li class=class aria-current=current><i></i><span>{line} {stop.name(t).to_owned()} {here}</span></li> }
        })
        .collect();
    view! {
        <ol>{stops}</ol>
        <p class="again">{t.again.clone()}</p>
    }
    .into_any()
}

// ---- A journey

/// A stop of a journey.
pub struct Stop {
    pub title: String,
    pub when: String,
    /// Under the title: paragraphs, links.
    pub detail: Option<AnyView>,
    /// The line that it stands on. None: before or between the lines.
    pub line: Option<Line>,
    pub state: StopState,
}

/// How far a stop is behind or ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopState {
    Done,
    Here,
    /// What may come.
    Next,
}

impl Stop {
    /// A stop before or between the lines, without a date.
    pub fn new(state: StopState, title: impl Into<String>) -> Self {
        Self { title: title.into(), when: String::new(), detail: None, line: None, state }
    }

    /// Its date, or what stands for one, as people read it.
    pub fn when(self, when: impl Into<String>) -> Self {
        Self { when: when.into(), ..self }
    }

    /// Puts it on a line.
    pub fn on(self, line: impl Into<Option<Line>>) -> Self {
        Self { line: line.into(), ..self }
    }

    /// Adds paragraphs or links under its title.
    pub fn detail(self, detail: impl IntoAny) -> Self {
        Self { detail: Some(detail.into_any()), ..self }
    }
}

/// A line that runs down the page. The first stop on a line bears the line's name.
#[component]
pub fn LineList(
    stops: Vec<Stop>,
    names: LineNames,
    /// "Vous êtes ici", beside the stop where one is.
    #[prop(optional, into)]
    here: String,
) -> impl IntoView {
    let ways: Vec<_> = stops
        .windows(2)
        .map(|pair| (between(pair[0].line, pair[1].line), pair[1].state == StopState::Next))
        .collect();
    let mut last_line = None;
    let stops: Vec<_> = stops
        .into_iter()
        .enumerate()
        .map(|(i, stop)| {
            let arriving = i.checked_sub(1).and_then(|i| ways.get(i)).map(|(line, _)| *line);
            let leaving = ways.get(i).map(|(line, _)| *line);
            let change = match (arriving, leaving) {
                (Some(arriving), Some(leaving)) => arriving != leaving,
                (Some(arriving), None) => stop.line.is_some() && stop.line != arriving,
                (None, _) => false,
            };
            let way = leaving.map_or("last", |line| match line {
                None => "to-trunk",
                Some(Line::Wiki) => "to-wiki",
                Some(Line::Workshops) => "to-workshops",
                Some(Line::Hackathon) => "to-hackathon",
            });
            let named = stop.line.filter(|line| last_line != Some(*line));
            last_line = stop.line.or(last_line);
            let badge = named.map(|line| {
                view! { " " <b class=format!("badge {}", line.class())>{names.of(line).to_owned()}</b> }
            });
            let is_here = stop.state == StopState::Here;
            let you = some(here.clone()).filter(|_| is_here).map(|here| view! { " " <span class="you">{here}</span> });
            let class = classes(&[
                (stop.line.map_or("", Line::class), true),
                (way, true),
                ("to-next", ways.get(i).is_some_and(|(_, next)| *next)),
                ("change", change),
                ("here", is_here),
                ("next", stop.state == StopState::Next),
            ]);
            let when = some(stop.when).map(|when| view! { <span class="when">{when}</span> " " });
            let detail = stop.detail.map(|detail| view! { <div class="detail">{detail}</div> });
            view! {
                <li class=class aria-current=is_here.then_some("step")>
                    <span class="title"><b>{stop.title}</b> {badge} {you}</span>
                    " "
                    {when}
                    {detail}
                </li>
            }
        })
        .collect();
    view! { <ol class="journey">{stops}</ol> }
}

// ---- The organizers' flows

/// A station of the organizers' map.
#[derive(Clone, Debug)]
pub struct Station {
    pub name: String,
    /// How many stand there.
    pub count: u32,
    pub line: Option<Line>,
    /// From left to right, from 0.
    pub column: u32,
    /// 0: middle; -1: above; 1: below.
    pub row: i32,
}

/// How many went from one station to another, by their places in the list.
#[derive(Clone, Copy, Debug)]
pub struct Flow {
    pub from: usize,
    pub to: usize,
    pub count: u32,
}

/// The words of the same map as a table.
#[derive(Clone, Debug, Default)]
pub struct FlowTexts {
    /// Names the drawing.
    pub title: String,
    /// Opens the table.
    pub as_table: String,
    pub station: String,
    pub standing: String,
    pub from: String,
    pub to: String,
    pub passed: String,
}

/// The organizers' map: stations with counts, ways as wide as what passed, and the same figures as tables.
#[component]
pub fn FlowMap(texts: FlowTexts, stations: Vec<Station>, flows: Vec<Flow>) -> impl IntoView {
    let drawn = |upright| flow_drawing(&texts.title, &stations, &flows, upright);
    let standing: Vec<_> = stations
        .iter()
        .map(|s| view! { <tr><th scope="row">{s.name.clone()}</th><td class="figure">{s.count}</td></tr> })
        .collect();
    let passed: Vec<_> = flows
        .iter()
        .filter_map(|flow| Some((stations.get(flow.from)?, stations.get(flow.to)?, flow.count)))
        .map(|(from, to, count)| {
            view! {
                <tr>
                    <th scope="row">{from.name.clone()}</th>
                    <td>{to.name.clone()}</td>
                    <td class="figure">{count}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <figure class="flows">
            {drawn(false)}
            {drawn(true)}
            <details>
                <summary>{texts.as_table}</summary>
                <table>
                    <thead>
                        <tr><th scope="col">{texts.station}</th><th scope="col" class="figure">{texts.standing}</th></tr>
                    </thead>
                    <tbody>{standing}</tbody>
                </table>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{texts.from}</th>
                            <th scope="col">{texts.to}</th>
                            <th scope="col" class="figure">{texts.passed}</th>
                        </tr>
                    </thead>
                    <tbody>{passed}</tbody>
                </table>
            </details>
        </figure>
    }
}

/// Between two columns, in units of the drawing.
const COLUMN: f64 = 112.0;
const ROW: f64 = 104.0;
/// The widest way.
const WIDEST: f64 = 28.0;
const RADIUS: f64 = 22.0;

/// Where a station lies, in the drawing that lies or in the one that stands.
fn point(station: &Station, upright: bool) -> (f64, f64) {
    let (column, row) = (f64::from(station.column), f64::from(station.row.clamp(-1, 1)));
    if upright {
        (180.0 + row * 52.0, 40.0 + column * 84.0)
    } else {
        (64.0 + column * COLUMN, 175.0 + row * ROW)
    }
}

/// A way from one station to another: smooth, level where it leaves and where it arrives. Back ways pass below.
fn way((x1, y1): (f64, f64), (x2, y2): (f64, f64), upright: bool) -> String {
    if upright {
        let back = y2 <= y1 && x1 == x2;
        let (a, b) = if back { (x1 + 90.0, x2 + 90.0) } else { (x1, x2) };
        let middle = (y1 + y2) / 2.0;
        return format!("M{x1:.0} {y1:.0}C{a:.0} {middle:.0} {b:.0} {middle:.0} {x2:.0} {y2:.0}");
    }
    if x2 < x1 {
        let below = y1.max(y2) + 120.0;
        return format!("M{x1:.0} {y1:.0}C{x1:.0} {below:.0} {x2:.0} {below:.0} {x2:.0} {y2:.0}");
    }
    if x1 == x2 {
        return format!("M{x1:.0} {y1:.0}V{y2:.0}");
    }
    let middle = (x1 + x2) / 2.0;
    format!("M{x1:.0} {y1:.0}C{middle:.0} {y1:.0} {middle:.0} {y2:.0} {x2:.0} {y2:.0}")
}

fn flow_drawing(title: &str, stations: &[Station], flows: &[Flow], upright: bool) -> AnyView {
    let columns = f64::from(stations.iter().map(|s| s.column).max().unwrap_or(0));
    let view_box = if upright {
        format!("0 0 360 {:.0}", 80.0 + columns * 84.0)
    } else {
        format!("0 0 {:.0} 350", 128.0 + columns * COLUMN)
    };
    let widest = f64::from(flows.iter().map(|f| f.count).max().unwrap_or(1).max(1));
    let seen = flows.iter().filter(|f| f.count > 0 && f.from != f.to);
    let ends = |flow: &Flow| Some((stations.get(flow.from)?, stations.get(flow.to)?));
    let ways: Vec<_> = seen
        .clone()
        .filter_map(|flow| {
            let (from, to) = ends(flow)?;
            let d = way(point(from, upright), point(to, upright), upright);
            let width = format!("{:.1}", 3.0 + (WIDEST - 3.0) * f64::from(flow.count) / widest);
            let class = classes(&[
                ("track", true),
                (between(from.line, to.line).map_or("", Line::class), true),
            ]);
            Some(view! { <path class=class d=d stroke-width=width></path> })
        })
        .collect();
    let counts: Vec<_> = seen
        .filter_map(|flow| {
            let (from, to) = ends(flow)?;
            let ((x1, y1), (x2, y2)) = (point(from, upright), point(to, upright));
            let y = if x2 < x1 && !upright { y1.max(y2) + 90.0 } else { (y1 + y2) / 2.0 };
            let x = if upright && y2 <= y1 && x1 == x2 { x1 + 67.0 } else { (x1 + x2) / 2.0 };
            let (x, y) = (format!("{x:.0}"), format!("{:.0}", y + 5.0));
            Some(view! { <text class="passed" x=x y=y text-anchor="middle">{flow.count}</text> })
        })
        .collect();
    let stops: Vec<_> = stations
        .iter()
        .map(|station| {
            let (x, y) = point(station, upright);
            let lines = wrapped(&station.name, 12);
            let height = 18.0 * lines.len() as f64;
            // Names stand outside, away from the ways: those of the middle row in turn above and below.
            let above = station.row < 0 || (station.row == 0 && station.column % 2 == 0);
            let (anchor, tx, first) = match (upright, station.row) {
                (true, ..=-1) => ("end", x - RADIUS - 10.0, y + 14.0 - height / 2.0),
                (true, _) => ("start", x + RADIUS + 10.0, y + 14.0 - height / 2.0),
                (false, _) if above => ("middle", x, y - RADIUS + 8.0 - height),
                (false, _) => ("middle", x, y + RADIUS + 20.0),
            };
            let (x, y, tx) = (format!("{x:.0}"), format!("{y:.0}"), format!("{tx:.0}"));
            let spans: Vec<_> = lines
                .into_iter()
                .zip(0u32..)
                .map(|(line, i)| {
                    let y = format!("{:.0}", first + 18.0 * f64::from(i));
                    view! { <tspan x=tx.clone() y=y>{line}</tspan> }
                })
                .collect();
            view! {
                <circle class="stop" cx=x.clone() cy=y.clone() r=format!("{RADIUS:.0}")></circle>
                <text class="count" x=x y=y dy="6" text-anchor="middle">{station.count}</text>
                <text text-anchor=anchor>{spans}</text>
            }
        })
        .collect();
    let class = if upright { "map standing" } else { "map lying" };
    view! {
        <svg class=class viewBox=view_box role="img" aria-label=title.to_owned()>
            {ways}
            {stops}
            {counts}
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;
    use Line::{Hackathon, Wiki, Workshops};

    #[test]
    fn a_line_runs_until_it_reaches_another_and_the_wiki_fetches_the_story() {
        assert_eq!(between(None, Some(Workshops)), Some(Workshops));
        assert_eq!(between(Some(Workshops), None), Some(Workshops));
        assert_eq!(between(Some(Hackathon), Some(Workshops)), Some(Hackathon));
        assert_eq!(between(Some(Workshops), Some(Wiki)), Some(Wiki));
        assert_eq!(between(None, None), None);
    }

    #[test]
    fn words_are_wrapped_between_words_only() {
        assert_eq!(wrapped("Réunion d’information", 14), ["Réunion", "d’information"]);
        assert_eq!(wrapped("Prise en main", 14), ["Prise en main"]);
        assert!(wrapped("", 14).is_empty());
    }

    fn journey(stops: Vec<Stop>) -> Vec<String> {
        let html = html(move || {
            let names = LineNames {
                wiki: "Wiki".into(),
                workshops: "Ateliers".into(),
                hackathon: "Hackathon".into(),
            };
            view! { <LineList stops=stops names=names here="Vous êtes ici" /> }.into_any()
        });
        html.split("<li").skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn a_change_of_line_is_a_double_ring_and_names_the_line() {
        let stop = |title: &str, line: Option<Line>| Stop::new(StopState::Done, title).on(line);
        let stops = journey(vec![
            stop("Besoin", None),
            stop("Diagnostic", None),
            stop("Atelier", Some(Workshops)),
            stop("Deuxième diagnostic", None),
            stop("Projet", Some(Hackathon)),
            stop("Prise en main", Some(Workshops)),
            stop("Récit", Some(Wiki)),
        ]);
        let changes: Vec<_> = stops.iter().map(|s| s.contains("change")).collect();
        assert_eq!(changes, [false, true, false, true, false, true, false], "{stops:#?}");
        assert!(
            stops[1].contains("to-workshops") && stops[3].contains("to-hackathon"),
            "{stops:#?}"
        );
        assert!(stops[4].contains("to-hackathon") && stops[5].contains("to-wiki"), "{stops:#?}");
        let badges: Vec<_> = stops.iter().map(|s| s.contains("class=\"badge")).collect();
        assert_eq!(badges, [false, false, true, false, true, true, true], "{stops:#?}");
    }

    #[test]
    fn one_is_here_and_what_may_come_is_dotted() {
        let stops = journey(vec![
            Stop::new(StopState::Done, "Besoin <script>").when("4 mars"),
            Stop::new(StopState::Here, "Diagnostic").detail("Bientôt"),
            Stop::new(StopState::Next, "Atelier").on(Workshops),
        ]);
        assert!(
            stops[0].contains("Besoin &lt;script&gt;") && stops[0].contains("4 mars"),
            "{stops:#?}"
        );
        assert!(
            stops[1].contains("aria-current=\"step\"") && stops[1].contains("Vous êtes ici"),
            "{stops:#?}"
        );
        assert!(stops[1].contains("to-next") && !stops[0].contains("to-next"), "{stops:#?}");
        assert!(stops[2].contains("next") && !stops[2].contains("aria-current"), "{stops:#?}");
    }

    #[test]
    fn the_map_is_drawn_lying_and_told_standing() {
        let html = html(|| {
            let texts = MapTexts {
                title: "Le plan".into(),
                question: "Une <question>".into(),
                workshop: "Atelier".into(),
                workshops_line: "Ateliers".into(),
                ..Default::default()
            };
            let here = Some((MapStop::Workshop, "Vous êtes ici".to_owned()));
            view! { <JourneyMap texts=texts here=here /> }.into_any()
        });
        assert!(html.contains("aria-labelledby=\"map-title map-description\""), "{html}");
        assert!(!html.contains("<question>") && html.contains("&lt;question&gt;"), "{html}");
        // One is in one place, of the drawing and of the list.
        assert_eq!(html.matches("Vous êtes ici").count(), 2, "{html}");
        assert_eq!(html.matches("aria-current=\"step\"").count(), 1, "{html}");
        assert_eq!(html.matches("<li").count(), 10, "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn ways_are_as_wide_as_what_passed_and_told_in_a_table() {
        let station = |name: &str, line, column, row| Station {
            name: name.into(),
            count: 7,
            line,
            column,
            row,
        };
        let html = html(move || {
            let stations = vec![
                station("Question", None, 0, 0),
                station("Atelier", Some(Workshops), 1, -1),
                station("Projet <b>", Some(Hackathon), 1, 1),
            ];
            let flows = vec![
                Flow { from: 0, to: 1, count: 10 },
                Flow { from: 0, to: 2, count: 5 },
                Flow { from: 1, to: 0, count: 0 },
                Flow { from: 0, to: 99, count: 3 },
            ];
            let texts = FlowTexts { title: "Passages".into(), ..Default::default() };
            view! { <FlowMap texts=texts stations=stations flows=flows /> }.into_any()
        });
        assert!(html.contains("d=\"M64 175C120 175 120 71 176 71\" stroke-width=\"28.0\" class=\"track workshops\""), "{html}");
        assert!(html.contains("stroke-width=\"15.5\""), "{html}");
        assert_eq!(html.matches("<path").count(), 4, "what did not pass is not drawn: {html}");
        assert_eq!(html.matches("role=\"img\" aria-label=\"Passages\"").count(), 2, "{html}");
        assert!(html.contains("<details>") && html.contains("Projet &lt;b&gt;"), "{html}");
    }
}
