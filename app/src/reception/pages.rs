//! Reception days: choosing a slot, the day as those who welcome see it, the days to come.

pub mod visits;

use super::load::{self, Booking, Desk};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::{ButtonLink, Notice};
use crate::ui::fields::{Checkbox, Form, Select, Submit, TextField};
use crate::ui::table::{Row, Table};
use crate::workshops::pages::place;
use domain::ids::{EntryId, PersonId};
use domain::paris;
use domain::reception::{Opening, ReceptionDay, Slot};
use domain::text::Lang;
use domain::workshops::{Presence, Registration, Seat};
use leptos::prelude::*;
use std::collections::BTreeMap;
use texts::dates;

// ---- Choosing a slot

/// On the page of a date: its slots, for who may take one.
pub async fn booking(ask: &Ask, id: EntryId) -> Result<AnyView, AppError> {
    let lang = ask.lang();
    let booking = load::booking(&ask.request, id).await?;
    let welcomes = ask.request.actor.welcomer().is_ok().then(|| {
        let href = ask.href(&format!("/accueil/{id}"));
        view! {
            <p class="actions">
                <ButtonLink href=href label=texts::reception::see_day(lang) quiet=true />
            </p>
        }
    });
    let slots = slots(ask, &booking);
    Ok(view! {
        <section aria-labelledby="slots">
            <h2 id="slots">{texts::reception::slots(lang)}</h2>
            {slots}
            {welcomes}
        </section>
    }
    .into_any())
}

fn slots(ask: &Ask, booking: &Booking) -> AnyView {
    let (lang, now) = (ask.lang(), ask.request.now);
    let day = &booking.day;
    if day.seating.entry.called_off.is_some() {
        let days = ask.href("/agenda?genre=reception");
        let visit = booking.association.as_ref().map(|_| {
            view! { <ButtonLink href=ask.href("/visite") label=texts::visit::ask(lang) quiet=true /> }
        });
        return view! {
            <Notice><p>{texts::reception::called_off(lang)}</p></Notice>
            <p class="actions">
                <ButtonLink href=days label=texts::reception::all_days(lang) quiet=true />
                " "
                {visit}
            </p>
        }
        .into_any();
    }
    if now >= day.seating.entry.ends_at {
        return view! { <p>{texts::agenda::past(lang)}</p> }.into_any();
    }
    if booking.association.is_none() {
        return not_a_member(ask, day);
    }
    let own = booking.own.as_ref().map(|seat| own_slot(ask, booking, seat));
    let list = choose(ask, day, booking.own.as_ref());
    view! {
        {own}
        <p class="muted">{texts::reception::choose_lead(lang)}</p>
        {list}
        {elsewhere(ask)}
    }
    .into_any()
}

/// Every slot to come: free ones are a button, by their hour. `own` is the seat of who asks.
pub fn choose(ask: &Ask, day: &ReceptionDay, own: Option<&Registration>) -> AnyView {
    let (lang, now) = (ask.lang(), ask.request.now);
    let free: Vec<_> = day.free(now).map(|slot| slot.id).collect();
    let coming: Vec<&Slot> = day.slots.iter().filter(|slot| now < slot.starts_at).collect();
    if coming.is_empty() {
        return view! { <p>{texts::reception::no_slot_left(lang)}</p> }.into_any();
    }
    let own = own.and_then(|seat| seat.slot);
    let item = |slot: &Slot| {
        let hour = dates::hour(lang, slot.starts_at);
        if own == Some(slot.id) {
            return view! { <li><b>{texts::reception::own(lang, hour)}</b></li> }.into_any();
        }
        match free.contains(&slot.id) {
            true => view! {
                <li>
                    <Do
                        name="book_slot"
                        request=ask.request.clone()
                        label=texts::reception::take(lang, hour)
                        quiet=true
                        hidden=vec![("slot", slot.id.to_string())]
                    />
                </li>
            }
            .into_any(),
            false => {
                view! { <li class="muted">{texts::reception::taken(lang, hour)}</li> }.into_any()
            }
        }
    };
    view! { <ul class="slots">{coming.into_iter().map(item).collect_view()}</ul> }.into_any()
}

