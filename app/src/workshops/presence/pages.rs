//! Who came: a page that works in one hand, a sheet of paper that says the same, and the door for those who were counted
//! without a name.

use super::islands::{Handed, LivePresences};
use super::load::{self, After, Attendance};
use crate::error::AppError;
use crate::exchange::pages::for_host;
use crate::routes::{Ask, View};
use crate::sending::ProgressTexts;
use crate::shell::Do;
use crate::ui::card::{ButtonLink, Notice};
use crate::ui::fields::{Checkbox, Choice, Form, RadioGroup, Submit, TextArea, TextField};
use crate::ui::table::{Row, Table};
use domain::accounts::{Actor, Purpose};
use domain::ids::{EntryId, RegistrationId};
use domain::packed::pack;
use domain::text::{Lang, Source};
use domain::workshops::{Came, Knows, Noted, Presence, Registration, Role, Unnamed};
use leptos::prelude::*;
use texts::dates;

/// `/presences/{entry}`
pub async fn attendance(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: EntryId = ask.id("entry")?;
    let shown = load::attendance(&ask.request, id).await?;
    let (entry, now) = (&shown.entry, ask.request.now);
    let title = texts::presences::title(lang, entry.title.to_string());
    let body = match () {
        () if entry.called_off.is_some() => {
            view! { <Notice><p>{texts::broken::called_off(lang)}</p></Notice> {coming(lang, &shown)} }
                .into_any()
        }
        () if now < entry.starts_at => {
            view! { <p>{texts::presences::too_early(lang)}</p> {coming(lang, &shown)} }.into_any()
        }
        () => noting(&ask, &shown),
    };
    let sheet = ask.href(&format!("/presences/{id}/feuille"));
    let back = ask.href(&format!("/agenda/{id}"));
    Ok(View::new(
        title.clone(),
        view! {
            <div class="wrap narrow attendance">
                <h1>{title}</h1>
                <p class="lead">
                    {dates::day(lang, entry.starts_at)} ", " {dates::hour(lang, entry.starts_at)}
                    " · " {entry.place.to_string()}
                </p>
                {body}
                {before(lang, &shown)}
                {for_host(lang, &shown.meetings)}
                {answers(lang, &shown)}
                {(now >= entry.starts_at).then(|| notes(&ask, &shown))}
                <p class="actions">
                    <ButtonLink href=sheet label=texts::presences::sheet(lang) quiet=true />
                    " "
                    <ButtonLink href=back label=texts::presences::see_date(lang) quiet=true />
                </p>
            </div>
        },
    ))
}

/// Those who come, while nothing can be noted.
fn coming(lang: Lang, shown: &Attendance) -> AnyView {
    if shown.seats.is_empty() {
        return view! { <p>{texts::agenda::nobody(lang)}</p> }.into_any();
    }
    let held = shown.entry.called_off.is_none();
    let names = shown.seats.iter().map(|(seat, name)| {
        let off = (seat.came(held) == Came::CalledOff)
            .then(|| format!(" · {}", texts::presence::of(lang, Came::CalledOff.code())));
        view! { <li>{who(lang, seat, name)} {off}</li> }
    });
    view! { <ul class="people">{names.collect_view()}</ul> }.into_any()
}

/// Who sits there: the person, if they said their name, and the association.
pub fn who(lang: Lang, seat: &Registration, association: &str) -> String {
    let name = match &seat.attendee {
        Some(attendee) => texts::presences::person(lang, attendee.as_str(), association),
        None => association.to_owned(),
    };
    match seat.role {
        Role::Learns => name,
        Role::Helps => texts::presences::helps(lang, name),
    }
}

