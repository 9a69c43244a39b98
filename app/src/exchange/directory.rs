//! `/annuaire`: what the associations of the collective can show and look for, for who has signed in.

use super::load::{own_page, theme_of};
use crate::diagnosis::load::{theme_choices, theme_title};
use crate::error::AppError;
use crate::request::Request;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::{ButtonLink, Notice};
use crate::ui::fields::{Form, Select, Submit, TextArea};
use domain::exchange::{Exchange, Listing, Search, Side};
use domain::ids::AssociationId;
use domain::text::{Lang, Words};
use domain::workshops::{Entry, EntryKind, Seat};
use leptos::prelude::*;
use texts::dates;

/// An association of the directory.
pub struct Listed {
    pub id: AssociationId,
    pub name: String,
    pub said: Vec<Exchange>,
    /// The next workshop where it has a seat.
    pub next: Option<Entry>,
}

/// Those of which something is looked for, by name.
async fn found(request: &Request, search: &Search) -> Result<Vec<Listed>, AppError> {
    let (rows, now) = (request.read(), request.now);
    let fail = |error| request.answer(error);
    let listed = rows.listings().await.map_err(fail)?;
    let ids: Vec<_> = listed.iter().map(|listing| listing.association).collect();
    let names = rows.association_names().await.map_err(fail)?;
    let said = rows.exchanges_of(ids.iter().copied()).await.map_err(fail)?;
    let seats = rows.seats_of(&ids, now).await.map_err(fail)?;
    let goes = |id: AssociationId| {
        let to_come = seats.iter().filter(|(seat, at)| {
            let held = at.called_off.is_none() && at.is_public(now) && now < at.starts_at;
            let workshop = at.kind == EntryKind::WorkshopSession;
            seat.association == id && seat.state == Seat::Registered && workshop && held
        });
        to_come.map(|(_, at)| at).min_by_key(|at| at.starts_at).cloned()
    };
    let one = |id: AssociationId| Listed {
        id,
        name: names.get(&id).cloned().unwrap_or_default(),
        said: said.iter().filter(|l| l.association == id && search.takes(l)).cloned().collect(),
        next: goes(id),
    };
    let mut found: Vec<_> = ids.into_iter().map(one).filter(|one| !one.said.is_empty()).collect();
    found.sort_by_cached_key(|one| one.name.to_lowercase());
    Ok(found)
}

/// `/annuaire`
pub async fn page(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    ask.request.actor.signed()?;
    let search = Search {
        theme: theme_of(ask.query("theme")).ok(),
        side: Side::from_code(ask.query("sens")),
    };
    let found = found(&ask.request, &search).await?;
    let own = match ask.request.actor.member() {
        Ok(member) => {
            let listing = ask.request.read().listing(member.association()).await;
            let listing = listing.map_err(|error| ask.request.answer(error))?;
            Some((member.association(), listing))
        }
        Err(_) => None,
    };
    let door = own.as_ref().map(|(association, listing)| door(&ask, *association, listing));
    let nobody = found.is_empty().then(|| {
        view! { <p>{texts::directory::nobody(lang)}</p> }
    });
    let writes = own.map(|(association, _)| association);
    let list = found.iter().map(|one| entry(&ask, one, writes)).collect_view();
    let title = texts::directory::title(lang);
    let body = view! {
        <div class="wrap narrow">
            <h1>{title}</h1>
            <p class="lead">{texts::directory::lead(lang)}</p>
            {door}
            {look(lang, &search)}
            {nobody}
            {list}
        </div>
    };
    Ok(View::new(title, body))
}

/// Whether one's own association is there, and where that is said.
fn door(ask: &Ask, association: AssociationId, listing: &Option<Listing>) -> impl IntoView + use<> {
    let lang = ask.lang();
    let told = match listing {
        Some(listing) => texts::directory::since(lang, dates::date(lang, listing.since)),
        None => texts::directory::not_there(lang).to_owned(),
    };
    let href = ask.href(&own_page(association));
    view! {
        <Notice>
            <p>{told}</p>
            <p><a href=href>{texts::exchange::own_title(lang)}</a></p>
        </Notice>
    }
}

