//! The forms of preparation: a workshop, a session.

use super::levels;
use crate::routes::Ask;
use crate::ui::fields::{Checkbox, Form, Select, Submit, TextArea, TextField};
use crate::workshops::opening::session::Session;
use chrono::{DateTime, Duration, Utc};
use domain::ids::{PersonId, WorkshopId};
use domain::text::{Lang, Title, Words};
use domain::workshops::{Entry, Mark, Rhythm, Seats, Told, Workshop};
use leptos::prelude::*;
use texts::dates;

/// A workshop, new or known.
pub fn workshop(ask: &Ask, known: Option<&Workshop>) -> AnyView {
    let lang = ask.lang();
    let of = |text: fn(&Workshop) -> String| known.map(text).unwrap_or_default();
    let hidden = vec![
        ("workshop".to_owned(), of(|w| w.id.to_string())),
        ("seen".to_owned(), of(|w| w.mark().to_string())),
        // The reader's question that it answers.
        ("question".to_owned(), known.map_or(ask.query("question"), |_| "").to_owned()),
    ];
    let themes = &store::last_published().themes;
    let choices: Vec<(String, String)> =
        themes.iter().map(|theme| (theme.key.clone(), theme.title.get(lang).to_owned())).collect();
    let theme = match known {
        Some(workshop) => workshop.theme.clone(),
        None => ask.query("theme").to_owned(),
    };
    let teaches = of(|w| w.teaches.iter().map(Title::as_str).collect::<Vec<_>>().join("\n"));
    let title = known.map_or_else(|| ask.query("titre").to_owned(), |w| w.title.to_string());
    let summary = of(|w| w.summary.to_string());
    let level = of(|w| w.level.code().to_owned());
    let materials = of(|w| w.materials.as_ref().map(Words::to_string).unwrap_or_default());
    let marks: Vec<_> =
        known.map(|w| (w.requires.clone(), w.leads_to.clone())).into_iter().collect();
    let (requires, leads_to) = marks.into_iter().next().unwrap_or_default();
    let rows: Vec<(String, String, String, String)> = choices
        .iter()
        .map(|(key, name)| {
            (key.clone(), name.clone(), level_of(&requires, key), level_of(&leads_to, key))
        })
        .collect();
    let mark = move |(key, name, requires, leads_to): (String, String, String, String)| {
        view! {
            <fieldset class="marks">
                <legend>{name}</legend>
                <TextField
                    name=format!("requires[{key}]")
                    label=texts::opening::requires(lang)
                    value=requires
                    inputmode="decimal"
                    required=true
                />
                <TextField
                    name=format!("leads_to[{key}]")
                    label=texts::opening::leads_to(lang)
                    value=leads_to
                    inputmode="decimal"
                    required=true
                />
            </fieldset>
        }
    };
    let levels = levels(lang);
    view! {
        <Form name="save_workshop" command=ask.request.command() hidden=hidden class="opening">
            <div class="columns">
                <div>
                    <TextField
                        name="title"
                        label=texts::opening::title_field(lang)
                        value=title
                        required=true
                    />
                    <Select
                        name="theme"
                        label=texts::agenda::theme(lang)
                        options=choices
                        value=theme
                        required=true
                    />
                    <Select
                        name="level"
                        label=texts::opening::level(lang)
                        options=levels
                        value=level
                        required=true
                    />
                    <TextArea
                        name="summary"
                        label=texts::opening::summary(lang)
                        value=summary
                        rows=3
                        required=true
                    />
                </div>
                <div>
                    <TextArea
                        name="teaches"
                        label=texts::opening::teaches(lang)
                        hint=texts::opening::teaches_hint(lang)
                        value=teaches
                        rows=4
                    />
                    <TextArea
                        name="materials"
                        label=texts::opening::materials(lang)
                        hint=texts::opening::materials_hint(lang)
                        value=materials
                        rows=3
                    />
                </div>
            </div>
            <h2>{texts::opening::marks(lang)}</h2>
            <p class="hint">{texts::opening::marks_lead(lang)}</p>
            <div class="levels">{rows.into_iter().map(mark).collect_view()}</div>
            <p class="actions"><Submit label=texts::opening::save(lang) /></p>
        </Form>
    }
    .into_any()
}

fn level_of(marks: &[Mark], theme: &str) -> String {
    let mark = marks.iter().find(|mark| mark.theme == theme);
    mark.map(|mark| mark.level.to_string()).unwrap_or_default()
}

impl Session {
    /// What a form begins with: the first of a workshop.
    pub fn of(workshop: &Workshop) -> Self {
        Self::titled(workshop.title.as_str())
    }