fn not_a_member(ask: &Ask, day: &ReceptionDay) -> AnyView {
    let lang = ask.lang();
    let free = i64::try_from(day.free(ask.request.now).count()).unwrap_or(i64::MAX);
    let told = view! { <p>{texts::reception::free(lang, free)}</p> };
    if ask.request.actor.signed().is_ok() {
        return told.into_any();
    }
    let suite = format!("/connexion?suite=/agenda/{}", day.seating.entry.id);
    view! {
        {told}
        <p>{texts::reception::join_first(lang)}</p>
        <p class="actions">
            <ButtonLink href=ask.href("/rejoindre") label=texts::agenda::join(lang) />
            " "
            <ButtonLink href=ask.href(&suite) label=texts::nav::sign_in(lang) quiet=true />
        </p>
    }
    .into_any()
}

fn own_slot(ask: &Ask, booking: &Booking, seat: &Registration) -> AnyView {
    let lang = ask.lang();
    let association = booking.association.clone().unwrap_or_default();
    let slot = seat.slot.and_then(|slot| booking.day.slot(slot));
    let hour = slot.map(|slot| dates::hour(lang, slot.starts_at)).unwrap_or_default();
    let (told, confirm) = match seat.state {
        Seat::Held { until } => (
            texts::reception::held(lang, hour, association, dates::day(lang, until)),
            slot.map(|slot| {
                view! {
                    <Do
                        name="book_slot"
                        request=ask.request.clone()
                        label=texts::reception::confirm(lang)
                        hidden=vec![("slot", slot.id.to_string())]
                    />
                }
            }),
        ),
        _ => (texts::reception::yours(lang, hour, association), None),
    };
    let to_come = ask.request.now < booking.day.seating.entry.starts_at;
    let give_back = to_come.then(|| {
        view! {
            <Do
                name="cancel_seat"
                request=ask.request.clone()
                label=texts::reception::give_back(lang)
                quiet=true
                hidden=vec![("registration", seat.id.to_string())]
            />
        }
    });
    view! {
        <Notice>
            <p>{told}</p>
            <div class="actions">{confirm} {give_back}</div>
        </Notice>
    }
    .into_any()
}

/// For an association that cannot come.
fn elsewhere(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    view! {
        <p>
            {texts::reception::cannot_come(lang)} " "
            <a href=ask.href("/visite")>{texts::visit::ask(lang)}</a>
        </p>
    }
    .into_any()
}

// ---- The days to come

/// `/accueils`
pub async fn days(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = load::days(&ask.request).await?;
    let list = if shown.days.is_empty() {
        view! { <p>{texts::reception::no_day(lang)}</p> }.into_any()
    } else {
        let headers = [
            texts::agenda::when(lang),
            texts::agenda::what(lang),
            texts::reception::slots(lang),
            texts::reception::there(lang),
        ];
        let rows = shown.days.iter().map(|day| day_row(&ask, day, &shown.people));
        view! {
            <Table
                caption=texts::reception::title(lang)
                headers=headers.map(str::to_owned).to_vec()
                rows=rows.collect()
            />
        }
        .into_any()
    };
    let opening = ask.request.actor.organizer().is_ok().then(|| opening(&ask));
    let title = texts::reception::title(lang);
    let body = view! {
        <div class="wrap">
            <h1>{title}</h1>
            <p class="lead">{texts::reception::lead(lang)}</p>
            {list}
            {opening}
        </div>
    };
    Ok(View::new(title, body))
}

fn day_row(ask: &Ask, day: &ReceptionDay, people: &BTreeMap<PersonId, String>) -> Row {
    let (lang, entry) = (ask.lang(), &day.seating.entry);
    let href = ask.href(&format!("/accueil/{}", entry.id));
    let when = view! {
        <a href=href>{dates::day(lang, entry.starts_at)}</a>
        <br />
        <span class="muted small">{dates::hour(lang, entry.starts_at)}</span>
    };
    let what = view! {
        {entry.title.to_string()} <br /> <span class="muted small">{place(entry)}</span>
    };
    let taken = day.slots.iter().filter(|s| day.seating.at_slot(s.id, ask.request.now).is_some());
    let taken = match entry.called_off {
        Some(_) => texts::reception::called_off_short(lang).to_owned(),
        None => {
            let all = day.slots.len().to_string();
            texts::reception::taken_of(lang, taken.count().to_string(), all)
        }
    };
    let there: Vec<String> =
        day.duties.iter().filter_map(|person| people.get(person)).cloned().collect();
    let there = match there.is_empty() {
        _ if entry.called_off.is_some() => String::new(),
        true => texts::reception::nobody_there(lang).to_owned(),
        false => there.join(", "),
    };
    Row::new(vec![when.into_any(), what.into_any(), taken.into_any(), there.into_any()])
}