fn noting(ask: &Ask, shown: &Attendance) -> AnyView {
    let lang = ask.lang();
    let entry = vec![("entry".to_owned(), shown.entry.id.to_string())];
    let seats: Vec<_> =
        shown.seats.iter().map(|(seat, name)| (seat.clone(), who(lang, seat, name))).collect();
    let marks = (!seats.is_empty()).then(|| {
        // Made inside the form, where fields are told what came back.
        let rows = move || seats.iter().map(|(seat, name)| mark(lang, seat, name)).collect_view();
        view! {
            <Form name="note_presence" command=ask.request.command() hidden=entry.clone()>
                {rows()}
                <p class="actions"><Submit label=texts::agenda::note(lang) /></p>
            </Form>
        }
    });
    let nobody = shown.seats.is_empty().then(|| texts::agenda::nobody(lang));
    let told = texts::presences::so_many(lang, shown.present() as i64);
    let owner = ask.request.actor.owner().map(|owner| owner.to_string()).unwrap_or_default();
    let noted = shown.noted.iter().map(|noted| noted.command.to_string());
    let handed = Handed {
        owner,
        entry: shown.entry.id.to_string(),
        shown: noted.chain(shown.unnamed.iter().map(|one| one.id.to_string())).collect(),
        progress: ProgressTexts {
            saving: texts::diagnosis::saving(lang).to_owned(),
            saved: texts::diagnosis::saved(lang).to_owned(),
            here: texts::presences::here(lang, "{count}"),
            signed_out: texts::presences::signed_out(lang, "{count}"),
            not_saved: texts::presences::not_saved(lang).to_owned(),
        },
        noted: texts::presences::noted_here(lang, "{name}"),
        refused: texts::presences::refused(lang, "{name}"),
        read: texts::presences::read(lang).to_owned(),
    };
    let to = ask.href(&format!("/connexion?suite={}", ask.path));
    let body = view! {
        <p class="count">{told}</p>
        <p class="saving small" role="status" data-saving></p>
        <p data-sign-in hidden><a class="button" href=to>{texts::nav::sign_in(lang)}</a></p>
        <ul class="notice" role="alert" data-refused hidden></ul>
        {nobody.map(|nobody| view! { <p>{nobody}</p> })}
        {marks}
        <section aria-labelledby="walk-in">
            <h2 id="walk-in">{texts::presences::walk_in(lang)}</h2>
            <ul class="people" data-walked-in></ul>
            {walk_in(ask, shown)}
        </section>
        <section aria-labelledby="unnamed">
            <h2 id="unnamed">{texts::presences::unnamed(lang)}</h2>
            {unnamed(ask, shown)}
        </section>
        {trace(ask, shown)}
    };
    view! { <LivePresences><div data-presences=pack(&handed)>{body}</div></LivePresences> }
        .into_any()
}

/// One line a person, three large targets.
fn mark(lang: Lang, seat: &Registration, name: &str) -> impl IntoView + use<> {
    let options = Presence::ALL.map(|p| Choice::new(p.code(), texts::presence::of(lang, p.code())));
    view! {
        <RadioGroup
            name=format!("presence[{}]", seat.id)
            legend=name.to_owned()
            options=options.to_vec()
            value=seat.presence.map(Presence::code).unwrap_or_default()
            required=true
            inline=true
        />
    }
}

fn walk_in(ask: &Ask, shown: &Attendance) -> AnyView {
    let lang = ask.lang();
    let known = shown.known.clone();
    view! {
        <p class="muted">{texts::presences::walk_in_lead(lang)}</p>
        <Form
            name="note_walk_in"
            command=ask.request.command()
            hidden=vec![("entry".to_owned(), shown.entry.id.to_string())]
        >
            <TextField
                name="association"
                label=texts::presences::association(lang)
                known=known
                autocomplete="off"
                required=true
            />
            <TextField
                name="attendee"
                label=texts::presences::attendee(lang)
                autocomplete="off"
            />
            <TextField
                name="email"
                kind="email"
                label=texts::help::email(lang)
                hint=texts::presences::email_hint(lang)
                autocomplete="off"
            />
            <Checkbox name="other" label=texts::presences::other(lang) />
            <p class="actions"><Submit label=texts::presences::is_there(lang) /></p>
        </Form>
    }
    .into_any()
}

fn unnamed(ask: &Ask, shown: &Attendance) -> AnyView {
    let lang = ask.lang();
    let code = |one: &Unnamed| {
        let told = match one.counts() {
            false => {
                view! { <span class="muted">{texts::presences::claimed(lang)}</span> }.into_any()
            }
            true => {
                let code = [("entry", shown.entry.id.to_string()), ("code", one.code.spoken())];
                view! {
                    <Do
                        name="take_back_unnamed"
                        request=ask.request.clone()
                        label=texts::presences::take_back(lang)
                        quiet=true
                        hidden=code.to_vec()
                    />
                }
                .into_any()
            }
        };
        view! { <li><b class="code">{one.code.spoken()}</b> " " {told}</li> }
    };
    let codes = shown.unnamed.iter().filter(|one| one.taken_back.is_none());
    let codes = codes.map(code).collect_view();
    // The code is drawn with the submission.
    let command = uuid::Builder::from_random_bytes(rand::random()).into_uuid().to_string();
    view! {
        <p class="muted">{texts::presences::unnamed_lead(lang)}</p>
        <ul class="codes" data-codes>{codes}</ul>
        <Form
            name="count_unnamed"
            command=command
            hidden=vec![("entry".to_owned(), shown.entry.id.to_string())]
        >
            <Submit label=texts::presences::count(lang) quiet=true />
        </Form>
    }
    .into_any()
}