    /// One of which the title is known.
    pub fn titled(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            seats: "12".to_owned(),
            offer_hours: Seats::OFFER_HOURS.to_string(),
            ..Self::default()
        }
    }

    /// Where, by whom and for how many the page that leads there says that it is wished.
    pub fn wished(self, ask: &Ask) -> Self {
        let many: u32 = ask.query("pour").parse().unwrap_or_default();
        let seats: u32 = self.seats.parse().unwrap_or_default();
        Self {
            place: ask.query("zone").to_owned(),
            host: ask.query("anime").to_owned(),
            seats: seats.max(many).min(*Told::SEATS.end()).to_string(),
            ..self
        }
    }

    /// All that another tells.
    pub fn like(entry: &Entry) -> Self {
        let on = |at: Option<DateTime<Utc>>| at.map(dates::input_date).unwrap_or_default();
        let kept = entry.seats.kept;
        let co_host = |n| entry.co_hosts.get(n).map(PersonId::to_string).unwrap_or_default();
        Self {
            title: entry.title.to_string(),
            day: dates::input_date(entry.starts_at),
            from: dates::input_time(entry.starts_at),
            to: dates::input_time(entry.ends_at),
            place: entry.place.to_string(),
            access: entry.access.clone().unwrap_or_default(),
            link: entry.link.clone().unwrap_or_default(),
            bring: entry.bring.as_ref().map(Words::to_string).unwrap_or_default(),
            words: entry.words.as_ref().map(Words::to_string).unwrap_or_default(),
            host: entry.host.map(|host| host.to_string()).unwrap_or_default(),
            co_host: co_host(0),
            other_host: co_host(1),
            seats: entry.seats.total.to_string(),
            kept_seats: kept.map(|kept| kept.seats.to_string()).unwrap_or_default(),
            // They are kept until that day ends.
            kept_until: on(kept.map(|kept| kept.until - Duration::seconds(1))),
            offer_hours: entry.seats.offer_hours.to_string(),
            freely: if entry.seats.freely { "yes".to_owned() } else { String::new() },
            published_on: on(entry.published_at),
        }
    }

    /// The same on another day.
    pub fn copy(entry: &Entry) -> Self {
        Self {
            day: String::new(),
            kept_until: String::new(),
            published_on: String::new(),
            ..Self::like(entry)
        }
    }
}

/// Those who wish to learn what is opened: they may be told.
pub struct Wishing {
    pub area: String,
    pub names: Vec<String>,
}

impl Wishing {
    /// Empty, where there are none.
    fn asked(self, lang: Lang) -> Option<AnyView> {
        let many = i64::try_from(self.names.len()).unwrap_or(i64::MAX);
        let label = texts::opening::tell(lang, many, self.names.join(", "));
        (many > 0).then(|| {
            view! {
                <Checkbox
                    name="tell"
                    label=label
                    hint=texts::opening::tell_hint(lang)
                    checked=true
                />
            }
            .into_any()
        })
    }
}

/// Opens sessions of a workshop.
pub fn open(
    ask: &Ask,
    workshop: WorkshopId,
    session: Session,
    hosts: Vec<(PersonId, String)>,
    wishing: Wishing,
) -> AnyView {
    let lang = ask.lang();
    let rhythms = Rhythm::ALL.map(|rhythm| {
        (rhythm.code().to_owned(), texts::rhythm::of(lang, rhythm.code()).to_owned())
    });
    let comes_back = move || {
        view! {
            <div class="pair">
                <Select
                    name="rhythm"
                    label=texts::opening::rhythm(lang)
                    options=rhythms.to_vec()
                    value=Rhythm::Once.code()
                    required=true
                />
                <TextField
                    name="times"
                    kind="number"
                    inputmode="numeric"
                    label=texts::opening::times(lang)
                    required=true
                    value=Rhythm::TIMES.start().to_string()
                    min=Rhythm::TIMES.start().to_string()
                    max=Rhythm::TIMES.end().to_string()
                />
            </div>
            <p class="hint">{texts::opening::times_hint(lang)}</p>
        }
        .into_any()
    };
    let mut hidden = vec![("workshop".to_owned(), workshop.to_string())];
    hidden.push(("area".to_owned(), wishing.area.clone()));
    view! {
        <Form name="open_sessions" command=ask.request.command() hidden=hidden class="opening">
            {columns(lang, session, hosts, comes_back)}
            {wishing.asked(lang)}
            <p class="actions"><Submit label=texts::opening::open_send(lang) /></p>
        </Form>
    }
    .into_any()
}

/// Opens an encounter.
pub fn encounter(ask: &Ask, session: Session, hosts: Vec<(PersonId, String)>) -> AnyView {
    let lang = ask.lang();
    view! {
        <Form name="open_encounter" command=ask.request.command() class="opening">
            {columns(lang, session, hosts, || ().into_any())}
            <p class="actions"><Submit label=texts::opening::open_send(lang) /></p>
        </Form>
    }
    .into_any()
}