fn look(lang: Lang, search: &Search) -> impl IntoView + use<> {
    let any = || (String::new(), texts::agenda::any(lang).to_owned());
    let sides = Side::ALL
        .map(|side| (side.code().to_owned(), texts::directory::of(lang, side.code()).to_owned()));
    view! {
        <form method="get" class="said" aria-label=texts::directory::look(lang) novalidate=true>
            <Select
                name="theme"
                label=texts::agenda::theme(lang)
                options=theme_choices(lang, texts::agenda::any(lang))
                value=search.theme.clone().unwrap_or_default()
                required=true
            />
            <Select
                name="sens"
                label=texts::directory::side(lang)
                options=[any()].into_iter().chain(sides).collect()
                value=search.side.map(Side::code).unwrap_or_default()
                required=true
            />
            <p class="actions"><Submit label=texts::agenda::search(lang) quiet=true /></p>
        </form>
    }
}

/// What an association says, where it may be met, and a letter to it. `writes`: the association of who looks.
fn entry(ask: &Ask, one: &Listed, writes: Option<AssociationId>) -> AnyView {
    let lang = ask.lang();
    let id = format!("association-{}", one.id);
    let named_by = id.clone();
    let side = |side: Side| {
        let lines: Vec<_> = one
            .said
            .iter()
            .filter(|line| line.side == side)
            .map(|line| {
                let theme = line.theme.as_deref().map(|key| theme_title(lang, key));
                let theme =
                    theme.map(|theme| view! { " " <span class="muted small">{theme}</span> });
                view! { <li>{line.words.to_string()} {theme}</li> }
            })
            .collect();
        (!lines.is_empty()).then(|| {
            view! {
                <div>
                    <h3>{texts::directory::of(lang, side.code())}</h3>
                    <ul>{lines}</ul>
                </div>
            }
        })
    };
    let next = one.next.as_ref().map(|at| {
        let href = ask.href(&format!("/agenda/{}", at.id));
        let date = format!("{}, {}", at.title, dates::day(lang, at.starts_at));
        view! { <p class="small">{texts::directory::meets(lang)} " " <a href=href>{date}</a></p> }
    });
    let write = writes.filter(|own| *own != one.id).map(|_| letter(ask, one));
    view! {
        <section class="listed" aria-labelledby=named_by>
            <h2 id=id>{one.name.clone()}</h2>
            <div class="sides">{side(Side::Shows)} {side(Side::Seeks)}</div>
            {next}
            {write}
        </section>
    }
    .into_any()
}

fn letter(ask: &Ask, to: &Listed) -> AnyView {
    let lang = ask.lang();
    let id = to.id.to_string();
    let hidden = vec![("association".to_owned(), id.clone())];
    let name = to.name.clone();
    view! {
        <details>
            <summary>{texts::directory::write(lang, name)}</summary>
            <p class="hint">{texts::directory::write_hint(lang)}</p>
            <Form name="ask_association" command=ask.request.command() key=id hidden=hidden>
                <TextArea
                    name="words"
                    label=texts::directory::words(lang)
                    rows=4
                    required=true
                    at_most=Words::MAX
                />
                <p class="actions"><Submit label=texts::directory::send(lang) quiet=true /></p>
            </Form>
        </details>
    }
    .into_any()
}

/// On the association's own page: whether it is in the directory, who reads it there, and the button that changes it.
pub async fn consent(ask: &Ask, association: AssociationId) -> Result<AnyView, AppError> {
    let lang = ask.lang();
    let listing = ask.request.read().listing(association).await;
    let listing = listing.map_err(|error| ask.request.answer(error))?;
    let hidden = vec![("association", association.to_string())];
    let (told, name, label, quiet) = match &listing {
        Some(listing) => {
            let since = texts::directory::since(lang, dates::date(lang, listing.since));
            (since, "leave_directory", texts::directory::leave(lang), true)
        }
        None => {
            let told = texts::directory::not_there(lang).to_owned();
            (told, "enter_directory", texts::directory::enter(lang), false)
        }
    };
    let href = ask.href("/annuaire");
    Ok(view! {
        <section aria-labelledby="directory">
            <h2 id="directory">{texts::directory::title(lang)}</h2>
            <p><b>{told}</b></p>
            <p>{texts::directory::consent(lang)}</p>
            <div class="actions">
                <Do name=name request=ask.request.clone() label=label quiet=quiet hidden=hidden />
                <ButtonLink href=href label=texts::directory::see(lang) quiet=true />
            </div>
        </section>
    }
    .into_any())
}

/// A line that leads to the directory, for who has signed in.
pub fn link(ask: &Ask) -> Option<impl IntoView + use<>> {
    let href = ask.href("/annuaire");
    let signed = ask.request.actor.signed().is_ok();
    signed.then(|| view! { <p><a href=href>{texts::directory::link(ask.lang())}</a></p> })
}
