//! Encounters: preparing one, and its programme on the page of its date.

use super::load::{self, Shown};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::Line;
use crate::ui::card::{ActionTag, ButtonLink, Notice};
use crate::ui::fields::{Form, Returned, Select, Submit, TextArea, TextField};
use crate::workshops::opening::pages::forms;
use crate::workshops::opening::session::Session;
use domain::accounts::Action;
use domain::text::{Lang, Source, Words};
use domain::wiki::encounter::{Arranging, Talk, TalkState};
use domain::workshops::Entry;
use leptos::prelude::*;
use store::Teller;
use texts::{dates, encounter as t};

/// `/rencontres`
pub async fn all(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let listed = load::listed(&ask.request).await?;
    let part = |id: &'static str, heading: &'static str, encounters: &[Shown]| {
        let none = encounters.is_empty().then(|| view! { <p class="muted">{t::none(lang)}</p> });
        let lines = encounters.iter().map(|shown| one_of_all(&ask, shown)).collect_view();
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{heading}</h2>
                {none}
                <ul class="people">{lines}</ul>
            </section>
        }
    };
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{t::all(lang)}</h1>
            <p class="lead">{t::all_lead(lang)}</p>
            {door(&ask)}
            {part("to-come", t::to_come(lang), &listed.to_come)}
            {part("past", t::past(lang), &listed.past)}
            <p><a href=ask.href("/temoignages")>{texts::wiki::see_testimonies(lang)}</a></p>
        </div>
    };
    let description = t::all_lead(lang).to_owned();
    Ok(View { title: t::all(lang).to_owned(), description, body: body.into_any() })
}

/// When and where one is, who tells and, for who runs it, how many wait for what was noted.
fn one_of_all(ask: &Ask, shown: &Shown) -> AnyView {
    let (lang, now, entry) = (ask.lang(), ask.request.now, &shown.encounter.entry);
    let href = ask.href(&format!("/agenda/{}", entry.id));
    let when = format!("{}, {}", entry.title, dates::date(lang, entry.starts_at));
    let off = entry.called_off.map(|_| view! { " · " <b>{texts::agenda::called_off(lang)}</b> });
    let tells = |talk: &Talk| view! { <li>{talk.title.to_string()} " · " {shown.name(talk)}</li> };
    let talks: Vec<_> = shown.encounter.told().map(tells).collect();
    let talks = (!talks.is_empty()).then(|| view! { <ul>{talks}</ul> });
    let wait = match entry.presence_by(&ask.request.actor) {
        Ok(_) => i64::try_from(shown.encounter.without_notes(now)).unwrap_or(i64::MAX),
        Err(_) => 0,
    };
    let wait = (wait > 0).then(|| view! { <p><b>{t::without_notes(lang, wait)}</b></p> });
    view! {
        <li>
            <p>
                <a href=href>{when}</a>
                " · "
                <span class="muted">{entry.place.to_string()}</span>
                {off}
            </p>
            {talks}
            {wait}
        </li>
    }
    .into_any()
}

/// Where who organizes the wiki begins an encounter.
pub fn door(ask: &Ask) -> Option<AnyView> {
    ask.request.actor.organizer_of(Action::Wiki).ok()?;
    let href = ask.href("/rencontres/nouvelle");
    let label = t::new(ask.lang());
    Some(
        view! { <p class="actions"><ButtonLink href=href label=label quiet=true /></p> }.into_any(),
    )
}

/// `/rencontres/nouvelle`
pub async fn new(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    ask.request.actor.organizer_of(Action::Wiki)?;
    let hosts = ask.request.read().who_may_host().await;
    let hosts = hosts.map_err(|error| ask.request.answer(error))?;
    let session = Session { seats: "60".to_owned(), ..Session::titled(t::usual(lang)) };
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{t::new_title(lang)}</h1>
            <p class="lead">{t::new_lead(lang)}</p>
            {forms::encounter(&ask, session, hosts)}
        </div>
    };
    Ok(View::new(t::new_title(lang), body))
}