/// For whom the host prepares: how many stand where, and what they ask for.
fn before(lang: Lang, shown: &Attendance) -> Option<AnyView> {
    let number = |n: u32| i64::from(n);
    let mix = shown.mix.map(|mix| {
        let counts = [
            (mix.beginning, texts::presences::beginning(lang, number(mix.beginning))),
            (mix.on_the_way, texts::presences::on_the_way(lang, number(mix.on_the_way))),
            (mix.at_ease, texts::presences::at_ease(lang, number(mix.at_ease))),
            (mix.unknown, texts::presences::unknown(lang, number(mix.unknown))),
        ];
        let counts = counts.into_iter().filter(|(n, _)| *n > 0);
        counts.map(|(_, told)| view! { <li>{told}</li> }).collect_view()
    });
    let need = |(name, words): &(String, String)| {
        view! { <li><p class="words">{words.clone()}</p> <p class="muted small">{name.clone()}</p></li> }
    };
    let needs = (!shown.needs.is_empty()).then(|| {
        let needs = shown.needs.iter().map(need).collect_view();
        view! {
            <h3>{texts::presences::needs(lang)}</h3>
            <ul class="people">{needs}</ul>
        }
    });
    (!shown.seats.is_empty()).then(|| {
        view! {
            <section aria-labelledby="before">
                <h2 id="before">{texts::presences::before(lang)}</h2>
                {mix.map(|mix| view! { <ul class="people">{mix}</ul> })}
                {needs}
            </section>
        }
        .into_any()
    })
}

/// What was noted during the session becomes a page that everybody may read.
fn notes(ask: &Ask, shown: &Attendance) -> AnyView {
    let lang = ask.lang();
    let published = shown.notes.clone().map(|(title, path)| {
        view! {
            <p>{texts::presences::published(lang)} " " <a href=ask.href(&path)>{title}</a></p>
        }
    });
    let author = ask.request.actor.signed().map(|who| who.name.clone()).unwrap_or_default();
    let title = texts::presences::notes_of(lang, shown.entry.title.to_string());
    view! {
        <section aria-labelledby="notes">
            <h2 id="notes">{texts::presences::notes(lang)}</h2>
            <p class="muted">{texts::presences::notes_lead(lang)}</p>
            {published}
            <details>
                <summary>{texts::presences::write_notes(lang)}</summary>
                <Form
                    name="publish_notes"
                    command=ask.request.command()
                    hidden=vec![("entry".to_owned(), shown.entry.id.to_string())]
                >
                    <TextField
                        name="title"
                        label=texts::presences::notes_title(lang)
                        value=title
                        required=true
                    />
                    <TextArea
                        name="source"
                        label=texts::presences::notes_source(lang)
                        rows=8
                        required=true
                        at_most=Source::MAX
                    />
                    <TextField
                        name="authors"
                        label=texts::presences::notes_authors(lang)
                        hint=texts::presences::notes_authors_hint(lang)
                        value=author
                        required=true
                    />
                    <p class="actions"><Submit label=texts::presences::publish(lang) /></p>
                </Form>
            </details>
        </section>
    }
    .into_any()
}

/// All that was noted, by whom and when.
fn trace(ask: &Ask, shown: &Attendance) -> Option<AnyView> {
    let lang = ask.lang();
    let line = |noted: &Noted| {
        let seat = shown.seats.iter().find(|(seat, _)| seat.id == noted.registration);
        let name = seat.map(|(seat, name)| who(lang, seat, name)).unwrap_or_default();
        let by = noted.by.and_then(|by| shown.people.get(&by).cloned());
        let by = by.unwrap_or_else(|| texts::presences::somebody(lang).to_owned());
        let presence = texts::presence::of(lang, noted.presence.code());
        let at = dates::moment(lang, noted.noted_at);
        view! { <li>{texts::presences::line(lang, name, presence, at, by)}</li> }
    };
    (!shown.noted.is_empty()).then(|| {
        view! {
            <details>
                <summary>{texts::presences::trace(lang)}</summary>
                <ul class="people">{shown.noted.iter().map(line).collect_view()}</ul>
            </details>
        }
        .into_any()
    })
}

/// `/presences/{entry}/feuille`: the same by paper.
pub async fn sheet(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: EntryId = ask.id("entry")?;
    let shown = load::attendance(&ask.request, id).await?;
    let entry = &shown.entry;
    let title = texts::presences::sheet_title(lang, entry.title.to_string());
    // Names are never cut, and a room holds a few more than those who said so.
    const EMPTY: usize = 10;
    let row = |name: String| {
        let tick = |_| view! { <span class="tick"></span> }.into_any();
        let cells = [name.into_any()].into_iter().chain(Presence::ALL.map(tick));
        Row::new(cells.chain(["".into_any()]).collect())
    };
    let seated = shown.seats.iter().map(|(seat, name)| row(who(lang, seat, name)));
    let rows = seated.chain((0..EMPTY).map(|_| row("…".to_owned()))).collect();
    let mut headers = vec![texts::presences::person_or_group(lang).to_owned()];
    headers.extend(Presence::ALL.map(|p| texts::presence::of(lang, p.code()).to_owned()));
    headers.push(texts::presences::signature(lang).to_owned());
    let back = ask.href(&format!("/presences/{id}"));
    Ok(View::new(
        title.clone(),
        view! {
            <div class="wrap sheet">
                <h1>{title}</h1>
                <p>
                    {dates::day(lang, entry.starts_at)} ", " {dates::hour(lang, entry.starts_at)}
                    " – " {dates::hour(lang, entry.ends_at)} " · " {entry.place.to_string()}
                </p>
                <Table
                    caption=texts::presences::seats(lang)
                    headers=headers
                    rows=rows
                    scrolls=true
                />
                <p>{texts::presences::sheet_unnamed(lang)} " ______"</p>
                <p class="actions unprinted">
                    <ButtonLink href=back label=texts::presences::back(lang) quiet=true />
                </p>
            </div>
        },
    ))
}