fn opening(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    let (least, most) = (Opening::MINUTES.start().to_string(), Opening::MINUTES.end().to_string());
    view! {
        <section aria-labelledby="open" class="narrow">
            <h2 id="open">{texts::reception::open(lang)}</h2>
            <Form name="open_reception" command=ask.request.command()>
                <TextField
                    name="title"
                    label=texts::reception::name(lang)
                    value=texts::entry_kind::reception(lang)
                    required=true
                />
                <TextField name="place" label=texts::agenda::place(lang) required=true />
                <TextField
                    name="access"
                    label=texts::agenda::access(lang)
                    hint=texts::reception::access_hint(lang)
                />
                <TextField
                    name="starts_at"
                    kind="datetime-local"
                    label=texts::reception::starts_at(lang)
                    required=true
                />
                <TextField
                    name="slots"
                    kind="number"
                    inputmode="numeric"
                    label=texts::reception::how_many(lang)
                    value="6"
                    min="1"
                    max=Opening::SLOTS.end().to_string()
                    required=true
                />
                <TextField
                    name="minutes"
                    kind="number"
                    inputmode="numeric"
                    label=texts::reception::minutes(lang)
                    value="45"
                    min=least
                    max=most
                    required=true
                />
                <p class="actions"><Submit label=texts::reception::open_send(lang) /></p>
            </Form>
        </section>
    }
    .into_any()
}

// ---- One day, at the door

/// `/accueil/{entry}`
pub async fn day(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: EntryId = ask.id("entry")?;
    let desk = load::desk(&ask.request, id).await?;
    let entry = &desk.day.seating.entry;
    let when = texts::agenda::at(
        lang,
        dates::day(lang, entry.starts_at),
        dates::hour(lang, entry.starts_at),
        dates::hour(lang, entry.ends_at),
    );
    let title = entry.title.to_string();
    let page = ask.href(&format!("/agenda/{id}"));
    let body = match entry.called_off {
        Some(at) => {
            let told = texts::reception::called_off_on(lang, dates::date(lang, at));
            view! {
                <Notice><p>{told}</p></Notice>
                <p><a href=ask.href("/accueils")>{texts::reception::all_days(lang)}</a></p>
            }
            .into_any()
        }
        None => at_the_door(&ask, &desk),
    };
    let body = view! {
        <div class="wrap">
            <h1>{title.clone()}</h1>
            <p class="lead">{when}</p>
            <p>{place(entry)} " · " <a href=page>{texts::mail::see_date(lang)}</a></p>
            {body}
        </div>
    };
    Ok(View::new(title, body))
}

fn at_the_door(ask: &Ask, desk: &Desk) -> AnyView {
    let (lang, now) = (ask.lang(), ask.request.now);
    let entry = &desk.day.seating.entry;
    let headers = [
        texts::reception::hour(lang),
        texts::diagnosis::association(lang),
        texts::reception::leads(lang),
        texts::diagnosis::action(lang),
    ];
    let rows = desk.day.slots.iter().map(|slot| slot_row(ask, desk, slot)).collect();
    let there: Vec<String> =
        desk.day.duties.iter().filter_map(|person| desk.people.get(person)).cloned().collect();
    let there = match there.is_empty() {
        true => texts::reception::nobody_there(lang).to_owned(),
        false => texts::reception::there_are(lang, there.join(", ")),
    };
    let today = paris::day(now) == paris::day(entry.starts_at);
    let walk_in = match today {
        true => walk_in(ask, desk),
        false => view! { <p class="muted">{texts::reception::walk_in_then(lang)}</p> }.into_any(),
    };
    let organizes = desk.volunteers.is_some();
    let staff = organizes.then(|| staff(ask, desk));
    let call_off = (organizes && now < entry.ends_at).then(|| call_off(ask, entry.id));
    view! {
        <p>{there}</p>
        <Table
            caption=texts::reception::slots(lang)
            headers=headers.map(str::to_owned).to_vec()
            rows=rows
        />
        <section aria-labelledby="walk-in" class="narrow">
            <h2 id="walk-in">{texts::reception::walk_in(lang)}</h2>
            {walk_in}
        </section>
        {staff}
        {call_off}
    }
    .into_any()
}

