//! What associations wish to learn, and the next workshops to open: one press to a form that is filled in.

use super::load::{self, Hosting, Told};
use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::hackathon::load::first_title;
use crate::routes::{Ask, View};
use crate::shell::{Do, line};
use crate::ui::card::{ActionTag, ButtonLink};
use crate::ui::table::{Row, Table};
use domain::accounts::Action;
use domain::ids::WorkshopId;
use domain::text::Lang;
use domain::workshops::demand::{Demand, Host, Proposal, Step, Wish};
use leptos::prelude::*;
use std::collections::BTreeMap;
use texts::dates;

/// `/ateliers/demande`
pub async fn demand(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let told = load::told(&ask.request).await?;
    let title = texts::demand::title(lang);
    let proposals = match told.wanted.proposals.is_empty() {
        true => view! { <p>{texts::demand::nobody(lang)}</p> }.into_any(),
        false => {
            let each = told.wanted.proposals.iter().map(|one| proposal(&ask, &told, one));
            let class = format!("demand {}", line(Action::Workshops).class());
            view! { <ol class=class>{each.collect_view()}</ol> }.into_any()
        }
    };
    let ideas = crate::wiki::care::pages::ideas(&ask).await?;
    let body = view! {
        <div class="wrap">
            <p>
                <ActionTag line=line(Action::Workshops) name=texts::action::workshops(lang) />
            </p>
            <h1>{title}</h1>
            <p class="lead">{texts::demand::lead(lang)}</p>
            <section aria-labelledby="next">
                <h2 id="next">{texts::demand::open_next(lang)}</h2>
                {proposals}
            </section>
            {ideas}
            {everything(&ask, &told)}
            <p><a href=ask.href("/ateliers")>{texts::workshop::all(lang)}</a></p>
        </div>
    };
    Ok(View::new(title, body))
}

/// A count, for a text that tells numbers.
fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn area(lang: Lang, demand: &Demand) -> String {
    demand.area.clone().unwrap_or_else(|| texts::demand::no_area(lang).to_owned())
}

/// How many wish it, who of them waits for a seat, and since when.
fn reason(lang: Lang, demand: &Demand) -> String {
    let many = texts::demand::many(lang, number(demand.wishes.len()));
    let since = demand.since().map(|at| texts::demand::since(lang, dates::date(lang, at)));
    let waiting = demand.waiting();
    let waiting = (waiting > 0).then(|| texts::demand::waiting(lang, number(waiting)));
    let told: Vec<_> = [Some(many), since, waiting].into_iter().flatten().collect();
    format!("{}.", told.join(", "))
}