/// On the page of a date: who tells what; what is asked of one's association; for who prepares it and who runs it, what
/// they do. Empty, where it is no encounter.
pub async fn programme(ask: &Ask, entry: &Entry) -> Result<Option<AnyView>, AppError> {
    let lang = ask.lang();
    let Some(shown) = load::programme(&ask.request, entry).await? else { return Ok(None) };
    let talk = |talk: &Talk| {
        view! {
            <li>
                <b>{talk.title.to_string()}</b>
                " "
                <span class="muted small">{t::minutes(lang, talk.minutes)}</span>
                <br />
                {shown.name(talk)}
            </li>
        }
    };
    let talks: Vec<_> = shown.encounter.told().map(talk).collect();
    let open = shown.encounter.to_come(ask.request.now).is_ok();
    let told = match talks.is_empty() {
        true if open => Some(view! { <p class="muted">{t::nobody(lang)}</p> }.into_any()),
        true => None,
        false => Some(view! { <ol>{talks}</ol> }.into_any()),
    };
    let own = |talk: &&Talk| {
        let own = ask.request.actor.member_of(talk.association).is_ok();
        let shown = open || talk.state == TalkState::Accepted;
        own && (shown || came_back("answer_talk", &talk.id.to_string()))
    };
    let ours = shown.encounter.talks.iter().filter(own).map(|talk| ours(ask, &shown, talk));
    let ours: Vec<_> = ours.collect();
    let programme = (told.is_some() || !ours.is_empty()).then(|| {
        view! {
            <section aria-labelledby="programme">
                <h2 id="programme">{t::programme(lang)}</h2>
                {told}
                {ours}
            </section>
        }
    });
    let prepare = shown.tellers.as_ref().map(|tellers| prepare(ask, &shown, tellers));
    Ok(Some(
        view! {
            {programme}
            {prepare}
            {notes(ask, &shown)}
        }
        .into_any(),
    ))
}

/// Whether a form was refused: it stays on the page with what was typed, even where it is offered no more.
fn came_back(form: &str, key: &str) -> bool {
    use_context::<Returned>().is_some_and(|returned| returned.form == form && returned.key == key)
}

/// What one's own association is asked, and what it said; once it has told, where its draft is.
fn ours(ask: &Ask, shown: &Shown, talk: &Talk) -> AnyView {
    let lang = ask.lang();
    let title = talk.title.as_str();
    let (heading, told) = match talk.state {
        TalkState::Asked => (t::asked(lang), t::asked_why(lang, shown.name(talk), title)),
        TalkState::Accepted => ("", t::accepted(lang, title)),
        TalkState::Declined => ("", t::declined(lang, title)),
    };
    let draft = talk.testimony.map(|testimony| {
        let href = ask.href(&format!("/temoignage/{testimony}"));
        view! { <p><a href=href>{t::draft(lang)}</a></p> }
    });
    let open = shown.encounter.to_come(ask.request.now).is_ok();
    let open = open || came_back("answer_talk", &talk.id.to_string());
    let answering = open.then(|| answering(ask, talk));
    view! {
        <Notice title=heading>
            <p>{told}</p>
            {draft}
            {answering}
        </Notice>
    }
    .into_any()
}

/// Yes or no, under which title, and a word with it.
fn answering(ask: &Ask, talk: &Talk) -> AnyView {
    let lang = ask.lang();
    let id = talk.id.to_string();
    let (yes, no) = match talk.state {
        TalkState::Asked => (t::accept(lang), t::decline(lang)),
        TalkState::Accepted => (t::save(lang), t::decline_after_all(lang)),
        TalkState::Declined => (t::accept_after_all(lang), t::save(lang)),
    };
    let title = talk.title.to_string();
    let words = talk.words.as_ref().map(Words::to_string).unwrap_or_default();
    view! {
        <Form
            name="answer_talk"
            command=ask.request.command()
            key=id.clone()
            hidden=vec![("talk".to_owned(), id)]
        >
            <TextField
                name="title"
                label=t::title(lang)
                hint=t::title_hint(lang)
                value=title
                required=true
            />
            <TextArea
                name="words"
                label=t::words(lang)
                hint=t::words_hint(lang)
                value=words
                rows=2
                at_most=Words::MAX
            />
            <p class="actions">
                <Submit label=yes name="answer" value="yes" />
                " "
                <Submit label=no name="answer" value="no" quiet=true />
            </p>
        </Form>
    }
    .into_any()
}

/// Who is asked, what they said, in which order; and asking one more.
fn prepare(ask: &Ask, shown: &Shown, tellers: &[Teller]) -> AnyView {
    let lang = ask.lang();
    let talks = &shown.encounter.talks;
    let last = talks.len().saturating_sub(1);
    let talks: Vec<_> = talks
        .iter()
        .enumerate()
        .map(|(place, talk)| arranged(ask, shown, talk, (place > 0, place < last)))
        .collect();
    let list = (!talks.is_empty()).then(|| view! { <ol class="people">{talks}</ol> });
    let open = shown.encounter.to_come(ask.request.now).is_ok() || came_back("ask_talk", "");
    let one_more = open.then(|| asking(ask, &shown.encounter.entry, tellers));
    view! {
        <section aria-labelledby="prepare">
            <h2 id="prepare">{t::prepare(lang)}</h2>
            <p class="muted">{t::prepare_lead(lang)}</p>
            {list}
            {one_more}
        </section>
    }
    .into_any()
}