fn call_off(ask: &Ask, entry: EntryId) -> AnyView {
    let lang = ask.lang();
    view! {
        <details>
            <summary>{texts::reception::call_off(lang)}</summary>
            <p>{texts::reception::call_off_lead(lang)}</p>
            <Do
                name="call_off_reception"
                request=ask.request.clone()
                label=texts::reception::call_off_send(lang)
                quiet=true
                hidden=vec![("entry", entry.to_string())]
            />
        </details>
    }
    .into_any()
}

fn slot_row(ask: &Ask, desk: &Desk, slot: &Slot) -> Row {
    let (lang, now) = (ask.lang(), ask.request.now);
    let hours =
        format!("{} – {}", dates::hour(lang, slot.starts_at), dates::hour(lang, slot.ends_at));
    let leads = slot.volunteer.and_then(|person| desk.people.get(&person)).cloned();
    let leads = leads.unwrap_or_else(|| texts::reception::whoever(lang).to_owned());
    let (who, action) = match desk.at(slot, now) {
        None => {
            let free = view! { <span class="muted">{texts::reception::nobody(lang)}</span> };
            (free.into_any(), "".into_any())
        }
        Some((seat, name)) => {
            let href = ask.href(&format!("/parcours/{}", seat.journey));
            let held = matches!(seat.state, Seat::Held { .. }).then(|| {
                view! { <br /> <span class="muted small">{texts::reception::to_confirm(lang)}</span> }
            });
            let who = view! { <a href=href>{name.to_owned()}</a> {held} };
            (who.into_any(), arrival(ask, desk, seat))
        }
    };
    Row::new(vec![hours.into_any(), who, leads.into_any(), action])
}

/// Has it come? Then its diagnosis may begin.
fn arrival(ask: &Ask, desk: &Desk, seat: &Registration) -> AnyView {
    let lang = ask.lang();
    let begun = ask.request.now >= desk.day.seating.entry.starts_at;
    if !begun || seat.state != Seat::Registered {
        return "".into_any();
    }
    let note = |presence: Presence, quiet: bool| {
        view! {
            <Do
                name="note_arrival"
                request=ask.request.clone()
                label=texts::reception_presence::of(lang, presence.code())
                quiet=quiet
                hidden=vec![
                    ("registration", seat.id.to_string()),
                    ("presence", presence.code().to_owned()),
                ]
            />
        }
    };
    match seat.presence {
        None => view! { <div class="actions">{note(Presence::Present, false)} {note(Presence::Absent, true)}</div> }
            .into_any(),
        Some(Presence::Present) => {
            let own = ask.request.actor.member_of(seat.association).is_ok();
            let leads = ask.request.actor.volunteer().is_ok() && !own;
            let open = leads.then(|| {
                view! {
                    <Do
                        name="open_diagnosis"
                        request=ask.request.clone()
                        label=texts::diagnosis::open(lang)
                        hidden=vec![("journey", seat.journey.to_string())]
                    />
                }
            });
            view! { <p>{texts::presence::present(lang)}</p> {open} }.into_any()
        }
        Some(other) => view! {
            <p>{texts::presence::of(lang, other.code())}</p>
            {note(Presence::Present, true)}
        }
        .into_any(),
    }
}

/// Two fields: one that is known, or its name.
fn walk_in(ask: &Ask, desk: &Desk) -> AnyView {
    let lang = ask.lang();
    let mut known: Vec<(String, String)> =
        desk.associations.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    known.sort_by_key(|(_, name)| name.to_lowercase());
    known.insert(0, (String::new(), texts::reception::a_new_one(lang).to_owned()));
    let entry = desk.day.seating.entry.id.to_string();
    view! {
        <p class="muted">{texts::reception::walk_in_lead(lang)}</p>
        <Form
            name="welcome_walk_in"
            command=ask.request.command()
            hidden=vec![("entry".to_owned(), entry)]
        >
            <Select
                name="association"
                label=texts::reception::known(lang)
                options=known
                required=true
            />
            <fieldset class="field">
                <legend>{texts::reception::new(lang)}</legend>
                <TextField name="name" label=texts::reception::new_name(lang) />
                <TextField
                    name="email"
                    kind="email"
                    label=texts::help::email(lang)
                    hint=texts::reception::email_hint(lang)
                    autocomplete="off"
                />
                <Checkbox name="other" label=texts::reception::other(lang) />
            </fieldset>
            <p class="actions"><Submit label=texts::reception::welcome(lang) /></p>
        </Form>
    }
    .into_any()
}