fn proposal(ask: &Ask, told: &Told, proposal: &Proposal) -> impl IntoView + use<> {
    let lang = ask.lang();
    let Proposal { demand, step } = proposal;
    let theme = theme_title(lang, &demand.theme);
    let hosts = told.hosts.get(&demand.theme).map(Vec::as_slice).unwrap_or_default();
    let many = texts::demand::who(lang, number(demand.wishes.len()));
    let who = demand.wishes.iter().map(|wish| who(ask, told, wish));
    let could = match hosts.is_empty() {
        true => view! { <p>{texts::demand::no_host(lang)}</p> }.into_any(),
        false => {
            let each = hosts.iter().map(|host| hosting(ask, host));
            view! { <ul class="people">{each.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <li>
            <h3>{theme} " · " {area(lang, demand)}</h3>
            <p>{reason(lang, demand)}</p>
            {door(ask, told, demand, *step, hosts)}
            <details>
                <summary>{many}</summary>
                <ul class="people">{who.collect_view()}</ul>
            </details>
            <details>
                <summary>{texts::demand::hosts(lang, number(hosts.len()))}</summary>
                {could}
            </details>
        </li>
    }
}

/// Where a session of this workshop is opened, for this demand.
fn form_path(workshop: WorkshopId, demand: &Demand, hosts: &[Hosting]) -> String {
    let mut query = BTreeMap::from([("pour", demand.wishes.len().to_string())]);
    query.extend(demand.area.clone().map(|area| ("zone", area)));
    let person = hosts.iter().find_map(|hosting| match hosting.host {
        Host::Person(person, _) => Some(person.to_string()),
        Host::Association { .. } => None,
    });
    query.extend(person.map(|person| ("anime", person)));
    let query = serde_qs::to_string(&query).unwrap_or_default();
    format!("/atelier/{workshop}/seance?{query}")
}

/// What is done about it, in one press.
fn door(ask: &Ask, told: &Told, demand: &Demand, step: Step, hosts: &[Hosting]) -> AnyView {
    let lang = ask.lang();
    match step {
        Step::Open(id) => {
            let workshop = told.wanted.workshop(id);
            let title = workshop.map(|w| w.title.to_string()).unwrap_or_default();
            let href = ask.href(&form_path(id, demand, hosts));
            view! {
                <p class="actions">
                    <ButtonLink href=href label=texts::demand::open(lang, title) />
                </p>
            }
            .into_any()
        }
        Step::Begin => {
            let href = ask.href(&format!("/ateliers/nouveau?theme={}", demand.theme));
            view! {
                <p>{texts::demand::no_workshop(lang)}</p>
                <p class="actions"><ButtonLink href=href label=texts::demand::begin(lang) /></p>
            }
            .into_any()
        }
        Step::Tell { entry, free } => {
            let at = told.wanted.sessions.iter().find(|at| at.entry.id == entry);
            let at = at.map(|at| {
                let href = ask.href(&format!("/agenda/{entry}"));
                let day = dates::day(lang, at.entry.starts_at);
                let title = at.entry.title.to_string();
                view! { <a href=href>{title} " · " {day}</a> " " }
            });
            let area = demand.area.clone().unwrap_or_default();
            let hidden = vec![("entry", entry.to_string()), ("area", area)];
            let (request, label) = (ask.request.clone(), texts::demand::tell(lang));
            view! {
                <p>{at} {texts::demand::has_room(lang, i64::from(free))}</p>
                <div class="actions">
                    <Do name="tell_wishing" request=request label=label quiet=true hidden=hidden />
                </div>
            }
            .into_any()
        }
    }
}

/// Who would come: the first words of its need, and since when.
fn who(ask: &Ask, told: &Told, wish: &Wish) -> impl IntoView + use<> {
    let lang = ask.lang();
    let href = ask.href(&format!("/parcours/{}", wish.journey));
    let need = told.needs.get(&wish.journey).map(|words| {
        let words = texts::demand::quoted(lang, first_title(words.as_str()));
        view! { <br /> <span class="words">{words}</span> }
    });
    let at = dates::date(lang, wish.since);
    let since = match wish.waits {
        true => texts::demand::waits_since(lang, at),
        false => texts::demand::advised_since(lang, at),
    };
    view! {
        <li>
            <a href=href>{told.wanted.name(wish.association)}</a>
            " "
            <span class="muted small">{since}</span>
            {need}
        </li>
    }
}

fn hosting(ask: &Ask, hosting: &Hosting) -> impl IntoView + use<> {
    let lang = ask.lang();
    let name = match hosting.journey {
        Some(journey) => {
            let href = ask.href(&format!("/parcours/{journey}"));
            view! { <a href=href>{hosting.name.clone()}</a> }.into_any()
        }
        None => hosting.name.clone().into_any(),
    };
    let why = match hosting.host {
        Host::Person(_, times) => texts::demand::hosted(lang, i64::from(times)),
        Host::Association { helped: 0, learnt, mentor, .. } => {
            let learnt = texts::demand::learnt(lang, i64::from(learnt));
            let mentor = mentor.then(|| texts::demand::mentor(lang).to_owned());
            [Some(learnt), mentor].into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        Host::Association { helped, .. } => texts::demand::helped(lang, i64::from(helped)),
    };
    view! { <li>{name} " " <span class="muted small">{why}</span></li> }
}

/// All of it, theme by theme and area by area.
fn everything(ask: &Ask, told: &Told) -> Option<AnyView> {
    let (lang, now) = (ask.lang(), ask.request.now);
    if told.wanted.demands.is_empty() {
        return None;
    }
    let headers = [
        texts::agenda::theme(lang),
        texts::demand::area(lang),
        texts::demand::unmet(lang),
        texts::demand::of_them_wait(lang),
        texts::demand::free(lang),
        texts::demand::could_host(lang),
    ];
    let row = |demand: &Demand| {
        let hosts = told.hosts.get(&demand.theme).map_or(0, Vec::len);
        Row::new(vec![
            theme_title(lang, &demand.theme).into_any(),
            area(lang, demand).into_any(),
            demand.wishes.len().into_any(),
            demand.waiting().into_any(),
            told.wanted.free(&demand.theme, now).into_any(),
            hosts.into_any(),
        ])
    };
    Some(
        view! {
            <section aria-labelledby="all">
                <h2 id="all">{texts::demand::everything(lang)}</h2>
                <details>
                    <summary>{texts::demand::see_everything(lang)}</summary>
                    <Table
                        caption=texts::demand::everything(lang)
                        headers=headers.map(str::to_owned).to_vec()
                        rows=told.wanted.demands.iter().map(row).collect()
                        figures=vec![2, 3, 4, 5]
                    />
                </details>
            </section>
        }
        .into_any(),
    )
}