/// Changes a date.
pub fn edit(ask: &Ask, entry: &Entry, hosts: Vec<(PersonId, String)>) -> AnyView {
    let lang = ask.lang();
    let hidden = vec![
        ("entry".to_owned(), entry.id.to_string()),
        ("seen".to_owned(), entry.mark().to_string()),
    ];
    let session = Session::like(entry);
    view! {
        <Form name="edit_session" command=ask.request.command() hidden=hidden class="opening">
            {columns(lang, session, hosts, || ().into_any())}
            <p class="actions"><Submit label=texts::opening::save(lang) /></p>
        </Form>
    }
    .into_any()
}

/// Three columns where there is room: when, where, for how many.
pub fn columns(
    lang: Lang,
    session: Session,
    hosts: Vec<(PersonId, String)>,
    comes_back: impl FnOnce() -> AnyView,
) -> AnyView {
    let team = (String::new(), texts::opening::nobody(lang).to_owned());
    let named = hosts.into_iter().map(|(person, name)| (person.to_string(), name));
    let named: Vec<_> = named.collect();
    let hosts: Vec<_> = std::iter::once(team).chain(named.iter().cloned()).collect();
    let alone = (String::new(), texts::opening::no_co_host(lang).to_owned());
    let others: Vec<_> = std::iter::once(alone).chain(named).collect();
    view! {
        <div class="columns">
            <div>
                <h2>{texts::opening::when(lang)}</h2>
                <TextField
                    name="title"
                    label=texts::opening::title_field(lang)
                    value=session.title
                    required=true
                />
                <TextField
                    name="day"
                    kind="date"
                    label=texts::opening::day(lang)
                    value=session.day
                    required=true
                />
                <div class="pair">
                    <TextField
                        name="from"
                        kind="time"
                        label=texts::opening::from(lang)
                        value=session.from
                        required=true
                    />
                    <TextField
                        name="to"
                        kind="time"
                        label=texts::opening::to(lang)
                        value=session.to
                        required=true
                    />
                </div>
                <p class="hint">{texts::opening::to_hint(lang)}</p>
                {comes_back()}
                <TextField
                    name="published_on"
                    kind="date"
                    label=texts::opening::published_on(lang)
                    hint=texts::opening::published_hint(lang)
                    value=session.published_on
                />
            </div>
            <div>
                <h2>{texts::opening::where_(lang)}</h2>
                <TextField
                    name="place"
                    label=texts::opening::place(lang)
                    value=session.place
                    required=true
                />
                <TextField
                    name="access"
                    label=texts::agenda::access(lang)
                    hint=texts::opening::access_hint(lang)
                    value=session.access
                />
                <TextField
                    name="link"
                    kind="url"
                    label=texts::opening::link(lang)
                    hint=texts::opening::link_hint(lang)
                    value=session.link
                />
                <TextArea
                    name="words"
                    label=texts::opening::words(lang)
                    hint=texts::opening::words_hint(lang)
                    value=session.words
                    rows=3
                    at_most=Words::MAX
                />
                <TextArea
                    name="bring"
                    label=texts::opening::bring(lang)
                    value=session.bring
                    rows=2
                />
            </div>
            <div>
                <h2>{texts::opening::seats_for_whom(lang)}</h2>
                <Select
                    name="host"
                    label=texts::opening::host(lang)
                    options=hosts
                    value=session.host
                    required=true
                />
                <div class="pair">
                    <Select
                        name="co_host"
                        label=texts::opening::co_host(lang)
                        options=others.clone()
                        value=session.co_host
                        required=true
                    />
                    <Select
                        name="other_host"
                        label=texts::opening::other_host(lang)
                        options=others
                        value=session.other_host
                        required=true
                    />
                </div>
                <TextField
                    name="seats"
                    kind="number"
                    inputmode="numeric"
                    label=texts::opening::seats(lang)
                    value=session.seats
                    min=Told::SEATS.start().to_string()
                    max=Told::SEATS.end().to_string()
                    required=true
                />
                <div class="pair">
                    <TextField
                        name="kept_seats"
                        kind="number"
                        inputmode="numeric"
                        label=texts::opening::kept_seats(lang)
                        value=session.kept_seats
                        min="0"
                    />
                    <TextField
                        name="kept_until"
                        kind="date"
                        label=texts::opening::kept_until(lang)
                        value=session.kept_until
                    />
                </div>
                <p class="hint">{texts::opening::kept_hint(lang)}</p>
                <TextField
                    name="offer_hours"
                    kind="number"
                    inputmode="numeric"
                    label=texts::opening::offer_hours(lang)
                    value=session.offer_hours
                    min=Told::HOURS.start().to_string()
                    max=Told::HOURS.end().to_string()
                    required=true
                />
                <Checkbox
                    name="freely"
                    label=texts::opening::freely(lang)
                    checked=session.freely == "yes"
                />
            </div>
        </div>
    }
    .into_any()
}