/// One talk of the programme, for who prepares it. `moves`: whether it may come earlier, and later.
fn arranged(ask: &Ask, shown: &Shown, talk: &Talk, moves: (bool, bool)) -> AnyView {
    let (lang, now) = (ask.lang(), ask.request.now);
    let id = talk.id.to_string();
    let words = talk.words.as_ref().map(|words| {
        view! { <blockquote class="words">{words.to_string()}</blockquote> }
    });
    let may = |how: &Arranging| match how {
        Arranging::There => true,
        Arranging::Earlier => moves.0,
        Arranging::Later => moves.1,
        Arranging::Away => shown.encounter.may_go(talk, now).is_ok(),
    };
    let press = |how: Arranging| {
        let label = texts::arranging::of(lang, how.code());
        view! { <Submit label=label name="how" value=how.code() quiet=true /> " " }
    };
    let lasts = talk.minutes;
    let presses = Arranging::ALL.into_iter().filter(may).map(press).collect_view();
    view! {
        <li>
            <p>
                <b>{talk.title.to_string()}</b>
                " · "
                {shown.name(talk)}
                " · "
                <span class="muted">{texts::talk_state::of(lang, talk.state.code())}</span>
            </p>
            {words}
            <Form
                name="arrange_talk"
                command=ask.request.command()
                key=id.clone()
                hidden=vec![("talk".to_owned(), id)]
            >
                {minutes(lang, lasts)}
                <p class="actions">{presses}</p>
            </Form>
        </li>
    }
    .into_any()
}

/// How long a talk lasts: made inside its form, which tells it what came back.
fn minutes(lang: Lang, value: u32) -> impl IntoView + use<> {
    view! {
        <TextField
            name="minutes"
            kind="number"
            inputmode="numeric"
            label=t::lasts(lang)
            value=value.to_string()
            min=Talk::MINUTES.start().to_string()
            max=Talk::MINUTES.end().to_string()
            required=true
        />
    }
}

/// Asking one more association.
fn asking(ask: &Ask, entry: &Entry, tellers: &[Teller]) -> AnyView {
    let lang = ask.lang();
    let named = |teller: &Teller| {
        let name = match teller.published {
            true => t::has_published(lang, &teller.name),
            false => teller.name.clone(),
        };
        (teller.association.to_string(), name)
    };
    let choose = (String::new(), t::choose(lang).to_owned());
    let options = std::iter::once(choose).chain(tellers.iter().map(named)).collect();
    view! {
        <h3>{t::ask(lang)}</h3>
        <Form
            name="ask_talk"
            command=ask.request.command()
            hidden=vec![("entry".to_owned(), entry.id.to_string())]
        >
            <Select name="association" label=t::who(lang) options=options required=true />
            <TextField
                name="title"
                label=t::what(lang)
                hint=t::what_hint(lang)
                required=true
            />
            {minutes(lang, Talk::USUAL)}
            <p class="actions"><Submit label=t::send(lang) /></p>
        </Form>
    }
    .into_any()
}

/// Once it has begun, for who notes presence: what each tells, to be given to them.
fn notes(ask: &Ask, shown: &Shown) -> Option<AnyView> {
    let lang = ask.lang();
    let Shown { encounter, .. } = shown;
    encounter.entry.presence_by(&ask.request.actor).ok()?;
    let now = ask.request.now;
    let takes = |talk: &&Talk| encounter.takes_notes(talk, now).is_ok();
    let forms: Vec<_> =
        encounter.talks.iter().filter(takes).map(|talk| noting(ask, shown, talk)).collect();
    (!forms.is_empty()).then(|| {
        view! {
            <section aria-labelledby="noted">
                <h2 id="noted">{t::noted(lang)}</h2>
                <p>{t::noted_lead(lang)}</p>
                {forms}
            </section>
        }
        .into_any()
    })
}

fn noting(ask: &Ask, shown: &Shown, talk: &Talk) -> AnyView {
    let lang = ask.lang();
    let id = talk.id.to_string();
    let open = came_back("give_notes", &id);
    let name = shown.name(talk);
    let label = match talk.testimony {
        Some(_) => t::notes_again(lang, name),
        None => t::notes_of(lang, name),
    };
    view! {
        <details open=open>
            <summary>{label}</summary>
            <Form
                name="give_notes"
                command=ask.request.command()
                key=id.clone()
                hidden=vec![("talk".to_owned(), id)]
            >
                <TextArea
                    name="notes"
                    label=t::notes(lang)
                    hint=t::notes_hint(lang)
                    rows=8
                    required=true
                    at_most=Source::MAX
                />
                <p class="actions"><Submit label=t::notes_send(lang) quiet=true /></p>
            </Form>
        </details>
    }
    .into_any()
}
