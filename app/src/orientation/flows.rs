//! The organizers' reading of the orientations: how many passed between actions, and which ones wait for whom.

use super::load::place_name;
use crate::error::AppError;
use crate::request::Request;
use crate::routes::{Ask, View};
use crate::shell::line;
use crate::ui::card::ButtonLink;
use crate::ui::sankey::{Band, Place as Stop, Sankey, SankeyTexts};
use crate::ui::table::{Row, Table};
use chrono::Duration;
use domain::accounts::{Action, Sight};
use domain::ids::JourneyId;
use domain::journey::{Ball, Journey};
use domain::orientation::{FEW, Flows, Passed, Waiting, flows, waiting};
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;

/// The places of the drawing, in its order. None: outside.
const PLACES: [Option<Action>; 4] =
    [Some(Action::Workshops), Some(Action::Hackathon), Some(Action::Wiki), None];

/// One that waits, with the names that it speaks of.
struct Wait {
    association: String,
    from: String,
    to: String,
    waiting: Waiting,
}

/// `/orientations`
pub async fn page(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let waits = waits(&ask.request).await?;
    let since = ask.request.now - Duration::days(365);
    let opened = ask.request.read().orientations_since(since).await;
    let opened = opened.map_err(|error| ask.request.answer(error))?;
    let passed = flows(&opened, ask.request.now);
    let picture = if passed.is_empty() {
        view! { <p>{texts::flows::nothing(lang)}</p> }.into_any()
    } else {
        picture(lang, &passed)
    };
    let list = if waits.is_empty() {
        view! { <p>{texts::flows::nobody(lang)}</p> }.into_any()
    } else {
        list(&ask, waits)
    };
    let body = view! {
        <div class="wrap">
            <h1>{texts::flows::title(lang)}</h1>
            <p class="lead">{texts::flows::lead(lang)}</p>
            <section aria-labelledby="waiting">
                <h2 id="waiting">{texts::flows::waiting(lang)}</h2>
                <p class="muted small">{texts::flows::own_part(lang)}</p>
                {list}
            </section>
            <section aria-labelledby="passages">
                <h2 id="passages">{texts::flows::picture(lang)}</h2>
                {picture}
                <p class="small muted">{texts::flows::few(lang, FEW)}</p>
            </section>
            <p class="actions">
                <ButtonLink href=ask.href("/partenaires") label=texts::partners::title(lang) quiet=true />
                " "
                <ButtonLink href=ask.href("/bureau") label=texts::nav::desk(lang) quiet=true />
            </p>
        </div>
    };
    Ok(View::new(texts::flows::title(lang), body))
}

/// Those that an organizer may see: they gave it or receive it, or see the whole of its journey.
///
/// Errors: `SignIn`, `NotYours`.
async fn waits(request: &Request) -> Result<Vec<Wait>, AppError> {
    request.actor.organizer()?;
    // All their actions, whichever hat they wear now.
    let theirs = |action: &Action| request.actor.organizer_of(*action).ok();
    let organizers: Vec<_> = Action::ALL.iter().filter_map(theirs).collect();
    let rows = request.read();
    let fail = |error| request.answer(error);
    let names = rows.association_names().await.map_err(fail)?;
    let all = rows.orientations_waiting().await.map_err(fail)?;
    let whose: Vec<JourneyId> = all.iter().map(|(waits, _)| waits.journey).collect();
    let journeys = rows.journeys_among(&whose).await.map_err(fail)?;
    let mut waits = Vec::new();
    for one in waiting(all) {
        let orientation = &one.orientation;
        let concerned = organizers.iter().any(|hat| orientation.concerns(hat.action()));
        let whole = |journey: &Journey| {
            organizers.iter().any(|organizer| organizer.sight(journey) == Sight::Whole)
        };
        if !concerned && !journeys.get(&orientation.journey).is_some_and(whole) {
            continue;
        }
        let name = async |place| {
            let name = place_name(&rows, request.lang, place).await;
            name.map_err(|error| request.answer(error))
        };
        waits.push(Wait {
            association: names.get(&orientation.association).cloned().unwrap_or_default(),
            from: name(orientation.from).await?,
            to: name(orientation.to).await?,
            waiting: one,
        });
    }
    // By who has the ball, then the longest wait first.
    waits.sort_by_key(|wait| (rank(wait.waiting.ball), wait.waiting.since));
    Ok(waits)
}

/// Those for whom the programme has to move come first.
fn rank(ball: Ball) -> u8 {
    match ball {
        Ball::Organizers(_) => 0,
        Ball::Volunteers => 1,
        Ball::Partner(_) => 2,
        Ball::Association => 3,
    }
}

fn list(ask: &Ask, waits: Vec<Wait>) -> AnyView {
    let lang = ask.lang();
    let headers = [
        texts::desk::association(lang),
        texts::flows::way(lang),
        texts::desk::ball(lang),
        texts::desk::since(lang),
        texts::flows::until(lang),
    ];
    let row = |wait: Wait| {
        let Wait { association, from, to, waiting } = wait;
        let journey = ask.href(&format!("/parcours/{}", waiting.orientation.journey));
        let ball = match waiting.ball {
            Ball::Association => texts::desk::ball_association(lang).to_owned(),
            Ball::Volunteers => texts::desk::ball_volunteers(lang).to_owned(),
            Ball::Organizers(action) => texts::action::of(lang, action.code()).to_owned(),
            Ball::Partner(_) => to.clone(),
        };
        let until = waiting.until.map_or_else(
            || texts::flows::no_date(lang).to_owned(),
            |until| dates::date(lang, until),
        );
        Row::new(vec![
            view! { <a href=journey>{association}</a> }.into_any(),
            texts::flows::from_to(lang, from, to).into_any(),
            ball.into_any(),
            dates::date(lang, waiting.since).into_any(),
            until.into_any(),
        ])
        .on(waiting.orientation.to.action().map(line))
    };
    view! {
        <Table
            caption=texts::flows::waiting(lang)
            headers=headers.map(str::to_owned).to_vec()
            rows=waits.into_iter().map(row).collect()
        />
    }
    .into_any()
}

fn picture(lang: Lang, passed: &Flows) -> AnyView {
    let stop = |place: Option<Action>| Stop {
        name: match place {
            Some(action) => texts::action::of(lang, action.code()).to_owned(),
            None => texts::flows::outside(lang).to_owned(),
        },
        line: place.map(line),
    };
    let at = |place: &Option<Action>| PLACES.iter().position(|known| known == place);
    let band = |((from, to), passed): (&(Option<Action>, Option<Action>), &Passed)| {
        let (weight, short, told, vague) = match passed {
            Passed::Few => {
                let told = texts::flows::fewer(lang, FEW);
                (FEW - 1, format!("<\u{a0}{FEW}"), told, true)
            }
            Passed::Of(n) => (*n, n.to_string(), n.to_string(), false),
        };
        Some(Band { from: at(from)?, to: at(to)?, weight, short, told, vague })
    };
    let texts = SankeyTexts {
        title: texts::flows::picture(lang).to_owned(),
        from: texts::desk::from(lang).to_owned(),
        to: texts::desk::to(lang).to_owned(),
        passed: texts::flows::associations(lang).to_owned(),
    };
    let (places, bands) = (PLACES.map(stop).to_vec(), passed.iter().filter_map(band).collect());
    view! { <Sankey texts=texts places=places bands=bands /> }.into_any()
}