/// `/presence`: who was counted without a name says for which association they came.
pub async fn claim(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    ask.request.actor.member()?;
    let title = texts::presences::claim(lang);
    let command = ask.request.command();
    let body = view! {
        <div class="wrap narrow">
            <h1>{title}</h1>
            <p class="lead">{texts::presences::claim_lead(lang)}</p>
            <Form name="claim_presence" command=command>
                <TextField
                    name="code"
                    label=texts::presences::code(lang)
                    hint=texts::presences::code_hint(lang)
                    autocomplete="off"
                    required=true
                />
                <p class="actions"><Submit label=texts::presences::claim_send(lang) /></p>
            </Form>
        </div>
    };
    Ok(View::new(title, body))
}

/// What those who came say, counted: nobody is named.
fn answers(lang: Lang, shown: &Attendance) -> Option<AnyView> {
    let line = |(question, counts): &(String, [usize; 3])| {
        let told = Knows::ALL
            .iter()
            .zip(counts)
            .map(|(knows, n)| format!("{} {n}", texts::knows::of(lang, knows.code())));
        let told = told.collect::<Vec<_>>().join(" · ");
        view! { <li>{question.clone()} <br /> <b>{told}</b></li> }
    };
    (!shown.answers.is_empty()).then(|| {
        view! {
            <section aria-labelledby="after">
                <h2 id="after">{texts::presences::after(lang)}</h2>
                <p class="muted">{texts::presences::after_lead(lang)}</p>
                <ul class="people">{shown.answers.iter().map(line).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

/// `/apres/{registration}`: three questions, signed in.
pub async fn own_after(ask: Ask) -> Result<View, AppError> {
    let id: RegistrationId = ask.id("registration")?;
    let shown = load::asked_after(&ask.request, id).await?;
    Ok(after_view(&ask, shown))
}

/// `/bilan/{token}`: the same, for who holds the link of the letter.
pub async fn after_by_link(ask: Ask) -> Result<View, AppError> {
    let Actor::Bearer(bearer) = &ask.request.actor else { return Err(AppError::NotFound) };
    let Purpose::Evaluate(id) = bearer.purpose else { return Err(AppError::LinkExpired) };
    let shown = load::asked_after(&ask.request, id).await?;
    Ok(after_view(&ask, shown))
}

fn after_view(ask: &Ask, shown: After) -> View {
    let lang = ask.lang();
    let title = texts::after::title(lang, shown.entry.title.to_string());
    let came = shown.seat.presence == Some(Presence::Present);
    let thanks = (!shown.said.is_empty())
        .then(|| view! { <Notice><p>{texts::after::thanks(lang)}</p></Notice> });
    let After { seat, questions, said, .. } = shown;
    let fields = move || {
        let question = |(n, text): (usize, &String)| {
            let given = said.iter().find(|one| one.question == n).map(|one| one.knows.code());
            let options =
                Knows::ALL.map(|k| Choice::new(k.code(), texts::knows::of(lang, k.code())));
            view! {
                <RadioGroup
                    name=format!("knows[{n}]")
                    legend=text.clone()
                    options=options.to_vec()
                    value=given.unwrap_or_default()
                    required=true
                    inline=true
                />
            }
        };
        questions.iter().enumerate().map(question).collect_view()
    };
    let body = match came {
        false => view! { <p class="lead">{texts::after::not_there(lang)}</p> }.into_any(),
        true => view! {
            <p class="lead">{texts::after::lead(lang)}</p>
            {thanks}
            <Form
                name="say_after"
                command=ask.request.command()
                hidden=vec![("registration".to_owned(), seat.id.to_string())]
            >
                {fields()}
                <p class="actions"><Submit label=texts::after::send(lang) /></p>
            </Form>
        }
        .into_any(),
    };
    View::new(
        title.clone(),
        view! { <div class="wrap narrow attendance"><h1>{title}</h1> {body}</div> },
    )
}