/// Who is there, and who leads when.
fn staff(ask: &Ask, desk: &Desk) -> AnyView {
    let (lang, now) = (ask.lang(), ask.request.now);
    let entry = desk.day.seating.entry.id.to_string();
    let volunteers = desk.volunteers.clone().unwrap_or_default();
    let day = desk.day.clone();
    let there = volunteers
        .iter()
        .map(|(offered, name)| {
            let paused = offered.is_paused(now).then(|| texts::reception::paused(lang));
            let checked = day.duties.contains(&offered.person);
            (offered.person, name.clone(), paused.unwrap_or_default(), checked)
        })
        .collect::<Vec<_>>();
    let whoever = (String::new(), texts::reception::whoever(lang).to_owned());
    let leaders = |slot: &Slot| -> Vec<(String, String)> {
        let own = |person| desk.day.comes_for(slot, person, &desk.crews, now);
        let may = volunteers.iter().filter(|(offered, _)| !own(offered.person));
        let may = may.map(|(offered, name)| (offered.person.to_string(), name.clone()));
        std::iter::once(whoever.clone()).chain(may).collect()
    };
    let slots: Vec<_> = day.slots.iter().map(|slot| (slot.clone(), leaders(slot))).collect();
    // Made inside the form, where fields are told what came back.
    let fields = move || {
        let there = there.iter().map(|(person, name, hint, checked)| {
            view! {
                <Checkbox
                    name=format!("there[{person}]")
                    label=name.clone()
                    hint=*hint
                    value="on"
                    checked=*checked
                />
            }
        });
        let leads = slots.iter().map(|(slot, leaders)| {
            view! {
                <Select
                    name=format!("leads[{}]", slot.id)
                    label=dates::hour(lang, slot.starts_at)
                    options=leaders.clone()
                    value=slot.volunteer.map(|person| person.to_string()).unwrap_or_default()
                    required=true
                />
            }
        });
        view! {
            <fieldset class="field">
                <legend>{texts::reception::there(lang)}</legend>
                {there.collect_view()}
            </fieldset>
            <fieldset class="field leads">
                <legend>{texts::reception::leads(lang)}</legend>
                {leads.collect_view()}
            </fieldset>
        }
    };
    view! {
        <section aria-labelledby="staff">
            <h2 id="staff">{texts::reception::staff(lang)}</h2>
            <p class="muted">{texts::reception::staff_lead(lang)}</p>
            <Form
                name="staff_reception"
                command=ask.request.command()
                hidden=vec![("entry".to_owned(), entry)]
            >
                {fields()}
                <p class="actions"><Submit label=texts::reception::staff_send(lang) /></p>
            </Form>
        </section>
    }
    .into_any()
}

// ---- Elsewhere

/// For the sorting desk: when a volunteer is expected, and by whom.
pub async fn at_the_desk(ask: &Ask) -> Result<AnyView, AppError> {
    let lang = ask.lang();
    let days = load::own_days(&ask.request).await?;
    let item = |day: &load::OwnDay| {
        let href = ask.href(&format!("/accueil/{}", day.entry));
        let slots = day.slots.iter().map(|(slot, who)| slot_in_words(lang, slot, who));
        view! {
            <li>
                <a href=href>{day.title.clone()}</a>
                ", "
                {dates::moment(lang, day.starts_at)}
                <ul>{slots.collect_view()}</ul>
            </li>
        }
    };
    let own = match days.is_empty() {
        true => view! { <p>{texts::reception::not_expected(lang)}</p> }.into_any(),
        false => {
            view! { <ul class="people">{days.iter().map(item).collect_view()}</ul> }.into_any()
        }
    };
    Ok(view! {
        <section aria-labelledby="receptions">
            <h2 id="receptions">{texts::reception::your_days(lang)}</h2>
            {own}
            <p><a href=ask.href("/accueils")>{texts::reception::all_days(lang)}</a></p>
        </section>
        {visits::at_the_desk(ask).await?}
    }
    .into_any())
}

fn slot_in_words(lang: Lang, slot: &Slot, who: &str) -> impl IntoView + use<> {
    let told = texts::reception::at_hour(lang, dates::hour(lang, slot.starts_at), who);
    view! { <li>{told}</li> }
}
