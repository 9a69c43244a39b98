//! The mentor's desk: whom they accompany, and who could use a hand.

use super::load::{self, Candidate, Desk, Followed};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::ButtonLink;
use crate::ui::fields::{Form, Submit, TextArea, TextField};
use crate::ui::table::{Row, Table};
use domain::mentoring::State;
use domain::text::Words;
use leptos::prelude::*;
use texts::dates;

/// How many past meetings are told.
const TOLD: usize = 3;

/// `/mentorat`
pub async fn desk(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let desk = load::desk(&ask.request).await?;
    let running = desk.followed.iter().filter(|f| f.mentoring.state == State::Accepted);
    let running = running.map(|followed| meetings(&ask, followed)).collect_view();
    let body = view! {
        <div class="wrap">
            <h1>{texts::mentoring::title(lang)}</h1>
            <p class="lead">{texts::mentoring::lead(lang)}</p>
            <section aria-labelledby="followed">
                <h2 id="followed">{texts::mentoring::yours(lang)}</h2>
                {followed(&ask, &desk)}
            </section>
            {running}
            <section aria-labelledby="offer">
                <h2 id="offer">{texts::mentoring::offer_title(lang)}</h2>
                {candidates(&ask, desk)}
            </section>
        </div>
    };
    Ok(View::new(texts::mentoring::title(lang), body))
}

// ---- Those accompanied

fn followed(ask: &Ask, desk: &Desk) -> AnyView {
    let lang = ask.lang();
    if desk.followed.is_empty() {
        let choose = (!desk.candidates.is_empty()).then(|| {
            view! { " " <a href="#offer">{texts::mentoring::choose(lang)}</a> }
        });
        return view! { <p>{texts::mentoring::none(lang)} {choose}</p> }.into_any();
    }
    let headers = [
        texts::mentoring::association(lang),
        texts::mentoring::state(lang),
        texts::mentoring::last(lang),
        texts::mentoring::next(lang),
        texts::mentoring::meetings(lang),
    ];
    let rows = desk.followed.iter().map(|followed| followed_row(ask, followed)).collect();
    view! {
        <Table
            caption=texts::mentoring::yours(lang)
            headers=headers.map(str::to_owned).to_vec()
            rows=rows
            figures=vec![4]
        />
    }
    .into_any()
}

fn followed_row(ask: &Ask, followed: &Followed) -> Row {
    let lang = ask.lang();
    let mentoring = &followed.mentoring;
    let name = followed.association.clone();
    let name = if followed.open {
        let href = ask.href(&format!("/parcours/{}", mentoring.helped_journey));
        view! { <a href=href>{name}</a> }.into_any()
    } else {
        name.into_any()
    };
    let not_yet = || texts::mentoring::not_yet(lang).to_owned();
    let last = followed.meetings.last().map(|meeting| dates::date(lang, meeting.met_at));
    let next = match mentoring.next_meeting {
        Some(at) if at < ask.request.now => texts::mentoring::past(lang, dates::date(lang, at)),
        Some(at) => dates::date(lang, at),
        None if mentoring.state == State::Accepted => texts::mentoring::to_agree(lang).to_owned(),
        None => not_yet(),
    };
    Row::new(vec![
        name,
        texts::mentoring::of(lang, mentoring.state.code()).into_any(),
        last.unwrap_or_else(not_yet).into_any(),
        next.into_any(),
        followed.meetings.len().to_string().into_any(),
    ])
}

/// The last meetings with an association, and the form for one more.
fn meetings(ask: &Ask, followed: &Followed) -> AnyView {
    let lang = ask.lang();
    let id = followed.mentoring.id.to_string();
    let heading = format!("meetings-{id}");
    let today = dates::input_date(ask.request.now);
    view! {
        <section aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{texts::mentoring::note_title(lang, &followed.association)}</h2>
            <Form
                name="note_meeting"
                command=ask.request.command()
                key=id.clone()
                hidden=vec![("mentoring".to_owned(), id)]
            >
                <TextField
                    name="met_at"
                    kind="date"
                    label=texts::mentoring::met_at(lang)
                    value=today.clone()
                    max=today
                    required=true
                />
                <TextArea
                    name="note"
                    label=texts::mentoring::note(lang)
                    hint=texts::mentoring::note_hint(lang)
                    rows=3
                    at_most=Words::MAX
                />
                <TextField
                    name="next"
                    kind="date"
                    label=texts::mentoring::next(lang)
                    hint=texts::mentoring::next_hint(lang)
                />
                <p class="actions"><Submit label=texts::mentoring::send(lang) /></p>
            </Form>
            {last_meetings(ask, followed)}
        </section>
    }
    .into_any()
}

/// Newest first.
fn last_meetings(ask: &Ask, followed: &Followed) -> Option<AnyView> {
    let lang = ask.lang();
    if followed.meetings.is_empty() {
        return None;
    }
    let told = followed.meetings.iter().rev().take(TOLD).map(|meeting| {
        let note = meeting.note.as_ref().map(ToString::to_string);
        let note = note.map(|note| view! { <p class="words">{note}</p> });
        view! { <li><b>{dates::date(lang, meeting.met_at)}</b> " " {note}</li> }
    });
    Some(
        view! {
            <h3>{texts::mentoring::before(lang)}</h3>
            <ul class="people">{told.collect_view()}</ul>
        }
        .into_any(),
    )
}

// ---- Those who could use a hand

fn candidates(ask: &Ask, desk: Desk) -> AnyView {
    let lang = ask.lang();
    let agenda = || {
        let href = ask.href("/agenda?genre=info_meeting");
        view! {
            <p class="actions">
                <ButtonLink href=href label=texts::mentoring::see_agenda(lang) quiet=true />
            </p>
        }
    };
    if !desk.may_offer {
        return view! { <p>{texts::mentoring::no_association(lang)}</p> {agenda()} }.into_any();
    }
    if desk.candidates.is_empty() {
        return view! { <p>{texts::mentoring::nobody(lang)}</p> {agenda()} }.into_any();
    }
    let headers = [
        texts::mentoring::association(lang),
        texts::mentoring::step(lang),
        texts::mentoring::news(lang),
        texts::mentoring::offer_header(lang),
    ];
    let rows = desk.candidates.into_iter().map(|candidate| candidate_row(ask, candidate)).collect();
    view! {
        <p class="muted">{texts::mentoring::offer_lead(lang)}</p>
        <Table
            caption=texts::mentoring::offer_title(lang)
            headers=headers.map(str::to_owned).to_vec()
            rows=rows
        />
    }
    .into_any()
}

fn candidate_row(ask: &Ask, candidate: Candidate) -> Row {
    let lang = ask.lang();
    let offer = view! {
        <Do
            name="propose_mentoring"
            request=ask.request.clone()
            label=texts::mentoring::offer(lang)
            quiet=true
            hidden=vec![("journey", candidate.journey.to_string())]
        />
    };
    Row::new(vec![
        candidate.association.into_any(),
        texts::step::of(lang, candidate.step.code()).into_any(),
        dates::date(lang, candidate.last).into_any(),
        offer.into_any(),
    ])
}
